"""The account report as a card: the verdict and what is to be done in sight, everything else behind folds."""

from __future__ import annotations

from collections.abc import Iterator

from sellerpolicy.account import AccountReport
from sellerpolicy.views.account_blocks import Cites, sections, sources_block, task_words
from sellerpolicy.views.account_words import reasons, tasks, verdict
from sellerpolicy.views.blocks import Badge, Block, Bullets, Card, Fold, Item, Paragraph, Strong, Title, Tone
from sellerpolicy.views.text import sentence


def account_card(report: AccountReport) -> Card:
    """The card of one report."""
    return Card(f"Amazon {report.marketplace.name} on {report.on}: {verdict(report)}", tuple(_blocks(report)))


def _blocks(report: AccountReport) -> Iterator[Block]:
    cites = Cites.everything([report])
    tone = Tone.GOOD if report.is_healthy else Tone.BAD
    yield Title((f"Amazon {report.marketplace.name} on {report.on}:", Badge(verdict(report), tone)))
    why = ", ".join(reasons(report))
    if why:
        yield Paragraph(sentence(why))
    items = tuple(
        Item(task_words(found, cites), (Item(found.about),) if found.about else ()) for found in tasks(report)
    )
    if items:
        yield Paragraph(Strong("To do"))
        yield Bullets(items)
    yield from (Fold(section.title, section.blocks) for section in sections(report, cites))
    if cites.numbers:
        yield Fold("The texts cited", (sources_block(cites),))
