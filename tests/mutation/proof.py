"""A proof that nobody can notice a mutant: by whatever is known and unknown, it comes to the same.

A solver looks for truths that tell two versions of a policy apart. Facts and terms may be unknown; a condition hangs on
those that it reads. What a table answers is worked out as it is defined: the outcome of every rule that may hold, up to
the first that does; known if it is one, and else what its undecided conditions need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import combinations
from types import ModuleType
from typing import Any

import z3
from attrs import Factory, frozen

from sellerpolicy.facts.fact import fields_of
from sellerpolicy.logic import Condition, DecisionTable
from sellerpolicy.logic.conditions import (
    Both,
    Compare,
    Comparison,
    Constant,
    Either,
    Expression,
    OneOf,
    Opposite,
    Proposition,
    Share,
    Symbol,
    conditions_in,
    parts,
    symbols_in,
)

ANSWERED_BY_ALL_IT_READS = (Compare, OneOf, Symbol)
"""What is unknown as soon as something that it reads is; a limit may admit even what is unknown."""


@frozen
class Formula:
    """Under which truths a proposition certainly holds, and under which it may."""

    certain: Any
    possible: Any

    @property
    def undecided(self) -> Any:
        """Under which truths it is neither certain nor impossible."""
        return z3.And(self.possible, z3.Not(self.certain))


@frozen
class Version:
    """One version of a policy, as formulas over truths that it shares with the other.

    Args:
        module: the rule module.
        solver: where is noted how truths hang together.
        names: its conditions' names, by identity; conditions of one name are taken for one.
    """

    module: ModuleType
    solver: z3.Solver
    names: Mapping[int, str] = Factory(
        lambda self: {id(held): name for name, held in vars(self.module).items() if isinstance(held, Condition)},
        takes_self=True,
    )

    def answers(self) -> Iterator[Any]:
        """Everything that tells versions apart: what each table answers, when each clock runs, and what both need."""
        self._note_what_excludes_what()
        for table in self.module.TABLES:
            yield from self._answers_of(table)
        for clock in getattr(self.module, "CLOCKS", ()):
            runs = self.formula(clock.when)
            yield from (runs.certain, runs.possible)
            yield from self._needs([(clock.when, runs.undecided)])

    def formula(self, node: Proposition) -> Formula:
        """When a proposition holds."""
        match node:
            case Condition():
                return self._atom(node)
            case Both():
                left, right = self.formula(node.left), self.formula(node.right)
                return Formula(z3.And(left.certain, right.certain), z3.And(left.possible, right.possible))
            case Either():
                left, right = self.formula(node.left), self.formula(node.right)
                return Formula(z3.Or(left.certain, right.certain), z3.Or(left.possible, right.possible))
            case Opposite():
                of = self.formula(node.of)
                return Formula(z3.Not(of.possible), z3.Not(of.certain))
        raise TypeError(f"{node!r} is not made of conditions")

    def _atom(self, condition: Condition) -> Formula:
        name = self.names.get(id(condition), condition.text)
        found = Formula(z3.Bool(f"{name} certain"), z3.Bool(f"{name} possible"))
        self.solver.add(z3.Implies(found.certain, found.possible))
        if not any(isinstance(node, Share) for node in _nodes(condition.asks)):  # a share of nothing is unknown too
            lacks = z3.Or([_unknown(symbol) for symbol in symbols_in(condition)])
            answered = isinstance(condition.asks, ANSWERED_BY_ALL_IT_READS)
            self.solver.add(found.undecided == lacks if answered else z3.Implies(found.undecided, lacks))
        return found

    def _note_what_excludes_what(self) -> None:
        conditions = [held for held in vars(self.module).values() if isinstance(held, Condition)]
        for one, other in combinations(conditions, 2):
            if _are_of_one_fact(one.asks, other.asks):
                self.solver.add(z3.Implies(self.formula(one).certain, z3.Not(self.formula(other).possible)))
                self.solver.add(z3.Implies(self.formula(other).certain, z3.Not(self.formula(one).possible)))
        for symbol in {symbol for held in conditions for symbol in symbols_in(held)}:
            if _is_always_known(symbol):
                self.solver.add(z3.Not(_unknown(symbol)))

    def _answers_of(self, table: DecisionTable[Any, Any, Any]) -> Iterator[Any]:
        settled: Any = z3.BoolVal(val=False)
        collected: dict[Enum, list[Any]] = {}
        in_question: list[tuple[Proposition, Any]] = []
        for rule in table.rules:
            formula = self.formula(rule.when)
            reached = z3.And(formula.possible, z3.Not(settled))
            collected.setdefault(rule.then, []).append(reached)
            in_question.append((rule.when, reached))
            settled = z3.Or(settled, formula.certain)
        outcomes = type(table.rules[0].then)
        is_collected = {outcome: z3.Or(collected.get(outcome, [])) for outcome in outcomes}
        decided = [
            z3.And(held, *(z3.Not(other) for each, other in is_collected.items() if each is not outcome))
            for outcome, held in is_collected.items()
        ]
        yield from decided
        undecided = z3.Not(z3.Or(decided))
        yield from self._needs([(when, z3.And(undecided, reached)) for when, reached in in_question])

    def _needs(self, in_question: Sequence[tuple[Proposition, Any]]) -> Iterator[Any]:
        """Which facts and terms are needed: those unknown that undecided conditions read, where these are asked."""
        asked: dict[str, list[Any]] = {}
        unknown: dict[str, Any] = {}
        for when, is_asked in in_question:
            for condition in conditions_in(when):
                for symbol in symbols_in(condition):
                    unknown[str(_unknown(symbol))] = _unknown(symbol)
                    asked.setdefault(str(_unknown(symbol)), []).append(
                        z3.And(is_asked, self.formula(condition).undecided)
                    )
        for name in sorted(self._all_symbols()):
            yield z3.And(unknown[name], z3.Or(asked[name])) if name in asked else z3.BoolVal(val=False)

    def _all_symbols(self) -> set[str]:
        conditions = (held for held in vars(self.module).values() if isinstance(held, Condition))
        return {str(_unknown(symbol)) for held in conditions for symbol in symbols_in(held)}


def decides_alike(one: ModuleType, other: ModuleType) -> bool:
    """Whether two versions of a policy come to the same by whatever is known and unknown."""
    solver = z3.Solver()
    pairs: Iterable[tuple[Any, Any]] = zip(
        Version(one, solver).answers(), Version(other, solver).answers(), strict=True
    )
    solver.add(z3.Or([ours != theirs for ours, theirs in pairs]))
    return bool(solver.check() == z3.unsat)


def _nodes(node: Proposition | Expression) -> Iterator[Proposition | Expression]:
    yield node
    for part in parts(node):
        yield from _nodes(part)


def _unknown(symbol: Symbol) -> Any:
    return z3.Bool(f"{symbol.owner.__name__}.{symbol.name} unknown")


def _is_always_known(symbol: Symbol) -> bool:
    """Whether it is a fact that cannot be unknown; a term may lack its text."""
    return not symbol.is_term and not next(f for f in fields_of(symbol.owner) if f.name == symbol.name).optional


def _are_of_one_fact(one: Proposition, other: Proposition) -> bool:
    """Whether two conditions say that one fact is this member of an enum, and that it is another."""
    match one, other:
        case (
            Compare(Comparison.EQ, Symbol() as fact, Constant(Enum() as member)),
            Compare(Comparison.EQ, Symbol() as same, Constant(Enum() as another)),
        ):
            return (fact.owner, fact.name) == (same.owner, same.name) and member is not another
    return False
