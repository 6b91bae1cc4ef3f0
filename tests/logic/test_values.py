"""Limits, spans and words: the small values that policies are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import (
    anything,
    business_days,
    days,
    hours,
    local,
    nothing,
    symbols,
)
from sellerpolicy.logic.conditions import Admits, Constant
from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.spans import Span, is_business_day
from sellerpolicy.logic.words import in_words, percent, some


class TestLimits:
    @pytest.mark.parametrize(
        ("limit", "admitted"),
        [
            (sp.below(10), (True, False, False)),
            (sp.at_most(10), (True, True, False)),
            (sp.at_least(10), (False, True, True)),
            (sp.above(10), (False, False, True)),
            (anything, (True, True, True)),
            (nothing, (False, False, False)),
        ],
    )
    def test_the_edge_says_whether_the_value_itself_is_admitted(
        self, limit: Limit, admitted: tuple[bool, bool, bool]
    ) -> None:
        assert tuple(limit.admits(value) for value in (9, 10, 11)) == admitted

    def test_amounts_are_compared_to_the_cent(self) -> None:
        assert sp.below(sp.usd(1000)).admits(sp.usd("999.99"))
        assert not sp.below(sp.usd(1000)).admits(sp.usd("1000.00"))

    def test_amounts_of_another_currency_are_refused(self) -> None:
        with pytest.raises(sp.errors.CurrencyMismatch):
            sp.below(sp.usd(1000)).admits(sp.Money(1, "EUR"))

    @pytest.mark.parametrize("limit", [sp.below, sp.at_most, sp.at_least, sp.above])
    def test_a_float_is_refused(self, limit: Callable[[Any], Limit]) -> None:
        with pytest.raises(sp.errors.BadFact) as refusal:
            limit(0.01)
        assert (refusal.value.field, refusal.value.value, refusal.value.expected) == (
            "limit",
            0.01,
            "an exact value, such as Fraction(1, 100), and never a float",
        )

    @pytest.mark.parametrize("value", [None, 0, sp.usd(10), sp.Money(1, "EUR"), date(2024, 1, 1)])
    def test_a_limit_that_is_settled_asks_for_nothing(self, value: object) -> None:
        assert anything.admits(value)
        assert not nothing.admits(value)

    @pytest.mark.parametrize("limit", [sp.below(10), sp.at_most(10), sp.at_least(10), sp.above(10)])
    def test_only_anything_and_nothing_are_settled(self, limit: Limit) -> None:
        assert not limit.is_settled
        assert anything.is_settled
        assert nothing.is_settled

    def test_days_are_compared_as_elapsed_time(self) -> None:
        assert sp.at_most(days(2)).admits(hours(48))
        assert not sp.below(days(2)).admits(hours(48))

    def test_a_span_limits_elapsed_time(self) -> None:
        assert not sp.above(hours(48)).admits(timedelta(hours=48))
        assert sp.above(hours(48)).admits(timedelta(hours=48, microseconds=1))

    @given(st.fractions(), st.fractions())
    def test_a_value_is_either_below_or_at_least(self, limit: Fraction, value: Fraction) -> None:
        assert sp.below(limit).admits(value) is not sp.at_least(limit).admits(value)
        assert sp.above(limit).admits(value) is not sp.at_most(limit).admits(value)

    @pytest.mark.parametrize(
        ("limit", "words"),
        [
            (sp.below(sp.usd(1000)), "below USD 1,000.00"),
            (sp.at_most(Fraction(1, 100)), "at most 1 %"),
            (sp.at_least(days(30)), "at least 30 days"),
            (sp.above(hours(1)), "above 1 hour"),
            (sp.at_most(local(300)), "at most 300 in local currency"),
            (anything, "anything"),
            (nothing, "nothing"),
        ],
    )
    def test_in_words(self, limit: Limit, words: str) -> None:
        assert str(limit) == words

    def test_an_amount_in_local_currency_is_put_in_that_of_the_marketplace(self) -> None:
        assert sp.below(local(1000)).local_to(sp.Marketplace.UK) == sp.below(sp.Money("1000", "GBP"))
        assert sp.above(local("22500.50")).local_to(sp.Marketplace.PL) == sp.above(sp.Money("22500.50", "PLN"))
        assert str(local(22_500)) == "22,500 in local currency"

    @pytest.mark.parametrize("limit", [sp.below(sp.usd(1000)), sp.at_most(3), anything, nothing])
    def test_every_other_limit_is_the_same_everywhere(self, limit: Limit) -> None:
        assert limit.local_to(sp.Marketplace.UK) == limit

    def test_asked_about_a_symbol_it_becomes_a_part_of_the_condition(self) -> None:
        amount = symbols(sp.InjuryClaim).amount
        limit = sp.below(sp.usd(1000))
        asked = limit.admits(amount)
        assert isinstance(asked, Admits)
        assert isinstance(asked.limit, Constant)
        assert asked.limit.value is limit
        assert asked.value is cast("object", amount)


class TestSpans:
    def test_days_and_hours_are_elapsed_time(self) -> None:
        assert date(2024, 2, 28) + days(2) == date(2024, 3, 1)
        assert datetime(2024, 2, 28, 12) + hours(13) == datetime(2024, 2, 29, 1)  # noqa: DTZ001
        assert (days(2).elapsed, hours(5).elapsed) == (timedelta(2), timedelta(hours=5))

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (date(2026, 1, 23), date(2026, 1, 27)),  # Friday to Tuesday
            (date(2026, 1, 24), date(2026, 1, 27)),  # Saturday
            (date(2026, 1, 25), date(2026, 1, 27)),  # Sunday
            (date(2026, 1, 26), date(2026, 1, 28)),  # Monday to Wednesday
        ],
    )
    def test_two_business_days(self, start: date, end: date) -> None:
        assert start + business_days(2) == end

    def test_two_business_days_of_an_instant_keep_its_time(self) -> None:
        friday = datetime(2026, 1, 23, 18)  # noqa: DTZ001
        assert friday + business_days(2) == datetime(2026, 1, 27, 18)  # noqa: DTZ001

    def test_hours_keep_the_zone_of_the_instant(self) -> None:
        zone = ZoneInfo("America/Los_Angeles")
        end = hours(3).after(datetime(2024, 3, 10, 0, 30, tzinfo=zone))
        assert end.tzinfo is zone
        assert (end.hour, end.minute) == (4, 30)  # from two to three there was no hour

    def test_holidays_are_no_business_days_of_an_instant_either(self) -> None:
        friday, monday = datetime(2024, 6, 28, 15, tzinfo=UTC), date(2024, 7, 1)
        assert business_days(1).after(friday, holidays={monday}) == datetime(2024, 7, 2, 15, tzinfo=UTC)

    def test_holidays_are_no_business_days(self) -> None:
        assert business_days(1).after(date(2026, 12, 24), holidays=[date(2026, 12, 25)]) == date(2026, 12, 28)
        assert not is_business_day(date(2026, 12, 25), holidays=[date(2026, 12, 25)])

    def test_no_business_days_are_no_time(self) -> None:
        assert date(2026, 1, 24) + business_days(0) == date(2026, 1, 24)

    def test_business_days_are_no_fixed_length(self) -> None:
        with pytest.raises(TypeError) as refusal:
            business_days(2).elapsed  # noqa: B018
        assert str(refusal.value) == (
            "2 business days is no fixed length of time: count business days into a field of the case"
        )

    def test_a_day_later_is_the_same_time_on_the_clock(self) -> None:
        zone = ZoneInfo("America/Los_Angeles")
        noon = datetime(2024, 3, 9, 12, tzinfo=zone)  # the next day has 23 hours
        assert noon + days(1) == datetime(2024, 3, 10, 12, tzinfo=zone)
        assert noon + hours(24) == datetime(2024, 3, 10, 13, tzinfo=zone)

    def test_hours_of_a_day_are_whole_days(self) -> None:
        assert date(2024, 2, 28) + hours(48) == date(2024, 3, 1)

    def test_a_week_and_a_business_day(self) -> None:
        assert date(2026, 1, 23) + business_days(6) == date(2026, 2, 2)  # Friday to the Monday after next

    @pytest.mark.parametrize(
        ("day", "is_one"),
        [
            (date(2026, 1, 22), True),  # Thursday
            (date(2026, 1, 23), True),  # Friday
            (date(2026, 1, 24), False),  # Saturday
            (date(2026, 1, 25), False),  # Sunday
            (date(2026, 1, 26), True),  # Monday
        ],
    )
    def test_which_days_are_business_days(self, day: date, is_one: bool) -> None:
        assert is_business_day(day) is is_one
        assert not is_business_day(day, holidays=[day])

    @pytest.mark.parametrize(
        ("span", "words"),
        [
            (days(0), "0 days"),
            (days(1), "1 day"),
            (hours(1), "1 hour"),
            (hours(48), "48 hours"),
            (business_days(1), "1 business day"),
            (business_days(2), "2 business days"),
        ],
    )
    def test_in_words(self, span: Span, words: str) -> None:
        assert str(span) == words

    @pytest.mark.parametrize(("make", "unit"), [(days, "day"), (hours, "hour"), (business_days, "business day")])
    @pytest.mark.parametrize("length", [-1, 1.5, True, "3", None])
    def test_what_is_no_length(self, make: Callable[[Any], Span], unit: str, length: object) -> None:
        with pytest.raises(sp.errors.BadFact) as raised:
            make(length)
        assert (raised.value.field, raised.value.value) == ("length", length)
        assert raised.value.expected == f"a whole number of {unit}s, at least 0"
        assert make(0).length == 0


class TestWords:
    class Fruit(Enum):
        """A name of two words."""

        BLOOD_ORANGE = 1

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (None, "unknown"),
            (sp.NEVER, "never"),
            (True, "yes"),
            (False, "no"),
            (Fruit.BLOOD_ORANGE, "blood orange"),
            (date(2021, 9, 1), "2021-09-01"),
            (sp.usd("1234.5"), "USD 1,234.50"),
            (timedelta(days=1), "1 day"),
            (timedelta(days=90), "90 days"),
            (timedelta(hours=49, minutes=5), "49 h 05 min"),
            (timedelta(0), "0 days"),
            (timedelta(days=-1), "-1 day"),
            (timedelta(seconds=59), "0 h 00 min"),
            (timedelta(seconds=-59), "0 h 00 min"),
            (timedelta(seconds=-60), "-0 h 01 min"),
            (timedelta(minutes=1), "0 h 01 min"),
            (timedelta(hours=-1), "-1 h 00 min"),
            (timedelta(minutes=-90), "-1 h 30 min"),
            (Fraction(1, 100), "1 %"),
            (Fraction(99, 10_000), "0.99 %"),
            (Fraction(1, 60), "1.6666… %"),
            (datetime(2026, 11, 21, 9, 5, tzinfo=UTC), "2026-11-21 09:05 UTC"),
            (datetime(2026, 11, 21, 9, 5, 7, tzinfo=UTC), "2026-11-21 09:05:07 UTC"),
            (7, "7"),
        ],
    )
    def test_values_as_a_reader_would_say_them(self, value: object, words: str) -> None:
        assert in_words(value) == words

    def test_a_rate_just_below_is_never_rounded_up(self) -> None:
        assert in_words(Fraction(9_999_999, 1_000_000_000)) == "0.9999… %"
        assert percent(Fraction(9_999_999, 1_000_000_000), decimals=2) == "0.99… %"

    @pytest.mark.parametrize(
        ("names", "words"),
        [
            ([], ""),
            (["A"], "A"),
            (["A", "B", "C"], "A, B, C"),
            (["A", "B", "C", "D"], "A, B, C and 1 more"),
            (["A", "B", "C", "D", "E"], "A, B, C and 2 more"),
        ],
    )
    def test_of_many_names_the_first_three(self, names: list[str], words: str) -> None:
        assert some(names) == words
