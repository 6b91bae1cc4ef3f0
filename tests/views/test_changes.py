"""What changed since an earlier report."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

import sellerpolicy as sp
from sellerpolicy.account import account_reports
from sellerpolicy.amazon import Metric, PerformanceReport, ReportedRating, ViolationCount, WarningState
from sellerpolicy.errors import BadReport
from sellerpolicy.strategies import Account, accounts
from sellerpolicy.views.changes import Change, Progress, gone, progress, progress_told
from sellerpolicy.views.data import account_data

US = sp.Marketplace.US
LAST, TODAY = date(2026, 11, 14), date(2026, 11, 21)
ORDER = sp.Order(order_id="O-1", placed_on=date(2026, 10, 1))
OTHER = sp.Order(order_id="O-2", placed_on=date(2026, 10, 2))
NEGATIVE = sp.Feedback(order_id="O-1", rating=1, left_on=date(2026, 10, 9))
CLAIM = sp.Claim(
    claim_id="C-1",
    order_id="O-2",
    reason=sp.ClaimReason.NOT_RECEIVED,
    filed_at=datetime(2026, 10, 20, 18, tzinfo=UTC),
    information_requested_at=datetime(2026, 11, 19, 23, 20, tzinfo=UTC),
    information_answered_at=sp.NEVER,
)
RATE = Metric(
    name="lateShipmentRate",
    window=sp.Window(first=date(2026, 10, 12), last=date(2026, 11, 10)),
    count=2,
    total=100,
    target=Fraction(4, 100),
    target_condition="LESS_THAN",
    amazon_status="GOOD",
)


def data(*facts: Any, on: date = TODAY, performance: PerformanceReport | None = None) -> dict[str, Any]:
    """A report as it is after a round through a file."""
    (found,) = account_reports(facts, {} if performance is None else {US: performance}, on=on)
    told: dict[str, Any] = json.loads(json.dumps(account_data(found)))
    return told


def changes(before: dict[str, Any], after: dict[str, Any], *kinds: str) -> list[str]:
    found = progress([before], after)
    assert found is not None
    return [str(change) for change in found.changes if change.kind in kinds]


class TestNothing:
    def test_the_same_facts_on_the_same_day(self) -> None:
        found = progress([data(ORDER, NEGATIVE)], data(ORDER, NEGATIVE))
        assert found == Progress("2026-11-21", ())
        assert list(progress_told(found)) == ["  nothing"]

    def test_a_marketplace_that_is_new(self) -> None:
        assert progress([data(sp.Order.from_dict({**ORDER.to_dict(), "marketplace": "ca"}))], data(ORDER)) is None
        assert progress([], data(ORDER)) is None

    def test_a_marketplace_that_is_gone(self) -> None:
        canadian = data(sp.Order.from_dict({**ORDER.to_dict(), "marketplace": "ca"}))
        assert gone([canadian, data(ORDER)], [data(ORDER)]) == ("ca",)

    @given(accounts())
    def test_of_any_account(self, account: Account) -> None:
        facts = [*account.orders, *account.feedback, *account.claims, *account.chargebacks, *account.injury_claims]
        for report in account_reports(facts, {}, on=account.today):
            told = account_data(report)
            assert progress([told], told) == Progress(report.on.isoformat(), ())


class TestDefects:
    """New and gone defects, and the rate with them."""

    def test_a_new_one(self) -> None:
        before, after = data(ORDER, OTHER, on=LAST), data(ORDER, OTHER, NEGATIVE)
        assert changes(before, after, "defect", "rate") == [
            "order defect rate (seller) by your files: was 0 of 2, is 1 of 2",
            "order O-1: new, counts",
        ]
        assert changes(before, after, "verdict") == ["the account: was healthy, is not healthy"]

    def test_one_that_is_gone(self) -> None:
        before, after = data(ORDER, NEGATIVE, on=LAST), data(ORDER)
        assert changes(before, after, "defect") == ["order O-1: gone, it was: counts"]

    def test_one_that_hangs_on_an_unknown_fact(self) -> None:
        granted = evolve(CLAIM, status=sp.ClaimStatus.GRANTED)
        before, after = data(OTHER, granted, on=LAST), data(OTHER, CLAIM)
        assert changes(before, after, "defect") == ["order O-2: was may count, is counts"]


class TestDecisions:
    def test_one_that_turned(self) -> None:
        before = data(OTHER, evolve(CLAIM, status=sp.ClaimStatus.GRANTED), on=LAST)
        after = data(OTHER, evolve(CLAIM, status=sp.ClaimStatus.DENIED))
        assert "C-1, does the claim count: was unknown (disputed), is no defect" in changes(before, after, "decision")


class TestDeadlines:
    def test_a_new_one(self) -> None:
        before, after = data(ORDER, on=LAST), data(ORDER, CLAIM)
        assert "answer the information request (C-1, order O-2): new, by 2026-11-22" in changes(
            before, after, "deadline"
        )

    def test_one_that_moved_and_one_whose_day_becomes_known(self) -> None:
        notice = sp.Notice(kind=sp.NoticeKind.WARNING, received_on=LAST, asks_for_appeal=True, answered_on=sp.NEVER)
        unknown, known, moved = (
            data(evolve(notice, answer_by=by)) for by in (None, date(2026, 11, 23), date(2026, 11, 24))
        )
        name = "answer the notice (warning of 2026-11-14)"
        assert changes(unknown, known, "deadline") == [f"{name}: was on an unknown day, is by 2026-11-23"]
        assert changes(known, moved, "deadline") == [f"{name}: was by 2026-11-23, is by 2026-11-24"]

    def test_how_a_matter_stands_does_not_make_a_deadline_new(self) -> None:
        sales = sp.MonthlySales(month=date(2026, 10, 1), gross=sp.usd(12_000), reached_on=date(2026, 10, 28))
        policy = sp.InsurancePolicy.from_dict(
            {
                "per_occurrence": sp.usd(1_000_000),
                "aggregate": sp.usd(1_000_000),
                "deductible": sp.usd(0),
                "starts_on": "2026-01-01",
                "ends_on": "2027-01-01",
                "names_amazon": False,
            }
        )
        before, after = data(sales), data(sales, policy)
        assert before["due"][0]["about"] != after["due"][0]["about"]
        assert changes(before, after, "deadline") == []


class TestRates:
    def measured(self, *late: bool) -> list[sp.Order]:
        due = date(2026, 11, 16)
        return [
            sp.Order(
                order_id=f"O-{number}",
                placed_on=due,
                ship_by=due,
                ship_confirmed_on=date(2026, 11, 17) if is_late else due,
                cancelled_by=sp.Canceller.NOBODY,
            )
            for number, is_late in enumerate(late)
        ]

    def test_those_counted_from_files(self) -> None:
        found = changes(data(*self.measured(False, False)), data(*self.measured(False, True)), "rate")
        assert found == [
            "lateShipmentRate (30 d) by your files: was 0 of 2, is 1 of 2",
            "lateShipmentRate (10 d) by your files: was 0 of 2, is 1 of 2",
        ]

    def test_amazons(self) -> None:
        before = PerformanceReport(
            marketplace=US,
            account_status="NORMAL",
            metrics=(RATE,),
            violations=(ViolationCount(name="listingPolicyViolations", count=0),),
            health_rating=ReportedRating(score=300),
            warnings=(WarningState("spam", "GOOD"), WarningState(None, None)),
        )
        after = PerformanceReport(
            marketplace=US,
            account_status="AT_RISK",
            metrics=(evolve(RATE, count=5, amazon_status="BAD"),),
            violations=(ViolationCount(name="listingPolicyViolations", count=1),),
            health_rating=ReportedRating(score=None),
            warnings=(WarningState("spam", "BAD"), WarningState(None, "BAD")),
        )
        assert changes(data(performance=before), data(performance=after), "rate", "verdict") == [
            "the account: was healthy, is not healthy",
            "the account by Amazon's word: was NORMAL, is AT_RISK",
            "lateShipmentRate (30 d) by Amazon's figures: was met, to Amazon GOOD, is missed, to Amazon BAD",
            "warning spam: was GOOD, is BAD",
            "warning: was unknown, is BAD",
            "lateShipmentRate (30 d) by Amazon's figures: was 2 of 100, is 5 of 100",
            "listingPolicyViolations: was 0, is 1",
            "account health rating by Amazon's word: was 300, is unknown",
        ]

    def test_what_amazons_report_does_not_say(self) -> None:
        bare = data(performance=PerformanceReport(marketplace=US, metrics=(Metric(name="lateShipmentRate"),)))
        assert changes(data(ORDER), bare, "rate") == [
            "lateShipmentRate (days unknown) by Amazon's figures: new, unknown of unknown",
            "order defect rate (seller) by your files: gone, it was: 0 of 1",
            "preFulfillmentCancellationRate (7 d) by your files: gone, it was: 0 of 0",
        ]


class TestForms:
    def test_as_lines(self) -> None:
        found = Progress("2026-11-14", (Change("rate", "the rate", "1 of 2", "2 of 2"),))
        assert list(progress_told(found)) == ["  rate      the rate: was 1 of 2, is 2 of 2"]

    def test_as_data(self) -> None:
        found = Progress("2026-11-14", (Change("defect", "order O-1", None, "counts"),))
        assert found.to_dict() == {
            "since": "2026-11-14",
            "changes": [{"kind": "defect", "about": "order O-1", "before": None, "after": "counts"}],
        }


class TestNoReports:
    def refused(self, earlier: dict[str, Any]) -> str:
        with pytest.raises(BadReport) as refused:
            progress([earlier], data(ORDER), file="last.json")
        return str(refused.value)

    def test_something_else(self) -> None:
        expected = "last.json: not a report that `check --json` wrote (sellerpolicy/account/1)"
        assert self.refused({"a": 1}) == expected
        assert self.refused({**data(ORDER), "schema": "sellerpolicy/account/0"}) == expected

    @pytest.mark.parametrize(
        "broken",
        [{"due": None}, {"healthy": "perhaps"}, {"amazon": 7}, {"decisions": ["one"]}, {"measures": [{"window": 1}]}],
    )
    def test_a_broken_one(self, broken: dict[str, Any]) -> None:
        assert self.refused({**data(ORDER), **broken}).startswith("last.json: not a whole report of `check --json`: ")

    def test_one_that_breaks_off(self) -> None:
        told = data(ORDER)
        del told["due"]
        assert self.refused(told) == "last.json: not a whole report of `check --json`: KeyError at 'due'"
