"""Rates, sales and the duty to be insured on Spark: the same figures as for the single seller, joined on keys alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from pyspark.sql import DataFrame, SparkSession

import sellerpolicy as sp
from sellerpolicy import frames
from sellerpolicy.rules import shipping_performance
from sellers_framed import EVENTS, Sellers, rows, sellers

JUNE = date(2024, 6, 1)
COUNTS = ("orders", "defective", "negative_feedback", "claims", "chargebacks", "undetermined", "contested")


def drawn() -> Sellers:
    """The sellers of many drawn examples together: each plan costs Spark as much as thousands of rows."""
    accounts: dict[str, Any] = {}

    @settings(database=None)
    @given(sellers(JUNE))
    def draw(found: Sellers) -> None:
        for name, account in found.accounts.items():
            accounts[f"{name}{len(accounts)}"] = account

    draw()
    return Sellers(accounts, shared_numbers=True)


def on_spark(spark: SparkSession, frame: pl.DataFrame) -> DataFrame:
    """The frame on Spark."""
    return spark.createDataFrame(frame.to_arrow())


def plan(frame: DataFrame) -> str:
    """Every stage of the plan, as Spark tells it."""
    return str(frame._jdf.queryExecution().toString())  # noqa: SLF001  the text that explain() prints


FORBIDDEN = ("CartesianProduct", "BroadcastNestedLoopJoin", "PythonUDF", "BatchEvalPython", "MapInPandas")


@pytest.fixture(scope="module")
def accounts() -> Sellers:
    """One draw for all tests."""
    return drawn()


class TestTheSameFigures:
    """From one draw Spark gives, seller by seller and day by day, what is given for the single seller."""

    def test_order_defect_rates(self, spark: SparkSession, accounts: Sellers) -> None:
        given_frames = {name: on_spark(spark, frame) for name, frame in accounts.frames().items()}
        asked: Any = {"first": JUNE - timedelta(days=9), "last": JUNE + timedelta(days=2)}
        rates = frames.order_defect_rate(**given_frames, **asked)
        expected = []
        for seller, account in accounts.accounts.items():
            events = {name: getattr(account, name) for name in EVENTS}
            for rate in sp.order_defect_rate.daily_rates(account.orders, **events, **asked):
                whole = sp.order_defect_rate.rate(account.orders, **events, window=rate.window)
                counts = (rate.orders, rate.defective, rate.negative_feedback, rate.claims, rate.chargebacks)
                sure = (len(whole.undetermined_orders), len(whole.contested_orders))
                expected.append((seller, rate.last, *counts, *sure, None))
        assert sorted(expected) == rows(rates, "seller_id", "day", *COUNTS, "problem")
        assert not [word for word in FORBIDDEN if word in plan(rates)]

    def test_sales_and_the_duty_to_be_insured(self, spark: SparkSession, accounts: Sellers) -> None:
        orders = accounts.frames()["orders"]
        sales = frames.monthly_sales(on_spark(spark, orders))
        in_memory = frames.monthly_sales(orders)
        months = ("seller_id", "month", "gross", "amazon_fulfilled", "problem")
        assert rows(in_memory, *months) == rows(sales, *months)
        duty = frames.insurance_requirement(sales, on=JUNE)
        names = ("seller_id", "marketplace", "outcome", "contested", "problem", "policy_day")
        assert rows(frames.insurance_requirement(in_memory, on=JUNE), *names) == rows(duty, *names)
        assert not [word for word in FORBIDDEN if word in plan(duty)]

    def test_shipping_metrics(self, spark: SparkSession, accounts: Sellers) -> None:
        orders, late = accounts.frames()["orders"], shipping_performance.late_shipment
        asked: Any = {"first": JUNE - timedelta(days=9), "last": JUNE}
        rates = frames.daily_rates(late, on_spark(spark, orders), **asked)
        names = ("seller_id", "day", "part", "whole", "problem")
        assert rows(frames.daily_rates(late, orders, **asked), *names) == rows(rates, *names)
        assert not [word for word in FORBIDDEN if word in plan(rates)]
