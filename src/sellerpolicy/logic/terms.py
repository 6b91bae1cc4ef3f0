"""Terms: what a policy fixes, each value since a day, each with its reference and the readings not taken.

A value has a first day and holds until the next one. Nothing has an end: a rule that ended is a value of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, Self, SupportsIndex, TypeVar, cast

import attrs
from attrs import evolve, field, frozen

from sellerpolicy.errors import BadFact, NoPolicyText, nearest, shown
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.window import require_day
from sellerpolicy.logic.displayed import DisplayedTuple, OfClassToo, as_html, as_markdown
from sellerpolicy.logic.limits import Limit, LocalAmount, Reading
from sellerpolicy.logic.references import WHAT_IF, Reference
from sellerpolicy.logic.words import in_words

if TYPE_CHECKING:
    from sellerpolicy.logic.differences import Difference

T = TypeVar("T")

BEGINNING = date.min
EVERYWHERE = tuple(Marketplace)
"""Every marketplace, for ``marketplace=``."""


@frozen
class Text(Generic[T]):
    """One value of a term: what holds since a day, where, says who, and who says otherwise.

    ``after``: the value was first seen on ``since`` and took effect on an unknown day after ``after``.
    """

    value: T
    since: date
    reference: Reference
    others: tuple[Reading[T], ...] = ()
    after: date | None = None
    marketplaces: tuple[Marketplace, ...] = (Marketplace.US,)

    def local_to(self, marketplace: Marketplace) -> Text[T]:
        """The text with amounts in the marketplace's own currency."""
        others = tuple(evolve(reading, value=_local(reading.value, marketplace)) for reading in self.others)
        return evolve(self, value=_local(self.value, marketplace), others=others)


def _local(value: Any, marketplace: Marketplace) -> Any:
    if isinstance(value, LocalAmount):
        raise TypeError("local() gives the amount of a limit: below(local(1000))")
    return value.local_to(marketplace) if isinstance(value, Limit) else value


@frozen
class Dated(Generic[T]):
    """A term: its label and all its texts, oldest first within each marketplace."""

    label: str
    texts: tuple[Text[T], ...]

    def timeline(self, marketplace: Marketplace) -> tuple[Text[T], ...]:
        """The texts that apply in one marketplace, oldest first."""
        return tuple(text.local_to(marketplace) for text in self.texts if marketplace in text.marketplaces)


def since(
    day: str,
    value: T,
    reference: Reference,
    *,
    but: Reading[T] | tuple[Reading[T], ...] = (),
    after: str | None = None,
    marketplace: Marketplace | Iterable[Marketplace] = Marketplace.US,
) -> Text[T]:
    """A value that holds from a day on, until the next.

    Args:
        day: the first day (ISO text), included.
        value: what holds.
        reference: the text that says so.
        but: what other texts say instead: readings not taken.
        after: where the first day is not known: the last day on which it certainly did not hold yet.
            Between the two the older value is used, and decisions that the newer one would change are contested.
        marketplace: one or several; the US alone by default.
    """
    others = but if isinstance(but, tuple) else (but,)
    places = (marketplace,) if isinstance(marketplace, Marketplace) else tuple(marketplace)
    first = date.fromisoformat(day)
    not_before = None if after is None else date.fromisoformat(after)
    if not_before is not None and not_before >= first:
        raise ValueError(f"{value}: after={after} is not before {day}")
    return Text(value, first, reference, others, not_before, places)


def originally(
    value: T,
    reference: Reference,
    *,
    but: Reading[T] | tuple[Reading[T], ...] = (),
    marketplace: Marketplace | Iterable[Marketplace] = Marketplace.US,
) -> Text[T]:
    """A value that held from the beginning, until the first ``since``."""
    return since(BEGINNING.isoformat(), value, reference, but=but, marketplace=marketplace)


def dated(label: str, *texts: Text[T]) -> T:
    """Declare a term of a policy: a label, and its values oldest first.

    To a type checker the result is the value itself, so that misuse is found before anything runs.
    Texts out of order, two for one day or none at all raise ``ValueError`` at import.
    """
    if not texts:
        raise ValueError(f"{label}: a term needs at least one text")
    for marketplace in Marketplace:
        days = [text.since for text in texts if marketplace in text.marketplaces]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError(f"{label}: texts for {marketplace.value} must be given oldest first, one a day")
    return cast("T", field(kw_only=True, repr=False, metadata={"dated": Dated(label, texts)}))


@frozen(kw_only=True)
class DatedTerms:
    """The base of every policy's ``Terms``: ``Terms.on(day)`` is what the policy fixes on that day.

    An instance is a snapshot: plain values, typed, immutable. Change one with ``attrs.evolve(terms, …)`` and pass it
    as ``terms=`` to ask *what if*. A term that has no text yet on that day is ``None``: unknown.
    """

    marketplace: Marketplace = Marketplace.US
    texts: Mapping[str, Text[Any]] = field(factory=dict, eq=False, repr=False)

    _repr_html_ = OfClassToo(as_html)
    _repr_markdown_ = OfClassToo(as_markdown)

    @classmethod
    def on(cls, day: date, marketplace: Marketplace = Marketplace.US) -> Self:
        """What the policy fixes on ``day`` in ``marketplace``; raises ``NoPolicyText`` where nothing is known."""
        try:
            starts, snapshots = _timeline(cls, marketplace)
            found = snapshots[bisect_right(starts, day)]
        except TypeError:
            _require_marketplace(marketplace)
            require_day("day", day)
            raise
        if found is None:
            _require_marketplace(marketplace)
            raise NoPolicyText(name_of(cls), day, marketplace.value, starts[0] if starts else None)
        return cast("Self", found)

    @classmethod
    def given_or_on(cls, terms: Self | None, day: date, marketplace: Marketplace) -> Self:
        """The terms that are given to ask *what if*, and where none are, those of a day in a marketplace.

        Raises:
            TypeError: what is given is another policy's.
            NoPolicyText: nothing is given, and nothing is known of that day or marketplace.
        """
        return cls.on(day, marketplace) if terms is None else cls.own(terms)

    @classmethod
    def own(cls, terms: object) -> Self:
        """Pass on terms of this policy; anything else raises ``TypeError``."""
        if not isinstance(terms, cls):
            given = f"those of {name_of(type(terms))}" if isinstance(terms, DatedTerms) else shown(terms)
            raise TypeError(f"{name_of(cls)} is decided by its own Terms, not by {given}")
        return terms

    @classmethod
    def current(cls) -> tuple[date, Self]:
        """The newest snapshot, of the US where it has one, and its first day."""
        starts, snapshots = next(found for place in Marketplace if (found := _timeline(cls, place))[0])
        return starts[-1], cast("Self", snapshots[-1])

    @classmethod
    def eras(cls, marketplace: Marketplace = Marketplace.US) -> tuple[tuple[date, Self], ...]:
        """What the policy fixes in a marketplace from each day of change on; empty where nothing is known at all."""
        starts, snapshots = _timeline(cls, marketplace)
        return tuple(zip(starts, cast("list[Self]", snapshots[1:]), strict=True))

    @classmethod
    def history(cls) -> History:
        """Every dated value of every term, in the order in which it was written."""
        return History(
            Entry(f"{name_of(cls)}.{name}", term.label, text)
            for name, term in dated_terms(cls).items()
            for text in term.texts
        )

    @classmethod
    def diff(cls, a: date, b: date, marketplace: Marketplace = Marketplace.US) -> tuple[Difference, ...]:
        """What changed between two days in a marketplace, term by term: values, and what the sources leave in doubt.

        Raises ``NoPolicyText`` where nothing is known on one of the days.
        """
        from sellerpolicy.logic.differences import differences

        return differences(cls.on(a, marketplace), cls.on(b, marketplace))

    @classmethod
    def silence(cls, name: str, day: date, marketplace: Marketplace) -> NoPolicyText:
        """The error for a term that has no text on a day in a marketplace: it names the first day that has one."""
        days = [text.since for text in dated_terms(cls)[name].timeline(marketplace)]
        return NoPolicyText(f"{name_of(cls)}.{name}", day, marketplace.value, min(days, default=None))

    @property
    def is_snapshot(self) -> bool:
        """Whether it is one of the policy's own snapshots, which are kept for ever; else it is a *what if*."""
        return id(self) in _SNAPSHOTS

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        # a snapshot's copy must be the snapshot: any other terms are a what-if
        if not self.is_snapshot:
            return super().__reduce_ex__(protocol)
        return type(self).on, (first_day_of(self), self.marketplace)

    def text(self, name: str) -> Text[Any] | None:
        """The text behind a term's value; ``WHAT_IF``'s where the caller changed it, ``None`` where there is none."""
        value, text = getattr(self, name), self.texts.get(name)
        if value is None:
            return None
        if text is None or text.value != value:
            return Text(value, BEGINNING, WHAT_IF)
        return text

    def readings(self, names: Iterable[str]) -> Iterator[tuple[str, Reading[Any], Self]]:
        """The readings not taken of these terms: name, reading, and the terms under that reading."""
        for name in names:
            text = self.text(name)
            for reading in text.others if text else ():
                yield name, reading, evolve(self, **{name: reading.value})


def _require_marketplace(given: object) -> None:
    if not isinstance(given, Marketplace):
        meant = nearest(given, (each.value for each in Marketplace))
        raise BadFact("marketplace", given, "a Marketplace", meant=meant and f"Marketplace.{meant.upper()}")


@frozen
class Entry:
    """One line of a policy's history: a term's id and label, and one of its texts."""

    id: str
    label: str
    text: Text[Any]

    def __str__(self) -> str:
        first = "originally" if self.text.since == BEGINNING else f"since {self.text.since}"
        return f"{self.id}: {self.label}: {first} {in_words(self.text.value)}"


class History(DisplayedTuple[Entry]):
    """What a policy's terms have been through time: a tuple of entries that notebooks show as a table."""

    __slots__ = ()


def dated_terms(terms: type[DatedTerms]) -> dict[str, Dated[Any]]:
    """The terms that a policy declares, by name."""
    return {
        attribute.name: attribute.metadata["dated"]
        for attribute in attrs.fields(terms)
        if "dated" in attribute.metadata
    }


def stated_in(policy: type[DatedTerms], name: str) -> Any:
    """Declare a term as another policy states it: label and texts stand there alone, and are read here."""
    stated = dated_terms(policy)[name]
    return dated(stated.label, *stated.texts)


def first_day_of(terms: DatedTerms) -> date | None:
    """The first day on which this is what the policy fixes; ``None`` for a *what if*."""
    return next((day for day, snapshot in terms.eras(terms.marketplace) if snapshot is terms), None)


def name_of(terms: type) -> str:
    """A policy's name: that of the module in which its terms stand."""
    return terms.__module__.rpartition(".")[2]


_SNAPSHOTS: set[int] = set()
Timeline = tuple[list[date], list["DatedTerms | None"]]
_TIMELINES: dict[tuple[type[DatedTerms], Marketplace], Timeline] = {}


def _timeline(terms: type[DatedTerms], marketplace: Marketplace) -> Timeline:
    """The days on which something changes, and the snapshot before the first and from each of them on."""
    found = _TIMELINES.get((terms, marketplace))
    if found is None:
        by_name = {name: term.timeline(marketplace) for name, term in dated_terms(terms).items()}
        first = min((text.since for texts in by_name.values() for text in texts), default=None)
        changes = {day for texts in by_name.values() for text in texts for day in _changes(text)}
        starts = sorted(day for day in changes if first is not None and day >= first)
        found = (starts, [None, *(_snapshot(terms, marketplace, by_name, day) for day in starts)])
        _TIMELINES[terms, marketplace] = found
        _SNAPSHOTS.update(map(id, found[1][1:]))
    return found


def _changes(text: Text[Any]) -> Iterator[date]:
    yield text.since
    if text.after is not None:
        yield text.after + timedelta(days=1)


def _snapshot(
    terms: type[DatedTerms], marketplace: Marketplace, by_name: Mapping[str, tuple[Text[Any], ...]], day: date
) -> DatedTerms:
    texts = {name: text for name, timeline in by_name.items() if (text := _text_on(timeline, day)) is not None}
    values = {name: texts[name].value if name in texts else None for name in by_name}
    return terms(marketplace=marketplace, texts=texts, **values)


def _text_on(timeline: tuple[Text[Any], ...], day: date) -> Text[Any] | None:
    """The text in force on a day: since when its value holds without a break, and what else may hold."""
    past = [text for text in timeline if text.since <= day]
    if not past:
        return None
    current = past[-1]
    unbroken = current.since
    for text in reversed(past[:-1]):
        if text.value != current.value:
            break
        unbroken = text.since
    maybe = tuple(
        Reading(text.value, text.reference)
        for text in timeline[len(past) :]
        if text.after is not None and text.after < day and text.value != current.value
    )
    return evolve(current, since=unbroken, others=(*current.others, *maybe))
