"""Windows: runs of calendar days that include both ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from attrs import frozen

from sellerpolicy.errors import BadFact

A_DAY = "a calendar day (a date, not a datetime)"


@frozen(kw_only=True, weakref_slot=False)
class Window:
    """A run of calendar days from ``first`` to ``last``, both included.

    A ``last`` before ``first``, or anything but a plain ``date``, raises ``BadFact``.
    """

    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        for name, day in (("first", self.first), ("last", self.last)):
            require_day(f"Window.{name}", day)
        if self.last < self.first:
            raise BadFact("Window.last", self.last, f"a day on or after the first day, {self.first}")

    @classmethod
    def ending(cls, last: date, *, days: int) -> Window:
        """The window of that many calendar days whose last day is ``last``."""
        if isinstance(days, bool) or not isinstance(days, int) or days < 1:
            raise BadFact("days", days, "a whole number of days, at least 1")
        require_day("Window.last", last)
        try:
            return cls(first=last - timedelta(days=days - 1), last=last)
        except OverflowError:
            raise BadFact("days", days, f"so many days that a calendar has them before {last}") from None

    @property
    def days(self) -> int:
        """How many calendar days there are, both ends counted."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        try:
            return self.first <= day <= self.last
        except TypeError:
            raise BadFact("day", day, A_DAY) from None

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


def require_window(name: str, window: object) -> None:
    """Refuse anything but a window; ``name`` says in the error what was given."""
    if not isinstance(window, Window):
        raise BadFact(name, window, "a Window of calendar days")


def require_day(name: str, day: object) -> None:
    """Refuse anything but a calendar day; ``name`` says in the error what was given."""
    if not isinstance(day, date) or isinstance(day, datetime):
        raise BadFact(name, day, A_DAY)
