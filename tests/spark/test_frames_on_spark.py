"""Frames on Spark: the same answers as for single cases, and plans that any number of machines can work off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st
from pyspark.sql import DataFrame, SparkSession

import sellerpolicy as sp
from framed import TABLES, WRITTEN, Answer, Parcel, Table, frame_of, needs, scalar
from sellerpolicy import frames, strategies
from sellerpolicy.rules.injury_and_damage import WHO_PAYS

EXAMPLES = max(5, settings().max_examples // 3)
CLAIMS = pl.DataFrame(
    {
        "amount": [Decimal("999.99"), Decimal(-1), Decimal(5), None],
        "filed_on": [date(2023, 5, 2)] * 4,
        "is_valid": [False, True, None, True],
        "seller_insured": [True] * 4,
        "insurance_required": [True] * 4,
        "follows_policy": [True] * 4,
        "marketplace": ["us", "us", "us", "usa"],
        "note": ["'", '"', "`", "\\"],
    },
    schema_overrides={"amount": pl.Decimal(12, 2)},
)


def drawn(table: Table, examples: int) -> list[Any]:
    """The cases of many drawn examples, for one frame: each plan costs Spark as much as thousands of rows."""
    cases: list[Any] = []

    @settings(max_examples=examples, database=None)
    @given(st.lists(strategies.cases(table), min_size=1, max_size=50))
    def draw(found: list[Any]) -> None:
        cases.extend(found)

    draw()
    return cases


def answers(frame: DataFrame) -> list[Answer]:
    """The three columns of an answered frame, row by row, in the order of the rows' numbers."""
    rows = frame.select("row", "outcome", "contested", "problem").collect()
    return [(row.outcome, row.contested, row.problem) for row in sorted(rows, key=lambda row: int(row.row))]


def on_spark(spark: SparkSession, frame: pl.DataFrame) -> DataFrame:
    """The frame on Spark, its rows numbered."""
    return spark.createDataFrame(frame.with_row_index("row").cast({"row": pl.Int64}).to_arrow())


def plan(frame: DataFrame) -> str:
    """Every stage of the plan, as Spark tells it."""
    return str(frame._jdf.queryExecution().toString())  # noqa: SLF001  the text that explain() prints


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
class TestTheSameAnswers:
    """Row by row Spark gives what the single case gives: outcome, contested and the unknown facts."""

    def test_of_every_table(self, spark: SparkSession, table: Table) -> None:
        cases = drawn(table, EXAMPLES)
        expected = [scalar(table, case) for case in cases]
        found = answers(frames.decide(table, on_spark(spark, frame_of(table, cases))))
        assert expected == [(outcome, contested, needs(problem)) for outcome, contested, problem in found]


class TestWhatCanBeWritten:
    """Every kind of condition, over every type of fact, means on Spark what it means for a single case."""

    @pytest.mark.parametrize("what", WRITTEN)
    def test_as_for_a_single_case(self, spark: SparkSession, what: str) -> None:
        table = WRITTEN[what]
        cases: list[Parcel] = [
            evolve(case, day=case.day or date(2024, 1, 1), quota=None) for case in drawn(table, EXAMPLES)
        ]
        expected = [scalar(table, case)[:2] for case in cases]
        found = answers(frames.decide(table, on_spark(spark, frame_of(table, cases))))
        assert expected == [answer[:2] for answer in found]


@pytest.fixture
def stored(spark: SparkSession, tmp_path: Path) -> DataFrame:
    """Claims in a Parquet file, which Spark reads when it must."""
    CLAIMS.write_parquet(tmp_path / "claims.parquet")
    return spark.read.parquet(str(tmp_path))


class TestPlans:
    """What is asked of Spark is a plan: nothing is collected, multiplied out or handed to Python."""

    @pytest.mark.parametrize("table", [WHO_PAYS, sp.a_to_z.ELIGIBILITY], ids=lambda table: table.id)
    def test_what_is_in_them(self, spark: SparkSession, tmp_path: Path, table: Table) -> None:
        frame_of(table, drawn(table, 1)).write_parquet(tmp_path / "cases.parquet")
        told = plan(frames.decide(table, spark.read.parquet(str(tmp_path))))
        assert "FileScan parquet" in told
        for unwanted in ("Python", "Cartesian", "NestedLoop", "Exchange", "Collect", "Join", "UDF"):
            assert unwanted not in told

    def test_nothing_is_worked_out(self, spark: SparkSession, stored: DataFrame) -> None:
        spark.sparkContext.setJobGroup("deciding", "what decide() itself asks Spark to work out")
        answered = frames.decide(WHO_PAYS, stored)
        tracker = spark.sparkContext.statusTracker()
        assert tracker.getJobIdsForGroup("deciding") == []
        answered.collect()
        assert len(tracker.getJobIdsForGroup("deciding")) == 1

    def test_the_same_kind_out(self, stored: DataFrame) -> None:
        answered = frames.decide(WHO_PAYS, stored)
        assert type(stored) is type(answered)
        assert [*stored.columns, "outcome", "contested", "problem"] == answered.columns
        assert [row.note for row in answered.collect()] == CLAIMS["note"].to_list()


class TestBadFrames:
    """The schema is checked before any work; a bad value shows in the row's problem."""

    def test_bad_values(self, spark: SparkSession) -> None:
        found = answers(frames.decide(WHO_PAYS, on_spark(spark, CLAIMS)))
        assert [answer[0] for answer in found] == ["nobody", None, None, None]
        assert [str(problem) for _, _, problem in found[1:3]] == [
            "amount: expected an amount of Money that is not negative",
            "unknown: is_valid",
        ]
        shops = ", ".join(repr(shop.value) for shop in sp.Marketplace)
        assert [found[3][2]] in (
            ["amount: expected an amount of Money that is not negative"],
            [f"marketplace: expected one of {shops}"],
        )

    def test_a_missing_column(self, spark: SparkSession) -> None:
        frame = on_spark(spark, CLAIMS.rename({"amount": "amuont"}))
        with pytest.raises(sp.errors.BadReport, match="column amount: expected exact amounts .*did you mean 'amuont'"):
            frames.decide(WHO_PAYS, frame)

    @pytest.mark.parametrize(
        ("column", "values", "words"),
        [
            ("amount", pl.lit(999.99), "Decimal column.*Float64"),
            ("filed_on", pl.lit("2023-05-02"), "Date column.*String"),
            ("marketplace", pl.lit(1), "String column.*Int32"),
        ],
    )
    def test_the_wrong_type(self, spark: SparkSession, column: str, values: pl.Expr, words: str) -> None:
        frame = on_spark(spark, CLAIMS.with_columns(values.alias(column)))
        with pytest.raises(sp.errors.BadReport, match=f"column {column}: expected .*{words}"):
            frames.decide(WHO_PAYS, frame)

    def test_instants_without_a_zone(self, spark: SparkSession) -> None:
        table = sp.a_to_z.ELIGIBILITY
        frame = on_spark(spark, frame_of(table, drawn(table, 1)))
        naive = frame.withColumn("filed_at", frame.filed_at.cast("timestamp_ntz"))
        with pytest.raises(sp.errors.BadReport, match="column filed_at: expected instants .*with a time zone"):
            frames.decide(table, naive)

    def test_amounts_of_another_currency(self, spark: SparkSession) -> None:
        frame = on_spark(spark, CLAIMS.head(1).with_columns(currency=pl.lit("EUR")))
        assert "currency: expected the marketplace's own" in str(answers(frames.decide(WHO_PAYS, frame))[0][2])
