"""Ways: the sets of cases that lead to an outcome."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cache
from math import prod
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.errors import NoPolicyText
from sellerpolicy.logic import Condition, DatedTerms, DecisionTable, Limit, Rule, at_most, dated, since, symbols
from sellerpolicy.logic.spaces import Judged, State, followed, space_around
from sellerpolicy.logic.ways import Ways, largest
from sellerpolicy.rules.messaging import Permission
from sellerpolicy.strategies import cases

PAGE = sp.injury_and_damage.POLICY_PAGE
Table = DecisionTable[Any, Any, Any]
TABLES = sp.rules.tables()


def lies_within(choice: State, state: State) -> bool:
    return all(item & items for item, items in zip(choice, state, strict=True))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
class TestWays:
    """A case is in one of the sets of an outcome if, and only if, the table gives it that outcome."""

    def test_they_hold_what_the_rules_say(self, table: Table) -> None:
        @cache
        def ways(judged: Judged) -> dict[Any, tuple[State, ...]]:
            return {outcome: tuple(Ways(judged).to(outcome)) for outcome in {rule.then for rule in table.rules}}

        @given(cases(table), st.data())
        def check(case: Any, data: st.DataObject) -> None:
            try:
                decision = table.decide(case)
            except NoPolicyText:
                return
            day = getattr(case, table.day_fact)
            judged = Judged(space_around(table, case, decision.terms, {}), decision.terms, day)
            places = [st.integers(0, len(component.items) - 1) for component in judged.space.components]
            for _ in range(5):
                choice = tuple(1 << place for place in data.draw(st.tuples(*places)))
                outcome = followed(table, judged.truths(choice))
                found = {
                    each for each, states in ways(judged).items() if any(lies_within(choice, state) for state in states)
                }
                assert found == ({outcome} - {None})

        check()


class TestMuchUnknown:
    """The sets do not multiply with the facts that are unknown."""

    def test_a_message_of_which_only_the_purpose_is_known(self) -> None:
        """Cases there are more than anybody could try; no opt-out blocks an answer."""
        message = sp.Message(purpose=sp.Purpose.ANSWER, sent_on=date(2024, 3, 5), channel=sp.Channel.MESSAGING)
        decision = sp.messaging.permitted(message)
        stays = ("purpose", "channel")
        space = space_around(decision.table, message, decision.terms, {}, stays=stays)
        judged = Judged(space, decision.terms, message.sent_on)
        assert prod(len(component.items) for component in space.components) > 10**9
        ways = {outcome: set(Ways(judged).to(outcome)) for outcome in Permission}
        assert all(ways[outcome] for outcome in Permission if outcome is not Permission.BLOCKED)
        assert sum(map(len, ways.values())) < len(space.components) * len(decision.table.rules)
        assert ways[Permission.BLOCKED] == set()


class Verdict(Enum):
    """Whether a parcel is taken."""

    TAKEN = "taken"
    REFUSED = "refused"


@frozen(kw_only=True)
class Parcel:
    """Something is sent."""

    day: date
    weight: int | None = None
    large: bool | None = None
    marketplace: sp.Marketplace = sp.Marketplace.US


@frozen
class Terms(DatedTerms):
    """How heavy a parcel may be."""

    accepted: Limit = dated("accepted weight, kilograms", since("2020-01-01", at_most(30), PAGE))


parcel, terms = symbols(Parcel), symbols(Terms)
is_light = Condition(f"{parcel.weight} kg is {terms.accepted}", terms.accepted.admits(parcel.weight))
is_large = Condition("it is large", parcel.large, reference=PAGE)
PARCELS = DecisionTable(
    "is a parcel taken",
    case=Parcel,
    terms=Terms,
    day=parcel.day,
    reference=PAGE,
    rules=(
        Rule(~is_light, then=Verdict.REFUSED),
        Rule(is_large, then=Verdict.TAKEN),
        Rule(~is_large, then=Verdict.TAKEN),
    ),
)


class TestWhatDoesNotMatter:
    """Where several rules may fit and all lead to one outcome, it need not be known which of them does."""

    def test_it_may_stay_unknown(self) -> None:
        (refused, taken) = PARCELS.decide(Parcel(day=date(2024, 3, 5))).flips()
        assert (refused.outcome, refused.facts) == (Verdict.REFUSED, ("weight",))
        assert (taken.outcome, taken.facts) == (Verdict.TAKEN, ("weight",))
        assert taken.case.large is None


class TestLargest:
    """A set within another one says nothing more."""

    def test_what_lies_within_another_is_dropped(self) -> None:
        assert set(largest([0b001, 0b110, 0b011, 0b110, 0b010])) == {0b110, 0b011}
        assert largest([]) == ()

    def test_the_largest_has_the_most_cases(self) -> None:
        """Not those that come last."""
        assert largest([0b1000, 0b0111]) == (0b0111, 0b1000)

    @given(st.sets(st.integers(1, 255)))
    def test_nothing_is_lost(self, sets: set[int]) -> None:
        kept = largest(sets)
        assert all(any(one & larger == one for larger in kept) for one in sets)
        assert not any(one != other and one & other == one for one in kept for other in kept)
