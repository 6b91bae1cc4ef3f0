"""Seller feedback: a buyer's stars for the seller, never for the product."""

from __future__ import annotations

from attrs import frozen

from sellerpolicy.facts.fact import EventDay, Fact, Identifier, Rating
from sellerpolicy.facts.marketplace import Marketplace


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Feedback(Fact):
    """One buyer's feedback on one order. Product reviews are something else and count nowhere here.

    Args:
        order_id: the order that it is about.
        rating: stars, 1 (worst) to 5 (best).
        left_on: the day it was left.
        marketplace: the shop.
        removed: taken away by the buyer or by Amazon.
        struck_through: still shown, crossed out by Amazon.
    """

    order_id: Identifier
    rating: Rating
    left_on: EventDay
    marketplace: Marketplace = Marketplace.US
    removed: bool = False
    struck_through: bool = False
