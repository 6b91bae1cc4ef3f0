"""Reconciliation: our count beside Amazon's, and every difference explained by its cause, with the orders."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import (
    Component,
    Metric,
    PerformanceReport,
    Posting,
    Reconciliation,
    Recount,
    ViolationCount,
    postings,
)
from sellerpolicy.amazon.reconciliation import About, Cause, Explanation, Place
from sellerpolicy.amazon.reconciliation.shifts import Shift, explained
from sellerpolicy.amazon.reconciliation.telling import told
from sellerpolicy.errors import BadFact
from sellerpolicy.rules import shipping_performance
from sellerpolicy.strategies import Account, accounts

US, DE, JP = sp.Marketplace.US, sp.Marketplace.DE, sp.Marketplace.JP
SELLER, AMAZON = sp.Fulfiller.SELLER, sp.Fulfiller.AMAZON
WINDOW = sp.Window(first=date(2026, 9, 7), last=date(2026, 11, 5))
MIDDLE = date(2026, 10, 1)
A_DAY = timedelta(days=1)
PARTS = ("claims", "chargebacks", "negativeFeedback")


def order(number: int, placed_on: date = MIDDLE, **known: Any) -> sp.Order:
    return sp.Order(order_id=f"O-{number}", placed_on=placed_on, **known)


def negative(number: int, **known: Any) -> sp.Feedback:
    return sp.Feedback(**{"order_id": f"O-{number}", "rating": 1, "left_on": date(2026, 10, 9), **known})


def claim(number: int, **known: Any) -> sp.Claim:
    """A claim that the seller refunded after it was filed: it counts, and nobody disputes that."""
    told = {"reason": "not_received", "filed_at": datetime(2026, 10, 20, 18, tzinfo=UTC), "status": "refunded"}
    return sp.Claim(**{"claim_id": f"C-{number}", "order_id": f"O-{number}", **told, **known})


def service(number: int, **known: Any) -> sp.Chargeback:
    told = {"kind": "service", "filed_on": date(2026, 10, 20)}
    return sp.Chargeback(**{"order_id": f"O-{number}", **told, **known})


def posted(cause: postings.Cause, number: int, marketplace: sp.Marketplace | None = US) -> Posting:
    return Posting(cause=cause, order_id=f"O-{number}", posted_on=date(2026, 10, 22), marketplace=marketplace)


def defects(orders: int, defective: int, *parts: int, by: sp.Fulfiller | None = SELLER, **known: Any) -> Metric:
    """Amazon's order defect rate; the parts are claims, chargebacks and negative feedback."""
    components = tuple(Component(name, count, "NONE") for name, count in zip(PARTS, parts, strict=False))
    return Metric(
        name="orderDefectRate",
        fulfilled_by=by,
        window=WINDOW,
        count=defective,
        total=orders,
        components=components,
        **known,
    )


def report(*metrics: Metric, marketplace: sp.Marketplace = US, **known: Any) -> PerformanceReport:
    return PerformanceReport(marketplace=marketplace, metrics=metrics, **known)


def recount(metric: Metric, *facts: Any, place: int = 0, others: tuple[Metric, ...] = ()) -> Recount:
    """One rate counted again from facts of any kinds."""
    return reconciled(report(metric, *others), *facts).recounts[place]


def reconciled(performance: PerformanceReport, *facts: Any) -> Reconciliation:
    def of(kind: type) -> list[Any]:
        return [fact for fact in facts if type(fact) is kind]

    return amazon.reconcile(
        performance,
        of(sp.Order),
        feedback=of(sp.Feedback),
        claims=of(sp.Claim),
        chargebacks=of(sp.Chargeback),
        packages=of(sp.Package),
        invoices=of(sp.Invoice),
        postings=of(Posting),
    )


def causes(found: Recount) -> list[tuple[Cause, int, tuple[str, ...]]]:
    return [(each.cause, each.number, each.order_ids) for each in found.explanations]


def differences(found: Recount) -> dict[str, int | None]:
    return {figure.name: figure.difference for figure in found.differences}


def reported(account: Account, window: sp.Window) -> PerformanceReport:
    """What Amazon would report if it knew what the seller knows."""
    metrics = []
    for fulfiller in sp.Fulfiller:
        rate = sp.order_defect_rate.rate(
            account.orders,
            feedback=account.feedback,
            claims=account.claims,
            chargebacks=account.chargebacks,
            window=window,
            fulfilled_by=fulfiller,
        )
        parts = (rate.claims, rate.chargebacks, rate.negative_feedback)
        metrics.append(evolve(defects(rate.orders, rate.defective, *parts, by=fulfiller), window=window))
    return report(*metrics, marketplace=account.orders[0].marketplace)


def has_orders(account: Account) -> bool:
    return bool(account.orders)


class TestOfItself:
    """A report made of our own facts differs in nothing."""

    @given(accounts().filter(has_orders))
    def test_no_difference(self, account: Account) -> None:
        days = [placed.placed_on for placed in account.orders]
        window = sp.Window(first=min(days) + A_DAY, last=max(days) + A_DAY)
        found = amazon.reconcile(
            reported(account, window),
            account.orders,
            feedback=account.feedback,
            claims=account.claims,
            chargebacks=account.chargebacks,
        )
        assert found.agrees
        assert found.is_explained
        assert [recount.explanations for recount in found.recounts] == [(), ()]

    @given(accounts().filter(has_orders), st.data())
    def test_whatever_is_taken_away_is_wholly_explained_or_said_not_to_be(
        self, account: Account, data: st.DataObject
    ) -> None:
        days = [placed.placed_on for placed in account.orders]
        window = sp.Window(first=min(days), last=max(days))
        performance = reported(account, window)
        kept = data.draw(st.lists(st.sampled_from(account.orders), unique=True, min_size=1))
        found = amazon.reconcile(
            performance, kept, feedback=account.feedback, claims=account.claims, chargebacks=account.chargebacks
        )
        for recount in found.recounts:
            for figure in recount.figures:
                change = sum(each.change(recount.place(figure.name)) for each in recount.explanations)
                assert figure.amazons == figure.ours + change + figure.unexplained
            named = [len(each.order_ids) >= each.number for each in recount.explanations if each.order_ids]
            assert all(named)


class TestTheOrder:
    """One order that is missing, or stands elsewhere, is exactly what explains the difference."""

    ORDERS = tuple(order(number) for number in range(1, 6))
    METRIC = defects(5, 1, 1, 0, 0)

    def test_a_defective_order_that_the_files_lack(self) -> None:
        found = recount(self.METRIC, *self.ORDERS[1:], claim(1))
        assert differences(found) == {"orders": 1, "defective": 1, "claims": 1}
        assert causes(found) == [(Cause.WITHOUT_ORDER, 1, ("O-1",))]
        assert found.explanations[0].is_exact
        assert found.unexplained == ()

    def test_a_clean_order_that_the_files_lack_has_no_name(self) -> None:
        found = recount(self.METRIC, *self.ORDERS[:-1], claim(1))
        assert differences(found) == {"orders": 1}
        assert causes(found) == [(Cause.MISSING_ORDERS, 1, ())]
        assert not found.explanations[0].is_exact

    @pytest.mark.parametrize("day", [WINDOW.first - A_DAY, WINDOW.last + A_DAY])
    def test_an_order_just_outside_the_window(self, day: date) -> None:
        found = recount(self.METRIC, order(1, day), *self.ORDERS[1:], claim(1))
        assert causes(found) == [(Cause.WINDOW_EDGE, 1, ("O-1",))]
        assert found.explanations[0].is_exact

    @pytest.mark.parametrize("day", [WINDOW.first, WINDOW.last])
    def test_an_order_just_inside_the_window(self, day: date) -> None:
        found = recount(defects(4, 0, 0, 0, 0), order(1, day), *self.ORDERS[1:], claim(1))
        assert differences(found) == {"orders": -1, "defective": -1, "claims": -1}
        assert causes(found) == [(Cause.WINDOW_EDGE, 1, ("O-1",))]

    def test_an_order_far_outside_the_window(self) -> None:
        found = recount(self.METRIC, order(1, date(2026, 6, 1)), *self.ORDERS[1:], claim(1))
        assert causes(found) == [(Cause.OUTSIDE_WINDOW, 1, ("O-1",))]

    def test_an_order_of_the_other_channel_is_told_in_both(self) -> None:
        moved = order(1, fulfilled_by=AMAZON)
        performance = report(self.METRIC, defects(0, 0, 0, 0, 0, by=AMAZON))
        found = reconciled(performance, moved, *self.ORDERS[1:], claim(1))
        assert [causes(each) for each in found.recounts] == [[(Cause.OTHER_CHANNEL, 1, ("O-1",))]] * 2
        assert [differences(each) for each in found.recounts] == [
            {"orders": 1, "defective": 1, "claims": 1},
            {"orders": -1, "defective": -1, "claims": -1},
        ]
        assert all(each.explanations[0].is_exact for each in found.recounts)

    def test_all_orders_together_know_no_channel(self) -> None:
        both = defects(5, 1, 1, 0, 0, by=None)
        found = recount(both, *self.ORDERS[1:], claim(1))
        assert causes(found) == [(Cause.WITHOUT_ORDER, 1, ("O-1",))]
        assert causes(recount(both, order(1, fulfilled_by=AMAZON), *self.ORDERS[1:], claim(1))) == []

    def test_where_one_cannot_tell_which_all_are_named(self) -> None:
        early = [order(number, WINDOW.first - A_DAY) for number in (8, 9)]
        (explanation,) = recount(defects(6, 0), *self.ORDERS, *early).explanations
        assert (explanation.number, explanation.order_ids) == (1, ("O-8", "O-9"))
        assert not explanation.is_exact
        assert explanation.rivals == ()


class TestTheEvent:
    """What happened to an order may count for Amazon, and not for us."""

    ORDERS = tuple(order(number) for number in range(1, 6))

    @pytest.mark.parametrize(
        ("event", "part"),
        [
            (claim(1, status="withdrawn"), 0),
            (claim(1, status="denied"), 0),
            (claim(1, odr_effect="not_counted"), 0),
            (service(1, reversed=True), 1),
            (negative(1, removed=True), 2),
            (negative(1, struck_through=True), 2),
        ],
    )
    def test_a_defect_that_was_taken_back(self, event: Any, part: int) -> None:
        counts = [int(place == part) for place in range(3)]
        found = recount(defects(5, 1, *counts), *self.ORDERS, event)
        assert [each[2] for each in causes(found)] == [("O-1",)]
        told = {found.explanations[0].cause, *(rival.cause for rival in found.explanations[0].rivals)}
        assert Cause.TAKEN_BACK in told

    def test_a_disputed_defect_may_count_or_not(self) -> None:
        fraud = service(1, kind="fraud")
        assert causes(recount(defects(5, 1, 0, 1, 0), *self.ORDERS, fraud)) == [(Cause.CONTESTED, 1, ("O-1",))]
        under_review = claim(1, status="under_review")
        assert causes(recount(defects(5, 0, 0, 0, 0), *self.ORDERS, under_review)) == [(Cause.CONTESTED, 1, ("O-1",))]

    def test_a_cancelled_order_may_be_left_out(self) -> None:
        cancelled = order(1, cancelled_by="buyer")
        assert causes(recount(defects(4, 0), cancelled, *self.ORDERS[1:])) == [(Cause.CONTESTED, 1, ("O-1",))]

    def test_a_defect_that_hangs_on_an_unknown_fact(self) -> None:
        granted = claim(1, status="granted")
        assert sp.order_defect_rate.defect(granted).needs == ("paid_by",)
        assert causes(recount(defects(5, 1, 1), *self.ORDERS, granted))[0] == (Cause.UNKNOWN_FACTS, 1, ("O-1",))

    def test_a_defect_that_came_after_the_window(self) -> None:
        late = negative(1, left_on=WINDOW.last + A_DAY)
        assert causes(recount(defects(5, 0, 0, 0, 0), *self.ORDERS, late)) == [(Cause.LATER, 1, ("O-1",))]
        in_time = negative(1, left_on=WINDOW.last)
        found = recount(defects(5, 0, 0, 0, 0), *self.ORDERS, in_time)
        assert causes(found) == []
        assert {figure.name: figure.unexplained for figure in found.unexplained} == {
            "defective": -1,
            "negative_feedback": -1,
        }

    def test_a_kind_of_defect_that_was_not_given_at_all(self) -> None:
        found = recount(defects(5, 3, 2, 1, 0), *self.ORDERS, service(1))
        assert causes(found) == [(Cause.NOT_GIVEN, 2, ())]
        assert found.unexplained == ()

    def test_claims_that_differ_in_the_refused_parcel_alone_are_judged_each(self) -> None:
        told = {"status": "granted", "paid_by": "seller", "return_tracked": True}
        refused = claim(2, **told, parcel_refused=True)
        for claims in ((claim(1, **told), refused), (refused, claim(1, **told))):
            found = recount(defects(5, 0, 0, 0, 0), *self.ORDERS, *claims)
            assert differences(found) == {"defective": -1, "claims": -1}
            assert [each.order_ids for each in found.explanations] == []

    def test_a_defect_for_which_amazon_moved_money(self) -> None:
        moved = posted(postings.Cause.CHARGEBACK, 2)
        found = recount(defects(5, 1, 0, 1, 0), *self.ORDERS, moved, moved)
        assert causes(found) == [(Cause.POSTED, 1, ("O-2",))]
        assert found.unexplained == ()
        (explanation,) = found.explanations
        said = "O-2: Amazon moved money because of such a defect, of which your files tell nothing else"
        assert told(explanation) == said

    def test_money_explains_and_is_not_counted(self) -> None:
        moved = posted(postings.Cause.GUARANTEE_CLAIM, 2, marketplace=None)
        assert recount(defects(5, 0, 0, 0, 0), *self.ORDERS, moved).differences == ()
        # one posted, another that nothing tells of: "no such defects at all" would not be true
        found = recount(defects(5, 2, 2, 0, 0), *self.ORDERS, moved)
        assert causes(found) == [(Cause.POSTED, 1, ("O-2",))]
        assert {figure.name: figure.unexplained for figure in found.unexplained} == {"defective": 1, "claims": 1}

    def test_money_for_a_claim_that_is_given_tells_nothing_new(self) -> None:
        moved = posted(postings.Cause.GUARANTEE_CLAIM, 1)
        found = recount(defects(5, 1, 1, 0, 0), *self.ORDERS, claim(1, status="withdrawn"), moved)
        assert [each.cause for each in found.explanations] == [Cause.TAKEN_BACK]

    def test_a_second_kind_of_defect_for_which_money_was_moved(self) -> None:
        found = recount(defects(5, 1, 1, 1, 0), *self.ORDERS, claim(1), posted(postings.Cause.CHARGEBACK, 1))
        assert differences(found) == {"chargebacks": 1}
        assert causes(found) == [(Cause.POSTED, 1, ("O-1",))]

    def test_money_moved_for_an_order_that_the_files_lack(self) -> None:
        found = recount(defects(6, 1, 0, 1, 0), *self.ORDERS, posted(postings.Cause.CHARGEBACK, 99))
        assert causes(found) == [(Cause.WITHOUT_ORDER, 1, ("O-99",))]

    def test_a_second_defect_of_an_order_that_is_defective_anyway(self) -> None:
        found = recount(defects(5, 1, 1, 0, 1), *self.ORDERS, claim(1))
        assert differences(found) == {"negative_feedback": 1}
        assert causes(found) == [(Cause.NOT_GIVEN, 1, ())]
        two = (claim(1), claim(1, claim_id="C-9", status="withdrawn"))
        assert recount(defects(5, 1, 1, 0, 0), *self.ORDERS, *two).differences == ()

    def test_two_disputed_events_of_one_order_together(self) -> None:
        both = (claim(1, status="under_review"), claim(1, claim_id="C-9", status="under_review"))
        assert causes(recount(defects(5, 0, 0, 0, 0), *self.ORDERS, *both)) == [(Cause.CONTESTED, 1, ("O-1",))]

    def test_what_nothing_explains_remains_so(self) -> None:
        found = recount(defects(5, 3, 3, 0, 0), *self.ORDERS, claim(1))
        assert causes(found) == []
        assert [(figure.name, figure.unexplained) for figure in found.unexplained] == [("defective", 2), ("claims", 2)]
        assert not reconciled(report(defects(5, 3, 3)), *self.ORDERS, claim(1)).is_explained

    def test_orders_of_the_files_that_amazon_does_not_count(self) -> None:
        found = recount(defects(3, 0), *self.ORDERS)
        assert [(figure.name, figure.unexplained) for figure in found.unexplained] == [("orders", -2)]

    def test_the_causes_of_one_figure(self) -> None:
        found = recount(defects(6, 1, 1), *self.ORDERS, claim(1, status="withdrawn"))
        assert [each.cause for each in found.causes("orders")] == [Cause.MISSING_ORDERS]
        assert found.causes("claims") != found.causes("orders")
        assert found.causes("chargebacks") == ()


class TestSeveral:
    """An order with several defects counts once: the parts may be more than the count."""

    def test_the_orders_are_named(self) -> None:
        metric = defects(3, 1, 1, 0, 1)
        found = recount(metric, order(1), order(2), order(3), claim(1), negative(1))
        assert found.differences == ()
        (remark,) = [remark for remark in found.remarks if remark.about is About.SEVERAL_DEFECTS]
        assert remark.order_ids == ("O-1",)
        assert remark.text == (
            "Amazon's parts, 1 + 0 + 1, are more than its count of 1: an order with several defects counts once; "
            "by your files O-1"
        )

    def test_without_such_an_order_none_is(self) -> None:
        (remark,) = recount(defects(1, 1, 1, 1, 1), order(1, date(2026, 1, 1)), claim(1), negative(1)).remarks[:1]
        assert (remark.about, remark.order_ids) == (About.SEVERAL_DEFECTS, ())
        assert remark.text.endswith("counts once")

    def test_of_the_other_channel_neither(self) -> None:
        performance = report(defects(1, 1, 1, 0, 1), defects(1, 1, 1, 0, 1, by=AMAZON))
        found = reconciled(performance, order(1), claim(1), negative(1))
        assert [recount.remarks[0].order_ids for recount in found.recounts] == [("O-1",), ()]

    @pytest.mark.parametrize("metric", [defects(3, 2, 1, 0, 1), evolve(defects(3, 1, 1, 0, 1), count=None)])
    def test_parts_that_add_up_are_not_remarked(self, metric: Metric) -> None:
        found = recount(metric, order(1), claim(1), negative(1))
        assert About.SEVERAL_DEFECTS not in [remark.about for remark in found.remarks]


def late(part: int | None, whole: int | None, **known: Any) -> Metric:
    return Metric(**{"name": "lateShipmentRate", "window": WINDOW, "count": part, "total": whole, **known})


def sent(number: int, confirmed_on: date | None = MIDDLE, **known: Any) -> sp.Order:
    """An order that was due on the first of October."""
    told = {"placed_on": date(2026, 9, 28), "ship_by": MIDDLE, "ship_confirmed_on": confirmed_on, **known}
    return sp.Order.from_dict({"order_id": f"O-{number}", **told})


def package(number: int, promised_by: date | None = MIDDLE, **known: Any) -> sp.Package:
    told = {"delivered_on": MIDDLE, "tracking_valid": True, "tracking_entered_on": date(2026, 9, 28)}
    return sp.Package(
        **{
            "package_id": f"P-{number}",
            "order_id": f"O-{number}",
            "units": 1,
            "ship_confirmed_on": date(2026, 9, 28),
            "promised_by": promised_by,
            **told,
            **known,
        }
    )


class TestShipments:
    """Late shipments, cancellations, tracking, deliveries and invoices are counted again in the same way."""

    ORDERS = tuple(sent(number) for number in range(1, 5))
    TOO_LATE = MIDDLE + 9 * A_DAY

    def test_the_same_counts(self) -> None:
        found = recount(late(1, 5), *self.ORDERS, sent(9, self.TOO_LATE))
        assert [(figure.name, figure.amazons, figure.ours) for figure in found.figures] == [
            ("late", 1, 1),
            ("orders", 5, 5),
        ]
        assert (found.differences, found.explanations) == ((), ())

    def test_an_order_whose_confirmation_is_unknown(self) -> None:
        found = recount(late(1, 5), *self.ORDERS, sent(9, None))
        assert causes(found) == [(Cause.UNKNOWN_FACTS, 1, ("O-9",))]

    def test_an_order_at_the_windows_edge(self) -> None:
        found = recount(late(1, 5), *self.ORDERS, sent(9, WINDOW.last + A_DAY))
        assert causes(found) == [(Cause.WINDOW_EDGE, 1, ("O-9",))]
        found = recount(late(0, 4), *self.ORDERS, sent(9, WINDOW.last))
        assert causes(found) == [(Cause.WINDOW_EDGE, 1, ("O-9",))]

    def test_an_order_far_from_the_window(self) -> None:
        found = recount(late(1, 5), *self.ORDERS, sent(9, WINDOW.last + 20 * A_DAY))
        assert causes(found) == [(Cause.OUTSIDE_WINDOW, 1, ("O-9",))]

    def test_an_order_that_amazon_sends(self) -> None:
        found = recount(late(1, 5), *self.ORDERS, sent(9, self.TOO_LATE, fulfilled_by="amazon"))
        assert causes(found) == [(Cause.OTHER_CHANNEL, 1, ("O-9",))]

    def test_orders_that_the_files_lack(self) -> None:
        found = recount(late(1, 6), *self.ORDERS)
        assert causes(found) == [(Cause.MISSING_ORDERS, 1, ()), (Cause.MISSING_ORDERS, 1, ())]
        assert [found.changes(each) for each in found.explanations] == [{"late": 1, "orders": 1}, {"orders": 1}]

    def test_what_is_read_in_two_ways(self) -> None:
        """In Europe Amazon's own cancellations may count."""
        metric = Metric(name="preFulfillmentCancellationRate", window=WINDOW, count=1, total=1)
        cancelled = order(1, marketplace=DE, cancelled_by="amazon")
        assert shipping_performance.cancelling(cancelled).contested
        ours = shipping_performance.cancellation.rate([cancelled], window=WINDOW).part
        found = reconciled(report(evolve(metric, count=1 - ours), marketplace=DE), cancelled).recounts[0]
        assert causes(found) == [(Cause.CONTESTED, 1, ("O-1",))]

    def test_another_day_may_place_them_in_the_window(self) -> None:
        """Three were ordered in the window, and confirmed after it."""
        after = WINDOW.last + 5 * A_DAY
        orders = [sent(number, after, placed_on=WINDOW.last - A_DAY, ship_by=after) for number in (6, 7, 8)]
        before = [sent(number, WINDOW.first + 2 * A_DAY, placed_on=WINDOW.first - 4 * A_DAY) for number in (1, 2)]
        found = recount(late(0, 3), *orders, *before)
        (explanation,) = found.explanations
        assert (explanation.cause, explanation.day, explanation.number) == (Cause.OTHER_DAY, "placed_on", 5)
        assert set(explanation.order_ids) == {"O-1", "O-2", "O-6", "O-7", "O-8"}
        assert found.unexplained == ()
        assert any("if the day of the order places them in the window" in line for line in found.lines())

    def test_packages(self) -> None:
        tracked = Metric(name="validTrackingRate", window=WINDOW, count=3, total=3)
        on_time = Metric(name="unitOnTimeDeliveryRate", window=WINDOW, count=5, total=5)
        facts = (order(1), package(1), package(2), package(3, WINDOW.last + A_DAY, units=3))
        found = reconciled(report(tracked, on_time), *facts)
        assert [causes(each) for each in found.recounts] == [
            [(Cause.WINDOW_EDGE, 1, ("P-3",))],
            [(Cause.WINDOW_EDGE, 1, ("P-3",))],
        ]
        assert [figure.name for figure in found.recounts[1].figures] == ["on_time", "units"]

    def test_a_package_whose_day_is_unknown(self) -> None:
        tracked = Metric(name="validTrackingRate", window=WINDOW, count=2, total=2)
        assert causes(recount(tracked, package(1), package(2, None))) == [(Cause.UNKNOWN_FACTS, 1, ("P-2",))]

    def test_invoices(self) -> None:
        metric = Metric(name="invoiceDefectRate", window=WINDOW, count=1, total=2)
        orders = [sent(number, business=True, marketplace="de") for number in (1, 2)]
        orders.append(sent(3, business=True, marketplace="de", fulfilled_by="amazon"))
        invoice = sp.Invoice(order_id="O-1", uploaded_on=MIDDLE, marketplace=DE)
        (found,) = reconciled(report(metric, marketplace=DE), *orders, invoice).recounts
        assert [(figure.name, figure.ours) for figure in found.figures] == [("defective", 1), ("orders", 2)]


class TestUncounted:
    """A rate that the facts do not allow to be counted is not, and the reason is said."""

    def said(self, metric: Metric, *facts: Any, marketplace: sp.Marketplace = US) -> str:
        (found,) = reconciled(report(metric, marketplace=marketplace), *facts).recounts
        assert (found.figures, found.explanations) == ((), ())
        assert found.remarks[0].about is About.NOT_RECOUNTED
        return found.remarks[0].text

    def test_without_facts(self) -> None:
        assert self.said(defects(5, 1)) == "not counted again: no orders are given"
        assert self.said(late(1, 5)) == "not counted again: no orders of yours are given"
        assert self.said(late(1, 5), order(1, fulfilled_by=AMAZON)).endswith("no orders of yours are given")
        tracked = Metric(name="validTrackingRate", window=WINDOW)
        assert self.said(tracked, order(1)) == "not counted again: no packages of yours are given"
        invoiced = Metric(name="invoiceDefectRate", window=WINDOW)
        assert self.said(invoiced, order(1)) == "not counted again: no invoices are given"

    def test_without_a_window(self) -> None:
        for metric in (defects(5, 1), late(1, 5)):
            said = self.said(evolve(metric, window=None), sent(1))
            assert said == "not counted again: the report does not say which days it counted"

    def test_a_rate_of_which_no_text_is_known(self) -> None:
        assert "how it is counted" in self.said(Metric(name="onTimeDeliveryRate", window=WINDOW), order(1))

    def test_a_marketplace_without_a_text(self) -> None:
        metric = Metric(name="invoiceDefectRate", window=WINDOW, count=0, total=1, target=Fraction(5, 100))
        facts = (
            sent(1, marketplace="jp", business=True),
            sp.Invoice(order_id="O-1", uploaded_on=MIDDLE, marketplace=JP),
        )
        assert "no policy text for jp" in self.said(metric, *facts, marketplace=JP)

    def test_counts_that_amazon_lacks_differ_in_nothing(self) -> None:
        found = recount(evolve(defects(5, 1), count=None, total=None), order(1))
        assert [(figure.amazons, figure.ours, figure.difference) for figure in found.figures[:2]] == [
            (None, 1, None),
            (None, 0, None),
        ]
        assert found.differences == ()
        assert recount(late(None, None), sent(1)).differences == ()


class TestRemarks:
    """What is to be known of Amazon's figures before anything is compared with them."""

    def remarks(self, metric: Metric, **known: Any) -> dict[About, str]:
        found = reconciled(report(evolve(metric, **known)), order(1, date(2026, 1, 1)))
        return {remark.about: remark.text for remark in found.recounts[0].remarks}

    def test_none_is_no_verdict(self) -> None:
        assert self.remarks(late(0, 5), amazon_status="NONE")[About.NO_VERDICT] == (
            "Amazon's status NONE is no verdict, neither good nor bad"
        )
        assert self.remarks(defects(5, 0, 0, 0), amazon_status="GOOD")[About.NO_VERDICT] == (
            "Amazon's status NONE of claims, chargebacks is no verdict on them"
        )
        assert About.NO_VERDICT not in self.remarks(late(0, 5), amazon_status="GOOD")

    def test_out_of_none_nothing_is_measured(self) -> None:
        assert "nothing is measured" in self.remarks(defects(0, 0), reported_rate=Fraction(0))[About.NOT_MEASURED]
        assert About.NOT_MEASURED not in self.remarks(defects(1, 0))

    def test_a_status_that_contradicts_its_own_numbers(self) -> None:
        told = self.remarks(late(4, 100), target=Fraction(4, 100), target_condition="LESS_THAN", amazon_status="GOOD")
        assert told[About.STATUS] == "Amazon's status is GOOD, and by its own figures the target is missed"

    def test_a_rate_that_contradicts_its_own_counts(self) -> None:
        told = self.remarks(late(1078, 539_000), reported_rate=Fraction(9, 1000))
        assert told[About.RATE] == "Amazon shows a rate of 0.9 %, and its own counts, 1,078 of 539,000, are 0.2 %"
        assert About.RATE not in self.remarks(late(1, 3), reported_rate=Fraction("0.3333"))

    @pytest.mark.parametrize(
        ("metric", "target", "condition", "said"),
        [
            (late(0, 5), "0.02", "LESS_THAN", "the report's target is below 2 %; by our text of 2026-11-05 it is"),
            (late(0, 5), "0.02", None, "the report's target is 2 %; by our text of 2026-11-05 it is below 4 %"),
            (defects(100, 1), "0.01", "LESS_THAN", None),
            (late(0, 5), "0.04", "LESS_THAN", None),
        ],
    )
    def test_a_target_that_is_not_ours(
        self, metric: Metric, target: str, condition: str | None, said: str | None
    ) -> None:
        told = self.remarks(metric, target=Fraction(target), target_condition=condition).get(About.TARGET)
        assert (told is None) if said is None else (told is not None and told.startswith(said))

    def test_an_edge_that_is_not_ours_matters_where_the_rate_lies_on_it(self) -> None:
        """Amazon asks for more than 95 % of valid tracking, the text for at least that."""
        tracked = Metric(name="validTrackingRate", window=WINDOW, total=100)
        on, beside = (
            self.remarks(tracked, count=count, target=Fraction(95, 100), target_condition="GREATER_THAN")
            for count in (95, 96)
        )
        assert on[About.TARGET] == (
            "the report's target is above 95 %, as Account health report (schema, read 2026-11-21) reads; "
            "by our text of 2026-11-05 it is at least 95 %"
        )
        assert About.TARGET not in beside

    def test_a_target_without_a_text_of_ours(self) -> None:
        metric = Metric(name="unitOnTimeDeliveryRate", window=WINDOW, target=Fraction(9, 10))
        (found,) = reconciled(report(metric, marketplace=JP)).recounts
        told = [remark.text for remark in found.remarks if remark.about is About.TARGET]
        assert told == ["the report's target is 90 %; no text of ours names one for 2026-11-05"]

    def test_a_counter_whose_status_contradicts_it(self) -> None:
        counter = ViolationCount(
            name="listingPolicyViolations",
            count=3,
            target=Fraction(0),
            target_condition="EQUALS",
            amazon_status="GOOD",
        )
        (remark,) = reconciled(report(violations=(counter,))).remarks
        assert remark.text.startswith("listingPolicyViolations: Amazon's status is GOOD, and by its own figures")


class TestWindows:
    """Several windows of one rate are counted each by itself."""

    def test_each_has_its_own_count(self) -> None:
        longer = sp.Window.ending(WINDOW.last, days=90)
        early = order(1, longer.first)
        metrics = (evolve(defects(2, 0), window=longer), defects(1, 0), defects(1, 0))
        found = reconciled(report(*metrics), early, order(2))
        assert [each.metric for each in found.recounts] == list(metrics)
        assert found.agrees


class TestRefused:
    """What cannot be reconciled is refused by name."""

    def test_the_reports_of_several_marketplaces(self) -> None:
        reports: Any = {US: report()}
        with pytest.raises(BadFact, match="the PerformanceReport of one marketplace"):
            amazon.reconcile(reports, [])

    def test_facts_of_another_marketplace(self) -> None:
        with pytest.raises(BadFact, match="'us', the marketplace of the report"):
            amazon.reconcile(report(), [order(1, marketplace=DE)])
        with pytest.raises(BadFact, match=r"Feedback\.marketplace"):
            amazon.reconcile(report(), [], feedback=[negative(1, marketplace=DE)])

    def test_an_order_that_is_given_twice(self) -> None:
        with pytest.raises(BadFact, match="each order once"):
            amazon.reconcile(report(defects(1, 0)), [order(1), order(1)])

    @pytest.mark.parametrize(
        "argument", ["orders", "feedback", "claims", "chargebacks", "packages", "invoices", "postings"]
    )
    @pytest.mark.parametrize("given", [PerformanceReport(marketplace=US), [7], None])
    def test_what_is_no_fact_of_its_kind(self, argument: str, given: object) -> None:
        facts: dict[str, Any] = {"orders": [], argument: given}
        with pytest.raises(BadFact, match=f"^{argument}: expected "):
            amazon.reconcile(report(), **facts)


class TestShifts:
    """The causes that explain most at a time, and make nothing worse, are taken."""

    A, B = Place(None, "a"), Place(None, "b")

    def test_one_that_explains_both_comes_first(self) -> None:
        single = Shift(Cause.WINDOW_EDGE, ((self.A, 1),), "x")
        both = Shift(Cause.CONTESTED, ((self.A, 1), (self.B, 1)), "y")
        found = explained({self.A: 2, self.B: 1}, [single, both])
        assert [(each.cause, each.order_ids) for each in found] == [
            (Cause.CONTESTED, ("y",)),
            (Cause.WINDOW_EDGE, ("x",)),
        ]

    def test_none_that_makes_another_figure_worse(self) -> None:
        shift = Shift(Cause.CONTESTED, ((self.A, 1), (self.B, 1)), "y")
        assert explained({self.A: 1, self.B: 0}, [shift]) == ()
        assert [each.cause for each in explained({self.A: 1}, [shift])] == [Cause.CONTESTED]

    def test_an_order_is_taken_once(self) -> None:
        shifts = [Shift(cause, ((self.A, 1),), "x") for cause in (Cause.WINDOW_EDGE, Cause.CONTESTED)]
        (found,) = explained({self.A: 2}, shifts)
        assert (found.cause, [rival.cause for rival in found.rivals]) == (Cause.WINDOW_EDGE, [Cause.CONTESTED])

    def test_what_is_certain_comes_before_a_choice(self) -> None:
        edge = [Shift(Cause.WINDOW_EDGE, ((self.A, 1),), name) for name in "xy"]
        certain = Shift(Cause.CONTESTED, ((self.A, 1),), "z")
        (found,) = explained({self.A: 1}, [*edge, certain])
        assert (found.cause, found.rivals[0].order_ids) == (Cause.CONTESTED, ("x", "y"))

    @pytest.mark.parametrize(("named", "taken"), [(5, 5), (3, 3), (2, None)])
    def test_clean_orders_that_explain_less_than_half_are_a_mere_guess(self, named: int, taken: int | None) -> None:
        edge = [Shift(Cause.WINDOW_EDGE, ((self.A, 1),), str(number)) for number in range(named)]
        assert [each.number for each in explained({self.A: 5}, edge)] == ([] if taken is None else [taken])

    def test_orders_with_defects_come_before_what_the_files_may_lack(self) -> None:
        changes = ((self.A, 1), (self.B, 1))
        found = explained(
            {self.A: 2, self.B: 2}, [Shift(Cause.MISSING_ORDERS, changes), Shift(Cause.LATER, changes, "x")]
        )
        assert [(each.cause, each.number) for each in found] == [(Cause.LATER, 1), (Cause.MISSING_ORDERS, 1)]

    def test_of_too_many_orders_nothing_is_said(self) -> None:
        edge = [Shift(Cause.OUTSIDE_WINDOW, ((self.A, 1),), str(number)) for number in range(21)]
        (found,) = explained({self.A: 1}, [*edge, Shift(Cause.MISSING_ORDERS, ((self.A, 1),))])
        assert (found.cause, found.rivals) == (Cause.MISSING_ORDERS, ())

    @given(
        st.dictionaries(st.sampled_from([A, B]), st.integers(-5, 5)),
        st.lists(
            st.builds(
                Shift,
                st.sampled_from(Cause),
                st.tuples(st.tuples(st.sampled_from([A, B]), st.sampled_from([-2, -1, 1, 2]))),
                st.none() | st.sampled_from("vwxyz"),
            )
        ),
    )
    def test_no_figure_is_ever_overdone(self, differences: dict[Place, int], shifts: list[Shift]) -> None:
        left = dict(differences)
        for found in explained(differences, shifts):
            for place, change in found.changes:
                assert 0 < change / left[place] <= 1
                left[place] -= change
            assert len(found.order_ids) >= found.number or not found.order_ids


class TestTold:
    """A reconciliation can be read, shown and stored."""

    FOUND = reconciled(
        report(
            defects(6, 2, 2, 0, 0, amazon_status="NONE"),
            late(0, 0),
            violations=(ViolationCount(name="x", count=1, target=Fraction(0), target_condition="EQUALS"),),
        ),
        order(1, WINDOW.first - A_DAY),
        *(order(number) for number in range(2, 6)),
        claim(1),
        claim(2, claim_id="C-<2>", status="withdrawn"),
    )

    def test_json(self) -> None:
        told = json.loads(json.dumps(self.FOUND.to_dict()))
        assert (told["schema"], told["marketplace"], told["agrees"]) == ("sellerpolicy/reconciliation/1", "us", False)
        first = told["recounts"][0]
        assert first["window"] == {"first": "2026-09-07", "last": "2026-11-05"}
        assert first["figures"][0] == {
            "name": "orders",
            "amazons": 6,
            "ours": 4,
            "difference": 2,
            "unexplained": 0,
        }
        assert [(each["cause"], each["order_ids"]) for each in first["explanations"]] == [
            ("window_edge", ["O-1"]),
            ("taken_back", ["O-2"]),
            ("missing_orders", []),
        ]
        assert first["explanations"][0]["changes"] == {"orders": 1, "defective": 1, "claims": 1}

    def test_text(self) -> None:
        lines = self.FOUND.explain().splitlines()
        assert lines[1] == "  order defect rate (seller), 60 d to 11-05"
        assert lines[2].split() == ["orders", "6", "4", "+2"]
        text = " ".join(" ".join(lines).split())
        assert "orders +1, defective +1, claims +1: O-1: at the window's edge" in text
        assert "defective +1, claims +1: O-2: denied, withdrawn" in text
        assert "orders +1: 1 more: not in your files" in text
        assert "order defect rate (seller): Amazon's status NONE is no verdict" in text
        assert all(len(line) <= 100 for line in lines)

    def test_sentences(self) -> None:
        lines = list(self.FOUND.recounts[0].lines())
        assert lines[0].startswith("orders +1, defective +1, claims +1: O-1: at the window's edge")
        assert lines[-1] == "Amazon's status NONE is no verdict, neither good nor bad"
        assert repr(self.FOUND) == "<Reconciliation US: 2 rates, 1 differ>"

    def test_html(self) -> None:
        shown = self.FOUND._repr_html_()
        assert "<table" in shown
        assert "O-1: at the window" in shown
        assert "differs" in shown

    def test_agreement(self) -> None:
        found = reconciled(report(defects(1, 0)), order(1))
        assert "the same on both sides: 1 orders, 0 defective" in found.explain()
        assert "The same on both sides" in found._repr_html_()
        assert reconciled(report()).explain() == ""

    def test_what_remains(self) -> None:
        found = reconciled(report(defects(1, 1, 1, 0, 0)), order(1), claim(9, order_id="O-1", status="granted"))
        unexplained = reconciled(report(defects(1, 0)), order(1), order(2))
        assert "orders -1: unexplained: nothing in your files says why" in unexplained.explain()
        assert "Orders -1" in unexplained._repr_html_()
        assert next(unexplained.recounts[0].lines()).startswith("orders -1: unexplained; Amazon counts fewer")
        assert any("hangs on unknown facts, and Amazon counts it" in line for line in found.recounts[0].lines())
        assert found.recounts[0].name == "orderDefectRate"

    @pytest.mark.parametrize(
        ("metric", "facts", "said"),
        [
            (defects(1, 0, 0, 0), (order(1), claim(1, status="under_review")), "and Amazon does not count it"),
            (defects(1, 1, 0, 1), (order(1), service(1, kind="fraud")), "and Amazon counts it"),
            (
                defects(8, 0),
                tuple(order(number, WINDOW.first - A_DAY) for number in range(1, 10)),
                "8 of these 9, O-1, O-2, O-3, O-4, O-5, O-6 and 3 more: at the window's edge",
            ),
            (defects(1, 0), (order(1, date(2026, 1, 1)), order(2, date(2026, 1, 1))), "1 more: not in your files"),
            (
                late(0, 1),
                (sent(1, fulfilled_by="amazon"), sent(2, WINDOW.last + 20 * A_DAY)),
                "Amazon counts it among what you send",
            ),
        ],
    )
    def test_the_words(self, metric: Metric, facts: tuple[Any, ...], said: str) -> None:
        (found,) = reconciled(report(metric), *facts).recounts
        assert any(said in line for line in found.lines())

    def test_the_other_channel_in_words(self) -> None:
        performance = report(defects(1, 0), defects(0, 0, by=AMAZON))
        ours, amazons = reconciled(performance, order(1, fulfilled_by=AMAZON)).recounts
        told = "of the other channel by your files; Amazon counts it among what you send"
        assert told in next(ours.lines())
        assert told in next(amazons.lines())

    def test_an_explanation_that_says_nothing_of_a_figure(self) -> None:
        found = Explanation(Cause.CONTESTED, 1, ((Place(SELLER, "claims"), 1),), ("O-1",))
        assert found.change(Place(SELLER, "orders")) == 0
