"""Spans: lengths of time as policy states them, in days, hours or business days."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TypeVar

from attrs import frozen

from sellerpolicy.errors import BadFact

Day = TypeVar("Day", bound=date)

SATURDAY = 5


class Unit(Enum):
    """What a span counts."""

    DAYS = "day"
    HOURS = "hour"
    BUSINESS_DAYS = "business day"


@frozen
class Span:
    """A length of time: calendar days, hours, or business days (Monday to Friday without the given holidays).

    A length below 0, or one that is no whole number, raises ``BadFact``.
    """

    length: int
    unit: Unit

    def __attrs_post_init__(self) -> None:
        """Refuse what is no length: counting business days backwards would have no end."""
        if not isinstance(self.length, int) or isinstance(self.length, bool) or self.length < 0:
            raise BadFact("length", self.length, f"a whole number of {self.unit.value}s, at least 0")

    @property
    def elapsed(self) -> timedelta:
        """The span as elapsed time; business days have none (``TypeError``): how long they take depends on the day."""
        if self.unit is Unit.BUSINESS_DAYS:
            raise TypeError(f"{self} is no fixed length of time: count business days into a field of the case")
        return timedelta(days=self.length) if self.unit is Unit.DAYS else timedelta(hours=self.length)

    def after(self, start: Day, *, holidays: Container[date] = ()) -> Day:
        """The day or instant that lies this span after ``start``.

        Hours are elapsed time, also across a change to or from daylight saving time.
        """
        if self.unit is Unit.HOURS and isinstance(start, datetime) and start.tzinfo is not None:
            return (start.astimezone(UTC) + self.elapsed).astimezone(start.tzinfo)
        if self.unit is not Unit.BUSINESS_DAYS:
            return start + self.elapsed
        left = self.length
        while left:
            start += timedelta(days=1)
            day = start.date() if isinstance(start, datetime) else start
            left -= is_business_day(day, holidays=holidays)
        return start

    def __radd__(self, start: Day) -> Day:
        return self.after(start)

    def __str__(self) -> str:
        return f"{self.length} {self.unit.value}{'' if self.length == 1 else 's'}"


def is_business_day(day: date, *, holidays: Container[date] = ()) -> bool:
    """Monday to Friday, and none of the holidays."""
    return day.weekday() < SATURDAY and day not in holidays


def days(length: int) -> Span:
    """That many calendar days."""
    return Span(length, Unit.DAYS)


def hours(length: int) -> Span:
    """That many hours of elapsed time."""
    return Span(length, Unit.HOURS)


def business_days(length: int) -> Span:
    """That many business days."""
    return Span(length, Unit.BUSINESS_DAYS)
