"""Counting by day, and how sure a count is."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any, cast

import pytest
from attrs import evolve, frozen
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    Decision,
    DecisionTable,
    Disagreement,
    Limit,
    Rule,
    anything,
    at_most,
    below,
    dated,
    one_of,
    since,
    symbols,
)
from sellerpolicy.logic.counting import Count, DayCounts, OtherCount, Target, answers, decide_count, in_force
from sellerpolicy.rules.order_defect_rate import Terms

DAY = date(2024, 3, 1)
near = st.integers(0, 40).map(lambda days: DAY + timedelta(days=days))


PAGE, OTHER = sp.injury_and_damage.POLICY_PAGE, sp.injury_and_damage.ANNOUNCED


class Answer(Enum):
    """What a number of faults comes to."""

    SINGLE = "single"
    FEW = "few"
    MANY = "many"


@frozen(kw_only=True)
class Faults:
    """So many faults of a day, or nobody knows how many."""

    found: int | None
    day: date = DAY
    marketplace: sp.Marketplace = sp.Marketplace.US


@frozen
class OwnTerms(DatedTerms):
    """What the tests' own policy fixes."""

    few: Limit = dated(
        "few faults",
        since("2020-01-01", at_most(3), PAGE, but=OTHER.says(at_most(5))),
        since("2020-01-01", at_most(7), PAGE, marketplace=sp.Marketplace.CA),
        since("2021-01-01", at_most(8), PAGE, marketplace=sp.Marketplace.CA),
    )


faults, terms = cast("Any", symbols(Faults)), cast("Any", symbols(OwnTerms))
is_single = Condition("a single one", one_of(faults.found, 1), PAGE)
are_few = Condition("few faults", terms.few.admits(faults.found))
HOW_MANY = DecisionTable(
    "what so many faults are",
    case=Faults,
    terms=OwnTerms,
    day=faults.day,
    reference=PAGE,
    rules=(
        Rule(is_single, then=Answer.SINGLE),
        Rule(~is_single & are_few, then=Answer.FEW),
        Rule(~is_single & ~are_few, then=Answer.MANY),
    ),
)
TERMS = OwnTerms.on(DAY)


def count(fewest: int, most: int, *between: int) -> Count[Faults]:
    """A count of faults that is as uncertain as it says."""
    return Count(
        Faults(found=fewest), Faults(found=most), Faults(found=None), tuple(Faults(found=each) for each in between)
    )


def other_reading(outcome: Answer | None) -> Disagreement:
    """Five faults would be few too, which makes it something else."""
    return Disagreement("test_counting.few", at_most(3), at_most(5), OTHER, outcome)


class TestDayCounts:
    """Any window's count is the sum of its days' counts."""

    @given(st.lists(near), near, st.integers(0, 12), st.integers(1, 9))
    def test_every_window(self, counted: list[date], first: date, more: int, days: int) -> None:
        lasts = sp.Window(first=first, last=first + timedelta(days=more))
        span = sp.Window(first=first - timedelta(days=days - 1), last=lasts.last)
        windows = [sp.Window.ending(first + timedelta(days=each), days=days) for each in range(more + 1)]
        assert list(DayCounts.of(Counter(counted), span).rolling(lasts, days=days)) == [
            sum(day in window for day in counted) for window in windows
        ]

    def test_the_sums_before_each_day_and_in_all(self) -> None:
        span = sp.Window(first=DAY, last=DAY + timedelta(days=2))
        on = {DAY - timedelta(days=1): 9, DAY: 2, DAY + timedelta(days=2): 1, DAY + timedelta(days=3): 9}
        counts = DayCounts.of(on, span)
        assert counts.first == DAY.toordinal()
        assert counts.sums == [0, 2, 2, 3]


class TestTextsInForce:
    """A run of days falls into parts through each of which one text is in force."""

    def test_a_change_starts_a_part_on_its_day(self) -> None:
        days = sp.Window(first=date(2017, 12, 30), last=date(2018, 1, 2))
        parts = list(in_force(Terms, days, sp.Marketplace.US))
        assert [str(part) for part, _ in parts] == ["2017-12-30 to 2017-12-31", "2018-01-01 to 2018-01-02"]
        assert [terms for _, terms in parts] == [Terms.on(date(2017, 12, 31)), Terms.on(date(2018, 1, 1))]

    def test_a_change_on_the_last_day(self) -> None:
        days = sp.Window(first=date(2017, 12, 31), last=date(2018, 1, 1))
        assert [part.days for part, _ in in_force(Terms, days, sp.Marketplace.US)] == [1, 1]

    @pytest.mark.parametrize(("first", "last"), [(date(2018, 1, 1), date(2018, 1, 3)), (DAY, DAY)])
    def test_no_change_within(self, first: date, last: date) -> None:
        days = sp.Window(first=first, last=last)
        assert list(in_force(Terms, days, sp.Marketplace.US)) == [(days, Terms.on(first))]

    def test_each_marketplace_has_its_own_texts(self) -> None:
        days = sp.Window(first=date(2020, 12, 31), last=date(2021, 1, 1))
        parts = list(in_force(OwnTerms, days, sp.Marketplace.CA))
        assert [(part.days, terms.few) for part, terms in parts] == [(1, at_most(7)), (1, at_most(8))]
        assert list(in_force(OwnTerms, days, sp.Marketplace.US)) == [(days, OwnTerms.on(DAY))]

    def test_given_terms_hold_throughout(self) -> None:
        days = sp.Window(first=date(2017, 12, 30), last=date(2018, 1, 2))
        given_terms = Terms.on(DAY)
        assert list(in_force(Terms, days, sp.Marketplace.US, given_terms)) == [(days, given_terms)]


class TestCount:
    """An outcome of an uncertain count is known where it is the same whatever the undetermined turn out to be."""

    @pytest.mark.parametrize(
        ("counted", "outcome"),
        [
            (count(2, 2), Answer.FEW),
            (count(0, 3), Answer.FEW),
            (count(4, 9), Answer.MANY),
            (count(3, 4), None),
            (count(1, 2), None),
            (count(0, 3, 2), Answer.FEW),
            (count(0, 3, 1), None),
            (count(0, 3, 2, 1), None),
        ],
    )
    def test_outcome(self, counted: Count[Faults], outcome: Answer | None) -> None:
        assert counted.outcome(HOW_MANY, TERMS) is outcome

    def test_by_the_terms_that_are_given(self) -> None:
        assert count(3, 4).outcome(HOW_MANY, evolve(TERMS, few=at_most(4))) is Answer.FEW
        assert count(3, 3).outcome(HOW_MANY, evolve(TERMS, few=at_most(2))) is Answer.MANY


class TestDecideCount:
    """A decision of a count is unknown where the undetermined matter, and contested where another reading matters."""

    ON = DAY + timedelta(days=7)

    def decide(self, counted: Count[Faults], *others: OtherCount[Faults]) -> Decision[Answer]:
        """Decide by the text in force on the day."""
        return decide_count(HOW_MANY, counted, others, on=self.ON, terms=TERMS)

    def test_known_either_way(self) -> None:
        decision = self.decide(count(0, 3))
        assert decision == Decision(Answer.FEW, HOW_MANY, Faults(found=0), TERMS, self.ON)
        assert decision.disagreements == ()

    def test_the_undetermined_matter_and_so_does_a_reading(self) -> None:
        decision = self.decide(count(2, 4))
        assert (decision.outcome, decision.case, decision.needs) == (None, Faults(found=None), ("found",))
        assert decision.disagreements == (other_reading(Answer.FEW),)

    def test_the_undetermined_matter_by_any_reading(self) -> None:
        decision = self.decide(count(2, 6))
        assert (decision.outcome, decision.disagreements) == (None, ())

    def test_a_reading_under_which_the_undetermined_would_not_matter_is_told_once(self) -> None:
        decision = self.decide(count(4, 5))
        assert (decision.outcome, decision.case) == (Answer.MANY, Faults(found=4))
        assert decision.disagreements == (other_reading(Answer.FEW),)

    def test_a_reading_under_which_the_undetermined_would_matter(self) -> None:
        decision = self.decide(count(4, 6))
        assert (decision.outcome, decision.case) == (Answer.MANY, Faults(found=4))
        assert decision.disagreements == (other_reading(None),)

    def test_a_what_if_holds_for_other_counts_too(self) -> None:
        what_if = evolve(TERMS, few=at_most(4))
        other = OtherCount("whose faults", "one's own", "everybody's", OTHER, count(4, 4))
        decision = decide_count(HOW_MANY, count(3, 4), [other], on=self.ON, terms=what_if)
        assert decision == Decision(Answer.FEW, HOW_MANY, Faults(found=3), what_if, self.ON)

    def test_readings_of_terms_come_before_other_counts(self) -> None:
        other = OtherCount("whose faults", "one's own", "everybody's", PAGE, count(1, 1))
        assert [each.term for each in self.decide(count(4, 5), other).disagreements] == [
            "test_counting.few",
            "whose faults",
        ]

    def test_another_count(self) -> None:
        def counting(counted: Count[Faults]) -> OtherCount[Faults]:
            return OtherCount("whose faults", "one's own", "everybody's", OTHER, counted)

        decision = self.decide(count(0, 0), counting(count(2, 3)), counting(count(1, 1)), counting(count(3, 4)))
        assert decision.outcome is Answer.FEW
        assert decision.disagreements == (
            Disagreement("whose faults", "one's own", "everybody's", OTHER, Answer.SINGLE),
            Disagreement("whose faults", "one's own", "everybody's", OTHER, None),
        )


class TestTarget:
    """How far counts are from a limit, whatever its edge."""

    @pytest.mark.parametrize(
        ("limit", "needed", "room"), [(below(Fraction(1, 4)), 1, 0), (at_most(Fraction(1, 4)), 0, 0)]
    )
    def test_the_edge_of_the_limit(self, limit: Limit, needed: int, room: int) -> None:
        target = Target(limit)
        assert target.faultless_needed(1, 4) == needed
        assert target.headroom(1, 4) == room
        assert target.is_met(1, 4) is (needed == 0)

    def test_all_of_them_may_have_a_fault(self) -> None:
        assert Target(at_most(Fraction(1))).headroom(1, 4) == 3

    @pytest.mark.parametrize(
        ("limit", "needed"),
        [
            (below(Fraction(1, 4)), 9),  # three of thirteen are less than a quarter, three of twelve are not
            (at_most(Fraction(1, 4)), 8),
        ],
    )
    def test_many_are_needed_after_many_faults(self, limit: Limit, needed: int) -> None:
        assert Target(limit).faultless_needed(3, 4) == needed

    @pytest.mark.parametrize(
        ("limit", "room"),
        [(below(Fraction(1, 4)), 23), (at_most(Fraction(1, 4)), 24)],  # 24 of 100 are below a quarter, 25 are one
    )
    def test_room_for_many_faults(self, limit: Limit, room: int) -> None:
        assert Target(limit).headroom(1, 100) == room

    def test_no_more_have_a_fault_than_there_are(self) -> None:
        assert Target(below(Fraction(2))).headroom(1, 4) == 3

    def test_none_of_none_is_not_on_target(self) -> None:
        assert not Target(below(Fraction(1, 4))).is_met(0, 0)

    def test_none_of_one_is_on_target(self) -> None:
        assert Target(below(Fraction(1, 4))).is_met(0, 1)

    @pytest.mark.parametrize(
        ("limit", "words"),
        [(anything, "anything"), (below(Fraction(0)), "below 0 %"), (below(5), "below 5")],
    )
    def test_a_limit_that_no_rate_keeps(self, limit: Limit, words: str) -> None:
        with pytest.raises(sp.errors.BadFact) as refusal:
            Target(limit)
        assert (refusal.value.field, refusal.value.value, refusal.value.expected) == (
            "Terms.target",
            words,
            "a limit on a rate, above zero",
        )


class TestAnswers:
    """Functions name the statements that they answer."""

    def test_a_function_keeps_the_ids(self) -> None:
        def asked() -> int:
            return 42

        named = answers("001-5", "002-1")(asked)
        assert named is asked
        assert vars(named)["answers"] == ("001-5", "002-1")

    def test_which_functions_do(self) -> None:
        odr = sp.order_defect_rate
        assert vars(odr.rate)["answers"] == ("002-1", "004-7")
        assert vars(odr.daily_rates)["answers"] == vars(odr.outlook)["answers"] == ("001-5",)
