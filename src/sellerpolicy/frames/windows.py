"""Which windows: the last days asked about, and how long their windows are by the texts in force on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import frozen

from sellerpolicy.facts import Marketplace, Window
from sellerpolicy.logic.counting import in_force
from sellerpolicy.logic.terms import name_of

if TYPE_CHECKING:
    from sellerpolicy.frames.asked import Asked
    from sellerpolicy.logic import DatedTerms


@frozen
class Texts:
    """The terms of a policy on which a rate hangs.

    Args:
        terms: the policy's terms.
        window: the term that says how long its windows are.
        asked: yes/no terms of which a run must say whether they hold.
        read: the other terms by which it counts.
    """

    terms: type[DatedTerms]
    window: str
    asked: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


@frozen
class Run:
    """Last days one after the other, whose windows are of one length and count by one text, that of the first of them.

    Args:
        lasts: the last days.
        length: calendar days in each window; one where no text says.
        holding: the yes/no terms that hold, of those asked about.
        problem: why there is no rate.
    """

    lasts: Window
    length: int
    holding: frozenset[str] = frozenset()
    problem: str | None = None


Runs = tuple[Run, ...]
Groups = dict[Runs, list[str]]
"""Runs, with the marketplaces in which they are these."""


def runs(texts: Texts, asked: Asked, shops: Iterable[Marketplace]) -> Groups:
    """The runs of the last days asked about, with the marketplaces in which they are these.

    Args:
        texts: the terms on which the rate hangs.
        asked: the last days, and how many calendar days each window has, if not as many as policy says.
        shops: the marketplaces.
    """
    found: Groups = {}
    for shop in shops:
        found.setdefault(tuple(_runs(texts, asked, shop)), []).append(shop.value)
    return found


def _runs(texts: Texts, asked: Asked, shop: Marketplace) -> Iterator[Run]:
    lasts, starts = asked.lasts, [start for start, _ in texts.terms.eras(shop)]
    known = max(lasts.first, min(starts, default=date.max))
    if lasts.first < known:
        silent = Window(first=lasts.first, last=min(lasts.last, known - timedelta(days=1)))
        why = f"no policy text before {starts[0]}" if starts else "no policy text for this marketplace"
        yield Run(silent, 1, problem=why)
    if known > lasts.last:
        return
    parts = in_force(texts.terms, Window(first=known, last=lasts.last), shop)
    told = [(part, *_told(texts, asked, own)) for part, own in parts]
    for (length, holding, _), same in groupby(told, key=lambda each: each[1:]):
        days = [part for part, *_ in same]
        problem = None if length else f"no policy text for {name_of(texts.terms)}.{texts.window}"
        yield Run(Window(first=days[0].first, last=days[-1].last), length or 1, holding, problem)


def _told(texts: Texts, asked: Asked, own: Any) -> tuple[int | None, frozenset[str], list[Any]]:
    """What the terms of a day say: how long a window is, which terms asked about hold, and the others that are read."""
    window = getattr(own, texts.window)
    length = asked.days if asked.days is not None or window is None else window.length
    return (
        length,
        frozenset(name for name in texts.asked if getattr(own, name)),
        [getattr(own, name) for name in texts.read],
    )
