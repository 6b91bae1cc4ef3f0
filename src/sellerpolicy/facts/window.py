"""Windows: runs of calendar days that include both ends."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import frozen

from sellerpolicy.errors import BadFact


@frozen(kw_only=True, weakref_slot=False)
class Window:
    """A run of calendar days from ``first`` to ``last``, both included.

    A ``last`` before ``first``, or anything but a plain ``date``, raises ``BadFact``.
    """

    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        for name, day in (("first", self.first), ("last", self.last)):
            if not isinstance(day, date) or hasattr(day, "hour"):
                raise BadFact(f"Window.{name}", day, "a calendar day (a date, not a datetime)")
        if self.last < self.first:
            raise BadFact("Window.last", self.last, f"a day on or after the first day, {self.first}")

    @classmethod
    def ending(cls, last: date, *, days: int) -> Window:
        """The window of that many calendar days whose last day is ``last``."""
        if isinstance(days, bool) or not isinstance(days, int) or days < 1:
            raise BadFact("days", days, "a whole number of days, at least 1")
        return cls(first=last - timedelta(days=days - 1), last=last)

    @property
    def days(self) -> int:
        """How many calendar days there are, both ends counted."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"
