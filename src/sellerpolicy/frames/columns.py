"""Columns: which ones a frame must have for a table, of which types; checked before any row is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import attrs
import narwhals.stable.v2 as nw
from attrs import evolve, frozen
from narwhals.exceptions import DuplicateError

from sellerpolicy.errors import BadReport, nearest
from sellerpolicy.facts.fact import FactField, fields_of
from sellerpolicy.facts.money import Money
from sellerpolicy.frames.truths import Language

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]
    Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]

ANSWERS = ("outcome", "contested", "problem")
CURRENCY = "currency"
"""A column that may say in which currency a row's amounts are."""

SLIP = 0.85
"""How alike a column's name and that of a missing one must be for the one to be a slip for the other."""

KINDS: dict[type, str] = {
    bool: "yes or no (a Boolean column)",
    int: "whole numbers (an integer column)",
    date: "calendar days (a Date column)",
    datetime: "instants (a Datetime column with a time zone)",
    timedelta: "lengths of time (a Duration column)",
    Money: "exact amounts in the marketplace's own currency (a Decimal column)",
    Fraction: "exact rates, which no column holds",
    str: "text (a String column)",
}


@frozen(cache_hash=True)
class Columns:
    """The columns of a frame that a table reads.

    Args:
        language: in which expressions over them are written.
        types: each column's type.
        same: the facts that are the same in all rows, as columns hold them.
    """

    language: Language
    types: tuple[tuple[str, nw.dtypes.DType], ...]
    same: tuple[tuple[str, str], ...] = ()


def opened(frame: Any) -> Frame:
    """Take a frame of whatever engine; a column that is there twice, or has the name of an answer, is refused."""
    try:
        given = cast("Frame", nw.from_native(frame))
        names = given.columns
    except DuplicateError:
        # pyarrow has its columns' names here, and the columns themselves where pandas has the names
        names = list(getattr(frame, "column_names", None) or frame.columns)
    for name in names:
        if names.count(name) > 1:
            raise BadReport("two columns have this name", column=str(name))
        if name in ANSWERS:
            raise BadReport("the answer goes into a column of this name; rename the one that is there", column=name)
    return given


def fields_read(table: Table, on: date | None) -> tuple[FactField, ...]:
    """The fields of the case that decide: those that conditions read, and those that pick the text."""
    picks_text = table.day_fact if on is None else None
    names = {*table.read_names, "marketplace", picks_text}
    return tuple(
        # without its day a row has no text
        evolve(declared, optional=False, default=attrs.NOTHING) if declared.name == picks_text else declared
        for declared in fields_of(table.case)
        if declared.name in names
    )


def columns_read(table: Table, names: Iterable[str], fields: Iterable[FactField]) -> list[str]:
    """The columns that decide, in their own order."""
    read = {declared.name for declared in fields}
    if CURRENCY not in table.fact_names and table.compares_amounts:
        read.add(CURRENCY)
    return [name for name in names if name in read]


def check_names(table: Table, names: Sequence[str], fields: Iterable[FactField]) -> None:
    """Refuse a frame without a required column, or with one whose name is a slip for a missing one."""
    extra = [name for name in names if name not in table.fact_names]
    for declared in fields:
        if declared.name not in names:
            if declared.required:
                raise expected(declared, "there is no such column", meant=nearest(declared.name, extra))
            for name in extra:
                if SequenceMatcher(None, str(name).lower(), declared.name).ratio() >= SLIP:
                    raise expected(declared, "there is no such column", meant=name)


def read_types(
    table: Table, schema: Mapping[str, nw.dtypes.DType], fields: Iterable[FactField]
) -> tuple[tuple[str, nw.dtypes.DType], ...]:
    """The types of the columns that the table reads; one of the wrong type is refused."""
    found = []
    for declared in fields:
        if declared.name in schema:
            dtype = schema[declared.name]
            if dtype != nw.Unknown and not _fits(declared.kind, dtype):
                raise expected(declared, f"this one holds {dtype}")
            found.append((declared.name, dtype))
    if CURRENCY in columns_read(table, schema, ()):
        dtype = schema[CURRENCY]
        if not _fits(str, dtype):
            raise BadReport(f"expected codes of currencies, {KINDS[str]}; this one holds {dtype}", column=CURRENCY)
        found.append((CURRENCY, dtype))
    return tuple(found)


def expected(declared: FactField, problem: str, *, meant: str | None = None) -> BadReport:
    """The error for a column that is not as it must be."""
    hint = f"; did you mean {meant!r}?" if meant else ""
    return BadReport(f"expected {in_words(declared)}; {problem}{hint}", column=declared.name)


def in_words(declared: FactField) -> str:
    """What a column of such facts holds."""
    return KINDS.get(declared.kind) or f"{KINDS[str]}, {declared.expected}"


def _fits(kind: type, dtype: nw.dtypes.DType) -> bool:
    if kind is datetime:
        return isinstance(dtype, nw.Datetime) and dtype.time_zone is not None
    if kind is int:
        return dtype.is_integer()
    if kind is Money:
        return dtype.is_decimal()
    if issubclass(kind, Enum | str):
        return isinstance(dtype, nw.String | nw.Categorical | nw.Enum)
    return dtype == {bool: nw.Boolean, date: nw.Date, timedelta: nw.Duration}.get(kind)
