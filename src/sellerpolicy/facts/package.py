"""Packages: what a seller sent to a buyer, and what its tracking shows."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.fact import Amount, EventDay, Fact, Follows, Identifier, PositiveCount, require_currency
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.never import NEVER
from sellerpolicy.facts.order import Fulfiller


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Package(Fact):
    """One package of one order, sent and confirmed to Amazon; an order may have several.

    Args:
        package_id: what tells it from other packages, such as its tracking number.
        order_id: the order that it belongs to.
        units: how many pieces are in it, at least 1.
        ship_confirmed_on: day on which the shipment was confirmed to Amazon.
        marketplace: the shop; ``price`` must be in its currency.
        fulfilled_by: who sent it.
        sku: the seller's own article number.
        carrier: who carries it.
        price: what the buyer paid for what is in it, shipping included; if ``crosses_border``, without value added tax.
        promised_by: delivery day that the seller promised by handling and transit time, before Amazon's extensions.
        deliver_by: latest estimated delivery day, extensions included.
        attempted_on: day of the first attempt to deliver it to a buyer who was not there; ``NEVER`` if there was none.
        rescheduled_to: delivery day that the buyer chose instead of the promised one; ``NEVER`` if they chose none.
        delivered_on: day of delivery by the carrier's scan; ``NEVER`` if no scan shows a delivery.
        tracking_valid: the tracking number is one of its carrier's, and the carrier scanned the package.
        scanned_throughout: the carrier scanned it all along its way, not only when it was handed over or delivered.
        scanned_twice: the carrier scanned both the attempt to deliver it and the delivery.
        tracking_entered_on: day on which the seller gave Amazon the tracking number; ``NEVER`` if not at all.
        letter: a flat envelope, sent as ordinary mail.
        freight: heavy or bulky goods, sent by a carrier that gives Amazon no tracking.
        crosses_border: it goes from one country of the European Union to another.
        from_china: it was sent from China, by a carrier that gives Amazon its tracking.
        premium: it was sent by Premium Shipping, not by standard shipping.
        protected: Amazon protects the seller if it is late, for label, handling and transit times were Amazon's.
    """

    package_id: Identifier
    order_id: Identifier
    units: PositiveCount
    ship_confirmed_on: EventDay
    marketplace: Marketplace = Marketplace.US
    fulfilled_by: Fulfiller = Fulfiller.SELLER
    sku: Identifier | None = None
    carrier: Identifier | None = None
    price: Amount | None = None
    promised_by: date | None = None
    deliver_by: date | None = None
    attempted_on: date | None = None
    rescheduled_to: date = NEVER
    delivered_on: date | None = None
    tracking_valid: bool | None = None
    scanned_throughout: bool | None = None
    scanned_twice: bool | None = None
    tracking_entered_on: date | None = None
    letter: bool = False
    freight: bool = False
    crosses_border: bool = False
    from_china: bool = False
    premium: bool = False
    protected: bool = False

    sequence: ClassVar = (Follows("delivered_on", "attempted_on"),)

    def _check(self) -> None:
        require_currency(Package, "price", self.price, self.marketplace)
