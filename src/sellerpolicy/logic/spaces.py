"""Spaces: all cases that differ for a decision table, taken apart so that they need not be tried one by one.

Facts that no condition reads together vary on their own: each such group is a component, and an item of it is one way
to fill in its facts. A set of cases is then a set of items for each component, and a rule splits such a set in two
without building any of its cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from functools import cache
from itertools import combinations, islice, pairwise, product
from math import prod
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, cast

from attrs import evolve, field, frozen

from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.logic.conditions import (
    Both,
    Condition,
    Either,
    Expression,
    Opposite,
    Proposition,
    Share,
    facts_read,
    parts,
)
from sellerpolicy.logic.edges import EARLIEST, Form, Values, comparisons_of, values_that_matter
from sellerpolicy.logic.limits import Limit, Reading
from sellerpolicy.logic.references import WHAT_IF
from sellerpolicy.logic.terms import BEGINNING, DatedTerms, dated_terms
from sellerpolicy.logic.truth import both, opposite, truth

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable, Rule

    Table = DecisionTable[Any, Any, Any]

SOME_DAY = date(2020, 1, 1)
"""A day for a text that holds from the beginning and for ever."""

MOST_ITEMS = 50_000
MOST_TRIED = 1_000

State = tuple[int, ...]
"""A set of cases: for each component the set of its items that are left, a bit for each."""

Truths = Mapping[Condition, bool | None]
TRUTHS: Final = (True, False, None)


# --- the texts by which cases are judged ------------------------------------------------------------------------------


@frozen(eq=False)
class Era:
    """A time in which one text is in force, and one way to read it.

    Args:
        terms: what the policy fixes.
        first: the first day; ``date.min`` for what holds from the beginning.
        last: the last day, ``None`` while the text is in force.
        term: the term that is read in another way; ``None`` for the readings taken.
        reading: that other reading.
    """

    terms: DatedTerms
    first: date
    last: date | None
    term: str | None = None
    reading: Reading[Any] | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """Its first day and its last, as far as it has them; else some day."""
        ends = [day for day in (self.first, self.last) if day is not None and day > EARLIEST]
        return tuple(dict.fromkeys(ends)) or (SOME_DAY,)

    def other_readings(self, table: Table) -> Iterator[Era]:
        """The same time by each reading not taken of a term that the table reads."""
        for term, reading, terms in self.terms.readings(table.term_names):
            yield evolve(self, terms=terms, term=term, reading=reading)

    def before_it_was_said(self, table: Table) -> Iterator[Era]:
        """The same time without each demand of which the policy has not always spoken: yes/no terms turned round."""
        for name in table.term_names:
            held, texts = getattr(self.terms, name), dated_terms(table.terms)[name].timeline(self.terms.marketplace)
            if isinstance(held, bool) and texts[0].since != BEGINNING:
                turned: dict[str, Any] = {name: not held}
                terms = evolve(self.terms, **turned)
                yield evolve(self, terms=terms, term=name, reading=WHAT_IF.says(not held))


def eras(table: Table) -> tuple[tuple[Era, ...], ...]:
    """For each marketplace with text the eras that a table can tell apart, oldest first.

    Marketplaces that differ in nothing but their currency stand for each other: the first of them is listed.
    """
    found: dict[object, tuple[Era, ...]] = {}
    for marketplace in Marketplace:
        timeline = eras_in(table, marketplace)
        if timeline:
            found.setdefault(tuple((era.first, _signature(table, era.terms)) for era in timeline), timeline)
    return tuple(found.values())


def eras_in(table: Table, marketplace: Marketplace) -> tuple[Era, ...]:
    """The eras that a table can tell apart in one marketplace, oldest first; none where nothing is known."""
    starts: list[tuple[date, DatedTerms]] = []
    for first, terms in table.terms.eras(marketplace):
        if not starts or _signature(table, terms) != _signature(table, starts[-1][1]):
            starts.append((first, terms))
    lasts = [following - timedelta(days=1) for _, (following, _) in pairwise(starts)]
    return tuple(
        Era(terms, first, last)
        for (first, terms), last in zip(starts, [*lasts, None][: len(starts)], strict=True)
        if last is None or last >= EARLIEST
    )


def _signature(table: Table, terms: DatedTerms) -> tuple[object, ...]:
    texts = [(name, terms.text(name)) for name in table.term_names]
    return tuple(
        None if text is None else (_numbers(text.value), *(_numbers(reading.value) for reading in text.others))
        for _, text in texts
    )


def _numbers(held: Any) -> object:
    """A term's value without its currency."""
    return (held.edge, getattr(held.value, "amount", held.value)) if isinstance(held, Limit) else held


# --- cases, taken apart -----------------------------------------------------------------------------------------------


@frozen(eq=False)
class Component:
    """Facts that must be looked at together, and the ways to fill them in, the plainest first."""

    facts: tuple[str, ...]
    items: tuple[tuple[Any, ...], ...]

    @property
    def all(self) -> int:
        """The set of all its items."""
        return (1 << len(self.items)) - 1

    def values(self, item: int) -> dict[str, Any]:
        """The facts of one of its items."""
        return _named(self.facts, self.items[item])


@frozen(eq=False)
class Space:
    """All cases that differ for a table: facts that do not vary, and components that vary on their own."""

    table: Table
    form: Form
    fixed: Values
    components: tuple[Component, ...]

    @property
    def all(self) -> State:
        """The set of all its cases."""
        return tuple(component.all for component in self.components)

    def case(self, state: State, *, day: date) -> object | None:
        """The plainest case of a set, with the policy day ``day``; ``None`` where there cannot be one."""
        choices = product(*(members(items) for items in state))
        filled = (self.form.filled(self.values(choice) | {self.table.day_fact: day}) for choice in choices)
        return next((case for case in islice(filled, MOST_TRIED) if case is not None), None)

    def values(self, choice: Sequence[int]) -> dict[str, Any]:
        """The facts where one item of each component is chosen."""
        found = dict(self.fixed)
        for component, item in zip(self.components, choice, strict=True):
            found |= component.values(item)
        return found


def members(items: int) -> Iterator[int]:
    """The items in a set, the plainest first."""
    return (item for item, digit in enumerate(reversed(f"{items:b}")) if digit == "1")


def as_set(included: Iterable[bool]) -> int:
    """The set of the items that are included, by place."""
    digits = "".join("1" if each else "0" for each in included)
    return int(digits[::-1] or "0", 2)


def with_items(state: State, component: int, items: int) -> State:
    """A set of cases with other items of one component."""
    return (*state[:component], items, *state[component + 1 :])


def space_of(table: Table, marketplace: Marketplace, texts: Sequence[tuple[DatedTerms, date]]) -> Space:
    """The space of all cases of a table in one marketplace.

    Args:
        table: whose conditions tell cases apart.
        marketplace: the shop in which they happen.
        texts: the terms by which the cases will be judged, each with the day of the case.
    """
    form = Form(table.case)
    day = texts[0][1]
    needed = [name for name, blank in form.blanks.items() if blank.required]
    plainest = {
        name: form.plainest(name, day, marketplace)
        for name in dict.fromkeys([*needed, *table.read_names, "marketplace"])
        if name != table.day_fact
    }
    ties = ties_of(cast("Any", table.case))
    tied = {name for tie in ties for name in tie}
    varying = {name for name in plainest if name in table.read_names or name in tied} - {"marketplace"}
    fixed = {name: given[0] for name, given in plainest.items() if name not in varying}
    base = _first_filled(form, plainest, {**fixed, table.day_fact: day}, needed)
    seeds = {name: given for name, given in plainest.items() if name in varying}
    return _space(table, form, seeds, fixed, base, texts)


def _anchors(table: Table, facts: Collection[str]) -> tuple[str, ...]:
    """In each group of facts that are compared with each other the one that most comparisons read.

    A share is none of these: a part and its whole are two numbers, and few values of either matter.
    """
    compared = [
        [name for name in facts_read(comparison) if name in facts]
        for condition in table.conditions
        for comparison in comparisons_of(condition)
        if not _reads_share(comparison)
    ]
    several = [names for names in compared if len(names) > 1]
    groups = grouped(facts, several)
    return tuple(
        max(group, key=lambda name: sum(name in names for names in several)) for group in groups if len(group) > 1
    )


def _reads_share(node: Proposition | Expression) -> bool:
    """Whether there is a share in a tree."""
    return isinstance(node, Share) or any(map(_reads_share, parts(node)))


def space_around(table: Table, case: object, terms: DatedTerms, changes: Values, stays: Collection[str] = ()) -> Space:
    """The space of the cases that can be made from one case by changing facts that the table reads.

    The case's own values are the plainest of each fact. ``changes`` are made first and stay; so do the
    facts named in ``stays``.
    """
    form = Form(table.case)
    own = {name: getattr(case, name) for name in form.blanks} | dict(changes)
    day = own[table.day_fact]
    seeds = {
        name: tuple(dict.fromkeys([own[name], *form.plainest(name, day, terms.marketplace)]))
        for name in table.read_names
        if name not in {table.day_fact, "marketplace", *changes, *stays}
    }
    fixed = {name: held for name, held in own.items() if name not in seeds}
    base = {name: held for name, held in own.items() if name in fixed or form.blanks[name].required}
    return _space(table, form, seeds, fixed, base, [(terms, day)])


def _space(
    table: Table,
    form: Form,
    seeds: Mapping[str, tuple[Any, ...]],
    fixed: Values,
    base: Values,
    texts: Sequence[tuple[DatedTerms, date]],
) -> Space:
    judged = [(terms, {**fixed, table.day_fact: day}) for terms, day in texts]
    ties = ties_of(cast("Any", table.case))
    groups = grouped(seeds, [*(facts_read(condition) for condition in table.conditions), *ties])
    values = values_that_matter(table.conditions, seeds, judged, _anchors(table, seeds))
    components = [Component((), ((),))]
    for facts in groups:
        together = any(tie <= set(facts) for tie in ties)
        lone = [values[name] if together else _possible(form, base, name, values[name]) for name in facts]
        items = _by_changes(lone)
        if together:
            items = (item for item in items if form.filled({**base, **_named(facts, item)}) is not None)
        components.append(Component(facts, tuple(islice(items, MOST_ITEMS))))
    return Space(table, form, fixed, tuple(components))


def _possible(form: Form, base: Values, name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(held for held in values if form.filled({**base, name: held}) is not None)


def _by_changes(values: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Every combination of one value each, those first in which most values are the first of theirs."""
    first = [each[0] for each in values]
    for count in range(len(values) + 1):
        for changed in combinations(range(len(values)), count):
            for others in product(*(values[place][1:] for place in changed)):
                combination = list(first)
                for place, held in zip(changed, others, strict=True):
                    combination[place] = held
                yield tuple(combination)


def _first_filled(
    form: Form, plainest: Mapping[str, tuple[Any, ...]], fixed: Values, needed: Iterable[str]
) -> dict[str, Any]:
    """What a case must be told at least, so that there can be one."""
    names = [name for name in needed if name not in fixed]
    tries = ({**fixed, **_named(names, each)} for each in product(*(plainest[name] for name in names)))
    found = next((values for values in islice(tries, MOST_TRIED) if form.filled(values) is not None), None)
    if found is None:
        raise TypeError(f"{form.case.__name__}: no case could be filled in")
    return found


def grouped(facts: Iterable[str], ties: Iterable[Collection[str]]) -> tuple[tuple[str, ...], ...]:
    """Facts in groups, so that facts that are tied stand together."""
    group = {name: [name] for name in facts}
    for tie in ties:
        tied = [name for name in tie if name in group]
        for name in tied[1:]:
            if group[name] is not group[tied[0]]:
                group[tied[0]].extend(group[name])
                for moved in group[name]:
                    group[moved] = group[tied[0]]
    return tuple(dict.fromkeys(tuple(names) for names in group.values()))


@cache
def ties_of(case: type) -> frozenset[frozenset[str]]:
    """The pairs of fields of a case that can have values together only where the one suits the other."""
    form = Form(case)
    plainest = {name: form.plainest(name, SOME_DAY, Marketplace.US) for name in form.blanks}
    needed = [name for name, blank in form.blanks.items() if blank.required]
    base = _first_filled(form, plainest, {}, needed)
    return frozenset(frozenset(pair) for pair in combinations(plainest, 2) if _is_tied(form, base, pair, plainest))


def _is_tied(form: Form, base: Values, pair: tuple[str, str], plainest: Mapping[str, tuple[Any, ...]]) -> bool:
    one, other = pair
    possible = [
        (first, second)
        for first, second in product(plainest[one], plainest[other])
        if form.filled({**base, one: first, other: second}) is not None
    ]
    return bool(possible) and len(possible) != prod(len(set(values)) for values in zip(*possible, strict=True))


# --- cases, judged ----------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Path:
    """A way through a table, and the cases that take it.

    Args:
        rule: the rule that decides alone, or that leaves the outcome open; ``None`` where several that may fit agree.
        outcome: what follows; ``None`` where the outcome is open, or where there is a gap.
        state: the cases.
    """

    rule: Rule[Any] | None
    outcome: Enum | None
    state: State

    @property
    def is_gap(self) -> bool:
        """Whether no rule fits the cases."""
        return self.rule is None and self.outcome is None


@frozen(eq=False)
class Judged:
    """A space judged by one text on one day: which of its cases meet which condition."""

    space: Space
    terms: DatedTerms
    day: date
    sets: Mapping[Condition, tuple[int, Mapping[bool | None, int]]] = field(init=False)

    @sets.default
    def _judge(self) -> Mapping[Condition, tuple[int, Mapping[bool | None, int]]]:
        return {condition: self._sets(condition) for condition in self.space.table.conditions}

    def _sets(self, condition: Condition) -> tuple[int, Mapping[bool | None, int]]:
        """The component on which a condition depends, and its items by the condition's truth."""
        read = facts_read(condition)
        components = self.space.components
        place = next((at for at, component in enumerate(components) if set(component.facts) & set(read)), 0)
        component = components[place]
        own = [at for at, name in enumerate(component.facts) if name in read]
        names = [component.facts[at] for at in own]
        fixed = {**self.space.fixed, self.space.table.day_fact: self.day}
        seen: dict[tuple[Any, ...], bool | None] = {}
        truths: list[bool | None] = []
        for item in component.items:
            key = tuple(item[at] for at in own)
            if key not in seen:
                facts = SimpleNamespace(**{**fixed, **_named(names, key)})
                seen[key] = truth(condition, facts, self.terms)
            truths.append(seen[key])
        return place, {held: as_set(each is held for each in truths) for held in TRUTHS}

    def kinds(self, place: int) -> dict[tuple[bool | None, ...], int]:
        """The items of a component by the truths of the conditions that depend on it, in the table's order."""
        found: dict[tuple[bool | None, ...], int] = {(): self.space.components[place].all}
        for at, sets in self.sets.values():
            if at == place:
                split = {(*truths, held): items & sets[held] for truths, items in found.items() for held in TRUTHS}
                found = {truths: items for truths, items in split.items() if items}
        return found

    def case(self, state: State) -> object | None:
        """The plainest case of a set, on this day; ``None`` where there cannot be one."""
        return self.space.case(state, day=self.day)

    def truths(self, state: State) -> dict[Condition, bool | None]:
        """Every condition in the plainest case of a set."""
        plainest = [items & -items for items in state]
        return {
            condition: next(held for held in TRUTHS if sets[held] & plainest[place])
            for condition, (place, sets) in self.sets.items()
        }

    def split(self, node: Proposition, state: State) -> Iterator[tuple[bool | None, State]]:
        """A set of cases, split by the truth of a rule's conditions."""
        match node:
            case Condition():
                place, sets = self.sets[node]
                for held in TRUTHS:
                    if items := state[place] & sets[held]:
                        yield held, with_items(state, place, items)
            case Opposite():
                for held, part in self.split(node.of, state):
                    yield opposite(held), part
            case Both():
                yield from self._split_both(node.left, node.right, state)
            case _:
                either = cast("Either", node)
                for held, part in self._split_both(Opposite(either.left), Opposite(either.right), state):
                    yield opposite(held), part

    def _split_both(self, left: Proposition, right: Proposition, state: State) -> Iterator[tuple[bool | None, State]]:
        for held, part in self.split(left, state):
            if held is False:
                yield held, part
            else:
                for other, smaller in self.split(right, part):
                    yield both(held, other), smaller

    def paths(self, state: State) -> Iterator[Path]:
        """The ways that a set of cases takes through the table's rules."""
        pending: dict[tuple[State, Enum | None], None] = {(state, None): None}
        for rule in self.space.table.rules:
            following: dict[tuple[State, Enum | None], None] = {}
            for before, found in pending:
                for held, part in self.split(rule.when, before):
                    agrees = found is None or found is rule.then
                    if held is False:
                        following[part, found] = None
                    elif held is None and agrees:
                        following[part, rule.then] = None
                    elif agrees:
                        yield Path(rule if found is None else None, rule.then, part)
                    else:
                        yield Path(rule, None, part)
            pending = following
        for rest, found in pending:
            yield Path(None, found, rest)


def followed(table: Table, truths: Truths) -> Enum | None:
    """The outcome that a table's rules give where its conditions hold so; ``None`` where it is open."""
    found = None
    for rule in table.rules:
        held = held_by(rule.when, truths)
        if held is False:
            continue
        if found not in (None, rule.then):
            return None
        if held is True:
            return cast("Enum", rule.then)
        found = rule.then
    return found


def held_by(node: Proposition, truths: Truths) -> bool | None:
    """Whether a rule's conditions hold, by the truth of each."""
    match node:
        case Opposite():
            return opposite(held_by(node.of, truths))
        case Both():
            return both(held_by(node.left, truths), held_by(node.right, truths))
        case Either():
            return opposite(both(opposite(held_by(node.left, truths)), opposite(held_by(node.right, truths))))
    return truths[cast("Condition", node)]


def _named(names: Iterable[str], values: Iterable[object]) -> dict[str, Any]:
    """Values by the names of the facts that they are of."""
    return dict(zip(names, values, strict=True))
