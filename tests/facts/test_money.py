"""Money: exact amounts in one currency, and nothing that is not exact."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal, localcontext
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies


class TestExactNumbers:
    """An amount is a Decimal, a whole number, or decimal text; it is kept to the last digit."""

    @pytest.mark.parametrize("given_as", ["999.99", Decimal("999.99")])
    def test_text_and_decimals(self, given_as: str | Decimal) -> None:
        assert sp.Money(given_as, "USD").amount == Decimal("999.99")

    def test_a_whole_number(self) -> None:
        assert sp.usd(1000) == sp.Money("1000.00", "USD")

    @pytest.mark.parametrize("given_as", ["-5", "+5", "0.000001"])
    def test_signs_and_six_decimals(self, given_as: str) -> None:
        assert sp.usd(given_as).amount == Decimal(given_as)

    @pytest.mark.parametrize("given_as", [999.99, 1.0, True, None, b"5", [5], 1j])
    def test_anything_else_is_refused_and_floats_are_named(self, given_as: Any) -> None:
        with pytest.raises(sp.errors.BadFact) as refused:
            sp.usd(given_as)
        words = 'an exact number: a Decimal, an int, or text such as "999.99" (never a float)'
        assert (refused.value.field, refused.value.value, refused.value.expected) == ("amount", given_as, words)

    @pytest.mark.parametrize("given_as", ["", " 5", "1,000.00", "5.", ".5", "1e3", "5 USD", "٥", "five", "NaN"])
    def test_text_that_is_no_plain_number(self, given_as: str) -> None:
        with pytest.raises(sp.errors.BadFact, match="amount: expected an exact number"):
            sp.usd(given_as)

    @pytest.mark.parametrize("given_as", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+15", "-1E+15", "1E+999999"])
    def test_what_is_not_finite_or_too_large(self, given_as: str) -> None:
        with pytest.raises(sp.errors.BadFact) as refused:
            sp.usd(Decimal(given_as))
        assert (refused.value.field, refused.value.expected) == (
            "amount",
            "a finite amount below 1,000,000,000,000,000",
        )
        assert str(refused.value.value) == given_as

    def test_the_largest_amount(self) -> None:
        assert str(sp.usd("999999999999999.999999")) == "USD 999,999,999,999,999.999999"

    def test_seven_decimals(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="amount: expected at most 6 decimals, got Decimal"):
            sp.usd("0.0000001")

    @pytest.mark.parametrize("given_as", ["0", "-0", "0.00", "-0.000000"])
    def test_nothing_is_nothing_however_it_is_written(self, given_as: str) -> None:
        assert repr(sp.usd(given_as)) == "Money('0', 'USD')"

    def test_nothing_with_a_monstrous_exponent(self) -> None:
        assert str(sp.usd(Decimal("0E+99999"))) == "USD 0.00"


class TestCurrencies:
    """A currency is an ISO 4217 code, and one is never taken for another."""

    def test_lower_case_is_refused_with_what_was_meant(self) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"currency: .*got 'usd'; did you mean 'USD'\?"):
            sp.Money(5, "usd")

    @pytest.mark.parametrize("code", ["", "US", "USDT", "U$D", "ÜSD", 840, None])
    def test_no_code(self, code: Any) -> None:
        """Nothing is offered in its place that were no code either."""
        with pytest.raises(
            sp.errors.BadFact, match="currency: expected an ISO 4217 code of three capital letters"
        ) as raised:
            sp.Money(5, code)
        assert raised.value.meant is None

    def test_two_currencies_cannot_be_compared(self) -> None:
        with pytest.raises(sp.errors.CurrencyMismatch, match=r"USD 5\.00 and EUR 4\.00: two currencies"):
            assert sp.usd(5) < sp.Money(4, "EUR")

    def test_two_currencies_cannot_be_added_or_subtracted(self) -> None:
        with pytest.raises(sp.errors.CurrencyMismatch):
            sp.usd(5) + sp.Money(4, "EUR")
        with pytest.raises(sp.errors.CurrencyMismatch):
            sp.usd(5) - sp.Money(4, "EUR")

    def test_money_goes_only_with_money(self) -> None:
        five: Any = 5
        with pytest.raises(sp.errors.CurrencyMismatch, match=r"USD 5\.00 and 5: money goes only with money"):
            assert sp.usd(5) >= five
        with pytest.raises(sp.errors.CurrencyMismatch):
            five + sp.usd(5)

    def test_two_currencies_are_merely_unequal(self) -> None:
        assert sp.usd(5) != sp.Money(5, "EUR")


class TestReckoning:
    """Amounts of one currency are ordered, added and subtracted without rounding."""

    def test_the_four_comparisons(self) -> None:
        below, exactly, over = sp.usd("999.99"), sp.usd(1000), sp.usd("1000.01")
        assert below < exactly <= sp.usd("1000.00") < over
        assert not exactly < sp.usd("1000.00")
        assert not exactly > sp.usd("1000.00")
        assert over > exactly >= sp.usd("1000.00") > below

    def test_sums_and_differences(self) -> None:
        assert sp.usd("0.10") + sp.usd("0.20") == sp.usd("0.30")
        assert sp.usd("0.10") - sp.usd("0.30") == sp.usd("-0.20") == -sp.usd("0.20")
        assert sum([sp.usd("1.10"), sp.usd("2.20")], start=sp.usd(0)) == sp.usd("3.30")

    def test_sum_starts_from_its_own_zero(self) -> None:
        amounts: list[Any] = [sp.usd("1.10"), sp.usd("2.20")]
        assert sum(amounts) == sp.usd("3.30")

    def test_the_callers_decimal_context_does_not_round(self) -> None:
        with localcontext() as context:
            context.prec = 3
            assert sp.usd("12345.67") + sp.usd("0.01") == sp.usd("12345.68")
            assert sp.usd("12345.67") - sp.usd("0.01") == sp.usd("12345.66")
            assert -sp.usd("12345.67") == sp.usd("-12345.67")
            assert str(sp.usd("12345.678")) == "USD 12,345.678"
            assert str(sp.usd("12345.67")) == "USD 12,345.67"

    @given(strategies.money(currency="USD"), strategies.money(currency="USD"))
    def test_adding_and_taking_away_again(self, one: sp.Money, other: sp.Money) -> None:
        assert one + other - other == one
        assert (one < other) == (one - other < sp.usd(0))


class TestValue:
    """Money is a value: immutable, equal by number and currency."""

    def test_trailing_zeros_do_not_matter(self) -> None:
        assert sp.usd("5") == sp.usd("5.00")
        assert hash(sp.usd("5")) == hash(sp.usd("5.00"))

    def test_it_cannot_be_changed(self) -> None:
        with pytest.raises(FrozenInstanceError):
            sp.usd(5).amount = Decimal(6)  # type: ignore[misc]

    @given(strategies.money())
    def test_copies_and_pickles(self, money: sp.Money) -> None:
        assert pickle.loads(pickle.dumps(money)) == copy.copy(money) == copy.deepcopy(money) == money  # noqa: S301

    @given(strategies.money())
    def test_its_repr_is_python(self, money: sp.Money) -> None:
        assert eval(repr(money), {"Money": sp.Money}) == money  # noqa: S307

    @given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
    def test_what_went_in_is_there(self, amount: Decimal) -> None:
        assert sp.usd(amount).amount == amount


class TestWords:
    """As text: the currency first, thousands marked, two decimals or as many as there are."""

    def test_two_decimals(self) -> None:
        assert str(sp.usd(1000)) == "USD 1,000.00"

    def test_more_where_there_are_more(self) -> None:
        assert str(sp.usd("0.125")) == "USD 0.125"

    def test_none_for_yen(self) -> None:
        assert str(sp.Money(150000, "JPY")) == "JPY 150,000"

    def test_a_debt(self) -> None:
        assert str(sp.usd("-12.5")) == "USD -12.50"
