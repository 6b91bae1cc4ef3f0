"""Clocks: what must or may be done, and by when."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar, cast

from attrs import evolve, field, frozen

from sellerpolicy.errors import BadFact, NoPolicyText
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.never import NEVER, NEVER_AT
from sellerpolicy.logic.conditions import Condition, Proposition, Symbol, conditions_in, symbols_in
from sellerpolicy.logic.displayed import Displayed, DisplayedTuple
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.spans import Span, Unit
from sellerpolicy.logic.terms import DatedTerms, name_of
from sellerpolicy.logic.truth import NOTHING_KNOWN, silent_terms, truth

Terms = TypeVar("Terms", bound=DatedTerms)


@frozen
class Deadline(Displayed):
    """One thing that must or may be done, and the last moment for it.

    Args:
        what: what is to be done, from the seller's side.
        by: the last day, included, or the last instant for clocks in hours; ``None`` while it hangs on an unknown fact,
            or where only another reading of the sources asks for it.
        counted_from: the day or instant that started the clock; ``None`` while unknown.
        needs: the unknown facts on which it hangs.
        contested: another reading gives another deadline, or none, or one where there is none.
        other: the deadline under the other reading, where it has one.
        references: the texts that it rests on.
        is_duty: it must be done; else it is a right, which lapses.
        is_sellers: the seller does it; else it is what somebody else may do, and only to be known.
    """

    what: str
    by: date | None
    counted_from: date | None
    needs: tuple[str, ...] = ()
    contested: bool = False
    other: date | None = None
    references: tuple[Reference, ...] = ()
    is_duty: bool = True
    is_sellers: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The deadline as JSON-ready values."""
        return {
            "what": self.what,
            "by": None if self.by is None else self.by.isoformat(),
            "counted_from": None if self.counted_from is None else self.counted_from.isoformat(),
            "needs": list(self.needs),
            "contested": self.contested,
            "other": None if self.other is None else self.other.isoformat(),
            "references": [reference.id for reference in self.references],
            "is_duty": self.is_duty,
            "is_sellers": self.is_sellers,
        }


class Deadlines(DisplayedTuple[Deadline]):
    """The deadlines of one case: a tuple that notebooks show as a table."""

    __slots__ = ()


class SilentClock(NoPolicyText):
    """A clock runs, or may run, of which no policy text is known; those of which one is known are not lost.

    ``others`` are the deadlines of the other clocks, ``silences`` this silence and those of further clocks.
    """

    others: tuple[Deadline, ...]
    silences: tuple[NoPolicyText, ...]

    @classmethod
    def among(cls, others: Iterable[Deadline], silences: Iterable[NoPolicyText]) -> SilentClock:
        """The silence of one or more clocks among others that speak."""
        met = tuple(silences)
        silent = cls(met[0].what, met[0].day, met[0].marketplace, met[0].first_known)
        silent.others, silent.silences = tuple(others), met
        return silent


@frozen(eq=False)
class Clock:
    """When something is due: under which conditions, from which event on, and how long after it.

    Args:
        what: what is to be done.
        when: the conditions under which the clock runs.
        counted_from: the fact that starts it, a day or an instant.
        within: the term that says how long it runs.
        while_unknown: the fact whose day picks the policy's text while the start is unknown.
        is_duty: it must be done; else it is a right, which lapses.
        is_sellers: the seller does it; else somebody else may.
        answers: ids of the statements that the clock answers.
    """

    what: str
    when: Proposition
    counted_from: Symbol
    within: Symbol
    while_unknown: Symbol
    is_duty: bool = field(default=True, kw_only=True)
    is_sellers: bool = field(default=True, kw_only=True)
    answers: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def case(self) -> type[Any]:
        """The class of the facts that have such deadlines."""
        return self.counted_from.owner

    @property
    def terms(self) -> type[DatedTerms]:
        """The policy whose clock it is."""
        return cast("type[DatedTerms]", self.within.owner)

    @property
    def term_names(self) -> tuple[str, ...]:
        """The terms that the clock reads, each once."""
        read = [symbol.name for symbol in symbols_in(self.when) if symbol.is_term]
        return tuple(dict.fromkeys([*read, self.within.name]))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions under which the clock runs, each once."""
        return tuple(dict.fromkeys(conditions_in(self.when)))


def clock(
    what: str,
    *,
    when: Proposition,
    counted_from: date | None,
    within: Span,
    while_unknown: date | None,
    is_duty: bool = True,
    is_sellers: bool = True,
    answers: tuple[str, ...] = (),
) -> Clock:
    """Declare a clock; the arguments are written with symbols."""
    return Clock(
        what,
        when,
        cast("Symbol", counted_from),
        cast("Symbol", within),
        cast("Symbol", while_unknown),
        is_duty=is_duty,
        is_sellers=is_sellers,
        answers=answers,
    )


def due(
    clocks: Iterable[Clock],
    case: object,
    *,
    on: date | None = None,
    terms: DatedTerms | None = None,
    holidays: Container[date] = (),
) -> Deadlines:
    """The deadlines that a case has: those that apply, that may apply, and that apply under another reading.

    Args:
        clocks: the clocks of a policy.
        case: the facts; it has a ``marketplace``.
        on: judge by the text of this day; by default that of the day of each clock's own start.
        terms: what the policy fixes, to ask *what if*.
        holidays: days that are no business days, any container.

    Raises:
        SilentClock: a clock runs of which no text is known; it carries the deadlines of the others.
    """
    return gathered(partial(_of_clock, ticking, case, on=on, terms=terms, holidays=holidays) for ticking in clocks)


def gathered(parts: Iterable[Callable[[], Iterable[Deadline]]]) -> Deadlines:
    """The deadlines that several parts have together.

    Args:
        parts: what gives deadlines when called.

    Raises:
        SilentClock: one of them knows no text; it carries the deadlines of all that do.
    """
    found: list[Deadline] = []
    silences: list[NoPolicyText] = []
    for part in parts:
        try:
            found += part()
        except SilentClock as silent:
            found += silent.others
            silences += silent.silences
        except NoPolicyText as silence:
            silences.append(silence)
    if silences:
        raise SilentClock.among(found, silences) from None
    return Deadlines(found)


def _of_clock(
    ticking: Clock, case: Any, *, on: date | None, terms: DatedTerms | None, holidays: Container[date]
) -> Iterator[Deadline]:
    """The deadline of one clock, if it runs."""
    if not isinstance(case, ticking.case):
        raise BadFact(f"{name_of(ticking.terms)}.deadlines", case, f"a fact of the kind {ticking.case.__name__}")
    start = getattr(case, ticking.counted_from.name)
    if start in (NEVER, NEVER_AT):
        return
    day = on or _day_of(start if start is not None else getattr(case, ticking.while_unknown.name), case.marketplace)
    own = _terms_on(day, ticking, case) if terms is None else ticking.terms.own(terms)
    if own is None:
        return
    taken = _deadline(ticking, case, own, day=day, holidays=holidays)
    readings = (other for _, _, other in own.readings(ticking.term_names))
    others = [_deadline(ticking, case, other, day=day, holidays=holidays) for other in readings]
    differing = [other for other in others if other != taken]
    if taken is None and not differing:
        return
    references = dict.fromkeys([*_references(ticking, own), *_readings(ticking, own)])
    deadline = taken or Deadline(ticking.what, None, start)
    yield evolve(
        deadline,
        contested=bool(differing),
        other=next((other.by for other in differing if other is not None), None),
        references=tuple(references),
        is_duty=ticking.is_duty,
        is_sellers=ticking.is_sellers,
    )


def _terms_on(day: date, ticking: Clock, case: Any) -> DatedTerms | None:
    """The terms of a day, or ``None`` where there is no text and the clock does not run whatever it would say."""
    try:
        return ticking.terms.on(day, case.marketplace)
    except NoPolicyText:
        if truth(ticking.when, case, NOTHING_KNOWN) is False:
            return None
        raise


def _deadline(ticking: Clock, case: Any, terms: DatedTerms, *, day: date, holidays: Container[date]) -> Deadline | None:
    """The deadline by one reading of the terms, or ``None`` where the clock does not run."""
    applies = truth(ticking.when, case, terms)
    if applies is False:
        return None
    start = getattr(case, ticking.counted_from.name)
    needs = [
        symbol.name
        for condition in ticking.conditions
        if applies is None and truth(condition, case, terms) is None
        for symbol in symbols_in(condition)
        if not symbol.is_term and getattr(case, symbol.name) is None
    ]
    if start is None:
        return Deadline(ticking.what, None, None, tuple(dict.fromkeys([*needs, ticking.counted_from.name])))
    silent = () if needs else silent_terms((ticking.when,), case, terms)
    span = getattr(terms, ticking.within.name)
    if silent or span is None:
        raise ticking.terms.silence((*silent, ticking.within.name)[0], day, case.marketplace)
    return Deadline(ticking.what, _end(start, span, case.marketplace, holidays), start, tuple(dict.fromkeys(needs)))


def _end(start: date, span: Span, marketplace: Marketplace, holidays: Container[date]) -> date:
    """Hours run from the instant; days and business days run from its day in the marketplace."""
    if span.unit is not Unit.HOURS:
        start = _day_of(start, marketplace)
    return span.after(start, holidays=holidays)


def _day_of(start: date, marketplace: Marketplace) -> date:
    return marketplace.day_of(start) if isinstance(start, datetime) else start


def _references(ticking: Clock, terms: DatedTerms) -> Iterator[Reference]:
    for condition in ticking.conditions:
        if condition.reference is not None:
            yield condition.reference
    for name in ticking.term_names:
        text = terms.text(name)
        if text is not None:
            yield text.reference


def _readings(ticking: Clock, terms: DatedTerms) -> Iterator[Reference]:
    return (reading.reference for _, reading, _ in terms.readings(ticking.term_names))
