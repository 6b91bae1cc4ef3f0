"""Decisions as cards: the answer and its doubts in sight; the proof, what would change it and the texts in folds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from attrs import frozen

from sellerpolicy.facts.schema import descriptions
from sellerpolicy.logic.decisions import Decision, walk
from sellerpolicy.logic.flips import Flip
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.words import in_words
from sellerpolicy.views.asked import AllOf, Asked, OneOf, Tree, asked
from sellerpolicy.views.blocks import (
    Badge,
    Block,
    Bullets,
    Card,
    Code,
    Faint,
    Fold,
    Item,
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
from sellerpolicy.views.text import (
    MARKS,
    counted,
    dated_since,
    described,
    disputed,
    needed,
    noted,
    numbered,
    said,
    sentence,
    texts_named,
)

FITS: Mapping[bool | None, Badge] = {
    True: Badge("fits", Tone.GOOD),
    False: Badge("does not fit", Tone.BAD),
    None: Badge("may fit", Tone.OPEN),
}
MOST_WAYS = 4
"""So many ways to one outcome are shown."""

AT_A_GLANCE = 3
"""So many facts are read on one line; more are listed."""


def decision_card(decision: Decision[Any]) -> Card:
    """The card of one decision."""
    told = f"{sentence(decision.table.title)}: {said(decision.outcome)}"
    return Card(told, tuple(_blocks(decision)))


def answer_words(decision: Decision[Any]) -> Words:
    """The outcome, whether it is disputed, and by which day's text."""
    outcome = Badge(said(decision.outcome), Tone.OPEN if decision.outcome is None else Tone.PLAIN)
    doubt = (Badge("disputed", Tone.OPEN),) if decision.contested else ()
    return (f"{sentence(decision.table.title)}:", outcome, *doubt, Faint(f"by the text of {decision.policy_day}"))


def _blocks(decision: Decision[Any]) -> Iterator[Block]:
    cited = Cited(decision, numbered(texts_named(decision)))
    yield Title(answer_words(decision))
    if decision.needs:
        yield Paragraph("To know it, find out:")
        yield Bullets(tuple(Item((Code(name), meaning)) for name, meaning in needed(decision)))
    if decision.disagreements:
        yield Bullets(
            tuple(
                Item((Strong("Disputed:"), disputed(decision, found), cited.link(found.reference)))
                for found in decision.disagreements
            )
        )
    for note in decision.notes:
        yield Paragraph((noted(note), cited.link(note.reference)))
    yield cited.proof()
    changes = tuple(_changes(decision))
    if changes:
        yield Fold("What would change it" if decision.outcome is not None else "What would settle it", changes)
    yield _facts(decision)
    yield sources(cited.numbers)


@frozen
class Cited:
    """A decision, and the numbers by which its texts are cited."""

    decision: Decision[Any]
    numbers: Mapping[Reference, int]

    def link(self, reference: Reference) -> Link:
        """The number of a text, leading to it."""
        return Link(f"[{self.numbers[reference]}]", reference.url, described(reference))

    def proof(self) -> Fold:
        """The rules that were asked, in their order, each with its conditions as a tree."""
        table = self.decision.table
        items = []
        for rule, held in walk(table, self.decision.case, self.decision.terms):
            place = Faint(f"rule {table.rules.index(rule) + 1},")
            tree = asked(rule.when)
            parts = tree.parts if isinstance(tree, AllOf) else (tree,)
            below = tuple(item for part in parts for item in self._items(part))
            items.append(Item((FITS[held], place, Strong(said(rule.then))), below))
        decides = "" if self.decision.outcome is None else ", the last one decides"
        return Fold(f"Why: {counted(len(items), 'rule')} asked{decides}", (Bullets(tuple(items)),))

    def _items(self, tree: Tree) -> Iterator[Item]:
        """A part of what a rule asks; conditions that the policy's text settles by itself are left out."""
        if isinstance(tree, Asked):
            if not self.decision.table.is_settled(tree.condition, self.decision.terms):
                yield Item(self._leaf(tree))
            return
        below = tuple(item for part in tree.parts for item in self._items(part))
        if len(below) == 1:
            yield from below
        elif below:
            line = "one of these:" if isinstance(tree, OneOf) else "all of these:"
            yield Item(line, below)

    def _leaf(self, leaf: Asked) -> Words:
        """A condition with its truth, its day and its source; the colour says whether it is as the rule asks."""
        reason = self.decision.reason(leaf.condition)
        fits = None if reason.holds is None else reason.holds is leaf.wanted
        since = dated_since(reason)
        day = (Faint(f"({since})"),) if since else ()
        turned = () if leaf.wanted else (Faint("must be no:"),)
        return (Badge(MARKS[reason.holds], FITS[fits].tone), *turned, reason.text, *day, self.link(reason.reference))


def _changes(decision: Decision[Any]) -> Iterator[Block]:
    """For each other outcome the smallest changes that lead to it, the fewest first."""
    ways: dict[Enum | None, list[Flip]] = {}
    for flip in decision.flips():
        ways.setdefault(flip.outcome, []).append(flip)
    if ways:
        yield Paragraph(Faint("Days and amounts are examples: others may lead there too."))
        yield Bullets(tuple(_leading(decision, outcome, found) for outcome, found in ways.items()))


def _leading(decision: Decision[Any], outcome: Enum | None, flips: Sequence[Flip]) -> Item:
    """What leads to one outcome."""
    # a long way differs from the next one in little
    shown = [flip for flip in flips if len(flip.facts) <= AT_A_GLANCE][:MOST_WAYS] or flips[:1]
    first, *others = (_way(decision, flip) for flip in shown)
    more = len(flips) - len(shown)
    if more:
        rest = "one more way" if more == 1 else f"one of {more} more ways"
        others.append(Item(Faint(f"or {rest}: see .flips()")))
    if not others:
        return Item((Strong(said(outcome)), "if", *first.words), first.below)
    return Item((Strong(said(outcome)), "if one of these:"), (first, *others))


def _way(decision: Decision[Any], flip: Flip) -> Item:
    """Which facts would have to be how, together."""
    facts = {name: _value(decision, flip, name) for name in flip.facts}
    own = (Badge("in your hands"),) if flip.can_be_acted_on else ()
    if len(facts) > AT_A_GLANCE:
        return Item(("all of these:", *own), tuple(_alike(facts)))
    (first, value), *others = facts.items()
    told = (word for name, value in others for word in ("and", Code(name), f"is {value}"))
    return Item((Code(first), f"is {value}", *told, *own))


def _alike(facts: Mapping[str, str]) -> Iterator[Item]:
    """Facts with their values; of those that are alike the value is said once."""
    names: dict[str, list[str]] = {}
    for name, value in facts.items():
        names.setdefault(value, []).append(name)
    for value, alike in names.items():
        if len(alike) == 1:
            yield Item((Code(alike[0]), f"is {value}"))
        else:
            yield Item((f"{value}:", *map(Code, alike)))


def _value(decision: Decision[Any], flip: Flip, name: str) -> str:
    """What a fact would have to be, and what it is, where that is known."""
    new, old = getattr(flip.case, name), getattr(decision.case, name)
    return in_words(new) if old is None else f"{in_words(new)}, not {in_words(old)}"


def _facts(decision: Decision[Any]) -> Fold:
    """The facts that the table reads, as they were given."""
    names = decision.table.read_names
    meanings = descriptions(type(decision.case))
    rows = tuple(
        Row(Code(name), (words(in_words(getattr(decision.case, name))), words(Faint(meanings.get(name, "")))))
        for name in names
    )
    table = Table("What the policy asks about", ("fact", "given", "meaning"), rows)
    return Fold(f"The facts: {counted(len(names), 'fact')} asked for", (table,))


def sources(numbers: Mapping[Reference, int]) -> Fold:
    """The texts behind the numbers, each a link where it has an address."""
    items = tuple(
        Item((f"[{number}]", Link(described(reference), reference.url))) for reference, number in numbers.items()
    )
    return Fold(f"Sources: {counted(len(items), 'text')}", (Bullets(items),))
