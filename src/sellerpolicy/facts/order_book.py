"""Order books: all orders of a seller in one marketplace, read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import Self, TypeVar

from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts.chargeback import Chargeback
from sellerpolicy.facts.claim import Claim
from sellerpolicy.facts.feedback import Feedback
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.order import Fulfiller, Order

Event = TypeVar("Event", Feedback, Claim, Chargeback)

# Functions that run in C: an order costs a few of them and nothing else.
ORDER_ID = attrgetter("order_id")
MARKETPLACE = attrgetter("marketplace")


@frozen(eq=False)
class OrderBook:
    """The orders of one marketplace, each once.

    Args:
        orders: the orders, in any order.
        ids: their order ids.
        marketplace: the shop that all belong to; the US where there are no orders.
    """

    orders: tuple[Order, ...]
    ids: frozenset[str]
    marketplace: Marketplace

    @classmethod
    def of(cls, orders: Iterable[Order]) -> Self:
        """Read orders; an order id that occurs twice, or a second marketplace, raises ``BadFact``."""
        given = tuple(orders)
        try:
            ids = frozenset(map(ORDER_ID, given))
            marketplaces = set(map(MARKETPLACE, given))
        except AttributeError:
            stranger = next(order for order in given if not isinstance(order, Order))
            raise BadFact("orders", stranger, "only orders") from None
        if len(ids) < len(given):
            twice = Counter(map(ORDER_ID, given)).most_common(1)[0][0]
            raise BadFact("Order.order_id", twice, "each order once")
        if len(marketplaces) > 1:
            names = sorted(marketplace.value for marketplace in marketplaces)
            raise BadFact("Order.marketplace", names, "orders of one marketplace")
        return cls(given, ids, marketplaces.pop() if marketplaces else Marketplace.US)

    def sent_by(self, fulfiller: Fulfiller | None) -> tuple[Order, ...]:
        """The orders that one side fulfils; all of them for ``None``."""
        if fulfiller is None:
            return self.orders
        if not isinstance(fulfiller, Fulfiller):
            raise BadFact("fulfilled_by", fulfiller, "Fulfiller.SELLER, Fulfiller.AMAZON, or None for all orders")
        return tuple(order for order in self.orders if order.fulfilled_by is fulfiller)

    def events(self, kind: type[Event], given: Iterable[Event]) -> tuple[Event, ...]:
        """Read events of one kind; another kind, or an order's event in another marketplace, raises ``BadFact``."""
        events = tuple(given)
        if set(map(type, events)) - {kind}:
            stranger = next(event for event in events if type(event) is not kind)
            raise BadFact(kind.__name__, stranger, f"only facts of the kind {kind.__name__}")
        if set(map(MARKETPLACE, events)) - {self.marketplace}:
            self._refuse_abroad(kind.__name__, events)
        return events

    def _refuse_abroad(self, kind: str, events: Collection[Feedback | Claim | Chargeback]) -> None:
        for event in events:
            if event.marketplace is not self.marketplace and event.order_id in self.ids:
                expected = f"{self.marketplace.value!r}, the marketplace of its order {event.order_id}"
                raise BadFact(f"{kind}.marketplace", event.marketplace.value, expected)
