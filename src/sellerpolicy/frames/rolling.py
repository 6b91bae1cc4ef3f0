"""Rolling counts as a plan: by seller and day, summed over the window that ends on each day.

Every seller gets a row for each day from an exploded list of days, never by a cross join; counts come to these rows
by a join on seller and day. A sum over a window is dear in most engines, so several counts share one: each has its own
bits of a whole number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from sellerpolicy.facts.window import Window
from sellerpolicy.frames.engines import spoken
from sellerpolicy.frames.sql import DUCKDB, SPARK, Dialect, Sql

if TYPE_CHECKING:
    Lazy = nw.LazyFrame[Any]

BITS = 62
"""What a sum of whole numbers holds without its sign, and one bit to spare."""


@frozen
class Packed:
    """Counts that share one whole number.

    Args:
        name: the column that holds them all.
        counts: their names. Two may reach two billion each, three a million, seven 255.
    """

    name: str
    counts: tuple[str, ...]

    @property
    def _places(self) -> dict[str, int]:
        bits = BITS // len(self.counts)
        return {count: 1 << (place * bits) for place, count in enumerate(self.counts)}

    def together(self) -> nw.Expr:
        """The number, from the counts' own columns; a null is nothing."""
        return self.of({count: nw.col(count).cast(nw.Int64).fill_null(0) for count in self.counts})

    def of(self, counts: Mapping[str, nw.Expr]) -> nw.Expr:
        """The number, from some of the counts."""
        return reduce(add, (each * self._places[count] for count, each in counts.items())).alias(self.name)

    def part(self, count: str) -> nw.Expr:
        """One of the counts, from the number."""
        place = self._places[count]
        above = place << (BITS // len(self.counts))
        if count == self.counts[-1]:
            return self._in_places(place).alias(count)
        return (self._in_places(place) - self._in_places(above) * (above // place)).alias(count)

    def _in_places(self, place: int) -> nw.Expr:
        number = nw.col(self.name)
        # no engine's whole division, nor its remainder, is as fast as a division, of which only the floor matters
        return number if place == 1 else (number / place).floor().cast(nw.Int64)


@frozen
class Rolling:
    """The last days of windows of one length, as a plan sees them.

    Args:
        lasts: the last days.
        length: calendar days in each window.
        day: the name of the column of days.
    """

    lasts: Window
    length: int
    day: str = "day"

    @property
    def span(self) -> Window:
        """The days of all windows."""
        return Window(first=Window.ending(self.lasts.first, days=self.length).first, last=self.lasts.last)

    @property
    def is_one(self) -> bool:
        """Whether there is one window alone, in which the days make no difference."""
        return self.lasts.days == 1

    def day_of(self, column: str) -> nw.Expr:
        """The day by which a row is counted."""
        return (nw.lit(self.lasts.last, nw.Date) if self.is_one else nw.col(column)).alias(self.day)

    def counts(self, column: str) -> nw.Expr:
        """Whether a row's day lies in a window."""
        return (nw.col(column) >= self.span.first) & (nw.col(column) <= self.span.last)

    def _grid(self, sellers: Lazy) -> Lazy:
        """A row for every seller and day."""
        first = self.lasts.last if self.is_one else self.span.first
        language, asked = spoken(sellers)
        if isinstance(language, Dialect):
            series = Sql(SERIES[language].format(first, self.lasts.last), language)
            return cast("Lazy", nw.from_native(asked.with_columns(series.alias(self.day)).to_native()))
        days = [first + timedelta(days=number) for number in range((self.lasts.last - first).days + 1)]
        return sellers.with_columns(nw.lit(cast("Any", days), nw.List(nw.Date)).alias(self.day)).explode(self.day)

    def rolled(self, sellers: Lazy, cells: Lazy, by: Sequence[str], packs: Sequence[Packed]) -> Lazy:
        """Sum counts over every window.

        Args:
            sellers: a row for each seller; its columns are kept.
            cells: packed counts by seller and day.
            by: the columns that name a seller.
            packs: which counts are packed.
        """
        names = [pack.name for pack in packs]
        grid = self._grid(sellers).join(cells, on=[*by, self.day], how="left")
        kept = [nw.col(name) for name in (*sellers.collect_schema().names(), self.day)]
        filled = grid.select(*kept, nw.col(*names).fill_null(0))
        summed = filled if self.is_one else _summed(filled, names, by, self)
        return summed.select(*kept, *(pack.part(count) for pack in packs for count in pack.counts))


SERIES = {
    DUCKDB: "CAST(unnest(generate_series(DATE '{0}', DATE '{1}', INTERVAL 1 DAY)) AS DATE)",
    SPARK: "explode(sequence(DATE '{0}', DATE '{1}', INTERVAL 1 DAY))",
}
"""Days from a first to a last, a row for each."""


def _summed(grid: Lazy, names: Sequence[str], by: Sequence[str], rolling: Rolling) -> Lazy:
    """The sums of the days of each window, in place of the days' own counts."""
    language, asked = spoken(grid)
    if isinstance(language, Dialect):
        # in the engine's own words, for narwhals' rolling sum is a second window that counts what is summed
        parts = ", ".join(language.col(name).text for name in by)
        rows = f"ROWS BETWEEN {rolling.length - 1} PRECEDING AND CURRENT ROW"
        window = f"OVER (PARTITION BY {parts} ORDER BY {language.col(rolling.day).text} {rows})"
        columns = [
            evolve(column, text=f"sum({column.text}) {window}").cast(language.Int64).alias(name)
            if name in names
            else column
            for name in grid.collect_schema().names()
            for column in [language.col(name)]
        ]
        summed: Lazy = nw.from_native(asked.select(*columns).to_native())
    else:
        sums = nw.col(*names).rolling_sum(rolling.length, min_samples=1).over(*by, order_by=rolling.day)
        summed = grid.with_columns(sums.cast(nw.Int64))
    return summed.filter(nw.col(rolling.day) >= rolling.lasts.first)
