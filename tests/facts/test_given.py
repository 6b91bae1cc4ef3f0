"""Arguments that are no facts of the kind that a function takes are refused by name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.errors import BadFact
from sellerpolicy.facts.given import (
    each_once,
    listed,
    member,
    one,
    one_marketplace,
    require_own_order,
    require_truth,
    several,
)

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

    def test_one_of_several_kinds(self) -> None:
        assert one("event", WRONG, sp.Order, sp.Feedback) is FEEDBACK
        with pytest.raises(BadFact, match="^event: expected a fact of the kind Order or Claim, got Feedback") as raised:
            one("event", WRONG, sp.Order, sp.Claim)
        assert raised.value.value is FEEDBACK

    def test_one_marketplace(self) -> None:
        """It is that of the first, and the US where there is none."""
        canadian = evolve(ORDER, marketplace=sp.Marketplace.CA)
        assert one_marketplace([canadian, canadian], "orders") is sp.Marketplace.CA
        assert one_marketplace([], "orders") is sp.Marketplace.US
        with pytest.raises(BadFact) as raised:
            one_marketplace([canadian, ORDER], "orders")
        assert str(raised.value) == "Order.marketplace: expected 'ca', one marketplace for all orders, got 'us'"

    def test_each_once(self) -> None:
        each_once("Order.order_id", iter(["1", "2", "3"]), "order")
        with pytest.raises(BadFact) as raised:
            each_once("Order.order_id", iter(["1", "2", "3", "2"]), "order")
        assert str(raised.value) == "Order.order_id: expected each order once, got '2'"

    def test_of_its_own_order(self) -> None:
        require_own_order("feedback", FEEDBACK, sp.Feedback, ORDER)
        with pytest.raises(BadFact) as raised:
            require_own_order("returned", evolve(RETURN, order_id="O-2"), sp.Return, ORDER)
        assert str(raised.value) == "Return.order_id: expected the id of the order, 'O-1', got 'O-2'"
        with pytest.raises(BadFact) as raised:
            require_own_order("returned", evolve(RETURN, marketplace=sp.Marketplace.UK), sp.Return, ORDER)
        assert str(raised.value) == "Return.marketplace: expected that of the order, 'us', got 'uk'"

    def test_several(self) -> None:
        assert several("orders", iter([ORDER]), sp.Order) == (ORDER,)
        assert several("orders", [], sp.Order) == ()
        with pytest.raises(BadFact, match="orders: expected only facts of the kind Order, got Feedback"):
            several("orders", [ORDER, WRONG], sp.Order)
        with pytest.raises(BadFact, match="orders: expected a list"):
            several("orders", cast("Any", ORDER), sp.Order)


class TestTruths:
    """Where yes or no is asked for, nothing else will do."""

    @pytest.mark.parametrize("given", [True, False])
    def test_yes_and_no(self, given: bool) -> None:
        require_truth("professional", given)

    @pytest.mark.parametrize("given", [None, 1, 0, "yes"])
    def test_anything_else(self, given: object) -> None:
        with pytest.raises(BadFact, match="^professional: expected True or False"):
            require_truth("professional", given)


class TestMembers:
    """A member of an enum may be given by its text, as fields of facts take it."""

    def test_the_member_and_its_text(self) -> None:
        for side in sp.Fulfiller:
            assert member("side", side, sp.Fulfiller) is side
            assert member("side", side.value, sp.Fulfiller) is side

    @pytest.mark.parametrize("stranger", ["SELLER", "", 1, None, sp.Payer.SELLER, ["seller"]])
    def test_anything_else(self, stranger: Any) -> None:
        with pytest.raises(BadFact, match="^side: expected a Fulfiller, or the text of one: 'seller', 'amazon', got"):
            member("side", stranger, sp.Fulfiller)

    def test_the_nearest_is_named(self) -> None:
        with pytest.raises(BadFact, match=r"did you mean 'amazon'\?"):
            member("side", "amazn", sp.Fulfiller)


class TestFunctions:
    """What functions of the rules say of arguments that no fact could be; of others ``test_every_function`` tells."""

    def test_returns_come_with_their_orders(self) -> None:
        for given in (RETURN, [RETURN], [(RETURN,)], [(RETURN, ORDER, ORDER)], 7, ["R-1"]):
            with pytest.raises(BadFact) as raised:
                sp.returns.dissatisfaction(cast("Any", given), window=WINDOW)
            assert raised.value.field == "requests"
            assert raised.value.value in (given, *(given if isinstance(given, list) else ()))
            assert raised.value.expected == "a list, or the like, of returns, each in a tuple with its order"
        with pytest.raises(BadFact, match="^returned: expected a fact of the kind Return, got Order"):
            sp.returns.dissatisfaction(cast("Any", [(ORDER, RETURN)]), window=WINDOW)

    @pytest.mark.parametrize("at", [None, "now", DAY, datetime(2026, 10, 1, 12)])  # noqa: DTZ001
    def test_an_instant_that_is_none(self, at: Any) -> None:
        message = sp.BuyerMessage(message_id="M-1", received_at=NOON)
        with pytest.raises(BadFact, match="^at: expected an aware datetime"):
            sp.messaging.late_responses([message], window=WINDOW, at=at)

    @pytest.mark.parametrize("day", ["2027-01-31", NOON])
    def test_a_day_that_is_none(self, day: Any) -> None:
        with pytest.raises(BadFact, match="^extended_until: expected a calendar day"):
            sp.returns.last_day(ORDER, extended_until=day)
