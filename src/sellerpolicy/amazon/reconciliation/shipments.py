"""The rates of shipments counted again, and every order or package that Amazon may count otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from attrs import evolve

from sellerpolicy.amazon.reconciliation.shifts import Cause, Changes, Explanation, Place, Shift
from sellerpolicy.facts import Fulfiller, Invoice, Order, Package, Window
from sellerpolicy.logic import DatedTerms
from sellerpolicy.logic.measuring import Metric, Tally
from sellerpolicy.rules import shipping_performance

LATE, CANCELLED = "lateShipmentRate", "preFulfillmentCancellationRate"
TRACKED, ON_TIME, INVOICED = "validTrackingRate", "unitOnTimeDeliveryRate", "invoiceDefectRate"
MEASURES: Mapping[str, Metric[Any, Any]] = {
    LATE: shipping_performance.late_shipment,
    CANCELLED: shipping_performance.cancellation,
    TRACKED: shipping_performance.valid_tracking,
    ON_TIME: shipping_performance.on_time_delivery,
    INVOICED: shipping_performance.invoice_defect,
}
"""The rates of shipments, by Amazon's names."""

FIGURES = {
    LATE: ("late", "orders"),
    CANCELLED: ("cancelled", "orders"),
    TRACKED: ("valid", "packages"),
    ON_TIME: ("on_time", "units"),
    INVOICED: ("defective", "orders"),
}
"""What is counted, and out of what, by the names that the rates have for it."""

OTHER_DAYS = {
    LATE: ("placed_on", "ship_by", "shipped_on"),
    CANCELLED: ("ship_by",),
    TRACKED: ("ship_confirmed_on", "delivered_on"),
    ON_TIME: ("ship_confirmed_on", "delivered_on"),
    INVOICED: ("ship_confirmed_on",),
}
"""The facts whose day may place something in a window instead: of most rates no text says which day does."""

A_DAY = timedelta(days=1)
NOTHING = Tally(0, 0)

Things = tuple[Any, ...]


def things_measured(
    orders: Iterable[Order], packages: Iterable[Package], invoices: Iterable[Invoice]
) -> dict[str, Things]:
    """What each rate is counted of, by Amazon's names; nothing of which the facts say nothing."""
    placed, sent, uploaded = tuple(orders), tuple(packages), tuple(invoices)
    own = [order for order in placed if order.fulfilled_by is Fulfiller.SELLER]
    business = [order for order in own if order.business is not False]
    return {
        LATE: placed if own else (),
        CANCELLED: placed if own else (),
        TRACKED: sent,
        ON_TIME: sent,
        INVOICED: shipping_performance.invoiced(business, uploaded) if uploaded else (),
    }


def shifts(name: str, things: Things, window: Window, terms: DatedTerms) -> Iterator[Shift]:
    """Every order or package that may be counted otherwise in a window, and those that the files do not name.

    Args:
        name: Amazon's name of the rate.
        things: what it is counted of.
        window: Amazon's own.
        terms: the text of the window's last day.
    """
    measure = MEASURES[name]
    inside = [thing for thing in things if measure.may_lie_in(thing, window)]
    yield from _in_other_ways(name, inside, terms)
    yield from _at_the_edges(name, things, window, terms)
    yield from _of_the_other_channel(name, inside, terms)
    for added in (Tally(0, 1), Tally(1, 1)):
        yield Shift(Cause.MISSING_ORDERS, _changes(name, NOTHING, added))


def by_other_day(
    name: str, things: Things, window: Window, terms: DatedTerms, counts: Mapping[Place, int]
) -> Explanation | None:
    """The explanation that another day places things in the window, if every count is then Amazon's.

    Args:
        name: Amazon's name of the rate.
        things: what it is counted of.
        window: Amazon's own.
        terms: the text of the window's last day.
        counts: Amazon's counts, as far as its report has them.
    """
    measure = MEASURES[name]
    ours = _counted(name, measure, things, window, terms)
    for day in OTHER_DAYS[name]:
        other = _counted(name, evolve(measure, day=day), things, window, terms)
        if all(other[place] == count for place, count in counts.items()):
            moved = tuple(
                getattr(thing, measure.id)
                for thing in things
                if _lies_in(getattr(thing, day), window) is not _lies_in(getattr(thing, measure.day), window)
            )
            changes = tuple((place, other[place] - ours[place]) for place in counts if other[place] != ours[place])
            return Explanation(Cause.OTHER_DAY, len(moved), changes, moved, day=day)
    return None


def _counted(
    name: str, measure: Metric[Any, Any], things: Things, window: Window, terms: DatedTerms
) -> dict[Place, int]:
    inside = [thing for thing in things if _lies_in(getattr(thing, measure.day), window)]
    added = [_certain(figures) for _, figures in measure.adds(inside, terms=terms)]
    counts = sum(each.part for each in added), sum(each.whole for each in added)
    return dict(zip((Place(None, figure) for figure in FIGURES[name]), counts, strict=True))


def _lies_in(day: date | None, window: Window) -> bool:
    return day is not None and day in window


def _in_other_ways(name: str, inside: Things | list[Any], terms: DatedTerms) -> Iterator[Shift]:
    """What hangs on unknown facts, and what another reading of the sources counts otherwise."""
    measure = MEASURES[name]
    taken = dict(measure.adds(inside, terms=terms))
    for id_, figures in taken.items():
        for other in figures - {_certain(figures)}:
            yield Shift(Cause.UNKNOWN_FACTS, _changes(name, _certain(figures), other), id_)
    for _, _, reading in terms.readings(measure.counts.term_names):
        for id_, figures in measure.adds(inside, terms=reading):
            if _certain(figures) != _certain(taken[id_]):
                yield Shift(Cause.CONTESTED, _changes(name, _certain(taken[id_]), _certain(figures)), id_)


def _at_the_edges(name: str, things: Things, window: Window, terms: DatedTerms) -> Iterator[Shift]:
    """What lies just inside the window, just outside of it, or further away."""
    measure = MEASURES[name]
    day_of = attrgetter(measure.day)
    dated = [thing for thing in things if day_of(thing) is not None]
    beside = [thing for thing in dated if not window.first < day_of(thing) < window.last]
    for thing, (id_, figures) in zip(beside, measure.adds(beside, terms=terms), strict=True):
        day, added = day_of(thing), _certain(figures)
        if day in (window.first, window.last):
            yield Shift(Cause.WINDOW_EDGE, _changes(name, added, NOTHING), id_)
        else:
            near = window.first - A_DAY <= day <= window.last + A_DAY
            yield Shift(Cause.WINDOW_EDGE if near else Cause.OUTSIDE_WINDOW, _changes(name, NOTHING, added), id_)


def _of_the_other_channel(name: str, inside: Things | list[Any], terms: DatedTerms) -> Iterator[Shift]:
    """What Amazon sends by our facts, and the seller by Amazon's count."""
    sent_by_amazon = [thing for thing in inside if getattr(thing, "fulfilled_by", None) is Fulfiller.AMAZON]
    own = [evolve(thing, fulfilled_by=Fulfiller.SELLER) for thing in sent_by_amazon]
    for id_, figures in MEASURES[name].adds(own, terms=terms):
        yield Shift(Cause.OTHER_CHANNEL, _changes(name, NOTHING, _certain(figures)), id_)


@cache
def _certain(figures: frozenset[Tally]) -> Tally:
    return Tally(min(each.part for each in figures), min(each.whole for each in figures))


@cache
def _changes(name: str, before: Tally, after: Tally) -> Changes:
    differences = zip(FIGURES[name], after, before, strict=True)
    return tuple((Place(None, figure), new - old) for figure, new, old in differences if new != old)
