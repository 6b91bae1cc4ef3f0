"""Invoices: what a business buyer is to get for an order."""

from __future__ import annotations

from attrs import frozen

from sellerpolicy.facts.fact import EventDay, Fact, Identifier
from sellerpolicy.facts.marketplace import Marketplace


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Invoice(Fact):
    """The invoice of one order, uploaded to Amazon. An order without one has none.

    Args:
        order_id: the order that it is for.
        uploaded_on: the day on which it was first uploaded, in the marketplace's time zone.
        marketplace: the shop.
    """

    order_id: Identifier
    uploaded_on: EventDay
    marketplace: Marketplace = Marketplace.US
