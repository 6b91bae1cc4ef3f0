"""Decisions in frames: a table's rules as columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import polars as pl

from sellerpolicy.errors import shown
from sellerpolicy.facts.window import require_day
from sellerpolicy.frames.columns import ANSWERS, Columns, check_names, columns_read, fields_read, read_types
from sellerpolicy.frames.engines import attached, handed_over, in_polars, schema_of, spoken
from sellerpolicy.frames.memory import Progress, decided_in_memory
from sellerpolicy.frames.plans import written
from sellerpolicy.frames.required import opened
from sellerpolicy.logic.tables import DecisionTable

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

    Table = DecisionTable[Any, Any, Any]


def decide(
    table: DecisionTable[Any, Any, Any],
    frame: IntoFrameT,
    *,
    on: date | None = None,
    progress: Progress | None = None,
) -> IntoFrameT:
    """Decide every row of a frame, each by the policy text of its own day and marketplace.

    Columns have the names of the case's fields: Boolean, integer and Date columns, Datetime columns with a time zone,
    text for enums (the member's lower-case name), Decimal amounts in the marketplace's currency; ``NEVER`` is
    9999-01-01. A null is an unknown fact. So is a column that is not there, unless the field has another default.
    Only the columns that the table reads are looked at; all are kept. Where there is a column ``currency``, it is
    checked: amounts of another currency than the marketplace's own decide nothing.

    Args:
        table: a rule module's table, such as ``injury_and_damage.WHO_PAYS``.
        frame: a pandas, polars or pyarrow frame, a DuckDB relation, a Spark frame, an Ibis table, or another that
            narwhals knows and that tells unknown from false. What is lazy stays lazy: it becomes a plan, and nothing
            is worked out or collected.
        on: judge all rows by the text of this day instead.
        progress: called with the number of rows done and of all rows, after each part of a frame in memory
            (some 260,000 rows). What it raises, and a Ctrl-C, ends the work; the frame is left as it was.

    Returns:
        The same kind of frame with three columns more: ``outcome`` (the member's text; null while it is not known),
        ``contested`` (whether another reading of the sources would change the outcome) and ``problem`` (why the
        outcome is null: the unknown facts, a value that cannot be, or no policy text for that day and marketplace).

    Raises:
        BadReport: a column is missing, misspelt, there twice or of the wrong type; found before any row is read.
        TypeError: no table; no frame; a frame of an engine that does not tell unknown from false; or ``progress`` for
            a lazy frame, which is not worked out here but by its engine, when it is asked for.

    Example:
        >>> from datetime import date
        >>> from decimal import Decimal
        >>> import polars as pl
        >>> import sellerpolicy as sp
        >>> from sellerpolicy import frames
        >>> claims = pl.DataFrame({"amount": [Decimal("999.99")], "filed_on": [date(2023, 5, 2)], "is_valid": [False]})
        >>> frames.decide(sp.injury_and_damage.WHO_PAYS, claims)["outcome"].to_list()
        ['nobody']
    """
    if not isinstance(table, DecisionTable):
        raise TypeError(f"expected a rule module's table, such as injury_and_damage.WHO_PAYS; got {shown(table)}")
    if on is not None:
        require_day("on", on)
    given = opened(frame, answers=ANSWERS)
    if isinstance(given, nw.LazyFrame):
        if progress is not None:
            raise TypeError("a lazy frame is worked out later, by its engine: progress is for frames in memory")
        return cast("IntoFrameT", _decided_lazily(table, given, on))
    return cast("IntoFrameT", _decided_in_memory(table, given, on, progress))


def _decided_lazily(table: Table, given: nw.LazyFrame[Any], on: date | None) -> Any:
    """The frame with its answers, worked out layer by layer once it is asked for."""
    fields, schema = fields_read(table, on), schema_of(given)
    check_names(table, list(schema), fields)
    types = read_types(table, schema, fields)
    language, worked = spoken(given)
    plan = written(table, Columns(language, types), on)
    for layer in plan.layers:
        worked = worked.with_columns(*layer)
    answers = (plan.outcome.written, plan.contested, plan.problem.written)
    told = (answer.alias(name) for name, answer in zip(ANSWERS, answers, strict=True))
    answered = worked.select(*map(language.col, schema), *told)
    return answered if language is pl else answered.to_native()


def _decided_in_memory(table: Table, given: nw.DataFrame[Any], on: date | None, progress: Progress | None) -> Any:
    """The frame with its answers."""
    fields = fields_read(table, on)
    check_names(table, given.columns, fields)
    columns = handed_over(given, columns_read(table, given.columns, fields), fields)
    read_types(table, columns.schema, fields)
    answers = decided_in_memory(table, in_polars(columns, len(given)), on, progress)
    return attached(given, dict(zip(ANSWERS, answers, strict=True)))
