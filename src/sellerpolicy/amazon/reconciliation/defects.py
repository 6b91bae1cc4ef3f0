"""The order defect rate counted again, and every order that Amazon may count otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache

from attrs import Factory, define, evolve, frozen

from sellerpolicy.amazon import postings
from sellerpolicy.amazon.postings import Posting
from sellerpolicy.amazon.reconciliation.shifts import Cause, Changes, Place, Shift
from sellerpolicy.facts import (
    Canceller,
    Chargeback,
    Claim,
    ClaimStatus,
    Feedback,
    Fulfiller,
    OdrEffect,
    Order,
    Window,
)
from sellerpolicy.facts.given import several
from sellerpolicy.rules import order_defect_rate
from sellerpolicy.rules.order_defect_rate import JUDGED, Defect, DefectRate

Event = Feedback | Claim | Chargeback

ORDERS, DEFECTIVE = "orders", "defective"
KINDS: dict[type, str] = {Feedback: "negative_feedback", Claim: "claims", Chargeback: "chargebacks"}
POSTED = {postings.Cause.GUARANTEE_CLAIM: "claims", postings.Cause.CHARGEBACK: "chargebacks"}
FIGURES = (ORDERS, DEFECTIVE, *KINDS.values())
"""What is counted, by the names that a ``DefectRate`` has for it."""

A_DAY = timedelta(days=1)

Counted = frozenset[str]
"""The figures to which one order adds one."""
NOT_AT_ALL: Counted = frozenset()
CLEAN: Counted = frozenset({ORDERS})


@frozen
class JudgedEvent:
    """An event, and in which ways Amazon may count it.

    Args:
        event: the event.
        counts: it makes its order defective; ``None`` where that hangs on an unknown fact.
        contested: the sources disagree about it.
        counted_when_new: it did as long as nobody had denied, withdrawn, removed or reversed it.
    """

    event: Event
    counts: bool | None
    contested: bool
    counted_when_new: bool

    @property
    def kind(self) -> str:
        """The figure in which it counts."""
        return KINDS[type(self.event)]

    def others(self, window: Window) -> Iterator[tuple[Cause, bool]]:
        """Why Amazon may count it otherwise than we do, and whether it then counts."""
        if self.counts is None:
            yield Cause.UNKNOWN_FACTS, True
        elif self.contested:
            yield Cause.CONTESTED, not self.counts
        if self.counts is False and self.counted_when_new:
            yield Cause.TAKEN_BACK, True
        if self.counts and JUDGED[type(self.event)].day(self.event) > window.last:
            yield Cause.LATER, False


@define
class Judge:
    """Judges events; those that a table cannot tell apart are decided once."""

    decided: dict[object, tuple[bool | None, bool]] = Factory(dict)

    def judged(self, event: Event) -> JudgedEvent:
        """The event, and in which ways Amazon may count it."""
        counts, contested = self.decide(event)
        return JudgedEvent(event, counts, contested, self.decide(_when_new(event))[0] is True)

    def decide(self, event: Event) -> tuple[bool | None, bool]:
        """Whether it counts, and whether the sources disagree about it."""
        how = JUDGED[type(event)]
        case = how.case(event)
        read = (getattr(case, name) for name in how.table.read_names)
        key = (type(event), how.day(event), event.marketplace, *read)
        if key not in self.decided:
            decision = order_defect_rate.defect(event)
            counts = None if decision.outcome is None else decision.outcome is Defect.DEFECT
            self.decided[key] = counts, decision.contested
        return self.decided[key]


def _when_new(event: Event) -> Event:
    """The event before anybody denied, withdrew, removed or reversed it."""
    if isinstance(event, Feedback):
        return evolve(event, removed=False, struck_through=False)
    if isinstance(event, Claim):
        return evolve(event, status=ClaimStatus.UNDER_REVIEW, odr_effect=OdrEffect.NOT_STATED, paid_by=None)
    return evolve(event, reversed=False)


@frozen(eq=False)
class DefectFacts:
    """What a seller's files say of orders and their defects.

    Args:
        orders: the orders of one marketplace, each once.
        feedback: seller feedback on any orders.
        claims: A-to-z claims on any orders.
        chargebacks: chargebacks on any orders.
        by_order: the judged events of each order.
        posted: of each order the kinds of defects for which Amazon moved money, and of which no event is given.
    """

    orders: tuple[Order, ...]
    feedback: tuple[Feedback, ...]
    claims: tuple[Claim, ...]
    chargebacks: tuple[Chargeback, ...]
    by_order: Mapping[str, tuple[JudgedEvent, ...]]
    posted: Mapping[str, frozenset[str]]

    @classmethod
    def of(
        cls,
        orders: Iterable[Order],
        feedback: Iterable[Feedback],
        claims: Iterable[Claim],
        chargebacks: Iterable[Chargeback],
        moved: Iterable[Posting] = (),
    ) -> DefectFacts:
        """Read the facts, and judge the events."""
        placed = several("orders", orders, Order)
        given = (
            several("feedback", feedback, Feedback),
            several("claims", claims, Claim),
            several("chargebacks", chargebacks, Chargeback),
        )
        judge = Judge()
        by_order: dict[str, tuple[JudgedEvent, ...]] = {}
        for events in given:
            for event in events:
                by_order[event.order_id] = (*by_order.get(event.order_id, ()), judge.judged(event))
        return cls(placed, *given, by_order, _posted(several("postings", moved, Posting), by_order))

    def rate(self, window: Window, fulfilled_by: Fulfiller | None) -> DefectRate:
        """Our own count."""
        return order_defect_rate.rate(
            self.orders,
            feedback=self.feedback,
            claims=self.claims,
            chargebacks=self.chargebacks,
            window=window,
            fulfilled_by=fulfilled_by,
        )

    def shifts(self, window: Window) -> Iterator[Shift]:
        """Every order that may be counted otherwise in a window, and orders that the files do not name."""
        for order in self.orders:
            events = self.by_order.get(order.order_id, ())
            as_taken = _counted(events)
            if order.placed_on in window:
                yield from _inside(order, events, as_taken, window)
                yield from self._charged(order, as_taken)
            else:
                near = window.first - A_DAY <= order.placed_on <= window.last + A_DAY
                cause = Cause.WINDOW_EDGE if near else Cause.OUTSIDE_WINDOW
                yield Shift(cause, _changes(order.fulfilled_by, NOT_AT_ALL, as_taken), order.order_id)
        yield from self._without_order()
        yield from self._unnamed()

    def _charged(self, order: Order, as_taken: Counted) -> Iterator[Shift]:
        """What an order adds if that for which Amazon moved money counts."""
        kinds = self.posted.get(order.order_id)
        if kinds:
            yield Shift(
                Cause.POSTED, _changes(order.fulfilled_by, as_taken, _defective(as_taken, kinds)), order.order_id
            )

    def _without_order(self) -> Iterator[Shift]:
        known = {order.order_id for order in self.orders}
        for order_id in dict.fromkeys((*self.by_order, *self.posted)):
            if order_id not in known:
                counted = _counted(self.by_order.get(order_id, ()))
                for after in dict.fromkeys((counted, _defective(counted, self.posted.get(order_id, NOT_AT_ALL)))):
                    for fulfiller in Fulfiller:
                        yield Shift(Cause.WITHOUT_ORDER, _changes(fulfiller, NOT_AT_ALL, after), order_id)

    def _unnamed(self) -> Iterator[Shift]:
        """Orders that the files lack, clean or with one kind of defect, and kinds of defects that they lack wholly."""
        given = {"negative_feedback": self.feedback, "claims": self.claims, "chargebacks": self.chargebacks}
        for fulfiller in Fulfiller:
            missing = [frozenset({ORDERS}), *(frozenset({ORDERS, DEFECTIVE, kind}) for kind in given)]
            yield from (Shift(Cause.MISSING_ORDERS, _changes(fulfiller, NOT_AT_ALL, counted)) for counted in missing)
            posted = NOT_AT_ALL.union(*self.posted.values())
            for kind in (kind for kind, events in given.items() if not events and kind not in posted):
                for counted in (frozenset({DEFECTIVE, kind}), frozenset({kind})):
                    yield Shift(Cause.NOT_GIVEN, _changes(fulfiller, NOT_AT_ALL, counted))


def _inside(order: Order, events: tuple[JudgedEvent, ...], as_taken: Counted, window: Window) -> Iterator[Shift]:
    """In which other ways an order of the window may be counted."""
    own, order_id = order.fulfilled_by, order.order_id
    for cause, counted in _otherwise(events, window):
        if counted != as_taken:
            yield Shift(cause, _changes(own, as_taken, counted), order_id)
    gone = _changes(own, as_taken, NOT_AT_ALL)
    if order.placed_on in (window.first, window.last):
        yield Shift(Cause.WINDOW_EDGE, gone, order_id)
    if order.cancelled_by not in (None, Canceller.NOBODY):
        # whether cancelled orders are among all orders is read in two ways
        yield Shift(Cause.CONTESTED, gone, order_id)
    yield Shift(Cause.OTHER_CHANNEL, _swapped(own, as_taken), order_id)


@cache
def _swapped(fulfilled_by: Fulfiller, counted: Counted) -> Changes:
    """What it does to count an order in the other channel."""
    (other,) = (fulfiller for fulfiller in Fulfiller if fulfiller is not fulfilled_by)
    both = (*_changes(fulfilled_by, counted, NOT_AT_ALL), *_changes(other, NOT_AT_ALL, counted))
    return tuple(each for each in both if each[0].fulfilled_by is not None)


def _otherwise(events: tuple[JudgedEvent, ...], window: Window) -> Iterator[tuple[Cause, Counted]]:
    """What an order adds if one event, or all that one cause is about, is counted otherwise."""
    by_cause: dict[Cause, dict[int, bool]] = {}
    for place, judged in enumerate(events):
        for cause, counts in judged.others(window):
            by_cause.setdefault(cause, {})[place] = counts
    for cause, others in by_cause.items():
        for changed in (*({place: counts} for place, counts in others.items()), others):
            yield cause, _counted(events, changed)


def _counted(events: tuple[JudgedEvent, ...], changed: Mapping[int, bool] | None = None) -> Counted:
    """What an order with such events adds; some of them may be counted otherwise."""
    if not events:
        return CLEAN
    otherwise = changed or {}
    kinds = {judged.kind for place, judged in enumerate(events) if otherwise.get(place, judged.counts)}
    return frozenset({ORDERS, *({DEFECTIVE, *kinds} if kinds else ())})


def _defective(counted: Counted, kinds: frozenset[str]) -> Counted:
    """What an order adds if it also has defects of some kinds."""
    return counted | {DEFECTIVE, *kinds} if kinds else counted


def _posted(moved: Iterable[Posting], by_order: Mapping[str, tuple[JudgedEvent, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for posting in moved:
        kind = POSTED[posting.cause]
        if kind not in {judged.kind for judged in by_order.get(posting.order_id, ())}:
            found[posting.order_id] = found.get(posting.order_id, NOT_AT_ALL) | {kind}
    return found


@cache
def _changes(fulfilled_by: Fulfiller, before: Counted, after: Counted) -> Changes:
    """What another count of one order does, in its channel's figures and in those of all orders."""
    return tuple(
        (Place(channel, figure), (figure in after) - (figure in before))
        for channel in (fulfilled_by, None)
        for figure in FIGURES
        if (figure in after) is not (figure in before)
    )
