"""Words: values of facts, terms and limits as a reader would say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from sellerpolicy.facts.never import NEVER, NEVER_AT

MOST_NAMED = 3


def in_words(value: object) -> str:
    """Say a value of a limit, fact or term as a reader would: rates in percent, days as ISO text, unknown facts so."""
    if value is None:
        return "unknown"
    if value in (NEVER, NEVER_AT):
        return "never"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return value.name.lower().replace("_", " ")
    if isinstance(value, Fraction):
        return percent(value)
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, datetime):
        return _instant(value)
    return str(value)


def percent(rate: Fraction, *, decimals: int = 4) -> str:
    """A rate in percent, cut and never rounded up: ``0.99 %``, and ``1.0152… %`` where more decimals follow."""
    scaled = rate * 100
    text = f"{Decimal(int(scaled * 10**decimals)) / 10**decimals:f}"
    exact = Fraction(text) == scaled
    return f"{text}{'' if exact else '…'} %"


def some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = "" if len(names) <= MOST_NAMED else f" and {len(names) - MOST_NAMED} more"
    return f"{', '.join(names[:MOST_NAMED])}{more}"


def _instant(instant: datetime) -> str:
    """To the minute, in the time zone that it has; to the second where there are any."""
    seconds = ":%S" if instant.second or instant.microsecond else ""
    return f"{instant:%Y-%m-%d %H:%M{seconds} %Z}"


def _duration(elapsed: timedelta) -> str:
    total = int(elapsed.total_seconds())
    if total % 86_400 == 0:
        whole_days = total // 86_400
        return f"{whole_days} day{'' if abs(whole_days) == 1 else 's'}"
    minutes = abs(total) // 60
    sign = "-" if total <= -60 else ""  # noqa: PLR2004 - a minute
    return f"{sign}{minutes // 60} h {minutes % 60:02} min"
