"""Decisions: an outcome that carries its proof.

A decision keeps the case, the terms and the day. Reasons, needs, doubts and references are worked out when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, cast

from attrs import evolve, field, frozen

from sellerpolicy.facts.fact import plain
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.logic.conditions import Condition, conditions_in, symbols_in
from sellerpolicy.logic.displayed import Displayed
from sellerpolicy.logic.references import WHAT_IF, Reference
from sellerpolicy.logic.terms import dated_terms
from sellerpolicy.logic.truth import truth
from sellerpolicy.logic.words import in_words

if TYPE_CHECKING:
    from sellerpolicy.logic.flips import Flip
    from sellerpolicy.logic.tables import DecisionTable, Rule
    from sellerpolicy.logic.terms import DatedTerms

Outcome = TypeVar("Outcome", bound=Enum)

SCHEMA = "sellerpolicy/decision/1"

_PLACE = re.compile(r"\{(case|terms)\.(\w+)\}")


@frozen
class Reason:
    """One condition of the proof.

    Args:
        id: stable name of the condition.
        text: the proposition, with the case's own figures.
        holds: true, false, or unknown (``None``).
        reference: where the policy says so.
        since: first day of the unbroken run of the same value; with several terms the latest; ``None`` where no dated
            value is read.
    """

    id: str
    text: str
    holds: bool | None
    reference: Reference
    since: date | None


@frozen
class Disagreement:
    """One reading not taken that would change the outcome.

    Args:
        term: stable name of the term, or of what is read in two ways.
        reading: the reading taken.
        other: the reading not taken.
        reference: the text that the other reading rests on.
        outcome: the outcome under it; ``None`` where that would be unknown.
    """

    term: str
    reading: Any
    other: Any
    reference: Reference
    outcome: Enum | None


@frozen
class Note:
    """Information that belongs to certain outcomes of a table: a sentence and its source.

    Args:
        text: the sentence; a decision puts the figures of its case and its terms in, as in a condition's text.
            Where a term that it shows has no text, there is nothing to say.
        reference: where the policy says so.
        outcomes: the outcomes to which it belongs.
        since: the first policy day of which it is true; ``None`` if it always was.
        marketplaces: where it is true; everywhere by default.
    """

    text: str
    reference: Reference
    outcomes: tuple[Enum, ...]
    since: date | None = field(default=None, kw_only=True)
    marketplaces: tuple[Marketplace, ...] = field(default=tuple(Marketplace), kw_only=True)

    def is_true(self, terms: DatedTerms, day: date) -> bool:
        """Whether it is true of a policy day in the terms' marketplace, and each term that it shows has a text."""
        shown = (getattr(terms, place[2]) for place in _PLACE.finditer(self.text) if place[1] == "terms")
        is_begun = self.since is None or self.since <= day
        return is_begun and terms.marketplace in self.marketplaces and all(value is not None for value in shown)


class Decision(Displayed, tuple[Any, ...], Generic[Outcome]):
    """The answer of a decision table to one case, with its proof.

    A decision is immutable, compares by value, hashes, pickles and copies.
    It is no yes: ``bool()`` raises ``TypeError``.
    """

    __slots__ = ()

    def __new__(
        cls,
        outcome: Outcome | None,
        table: DecisionTable[Any, Any, Outcome],
        case: Any,
        terms: DatedTerms,
        policy_day: date,
        also: tuple[Disagreement, ...] = (),
    ) -> Decision[Outcome]:
        """Take the answer and what it follows from; tables make decisions, users read them."""
        return tuple.__new__(cls, (outcome, table, case, terms, policy_day, also))

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def __bool__(self) -> NoReturn:
        raise TypeError("a decision is not a yes or a no: compare its .outcome")

    @property
    def outcome(self) -> Outcome | None:
        """What follows; ``None`` while it hangs on unknown facts."""
        return cast("Outcome | None", self[0])

    @property
    def table(self) -> DecisionTable[Any, Any, Outcome]:
        """The table that decided."""
        return cast("DecisionTable[Any, Any, Outcome]", self[1])

    @property
    def case(self) -> Any:
        """The facts that were decided."""
        return self[2]

    @property
    def terms(self) -> DatedTerms:
        """What the policy fixed on the policy day."""
        return cast("DatedTerms", self[3])

    @property
    def policy_day(self) -> date:
        """The day whose policy text was applied."""
        return cast("date", self[4])

    @property
    def needs(self) -> tuple[str, ...]:
        """The unknown facts on which the outcome hangs, in the table's order; empty where it is known."""
        return () if self.outcome is not None else unknown_facts(self.table, self.case, self.terms)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every condition of each rule up to the one that applied, once, in the table's order."""
        asked = dict.fromkeys(
            condition for rule, _ in walk(self.table, self.case, self.terms) for condition in conditions_in(rule.when)
        )
        return tuple(self.reason(condition) for condition in asked if not self.table.is_settled(condition, self.terms))

    def reason(self, condition: Condition) -> Reason:
        """One condition of the table as it is in this case, with the latest text behind it: the caller's before all."""
        texts = [text for name in terms_read(condition) if (text := self.terms.text(name)) is not None]
        latest = max(texts, key=lambda text: (text.reference is WHAT_IF, text.since), default=None)
        reference = latest.reference if latest is not None else condition.reference
        return Reason(
            self.table.id_of(condition),
            worded(condition.text, self.case, self.terms),
            truth(condition, self.case, self.terms),
            reference if reference is not None else self.table.reference,
            None if latest is None or latest.reference is WHAT_IF else latest.since,
        )

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """The readings not taken that would change the outcome, each alone."""
        table, outcome = self.table, self.outcome
        # where something was counted, one case does not show what another reading would come to
        counted = {(each.term, each.other, each.reference) for each in self[5]}
        found = []
        for name, reading, terms in self.terms.readings(table.term_names):
            term = table.id_of_term(name)
            if (term, reading.value, reading.reference) not in counted:
                other = table.outcome_under(self.case, terms)
                if other is not outcome:
                    taken = getattr(self.terms, name)
                    found.append(Disagreement(term, taken, reading.value, reading.reference, other))
        return (*found, *self[5])

    @property
    def contested(self) -> bool:
        """Whether the sources disagree about the outcome."""
        return bool(self.disagreements)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Information that belongs to this outcome on the policy day, with its figures."""
        return tuple(
            evolve(note, text=worded(note.text, self.case, self.terms))
            for note in self.table.notes
            if self.outcome in note.outcomes and note.is_true(self.terms, self.policy_day)
        )

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every text that the answer rests on, each once."""
        return tuple(dict.fromkeys(self._references()))

    def _references(self) -> Iterator[Reference]:
        for rule, _ in walk(self.table, self.case, self.terms):
            for condition in conditions_in(rule.when):
                if not self.table.is_settled(condition, self.terms):
                    if condition.reference is not None:
                        yield condition.reference
                    texts = (self.terms.text(name) for name in terms_read(condition))
                    yield from (text.reference for text in texts if text is not None)
        # a reason whose terms have no text yet rests on the table's own reference
        yield from (reason.reference for reason in self.reasons)
        yield from (disagreement.reference for disagreement in self.disagreements)
        yield from (note.reference for note in self.notes)

    def flips(self) -> tuple[Flip, ...]:
        """The smallest changes of facts that lead to another outcome, fewest changes first.

        For an unknown outcome: what could settle it. The policy's text stays as it is.
        """
        from sellerpolicy.logic.flips import flips

        return flips(self)

    def explain(self) -> str:
        """The answer and its proof in plain lines."""
        from sellerpolicy.views.text import explained

        return explained(self)

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON-ready values; ``"schema"`` names the version of their form."""
        return {
            "schema": SCHEMA,
            "table": self.table.id,
            "title": self.table.title,
            "outcome": None if self.outcome is None else self.outcome.value,
            "needs": list(self.needs),
            "contested": self.contested,
            "policy_day": self.policy_day.isoformat(),
            "case": {name: plain(getattr(self.case, name)) for name in self.table.fact_names},
            "reasons": [
                {
                    "id": reason.id,
                    "text": reason.text,
                    "holds": reason.holds,
                    "since": None if reason.since is None else reason.since.isoformat(),
                    "reference": reason.reference.id,
                }
                for reason in self.reasons
            ],
            "disagreements": [
                {
                    "term": disagreement.term,
                    "reading": in_words(disagreement.reading),
                    "other": in_words(disagreement.other),
                    "reference": disagreement.reference.id,
                    "outcome": None if disagreement.outcome is None else disagreement.outcome.value,
                }
                for disagreement in self.disagreements
            ],
            "notes": [
                {
                    "text": note.text,
                    "since": None if note.since is None else note.since.isoformat(),
                    "reference": note.reference.id,
                }
                for note in self.notes
            ],
            "references": [_reference(reference) for reference in self.references],
        }

    def __repr__(self) -> str:
        outcome = "unknown" if self.outcome is None else self.outcome.name
        doubts = "".join(
            (f", needs={self.needs!r}" if self.outcome is None else "", ", contested" if self.contested else "")
        )
        return f"<Decision {self.table.id}: {outcome} by the text of {self.policy_day}{doubts}>"


def walk(
    table: DecisionTable[Any, Any, Any], case: object, terms: DatedTerms
) -> Iterator[tuple[Rule[Any], bool | None]]:
    """The table's rules with their truth in a case, up to the first that holds."""
    for rule in table.rules:
        held = truth(rule.when, case, terms)
        yield rule, held
        if held is True:
            return


def unknown_facts(table: DecisionTable[Any, Any, Any], case: object, terms: DatedTerms) -> tuple[str, ...]:
    """The unknown facts that the undecided conditions of the rules in question read."""
    rules = (rule for rule, held in walk(table, case, terms) if held is not False)
    asked = (condition for rule in rules for condition in conditions_in(rule.when))
    undecided = (condition for condition in asked if truth(condition, case, terms) is None)
    read = (symbol for condition in undecided for symbol in symbols_in(condition) if not symbol.is_term)
    return tuple(dict.fromkeys(symbol.name for symbol in read if getattr(case, symbol.name) is None))


def terms_read(condition: Condition) -> tuple[str, ...]:
    """The names of the terms that a condition reads, each once."""
    return tuple(dict.fromkeys(symbol.name for symbol in symbols_in(condition) if symbol.is_term))


def worded(text: str, case: object, terms: DatedTerms) -> str:
    """Put the case's and the terms' own figures into the text of a condition or a note; say which term is silent."""

    def figure(place: re.Match[str]) -> str:
        held = getattr(case if place[1] == "case" else terms, place[2])
        if held is None and place[1] == "terms":
            return f"(no text: {dated_terms(type(terms))[place[2]].label})"
        return in_words(held)

    return _PLACE.sub(figure, text)


def _reference(reference: Reference) -> dict[str, Any]:
    return {
        "id": reference.id,
        "title": reference.title,
        "url": reference.url,
        "kind": reference.kind.value,
        "published": None if reference.published is None else reference.published.isoformat(),
        "read": None if reference.read is None else reference.read.isoformat(),
        "confidence": reference.confidence.value,
    }
