"""Ways: the sets of cases that lead to an outcome, as large as they can be.

``Judged.paths`` tells every case apart that takes another way through a table, so that their number may double with
each unknown fact. Here nothing is asked but what an outcome needs, and a set that lies within another is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import accumulate
from typing import Final, cast

from attrs import field, frozen

from sellerpolicy.logic.conditions import Both, Condition, Either, Opposite, Proposition
from sellerpolicy.logic.spaces import Judged, State
from sellerpolicy.logic.truth import opposite

Wanted = frozenset[bool | None]

HOLDS: Final[Wanted] = frozenset({True})
FAILS: Final[Wanted] = frozenset({False})
MAY_HOLD: Final[Wanted] = frozenset({True, None})

Set = int
"""A set of cases: the items of every component one after the other, a bit for each."""


@frozen(eq=False)
class Ways:
    """The ways to the outcomes of a table within one judged space."""

    judged: Judged
    starts: Sequence[int] = field(init=False)
    """For each component the place of its first bit; at the end the place behind its last one."""

    @starts.default
    def _starts(self) -> Sequence[int]:
        return tuple(accumulate((len(each.items) for each in self.judged.space.components), initial=0))

    def to(self, outcome: Enum) -> Iterator[State]:
        """The sets of cases with an outcome; each such case is in one of them at least.

        Either a rule for it holds, and those before it that lead elsewhere do not; or none that leads elsewhere holds,
        and one for it may.
        """
        rules = self.judged.space.table.rules
        sets: Sequence[Set] = ((1 << self.starts[-1]) - 1,)
        for rule in rules:
            if rule.then is outcome:
                yield from map(self._state, self._met(rule.when, HOLDS, sets))
            else:
                sets = self._met(rule.when, FAILS, sets)
        for rule in rules:
            if rule.then is outcome:
                yield from map(self._state, self._met(rule.when, MAY_HOLD, sets))

    def _met(self, node: Proposition, wanted: Wanted, sets: Sequence[Set]) -> Sequence[Set]:
        """What is left of sets where a proposition's truth is one that is wanted."""
        match node:
            case Condition():
                return largest(self._where(node, wanted, sets))
            case Opposite():
                return self._met(node.of, frozenset(opposite(held) for held in wanted), sets)
            case Both(left=left, right=right) if True in wanted:
                return self._met(right, wanted, self._met(left, wanted, sets))
            case Either(left=left, right=right) if True not in wanted:
                return self._met(right, wanted, self._met(left, wanted, sets))
        one_will_do = cast("Both | Either", node)
        parts = (one_will_do.left, one_will_do.right)
        return largest(part for each in parts for part in self._met(each, wanted, sets))

    def _where(self, condition: Condition, wanted: Wanted, sets: Sequence[Set]) -> Iterator[Set]:
        place, items = self.judged.sets[condition]
        component = self._bits(self.judged.space.components[place].all, place)
        left = self._bits(_together(items, wanted), place)
        return (each & (~component | left) for each in sets if each & left)

    def _bits(self, items: int, place: int) -> Set:
        return items << self.starts[place]

    def _state(self, cases: Set) -> State:
        return tuple(
            cases >> self.starts[place] & component.all for place, component in enumerate(self.judged.space.components)
        )


def _together(items: Mapping[bool | None, int], wanted: Wanted) -> int:
    """The items of which a condition's truth is one that is wanted; no item has two truths."""
    return sum(items[held] for held in wanted)


def largest(sets: Iterable[Set]) -> tuple[Set, ...]:
    """Sets without those that lie within others of them, the largest first."""
    kept: list[Set] = []
    for one in sorted(set(sets), key=int.bit_count, reverse=True):
        if not any(one & larger == one for larger in kept):
            kept.append(one)
    return tuple(kept)
