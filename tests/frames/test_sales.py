"""Sales in frames: months added up, and the duty to be insured, as for the single seller, on every engine."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import given, settings, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon, frames, strategies
from sellers_framed import ENGINES, Sellers, frame_of, rows, sellers

A_FEW = settings(max_examples=max(2, settings().max_examples // 10))
SOME_SHOPS = [sp.Marketplace.US, sp.Marketplace.DE, sp.Marketplace.CA, sp.Marketplace.JP, sp.Marketplace.BR]
MONEY = pl.Decimal(12, 2)

REQUESTS = st.just(sp.NEVER) | st.none() | st.dates(date(2021, 5, 1), date(2024, 12, 1))

Months = list[tuple[str, sp.MonthlySales]]


@st.composite
def months(draw: st.DrawFn) -> Months:
    """Months of sales of two sellers in a few marketplaces, each once; often one after the other."""
    chosen: dict[tuple[str, sp.Marketplace, int], sp.MonthlySales] = {}
    for _ in range(draw(st.integers(1, 8))):
        shop = draw(st.sampled_from(SOME_SHOPS))
        near = st.dates(date(2021, 5, 1), date(2021, 12, 1)) | st.dates(date(2024, 3, 1), date(2024, 8, 1))
        sold = draw(strategies.monthly_sales(marketplace=shop, month=near) | _any_month(shop))
        chosen[draw(st.sampled_from("AB")), shop, sold.month.year * 12 + sold.month.month] = sold
    return [(seller, sold) for (seller, _, _), sold in chosen.items()]


def _any_month(shop: sp.Marketplace) -> st.SearchStrategy[sp.MonthlySales]:
    return strategies.monthly_sales(marketplace=shop)


def decided_apart(given_months: Months, on: date, **asked: Any) -> list[tuple[Any, ...]]:
    """What ``insurance.requirement`` says of each seller in each marketplace."""
    apart: defaultdict[tuple[str, str], list[sp.MonthlySales]] = defaultdict(list)
    for seller, sold in given_months:
        apart[seller, sold.marketplace.value].append(sold)
    return [(*names, *_decision(sales, on, asked)) for names, sales in sorted(apart.items())]


def _decision(sales: list[sp.MonthlySales], on: date, asked: dict[str, Any]) -> tuple[Any, ...]:
    try:
        decision = sp.insurance.requirement(sales, on=on, **asked)
    except sp.errors.NoPolicyText:
        return (None, False, False)
    outcome = None if decision.outcome is None else decision.outcome.value
    return (outcome, decision.contested, decision.policy_day)


def decided(frame: Any) -> list[tuple[Any, ...]]:
    """What a frame says of them."""
    found = rows(frame, "seller_id", "marketplace", "outcome", "contested", "policy_day", "problem")
    return [
        (*row[:4], False if row[5] is not None and row[5].startswith("no policy text") else row[4]) for row in found
    ]


class TestTheSameDuty:
    """From one draw, each seller's duty in each marketplace is what ``insurance.requirement`` says of them alone."""

    @given(
        months(),
        st.dates(date(2011, 1, 1), date(2026, 1, 1)) | st.dates(date(2021, 6, 1), date(2021, 12, 1)),
        REQUESTS,
        st.booleans(),
    )
    def test_in_memory(self, drawn: Months, on: date, requested_on: date | None, professional: bool) -> None:
        asked: dict[str, Any] = {"on": on, "requested_on": requested_on, "professional": professional}
        answered = frames.insurance_requirement(frame_of(sp.MonthlySales, drawn), **asked)
        assert decided_apart(drawn, **asked) == decided(answered)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_on_every_engine(self, engine: str) -> None:
        @A_FEW
        @given(months(), st.dates(date(2021, 6, 1), date(2024, 12, 1)), REQUESTS)
        def same(drawn: Months, on: date, requested_on: date | None) -> None:
            frame = ENGINES[engine](frame_of(sp.MonthlySales, drawn))
            answered = frames.insurance_requirement(frame, on=on, requested_on=requested_on)
            assert type(answered) is type(frame)
            assert decided_apart(drawn, on, requested_on=requested_on) == decided(answered)

        same()


MONTH = ("month", "gross", "amazon_fulfilled", "complete")


def summed(drawn: Sellers) -> list[tuple[Any, ...]]:
    """The months of each seller, as they are added up from orders one by one."""
    return [
        (name, sold.month, sold.gross.amount, getattr(sold.amazon_fulfilled, "amount", None), sold.complete)
        for name, account in sorted(drawn.accounts.items())
        for sold in amazon.monthly_sales(account.orders)
    ]


class TestTheSameSales:
    """From one draw, each seller's months are the sums of the totals of the orders placed in them."""

    @given(sellers(date(2024, 6, 1)))
    def test_in_memory(self, drawn: Sellers) -> None:
        sales = frames.monthly_sales(drawn.frames()["orders"])
        assert summed(drawn) == rows(sales, "seller_id", *MONTH)
        assert sales["problem"].null_count() == len(sales)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_on_every_engine(self, engine: str) -> None:
        @A_FEW
        @given(sellers(date(2024, 6, 1)))
        def same(drawn: Sellers) -> None:
            orders = ENGINES[engine](drawn.frames()["orders"])
            sales = frames.monthly_sales(orders)
            assert type(sales) is type(orders)
            assert summed(drawn) == rows(sales, "seller_id", *MONTH)

        same()

    @A_FEW
    @given(sellers(date(2024, 6, 1)), st.sampled_from(list(ENGINES)))
    def test_from_orders_to_the_duty(self, drawn: Sellers, engine: str) -> None:
        on = date(2024, 6, 1)
        duty = frames.insurance_requirement(frames.monthly_sales(ENGINES[engine](drawn.frames()["orders"])), on=on)
        given_months = [
            (name, sold) for name, account in drawn.accounts.items() for sold in amazon.monthly_sales(account.orders)
        ]
        assert [row[:4] for row in decided_apart(given_months, on)] == [row[:4] for row in decided(duty)]


def orders(*sold: tuple[str, date | None, str | None], **more: Any) -> pl.DataFrame:
    """Orders: seller, day and total."""
    return pl.DataFrame(
        {
            "seller_id": [seller for seller, _, _ in sold],
            "placed_on": [day for _, day, _ in sold],
            "total": [None if total is None else Decimal(total) for _, _, total in sold],
            **more,
        },
        schema_overrides={"seller_id": pl.String(), "placed_on": pl.Date(), "total": MONEY},
    )


MAY, JUNE = date(2024, 5, 31), date(2024, 6, 1)


class TestMonths:
    """Months are calendar months of the day an order was placed; what is unknown or cannot be leaves no figure."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_the_last_and_the_first_day(self, engine: str) -> None:
        sold = orders(("A", MAY, "1.10"), ("A", JUNE, "2.20"), ("A", date(2024, 6, 30), "3.30"))
        sales = frames.monthly_sales(ENGINES[engine](sold))
        assert rows(sales, "seller_id", "month", "gross", "problem") == [
            ("A", date(2024, 5, 1), Decimal("1.10"), None),
            ("A", JUNE, Decimal("5.50"), None),
        ]
        assert "amazon_fulfilled" not in nw.from_native(sales).collect_schema()

    def test_marketplaces_are_kept_apart(self) -> None:
        sold = orders(("A", MAY, "1.10"), ("A", MAY, "2.20"), marketplace=["us", "ca"])
        assert rows(frames.monthly_sales(sold), "seller_id", "marketplace", "gross") == [
            ("A", "ca", Decimal("2.20")),
            ("A", "us", Decimal("1.10")),
        ]
        by_both = frames.monthly_sales(sold, by=("marketplace", "seller_id"))
        assert by_both.columns == ["marketplace", "seller_id", "month", "gross", "complete", "problem"]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_cancelled_orders_add_nothing_and_unknown_totals_leave_the_least(self, engine: str) -> None:
        sold = orders(
            *[("A", MAY, "6000")] * 2,
            *[("B", MAY, "6000"), ("B", MAY, None)],
            *[("C", MAY, "6000"), ("C", MAY, None)],
            ("D", MAY, "6000"),
            ("E", MAY, None),
            fulfilled_by=["amazon"] * 8,
            cancelled_by=["nobody", "buyer", None, "seller", "nobody", None, "amazon", None],
        )
        found = rows(frames.monthly_sales(ENGINES[engine](sold)), "seller_id", *MONTH, "problem")
        assert found == [
            ("A", date(2024, 5, 1), Decimal(6000), Decimal(6000), True, None),
            ("B", date(2024, 5, 1), Decimal(6000), Decimal(6000), True, None),
            ("C", date(2024, 5, 1), Decimal(6000), Decimal(6000), False, None),
            ("E", date(2024, 5, 1), Decimal(0), Decimal(0), False, None),
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_what_cannot_be_added_up(self, engine: str) -> None:
        sold = orders(
            ("A", MAY, None),
            ("B", MAY, "-0.01"),
            ("C", None, "1"),
            ("D", MAY, "1"),
            ("E", MAY, "1"),
            ("F", MAY, "1"),
            ("G", date(9999, 1, 1), "1"),
            ("H", MAY, "1"),
            ("I", MAY, "1"),
            marketplace=["us"] * 5 + ["usa"] + ["us", "ca", "us"],
            currency=["USD", "USD", "USD", "EUR", "USD", "USD", "USD", None, None],
            fulfilled_by=["seller"] * 4 + ["sellr"] + ["amazon"] * 4,
            cancelled_by=[None] * 8 + ["nobdy"],
        )
        found = rows(frames.monthly_sales(ENGINES[engine](sold)), "seller_id", "month", "gross", "problem")
        problems = [row[3] for row in found]
        assert [row[2] for row in found] == [Decimal(0), *[None] * 6, Decimal(1), None]
        assert problems[0] is None
        assert problems[1].startswith("total: expected an amount of Money that is not negative")
        assert problems[2].startswith("placed_on: expected the calendar day")
        assert problems[3] == "currency: expected that of the marketplace"
        assert problems[4].startswith("fulfilled_by: expected one of 'seller', 'amazon'")
        assert problems[5].startswith("marketplace: expected one of 'us'")
        assert problems[6].startswith("placed_on: expected the calendar day")
        assert problems[7] is None
        assert problems[8].startswith("cancelled_by: expected one of 'nobody'")

    def test_nobody_in_particular(self) -> None:
        sold = orders(("A", MAY, "1")).with_columns(seller_id=pl.lit(None, pl.String))
        assert rows(frames.monthly_sales(sold), "gross", "problem") == [
            (None, "seller_id: expected text or a whole number")
        ]

    def test_the_wrong_types(self) -> None:
        with pytest.raises(sp.errors.BadReport, match="orders, column total: expected exact amounts .*Float64"):
            frames.monthly_sales(orders(("A", MAY, "1")).cast({"total": pl.Float64()}))
        with pytest.raises(sp.errors.BadReport, match="orders, column placed_on: expected calendar days .*did you"):
            frames.monthly_sales(orders(("A", MAY, "1")).rename({"placed_on": "placedon"}))
        with pytest.raises(sp.errors.BadReport, match="orders, column currency: expected text"):
            frames.monthly_sales(orders(("A", MAY, "1"), currency=[1]))
        with pytest.raises(sp.errors.BadFact, match="by: expected columns that name the seller"):
            frames.monthly_sales(orders(("A", MAY, "1")), by="total")

    def test_no_orders(self) -> None:
        for engine, made in ENGINES.items():
            assert rows(frames.monthly_sales(made(orders())), "seller_id", "month") == [], engine


def sales(*sold: tuple[str, date | None, str | None], **more: Any) -> pl.DataFrame:
    """Months of sales: seller, day and gross."""
    return orders(*sold, **more).rename({"placed_on": "month", "total": "gross"})


class TestTheDuty:
    """The first month that requires insurance decides, else what is open or contested, else the latest month."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_by_hand(self, engine: str) -> None:
        sold = sales(
            # over the threshold in March, less afterwards: the duty lasts
            ("A", date(2024, 3, 20), "10000.01"),
            ("A", date(2024, 5, 1), "5.00"),
            # at the threshold, where sources disagree
            ("B", date(2024, 3, 1), "10000.00"),
            # never
            ("C", date(2024, 2, 29), "9999.99"),
            ("C", date(2024, 4, 1), "0.00"),
            # only in a month to come
            ("D", date(2024, 7, 1), "20000.00"),
        )
        duty = frames.insurance_requirement(ENGINES[engine](sold), on=date(2024, 6, 15))
        assert rows(duty, "seller_id", "outcome", "contested", "problem", "policy_day") == [
            ("A", "required", False, None, date(2024, 3, 31)),
            ("B", "required", True, None, date(2024, 3, 31)),
            ("C", "not_required", False, None, date(2024, 4, 30)),
            ("D", "not_required", False, None, date(2024, 6, 30)),
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_three_months_in_a_row(self, engine: str) -> None:
        # until August 2021 it took three; a month that is not listed had no sales
        row = [("A", date(2021, month, 1), "10000.01") for month in (4, 5, 6)]
        gap = [("B", date(2021, month, 1), "10000.01") for month in (3, 5, 6)]
        duty = frames.insurance_requirement(ENGINES[engine](sales(*row, *gap)), on=date(2021, 8, 1))
        assert rows(duty, "seller_id", "outcome", "policy_day") == [
            ("A", "required", date(2021, 6, 30)),
            ("B", "not_required", date(2021, 6, 30)),
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_what_is_not_complete_is_the_least(self, engine: str) -> None:
        march = date(2024, 3, 1)
        sold = sales(
            ("A", march, "6000"),
            ("B", march, "10000.01"),
            ("C", march, "6000"),
            # another month requires it
            ("D", march, "6000"),
            ("D", date(2024, 4, 1), "20000"),
            complete=[False, False, True, False, True],
        )
        duty = frames.insurance_requirement(ENGINES[engine](sold), on=date(2024, 6, 15))
        assert rows(duty, "seller_id", "outcome", "problem", "policy_day") == [
            ("A", None, "unknown: gross", date(2024, 3, 31)),
            ("B", "required", None, date(2024, 3, 31)),
            ("C", "not_required", None, date(2024, 3, 31)),
            ("D", "required", None, date(2024, 4, 30)),
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_sales_in_all_of_europe(self, engine: str) -> None:
        june = date(2024, 6, 1)
        sold = sales(("A", june, "3000"), ("B", june, "3000"), ("C", june, "3000"), marketplace=["uk"] * 3)
        sold = sold.with_columns(european_gross=pl.Series([3500, 4001, None], dtype=MONEY))
        duty = frames.insurance_requirement(ENGINES[engine](sold), on=date(2024, 7, 1))
        assert rows(duty, "seller_id", "outcome", "contested") == [
            ("A", "not_required", False),
            ("B", "not_required", True),
            ("C", "not_required", True),
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_what_amazon_asked_for(self, engine: str) -> None:
        sold = sales(("A", date(2024, 3, 1), "1"), ("B", date(2024, 3, 1), "20000"), ("C", date(2024, 9, 1), "1"))
        made = ENGINES[engine](sold)
        asked = date(2024, 5, 7)
        duty = frames.insurance_requirement(made, on=date(2024, 6, 15), requested_on=asked)
        assert rows(duty, "seller_id", "outcome", "policy_day") == [
            ("A", "required", date(2024, 5, 31)),
            ("B", "required", date(2024, 3, 31)),
            ("C", "required", date(2024, 5, 31)),
        ]
        duty = frames.insurance_requirement(made, on=date(2024, 5, 6), requested_on=asked)
        assert rows(duty, "seller_id", "outcome") == [("A", "not_required"), ("B", "required"), ("C", "not_required")]
        duty = frames.insurance_requirement(made, on=date(2024, 6, 15), requested_on=None)
        assert rows(duty, "seller_id", "outcome", "problem") == [
            ("A", None, "unknown: requested_on"),
            ("B", "required", None),
            ("C", None, "unknown: requested_on"),
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_the_individual_plan(self, engine: str) -> None:
        made = ENGINES[engine](sales(("A", date(2024, 3, 1), "20000")))
        for professional in (True, False):
            duty = frames.insurance_requirement(made, on=date(2024, 6, 15), professional=professional)
            assert rows(duty, "outcome", "contested") == [("required", not professional)]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_what_was_reached_later_does_not_count(self, engine: str) -> None:
        sold = sales(("A", date(2024, 3, 1), "20000"), reached_on=[date(2024, 3, 20)])
        made = ENGINES[engine](sold)
        found = [
            rows(frames.insurance_requirement(made, on=date(2024, 3, day)), "outcome", "policy_day")[0]
            for day in (19, 20)
        ]
        assert found == [("not_required", date(2024, 3, 31)), ("required", date(2024, 3, 31))]

    def test_what_amazon_sent_is_unknown(self) -> None:
        row = [("A", date(2012, month, 1), "10000.01") for month in (4, 5, 6)]
        for frame in (sales(*row), sales(*row, amazon_fulfilled=[Decimal(9), None, Decimal(9)])):
            duty = frames.insurance_requirement(frame, on=date(2012, 8, 1))
            assert rows(duty, "outcome", "problem", "policy_day") == [
                (None, "unknown: amazon_fulfilled", date(2012, 6, 30))
            ]

    @pytest.mark.parametrize("engine", ["polars", "polars, lazy", "DuckDB", "pandas"])
    def test_what_cannot_be(self, engine: str) -> None:
        sold = sales(
            ("A", date(2024, 3, 1), "1"),
            ("A", date(2024, 3, 31), "1"),
            ("B", date(2024, 3, 1), None),
            ("C", date(2024, 3, 1), "-1"),
            ("D", None, "1"),
            ("E", date(2024, 3, 1), "1"),
            ("F", date(2024, 3, 1), "1"),
            ("G", date(2024, 3, 1), "20000"),
            ("G", date(2024, 9, 1), "-1"),
            ("H", date(2024, 3, 1), "20000"),
            ("I", date(2024, 3, 1), "2"),
            ("J", date(2024, 3, 1), "2"),
            ("K", date(2024, 3, 1), "2"),
            amazon_fulfilled=[Decimal(0)] * 5 + [Decimal(2), Decimal(-1)] + [Decimal(0)] * 6,
            european_gross=[None] * 10 + [Decimal(1), None, None],
            reached_on=[None] * 11 + [date(2024, 4, 1), None],
            complete=[True] * 12 + [None],
            currency=["USD"] * 9 + ["EUR"] + ["USD"] * 3,
        )
        duty = frames.insurance_requirement(ENGINES[engine](sold), on=date(2024, 6, 15))
        found = rows(duty, "seller_id", "outcome", "contested", "problem", "policy_day")
        assert [row[1:3] for row in found] == [(None, False)] * 11
        assert [row[4] for row in found] == [None] * 11
        assert [row[3].partition(":")[0] for row in found] == [
            "month",
            "gross",
            "gross",
            "month",
            "amazon_fulfilled",
            "amazon_fulfilled",
            "gross",
            "currency",
            "european_gross",
            "reached_on",
            "complete",
        ]
        assert found[0][3] == "month: expected each month once"

    def test_where_no_text_is_known(self) -> None:
        sold = sales(("A", date(2024, 3, 1), "1"), ("B", date(2024, 3, 1), "1"), marketplace=["br", "usa"])
        duty = frames.insurance_requirement(sold, on=date(2024, 6, 15))
        assert rows(duty, "seller_id", "outcome", "problem")[0] == ("A", None, "no policy text for this marketplace")
        assert rows(duty, "seller_id", "problem")[1][1].startswith("marketplace: expected one of 'us'")

    def test_the_plan_joins_on_keys(self) -> None:
        plan = frames.insurance_requirement(sales(("A", MAY, "1")).lazy(), on=JUNE).explain().lower()
        assert not [word for word in ("python", "map_", "cross join", "nested loop") if word in plan]

    def test_what_cannot_be_asked(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="on: expected a calendar day"):
            frames.insurance_requirement(sales(), on=datetime(2024, 6, 1))  # noqa: DTZ001
        with pytest.raises(sp.errors.BadFact, match="by: expected columns that name the seller"):
            frames.insurance_requirement(sales(), on=JUNE, by="outcome")
        with pytest.raises(sp.errors.BadFact, match="requested_on: expected a calendar day"):
            frames.insurance_requirement(sales(), on=JUNE, requested_on="2024-06-01")  # type: ignore[arg-type]
        with pytest.raises(sp.errors.BadFact, match="professional: expected True or False"):
            frames.insurance_requirement(sales(), on=JUNE, professional=None)  # type: ignore[arg-type]
        with pytest.raises(sp.errors.BadReport, match="monthly_sales, column gross: .*no such column"):
            frames.insurance_requirement(sales().drop("gross"), on=JUNE)

    def test_no_months(self) -> None:
        for engine, made in ENGINES.items():
            assert rows(frames.insurance_requirement(made(sales()), on=JUNE), "seller_id", "outcome") == [], engine
