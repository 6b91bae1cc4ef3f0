"""Deadlines as a card: what must or may be done, by when, and what is in doubt about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sellerpolicy.facts import Marketplace
from sellerpolicy.logic.clocks import Deadline
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.words import in_words
from sellerpolicy.views.blocks import Badge, Block, Card, Link, Paragraph, Row, Strong, Table, Tone, Words, words
from sellerpolicy.views.proof import sources
from sellerpolicy.views.text import counted, described, doubts_of, numbered, sentence


def deadlines_card(deadlines: Iterable[Deadline]) -> Card:
    """The deadlines of one case, in the order given."""
    listed = tuple(deadlines)
    if not listed:
        return Card("No deadlines", (Paragraph("Nothing is due."),))
    cited = numbered(reference for deadline in listed for reference in deadline.references)
    heads = ("what", "", "by", "counted from", "in doubt", "sources")
    table = Table("What is due", heads, tuple(_row(deadline, cited) for deadline in listed))
    blocks: tuple[Block, ...] = (table, sources(cited))
    return Card(counted(len(listed), "deadline"), blocks)


def _row(deadline: Deadline, cited: Mapping[Reference, int]) -> Row:
    may = Badge("may") if deadline.is_sellers else Badge("info")
    duty = Badge("must", Tone.BAD) if deadline.is_duty else may
    cells: tuple[Words, ...] = (
        words(duty if deadline.by is not None else Badge("maybe", Tone.OPEN)),
        words(Strong(in_words(deadline.by))),
        words(in_words(deadline.counted_from)),
        words("; ".join(doubts_of(deadline, Marketplace.US))),
        tuple(Link(f"[{cited[reference]}]", reference.url, described(reference)) for reference in deadline.references),
    )
    return Row(sentence(deadline.what), cells)
