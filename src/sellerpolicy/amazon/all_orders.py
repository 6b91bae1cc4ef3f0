"""GET_FLAT_FILE_ALL_ORDERS_DATA_…: every order of a time, one row for each item; 28 to 34 columns, read by their names.

The reports by order date, by last update and archived ones have the same columns. Rows of sales made outside Amazon's
sites (multi-channel fulfilment) are ignored; lines that are alike are not doubles, for nothing numbers the items.
Names, cities and whatever else tells of buyers is dropped. Days are UTC days.

Parsers of others and single lines of real files were seen, never a whole real file.
"""

from __future__ import annotations

from typing import cast

from sellerpolicy.amazon.cells import Cells, Flat, each_row, names_of
from sellerpolicy.amazon.contents import Content
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.item_rows import Items, OrdersOfItems, paid
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.amazon.shops import is_elsewhere
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Canceller, Marketplace, Order
from sellerpolicy.facts.money import ZERO

NEEDED = (
    "amazon_order_id",
    "purchase_date",
    "order_status",
    "fulfillment_channel",
    "sales_channel",
    "quantity",
    "currency",
    "item_price",
)
READ = (
    *NEEDED,
    "sku",
    "item_status",
    "shipping_price",
    "gift_wrap_price",
    "item_promotion_discount",
    "ship_promotion_discount",
    "is_business_order",
    "is_replacement_order",
    "original_order_id",
)
NOT_ON_AMAZON = "not sold on Amazon"
NOT_CANCELLED = ("pending", "unshipped", "shipped", "shipping", "partially shipped", "partiallyshipped", "complete")
"""How the statuses of orders that nobody cancelled begin; some go on, as in ``Shipped - Delivered to Buyer``.

Of a cancelled order, or item, the file does not say who cancelled it.
"""


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    orders = OrdersOfItems(reading, lambda cells: _items(cells, reading, marketplace), "amazon_order_id")
    each_row(cast("Flat", content), reading, orders.take)
    orders.done()


def _items(cells: Cells, reading: Reading, asked: Marketplace | None) -> Items | None:
    """Read one row."""
    if is_elsewhere(cells.text("sales_channel") or ""):
        reading.ignore(NOT_ON_AMAZON)
        return None
    order_id = cells.order_id("amazon_order_id")
    place = cells.place(reading, asked=asked, order="amazon_order_id", currency="currency", site="sales_channel")
    quantity = cells.whole("quantity")
    if quantity is None:
        raise BadFact("quantity", None, "a whole number, at least 0")
    status = cells.needed("order_status", "the order's status")
    total = paid(
        cells,
        place,
        prices=("item_price", "shipping_price", "gift_wrap_price"),
        discounts=("item_promotion_discount", "ship_promotion_discount"),
    )
    cancelled_by = Canceller.NOBODY if status.lower().startswith(NOT_CANCELLED) else None
    if _is_cancelled(status):
        total = ZERO
    elif _is_cancelled(cells.text("item_status") or ""):
        # taken out of an order that goes on: nothing of it is sent, nothing paid, and nobody says who took it out
        quantity, total, cancelled_by = 0, ZERO, None
    return Items(
        order_id=order_id,
        line=cells.line,
        placed_on=cells.needed_instant("purchase_date").date(),
        marketplace=place,
        fulfilled_by=cells.fulfiller("fulfillment_channel"),
        units=quantity,
        total=total,
        sku=cells.identifier("sku"),
        cancelled_by=cancelled_by,
        business=cells.truth("is_business_order"),
        replacement_of=cells.identifier("original_order_id") if cells.truth("is_replacement_order") else None,
    )


def _is_cancelled(status: str) -> bool:
    return status.lower().startswith("cancel")


def _recognises(content: Content) -> bool:
    return names_of(content).issuperset(NEEDED)


FORMAT = Format("all_orders", gives=Order, names=READ, needs=NEEDED, recognises=_recognises, read=_read)
