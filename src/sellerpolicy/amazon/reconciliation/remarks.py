"""What is to be known of Amazon's own figures before they are compared with anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from fractions import Fraction
from typing import Any

from attrs import frozen

from sellerpolicy.amazon.metrics import SAME_RATE, Metric, ViolationCount
from sellerpolicy.amazon.reconciliation.shipments import CANCELLED, INVOICED, LATE, MEASURES, ON_TIME, TRACKED
from sellerpolicy.amazon.reconciliation.telling import named
from sellerpolicy.facts import Marketplace
from sellerpolicy.logic.limits import Edge, Limit
from sellerpolicy.logic.words import percent
from sellerpolicy.rules import order_defect_rate

DEFECTS = "orderDefectRate"
TARGETS = {
    DEFECTS: "target",
    LATE: "late_target",
    CANCELLED: "cancelled_target",
    TRACKED: "tracking_target",
    ON_TIME: "delivery_target",
    INVOICED: "invoice_target",
}
"""The term that is each rate's target, by Amazon's names."""

EDGES = {"LESS_THAN": Edge.BELOW, "GREATER_THAN": Edge.ABOVE}
NONE = "NONE"


class About(Enum):
    """What a remark is about."""

    NO_VERDICT = "no_verdict"
    NOT_MEASURED = "not_measured"
    STATUS = "status"
    RATE = "rate"
    TARGET = "target"
    SEVERAL_DEFECTS = "several_defects"
    NOT_RECOUNTED = "not_recounted"


@frozen
class Remark:
    """Something to be known of one of Amazon's figures.

    Args:
        about: what it is about.
        text: the remark, one sentence without its full stop.
        order_ids: the orders that it names.
    """

    about: About
    text: str
    order_ids: tuple[str, ...] = ()


def remarks(metric: Metric, marketplace: Marketplace) -> Iterator[Remark]:
    """What is to be known of a rate in Amazon's report."""
    yield from _no_verdict(metric)
    if metric.total == 0:
        yield Remark(About.NOT_MEASURED, "out of none: nothing is measured, whatever rate and status the report shows")
    yield from status_remarks(metric)
    yield from _contradictory_rate(metric)
    yield from _other_target(metric, marketplace)


def _no_verdict(metric: Metric) -> Iterator[Remark]:
    without = [part.name for part in metric.components if part.amazon_status == NONE]
    if metric.amazon_status == NONE:
        yield Remark(About.NO_VERDICT, "Amazon's status NONE is no verdict, neither good nor bad")
    elif without:
        yield Remark(About.NO_VERDICT, f"Amazon's status NONE of {', '.join(without)} is no verdict on them")


def status_remarks(metric: Metric | ViolationCount) -> Iterator[Remark]:
    """Where Amazon's status contradicts its own numbers."""
    if metric.agrees is False:
        told = f"Amazon's status is {metric.amazon_status}, and by its own figures the target is {metric.verdict.value}"
        yield Remark(About.STATUS, told)


def _contradictory_rate(metric: Metric) -> Iterator[Remark]:
    shown, own = metric.reported_rate, metric.rate
    if shown is not None and own is not None and abs(shown - own) > SAME_RATE:
        counts = f"{metric.count:,} of {metric.total:,}, are {percent(own)}"
        yield Remark(About.RATE, f"Amazon shows a rate of {percent(shown)}, and its own counts, {counts}")


def _other_target(metric: Metric, marketplace: Marketplace) -> Iterator[Remark]:
    """Where the document's target is not that of the text in force on the window's last day."""
    name = TARGETS.get(metric.name)
    if name is None or metric.window is None or metric.target is None:
        return
    policy: Any = order_defect_rate.Terms if metric.name == DEFECTS else MEASURES[metric.name].counts.terms
    day, document = metric.window.last, _limit(metric)
    terms = policy.on(day, marketplace)
    limit: Limit | None = getattr(terms, name)
    shown = document or percent(metric.target)
    if limit is None:
        yield Remark(About.TARGET, f"the report's target is {shown}; no text of ours names one for {day}")
    elif limit.value != metric.target or _matters(limit, document, metric.rate):
        readings = (reading for term, reading, _ in terms.readings((name,)) if reading.value.value == metric.target)
        also = "".join(f", as {reading.reference} reads" for reading in readings)
        yield Remark(About.TARGET, f"the report's target is {shown}{also}; by our text of {day} it is {limit}")


def _limit(metric: Metric) -> Limit | None:
    edge = EDGES.get(metric.target_condition or "")
    return None if edge is None else Limit(edge, metric.target)


def _matters(limit: Limit, document: Limit | None, rate: Fraction | None) -> bool:
    """Whether the rate is on one side of our limit and on the other of the document's, with one figure for both."""
    return document is not None and rate is not None and limit.admits(rate) is not document.admits(rate)


def parts_remark(metric: Metric, several: Iterable[str]) -> Iterator[Remark]:
    """Where the parts of a rate add up to more than its count: an order may have several defects, and counts once.

    Args:
        metric: Amazon's figures.
        several: the orders with several kinds of defects, by the seller's files.
    """
    parts = [part.count for part in metric.components if part.count is not None]
    if metric.count is None or sum(parts) <= metric.count:
        return
    ids = tuple(several)
    sums = " + ".join(f"{part:,}" for part in parts)
    counts = f"Amazon's parts, {sums}, are more than its count of {metric.count:,}"
    found = f"; by your files {named(ids)}" if ids else ""
    yield Remark(About.SEVERAL_DEFECTS, f"{counts}: an order with several defects counts once{found}", ids)
