"""The command line: arguments in, text and an exit status out."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import __main__ as command_line, account
from sellerpolicy.__main__ import HEALTHY, ILL, UNREADABLE, main
from sellerpolicy.logic import DecisionTable
from sellerpolicy.rules import conformance, injury_and_damage
from sellerpolicy.statements import STATEMENTS

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
RECORDED = Path(__file__).with_name("conformance.json")
DAY = injury_and_damage.claim.filed_on
COMMAND = Path(command_line.__file__)
US, CA = "ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"
KINDS = ("orders", "feedback", "claims", "chargebacks", "injury_claims", "monthly_sales", "insurance_policies")
INJURY = {
    "claim_id": "K-1",
    "harm": "property_damage",
    "amount": "999.99",
    "filed_on": "2023-05-02",
    "is_valid": True,
    "seller_insured": True,
    "follows_policy": True,
}
ORDERS = "order_id,placed_on\nO-1,2026-10-01\nO-2,2026-10-02\n"
GRANTED = (
    "claim_id,order_id,reason,filed_at,status,paid_by,decided_on\n"
    "C-1,O-9,not_received,2026-10-20T18:00:00Z,granted,seller,2026-10-30\n"
)
ASKED = (
    "claim_id,order_id,reason,filed_at,information_requested_at,information_answered_at\n"
    "C-2,O-9,not_received,2026-10-20T18:00:00Z,2026-11-19T18:00:00Z,never\n"
)


class Shell:
    """Commands as a user types them, in a folder of their own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def write(self, name: str, content: str | bytes | Any) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def run(self, *arguments: object) -> tuple[int, str, str]:
        """Exit status, output and errors."""
        status = main([str(argument) for argument in arguments])
        printed = self._capsys.readouterr()
        return status, printed.out, printed.err


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capsys)


def performance(*, marketplace: str = US, status: str = "NORMAL", late: int = 0) -> dict[str, Any]:
    """A document with one metric: so many late shipments of 100, under 4 %."""
    window = {"reportingDateFrom": "2026-10-12T00:00:00Z", "reportingDateTo": "2026-11-10T23:59:59Z"}
    metric = {
        "reportingDateRange": window,
        "orderCount": 100,
        "lateShipmentCount": late,
        "rate": late / 100,
        "targetValue": 0.04,
        "targetCondition": "LESS_THAN",
        "status": "GOOD" if late < 4 else "BAD",
    }
    return {
        "accountStatuses": [{"marketplaceId": marketplace, "status": status}],
        "performanceMetrics": [{"marketplaceId": marketplace, "lateShipmentRate": metric}],
    }


class TestCheck:
    """Where an account stands: exit status 0 healthy, 1 a target missed or a duty due, 2 unreadable input."""

    def test_the_example_account(self, shell: Shell) -> None:
        status, out, err = shell.run("check", EXAMPLES, "--as-of", "2026-11-21")
        assert (status, err) == (ILL, "")
        assert out.startswith("Amazon US on 2026-11-21: NOT HEALTHY - 2 targets missed, 3 duties due")
        assert "tomorrow     MUST   Answer the information request, by 2026-11-22 15:20 PST" in out
        assert "in 6 days    MUST   Become insured as Amazon asks, by 2026-11-27" in out
        assert "in 8 days    may    Appeal, by 2026-11-29" in out
        assert "113-8667562-3428073" in out

    def test_every_line_fits_a_terminal(self, shell: Shell) -> None:
        for command in (("check", EXAMPLES), ("due", EXAMPLES)):
            _, out, _ = shell.run(*command, "--as-of", "2026-11-21")
            assert [line for line in out.split("\n") if len(line) > 100 and "https://" not in line] == []

    @pytest.mark.parametrize(("late", "status"), [(3, HEALTHY), (4, ILL), (5, ILL)])
    def test_a_target_met_or_missed(self, shell: Shell, late: int, status: int) -> None:
        document = shell.write("report.json", performance(late=late))
        assert shell.run("check", document, "--as-of", "2026-11-21")[0] == status

    def test_a_duty_is_due_and_a_right_is_not(self, shell: Shell) -> None:
        assert shell.run("check", shell.write("claims.csv", GRANTED), "--as-of", "2026-11-21")[0] == HEALTHY
        assert shell.run("check", shell.write("claims.csv", ASKED), "--as-of", "2026-11-21")[0] == ILL

    def test_exit_zero_for_scripts(self, shell: Shell) -> None:
        document = shell.write("report.json", performance(late=5))
        assert shell.run("check", document, "--exit-zero")[0] == HEALTHY
        assert shell.run("check", shell.write("report.json", "{"), "--exit-zero")[0] == UNREADABLE

    def test_json(self, shell: Shell) -> None:
        status, out, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21", "--json")
        (told,) = json.loads(out)
        assert (status, told["marketplace"], told["healthy"]) == (ILL, "us", False)
        assert out.isascii()

    def test_in_full(self, shell: Shell) -> None:
        _, brief, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21")
        _, full, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21", "--full")
        assert "Amazon found the claim valid" in full
        assert "Amazon found the claim valid" not in brief

    def test_the_day_is_today_unless_said(self, shell: Shell) -> None:
        before = date.today()  # noqa: DTZ011
        _, out, _ = shell.run("check", shell.write("report.json", performance()))
        told = date.fromisoformat(out[len("Amazon US on ") :][:10])
        assert before <= told <= before + timedelta(days=1)

    def test_files_and_folders_together(self, shell: Shell) -> None:
        shell.write("account/orders.csv", ORDERS)
        shell.write("account/README.md", "Not a report.")
        shell.write("account/.hidden.csv", "neither,is,this\n")
        shell.write("account/feedback.CSV", "order_id,rating,left_on\nO-1,1,2026-10-09\n")
        document = shell.write("report.json", performance())
        status, out, _ = shell.run("check", shell.folder / "account", document, "--as-of", "2026-11-21")
        assert status == ILL
        assert "Of 2 orders placed" in out
        assert "late shipment rate" in out

    def test_several_marketplaces(self, shell: Shell) -> None:
        ours, theirs = (shell.write(f"{place}.json", performance(marketplace=place)) for place in (US, CA))
        _, out, _ = shell.run("check", ours, theirs, "--as-of", "2026-11-21")
        assert re.findall(r"^Amazon (\w+) on", out, flags=re.MULTILINE) == ["US", "CA"]

    def test_text_of_files_is_shown_and_never_obeyed(self, shell: Shell) -> None:
        document = performance(status="\u001b[2JNORMAL\u009b")
        _, out, _ = shell.run("check", shell.write("report.json", document), "--as-of", "2026-11-21")
        assert r"\x1b[2JNORMAL\x9b" in out
        assert all(line.isprintable() for line in out.split("\n"))


class TestUnreadable:
    """What cannot be read is said on the error output, with its place; nothing is guessed or dropped."""

    def refused(self, shell: Shell, *paths: object) -> str:
        status, out, err = shell.run("check", *paths, "--as-of", "2026-11-21")
        assert (status, out) == (UNREADABLE, "")
        assert all(line.startswith("sellerpolicy: ") for line in err.splitlines())
        return err

    def test_a_file_that_is_not_there(self, shell: Shell) -> None:
        err = self.refused(shell, shell.folder / "nothing.json")
        assert "nothing.json: cannot be opened" in err

    @pytest.mark.parametrize(
        "content",
        [b"", b"{", b"\x00\x01", b"\x1f\x8bno gzip", b"[" * 100_000, b"PK\x03\x04", b"a,b\n1,2\n", b"{}", b"\xff\xfe"],
    )
    def test_a_file_that_is_no_report(self, shell: Shell, content: bytes) -> None:
        assert "report.json" in self.refused(shell, shell.write("report.json", content))

    def test_every_bad_row_of_every_file_is_named(self, shell: Shell) -> None:
        feedback = shell.write(
            "feedback.csv", "order_id,rating,left_on\nO-1,6,2026-10-09\nO-2,1,2026-10-09\nO-3,0,2026-10-09\n"
        )
        orders = shell.write("orders.csv", "order_id,placed_on\nO-1,yesterday\n")
        status, out, err = shell.run("check", feedback, orders, "--as-of", "2026-11-21")
        assert status == UNREADABLE
        first, second, third = err.splitlines()
        assert "feedback.csv, line 2, column rating: expected a whole number of stars from 1 to 5" in first
        assert "feedback.csv, line 4, column rating" in second
        assert "orders.csv, line 2, column placed_on" in third
        assert out.count("NOT READ") == 3
        assert "feedback, 1 row used, 2 NOT READ" in " ".join(out.split())

    @pytest.mark.parametrize("command", ["check", "due"])
    def test_what_several_accounts_lack_is_said_once(self, shell: Shell, command: str) -> None:
        rows = "O-1,2026-10-01,A\nO-2,2026-10-01,B\nO-3,2026-10-01,C\nO-4,1 October,C\n"
        orders = shell.write("orders.csv", f"order_id,placed_on,seller_id\n{rows}")
        status, _, err = shell.run(command, orders, "--as-of", "2026-11-21")
        assert status == UNREADABLE
        (line,) = err.splitlines()
        assert "orders.csv, line 5, column placed_on" in line

    def test_a_misspelt_column_is_named_with_the_nearest(self, shell: Shell) -> None:
        err = self.refused(shell, shell.write("feedback.csv", "order_id,ratng,left_on\nO-1,1,2026-10-09\n"))
        assert "did you mean 'rating'?" in err

    def test_an_empty_folder(self, shell: Shell) -> None:
        assert f"{shell.folder}: no file in it" in self.refused(shell, shell.folder)

    def test_files_that_hold_nothing(self, shell: Shell) -> None:
        assert "nothing to report on" in self.refused(shell, shell.write("orders.csv", "order_id,placed_on\n"))

    def test_a_hostile_name_and_value_are_escaped(self, shell: Shell) -> None:
        path = shell.write("evil\x1b[2J.csv", "order_id,placed_on\nO-1,\x1b[31mred\n")
        err = self.refused(shell, path)
        assert all(line.isprintable() for line in err.split("\n"))

    @pytest.mark.parametrize("arguments", [["check"], ["check", "x", "--as-of", "today"], ["fly"], []])
    def test_wrong_usage(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as refused:
            main(arguments)
        assert refused.value.code == UNREADABLE
        assert "usage: sellerpolicy" in capsys.readouterr().err

    def test_a_day_that_is_none_says_what_was_expected(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            main(["check", "x", "--as-of", "21/11/2026"])
        assert "expected a day such as 2026-11-21, got '21/11/2026'" in capsys.readouterr().err


class TestSince:
    """What changed since an earlier report, in text and JSON."""

    def earlier(self, shell: Shell, *paths: object, day: str = "2026-11-14") -> Path:
        return shell.write("last.json", shell.run("check", *paths, "--as-of", day, "--json")[1])

    def test_text(self, shell: Shell) -> None:
        last = self.earlier(shell, EXAMPLES)
        status, out, err = shell.run("check", EXAMPLES, "--as-of", "2026-11-21", "--since", last)
        assert (status, err) == (ILL, "")
        changed = out.partition("CHANGED SINCE 2026-11-14\n")[2].partition("\n\n")[0]
        assert "is the insurance what Amazon asks for: was adequate" in changed
        assert out.index("CHANGED SINCE") < out.index("TO DO")

    def test_json(self, shell: Shell) -> None:
        last = self.earlier(shell, EXAMPLES)
        _, out, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21", "--since", last, "--json")
        (told,) = json.loads(out)
        assert told["progress"]["since"] == "2026-11-14"
        assert {change["kind"] for change in told["progress"]["changes"]} == {"deadline", "decision"}

    def test_a_report_with_changes_can_be_compared_again(self, shell: Shell) -> None:
        last = self.earlier(shell, EXAMPLES)
        _, out, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21", "--since", last, "--json")
        again = shell.write("again.json", out)
        _, out, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21", "--since", again)
        assert "CHANGED SINCE 2026-11-21\n  nothing\n" in out

    def test_a_marketplace_that_is_new(self, shell: Shell) -> None:
        ours, theirs = (shell.write(f"{place}.json", performance(marketplace=place)) for place in (US, CA))
        last = self.earlier(shell, ours)
        _, out, _ = shell.run("check", ours, theirs, "--as-of", "2026-11-21", "--since", last)
        assert "CHANGED SINCE THE EARLIER REPORT\n  it says nothing of this marketplace\n" in out
        _, out, _ = shell.run("check", ours, theirs, "--as-of", "2026-11-21", "--since", last, "--json")
        assert [told["progress"] is None for told in json.loads(out)] == [False, True]

    def test_a_marketplace_that_is_gone(self, shell: Shell) -> None:
        ours, theirs = (shell.write(f"{place}.json", performance(marketplace=place)) for place in (US, CA))
        last = self.earlier(shell, ours, theirs)
        _, out, _ = shell.run("check", ours, "--as-of", "2026-11-21", "--since", last)
        assert out.endswith("The earlier report also speaks of: ca.\n")

    @pytest.mark.parametrize("content", ["{", "[]", "[1]", [{"schema": "other"}], "a,b\n1,2\n", "<a></a>"])
    def test_a_file_that_is_no_report(self, shell: Shell, content: Any) -> None:
        last = shell.write("last.json", content)
        status, out, err = shell.run("check", EXAMPLES, "--as-of", "2026-11-21", "--since", last)
        assert (status, out) == (UNREADABLE, "")
        assert "last.json" in err


class TestMixedFolders:
    """A folder mixes any files: what is known is told, and what is not read is told too."""

    def test_what_is_not_read_is_said_and_the_rest_told(self, shell: Shell) -> None:
        shell.write("a/orders.csv", f"{ORDERS}O-3,yesterday\n")
        shell.write("a/odd.csv", "a,b\n1,2\n")
        shell.write("a/README.md", "Nothing of interest.")
        status, out, err = shell.run("check", shell.folder / "a", "--as-of", "2026-11-21")
        assert status == UNREADABLE
        assert out.startswith("Amazon US on 2026-11-21: HEALTHY as far as the facts go\n\nNOT READ, AND SO NOT IN WHAT")
        text = " ".join(out.split())
        assert "orders.csv: orders, 2 rows used, 1 NOT READ" in text
        assert "odd.csv: not read" in text
        assert "README.md: no report: line 1: no known report has its columns" in text
        assert len(err.splitlines()) == 2
        assert shell.run("check", shell.folder / "a", "--exit-zero")[0] == UNREADABLE

    def test_rows_without_a_fact_are_counted(self, shell: Shell) -> None:
        _, out, _ = shell.run("check", shell.write("orders.csv", f"{ORDERS},\n"), "--as-of", "2026-11-21")
        assert "orders.csv: orders, 2 rows used, 1 without a fact (empty row)" in " ".join(out.split())

    def test_an_order_in_two_files_is_one(self, shell: Shell) -> None:
        shell.write("a/one.csv", "order_id,placed_on,sku\nO-1,2026-10-01,A\n")
        shell.write("a/two.csv", "order_id,placed_on,sku\nO-1,2026-10-01,B\n")
        status, out, _ = shell.run("check", shell.folder / "a", "--as-of", "2026-11-21")
        text = " ".join(out.split())
        assert status == HEALTHY
        assert "Of 1 order placed" in text
        assert "KNOWN OTHERWISE, OR LATER - in several places, and taken once: 1 Order - Order O-1: sku is A" in text

    def test_older_reports_of_amazons_are_left_aside(self, shell: Shell) -> None:
        shell.write("a/new.json", performance())
        shell.write("a/old.json", json.dumps(performance(late=50)).replace("2026-11-10", "2026-11-09"))
        status, out, _ = shell.run("check", shell.folder / "a", "--as-of", "2026-11-21")
        assert status == HEALTHY
        assert "1 older report of Amazon's left aside" in out

    def test_amazons_counts_stand_beside_ours(self, shell: Shell) -> None:
        _, out, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21")
        section = out.partition("AMAZON'S COUNTS BESIDE YOURS\n")[2].partition("\n\n")[0]
        assert "    orders                                    105      113       -8" in section
        assert "= pre fulfillment cancellation rate, 7 d to 11-14: the same on both sides: 0 cancelled," in section

    def test_amazons_bookings_without_a_claim_are_lacking(self, shell: Shell) -> None:
        settlement = (EXAMPLES / "orders.csv").read_text(encoding="utf-8")
        events = {"GuaranteeClaimEventList": [{"AmazonOrderId": "O-9", "PostedDate": "2026-11-01T00:00:00Z"}]}
        shell.write("a/finances.json", {"payload": {"FinancialEvents": events}})
        shell.write("a/orders.csv", settlement)
        _, out, _ = shell.run("check", shell.folder / "a", "--as-of", "2026-11-21")
        assert "the guarantee claims that Amazon charged on orders O-9: whether they count" in " ".join(out.split())


class TestMarketplace:
    """Files of Amazon's that name no marketplace are of the one that is asked for; where none is, a guess is said."""

    FEEDBACK = (
        "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n10/05/26\t1\tbad\t\t202-0000001-0000001\tx\n"
    )
    TO_SHIP = (
        "order-id\torder-item-id\tpurchase-date\tquantity-purchased\n"
        "202-0000001-0000001\t1\t2026-05-01T10:00:00+00:00\t1\n"
    )

    def test_it_is_asked_for(self, shell: Shell) -> None:
        file = shell.write("feedback.txt", self.FEEDBACK)
        status, _, err = shell.run("check", file, "--as-of", "2026-05-20")
        assert status == UNREADABLE
        assert "expected marketplace= to be given (on the command line --marketplace)" in err

    @pytest.mark.parametrize("command", ["check", "due"])
    def test_it_is_given(self, shell: Shell, command: str) -> None:
        file = shell.write("feedback.txt", self.FEEDBACK)
        status, out, err = shell.run(command, file, "--as-of", "2026-05-20", "--marketplace", "UK", "--exit-zero")
        assert (status, err) == (HEALTHY, "")
        assert "Amazon US" not in out

    def test_what_it_told_stands_with_the_files(self, shell: Shell) -> None:
        file = shell.write("feedback.txt", self.FEEDBACK)
        _, out, _ = shell.run("check", file, "--as-of", "2026-05-20", "--marketplace", "uk")
        assert out.startswith("Amazon UK on 2026-05-20: ")
        assert "used; it names no marketplace and is read as one of Amazon UK" in " ".join(out.split())

    def test_a_guess_is_said(self, shell: Shell) -> None:
        file = shell.write("ship.txt", self.TO_SHIP)
        _, out, _ = shell.run("check", file, "--as-of", "2026-05-20")
        told = " ".join(out.split())
        assert "row used; GUESSED to be of Amazon US, for nothing names a marketplace" in told
        assert "which is read as Amazon US; if that is wrong, say --marketplace" in told
        other = shell.write("ship2.txt", self.TO_SHIP.replace("202-0000001", "202-0000002"))
        _, out, _ = shell.run("check", file, other, "--as-of", "2026-05-20")
        assert "ship2.txt, which are read as Amazon US" in " ".join(out.split())
        _, out, _ = shell.run("check", file, "--as-of", "2026-05-20", "--json")
        assert json.loads(out)[0]["reading"]["files"][0]["guessed"] is True

    def test_one_that_is_none(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            main(["check", "x.csv", "--marketplace", "ukk"])
        assert re.search("expected one of us, .*got 'ukk'; did you mean 'uk'?", capsys.readouterr().err)
        with pytest.raises(SystemExit):
            main(["check", "x.csv", "--marketplace", "?"])
        assert "did you mean" not in capsys.readouterr().err


class TestAsOf:
    """What was not known on the day that is asked for is left out, and counted."""

    def test_what_came_later(self, shell: Shell) -> None:
        shell.write("a/orders.csv", "order_id,placed_on,delivered_on\nO-1,2026-10-01,2026-10-05\nO-2,2026-10-02,\n")
        shell.write("a/report.json", performance())
        _, out, _ = shell.run("check", shell.folder / "a", "--as-of", "2026-10-01")
        text = " ".join(out.split())
        assert "of a later day, and left out: 1 Order, 1 PerformanceReport" in text
        assert "known on that day, and told with what happened later: 1 Order" in text
        assert "Of 1 order placed" in text

    def test_nothing_was_known(self, shell: Shell) -> None:
        status, out, err = shell.run("check", shell.write("orders.csv", ORDERS), "--as-of", "2026-09-01")
        assert (status, out) == (UNREADABLE, "")
        assert "no fact, no metric; of a later day: 2 Order" in err

    def test_today_it_is_tomorrow_somewhere(self, shell: Shell) -> None:
        tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
        _, out, _ = shell.run("check", shell.write("orders.csv", f"order_id,placed_on\nO-1,{tomorrow}\n"))
        assert "left out" not in out


class TestManyAccounts:
    """Each sub-folder is an account: one line each, the nearest deadline first."""

    def shops(self, shell: Shell) -> Path:
        shell.write("shops/fine.d/orders.csv", ORDERS)
        shell.write("shops/asked/claims.csv", ASKED)
        return shell.folder / "shops"

    def test_one_line_each(self, shell: Shell) -> None:
        status, out, _ = shell.run("check", self.shops(shell), "--as-of", "2026-11-21")
        assert status == ILL
        assert out.splitlines() == [
            "2 ACCOUNTS ON 2026-11-21: 1 NOT HEALTHY",
            "",
            "  asked   NOT HEALTHY  tomorrow     MUST  answer the information request (US)  1 due",
            "  fine.d  HEALTHY      no deadline",
        ]

    def test_in_full(self, shell: Shell) -> None:
        _, out, _ = shell.run("check", self.shops(shell), "--as-of", "2026-11-21", "--full")
        assert re.findall(r"^ACCOUNT (\S+)$", out, flags=re.MULTILINE) == ["asked", "fine.d"]
        assert out.count("Amazon US on 2026-11-21") == 2

    def test_json_and_what_changed_since(self, shell: Shell) -> None:
        shops = self.shops(shell)
        _, out, _ = shell.run("check", shops, "--as-of", "2026-11-20", "--json")
        told = json.loads(out)
        assert [report["account"] for report in told] == ["asked", "fine.d"]
        assert told[1]["reading"]["files"][0]["kind"] == "orders"
        last = shell.write("last.json", out)
        _, out, _ = shell.run("check", shops, "--as-of", "2026-11-21", "--since", last)
        assert out.count("CHANGED SINCE 2026-11-20\n  nothing\n") == 2
        _, out, _ = shell.run("check", shops, "--as-of", "2026-11-21", "--since", last, "--json")
        assert [report["progress"]["changes"] for report in json.loads(out)] == [[], []]

    def test_deadlines(self, shell: Shell) -> None:
        file = shell.folder / "all.ics"
        status, out, _ = shell.run("due", self.shops(shell), "--as-of", "2026-11-21", "--ics", file)
        assert status == ILL
        assert out.startswith("ACCOUNT asked\n\nDEADLINES, SEEN FROM 2026-11-21\n")
        assert "ACCOUNT fine.d\n\nNothing is due." in out
        assert "1 deadline written to" in out

    def test_deadlines_of_what_was_not_read_whole(self, shell: Shell) -> None:
        orders = shell.write("orders.csv", f"{ORDERS}O-3,yesterday\n")
        status, _, err = shell.run("due", orders, "--as-of", "2026-11-21")
        assert (status, len(err.splitlines())) == (UNREADABLE, 1)

    def test_accounts_of_which_nothing_is_read_are_in_the_json_too(self, shell: Shell) -> None:
        shops = self.shops(shell)
        shell.write("shops/odd/odd.csv", "a,b\n")
        _, out, _ = shell.run("check", shops, "--as-of", "2026-11-21", "--json")
        told = json.loads(out)
        assert [report["account"] for report in told] == ["asked", "fine.d", "odd"]
        assert {name: told[2][name] for name in ("schema", "marketplace", "on", "healthy", "missed", "due")} == {
            "schema": told[0]["schema"],
            "marketplace": None,
            "on": "2026-11-21",
            "healthy": None,
            "missed": [],
            "due": [],
        }
        assert "no known report has its columns" in told[2]["reading"]["files"][0]["problem"]
        last = shell.write("last.json", out)
        _, out, _ = shell.run("check", shops, "--as-of", "2026-11-21", "--since", last)
        assert out.count("CHANGED SINCE 2026-11-21\n  nothing\n") == 2
        _, out, _ = shell.run("check", shops / "fine.d", "--as-of", "2026-11-21", "--since", last)
        assert "None" not in out

    def test_a_folder_without_files_is_not_silently_left_out(self, shell: Shell) -> None:
        shops = self.shops(shell)
        (shops / "none").mkdir()
        status, out, err = shell.run("check", shops, "--as-of", "2026-11-21")
        assert status == UNREADABLE
        assert out.startswith("3 ACCOUNTS ON 2026-11-21")
        assert "  none    NOT READ" in out
        assert err.endswith(f"{shops / 'none'}: no file in it\n")

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("claims.xlsx", b"PK\x03\x04", "not text, but a zip archive or an Excel workbook: save the sheet as CSV"),
            ("page.html", "\n<!DOCTYPE html><p>", "a web page, not a report: download the report itself"),
            ("claims.csv", "claim_id,order_id,reason,filed_at\n", "read as claims, and no fact in it"),
        ],
    )
    def test_why_nothing_is_read_is_said(self, shell: Shell, name: str, content: str | bytes, reason: str) -> None:
        file = shell.write(f"shops/odd/{name}", content)
        status, _, err = shell.run("check", file.parent, "--as-of", "2026-11-21")
        assert status == UNREADABLE
        assert f"{file}" in err
        assert reason in err
        assert "nothing to report on" in err
        shell.write("shops/odd/orders.csv", ORDERS)
        status, _, err = shell.run("check", file.parent, "--as-of", "2026-11-21")
        assert (status, err) == (HEALTHY, "")

    def test_reviews_of_orders_that_nobody_gave(self, shell: Shell) -> None:
        """Whose they are nothing tells, so that nobody is healthy by them."""
        rows = "order_id,placed_on,seller_id\nO-1,2026-10-01,A\nO-2,2026-10-02,B\n"
        shell.write("sellers/orders.csv", rows)
        shell.write("sellers/feedback.csv", "order_id,rating,left_on\nO-9,1,2026-10-09\n")
        page = shell.folder / "all.html"
        _, out, _ = shell.run("check", shell.folder / "sellers", "--as-of", "2026-11-21", "--html", page)
        (line,) = (line for line in out.splitlines() if "no seller id" in line)
        assert line.split()[:4] == ["no", "seller", "id", "UNCLEAR"]
        assert line.endswith("1 about orders that no file has")
        told = page.read_text(encoding="utf-8")
        assert '<span class="badge bad">UNCLEAR</span>' in told
        assert "1 about orders that no file has" in told

    def test_an_account_of_which_nothing_is_read(self, shell: Shell) -> None:
        shell.write("shops/empty/odd.csv", "a,b\n")
        status, out, _ = shell.run("check", self.shops(shell), "--as-of", "2026-11-21")
        assert status == UNREADABLE
        assert "  empty   NOT READ     no deadline" in out


class TestPage:
    """``--html`` writes the whole report to one web page."""

    def test_it_is_written(self, shell: Shell) -> None:
        file = shell.folder / "report.html"
        status, out, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21", "--html", file)
        assert status == ILL
        assert out.endswith(f"\n\nWritten to {file}.\n")
        assert file.read_text(encoding="utf-8").startswith('<!DOCTYPE html>\n<html lang="en">')

    def test_beside_json(self, shell: Shell) -> None:
        file = shell.folder / "report.html"
        _, out, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21", "--html", file, "--json")
        assert json.loads(out)
        assert file.exists()


class TestCalendar:
    """Deadlines as a calendar file."""

    def test_it_is_written(self, shell: Shell) -> None:
        file = shell.folder / "deadlines.ics"
        status, out, _ = shell.run("due", EXAMPLES, "--as-of", "2026-11-21", "--ics", file)
        assert status == ILL
        assert out.endswith(f"6 deadlines written to {file}.\n")
        assert file.read_bytes().count(b"BEGIN:VEVENT\r\n") == 6
        shell.run("due", EXAMPLES, "--as-of", "2026-11-21", "--ics", shell.folder / "again.ics")
        assert file.read_bytes() == (shell.folder / "again.ics").read_bytes()

    def test_deadlines_without_a_day_are_said_to_be_missing(self, shell: Shell) -> None:
        file = shell.folder / "deadlines.ics"
        shell.write("a/orders.csv", ORDERS)
        shell.write("a/chargebacks.csv", "order_id,kind,filed_on\nO-1,service,2026-11-09\n")
        _, out, _ = shell.run("due", shell.folder / "a", "--as-of", "2026-11-21", "--ics", file)
        assert out.endswith(f"0 deadlines written to {file}; 1 deadline without a day is not in it.\n")

    def test_without_icalendar_the_extra_is_named(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "icalendar", None)
        monkeypatch.delitem(sys.modules, "sellerpolicy.views.calendar", raising=False)
        file = shell.folder / "deadlines.ics"
        status, out, err = shell.run("due", EXAMPLES, "--as-of", "2026-11-21", "--ics", file)
        assert (status, out, file.exists()) == (UNREADABLE, "", False)
        assert "install the extra sellerpolicy[cli]" in err


class TestDue:
    """Every deadline, sorted, with the time left."""

    def test_the_example_account(self, shell: Shell) -> None:
        status, out, _ = shell.run("due", EXAMPLES, "--as-of", "2026-11-21")
        assert status == ILL
        lefts = re.findall(r"^  (.{11})  (?:MUST|may|maybe|info|LATE|past) ", out, flags=re.MULTILINE)
        assert [left.strip() for left in lefts] == [
            *("tomorrow", "in 2 days", "in 2 days", "in 6 days", "in 8 days"),
            *("in 10 days", "in 53 days", "in 83 days"),
        ]

    def test_a_right_alone_is_no_duty(self, shell: Shell) -> None:
        claims = shell.write("claims.csv", GRANTED)
        assert shell.run("due", claims, "--as-of", "2026-11-21")[0] == HEALTHY

    def test_exit_zero_for_scripts(self, shell: Shell) -> None:
        claims = shell.write("claims.csv", ASKED)
        assert shell.run("due", claims, "--as-of", "2026-11-21")[0] == ILL
        assert shell.run("due", claims, "--as-of", "2026-11-21", "--exit-zero")[0] == HEALTHY

    def test_nothing(self, shell: Shell) -> None:
        assert shell.run("due", shell.write("orders.csv", ORDERS)) == (HEALTHY, "Nothing is due.\n", "")


class TestTemplate:
    """An empty CSV file with the columns of a fact."""

    def test_its_columns(self, shell: Shell) -> None:
        assert shell.run("template", "feedback") == (
            HEALTHY,
            "order_id,rating,left_on,marketplace,removed,struck_through\n",
            "",
        )

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_it_writes_can_be_read(self, shell: Shell, kind: str) -> None:
        _, out, _ = shell.run("template", kind)
        assert sp.amazon.read(shell.write("any.csv", out)).kind == kind

    def test_another_kind_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            main(["template", "claim"])
        assert "injury_claims" in capsys.readouterr().err


class TestDecide:
    """One case decided, with its proof and what it needs."""

    def test_a_decision(self, shell: Shell) -> None:
        case = shell.write("case.json", {"claim": INJURY})
        status, out, _ = shell.run("decide", "injury_and_damage.who_pays", case)
        claim = sp.InjuryClaim.from_dict(INJURY)
        assert (status, out) == (HEALTHY, f"{sp.injury_and_damage.who_pays(claim).explain()}\n")

    def test_what_it_needs(self, shell: Shell) -> None:
        case = shell.write("case.json", {"claim": {**INJURY, "is_valid": None}})
        _, out, _ = shell.run("decide", "injury_and_damage.who_pays", case)
        assert "UNKNOWN" in out
        assert "is_valid: Amazon found the claim valid" in out

    def test_json(self, shell: Shell) -> None:
        case = shell.write("case.json", {"claim": INJURY})
        _, out, _ = shell.run("decide", "injury_and_damage.who_pays", case, "--json")
        assert json.loads(out)["outcome"] == "amazon"

    def test_another_answer_as_json(self, shell: Shell) -> None:
        orders = [{"order_id": "O-1", "placed_on": "2026-10-01"}]
        case = shell.write("case.json", {"orders": orders, "window": {"first": "2026-09-07", "last": "2026-11-05"}})
        _, out, _ = shell.run("decide", "order_defect_rate.rate", case, "--json")
        assert json.loads(out)["orders"] == 1

    def test_money_is_read_exactly(self, shell: Shell) -> None:
        case = shell.write("case.json", json.dumps({"claim": INJURY}).replace('"999.99"', "1000.00"))
        _, out, _ = shell.run("decide", "injury_and_damage.who_pays", case)
        assert "the claim of USD 1,000.00 is below USD 1,000.00" in out

    @pytest.mark.parametrize(
        ("rule", "given"),
        [
            (
                "a_to_z.eligibility",
                {
                    "claim": {
                        "claim_id": "C-1",
                        "order_id": "O-1",
                        "reason": "not_received",
                        "filed_at": "2024-03-03T18:00:00Z",
                    },
                    "order": {
                        "order_id": "O-1",
                        "placed_on": "2024-02-20",
                        "deliver_by": "2024-03-01",
                        "delivered_on": "never",
                    },
                },
            ),
            ("insurance.requirement", {"sales": [{"month": "2026-10-01", "gross": "12000 USD"}], "on": "2026-11-21"}),
            ("order_defect_rate.defect", {"event": {"order_id": "O-1", "rating": 2, "left_on": "2026-10-09"}}),
            (
                "a_to_z.deadlines",
                {
                    "claim": {
                        "claim_id": "C-1",
                        "order_id": "O-1",
                        "reason": "not_received",
                        "filed_at": "2024-03-03T18:00:00Z",
                        "status": "granted",
                        "paid_by": "seller",
                        "decided_on": "2024-03-12",
                    }
                },
            ),
        ],
    )
    def test_other_rules(self, shell: Shell, rule: str, given: dict[str, Any]) -> None:
        _, out, _ = shell.run("decide", rule, shell.write("case.json", given))
        assert out.splitlines()[0].split(",")[0] in {
            "May the buyer make this claim: TOO EARLY (disputed)",
            "May the buyer make this claim: TOO EARLY",
            "Must the seller be insured: REQUIRED",
            "Does the feedback count: DEFECT",
            "appeal: by 2024-04-11 [1][2]",
        }

    @pytest.mark.parametrize(
        ("rule", "content", "said"),
        [
            ("injury_and_damage.who_pay", {}, "did you mean 'injury_and_damage.who_pays'?"),
            ("order_defect_rate.standing", {}, "this one takes DefectRate, which other functions give, got"),
            ("injury_and_damage.who_pays", {}, "case.json: claim is missing: expected the fields of InjuryClaim"),
            (
                "injury_and_damage.who_pays",
                {"claim": {**INJURY, "harm": "none"}},
                "case.json: InjuryClaim.harm: expected one of",
            ),
            (
                "injury_and_damage.who_pays",
                {"claim": {**INJURY, "claim_id": None}},
                "case.json: InjuryClaim.claim_id is missing: expected text",
            ),
            (
                "injury_and_damage.who_pays",
                {"claim": {**INJURY, "filed_on": "11/02/2026"}},
                "case.json: InjuryClaim.filed_on: expected a day, written as 2026-11-05, got '11/02/2026'",
            ),
            (
                "injury_and_damage.who_pays",
                {"claim": {**INJURY, "filed_on": 20261102}},
                "case.json: InjuryClaim.filed_on: expected a day, written as 2026-11-05, got 20261102",
            ),
            (
                "injury_and_damage.who_pays",
                {"claim": INJURY, "on": "11/02/2026"},
                "case.json: on: expected a day such as",
            ),
            ("injury_and_damage.who_pays", [{"claim": INJURY}], "expected one JSON object"),
            ("injury_and_damage.who_pays", "{", "case.json"),
            (
                "injury_and_damage.who_pays",
                {"claim": {**INJURY, "marketplace": "jp", "amount": "5000"}},
                "no policy text for jp",
            ),
        ],
    )
    def test_what_cannot_be_decided(self, shell: Shell, rule: str, content: object, said: str) -> None:
        status, out, err = shell.run("decide", rule, shell.write("case.json", content))
        assert (status, out) == (UNREADABLE, "")
        assert said in err


class TestVerify:
    """Whether the rules prove themselves, how old the reading of their sources is, and what is read in two ways."""

    def test_some_modules(self, shell: Shell) -> None:
        status, out, err = shell.run("verify", "order_defect_rate", "injury_and_damage")
        assert (status, err) == (HEALTHY, "")
        rows = [line.split() for line in out.splitlines()]
        assert [row[0] for row in rows[1:8]] == [
            "order_defect_rate.FEEDBACK",
            "order_defect_rate.CLAIM",
            "order_defect_rate.CHARGEBACK",
            "order_defect_rate.INJURY",
            "order_defect_rate.STANDING",
            "injury_and_damage.WHO_PAYS",
            "injury_and_damage.ADMISSION",
        ]
        assert "7 tables of 2 policies are proved" in out
        assert "LAST READ" not in out

    def test_a_dropped_rule_is_named(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        table = injury_and_damage.WHO_PAYS
        rules = tuple(rule for rule in table.rules if rule is not table.rules[6])
        lesser = DecisionTable(
            table.title, case=table.case, terms=table.terms, day=DAY, rules=rules, reference=table.reference
        )
        monkeypatch.setattr(injury_and_damage, "TABLES", (lesser,))
        status, out, _ = shell.run("verify", "injury_and_damage")
        assert status == ILL
        assert "injury_and_damage.who_pays: no rule fits" in out.replace("\n    ", " ")

    def test_two_rules_that_are_swapped_are_named_by_the_cases_of_this_release(
        self, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each meets its cases still; that a claim which is not valid is nobody's to pay is asked too late."""
        table = injury_and_damage.WHO_PAYS
        first, second, third, *rest = table.rules
        rules = (first, third, second, *rest)
        swapped = DecisionTable(
            table.title, case=table.case, terms=table.terms, day=DAY, rules=rules, reference=table.reference
        )
        monkeypatch.setattr(injury_and_damage, "WHO_PAYS", swapped)
        monkeypatch.setattr(injury_and_damage, "TABLES", (swapped, injury_and_damage.ADMISSION))
        status, out, _ = shell.run("verify", "injury_and_damage")
        assert status == ILL
        told = out.replace("\n    ", " ")
        assert "recorded cases are answered otherwise now:" in told
        assert "- injury_and_damage.is_valid: outcome was 'nobody', is 'amazon_then_seller'" in told

    def test_cases_that_are_not_at_hand(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sellerpolicy.commands.verify.RECORDED", (shell.folder / "none.json",))
        status, out, _ = shell.run("verify", "injury_and_damage")
        assert status == HEALTHY
        assert "No recorded cases are at hand with which answers could be compared." in out

    def test_all_of_them(self, shell: Shell) -> None:
        status, out, _ = shell.run("verify")
        assert status == HEALTHY
        assert f"All {len(json.loads(RECORDED.read_text(encoding='utf-8'))['cases']):,} recorded cases" in out
        assert all(table.id in out for module in sp.rules.modules() for table in module.TABLES)

    def test_sources(self, shell: Shell) -> None:
        _, out, _ = shell.run("verify", "injury_and_damage", "--sources", "--as-of", "2026-12-01")
        assert "LAST READ, SEEN FROM 2026-12-01\n  Read 10 days ago:\n" in out
        assert "GTY6NYZDFD5CENYH" not in out.partition("READINGS NOT TAKEN")[0]
        assert "another text: at most USD 1,000.00" in out.partition("READINGS NOT TAKEN")[2]

    def test_sources_are_seen_from_today_unless_said(self, shell: Shell) -> None:
        _, out, _ = shell.run("verify", "injury_and_damage", "--sources")
        told = date.fromisoformat(out.partition("SEEN FROM ")[2][:10])
        assert abs(date.today() - told) <= timedelta(days=1)  # noqa: DTZ011

    def test_a_module_that_is_none(self, shell: Shell) -> None:
        status, out, err = shell.run("verify", "insurence")
        assert (status, out) == (UNREADABLE, "")
        assert "did you mean 'insurance'?" in err

    def test_conformance_cases_are_written(self, shell: Shell) -> None:
        file = shell.folder / "conformance.json"
        status, out, _ = shell.run("verify", "insurance", "--write", file)
        found = json.loads(file.read_text(encoding="utf-8"))
        assert status == HEALTHY
        assert f"{len(found['cases']):,} conformance cases written to {file}." in out
        assert file.read_text(encoding="utf-8") == RECORDED.read_text(encoding="utf-8")

    def test_answers_that_have_changed_since(self, shell: Shell) -> None:
        """Recorded under an earlier release: a small claim went to the seller, and nothing else was otherwise."""
        cases = json.loads(RECORDED.read_text(encoding="utf-8"))["cases"]
        small = next(case for case in cases if case["shows"] == "injury_and_damage.is_small")
        earlier = {**small, "outcome": "seller" if small["outcome"] == "amazon" else "amazon"}
        recorded = {"schema": conformance.VERSION, "cases": [earlier if case is small else case for case in cases]}
        file = shell.write("earlier.json", conformance.text(recorded))
        status, out, _ = shell.run("verify", "injury_and_damage", "--against", file)
        assert status == ILL
        assert f"1 of {len(cases):,} recorded cases is answered otherwise now:" in out
        assert f"- injury_and_damage.is_small: outcome was '{earlier['outcome']}', is '{small['outcome']}'" in out

    def test_answers_that_are_as_they_were(self, shell: Shell) -> None:
        status, out, _ = shell.run("verify", "insurance", "--against", RECORDED)
        assert status == HEALTHY
        assert "recorded cases are answered as before." in out

    @pytest.mark.parametrize(
        "content",
        [
            '{"cases": []}',
            '{"schema": "sellerpolicy/conformance/2", "cases": 7}',
            '{"schema": "sellerpolicy/conformance/2", "cases": [7]}',
            '{"schema": "sellerpolicy/conformance/2", "cases": [{"table": "insurance.REQUIREMENT"}]}',
            '[{"schema": "sellerpolicy/conformance/2"}]',
        ],
    )
    def test_a_file_that_holds_no_answers(self, shell: Shell, content: str) -> None:
        file = shell.write("earlier.json", content)
        status, out, err = shell.run("verify", "insurance", "--against", file)
        assert (status, out) == (UNREADABLE, "")
        assert f"{file}: expected conformance cases, sellerpolicy/conformance/2" in err

    def test_a_file_that_cannot_be_written(self, shell: Shell) -> None:
        status, out, err = shell.run("verify", "insurance", "--write", shell.folder)
        assert (status, out) == (UNREADABLE, "")
        assert f"{shell.folder}: cannot be written: Is a directory" in err


class TestCoverage:
    """What the articles state, beside what answers it."""

    def test_statements_and_dated_values(self, shell: Shell) -> None:
        _, out, _ = shell.run("coverage")
        assert all(f"  {statement.id:<8}{statement.words[:20]}" in out for statement in STATEMENTS)
        assert "          - injury_and_damage.WHO_PAYS\n" in out
        values = out.partition("DATED VALUES, AND READINGS NOT TAKEN")[2].replace("\n", " ")
        for module in sp.rules.modules():
            assert all(f"({entry.id})" in values for entry in module.Terms.history())

    def test_what_is_missing(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr(injury_and_damage, "WHO_PAYS")
        status, out, _ = shell.run("coverage", "--missing")
        assert status == ILL
        assert "  000-2   Until then such harm was left to buyer and seller (rule)\n          OPEN: nothing in" in out
        assert "DATED VALUES" not in out

    def test_nothing_is_open(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        everything = tuple(statement.id for statement in STATEMENTS)
        monkeypatch.setattr(account.account_report, "answers", everything)
        assert shell.run("coverage", "--missing")[0] == HEALTHY


class TestTerms:
    """What policies fix, since when, and who says so."""

    def test_all_of_them(self, shell: Shell) -> None:
        _, out, _ = shell.run("terms")
        for module in sp.rules.modules():
            assert all(f"({entry.id})" in out.replace("\n", " ") for entry in module.Terms.history())

    def test_those_with_a_word(self, shell: Shell) -> None:
        _, out, _ = shell.run("terms", "PAYS_ITSELF")
        assert out.startswith("Claims that Amazon pays itself (injury_and_damage.pays_itself)\n")
        assert "  since 2021-09-01  US: below USD 1,000.00 [1]" in out
        assert "takes_claims" not in out

    def test_a_word_that_no_term_has(self, shell: Shell) -> None:
        status, _, err = shell.run("terms", "pays_itsel_")
        assert status == UNREADABLE
        assert "did you mean 'pays_itself'?" in err


def without_colour(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


class TestColour:
    """Colour where rich is installed and the output is a terminal; the same words everywhere."""

    def test_a_terminal_gets_the_same_words_in_colour(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        _, plain, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21")
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.delenv("NO_COLOR", raising=False)
        _, coloured, _ = shell.run("check", EXAMPLES, "--as-of", "2026-11-21")
        assert "\x1b[" in coloured
        assert without_colour(coloured) == plain
        assert "\x1b[1mTO DO\x1b[0m" in coloured
        assert "\x1b[1;33mMUST\x1b[0m" in coloured
        assert "\x1b[36m      no   \x1b[0m" in coloured

    def test_without_rich_it_is_plain(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        _, plain, _ = shell.run("template", "orders")
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setitem(sys.modules, "rich.console", None)
        assert shell.run("template", "orders")[1] == plain


class TestProcess:
    """As a program of its own."""

    def command(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "sellerpolicy", *arguments], capture_output=True, text=True, check=False, **options
        )

    def test_it_runs(self) -> None:
        done = self.command("check", str(EXAMPLES), "--as-of", "2026-11-21", env={**os.environ, "PYTHONUTF8": "1"})
        assert (done.returncode, done.stderr) == (ILL, "")
        assert done.stdout.startswith("Amazon US on 2026-11-21: NOT HEALTHY")

    def test_a_terminal_that_cannot_show_a_sign_gets_it_escaped(self) -> None:
        env = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
        done = self.command("check", str(EXAMPLES), "--as-of", "2026-11-21", env=env)
        assert (done.returncode, done.stderr) == (ILL, "")
        assert r"1.0256\u2026 %" in done.stdout

    def test_it_ends_with_the_exit_status(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "argv", ["sellerpolicy", "terms", "no such term"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(COMMAND), run_name="__main__")
        assert ended.value.code == UNREADABLE

    def test_its_output_can_be_caught(self) -> None:
        caught = StringIO()
        with redirect_stdout(caught):
            assert main(["template", "orders"]) == HEALTHY
        assert caught.getvalue().startswith("order_id,placed_on,")

    def test_a_reader_that_has_seen_enough_is_no_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as broken:
            monkeypatch.setattr(sys, "stdout", broken)
            assert main(["template", "orders"]) == HEALTHY
