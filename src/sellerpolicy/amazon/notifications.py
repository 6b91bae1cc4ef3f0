"""Notifications: Amazon pushes a message when the account's status or an order changes.

``ACCOUNT_STATUS_CHANGED`` gives a notice where the new status is bad; ``ORDER_CHANGE`` gives the order as it then is.
Both are recognised by their type, whichever way their keys are cased, singly or as lines of JSON.
A notification says that something happened; why, and until when to answer, only Amazon's letter says.
Never seen on a real message: the one is described in Amazon's documentation, the other an example in its schema.
"""

from __future__ import annotations

from functools import partial

from sellerpolicy.amazon.blocks import Block, folded
from sellerpolicy.amazon.contents import Content, Document, Records
from sellerpolicy.amazon.entries import Entry, each_entry, has, needed_instant, needed_name, place_of
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.orders_v0 import order_of
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import Marketplace, Order
from sellerpolicy.facts.notice import Notice, NoticeKind

TYPE = "notificationType"
STATUS_CHANGE, ORDER_CHANGE = "ACCOUNT_STATUS_CHANGED", "ORDER_CHANGE"
ANNOUNCES = {"AT_RISK": NoticeKind.WARNING, "DEACTIVATED": NoticeKind.DEACTIVATION, "NORMAL": None}


def _is(content: Content, *, kind: str) -> bool:
    if not has(content, TYPE, "payload") or not isinstance(content, Document | Records):
        return False
    return any(folded(str(key)) == folded(TYPE) and value == kind for key, value in content.first.items())


def _payload(entry: Entry, kind: str, key: str) -> tuple[Block, Block]:
    """The message, and what its payload holds."""
    message = Block.of(entry.path, entry.value)
    if message.text(TYPE) != kind:
        raise BadFact(f"{message.path}.{TYPE}", message.get(TYPE), f"{kind}, as in the first message")
    return message, message.inner("payload").inner(key)


def _read_statuses(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    def take(entry: Entry) -> None:
        message, change = _payload(entry, STATUS_CHANGE, "accountStatusChangeNotification")
        status = change.word("currentAccountStatus") or ""
        if status not in ANNOUNCES:
            expected = f"one of {', '.join(ANNOUNCES)}"
            given = change.get("currentAccountStatus")
            raise BadFact(f"{change.path}.currentAccountStatus", given, expected, meant=nearest(status, ANNOUNCES))
        kind = ANNOUNCES[status]
        place = place_of(change, asked=marketplace, key="marketplaceId")
        day = place.day_of(needed_instant(message, "eventTime"))
        if kind is None:
            reading.ignore("the status is normal: nothing is announced")
        else:
            reading.use(message.fact(Notice, kind=kind, received_on=day, marketplace=place))

    each_entry(content, reading, take, under=())


def _read_orders(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    def take(entry: Entry) -> None:
        _, change = _payload(entry, ORDER_CHANGE, "OrderChangeNotification")
        summary = change.inner("Summary")
        order_id = needed_name(change, "AmazonOrderId", "Amazon's order number")
        order = Block.of(summary.path, {**summary.values, "AmazonOrderId": order_id})
        reading.use(order_of(order, place_of(order, asked=marketplace), channel="FulfillmentType"))

    each_entry(content, reading, take, under=())


STATUS_CHANGES = Format(
    "account_status_changed",
    gives=Notice,
    names=(TYPE, "payload", "eventTime", "notificationMetadata"),
    needs=(TYPE, "payload"),
    recognises=partial(_is, kind=STATUS_CHANGE),
    read=_read_statuses,
)
ORDER_CHANGES = Format(
    "order_change",
    gives=Order,
    names=STATUS_CHANGES.names,
    needs=STATUS_CHANGES.needs,
    recognises=partial(_is, kind=ORDER_CHANGE),
    read=_read_orders,
)
FORMATS = (STATUS_CHANGES, ORDER_CHANGES)
