"""Required columns: which there must be in a frame, and of which types, asked before any work is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import polars as pl
from attrs import frozen
from narwhals.exceptions import DuplicateError

from sellerpolicy.errors import BadReport, nearest
from sellerpolicy.facts.money import Money
from sellerpolicy.frames.engines import handed_over, in_polars, require_nulls

if TYPE_CHECKING:
    from sellerpolicy.facts.fact import FactField

Lazy = nw.LazyFrame[Any]
Frame = nw.DataFrame[Any] | Lazy
Fits = Callable[[nw.dtypes.DType], bool]


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


class Key:
    """What names sellers or orders."""


def is_text(dtype: nw.dtypes.DType) -> bool:
    """Whether a type holds text."""
    return isinstance(dtype, nw.String | nw.Categorical | nw.Enum)


HOLDS: Mapping[type, tuple[str, Fits]] = {
    Key: ("text or whole numbers (a String or integer column)", lambda dtype: is_text(dtype) or dtype.is_integer()),
    bool: (KINDS[bool], lambda dtype: dtype == nw.Boolean),
    int: (KINDS[int], lambda dtype: dtype.is_integer()),
    date: (KINDS[date], lambda dtype: dtype == nw.Date),
    datetime: (KINDS[datetime], lambda dtype: isinstance(dtype, nw.Datetime) and dtype.time_zone is not None),
    timedelta: (KINDS[timedelta], lambda dtype: dtype == nw.Duration),
    Fraction: (KINDS[Fraction], lambda _: False),
    Money: (KINDS[Money], lambda dtype: dtype.is_decimal()),
    str: (KINDS[str], is_text),
}
"""What a column of each kind holds, in words and as a test of its type."""

NOTHING = {
    bool: pl.Boolean(),
    int: pl.Int64(),
    date: pl.Date(),
    datetime: pl.Datetime("us", "UTC"),
    Money: pl.Decimal(38, 2),
}
"""The types of columns that hold nothing but nulls; others are texts."""


@frozen
class Column:
    """A column that is asked for.

    Args:
        name: its name.
        kind: what it holds.
        optional: it need not be there.
        may_be_nothing: it may hold nulls alone, and so be of no type.
    """

    name: str
    kind: type[Any]
    optional: bool = False
    may_be_nothing: bool = False

    @classmethod
    def of(cls, declared: FactField) -> Column:
        """The column of a fact."""
        return cls(declared.name, declared.kind, optional=not declared.required, may_be_nothing=declared.optional)

    @property
    def holds(self) -> str:
        """What it must hold, in words."""
        if issubclass(self.kind, Enum):
            return f"{HOLDS[str][0]}, one of {', '.join(repr(each.value) for each in self.kind)}"
        return HOLDS[self.kind][0]

    def fits(self, dtype: nw.dtypes.DType) -> bool:
        """Whether a type may hold it."""
        if dtype == nw.Unknown:
            return self.may_be_nothing
        return HOLDS[str if issubclass(self.kind, Enum) else self.kind][1](dtype)

    def refused(self, problem: str, *, argument: str | None = None, meant: str | None = None) -> BadReport:
        """The error for a frame in which something else stands here."""
        hint = f"; did you mean {meant!r}?" if meant else ""
        return BadReport(f"expected {self.holds}; {problem}{hint}", file=argument, column=self.name)

    def check_missing(self, strangers: Sequence[str], *, argument: str | None = None) -> None:
        """Refuse a frame without it where it must be there, or where another column's name is a slip for its own.

        Args:
            strangers: the frame's columns that are no facts.
            argument: what the function calls the frame.
        """
        missing = "there is no such column"
        if not self.optional:
            raise self.refused(missing, argument=argument, meant=nearest(self.name, strangers))
        for name in strangers:
            if SequenceMatcher(None, str(name).lower(), self.name).ratio() >= SLIP:
                raise self.refused(missing, argument=argument, meant=name)


def checked(
    frame: Any, argument: str, columns: Sequence[Column], *, known: Collection[str] = ()
) -> Lazy | pl.DataFrame:
    """Open a frame; one without a column, or with one misspelt, twice or of the wrong type, raises ``BadReport``.

    Of one in memory these columns are handed over to polars, whatever its engine.

    Args:
        frame: the frame, of whatever engine.
        argument: what the function calls it.
        columns: the columns that are asked for.
        known: names of others that may stand beside them, and so are no slips.
    """
    given = opened(frame, argument)
    strangers = [name for name in given.columns if name not in {*known, *(column.name for column in columns)}]
    for column in columns:
        if column.name not in given.columns:
            column.check_missing(strangers, argument=argument)
    there = [column for column in columns if column.name in given.columns]
    asked = given if isinstance(given, nw.LazyFrame) else _handed_over(given, argument, there)
    schema = nw.from_native(asked).collect_schema()
    for column in there:
        if not column.fits(schema[column.name]):
            raise column.refused(f"this one holds {schema[column.name]}", argument=argument)
    return asked


def opened(frame: Any, argument: str | None = None, *, answers: Collection[str] = ()) -> Frame:
    """Take a frame of whatever engine that tells unknown from false.

    Args:
        frame: the frame.
        argument: what the function calls it.
        answers: the columns that will be added to it.

    Raises:
        BadReport: a column is there twice, or has the name of an answer.
        TypeError: no frame, or one of an engine that does not tell unknown from false.
    """
    try:
        given = cast("Frame", nw.from_native(frame))
        names = given.columns
    except DuplicateError:
        # pyarrow has its columns' names here, and the columns themselves where pandas has the names
        names = list(getattr(frame, "column_names", None) or frame.columns)
    for name in names:
        if names.count(name) > 1:
            raise BadReport("two columns have this name", file=argument, column=str(name))
        if name in answers:
            problem = "the answer goes into a column of this name; rename the one that is there"
            raise BadReport(problem, file=argument, column=name)
    require_nulls(given.implementation)
    return given


def _handed_over(given: nw.DataFrame[Any], argument: str, columns: Sequence[Column]) -> pl.DataFrame:
    """The columns in polars; those of nothing get the type of what they do not hold."""
    try:
        found = handed_over(given, [column.name for column in columns], cast("Any", columns))
    except BadReport as error:
        raise BadReport(error.problem, file=argument, column=error.column) from None
    frame = in_polars(found, len(given))
    empty = [column for column in columns if frame[column.name].dtype == pl.Null]
    return frame.with_columns(pl.col(column.name).cast(NOTHING.get(column.kind, pl.String())) for column in empty)


def same_kind(argument: str, frame: object, orders: object) -> None:
    """Refuse a frame of another kind than that of the orders."""
    if type(frame) is not type(orders):
        kinds = (f"{type(each).__module__.partition('.')[0]}'s {type(each).__name__}" for each in (orders, frame))
        raise TypeError(f"{argument}: expected a frame of the same kind as orders, {next(kinds)}; got {next(kinds)}")


def like_given(answer: pl.DataFrame, given: Any, types: Mapping[str, str]) -> Any:
    """A polars frame as one of the kind that was given.

    Args:
        answer: the polars frame.
        given: the frame that was given.
        types: columns of the answer, with those of the given frame whose type they have in pandas.
    """
    if isinstance(given, pl.DataFrame):
        return answer
    import pyarrow as pa

    arrow = answer.to_arrow()
    types_out = [pa.string() if answer[field.name].dtype == pl.String else field.type for field in arrow.schema]
    arrow = arrow.cast(pa.schema(zip(arrow.column_names, types_out, strict=True)))
    if isinstance(given, pa.Table):
        return arrow
    return arrow.to_pandas().astype({name: given[own].dtype for name, own in types.items()})
