"""Reporting: records in, what policy says of them out. Nothing here reads a clock or a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from attrs import evolve

from sellerpolicy.account.lacking import lacking
from sellerpolicy.account.records import EVENTS, Event, Records, sorted_out
from sellerpolicy.account.reports import (
    MISSED,
    AccountReport,
    ChannelReport,
    ClaimReport,
    DefectiveOrder,
    Due,
    InjuryClaimReport,
    InsuranceReport,
    JudgedEvent,
)
from sellerpolicy.amazon import Metric, PerformanceReport, Reconciliation, reconcile
from sellerpolicy.conduct import received, returned, written
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import (
    Claim,
    Fact,
    Feedback,
    FeedbackComment,
    Fulfiller,
    HealthRating,
    InjuryClaim,
    Marketplace,
    Order,
    Window,
)
from sellerpolicy.findings import TARGETS, Finding, MeasureReport, Silences, consequence, findings, measured
from sellerpolicy.logic.counting import answers
from sellerpolicy.logic.words import in_words
from sellerpolicy.rules import a_to_z, appeals, feedback, injury_and_damage, insurance, order_defect_rate
from sellerpolicy.rules.account_status import TargetMetric, TargetStanding
from sellerpolicy.rules.appeals import Contestable
from sellerpolicy.rules.feedback import Removal, Scores
from sellerpolicy.rules.order_defect_rate import Defect


def account_reports(
    facts: Iterable[Any], performance: Mapping[Marketplace, PerformanceReport], *, on: date
) -> tuple[AccountReport, ...]:
    """Report on every marketplace that facts or Amazon's report speak of, in the order of ``Marketplace``.

    Args:
        facts: orders, feedback, claims and so on, of any marketplaces, in any order, and whatever else ``amazon.read``
            gives but Amazon's own report.
        performance: Amazon's own report, by marketplace.
        on: the day of the report.

    Raises:
        BadFact: an order occurs twice, or the day lies before the end of Amazon's own window.
    """
    return tuple(account_report(records, on=on) for records in sorted_out(facts, performance))


@answers("002-8", "004-11")
def account_report(records: Records, *, on: date) -> AccountReport:
    """Report on one marketplace; arguments and errors as in ``account_reports``."""
    silences = Silences()
    channels = tuple(
        channel for fulfiller in Fulfiller if (channel := silences.heard(_channel, records, fulfiller, on)) is not None
    )
    measures = tuple(
        measured(
            records.marketplace,
            orders=records.orders,
            packages=records.packages,
            invoices=records.invoices,
            performance=records.performance,
            on=on,
            silences=silences,
        )
    )
    orders = {order.order_id: order for order in records.orders}
    report = AccountReport(
        records=records,
        on=on,
        channels=channels,
        measures=measures,
        scores=_scores(records, on, silences),
        claims=tuple(_claim(claim, orders.get(claim.order_id), silences) for claim in records.claims),
        injury_claims=tuple(_injury_claim(claim, silences) for claim in records.injury_claims),
        insurance=_insurance(records, on, silences),
        findings=(
            *_consequences(channels, measures, on),
            *findings(_single(records, on), on=on, silences=silences),
            *returned(records.returns, orders, silences=silences),
            *written(records.messages, silences=silences),
            *received(records.buyer_messages, on=on, silences=silences),
        ),
        lacking=(),
        reconciliation=_reconciled(records),
    )
    return evolve(report, lacking=(*lacking(report), *dict.fromkeys(map(str, silences.met))))


def _reconciled(records: Records) -> Reconciliation | None:
    if records.performance is None or not (records.orders or records.packages):
        return None
    return reconcile(
        records.performance,
        records.orders,
        feedback=records.feedback,
        claims=records.claims,
        chargebacks=records.chargebacks,
        packages=records.packages,
        invoices=records.invoices,
        postings=records.postings,
    )


def _single(records: Records, on: date) -> Iterator[Fact]:
    """The facts that are judged by themselves, Amazon's own health rating among them."""
    yield from records.single
    yield from (order for order in records.orders if order.fulfilled_by is Fulfiller.SELLER)
    rating = None if records.performance is None else records.performance.health_rating
    score = None if rating is None else rating.score
    is_given = any(isinstance(fact, HealthRating) for fact in records.single)
    if score is not None and not is_given:
        yield HealthRating(shown_on=on, points=score, marketplace=records.marketplace)


def _scores(records: Records, on: date, silences: Silences) -> Scores | None:
    """The feedback scores; ``None`` of ratings among which none is positive, as in Amazon's own file of feedback."""
    found = silences.heard(feedback.scores, records.feedback, last=on) if records.feedback else None
    return found if found is not None and found.lifetime.positive else None


def _consequences(channels: Iterable[ChannelReport], measures: Iterable[MeasureReport], on: date) -> Iterator[Finding]:
    """What each missed target brings on the account."""
    for channel in channels:
        if channel.standing.outcome in MISSED:
            standing = TargetStanding(
                day=on,
                metric=TargetMetric.ORDER_DEFECT_RATE,
                standing=channel.standing.outcome,
                faulty=channel.rate.defective,
                marketplace=channel.rate.marketplace,
            )
            yield consequence(standing, f"order defect rate of orders that {channel.fulfilled_by.value} fulfils")
    for measure in measures:
        if measure.standing.outcome in MISSED and measure.name in TARGETS:
            standing = TargetStanding(
                day=on,
                metric=TARGETS[measure.name],
                standing=measure.standing.outcome,
                marketplace=measure.rate.marketplace,
            )
            yield consequence(standing, f"{in_words(standing.metric)} of {measure.rate.window.days} days")


def _channel(records: Records, fulfiller: Fulfiller, on: date) -> ChannelReport | None:
    """The order defect rate of one fulfiller's orders; ``None`` where no order is known."""
    orders = [order for order in records.orders if order.fulfilled_by is fulfiller]
    if not orders:
        return None
    events: dict[str, Any] = {kind: getattr(records, kind) for kind in EVENTS}
    reported = _reported(records.performance, fulfiller)
    window = (
        reported.window if reported is not None and reported.window is not None else _window(records.marketplace, on)
    )
    lag = (on - window.last).days
    if lag < 0:
        raise BadFact("on", on, f"a day on or after the last day of Amazon's window, {window.last}")
    rate = order_defect_rate.rate(records.orders, **events, window=window, fulfilled_by=fulfiller)
    per_day = rate.orders // window.days
    outlook = order_defect_rate.outlook(
        records.orders, **events, today=on, lag=lag, orders_per_day=per_day, days=window.days, fulfilled_by=fulfiller
    )
    return ChannelReport(
        fulfilled_by=fulfiller,
        window=window,
        lag=lag,
        rate=rate,
        standing=order_defect_rate.standing(rate, on=on),
        outlook=outlook,
        orders_per_day=per_day,
        defective=_defective(orders, records.events, window, lag),
        contestable=_contestable(records, window, fulfiller, on),
        causes=appeals.causes(
            records.orders, **events, packages=records.packages, window=window, fulfilled_by=fulfiller
        ),
        reported=reported,
    )


def _contestable(records: Records, window: Window, fulfiller: Fulfiller, on: date) -> tuple[Contestable, ...]:
    """What can be contested, without feedback of which it is known that it would stay."""
    comments = [fact for fact in records.single if isinstance(fact, FeedbackComment)]
    stays = {comment.order_id for comment in comments if feedback.removal(comment).outcome is Removal.STAYS}
    found = appeals.first_to_contest(
        records.orders,
        feedback=records.feedback,
        claims=records.claims,
        chargebacks=records.chargebacks,
        window=window,
        on=on,
        fulfilled_by=fulfiller,
    )
    return tuple(each for each in found if not (isinstance(each.event, Feedback) and each.event.order_id in stays))


def _reported(performance: PerformanceReport | None, fulfiller: Fulfiller) -> Metric | None:
    metrics = () if performance is None else performance.metrics
    found = (metric for metric in metrics if (metric.name, metric.fulfilled_by) == ("orderDefectRate", fulfiller))
    return next(found, None)


def _defective(
    orders: Iterable[Order], events: Iterable[Event], window: Window, lag: int
) -> tuple[DefectiveOrder, ...]:
    in_window = {order.order_id: order for order in orders if order.placed_on in window}
    judged: dict[str, list[JudgedEvent]] = {}
    for event in events:
        if event.order_id in in_window:
            decision = order_defect_rate.defect(event)
            if decision.outcome is not Defect.NO_DEFECT or decision.contested:
                judged.setdefault(event.order_id, []).append(JudgedEvent(event, decision))
    stay = timedelta(days=window.days + lag)
    found = [
        DefectiveOrder(in_window[order_id], tuple(why), in_window[order_id].placed_on + stay)
        for order_id, why in judged.items()
    ]
    return tuple(sorted(found, key=lambda defective: (defective.leaves_on, defective.order.order_id)))


def _claim(claim: Claim, order: Order | None, silences: Silences) -> ClaimReport:
    deadlines = silences.deadlines(a_to_z.deadlines, claim)
    about = f"{claim.claim_id}, order {claim.order_id}"
    return ClaimReport(
        claim,
        None if order is None else silences.heard(a_to_z.eligibility, claim, order),
        silences.heard(order_defect_rate.defect, claim),
        tuple(Due(deadline, about, claim.marketplace) for deadline in deadlines),
    )


def _injury_claim(claim: InjuryClaim, silences: Silences) -> InjuryClaimReport:
    deadlines = silences.deadlines(injury_and_damage.deadlines, claim)
    about = f"{claim.claim_id}, {in_words(claim.harm)}"
    return InjuryClaimReport(
        claim,
        silences.heard(injury_and_damage.who_pays, claim),
        silences.heard(order_defect_rate.defect, claim),
        tuple(Due(deadline, about, claim.marketplace) for deadline in deadlines),
    )


def _insurance(records: Records, on: date, silences: Silences) -> InsuranceReport | None:
    sales, policies = records.monthly_sales, records.insurance_policies
    if not sales and not policies:
        return None
    requirement = silences.heard(insurance.requirement, sales, on=on) if sales else None
    adequacy = (
        silences.heard(insurance.adequacy, policies, on=on, marketplace=records.marketplace) if policies else None
    )
    report = InsuranceReport(requirement, adequacy, ())
    deadline = silences.heard(insurance.deadline, sales, on=on) if report.is_lacking else None
    if deadline is None:
        return report
    at_hand = "no policy is at hand" if adequacy is None else f"the insurance at hand is {in_words(adequacy.outcome)}"
    return evolve(report, due=(Due(deadline, f"required by your sales; {at_hand}", records.marketplace),))


def _window(marketplace: Marketplace, on: date) -> Window:
    """The window that ends on the day itself, where Amazon's own is not known."""
    return Window.ending(on, days=order_defect_rate.Terms.on(on, marketplace).window.length)
