"""Arguments that are no facts of the kind that a function takes are refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, cast

import pytest

import sellerpolicy as sp
from sellerpolicy.errors import BadFact
from sellerpolicy.facts.given import listed, one, several

DAY = date(2026, 10, 1)
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
WINDOW = sp.Window.ending(DAY, days=30)
ORDER = sp.Order(order_id="O-1", placed_on=DAY)
FEEDBACK = sp.Feedback(order_id="O-1", rating=1, left_on=DAY)
RETURN = sp.Return(return_id="R-1", order_id="O-1", requested_at=NOON)
WRONG = cast("Any", FEEDBACK)
"""A fact, and not of the kind that is wanted."""


class TestGiven:
    """What is right is passed on, what is not is named."""

    def test_one(self) -> None:
        assert one("order", ORDER, sp.Order) is ORDER
        with pytest.raises(BadFact, match="order: expected a fact of the kind Order, got Feedback"):
            one("order", WRONG, sp.Order)

    def test_listed(self) -> None:
        assert listed("orders", [ORDER], sp.Order) == [ORDER]
        with pytest.raises(
            BadFact, match="orders: expected a list, or the like, of facts of the kind Order, got Order"
        ):
            listed("orders", cast("Any", ORDER), sp.Order)

    def test_several(self) -> None:
        assert several("orders", iter([ORDER]), sp.Order) == (ORDER,)
        assert several("orders", [], sp.Order) == ()
        with pytest.raises(BadFact, match="orders: expected only facts of the kind Order, got Feedback"):
            several("orders", [ORDER, WRONG], sp.Order)
        with pytest.raises(BadFact, match="orders: expected a list"):
            several("orders", cast("Any", ORDER), sp.Order)


TAKES_ONE: dict[str, Callable[[Any], object]] = {
    "a_to_z.order": lambda given: sp.a_to_z.filing_window(given, sp.ClaimReason.NOT_RECEIVED),
    "account_status.deactivation": lambda given: sp.account_status.funds(given, on=DAY),
    "account_status.deactivation 2": sp.account_status.first_day_to_ask,
    "account_status.violation": lambda given: sp.account_status.weight(given, on=DAY),
    "appeals.appeal": sp.appeals.remedy,
    "appeals.appeal 2": sp.appeals.deadlines,
    "appeals.appeal 3": sp.appeals.missing,
    "feedback.order": sp.feedback.leaving_window,
    "messaging.message": lambda given: sp.messaging.answer(given, at=NOON),
    "messaging.message 2": lambda given: sp.messaging.effect(given, at=NOON),
    "messaging.order": lambda given: sp.messaging.review_request_window(given, on=DAY),
    "returns.order": sp.returns.last_day,
    "returns.order 2": lambda given: sp.returns.handler(RETURN, given),
    "returns.returned": lambda given: sp.returns.handler(given, ORDER),
    "returns.returned 2": lambda given: sp.returns.deadlines(given, ORDER),
    "shipping_performance.order": sp.shipping_performance.confirmation,
    "shipping_performance.order 2": sp.shipping_performance.deadlines,
}
TAKES_SEVERAL: dict[str, Callable[[Any], object]] = {
    "account_status.ratings": lambda given: sp.account_status.assurance(
        given, on=DAY, has_professional_plan=True, has_emergency_phone=True
    ),
    "appeals.orders": lambda given: sp.appeals.causes(given, window=WINDOW),
    "appeals.claims": lambda given: sp.appeals.causes([ORDER], claims=given, window=WINDOW),
    "appeals.packages": lambda given: sp.appeals.causes([ORDER], packages=given, window=WINDOW),
    "appeals.chargebacks": lambda given: sp.appeals.first_to_contest([ORDER], chargebacks=given, window=WINDOW, on=DAY),
    "insurance.policies": lambda given: sp.insurance.adequacy(given, on=DAY),
    "messaging.messages": lambda given: sp.messaging.late_responses(given, window=WINDOW, at=NOON),
    "order_defect_rate.orders": lambda given: sp.order_defect_rate.rate(given, window=WINDOW),
    "order_defect_rate.claims": lambda given: sp.order_defect_rate.rate([ORDER], claims=given, window=WINDOW),
    "satisfaction.votes": lambda given: sp.satisfaction.counted(given, window=WINDOW),
    "shipping_performance.orders": lambda given: sp.shipping_performance.offer(given, on=DAY),
    "shipping_performance.invoices": lambda given: sp.shipping_performance.invoicing(ORDER, given),
}


class TestFunctions:
    """Every function of the rules says which of its arguments is wrong."""

    @pytest.mark.parametrize("name", TAKES_ONE)
    @pytest.mark.parametrize("given", [WRONG, None, "O-1", [ORDER]])
    def test_another_kind_than_the_one(self, name: str, given: object) -> None:
        argument = name.split(maxsplit=1)[0].rpartition(".")[2]
        with pytest.raises(BadFact, match=f"^{argument}: expected a fact of the kind "):
            TAKES_ONE[name](given)

    @pytest.mark.parametrize("name", TAKES_SEVERAL)
    @pytest.mark.parametrize("given", [WRONG, None, 7, [FEEDBACK], "O-1"])
    def test_another_kind_than_those_of_a_list(self, name: str, given: object) -> None:
        argument = name.rpartition(".")[2]
        with pytest.raises(BadFact, match=f"^{argument}: expected "):
            TAKES_SEVERAL[name](given)

    @pytest.mark.parametrize(
        "function",
        [
            lambda given: sp.feedback.score(given, window=WINDOW),
            lambda given: sp.feedback.scores(given, last=DAY),
            lambda given: sp.feedback.daily_scores(given, first=DAY, last=DAY, days=30),
        ],
    )
    @pytest.mark.parametrize("given", [FEEDBACK, None, [ORDER], "O-1"])
    def test_feedback(self, function: Callable[[Any], object], given: object) -> None:
        with pytest.raises(BadFact, match="^feedback: expected "):
            function(given)

    def test_returns_come_with_their_orders(self) -> None:
        for given in (RETURN, [RETURN], [(RETURN,)], [(RETURN, ORDER, ORDER)], 7, ["R-1"]):
            with pytest.raises(BadFact, match="^requests: expected "):
                sp.returns.dissatisfaction(cast("Any", given), window=WINDOW)
        with pytest.raises(BadFact, match="^returned: expected a fact of the kind Return, got Order"):
            sp.returns.dissatisfaction(cast("Any", [(ORDER, RETURN)]), window=WINDOW)

    @pytest.mark.parametrize("argument", ["orders", "feedback", "claims", "chargebacks"])
    @pytest.mark.parametrize("given", [RETURN, None, [RETURN], "O-1"])
    def test_what_lies_ahead(self, argument: str, given: object) -> None:
        facts: dict[str, Any] = {"orders": [ORDER], argument: given}
        with pytest.raises(BadFact, match=f"^{argument}: expected "):
            sp.order_defect_rate.outlook(**facts, today=DAY, lag=1)

    @pytest.mark.parametrize("at", [None, "now", DAY, datetime(2026, 10, 1, 12)])  # noqa: DTZ001
    def test_an_instant_that_is_none(self, at: Any) -> None:
        message = sp.BuyerMessage(message_id="M-1", received_at=NOON)
        with pytest.raises(BadFact, match="^at: expected an aware datetime"):
            sp.messaging.late_responses([message], window=WINDOW, at=at)

    @pytest.mark.parametrize("day", ["2027-01-31", NOON])
    def test_a_day_that_is_none(self, day: Any) -> None:
        with pytest.raises(BadFact, match="^extended_until: expected a calendar day"):
            sp.returns.last_day(ORDER, extended_until=day)

    @pytest.mark.parametrize(
        "function",
        [
            lambda window: sp.feedback.score([FEEDBACK], window=window),
            lambda window: sp.messaging.late_responses([], window=window, at=NOON),
            lambda window: sp.returns.dissatisfaction([(RETURN, ORDER)], window=window),
            lambda window: sp.satisfaction.counted([], window=window),
        ],
    )
    def test_a_window_that_is_none(self, function: Callable[[Any], object]) -> None:
        with pytest.raises(BadFact, match="^window: expected a Window of calendar days, got datetime.date"):
            function(DAY)

    def test_a_rate_that_is_none(self) -> None:
        with pytest.raises(BadFact, match="^rate: expected a fact of the kind DefectRate, got Fraction"):
            sp.order_defect_rate.standing(cast("Any", Fraction(1, 100)), on=DAY)
