"""Decisions, deadlines and terms as plain lines: the same words in the terminal, the notebook and the documentation.

Lines are at most ``WIDTH`` characters wide where their words allow it, and every text is made ``safe`` first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from itertools import groupby
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

from sellerpolicy.facts.marketplace import EUROPE, Marketplace
from sellerpolicy.facts.schema import descriptions
from sellerpolicy.logic.clocks import Deadline
from sellerpolicy.logic.conditions import symbols_in
from sellerpolicy.logic.decisions import Decision, Disagreement, Note, Reason, walk
from sellerpolicy.logic.references import Confidence, Reference
from sellerpolicy.logic.terms import BEGINNING, Entry, Text, dated_terms
from sellerpolicy.logic.trees import simplified
from sellerpolicy.logic.truth import truth
from sellerpolicy.logic.words import in_words

WIDTH = 96
MARKS = {True: "yes", False: "no", None: "?"}

Sources = Mapping[Reference, int]
"""The numbers by which texts are cited."""


def safe(text: str) -> str:
    r"""Show what a terminal would obey: control and invisible characters become visible, as ``\x1b``."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else _shown(sign) for sign in text)


def _shown(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


def paragraph(text: str, *, indent: int = 0, mark: str = "") -> list[str]:
    """A text in lines, indented, with a mark before its first line and the others set below the text."""
    start = f"{' ' * indent}{mark}"
    lines = wrap(
        safe(text),
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [start.rstrip()]


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and what is counted: ``1 order``, ``2 orders``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def explained(decision: Decision[Any]) -> str:
    """The answer, what it hangs on, every condition with its source, and where the sources disagree."""
    sources = numbered(texts_named(decision))
    return "\n".join([*answer(decision), *proof(decision, sources), *sources_listed(sources)])


def answer(decision: Decision[Any], *, indent: int = 0) -> Iterator[str]:
    """What follows, by which day's text, and which facts are still to be found out."""
    doubt = " (disputed)" if decision.contested else ""
    outcome = f"{sentence(decision.table.title)}: {said(decision.outcome)}{doubt}"
    yield from paragraph(f"{outcome}, by the text of {decision.policy_day}", indent=indent)
    if decision.needs:
        yield from paragraph("To know it, find out:", indent=indent + 2)
    for name, meaning in needed(decision):
        yield from paragraph(meaning, indent=indent + 4, mark=f"{name}: ")


def proof(
    decision: Decision[Any], sources: Sources, *, reasons: Iterable[Reason] | None = None, indent: int = 2
) -> Iterator[str]:
    """Conditions (by default all) with their truth, their day and source; what is disputed; what else to know."""
    for reason in decision.reasons if reasons is None else reasons:
        cited = f"{reason.text} {_cited(reason, sources)}"
        yield from paragraph(cited, indent=indent, mark=f"{MARKS[reason.holds]:<3}  ")
    for disagreement in decision.disagreements:
        cited = f"{disputed(decision, disagreement)} [{sources[disagreement.reference]}]"
        yield from paragraph(cited, indent=indent, mark="disputed: ")
    for note in decision.notes:
        yield from paragraph(f"{noted(note)} [{sources[note.reference]}]", indent=indent, mark="note: ")


def needed(decision: Decision[Any]) -> Iterator[tuple[str, str]]:
    """The facts to be found out, each with its meaning as the facts' own documentation gives it.

    Left out is what other conditions leave without weight, and what follows from another fact to be found out.
    """
    kind = type(decision.case)
    meanings, weighty = descriptions(kind), _weighty(decision)
    # a table may decide any class of cases
    worked_out_from: Mapping[str, tuple[str, ...]] = getattr(kind, "worked_out_from", {})
    names = [name for name in decision.needs if name in weighty]
    for name in names:
        origins = worked_out_from.get(name, ())
        if not any(origin in names for origin in origins):
            origin = f" It is worked out from {' and '.join(origins)}." if origins else ""
            yield name, f"{meanings.get(name, '')}{origin}"


def _weighty(decision: Decision[Any]) -> frozenset[str]:
    """The facts that conditions read which are still open, once all others are put in."""
    case, terms = decision.case, decision.terms
    asked = {condition: truth(condition, case, terms) for condition in decision.table.conditions}
    decided = {condition: held for condition, held in asked.items() if held is not None}
    left = (simplified(rule.when, decided, {}) for rule, _ in walk(decision.table, case, terms))
    still_open = (part for part in left if not isinstance(part, bool))
    return frozenset(symbol.name for part in still_open for symbol in symbols_in(part) if not symbol.is_term)


def texts_named(decision: Decision[Any], reasons: Iterable[Reason] | None = None) -> Iterator[Reference]:
    """The texts that the shown proof cites, in that order."""
    yield from (reason.reference for reason in (decision.reasons if reasons is None else reasons))
    yield from (disagreement.reference for disagreement in decision.disagreements)
    yield from (note.reference for note in decision.notes)


def numbered(references: Iterable[Reference]) -> dict[Reference, int]:
    """A number for each text, from 1, in the order of their first mention."""
    return {reference: number for number, reference in enumerate(dict.fromkeys(references), 1)}


def sources_listed(sources: Sources) -> Iterator[str]:
    """The texts behind the numbers: title, kind, days, whose words, address."""
    if sources:
        yield "Sources"
    for reference, number in sources.items():
        mark = f"[{number}] "
        yield from paragraph(described(reference), indent=2, mark=mark)
        if reference.url is not None:
            yield f"{' ' * (2 + len(mark))}{safe(reference.url)}"


def described(reference: Reference) -> str:
    """A text's title, kind and days, and whose words they are where they are not simply Amazon's own."""
    whose = "" if reference.confidence is Confidence.AMAZON else f" - {reference.confidence.value}"
    return f"{reference}{whose}"


def sentence(words: str) -> str:
    """A text with a capital first letter."""
    return words[:1].upper() + words[1:]


def said(outcome: Enum | None) -> str:
    """An outcome in words; unknown where it hangs on unknown facts."""
    return "UNKNOWN" if outcome is None else outcome.name.replace("_", " ")


def dated_since(reason: Reason) -> str:
    """Since when a condition's figure holds; empty where no dated figure is read, or where it always held."""
    return "" if reason.since in (None, BEGINNING) else f"since {reason.since}"


def _cited(reason: Reason, sources: Sources) -> str:
    since = dated_since(reason)
    number = f"[{sources[reason.reference]}]"
    return f"({since}) {number}" if since else number


def noted(note: Note) -> str:
    """A note, and since when and where it is true unless it always is, and everywhere."""
    bounds = [] if note.since is None else [f"since {note.since}"]
    if set(note.marketplaces) != set(Marketplace):
        bounds.append(places(note.marketplaces))
    return f"{note.text} ({', '.join(bounds)})" if bounds else note.text


def disputed(decision: Decision[Any], disagreement: Disagreement) -> str:
    """What is read in two ways, how it is read here, what another text says, and what would follow."""
    declared = dated_terms(decision.table.terms).get(disagreement.term.rpartition(".")[2])
    return (
        f"{disagreement.term if declared is None else declared.label}: read here as {in_words(disagreement.reading)}; "
        f"another text reads {in_words(disagreement.other)}, which would make it {said(disagreement.outcome)}"
    )


def deadlines_told(deadlines: Iterable[Deadline]) -> str:
    """Deadlines of one case: what is to be done and by when, what each hangs on, and the texts."""
    listed = tuple(deadlines)
    if not listed:
        return "Nothing is due."
    sources = numbered(reference for deadline in listed for reference in deadline.references)
    lines = [line for deadline in listed for line in _deadline(deadline, sources)]
    return "\n".join([*lines, *sources_listed(sources)])


def _deadline(deadline: Deadline, sources: Sources) -> Iterator[str]:
    numbers = "".join(f"[{sources[reference]}]" for reference in deadline.references)
    by = "day unknown" if deadline.by is None else f"by {deadline.by}"
    yield from paragraph(f"{deadline.what}: {by} {numbers}")
    for doubt in doubts_of(deadline, Marketplace.US):
        yield from paragraph(doubt, indent=2)


def doubts_of(deadline: Deadline, marketplace: Marketplace) -> Iterator[str]:
    """What a deadline hangs on, and what other texts say of it."""
    if deadline.needs:
        aim = "to know the day" if deadline.by is None else "to be sure"
        yield f"{aim}, find out: {', '.join(deadline.needs)}"
    if deadline.contested:
        other = None if deadline.other is None else moment(deadline.other, marketplace)
        if deadline.by is not None:
            yield f"disputed: another text {'asks for nothing' if other is None else f'says {other}'}"
        elif not deadline.needs:
            yield f"disputed: only another text asks for it{'' if other is None else f', by {other}'}"


def moment(by: date, marketplace: Marketplace) -> str:
    """A day as ISO text; an instant as the marketplace's local day and hour."""
    if not isinstance(by, datetime):
        return by.isoformat()
    return f"{by.astimezone(ZoneInfo(marketplace.zone)):%Y-%m-%d %H:%M %Z}"


def time_left(by: date, *, on: date) -> str:
    """How far from ``on`` a day lies: ``today``, ``in 3 days``, ``2 days ago``."""
    left = (by - on).days
    if left in (-1, 0, 1):
        return ("today", "tomorrow", "yesterday")[left]
    return f"in {left} days" if left > 0 else f"{-left} days ago"


def places(marketplaces: Iterable[Marketplace]) -> str:
    """Marketplaces in words: ``everywhere``, ``US``, ``CA, Europe``."""
    members = set(marketplaces)
    if members == set(Marketplace):
        return "everywhere"
    europe = set(EUROPE) if members.issuperset(EUROPE) else set()
    names = [place.name for place in Marketplace if place in members - europe]
    return ", ".join([*names, "Europe"] if europe else names)


def terms_told(entries: Iterable[Entry]) -> str:
    """The history of terms: each with its label and name, and every value it has had, with its texts."""
    listed = tuple(entries)
    sources = numbered(
        reference
        for entry in listed
        for reference in (entry.text.reference, *(reading.reference for reading in entry.text.others))
    )
    lines: list[str] = []
    for (label, name), history in groupby(listed, key=lambda entry: (entry.label, entry.id)):
        lines += paragraph(f"{sentence(label)} ({name})")
        for entry in history:
            lines += paragraph(_dated_text(entry.text, sources), indent=2, mark=f"{_first_day(entry.text):<18}")
        lines.append("")
    return "\n".join([*lines, *sources_listed(sources)])


def _first_day(text: Text[Any]) -> str:
    return "originally" if text.since == BEGINNING else f"since {text.since}"


def _dated_text(text: Text[Any], sources: Sources) -> str:
    seen = "" if text.after is None else f" (first seen then; it began on an unknown day after {text.after})"
    others = "".join(
        f"; another text: {in_words(reading.value)} [{sources[reading.reference]}]" for reading in text.others
    )
    return f"{places(text.marketplaces)}: {in_words(text.value)}{seen} [{sources[text.reference]}]{others}"
