"""What a source turns out to hold: one document, records, or a table. Formats are told apart by these."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from attrs import Factory, frozen

from sellerpolicy.amazon.envelopes import unwrapped
from sellerpolicy.amazon.markup import Markup
from sellerpolicy.errors import BadFact, BadReport, shown

DELIMITERS = "\t;,"
LONGEST_LINE = 1_000_000
MOST_COLUMNS = 200
LINES_TO_LOOK_AT = 20


@frozen
class Row:
    """One row of a file.

    Args:
        line: the line on which it starts, counted from 1; of a list or an iterable its place.
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

    @property
    def first(self) -> Mapping[str, object]:
        """The mapping itself, as the first and only one."""
        return self.values

    def rows(self) -> Iterator[Row]:
        """The document as the one row that it may be."""
        yield Row(1, self.values)


@frozen
class Records:
    """Mappings, one after the other: a JSON list or lines of JSON, rows of a ``csv.DictReader``, pages of an interface.

    Args:
        names: the keys of the first.
        items: all of them, each with its line or place; a ``BadFact`` for one that cannot be read.
        file: the file's name, for errors.
        first: the first of them; empty if it is no mapping.
    """

    names: tuple[str, ...]
    items: Iterable[tuple[int, object]]
    file: str | None
    first: Mapping[str, object] = Factory(dict)

    line = None

    @classmethod
    def of(cls, items: Iterable[object], file: str | None) -> Records:
        """Number them, and take off their envelopes if the first has one."""
        rest = iter(items)
        first = next(rest, None)
        items = chain((first,), rest)
        if first is not None and unwrapped(first) is not first:
            items = _each(items, file)
        return cls.numbered(enumerate(items, start=1), file)

    @classmethod
    def numbered(cls, items: Iterator[tuple[int, object]], file: str | None) -> Records:
        """Look at the first item alone: its keys name the columns, by which the format is found."""
        line, first = next(items, (0, None))
        if first is None:
            raise BadReport("empty: no records", file=file)
        known = first if isinstance(first, Mapping) else {}
        return cls(_named(known, file), chain(((line, first),), items), file, known)

    def rows(self) -> Iterator[Row]:
        """Every item, once; one that is no mapping has a problem."""
        for line, item in self.items:
            if isinstance(item, Mapping):
                yield Row(line, item)
            elif isinstance(item, BadFact):
                yield Row(line, {}, item)
            else:
                yield Row(line, {}, BadFact("record", item, "a mapping of field names to values"))


@frozen
class Table:
    """Delimited text: a header and rows under it.

    Args:
        names: the header, in lower case, with ``_`` for spaces and hyphens; "" for a column without a name.
        line: the header's line, counted from 1.
        lines: the lines below it.
        delimiter: what separates the cells.
        file: the file's name, for errors.
        beginning: the first of those lines, by which a format without names of its own is found.
        written: the header as it is written, by the names.
    """

    names: tuple[str, ...]
    line: int
    lines: Iterator[str]
    delimiter: str
    file: str | None
    beginning: tuple[str, ...] = ()
    written: Mapping[str, str] = Factory(dict)

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
        names = tuple(map(spelt, cells))
        _check_columns([name for name in names if name], file, line)
        beginning = tuple(islice(text, LINES_TO_LOOK_AT))
        written = dict(zip(names, map(str.strip, cells), strict=True))
        return cls(names, line, chain(beginning, text), delimiter, file, beginning, written)

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

    def unquoted_rows(self) -> Iterator[Row]:
        """Every row, once, of a file whose quotes are part of its text; blank lines are no rows.

        Cells that are missing at the end of a row are empty, and empty ones beyond the last column are left out.
        """
        for line, text in enumerate(self.lines, start=self.line + 1):
            if text.strip("\r\n"):
                cells = text.rstrip("\r\n").split(self.delimiter)
                while len(cells) > len(self.names) and not cells[-1].strip():
                    cells.pop()
                yield self._row(line, cells + [""] * (len(self.names) - len(cells)))

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


Content = Document | Records | Table | Markup


def spelt(name: str) -> str:
    """A column's name in lower case, with ``_`` for spaces and hyphens."""
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def bounded_lines(text: Iterator[str], file: str | None) -> Iterator[str]:
    """Pass lines on, refusing one that is longer than any report's."""
    for number, line in enumerate(text, start=1):
        if len(line) > LONGEST_LINE:
            raise BadReport(f"longer than {LONGEST_LINE:,} characters: not a table's line", file=file, line=number)
        yield line


def _each(items: Iterable[object], file: str | None) -> Iterator[object]:
    """What is in each envelope: one record, or several."""
    for item in items:
        inner = unwrapped(item, file)
        if isinstance(inner, list | tuple):
            yield from inner
        else:
            yield inner


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
