"""What users hold in hand, opened: a path, bytes, text, a mapping, or mappings one after the other.

Nothing is believed of a name or a label: bytes are decompressed if they begin like gzip, are UTF-8 if all of them are,
and are JSON or a table by how their text begins.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import string
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, cast

from sellerpolicy.amazon.contents import LONGEST_LINE, Content, Document, Records, Table, bounded_lines
from sellerpolicy.amazon.exact_json import parse
from sellerpolicy.errors import BadReport, shown

Source = str | bytes | bytearray | memoryview | os.PathLike[str] | Mapping[str, object] | Iterable[Mapping[str, object]]

CHUNK = 1 << 20
LONGEST_JSON = 256 << 20
# Text shrinks 5- to 30-fold; gzip can shrink emptiness a thousandfold.
FREE_EXPANSION = 64 << 20
MOST_EXPANSION = 200

GZIP = b"\x1f\x8b"
NOT_TEXT = {
    b"PK\x03\x04": "a zip archive or an Excel workbook: save the sheet as CSV, or unpack the archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: save the sheet as CSV",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file: read it as a dataframe",
}
MARKED = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
UNMARKED = ("utf-8", "cp1252")

Opener = Callable[[], IO[bytes]]


@contextmanager
def opened(source: Source) -> Iterator[Content]:
    """Open a source and look how it begins; rows are read from it until the block ends.

    Text of one line that does not begin like JSON is taken for a path.

    Raises:
        BadReport: it cannot be opened, decompressed, decoded or parsed, or is none of the kinds above.
    """
    with ExitStack() as files:
        if isinstance(source, Mapping):
            yield Document(source, None)
        elif isinstance(source, str) and is_text(source):
            yield _content(io.StringIO(mended(source), newline=""), None)
        elif isinstance(source, str | os.PathLike):
            path = os.fsdecode(source)
            yield _decoded(files, lambda: _file(path), path)
        elif isinstance(source, bytes | bytearray | memoryview):
            data = bytes(source)
            yield _decoded(files, lambda: io.BytesIO(data), None)
        elif isinstance(source, Iterable):
            yield Records.of(source, None)
        else:
            expected = "a path, bytes, text, a mapping or mappings one after the other"
            raise BadReport(f"expected {expected}, got {shown(source)}")


def is_text(source: str) -> bool:
    """Whether it is a document's text itself, rather than the path of a file."""
    beginning = source.lstrip(f"{string.whitespace}\ufeffï»¿")[:1]
    return "\n" in source or "\r" in source or beginning in ("", "{", "[", "<")


def mended(text: str) -> str:
    """Undo a client's decoding of UTF-8 as Latin-1, and drop the byte order mark."""
    # it may have been decoded rightly, or never have been UTF-8
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.removeprefix("\ufeff")


def _file(path: str) -> IO[bytes]:
    try:
        # a pipe or device would block, or never end
        if stat.S_ISREG(Path(path).stat().st_mode):
            return Path(path).open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadReport(f"cannot be opened: {reason}", file=path) from None
    raise BadReport("not a file, but a folder or a device", file=path)


def _decoded(files: ExitStack, packed: Opener, file: str | None) -> Content:
    with packed() as stream:
        head = stream.read(4)
    for magic, kind in NOT_TEXT.items():
        if head.startswith(magic):
            raise BadReport(f"not text, but {kind}", file=file)
    opener = packed
    if head.startswith(GZIP):
        _check_gzip(packed, file)
        opener = partial(_expanded, files, packed)
    encoding = _encoding_of(opener, file)
    text = io.TextIOWrapper(opener(), encoding=encoding, newline="")
    return _content(files.enter_context(text), file)


def _expanded(files: ExitStack, packed: Opener) -> IO[bytes]:
    return cast("IO[bytes]", gzip.GzipFile(fileobj=files.enter_context(packed())))


def _check_gzip(opener: Opener, file: str | None) -> None:
    """Expand it once, holding nothing, so that what follows can rely on its size and soundness."""
    with opener() as packed, gzip.GzipFile(fileobj=packed) as stream:
        size = 0
        try:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > max(FREE_EXPANSION, MOST_EXPANSION * packed.tell()):
                    raise BadReport(f"expands more than {MOST_EXPANSION}-fold: no report does", file=file)
        except (EOFError, OSError, zlib.error) as error:
            raise BadReport(f"gzip that cannot be decompressed: {error}", file=file) from None


def _encoding_of(opener: Opener, file: str | None) -> str:
    with opener() as stream:
        head = stream.read(CHUNK)
    for mark, encoding in MARKED.items():
        if head.startswith(mark):
            candidates: tuple[str, ...] = (encoding,)
            break
    else:
        if b"\0" in head:
            raise BadReport("holds NUL bytes: not text, or UTF-16 without a byte order mark", file=file)
        candidates = UNMARKED
    for encoding in candidates:
        if _decodes(opener, encoding):
            return encoding
    raise BadReport(f"not text in {' or '.join(candidates)}", file=file)


def _decodes(opener: Opener, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    with opener() as stream:
        try:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _content(text: IO[str], file: str | None) -> Content:
    beginning = _first_character(text)
    if not beginning:
        raise BadReport("empty", file=file)
    if beginning == "<":
        raise BadReport("XML or HTML, which is no format that is read here", file=file)
    if beginning not in ("{", "["):
        return Table.of(bounded_lines(iter(lambda: text.readline(LONGEST_LINE + 1), ""), file), file)
    whole = text.read(LONGEST_JSON + 1)
    if len(whole) > LONGEST_JSON:
        raise BadReport(
            f"longer than {LONGEST_JSON:,} characters: give a table instead, which is read by rows", file=file
        )
    value = parse(whole, file=file)
    return Document(value, file) if isinstance(value, Mapping) else Records.of(value, file)


def _first_character(text: IO[str]) -> str:
    """Look at the first character that is not white space, and go back to the beginning."""
    while (chunk := text.read(CHUNK)) and not chunk.strip():
        pass
    text.seek(0)
    return chunk.lstrip()[:1]
