"""Feedback comments: what a buyer wrote beside the stars, as whoever read it judges."""

from __future__ import annotations

from attrs import frozen

from sellerpolicy.facts.fact import EventDay, Fact, Identifier
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.order import Fulfiller


@frozen(kw_only=True, weakref_slot=False, repr=False)
class FeedbackComment(Fact):
    """The words of one buyer's feedback, by what they are about. The words themselves are not needed.

    Args:
        order_id: the order that the feedback is about.
        left_on: the day it was left.
        marketplace: the shop.
        fulfilled_by: who sent the order.
        is_obscene: it has obscene or profane words.
        has_personal_data: it gives away an e-mail address, a full name or a telephone number of the seller.
        is_product_review: all of it is about the product. ``False`` where a part is about the seller's service.
        is_about_delivery: all of it is about a late or missing delivery. ``False`` where a part is about anything else.
        is_about_amazon: all of it is about Amazon's own service, customer service included, and nothing about the
            seller.
        bought_shipping: the seller bought the label from Amazon (Buy Shipping).
        shipped_on_time: the seller sent the order by the expected day.
        is_abusive: it is abusive, with or without obscene words.
        breaks_guidelines: it breaks Amazon's rules for feedback in a way that no other field here names.
    """

    order_id: Identifier
    left_on: EventDay
    marketplace: Marketplace = Marketplace.US
    fulfilled_by: Fulfiller = Fulfiller.SELLER
    is_obscene: bool | None = None
    has_personal_data: bool | None = None
    is_product_review: bool | None = None
    is_about_delivery: bool | None = None
    is_about_amazon: bool | None = None
    bought_shipping: bool | None = None
    shipped_on_time: bool | None = None
    is_abusive: bool | None = None
    breaks_guidelines: bool | None = None
