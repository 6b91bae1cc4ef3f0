"""Months that may oblige a seller to be insured: worked out of months of sales, and decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, cast

import narwhals.stable.v2 as nw

from sellerpolicy.facts import NEVER, MonthlySales
from sellerpolicy.frames.columns import ANSWERS
from sellerpolicy.frames.decisions import decide
from sellerpolicy.frames.oddities import (
    THE_LONGEST_MONTH,
    expected,
    first_day,
    first_of,
    flag,
    foreign,
    last_day,
    oddities_of,
    raised,
)
from sellerpolicy.frames.values import moved
from sellerpolicy.rules.insurance import MONTHS_IN_A_ROW, REQUIREMENT, Requirement

if TYPE_CHECKING:
    from sellerpolicy.frames.required import Lazy

FIRST_DAY = "sellerpolicy first day"
FURTHER = ("amazon_fulfilled", "european_gross", "reached_on", "complete")
"""What may be known of a month beside its sales."""


def duty_months(sales: Lazy, apart: Sequence[str], on: date, requested_on: date | None) -> Lazy:
    """The months that may decide by a day, with what earlier months add: the columns of ``DutyMonth``, and problems.

    Args:
        sales: the months of sales.
        apart: the columns that name a seller, and the marketplace.
        on: the day.
        requested_on: the day on which Amazon asked for insurance; ``None`` if nobody knows.
    """
    months = _months(sales, apart, on, requested_on)
    for earlier in EARLIER:
        before = months.select(
            *apart,
            first_day(moved(nw.col(FIRST_DAY), earlier * THE_LONGEST_MONTH, is_day=True)).alias(FIRST_DAY),
            nw.col("gross").alias(f"sellerpolicy gross {earlier}"),
            nw.col("amazon_fulfilled").alias(f"sellerpolicy fulfilled {earlier}"),
            nw.col("sellerpolicy partly").alias(f"sellerpolicy partly {earlier}"),
            nw.lit(value=True).alias(f"sellerpolicy sold {earlier}"),
        )
        months = months.join(before, on=[*apart, FIRST_DAY], how="left")
    gross, nothing = nw.col("gross"), nw.col("gross") - nw.col("gross")
    is_partial = [nw.col("sellerpolicy partly") > 0]
    is_partial += [(nw.col(f"sellerpolicy partly {earlier}") > 0).fill_null(value=False) for earlier in EARLIER]
    figures = [gross, *(_listed("gross", earlier, nothing) for earlier in EARLIER)]
    lowest = _lowest(gross, "gross", nothing)
    # however much more was sold in other months, the lowest stays the lowest
    is_complete = [~partial & (figure == lowest) for partial, figure in zip(is_partial, figures, strict=True)]
    fulfilled = _lowest(nw.col("amazon_fulfilled"), "fulfilled", nothing)
    return months.select(
        *apart,
        "sellerpolicy problem",
        gross,
        lowest.alias("lowest_gross"),
        fulfilled.alias("amazon_fulfilled"),
        "european_gross",
        last_day(nw.col(FIRST_DAY)).alias("month_end"),
        nw.when(~is_partial[0]).then(gross).alias("sellerpolicy known gross"),
        nw.when(reduce(or_, is_complete)).then(lowest).alias("sellerpolicy known lowest_gross"),
        nw.when(~reduce(or_, is_partial)).then(fulfilled).alias("sellerpolicy known amazon_fulfilled"),
    )


EARLIER = tuple(range(1, MONTHS_IN_A_ROW))


def _listed(name: str, earlier: int, nothing: nw.Expr) -> nw.Expr:
    """A figure of an earlier month, of which one that is not listed is nothing."""
    is_listed = ~nw.col(f"sellerpolicy sold {earlier}").is_null()
    return nw.when(is_listed).then(nw.col(f"sellerpolicy {name} {earlier}")).otherwise(nothing)


def _lowest(own: nw.Expr, name: str, nothing: nw.Expr) -> nw.Expr:
    """The lowest of the figures of a row of months; unknown where one of them is."""
    lowest: nw.Expr = own
    for earlier in EARLIER:
        other: nw.Expr = _listed(name, earlier, nothing)
        # the lower of two, where both are known
        lowest = nw.when(~lowest.is_null() & ~other.is_null()).then(nw.min_horizontal(lowest, other))
    return lowest


def _months(sales: Lazy, apart: Sequence[str], on: date, requested_on: date | None) -> Lazy:
    """Each month that has begun, once, and that of Amazon's request; one without sales for who has none."""
    gross, reached = nw.col("gross"), nw.col("reached_on")
    once = _once(sales, apart)
    if requested_on not in (None, NEVER):
        once = nw.concat([once, _idle(once, apart, requested_on)])
    beyond = (nw.col("amazon_fulfilled") < 0) | (nw.col("amazon_fulfilled") > gross)
    within = nw.col("european_gross") < gross
    is_elsewhere = first_day(reached) != nw.col(FIRST_DAY)
    problem = first_of(
        [
            *oddities_of(MonthlySales, apart, "month"),
            (nw.col("sellerpolicy times") > 1, "month: expected each month once"),
            (gross.is_null() | (gross < 0), expected(MonthlySales, "gross")),
            (beyond.fill_null(value=False), f"{expected(MonthlySales, 'amazon_fulfilled')}, no more than gross"),
            (within.fill_null(value=False), f"{expected(MonthlySales, 'european_gross')}, no less than gross"),
            (is_elsewhere.fill_null(value=False), f"{expected(MonthlySales, 'reached_on')}, a day of the month"),
            (nw.col("sellerpolicy partly").is_null(), expected(MonthlySales, "complete")),
        ]
    )
    is_later = ((nw.col(FIRST_DAY) > on) | (reached > on).fill_null(value=False)).fill_null(value=False)
    has_none = is_later | raised("idle")
    # a month to come is the month of the day itself, without sales; it is left out where another one has begun
    begun = once.select(
        *apart,
        problem.alias("sellerpolicy problem"),
        (~is_later).cast(nw.Int64).alias("sellerpolicy begun"),
        nw.when(is_later).then(nw.lit(on.replace(day=1))).otherwise(nw.col(FIRST_DAY)).alias(FIRST_DAY),
        *(
            nw.when(has_none).then(gross - gross).otherwise(nw.col(name)).alias(name)
            for name in ("gross", "amazon_fulfilled")
        ),
        nw.when(~has_none).then(nw.col("european_gross")).alias("european_gross"),
        nw.when(has_none).then(nw.lit(0)).otherwise(nw.col("sellerpolicy partly")).alias("sellerpolicy partly"),
    )
    months = begun.group_by(*apart, FIRST_DAY).agg(
        nw.col("sellerpolicy problem", "european_gross", "sellerpolicy partly").max(),
        nw.col("sellerpolicy begun").sum(),
        nw.col("gross", "amazon_fulfilled").sum(),
        nw.col("amazon_fulfilled").is_null().cast(nw.Int64).max().alias("sellerpolicy unknown"),
    )
    known = nw.when(nw.col("sellerpolicy unknown") == 0).then(nw.col("amazon_fulfilled")).alias("amazon_fulfilled")
    begun_months = nw.col("sellerpolicy begun").max().over(*apart).alias("sellerpolicy any")
    return months.with_columns(known, begun_months).filter(
        (nw.col("sellerpolicy begun") > 0)
        | (nw.col("sellerpolicy any") == 0)
        | ~nw.col("sellerpolicy problem").is_null()
    )


def _once(sales: Lazy, apart: Sequence[str]) -> Lazy:
    """Each month that is listed, once; what no column says of it is unknown."""
    gross, schema = nw.col("gross"), sales.collect_schema()
    no_amount = nw.when(nw.lit(value=False)).then(gross)
    unknown = {"amazon_fulfilled": no_amount, "european_gross": no_amount, "reached_on": nw.lit(None, nw.Date)}
    further = {name: nw.col(name) if name in schema else none for name, none in unknown.items()}
    is_partial = (~nw.col("complete")).cast(nw.Int64) if "complete" in schema else nw.lit(0).cast(nw.Int64)
    listed = sales.select(
        *apart,
        "month",
        "gross",
        **further,
        **{FIRST_DAY: first_day(nw.col("month")), "sellerpolicy partly": is_partial},
        **{"sellerpolicy foreign": flag(foreign(sales), "foreign")},
    )
    once = listed.group_by(*apart, FIRST_DAY).agg(
        nw.col("month", "gross", *unknown, "sellerpolicy partly").min(),
        nw.len().alias("sellerpolicy times"),
        nw.col("sellerpolicy foreign").max(),
    )
    return once.with_columns(nw.lit(0).cast(nw.Int64).alias("sellerpolicy idle"))


def _idle(once: Lazy, apart: Sequence[str], requested_on: date | None) -> Lazy:
    """Of every seller the month of Amazon's request, in which as such nothing was sold."""
    names = [name for name in once.collect_schema().names() if name not in {*apart, FIRST_DAY}]
    month = nw.lit(requested_on, nw.Date)
    idle = (
        once.group_by(*apart)
        .agg(nw.col(*names).min())
        .with_columns(
            month.alias("month"),
            first_day(month).alias(FIRST_DAY),
            *(nw.when(nw.lit(value=False)).then(nw.col(name)).alias(name) for name in FURTHER[:-1]),
            *(nw.lit(number).cast(nw.Int64).alias(f"sellerpolicy {name}") for name, number in IDLE.items()),
        )
    )
    return idle.select(*once.collect_schema().names())


IDLE = {"partly": 0, "idle": 1}


def _decided(months: Lazy, *, partly: bool) -> Lazy:
    """Each month's decision: by the least of its sales where that settles it, else by what is known of them."""
    by_least = cast("Lazy", nw.from_native(decide(REQUIREMENT, months.to_native())))
    if not partly:
        return by_least
    least = {name: f"sellerpolicy least {name}" for name in ANSWERS}
    known = by_least.rename(least).with_columns(
        nw.col(f"sellerpolicy known {name}").alias(name) for name in ("gross", "lowest_gross", "amazon_fulfilled")
    )
    by_known = cast("Lazy", nw.from_native(decide(REQUIREMENT, known.to_native())))
    outcome, problem = nw.col(least["outcome"]), nw.col(least["problem"])
    is_open = problem.str.starts_with("unknown: ").fill_null(value=False)
    is_settled = (outcome == Requirement.REQUIRED.value).fill_null(value=False) | (outcome.is_null() & ~is_open)
    return by_known.with_columns(
        nw.when(is_settled).then(nw.col(own)).otherwise(nw.col(name)).alias(name) for name, own in least.items()
    )


def deciding(months: Lazy, apart: Sequence[str], *, partly: bool) -> Lazy:
    """Of each seller the month that decides, with its decision.

    Args:
        months: the months that may decide.
        apart: the columns that name a seller, and the marketplace.
        partly: some of them may not be complete.
    """
    decided = _decided(months, partly=partly)
    outcome, contested, problem = nw.col("outcome"), nw.col("contested"), nw.col("problem")
    own = nw.col("sellerpolicy problem")
    month = nw.col("month_end").dt.year().cast(nw.Int64) * 12 + nw.col("month_end").dt.month().cast(nw.Int64)
    month = month.fill_null(0)
    is_open = problem.str.starts_with("unknown: ").fill_null(value=False)
    is_required = (outcome == Requirement.REQUIRED.value).fill_null(value=False)
    kinds = [
        ~own.is_null() | (outcome.is_null() & ~is_open),
        is_required & ~contested,
        is_required,
        outcome.is_null(),
        contested,
    ]
    # the first month of the first kind that there is; where there is none, the latest month
    place = nw.lit(len(kinds) * A_LONG_TIME, nw.Int64) - month
    for rank, where in reversed(list(enumerate(kinds))):
        place = nw.when(where).then(nw.lit(rank * A_LONG_TIME, nw.Int64) + month).otherwise(place)
    placed = decided.with_columns(place.alias("sellerpolicy place"))
    first = nw.col("sellerpolicy place").min().over(*apart).alias("sellerpolicy first")
    chosen = placed.with_columns(first).filter(nw.col("sellerpolicy place") == nw.col("sellerpolicy first"))
    fine = own.is_null()
    return chosen.select(
        *apart,
        nw.when(fine).then(outcome).alias("outcome"),
        (fine & contested).alias("contested"),
        nw.coalesce(own, problem).alias("problem"),
        nw.when(fine).then(nw.col("month_end")).alias("policy_day"),
    )


A_LONG_TIME = 1_000_000
"""More months than there are."""
