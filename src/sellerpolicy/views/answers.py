"""Answers of any kind, as lines and as JSON-ready values: decisions, deadlines, windows, rates and whatever else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from inspect import getmembers
from typing import Any

import attrs

from sellerpolicy.facts import NEVER, NEVER_AT, Fact, Money, Window
from sellerpolicy.logic import Deadline, Decision
from sellerpolicy.logic.words import in_words
from sellerpolicy.views.text import deadlines_told, explained, paragraph

NOTHING = "nothing: there is none, or it hangs on a fact that was not given"
SCALARS = (str, int, bool, Fraction, Money, date, Enum, Window)


def answer_told(value: Any) -> str:
    """An answer in plain lines."""
    if isinstance(value, Decision):
        return explained(value)
    if isinstance(value, Deadline):
        return deadlines_told([value])
    if isinstance(value, tuple) and all(isinstance(each, Deadline) for each in value):
        return deadlines_told(value)
    return "\n".join(_lines(value)) or "none"


def _lines(value: Any, indent: int = 0) -> Iterator[str]:
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        for each in value:
            yield from _entry("-", each, indent)
        return
    parts = _parts(value)
    if parts is None:
        yield from paragraph(NOTHING if value is None else in_words(value), indent=indent)
        return
    for name, part in parts.items():
        yield from _entry(f"{name}:", part, indent)


def _entry(mark: str, value: Any, indent: int) -> Iterator[str]:
    """One value behind its name, on the same line if it is a plain one, or a row of plain ones."""
    if _is_plain(value):
        yield from paragraph(_plain(value), indent=indent, mark=f"{mark} ")
    elif isinstance(value, tuple) and all(map(_is_plain, value)):
        names = getattr(value, "_fields", [""] * len(value))
        told = (f"{name} {_plain(each)}".strip() for name, each in zip(names, value, strict=True))
        yield from paragraph(", ".join(told) or "none", indent=indent, mark=f"{mark} ")
    else:
        yield " " * indent + mark
        yield from _lines(value, indent + 2)


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, SCALARS)


def _plain(value: Any) -> str:
    return "-" if value is None else in_words(value)


def answer_data(value: Any) -> Any:
    """An answer as JSON-ready values: days as ISO text, rates exact, ``null`` for nothing."""
    if isinstance(value, Decision | Deadline | Fact):
        return value.to_dict()
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}"
    parts = _parts(value)
    if parts is not None:
        return {name: answer_data(part) for name, part in parts.items()}
    if isinstance(value, tuple):
        return [answer_data(each) for each in value]
    if value is None or isinstance(value, bool | int):
        return value
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date) and value not in (NEVER, NEVER_AT):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else in_words(value)


def _parts(value: Any) -> Mapping[str, Any] | None:
    """What a value consists of, and what it tells of itself; ``None`` for a plain one."""
    if attrs.has(type(value)):
        names = [field.name for field in attrs.fields(type(value))]
    elif hasattr(value, "_fields"):
        names = list(value._fields)
    else:
        return None
    told = [name for name, _ in getmembers(type(value), lambda member: isinstance(member, property))]
    return {name: getattr(value, name) for name in (*names, *(name for name in told if name not in names))}
