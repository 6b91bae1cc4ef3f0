"""Dossiers for people: which files were read, what could not be, and what was known when."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sellerpolicy.dossier import Dossier, dossiers, files_read
from sellerpolicy.views.dossiers import (
    dossier_data,
    files_shown,
    files_told,
    knowledge_told,
    reason,
    remarks,
    unread_told,
)

DAY = date(2026, 11, 21)


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    """Two files that contradict each other, rows that cannot be read, a later one, and files that are no reports."""
    for name, content in {
        "a.csv": "order_id,placed_on,sku,delivered_on\n"
        "O-1,2026-10-01,A,\nO-2,2026-12-01,A,\nO-3,2026-10-01,,2026-12-01\n",
        "b.csv": "order_id,placed_on,sku\nO-1,2026-10-01,B\nO-4,yesterday,B\n,,\n",
        "c.csv": "x,y\n",
        "d.md": "Nothing.\n",
    }.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (found,) = dossiers(files_read([tmp_path]), until=DAY)
    return found


def test_files(dossier: Dossier, tmp_path: Path) -> None:
    text = " ".join(" ".join(files_told(dossier)).split())
    assert f"{tmp_path}/a.csv: orders, 3 rows used" in text
    assert "b.csv: orders, 1 row used, 1 without a fact (empty row), 1 NOT READ" in text
    assert "c.csv: not read" in text
    assert "d.md: no report: line 1: no known report has its columns" in text
    assert len(files_shown(dossier).rows) == 4


def test_what_could_not_be_read(dossier: Dossier) -> None:
    text = " ".join(" ".join(unread_told(dossier)).split())
    assert "b.csv, line 3, column placed_on: expected a day" in text
    assert "c.csv, line 1: no known report has its columns: 'x', 'y'" in text
    assert "d.md" not in text


def test_what_was_known_when(dossier: Dossier) -> None:
    told = list(remarks(dossier))
    assert told[:3] == [
        "of a later day, and left out: 1 Order",
        "known on that day, and told with what happened later: 1 Order",
        "in several places, and taken once: 1 Order",
    ]
    assert told[3].startswith("Order O-1: sku is A (")
    assert "  - of a later day, and left out: 1 Order" in list(knowledge_told(dossier))


def test_json(dossier: Dossier) -> None:
    told = json.loads(json.dumps(dossier_data(dossier)))
    assert [file["kind"] for file in told["files"]] == ["orders", "orders", None, None]
    assert [(file["used"], file["refused"], file["ignored"]) for file in told["files"][1:3]] == [
        (1, 1, {"empty row": 1}),
        (0, 0, {}),
    ]
    assert (told["later"], told["in_part"], told["doubles"]) == ({"Order": 1}, {"Order": 1}, {"Order": 1})
    (contradiction,) = told["contradictions"]
    assert (contradiction["field"], contradiction["taken"], contradiction["other"]) == ("sku", "A", "B")
    assert reason(dossier.files[0]) == ""
