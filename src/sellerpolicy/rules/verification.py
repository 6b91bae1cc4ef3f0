"""Verification: whether the rules of all modules prove themselves, and what is wrong where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from itertools import chain
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from sellerpolicy import rules
from sellerpolicy.logic.checks import Flaw, TableCheck, unfounded, unreferenced_terms
from sellerpolicy.logic.conditions import Condition
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.terms import Entry

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]


@frozen
class PolicyCheck:
    """What a check of one rule module has found.

    Args:
        policy: the module's name.
        tables: the proof of each of its tables.
        others: what is wrong beside the tables: terms, outcomes and conditions.
    """

    policy: str
    tables: tuple[TableCheck, ...]
    others: tuple[Flaw, ...]

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """All that is wrong with the module, each once."""
        return tuple(dict.fromkeys([*(flaw for table in self.tables for flaw in table.flaws), *self.others]))


def verify(modules: Iterable[ModuleType] | None = None) -> Iterator[PolicyCheck]:
    """Check every table, term and condition of rule modules, one module after the other; by default of all.

    What is looked for: cases that no rule fits, rules that no case reaches, conditions that never make a difference,
    outcomes that no rule leads to, conditions that nothing asks, missing references, and values that are dated before
    the text that they rest on.
    """
    return (checked(module) for module in (rules.modules() if modules is None else modules))


def checked(module: ModuleType) -> PolicyCheck:
    """Check one rule module."""
    tables: tuple[Table, ...] = module.TABLES
    proofs = tuple(table.check() for table in tables)
    others = chain(
        *((*unreferenced_terms(terms), *unfounded(terms)) for terms in dict.fromkeys(table.terms for table in tables)),
        _unused_outcomes(tables),
        _unused_conditions(module),
    )
    proved = {flaw for proof in proofs for flaw in proof.flaws}
    return PolicyCheck(
        rules.policy_name(module), proofs, tuple(flaw for flaw in dict.fromkeys(others) if flaw not in proved)
    )


@frozen
class Cited:
    """A text that policies rest on, and which policies do.

    Args:
        reference: the text.
        policies: the rule modules that name it.
    """

    reference: Reference
    policies: tuple[str, ...]

    def age(self, on: date) -> int | None:
        """Days since it was last read for this library; ``None`` where no day is recorded."""
        return None if self.reference.read is None else (on - self.reference.read).days


def sources(modules: Iterable[ModuleType] | None = None) -> tuple[Cited, ...]:
    """Every text that rule modules (by default all) rest on, those read longest ago first, those never dated last."""
    found: dict[Reference, list[str]] = {}
    for module in rules.modules() if modules is None else modules:
        for reference in dict.fromkeys(_references(module)):
            found.setdefault(reference, []).append(rules.policy_name(module))
    cited = [Cited(reference, tuple(policies)) for reference, policies in found.items()]
    return tuple(sorted(cited, key=lambda each: (each.reference.read or date.max, each.reference.id)))


def contested_readings(modules: Iterable[ModuleType] | None = None) -> tuple[Entry, ...]:
    """Every dated value of rule modules (by default all) of which another text says something else."""
    listed = rules.modules() if modules is None else modules
    return tuple(entry for module in listed for entry in module.Terms.history() if entry.text.others)


def _references(module: ModuleType) -> Iterator[Reference]:
    for terms in dict.fromkeys(table.terms for table in module.TABLES):
        for entry in terms.history():
            yield entry.text.reference
            yield from (reading.reference for reading in entry.text.others)
    for table in module.TABLES:
        yield table.reference
        yield from (note.reference for note in table.notes)
    for asker in (*module.TABLES, *getattr(module, "CLOCKS", ())):
        yield from (condition.reference for condition in asker.conditions if condition.reference is not None)


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
    for name, held in vars(module).items():
        if isinstance(held, Condition) and held not in asked:
            yield Flaw(f"{rules.policy_name(module)}.{name}", held.text, "no rule and no clock asks this condition")
