"""Blocks: objects of a document, read strictly, whatever the casing of their keys."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.amazon import blocks
from sellerpolicy.amazon.blocks import Block
from sellerpolicy.errors import BadFact


def block(**values: Any) -> Block:
    return Block.of("here", values)


class TestKeys:
    @pytest.mark.parametrize("key", ["AmazonOrderId", "amazonOrderId", "amazon_order_id", "AMAZON-ORDER-ID"])
    def test_casing_makes_no_difference(self, key: str) -> None:
        assert block(AmazonOrderId="1").text(key) == block(amazon_order_id="1").text(key) == "1"

    def test_numbers_in_them(self) -> None:
        assert block(claims_amount_b2_b=5).count("claimsAmountB2B") == 5

    def test_long_ones(self) -> None:
        key = "a_b" * 50
        assert block(**{key: "1"}).text(key.upper()) == "1"

    def test_the_same_key_twice_is_refused(self) -> None:
        with pytest.raises(BadFact, match="here: expected each key once, got 'order_id'"):
            Block.of("here", {"orderId": 1, "order_id": 2})

    def test_keys_that_are_no_text_are_shown(self) -> None:
        assert Block.of("here", {5: "five"}).values == {"5": "five"}

    @pytest.mark.parametrize("value", [None, 5, "x", []])
    def test_only_an_object_is_one(self, value: object) -> None:
        with pytest.raises(BadFact, match="here: expected an object"):
            Block.of("here", value)

    def test_null_is_nothing(self) -> None:
        found = block(a=None)
        assert not found.has("a")
        nothing = (found.block("a"), found.text("a"), found.name("a"), found.word("a"), found.words("a"))
        assert nothing == (None,) * 5
        amounts = (found.truth("a"), found.number("a"), found.count("a"), found.money("a"))
        assert amounts == (None,) * 4
        assert (found.instant("a"), found.day("a"), found.entries("a"), found.inner("a").values) == (None, None, [], {})


class TestText:
    def test_it_is_text(self) -> None:
        with pytest.raises(BadFact, match="here.a: expected text, got 5"):
            block(a=5).text("a")

    def test_a_name_is_on_one_line(self) -> None:
        assert block(a="  x y ").name("a") == "x y"
        assert block(a="   ").name("a") is None
        for text in ("a\nb", "a\0b", "\ud800", "x" * 201):
            with pytest.raises(BadFact, match="here.a: expected a name of at most 200 characters"):
                block(a=text).name("a")

    def test_words(self) -> None:
        assert block(a=" at-Risk ").word("a") == "AT_RISK"
        assert block(a="").word("a") is None
        assert block(a=["a ", "B"]).words("a") == frozenset({"A", "B"})

    @pytest.mark.parametrize("value", ["a", [5], {"a": 1}])
    def test_what_is_no_list_of_words(self, value: object) -> None:
        with pytest.raises(BadFact, match="here.a: expected a list of words"):
            block(a=value).words("a")

    @pytest.mark.parametrize(("value", "truth"), [(True, True), ("true", True), (" False ", False), (False, False)])
    def test_truths(self, value: object, truth: bool) -> None:
        assert block(a=value).truth("a") is truth

    @pytest.mark.parametrize("value", ["yes", 1, 0, []])
    def test_what_is_no_truth(self, value: object) -> None:
        with pytest.raises(BadFact, match="here.a: expected true or false"):
            block(a=value).truth("a")


class TestNumbers:
    @given(st.integers(0, 10**14) | st.decimals(0, 10**9, places=4) | st.floats(1e-9, 10**9))
    def test_exactly(self, number: Any) -> None:
        expected = Fraction(str(number)) if isinstance(number, float) else Fraction(number)
        assert block(a=number).number("a") == expected

    @pytest.mark.parametrize(
        "value", [-1, "5", True, float("nan"), float("inf"), Decimal("sNaN"), 10**15, Decimal("1e-60")]
    )
    def test_what_is_no_number(self, value: object) -> None:
        with pytest.raises(BadFact, match="here.a: expected a number, at least 0"):
            block(a=value).number("a")

    def test_a_count_is_whole(self) -> None:
        assert block(a=Decimal("5.0")).count("a") == 5
        with pytest.raises(BadFact, match="here.a: expected a whole number"):
            block(a=2.5).count("a")

    def test_a_count_may_stand_in_an_object(self) -> None:
        assert block(a={"count": 5}).counted("a") == block(a=5).counted("a") == 5


class TestMoney:
    @pytest.mark.parametrize(
        "value",
        [
            {"CurrencyCode": "USD", "Amount": "12.50"},
            {"currency_code": "USD", "currency_amount": 12.5},
            {"currencyCode": "USD", "currencyAmount": Decimal("12.50")},
        ],
    )
    def test_however_it_is_written(self, value: dict[str, Any]) -> None:
        assert block(a=value).money("a") == sp.usd("12.5")

    def test_an_empty_one_is_nothing(self) -> None:
        assert block(a={}).money("a") is None

    @pytest.mark.parametrize(
        ("amount", "currency"),
        [("1e999999999", "USD"), ("=1+1", "USD"), (Decimal("NaN"), "USD"), (None, "USD"), (5, None), (5, "dollars")],
    )
    def test_what_is_no_amount(self, amount: Any, currency: Any) -> None:
        with pytest.raises(BadFact, match="here.a: expected an exact amount with the code of its currency"):
            block(a={"Amount": amount, "CurrencyCode": currency}).money("a")


class TestTimes:
    @pytest.mark.parametrize(
        "value",
        [
            "2026-10-01T02:30:00Z",
            " 2026-09-30T19:30:00-07:00 ",
            datetime(2026, 10, 1, 2, 30, tzinfo=UTC),
            datetime(2026, 10, 1, 4, 30, tzinfo=timezone(timedelta(hours=2))),
        ],
    )
    def test_an_instant(self, value: object) -> None:
        assert block(a=value).instant("a") == datetime(2026, 10, 1, 2, 30, tzinfo=UTC)
        assert block(a=value).day("a") == date(2026, 10, 1)

    @pytest.mark.parametrize(
        "value",
        [
            *("2026-10-01", "2026-10-01T02:30:00", "soon", "1.569521782042E9", "0001-01-01T00:00:00+14:00"),
            *("9999-12-31T23:59:59-14:00", "2026-10-01T00:00:00Z" + "0" * 100, 5, date(2026, 10, 1)),
        ],
    )
    def test_what_is_no_instant(self, value: object) -> None:
        with pytest.raises(BadFact, match="here.a: expected an instant with its offset"):
            block(a=value).instant("a")

    @pytest.mark.parametrize("value", ["2026-10-01", date(2026, 10, 1), "2026-10-01T23:59:59"])
    def test_a_day(self, value: object) -> None:
        assert block(a=value).day("a") == date(2026, 10, 1)

    @pytest.mark.parametrize("value", ["soon", 5, "9999-01-01", "1899-12-31", "2" * 41])
    def test_what_is_no_day(self, value: object) -> None:
        with pytest.raises(BadFact, match="here.a: expected an instant such as"):
            block(a=value).day("a")
        assert blocks.day_of(value) is None


class TestLists:
    def test_objects_with_their_paths(self) -> None:
        assert [inner.path for inner in block(a=[{}, {}]).blocks("a")] == ["here.a[0]", "here.a[1]"]

    @pytest.mark.parametrize("value", [{}, "x", 5])
    def test_what_is_no_list(self, value: object) -> None:
        with pytest.raises(BadFact, match="here.a: expected a list of objects"):
            block(a=value).entries("a")


class TestFacts:
    def test_what_a_fact_refuses_is_told_with_its_path(self) -> None:
        with pytest.raises(BadFact, match="here, rating: expected a whole number of stars"):
            block().fact(sp.Feedback, order_id="o", rating=9, left_on=date(2026, 10, 1))
