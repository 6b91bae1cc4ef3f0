"""The account report as plain lines: what must be done first, then which targets are missed, then why.

Of each decision the gist of the proof is shown; in full, every condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from attrs import frozen

from sellerpolicy.account import (
    AccountReport,
    ChannelReport,
    ClaimReport,
    DefectiveOrder,
    Due,
    InjuryClaimReport,
    JudgedEvent,
)
from sellerpolicy.account.reports import Measured, dues
from sellerpolicy.amazon import Metric
from sellerpolicy.dossier import Dossier
from sellerpolicy.facts import Marketplace
from sellerpolicy.findings import Finding, MeasureReport
from sellerpolicy.logic import Decision, Reason
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.words import percent
from sellerpolicy.views.account_words import (
    SENDERS,
    VERDICTS,
    Task,
    causes_told,
    channel_told,
    claim_told,
    contest_told,
    event_told,
    injury_told,
    measure_told,
    measured_figures,
    or_unknown,
    others_told,
    outlook_told,
    reasons,
    scores_told,
    task,
    tasks,
    verdict,
)
from sellerpolicy.views.changes import Progress, progress_told
from sellerpolicy.views.dossiers import files_told, knowledge_told, unread_told
from sellerpolicy.views.gist import gist
from sellerpolicy.views.performance import SIGNS, aim, metric_named, spaced, window_briefly
from sellerpolicy.views.reconciliation import reconciliation_told
from sellerpolicy.views.text import (
    Sources,
    answer,
    counted,
    numbered,
    paragraph,
    proof,
    safe,
    sentence,
    sources_listed,
    texts_named,
)

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
    dossier: Dossier | None = None,
) -> str:
    """The reports of all marketplaces, the files that they rest on, and the texts that they cite.

    Args:
        reports: the reports.
        in_full: tell every condition of every decision.
        progress: what changed since an earlier report, where one was given; ``None`` for a marketplace new to it.
        dossier: the files.
    """
    listed = tuple(reports)
    citing = Citing.everything(listed, in_full=in_full)
    lines = [line for report in listed for line in _report(report, citing, progress)]
    if dossier is not None:
        gaps = [
            *_section("Not read, and so not in what is said here", unread_told(dossier)),
            *_section("Known otherwise, or later", knowledge_told(dossier)),
        ]
        after_head = lines.index("") + 1 if lines else 0
        lines = [*lines[:after_head], *gaps, *lines[after_head:], *_section("Files", files_told(dossier))]
    return "\n".join([*lines, *sources_listed(citing.sources)]).rstrip()


def due_told(reports: Iterable[AccountReport]) -> str:
    """Every deadline of all marketplaces, the soonest first, with the time left, and the texts."""
    listed = tuple(reports)
    found = sorted((due for report in listed for due in report.due), key=lambda due: due.order)
    if not found:
        return "Nothing is due."
    on = listed[0].on
    citing = Citing(in_full=False, sources=numbered(text for due in found for text in due.deadline.references))
    lines = [line for due in found for line in _task(task(due, on), citing)]
    return "\n".join([f"DEADLINES, SEEN FROM {on}", *lines, "", *sources_listed(citing.sources)])


def _report(
    report: AccountReport, citing: Citing, progress: Mapping[Marketplace, Progress | None] | None
) -> Iterator[str]:
    yield from _head(report)
    if progress is not None:
        yield from _progress(progress[report.marketplace])
    yield from _section("To do", (line for found in tasks(report) for line in _task(found, citing)))
    yield from _section("Not known", (line for lack in report.lacking for line in paragraph(lack, indent=2, mark="- ")))
    yield from _section("Amazon's report, and our verdict by its own figures", _performance(report))
    if report.reconciliation is not None:
        yield from _section("Amazon's counts beside yours", reconciliation_told(report.reconciliation))
    for channel in report.channels:
        title = f"Order defect rate of the {SENDERS[channel.fulfilled_by]}, counted from your files"
        yield from _section(title, _channel(channel, citing))
    for measure in report.measures:
        if not measure.is_measured:
            continue
        title = f"{spaced(measure.name)} of {measure.rate.window.days} days, counted from your files"
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
    found = ", ".join(reasons(report))
    why = f" - {found}" if found else ""
    yield from paragraph(f"Amazon {report.marketplace.name} on {report.on}: {verdict(report)}{why}")
    yield ""


def _task(found: Task, citing: Citing) -> Iterator[str]:
    """One task: the time left, duty or right, what and by when; about what; its doubts."""
    mark = f"{found.left:<13}{found.urgency:<7}"
    yield from paragraph(found.what, indent=2, mark=mark)
    about = f"{found.about} {citing.numbers(found.references)}".strip()
    for line in (about, *found.doubts):
        if line:
            yield from paragraph(line, indent=2 + len(mark))


def _performance(report: AccountReport) -> Iterator[str]:
    performance = report.records.performance
    if performance is None:
        return
    figures, clean = measured_figures(performance, report.missed)
    if figures or clean:
        yield _row("", "count", "out of", "rate", "target", "ours", "Amazon's", "window")
    for metric in figures:
        yield from _metric(metric)
    if clean:
        yield from paragraph(f"nothing under {counted(clean, 'other counter')} of policy violations", indent=2)
    for line in others_told(performance):
        yield from paragraph(line, indent=2)


def _metric(metric: Measured) -> Iterator[str]:
    total, rate, window = None, None, ""
    if isinstance(metric, Metric):
        total, rate, window = metric.total, metric.rate, window_briefly(metric.window)
    yield _row(
        metric_named(metric),
        "-" if metric.count is None else f"{metric.count:,}",
        "" if total is None else f"{total:,}",
        "" if rate is None else percent(rate, decimals=2),
        aim(metric, SIGNS),
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


def _channel(channel: ChannelReport, citing: Citing) -> Iterator[str]:
    rate, reported = channel.rate, channel.reported
    yield from citing.decided(channel.standing, indent=2)
    yield from paragraph(channel_told(channel), indent=2)
    if reported is not None and (reported.count, reported.total) != (rate.defective, rate.orders):
        counts = f"{or_unknown(reported.count)} of {or_unknown(reported.total)}"
        yield from paragraph(f"Amazon's report counts {counts} orders.", indent=2)
    yield from paragraph(f"Outlook: {outlook_told(channel)}.", indent=2)
    if channel.defective:
        yield f"  {'order':<21}{'placed':<12}{'leaves on':<12}{'counts':<8}because of"
    for defective in channel.defective:
        yield from _defective(defective, citing)
    if channel.contestable:
        yield "  To contest, first what brings most:"
    for number, each in enumerate(channel.contestable, 1):
        yield from paragraph(contest_told(each, channel), indent=4, mark=f"{number}. ")
    for mark, told in causes_told(channel):
        yield from paragraph(told, indent=2, mark=mark)


def _measure(measure: MeasureReport, citing: Citing) -> Iterator[str]:
    yield from citing.decided(measure.standing, indent=2)
    for line in measure_told(measure):
        yield from paragraph(line, indent=2)


def _scores(report: AccountReport, citing: Citing) -> Iterator[str]:
    if report.scores is not None:
        yield from citing.decided(report.scores.shown, indent=2)
        for line in scores_told(report.scores):
            yield from paragraph(line, indent=2)


def _finding(found: Finding, report: AccountReport, citing: Citing) -> Iterator[str]:
    yield from paragraph(sentence(found.about), indent=2)
    yield from _judged(found.decisions, dues(found, report.marketplace), report, citing)
    for remark in found.remarks:
        yield from paragraph(remark, indent=4)


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
    return f"{event_told(judged.event)}{hangs}{doubt} {citing.numbers(texts_named(decision, citing.reasons(decision)))}"


def _insurance(report: AccountReport, citing: Citing) -> Iterator[str]:
    insured = report.insurance
    if insured is not None:
        yield from _judged((insured.requirement, insured.adequacy), insured.due, report, citing)


def _claim(judged: ClaimReport, report: AccountReport, citing: Citing) -> Iterator[str]:
    yield from paragraph(claim_told(judged.claim), indent=2)
    yield from _judged((judged.eligibility, judged.defect), judged.due, report, citing)


def _injury_claim(judged: InjuryClaimReport, report: AccountReport, citing: Citing) -> Iterator[str]:
    yield from paragraph(injury_told(judged.claim), indent=2)
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
            yield from (f"  {line}" for line in _task(task(due, report.on), citing))
