"""The account report: where a seller's account stands on a day, what must be done by when, and why.

Facts and Amazon's own report go in, one frozen ``AccountReport`` for each marketplace comes out, the views tell it.
Nothing here reads a clock or a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from attrs import evolve, frozen

from sellerpolicy.amazon import (
    Metric,
    PerformanceReport,
    Reconciliation,
    Verdict,
    ViolationCount,
    WarningState,
    reconcile,
)
from sellerpolicy.amazon.postings import Cause, Posting
from sellerpolicy.conduct import received, returned, written
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import (
    NEVER,
    BuyerMessage,
    Chargeback,
    Claim,
    Deactivation,
    Fact,
    Feedback,
    FeedbackComment,
    Fulfiller,
    HealthRating,
    InjuryClaim,
    InsurancePolicy,
    Invoice,
    Marketplace,
    Message,
    MonthlySales,
    Order,
    Package,
    Return,
    Window,
)
from sellerpolicy.findings import JUDGES, TARGETS, Finding, MeasureReport, Silences, consequence, findings, measured
from sellerpolicy.logic import Deadline, Decision
from sellerpolicy.logic.counting import Standing, answers
from sellerpolicy.logic.displayed import Displayed
from sellerpolicy.logic.words import in_words
from sellerpolicy.rules import a_to_z, appeals, feedback, injury_and_damage, insurance, order_defect_rate
from sellerpolicy.rules.a_to_z import Eligibility
from sellerpolicy.rules.account_status import Health, TargetMetric, TargetStanding
from sellerpolicy.rules.appeals import Causes, Contestable
from sellerpolicy.rules.feedback import Removal, Scores
from sellerpolicy.rules.injury_and_damage import InjuryPayer
from sellerpolicy.rules.insurance import Adequacy, Requirement
from sellerpolicy.rules.order_defect_rate import Defect, DefectRate, Outlook

T = TypeVar("T")
Event = Feedback | Claim | Chargeback
Measured = Metric | ViolationCount

MISSED = (Standing.AT_THE_LIMIT, Standing.AT_RISK)
EVENTS = ("feedback", "claims", "chargebacks")
COUNTED = (Order, Feedback, Claim, Chargeback, InjuryClaim, MonthlySales, InsurancePolicy, Package, Invoice)
CONDUCT = (Return, Message, BuyerMessage)
SINGLE = tuple(kind for kind in JUDGES if kind not in COUNTED)
JUDGED = (*COUNTED, *CONDUCT, *SINGLE, Posting)
MOST_NAMED = 3
POINTS = range(1001)
"""What a health rating can be."""
BAD, NORMAL = "BAD", "NORMAL"


@frozen(kw_only=True)
class Records:
    """All that is known of an account in one marketplace.

    Args:
        marketplace: the shop.
        performance: Amazon's account health report.
        orders: the orders, each once; and so on for the other kinds of facts.
        insurance_policies: those in the marketplace's currency.
        postings: money that Amazon moved because of claims and chargebacks.
        single: notices, violations, appeals and whatever else is judged by itself.
        others: facts of other kinds, which nothing in the report judges.
    """

    marketplace: Marketplace
    performance: PerformanceReport | None = None
    orders: tuple[Order, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    claims: tuple[Claim, ...] = ()
    chargebacks: tuple[Chargeback, ...] = ()
    injury_claims: tuple[InjuryClaim, ...] = ()
    monthly_sales: tuple[MonthlySales, ...] = ()
    insurance_policies: tuple[InsurancePolicy, ...] = ()
    packages: tuple[Package, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    returns: tuple[Return, ...] = ()
    messages: tuple[Message, ...] = ()
    buyer_messages: tuple[BuyerMessage, ...] = ()
    postings: tuple[Posting, ...] = ()
    single: tuple[Fact, ...] = ()
    others: tuple[Any, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Whatever may make an order defective."""
        return (*self.feedback, *self.claims, *self.chargebacks)


@frozen
class Due:
    """One deadline of the account, and what it is about.

    Args:
        deadline: what is to be done, and by when.
        about: the claim or other matter, in words.
        marketplace: the shop, whose clock says on which day an instant lies.
    """

    deadline: Deadline
    about: str
    marketplace: Marketplace

    @property
    def matter(self) -> str:
        """What it is about, without how that stands today, so that it is the same from one report to the next."""
        return self.about.partition(";")[0]

    @property
    def by(self) -> date | None:
        """The last day or instant; where only another reading of the sources asks for it, that reading's.

        It is ``None`` while it hangs on an unknown fact.
        """
        return self.deadline.by or self.deadline.other

    @property
    def last_day(self) -> date | None:
        """The day of ``by`` on the marketplace's calendar."""
        return self.marketplace.day_of(self.by) if isinstance(self.by, datetime) else self.by

    @property
    def is_duty(self) -> bool:
        """Whether it must be done by that day: it is no mere right, and not asked for by another reading alone."""
        return self.deadline.is_duty and self.deadline.by is not None

    @property
    def order(self) -> tuple[date, str, str]:
        """The soonest first, those without a day last."""
        return (self.last_day or date.max, str(self.deadline.by), self.about)

    def is_pressing(self, on: date) -> bool:
        """Whether the seller must still heed it on a day: duties even when overdue, all else until its last day."""
        is_open = self.last_day is not None and (self.last_day >= on or self.is_duty)
        return is_open and self.deadline.is_sellers


@frozen
class JudgedEvent:
    """Feedback, a claim or a chargeback, and whether it makes its order defective."""

    event: Event
    decision: Decision[Defect]


@frozen
class DefectiveOrder:
    """An order in the window that is defective, or would be by an unknown fact or another reading.

    Args:
        order: the order.
        judged: the events that make it so.
        leaves_on: the first day on which Amazon's window no longer shows it.
    """

    order: Order
    judged: tuple[JudgedEvent, ...]
    leaves_on: date

    @property
    def counts(self) -> bool | None:
        """Whether it counts; ``None`` where that hangs on an unknown fact."""
        outcomes = [judged.decision.outcome for judged in self.judged]
        if Defect.DEFECT in outcomes:
            return True
        return None if None in outcomes else False


@frozen
class ChannelReport:
    """The order defect rate of the orders that one fulfiller sends, counted from the facts.

    Args:
        fulfilled_by: the seller or Amazon.
        window: the days on which the counted orders were placed: Amazon's own where its report says.
        lag: days from the window's last day to the day of the report.
        rate: our count.
        standing: what it means.
        outlook: what comes if nothing new goes wrong.
        orders_per_day: how many orders a day the outlook goes on with: the window's average, rounded down.
        defective: the orders behind it, those that leave the window first ahead.
        contestable: the defects that can still be contested, those first that bring the most.
        causes: what the defective orders have in common.
        reported: Amazon's own figure.
    """

    fulfilled_by: Fulfiller
    window: Window
    lag: int
    rate: DefectRate
    standing: Decision[Standing]
    outlook: Outlook
    orders_per_day: int
    defective: tuple[DefectiveOrder, ...]
    contestable: tuple[Contestable, ...]
    causes: Causes
    reported: Metric | None


@frozen
class ClaimReport:
    """What policy says of one A-to-z claim.

    Args:
        claim: the claim.
        eligibility: whether the buyer may claim; ``None`` without the order, or without a policy text.
        defect: whether it counts in the order defect rate; ``None`` without a policy text.
        due: what the seller may or must do about it.
    """

    claim: Claim
    eligibility: Decision[Eligibility] | None
    defect: Decision[Defect] | None
    due: tuple[Due, ...]


@frozen
class InjuryClaimReport:
    """What policy says of one claim for damage or injury.

    Args:
        claim: the claim.
        who_pays: who pays it; ``None`` without a policy text.
        defect: whether it counts in the order defect rate; ``None`` without a policy text.
        due: what the seller may or must do about it.
    """

    claim: InjuryClaim
    who_pays: Decision[InjuryPayer] | None
    defect: Decision[Defect] | None
    due: tuple[Due, ...]


@frozen
class InsuranceReport:
    """Whether the seller must be insured, by when, and whether the policies at hand are what Amazon asks for.

    Args:
        requirement: whether the seller must be insured; ``None`` where no sales are known, or no policy text.
        adequacy: whether the policies satisfy Amazon; ``None`` where no policies are known, or no policy text.
        due: the day by which the seller must be insured, unless already so.
    """

    requirement: Decision[Requirement] | None
    adequacy: Decision[Adequacy] | None
    due: tuple[Due, ...]

    @property
    def is_lacking(self) -> bool:
        """Whether insurance is required and the facts do not show that there is any that satisfies Amazon."""
        required = self.requirement is not None and self.requirement.outcome is Requirement.REQUIRED
        return required and (self.adequacy is None or self.adequacy.outcome is not Adequacy.ADEQUATE)


@frozen
class AccountReport(Displayed):
    """Where an account stands in one marketplace on a day.

    Args:
        records: what is known.
        on: the day.
        channels: the order defect rate, for each fulfiller apart.
        measures: the rates of shipments, packages and invoices.
        scores: the feedback scores; ``None`` where no feedback is known.
        claims: the A-to-z claims.
        injury_claims: the claims for damage and injury.
        insurance: the insurance duty; ``None`` where neither sales nor policies are known.
        findings: what policy says of notices, violations, appeals and so on, and of missed targets.
        lacking: facts and texts that were lacking, each with what hangs on it, in words.
        reconciliation: Amazon's counts beside those of the facts; ``None`` without Amazon's report or without facts.
    """

    records: Records
    on: date
    channels: tuple[ChannelReport, ...]
    measures: tuple[MeasureReport, ...]
    scores: Scores | None
    claims: tuple[ClaimReport, ...]
    injury_claims: tuple[InjuryClaimReport, ...]
    insurance: InsuranceReport | None
    findings: tuple[Finding, ...]
    lacking: tuple[str, ...]
    reconciliation: Reconciliation | None = None

    def __repr__(self) -> str:
        verdict = "healthy" if self.is_healthy else "not healthy"
        return f"<AccountReport {self.marketplace.name} on {self.on}: {verdict}>"

    @property
    def marketplace(self) -> Marketplace:
        """The shop."""
        return self.records.marketplace

    @property
    def missed(self) -> tuple[Measured | ChannelReport | MeasureReport, ...]:
        """The targets missed: by the figures or the word in Amazon's report, else by our own count."""
        performance = self.records.performance
        measured: tuple[Measured, ...] = ()
        if performance is not None:
            measured = (*performance.metrics, *performance.violations)
        reported = [metric for metric in measured if metric.verdict is Verdict.MISSED or metric.amazon_status == BAD]
        counted: tuple[ChannelReport | MeasureReport, ...] = (*self.channels, *self.measures)
        missed = (each for each in counted if each.standing.outcome in MISSED)
        return (*reported, *(each for each in missed if each.reported not in reported))

    @property
    def warnings(self) -> tuple[WarningState, ...]:
        """The warnings that Amazon's report calls bad."""
        performance = self.records.performance
        found = () if performance is None else performance.warnings
        return tuple(warning for warning in found if warning.amazon_status == BAD)

    @property
    def due(self) -> tuple[Due, ...]:
        """Every deadline, past and open, the soonest first; those without a day last."""
        found = [
            *self.insurance_due,
            *(due for claim in self.claims for due in claim.due),
            *(due for claim in self.injury_claims for due in claim.due),
            *(Due(each, found.about, self.marketplace) for found in self.findings for each in found.deadlines),
            *self.contest_due,
        ]
        return tuple(sorted(found, key=lambda due: due.order))

    @property
    def contest_due(self) -> tuple[Due, ...]:
        """By when feedback and chargebacks can be contested; the deadlines of claims stand with the claims."""
        told = {getattr(found.fact, "order_id", None) for found in self.findings if found.deadlines}
        return tuple(
            Due(each.deadline, f"{_kind(each.event)} on order {each.event.order_id}", self.marketplace)
            for channel in self.channels
            for each in channel.contestable
            if each.deadline is not None and not isinstance(each.event, Claim) and each.event.order_id not in told
        )

    @property
    def insurance_due(self) -> tuple[Due, ...]:
        """The deadline of the insurance duty, if there is one."""
        return () if self.insurance is None else self.insurance.due

    @property
    def pressing(self) -> tuple[Due, ...]:
        """What is still to be heeded: duties, open or overdue, and all else until its last day."""
        return tuple(due for due in self.due if due.is_pressing(self.on))

    @property
    def duties(self) -> tuple[Due, ...]:
        """What must be done: duties open or overdue."""
        return tuple(due for due in self.pressing if due.is_duty)

    @property
    def decisions(self) -> tuple[tuple[str, Decision[Any]], ...]:
        """Every decision with what it is about, each once, in the order of the report."""
        found: list[tuple[str, Decision[Any] | None]] = []
        for channel in self.channels:
            found.append((f"orders that {channel.fulfilled_by.value} fulfils", channel.standing))
            for defective in channel.defective:
                about = f"order {defective.order.order_id}"
                # what a claim means is decided among the claims
                found += [
                    (about, judged.decision) for judged in defective.judged if not isinstance(judged.event, Claim)
                ]
        for measure in self.measures:
            if measure.is_measured:
                found.append((f"{measure.name} ({measure.rate.window.days} d)", measure.standing))
        if self.scores is not None:
            found.append(("feedback", self.scores.shown))
        if self.insurance is not None:
            found += [("insurance", self.insurance.requirement), ("insurance", self.insurance.adequacy)]
        for claim in self.claims:
            about = claim.claim.claim_id
            found += [(about, claim.eligibility), (about, claim.defect)]
        for injury in self.injury_claims:
            about = injury.claim.claim_id
            found += [(about, injury.who_pays), (about, injury.defect)]
        found += [(each.about, decision) for each in self.findings for decision in each.decisions]
        return tuple(dict.fromkeys((about, decision) for about, decision in found if decision is not None))

    @property
    def is_healthy(self) -> bool:
        """Whether no target is missed, no duty due, no warning out and nothing locked, and Amazon calls it normal.

        A right that is open, or what another reading alone asks for, makes no account ill.
        """
        performance = self.records.performance
        status = NORMAL if performance is None else performance.account_status or NORMAL
        is_ill = self.is_uninsured or self.is_locked or self.is_rated_ill
        return status == NORMAL and not (self.missed or self.duties or self.warnings or is_ill)

    @property
    def is_locked(self) -> bool:
        """Whether the account is deactivated on the day, and not known to sell again."""
        locked = [fact for fact in self.records.single if isinstance(fact, Deactivation)]
        return any(fact.deactivated_on <= self.on < (fact.reinstated_on or NEVER) for fact in locked)

    @property
    def is_rated_ill(self) -> bool:
        """Whether the account health rating is not healthy."""
        outcomes = [decision.outcome for found in self.findings for decision in found.decisions]
        return Health.AT_RISK in outcomes or Health.UNHEALTHY in outcomes

    @property
    def is_uninsured(self) -> bool:
        """Whether insurance is required and the facts do not show that there is any that satisfies Amazon."""
        return self.insurance is not None and self.insurance.is_lacking


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


def sorted_out(facts: Iterable[Any], performance: Mapping[Marketplace, PerformanceReport]) -> tuple[Records, ...]:
    """Sort facts by marketplace and kind. Insurance policies go to every marketplace with their currency."""
    given: tuple[Any, ...] = tuple(facts)
    policies = [fact for fact in given if isinstance(fact, InsurancePolicy)]
    shops = _shops(fact for fact in given if not isinstance(fact, InsurancePolicy))
    places = {*performance, *(place for _, place in shops)}
    for policy in policies:
        of_currency = [place for place in Marketplace if place.currency == policy.per_occurrence.currency]
        if places.isdisjoint(of_currency):
            places.update(of_currency[:1])
    return tuple(
        _records(place, [*(fact for fact, shop in shops if shop is place), *policies], performance.get(place))
        for place in Marketplace
        if place in places
    )


def _shops(facts: Iterable[Any]) -> list[tuple[Any, Marketplace]]:
    """Each fact with its marketplace; one that names none has that of its order, or else of the other facts."""
    given = tuple(facts)
    by_order = {order.order_id: order.marketplace for order in given if isinstance(order, Order)}
    named = next((fact.marketplace for fact in given if fact.marketplace is not None), Marketplace.US)
    return [(fact, fact.marketplace or by_order.get(getattr(fact, "order_id", ""), named)) for fact in given]


def _records(marketplace: Marketplace, facts: Iterable[Any], performance: PerformanceReport | None) -> Records:
    own = [fact for fact in facts if not isinstance(fact, InsurancePolicy) or _covers(fact, marketplace)]

    def of(kind: type[T] | tuple[type[T], ...]) -> tuple[T, ...]:
        return tuple(fact for fact in own if isinstance(fact, kind))

    return Records(
        marketplace=marketplace,
        performance=performance,
        orders=of(Order),
        feedback=of(Feedback),
        claims=of(Claim),
        chargebacks=of(Chargeback),
        injury_claims=of(InjuryClaim),
        monthly_sales=of(MonthlySales),
        insurance_policies=of(InsurancePolicy),
        packages=of(Package),
        invoices=of(Invoice),
        returns=of(Return),
        messages=of(Message),
        buyer_messages=of(BuyerMessage),
        postings=of(Posting),
        single=of(SINGLE),
        others=tuple(fact for fact in own if not isinstance(fact, JUDGED)),
    )


def _covers(policy: InsurancePolicy, marketplace: Marketplace) -> bool:
    return policy.per_occurrence.currency == marketplace.currency


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
        records,
        on,
        channels,
        measures,
        silences.heard(feedback.scores, records.feedback, last=on) if records.feedback else None,
        tuple(_claim(claim, orders.get(claim.order_id), silences) for claim in records.claims),
        tuple(_injury_claim(claim, silences) for claim in records.injury_claims),
        _insurance(records, on, silences),
        (
            *_consequences(channels, measures, on),
            *findings(_single(records, on), on=on, silences=silences),
            *returned(records.returns, orders, silences=silences),
            *written(records.messages, silences=silences),
            *received(records.buyer_messages, on=on, silences=silences),
        ),
        (),
        _reconciled(records),
    )
    return evolve(report, lacking=(*_lacking(report), *dict.fromkeys(map(str, silences.met))))


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
    if score is not None and score in POINTS and not is_given:
        yield HealthRating(shown_on=on, points=score, marketplace=records.marketplace)


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
        raise BadFact("as of", on, f"a day on or after the last day of Amazon's window, {window.last}")
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


def _lacking(report: AccountReport) -> Iterator[str]:
    """What was not at hand, and what hangs on it."""
    records = report.records
    if records.performance is None:
        yield "Amazon's account health report: its own figures, and which days its windows end on (here, the day asked)"
    if not records.orders:
        yield "orders: which are behind the order defect rate, and when they leave its window; what shipped late"
    else:
        none = [kind for kind in EVENTS if not getattr(records, kind)]
        if none:
            yield f"{', '.join(none)}: none given, so our order defect rate counts none"
    if not records.packages:
        yield "packages: how many have valid tracking, and how many came on time"
    yield from _unmeasured(report)
    if not records.monthly_sales:
        yield "monthly sales: whether you must be insured"
    if report.is_uninsured and not records.insurance_policies:
        yield "insurance policies: whether yours is what Amazon asks for"
    known = {order.order_id for order in records.orders}
    unmatched = list(dict.fromkeys(event.order_id for event in records.events if event.order_id not in known))
    if unmatched:
        yield f"orders {some(unmatched)}: whether what happened to them counts or is covered"
    sent_back = list(dict.fromkeys(each.order_id for each in records.returns if each.order_id not in known))
    if sent_back:
        yield f"orders {some(sent_back)}: who handles their returns, and what is due"
    yield from _charged(records)
    kinds = Counter(type(fact).__name__ for fact in records.others)
    for kind, number in kinds.items():
        yield f"facts of the kind {kind}: {number} read, and nothing here judges them"
    yield from _hanging(report)


def _charged(records: Records) -> Iterator[str]:
    """The orders for which Amazon moved money because of a claim or chargeback that the facts do not tell of."""
    events: dict[Cause, tuple[Claim | Chargeback, ...]] = {
        Cause.GUARANTEE_CLAIM: records.claims,
        Cause.CHARGEBACK: records.chargebacks,
    }
    for cause, given in events.items():
        told = {event.order_id for event in given}
        posted = dict.fromkeys(each.order_id for each in records.postings if each.cause is cause)
        lacking = [order_id for order_id in posted if order_id not in told]
        if lacking:
            yield f"the {in_words(cause)}s that Amazon charged on orders {some(lacking)}: whether they count"


def _unmeasured(report: AccountReport) -> Iterator[str]:
    """The facts that rates lack, with how many orders or packages lack them in the windows that may hold them."""
    most: dict[tuple[str, str], int] = {}
    for measure in report.measures:
        if measure.unknown:
            lack = f"{measure.noun}s: {measure.standing.table.title}"
            key = (", ".join(measure.unknown), lack)
            most[key] = max(most.get(key, 0), len(measure.rate.undetermined))
    yield from (f"{names} of {number:,} {lack}" for (names, lack), number in most.items())


def _hanging(report: AccountReport) -> Iterator[str]:
    """The unknown facts on which decisions hang, with what they are about."""
    hanging: dict[tuple[str, ...], list[str]] = {}
    counted = {measure.standing for measure in report.measures}
    for about, decision in report.decisions:
        if decision.needs and decision not in counted:
            hanging.setdefault((decision.table.title, *decision.needs), []).append(about)
    for (title, *needs), abouts in hanging.items():
        yield f"{', '.join(needs)} of {some(abouts)}: {title}"


def some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = "" if len(names) <= MOST_NAMED else f" and {len(names) - MOST_NAMED} more"
    return f"{', '.join(names[:MOST_NAMED])}{more}"


def _kind(event: Event) -> str:
    return type(event).__name__.lower()
