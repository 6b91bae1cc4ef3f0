"""Verification: whether the rules of all modules prove themselves, and what is wrong where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from sellerpolicy import rules
from sellerpolicy.logic.checks import Flaw, unfounded, unreferenced_terms
from sellerpolicy.logic.conditions import Condition

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]


def verify() -> tuple[Flaw, ...]:
    """Check every table, term and condition of every rule module; empty where nothing is wrong.

    What is looked for: cases that no rule fits, rules that no case reaches, conditions that never make a difference,
    outcomes that no rule leads to, conditions that nothing asks, missing references, and values that are dated before
    the text that they rest on.
    """
    found = (flaw for module in rules.modules() for flaw in flaws_of(module))
    return tuple(dict.fromkeys(found))


def flaws_of(module: ModuleType) -> Iterator[Flaw]:
    """What is wrong with one rule module."""
    tables: tuple[Table, ...] = module.TABLES
    for table in tables:
        yield from table.check().flaws
    for terms in dict.fromkeys(table.terms for table in tables):
        yield from unreferenced_terms(terms)
        yield from unfounded(terms)
    yield from _unused_outcomes(tables)
    yield from _unused_conditions(module)


def _unused_outcomes(tables: tuple[Table, ...]) -> Iterator[Flaw]:
    led_to = {rule.then for table in tables for rule in table.rules}
    kinds = dict.fromkeys(cast("type[Enum]", type(rule.then)) for table in tables for rule in table.rules)
    for kind in kinds:
        ids = ", ".join(table.id for table in tables if isinstance(table.rules[0].then, kind))
        for outcome in kind:
            if outcome not in led_to:
                yield Flaw(ids, f"{kind.__name__}.{outcome.name}", "no rule leads to this outcome")


def _unused_conditions(module: ModuleType) -> Iterator[Flaw]:
    askers = (*module.TABLES, *getattr(module, "CLOCKS", ()))
    asked = {condition for asker in askers for condition in asker.conditions}
    policy = module.__name__.rpartition(".")[2]
    for name, held in vars(module).items():
        if isinstance(held, Condition) and held not in asked:
            yield Flaw(f"{policy}.{name}", held.text, "no rule and no clock asks this condition")
