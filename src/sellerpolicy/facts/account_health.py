"""Account health: Amazon's rating of an account, and the policy violations behind it."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.fact import Count, EventDay, Fact, Follows, PositiveCount
from sellerpolicy.facts.marketplace import Marketplace


@frozen(kw_only=True, weakref_slot=False, repr=False)
class HealthRating(Fact):
    """The account health rating that Amazon shows on one day.

    Args:
        shown_on: the day on which Amazon showed it.
        points: the rating; more is better.
        marketplace: the shop.
        fell_at: when it fell into the band in which it is: healthy, at risk or unhealthy.
    """

    shown_on: EventDay
    points: Count
    marketplace: Marketplace = Marketplace.US
    fell_at: datetime | None = None

    sequence: ClassVar = (Follows("shown_on", "fell_at"),)


class ViolationKind(Enum):
    """Which rule was broken."""

    COMMUNICATION = "communication"
    DEFECTIVE_PRODUCT = "defective_product"
    INFRINGEMENT = "infringement"
    RESTRICTED_PRODUCT = "restricted_product"
    OTHER = "other"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Violation(Fact):
    """One breach of Amazon's policies, as the account health page lists it.

    Args:
        kind: which rule was broken. ``COMMUNICATION``: the rules for messages to buyers. ``INFRINGEMENT``: others'
            rights, such as trademarks. ``RESTRICTED_PRODUCT``: what may not be sold, or not by everyone.
        recorded_on: the day it was recorded against the account.
        is_repeated: the same rule was broken before.
        number: which breach of the same rule it is, counted from 1 among those that policy counts together.
        addressed_on: the day it was settled (an accepted appeal or acknowledgement); ``NEVER`` if it is open.
        marketplace: the shop.
    """

    kind: ViolationKind
    recorded_on: EventDay
    is_repeated: bool | None = None
    number: PositiveCount | None = None
    addressed_on: date | None = None
    marketplace: Marketplace = Marketplace.US

    sequence: ClassVar = (Follows("addressed_on", "recorded_on"),)
