"""What a source turns out to hold: one document, records, or a table. Formats are told apart by these."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from attrs import frozen

from sellerpolicy.errors import BadFact, BadReport, shown

DELIMITERS = "\t;,"
LONGEST_LINE = 1_000_000
MOST_COLUMNS = 200


@frozen
class Row:
    """One row of a file.

    Args:
        line: the line on which it starts, counted from 1; of a list or an iterable, its place, counted from 1.
        values: what it holds, by the column's name.
        problem: what is wrong with the row as a whole; ``None`` for a sound one.
    """

    line: int
    values: Mapping[str, object]
    problem: BadFact | None = None


@frozen
class Document:
    """One mapping, such as a JSON object."""

    values: Mapping[str, object]
    file: str | None

    line = None

    @property
    def names(self) -> tuple[str, ...]:
        """The keys, by which its format is found."""
        return _named(self.values, self.file)

    def rows(self) -> Iterator[Row]:
        """The document as the one row that it may be."""
        yield Row(1, self.values)


@frozen
class Records:
    """Mappings, one after the other: a JSON list, the rows of a ``csv.DictReader``, records of a dataframe."""

    names: tuple[str, ...]
    items: Iterable[object]
    file: str | None

    line = None

    @classmethod
    def of(cls, items: Iterable[object], file: str | None) -> Records:
        """Look at the first item alone: its keys name the columns, by which the format is found."""
        rest = iter(items)
        first = next(rest, None)
        if first is None:
            raise BadReport("empty: no records", file=file)
        return cls(_named(first, file) if isinstance(first, Mapping) else (), chain((first,), rest), file)

    def rows(self) -> Iterator[Row]:
        """Every item, once; one that is no mapping has a problem."""
        for place, item in enumerate(self.items, start=1):
            if isinstance(item, Mapping):
                yield Row(place, item)
            else:
                yield Row(place, {}, BadFact("record", item, "a mapping of field names to values"))


@frozen
class Table:
    """Delimited text: a header and rows under it.

    Args:
        names: the header, in lower case, with ``_`` for spaces and hyphens; "" for a column without a name.
        line: the header's line, counted from 1.
        lines: the lines below it.
        delimiter: what separates the cells.
        file: the file's name, for errors.
    """

    names: tuple[str, ...]
    line: int
    lines: Iterator[str]
    delimiter: str
    file: str | None

    @classmethod
    def of(cls, text: Iterator[str], file: str | None) -> Table:
        """Find the header, the first line with anything on it, and the delimiter that separates its cells."""
        blank = 0
        header = next(text, "")
        while header and not header.strip():
            blank += 1
            header = next(text, "")
        line = blank + 1
        delimiter = max(DELIMITERS, key=header.count)
        try:
            cells = next(csv.reader([header], delimiter=delimiter, strict=True))
        except csv.Error as error:
            raise BadReport(f"no header of a table: {error}", file=file, line=line) from None
        names = tuple(cell.strip().lower().replace(" ", "_").replace("-", "_") for cell in cells)
        _check_columns([name for name in names if name], file, line)
        return cls(names, line, text, delimiter, file)

    def rows(self) -> Iterator[Row]:
        """Every row, once, as the file is read; blank lines are no rows.

        A quote that is not closed where it should be leaves open where rows end, so that it raises ``BadReport``.
        """
        reader = csv.reader(self.lines, delimiter=self.delimiter, strict=True)
        while True:
            line = self.line + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise BadReport(
                    f"cannot be split into cells, as if a quote were not closed: {error}", file=self.file, line=line
                ) from None
            if cells:
                yield self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> Row:
        if not any(cell.strip() for cell in cells):
            return Row(line, {})
        problem = None
        values = dict(zip(self.names, cells, strict=False))
        if len(cells) != len(self.names):
            problem = BadFact("cells", len(cells), f"{len(self.names)} cells, one under each column")
        elif any(cell.strip() for name, cell in zip(self.names, cells, strict=True) if not name):
            problem = BadFact("cells", cells, "no value under a column without a name")
        values.pop("", None)
        return Row(line, values, problem)


Content = Document | Records | Table


def bounded_lines(text: Iterator[str], file: str | None) -> Iterator[str]:
    """Pass lines on, refusing one that is longer than any report's."""
    for number, line in enumerate(text, start=1):
        if len(line) > LONGEST_LINE:
            raise BadReport(f"longer than {LONGEST_LINE:,} characters: not a table's line", file=file, line=number)
        yield line


def _named(mapping: Mapping[Any, object], file: str | None) -> tuple[str, ...]:
    names = tuple(str(key) if isinstance(key, str) else shown(key) for key in mapping)
    _check_columns(names, file, None)
    return names


def _check_columns(names: Iterable[str], file: str | None, line: int | None) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadReport("two columns of that name", file=file, line=line, column=name)
        seen.add(name)
    if len(seen) > MOST_COLUMNS:
        raise BadReport(f"{len(seen)} columns: more than any report has", file=file, line=line)
