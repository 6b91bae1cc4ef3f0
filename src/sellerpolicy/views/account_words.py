"""The account report in words: what text and web page say alike."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta

from attrs import evolve, frozen

from sellerpolicy.account import AccountReport, ChannelReport, Due
from sellerpolicy.account.records import Event
from sellerpolicy.account.reports import Measured
from sellerpolicy.amazon import PerformanceReport, Verdict, ViolationCount
from sellerpolicy.amazon.reconciliation.shipments import CANCELLED, INVOICED, LATE
from sellerpolicy.facts import NEVER, Claim, Feedback, Fulfiller, InjuryClaim
from sellerpolicy.findings import MeasureReport
from sellerpolicy.logic.counting import Standing
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.words import in_words, percent, some
from sellerpolicy.rules.appeals import Cause, Contestable
from sellerpolicy.rules.feedback import Scores
from sellerpolicy.views.performance import aim, metric_named, spaced
from sellerpolicy.views.text import counted, doubts_of, moment, said, sentence, time_left

SENDERS = {Fulfiller.SELLER: "orders that you send", Fulfiller.AMAZON: "orders that Amazon sends"}
FAULTS = {LATE: "Confirmed late", CANCELLED: "Cancelled", INVOICED: "Without an invoice in time"}
"""What is at fault in the rates of which the part is the faulty one."""
TIMES = ("month", "quarter", "year", "lifetime")
"""The times of which Amazon shows a feedback score."""
CAUSES = {"reason": "kind of defect", "sku": "SKU", "carrier": "carrier", "week": "week"}
MOST_RIGHTS = 12
"""Of more rights than this the first ones are told: the duties must be seen."""
VERDICTS = {Verdict.MET: "met", Verdict.MISSED: "MISSED", Verdict.NOT_MEASURED: "-"}


@frozen
class Task:
    """One thing to do, to be able to do, or to know.

    Args:
        left: how far off its last day is, or ``now``.
        urgency: ``MUST``, ``may``, ``maybe`` (only by another text), ``info``, ``LATE`` or ``past``.
        what: what it is, with its last day or instant.
        about: what it is about, and what its time is counted from; empty where ``what`` says all.
        doubts: what it hangs on, and what other texts say of it.
        references: the texts that it rests on.
    """

    left: str
    urgency: str
    what: str
    about: str = ""
    doubts: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


def tasks(report: AccountReport) -> Iterator[Task]:
    """What is late or due by tomorrow, what must be done at once, the other duties, and then what may be done."""
    tomorrow = report.on + timedelta(days=1)
    rights = [due for due in report.pressing if not due.deadline.is_duty]
    duties = [due for due in report.pressing if due.deadline.is_duty]
    soon = [due for due in duties if due.last_day is not None and due.last_day <= tomorrow]
    yield from _gathered(soon, report.on)
    yield from _at_once(report)
    yield from _gathered((due for due in duties if due not in soon), report.on)
    may = tuple(_gathered(rights, report.on))
    yield from may[:MOST_RIGHTS]
    if len(may) > MOST_RIGHTS:
        yield Task("later", "may", f"{counted(len(may) - MOST_RIGHTS, 'more right')} that lapse: `due` lists them")


def _at_once(report: AccountReport) -> Iterator[Task]:
    """What must be done without any day by which."""
    if report.is_uninsured and not report.insurance_due:
        yield Task("now", "MUST", "Become insured as Amazon asks")
    yield from (Task("now", "MUST", remedy(missed, report)) for missed in report.missed)
    for warning in report.warnings:
        yield Task("now", "MUST", f"Heed Amazon's warning: {spaced(warning.warning_type or 'unnamed')}")


def _gathered(dues: Iterable[Due], on: date) -> Iterator[Task]:
    """Deadlines as tasks; the same thing to be done by the same time is one, whatever it is about."""
    alike: dict[tuple[str, date | None, str], list[Due]] = {}
    for due in dues:
        alike.setdefault((due.deadline.what, due.by, urgency(due, on)), []).append(due)
    for same in alike.values():
        told = [task(due, on) for due in same]
        if len(told) == 1:
            yield from told
        else:
            doubts = dict.fromkeys(doubt for each in told for doubt in each.doubts)
            references = dict.fromkeys(text for each in told for text in each.references)
            about = some([due.about for due in same])
            yield evolve(told[0], about=about, doubts=tuple(doubts), references=tuple(references))


def task(due: Due, on: date) -> Task:
    """One deadline as a task."""
    day, by, start = due.last_day, due.by, due.deadline.counted_from
    when = "" if by is None else f", by {moment(by, due.marketplace)}"
    since = "" if start is None else f", counted from {moment(start, due.marketplace)}"
    return Task(
        "day unknown" if day is None else time_left(day, on=on),
        urgency(due, on),
        f"{sentence(due.deadline.what)}{when}",
        f"{due.about}{since}",
        tuple(doubts_of(due.deadline, due.marketplace)),
        due.deadline.references,
    )


def verdict(report: AccountReport) -> str:
    """Healthy or not, and how sure that is."""
    if not report.is_healthy:
        return "NOT HEALTHY"
    return "HEALTHY as far as the facts go" if report.lacking else "HEALTHY"


def reasons(report: AccountReport) -> Iterator[str]:
    """Why, in few words."""
    performance = report.records.performance
    if report.missed:
        yield f"{counted(len(report.missed), 'target')} missed"
    if report.duties:
        yield f"{counted(len(report.duties), 'duty', 'duties')} due"
    to_send = {due.matter for due in report.daily_work} - {due.matter for due in report.duties}
    if to_send:
        yield f"{counted(len(to_send), 'order')} to send"
    if report.is_uninsured and not report.insurance_due:
        yield "insurance required"
    if report.warnings:
        yield counted(len(report.warnings), "warning")
    if report.is_locked:
        yield "the account is locked"
    if report.is_rated_ill:
        yield "the account health rating is not healthy"
    if performance and performance.account_status:
        yield f"Amazon calls the account {performance.account_status}"


def urgency(due: Due, on: date) -> str:
    """Whether it must or may be done, or is only to be known; or it is late, or past."""
    if due.last_day is not None and due.last_day < on:
        return "LATE" if due.is_duty else "past"
    if not due.deadline.is_sellers:
        return "info"
    if due.deadline.by is None:
        return "maybe"
    return "MUST" if due.is_duty else "may"


def remedy(missed: Measured | ChannelReport | MeasureReport, report: AccountReport) -> str:
    """What brings a missed target back."""
    if isinstance(missed, MeasureReport):
        rate = missed.rate
        counts = f"{rate.part:,} of {rate.whole:,} by your files"
        return f"Bring the {spaced(missed.name)} of {rate.window.days} days back on target; now {counts}"
    if isinstance(missed, ChannelReport):
        return f"Bring down the order defect rate of the {SENDERS[missed.fulfilled_by]}: {outlook_told(missed)}"
    if isinstance(missed, ViolationCount):
        return f"Settle the {metric_named(missed)}: {or_unknown(missed.count)} counted, target {aim(missed)}"
    now = "" if missed.rate is None else f"; now {percent(missed.rate)}"
    if missed.verdict is not Verdict.MISSED:
        return f"See to the {metric_named(missed)}, which Amazon calls {missed.amazon_status}{now}"
    channel = next((channel for channel in report.channels if channel.reported == missed), None)
    ahead = "" if channel is None else f"; by your files {outlook_told(channel)}"
    return f"Bring the {metric_named(missed)} {aim(missed)}{now}{ahead}"


def or_unknown(number: int | None) -> str:
    """A number, or that it is unknown."""
    return "an unknown number" if number is None else f"{number:,}"


def contest_told(each: Contestable, channel: ChannelReport) -> str:
    """What can be contested, how and by when, and the rate if it fell."""
    by = None if each.deadline is None else each.deadline.by
    when = "" if by is None else f" by {moment(by, channel.rate.marketplace)}"
    alone = f"the rate would be {percent(each.rate)}"
    if each.others:
        together = percent(each.rate_with_others)
        alone = f"alone it changes nothing; with the order's other defects the rate would be {together}"
    how = said(each.remedy.outcome).lower()
    return f"{each.event.order_id}, {event_told(each.event)}: {how}{when}; {alone}"


def cause_told(cause: Cause) -> str:
    """What orders have in common, in words."""
    return "unknown" if cause.what is None else cause.what.replace("_", " ").replace(":", ": ")


def ago(days: int) -> str:
    """How long ago a day was."""
    return "today" if days == 0 else f"{counted(days, 'day')} ago"


def outlook_told(channel: ChannelReport) -> str:
    """What comes if nothing new goes wrong, and when a rate on target misses it again."""
    outlook = channel.outlook
    if channel.standing.outcome is Standing.NOT_MEASURED:
        return "no orders in the window, nothing to measure"
    pace = (
        f"with {counted(channel.orders_per_day, 'new order')} a day" if channel.orders_per_day else "with no new orders"
    )
    relapses = [missed for missed in outlook.missed if missed.first > outlook.on_target_on]
    off = " and ".join(f"from {missed.first} to {missed.last}" for missed in relapses)
    if not outlook.clean_orders_needed:
        again = f"; {pace} off target again {off}, as good orders leave the window" if off else ""
        more = counted(outlook.headroom, "more order") if outlook.headroom else "no order more"
        return f"on target, and still so if {more} of the window became defective{again}"
    again = f", off again {off} as good orders leave the window" if off else ""
    back = "not back on target" if outlook.on_target_on == NEVER else f"back on target on {outlook.on_target_on}"
    needed = counted(outlook.clean_orders_needed, "further order")
    return f"{back} {pace} and nothing new going wrong{again}; or with {needed} without a defect"


def event_told(event: Event) -> str:
    """Feedback, a claim or a chargeback in few words."""
    if isinstance(event, Feedback):
        return f"feedback of {counted(event.rating, 'star')} on {event.left_on}"
    if isinstance(event, Claim):
        return f"{event.claim_id} ({in_words(event.reason)}), {in_words(event.status)}"
    return f"{in_words(event.kind)} chargeback on {event.filed_on}"


def channel_told(channel: ChannelReport) -> str:
    """What was counted of one fulfiller's orders."""
    rate = channel.rate
    return (
        f"Of {counted(rate.orders, 'order')} placed {channel.window} (it ended {ago(channel.lag)}), "
        f"{rate.defective} defective: "
        f"{rate.negative_feedback} with negative feedback, {rate.claims} with claims, "
        f"{rate.chargebacks} with chargebacks; an order may have several."
    )


def causes_told(channel: ChannelReport) -> Iterator[tuple[str, str]]:
    """What the defective orders have in common, most first; nothing of one defective order alone."""
    if channel.rate.defective > 1:
        for by, title in CAUSES.items():
            found = [cause for cause in getattr(channel.causes, f"by_{by}") if cause.defective]
            told = [f"{cause_told(cause)} {cause.defective} (of {counted(cause.orders, 'order')})" for cause in found]
            if any(cause.what is not None for cause in found):
                yield f"Defective orders by {title}: ", ", ".join(told)


def measure_told(measure: MeasureReport) -> Iterator[str]:
    """What was counted of a rate of shipments."""
    rate, reported = measure.rate, measure.reported
    share = "" if rate.rate is None else f", {percent(rate.rate, decimals=2)}"
    lacking = ", ".join(measure.unknown) or "facts"
    sure = "" if not rate.undetermined else f"; {len(rate.undetermined):,} more may count, for lack of {lacking}"
    yield f"{rate.part:,} of {rate.whole:,}{share}, {rate.window} (it ended {ago(measure.lag)}){sure}."
    if reported is not None and (reported.count, reported.total) != (rate.part, rate.whole):
        yield f"Amazon's report counts {or_unknown(reported.count)} of {or_unknown(reported.total)}."
    if measure.name in FAULTS and rate.part_ids:
        yield f"{FAULTS[measure.name]}: {some(rate.part_ids)}"


def scores_told(scores: Scores) -> Iterator[str]:
    """The feedback scores of each time."""
    for name in TIMES:
        score = getattr(scores, name)
        title = "All days" if name == "lifetime" else counted(score.window.days, "day")
        shown = score.shown
        shares = "" if shown is None else f": {shown.positive} % positive, {shown.neutral} % neutral, "
        shares += "" if shown is None else f"{shown.negative} % negative"
        yield f"{title}, {counted(score.ratings, 'rating')}{shares}"


def claim_told(claim: Claim) -> str:
    """An A-to-z claim in one line."""
    filed = claim.marketplace.day_of(claim.filed_at)
    what = f"{in_words(claim.reason)}, filed on {filed}, {in_words(claim.status)}"
    return f"{claim.claim_id}, order {claim.order_id}: {what}"


def injury_told(claim: InjuryClaim) -> str:
    """A claim for damage or injury in one line."""
    return f"{claim.claim_id}: {in_words(claim.harm)}, {claim.amount}, filed on {claim.filed_on}"


def others_told(performance: PerformanceReport) -> Iterator[str]:
    """The health rating and the warnings of Amazon's report."""
    rating = performance.health_rating
    if rating is not None:
        score = "" if rating.score is None else f", {counted(rating.score, 'point')}"
        yield f"account health rating: {rating.amazon_status or 'no word'}{score}"
    for warning in performance.warnings:
        yield f"warning, {spaced(warning.warning_type or 'unnamed')}: {warning.amazon_status or 'no word'}"


def measured_figures(performance: PerformanceReport, missed: Container[object]) -> tuple[tuple[Measured, ...], int]:
    """Amazon's figures that are worth a line, and how many counters of violations have nothing in them."""
    told = [counter for counter in performance.violations if counter.count or counter in missed]
    return (*performance.metrics, *told), len(performance.violations) - len(told)
