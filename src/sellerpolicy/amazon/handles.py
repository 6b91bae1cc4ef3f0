"""Handles: open files that a caller hands over, read from where they stand, as often as needed, and never closed."""

from __future__ import annotations

import codecs
import io
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from typing import IO, Any, cast

from sellerpolicy.errors import BadReport, shown

SPOOLED = 64 << 20
# what open() takes by itself, and what is found out from the bytes anyway
FOUND_OUT = {"utf-8", "utf-8-sig", "iso8859-1", "cp1252", "ascii"}


class Borrowed(io.RawIOBase):
    """A view of somebody else's file, which begins where that file stood and whose closing does not close it."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        self.file = file
        self.start = start
        file.seek(start)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read on."""
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, counted from where the file stood."""
        start = self.start if whence == io.SEEK_SET else 0
        return self.file.seek(start + offset, whence) - self.start


def is_handle(source: object) -> bool:
    """Whether it is an open file."""
    return callable(getattr(source, "read", None))


def name_of(source: object) -> str | None:
    """The name of an open file, for errors."""
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else None


def lent(files: ExitStack, source: object) -> str | Callable[[], IO[bytes]]:
    """What an open file holds: text, or a way to read its bytes from the start.

    Text that was opened in an encoding of the West, or in Python's own, is read from its bytes.
    """
    handle = cast("Any", source)
    try:
        beginning = handle.read(0)
        if isinstance(beginning, str) and _is_guessed(handle):
            handle, beginning = handle.buffer, b""
        if isinstance(beginning, bytes):
            return _rereadable(files, handle)
        text = handle.read()
    except (OSError, ValueError) as error:
        raise BadReport(f"cannot be read: {error}", file=name_of(source)) from None
    if not isinstance(text, str):
        raise BadReport(f"expected a file of bytes or text, got {shown(source)}")
    return text


def _is_guessed(handle: Any) -> bool:
    """Whether a file of text may as well be read from its bytes: from the start, and in no chosen encoding."""
    encoding = getattr(handle, "encoding", None)
    return (
        hasattr(handle, "buffer")
        and isinstance(encoding, str)
        and codecs.lookup(encoding).name in FOUND_OUT
        and handle.seekable()
        and handle.tell() == 0
    )


def _rereadable(files: ExitStack, handle: Any) -> Callable[[], IO[bytes]]:
    seekable = getattr(handle, "seekable", None)
    if seekable is None or not seekable():
        kept = files.enter_context(tempfile.SpooledTemporaryFile(SPOOLED))  # noqa: SIM115
        shutil.copyfileobj(handle, kept)
        handle, start = kept, 0
    else:
        start = handle.tell()
    return lambda: cast("IO[bytes]", io.BufferedReader(Borrowed(handle, start)))
