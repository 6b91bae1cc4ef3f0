"""The older performance report: counts decide, and rates of an unknown unit stay text."""

from __future__ import annotations

import gzip
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import Check, CustomerMetricsReport, Figure, Metric, Verdict
from sellerpolicy.errors import BadReport

from .documents import live
from .flat_files import CUSTOMER_METRICS, time_frame

SIXTY = sp.Window(first=date(2026, 9, 7), last=date(2026, 11, 5))


def only(text: str = CUSTOMER_METRICS, **asked: Any) -> CustomerMetricsReport:
    (report,) = amazon.read(text, **asked)
    assert isinstance(report, CustomerMetricsReport)
    return report


def metric(name: str, days: int, report: CustomerMetricsReport | None = None) -> Metric:
    (found,) = [
        each
        for each in (report or only()).metrics
        if each.name == name and each.window is not None and each.window.days == days
    ]
    return found


class TestReading:
    def test_each_time_frame_and_each_line_of_the_checklist_is_a_row(self) -> None:
        found = amazon.read(CUSTOMER_METRICS)
        assert (found.kind, found.used, found.ignored) == ("customer_metrics", 8, {"undeclared element": 1})

    def test_the_same_from_bytes_packed_or_not(self) -> None:
        for data in (CUSTOMER_METRICS.encode(), gzip.compress(CUSTOMER_METRICS.encode("utf-8-sig"))):
            assert list(amazon.read(data)) == [only()]

    def test_a_single_report_without_the_outermost_element(self) -> None:
        text = CUSTOMER_METRICS.replace("<sellerPerformanceReports>", "").replace("</sellerPerformanceReports>", "")
        assert only(text) == only()

    def test_it_belongs_to_the_marketplace_that_the_caller_names(self) -> None:
        (report,) = amazon.read_customer_metrics(CUSTOMER_METRICS, marketplace="de")
        assert report.marketplace is sp.Marketplace.DE
        assert only().marketplace is sp.Marketplace.US

    def test_the_checklist(self) -> None:
        assert only().checklist == (
            Check("orderDefectRate", "Good"),
            Check("policyViolation", "Fair"),
            Check("contactResponseTime", None),
        )
        bare = CUSTOMER_METRICS.replace("<contactResponseTime/>", "<contactResponseTime>Poor</contactResponseTime>")
        assert only(bare).checklist[2].amazon_status == "Poor"


class TestMetrics:
    """Every time frame is a metric of its own, found by its days and not by its place."""

    def test_rates_come_from_counts(self) -> None:
        found = metric("orderWithDefects", 60)
        assert (found.count, found.total, found.rate) == (3, 400, Fraction(3, 400))
        assert metric("orderWithDefects", 90).rate == Fraction(6, 600)
        assert (metric("a_z_claims", 60).count, metric("chargebacks", 60).count) == (2, 0)

    def test_without_a_target_none_is_met_or_missed(self) -> None:
        assert {found.verdict for found in only().metrics} == {Verdict.NOT_MEASURED}
        assert {found.reported_rate for found in only().metrics} == {None}

    def test_what_is_not_counted_among_orders_has_no_rate(self) -> None:
        text = CUSTOMER_METRICS.replace("<validTracking>", "<orderCount>40</orderCount><validTracking>")
        found = metric("validTracking", 30, only(text))
        assert (found.count, found.total, found.rate) == (39, None, None)
        assert found.doubts == ("counts are missing: no rate can be worked out",)

    def test_rates_and_hours_are_kept_as_they_are_written(self) -> None:
        figures = only().figures
        assert Figure("orderWithDefects.rate", SIXTY, "0.75") in figures
        assert Figure("averageResponseTimeInHours", SIXTY, "7.5") in figures
        assert len(figures) == 8

    def test_a_rate_without_a_count_is_no_metric(self) -> None:
        report = only(CUSTOMER_METRICS.replace("<count>2</count></lateShipment>", "</lateShipment>"))
        assert "lateShipment" not in {found.name for found in report.metrics}
        assert "lateShipment.rate" in {figure.name for figure in report.figures}

    def test_more_than_there_are_is_doubted(self) -> None:
        found = metric("orderWithDefects", 60, only(CUSTOMER_METRICS.replace(">3<", ">401<")))
        assert found.doubts == ("more are counted than there are: 401 of 400",)

    def test_an_empty_count_is_unknown(self) -> None:
        found = metric("orderWithDefects", 60, only(CUSTOMER_METRICS.replace("<count>3<", "<count> <")))
        assert (found.count, found.rate) == (None, None)

    @pytest.mark.parametrize(
        ("frame", "doubt"),
        [
            ("<timeFrame/>", "the time frame lacks its first or last day"),
            (time_frame("2026-11-06"), "the time frame ends before it starts: 2026-11-06 to 2026-11-05"),
        ],
    )
    def test_a_time_frame_that_cannot_be_is_doubted(self, frame: str, doubt: str) -> None:
        report = only(CUSTOMER_METRICS.replace(time_frame("2026-08-08"), frame))
        assert [found.doubts for found in report.metrics if found.window is None] == [(doubt,)]


class TestRefusals:
    @pytest.mark.parametrize(
        ("old", "new", "column"),
        [
            ("<count>3<", "<count>many<", "orderWithDefects.count"),
            ("<orderCount>400<", "<orderCount>-1<", "orderDefectMetrics.orderCount"),
            ("2026-09-07T", "2026-13-07T", "timeFrame.start"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_path(self, old: str, new: str, column: str) -> None:
        text = CUSTOMER_METRICS.replace(old, new, 1)
        found = amazon.read(text, on_error="collect")
        assert [(row.line, row.column) for row in found.refused] == [(None, column)]
        assert (found.used, found.rows) == (7, 9)
        with pytest.raises(BadReport):
            amazon.read(text)

    @pytest.mark.parametrize("inside", ["", "<sellerPerformanceReport/>"])
    def test_nothing_at_all_is_refused(self, inside: str) -> None:
        with pytest.raises(BadReport, match="empty: no checklist and no time frames"):
            amazon.read(f"<sellerPerformanceReports>{inside}</sellerPerformanceReports>\n")

    def test_the_reader_of_the_newer_report_says_who_reads_it(self) -> None:
        with pytest.raises(BadReport, match="the older report \\(V1\\), which read_customer_metrics reads"):
            amazon.read_performance_report(CUSTOMER_METRICS)

    def test_its_own_reader_refuses_the_newer_report(self) -> None:
        with pytest.raises(BadReport):
            amazon.read_customer_metrics(live(), marketplace="us")


COUNTS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)
WINDOWS = st.tuples(st.dates(date(2010, 1, 1), date(2090, 1, 1)), st.dates(date(2010, 1, 1), date(2090, 1, 1)))


class TestRoundTrip:
    """Counts, written and read again, are the same counts."""

    @given(st.lists(st.tuples(WINDOWS, COUNTS), min_size=1, max_size=5))
    def test_metrics(self, drawn: list[tuple[tuple[date, date], list[int]]]) -> None:
        windows = [sp.Window(first=min(days), last=max(days)) for days, _ in drawn]
        blocks = "".join(
            f"<orderDefectMetrics>{time_frame(str(window.first), str(window.last))}<orderCount>{total}</orderCount>"
            f"<orderWithDefects><count>{count}</count></orderWithDefects></orderDefectMetrics>"
            for window, (_, (count, total)) in zip(windows, drawn, strict=True)
        )
        text = f"<sellerPerformanceReport><orderDefects>{blocks}</orderDefects></sellerPerformanceReport>"
        assert only(text).metrics == tuple(
            Metric(name="orderWithDefects", window=window, count=count, total=total)
            for window, (_, (count, total)) in zip(windows, drawn, strict=True)
        )
