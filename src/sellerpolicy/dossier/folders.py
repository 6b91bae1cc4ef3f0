"""Folders: which files belong to which account, each of them read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from attrs import evolve

from sellerpolicy.amazon.shops import Whereabouts
from sellerpolicy.dossier.files import ENDINGS, FileRead, Opened, read_file
from sellerpolicy.dossier.placing import marketplaces_of, placed
from sellerpolicy.errors import BadReport
from sellerpolicy.facts import Marketplace

EMPTY = "no file in it"


def files_read(
    paths: Iterable[Path], *, marketplace: Marketplace | None = None, opened: Opened = nullcontext
) -> tuple[FileRead, ...]:
    """Read files, and all files of folders; each sub-folder is an account of its own, with whatever lies below it.

    A sub-folder without files is an account that could not be read, if another one has files.

    Args:
        paths: files and folders.
        marketplace: the marketplace of whatever names none, nor is about an order of another one.
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
    read = [_read(path, account, opened, is_report=named) for account, path, named in found]
    accounts = {file.account: [each for each in read if each.account == file.account] for file in read}
    again = partial(_again, opened=opened)
    told = {name: iter(placed(files, asked=marketplace, again=again)) for name, files in accounts.items()}
    return tuple(next(told[file.account]) for file in read)


def _read(path: Path, account: str | None, opened: Opened, *, is_report: bool) -> FileRead:
    if account is not None and path.is_dir():
        return FileRead(path, account, None, str(BadReport(EMPTY, file=str(path))), is_report)
    return read_file(path, account, is_report=is_report, opened=opened)


def _again(file: FileRead, known: Whereabouts, *, opened: Opened) -> FileRead:
    """Read a file once more, and say what that told of its marketplaces."""
    found = read_file(file.path, file.account, is_report=file.is_report, opened=opened, known=known)
    if file.read is None or found.read is None or found.read.facts == file.read.facts:
        return found
    return evolve(found, placed=marketplaces_of(found.read))


def _found(path: Path, *, alone: bool) -> Iterator[tuple[str | None, Path, bool]]:
    """Each file with its account, and whether it is missed where it cannot be read."""
    if not path.is_dir():
        yield None, path, True
        return
    files = sorted(file for file in path.iterdir() if file.is_file() and _is_seen(file))
    folders = sorted(folder for folder in path.iterdir() if folder.is_dir() and _is_seen(folder))
    inside = {folder: _all_below(folder) for folder in folders}
    below = any(inside.values())
    if not files and not below:
        raise BadReport(EMPTY, file=str(path))
    for file in files:
        yield None, file, _ends_as_report(file)
    for folder, held in inside.items() if below else ():
        account = folder.name if alone else f"{path.name}/{folder.name}"
        for file in held:
            yield account, file, _ends_as_report(file)
        if not held:
            yield account, folder, True


def _all_below(folder: Path) -> list[Path]:
    inside = (path for path in folder.rglob("*") if all(map(_is_seen, map(Path, path.relative_to(folder).parts))))
    return sorted(path for path in inside if path.is_file())


def _is_seen(path: Path) -> bool:
    return not path.name.startswith((".", "__"))


def _ends_as_report(file: Path) -> bool:
    return file.name.lower().endswith(ENDINGS)
