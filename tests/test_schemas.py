"""JSON Schemas: they are current, they ship with the package, and what ``to_dict`` gives is valid by them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from jsonschema import Draft202012Validator, ValidationError

import sellerpolicy as sp
from sellerpolicy import schemas, strategies
from sellerpolicy.errors import BadFact, NoPolicyText
from sellerpolicy.facts import KINDS, Fact
from sellerpolicy.facts.schema import descriptions, snake_case
from sellerpolicy.logic import Decision, DecisionTable
from sellerpolicy.schemas.__main__ import main
from sellerpolicy.schemas.written import written

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
TABLES = sp.rules.tables()
ORDER = {"order_id": "1", "placed_on": "2024-03-01"}


def validator(name: str) -> Draft202012Validator:
    """Judges by one schema; days and instants are judged by their form too."""
    return Draft202012Validator(schemas.schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)


class TestFiles:
    def test_they_are_current(self) -> None:
        folder = resources.files(schemas)
        shipped = {file.name for file in folder.iterdir() if file.name.endswith(".json")}
        assert shipped == set(written()), "write the schemas anew: python -m sellerpolicy.schemas"
        for name, text in written().items():
            kept = folder.joinpath(name).read_text(encoding="utf-8")
            assert kept == text, f"{name} is not current; write it anew: python -m sellerpolicy.schemas"

    def test_the_command_writes_them(self, tmp_path: Path) -> None:
        subprocess.run([sys.executable, "-m", "sellerpolicy.schemas", str(tmp_path)], check=True)  # noqa: S603
        assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == written()

    def test_in_this_process_too(self, tmp_path: Path) -> None:
        main([str(tmp_path)])
        assert {file.name for file in tmp_path.iterdir()} == set(written())

    def test_beside_the_package_where_nothing_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sellerpolicy.schemas.__main__.__file__", str(tmp_path / "__main__.py"))
        main([])
        assert {file.name for file in tmp_path.iterdir()} == set(written())

    @pytest.mark.parametrize("name", schemas.names())
    def test_each_is_a_schema_with_an_id_of_its_own(self, name: str) -> None:
        schema = schemas.schema(name)
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"urn:sellerpolicy:{name}:{2 if name == 'conformance' else 1}"

    def test_there_is_one_for_each_fact_and_for_decisions_and_conformance_cases(self) -> None:
        assert set(schemas.names()) == {"conformance", "decision", *(snake_case(kind.__name__) for kind in KINDS)}
        assert "injury_claim" in schemas.names()

    def test_an_unknown_name(self) -> None:
        with pytest.raises(BadFact, match=r"schema: expected one of .*, claim, .*; did you mean 'order'\?"):
            schemas.schema("orders")


class TestFacts:
    @every_kind
    def test_what_is_drawn_is_valid(self, kind: type[Fact]) -> None:
        judge = validator(snake_case(kind.__name__))

        @given(st.from_type(kind))
        def check(fact: Fact) -> None:
            judge.validate(json.loads(json.dumps(fact.to_dict())))

        check()

    @every_kind
    def test_every_field_is_described_in_words(self, kind: type[Fact]) -> None:
        schema = kind.json_schema()
        assert schema["description"].endswith(".")
        for field in schema["properties"].values():
            assert len(field["description"]) > len("The shop")
            assert "``" not in field["description"]

    @every_kind
    def test_the_docstring_describes_no_field_that_is_not_there(self, kind: type[Fact]) -> None:
        assert set(descriptions(kind)) - {""} == set(kind.json_schema()["properties"])

    def test_an_order(self) -> None:
        schema = schemas.schema("order")
        assert schema["required"] == ["order_id", "placed_on"]
        assert schema["properties"]["placed_on"] == {
            "description": "day on which the buyer ordered; Amazon's API gives it in UTC.",
            "type": "string",
            "format": "date",
        }
        assert schema["properties"]["fulfilled_by"]["default"] == "seller"
        assert schema["properties"]["delivered_on"]["anyOf"] == [
            {"type": "string", "format": "date"},
            {"const": "never"},
            {"type": "null"},
        ]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"order_id": ""},
            {"order_id": None},
            {"order_id": " 1"},
            {"placed_on": "never"},
            {"placed_on": "2024-02-30"},
            {"placed_on": None},
            {"units": 0},
            {"units": 1.5},
            {"total": 5},
            {"total": "5"},
            {"total": "-5 USD"},
            {"total": "0.0000001 USD"},
            {"delivered_on": "perhaps"},
            {"fulfilled_by": None},
            {"fulfilled_by": "buyer"},
            {"prime": "yes"},
            {"deliverd_on": None},
        ],
    )
    def test_what_is_wrong_is_invalid(self, wrong: dict[str, Any]) -> None:
        judge = validator("order")
        judge.validate(ORDER)
        with pytest.raises(ValidationError):
            judge.validate({**ORDER, **wrong})

    def test_stars(self) -> None:
        feedback = {"order_id": "1", "left_on": "2024-03-01"}
        judge = validator("feedback")
        judge.validate({**feedback, "rating": 5})
        assert not judge.is_valid({**feedback, "rating": 6})
        assert not judge.is_valid({**feedback, "rating": 0})


class TestDecisions:
    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
    def test_every_tables_decisions_are_valid(self, table: DecisionTable[Any, Any, Any]) -> None:
        judge = validator("decision")

        @given(strategies.cases(table))
        def check(case: Any) -> None:
            try:
                decision: Decision[Any] = table.decide(case)
            except NoPolicyText:
                return
            told = json.loads(json.dumps(decision.to_dict()))
            judge.validate(told)
            listed = {reference["id"] for reference in told["references"]}
            assert {reason["reference"] for reason in told["reasons"]} <= listed
            assert {each["reference"] for each in [*told["disagreements"], *told["notes"]]} <= listed

        check()

    def test_nothing_is_missing_and_nothing_more(self) -> None:
        claim = sp.InjuryClaim.from_dict(
            {"claim_id": "1", "harm": "property_damage", "amount": "5", "filed_on": "2023-05-02"}
        )
        told = sp.injury_and_damage.who_pays(claim).to_dict()
        judge = validator("decision")
        judge.validate(told)
        assert not judge.is_valid({**told, "schema": "sellerpolicy/decision/2"})
        assert not judge.is_valid({**told, "more": 1})
        for name in told:
            assert not judge.is_valid({key: value for key, value in told.items() if key != name})

    def test_the_version_is_the_one_that_decisions_name(self) -> None:
        version = schemas.schema("decision")["properties"]["schema"]["const"]
        assert re.fullmatch(r"sellerpolicy/decision/\d+", version)
        assert schemas.schema("decision")["$id"].endswith(f":{version.rpartition('/')[2]}")
