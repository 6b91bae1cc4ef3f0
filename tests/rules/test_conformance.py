"""Conformance cases: the answers on record are the answers given, and a rule that moves is caught."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, cast

import attrs
import jsonschema
import pytest
from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.logic import DatedTerms, DecisionTable, dated
from sellerpolicy.logic.limits import Edge, Limit
from sellerpolicy.logic.terms import Text, dated_terms
from sellerpolicy.rules import conformance, injury_and_damage

RECORDED = Path(__file__).parents[1] / "conformance.json"
WHO_PAYS = injury_and_damage.WHO_PAYS


@cache
def document() -> dict[str, Any]:
    """The cases on record; that they are those of this state of the rules is a test of its own."""
    recorded: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return recorded


Change = Callable[[Text[Any]], Text[Any]]
Table = DecisionTable[Any, Any, Any]


def mutant(name: str, change: Change, table: Table = WHO_PAYS) -> Table:
    """A table with every text of one term changed."""
    fields = {
        each: dated(term.label, *(change(text) if each == name else text for text in term.texts))
        for each, term in dated_terms(table.terms).items()
    }
    terms = attrs.make_class("Terms", fields, bases=(DatedTerms,), frozen=True, kw_only=True)
    terms.__module__ = table.terms.__module__
    return DecisionTable(
        table.title,
        case=table.case,
        terms=cast("type[DatedTerms]", terms),
        day=cast("date", type("Day", (), {"name": table.day_fact})),
        reference=table.reference,
        rules=table.rules,
    )


def caught(changed: Table, table: Table = WHO_PAYS) -> set[str]:
    """What the cases on record say of a changed table: the rules, conditions and terms that they name."""
    cases = [{**record, "table": changed.id} for record in document()["cases"] if record["table"] == table.id]
    return {flaw.id for flaw in conformance.compare({"schema": conformance.VERSION, "cases": cases}, [changed])}


class TestTheRecord:
    """``tests/conformance.json`` holds the answers of this very state of the rules."""

    def test_is_up_to_date(self) -> None:
        """Where rules were changed on purpose: ``python -m sellerpolicy verify --write tests/conformance.json``."""
        assert document() == conformance.document()

    @pytest.mark.parametrize(
        "table",
        [WHO_PAYS, sp.feedback.REMOVAL, sp.account_status.SANCTION, sp.order_defect_rate.STANDING],
        ids=lambda table: table.id,
    )
    def test_the_cases_of_one_table_are_those_on_record(self, table: DecisionTable[Any, Any, Any]) -> None:
        """Of a table with amounts, with days, with members and with shares."""
        recorded = [record for record in document()["cases"] if record["table"] == table.id]
        assert conformance.document([table]) == {"schema": "sellerpolicy/conformance/2", "cases": recorded}

    def test_has_a_case_on_each_line(self) -> None:
        lines = RECORDED.read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(document()["cases"]) + 2
        assert RECORDED.read_text(encoding="utf-8") == conformance.text(document())

    def test_other_letters_are_written_as_they_are(self) -> None:
        written = conformance.text({"schema": "s", "cases": [{"case": {"note": "größer"}}]})
        assert written == '{"schema": "s", "cases": [\n{"case": {"note": "größer"}}\n]}\n'

    def test_fits_its_schema(self) -> None:
        jsonschema.validate(document(), conformance.SCHEMA)

    def test_no_case_is_there_twice(self) -> None:
        cases = [json.dumps([record["table"], record["case"]]) for record in document()["cases"]]
        assert len(cases) == len(set(cases))

    def test_is_answered_so(self) -> None:
        assert list(conformance.compare(document())) == []

    def test_every_rule_that_a_text_lets_cases_reach_has_one(self) -> None:
        shown = {record["shows"] for record in document()["cases"]}
        assert {WHO_PAYS.id_of_rule(rule) for rule in WHO_PAYS.rules[:7]} <= shown

    def test_the_day_before_all_texts_is_there(self) -> None:
        """Silence is an answer too: of a policy as a whole, or of one term."""
        silent = {record["silent"] for record in document()["cases"] if record["silent"] is not None}
        assert {"insurance", "satisfaction", "insurance.limits"} <= silent
        for record in document()["cases"]:
            if record["silent"] is not None:
                assert (record["outcome"], record["needs"], record["contested"]) == (None, [], False)

    def test_unknown_facts_are_there(self) -> None:
        needs = [tuple(record["needs"]) for record in document()["cases"] if record["outcome"] is None]
        assert ("is_valid",) in needs

    def test_two_unknown_facts_are_there_where_they_need_more_than_each_alone(self) -> None:
        """Of a claim that is not valid nobody asks whether the seller answered; unless that too may matter."""
        shown = "injury_and_damage.WHO_PAYS, is_valid and seller_responded unknown"
        (record,) = [record for record in document()["cases"] if record["shows"] == shown][:1]
        assert (record["outcome"], set(record["needs"])) == (None, {"is_valid", "seller_responded"})


class TestWhatIsADocument:
    """A file of something else is told apart before any case is decided."""

    RECORD: ClassVar[dict[str, Any]] = {
        "table": "t",
        "shows": "s",
        "case": {},
        "outcome": None,
        "needs": [],
        "contested": False,
        "silent": None,
    }
    DOCUMENT: ClassVar[dict[str, Any]] = {"schema": "sellerpolicy/conformance/2", "cases": [RECORD, RECORD]}

    def test_one(self) -> None:
        assert conformance.is_document(self.DOCUMENT)
        assert conformance.is_document({**self.DOCUMENT, "cases": []})

    @pytest.mark.parametrize(
        "changed",
        [
            {"schema": "sellerpolicy/conformance/1"},
            {"schema": None},
            {"cases": None},
            {"cases": {}},
            {"cases": [RECORD, None]},
            {"cases": [RECORD, {}]},
            {"cases": [{**RECORD, "more": 1}]},
            {"cases": [{**RECORD, "case": "a claim"}]},
            {"cases": [{name: held for name, held in RECORD.items() if name != "needs"}]},
        ],
        ids=str,
    )
    def test_none(self, changed: dict[str, Any]) -> None:
        assert not conformance.is_document({**self.DOCUMENT, **changed})

    def test_nothing_of_it_is_there(self) -> None:
        assert not conformance.is_document({})


class TestWhatIsCaught:
    """A limit that moves, an edge that turns, a day that changes: another answer, with what it is about."""

    def test_the_rule_itself_is_not(self) -> None:
        assert caught(mutant("pays_itself", lambda text: text)) == set()

    @pytest.mark.parametrize("cents", ["-0.01", "0.01", "1"])
    def test_a_limit_that_moves(self, cents: str) -> None:
        def moved(text: Text[Any]) -> Text[Any]:
            amount = text.value.value
            further = evolve(amount, amount=amount.amount + sp.usd(cents).amount)
            return evolve(text, value=evolve(text.value, value=further))

        assert "injury_and_damage.is_small" in caught(mutant("pays_itself", moved))

    def test_an_edge_that_turns(self) -> None:
        def turned(text: Text[Any]) -> Text[Any]:
            return evolve(text, value=evolve(cast("Limit", text.value), edge=Edge.AT_MOST))

        assert "injury_and_damage.is_small" in caught(mutant("pays_itself", turned))

    @pytest.mark.parametrize("step", [-1, 1])
    def test_a_day_that_changes(self, step: int) -> None:
        def moved(text: Text[Any]) -> Text[Any]:
            started = text.since.year > 2000
            return evolve(text, since=text.since + timedelta(days=step)) if started else text

        assert "injury_and_damage.is_taken" in caught(mutant("takes_claims", moved))

    SHARES: ClassVar[list[tuple[Table, str]]] = [
        (sp.shipping_performance.TRACKING_STANDING, "tracking_target"),
        (sp.shipping_performance.DELIVERY_STANDING, "delivery_target"),
        (sp.returns.DISSATISFACTION_RATE, "dissatisfaction_target"),
        (sp.messaging.PRACTICE, "good_practice"),
        (sp.satisfaction.SERVICE, "dissatisfaction_target"),
        (sp.satisfaction.PERFECT, "perfect_target"),
        (sp.order_defect_rate.STANDING, "target"),
    ]
    TURNED: ClassVar[dict[Edge, Edge]] = {
        Edge.BELOW: Edge.AT_MOST,
        Edge.AT_MOST: Edge.BELOW,
        Edge.AT_LEAST: Edge.ABOVE,
        Edge.ABOVE: Edge.AT_LEAST,
    }

    @pytest.mark.parametrize(("table", "name"), SHARES, ids=lambda each: getattr(each, "id", each))
    @pytest.mark.parametrize("step", [Fraction(-1, 500), Fraction(1, 500), Fraction(1, 4)], ids=str)
    def test_a_share_that_moves(self, table: Table, name: str, step: Fraction) -> None:
        """Two pieces in a thousand are noticed, and a quarter of all are."""

        def moved(text: Text[Any]) -> Text[Any]:
            share = text.value.value
            return evolve(text, value=evolve(text.value, value=share + (-step if share > Fraction(1, 2) else step)))

        assert caught(mutant(name, moved, table), table)

    @pytest.mark.parametrize(("table", "name"), SHARES, ids=lambda each: getattr(each, "id", each))
    def test_a_shares_edge_that_turns(self, table: Table, name: str) -> None:
        def turned(text: Text[Any]) -> Text[Any]:
            return evolve(text, value=evolve(text.value, edge=self.TURNED[text.value.edge]))

        assert caught(mutant(name, turned, table), table)

    @pytest.mark.parametrize("day", [date(2026, 1, 20), date(2026, 1, 30), date(2026, 2, 1), date(2026, 3, 31)])
    def test_a_day_with_which_the_policy_day_itself_is_compared(self, day: date) -> None:
        """The last of the longer times to return after a holiday season ends on 31 January 2026."""
        table = sp.returns.TIMELINESS

        def moved(text: Text[Any]) -> Text[Any]:
            is_last = getattr(text.value, "value", None) == date(2026, 1, 31)
            return evolve(text, value=evolve(text.value, value=day)) if is_last else text

        assert "returns.is_before_end" in caught(mutant("extends_to", moved, table), table)

    @pytest.mark.parametrize("day", [date(2021, 8, 25), date(2021, 8, 31), date(2021, 9, 2), date(2021, 12, 1)])
    def test_a_day_from_which_on_a_text_speaks(self, day: date) -> None:
        """Since 1 September 2021 a text asks for Amazon's name in the policy, and none before says anything of it."""
        table = sp.insurance.ADEQUACY
        begun = mutant("asks_for_name", lambda text: evolve(text, since=day), table)
        assert caught(begun, table)

    @pytest.mark.parametrize("day", [date(2020, 7, 31), date(2020, 9, 30)])
    def test_a_day_from_which_on_a_doubt_is_over(self, day: date) -> None:
        """Whether Amazon acted on the rate was in doubt until 30 July 2020."""
        table = sp.order_defect_rate.STANDING

        def moved(text: Text[Any]) -> Text[Any]:
            return evolve(text, since=day) if text.since == date(2020, 7, 30) else text

        assert caught(mutant("acts", moved, table), table)

    def test_a_reading_that_is_dropped(self) -> None:
        dropped = mutant("stands_in", lambda text: evolve(text, others=()))
        assert "injury_and_damage.WHO_PAYS/8" in caught(dropped)

    def test_a_table_that_is_gone(self) -> None:
        (flaw, *_) = conformance.compare(document(), [])
        assert flaw.reason == "there is no such table now"

    def test_each_case_is_looked_at_and_told_by_its_facts(self) -> None:
        """One of a table that is gone, one that cannot be, one that is answered otherwise."""
        record: dict[str, Any] = {"table": WHO_PAYS.id, "shows": "s", "needs": [], "contested": False, "silent": None}
        facts = {"claim_id": "1", "harm": "personal_injury", "amount": "5 USD", "filed_on": "2020-01-02"}
        given = [
            {**record, "table": "gone", "case": {"a": 1, "b": 2}, "outcome": None},
            {**record, "case": {"claim_id": "1"}, "outcome": None},
            {**record, "case": facts, "outcome": "amazon"},
        ]
        flaws = list(conformance.compare({"schema": conformance.VERSION, "cases": given}))
        assert [(flaw.id, flaw.text) for flaw in flaws] == [
            ("gone", "a=1, b=2"),
            ("s", "claim_id=1"),
            ("s", "claim_id=1, harm=personal_injury, amount=5 USD, filed_on=2020-01-02"),
        ]
        assert flaws[2].reason == "outcome was 'amazon', is 'between_the_parties'"

    def test_a_case_that_cannot_be_decided(self) -> None:
        record = next(record for record in document()["cases"] if record["table"] == WHO_PAYS.id)
        gone = {**record, "case": {**record["case"], "harm": "bad luck"}}
        (flaw,) = conformance.compare({"schema": conformance.VERSION, "cases": [gone]})
        assert flaw.id == record["shows"]
        assert flaw.reason.startswith("it cannot be decided now: InjuryClaim.harm: expected one of")

    def test_an_answer_that_is_another(self) -> None:
        record = next(record for record in document()["cases"] if record["shows"] == "injury_and_damage.WHO_PAYS/2")
        other = {**record, "outcome": "amazon"}
        (flaw,) = conformance.compare({"schema": conformance.VERSION, "cases": [other]})
        assert flaw.reason == "outcome was 'amazon', is 'nobody'"
