"""Orders: what a buyer bought, who sends it, and what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.fact import Amount, EventDay, Fact, Follows, Identifier, PositiveCount, require_currency
from sellerpolicy.facts.marketplace import Marketplace

# An order's day is a UTC day in Amazon's API, a delivery's a local one: the two may differ by one.
ZONE_SLACK = timedelta(days=1)


class Fulfiller(Enum):
    """Who stores and sends the goods: the seller (MFN) or Amazon (AFN, FBA)."""

    SELLER = "seller"
    AMAZON = "amazon"


class Product(Enum):
    """What kind of thing was sold."""

    PHYSICAL = "physical"
    DIGITAL = "digital"
    SERVICE = "service"
    STORED_VALUE = "stored_value"
    GIFT_CARD = "gift_card"


class Canceller(Enum):
    """Who cancelled the order, if anybody."""

    NOBODY = "nobody"
    BUYER = "buyer"
    SELLER = "seller"
    AMAZON = "amazon"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Order(Fact):
    """One order of one buyer in one marketplace.

    Args:
        order_id: Amazon's order number.
        placed_on: day on which the buyer ordered; Amazon's API gives it in UTC.
        marketplace: the shop; ``total`` must be in its currency.
        fulfilled_by: who sends the goods.
        product: what kind of thing was bought. ``STORED_VALUE``: what is as good as cash, but not a gift card of paper
            or plastic, which is ``GIFT_CARD``.
        seller_id: the seller's account.
        sku: the seller's own article number.
        units: how many pieces, at least 1.
        total: what the buyer paid.
        ship_by: last day to ship, as Amazon expects it.
        shipped_on: day the parcel left; ``NEVER`` if it certainly did not.
        ship_confirmed_on: day the seller confirmed the shipment to Amazon.
        first_scan_on: day of the carrier's first scan.
        promised_by: the seller's own promised delivery day, before Amazon's extensions.
        deliver_by: latest estimated delivery day.
        delivered_on: day of delivery according to tracking; ``NEVER`` if certainly not delivered.
        tracking_valid: the tracking number is valid, with a carrier's scan.
        cancelled_by: who cancelled, ``Canceller.NOBODY`` if nobody did.
        bought_shipping: the label was bought through Amazon's Buy Shipping.
        claims_protected: that label carried Amazon's "Claims Protected" mark. ``False`` also for one marked
            "Late Delivery Risk".
        prime: a Prime order.
        business: an Amazon Business order.
        replacement_of: the order id that this order replaces.
    """

    order_id: Identifier
    placed_on: EventDay
    marketplace: Marketplace = Marketplace.US
    fulfilled_by: Fulfiller = Fulfiller.SELLER
    product: Product = Product.PHYSICAL
    seller_id: Identifier | None = None
    sku: Identifier | None = None
    units: PositiveCount | None = None
    total: Amount | None = None
    ship_by: date | None = None
    shipped_on: date | None = None
    ship_confirmed_on: date | None = None
    first_scan_on: date | None = None
    promised_by: date | None = None
    deliver_by: date | None = None
    delivered_on: date | None = None
    tracking_valid: bool | None = None
    cancelled_by: Canceller | None = None
    bought_shipping: bool | None = None
    claims_protected: bool | None = None
    prime: bool | None = None
    business: bool | None = None
    replacement_of: Identifier | None = None

    sequence: ClassVar = tuple(
        Follows(later, "placed_on", slack=ZONE_SLACK)
        for later in (
            *("ship_by", "shipped_on", "ship_confirmed_on", "first_scan_on"),
            *("promised_by", "deliver_by", "delivered_on"),
        )
    )

    def _check(self) -> None:
        require_currency(Order, "total", self.total, self.marketplace)
