"""Orders API v0: ``getOrders``, ``getOrder`` and ``getOrderItems``, as one page, several pages, or orders one by one.

Recognised by ``Orders``, or by ``AmazonOrderId`` beside ``PurchaseDate`` or ``OrderItems``; keys as on the wire or in
snake case. Items are a call of their own: given in the same source, or put into their order as ``OrderItems``, they
tell the article and the number of pieces; without their order they give nothing.

An order that has not been sent has ``NEVER`` for the days of shipment and delivery, as of the day of the document. The
day of an actual shipment is in none of these answers; a cancelled order says that its buyer asked for it, or nothing.
Seen on Amazon's examples only, never on a real answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import Factory, define, evolve, frozen

from sellerpolicy.amazon.blocks import Block, folded
from sellerpolicy.amazon.contents import Content
from sellerpolicy.amazon.entries import Entry, each_entry, has, lists, local_day, needed_instant, needed_name, place_of
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.amazon.shops import is_elsewhere
from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import NEVER, Canceller, Fulfiller, Marketplace, Order

FULFILLERS = {"MFN": Fulfiller.SELLER, "AFN": Fulfiller.AMAZON}
UNSENT = {"pending", "pendingavailability", "unshipped"}
SENT = {"partiallyshipped", "shipped", "invoiceunconfirmed"}
CANCELLED = {"canceled", "cancelled"}
NOT_SENT: Mapping[str, Any] = {"shipped_on": NEVER, "ship_confirmed_on": NEVER, "delivered_on": NEVER}


@frozen
class Items:
    """What the items of one order tell of it."""

    sku: str | None
    units: int | None
    buyer_cancels: bool

    @classmethod
    def of(cls, block: Block) -> Items:
        """Read the items of one order."""
        items = block.blocks("OrderItems")
        units = [item.count("QuantityOrdered") for item in items]
        return cls(
            sku=items[0].name("SellerSKU") if len(items) == 1 else None,
            units=sum(map(int, filter(None, units))) or None if None not in units else None,
            buyer_cancels=any(item.inner("BuyerRequestedCancel").truth("IsBuyerRequestedCancel") for item in items),
        )

    def added_to(self, order: Order) -> Order:
        """The order with what its items tell."""
        # of a cancelled order alone is it unknown who cancelled it
        canceller = Canceller.BUYER if self.buyer_cancels and order.cancelled_by is None else order.cancelled_by
        return evolve(order, sku=self.sku, units=self.units or order.units, cancelled_by=canceller)


def order_of(block: Block, place: Marketplace, *, channel: str = "FulfillmentChannel") -> Order:
    """Read one order, or the summary of one in a notification, which names its channel otherwise."""
    status = folded(needed_name(block, "OrderStatus", "a status such as Shipped"))
    shipped, unshipped = block.count("NumberOfItemsShipped"), block.count("NumberOfItemsUnshipped")
    programs = block.words("OrderPrograms") or frozenset()
    return block.fact(
        Order,
        order_id=needed_name(block, "AmazonOrderId", "Amazon's order number"),
        placed_on=needed_instant(block, "PurchaseDate").date(),
        marketplace=place,
        fulfilled_by=_fulfiller(block, channel),
        units=shipped + unshipped or None if shipped is not None and unshipped is not None else None,
        total=block.money("OrderTotal"),
        ship_by=local_day(block, "LatestShipDate", place),
        deliver_by=local_day(block, "LatestDeliveryDate", place),
        cancelled_by=Canceller.NOBODY if status in UNSENT | SENT else None,
        prime=True if "PRIME" in programs else block.truth("IsPrime"),
        business=True if "BUSINESS" in programs else block.truth("IsBusinessOrder"),
        replacement_of=block.name("ReplacedOrderId"),
        **(NOT_SENT if status in UNSENT | CANCELLED else {}),
    )


def _fulfiller(block: Block, channel: str) -> Fulfiller:
    word = block.word(channel) or ""
    if word not in FULFILLERS:
        raise BadFact(f"{block.path}.{channel}", block.get(channel), "MFN or AFN", meant=nearest(word, FULFILLERS))
    return FULFILLERS[word]


@define
class _Orders:
    """The orders and items of one source while they are being read."""

    reading: Reading
    asked: Marketplace | None
    items: dict[str, Items] = Factory(dict)

    def take(self, entry: Entry) -> None:
        """Read an order, or the items of one."""
        block = Block.of(entry.path, entry.value)
        if block.has("OrderItems") and not block.has("PurchaseDate"):
            order_id = needed_name(block, "AmazonOrderId", "Amazon's order number")
            if order_id in self.items:
                raise BadFact(f"{block.path}.AmazonOrderId", order_id, "the items of each order once")
            self.items[order_id] = Items.of(block)
        elif is_elsewhere(block.name("SalesChannel") or ""):
            self.reading.ignore("order from outside Amazon")
        else:
            order = order_of(block, place_of(block, asked=self.asked, site="SalesChannel"))
            self.reading.use(Items.of(block).added_to(order) if block.has("OrderItems") else order)

    def join(self) -> None:
        """Add the items to their orders."""
        used = set()
        for place, order in enumerate(self.reading.facts):
            if order.order_id in self.items:
                self.reading.facts[place] = self.items[order.order_id].added_to(order)
                used.add(order.order_id)
        self.reading.used += len(used)
        for _ in self.items.keys() - used:
            self.reading.ignore("items without their order")


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    orders = _Orders(reading, marketplace)
    each_entry(content, reading, orders.take, under=("Orders",))
    orders.join()


def _recognises(content: Content) -> bool:
    one = any(has(content, "AmazonOrderId", key) for key in ("PurchaseDate", "OrderItems"))
    # rows of the all-orders files have these names as well, and a price
    return lists(content, "Orders", "AmazonOrderId") or (one and not has(content, "ItemPrice"))


FORMAT = Format(
    "orders_v0",
    gives=Order,
    names=("Orders", "AmazonOrderId", "PurchaseDate", "OrderStatus", "OrderItems"),
    needs=("Orders",),
    recognises=_recognises,
    read=_read,
)
