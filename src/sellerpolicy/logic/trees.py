"""Trees: a table's rules as questions, one after the other, none of them asked twice on any path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from attrs import define, field, frozen

from sellerpolicy.logic.conditions import (
    Both,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    OneOf,
    Opposite,
    Proposition,
    Symbol,
    conditions_in,
    symbols_in,
)
from sellerpolicy.logic.truth import NOTHING_KNOWN, truth

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable
    from sellerpolicy.logic.terms import DatedTerms

    Table = DecisionTable[Any, Any, Any]


def simplified(
    node: Proposition, known: Mapping[Condition, bool], values: Mapping[str, frozenset[object]]
) -> Proposition | bool:
    """What is left of a rule's conditions, where some are known and some enum facts can have only certain members."""
    match node:
        case Condition():
            return known[node] if node in known else _by_elimination(node, values)
        case Opposite():
            of = simplified(node.of, known, values)
            return not of if isinstance(of, bool) else Opposite(of)
        case Both() | Either():
            settling = isinstance(node, Either)
            sides = [simplified(side, known, values) for side in (node.left, node.right)]
            if any(side is settling for side in sides):
                return settling
            undecided = [side for side in sides if not isinstance(side, bool)]
            if undecided == sides:
                return type(node)(*undecided)
            return undecided[0] if undecided else not settling
    raise TypeError(f"a rule is made of conditions, not of {node!r}")


def _by_elimination(condition: Condition, values: Mapping[str, frozenset[object]]) -> Condition | bool:
    picked = _picked(condition)
    if picked is not None and picked[0] in values:
        left = values[picked[0]]
        if left <= picked[1]:
            return True
        if not left & picked[1]:
            return False
    return condition


def _picked(condition: Condition) -> tuple[str, frozenset[object]] | None:
    """The fact and the members that a condition on an enum picks; ``None`` for every other condition."""
    asks = condition.asks
    if isinstance(asks, OneOf) and isinstance(asks.value, Symbol) and isinstance(asks.members[0], Enum):
        return asks.value.name, frozenset(asks.members)
    if isinstance(asks, Compare) and asks.how is Comparison.EQ and isinstance(asks.left, Symbol):
        right = asks.right
        if isinstance(right, Constant) and isinstance(right.value, Enum):
            return asks.left.name, frozenset({right.value})
    return None


def settled_by(terms: DatedTerms, conditions: Iterable[Condition]) -> dict[Condition, bool]:
    """The conditions that the terms alone settle, whatever the facts."""
    found = ((condition, truth(condition, NOTHING_KNOWN, terms)) for condition in conditions)
    return {condition: held for condition, held in found if held is not None}


class End(Enum):
    """How a path can end without an outcome."""

    NO_RULE = "no rule is left"
    NO_TEXT = "the policy's text is missing"


@frozen(eq=False)
class Leaf:
    """The end of a path: what follows."""

    then: Enum


@frozen(eq=False)
class Branch:
    """One condition asked, and what follows if it holds or not."""

    asks: Condition
    yes: Leaf | Branch
    no: Leaf | Branch


@define
class Tree:
    """A decision tree made from a table's rules: no path asks a condition twice, and equal remainders are one tree."""

    table: Table
    terms: DatedTerms
    _grown: dict[object, Leaf | Branch] = field(factory=dict)

    def grow(
        self, first: int, known: Mapping[Condition, bool], values: Mapping[str, frozenset[object]]
    ) -> Leaf | Branch:
        """The tree for the rules from ``first`` on, under what is known."""
        remainder: list[tuple[Proposition | bool, Enum]] = []
        for rule in self.table.rules[first:]:
            left = simplified(rule.when, known, values)
            if left is not False:
                remainder.append((left, rule.then))
            if left is True:
                break
        key = tuple((_key(left), then) for left, then in remainder)
        if key not in self._grown:
            self._grown[key] = self._grow(first, remainder, known, values)
        return self._grown[key]

    def _grow(
        self,
        first: int,
        remainder: list[tuple[Proposition | bool, Enum]],
        known: Mapping[Condition, bool],
        values: Mapping[str, frozenset[object]],
    ) -> Leaf | Branch:
        if not remainder:
            return Leaf(End.NO_RULE)
        left, then = remainder[0]
        if isinstance(left, bool):
            return Leaf(then)
        asks = next(conditions_in(left))
        if any(getattr(self.terms, symbol.name) is None for symbol in symbols_in(asks) if symbol.is_term):
            return Leaf(End.NO_TEXT)
        yes, no = _narrowed(asks, values)
        return Branch(asks, self.grow(first, {**known, asks: True}, yes), self.grow(first, {**known, asks: False}, no))


def _narrowed(
    asks: Condition, values: Mapping[str, frozenset[object]]
) -> tuple[Mapping[str, frozenset[object]], Mapping[str, frozenset[object]]]:
    """The members that enum facts can still have where a condition holds, and where it does not."""
    picked = _picked(asks)
    if picked is None:
        return values, values
    name, members = picked
    left = values[name] if name in values else frozenset(cast("type[Enum]", type(next(iter(members)))))
    return {**values, name: left & members}, {**values, name: left - members}


def _key(node: Proposition | bool) -> object:
    if isinstance(node, Both | Either):
        return type(node), _key(node.left), _key(node.right)
    return (Opposite, _key(node.of)) if isinstance(node, Opposite) else node


FEW = 6
"""So few questions are sooner written again than called."""


def shared_parts(root: Leaf | Branch) -> dict[Branch, str]:
    """The larger parts of a tree that are reached on several ways, each with a name."""
    ways: dict[Branch, int] = {}
    questions: dict[Leaf | Branch, int] = {}

    def visit(node: Leaf | Branch) -> int:
        if isinstance(node, Leaf):
            return 0
        ways[node] = ways.get(node, 0) + 1
        if node not in questions:
            questions[node] = 1 + visit(node.yes) + visit(node.no)
        return questions[node]

    visit(root)
    shared = (part for part, times in ways.items() if times > 1 and questions[part] > FEW)
    return {part: f"part{number}" for number, part in enumerate(shared)}
