"""Policies as cards: a decision table drawn, what a policy fixes on a day, and how that changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from string import ascii_lowercase
from typing import Any

from attrs import frozen

from sellerpolicy.logic.clocks import Clock
from sellerpolicy.logic.conditions import Condition
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.tables import DecisionTable, Rule
from sellerpolicy.logic.terms import BEGINNING, DatedTerms, Entry, Text, dated_terms, name_of
from sellerpolicy.logic.words import in_words
from sellerpolicy.rules.revisions import Change
from sellerpolicy.views.asked import AllOf, Asked, Clause, OneOf, Tree, asked, clauses
from sellerpolicy.views.blocks import (
    Badge,
    Block,
    Bullets,
    Card,
    Code,
    Faint,
    Fold,
    Item,
    Layout,
    Link,
    Paragraph,
    Row,
    Strong,
    Table,
    Title,
    Tone,
    Words,
    words,
)
from sellerpolicy.views.proof import sources
from sellerpolicy.views.text import counted, described, noted, numbered, places, said, sentence

PLACE = re.compile(r"\{(?:case|terms)\.(\w+)\}")
MOST_CLAUSES = 16
MOST_LETTERS = 8
WANTED = {True: Badge("yes", Tone.GOOD), False: Badge("no", Tone.BAD)}


def table_card(table: DecisionTable[Any, Any, Any]) -> Card:
    """A decision table: its conditions as rows, its rules as columns, what follows below."""
    return Card(f"Decision table: {table.title}", tuple(_table_blocks(table)))


def _table_blocks(table: DecisionTable[Any, Any, Any]) -> Iterator[Block]:
    cited = numbered(_cited_by(table))
    columns = tuple(Column.of(rule) for rule in table.rules)
    yield Title((Strong(sentence(table.title)), Faint(table.id)))
    heads = [f"{number}{column.title}" for number, column in enumerate(columns, 1)]
    rows = [
        Row((*_worded(condition), *_source(condition, cited)), tuple(column.cell(condition) for column in columns))
        for condition in table.conditions
    ]
    then = Row("then", tuple(words(said(rule.then)) for rule in table.rules), is_last=True)
    yield Table(
        "Rules are read from the left; the first that fits decides", ("condition", *heads), (*rows, then), Layout.MATRIX
    )
    legend = tuple(_legend(columns))
    if legend:
        yield Bullets(legend)
    for note in table.notes:
        outcomes = ", ".join(said(outcome) for outcome in note.outcomes)
        yield Paragraph((Strong(f"{outcomes}:"), _named(noted(note)), _link(note.reference, cited)))
    in_words = tuple(_rule(number, rule) for number, rule in enumerate(table.rules, 1))
    is_needed = any(column.marks is None for column in columns)
    yield Fold("The rules in words", (Bullets(in_words),), is_open=is_needed)
    yield sources(cited)


def _cited_by(table: DecisionTable[Any, Any, Any]) -> Iterator[Reference]:
    yield table.reference
    yield from (condition.reference for condition in table.conditions if condition.reference is not None)
    yield from (note.reference for note in table.notes)


def _worded(condition: Condition) -> Words:
    """A condition's text with the names of the figures that it speaks of."""
    return (_named(condition.text),)


def _named(text: str) -> str:
    """A text in which each figure is named by its field."""
    return PLACE.sub(r"‹\1›", text)


def _source(condition: Condition, cited: Mapping[Reference, int]) -> Words:
    return () if condition.reference is None else (_link(condition.reference, cited),)


def _link(reference: Reference, cited: Mapping[Reference, int]) -> Link:
    return Link(f"[{cited[reference]}]", reference.url, described(reference))


@frozen
class Column:
    """How one rule is drawn.

    Args:
        title: what stands beside its number.
        marks: for each condition what is asked of it; ``None`` where that cannot be drawn, only told.
        asks: the conditions that the rule asks.
        has_letters: some marks bear letters.
    """

    title: str
    marks: Mapping[Condition, Words] | None
    asks: frozenset[Condition]
    has_letters: bool = False

    @classmethod
    def of(cls, rule: Rule[Any]) -> Column:
        """Draw a rule as what must be so, or else as what must not be so together."""
        asks = frozenset(_conditions(asked(rule.when)))
        for wanted, title in ((True, ""), (False, " unless")):
            found = clauses(asked(rule.when, wanted=wanted), most=MOST_CLAUSES)
            if found is not None and sum(len(clause) > 1 for clause in found) <= MOST_LETTERS:
                return cls(title, _marks(found), asks, any(len(clause) > 1 for clause in found))
        return cls("", None, asks)

    def cell(self, condition: Condition) -> Words:
        """What stands in the row of a condition."""
        if self.marks is None:
            return words("•") if condition in self.asks else ()
        return self.marks.get(condition, ())


def _conditions(tree: Tree) -> Iterator[Condition]:
    if isinstance(tree, Asked):
        yield tree.condition
    else:
        for part in tree.parts:
            yield from _conditions(part)


def _marks(found: Iterable[Clause]) -> Mapping[Condition, Words]:
    """Yes and no for each condition; alternatives share a letter."""
    letters = iter(ascii_lowercase)
    told: dict[Condition, dict[bool, list[str]]] = {}
    for clause in found:
        letter = next(letters) if len(clause) > 1 else ""
        for each in clause:
            told.setdefault(each.condition, {}).setdefault(each.wanted, []).append(letter)
    return {
        condition: tuple(
            mark
            for wanted, shared in by_truth.items()
            for mark in (WANTED[wanted], *((Faint(" ".join(shared)),) if any(shared) else ()))
        )
        for condition, by_truth in told.items()
    }


def _legend(columns: Iterable[Column]) -> Iterator[Item]:
    drawn = tuple(columns)
    if any(column.has_letters for column in drawn):
        yield Item("In a column, of all cells with the same letter at least one must be so.")
    if any(column.title for column in drawn):
        yield Item("A column headed “unless” says when its rule does not fit.")
    if any(column.marks is None for column in drawn):
        yield Item("A column with dots asks these conditions in a way that is told below in words.")


def _rule(number: int, rule: Rule[Any]) -> Item:
    tree = asked(rule.when)
    parts = tree.parts if isinstance(tree, AllOf) else (tree,)
    return Item((f"{number}.", Strong(said(rule.then)), "if"), tuple(map(_told, parts)))


def _told(tree: Tree) -> Item:
    if isinstance(tree, Asked):
        return Item((*(() if tree.wanted else (Strong("not:"),)), *_worded(tree.condition)))
    return Item("one of these:" if isinstance(tree, OneOf) else "all of these:", tuple(map(_told, tree.parts)))


def terms_card(terms: DatedTerms) -> Card:
    """What a policy fixes: each term with its value, since when, and what other texts say."""
    policy, place = name_of(type(terms)), terms.marketplace.name
    listed = {name: terms.text(name) for name in dated_terms(type(terms))}
    cited = numbered(reference for text in listed.values() if text is not None for reference in _texts(text))
    rows = tuple(_term(terms, name, text, cited) for name, text in listed.items())
    table = Table(f"What {policy} fixes", ("term", "value", "since", "source", "other readings"), rows)
    blocks = (Title((Strong(policy), f"in {place}")), table, sources(cited))
    return Card(f"Terms of {policy} in {place}", blocks)


def _term(terms: DatedTerms, name: str, text: Text[Any] | None, cited: Mapping[Reference, int]) -> Row:
    head = (dated_terms(type(terms))[name].label, Faint(name))
    if text is None:
        return Row(head, (words("no text yet"), (), (), ()))
    return Row(head, (words(Strong(in_words(text.value))), *_origin(text, cited)))


def _origin(text: Text[Any], cited: Mapping[Reference, int]) -> tuple[Words, Words, Words]:
    """Since when a value holds, who says so, and who says otherwise."""
    first = "from the beginning" if text.since == BEGINNING else str(text.since)
    seen = (Faint(f"first seen then; it began on an unknown day after {text.after}"),) if text.after else ()
    others = tuple(
        part for reading in text.others for part in (in_words(reading.value), _link(reading.reference, cited))
    )
    return (first, *seen), words(_link(text.reference, cited)), others


def _texts(text: Text[Any]) -> Iterator[Reference]:
    yield text.reference
    yield from (reading.reference for reading in text.others)


def history_card(entries: Iterable[Entry]) -> Card:
    """Every value that every term has had, oldest first within each term."""
    listed = tuple(entries)
    cited = numbered(reference for entry in listed for reference in _texts(entry.text))
    policies = ", ".join(dict.fromkeys(entry.id.partition(".")[0] for entry in listed))
    rows = tuple(
        _entry(entry, cited, is_first=place == 0)
        for _, history in groupby(listed, key=lambda entry: entry.id)
        for place, entry in enumerate(history)
    )
    heads = ("term", "since", "where", "value", "source", "other readings")
    blocks = (Title((Strong(policies), "through time")), Table("Every dated value", heads, rows), sources(cited))
    return Card(f"History of {policies}", blocks)


def _entry(entry: Entry, cited: Mapping[Reference, int], *, is_first: bool) -> Row:
    since, source, others = _origin(entry.text, cited)
    head = (entry.label, Faint(entry.id.partition(".")[2])) if is_first else words(Faint("…"))
    where = words(places(entry.text.marketplaces))
    return Row(head, (since, where, words(Strong(in_words(entry.text.value))), source, others))


def changes_card(changes: Iterable[Change]) -> Card:
    """Dated changes of policies, oldest first: what held before, and what since."""
    listed = tuple(changes)
    cited = numbered(change.difference.after.reference for change in listed if change.difference.after is not None)
    rows = tuple(_changed(change, cited) for change in listed)
    heads = ("first day", "policy", "term", "before", "since", "where", "source")
    summary = counted(len(listed), "change")
    blocks = (Title(f"{summary} of policy"), Table("Changes of policy", heads, rows), sources(cited))
    return Card(f"{summary} of policy", blocks)


def _changed(change: Change, cited: Mapping[Reference, int]) -> Row:
    found = change.difference
    policy, _, name = found.id.partition(".")
    source = () if found.after is None else words(_link(found.after.reference, cited))
    cells = (
        words(Code(policy)),
        words(found.label, Faint(name)),
        words(_value(found.before)),
        words(Strong(_value(found.after))),
        words(places(change.marketplaces)),
        source,
    )
    return Row(str(change.day), cells)


def _value(text: Text[Any] | None) -> str:
    """What held, and what other texts said of it."""
    if text is None:
        return "no text"
    others = " or ".join(in_words(reading.value) for reading in text.others)
    return f"{in_words(text.value)} (or {others})" if others else in_words(text.value)


def clocks_card(clocks: Iterable[Clock]) -> Card:
    """The clocks of a policy: what is due, when its time runs, from when on, and for how long."""
    listed = tuple(clocks)
    heads = ("what", "", "if", "counted from", "within")
    table = Table("What is due, and by when", heads, tuple(map(_clock, listed)))
    return Card(counted(len(listed), "clock"), (table,))


def _clock(clock: Clock) -> Row:
    tree = asked(clock.when)
    parts = tree.parts if isinstance(tree, AllOf) else (tree,)
    cells = (
        words(_urgency(clock)),
        words("; ".join(map(_in_line, parts))),
        words(Code(clock.counted_from.name)),
        words(dated_terms(clock.terms)[clock.within.name].label, Faint(clock.within.name)),
    )
    return Row(sentence(clock.what), cells)


def _urgency(clock: Clock) -> Badge:
    """Whether the seller must or may do it, or is only to know of it."""
    if not clock.is_sellers:
        return Badge("info")
    return Badge("must", Tone.BAD) if clock.is_duty else Badge("may")


def _in_line(tree: Tree) -> str:
    """What is asked, in one line."""
    if isinstance(tree, Asked):
        told = PLACE.sub(r"‹\1›", tree.condition.text)
        return told if tree.wanted else f"not: {told}"
    joined = (" or " if isinstance(tree, OneOf) else " and ").join(map(_in_line, tree.parts))
    return f"({joined})"
