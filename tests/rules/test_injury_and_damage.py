"""Property damage and personal injury: who pays, and what the seller must do by when."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import WHAT_IF, days

InjuryPayer = sp.injury_and_damage.InjuryPayer
Terms = sp.injury_and_damage.Terms
who_pays = sp.injury_and_damage.who_pays
deadlines = sp.injury_and_damage.deadlines

SMALL = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PROPERTY_DAMAGE,
    amount=sp.usd("250.00"),
    filed_on=date(2023, 5, 2),
    is_valid=True,
    seller_insured=True,
    insurance_required=True,
    follows_policy=True,
    seller_responded=True,
    seller_accepts=True,
)
NOTICED = evolve(SMALL, notified_on=date(2023, 5, 10), proof_given_on=sp.NEVER)
LARGE = evolve(SMALL, amount=sp.usd("2500.00"))


def at(amount: str, currency: str = "USD") -> sp.InjuryClaim:
    """The claim with another amount, in the marketplace of that currency."""
    marketplace = {
        "USD": sp.Marketplace.US,
        "CAD": sp.Marketplace.CA,
        "GBP": sp.Marketplace.UK,
        "EUR": sp.Marketplace.DE,
    }
    return evolve(
        SMALL, amount=sp.Money(amount, currency), marketplace=marketplace[currency], filed_on=date(2025, 1, 9)
    )


class TestSmallClaims:
    """000-5: Amazon pays valid claims under $1,000 and seeks nothing back from an insured seller within policy."""

    def test_a_cent_below_the_limit(self) -> None:
        decision = who_pays(at("999.99"))
        assert decision.outcome is InjuryPayer.AMAZON
        assert not decision.contested

    def test_exactly_the_limit_is_not_small_and_the_sources_disagree(self) -> None:
        decision = who_pays(at("1000.00"))
        assert decision.outcome is InjuryPayer.SELLER
        assert decision.contested
        (disagreement,) = decision.disagreements
        assert disagreement.term == "injury_and_damage.pays_itself"
        assert disagreement.reading == sp.below(sp.usd(1000))
        assert disagreement.other == sp.at_most(sp.usd(1000))
        assert disagreement.outcome is InjuryPayer.AMAZON
        assert disagreement.reference is sp.injury_and_damage.POLICY_PAGE

    def test_a_cent_above_the_limit(self) -> None:
        decision = who_pays(at("1000.01"))
        assert decision.outcome is InjuryPayer.SELLER
        assert not decision.contested

    @pytest.mark.parametrize("currency", ["CAD", "GBP", "EUR"])
    @pytest.mark.parametrize(
        ("amount", "outcome", "contested"),
        [
            ("999.99", InjuryPayer.AMAZON, False),
            ("1000.00", InjuryPayer.SELLER, True),
            ("1000.01", InjuryPayer.SELLER, False),
        ],
    )
    def test_abroad_the_limit_is_in_local_currency(
        self, currency: str, amount: str, outcome: InjuryPayer, contested: bool
    ) -> None:
        decision = who_pays(at(amount, currency))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_the_harm_makes_no_difference(self) -> None:
        assert who_pays(evolve(SMALL, harm=sp.Harm.PERSONAL_INJURY)).outcome is InjuryPayer.AMAZON

    def test_an_insured_seller_who_breaks_policy_pays_back(self) -> None:
        decision = who_pays(evolve(SMALL, follows_policy=False))
        assert decision.outcome is InjuryPayer.AMAZON_THEN_SELLER
        assert [doubt.outcome for doubt in decision.disagreements] == [InjuryPayer.SELLER]

    def test_an_uninsured_seller_who_must_be_insured_pays_back(self) -> None:
        decision = who_pays(evolve(SMALL, seller_insured=False))
        assert decision.outcome is InjuryPayer.AMAZON_THEN_SELLER
        assert [doubt.term for doubt in decision.disagreements] == ["injury_and_damage.treats_like_large"]

    def test_a_silent_uninsured_seller_pays_back_by_every_reading(self) -> None:
        decision = who_pays(evolve(SMALL, seller_insured=False, seller_responded=False))
        assert decision.outcome is InjuryPayer.AMAZON_THEN_SELLER
        assert not decision.contested

    def test_an_uninsured_seller_who_need_not_be_insured_is_spared_and_the_sources_disagree(self) -> None:
        decision = who_pays(evolve(SMALL, seller_insured=False, insurance_required=False))
        assert decision.outcome is InjuryPayer.AMAZON
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [
            ("injury_and_damage.spares_unobliged", InjuryPayer.AMAZON_THEN_SELLER)
        ]

    @given(st.integers(0, 99_999), st.integers(100_001, 10_000_000))
    def test_every_amount_below_is_amazons_and_every_amount_above_is_not(self, small: int, large: int) -> None:
        assert who_pays(at(str(Decimal(small) / 100))).outcome is InjuryPayer.AMAZON
        assert who_pays(at(str(Decimal(large) / 100))).outcome is InjuryPayer.SELLER


class TestOtherCurrencies:
    """000-5 abroad: the texts speak of dollars, pounds and euros; what is small in kronor or zlotys nobody says."""

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.SE, sp.Marketplace.PL])
    @pytest.mark.parametrize("amount", ["999.99", "1000", "5000"])
    def test_where_it_hangs_on_the_amount_no_text_is_known(self, marketplace: sp.Marketplace, amount: str) -> None:
        claim = evolve(at("1", "EUR"), marketplace=marketplace, amount=sp.Money(amount, marketplace.currency))
        with pytest.raises(sp.errors.NoPolicyText, match=f"pays_itself: no policy text for {marketplace.value}"):
            who_pays(claim)

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.SE, sp.Marketplace.PL])
    def test_a_silent_uninsured_seller_pays_back_whatever_is_small(self, marketplace: sp.Marketplace) -> None:
        claim = evolve(at("1", "EUR"), marketplace=marketplace, amount=sp.Money(5000, marketplace.currency))
        decision = who_pays(evolve(claim, seller_insured=False, seller_responded=False))
        assert decision.outcome is InjuryPayer.AMAZON_THEN_SELLER
        assert not decision.contested

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.SE, sp.Marketplace.PL])
    def test_a_claim_that_is_not_valid_is_paid_by_nobody(self, marketplace: sp.Marketplace) -> None:
        claim = evolve(at("1", "EUR"), marketplace=marketplace, amount=sp.Money(5000, marketplace.currency))
        assert who_pays(evolve(claim, is_valid=False)).outcome is InjuryPayer.NOBODY

    @pytest.mark.parametrize(("amount", "outcome"), [("999.99", InjuryPayer.AMAZON), ("1000.01", InjuryPayer.SELLER)])
    def test_ireland_has_euros(self, amount: str, outcome: InjuryPayer) -> None:
        decision = who_pays(evolve(at(amount, "EUR"), marketplace=sp.Marketplace.IE))
        assert decision.outcome is outcome
        assert not decision.contested


class TestStart:
    """000-1, 000-2: from 1 September 2021 the guarantee covers such claims; before, they were between the parties."""

    def test_the_day_before(self) -> None:
        decision = who_pays(evolve(SMALL, filed_on=date(2021, 8, 31)))
        assert decision.outcome is InjuryPayer.BETWEEN_THE_PARTIES
        assert decision.policy_day == date(2021, 8, 31)

    def test_the_day_itself(self) -> None:
        claim = evolve(SMALL, filed_on=date(2021, 9, 1), incident_on=date(2021, 9, 1))
        assert who_pays(claim).outcome is InjuryPayer.AMAZON
        assert not who_pays(claim).contested

    @pytest.mark.parametrize("filed_on", [date(2014, 1, 1), date(2021, 8, 31)])
    def test_before_the_start_nothing_else_is_asked(self, filed_on: date) -> None:
        reasons = who_pays(evolve(SMALL, filed_on=filed_on)).reasons
        assert [(reason.id, reason.holds) for reason in reasons] == [("injury_and_damage.is_taken", False)]

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.CA, sp.Marketplace.UK, sp.Marketplace.DE])
    def test_nor_abroad(self, marketplace: sp.Marketplace) -> None:
        amount = sp.Money("999.99", marketplace.currency)
        claim = evolve(SMALL, marketplace=marketplace, amount=amount, filed_on=date(2024, 4, 30))
        assert [reason.id for reason in who_pays(claim).reasons] == ["injury_and_damage.is_taken"]

    def test_before_the_start_validity_does_not_matter(self) -> None:
        claim = evolve(SMALL, filed_on=date(2021, 8, 31), is_valid=None)
        assert who_pays(claim).outcome is InjuryPayer.BETWEEN_THE_PARTIES

    @pytest.mark.parametrize(
        ("filed_on", "incident_on", "contested"),
        [
            (date(2021, 9, 1), date(2021, 8, 31), True),
            (date(2021, 9, 1), date(2021, 9, 1), False),
            (date(2021, 9, 1), None, True),
            (date(2021, 11, 29), date(2021, 8, 31), True),
            (date(2021, 11, 29), None, True),
            (date(2021, 11, 30), date(2021, 8, 31), False),
            (date(2021, 11, 30), None, False),
        ],
    )
    def test_an_incident_before_the_start_is_contested_until_it_would_be_too_late_anyway(
        self, filed_on: date, incident_on: date | None, contested: bool
    ) -> None:
        decision = who_pays(evolve(SMALL, filed_on=filed_on, incident_on=incident_on))
        assert decision.outcome is InjuryPayer.AMAZON
        assert decision.contested is contested

    @pytest.mark.parametrize(
        ("filed_on", "outcome", "contested"),
        [
            (date(2024, 4, 30), InjuryPayer.BETWEEN_THE_PARTIES, False),
            (date(2024, 5, 1), InjuryPayer.BETWEEN_THE_PARTIES, True),
            (date(2024, 5, 30), InjuryPayer.BETWEEN_THE_PARTIES, True),
            (date(2024, 5, 31), InjuryPayer.AMAZON, False),
        ],
    )
    def test_abroad_it_began_on_an_unknown_day_of_may_2024(
        self, filed_on: date, outcome: InjuryPayer, contested: bool
    ) -> None:
        decision = who_pays(evolve(at("250", "CAD"), filed_on=filed_on))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_where_no_text_is_known_nothing_is_guessed(self) -> None:
        claim = evolve(SMALL, amount=sp.Money(100, "JPY"), marketplace=sp.Marketplace.JP)
        with pytest.raises(sp.errors.NoPolicyText, match="injury_and_damage: no policy text for jp on 2023-05-02"):
            who_pays(claim)

    def test_another_days_text_can_be_asked_for(self) -> None:
        decision = who_pays(SMALL, on=date(2021, 8, 31))
        assert decision.outcome is InjuryPayer.BETWEEN_THE_PARTIES
        assert decision.policy_day == date(2021, 8, 31)
        assert decision.case == SMALL


class TestValidity:
    """000-3: Amazon examines the claim, tells the seller, and works between customer, seller and insurer."""

    @pytest.mark.parametrize("claim", [SMALL, LARGE])
    def test_a_claim_that_is_not_valid_is_paid_by_nobody(self, claim: sp.InjuryClaim) -> None:
        decision = who_pays(evolve(claim, is_valid=False))
        assert decision.outcome is InjuryPayer.NOBODY
        assert not decision.contested

    def test_while_amazon_has_not_found_anything_the_outcome_is_open(self) -> None:
        decision = who_pays(evolve(SMALL, is_valid=None))
        assert decision.outcome is None
        assert decision.needs == ("is_valid",)


class TestLargeClaims:
    """000-4: for a seller who does not answer, Amazon settles with the customer and pursues the seller."""

    def test_a_silent_seller_is_pursued(self) -> None:
        decision = who_pays(evolve(LARGE, seller_responded=False))
        assert decision.outcome is InjuryPayer.AMAZON_THEN_SELLER
        assert not decision.contested

    def test_a_seller_who_accepts_settles(self) -> None:
        decision = who_pays(LARGE)
        assert decision.outcome is InjuryPayer.SELLER
        assert not decision.contested

    def test_a_seller_who_rejects_a_valid_claim_is_pursued_and_the_sources_disagree(self) -> None:
        decision = who_pays(evolve(LARGE, seller_accepts=False))
        assert decision.outcome is InjuryPayer.AMAZON_THEN_SELLER
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [
            ("injury_and_damage.stands_in", InjuryPayer.SELLER)
        ]

    def test_what_is_not_known_of_the_answer_is_needed(self) -> None:
        decision = who_pays(evolve(LARGE, seller_responded=None, seller_accepts=None))
        assert decision.outcome is None
        assert decision.needs == ("seller_responded", "seller_accepts")

    def test_insurance_makes_no_difference(self) -> None:
        for insured in (True, False, None):
            assert who_pays(evolve(LARGE, seller_insured=insured)).outcome is InjuryPayer.SELLER


class TestUnknownFacts:
    """000-5, with facts missing: what is unknown is named, and never taken for false."""

    def test_whether_the_seller_is_insured(self) -> None:
        decision = who_pays(evolve(SMALL, seller_insured=None))
        assert decision.outcome is None
        assert decision.needs == ("seller_insured",)

    def test_what_cannot_change_the_outcome_is_not_asked(self) -> None:
        claim = evolve(SMALL, insurance_required=None, seller_responded=None, seller_accepts=None, incident_on=None)
        assert who_pays(claim).outcome is InjuryPayer.AMAZON
        assert who_pays(claim).needs == ()


class TestDeadlines:
    """000-7: the seller is told of each claim, so that they can act."""

    def test_proof_of_insurance_within_seven_days_of_the_notice(self) -> None:
        (proof,) = deadlines(NOTICED)
        assert proof.what == "prove your insurance"
        assert proof.counted_from == date(2023, 5, 10)
        assert proof.by == date(2023, 5, 17)
        assert proof.needs == ()
        assert proof.is_duty
        assert not proof.contested
        assert set(proof.references) == {sp.injury_and_damage.ANNOUNCED, sp.injury_and_damage.POLICY_PAGE}

    def test_who_proved_it_too_late_is_not_insured_and_may_dispute(self) -> None:
        late = evolve(NOTICED, seller_insured=False, proof_given_on=date(2023, 5, 18), decided_on=date(2023, 6, 1))
        assert who_pays(late).outcome is InjuryPayer.AMAZON_THEN_SELLER
        (dispute,) = deadlines(late)
        assert (dispute.what, dispute.by) == ("dispute what you are to pay back", date(2023, 7, 1))

    def test_who_is_spared_is_told_by_when_the_proof_must_come(self) -> None:
        (told,) = [note for note in who_pays(NOTICED).notes if "proof" in note.text]
        assert told.text.endswith("only if it comes within 7 days of the notice.")
        assert told.reference is sp.injury_and_damage.POLICY_PAGE
        assert not [note for note in who_pays(at("250", "GBP")).notes if "proof" in note.text]

    def test_no_proof_is_due_that_was_given(self) -> None:
        assert deadlines(evolve(NOTICED, proof_given_on=date(2023, 5, 11))) == ()

    def test_no_proof_is_due_of_an_insurance_that_is_not_required(self) -> None:
        assert deadlines(evolve(NOTICED, insurance_required=False)) == ()

    def test_where_the_day_of_the_incident_may_count_the_proof_is_contested(self) -> None:
        claim = evolve(
            NOTICED, incident_on=date(2021, 8, 31), filed_on=date(2021, 10, 1), notified_on=date(2021, 10, 5)
        )
        (proof,) = deadlines(claim)
        assert proof.by == date(2021, 10, 12)
        assert proof.contested
        (proof,) = deadlines(evolve(claim, incident_on=date(2021, 9, 1)))
        assert not proof.contested

    def test_while_the_notice_is_unknown_so_is_the_day(self) -> None:
        (proof,) = deadlines(evolve(NOTICED, notified_on=None))
        assert proof.by is None
        assert proof.needs == ("notified_on",)

    def test_a_seller_who_is_not_spared_may_dispute_within_thirty_days_of_the_decision(self) -> None:
        claim = evolve(NOTICED, seller_insured=False, proof_given_on=date(2023, 5, 30), decided_on=date(2023, 6, 1))
        (dispute,) = deadlines(claim)
        assert dispute.what == "dispute what you are to pay back"
        assert dispute.by == date(2023, 7, 1)
        assert not dispute.is_duty

    def test_the_right_to_dispute_is_for_small_claims(self) -> None:
        assert deadlines(evolve(LARGE, seller_insured=False, decided_on=date(2023, 6, 1))) == ()

    def test_a_large_claim_is_answered_within_seven_days_of_the_notice(self) -> None:
        (answer,) = deadlines(evolve(NOTICED, amount=sp.usd(2500), seller_responded=False))
        assert answer.what == "accept or reject the claim"
        assert answer.by == date(2023, 5, 17)
        assert answer.is_duty

    def test_a_small_claim_asks_for_no_answer(self) -> None:
        (proof,) = deadlines(evolve(NOTICED, seller_responded=False))
        assert proof.what == "prove your insurance"

    @pytest.mark.parametrize(
        "claim",
        [
            NOTICED,
            evolve(NOTICED, amount=sp.usd(2500), seller_responded=False),
            evolve(NOTICED, seller_insured=False, decided_on=date(2023, 6, 1)),
        ],
    )
    def test_nothing_is_due_of_a_claim_that_is_not_valid(self, claim: sp.InjuryClaim) -> None:
        assert deadlines(claim)
        assert deadlines(evolve(claim, is_valid=False)) == ()

    def test_at_exactly_the_limit_another_reading_asks_for_proof(self) -> None:
        (proof,) = deadlines(evolve(NOTICED, amount=sp.usd(1000)))
        assert proof.what == "prove your insurance"
        assert proof.by is None
        assert proof.contested
        assert proof.other == date(2023, 5, 17)

    def test_nothing_is_due_before_the_process_existed(self) -> None:
        assert deadlines(NOTICED, on=date(2021, 8, 31)) == ()


class TestFirstTexts:
    """000-5: what the process fixes is fixed from its first day on, in the US and, later, abroad."""

    OF_CLAIMS = ("pays_itself", "spares_unobliged", "treats_like_large", "stands_in")
    OF_TIMES = ("time_to_prove", "time_to_dispute", "time_to_answer")

    @pytest.mark.parametrize("name", [*OF_CLAIMS, *OF_TIMES])
    def test_in_the_us(self, name: str) -> None:
        assert getattr(Terms.on(date(2021, 8, 31)), name) is None
        assert getattr(Terms.on(date(2021, 9, 1)), name) is not None

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.CA, sp.Marketplace.UK, sp.Marketplace.DE])
    @pytest.mark.parametrize("name", OF_CLAIMS)
    def test_abroad(self, name: str, marketplace: sp.Marketplace) -> None:
        assert getattr(Terms.on(date(2024, 4, 30), marketplace), name) is None
        assert getattr(Terms.on(date(2024, 5, 1), marketplace), name) is not None

    @pytest.mark.parametrize("name", OF_TIMES)
    def test_no_text_speaks_of_times_abroad(self, name: str) -> None:
        assert getattr(Terms.on(date(2026, 1, 1), sp.Marketplace.UK), name) is None


class TestWhatIf:
    """000-5: what would follow if the amount were another."""

    def test_a_lower_amount_turns_the_claim(self) -> None:
        lower = evolve(Terms.on(date(2023, 5, 2)), pays_itself=sp.below(sp.usd(200)))
        decision = who_pays(SMALL, terms=lower)
        assert decision.outcome is InjuryPayer.SELLER
        (reason,) = [reason for reason in decision.reasons if reason.id.endswith("is_small")]
        assert reason.text == "the claim of USD 250.00 is below USD 200.00"
        assert reason.reference is WHAT_IF
        assert reason.since is None

    def test_a_longer_time_moves_the_deadline(self) -> None:
        longer = evolve(Terms.on(date(2023, 5, 2)), time_to_prove=days(10))
        (proof,) = deadlines(NOTICED, terms=longer)
        assert proof.by == date(2023, 5, 20)


class TestFirstScreen:
    """000-5: where the $1,000 rule is, and since when, is seen on the first screen of its module."""

    def test_the_amount_and_its_day_stand_above_line_45(self) -> None:
        lines = Path(sp.injury_and_damage.__file__).read_text(encoding="utf-8").splitlines()
        (line,) = [number for number, text in enumerate(lines, 1) if "below(usd(1000))" in text]
        assert line < 45
        assert '"2021-09-01"' in lines[line - 1]


@given(st.dates(date(2021, 9, 1), date(2030, 1, 1)), st.integers(0, 200_000))
def test_a_day_later_nothing_changes_but_on_a_day_of_change(filed_on: date, cents: int) -> None:
    """000-5: between two changes the same claim has the same outcome."""
    claim = evolve(SMALL, filed_on=filed_on, amount=sp.usd(str(Decimal(cents) / 100)))
    changes = {entry.text.since for entry in Terms.history()}
    if filed_on + timedelta(days=1) not in changes:
        assert who_pays(claim).outcome is who_pays(evolve(claim, filed_on=filed_on + timedelta(days=1))).outcome
