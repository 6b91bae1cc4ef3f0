"""Checks: proof that a table is complete, that each of its rules is reached, and that each condition decides.

The proof is made of witnesses, real cases that anybody can decide again: one for every rule, and for every condition a
pair of cases in which it alone makes the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from itertools import chain, islice, pairwise, product
from typing import TYPE_CHECKING, Any, cast

from attrs import define, field, frozen

from sellerpolicy.logic.conditions import Condition, conditions_in
from sellerpolicy.logic.decisions import terms_read
from sellerpolicy.logic.edges import distance
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.spaces import Era, Judged, Path, State, eras, followed, members, space_of, with_items
from sellerpolicy.logic.terms import BEGINNING, DatedTerms, Text, dated_terms, name_of
from sellerpolicy.logic.words import in_words

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable, Rule

    Table = DecisionTable[Any, Any, Any]


@frozen
class Example:
    """A case, and what a table says of it.

    Args:
        case: the facts.
        terms: what the policy fixes: a dated snapshot, or one with a term read in another way.
        policy_day: the day whose text it is.
        outcome: what follows; ``None`` in a gap.
        reading: the term that is read in another way, and how; ``None`` for the readings taken. A demand that the
            policy makes since some day, and never takes back, is read as if it were not made.
    """

    case: Any
    terms: DatedTerms
    policy_day: date
    outcome: Enum | None
    reading: str | None = None


@frozen
class Witness:
    """What shows that a rule is reached (one example), or that a condition decides (a pair of examples).

    Args:
        id: stable name of the rule or condition.
        examples: the example, or the two examples: the condition holds in the first and not in the second.
    """

    id: str
    examples: tuple[Example, ...]


@frozen
class Flaw:
    """What is wrong with a table, and where.

    Args:
        id: stable name of the rule, condition, term or table.
        text: the same in words.
        reason: what is wrong with it.
    """

    id: str
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.id}: {self.reason} ({self.text})"


@frozen
class TableCheck:
    """What a check of a table has found.

    Args:
        table: stable name of the table.
        gaps: cases that no rule fits, an example for each combination of its conditions.
        unreachable: rules that no case reaches.
        indecisive: conditions that never make a difference.
        unreferenced: what names no reference.
        witnesses: an example for every rule, and for every condition a pair that differs in it alone and in outcome.
    """

    table: str
    gaps: tuple[Example, ...]
    unreachable: tuple[Flaw, ...]
    indecisive: tuple[Flaw, ...]
    unreferenced: tuple[Flaw, ...]
    witnesses: tuple[Witness, ...]

    @property
    def complete(self) -> bool:
        """Whether every combination of conditions that facts can produce meets a rule."""
        return not self.gaps

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """All that is wrong with the table."""
        gaps = tuple(Flaw(self.table, f"{gap.case!r} on {gap.policy_day}", "no rule fits") for gap in self.gaps)
        return gaps + self.unreachable + self.indecisive + self.unreferenced


def check(table: Table) -> TableCheck:
    """Check one table, by all texts of all marketplaces and all their readings."""
    return Proof(table).check()


@frozen(eq=False)
class View:
    """One text with a day of it, as the cases of a space are judged by it."""

    era: Era
    judged: Judged

    def example(self, state: State, outcome: Enum | None) -> Example | None:
        """The plainest case of a set as an example; ``None`` where there cannot be one."""
        case = self.judged.case(state)
        if case is None:
            return None
        table = self.judged.space.table
        reading = None
        if self.era.term is not None and self.era.reading is not None:
            reading = f"{table.id_of_term(self.era.term)}: {in_words(self.era.reading.value)}"
        return Example(case, self.era.terms, self.judged.day, outcome, reading)


def views(table: Table, *texts: tuple[Era, date]) -> tuple[View, ...]:
    """One space of cases, judged by several texts of one marketplace."""
    space = space_of(table, texts[0][0].terms.marketplace, [(era.terms, day) for era, day in texts])
    return tuple(View(era, Judged(space, era.terms, day)) for era, day in texts)


@define(eq=False)
class Proof:
    """A check under way: what was found so far."""

    table: Table
    reached: dict[Rule[Any], Example] = field(factory=dict)
    pairs: dict[Condition, tuple[Example, Example]] = field(factory=dict)
    gaps: dict[tuple[bool | None, ...], Example] = field(factory=dict)
    truths: dict[Condition, set[bool | None]] = field(factory=dict)

    def check(self) -> TableCheck:
        """Look at every text by itself, then at every change of text, then at every other way to read one."""
        timelines = eras(self.table)
        newest_first = [era for timeline in timelines for era in reversed(timeline)]
        for era in newest_first:
            for day in era.days:
                self._look_at(*views(self.table, (era, day)))
        for earlier, later in chain.from_iterable(pairwise(timeline) for timeline in timelines):
            self._compare(*views(self.table, (earlier, earlier.days[-1]), (later, later.days[0])))
        for era in newest_first:
            for other in era.other_readings(self.table):
                taken, otherwise = views(self.table, (era, era.days[0]), (other, era.days[0]))
                self._look_at(otherwise)
                self._compare(taken, otherwise)
        for era in newest_first:
            for other in era.before_it_was_said(self.table):
                if not self._is_found:
                    taken, otherwise = views(self.table, (era, era.days[0]), (other, era.days[0]))
                    self._walk(otherwise)
                    self._compare(taken, otherwise)
        return self._result()

    @property
    def _is_found(self) -> bool:
        return len(self.reached) == len(self.table.rules) and len(self.pairs) == len(self.table.conditions)

    def _look_at(self, view: View) -> None:
        """Follow all cases by a text of the policy's own, and note those that fall through."""
        for condition, (_, sets) in view.judged.sets.items():
            self.truths.setdefault(condition, set()).update(held for held, items in sets.items() if items)
        for path in self._walk(view):
            self._note_gap(view, path)

    def _walk(self, view: View) -> list[Path]:
        """Follow all cases through the rules, note what they reach and where one condition decides.

        Returns:
            The paths that lead to no outcome.
        """
        paths = tuple(view.judged.paths(view.judged.space.all))
        for rule, example in reached(view, paths):
            if _concerns(view.era, rule):
                self.reached.setdefault(rule, example)
        self._note_pairs(lambda condition: pairs_within(view, condition))
        return [path for path in paths if path.outcome is None]

    def _note_gap(self, view: View, path: Path) -> None:
        """Note cases that no rule fits, and cases that are left open although facts and terms are all known."""
        silent = any(getattr(view.era.terms, name) is None for name in self.table.term_names)
        truths = tuple(view.judged.truths(path.state).values())
        if truths not in self.gaps and (path.is_gap or not silent):
            example = view.example(path.state, None)
            if example is not None:
                self.gaps[truths] = example

    def _compare(self, one: View, other: View) -> None:
        """Look for cases that the two texts decide differently."""
        self._note_pairs(lambda condition: pairs_between(one, other, condition))

    def _note_pairs(self, pairs: Callable[[Condition], Iterator[tuple[Example, Example]]]) -> None:
        for condition in self.table.conditions:
            if condition not in self.pairs:
                pair = next(pairs(condition), None)
                if pair is not None:
                    self.pairs[condition] = pair

    def _result(self) -> TableCheck:
        table = self.table
        return TableCheck(
            table.id,
            tuple(self.gaps.values()),
            tuple(self._unreached(rule) for rule in table.rules if rule not in self.reached),
            tuple(self._undecisive(condition) for condition in table.conditions if condition not in self.pairs),
            tuple(unreferenced(table)),
            (
                *(
                    Witness(table.id_of_rule(rule), (self.reached[rule],))
                    for rule in table.rules
                    if rule in self.reached
                ),
                *(Witness(table.id_of(each), self.pairs[each]) for each in table.conditions if each in self.pairs),
            ),
        )

    def _unreached(self, rule: Rule[Any]) -> Flaw:
        taken = dict.fromkeys(
            self.table.id_of_rule(path.rule)
            for timeline in eras(self.table)
            for era in timeline
            for reading in (era, *era.other_readings(self.table))
            for view in views(self.table, (reading, era.days[0]))
            for held, state in view.judged.split(rule.when, view.judged.space.all)
            if held is True
            for path in view.judged.paths(state)
            if path.rule is not None
        )
        reason = f"every case that it fits is decided before, by {', '.join(taken)}" if taken else "it fits no case"
        asks = " & ".join(dict.fromkeys(condition.text for condition in conditions_in(rule.when)))
        return Flaw(self.table.id_of_rule(rule), f"{rule.then.name}: {asks}", reason)

    def _undecisive(self, condition: Condition) -> Flaw:
        reasons = {
            frozenset({True}): "it holds in every case",
            frozenset({False}): "it holds in no case",
        }
        known = frozenset(self.truths.get(condition, set()) - {None})
        reason = reasons.get(cast("Any", known), "there are no two cases in which it alone changes the outcome")
        return Flaw(self.table.id_of(condition), condition.text, reason)


def reached(view: View, paths: Iterable[Path]) -> Iterator[tuple[Rule[Any], Example]]:
    """For each rule that some of these paths lead to an example."""
    seen = set()
    for path in paths:
        if path.rule is not None and path.outcome is not None and path.rule not in seen:
            example = view.example(path.state, path.outcome)
            if example is not None:
                seen.add(path.rule)
                yield path.rule, example


def _concerns(era: Era, rule: Rule[Any]) -> bool:
    """Whether a rule may be reached by this text; by another reading only if it asks what is read otherwise."""
    return era.term is None or any(era.term in terms_read(condition) for condition in conditions_in(rule.when))


# --- pairs of cases ---------------------------------------------------------------------------------------------------


def pairs_within(view: View, condition: Condition) -> Iterator[tuple[Example, Example]]:
    """Pairs of cases of one day, with as little else between them as can be: the condition holds in the first alone."""
    judged = view.judged
    place, sets = judged.sets[condition]
    classes = judged.kinds(place)
    kinds = sorted(
        product(_of(classes, sets[True]), _of(classes, sets[False])),
        key=lambda kind: sum(one is not other for one, other in zip(kind[0], kind[1], strict=True)),
    )
    for held, not_held in kinds:
        for path in judged.paths(with_items(judged.space.all, place, _lowest(classes[held]))):
            for other in judged.paths(with_items(path.state, place, _lowest(classes[not_held]))):
                sides = (view, path.state, path.outcome), (view, other.state, other.outcome)
                if _differ(path, other) and _is_alone(condition, *sides):
                    near = nearest_items(judged, place, classes[held], classes[not_held])
                    yield from _examples(
                        (view, with_items(other.state, place, 1 << near[0]), path.outcome),
                        (view, with_items(other.state, place, 1 << near[1]), other.outcome),
                    )


def pairs_between(one: View, other: View, condition: Condition) -> Iterator[tuple[Example, Example]]:
    """Pairs of the same case by two texts, between which the condition turns: it holds in the first example alone."""
    for first, second in ((one, other), (other, one)):
        space = first.judged.space
        place, sets = first.judged.sets[condition]
        turning = sets[True] & second.judged.sets[condition][1][False]
        if not turning:
            continue
        for path in first.judged.paths(with_items(space.all, place, turning)):
            for onward in second.judged.paths(path.state):
                if _differ(path, onward):
                    same = tuple(map(_lowest, onward.state))
                    sides = (first, same, path.outcome), (second, same, onward.outcome)
                    if _is_alone(condition, *sides):
                        yield from _examples(*sides)


def _of(classes: Mapping[tuple[bool | None, ...], int], items: int) -> list[tuple[bool | None, ...]]:
    return [truths for truths, own in classes.items() if own & items]


def _lowest(items: int) -> int:
    return items & -items


def _differ(one: Path, other: Path) -> bool:
    return None not in (one.outcome, other.outcome) and one.outcome is not other.outcome


Side = tuple[View, State, Enum | None]
"""The cases on one side of a pair: the text that they are judged by, and what follows."""


def _is_alone(condition: Condition, one: Side, other: Side) -> bool:
    """Whether the condition alone makes the difference: all else is the same, or is masked.

    What else differs is masked where one of the cases, with this condition alone turned round, has the other's outcome.
    """
    return _turned(condition, one) is other[-1] or _turned(condition, other) is one[-1]


def _turned(condition: Condition, side: Side) -> Enum | None:
    """What would follow on one side of a pair if one condition were turned round and all else stayed."""
    view, state, _ = side
    truths = view.judged.truths(state)
    return followed(view.judged.space.table, {**truths, condition: not truths[condition]})


def _examples(*sides: Side) -> Iterator[tuple[Example, Example]]:
    one, other = (view.example(state, outcome) for view, state, outcome in sides)
    if one is not None and other is not None:
        yield one, other


MOST_COMPARED = 300


def nearest_items(judged: Judged, place: int, held: int, not_held: int) -> tuple[int, int]:
    """The two items of a component, one of each set, that differ least: in the fewest facts, then by the least."""
    component = judged.space.components[place]

    def apart(pair: tuple[int, int]) -> tuple[int, int]:
        steps = [
            distance(one, other, judged.terms.marketplace)
            for one, other in zip(component.items[pair[0]], component.items[pair[1]], strict=True)
            if one != other
        ]
        return len(steps), sum(steps)

    some = (islice(members(items), MOST_COMPARED) for items in (held, not_held))
    return min(product(*some), key=lambda pair: apart((pair[0], pair[1])))  # type: ignore[return-value]


# --- references -------------------------------------------------------------------------------------------------------


def unreferenced(table: Table) -> Iterator[Flaw]:
    """What names no reference: the table, a condition that reads no term, or a text of a term that is read."""
    if not isinstance(table.reference, Reference):
        yield Flaw(table.id, table.title, "the table names no reference")
    for note in table.notes:
        if not isinstance(note.reference, Reference):
            yield Flaw(table.id, note.text, "the note names no reference")
    for condition in table.conditions:
        if condition.reference is None and not terms_read(condition):
            yield Flaw(table.id_of(condition), condition.text, "the condition names no reference")
    yield from unreferenced_terms(table.terms, table.term_names)


def unreferenced_terms(terms: type[DatedTerms], names: Iterable[str] | None = None) -> Iterator[Flaw]:
    """The values that name no reference, of all terms or of some."""
    for name, text in _texts(terms, dated_terms(terms) if names is None else names):
        if not isinstance(text.reference, Reference):
            yield _unsound(terms, name, text, "names no reference")


def unfounded(terms: type[DatedTerms]) -> Iterator[Flaw]:
    """What is dated before the day on which the text that it rests on was published.

    A value that was first seen later than it took effect says so by ``after=``; a reference without a day founds any.
    """
    for name, text in _texts(terms, dated_terms(terms)):
        # what names no reference is told as that
        published = text.reference.published if isinstance(text.reference, Reference) else None
        if published is not None and text.after is None and BEGINNING != text.since < published:
            yield _unsound(terms, name, text, f"rests on a text of {published}")


def _texts(terms: type[DatedTerms], names: Iterable[str]) -> Iterator[tuple[str, Text[Any]]]:
    declared = dated_terms(terms)
    return ((name, text) for name in names for text in declared[name].texts)


def _unsound(terms: type[DatedTerms], name: str, text: Text[Any], problem: str) -> Flaw:
    label = dated_terms(terms)[name].label
    since = "from the beginning" if text.since == BEGINNING else f"since {text.since}"
    return Flaw(f"{name_of(terms)}.{name}", f"{label}: {in_words(text.value)}", f"the value {since} {problem}")
