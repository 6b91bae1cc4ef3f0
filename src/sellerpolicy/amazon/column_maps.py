"""Column maps: any table, read into facts by a map from its columns to the fields of a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from typing import Any, TypeVar

from attrs import frozen

from sellerpolicy.amazon.cells import EMPTY_IN_DATAFRAMES
from sellerpolicy.amazon.contents import Content, Document, Records, Row, Table, spelt
from sellerpolicy.amazon.entries import IDS
from sellerpolicy.amazon.plain import TABLES, columns as fields_named, fact_of, in_words, required
from sellerpolicy.amazon.readers import asked_for
from sellerpolicy.amazon.reading import OnError, Read, Reading
from sellerpolicy.amazon.shops import of_site
from sellerpolicy.amazon.sources import Source, opened
from sellerpolicy.errors import BadFact, BadReport, nearest, shown
from sellerpolicy.facts import Fact, Marketplace
from sellerpolicy.facts.fact import FactField, fields_of

F = TypeVar("F", bound=Fact)
Told = Callable[[Any], object] | Mapping[Any, object]

MOST_NAMED = 12
KINDS = {fact: kind for kind, fact in TABLES.items()}


def read_table(
    rows: Source,
    *,
    fact: type[F],
    columns: Mapping[str, str],
    values: Mapping[str, Told] | None = None,
    marketplace: Marketplace | str | None = None,
    on_error: OnError = "raise",
) -> Read[F]:
    r"""Read any table into facts, by a map from its columns to the fields of a fact.

    Columns that the map does not name are left where they are. Cells are written as in plain tables: days as
    ``2026-11-05``, instants with their offset, money as ``12.50 USD`` or a bare number in the marketplace's currency,
    nothing for unknown, ``never`` for what certainly has not happened. A marketplace may also be Amazon's id of one, or
    the name of its site; records of dataframes may have their own kinds of days, whole numbers and empty cells.

    Args:
        rows: the table; whatever ``read`` takes.
        fact: what a row becomes: ``Order``, ``Claim`` or any other fact.
        columns: for each column to be read, its name and the name of the field that it holds. Capitals, spaces, hyphens
            and underscores make no difference in a column's name.
        values: how to understand what is written otherwise: for a field either a function that takes the cell, or a
            mapping from what the cells say to what the field should be.
        marketplace: the marketplace of rows that name none, the US without it; a row of another one is refused.
        on_error: as in ``read``.

    Raises:
        BadReport: the table cannot be read, lacks a column, or a row is refused.
        BadFact: an argument is none, or the map names no field of the fact, one twice, or not all that it needs.

    Example:
        >>> import sellerpolicy as sp
        >>> from sellerpolicy import amazon
        >>> table = "Order No,Bought,Sent by\nA-1,2026-10-01,us\nA-2,2026-10-02,FBA\n"
        >>> found = amazon.read_table(
        ...     table,
        ...     fact=sp.Order,
        ...     columns={"Order No": "order_id", "Bought": "placed_on", "Sent by": "fulfilled_by"},
        ...     values={"fulfilled_by": {"us": "seller", "FBA": "amazon"}},
        ... )
        >>> [order.fulfilled_by.value for order in found]
        ['seller', 'amazon']
    """
    mapped = ColumnMap.of(fact, columns, values or {})
    place = asked_for(marketplace, on_error)
    with opened(rows, marketplace=place) as content:
        mapped.check(content)
        reading = Reading(KINDS.get(fact, fact.__name__), content.file, on_error)
        for row in _rows(content):
            if row.problem is None and not row.values:
                reading.ignore("empty row")
                continue
            try:
                reading.use(fact_of(mapped.renamed(row), fact, place))
            except BadFact as problem:
                told, field = in_words(problem, fact)
                reading.refuse(told, line=row.line, column=mapped.column_of(field or problem.field))
        return reading.done()


@frozen
class ColumnMap:
    """A map from the columns of a table to the fields of a fact.

    Args:
        fact: the fact.
        columns: the columns as the caller wrote them, by field.
        values: how to understand cells, by field.
    """

    fact: type[Fact]
    columns: Mapping[str, str]
    values: Mapping[str, Told]

    @classmethod
    def of(cls, fact: type[Fact], columns: Mapping[str, str], values: Mapping[str, Told]) -> ColumnMap:
        """Check a map before any row is read."""
        if not isinstance(fact, type) or not issubclass(fact, Fact) or fact is Fact:
            raise BadFact("fact", fact, "a kind of fact, such as sellerpolicy.Order")
        for argument, given in (("columns", columns), ("values", values)):
            if not isinstance(given, Mapping):
                raise BadFact(argument, given, "a mapping")
        found = cls(fact, _by_field(fact, columns), values)
        for name, told in values.items():
            if name not in found.columns:
                expected = f"a field that a column is mapped to: {', '.join(found.columns)}"
                raise BadFact("values", name, expected, meant=nearest(name, found.columns))
            if not callable(told) and not isinstance(told, Mapping):
                raise BadFact(f"values, {name}", told, "a function or a mapping")
        return found

    def check(self, content: Content) -> None:
        """Refuse a table that lacks one of the columns, and say what was probably meant."""
        names = {spelt(name): name for name in content.names if name}
        for column in self.columns.values():
            if spelt(column) not in names:
                meant = nearest(spelt(column), names)
                there = ", ".join(map(repr, list(names.values())[:MOST_NAMED])) or "none"
                hint = f"did you mean {names[meant]!r}?" if meant else f"there are {there}"
                raise BadReport(f"no such column; {hint}", file=content.file, line=content.line, column=column)

    def column_of(self, name: str) -> str | None:
        """The column that holds a field."""
        return self.columns.get(name)

    def renamed(self, row: Row) -> Row:
        """The row by the fields of the fact."""
        cells = {spelt(str(name)): value for name, value in row.values.items()}
        if row.problem is not None:
            return row
        fields = (field for field in fields_of(self.fact) if field.name in self.columns)
        return Row(
            row.line, {field.name: self._value(field, cells.get(spelt(self.columns[field.name]))) for field in fields}
        )

    def _value(self, field: FactField, cell: object) -> object:
        told = self.values.get(field.name)
        value = plain_value(field, cell)
        if told is None or value is None or (isinstance(value, str) and not value.strip()):
            return value
        try:
            if isinstance(told, Mapping):
                return told[value.strip() if isinstance(value, str) else value]
            return plain_value(field, told(value))
        except (ValueError, TypeError, LookupError, ArithmeticError) as error:
            expected = (
                f"one of {', '.join(map(shown, told))}"
                if isinstance(told, Mapping)
                else f"what the function for {field.name} takes ({type(error).__name__}: {error})"
            )
            raise BadFact(f"{self.fact.__name__}.{field.name}", cell, expected) from None


def _by_field(fact: type[Fact], columns: Mapping[str, str]) -> dict[str, str]:
    """A caller's map the other way round."""
    known = fields_named(fact)
    found: dict[str, str] = {}
    for column, name in columns.items():
        if not isinstance(column, str) or name not in known:
            expected = f"a column's name and one of the fields of {fact.__name__}: {', '.join(known)}"
            raise BadFact("columns", {column: name}, expected, meant=nearest(name, known))
        if name in found or spelt(column) in map(spelt, found.values()):
            raise BadFact("columns", {column: name}, "each column and each field once")
        found[name] = column
    for name in required(fact):
        if name not in found:
            raise BadFact("columns", dict(columns), f"a column for {name}, without which there is no {fact.__name__}")
    return found


def plain_value(field: FactField, value: Any) -> object:
    """A value of a dataframe as the field's own type would be, and what Amazon calls a marketplace as that."""
    if value is None or type(value).__name__ in EMPTY_IN_DATAFRAMES:
        return None
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124
            return None
        if field.kind is int and value.is_integer():
            return int(value)
    if isinstance(value, datetime) and not issubclass(field.kind, datetime):
        midnight = value.tzinfo is None and value.time() == time()
        return value.date() if midnight else value
    if field.kind is Marketplace and isinstance(value, str):
        return IDS.get(value.strip()) or of_site(value) or value
    return value


def _rows(content: Content) -> Iterator[Row]:
    if not isinstance(content, Document | Records | Table):
        raise BadReport("XML, which has no columns", file=content.file)
    return content.rows()
