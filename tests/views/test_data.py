"""The account report as JSON-ready values."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

from attrs import evolve
from hypothesis import given

import sellerpolicy as sp
from sellerpolicy.account import account_reports
from sellerpolicy.amazon import Metric, PerformanceReport, ReportedRating, ViolationCount, WarningState
from sellerpolicy.strategies import Account, accounts
from sellerpolicy.views.data import account_data

TODAY = date(2026, 11, 21)
US = sp.Marketplace.US
RATE = Metric(
    name="orderDefectRate",
    fulfilled_by=sp.Fulfiller.SELLER,
    window=sp.Window(first=date(2026, 9, 7), last=date(2026, 11, 5)),
    count=2,
    total=195,
    reported_rate=Fraction(103, 10_000),
    target=Fraction(1, 100),
    target_condition="LESS_THAN",
    amazon_status="BAD",
    doubts=("odd",),
)
ORDER = sp.Order(order_id="O-1", placed_on=date(2026, 10, 1))
NEGATIVE = sp.Feedback(order_id="O-1", rating=1, left_on=date(2026, 10, 9))
INJURY = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PERSONAL_INJURY,
    amount=sp.usd(5000),
    filed_on=date(2026, 11, 12),
    is_valid=True,
    seller_responded=False,
    notified_on=date(2026, 11, 16),
)
SALES = sp.MonthlySales(month=date(2026, 10, 1), gross=sp.usd(12_000), reached_on=date(2026, 10, 28))


class TestAccountData:
    def test_amazons_report(self) -> None:
        performance = PerformanceReport(
            marketplace=US,
            account_status="AT_RISK",
            metrics=(RATE, Metric(name="validTrackingRate")),
            violations=(ViolationCount(name="listingPolicyViolations", count=3, amazon_status="BAD"),),
            health_rating=ReportedRating(amazon_status="GREAT", score=208),
            warnings=(WarningState("spam", "BAD"), WarningState(None, None)),
        )
        (report,) = account_reports([], {US: performance}, on=TODAY)
        told = account_data(report)
        assert told["schema"] == "sellerpolicy/account/1"
        assert (told["marketplace"], told["on"], told["healthy"]) == ("us", "2026-11-21", False)
        assert told["missed"] == ["orderDefectRate.seller", "listingPolicyViolations"]
        assert told["amazon"]["account_status"] == "AT_RISK"
        assert told["amazon"]["metrics"][0] == {
            "name": "orderDefectRate.seller",
            "window": {"first": "2026-09-07", "last": "2026-11-05"},
            "count": 2,
            "target": "1/100",
            "target_condition": "LESS_THAN",
            "verdict": "missed",
            "amazon_status": "BAD",
            "agrees": True,
            "doubts": ["odd"],
            "total": 195,
            "rate": "2/195",
            "reported_rate": "103/10000",
        }
        unknown = told["amazon"]["metrics"][1]
        assert (unknown["name"], unknown["window"], unknown["rate"]) == ("validTrackingRate", None, None)
        assert told["amazon"]["violations"][0]["count"] == 3
        assert "rate" not in told["amazon"]["violations"][0]
        assert told["amazon"]["health_rating"] == {"status": "GREAT", "score": 208}
        assert told["amazon"]["warnings"] == {"spam": "BAD", "": None}
        assert (told["insurance"], told["claims"], told["due"]) == (None, [], [])

    def test_a_report_without_a_rating(self) -> None:
        (report,) = account_reports([], {US: PerformanceReport(marketplace=US)}, on=TODAY)
        assert account_data(report)["amazon"]["health_rating"] is None

    def test_the_order_defect_rate(self) -> None:
        (report,) = account_reports([ORDER, NEGATIVE], {}, on=TODAY)
        told = account_data(report)
        assert told["amazon"] is None
        assert told["missed"] == ["orderDefectRate.seller"]
        (channel,) = told["order_defect_rates"]
        assert (channel["orders"], channel["defective"], channel["rate"], channel["lag"]) == (1, 1, "1", 0)
        assert channel["standing"]["outcome"] == "at_risk"
        assert channel["outlook"] == {
            "orders_per_day": 0,
            "on_target_on": "never",
            "missed": [{"first": "2026-11-21", "last": "2026-11-29"}],
            "clean_orders_needed": 100,
            "headroom": 0,
        }
        (defective,) = channel["defective_orders"]
        assert (defective["order_id"], defective["leaves_on"], defective["counts"]) == ("O-1", "2026-11-30", True)
        (because,) = defective["because_of"]
        assert (because["kind"], because["event"]["rating"], because["defect"]["outcome"]) == ("Feedback", 1, "defect")

    def test_the_day_of_recovery(self) -> None:
        clean = [evolve(ORDER, order_id=f"O-{number}", placed_on=date(2026, 10, 2)) for number in range(2, 5)]
        (report,) = account_reports([ORDER, NEGATIVE, *clean], {}, on=TODAY)
        assert account_data(report)["order_defect_rates"][0]["outlook"]["on_target_on"] == "2026-11-30"

    def test_decisions_and_deadlines(self) -> None:
        claim = sp.Claim.from_dict(
            {"claim_id": "C-1", "order_id": "O-1", "reason": "not_received", "filed_at": "2026-10-20T18:00:00Z"}
        )
        (report,) = account_reports([claim, INJURY, SALES], {}, on=TODAY)
        told = account_data(report)
        assert told["insurance"]["requirement"]["outcome"] == "required"
        assert told["insurance"]["adequacy"] is None
        assert (told["claims"][0]["claim"]["claim_id"], told["claims"][0]["eligibility"]) == ("C-1", None)
        assert told["claims"][0]["defect"]["outcome"] == "defect"
        assert told["injury_claims"][0]["who_pays"]["outcome"] == "amazon_then_seller"
        assert told["injury_claims"][0]["due"][0]["by"] == "2026-11-23"
        first = told["due"][0]
        assert (first["about"], first["last_day"]) == ("K-1, personal injury", "2026-11-23")
        assert {due["last_day"] for due in told["claims"][0]["due"]} == {None}
        assert "orders O-1: whether what happened to them counts or is covered" in told["lacking"]

    @given(accounts())
    def test_it_is_json(self, account: Account) -> None:
        facts = [*account.orders, *account.feedback, *account.claims, *account.chargebacks, *account.injury_claims]
        for report in account_reports([*facts, *account.monthly_sales], {}, on=account.today):
            told = account_data(report)
            assert json.loads(json.dumps(told)) == told

    def test_rates_scores_and_findings(self) -> None:
        day = date(2026, 11, 16)
        sent = evolve(ORDER, placed_on=day, ship_by=day, ship_confirmed_on=TODAY, cancelled_by=sp.Canceller.NOBODY)
        left = evolve(NEGATIVE, left_on=day)
        locked = sp.Deactivation(deactivated_on=day, ground=sp.Ground.HARM, reinstated_on=sp.NEVER)
        praised = evolve(left, order_id="O-9", rating=5)
        (report,) = account_reports([sent, left, praised, locked], {}, on=TODAY)
        told = account_data(report)
        late = told["measures"][0]
        assert (late["name"], late["window"]["last"], late["lag"]) == ("lateShipmentRate", "2026-11-21", 0)
        assert (late["part"], late["whole"], late["rate"], late["part_ids"]) == (1, 1, "1", ["O-1"])
        assert (late["undetermined"], late["unknown"], late["standing"]["outcome"]) == ([], [], "at_risk")
        assert told["missed"] == ["orderDefectRate.seller", "lateShipmentRate", "lateShipmentRate"]
        scores = told["feedback_scores"]
        assert scores["shown"]["outcome"] == "lifetime"
        assert (scores["month"]["negative"], scores["month"]["score"]) == (1, "1/2")
        (channel,) = told["order_defect_rates"]
        (first,) = channel["contest_first"]
        assert (first["order_id"], first["kind"], first["event"]["rating"]) == ("O-1", "Feedback", 1)
        assert (first["rate"], first["rate_with_others"]) == ("0", "0")
        assert (first["remedy"]["outcome"], first["deadline"]["by"]) == ("removal", "2027-02-14")
        assert channel["causes"]["reason"] == [{"what": "negative_feedback", "defective": 1, "orders": 1}]
        money = told["findings"][-1]
        assert (money["section"], money["kind"], money["fact"]["ground"]) == ("Deactivations", "Deactivation", "harm")
        assert [decision["outcome"] for decision in money["decisions"]] == ["not_needed", "held"]
        assert (money["due"], money["remarks"]) == ([], ["The money may be asked for from 2027-01-15 on."])
        assert {
            "about": "account locked on 2026-11-16",
            "table": "account_status.FUNDS",
            "title": "what becomes of the money",
            "outcome": "held",
            "contested": False,
        } in told["decisions"]

    def test_the_day_of_reading_is_on_every_source(self) -> None:
        """Decisions show how old the reading of their sources is."""
        (report,) = account_reports([ORDER, NEGATIVE], {}, on=TODAY)
        references = account_data(report)["order_defect_rates"][0]["standing"]["references"]
        assert {reference["read"] for reference in references if reference["kind"] == "help page"} == {"2026-11-21"}

    def test_a_deadline_without_a_day(self) -> None:
        chargeback = sp.Chargeback(order_id="O-1", kind=sp.ChargebackKind.SERVICE, filed_on=date(2026, 11, 9))
        fraud = evolve(chargeback, kind=sp.ChargebackKind.FRAUD)
        (report,) = account_reports([ORDER, chargeback, fraud], {}, on=TODAY)
        (first,) = account_data(report)["order_defect_rates"][0]["contest_first"]
        assert first["deadline"]["by"] is None
