"""Engines: how frames in memory hand over their columns and take back the answers, and which engines are refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import polars as pl
from attrs import evolve, frozen

from sellerpolicy.errors import BadReport
from sellerpolicy.frames.sql import DUCKDB, SPARK, Dialect, Sql
from sellerpolicy.frames.truths import Language

if TYPE_CHECKING:
    from sellerpolicy.facts.fact import FactField


def require_nulls(engine: nw.Implementation) -> None:
    """Refuse engines that compute as pandas does, where a null may compare as false; pandas itself needs Arrow."""
    if engine.is_dask():
        raise TypeError(
            "Dask does not tell unknown from false: hand over one part after the other as pandas frames, or read the "
            "files with polars, DuckDB or Spark"
        )
    if engine.is_pandas_like() and not engine.is_pandas():
        raise TypeError(f"{engine.value} does not tell unknown from false: hand over a pandas, polars or pyarrow frame")
    if engine.is_pandas() and find_spec("pyarrow") is None:
        raise ModuleNotFoundError("pandas frames are read through Arrow: pip install pyarrow", name="pyarrow")


@frozen
class Projected:
    """A frame of an engine that reads SQL."""

    native: Any
    projected: Callable[[Any, Iterable[str]], Any]

    def with_columns(self, *columns: Sql) -> Projected:
        """The frame with these columns too."""
        return evolve(self, native=self.projected(self.native, ["*", *(column.text for column in columns)]))

    def select(self, *columns: Sql) -> Projected:
        """These columns alone."""
        return evolve(self, native=self.projected(self.native, [column.text for column in columns]))

    def to_native(self) -> Any:
        """The engine's own frame."""
        return self.native


@frozen
class Engine:
    """How an engine that reads SQL is asked.

    Args:
        dialect: its SQL.
        projected: columns of a frame of its own, from their texts.
        spans: the columns that hold lengths of time, where narwhals has no type for them.
    """

    dialect: Dialect
    projected: Callable[[Any, Iterable[str]], Any]
    spans: Callable[[Any], Collection[str]]


ON_SPARK = Engine(
    SPARK,
    lambda frame, columns: frame.selectExpr(*columns),
    lambda frame: [name for name, kind in frame.dtypes if kind.startswith("interval day")],
)
ENGINES = {
    nw.Implementation.DUCKDB: Engine(DUCKDB, lambda frame, columns: frame.project(", ".join(columns)), lambda _: ()),
    nw.Implementation.PYSPARK: ON_SPARK,
    nw.Implementation.PYSPARK_CONNECT: ON_SPARK,
}


def spoken(given: nw.LazyFrame[Any]) -> tuple[Language, Any]:
    """The language in which a lazy frame's engine is asked, and the frame as it takes expressions in it.

    narwhals speaks with all engines, but word by word; what polars, DuckDB and Spark understand at once is not
    translated.
    """
    if given.implementation.is_polars():
        return pl, given.to_native()
    engine = ENGINES.get(given.implementation)
    return (nw, given) if engine is None else (engine.dialect, Projected(given.to_native(), engine.projected))


def schema_of(given: nw.LazyFrame[Any]) -> dict[str, nw.dtypes.DType]:
    """The columns of a lazy frame, with their types."""
    engine = ENGINES.get(given.implementation)
    spans = () if engine is None else engine.spans(given.to_native())
    return {**given.collect_schema(), **dict.fromkeys(spans, nw.Duration())}


def handed_over(given: nw.DataFrame[Any], names: Sequence[str], fields: Sequence[FactField]) -> nw.DataFrame[Any]:
    """These columns of a frame in memory, in Arrow or in polars.

    Most of pandas' own types have no unknown: there a null silently compares as false.
    """
    if not given.implementation.is_pandas():
        return given.select(*names)
    import pyarrow as pa

    kinds = {declared.name: declared.kind for declared in fields}
    columns = {name: _arrow(given, name, kinds.get(name, str)) for name in names}
    return nw.from_native(pa.table(columns), eager_only=True)


def in_polars(columns: nw.DataFrame[Any], rows: int) -> pl.DataFrame:
    """Columns in memory as a polars frame; nothing is copied that need not be."""
    if not columns.columns:
        # without any column a frame would have no rows
        return pl.select(row=pl.repeat(None, rows, dtype=pl.Null))
    native = columns.to_native()
    return native if isinstance(native, pl.DataFrame) else cast("pl.DataFrame", pl.from_arrow(native))


def attached(given: nw.DataFrame[Any], answers: Mapping[str, pl.Series]) -> Any:
    """The frame with the answers as further columns; the index of a pandas frame is kept."""
    native = given.to_native()
    if isinstance(native, pl.DataFrame):
        return native.with_columns(**{name: _chunked(column, native) for name, column in answers.items()})
    if given.implementation.is_pandas():
        return native.assign(
            **{name: column.to_arrow().to_pandas().set_axis(native.index) for name, column in answers.items()}
        )
    import pyarrow as pa

    for name, column in answers.items():
        arrow = column.to_arrow()
        native = native.append_column(name, arrow.cast(pa.string()) if column.dtype == pl.String else arrow)
    return native


def _chunked(column: pl.Series, frame: pl.DataFrame) -> pl.Series:
    """The column in pieces as long as those of a frame, all of which polars would copy otherwise at the next step."""
    if frame.n_chunks() <= 1:
        return column
    ends = list(accumulate(map(len, frame.to_series(0).get_chunks()), initial=0))
    return pl.concat([column.slice(first, end - first) for first, end in pairwise(ends)], rechunk=False)


def _arrow(given: nw.DataFrame[Any], name: str, kind: type) -> Any:
    import pyarrow as pa

    try:
        column = given[name].to_arrow()
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise BadReport(f"the values are of several types: {error}", column=name) from None
    if column.null_count == len(column):
        # pandas gives a column of nothing some type or other, often floats
        return pa.nulls(len(column))
    # pandas takes midnights for days, and floats for whole numbers of which some are unknown
    if kind is date and pa.types.is_timestamp(column.type) and column.type.tz is None:
        return _unless_lossy(column, pa.date32())
    if kind is int and pa.types.is_floating(column.type):
        return _unless_lossy(column, pa.int64())
    return column


def _unless_lossy(column: Any, kind: Any) -> Any:
    """The column in another type, if nothing is lost thereby."""
    other = column.cast(kind, safe=False)
    return other if other.cast(column.type, safe=False).equals(column) else column
