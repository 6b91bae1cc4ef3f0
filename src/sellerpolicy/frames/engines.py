"""Engines that need another one's help, and those that would answer wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw

from sellerpolicy.errors import BadReport
from sellerpolicy.frames.facts import ANSWERS

if TYPE_CHECKING:
    from sellerpolicy.facts.fact import FactField
    from sellerpolicy.frames.facts import Frame


def decided_through_arrow(given: Frame, fields: Iterable[FactField], decided: Callable[[Frame], Frame]) -> Any:
    """Decide a pandas frame's columns in Arrow, and attach the answers; the index is kept.

    Most of pandas' own types have no unknown: there a null silently compares as false.
    """
    import pyarrow as pa

    native = given.to_native()
    columns = {declared.name: _arrow(given, declared) for declared in fields if declared.name in given.columns}
    # without any column a table would have no rows
    table = pa.table(columns or {"row": pa.nulls(len(native))})
    answered = cast("nw.DataFrame[Any]", decided(nw.from_native(table, eager_only=True)))
    return native.assign(**{name: answered[name].to_pandas().set_axis(native.index) for name in ANSWERS})


def _arrow(given: Frame, declared: FactField) -> Any:
    import pyarrow as pa

    try:
        column = cast("nw.DataFrame[Any]", given)[declared.name].to_arrow()
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise BadReport(f"the values are of several types: {error}", column=declared.name) from None
    if column.null_count == len(column):
        # pandas gives a column of nothing some type or other, often floats
        return pa.nulls(len(column))
    # pandas takes midnights for days, and floats for whole numbers of which some are unknown
    if declared.kind is date and pa.types.is_timestamp(column.type) and column.type.tz is None:
        return _unless_lossy(column, pa.date32())
    if declared.kind is int and pa.types.is_floating(column.type):
        return _unless_lossy(column, pa.int64())
    return column


def _unless_lossy(column: Any, kind: Any) -> Any:
    """The column in another type, if nothing is lost thereby."""
    other = column.cast(kind, safe=False)
    return other if other.cast(column.type, safe=False).equals(column) else column


def require_nulls(engine: nw.Implementation) -> None:
    """Refuse engines that compute as pandas does, where a null may compare as false."""
    if engine.is_pandas_like() or engine.is_dask():
        raise TypeError(f"{engine.value} does not tell unknown from false: hand over a pandas, polars or pyarrow frame")
