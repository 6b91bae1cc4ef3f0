"""Grids: how many fell into each window, by seller and last day, counted in numpy."""

from __future__ import annotations

from collections.abc import Callable

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

        Args:
            sellers: each row's seller.
            days: each row's day, counted as columns count.
            weights: how much each row counts; by default one.
        """
        return (self._sums if self.lasts.days >= self.length else self._changes)(sellers, days, weights)

    def _sums(self, sellers: Numbers, days: Numbers, weights: Numbers | None) -> Numbers:
        """From a running sum over all days: a window holds what came to it since the day before its first."""
        width = self.lasts.days + self.length
        since = self.first - self.length
        sums = self._tallied(sellers, days, weights, width, lambda day: day - since)
        np.cumsum(sums, axis=1, out=sums)
        return sums[:, self.length :] - sums[:, : -self.length]

    def _changes(self, sellers: Numbers, days: Numbers, weights: Numbers | None) -> Numbers:
        """From changes: a row adds to the first window that it lies in, and is taken away after the last one."""
        width, past = self.lasts.days + 1, self.lasts.days
        changes = self._tallied(sellers, days, weights, width, lambda day: np.maximum(day - self.first, 0))
        leaves = self._tallied(
            sellers, days, weights, width, lambda day: np.minimum(day - self.first + self.length, past)
        )
        changes -= leaves
        np.cumsum(changes, axis=1, out=changes)
        return np.ascontiguousarray(changes[:, :-1])

    def _tallied(
        self,
        sellers: Numbers,
        days: Numbers,
        weights: Numbers | None,
        width: int,
        place: Callable[[Numbers], Numbers],
    ) -> Numbers:
        """How many rows there are of each seller in each place; rows in no window are left out."""
        found = np.zeros(self.sellers * width, np.int64)
        size = max(A_CHUNK, 2 * len(found))
        for start in range(0, len(days), size):
            part = slice(start, start + size)
            own, day, weighs = sellers[part], days[part], None if weights is None else weights[part]
            if day.min() <= self.first - self.length or day.max() >= self.first + self.lasts.days:
                inside = (day > self.first - self.length) & (day < self.first + self.lasts.days)
                own, day, weighs = own[inside], day[inside], None if weighs is None else weighs[inside]
            places = own.astype(np.int64)
            places *= width
            places += place(day)
            found += np.bincount(places, weighs, len(found)).astype(np.int64, copy=False)
        return found.reshape(self.sellers, width)
