"""Monthly sales from the Sales API, the Sales and Traffic report and Data Kiosk: whole months, and no others."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sellerpolicy import amazon
from sellerpolicy.errors import BadReport

from .samples import CA, US, by_date, kiosk, metric, metrics, traffic

FEBRUARY = [date(2026, 2, day) for day in range(1, 29)]
NOT_WHOLE = "part of a month that is not whole here"
LONGER = "longer than a month, or in two of them"


def months(source: Any, **chosen: Any) -> list[tuple[str, str]]:
    return [
        (f"{sold.month:%Y-%m-%d} {sold.marketplace.value}", str(sold.gross)) for sold in amazon.read(source, **chosen)
    ]


def hours(zone: str, first: datetime, last: datetime, amount: Any) -> list[dict[str, Any]]:
    """A bucket for every hour between two instants, written with the offsets of a zone."""
    found, start = [], first
    while start < last:
        end = start + timedelta(hours=1)
        first_text, end_text = (when.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes") for when in (start, end))
        found.append(metric(first_text, end_text, amount))
        start = end
    return found


class TestOrderMetrics:
    """``getOrderMetrics``: the end of an interval is not in it; instants have offsets, amounts are text or numbers."""

    def test_a_month(self) -> None:
        assert months(metrics()) == [("2026-10-01 us", "USD 10,000.00")]
        (sold,) = amazon.read(metrics())
        assert (sold.reached_on, sold.amazon_fulfilled) == (None, None)

    @pytest.mark.parametrize("amount", ["25", 25, 25.0, "25.00"])
    def test_an_amount_is_text_or_a_number(self, amount: Any) -> None:
        found = months(metrics(metric("2026-10-01T00:00Z", "2026-11-01T00:00Z", amount)))
        assert found == [("2026-10-01 us", "USD 25.00")]

    def test_the_sum_of_its_days(self) -> None:
        days = [metric(f"{day}T00:00-08:00", f"{day + timedelta(1)}T00:00-08:00", "0.10") for day in FEBRUARY]
        assert months(metrics(*days)) == [("2026-02-01 us", "USD 2.80")]
        assert amazon.read(metrics(*days)).used == 28

    def test_the_order_of_the_days_does_not_matter(self) -> None:
        days = [metric(f"{day}T00:00Z", f"{day + timedelta(1)}T00:00Z", 1) for day in reversed(FEBRUARY)]
        assert months(metrics(*days)) == [("2026-02-01 us", "USD 28.00")]

    def test_a_day_that_is_missing(self) -> None:
        days = [metric(f"{day}T00:00Z", f"{day + timedelta(1)}T00:00Z") for day in FEBRUARY]
        for gap in (0, 13, 27):
            found = amazon.read(metrics(*days[:gap], *days[gap + 1 :]))
            assert (found.facts, found.ignored) == ((), {NOT_WHOLE: 27})

    def test_the_hours_of_a_month_in_which_the_clocks_change(self) -> None:
        """November 2026 in Los Angeles has 721 hours: the one from 1 to 2 on the first day comes twice."""
        zone = ZoneInfo("America/Los_Angeles")
        first, last = datetime(2026, 11, 1, tzinfo=zone), datetime(2026, 12, 1, tzinfo=zone)
        utc = ZoneInfo("UTC")
        buckets = hours("America/Los_Angeles", first.astimezone(utc), last.astimezone(utc), "1.00")
        assert len(buckets) == 721
        assert months(metrics(*buckets)) == [("2026-11-01 us", "USD 721.00")]
        assert months(metrics(*buckets[:-1])) == []

    def test_two_months(self) -> None:
        october = metric("2026-10-01T00:00-07:00", "2026-11-01T00:00-07:00", 1)
        november = metric("2026-11-01T00:00-07:00", "2026-12-01T00:00-08:00", 2)
        assert months(metrics(november, october)) == [("2026-11-01 us", "USD 2.00"), ("2026-10-01 us", "USD 1.00")]

    def test_december(self) -> None:
        december = metric("2026-12-01T00:00Z", "2027-01-01T00:00Z", 1)
        assert months(metrics(december)) == [("2026-12-01 us", "USD 1.00")]

    @pytest.mark.parametrize("end", ["2026-11-01T01:00Z", "2026-12-01T00:00Z", "2027-10-01T00:00Z"])
    def test_longer_than_a_month(self, end: str) -> None:
        found = amazon.read(metrics(metric("2026-10-01T00:00Z", end)))
        assert (found.facts, found.ignored) == ((), {LONGER: 1})

    def test_overlapping_intervals_are_refused(self) -> None:
        """A month and one of its days: added up, the day would count twice."""
        october = metric("2026-10-01T00:00Z", "2026-11-01T00:00Z")
        day = metric("2026-10-05T00:00Z", "2026-10-06T00:00Z")
        with pytest.raises(
            BadReport, match="line 2, column document.interval: expected a start on or after 2026-11-01"
        ):
            amazon.read(metrics(october, day))
        found = amazon.read(metrics(october, day), on_error="collect")
        assert (len(found), len(found.refused), found.rows) == (1, 1, 2)

    def test_the_same_interval_twice(self) -> None:
        with pytest.raises(BadReport, match="when another entry ends"):
            amazon.read(metrics(*metrics()["payload"] * 2))

    @pytest.mark.parametrize(
        "interval",
        [
            None,
            "",
            "2026-10-01T00:00Z",
            "2026-10-01--2026-11-01",
            "2026-10-01T00:00--2026-11-01T00:00",
            "soon--later",
            "0001-01-01T00:00Z--2026-11-01T00:00Z",
            "2026-10-01T00:00Z--9999-01-01T00:00Z",
            f"{'2' * 100}--2026-11-01T00:00Z",
        ],
    )
    def test_an_interval_that_is_none(self, interval: str | None) -> None:
        with pytest.raises(BadReport, match="interval: expected two instants with their offsets"):
            amazon.read(metrics({**metrics()["payload"][0], "interval": interval}))

    def test_an_interval_that_ends_before_it_starts(self) -> None:
        with pytest.raises(BadReport, match="expected an end after 2019-08-01"):
            amazon.read(metrics(metric("2019-08-01T00:00-07:00", "2018-08-03T00:00-07:00")))

    @pytest.mark.parametrize("amount", [None, "many", float("nan"), -1, "-0.01"])
    def test_an_amount_that_is_none(self, amount: Any) -> None:
        with pytest.raises(BadReport, match="expected an"):
            amazon.read(metrics(metric("2026-10-01T00:00Z", "2026-11-01T00:00Z", amount)))


class TestTheMarketplaceOfMetrics:
    """The answer names none: the only marketplace with the currency, or the one that the caller names."""

    OCTOBER = ("2026-10-01T00:00Z", "2026-11-01T00:00Z")

    def test_by_its_currency(self) -> None:
        assert months(metrics(metric(*self.OCTOBER, 5, "CAD"))) == [("2026-10-01 ca", "CAD 5.00")]

    @pytest.mark.parametrize("currency", ["EUR", "XXX"])
    def test_by_no_guess(self, currency: str) -> None:
        with pytest.raises(BadReport, match="totalSales: expected a marketplace to be asked for"):
            amazon.read(metrics(metric(*self.OCTOBER, 5, currency)))

    def test_by_the_caller(self) -> None:
        found = months(metrics(metric(*self.OCTOBER, 5, "EUR")), marketplace="de")
        assert found == [("2026-10-01 de", "EUR 5.00")]

    def test_another_currency_than_the_callers_marketplace_has(self) -> None:
        with pytest.raises(BadReport, match="expected an amount in EUR, the currency of 'de'"):
            amazon.read_monthly_sales(metrics(), marketplace="de")


class TestSalesAndTraffic:
    """GET_SALES_AND_TRAFFIC_REPORT: ordered product sales of each day, week or month of one marketplace."""

    def days(self, amount: Any = 0.1) -> list[dict[str, Any]]:
        return [by_date(day.isoformat(), amount) for day in FEBRUARY]

    @pytest.mark.parametrize("granularity", ["DAY", None])
    def test_the_sum_of_its_days(self, granularity: str | None) -> None:
        """Rates in it are percent, and none of them is read."""
        report = traffic(*self.days(), granularity=granularity)
        for source in (report, json.dumps(report), json.dumps(report).encode()):
            assert months(source) == [("2026-02-01 us", "USD 2.80")]

    def test_sales_of_single_products_are_left_out(self) -> None:
        found = amazon.read(traffic(*self.days()))
        assert (found.kind, found.used, found.ignored) == ("sales_and_traffic", 28, {"sales of one product": 1})

    def test_a_month(self) -> None:
        report = traffic(by_date("2026-02-01", 7.5), by_date("2026-03-15", 8), granularity="MONTH")
        assert months(report) == [("2026-02-01 us", "USD 7.50"), ("2026-03-01 us", "USD 8.00")]

    def test_four_weeks_from_sunday_to_saturday_are_a_february(self) -> None:
        weeks = [by_date(f"2026-02-{day:02}", 1) for day in (1, 8, 15, 22)]
        assert months(traffic(*weeks, granularity="WEEK")) == [("2026-02-01 us", "USD 4.00")]
        found = amazon.read(traffic(*weeks[1:], by_date("2026-03-29", 1), granularity="WEEK"))
        assert found.ignored == {"sales of one product": 1, NOT_WHOLE: 3, LONGER: 1}

    def test_another_word_is_refused(self) -> None:
        with pytest.raises(BadReport, match="dateGranularity: expected one of DAY, WEEK, MONTH, got 'MONTHS'; did you"):
            amazon.read(traffic(by_date("2026-02-01", 1), granularity="months"))

    def test_its_marketplace(self) -> None:
        days = [by_date(day.isoformat(), 1, "CAD") for day in FEBRUARY]
        assert months(traffic(*days, marketplaceIds=[CA])) == [("2026-02-01 ca", "CAD 28.00")]
        assert months(traffic(*days, marketplaceIds=None), marketplace="ca") == [("2026-02-01 ca", "CAD 28.00")]
        with pytest.raises(BadReport, match="marketplaceIds: expected one marketplace"):
            amazon.read(traffic(*days, marketplaceIds=[CA, US]))
        with pytest.raises(BadReport, match="expected the id of a marketplace"):
            amazon.read(traffic(*days, marketplaceIds=[]))

    def test_a_currency_that_is_not_the_marketplaces(self) -> None:
        with pytest.raises(BadReport, match=r"column salesAndTrafficByDate\[0\]: expected an amount in USD"):
            amazon.read(traffic(by_date("2026-02-01", 1, "EUR")))

    @pytest.mark.parametrize("day", [None, "soon", "9999-12-31", "1900-01-01"])
    def test_a_day_that_is_none(self, day: Any) -> None:
        with pytest.raises(BadReport, match="salesAndTrafficByDate"):
            amazon.read(traffic({**by_date("2026-02-01", 1), "date": day}))

    def test_an_entry_without_sales(self) -> None:
        found = amazon.read(traffic({"date": "2026-02-01"}, *self.days()[1:]), on_error="collect")
        assert [row.column for row in found.refused] == ["salesAndTrafficByDate[0].salesByDate.orderedProductSales"]
        assert found.ignored == {"sales of one product": 1, NOT_WHOLE: 27}

    def test_a_specification_that_is_none(self) -> None:
        report = {**traffic(*self.days()), "reportSpecification": 5}
        assert len(amazon.read(report, on_error="collect").refused) == 28


class TestDataKiosk:
    """Data Kiosk: one line of JSON for each day, week or month; the last day is in it."""

    def test_the_sum_of_its_lines(self) -> None:
        lines = [kiosk(day.isoformat(), day.isoformat(), 0.5) for day in FEBRUARY]
        for source in (lines, "\n".join(map(json.dumps, lines)), json.dumps(lines)):
            assert months(source) == [("2026-02-01 us", "USD 14.00")]

    def test_one_line(self) -> None:
        assert months(json.dumps(kiosk("2026-02-01", "2026-02-28"))) == [("2026-02-01 us", "USD 100.50")]

    def test_several_marketplaces(self) -> None:
        canadian = kiosk("2026-02-01", "2026-02-28", marketplaceId=CA)
        canadian["sales"] = {"orderedProductSales": {"amount": 5, "currencyCode": "CAD"}}
        found = months([kiosk("2026-02-01", "2026-02-28"), canadian])
        assert found == [("2026-02-01 us", "USD 100.50"), ("2026-02-01 ca", "CAD 5.00")]

    def test_sales_of_one_product_are_left_out(self) -> None:
        found = amazon.read([kiosk("2026-02-01", "2026-02-28", childAsin="B000000001")])
        assert (found.kind, found.ignored) == ("data_kiosk_sales", {"sales of one product": 1})

    @pytest.mark.parametrize(
        ("first", "last"), [("2026-02-28", "2026-02-01"), ("9998-01-01", "9998-01-31"), (None, "2026-02-01")]
    )
    def test_days_that_cannot_be(self, first: Any, last: Any) -> None:
        with pytest.raises(BadReport, match="expected"):
            amazon.read([kiosk(first, last)])

    def test_a_line_that_is_no_object(self) -> None:
        found = amazon.read([kiosk("2026-02-01", "2026-02-28"), 5], on_error="collect")  # type: ignore[list-item]
        assert [(row.line, row.column) for row in found.refused] == [(2, "record")]
