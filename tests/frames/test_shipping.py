"""Shipping metrics in frames: of every seller on every day, as for the single seller, on every engine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from attrs import evolve, frozen
from hypothesis import given, settings, strategies as st

import sellerpolicy as sp
from sellerpolicy import frames
from sellerpolicy.facts import Canceller
from sellerpolicy.frames.spellings import PREPARED, WEIGHTS, WORKED_OUT, require_spelling
from sellerpolicy.logic import Condition, DatedTerms, DecisionTable, Rule, Span, dated, days, guide, since, symbols
from sellerpolicy.rules import shipping_performance as shipping
from sellerpolicy.rules.shipping_performance import InvoicedOrder
from sellers_framed import ENGINES, frame_of, rows

A_FEW = settings(max_examples=max(2, settings().max_examples // 20))
SHOPS = [sp.Marketplace.US, sp.Marketplace.UK, sp.Marketplace.DE, sp.Marketplace.BR]
METRICS = {metric.counts.id.partition(".")[2]: metric for metric in shipping.METRICS}
DERIVED = ("working_days", "working_days_from_monday")

Things = list[tuple[str, Any]]


@st.composite
def days_near(draw: st.DrawFn, day: date) -> date | None:
    """A day within a week after another one, an unknown one, or none at all."""
    return draw(st.integers(0, 8).map(lambda number: day + timedelta(days=number)) | st.sampled_from([None, sp.NEVER]))


DAYS = st.dates(date(2025, 8, 25), date(2025, 9, 25)) | st.dates(date(2020, 3, 10), date(2020, 6, 10))


@st.composite
def orders(draw: st.DrawFn, number: str, shop: sp.Marketplace) -> sp.Order:
    """An order in every state in which shipping may be."""
    day = draw(DAYS)
    return sp.Order(
        order_id=number,
        placed_on=day,
        marketplace=shop,
        fulfilled_by=draw(st.sampled_from(sp.Fulfiller)),
        ship_by=draw(st.none() | st.integers(0, 5).map(lambda later: day + timedelta(days=later))),
        ship_confirmed_on=draw(days_near(day)),
        cancelled_by=draw(st.none() | st.sampled_from(Canceller)),
        business=draw(st.none() | st.booleans()),
    )


@st.composite
def packages(draw: st.DrawFn, number: str, shop: sp.Marketplace) -> sp.Package:
    """A package in every state in which tracking and delivery may be."""
    day = draw(DAYS)
    price = st.sampled_from([None, sp.Money(5, shop.currency), sp.Money(10, shop.currency)])
    return sp.Package(
        package_id=number,
        order_id="1",
        units=draw(st.integers(1, 4)),
        ship_confirmed_on=day,
        marketplace=shop,
        fulfilled_by=draw(st.sampled_from(sp.Fulfiller)),
        price=draw(price),
        promised_by=draw(days_near(day)),
        deliver_by=draw(days_near(day)),
        delivered_on=draw(days_near(day)),
        tracking_valid=draw(st.none() | st.booleans()),
        tracking_entered_on=draw(days_near(day)),
        letter=draw(st.booleans()),
        freight=draw(st.booleans()),
        protected=draw(st.booleans()),
    )


@st.composite
def invoiced(draw: st.DrawFn, number: str, shop: sp.Marketplace) -> InvoicedOrder:
    """A business order, perhaps, with an invoice, perhaps."""
    order = draw(orders(number, shop))
    start = order.ship_confirmed_on
    uploaded_on = draw(days_near(order.placed_on if start is None or start == sp.NEVER else start))
    if uploaded_on is None:
        return evolve(InvoicedOrder.of(order, sp.NEVER), uploaded_on=None)
    return InvoicedOrder.of(order, uploaded_on)


KINDS: dict[type, Any] = {sp.Order: orders, sp.Package: packages, InvoicedOrder: invoiced}


@st.composite
def things(draw: st.DrawFn, kind: type) -> Things:
    """What a metric counts, of two sellers, each in some marketplace."""
    found: Things = []
    for seller in "AB":
        shop = draw(st.sampled_from(SHOPS))
        found += [(seller, draw(KINDS[kind](f"{seller}{number}", shop))) for number in range(draw(st.integers(0, 8)))]
    return found


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Last days near those of the things, now and then over the change of a text."""
    first = draw(DAYS | st.sampled_from([date(2020, 5, 30), date(2025, 9, 14), date(2024, 9, 20)]))
    return {
        "first": first,
        "last": first + timedelta(days=draw(st.sampled_from([0, 1, 12]))),
        "days": draw(st.sampled_from([None, None, 4])),
    }


def scalar(metric: Any, given_things: Things, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What the metric says of each single seller, day by day; nothing where the texts are silent."""
    found = []
    for seller in sorted({name for name, _ in given_things}):
        own = [thing for name, thing in given_things if name == seller]
        for number in range((asked["last"] - asked["first"]).days + 1):
            day = asked["first"] + timedelta(days=number)
            try:
                (rate,) = metric.daily_rates(own, first=day, last=day, days=asked["days"])
            except sp.errors.NoPolicyText:
                found.append((seller, day, None, None))
            else:
                found.append((seller, day, rate.part, rate.whole))
    return found


class TestTheSameRates:
    """From one draw, each metric of each seller on each day is what ``daily_rates`` gives for that seller."""

    @pytest.mark.parametrize("name", METRICS)
    def test_in_memory(self, name: str) -> None:
        metric = METRICS[name]

        @settings(max_examples=max(4, settings().max_examples // 3))
        @given(things(metric.kind), questions())
        def same(drawn: Things, asked: dict[str, Any]) -> None:
            frame = frame_of(metric.kind, drawn).drop(DERIVED, strict=False)
            rates = frames.daily_rates(metric, frame, **asked)
            assert scalar(metric, drawn, asked) == rows(rates, "seller_id", "day", "part", "whole")

        same()

    @pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine != "polars"])
    @pytest.mark.parametrize("name", METRICS)
    def test_on_every_engine(self, name: str, engine: str) -> None:
        metric = METRICS[name]

        @A_FEW
        @given(things(metric.kind), questions())
        def same(drawn: Things, asked: dict[str, Any]) -> None:
            frame = ENGINES[engine](frame_of(metric.kind, drawn).drop(DERIVED, strict=False))
            rates = frames.daily_rates(metric, frame, **asked)
            assert type(rates) is type(frame)
            assert scalar(metric, drawn, asked) == rows(rates, "seller_id", "day", "part", "whole")

        same()


DAY = date(2025, 11, 12)


def confirmed(*late: int, **more: Any) -> pl.DataFrame:
    """Orders of seller A, due on one day and confirmed so many days later."""
    return pl.DataFrame(
        {
            "seller_id": ["A"] * len(late),
            "order_id": [str(number) for number in range(len(late))],
            "placed_on": [DAY] * len(late),
            "ship_by": [DAY] * len(late),
            "ship_confirmed_on": [DAY + timedelta(days=days) for days in late],
            **more,
        }
    )


class TestWhatIsCounted:
    """Things belong to their own day, and to the text in force on the window's last day."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_by_hand(self, engine: str) -> None:
        last = DAY + timedelta(days=2)
        frame = ENGINES[engine](confirmed(0, 1, 1, 2))
        rates = frames.daily_rates(shipping.late_shipment, frame, first=DAY, last=last, days=2)
        assert rows(rates, "seller_id", "day", "part", "whole", "rate", "problem") == [
            ("A", DAY, 0, 1, 0.0, None),
            ("A", DAY + timedelta(days=1), 2, 3, 2 / 3, None),
            ("A", last, 3, 3, 1.0, None),
        ]

    def test_nothing_in_the_window(self) -> None:
        rates = frames.daily_rates(shipping.late_shipment, confirmed(0), first=date(2026, 6, 1), last=date(2026, 6, 1))
        assert rows(rates, "part", "whole", "rate", "problem") == [(0, 0, None, None)]

    @pytest.mark.parametrize("missing", ["ship_confirmed_on", "uploaded_on"])
    def test_invoices_of_which_nothing_is_told(self, missing: str) -> None:
        frame = confirmed(0, business=[True], uploaded_on=[DAY], marketplace=["de"]).drop(missing)
        rates = frames.daily_rates(shipping.invoice_defect, frame, first=DAY, last=DAY)
        # it counts, for it is a business order's, whatever became of it
        assert rows(rates, "part", "whole") == [(0, 1)]

    @pytest.mark.parametrize("name", METRICS)
    def test_the_plan_joins_on_keys(self, name: str) -> None:
        metric = METRICS[name]
        empty = frame_of(metric.kind, []).drop(DERIVED, strict=False).lazy()
        plan = frames.daily_rates(metric, empty, first=DAY, last=DAY + timedelta(days=9)).explain().lower()
        assert not [word for word in ("python", "map_", "cross join", "nested loop") if word in plan]

    def test_types_in_pandas(self) -> None:
        frame = confirmed(0).to_pandas()
        rates = frames.daily_rates(shipping.late_shipment, frame, first=DAY, last=DAY)
        assert rates["day"].dtype == frame["ship_confirmed_on"].dtype

    def test_a_column_of_nothing(self) -> None:
        frame = confirmed(0, cancelled_by=[None])
        for given_frame in (frame, frame.lazy()):
            rates = frames.daily_rates(shipping.cancellation, given_frame, first=DAY, last=DAY)
            assert rows(rates, "part", "whole") == [(0, 1)]


class Weighed(sp.Order):
    """An order of which something is worked out."""

    worked_out_from: ClassVar[dict[str, tuple[str, ...]]] = {"units": ("total",)}


class TestSpellings:
    """What a metric says in Python must be known in columns too; else the metric is refused by name."""

    @pytest.mark.parametrize("name", METRICS)
    def test_every_metric_has_them(self, name: str) -> None:
        metric = METRICS[name]
        assert metric.prepared in PREPARED
        assert metric.weight in WEIGHTS
        assert (metric.kind in WORKED_OUT) is bool(metric.kind.worked_out_from)
        require_spelling(metric)

    @pytest.mark.parametrize(
        ("changes", "what"),
        [
            ({"prepared": lambda order: order}, "what it first works out of a thing, <function"),
            ({"weight": lambda _, __: 2}, "how much a thing counts, <function"),
            ({"kind": Weighed}, "what is worked out of its facts, <class .*Weighed"),
        ],
    )
    def test_one_that_columns_do_not_know_is_refused(self, changes: dict[str, Any], what: str) -> None:
        metric = evolve(shipping.late_shipment, **changes)
        with pytest.raises(TypeError, match=f"shipping_performance.CONFIRMATION: no columns are known for {what}"):
            frames.daily_rates(metric, confirmed(0), first=DAY, last=DAY)

    def test_another_metric_with_the_same_functions_is_counted_so(self) -> None:
        metric = evolve(shipping.late_shipment, part=frozenset(shipping.Confirmation))
        frame = confirmed(0, 1, cancelled_by=["seller", "seller"]).with_columns(ship_confirmed_on=pl.lit(None, pl.Date))
        rates = frames.daily_rates(metric, frame, first=DAY, last=DAY)
        assert rows(rates, "part", "whole") == rows(
            frames.daily_rates(shipping.late_shipment, frame, first=DAY, last=DAY), "part", "whole"
        )


class TestSilence:
    """Where no text is known there are no figures, and the problem says why."""

    def test_marketplaces_and_days_without_text(self) -> None:
        empty = frame_of(sp.Package, [])
        drawn = [
            sp.Package(package_id="1", order_id="1", units=1, ship_confirmed_on=DAY, promised_by=DAY, marketplace=shop)
            for shop in (sp.Marketplace.US, sp.Marketplace.DE, sp.Marketplace.BR)
        ]
        frame = frame_of(sp.Package, list(zip("ABC", drawn, strict=True)))
        rates = frames.daily_rates(shipping.on_time_delivery, frame, first=DAY, last=DAY)
        assert rows(rates, "seller_id", "whole", "problem") == [
            ("A", 0, None),
            ("B", None, "no policy text for shipping_performance.delivery_window"),
            ("C", None, "no policy text for shipping_performance.delivery_window"),
        ]
        assert rows(frames.daily_rates(shipping.on_time_delivery, empty, first=DAY, last=DAY), "day") == []

    def test_before_the_first_text(self) -> None:
        first = date(2011, 12, 31)
        policies = frames.daily_rates(shipping.late_shipment, confirmed(0), first=first, last=first)
        assert rows(policies, "whole", "problem") == [(None, "no policy text for shipping_performance.late_window")]


REFERENCE = guide("A policy for tests", "a-policy-for-tests", url="https://example.org/policy", read="2026-11-21")


@frozen
class LateTerms(DatedTerms):
    """Terms that began on a day, in one marketplace."""

    counts: bool = dated("orders count", since("2025-11-12", True, REFERENCE))
    window: Span = dated("length of the window", since("2025-11-12", days(2), REFERENCE))


order, terms = symbols(sp.Order), symbols(LateTerms)
counts = Condition(terms.counts)
NEW_METRIC = evolve(
    shipping.cancellation,
    counts=DecisionTable(
        "does the order count",
        case=sp.Order,
        terms=LateTerms,
        day=order.placed_on,
        reference=REFERENCE,
        rules=(
            Rule(counts, then=shipping.Cancelling.BY_SELLER),
            Rule(~counts, then=shipping.Cancelling.NOT_COUNTED),
        ),
    ),
    window_terms=("window",),
)


class TestANewPolicy:
    """A policy that began on some day has figures from that day on."""

    def test_from_its_first_day(self) -> None:
        sold = confirmed(0, 0).with_columns(seller_id=pl.Series(["A", "B"]), marketplace=pl.Series(["us", "ca"]))
        for first, last, before in ((DAY - timedelta(days=1), DAY, 1), (DAY, DAY, 0), (date(2020, 1, 1),) * 2 + (1,)):
            rates = frames.daily_rates(NEW_METRIC, sold, first=first, last=last)
            found = rows(rates, "seller_id", "day", "part", "problem")
            us = [row[2:] for row in found if row[0] == "A"]
            assert us[:before] == [(None, "no policy text before 2025-11-12")] * before
            assert us[before:] == [(1, None)] * (len(us) - before)
            assert {row[2:] for row in found if row[0] == "B"} == {(None, "no policy text for this marketplace")}


class TestBadValues:
    """What cannot be leaves no figures; a thing that is there twice is refused, where a frame is in memory."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_facts_that_cannot_be(self, engine: str) -> None:
        package = sp.Package(package_id="1", order_id="1", units=1, ship_confirmed_on=DAY, promised_by=DAY)
        frame = frame_of(sp.Package, [("A", package), ("B", evolve(package, promised_by=DAY - timedelta(days=1)))])
        frame = frame.with_columns(units=pl.Series([0, 1]), fulfilled_by=pl.Series(["seller", "sellr"]))
        rates = frames.daily_rates(
            shipping.on_time_delivery, ENGINES[engine](frame), first=DAY - timedelta(days=1), last=DAY, days=1
        )
        cannot_be = "a row of this window cannot be decided; frames.decide says why"
        assert rows(rates, "seller_id", "day", "whole", "problem") == [
            ("A", DAY - timedelta(days=1), 0, None),
            ("A", DAY, None, cannot_be),
            ("B", DAY - timedelta(days=1), None, cannot_be),
            ("B", DAY, 0, None),
        ]

    def test_sellers_and_marketplaces_that_cannot_be(self) -> None:
        # there are texts for some marketplaces alone, and who sells in none of all is in neither group
        package = sp.Package(package_id="1", order_id="1", units=1, ship_confirmed_on=DAY, promised_by=DAY)
        drawn = [(seller, evolve(package, package_id=str(number))) for number, seller in enumerate("ABBCC")]
        frame = frame_of(sp.Package, drawn).with_columns(
            marketplace=pl.Series(["usa", "us", "de", "us", None]), package_id=pl.Series(["1", "2", "3", "4", None])
        )
        rates = frames.daily_rates(shipping.on_time_delivery, frame.lazy(), first=DAY, last=DAY)
        found = rows(rates, "seller_id", "whole", "problem")
        assert [row[:2] for row in found] == [("A", None), ("B", None), ("C", None)]
        assert found[0][2].startswith("marketplace: expected one of 'us'")
        assert found[1][2] == "marketplace: expected the same for all of a seller's rows"
        assert found[2][2] == "package_id: expected text or a whole number"

    def test_a_thing_twice(self) -> None:
        frame = confirmed(0, 1).with_columns(order_id=pl.lit("7"))
        with pytest.raises(sp.errors.BadFact, match="Order.order_id: expected each order once, got '7'"):
            frames.daily_rates(shipping.late_shipment, frame, first=DAY, last=DAY)
        rates = frames.daily_rates(shipping.late_shipment, frame.lazy(), first=DAY, last=DAY + timedelta(days=1))
        assert isinstance(nw.from_native(rates), nw.LazyFrame)

    def test_what_is_no_metric(self) -> None:
        given: Any = shipping.CONFIRMATION
        with pytest.raises(
            TypeError, match=r"a metric, such as shipping_performance.late_shipment; got <DecisionTable"
        ):
            frames.daily_rates(given, confirmed(0), first=DAY, last=DAY)

    def test_bad_frames(self) -> None:
        with pytest.raises(sp.errors.BadReport, match="things, column ship_confirmed_on: .*did you mean"):
            frames.daily_rates(
                shipping.late_shipment,
                confirmed(0).rename({"ship_confirmed_on": "confirmed_on"}),
                first=DAY,
                last=DAY,
            )
        with pytest.raises(sp.errors.BadFact, match="by: expected columns that name the seller, and no others"):
            frames.daily_rates(shipping.late_shipment, confirmed(0), first=DAY, last=DAY, by="order_id")
