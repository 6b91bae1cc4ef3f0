"""The account report: where an account stands on a day, what must be done by when, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

import sellerpolicy as sp
from sellerpolicy.account import AccountReport, Due, Records, account_report, account_reports, sorted_out
from sellerpolicy.amazon import Component, Metric, PerformanceReport, Verdict, ViolationCount, WarningState
from sellerpolicy.amazon.postings import Cause, Posting
from sellerpolicy.errors import BadFact
from sellerpolicy.logic.counting import Standing
from sellerpolicy.rules.order_defect_rate import Defect, FiledClaim
from sellerpolicy.strategies import Account, accounts

US, CA, UK, JP = sp.Marketplace.US, sp.Marketplace.CA, sp.Marketplace.UK, sp.Marketplace.JP
SELLER, AMAZON = sp.Fulfiller.SELLER, sp.Fulfiller.AMAZON
TODAY = date(2026, 11, 21)
WINDOW = sp.Window(first=date(2026, 9, 7), last=date(2026, 11, 5))
"""60 days, which ended 16 days before."""

RATE = Metric(
    name="orderDefectRate",
    fulfilled_by=SELLER,
    window=WINDOW,
    count=0,
    total=2,
    target=Fraction(1, 100),
    target_condition="LESS_THAN",
    amazon_status="GOOD",
)
POLICY = sp.InsurancePolicy(
    per_occurrence=sp.usd(1_000_000),
    aggregate=sp.usd(2_000_000),
    deductible=sp.usd(0),
    starts_on=date(2026, 1, 1),
    ends_on=date(2027, 12, 31),
    names_amazon=True,
    occurrence_based=True,
    covers_products=True,
    deductible_on_certificate=True,
    insurer_rating_ok=True,
    insured_name_matches=True,
    cancellation_notice_days=30,
    signed=True,
)
SALES = sp.MonthlySales(month=date(2026, 10, 1), gross=sp.usd("10000.01"), reached_on=date(2026, 10, 20))
INJURY = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PROPERTY_DAMAGE,
    amount=sp.usd(5000),
    filed_on=date(2026, 11, 10),
    is_valid=True,
    seller_responded=False,
    notified_on=date(2026, 11, 16),
)


def order(number: int = 1, placed_on: date = date(2026, 10, 1), **known: Any) -> sp.Order:
    return sp.Order(order_id=f"O-{number}", placed_on=placed_on, **known)


def negative(number: int = 1, **known: Any) -> sp.Feedback:
    return sp.Feedback(**{"order_id": f"O-{number}", "rating": 1, "left_on": date(2026, 10, 9), **known})


def claim(number: int = 1, **known: Any) -> sp.Claim:
    return sp.Claim(
        **{
            "claim_id": f"C-{number}",
            "order_id": f"O-{number}",
            "reason": "not_received",
            "filed_at": datetime(2026, 10, 20, 18, tzinfo=UTC),
            **known,
        }
    )


def appealable(decided_on: date) -> sp.Claim:
    """A granted claim: the seller may appeal for 30 days."""
    return claim(status="granted", paid_by="seller", decided_on=decided_on)


def amazons(*metrics: Metric, **known: Any) -> PerformanceReport:
    return PerformanceReport(marketplace=US, metrics=metrics, **known)


def report(*facts: sp.Order | Any, performance: PerformanceReport | None = None, on: date = TODAY) -> AccountReport:
    (found,) = account_reports(facts, {} if performance is None else {performance.marketplace: performance}, on=on)
    return found


class TestSorting:
    """Facts are sorted by marketplace and kind; none is lost."""

    def test_each_marketplace_has_its_own_facts(self) -> None:
        ours, theirs = order(1), order(2, marketplace=CA)
        records = sorted_out([theirs, ours, negative(), SALES], {})
        assert records == (
            Records(marketplace=US, orders=(ours,), feedback=(negative(),), monthly_sales=(SALES,)),
            Records(marketplace=CA, orders=(theirs,)),
        )

    def test_a_marketplace_of_amazons_report_alone_is_one_too(self) -> None:
        performance = PerformanceReport(marketplace=UK)
        assert sorted_out([], {UK: performance}) == (Records(marketplace=UK, performance=performance),)

    def test_insurance_goes_to_the_marketplaces_of_its_currency(self) -> None:
        assert sorted_out([POLICY, order(), order(2, marketplace=CA)], {}) == (
            Records(marketplace=US, orders=(order(),), insurance_policies=(POLICY,)),
            Records(marketplace=CA, orders=(order(2, marketplace=CA),)),
        )

    def test_insurance_in_a_currency_of_no_other_fact_is_not_lost(self) -> None:
        assert sorted_out([POLICY], {}) == (Records(marketplace=US, insurance_policies=(POLICY,)),)
        assert [each.marketplace for each in account_reports([POLICY, order(marketplace=CA)], {}, on=TODAY)] == [US, CA]

    def test_of_several_marketplaces_with_its_currency_the_first_will_do(self) -> None:
        million = sp.Money(1_000_000, "EUR")
        policy = evolve(POLICY, per_occurrence=million, aggregate=million, deductible=million)
        assert [records.marketplace for records in sorted_out([policy], {})] == [sp.Marketplace.IE]
        german = order(marketplace=sp.Marketplace.DE)
        assert [records.marketplace for records in sorted_out([policy, german], {})] == [sp.Marketplace.DE]

    def test_nothing_known_is_nothing_to_report(self) -> None:
        assert account_reports([], {}, on=TODAY) == ()


class TestOrderDefectRate:
    """Watch the order defect rate for trends and causes: which orders, why, until when (001-5)."""

    def test_the_window_is_that_of_amazons_report_and_its_age_the_lag(self) -> None:
        (channel,) = report(order(), performance=amazons(RATE)).channels
        assert (channel.window, channel.lag, channel.reported) == (WINDOW, 16, RATE)

    def test_without_a_report_the_window_ends_on_the_day(self) -> None:
        (channel,) = report(order()).channels
        assert (channel.window, channel.lag) == (sp.Window.ending(TODAY, days=60), 0)
        assert channel.reported is None

    def test_so_it_does_where_the_report_lacks_the_days(self) -> None:
        (channel,) = report(order(), performance=amazons(evolve(RATE, window=None))).channels
        assert channel.window.last == TODAY

    def test_a_day_before_the_windows_end_is_refused(self) -> None:
        with pytest.raises(BadFact, match="^on: expected a day on or after .*, 2026-11-05"):
            report(order(), performance=amazons(RATE), on=date(2026, 11, 4))
        assert report(order(), performance=amazons(RATE), on=date(2026, 11, 5)).channels[0].lag == 0

    def test_what_seller_and_amazon_send_is_counted_apart(self) -> None:
        found = report(order(1), order(2, fulfilled_by=AMAZON), negative(2))
        assert [(each.fulfilled_by, each.rate.defective, each.rate.orders) for each in found.channels] == [
            (SELLER, 0, 1),
            (AMAZON, 1, 1),
        ]

    def test_an_order_leaves_when_amazons_window_has_passed_it(self) -> None:
        (channel,) = report(order(), negative(), performance=amazons(RATE)).channels
        (defective,) = channel.defective
        # placed on 1 October: the last window with it ends 59 days later, on 29 November, and shows 16 days after that
        assert defective.leaves_on == date(2026, 12, 16)
        assert channel.outlook.leaves == (("O-1", date(2026, 12, 16)),)

    def test_those_that_leave_first_stand_first(self) -> None:
        late, early = order(1, date(2026, 10, 2)), order(2, date(2026, 10, 1))
        (channel,) = report(late, early, negative(1), negative(2)).channels
        assert [defective.order for defective in channel.defective] == [early, late]

    def test_what_counts_hangs_on_the_unknown_or_is_disputed(self) -> None:
        unknown = claim(2, status="granted")
        disputed = sp.Chargeback(order_id="O-3", kind=sp.ChargebackKind.FRAUD, filed_on=date(2026, 10, 9))
        praise = negative(4, rating=5)
        orders = [order(number) for number in range(1, 6)]
        (channel,) = report(*orders, negative(1), unknown, disputed, praise).channels
        assert {each.order.order_id: each.counts for each in channel.defective} == {
            "O-1": True,
            "O-2": None,
            "O-3": False,
        }
        assert channel.rate.undetermined_orders == ("O-2",)

    def test_every_event_of_an_order_is_judged(self) -> None:
        (channel,) = report(order(), negative(), claim()).channels
        (defective,) = channel.defective
        assert [judged.event for judged in defective.judged] == [negative(), claim()]
        assert [judged.decision.outcome for judged in defective.judged] == [Defect.DEFECT, Defect.DEFECT]

    def test_orders_outside_the_window_are_not_listed(self) -> None:
        (channel,) = report(order(1, date(2026, 9, 6)), order(2), negative(1), performance=amazons(RATE)).channels
        assert channel.defective == ()

    def test_the_outlook_goes_on_with_the_windows_average_of_orders(self) -> None:
        orders = [order(number) for number in range(120)]
        assert report(*orders).channels[0].orders_per_day == 2
        assert report(*orders[:119]).channels[0].orders_per_day == 1

    def test_without_orders_nothing_is_counted(self) -> None:
        assert report(performance=amazons(RATE)).channels == ()

    def test_an_order_given_twice_is_refused(self) -> None:
        with pytest.raises(BadFact, match="each order once"):
            report(order(), order())


class TestTargets:
    """The account health page shows each metric against its target (002-8, 004-11)."""

    def test_a_target_missed_by_the_reports_own_figures(self) -> None:
        missed = evolve(RATE, count=1, amazon_status="BAD")
        found = report(performance=amazons(missed))
        assert found.missed == (missed,)
        assert not found.is_healthy

    def test_a_figure_at_the_target_misses_it(self) -> None:
        assert report(performance=amazons(evolve(RATE, count=1, total=100))).missed
        assert not report(performance=amazons(evolve(RATE, count=1, total=101))).missed

    def test_one_that_amazon_calls_bad_is_missed_whatever_its_figures(self) -> None:
        called_bad = evolve(RATE, amazon_status="BAD")
        assert called_bad.verdict is Verdict.MET
        assert report(performance=amazons(called_bad)).missed == (called_bad,)

    def test_so_is_one_that_amazon_calls_good_against_its_own_figures(self) -> None:
        called_good = evolve(RATE, count=1)
        assert report(performance=amazons(called_good)).missed == (called_good,)

    def test_a_counter_of_violations_has_a_target_too(self) -> None:
        none = ViolationCount(
            name="listingPolicyViolations", count=0, target=Fraction(0), target_condition="EQUALS", amazon_status="GOOD"
        )
        some = evolve(none, count=1, amazon_status="BAD")
        assert report(performance=amazons(violations=(none,))).missed == ()
        assert report(performance=amazons(violations=(none, some))).missed == (some,)

    def test_our_own_count_may_miss_it(self) -> None:
        found = report(order(1), order(2), negative())
        assert found.missed == found.channels
        assert found.channels[0].standing.outcome is Standing.AT_RISK

    def test_at_the_limit_it_is_missed_too(self) -> None:
        found = report(*(order(number) for number in range(1, 101)), negative())
        assert found.channels[0].standing.outcome is Standing.AT_THE_LIMIT
        assert found.missed == found.channels
        assert not report(*(order(number) for number in range(1, 102)), negative()).missed

    def test_a_target_missed_by_both_counts_is_missed_once(self) -> None:
        missed = evolve(RATE, count=1)
        assert report(order(1), order(2), negative(), performance=amazons(missed)).missed == (missed,)

    def test_our_count_is_heard_where_amazons_says_otherwise(self) -> None:
        found = report(order(1), order(2), negative(), performance=amazons(RATE))
        assert found.missed == found.channels


class TestDue:
    """Every deadline, and whether it still is to be heeded."""

    def due(self, by: date | None, **known: Any) -> Due:
        return Due(sp.Deadline("answer", by, None, **known), "C-1", US)

    def test_the_last_day_of_an_instant_is_that_of_the_marketplace(self) -> None:
        assert self.due(datetime(2026, 11, 22, 7, 59, tzinfo=UTC)).last_day == date(2026, 11, 21)
        assert self.due(datetime(2026, 11, 22, 8, 0, tzinfo=UTC)).last_day == date(2026, 11, 22)

    def test_an_unknown_day_presses_nobody(self) -> None:
        due = self.due(None, needs=("notified_at",))
        assert due.last_day is None
        assert not due.is_pressing(TODAY)

    @pytest.mark.parametrize(("days", "is_pressing"), [(-1, False), (0, True), (1, True)])
    def test_a_right_presses_until_its_last_day(self, days: int, is_pressing: bool) -> None:
        due = self.due(TODAY + timedelta(days=days), is_duty=False)
        assert due.is_pressing(TODAY) is is_pressing
        assert not due.is_duty

    @pytest.mark.parametrize("days", [-100, -1, 0, 1])
    def test_a_duty_presses_also_when_overdue(self, days: int) -> None:
        assert self.due(TODAY + timedelta(days=days)).is_pressing(TODAY)

    def test_what_another_reading_alone_asks_for_is_no_duty(self) -> None:
        due = self.due(None, contested=True, other=TODAY)
        assert due.last_day == TODAY
        assert not due.is_duty
        assert due.is_pressing(TODAY)
        assert not due.is_pressing(TODAY + timedelta(days=1))

    def test_the_soonest_stands_first_and_unknown_days_last(self) -> None:
        facts = [
            claim(1, information_answered_at=None, contacted_seller_at=sp.NEVER),
            claim(2, status="granted", paid_by="seller", decided_on=date(2026, 11, 1)),
            evolve(INJURY, notified_on=date(2026, 11, 16)),
        ]
        days = [due.last_day for due in report(*facts).due]
        known = [day for day in days if day is not None]
        assert known == sorted(known) == [date(2026, 11, 23), date(2026, 12, 1)]
        assert days[:2] == known
        assert days[2:] == [None] * len(days[2:])

    def test_each_says_what_it_is_about(self) -> None:
        found = report(appealable(date(2026, 11, 1)), INJURY)
        assert [due.about for due in found.due] == ["K-1, property damage", "C-1, order O-1"]


class TestHealth:
    """An account is healthy while no target is missed, no duty due, and Amazon calls it normal."""

    def test_a_clean_account(self) -> None:
        assert report(order(), performance=amazons(RATE, account_status="NORMAL")).is_healthy

    def test_a_duty_makes_it_ill_and_a_right_does_not(self) -> None:
        right = report(order(), appealable(date(2026, 11, 1)), *(order(number) for number in range(2, 202)))
        assert [due.deadline.what for due in right.pressing] == ["appeal"]
        assert right.duties == ()
        assert right.is_healthy
        duty = report(INJURY)
        assert [due.deadline.what for due in duty.duties] == ["accept or reject the claim"]
        assert not duty.is_healthy

    @pytest.mark.parametrize("status", ["AT_RISK", "SUSPENDED", "DEACTIVATED", "ANYTHING_ELSE"])
    def test_amazons_word_for_the_account_is_heard(self, status: str) -> None:
        assert not report(performance=amazons(account_status=status)).is_healthy

    def test_no_word_is_no_bad_word(self) -> None:
        assert report(performance=amazons()).is_healthy

    def test_a_bad_warning_is_heard(self) -> None:
        bad, good = WarningState("spammingSellerMessaging", "BAD"), WarningState("other", "GOOD")
        assert report(performance=amazons(warnings=(good, bad))).warnings == (bad,)
        assert not report(performance=amazons(warnings=(good, bad))).is_healthy
        assert report(performance=amazons(warnings=(good,))).is_healthy

    def test_an_order_that_is_still_to_be_sent_in_time_does_not_make_it_ill(self) -> None:
        unsent = order(2, ship_by=TODAY, ship_confirmed_on=sp.NEVER, cancelled_by=sp.Canceller.NOBODY)
        in_time, late = report(order(), unsent), report(order(), evolve(unsent, ship_by=TODAY - timedelta(days=1)))
        assert in_time.is_healthy
        assert in_time.duties == ()
        assert {due.deadline.what for due in in_time.daily_work} == {
            "confirm the shipment",
            "confirm the shipment before Amazon cancels the order",
        }
        assert not late.is_healthy
        assert [due.deadline.what for due in late.duties] == ["confirm the shipment"]

    def test_insurance_that_is_required_and_lacking(self) -> None:
        assert not report(SALES).is_healthy
        assert report(SALES, POLICY).is_healthy

    def test_so_it_is_while_nobody_knows_by_when(self) -> None:
        found = report(SALES)
        assert found.insurance is not None
        undated = evolve(found, insurance=evolve(found.insurance, due=()))
        assert undated.duties == ()
        assert not undated.is_healthy


class TestInsurance:
    """Insurance is needed once the sales of a month reach a threshold; the report says by when (000-8)."""

    def test_neither_sales_nor_policies(self) -> None:
        assert report(order()).insurance is None
        assert report(order()).insurance_due == ()

    def test_required_and_not_at_hand(self) -> None:
        found = report(SALES).insurance
        assert found is not None
        assert found.is_lacking
        assert found.adequacy is None
        (due,) = found.due
        # 30 days from the day on which the sales reached the threshold
        assert due.last_day == date(2026, 11, 19)
        assert due.about == "required by your sales; no policy is at hand"

    def test_required_and_inadequate(self) -> None:
        found = report(SALES, evolve(POLICY, names_amazon=False))
        assert found.is_uninsured
        assert [due.about for due in found.due] == ["required by your sales; the insurance at hand is inadequate"]

    def test_required_and_perhaps_inadequate(self) -> None:
        found = report(SALES, evolve(POLICY, signed=None))
        assert found.is_uninsured
        assert [due.about for due in found.due] == ["required by your sales; the insurance at hand is unknown"]

    def test_required_and_adequate(self) -> None:
        found = report(SALES, POLICY).insurance
        assert found is not None
        assert not found.is_lacking
        assert found.due == ()

    def test_not_required(self) -> None:
        found = report(evolve(SALES, gross=sp.usd("9999.99"), reached_on=None)).insurance
        assert found is not None
        assert not found.is_lacking
        assert found.due == ()

    def test_a_policy_without_sales_is_judged_by_itself(self) -> None:
        found = report(POLICY).insurance
        assert found is not None
        assert found.requirement is None
        assert found.adequacy is not None
        assert not found.is_lacking


class TestClaims:
    """Each claim has its decisions; without an order or a text some cannot be had."""

    def test_a_claim_with_its_order(self) -> None:
        (found,) = report(order(deliver_by=date(2026, 10, 8), delivered_on=sp.NEVER), claim()).claims
        assert found.eligibility is not None
        assert found.eligibility.outcome is sp.a_to_z.Eligibility.ELIGIBLE
        assert found.defect is not None
        assert found.defect.outcome is Defect.DEFECT

    def test_a_claim_without_its_order(self) -> None:
        (found,) = report(claim()).claims
        assert found.eligibility is None
        assert found.defect is not None

    def test_an_injury_claim(self) -> None:
        (found,) = report(INJURY).injury_claims
        assert found.who_pays is not None
        assert found.who_pays.outcome is sp.injury_and_damage.InjuryPayer.AMAZON_THEN_SELLER
        assert found.defect is not None
        assert found.defect.outcome is Defect.NO_DEFECT

    def test_where_there_is_no_policy_text_the_report_says_so(self) -> None:
        abroad = evolve(INJURY, marketplace=JP, amount=sp.Money(5000, "JPY"))
        found = report(abroad)
        assert found.injury_claims[0].who_pays is None
        assert any(lack.startswith("injury_and_damage: no policy text for jp on 2026-11-10") for lack in found.lacking)

    def test_every_decision_is_listed_once_with_what_it_is_about(self) -> None:
        positive = evolve(negative(2), rating=5)
        found = report(order(), negative(), positive, claim(), INJURY, SALES, POLICY)
        assert [(about, decision.table.id) for about, decision in found.decisions] == [
            ("orders that seller fulfils", "order_defect_rate.STANDING"),
            ("order O-1", "order_defect_rate.FEEDBACK"),
            ("preFulfillmentCancellationRate (7 d)", "shipping_performance.CANCELLATION_STANDING"),
            ("feedback", "feedback.SHOWN"),
            ("insurance", "insurance.REQUIREMENT"),
            ("insurance", "insurance.ADEQUACY"),
            ("C-1", "a_to_z.ELIGIBILITY"),
            ("C-1", "order_defect_rate.CLAIM"),
            ("K-1", "injury_and_damage.WHO_PAYS"),
            ("K-1", "order_defect_rate.INJURY"),
            ("order defect rate of orders that seller fulfils", "account_status.CONSEQUENCE"),
        ]


class TestLacking:
    """What was not at hand is named, with what hangs on it."""

    def lacking(self, *facts: Any, performance: PerformanceReport | None = None) -> str:
        return "\n".join(report(*facts, performance=performance).lacking)

    def test_amazons_report(self) -> None:
        assert "Amazon's account health report" in self.lacking(order())
        assert "Amazon's account health report" not in self.lacking(performance=amazons(RATE))

    def test_orders(self) -> None:
        assert "orders: which are behind" in self.lacking(performance=amazons(RATE))
        assert "orders: which are behind" not in self.lacking(order())

    def test_events(self) -> None:
        assert "feedback, claims, chargebacks: none given" in self.lacking(order())
        assert "feedback, chargebacks: none given" in self.lacking(order(), claim())

    def test_a_warning_that_no_file_tells_of(self) -> None:
        """No file has it; a notice says that Amazon warned, and not of which target."""
        sold = [order(number) for number in range(1, 6)]
        ill = [*sold, *(negative(number) for number in range(1, 6))]
        said = (
            "whether Amazon had warned of the order defect rate of orders that seller fulfils before, and it stayed "
            "beyond the target since"
        )
        assert f"{said}: what follows from the rate" in self.lacking(*ill)
        warning = sp.Notice(kind=sp.NoticeKind.WARNING, received_on=date(2026, 11, 16))
        cure = sp.Notice(kind=sp.NoticeKind.CURE, received_on=date(2026, 11, 15))
        assert f"{said}; of the warning of 2026-11-16 no file says which target it named: what" in self.lacking(
            *ill, warning, cure
        )
        assert "was_warned" not in self.lacking(*ill, warning)

    def test_sales_and_insurance(self) -> None:
        assert "monthly sales: whether you must be insured" in self.lacking(order())
        assert "monthly sales" not in self.lacking(SALES)
        assert "Amazon has asked you" not in self.lacking(SALES)
        assert "insurance policies: whether yours" in self.lacking(SALES)

    def test_what_is_taken_of_sales_that_ask_for_no_insurance(self) -> None:
        """November is not over; August is the first month of which anything is said."""
        august = evolve(SALES, month=date(2026, 8, 1), gross=sp.usd(900), reached_on=None)
        october = evolve(august, month=date(2026, 10, 1))
        lacking = self.lacking(august, october)
        assert "whether Amazon has asked you to be insured: taken as not" in lacking
        assert "monthly sales of 2026-09: taken as none" in lacking
        september = evolve(august, month=date(2026, 9, 1))
        assert "taken as none" not in self.lacking(august, september, october)

    def test_the_days_without_which_nobody_knows_by_when(self) -> None:
        """An information request of an unknown day, and a decision of an unknown day."""
        asked = evolve(claim(), status=sp.ClaimStatus.UNDER_REVIEW, information_answered_at=sp.NEVER)
        lacking = self.lacking(order(), asked, *(order(number) for number in range(2, 202)))
        assert "information_requested_at of C-1, order O-1: by when, if at all, to answer the information request" in (
            lacking
        )
        granted = evolve(claim(), status=sp.ClaimStatus.GRANTED, paid_by=sp.Payer.SELLER)
        assert "decided_on of C-1, order O-1: by when, if at all, to appeal" in self.lacking(order(), granted)
        assert "insurance policies" not in self.lacking(SALES, evolve(POLICY, names_amazon=False))

    def test_orders_that_events_speak_of(self) -> None:
        assert "orders O-7: whether what happened" in self.lacking(order(), negative(7))
        many = [negative(number) for number in range(1, 8)]
        assert "orders O-2, O-3, O-4 and 3 more: whether" in self.lacking(order(), *many)

    def test_facts_on_which_decisions_hang(self) -> None:
        granted = [claim(number, status="granted") for number in range(1, 6)]
        assert "paid_by of C-1: does the claim count" in self.lacking(order(), granted[0])
        assert "paid_by of C-1, C-2, C-3 and 2 more: does the claim count" in self.lacking(order(), *granted)

    def test_facts_that_nothing_judges(self) -> None:
        other = FiledClaim.of(claim())
        assert sorted_out([other], {}) == (Records(marketplace=US, others=(other,)),)
        assert "facts of the kind FiledClaim: 2 read, and nothing here judges them" in self.lacking(other, other)

    def test_nothing(self) -> None:
        good = [negative(rating=5), claim(status="denied"), SALES, POLICY]
        chargeback = sp.Chargeback(order_id="O-1", kind=sp.ChargebackKind.SERVICE, filed_on=TODAY, reversed=True)
        day = date(2026, 10, 2)
        sent = order(
            deliver_by=date(2026, 10, 8),
            delivered_on=sp.NEVER,
            ship_by=day,
            ship_confirmed_on=day,
            cancelled_by=sp.Canceller.NOBODY,
        )
        package = sp.Package(package_id="P-1", order_id="O-1", units=1, ship_confirmed_on=day, promised_by=day)
        assert report(sent, package, *good, chargeback, performance=amazons(RATE)).lacking == ()


def reported(account: Account) -> AccountReport:
    return account_report(
        Records(
            marketplace=account.marketplace,
            orders=account.orders,
            feedback=account.feedback,
            claims=account.claims,
            chargebacks=account.chargebacks,
            injury_claims=account.injury_claims,
            monthly_sales=account.monthly_sales,
            insurance_policies=account.insurance_policies,
        ),
        on=account.today,
    )


class TestAnyAccount:
    """What holds of every account."""

    @given(accounts())
    def test_the_same_facts_and_day_give_the_same_report(self, account: Account) -> None:
        assert reported(account) == reported(account)

    @given(accounts())
    def test_the_orders_listed_are_those_behind_the_rate(self, account: Account) -> None:
        for channel in reported(account).channels:
            rate = channel.rate
            behind = {*rate.defective_orders, *rate.undetermined_orders, *rate.contested_orders}
            assert {defective.order.order_id for defective in channel.defective} == behind
            counted = {each.order.order_id for each in channel.defective if each.counts}
            assert counted == set(rate.defective_orders)
            leaves = {each.order.order_id: each.leaves_on for each in channel.defective if each.counts}
            assert leaves == dict(channel.outlook.leaves)

    @given(accounts())
    def test_healthy_accounts_have_nothing_that_must_be_done(self, account: Account) -> None:
        found = reported(account)
        assert found.is_healthy is not bool(found.missed or found.duties or found.is_uninsured)
        assert set(found.pressing) <= set(found.due)
        assert set(found.duties) <= set(found.pressing)


class TestReconciliation:
    """Amazon's counts stand beside those of the facts, with what explains each difference."""

    def test_with_amazons_report_and_facts(self) -> None:
        found = report(order(1), order(2, placed_on=WINDOW.first - timedelta(days=1)), performance=amazons(RATE))
        assert found.reconciliation is not None
        (recount,) = found.reconciliation.recounts
        assert [(each.cause.value, each.order_ids) for each in recount.explanations] == [("window_edge", ("O-2",))]

    def test_packages_are_facts_too(self) -> None:
        package = sp.Package(package_id="P-1", order_id="O-1", units=1, ship_confirmed_on=TODAY)
        assert report(package, performance=amazons()).reconciliation is not None

    def test_without_either_there_is_nothing_to_reconcile(self) -> None:
        assert report(order()).reconciliation is None
        assert report(negative(), performance=amazons(RATE)).reconciliation is None


class TestBookings:
    """Money that Amazon moved for a claim or chargeback is a trace of one that the files may not tell of."""

    def posted(self, cause: Cause, number: int = 1, marketplace: sp.Marketplace | None = US) -> Posting:
        return Posting(cause=cause, order_id=f"O-{number}", posted_on=TODAY, marketplace=marketplace)

    def test_what_the_facts_do_not_tell_of_is_lacking(self) -> None:
        facts = (order(1), order(2), order(3), claim(1), *(self.posted(Cause.GUARANTEE_CLAIM, each) for each in (1, 2)))
        lacking = report(*facts, self.posted(Cause.CHARGEBACK, 3)).lacking
        assert "the guarantee claims that Amazon charged on orders O-2: whether they count" in lacking
        assert "the chargebacks that Amazon charged on orders O-3: whether they count" in lacking

    def test_it_explains_what_amazon_counts_and_the_facts_do_not_tell_of(self) -> None:
        charged = evolve(RATE, count=1, components=(Component("chargebacks", 1, "NONE"),))
        found = report(order(1), order(2), self.posted(Cause.CHARGEBACK, 2), performance=amazons(charged))
        assert found.reconciliation is not None
        (recount,) = found.reconciliation.recounts
        assert [(each.cause.value, each.order_ids) for each in recount.explanations] == [("posted", ("O-2",))]

    def test_one_without_a_marketplace_has_that_of_its_order(self) -> None:
        posting = self.posted(Cause.CHARGEBACK, 2, marketplace=None)
        us, ca = sorted_out([order(1), order(2, marketplace=CA), posting], {})
        assert (us.postings, ca.postings) == ((), (posting,))

    def test_or_else_of_the_other_facts(self) -> None:
        posting = self.posted(Cause.CHARGEBACK, 9, marketplace=None)
        (records,) = sorted_out([posting, order(2, marketplace=CA)], {})
        assert (records.marketplace, records.postings) == (CA, (posting,))
        (alone,) = sorted_out([posting], {})
        assert alone.marketplace is US
