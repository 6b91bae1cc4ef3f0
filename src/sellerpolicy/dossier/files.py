"""Files: what became of each. None is dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from attrs import frozen

from sellerpolicy.amazon import TABLES
from sellerpolicy.amazon.readers import read_beside
from sellerpolicy.amazon.reading import Read, RefusedRow
from sellerpolicy.amazon.shops import NOTHING_KNOWN, Whereabouts
from sellerpolicy.amazon.sources import Source
from sellerpolicy.errors import BadReport
from sellerpolicy.facts import Marketplace

ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".xml", ".gz")
"""How the names of reports end. All files are read by their content; one called so is missed if it cannot be read."""

MOST_REFUSED = 20

Opened = Callable[[Path], AbstractContextManager[Source]]
"""How a file is opened: as the path itself, or as an open file that somebody watches."""


@frozen
class FileRead:
    """What became of one file.

    Args:
        path: where it lies.
        account: the account that it belongs to; ``None`` where there is only one.
        read: what was read; ``None`` where it could not be read at all.
        problem: why it could not be.
        is_report: it was given by name, or its name ends as a report's does.
        placed: the marketplaces that the rest of the account tells for it, for it does not name them.
    """

    path: Path
    account: str | None
    read: Read[Any] | None
    problem: str | None
    is_report: bool
    placed: tuple[Marketplace, ...] = ()

    @property
    def is_guessed(self) -> bool:
        """Whether it is a file of Amazon's that was taken for one of the United States, for nothing tells."""
        return self.read is not None and self.read.guessed > 0

    @property
    def is_without_place(self) -> bool:
        """Whether it is a file of Amazon's of which every row was refused for lack of a marketplace."""
        read = self.read
        if read is None or read.facts or read.kind in TABLES:
            return False
        return read.unplaced - read.guessed >= len(read.refused)

    @property
    def complaints(self) -> Iterator[str]:
        """What of a report could not be read, with its place; of very many rows the first ones."""
        if self.problem is not None and self.is_report:
            yield self.problem
        if self.read is not None:
            # where the marketplace of all rows is lacking, that need not be said of each
            most = 1 if self.is_without_place else MOST_REFUSED
            for row in self.read.refused[:most]:
                yield refusal(row, str(self.path), self.read.written)
            more = len(self.read.refused) - most
            if more > 0:
                yield f"{self.path}: {more:,} more {'row' if more == 1 else 'rows'} could not be read"


def refusal(row: RefusedRow, file: str | None, written: Mapping[str, str]) -> str:
    """Why a row was refused, with its place; a column is called as in the header of the file."""
    return str(BadReport(row.reason, file=file, line=row.line, column=written.get(row.column or "", row.column)))


def read_file(
    path: Path, account: str | None, *, is_report: bool, opened: Opened, known: Whereabouts = NOTHING_KNOWN
) -> FileRead:
    """Read one file, whatever becomes of it.

    Args:
        path: where it lies.
        account: the account that it belongs to.
        is_report: it is missed if it cannot be read.
        opened: how it is opened.
        known: what is known beside it of the marketplaces of rows that name none.
    """
    try:
        with opened(path) as source:
            return FileRead(path, account, read_beside(source, known), None, is_report)
    except BadReport as problem:
        return FileRead(path, account, None, str(problem), is_report)
