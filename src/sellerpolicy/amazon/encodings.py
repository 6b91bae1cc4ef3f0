"""In which encoding a file is: marked by its first bytes, said in its first line, or the first that fits all of it.

Amazon's flat files are UTF-8, Windows' Western encoding (cp1252, which has all printable characters of ISO-8859-1), or
Windows' Japanese one (cp932; what calls itself Shift_JIS uses its additions).
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress

from sellerpolicy.facts import Marketplace

MARKED = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
WEST, JAPAN = "cp1252", "cp932"
# Text that stands in Japanese files however they are encoded.
SIGNS_OF_JAPAN = (b"Amazon.co.jp", b"\tJPY\t")
DECLARED = {
    "utf-8": "utf-8",
    "us-ascii": "utf-8",
    "iso-8859-1": WEST,
    "windows-1252": WEST,
    "shift_jis": JAPAN,
    "shift-jis": JAPAN,
    "windows-31j": JAPAN,
}
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{1,40})[\"']")
_KANA = re.compile("[\u3041-\u30fe]")
# control characters: in cp1252 typographic signs stand there, in cp932 the first bytes of Japanese characters
_MISREAD = re.compile("[\x80-\x9f]")


def candidates(head: bytes, marketplace: Marketplace | None) -> tuple[str, ...]:
    """The encodings in which a file may be, the likeliest first.

    Args:
        head: how it begins.
        marketplace: the shop that it is of, where known.
    """
    for mark, encoding in MARKED.items():
        if head.startswith(mark):
            return (encoding,)
    declared = _DECLARATION.match(head)
    if declared and (encoding := DECLARED.get(declared[1].decode("ascii").lower(), "")):
        return tuple(dict.fromkeys((encoding, "utf-8", WEST)))
    if marketplace is Marketplace.JP or (marketplace is None and _is_japanese(head)):
        return ("utf-8", JAPAN, WEST)
    return ("utf-8", WEST, JAPAN) if marketplace is None else ("utf-8", WEST)


def repaired(text: str, marketplace: Marketplace | None) -> str:
    """Decode anew what a client decoded as Latin-1 though it was not; what was decoded rightly stays."""
    with suppress(UnicodeError):
        given = text.encode("latin-1")
        possible = candidates(given, marketplace)
        # without control characters it may be what it seems, unless all of it is UTF-8
        for encoding in possible if _MISREAD.search(text) else possible[:1]:
            with suppress(UnicodeError):
                return given.decode(encoding)
    return text


def _is_japanese(head: bytes) -> bool:
    """Whether a file speaks of Japan's shop, or its first line has kana when read as Japanese."""
    if any(sign in head for sign in SIGNS_OF_JAPAN):
        return True
    header = head.splitlines()[0] if head else b""
    try:
        return len(_KANA.findall(header.decode(JAPAN))) > 1
    except UnicodeError:
        return False
