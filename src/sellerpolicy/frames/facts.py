"""Facts in frames: which columns there must be, of which types, and which values cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from difflib import SequenceMatcher
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import attrs
import narwhals.stable.v2 as nw
from attrs import evolve, frozen
from narwhals.exceptions import DuplicateError

from sellerpolicy.errors import BadReport, nearest
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR, REFUSED, FactField, fields_of
from sellerpolicy.facts.money import Money
from sellerpolicy.facts.never import NEVER, NEVER_AT
from sellerpolicy.frames.truths import FALSE, TRUE, Truth, any_of
from sellerpolicy.frames.values import moved, plain

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]
    Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]

ANSWERS = ("outcome", "contested", "problem")
SLIP = 0.85
"""How alike a column's name and that of a missing one must be for the one to be a slip for the other."""

DAYS = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 1, 1), NEVER
INSTANTS = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC), NEVER_AT
"""The first that a fact may have, the first that it may not have, and ``NEVER``."""

UTC_INSTANTS = nw.Datetime("us", "UTC")

COLUMNS: dict[type, str] = {
    bool: "yes or no (a Boolean column)",
    int: "whole numbers (an integer column)",
    date: "calendar days (a Date column)",
    datetime: "instants (a Datetime column with a time zone)",
    timedelta: "lengths of time (a Duration column)",
    Money: "exact amounts in the marketplace's own currency (a Decimal column)",
    Fraction: "exact rates, which no column holds",
    str: "text (a String column)",
}


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


def check_names(table: Table, names: Sequence[str], fields: Iterable[FactField]) -> None:
    """Refuse a frame without a required column, or with one whose name is a slip for a missing one."""
    extra = [name for name in names if name not in table.fact_names]
    for declared in fields:
        if declared.name not in names:
            if declared.required:
                raise _expected(declared, "there is no such column", meant=nearest(declared.name, extra))
            for name in extra:
                if SequenceMatcher(None, str(name).lower(), declared.name).ratio() >= SLIP:
                    raise _expected(declared, f"there is no such column, but {name!r}", meant=name)


def _expected(declared: FactField, problem: str, *, meant: str | None = None) -> BadReport:
    hint = f"; did you mean {meant!r}?" if meant else ""
    return BadReport(f"expected {_in_words(declared)}; {problem}{hint}", column=declared.name)


def _in_words(declared: FactField) -> str:
    return COLUMNS.get(declared.kind) or f"{COLUMNS[str]}, {declared.expected}"


@frozen
class Facts:
    """What a frame says of the facts that a table reads.

    Args:
        values: an expression for each fact, or one plain value where there is no such column.
        optional: the facts that may be unknown.
        days: the facts that are calendar days.
        bad: where a row's value cannot be, each with what was expected.
    """

    values: Mapping[str, Any]
    optional: frozenset[str]
    days: frozenset[str]
    bad: tuple[tuple[Truth, str], ...]

    @classmethod
    def of(cls, table: Table, given: Frame, on: date | None) -> Facts:
        """Find the facts in a frame's columns; a column of the wrong type is refused."""
        schema, fields = given.collect_schema(), fields_read(table, on)
        values = {
            declared.name: _column(declared, schema[declared.name], given.implementation)
            if declared.name in schema
            else plain(declared.default)
            for declared in fields
        }
        days = frozenset(declared.name for declared in fields if declared.kind is date)
        bad = [
            (
                _cannot_be(declared, column),
                f"{declared.name}: expected {_in_words(declared) if column is None else declared.expected}",
            )
            for declared in fields
            if declared.name in schema
            for column in [values[declared.name]]
        ]
        optional = frozenset(declared.name for declared in fields if declared.optional)
        return cls(values, optional, days, (*bad, *_out_of_order(table, values, days)))

    def is_unknown(self, name: str) -> Truth:
        """Where a fact is unknown."""
        value = self.values[name]
        return Truth(value.is_null() if isinstance(value, nw.Expr) else value is None)


def _column(declared: FactField, dtype: nw.dtypes.DType, engine: nw.Implementation) -> nw.Expr | None:
    """A column's facts; ``None`` for a column of nothing."""
    column = nw.col(declared.name)
    if dtype == nw.Unknown:
        return None
    if not _fits(declared.kind, dtype):
        raise _expected(declared, f"this one holds {dtype}")
    if issubclass(declared.kind, Enum | str) and dtype != nw.String:
        return column.cast(nw.String)
    if declared.kind is int:
        return column.cast(nw.Int64)
    if dtype != UTC_INSTANTS and declared.kind is datetime and (engine.is_polars() or engine.is_pyarrow()):
        # these compare no instants of two time zones or precisions, and nanoseconds do not reach NEVER
        return column.dt.truncate("1us").cast(UTC_INSTANTS)
    return column


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


def _cannot_be(declared: FactField, column: nw.Expr | None) -> Truth:
    """Where a column's value can be no such fact."""
    if column is None:
        # what a column of nothing holds after all is of no type that a fact could have
        return Truth(~nw.col(declared.name).is_null()) if declared.optional else TRUE
    missing = FALSE if declared.optional else Truth(column.is_null())
    bounds = (Truth(outside.fill_null(value=False)) for outside in _out_of_bounds(declared, column))
    return any_of((missing, *bounds))


def _out_of_bounds(declared: FactField, column: nw.Expr) -> Iterator[nw.Expr]:
    kind = declared.kind
    if issubclass(kind, Enum):
        yield ~column.is_in([member.value for member in kind])
    elif issubclass(kind, date):
        first, end, never = DAYS if kind is date else INSTANTS
        too_late = column >= end if declared.take(never) is REFUSED else (column >= end) & (column != never)
        yield (column < first) | too_late
    elif kind is Money and declared.take(Money(-1, "USD")) is REFUSED:
        yield column < 0
    elif declared.bound is not None:
        schema = declared.bound.schema
        if "minimum" in schema:
            yield column < schema["minimum"]
        if "maximum" in schema:
            yield column > schema["maximum"]


def _out_of_order(table: Table, values: Mapping[str, Any], days: Collection[str]) -> Iterator[tuple[Truth, str]]:
    """Where one day or instant lies before another that it cannot precede."""
    for follows in getattr(table.case, "sequence", ()):
        later, earlier = values.get(follows.later), values.get(follows.earlier)
        are_days = [name in days for name in (follows.later, follows.earlier)]
        # an instant's day in the marketplace is not known here
        if isinstance(later, nw.Expr) and isinstance(earlier, nw.Expr) and are_days[0] is are_days[1]:
            first = moved(earlier, -follows.slack, is_day=are_days[0]) if follows.slack else earlier
            precedes = (later < first) & (earlier != (NEVER if are_days[0] else NEVER_AT))
            yield Truth(precedes.fill_null(value=False)), f"{follows.later}: expected none before {follows.earlier}"
