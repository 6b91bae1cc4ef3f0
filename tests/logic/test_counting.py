"""Counting by day, and how sure a count is."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import Limit, anything, at_most, below
from sellerpolicy.logic.counting import DayCounts, Target, answers, in_force
from sellerpolicy.rules.order_defect_rate import Terms

DAY = date(2024, 3, 1)
near = st.integers(0, 40).map(lambda days: DAY + timedelta(days=days))


class TestDayCounts:
    """Any window's count is the sum of its days' counts."""

    @given(st.lists(near), near, st.integers(0, 12), st.integers(1, 9))
    def test_every_window(self, counted: list[date], first: date, more: int, days: int) -> None:
        lasts = sp.Window(first=first, last=first + timedelta(days=more))
        span = sp.Window(first=first - timedelta(days=days - 1), last=lasts.last)
        windows = [sp.Window.ending(first + timedelta(days=each), days=days) for each in range(more + 1)]
        assert list(DayCounts.of(Counter(counted), span).rolling(lasts, days=days)) == [
            sum(day in window for day in counted) for window in windows
        ]


class TestTextsInForce:
    """A run of days falls into parts through each of which one text is in force."""

    def test_a_change_starts_a_part_on_its_day(self) -> None:
        days = sp.Window(first=date(2017, 12, 30), last=date(2018, 1, 2))
        parts = list(in_force(Terms, days, sp.Marketplace.US))
        assert [str(part) for part, _ in parts] == ["2017-12-30 to 2017-12-31", "2018-01-01 to 2018-01-02"]
        assert [terms for _, terms in parts] == [Terms.on(date(2017, 12, 31)), Terms.on(date(2018, 1, 1))]

    def test_a_change_on_the_last_day(self) -> None:
        days = sp.Window(first=date(2017, 12, 31), last=date(2018, 1, 1))
        assert [part.days for part, _ in in_force(Terms, days, sp.Marketplace.US)] == [1, 1]

    @pytest.mark.parametrize(("first", "last"), [(date(2018, 1, 1), date(2018, 1, 3)), (DAY, DAY)])
    def test_no_change_within(self, first: date, last: date) -> None:
        days = sp.Window(first=first, last=last)
        assert list(in_force(Terms, days, sp.Marketplace.US)) == [(days, Terms.on(first))]

    def test_given_terms_hold_throughout(self) -> None:
        days = sp.Window(first=date(2017, 12, 30), last=date(2018, 1, 2))
        given_terms = Terms.on(DAY)
        assert list(in_force(Terms, days, sp.Marketplace.US, given_terms)) == [(days, given_terms)]


class TestTarget:
    """How far counts are from a limit, whatever its edge."""

    @pytest.mark.parametrize(
        ("limit", "needed", "room"), [(below(Fraction(1, 4)), 1, 0), (at_most(Fraction(1, 4)), 0, 0)]
    )
    def test_the_edge_of_the_limit(self, limit: Limit, needed: int, room: int) -> None:
        target = Target(limit)
        assert target.faultless_needed(1, 4) == needed
        assert target.headroom(1, 4) == room
        assert target.is_met(1, 4) is (needed == 0)

    def test_all_of_them_may_have_a_fault(self) -> None:
        assert Target(at_most(Fraction(1))).headroom(1, 4) == 3

    @pytest.mark.parametrize(
        ("limit", "needed"),
        [
            (below(Fraction(1, 4)), 9),  # three of thirteen are less than a quarter, three of twelve are not
            (at_most(Fraction(1, 4)), 8),
        ],
    )
    def test_many_are_needed_after_many_faults(self, limit: Limit, needed: int) -> None:
        assert Target(limit).faultless_needed(3, 4) == needed

    @pytest.mark.parametrize(
        ("limit", "room"),
        [(below(Fraction(1, 4)), 23), (at_most(Fraction(1, 4)), 24)],  # 24 of 100 are below a quarter, 25 are one
    )
    def test_room_for_many_faults(self, limit: Limit, room: int) -> None:
        assert Target(limit).headroom(1, 100) == room

    def test_no_more_have_a_fault_than_there_are(self) -> None:
        assert Target(below(Fraction(2))).headroom(1, 4) == 3

    def test_none_of_none_is_not_on_target(self) -> None:
        assert not Target(below(Fraction(1, 4))).is_met(0, 0)

    def test_none_of_one_is_on_target(self) -> None:
        assert Target(below(Fraction(1, 4))).is_met(0, 1)

    @pytest.mark.parametrize(
        ("limit", "words"),
        [(anything, "anything"), (below(Fraction(0)), "below 0 %"), (below(5), "below 5")],
    )
    def test_a_limit_that_no_rate_keeps(self, limit: Limit, words: str) -> None:
        with pytest.raises(sp.errors.BadFact) as refusal:
            Target(limit)
        assert (refusal.value.field, refusal.value.value, refusal.value.expected) == (
            "Terms.target",
            words,
            "a limit on a rate, above zero",
        )


class TestAnswers:
    """Functions name the statements that they answer."""

    def test_a_function_keeps_the_ids(self) -> None:
        def asked() -> int:
            return 42

        named = answers("001-5", "002-1")(asked)
        assert named is asked
        assert vars(named)["answers"] == ("001-5", "002-1")

    def test_which_functions_do(self) -> None:
        odr = sp.order_defect_rate
        assert vars(odr.rate)["answers"] == ("002-1", "004-7")
        assert vars(odr.daily_rates)["answers"] == vars(odr.outlook)["answers"] == ("001-5",)
