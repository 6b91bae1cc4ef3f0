"""Grids: how many fell into each window, by seller and last day, counted in numpy."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from sellerpolicy.facts.window import Window
from sellerpolicy.frames.numbering import EPOCH, Numbers

A_CHUNK = 1 << 18
"""Rows counted at once, so that what is worked out of them stays small."""


@frozen
class Grid:
    """Sellers and last days of windows of one length.

    Args:
        sellers: how many sellers there are.
        lasts: the last days.
        length: calendar days in each window.
    """

    sellers: int
    lasts: Window
    length: int

    @property
    def first(self) -> int:
        """The first of the last days, counted as columns count."""
        return self.lasts.first.toordinal() - EPOCH

    def counts(self, sellers: Numbers, days: Numbers, weights: Numbers | None = None) -> Numbers:
        """Count rows into every window that they lie in: a row of figures for each seller.

        Each row adds to the first window that it lies in, and is taken away after the last; so one running sum gives
        all windows, whatever their length.

        Args:
            sellers: each row's seller.
            days: each row's day, counted as columns count.
            weights: how much each row counts; by default one.
        """
        width = self.lasts.days + 1
        changes = np.zeros(self.sellers * width, np.int64)
        size = max(A_CHUNK, len(changes))
        for start in range(0, len(days), size):
            part = slice(start, start + size)
            self._count(
                changes, sellers[part] * width, days[part] - self.first, weights if weights is None else weights[part]
            )
        running = changes.reshape(self.sellers, width)
        np.cumsum(running, axis=1, out=running)
        return np.ascontiguousarray(running[:, :-1])

    def _count(self, changes: Numbers, places: Numbers, enters: Numbers, weights: Numbers | None) -> None:
        """Add rows to the windows."""
        if enters.min() <= -self.length or enters.max() >= self.lasts.days:
            inside = (enters < self.lasts.days) & (enters > -self.length)
            enters, places = enters[inside], places[inside]
            weights = None if weights is None else weights[inside]
        leaves = np.minimum(enters + self.length, self.lasts.days)
        changes += _tally(places + np.maximum(enters, 0), weights, len(changes))
        changes -= _tally(places + leaves, weights, len(changes))


def _tally(places: Numbers, weights: Numbers | None, size: int) -> Numbers:
    return np.bincount(places, weights, size).astype(np.int64, copy=False)
