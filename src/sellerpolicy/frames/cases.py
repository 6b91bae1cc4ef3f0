"""Cases of eager frames: rows that a table cannot tell apart are decided once, by the table itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from attrs import frozen

from sellerpolicy.facts import Marketplace
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR, FactField, fields_of
from sellerpolicy.frames.numbering import EPOCH, Coded, Numbers, coded
from sellerpolicy.frames.required import Column

if TYPE_CHECKING:
    from sellerpolicy.logic.decisions import Decision
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]

DAYS = (date(FIRST_YEAR, 1, 1).toordinal() - EPOCH, date(LAST_YEAR + 1, 1, 1).toordinal() - EPOCH)
"""The first day that an event may have, and the first that it may not have, counted as columns count."""


def facts_that_decide(table: Table) -> tuple[FactField, ...]:
    """The facts that decide, and those that pick the text."""
    names = {*table.read_names, table.day_fact, "marketplace"}
    return tuple(declared for declared in fields_of(table.case) if declared.name in names)


def columns_read(table: Table) -> Iterator[Column]:
    """The columns that a table asks of a frame."""
    return map(Column.of, facts_that_decide(table))


@frozen(eq=False)
class Decided:
    """The decisions of a frame's rows.

    Args:
        cases: which row is which case.
        decisions: of each case.
    """

    cases: Coded
    decisions: tuple[Decision[Any], ...]

    def marks(self, marks: Mapping[str, Any]) -> dict[str, Numbers]:
        """For each mark where it holds, by what it says of a decision."""
        return {
            name: np.array([holds(decision) for decision in self.decisions], bool)[self.cases.codes]
            for name, holds in marks.items()
        }


def decided(table: Table, frame: pl.DataFrame) -> Decided:
    """Decide every row of a frame, each by the text of its own day and marketplace.

    Raises:
        BadFact: a row's facts cannot be.
    """
    # what is in no column, or in one of nothing, is as if it were not said
    said = {name for name, dtype in frame.schema.items() if dtype != pl.Null}
    facts = [declared for declared in facts_that_decide(table) if declared.name in said]
    columns = [frame[declared.name] for declared in facts if declared.name != table.day_fact]
    cases = _eras(table, frame[table.day_fact]).and_of(coded(columns))
    shown = frame.select(*(declared.name for declared in facts), *_identity(table))[cases.rows]
    decisions = tuple(table.decide(table.case(**_values(row))) for row in shown.iter_rows(named=True))
    return Decided(cases, decisions)


def _identity(table: Table) -> Iterator[str]:
    """What else a case must have, though no condition reads it."""
    for declared in fields_of(table.case):
        if declared.required and declared not in facts_that_decide(table):
            yield declared.name


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if name == "order_id" else value for name, value in row.items()}


def _eras(table: Table, days: pl.Series) -> Coded:
    """Rows by the stretch of days through which the texts of all marketplaces stay the same."""
    first, end = DAYS
    numbers = days.to_physical().fill_null(end).to_numpy()
    return Coded.of(np.searchsorted(np.array([first, *starts(table), end]), numbers, side="right"))


@cache
def starts(table: Table) -> tuple[int, ...]:
    """The days on which a text changes, in any marketplace, counted as columns count."""
    found = {start for shop in Marketplace for start, _ in table.terms.eras(shop)}
    return tuple(sorted(start.toordinal() - EPOCH for start in found if start.toordinal() - EPOCH > DAYS[0]))
