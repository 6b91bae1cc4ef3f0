"""Sales in frames: what every seller took in each month, and whether that obliges them to be insured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import polars as pl

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Fulfiller, Marketplace, MonthlySales, Order
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR, fields_of
from sellerpolicy.facts.window import require_day
from sellerpolicy.frames.asked import AT_HOME, SHOP, sellers_named
from sellerpolicy.frames.columns import CURRENCY
from sellerpolicy.frames.decisions import decide
from sellerpolicy.frames.required import Column, Key, Lazy, checked, like_given
from sellerpolicy.frames.values import moved
from sellerpolicy.rules.insurance import REQUIREMENT, Requirement

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

    from sellerpolicy.facts.fact import Fact

FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
A_DAY, THE_LONGEST_MONTH = timedelta(days=1), timedelta(days=31)
FIRST_DAY = "sellerpolicy first day"
FOREIGN = f"{CURRENCY}: expected that of the marketplace"


def monthly_sales(orders: IntoFrameT, *, by: str | Sequence[str] = "seller_id") -> IntoFrameT:
    """Add up what every seller took in each calendar month, by the day on which orders were placed.

    Nothing is taken off: cancelled and refunded orders count with their totals. Sales of several marketplaces are kept
    apart, for each has its own currency. Frames that are lazy stay lazy.

    Args:
        orders: all orders, with the seller's column, ``placed_on`` and ``total``, and, where they are there,
            ``marketplace`` and ``fulfilled_by``.
        by: the column that names the seller, or several columns.

    Returns:
        The same kind of frame, which ``insurance_requirement`` takes; of eager ones ordered: the seller's columns,
        ``marketplace`` if the orders have it, ``month`` (its first day), ``gross`` (null where an order's total is
        unknown), ``amazon_fulfilled`` (what Amazon sent of it) if the orders have ``fulfilled_by``, and ``problem``
        (null, or why ``gross`` is).

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
    names = _free(sellers_named(by), {"month", "gross", "amazon_fulfilled", "problem", "placed_on", "total"})
    columns = _columns(Order, names, required={"placed_on", "total"}, optional={SHOP, "fulfilled_by"})
    given = checked(orders, "orders", columns, known=_names(Order))
    plan = _summed(_lazy(given), _apart(names, given))
    return cast(
        "IntoFrameT",
        _answered(plan, given, orders, {**{name: name for name in _apart(names, given)}, "month": "placed_on"}),
    )


def insurance_requirement(monthly_sales: IntoFrameT, *, on: date, by: str | Sequence[str] = "seller_id") -> IntoFrameT:
    """Say of every seller whether they must have commercial liability insurance, by their sales.

    Each row of the answer is what ``insurance.requirement`` says of that seller's months in one marketplace: the
    decision of the first month that requires insurance without contest, else that requires it; else that hangs on an
    unknown, else that is contested; else of the latest month. Frames that are lazy stay lazy.

    Args:
        monthly_sales: a row for each month, as ``monthly_sales`` gives them: the seller's column, ``month`` (any day of
            it), ``gross``, and, where they are there, ``marketplace`` and ``amazon_fulfilled``. A month that is not
            listed had no sales.
        on: the day asked about; months that begin after it do not count.
        by: the column that names the seller, or several columns.

    Returns:
        The same kind of frame, of eager ones ordered: the seller's columns, ``marketplace`` if the months have it,
        ``outcome`` (``"required"`` or ``"not_required"``; null while it is not known), ``contested``, ``problem`` (why
        the outcome is null: unknown facts, a month listed twice, a value that cannot be, or no policy text) and
        ``policy_day`` (the last day of the month that decides).

    Raises:
        BadReport: a column is missing, misspelt, there twice or of the wrong type; found before any row is read.

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
    names = _free(sellers_named(by), {"month", "gross", "amazon_fulfilled", *DECISION})
    columns = _columns(MonthlySales, names, required={"month", "gross"}, optional={SHOP, "amazon_fulfilled"})
    given = checked(monthly_sales, "monthly_sales", columns, known=[*_names(MonthlySales), "problem"])
    apart = _apart(names, given)
    plan = _deciding(_duty_months(_lazy(given), apart, on), apart)
    types = {**{name: name for name in apart}, "policy_day": "month"}
    return cast("IntoFrameT", _answered(plan, given, monthly_sales, types))


DECISION = ("outcome", "contested", "problem", "policy_day")


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


def _first_day(day: nw.Expr) -> nw.Expr:
    """The first day of a day's month."""
    # some engines make an instant of it
    return day.dt.truncate("1mo").cast(nw.Date)


def _last_day(first: nw.Expr) -> nw.Expr:
    """The last day of the month that begins on a day."""
    return cast("nw.Expr", moved(_first_day(moved(first, THE_LONGEST_MONTH, is_day=True)), -A_DAY, is_day=True))


def _flag(where: nw.Expr, name: str) -> nw.Expr:
    return where.fill_null(value=False).cast(nw.Int64).alias(f"sellerpolicy {name}")


def _raised(name: str) -> nw.Expr:
    return nw.col(f"sellerpolicy {name}") > 0


def _first_of(problems: Sequence[tuple[nw.Expr, str]]) -> nw.Expr:
    """The words of the first problem that there is; null where there is none."""
    found = nw.lit(None, nw.String)
    for where, words in reversed(problems):
        found = nw.when(where).then(nw.lit(words)).otherwise(found)
    return found.alias("problem")


def _expected(fact: type[Fact], name: str) -> str:
    (declared,) = (declared for declared in fields_of(fact) if declared.name == name)
    return f"{name}: expected {declared.expected}"


def _oddities(fact: type[Fact], apart: Sequence[str], day: str) -> list[tuple[nw.Expr, str]]:
    """What cannot be in any frame of sales: who sold, where, when, and in which currency."""
    by = [(nw.col(name).is_null(), f"{name}: expected text or a whole number") for name in apart if name != SHOP]
    is_day = (nw.col(day) >= FIRST) & (nw.col(day) <= LAST)
    oddities = [*by, (~is_day.fill_null(value=False), _expected(fact, day)), (_raised("foreign"), FOREIGN)]
    if SHOP in apart:
        is_shop = nw.col(SHOP).cast(nw.String).is_in([shop.value for shop in Marketplace])
        oddities.insert(0, (~is_shop.fill_null(value=False), _expected(fact, SHOP)))
    return oddities


def _foreign(frame: Lazy) -> nw.Expr:
    """Whether a row's currency is said, and not that of its marketplace."""
    schema = frame.collect_schema()
    if CURRENCY not in schema:
        return nw.lit(value=False)
    shop = nw.col(SHOP).cast(nw.String) if SHOP in schema else nw.lit(AT_HOME)
    money = nw.concat_str(shop, nw.col(CURRENCY).cast(nw.String), separator=" ")
    return ~money.is_in([f"{each.value} {each.currency}" for each in Marketplace])


def _summed(orders: Lazy, apart: Sequence[str]) -> Lazy:
    """The sales of each month."""
    total, sums = nw.col("total"), {"gross": nw.col("total")}
    flags = [
        _flag(total.is_null(), "unknown"),
        _flag(total < 0, "negative"),
        _flag(_foreign(orders), "foreign"),
    ]
    if "fulfilled_by" in orders.collect_schema():
        sender = nw.col("fulfilled_by").cast(nw.String)
        sums["amazon_fulfilled"] = nw.when(sender == Fulfiller.AMAZON.value).then(total).otherwise(total - total)
        flags.append(_flag(~sender.is_in([each.value for each in Fulfiller]) | sender.is_null(), "sender"))
    else:
        flags.append(_flag(nw.lit(value=False), "sender"))
    marks = [f"sellerpolicy {name}" for name in ("unknown", "negative", "foreign", "sender")]
    # days are fewer than orders, and months are made of days
    daily = orders.select(*apart, "placed_on", *flags, **sums).group_by(*apart, "placed_on")
    added = daily.agg(nw.col(*sums, *marks).sum())
    monthly = added.with_columns(_first_day(nw.col("placed_on")).alias("month")).group_by(*apart, "month")
    months = monthly.agg(
        nw.col(*sums, *marks).sum(), nw.col("placed_on").min(), nw.col("placed_on").max().alias("sellerpolicy last")
    )
    problems = [
        *_oddities(Order, apart, "placed_on"),
        (nw.col("sellerpolicy last") > LAST, _expected(Order, "placed_on")),
        (_raised("negative"), _expected(Order, "total")),
        (_raised("sender"), _expected(Order, "fulfilled_by")),
        (_raised("unknown"), "unknown: total"),
    ]
    answered = months.with_columns(_first_of(problems))
    fine = [nw.when(nw.col("problem").is_null()).then(nw.col(name)).alias(name) for name in sums]
    return answered.with_columns(*fine).select(*apart, "month", *sums, "problem")


def _duty_months(sales: Lazy, apart: Sequence[str], on: date) -> Lazy:
    """The months that may decide by a day, with what earlier months add: the columns of ``DutyMonth``, and problems."""
    months = _months(sales, apart, on)
    for earlier, days in ((1, THE_LONGEST_MONTH), (2, 2 * THE_LONGEST_MONTH)):
        before = months.select(
            *apart,
            _first_day(moved(nw.col(FIRST_DAY), days, is_day=True)).alias(FIRST_DAY),
            nw.col("gross").alias(f"sellerpolicy gross {earlier}"),
            nw.col("amazon_fulfilled").alias(f"sellerpolicy fulfilled {earlier}"),
            nw.lit(value=True).alias(f"sellerpolicy sold {earlier}"),
        )
        months = months.join(before, on=[*apart, FIRST_DAY], how="left")
    gross, nothing = nw.col("gross"), nw.col("gross") - nw.col("gross")
    return months.select(
        *apart,
        "sellerpolicy problem",
        gross,
        _lowest(gross, "gross", nothing).alias("lowest_gross"),
        _lowest(nw.col("amazon_fulfilled"), "fulfilled", nothing).alias("amazon_fulfilled"),
        _last_day(nw.col(FIRST_DAY)).alias("month_end"),
    )


def _lowest(own: nw.Expr, name: str, nothing: nw.Expr) -> nw.Expr:
    """The lowest of three months' figures, of which one that is not listed is nothing; unknown where one of them is."""
    lowest = own
    for earlier in (1, 2):
        other = nw.col(f"sellerpolicy {name} {earlier}")
        other = nw.when(nw.col(f"sellerpolicy sold {earlier}").is_null()).then(nothing).otherwise(other)
        # the lower of two, where both are known
        lowest = nw.when(~lowest.is_null() & ~other.is_null()).then(nw.min_horizontal(lowest, other))
    return lowest


def _months(sales: Lazy, apart: Sequence[str], on: date) -> Lazy:
    """Each month that has begun, once; one without sales for who has none."""
    gross, schema = nw.col("gross"), sales.collect_schema()
    fulfilled = nw.col("amazon_fulfilled") if "amazon_fulfilled" in schema else nw.when(gross < 0).then(gross)
    listed = sales.select(
        *apart,
        "month",
        "gross",
        fulfilled.alias("amazon_fulfilled"),
        _first_day(nw.col("month")).alias(FIRST_DAY),
        _flag(_foreign(sales), "foreign"),
    )
    once = listed.group_by(*apart, FIRST_DAY).agg(
        nw.col("month", "gross", "amazon_fulfilled").min(),
        nw.len().alias("sellerpolicy times"),
        nw.col("sellerpolicy foreign").max(),
    )
    below = (nw.col("amazon_fulfilled") < 0) | (nw.col("amazon_fulfilled") > gross)
    problem = _first_of(
        [
            *_oddities(MonthlySales, apart, "month"),
            (nw.col("sellerpolicy times") > 1, "month: expected each month once"),
            (gross.is_null() | (gross < 0), _expected(MonthlySales, "gross")),
            (below.fill_null(value=False), f"{_expected(MonthlySales, 'amazon_fulfilled')}, no more than gross"),
        ]
    )
    is_later = (nw.col(FIRST_DAY) > on).fill_null(value=False)
    # a month to come is the month of the day itself, without sales; it is left out where another one has begun
    begun = once.select(
        *apart,
        problem.alias("sellerpolicy problem"),
        (~is_later).cast(nw.Int64).alias("sellerpolicy begun"),
        nw.when(is_later).then(nw.lit(on.replace(day=1))).otherwise(nw.col(FIRST_DAY)).alias(FIRST_DAY),
        *(
            nw.when(is_later).then(gross - gross).otherwise(nw.col(name)).alias(name)
            for name in ("gross", "amazon_fulfilled")
        ),
    )
    months = begun.group_by(*apart, FIRST_DAY).agg(
        nw.col("sellerpolicy problem").max(),
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


def _deciding(months: Lazy, apart: Sequence[str]) -> Lazy:
    """Of each seller the month that decides, with its decision."""
    decided = cast("Lazy", nw.from_native(decide(REQUIREMENT, months.to_native())))
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
