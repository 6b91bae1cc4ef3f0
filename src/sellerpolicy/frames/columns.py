"""Columns of a table: which ones a frame must have for it; checked before any row is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from sellerpolicy.errors import BadReport
from sellerpolicy.facts.fact import FactField, fields_of
from sellerpolicy.frames.required import KINDS, Column, is_text
from sellerpolicy.frames.truths import Language

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]

ANSWERS = ("outcome", "contested", "problem")
CURRENCY = "currency"
"""A column that may say in which currency a row's amounts are."""


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
            Column.of(declared).check_missing(extra)


def read_types(
    table: Table, schema: Mapping[str, nw.dtypes.DType], fields: Iterable[FactField]
) -> tuple[tuple[str, nw.dtypes.DType], ...]:
    """The types of the columns that the table reads; one of the wrong type is refused."""
    found = []
    for declared in fields:
        if declared.name in schema:
            dtype = schema[declared.name]
            column = Column.of(declared)
            if dtype != nw.Unknown and not column.fits(dtype):
                raise column.refused(f"this one holds {dtype}")
            found.append((declared.name, dtype))
    if CURRENCY in columns_read(table, schema, ()):
        dtype = schema[CURRENCY]
        if not is_text(dtype):
            raise BadReport(f"expected codes of currencies, {KINDS[str]}; this one holds {dtype}", column=CURRENCY)
        found.append((CURRENCY, dtype))
    return tuple(found)
