"""Notices: what Amazon tells a seller about the account."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.fact import EventDay, Fact, Follows
from sellerpolicy.facts.marketplace import Marketplace


class NoticeKind(Enum):
    """What a notice announces."""

    WARNING = "warning"
    CURE = "cure"
    TERMINATION = "termination"
    DEACTIVATION = "deactivation"
    REVIEW = "review"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Notice(Fact):
    """One notice of Amazon's about the account.

    Args:
        kind: what it announces. ``WARNING``: a target was missed, the account is at risk. ``CURE``: a breach of the
            agreement is to be put right. ``TERMINATION``: Amazon will end the agreement, for no fault of the seller.
            ``DEACTIVATION``: the account may no longer sell. ``REVIEW``: Amazon looks at the account's deliveries, and
            holds its money meanwhile.
        received_on: the day it came.
        asks_for_appeal: it asks for an appeal: the account health page shows a button to submit one.
        asks_for_quiz: it asks for a quiz, a questionnaire or an acknowledgement.
        answer_by: the last day for the answer that the notice itself names; ``NEVER`` if it names none.
        answered_on: the day it was answered; ``NEVER`` if not yet.
        marketplace: the shop.
    """

    kind: NoticeKind
    received_on: EventDay
    asks_for_appeal: bool | None = None
    asks_for_quiz: bool | None = None
    answer_by: date | None = None
    answered_on: date | None = None
    marketplace: Marketplace = Marketplace.US

    sequence: ClassVar = (Follows("answer_by", "received_on"), Follows("answered_on", "received_on"))
