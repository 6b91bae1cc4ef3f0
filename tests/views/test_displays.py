"""What notebooks show of every kind of value, through their own methods."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.account import AccountReport, account_reports
from sellerpolicy.logic.clocks import Deadlines
from sellerpolicy.views.displays import as_html, as_markdown, card

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"
ORDERS = tuple(sp.Order(order_id=f"111-{number}", placed_on=date(2026, 10, 1)) for number in range(200))
FEEDBACK = (
    sp.Feedback(order_id="111-7", rating=1, left_on=date(2026, 10, 9)),
    sp.Feedback(order_id="999-9", rating=1, left_on=date(2026, 10, 9)),
)
CLAIMS = (
    sp.Claim(
        claim_id="C-1",
        order_id="111-8",
        reason=sp.ClaimReason.NOT_RECEIVED,
        filed_at=datetime(2026, 10, 20, tzinfo=UTC),
    ),
)
READ = amazon.read_claims(EXAMPLES / "claims.csv", marketplace=sp.Marketplace.US)
WINDOW = sp.Window.ending(date(2026, 11, 1), days=60)
INJURY = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PROPERTY_DAMAGE,
    amount=sp.usd(2000),
    filed_on=date(2026, 11, 2),
    notified_on=date(2026, 11, 3),
    is_valid=True,
)


def shipped(number: int, order: sp.Order) -> sp.Order:
    """Of 200 orders ten were confirmed late, and of twenty it is not known."""
    confirmed = {0: 5, 1: None, 2: None}.get(number % 20, 1)
    day = None if confirmed is None else date(2026, 10, 1 + confirmed)
    return evolve(order, ship_by=date(2026, 10, 3), ship_confirmed_on=day)


def account() -> AccountReport:
    facts = [*amazon.read_orders(EXAMPLES / "orders.csv", marketplace=sp.Marketplace.US), *READ]
    return account_reports(facts, {}, on=date(2026, 11, 21))[0]


class TestDefectRate:
    """A rate with counts, window, target and standing."""

    RATE = sp.order_defect_rate.rate(
        ORDERS, feedback=FEEDBACK, claims=CLAIMS, window=WINDOW, fulfilled_by=sp.Fulfiller.SELLER
    )

    def test_in_short(self) -> None:
        assert repr(self.RATE) == "<DefectRate 2 of 200 orders, 2026-09-03 to 2026-11-01>"

    def test_it_is_told_whole(self) -> None:
        told = self.RATE._repr_markdown_()
        assert told.startswith("Order defect rate: **1 %** **AT THE LIMIT** **disputed**")
        assert "2 of 200 orders placed 2026-09-03 to 2026-11-01 (60 days) of orders that the seller sends" in told
        assert "Target (rates that are on target): **below 1 %** [Order Defect Rate" in told
        assert "| with negative feedback | 1 |" in told
        assert "| with A-to-z claims | 1 |" in told
        assert "| defective, each counted once | 2 |" in told
        assert "**Disputed:** contested\\_orders" in told
        assert "**Defective orders: 2**\n\n<code>111-7</code> <code>111-8</code>" in told
        assert "**Orders that count by one text and not by another: 1**" in told
        assert "**Orders of events that were not given: 1**\n\n<code>999-9</code>" in told
        assert "hang on an unknown fact" not in told

    def test_without_orders_nothing_is_measured(self) -> None:
        told = sp.order_defect_rate.rate([], window=WINDOW)._repr_markdown_()
        assert told.startswith("Order defect rate: **–** **NOT MEASURED**")
        assert "0 of 0 orders placed 2026-09-03 to 2026-11-01 (60 days)\n" in told

    def test_the_text_of_the_last_day_judges_it(self) -> None:
        """From April 2020 on another text says that Amazon did not act on such rates; in February none did."""
        orders = [sp.Order(order_id=f"111-{number}", placed_on=date(2020, 3, 1)) for number in range(100)]
        feedback = [sp.Feedback(order_id=f"111-{number}", rating=1, left_on=date(2020, 3, 9)) for number in range(5)]
        window = sp.Window(first=date(2020, 2, 21), last=date(2020, 4, 20))
        told = sp.order_defect_rate.rate(orders, feedback=feedback, window=window)._repr_markdown_()
        assert "**Disputed:** Amazon acts on rates above the target: read here as yes; another text reads no" in told

    def test_of_many_orders_the_first_are_named(self) -> None:
        feedback = [sp.Feedback(order_id=f"111-{number}", rating=1, left_on=date(2026, 10, 9)) for number in range(25)]
        told = sp.order_defect_rate.rate(ORDERS, feedback=feedback, window=WINDOW)._repr_markdown_()
        assert "**Defective orders: 25**" in told
        assert "and 5 more" in told


class TestMeasuredRate:
    """The other rates."""

    def test_it_is_told_whole(self) -> None:
        orders = [shipped(number, order) for number, order in enumerate(ORDERS)]
        rate = sp.shipping_performance.late_shipment.rate(orders, window=WINDOW)
        told = rate._repr_markdown_()
        assert told.startswith("Late shipment rate: **5.55… %** ")
        assert "10 of 180 in 2026-09-03 to 2026-11-01 (60 days)" in told
        assert "**below 4 %** [" in told
        assert "| certainly | 10 | 180 | 5.55… % |" in told
        assert "| at the lowest | 10 | 200 | 5 % |" in told
        assert "| at the highest | 30 | 200 | 15 % |" in told
        assert "**Hanging on an unknown fact: 20**" in told
        assert repr(rate) == "<LateShipmentRate 10 of 180, 2026-09-03 to 2026-11-01>"

    def test_without_anything_there_is_no_rate(self) -> None:
        rate = sp.shipping_performance.cancellation.rate([], window=WINDOW)
        assert rate._repr_markdown_().startswith("Cancellation rate: **–** **NOT MEASURED**")

    @pytest.mark.parametrize("metric", sp.shipping_performance.METRICS, ids=lambda metric: metric.rate_class.__name__)
    def test_every_metric_has_a_card(self, metric: Any) -> None:
        assert metric.rate([], window=WINDOW)._repr_html_().endswith("</article>")


class TestOutlook:
    """What lies ahead."""

    def test_it_is_told_whole(self) -> None:
        ahead = sp.order_defect_rate.outlook(ORDERS, feedback=FEEDBACK, claims=CLAIMS, today=date(2026, 11, 3), lag=2)
        told = ahead._repr_markdown_()
        assert repr(ahead) == f"<Outlook from 2026-11-03: on target {_in_words(ahead.on_target_on)}>"
        assert (
            "Seen from 2026-11-03, if nothing new goes wrong; Amazon shows each window 2 days after its last day"
            in told
        )
        assert "| today's rate | 1 %: 2 of 200 orders |" in told
        assert "| further orders without a defect that bring it on target | 1 |" in told
        assert "| orders that may still go wrong with the rate on target | 0 |" in told
        # placed on 1 October, they are in the window that ends on 29 November and is shown two days later
        assert "| <code>111-7</code> | 2026-12-02 | in 29 days |" in told
        assert "| 2026-11-03 | 1 % | 2 | 200 |" in told

    def test_nothing_leaves_where_nothing_is_wrong(self) -> None:
        told = sp.order_defect_rate.outlook(ORDERS, today=date(2026, 11, 3), lag=0)._repr_markdown_()
        assert told.startswith("Order defect rate ahead: **on target on 2026-11-03**")
        assert "leave the window" not in told

    def test_never(self) -> None:
        told = sp.order_defect_rate.outlook([], today=date(2026, 11, 3), lag=1)._repr_markdown_()
        assert told.startswith("Order defect rate ahead: **on target never**")
        assert "1 day after its last day" in told


def _in_words(day: date) -> str:
    return "never" if day == sp.NEVER else day.isoformat()


class TestDeadlines:
    """What is due, one deadline or all of a case."""

    def test_all_of_a_case(self) -> None:
        found = sp.injury_and_damage.deadlines(INJURY)
        told = found._repr_markdown_()  # type: ignore[attr-defined]
        assert isinstance(found, Deadlines)
        assert "| Accept or reject the claim |" in told
        assert "2026-11-10" in told
        assert "[\\[1\\]](<https://" in told

    def test_one(self) -> None:
        deadline = sp.Deadline("send papers", date(2026, 5, 2), date(2026, 4, 2), is_duty=False)
        assert "| Send papers | **may** | **2026-05-02** | 2026-04-02 |  |  |" in deadline._repr_markdown_()

    def test_one_that_hangs_on_a_fact(self) -> None:
        deadline = sp.Deadline("send papers", None, None, needs=("notified_on",))
        expected = "| Send papers | **maybe** | **unknown** | unknown | to know the day, find out: notified\\_on |  |"
        assert expected in deadline._repr_markdown_()

    def test_an_instant_is_told_in_its_own_zone(self) -> None:
        deadline = sp.Deadline("answer", datetime(2026, 5, 2, 9, 30, tzinfo=UTC), None)
        assert "**2026-05-02 09:30 UTC**" in deadline._repr_markdown_()

    def test_none(self) -> None:
        assert Deadlines()._repr_markdown_() == "Nothing is due."

    def test_few_are_printed_and_many_are_counted(self) -> None:
        few = sp.injury_and_damage.deadlines(INJURY)
        assert repr(few) == repr(tuple(few))
        changes, history = sp.rules.changes(), sp.insurance.Terms.history()
        assert repr(changes) == str(changes) == f"<Changes: {len(changes)}>"
        assert repr(history) == f"<History: {len(history)}>"

    def test_it_is_a_tuple(self) -> None:
        found = sp.injury_and_damage.deadlines(INJURY)
        assert found == tuple(found)
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  our own bytes
        assert Deadlines() == ()


class TestRead:
    """What was read from a file."""

    def test_facts_side_by_side(self) -> None:
        told = READ._repr_markdown_()
        assert repr(READ).startswith("<Read claims: 5 facts from 5 rows, 0 refused>")
        assert told.startswith("**claims** 5 facts from 5 rows")
        assert "claims.csv" in told
        assert "| 1 | claim-1 |" in told

    def test_every_row_is_accounted_for(self) -> None:
        lines = ["order_id,kind,filed_on", "1,service,2026-01-05", *("1,servce,2026-01-05" for _ in range(11))]
        read = amazon.read_chargebacks("\n".join(lines).encode(), marketplace=sp.Marketplace.US, on_error="collect")
        told = read._repr_markdown_()
        assert told.startswith("**chargebacks** 1 fact from 12 rows **11 rows refused**")
        assert "| 3 | <code>kind</code> | 'servce' | expected one of" in told
        assert "and 1 more row: see .refused" in told

    def test_rows_that_give_no_facts_are_told_by_reason(self) -> None:
        read = evolve(READ, ignored={"a | b": 2}, facts=())
        told = read._repr_markdown_()
        assert "| a \\| b | 2 |" in told
        assert "The first" not in told

    def test_a_row_without_line_or_column(self) -> None:
        read = evolve(
            READ,
            refused=(amazon.RefusedRow(None, None, "<b>", "expected a row"),),
        )
        assert "| – |  | '\\<b\\>' | expected a row |" in read._repr_markdown_()

    @given(st.text(min_size=1))
    def test_no_text_of_a_file_becomes_markup(self, text: str) -> None:
        row = amazon.RefusedRow(1, "kind", f"<script>{text}", "expected")
        shown = evolve(READ, refused=(row,))._repr_html_()
        assert "<script" not in shown


class TestAccountReport:
    """A report: the verdict and what is to be done in sight."""

    def test_it_is_told_whole(self) -> None:
        report = account()
        told = report._repr_markdown_()
        assert repr(report) == f"<AccountReport US on 2026-11-21: {'' if report.is_healthy else 'not '}healthy>"
        assert told.startswith("Amazon US on 2026-11-21: **")
        assert "**A-to-z claims**" in told
        assert "**Not known**" in told
        assert "**The texts cited**" in told

    def test_one_of_which_nothing_is_known(self) -> None:
        empty = account_reports([ORDERS[0]], {}, on=date(2026, 11, 21))[0]
        told = evolve(empty, channels=(), measures=(), lacking=(), findings=())._repr_markdown_()
        assert "**To do**" not in told
        assert "**The texts cited**" not in told


class TestTermsAndTables:
    """Policies, through the methods that notebooks call."""

    def test_a_snapshot_and_the_class_of_it_show_different_things(self) -> None:
        terms = sp.injury_and_damage.Terms
        assert "What injury\\_and\\_damage fixes" in terms.on(date(2026, 1, 1))._repr_markdown_()
        assert "Every dated value" in terms._repr_markdown_()
        assert terms._repr_html_() == terms.history()._repr_html_()
        assert len(repr(terms.on(date(2026, 1, 1)))) < 80

    def test_tables_and_changes(self) -> None:
        assert "Decision table: who pays" in sp.injury_and_damage.WHO_PAYS._repr_html_()
        assert "changes of policy" in sp.rules.changes(since=date(2024, 1, 1))._repr_html_()

    def test_decisions(self) -> None:
        decision = sp.injury_and_damage.who_pays(INJURY)
        assert decision._repr_html_() == as_html(decision)
        assert decision._repr_markdown_() == as_markdown(decision)


def test_what_has_no_view_says_so() -> None:
    with pytest.raises(TypeError, match="no view shows 3"):
        card(3)
    with pytest.raises(TypeError, match="no view shows <class 'int'>"):
        card(int)


def test_displays_are_light_and_dark_and_need_no_script() -> None:
    shown = sp.injury_and_damage.who_pays(INJURY)._repr_html_()
    assert "currentColor" in shown
    assert "<script" not in shown
    assert "onclick" not in shown
