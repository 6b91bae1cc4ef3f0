"""Shifts: what would take our count to Amazon's, order by order, and the fewest causes that do.

A shift is one order (or an order that nobody named) counted otherwise, for one cause, with what that does to every
figure. Of all shifts those are taken that explain most at a time and make no figure worse; orders that the files name
come before such as they may lack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from attrs import frozen

from sellerpolicy.facts import Fulfiller

MOST_RIVALS = 20
"""Of more orders than this it says nothing that one of them may be the cause too."""


class Cause(Enum):
    """Why Amazon may count an order otherwise than the seller's files do, the likeliest first."""

    WITHOUT_ORDER = "without_order"
    POSTED = "posted"
    WINDOW_EDGE = "window_edge"
    TAKEN_BACK = "taken_back"
    CONTESTED = "contested"
    UNKNOWN_FACTS = "unknown_facts"
    LATER = "later"
    NOT_GIVEN = "not_given"
    MISSING_ORDERS = "missing_orders"
    OTHER_CHANNEL = "other_channel"
    OUTSIDE_WINDOW = "outside_window"
    OTHER_DAY = "other_day"


LIKELIEST = {cause: place for place, cause in enumerate(Cause)}

VAGUE = (Cause.OUTSIDE_WINDOW, Cause.OTHER_CHANNEL)
"""Causes that any order might have, where nothing else speaks for them."""


@frozen
class Place:
    """Where a figure stands in Amazon's report.

    Args:
        fulfilled_by: whose orders are counted; ``None`` for all.
        figure: what is counted, such as ``"defective"``.
    """

    fulfilled_by: Fulfiller | None
    figure: str


Changes = tuple[tuple[Place, int], ...]


class Shift(NamedTuple):
    """One order counted otherwise.

    Args:
        cause: why.
        changes: what that does to each figure.
        order_id: the order, or the package; ``None`` for any number of orders that the files do not name.
    """

    cause: Cause
    changes: Changes
    order_id: str | None = None


@frozen
class Rival:
    """Another cause that would explain the same.

    Args:
        cause: the cause.
        order_ids: the orders that it may be about.
    """

    cause: Cause
    order_ids: tuple[str, ...]


@frozen
class Explanation:
    """One cause of differences between Amazon's count and ours.

    Args:
        cause: why Amazon may count otherwise.
        number: how many orders (or packages) are counted otherwise.
        changes: by how much that takes each of our figures to Amazon's.
        order_ids: the orders that it may be: exactly ``number`` of them where they are certain, more where one cannot
            tell which, none where the files do not name them.
        rivals: other causes that would explain the same.
        day: of ``OTHER_DAY``, the fact whose day would place them in the window as Amazon's counts do.
    """

    cause: Cause
    number: int
    changes: Changes
    order_ids: tuple[str, ...]
    rivals: tuple[Rival, ...] = ()
    day: str | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it is certain which orders are meant, and no other cause would do."""
        return len(self.order_ids) == self.number and not self.rivals

    def change(self, place: Place) -> int:
        """By how much it takes our figure to Amazon's."""
        return dict(self.changes).get(place, 0)


@frozen
class Candidate:
    """Shifts of one cause that do the same, as far as they still can.

    Args:
        cause: the cause.
        changes: what each does to the figures that are compared.
        order_ids: the orders; ``None`` for any number of orders that the files do not name.
        times: how many such shifts the differences have room for.
    """

    cause: Cause
    changes: Changes
    order_ids: tuple[str, ...] | None
    times: int

    @property
    def number(self) -> int:
        """How many are taken."""
        return self.times if self.order_ids is None else min(self.times, len(self.order_ids))

    @property
    def gain(self) -> int:
        """How much of the differences one such shift explains."""
        return sum(abs(change) for _, change in self.changes)

    @property
    def is_certain(self) -> bool:
        """Whether it explains all that it could, by all of its orders."""
        return self.order_ids is not None and len(self.order_ids) == self.times

    @property
    def covers(self) -> bool:
        """Whether it explains all that it could."""
        return self.number == self.times

    @property
    def is_vague(self) -> bool:
        """Whether it only says that there are some orders of which there are many, and perhaps not enough."""
        is_one_of_many = not self.covers or (self.cause in VAGUE and not self.is_certain)
        return self.order_ids is not None and self.gain == 1 and is_one_of_many

    @property
    def rank(self) -> tuple[int, int, bool, bool, int]:
        """First named orders with defects, last what is vague; then what explains most, certainly, and likeliest."""
        is_telling = self.order_ids is not None and self.gain > 1
        tier = 0 if self.is_vague else 2 if is_telling else 1
        return tier, self.gain, self.covers, self.is_certain, -LIKELIEST[self.cause]

    def is_rival_of(self, other: Candidate) -> bool:
        """Whether it would explain the same by orders with names; what the files lack could explain anything."""
        few = self.order_ids is not None and len(self.order_ids) <= MOST_RIVALS
        return few and self is not other and self.changes == other.changes and self.number >= other.number


def explained(differences: Mapping[Place, int], shifts: Iterable[Shift]) -> tuple[Explanation, ...]:
    """Explain differences (Amazon's figure less ours) by shifts.

    Args:
        differences: for each figure that both sides know, zeros included: a shift may not make one worse.
        shifts: all that may be counted otherwise; each order is taken once.
    """
    left = dict(differences)
    groups = _grouped(shifts, left)
    taken: set[str] = set()
    found = []
    while candidates := list(_candidates(groups, left, taken)):
        best = max(candidates, key=lambda candidate: candidate.rank)
        rivals = tuple(Rival(other.cause, other.order_ids or ()) for other in candidates if other.is_rival_of(best))
        ids = best.order_ids or ()
        changes = tuple((place, best.number * change) for place, change in best.changes)
        found.append(Explanation(best.cause, best.number, changes, ids, rivals))
        for place, change in changes:
            left[place] -= change
        taken.update(ids if len(ids) == best.number else ())
        del groups[best.cause, best.changes]
    return tuple(found)


Groups = dict[tuple[Cause, Changes], dict[str, None] | None]


def _grouped(shifts: Iterable[Shift], differences: Mapping[Place, int]) -> Groups:
    """Shifts by cause and by what they do to the figures that are compared.

    That Amazon counts an order in the other channel is no explanation where it is not seen to count one more there.
    """
    groups: Groups = {}
    # many shifts do the same, and say so by the same tuple, which is kept so that no other is taken for it
    seen: dict[tuple[int, int], tuple[Changes, dict[str, None] | None]] = {}
    for cause, changes, order_id in shifts:
        name = id(cause), id(changes)
        if name not in seen:
            key = _key(cause, changes, differences)
            if key is not None and order_id is None:
                groups[key] = None
            seen[name] = changes, None if key is None or order_id is None else groups.setdefault(key, {})
        _, ids = seen[name]
        if ids is not None and order_id is not None:
            ids[order_id] = None
    return groups


def _key(cause: Cause, changes: Changes, differences: Mapping[Place, int]) -> tuple[Cause, Changes] | None:
    """What tells a group of shifts from others; ``None`` where they explain nothing."""
    compared = tuple((place, change) for place, change in changes if place in differences)
    is_guess = cause is Cause.OTHER_CHANNEL and all(change < 0 for _, change in compared)
    return None if is_guess or not compared else (cause, compared)


def _candidates(groups: Groups, left: Mapping[Place, int], taken: set[str]) -> Iterator[Candidate]:
    for (cause, changes), ids in groups.items():
        times = min(left[place] // change for place, change in changes)
        if times > 0:
            order_ids = None if ids is None else tuple(id_ for id_ in ids if id_ not in taken)
            found = Candidate(cause, changes, order_ids, times)
            if found.number > 0 and (found.covers or not found.is_vague or 2 * found.number >= times):
                yield found


def within(explanations: Iterable[Explanation], fulfilled_by: Fulfiller | None) -> tuple[Explanation, ...]:
    """The explanations that concern one channel's figures."""
    return tuple(each for each in explanations if any(place.fulfilled_by is fulfilled_by for place, _ in each.changes))
