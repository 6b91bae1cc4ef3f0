"""Values as columns hold them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from functools import reduce
from operator import or_
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
from attrs import evolve

from sellerpolicy.facts.money import Money
from sellerpolicy.frames.sql import Sql
from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.spans import Span

A_DAY = timedelta(days=1)
A_MICROSECOND = timedelta(microseconds=1)


def plain(value: Any) -> Any:
    """A value as a column holds it: an enum member's text, an amount's number, a span's elapsed time."""
    match value:
        case Enum():
            return value.value
        case Money():
            return plain(value.amount)
        case Decimal() if value == value.to_integral_value():
            # every engine compares a decimal of any precision with a whole number
            return int(value)
        case Span():
            return value.elapsed
        case Limit():
            return evolve(value, value=plain(value.value))
    return value


def is_column(value: Any) -> bool:
    """Whether a fact's value is a column, and not one value for all rows."""
    return isinstance(value, nw.Expr | pl.Expr | Sql)


FEW = 6
"""So few texts polars compares one by one sooner than it looks them up."""


def is_one_of(column: Any, members: Sequence[Any]) -> Any:
    """Where a column has one of several values."""
    if isinstance(column, pl.Expr) and len(members) <= FEW:
        return reduce(or_, (column == member for member in members))
    return column.is_in(members)


def moved(start: Any, span: timedelta, *, is_day: bool) -> Any:
    """The day or instant that lies a span after another; a day is moved by whole days."""
    if is_day and span % A_DAY:
        raise TypeError(f"{span} is no number of days, and cannot be counted from a calendar day")
    if not is_column(start):
        return start + span
    if isinstance(start, Sql):
        return start.days_later(span // A_DAY) if is_day else start.time_later(span // A_MICROSECOND)
    # never as a timedelta: some engines take 24 hours of it for a day by the clocks of the session's time zone
    if is_day:
        # some engines make an instant of a day that is moved
        return start.dt.offset_by(f"{span // A_DAY}d").cast(pl.Date if isinstance(start, pl.Expr) else nw.Date)
    return start.dt.offset_by(f"{span // A_MICROSECOND}us")
