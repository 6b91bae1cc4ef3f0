"""Spellings: what a metric says of each thing in Python, as columns say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import narwhals.stable.v2 as nw
from attrs import fields, frozen

from sellerpolicy.errors import shown
from sellerpolicy.facts import NEVER, Canceller
from sellerpolicy.frames.required import Lazy
from sellerpolicy.logic.measuring import Metric
from sellerpolicy.rules.shipping_performance import InvoicedOrder, late_shipment, on_time_delivery

Write = Callable[[Lazy], dict[str, nw.Expr]]
"""New columns, from the frame of things."""


def _as_they_are(_: Lazy) -> dict[str, nw.Expr]:
    return {}


def _never_confirmed(things: Lazy) -> dict[str, nw.Expr]:
    """A cancelled order whose confirmation is unknown had none."""
    if "cancelled_by" not in things.collect_schema():
        return {}
    confirmed, canceller = nw.col("ship_confirmed_on").cast(nw.Date), nw.col("cancelled_by").cast(nw.String)
    is_off = confirmed.is_null() & (canceller != Canceller.NOBODY.value).fill_null(value=False)
    return {"ship_confirmed_on": nw.when(is_off).then(nw.lit(NEVER)).otherwise(confirmed)}


def _working_days(things: Lazy) -> dict[str, nw.Expr]:
    """The working days from the confirmation of an order to its invoice, counted in two ways."""
    if not {"ship_confirmed_on", "uploaded_on"} <= {*things.collect_schema()}:
        return {}
    confirmed, uploaded = nw.col("ship_confirmed_on").cast(nw.Date), nw.col("uploaded_on").cast(nw.Date)
    weekday = confirmed.dt.weekday().cast(nw.Int64)
    after = _day_number(confirmed)
    to_monday = nw.when(weekday > A_WORKING_WEEK).then(A_WEEK + 1 - weekday).otherwise(weekday - weekday)
    is_known = (confirmed != NEVER) & (uploaded != NEVER)
    found: dict[str, nw.Expr] = {}
    for name, start in (("working_days", after), ("working_days_from_monday", after + to_monday)):
        between = _working_days_until(_day_number(uploaded)) - _working_days_until(start)
        # none, where the invoice came before the confirmation
        between = nw.when(between > 0).then(between).otherwise(between - between)
        found[name] = nw.when(is_known).then(between)
    return found


A_WEEK, A_WORKING_WEEK = 7, 5


def _day_number(day: nw.Expr) -> nw.Expr:
    """A day's ordinal: days of whole years before, and those of its own."""
    years = day.dt.year().cast(nw.Int64) - 1
    return years * 365 + years // 4 - years // 100 + years // 400 + day.dt.ordinal_day().cast(nw.Int64)


def _working_days_until(number: nw.Expr) -> nw.Expr:
    """How many working days there are from the first Monday of the calendar, day 1, to a day, that one included."""
    further = number % A_WEEK
    return number // A_WEEK * A_WORKING_WEEK + nw.when(further > A_WORKING_WEEK).then(nw.lit(A_WORKING_WEEK)).otherwise(
        further
    )


@frozen
class Preparation:
    """What a metric first works out of a thing, in columns.

    Args:
        reads: the columns that it reads, if they are there.
        write: what it gives: columns, from the frame of things.
    """

    reads: tuple[str, ...]
    write: Write


@frozen
class Weight:
    """How much a thing counts, in columns.

    Args:
        term: the yes/no term by which it counts for more than one.
        column: the column that says for how much.
    """

    term: str
    column: str


PREPARED: Mapping[Any, Preparation] = {
    fields(Metric).prepared.default: Preparation((), _as_they_are),
    late_shipment.prepared: Preparation(("cancelled_by",), _never_confirmed),
}
WEIGHTS: Mapping[Any, Weight | None] = {
    fields(Metric).weight.default: None,
    on_time_delivery.weight: Weight("counts_units", "units"),
}
WORKED_OUT: Mapping[Any, Write] = {InvoicedOrder: _working_days}
"""What is worked out of the facts of a thing, by its kind."""


def require_spelling(metric: Metric[Any, Any]) -> None:
    """Refuse a metric of which something is said in Python alone: ``TypeError`` names it, and what that is."""
    for what, function, spelled in (
        ("what it first works out of a thing", metric.prepared, PREPARED),
        ("how much a thing counts", metric.weight, WEIGHTS),
        ("what is worked out of its facts", metric.kind if metric.kind.worked_out_from else None, WORKED_OUT),
    ):
        if function is not None and function not in spelled:
            raise TypeError(f"{metric.counts.id}: no columns are known for {what}, {shown(function)}")


def columns_of(metric: Metric[Any, Any]) -> Iterator[str]:
    """The columns that are read beside those by which things are counted."""
    yield from PREPARED[metric.prepared].reads
    if (weight := WEIGHTS[metric.weight]) is not None:
        yield weight.column


def prepared(metric: Metric[Any, Any], things: Lazy) -> Lazy:
    """The things, with what the metric first works out of each."""
    worked_out = WORKED_OUT.get(metric.kind, _as_they_are)
    days = {metric.day: nw.col(metric.day).cast(nw.Date)}
    return things.with_columns(**{**days, **PREPARED[metric.prepared].write(things), **worked_out(things)})
