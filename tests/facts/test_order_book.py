"""Order books: the orders of one marketplace, each once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy.facts.order_book import OrderBook

DAY = date(2024, 3, 1)
SELLER = sp.Order(order_id="1", placed_on=DAY)
AMAZON = sp.Order(order_id="2", placed_on=DAY, fulfilled_by=sp.Fulfiller.AMAZON)
LATER = sp.Order(order_id="3", placed_on=date(2024, 3, 2))


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

    def test_events_are_kept_as_they_are(self) -> None:
        feedback = sp.Feedback(order_id="1", rating=1, left_on=DAY)
        abroad = sp.Feedback(order_id="9", rating=1, left_on=DAY, marketplace=sp.Marketplace.UK)
        assert OrderBook.of([SELLER]).events(sp.Feedback, iter([feedback, abroad])) == (feedback, abroad)

    def test_events_of_another_kind_are_refused_by_the_arguments_name(self) -> None:
        strangers: list[Any] = [sp.Feedback(order_id="1", rating=1, left_on=DAY)]
        with pytest.raises(sp.errors.BadFact, match=r"^chargebacks: expected only facts of the kind Chargeback, got"):
            OrderBook.of([SELLER]).events(sp.Chargeback, strangers)

    def test_an_event_in_another_marketplace_than_its_order(self) -> None:
        abroad = sp.Feedback(order_id="1", rating=1, left_on=DAY, marketplace=sp.Marketplace.UK)
        with pytest.raises(sp.errors.BadFact, match=r"Feedback\.marketplace: expected 'us'"):
            OrderBook.of([SELLER]).events(sp.Feedback, [abroad])
