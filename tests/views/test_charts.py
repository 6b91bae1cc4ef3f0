"""Charts: every one drawn as SVG without a browser, and what stands in it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import altair as alt
import pytest
from attrs import evolve, frozen

import sellerpolicy as sp
from sellerpolicy.amazon.metrics import Metric
from sellerpolicy.amazon.reconciliation import Figure, Reconciliation, Recount
from sellerpolicy.amazon.reconciliation.shifts import Cause, Explanation, Place
from sellerpolicy.logic import DatedTerms, Limit, below, dated, originally, since
from sellerpolicy.rules import appeals
from sellerpolicy.rules.order_defect_rate import Outlook
from sellerpolicy.views import charts
from sellerpolicy.views.charts.parts import FAINT, INK, PAPER, RED, SERIES

FIRST, LAST = date(2026, 8, 1), date(2026, 10, 30)
ORDERS = tuple(
    sp.Order(order_id=f"111-{number}", placed_on=FIRST + timedelta(days=number % 90), sku=f"SKU-{number % 3}")
    for number in range(450)
)
FEEDBACK = tuple(
    sp.Feedback(order_id=f"111-{number}", rating=1, left_on=ORDERS[number].placed_on + timedelta(days=3))
    for number in (40, 50, 60, 70)
)
CLAIM = sp.Claim(
    claim_id="C-1",
    order_id="111-55",
    reason=sp.ClaimReason.NOT_RECEIVED,
    filed_at=datetime(2026, 10, 1, tzinfo=UTC),
    status=sp.ClaimStatus.GRANTED,
    paid_by=sp.Payer.SELLER,
    odr_effect=sp.OdrEffect.COUNTED,
)
WINDOW = sp.Window.ending(LAST, days=60)


def rows(chart: Any) -> list[dict[str, Any]]:
    """All the data that a chart holds."""
    held: dict[str, list[dict[str, Any]]] = chart.to_dict().get("datasets", {})
    return [row for dataset in held.values() for row in dataset] or _inline(chart.to_dict())


def _inline(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        own = node["data"].get("values", []) if "data" in node else []
        return [*own, *(row for value in node.values() for row in _inline(value))]
    return [row for value in node for row in _inline(value)] if isinstance(node, list) else []


def told(chart: Any) -> str:
    """The words in a drawn chart."""
    return " | ".join(re.findall(r"<text[^>]*>([^<]*)</text>", charts.svg(chart)))


def outlook(orders_per_day: int = 0) -> Outlook:
    return sp.order_defect_rate.outlook(
        ORDERS, feedback=FEEDBACK, today=LAST + timedelta(days=3), lag=3, orders_per_day=orders_per_day
    )


class TestDailyRates:
    """The rate of each day, with its target, window and defects."""

    def chart(self) -> alt.VConcatChart:
        days = sp.order_defect_rate.daily_rates(
            ORDERS, feedback=FEEDBACK, claims=[CLAIM], first=date(2026, 9, 29), last=LAST
        )
        return charts.daily_rates(days)

    def test_it_says_what_it_shows(self) -> None:
        words = told(self.chart())
        assert "Order defect rate, day by day" in words
        assert "windows of 60 days that end 2026-09-29 to 2026-10-30" in words
        assert "rate, % of orders" in words
        assert "last day of the window" in words
        assert "target: below 1 %" in words
        assert "newest window, 60 days" in words
        assert "negative feedback | claims | chargebacks" in words

    def test_rates_are_in_percent(self) -> None:
        """Five orders a day, the last ones on 29 October; 40, 50, 55, 60 and 70 were placed from 10 September on."""
        last = next(row for row in rows(self.chart()) if row.get("last") == "2026-10-30" and "rate" in row)
        assert (last["orders"], last["defective"], last["claims"]) == (295, 5, 1)
        assert last["rate"] == pytest.approx(100 * 5 / 295)

    def test_a_target_of_ones_own(self) -> None:
        days = sp.order_defect_rate.daily_rates(ORDERS, first=LAST, last=LAST)
        assert "target: below 0.5 %" in told(charts.daily_rates(days, target=below(Fraction(1, 200))))

    def test_shipping_rates_have_no_kinds_of_defects(self) -> None:
        orders = [evolve(order, ship_by=order.placed_on, ship_confirmed_on=order.placed_on) for order in ORDERS]
        days = sp.shipping_performance.late_shipment.daily_rates(orders, first=LAST, last=LAST)
        words = told(charts.daily_rates(days, title="Late shipments"))
        assert "Late shipments" in words
        assert "negative feedback" not in words
        assert "target" not in words

    def test_a_day_without_orders_has_a_gap(self) -> None:
        chart = charts.daily_rates(sp.order_defect_rate.daily_rates([], first=LAST, last=LAST))
        assert [row["rate"] for row in rows(chart) if row.get("orders") == 0] == [None]

    def test_no_days_are_refused(self) -> None:
        with pytest.raises(ValueError, match="there is no day to draw"):
            charts.daily_rates([])

    def test_users_restyle_it(self) -> None:
        assert "Order defect rate" in told(self.chart().configure_axis(grid=False).properties(background="transparent"))


class TestOutlook:
    """The rate ahead, for one or several assumptions."""

    def test_one(self) -> None:
        words = told(charts.outlook(outlook()))
        assert "Order defect rate ahead, if nothing new goes wrong" in words
        assert "as Amazon shows it from 2026-11-02 on" in words
        assert "day on which Amazon shows the rate" in words
        assert "target: below 1 %" in words
        assert f"nothing new: on target from {outlook().on_target_on}" in words

    def test_several_are_told_apart_by_name_and_by_line(self) -> None:
        ahead = {"no further orders": outlook(), "20 orders a day": outlook(20)}
        chart = charts.outlook(ahead, target=below(Fraction(1, 50)))
        words = told(chart)
        assert "no further orders: on target from" in words
        assert "20 orders a day: on target from" in words
        assert "target: below 2 %" in words
        assert 'stroke-dasharray="6,3"' in charts.svg(chart)

    def test_on_target_already(self) -> None:
        found = sp.order_defect_rate.outlook(ORDERS, today=LAST, lag=0)
        assert "nothing new: on target today" in told(charts.outlook(found))

    def test_never_on_target(self) -> None:
        """Without any orders there is no rate, on target or not."""
        found = sp.order_defect_rate.outlook([], today=LAST, lag=0)
        assert "nothing new: never back on target" in told(charts.outlook(found))

    def test_the_day_on_target_is_marked(self) -> None:
        found = outlook()
        marked = [row for row in rows(charts.outlook(found)) if row.get("day") == found.on_target_on.isoformat()]
        assert len(marked) == 2  # in the line, and as a point


class TestDefects:
    """Defective orders by kind and cause."""

    def test_bars_carry_their_counts(self) -> None:
        found = appeals.causes(ORDERS, feedback=FEEDBACK, claims=[CLAIM], window=WINDOW)
        words = told(charts.defects(found))
        assert "Defective orders, and what they have in common" in words
        assert f"5 of 295 orders, {WINDOW}" in words
        assert "negative feedback | claim: not received" in words
        assert "4 of 295" in words
        assert "defective orders" in words
        assert "SKU-1" in words
        assert "carrier" not in words  # no package is known

    def test_the_first_few_of_each_sort(self) -> None:
        found = appeals.causes(ORDERS, feedback=FEEDBACK, claims=[CLAIM], window=WINDOW)
        kinds = [row["what"] for row in rows(charts.defects(found, most=1)) if not row["what"].startswith("2026-W")]
        assert kinds == ["negative feedback", "SKU-1"]

    def test_what_is_unknown_is_called_so(self) -> None:
        orders = [evolve(order, sku=None if order.order_id == "111-40" else order.sku) for order in ORDERS]
        found = appeals.causes(orders, feedback=FEEDBACK, window=WINDOW)
        assert "unknown" in {row["what"] for row in rows(charts.defects(found))}


PAGE = sp.injury_and_damage.POLICY_PAGE


@frozen
class Terms(DatedTerms):
    """A policy of three terms."""

    limit: Limit = dated(
        "claims that are small",
        since("2020-01-01", below(sp.usd(500)), PAGE),
        since("2022-01-01", below(sp.usd(1000)), PAGE, but=PAGE.says(below(sp.usd(2000)))),
    )
    is_strict: bool = dated(
        "proof is needed", originally(False, PAGE), since("2021-06-01", True, PAGE, after="2021-02-28")
    )
    is_abroad: bool = dated("abroad alone", since("2020-01-01", True, PAGE, marketplace=sp.Marketplace.CA))


@frozen
class AlwaysSo(DatedTerms):
    """A policy that never changed."""

    is_open: bool = dated("claims are taken", originally(True, PAGE))


class TestPolicyTimeline:
    """What a policy fixes through time."""

    def test_a_lane_for_each_term_with_its_values(self) -> None:
        words = told(charts.policy_timeline(Terms))
        assert "Test charts: what the policy fixes" in words
        assert "US, 2019-01-01 to 2023-01-01" in words
        for expected in ("claims that are small", "below USD 500.00", "below USD 1,000.00", "proof is needed", "yes"):
            assert expected in words
        assert "abroad alone" not in words

    def test_stretches_meet_and_say_how_sure_they_are(self) -> None:
        held = [row for row in rows(charts.policy_timeline(Terms)) if "until" in row]
        stretches = [(row["from"], row["until"], row["value"], row["sources"]) for row in held]
        unsure = "the next value may hold already"
        assert list(dict.fromkeys(stretches)) == [
            ("2020-01-01", "2022-01-01", "below USD 500.00", "agree"),
            ("2022-01-01", "2023-01-01", "below USD 1,000.00", "disagree"),
            ("2019-01-01", "2021-03-01", "no", "agree"),
            ("2021-03-01", "2021-06-01", "no", unsure),
            ("2021-06-01", "2023-01-01", "yes", "agree"),
        ]

    def test_a_value_that_has_no_room_is_cut_or_left_out(self) -> None:
        chart = charts.policy_timeline(Terms, first=date(2020, 12, 1), last=date(2031, 1, 1))
        short = {row["value"]: row["short"] for row in rows(chart) if "until" in row}
        assert short["below USD 1,000.00"] == "below USD 1,000.00"
        assert short["below USD 500.00"] == "below USD…"
        assert short["no"] == ""

    def test_each_value_says_since_when_who_says_so_and_who_says_otherwise(self) -> None:
        held = {row["value"]: row for row in rows(charts.policy_timeline(Terms)) if "until" in row}
        large = held["below USD 1,000.00"]
        assert (large["since"], large["says"], large["otherwise"]) == ("2022-01-01", PAGE.title, "below USD 2,000.00")
        assert (held["no"]["since"], held["no"]["otherwise"]) == ("the beginning", "–")

    def test_what_always_held_is_drawn_around_the_day_on_which_it_was_read(self) -> None:
        assert PAGE.read == date(2026, 11, 21)
        assert "US, 2025-11-21 to 2027-11-21" in told(charts.policy_timeline(AlwaysSo))

    def test_a_shop_without_text_is_refused(self) -> None:
        with pytest.raises(ValueError, match="test_charts has no text for JP"):
            charts.policy_timeline(Terms, marketplace=sp.Marketplace.JP)

    @pytest.mark.parametrize("module", sp.rules.modules(), ids=lambda module: module.__name__.rpartition(".")[2])
    def test_every_policy_can_be_drawn(self, module: Any) -> None:
        assert "what the policy fixes" in told(charts.policy_timeline(module.Terms))


class TestChanges:
    """Changes of all policies."""

    def test_a_mark_for_each_day_and_policy(self) -> None:
        found = sp.rules.changes(until=date(2021, 9, 1))
        chart = charts.changes(found)
        first = next(row for row in rows(chart) if row["policy"] == "injury and damage")
        assert first["day"] == "2021-09-01"
        assert "claims that Amazon pays itself" in first["what"]
        assert sum(row["number"] for row in rows(chart)) == len(found)
        words = told(chart)
        assert "Changes of policy" in words
        assert f"{len(found)} dated changes" in words
        assert "first day of the new text" in words


METRIC = Metric(name="lateShipmentRate", window=WINDOW)


def explained(cause: Cause, change: int) -> Explanation:
    return Explanation(cause, abs(change), ((Place(None, "defective"), change),), ())


class TestReconciliation:
    """Amazon's counts beside ours."""

    def test_from_our_count_to_amazons_step_by_step(self) -> None:
        explanations = (explained(Cause.WINDOW_EDGE, 2), explained(Cause.LATER, -1))
        recount = Recount(METRIC, (Figure("defective", 6, 4, unexplained=1), Figure("orders", 9, 9)), explanations, ())
        chart = charts.reconciliation(Reconciliation(sp.Marketplace.US, (recount,)))
        steps = [(row["step"], row["from"], row["to"], row["told"]) for row in rows(chart)]
        assert list(dict.fromkeys(steps)) == [
            ("your files", 0, 4, "4"),
            ("window edge", 4, 6, "+2"),
            ("later", 6, 5, "-1"),
            ("unexplained", 5, 6, "+1"),
            ("Amazon", 0, 6, "6"),
        ]
        words = told(chart)
        assert "what explains the difference" in words
        assert "late shipment rate: defective" in words
        assert f"number counted, {WINDOW}" in words
        assert ": orders" not in words

    def test_where_all_agree_the_counts_are_drawn(self) -> None:
        recount = Recount(METRIC, (Figure("orders", 9, 9), Figure("defective", None, 1)), (), ())
        chart = charts.reconciliation(Reconciliation(sp.Marketplace.US, (recount,)))
        assert "all agree" in told(chart)
        assert [row["step"] for row in rows(chart)][:2] == ["your files", "Amazon"]

    def test_the_sender_is_named_where_there_is_one(self) -> None:
        sold = Metric(name="orderDefectRate", fulfilled_by=sp.Fulfiller.SELLER)
        found = Reconciliation(sp.Marketplace.US, (Recount(sold, (Figure("orders", 9, 9),), (), ()),))
        words = told(charts.reconciliation(found))
        assert "order defect rate (seller): orders" in words
        assert "number counted |" in words

    def test_nothing_to_draw_is_refused(self) -> None:
        with pytest.raises(ValueError, match="nothing was counted on both sides"):
            charts.reconciliation(Reconciliation(sp.Marketplace.US, ()))


class TestColours:
    """Words and lines stand out from the paper, and series from each other."""

    @pytest.mark.parametrize("colour", [INK, FAINT, RED])
    def test_words_have_contrast(self, colour: str) -> None:
        assert contrast(colour, PAPER) >= 4.5

    def test_no_two_series_look_alike(self) -> None:
        assert len(set(SERIES)) == len(SERIES) == 6


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as the Web Content Accessibility Guidelines define it."""
    lights = sorted(map(luminance, (one, other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
