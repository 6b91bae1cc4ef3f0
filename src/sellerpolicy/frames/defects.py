"""Defects in frames: which orders have an event that counts, decided by the rate's own tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import frozen

from sellerpolicy.facts import NEVER, Chargeback, Claim, Feedback
from sellerpolicy.facts.order_book import ARGUMENTS
from sellerpolicy.frames.asked import AT_HOME, SHOP
from sellerpolicy.frames.decisions import decide
from sellerpolicy.frames.rolling import Packed
from sellerpolicy.rules.order_defect_rate import JUDGED, Defect

if TYPE_CHECKING:
    from sellerpolicy.frames.required import Frame
    from sellerpolicy.logic.tables import DecisionTable

    Lazy = nw.LazyFrame[Any]


@frozen
class Kind:
    """A kind of event that may make an order defective.

    Args:
        fact: the fact.
        argument: what functions call the argument that takes its frame.
        counted: the column that counts the orders with a defect of this kind.
        table: what decides.
    """

    fact: type[Any]
    argument: str
    counted: str
    table: DecisionTable[Any, Any, Defect]


KINDS = tuple(
    Kind(fact, ARGUMENTS[fact], counted, JUDGED[fact].table)
    for fact, counted in ((Feedback, "negative_feedback"), (Claim, "claims"), (Chargeback, "chargebacks"))
)

CERTAIN, OPEN, DISPUTED, UNFIT = (f"sellerpolicy {mark}" for mark in ("certain", "open", "disputed", "unfit"))
"""What an event may say of its order beside a defect: one without contest, one perhaps, a contested one, nonsense."""

MARKS = (*(kind.counted for kind in KINDS), CERTAIN, OPEN, DISPUTED, UNFIT)
"""All that an event may say of its order."""

COUNTS = ("orders", "defective", *(kind.counted for kind in KINDS), "undetermined", "contested")
"""What is counted."""

ORDER_COUNTS = (*COUNTS[1:], UNFIT)
"""What is counted in orders that events tell of."""


def as_filed(claims: Frame) -> Frame:
    """Claims as the table that decides them has them.

    Only of a refused parcel it matters whether tracking shows it; whether a refund came first and an appeal was won is
    worked out where no column says it.
    """
    schema = claims.collect_schema()
    tracked = nw.col("return_tracked").cast(nw.Boolean) if "return_tracked" in schema else nw.lit(None, nw.Boolean)
    refused = nw.col("parcel_refused").cast(nw.Boolean) if "parcel_refused" in schema else nw.lit(value=False)
    on_its_way = nw.when(refused).then(tracked).otherwise(nw.lit(value=False))
    found = {"return_tracked": on_its_way}
    if "settled_before" not in schema and {"filed_at", "refunded_at"} <= set(schema):
        found["settled_before"] = (nw.col("refunded_at") <= nw.col("filed_at")).fill_null(value=False)
    if "appeal_won" not in schema and "reversed_on" in schema:
        found["appeal_won"] = (nw.col("reversed_on") < nw.lit(NEVER)).fill_null(value=False)
    return claims.with_columns(said.alias(name) for name, said in found.items())


def marked(events: Mapping[Kind, Lazy], keys: Sequence[str], *, several_shops: bool) -> Lazy:
    """What events say of orders, a row for each order that has any: whether any of its events bears each mark.

    Args:
        events: the events of each kind.
        keys: the columns that name an order.
        several_shops: an event may lie in another marketplace than its order; else orders whose events say nothing are
            left out.
    """
    every = nw.concat([_judged(kind, frame, keys) for kind, frame in events.items()])
    # never summed: an order may have more events than its place in the number holds
    found = every.group_by(*keys)
    if not several_shops:
        told = found.agg(nw.col(*MARKS).max()).select(*keys, TOLD.together()).filter(nw.col(TOLD.name) > 0)
        return told.with_columns(nw.lit(AT_HOME).alias(name) for name in SHOPS)
    first, last = (nw.col(SHOP).min().alias(SHOPS[0]), nw.col(SHOP).max().alias(SHOPS[1]))
    return found.agg(nw.col(*MARKS).max(), first, last).select(*keys, TOLD.together(), *SHOPS)


TOLD = Packed("sellerpolicy told", MARKS)
SHOPS = ("sellerpolicy first shop", "sellerpolicy last shop")


def _judged(kind: Kind, events: Lazy, keys: Sequence[str]) -> Lazy:
    decided: Lazy = nw.from_native(decide(kind.table, events.to_native()))
    counts = (nw.col("outcome") == Defect.DEFECT.value).fill_null(value=False)
    is_unknown = nw.col("outcome").is_null()
    is_open = is_unknown & nw.col("problem").str.starts_with("unknown: ")
    marks = dict.fromkeys(MARKS, nw.lit(value=False))
    marks |= {
        kind.counted: counts,
        CERTAIN: counts & ~nw.col("contested"),
        OPEN: is_open,
        DISPUTED: nw.col("contested"),
    }
    marks[UNFIT] = is_unknown & ~is_open
    shop = nw.col(SHOP).cast(nw.String) if SHOP in decided.collect_schema() else nw.lit(AT_HOME)
    return decided.select(*keys, *(truth.cast(nw.Int64).alias(mark) for mark, truth in marks.items()), shop.alias(SHOP))


def order_counts(shop: nw.Expr) -> list[nw.Expr]:
    """What an order with events counts for, from what its events say of it.

    Args:
        shop: the order's marketplace.
    """
    is_defective = reduce(lambda one, other: one | other, (_holds(kind.counted) for kind in KINDS))
    is_abroad = (nw.col(SHOPS[0]) != shop) | (nw.col(SHOPS[1]) != shop)
    counts = {
        "defective": is_defective,
        **{kind.counted: _holds(kind.counted) for kind in KINDS},
        "undetermined": _holds(OPEN) & ~is_defective,
        "contested": _holds(DISPUTED) & ~_holds(CERTAIN),
        UNFIT: _holds(UNFIT) | is_abroad,
    }
    return [truth.cast(nw.Int64).alias(name) for name, truth in counts.items()]


def _holds(mark: str) -> nw.Expr:
    return TOLD.part(mark) > 0
