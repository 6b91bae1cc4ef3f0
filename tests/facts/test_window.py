"""Windows: both ends belong to them."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.facts.window import require_window

MARCH = sp.Window(first=date(2024, 3, 1), last=date(2024, 3, 31))


class TestEnds:
    """A window runs from its first day to its last, both included."""

    def test_both_ends_are_in_it(self) -> None:
        assert MARCH.first in MARCH
        assert MARCH.last in MARCH

    def test_the_days_beside_it_are_not(self) -> None:
        assert date(2024, 2, 29) not in MARCH
        assert date(2024, 4, 1) not in MARCH

    def test_its_days_are_counted_with_both_ends(self) -> None:
        assert MARCH.days == 31

    def test_one_day(self) -> None:
        assert sp.Window(first=MARCH.last, last=MARCH.last).days == 1

    def test_sixty_days_that_end_on_a_day(self) -> None:
        window = sp.Window.ending(date(2024, 3, 31), days=60)
        assert window == sp.Window(first=date(2024, 2, 1), last=date(2024, 3, 31))

    @given(strategies.windows())
    def test_as_many_days_as_it_says(self, window: sp.Window) -> None:
        assert sp.Window.ending(window.last, days=window.days) == window
        assert window.first + timedelta(days=window.days - 1) == window.last
        assert window.last + timedelta(days=1) not in window
        assert window.first - timedelta(days=1) not in window

    @given(strategies.windows())
    def test_it_is_a_value(self, window: sp.Window) -> None:
        assert pickle.loads(pickle.dumps(window)) == window  # noqa: S301
        assert hash(sp.Window(first=window.first, last=window.last)) == hash(window)

    def test_as_text(self) -> None:
        assert str(MARCH) == "2024-03-01 to 2024-03-31"


class TestWhatIsNoWindow:
    def test_a_reversed_one(self) -> None:
        with pytest.raises(
            sp.errors.BadFact, match=r"Window\.last: expected a day on or after the first day, 2024-03-02, got"
        ) as bad:
            sp.Window(first=date(2024, 3, 2), last=date(2024, 3, 1))
        assert bad.value.value == date(2024, 3, 1)

    @pytest.mark.parametrize("day", [datetime(2024, 3, 1, tzinfo=UTC), "2024-03-01", None, 1])
    def test_ends_that_are_no_days(self, day: Any) -> None:
        with pytest.raises(
            sp.errors.BadFact, match=r"Window\.first: expected a calendar day \(a date, not a datetime\)"
        ) as bad:
            sp.Window(first=day, last=date(2024, 3, 1))
        assert bad.value.value == day
        with pytest.raises(sp.errors.BadFact, match=r"Window\.last: expected a calendar day"):
            sp.Window(first=date(2024, 3, 1), last=day)
        with pytest.raises(sp.errors.BadFact, match=r"Window\.last: expected a calendar day"):
            sp.Window.ending(day, days=60)

    @pytest.mark.parametrize("days", [0, -1, True, 1.0, "60", None])
    def test_lengths_that_are_none(self, days: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match="days: expected a whole number of days, at least 1") as bad:
            sp.Window.ending(date(2024, 3, 1), days=days)
        assert bad.value.value is days

    @pytest.mark.parametrize("days", [1_000_000, 10**12])
    def test_longer_than_the_calendar(self, days: int) -> None:
        with pytest.raises(
            sp.errors.BadFact, match="days: expected so many days that a calendar has them before"
        ) as bad:
            sp.Window.ending(date(2024, 3, 1), days=days)
        assert bad.value.value == days

    @pytest.mark.parametrize("day", [datetime(2024, 3, 1, tzinfo=UTC), "2024-03-01", None])
    def test_asking_for_what_is_no_day(self, day: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match="day: expected a calendar day") as bad:
            assert day in MARCH
        assert bad.value.value == day

    @pytest.mark.parametrize("window", [date(2024, 3, 1), (date(2024, 3, 1), date(2024, 3, 31)), None])
    def test_an_argument_that_is_none(self, window: Any) -> None:
        require_window("window", MARCH)
        with pytest.raises(sp.errors.BadFact) as bad:
            require_window("window", window)
        assert (bad.value.field, bad.value.value, bad.value.expected) == ("window", window, "a Window of calendar days")
