"""Injury claims: a product hurt somebody, or damaged something."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.fact import Amount, EventDay, Fact, Follows, Identifier, require_currency
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.order import Product


class Harm(Enum):
    """What the product did."""

    PROPERTY_DAMAGE = "property_damage"
    PERSONAL_INJURY = "personal_injury"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class InjuryClaim(Fact):
    """One claim of a customer for property damage or personal injury by a product.

    Args:
        claim_id: the claim's number, or any name of your own for it.
        harm: damaged property or an injured person.
        amount: what the customer claims, in the marketplace's currency.
        filed_on: the day the customer claimed.
        incident_on: the day it happened.
        is_valid: Amazon found the claim valid, its scope and filing time included.
        seller_insured: the seller holds the insurance that Amazon asks for, and where Amazon asked for proof of it has
            proved it in time. ``False`` also for one who holds it and proved it too late: of the days given here none
            is compared with another for that (``injury_and_damage.deadlines`` says by when proof is due).
        insurance_required: the seller must hold it, by sales or because Amazon asked.
        follows_policy: the seller follows Amazon's policies.
        seller_responded: the seller (or insurer) answered the notice.
        seller_accepts: the seller (or insurer) accepts the claim.
        notified_on: the day Amazon told the seller.
        proof_given_on: the day the seller proved the insurance; ``NEVER`` if certainly not. It ends the duty to prove;
            whether it was in time, ``seller_insured`` says.
        decided_on: the day Amazon decided.
        marketplace: the shop.
        product: what kind of thing was bought.
        bought_elsewhere: it was not bought on Amazon's site.
        excluded_losses: the claim is only for losses that money does not measure, commercial ones, mere consequences
            of the damage, or damages meant as a punishment.
        resold: the seller resells what others produce, and brings no product of their own to market. ``False``:
            nothing tells of that.
        producer_named: the seller told Amazon who the producer is.
    """

    claim_id: Identifier
    harm: Harm
    amount: Amount
    filed_on: EventDay
    incident_on: date | None = None
    is_valid: bool | None = None
    seller_insured: bool | None = None
    insurance_required: bool | None = None
    follows_policy: bool | None = None
    seller_responded: bool | None = None
    seller_accepts: bool | None = None
    notified_on: date | None = None
    proof_given_on: date | None = None
    decided_on: date | None = None
    marketplace: Marketplace = Marketplace.US
    product: Product = Product.PHYSICAL
    bought_elsewhere: bool = False
    excluded_losses: bool = False
    resold: bool = False
    producer_named: bool | None = None

    sequence: ClassVar = (
        Follows("filed_on", "incident_on"),
        Follows("notified_on", "filed_on"),
        Follows("decided_on", "filed_on"),
    )

    def _check(self) -> None:
        require_currency(InjuryClaim, "amount", self.amount, self.marketplace)
