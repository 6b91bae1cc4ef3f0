"""What users hold in hand, opened: a path, an open file, bytes, text, a mapping, or mappings one after the other.

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
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, cast

from attrs import evolve, frozen

from sellerpolicy.amazon.contents import LONGEST_LINE, Content, Document, Records, Table, bounded_lines
from sellerpolicy.amazon.encodings import candidates, repaired
from sellerpolicy.amazon.envelopes import handed_over, unwrapped
from sellerpolicy.amazon.exact_json import parse
from sellerpolicy.amazon.handles import is_handle, lent, name_of
from sellerpolicy.amazon.markup import Markup
from sellerpolicy.errors import BadFact, BadReport, shown
from sellerpolicy.facts import Marketplace

Source = (
    str
    | bytes
    | bytearray
    | memoryview
    | os.PathLike[str]
    | IO[bytes]
    | IO[str]
    | Mapping[str, object]
    | Iterable[Mapping[str, object]]
)

CHUNK = 1 << 20
LONGEST_JSON = 256 << 20
# Text shrinks 5- to 30-fold; gzip can shrink emptiness a thousandfold.
FREE_EXPANSION = 64 << 20
MOST_EXPANSION = 200

LONGEST_DOCTYPE = 20
GZIP = b"\x1f\x8b"
NOT_TEXT = {
    b"PK\x03\x04": "a zip archive or an Excel workbook: save the sheet as CSV, or unpack the archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: save the sheet as CSV",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file: read it as a dataframe",
}

Opener = Callable[[], IO[bytes]]


@contextmanager
def opened(source: Source, *, marketplace: Marketplace | None = None) -> Iterator[Content]:
    """Open a source and look how it begins; rows are read from it until the block ends.

    Text of one line that does not begin like JSON is taken for a path. The marketplace, where known, tells in which
    encodings its files may be.

    Raises:
        BadReport: it cannot be opened, decompressed, decoded or parsed, or is none of the kinds above.
    """
    with ExitStack() as files:
        yield Opening(files, marketplace).source(handed_over(source))


@frozen
class Opening:
    """A source while it is being opened.

    Args:
        files: what must be closed in the end.
        marketplace: the shop that it is of, where known.
        file: the name of the file, for errors.
    """

    files: ExitStack
    marketplace: Marketplace | None
    file: str | None = None

    def source(self, source: object) -> Content:
        """Open what a caller gave: a path, an open file, or what holds the content itself."""
        if is_handle(source):
            held = evolve(self, file=name_of(source))
            lent_out = lent(self.files, source)
            return held.text(lent_out) if isinstance(lent_out, str) else held.data(lent_out)
        if isinstance(source, os.PathLike) or (isinstance(source, str) and not is_text(source)):
            path = os.fsdecode(source)
            return evolve(self, file=path).data(lambda: _file(path))
        return self.value(unwrapped(source))

    def value(self, value: object) -> Content:
        """Open what holds the content itself, without its envelopes."""
        if isinstance(value, Mapping):
            return Document(value, self.file)
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bytes | bytearray | memoryview):
            data = bytes(value)
            return self.data(lambda: io.BytesIO(data))
        if isinstance(value, Iterable):
            return Records.of(value, self.file)
        expected = "a path, an open file, bytes, text, a mapping or mappings one after the other"
        raise BadReport(f"expected {expected}, got {shown(value)}", file=self.file)

    def data(self, packed: Opener) -> Content:
        """Open bytes."""
        with packed() as stream:
            head = stream.read(4)
        for magic, kind in NOT_TEXT.items():
            if head.startswith(magic):
                raise BadReport(f"not text, but {kind}", file=self.file)
        opener = packed
        if head.startswith(GZIP):
            _check_gzip(packed, self.file)
            opener = partial(_expanded, self.files, packed)
        encoding = _encoding_of(opener, self.file, self.marketplace)
        text = io.TextIOWrapper(opener(), encoding=encoding, newline="")
        return self.lines(self.files.enter_context(text))

    def text(self, text: str) -> Content:
        """Open text that a client decoded, rightly or not."""
        return self.lines(io.StringIO(mended(text, self.marketplace), newline=""))

    def lines(self, text: IO[str]) -> Content:
        """Open text by how it begins."""
        beginning = _first_character(text)
        if not beginning:
            raise BadReport("empty", file=self.file)
        if beginning == "<":
            if _is_web_page(text):
                raise BadReport("a web page, not a report: download the report itself", file=self.file)
            return Markup.of(text, self.file)
        if beginning not in ("{", "["):
            return Table.of(_lines(text, self.file), self.file)
        if _is_one_of_several(text):
            return Records.numbered(_documents(text, self.file), self.file)
        return self.value(unwrapped(_json(text, self.file), self.file))


def _is_web_page(text: IO[str]) -> bool:
    head = text.read(CHUNK).lstrip()[:LONGEST_DOCTYPE].lower()
    text.seek(0)
    return head.startswith(("<!doctype html", "<html"))


def is_text(source: str) -> bool:
    """Whether it is a document's text itself, rather than the path of a file."""
    beginning = source.lstrip(f"{string.whitespace}\ufeffï»¿")[:1]
    return "\n" in source or "\r" in source or beginning in ("", "{", "[", "<")


def mended(text: str, marketplace: Marketplace | None = None) -> str:
    """Undo a client's decoding of other encodings as Latin-1, and drop the byte order mark."""
    return repaired(text, marketplace).removeprefix("\ufeff")


def _file(path: str) -> IO[bytes]:
    try:
        # a pipe or device would block, or never end
        if stat.S_ISREG(Path(path).stat().st_mode):
            return Path(path).open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadReport(f"cannot be opened: {reason}", file=path) from None
    raise BadReport("not a file, but a folder or a device", file=path)


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


def _encoding_of(opener: Opener, file: str | None, marketplace: Marketplace | None) -> str:
    with opener() as stream:
        head = stream.read(CHUNK)
    possible = candidates(head, marketplace)
    if b"\0" in head and "utf-16" not in possible:
        raise BadReport("holds NUL bytes: not text, or UTF-16 without a byte order mark", file=file)
    for encoding in possible:
        if _decodes(opener, encoding):
            return encoding
    raise BadReport(f"not text in {' or '.join(possible)}", file=file)


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


def _json(text: IO[str], file: str | None) -> object:
    whole = text.read(LONGEST_JSON + 1)
    if len(whole) > LONGEST_JSON:
        advice = "give a table or lines of JSON instead, which are read by rows"
        raise BadReport(f"longer than {LONGEST_JSON:,} characters: {advice}", file=file)
    return parse(whole, file=file)


def _is_one_of_several(text: IO[str]) -> bool:
    """Whether the first line is a whole object and another begins after it; go back to the beginning."""
    first = ""
    while not first.strip():
        first = text.readline(LONGEST_LINE)
    try:
        several = isinstance(parse(first), Mapping) and _first_character(text, back_to=text.tell()) == "{"
    except BadReport:
        several = False
    text.seek(0)
    return several


def _documents(text: IO[str], file: str | None) -> Iterator[tuple[int, object]]:
    """The object on each line, with the line's number; blank lines hold none."""
    for number, line in enumerate(_lines(text, file), start=1):
        if line.strip():
            try:
                yield number, unwrapped(parse(line), file)
            except BadReport as problem:
                yield number, BadFact("line", line, f"one JSON object on a line ({problem.problem})")


def _lines(text: IO[str], file: str | None) -> Iterator[str]:
    return bounded_lines(iter(lambda: text.readline(LONGEST_LINE + 1), ""), file)


def _first_character(text: IO[str], *, back_to: int = 0) -> str:
    """Look at the next character that is not white space, and go back."""
    while (chunk := text.read(CHUNK)) and not chunk.strip():
        pass
    text.seek(back_to)
    return chunk.lstrip()[:1]
