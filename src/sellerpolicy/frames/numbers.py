"""Numbers that stand for texts: to polars they are far less work than the texts themselves, which come last."""

from __future__ import annotations

from functools import cached_property

import polars as pl
from attrs import define

from sellerpolicy.frames.truths import Expr

UNKNOWN = "unknown: "
"""What stands before the names of unknown facts."""

LISTED = 1 << 12
"""So many texts are listed beforehand; where there could be more, only those that occur."""

BYTE = 1 << 8


@define(slots=False, eq=False)
class Numbers:
    """What the numbers of a column stand for.

    Args:
        texts: what the lowest numbers stand for.
        names: what all others list: each name has its bit, counted from the first number that is no text's.
    """

    texts: tuple[str | None, ...]
    names: tuple[str, ...] = ()

    def text(self, number: int) -> str | None:
        """What one number stands for."""
        if number < len(self.texts):
            return self.texts[number]
        return f"{UNKNOWN}{self.listed(number - len(self.texts), self.names)}"

    @staticmethod
    def listed(bits: int, names: tuple[str, ...]) -> str | None:
        """The names that have these bits; ``None`` for none."""
        return ", ".join(name for place, name in enumerate(names) if bits >> place & 1) or None

    @property
    def _end(self) -> int:
        return len(self.texts) + (1 << len(self.names) if self.names else 0)

    @cached_property
    def _all(self) -> pl.Series:
        return pl.Series([self.text(number) for number in range(self._end)], dtype=pl.String)

    def spelt(self, numbers: pl.Series) -> pl.Series:
        """The texts of a column in memory."""
        if self._end <= LISTED:
            return self._all.gather(numbers)
        found = numbers.unique().to_list()
        return numbers.replace_strict(found, list(map(self.text, found)), return_dtype=pl.String)

    def written(self, number: Expr) -> Expr:
        """The texts of a column yet to be worked out."""
        if self._end <= LISTED:
            return number.replace_strict(range(self._end), self._all, return_dtype=pl.String)
        first = len(self.texts)
        fixed = number.replace_strict(range(first), self.texts, default=None, return_dtype=pl.String)
        listed = pl.concat_str(
            [self._named(number - first, place) for place in range(0, len(self.names), 8)],
            separator=", ",
            ignore_nulls=True,
        )
        return pl.when(number < first).then(fixed).otherwise(pl.lit(UNKNOWN) + listed)

    def _named(self, bits: Expr, place: int) -> Expr:
        """The names of one byte."""
        names = self.names[place : place + 8]
        texts = [self.listed(choice, names) for choice in range(1 << len(names))]
        return (bits // (1 << place) % BYTE).replace_strict(
            range(len(texts)), texts, default=None, return_dtype=pl.String
        )
