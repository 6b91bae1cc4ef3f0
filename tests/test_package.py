"""The package itself: its public names, and what importing it loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

import sellerpolicy as sp
from sellerpolicy import facts

HEAVY = ("dateutil", "narwhals", "polars", "pandas", "pyarrow", "duckdb", "hypothesis", "rich", "defusedxml")


@pytest.mark.parametrize("package", [sp, facts], ids=lambda package: package.__name__)
def test_every_public_name_is_there_and_no_other(package: object) -> None:
    for name in sp.__all__ if package is sp else facts.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'ordre_defect_rate'"):
        package.ordre_defect_rate  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        sp.rules.nothing  # noqa: B018


def test_the_names_are_listed_for_completion() -> None:
    assert dir(sp) == sorted(sp.__all__)


def test_every_policy_is_named() -> None:
    assert {module.__name__.rpartition(".")[2] for module in sp.rules.modules()} <= set(sp.__all__)


def test_importing_it_loads_nothing_heavy_and_no_policy() -> None:
    code = (
        "import sys, sellerpolicy\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
        "print([name for name in sys.modules if name.startswith('sellerpolicy.rules.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
