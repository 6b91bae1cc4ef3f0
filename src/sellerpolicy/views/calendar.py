"""Deadlines as a calendar that phones and desktop programs read (iCalendar, RFC 5545).

The same reports give the same calendar, byte for byte, and a deadline keeps its identity from one day's calendar to the
next, so that importing a newer one moves events and doubles none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from sellerpolicy.account import AccountReport, Due
from sellerpolicy.views.text import described, doubts_of, moment, safe, sentence

PRODUCT = "-//sellerpolicy//deadlines//EN"


def calendar(reports: Iterable[AccountReport]) -> bytes:
    """Every deadline with a day, as an event: all day, or at its instant in UTC.

    The stamp of each event is the first instant (UTC) of the report's own day.
    """
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("x-wr-calname", "Amazon deadlines")
    times: Counter[str] = Counter()
    for report in reports:
        for due, by in dated(report):
            identity = _identity(due)
            times[identity] += 1
            found.add_component(_event(due, by, report.on, f"{identity}-{times[identity]}@sellerpolicy"))
    return bytes(found.to_ical())


def dated(report: AccountReport) -> tuple[tuple[Due, date], ...]:
    """The seller's own deadlines that a calendar can hold: those whose day is known."""
    return tuple((due, due.by) for due in report.due if due.by is not None and due.deadline.is_sellers)


def _identity(due: Due) -> str:
    told = f"{due.marketplace.value}\n{due.matter}\n{due.deadline.what}"
    return sha256(told.encode()).hexdigest()[:32]


def _event(due: Due, by: date, on: date, identity: str) -> Event:
    event = Event()
    event.add("uid", identity)
    event.add("dtstamp", datetime.combine(on, time(), UTC))
    if isinstance(by, datetime):
        event.add("dtstart", by.astimezone(UTC))
    else:
        event.add("dtstart", by)
        event.add("dtend", by + timedelta(days=1))
    event.add("summary", safe(f"{sentence(due.deadline.what)} ({_urgency(due)}): {due.about}"))
    event.add("description", "\n".join(map(safe, _described(due, by))))
    event.add("transp", "TRANSPARENT")
    return event


def _urgency(due: Due) -> str:
    if due.deadline.by is None:
        return "maybe"
    return "must" if due.is_duty else "may"


def _described(due: Due, by: date) -> Iterator[str]:
    yield f"By {moment(by, due.marketplace)}, Amazon {due.marketplace.name}"
    if due.deadline.counted_from is not None:
        yield f"Counted from {moment(due.deadline.counted_from, due.marketplace)}"
    yield from (sentence(doubt) for doubt in doubts_of(due.deadline, due.marketplace))
    for reference in due.deadline.references:
        yield described(reference)
        if reference.url is not None:
            yield reference.url
