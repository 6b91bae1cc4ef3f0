"""Reconciliations for people: Amazon's counts beside ours, what explains each difference, and what else to know."""

from __future__ import annotations

from collections.abc import Iterator

from sellerpolicy.amazon.reconciliation import Explanation, Figure, Reconciliation, Recount
from sellerpolicy.amazon.reconciliation.telling import told
from sellerpolicy.views.blocks import Badge, Block, Bullets, Card, Item, Paragraph, Row, Strong, Table, Title, Tone
from sellerpolicy.views.performance import metric_named, window_briefly
from sellerpolicy.views.text import paragraph, safe, sentence

UNEXPLAINED = "unexplained: nothing in your files says why"


def reconciliation_told(found: Reconciliation) -> Iterator[str]:
    """All of it as lines: differences first, then what agrees, then what else is to be known."""
    differing = [recount for recount in found.recounts if recount.differences]
    if differing:
        yield f"  {'':<38}{'Amazon':>9}{'you':>9}{'':>9}"
    for recount in differing:
        yield from _differing(recount)
    for recount in found.recounts:
        if recount.figures and recount not in differing:
            yield from paragraph(f"{headed(recount)}: the same on both sides: {counts(recount)}", indent=2, mark="= ")
    for text, names in remarks_of(found):
        yield from paragraph(f"{names}: {text}" if names else text, indent=2, mark="- ")


def _differing(recount: Recount) -> Iterator[str]:
    yield safe(f"  {headed(recount)}")
    for figure in recount.figures:
        yield safe(
            f"    {_named(figure):<36}{_count(figure.amazons):>9}{figure.ours:>9,}{_difference(figure):>9}"
        ).rstrip()
    for explanation in recount.explanations:
        yield from paragraph(f"{recount.effect(explanation)}: {told(explanation)}", indent=4, mark="- ")
    for figure in recount.unexplained:
        yield from paragraph(f"{_named(figure)} {figure.unexplained:+,}: {UNEXPLAINED}", indent=4, mark="- ")


def headed(recount: Recount) -> str:
    """The rate and its window: ``order defect rate (seller), 60 d to 11-05``."""
    window = window_briefly(recount.window)
    return f"{metric_named(recount.metric)}{f', {window}' if window else ''}"


def counts(recount: Recount) -> str:
    """Our counts in a line."""
    return ", ".join(f"{figure.ours:,} {_named(figure)}" for figure in recount.figures)


def remarks_of(found: Reconciliation) -> Iterator[tuple[str, str]]:
    """Each remark once, with the names of the rates that it is about."""
    about: dict[str, dict[str, None]] = {}
    for recount in found.recounts:
        for remark in recount.remarks:
            about.setdefault(remark.text, {})[metric_named(recount.metric)] = None
    yield from ((text, ", ".join(names)) for text, names in about.items())
    yield from ((remark.text, "") for remark in found.remarks)


def _named(figure: Figure) -> str:
    return figure.name.replace("_", " ")


def _count(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"


def _difference(figure: Figure) -> str:
    return "" if not figure.difference else f"{figure.difference:+,}"


def reconciliation_blocks(found: Reconciliation) -> Iterator[Block]:
    """All of it as blocks."""
    for recount in found.recounts:
        if recount.differences:
            yield _table(recount)
            yield Bullets(tuple(_items(recount)))
    agreeing = tuple(recount for recount in found.recounts if recount.figures and not recount.differences)
    if agreeing:
        yield Paragraph((Strong("The same on both sides"),))
        yield Bullets(tuple(Item((Strong(f"{sentence(headed(recount))}:"), counts(recount))) for recount in agreeing))
    remarks = tuple(
        Item((Strong(f"{sentence(names)}:"), text) if names else sentence(text)) for text, names in remarks_of(found)
    )
    if remarks:
        yield Paragraph((Strong("To be known of Amazon's figures"),))
        yield Bullets(remarks)


def _table(recount: Recount) -> Table:
    rows = tuple(
        Row(sentence(_named(figure)), ((_count(figure.amazons),), (f"{figure.ours:,}",), _difference_shown(figure)))
        for figure in recount.figures
    )
    return Table(sentence(headed(recount)), ("Counted", "Amazon", "Your files", "Difference"), rows)


def _difference_shown(figure: Figure) -> tuple[str | Badge, ...]:
    return (
        (Badge(_difference(figure), Tone.OPEN),)
        if figure.difference
        else ("none" if figure.amazons is not None else "-",)
    )


def _items(recount: Recount) -> Iterator[Item]:
    for explanation in recount.explanations:
        yield Item(_explained(recount, explanation))
    for figure in recount.unexplained:
        yield Item((Strong(f"{sentence(_named(figure))} {figure.unexplained:+,}:"), UNEXPLAINED))


def _explained(recount: Recount, explanation: Explanation) -> tuple[Strong, str]:
    return Strong(f"{sentence(recount.effect(explanation))}:"), told(explanation)


def reconciliation_card(found: Reconciliation) -> Card:
    """A card for notebooks."""
    outcome = Badge("the same on both sides", Tone.GOOD) if found.agrees else Badge("differs", Tone.OPEN)
    title = Title((f"Amazon's counts beside yours, {found.marketplace.name}", outcome))
    return Card("Amazon's counts beside yours", (title, *reconciliation_blocks(found)))
