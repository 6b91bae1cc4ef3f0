"""Reconciling: every rate of Amazon's report counted again from the facts, and each difference explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from attrs import frozen

from sellerpolicy.amazon.metrics import Metric, PerformanceReport
from sellerpolicy.amazon.postings import Posting
from sellerpolicy.amazon.reconciliation import shipments
from sellerpolicy.amazon.reconciliation.defects import FIGURES, DefectFacts
from sellerpolicy.amazon.reconciliation.recounts import Figure, Reconciliation, Recount
from sellerpolicy.amazon.reconciliation.remarks import DEFECTS, About, Remark, parts_remark, remarks, status_remarks
from sellerpolicy.amazon.reconciliation.shifts import Explanation, Place, Shift, explained, within
from sellerpolicy.amazon.reconciliation.shipments import MEASURES, Things
from sellerpolicy.errors import BadFact, NoPolicyText
from sellerpolicy.facts import Chargeback, Claim, Feedback, Fulfiller, Invoice, Order, Package, Window
from sellerpolicy.facts.given import several


def reconcile(
    report: PerformanceReport,
    orders: Iterable[Order],
    *,
    feedback: Iterable[Feedback] = (),
    claims: Iterable[Claim] = (),
    chargebacks: Iterable[Chargeback] = (),
    packages: Iterable[Package] = (),
    invoices: Iterable[Invoice] = (),
    postings: Iterable[Posting] = (),
) -> Reconciliation:
    """Count every rate of Amazon's report again over Amazon's own window, and explain each difference.

    A difference is explained by the fewest causes that make no other figure worse, order by order: an order at the
    window's edge (Amazon's days are UTC days), counted in the other channel, without a line in the files, with a defect
    for which money was moved and that no other fact tells of, or that was taken back, is disputed, hangs on an unknown
    fact or came later. Where several orders or causes would do,
    all are named. What nothing explains remains unexplained, and is said to.

    Args:
        report: Amazon's report of one marketplace, as ``read_performance_report`` gives it.
        orders: the orders of that marketplace, each once. Where there are none, nothing is counted again.
        feedback: seller feedback on any orders.
        claims: A-to-z claims on any orders.
        chargebacks: chargebacks on any orders.
        packages: what was sent, for the rates of tracking and of delivery.
        invoices: what was uploaded for business orders, for the invoice defect rate.
        postings: what Amazon booked for claims and chargebacks, as ``read`` finds it in settlements and the like; it
            only explains, and is not counted: from money nobody can tell what became of a claim.

    Raises:
        BadFact: ``report`` is none, something belongs to another marketplace, or an order or package is given twice.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> from sellerpolicy import amazon
        >>> window = sp.Window(first=date(2026, 9, 7), last=date(2026, 11, 5))
        >>> metric = amazon.Metric(
        ...     name="orderDefectRate", fulfilled_by=sp.Fulfiller.SELLER, window=window, count=1, total=2
        ... )
        >>> report = amazon.PerformanceReport(marketplace=sp.Marketplace.US, metrics=(metric,))
        >>> orders = [
        ...     sp.Order(order_id="111-1", placed_on=date(2026, 9, 6)),
        ...     sp.Order(order_id="111-2", placed_on=date(2026, 10, 1)),
        ... ]
        >>> feedback = [sp.Feedback(order_id="111-1", rating=1, left_on=date(2026, 9, 20))]
        >>> (recount,) = amazon.reconcile(report, orders, feedback=feedback).recounts
        >>> [(figure.name, figure.amazons, figure.ours) for figure in recount.differences]
        [('orders', 2, 1), ('defective', 1, 0)]
        >>> [(each.cause.value, each.order_ids) for each in recount.explanations]
        [('window_edge', ('111-1',))]
    """
    if not isinstance(report, PerformanceReport):
        raise BadFact("report", report, "the PerformanceReport of one marketplace")
    defects_given = DefectFacts.of(orders, feedback, claims, chargebacks, postings)
    facts = Given.of(report, defects_given, packages, invoices)
    defects = dict(chain.from_iterable(map(facts.defect_recounts, _together(report))))
    recounts = (
        defects[place] if place in defects else facts.recount(metric) for place, metric in enumerate(report.metrics)
    )
    others = tuple(
        Remark(remark.about, f"{counter.name}: {remark.text}")
        for counter in report.violations
        for remark in status_remarks(counter)
    )
    return Reconciliation(report.marketplace, tuple(recounts), others)


Together = dict[Fulfiller | None, tuple[int, Metric]]


def _together(report: PerformanceReport) -> list[Together]:
    """The order defect rates of one window, for each channel one, with their places in the report."""
    found: dict[Window | None, list[Together]] = {}
    for place, metric in enumerate(report.metrics):
        if metric.name == DEFECTS:
            groups = found.setdefault(metric.window, [])
            group = next((group for group in groups if metric.fulfilled_by not in group), None)
            if group is None:
                groups.append(group := {})
            group[metric.fulfilled_by] = (place, metric)
    return list(chain.from_iterable(found.values()))


@frozen(eq=False)
class Given:
    """The facts that a report is reconciled with.

    Args:
        report: Amazon's report.
        defects: orders and what happened to them.
        things: what each rate of shipments is counted of.
    """

    report: PerformanceReport
    defects: DefectFacts
    things: Mapping[str, Things]

    @classmethod
    def of(
        cls,
        report: PerformanceReport,
        defects: DefectFacts,
        packages: Iterable[Package],
        invoices: Iterable[Invoice],
    ) -> Given:
        """Read the facts; those of another marketplace raise ``BadFact``."""
        sent, uploaded = several("packages", packages, Package), several("invoices", invoices, Invoice)
        things = shipments.things_measured(defects.orders, sent, uploaded)
        facts: tuple[tuple[Any, ...], ...] = (
            defects.orders,
            sent,
            uploaded,
            defects.feedback,
            defects.claims,
            defects.chargebacks,
        )
        for fact in chain.from_iterable(facts):
            if fact.marketplace is not report.marketplace:
                shop = f"{report.marketplace.value!r}, the marketplace of the report"
                raise BadFact(f"{type(fact).__name__}.marketplace", fact.marketplace.value, shop)
        return cls(report, defects, things)

    def defect_recounts(self, group: Together) -> Iterator[tuple[int, Recount]]:
        """The order defect rates of one window, of all channels together."""
        window = next(metric.window for _, metric in group.values())
        if window is None or not self.defects.orders:
            why = "no orders are given" if window else "the report does not say which days it counted"
            for place, metric in group.values():
                yield place, self.uncounted(metric, why)
            return
        rates = {channel: self.defects.rate(window, channel) for channel in group}
        pairs = {
            Place(channel, figure): (amazons, getattr(rates[channel], figure))
            for channel, (_, metric) in group.items()
            for figure, amazons in _defect_counts(metric).items()
        }
        found = _explained(pairs, self.defects.shifts(window))
        for channel, (place, metric) in group.items():
            own = within(found, channel)
            several = self._several(window, channel)
            told = (*parts_remark(metric, several), *remarks(metric, self.report.marketplace))
            yield place, Recount(metric, _figures(pairs, channel, own), own, told)

    def _several(self, window: Window, channel: Fulfiller | None) -> Iterator[str]:
        """The orders of a window with several kinds of defects."""
        for order in self.defects.orders:
            if order.placed_on in window and channel in (None, order.fulfilled_by):
                events = self.defects.by_order.get(order.order_id, ())
                if len({judged.kind for judged in events if judged.counts}) > 1:
                    yield order.order_id

    def recount(self, metric: Metric) -> Recount:
        """Any other rate."""
        if metric.name not in MEASURES:
            return self.uncounted(metric, "no text that is known here says how it is counted")
        if metric.window is None:
            return self.uncounted(metric, "the report does not say which days it counted")
        if not self.things[metric.name]:
            needs = "invoices" if metric.name == shipments.INVOICED else f"{shipments.FIGURES[metric.name][1]} of yours"
            return self.uncounted(metric, f"no {needs} are given")
        try:
            return self._measured(metric, metric.window)
        except NoPolicyText as silence:
            return self.uncounted(metric, str(silence))

    def _measured(self, metric: Metric, window: Window) -> Recount:
        measure, things = MEASURES[metric.name], self.things[metric.name]
        terms = measure.counts.terms.on(window.last, self.report.marketplace)
        rate = measure.rate(things, window=window)
        part, whole = shipments.FIGURES[metric.name]
        pairs = {Place(None, part): (metric.count, rate.part), Place(None, whole): (metric.total, rate.whole)}
        found = _explained(pairs, shipments.shifts(metric.name, things, window, terms))
        if not _is_exact(pairs, found):
            counts = {place: amazons for place, (amazons, _) in pairs.items() if amazons is not None}
            other = shipments.by_other_day(metric.name, things, window, terms, counts)
            found = found if other is None else (other,)
        told = tuple(remarks(metric, self.report.marketplace))
        return Recount(metric, _figures(pairs, None, found), found, told)

    def uncounted(self, metric: Metric, why: str) -> Recount:
        """A rate that the facts do not allow to be counted again."""
        told = remarks(metric, self.report.marketplace)
        return Recount(metric, (), (), (Remark(About.NOT_RECOUNTED, f"not counted again: {why}"), *told))


Pairs = dict[Place, tuple[int | None, int]]
"""Each figure as Amazon counts it and as we do."""


def _defect_counts(metric: Metric) -> dict[str, int | None]:
    parts = {part.name: part.count for part in metric.components}
    kinds = ("negativeFeedback", "claims", "chargebacks")
    return dict(zip(FIGURES, (metric.total, metric.count, *map(parts.get, kinds)), strict=True))


def _explained(pairs: Pairs, shifts: Iterable[Shift]) -> tuple[Explanation, ...]:
    differences = {place: amazons - ours for place, (amazons, ours) in pairs.items() if amazons is not None}
    return explained(differences, shifts) if any(differences.values()) else ()


def _is_exact(pairs: Pairs, found: Iterable[Explanation]) -> bool:
    """Whether every difference is explained, by orders that are certain."""
    own = tuple(found)
    return all(each.is_exact for each in own) and not any(
        amazons is not None and amazons - ours - sum(each.change(place) for each in own)
        for place, (amazons, ours) in pairs.items()
    )


def _figures(pairs: Pairs, channel: Fulfiller | None, found: Iterable[Explanation]) -> tuple[Figure, ...]:
    own = tuple(found)
    figures = []
    for place, (amazons, ours) in pairs.items():
        if place.fulfilled_by is channel:
            left = 0 if amazons is None else amazons - ours - sum(each.change(place) for each in own)
            figures.append(Figure(place.figure, amazons, ours, left))
    return tuple(figures)
