"""Revisions: what changed in the policies, when, and which cases are decided differently for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import frozen

from sellerpolicy import rules
from sellerpolicy.errors import BadFact, NoPolicyText
from sellerpolicy.facts import KINDS
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.window import require_day
from sellerpolicy.logic.conditions import Condition
from sellerpolicy.logic.counting import answers
from sellerpolicy.logic.decisions import Decision, Reason, terms_read
from sellerpolicy.logic.differences import Difference, differences, said
from sellerpolicy.logic.displayed import DisplayedTuple
from sellerpolicy.logic.spaces import followed
from sellerpolicy.logic.terms import BEGINNING, DatedTerms, Text, dated_terms, name_of
from sellerpolicy.logic.truth import truth

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]


@frozen
class Change:
    """One change of one term.

    Args:
        day: the first day of the new value.
        marketplaces: the shops in which it changed so.
        difference: the term, and what held before and since. Amounts that each shop has in its own currency say so.
    """

    day: date
    marketplaces: tuple[Marketplace, ...]
    difference: Difference

    def __str__(self) -> str:
        shops = ", ".join(marketplace.name for marketplace in self.marketplaces)
        return f"{self.day} {self.difference} ({shops})"


class Changes(DisplayedTuple[Change]):
    """Changes of policies: a tuple that notebooks show as a table."""

    __slots__ = ()


@answers("003-6")
def changes(since: date | None = None, until: date | None = None) -> Changes:
    """Every dated change of every policy, oldest first.

    What held from the beginning is no change; the first known text of a term is one.

    Args:
        since: the first day that counts, included; by default the earliest.
        until: the last day that counts, included; by default the latest, which may lie ahead.

    Raises:
        BadFact: one of them is no calendar day, or ``until`` lies before ``since``.
    """
    if since is not None:
        require_day("since", since)
    if until is not None:
        require_day("until", until)
        if since is not None and until < since:
            raise BadFact("until", until, f"a day on or after {since}, which is since")
    policies = dict.fromkeys(table.terms for table in rules.tables())
    found = [change for policy in policies for change in _changes_of(policy)]
    within = (
        change for change in found if (since is None or change.day >= since) and (until is None or change.day <= until)
    )
    return Changes(sorted(within, key=lambda change: change.day))


def _changes_of(policy: type[DatedTerms]) -> Iterator[Change]:
    for name, term in dated_terms(policy).items():
        latest: dict[Marketplace, Text[Any]] = {}
        for text in term.texts:
            shops: dict[Text[Any] | None, list[Marketplace]] = {}
            for marketplace in text.marketplaces:
                shops.setdefault(latest.get(marketplace), []).append(marketplace)
                latest[marketplace] = text
            for before, marketplaces in shops.items():
                if text.since != BEGINNING and said(before) != said(text):
                    difference = Difference(f"{name_of(policy)}.{name}", term.label, before, text)
                    yield Change(text.since, tuple(marketplaces), difference)


@frozen
class Impact:
    """A case that two texts decide differently.

    Args:
        case: the facts.
        before: the decision by the one text; ``None`` where that text says nothing.
        after: the decision by the other text; ``None`` where that says nothing.
        changes: the conditions that make the difference, as they are by the other text.
        terms: what the two texts fix differently and these conditions read.
    """

    case: Any
    before: Decision[Any] | None
    after: Decision[Any] | None
    changes: tuple[Reason, ...]
    terms: tuple[Difference, ...]

    def __str__(self) -> str:
        why = "; ".join(map(str, self.terms))
        return f"{_outcome(self.before)} → {_outcome(self.after)}: {why}"


def _outcome(decision: Decision[Any] | None) -> str:
    if decision is None:
        return "no text"
    return "unknown" if decision.outcome is None else str(decision.outcome.name)


By = date | DatedTerms | None


def impact(cases: Iterable[object], *, before: By = None, after: By = None) -> tuple[Impact, ...]:
    """Say which cases two texts decide differently, and why.

    Args:
        cases: facts and cases that a table decides, or decisions already made, which their own table makes again.
        before: the one text: a day, or terms (those of a day, edited with ``attrs.evolve``); by default the text of
            each case's own day. Edited terms matter for the cases of their own policy and marketplace alone.
        after: the other text.

    Raises:
        BadFact: no table decides such a case, or it is a single one.
    """
    if isinstance(cases, Decision) or not isinstance(cases, Iterable):
        raise BadFact("cases", cases, "several, in a list or the like")
    found = (_impact(table, case, before, after) for given in cases for table, case in _decided(given))
    return tuple(each for each in found if each is not None)


def _decided(given: object) -> Iterator[tuple[Table, Any]]:
    if isinstance(given, Decision):
        yield given.table, given.case
        return
    tables = rules.tables()
    own = [table for table in tables if table.case is type(given)]
    if not own:
        known = sorted({table.case.__name__ for table in tables if table.case in KINDS})
        raise BadFact("cases", given, f"a decision of any table, or a fact that one decides: {', '.join(known)}")
    for table in own:
        yield table, given


def _impact(table: Table, case: Any, before: By, after: By) -> Impact | None:
    if any(isinstance(by, DatedTerms) and not _concerns(by, table, case) for by in (before, after)):
        return None
    one, other = _decision(table, case, before), _decision(table, case, after)
    if one is None or other is None:
        return None if one is other else Impact(case, one, other, (), ())
    if one.outcome is other.outcome:
        return None
    turned = _turned(one, other)
    names = dict.fromkeys(name for condition in turned for name in terms_read(condition))
    reasons = tuple(other.reason(condition) for condition in turned)
    return Impact(case, one, other, reasons, differences(one.terms, other.terms, names))


def _turned(one: Decision[Any], other: Decision[Any]) -> tuple[Condition, ...]:
    """The conditions that make the difference: with the others as they were, the outcome would be the other's."""
    table, case = one.table, one.case
    before = {condition: truth(condition, case, one.terms) for condition in table.conditions}
    after = {condition: truth(condition, case, other.terms) for condition in table.conditions}
    turned = [condition for condition in table.conditions if before[condition] is not after[condition]]
    for condition in reversed(turned):
        fewer = [each for each in turned if each is not condition]
        if followed(table, {**before, **{each: after[each] for each in fewer}}) is other.outcome:
            turned = fewer
    return tuple(turned)


def _concerns(terms: DatedTerms, table: Table, case: Any) -> bool:
    return type(terms) is table.terms and terms.marketplace is case.marketplace


def _decision(table: Table, case: Any, by: By) -> Decision[Any] | None:
    try:
        if isinstance(by, DatedTerms):
            return table.decide(case, by)
        return table.decide(case, on=by)
    except NoPolicyText:
        return None
