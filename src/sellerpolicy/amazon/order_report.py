"""Orders to ship: GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING and GET_FLAT_FILE_ORDER_REPORT_DATA_…, or their XML.

One row for each item of the orders that the seller sends. The reports of unshipped orders have the day until which
Amazon expects the shipment, the others what was paid. Names, addresses, telephone numbers and e-mail addresses are
dropped. Rows name no marketplace but in newer files, which have the column ``sales-channel``.

Parsers of others and field lists were seen, never a real file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sellerpolicy.amazon.cells import Cells, each_row, names_of, take_row
from sellerpolicy.amazon.contents import Content
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.item_rows import Items, OrdersOfItems, paid
from sellerpolicy.amazon.markup import Markup
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import NEVER, Canceller, Fulfiller, Marketplace, Order

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NEEDED = ("order_id", "order_item_id", "purchase_date", "quantity_purchased")
READ = (
    *NEEDED,
    "sku",
    "promise_date",
    "quantity_shipped",
    "quantity_to_ship",
    "sales_channel",
    "currency",
    "item_price",
    "shipping_price",
    "gift_wrap_price",
    "item_promotion_discount",
    "ship_promotion_discount",
    "is_business_order",
    "is_prime",
)
RECORD = "OrderReport"
DISCOUNT = "item_promotion_discount"
DISCOUNTS = (DISCOUNT, "ship_promotion_discount")
"""How the columns of discounts begin; an item of the XML may have several."""
PRICES = {"Principal": "item_price", "Shipping": "shipping_price", "GiftWrap": "gift_wrap_price"}
"""The columns of the flat file by what the XML calls the parts of a price; its taxes stay out as well."""


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    orders = OrdersOfItems(reading, lambda cells: _items(cells, reading, marketplace), "order_id")
    if isinstance(content, Markup):
        for place, report in content.records(RECORD):
            # an order without items is a row as well, one that is refused
            items: list[Element | None] = [*report.iterfind("Item")]
            for item in items or [None]:
                take_row(Cells(place, {**_order(report), **_item(item)}), reading, orders.take)
    else:
        each_row(content, reading, orders.take)
    orders.done()


def _items(cells: Cells, reading: Reading, asked: Marketplace | None) -> Items:
    order_id = cells.order_id("order_id")
    place = cells.place(reading, asked=asked, order="order_id", currency="currency", site="sales_channel")
    quantity = cells.whole("quantity_purchased")
    if quantity is None:
        raise BadFact("quantity_purchased", None, "a whole number, at least 0")
    promised = cells.instant("promise_date")
    return Items(
        order_id=order_id,
        line=cells.line,
        placed_on=cells.needed_instant("purchase_date").date(),
        marketplace=place,
        fulfilled_by=Fulfiller.SELLER,
        units=quantity,
        total=paid(
            cells,
            place,
            prices=("item_price", "shipping_price", "gift_wrap_price"),
            discounts=tuple(name for name in cells.values if name.startswith(DISCOUNTS)),
        ),
        sku=cells.identifier("sku"),
        ship_by=None if promised is None else place.day_of(promised),
        ship_confirmed_on=NEVER if cells.whole("quantity_shipped") == 0 else None,
        # as of the day of the file
        cancelled_by=Canceller.NOBODY if cells.whole("quantity_to_ship") else None,
        business=cells.truth("is_business_order"),
        prime=cells.truth("is_prime"),
    )


def _order(report: Element) -> dict[str, object]:
    """An order's own elements as columns of the flat file."""
    return {
        "order_id": report.findtext("AmazonOrderID"),
        "purchase_date": report.findtext("OrderDate"),
        "sales_channel": report.findtext("SalesChannel"),
        "is_business_order": report.findtext("IsBusinessOrder"),
        "is_prime": report.findtext("IsPrime"),
    }


def _item(item: Element | None) -> dict[str, object]:
    """An item's elements as columns of the flat file."""
    if item is None:
        return {}
    values: dict[str, object] = {"sku": item.findtext("SKU"), "quantity_purchased": item.findtext("Quantity")}
    for component in item.iterfind("ItemPrice/Component"):
        amount, name = component.find("Amount"), PRICES.get(component.findtext("Type", "").strip())
        if amount is not None and name is not None:
            values |= {name: amount.text, "currency": amount.get("currency")}
    for number, amount in enumerate(item.iterfind("Promotion/Component/Amount")):
        values[f"{DISCOUNT}_{number}"] = amount.text
    return values


def _recognises(content: Content) -> bool:
    if isinstance(content, Markup):
        return content.names[:1] == ("AmazonEnvelope",) and RECORD in content.names
    return names_of(content).issuperset(NEEDED)


FORMAT = Format("orders_to_ship", gives=Order, names=READ, needs=NEEDED, recognises=_recognises, read=_read)
