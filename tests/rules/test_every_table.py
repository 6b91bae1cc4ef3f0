"""What holds for every decision table of every policy, on cases drawn around all that the policies turn on."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.logic import DecisionTable
from sellerpolicy.logic.decisions import unknown_facts, walk
from sellerpolicy.logic.terms import DatedTerms
from sellerpolicy.logic.truth import silent_terms

Table = DecisionTable[Any, Any, Any]
TABLES = sp.rules.tables()

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)


def by_definition(table: Table, case: Any, terms: DatedTerms) -> Enum | None:
    """The outcome as the design defines it: the rules that may fit, up to one that does, agree on it."""
    found = {rule.then for rule, held in walk(table, case, terms) if held is not False}
    assert found, "a gap in the table"
    return found.pop() if len(found) == 1 else None


def has_text(table: Table, case: Any) -> bool:
    """Whether there is a policy text for the case, and nothing but unknown facts stands in the way of an outcome."""
    try:
        table.decide(case)
    except sp.errors.NoPolicyText:
        return False
    return True


@every_table
@given(data=st.data())
def test_the_programs_agree_with_the_tree(table: Table, data: st.DataObject) -> None:
    case: Any = data.draw(strategies.cases(table))
    if not has_text(table, case):
        return
    decision = table.decide(case)
    assert decision.outcome is by_definition(table, case, decision.terms)
    assert decision.outcome is table.outcome(case, decision.terms)
    assert decision.outcome is table.outcome(case)
    assert decision.outcome is table.outcome_under(case, decision.terms)


@every_table
@given(data=st.data())
def test_silence_is_an_error_only_where_the_outcome_hangs_on_it(table: Table, data: st.DataObject) -> None:
    case: Any = data.draw(strategies.cases(table))
    if has_text(table, case):
        return
    day = getattr(case, table.day_fact)
    eras = [terms for first, terms in table.terms.eras(case.marketplace) if first <= day]
    if eras:
        assert silent_terms((rule.when for rule in table.rules), case, eras[-1])
        assert not unknown_facts(table, case, eras[-1])
        assert by_definition(table, case, eras[-1]) is None


@every_table
@given(data=st.data())
def test_a_decision_carries_its_proof(table: Table, data: st.DataObject) -> None:
    case: Any = data.draw(strategies.cases(table).filter(lambda drawn: has_text(table, drawn)))
    decision = table.decide(case)
    assert decision == table.decide(case)
    assert pickle.loads(pickle.dumps(decision)) == decision  # noqa: S301
    assert decision.policy_day == getattr(case, table.day_fact)
    assert all(reason.reference.title and "{" not in reason.text for reason in decision.reasons)
    assert all(name in table.fact_names and getattr(case, name) is None for name in decision.needs)
    assert bool(decision.needs) is (decision.outcome is None)
    assert json.loads(json.dumps(decision.to_dict()))["table"] == table.id
    assert decision.explain()
    assert decision._repr_html_()


@every_table
@given(data=st.data())
def test_contested_is_exactly_where_a_reading_not_taken_differs(table: Table, data: st.DataObject) -> None:
    case: Any = data.draw(strategies.cases(table).filter(lambda drawn: has_text(table, drawn)))
    decision = table.decide(case)

    def others() -> Iterator[Enum | None]:
        for name in table.term_names:
            text = decision.terms.text(name)
            for reading in text.others if text else ():
                yield by_definition(table, case, evolve(decision.terms, **{name: reading.value}))

    assert decision.contested is any(other is not decision.outcome for other in others())


@every_table
@given(data=st.data())
def test_filling_in_an_unknown_fact_never_changes_a_known_outcome(table: Table, data: st.DataObject) -> None:
    case: Any = data.draw(strategies.cases(table).filter(lambda drawn: has_text(table, drawn)))
    outcome = table.outcome(case)
    filled: Any = data.draw(strategies.cases(table, marketplace=case.marketplace))
    names = [name for name in table.read_names if getattr(case, name) is None]
    try:
        more = evolve(case, **{name: getattr(filled, name) for name in names})
    except sp.errors.BadFact:
        return
    if outcome is not None:
        assert table.outcome(more) is outcome


@every_table
@given(data=st.data())
def test_between_two_changes_the_day_of_the_text_makes_no_difference(table: Table, data: st.DataObject) -> None:
    case: Any = data.draw(strategies.cases(table).filter(lambda drawn: has_text(table, drawn)))
    day = getattr(case, table.day_fact)
    starts = {first for first, _ in table.terms.eras(case.marketplace)}
    if day + timedelta(days=1) not in starts:
        same, next_day = table.decide(case), table.decide(case, on=day + timedelta(days=1))
        assert (same.outcome, same.contested) == (next_day.outcome, next_day.contested)


@every_table
def test_every_table_names_what_it_answers_and_where_it_stands(table: Table) -> None:
    assert table.answers
    assert table.reference.title
    assert table.id == f"{table.terms.__module__.rpartition('.')[2]}.{table.id.rpartition('.')[2]}"
    assert all(table.id_of(condition).rpartition(".")[2].isidentifier() for condition in table.conditions)
