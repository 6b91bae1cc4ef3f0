"""Numbering: columns of polars frames as whole numbers that numpy can count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

Numbers = np.ndarray[Any, Any]

EPOCH = 719163
"""The ordinal of the day from which columns count their days, 1970-01-01."""

A_PART = 1 << 16
"""Rows that are looked at together."""

SPARSE = 4
"""Numbers that are spread over this many times as many places as there are rows are sorted instead of laid out."""


@frozen(eq=False)
class Coded:
    """The distinct values of rows, numbered from 0.

    Args:
        codes: each row's number.
        rows: for each number a row that has it.
    """

    codes: Numbers
    rows: Numbers

    @classmethod
    def of(cls, numbers: Numbers) -> Coded:
        """Number what has other numbers, however large."""
        if not len(numbers):
            return cls(np.zeros(0, np.int64), np.zeros(0, np.int64))
        least = int(numbers.min())
        spread = int(numbers.max()) - least + 1
        if spread == 1:
            return cls(np.zeros(len(numbers), np.int32), np.zeros(1, np.int64))
        if spread <= SPARSE * len(numbers):
            places = numbers - least if least else numbers
            seen = np.zeros(spread, bool)
            seen[places] = True
            codes = (np.cumsum(seen, dtype=np.int32) - np.int32(1))[places]
        else:
            codes = np.unique(numbers, return_inverse=True)[1]
        return cls(codes, _rows_of(codes))

    def and_of(self, other: Coded) -> Coded:
        """Number the pairs of two values."""
        if len(other.rows) <= 1:
            return self
        if len(self.rows) <= 1:
            return other
        return Coded.of(self.codes.astype(np.int64) * len(other.rows) + other.codes)


def _rows_of(codes: Numbers) -> Numbers:
    """For each number a row that has it."""
    rows = np.full(int(codes.max()) + 1, -1, np.int64)
    start = 0
    # mostly all have been seen before long
    while rows.min() < 0:
        part = codes[start : start + A_PART]
        rows[part] = np.arange(start, start + len(part))
        start += len(part)
    return rows


def coded(columns: Iterable[pl.Series]) -> Coded:
    """Number the distinct values of one column or of several together; a null is a value."""
    first, *others = (Coded.of(_numbers(column)) for column in columns)
    for other in others:
        first = first.and_of(other)
    return first


def _numbers(column: pl.Series) -> Numbers:
    """A whole number for each row, the same for the same value."""
    if column.dtype == pl.String:
        column = column.cast(pl.Categorical)
    whole = column.to_physical().cast(pl.Int64)
    if whole.null_count():
        least: Any = whole.min() or 0
        whole = whole.fill_null(least - 1)
    return whole.to_numpy()


def suspects(ids: pl.Series) -> Numbers:
    """The rows whose id is there more than once, and perhaps a few others."""
    # numpy sorts numbers much sooner than any engine finds distinct texts; different ones rarely have the same hash
    marks = (ids if ids.dtype.is_integer() else ids.cast(pl.String).hash()).to_numpy()
    ordered = np.sort(marks)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.flatnonzero(np.isin(marks, repeated)) if len(repeated) else repeated.astype(np.int64)


def twice(ids: pl.Series, sellers: Numbers, rows: Numbers) -> Any:
    """An id that one seller has twice; ``None`` where there is none.

    Args:
        ids: text or whole numbers, none of them null.
        sellers: each row's seller.
        rows: the suspects.
    """
    times = Counter(zip(ids[rows].to_list(), sellers[rows].tolist(), strict=True))
    return next((found for (found, _), number in times.most_common(1) if number > 1), None)


def matches(orders: pl.DataFrame, events: pl.DataFrame, keys: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Which rows of events tell of which rows of orders: the orders' rows and the events', pair by pair."""
    here = events.select(plain(events[key]) for key in keys).with_row_index("sellerpolicy event")
    # few orders have events, so that the others need not be joined
    rows = plain(orders[keys[0]]).is_in(here[keys[0]].implode()).arg_true()
    there = orders.select(keys)[rows].select(pl.col(key).cast(here.schema[key]) for key in keys)
    pairs = there.with_columns(rows.alias("sellerpolicy order")).join(here, on=[*keys])
    return pairs["sellerpolicy order"].to_numpy(), pairs["sellerpolicy event"].to_numpy()


def plain(ids: pl.Series) -> pl.Series:
    """Ids as numbers or texts of one type."""
    return ids.cast(pl.Int64 if ids.dtype.is_integer() else pl.String)
