"""What can go wrong, and whose fault it is.

``BadFact`` and ``BadReport`` are the caller's to mend: an impossible fact, an unreadable file.
``NoPolicyText`` is the policy's own silence, ``NoRule`` would be a mistake in this library.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


class SellerPolicyError(Exception):
    """The base of the errors that tell what is wrong with facts, files and policies.

    What a program itself does wrong is Python's own error: a misspelt argument, terms of another policy, or a decision
    that is taken for a yes raise ``TypeError``.
    """


class BadFact(SellerPolicyError, ValueError):
    """A fact that cannot be: it names the field, the value, what was expected, and the nearest name."""

    def __init__(self, field: str, value: object, expected: str, *, meant: str | None = None) -> None:
        self.field = field
        self.value = value
        self.expected = expected
        self.meant = meant
        super().__init__(field, value, expected, meant)

    def __reduce__(self) -> tuple[object, ...]:
        return (_bad_fact, (self.field, self.value, self.expected, self.meant))

    def __str__(self) -> str:
        hint = f"; did you mean {self.meant!r}?" if self.meant else ""
        return f"{self.field}: expected {self.expected}, got {shown(self.value)}{hint}"


def _bad_fact(field: str, value: object, expected: str, meant: str | None) -> BadFact:
    return BadFact(field, value, expected, meant=meant)


class BadReport(SellerPolicyError, ValueError):
    """A file or document that cannot be read: it says where (file, line, column) and why.

    ``line`` and ``column`` count from 1; a column may be a header's name; either is ``None`` where it makes no sense.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | str | None = None,
    ) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        self.column = column
        super().__init__(problem)

    def __reduce__(self) -> tuple[object, ...]:
        return (_bad_report, (self.problem, self.file, self.line, self.column))

    def __str__(self) -> str:
        places = (
            self.file,
            None if self.line is None else f"line {self.line}",
            None if self.column is None else f"column {self.column}",
        )
        where = ", ".join(place for place in places if place is not None)
        return f"{where}: {self.problem}" if where else self.problem


def _bad_report(problem: str, file: str | None, line: int | None, column: int | str | None) -> BadReport:
    return BadReport(problem, file=file, line=line, column=column)


class NoPolicyText(SellerPolicyError, LookupError):
    """No policy text is known for that day or marketplace.

    ``first_known`` is the first day with a text there, ``None`` where there is none at all.
    """

    def __init__(self, what: str, day: date, marketplace: str, first_known: date | None) -> None:
        self.what = what
        self.day = day
        self.marketplace = marketplace
        self.first_known = first_known
        super().__init__(what, day, marketplace, first_known)

    def __str__(self) -> str:
        known = (
            "no text is known there for any day"
            if self.first_known is None
            else f"the first day with a text there is {self.first_known}"
        )
        return f"{self.what}: no policy text for {self.marketplace} on {self.day}; {known}"


class NoRule(SellerPolicyError, LookupError):
    """No rule of a decision table fits the case: a gap in the table."""


class CurrencyMismatch(SellerPolicyError, TypeError):
    """Two amounts of different currencies were compared or added."""


LONGEST_SHOWN = 80


def shown(value: object) -> str:
    """Say a value in an error message: its ``repr``, cut to a readable length."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list within a list within a list …
        return f"<{type(value).__name__} too large to show>"
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def nearest(name: object, names: Iterable[str]) -> str | None:
    """Find what was probably meant: the most similar of ``names``, or ``None`` where nothing is similar."""
    from difflib import get_close_matches

    by_lower = {known.lower(): known for known in names}
    text = name if isinstance(name, str) else shown(name)
    close = get_close_matches(text[:LONGEST_SHOWN].lower(), by_lower, n=1)
    return by_lower[close[0]] if close else None
