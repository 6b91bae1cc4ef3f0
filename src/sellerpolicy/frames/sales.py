"""Sales in frames: what every seller took in each month, and whether that obliges them to be insured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import polars as pl

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import NEVER, Canceller, Fulfiller, MonthlySales, Order
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.facts.given import require_truth
from sellerpolicy.facts.monthly_sales import NOT_SOLD
from sellerpolicy.facts.window import require_day
from sellerpolicy.frames.asked import SHOP, sellers_named
from sellerpolicy.frames.columns import ANSWERS, CURRENCY
from sellerpolicy.frames.duties import FURTHER, deciding, duty_months
from sellerpolicy.frames.oddities import LAST, expected, first_day, first_of, flag, foreign, oddities_of, raised
from sellerpolicy.frames.required import Column, Key, Lazy, checked, like_given

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

    from sellerpolicy.facts.fact import Fact


def monthly_sales(orders: IntoFrameT, *, by: str | Sequence[str] = "seller_id") -> IntoFrameT:
    """Add up what every seller took in each calendar month, by the day on which orders were placed.

    The months are those of ``amazon.monthly_sales``: refunds are not taken off, and orders known to be cancelled add
    nothing. Sales of several marketplaces are kept apart, for each has its own currency. Frames that are lazy stay
    lazy.

    Args:
        orders: all orders, with the seller's column, ``placed_on`` and ``total``, and, where they are there,
            ``marketplace``, ``fulfilled_by`` and ``cancelled_by``.
        by: the column that names the seller, or several columns.

    Returns:
        The same kind of frame, which ``insurance_requirement`` takes; of eager ones ordered: the seller's columns,
        ``marketplace`` if the orders have it, ``month`` (its first day), ``gross``, ``amazon_fulfilled`` (what Amazon
        sent of it) if the orders have ``fulfilled_by``, ``complete`` (``False`` where an order's total is unknown, so
        that ``gross`` is the least that was sold), and ``problem`` (null, or why the figures are).

    Raises:
        BadReport: a column is missing, misspelt, there twice or of the wrong type; found before any row is read.

    Example:
        >>> from datetime import date
        >>> from decimal import Decimal
        >>> import polars as pl
        >>> from sellerpolicy import frames
        >>> days = [date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 1)]
        >>> orders = pl.DataFrame({"seller_id": ["A"] * 3, "placed_on": days, "total": [Decimal("19.90")] * 3})
        >>> frames.monthly_sales(orders).select("month", "gross").rows()
        [(datetime.date(2024, 3, 1), Decimal('39.80')), (datetime.date(2024, 4, 1), Decimal('19.90'))]
    """
    names = _free(sellers_named(by), {*TAKEN, "placed_on", "total"})
    columns = _columns(Order, names, required={"placed_on", "total"}, optional={SHOP, "fulfilled_by", "cancelled_by"})
    given = checked(orders, "orders", columns, known=_names(Order))
    plan = _summed(_lazy(given), _apart(names, given))
    return cast(
        "IntoFrameT",
        _answered(plan, given, orders, {**{name: name for name in _apart(names, given)}, "month": "placed_on"}),
    )


def insurance_requirement(
    monthly_sales: IntoFrameT,
    *,
    on: date,
    by: str | Sequence[str] = "seller_id",
    requested_on: date | None = NEVER,
    professional: bool = True,
) -> IntoFrameT:
    """Say of every seller whether they must have commercial liability insurance, by their sales.

    Each row of the answer is what ``insurance.requirement`` says of that seller's months in one marketplace: the
    decision of the first month that requires insurance without contest, else that requires it; else that hangs on an
    unknown, else that is contested; else of the latest month. Frames that are lazy stay lazy.

    Args:
        monthly_sales: a row for each month, as ``monthly_sales`` gives them: the seller's column, ``month`` (any day of
            it), ``gross``, and, where they are there, the other fields of ``MonthlySales``. A month that is not listed
            had no sales.
        on: the day asked about; what happens after it does not count.
        by: the column that names the seller, or several columns.
        requested_on: the day on which Amazon asked all these sellers for insurance; ``None`` if nobody knows.
        professional: all these sellers are on the professional plan, not on the individual one.

    Returns:
        The same kind of frame, of eager ones ordered: the seller's columns, ``marketplace`` if the months have it,
        ``outcome`` (``"required"`` or ``"not_required"``; null while it is not known), ``contested``, ``problem`` (why
        the outcome is null: unknown facts, a month listed twice, a value that cannot be, or no policy text) and
        ``policy_day`` (the last day of the month that decides).

    Raises:
        BadReport: a column is missing, misspelt, there twice or of the wrong type; found before any row is read.
        BadFact: a day or the plan is none.

    Example:
        >>> from datetime import date
        >>> from decimal import Decimal
        >>> import polars as pl
        >>> from sellerpolicy import frames
        >>> months = pl.DataFrame(
        ...     {"seller_id": ["A", "B"], "month": [date(2024, 3, 1)] * 2, "gross": [Decimal(10_500), Decimal(900)]}
        ... )
        >>> frames.insurance_requirement(months, on=date(2024, 4, 2)).select("seller_id", "outcome").rows()
        [('A', 'required'), ('B', 'not_required')]
    """
    require_day("on", on)
    if requested_on is not None:
        require_day("requested_on", requested_on)
    require_truth("professional", professional)
    names = _free(sellers_named(by), {*TAKEN, *DECISION})
    columns = _columns(MonthlySales, names, required={"month", "gross"}, optional={SHOP, *FURTHER})
    given = checked(monthly_sales, "monthly_sales", columns, known=[*_names(MonthlySales), "problem"])
    apart = _apart(names, given)
    requested_on = NEVER if requested_on is not None and requested_on > on else requested_on
    months = duty_months(_lazy(given), apart, on, requested_on)
    same = {"requested_on": nw.lit(requested_on, nw.Date), "professional": nw.lit(professional)}
    plan = deciding(months.with_columns(**same), apart, partly="complete" in given.columns)
    types = {**{name: name for name in apart}, "policy_day": "month"}
    return cast("IntoFrameT", _answered(plan, given, monthly_sales, types))


DECISION = (*ANSWERS, "policy_day")
TAKEN = ("month", "gross", *FURTHER, "problem")
"""The columns of months, whose names no seller's column may have."""


def _free(by: tuple[str, ...], taken: set[str]) -> tuple[str, ...]:
    for name in by:
        if name in taken:
            raise BadFact("by", name, "columns that name the seller, and no others")
    return by


def _columns(fact: type[Fact], by: Sequence[str], *, required: set[str], optional: set[str]) -> list[Column]:
    facts = [declared for declared in fields_of(fact) if declared.name not in by]
    return [
        *(Column(name, Key) for name in by),
        *(Column(declared.name, declared.kind) for declared in facts if declared.name in required),
        *(Column.of(declared) for declared in facts if declared.name in optional),
        Column(CURRENCY, str, optional=True),
    ]


def _names(fact: type[Fact]) -> list[str]:
    return [declared.name for declared in fields_of(fact)]


def _lazy(given: Lazy | pl.DataFrame) -> Lazy:
    return nw.from_native(given.lazy()) if isinstance(given, pl.DataFrame) else given


def _apart(by: tuple[str, ...], given: Lazy | pl.DataFrame) -> tuple[str, ...]:
    """What sales are kept apart by: the seller, and the marketplace."""
    return (*by, SHOP) if SHOP in given.columns and SHOP not in by else by


def _answered(plan: Lazy, given: Lazy | pl.DataFrame, frame: Any, types: Mapping[str, str]) -> Any:
    """The answer, as a frame of the kind that was given."""
    if not isinstance(given, pl.DataFrame):
        return plan.to_native()
    answer = cast("pl.DataFrame", plan.collect().to_native())
    return like_given(answer.sort(*types), frame, types)


def _summed(orders: Lazy, apart: Sequence[str]) -> Lazy:
    """The sales of each month."""
    schema, odd_canceller = orders.collect_schema(), nw.lit(value=False)
    if "cancelled_by" in schema:
        canceller = nw.col("cancelled_by").cast(nw.String)
        orders = orders.filter(~canceller.is_in([each.value for each in NOT_SOLD]).fill_null(value=False))
        odd_canceller = ~canceller.is_null() & ~canceller.is_in([each.value for each in Canceller])
    total, sums = nw.col("total"), {"gross": nw.col("total")}
    flags = [
        flag(total.is_null(), "unknown"),
        flag(total < 0, "negative"),
        flag(foreign(orders), "foreign"),
        flag(odd_canceller, "canceller"),
    ]
    if "fulfilled_by" in schema:
        sender = nw.col("fulfilled_by").cast(nw.String)
        sums["amazon_fulfilled"] = nw.when(sender == Fulfiller.AMAZON.value).then(total).otherwise(total - total)
        flags.append(flag(~sender.is_in([each.value for each in Fulfiller]) | sender.is_null(), "sender"))
    else:
        flags.append(flag(nw.lit(value=False), "sender"))
    marks = [f"sellerpolicy {name}" for name in ("unknown", "negative", "foreign", "sender", "canceller")]
    # days are fewer than orders, and months are made of days
    daily = orders.select(*apart, "placed_on", *flags, **sums).group_by(*apart, "placed_on")
    added = daily.agg(nw.col(*sums, *marks).sum())
    monthly = added.with_columns(first_day(nw.col("placed_on")).alias("month")).group_by(*apart, "month")
    months = monthly.agg(
        nw.col(*sums, *marks).sum(), nw.col("placed_on").min(), nw.col("placed_on").max().alias("sellerpolicy last")
    )
    problems = [
        *oddities_of(Order, apart, "placed_on"),
        (nw.col("sellerpolicy last") > LAST, expected(Order, "placed_on")),
        (raised("negative"), expected(Order, "total")),
        (raised("sender"), expected(Order, "fulfilled_by")),
        (raised("canceller"), expected(Order, "cancelled_by")),
    ]
    # some engines sum nothing but nulls to null
    nothing = {name: nw.col(name).fill_null(0) for name in sums}
    answered = months.with_columns(first_of(problems), (~raised("unknown")).alias("complete"), **nothing)
    figures = (*sums, "complete")
    fine = [nw.when(nw.col("problem").is_null()).then(nw.col(name)).alias(name) for name in figures]
    return answered.with_columns(*fine).select(*apart, "month", *figures, "problem")
