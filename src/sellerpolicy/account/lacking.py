"""What is lacking: facts and texts that were not at hand, each with what hangs on it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from sellerpolicy.account.records import EVENTS, Records
from sellerpolicy.account.reports import AccountReport
from sellerpolicy.amazon.postings import Cause
from sellerpolicy.facts import Chargeback, Claim, Notice, NoticeKind
from sellerpolicy.logic.words import in_words, some
from sellerpolicy.rules.insurance import Requirement

WARNED = "was_warned"
"""A fact of a rate that no file holds: a notice does not name the target that was missed."""


def lacking(report: AccountReport) -> Iterator[str]:
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
    if records.feedback and report.scores is None:
        yield "positive feedback, of which Amazon's own file of feedback has none: your feedback score"
    yield from _sales(report)
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
    yield from _undated(report)


def _sales(report: AccountReport) -> Iterator[str]:
    """What is not known of the sales and of Amazon's wish, where they do not ask for insurance."""
    sales, insured = report.records.monthly_sales, report.insurance
    if not sales:
        yield "monthly sales: whether you must be insured"
    requirement = None if insured is None else insured.requirement
    if requirement is not None and requirement.outcome is not Requirement.REQUIRED:
        yield "whether Amazon has asked you to be insured: taken as not"
        given = {each.month for each in sales}
        gaps = [f"{month:%Y-%m}" for month in _months(min(given), report.on) if month not in given]
        if gaps:
            yield f"monthly sales of {some(gaps)}: taken as none"


def _months(first: date, on: date) -> Iterator[date]:
    """The first days of the months from a given one until the last that is over on a day."""
    while (following := first + relativedelta(months=1)) <= on:
        yield first
        first = following


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
        if needs == [WARNED]:
            yield f"{_warned(report, abouts)}: {title}"
        else:
            yield f"{', '.join(needs)} of {some(abouts)}: {title}"


def _warned(report: AccountReport, rates: Iterable[str]) -> str:
    """Whether Amazon warned of rates before, which no file says: a notice of a warning does not name its target."""
    notices = (fact for fact in report.records.single if isinstance(fact, Notice) and fact.kind is NoticeKind.WARNING)
    days = [f"{notice.received_on}" for notice in notices]
    known = f"; of the warning of {some(days)} no file says which target it named" if days else ""
    return f"whether Amazon had warned of the {some(list(rates))} before, and it stayed beyond the target since{known}"


def _undated(report: AccountReport) -> Iterator[str]:
    """The unknown facts without which it cannot be said by when, if at all, the seller may or must do something."""
    hanging: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for due in report.due:
        if due.by is None and due.deadline.is_sellers:
            hanging.setdefault((due.deadline.what, due.deadline.needs), []).append(due.matter)
    for (what, needs), matters in hanging.items():
        yield f"{', '.join(needs)} of {some(matters)}: by when, if at all, to {what}"
