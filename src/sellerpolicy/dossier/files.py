"""Files: which ones belong to which account, and what became of each. None is dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from attrs import frozen

from sellerpolicy import amazon
from sellerpolicy.amazon.reading import Read, RefusedRow
from sellerpolicy.amazon.sources import Source
from sellerpolicy.errors import BadReport

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
    """

    path: Path
    account: str | None
    read: Read[Any] | None
    problem: str | None
    is_report: bool

    @property
    def complaints(self) -> Iterator[str]:
        """What of a report could not be read, with its place; of very many rows the first ones."""
        if self.problem is not None and self.is_report:
            yield self.problem
        if self.read is not None:
            for row in self.read.refused[:MOST_REFUSED]:
                yield refusal(row, str(self.path))
            more = len(self.read.refused) - MOST_REFUSED
            if more > 0:
                yield f"{self.path}: {more:,} more rows could not be read"


def refusal(row: RefusedRow, file: str | None) -> str:
    """Why a row was refused, with its place."""
    return str(BadReport(row.reason, file=file, line=row.line, column=row.column))


def files_read(paths: Iterable[Path], *, opened: Opened = nullcontext) -> tuple[FileRead, ...]:
    """Read files, and all files of folders; each sub-folder is an account of its own, with whatever lies below it.

    Args:
        paths: files and folders.
        opened: how a file is opened.

    Raises:
        BadReport: there is no file at all in a folder.
    """
    given = tuple(paths)
    folders = [path for path in given if path.is_dir()]
    found = [each for path in given for each in _found(path, alone=len(folders) == 1)]
    if any(account is not None for account, _, _ in found):
        # what lies beside the sub-folders is an account too, called as its folder
        found = [(account or path.parent.name or str(path.parent), path, named) for account, path, named in found]
    return tuple(_read(path, account, is_report=named, opened=opened) for account, path, named in found)


def _found(path: Path, *, alone: bool) -> Iterator[tuple[str | None, Path, bool]]:
    """Each file with its account, and whether it is missed where it cannot be read."""
    if not path.is_dir():
        yield None, path, True
        return
    files = sorted(file for file in path.iterdir() if file.is_file() and _is_seen(file))
    folders = sorted(folder for folder in path.iterdir() if folder.is_dir() and _is_seen(folder))
    below = [(folder, file) for folder in folders for file in _all_below(folder)]
    if not files and not below:
        raise BadReport("no file in it", file=str(path))
    for file in files:
        yield None, file, _ends_as_report(file)
    for folder, file in below:
        yield folder.name if alone else f"{path.name}/{folder.name}", file, _ends_as_report(file)


def _all_below(folder: Path) -> list[Path]:
    inside = (path for path in folder.rglob("*") if all(map(_is_seen, map(Path, path.relative_to(folder).parts))))
    return sorted(path for path in inside if path.is_file())


def _is_seen(path: Path) -> bool:
    return not path.name.startswith((".", "__"))


def _ends_as_report(file: Path) -> bool:
    return file.name.lower().endswith(ENDINGS)


def _read(path: Path, account: str | None, *, is_report: bool, opened: Opened) -> FileRead:
    try:
        with opened(path) as source:
            return FileRead(path, account, amazon.read(source, on_error="collect"), None, is_report)
    except BadReport as problem:
        return FileRead(path, account, None, str(problem), is_report)
