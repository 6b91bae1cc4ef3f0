"""Which windows: the last days asked about, and how long their windows are by the texts in force on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from attrs import frozen

from sellerpolicy.facts import Marketplace, Window
from sellerpolicy.logic.counting import in_force
from sellerpolicy.rules.order_defect_rate import Terms


@frozen
class Run:
    """Last days one after the other, whose windows are of one length and count by one text.

    Args:
        lasts: the last days.
        length: calendar days in each window.
        counts_cancelled: cancelled orders are among all orders.
    """

    lasts: Window
    length: int
    counts_cancelled: bool


Runs = tuple[Run, ...]
Groups = dict[Runs, list[str]]
"""Runs, with the marketplaces in which they are these."""


def runs(lasts: Window, days: int | None, shops: Iterable[Marketplace]) -> Groups:
    """The runs of a stretch of last days, with the marketplaces in which they are these.

    Args:
        lasts: the last days.
        days: calendar days in each window; ``None`` for as many as policy says on its last day.
        shops: the marketplaces.
    """
    found: Groups = {}
    for shop in shops:
        found.setdefault(tuple(_runs(lasts, days, shop)), []).append(shop.value)
    return found


def _runs(lasts: Window, days: int | None, shop: Marketplace) -> Iterator[Run]:
    texts = [
        (part, text.window.length if days is None else days, text.counts_cancelled)
        for part, text in in_force(Terms, lasts, shop)
    ]
    for (length, counts_cancelled), same in groupby(texts, key=lambda text: text[1:]):
        parts = [part for part, _, _ in same]
        yield Run(Window(first=parts[0].first, last=parts[-1].last), length, counts_cancelled)
