"""Order defect rates in frames: of every seller on every day, as for the single seller, on every engine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st

import sellerpolicy as sp
from sellerpolicy import frames
from sellerpolicy.frames.asked import Asked
from sellerpolicy.frames.counted import counted
from sellerpolicy.frames.defects import KINDS
from sellerpolicy.frames.planned import planned
from sellerpolicy.frames.windows import Groups, Run
from sellers_framed import ENGINES, EVENTS, Sellers, rows, sellers

A_FEW = settings(max_examples=max(2, settings().max_examples // 15))
COUNTS = ("orders", "defective", "negative_feedback", "claims", "chargebacks", "undetermined", "contested")
JUNE = date(2024, 6, 1)

Row = tuple[Any, ...]


def day(number: int) -> date:
    """The day so many days after the first of June 2024."""
    return JUNE + timedelta(days=number)


def scalar(all_sellers: Sellers, **asked: Any) -> list[Row]:
    """What the rates of each single seller are."""
    found: list[Row] = []
    for seller, account in all_sellers.accounts.items():
        events = {name: getattr(account, name) for name in EVENTS}
        for rate in sp.order_defect_rate.daily_rates(account.orders, **events, **asked):
            whole = sp.order_defect_rate.rate(
                account.orders, **events, window=rate.window, fulfilled_by=asked.get("fulfilled_by")
            )
            counts = (rate.orders, rate.defective, rate.negative_feedback, rate.claims, rate.chargebacks)
            sure = (len(whole.undetermined_orders), len(whole.contested_orders))
            share = None if rate.rate is None else float(rate.rate)
            found.append((seller, rate.last, *counts, *sure, share, None))
    return found


def found(frame: Any) -> list[Row]:
    """What a frame of rates says."""
    return rows(frame, "seller_id", "day", *COUNTS, "rate", "problem")


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Last days within a few weeks, now and then over the change of the window's length."""
    first = draw(st.sampled_from([date(2017, 12, 30), day(0), day(-90)]) | st.dates(day(-100), day(30)))
    return {
        "first": first,
        "last": first + timedelta(days=draw(st.sampled_from([0, 1, 5, 70]))),
        "days": draw(st.sampled_from([None, None, 1, 3, 60])),
        "fulfilled_by": draw(st.sampled_from([None, None, *sp.Fulfiller])),
    }


class TestTheSameRates:
    """From one draw, the rates of each seller on each day are what ``daily_rates`` and ``rate`` give for them alone."""

    @given(sellers(JUNE), questions())
    def test_in_memory(self, drawn: Sellers, asked: dict[str, Any]) -> None:
        assert scalar(drawn, **asked) == found(frames.order_defect_rate(**drawn.frames(), **asked))

    @pytest.mark.parametrize("engine", ENGINES)
    def test_on_every_engine(self, engine: str) -> None:
        made = ENGINES[engine]

        @A_FEW
        @given(sellers(JUNE), questions())
        def same(drawn: Sellers, asked: dict[str, Any]) -> None:
            given_frames = {name: made(frame) for name, frame in drawn.frames().items()}
            rates = frames.order_defect_rate(**given_frames, **asked)
            assert type(rates) is type(given_frames["orders"])
            assert scalar(drawn, **asked) == found(rates)

        same()


def orders(*placed: tuple[str, str, int], **more: Any) -> pl.DataFrame:
    """Orders: seller, number, and days from the first of June 2024."""
    return pl.DataFrame(
        {
            "seller_id": [seller for seller, _, _ in placed],
            "order_id": [order_id for _, order_id, _ in placed],
            "placed_on": [day(number) for _, _, number in placed],
            **more,
        },
        schema_overrides={"seller_id": pl.String(), "order_id": pl.String(), "placed_on": pl.Date()},
    )


def bad_feedback(*order_ids: str, **more: Any) -> pl.DataFrame:
    """One star for each order, left on the first of July."""
    count = len(order_ids)
    return pl.DataFrame({"order_id": order_ids, "rating": [1] * count, "left_on": [date(2024, 7, 1)] * count, **more})


def chargebacks(*order_ids: str, kind: str = "service") -> pl.DataFrame:
    """A chargeback on each order."""
    count = len(order_ids)
    return pl.DataFrame({"order_id": order_ids, "kind": [kind] * count, "filed_on": [date(2024, 7, 1)] * count})


class TestManyEvents:
    """An order with many events is one defective order, however many there are."""

    @pytest.mark.parametrize("engine", ["polars", "polars, lazy", "DuckDB"])
    @pytest.mark.parametrize("many", [255, 256, 257, 70_000])
    def test_it_is_counted_once_and_as_what_it_is(self, engine: str, many: int) -> None:
        made = ENGINES[engine]
        placed, left = made(orders(("A", "1", 0), ("A", "2", 0))), made(bad_feedback(*["1"] * many))
        rates = frames.order_defect_rate(placed, left, first=day(0), last=day(0))
        assert found(rates) == [("A", day(0), 2, 1, 1, 0, 0, 0, 0, 0.5, None)]

    @pytest.mark.parametrize("engine", ["polars", "polars, lazy"])
    def test_also_where_shops_are_named(self, engine: str) -> None:
        made = ENGINES[engine]
        placed = made(orders(("A", "1", 0)).with_columns(marketplace=pl.lit("us")))
        left = made(bad_feedback(*["1"] * 256).with_columns(marketplace=pl.lit("us")))
        rates = frames.order_defect_rate(placed, left, first=day(0), last=day(0))
        assert found(rates) == [("A", day(0), 1, 1, 1, 0, 0, 0, 0, 1.0, None)]


class TestWhatIsCounted:
    """Each order belongs to the day it was placed, counts once, and stays for the window's length."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_days_by_hand(self, engine: str) -> None:
        made = ENGINES[engine]
        rates = frames.order_defect_rate(
            made(orders(("A", "1", 0), ("A", "2", 1), ("B", "3", 3))),
            made(bad_feedback("2", "9")),
            chargebacks=made(chargebacks("2")),
            first=day(0),
            last=day(3),
            days=2,
        )
        assert rows(rates, "seller_id", "day", "orders", "defective", "rate", "negative_feedback", "chargebacks") == [
            ("A", day(0), 1, 0, 0.0, 0, 0),
            # feedback and a chargeback on one order
            ("A", day(1), 2, 1, 0.5, 1, 1),
            ("A", day(2), 1, 1, 1.0, 1, 1),
            ("A", day(3), 0, 0, None, 0, 0),
            ("B", day(0), 0, 0, None, 0, 0),
            ("B", day(1), 0, 0, None, 0, 0),
            ("B", day(2), 0, 0, None, 0, 0),
            ("B", day(3), 1, 0, 0.0, 0, 0),
        ]

    def test_a_seller_whose_orders_are_all_outside_has_rows(self) -> None:
        rates = frames.order_defect_rate(orders(("A", "1", 0)), first=day(300), last=day(300))
        assert rows(rates, "seller_id", "day", "orders", "rate") == [("A", day(300), 0, None)]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_no_orders(self, engine: str) -> None:
        made = ENGINES[engine]
        rates = frames.order_defect_rate(made(orders()), made(bad_feedback("1")), first=day(0), last=day(1))
        assert rows(rates, "seller_id", "day", "orders") == []

    def test_the_window_in_force_on_each_last_day(self) -> None:
        # from 2018 on a window has 60 days, before that 90
        change = date(2018, 1, 1)
        placed = pl.DataFrame(
            {"seller_id": ["A"], "order_id": ["1"], "placed_on": [change - timedelta(days=65)]},
        )
        for frame in (placed, placed.lazy()):
            rates = frames.order_defect_rate(frame, first=change - timedelta(days=1), last=change)
            assert [row[2] for row in rows(rates, "seller_id", "day", "orders")] == [1, 0]

    @pytest.mark.parametrize("engine", ["polars", "polars, lazy", "DuckDB"])
    def test_what_is_uncertain_is_counted_apart(self, engine: str) -> None:
        made = ENGINES[engine]
        claims = pl.DataFrame(
            {
                "order_id": ["1", "2", "3", "3"],
                "reason": ["not_received"] * 4,
                "filed_on": [date(2024, 7, 1)] * 4,
                "status": ["granted", "under_review", "refunded", "under_review"],
                "paid_by": pl.Series([None, None, "seller", None], dtype=pl.String),
            }
        )
        placed = made(orders(("A", "1", 0), ("A", "2", 0), ("A", "3", 0)))
        rates = frames.order_defect_rate(placed, claims=made(claims), first=day(0), last=day(0))
        # of the first it is unknown who paid, and some say that it does not matter; the second may not count; the third
        # counts in any case
        assert rows(rates, "orders", "defective", "claims", "undetermined", "contested") == [(3, 2, 2, 1, 2)]

    @pytest.mark.parametrize("engine", ["polars", "polars, lazy", "DuckDB"])
    def test_refused_parcels_on_their_way_back(self, engine: str) -> None:
        made = ENGINES[engine]
        claims = pl.DataFrame(
            {
                "order_id": ["1", "2", "3", "4"],
                "reason": ["not_received"] * 4,
                "filed_on": [date(2024, 7, 1)] * 4,
                "status": ["granted"] * 4,
                "paid_by": ["seller"] * 4,
                "parcel_refused": [True, True, False, True],
                "return_tracked": [True, None, True, False],
            }
        )
        placed = made(orders(*(("A", str(number), 0) for number in range(1, 5))))
        tracked = frames.order_defect_rate(placed, claims=made(claims), first=day(0), last=day(0))
        assert rows(tracked, "defective", "undetermined") == [(2, 1)]
        untold = claims.drop("parcel_refused", "return_tracked")
        rates = frames.order_defect_rate(placed, claims=made(untold), first=day(0), last=day(0))
        assert rows(rates, "defective", "undetermined") == [(4, 0)]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_refunds_before_the_filing_appeals_that_were_won_and_lost_parcels(self, engine: str) -> None:
        made, filed_at = ENGINES[engine], datetime(2024, 7, 1, 20, tzinfo=UTC)
        claims = pl.DataFrame(
            {
                "order_id": [str(number) for number in range(1, 8)],
                "reason": ["not_received"] * 7,
                "filed_on": [date(2024, 7, 1)] * 7,
                "filed_at": [filed_at] * 7,
                "status": ["refunded"] * 3 + ["granted"] * 4,
                "paid_by": ["seller"] * 7,
                "refunded_at": [filed_at, filed_at + timedelta(seconds=1), None, *[filed_at] * 4],
                "reversed_on": [None, None, None, date(2024, 7, 9), sp.NEVER, None, None],
                "lost_by_carrier": [False] * 5 + [True, False],
            }
        )
        placed = made(orders(*(("A", str(number), 0) for number in range(1, 8))))
        rates = frames.order_defect_rate(placed, claims=made(claims), first=day(0), last=day(0))
        # no defects: the first, the fourth and the sixth; the first two of these are contested
        assert rows(rates, "defective", "contested") == [(4, 2)]
        untold = claims.drop("refunded_at", "reversed_on", "lost_by_carrier", "filed_at")
        rates = frames.order_defect_rate(placed, claims=made(untold), first=day(0), last=day(0))
        assert rows(rates, "defective", "contested") == [(7, 0)]
        worked_out = untold.with_columns(settled_before=pl.lit(value=True), appeal_won=pl.lit(value=True))
        rates = frames.order_defect_rate(placed, claims=made(worked_out), first=day(0), last=day(0))
        assert rows(rates, "defective", "contested") == [(0, 7)]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_of_refunds_and_appeals_nothing_may_be_known(self, engine: str) -> None:
        made = ENGINES[engine]
        claims = pl.DataFrame(
            {
                "order_id": ["1", "2"],
                "reason": ["not_received"] * 2,
                "filed_on": [date(2024, 7, 1)] * 2,
                "filed_at": [datetime(2024, 7, 1, 20, tzinfo=UTC)] * 2,
                "status": ["refunded", "granted"],
                "paid_by": ["seller"] * 2,
                "refunded_at": pl.Series([None, None], dtype=pl.Datetime("us", "UTC")),
                "reversed_on": pl.Series([None, None], dtype=pl.Date()),
            }
        )
        placed = made(orders(("A", "1", 0), ("A", "2", 0)))
        rates = frames.order_defect_rate(placed, claims=made(claims), first=day(0), last=day(0))
        assert rows(rates, "defective", "contested") == [(2, 0)]

    def test_one_side_alone_or_both_apart(self) -> None:
        placed = orders(("A", "1", 0), ("A", "2", 0), fulfilled_by=["seller", "amazon"])
        feedback = bad_feedback("2")
        for frame, left in ((placed, feedback), (placed.lazy(), feedback.lazy())):
            window: Any = {"first": day(0), "last": day(0)}
            sent = [
                rows(frames.order_defect_rate(frame, left, **window, fulfilled_by=side), "orders", "defective")
                for side in (None, "seller", sp.Fulfiller.AMAZON)
            ]
            assert sent == [[(2, 1)], [(1, 0)], [(1, 1)]]
            apart = frames.order_defect_rate(frame, left, **window, by=("seller_id", "fulfilled_by"))
            assert rows(apart, "seller_id", "fulfilled_by", "orders", "defective") == [
                ("A", "amazon", 1, 1),
                ("A", "seller", 1, 0),
            ]

    def test_without_a_column_the_seller_sends(self) -> None:
        for frame in (orders(("A", "1", 0)), orders(("A", "1", 0)).lazy()):
            for side, count in (("seller", 1), ("amazon", 0)):
                rates = frames.order_defect_rate(frame, first=day(0), last=day(0), fulfilled_by=side)
                assert rows(rates, "orders") == [(count,)]

    def test_cancelled_orders_where_a_text_leaves_them_out(self) -> None:
        asked = Asked(sp.Window(first=day(0), last=day(0)), 1, ("seller_id",))
        groups: Groups = {(Run(asked.lasts, 1),): ["us"]}
        called_off = pl.Series(["seller", "nobody", None], dtype=pl.String)
        placed = orders(("A", "1", 0), ("A", "2", 0), ("A", "3", 0), cancelled_by=called_off)
        for without, count in ((False, 2), (True, 3)):
            frame = placed.drop("cancelled_by") if without else placed
            assert rows(counted(asked, groups, frame, {}), "orders") == [(count,)]
            assert rows(planned(asked, groups, nw.from_native(frame.lazy()), {}).to_native(), "orders") == [(count,)]

    def test_marketplaces_whose_windows_differ(self) -> None:
        asked = Asked(sp.Window(first=day(2), last=day(2)), None, ("seller_id",))
        groups: Groups = {
            (Run(asked.lasts, 1, frozenset({"counts_cancelled"})),): ["us"],
            (Run(asked.lasts, 3, frozenset({"counts_cancelled"})),): ["ca", "mx"],
        }
        placed = orders(
            ("A", "1", 0), ("A", "2", 2), ("B", "3", 0), ("B", "4", 2), marketplace=["us", "us", "ca", "ca"]
        )
        feedback = bad_feedback("1", "3", marketplace=["us", "ca"])
        columns = ("seller_id", "orders", "defective")
        by_hand = [("A", 1, 0), ("B", 2, 1)]
        assert rows(counted(asked, groups, placed, {KINDS[0]: feedback}), *columns) == by_hand
        lazy = planned(asked, groups, nw.from_native(placed.lazy()), {KINDS[0]: nw.from_native(feedback.lazy())})
        assert rows(lazy.to_native(), *columns) == by_hand


class TestWhoSold:
    """The seller is named by one column or several, of texts or whole numbers."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_numbers_as_names(self, engine: str) -> None:
        made = ENGINES[engine]
        placed = pl.DataFrame({"account": [9_000_000_000, -1, 7], "order_id": [1, 2, 3], "placed_on": [day(0)] * 3})
        left = bad_feedback("x").with_columns(order_id=pl.lit(2))
        rates = frames.order_defect_rate(made(placed), made(left), first=day(0), last=day(0), by="account")
        assert rows(rates, "account", "defective") == [(-1, 1), (7, 0), (9_000_000_000, 0)]

    def test_the_same_number_of_two_sellers(self) -> None:
        placed = orders(("A", "1", 0), ("B", "1", 0))
        told = bad_feedback("1", seller_id=["B"])
        for frame, left in ((placed, told), (placed.lazy(), told.lazy())):
            rates = frames.order_defect_rate(frame, left, first=day(0), last=day(0))
            assert rows(rates, "seller_id", "defective") == [("A", 0), ("B", 1)]

    def test_where_one_kind_of_event_does_not_tell_the_seller(self) -> None:
        placed = orders(("A", "1", 0), ("B", "1", 0))
        told, untold = bad_feedback("1", seller_id=["B"]), chargebacks("1")
        for lazy in (False, True):
            given_frames: Any = [frame.lazy() if lazy else frame for frame in (placed, told, untold)]
            rates = frames.order_defect_rate(
                given_frames[0], given_frames[1], chargebacks=given_frames[2], first=day(0), last=day(0)
            )
            assert rows(rates, "seller_id", "negative_feedback", "chargebacks") == [("A", 1, 1), ("B", 1, 1)]

    def test_sellers_in_several_marketplaces(self) -> None:
        placed = orders(("A", "1", 0), ("A", "2", 0), marketplace=["us", "ca"])
        for frame in (placed, placed.lazy()):
            rates = frames.order_defect_rate(frame, first=day(0), last=day(0), by=("seller_id", "marketplace"))
            assert rows(rates, "seller_id", "marketplace", "orders", "problem") == [
                ("A", "ca", 1, None),
                ("A", "us", 1, None),
            ]

    @pytest.mark.parametrize("kind", [pl.Categorical(), pl.Enum(["A", "B"])])
    def test_categories_as_names(self, kind: Any) -> None:
        placed = orders(("B", "1", 0), ("A", "2", 0)).cast({"seller_id": kind})
        for engine in ("polars", "polars, lazy", "pyarrow", "pandas"):
            rates = frames.order_defect_rate(ENGINES[engine](placed), first=day(0), last=day(0))
            assert rows(rates, "seller_id", "orders") == [("A", 1), ("B", 1)]

    @pytest.mark.parametrize(
        ("by", "words"),
        [
            ((), "the name of the column that names the seller"),
            (("seller_id", "seller_id"), "or of several such columns"),
            ((1,), "the name of the column"),
            ("order_id", "columns that name the seller, and no others"),
            ("day", "columns that name the seller, and no others"),
        ],
    )
    def test_what_names_no_seller(self, by: Any, words: str) -> None:
        with pytest.raises(sp.errors.BadFact, match=f"by: expected .*{words}"):
            frames.order_defect_rate(orders(), first=day(0), last=day(0), by=by)


class TestTheSameKindOut:
    """What comes in comes out; what is lazy stays lazy, and is planned without Python and without a cross join."""

    def test_columns_and_their_types(self) -> None:
        lazy = frames.order_defect_rate(orders().lazy(), first=day(0), last=day(0)).collect_schema()
        eager = frames.order_defect_rate(orders(("A", "1", 0)), first=day(0), last=day(0)).schema
        figures = dict.fromkeys(COUNTS, pl.Int64())
        expected = {"seller_id": pl.String(), "day": pl.Date(), **figures, "rate": pl.Float64(), "problem": pl.String()}
        assert expected == dict(lazy) == dict(eager)

    def test_pandas_keeps_the_types_of_names_and_days(self) -> None:
        placed = orders(("A", "1", 0)).to_pandas()
        for changed in (
            placed,
            placed.astype({"seller_id": "category", "placed_on": "datetime64[ns]"}),
            placed.astype({"seller_id": object, "placed_on": object}),
        ):
            rates = frames.order_defect_rate(changed, first=day(0), last=day(0))
            assert rates["seller_id"].dtype == changed["seller_id"].dtype
            assert rates["day"].dtype == changed["placed_on"].dtype

    def test_rows_in_memory_are_ordered(self) -> None:
        placed = orders(("C", "1", 0), ("A", "2", 0), ("B", "3", 0))
        rates = frames.order_defect_rate(placed, first=day(0), last=day(1))
        assert [(name, day(number)) for name in "ABC" for number in (0, 1)] == rates.select("seller_id", "day").rows()

    def test_a_lazy_plan_holds_no_python_and_no_cross_join(self) -> None:
        placed, left = orders(("A", "1", 0)).lazy(), bad_feedback("1").lazy()
        plan = frames.order_defect_rate(placed, left, first=day(0), last=day(9)).explain().lower()
        assert not [word for word in ("python", "map_", "cross join", "nested loop") if word in plan]

    def test_a_plan_of_duckdb_joins_on_keys(self) -> None:
        placed, left = (ENGINES["DuckDB"](frame) for frame in (orders(("A", "1", 0)), bad_feedback("1")))
        plan = frames.order_defect_rate(placed, left, first=day(0), last=day(9)).explain().upper()
        assert "HASH JOIN" in plan or "HASH_JOIN" in plan
        assert not [word for word in ("CROSS_PRODUCT", "CROSS PRODUCT", "NESTED_LOOP", "BLOCKWISE") if word in plan]

    def test_nothing_lazy_is_worked_out(self) -> None:
        broken = orders(("A", "1", 0)).lazy().with_columns(pl.col("order_id").map_batches(_explode, pl.String))
        rates = frames.order_defect_rate(broken, first=day(0), last=day(0))
        with pytest.raises(ValueError, match="worked out"):
            rates.collect()

    def test_frames_of_two_kinds(self) -> None:
        with pytest.raises(TypeError, match="feedback: expected a frame of the same kind as orders, polars's Lazy"):
            frames.order_defect_rate(orders().lazy(), cast("Any", bad_feedback("1")), first=day(0), last=day(0))

    def test_names_that_must_be_quoted(self) -> None:
        placed = orders(("A", "1", 0), ("A", "2", 1)).rename({"seller_id": 'the "seller"'})
        relation = ENGINES["DuckDB"](placed)
        rates = frames.order_defect_rate(relation, first=day(0), last=day(1), by='the "seller"')
        assert rows(rates, 'the "seller"', "day", "orders") == [("A", day(0), 1), ("A", day(1), 2)]


def _explode(_: object) -> Any:
    raise ValueError("worked out")


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "an order number twice": (
        {"orders": orders(("A", "1", 0), ("B", "1", 0), ("A", "1", 1))},
        r"Order.order_id: expected each order once, got '1'",
        "",
    ),
    "a number twice": (
        {"orders": orders(("A", "1", 0), ("A", "2", 1)).with_columns(order_id=pl.lit(8))},
        r"Order.order_id: expected each order once, got 8",
        "",
    ),
    "no order number": (
        {"orders": orders(("A", "1", 0)).with_columns(order_id=pl.lit(None, pl.String))},
        "orders.order_id: expected text or a whole number in every row, got None",
        "order_id: expected text or a whole number",
    ),
    "no seller": (
        {"orders": orders(("A", "1", 0)).with_columns(seller_id=pl.lit(None, pl.String))},
        "orders.seller_id: expected text or a whole number in every row, got None",
        "seller_id: expected text or a whole number",
    ),
    "no day": (
        {"orders": orders(("A", "1", 0), ("A", "2", 0)).with_columns(placed_on=pl.Series([day(0), None]))},
        "Order.placed_on: expected the calendar day of what happened .* got None",
        "placed_on: expected the calendar day of what happened",
    ),
    "a day that is none of an order": (
        {"orders": orders(("A", "1", 0), ("A", "2", 0)).with_columns(placed_on=pl.Series([day(0), date(9999, 1, 1)]))},
        r"Order.placed_on: expected the calendar day .* got datetime.date\(9999, 1, 1\)",
        "placed_on: expected the calendar day of what happened",
    ),
    "an unknown marketplace": (
        {"orders": orders(("A", "1", 0), marketplace=["usa"])},
        "Order.marketplace: expected one of 'us', .* got 'usa'; did you mean 'us'",
        "marketplace: expected one of 'us'",
    ),
    "two marketplaces": (
        {"orders": orders(("A", "1", 0), ("A", "2", 0), marketplace=["us", "ca"])},
        "Order.marketplace: expected '..', the marketplace of the seller's other orders, in order .; "
        "sellers in several take 'marketplace' in `by`, got '..'",
        "marketplace: expected the same for all of a seller's rows",
    ),
    "an event in another marketplace": (
        {"orders": orders(("A", "1", 0), marketplace=["ca"]), "feedback": bad_feedback("1", marketplace=["mx"])},
        "Feedback.marketplace: expected 'ca', the marketplace of its order 1, got 'mx'",
        "an event of an order in this window cannot be, or lies in another marketplace than its order",
    ),
    "an event at home, of an order abroad": (
        {"orders": orders(("A", "1", 0), marketplace=["ca"]), "feedback": bad_feedback("1", "9")},
        "Feedback.marketplace: expected 'ca', the marketplace of its order 1, got 'us'",
        "an event of an order in this window cannot be, or lies in another marketplace than its order",
    ),
    "six stars": (
        {"orders": orders(("A", "1", 0)), "feedback": bad_feedback("1").with_columns(rating=pl.lit(6))},
        "Feedback.rating: expected a whole number of stars from 1 to 5, got 6",
        "an event of an order in this window cannot be",
    ),
    "no stars": (
        {"orders": orders(("A", "1", 0)), "feedback": bad_feedback("1").with_columns(rating=pl.lit(None, pl.Int64))},
        "Feedback.rating: expected a whole number of stars from 1 to 5, got None",
        "an event of an order in this window cannot be",
    ),
    "an unknown kind": (
        {"orders": orders(("A", "1", 0)), "chargebacks": chargebacks("1", kind="servce")},
        "Chargeback.kind: expected one of 'service', 'fraud', got 'servce'; did you mean 'service'",
        "an event of an order in this window cannot be",
    ),
    "an event's day": (
        {"orders": orders(("A", "1", 0)), "feedback": bad_feedback("1").with_columns(left_on=pl.lit(date(1000, 1, 1)))},
        "Feedback.left_on: expected the calendar day",
        "an event of an order in this window cannot be",
    ),
}


class TestBadValues:
    """What the rates of a single seller refuse, frames in memory refuse; lazy ones say it, and give no figures."""

    @pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas"])
    @pytest.mark.parametrize("what", REFUSED)
    def test_in_memory(self, what: str, engine: str) -> None:
        given_frames, words, _ = REFUSED[what]
        made = {name: ENGINES[engine](frame) for name, frame in given_frames.items()}
        with pytest.raises(sp.errors.BadFact, match=words):
            frames.order_defect_rate(**made, first=day(0), last=day(1))

    @pytest.mark.parametrize("engine", ["polars, lazy", "DuckDB"])
    @pytest.mark.parametrize("what", [what for what, (_, _, problem) in REFUSED.items() if problem])
    def test_in_lazy_frames(self, what: str, engine: str) -> None:
        given_frames, _, words = REFUSED[what]
        made = {name: ENGINES[engine](frame) for name, frame in given_frames.items()}
        rates = frames.order_defect_rate(**made, first=day(0), last=day(1))
        for *figures, problem in rows(rates, *COUNTS, "rate", "problem"):
            assert problem.startswith(words)
            assert figures == [None] * len(figures)

    def test_an_order_number_twice_among_many(self) -> None:
        placed = pl.DataFrame({"order_id": np.arange(100_000)}).with_columns(seller_id=pl.lit("A"), placed_on=day(0))
        rates = frames.order_defect_rate(placed, first=day(0), last=day(0))
        assert rows(rates, "orders") == [(100_000,)]
        repeated = placed.with_columns(order_id=pl.col("order_id").replace(99_999, 5))
        with pytest.raises(sp.errors.BadFact, match="Order.order_id: expected each order once, got 5"):
            frames.order_defect_rate(repeated, first=day(0), last=day(0))

    def test_other_sellers_have_their_rates(self) -> None:
        placed = orders(("A", "1", 0), ("B", "2", 0)).with_columns(marketplace=pl.Series(["us", "usa"])).lazy()
        rates = frames.order_defect_rate(placed, first=day(0), last=day(0))
        assert [row[:2] for row in rows(rates, "seller_id", "orders", "problem")] == [("A", 1), ("B", None)]

    def test_other_windows_have_their_rates(self) -> None:
        left = bad_feedback("2").with_columns(rating=pl.lit(6)).lazy()
        rates = frames.order_defect_rate(
            orders(("A", "1", 0), ("A", "2", 1)).lazy(), left, first=day(0), last=day(1), days=1
        )
        assert rows(rates, "day", "orders") == [(day(0), 1), (day(1), None)]

    def test_texts_of_one_hash(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pl.Series, "hash", lambda series: pl.Series([0] * len(series), dtype=pl.UInt64))
        rates = frames.order_defect_rate(orders(("A", "1", 0), ("A", "2", 0)), first=day(0), last=day(0))
        assert rows(rates, "orders") == [(2,)]


class TestBadFrames:
    """A frame that cannot be counted is refused by its schema: which frame, column, expected type, nearest name."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_a_missing_column(self, engine: str) -> None:
        made = ENGINES[engine]
        with pytest.raises(sp.errors.BadReport) as caught:
            frames.order_defect_rate(
                made(orders(("A", "1", 0)).rename({"placed_on": "place_on"})), first=day(0), last=day(0)
            )
        assert str(caught.value) == (
            "orders, column placed_on: expected calendar days (a Date column); there is no such column; "
            "did you mean 'place_on'?"
        )

    def test_the_sellers_column_is_missing(self) -> None:
        with pytest.raises(sp.errors.BadReport, match="orders, column merchant: .* no such column$"):
            frames.order_defect_rate(orders(), first=day(0), last=day(0), by="merchant")

    def test_a_slip_for_an_optional_column(self) -> None:
        placed = orders(("A", "1", 0), market_place=["us"])
        with pytest.raises(sp.errors.BadReport, match="orders, column marketplace: .*did you mean 'market_place'"):
            frames.order_defect_rate(placed, first=day(0), last=day(0))

    def test_of_events(self) -> None:
        left = bad_feedback("1").rename({"rating": "stars"})
        with pytest.raises(sp.errors.BadReport, match="feedback, column rating: expected whole numbers"):
            frames.order_defect_rate(orders(), left, first=day(0), last=day(0))

    @pytest.mark.parametrize(
        ("name", "column", "values", "words"),
        [
            ("orders", "placed_on", ["2024-06-01"], "Date column.*String"),
            ("orders", "placed_on", [datetime(2024, 6, 1)], "Date column.*Datetime"),  # noqa: DTZ001
            ("orders", "order_id", [1.0], r"text or whole numbers \(a String or integer column\).*Float64"),
            ("orders", "seller_id", [True], "text or whole numbers.*Boolean"),
            ("orders", "marketplace", [1], r"text \(a String column\), one of 'us'.*Int64"),
            ("feedback", "rating", ["1"], "integer column.*String"),
            ("feedback", "removed", [0], "Boolean column.*Int64"),
        ],
    )
    def test_the_wrong_type(self, name: str, column: str, values: list[Any], words: str) -> None:
        given_frames = {"orders": orders(("A", "1", 0)), "feedback": bad_feedback("1")}
        given_frames[name] = given_frames[name].with_columns(pl.Series(column, values))
        for engine in ("polars", "polars, lazy", "pyarrow", "DuckDB"):
            made = {each: ENGINES[engine](frame) for each, frame in given_frames.items()}
            with pytest.raises(sp.errors.BadReport, match=f"{name}, column {column}: expected .*{words}"):
                frames.order_defect_rate(**made, first=day(0), last=day(0))

    @pytest.mark.parametrize(
        "frame",
        [
            pa.table([["1"], ["2"]], names=["order_id", "order_id"]),
            pd.DataFrame([["1", "2"]], columns=["order_id", "order_id"]),
            "SELECT 1 AS order_id, 2 AS order_id",
        ],
        ids=["pyarrow", "pandas", "DuckDB"],
    )
    def test_two_columns_of_one_name(self, frame: Any) -> None:
        frame = duckdb.sql(frame) if isinstance(frame, str) else frame
        with pytest.raises(sp.errors.BadReport, match="orders, column order_id: two columns have this name"):
            frames.order_defect_rate(frame, first=day(0), last=day(0))

    def test_several_types_in_pandas(self) -> None:
        placed = orders(("A", "1", 0), ("A", "2", 0)).to_pandas().assign(seller_id=["A", 1])
        with pytest.raises(sp.errors.BadReport, match="orders, column seller_id: the values are of several types"):
            frames.order_defect_rate(placed, first=day(0), last=day(0))

    def test_numbers_and_texts_do_not_meet(self) -> None:
        left = bad_feedback("1").with_columns(order_id=pl.lit(1))
        for placed, told in ((orders(("A", "1", 0)), left), (orders(("A", "1", 0)).lazy(), left.lazy())):
            with pytest.raises(sp.errors.BadReport, match="feedback, column order_id: expected text, as the orders"):
                frames.order_defect_rate(cast("Any", placed), cast("Any", told), first=day(0), last=day(0))

    def test_a_column_of_nothing(self) -> None:
        claims = pl.DataFrame(
            {
                "order_id": ["1"],
                "reason": ["not_received"],
                "filed_on": [date(2024, 7, 1)],
                "status": ["granted"],
                "paid_by": [None],
            }
        )
        for engine in ENGINES:
            made = ENGINES[engine]
            rates = frames.order_defect_rate(
                made(orders(("A", "1", 0))), claims=made(claims), first=day(0), last=day(0)
            )
            assert rows(rates, "orders", "undetermined") == [(1, 1)], engine

    def test_windows_that_cannot_be(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="Window.last: expected a day on or after the first day"):
            frames.order_defect_rate(orders(), first=day(1), last=day(0))
        with pytest.raises(sp.errors.BadFact, match="days: expected a whole number of days, at least 1"):
            frames.order_defect_rate(orders(), first=day(0), last=day(0), days=0)
        with pytest.raises(sp.errors.BadFact, match=r"fulfilled_by: expected .*did you mean 'amazon'"):
            frames.order_defect_rate(orders(), first=day(0), last=day(0), fulfilled_by="amazn")
