"""What was read from a file, as a card: how many rows gave facts, which were refused and why, and the first facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sellerpolicy.amazon.reading import Read, RefusedRow
from sellerpolicy.errors import shown
from sellerpolicy.facts import Fact
from sellerpolicy.logic.words import in_words
from sellerpolicy.views.blocks import (
    Badge,
    Block,
    Card,
    Code,
    Faint,
    Fold,
    Layout,
    Paragraph,
    Row,
    Strong,
    Table,
    Title,
    Tone,
    words,
)
from sellerpolicy.views.text import counted

MOST_ROWS = 10
FIRST_FACTS = 5


def read_card(read: Read[Any]) -> Card:
    """Every row is accounted for: used, refused or ignored."""
    return Card(f"{read.kind}: {counted(len(read), 'fact')}", tuple(_blocks(read)))


def _blocks(read: Read[Any]) -> Iterator[Block]:
    refused = (Badge(f"{counted(len(read.refused), 'row')} refused", Tone.BAD),) if read.refused else ()
    file = () if read.file is None else (Faint(read.file),)
    yield Title((Strong(read.kind), f"{counted(len(read), 'fact')} from {counted(read.rows, 'row')}", *refused, *file))
    if read.ignored:
        rows = tuple(Row(reason, (words(f"{number:,}"),)) for reason, number in read.ignored.items())
        yield Table("Rows that give no facts", ("why", "rows"), rows)
    if read.refused:
        heads = ("line", "column", "what stands there", "why it is refused")
        yield Table("Rows that could not be read", heads, tuple(map(_refused, read.refused[:MOST_ROWS])))
    if len(read.refused) > MOST_ROWS:
        yield Paragraph(Faint(f"and {counted(len(read.refused) - MOST_ROWS, 'more row')}: see .refused"))
    facts = [fact for fact in read.facts[:FIRST_FACTS] if isinstance(fact, Fact)]
    if facts:
        yield Fold(f"The first {counted(len(facts), 'fact')}", (_facts(facts),))


def _refused(row: RefusedRow) -> Row:
    line = "–" if row.line is None else str(row.line)
    cells = (words(Code(row.column)) if row.column else (), words(shown(row.value)), words(row.reason))
    return Row(line, cells)


def _facts(facts: list[Fact]) -> Table:
    """The facts side by side, without the columns that are unknown in all of them."""
    kind = type(facts[0])
    told = [fact.to_dict() for fact in facts]
    names = [name for name in told[0] if any(each[name] is not None for each in told)]
    rows = tuple(
        Row(str(number), tuple(words(in_words(getattr(fact, name))) for name in names))
        for number, fact in enumerate(facts, 1)
    )
    return Table(f"The first facts of the kind {kind.__name__}", ("", *map(Code, names)), rows, Layout.RECORDS)
