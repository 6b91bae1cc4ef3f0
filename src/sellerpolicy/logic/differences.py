"""Differences: what two texts of one policy fix differently, term by term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from sellerpolicy.logic.terms import BEGINNING, DatedTerms, Text, dated_terms, name_of
from sellerpolicy.logic.words import in_words


@frozen
class Difference:
    """One term that two texts fix differently, or of which they leave different things in doubt.

    Args:
        id: stable name of the term.
        label: what the term fixes.
        before: the older text's value with its day, source and other readings; ``None`` where there is no text.
        after: the same of the newer text.
    """

    id: str
    label: str
    before: Text[Any] | None
    after: Text[Any] | None

    @property
    def is_doubt_alone(self) -> bool:
        """Whether the value is the same and only the readings not taken differ."""
        return self.before is not None and self.after is not None and self.before.value == self.after.value

    def __str__(self) -> str:
        """``who.limit: claims that are small: below USD 1,000.00 since 2021-09-01; before: no text``."""
        return f"{self.id}: {self.label}: {_told(self.after)}; before: {_told(self.before)}"


def _told(text: Text[Any] | None) -> str:
    if text is None:
        return "no text"
    others = " or ".join(in_words(reading.value) for reading in text.others)
    doubt = f" (or {others})" if others else ""
    since = "" if text.since == BEGINNING else f" since {text.since}"
    return f"{in_words(text.value)}{doubt}{since}"


def differences(before: DatedTerms, after: DatedTerms, names: Iterable[str] | None = None) -> tuple[Difference, ...]:
    """What two texts of one policy in one marketplace fix differently, in the order in which the terms are declared.

    Args:
        before: the older text, or the one that is compared.
        after: the newer text, or the one that it is compared with.
        names: the terms that matter; by default all.
    """
    return tuple(_differences(before, after, names))


def _differences(before: DatedTerms, after: DatedTerms, names: Iterable[str] | None) -> Iterator[Difference]:
    policy = type(before)
    wanted = None if names is None else frozenset(names)
    for name, term in dated_terms(policy).items():
        older, newer = before.text(name), after.text(name)
        if (wanted is None or name in wanted) and said(older) != said(newer):
            yield Difference(f"{name_of(policy)}.{name}", term.label, older, newer)


def said(text: Text[Any] | None) -> tuple[object, ...] | None:
    """What a text says, without saying since when: its value and the other readings of it."""
    return None if text is None else (text.value, tuple(reading.value for reading in text.others))
