"""Postings: what Amazon took from a seller's account, or gave back, because of a claim or chargeback on one order.

A posting is evidence that there was one, and that the seller paid. It is no claim: neither its reason nor the day of
filing nor what became of it can be told from the money.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum

from attrs import frozen

from sellerpolicy.facts import Marketplace, Money


class Cause(Enum):
    """What a posting is due to: an A-to-z Guarantee claim, or a chargeback by the buyer's bank."""

    GUARANTEE_CLAIM = "guarantee_claim"
    CHARGEBACK = "chargeback"


CAUSES: Mapping[str, Cause] = {
    "A-to-z Guarantee Refund": Cause.GUARANTEE_CLAIM,
    "A-to-z Guarantee Claim": Cause.GUARANTEE_CLAIM,
    "A-to-z Guarantee Refund Claim": Cause.GUARANTEE_CLAIM,
    "Guarantee Claim": Cause.GUARANTEE_CLAIM,
    "Chargeback Refund": Cause.CHARGEBACK,
    "Chargeback": Cause.CHARGEBACK,
}
"""What Amazon calls them as the type of a transaction. Not all names are public: ``read_postings`` takes others.

Fees such as ``ShippingChargeback`` and ``GiftwrapChargeback`` are no types of transactions and no chargebacks.
"""


@frozen(kw_only=True)
class Posting:
    """Money that Amazon moved because of a claim or chargeback.

    Args:
        cause: what it is due to.
        order_id: the order.
        posted_on: the day (UTC) on which Amazon booked it; the claim was filed on an earlier, unknown day.
        amount: what it moved altogether, charges, fees and promotions: negative for what was taken from the seller;
            ``None`` where the source does not say all of it.
        marketplace: the shop; ``None`` where the source does not name one that is known.
    """

    cause: Cause
    order_id: str
    posted_on: date
    amount: Money | None = None
    marketplace: Marketplace | None = None


def letters(name: str) -> str:
    """A name's letters and digits in lower case, by which names are compared."""
    return re.sub(r"[^a-z0-9]+", "", name.lower())


@frozen
class Causes:
    """The names of types of transactions, by their letters."""

    by_letters: Mapping[str, Cause]

    @classmethod
    def of(cls, names: Mapping[str, Cause]) -> Causes:
        """Compare names without regard to case, spaces and hyphens."""
        return cls({letters(name): cause for name, cause in names.items()})

    def of_type(self, *names: str | None) -> Cause | None:
        """The cause that the first known one of some names says."""
        known = (self.by_letters.get(letters(name)) for name in names if name is not None)
        return next((cause for cause in known if cause is not None), None)


def left_out(name: str | None) -> str:
    """Why a transaction of a type gives no posting."""
    return f"{name or 'no type'}: neither a claim nor a chargeback"
