"""Order defect rates of lazy frames: one plan, which whoever made the frame runs when they like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from sellerpolicy.facts import Canceller, Order
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.frames.asked import SHOP, Asked
from sellerpolicy.frames.defects import COUNTS, KINDS, ORDER_COUNTS, UNFIT, Kind, marked, order_counts
from sellerpolicy.frames.rolling import Packed, Rolling
from sellerpolicy.frames.sellers import A_SHOP, sellers_of, shop_in
from sellerpolicy.frames.windows import Groups, Run

if TYPE_CHECKING:
    Lazy = nw.LazyFrame[Any]

PACKS = (
    Packed("sellerpolicy 1", ("orders", "defective")),
    Packed("sellerpolicy 2", tuple(kind.counted for kind in KINDS)),
    Packed("sellerpolicy 3", ("undetermined", "contested", UNFIT)),
)
CANNOT_BE = "an event of an order in this window cannot be, or lies in another marketplace than its order"


def planned(asked: Asked, groups: Groups, orders: Lazy, events: Mapping[Kind, Lazy]) -> Lazy:
    """Plan the rates of all sellers.

    Args:
        asked: what is asked for.
        groups: the runs of windows, with the marketplaces in which they are these.
        orders: the orders.
        events: what befell them.
    """
    orders = orders.with_columns(shop_in(orders).alias(A_SHOP))
    common = [name for name in asked.by if name != SHOP and all(name in frame.columns for frame in events.values())]
    keys = ["order_id", *common]
    marks = marked(events, keys) if events else None
    parts = []
    for group, shops in groups.items():
        own = orders if len(groups) == 1 else orders.filter(nw.col(A_SHOP).is_in(shops))
        parts += [_rates(asked, run, own, marks, keys) for run in group]
    return nw.concat(parts) if len(parts) > 1 else parts[0]


def _rates(asked: Asked, run: Run, orders: Lazy, marks: Lazy | None, keys: Sequence[str]) -> Lazy:
    by, rolling = asked.by, Rolling(run.lasts, run.length)
    sellers = sellers_of(orders, by, key="order_id", day="placed_on")
    inside = _kept(asked, run, orders).filter(rolling.counts("placed_on")).with_columns(rolling.day_of("placed_on"))
    cells = rolling.grid(sellers.select(*by, "problem")).join(
        inside.group_by(*by, "day").agg(nw.len().alias("orders")), on=[*by, "day"], how="left"
    )
    if marks is None:
        cells = cells.with_columns(nw.lit(0).alias(name) for name in ORDER_COUNTS)
    else:
        told = inside.join(marks, on=[*keys], how="inner").select(*by, "day", *order_counts(nw.col(A_SHOP)))
        sums = told.group_by(*by, "day").agg(nw.col(name).sum() for name in ORDER_COUNTS)
        cells = cells.join(sums, on=[*by, "day"], how="left")
    counts = [nw.col(name).cast(nw.Int64).fill_null(0) for name in ("orders", *ORDER_COUNTS)]
    rolled = rolling.rolled(cells.select(*by, "day", "problem", *counts), by, PACKS)
    problem = nw.coalesce("problem", nw.when(nw.col(UNFIT) > 0).then(nw.lit(CANNOT_BE)))
    return rolled.with_columns(problem.alias("problem")).with_columns(
        nw.when(nw.col("problem").is_null()).then(nw.col(name)).alias(name) for name in COUNTS
    )


def _kept(asked: Asked, run: Run, orders: Lazy) -> Lazy:
    """The orders that are counted at all."""
    if asked.fulfilled_by is not None:
        orders = orders.filter(_fact(orders, "fulfilled_by") == asked.fulfilled_by.value)
    if not run.counts_cancelled:
        orders = orders.filter(
            _fact(orders, "cancelled_by").fill_null(Canceller.NOBODY.value) == Canceller.NOBODY.value
        )
    return orders


def _fact(orders: Lazy, name: str) -> nw.Expr:
    if name in orders.collect_schema():
        return nw.col(name).cast(nw.String)
    (default,) = (declared.default for declared in fields_of(Order) if declared.name == name)
    return nw.lit(getattr(default, "value", None), nw.String)
