"""The same tables, sent to a solver: what the search for witnesses says holds for all values, not only those it tried.

A condition becomes a formula over whole numbers (days, seconds), exact numbers (money, rates) and truths. All facts are
known, and every case is allowed that their types allow; so a gap that the solver does not find is nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

import pytest
import z3
from attrs import define, field
from hypothesis import given, settings, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import DatedTerms, DecisionTable, Rule, Span
from sellerpolicy.logic.conditions import (
    Admits,
    Both,
    Compare,
    Condition,
    Constant,
    Either,
    Elapsed,
    Expression,
    Later,
    OneOf,
    Opposite,
    Proposition,
    Share,
    Symbol,
    conditions_in,
    symbols_in,
)
from sellerpolicy.logic.decisions import terms_read
from sellerpolicy.logic.edges import Form
from sellerpolicy.logic.limits import Edge, Limit
from sellerpolicy.logic.spaces import Era, eras
from sellerpolicy.logic.spans import Unit

Table = DecisionTable[Any, Any, Any]
TABLES = sp.rules.tables()
WHO_PAYS = sp.injury_and_damage.WHO_PAYS
OPERATORS = {Edge.BELOW: "<", Edge.AT_MOST: "<=", Edge.AT_LEAST: ">=", Edge.ABOVE: ">"}
DAY = 86_400


@define(eq=False)
class Formula:
    """A table's conditions as formulas, by one text."""

    table: Table
    terms: DatedTerms
    bounds: dict[str, Any] = field(factory=dict)

    def of(self, node: Proposition) -> Any:  # noqa: PLR0911
        """A proposition as a formula; one that no formula can say may be true or false."""
        match node:
            case Condition():
                return self.of(node.asks) if self._can_be_said(node) else z3.Bool(f"open {id(node)}")
            case Both():
                return z3.And(self.of(node.left), self.of(node.right))
            case Either():
                return z3.Or(self.of(node.left), self.of(node.right))
            case Opposite():
                return z3.Not(self.of(node.of))
            case Compare():
                return compared(node.how.value, self.number(node.left), self.number(node.right))
            case OneOf():
                held = self.number(node.value)
                return z3.Or([held == self.numbered(member) for member in node.members])
            case Admits():
                return self._admitted(node)
            case Symbol():
                return z3.BoolVal(getattr(self.terms, node.name)) if node.is_term else z3.Bool(node.name)
        raise AssertionError(node)

    def _can_be_said(self, condition: Condition) -> bool:
        held = [getattr(self.terms, symbol.name) for symbol in symbols_in(condition) if symbol.is_term]
        spans = [each for each in held if isinstance(each, Span)]
        return None not in held and not any(span.unit is Unit.BUSINESS_DAYS for span in spans)

    def _admitted(self, node: Admits) -> Any:
        limit = self._constant(node.limit)
        assert isinstance(limit, Limit)
        if limit.is_settled:
            return z3.BoolVal(limit.edge is Edge.ANYTHING)
        operator = OPERATORS[limit.edge]
        if isinstance(node.value, Share):
            part, whole = self.number(node.value.part), self.number(node.value.whole)
            rate = compared(operator, z3.ToReal(part), self.numbered(limit.value) * z3.ToReal(whole))
            return z3.If(whole == 0, z3.Bool(f"open {id(node)}"), rate)
        return compared(operator, self.number(node.value), self.numbered(limit.value, of=node.value))

    def _constant(self, node: Expression) -> Any:
        if isinstance(node, Constant):
            return node.value
        assert isinstance(node, Symbol)
        return getattr(self.terms, node.name)

    def number(self, node: Expression) -> Any:
        """An expression as a number: days as days, instants as seconds."""
        match node:
            case Symbol() if not node.is_term:
                return self._fact(node.name)
            case Constant() | Symbol():
                return self.numbered(self._constant(node))
            case Elapsed():
                return self.number(node.end) - self.number(node.start)
            case Later():
                return self.number(node.start) + self.numbered(self._constant(node.span), of=node.start)
        raise AssertionError(node)

    def numbered(self, held: Any, *, of: Expression | None = None) -> Any:  # noqa: PLR0911
        """A value as a number; a span in the steps of what it is measured against."""
        match held:
            case Enum():
                return list(type(held)).index(held)
            case sp.Money():
                return z3.RealVal(str(held.amount))
            case Fraction():
                return z3.RealVal(f"{held.numerator}/{held.denominator}")
            case datetime():
                return int(held.timestamp())
            case date():
                return held.toordinal()
            case Span():
                assert of is not None
                seconds = int(held.elapsed.total_seconds())
                return seconds if self._is_in_seconds(of) else seconds // DAY
        assert isinstance(held, int)
        return held

    def _is_in_seconds(self, node: Expression) -> bool:
        return any(Form(self.table.case).blanks[symbol.name].kind is datetime for symbol in symbols_in(node))

    def _fact(self, name: str) -> Any:
        kind = Form(self.table.case).blanks[name].kind
        number = z3.Real(name) if kind in (sp.Money, Fraction) else z3.Int(name)
        if issubclass(kind, Enum):
            self.bounds[name] = z3.And(number >= 0, number < len(kind))
        elif kind in (sp.Money, int, Fraction):
            self.bounds[name] = number >= 0
        return number

    def can_be(self, formula: Any) -> bool:
        """Whether some case meets a formula."""
        solver = z3.Solver()
        solver.add(formula, *self.bounds.values())
        return bool(solver.check() == z3.sat)


def compared(operator: str, left: Any, right: Any) -> Any:
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "==":
            return left == right
        case "!=":
            return left != right
        case ">=":
            return left >= right
    return left > right


def texts(table: Table) -> Iterator[Era]:
    """Every text of a table with all its readings."""
    for timeline in eras(table):
        for era in timeline:
            yield from (era, *era.other_readings(table))


def is_complete(table: Table, era: Era) -> bool:
    formula = Formula(table, era.terms)
    return not formula.can_be(z3.Not(z3.Or([formula.of(rule.when) for rule in table.rules])))


def is_silent(table: Table, era: Era) -> bool:
    return any(getattr(era.terms, name) is None for name in table.term_names)


def is_reached(table: Table, rule: Rule[Any]) -> bool:
    """Whether some case reaches a rule, by a text that says everything or by a reading of what the rule itself asks."""
    asks = {name for condition in conditions_in(rule.when) for name in terms_read(condition)}
    earlier = table.rules[: table.rules.index(rule)]
    for era in texts(table):
        if not is_silent(table, era) and (era.term is None or era.term in asks):
            formula = Formula(table, era.terms)
            if formula.can_be(z3.And(formula.of(rule.when), *(z3.Not(formula.of(each.when)) for each in earlier))):
                return True
    return False


def who_pays(rules: list[Rule[Any]]) -> Table:
    return DecisionTable(
        "who pays",
        case=WHO_PAYS.case,
        terms=WHO_PAYS.terms,
        day=sp.injury_and_damage.claim.filed_on,
        reference=WHO_PAYS.reference,
        rules=tuple(rules),
    )


class TestEveryTable:
    """No table has a gap, by any text or reading, for any values of its facts."""

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
    def test_is_complete(self, table: Table) -> None:
        assert [era for era in texts(table) if not is_complete(table, era)] == []


class TestAgreement:
    """Search and solver say the same of tables that are wrong."""

    @settings(max_examples=20)
    @given(st.sets(st.integers(0, 7), max_size=3))
    def test_on_gaps(self, dropped: set[int]) -> None:
        table = who_pays([rule for place, rule in enumerate(WHO_PAYS.rules) if place not in dropped])
        said_by_solver = all(is_complete(table, era) for era in texts(table) if not is_silent(table, era))
        assert table.check().complete is said_by_solver

    @settings(max_examples=20)
    @given(st.permutations(range(len(WHO_PAYS.rules))))
    def test_on_unreachable_rules(self, order: list[int]) -> None:
        table = who_pays([WHO_PAYS.rules[place] for place in order])
        unreached = {table.id_of_rule(rule) for rule in table.rules if not is_reached(table, rule)}
        assert {flaw.id for flaw in table.check().unreachable} == unreached
