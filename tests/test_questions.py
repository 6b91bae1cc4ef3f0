"""Questions asked by name, with the plain values of a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from types import ModuleType
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import questions
from sellerpolicy.errors import BadFact
from sellerpolicy.questions import Argument, inquiries, question
from sellerpolicy.rules import injury_and_damage

CLAIM = {
    "claim_id": "K-1",
    "harm": "property_damage",
    "amount": "999.99",
    "filed_on": "2023-05-02",
    "is_valid": True,
    "seller_insured": True,
    "follows_policy": True,
}
FEEDBACK = {"order_id": "111-1", "rating": 2, "left_on": "2026-10-30"}


def argument(**changed: Any) -> Argument:
    return Argument(**{"name": "asked", "kinds": (date,), "is_many": False, "is_required": True, **changed})


class TestQuestion:
    """Every function of a rule module that returns a decision can be asked."""

    def test_it_is_found_by_its_name(self) -> None:
        assert question("injury_and_damage.who_pays").ask is injury_and_damage.who_pays

    @pytest.mark.parametrize(
        ("name", "takes"), [("order_defect_rate.standing", "DefectRate"), ("messaging.practice", "LateResponses")]
    )
    def test_a_function_that_takes_more_than_a_file_can_say_is_told_so(self, name: str, takes: str) -> None:
        with pytest.raises(BadFact, match=rf"this one takes {takes}, which other functions give, got '{name}'$"):
            question(name, among=inquiries())

    @pytest.mark.parametrize(
        "name", ["order_defect_rate._private", "order_defect_rate.dated", "nothing.at_all", "x", ""]
    )
    def test_what_is_no_function_of_a_policy_is_not_told_so(self, name: str) -> None:
        with pytest.raises(BadFact, match="rule: expected one of a_to_z"):
            question(name, among=inquiries())

    def test_a_misspelt_name_is_refused_with_the_nearest(self) -> None:
        with pytest.raises(BadFact, match=r"rule: expected one of .*; did you mean 'injury_and_damage.who_pays'\?"):
            question("injury_and_damage.who_pay")

    def test_what_returns_no_decision_is_no_question(self) -> None:
        assert "injury_and_damage.deadlines" not in questions.questions()

    def test_it_answers_what_the_function_answers(self) -> None:
        asked = question("injury_and_damage.who_pays")
        claim = sp.InjuryClaim.from_dict(CLAIM)
        assert asked.answer({"claim": CLAIM}) == injury_and_damage.who_pays(claim)
        on = date(2021, 8, 31)
        assert asked.answer({"claim": CLAIM, "on": "2021-08-31"}) == injury_and_damage.who_pays(claim, on=on)

    def test_null_leaves_an_argument_at_its_default(self) -> None:
        answer = question("injury_and_damage.who_pays").answer({"claim": CLAIM, "on": None})
        assert answer.policy_day == date(2023, 5, 2)

    def test_an_instant_needs_its_offset(self) -> None:
        message = {"message_id": "M-1", "received_at": "2026-11-20T18:00:00Z", "answered_at": "never"}
        asked = question("messaging.answer")
        assert asked.answer({"message": message, "at": "2026-11-21T18:00:01Z"}).outcome is not None
        with pytest.raises(BadFact, match="at: expected an instant with its offset from UTC"):
            asked.answer({"message": message, "at": "2026-11-21T18:00:01"})

    def test_a_missing_argument_is_named(self) -> None:
        with pytest.raises(BadFact, match="claim: expected the fields of InjuryClaim, got None"):
            question("injury_and_damage.who_pays").answer({})

    def test_a_misspelt_argument_is_refused_with_the_nearest(self) -> None:
        with pytest.raises(BadFact, match=r"clam: expected one of claim, on, got .*; did you mean 'claim'\?"):
            question("injury_and_damage.who_pays").answer({"clam": CLAIM})

    def test_terms_cannot_be_given_in_plain_values(self) -> None:
        with pytest.raises(BadFact, match="terms: expected one of claim, on, got 1"):
            question("injury_and_damage.who_pays").answer({"claim": CLAIM, "terms": 1})


class TestInquiries:
    """What is due, counted or worked out can be asked in the same way as what is decided."""

    ORDERS = (
        {"order_id": "O-1", "placed_on": "2026-10-01"},
        {"order_id": "O-2", "placed_on": "2026-10-02"},
    )

    def asked(self, name: str, **given: object) -> Any:
        return question(name, among=questions.inquiries()).answer(given)

    def test_deadlines(self) -> None:
        claim = {**CLAIM, "notified_on": "2023-05-03"}
        found = self.asked("injury_and_damage.deadlines", claim=claim)
        assert found == injury_and_damage.deadlines(sp.InjuryClaim.from_dict(claim))

    def test_a_rate_over_a_window(self) -> None:
        window = {"first": "2026-09-07", "last": "2026-11-05"}
        found = self.asked("order_defect_rate.rate", orders=list(self.ORDERS), window=window)
        assert (found.orders, found.window) == (2, sp.Window(first=date(2026, 9, 7), last=date(2026, 11, 5)))

    def test_whole_numbers_and_truths(self) -> None:
        ahead = self.asked("order_defect_rate.outlook", orders=list(self.ORDERS), today="2026-11-21", lag=16)
        assert ahead.lag == 16
        sales = {"month": "2026-10-01", "gross": "12000 USD"}
        asked = self.asked("insurance.requirement", sales=[sales], on="2026-11-21", professional=False)
        assert asked.case.professional is False

    def test_they_stand_beside_the_decisions(self) -> None:
        assert set(questions.questions()) < set(questions.inquiries())
        assert not questions.inquiries()["a_to_z.filing_window"].decides

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"first": "2026-09-07"}, "window.last: expected a day such as"),
            ({"first": "2026-09-07", "lsat": "2026-11-05"}, "window.lsat: expected first and last alone, got .*'last'"),
            ("2026-09-07", "window: expected the first and last day, such as"),
        ],
    )
    def test_a_window_that_is_none(self, given: object, said: str) -> None:
        with pytest.raises(BadFact, match=said):
            self.asked("order_defect_rate.rate", orders=list(self.ORDERS), window=given)

    @pytest.mark.parametrize("lag", [True, "16", 1.5])
    def test_a_number_that_is_none(self, lag: object) -> None:
        with pytest.raises(BadFact, match="lag: expected a whole number"):
            self.asked("order_defect_rate.outlook", orders=list(self.ORDERS), today="2026-11-21", lag=lag)


class TestArgument:
    """Plain values become what the annotation asks for, or are refused."""

    def test_a_day_and_never(self) -> None:
        assert argument().read(" 2026-11-21 ") == date(2026, 11, 21)
        assert argument().read("Never") == sp.NEVER

    def test_a_member_of_an_enum_by_its_text(self) -> None:
        assert argument(kinds=(sp.Marketplace,)).read("CA") is sp.Marketplace.CA

    def test_one_or_many(self) -> None:
        days = argument(is_many=True)
        assert days.read(["2026-11-21", "2026-11-22"]) == (date(2026, 11, 21), date(2026, 11, 22))
        assert days.read("2026-11-21") == (date(2026, 11, 21),)

    def test_a_fact_of_several_kinds_is_told_by_its_keys(self) -> None:
        event = argument(kinds=(sp.Chargeback, sp.Feedback, sp.Claim))
        assert event.read(FEEDBACK) == sp.Feedback.from_dict(FEEDBACK)
        fraud = {"order_id": "111-1", "kind": "fraud", "filed_on": "2026-10-30"}
        assert event.read(fraud) == sp.Chargeback.from_dict(fraud)

    def test_a_misspelt_key_is_that_of_the_likeliest_fact(self) -> None:
        event = argument(kinds=(sp.Chargeback, sp.Feedback))
        with pytest.raises(BadFact, match=r"did you mean 'rating'\?"):
            event.read({"order_id": "111-1", "ratin": 2, "left_on": "2026-10-30"})

    @pytest.mark.parametrize(
        ("kinds", "value", "said"),
        [
            ((date,), "21/11/2026", "asked: expected a day such as \"2026-11-21\", got '21/11/2026'"),
            ((date,), 20261121, 'asked: expected a day such as "2026-11-21", got 20261121'),
            ((date,), {}, 'asked: expected a day such as "2026-11-21", got {}'),
            ((sp.Fulfiller,), "amazn", "one of 'seller', 'amazon', got 'amazn'; did you mean 'amazon'?"),
            ((sp.Feedback, sp.Claim), "x", "asked: expected the fields of Feedback or the fields of Claim, got 'x'"),
        ],
    )
    def test_what_cannot_be_is_refused_with_what_was_expected(
        self, kinds: tuple[type, ...], value: object, said: str
    ) -> None:
        with pytest.raises(BadFact) as refused:
            argument(kinds=kinds).read(value)
        assert said in str(refused.value)

    PAIR = (
        {"return_id": "R-1", "order_id": "O-1", "requested_at": "2024-03-20T12:00:00Z", "unresolved": True},
        {"order_id": "O-1", "placed_on": "2024-03-01"},
    )

    def test_facts_that_belong_together_are_given_together(self) -> None:
        asked = question("returns.dissatisfaction")
        (requests, *_) = asked.arguments
        returned, order = self.PAIR
        assert requests.read([[returned, order]]) == ((sp.Return.from_dict(returned), sp.Order.from_dict(order)),)
        decision = asked.answer(
            {"requests": [[returned, order]], "window": {"first": "2024-03-01", "last": "2024-03-30"}}
        )
        assert decision.outcome is sp.returns.DissatisfactionTarget.MISSED

    @pytest.mark.parametrize(
        "given", [PAIR[0], [PAIR[0]], [[PAIR[0]]], [[*PAIR, PAIR[1]]], "R-1", [["R-1", "O-1"]], [7]]
    )
    def test_facts_that_belong_together_and_are_not_given_so(self, given: object) -> None:
        (requests, *_) = question("returns.dissatisfaction").arguments
        with pytest.raises(BadFact, match="requests: expected (a list of lists, each of these: )?the fields of Return"):
            requests.read(given)

    def test_what_is_unknown_is_not_what_goes_without_saying(self) -> None:
        """A seller whom Amazon never asked, which goes without saying, and one of whom that is unknown."""
        asked = question("insurance.requirement")
        sold = {"sales": [{"month": "2026-01-01", "gross": "1.00"}], "on": "2026-11-01"}
        assert asked.answer(sold).outcome is sp.insurance.Requirement.NOT_REQUIRED
        assert asked.answer({**sold, "requested_on": None}).needs == ("requested_on",)

    def test_a_required_argument_that_is_unknown(self) -> None:
        asked = question("account_status.assurance")
        given = {"ratings": [{"shown_on": "2026-10-01", "points": 900}], "on": "2026-10-01"}
        with pytest.raises(BadFact, match="has_professional_plan: expected true or false, got None"):
            asked.answer({**given, "has_emergency_phone": True})
        plain = {"has_professional_plan": None, "has_emergency_phone": None}
        assert asked.answer({**given, **plain}).outcome is None
        with pytest.raises(BadFact, match="on: expected a day"):
            asked.answer({**given, **plain, "on": None})

    def test_parts_that_are_swapped_are_named(self) -> None:
        (requests, *_) = question("returns.dissatisfaction").arguments
        with pytest.raises(BadFact, match="Return, key: expected one of its fields"):
            requests.read([list(self.PAIR[::-1])])

    def test_of_many_each_must_be_right(self) -> None:
        with pytest.raises(BadFact, match="asked: expected a list of these: a day"):
            argument(is_many=True).read(["2026-11-21", 7])


class TestAnnotations:
    """What a function takes is read from its annotations."""

    def found(self, monkeypatch: pytest.MonkeyPatch, *functions: Any) -> dict[str, questions.Question]:
        module = ModuleType("sellerpolicy.rules.invented")
        for function in functions:
            function.__module__ = module.__name__
            setattr(module, function.__name__, function)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr("sellerpolicy.rules.modules", lambda: (module,))
        return questions.questions()

    def test_one_or_several_facts_of_several_kinds_and_options(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def judge(
            events: sp.Claim | Iterable[sp.Claim | sp.Feedback],
            *,
            place: sp.Marketplace = sp.Marketplace.US,
            on: date | None = None,
            how_many: int = 1,
            how: complex = 1,
        ) -> sp.Decision[Any]:
            raise NotImplementedError

        found = self.found(monkeypatch, judge)
        assert found["invented.judge"].arguments == (
            Argument("events", (sp.Claim, sp.Feedback), is_many=True, is_required=True),
            Argument("place", (sp.Marketplace,), is_many=False, is_required=False),
            Argument("on", (date,), is_many=False, is_required=False),
            Argument("how_many", (int,), is_many=False, is_required=False),
        )

    def test_private_foreign_and_unaskable_functions_are_no_questions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def _judge(claim: sp.Claim) -> sp.Decision[Any]:
            raise NotImplementedError

        def judge(how: complex) -> sp.Decision[Any]:
            raise NotImplementedError

        def tell(claim: sp.Claim) -> None:
            raise NotImplementedError

        assert self.found(monkeypatch, _judge, judge, tell) == {}
