"""Measuring: what a metric's functions refuse, and by which name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

import sellerpolicy as sp

LATE: Any = sp.shipping_performance.late_shipment
DAY = date(2024, 3, 10)


def refused(call: Any, *args: Any, **kwargs: Any) -> str:
    """What a call that is refused says."""
    with pytest.raises(sp.errors.BadFact) as refusal:
        call(*args, **kwargs)
    return str(refusal.value)


class TestArguments:
    """An argument of a wrong kind is named."""

    @pytest.mark.parametrize("window", [None, "2024-03", 30, DAY, (DAY, DAY)])
    def test_the_window_of_a_rate(self, window: object) -> None:
        assert refused(LATE.rate, [], window=window).startswith("window: expected a Window of calendar days, got")

    @pytest.mark.parametrize("lag", [-1, "3", 2.0, True])
    def test_the_days_until_a_rate_is_shown(self, lag: object) -> None:
        assert refused(LATE.windows, DAY, lag=lag) == f"lag: expected a whole number, at least 0, got {lag!r}"

    def test_shown_on_the_last_day_itself(self) -> None:
        assert {window.last for window in LATE.windows(DAY, lag=0)} == {DAY}

    @pytest.mark.parametrize("today", [None, "2024-03-10", datetime(2024, 3, 10, tzinfo=UTC)])
    def test_the_day_on_which_it_is_shown(self, today: object) -> None:
        assert refused(LATE.windows, today, lag=0).startswith("today: expected a calendar day")

    @pytest.mark.parametrize("days", [0, -1, "30", 1.5, True])
    def test_the_length_of_daily_windows(self, days: object) -> None:
        assert "days: expected" in refused(LATE.daily_rates, [], first=DAY, last=DAY, days=days)

    def test_what_is_counted(self) -> None:
        assert refused(LATE.rate, ["an order"], window=sp.Window(first=DAY, last=DAY)) == (
            "things: expected only facts of the kind Order, got 'an order'"
        )
