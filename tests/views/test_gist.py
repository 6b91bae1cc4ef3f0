"""The gist of a proof: the few conditions that carry an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.strategies import cases
from sellerpolicy.views.gist import gist

CLAIM = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PROPERTY_DAMAGE,
    amount=sp.usd("1500.00"),
    filed_on=date(2023, 5, 2),
    is_valid=True,
    seller_insured=True,
    insurance_required=True,
    follows_policy=True,
    seller_responded=True,
    seller_accepts=False,
)
FILED = datetime(2024, 6, 2, tzinfo=UTC)
TABLES = sp.rules.tables()


def told(decision: sp.Decision[Any]) -> list[tuple[str, bool | None]]:
    return [(reason.text, reason.holds) for reason in gist(decision)]


class TestGist:
    def test_the_rule_that_applied_and_the_figures_that_kept_others_from_it(self) -> None:
        assert told(sp.injury_and_damage.who_pays(CLAIM)) == [
            ("the claim of USD 1,500.00 is below USD 1,000.00", False),
            ("the seller or the insurer accepts the claim", False),
            ("Amazon stands in for a seller who rejects a valid claim", True),
        ]

    def test_of_alternatives_the_first_that_holds(self) -> None:
        # insured, and not obliged to be: either would spare the seller
        small = evolve(CLAIM, amount=sp.usd("999.99"), insurance_required=False)
        assert told(sp.injury_and_damage.who_pays(small)) == [
            ("the claim of USD 999.99 is below USD 1,000.00", True),
            ("the seller is insured as Amazon asks", True),
            ("the seller follows Amazon's policies", True),
        ]

    def test_while_the_answer_is_unknown_what_is_unknown(self) -> None:
        unknown = evolve(CLAIM, seller_accepts=None, seller_responded=None)
        assert told(sp.injury_and_damage.who_pays(unknown)) == [
            ("the claim of USD 1,500.00 is below USD 1,000.00", False),
            ("the seller or the insurer answered", None),
            ("the seller or the insurer accepts the claim", None),
        ]

    def test_of_a_demand_that_is_not_met_everything_that_is_missing(self) -> None:
        policy = sp.InsurancePolicy(
            per_occurrence=sp.usd(1_000_000),
            aggregate=sp.usd(2_000_000),
            deductible=sp.usd(0),
            starts_on=date(2026, 1, 1),
            ends_on=date(2027, 12, 31),
            names_amazon=False,
            occurrence_based=True,
            covers_products=True,
            insurer_rating_ok=True,
            insured_name_matches=True,
            cancellation_notice_days=30,
            signed=False,
        )
        decision = sp.insurance.adequacy(policy, on=date(2026, 11, 21))
        missing = [text for text, holds in told(decision) if not holds]
        assert missing == ["Amazon is an additional insured", "the policy is complete and signed"]

    def test_a_claim_too_late(self) -> None:
        order = sp.Order(order_id="O-1", placed_on=date(2024, 2, 20), deliver_by=date(2024, 3, 1))
        claim = sp.Claim(claim_id="C-1", order_id="O-1", reason=sp.ClaimReason.NOT_AS_DESCRIBED, filed_at=FILED)
        decision = sp.a_to_z.eligibility(claim, order)
        assert decision.outcome is sp.a_to_z.Eligibility.TOO_LATE
        assert told(decision) == [
            ("the time for filing is counted from the latest estimated delivery, no longer from the order", True),
            ("2024-06-01 is more than 90 days after the latest estimated delivery, 2024-03-01", True),
        ]


class TestAnyDecision:
    @given(st.data())
    def test_the_gist_is_a_part_of_the_proof_in_its_order(self, data: st.DataObject) -> None:
        table = data.draw(st.sampled_from(TABLES))
        case = data.draw(cases(table))
        try:
            decision = table.decide(case)
        except sp.errors.NoPolicyText:
            return
        reasons, carrying = decision.reasons, gist(decision)
        assert [reason for reason in reasons if reason in carrying] == list(carrying)
        if decision.outcome is None:
            assert any(reason.holds is None for reason in carrying)
