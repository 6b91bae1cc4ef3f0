"""Conformance: cases with their answers, for whoever writes these rules in another language, and for ourselves.

The cases are the witnesses of all tables. Each value of each term has cases on both sides of its edge, on its first day
and on its last, so that a limit that moves, an edge that turns or a day that changes shows as another answer: another
outcome, a doubt that comes or goes, or the silence of all texts where one spoke.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, combinations, islice, pairwise, permutations
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve

from sellerpolicy import rules
from sellerpolicy.errors import NoPolicyText, SellerPolicyError
from sellerpolicy.facts.fact import Fact, fields_of
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.logic.checks import Example, Flaw, View, pairs_between, pairs_within, reached, views
from sellerpolicy.logic.conditions import Condition, Expression, Share, Symbol, facts_read, parts
from sellerpolicy.logic.decisions import terms_read
from sellerpolicy.logic.edges import EARLIEST, LATEST, Form, comparisons_of
from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.spaces import Era, eras, eras_in
from sellerpolicy.logic.terms import DatedTerms
from sellerpolicy.logic.truth import NOTHING_KNOWN, value

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]

Json = dict[str, Any]
Shown = tuple[str, Fact]
"""What a case is there for, and the case."""

VERSION = "sellerpolicy/conformance/2"
ANSWER = ("outcome", "needs", "contested", "silent")
RECORD = ("table", "shows", "case", *ANSWER)

MANY_PIECES = 1_000
"""Of so many pieces, or a few more, a share is shown to a tenth of a percent."""
MOST_WAYS = 100
"""So many ways through the rules are looked at on both sides of a change of text."""

SCHEMA: Json = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:sellerpolicy:conformance:2",
    "title": "Conformance cases of sellerpolicy",
    "type": "object",
    "required": ["schema", "cases"],
    "additionalProperties": False,
    "properties": {
        "schema": {"const": VERSION},
        "cases": {
            "type": "array",
            "items": {
                "type": "object",
                "required": list(RECORD),
                "additionalProperties": False,
                "properties": {
                    "table": {"type": "string", "description": "the table that decides, module.name"},
                    "shows": {
                        "type": "string",
                        "description": "the rule, condition or fact that the case is there for",
                    },
                    "case": {
                        "type": "object",
                        "description": "the facts; what is not named has its default",
                        "additionalProperties": {"type": ["string", "number", "boolean"]},
                    },
                    "outcome": {"type": ["string", "null"], "description": "null: it hangs on unknown facts"},
                    "needs": {"type": "array", "items": {"type": "string"}},
                    "contested": {"type": "boolean"},
                    "silent": {
                        "type": ["string", "null"],
                        "description": "the term, or the policy, of which no text is known; null: there is an answer",
                    },
                },
            },
        },
    },
}
"""The JSON Schema of ``document()``."""


def document(tables: Iterable[Table] | None = None) -> Json:
    """All conformance cases of tables (by default all of the library), as JSON-ready values."""
    found: dict[str, Json] = {}
    for table in rules.tables() if tables is None else tables:
        for shows, case in _cases(table):
            record = _record(table, shows, case)
            found.setdefault(json.dumps([record["table"], record["case"]]), record)
    return {"schema": VERSION, "cases": list(found.values())}


def text(found: Mapping[str, Any]) -> str:
    """A document as text, a case on each line, so that a difference is a difference of lines."""
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in found["cases"])
    return f'{{"schema": {json.dumps(found["schema"])}, "cases": [\n{lines}\n]}}\n'


def is_document(value: Mapping[str, Any]) -> bool:
    """Whether a value is such a document: of this version, and each of its cases with all that belongs to one."""
    cases = value.get("cases")
    if value.get("schema") != VERSION or not isinstance(cases, list):
        return False
    return all(
        isinstance(case, Mapping) and case.keys() == set(RECORD) and isinstance(case["case"], Mapping) for case in cases
    )


def answer(table: Table, case: object, terms: DatedTerms | None = None) -> Json:
    """What a table says of a case, as a document records it; by the text of its own day or, *what if*, by other terms.

    That no text speaks of it is an answer too.
    """
    try:
        decision = table.decide(case, terms)
    except NoPolicyText as silence:
        return dict(zip(ANSWER, (None, [], False, silence.what), strict=True))
    outcome = None if decision.outcome is None else decision.outcome.value
    return dict(zip(ANSWER, (outcome, list(decision.needs), decision.contested, None), strict=True))


def compare(recorded: Mapping[str, Any], tables: Iterable[Table] | None = None) -> Iterator[Flaw]:
    """Decide every case of a document again, and name each one whose answer is another now.

    Args:
        recorded: the document, as ``document()`` gave it some time ago.
        tables: the tables that decide; by default all of the library.
    """
    by_id = {table.id: table for table in (rules.tables() if tables is None else tables)}
    for record in recorded["cases"]:
        facts = ", ".join(f"{name}={value}" for name, value in record["case"].items())
        table = by_id.get(record["table"])
        if table is None:
            yield Flaw(record["table"], facts, "there is no such table now")
            continue
        try:
            now = answer(table, cast("type[Fact]", table.case).from_dict(record["case"]))
        except SellerPolicyError as error:
            yield Flaw(record["shows"], facts, f"it cannot be decided now: {error}")
            continue
        for name in ANSWER:
            if now[name] != record[name]:
                yield Flaw(record["shows"], facts, f"{name} was {record[name]!r}, is {now[name]!r}")


def _record(table: Table, shows: str, case: Fact) -> Json:
    told = {field.name: field.default for field in fields_of(type(case))}
    facts = {name: held for name, held in case.to_dict().items() if getattr(case, name) != told[name]}
    return {"table": table.id, "shows": shows, "case": facts, **answer(table, case)}


def _cases(table: Table) -> Iterator[Shown]:
    """What each case is there for, and the case."""
    timelines = eras(table)
    for timeline in timelines:
        seen: set[str] = set()
        unseen = list(table.conditions)
        doubts = {era: tuple(_in_doubt(table, era)) for era in timeline}
        for era in reversed(timeline):
            (view,) = views(table, (era, era.days[0]))
            for rule, example in _reached(view):
                if rule not in seen:
                    yield rule, example.case
                    yield from _with_unknowns(table, example)
                seen.add(rule)
            yield from doubts[era]
            yield from _on_its_own_day(table, era)
            shown = {condition: tuple(_beside(view, (condition,))) for condition in unseen}
            yield from chain.from_iterable(shown.values())
            unseen = [condition for condition in unseen if not shown[condition]]
        yield from _before_the_first(table, timeline[0])
        for earlier, later in pairwise(timeline):
            yield from _around(table, earlier, later, (*doubts[later], *doubts[earlier]))
    represented = {era.terms.marketplace for timeline in timelines for era in timeline}
    for marketplace in Marketplace:
        own = eras_in(table, marketplace)
        if own and marketplace not in represented:
            (newest,) = views(table, (own[-1], own[-1].days[0]))
            # the rules furthest down ask the most
            yield from [(rule, example.case) for rule, example in _reached(newest)][-1:]


def _in_doubt(table: Table, era: Era) -> Iterator[Shown]:
    """For each reading not taken a case that it would decide otherwise, and no other reading if that can be."""
    for other in era.other_readings(table):
        taken, otherwise = views(table, (era, era.days[0]), (other, era.days[0]))
        for condition in table.conditions:
            if other.term in terms_read(condition):
                cases = [example.case for example, _ in pairs_between(taken, otherwise, condition)]
                for case in sorted(cases, key=lambda case: len(table.decide(case).disagreements))[:1]:
                    yield f"{table.id_of_term(str(other.term))}, in doubt", case


def _on_its_own_day(table: Table, era: Era) -> Iterator[Shown]:
    """For each day with which a condition compares the policy day itself the same case before, on and after it."""
    asking = [condition for condition in table.conditions if table.day_fact in facts_read(condition)]
    for turning in dict.fromkeys(day for condition in asking for day in _days_in(condition, era.terms)):
        days = [turning + timedelta(days=apart) for apart in (-1, 0, 1)]
        first, last = max(era.first, EARLIEST), min(era.last or LATEST, LATEST)
        for before, after in pairwise(day for day in days if first <= day <= last):
            one, other = views(table, (era, before), (era, after))
            for condition in asking:
                for pair in islice(pairs_between(one, other, condition), 1):
                    yield from ((table.id_of(condition), example.case) for example in pair)


def _days_in(condition: Condition, terms: DatedTerms) -> Iterator[date]:
    """The calendar days that a condition names, or a term that it reads."""
    edges = (_edge(side, terms) for comparison in comparisons_of(condition) for side in parts(comparison))
    return (edge for edge in edges if type(edge) is date)


def _before_the_first(table: Table, first: Era) -> Iterator[Shown]:
    """A case on the first day of all texts, and on the day before, of which they are silent."""
    if first.first > EARLIEST:
        (view,) = views(table, (first, first.days[0]))
        for rule, example in islice(_reached(view), 1):
            days = (first.first - timedelta(days=1), first.first)
            yield from ((rule, case) for case in _moved(table, example.case, days) if case is not None)


def _around(table: Table, earlier: Era, later: Era, doubts: Sequence[Shown]) -> Iterator[Shown]:
    """Cases on the last day of one text and on the first of the next, beside the edges that the change moves."""
    names = {name for name in table.term_names if getattr(earlier.terms, name) != getattr(later.terms, name)}
    moved = [condition for condition in table.conditions if names.intersection(terms_read(condition))]
    before, after = views(table, (earlier, earlier.days[-1]), (later, later.days[0]))
    yield from _beside(before, moved)
    yield from _beside(after, moved)
    for condition in moved:
        for pair in islice(pairs_between(before, after, condition), 1):
            yield from ((table.id_of(condition), example.case) for example in pair)
    yield from _by_each_change(table, before, after, doubts)


def _by_each_change(table: Table, before: View, after: View, doubts: Sequence[Shown]) -> Iterator[Shown]:
    """For each term that changes a case on the last day and one on the first that this change alone answers otherwise.

    The outcome may be the same, and a doubt come or go, or a text begin to speak.
    """
    ways = (_ways(table, view) for view in (after, before))
    candidates = [case for _, case in (*chain.from_iterable(ways), *doubts)]
    answered = {view: tuple(_answered(table, candidates, view)) for view in (before, after)}
    for name in table.term_names:
        for own, others in ((before, after), (after, before)):
            hybrid = _with_text_of(own.era.terms, others.era.terms, name)
            if hybrid.texts.get(name) != own.era.terms.texts.get(name):
                changed = (case for case, given in answered[own] if answer(table, case, hybrid) != given)
                yield from ((f"{table.id_of_term(name)}, another text", case) for case in islice(changed, 1))


def _answered(table: Table, candidates: Iterable[Fact], view: View) -> Iterator[tuple[Fact, Json]]:
    """The cases as they are on a text's own day, each with what follows by it."""
    moved = (case for candidate in candidates for case in _moved(table, candidate, (view.judged.day,)))
    return ((case, answer(table, case, view.era.terms)) for case in moved if case is not None)


def _with_text_of(terms: DatedTerms, others: DatedTerms, name: str) -> DatedTerms:
    """The terms with one of them as it is in others, and what the sources say of it."""
    texts = {each: text for each, text in terms.texts.items() if each != name}
    texts |= {each: text for each, text in others.texts.items() if each == name}
    changed: dict[str, Any] = {name: getattr(others, name)}
    return evolve(terms, texts=texts, **changed)


def _ways(table: Table, view: View) -> Iterator[Shown]:
    """A case for each way through the rules by one text."""
    for path in islice(view.judged.paths(view.judged.space.all), MOST_WAYS):
        example = view.example(path.state, path.outcome)
        if example is not None:
            yield table.id, example.case


def _moved(table: Table, case: Fact, days: Iterable[date]) -> tuple[Fact | None, ...]:
    """The same case on other policy days; ``None`` where there cannot be one."""
    form, held = Form(table.case), {name: getattr(case, name) for name in table.fact_names}
    return tuple(cast("Fact | None", form.filled({**held, table.day_fact: day})) for day in days)


def _beside(view: View, conditions: Sequence[Condition]) -> Iterator[Shown]:
    """For each condition the two cases on either side of its edge; of a share, cases of many pieces too."""
    table = view.judged.space.table
    for condition in conditions:
        for pair in islice(pairs_within(view, condition), 1):
            for example in pair:
                yield table.id_of(condition), example.case
                yield from ((table.id_of(condition), case) for case in _of_many(table, condition, example))


def _of_many(table: Table, condition: Condition, example: Example) -> Iterator[Fact]:
    """The case with a part of many pieces that is exactly the share of an edge, and with one piece fewer and more."""
    form, held = Form(table.case), {name: getattr(example.case, name) for name in table.fact_names}
    for share, edge in _shares_in(condition, example.terms):
        whole = edge.denominator * -(-MANY_PIECES // edge.denominator)
        counts = ({share.part.name: int(edge * whole) + apart, share.whole.name: whole} for apart in (-1, 0, 1))
        cases = (form.filled(held | each) for each in counts)
        yield from (cast("Fact", case) for case in cases if case is not None)


def _shares_in(condition: Condition, terms: DatedTerms) -> Iterator[tuple[Any, Fraction]]:
    """The shares of plain facts that a condition compares, each with the rate that it is compared with."""
    sides = (pair for comparison in comparisons_of(condition) for pair in permutations(parts(comparison), 2))
    edges = ((share, _edge(other, terms)) for share, other in sides if _is_of_facts(share))
    return ((share, edge) for share, edge in edges if isinstance(edge, Fraction))


def _is_of_facts(node: object) -> bool:
    return isinstance(node, Share) and isinstance(node.part, Symbol) and isinstance(node.whole, Symbol)


def _edge(node: object, terms: DatedTerms) -> object:
    """What a side of a comparison comes to whatever the facts are; of a limit its edge."""
    held = value(cast("Expression", node), NOTHING_KNOWN, terms)
    return held.value if isinstance(held, Limit) else held


def _reached(view: View) -> Iterator[tuple[str, Example]]:
    """For each rule that a text lets cases reach one of them."""
    judged = view.judged
    for rule, example in reached(view, judged.paths(judged.space.all)):
        yield judged.space.table.id_of_rule(rule), example


def _with_unknowns(table: Table, example: Example) -> Iterator[Shown]:
    """The case with each fact unknown that may be, and with each two that together need more than alone."""
    held = {field.name: getattr(example.case, field.name) for field in fields_of(table.case)}
    needs: dict[str, set[str]] = {}
    for field in fields_of(table.case):
        if field.name in table.read_names and field.default is None:
            case = table.case(**{**held, field.name: None})
            needs[field.name] = set(table.decide(case).needs)
            yield f"{table.id}, {field.name} unknown", case
    for one, other in combinations(needs, 2):
        case = table.case(**{**held, one: None, other: None})
        if set(table.decide(case).needs) != needs[one] | needs[other]:
            yield f"{table.id}, {one} and {other} unknown", case
