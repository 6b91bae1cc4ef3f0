"""Counting: how many fell into a window of days, for every window of a run of days, and how sure the count is.

Nothing here knows what is counted, or against which target.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from itertools import accumulate
from operator import sub
from typing import Any, Generic, Self, TypeVar

from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts.given import InAShop
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.window import Window
from sellerpolicy.logic.conditions import Condition, Proposition
from sellerpolicy.logic.decisions import Decision, Disagreement
from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.tables import DecisionTable, Rule
from sellerpolicy.logic.terms import DatedTerms

Case = TypeVar("Case", bound=InAShop)
Terms = TypeVar("Terms", bound=DatedTerms)
Outcome = TypeVar("Outcome", bound=Enum)
Function = TypeVar("Function", bound=Callable[..., Any])


class Standing(Enum):
    """Where a rate stands: on target, exactly at the limit (missed, without a warning), at risk, or not measured."""

    ON_TARGET = "on_target"
    AT_THE_LIMIT = "at_the_limit"
    AT_RISK = "at_risk"
    NOT_MEASURED = "not_measured"


def standings(
    *, measured: Condition, on_target: Condition, missed: Condition, acted_on: Proposition
) -> tuple[Rule[Standing], ...]:
    """How any rate stands: at the limit where the target is missed and no consequence follows."""
    return (
        Rule(~measured, then=Standing.NOT_MEASURED),
        Rule(on_target, then=Standing.ON_TARGET),
        Rule(~on_target & ~missed, then=Standing.AT_THE_LIMIT),
        Rule(missed & ~acted_on, then=Standing.AT_THE_LIMIT),
        Rule(missed & acted_on, then=Standing.AT_RISK),
    )


@frozen(eq=False)
class DayCounts:
    """How many fell on each of a run of days, kept as running sums: any window then costs one subtraction.

    Args:
        first: the ordinal of the run's first day.
        sums: how many fell before each day of the run, and last how many in all.
    """

    first: int
    sums: list[int]

    @classmethod
    def of(cls, counts: Mapping[date, int], span: Window) -> Self:
        """Lay counts by day out over a run of days; what lies outside is left out."""
        first, length = span.first.toordinal(), span.days
        days = [0] * length
        for day, count in counts.items():
            place = day.toordinal() - first
            if 0 <= place < length:
                days[place] = count
        return cls(first, list(accumulate(days, initial=0)))

    def rolling(self, lasts: Window, *, days: int) -> Iterator[int]:
        """The counts of the windows of so many days that end on each day of ``lasts``; all must lie in the run."""
        after = lasts.first.toordinal() + 1 - self.first
        before = after - days
        return map(sub, self.sums[after : after + lasts.days], self.sums[before : before + lasts.days])


def in_force(
    terms: type[Terms], days: Window, marketplace: Marketplace, given: Terms | None = None
) -> Iterator[tuple[Window, Terms]]:
    """The parts of a run of days through each of which one text is in force; with ``given`` terms all is one part.

    Raises:
        TypeError: the terms that are given are another policy's.
        NoPolicyText: on some of the days no text is known.
    """
    if given is not None:
        yield days, terms.own(given)
        return
    firsts = [days.first, *(first for first, _ in terms.eras(marketplace) if days.first < first <= days.last)]
    lasts = [*(first - timedelta(days=1) for first in firsts[1:]), days.last]
    for first, last in zip(firsts, lasts, strict=True):
        yield Window(first=first, last=last), terms.on(first, marketplace)


@frozen(eq=False)
class Count(Generic[Case]):
    """A count that may be uncertain, as the cases of a table.

    Args:
        fewest: the case if nothing undetermined counts.
        most: the case if everything undetermined counts.
        unsure: the case in which the count itself is unknown.
        between: further cases, in which something else might follow.
    """

    fewest: Case
    most: Case
    unsure: Case
    between: tuple[Case, ...] = ()

    def outcome(self, table: DecisionTable[Case, Terms, Outcome], terms: Terms) -> Outcome | None:
        """What follows either way; ``None`` where the undetermined make a difference."""
        fewest = table.outcome(self.fewest, terms)
        others = (table.outcome(case, terms) for case in (self.most, *self.between))
        return fewest if all(other is fewest for other in others) else None


@frozen(eq=False)
class OtherCount(Generic[Case]):
    """What another reading would count.

    Args:
        of: stable name of what is read in two ways.
        reading: the reading taken.
        other: the reading not taken.
        reference: the text that the other reading rests on.
        count: the count by the other reading.
    """

    of: str
    reading: Any
    other: Any
    reference: Reference
    count: Count[Case]


def decide_count(
    table: DecisionTable[Case, Terms, Outcome],
    count: Count[Case],
    others: Iterable[OtherCount[Case]],
    *,
    on: date,
    terms: Terms,
) -> Decision[Outcome]:
    """Decide a count: unknown where the undetermined make a difference, contested where another count would.

    Args:
        table: what decides.
        count: what was counted.
        others: what other readings would count.
        on: the day whose text ``terms`` are.
        terms: what the policy fixes.
    """
    outcome = count.outcome(table, terms)
    judged = [(other, other.count.outcome(table, terms)) for other in others]
    also = tuple(
        Disagreement(other.of, other.reading, other.other, other.reference, differing)
        for other, differing in judged
        if differing is not outcome
    )
    case = count.fewest if outcome is not None else count.unsure
    read_otherwise = tuple(
        Disagreement(table.id_of_term(name), getattr(terms, name), reading.value, reading.reference, differing)
        for name, reading, other in terms.readings(table.term_names)
        if (differing := count.outcome(table, other)) is not outcome
    )
    return Decision(outcome, table, case, terms, on, (*read_otherwise, *also))


@frozen
class Target:
    """The limit that a rate of faults must keep, and how far counts are from it.

    A limit that no rate above zero keeps raises ``BadFact``.
    """

    limit: Limit

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.limit.value, Fraction) or self.limit.value <= 0:
            raise BadFact("Terms.target", str(self.limit), "a limit on a rate, above zero")

    def is_met(self, faulty: int, total: int) -> bool:
        """Whether so many of so many keep the limit; none of none do not."""
        return total > 0 and self.limit.admits(Fraction(faulty, total))

    def faultless_needed(self, faulty: int, total: int) -> int:
        """The fewest more without a fault with which the limit is kept."""
        enough = range(int(faulty / self.limit.value) + 1)
        return bisect_left(enough, x=True, key=lambda more: self.is_met(faulty, total + more))

    def headroom(self, faulty: int, total: int) -> int:
        """How many of those without a fault could yet have one with the limit still kept."""
        faultless = range(total - faulty + 1)
        return max(bisect_left(faultless, x=True, key=lambda more: not self.is_met(faulty + more, total)) - 1, 0)


def answers(*statements: str) -> Callable[[Function], Function]:
    """Name the statements that a function answers, as tables and clocks name theirs."""

    def named(function: Function) -> Function:
        function.answers = statements  # type: ignore[attr-defined]
        return function

    return named
