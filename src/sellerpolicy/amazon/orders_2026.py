"""Orders API 2026-01-01: ``searchOrders`` and ``getOrder``, as one page, several pages, or orders one by one.

Recognised by ``orders`` or ``order``, or by ``orderId`` beside ``createdTime``; keys as on the wire or in snake case.
Most of an order comes only if it was asked for (``includedData``): without ``FULFILLMENT`` nobody knows who sends it,
so that the order is refused; without ``CANCELLATION`` it is unknown who cancelled one.

The packages that the seller sent are facts of their own, which ``read_packages`` gives.
Seen on Amazon's examples only, never on a real answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sellerpolicy.amazon.blocks import Block
from sellerpolicy.amazon.contents import Content
from sellerpolicy.amazon.entries import (
    Entry,
    each_entry,
    has,
    holds,
    lists,
    local_day,
    needed_instant,
    needed_name,
    place_of,
)
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.orders_v0 import NOT_SENT
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import NEVER, Canceller, Fulfiller, Marketplace, Order
from sellerpolicy.facts.package import Package

FULFILLERS = {"MERCHANT": Fulfiller.SELLER, "AMAZON": Fulfiller.AMAZON}
CANCELLERS = {"BUYER": Canceller.BUYER, "MERCHANT": Canceller.SELLER, "AMAZON": Canceller.AMAZON}
UNSENT = {"PENDING_AVAILABILITY", "PENDING", "UNSHIPPED"}
SENT = {"PARTIALLY_SHIPPED", "SHIPPED"}
ORIGINALS = {"REPLACEMENT_ORIGINAL_ID", "EXCHANGE_ORIGINAL_ID"}
# Amazon's own carriers fetch these: a package is made when the pick-up is planned, not when the seller confirms it
FETCHED = {"AMAZON_EASY_SHIP", "DELIVERY_BY_AMAZON"}
NOT_YET_OR_NEVER_SENT = {"PENDING", "CANCELLED"}


def _order(block: Block, asked: Marketplace | None) -> Order:
    channel, fulfilment = block.inner("salesChannel"), block.inner("fulfillment")
    place = place_of(channel, asked=asked, key="marketplaceId", site="marketplaceName")
    status = fulfilment.word("fulfillmentStatus")
    programs = block.words("programs")
    items = block.blocks("orderItems")
    units = [item.count("quantityOrdered") for item in items]
    return block.fact(
        Order,
        order_id=needed_name(block, "orderId", "Amazon's order number"),
        placed_on=needed_instant(block, "createdTime").date(),
        marketplace=place,
        fulfilled_by=_fulfiller(fulfilment),
        sku=items[0].inner("product").name("sellerSku") if len(items) == 1 else None,
        units=sum(map(int, filter(None, units))) or None if None not in units else None,
        total=block.inner("proceeds").money("grandTotal"),
        ship_by=local_day(fulfilment.inner("shipByWindow"), "latestDateTime", place),
        deliver_by=local_day(fulfilment.inner("deliverByWindow"), "latestDateTime", place),
        cancelled_by=_canceller(status, items),
        prime=None if programs is None else "PRIME" in programs,
        business=None if programs is None else "AMAZON_BUSINESS" in programs,
        replacement_of=_original(block),
        **_shipment(block, status, place),
    )


def _fulfiller(fulfilment: Block) -> Fulfiller:
    word = fulfilment.word("fulfilledBy") or ""
    if word not in FULFILLERS:
        expected = "MERCHANT or AMAZON, which comes with includedData=FULFILLMENT"
        given = fulfilment.get("fulfilledBy")
        raise BadFact(f"{fulfilment.path}.fulfilledBy", given, expected, meant=nearest(word, FULFILLERS))
    return FULFILLERS[word]


def _canceller(status: str | None, items: list[Block]) -> Canceller | None:
    """Who cancelled the order or, of a sent one, an item of it: Amazon's rate counts both."""
    found = {_item_canceller(item.inner("cancellation")) for item in items}
    for canceller in (Canceller.SELLER, Canceller.AMAZON, Canceller.BUYER):
        if canceller in found and (canceller is Canceller.SELLER or status not in UNSENT | SENT):
            return canceller
    return Canceller.NOBODY if status in UNSENT | SENT else None


def _item_canceller(cancellation: Block) -> Canceller | None:
    # Reading: whoever carries out what the buyer asked for by Amazon's own means, it is the buyer's cancellation.
    executed = cancellation.inner("cancellationExecution").word("cancelledBy")
    if executed is not None and cancellation.inner("cancellationRequest").word("requester") == "BUYER":
        return Canceller.BUYER
    return CANCELLERS.get(executed or "")


def _original(block: Block) -> str | None:
    associated = block.blocks("associatedOrders")
    return next((other.name("orderId") for other in associated if other.word("associationType") in ORIGINALS), None)


def _shipment(block: Block, status: str | None, place: Marketplace) -> dict[str, Any]:
    """When the order was sent and confirmed: with its last package, once all of it is sent."""
    if status in UNSENT | {"CANCELLED"}:
        return dict(NOT_SENT)
    sent = [package for package in block.blocks("packages") if _status(package) not in NOT_YET_OR_NEVER_SENT]
    if status != "SHIPPED" or not sent:
        return {}
    return {
        "shipped_on": _last(local_day(package, "shipTime", place) for package in sent),
        "ship_confirmed_on": _last(_confirmed_on(package, block, place) for package in sent),
    }


def _status(package: Block) -> str | None:
    return package.inner("packageStatus").word("status")


def _confirmed_on(package: Block, order: Block, place: Marketplace) -> date | None:
    # Reading: Amazon's records have a package since the seller confirmed its shipment or bought a label, which confirms
    # it too; no text says so, and it might be made before. It is where Amazon fetches it: then the day is unknown.
    fetched = FETCHED & (order.words("programs") or frozenset())
    return None if fetched else local_day(package, "createdTime", place)


def _last(days: Any) -> date | None:
    found = list(days)
    return None if None in found else max(found)


def _package(block: Block, order: Block, asked: Marketplace | None) -> Package | str:
    """Read one package, or say why it gives no fact."""
    place = place_of(order.inner("salesChannel"), asked=asked, key="marketplaceId", site="marketplaceName")
    status, confirmed = _status(block), _confirmed_on(block, order, place)
    units = [item.count("quantity") for item in block.blocks("packageItems")]
    if status in NOT_YET_OR_NEVER_SENT:
        return "package that was not sent"
    if confirmed is None:
        return "package without a day of confirmation"
    if not units or None in units:
        return "package without its items"
    order_id = needed_name(order, "orderId", "Amazon's order number")
    reference = needed_name(block, "packageReferenceId", "what tells the package from the order's others")
    return block.fact(
        Package,
        package_id=f"{order_id}/{reference}",
        order_id=order_id,
        units=sum(map(int, filter(None, units))),
        ship_confirmed_on=confirmed,
        marketplace=place,
        fulfilled_by=Fulfiller.SELLER,
        carrier=block.name("carrier"),
        deliver_by=local_day(order.inner("fulfillment").inner("deliverByWindow"), "latestDateTime", place),
        delivered_on=NEVER if status == "UNDELIVERABLE" else None,
    )


def _orders_of(entry: Entry) -> Block:
    """The order of an entry, which ``getOrder`` puts under a key of its own."""
    block = Block.of(entry.path, entry.value)
    return block.inner("order") if block.has("order") else block


def _is_elsewhere(order: Block) -> bool:
    return order.inner("salesChannel").word("channelName") == "NON_AMAZON"


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    def take(entry: Entry) -> None:
        order = _orders_of(entry)
        if _is_elsewhere(order):
            reading.ignore("order from outside Amazon")
        else:
            reading.use(_order(order, marketplace))

    each_entry(content, reading, take, under=("orders",))


def _read_packages(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    """Read the packages; a row is one of them, or an order without any."""

    def take(entry: Entry) -> None:
        order = _orders_of(entry)
        packages = order.entries("packages")
        if not packages or _is_elsewhere(order):
            reading.ignore("order from outside Amazon" if packages else "order without packages")
            return
        for path, value in packages:
            try:
                found = _package(Block.of(path, value), order, marketplace)
            except BadFact as problem:
                reading.refuse(problem, line=entry.line, column=problem.field)
            else:
                account: Callable[[Any], None] = reading.ignore if isinstance(found, str) else reading.use
                account(found)

    each_entry(content, reading, take, under=("orders",))


def _recognises(content: Content) -> bool:
    return (
        lists(content, "orders", "orderId")
        or holds(content, "order", "orderId")
        or has(content, "orderId", "createdTime")
    )


FORMAT = Format(
    "orders_2026_01_01",
    gives=Order,
    names=("orders", "order", "orderId", "createdTime", "salesChannel", "fulfillment", "orderItems", "packages"),
    needs=("orders",),
    recognises=_recognises,
    read=_read,
)
PACKAGES = Format(
    "packages_2026_01_01",
    gives=Package,
    names=FORMAT.names,
    needs=("orders",),
    recognises=_recognises,
    read=_read_packages,
)
"""The packages of the same answers, for whoever asks for packages."""
