"""Knowledge: what was known on a day, and what only came later."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy.amazon import Metric, PerformanceReport, ViolationCount
from sellerpolicy.amazon.postings import Cause, Posting
from sellerpolicy.dossier.knowledge import day_of, known_on, last_day

US, JP = sp.Marketplace.US, sp.Marketplace.JP
DAY = date(2026, 10, 1)
AFTER = date(2026, 10, 2)


def order(placed_on: date = DAY, **known: Any) -> sp.Order:
    return sp.Order(order_id="O-1", placed_on=placed_on, **known)


def claim(filed_at: datetime, **known: Any) -> sp.Claim:
    told: dict[str, Any] = {"claim_id": "C-1", "order_id": "O-1", "reason": sp.ClaimReason.NOT_RECEIVED}
    return sp.Claim(**told, filed_at=filed_at, **known)


class TestLeftOut:
    """Facts of a later day are left out, and counted by kind."""

    def test_the_day_itself_is_known(self) -> None:
        assert known_on([order()], DAY).facts == (order(),)
        found = known_on([order(AFTER), order(AFTER), order()], DAY)
        assert (found.facts, found.later) == ((order(),), {"Order": 2})

    def test_an_instant_has_the_day_of_its_marketplace(self) -> None:
        """At 03:00 UTC it is still the evening before on the Pacific coast."""
        night = datetime(2026, 10, 2, 3, tzinfo=UTC)
        assert day_of(claim(night)) == DAY
        assert day_of(claim(night, marketplace=JP)) == AFTER
        assert known_on([claim(night, marketplace=JP)], DAY).later == {"Claim": 1}

    def test_of_several_marketplaces_it_is_said_of_which(self) -> None:
        """Postings that name none are of none."""
        posted = Posting(cause=Cause.CHARGEBACK, order_id="O-1", posted_on=AFTER)
        sent = order(delivered_on=AFTER)
        given = [sent, order(AFTER, marketplace=JP), order(AFTER, marketplace=JP), order(AFTER), posted]
        found = known_on(given, DAY)
        assert found.later == {"Order of Amazon JP": 2, "Order of Amazon US": 1, "Posting": 1}
        assert found.in_part == {"Order of Amazon US": 1}

    def test_a_month_that_has_begun_is_known(self) -> None:
        sales = sp.MonthlySales(month=date(2026, 10, 31), gross=sp.usd(1))
        assert known_on([sales], DAY).facts == (sales,)
        assert known_on([sales], date(2026, 9, 30)).later == {"MonthlySales": 1}

    def test_an_insurance_policy_is_known_before_it_starts(self) -> None:
        policy = sp.InsurancePolicy(
            per_occurrence=sp.usd(1),
            aggregate=sp.usd(1),
            deductible=sp.usd(0),
            starts_on=AFTER,
            ends_on=date(2027, 10, 1),
            names_amazon=True,
        )
        assert (day_of(policy), known_on([policy], DAY).facts) == (None, (policy,))
        assert known_on([policy], DAY).in_part == {}

    def test_what_is_no_fact_and_has_no_day(self) -> None:
        posting = Posting(cause=Cause.CHARGEBACK, order_id="O-1", posted_on=AFTER)
        assert known_on([posting], DAY).later == {"Posting": 1}
        assert known_on([object()], DAY).later == {}

    def test_amazons_report_is_of_its_last_window(self) -> None:
        windows = [sp.Window.ending(day, days=7) for day in (DAY, AFTER)]
        metrics = tuple(Metric(name="x", window=window) for window in (windows[0], None))
        report = PerformanceReport(marketplace=US, metrics=metrics)
        assert last_day(report) == DAY
        counted = PerformanceReport(marketplace=US, violations=(ViolationCount(name="y", window=windows[1]),))
        assert known_on([report, counted], DAY).later == {"PerformanceReport": 1}
        without = PerformanceReport(marketplace=US)
        assert (last_day(without), known_on([without], DAY).facts) == (None, (without,))


class TestInPart:
    """What is known, and tells something that happened later, is counted too."""

    @pytest.mark.parametrize("delivered_on", [None, sp.NEVER, DAY])
    def test_nothing_later(self, delivered_on: date | None) -> None:
        assert known_on([order(delivered_on=delivered_on)], DAY).in_part == {}

    def test_a_later_delivery(self) -> None:
        delivered = order(delivered_on=AFTER)
        found = known_on([delivered], DAY)
        assert (found.facts, found.in_part) == ((delivered,), {"Order": 1})

    def test_what_is_expected_is_known(self) -> None:
        assert known_on([order(ship_by=AFTER, deliver_by=AFTER)], DAY).in_part == {}

    def test_a_later_instant(self) -> None:
        filed = datetime(2026, 10, 1, 18, tzinfo=UTC)
        assert known_on([claim(filed, notified_at=datetime(2026, 10, 3, tzinfo=UTC))], DAY).in_part == {"Claim": 1}
