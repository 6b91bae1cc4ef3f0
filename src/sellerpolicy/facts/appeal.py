"""Appeals: what a seller contests, and what has been put together for it."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.chargeback import ChargebackKind
from sellerpolicy.facts.fact import EventDay, Fact, Follows
from sellerpolicy.facts.marketplace import Marketplace


class Matter(Enum):
    """What an appeal is about."""

    CLAIM = "claim"
    FEEDBACK = "feedback"
    CHARGEBACK = "chargeback"
    INJURY_CLAIM = "injury_claim"
    WARNING = "warning"
    DEACTIVATION = "deactivation"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Appeal(Fact):
    """One appeal to Amazon, sent or still to be written.

    Each part is ``True`` if it is there, ``False`` if it is missing, and ``True`` too where there is nothing for it to
    cover, such as comments to explain where no comment is negative.

    Args:
        contests: what it is about. ``CLAIM``: an A-to-z Guarantee claim. ``INJURY_CLAIM``: what Amazon paid for damage
            or injury by a product. ``WARNING``: the account is at risk. ``DEACTIVATION``: it may no longer sell.
        arose_on: the day that came up: the claim or chargeback was filed, the feedback left, the warning or the
            deactivation given.
        marketplace: the shop.
        decided_on: the day Amazon decided it; ``NEVER`` if certainly not yet.
        notified_on: the day of Amazon's message about it to the seller.
        quiz_offered_at: when Amazon offered the seller a quiz instead; ``NEVER`` if certainly not.
        seller_charged: Amazon decided for the buyer and took the money from the seller.
        chargeback_kind: service or fraud, where it is about a chargeback.
        appeal_offered: Amazon shows a button to appeal a warning.
        target_missed: a rate of the account misses its target.
        plan_requested: Amazon's message asks for a plan of action.
        manipulation_alleged: Amazon's message speaks of manipulated sales, reviews or sales ranks.
        quiz_passed: the seller passed the quiz.
        sent: the appeal was sent.
        new_information: what Amazon did not have when it decided.
        removal_ground: the reason for which Amazon takes feedback away or strikes it through.
        records: for each charge what shows how it was: when and how it was sent, tracking, messages with the buyer.
        explanations: an explanation of each negative comment.
        history: the seller's sales and service so far.
        root_cause: what went wrong, and why.
        actions_taken: what was done about it.
        prevention: what keeps it from happening again.
    """

    contests: Matter
    arose_on: EventDay
    marketplace: Marketplace = Marketplace.US
    decided_on: date | None = None
    notified_on: date | None = None
    quiz_offered_at: datetime | None = None
    seller_charged: bool | None = None
    chargeback_kind: ChargebackKind | None = None
    appeal_offered: bool | None = None
    target_missed: bool | None = None
    plan_requested: bool = False
    manipulation_alleged: bool = False
    quiz_passed: bool = False
    sent: bool = False
    new_information: bool | None = None
    removal_ground: bool | None = None
    records: bool | None = None
    explanations: bool | None = None
    history: bool | None = None
    root_cause: bool | None = None
    actions_taken: bool | None = None
    prevention: bool | None = None

    sequence: ClassVar = (Follows("decided_on", "arose_on"), Follows("notified_on", "arose_on"))
