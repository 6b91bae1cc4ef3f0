"""Wordings: what a table's terms say, and in which marketplaces and times they say so."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import frozen

from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.frames.values import plain

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable
    from sellerpolicy.logic.terms import DatedTerms

    Table = DecisionTable[Any, Any, Any]

Said = TypeVar("Said", bound=Hashable)


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

Shops = Mapping[Eras, tuple[str, ...]]
"""The marketplaces with the same eras, by those eras."""


@lru_cache(maxsize=1024)
def shops(table: Table, on: date | None) -> Shops:
    """The marketplaces by their eras; where a day is given, by the wording of that day alone."""
    found: dict[Eras, tuple[str, ...]] = {}
    for marketplace in Marketplace:
        eras = [(start, Wording.of(table, terms)) for start, terms in table.terms.eras(marketplace)]
        if on is not None:
            eras = [(date.min, wording) for start, wording in eras if start <= on][-1:]
        if eras:
            changes = tuple(next(same) for _, same in groupby(eras, key=lambda era: era[1]))
            found[changes] = (*found.get(changes, ()), marketplace.value)
    return found


def within(everywhere: Shops, first: date, last: date) -> Shops:
    """What is said from one day to another."""
    found: dict[Eras, tuple[str, ...]] = {}
    for eras, names in everywhere.items():
        past = [place for place, (start, _) in enumerate(eras) if start <= first]
        # before the first text, it is that one which the answers name
        lasting = tuple(era for era in eras[max(past, default=0) :] if era[0] <= last) or eras[:1]
        found[lasting] = (*found.get(lasting, ()), *names)
    return found


def by_text(everywhere: Shops, said: Callable[[Wording], Said]) -> dict[tuple[tuple[date, Said], ...], tuple[str, ...]]:
    """What is read out of the texts since when, with the marketplaces where it is; the first holds from the beginning.

    Where no text is known yet, nothing is decided: it does not matter what is said there.
    """
    found: dict[tuple[tuple[date, Said], ...], tuple[str, ...]] = {}
    for eras, names in everywhere.items():
        read = [(start, said(wording)) for start, wording in eras]
        changes = [next(same) for _, same in groupby(read, key=lambda era: era[1])]
        since = ((date.min, changes[0][1]), *changes[1:])
        found[since] = (*found.get(since, ()), *names)
    return found


def other_readings(wordings: Iterable[Wording]) -> Iterator[tuple[int, int]]:
    """Each way to take another reading of one term: the term, and the reading's place among those not taken."""
    most = [max(map(len, others)) for others in zip(*(wording.others for wording in wordings), strict=True)]
    for term, count in enumerate(most):
        yield from ((term, place) for place in range(count))
