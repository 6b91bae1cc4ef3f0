"""Appeals: what can be contested, by when, with what; what to contest first; where defects come from."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any, cast

import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.logic import days, hours
from sellerpolicy.logic.references import WHAT_IF
from sellerpolicy.strategies import Account

appeals, odr = sp.appeals, sp.order_defect_rate
Matter, Part, Remedy, Terms = sp.Matter, appeals.Part, appeals.Remedy, appeals.Terms
remedy, missing, deadlines, contesting = appeals.remedy, appeals.missing, appeals.deadlines, appeals.contesting

PARTS = tuple(Part)
PLAN = (Part.ROOT_CAUSE, Part.ACTIONS_TAKEN, Part.PREVENTION)
MARCH = date(2024, 3, 5)
CLAIM = sp.Appeal(contests=Matter.CLAIM, arose_on=MARCH, decided_on=date(2024, 3, 12), seller_charged=True)
FEEDBACK = sp.Appeal(contests=Matter.FEEDBACK, arose_on=MARCH)
CHARGEBACK = sp.Appeal(
    contests=Matter.CHARGEBACK,
    arose_on=MARCH,
    notified_on=date(2024, 3, 8),
    chargeback_kind=sp.ChargebackKind.SERVICE,
)
INJURY = sp.Appeal(contests=Matter.INJURY_CLAIM, arose_on=MARCH, decided_on=date(2024, 3, 12), seller_charged=True)
WARNING = sp.Appeal(contests=Matter.WARNING, arose_on=MARCH, quiz_offered_at=sp.NEVER, appeal_offered=False)
DEACTIVATION = sp.Appeal(contests=Matter.DEACTIVATION, arose_on=MARCH, target_missed=True)
EACH = (CLAIM, FEEDBACK, CHARGEBACK, INJURY, WARNING, DEACTIVATION)

LAST = date(2024, 4, 1)
WINDOW = sp.Window.ending(LAST, days=60)
ON = date(2024, 4, 10)


def with_parts(appeal: sp.Appeal, *parts: Any, there: bool) -> sp.Appeal:
    """The appeal with these parts there, or without them; all parts where none is named."""
    changes: dict[str, Any] = {part.value: there for part in parts or PARTS}
    return evolve(appeal, **changes)


def by(appeal: sp.Appeal, **options: Any) -> dict[str, date | None]:
    """The deadlines: what is to be done, and the last day or instant for it."""
    return {deadline.what: deadline.by for deadline in deadlines(appeal, **options)}


class TestEachDefectCanBeContested:
    """002-4: a claim by an appeal, feedback by asking for its removal, a service chargeback by an appeal."""

    @pytest.mark.parametrize(
        ("appeal", "outcome"),
        [
            (CLAIM, Remedy.APPEAL),
            (FEEDBACK, Remedy.REMOVAL),
            (CHARGEBACK, Remedy.REPRESENTATION),
            (INJURY, Remedy.APPEAL),
            (WARNING, Remedy.NONE),
            (DEACTIVATION, Remedy.REINSTATEMENT),
        ],
    )
    def test_how(self, appeal: sp.Appeal, outcome: Any) -> None:
        decision = remedy(appeal)
        assert decision.outcome is outcome
        assert not decision.contested

    def test_a_claim_that_did_not_cost_the_seller_has_no_appeal_and_the_sources_disagree(self) -> None:
        decision = remedy(evolve(CLAIM, seller_charged=False))
        assert decision.outcome is Remedy.NONE
        (doubt,) = decision.disagreements
        assert (doubt.term, doubt.outcome) == ("appeals.hears_any_claim", Remedy.APPEAL)
        assert doubt.reference is odr.WARNING

    def test_whether_a_claim_cost_the_seller_must_be_known(self) -> None:
        decision = remedy(evolve(CLAIM, seller_charged=None))
        assert (decision.outcome, decision.needs) == (None, ("seller_charged",))

    def test_a_payment_for_injury_that_did_not_cost_the_seller(self) -> None:
        decision = remedy(evolve(INJURY, seller_charged=False))
        assert decision.outcome is Remedy.NONE
        assert not decision.contested

    def test_fraud_chargebacks_are_not_the_sellers(self) -> None:
        assert remedy(evolve(CHARGEBACK, chargeback_kind=sp.ChargebackKind.FRAUD)).outcome is Remedy.NONE
        assert remedy(evolve(CHARGEBACK, chargeback_kind=None)).needs == ("chargeback_kind",)

    def test_a_warning_can_be_appealed_only_where_a_button_shows(self) -> None:
        assert remedy(evolve(WARNING, appeal_offered=True)).outcome is Remedy.APPEAL
        assert remedy(evolve(WARNING, appeal_offered=None)).needs == ("appeal_offered",)

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.US, sp.Marketplace.JP])
    def test_how_soon_amazon_usually_decides(self, marketplace: sp.Marketplace) -> None:
        (note,) = remedy(evolve(DEACTIVATION, marketplace=marketplace)).notes
        assert note.text.startswith("Amazon usually decides within 2 days, and promises nothing.")
        terms = evolve(Terms.on(MARCH), usual_time=days(5))
        (other,) = remedy(DEACTIVATION, terms=terms).notes
        assert "within 5 days" in other.text

    def test_a_won_appeal_may_bring_half(self) -> None:
        (note,) = remedy(CLAIM).notes
        assert "only one of the two" in note.text

    @pytest.mark.parametrize("marketplace", sp.Marketplace)
    def test_everywhere(self, marketplace: sp.Marketplace) -> None:
        assert remedy(evolve(CLAIM, marketplace=marketplace)).outcome is Remedy.APPEAL

    def test_the_text_of_the_day_it_was_decided_applies(self) -> None:
        assert remedy(CLAIM).policy_day == date(2024, 3, 12)
        assert remedy(evolve(CLAIM, decided_on=None)).policy_day == MARCH
        assert remedy(evolve(CLAIM, decided_on=sp.NEVER)).policy_day == MARCH
        assert remedy(CLAIM, on=date(2020, 1, 1)).policy_day == date(2020, 1, 1)

    def test_what_if_any_claim_could_be_appealed(self) -> None:
        terms = evolve(Terms.on(MARCH), hears_any_claim=True)
        assert remedy(evolve(CLAIM, seller_charged=False), terms=terms).outcome is Remedy.APPEAL


class TestByWhen:
    """000-7, 002-4, 003-5, 004-10: answer at once, and at the latest on the last day that a text names."""

    @pytest.mark.parametrize(
        ("appeal", "what", "last"),
        [
            (CLAIM, "appeal the claim", date(2024, 4, 11)),
            (FEEDBACK, "ask for the feedback's removal", date(2024, 6, 3)),
            (CHARGEBACK, "answer the chargeback", date(2024, 3, 15)),
            (INJURY, "dispute what you are to pay back", date(2024, 4, 11)),
        ],
    )
    def test_calendar_days(self, appeal: sp.Appeal, what: str, last: date) -> None:
        assert by(appeal) == {what: last}
        assert by(evolve(appeal, sent=True)) == {}

    @pytest.mark.parametrize("appeal", [evolve(INJURY, seller_charged=False), evolve(FEEDBACK, sent=True)])
    def test_nothing_to_appeal(self, appeal: sp.Appeal) -> None:
        assert deadlines(appeal) == ()

    def test_of_a_claim_at_amazons_cost_the_sources_disagree(self) -> None:
        """One article: any claim can be appealed; Amazon offers it where the seller was charged."""
        unpaid = evolve(CLAIM, seller_charged=False)
        assert (remedy(unpaid).outcome, remedy(unpaid).contested) == (Remedy.NONE, True)
        (deadline,) = deadlines(unpaid)
        assert (deadline.what, deadline.by, deadline.needs) == ("appeal the claim", None, ())
        assert (deadline.contested, deadline.other, deadline.is_duty) == (True, date(2024, 4, 11), False)
        assert appeals.WARNING in deadline.references
        assert deadlines(evolve(unpaid, sent=True)) == ()
        assert deadlines(evolve(unpaid, decided_on=sp.NEVER)) == ()

    def test_a_claim_that_the_seller_paid_is_undisputed(self) -> None:
        (deadline,) = deadlines(CLAIM)
        assert (deadline.contested, deadline.other) == (False, None)

    def test_where_any_claim_is_heard(self) -> None:
        terms = evolve(Terms.on(MARCH), hears_any_claim=True)
        (deadline,) = deadlines(evolve(CLAIM, seller_charged=False), terms=terms)
        assert (deadline.by, deadline.contested) == (date(2024, 4, 11), False)

    def test_a_disputed_appeal_of_which_no_time_is_known_is_none(self) -> None:
        early = evolve(CLAIM, arose_on=date(2019, 8, 1), decided_on=date(2019, 8, 30), seller_charged=False)
        assert deadlines(early) == ()

    def test_the_time_for_a_chargeback_is_a_duty_and_the_sources_disagree(self) -> None:
        (deadline,) = deadlines(CHARGEBACK)
        assert deadline.is_duty
        assert deadline.counted_from == date(2024, 3, 8)
        assert deadline.contested
        assert deadline.other == date(2024, 3, 19)
        assert appeals.ELEVEN_DAYS in deadline.references

    def test_in_europe_one_text_alone_names_a_time(self) -> None:
        (deadline,) = deadlines(evolve(CHARGEBACK, marketplace=sp.Marketplace.DE))
        assert (deadline.by, deadline.contested) == (date(2024, 3, 15), False)

    def test_where_no_text_names_a_time(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match=r"appeals\.time_to_answer_chargeback"):
            deadlines(evolve(CHARGEBACK, marketplace=sp.Marketplace.JP))

    def test_the_times_that_other_policies_fix_are_theirs(self) -> None:
        early = evolve(CLAIM, arose_on=date(2019, 8, 1), decided_on=date(2019, 8, 30))
        with pytest.raises(sp.errors.NoPolicyText, match=r"a_to_z\.time_to_appeal"):
            deadlines(early)
        assert by(evolve(early, decided_on=date(2019, 8, 31))) == {"appeal the claim": date(2019, 9, 30)}
        with pytest.raises(sp.errors.NoPolicyText, match=r"feedback\.time_to_ask"):
            deadlines(evolve(FEEDBACK, arose_on=date(2023, 4, 29)))

    def test_a_notice_of_unknown_day(self) -> None:
        (deadline,) = deadlines(evolve(CHARGEBACK, notified_on=None))
        assert (deadline.by, deadline.needs) == (None, ("notified_on",))

    def test_it_hangs_on_whether_the_seller_was_charged(self) -> None:
        (deadline,) = deadlines(evolve(CLAIM, seller_charged=None))
        assert (deadline.by, deadline.needs) == (date(2024, 4, 11), ("seller_charged",))
        assert (deadline.contested, deadline.other) == (True, date(2024, 4, 11))

    def test_a_notice_about_manipulation_gives_seventeen_days(self) -> None:
        alleged = evolve(DEACTIVATION, notified_on=MARCH, manipulation_alleged=True)
        assert by(alleged) == {"send the plan of action": date(2024, 3, 22)}
        assert by(evolve(alleged, sent=True)) == {}
        assert by(evolve(alleged, manipulation_alleged=False)) == {}

    def test_they_are_counted_from_the_notice(self) -> None:
        alleged = evolve(DEACTIVATION, notified_on=date(2024, 3, 8), manipulation_alleged=True)
        assert by(alleged) == {"send the plan of action": date(2024, 3, 25)}

    def test_a_warning_about_manipulation_has_no_such_time(self) -> None:
        assert by(evolve(WARNING, notified_on=MARCH, manipulation_alleged=True)) == {}

    def test_only_who_does_not_answer_a_chargeback_loses_by_silence(self) -> None:
        assert {each.what: each.is_duty for each in appeals.CLOCKS} == {
            "appeal the claim": False,
            "ask for the feedback's removal": False,
            "answer the chargeback": True,
            "dispute what you are to pay back": False,
            "take the quiz": False,
            "send the plan of action": False,
        }

    def test_what_if(self) -> None:
        terms = evolve(Terms.on(MARCH), time_to_answer_chargeback=days(3), time_for_quiz=hours(1))
        assert by(CHARGEBACK, terms=terms) == {"answer the chargeback": date(2024, 3, 11)}
        assert by(CLAIM, terms=terms) == {"appeal the claim": date(2024, 4, 11)}

    def test_by_the_text_of_another_day(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match=r"a_to_z\.time_to_appeal"):
            deadlines(CLAIM, on=date(2018, 1, 1))


class TestWarnings:
    """002-5: a warning by itself asks for no plan of action."""

    @pytest.mark.parametrize("target_missed", [True, False, None])
    def test_nothing_is_missing(self, target_missed: bool | None) -> None:
        found = missing(evolve(with_parts(WARNING, there=False), target_missed=target_missed))
        assert (found.parts, found.needs, found.contested, found.references) == ((), (), (), ())

    def test_a_quiz_is_to_be_taken_within_72_hours_also_when_clocks_change(self) -> None:
        offered = datetime(2024, 3, 9, 17, tzinfo=UTC)
        assert by(evolve(WARNING, quiz_offered_at=offered)) == {"take the quiz": datetime(2024, 3, 12, 17, tzinfo=UTC)}

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.US, sp.Marketplace.DE, sp.Marketplace.UK])
    def test_the_quiz_is_american_and_european(self, marketplace: sp.Marketplace) -> None:
        offered = datetime(2024, 3, 9, 17, tzinfo=UTC)
        quiz = evolve(WARNING, quiz_offered_at=offered, marketplace=marketplace)
        assert by(quiz) == {"take the quiz": datetime(2024, 3, 12, 17, tzinfo=UTC)}

    def test_elsewhere_no_text_gives_a_time_for_it(self) -> None:
        quiz = evolve(WARNING, quiz_offered_at=datetime(2024, 3, 9, 17, tzinfo=UTC), marketplace=sp.Marketplace.JP)
        with pytest.raises(sp.errors.NoPolicyText, match=r"appeals\.time_for_quiz"):
            deadlines(quiz)

    def test_no_quiz(self) -> None:
        assert by(WARNING) == {}
        assert by(evolve(WARNING, quiz_offered_at=None, quiz_passed=True)) == {}
        assert [each.needs for each in deadlines(evolve(WARNING, quiz_offered_at=None))] == [("quiz_offered_at",)]


class TestParts:
    """003-5: dispute each charge with records, explain each negative comment, show sales and service."""

    @pytest.mark.parametrize(
        ("appeal", "parts"),
        [
            (CLAIM, {Part.NEW_INFORMATION, Part.RECORDS}),
            (FEEDBACK, {Part.REMOVAL_GROUND}),
            (CHARGEBACK, {Part.RECORDS}),
            (INJURY, {Part.RECORDS}),
            (WARNING, set()),
            (DEACTIVATION, {Part.RECORDS, Part.EXPLANATIONS, Part.HISTORY, *PLAN}),
        ],
    )
    def test_what_each_matter_asks_for(self, appeal: sp.Appeal, parts: set[Any]) -> None:
        without = missing(with_parts(appeal, there=False))
        assert set(without.parts) == parts
        assert without.needs == ()
        assert bool(without.references) is bool(parts)
        assert missing(with_parts(appeal, there=True)).parts == ()
        assert missing(appeal).parts == ()
        assert set(missing(appeal).needs) == {part.value for part in parts}

    @pytest.mark.parametrize("part", PLAN)
    def test_one_part_of_the_plan(self, part: Any) -> None:
        appeal = with_parts(with_parts(DEACTIVATION, there=True), part, there=False)
        assert missing(appeal).parts == (part,)
        assert appeals.PLANS in missing(appeal).references

    def test_every_part_is_a_field_of_the_appeal(self) -> None:
        assert {part.value for part in PARTS} < set(sp.Appeal.json_schema()["properties"])
        assert tuple(appeals.PARTS) == PARTS

    def test_a_decision_stands_behind_each_part(self) -> None:
        decisions = dict(missing(with_parts(CHARGEBACK, there=False)).decisions)
        assert decisions[Part.RECORDS].outcome is appeals.Presence.MISSING
        assert decisions[Part.HISTORY].outcome is appeals.Presence.NOT_NEEDED
        assert {reason.text for reason in decisions[Part.HISTORY].reasons} == {"it is about a deactivation"}

    @given(strategies.facts(sp.Appeal))
    def test_a_part_that_is_there_is_not_missing(self, appeal: sp.Appeal) -> None:
        found = missing(appeal)
        assert all(getattr(appeal, part.value) is False for part in found.parts)
        assert all(getattr(appeal, name) is None for name in found.needs)
        assert found == missing(appeal)
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301

    @given(strategies.facts(sp.Appeal), st.sampled_from(PARTS))
    def test_adding_a_part_never_makes_another_missing(self, appeal: sp.Appeal, part: Any) -> None:
        more = with_parts(appeal, part, there=True)
        assert set(missing(more).parts) == set(missing(appeal).parts) - {part}


class TestWhatAnswersWhichStatement:
    """Each part of an appeal says which statements ask for it."""

    @pytest.mark.parametrize(
        ("part", "statements"),
        [
            (Part.NEW_INFORMATION, ("002-4", "004-10")),
            (Part.REMOVAL_GROUND, ("002-4",)),
            (Part.RECORDS, ("003-5", "004-10")),
            (Part.EXPLANATIONS, ("003-5",)),
            (Part.HISTORY, ("003-5",)),
            (Part.ROOT_CAUSE, ("002-5", "003-5")),
            (Part.ACTIONS_TAKEN, ("002-5", "003-5")),
            (Part.PREVENTION, ("002-5", "003-5")),
        ],
    )
    def test_each_part(self, part: appeals.Part, statements: tuple[str, ...]) -> None:
        assert appeals.PARTS[part].answers == statements


class TestPlanOfAction:
    """003-5: a plan of action only if a target was missed."""

    BARE = with_parts(DEACTIVATION, there=False)

    def planned(self, **facts: Any) -> tuple[Any, ...]:
        """The parts of the plan that are missing, and those about which the sources disagree."""
        found = missing(evolve(self.BARE, **facts))
        return tuple(part for part in found.parts if part in PLAN), found.contested

    def test_a_missed_target(self) -> None:
        assert self.planned() == (PLAN, ())

    def test_no_target_missed_and_the_sources_disagree(self) -> None:
        assert self.planned(target_missed=False) == ((), PLAN)

    def test_the_notice_asks_for_one(self) -> None:
        assert self.planned(target_missed=False, plan_requested=True) == (PLAN, ())

    def test_a_quiz_that_was_passed_spares_the_plan(self) -> None:
        assert self.planned(quiz_passed=True) == ((), ())

    def test_whether_a_target_was_missed_is_unknown(self) -> None:
        found = missing(evolve(self.BARE, target_missed=None))
        assert not set(found.parts) & set(PLAN)
        assert found.needs == ("target_missed",)

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.DE, sp.Marketplace.JP])
    def test_no_plan_without_a_missed_target_wherever_one_sells(self, marketplace: sp.Marketplace) -> None:
        found = missing(evolve(self.BARE, target_missed=False, marketplace=marketplace))
        assert (set(found.parts) & set(PLAN), found.needs) == (set(), ())

    def test_what_is_there_is_not_asked_about(self) -> None:
        decision = dict(missing(evolve(self.BARE, target_missed=None, root_cause=True)).decisions)[Part.ROOT_CAUSE]
        assert decision.needs == ("target_missed",)

    def test_what_if_plans_were_always_asked_for(self) -> None:
        terms = evolve(Terms.on(MARCH), spares_without_miss=False)
        found = missing(evolve(self.BARE, target_missed=False), terms=terms, on=ON)
        assert set(PLAN) <= set(found.parts)
        assert {decision.policy_day for _, decision in found.decisions} == {ON}


def orders(number: int, **facts: Any) -> list[sp.Order]:
    """Orders with the ids 1, 2, …, placed on one day."""
    placed_on = facts.pop("placed_on", date(2024, 3, 1))
    return [sp.Order(order_id=str(each), placed_on=placed_on, **facts) for each in range(1, number + 1)]


def stars(order_id: int, *, left_on: date = date(2024, 3, 9)) -> sp.Feedback:
    """Negative feedback."""
    return sp.Feedback(order_id=str(order_id), rating=1, left_on=left_on)


def claim(order_id: int, **facts: Any) -> sp.Claim:
    """A claim that was granted at the seller's cost on 12 March."""
    granted = {"status": sp.ClaimStatus.GRANTED, "paid_by": sp.Payer.SELLER, "decided_on": date(2024, 3, 12)}
    return sp.Claim(
        claim_id=f"A-{order_id}",
        order_id=str(order_id),
        reason=facts.pop("reason", sp.ClaimReason.NOT_RECEIVED),
        filed_at=datetime(2024, 3, 10, 20, tzinfo=UTC),
        **{**granted, **facts},
    )


def chargeback(order_id: int, kind: sp.ChargebackKind = sp.ChargebackKind.SERVICE) -> sp.Chargeback:
    """A chargeback of 20 March."""
    return sp.Chargeback(order_id=str(order_id), kind=kind, filed_on=date(2024, 3, 20))


INJURED = sp.InjuryClaim(claim_id="K-1", harm=sp.Harm.PROPERTY_DAMAGE, amount=sp.usd(5), filed_on=MARCH)
IRISH = sp.Money(5, "EUR")


class TestContesting:
    """003-5: read the charges: the appeal against an event knows what the event tells."""

    def test_a_claim(self) -> None:
        told = claim(7, notified_at=datetime(2024, 3, 12, 3, tzinfo=UTC))
        assert contesting(told) == sp.Appeal(
            contests=Matter.CLAIM,
            arose_on=date(2024, 3, 10),
            decided_on=date(2024, 3, 12),
            notified_on=date(2024, 3, 11),
            seller_charged=True,
        )

    @pytest.mark.parametrize(
        ("facts", "charged"),
        [
            ({"paid_by": sp.Payer.AMAZON}, False),
            ({"paid_by": None}, None),
            ({"status": sp.ClaimStatus.REFUNDED}, False),
            ({"status": sp.ClaimStatus.UNDER_REVIEW, "paid_by": None, "decided_on": None}, False),
        ],
    )
    def test_whether_a_claim_cost_the_seller(self, facts: dict[str, Any], charged: bool | None) -> None:
        appeal = contesting(claim(7, **facts))
        assert appeal.seller_charged is charged
        assert appeal.notified_on is None

    def test_a_seller_who_was_not_told(self) -> None:
        assert contesting(claim(7, notified_at=sp.NEVER)).notified_on == sp.NEVER

    def test_feedback(self) -> None:
        feedback = evolve(stars(7), marketplace=sp.Marketplace.UK)
        assert contesting(feedback) == sp.Appeal(
            contests=Matter.FEEDBACK, arose_on=date(2024, 3, 9), marketplace=sp.Marketplace.UK
        )

    def test_a_chargeback(self) -> None:
        assert contesting(chargeback(7, sp.ChargebackKind.FRAUD)) == sp.Appeal(
            contests=Matter.CHARGEBACK, arose_on=date(2024, 3, 20), chargeback_kind=sp.ChargebackKind.FRAUD
        )

    @pytest.mark.parametrize(
        "event", [stars(7), chargeback(7), claim(7), INJURED], ids=lambda event: type(event).__name__
    )
    def test_in_the_shop_of_the_event(self, event: Any) -> None:
        there = evolve(event, marketplace=sp.Marketplace.IE, **({"amount": IRISH} if event is INJURED else {}))
        assert contesting(there).marketplace is sp.Marketplace.IE

    def test_each_part_of_an_appeal_names_the_statements_that_it_answers(self) -> None:
        parts: list[Any] = [table for table in appeals.TABLES if table is not appeals.REMEDY]
        assert all(table.answers for table in parts)
        assert appeals.RECORDS.answers != appeals.REMOVAL_GROUND.answers

    def test_an_injury_claim(self) -> None:
        injury = sp.InjuryClaim(
            claim_id="K-1",
            harm=sp.Harm.PROPERTY_DAMAGE,
            amount=sp.usd(5),
            filed_on=MARCH,
            notified_on=date(2024, 3, 6),
            decided_on=date(2024, 3, 12),
        )
        assert contesting(injury) == evolve(INJURY, notified_on=date(2024, 3, 6), seller_charged=None)

    def test_anything_else(self) -> None:
        kinds = "Claim or Feedback or Chargeback or InjuryClaim"
        with pytest.raises(sp.errors.BadFact, match=f"^event: expected a fact of the kind {kinds}, got Order"):
            contesting(cast("Any", orders(1)[0]))

    @given(st.one_of(strategies.claims(), strategies.feedback(), strategies.chargebacks(), strategies.injury_claims()))
    def test_every_event_can_be_asked_about(self, event: Any) -> None:
        appeal = contesting(event)
        assert appeal.marketplace is event.marketplace
        assert remedy(appeal).outcome is not None or remedy(appeal).needs


class TestWhatToContestFirst:
    """002-4, 003-5: each defect of the window that can be contested, the one that brings most first."""

    def lines(self, **options: Any) -> list[tuple[Any, ...]]:
        """Order id, kind of event, last day, rate, number of other defects, rate with them."""
        given = {
            "feedback": [stars(1)],
            "claims": [claim(2), claim(4, status=sp.ClaimStatus.REFUNDED), claim(5, decided_on=None)],
            "chargebacks": [chargeback(2), chargeback(3)],
            "window": WINDOW,
            "on": ON,
            **options,
        }
        return [
            (
                each.event.order_id,
                type(each.event).__name__,
                each.deadline and each.deadline.by,
                each.rate,
                len(each.others),
                each.rate_with_others,
            )
            for each in appeals.first_to_contest(orders(200), **given)
        ]

    def test_the_order_of_things(self) -> None:
        """Five of 200 orders are defective; the refunded claim on the fourth counts, and is closed."""
        one_less, as_now = Fraction(4, 200), Fraction(5, 200)
        assert self.lines() == [
            ("1", "Feedback", date(2024, 6, 7), one_less, 0, one_less),
            ("3", "Chargeback", None, one_less, 0, one_less),
            ("5", "Claim", None, one_less, 0, one_less),
            ("2", "Claim", date(2024, 4, 11), as_now, 1, one_less),
            ("2", "Chargeback", None, as_now, 1, one_less),
        ]

    def test_the_last_day_and_the_day_after(self) -> None:
        def claims_left(on: date) -> list[str]:
            return [line[0] for line in self.lines(on=on, claims=[claim(7), claim(8, decided_on=date(2024, 3, 13))])]

        assert [order_id for order_id in claims_left(date(2024, 4, 11)) if order_id in "78"] == ["7", "8"]
        assert [order_id for order_id in claims_left(date(2024, 4, 12)) if order_id in "78"] == ["8"]
        assert [order_id for order_id in claims_left(date(2024, 4, 13)) if order_id in "78"] == []

    def test_it_is_too_late_only_by_every_reading(self) -> None:
        (first,) = appeals.first_to_contest(orders(9), feedback=[stars(1)], window=WINDOW, on=ON)
        deadline = sp.Deadline("answer", date(2024, 5, 8), MARCH, contested=True, other=date(2024, 5, 12))
        doubted = evolve(first, deadline=deadline)
        assert not doubted.is_too_late(date(2024, 5, 12))
        assert doubted.is_too_late(date(2024, 5, 13))
        assert not evolve(first, deadline=evolve(deadline, by=None)).is_too_late(date(2024, 5, 13))
        assert not evolve(first, deadline=None).is_too_late(date(2034, 5, 13))

    def test_the_last_day_by_what_if(self) -> None:
        """It is not known when Amazon wrote about the chargeback; how long the seller then has is the caller's word."""
        terms = evolve(appeals.Terms.on(MARCH), time_to_answer_chargeback=days(40))
        (line,) = appeals.first_to_contest(orders(9), chargebacks=[chargeback(1)], window=WINDOW, on=ON, terms=terms)
        assert line.deadline is not None
        assert line.deadline.needs == ("notified_on",)
        assert WHAT_IF in line.deadline.references

    def test_where_no_text_tells_a_last_day(self) -> None:
        japan = sp.Marketplace.JP
        (line,) = appeals.first_to_contest(
            orders(9, marketplace=japan), feedback=[evolve(stars(1), marketplace=japan)], window=WINDOW, on=ON
        )
        assert line.deadline is None
        assert line.remedy.outcome is Remedy.REMOVAL

    def test_the_other_defects_are_named(self) -> None:
        found = appeals.first_to_contest(
            orders(9), feedback=[stars(1)], claims=[claim(1)], chargebacks=[chargeback(1)], window=WINDOW, on=ON
        )
        assert [line.event for line in found] == [claim(1), stars(1), chargeback(1)]
        assert [line.others for line in found] == [
            (stars(1), chargeback(1)),
            (claim(1), chargeback(1)),
            (stars(1), claim(1)),
        ]
        assert {(line.rate, line.rate_with_others) for line in found} == {(Fraction(1, 9), Fraction(0))}

    def test_fewer_others_come_before_an_earlier_last_day(self) -> None:
        three: dict[str, Any] = {"feedback": [stars(1), stars(2)], "chargebacks": [chargeback(1), chargeback(2)]}
        found = appeals.first_to_contest(orders(9), claims=[claim(1)], window=WINDOW, on=ON, **three)
        assert [(line.event.order_id, len(line.others)) for line in found] == [*[("2", 1)] * 2, *[("1", 2)] * 3]

    def test_the_same_event_twice_is_one(self) -> None:
        (line,) = appeals.first_to_contest(orders(9), feedback=[stars(1), stars(1)], window=WINDOW, on=ON)
        assert (line.others, line.rate) == ((), Fraction(0))

    def test_what_does_not_count_is_not_contested(self) -> None:
        kept = orders(3, placed_on=date(2024, 2, 1))
        assert appeals.first_to_contest(kept, feedback=[stars(1)], window=WINDOW, on=ON) == ()
        fraud = chargeback(1, sp.ChargebackKind.FRAUD)
        removed = evolve(stars(1), removed=True)
        found = appeals.first_to_contest(orders(9), feedback=[removed], chargebacks=[fraud], window=WINDOW, on=ON)
        assert found == ()

    def test_only_the_orders_of_one_side(self) -> None:
        mixed = [*orders(2), *orders(1)[:0], evolve(orders(1)[0], order_id="3", fulfilled_by=sp.Fulfiller.AMAZON)]
        options: dict[str, Any] = {"feedback": [stars(1), stars(3)], "window": WINDOW, "on": ON}
        (seller,) = appeals.first_to_contest(mixed, fulfilled_by=sp.Fulfiller.SELLER, **options)
        (amazon,) = appeals.first_to_contest(mixed, fulfilled_by=sp.Fulfiller.AMAZON, **options)
        assert (seller.event.order_id, amazon.event.order_id) == ("1", "3")
        assert (seller.rate, amazon.rate) == (Fraction(0), Fraction(0))

    def test_what_if_any_claim_could_be_appealed(self) -> None:
        terms = evolve(Terms.on(MARCH), hears_any_claim=True)
        assert "4" not in [line[0] for line in self.lines()]
        assert "4" in [line[0] for line in self.lines(terms=terms)]

    @given(strategies.accounts())
    def test_the_rates_are_those_without_the_defects(self, account: Account) -> None:
        window = sp.Window.ending(account.today, days=60)
        assume(has_text(account, window))

        def rate_without(*events: Any) -> Fraction | None:
            given = (account.feedback, account.claims, account.chargebacks)
            left: list[Any] = [[event for event in each if event not in events] for each in given]
            return odr.rate(account.orders, feedback=left[0], claims=left[1], chargebacks=left[2], window=window).rate

        found = appeals.first_to_contest(
            account.orders,
            feedback=account.feedback,
            claims=account.claims,
            chargebacks=account.chargebacks,
            window=window,
            on=account.today,
        )
        for line in found:
            assert line.rate == rate_without(line.event)
            assert line.rate_with_others == rate_without(line.event, *line.others)
            assert bool(line.others) is (line.rate == rate_without())
        assert [line.rate for line in found] == sorted(line.rate for line in found)


def has_text(account: Account, window: sp.Window) -> bool:
    """Whether a policy text tells the rate of an account."""
    try:
        odr.rate(
            account.orders,
            feedback=account.feedback,
            claims=account.claims,
            chargebacks=account.chargebacks,
            window=window,
        )
    except sp.errors.NoPolicyText:
        return False
    return True


def table(causes: Any) -> list[tuple[str | None, int, int]]:
    """What, how many defective orders, of how many."""
    return [(cause.what, cause.defective, cause.orders) for cause in causes]


class TestCauses:
    """001-5, 003-5: watch the defects for trends and causes; a plan of action says where they come from."""

    SOLD = (
        *(evolve(order, sku="CUP") for order in orders(4, placed_on=date(2024, 3, 3))),
        *(evolve(order, sku="PLATE") for order in orders(10, placed_on=date(2024, 3, 4))[4:]),
        *orders(12, placed_on=date(2024, 3, 11))[10:],
    )
    FORTNIGHT = sp.Window(first=date(2024, 3, 2), last=date(2024, 3, 18))

    def causes(self, **options: Any) -> Any:
        """The causes of seven defects on five of twelve orders."""
        given = {
            "feedback": [stars(1), stars(2), stars(5), stars(11)],
            "claims": [claim(1), claim(6, reason=sp.ClaimReason.NOT_AS_DESCRIBED)],
            "chargebacks": [chargeback(1)],
            "window": self.FORTNIGHT,
            **options,
        }
        return appeals.causes(self.SOLD, **given)

    def test_by_reason(self) -> None:
        assert table(self.causes().by_reason) == [
            ("negative_feedback", 4, 12),
            ("chargeback:service", 1, 12),
            ("claim:not_as_described", 1, 12),
            ("claim:not_received", 1, 12),
        ]

    def test_by_sku_the_unknown_last_among_equals(self) -> None:
        found = self.causes()
        assert table(found.by_sku) == [("CUP", 2, 4), ("PLATE", 2, 6), (None, 1, 2)]
        assert [cause.share for cause in found.by_sku] == [Fraction(2, 5), Fraction(2, 5), Fraction(1, 5)]
        assert [cause.rate for cause in found.by_sku] == [Fraction(1, 2), Fraction(1, 3), Fraction(1, 2)]
        assert found.count.rate == Fraction(5, 12)

        equals = self.causes(feedback=[stars(5), stars(11)], claims=[], chargebacks=[])
        assert table(equals.by_sku) == [("PLATE", 1, 6), (None, 1, 2)]

    def test_an_article_without_defects_is_no_cause(self) -> None:
        assert table(self.causes(feedback=[stars(5)], claims=[], chargebacks=[]).by_sku) == [("PLATE", 1, 6)]

    def test_by_week_from_monday_to_sunday(self) -> None:
        """3 March 2024 is a Sunday, 4 and 11 March are Mondays; nothing was sold in the week of 18 March."""
        found = self.causes()
        assert table(found.by_week) == [
            ("2024-W09", 2, 4),
            ("2024-W10", 2, 6),
            ("2024-W11", 1, 2),
            ("2024-W12", 0, 0),
        ]
        assert found.by_week[-1].rate is None
        assert found.by_week[-1].share == 0

    def test_a_week_belongs_to_the_year_of_its_thursday(self) -> None:
        sold = orders(1, placed_on=date(2024, 12, 30))
        late = stars(1, left_on=date(2025, 1, 5))
        found = appeals.causes(sold, feedback=[late], window=sp.Window.ending(date(2024, 12, 31), days=3))
        assert table(found.by_week) == [("2024-W52", 0, 0), ("2025-W01", 1, 1)]

    def test_by_carrier_of_each_package(self) -> None:
        def package(order_id: int, carrier: str | None) -> sp.Package:
            return sp.Package(
                package_id=f"{order_id}-{carrier}",
                order_id=str(order_id),
                units=1,
                ship_confirmed_on=date(2024, 3, 5),
                carrier=carrier,
            )

        sent = [package(1, "Swift"), package(1, "Snail"), package(3, "Swift"), package(5, "Snail"), package(6, None)]
        assert table(self.causes(packages=sent).by_carrier) == [(None, 3, 9), ("Snail", 2, 2), ("Swift", 1, 2)]

    def test_without_packages_the_carrier_is_unknown(self) -> None:
        assert table(self.causes().by_carrier) == [(None, 5, 12)]

    def test_without_defects(self) -> None:
        found = self.causes(feedback=[], claims=[], chargebacks=[])
        assert (found.by_reason, found.by_sku, found.by_carrier) == ((), (), ())
        assert [(cause.share, cause.rate) for cause in found.by_week] == [(None, 0), (None, 0), (None, 0), (None, None)]

    def test_only_the_orders_of_the_window(self) -> None:
        found = self.causes(window=sp.Window(first=date(2024, 3, 4), last=date(2024, 3, 10)))
        assert table(found.by_sku) == [("PLATE", 2, 6)]
        assert table(found.by_week) == [("2024-W10", 2, 6)]
        assert table(found.by_reason) == [("claim:not_as_described", 1, 6), ("negative_feedback", 1, 6)]

    def test_only_the_orders_of_one_side(self) -> None:
        found = self.causes(fulfilled_by=sp.Fulfiller.AMAZON)
        assert (found.count.orders, found.by_sku, found.by_reason) == (0, (), ())
        mixed = [
            evolve(order, fulfilled_by=sp.Fulfiller.AMAZON) if order.order_id in "12" else order for order in self.SOLD
        ]
        options: dict[str, Any] = {"feedback": [stars(1), stars(3)], "window": self.FORTNIGHT}
        assert table(appeals.causes(mixed, fulfilled_by=sp.Fulfiller.SELLER, **options).by_sku) == [("CUP", 1, 2)]
        assert table(appeals.causes(mixed, fulfilled_by=sp.Fulfiller.AMAZON, **options).by_sku) == [("CUP", 1, 2)]
        assert table(appeals.causes(mixed, **options).by_sku) == [("CUP", 2, 4)]

    def test_what_if_cancelled_orders_did_not_count(self) -> None:
        sold = [
            evolve(order, cancelled_by=sp.Canceller.BUYER) if order.order_id in "34" else order for order in self.SOLD
        ]
        terms = evolve(odr.Terms.on(LAST), counts_cancelled=False)
        found = appeals.causes(sold, feedback=[stars(1)], window=self.FORTNIGHT, terms=terms)
        assert table(found.by_sku) == [("CUP", 1, 2)]
        harsher = evolve(odr.Terms.on(LAST), counts_fraud=True)
        fraud = [chargeback(1, sp.ChargebackKind.FRAUD)]
        found = appeals.causes(sold, chargebacks=fraud, window=self.FORTNIGHT, terms=harsher)
        assert table(found.by_reason) == [("chargeback:fraud", 1, 12)]

    @given(strategies.accounts(), st.randoms())
    def test_they_add_up_in_any_order(self, account: Account, random: Random) -> None:
        window = sp.Window.ending(account.today, days=60)
        assume(has_text(account, window))

        def counted(orders: tuple[sp.Order, ...]) -> Any:
            return appeals.causes(
                orders,
                feedback=account.feedback,
                claims=account.claims,
                chargebacks=account.chargebacks,
                window=window,
            )

        found = counted(account.orders)
        defective, placed = found.count.defective, found.count.orders
        assert sum(cause.defective for cause in found.by_sku) == defective
        assert sum(cause.defective for cause in found.by_week) == defective
        assert sum(cause.orders for cause in found.by_week) == placed
        assert sum(cause.defective for cause in found.by_reason) >= defective
        assert all(0 < cause.defective <= cause.orders <= placed for cause in (*found.by_sku, *found.by_reason))
        assert len(found.by_week) in range(60 // 7, 60 // 7 + 3)
        shuffled = list(account.orders)
        random.shuffle(shuffled)
        assert counted(tuple(shuffled)) == found

    def test_a_day_of_the_window_more(self) -> None:
        before = self.causes(window=sp.Window(first=date(2024, 3, 2), last=date(2024, 3, 10)))
        after = self.causes(window=sp.Window(first=date(2024, 3, 2), last=date(2024, 3, 10) + timedelta(days=1)))
        assert (before.count.defective, after.count.defective) == (4, 5)
