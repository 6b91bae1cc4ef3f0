"""Frames in memory: looked over first, then decided by a plan that holds no more than their rows need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import polars as pl
from attrs import evolve, frozen

from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.frames.columns import Columns, fields_read
from sellerpolicy.frames.drafts import Draft
from sellerpolicy.frames.facts import Facts
from sellerpolicy.frames.plans import Text, Written, told
from sellerpolicy.frames.truths import Expr, Plan
from sellerpolicy.frames.wordings import shops, within

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]

Progress = Callable[[int, int], object]
"""Told how many rows are done, and how many there are."""

PART = 1 << 18
"""So many rows are worked out together: enough to be fast, few enough to need little memory beside the frame."""

SHOPS = frozenset(shop.value for shop in Marketplace)


@frozen(cache_hash=True)
class Seen:
    """What was seen in a frame.

    Args:
        nulls: the facts whose column has nulls.
        bad: the places, among all kinds of bad values, of those that there are.
        first: the first day that picks a text; ``None`` where no row has one.
        last: the last one.
    """

    nulls: frozenset[str]
    bad: frozenset[int]
    first: date | None = None
    last: date | None = None


@frozen
class Look:
    """How a frame is looked over: columns that are made, layer on layer, and what is asked about all rows."""

    prepared: Sequence[Expr]
    layers: Sequence[Sequence[Expr]]
    asked: Sequence[Expr]


def decided_in_memory(
    table: Table, frame: pl.DataFrame, on: date | None, progress: Progress | None = None
) -> list[pl.Series]:
    """The answers for a polars frame of the columns that the table reads, worked out part by part."""
    parts: tuple[list[pl.Series], ...] = ([], [], [])
    for first in range(0, max(1, frame.height), PART):
        for answers, part in zip(parts, _decided(table, frame.slice(first, PART), on), strict=True):
            answers.append(part)
        if progress is not None:
            progress(min(first + PART, frame.height), frame.height)
    return [_joined(answers) for answers in parts]


def _joined(parts: list[pl.Series]) -> pl.Series:
    """The parts in one piece; they themselves are let go, so that no answer is there twice for long."""
    whole = pl.concat(parts, rechunk=True)
    parts.clear()
    return whole


def _decided(table: Table, frame: pl.DataFrame, on: date | None) -> list[pl.Series]:
    columns = _columns(frame)
    look = _look(table, columns, on)
    ready = frame.lazy().with_columns(look.prepared).collect() if look.prepared else frame
    plan = _written(table, columns, on, _seen(ready, look))
    worked = _worked(ready, plan.layers)
    answers = {"outcome": plan.outcome.column, "contested": plan.contested, "problem": plan.problem.column}
    found = worked.with_columns(**answers).select(*answers).collect()
    return [_spelt(found["outcome"], plan.outcome), found["contested"], _spelt(found["problem"], plan.problem)]


def _worked(frame: pl.DataFrame, layers: Iterable[Sequence[Expr]]) -> pl.LazyFrame:
    worked = frame.lazy()
    for layer in layers:
        worked = worked.with_columns(layer)
    return worked


def _columns(frame: pl.DataFrame) -> Columns:
    """The columns; a marketplace that all rows share is no column."""
    schema, same = nw.from_native(frame).schema, {}
    if "marketplace" in schema and frame.height and schema["marketplace"] != nw.Unknown:
        first = frame["marketplace"][0]
        if first in SHOPS and frame.select((pl.col("marketplace") == first).all(ignore_nulls=False)).item():
            same = {"marketplace": str(first)}
    return Columns(pl, tuple(schema.items()), tuple(same.items()))


@lru_cache(maxsize=512)
def _look(table: Table, columns: Columns, on: date | None) -> Look:
    """How to look over all frames with these columns."""
    facts = Facts.of(table, columns, fields_read(table, on))
    plan = Plan(pl)
    plan.lay_out(where for where, _ in facts.bad)
    nulls = [facts.values[name].null_count().alias(f"nulls {name}") for name in _with_nulls(facts)]
    bad = [plan.written(where).any().alias(f"bad {place}") for place, (where, _) in enumerate(facts.bad)]
    day = None if on is not None else facts.values[table.day_fact]
    days = [] if day is None else [day.min().alias("first"), day.max().alias("last")]
    return Look(facts.prepared, plan.layers, [*nulls, *bad, *days])


def _with_nulls(facts: Facts) -> list[str]:
    return sorted(name for name in facts.nullable if isinstance(facts.values.get(name), pl.Expr))


def _seen(frame: pl.DataFrame, look: Look) -> Seen:
    found = _worked(frame, look.layers).select(pl.len(), *look.asked).collect().row(0, named=True)
    about: dict[str, list[str]] = {"nulls": [], "bad": []}
    for asked, held in found.items():
        kind, _, name = asked.partition(" ")
        if kind in about and held:
            about[kind].append(name)
    return Seen(frozenset(about["nulls"]), frozenset(map(int, about["bad"])), found.get("first"), found.get("last"))


@lru_cache(maxsize=512)
def _written(table: Table, columns: Columns, on: date | None, seen: Seen) -> Written:
    """A table written for frames in which the same was seen."""
    facts = Facts.of(table, columns, fields_read(table, on))
    lacking = frozenset(name for name in facts.optional if not isinstance(facts.values[name], pl.Expr))
    narrowed = evolve(
        facts,
        prepared=(),
        nullable=seen.nulls,
        optional=facts.optional & (seen.nulls | lacking),
        bad=tuple(bad for place, bad in enumerate(facts.bad) if place in seen.bad),
    )
    said = shops(table, on)
    same = dict(columns.same).get("marketplace")
    if same is not None:
        said = {eras: (same,) for eras, names in said.items() if same in names}
    if seen.first is not None and seen.last is not None:
        said = within(said, seen.first, seen.last)
    return told(narrowed, Draft(table, narrowed, said, on).answers())


def _spelt(found: pl.Series, text: Text) -> pl.Series:
    """The texts of a column."""
    return found if text.numbers is None else text.numbers.spelt(found)
