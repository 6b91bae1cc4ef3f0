"""Wordings: what a table's terms say, and in which marketplaces and times they say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import frozen

from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.frames.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sellerpolicy.logic.tables import DecisionTable
    from sellerpolicy.logic.terms import DatedTerms

    Table = DecisionTable[Any, Any, Any]


@frozen(cache_hash=True)
class Wording:
    """What the terms that a table reads say: for each the reading taken, and those not taken.

    Eras and marketplaces that say the same have the same wording: amounts are in the marketplace's own currency.
    """

    taken: tuple[Any, ...]
    others: tuple[tuple[Any, ...], ...]

    @classmethod
    def of(cls, table: Table, terms: DatedTerms) -> Wording:
        """The wording of a snapshot."""
        texts = [terms.text(name) for name in table.term_names]
        return cls(
            tuple(None if text is None else plain(text.value) for text in texts),
            tuple(() if text is None else tuple(plain(other.value) for other in text.others) for text in texts),
        )

    def read(self, term: int, place: int) -> tuple[Any, ...]:
        """The readings taken, with one not taken of one term, where there is such a one."""
        if place >= len(self.others[term]):
            return self.taken
        return (*self.taken[:term], self.others[term][place], *self.taken[term + 1 :])


Eras = tuple[tuple[date, Wording], ...]
"""The wordings of a marketplace, each with its first day."""

Readings = Mapping[Wording, tuple[Any, ...]]
"""What is read out of each wording: a value for each term."""


def shops(table: Table, on: date | None) -> dict[Eras, list[str]]:
    """The marketplaces with the same eras, by those eras; where a day is given, by the wording of that day alone."""
    found: dict[Eras, list[str]] = {}
    for marketplace in Marketplace:
        eras = [(start, Wording.of(table, terms)) for start, terms in table.terms.eras(marketplace)]
        if on is not None:
            eras = [(date.min, wording) for start, wording in eras if start <= on][-1:]
        if eras:
            changes = tuple(next(same) for _, same in groupby(eras, key=lambda era: era[1]))
            found.setdefault(changes, []).append(marketplace.value)
    return found


def other_readings(wordings: Iterable[Wording]) -> Iterator[tuple[int, Readings]]:
    """Each way to take another reading of one term: the term, and what is read then."""
    said = list(wordings)
    most = [max(map(len, others)) for others in zip(*(wording.others for wording in said), strict=True)]
    for term, count in enumerate(most):
        for place in range(count):
            yield term, {wording: wording.read(term, place) for wording in said}
