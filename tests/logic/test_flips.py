"""Flips: the smallest changes of facts that lead to another outcome."""

from __future__ import annotations

from datetime import date
from enum import Enum
from itertools import product
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
    Limit,
    Rule,
    Span,
    at_most,
    business_days,
    dated,
    days,
    elapsed,
    known,
    since,
    symbols,
)
from sellerpolicy.logic.counting import Standing
from sellerpolicy.logic.decisions import Reason
from sellerpolicy.logic.flips import Flip
from sellerpolicy.logic.truth import truth
from sellerpolicy.rules.injury_and_damage import WHO_PAYS, InjuryPayer

PAGE = sp.injury_and_damage.POLICY_PAGE
Table = DecisionTable[Any, Any, Any]
TABLES = sp.rules.tables()


def injury(**facts: Any) -> sp.InjuryClaim:
    told: dict[str, Any] = {
        "claim_id": "K-1",
        "harm": sp.Harm.PROPERTY_DAMAGE,
        "amount": sp.usd("500"),
        "filed_on": date(2023, 5, 2),
    }
    return sp.InjuryClaim(**told | facts)


def told(flips: tuple[Flip, ...]) -> list[tuple[str, dict[str, bool | None]]]:
    """Outcome and changes of each flip, in short."""
    return [
        (flip.outcome.name, {reason.id.partition(".")[2]: reason.holds for reason in flip.changes}) for flip in flips
    ]


class TestTheInjuryRule:
    """What would change who pays."""

    def test_a_large_rejected_claim(self) -> None:
        """The seller can accept it; a smaller one Amazon would pay; an invalid one nobody."""
        claim = injury(
            amount=sp.usd(1500),
            is_valid=True,
            seller_insured=True,
            follows_policy=True,
            seller_responded=True,
            seller_accepts=False,
        )
        flips = WHO_PAYS.decide(claim).flips()
        assert told(flips) == [
            ("SELLER", {"is_accepted": True}),
            ("NOBODY", {"is_valid": False}),
            ("AMAZON", {"is_small": True}),
        ]
        assert [flip.facts for flip in flips] == [("seller_accepts",), ("is_valid",), ("amount",)]
        assert [flip.can_be_acted_on for flip in flips] == [True, False, False]
        assert flips[2].case == evolve(claim, amount=sp.usd("999.99"))

    def test_changes_are_told_with_the_figures_of_the_case_found(self) -> None:
        claim = injury(
            amount=sp.usd(1500), is_valid=True, seller_insured=True, follows_policy=True, seller_responded=False
        )
        small = next(flip for flip in WHO_PAYS.decide(claim).flips() if flip.outcome is InjuryPayer.AMAZON)
        (reason,) = small.changes
        assert isinstance(reason, Reason)
        assert reason.text == "the claim of USD 999.99 is below USD 1,000.00"
        assert reason.since == date(2021, 9, 1)

    def test_an_unknown_outcome_is_settled_by_finding_out(self) -> None:
        """What is known stays as it is, the amount too; the table asks for insurance before it asks for conduct."""
        decision = WHO_PAYS.decide(injury())
        flips = decision.flips()
        assert decision.outcome is None
        assert told(flips) == [
            ("NOBODY", {"is_valid": False}),
            ("AMAZON_THEN_SELLER", {"is_valid": True, "follows_policy": False}),
            ("AMAZON", {"is_valid": True, "follows_policy": True, "is_insured": True}),
            ("AMAZON_THEN_SELLER", {"is_valid": True, "is_insured": False, "is_obliged": True}),
            ("AMAZON", {"is_valid": True, "follows_policy": True, "is_obliged": False}),
        ]
        assert all(flip.case.amount == sp.usd(500) for flip in flips)

    def test_nothing_changes_what_the_text_settles(self) -> None:
        """Before the process existed no fact made Amazon pay."""
        assert WHO_PAYS.decide(injury(filed_on=date(2021, 5, 2))).flips() == ()

    def test_the_text_stays_that_of_the_day_asked_for(self) -> None:
        decision = WHO_PAYS.decide(
            injury(filed_on=date(2021, 5, 2), is_valid=True, follows_policy=False), on=date(2023, 5, 2)
        )
        flips = decision.flips()
        assert ("NOBODY", {"is_valid": False}) in told(flips)
        for flip in flips:
            assert WHO_PAYS.decide(flip.case, on=date(2023, 5, 2)).outcome is flip.outcome

    def test_an_edited_limit_has_its_own_edge(self) -> None:
        terms = evolve(sp.injury_and_damage.Terms.on(date(2023, 5, 2)), pays_itself=at_most(sp.usd(2000)))
        claim = injury(
            amount=sp.usd("2000.01"), is_valid=True, seller_insured=True, follows_policy=True, seller_responded=False
        )
        flips = WHO_PAYS.decide(claim, terms).flips()
        (small,) = (flip for flip in flips if flip.outcome is InjuryPayer.AMAZON)
        assert small.case.amount == sp.usd(2000)


class TestDays:
    """The case's own day moves too, as long as the text that applies stays the same."""

    def test_a_day_either_side_of_the_edge(self) -> None:
        """A week is allowed: ordered on the 1st, the 8th is in time and the 9th is not."""
        late = Return(ordered_on=date(2020, 3, 1), asked_on=date(2020, 3, 9))
        (flip,) = IN_TIME.decide(late).flips()
        assert flip.outcome is Verdict.YES
        # asked for a day sooner would be as near; the case's own day stays where it can
        assert flip.case == evolve(late, ordered_on=date(2020, 3, 2))

    def test_the_own_day_moves_where_that_is_the_smaller_step(self) -> None:
        """Two business days after Friday the 6th end on Tuesday the 10th; Wednesday would do from Monday the 9th on."""
        late = Return(ordered_on=date(2020, 3, 6), asked_on=date(2020, 3, 11))
        (flip,) = IN_BUSINESS_DAYS.decide(late).flips()
        assert flip.outcome is Verdict.YES
        assert flip.case == evolve(late, asked_on=date(2020, 3, 10))

    def test_not_into_another_text(self) -> None:
        """From May on a fortnight is in time; that would be no change of facts alone."""
        late = Return(ordered_on=date(2020, 4, 20), asked_on=date(2020, 4, 30))
        (flip,) = IN_TIME.decide(late).flips()
        assert flip.case.asked_on < date(2020, 5, 1)
        assert IN_TIME.decide(flip.case).outcome is flip.outcome

    def test_not_to_before_the_first_text(self) -> None:
        """In December 2019 nothing was known."""
        late = Return(ordered_on=date(2019, 12, 24), asked_on=date(2020, 1, 1))
        (flip,) = IN_TIME.decide(late).flips()
        assert flip.case == evolve(late, ordered_on=date(2019, 12, 25))

    def test_by_the_text_of_another_day_it_moves_freely(self) -> None:
        late = Return(ordered_on=date(2019, 12, 24), asked_on=date(2020, 1, 1))
        (flip,) = IN_TIME.decide(late, on=date(2020, 2, 2)).flips()
        assert IN_TIME.decide(flip.case, on=date(2020, 2, 2)).outcome is Verdict.YES

    def test_not_to_where_the_case_cannot_be(self) -> None:
        """Nothing is returned before it was ordered."""
        soon = Return(ordered_on=date(2020, 3, 1), asked_on=date(2020, 3, 1))
        for flip in IN_TIME.decide(soon).flips():
            assert flip.case.ordered_on <= flip.case.asked_on


class TestDaysOfTheSameText:
    """The case's own day moves to where the terms that are read are the same; by terms of no day it moves anywhere."""

    freely = (
        ("FREE", {"is_child": True}),
        ("SPRING", {"is_winter": False}),
        ("LONG_AGO", {"is_long_ago": True}),
        ("SUMMER", {"is_winter": False, "is_summer": True}),
    )

    def test_not_to_where_a_term_differs_nor_to_where_none_is_known(self) -> None:
        """In June the house shuts, and before 2020 nothing was known of it; the guide of March makes no difference."""
        flips = SEASONS.decide(Visit(day=date(2020, 2, 15))).flips()
        assert told(flips) == [("FREE", {"is_child": True}), ("SPRING", {"is_winter": False})]
        assert flips[1].case == Visit(day=date(2020, 4, 1))
        assert flips[1].facts == ("day",)

    def test_the_text_is_that_of_the_cases_own_marketplace(self) -> None:
        """In Canada the house stays open."""
        flips = SEASONS.decide(Visit(day=date(2020, 2, 15), marketplace=sp.Marketplace.CA)).flips()
        assert told(flips) == [each for each in self.freely if each[0] != "LONG_AGO"]
        assert flips[2].case == Visit(day=date(2020, 7, 1), marketplace=sp.Marketplace.CA)

    def test_what_if_holds_on_any_day(self) -> None:
        changed = evolve(VisitTerms.on(date(2020, 2, 15)), has_guide=True)
        assert told(SEASONS.decide(Visit(day=date(2020, 2, 15)), changed).flips()) == list(self.freely)

    def test_the_text_of_another_day_is_judged_by_wherever_the_case_moves(self) -> None:
        decision = SEASONS.decide(Visit(day=date(2020, 2, 15)), on=date(2020, 2, 16))
        assert told(decision.flips()) == list(self.freely)


class TestManyCases:
    """Where most cases cannot be, a thousand of those that differ in the same way are tried, and no more."""

    def locked(self, *fits: Month) -> Safe:
        return Safe(first=Month.JAN, second=Month.JAN, third=Month.JAN, fits=cast("Any", fits))

    def test_the_thousandth_is_found(self) -> None:
        """Of eleven months each: 8 times 121 ways, 2 times 11 and 9 come before October, April and November."""
        (flip,) = SAFES.decide(self.locked(Month.OCT, Month.APR, Month.NOV)).flips()
        assert (flip.case.first, flip.case.second, flip.case.third) == (Month.OCT, Month.APR, Month.NOV)
        assert flip.outcome is Verdict.YES

    def test_the_next_one_is_not(self) -> None:
        assert SAFES.decide(self.locked(Month.OCT, Month.APR, Month.DEC)).flips() == ()


BOUNDED: dict[str, tuple[Any, ...]] = {
    "amount": (sp.usd("999.99"), sp.usd("1000")),
    "incident_on": (date(2021, 8, 31), date(2021, 9, 1)),
    **dict.fromkeys(
        (
            "is_valid",
            "seller_insured",
            "insurance_required",
            "follows_policy",
            "seller_responded",
            "seller_accepts",
        ),
        (True, False),
    ),
}


def changed(decision: Decision[Any], case: Any) -> frozenset[Condition]:
    """The conditions that differ between the decided case and another."""
    terms = decision.terms
    return frozenset(
        condition
        for condition in decision.table.conditions
        if truth(condition, case, terms) is not truth(condition, decision.case, terms)
    )


def assert_smallest(decision: Decision[Any], others: list[Any]) -> None:
    """No other case reaches an outcome by fewer changes than a flip does."""
    table = decision.table
    flips = {(flip.outcome, changed(decision, flip.case)) for flip in decision.flips()}
    for case in others:
        outcome = table.outcome(case, decision.terms)
        if outcome is not None and outcome is not decision.outcome:
            conditions = changed(decision, case)
            assert any(found is outcome and fewer <= conditions for found, fewer in flips), (case, conditions)
            assert not any(found is outcome and conditions < more for found, more in flips), (case, conditions)


class TestNothingIsSmaller:
    """Trying everything finds no smaller change."""

    @given(
        st.builds(
            injury,
            amount=st.sampled_from([sp.usd("0"), sp.usd("999.99"), sp.usd("1000"), sp.usd("5000")]),
            filed_on=st.sampled_from([date(2021, 8, 31), date(2021, 9, 1), date(2021, 11, 30), date(2024, 1, 1)]),
            **{
                name: st.sampled_from([None, *values])
                for name, values in BOUNDED.items()
                if name not in ("amount", "incident_on")
            },
        )
    )
    def test_of_all_claims_on_a_bounded_domain(self, claim: sp.InjuryClaim) -> None:
        decision = WHO_PAYS.decide(claim)
        names = [name for name in BOUNDED if decision.outcome is not None or getattr(claim, name) is None]
        domains = [dict.fromkeys([getattr(claim, name), *BOUNDED[name]]) for name in names]
        others = [
            evolve(claim, **dict(zip(names, values, strict=True)))
            for values in product(*domains)
            if not {date(2021, 9, 1)} & set(values) or claim.filed_on >= date(2021, 9, 1)
        ]
        assert_smallest(decision, others)

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
    def test_in_every_table_where_one_fact_changes(self, table: Table) -> None:
        """The values tried are those of the table's witnesses, which lie at its edges."""
        examples = [example for witness in table.check().witnesses for example in witness.examples]
        for example in examples[::3]:
            decision = table.decide(example.case, example.terms)
            others = []
            alike = [other.case for other in examples if other.case.marketplace is example.case.marketplace]
            for name in table.read_names:
                if name not in {table.day_fact, "marketplace"}:
                    values = dict.fromkeys(getattr(other, name) for other in alike)
                    others += [case for value in values if (case := _with(example.case, name, value)) is not None]
            assert_smallest(decision, others)


def _with(case: Any, name: str, value: object) -> Any:
    try:
        return evolve(case, **{name: value})
    except (ValueError, sp.errors.CurrencyMismatch):
        return None


class TestEveryTable:
    """Each flip of each table is a real case with that outcome, and says exactly what then changes."""

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
    def test_flips_are_real(self, table: Table) -> None:
        for witness in table.check().witnesses:
            example = witness.examples[0]
            decision = table.decide(example.case, example.terms)
            flips = decision.flips()
            assert [len(flip.changes) for flip in flips] == sorted(len(flip.changes) for flip in flips)
            for flip in flips:
                after = table.decide(flip.case, example.terms)
                assert after.outcome is flip.outcome is not decision.outcome
                expected = [after.reason(each) for each in table.conditions if each in changed(decision, flip.case)]
                assert list(flip.changes) == expected
                differing = [
                    name for name in table.fact_names if getattr(flip.case, name) != getattr(example.case, name)
                ]
                assert list(flip.facts) == differing


class TestRates:
    """A rate changes with the fewest events or orders that do it."""

    def test_one_defect_less_or_two(self) -> None:
        """Of 300 orders 3 are 1 % exactly, 2 are under it."""
        counted = sp.order_defect_rate.CountedOrders(day=date(2026, 11, 2), orders=300, defective=4)
        flips = sp.order_defect_rate.STANDING.decide(counted).flips()
        changed = {flip.outcome: flip.case for flip in flips}
        assert changed[Standing.AT_THE_LIMIT] == evolve(counted, defective=3)
        assert changed[Standing.ON_TARGET] == evolve(counted, defective=2)


# --- a small policy about days ----------------------------------------------------------------------------------------


class Verdict(Enum):
    """Whether it is in time."""

    YES = "yes"
    NO = "no"


@frozen(kw_only=True)
class Return:
    """Something is sent back."""

    ordered_on: date
    asked_on: date
    marketplace: sp.Marketplace = sp.Marketplace.US

    def __attrs_post_init__(self) -> None:
        if self.asked_on < self.ordered_on:
            raise sp.errors.BadFact("Return.asked_on", self.asked_on, f"a day from {self.ordered_on} on")


@frozen
class ReturnTerms(DatedTerms):
    """How long there is time."""

    time: Limit = dated(
        "time to send back",
        since("2020-01-01", at_most(days(7)), PAGE),
        since("2020-05-01", at_most(days(14)), PAGE),
    )


sent, terms = symbols(Return), symbols(ReturnTerms)
is_in_time = Condition(
    f"from {sent.ordered_on} to {sent.asked_on} is {terms.time}",
    terms.time.admits(elapsed(sent.ordered_on, sent.asked_on)),
)
IN_TIME = DecisionTable(
    "in time",
    case=Return,
    terms=ReturnTerms,
    day=sent.asked_on,
    reference=PAGE,
    rules=(Rule(is_in_time, then=Verdict.YES), Rule(~is_in_time, then=Verdict.NO)),
)


@frozen
class WorkingTerms(DatedTerms):
    """The same in business days."""

    time: Span = dated("time to send back", since("2020-01-01", business_days(2), PAGE))


working = symbols(WorkingTerms)
is_within = Condition(
    f"{sent.asked_on} is within {working.time} of {sent.ordered_on}",
    sent.asked_on <= sent.ordered_on + working.time,
)
IN_BUSINESS_DAYS = DecisionTable(
    "in business days",
    case=Return,
    terms=WorkingTerms,
    day=sent.asked_on,
    reference=PAGE,
    rules=(Rule(is_within, then=Verdict.YES), Rule(~is_within, then=Verdict.NO)),
)


# --- a small policy about seasons -------------------------------------------------------------------------------------


class Entry(Enum):
    """By which ticket somebody goes in."""

    FREE = "free"
    LONG_AGO = "long ago"
    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    SHUT = "shut"


@frozen(kw_only=True)
class Visit:
    """Somebody comes to see a house."""

    day: date
    is_child: bool = False
    marketplace: sp.Marketplace = sp.Marketplace.US


@frozen
class VisitTerms(DatedTerms):
    """What is to be had at the house, in the US and in Canada."""

    is_open: bool = dated(
        "the house is open",
        since("2020-01-01", True, PAGE, marketplace=(sp.Marketplace.US, sp.Marketplace.CA)),
        since("2020-06-01", False, PAGE),
    )
    has_guide: bool = dated(
        "there is a guide",
        since("2020-01-01", False, PAGE, marketplace=(sp.Marketplace.US, sp.Marketplace.CA)),
        since("2020-03-01", True, PAGE),
    )


visit, visits = symbols(Visit), symbols(VisitTerms)
is_open = Condition(visits.is_open)
is_child = Condition("a child", visit.is_child, PAGE)
is_long_ago = Condition("before July 2019", visit.day < date(2019, 7, 1), PAGE)
is_winter = Condition("before April 2020", visit.day < date(2020, 4, 1), PAGE)
is_summer = Condition("from July 2020 on", visit.day >= date(2020, 7, 1), PAGE)
SEASONS = DecisionTable(
    "by which ticket",
    case=Visit,
    terms=VisitTerms,
    day=visit.day,
    reference=PAGE,
    rules=(
        Rule(is_child, then=Entry.FREE),
        Rule(~is_open, then=Entry.SHUT),
        Rule(is_long_ago, then=Entry.LONG_AGO),
        Rule(is_winter, then=Entry.WINTER),
        Rule(is_summer, then=Entry.SUMMER),
        Rule(is_open & ~is_child & ~is_winter & ~is_summer, then=Entry.SPRING),
    ),
)


# --- a small policy about safes ---------------------------------------------------------------------------------------


class Month(Enum):
    """What one of three wheels is turned to."""

    JAN = "jan"
    FEB = "feb"
    MAR = "mar"
    APR = "apr"
    MAY = "may"
    JUN = "jun"
    JUL = "jul"
    AUG = "aug"
    SEP = "sep"
    OCT = "oct"
    NOV = "nov"
    DEC = "dec"


@frozen(kw_only=True)
class Safe:
    """Three wheels; with none of them at January there is but one combination that can be."""

    first: Month | None = None
    second: Month | None = None
    third: Month | None = None
    fits: tuple[Month, Month, Month] | None = None
    day: date = date(2020, 3, 1)
    marketplace: sp.Marketplace = sp.Marketplace.US

    def __attrs_post_init__(self) -> None:
        wheels = self.first, self.second, self.third
        if self.fits is not None and None not in wheels and Month.JAN not in wheels and wheels != self.fits:
            raise ValueError(wheels)


safe = symbols(Safe)
first_at_january, second_at_january, third_at_january = (
    Condition("the first wheel is at January", known(safe.first) == Month.JAN, PAGE),
    Condition("the second wheel is at January", known(safe.second) == Month.JAN, PAGE),
    Condition("the third wheel is at January", known(safe.third) == Month.JAN, PAGE),
)
SAFES = DecisionTable(
    "opens",
    case=Safe,
    terms=VisitTerms,
    day=safe.day,
    reference=PAGE,
    rules=(
        Rule(first_at_january | second_at_january | third_at_january, then=Verdict.NO),
        Rule(~(first_at_january | second_at_january | third_at_january), then=Verdict.YES),
    ),
)
