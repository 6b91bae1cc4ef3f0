"""Rates as cards: counts, window, target and standing, and what lies ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any

from sellerpolicy.facts import NEVER, Fulfiller
from sellerpolicy.logic.conditions import conditions_in
from sellerpolicy.logic.counting import Standing
from sellerpolicy.logic.decisions import Decision, terms_read
from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.measuring import MeasuredRate, Metric
from sellerpolicy.logic.references import Reference
from sellerpolicy.logic.terms import dated_terms
from sellerpolicy.logic.words import percent
from sellerpolicy.rules import order_defect_rate
from sellerpolicy.rules.order_defect_rate import DailyRate, DefectRate, Outlook
from sellerpolicy.rules.shipping_performance import METRICS
from sellerpolicy.views.blocks import (
    Badge,
    Block,
    Bullets,
    Card,
    Code,
    Faint,
    Fold,
    Inline,
    Item,
    Link,
    Paragraph,
    Row,
    Strong,
    Table,
    Title,
    Tone,
    Words,
    words,
)
from sellerpolicy.views.text import counted, described, disputed, said, sentence, time_left

TONES: Mapping[Standing | None, Tone] = {
    Standing.ON_TARGET: Tone.GOOD,
    Standing.AT_THE_LIMIT: Tone.OPEN,
    Standing.AT_RISK: Tone.BAD,
    Standing.NOT_MEASURED: Tone.PLAIN,
    None: Tone.OPEN,
}
SENT_BY = {
    None: "",
    Fulfiller.SELLER: "of orders that the seller sends",
    Fulfiller.AMAZON: "of orders that Amazon sends",
}
MOST_IDS = 20


def share_told(rate: Fraction | None) -> str:
    """A rate in percent with two decimals, cut; a dash where nothing is measured."""
    return "–" if rate is None else percent(rate, decimals=2)


def defect_rate_card(rate: DefectRate) -> Card:
    """An order defect rate, judged by the text of its window's last day."""
    standing = order_defect_rate.standing(rate, on=rate.window.last)
    head = f"{rate.defective:,} of {counted(rate.orders, 'order')}"
    kinds = (
        ("negative feedback", rate.negative_feedback),
        ("A-to-z claims", rate.claims),
        ("chargebacks", rate.chargebacks),
    )
    rows = (
        *(Row(f"with {kind}", (words(f"{number:,}"),)) for kind, number in kinds),
        Row("defective, each counted once", (words(f"{rate.defective:,}"),), is_last=True),
        Row("orders placed in the window", (words(f"{rate.orders:,}"),)),
    )
    blocks = (
        Title(("Order defect rate:", Strong(share_told(rate.rate)), *_standing(standing))),
        Paragraph(f"{head} placed {rate.window} ({rate.window.days} days) {SENT_BY[rate.fulfilled_by]}".rstrip()),
        *_targets(standing),
        Table("Counts", ("orders", "number"), rows),
        *_disputes(standing),
        *_ids("Defective orders", rate.defective_orders),
        *_ids("Orders that hang on an unknown fact", rate.undetermined_orders),
        *_ids("Orders that count by one text and not by another", rate.contested_orders),
        *_ids("Cancelled orders among them", rate.cancelled_orders),
        *_ids("Orders of events that were not given", rate.unmatched),
    )
    return Card(f"Order defect rate: {share_told(rate.rate)}, {said(standing.outcome)}", blocks)


def _standing(standing: Decision[Standing]) -> Words:
    doubt = (Badge("disputed", Tone.OPEN),) if standing.contested else ()
    return (Badge(said(standing.outcome), TONES[standing.outcome]), *doubt)


def _targets(standing: Decision[Standing]) -> Iterator[Paragraph]:
    """The limits that put a rate on target on the day, with the texts that say so; none where no text does."""
    rule = next(rule for rule in standing.table.rules if rule.then is Standing.ON_TARGET)
    declared = dated_terms(standing.table.terms)
    for name in dict.fromkeys(name for condition in conditions_in(rule.when) for name in terms_read(condition)):
        text = standing.terms.text(name)
        if text is not None and isinstance(text.value, Limit):
            limit = Strong(str(text.value))
            yield Paragraph((f"Target ({declared[name].label}):", limit, _cited(text.reference)))


def _cited(reference: Reference) -> Link:
    return Link(described(reference), reference.url)


def _disputes(standing: Decision[Any]) -> Iterator[Block]:
    if standing.disagreements:
        yield Bullets(
            tuple(
                Item((Strong("Disputed:"), disputed(standing, found), _cited(found.reference)))
                for found in standing.disagreements
            )
        )


def _ids(title: str, ids: tuple[str, ...]) -> Iterator[Fold]:
    """Order ids behind a fold, the first few; none where there are none."""
    if ids:
        told: list[Inline] = [Code(each) for each in ids[:MOST_IDS]]
        more = (Faint(f"and {len(ids) - MOST_IDS:,} more"),) if len(ids) > MOST_IDS else ()
        yield Fold(f"{title}: {len(ids):,}", (Paragraph((*told, *more)),))


def measured_card(rate: MeasuredRate) -> Card:
    """A rate of shipments, packages or invoices, judged by the text of its window's last day."""
    metric: Metric[Any, Any] = next(each for each in METRICS if each.rate_class is type(rate))
    standing = metric.standing(rate, on=rate.window.last)
    name = standing.table.title.removeprefix("standing of the ")
    lowest, highest = rate.tallies.lowest, rate.tallies.highest
    rows = [Row("certainly", (words(f"{rate.part:,}"), words(f"{rate.whole:,}"), words(share_told(rate.rate))))]
    if rate.undetermined:
        rows += [
            Row(title, (words(f"{tally.part:,}"), words(f"{tally.whole:,}"), words(_share(tally.part, tally.whole))))
            for title, tally in (("at the lowest", lowest), ("at the highest", highest))
        ]
    blocks = (
        Title((f"{sentence(name)}:", Strong(share_told(rate.rate)), *_standing(standing))),
        Paragraph(f"{rate.part:,} of {rate.whole:,} in {rate.window} ({rate.window.days} days)"),
        *_targets(standing),
        Table("Counts", ("", "part", "whole", "rate"), tuple(rows)),
        *_disputes(standing),
        *_ids("In the part", rate.part_ids),
        *_ids("Hanging on an unknown fact", rate.undetermined),
        *_ids("Counted by one text and not by another", rate.contested),
    )
    return Card(f"{sentence(name)}: {share_told(rate.rate)}, {said(standing.outcome)}", blocks)


def _share(part: int, whole: int) -> str:
    return share_told(Fraction(part, whole) if whole else None)


def outlook_card(outlook: Outlook) -> Card:
    """What becomes of the order defect rate if nothing new goes wrong."""
    now = outlook.days[0]
    back = "never" if outlook.on_target_on == NEVER else str(outlook.on_target_on)
    rows = (
        Row("today's rate", (words(f"{share_told(now.rate)}: {now.defective:,} of {now.orders:,} orders"),)),
        Row("first day on target", (words(Strong(back)),)),
        Row("off target", (words(", ".join(map(str, outlook.missed)) or "on no day"),)),
        Row("further orders without a defect that bring it on target", (words(f"{outlook.clean_orders_needed:,}"),)),
        Row("orders that may still go wrong with the rate on target", (words(f"{outlook.headroom:,}"),)),
    )
    leaving = tuple(
        Row(Code(order_id), (words(str(day)), words(time_left(day, on=outlook.today))))
        for order_id, day in outlook.leaves
    )
    ahead = tuple(
        Row(
            str(day.last + _lag(outlook)),
            (words(share_told(day.rate)), words(f"{day.defective:,}"), words(f"{day.orders:,}")),
        )
        for day in _turns(outlook.days)
    )
    blocks: list[Block] = [
        Title(("Order defect rate ahead:", Strong(f"on target {'' if back == 'never' else 'on '}{back}"))),
        Paragraph(
            f"Seen from {outlook.today}, if nothing new goes wrong; "
            f"Amazon shows each window {counted(outlook.lag, 'day')} after its last day"
        ),
        Table("In short", ("", "figure"), rows),
    ]
    if leaving:
        table = Table("Defective orders, and the first day on which they count no more", ("order", "day", ""), leaving)
        blocks.append(Fold(f"When defective orders leave the window: {len(leaving):,}", (table,)))
    table = Table("Days on which the rate turns", ("shown on", "rate", "defective", "orders"), ahead)
    blocks.append(Fold("The days ahead", (table,)))
    return Card(f"Order defect rate ahead: on target {back}", tuple(blocks))


def _lag(outlook: Outlook) -> timedelta:
    return timedelta(days=outlook.lag)


def _turns(days: Iterable[DailyRate]) -> Iterator[DailyRate]:
    """The first day of each run with the same number of defective orders."""
    return (next(run) for _, run in groupby(days, key=lambda day: day.defective))
