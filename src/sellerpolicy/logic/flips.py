"""Flips: the smallest changes of a case's facts that change what is decided.

Policy text never changes here. Facts change as they can in the world: another member, the other truth, either side of
an edge, an unknown fact found out; conditions that exclude each other never hold together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from itertools import islice, product
from typing import Any

from attrs import frozen

from sellerpolicy.errors import NoPolicyText
from sellerpolicy.facts.actionable import is_in_sellers_hands
from sellerpolicy.logic.conditions import Condition
from sellerpolicy.logic.decisions import Decision, Reason
from sellerpolicy.logic.edges import Form, distance, values_that_matter
from sellerpolicy.logic.spaces import MOST_TRIED, Judged, Space, members, space_around
from sellerpolicy.logic.truth import truth
from sellerpolicy.logic.ways import Ways

Conditions = frozenset[Condition]


@frozen
class Flip:
    """A smallest change that leads to another outcome.

    Args:
        changes: the conditions that then change, as they are after the change.
        case: a case with that outcome, its facts as near to the decided case's as can be.
        outcome: the outcome then.
        facts: the names of the facts that differ.
    """

    changes: tuple[Reason, ...]
    case: Any
    outcome: Enum
    facts: tuple[str, ...]

    @property
    def can_be_acted_on(self) -> bool:
        """Whether every fact that differs depends on what the seller does."""
        return is_in_sellers_hands(type(self.case), self.facts)


def flips(decision: Decision[Any]) -> tuple[Flip, ...]:
    """The smallest changes that lead to each other outcome; for an unknown outcome, what could settle it.

    No flip's conditions contain those of another one with the same outcome. Fewest conditions come first, then those
    that the seller can act on, then those with the fewest facts and the smallest steps, then in the table's order.
    """
    found: dict[tuple[Enum, Conditions], Change] = {}
    for space, day in _spaces(decision):
        for change in _changes(decision, Judged(space, decision.terms, day)):
            key = change.outcome, change.conditions
            if key not in found or change.rank < found[key].rank:
                found[key] = change
    smallest = [
        change
        for (outcome, conditions), change in found.items()
        if not any(outcome is other and fewer < conditions for other, fewer in found)
    ]
    order = {condition: place for place, condition in enumerate(decision.table.conditions)}
    smallest.sort(key=lambda change: (change.rank, sorted(order[condition] for condition in change.conditions)))
    return tuple(change.flip(decision) for change in smallest)


@frozen(eq=False)
class Change:
    """A change of facts with what it changes; ranked by how small it is."""

    outcome: Enum
    conditions: Conditions
    case: Any
    facts: tuple[str, ...]
    steps: int

    @property
    def rank(self) -> tuple[int, bool, int, int]:
        """Fewest conditions first, then facts that the seller can act on, then fewest facts, then smallest steps."""
        return len(self.conditions), not is_in_sellers_hands(type(self.case), self.facts), len(self.facts), self.steps

    def flip(self, decision: Decision[Any]) -> Flip:
        """The change as it is told, its conditions in the table's order."""
        table = decision.table
        after = Decision(self.outcome, table, self.case, decision.terms, decision.policy_day)
        changes = (after.reason(condition) for condition in table.conditions if condition in self.conditions)
        return Flip(tuple(changes), self.case, self.outcome, self.facts)


def _spaces(decision: Decision[Any]) -> Iterator[tuple[Space, date]]:
    """The cases that can be made without moving the case's own day, then those for each other day that matters.

    An unknown outcome is settled by finding out, so that what is known stays.
    """
    table, case, terms = decision.table, decision.case, decision.terms
    own = getattr(case, table.day_fact)
    if decision.outcome is None:
        yield space_around(table, case, terms, {}, stays=_known(case, table.read_names)), own
        return
    for day in (own, *_other_days(decision)):
        yield space_around(table, case, terms, {table.day_fact: day}), day


def _known(case: object, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(case, name) is not None)


def _other_days(decision: Decision[Any]) -> tuple[date, ...]:
    """The days that the case could be moved to with effect and without another text."""
    table, case = decision.table, decision.case
    name = table.day_fact
    own = getattr(case, name)
    others = {each: getattr(case, each) for each in table.fact_names if each != name}
    days = values_that_matter(table.conditions, {name: (own,)}, [(decision.terms, others)], ())[name]
    return tuple(
        day
        for day in days
        if day != own and _is_same_text(decision, day) and Form(table.case).filled({**others, name: day}) is not None
    )


def _is_same_text(decision: Decision[Any], day: date) -> bool:
    table, terms = decision.table, decision.terms
    if not terms.is_snapshot or decision.policy_day != getattr(decision.case, table.day_fact):
        return True
    try:
        other = table.terms.on(day, terms.marketplace)
    except NoPolicyText:
        return False
    return all(getattr(other, name) == getattr(terms, name) for name in table.term_names)


@frozen(eq=False)
class Kind:
    """Items of one component that change the same conditions in the same way, nearest to the decided case first."""

    conditions: Conditions
    items: int
    nearest: tuple[int, ...]


def _changes(decision: Decision[Any], judged: Judged) -> Iterator[Change]:
    """The smallest changes within one space, for each way to each other outcome."""
    kinds = [_kinds(decision, judged, place) for place in range(len(judged.space.components))]
    ways = Ways(judged)
    for outcome in dict.fromkeys(rule.then for rule in decision.table.rules):
        if outcome is not decision.outcome:
            for state in ways.to(outcome):
                for chosen in product(*map(_smallest, kinds, state)):
                    case = _nearest_case(judged, chosen)
                    if case is not None:
                        yield _change(decision, outcome, chosen, case)


def _change(decision: Decision[Any], outcome: Enum, chosen: Iterable[Kind], case: Any) -> Change:
    names = tuple(name for name in decision.table.fact_names if getattr(case, name) != getattr(decision.case, name))
    steps = sum(
        distance(getattr(decision.case, name), getattr(case, name), decision.terms.marketplace) for name in names
    )
    return Change(outcome, frozenset().union(*(kind.conditions for kind in chosen)), case, names, steps)


def _kinds(decision: Decision[Any], judged: Judged, place: int) -> list[Kind]:
    """The items of a component by what they change."""
    component = judged.space.components[place]
    own = [condition for condition, (at, _) in judged.sets.items() if at == place]
    before = {condition: truth(condition, decision.case, decision.terms) for condition in own}
    now = [getattr(decision.case, name) for name in component.facts]

    def apart(number: int) -> tuple[int, int]:
        differing = [(one, other) for one, other in zip(now, component.items[number], strict=True) if one != other]
        return len(differing), sum(distance(*pair, decision.terms.marketplace) for pair in differing)

    return [
        Kind(
            frozenset(each for each, held in zip(own, truths, strict=True) if held is not before[each]),
            items,
            tuple(sorted(members(items), key=apart)),
        )
        for truths, items in judged.kinds(place).items()
    ]


def _smallest(kinds: list[Kind], items: int) -> list[Kind]:
    """Of the kinds that are left, those whose changes contain no other one's."""
    left = [kind for kind in kinds if kind.items & items]
    return [kind for kind in left if not any(fewer.conditions < kind.conditions for fewer in left)]


def _nearest_case(judged: Judged, chosen: Iterable[Kind]) -> object | None:
    """The case of these kinds that is nearest to the decided one; ``None`` where there cannot be one."""
    space = judged.space
    day = {space.table.day_fact: judged.day}
    choices = product(*(kind.nearest for kind in chosen))
    filled = (space.form.filled({**space.values(choice), **day}) for choice in islice(choices, MOST_TRIED))
    return next((case for case in filled if case is not None), None)
