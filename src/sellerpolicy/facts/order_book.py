"""Order books: all orders of a seller in one marketplace, read once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import Self, TypeVar

from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts.chargeback import Chargeback
from sellerpolicy.facts.claim import Claim
from sellerpolicy.facts.feedback import Feedback
from sellerpolicy.facts.given import each_once, listed, member
from sellerpolicy.facts.invoice import Invoice
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.order import Fulfiller, Order

Event = TypeVar("Event", Feedback, Claim, Chargeback, Invoice)

ORDER_ID = attrgetter("order_id")
PLACED_ON = attrgetter("placed_on")
ARGUMENTS: Mapping[type, str] = {
    Feedback: "feedback",
    Claim: "claims",
    Chargeback: "chargebacks",
    Invoice: "invoices",
}
"""What functions call the argument that takes events of a kind."""


@frozen(eq=False)
class OrderBook:
    """The orders of one marketplace, each once.

    Args:
        orders: the orders, in any order.
        marketplace: the shop that all belong to; the US where there are no orders.
        by_day: how many were placed on each day.
    """

    orders: Collection[Order]
    marketplace: Marketplace
    by_day: Mapping[date, int]

    @classmethod
    def of(cls, orders: Iterable[Order]) -> Self:
        """Read orders; an order id that occurs twice, or a second marketplace, raises ``BadFact``."""
        given = orders if isinstance(orders, list | tuple) else tuple(listed("orders", orders, Order))
        try:
            return cls(given, *_read(given))
        except (AttributeError, BadFact):
            for stranger in (order for order in given if not isinstance(order, Order)):
                raise BadFact("orders", stranger, "only facts of the kind Order") from None
            raise

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all orders."""
        return frozenset(map(ORDER_ID, self.orders))

    def sent_by(self, fulfiller: Fulfiller | str | None) -> OrderBook:
        """The orders that one side fulfils; all of them for ``None``; anything but a side raises ``BadFact``."""
        if fulfiller is None:
            return self
        sender = member("fulfilled_by", fulfiller, Fulfiller)
        return self.only(lambda order: order.fulfilled_by is sender)

    def only(self, chosen: Callable[[Order], bool]) -> OrderBook:
        """The orders that are chosen."""
        orders = tuple(filter(chosen, self.orders))
        return OrderBook(orders, self.marketplace, Counter(map(PLACED_ON, orders)))

    def days_of(self, order_ids: Container[str]) -> dict[str, date]:
        """The days on which certain orders were placed, by id; ids of no order are left out."""
        return {order.order_id: order.placed_on for order in self.orders if order.order_id in order_ids}

    def events(self, kind: type[Event], given: Iterable[Event]) -> tuple[Event, ...]:
        """Read events of one kind; another kind, or an order's event in another marketplace, raises ``BadFact``."""
        events = tuple(listed(ARGUMENTS[kind], given, kind))
        if set(map(type, events)) - {kind}:
            stranger = next(event for event in events if type(event) is not kind)
            raise BadFact(ARGUMENTS[kind], stranger, f"only facts of the kind {kind.__name__}")
        abroad = {event.order_id: event for event in events if event.marketplace is not self.marketplace}
        if abroad:
            for order_id in self.days_of(abroad):
                expected = f"{self.marketplace.value!r}, the marketplace of its order {order_id}"
                raise BadFact(f"{kind.__name__}.marketplace", abroad[order_id].marketplace.value, expected)
        return events


def _read(orders: Collection[Order]) -> tuple[Marketplace, Mapping[date, int]]:
    """The marketplace of all orders, and how many were placed on each day: one pass, and one over the ids."""
    each_once("Order.order_id", map(ORDER_ID, orders), "order")
    marketplace = next((order.marketplace for order in orders), Marketplace.US)
    by_day: dict[date, int] = defaultdict(int)
    for order in orders:
        by_day[order.placed_on] += 1
        if order.marketplace is not marketplace:
            expected = f"{marketplace.value!r}, the marketplace of the other orders"
            raise BadFact("Order.marketplace", order.marketplace.value, f"{expected}, in order {order.order_id}")
    return marketplace, by_day
