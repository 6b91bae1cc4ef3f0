"""Findings: rates of shipments, and what policy says of notices, violations, appeals and the like."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.account import AccountReport, account_reports
from sellerpolicy.amazon import Metric, PerformanceReport, ReportedRating
from sellerpolicy.amazon.reconciliation.shipments import INVOICED, LATE, ON_TIME, TRACKED
from sellerpolicy.findings import Finding, MeasureReport
from sellerpolicy.logic.counting import Standing
from sellerpolicy.rules.account_status import Consequence, Health, Repetition, Response, Weight
from sellerpolicy.rules.feedback import Removal

US, UK = sp.Marketplace.US, sp.Marketplace.UK
TODAY = date(2026, 11, 21)


def day(number: int) -> date:
    """So many days before the report."""
    return TODAY - timedelta(days=number)


def order(number: int, **known: Any) -> sp.Order:
    """An order sent in time, ten days before the report."""
    told = {"placed_on": day(11), "ship_by": day(10), "ship_confirmed_on": day(10), "cancelled_by": "nobody", **known}
    return sp.Order.from_dict({"order_id": f"O-{number}", **told})


def package(number: int, **known: Any) -> sp.Package:
    """A package promised and delivered eighteen days before the report."""
    told = {"promised_by": day(18), "delivered_on": day(18), "tracking_valid": True, "tracking_entered_on": day(20)}
    return sp.Package(
        **{
            "package_id": f"P-{number}",
            "order_id": f"O-{number}",
            "units": 1,
            "ship_confirmed_on": day(20),
            **told,
            **known,
        }
    )


def report(*facts: Any, performance: PerformanceReport | None = None, on: date = TODAY) -> AccountReport:
    (found,) = account_reports(facts, {} if performance is None else {performance.marketplace: performance}, on=on)
    return found


def measures(*facts: Any, name: str, **options: Any) -> list[MeasureReport]:
    return [each for each in report(*facts, **options).measures if each.name == name]


def finding(*facts: Any, section: str, **options: Any) -> Finding:
    (found,) = [each for each in report(*facts, **options).findings if each.section == section]
    return found


class TestLateShipments:
    """Ship on time: the late shipment rate over 10 and 30 days, from the orders (004-8)."""

    def test_both_windows_end_on_the_day_where_amazon_names_none(self) -> None:
        found = measures(order(1), order(2, ship_confirmed_on=day(9)), name=LATE)
        assert [(each.rate.part, each.rate.whole, each.rate.window, each.lag) for each in found] == [
            (1, 2, sp.Window.ending(TODAY, days=30), 0),
            (1, 1, sp.Window.ending(TODAY, days=10), 0),
        ]
        assert {each.standing.outcome for each in found} == {Standing.AT_RISK}
        assert all(each.is_measured and each.noun == "order" and each.unknown == () for each in found)

    def test_amazons_windows_and_figures_come_first(self) -> None:
        window = sp.Window.ending(day(5), days=30)
        metric = Metric(name=LATE, window=window, count=1, total=2)
        later = evolve(metric, window=sp.Window.ending(TODAY + timedelta(days=1), days=10))
        performance = PerformanceReport(marketplace=US, metrics=(metric, later, evolve(metric, window=None)))
        (found,) = measures(order(1), name=LATE, performance=performance)
        assert (found.rate.window, found.lag, found.reported) == (window, 5, metric)

    def test_without_the_day_of_confirmation_nothing_is_measured_and_that_is_said(self) -> None:
        found = report(order(1, ship_confirmed_on=None), order(2, ship_confirmed_on=None))
        late = [each for each in found.measures if each.name == LATE]
        assert [(each.is_measured, each.unknown) for each in late] == [(False, ("ship_confirmed_on",))] * 2
        assert "ship_confirmed_on of 2 orders: standing of the late shipment rate" in found.lacking
        assert "shipping_performance.LATE_STANDING" not in {decision.table.id for _, decision in found.decisions}

    def test_a_fact_that_some_orders_lack_is_named_once(self) -> None:
        found = report(order(1), order(2, ship_by=None))
        assert [line for line in found.lacking if "late shipment" in line] == [
            "ship_by of 1 orders: standing of the late shipment rate"
        ]

    def test_orders_that_amazon_sends_are_not_the_sellers(self) -> None:
        assert measures(order(1, fulfilled_by="amazon"), name=LATE) == []

    def test_a_missed_target_is_missed_and_brings_a_warning_or_worse(self) -> None:
        found = report(*(order(number, ship_confirmed_on=day(9)) for number in range(5)))
        assert [each.name for each in found.missed if isinstance(each, MeasureReport)] == [LATE, LATE]
        assert not found.is_healthy
        brought = [each for each in found.findings if each.section == "What missed targets bring"]
        assert [each.about for each in brought] == [
            "late shipment rate of 30 days",
            "late shipment rate of 10 days",
        ]
        assert brought[0].decisions[0].needs == ("was_warned",)


class TestPackages:
    """Give tracking, deliver on time: rates of packages and of their units (004-8, 002-3)."""

    def test_valid_tracking(self) -> None:
        (found,) = measures(package(1), package(2, tracking_valid=False), name=TRACKED)
        assert (found.rate.part, found.rate.whole, found.noun) == (1, 2, "package")
        assert found.standing.outcome is Standing.AT_RISK

    def test_on_time_delivery_counts_units(self) -> None:
        (found,) = measures(package(1, units=3), package(2, delivered_on=day(17)), name=ON_TIME)
        assert (found.rate.part, found.rate.whole) == (3, 4)

    def test_without_packages_that_is_said(self) -> None:
        assert "packages: how many have valid tracking, and how many came on time" in report(order(1)).lacking
        assert not any(line.startswith("packages: ") for line in report(package(1)).lacking)


class TestInvoices:
    """Invoices of business orders have a rate where Amazon demands them (002-3)."""

    ORDER = order(1, business=True, marketplace="uk")
    INVOICE = sp.Invoice(order_id="O-1", uploaded_on=day(9), marketplace=UK)

    def test_where_invoices_are_demanded(self) -> None:
        (found,) = measures(self.ORDER, order(2, marketplace="uk", business=False), self.INVOICE, name=INVOICED)
        assert (found.rate.part, found.rate.whole) == (0, 1)

    def test_without_invoices_it_is_not_asked(self) -> None:
        assert measures(self.ORDER, name=INVOICED) == []

    def test_a_missed_target_of_invoices_is_no_danger_to_the_account(self) -> None:
        late = evolve(self.INVOICE, uploaded_on=day(1))
        found = report(self.ORDER, late)
        assert [each.name for each in found.missed if isinstance(each, MeasureReport)] == [INVOICED]
        assert not [each for each in found.findings if each.section == "What missed targets bring"]

    def test_where_no_text_demands_them_that_is_said(self) -> None:
        found = report(order(1, business=True), evolve(self.INVOICE, marketplace=US))
        assert [each for each in found.measures if each.name == INVOICED] == []
        assert any("shipping_performance.invoice_lag: no policy text for us" in line for line in found.lacking)


class TestSilence:
    """Of a rate without a text nothing is measured, and that is said."""

    def test_amazon_names_a_window_and_no_text_the_rate(self) -> None:
        metric = Metric(name=INVOICED, window=sp.Window.ending(day(7), days=7))
        invoice = sp.Invoice(order_id="O-1", uploaded_on=day(9))
        found = report(
            order(1, business=True), invoice, performance=PerformanceReport(marketplace=US, metrics=(metric,))
        )
        assert [each for each in found.measures if each.name == INVOICED] == []
        assert any("shipping_performance.measures_invoices: no policy text for us" in line for line in found.lacking)


class TestFeedback:
    """The feedback score is watched (004-11), and what may be removed is told (004-9)."""

    def test_scores(self) -> None:
        stars = [sp.Feedback(order_id=f"O-{rating}", rating=rating, left_on=day(3)) for rating in (1, 4, 5)]
        scores = report(*stars).scores
        assert scores is not None
        assert (scores.month.score, scores.month.window.last) == (Fraction(2, 3), TODAY)
        assert report(order(1)).scores is None

    def test_feedback_that_would_stay_is_not_to_be_contested(self) -> None:
        left = sp.Feedback(order_id="O-1", rating=1, left_on=day(3))
        grounds = (
            *("is_obscene", "has_personal_data", "is_product_review", "is_about_delivery", "is_about_amazon"),
            *("is_abusive", "breaks_guidelines"),
        )
        comment = sp.FeedbackComment.from_dict({"order_id": "O-1", "left_on": day(3), **dict.fromkeys(grounds, False)})
        assert [each.event for each in report(order(1), left).channels[0].contestable] == [left]
        assert report(order(1), left, comment).channels[0].contestable == ()
        assert finding(order(1), left, comment, section="What buyers wrote").decisions[0].outcome is Removal.STAYS

    def test_the_time_to_ask_for_removal_is_told_once(self) -> None:
        left = sp.Feedback(order_id="O-1", rating=1, left_on=day(3))
        comment = sp.FeedbackComment(order_id="O-1", left_on=day(3), is_obscene=True)
        asked = [due.deadline.what for due in report(order(1), left).due]
        assert asked == ["ask for the feedback's removal"]
        asked = [due.deadline.what for due in report(order(1), left, comment).due]
        assert sorted(asked) == ["ask Amazon to remove the feedback", "the buyer may change or delete the feedback"]


class TestContesting:
    """Each kind of defect can be contested; the deadlines of chargebacks and feedback are listed (002-4)."""

    def test_a_chargeback_is_to_be_answered(self) -> None:
        chargeback = sp.Chargeback(order_id="O-1", kind=sp.ChargebackKind.SERVICE, filed_on=day(3))
        (due,) = report(order(1), chargeback).due
        assert (due.deadline.what, due.about, due.last_day) == (
            "answer the chargeback",
            "chargeback on order O-1",
            None,
        )

    def test_claims_have_their_deadlines_with_the_claim(self) -> None:
        claim = sp.Claim(
            claim_id="C-1",
            order_id="O-1",
            reason=sp.ClaimReason.NOT_RECEIVED,
            filed_at=datetime(2026, 11, 12, 18, tzinfo=UTC),
            status=sp.ClaimStatus.GRANTED,
            paid_by=sp.Payer.SELLER,
            decided_on=day(3),
        )
        found = report(order(1), claim)
        assert [each.event for each in found.channels[0].contestable] == [claim]
        assert [due.about for due in found.due if due.deadline.what == "appeal"] == ["C-1, order O-1"]
        assert found.contest_due == ()


class TestSingleFacts:
    """Notices, health, violations, deactivations, related accounts and appeals are each judged."""

    def test_a_warning_asks_for_nothing(self) -> None:
        """A warning by itself asks for no plan of action (002-5)."""
        notice = sp.Notice(kind=sp.NoticeKind.WARNING, received_on=day(3), asks_for_appeal=False, asks_for_quiz=False)
        found = finding(notice, section="Notices")
        assert (found.about, found.decisions[0].outcome, found.deadlines) == (
            "warning of 2026-11-18",
            Response.NOTHING,
            (),
        )

    def test_a_notice_with_a_day_is_due(self) -> None:
        notice = sp.Notice(
            kind=sp.NoticeKind.WARNING,
            received_on=day(3),
            asks_for_appeal=True,
            answer_by=TODAY,
            answered_on=sp.NEVER,
        )
        assert [(due.deadline.what, due.last_day) for due in report(notice).duties] == [("answer the notice", TODAY)]

    def test_the_newest_health_rating_counts(self) -> None:
        ratings = [sp.HealthRating(shown_on=day(number), points=points) for number, points in ((1, 199), (2, 300))]
        assert finding(*ratings, section="Account health rating").decisions[0].outcome is Health.AT_RISK

    @pytest.mark.parametrize(("score", "told"), [(99, [Health.UNHEALTHY]), (1001, [Health.HEALTHY]), (None, [])])
    def test_amazons_report_has_a_rating_too(self, score: int | None, told: list[Health]) -> None:
        performance = PerformanceReport(marketplace=US, health_rating=ReportedRating(score=score))
        found = report(performance=performance).findings
        assert [each.decisions[0].outcome for each in found] == told

    def test_a_rating_that_is_given_wins_over_the_reports(self) -> None:
        performance = PerformanceReport(marketplace=US, health_rating=ReportedRating(score=300))
        rating = sp.HealthRating(shown_on=day(1), points=150)
        found = finding(rating, section="Account health rating", performance=performance)
        assert found.decisions[0].outcome is Health.AT_RISK

    def test_a_violation(self) -> None:
        violation = sp.Violation(kind=sp.ViolationKind.OTHER, recorded_on=day(3), addressed_on=sp.NEVER)
        found = finding(violation, section="Violations")
        assert found.decisions[0].outcome is Weight.WEIGHS
        assert [decision.table.id for decision in found.decisions] == [
            "account_status.WEIGHT",
            "account_status.SANCTION",
        ]

    def test_violations_of_one_rule_may_be_too_many(self) -> None:
        """Three days are left; the facts say when a rating fell."""
        violation = sp.Violation(
            kind=sp.ViolationKind.INFRINGEMENT, recorded_on=day(1), number=5, addressed_on=sp.NEVER, is_repeated=True
        )
        found = finding(violation, section="Violations")
        assert found.decisions[-1].outcome is Repetition.MAY_COST_THE_ACCOUNT
        assert [(due.last_day, due.is_duty) for due in report(violation).due] == [(TODAY + timedelta(days=2), True)]
        assert report(evolve(violation, addressed_on=TODAY)).due == ()

    def test_a_rating_that_fell_is_to_be_mended_in_time(self) -> None:
        fell = sp.HealthRating(shown_on=TODAY, points=150, fell_at=datetime(2026, 11, 20, 18, tzinfo=UTC))
        assert [(due.deadline.what, due.last_day) for due in report(fell).due] == [
            ("address the violations", date(2026, 11, 27))
        ]

    def test_a_violation_that_is_still_to_come_weighs_nothing_yet(self) -> None:
        violation = sp.Violation(kind=sp.ViolationKind.OTHER, recorded_on=TODAY + timedelta(days=1))
        assert len(finding(violation, section="Violations").decisions) == 1

    def test_a_locked_account(self) -> None:
        """Its money is held for a time (003-1)."""
        locked = sp.Deactivation(deactivated_on=day(30), ground=sp.Ground.HARM, reinstated_on=sp.NEVER)
        found = finding(locked, section="Deactivations")
        assert [decision.table.id for decision in found.decisions] == [
            "account_status.ADVANCE_NOTICE",
            "account_status.FUNDS",
        ]
        # 60 days from 22 October
        assert found.remarks == ("The money may be asked for from 2026-12-21 on.",)

    @pytest.mark.parametrize(
        ("locked_on", "reinstated_on", "locked"),
        [
            (TODAY, sp.NEVER, True),
            (TODAY, None, True),
            (day(3), TODAY, False),
            (day(3), TODAY + timedelta(days=1), True),
            (TODAY + timedelta(days=1), sp.NEVER, False),
        ],
    )
    def test_a_locked_account_is_not_healthy(self, locked_on: date, reinstated_on: Any, *, locked: bool) -> None:
        fact = sp.Deactivation(deactivated_on=locked_on, ground=sp.Ground.HARM, reinstated_on=reinstated_on)
        found = report(fact)
        assert (found.is_locked, found.is_healthy) == (locked, not locked)

    @pytest.mark.parametrize(("points", "ill"), [(99, True), (199, True), (200, False)])
    def test_a_bad_rating_is_not_healthy(self, points: int, *, ill: bool) -> None:
        found = report(sp.HealthRating(shown_on=TODAY, points=points))
        assert (found.is_rated_ill, found.is_healthy) == (ill, not ill)

    def test_money_that_may_be_asked_for_needs_no_remark(self) -> None:
        locked = sp.Deactivation(deactivated_on=day(100), ground=sp.Ground.HARM, is_grave=False, reinstated_on=sp.NEVER)
        assert finding(locked, section="Deactivations").remarks == ()

    def test_an_account_that_is_still_to_be_locked_and_an_old_text(self) -> None:
        ahead = sp.Deactivation(deactivated_on=TODAY + timedelta(days=1), ground=sp.Ground.HARM)
        assert [decision.table.id for decision in finding(ahead, section="Deactivations").decisions] == [
            "account_status.ADVANCE_NOTICE"
        ]

    def test_a_related_account(self) -> None:
        related = sp.RelatedAccount(day=TODAY, shares_name=True, is_in_good_standing=False)
        assert len(finding(related, section="Related accounts").decisions) == 1

    def test_an_appeal_and_what_it_lacks(self) -> None:
        """What an appeal must contain (003-5)."""
        appeal = sp.Appeal(
            contests=sp.Matter.DEACTIVATION,
            arose_on=day(3),
            target_missed=True,
            records=True,
            explanations=True,
            history=True,
            root_cause=True,
            actions_taken=True,
            prevention=False,
        )
        found = finding(appeal, section="Appeals")
        assert found.about == "appeal about deactivation of 2026-11-18"
        assert found.remarks == ("Still missing: prevention.",)
        assert [decision.table.id for decision in found.decisions] == ["appeals.REMEDY", "appeals.PREVENTION"]
        whole = evolve(appeal, prevention=True)
        assert finding(whole, section="Appeals").remarks == ()

    def test_silence_of_a_text_is_told(self) -> None:
        """Ratings in figures were not known before 21 July 2022."""
        rating = sp.HealthRating(shown_on=date(2022, 7, 20), points=199)
        found = report(rating, on=date(2022, 7, 20))
        assert found.findings == ()
        assert any("account_status" in line and "no policy text for us on 2022-07-20" in line for line in found.lacking)


class TestOrdersToBeConfirmed:
    """Ship on time: an order that is still to be confirmed is due (004-8)."""

    def test_it_is_due(self) -> None:
        waiting = order(1, ship_confirmed_on="never", ship_by=TODAY)
        found = finding(waiting, section="Orders to be confirmed")
        assert found.about == "order O-1"
        assert found.remarks == ("Sent and not confirmed, or still to be sent; expected by 2026-11-21.",)
        assert ("confirm the shipment", TODAY) in [(each.what, each.by) for each in found.deadlines]

    @pytest.mark.parametrize(
        "known", [{}, {"ship_confirmed_on": None}, {"ship_confirmed_on": "never", "cancelled_by": "buyer"}]
    )
    def test_others_are_not(self, known: dict[str, Any]) -> None:
        found = report(order(1, **known))
        assert [each for each in found.findings if each.section == "Orders to be confirmed"] == []


class TestConsequences:
    """Above 1 % comes a warning, and later perhaps a deactivation (002-2)."""

    def test_of_the_order_defect_rate(self) -> None:
        left = sp.Feedback(order_id="O-1", rating=1, left_on=day(3))
        found = finding(order(1), left, section="What missed targets bring")
        decision = found.decisions[0]
        assert decision.needs == ("was_warned",)
        told = sp.account_status.consequence(evolve(decision.case, was_warned=False))
        assert told.outcome is Consequence.WARNING


class TestOneSilentClock:
    """Where one clock has no text, the others are shown, and the report says what lacks a text."""

    def test_a_claim_in_france(self) -> None:
        """No French text says whether the seller must answer a claim; the time to inform Amazon is written."""
        claim = sp.Claim(
            claim_id="C-1",
            order_id="O-1",
            reason=sp.ClaimReason.NOT_RECEIVED,
            filed_at=datetime(2026, 11, 12, 18, tzinfo=UTC),
            information_requested_at=datetime(2026, 11, 20, 18, tzinfo=UTC),
            information_answered_at=sp.NEVER,
            marketplace=sp.Marketplace.FR,
        )
        found = report(claim)
        assert "answer the information request" in [due.deadline.what for due in found.due]
        assert any(lack.startswith("a_to_z.asks_answer: no policy text for fr") for lack in found.lacking)

    def test_what_the_buyer_may_do_is_no_task_of_the_sellers(self) -> None:
        comment = sp.FeedbackComment(order_id="O-1", left_on=day(5))
        found = report(comment)
        assert "the buyer may change or delete the feedback" in [due.deadline.what for due in found.due]
        assert "the buyer may change or delete the feedback" not in [due.deadline.what for due in found.pressing]
