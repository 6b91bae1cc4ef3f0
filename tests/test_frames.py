"""Frames: the very tables that decide single cases decide the rows of any dataframe, with the same answers."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, cast

import dask.dataframe
import duckdb
import ibis
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import find, given, settings, strategies as st

import sellerpolicy as sp
from framed import (
    REFERENCE,
    SOLD,
    TABLES,
    WRITTEN,
    Answer,
    Parcel,
    Table,
    Terms,
    Verdict,
    frame_of,
    needs,
    parcel,
    scalar,
    terms,
    yes_if,
)
from sellerpolicy import frames, strategies
from sellerpolicy.frames import memory
from sellerpolicy.frames.engines import require_nulls
from sellerpolicy.frames.sql import DUCKDB, SPARK
from sellerpolicy.frames.truths import FALSE, TRUE, asked
from sellerpolicy.frames.values import moved
from sellerpolicy.logic import (
    Condition,
    DecisionTable,
    Rule,
    known,
    share,
)
from sellerpolicy.rules.injury_and_damage import WHO_PAYS

# each example is planned and worked out by seven engines, which costs the same for one row as for many
A_FEW = settings(max_examples=max(2, settings().max_examples // 30))


def answers(frame: Any) -> list[Answer]:
    """The three columns of an answered frame, row by row."""
    opened = nw.from_native(frame)
    eager = opened if isinstance(opened, nw.DataFrame) else opened.collect()
    columns = [eager[name].to_arrow().to_pylist() for name in ("outcome", "contested", "problem")]
    return list(zip(*columns, strict=True))


def objects(frame: pl.DataFrame) -> pd.DataFrame:
    """The frame in pandas, with Python's own objects wherever numpy has no type for them."""
    return pd.DataFrame({name: pd.Series(frame[name].to_list(), dtype=object) for name in frame.columns})


ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars, lazy": lambda frame: frame.lazy(),
    "pyarrow": lambda frame: frame.to_arrow(),
    "pandas": lambda frame: frame.to_pandas(),
    "pandas, objects": objects,
    "pandas, Arrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "DuckDB": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}


class TestTheSameAnswers:
    """From one draw, every table on every engine gives row by row what it gives for the single case."""

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
    def test_of_every_table_on_every_engine(self, table: Table) -> None:
        @A_FEW
        @given(st.lists(strategies.cases(table), min_size=1, max_size=50))
        def same(cases: list[object]) -> None:
            expected = [scalar(table, case) for case in cases]
            frame = frame_of(table, cases)
            for engine, made in ENGINES.items():
                found = answers(frames.decide(table, made(frame)))
                assert expected == [(outcome, contested, needs(problem)) for outcome, contested, problem in found], (
                    engine
                )

        same()

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
    def test_of_every_table_through_ibis(self, table: Table) -> None:
        @settings(max_examples=1)
        @given(st.lists(strategies.cases(table), min_size=20, max_size=50))
        def same(cases: list[object]) -> None:
            expected = [scalar(table, case) for case in cases]
            found = answers(frames.decide(table, ibis.memtable(frame_of(table, cases).to_arrow())))
            assert expected == [(outcome, contested, needs(problem)) for outcome, contested, problem in found]

        same()

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
    def test_of_every_table_by_the_text_of_one_day(self, table: Table) -> None:
        @A_FEW
        @given(st.lists(strategies.cases(table), min_size=1, max_size=50), strategies.days())
        def same(cases: list[object], on: date) -> None:
            expected = [scalar(table, case, on) for case in cases]
            found = answers(frames.decide(table, frame_of(table, cases), on=on))
            assert expected == [(outcome, contested, needs(problem)) for outcome, contested, problem in found]

        same()


CLAIM: dict[str, Any] = {
    "amount": Decimal("999.99"),
    "filed_on": date(2023, 5, 2),
    "is_valid": True,
    "seller_insured": True,
    "insurance_required": True,
    "follows_policy": True,
    "marketplace": "us",
}
CLAIM_TYPES: dict[str, Any] = {
    "amount": pl.Decimal(12, 2),
    "filed_on": pl.Date(),
    "incident_on": pl.Date(),
    "is_valid": pl.Boolean(),
    "seller_insured": pl.Boolean(),
    "insurance_required": pl.Boolean(),
    "follows_policy": pl.Boolean(),
    "seller_responded": pl.Boolean(),
    "seller_accepts": pl.Boolean(),
    "marketplace": pl.String(),
}


def injuries(*changes: dict[str, Any]) -> pl.DataFrame:
    """Injury claims: the same valid one of $999.99 on an insured seller, each with its own changes."""
    rows = [{**CLAIM, **change} for change in changes]
    names = [name for name in CLAIM_TYPES if any(name in row for row in rows)]
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names},
        schema={name: CLAIM_TYPES[name] for name in names},
    )


def outcomes(frame: Any, table: Table = WHO_PAYS, *, on: date | None = None) -> list[str | None]:
    """The outcome of each row."""
    return [outcome for outcome, _, _ in answers(frames.decide(table, frame, on=on))]


def problems(frame: Any, table: Table = WHO_PAYS, *, on: date | None = None) -> list[str | None]:
    """The problem of each row."""
    return [problem for _, _, problem in answers(frames.decide(table, frame, on=on))]


class TestRows:
    """Each row is decided by the text of its own day and marketplace, to the cent and to the day."""

    def test_the_limit_to_the_cent(self) -> None:
        large = {"seller_responded": True, "seller_accepts": True}
        frame = injuries(*({**large, "amount": Decimal(amount)} for amount in ("999.99", "1000.00", "1000.01")))
        assert answers(frames.decide(WHO_PAYS, frame)) == [
            ("amazon", False, None),
            # the policy page says "or less"
            ("seller", True, None),
            ("seller", False, None),
        ]

    def test_the_day_of_the_change(self) -> None:
        frame = injuries({"filed_on": date(2021, 8, 31)}, {"filed_on": date(2021, 9, 1)})
        assert outcomes(frame) == ["between_the_parties", "amazon"]

    def test_each_by_its_own_marketplace(self) -> None:
        day = {"filed_on": date(2023, 5, 2)}
        frame = injuries(*({**day, "marketplace": shop} for shop in ("us", "ca", "uk", "de", "mx")))
        assert outcomes(frame) == ["amazon", "between_the_parties", "between_the_parties", "between_the_parties", None]
        assert problems(frame)[4] == "no policy text for this marketplace"

    def test_contested_in_the_month_whose_day_is_not_known(self) -> None:
        frame = injuries(
            *({"marketplace": "uk", "filed_on": date(2024, month, 1)} for month in (4, 5, 9)),
        )
        assert answers(frames.decide(WHO_PAYS, frame)) == [
            ("between_the_parties", False, None),
            ("between_the_parties", True, None),
            ("amazon", False, None),
        ]

    def test_all_by_the_text_of_one_day(self) -> None:
        frame = injuries({"filed_on": date(2021, 8, 31)}, {"filed_on": date(2023, 5, 2)}, {"marketplace": "mx"})
        assert outcomes(frame, on=date(2021, 8, 31)) == ["between_the_parties", "between_the_parties", None]
        assert outcomes(frame, on=date(2021, 9, 1)) == ["amazon", "amazon", None]
        assert problems(frame, on=date(2021, 9, 1))[2] == "no policy text for this marketplace on 2021-09-01"

    def test_one_day_needs_no_column_of_days(self) -> None:
        frame = injuries({}).drop("filed_on")
        assert outcomes(frame, on=date(2023, 5, 2)) == ["amazon"]

    @pytest.mark.parametrize("day", ["2021-09-01", datetime(2021, 9, 1, tzinfo=UTC), 20210901])
    def test_a_day_that_is_none(self, day: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match="on: expected a calendar day"):
            frames.decide(WHO_PAYS, injuries({}), on=day)

    def test_before_the_first_text(self) -> None:
        cover = {
            "day": [date(2010, 1, 1)],
            "policies": [1],
            "per_occurrence": [Decimal(1_000_000)],
            "aggregate": [Decimal(1_000_000)],
            "deductible": [Decimal(0)],
            "starts_on": [date(2010, 1, 1)],
            "ends_on": [date(2010, 12, 31)],
            "names_amazon": [True],
        }
        assert problems(pl.DataFrame(cover), sp.insurance.ADEQUACY) == ["no policy text before 2011-12-31"]

    def test_the_unknown_facts_are_named(self) -> None:
        frame = injuries(
            {"is_valid": None, "insurance_required": None},
            {"seller_insured": None, "follows_policy": None},
            {"is_valid": False, "seller_insured": None},
        )
        # a valid claim would be Amazon's, whether or not the seller must be insured, but that stands in its condition
        assert problems(frame) == [
            "unknown: is_valid, insurance_required",
            "unknown: seller_insured, follows_policy",
            None,
        ]

    def test_no_rows(self) -> None:
        assert answers(frames.decide(WHO_PAYS, injuries({}).clear())) == []


class TestColumns:
    """Only the columns that the table reads are asked for; what is not there is unknown, or the field's default."""

    def test_the_marketplace_is_the_united_states(self) -> None:
        assert outcomes(injuries({}).drop("marketplace")) == ["amazon"]

    def test_all_columns_and_their_order_are_kept(self) -> None:
        frame = injuries({}).with_columns(note=pl.lit("mine"), seller_id=pl.lit("A1"))
        answered = frames.decide(WHO_PAYS, frame)
        assert [*frame.columns, "outcome", "contested", "problem"] == answered.columns
        assert frame.equals(answered.select(frame.columns))
        assert [pl.String(), pl.Boolean(), pl.String()] == answered.dtypes[-3:]

    def test_a_column_of_nothing_is_unknown(self) -> None:
        frame = injuries({}).with_columns(is_valid=pl.lit(None))
        for engine in ("polars", "polars, lazy", "pyarrow", "pandas", "DuckDB"):
            assert problems(ENGINES[engine](frame)) == ["unknown: is_valid"], engine

    def test_a_column_of_nothing_for_a_required_fact(self) -> None:
        frame = injuries({}).with_columns(amount=pl.lit(None))
        assert problems(frame) == [
            "amount: expected exact amounts in the marketplace's own currency (a Decimal column)"
        ]

    def test_a_column_of_nothing_for_the_day_that_picks_the_text(self) -> None:
        frame = injuries({}, {"is_valid": False}).with_columns(filed_on=pl.lit(None))
        for engine in ("polars", "polars, lazy", "pyarrow", "pandas", "DuckDB"):
            assert problems(ENGINES[engine](frame)) == ["filed_on: expected calendar days (a Date column)"] * 2, engine

    def test_no_rows_of_no_type(self) -> None:
        nothing = pd.DataFrame(columns=injuries({}).columns)
        assert answers(frames.decide(WHO_PAYS, nothing)) == []

    def test_something_in_a_column_of_no_type(self) -> None:
        relation = duckdb.sql(
            "SELECT 1::DECIMAL(9, 2) AS amount, DATE '2023-05-02' AS filed_on, '101'::BIT AS is_valid"
        )
        assert problems(relation) == ["is_valid: expected yes or no (a Boolean column)"]

    @pytest.mark.parametrize("kind", [pl.Categorical(), pl.Enum([shop.value for shop in sp.Marketplace])])
    def test_enums_may_be_categories(self, kind: Any) -> None:
        frame = injuries({"marketplace": "us"}, {"marketplace": "mx"}).cast({"marketplace": kind})
        assert outcomes(frame) == ["amazon", None]
        assert outcomes(frame.to_arrow()) == ["amazon", None]
        assert outcomes(frame.to_pandas()) == ["amazon", None]

    def test_amounts_of_any_precision(self) -> None:
        for kind in (pa.decimal128(5, 1), pa.decimal128(38, 2), pa.decimal128(12, 0)):
            frame = injuries({"amount": Decimal(999)}, {"amount": Decimal(1001)}).to_arrow()
            frame = frame.set_column(0, "amount", frame["amount"].cast(kind))
            assert outcomes(frame) == ["amazon", None], kind


class TestTheSameKindOut:
    """What comes in comes out; what is lazy stays lazy, and no Python function sees a row."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_of_every_engine(self, engine: str) -> None:
        frame = ENGINES[engine](injuries({}))
        answered = frames.decide(WHO_PAYS, frame)
        assert type(frame) is type(answered)
        assert answers(answered) == [("amazon", False, None)]

    def test_a_lazy_plan_holds_no_python(self) -> None:
        plan = frames.decide(WHO_PAYS, injuries({}).lazy()).explain()
        assert "python" not in plan.lower()
        assert "map" not in plan.lower()

    def test_nothing_lazy_is_worked_out(self) -> None:
        broken = injuries({}).lazy().with_columns(amount=pl.col("amount").map_batches(_explode, pl.Decimal(12, 2)))
        answered = frames.decide(WHO_PAYS, broken)
        with pytest.raises(ValueError, match="worked out"):
            answered.collect()

    def test_polars_keeps_its_pieces(self) -> None:
        frame = pl.concat([injuries({}, {}), injuries({"is_valid": False})], rechunk=False)
        answered = frames.decide(WHO_PAYS, frame)
        assert [[2, 1]] * answered.width == [list(map(len, column.get_chunks())) for column in answered]
        assert answered["outcome"].to_list() == ["amazon", "amazon", "nobody"]
        assert frames.decide(WHO_PAYS, frame.rechunk()).n_chunks() == 1

    def test_pandas_keeps_its_index(self) -> None:
        frame = injuries({}, {"is_valid": False}, {}).to_pandas()
        frame.index = pd.Index(["b", "a", "b"], name="key")
        answered = frames.decide(WHO_PAYS, frame)
        assert frame.index.equals(answered.index)
        assert answered.index.name == "key"
        assert answered["outcome"].to_list() == ["amazon", "nobody", "amazon"]
        assert "outcome" not in frame

    def test_pandas_without_any_column_that_is_read(self) -> None:
        frame = pd.DataFrame({"note": [1, 2]})
        assert [
            (problem, contested) for _, contested, problem in answers(frames.decide(SOLD, frame, on=date(2024, 1, 1)))
        ] == [("unknown: is_sold", False), ("unknown: is_sold", False)]

    def test_pandas_without_pyarrow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        frame = injuries({}).to_pandas()
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(ModuleNotFoundError, match="pandas frames are read through Arrow: pip install pyarrow"):
            frames.decide(WHO_PAYS, frame)

    @pytest.mark.parametrize("engine", [nw.Implementation.MODIN, nw.Implementation.CUDF])
    def test_engines_that_take_unknown_for_false(self, engine: nw.Implementation) -> None:
        with pytest.raises(TypeError, match=f"{engine.value} does not tell unknown from false: hand over a pandas"):
            require_nulls(engine)

    # narwhals announces that Dask moves to a package of its own
    @pytest.mark.filterwarnings("ignore:Dask support is moving out of Narwhals:FutureWarning")
    def test_dask_takes_unknown_for_false(self) -> None:
        parts = dask.dataframe.from_pandas(injuries({}, {}).to_pandas(), npartitions=2)  # type: ignore[no-untyped-call]
        with pytest.raises(TypeError, match="Dask does not tell unknown from false: hand over .* pandas"):
            frames.decide(WHO_PAYS, parts)

    def test_a_lazy_plan_multiplies_nothing_out(self) -> None:
        for table in (WHO_PAYS, sp.a_to_z.ELIGIBILITY):
            connection = duckdb.connect()
            connection.from_arrow(frame_of(table, []).to_arrow()).create("cases")
            plan = frames.decide(table, connection.table("cases")).explain()
            for unwanted in ("cross product", "cross_product", "nested loop", "nested_loop", "python", "udf"):
                assert unwanted not in plan.lower()

    def test_what_is_no_frame(self) -> None:
        with pytest.raises(TypeError):
            frames.decide(WHO_PAYS, cast("Any", [{"amount": 1}]))


def _explode(_: object) -> Any:
    raise ValueError("worked out")


class TestProgress:
    """Long work tells how far it is, and can be stopped between two parts."""

    @pytest.fixture
    def small_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(memory, "PART", 2)

    @pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas"])
    def test_rows_done_of_all(self, small_parts: None, engine: str) -> None:
        told: list[tuple[int, int]] = []
        frame = injuries({}, {"is_valid": False}, {"is_valid": None}, {"marketplace": "mx"}, {})
        answered = frames.decide(WHO_PAYS, ENGINES[engine](frame), progress=lambda *done: told.append(done))
        assert told == [(2, 5), (4, 5), (5, 5)]
        assert [outcome for outcome, _, _ in answers(answered)] == ["amazon", "nobody", None, None, "amazon"]

    def test_no_rows(self) -> None:
        told: list[tuple[int, int]] = []
        frames.decide(WHO_PAYS, injuries({}).clear(), progress=lambda *done: told.append(done))
        assert told == [(0, 0)]

    @pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
    def test_stopped_between_parts(self, small_parts: None, stop: type[BaseException]) -> None:
        told: list[int] = []

        def after_two(done: int, _: int) -> None:
            told.append(done)
            if done == 4:
                raise stop

        frame = injuries({}, {}, {}, {}, {}, {})
        with pytest.raises(stop):
            frames.decide(WHO_PAYS, frame, progress=after_two)
        assert told == [2, 4]
        assert "outcome" not in frame.columns

    @pytest.mark.parametrize("engine", ["polars, lazy", "DuckDB"])
    def test_lazy_frames_are_worked_out_elsewhere(self, engine: str) -> None:
        with pytest.raises(TypeError, match="a lazy frame is worked out later, by its engine"):
            frames.decide(WHO_PAYS, ENGINES[engine](injuries({})), progress=print)


class TestBadFrames:
    """A frame that cannot be decided is refused by its schema: column, expected type, nearest name."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_a_required_column_is_missing(self, engine: str) -> None:
        frame = ENGINES[engine](injuries({}).rename({"amount": "amout"}))
        with pytest.raises(sp.errors.BadReport) as caught:
            frames.decide(WHO_PAYS, frame)
        assert caught.value.column == "amount"
        assert str(caught.value) == (
            "column amount: expected exact amounts in the marketplace's own currency (a Decimal column); "
            "there is no such column; did you mean 'amout'?"
        )

    @pytest.mark.parametrize("given", [sp.injury_and_damage, sp.injury_and_damage.who_pays, "WHO_PAYS"])
    def test_what_is_no_table(self, given: Any) -> None:
        with pytest.raises(TypeError, match=r"a rule module's table, such as injury_and_damage.WHO_PAYS; got .*"):
            frames.decide(given, injuries({}))

    def test_the_day_that_picks_the_text_is_missing(self) -> None:
        with pytest.raises(sp.errors.BadReport, match=r"column filed_on: expected calendar days .*no such column$"):
            frames.decide(WHO_PAYS, injuries({}).drop("filed_on"))

    @pytest.mark.parametrize("slip", ["seller_ensured", "sellerinsured", "Seller_Insured"])
    def test_a_slip_for_an_optional_column(self, slip: str) -> None:
        frame = injuries({}).rename({"seller_insured": slip})
        with pytest.raises(sp.errors.BadReport, match=f"column seller_insured: .*did you mean '{slip}'"):
            frames.decide(WHO_PAYS, frame)

    @pytest.mark.parametrize("name", ["seller_id", "notes", "decided_on"])
    def test_other_columns_are_no_slips(self, name: str) -> None:
        frame = injuries({}).drop("seller_insured").with_columns(pl.lit(1).alias(name))
        assert problems(frame) == ["unknown: seller_insured"]

    @pytest.mark.parametrize(
        ("column", "values", "words"),
        [
            ("amount", pl.Series([999.99]), "Decimal column.*Float64"),
            ("amount", pl.Series([99999]), "Decimal column.*Int64"),
            ("amount", pl.Series(["999.99"]), "Decimal column.*String"),
            ("filed_on", pl.Series(["2023-05-02"]), "Date column.*String"),
            ("filed_on", pl.Series([datetime(2023, 5, 2)]), "Date column.*Datetime"),  # noqa: DTZ001
            ("is_valid", pl.Series([1]), "Boolean column.*Int64"),
            ("marketplace", pl.Series([1]), r"text \(a String column\), one of 'us'.*Int64"),
        ],
    )
    def test_the_wrong_type(self, column: str, values: pl.Series, words: str) -> None:
        frame = injuries({}).with_columns(values.alias(column))
        for engine in ("polars", "polars, lazy", "pyarrow", "DuckDB"):
            with pytest.raises(sp.errors.BadReport, match=f"column {column}: expected .*{words}"):
                frames.decide(WHO_PAYS, ENGINES[engine](frame))

    def test_instants_without_a_zone(self) -> None:
        frame = frame_of(sp.a_to_z.ELIGIBILITY, []).with_columns(pl.col("filed_at").dt.replace_time_zone(None))
        with pytest.raises(sp.errors.BadReport, match="column filed_at: expected instants .*with a time zone"):
            frames.decide(sp.a_to_z.ELIGIBILITY, frame)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_floats_are_no_money(self, engine: str) -> None:
        frame = ENGINES[engine](injuries({}).with_columns(amount=pl.lit(999.99)))
        with pytest.raises(sp.errors.BadReport, match="column amount: expected exact amounts .*this one holds"):
            frames.decide(WHO_PAYS, frame)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_instants_need_a_zone(self, engine: str) -> None:
        rows = frame_of(sp.a_to_z.ELIGIBILITY, [find(strategies.cases(sp.a_to_z.ELIGIBILITY), lambda _: True)])
        frame = ENGINES[engine](rows.with_columns(filed_at=pl.lit(datetime(2024, 5, 2, 10)).cast(pl.Datetime("us"))))  # noqa: DTZ001
        with pytest.raises(sp.errors.BadReport, match="column filed_at: expected instants .*with a time zone"):
            frames.decide(sp.a_to_z.ELIGIBILITY, frame)

    def test_floats_in_pandas(self) -> None:
        frame = injuries({}).to_pandas().assign(amount=[999.99])
        with pytest.raises(sp.errors.BadReport, match="column amount: .*Decimal column.*Float64"):
            frames.decide(WHO_PAYS, frame)

    def test_hours_in_pandas_are_no_days(self) -> None:
        frame = injuries({}).to_pandas().assign(filed_on=[pd.Timestamp("2023-05-02 10:00")])
        with pytest.raises(sp.errors.BadReport, match="column filed_on: .*Date column.*Datetime"):
            frames.decide(WHO_PAYS, frame)

    def test_halves_in_pandas_are_no_whole_numbers(self) -> None:
        frame = pd.DataFrame({"rating": [1.5, None], "left_on": [date(2024, 1, 1)] * 2})
        with pytest.raises(sp.errors.BadReport, match="column rating: .*integer column.*Float64"):
            frames.decide(sp.order_defect_rate.FEEDBACK, frame)

    def test_several_types_in_pandas(self) -> None:
        frame = injuries({}, {}).to_pandas().assign(is_valid=[True, "yes"])
        with pytest.raises(sp.errors.BadReport, match="column is_valid: the values are of several types"):
            frames.decide(WHO_PAYS, frame)

    @pytest.mark.parametrize(
        "frame",
        [
            pa.table([[1], [2]], names=["amount", "amount"]),
            pd.DataFrame([[1, 2]], columns=["amount", "amount"]),
            "SELECT 1 AS amount, 2 AS amount",
        ],
        ids=["pyarrow", "pandas", "DuckDB"],
    )
    def test_two_columns_of_one_name(self, frame: Any) -> None:
        frame = duckdb.sql(frame) if isinstance(frame, str) else frame
        with pytest.raises(sp.errors.BadReport, match="column amount: two columns have this name"):
            frames.decide(WHO_PAYS, frame)

    def test_a_column_in_the_answers_place(self) -> None:
        with pytest.raises(sp.errors.BadReport, match="column outcome: the answer goes into a column of this name"):
            frames.decide(WHO_PAYS, frames.decide(WHO_PAYS, injuries({})))


class TestBadValues:
    """A value that no fact could have leaves its row without an outcome, and says what was expected."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_in_every_engine(self, engine: str) -> None:
        frame = injuries(
            {"amount": Decimal("-0.01")},
            {"amount": None},
            {"marketplace": "usa"},
            {"marketplace": None},
            {"filed_on": sp.NEVER},
            {"filed_on": date(1899, 12, 31)},
            {"filed_on": None},
            {"filed_on": date(2023, 5, 2), "incident_on": date(2023, 5, 3)},
            {"amount": Decimal(0), "incident_on": date(2023, 5, 2)},
        )
        found = answers(frames.decide(WHO_PAYS, ENGINES[engine](frame)))
        no_amount = "amount: expected an amount of Money that is not negative"
        no_shop = f"marketplace: expected one of {', '.join(repr(shop.value) for shop in sp.Marketplace)}"
        no_day = (
            "filed_on: expected the calendar day of what happened (a date, not a datetime) in the years 1900 to 9998"
        )
        assert [
            (None, False, no_amount),
            (None, False, no_amount),
            (None, False, no_shop),
            (None, False, no_shop),
            (None, False, no_day),
            (None, False, no_day),
            (None, False, no_day),
            (None, False, "filed_on: expected none before incident_on"),
            ("amazon", False, None),
        ] == found

    @pytest.mark.parametrize("engine", ENGINES)
    def test_amounts_of_another_currency(self, engine: str) -> None:
        wrong = "currency: expected the marketplace's own, in which its policy's amounts are"
        frame = injuries({}, {"marketplace": "de"}, {}, {"marketplace": "de", "filed_on": date(2025, 1, 1)})
        own = frame.with_columns(currency=pl.Series(["USD", "USD", None, "EUR"]))
        assert problems(ENGINES[engine](own)) == [None, wrong, None, None]
        same = injuries({}, {}, {}).with_columns(currency=pl.Series(["USD", "EUR", "usd"]))
        assert problems(ENGINES[engine](same)) == [None, wrong, wrong]
        assert problems(ENGINES[engine](same.drop("marketplace"))) == [None, wrong, wrong]

    def test_a_currency_is_a_code(self) -> None:
        with pytest.raises(sp.errors.BadReport, match="column currency: expected codes of currencies, text .*Int32"):
            frames.decide(WHO_PAYS, injuries({}).with_columns(currency=pl.lit(840)))

    def test_other_tables_ask_for_no_currency(self) -> None:
        frame = pl.DataFrame({"rating": [1], "left_on": [date(2024, 1, 1)], "currency": [840]})
        assert outcomes(frame, sp.order_defect_rate.FEEDBACK) == ["defect"]

    def test_numbers_out_of_bounds(self) -> None:
        frame = pl.DataFrame(
            {"rating": [0, 1, 5, 6], "left_on": [date(2024, 1, 1)] * 4}, schema_overrides={"rating": pl.UInt8}
        )
        expected = "rating: expected a whole number of stars from 1 to 5"
        assert [expected, None, None, expected] == problems(frame, sp.order_defect_rate.FEEDBACK)

    def test_days_that_are_unknown_may_be_never(self) -> None:
        frame = injuries(
            {"incident_on": sp.NEVER}, {"incident_on": date(9998, 12, 31)}, {"incident_on": date(9999, 1, 2)}
        )
        assert "incident_on: expected a calendar day" in str(problems(frame)[2])
        assert problems(frame)[:2] == [None, "filed_on: expected none before incident_on"]


class TestWhatCanBeWritten:
    """Every kind of condition, over every type of fact, means in a frame what it means for a single case."""

    @pytest.mark.parametrize("what", WRITTEN)
    def test_as_for_a_single_case(self, what: str) -> None:
        table = WRITTEN[what]

        @A_FEW
        @given(st.lists(strategies.cases(table, quota=None), min_size=1, max_size=50))
        def same(cases: list[Parcel]) -> None:
            dated_cases = [evolve(case, day=case.day or date(2024, 1, 1)) for case in cases]
            expected = [scalar(table, case)[:2] for case in dated_cases]
            frame = frame_of(table, dated_cases)
            for engine, made in ENGINES.items():
                found = answers(frames.decide(table, made(frame)))
                assert expected == [answer[:2] for answer in found], engine
                assert all((problem is None) is (outcome is not None) for outcome, _, problem in found)

        same()

    def test_elapsed_days_to_the_day(self) -> None:
        arrivals = [date(2021, 5, 3), date(2021, 5, 4), date(2021, 5, 5)]
        frame = pl.DataFrame({"day": [date(2021, 5, 1)] * 3, "sent_on": [date(2021, 5, 1)] * 3, "arrived_on": arrivals})
        # less than three days; the other reading has them in
        assert answers(frames.decide(WRITTEN["elapsed days"], frame)) == [
            ("yes", False, None),
            ("no", True, None),
            ("no", False, None),
        ]

    def test_a_share_to_the_piece(self) -> None:
        frame = pl.DataFrame({"lost": [1, 2, 0], "parcels": [100, 199, 0], "day": [date(2021, 5, 1)] * 3})
        narrow = frame.cast({"lost": pl.Int8(), "parcels": pl.UInt8()})
        for each in (frame, narrow, narrow.to_arrow()):
            assert answers(frames.decide(WRITTEN["a share"], each)) == [
                ("yes", False, None),
                ("no", False, None),
                (None, False, "undecided"),
            ]

    def test_defaults_hold_for_all_rows(self) -> None:
        frame = pl.DataFrame({"day": [date(2021, 5, 1), date(2021, 5, 2)]})
        assert outcomes(frame, WRITTEN["a share"]) == ["yes", "yes"]
        assert outcomes(frame, WRITTEN["one of several that has a default"]) == ["yes", "yes"]

    def test_what_the_terms_do_not_say_yet(self) -> None:
        frame = pl.DataFrame({"day": [date(2019, 5, 1), date(2021, 5, 1)], "lost": [0, 0]})
        assert [
            problem and re.sub(r"for .*\.", "for framed.", problem) for problem in problems(frame, WRITTEN["a share"])
        ] == ["no policy text for framed.loss", None]

    def test_where_the_text_is_missing_nothing_is_contested(self) -> None:
        # under the other reading of the one term the text of the other would not be missed
        table = yes_if(terms.old | terms.loss.admits(share(parcel.lost, parcel.parcels)))
        frame = pl.DataFrame({"day": [date(2019, 5, 1), date(2021, 5, 1)], "lost": [2, 2]})
        assert [answer[:2] for answer in answers(frames.decide(table, frame))] == [(None, False), ("no", True)]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_days_stay_days(self, engine: str) -> None:
        frame = nw.from_native(ENGINES[engine](pl.DataFrame({"day": [date(2021, 5, 1), None]})))
        if frame.implementation.is_pandas():
            frame = nw.from_native(cast("nw.DataFrame[Any]", frame).to_arrow()).with_columns(
                nw.col("day").cast(nw.Date)
            )
        later = frame.with_columns(day=moved(nw.col("day"), timedelta(days=3), is_day=True))
        assert later.collect_schema()["day"] == nw.Date
        assert later.lazy().collect()["day"].to_list() == [date(2021, 5, 4), None]

    def test_a_day_that_is_the_same_in_all_rows(self) -> None:
        assert moved(date(2021, 5, 31), timedelta(days=1), is_day=True) == date(2021, 6, 1)

    def test_the_day_that_picks_the_text_must_be_known(self) -> None:
        frame = pl.DataFrame({"day": [None, date(2021, 5, 1)], "is_sold": [True, True]})
        table = yes_if(terms.later | known(parcel.is_sold))
        expected = "day: expected the calendar day of what happened (a date, not a datetime) in the years 1900 to 9998"
        assert [expected, None] == problems(frame, table)
        with pytest.raises(sp.errors.BadReport, match="column day: expected calendar days"):
            frames.decide(table, frame.drop("day"))

    def test_instants_of_every_zone_and_precision(self) -> None:
        start = datetime(2021, 5, 1, 12, tzinfo=UTC)
        frame = pl.DataFrame(
            {
                "day": [date(2021, 5, 1)] * 3,
                "sent_at": [start] * 3,
                "asked_at": [start + timedelta(hours=36), start + timedelta(hours=36, seconds=1), None],
            }
        )
        table = WRITTEN["time later"]
        for unit in ("ms", "us", "ns"):
            asked = pl.col("asked_at").dt.cast_time_unit(unit).dt.convert_time_zone("Asia/Tokyo")
            # less than a microsecond is nothing
            abroad = frame.with_columns(asked + pl.duration(nanoseconds=7) if unit == "ns" else asked)
            for engine in ("polars", "polars, lazy", "pyarrow", "pandas"):
                assert outcomes(ENGINES[engine](abroad), table) == ["no", "yes", None], (unit, engine)

    def test_time_is_elapsed_time_where_clocks_change(self) -> None:
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'America/New_York'")
        # in the night between, clocks there went forward by an hour
        start = datetime(2021, 3, 13, 12, tzinfo=UTC)
        asked = [start + timedelta(hours=hour) for hour in (35, 36, 37)]
        frame = pl.DataFrame({"day": [date(2021, 5, 1)] * 3, "sent_at": [start] * 3, "asked_at": asked})
        relation = connection.from_arrow(frame.to_arrow())
        for each in (frame, relation):
            assert outcomes(each, WRITTEN["time later"]) == ["no", "no", "yes"]

    def test_what_cannot_precede_does_not(self) -> None:
        sent = datetime(2021, 5, 1, 12, tzinfo=UTC)
        frame = pl.DataFrame(
            {
                "day": [date(2021, 5, 1)] * 3,
                "sent_on": [date(2021, 5, 2)] * 3,
                "arrived_on": [date(2021, 5, 1), date(2021, 4, 30), None],
                "sent_at": [sent, sent, sent],
                "asked_at": [sent - timedelta(hours=1), sent, sent - timedelta(hours=1, microseconds=1)],
            }
        )
        ordered = yes_if(
            (known(parcel.arrived_on) >= known(parcel.sent_on)) | (known(parcel.asked_at) >= known(parcel.sent_at))
        )
        assert problems(frame, ordered) == [
            None,
            "arrived_on: expected none before sent_on",
            "asked_at: expected none before sent_at",
        ]

    def test_hours_cannot_be_counted_from_days(self) -> None:
        table = yes_if(known(parcel.arrived_on) > known(parcel.sent_on) + terms.hours)
        frame = pl.DataFrame({"day": [date(2021, 5, 1)], "sent_on": [date(2021, 5, 1)], "arrived_on": [None]})
        with pytest.raises(TypeError, match="1 day, 12:00:00 is no number of days"):
            frames.decide(table, frame.cast({"arrived_on": pl.Date()}))

    def test_exact_rates_are_no_columns(self) -> None:
        frame = pl.DataFrame({"day": [date(2021, 5, 1)], "quota": ["1/3"]})
        with pytest.raises(sp.errors.BadReport, match="column quota: expected exact rates, which no column holds"):
            frames.decide(yes_if(terms.loss.admits(parcel.quota)), frame)

    def test_a_gap_in_a_table(self) -> None:
        sold = Condition("it is sold", parcel.is_sold, REFERENCE)
        table: Table = DecisionTable(
            "half a table",
            case=Parcel,
            terms=Terms,
            day=parcel.day,
            reference=REFERENCE,
            rules=(Rule(sold, then=Verdict.YES),),
        )
        frame = pl.DataFrame({"day": [date(2021, 5, 1)] * 3, "is_sold": [True, False, None]})
        assert answers(frames.decide(table, frame)) == [
            ("yes", False, None),
            (None, False, "no rule fits"),
            ("yes", False, None),
        ]


class TestSql:
    """What is written for narwhals and polars can be written in SQL: DuckDB and Spark differ in little."""

    @pytest.mark.parametrize(
        ("value", "duckdb_text", "spark_text"),
        [
            (None, "NULL", "NULL"),
            (True, "TRUE", "TRUE"),
            (12, "12", "12"),
            (Decimal("0.10"), "0.10", "0.10"),
            (Decimal("1E+3"), "1000", "1000"),
            ("it's", "'it''s'", "'it\\'s'"),
            (date(2024, 5, 2), "DATE '2024-05-02'", "DATE '2024-05-02'"),
            (
                datetime(2024, 5, 2, 12, tzinfo=timezone(timedelta(hours=2))),
                "TIMESTAMPTZ '2024-05-02 10:00:00.000000+00:00'",
                "TIMESTAMP '2024-05-02 10:00:00.000000+00:00'",
            ),
            (timedelta(minutes=1), "to_microseconds(60000000)", "make_dt_interval(0, 0, 0, 60000000 / 1000000)"),
        ],
    )
    def test_plain_values(self, value: object, duckdb_text: str, spark_text: str) -> None:
        assert DUCKDB.lit(value).text == duckdb_text
        assert SPARK.lit(value).text == spark_text

    def test_what_no_column_holds(self) -> None:
        with pytest.raises(TypeError, match="is nothing that a column holds"):
            DUCKDB.lit(object())

    def test_names(self) -> None:
        assert DUCKDB.col('a "b"').text == '"a ""b"""'
        assert SPARK.col("a `b`").alias("c").text == "`a ``b``` AS `c`"

    def test_time(self) -> None:
        assert SPARK.col("day").days_later(-3).text == "date_add(`day`, -3)"
        assert SPARK.col("at").time_later(7).text == "timestampadd(MICROSECOND, 7, `at`)"


class TestEras:
    """A policy lists what it fixes in a marketplace from each day of change on."""

    def test_days_and_snapshots(self) -> None:
        eras = Terms.eras()
        assert [date.min, date(2020, 1, 1), date(2022, 1, 1), date(2023, 1, 1)] == [start for start, _ in eras]
        assert all(Terms.on(start) is terms for start, terms in eras)

    def test_where_nothing_is_known(self) -> None:
        assert Terms.eras(sp.Marketplace.MX) == ()


def test_a_truth_differs_from_a_settled_one_where_it_is_the_other() -> None:
    held = asked(nw.col("held"))
    assert held.differs(FALSE) is held
    assert TRUE.differs(FALSE).held is True
    assert held.differs(held) is FALSE
