"""Findings: what policy says of an account beside its order defects, claims and insurance.

Rates of shipments, packages and invoices are measured over the windows of Amazon's own report where it has them, else
over those that policy names. Notices, deactivations, violations, appeals and so on are decided one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from attrs import frozen

from sellerpolicy.amazon import Metric, PerformanceReport
from sellerpolicy.amazon.reconciliation.shipments import (
    CANCELLED,
    LATE,
    MEASURES,
    ON_TIME,
    TRACKED,
    things_measured,
)
from sellerpolicy.errors import NoPolicyText
from sellerpolicy.facts import (
    NEVER,
    Appeal,
    Canceller,
    Deactivation,
    Fact,
    FeedbackComment,
    HealthRating,
    Invoice,
    Marketplace,
    Notice,
    Order,
    Package,
    RelatedAccount,
    Violation,
    ViolationKind,
    Window,
)
from sellerpolicy.logic import Deadline, Decision
from sellerpolicy.logic.clocks import SilentClock
from sellerpolicy.logic.counting import Standing
from sellerpolicy.logic.measuring import MeasuredRate, Metric as Measure
from sellerpolicy.logic.words import in_words
from sellerpolicy.rules import account_status, appeals, feedback, shipping_performance
from sellerpolicy.rules.account_status import Funds, TargetMetric, TargetStanding
from sellerpolicy.rules.appeals import Presence

T = TypeVar("T")

BEYOND = (Standing.AT_THE_LIMIT, Standing.AT_RISK, None)
"""The standings of which it matters what they bring; ``None`` is an unknown one."""


@frozen
class Finding:
    """What policy says of one fact.

    Args:
        section: what such facts are about, in words.
        about: which of them it is, in words.
        fact: the fact.
        decisions: what policy decides.
        deadlines: what is to be done about it, and by when.
        remarks: what else follows, in words.
    """

    section: str
    about: str
    fact: Fact
    decisions: tuple[Decision[Any], ...]
    deadlines: tuple[Deadline, ...] = ()
    remarks: tuple[str, ...] = ()


@frozen
class MeasureReport:
    """A rate of the seller's shipments in one window, counted from the facts.

    Args:
        name: the rate, as Amazon's report calls it.
        lag: days from the window's last day to the day of the report.
        rate: our count.
        standing: what it means.
        unknown: the facts that some of what may count lacks.
        reported: Amazon's own figure.
    """

    name: str
    lag: int
    rate: MeasuredRate
    standing: Decision[Standing]
    unknown: tuple[str, ...]
    reported: Metric | None

    @property
    def noun(self) -> str:
        """What is counted: an order or a package."""
        return "package" if MEASURES[self.name].kind is Package else "order"

    @property
    def is_measured(self) -> bool:
        """Whether anything counts for certain, or nothing may."""
        return self.rate.whole > 0 or not self.rate.undetermined


class Silences:
    """What no policy text speaks of, as it is met."""

    def __init__(self) -> None:
        self.met: list[NoPolicyText] = []

    def heard(self, ask: Callable[..., T], *args: Any, **options: Any) -> T | None:
        """What policy answers; its silence is kept, and is ``None``."""
        try:
            return ask(*args, **options)
        except NoPolicyText as silence:
            self.met.append(silence)
            return None

    def deadlines(self, ask: Callable[..., Iterable[Deadline]], *args: Any) -> tuple[Deadline, ...]:
        """The deadlines of all clocks of which policy speaks; the silence of the others is kept."""
        try:
            return tuple(ask(*args))
        except SilentClock as silent:
            self.met += silent.silences
            return silent.others


# --- rates ------------------------------------------------------------------------------------------------------------

TARGETS = {
    LATE: TargetMetric.LATE_SHIPMENT_RATE,
    CANCELLED: TargetMetric.CANCELLATION_RATE,
    TRACKED: TargetMetric.VALID_TRACKING_RATE,
    ON_TIME: TargetMetric.ON_TIME_DELIVERY_RATE,
}
"""The rates whose missed targets the account answers for, by Amazon's names."""


def measured(
    marketplace: Marketplace,
    *,
    orders: Iterable[Order],
    packages: Iterable[Package],
    invoices: Iterable[Invoice],
    performance: PerformanceReport | None,
    on: date,
    silences: Silences,
) -> Iterator[MeasureReport]:
    """Measure every rate for which there are facts, in each of its windows."""
    things = things_measured(orders, packages, invoices)
    for name, measure in MEASURES.items():
        if things[name]:
            windows = silences.heard(_windows, name, measure, marketplace, performance, on) or ()
            for window, reported in windows:
                found = silences.heard(_measured, name, measure, things[name], window, reported, on)
                if found is not None:
                    yield found


def _windows(
    name: str, measure: Measure[Any, Any], marketplace: Marketplace, performance: PerformanceReport | None, on: date
) -> list[tuple[Window, Metric | None]]:
    """Amazon's own windows with its figures; where it names none, those of policy."""
    metrics = () if performance is None else performance.metrics
    own = [(metric.window, metric) for metric in metrics if metric.name == name and metric.window is not None]
    if own:
        return [(window, metric) for window, metric in own if window.last <= on]
    # of some rates no text says how late Amazon shows them: then the window ends on the day itself
    lag = None if measure.lag_term else 0
    return [(window, None) for window in measure.windows(on, lag=lag, marketplace=marketplace)]


def _measured(
    name: str, measure: Measure[Any, Any], things: tuple[Any, ...], window: Window, reported: Metric | None, on: date
) -> MeasureReport:
    rate = measure.rate(things, window=window)
    open_ids = set(rate.undetermined)
    doubtful = [thing for thing in things if getattr(thing, measure.id) in open_ids]
    names = dict.fromkeys((measure.day, *measure.counts.read_names))
    unknown = tuple(name for name in names if any(getattr(thing, name) is None for thing in doubtful))
    return MeasureReport(name, (on - window.last).days, rate, measure.standing(rate, on=on), unknown, reported)


# --- single facts -----------------------------------------------------------------------------------------------------


def findings(facts: Iterable[Fact], *, on: date, silences: Silences) -> Iterator[Finding]:
    """Decide every fact of a kind that stands for itself, kind by kind."""
    given = tuple(facts)
    for kind, judge in JUDGES.items():
        for fact in _latest(given) if kind is HealthRating else given:
            if isinstance(fact, kind):
                found = silences.heard(judge, fact, on, silences)
                if found is not None:
                    yield found


def _latest(facts: Iterable[Fact]) -> tuple[HealthRating, ...]:
    """The newest health rating alone: it is what the account is rated now."""
    ratings = [fact for fact in facts if isinstance(fact, HealthRating)]
    return tuple(sorted(ratings, key=lambda rating: rating.shown_on)[-1:])


def consequence(standing: TargetStanding, title: str) -> Finding:
    """What a missed target brings on the account."""
    return Finding("What missed targets bring", title, standing, (account_status.consequence(standing),))


def _health(rating: HealthRating, _: date, silences: Silences) -> Finding:
    decision = account_status.health(rating)
    deadlines = silences.heard(account_status.deadlines, rating) or ()
    return Finding("Account health rating", "account health rating", rating, (decision,), deadlines)


def _notice(notice: Notice, _: date, silences: Silences) -> Finding:
    deadlines = silences.deadlines(account_status.deadlines, notice)
    about = f"{in_words(notice.kind)} of {notice.received_on}"
    return Finding("Notices", about, notice, (account_status.response(notice),), deadlines)


def _deactivation(locked: Deactivation, on: date, silences: Silences) -> Finding:
    told = silences.heard(account_status.advance_notice, locked)
    funds = None if on < locked.deactivated_on else account_status.funds(locked, on=on)
    held = funds is not None and funds.outcome is Funds.HELD
    remarks = (f"The money may be asked for from {account_status.first_day_to_ask(locked)} on.",) if held else ()
    decisions = tuple(decision for decision in (told, funds) if decision is not None)
    return Finding("Deactivations", f"account locked on {locked.deactivated_on}", locked, decisions, (), remarks)


def _violation(violation: Violation, on: date, silences: Silences) -> Finding:
    weight = None
    if on >= violation.recorded_on:
        weight = silences.heard(account_status.weight, violation, on=on)
    sanction = silences.heard(account_status.sanction, violation)
    has_limit = violation.kind in (ViolationKind.INFRINGEMENT, ViolationKind.RESTRICTED_PRODUCT)
    repetition = silences.heard(account_status.repetition, violation) if has_limit else None
    decisions = tuple(decision for decision in (weight, sanction, repetition) if decision is not None)
    about = f"{in_words(violation.kind)} violation of {violation.recorded_on}"
    is_open = violation.addressed_on in (None, NEVER)
    deadlines = (silences.heard(account_status.deadlines, violation) or ()) if is_open else ()
    return Finding("Violations", about, violation, decisions, deadlines)


def _related(account: RelatedAccount, _: date, __: Silences) -> Finding:
    return Finding(
        "Related accounts", f"other account, as of {account.day}", account, (account_status.relation(account),)
    )


def _appeal(appeal: Appeal, _: date, silences: Silences) -> Finding:
    missing = appeals.missing(appeal)
    asked = tuple(decision for _, decision in missing.decisions if decision.outcome in (Presence.MISSING, None))
    lacks = ", ".join(in_words(part) for part in missing.parts)
    return Finding(
        "Appeals",
        f"appeal about {in_words(appeal.contests)} of {appeal.arose_on}",
        appeal,
        (appeals.remedy(appeal), *asked),
        silences.deadlines(appeals.deadlines, appeal),
        (f"Still missing: {lacks}.",) if lacks else (),
    )


def _comment(comment: FeedbackComment, _: date, silences: Silences) -> Finding:
    deadlines = silences.deadlines(feedback.deadlines, comment)
    about = f"feedback on order {comment.order_id}, left on {comment.left_on}"
    return Finding("What buyers wrote", about, comment, (feedback.removal(comment),), deadlines)


def _unconfirmed(order: Order, _: date, silences: Silences) -> Finding | None:
    """An order of the seller's that is still to be sent; ``None`` for any other."""
    if order.ship_confirmed_on != NEVER or order.cancelled_by not in (None, Canceller.NOBODY):
        return None
    deadlines = silences.deadlines(shipping_performance.deadlines, order)
    remarks = (f"Sent and not confirmed, or still to be sent; expected by {order.ship_by}.",)
    about = f"order {order.order_id}"
    return Finding("Orders to be confirmed", about, order, (), deadlines, remarks) if deadlines else None


JUDGES: dict[type[Fact], Callable[[Any, date, Silences], Finding | None]] = {
    Notice: _notice,
    Deactivation: _deactivation,
    HealthRating: _health,
    Violation: _violation,
    RelatedAccount: _related,
    Appeal: _appeal,
    FeedbackComment: _comment,
    Order: _unconfirmed,
}
"""How a fact of each kind that stands for itself is judged, in the order of the report."""
