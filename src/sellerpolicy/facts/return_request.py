"""Returns: a buyer asks to send something back, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.fact import Amount, EventTime, Fact, Follows, Identifier, require_currency
from sellerpolicy.facts.marketplace import Marketplace


class ReturnCondition(Enum):
    """In what condition the item came back, as Amazon's tables of restocking fees tell it apart."""

    ORIGINAL = "original"
    USED = "used"
    DAMAGED = "damaged"
    OPENED_MEDIA = "opened_media"
    OPENED_SOFTWARE = "opened_software"
    OPENED_COLLECTIBLE = "opened_collectible"
    DIFFERENT = "different"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Return(Fact):
    """One return: what one buyer of one order asks to send back.

    Instants are aware datetimes of any time zone, kept in UTC; their day is the day in the marketplace's time zone.

    Args:
        return_id: the return's number, or any name of your own for it.
        order_id: the order that it belongs to.
        requested_at: when the buyer asked for it.
        marketplace: the shop; ``price`` and ``withheld`` must be in its currency.
        in_policy: Amazon's return policy covers it, as the request itself says.
        exempt: its category is exempt from Amazon's automatic authorisation.
        apple: it is a product of Apple's, for which holiday extensions may end sooner.
        extended_until: last day of an extension that Amazon grants for the order; ``NEVER`` if there is none. It is
            asked for only in holiday seasons of which no text is known.
        answered_at: when the seller authorised, closed or answered it; ``NEVER`` if not at all.
        international: the seller has no return address in the buyer's country. ``False``: they have one.
        option_given_at: when such a seller gave a return address there, a prepaid international label, or a refund
            without return; ``NEVER`` if not at all.
        amazon_label: it travels with a prepaid label of Amazon's.
        scanned_on: day of the carrier's first scan; ``NEVER`` if there was none.
        received_on: day on which it reached the seller; ``NEVER`` if it certainly did not.
        condition: in what condition it came back. ``ORIGINAL``: as it was sent. ``DAMAGED``: damaged, or parts are
            missing. ``OPENED_MEDIA``: opened music or films. ``OPENED_SOFTWARE``: opened software or games.
            ``OPENED_COLLECTIBLE``: opened collectibles or board games. ``DIFFERENT``: materially different from what
            was sent.
        luxury: it belongs to the luxury goods.
        sellers_fault: it was faulty, the wrong one or not as described.
        price: what the buyer paid for the item, without shipping.
        withheld: how much of the price the seller keeps as a restocking fee.
        photo_given: the seller showed Amazon a photograph of what came back.
        refunded_at: when the buyer was refunded; ``NEVER`` if not at all.
        refunded_by_hand: the seller refunded it by hand, not by a feed.
        unresolved: the buyer told Amazon that the return did not solve the problem.
        wrongly_rejected: the seller rejected it against Amazon's policy.
        claim_filed: an A-to-z claim was filed for the order, as Amazon's own report of returns says.
    """

    return_id: Identifier
    order_id: Identifier
    requested_at: EventTime
    marketplace: Marketplace = Marketplace.US
    in_policy: bool | None = None
    exempt: bool = False
    apple: bool = False
    extended_until: date | None = None
    answered_at: datetime | None = None
    international: bool = False
    option_given_at: datetime | None = None
    amazon_label: bool | None = None
    scanned_on: date | None = None
    received_on: date | None = None
    condition: ReturnCondition | None = None
    luxury: bool = False
    sellers_fault: bool | None = None
    price: Amount | None = None
    withheld: Amount | None = None
    photo_given: bool | None = None
    refunded_at: datetime | None = None
    refunded_by_hand: bool | None = None
    unresolved: bool = False
    wrongly_rejected: bool = False
    claim_filed: bool | None = None

    sequence: ClassVar = (
        Follows("answered_at", "requested_at"),
        Follows("option_given_at", "requested_at"),
        Follows("received_on", "scanned_on"),
    )
    parts: ClassVar[Mapping[str, str]] = {"withheld": "price"}

    def _check(self) -> None:
        require_currency(Return, "price", self.price, self.marketplace)
        require_currency(Return, "withheld", self.withheld, self.marketplace)
