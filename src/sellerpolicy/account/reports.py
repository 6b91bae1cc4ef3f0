"""Reports: where an account stands in a marketplace on a day, what must be done by when, and why."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from attrs import field, frozen

from sellerpolicy.account.records import Event, Records
from sellerpolicy.amazon import Metric, Reconciliation, Verdict, ViolationCount, WarningState
from sellerpolicy.facts import NEVER, Claim, Deactivation, Fulfiller, InjuryClaim, Marketplace, Order, Window
from sellerpolicy.findings import Finding, MeasureReport
from sellerpolicy.logic import Deadline, Decision
from sellerpolicy.logic.counting import Standing
from sellerpolicy.logic.displayed import Displayed
from sellerpolicy.rules.a_to_z import Eligibility
from sellerpolicy.rules.account_status import Health
from sellerpolicy.rules.appeals import Causes, Contestable
from sellerpolicy.rules.feedback import Scores
from sellerpolicy.rules.injury_and_damage import InjuryPayer
from sellerpolicy.rules.insurance import Adequacy, Requirement
from sellerpolicy.rules.order_defect_rate import Defect, DefectRate, Outlook

Measured = Metric | ViolationCount

MISSED = (Standing.AT_THE_LIMIT, Standing.AT_RISK)
BAD, NORMAL = "BAD", "NORMAL"


@frozen
class Due:
    """One deadline of the account, and what it is about.

    Args:
        deadline: what is to be done, and by when.
        about: the claim or other matter, in words.
        marketplace: the shop, whose clock says on which day an instant lies.
        is_daily_work: it is what every sale asks for: to send an order that is not late yet is no trouble.
    """

    deadline: Deadline
    about: str
    marketplace: Marketplace
    is_daily_work: bool = field(default=False, kw_only=True)

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

    def is_in_time(self, on: date) -> bool:
        """Whether it is daily work, and not overdue on a day."""
        return self.is_daily_work and self.last_day is not None and self.last_day >= on


def dues(found: Finding, marketplace: Marketplace) -> tuple[Due, ...]:
    """The deadlines of what policy says of one fact; those of an order that is to be sent are daily work."""
    is_daily_work = isinstance(found.fact, Order)
    return tuple(Due(each, found.about, marketplace, is_daily_work=is_daily_work) for each in found.deadlines)


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
        scores: the feedback scores; ``None`` where no positive feedback is known.
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
            *(due for found in self.findings for due in dues(found, self.marketplace)),
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
        """What must be done beside the daily work: duties open or overdue."""
        return tuple(due for due in self.pressing if due.is_duty and not due.is_in_time(self.on))

    @property
    def daily_work(self) -> tuple[Due, ...]:
        """What every sale asks for and is not overdue: orders to be sent."""
        return tuple(due for due in self.pressing if due.is_duty and due.is_in_time(self.on))

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

        A right that is open, what another reading alone asks for, or an order that is still to be sent in time makes
        no account ill.
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


def _kind(event: Event) -> str:
    return type(event).__name__.lower()
