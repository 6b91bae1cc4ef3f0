"""Related accounts: another account that Amazon may link to the seller's own."""

from __future__ import annotations

from attrs import frozen

from sellerpolicy.facts.fact import EventDay, Fact
from sellerpolicy.facts.marketplace import Marketplace


@frozen(kw_only=True, weakref_slot=False, repr=False)
class RelatedAccount(Fact):
    """What another account has in common with the seller's own, on one day.

    Args:
        day: the day asked about.
        shares_name: both are in the same name.
        shares_address: both have the same postal address.
        shares_email: both have the same e-mail address.
        is_in_same_region: it sells in the same region.
        is_needed: a legitimate business need for it is shown.
        is_approved: Amazon approved it.
        sells_same_products: both sell the same products.
        is_in_good_standing: it is not deactivated.
        marketplace: the shop.
    """

    day: EventDay
    shares_name: bool | None = None
    shares_address: bool | None = None
    shares_email: bool | None = None
    is_in_same_region: bool | None = None
    is_needed: bool | None = None
    is_approved: bool | None = None
    sells_same_products: bool = False
    is_in_good_standing: bool | None = None
    marketplace: Marketplace = Marketplace.US
