"""What the texts of a policy's terms say: since when, what, where, and in doubt."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import sellerpolicy as sp

Line = tuple[str, object, set[sp.Marketplace]]
Doubt = tuple[list[object], str | None]


def told(policy: ModuleType, name: str) -> list[Any]:
    """The texts of a term, the oldest first."""
    term = f"{policy.__name__.rpartition('.')[2]}.{name}"
    found = (entry.text for entry in policy.Terms.history() if entry.id == term)
    return sorted(found, key=lambda text: text.since)


def texts(policy: ModuleType, name: str) -> list[Line]:
    """The texts of a term: first day, value, marketplaces."""
    return [(text.since.isoformat(), text.value, set(text.marketplaces)) for text in told(policy, name)]


def doubts(policy: ModuleType, name: str) -> list[Doubt]:
    """What else is said by each text of a term: other readings, and the day after which it may have begun."""
    return [
        ([each.value for each in text.others], text.after.isoformat() if text.after else None)
        for text in told(policy, name)
    ]
