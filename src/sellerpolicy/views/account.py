"""The account report as plain lines: what must be done first, then which targets are missed, then why.

Of each decision the gist of the proof is shown; in full, every condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from attrs import frozen

from sellerpolicy.account import (
    AccountReport,
    ChannelReport,
    ClaimReport,
    DefectiveOrder,
    Due,
    Event,
    InjuryClaimReport,
    JudgedEvent,
    Measured,
    some,
)
from sellerpolicy.amazon import Metric, Verdict, ViolationCount
from sellerpolicy.facts import NEVER, Claim, Feedback, Fulfiller, Marketplace, Window
from sellerpolicy.findings import CANCELLED, INVOICED, LATE, Finding, MeasureReport
from sellerpolicy.logic import Decision, Reason
from sellerpolicy.logic.counting import Standing
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.words import in_words, percent
from sellerpolicy.rules.appeals import Cause, Contestable
from sellerpolicy.views.changes import Progress, progress_told
from sellerpolicy.views.gist import gist
from sellerpolicy.views.text import (
    Sources,
    answer,
    counted,
    doubts_of,
    moment,
    numbered,
    paragraph,
    proof,
    safe,
    said,
    sentence,
    sources_listed,
    texts_named,
    time_left,
)

SENDERS = {Fulfiller.SELLER: "orders that you send", Fulfiller.AMAZON: "orders that Amazon sends"}
CONDITIONS = {"LESS_THAN": "under", "GREATER_THAN": "over", "EQUALS": ""}
SIGNS = {"LESS_THAN": "<", "GREATER_THAN": ">", "EQUALS": "="}
VERDICTS = {Verdict.MET: "met", Verdict.MISSED: "MISSED", Verdict.NOT_MEASURED: "-"}
FAULTS = {LATE: "Confirmed late", CANCELLED: "Cancelled", INVOICED: "Without an invoice in time"}
"""What is at fault in the rates of which the part is the faulty one."""
TIMES = {"month": "30 days", "quarter": "90 days", "year": "365 days", "lifetime": "All days"}
CAUSES = {"reason": "kind of defect", "sku": "SKU", "carrier": "carrier", "week": "week"}
COUNTS = {True: "yes", False: "no", None: "?"}


@frozen
class Citing:
    """How much of each proof is told, and the numbers by which texts are cited."""

    in_full: bool
    sources: Sources

    @classmethod
    def everything(cls, reports: Iterable[AccountReport], *, in_full: bool) -> Citing:
        """Number the texts of all reports in the order in which they are cited."""
        unnumbered = cls(in_full, {})
        return cls(in_full, numbered(text for report in reports for text in unnumbered._texts(report)))

    def _texts(self, report: AccountReport) -> Iterator[Reference]:
        for due in report.due:
            yield from due.deadline.references
        for _, decision in report.decisions:
            yield from texts_named(decision, self.reasons(decision))

    def reasons(self, decision: Decision[Any]) -> tuple[Reason, ...]:
        """The conditions that are told of a proof."""
        return decision.reasons if self.in_full else gist(decision)

    def decided(self, decision: Decision[Any], *, indent: int) -> Iterator[str]:
        """An answer and its proof."""
        yield from answer(decision, indent=indent)
        yield from proof(decision, self.sources, reasons=self.reasons(decision), indent=indent + 2)

    def numbers(self, references: Iterable[Reference]) -> str:
        """The numbers of some texts."""
        return "".join(f"[{number}]" for number in sorted({self.sources[reference] for reference in references}))


def account_told(
    reports: Iterable[AccountReport],
    *,
    in_full: bool = False,
    progress: Mapping[Marketplace, Progress | None] | None = None,
) -> str:
    """The reports of all marketplaces, and the texts that they cite.

    Args:
        reports: the reports.
        in_full: tell every condition of every decision.
        progress: what changed since an earlier report, where one was given; ``None`` for a marketplace new to it.
    """
    listed = tuple(reports)
    citing = Citing.everything(listed, in_full=in_full)
    lines = [line for report in listed for line in _report(report, citing, progress)]
    return "\n".join([*lines, *sources_listed(citing.sources)]).rstrip()


def due_told(reports: Iterable[AccountReport]) -> str:
    """Every deadline of all marketplaces, the soonest first, with the time left, and the texts."""
    listed = tuple(reports)
    found = sorted((due for report in listed for due in report.due), key=lambda due: due.order)
    if not found:
        return "Nothing is due."
    on = listed[0].on
    citing = Citing(in_full=False, sources=numbered(text for due in found for text in due.deadline.references))
    lines = [line for due in found for line in _due(due, on, citing)]
    return "\n".join([f"DEADLINES, SEEN FROM {on}", *lines, "", *sources_listed(citing.sources)])


def _report(
    report: AccountReport, citing: Citing, progress: Mapping[Marketplace, Progress | None] | None
) -> Iterator[str]:
    yield from _head(report)
    if progress is not None:
        yield from _progress(progress[report.marketplace])
    yield from _section("To do", _to_do(report, citing))
    yield from _section("Not known", (line for lack in report.lacking for line in paragraph(lack, indent=2, mark="- ")))
    yield from _section("Amazon's report, and our verdict by its own figures", _performance(report))
    for channel in report.channels:
        title = f"Order defect rate of the {SENDERS[channel.fulfilled_by]}, counted from your files"
        yield from _section(title, _channel(channel, citing))
    for measure in report.measures:
        if not measure.is_measured:
            continue
        title = f"{_spaced(measure.name)} of {measure.rate.window.days} days, counted from your files"
        yield from _section(title, _measure(measure, citing))
    yield from _section("Feedback score", _scores(report, citing))
    yield from _section("Insurance", _insurance(report, citing))
    claims = (line for claim in report.claims for line in _claim(claim, report, citing))
    yield from _section("A-to-z claims", claims)
    injuries = (line for claim in report.injury_claims for line in _injury_claim(claim, report, citing))
    yield from _section("Claims for damage and injury", injuries)
    for section, group in groupby(report.findings, key=lambda found: found.section):
        yield from _section(section, (line for found in group for line in _finding(found, report, citing)))


def _progress(found: Progress | None) -> Iterator[str]:
    if found is None:
        return _section("Changed since the earlier report", ("  it says nothing of this marketplace",))
    return _section(f"Changed since {found.since}", progress_told(found))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield from (title.upper(), *told, "")


def _head(report: AccountReport) -> Iterator[str]:
    """The verdict, and why."""
    performance = report.records.performance
    found = [
        *([f"{counted(len(report.missed), 'target')} missed"] if report.missed else []),
        *([f"{counted(len(report.duties), 'duty', 'duties')} due"] if report.duties else []),
        *(["insurance required"] if report.is_uninsured and not report.insurance_due else []),
        *([counted(len(report.warnings), "warning")] if report.warnings else []),
        *(["the account is locked"] if report.is_locked else []),
        *(["the account health rating is not healthy"] if report.is_rated_ill else []),
        *(
            [f"Amazon calls the account {performance.account_status}"]
            if performance and performance.account_status
            else []
        ),
    ]
    verdict = "HEALTHY" if report.is_healthy else "NOT HEALTHY"
    known = " as far as the facts go" if report.is_healthy and report.lacking else ""
    why = f" - {', '.join(found)}" if found else ""
    yield from paragraph(f"Amazon {report.marketplace.name} on {report.on}: {verdict}{known}{why}")
    yield ""


def _to_do(report: AccountReport, citing: Citing) -> Iterator[str]:
    """What must be done by a day, what must be done at once, and then what may be done."""
    rights = [due for due in report.pressing if not due.deadline.is_duty]
    for due in report.pressing:
        if due not in rights:
            yield from _due(due, report.on, citing)
    now = f"{'now':<13}MUST   "
    if report.is_uninsured and not report.insurance_due:
        yield from paragraph("Become insured as Amazon asks", indent=2, mark=now)
    for missed in report.missed:
        yield from paragraph(_remedy(missed, report), indent=2, mark=now)
    for warning in report.warnings:
        yield from paragraph(f"Heed Amazon's warning: {_spaced(warning.warning_type or 'unnamed')}", indent=2, mark=now)
    for due in rights:
        yield from _due(due, report.on, citing)


def _due(due: Due, on: date, citing: Citing) -> Iterator[str]:
    """One deadline: the time left, duty or right, what and by when; about what; its doubts."""
    day, by = due.last_day, due.by
    left = "day unknown" if day is None else time_left(day, on=on)
    when = "" if by is None else f", by {moment(by, due.marketplace)}"
    mark = f"{left:<13}{_urgency(due, on):<7}"
    yield from paragraph(f"{sentence(due.deadline.what)}{when}", indent=2, mark=mark)
    start = due.deadline.counted_from
    since = "" if start is None else f", counted from {moment(start, due.marketplace)}"
    about = f"{due.about}{since} {citing.numbers(due.deadline.references)}"
    for line in (about, *doubts_of(due.deadline, due.marketplace)):
        yield from paragraph(line, indent=2 + len(mark))


def _urgency(due: Due, on: date) -> str:
    """Whether it must or may be done, or is only to be known; or it is late, or past."""
    if due.last_day is not None and due.last_day < on:
        return "LATE" if due.is_duty else "past"
    if not due.deadline.is_sellers:
        return "info"
    if due.deadline.by is None:
        return "maybe"
    return "MUST" if due.is_duty else "may"


def _remedy(missed: Measured | ChannelReport | MeasureReport, report: AccountReport) -> str:
    """What brings a missed target back."""
    if isinstance(missed, MeasureReport):
        rate = missed.rate
        counts = f"{rate.part:,} of {rate.whole:,} by your files"
        return f"Bring the {_spaced(missed.name)} of {rate.window.days} days back on target; now {counts}"
    if isinstance(missed, ChannelReport):
        return f"Bring down the order defect rate of the {SENDERS[missed.fulfilled_by]}: {_outlook(missed)}"
    if isinstance(missed, ViolationCount):
        return f"Settle the {_named(missed)}: {_or_unknown(missed.count)} counted, target {_aim(missed)}"
    now = "" if missed.rate is None else f"; now {percent(missed.rate)}"
    if missed.verdict is not Verdict.MISSED:
        return f"See to the {_named(missed)}, which Amazon calls {missed.amazon_status}{now}"
    channel = next((channel for channel in report.channels if channel.reported == missed), None)
    ahead = "" if channel is None else f"; by your files {_outlook(channel)}"
    return f"Bring the {_named(missed)} {_aim(missed)}{now}{ahead}"


def _performance(report: AccountReport) -> Iterator[str]:
    performance = report.records.performance
    if performance is None:
        return
    if performance.metrics or performance.violations:
        yield _row("", "count", "out of", "rate", "target", "ours", "Amazon's", "window")
    for metric in performance.metrics:
        yield from _metric(metric)
    missed = report.missed
    clean = [counter for counter in performance.violations if not counter.count and counter not in missed]
    for counter in performance.violations:
        if counter not in clean:
            yield from _metric(counter)
    if clean:
        yield from paragraph(f"nothing under {counted(len(clean), 'other counter')} of policy violations", indent=2)
    rating = performance.health_rating
    if rating is not None:
        score = "" if rating.score is None else f", {counted(rating.score, 'point')}"
        yield from paragraph(f"account health rating: {rating.amazon_status or 'no word'}{score}", indent=2)
    for warning in performance.warnings:
        kind, status = _spaced(warning.warning_type or "unnamed"), warning.amazon_status or "no word"
        yield from paragraph(f"warning, {kind}: {status}", indent=2)


def _metric(metric: Measured) -> Iterator[str]:
    total, rate, window = None, None, ""
    if isinstance(metric, Metric):
        total, rate, window = metric.total, metric.rate, _brief(metric.window)
    yield _row(
        _named(metric),
        "-" if metric.count is None else f"{metric.count:,}",
        "" if total is None else f"{total:,}",
        "" if rate is None else percent(rate, decimals=2),
        _aim(metric, SIGNS),
        VERDICTS[metric.verdict],
        metric.amazon_status or "-",
        window,
    )
    for doubt in metric.doubts:
        yield from paragraph(doubt, indent=6)


def _row(name: str, count: str, total: str, rate: str, target: str, ours: str, amazon: str, window: str) -> str:
    """One line of the table; a name that is too long pushes the figures no further than it must."""
    line = f"  {name}"
    for figure, end in ((count, 41), (total, 49), (rate, 59)):
        line += f" {figure}".rjust(end - len(line)) if figure else ""
    return safe(f"{line:<59}  {target:<9}{ours:<7}{amazon:<9}{window}").rstrip()


def _named(metric: Measured) -> str:
    by = metric.fulfilled_by if isinstance(metric, Metric) else None
    return f"{_spaced(metric.name)}{'' if by is None else f' ({by.value})'}"


def _spaced(name: str) -> str:
    """A key of Amazon's in words: ``orderDefectRate`` is ``order defect rate``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _aim(metric: Measured, conditions: Mapping[str, str] = CONDITIONS) -> str:
    """The target and on which side of it the figure is to be: ``under 1 %``, ``< 1 %``."""
    if metric.target is None:
        return "-"
    target = percent(metric.target) if isinstance(metric, Metric) else str(metric.target)
    return f"{conditions.get(metric.target_condition or '', '')} {target}".lstrip()


def _brief(window: Window | None) -> str:
    return "" if window is None else f"{window.days} d to {window.last:%m-%d}"


def _or_unknown(number: int | None) -> str:
    return "an unknown number" if number is None else f"{number:,}"


def _channel(channel: ChannelReport, citing: Citing) -> Iterator[str]:
    rate, reported = channel.rate, channel.reported
    yield from citing.decided(channel.standing, indent=2)
    yield from paragraph(
        f"Of {counted(rate.orders, 'order')} placed {channel.window} (it ended {_ago(channel.lag)}), "
        f"{rate.defective} defective: "
        f"{rate.negative_feedback} with negative feedback, {rate.claims} with claims, "
        f"{rate.chargebacks} with chargebacks; an order may have several.",
        indent=2,
    )
    if reported is not None and (reported.count, reported.total) != (rate.defective, rate.orders):
        counts = f"{_or_unknown(reported.count)} of {_or_unknown(reported.total)}"
        yield from paragraph(f"Amazon's report counts {counts} orders.", indent=2)
    yield from paragraph(f"Outlook: {_outlook(channel)}.", indent=2)
    if channel.defective:
        yield f"  {'order':<21}{'placed':<12}{'leaves on':<12}{'counts':<8}because of"
    for defective in channel.defective:
        yield from _defective(defective, citing)
    if channel.contestable:
        yield "  To contest, first what brings most:"
    for number, each in enumerate(channel.contestable, 1):
        yield from paragraph(_contestable(each, channel), indent=4, mark=f"{number}. ")
    yield from _causes(channel)


def _contestable(each: Contestable, channel: ChannelReport) -> str:
    """What can be contested, how and by when, and the rate if it fell."""
    by = None if each.deadline is None else each.deadline.by
    when = "" if by is None else f" by {moment(by, channel.rate.marketplace)}"
    alone = f"the rate would be {percent(each.rate)}"
    if each.others:
        together = percent(each.rate_with_others)
        alone = f"alone it changes nothing; with the order's other defects the rate would be {together}"
    how = said(each.remedy.outcome).lower()
    return f"{each.event.order_id}, {_event(each.event)}: {how}{when}; {alone}"


def _causes(channel: ChannelReport) -> Iterator[str]:
    """What the defective orders have in common, most first; nothing of one defective order alone."""
    if channel.rate.defective > 1:
        for by, title in CAUSES.items():
            found = [cause for cause in getattr(channel.causes, f"by_{by}") if cause.defective]
            told = [f"{_cause(cause)} {cause.defective} (of {counted(cause.orders, 'order')})" for cause in found]
            if any(cause.what is not None for cause in found):
                yield from paragraph(", ".join(told), indent=2, mark=f"Defective orders by {title}: ")


def _cause(cause: Cause) -> str:
    return "unknown" if cause.what is None else cause.what.replace("_", " ").replace(":", ": ")


def _measure(measure: MeasureReport, citing: Citing) -> Iterator[str]:
    rate, reported = measure.rate, measure.reported
    yield from citing.decided(measure.standing, indent=2)
    share = "" if rate.rate is None else f", {percent(rate.rate, decimals=2)}"
    sure = "" if not rate.undetermined else f"; {len(rate.undetermined):,} more may count, as facts are lacking"
    yield from paragraph(
        f"{rate.part:,} of {rate.whole:,}{share}, {rate.window} (it ended {_ago(measure.lag)}){sure}.", indent=2
    )
    if reported is not None and (reported.count, reported.total) != (rate.part, rate.whole):
        counts = f"{_or_unknown(reported.count)} of {_or_unknown(reported.total)}"
        yield from paragraph(f"Amazon's report counts {counts}.", indent=2)
    if measure.name in FAULTS and rate.part_ids:
        yield from paragraph(f"{FAULTS[measure.name]}: {some(rate.part_ids)}", indent=2)


def _scores(report: AccountReport, citing: Citing) -> Iterator[str]:
    if report.scores is not None:
        yield from citing.decided(report.scores.shown, indent=2)
        for name, title in TIMES.items():
            score = getattr(report.scores, name)
            shown = score.shown
            shares = "" if shown is None else f": {shown.positive} % positive, {shown.neutral} % neutral, "
            shares += "" if shown is None else f"{shown.negative} % negative"
            yield from paragraph(f"{title}, {counted(score.ratings, 'rating')}{shares}", indent=2)


def _finding(found: Finding, report: AccountReport, citing: Citing) -> Iterator[str]:
    yield from paragraph(sentence(found.about), indent=2)
    dues = (Due(deadline, found.about, report.marketplace) for deadline in found.deadlines)
    yield from _judged(found.decisions, dues, report, citing)
    for remark in found.remarks:
        yield from paragraph(remark, indent=4)


def _ago(days: int) -> str:
    return "today" if days == 0 else f"{counted(days, 'day')} ago"


def _outlook(channel: ChannelReport) -> str:
    """What comes if nothing new goes wrong."""
    outlook = channel.outlook
    if channel.standing.outcome is Standing.NOT_MEASURED:
        return "no orders in the window, nothing to measure"
    if not outlook.clean_orders_needed:
        more = counted(outlook.headroom, "more order")
        return f"on target, and still so if {more} of the window became defective"
    pace = f"{counted(channel.orders_per_day, 'new order')} a day" if channel.orders_per_day else "no new orders"
    back = "not back on target" if outlook.on_target_on == NEVER else f"back on target on {outlook.on_target_on}"
    needed = counted(outlook.clean_orders_needed, "further order")
    return f"{back} with {pace} and nothing new going wrong; or with {needed} without a defect"


def _defective(defective: DefectiveOrder, citing: Citing) -> Iterator[str]:
    order = defective.order
    mark = f"{order.order_id:<20} {order.placed_on!s:<12}{defective.leaves_on!s:<12}{COUNTS[defective.counts]:<8}"
    for judged in defective.judged:
        yield from paragraph(_why(judged, citing), indent=2, mark=mark)
        mark = " " * len(mark)


def _why(judged: JudgedEvent, citing: Citing) -> str:
    decision = judged.decision
    hangs = f"; hangs on {', '.join(decision.needs)}" if decision.needs else ""
    doubt = "; disputed" if decision.contested else ""
    return f"{_event(judged.event)}{hangs}{doubt} {citing.numbers(texts_named(decision, citing.reasons(decision)))}"


def _event(event: Event) -> str:
    if isinstance(event, Feedback):
        return f"feedback of {counted(event.rating, 'star')} on {event.left_on}"
    if isinstance(event, Claim):
        return f"{event.claim_id} ({in_words(event.reason)}), {in_words(event.status)}"
    return f"{in_words(event.kind)} chargeback on {event.filed_on}"


def _insurance(report: AccountReport, citing: Citing) -> Iterator[str]:
    insured = report.insurance
    if insured is not None:
        yield from _judged((insured.requirement, insured.adequacy), insured.due, report, citing)


def _claim(judged: ClaimReport, report: AccountReport, citing: Citing) -> Iterator[str]:
    claim = judged.claim
    filed = claim.marketplace.day_of(claim.filed_at)
    what = f"{in_words(claim.reason)}, filed on {filed}, {in_words(claim.status)}"
    yield from paragraph(f"{claim.claim_id}, order {claim.order_id}: {what}", indent=2)
    yield from _judged((judged.eligibility, judged.defect), judged.due, report, citing)


def _injury_claim(judged: InjuryClaimReport, report: AccountReport, citing: Citing) -> Iterator[str]:
    claim = judged.claim
    what = f"{in_words(claim.harm)}, {claim.amount}, filed on {claim.filed_on}"
    yield from paragraph(f"{claim.claim_id}: {what}", indent=2)
    yield from _judged((judged.who_pays, judged.defect), judged.due, report, citing)


def _judged(
    decisions: Iterable[Decision[Any] | None], deadlines: Iterable[Due], report: AccountReport, citing: Citing
) -> Iterator[str]:
    """Decisions with their proofs, and the deadlines that are not told above."""
    for decision in decisions:
        if decision is not None:
            yield from citing.decided(decision, indent=4)
    for due in deadlines:
        if not due.is_pressing(report.on):
            yield from (f"  {line}" for line in _due(due, report.on, citing))
