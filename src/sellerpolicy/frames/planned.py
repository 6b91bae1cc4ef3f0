"""Order defect rates of lazy frames: one plan, which whoever made the frame runs when they like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from sellerpolicy.facts import Canceller, Fulfiller
from sellerpolicy.frames.asked import SHOP, Asked
from sellerpolicy.frames.defects import COUNTS, KINDS, ORDER_COUNTS, UNFIT, Kind, marked, order_counts
from sellerpolicy.frames.rolling import Packed, Rolling
from sellerpolicy.frames.sellers import A_SHOP, Sellers, apart, shop_in
from sellerpolicy.frames.windows import Groups, Run

if TYPE_CHECKING:
    Lazy = nw.LazyFrame[Any]

PACKS = (
    Packed("sellerpolicy 1", ("orders", "defective")),
    Packed("sellerpolicy 2", tuple(kind.counted for kind in KINDS)),
    Packed("sellerpolicy 3", ("undetermined", "contested", UNFIT)),
)
BY_DEFAULT = Fulfiller.SELLER.value
"""Who sends the orders of a frame without a column that says so."""

CANNOT_BE = "an event of an order in this window cannot be, or lies in another marketplace than its order"


def planned(asked: Asked, groups: Groups, orders: Lazy, events: Mapping[Kind, Lazy]) -> Lazy:
    """Plan the rates of all sellers.

    Args:
        asked: what is asked for.
        groups: the runs of windows, with the marketplaces in which they are these.
        orders: the orders.
        events: what befell them.
    """
    common = [name for name in asked.by if name != SHOP and all(name in frame.columns for frame in events.values())]
    keys = ["order_id", *common]
    orders = orders.with_columns(shop_in(orders).alias(A_SHOP))
    several_shops = any(SHOP in frame.columns for frame in (orders, *events.values()))
    marks = marked(events, keys, several_shops=several_shops) if events else None
    sellers = Sellers.of(orders, asked.by, key="order_id", day="placed_on")
    parts = []
    for group, within in zip(groups, apart(groups.values()), strict=True):
        parts += [_rates(asked, run, sellers.only(within), within(orders), marks, keys) for run in group]
    return nw.concat(parts) if len(parts) > 1 else parts[0]


def _rates(asked: Asked, run: Run, sellers: Sellers, orders: Lazy, marks: Lazy | None, keys: Sequence[str]) -> Lazy:
    by, rolling = asked.by, Rolling(run.lasts, run.length)
    inside = _kept(asked, run, orders).filter(rolling.counts("placed_on")).with_columns(rolling.day_of("placed_on"))
    cells = inside.group_by(*by, "day").agg(nw.len().alias("orders"))
    first, *others = PACKS
    if marks is None:
        cells = cells.with_columns(nw.lit(0).alias(name) for name in ORDER_COUNTS)
        cells = cells.select(*by, "day", *(pack.together() for pack in PACKS))
    else:
        told = inside.join(marks, on=[*keys], how="inner").select(*by, "day", *order_counts(nw.col(A_SHOP)))
        told = told.select(*by, "day", "defective", *(pack.together() for pack in others))
        names = [pack.name for pack in others]
        sums = told.group_by(*by, "day").agg(nw.col("defective", *names).sum())
        cells = cells.join(sums, on=[*by, "day"], how="left")
        cells = cells.select(*by, "day", first.together(), nw.col(*names).cast(nw.Int64))
    rolled = rolling.rolled(sellers.frame, cells, by, PACKS)
    problem = nw.coalesce(sellers.problem, nw.when(nw.col(UNFIT) > 0).then(nw.lit(CANNOT_BE)))
    return rolled.with_columns(problem.alias("problem")).select(
        *by, "day", "problem", *(nw.when(nw.col("problem").is_null()).then(nw.col(name)).alias(name) for name in COUNTS)
    )


def _kept(asked: Asked, run: Run, orders: Lazy) -> Lazy:
    """The orders that are counted at all."""
    schema = orders.collect_schema()
    if asked.fulfilled_by is not None:
        sender = nw.col("fulfilled_by").cast(nw.String) if "fulfilled_by" in schema else nw.lit(BY_DEFAULT)
        orders = orders.with_columns(sender.alias("sellerpolicy sender"))
        orders = orders.filter(nw.col("sellerpolicy sender") == asked.fulfilled_by.value)
    if "counts_cancelled" not in run.holding and "cancelled_by" in schema:
        nobody = Canceller.NOBODY.value
        orders = orders.filter(nw.col("cancelled_by").cast(nw.String).fill_null(nobody) == nobody)
    return orders
