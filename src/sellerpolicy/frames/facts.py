"""Facts in frames: a table's facts as columns, and where a row's values cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import polars as pl
from attrs import frozen

from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR, REFUSED, FactField
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.money import Money
from sellerpolicy.facts.never import NEVER, NEVER_AT
from sellerpolicy.frames.columns import CURRENCY, Columns
from sellerpolicy.frames.required import Column
from sellerpolicy.frames.truths import FALSE, TRUE, Expr, Language, Truth, any_of, asked
from sellerpolicy.frames.values import FEW, is_column, is_one_of, moved, plain

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]

DAYS = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 1, 1), NEVER
INSTANTS = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC), NEVER_AT
"""The first that a fact may have, the first that it may not have, and ``NEVER``."""

UTC_INSTANTS = nw.Datetime("us", "UTC")


@frozen
class Facts:
    """What a frame says of the facts that a table reads.

    Args:
        language: in which expressions are written.
        prepared: columns that are made before all others.
        values: an expression for each fact, or one plain value where all rows have the same.
        nullable: the facts whose column may hold nulls.
        optional: the facts that may be unknown.
        days: the facts that are calendar days.
        bad: where a row's value cannot be, each with what was expected.
    """

    language: Language
    prepared: tuple[Expr, ...]
    values: Mapping[str, Any]
    nullable: frozenset[str]
    optional: frozenset[str]
    days: frozenset[str]
    bad: tuple[tuple[Truth, str], ...]

    @classmethod
    def of(cls, table: Table, columns: Columns, fields: Iterable[FactField]) -> Facts:
        """Find the facts in a frame's columns."""
        declared_facts, types, same = tuple(fields), dict(columns.types), dict(columns.same)
        col = columns.language.col
        values: dict[str, Any] = {}
        prepared, bad = [], []
        for declared in declared_facts:
            name = declared.name
            if name in same or name not in types:
                values[name] = same.get(name, plain(declared.default))
                continue
            values[name] = None if types[name] == nw.Unknown else col(name)
            made = _made(declared, types[name], columns.language)
            if made is not None:
                prepared.append(made.alias(f"sellerpolicy {name}"))
                values[name] = col(f"sellerpolicy {name}")
            wanted = Column.of(declared).holds if values[name] is None else declared.expected
            bad.append((_cannot_be(declared, values[name], col(name)), f"{name}: expected {wanted}"))
        days = frozenset(declared.name for declared in declared_facts if declared.kind is date)
        if CURRENCY in types:
            bad.append((_foreign(col(CURRENCY), values["marketplace"]), WRONG_CURRENCY))
        return cls(
            columns.language,
            tuple(prepared),
            values,
            frozenset(types),
            frozenset(declared.name for declared in declared_facts if declared.optional),
            days,
            (*bad, *_out_of_order(table, values, days)),
        )

    def is_unknown(self, name: str) -> Truth:
        """Where a fact is unknown."""
        value = self.values[name]
        if not is_column(value):
            return asked(value is None)
        return asked(value.is_null()) if name in self.nullable else FALSE


def _made(declared: FactField, dtype: nw.dtypes.DType, language: Language) -> Expr | None:
    """A column of facts made of the frame's own, where that does not serve as it is."""
    column: Expr = language.col(declared.name)
    is_polars = language is pl
    if dtype == nw.Unknown:
        return None
    if issubclass(declared.kind, Enum | str):
        text = None if dtype == nw.String else column.cast(language.String)
        if is_polars and issubclass(declared.kind, Enum) and len(declared.kind) > FEW:
            # to compare numbers is less work than to compare texts, once there are many to compare with
            members = pl.Enum([member.value for member in declared.kind])
            return (column if text is None else text).cast(members, strict=False)
        return text
    if declared.kind is int and dtype != nw.Int64:
        return column.cast(language.Int64)
    if declared.kind is datetime and dtype != UTC_INSTANTS and is_polars:
        # polars compares no instants of two time zones or precisions, and nanoseconds do not reach NEVER
        return column.dt.truncate("1us").cast(pl.Datetime("us", "UTC"))
    return None


def _cannot_be(declared: FactField, column: Expr | None, own: Expr) -> Truth:
    """Where a column's value can be no such fact; ``own`` is the column as the frame has it."""
    if column is None:
        # what a column of nothing holds after all is of no type that a fact could have
        return asked(~own.is_null()) if declared.optional else TRUE
    missing = FALSE if declared.optional else asked(own.is_null())
    if issubclass(declared.kind, Enum) and isinstance(column, pl.Expr) and len(declared.kind) > FEW:
        # what is no member's text has become null
        return missing | asked(column.is_null() & own.is_not_null())
    return any_of((missing, *(asked(outside.fill_null(value=False)) for outside in _out_of_bounds(declared, column))))


def _out_of_bounds(declared: FactField, column: Expr) -> Iterator[Expr]:
    kind = declared.kind
    if issubclass(kind, Enum):
        yield ~is_one_of(column, [member.value for member in kind])
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


WRONG_CURRENCY = f"{CURRENCY}: expected the marketplace's own, in which its policy's amounts are"


def _foreign(currency: Expr, marketplace: Any) -> Truth:
    """Where a row's currency is not that of its marketplace; one that is not said is taken for it."""
    own: dict[str, list[str]] = {}
    for shop in Marketplace:
        own.setdefault(shop.currency, []).append(shop.value)
    if not is_column(marketplace):
        code = next(code for code, shops in own.items() if marketplace in shops)
        return asked((currency != code).fill_null(value=False))
    fits = any_of(
        asked(((currency == code) & marketplace.is_in(shops)).fill_null(value=False)) for code, shops in own.items()
    )
    return ~fits & asked(~currency.is_null())


def _out_of_order(table: Table, values: Mapping[str, Any], days: Collection[str]) -> Iterator[tuple[Truth, str]]:
    """Where one day or instant lies before another that it cannot precede."""
    for follows in getattr(table.case, "sequence", ()):
        later, earlier = values.get(follows.later), values.get(follows.earlier)
        are_days = [name in days for name in (follows.later, follows.earlier)]
        # an instant's day in the marketplace is not known here
        if is_column(later) and is_column(earlier) and are_days[0] is are_days[1]:
            first: Expr = moved(earlier, -follows.slack, is_day=are_days[0]) if follows.slack else earlier
            precedes = (later < first) & (earlier != (NEVER if are_days[0] else NEVER_AT))
            yield asked(precedes.fill_null(value=False)), f"{follows.later}: expected none before {follows.earlier}"
