"""Many accounts at a glance: one line each, the nearest deadline first, the worst first where that is equal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy.account import account_reports
from sellerpolicy.amazon import PerformanceReport, WarningState
from sellerpolicy.dossier import Dossier, FileRead
from sellerpolicy.views.overview import Account, accounts_told, in_order, verdict

US = sp.Marketplace.US
TODAY = date(2026, 11, 21)
ORDER = sp.Order(order_id="O-1", placed_on=date(2026, 11, 1))


def asked(days: int) -> sp.Claim:
    """A claim on which Amazon's question must be answered within 48 hours, so many days ahead."""
    at = datetime(2026, 11, 18, 20, tzinfo=UTC) + timedelta(days=days)
    return sp.Claim(
        claim_id="C-1",
        order_id="O-1",
        reason=sp.ClaimReason.NOT_RECEIVED,
        filed_at=datetime(2026, 10, 20, 18, tzinfo=UTC),
        information_requested_at=at,
        information_answered_at=sp.NEVER,
        marketplace=US,
    )


def account(name: str | None, *facts: Any, problem: str | None = None, **known: Any) -> Account:
    file = FileRead(Path("a.csv"), name, None, problem, is_report=True)
    performance = {US: PerformanceReport(marketplace=US, **known)} if known else {}
    dossier = Dossier(name, facts, performance, (file,), {}, (), {}, {})
    return Account(dossier, account_reports(facts, performance, on=TODAY))


def names(*accounts: Account) -> list[str]:
    return [each.name for each in in_order(accounts)]


class TestOrder:
    """The nearest deadline first, then the worst."""

    def test_the_nearest_deadline_first(self) -> None:
        later, sooner = account("later", asked(3)), account("sooner", asked(1))
        none = account("none", ORDER, account_status="AT_RISK")
        assert names(none, later, sooner) == ["sooner", "later", "none"]
        assert (sooner.nearest and sooner.nearest.last_day) == date(2026, 11, 22)
        assert none.nearest is None

    def test_what_is_late_comes_before_everything(self) -> None:
        assert names(account("due", asked(0)), account("late", asked(-5))) == ["late", "due"]

    def test_the_worst_first_where_the_day_is_equal(self) -> None:
        warned = account("warned", asked(1), warnings=(WarningState("spam", "BAD"),))
        locked = account(
            "locked", asked(1), sp.Deactivation(deactivated_on=date(2026, 11, 1), ground=sp.Ground.CONVENIENCE)
        )
        assert names(account("asked", asked(1)), warned, locked) == ["locked", "warned", "asked"]

    def test_then_by_name(self) -> None:
        assert names(account("b", ORDER), account("a", ORDER), account(None)) == ["", "a", "b"]


class TestTold:
    """One line tells the account, whether it is healthy, what to do first, and what is wrong."""

    def test_the_lines(self) -> None:
        told = accounts_told(
            [
                account("fine", ORDER),
                account("asked", asked(1), problem="a.csv: what is this"),
                account("empty", problem="a.csv: what is this"),
            ],
            on=TODAY,
        )
        assert told.splitlines() == [
            "3 ACCOUNTS ON 2026-11-21: 1 NOT HEALTHY",
            "",
            "  asked  NOT HEALTHY  tomorrow     MUST  answer the information request (US)  1 due, not read whole",
            "  empty  NOT READ     no deadline                                             not read whole",
            "  fine   HEALTHY      no deadline",
        ]

    def test_all_are_well(self) -> None:
        assert accounts_told([account("fine", ORDER)], on=TODAY).startswith("1 ACCOUNT ON 2026-11-21: NONE NOT HEALTHY")

    def test_missed_and_locked(self) -> None:
        feedback = sp.Feedback(order_id="O-1", rating=1, left_on=date(2026, 11, 3))
        locked = sp.Deactivation(deactivated_on=date(2026, 11, 1), ground=sp.Ground.CONVENIENCE)
        (line,) = accounts_told([account("x", ORDER, feedback, locked)], on=TODAY).splitlines()[2:]
        assert line.endswith("1 missed, locked")

    def test_long_and_hostile_names(self) -> None:
        told = accounts_told([account("x" * 30, ORDER), account("\x1b[2J", ORDER)], on=TODAY)
        assert f"  {'x' * 23}…  HEALTHY" in told
        assert r"\x1b[2J" in told
        assert accounts_told([], on=TODAY).splitlines() == ["0 ACCOUNTS ON 2026-11-21: NONE NOT HEALTHY"]

    @pytest.mark.parametrize(("facts", "said"), [((ORDER,), "HEALTHY"), ((asked(1),), "NOT HEALTHY"), ((), "NOT READ")])
    def test_verdicts(self, facts: tuple[Any, ...], said: str) -> None:
        assert verdict(account("x", *facts)) == said
