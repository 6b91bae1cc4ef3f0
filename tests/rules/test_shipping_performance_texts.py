"""Shipping performance: on which days its texts begin, where they hold, and what decides at the very edge."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.logic import above, anything, business_days, days, nothing
from sellerpolicy.logic.counting import Standing
from timelines import doubts, texts

shipping = sp.shipping_performance
SHOP = sp.Marketplace
BEGINNING = date.min.isoformat()
EVERYWHERE = set(SHOP)
US, UK, ES, IN = {SHOP.US}, {SHOP.UK}, {SHOP.ES}, {SHOP.IN}
IN_EURO = {SHOP.DE, SHOP.FR, SHOP.IT, SHOP.ES, SHOP.NL, SHOP.BE, SHOP.IE}
EUROPE = IN_EURO | {SHOP.UK, SHOP.SE, SHOP.PL}
AT_HOME = US | EUROPE
WITH_INVOICES = {SHOP.UK, SHOP.DE, SHOP.FR, SHOP.IT, SHOP.ES}


def percent(number: str) -> Fraction:
    return Fraction(number) / 100


class TestLateShipmentsAndCancellations:
    """004-8: since when and where the rates of late shipments and cancellations are known."""

    def test_targets(self) -> None:
        assert texts(shipping, "late_target") == [(BEGINNING, sp.below(percent("4")), EVERYWHERE)]
        assert texts(shipping, "late_risk") == [(BEGINNING, above(percent("4")), EVERYWHERE)]
        assert texts(shipping, "cancelled_target") == [(BEGINNING, sp.below(percent("2.5")), EVERYWHERE)]
        assert doubts(shipping, "cancelled_target") == [([sp.at_most(percent("2.5"))], None)]
        assert texts(shipping, "cancelled_risk") == [(BEGINNING, above(percent("2.5")), EVERYWHERE)]

    @pytest.mark.parametrize(("name", "length"), [("late_window", 30), ("late_short_window", 10)])
    def test_windows_of_late_shipments_are_told_in_may_2020(self, name: str, length: int) -> None:
        assert texts(shipping, name) == [("2020-05-31", days(length), EVERYWHERE)]
        assert doubts(shipping, name) == [([], "2012-12-31")]

    def test_cancellations(self) -> None:
        assert texts(shipping, "cancelled_window") == [(BEGINNING, days(7), EVERYWHERE)]
        assert texts(shipping, "counts_amazons") == [(BEGINNING, True, EVERYWHERE)]
        assert texts(shipping, "says_when_cancelled") == [
            (BEGINNING, True, AT_HOME),
            (BEGINNING, True, IN),
            (BEGINNING, False, EVERYWHERE - AT_HOME - IN),
        ]
        assert texts(shipping, "time_until_cancelled") == [
            (BEGINNING, days(30), AT_HOME),
            (BEGINNING, days(90), IN),
            ("2020-09-30", business_days(7), AT_HOME),
            ("2024-09-16", business_days(3), IN),
        ]

    def test_several_in_a_row(self) -> None:
        assert texts(shipping, "in_a_row") == [(BEGINNING, nothing, EUROPE), ("2026-11-21", sp.at_least(2), EUROPE)]
        assert doubts(shipping, "in_a_row") == [([], None), ([], "2017-12-31")]

    @pytest.mark.parametrize(("name", "again"), [("acts", "2020-06-30"), ("acts_on_cancelled", "2020-06-07")])
    def test_the_pause_of_spring_2020(self, name: str, again: str) -> None:
        assert texts(shipping, name) == [
            (BEGINNING, True, EVERYWHERE),
            ("2020-03-20", False, AT_HOME),
            ("2020-06-01", True, AT_HOME),
            (again, True, AT_HOME),
        ]


class TestTracking:
    """001-4, 004-8: since when and where valid tracking is asked for, and of what."""

    def test_targets(self) -> None:
        assert texts(shipping, "tracking_target") == [(BEGINNING, sp.at_least(percent("95")), EVERYWHERE)]
        assert doubts(shipping, "tracking_target") == [([above(percent("95"))], None)]
        risk = sp.below(percent("95"))
        assert texts(shipping, "tracking_risk") == [
            (BEGINNING, risk, EVERYWHERE - UK - ES),
            (BEGINNING, nothing, UK),
            (BEGINNING, nothing, ES),
            ("2021-06-16", risk, UK),
            ("2021-07-15", risk, ES),
        ]

    def test_how_late_it_is_shown(self) -> None:
        assert texts(shipping, "tracking_lag") == [(BEGINNING, days(14), AT_HOME)]

    def test_what_it_leaves_out_in_the_us(self) -> None:
        elsewhere = EVERYWHERE - US
        assert texts(shipping, "spares_letters") == [
            (BEGINNING, nothing, elsewhere),
            ("2021-12-31", sp.below(sp.usd(10)), US),
        ]
        assert doubts(shipping, "spares_letters") == [([], None), ([], "2020-12-31")]
        assert texts(shipping, "spares_freight") == [(BEGINNING, False, elsewhere), ("2021-12-31", True, US)]
        assert doubts(shipping, "spares_freight") == [([], None), ([], "2020-12-31")]

    def test_packages_from_china(self) -> None:
        assert doubts(shipping, "needs_two_scans") == [([], None), ([], None), ([], "2017-12-31")]
        assert [value for _, value, _ in texts(shipping, "needs_two_scans")] == [
            nothing,
            nothing,
            sp.at_least(sp.usd(5)),
        ]


class TestDelivery:
    """001-4: on-time delivery, a minimum in the US since 25 September 2024, in the UK since 16 September 2025."""

    US_DAY, UK_DAY = "2024-09-25", "2025-09-16"

    @pytest.mark.parametrize(
        ("name", "before", "after"),
        [
            ("delivery_target", above(percent("97")), sp.at_least(percent("90"))),
            ("delivery_risk", nothing, sp.below(percent("90"))),
            ("counts_extensions", True, False),
        ],
    )
    def test_what_both_changed_and_the_rest_of_europe_may_have(self, name: str, before: object, after: object) -> None:
        assert texts(shipping, name) == [
            (BEGINNING, before, AT_HOME),
            (self.US_DAY, after, US),
            (self.US_DAY, before, EUROPE - UK),
            (self.UK_DAY, after, UK),
        ]
        assert doubts(shipping, name)[2] == ([after], None)

    def test_units_are_counted(self) -> None:
        assert texts(shipping, "counts_units") == [
            (BEGINNING, False, AT_HOME),
            (self.US_DAY, True, US),
            (self.UK_DAY, True, UK),
        ]

    @pytest.mark.parametrize(
        ("name", "before", "day", "since", "where"),
        [
            ("volume", anything, UK_DAY, sp.at_least(20), UK),
            ("counts_attempts", False, UK_DAY, True, UK),
            ("counts_rescheduled", False, UK_DAY, True, UK),
            ("protects_premium", False, "2026-02-28", True, US),
            ("spares_protected", False, US_DAY, True, US),
        ],
    )
    def test_what_one_changed(
        self, name: str, before: object, day: str, since: object, where: set[sp.Marketplace]
    ) -> None:
        assert texts(shipping, name) == [(BEGINNING, before, AT_HOME), (day, since, where)]

    def test_what_was_not_told_before(self) -> None:
        assert texts(shipping, "delivery_recommended") == [(self.US_DAY, sp.at_least(percent("95")), US)]
        assert texts(shipping, "delivery_window") == [(self.US_DAY, days(14), US), (self.UK_DAY, days(14), UK)]
        assert texts(shipping, "worst_listings_only") == [(self.US_DAY, False, US), ("2026-02-28", True, US)]
        assert texts(shipping, "delivery_lag") == [(self.US_DAY, days(8), US)]
        assert doubts(shipping, "delivery_lag") == [([days(7)], None)]


class TestInvoices:
    """002-3: invoices of business orders, measured in five marketplaces since some day of 2020."""

    @pytest.mark.parametrize(
        ("name", "value", "others"),
        [
            ("measures_invoices", True, []),
            ("invoice_target", sp.below(percent("5")), []),
            ("invoice_risk", above(percent("5")), []),
            ("demands_invoices", True, [False]),
            ("prompt", sp.at_most(1), []),
            ("waits_for_monday", False, [True]),
            ("invoice_window", days(7), []),
            ("invoice_lag", days(7), []),
        ],
    )
    def test_one_text(self, name: str, value: object, others: list[object]) -> None:
        assert texts(shipping, name) == [("2021-01-01", value, WITH_INVOICES)]
        assert doubts(shipping, name) == [(others, "2019-12-31")]


class TestDeadlines:
    """004-8: what must be confirmed by when, and by whom."""

    ORDER = sp.Order(
        order_id="O-1",
        placed_on=date(2026, 11, 2),
        ship_by=date(2026, 11, 4),
        ship_confirmed_on=sp.NEVER,
        cancelled_by=sp.Canceller.NOBODY,
    )

    def test_both_are_duties_and_run_from_the_expected_ship_date(self) -> None:
        """4 November 2026 is a Wednesday; the seventh business day after it is Friday of the week after."""
        confirm, before_cancelled = shipping.deadlines(self.ORDER)
        assert (confirm.by, confirm.is_duty) == (date(2026, 11, 4), True)
        assert (before_cancelled.by, before_cancelled.is_duty) == (date(2026, 11, 13), True)

    def test_what_amazon_sends_needs_no_confirmation(self) -> None:
        assert shipping.deadlines(evolve(self.ORDER, fulfilled_by=sp.Fulfiller.AMAZON)) == ()


class TestTheVeryEdge:
    """A rate is compared exactly, not as it is rounded for show."""

    @pytest.mark.parametrize(
        ("standing", "faulty", "outcome"),
        [
            (shipping.LATE_STANDING, 3_999, Standing.ON_TARGET),
            (shipping.LATE_STANDING, 4_001, Standing.AT_RISK),
            (shipping.CANCELLATION_STANDING, 2_499, Standing.ON_TARGET),
            (shipping.CANCELLATION_STANDING, 2_501, Standing.AT_RISK),
        ],
    )
    def test_orders(self, standing: Any, faulty: int, outcome: Standing) -> None:
        counted = shipping.CountedOrders(day=date(2026, 11, 2), orders=100_000, faulty=faulty)
        assert standing.decide(counted).outcome is outcome
