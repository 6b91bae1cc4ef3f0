"""Statements: each has an answer where it should have one, and one whose answer is gone is named."""

from __future__ import annotations

from types import ModuleType

import pytest

import sellerpolicy as sp
from sellerpolicy import account, statements
from sellerpolicy.logic.counting import answers
from sellerpolicy.rules import injury_and_damage
from sellerpolicy.statements import (
    ARTICLES,
    STATEMENTS,
    Answer,
    Coverage,
    Nature,
    answers_in,
    coverage,
    unheard_of,
)

POLICIES = {module.__name__.rpartition(".")[2] for module in sp.rules.modules()}
WRITTEN = [
    (statement.id, policy)
    for statement in STATEMENTS
    for policy in statement.policies
    if policy in {*POLICIES, "account", "revisions"}
]


def found(number: str) -> Coverage:
    (each,) = [each for each in coverage() if each.statement.id == number]
    return each


def answering(module: ModuleType) -> set[tuple[str, str]]:
    return {(answer.name, number) for answer, numbers in answers_in(module) for number in numbers}


class TestTheList:
    """Five articles make 44 statements; each says how it is answered, and where."""

    def test_how_many_each_article_makes(self) -> None:
        numbers = [statement.id[:3] for statement in STATEMENTS]
        assert {article: numbers.count(article) for article in ARTICLES} == {
            "000": 10,
            "001": 6,
            "002": 8,
            "003": 7,
            "004": 13,
        }

    def test_they_are_numbered_without_a_gap(self) -> None:
        for article in ARTICLES:
            own = [statement.id for statement in STATEMENTS if statement.id.startswith(article)]
            assert own == [f"{article}-{number}" for number in range(1, len(own) + 1)]

    def test_each_has_words_and_a_place(self) -> None:
        assert all(statement.words and statement.policies for statement in STATEMENTS)
        assert {statement.nature for statement in STATEMENTS} == set(Nature)


class TestEveryStatement:
    """Every statement that a policy of the library should answer is answered there."""

    @pytest.mark.parametrize(("number", "policy"), WRITTEN)
    def test_is_answered_where_it_should_be(self, number: str, policy: str) -> None:
        assert policy not in found(number).open_in

    def test_the_first_policies_are_there(self) -> None:
        assert {"a_to_z", "injury_and_damage", "insurance", "order_defect_rate"} <= POLICIES
        assert {"shipping_performance", "feedback", "account_status", "appeals"} <= POLICIES

    def test_no_answer_is_to_a_statement_that_nobody_makes(self) -> None:
        assert unheard_of() == ()


class TestAnswers:
    """Tables, clocks, functions and methods answer under their names."""

    def test_a_table_and_its_clocks(self) -> None:
        assert [str(answer) for answer in found("000-4").answers] == [
            "injury_and_damage.WHO_PAYS",
            "injury_and_damage.CLOCKS: accept or reject the claim",
            "injury_and_damage.CLOCKS: answer, and name the producer",
        ]

    def test_a_function(self) -> None:
        assert Answer("order_defect_rate", "daily_rates") in found("001-5").answers

    def test_a_method(self) -> None:
        assert Answer("feedback", "Score.negative_share_of") in found("003-3").answers

    def test_views_answer_from_where_they_stand(self) -> None:
        """The account page shows each rate beside its target (002-8); policies change without notice (003-6)."""
        assert Answer("account", "account_report") in found("002-8").answers
        assert Answer("account", "account_report") in found("004-11").answers
        assert found("003-6").answers == (Answer("revisions", "changes"),)

    def test_a_module_without_answers_has_none(self) -> None:
        assert answering(statements) == set()


class TestWhatIsGone:
    """A rule that is removed leaves its statements open."""

    def test_a_table_that_is_removed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not found("000-2").is_open
        monkeypatch.delattr(injury_and_damage, "WHO_PAYS")
        assert found("000-2").is_open
        assert found("000-2").open_in == ("injury_and_damage",)
        assert found("000-1").open_in == ("injury_and_damage",)
        assert not found("000-1").is_open

    def test_clocks_that_are_removed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(injury_and_damage, "CLOCKS", ())
        assert found("000-7").open_in == ("injury_and_damage",)

    def test_a_function_that_no_longer_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr(account.account_report, "answers")
        assert found("002-8").open_in == ("account",)

    def test_an_answer_to_a_statement_that_nobody_makes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(account.account_report, "answers", ("002-8", "002-9"))
        assert unheard_of() == (("002-9", Answer("account", "account_report")),)


class TestAModule:
    """What a module takes from elsewhere answers nothing there; no answer is counted twice."""

    def test_only_its_own_functions(self) -> None:
        module = ModuleType("sellerpolicy.rules.borrowing")
        vars(module).update(score=sp.feedback.score)
        assert answering(module) == set()

    def test_its_own(self) -> None:
        @answers("001-1", "001-2")
        def own() -> None: ...

        own.__module__ = "sellerpolicy.rules.borrowing"
        module = ModuleType("sellerpolicy.rules.borrowing")
        vars(module).update(own=own)
        assert answering(module) == {("own", "001-1"), ("own", "001-2")}
