"""Decisions as HTML: escaped, readable without styles or scripts, the proof folded away."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from sellerpolicy.logic.decisions import Decision, Reason
from sellerpolicy.logic.references import Reference
from sellerpolicy.views.text import MARKS, dated_since, described, disputed, needed, safe, said, sentence


def decision_card(decision: Decision[Any]) -> str:
    """A card for one decision: the answer, what it hangs on and its doubts in sight, the proof behind a fold."""
    return f'<article class="sellerpolicy-decision">{"".join(_parts(decision))}</article>'


def _parts(decision: Decision[Any]) -> Iterator[str]:
    title, outcome = sentence(decision.table.title), said(decision.outcome)
    yield f"<p>{_shown(title)}: <strong>{_shown(outcome)}</strong>, by the text of {decision.policy_day}</p>"
    if decision.needs:
        facts = "".join(f"<li><code>{_shown(name)}</code> {_shown(meaning)}</li>" for name, meaning in needed(decision))
        yield f"<p>To know it, find out:</p><ul>{facts}</ul>"
    for disagreement in decision.disagreements:
        yield f"<p>Disputed: {_shown(disputed(decision, disagreement))} ({_link(disagreement.reference)})</p>"
    for note in decision.notes:
        yield f"<p>{_shown(note.text)} ({_link(note.reference)})</p>"
    reasons = "".join(_reason(reason) for reason in decision.reasons)
    yield f"<details><summary>Why</summary><ul>{reasons}</ul></details>"


def _reason(reason: Reason) -> str:
    since = dated_since(reason)
    source = f"{since}, {_link(reason.reference)}" if since else _link(reason.reference)
    return f"<li><b>{MARKS[reason.holds]}</b> {_shown(reason.text)} ({source})</li>"


def _link(reference: Reference) -> str:
    title = _shown(described(reference))
    if reference.url is None or not reference.url.startswith(("https://", "http://")):
        return title
    return f'<a href="{_shown(reference.url)}">{title}</a>'


def _shown(text: str) -> str:
    return escape(safe(text))
