"""Progress: how far a long file is read, and how fast, on the error output of a terminal alone."""

from __future__ import annotations

import re
import sys
from io import StringIO
from pathlib import Path

import pytest

from sellerpolicy.commands import progress
from sellerpolicy.commands.progress import Line, Watched, watched
from sellerpolicy.dossier import files_read

ROWS = 2_000


class Terminal(StringIO):
    """Somebody looks."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def looked_at(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in place of the error output, where every file is long."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(progress, "LONG", 1_000)
    monkeypatch.setattr(progress, "A_MOMENT", 0)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    return shown


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "or[b]ders.csv"
    rows = "".join(f"O-{number},2026-10-01\n" for number in range(ROWS))
    path.write_text(f"order_id,placed_on\n{rows}", encoding="utf-8")
    return path


def count(path: Path) -> int:
    (file,) = files_read([path], opened=watched())
    assert file.read is not None
    assert file.read.file == str(path)
    return len(file.read.facts)


def test_a_bar_with_its_rate(orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = looked_at(monkeypatch)
    assert count(orders) == ROWS
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    assert "or[b]ders.csv" in shown
    assert "/s" in shown


def test_without_rich_a_line(orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = looked_at(monkeypatch)
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    assert count(orders) == ROWS
    shown = terminal.getvalue()
    assert "\ror[b]ders.csv: 100 %, " in shown
    assert " MB/s " in shown
    assert shown.endswith("\r\x1b[K")


def test_a_short_file_shows_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = looked_at(monkeypatch)
    path = tmp_path / "o.csv"
    path.write_text("order_id,placed_on\nO-1,2026-10-01\n", encoding="utf-8")
    assert count(path) == 1
    assert terminal.getvalue() == ""


def test_what_is_no_file_is_refused_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = looked_at(monkeypatch)
    (file,) = files_read([tmp_path / "nothing.csv"], opened=watched())
    assert "cannot be opened" in str(file.problem)
    assert terminal.getvalue() == ""


def test_nobody_looks(orders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert count(orders) == ROWS
    assert capsys.readouterr().err == ""


def test_a_line_says_nothing_before_a_moment_has_passed(capsys: pytest.CaptureFixture[str]) -> None:
    line = Line("x", 100)
    line.at(50)
    line.end()
    assert capsys.readouterr().err == ""


def test_a_watched_file_is_read_in_every_way(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abcdef")
    places: list[int] = []

    class Watch:
        def at(self, place: int) -> None:
            places.append(place)

    with Watched(path, Watch()) as file:
        assert file.read(2) == b"ab"
        assert file.readinto(bytearray(2)) == 2
        assert (file.read(None), file.read()) == (b"ef", b"")
    assert places == [2, 4, 6, 6]
