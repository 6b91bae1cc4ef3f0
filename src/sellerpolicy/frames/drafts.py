"""Drafts: a decision table as truths of rows: which text applies, the conditions, the rules, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from attrs import define, field, frozen

from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.frames.facts import Facts
from sellerpolicy.frames.truths import FALSE, TRUE, Kleene, Truth, any_of, asked, several_of
from sellerpolicy.frames.values import is_column, is_one_of
from sellerpolicy.frames.wordings import Said, Shops, Wording, by_text, other_readings
from sellerpolicy.frames.writing import Writer
from sellerpolicy.logic.conditions import (
    Both,
    Condition,
    Either,
    Opposite,
    Proposition,
    conditions_in,
    parts,
    symbols_in,
)
from sellerpolicy.logic.decisions import terms_read

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]

Conditions = Mapping[Condition, Kleene]
Rules = Sequence[Kleene]

NOWHERE = Kleene(FALSE, FALSE)


@frozen
class Answers:
    """What follows for each row.

    Args:
        outcomes: where each outcome is the row's.
        contested: where another reading of the sources would change the outcome.
        refused: where nothing is decided, and why not.
        hangs: where the outcome hangs on unknown facts.
        needs: for each fact where it is one of them.
        silences: where it hangs on the text of a term, and what is to be said of it.
        open: where the outcome is not known, and nothing else says why.
    """

    outcomes: Mapping[Enum, Truth]
    contested: Truth
    refused: Sequence[tuple[Truth, str]]
    hangs: Truth
    needs: Mapping[str, Truth]
    silences: Sequence[tuple[Truth, str]]
    open: Sequence[tuple[Truth, str]]

    @property
    def known(self) -> Truth:
        """Where there is an outcome."""
        return any_of(self.outcomes.values())

    @property
    def truths(self) -> tuple[Truth, ...]:
        """All of them."""
        named = (where for where, _ in (*self.refused, *self.silences, *self.open))
        return (*self.outcomes.values(), self.known, self.contested, self.hangs, *self.needs.values(), *named)


@define(slots=False)
class Draft:
    """A table written as truths of rows.

    Args:
        table: the table.
        facts: the columns.
        shops: what the policy says where, and since when.
        on: the day by whose text all rows are judged, if it is one.
    """

    table: Table
    facts: Facts
    shops: Shops
    on: date | None
    _asked: dict[object, Truth] = field(factory=dict, init=False)
    _held: dict[object, Kleene] = field(factory=dict, init=False)

    def answers(self) -> Answers:
        """What follows for each row."""
        conditions = {condition: self._condition(condition, _taken) for condition in self.table.conditions}
        rules = self._rules(conditions)
        met, several = self._outcomes(rules), self._several(rules)
        hanging = self._hanging(conditions, rules)
        refused = [*self.facts.bad, *self._without_text()]
        decided = ~any_of(where for where, _ in refused)
        needs, silences = self._needs(hanging), self._silences(self._left_open(conditions, rules))
        known = any_of(met.values()) & ~several
        needy = any_of(needs.values())
        silent = any_of(where for where, _ in silences) & ~needy & ~known
        contested = any_of(self._changes(met, several, other) for other in self._other_rules(conditions))
        return Answers(
            {outcome: decided & ~several & where for outcome, where in met.items()},
            decided & ~silent & contested,
            refused,
            decided & needy & ~known,
            needs,
            silences,
            [(~any_of(met.values()), "no rule fits"), (~known, "undecided")],
        )

    # --- which text applies where

    @cached_property
    def _wordings(self) -> tuple[Wording, ...]:
        return tuple(dict.fromkeys(wording for eras in self.shops for _, wording in eras))

    def _is_in(self, names: Sequence[str]) -> Truth:
        marketplace = self.facts.values["marketplace"]
        if not is_column(marketplace):
            return asked(marketplace in names)
        key = frozenset(names)
        if len(key) == len(Marketplace):
            return TRUE
        if key not in self._asked:
            self._asked[key] = asked(is_one_of(marketplace, sorted(names)).fill_null(value=False))
        return self._asked[key]

    def _since(self, start: date) -> Truth:
        if start == date.min:
            return TRUE
        if start not in self._asked:
            day = self.facts.values[self.table.day_fact]
            # a column of nothing has no day since when
            self._asked[start] = FALSE if day is None else asked((day >= start).fill_null(value=False))
        return self._asked[start]

    def _by_text(self, said: Callable[[Wording], Said], held: Callable[[Said], Kleene]) -> Kleene:
        """What holds of each row by what is read out of the text that applies to it."""
        found = NOWHERE
        # the most marketplaces last, so that they need not be asked for
        for changes, names in sorted(by_text(self.shops, said).items(), key=lambda each: -len(each[1])):
            here = held(changes[0][1])
            for start, read in changes[1:]:
                here = held(read).chosen(self._since(start), here)
            found = here if found is NOWHERE else here.chosen(self._is_in(names), found)
        return found

    def _without_text(self) -> Iterator[tuple[Truth, str]]:
        """Where no text applies, and since when there is one."""
        beginnings: dict[date, list[str]] = {}
        for eras, names in self.shops.items():
            beginnings.setdefault(eras[0][0], []).extend(names)
        for first, shops in beginnings.items():
            yield self._is_in(shops) & ~self._since(first), f"no policy text before {first}"
        everywhere = [name for names in beginnings.values() for name in names]
        yield (
            ~self._is_in(everywhere),
            f"no policy text for this marketplace{'' if self.on is None else f' on {self.on}'}",
        )

    # --- conditions and rules

    def _condition(self, condition: Condition, read: Callable[[Wording], tuple[Any, ...]]) -> Kleene:
        """A condition's truth, by what is read out of the text that applies to each row."""
        names = terms_read(condition)
        places = [self.table.term_names.index(name) for name in names]

        def said(wording: Wording) -> tuple[Any, ...]:
            values = read(wording)
            return tuple(values[place] for place in places)

        def held(values: tuple[Any, ...]) -> Kleene:
            if (condition, values) not in self._held:
                writer = Writer(self.facts, dict(zip(names, values, strict=True)))
                self._held[condition, values] = writer.truth(condition)
            return self._held[condition, values]

        return self._by_text(said, held)

    def _rules(self, conditions: Conditions) -> Rules:
        """Each rule's truth."""
        return [composed(rule.when, conditions) for rule in self.table.rules]

    def _other_rules(self, conditions: Conditions) -> Iterator[Rules]:
        """The rules' truths under each other reading of one term."""
        for place, reading in other_readings(self._wordings):
            term = self.table.term_names[place]
            changed = {
                each: self._condition(each, lambda wording, at=(place, reading): wording.read(*at))  # type: ignore[misc]
                for each in conditions
                if term in terms_read(each)
            }
            yield self._rules({**conditions, **changed})

    # --- what follows

    @staticmethod
    def _questions(rules: Rules) -> Iterator[Truth]:
        """Where each rule is in question: where it is possible, and none before it is certain."""
        reached = TRUE
        for rule in rules:
            yield reached & rule.possibly
            reached = reached & ~rule.certainly

    def _outcomes(self, rules: Rules) -> dict[Enum, Truth]:
        """Where each outcome is that of a rule in question."""
        found: dict[Enum, Truth] = {}
        for rule, where in zip(self.table.rules, self._questions(rules), strict=True):
            found[rule.then] = found.get(rule.then, FALSE) | where
        return found

    def _several(self, rules: Rules) -> Truth:
        """Where rules with several outcomes are in question."""
        # of rules that are never in doubt, one alone is
        is_sure = all(rule.certainly is rule.possibly for rule in rules)
        return FALSE if is_sure else several_of(self._outcomes(rules).values())

    def _changes(self, met: Mapping[Enum, Truth], several: Truth, other: Rules) -> Truth:
        """Where the outcome is another one under other rules, or known under the ones alone."""
        other_met, other_several = self._outcomes(other), self._several(other)
        another = any_of(where.differs(other_met[outcome]) for outcome, where in met.items())
        return several.differs(other_several) | (~several & another)

    def _hanging(self, conditions: Conditions, rules: Rules) -> dict[Condition, Truth]:
        """Where each condition is undecided, and a rule in question asks it."""
        asking: dict[Condition, Truth] = {}
        for rule, where in zip(self.table.rules, self._questions(rules), strict=True):
            for condition in dict.fromkeys(conditions_in(rule.when)):
                asking[condition] = asking.get(condition, FALSE) | where
        return {condition: conditions[condition].undecided & where for condition, where in asking.items()}

    def _left_open(self, conditions: Conditions, rules: Rules) -> dict[Condition, Truth]:
        """Where each condition leaves a rule in question open: whatever leads to it is undecided too."""
        found: dict[Condition, Truth] = {}
        for rule, where in zip(self.table.rules, self._questions(rules), strict=True):
            for condition, is_open in left_open(rule.when, conditions):
                found[condition] = found.get(condition, FALSE) | (where & is_open)
        return found

    def _needs(self, hanging: Mapping[Condition, Truth]) -> dict[str, Truth]:
        """For each fact that may be unknown: where it is, and the outcome hangs on it."""
        found = {
            name: self.facts.is_unknown(name) & reading("case", name, hanging)
            for name in self.table.read_names
            if name in self.facts.optional
        }
        return {name: where for name, where in found.items() if where is not FALSE}

    def _silences(self, left_open: Mapping[Condition, Truth]) -> list[tuple[Truth, str]]:
        """For each term: where it has no text, and the outcome hangs on it."""
        found = []
        for place, name in enumerate(self.table.term_names):
            missing = self._by_text(lambda wording, at=place: wording.taken[at] is None, _settled)  # type: ignore[misc]
            where = missing.certainly & reading("terms", name, left_open)
            if where is not FALSE:
                found.append((where, f"no policy text for {self.table.id_of_term(name)}"))
        return found


def _taken(wording: Wording) -> tuple[Any, ...]:
    return wording.taken


def _settled(held: bool) -> Kleene:  # noqa: FBT001
    return Kleene(asked(held), asked(held))


def reading(place: str, name: str, hanging: Mapping[Condition, Truth]) -> Truth:
    """Where one of the conditions that read a fact or term is left open."""
    return any_of(
        where
        for condition, where in hanging.items()
        if (place, name) in ((symbol.place, symbol.name) for symbol in symbols_in(condition))
    )


def composed(node: Proposition, conditions: Conditions) -> Kleene:
    """A rule's truth, from those of its conditions."""
    match node:
        case Condition():
            return conditions[node]
        case Both():
            return composed(node.left, conditions) & composed(node.right, conditions)
        case Either():
            return composed(node.left, conditions) | composed(node.right, conditions)
        case Opposite():
            return ~composed(node.of, conditions)
    raise TypeError(f"{node!r} is not made of conditions")


def left_open(node: Proposition, conditions: Conditions) -> Iterator[tuple[Condition, Truth]]:
    """Where each condition of a rule leaves it open."""
    is_open = composed(node, conditions).undecided
    if isinstance(node, Condition):
        yield node, is_open
    else:
        for part in parts(node):
            inside = left_open(cast("Proposition", part), conditions)
            yield from ((condition, where & is_open) for condition, where in inside)
