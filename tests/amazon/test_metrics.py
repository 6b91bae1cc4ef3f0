"""A metric's verdict compares with the target in the document, strictly; nothing unknown is guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from sellerpolicy.amazon import Metric, Verdict, ViolationCount

ONE_PERCENT = Fraction(1, 100)


def odr(count: int | None, total: int | None, **fields: object) -> Metric:
    given = {"target": ONE_PERCENT, "target_condition": "LESS_THAN", **fields}
    return Metric(name="orderDefectRate", count=count, total=total, **given)  # type: ignore[arg-type]


class TestRate:
    def test_it_comes_from_the_counts_where_they_are_given(self) -> None:
        assert odr(2, 195, reported_rate=Fraction("0.0103")).rate == Fraction(2, 195)

    @pytest.mark.parametrize(("count", "total"), [(None, 195), (2, None), (None, None)])
    def test_else_it_is_the_reported_one(self, count: int | None, total: int | None) -> None:
        assert odr(count, total, reported_rate=Fraction("0.0103")).rate == Fraction("0.0103")

    def test_none_out_of_none_has_no_rate_whatever_is_reported(self) -> None:
        assert odr(0, 0, reported_rate=Fraction(0)).rate is None

    def test_nothing_given_is_unknown(self) -> None:
        assert odr(None, None).rate is None


class TestVerdict:
    @pytest.mark.parametrize(
        ("condition", "below", "at", "above"),
        [
            ("LESS_THAN", Verdict.MET, Verdict.MISSED, Verdict.MISSED),
            ("GREATER_THAN", Verdict.MISSED, Verdict.MISSED, Verdict.MET),
            ("EQUALS", Verdict.MISSED, Verdict.MET, Verdict.MISSED),
        ],
    )
    def test_conditions_are_strict(self, condition: str, below: Verdict, at: Verdict, above: Verdict) -> None:
        verdicts = [odr(count, 1000, target_condition=condition).verdict for count in (9, 10, 11)]
        assert verdicts == [below, at, above]

    def test_zero_orders_are_not_measured(self) -> None:
        metric = odr(0, 0, reported_rate=Fraction(0), amazon_status="GOOD")
        assert (metric.verdict, metric.agrees) == (Verdict.NOT_MEASURED, None)

    def test_zero_shipments_do_not_miss_a_floor(self) -> None:
        metric = odr(0, 0, target=Fraction(95, 100), target_condition="GREATER_THAN", reported_rate=Fraction(0))
        assert metric.verdict is Verdict.NOT_MEASURED

    @pytest.mark.parametrize("fields", [{"target": None}, {"target_condition": None}, {"target_condition": "AT_MOST"}])
    def test_without_a_known_target_nothing_is_compared(self, fields: dict[str, object]) -> None:
        assert odr(2, 195, **fields).verdict is Verdict.NOT_MEASURED

    @given(st.integers(0, 50), st.integers(1, 5000))
    def test_it_is_met_exactly_where_the_counts_say_so(self, count: int, total: int) -> None:
        assert (odr(count, total).verdict is Verdict.MET) == (count * 100 < total)


class TestAgreement:
    @pytest.mark.parametrize(
        ("count", "status", "agrees"),
        [
            (9, "GOOD", True),
            (9, "BAD", False),
            (10, "GOOD", False),
            (10, "BAD", True),
            (10, "NONE", None),
            (10, "AT_RISK", None),
            (10, None, None),
        ],
    )
    def test_only_good_and_bad_are_verdicts(self, count: int, status: str | None, agrees: bool | None) -> None:
        assert odr(count, 1000, amazon_status=status).agrees is agrees


class TestViolations:
    @pytest.mark.parametrize(
        ("count", "verdict"), [(0, Verdict.MET), (1, Verdict.MISSED), (None, Verdict.NOT_MEASURED)]
    )
    def test_the_count_is_compared_with_its_own_target(self, count: int | None, verdict: Verdict) -> None:
        found = ViolationCount(
            name="documentRequests",
            count=count,
            target=Fraction(0),
            target_condition="EQUALS",
            amazon_status="GOOD",
        )
        assert found.verdict is verdict
        assert found.agrees == (None if verdict is Verdict.NOT_MEASURED else verdict is Verdict.MET)
