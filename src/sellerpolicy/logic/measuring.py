"""Measuring: rates of which one table judges every part, and another the whole.

A metric says of each order or package whether it is in the rate's part, in its whole alone, or outside of both. What
hangs on unknown facts may be any of these: so a rate has a lowest and a highest figure beside the certain one.
Nothing here knows what is measured, or against which target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar, cast

from attrs import frozen

from sellerpolicy.errors import BadFact, shown
from sellerpolicy.facts.given import InAShop, each_once, one_marketplace, require_count, several
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.window import Window, require_day, require_window
from sellerpolicy.logic.counting import Count, DayCounts, OtherCount, Standing, decide_count, in_force
from sellerpolicy.logic.decisions import Decision, walk
from sellerpolicy.logic.displayed import Displayed
from sellerpolicy.logic.limits import Reading
from sellerpolicy.logic.tables import DecisionTable
from sellerpolicy.logic.terms import DatedTerms
from sellerpolicy.logic.truth import share_of

Thing = TypeVar("Thing", bound=InAShop)


class Tally(NamedTuple):
    """How many are in the part, and how many in the whole."""

    part: int
    whole: int


@frozen
class Tallies:
    """What a rate may come to.

    Args:
        certain: what is certainly in the part, and certainly in the whole: so no whole is smaller.
        lowest: the figures that give the lowest rate.
        highest: the figures that give the highest rate.
        fullest: the figures with the largest whole.
    """

    certain: Tally
    lowest: Tally
    highest: Tally
    fullest: Tally


@frozen
class OtherTallies:
    """What a rate may come to where one term is read in another way.

    Args:
        term: the term's name.
        taken: the reading taken.
        reading: the other reading, and the text that it rests on.
        tallies: the figures by the other reading.
    """

    term: str
    taken: Any
    reading: Reading[Any]
    tallies: Tallies


@frozen(kw_only=True)
class MeasuredRate(Displayed):
    """The rate of one window.

    Ids are listed by the day that places them in the window, then by id; those of an unknown day come last.

    Args:
        window: the days measured.
        marketplace: the shop; the US where nothing was given.
        tallies: the figures, certain and possible.
        others: the figures by readings not taken.
        part_ids: ids of what is certainly in the part.
        undetermined: ids of what may be in the part, in the whole or in neither, depending on a fact that is unknown.
        contested: ids of what is judged otherwise by another reading of the sources.
    """

    window: Window
    marketplace: Marketplace
    tallies: Tallies
    others: tuple[OtherTallies, ...]
    part_ids: tuple[str, ...]
    undetermined: tuple[str, ...]
    contested: tuple[str, ...]

    @property
    def part(self) -> int:
        """How many are certainly in the part."""
        return self.tallies.certain.part

    @property
    def whole(self) -> int:
        """How many are certainly in the whole."""
        return self.tallies.certain.whole

    @property
    def rate(self) -> Fraction | None:
        """The part's certain share of the whole, exactly; ``None`` where there is nothing."""
        return share_of(self.part, self.whole)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.part} of {self.whole}, {self.window}>"


Measured = TypeVar("Measured", bound=MeasuredRate)


class DailyMeasure(NamedTuple):
    """The rate of the window that ends on one day.

    Args:
        last: the window's last day.
        days: how many calendar days the window has.
        part: how many are certainly in the part.
        whole: how many are certainly in the whole.
    """

    last: date
    days: int
    part: int
    whole: int

    @property
    def window(self) -> Window:
        """The days measured."""
        return Window.ending(self.last, days=self.days)

    @property
    def rate(self) -> Fraction | None:
        """The part's share of the whole, exactly; ``None`` where there is nothing."""
        return share_of(self.part, self.whole)


class Judged(NamedTuple):
    """One thing that a rate may count: its id and day, what may become of it, and how much it weighs."""

    id: str
    day: date | None
    outcomes: frozenset[Enum]
    weight: int


def _one_each(_: object, __: DatedTerms) -> int:
    return 1


def _itself(thing: Thing) -> Thing:
    return thing


@frozen(eq=False, kw_only=True)
class Metric(Generic[Thing, Measured]):
    """A rate as policy defines it: ``rate`` counts it, ``standing`` judges it, ``daily_rates`` follows it.

    A rate is counted by the text in force on its window's last day.

    Args:
        counts: what becomes of one thing.
        stands: where the rate stands.
        kind: what is counted.
        id: the field that names a thing.
        day: the field whose day places a thing in a window.
        part: the outcomes that put a thing in the part.
        outside: the outcome that leaves it out of the whole.
        rate_class: what ``rate`` gives.
        case: what ``stands`` decides, made of ``day``, ``part``, ``whole`` and ``marketplace``.
        window_terms: the terms that say how long its windows are, the chief one first.
        lag_term: the term that says how many days before the day on which Amazon shows a rate its window ends;
            ``None`` where no text says.
        not_before: the field before whose day, but for a day's difference between time zones, a thing of an unknown
            day cannot lie.
        prepared: what is first worked out of a thing.
        weight: how much a thing counts.
    """

    counts: DecisionTable[Thing, Any, Any]
    stands: DecisionTable[Any, Any, Standing]
    kind: type[Thing]
    id: str
    day: str
    part: frozenset[Enum]
    outside: Enum
    rate_class: type[Measured]
    case: Callable[..., Any]
    window_terms: tuple[str, ...]
    lag_term: str | None = None
    not_before: str | None = None
    prepared: Callable[[Thing], Thing] = _itself
    weight: Callable[[Thing, Any], int] = _one_each

    def windows(
        self,
        today: date,
        *,
        lag: int | None = None,
        marketplace: Marketplace = Marketplace.US,
        terms: DatedTerms | None = None,
    ) -> tuple[Window, ...]:
        """The windows whose rates Amazon shows on a day, each once.

        Args:
            today: the day, whose text applies.
            lag: calendar days from a window's last day to ``today``, at least 0; by default what the texts say.
            marketplace: the shop.
            terms: what the policy fixes, to ask *what if*.

        Raises:
            BadFact: no text says anything of the lag, so it must be given; or it is no whole number, at least 0.
            NoPolicyText: no text for that day or marketplace says how long the windows are, or the lag.
        """
        require_day("today", today)
        own = self.counts.terms.given_or_on(terms, today, marketplace)
        if lag is None:
            if self.lag_term is None:
                raise BadFact("lag", None, "a number of days, for no text says how late Amazon shows this rate")
            lag = self._days(self.lag_term, own, today)
        require_count("lag", lag)
        last = today - timedelta(days=lag)
        lengths = dict.fromkeys(self._days(name, own, today) for name in self.window_terms)
        return tuple(Window.ending(last, days=length) for length in lengths)

    def rate(self, things: Iterable[Thing], *, window: Window, terms: DatedTerms | None = None) -> Measured:
        """Count the rate of one window, its first and last day included.

        Args:
            things: all that may count, of one marketplace, each once; what lies outside the window counts nothing.
            window: calendar days.
            terms: what the policy fixes, to ask *what if*.

        Raises:
            BadFact: something is of another kind, is given twice, or lies in another marketplace than the rest.
            NoPolicyText: no text is known for the window's last day in that marketplace.
        """
        require_window("window", window)
        given, marketplace = self._read(things)
        own = self.counts.terms.given_or_on(terms, window.last, marketplace)
        inside = [thing for thing in given if self.may_lie_in(thing, window)]
        taken = self._judged(inside, own)
        others, contested = [], set()
        for name, reading, other in own.readings(self.counts.term_names):
            judged = self._judged(inside, other)
            differing = {one.id for one, two in zip(taken, judged, strict=True) if one != two}
            if differing:
                others.append(OtherTallies(name, getattr(own, name), reading, self._tallies(judged)))
                contested |= differing
        return self.rate_class(
            window=window,
            marketplace=marketplace,
            tallies=self._tallies(taken),
            others=tuple(others),
            part_ids=_listed(each for each in taken if each.outcomes <= self.part),
            undetermined=_listed(each for each in taken if self._is_open(each)),
            contested=_listed(each for each in taken if each.id in contested),
        )

    def standing(self, rate: Measured, *, on: date, terms: DatedTerms | None = None) -> Decision[Standing]:
        """Say where a rate stands against its target.

        It is unknown where what is undetermined makes a difference, and contested where another reading of the sources
        does, of how things count or of the target.

        Args:
            rate: what ``rate`` of this metric gave.
            on: the day whose text applies.
            terms: what the policy fixes, to ask *what if*.
        """
        if type(rate) is not self.rate_class:
            raise TypeError(f"{self.stands.id} judges a {self.rate_class.__name__}, not {shown(rate)}")
        own = self.stands.terms.given_or_on(terms, on, rate.marketplace)
        others = (
            OtherCount(
                self.counts.id_of_term(each.term),
                each.taken,
                each.reading.value,
                each.reading.reference,
                self._count(rate, each.tallies),
            )
            for each in rate.others
        )
        return decide_count(self.stands, self._count(rate, rate.tallies), others, on=on, terms=own)

    def daily_rates(
        self,
        things: Iterable[Thing],
        *,
        first: date,
        last: date,
        days: int | None = None,
        terms: DatedTerms | None = None,
    ) -> tuple[DailyMeasure, ...]:
        """Count the rate of every window that ends on a day from ``first`` to ``last``, both included.

        Each is what ``rate`` gives for that window. All windows for which one text is in force take one pass.

        Args:
            things: as for ``rate``.
            first: the last day of the first window.
            last: the last day of the last window.
            days: calendar days in each window; by default as many as policy says on its last day.
            terms: what the policy fixes, to ask *what if*.

        Raises:
            BadFact: as ``rate`` does, and where ``last`` is before ``first``.
            NoPolicyText: as ``rate`` does, and where no text says how long the windows are.
        """
        given, marketplace = self._read(things)
        runs = in_force(self.counts.terms, Window(first=first, last=last), marketplace, terms)
        return tuple(measure for run, own in runs for measure in self._daily(given, run, own, days))

    def adds(self, things: Iterable[Thing], *, terms: DatedTerms) -> Iterator[tuple[str, frozenset[Tally]]]:
        """Say what each thing adds to a window's rate: its id, and every figure that it may add.

        There is more than one figure where that hangs on an unknown fact, the day among them. Arguments and errors are
        those of ``rate``.
        """
        given, _ = self._read(things)
        known: dict[tuple[frozenset[Enum], int], frozenset[Tally]] = {}
        for each in self._judged(given, terms):
            key = each.outcomes, each.weight
            if key not in known:
                kinds = {(outcome in self.part, outcome is not self.outside) for outcome in each.outcomes}
                known[key] = frozenset(Tally(each.weight * part, each.weight * whole) for part, whole in kinds)
            yield each.id, known[key]

    def _daily(
        self, given: Iterable[Thing], lasts: Window, terms: DatedTerms, days: int | None
    ) -> Iterator[DailyMeasure]:
        """The rates of the windows that end on a run of days through which one text is in force."""
        length = self._days(self.window_terms[0], terms, lasts.first) if days is None else days
        span = Window(first=Window.ending(lasts.first, days=length).first, last=lasts.last)
        day_of = attrgetter(self.day)
        inside = [thing for thing in given if (day := day_of(thing)) is not None and day in span]
        part: Counter[date] = Counter()
        whole: Counter[date] = Counter()
        for each in self._judged(inside, terms):
            if self.outside not in each.outcomes:
                whole[cast("date", each.day)] += each.weight
                if each.outcomes <= self.part:
                    part[cast("date", each.day)] += each.weight
        figures = (DayCounts.of(counts, span).rolling(lasts, days=length) for counts in (part, whole))
        for number, (in_part, in_whole) in enumerate(zip(*figures, strict=True)):
            yield DailyMeasure(lasts.first + timedelta(days=number), length, in_part, in_whole)

    def _days(self, name: str, terms: DatedTerms, day: date) -> int:
        """The days of a term that is a span."""
        span = getattr(terms, name)
        if span is None:
            raise terms.silence(name, day, terms.marketplace)
        return cast("int", span.length)

    def _read(self, things: Iterable[Thing]) -> tuple[tuple[Thing, ...], Marketplace]:
        """What was given, prepared, and the marketplace of all of it."""
        given, name = several("things", things, self.kind), self.kind.__name__
        each_once(f"{name}.{self.id}", map(attrgetter(self.id), given), name.lower())
        marketplace = one_marketplace(given, f"{name.lower()}s")
        return tuple(map(self.prepared, given)), marketplace

    def may_lie_in(self, thing: Thing, window: Window) -> bool:
        """Whether a thing lies in a window, or may, where its day is unknown."""
        day = getattr(thing, self.day)
        if day is not None:
            return day in window
        return self.not_before is None or getattr(thing, self.not_before) - timedelta(days=1) <= window.last

    def _judged(self, things: Iterable[Thing], terms: DatedTerms) -> list[Judged]:
        """What may become of each thing; those that the table cannot tell apart are decided once."""
        id_of, day_of, read = attrgetter(self.id), attrgetter(self.day), attrgetter(*self.counts.read_names)
        decided: dict[object, frozenset[Enum]] = {}
        judged = []
        for thing in things:
            key, day = read(thing), day_of(thing)
            if key not in decided:
                decided[key] = _possible(self.counts, thing, terms)
            outcomes = decided[key] if day is not None else decided[key] | {self.outside}
            judged.append(Judged(id_of(thing), day, outcomes, self.weight(thing, terms)))
        return judged

    def _is_open(self, each: Judged) -> bool:
        """Whether it is unknown where a thing belongs: in the part, in the whole alone, or in neither."""
        return len({(outcome in self.part, outcome is self.outside) for outcome in each.outcomes}) > 1

    def _tallies(self, judged: Iterable[Judged]) -> Tallies:
        """The certain figures and the most extreme ones."""
        certain, lowest, highest, fullest = ([0, 0] for _ in range(4))

        def count(tally: list[int], each: Judged, *, part: bool, whole: bool) -> None:
            tally[0] += each.weight * part
            tally[1] += each.weight * whole

        for each in judged:
            may_be_part = bool(each.outcomes & self.part)
            must_be_part = each.outcomes <= self.part
            may_be_whole_alone = not each.outcomes <= self.part | {self.outside}
            in_whole = self.outside not in each.outcomes
            count(certain, each, part=must_be_part, whole=in_whole)
            count(lowest, each, part=must_be_part, whole=may_be_whole_alone or in_whole)
            count(highest, each, part=may_be_part, whole=may_be_part or in_whole)
            count(fullest, each, part=may_be_part, whole=may_be_part or may_be_whole_alone)
        return Tallies(*(Tally(part, whole) for part, whole in (certain, lowest, highest, fullest)))

    def _count(self, rate: MeasuredRate, tallies: Tallies) -> Count[Any]:
        """The figures as cases of the table of standings."""

        def case(part: int | None, whole: int | None) -> Any:
            return self.case(day=rate.window.last, part=part, whole=whole, marketplace=rate.marketplace)

        wholes = {tallies.certain.whole, tallies.lowest.whole, tallies.highest.whole, tallies.fullest.whole}
        return Count(
            case(*tallies.lowest),
            case(*tallies.highest),
            case(None, tallies.certain.whole if len(wholes) == 1 else None),
            # where a rate is judged by its whole too, the smallest and the largest whole matter
            (case(*tallies.certain), case(*tallies.fullest)),
        )


def _possible(table: DecisionTable[Thing, Any, Any], thing: Thing, terms: DatedTerms) -> frozenset[Enum]:
    """Every outcome that a case may have, by what is known of it."""
    outcome = table.outcome(thing, terms)
    if outcome is not None:
        return frozenset({outcome})
    return frozenset(rule.then for rule, held in walk(table, thing, terms) if held is not False)


def _listed(judged: Iterable[Judged]) -> tuple[str, ...]:
    return tuple(each.id for each in sorted(judged, key=lambda each: (each.day or date.max, each.id)))
