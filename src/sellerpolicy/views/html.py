"""Decisions as HTML: escaped, readable without styles or scripts, the proof folded away."""

from __future__ import annotations

from html import escape
from typing import Any

from sellerpolicy.logic.decisions import Decision, Reason
from sellerpolicy.logic.references import Reference
from sellerpolicy.views.text import MARKS, disputed, said


def decision_card(decision: Decision[Any]) -> str:
    """A card for one decision: outcome, needs and doubts in sight, the proof behind a fold."""
    parts = [
        f"<p><strong>{escape(decision.table.title)}: {escape(said(decision.outcome))}</strong>, "
        f"by the text of {decision.policy_day}</p>",
    ]
    if decision.needs:
        parts.append(f"<p>Needs: {', '.join(f'<code>{escape(name)}</code>' for name in decision.needs)}</p>")
    parts += [
        f"<p>Contested: {escape(disputed(disagreement))} ({_link(disagreement.reference)})</p>"
        for disagreement in decision.disagreements
    ]
    parts += [f"<p>{escape(note.text)} ({_link(note.reference)})</p>" for note in decision.notes]
    reasons = "".join(_reason(reason) for reason in decision.reasons)
    parts.append(f"<details><summary>Proof</summary><ul>{reasons}</ul></details>")
    return f'<article class="sellerpolicy-decision">{"".join(parts)}</article>'


def _reason(reason: Reason) -> str:
    since = "" if reason.since is None else f" since {reason.since},"
    return f"<li>{MARKS[reason.holds].strip()}: {escape(reason.text)} ({since} {_link(reason.reference)})</li>"


def _link(reference: Reference) -> str:
    title = escape(reference.title)
    return title if reference.url is None else f'<a href="{escape(reference.url)}">{title}</a>'
