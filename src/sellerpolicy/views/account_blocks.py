"""The account report as blocks: every section with its tables, proofs in folds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from attrs import frozen

from sellerpolicy.account import AccountReport, ChannelReport, DefectiveOrder, Due
from sellerpolicy.account.reports import Measured, dues
from sellerpolicy.amazon import Metric, Verdict
from sellerpolicy.findings import Finding, MeasureReport
from sellerpolicy.logic import Decision
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
    others_told,
    outlook_told,
    scores_told,
    task,
)
from sellerpolicy.views.blocks import (
    Badge,
    Block,
    Bullets,
    Code,
    Faint,
    Fold,
    Inline,
    Item,
    Layout,
    Link,
    Paragraph,
    Row,
    Strong,
    Table,
    Tone,
    Words,
)
from sellerpolicy.views.performance import SIGNS, aim, metric_named, spaced, window_briefly
from sellerpolicy.views.proof import Cited, answer_words
from sellerpolicy.views.reconciliation import reconciliation_blocks
from sellerpolicy.views.text import counted, described, disputed, needed, noted, numbered, said, sentence, texts_named

TONES = {Verdict.MET: Tone.GOOD, Verdict.MISSED: Tone.BAD, Verdict.NOT_MEASURED: Tone.PLAIN}
STATUS_TONES = {"GOOD": Tone.GOOD, "BAD": Tone.BAD}
COUNTS = {True: Badge("yes", Tone.BAD), False: Badge("no", Tone.GOOD), None: Badge("perhaps", Tone.OPEN)}


@frozen
class Section:
    """A part of the report under a heading of its own.

    Args:
        title: the heading.
        blocks: what stands under it.
    """

    title: str
    blocks: tuple[Block, ...]


@frozen(eq=False)
class Cites:
    """The numbers by which the texts of a page are cited."""

    numbers: Mapping[Reference, int]

    @classmethod
    def everything(cls, reports: Iterable[AccountReport]) -> Cites:
        """Number the texts of all reports in the order in which they are cited."""
        return cls(numbered(text for report in reports for text in _texts(report)))

    def links(self, references: Iterable[Reference]) -> Words:
        """The numbers of some texts, leading to them."""
        found = sorted({(self.numbers[reference], reference) for reference in references}, key=lambda each: each[0])
        return tuple(Link(f"[{number}]", reference.url, described(reference)) for number, reference in found)

    def decided(self, decision: Decision[Any]) -> Iterator[Block]:
        """An answer, its doubts, and its proof in a fold."""
        cited = Cited(decision, self.numbers)
        yield Paragraph(answer_words(decision))
        items = [Item((Strong("Find out"), Code(name), meaning)) for name, meaning in needed(decision)]
        items += [
            Item((Strong("Disputed:"), disputed(decision, each), cited.link(each.reference)))
            for each in decision.disagreements
        ]
        items += [Item((noted(note), cited.link(note.reference))) for note in decision.notes]
        if items:
            yield Bullets(tuple(items))
        yield cited.proof()


def _texts(report: AccountReport) -> Iterator[Reference]:
    for due in report.due:
        yield from due.deadline.references
    for _, decision in report.decisions:
        yield from texts_named(decision)


def sections(report: AccountReport, cites: Cites) -> Iterator[Section]:
    """Every section of a report that has anything in it."""
    found = (
        Section("Amazon's report", tuple(_performance(report))),
        Section("Amazon's counts beside yours", tuple(_reconciled(report))),
        *(_channel(channel, cites) for channel in report.channels),
        Section("Shipments", tuple(block for measure in report.measures for block in _measure(measure, cites))),
        Section("Feedback score", tuple(_scores(report, cites))),
        Section("Insurance", tuple(_insurance(report, cites))),
        Section("A-to-z claims", tuple(_claims(report, cites))),
        Section("Claims for damage and injury", tuple(_injuries(report, cites))),
        *_findings(report, cites),
        Section("Not known", tuple(_lacking(report))),
    )
    return (section for section in found if section.blocks)


def _performance(report: AccountReport) -> Iterator[Block]:
    performance = report.records.performance
    if performance is None:
        return
    figures, clean = measured_figures(performance, report.missed)
    if figures:
        heads = ("Figure", "Count", "Out of", "Rate", "Target", "Verdict", "Amazon says", "Window")
        yield Table("What Amazon measured", heads, tuple(map(_metric, figures)), Layout.RECORDS)
    told = [f"{metric_named(metric)}: {doubt}" for metric in figures for doubt in metric.doubts]
    told += others_told(performance)
    if clean:
        told.append(f"nothing under {counted(clean, 'other counter')} of policy violations")
    if told:
        yield Bullets(tuple(Item(sentence(line)) for line in told))


def _metric(metric: Measured) -> Row:
    total, rate, window = "", "", ""
    if isinstance(metric, Metric):
        total = "" if metric.total is None else f"{metric.total:,}"
        rate = "" if metric.rate is None else percent(metric.rate, decimals=2)
        window = window_briefly(metric.window)
    status = metric.amazon_status or "no word"
    return Row(
        sentence(metric_named(metric)),
        (
            ("–" if metric.count is None else f"{metric.count:,}",),
            (total,),
            (rate,),
            (aim(metric, SIGNS),),
            (Badge(VERDICTS[metric.verdict].replace("-", "not measured"), TONES[metric.verdict]),),
            (Badge(status, STATUS_TONES.get(status, Tone.PLAIN)),),
            (window,),
        ),
    )


def _reconciled(report: AccountReport) -> Iterator[Block]:
    if report.reconciliation is not None:
        yield from reconciliation_blocks(report.reconciliation)


def _channel(channel: ChannelReport, cites: Cites) -> Section:
    return Section(f"Order defect rate of {SENDERS[channel.fulfilled_by]}", tuple(_defects(channel, cites)))


def _defects(channel: ChannelReport, cites: Cites) -> Iterator[Block]:
    yield from cites.decided(channel.standing)
    yield Paragraph(channel_told(channel))
    yield Paragraph((Strong("Outlook:"), f"{outlook_told(channel)}."))
    if channel.defective:
        heads = ("Order", "Placed", "Leaves on", "Counts", "Because of")
        yield Table("Defective orders", heads, tuple(_defective(each, cites) for each in channel.defective))
    if channel.contestable:
        yield Paragraph((Strong("To contest, first what brings most:"),))
        yield Bullets(tuple(Item(contest_told(each, channel)) for each in channel.contestable))
    causes = tuple(Item((Strong(mark.strip()), told)) for mark, told in causes_told(channel))
    if causes:
        yield Bullets(causes)


def _defective(defective: DefectiveOrder, cites: Cites) -> Row:
    order = defective.order
    why: list[Inline] = []
    for judged in defective.judged:
        decision = judged.decision
        hangs = f"; hangs on {', '.join(decision.needs)}" if decision.needs else ""
        doubt = (Badge("disputed", Tone.OPEN),) if decision.contested else ()
        why += [f"{event_told(judged.event)}{hangs}", *doubt, *cites.links(decision.references)]
    cells: tuple[Words, ...] = (
        (order.placed_on.isoformat(),),
        (defective.leaves_on.isoformat(),),
        (COUNTS[defective.counts],),
        tuple(why),
    )
    return Row(order.order_id, cells)


def _measure(measure: MeasureReport, cites: Cites) -> Iterator[Block]:
    if measure.is_measured:
        yield Paragraph((Strong(f"{sentence(spaced(measure.name))} of {measure.rate.window.days} days"),))
        yield from (Paragraph(line) for line in measure_told(measure))
        yield from cites.decided(measure.standing)


def _scores(report: AccountReport, cites: Cites) -> Iterator[Block]:
    if report.scores is not None:
        yield Bullets(tuple(Item(line) for line in scores_told(report.scores)))
        yield from cites.decided(report.scores.shown)


def _insurance(report: AccountReport, cites: Cites) -> Iterator[Block]:
    insured = report.insurance
    if insured is not None:
        yield from _judged((insured.requirement, insured.adequacy), insured.due, report, cites)


def _claims(report: AccountReport, cites: Cites) -> Iterator[Block]:
    for judged in report.claims:
        decisions = (judged.eligibility, judged.defect)
        yield _folded(claim_told(judged.claim), decisions, tuple(_judged(decisions, judged.due, report, cites)))


def _injuries(report: AccountReport, cites: Cites) -> Iterator[Block]:
    for judged in report.injury_claims:
        decisions = (judged.who_pays, judged.defect)
        yield _folded(injury_told(judged.claim), decisions, tuple(_judged(decisions, judged.due, report, cites)))


def _folded(title: str, decisions: Iterable[Decision[Any] | None], inside: tuple[Block, ...]) -> Fold:
    """Something judged, behind a line that tells what it is and what follows."""
    outcomes = ", ".join(said(decision.outcome) for decision in decisions if decision is not None)
    return Fold(f"{title}{f' – {outcomes}' if outcomes else ''}", inside)


def _findings(report: AccountReport, cites: Cites) -> Iterator[Section]:
    for title, group in groupby(report.findings, key=lambda found: found.section):
        yield Section(title, tuple(_finding(found, report, cites) for found in group))


def _finding(found: Finding, report: AccountReport, cites: Cites) -> Fold:
    due = dues(found, report.marketplace)
    inside = (*_judged(found.decisions, due, report, cites), *(Paragraph(remark) for remark in found.remarks))
    return _folded(sentence(found.about), found.decisions, inside)


def _judged(
    decisions: Iterable[Decision[Any] | None], deadlines: Iterable[Due], report: AccountReport, cites: Cites
) -> Iterator[Block]:
    """Decisions with their proofs, and all deadlines."""
    for decision in decisions:
        if decision is not None:
            yield from cites.decided(decision)
    items = tuple(Item(task_words(task(due, report.on), cites)) for due in deadlines)
    if items:
        yield Bullets(items)


def task_words(found: Task, cites: Cites) -> Words:
    """One task in a line."""
    told = "; ".join((found.what, *found.doubts))
    return (
        Badge(found.urgency, urgency_tone(found.urgency)),
        Strong(f"{found.left}:"),
        told,
        *cites.links(found.references),
    )


def urgency_tone(urgency: str) -> Tone:
    """How a task's urgency looks."""
    return {"MUST": Tone.BAD, "LATE": Tone.BAD, "maybe": Tone.OPEN}.get(urgency, Tone.PLAIN)


def _lacking(report: AccountReport) -> Iterator[Block]:
    if report.lacking:
        yield Bullets(tuple(Item(lack) for lack in report.lacking))


def sources_block(cites: Cites) -> Bullets:
    """The texts behind the numbers."""
    return Bullets(
        tuple(
            Item((Faint(f"[{number}]"), Link(described(reference), reference.url)))
            for reference, number in cites.numbers.items()
        )
    )
