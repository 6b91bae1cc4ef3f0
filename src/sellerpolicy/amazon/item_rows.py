"""Rows of items, put together into orders: the rows of one order need not stand side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import Factory, define, evolve, frozen

from sellerpolicy.amazon.cells import Cells
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Canceller, Fulfiller, Marketplace, Money, Order
from sellerpolicy.facts.money import EXACT, ZERO

# what is the same in every row of an order, and what may be missing or differ and is then unknown
SAME = ("placed_on", "marketplace", "fulfilled_by")
AGREED = ("cancelled_by", "business", "prime", "replacement_of", "sku", "ship_confirmed_on")


@frozen(kw_only=True)
class Items:
    """What one row says of its order, or what several say together.

    Args:
        order_id: the order's number.
        line: the line of the first row.
        rows: how many there are.
        units: how many pieces; ``None`` while unknown.
        total: what the buyer paid for them, in the marketplace's currency; ``None`` while unknown.

    The other arguments are those of ``Order``.
    """

    order_id: str
    line: int
    placed_on: date
    marketplace: Marketplace
    fulfilled_by: Fulfiller
    rows: int = 1
    units: int | None = None
    total: Decimal | None = None
    sku: str | None = None
    ship_by: date | None = None
    ship_confirmed_on: date | None = None
    cancelled_by: Canceller | None = None
    business: bool | None = None
    prime: bool | None = None
    replacement_of: str | None = None

    def joined(self, other: Items) -> Items:
        """These items and those of another row of the order; the order cannot be two different ones."""
        for name in SAME:
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                expected = f"{getattr(mine, 'value', mine)}, as in line {self.line} of the same order"
                raise BadFact(name, getattr(theirs, "value", str(theirs)), expected)
        agreed: dict[str, Any] = {
            name: mine if (mine := getattr(self, name)) == getattr(other, name) else None for name in AGREED
        }
        return evolve(
            self,
            rows=self.rows + other.rows,
            units=None if self.units is None or other.units is None else self.units + other.units,
            total=None if self.total is None or other.total is None else EXACT.add(self.total, other.total),
            # Reading: an order is late as soon as its first item is; the file may also mean a day for each item.
            ship_by=min((day for day in (self.ship_by, other.ship_by) if day is not None), default=None),
            **agreed,
        )

    def order(self, *, complete: bool) -> Order:
        """The order; its sums are unknown where a row of it could not be read."""
        total = self.total if complete else None
        return Order(
            order_id=self.order_id,
            placed_on=self.placed_on,
            marketplace=self.marketplace,
            fulfilled_by=self.fulfilled_by,
            sku=self.sku if complete else None,
            units=(self.units or None) if complete else None,
            total=None if total is None else Money(total, self.marketplace.currency),
            ship_by=self.ship_by,
            ship_confirmed_on=self.ship_confirmed_on,
            cancelled_by=self.cancelled_by,
            prime=self.prime,
            business=self.business,
            replacement_of=self.replacement_of,
        )


@define
class OrdersOfItems:
    """The orders of a file while its rows are being read.

    Args:
        reading: the account of its rows.
        items_of: reads one row; ``None`` where it told ``reading`` to ignore the row.
        id_column: the column with the order's number.
    """

    reading: Reading
    items_of: Callable[[Cells], Items | None]
    id_column: str
    orders: dict[str, Items] = Factory(dict)
    incomplete: set[object] = Factory(set)

    def take(self, cells: Cells) -> None:
        """Read one row."""
        try:
            items = self.items_of(cells)
            if items is not None:
                known = self.orders.get(items.order_id)
                self.orders[items.order_id] = items if known is None else known.joined(items)
        except BadFact:
            self.incomplete.add(cells.order_id(self.id_column))
            raise

    def done(self) -> None:
        """Turn what was read into orders, each in the place of its first row."""
        for order_id in tuple(self.orders):
            items = self.orders.pop(order_id)
            try:
                self.reading.use(items.order(complete=order_id not in self.incomplete), rows=items.rows)
            except BadFact as problem:
                for _ in range(items.rows):
                    self.reading.refuse(problem, line=items.line, column=problem.field.removeprefix("Order."))


def paid(cells: Cells, place: Marketplace, *, prices: tuple[str, ...], discounts: tuple[str, ...]) -> Decimal | None:
    """What the buyer paid for a row's items: its prices less its discounts, unknown without the first of the prices.

    Tax columns stay out: in some marketplaces the prices include the tax, in others not, and the file does not say.
    """
    amounts = [cells.number(name) for name in prices]
    for name, amount in zip(prices, amounts, strict=True):
        if amount is not None and amount < ZERO:
            raise BadFact(name, str(amount), "an amount that is not negative")
    if amounts[0] is None:
        return None
    currency = cells.needed("currency", f"{place.currency}, the currency of {place.value!r}")
    if currency != place.currency:
        raise BadFact("currency", currency, f"{place.currency}, the currency of {place.value!r}")
    total = ZERO
    for amount in amounts:
        total = EXACT.add(total, amount or ZERO)
    for name in discounts:
        # given with either sign; a discount never raises the price
        total = EXACT.subtract(total, abs(cells.number(name) or ZERO))
    return total if total >= ZERO else None
