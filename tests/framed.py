"""Cases as frames: what the tests of frames on all engines have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any, ClassVar

import polars as pl
from attrs import frozen

import sellerpolicy as sp
from sellerpolicy.facts.fact import Amount, Count, EventDay, Fact, Follows, Identifier, Rating, fields_of
from sellerpolicy.facts.never import NEVER_AT
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    DecisionTable,
    Limit,
    Rule,
    Span,
    above,
    at_least,
    at_most,
    below,
    dated,
    days,
    elapsed,
    guide,
    hours,
    known,
    one_of,
    originally,
    share,
    since,
    symbols,
)

REFERENCE = guide("A policy for tests", "a-policy-for-tests", url="https://example.org/policy", read="2026-11-21")


class Verdict(Enum):
    """What follows."""

    YES = "yes"
    NO = "no"


@frozen(kw_only=True)
class Parcel(Fact):
    """A parcel with a fact of every type."""

    day: EventDay | None = None
    sent_on: date | None = None
    arrived_on: date | None = None
    sent_at: datetime | None = None
    asked_at: datetime | None = None
    handling: timedelta | None = None
    parcels: Count = 100
    lost: Count = 1
    missing: Count | None = None
    stars: Rating | None = None
    carrier: Identifier | None = None
    fee: Amount | None = None
    balance: sp.Money | None = None
    quota: Fraction | None = None
    is_sold: bool | None = None
    marketplace: sp.Marketplace = sp.Marketplace.US

    sequence: ClassVar = (
        Follows("arrived_on", "sent_on", timedelta(days=1)),
        Follows("asked_at", "sent_at", timedelta(hours=1)),
        Follows("arrived_on", "sent_at"),
    )


@frozen
class Terms(DatedTerms):
    """Terms of every type."""

    wait: Limit = dated(
        "wait",
        since("2020-01-01", below(days(3)), REFERENCE, but=REFERENCE.says(at_most(days(3)))),
        since("2022-01-01", above(hours(48)), REFERENCE),
    )
    loss: Limit = dated("loss", since("2020-01-01", at_most(Fraction(1, 100)), REFERENCE))
    time: Span = dated("time", since("2020-01-01", days(2), REFERENCE, but=REFERENCE.says(days(3))))
    hours: Span = dated("hours", since("2020-01-01", hours(36), REFERENCE))
    day: Limit = dated("day", since("2020-01-01", at_least(date(2020, 6, 1)), REFERENCE))
    old: bool = dated("old", originally(False, REFERENCE, but=REFERENCE.says(True)))
    later: bool = dated("later", originally(False, REFERENCE), since("2023-01-01", True, REFERENCE))


parcel, terms = symbols(Parcel), symbols(Terms)


def yes_if(proposition: Any, day: Any = parcel.day) -> Table:
    """The table that says yes where a proposition holds, and no where it does not."""
    condition = Condition("it holds", proposition, REFERENCE)
    return DecisionTable(
        "does it hold",
        case=Parcel,
        terms=Terms,
        day=day,
        reference=REFERENCE,
        rules=(Rule(condition, then=Verdict.YES), Rule(~condition, then=Verdict.NO)),
    )


SOLD = yes_if(parcel.is_sold)
WRITTEN = {
    "elapsed days": yes_if(terms.wait.admits(elapsed(parcel.sent_on, parcel.arrived_on))),
    "elapsed time": yes_if(terms.wait.admits(elapsed(parcel.sent_at, parcel.asked_at))),
    "a span of its own": yes_if(terms.wait.admits(parcel.handling)),
    "a day later": yes_if(known(parcel.arrived_on) <= known(parcel.sent_on) + terms.time),
    "two spans later": yes_if(known(parcel.arrived_on) <= known(parcel.sent_on) + days(1) + days(1)),
    "time later": yes_if(known(parcel.asked_at) > known(parcel.sent_at) + terms.hours),
    "a share": yes_if(terms.loss.admits(share(parcel.lost, parcel.parcels))),
    "a share that may be unknown": yes_if(terms.loss.admits(share(parcel.missing, parcel.parcels))),
    "one number of several": yes_if(one_of(parcel.stars, 1, 2)),
    "one text of several": yes_if(one_of(parcel.carrier, "mail", "rail")),
    "one of several that has a default": yes_if(one_of(parcel.lost, 1, 2)),
    "two facts": yes_if(known(parcel.balance) >= known(parcel.fee)),
    "a text": yes_if(known(parcel.carrier) == "mail"),
    "never": yes_if((known(parcel.arrived_on) == sp.NEVER) | (known(parcel.asked_at) == NEVER_AT)),
    "a day since": yes_if(terms.day.admits(parcel.sent_on)),
    "both": yes_if(known(parcel.is_sold) & (known(parcel.stars) > 2)),
    "the opposite": yes_if(~(known(parcel.stars) > 2)),
    "a term": yes_if(terms.later),
    "a term and a fact": yes_if(terms.later | known(parcel.is_sold)),
}

Table = DecisionTable[Any, Any, Any]
Answer = tuple[str | None, bool, str | None]

TABLES = sp.rules.tables()
TYPES = {
    bool: pl.Boolean(),
    int: pl.Int64(),
    date: pl.Date(),
    datetime: pl.Datetime("us", "UTC"),
    timedelta: pl.Duration("us"),
    sp.Money: pl.Decimal(22, 6),
}


def cell(value: object) -> object:
    """A fact as a frame holds it."""
    return value.value if isinstance(value, Enum) else value.amount if isinstance(value, sp.Money) else value


def frame_of(table: Table, cases: Sequence[object]) -> pl.DataFrame:
    """The cases as a polars frame."""
    fields = fields_of(table.case)
    return pl.DataFrame(
        {field.name: [cell(getattr(case, field.name)) for case in cases] for field in fields},
        schema={field.name: TYPES.get(field.kind, pl.String()) for field in fields},
    )


def scalar(table: Table, case: object, on: date | None = None) -> tuple[str | None, bool, set[str] | None]:
    """Outcome, contested and needs of the scalar decision; the silent term, or ``None`` where all texts are silent."""
    try:
        decision = table.decide(case, on=on)
    except sp.errors.NoPolicyText as silence:
        return None, False, {silence.what} if "." in silence.what else None
    outcome = decision.outcome
    return None if outcome is None else outcome.value, decision.contested, set(decision.needs)


def needs(problem: str | None) -> set[str] | None:
    """The facts, or the silent term, that a problem names; ``None`` where it is something else."""
    if problem is None:
        return set()
    named = re.fullmatch(r"unknown: (\w+(?:, \w+)*)|no policy text for (\w+\.\w+)", problem)
    return None if named is None else set((named[1] or named[2]).split(", "))
