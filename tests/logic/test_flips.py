"""Flips: the smallest changes of facts that lead to another outcome."""

from __future__ import annotations

from datetime import date
from enum import Enum
from itertools import product
from typing import Any

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
    at_most,
    dated,
    days,
    elapsed,
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
TABLES: tuple[Table, ...] = tuple(table for module in sp.rules.modules() for table in module.TABLES)


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
        assert flip.case in (evolve(late, asked_on=date(2020, 3, 8)), evolve(late, ordered_on=date(2020, 3, 2)))

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
