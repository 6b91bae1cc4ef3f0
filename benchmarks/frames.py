"""Frames of decisions beside a loop over the same cases, on every engine, in one run.

The loop has its cases built and works out outcomes alone (``table.decide``); the frames begin with their own columns
and answer with three: outcome, whether it is contested, and what is unknown. Processor time is compared, which a busy
machine distorts less, and the clock, which shows what a second core is worth.

    python benchmarks/frames.py [ROWS]
"""

from __future__ import annotations

import gc
import importlib.metadata
import random
import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl
from hypothesis import HealthCheck, Phase, find, settings
from ratios import Work

import sellerpolicy as sp
from sellerpolicy import frames, strategies
from sellerpolicy.facts.fact import fields_of

TYPES = {
    bool: pl.Boolean(),
    int: pl.Int64(),
    date: pl.Date(),
    datetime: pl.Datetime("us", "UTC"),
    timedelta: pl.Duration("us"),
    sp.Money: pl.Decimal(12, 2),
}
WHO_PAYS, ELIGIBILITY = sp.injury_and_damage.WHO_PAYS, sp.a_to_z.ELIGIBILITY
READ = {*WHO_PAYS.read_names, WHO_PAYS.day_fact, "marketplace"}
LOOP = "loop"
A_FEW = 2_000
QUIETLY = settings(phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck))


def injuries(rows: int, *, unknown: float) -> list[sp.InjuryClaim]:
    """Injury claims in the US over two years, some facts of them unknown."""
    draw = random.Random(1)  # noqa: S311  the same cases every time

    def truth() -> bool | None:
        return None if draw.random() < unknown else draw.random() < 0.7

    return [
        sp.InjuryClaim(
            claim_id=f"K-{number}", harm=sp.Harm.PERSONAL_INJURY, amount=sp.usd(Decimal(draw.randrange(250_000)) / 100),
            filed_on=date(2024, 1, 1) + timedelta(days=draw.randrange(730)), is_valid=truth(), seller_insured=truth(),
            insurance_required=truth(), follows_policy=truth(), seller_responded=truth(), seller_accepts=truth(),
        )
        for number in range(rows)
    ]  # fmt: skip


def claims(rows: int, *, unknown: float) -> list[sp.a_to_z.EligibilityCase]:
    """A-to-z claims in the US over two years, some facts of them unknown."""
    draw = random.Random(2)  # noqa: S311  the same cases every time
    reasons = list(sp.ClaimReason)

    def perhaps(fact: Any) -> Any:
        return None if draw.random() < unknown else fact

    def one() -> sp.a_to_z.EligibilityCase:
        filed_at = datetime(2024, 6, 1, 12, tzinfo=UTC) + timedelta(hours=draw.randrange(24 * 700))
        placed_on = filed_at.date() - timedelta(days=draw.randrange(8, 120))
        asked_at = filed_at - timedelta(hours=draw.randrange(1, 120))
        return sp.a_to_z.EligibilityCase(
            reason=draw.choice(reasons), filed_on=filed_at.date(), filed_at=filed_at, placed_on=placed_on,
            written_on=perhaps(asked_at.date()), asked_on=perhaps(asked_at.date()),
            fulfilled_by=sp.Fulfiller.AMAZON if draw.random() < 0.1 else sp.Fulfiller.SELLER,
            product=sp.Product.DIGITAL if draw.random() < 0.1 else sp.Product.PHYSICAL,
            deliver_by=perhaps(placed_on + timedelta(days=6)),
            delivered_on=perhaps(draw.choice([sp.NEVER, placed_on + timedelta(days=5)])),
            contacted_seller_at=perhaps(draw.choice([sp.NEVER, asked_at])), business_days_waited=perhaps(0),
            return_requested_at=perhaps(draw.choice([sp.NEVER, asked_at])),
            return_delivered_on=perhaps(draw.choice([sp.NEVER, filed_at.date()])),
            return_lost=perhaps(draw.random() < 0.3),
        )  # fmt: skip

    return [one() for _ in range(rows)]


def frame_of(cases: Sequence[Any]) -> pl.DataFrame:
    """The cases as a polars frame."""

    def cell(value: object) -> object:
        return value.value if isinstance(value, Enum) else value.amount if isinstance(value, sp.Money) else value

    fields = fields_of(type(cases[0]))
    return pl.DataFrame(
        {field.name: [cell(getattr(case, field.name)) for case in cases] for field in fields},
        schema={field.name: TYPES.get(field.kind, pl.String()) for field in fields},
    )


def engines(table: Any, frame: pl.DataFrame) -> dict[str, Work]:
    """The frame decided by every engine, to the last row."""
    arrow = frame.to_arrow()
    arrow_backed, numpy_backed = frame.to_pandas(use_pyarrow_extension_array=True), frame.to_pandas()
    stored = duckdb.connect()
    stored.from_arrow(arrow).create("cases")
    return {
        "polars": lambda: frames.decide(table, frame),
        "polars, lazy": lambda: frames.decide(table, frame.lazy()).collect(),
        "pyarrow": lambda: frames.decide(table, arrow),
        "pandas, Arrow dtypes": lambda: frames.decide(table, arrow_backed),
        "pandas, NumPy and object dtypes": lambda: frames.decide(table, numpy_backed),
        "DuckDB": lambda: frames.decide(table, stored.table("cases")).to_arrow_table(),
        "DuckDB, the same columns only read": lambda: stored.table("cases").to_arrow_table(),
    }


def looped(table: Any, cases: Sequence[Any]) -> Work:
    """Decide one case after the other; nothing but the outcome is worked out."""

    def work() -> None:
        decide = table.decide
        for case in cases:
            decide(case)

    return work


def answered(table: Any, cases: Sequence[Any]) -> Work:
    """Decide one case after the other, and ask for all that a frame answers."""

    def work() -> None:
        for case in cases:
            decision = table.decide(case)
            _ = decision.outcome, decision.contested, decision.needs

    return work


def spent(work: Work) -> tuple[float, float]:
    """Seconds on the clock, and of processor time."""
    gc.collect()
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def compared(title: str, table: Any, cases: Sequence[Any], *, times: int = 5) -> None:
    """Print how many times as fast as the loop each engine is."""
    works = {LOOP: looped(table, cases), **engines(table, frame_of(cases))}
    for work in works.values():
        work()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(times):
        for name, work in works.items():
            found[name].append(spent(work))
    full = statistics.median(spent(answered(table, cases[:A_FEW]))[1] for _ in range(3)) / A_FEW
    print(f"\n{title}, {len(cases):,} rows\n{'':38} {'a row':>10} {'x loop (CPU)':>13} {'x loop (clock)':>14}")
    for name, seconds in found.items():
        cpu = statistics.median(slow[1] / fast[1] for slow, fast in zip(found[LOOP], seconds, strict=True))
        clock = statistics.median(slow[0] / fast[0] for slow, fast in zip(found[LOOP], seconds, strict=True))
        row = statistics.median(each[1] for each in seconds) / len(cases)
        print(f"{name:38} {row * 1e9:7,.0f} ns {cpu:13.1f} {clock:14.1f}")
    print(f"{'loop with contested and needs':38} {full * 1e9:7,.0f} ns")


def overhead() -> None:
    """Print what a call costs that has a single row to decide."""
    tables = [table for module in sp.rules.modules() for table in module.TABLES]
    print(f"\nOne row, {len(tables)} tables: milliseconds of processor time\n{'':38} {'median':>8} {'most':>8}")
    cases = {table: find(strategies.cases(table), lambda _: True, settings=QUIETLY) for table in tables}
    calls: dict[str, Callable[[Any, pl.DataFrame], object]] = {
        "polars": frames.decide,
        "polars, lazy, collected": lambda table, frame: frames.decide(table, frame.lazy()).collect(),
        "pandas, Arrow dtypes": lambda table, frame: frames.decide(
            table, frame.to_pandas(use_pyarrow_extension_array=True)
        ),
        "DuckDB, not worked out": lambda table, frame: frames.decide(table, duckdb.from_arrow(frame.to_arrow())),
    }
    for name, call in calls.items():
        costs = {}
        for table, case in cases.items():
            frame = frame_of([case])
            call(table, frame)
            costs[table.id] = min(spent(lambda: call(table, frame))[1] for _ in range(5))  # noqa: B023
        most = max(costs, key=lambda each: costs[each])
        print(f"{name:38} {statistics.median(costs.values()) * 1e3:8.1f} {costs[most] * 1e3:8.1f}  {most}")


def growth(rows: int) -> None:
    """Print what ten times the rows cost, and the memory beside the frame."""
    small = frame_of(injuries(rows, unknown=0.1))
    large = pl.concat([small] * 10, rechunk=True)
    took = [
        statistics.median(spent(lambda: frames.decide(WHO_PAYS, frame))[1] for _ in range(5))  # noqa: B023
        for frame in (small, large)
    ]
    print(f"\n{rows:,} to {10 * rows:,} rows: {took[1] / took[0]:.1f} times the processor time")
    with TemporaryDirectory() as folder, ProcessPoolExecutor(1, get_context("spawn")) as fresh:
        file = Path(folder) / "claims.parquet"
        pl.concat([large] * 4).write_parquet(file)
        print(fresh.submit(memory, file).result())


def memory(file: Path) -> str:
    """What a process that has done nothing else needs beside a frame, at its most."""
    frame = pl.read_parquet(file)
    frames.decide(WHO_PAYS, frame.head(1))
    done, most, before = threading.Event(), [0], _resident()

    def watch() -> None:
        while not done.wait(0.0005):
            most[0] = max(most[0], _resident() - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    answers = _held(frames.decide(WHO_PAYS, frame).select("outcome", "contested", "problem"))
    done.set()
    watcher.join()
    used = _held(frame.select(name for name in frame.columns if name in READ))
    return (
        f"memory beside {frame.height:,} rows at its most: {most[0] / used:.2f} times the columns used "
        f"({used / 2**20:.0f} MB), of which the answers {answers / used:.2f}"
    )


def _held(frame: pl.DataFrame) -> int:
    """The bytes of a frame's buffers; ``estimated_size`` leaves out the views of short texts."""
    return int(frame.to_arrow(compat_level=pl.CompatLevel.newest()).nbytes)


def _resident() -> int:
    """The memory that this process holds, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def main(rows: int) -> None:
    packages = ("polars", "narwhals", "pyarrow", "pandas", "duckdb", "attrs")
    print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages))
    growth(rows // 2)
    for unknown in (0, 0.1):
        known = "every fact known" if not unknown else "one fact in ten unknown"
        compared(f"Injury claims, {known}", WHO_PAYS, injuries(rows, unknown=unknown))
        compared(f"A-to-z claims, {known}", ELIGIBILITY, claims(rows, unknown=unknown))
    overhead()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
