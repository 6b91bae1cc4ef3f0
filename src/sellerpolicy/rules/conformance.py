"""Conformance: cases with their answers, for whoever writes these rules in another language, and for ourselves.

The cases are the witnesses of all tables. Each value of each term has cases on both sides of its edge, on its first day
and on its last, so that a limit that moves, an edge that turns or a day that changes shows as another answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING, Any, cast

from sellerpolicy import rules
from sellerpolicy.errors import SellerPolicyError
from sellerpolicy.facts.fact import Fact, fields_of
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.logic.checks import Example, Flaw, View, pairs_between, pairs_within, reached, views
from sellerpolicy.logic.conditions import Condition
from sellerpolicy.logic.decisions import terms_read
from sellerpolicy.logic.spaces import Era, eras, eras_in

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]

Json = dict[str, Any]
VERSION = "sellerpolicy/conformance/1"
ANSWER = ("outcome", "needs", "contested")
RECORD = ("table", "shows", "case", *ANSWER)

SCHEMA: Json = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
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
            answer = _answer(table, cast("type[Fact]", table.case).from_dict(record["case"]))
        except SellerPolicyError as error:
            yield Flaw(record["shows"], facts, f"it cannot be decided now: {error}")
            continue
        for name in ANSWER:
            if answer[name] != record[name]:
                yield Flaw(record["shows"], facts, f"{name} was {record[name]!r}, is {answer[name]!r}")


def _record(table: Table, shows: str, case: Fact) -> Json:
    told = {field.name: field.default for field in fields_of(type(case))}
    facts = {name: held for name, held in case.to_dict().items() if getattr(case, name) != told[name]}
    return {"table": table.id, "shows": shows, "case": facts, **_answer(table, case)}


def _answer(table: Table, case: Fact) -> Json:
    decision = table.decide(case)
    outcome = None if decision.outcome is None else decision.outcome.value
    return {"outcome": outcome, "needs": list(decision.needs), "contested": decision.contested}


def _cases(table: Table) -> Iterator[tuple[str, Fact]]:
    """What each case is there for, and the case."""
    timelines = eras(table)
    for timeline in timelines:
        seen: set[str] = set()
        for era in reversed(timeline):
            (view,) = views(table, (era, era.days[0]))
            for rule, example in _reached(view):
                if rule not in seen:
                    yield rule, example.case
                    yield from _with_unknowns(table, example)
                seen.add(rule)
            yield from _in_doubt(table, era)
        (newest,) = views(table, (timeline[-1], timeline[-1].days[0]))
        yield from _beside(newest, table.conditions)
        for earlier, later in pairwise(timeline):
            yield from _around(table, earlier, later)
    represented = {era.terms.marketplace for timeline in timelines for era in timeline}
    for marketplace in Marketplace:
        own = eras_in(table, marketplace)
        if own and marketplace not in represented:
            (newest,) = views(table, (own[-1], own[-1].days[0]))
            # the rules furthest down ask the most
            yield from [(rule, example.case) for rule, example in _reached(newest)][-1:]


def _in_doubt(table: Table, era: Era) -> Iterator[tuple[str, Fact]]:
    """For each reading not taken a case that it would decide otherwise, and no other reading if that can be."""
    for other in era.other_readings(table):
        taken, otherwise = views(table, (era, era.days[0]), (other, era.days[0]))
        for condition in table.conditions:
            if other.term in terms_read(condition):
                cases = [example.case for example, _ in pairs_between(taken, otherwise, condition)]
                for case in sorted(cases, key=lambda case: len(table.decide(case).disagreements))[:1]:
                    yield f"{table.id_of_term(str(other.term))}, in doubt", case


def _around(table: Table, earlier: Era, later: Era) -> Iterator[tuple[str, Fact]]:
    """Cases on the last day of one text and on the first of the next, beside the edges that the change moves."""
    names = {name for name in table.term_names if getattr(earlier.terms, name) != getattr(later.terms, name)}
    moved = [condition for condition in table.conditions if names.intersection(terms_read(condition))]
    before, after = views(table, (earlier, earlier.days[-1]), (later, later.days[0]))
    yield from _beside(before, moved)
    yield from _beside(after, moved)
    for condition in moved:
        for pair in islice(pairs_between(before, after, condition), 1):
            yield from ((table.id_of(condition), example.case) for example in pair)


def _beside(view: View, conditions: tuple[Condition, ...] | list[Condition]) -> Iterator[tuple[str, Fact]]:
    """For each condition the two cases on either side of its edge."""
    table = view.judged.space.table
    for condition in conditions:
        for pair in islice(pairs_within(view, condition), 1):
            yield from ((table.id_of(condition), example.case) for example in pair)


def _reached(view: View) -> Iterator[tuple[str, Example]]:
    """For each rule that a text lets cases reach one of them."""
    judged = view.judged
    for rule, example in reached(view, judged.paths(judged.space.all)):
        yield judged.space.table.id_of_rule(rule), example


def _with_unknowns(table: Table, example: Example) -> Iterator[tuple[str, Fact]]:
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
