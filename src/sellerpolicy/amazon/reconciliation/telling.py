"""Explanations in words."""

from __future__ import annotations

from collections.abc import Sequence

from sellerpolicy.amazon.reconciliation.shifts import Cause, Explanation, Rival
from sellerpolicy.facts import Fulfiller

MOST_NAMED = 6
COUNTS_IT = "and Amazon counts it"
COUNTS_NOT = "and Amazon does not count it"
SENDERS = {Fulfiller.SELLER: "you send", Fulfiller.AMAZON: "it sends itself", None: "you send"}

WHY = {
    Cause.WITHOUT_ORDER: "your files tell what happened to it, and lack the order itself",
    Cause.POSTED: "Amazon moved money because of such a defect, of which your files tell nothing else",
    Cause.WINDOW_EDGE: "at the window's edge: Amazon's day (UTC) may be another than the one in your files",
    Cause.TAKEN_BACK: "denied, withdrawn, removed, struck through or decided for you by your files; Amazon counts it",
    Cause.LATER: "its defect came after the window's last day, perhaps after Amazon's report",
    Cause.OUTSIDE_WINDOW: "placed outside the window by your files, and inside it by Amazon's count",
    Cause.NOT_GIVEN: "your files hold no such defects at all",
    Cause.MISSING_ORDERS: "not in your files",
}
BRIEFLY = {
    Cause.WITHOUT_ORDER: "an order that your files lack",
    Cause.POSTED: "a defect for which Amazon moved money",
    Cause.WINDOW_EDGE: "the window's edge",
    Cause.TAKEN_BACK: "a defect taken back since",
    Cause.CONTESTED: "a disputed defect",
    Cause.UNKNOWN_FACTS: "unknown facts",
    Cause.LATER: "a defect that came later",
    Cause.OTHER_CHANNEL: "the other channel",
    Cause.OUTSIDE_WINDOW: "an order outside the window",
}
DAYS = {
    "placed_on": "the day of the order",
    "ship_by": "the expected ship date",
    "shipped_on": "the day the parcel left",
    "ship_confirmed_on": "the day of the confirmation",
    "delivered_on": "the day of delivery",
}


def told(explanation: Explanation) -> str:
    """One explanation as a sentence without its full stop."""
    others = "".join(f"; or {_rival(rival)}" for rival in explanation.rivals)
    return f"{_which(explanation)}: {_why(explanation)}{others}"


def named(ids: Sequence[str]) -> str:
    """The first few ids, and how many more there are."""
    more = "" if len(ids) <= MOST_NAMED else f" and {len(ids) - MOST_NAMED:,} more"
    return f"{', '.join(ids[:MOST_NAMED])}{more}"


def _which(explanation: Explanation) -> str:
    number, ids = explanation.number, explanation.order_ids
    if not ids:
        return f"{number:,} more"
    if len(ids) == number:
        return named(ids)
    return f"{number:,} of these {len(ids):,}, {named(ids)}"


def _why(explanation: Explanation) -> str:
    cause = explanation.cause
    gains = [place for place, change in explanation.changes if change > 0]
    if cause is Cause.CONTESTED:
        return f"the sources disagree whether it counts, {COUNTS_IT if gains else COUNTS_NOT}"
    if cause is Cause.UNKNOWN_FACTS:
        return f"whether it counts hangs on unknown facts, {COUNTS_IT if gains else COUNTS_NOT}"
    if cause is Cause.OTHER_CHANNEL:
        sender = SENDERS[gains[0].fulfilled_by]
        return f"of the other channel by your files; Amazon counts it among what {sender}"
    if cause is Cause.OTHER_DAY:
        day = DAYS[str(explanation.day)]
        return f"the counts are Amazon's if {day} places them in the window; no text says which day does"
    return WHY[cause]


def _rival(rival: Rival) -> str:
    return f"{BRIEFLY[rival.cause]} ({named(rival.order_ids)})"
