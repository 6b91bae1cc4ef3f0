"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from sellerpolicy.__main__ import UNREADABLE, main
from sellerpolicy.commands.arguments import require_writable
from sellerpolicy.errors import BadReport

ORDERS = "order_id,placed_on\nO-1,2026-10-01\n"


class TestFilesToWrite:
    """A file that cannot be written is said before anything else is done; nothing is changed by the question."""

    def test_a_new_file_is_not_made_yet(self, tmp_path: Path) -> None:
        require_writable(tmp_path / "report.html")
        assert list(tmp_path.iterdir()) == []

    def test_what_is_in_a_file_stays(self, tmp_path: Path) -> None:
        file = tmp_path / "report.html"
        file.write_text("as it was", encoding="utf-8")
        require_writable(file)
        assert file.read_text(encoding="utf-8") == "as it was"

    def test_a_folder_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(BadReport, match="report.html: cannot be written: No such file or directory"):
            require_writable(tmp_path / "reports" / "report.html")

    @pytest.mark.parametrize(("command", "option"), [("check", "--html"), ("due", "--ics"), ("verify", "--write")])
    def test_commands_say_so_at_once(
        self, command: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Even before they read what they are given."""
        given = "nobody" if command == "verify" else str(tmp_path / "nothing.csv")
        assert main([command, given, option, str(tmp_path)]) == UNREADABLE
        told = capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
        assert f"{tmp_path}: cannot be written: Is a directory" in told.err
