"""Dossiers: the files of one account put together, and of several accounts apart."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy.dossier import Dossier, FileRead, dossiers, files_read
from sellerpolicy.errors import BadReport

US, CA = "ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"
DAY = date(2026, 11, 21)
ORDERS = "order_id,placed_on\nO-1,2026-10-01\nO-2,2026-10-02\n"
FEEDBACK = "order_id,rating,left_on\nO-1,1,2026-10-09\n"


def write(folder: Path, **contents: str) -> Path:
    """Files by name, ``__`` for the folders between."""
    for name, content in contents.items():
        path = folder / name.replace("__", "/").replace("_csv", ".csv").replace("_json", ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def performance(*, marketplace: str = US, last: str = "2026-11-10", metrics: int = 1) -> str:
    window = {"reportingDateFrom": "2026-10-01T00:00:00Z", "reportingDateTo": f"{last}T23:59:59Z"}
    metric = {"reportingDateRange": window, "orderCount": 100, "status": "GOOD"}
    names = ("lateShipmentRate", "validTrackingRate")[:metrics]
    return json.dumps({"performanceMetrics": [{"marketplaceId": marketplace, **dict.fromkeys(names, metric)}]})


def of(*paths: Path, until: date = DAY) -> tuple[Dossier, ...]:
    return dossiers(files_read(paths), until=until)


def accounts(files: tuple[FileRead, ...]) -> list[tuple[str | None, str]]:
    return [(file.account, file.path.name) for file in files]


class TestFiles:
    """Every file is read by its content, and none is dropped in silence."""

    def test_files_of_a_folder_are_one_account(self, tmp_path: Path) -> None:
        write(tmp_path, b_csv=ORDERS, a_csv=FEEDBACK)
        files = files_read([tmp_path])
        assert accounts(files) == [(None, "a.csv"), (None, "b.csv")]
        assert [file.read.kind for file in files if file.read] == ["feedback", "orders"]
        assert [list(file.complaints) for file in files] == [[], []]

    def test_sub_folders_are_accounts_with_all_below(self, tmp_path: Path) -> None:
        write(tmp_path, acme__o_csv=ORDERS, beta__deep__er__f_csv=FEEDBACK)
        assert accounts(files_read([tmp_path])) == [("acme", "o.csv"), ("beta", "f.csv")]

    def test_what_lies_beside_sub_folders_is_called_as_its_folder(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "shops", own_csv=ORDERS, acme__o_csv=ORDERS)
        assert accounts(files_read([folder])) == [("shops", "own.csv"), ("acme", "o.csv")]

    def test_sub_folders_of_several_folders_keep_apart(self, tmp_path: Path) -> None:
        first, second = (write(tmp_path / name, acme__o_csv=ORDERS) for name in "ab")
        assert accounts(files_read([first, second])) == [("a/acme", "o.csv"), ("b/acme", "o.csv")]

    def test_a_file_in_the_root_of_a_disk_has_a_name_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path / "shops", acme__o_csv=ORDERS)
        write(tmp_path, own_csv=FEEDBACK)
        monkeypatch.chdir(tmp_path)
        assert accounts(files_read([Path("shops"), Path("own.csv")])) == [("acme", "o.csv"), (".", "own.csv")]

    def test_hidden_files_are_not_looked_at(self, tmp_path: Path) -> None:
        write(tmp_path, **{".hidden_csv": "x", "__MACOSX__o_csv": ORDERS, "o_csv": ORDERS})
        (tmp_path / "acme").mkdir()
        write(tmp_path / "acme", **{".git__o_csv": "x"})
        assert accounts(files_read([tmp_path])) == [(None, "o.csv")]

    def test_a_folder_without_a_file(self, tmp_path: Path) -> None:
        with pytest.raises(BadReport, match="no file in it"):
            files_read([tmp_path])

    def test_what_is_no_report_is_kept_with_its_reason(self, tmp_path: Path) -> None:
        (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
        (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        odd, photo = files_read([tmp_path])
        assert (odd.read, photo.read) == (None, None)
        assert "no known report has its columns" in str(odd.problem)
        assert list(odd.complaints) == [odd.problem]
        assert photo.problem is not None
        assert list(photo.complaints) == []
        (named,) = files_read([tmp_path / "photo.png"])
        assert list(named.complaints) == [named.problem]

    def test_rows_that_cannot_be_read_are_named_the_first_twenty_of_them(self, tmp_path: Path) -> None:
        rows = "".join(f"O-{number},yesterday\n" for number in range(22))
        (file,) = files_read([write(tmp_path, o_csv=f"order_id,placed_on\nO-A,2026-10-01\n{rows}")])
        complaints = list(file.complaints)
        assert complaints[0].endswith(
            "o.csv, line 3, column placed_on: expected a day, written as 2026-11-05, got 'yesterday'"
        )
        assert len(complaints) == 21
        assert complaints[-1].endswith("o.csv: 2 more rows could not be read")
        assert file.read is not None
        assert len(file.read.facts) == 1

    def test_a_column_is_called_as_in_the_file(self, tmp_path: Path) -> None:
        rows = (
            "order-id\torder-item-id\tPurchase-Date\tquantity-purchased\nx\t1\t2026\t1\n111-0000001-0000001\t1\t?\t1\n"
        )
        (file,) = files_read([write(tmp_path, o_csv=rows)])
        first, second = file.complaints
        assert "o.csv, line 2, column order-id: expected an order id" in first
        assert "o.csv, line 3, column Purchase-Date: expected an instant" in second
        assert file.read is not None
        assert [row.column for row in file.read.refused] == ["order_id", "purchase_date"]

    def test_a_row_of_json_has_no_header(self, tmp_path: Path) -> None:
        (file,) = files_read([write(tmp_path, o_json='[{"order_id": "1", "placed_on": "soon"}]')])
        assert [complaint.partition("column ")[2].partition(":")[0] for complaint in file.complaints] == ["placed_on"]

    def test_how_a_file_is_opened_is_for_the_caller_to_say(self, tmp_path: Path) -> None:
        seen: list[Path] = []

        @contextmanager
        def opened(path: Path) -> Any:
            seen.append(path)
            with path.open("rb") as file:
                yield file

        (file,) = files_read([write(tmp_path, o_csv=ORDERS)], opened=opened)
        assert seen == [file.path]
        assert file.read is not None
        assert (file.read.kind, file.read.file) == ("orders", str(file.path))


class TestOneAccount:
    """What the files of one account say, everything once."""

    def test_facts_of_all_files(self, tmp_path: Path) -> None:
        write(tmp_path, a_csv=ORDERS, b_csv=ORDERS, f_csv=FEEDBACK, broken_csv="a,b\n")
        (found,) = of(tmp_path)
        assert (found.name, found.doubles, found.is_empty) == (None, {"Order": 2}, False)
        assert [type(fact) for fact in found.facts] == [sp.Order, sp.Order, sp.Feedback]
        assert len(found.files) == 4

    def test_what_is_of_a_later_day_is_left_out(self, tmp_path: Path) -> None:
        (found,) = of(write(tmp_path, a_csv=ORDERS, r_json=performance()), until=date(2026, 10, 1))
        assert (len(found.facts), found.later) == (1, {"Order": 1, "PerformanceReport": 1})
        assert found.performance == {}
        (nothing,) = of(tmp_path, until=date(2026, 9, 1))
        assert nothing.is_empty

    def test_the_newest_of_amazons_reports_is_taken(self, tmp_path: Path) -> None:
        write(tmp_path, a_json=performance(), b_json=performance(last="2026-11-03"), c_json=performance(marketplace=CA))
        (found,) = of(tmp_path)
        assert {place.name for place in found.performance} == {"US", "CA"}
        window = found.performance[sp.Marketplace.US].metrics[0].window
        assert (window and window.last, found.older) == (date(2026, 11, 10), 1)

    def test_of_two_of_a_day_the_one_that_says_more(self, tmp_path: Path) -> None:
        (found,) = of(write(tmp_path, a_json=performance(metrics=2), b_json=performance()))
        assert len(found.performance[sp.Marketplace.US].metrics) == 2


class TestManyAccounts:
    """Sub-folders are accounts, and so are sellers whose ids stand in the rows."""

    ROWS = "order_id,placed_on,seller_id\nO-1,2026-10-01,A\nO-2,2026-10-02,B\nO-3,2026-10-02,\n"

    def test_folders(self, tmp_path: Path) -> None:
        found = of(write(tmp_path, beta__f_csv=FEEDBACK, acme__o_csv=ORDERS))
        assert [(each.name, len(each.facts)) for each in found] == [("acme", 2), ("beta", 1)]

    def test_sellers(self, tmp_path: Path) -> None:
        found = of(write(tmp_path, o_csv=self.ROWS, f_csv=FEEDBACK))
        assert [each.name for each in found] == ["A", "B", "no seller id"]
        assert [len(each.facts) for each in found] == [2, 1, 1]
        assert {type(fact) for fact in found[0].facts} == {sp.Order, sp.Feedback}

    def test_what_is_about_orders_that_no_file_has_is_nobodys(self, tmp_path: Path) -> None:
        """O-3 is there without a seller; of O-9 nothing is known, and a month of sales is about no order."""
        feedback = "".join(f"O-{number},1,2026-10-09\n" for number in (1, 3, 9))
        write(
            tmp_path, o_csv=self.ROWS, f_csv=f"order_id,rating,left_on\n{feedback}", m_csv="month,gross\n2026-10-01,1\n"
        )
        found = of(tmp_path)
        assert [(each.name, len(each.facts), each.strays) for each in found] == [
            ("A", 2, 0),
            ("B", 1, 0),
            ("no seller id", 4, 1),
        ]

    def test_one_seller_is_one_account(self, tmp_path: Path) -> None:
        (found,) = of(write(tmp_path, o_csv="order_id,placed_on,seller_id\nO-1,2026-10-01,A\nO-2,2026-10-02,\n"))
        assert (found.name, len(found.facts)) == (None, 2)

    def test_amazons_report_names_no_seller(self, tmp_path: Path) -> None:
        rows = self.ROWS.replace("O-3,2026-10-02,\n", "")
        found = of(write(tmp_path, acme__o_csv=rows, acme__r_json=performance()))
        assert [(each.name, len(each.performance)) for each in found] == [
            ("acme/A", 0),
            ("acme/B", 0),
            ("acme/no seller id", 1),
        ]
        found = of(write(tmp_path / "alone", o_csv=rows))
        assert [each.name for each in found] == ["A", "B"]
