"""Order defect rates from Parquet files that are larger than the memory allowed, each engine in a process of its own.

DuckDB runs under a memory limit of less than half the files, then without one; polars streams; Spark, where it is
asked for, runs on two cores. What a process held at most is the system's own account (Linux), Spark's Java apart.

    python benchmarks/larger_than_memory.py [--orders N] [--sellers N] [--limit MB] [--engines DuckDB,polars,Spark]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from frame_rates import generated

from sellerpolicy import frames

NAMES = ("orders", "feedback", "claims", "chargebacks")
A_PART = 2_000_000
ASKED: Any = {"first": date(2024, 1, 1), "last": date(2024, 12, 30)}


def write(folder: Path, orders: int, sellers: int) -> None:
    """Parquet files of so many orders, each part with numbers of its own."""
    for part in range(-(-orders // A_PART)):
        data = generated(min(A_PART, orders - part * A_PART), sellers, text=True)
        for name, frame in data.items():
            numbered = frame.with_columns(order_id=pl.format("{}-{}", pl.col("order_id"), pl.lit(part)))
            (folder / name).mkdir(exist_ok=True)
            numbered.write_parquet(folder / name / f"{part:04}.parquet")


def on_duckdb(folder: Path, limit: int | None) -> None:
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET temp_directory = '{folder / 'spilled'}'; SET preserve_insertion_order = false")
    connection.execute("SET threads = 2")
    if limit is not None:
        connection.execute(f"SET memory_limit = '{limit}MB'")
    tables = (connection.read_parquet(str(folder / name / "*.parquet")) for name in NAMES)
    frames.order_defect_rate(*tables, **ASKED).write_parquet(str(folder / "DuckDB.parquet"))


def on_polars(folder: Path, _: int | None) -> None:
    tables = (pl.scan_parquet(folder / name / "*.parquet") for name in NAMES)
    frames.order_defect_rate(*tables, **ASKED).sink_parquet(folder / "polars.parquet")


def on_spark(folder: Path, _: int | None) -> None:
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.driver.memory": "4g"}
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.conf.set("spark.sql.shuffle.partitions", "16")
    tables = (session.read.parquet(str(folder / name)) for name in NAMES)
    frames.order_defect_rate(*tables, **ASKED).write.parquet(str(folder / "Spark.parquet"))


ENGINES = {"DuckDB": on_duckdb, "polars": on_polars, "Spark": on_spark}


def of_one_engine(engine: str, folder: Path, limit: int | None) -> None:
    before, start = held(), time.perf_counter()
    ENGINES[engine](folder, limit)
    seconds = time.perf_counter() - start
    under = "" if limit is None else f" under {limit} MB"
    print(f"{engine + under:20} {seconds:7.1f} s, {held():5.0f} MB at most, {before:.0f} MB before", flush=True)


def held() -> float:
    """What this process held at most, in MB: getrusage would count what its parent held too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--orders", type=int, default=40_000_000)
    given.add_argument("--sellers", type=int, default=1_000)
    given.add_argument("--limit", type=int, help="DuckDB's memory_limit, in MB", default=200)
    given.add_argument("--engines", default="DuckDB,polars")
    given.add_argument("--alone", help=argparse.SUPPRESS)
    asked = given.parse_args()
    if asked.alone:
        of_one_engine(asked.engines, Path(asked.alone), asked.limit or None)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, asked.orders, asked.sellers)
        size = sum(file.stat().st_size for file in folder.rglob("*.parquet")) / 1e6
        print(f"{asked.orders:,} orders of {asked.sellers:,} sellers: {size:,.0f} MB of Parquet", flush=True)
        engines = asked.engines.split(",")
        for engine, limit in [("DuckDB", asked.limit), *((engine, 0) for engine in engines)]:
            more = ["--alone", name, "--engines", engine, "--limit", str(limit)]
            subprocess.run([sys.executable, __file__, *more], check=True)  # noqa: S603  this very script
        compare(folder, engines)


def compare(folder: Path, engines: list[str]) -> None:
    found = []
    for engine in engines:
        written = folder / f"{engine}.parquet"
        rates = pl.read_parquet(written / "*.parquet" if written.is_dir() else written)
        found.append(rates.sort("seller_id", "day").cast({"orders": pl.Int64, "defective": pl.Int64}))
    assert all(rates.equals(found[0]) for rates in found)
    print(f"the same {len(found[0]):,} rates from each")


if __name__ == "__main__":
    main()
