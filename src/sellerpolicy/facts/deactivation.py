"""Deactivations: Amazon locks an account, and its money with it."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.fact import EventDay, Fact, Follows
from sellerpolicy.facts.marketplace import Marketplace


class Ground(Enum):
    """Why Amazon locks an account."""

    CONVENIENCE = "convenience"
    BREACH = "breach"
    DECEPTION = "deception"
    HARM = "harm"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Deactivation(Fact):
    """One account that may no longer sell.

    Args:
        deactivated_on: the day it was locked.
        ground: why. ``CONVENIENCE``: for no fault of the seller. ``BREACH``: a material breach of the agreement or the
            policies. ``DECEPTION``: deceptive, fraudulent or illegal use of the account, or the risk of it. ``HARM``:
            harm to buyers, other sellers or Amazon, or the risk of it.
        notified_on: the day of the notice that Amazon would end the agreement, or that the breach was to be put right;
            ``NEVER`` if there was none.
        cured_on: the day the breach was put right; ``NEVER`` if it was not.
        exposes_amazon: the breach exposes Amazon to liability towards somebody else.
        is_grave: Amazon speaks of fraud, counterfeit goods or repeated violations.
        reinstated_on: the day the account could sell again; ``NEVER`` if it cannot.
        marketplace: the shop.
    """

    deactivated_on: EventDay
    ground: Ground | None = None
    notified_on: date | None = None
    cured_on: date | None = None
    exposes_amazon: bool | None = None
    is_grave: bool | None = None
    reinstated_on: date | None = None
    marketplace: Marketplace = Marketplace.US

    sequence: ClassVar = (Follows("cured_on", "notified_on"), Follows("reinstated_on", "deactivated_on"))
