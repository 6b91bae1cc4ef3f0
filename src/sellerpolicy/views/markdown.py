"""Markdown: the same cards for readers that take no HTML, such as a notebook on a code host or in a terminal.

Every mark of Markdown and HTML in a text is escaped; tables are those of GitHub's Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sellerpolicy.views.blocks import (
    Badge,
    Block,
    Bullets,
    Card,
    Code,
    Faint,
    Fold,
    Inline,
    Item,
    Link,
    Paragraph,
    Strong,
    Table,
    Title,
    Words,
)
from sellerpolicy.views.text import safe

MARKS = re.compile(r"[\\`*_\[\]<>&|$~@^]|:(?=//)|^[#+=-]|(?:(?<=^[0-9])|(?<=^[0-9]{2}))[.)](?=\s|$)")
"""What may mean something in Markdown where it stands; a backslash before it takes the meaning away."""


def markdown(card: Card) -> str:
    """A card as Markdown."""
    return "\n\n".join(_blocks(card.blocks))


def shown(text: str) -> str:
    """A text as it is to be read: marks in it mean nothing, and what cannot be seen is made visible."""
    return MARKS.sub(r"\\\g<0>", safe(text))


def _blocks(given: Iterable[Block]) -> Iterator[str]:
    for block in given:
        match block:
            case Title() | Paragraph():
                yield _words(block.words)
            case Bullets():
                yield "\n".join(_list(block.items, indent=0))
            case Table():
                yield f"**{shown(block.caption)}**"
                yield "\n".join(_table(block))
            case Fold():
                yield f"**{shown(block.summary)}**"
                yield from _blocks(block.blocks)
            case _:
                yield _fenced(block.text)


def _list(items: Iterable[Item], *, indent: int) -> Iterator[str]:
    for item in items:
        yield f"{' ' * indent}- {_words(item.words)}"
        yield from _list(item.below, indent=indent + 2)


def _table(table: Table) -> Iterator[str]:
    yield _line(table.heads)
    yield f"|{' --- |' * len(table.heads)}"
    yield from (_line((row.head, *row.cells)) for row in table.rows)


def _line(cells: Iterable[Words]) -> str:
    return f"| {' | '.join(map(_words, cells))} |"


def _fenced(text: str) -> str:
    """Plain lines between fences longer than any run of ticks in them."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _words(given: Words) -> str:
    return " ".join(map(_inline, given))


def _inline(inline: Inline) -> str:
    match inline:
        case Strong() | Badge():
            return f"**{shown(inline.text)}**"
        case Code():
            return f"<code>{shown(inline.text)}</code>"
        case Link():
            return f"[{shown(inline.text)}](<{_address(str(inline.url))}>)" if inline.is_web else shown(inline.text)
        case Faint():
            return shown(inline.text)
        case _:
            return shown(inline)


def _address(url: str) -> str:
    return safe(url).replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C").replace("|", "%7C")
