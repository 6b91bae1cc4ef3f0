"""NEVER: what has certainly not happened, as a day later than every other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

# Any, because it stands for a day in fields of days and for an instant in fields of instants.
NEVER: Final[Any] = date(9999, 1, 1)
"""Has certainly not happened: for any day or instant. ``None`` would say that nobody knows."""

NEVER_AT: Final = datetime(9999, 1, 1, 12, tzinfo=UTC)
"""``NEVER`` as an instant: at noon, so that its day is the same in every time zone."""
