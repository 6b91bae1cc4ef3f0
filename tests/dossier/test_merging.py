"""Merging: what several files say of the same order, claim or package becomes one fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.dossier.merging import Contradiction, Merged, merged

DAY = date(2026, 10, 1)


def order(**known: Any) -> sp.Order:
    return sp.Order(**{"order_id": "O-1", "placed_on": DAY, **known})


def of(*facts: Any) -> Merged:
    """Facts, each from a file of its own."""
    return merged((f"{place}.csv", [fact]) for place, fact in enumerate(facts, 1))


class TestTheSameThing:
    """An order in the all-orders file and in the Orders API is one order, with what both know."""

    def test_what_one_knows_and_the_other_does_not(self) -> None:
        found = of(order(sku="A"), order(units=2, delivered_on=date(2026, 10, 5)))
        assert found.facts == (order(sku="A", units=2, delivered_on=date(2026, 10, 5)),)
        assert (found.doubles, found.contradictions) == ({"Order": 1}, ())

    def test_a_default_says_nothing(self) -> None:
        found = of(order(), order(fulfilled_by="amazon", marketplace="de"), order())
        assert found.facts == (order(fulfilled_by="amazon", marketplace="de"),)
        assert (found.doubles, found.contradictions) == ({"Order": 2}, ())

    def test_what_happened_wins_over_what_had_not_yet(self) -> None:
        found = of(order(delivered_on=sp.NEVER), order(delivered_on=date(2026, 10, 5)))
        assert found.facts == (order(delivered_on=date(2026, 10, 5)),)
        assert found.contradictions == ()

    def test_the_first_of_two_that_contradict_each_other_is_taken_and_that_is_told(self) -> None:
        found = of(order(sku="A"), order(sku="B"))
        assert found.facts == (order(sku="A"),)
        (contradiction,) = found.contradictions
        assert contradiction == Contradiction("Order O-1", "sku", "A", "B", ("1.csv", "2.csv"))
        assert str(contradiction) == "Order O-1: sku is A (1.csv), and B (2.csv); the former is taken"

    def test_of_two_amounts_the_larger_is_taken(self) -> None:
        sales = [sp.MonthlySales(month=date(2026, 10, day), gross=sp.usd(gross)) for day, gross in ((1, 900), (9, 950))]
        found = of(*sales)
        assert found.facts == (sp.MonthlySales(month=date(2026, 10, 1), gross=sp.usd(950)),)
        (contradiction,) = found.contradictions
        assert (contradiction.taken, contradiction.files) == ("USD 950.00", ("2.csv", "1.csv"))
        larger_first = of(*reversed(sales)).contradictions[0]
        assert (larger_first.taken, larger_first.files) == ("USD 950.00", ("1.csv", "2.csv"))

    def test_months_of_two_marketplaces_are_two(self) -> None:
        sales = sp.MonthlySales(month=DAY, gross=sp.usd(900))
        canadian = sp.MonthlySales(month=DAY, gross=sp.Money(900, "CAD"), marketplace=sp.Marketplace.CA)
        assert of(sales, canadian).facts == (sales, canadian)

    def test_what_is_possible_alone_and_not_together(self) -> None:
        """Delivery was tried after it came, if both files are believed."""
        package: dict[str, Any] = {"package_id": "P-1", "order_id": "O-1", "units": 1, "ship_confirmed_on": DAY}
        tried = sp.Package(**package, attempted_on=date(2026, 10, 9))
        came = sp.Package(**package, delivered_on=date(2026, 10, 5))
        found = of(tried, came)
        assert found.facts == (tried,)
        (contradiction,) = found.contradictions
        assert (contradiction.field, contradiction.taken, contradiction.other) == (
            "delivered_on",
            "unknown",
            "2026-10-05",
        )

    def test_feedback_of_two_days_is_two(self) -> None:
        first = sp.Feedback(order_id="O-1", rating=1, left_on=DAY)
        assert of(first, sp.Feedback(order_id="O-1", rating=1, left_on=date(2026, 10, 2))).doubles == {}
        removed = sp.Feedback(order_id="O-1", rating=1, left_on=DAY, removed=True)
        assert of(first, removed).facts == (removed,)

    def test_a_file_without_a_name(self) -> None:
        found = merged([(None, [order(sku="A"), order(sku="B")])])
        assert str(found.contradictions[0]) == "Order O-1: sku is A, and B; the former is taken"


class TestThingsWithoutAName:
    """Violations of one day and kind are two if one file has two, and one if two files have one each."""

    VIOLATION = sp.Violation(recorded_on=DAY, kind=sp.ViolationKind.COMMUNICATION)

    def test_in_one_file_and_in_two(self) -> None:
        twice = [self.VIOLATION, self.VIOLATION]
        assert len(merged([("a", twice)]).facts) == 2
        both = merged([("a", twice), ("b", [self.VIOLATION])])
        assert (len(both.facts), both.doubles) == (2, {"Violation": 1})


@given(st.lists(strategies.orders(), unique_by=lambda each: each.order_id))
def test_the_same_file_twice_is_the_same_as_once(orders: list[sp.Order]) -> None:
    found = merged([("a", orders), ("b", orders)])
    assert found.facts == tuple(orders)
    assert found.contradictions == ()
    assert sum(found.doubles.values()) == len(orders)


@pytest.mark.parametrize("second", [order(), order(sku="A"), order(cancelled_by="buyer")])
def test_the_order_of_files_matters_only_where_they_contradict_each_other(second: sp.Order) -> None:
    first = order(sku="A", units=1)
    assert of(first, second).facts == of(second, first).facts
