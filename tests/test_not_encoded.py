"""The page of what is not encoded: every line has an id of its own, words, and one of three reasons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "not_encoded.md"
LINE = re.compile(r"^\| `(?P<id>[a-z0-9-]+)` \| (?P<words>.+) \| (?P<reason>[^|]+) \|$", re.MULTILINE)
LINES = [found.groupdict() for found in LINE.finditer(PAGE.read_text(encoding="utf-8"))]
REASONS = {"inferred", "another programme", "no decision hangs on it"}


def test_every_row_of_every_table_is_such_a_line() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) == len(LINES) > 0


def test_no_id_is_there_twice() -> None:
    ids = [line["id"] for line in LINES]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_the_reason_is_one_of_three(line: dict[str, str]) -> None:
    assert line["reason"] in REASONS
    assert line["words"].strip()
