"""Example files: Amazon's own, where they are at hand, and those of the invented account in ``docs/examples``."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import Metric, Verdict
from sellerpolicy.errors import BadReport
from sellerpolicy.facts import NEVER_AT

ACCOUNT = Path(__file__).parents[2] / "docs" / "examples"
AMAZONS = os.environ.get("AMAZON_EXAMPLES")


def facts(name: str) -> list[Any]:
    return list(amazon.read(ACCOUNT / name))


@pytest.mark.skipif(AMAZONS is None, reason="AMAZON_EXAMPLES does not name a folder with Amazon's official examples")
def test_amazons_official_examples() -> None:
    """Every one of them is read, or refused with a reason."""
    folder = Path(str(AMAZONS))
    check_performance_report(folder / "seller-performance-v2.official-example.json")
    for name, (kind, count, used, ignored, refused) in READ.items():
        path = folder / f"{name}.json"
        for source in (
            path,
            path.read_bytes(),
            path.read_text("utf-8"),
            json.loads(path.read_text("utf-8"))["response"],
        ):
            found = amazon.read(source, on_error="collect")
            account = (found.kind, len(found), found.used, sum(found.ignored.values()), len(found.refused))
            assert account == (kind, count, used, ignored, refused), name
    for name, reason in REFUSED.items():
        with pytest.raises(BadReport, match=reason):
            amazon.read(folder / f"{name}.json")
    check_orders(folder)
    check_money(folder)
    known = {*READ, *REFUSED, "seller-performance-v2.official-example", "sales-and-traffic.official-example"}
    assert {path.stem for path in folder.iterdir()} <= known


# kind, facts, rows used, ignored and refused
READ = {
    "orders-v0.getOrders.sandbox-0": ("orders_v0", 2, 2, 0, 0),
    "orders-v0.getOrders.sandbox-1": ("orders_v0", 1, 1, 0, 0),
    "orders-v0.getOrders.sandbox-2": ("orders_v0", 1, 1, 0, 0),
    "orders-v0.getOrder.sandbox-0": ("orders_v0", 1, 1, 0, 0),
    "orders-v0.getOrder.sandbox-1": ("orders_v0", 1, 1, 0, 0),
    "orders-v0.getOrderItems.sandbox-0": ("orders_v0", 0, 0, 1, 0),
    "orders-2026-01-01.getOrder.sandbox-0": ("orders_2026_01_01", 1, 1, 0, 0),
    "orders-2026-01-01.getOrder.sandbox-1": ("orders_2026_01_01", 1, 1, 0, 0),
    "orders-2026-01-01.getOrder.sandbox-2": ("orders_2026_01_01", 1, 1, 0, 0),
    "orders-2026-01-01.searchOrders.sandbox-0": ("orders_2026_01_01", 1, 1, 0, 0),
    "orders-2026-01-01.searchOrders.sandbox-1": ("orders_2026_01_01", 1, 1, 0, 0),
    "orders-2026-01-01.searchOrders.sandbox-2": ("orders_2026_01_01", 1, 1, 0, 0),
    "finances-v0.list.sandbox-0": ("financial_events", 0, 0, 4, 0),
    "finances-v0.byGroupId.sandbox-0": ("financial_events", 1, 1, 5, 0),
    "finances-v0.byOrderId.sandbox-0": ("financial_events", 0, 0, 4, 0),
    "finances-2024-06-19.listTransactions.sandbox-0": ("transactions", 0, 0, 1, 0),
    # their intervals end before they start
    "sales-v1.getOrderMetrics.sandbox-0": ("order_metrics", 0, 0, 0, 1),
    "sales-v1.getOrderMetrics.sandbox-1": ("order_metrics", 0, 0, 0, 2),
    # theirs are days of a month that is not whole
    "sales-v1.getOrderMetrics.sandbox-2": ("order_metrics", 0, 0, 1, 0),
    "sales-v1.getOrderMetrics.sandbox-3": ("order_metrics", 0, 0, 2, 0),
    "solicitations-v1.actions.sandbox-0": ("solicitations", 1, 1, 0, 0),
}
REFUSED = {
    "reports-2021-06-30.getReport.sandbox-0": "no report, but the state of one .'IN_PROGRESS'.",
    "reports-2021-06-30.getReportDocument.sandbox-0": "no report, but the address of one",
    "orders-v0-to-2026-01-01.migration-map": "not among the keys|no known report",
}


def check_orders(folder: Path) -> None:
    """The one order with a package, and one of v0: what is said of them, worked out by hand from the documents."""
    (order,) = amazon.read(folder / "orders-2026-01-01.searchOrders.sandbox-1.json")
    assert order == sp.Order(
        order_id="202-7654321-1098765",
        placed_on=date(2024, 12, 24),
        marketplace=sp.Marketplace.UK,
        sku="ECHO-DOT-4-UK-CHARCOAL-SINGLE",
        units=1,
        total=sp.Money("34.99", "GBP"),
        ship_by=date(2024, 12, 25),
        shipped_on=date(2024, 12, 25),
        ship_confirmed_on=date(2024, 12, 24),
        deliver_by=date(2024, 12, 28),
        cancelled_by=sp.Canceller.NOBODY,
        prime=True,
        business=False,
    )
    (package,) = amazon.read_packages(folder / "orders-2026-01-01.searchOrders.sandbox-1.json", marketplace="uk")
    assert (package.order_id, package.units, package.carrier) == (order.order_id, 1, "DPD")
    (german,) = amazon.read(folder / "orders-v0.getOrder.sandbox-1.json")
    assert (german.marketplace, german.fulfilled_by, german.total) == (
        sp.Marketplace.DE,
        sp.Fulfiller.AMAZON,
        sp.Money(100, "EUR"),
    )
    assert (german.ship_by, german.deliver_by) == (date(2019, 5, 8), date(2019, 5, 12))
    pages = [folder / f"orders-v0.{name}.sandbox-0.json" for name in ("getOrder", "getOrderItems")]
    (joined,) = amazon.read([json.loads(page.read_text("utf-8")) for page in pages])
    assert (joined.sku, joined.units, joined.cancelled_by) == ("NABetaASINB00551Q3CS", 1, sp.Canceller.NOBODY)


def check_money(folder: Path) -> None:
    """The one chargeback, at an invented marketplace, and four days of sales, which are no month."""
    (posting,) = amazon.read(folder / "finances-v0.byGroupId.sandbox-0.json")
    assert (posting.cause, posting.order_id) == (amazon.Cause.CHARGEBACK, "444-555-3343433")
    assert (posting.posted_on, posting.marketplace) == (date(2020, 2, 5), None)
    traffic = amazon.read(folder / "sales-and-traffic.official-example.json")
    assert traffic.ignored == {"sales of one product": 3, "part of a month that is not whole here": 4}


def check_performance_report(path: Path) -> None:
    """Amazon's own example contradicts its schema and itself; everything in it is read, and what is odd is said."""
    found = amazon.read(path)
    assert (found.used, found.refused, found.ignored) == (20, (), {})
    reports = {report.marketplace: report for report in found}
    assert {place.value: report.account_status for place, report in reports.items()} == {
        "us": "AT_RISK",
        "ca": "NORMAL",
        "mx": "SUSPENDED",
    }
    us = reports[sp.Marketplace.US]
    metrics = {(metric.name, metric.fulfilled_by): metric for metric in us.metrics}
    assert len(metrics) == len(us.metrics) == 8
    seller = metrics["orderDefectRate", sp.Fulfiller.SELLER]
    assert (seller.rate, seller.reported_rate) == (Fraction(1078, 539_000), Fraction("0.009"))
    assert (seller.verdict, seller.agrees, len(seller.doubts)) == (Verdict.MET, True, 1)
    assert sum(component.count or 0 for component in seller.components) == 1085
    assert metrics["orderDefectRate", sp.Fulfiller.AMAZON].doubts[0] == "the block 'afn' calls itself 'mfn'"
    assert metrics["unitOnTimeDeliveryRate", None].agrees is False
    assert metrics["preFulfillmentCancellationRate", None].window == sp.Window(
        first=date(2020, 11, 12), last=date(2020, 11, 18)
    )
    (backwards,) = [counted for counted in us.violations if counted.window is None]
    assert (backwards.name, len(us.violations), us.undeclared) == ("documentRequests", 8, ())


TOLD = (
    *("orders", "feedback", "claims", "chargebacks", "injury_claims", "monthly_sales", "insurance_policies"),
    *("packages", "feedback_comments", "notices"),
)


class TestTheInventedAccount:
    """The files in ``docs/examples`` tell one story, and agree with each other."""

    WINDOW = sp.Window(first=date(2026, 9, 7), last=date(2026, 11, 5))

    def test_every_file_is_read_whole(self) -> None:
        kinds = {path.name: amazon.read(path) for path in ACCOUNT.iterdir()}
        assert {name: found.kind for name, found in kinds.items()} == {
            "performance_report.json": "performance_report",
            **{f"{kind}.csv": kind for kind in TOLD},
        }
        assert all(found.rows == found.used for found in kinds.values())

    def metric(self, name: str, days: int) -> Metric:
        (report,) = facts("performance_report.json")
        (found,) = [
            metric
            for metric in report.metrics
            if metric.name == name and metric.total and metric.window and metric.window.days == days
        ]
        assert isinstance(found, Metric)
        return found

    def test_the_order_defect_rate_is_just_above_its_target(self) -> None:
        rate = self.metric("orderDefectRate", 60)
        orders = [order for order in facts("orders.csv") if order.placed_on in self.WINDOW]
        assert (rate.window, rate.total) == (self.WINDOW, len(orders))
        assert (rate.rate, rate.verdict, rate.agrees) == (Fraction(2, 195), Verdict.MISSED, True)

    def test_its_defects_are_those_of_the_files(self) -> None:
        inside = {order.order_id for order in facts("orders.csv") if order.placed_on in self.WINDOW}
        negative = {
            left.order_id
            for left in facts("feedback.csv")
            if left.rating <= 2 and not left.removed and left.order_id in inside
        }
        claimed = {
            claim.order_id
            for claim in facts("claims.csv")
            if claim.status is sp.ClaimStatus.UNDER_REVIEW and claim.order_id in inside
        }
        counts = Counter(
            {component.name: component.count for component in self.metric("orderDefectRate", 60).components}
        )
        assert counts == {"negativeFeedback": len(negative), "claims": len(claimed), "chargebacks": 0}
        assert len(negative | claimed) == 2

    @pytest.mark.parametrize("days", [10, 30])
    def test_late_shipments_are_those_of_the_files(self, days: int) -> None:
        rate = self.metric("lateShipmentRate", days)
        assert rate.window is not None
        sent = [
            order for order in facts("orders.csv") if order.placed_on in rate.window and order.shipped_on != sp.NEVER
        ]
        late = [order for order in sent if order.shipped_on > order.ship_by]
        assert (rate.count, rate.total) == (len(late), len(sent))

    def test_every_event_is_about_an_order_of_the_account(self) -> None:
        known = {order.order_id for order in facts("orders.csv")}
        assert len(known) == 248
        for name in ("feedback.csv", "claims.csv", "chargebacks.csv"):
            assert {event.order_id for event in facts(name)} <= known

    def test_one_month_passed_ten_thousand_on_the_day_that_it_says(self) -> None:
        sales = {month.month.month: month for month in facts("monthly_sales.csv")}
        october = sorted((o for o in facts("orders.csv") if o.placed_on.month == 10), key=lambda order: order.placed_on)
        total = Decimal(0)
        passed = []
        for order in october:
            total += order.total.amount
            if total >= 10_000:
                passed.append(order.placed_on)
        assert (sales[10].gross.amount, sales[10].reached_on) == (total, passed[0])
        assert [month for month, sold in sales.items() if sold.gross.amount >= 10_000] == [10]

    def test_one_claim_waits_for_an_answer_and_one_injury_claim_is_of_exactly_the_limit(self) -> None:
        waiting = [
            claim
            for claim in facts("claims.csv")
            if claim.status is sp.ClaimStatus.UNDER_REVIEW and claim.information_answered_at == NEVER_AT
        ]
        assert len(waiting) == 1
        assert [claim.amount for claim in facts("injury_claims.csv")] == [sp.usd("1000.00")]

    def test_the_policy_in_force_does_not_name_amazon(self) -> None:
        day = date(2026, 11, 21)
        (policy,) = [held for held in facts("insurance_policies.csv") if held.starts_on <= day <= held.ends_on]
        assert not policy.names_amazon
