"""Order defect rates of eager frames: counted in numpy, on polars or pyarrow columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Canceller, Order
from sellerpolicy.facts.fact import FactField, fields_of
from sellerpolicy.frames.asked import AT_HOME, SHOP, Asked
from sellerpolicy.frames.cases import DAYS, decided
from sellerpolicy.frames.defects import COUNTS, KINDS, Kind
from sellerpolicy.frames.grids import Grid
from sellerpolicy.frames.numbering import EPOCH, Coded, Numbers, coded, matches, plain, suspects, twice
from sellerpolicy.frames.windows import Groups, Run
from sellerpolicy.rules.order_defect_rate import Defect

FIELDS: Mapping[str, FactField] = {declared.name: declared for declared in fields_of(Order)}

MARKS = {
    "counts": lambda decision: decision.outcome is Defect.DEFECT,
    "certain": lambda decision: decision.outcome is Defect.DEFECT and not decision.contested,
    "open": lambda decision: decision.outcome is None,
    "disputed": lambda decision: decision.contested,
}
"""What is read out of the decision of an event."""


@frozen(eq=False)
class Orders:
    """The orders of all sellers.

    Args:
        frame: their columns.
        names: a row for each seller, in order, with the columns that name it.
        sellers: each order's seller, by that order.
        days: the days on which they were placed, counted as columns count.
        shops: the text of each seller's marketplace.
    """

    frame: pl.DataFrame
    names: pl.DataFrame
    sellers: Numbers
    days: Numbers
    shops: Numbers

    @classmethod
    def of(cls, frame: pl.DataFrame, by: Sequence[str]) -> Orders:
        """Read a frame; what the rate of a single seller refuses raises ``BadFact``."""
        for name in (*by, "order_id"):
            if frame[name].null_count():
                raise BadFact(f"orders.{name}", None, "text or a whole number in every row")
        sellers = coded([frame[name] for name in by])
        names = frame.select(*by)[sellers.rows].with_row_index("sellerpolicy place").sort(*by)
        order = names["sellerpolicy place"].to_numpy()
        ranks = np.empty(len(names), np.int32)
        ranks[order] = np.arange(len(names))
        codes = sellers.codes if (order[1:] > order[:-1]).all() else ranks[sellers.codes]
        return cls(frame, names.select(*by), codes, _days(frame["placed_on"]), _shops(frame, codes, len(ranks)))

    def check_ids(self, rows: Numbers) -> None:
        """Refuse an order number that a seller has twice; it is in two of these rows."""
        repeated = twice(self.frame["order_id"], self.sellers, rows)
        if repeated is not None:
            raise BadFact("Order.order_id", repeated, "each order once")


def _days(placed_on: pl.Series) -> Numbers:
    """Days as whole numbers; one that no order can have been placed on raises ``BadFact``."""
    if placed_on.null_count():
        raise FIELDS["placed_on"].refuse(Order, None)
    days = placed_on.to_physical().to_numpy()
    for day in (days.min(), days.max()) if len(days) else ():
        if not DAYS[0] <= day < DAYS[1]:
            (row,) = np.flatnonzero(days == day)[:1]
            raise FIELDS["placed_on"].refuse(Order, placed_on[int(row)])
    return days


def _texts(column: pl.Series) -> tuple[Coded, list[Any]]:
    """The distinct values of a column of an enum's texts; another text raises ``BadFact``."""
    cases = coded([column])
    texts = column[cases.rows].cast(pl.String).to_list()
    for text in texts:
        if text is not None or not FIELDS[column.name].optional:
            FIELDS[column.name].accept(Order, text)
    return cases, texts


def _shops(frame: pl.DataFrame, sellers: Numbers, count: int) -> Numbers:
    """The text of each seller's marketplace; a seller with two of them raises ``BadFact``."""
    if SHOP not in frame.columns:
        return np.full(count, AT_HOME, object)
    shops, texts = _texts(frame[SHOP])
    shop_of = np.zeros(count, np.int64)
    shop_of[sellers] = shops.codes
    abroad = np.flatnonzero(shop_of[sellers] != shops.codes)
    if len(abroad):
        row = int(abroad[0])
        expected = f"{texts[shop_of[sellers[row]]]!r}, the marketplace of the seller's other orders"
        advice = f"in order {frame['order_id'][row]}; sellers in several take {SHOP!r} in `by`"
        raise BadFact("Order.marketplace", texts[shops.codes[row]], f"{expected}, {advice}")
    return np.array(texts, object)[shop_of]


def counted(asked: Asked, groups: Groups, frame: pl.DataFrame, events: Mapping[Kind, pl.DataFrame]) -> pl.DataFrame:
    """Count the rates of all sellers.

    Args:
        asked: what is asked for.
        groups: the runs of windows, with the marketplaces in which they are these.
        frame: the orders.
        events: what befell them.
    """
    if len(frame) < A_LOT:
        orders = Orders.of(frame, asked.by)
        orders.check_ids(suspects(frame["order_id"]))
        return _counted(asked, groups, orders, events)
    # beside the counting, for while numpy sorts it holds nobody up
    with ThreadPoolExecutor(1) as beside:
        suspected = beside.submit(suspects, frame["order_id"])
        orders = Orders.of(frame, asked.by)
        rates = _counted(asked, groups, orders, events)
        orders.check_ids(suspected.result())
    return rates


A_LOT = 100_000
"""As many orders as make it worth while to check them beside the counting."""


def _counted(asked: Asked, groups: Groups, orders: Orders, events: Mapping[Kind, pl.DataFrame]) -> pl.DataFrame:
    told = Told.of(orders, events, asked.by)
    figures: dict[str, Numbers] = {}
    for group, shops in groups.items():
        parts = [_counts(asked, run, orders, told) for run in group]
        own = parts[0] if len(parts) == 1 else {name: np.hstack([part[name] for part in parts]) for name in COUNTS}
        here = np.isin(orders.shops, shops)[:, None]
        figures = {name: np.where(here, own[name], figures[name]) for name in COUNTS} if figures else own
    return _rates(asked, orders, figures)


@frozen(eq=False)
class Told:
    """The orders that events tell something of.

    Args:
        rows: their rows.
        counts: for each count, which of them count.
    """

    rows: Numbers
    counts: Mapping[str, Numbers]

    @classmethod
    def of(cls, orders: Orders, events: Mapping[Kind, pl.DataFrame], by: Sequence[str]) -> Told:
        """Decide events, and find their orders; one in another marketplace than its order raises ``BadFact``."""
        common = [name for name in by if name != SHOP and all(name in frame for frame in events.values())]
        keys = ["order_id", *common]
        telling = [_telling(kind, frame, orders, keys) for kind, frame in events.items()]
        marks = {name: np.concatenate([NO_ROWS, *(each[1][name] for each in telling)]) for name in EVERY_MARK}
        rows, found = NO_ROWS, NO_ROWS
        if telling:
            # the orders are looked through once for events of all kinds
            rows, found = matches(orders.frame, pl.concat([each[0] for each in telling]), keys)
        rows, places = np.unique(rows, return_inverse=True)
        marked = {name: np.bincount(places, holds[found], len(rows)) > 0 for name, holds in marks.items()}
        counts = {
            "defective": marked["counts"],
            **{kind.counted: marked[kind.counted] for kind in KINDS},
            "undetermined": marked["open"] & ~marked["counts"],
            "contested": marked["disputed"] & ~marked["certain"],
        }
        return cls(rows, counts)


EVERY_MARK = (*MARKS, *(kind.counted for kind in KINDS))
NO_ROWS = np.zeros(0, np.int64)


def _telling(
    kind: Kind, frame: pl.DataFrame, orders: Orders, keys: Sequence[str]
) -> tuple[pl.DataFrame, Mapping[str, Numbers]]:
    """The orders of events that tell something of them, and what they tell."""
    marks = decided(kind.table, frame).marks(MARKS)
    for other in KINDS:
        marks[other.counted] = marks["counts"] if other is kind else np.zeros(len(frame), bool)
    if not _at_home(frame, orders):
        _check_shops(kind, frame, orders, keys)
    rows = np.flatnonzero(marks["counts"] | marks["open"] | marks["disputed"])
    return frame.select(plain(frame[key][rows]) for key in keys), {name: holds[rows] for name, holds in marks.items()}


def _at_home(frame: pl.DataFrame, orders: Orders) -> bool:
    """Whether all orders and all events lie in one marketplace."""
    shops = set(orders.shops) | ({AT_HOME} if SHOP not in frame.columns else set(frame[SHOP].unique().to_list()))
    return len(shops) <= 1


def _check_shops(kind: Kind, frame: pl.DataFrame, orders: Orders, keys: Sequence[str]) -> None:
    rows, found = matches(orders.frame, frame.select(*keys), keys)
    own = orders.shops[orders.sellers[rows]]
    theirs = [AT_HOME] * len(found) if SHOP not in frame.columns else frame[SHOP].cast(pl.String)[found].to_list()
    for row, shop, other in zip(rows.tolist(), own, theirs, strict=True):
        if shop != other:
            expected = f"{shop!r}, the marketplace of its order {orders.frame['order_id'][row]}"
            raise BadFact(f"{kind.fact.__name__}.marketplace", other, expected)


def _counts(asked: Asked, run: Run, orders: Orders, told: Told) -> dict[str, Numbers]:
    """The counts of a run of windows: a row for each seller."""
    grid = Grid(len(orders.names), run.lasts, run.length)
    kept = _kept(asked, run, orders.frame)
    found = {}
    if kept is None:
        found["orders"] = grid.counts(orders.sellers, orders.days)
        counting = np.ones(len(told.rows), bool)
    else:
        found["orders"] = grid.counts(orders.sellers[kept], orders.days[kept])
        counting = kept[told.rows]
    for name, holds in told.counts.items():
        rows = told.rows[holds & counting]
        found[name] = grid.counts(orders.sellers[rows], orders.days[rows])
    return found


def _kept(asked: Asked, run: Run, frame: pl.DataFrame) -> Numbers | None:
    """Which orders are counted at all; ``None`` for all of them."""
    kept = None
    if asked.fulfilled_by is not None:
        kept = _is_member(frame, "fulfilled_by", {asked.fulfilled_by.value})
    if "counts_cancelled" not in run.holding:
        uncancelled = _is_member(frame, "cancelled_by", {None, Canceller.NOBODY.value})
        kept = uncancelled if kept is None else kept & uncancelled
    return kept


def _is_member(frame: pl.DataFrame, name: str, wanted: set[str | None]) -> Numbers:
    if name not in frame.columns:
        default: Any = FIELDS[name].default
        return np.full(len(frame), (default if default is None else default.value) in wanted)
    cases, texts = _texts(frame[name])
    return np.array([text in wanted for text in texts], bool)[cases.codes]


def _rates(asked: Asked, orders: Orders, counts: dict[str, Numbers]) -> pl.DataFrame:
    first, days = asked.lasts.first.toordinal() - EPOCH, asked.lasts.days
    places = np.repeat(np.arange(len(orders.names)), days)
    last_days = np.tile(np.arange(first, first + days, dtype=np.int32), len(orders.names))
    frame = orders.names[places].with_columns(day=pl.Series(last_days).cast(pl.Date))
    for name in COUNTS:
        # one after the other, so that none is there twice for long
        frame = frame.with_columns(pl.Series(name, counts.pop(name).ravel()))
    return frame
