"""A-to-z claims: a buyer asks Amazon for the money back."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.fact import Amount, EventTime, Fact, Follows, Identifier, PositiveCount, require_currency
from sellerpolicy.facts.marketplace import Marketplace


class ClaimReason(Enum):
    """Why the buyer claims."""

    NOT_RECEIVED = "not_received"
    DELIVERED_BUT_MISSING = "delivered_but_missing"
    NOT_AS_DESCRIBED = "not_as_described"
    UNAUTHORIZED_PURCHASE = "unauthorized_purchase"
    REFUND_MISSING = "refund_missing"
    PROMISE_NOT_KEPT = "promise_not_kept"
    RETURN_REFUSED = "return_refused"
    NO_RETURN_OPTION = "no_return_option"
    EXTRA_CHARGES = "extra_charges"
    SERVICE_NOT_SATISFACTORY = "service_not_satisfactory"
    CHANGED_MIND = "changed_mind"
    OTHER = "other"


class ClaimStatus(Enum):
    """What became of the claim."""

    UNDER_REVIEW = "under_review"
    GRANTED = "granted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    ORDER_CANCELLED = "order_cancelled"


class Payer(Enum):
    """Who bears a claim's cost."""

    SELLER = "seller"
    AMAZON = "amazon"


class OdrEffect(Enum):
    """What Amazon itself says of the claim's effect on the order defect rate."""

    NOT_STATED = "not_stated"
    COUNTED = "counted"
    NOT_COUNTED = "not_counted"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Claim(Fact):
    """One A-to-z Guarantee claim on one order.

    Instants are aware datetimes of any time zone, kept in UTC; their day is the day in the marketplace's time zone.

    Args:
        claim_id: the claim's number, or any name of your own for it.
        order_id: the order that it is about.
        reason: why the buyer claims. ``DELIVERED_BUT_MISSING``: tracking says delivered, the buyer says not.
            ``REFUND_MISSING``: returned, and the refund is missing or too small. ``PROMISE_NOT_KEPT``: an agreed
            refund or replacement did not come. ``NO_RETURN_OPTION``: an international seller offers no way to return.
            ``OTHER``: none of these.
        filed_at: when the buyer filed it.
        marketplace: the shop; ``amount`` must be in its currency.
        contacted_seller_at: when the buyer first wrote to the seller about the order, whatever was written; ``NEVER``
            if certainly not.
        return_requested_at: when the buyer asked to return; ``NEVER`` if certainly not.
        status: what became of it. ``REFUNDED``: by the seller, after filing unless ``refunded_at`` tells otherwise.
        paid_by: who bears the cost now, after any appeal.
        odr_effect: Amazon's own word on the order defect rate; it wins over every rule here.
        amount: what is claimed: price, shipping and tax.
        chargeback_filed: the buyer's bank was asked for the money too. ``False``: the seller's records hold none.
        decided_on: the day Amazon decided.
        refunded_at: when the seller refunded the buyer.
        notified_at: when the seller was told of the claim.
        information_requested_at: when Amazon asked the seller for information.
        information_answered_at: when the seller answered that.
        return_delivered_on: the day the returned item reached the seller; ``NEVER`` if certainly not.
        return_lost: the return was sent with the seller's prepaid label and is lost or undeliverable.
        return_extended: a holiday extension of the return window covered the buyer's return request.
        return_arranged_on: the day on which buyer and seller arranged the return.
        return_posted_on: the day on which the buyer sent it, by its postmark; ``NEVER`` if certainly not.
        return_tracked: tracking shows the return, or the refused parcel, on its way to the seller.
        seller_answered_at: when the seller answered the buyer's message or, where there is one, the return request;
            ``NEVER`` if certainly not. It cannot lie before the message.
        parcel_refused: the buyer refused the parcel, or it could not be delivered. ``False``: nothing tells of that.
        lost_by_carrier: tracking shows that the carrier lost or damaged the parcel. ``False``: nothing tells of that.
        lost_by_forwarder: the item was lost or damaged after its delivery to a forwarder that the buyer had chosen.
        partly_refunded: the seller refunded a part before the claim.
        claims_of_buyer: how many claims the buyer has ever made, with this one and without those withdrawn.
        reversed_on: the day on which Amazon decided an appeal for the seller; ``NEVER`` if it did not.
    """

    claim_id: Identifier
    order_id: Identifier
    reason: ClaimReason
    filed_at: EventTime
    marketplace: Marketplace = Marketplace.US
    contacted_seller_at: datetime | None = None
    return_requested_at: datetime | None = None
    status: ClaimStatus = ClaimStatus.UNDER_REVIEW
    paid_by: Payer | None = None
    odr_effect: OdrEffect = OdrEffect.NOT_STATED
    amount: Amount | None = None
    chargeback_filed: bool = False
    decided_on: date | None = None
    refunded_at: datetime | None = None
    notified_at: datetime | None = None
    information_requested_at: datetime | None = None
    information_answered_at: datetime | None = None
    return_delivered_on: date | None = None
    return_lost: bool | None = None
    return_extended: bool = False
    return_arranged_on: date | None = None
    return_posted_on: date | None = None
    return_tracked: bool | None = None
    seller_answered_at: datetime | None = None
    parcel_refused: bool = False
    lost_by_carrier: bool = False
    lost_by_forwarder: bool = False
    partly_refunded: bool = False
    claims_of_buyer: PositiveCount | None = None
    reversed_on: date | None = None

    sequence: ClassVar = (
        Follows("decided_on", "filed_at"),
        Follows("notified_at", "filed_at"),
        Follows("information_answered_at", "information_requested_at"),
        Follows("seller_answered_at", "contacted_seller_at"),
        Follows("reversed_on", "decided_on"),
    )

    @property
    def was_settled_before(self) -> bool:
        """Whether the seller is known to have refunded the buyer by the very instant of the filing."""
        return self.refunded_at is not None and self.refunded_at <= self.filed_at

    def _check(self) -> None:
        require_currency(Claim, "amount", self.amount, self.marketplace)
