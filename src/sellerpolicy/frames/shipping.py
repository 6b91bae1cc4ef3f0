"""Shipping metrics in frames: the rate of every seller, on every day, in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import polars as pl

from sellerpolicy.errors import BadFact, shown
from sellerpolicy.facts import Marketplace
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.frames.asked import SHOP, Asked
from sellerpolicy.frames.cases import facts_that_decide
from sellerpolicy.frames.decisions import decide
from sellerpolicy.frames.numbering import coded, suspects, twice
from sellerpolicy.frames.required import Column, Key, Lazy, checked, like_given
from sellerpolicy.frames.rolling import Packed, Rolling
from sellerpolicy.frames.sellers import A_SHOP, Sellers, apart, shop_in
from sellerpolicy.frames.spellings import WEIGHTS, columns_of, prepared, require_spelling
from sellerpolicy.frames.windows import Run, Texts, runs
from sellerpolicy.logic import DecisionTable, Rule, symbols
from sellerpolicy.logic.measuring import Metric

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

    AnyMetric = Metric[Any, Any]

RATES = ("day", "part", "whole", "rate", "problem")
"""The columns that come out, after those that name the seller."""

UNFIT = "sellerpolicy unfit"
COUNTS = ("whole", "part", UNFIT)
PACKS = (Packed("sellerpolicy 1", COUNTS[:2]), Packed("sellerpolicy 2", COUNTS[2:]))
CANNOT_BE = "a row of this window cannot be decided; frames.decide says why"


def daily_rates(
    metric: Metric[Any, Any],
    things: IntoFrameT,
    *,
    first: date,
    last: date,
    days: int | None = None,
    by: str | Sequence[str] = "seller_id",
) -> IntoFrameT:
    """Count a shipping metric of every seller, for every window that ends on a day from ``first`` to ``last``.

    Each row of the answer is what the metric's own ``daily_rates`` gives for that seller and day: counted by the text
    in force on the window's last day. Frames that are lazy stay lazy.

    Args:
        metric: such as ``shipping_performance.late_shipment``.
        things: what the metric counts, each once: orders for ``late_shipment`` and ``cancellation``, packages for
            ``valid_tracking`` and ``on_time_delivery``, business orders with ``uploaded_on``, the day of their invoice,
            for ``invoice_defect``; the columns have the names of the facts' fields, beside the seller's. All of a
            seller's lie in one marketplace; for sellers in several, name both columns.
        first: the last day of the first window.
        last: the last day of the last window, included.
        days: calendar days in each window; by default as many as policy says on its last day.
        by: the column that names the seller, or several columns.

    Returns:
        The same kind of frame, of eager ones ordered by seller and day: the seller's columns, ``day`` (a window's last
        day), ``part`` and ``whole`` (what certainly counts: for ``late_shipment`` the late orders out of all, for
        ``valid_tracking`` the packages with valid tracking), ``rate`` (their quotient, for display; null where there is
        nothing) and ``problem`` (why the figures are null: no policy text, or a value that cannot be).

    Raises:
        BadReport: a column is missing, misspelt, there twice or of the wrong type; found before any row is read.
        BadFact: a seller of an eager frame has a thing twice; lazy frames are not searched for that.
        TypeError: no metric, or one that says in Python what columns cannot.

    Example:
        >>> from datetime import date
        >>> import polars as pl
        >>> import sellerpolicy as sp
        >>> from sellerpolicy import frames
        >>> day = date(2025, 11, 12)
        >>> orders = pl.DataFrame(
        ...     {
        ...         "seller_id": ["A", "A"],
        ...         "order_id": ["1", "2"],
        ...         "placed_on": [day, day],
        ...         "ship_by": [day, day],
        ...         "ship_confirmed_on": [day, date(2025, 11, 13)],
        ...     }
        ... )
        >>> late = sp.shipping_performance.late_shipment
        >>> frames.daily_rates(late, orders, first=date(2025, 11, 13), last=date(2025, 11, 13)).rows()
        [('A', datetime.date(2025, 11, 13), 1, 2, 0.5, None)]
    """
    if not isinstance(metric, Metric):
        raise TypeError(f"expected a metric, such as shipping_performance.late_shipment; got {shown(metric)}")
    require_spelling(metric)
    asked = Asked.of(first=first, last=last, days=days, by=by, fulfilled_by=None)
    if taken := set(asked.by) & {*RATES, metric.id}:
        raise BadFact("by", min(taken), "columns that name the seller, and no others")
    columns = [*(Column(name, Key) for name in (*asked.by, metric.id)), *_facts(metric, asked.by)]
    given = checked(things, "things", columns, known=[declared.name for declared in fields_of(metric.kind)])
    if isinstance(given, pl.DataFrame):
        ids = given[metric.id]
        repeated = twice(ids, coded([given[name] for name in asked.by]).codes, suspects(ids))
        if repeated is not None:
            name = metric.kind.__name__
            raise BadFact(f"{name}.{metric.id}", repeated, f"each {name.lower()} once")
    plan = _planned(metric, asked, nw.from_native(given.lazy()) if isinstance(given, pl.DataFrame) else given)
    if not isinstance(given, pl.DataFrame):
        return cast("IntoFrameT", plan.to_native())
    answer = cast("pl.DataFrame", plan.collect().to_native()).sort(*asked.by, "day")
    return cast("IntoFrameT", like_given(answer, things, {**{name: name for name in asked.by}, "day": metric.day}))


def _facts(metric: AnyMetric, by: Sequence[str]) -> Iterator[Column]:
    """The columns of facts that decide, that place a thing in a window, that weigh it or prepare it."""
    names = {declared.name for declared in facts_that_decide(metric.counts)} | {metric.day}
    names |= {*columns_of(metric)}
    names -= {*metric.kind.worked_out_from, *by}
    for declared in fields_of(metric.kind):
        if declared.name == metric.day:
            # by it things are placed in windows
            yield Column(declared.name, declared.kind, may_be_nothing=declared.optional)
        elif declared.name in names:
            yield Column.of(declared)


def _texts(metric: AnyMetric) -> Texts:
    """The terms on which a metric hangs."""
    weight = WEIGHTS[metric.weight]
    asked = () if weight is None else (weight.term,)
    return Texts(metric.counts.terms, metric.window_terms[0], asked, metric.counts.term_names)


class Place(Enum):
    """Whether a thing is in what is asked about."""

    IN = "in"
    OUT = "out"


@cache
def _asks(metric: AnyMetric, *, part: bool) -> DecisionTable[Any, Any, Place]:
    """The metric's own rules, asking only whether a thing is certainly in the part, or in the whole."""
    table = metric.counts
    inside = metric.part if part else {rule.then for rule in table.rules} - {metric.outside}
    return DecisionTable(
        f"{table.title}: {'part' if part else 'whole'}",
        case=table.case,
        terms=table.terms,
        day=getattr(symbols(table.case), table.day_fact),
        reference=table.reference,
        rules=tuple(Rule(rule.when, then=Place.IN if rule.then in inside else Place.OUT) for rule in table.rules),
    )


def _planned(metric: AnyMetric, asked: Asked, things: Lazy) -> Lazy:
    """Plan the rates of all sellers."""
    shops = list(Marketplace) if SHOP in things.columns else [Marketplace.US]
    things = prepared(metric, things).with_columns(shop_in(things).alias(A_SHOP))
    sellers = Sellers.of(things, asked.by, key=metric.id)
    groups, parts = runs(_texts(metric), asked, shops), []
    for group, within in zip(groups, apart(groups.values()), strict=True):
        parts += [_rates(metric, run, within(things), sellers.only(within), asked.by) for run in group]
    counted = nw.concat(parts) if len(parts) > 1 else parts[0]
    rate = nw.when(nw.col("whole") > 0).then(nw.col("part") / nw.col("whole"))
    return counted.with_columns(rate.alias("rate")).select(*asked.by, *RATES)


def _rates(metric: AnyMetric, run: Run, things: Lazy, sellers: Sellers, by: Sequence[str]) -> Lazy:
    """The figures of a run of windows."""
    rolling = Rolling(run.lasts, run.length)
    inside = things.filter(rolling.counts(metric.day))
    if run.problem is None:
        inside = _counted(metric, run, inside)
    else:
        inside = inside.with_columns(nw.lit(0).alias(name) for name in COUNTS)
    sums = inside.with_columns(rolling.day_of(metric.day)).group_by(*by, "day").agg(nw.col(*COUNTS).sum())
    cells = sums.select(*by, "day", *(pack.together() for pack in PACKS))
    rolled = rolling.rolled(sellers.frame, cells, by, PACKS)
    unfit = nw.when(nw.col(UNFIT) > 0).then(nw.lit(CANNOT_BE))
    problem = nw.coalesce(sellers.problem, nw.lit(run.problem, nw.String), unfit)
    rolled = rolled.with_columns(problem.alias("problem"))
    fine = nw.col("problem").is_null()
    figures = [nw.when(fine).then(nw.col(name)).alias(name) for name in ("part", "whole")]
    return rolled.with_columns(*figures).select(*by, "day", "part", "whole", "problem")


def _counted(metric: AnyMetric, run: Run, things: Lazy) -> Lazy:
    """How much each thing counts for certain in the whole and in the part."""
    weight, names = nw.lit(1), things.collect_schema().names()
    unfit = nw.lit(value=False)
    weighs = WEIGHTS[metric.weight]
    if weighs is not None and weighs.term in run.holding:
        weight = nw.col(weighs.column).cast(nw.Int64)
        unfit = weight.is_null() | (weight < 1)
    things = things.with_columns(unfit.alias(UNFIT))
    for name, is_part in (("sellerpolicy whole", False), ("sellerpolicy part", True)):
        decided: Lazy = nw.from_native(decide(_asks(metric, part=is_part), things.to_native(), on=run.lasts.first))
        is_in = (nw.col("outcome") == Place.IN.value).fill_null(value=False)
        cannot_be = nw.col("outcome").is_null() & ~nw.col("problem").str.starts_with("unknown: ")
        counted = nw.when(is_in).then(weight).otherwise(nw.lit(0)).alias(name)
        things = decided.select(*names, counted, nw.col(UNFIT) | cannot_be.fill_null(value=False))
        names = [*names, name]
    things = things.with_columns(nw.col(UNFIT).cast(nw.Int64))
    return things.rename({"sellerpolicy whole": "whole", "sellerpolicy part": "part"})
