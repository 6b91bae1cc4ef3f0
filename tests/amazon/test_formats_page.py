"""The page of formats names every format that is read."""

from __future__ import annotations

import re
from pathlib import Path

from sellerpolicy import amazon

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"


def test_every_format_has_its_row() -> None:
    rows = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    named = {kind for row in rows for kind in re.findall("`([a-z0-9_]+)`", row)}
    assert {known.kind for known in amazon.FORMATS} - set(amazon.TABLES) <= named
