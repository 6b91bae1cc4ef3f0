"""Witnesses as Python: for each rule of a table a case that anybody can decide again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import ModuleType
from typing import Any

from attrs import frozen

import sellerpolicy as sp
from sellerpolicy import facts, rules
from sellerpolicy.facts.fact import Fact, fields_of
from sellerpolicy.facts.never import NEVER, NEVER_AT
from sellerpolicy.logic import DecisionTable, Limit, Span
from sellerpolicy.logic.checks import Example

SHORT = 76


@frozen
class Witnessed:
    """A rule with its case.

    Args:
        number: the rule's place in its table, from 1.
        outcome: what follows.
        remark: what else to know.
        code: the case and the question, as Python.
    """

    number: int
    outcome: Enum | None
    remark: str
    code: str


def examples(module: ModuleType, table: DecisionTable[Any, Any, Any]) -> Iterator[Witnessed]:
    """The witnesses of a table's rules."""
    found = {witness.id: witness.examples[0] for witness in table.check().witnesses}
    for number, rule in enumerate(table.rules, 1):
        example = found[table.id_of_rule(rule)]
        remark = "" if example.reading is None else f", where {example.reading} is read so"
        yield Witnessed(number, rule.then, remark, "\n".join(code(module, table, example)))


def code(module: ModuleType, table: DecisionTable[Any, Any, Any], example: Example) -> Iterator[str]:
    """A case and the question, as Python."""
    asked = f"{place(module)}.{table.id.partition('.')[2]}"
    case = written(example.case)
    needed = [case]
    rest = ""
    if example.reading is not None:
        name = example.reading.partition(":")[0].rpartition(".")[2]
        shop = written(example.terms.marketplace)
        terms = f"{place(module)}.Terms.on({written(example.policy_day)}, {shop})"
        changed = f"evolve({terms}, {name}={written(getattr(example.terms, name))})"
        needed.append(changed)
        rest = f", {changed}"
    elif table.decide(example.case).outcome is not example.outcome:
        needed.append(written(example.policy_day))
        rest = f", on={written(example.policy_day)}"
    yield from imports(" ".join(needed))
    yield ""
    yield f"case = {case}"
    yield f"{asked}.decide(case{rest})"


def place(module: ModuleType) -> str:
    """How users name a policy."""
    return f"sp.{module.__name__.rpartition('.')[2]}"


def imports(needed: str) -> Iterator[str]:
    """The import lines that a piece of code needs."""
    names = [name for name in ("UTC", "date", "datetime", "timedelta") if f"{name}(" in needed or f"={name})" in needed]
    if names:
        yield f"from datetime import {', '.join(names)}"
    if "Fraction(" in needed:
        yield "from fractions import Fraction"
    if "evolve(" in needed:
        yield "from attrs import evolve"
    yield "import sellerpolicy as sp"
    spans = [name for name in ("business_days", "days", "hours") if f" {name}(" in f" {needed}".replace("=", " ")]
    if spans:
        yield f"from sellerpolicy.logic import {', '.join(spans)}"
    if "facts." in needed:
        yield "from sellerpolicy import facts"


def written(value: object) -> str:  # noqa: C901, PLR0911  one line for each kind of value
    """A value as Python would build it."""
    if value in (NEVER, NEVER_AT):
        return "sp.NEVER"
    match value:
        case Fact():
            return _fact(value)
        case Enum():
            return f"{_named(type(value))}.{value.name}"
        case datetime():
            parts = [value.year, value.month, value.day, value.hour, value.minute]
            parts += [value.second] if value.second or value.microsecond else []
            parts += [value.microsecond] if value.microsecond else []
            return f"datetime({', '.join(map(str, parts))}, tzinfo=UTC)"
        case date():
            return f"date({value.year}, {value.month}, {value.day})"
        case timedelta():
            return f"timedelta(days={value.days}, seconds={value.seconds})"
        case sp.Money():
            amount = value.amount.quantize(Decimal("0.01")) if value.amount == round(value.amount, 2) else value.amount
            return f'sp.Money("{amount}", "{value.currency}")'
        case Limit():
            return f"sp.{value.edge.name.lower()}({written(value.value)})"
        case Span():
            return f"{value.unit.name.lower()}({value.length})"
        case Fraction():
            return f"Fraction({value.numerator}, {value.denominator})"
        case str():
            return f'"{value}"'
    return repr(value)


def _fact(fact: Fact) -> str:
    """A fact with what was said of it; what is at its default is left out."""
    held = ((field, getattr(fact, field.name)) for field in fields_of(type(fact)))
    told = [f"{field.name}={written(value)}" for field, value in held if field.required or value != field.default]
    line = ", ".join(told)
    name = _named(type(fact))
    if len(name) + len(line) < SHORT:
        return f"{name}({line})"
    return f"{name}(\n" + "".join(f"    {each},\n" for each in told) + ")"


def _named(kind: type) -> str:
    """How users name a class."""
    if kind.__name__ in sp.__all__:
        return f"sp.{kind.__name__}"
    if hasattr(facts, kind.__name__):
        return f"facts.{kind.__name__}"
    own = kind.__module__.rpartition(".")[2]
    policies = {module.__name__.rpartition(".")[2]: module for module in rules.modules()}
    found = (name for name, module in policies.items() if getattr(module, kind.__name__, None) is kind)
    return f"sp.{own if own in policies else next(found)}.{kind.__name__}"
