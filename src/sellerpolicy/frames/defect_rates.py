"""Order defect rates in frames: of every seller, on every day, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import polars as pl
from attrs import evolve

from sellerpolicy.errors import BadFact, BadReport
from sellerpolicy.facts import Claim, Fulfiller, Marketplace
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.frames.asked import SHOP, Asked
from sellerpolicy.frames.cases import columns_read
from sellerpolicy.frames.counted import counted
from sellerpolicy.frames.defects import COUNTS, KINDS, Kind, as_filed
from sellerpolicy.frames.planned import planned
from sellerpolicy.frames.required import Column, Frame, Key, Lazy, checked, like_given, same_kind
from sellerpolicy.frames.windows import Texts, runs
from sellerpolicy.rules.order_defect_rate import Terms

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

RATES = ("day", *COUNTS[:2], "rate", *COUNTS[2:], "problem")
"""The columns that come out, after those that name the seller."""

TEXTS = Texts(Terms, "window", asked=("counts_cancelled",))

BESIDE = tuple(
    evolve(Column.of(declared), optional=True)
    for declared in fields_of(Claim)
    if declared.name in {"parcel_refused", "filed_at", "refunded_at", "reversed_on"}
)
"""What is read of a claim beside what its table decides by, where it is there."""


def order_defect_rate(
    orders: IntoFrameT,
    feedback: IntoFrameT | None = None,
    claims: IntoFrameT | None = None,
    chargebacks: IntoFrameT | None = None,
    *,
    first: date,
    last: date,
    days: int | None = None,
    by: str | Sequence[str] = "seller_id",
    fulfilled_by: Fulfiller | str | None = None,
) -> IntoFrameT:
    """Count the order defect rate of every seller, for every window that ends on a day from ``first`` to ``last``.

    Each row of the answer is what ``order_defect_rate.daily_rates`` gives for that seller and day; a seller has a row
    for each day, also where no window has orders. Frames that are lazy stay lazy.

    Columns have the names of the facts' fields. Of orders: the seller's, ``order_id``, ``placed_on``, and, where they
    are there, ``marketplace``, ``fulfilled_by`` and ``cancelled_by``. Of events: ``order_id``, the columns that decide
    (as ``frames.decide`` takes them; a claim's ``filed_on`` is a calendar day of the marketplace, and of its own fields
    ``parcel_refused``, ``refunded_at`` beside ``filed_at``, and ``reversed_on`` are heeded too), and the seller's where
    order numbers of several sellers may be the same. All of a seller's orders lie in one marketplace; for
    sellers in several, name both columns: ``by=("seller_id", "marketplace")``.

    Args:
        orders: all orders, each once.
        feedback: seller feedback on any orders; a frame of the same kind.
        claims: A-to-z claims on any orders, likewise.
        chargebacks: chargebacks on any orders, likewise.
        first: the last day of the first window.
        last: the last day of the last window, included.
        days: calendar days in each window; by default as many as policy says on its last day.
        by: the column that names the seller, or several columns.
        fulfilled_by: count only the orders that one side sends; for both apart, name the column in ``by``.

    Returns:
        The same kind of frame, of eager ones ordered by seller and day: the seller's columns, ``day`` (a window's last
        day), ``orders`` and ``defective`` (how many there are), ``rate`` (their quotient, for display; null where there
        are no orders), ``negative_feedback``, ``claims`` and ``chargebacks`` (orders with such a defect),
        ``undetermined`` and ``contested`` (orders whose defects hang on an unknown fact, or on how sources are read),
        and ``problem``.

    Raises:
        BadReport: a column is missing, misspelt, there twice or of the wrong type; found before any row is read.
        BadFact: what ``daily_rates`` refuses, found in eager frames: an order number that a seller has twice, orders of
            two marketplaces, an event in another marketplace than its order, a value that cannot be. Lazy frames have
            null counts instead and say it in ``problem``; but they are not searched for order numbers that occur twice.
        TypeError: the frames are of several kinds.

    Example:
        >>> from datetime import date
        >>> import polars as pl
        >>> from sellerpolicy import frames
        >>> orders = pl.DataFrame(
        ...     {"seller_id": ["A", "A"], "order_id": ["1", "2"], "placed_on": [date(2024, 3, 1), date(2024, 3, 2)]}
        ... )
        >>> feedback = pl.DataFrame({"order_id": ["2"], "rating": [1], "left_on": [date(2024, 3, 9)]})
        >>> rates = frames.order_defect_rate(orders, feedback, first=date(2024, 3, 1), last=date(2024, 3, 2))
        >>> rates.select("seller_id", "day", "orders", "defective", "rate").rows()
        [('A', datetime.date(2024, 3, 1), 1, 0, 0.0), ('A', datetime.date(2024, 3, 2), 2, 1, 0.5)]
    """
    asked = Asked.of(first=first, last=last, days=days, by=by, fulfilled_by=fulfilled_by)
    if taken := set(asked.by) & {*RATES, "order_id", "placed_on"}:
        raise BadFact("by", min(taken), "columns that name the seller, and no others")
    given = asked.orders(orders)
    told = {
        kind: _events(kind, frame, asked, orders, given)
        for kind, frame in zip(KINDS, (feedback, claims, chargebacks), strict=True)
        if frame is not None
    }
    groups = runs(TEXTS, asked, Marketplace if SHOP in given.columns else [Marketplace.US])
    if isinstance(given, pl.DataFrame):
        rates: Frame = nw.from_native(counted(asked, groups, given, cast("Any", told)))
        rates = rates.with_columns(nw.lit(None, nw.String).alias("problem"))
    else:
        rates = planned(asked, groups, given, cast("Any", told))
    rate = nw.when(nw.col("orders") > 0).then(nw.col("defective") / nw.col("orders"))
    answer = rates.with_columns(rate.alias("rate")).select(*asked.by, *RATES).to_native()
    if isinstance(given, pl.DataFrame):
        answer = like_given(answer, orders, {**{name: name for name in asked.by}, "day": "placed_on"})
    return cast("IntoFrameT", answer)


def _events(kind: Kind, frame: Any, asked: Asked, orders: Any, given: Lazy | pl.DataFrame) -> Lazy | pl.DataFrame:
    """Open a frame of events; a bad one is refused."""
    same_kind(kind.argument, frame, orders)
    keys = [Column("order_id", Key), *(Column(name, Key, optional=True) for name in asked.by if name != SHOP)]
    facts = (*fields_of(kind.fact), *fields_of(kind.table.case))
    known = [*asked.by, *(declared.name for declared in facts)]
    facts_asked = [*columns_read(kind.table), *(BESIDE if kind.fact is Claim else ())]
    events = checked(frame, kind.argument, [*keys, *facts_asked], known=known)
    own, theirs = (nw.from_native(each).collect_schema() for each in (given, events))
    for column in keys:
        if column.name in theirs and own[column.name].is_integer() is not theirs[column.name].is_integer():
            wanted = "whole numbers" if own[column.name].is_integer() else "text"
            problem = f"expected {wanted}, as the orders have; this one holds {theirs[column.name]}"
            raise BadReport(problem, file=kind.argument, column=column.name)
    if kind.fact is not Claim:
        return events
    if isinstance(events, pl.DataFrame):
        return cast("pl.DataFrame", as_filed(nw.from_native(events)).to_native())
    return cast("Lazy", as_filed(events))
