"""Progress: how far a long file is read, and how fast, on the error output of a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any, Protocol

from sellerpolicy.amazon.sources import Source
from sellerpolicy.dossier.files import Opened
from sellerpolicy.views.text import safe

LONG = 4_000_000
"""Bytes from which on a file is long."""
A_MOMENT = 0.5
MEGA = 1_000_000


class Watch(Protocol):
    """Somebody who is told how far a file is read."""

    def at(self, place: int) -> None:
        """So many bytes are read."""


class Watched(FileIO):
    """A file whose reading is watched."""

    def __init__(self, path: Path, watch: Watch) -> None:
        super().__init__(str(path))
        self.watch = watch

    def readinto(self, buffer: Any) -> int:
        """Read on, and tell how far."""
        read = super().readinto(buffer)
        self.watch.at(self.tell())
        return read or 0

    def read(self, size: int | None = -1) -> bytes:
        """Read on, and tell how far."""
        data = super().read(-1 if size is None else size)
        self.watch.at(self.tell())
        return data or b""


def watched() -> Opened:
    """How files are opened: long ones so that one sees how far they are read, if anybody looks."""
    return _opened if sys.stderr.isatty() else _unwatched


@contextmanager
def _unwatched(path: Path) -> Iterator[Source]:
    yield path


@contextmanager
def _opened(path: Path) -> Iterator[Source]:
    if not path.is_file() or path.stat().st_size < LONG:
        yield path
        return
    try:
        from rich.progress import Progress  # noqa: F401  without it there is another bar
    except ImportError:
        with _plainly(path) as file:
            yield file
    else:
        with _richly(path) as file:
            yield file


@contextmanager
def _richly(path: Path) -> Iterator[Source]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    columns = ("{task.description}", BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(escape(safe(path.name)), total=path.stat().st_size)

        class Bar:
            def at(self, place: int) -> None:
                progress.update(task, completed=place)

        with Watched(path, Bar()) as file:
            yield file


@contextmanager
def _plainly(path: Path) -> Iterator[Source]:
    line = Line(safe(path.name), path.stat().st_size)
    with Watched(path, line) as file:
        yield file
    line.end()


class Line:
    """One line that tells how far a file is read."""

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.size = size
        self.began = self.told = time.monotonic()

    def at(self, place: int) -> None:
        """Tell it, every moment or so."""
        now = time.monotonic()
        if now - self.told >= A_MOMENT:
            self.told = now
            rate = place / (now - self.began) / MEGA
            sys.stderr.write(f"\r{self.name}: {place * 100 // self.size} %, {rate:.1f} MB/s ")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave no trace of it."""
        if self.told != self.began:
            sys.stderr.write("\r\x1b[K")
