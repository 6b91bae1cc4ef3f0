"""Decisions and deadlines as plain lines: the same words in the terminal, the notebook and the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from sellerpolicy.logic.decisions import Decision, Disagreement, Reason
from sellerpolicy.logic.words import in_words

MARKS = {True: "yes", False: "no ", None: " ? "}


def explained(decision: Decision[Any]) -> str:
    """The answer, what it hangs on, every condition with its source, and where the sources disagree."""
    return "\n".join(_lines(decision))


def _lines(decision: Decision[Any]) -> Iterator[str]:
    yield f"{decision.table.title}: {said(decision.outcome)}, by the text of {decision.policy_day}"
    if decision.needs:
        yield f"  needs: {', '.join(decision.needs)}"
    for reason in decision.reasons:
        yield f"  {MARKS[reason.holds]}  {reason.text}"
        yield f"       {sourced(reason)}"
    for disagreement in decision.disagreements:
        yield f"  contested: {disputed(disagreement)}"
        yield f"       {disagreement.reference}"
    for note in decision.notes:
        yield f"  note: {note.text}"
        yield f"       {note.reference}"


def said(outcome: Enum | None) -> str:
    """An outcome in words; unknown where it hangs on unknown facts."""
    return "UNKNOWN" if outcome is None else outcome.name.replace("_", " ")


def sourced(reason: Reason) -> str:
    """Where a condition is written, and since when its figure holds."""
    return f"{reason.reference}" if reason.since is None else f"since {reason.since}: {reason.reference}"


def disputed(disagreement: Disagreement) -> str:
    """What another text says, and what would follow."""
    return (
        f"{disagreement.term}: read as {in_words(disagreement.reading)}; "
        f"read as {in_words(disagreement.other)} it would be {said(disagreement.outcome)}"
    )
