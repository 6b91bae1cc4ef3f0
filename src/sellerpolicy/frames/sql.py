"""SQL, written as narwhals and polars write expressions: DuckDB and Spark take a whole layer of columns at once.

Handed over bit by bit, a large table took seconds before anything was worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from attrs import evolve, frozen


@frozen
class Dialect:
    """A language for expressions, and what engines write in it each in their own way.

    Args:
        quote: what stands around a name.
        apostrophe: how one is written within a text.
        instant: the type of an instant.
        span: a length of time, from its microseconds.
        days_later: a day, some days later.
        time_later: an instant, some microseconds later.
    """

    quote: str
    apostrophe: str
    instant: str
    span: str
    days_later: str
    time_later: str

    String = "STRING"
    Int64 = "BIGINT"
    Date = "DATE"

    def col(self, name: str) -> Sql:
        """A column."""
        return Sql(f"{self.quote}{name.replace(self.quote, self.quote * 2)}{self.quote}", self)

    def lit(self, value: object, kind: str | None = None) -> Sql:
        """A plain value."""
        written = Sql(self._literal(value), self)
        return written if kind is None else written.cast(kind)

    def _literal(self, value: object) -> str:
        match value:
            case None | bool():
                return {None: "NULL", True: "TRUE", False: "FALSE"}[value]
            case int() | Decimal():
                return format(value, "" if isinstance(value, int) else "f")
            case datetime():
                return f"{self.instant} '{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00:00'"
            case date():
                return f"DATE '{value.isoformat()}'"
            case timedelta():
                return self.span.format(value // timedelta(microseconds=1))
            case str():
                return "'" + value.replace("'", self.apostrophe) + "'"
        raise TypeError(f"{value!r} is nothing that a column holds")

    def written(self, value: object) -> str:
        """An expression, or a plain value, as text."""
        return value.text if isinstance(value, Sql) else self._literal(value)

    def when(self, condition: object) -> When:
        """Begin a choice."""
        return When(self, self.written(condition))

    def concat_str(self, *parts: Any, separator: str = "", ignore_nulls: bool = False) -> Sql:  # noqa: ARG002
        """Texts one after the other; those that are null are left out."""
        texts = [part for given in parts for part in (given if isinstance(given, Sequence) else (given,))]
        return Sql(f"concat_ws({self._literal(separator)}, {', '.join(map(self.written, texts))})", self)


DUCKDB = Dialect(
    quote='"',
    apostrophe="''",
    instant="TIMESTAMPTZ",
    span="to_microseconds({0})",
    days_later="CAST({0} + INTERVAL ({1}) DAY AS DATE)",
    time_later="({0} + INTERVAL ({1}) MICROSECOND)",
)
SPARK = Dialect(
    quote="`",
    apostrophe="\\'",
    instant="TIMESTAMP",
    span="make_dt_interval(0, 0, 0, {0} / 1000000)",
    days_later="date_add({0}, {1})",
    time_later="timestampadd(MICROSECOND, {1}, {0})",
)


@frozen(eq=False)
class Sql:
    """An expression."""

    text: str
    dialect: Dialect

    def _joined(self, operator: str, other: object) -> Sql:
        return evolve(self, text=f"({self.text} {operator} {self.dialect.written(other)})")

    def __and__(self, other: object) -> Sql:
        return self._joined("AND", other)

    def __or__(self, other: object) -> Sql:
        return self._joined("OR", other)

    def __invert__(self) -> Sql:
        return evolve(self, text=f"(NOT {self.text})")

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Any:
        return self._joined("=", other)

    def __ne__(self, other: object) -> Any:
        return self._joined("<>", other)

    def __lt__(self, other: object) -> Sql:
        return self._joined("<", other)

    def __le__(self, other: object) -> Sql:
        return self._joined("<=", other)

    def __gt__(self, other: object) -> Sql:
        return self._joined(">", other)

    def __ge__(self, other: object) -> Sql:
        return self._joined(">=", other)

    def __mul__(self, other: object) -> Sql:
        return self._joined("*", other)

    def alias(self, name: str) -> Sql:
        """The expression as a column of that name."""
        return evolve(self, text=f"{self.text} AS {self.dialect.col(name).text}")

    def cast(self, kind: str) -> Sql:
        """The value in another type."""
        return evolve(self, text=f"CAST({self.text} AS {kind})")

    def is_null(self) -> Sql:
        """Where there is no value."""
        return evolve(self, text=f"({self.text} IS NULL)")

    def fill_null(self, *, value: object) -> Sql:
        """A value where there is none."""
        return evolve(self, text=f"coalesce({self.text}, {self.dialect.written(value)})")

    def is_in(self, members: Iterable[object]) -> Sql:
        """Where the value is one of several."""
        return evolve(self, text=f"({self.text} IN ({', '.join(map(self.dialect.written, members))}))")

    def days_later(self, days: int) -> Sql:
        """The day, some days later."""
        return evolve(self, text=self.dialect.days_later.format(self.text, days))

    def time_later(self, microseconds: int) -> Sql:
        """The instant, some microseconds later."""
        return evolve(self, text=self.dialect.time_later.format(self.text, microseconds))


@frozen
class When:
    """A choice that has been begun."""

    dialect: Dialect
    condition: str

    def then(self, value: object) -> Then:
        """What holds where the condition does."""
        begun = f"CASE WHEN {self.condition} THEN {self.dialect.written(value)}"
        return Then(f"{begun} END", self.dialect, begun)


@frozen(eq=False)
class Then(Sql):
    """A choice: a value where a condition holds, and none elsewhere."""

    begun: str

    def otherwise(self, value: object) -> Sql:
        """What holds elsewhere."""
        return Sql(f"{self.begun} ELSE {self.dialect.written(value)} END", self.dialect)
