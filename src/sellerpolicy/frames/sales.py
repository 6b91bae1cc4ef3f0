"""Sales in frames: what every seller took in each month, and whether that obliges them to be insured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import polars as pl

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import NEVER, Canceller, Fulfiller, Marketplace, MonthlySales, Order
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR, fields_of
from sellerpolicy.facts.given import require_truth
from sellerpolicy.facts.monthly_sales import NOT_SOLD
from sellerpolicy.facts.window import require_day
from sellerpolicy.frames.asked import AT_HOME, SHOP, sellers_named
from sellerpolicy.frames.columns import ANSWERS, CURRENCY
from sellerpolicy.frames.decisions import decide
from sellerpolicy.frames.required import Column, Key, Lazy, checked, like_given
from sellerpolicy.frames.values import moved
from sellerpolicy.rules.insurance import MONTHS_IN_A_ROW, REQUIREMENT, Requirement

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

    from sellerpolicy.facts.fact import Fact

FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
A_DAY, THE_LONGEST_MONTH = timedelta(days=1), timedelta(days=31)
FIRST_DAY = "sellerpolicy first day"
FOREIGN = f"{CURRENCY}: expected that of the marketplace"


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
    months = _duty_months(_lazy(given), apart, on, requested_on)
    same = {"requested_on": nw.lit(requested_on, nw.Date), "professional": nw.lit(professional)}
    plan = _deciding(months.with_columns(**same), apart, partly="complete" in given.columns)
    types = {**{name: name for name in apart}, "policy_day": "month"}
    return cast("IntoFrameT", _answered(plan, given, monthly_sales, types))


DECISION = (*ANSWERS, "policy_day")
FURTHER = ("amazon_fulfilled", "european_gross", "reached_on", "complete")
"""What may be known of a month beside its sales."""

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
    schema, odd_canceller = orders.collect_schema(), nw.lit(value=False)
    if "cancelled_by" in schema:
        canceller = nw.col("cancelled_by").cast(nw.String)
        orders = orders.filter(~canceller.is_in([each.value for each in NOT_SOLD]).fill_null(value=False))
        odd_canceller = ~canceller.is_null() & ~canceller.is_in([each.value for each in Canceller])
    total, sums = nw.col("total"), {"gross": nw.col("total")}
    flags = [
        _flag(total.is_null(), "unknown"),
        _flag(total < 0, "negative"),
        _flag(_foreign(orders), "foreign"),
        _flag(odd_canceller, "canceller"),
    ]
    if "fulfilled_by" in schema:
        sender = nw.col("fulfilled_by").cast(nw.String)
        sums["amazon_fulfilled"] = nw.when(sender == Fulfiller.AMAZON.value).then(total).otherwise(total - total)
        flags.append(_flag(~sender.is_in([each.value for each in Fulfiller]) | sender.is_null(), "sender"))
    else:
        flags.append(_flag(nw.lit(value=False), "sender"))
    marks = [f"sellerpolicy {name}" for name in ("unknown", "negative", "foreign", "sender", "canceller")]
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
        (_raised("canceller"), _expected(Order, "cancelled_by")),
    ]
    # some engines sum nothing but nulls to null
    nothing = {name: nw.col(name).fill_null(0) for name in sums}
    answered = months.with_columns(_first_of(problems), (~_raised("unknown")).alias("complete"), **nothing)
    figures = (*sums, "complete")
    fine = [nw.when(nw.col("problem").is_null()).then(nw.col(name)).alias(name) for name in figures]
    return answered.with_columns(*fine).select(*apart, "month", *figures, "problem")


def _duty_months(sales: Lazy, apart: Sequence[str], on: date, requested_on: date | None) -> Lazy:
    """The months that may decide by a day, with what earlier months add: the columns of ``DutyMonth``, and problems."""
    months = _months(sales, apart, on, requested_on)
    for earlier in EARLIER:
        before = months.select(
            *apart,
            _first_day(moved(nw.col(FIRST_DAY), earlier * THE_LONGEST_MONTH, is_day=True)).alias(FIRST_DAY),
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
        _last_day(nw.col(FIRST_DAY)).alias("month_end"),
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
    is_elsewhere = _first_day(reached) != nw.col(FIRST_DAY)
    problem = _first_of(
        [
            *_oddities(MonthlySales, apart, "month"),
            (nw.col("sellerpolicy times") > 1, "month: expected each month once"),
            (gross.is_null() | (gross < 0), _expected(MonthlySales, "gross")),
            (beyond.fill_null(value=False), f"{_expected(MonthlySales, 'amazon_fulfilled')}, no more than gross"),
            (within.fill_null(value=False), f"{_expected(MonthlySales, 'european_gross')}, no less than gross"),
            (is_elsewhere.fill_null(value=False), f"{_expected(MonthlySales, 'reached_on')}, a day of the month"),
            (nw.col("sellerpolicy partly").is_null(), _expected(MonthlySales, "complete")),
        ]
    )
    is_later = ((nw.col(FIRST_DAY) > on) | (reached > on).fill_null(value=False)).fill_null(value=False)
    has_none = is_later | _raised("idle")
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
        **{FIRST_DAY: _first_day(nw.col("month")), "sellerpolicy partly": is_partial},
        **{"sellerpolicy foreign": _flag(_foreign(sales), "foreign")},
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
            _first_day(month).alias(FIRST_DAY),
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


def _deciding(months: Lazy, apart: Sequence[str], *, partly: bool) -> Lazy:
    """Of each seller the month that decides, with its decision."""
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
