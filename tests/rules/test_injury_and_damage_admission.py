"""Property damage and personal injury: what claims can be valid, and what resellers in Europe owe."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import business_days

Admission = sp.injury_and_damage.Admission
InjuryPayer = sp.injury_and_damage.InjuryPayer
Terms = sp.injury_and_damage.Terms
admission = sp.injury_and_damage.admission
who_pays = sp.injury_and_damage.who_pays
deadlines = sp.injury_and_damage.deadlines
CA, UK, DE = sp.Marketplace.CA, sp.Marketplace.UK, sp.Marketplace.DE

CLAIM = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PERSONAL_INJURY,
    amount=sp.usd("250.00"),
    filed_on=date(2023, 5, 2),
    incident_on=date(2023, 4, 1),
)
RESOLD = sp.InjuryClaim(
    claim_id="K-2",
    harm=sp.Harm.PROPERTY_DAMAGE,
    amount=sp.Money(250, "EUR"),
    filed_on=date(2025, 5, 2),
    is_valid=True,
    seller_insured=True,
    insurance_required=True,
    follows_policy=True,
    seller_responded=True,
    seller_accepts=True,
    notified_on=date(2025, 5, 6),
    resold=True,
    producer_named=True,
    marketplace=DE,
)
NAMING = "answer, and name the producer"


class TestAdmission:
    """000-3: a physical product bought on the site, losses that are paid, 90 days, and at most a million dollars."""

    def test_admitted(self) -> None:
        decision = admission(CLAIM)
        assert (decision.outcome, decision.contested) == (Admission.ADMITTED, False)

    @pytest.mark.parametrize(
        ("incident_on", "outcome"),
        [
            (date(2023, 5, 2), Admission.ADMITTED),
            (date(2023, 2, 1), Admission.ADMITTED),
            (date(2023, 1, 31), Admission.TOO_LATE),
        ],
    )
    def test_the_ninetieth_day_is_in_time(self, incident_on: date, outcome: sp.injury_and_damage.Admission) -> None:
        assert admission(evolve(CLAIM, incident_on=incident_on)).outcome is outcome

    def test_the_day_of_the_incident_is_needed(self) -> None:
        decision = admission(evolve(CLAIM, incident_on=None))
        assert (decision.outcome, decision.needs) == (None, ("incident_on",))

    @pytest.mark.parametrize(
        ("amount", "outcome"),
        [("1000000.00", Admission.ADMITTED), ("1000000.01", Admission.IN_PART)],
    )
    def test_the_highest_amount_is_included(self, amount: str, outcome: sp.injury_and_damage.Admission) -> None:
        assert admission(evolve(CLAIM, amount=sp.usd(amount))).outcome is outcome

    @pytest.mark.parametrize(
        "changes",
        [
            {"product": sp.Product.DIGITAL},
            {"product": sp.Product.SERVICE},
            {"product": sp.Product.STORED_VALUE},
            {"product": sp.Product.GIFT_CARD},
            {"bought_elsewhere": True},
            {"excluded_losses": True},
            {"filed_on": date(2021, 8, 31), "incident_on": date(2021, 8, 30)},
        ],
    )
    def test_not_covered(self, changes: dict[str, Any]) -> None:
        decision = admission(evolve(CLAIM, **changes))
        assert (decision.outcome, decision.contested) == (Admission.NOT_COVERED, False)

    def test_what_is_not_covered_is_not_too_late(self) -> None:
        claim = evolve(CLAIM, incident_on=date(2022, 1, 1), bought_elsewhere=True, amount=sp.usd(2_000_000))
        assert admission(claim).outcome is Admission.NOT_COVERED
        assert admission(evolve(claim, bought_elsewhere=False)).outcome is Admission.TOO_LATE

    def test_whoever_sells_or_ships_it(self) -> None:
        """No fact of the claim names a seller or who fulfils: the process asks for neither."""
        assert {"fulfilled_by", "seller_id"}.isdisjoint(CLAIM.to_dict())

    @pytest.mark.parametrize(
        ("filed_on", "expected"),
        [
            (date(2021, 9, 1), (Admission.ADMITTED, True)),
            (date(2021, 11, 29), (Admission.ADMITTED, True)),
            (date(2021, 11, 30), (Admission.TOO_LATE, False)),
        ],
    )
    def test_an_incident_just_before_the_start(self, filed_on: date, expected: tuple[object, bool]) -> None:
        decision = admission(evolve(CLAIM, filed_on=filed_on, incident_on=date(2021, 8, 31)))
        assert (decision.outcome, decision.contested) == expected

    def test_abroad_no_text_says_so(self) -> None:
        claim = evolve(CLAIM, amount=sp.Money(250, "EUR"), marketplace=DE, filed_on=date(2025, 5, 2))
        with pytest.raises(sp.errors.NoPolicyText, match="time_to_claim"):
            admission(claim)
        assert admission(evolve(claim, bought_elsewhere=True)).outcome is Admission.NOT_COVERED

    @pytest.mark.parametrize("name", ["most_paid", "time_to_claim"])
    def test_the_conditions_are_as_old_as_the_process(self, name: str) -> None:
        assert getattr(Terms.on(date(2021, 8, 31)), name) is None
        assert getattr(Terms.on(date(2021, 9, 1)), name) is not None

    def test_another_days_text_and_what_if(self) -> None:
        assert admission(CLAIM, on=date(2021, 8, 31)).outcome is Admission.NOT_COVERED
        terms = evolve(Terms.on(CLAIM.filed_on), most_paid=sp.below(sp.usd(250)))
        assert admission(CLAIM, terms=terms).outcome is Admission.IN_PART

    @given(st.integers(0, 400))
    def test_later_is_never_better(self, waited: int) -> None:
        ended = date.fromordinal(CLAIM.filed_on.toordinal() - waited)
        outcome = admission(evolve(CLAIM, incident_on=ended)).outcome
        assert outcome is (Admission.ADMITTED if waited <= 90 else Admission.TOO_LATE)


class TestResellers:
    """000-4: in Europe a reseller who names no producer, does not answer, or is not insured pays the claim back."""

    def test_who_does_all_three_is_spared(self) -> None:
        decision = who_pays(RESOLD)
        assert (decision.outcome, decision.contested) == (InjuryPayer.AMAZON, False)

    @pytest.mark.parametrize(
        "changes", [{"producer_named": False}, {"seller_responded": False}, {"seller_insured": False}]
    )
    def test_who_fails_one_owes_what_amazon_paid(self, changes: dict[str, Any]) -> None:
        decision = who_pays(evolve(RESOLD, **changes))
        assert (decision.outcome, decision.contested) == (InjuryPayer.AMAZON_THEN_SELLER, False)

    @pytest.mark.parametrize("named", [True, False])
    def test_a_large_claim_is_theirs_as_it_is_any_sellers(self, *, named: bool) -> None:
        large = evolve(RESOLD, amount=sp.Money(2500, "EUR"), producer_named=named)
        assert who_pays(large).outcome is InjuryPayer.SELLER
        assert who_pays(evolve(large, seller_responded=False)).outcome is InjuryPayer.AMAZON_THEN_SELLER

    def test_who_brings_a_product_of_their_own_names_no_producer(self) -> None:
        claim = evolve(RESOLD, resold=False, producer_named=False)
        assert who_pays(claim).outcome is InjuryPayer.AMAZON

    def test_it_hangs_on_the_producer(self) -> None:
        assert who_pays(evolve(RESOLD, producer_named=None)).needs == ("producer_named",)

    def test_a_claim_that_is_not_valid_is_paid_by_nobody(self) -> None:
        assert who_pays(evolve(RESOLD, is_valid=False, producer_named=False)).outcome is InjuryPayer.NOBODY

    @pytest.mark.parametrize(
        ("filed_on", "expected"),
        [
            (date(2024, 5, 31), (InjuryPayer.AMAZON, True)),
            (date(2024, 7, 30), (InjuryPayer.AMAZON, True)),
            (date(2024, 7, 31), (InjuryPayer.AMAZON_THEN_SELLER, False)),
        ],
    )
    @pytest.mark.parametrize("marketplace", [DE, UK])
    def test_since_when(self, marketplace: sp.Marketplace, filed_on: date, expected: tuple[object, bool]) -> None:
        claim = evolve(
            RESOLD,
            filed_on=filed_on,
            notified_on=None,
            producer_named=False,
            marketplace=marketplace,
            amount=sp.Money(250, marketplace.currency),
        )
        decision = who_pays(claim)
        assert (decision.outcome, decision.contested) == expected

    @pytest.mark.parametrize(
        ("day", "others"),
        [(date(2024, 4, 30), []), (date(2024, 5, 1), [True]), (date(2024, 7, 30), [True]), (date(2024, 7, 31), [])],
    )
    def test_the_first_day_is_not_known(self, day: date, others: list[bool]) -> None:
        assert [reading.value for _, reading, _ in Terms.on(day, DE).readings(["binds_resellers"])] == others

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.US, CA])
    def test_in_america_no_text_says_so(self, marketplace: sp.Marketplace) -> None:
        claim = evolve(
            RESOLD, producer_named=False, marketplace=marketplace, amount=sp.Money(250, marketplace.currency)
        )
        assert who_pays(claim).outcome is InjuryPayer.AMAZON


class TestSevenBusinessDays:
    """000-7: such a reseller answers within seven business days of the notice, and names the producer."""

    UNNAMED = evolve(RESOLD, producer_named=False, proof_given_on=date(2025, 5, 7))

    def naming(self, claim: sp.InjuryClaim, **changes: Any) -> list[tuple[date | None, tuple[str, ...]]]:
        found = deadlines(claim, **changes)
        return [(deadline.by, deadline.needs) for deadline in found if deadline.what == NAMING]

    def test_a_weekend_does_not_count(self) -> None:
        # noticed on Tuesday 6 May: Wednesday to Friday, Monday to Thursday
        assert self.naming(self.UNNAMED) == [(date(2025, 5, 15), ())]

    def test_nor_does_a_holiday(self) -> None:
        assert self.naming(self.UNNAMED, holidays={date(2025, 5, 8)}) == [(date(2025, 5, 16), ())]

    @pytest.mark.parametrize(
        ("changes", "runs"),
        [
            ({"producer_named": True}, False),
            ({"producer_named": True, "seller_responded": False}, True),
            ({"resold": False}, False),
            ({"is_valid": False}, False),
        ],
    )
    def test_when_it_runs(self, changes: dict[str, Any], runs: bool) -> None:
        assert bool(self.naming(evolve(self.UNNAMED, **changes))) is runs

    def test_an_unknown_notice(self) -> None:
        assert self.naming(evolve(self.UNNAMED, notified_on=None)) == [(None, ("notified_on",))]

    def test_in_america_there_is_none(self) -> None:
        claim = evolve(self.UNNAMED, marketplace=sp.Marketplace.US, amount=sp.usd(250))
        assert self.naming(claim) == []

    def test_the_text_begins_with_may_2024(self) -> None:
        assert Terms.on(date(2024, 4, 30), DE).time_to_name is None
        assert Terms.on(date(2024, 5, 1), DE).time_to_name == business_days(7)
        assert Terms.on(date(2024, 5, 1), CA).time_to_name is None

    def test_it_is_a_duty(self) -> None:
        assert {each.what: each.is_duty for each in sp.injury_and_damage.CLOCKS}[NAMING]


class TestNotes:
    """What the policy says beside the outcome."""

    def test_a_small_claim_can_be_answered_with_evidence(self) -> None:
        spared = who_pays(evolve(RESOLD, resold=False))
        pursued = who_pays(evolve(RESOLD, resold=False, seller_insured=False))
        assert ["evidence" in note.text or "sound" in note.text for note in spared.notes] == [True]
        assert any("take from what it owes you" in note.text for note in pursued.notes)
        assert len(pursued.notes) == 2

    def test_what_the_parties_settle_has_none(self) -> None:
        assert who_pays(evolve(RESOLD, amount=sp.Money(2500, "EUR"), resold=False)).notes == ()
