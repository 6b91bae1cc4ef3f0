"""Decision tables: rules read from the top, of which the first that fits decides.

A table has no "otherwise": each rule states its conditions, so that a gap can be seen. Where facts are unknown, every
rule that may still fit is followed; the outcome is known if all of them agree.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, cast, get_args, get_type_hints

import attrs
from attrs import frozen

from sellerpolicy.errors import BadFact, CurrencyMismatch, NoPolicyText, NoRule, shown
from sellerpolicy.facts.given import InAShop
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.money import Money
from sellerpolicy.logic.conditions import (
    ADVICE,
    Both,
    Condition,
    Either,
    Opposite,
    Proposition,
    Symbol,
    conditions_in,
    parts,
    symbols_in,
)
from sellerpolicy.logic.decisions import Decision, Note, unknown_facts, walk
from sellerpolicy.logic.displayed import Displayed
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.terms import DatedTerms, name_of
from sellerpolicy.logic.truth import NOTHING_KNOWN, silent_terms, truth

if TYPE_CHECKING:
    from sellerpolicy.logic.checks import TableCheck
    from sellerpolicy.logic.compiled import Compiled

Case = TypeVar("Case", bound=InAShop)
Terms = TypeVar("Terms", bound=DatedTerms)
Outcome = TypeVar("Outcome", bound=Enum)


@frozen(eq=False, init=False)
class Rule(Generic[Outcome]):
    """One line of a table: when these conditions hold, then this follows."""

    when: Proposition
    then: Outcome

    def __init__(self, when: Proposition, *, then: Outcome) -> None:
        if not isinstance(when, Proposition) or not _made_of_conditions(when):
            raise TypeError(f"the rule for {then!r} must be made of conditions, so that each has a text: {ADVICE}")
        self.__attrs_init__(when, then)


def _made_of_conditions(node: Proposition) -> bool:
    if isinstance(node, Both | Either | Opposite):
        return all(_made_of_conditions(cast("Proposition", part)) for part in parts(node))
    return isinstance(node, Condition)


class DecisionTable(Displayed, Generic[Case, Terms, Outcome]):
    """Rules over one kind of case and one policy's terms.

    The class decides any case; for the policy text now in force it writes itself out as plain Python at first use.

    Args:
        title: what is decided.
        case: the class of the facts that are decided; it has a ``marketplace``.
        terms: the policy's dated terms.
        day: the fact whose day picks the policy's text.
        rules: read from the top; the first that fits decides.
        reference: the text that the table as a whole follows.
        notes: information that belongs to certain outcomes.
        answers: ids of the statements that the table answers.
    """

    decision = Decision

    def __init__(
        self,
        title: str,
        *,
        case: type[Case],
        terms: type[Terms],
        day: date | None,
        rules: tuple[Rule[Outcome], ...],
        reference: Reference,
        notes: tuple[Note, ...] = (),
        answers: tuple[str, ...] = (),
    ) -> None:
        self.title = title
        self.case = case
        self.terms = terms
        self.day_fact = cast("Symbol", day).name
        self.rules = rules
        self.reference = reference
        self.notes = notes
        self.answers = answers
        self.conditions = tuple(dict.fromkeys(found for rule in rules for found in conditions_in(rule.when)))
        read = tuple(symbol for condition in self.conditions for symbol in symbols_in(condition))
        self.term_names = tuple(dict.fromkeys(symbol.name for symbol in read if symbol.is_term))
        self.read_names = tuple(dict.fromkeys(symbol.name for symbol in read if not symbol.is_term))
        self.fact_names = tuple(attribute.name for attribute in attrs.fields(cast("Any", case)))
        self._settled: dict[int, frozenset[Condition]] = {}
        self._compiled: dict[int, Compiled] = {}
        self._general: Callable[[Case, DatedTerms], Outcome | None] | None = None

    def decide(self, case: Case, terms: Terms | None = None, *, on: date | None = None) -> Decision[Outcome]:
        """Decide a case, with its proof.

        Args:
            case: the facts.
            terms: what the policy fixes, to ask *what if*; by default that of the policy day.
            on: judge by the text of this day; by default that of the case's own day.

        Raises:
            BadFact: the case is none of the table's class.
            NoPolicyText: no text is known for that day or marketplace.
        """
        self._check_class(case)
        self._write_out()
        day = getattr(case, self.day_fact) if on is None else on
        if terms is not None:
            return Decision(self.outcome(case, terms), self, case, terms, day)
        try:
            return self._compiled_for(self.terms.on(day, case.marketplace)).decide(case, day)  # type: ignore[no-any-return]
        except NoPolicyText as silence:
            raise NoPolicyText(silence.what, day, silence.marketplace, silence.first_known) from None

    def outcome(self, case: Case, terms: Terms | None = None) -> Outcome | None:
        """The bare outcome; ``None`` while it hangs on unknown facts.

        Any case that has the facts which are read is decided; ``decide`` takes the table's own class alone.

        Raises:
            BadFact: the case lacks such a fact.
            TypeError: the terms are another policy's.
            NoPolicyText: no text is known for that day or marketplace.
        """
        if terms is not None:
            self.terms.own(terms)
        try:
            return self._outcome(case, terms)
        except AttributeError as problem:
            raise self._refusal(case) from problem

    def _outcome(self, case: Case, terms: Terms | None) -> Outcome | None:
        self._write_out()
        if terms is None:
            terms = self.terms.on(getattr(case, self.day_fact), case.marketplace)
        if case.marketplace is not terms.marketplace and self.compares_amounts:
            self._refuse_foreign(case, terms)
        if terms.is_snapshot:
            return self._compiled_for(terms).outcome(case)  # type: ignore[no-any-return]
        outcome = self.outcome_under(case, terms)
        if outcome is None:
            self.heed_silence(case, terms)
        return outcome

    def _write_out(self) -> None:
        """At first use, put functions written for the text now in force in front of ``decide`` and ``outcome``."""
        if "decide" not in vars(self):
            from sellerpolicy.logic.compiled import compile_current

            first, current = self.terms.current()
            compiled = compile_current(self, current, first)
            vars(self).update(outcome=compiled.outcome, decide=compiled.decide)

    def _compiled_for(self, terms: DatedTerms) -> Compiled:
        """The programs for a dated snapshot; snapshots are kept for ever, and so are their programs."""
        compiled = self._compiled.get(id(terms))
        if compiled is None:
            from sellerpolicy.logic.compiled import compile_snapshot

            compiled = self._compiled[id(terms)] = compile_snapshot(self, terms)
        return compiled

    def outcome_under(self, case: Case, terms: DatedTerms) -> Outcome | None:
        """The outcome under any terms, by the general code; ``None`` also where a term has no text."""
        if self._general is None:
            from sellerpolicy.logic.compiled import compile_undecided

            self._general = compile_undecided(self)
        return self._general(case, terms)

    def heed_silence(self, case: Case, terms: DatedTerms) -> None:
        """Raise where the outcome hangs on a term without text and on no unknown fact."""
        silent = silent_terms((rule.when for rule, _ in walk(self, case, terms)), case, terms)
        if silent and not unknown_facts(self, case, terms):
            named = min(silent, key=self.term_names.index)
            raise self.terms.silence(named, getattr(case, self.day_fact), terms.marketplace)

    def no_rule(self, case: Case) -> NoReturn:
        """Say that no rule fits a case."""
        raise NoRule(f"{self.id}: no rule fits {shown(case)}")

    @cached_property
    def compares_amounts(self) -> bool:
        """Whether a condition reads an amount of money, which terms of another currency cannot judge."""
        hints = get_type_hints(self.case)
        return any(hints[name] is Money or Money in get_args(hints[name]) for name in self.read_names)

    def _check_class(self, case: Case) -> None:
        if case.__class__ is not self.case:
            raise self._refusal(case)

    def _refusal(self, case: object) -> BadFact:
        return BadFact(self.id, case, f"a fact of the kind {self.case.__name__}")

    def _refuse_foreign(self, case: Case, terms: DatedTerms) -> None:
        own: Marketplace = case.marketplace
        if own.currency != terms.marketplace.currency:
            raise CurrencyMismatch(f"{self.id}: terms for {terms.marketplace.value}, facts from {own.value}")

    def check(self) -> TableCheck:
        """Prove that the table is complete, that every rule is reached and that every condition decides."""
        from sellerpolicy.logic.checks import check

        return check(self)

    def is_settled(self, condition: Condition, terms: DatedTerms) -> bool:
        """Whether the terms alone settle a condition that asks about facts."""
        reads_facts = any(not symbol.is_term for symbol in symbols_in(condition))
        return reads_facts and truth(condition, NOTHING_KNOWN, terms) is not None

    @property
    def id(self) -> str:
        """Stable name: module and global."""
        return f"{name_of(self.terms)}.{self._global_name(self) or self.title.replace(' ', '_')}"

    def id_of(self, condition: Condition) -> str:
        """Stable name of one of the table's conditions."""
        return f"{name_of(self.terms)}.{self._global_name(condition) or condition.text}"

    def id_of_term(self, name: str) -> str:
        """Stable name of a term."""
        return f"{name_of(self.terms)}.{name}"

    def id_of_rule(self, rule: Rule[Outcome]) -> str:
        """Stable name of a rule: the table's, and the rule's place in it, from 1."""
        return f"{self.id}/{self.rules.index(rule) + 1}"

    def _global_name(self, wanted: object) -> str | None:
        module = sys.modules[self.terms.__module__]
        return next((name for name, value in vars(module).items() if value is wanted), None)

    def __reduce__(self) -> tuple[Callable[[str, str], object], tuple[str, str]]:
        name = self._global_name(self)
        if name is None:
            raise TypeError(f"{self.id}: only a table that is a module's global can be pickled")
        return _global, (self.terms.__module__, name)

    def __copy__(self) -> DecisionTable[Case, Terms, Outcome]:
        return self

    def __deepcopy__(self, _: object) -> DecisionTable[Case, Terms, Outcome]:
        return self

    def __iter__(self) -> Iterator[Rule[Outcome]]:
        return iter(self.rules)

    def __repr__(self) -> str:
        return f"<DecisionTable {self.id}: {len(self.rules)} rules>"


def _global(module: str, name: str) -> object:
    from importlib import import_module

    return getattr(import_module(module), name)
