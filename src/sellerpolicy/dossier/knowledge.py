"""Knowledge: what was known on a day, and what only came later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from attrs import frozen

from sellerpolicy.amazon import PerformanceReport
from sellerpolicy.amazon.postings import Posting
from sellerpolicy.facts import NEVER, NEVER_AT, Fact, InsurancePolicy, Marketplace
from sellerpolicy.facts.fact import fields_of

HAPPENED = ("_on", "_at")
"""How the facts are called that tell what happened; what is expected has other names."""

Told = tuple[str, Marketplace | None]
"""The kind of a fact, and its shop."""

OWN_DAYS: dict[type, str | None] = {}
"""For each kind the fact that says when it happened, as it is found out."""


@frozen
class Known:
    """What was known on a day.

    Args:
        facts: the facts of that day or earlier.
        later: how many are of a later day, by kind; they are left out.
        in_part: how many of those kept tell something that happened later, by kind; they are told as they are now.

    Where facts are of several marketplaces, the kinds are told apart by them.
    """

    facts: tuple[Any, ...]
    later: Mapping[str, int]
    in_part: Mapping[str, int]


def known_on(facts: Iterable[Any], day: date) -> Known:
    """Leave out what is of a later day. A month that has begun is known, and so is every insurance policy.

    Args:
        facts: facts and Amazon's reports; the day of a report is the last of its windows' days.
        day: the last day of which anything is to be known.
    """
    kept, later, in_part = [], Counter[Told](), Counter[Told]()
    shops: set[Marketplace | None] = set()
    told_afterwards: dict[type, tuple[str, ...]] = {}
    for fact in facts:
        kind = type(fact)
        if kind not in told_afterwards:
            told_afterwards[kind] = _later_days(kind)
        shop = getattr(fact, "marketplace", None)
        shops.add(shop)
        own = day_of(fact)
        if own is not None and own > day:
            later[kind.__name__, shop] += 1
            continue
        kept.append(fact)
        if any(_is_after(getattr(fact, name), day, fact.marketplace) for name in told_afterwards[kind]):
            in_part[kind.__name__, shop] += 1
    are_several = len(shops - {None}) > 1
    return Known(tuple(kept), _by_kind(later, are_several=are_several), _by_kind(in_part, are_several=are_several))


def _by_kind(numbers: Counter[Told], *, are_several: bool) -> dict[str, int]:
    found = Counter[str]()
    for (kind, shop), number in numbers.items():
        found[f"{kind} of Amazon {shop.name}" if are_several and shop is not None else kind] += number
    return dict(found)


def day_of(fact: Any) -> date | None:
    """The day on which something happened, by the calendar of its marketplace; ``None`` where it has no such day."""
    if isinstance(fact, PerformanceReport):
        return last_day(fact)
    if isinstance(fact, Posting):
        return fact.posted_on
    kind = type(fact)
    name = OWN_DAYS[kind] if kind in OWN_DAYS else OWN_DAYS.setdefault(kind, _own_day(kind))
    if name is None:
        return None
    if name == "month":
        return fact.month.replace(day=1)  # type: ignore[no-any-return]
    return _day(getattr(fact, name), fact.marketplace)


def last_day(report: PerformanceReport) -> date | None:
    """The last day that a report speaks of; ``None`` where it names no window."""
    windows = [metric.window for metric in report.metrics] + [counter.window for counter in report.violations]
    return max((window.last for window in windows if window is not None), default=None)


def _own_day(kind: type[Any]) -> str | None:
    """The fact that says when it happened: the first day or instant without which there is no such fact."""
    if not issubclass(kind, Fact) or kind is InsurancePolicy:
        return None
    return next((field.name for field in fields_of(kind) if field.required and issubclass(field.kind, date)), None)


def _later_days(kind: type[Any]) -> tuple[str, ...]:
    """The facts that say on which day something happened afterwards."""
    if not issubclass(kind, Fact) or kind is InsurancePolicy:
        return ()
    return tuple(
        field.name
        for field in fields_of(kind)
        if issubclass(field.kind, date) and not field.required and field.name.endswith(HAPPENED)
    )


def _is_after(told: date | None, day: date, marketplace: Marketplace | None) -> bool:
    return told not in (None, NEVER, NEVER_AT) and _day(told, marketplace) > day


def _day(told: date, marketplace: Marketplace | None) -> date:
    return (marketplace or Marketplace.US).day_of(told) if isinstance(told, datetime) else told
