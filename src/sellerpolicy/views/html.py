"""HTML: cards escaped, light and dark, readable without styles or scripts.

Colours are mixed from the text's own colour, so that a card fits any page, light or dark, and whatever notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

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
    Row,
    Strong,
    Table,
    Title,
    Words,
)
from sellerpolicy.views.text import safe

STYLE = """
.sellerpolicy{max-width:62rem;margin:.6em 0;padding:.7em 1em .8em;line-height:1.5;text-align:left;
 border:1px solid color-mix(in srgb,currentColor 22%,transparent);border-radius:.5em;overflow-wrap:break-word}
.sellerpolicy p,.sellerpolicy ul{margin:.45em 0;padding-left:0}
.sellerpolicy ul{padding-left:1.3em;list-style:disc}
.sellerpolicy li{margin:.2em 0}.sellerpolicy li>ul{margin:.1em 0}
.sellerpolicy .title{font-size:1.12em;margin:0 0 .5em}
.sellerpolicy .badge{display:inline-block;padding:0 .5em;border-radius:.3em;font-weight:600;white-space:nowrap;
 background:color-mix(in srgb,currentColor 10%,transparent)}
.sellerpolicy .good{background:color-mix(in srgb,#12a150 28%,transparent)}
.sellerpolicy .bad{background:color-mix(in srgb,#e5484d 32%,transparent)}
.sellerpolicy .open{background:color-mix(in srgb,#e8a317 34%,transparent)}
.sellerpolicy .faint{opacity:.8;font-size:.92em}
.sellerpolicy time{white-space:nowrap}
.sellerpolicy code{font-size:.92em;background:none;border:0;padding:0;color:inherit}
.sellerpolicy a,.sellerpolicy a:visited{color:inherit;text-decoration:underline;text-underline-offset:.15em}
.sellerpolicy details{margin:.5em 0 0;padding:0;border:0;background:none;box-shadow:none}
.sellerpolicy summary{cursor:pointer;font-weight:600;padding:.1em 0;background:none}
.sellerpolicy .scroll{overflow-x:auto;margin:.5em 0}
.sellerpolicy table{border-collapse:separate;border-spacing:0;margin:0;width:auto;font-size:.95em;line-height:1.4}
.sellerpolicy caption{text-align:left;font-weight:600;padding:.2em 0 .4em;caption-side:top;color:inherit}
.sellerpolicy th,.sellerpolicy td{text-align:left;vertical-align:top;padding:.3em .6em;font-weight:400;
 background:none;border:0;border-bottom:1px solid color-mix(in srgb,currentColor 16%,transparent);white-space:normal}
.sellerpolicy thead th{font-weight:600;border-bottom-width:2px;vertical-align:bottom}
.sellerpolicy .matrix tbody th{min-width:13em}.sellerpolicy .matrix tbody td{min-width:4em}
.sellerpolicy .records :is(th,td){white-space:nowrap}
.sellerpolicy tr.last>*{font-weight:600;border-top:2px solid color-mix(in srgb,currentColor 40%,transparent)}
.sellerpolicy pre{overflow-x:auto;background:none;color:inherit;border:0;margin:0;padding:0;font-size:.86em}
""".strip()
"""What makes a card pleasant. Everything is scoped to ``.sellerpolicy``."""


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day by itself, which no line is to break."""


def html(card: Card) -> str:
    """A card with its style, as notebooks show it."""
    return f"<style>{STYLE}</style>{unstyled(card)}"


def unstyled(card: Card) -> str:
    """A card alone, for a page that has ``STYLE`` once."""
    return f'<article class="sellerpolicy" aria-label="{shown(card.label)}">{blocks(card.blocks)}</article>'


def blocks(given: Iterable[Block]) -> str:
    """Blocks in a row."""
    return "".join(map(_block, given))


def shown(text: str) -> str:
    """A text as it is to be read: markup in it is no markup, and what cannot be seen is made visible."""
    return escape(safe(text))


def _block(block: Block) -> str:
    match block:
        case Title():
            return f'<p class="title">{_words(block.words)}</p>'
        case Paragraph():
            return f"<p>{_words(block.words)}</p>"
        case Bullets():
            return _list(block.items)
        case Table():
            return _table(block)
        case Fold():
            state = " open" if block.is_open else ""
            return f"<details{state}><summary>{shown(block.summary)}</summary>{blocks(block.blocks)}</details>"
        case _:
            return f"<pre>{escape(block.text)}</pre>"


def _list(items: Iterable[Item]) -> str:
    told = "".join(f"<li>{_words(item.words)}{_list(item.below) if item.below else ''}</li>" for item in items)
    return f"<ul>{told}</ul>"


def _table(table: Table) -> str:
    """A table that scrolls by itself where it is wider than the page."""
    heads = "".join(f'<th scope="col">{_words(head)}</th>' for head in table.heads)
    rows = "".join(map(_row, table.rows))
    caption = shown(table.caption)
    return (
        f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0">'
        f'<table class="{table.layout.value}"><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: Row) -> str:
    cells = "".join(f"<td>{_words(cell)}</td>" for cell in row.cells)
    kind = ' class="last"' if row.is_last else ""
    return f'<tr{kind}><th scope="row">{_words(row.head)}</th>{cells}</tr>'


def _words(given: Words) -> str:
    return " ".join(map(_inline, given))


def _inline(inline: Inline) -> str:
    match inline:
        case str():
            return f"<time>{inline}</time>" if DAY.fullmatch(inline) else shown(inline)
        case Strong():
            return f"<strong>{shown(inline.text)}</strong>"
        case Faint():
            return f'<span class="faint">{shown(inline.text)}</span>'
        case Code():
            return f"<code>{shown(inline.text)}</code>"
        case Badge():
            return f'<span class="badge {inline.tone.value}">{shown(inline.text)}</span>'
        case _:
            return _link(inline)


def _link(link: Link) -> str:
    text = shown(link.text)
    if not link.is_web:
        return text
    says = f' title="{shown(link.says)}" aria-label="{shown(link.says)}"' if link.says else ""
    return f'<a href="{shown(str(link.url))}"{says}>{text}</a>'
