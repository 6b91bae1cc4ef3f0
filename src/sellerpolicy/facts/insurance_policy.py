"""Insurance policies: the seller's commercial liability cover."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts.fact import Amount, Count, EventDay, Fact, Follows


@frozen(kw_only=True, weakref_slot=False, repr=False)
class InsurancePolicy(Fact):
    """One commercial general, umbrella or excess liability policy.

    Args:
        per_occurrence: the most it pays for one occurrence.
        aggregate: the most it pays in all; in the same currency.
        deductible: what the seller bears first; in the same currency.
        starts_on: first day of cover.
        ends_on: last day of cover, included; ``NEVER`` if it runs on.
        names_amazon: Amazon and its affiliates and assignees are additional insureds (not mere certificate holders).
        occurrence_based: covers what happens in its time, whenever claimed; ``False`` for claims-made cover.
        covers_products: covers products, completed operations and bodily injury, for all that is sold.
        deductible_on_certificate: the certificate of insurance shows the deductible.
        insurer_rating_ok: the insurer is rated A- or better (S&P or AM Best, or the local equivalent).
        insured_name_matches: the insured name is the account's legal entity, or its trade name.
        cancellation_notice_days: days of notice that the insurer gives Amazon before it cancels or changes the cover.
        signed: the policy is complete and signed.
        insured_by_trade_name: the insured name is the trade name, not that of the legal entity.
    """

    per_occurrence: Amount
    aggregate: Amount
    deductible: Amount
    starts_on: EventDay
    ends_on: date
    names_amazon: bool
    occurrence_based: bool | None = None
    covers_products: bool | None = None
    deductible_on_certificate: bool | None = None
    insurer_rating_ok: bool | None = None
    insured_name_matches: bool | None = None
    cancellation_notice_days: Count | None = None
    signed: bool | None = None
    insured_by_trade_name: bool = False

    sequence: ClassVar = (Follows("ends_on", "starts_on"),)

    def _check(self) -> None:
        for name in ("aggregate", "deductible"):
            money = getattr(self, name)
            if money.currency != self.per_occurrence.currency:
                raise BadFact(f"InsurancePolicy.{name}", money, f"an amount in {self.per_occurrence.currency}")
