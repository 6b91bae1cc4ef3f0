"""Blocks: what a display consists of, said once and written as HTML or as Markdown.

Texts in blocks are plain: whoever writes them out escapes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import field, frozen


class Tone(Enum):
    """How a word is to be taken. Colour is never alone: the word says the same."""

    GOOD = "good"
    BAD = "bad"
    OPEN = "open"
    PLAIN = "plain"


@frozen
class Strong:
    """Words that matter most."""

    text: str


@frozen
class Faint:
    """Words that matter least: ids, days, small print."""

    text: str


@frozen
class Code:
    """A name as it stands in code."""

    text: str


@frozen
class Badge:
    """A short word that is to be seen at once."""

    text: str
    tone: Tone = Tone.PLAIN


@frozen
class Link:
    """Words that lead to an address; without one, or with one that is not of the web, they are mere words.

    Args:
        text: the words.
        url: the address.
        says: what stands there, where the words alone do not say it.
    """

    text: str
    url: str | None
    says: str | None = None

    @property
    def is_web(self) -> bool:
        """Whether the address may be followed."""
        return self.url is not None and self.url.startswith(("https://", "http://"))


Inline = str | Strong | Faint | Code | Badge | Link
Words = tuple[Inline, ...]


def words(*given: Inline) -> Words:
    """Words in a row."""
    return given


def _words(given: Inline | Words) -> Words:
    return given if isinstance(given, tuple) else (given,)


@frozen
class Title:
    """The line above everything: what is shown, and what comes of it."""

    words: Words = field(converter=_words)


@frozen
class Paragraph:
    """Words by themselves."""

    words: Words = field(converter=_words)


@frozen
class Item:
    """One item of a list, with the items below it."""

    words: Words = field(converter=_words)
    below: tuple[Item, ...] = ()


@frozen
class Bullets:
    """A list without order."""

    items: tuple[Item, ...]


@frozen
class Row:
    """One row of a table: its head, and a cell for each further column.

    ``is_last`` sets it apart from the rows above, as a sum or an outcome.
    """

    head: Words = field(converter=_words)
    cells: tuple[Words, ...]
    is_last: bool = False


class Layout(Enum):
    """How a table shares out its width: as it comes, with room for its rows' heads, or with no line broken."""

    PLAIN = "plain"
    MATRIX = "matrix"
    RECORDS = "records"


def _heads(given: Iterable[Inline | Words]) -> tuple[Words, ...]:
    return tuple(map(_words, given))


@frozen
class Table:
    """A table with a heading over each column and at the head of each row.

    Args:
        caption: what the table shows.
        heads: a heading for each column, that of the rows' heads included.
        rows: the rows.
        layout: how it shares out its width.
    """

    caption: str
    heads: tuple[Words, ...] = field(converter=_heads)
    rows: tuple[Row, ...]
    layout: Layout = Layout.PLAIN


@frozen
class Fold:
    """Blocks behind a line that opens and closes them."""

    summary: str
    blocks: tuple[Block, ...]
    is_open: bool = False


@frozen
class Lines:
    """Plain lines, set as they are."""

    text: str


Block = Title | Paragraph | Bullets | Table | Fold | Lines


@frozen
class Card:
    """A whole display.

    Args:
        label: what it is, for those who hear it.
        blocks: what is in it.
    """

    label: str
    blocks: tuple[Block, ...]
