"""Dossiers: the files of one account put together, and of several accounts apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from attrs import evolve, frozen

from sellerpolicy.amazon import PerformanceReport
from sellerpolicy.dossier.files import FileRead
from sellerpolicy.dossier.knowledge import known_on, last_day
from sellerpolicy.dossier.merging import Contradiction, merged
from sellerpolicy.facts import Marketplace, Order

NO_SELLER = "no seller id"


@frozen
class Dossier:
    """What is known of one account on a day.

    Args:
        name: what the account is called; ``None`` where there is only one.
        facts: what the files say, everything once.
        performance: Amazon's newest account health report of each marketplace.
        files: the files of the account.
        doubles: how many facts stood in several files, by kind.
        contradictions: what several files say otherwise of the same thing.
        later: how many facts and reports are of a later day, by kind; they are left out.
        in_part: how many of those kept tell something that happened later, by kind.
        older: how many older reports of Amazon's are left aside.
        strays: how many facts are about orders that no file has, where the orders tell whose account it is.
    """

    name: str | None
    facts: tuple[Any, ...]
    performance: Mapping[Marketplace, PerformanceReport]
    files: tuple[FileRead, ...]
    doubles: Mapping[str, int]
    contradictions: tuple[Contradiction, ...]
    later: Mapping[str, int]
    in_part: Mapping[str, int]
    older: int = 0
    strays: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to report on."""
        return not self.facts and not self.performance


def dossiers(files: Iterable[FileRead], *, until: date) -> tuple[Dossier, ...]:
    """Put the files of each account together.

    Files whose orders belong to several sellers are several accounts; what names no order of any of them is one too.

    Args:
        files: what was read.
        until: the last day of which anything is to be known.
    """
    given = sorted(files, key=lambda file: file.account or "")
    grouped = groupby(given, key=lambda file: file.account)
    return tuple(dossier for name, group in grouped for dossier in _by_seller(_dossier(name, tuple(group), until)))


def _dossier(name: str | None, files: tuple[FileRead, ...], until: date) -> Dossier:
    put_together = merged((str(file.path), file.read) for file in files if file.read is not None)
    known = known_on(put_together.facts, until)
    reports = [each for each in known.facts if isinstance(each, PerformanceReport)]
    # the newest comes last, and of two of a day the one that says more
    reports.sort(key=lambda report: (last_day(report) or date.min, len(report.metrics)))
    performance = {report.marketplace: report for report in reports}
    return Dossier(
        name,
        tuple(each for each in known.facts if not isinstance(each, PerformanceReport)),
        performance,
        files,
        put_together.doubles,
        put_together.contradictions,
        known.later,
        known.in_part,
        len(reports) - len(performance),
    )


def _by_seller(dossier: Dossier) -> Iterator[Dossier]:
    """One dossier for each seller whose orders are in the files."""
    orders = {fact.order_id: fact.seller_id for fact in dossier.facts if isinstance(fact, Order)}
    owner = {order_id: seller for order_id, seller in orders.items() if seller}
    sellers = tuple(dict.fromkeys(owner.values()))
    if len(sellers) < 2:  # noqa: PLR2004
        yield dossier
        return
    parts: dict[str | None, list[Any]] = {seller: [] for seller in (*sellers, None)}
    for fact in dossier.facts:
        parts[owner.get(getattr(fact, "order_id", ""))].append(fact)
    called = "" if dossier.name is None else f"{dossier.name}/"
    for seller, facts in parts.items():
        if seller is not None:
            yield evolve(dossier, name=f"{called}{seller}", facts=tuple(facts), performance={})
        elif facts or dossier.performance:
            strays = sum(getattr(fact, "order_id", None) not in {None, *orders} for fact in facts)
            yield evolve(dossier, name=f"{called}{NO_SELLER}", facts=tuple(facts), strays=strays)
