"""Order books: the orders of one marketplace, each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.facts.order_book import OrderBook

DAY = date(2024, 3, 1)
SELLER = sp.Order(order_id="1", placed_on=DAY)
AMAZON = sp.Order(order_id="2", placed_on=DAY, fulfilled_by=sp.Fulfiller.AMAZON)
LATER = sp.Order(order_id="3", placed_on=date(2024, 3, 2))


FEEDBACK = sp.Feedback(order_id="1", rating=1, left_on=DAY)


def refused(attempt: Callable[[], object]) -> sp.errors.BadFact:
    """The error that an attempt ends with."""
    with pytest.raises(sp.errors.BadFact) as raised:
        attempt()
    return raised.value


def said(error: sp.errors.BadFact) -> tuple[str, object, str]:
    """What an error names: where, what stood there, what may."""
    return error.field, error.value, error.expected


class TestOrderBook:
    """Orders are read once, and counted by the day on which they were placed."""

    def test_what_it_holds(self) -> None:
        book = OrderBook.of([SELLER, AMAZON, LATER])
        assert book.ids == {"1", "2", "3"}
        assert book.marketplace is sp.Marketplace.US
        assert book.by_day == {DAY: 2, date(2024, 3, 2): 1}
        assert book.days_of({"3", "4"}) == {"3": date(2024, 3, 2)}

    def test_nothing_in_it(self) -> None:
        book = OrderBook.of(iter([]))
        assert (book.ids, book.by_day, book.marketplace) == (frozenset(), {}, sp.Marketplace.US)

    def test_the_marketplace_is_that_of_the_orders(self) -> None:
        order = sp.Order(order_id="1", placed_on=DAY, marketplace=sp.Marketplace.DE)
        assert OrderBook.of([order]).marketplace is sp.Marketplace.DE

    def test_orders_of_one_side(self) -> None:
        book = OrderBook.of([SELLER, AMAZON, LATER])
        assert book.sent_by(None) is book
        assert tuple(book.sent_by(sp.Fulfiller.SELLER).orders) == (SELLER, LATER)
        assert book.sent_by(sp.Fulfiller.AMAZON).by_day == {DAY: 1}
        for side in sp.Fulfiller:
            assert tuple(book.sent_by(side.value).orders) == tuple(book.sent_by(side).orders)

    def test_events_are_kept_as_they_are(self) -> None:
        feedback = sp.Feedback(order_id="1", rating=1, left_on=DAY)
        abroad = sp.Feedback(order_id="9", rating=1, left_on=DAY, marketplace=sp.Marketplace.UK)
        assert OrderBook.of([SELLER]).events(sp.Feedback, iter([feedback, abroad])) == (feedback, abroad)

    def test_a_list_is_kept_and_not_copied(self) -> None:
        orders = [SELLER, AMAZON]
        assert OrderBook.of(orders).orders is orders


class TestWhatIsRefused:
    """Each refusal names the argument or the field, what stood there, and what may."""

    def test_what_is_no_list(self) -> None:
        error = refused(lambda: OrderBook.of(SELLER))  # type: ignore[arg-type]
        assert said(error) == ("orders", SELLER, "a list, or the like, of facts of the kind Order")

    def test_what_is_no_order(self) -> None:
        error = refused(lambda: OrderBook.of([SELLER, FEEDBACK, AMAZON]))  # type: ignore[list-item]
        assert said(error) == ("orders", FEEDBACK, "only facts of the kind Order")

    def test_an_order_twice(self) -> None:
        once = [evolve(LATER, order_id=name) for name in ("8", "9")]
        error = refused(lambda: OrderBook.of([*once, SELLER, AMAZON, evolve(SELLER, units=2)]))
        assert said(error) == ("Order.order_id", "1", "each order once")

    def test_an_order_in_another_marketplace(self) -> None:
        abroad = evolve(AMAZON, marketplace=sp.Marketplace.UK)
        error = refused(lambda: OrderBook.of([SELLER, abroad]))
        assert said(error) == ("Order.marketplace", "uk", "'us', the marketplace of the other orders, in order 2")

    @pytest.mark.parametrize("fulfiller", ["amazn", True, sp.Marketplace.US])
    def test_a_side_that_is_none(self, fulfiller: Any) -> None:
        error = refused(lambda: OrderBook.of([SELLER]).sent_by(fulfiller))
        words = "a Fulfiller, or the text of one: 'seller', 'amazon'"
        assert said(error) == ("fulfilled_by", fulfiller, words)

    def test_events_of_another_kind(self) -> None:
        chargeback = sp.Chargeback(order_id="1", kind=sp.ChargebackKind.SERVICE, filed_on=DAY)
        strangers: list[Any] = [chargeback, FEEDBACK]
        error = refused(lambda: OrderBook.of([SELLER]).events(sp.Chargeback, strangers))
        assert said(error) == ("chargebacks", FEEDBACK, "only facts of the kind Chargeback")

    def test_an_event_in_another_marketplace_than_its_order(self) -> None:
        abroad = evolve(FEEDBACK, marketplace=sp.Marketplace.UK)
        error = refused(lambda: OrderBook.of([SELLER]).events(sp.Feedback, [abroad]))
        assert said(error) == ("Feedback.marketplace", "uk", "'us', the marketplace of its order 1")
