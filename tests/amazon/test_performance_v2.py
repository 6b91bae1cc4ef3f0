"""The account health report, as live documents give it: beyond its schema, and against itself."""

from __future__ import annotations

import copy
import gzip
import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import Component, Metric, PerformanceReport, ReportedRating, Verdict, WarningState
from sellerpolicy.errors import BadReport

from .documents import DE, US, days, defects, late, live, report, violations


def us(document: dict[str, Any]) -> PerformanceReport:
    return amazon.read_performance_report(document)[sp.Marketplace.US]


def only(document: dict[str, Any]) -> Metric:
    (metric,) = us(document).metrics
    return metric


def with_late(**fields: Any) -> dict[str, Any]:
    return report(lateShipmentRate={**late(120, 3), **fields})


class TestMarketplaces:
    """Several marketplaces may come in one document, each by its id."""

    def test_each_has_its_own_report(self) -> None:
        found = amazon.read_performance_report(live())
        assert set(found) == {sp.Marketplace.US, sp.Marketplace.DE}
        assert found[sp.Marketplace.DE] == PerformanceReport(marketplace=sp.Marketplace.DE, account_status="AT_RISK")

    def test_one_that_has_a_status_and_no_metrics_is_reported(self) -> None:
        document = {"accountStatuses": [{"marketplaceId": DE, "status": "SUSPENDED"}]}
        assert amazon.read_performance_report(document)[sp.Marketplace.DE].account_status == "SUSPENDED"

    def test_one_that_has_metrics_and_no_status_is_reported(self) -> None:
        document = {"performanceMetrics": [{"marketplaceId": DE, "lateShipmentRate": late(10, 0)}]}
        found = amazon.read_performance_report(document)[sp.Marketplace.DE]
        assert (found.account_status, len(found.metrics)) == (None, 1)

    def test_an_unknown_id_is_refused_with_the_nearest(self) -> None:
        document = report(lateShipmentRate=late(10, 0))
        document["performanceMetrics"][0]["marketplaceId"] = "ATVPDKIKX0DRE"
        with pytest.raises(BadReport, match="the id of a known marketplace, .*did you mean 'ATVPDKIKX0DER'") as refused:
            amazon.read_performance_report(document)
        assert refused.value.column == "performanceMetrics[0].marketplaceId"

    def test_a_missing_id_is_filled_in_only_by_who_asks(self) -> None:
        document = {"performanceMetrics": [{"lateShipmentRate": late(10, 0)}]}
        (found,) = amazon.read(document, marketplace="de")
        assert found.marketplace is sp.Marketplace.DE
        with pytest.raises(BadReport, match="expected an id, for nothing else says the marketplace, got nothing"):
            amazon.read(document)

    @pytest.mark.parametrize("key", ["accountStatuses", "performanceMetrics"])
    def test_one_listed_twice_is_refused(self, key: str) -> None:
        document = live()
        document[key].append(document[key][0])
        with pytest.raises(BadReport, match=rf"{key}\[2\].marketplaceId: expected each marketplace once"):
            amazon.read_performance_report(document)

    @pytest.mark.parametrize(
        ("document", "problem"),
        [
            ({"accountStatuses": [], "performanceMetrics": []}, "empty: no account status and no metrics"),
            ({"accountStatuses": None}, "empty"),
            ({"accountStatuses": "NORMAL"}, "accountStatuses: expected a list of objects, got 'NORMAL'"),
            ({"performanceMetrics": {"marketplaceId": US}}, "performanceMetrics: expected a list of objects"),
            ({"performanceMetrics": ["us"]}, r"performanceMetrics\[0\]: expected an object, got 'us'"),
            ({"accountStatuses": [[]]}, r"accountStatuses\[0\]: expected an object"),
            ({"accountStatuses": [{"marketplaceId": 1}]}, r"accountStatuses\[0\].marketplaceId: expected text, got 1"),
            ({"accountStatuses": [{"marketplaceId": US, "status": 1}]}, r"accountStatuses\[0\].status: expected text"),
            ({"accountStatuses": [], "account_statuses": []}, "expected each key once, got 'account_statuses'"),
            ({"performanceMetric": []}, "did you mean 'performanceMetrics'"),
            ({"id": 1}, "no known report has its keys: 'id'"),
        ],
    )
    def test_what_is_no_such_list_is_refused(self, document: dict[str, Any], problem: str) -> None:
        with pytest.raises(BadReport, match=problem):
            amazon.read_performance_report(document)


class TestMetrics:
    def test_the_order_defect_rate_is_told_apart_by_who_ships(self) -> None:
        seller, by_amazon = us(live()).metrics[:2]
        assert (seller.name, seller.fulfilled_by) == ("orderDefectRate", sp.Fulfiller.SELLER)
        assert (seller.count, seller.total, seller.rate) == (3, 400, Fraction(3, 400))
        assert seller.window == sp.Window(first=date(2026, 9, 7), last=date(2026, 11, 5))
        assert (seller.target, seller.target_condition) == (Fraction(1, 100), "LESS_THAN")
        assert (seller.verdict, seller.agrees, seller.doubts) == (Verdict.MET, True, ())
        assert (by_amazon.fulfilled_by, by_amazon.verdict) == (sp.Fulfiller.AMAZON, Verdict.NOT_MEASURED)

    def test_its_components_are_kept_and_never_added_up(self) -> None:
        assert us(live()).metrics[0].components == (
            Component("claims", 3, "NONE"),
            Component("chargebacks", 0, "NONE"),
            Component("negativeFeedback", 1, "NONE"),
        )

    def test_the_key_decides_who_ships_where_the_block_contradicts_it(self) -> None:
        metric = only(report(orderDefectRate={"afn": defects(400, 3, "mfn")}))
        assert metric.fulfilled_by is sp.Fulfiller.AMAZON
        assert metric.doubts == ("the block 'afn' calls itself 'mfn'",)

    def test_missing_and_empty_channels_are_left_out(self) -> None:
        assert us(report(orderDefectRate={"mfn": None, "note": "none"})).metrics == ()

    def test_a_channel_that_nobody_declared_is_read_and_doubted(self) -> None:
        metric = only(report(orderDefectRate={"sfp": defects(400, 3)}))
        assert (metric.fulfilled_by, metric.count, metric.doubts) == (None, 3, ("undeclared block 'sfp'",))

    @pytest.mark.parametrize(
        ("name", "count", "total"),
        [
            ("lateShipmentRate", "lateShipmentCount", "orderCount"),
            ("preFulfillmentCancellationRate", "cancellationCount", "orderCount"),
            ("prefulfillmentCancelRate", "cancellationCount", "orderCount"),
            ("validTrackingRate", "validTrackingCount", "shipmentCount"),
            ("onTimeDeliveryRate", "onTimeDeliveryCount", "shipmentCountWithValidTracking"),
            ("unitOnTimeDeliveryRate", "unitOnTimeDeliveryCount", "totalUnitCount"),
        ],
    )
    def test_each_rate_has_its_own_counts(self, name: str, count: str, total: str) -> None:
        block = {count: 3, total: 400, "rate": 0.0075, "targetValue": 0.04, "targetCondition": "LESS_THAN"}
        metric = only(report(**{name: block}))
        assert (metric.count, metric.total, metric.verdict, metric.doubts) == (3, 400, Verdict.MET, ())
        assert metric.name == name.replace("prefulfillmentCancelRate", "preFulfillmentCancellationRate")

    def test_invoice_defects_are_counted_inside_their_block(self) -> None:
        metric = only(
            report(
                invoiceDefectRate={
                    "orderCount": 200,
                    "invoiceDefect": {"count": 4, "status": "GOOD"},
                    "lateInvoice": {"count": 1, "status": "NONE"},
                    "rate": 0.02,
                }
            )
        )
        assert (metric.count, metric.total) == (4, 200)
        assert metric.components == (Component("lateInvoice", 1, "NONE"),)

    def test_a_list_of_rates_adds_what_its_block_does_not_say(self) -> None:
        found = [metric for metric in us(live()).metrics if metric.name == "lateShipmentRate"]
        assert [(metric.window and metric.window.days, metric.total) for metric in found] == [(30, 120), (10, 40)]

    def test_the_list_adds_nothing_twice_wherever_it_stands(self) -> None:
        document = report(lateShipmentRateList=[late(120, 3), late(120, 3)], lateShipmentRate=late(120, 3))
        assert only(document).total == 120

    def test_both_spellings_of_a_key_are_both_read(self) -> None:
        cancelled = {"cancellationCount": 1, "orderCount": 100, "rate": 0.01}
        document = report(prefulfillmentCancelRate=cancelled, preFulfillmentCancellationRate={**cancelled, "rate": 0.0})
        assert [metric.name for metric in us(document).metrics] == ["preFulfillmentCancellationRate"] * 2

    def test_snake_case_is_read_like_camel_case(self) -> None:
        document = {
            "account_statuses": [{"marketplace_id": US, "status": "NORMAL"}],
            "performance_metrics": [
                {
                    "marketplace_id": US,
                    "late_shipment_rate": {
                        "reporting_date_range": {
                            "reporting_date_from": "2026-10-12T00:00:00Z",
                            "reporting_date_to": "2026-11-10T23:59:59Z",
                        },
                        "order_count": 120,
                        "late_shipment_count": 3,
                        "status": "GOOD",
                        "rate": 0.025,
                        "target_value": 0.04,
                        "target_condition": "LESS_THAN",
                    },
                }
            ],
        }
        assert us(document) == us(report(lateShipmentRate=late(120, 3)))

    def test_a_rate_that_nobody_declared_is_shown_with_what_is_known_of_it(self) -> None:
        metric = only(report(premiumRate={"rate": 0.5, "targetValue": 0.9, "targetCondition": "GREATER_THAN"}))
        assert (metric.name, metric.rate, metric.verdict) == ("premiumRate", Fraction(1, 2), Verdict.MISSED)
        assert metric.doubts == ("Amazon's schema does not declare this metric: its counts are unknown",)


class TestNumbers:
    """Numbers are exact; a missing one is unknown and not 0."""

    def test_a_missing_count_is_unknown(self) -> None:
        block = late(120, 3)
        del block["orderCount"]
        metric = only(report(lateShipmentRate=block))
        assert (metric.total, metric.rate, metric.verdict) == (None, Fraction("0.025"), Verdict.MET)
        assert metric.doubts == ("counts are missing: the rate is the one that Amazon reports, rounded",)

    def test_an_empty_block_knows_nothing(self) -> None:
        metric = only(report(lateShipmentRate={}))
        assert (metric.window, metric.count, metric.rate, metric.amazon_status) == (None, None, None, None)
        assert metric.verdict is Verdict.NOT_MEASURED

    @pytest.mark.parametrize("rate", [0.1, "0.1"])
    def test_a_parsed_float_is_the_decimal_that_was_written(self, rate: object) -> None:
        text = json.dumps(with_late(rate=0.1)) if rate == "0.1" else with_late(rate=rate)
        (found,) = amazon.read(text)
        assert found.metrics[0].reported_rate == Fraction(1, 10)

    def test_a_whole_number_may_be_written_as_a_fraction(self) -> None:
        assert only(with_late(orderCount=120.0)).total == 120

    @pytest.mark.parametrize(
        "value", [-1, True, "3", [], float("nan"), float("inf"), -0.5, 1e15, {"count": {"count": 1}}]
    )
    def test_what_is_no_count_is_refused_with_the_path_to_it(self, value: object) -> None:
        with pytest.raises(BadReport, match="number, at least 0") as refused:
            amazon.read(with_late(lateShipmentCount=value))
        assert str(refused.value.column).startswith("performanceMetrics[0].lateShipmentRate.lateShipmentCount")

    def test_a_count_too_long_to_write_is_refused_without_writing_it(self) -> None:
        with pytest.raises(BadReport, match="expected a number, at least 0, got <int too large to show>"):
            amazon.read(with_late(lateShipmentCount=10**5000))

    def test_a_part_of_an_order_is_no_count(self) -> None:
        with pytest.raises(BadReport, match=r"orderCount: expected a whole number, at least 0, got 2\.5"):
            amazon.read(with_late(orderCount=2.5))

    @pytest.mark.parametrize("number", ["1e400", "1e-400", "1" * 60, "0." + "1" * 60])
    def test_numbers_beyond_all_reason_are_refused(self, number: str) -> None:
        text = json.dumps(with_late(rate=0.123456789)).replace("0.123456789", number)
        with pytest.raises(BadReport, match="at most 50 characters and exponents up to 30"):
            amazon.read(text)

    def test_decimals_beyond_all_reason_are_refused_in_a_mapping_too(self) -> None:
        from decimal import Decimal

        for value in (Decimal("1e-999999"), Decimal("0." + "1" * 60), Decimal("NaN")):
            with pytest.raises(BadReport, match="expected a number, at least 0"):
                amazon.read(with_late(rate=value))

    @given(st.integers(0, 10**9), st.integers(1, 10**9))
    def test_the_rate_is_that_of_the_counts_to_the_last_digit(self, count: int, total: int) -> None:
        assert only(with_late(lateShipmentCount=count, orderCount=total)).rate == Fraction(count, total)


class TestWords:
    @pytest.mark.parametrize(
        ("text", "word"), [("AT RISK", "AT_RISK"), ("at-risk", "AT_RISK"), ("GOOD", "GOOD"), ("", None)]
    )
    def test_a_status_is_one_word_in_capitals(self, text: str, word: str | None) -> None:
        assert only(with_late(status=text)).amazon_status == word

    def test_one_that_nobody_declared_is_kept_and_doubted(self) -> None:
        metric = only(with_late(status="AT RISK"))
        assert (metric.agrees, metric.doubts) == (None, ("Amazon's schema does not declare the status 'AT_RISK'",))

    def test_none_is_no_verdict(self) -> None:
        metric = only(with_late(status="NONE"))
        assert (metric.verdict, metric.agrees, metric.doubts) == (Verdict.MET, None, ())


class TestContradictions:
    """Amazon's figures may contradict each other: both are kept, and the doubt is said."""

    def test_a_reported_rate_that_is_not_that_of_the_counts(self) -> None:
        metric = only(with_late(lateShipmentCount=1078, orderCount=539_000, rate=0.009))
        assert (metric.rate, metric.reported_rate) == (Fraction(1, 500), Fraction(9, 1000))
        assert metric.doubts == ("the reported rate, 0.9 %, is not that of the counts, 1078 of 539000",)

    @pytest.mark.parametrize(("rate", "doubts"), [(0.0251, 0), (0.025100001, 1), (0.0249, 0), (0.024899999, 1)])
    def test_rounding_to_four_digits_is_no_contradiction(self, rate: float, doubts: int) -> None:
        assert len(only(with_late(rate=rate)).doubts) == doubts

    def test_more_counted_than_there_are(self) -> None:
        metric = only(with_late(lateShipmentCount=12, orderCount=10, rate=1.2))
        assert metric.doubts == (
            "more are counted than there are: 12 of 10",
            "the reported rate, 120 %, is more than all",
            "Amazon's status is GOOD, though by its own figures the target is missed",
        )

    def test_a_status_that_contradicts_its_own_figures(self) -> None:
        metric = only(with_late(lateShipmentCount=4, orderCount=100, rate=0.04))
        assert (metric.verdict, metric.amazon_status, metric.agrees) == (Verdict.MISSED, "GOOD", False)
        assert metric.doubts == ("Amazon's status is GOOD, though by its own figures the target is missed",)


class TestWindows:
    def test_seconds_may_be_missing_and_days_are_those_of_utc(self) -> None:
        window = {"reportingDateFrom": "2026-10-12T00:00Z", "reportingDateTo": "2026-11-10T23:59-01:00"}
        assert only(with_late(reportingDateRange=window)).window == sp.Window(
            first=date(2026, 10, 12), last=date(2026, 11, 11)
        )

    def test_an_instant_without_a_zone_is_utc(self) -> None:
        window = {"reportingDateFrom": "2026-10-12", "reportingDateTo": "2026-10-12T23:59:59"}
        assert str(only(with_late(reportingDateRange=window)).window) == "2026-10-12 to 2026-10-12"

    def test_one_that_ends_before_it_starts_is_unknown_and_doubted(self) -> None:
        metric = only(with_late(reportingDateRange=days("2026-11-21", "2026-11-19")))
        assert metric.window is None
        assert metric.doubts == ("the window ends before it starts: 2026-11-21 to 2026-11-19",)

    def test_one_without_an_end_is_unknown_and_doubted(self) -> None:
        metric = only(with_late(reportingDateRange={"reportingDateFrom": "2026-11-21T00:00Z"}))
        assert (metric.window, metric.doubts) == (None, ("the window lacks its first or last day",))

    @pytest.mark.parametrize("text", ["soon", "2026-02-30", "0001-01-01T00:00:00+14:00", "\0"])
    def test_what_is_no_instant_is_refused(self, text: str) -> None:
        with pytest.raises(BadReport, match="reportingDateRange.reportingDateTo: expected an instant such as"):
            amazon.read(with_late(reportingDateRange={**days("2026-10-12", "2026-11-10"), "reportingDateTo": text}))


class TestTheRest:
    def test_violations_are_counted_whether_declared_or_not(self) -> None:
        found = us(live()).violations
        assert [(counted.name, counted.count, counted.verdict) for counted in found] == [
            ("listingPolicyViolations", 0, Verdict.MET),
            ("customerProductReviewsPolicyViolations", 1, Verdict.MISSED),
            ("policyViolationWarnings", 2, Verdict.NOT_MEASURED),
        ]
        assert found[0].window == sp.Window(first=date(2026, 5, 19), last=date(2026, 11, 14))

    def test_old_spellings_are_given_in_the_new_one(self) -> None:
        document = report(documentRequest=violations(), warningState=[{"warningType": "x", "status": "BAD"}])
        assert us(document).violations[0].name == "documentRequests"
        assert us(document).warnings == (WarningState("x", "BAD"),)

    def test_doubts_of_violations_are_said_too(self) -> None:
        block = {**violations(8), "status": "GOOD", "reportingDateRange": days("2026-11-21", "2026-11-19")}
        (found,) = us(report(documentRequests=block)).violations
        assert found.doubts == (
            "the window ends before it starts: 2026-11-21 to 2026-11-19",
            "Amazon's status is GOOD, though by its own figures the target is missed",
        )

    def test_a_count_of_nothing_is_unknown(self) -> None:
        (found,) = us(report(otherPolicyViolations={"defectsCount": None})).violations
        assert (found.count, found.verdict) == (None, Verdict.NOT_MEASURED)

    def test_the_health_rating_is_kept(self) -> None:
        window = sp.Window(first=date(2026, 5, 19), last=date(2026, 11, 14))
        assert us(live()).health_rating == ReportedRating(amazon_status="GREAT", score=208, window=window)

    def test_its_status_has_two_names(self) -> None:
        rating = us(report(accountHealthRating={"accountHealthRatingStatus": "WARNED"})).health_rating
        assert rating == ReportedRating(amazon_status="WARNED")

    def test_warnings_are_kept(self) -> None:
        assert us(live()).warnings == (WarningState("spammingSellerMessaging", "NONE"),)

    @pytest.mark.parametrize("value", ["none", {"warningType": "x"}, ["x"]])
    def test_what_is_no_list_of_warnings_is_refused(self, value: object) -> None:
        with pytest.raises(BadReport, match="warningStates.*: expected an? (object|list of objects)"):
            amazon.read(report(warningStates=value))

    @pytest.mark.parametrize("value", ["x", 5, []])
    def test_a_declared_rate_that_is_no_object_is_refused(self, value: object) -> None:
        with pytest.raises(BadReport, match="validTrackingRate: expected an object"):
            amazon.read(report(validTrackingRate=value))

    def test_keys_that_nobody_declared_are_named(self) -> None:
        assert us(live()).undeclared == ("somethingNew",)


class TestNothingIsLost:
    """A row is one account status or one block; used, refused and ignored are all of them."""

    def test_every_block_is_accounted_for(self) -> None:
        found = amazon.read(live())
        assert found.kind == "performance_report"
        assert (found.used, found.refused, found.ignored) == (11, (), {"undeclared key": 1, "empty block": 1})
        assert found.rows == 13

    def test_one_bad_block_does_not_spoil_the_others(self) -> None:
        document = live()
        document["performanceMetrics"][0]["lateShipmentRate"]["orderCount"] = "many"
        found = amazon.read(document, on_error="collect")
        (refused,) = found.refused
        assert (refused.line, refused.column, refused.value) == (
            None,
            "performanceMetrics[0].lateShipmentRate.orderCount",
            "many",
        )
        assert found.rows == 13
        assert [metric.name for metric in found.facts[0].metrics].count("orderDefectRate") == 2

    def test_where_the_marketplace_is_not_known_every_block_is_refused(self) -> None:
        document = live()
        document["performanceMetrics"][0]["marketplaceId"] = "X"
        document["performanceMetrics"].append("x")
        found = amazon.read(document, on_error="collect")
        assert (len(found.refused), found.used, found.rows) == (11, 2, 14)
        assert found.facts[0].metrics == ()


class TestHandOver:
    """What clients hand over: text, bytes, gzip, a path, a parsed mapping, text decoded wrongly."""

    def test_all_give_the_same(self, tmp_path: Path) -> None:
        document = live()
        document["performanceMetrics"][0]["größe"] = 1
        text = json.dumps(document, ensure_ascii=False)
        path = tmp_path / "report"
        path.write_bytes(gzip.compress(text.encode()))
        latin = text.encode().decode("latin-1")
        sources = (document, text, text.encode(), gzip.compress(text.encode()), path, str(path), latin, "\ufeff" + text)
        expected = amazon.read_performance_report(document)
        assert expected[sp.Marketplace.US].undeclared == ("somethingNew", "größe")
        for source in sources:
            assert amazon.read_performance_report(source) == expected

    def test_a_label_without_gzip_behind_it_does_no_harm(self, tmp_path: Path) -> None:
        path = tmp_path / "report.json.gz"
        path.write_text(json.dumps(live()))
        assert amazon.read_performance_report(path) == amazon.read_performance_report(live())

    def test_a_table_is_no_report(self) -> None:
        with pytest.raises(BadReport, match="of the kind orders, which is read as Order and not as PerformanceReport"):
            amazon.read_performance_report("order_id,placed_on\n")

    def test_reading_leaves_a_mapping_as_it_was(self) -> None:
        document = live()
        before = copy.deepcopy(document)
        amazon.read(document)
        assert document == before
