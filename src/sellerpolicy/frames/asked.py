"""What is asked of orders in frames: which windows, of which sellers, of whose orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from attrs import frozen

from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import Fulfiller, Marketplace, Order, Window
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.frames.required import Column, Key, Lazy, checked

SHOP = "marketplace"
AT_HOME = Marketplace.US.value
"""The shop of every row of a frame without a column of marketplaces."""

ORDER_FACTS = tuple(
    declared for declared in fields_of(Order) if declared.name in {"placed_on", SHOP, "fulfilled_by", "cancelled_by"}
)
"""What is read of an order, beside its number."""


@frozen
class Asked:
    """What is asked for.

    Args:
        lasts: the last days of the windows.
        days: calendar days in each window; ``None`` for what policy says.
        by: the columns that name a seller.
        fulfilled_by: whose orders count; ``None`` for all.
    """

    lasts: Window
    days: int | None
    by: tuple[str, ...]
    fulfilled_by: Fulfiller | None = None

    @classmethod
    def of(
        cls, *, first: date, last: date, days: int | None, by: str | Sequence[str], fulfilled_by: Fulfiller | str | None
    ) -> Asked:
        """Read the arguments; what cannot be asked raises ``BadFact``."""
        lasts = Window(first=first, last=last)
        if days is not None:
            Window.ending(first, days=days)
        return cls(lasts, days, sellers_named(by), _fulfiller(fulfilled_by))

    def orders(self, frame: Any) -> Lazy | pl.DataFrame:
        """Open the frame of orders; a bad one is refused."""
        facts = [Column.of(declared) for declared in ORDER_FACTS if declared.name not in self.by]
        columns = [*(Column(name, Key) for name in (*self.by, "order_id")), *facts]
        return checked(frame, "orders", columns, known=[declared.name for declared in fields_of(Order)])


def sellers_named(by: str | Sequence[str]) -> tuple[str, ...]:
    """The columns that name a seller; none, or one twice, raises ``BadFact``."""
    names = (by,) if isinstance(by, str) else tuple(by)
    if not names or len(set(names)) < len(names) or not all(isinstance(name, str) for name in names):
        raise BadFact("by", by, "the name of the column that names the seller, or of several such columns")
    return names


def _fulfiller(given: Fulfiller | str | None) -> Fulfiller | None:
    if given is None or isinstance(given, Fulfiller):
        return given
    texts = {each.value: each for each in Fulfiller}
    if given not in texts:
        expected = "Fulfiller.SELLER, Fulfiller.AMAZON, or None for all orders"
        raise BadFact("fulfilled_by", given, expected, meant=nearest(given, texts))
    return texts[given]
