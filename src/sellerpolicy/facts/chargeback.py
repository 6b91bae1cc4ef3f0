"""Chargebacks: the buyer's bank takes the money back."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from sellerpolicy.facts.fact import EventDay, Fact, Identifier
from sellerpolicy.facts.marketplace import Marketplace


class ChargebackKind(Enum):
    """Why: the service (not received, damaged, return not refunded), or fraud with the card."""

    SERVICE = "service"
    FRAUD = "fraud"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Chargeback(Fact):
    """One credit card chargeback on one order.

    Args:
        order_id: the order that it is about.
        kind: service or fraud.
        filed_on: the day the bank filed it.
        marketplace: the shop.
        reversed: decided for the seller in the end.
    """

    order_id: Identifier
    kind: ChargebackKind
    filed_on: EventDay
    marketplace: Marketplace = Marketplace.US
    reversed: bool = False
