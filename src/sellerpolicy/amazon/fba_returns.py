"""GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: what buyers sent back to Amazon's warehouses, one row for each item.

Amazon handles these returns: no rule judges them. The file has the day on which an item came back and not the one on
which the buyer asked, so that nothing in it is a ``Return``. Comments of buyers are dropped.

Field lists and parsers of others were seen, never a real file.
"""

from __future__ import annotations

from typing import cast

from attrs import frozen

from sellerpolicy.amazon.cells import Cells, Flat, each_row, names_of
from sellerpolicy.amazon.contents import Content
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.facts import Marketplace
from sellerpolicy.facts.fact import Count, EventTime, Fact, Identifier

NEEDED = ("return_date", "order_id", "sku", "fulfillment_center_id", "detailed_disposition")
READ = (*NEEDED, "quantity", "reason", "status")


@frozen(kw_only=True, weakref_slot=False, repr=False)
class WarehouseReturn(Fact):
    """One item of an order that Amazon fulfilled (FBA), sent back to one of Amazon's warehouses.

    Args:
        order_id: the order that it belongs to.
        returned_at: when it came back.
        marketplace: the shop.
        sku: the seller's own article number.
        units: how many pieces.
        disposition: Amazon's word for its condition: ``"SELLABLE"``, ``"CUSTOMER_DAMAGED"``, ``"DEFECTIVE"``, …
        reason: Amazon's word for why the buyer sent it back: ``"UNWANTED_ITEM"``, ``"DEFECTIVE"``, …
        status: what Amazon did with it, in Amazon's words.
    """

    order_id: Identifier
    returned_at: EventTime
    marketplace: Marketplace = Marketplace.US
    sku: Identifier | None = None
    units: Count | None = None
    disposition: Identifier | None = None
    reason: Identifier | None = None
    status: Identifier | None = None


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    def take(cells: Cells) -> None:
        order_id = cells.order_id("order_id")
        reading.use(
            WarehouseReturn(
                order_id=order_id,
                returned_at=cells.needed_instant("return_date"),
                marketplace=marketplace or reading.place_or_guess(order_id, "order_id"),
                sku=cells.identifier("sku"),
                units=cells.whole("quantity"),
                disposition=cells.identifier("detailed_disposition"),
                reason=cells.identifier("reason"),
                status=cells.identifier("status"),
            )
        )

    each_row(cast("Flat", content), reading, take)


def _recognises(content: Content) -> bool:
    return names_of(content).issuperset(NEEDED)


FORMAT = Format("fba_returns", gives=WarehouseReturn, names=READ, needs=NEEDED, recognises=_recognises, read=_read)
