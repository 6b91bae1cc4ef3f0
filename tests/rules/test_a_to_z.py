"""A-to-z Guarantee: when a buyer may claim, and what the seller must do by when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import WHAT_IF, days, hours

Eligibility = sp.a_to_z.Eligibility
Terms = sp.a_to_z.Terms
eligibility = sp.a_to_z.eligibility
filing_window = sp.a_to_z.filing_window
deadlines = sp.a_to_z.deadlines

REASON = sp.ClaimReason
PACIFIC = ZoneInfo("America/Los_Angeles")
LONDON = ZoneInfo("Europe/London")
NOON = datetime(2024, 3, 20, 12, tzinfo=PACIFIC)

ORDER = sp.Order(
    order_id="O-1",
    placed_on=date(2024, 2, 20),
    deliver_by=date(2024, 3, 1),
    delivered_on=sp.NEVER,
)
MISSING = sp.Claim(
    claim_id="C-1",
    order_id="O-1",
    reason=REASON.NOT_RECEIVED,
    filed_at=NOON,
    contacted_seller_at=NOON - timedelta(days=5),
    return_requested_at=sp.NEVER,
)
DIFFERENT = evolve(MISSING, reason=REASON.NOT_AS_DESCRIBED, return_requested_at=NOON - timedelta(days=4))
ARRIVED = evolve(ORDER, delivered_on=date(2024, 2, 28))


def filed(claim: sp.Claim, day: date, *, hour: int = 12, zone: ZoneInfo = PACIFIC) -> sp.Claim:
    """The claim filed at that local hour of a day, with the buyer's steps as long before as they were."""
    instant = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    moved = instant - claim.filed_at

    def shifted(then: datetime | None) -> Any:
        return then if then is None or then.year == sp.NEVER.year else then + moved

    return evolve(
        claim,
        filed_at=instant,
        contacted_seller_at=shifted(claim.contacted_seller_at),
        return_requested_at=shifted(claim.return_requested_at),
    )


def doubts(decision: sp.Decision[Any]) -> list[tuple[str, object]]:
    """The terms on which sources disagree, each with the outcome under the other reading."""
    return [(found.term.removeprefix("a_to_z."), found.outcome) for found in decision.disagreements]


class TestNotReceived:
    """001-1: an item that was not delivered within the estimated delivery window."""

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2024, 3, 3), Eligibility.TOO_EARLY, False),
            (date(2024, 3, 4), Eligibility.ELIGIBLE, True),
            (date(2024, 3, 5), Eligibility.ELIGIBLE, False),
            (date(2024, 5, 30), Eligibility.ELIGIBLE, False),
            (date(2024, 5, 31), Eligibility.TOO_LATE, False),
        ],
    )
    def test_the_days_around_both_ends(self, day: date, outcome: sp.a_to_z.Eligibility, contested: bool) -> None:
        decision = eligibility(filed(MISSING, day), ORDER)
        assert (decision.outcome, decision.contested) == (outcome, contested)
        assert decision.policy_day == day

    def test_whether_the_third_day_is_open_already_is_disputed(self) -> None:
        decision = eligibility(filed(MISSING, date(2024, 3, 4)), ORDER)
        assert doubts(decision) == [("opens_after_estimate", Eligibility.TOO_EARLY)]

    def test_a_delivery_that_tracking_shows_opens_at_once(self) -> None:
        order = evolve(ORDER, delivered_on=date(2024, 2, 27))
        claim = evolve(MISSING, reason=REASON.DELIVERED_BUT_MISSING)
        assert eligibility(filed(claim, date(2024, 2, 26)), order).outcome is Eligibility.TOO_EARLY
        assert eligibility(filed(claim, date(2024, 2, 27)), order).outcome is Eligibility.ELIGIBLE

    def test_the_day_is_the_marketplaces_own(self) -> None:
        late = datetime(2024, 5, 31, 6, 59, tzinfo=UTC)  # still 30 May in Los Angeles
        claim = evolve(MISSING, filed_at=late, contacted_seller_at=late - timedelta(days=5))
        assert eligibility(claim, ORDER).outcome is Eligibility.ELIGIBLE
        later = evolve(claim, filed_at=late + timedelta(minutes=1))
        assert eligibility(later, ORDER).outcome is Eligibility.TOO_LATE

    @pytest.mark.parametrize(
        ("changes", "needs"),
        [
            ({"deliver_by": None, "delivered_on": None}, ("deliver_by", "delivered_on")),
            ({"deliver_by": None}, ("deliver_by",)),
        ],
    )
    def test_unknown_days_are_needed(self, changes: dict[str, Any], needs: tuple[str, ...]) -> None:
        decision = eligibility(filed(MISSING, date(2024, 3, 3)), evolve(ORDER, **changes))
        assert decision.outcome is None
        assert decision.needs == needs

    def test_before_the_third_day_it_hangs_on_the_delivery(self) -> None:
        order = evolve(ORDER, delivered_on=None)
        early = eligibility(filed(MISSING, date(2024, 3, 3)), order)
        assert (early.outcome, early.needs) == (None, ("delivered_on",))
        assert eligibility(filed(MISSING, date(2024, 3, 4)), order).outcome is Eligibility.ELIGIBLE

    def test_the_buyer_need_not_write_first_and_that_is_disputed(self) -> None:
        decision = eligibility(evolve(MISSING, contacted_seller_at=sp.NEVER), ORDER)
        assert decision.outcome is Eligibility.ELIGIBLE
        assert doubts(decision) == [("asks_contact_if_missing", Eligibility.CONTACT_SELLER_FIRST)]

    def test_whether_the_buyer_wrote_need_not_be_known(self) -> None:
        decision = eligibility(evolve(MISSING, contacted_seller_at=None), ORDER)
        assert decision.outcome is Eligibility.ELIGIBLE
        assert doubts(decision) == [("asks_contact_if_missing", None)]

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2014, 6, 20), Eligibility.CONTACT_SELLER_FIRST, False),
            (date(2016, 11, 13), Eligibility.CONTACT_SELLER_FIRST, False),
            (date(2016, 11, 14), Eligibility.ELIGIBLE, True),
        ],
    )
    def test_earlier_the_buyer_had_to_write_first(
        self, day: date, outcome: sp.a_to_z.Eligibility, contested: bool
    ) -> None:
        order = evolve(ORDER, placed_on=day - timedelta(days=40), deliver_by=day - timedelta(days=20))
        decision = eligibility(filed(evolve(MISSING, contacted_seller_at=sp.NEVER), day), order)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    @pytest.mark.parametrize(
        ("day", "outcome"),
        [
            (date(2014, 1, 30), Eligibility.TOO_EARLY),
            (date(2014, 1, 31), Eligibility.ELIGIBLE),
            (date(2014, 4, 1), Eligibility.ELIGIBLE),
            (date(2014, 4, 2), Eligibility.TOO_LATE),
        ],
    )
    def test_both_ends_when_the_order_was_counted_from(self, day: date, outcome: sp.a_to_z.Eligibility) -> None:
        order = evolve(ORDER, placed_on=date(2014, 1, 1), deliver_by=date(2014, 2, 20), delivered_on=date(2014, 1, 9))
        assert eligibility(filed(MISSING, day), order).outcome is outcome


class TestParcelOnItsWayBack:
    """001-1: where tracking shows that it could not be delivered, or comes back, the buyer need not write first."""

    SILENT = evolve(MISSING, contacted_seller_at=sp.NEVER, parcel_refused=True, return_tracked=True)

    @pytest.mark.parametrize(
        ("day", "contested"), [(date(2021, 5, 23), True), (date(2021, 5, 24), False), (date(2024, 3, 20), False)]
    )
    def test_in_the_us_since_24_may_2021_that_is_not_disputed(self, day: date, contested: bool) -> None:
        order = evolve(ORDER, placed_on=day - timedelta(days=29), deliver_by=day - timedelta(days=19))
        decision = eligibility(filed(self.SILENT, day), order)
        assert (decision.outcome, decision.contested) == (Eligibility.ELIGIBLE, contested)

    @pytest.mark.parametrize("changes", [{"parcel_refused": False}, {"return_tracked": False}])
    def test_of_any_other_parcel_it_is(self, changes: dict[str, Any]) -> None:
        decision = eligibility(evolve(self.SILENT, **changes), ORDER)
        assert decision.outcome is Eligibility.ELIGIBLE
        assert ("asks_contact_if_missing", Eligibility.CONTACT_SELLER_FIRST) in doubts(decision)

    @pytest.mark.parametrize(("day", "contested"), [(date(2021, 5, 23), False), (date(2021, 5, 24), True)])
    def test_in_the_uk_it_is_the_other_reading(self, day: date, contested: bool) -> None:
        """The announcement is known there too, the questions and answers to it are of the US forum."""
        order = evolve(
            ORDER,
            placed_on=day - timedelta(days=29),
            deliver_by=day - timedelta(days=19),
            marketplace=sp.Marketplace.UK,
        )
        claim = filed(evolve(self.SILENT, marketplace=sp.Marketplace.UK), day)
        decision = eligibility(claim, order)
        assert decision.outcome is Eligibility.CONTACT_SELLER_FIRST
        assert (("asks_contact_if_returning", Eligibility.ELIGIBLE) in doubts(decision)) is contested
        assert not eligibility(evolve(claim, parcel_refused=False), order).contested

    def test_where_tracking_is_unknown_of_a_refused_parcel_alone(self) -> None:
        unknown = evolve(self.SILENT, return_tracked=None)
        assert eligibility(unknown, ORDER).outcome is Eligibility.ELIGIBLE
        (doubt, *_) = (doubt for doubt in doubts(eligibility(unknown, ORDER)) if doubt[0] == "asks_contact_if_missing")
        assert doubt == ("asks_contact_if_missing", None)


class TestNotAsDescribed:
    """001-2, 000-1: an item that is not as described goes back to the seller first, and the money comes back then."""

    def test_after_message_return_request_and_wait(self) -> None:
        decision = eligibility(DIFFERENT, ARRIVED)
        assert decision.outcome is Eligibility.ELIGIBLE
        assert not decision.contested

    @pytest.mark.parametrize(
        ("waited", "outcome"),
        [
            (timedelta(hours=48) - timedelta(seconds=1), Eligibility.REQUEST_RETURN_FIRST),
            (timedelta(hours=48), Eligibility.REQUEST_RETURN_FIRST),
            (timedelta(hours=48, seconds=1), Eligibility.ELIGIBLE),
        ],
    )
    def test_the_return_was_asked_for_more_than_48_hours_before(
        self, waited: timedelta, outcome: sp.a_to_z.Eligibility
    ) -> None:
        claim = evolve(DIFFERENT, return_requested_at=NOON - waited)
        assert eligibility(claim, ARRIVED).outcome is outcome
        assert eligibility(evolve(claim, contacted_seller_at=sp.NEVER), ARRIVED).outcome is outcome
        assert eligibility(evolve(claim, contacted_seller_at=None), ARRIVED).outcome is outcome

    @pytest.mark.parametrize(
        ("waited", "outcome"),
        [
            (timedelta(hours=48), Eligibility.CONTACT_SELLER_FIRST),
            (timedelta(hours=48, seconds=1), Eligibility.REQUEST_RETURN_FIRST),
        ],
    )
    def test_a_message_alone_is_not_enough(self, waited: timedelta, outcome: sp.a_to_z.Eligibility) -> None:
        claim = evolve(DIFFERENT, contacted_seller_at=NOON - waited, return_requested_at=sp.NEVER)
        assert eligibility(claim, ARRIVED).outcome is outcome

    def test_asked_for_together_with_the_claim(self) -> None:
        claim = evolve(DIFFERENT, contacted_seller_at=sp.NEVER, return_requested_at=NOON)
        assert eligibility(claim, ARRIVED).outcome is Eligibility.REQUEST_RETURN_FIRST

    def test_neither_message_nor_return_request(self) -> None:
        claim = evolve(DIFFERENT, contacted_seller_at=sp.NEVER, return_requested_at=sp.NEVER)
        assert eligibility(claim, ARRIVED).outcome is Eligibility.CONTACT_SELLER_FIRST

    def test_steps_that_the_buyer_took_after_filing_do_not_count(self) -> None:
        after = NOON + timedelta(days=1)
        claim = evolve(DIFFERENT, contacted_seller_at=after, return_requested_at=after)
        assert eligibility(claim, ARRIVED).outcome is Eligibility.CONTACT_SELLER_FIRST

    def test_an_unknown_return_request_is_needed(self) -> None:
        decision = eligibility(evolve(DIFFERENT, return_requested_at=None), ARRIVED)
        assert (decision.outcome, decision.needs) == (None, ("return_requested_at",))

    def test_unknown_steps_are_needed_in_the_tables_order(self) -> None:
        claim = evolve(DIFFERENT, contacted_seller_at=None, return_requested_at=None)
        assert eligibility(claim, ARRIVED).needs == ("return_requested_at", "contacted_seller_at")

    def test_the_last_day_hangs_on_the_estimate(self) -> None:
        decision = eligibility(DIFFERENT, evolve(ARRIVED, deliver_by=None))
        assert (decision.outcome, decision.needs) == (None, ("deliver_by",))

    def test_who_must_ask_for_a_return_is_told_where_injuries_go(self) -> None:
        decision = eligibility(evolve(DIFFERENT, return_requested_at=sp.NEVER), ARRIVED)
        (note,) = decision.notes
        assert "injury" in note.text

    def test_a_seller_abroad_without_a_way_to_return_must_be_asked_too(self) -> None:
        claim = evolve(DIFFERENT, reason=REASON.NO_RETURN_OPTION)
        assert eligibility(claim, ARRIVED).outcome is Eligibility.ELIGIBLE
        waiting = evolve(claim, return_requested_at=NOON - timedelta(hours=48))
        assert eligibility(waiting, ARRIVED).outcome is Eligibility.REQUEST_RETURN_FIRST

    def test_summer_time_does_not_shorten_the_wait(self) -> None:
        asked = datetime(2024, 3, 9, 12, tzinfo=PACIFIC)  # the clocks go forward on the 10th
        wall = datetime(2024, 3, 11, 12, tzinfo=PACIFIC)  # 47 hours later
        claim = evolve(DIFFERENT, contacted_seller_at=asked, return_requested_at=asked, filed_at=wall)
        assert eligibility(claim, ARRIVED).outcome is Eligibility.REQUEST_RETURN_FIRST
        later = evolve(claim, filed_at=wall + timedelta(hours=1, seconds=1))
        assert eligibility(later, ARRIVED).outcome is Eligibility.ELIGIBLE

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2014, 6, 20), Eligibility.ELIGIBLE, False),
            (date(2014, 12, 31), Eligibility.ELIGIBLE, False),
            (date(2015, 1, 1), Eligibility.ELIGIBLE, True),
            (date(2019, 11, 29), Eligibility.ELIGIBLE, True),
            (date(2019, 11, 30), Eligibility.REQUEST_RETURN_FIRST, False),
        ],
    )
    def test_earlier_a_message_was_enough(self, day: date, outcome: sp.a_to_z.Eligibility, contested: bool) -> None:
        claim = filed(evolve(DIFFERENT, return_requested_at=sp.NEVER), day)
        order = evolve(
            ARRIVED,
            placed_on=day - timedelta(days=20),
            deliver_by=day - timedelta(days=10),
            delivered_on=day - timedelta(days=12),
        )
        decision = eligibility(claim, order)
        assert (decision.outcome, decision.contested) == (outcome, contested)


class TestUnauthorizedPurchase:
    """001-3: a purchase that the buyer did not make is reimbursed (Amazon's own pages call it a payment matter)."""

    def test_eligible_and_disputed(self) -> None:
        claim = evolve(MISSING, reason=REASON.UNAUTHORIZED_PURCHASE, contacted_seller_at=sp.NEVER)
        decision = eligibility(claim, ORDER)
        assert decision.outcome is Eligibility.ELIGIBLE
        assert doubts(decision) == [("covers_unauthorized", Eligibility.NOT_COVERED)]

    def test_the_time_for_filing_is_the_same(self) -> None:
        claim = evolve(MISSING, reason=REASON.UNAUTHORIZED_PURCHASE)
        assert eligibility(filed(claim, date(2024, 5, 30)), ORDER).outcome is Eligibility.ELIGIBLE
        assert eligibility(filed(claim, date(2024, 5, 31)), ORDER).outcome is Eligibility.TOO_LATE


class TestSettlingBefore:
    """001-6: settle before a claim is filed; a refund after filing still counts."""

    def test_an_eligible_claim_comes_with_the_warning(self) -> None:
        (note,) = eligibility(DIFFERENT, ARRIVED).notes
        assert "still counts in the order defect rate" in note.text

    def test_until_the_buyer_has_written_and_waited_there_can_be_no_claim(self) -> None:
        claim = evolve(DIFFERENT, reason=REASON.PROMISE_NOT_KEPT, return_requested_at=sp.NEVER)
        assert eligibility(claim, ARRIVED).outcome is Eligibility.ELIGIBLE
        waiting = evolve(claim, contacted_seller_at=NOON - timedelta(hours=48))
        assert eligibility(waiting, ARRIVED).outcome is Eligibility.CONTACT_SELLER_FIRST

    def test_a_return_request_is_a_way_to_turn_to_the_seller(self) -> None:
        claim = evolve(DIFFERENT, reason=REASON.RETURN_REFUSED, contacted_seller_at=sp.NEVER)
        assert eligibility(claim, ARRIVED).outcome is Eligibility.ELIGIBLE

    def test_a_refund_does_not_decide_whether_the_claim_may_be_made(self) -> None:
        refunded = evolve(DIFFERENT, refunded_at=NOON - timedelta(hours=1))
        assert eligibility(refunded, ARRIVED).outcome is eligibility(DIFFERENT, ARRIVED).outcome


class TestNotCovered:
    """Orders and reasons that the guarantee does not answer for, whatever else is unknown."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"fulfilled_by": sp.Fulfiller.AMAZON},
            {"product": sp.Product.DIGITAL},
            {"product": sp.Product.STORED_VALUE},
            {"product": sp.Product.SERVICE},
        ],
    )
    def test_the_order(self, changes: dict[str, Any]) -> None:
        bare = sp.Order(order_id="O-1", placed_on=date(2024, 2, 20), **changes)
        claim = sp.Claim(claim_id="C-1", order_id="O-1", reason="not_received", filed_at=NOON)  # type: ignore[arg-type]
        decision = eligibility(claim, bare)
        assert decision.outcome is Eligibility.NOT_COVERED
        assert not decision.contested

    def test_a_buyer_whose_bank_was_asked(self) -> None:
        assert eligibility(evolve(MISSING, chargeback_filed=True), ORDER).outcome is Eligibility.NOT_COVERED

    @pytest.mark.parametrize("product", [sp.Product.SERVICE, sp.Product.PHYSICAL])
    def test_the_quality_of_a_service_is_disputed(self, product: sp.Product) -> None:
        claim = evolve(DIFFERENT, reason=REASON.SERVICE_NOT_SATISFACTORY)
        decision = eligibility(claim, evolve(ARRIVED, product=product))
        assert decision.outcome is Eligibility.NOT_COVERED
        assert doubts(decision) == [("covers_services", Eligibility.ELIGIBLE)]

    def test_a_change_of_mind_without_a_return(self) -> None:
        claim = evolve(DIFFERENT, reason=REASON.CHANGED_MIND, return_delivered_on=sp.NEVER, return_lost=False)
        assert eligibility(claim, ARRIVED).outcome is Eligibility.NOT_COVERED

    def test_a_change_of_mind_after_a_return(self) -> None:
        claim = evolve(DIFFERENT, reason=REASON.CHANGED_MIND)
        assert eligibility(claim, ARRIVED).needs == ("return_delivered_on", "return_lost")
        for changes in ({"return_delivered_on": date(2024, 3, 20)}, {"return_lost": True}):
            assert eligibility(evolve(claim, **changes), ARRIVED).outcome is Eligibility.ELIGIBLE
        late = evolve(claim, return_delivered_on=date(2024, 3, 21), return_lost=False)
        assert eligibility(late, ARRIVED).outcome is Eligibility.NOT_COVERED

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2014, 6, 20), Eligibility.NOT_COVERED, False),
            (date(2021, 12, 30), Eligibility.NOT_COVERED, True),
            (date(2021, 12, 31), Eligibility.ELIGIBLE, False),
        ],
    )
    def test_extra_charges_came_later(self, day: date, outcome: sp.a_to_z.Eligibility, contested: bool) -> None:
        claim = filed(evolve(DIFFERENT, reason=REASON.EXTRA_CHARGES), day)
        order = evolve(
            ARRIVED, placed_on=day - timedelta(days=20), deliver_by=day - timedelta(days=9), delivered_on=sp.NEVER
        )
        decision = eligibility(claim, order)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_too_late_says_that_amazon_may_hear_it_all_the_same(self) -> None:
        (note,) = eligibility(filed(MISSING, date(2024, 5, 31)), ORDER).notes
        assert "all the same" in note.text


class TestBusinessDays:
    """The wait for the seller's answer was two business days until 48 hours took their place."""

    FRIDAY = datetime(2014, 6, 6, 18, tzinfo=PACIFIC)
    ORDERED = evolve(ARRIVED, placed_on=date(2014, 5, 20), deliver_by=date(2014, 5, 30), delivered_on=date(2014, 5, 29))

    def asked_on(self, day: date) -> sp.Claim:
        instant = datetime(day.year, day.month, day.day, 9, tzinfo=PACIFIC)
        return evolve(DIFFERENT, filed_at=instant, contacted_seller_at=self.FRIDAY, return_requested_at=sp.NEVER)

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2014, 6, 9), Eligibility.CONTACT_SELLER_FIRST, False),
            (date(2014, 6, 10), Eligibility.ELIGIBLE, True),
            (date(2014, 6, 11), Eligibility.ELIGIBLE, False),
        ],
    )
    def test_a_weekend_does_not_count(self, day: date, outcome: sp.a_to_z.Eligibility, contested: bool) -> None:
        decision = eligibility(self.asked_on(day), self.ORDERED)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_a_holiday_does_not_count(self) -> None:
        claim = self.asked_on(date(2014, 6, 10))
        decision = eligibility(claim, self.ORDERED, holidays={date(2014, 6, 9)})
        assert decision.outcome is Eligibility.CONTACT_SELLER_FIRST

    def test_never_written(self) -> None:
        claim = evolve(self.asked_on(date(2014, 6, 20)), contacted_seller_at=sp.NEVER)
        assert eligibility(claim, self.ORDERED).outcome is Eligibility.CONTACT_SELLER_FIRST

    def test_written_after_filing(self) -> None:
        claim = evolve(self.asked_on(date(2014, 6, 20)), contacted_seller_at=datetime(2014, 6, 21, tzinfo=PACIFIC))
        assert eligibility(claim, self.ORDERED).outcome is Eligibility.CONTACT_SELLER_FIRST

    def test_an_unknown_message_is_needed_by_its_own_name(self) -> None:
        decision = eligibility(evolve(self.asked_on(date(2014, 6, 20)), contacted_seller_at=None), self.ORDERED)
        assert (decision.outcome, decision.needs) == (None, ("contacted_seller_at",))

    def test_nobody_has_waited_longer_than_since_the_order(self) -> None:
        order = evolve(
            self.ORDERED, placed_on=date(2014, 6, 7), deliver_by=date(2014, 6, 20), delivered_on=sp.NEVER
        )  # a Saturday
        claim = evolve(self.asked_on(date(2014, 6, 9)), contacted_seller_at=None)
        assert eligibility(claim, order).outcome is Eligibility.CONTACT_SELLER_FIRST

    def test_in_the_years_of_unknown_change_hours_are_the_other_reading(self) -> None:
        monday = datetime(2016, 6, 6, 19, tzinfo=PACIFIC)  # 73 hours after Friday evening
        claim = evolve(
            DIFFERENT,
            filed_at=monday,
            reason=REASON.PROMISE_NOT_KEPT,
            contacted_seller_at=monday - timedelta(hours=73),
            return_requested_at=sp.NEVER,
        )
        order = evolve(ARRIVED, placed_on=date(2016, 5, 10), deliver_by=date(2016, 5, 20), delivered_on=sp.NEVER)
        decision = eligibility(claim, order)
        assert decision.outcome is Eligibility.CONTACT_SELLER_FIRST
        assert doubts(decision) == [("counts_business_days", Eligibility.ELIGIBLE)]

    @given(
        message=st.integers(-24 * 20, 24 * 3),
        ordered=st.integers(0, 20),
        filed_after=st.integers(0, 24 * 5),
    )
    def test_a_known_message_never_changes_a_known_outcome(self, message: int, ordered: int, filed_after: int) -> None:
        instant = self.FRIDAY + timedelta(hours=filed_after)
        order = evolve(
            self.ORDERED,
            placed_on=self.FRIDAY.date() - timedelta(days=ordered),
            deliver_by=date(2014, 6, 20),
            delivered_on=sp.NEVER,
        )
        claim = evolve(DIFFERENT, filed_at=instant, contacted_seller_at=None, return_requested_at=sp.NEVER)
        unknown = eligibility(claim, order).outcome
        told = eligibility(evolve(claim, contacted_seller_at=self.FRIDAY + timedelta(hours=message)), order).outcome
        assert told is not None
        assert unknown in (None, told)


class TestFilingWindow:
    """The first and the last day of a claim, by the text of the day on which the order was placed."""

    def test_nothing_arrived(self) -> None:
        window = filing_window(ORDER, REASON.NOT_RECEIVED)
        assert window == sp.Window(first=date(2024, 3, 4), last=date(2024, 5, 30))

    def test_a_tracked_delivery_opens_sooner(self) -> None:
        window = filing_window(evolve(ORDER, delivered_on=date(2024, 2, 27)), REASON.NOT_RECEIVED)
        assert window == sp.Window(first=date(2024, 2, 27), last=date(2024, 5, 30))

    def test_a_late_delivery_does_not_delay(self) -> None:
        window = filing_window(evolve(ORDER, delivered_on=date(2024, 3, 9)), REASON.DELIVERED_BUT_MISSING)
        assert window == sp.Window(first=date(2024, 3, 4), last=date(2024, 5, 30))

    def test_every_other_reason_has_no_wait(self) -> None:
        window = filing_window(evolve(ORDER, delivered_on=None), REASON.NOT_AS_DESCRIBED)
        assert window == sp.Window(first=date(2024, 2, 20), last=date(2024, 5, 30))

    def test_without_an_estimate_and_a_delivery_it_never_opens(self) -> None:
        """Where neither the age of an order opens it, nor the estimate closes it."""
        nothing = evolve(ORDER, deliver_by=sp.NEVER, delivered_on=sp.NEVER)
        terms = evolve(
            sp.a_to_z.Terms.on(ORDER.placed_on), opens_at_delivery=True, opens_by_age=False, closes_by_estimate=False
        )
        assert filing_window(nothing, REASON.NOT_RECEIVED, terms=terms) is None

    @pytest.mark.parametrize("changes", [{"deliver_by": None}, {"delivered_on": None}])
    def test_unknown_days(self, changes: dict[str, Any]) -> None:
        assert filing_window(evolve(ORDER, **changes), REASON.NOT_RECEIVED) is None

    LONG = sp.Order(
        order_id="O-1", placed_on=date(2013, 10, 1), deliver_by=date(2013, 12, 20), delivered_on=date(2013, 10, 9)
    )

    def test_the_old_text_counts_from_the_order(self) -> None:
        window = filing_window(self.LONG, REASON.NOT_RECEIVED)
        assert window == sp.Window(first=date(2013, 10, 31), last=date(2013, 12, 30))

    def test_the_old_text_takes_the_estimate_where_that_is_sooner(self) -> None:
        window = filing_window(evolve(self.LONG, deliver_by=date(2013, 10, 10)), REASON.NOT_RECEIVED)
        assert window == sp.Window(first=date(2013, 10, 13), last=date(2013, 12, 30))

    def test_the_old_last_day_needs_no_estimate(self) -> None:
        window = filing_window(evolve(self.LONG, deliver_by=None), REASON.NOT_AS_DESCRIBED)
        assert window == sp.Window(first=date(2013, 10, 1), last=date(2013, 12, 30))
        assert filing_window(evolve(self.LONG, deliver_by=None), REASON.NOT_RECEIVED) is None

    def test_the_same_order_by_the_text_of_another_day(self) -> None:
        window = filing_window(evolve(self.LONG, delivered_on=sp.NEVER), REASON.NOT_RECEIVED, on=date(2024, 1, 1))
        assert window == sp.Window(first=date(2013, 12, 23), last=date(2014, 3, 20))

    def test_what_if(self) -> None:
        terms = evolve(Terms.on(date(2024, 2, 20)), opens_after_estimate=days(5), closes_after=days(10))
        window = filing_window(ORDER, REASON.NOT_RECEIVED, terms=terms)
        assert window == sp.Window(first=date(2024, 3, 6), last=date(2024, 3, 11))

    @pytest.mark.parametrize(
        ("placed_on", "last"),
        [(date(2015, 12, 30), date(2016, 3, 29)), (date(2015, 12, 31), date(2016, 4, 19))],
    )
    def test_the_last_day_changes_its_start(self, placed_on: date, last: date) -> None:
        order = evolve(ORDER, placed_on=placed_on, deliver_by=date(2016, 1, 20))
        window = filing_window(order, REASON.NOT_AS_DESCRIBED)
        assert window is not None
        assert window.last == last

    @pytest.mark.parametrize(
        ("placed_on", "first"), [(date(2019, 12, 30), date(2020, 1, 23)), (date(2019, 12, 31), date(2020, 1, 6))]
    )
    def test_a_tracked_delivery_counts_since_the_end_of_2019(self, placed_on: date, first: date) -> None:
        order = evolve(ORDER, placed_on=placed_on, deliver_by=date(2020, 1, 20), delivered_on=date(2020, 1, 6))
        window = filing_window(order, REASON.NOT_RECEIVED)
        assert window is not None
        assert window.first == first

    @pytest.mark.parametrize("reason", ["not_recieved", None])
    def test_what_is_no_reason(self, reason: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match="reason: expected a ClaimReason"):
            filing_window(ORDER, reason)

    @pytest.mark.parametrize("reason", list(REASON))
    def test_the_text_of_a_reason_does_too(self, reason: sp.ClaimReason) -> None:
        assert filing_window(ORDER, reason.value) == filing_window(ORDER, reason)

    def test_for_the_misspelt_text_of_a_reason_the_nearest_is_named(self) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"did you mean 'not_received'\?"):
            filing_window(ORDER, "not_recieved")

    @given(
        placed_on=st.dates(date(2010, 1, 1), date(2026, 12, 31)),
        estimate=st.integers(0, 200),
        delivery=st.none() | st.integers(0, 300),
        reason=st.sampled_from(REASON),
        marketplace=st.sampled_from([sp.Marketplace.US, sp.Marketplace.UK, sp.Marketplace.CA]),
    )
    def test_it_opens_before_it_closes(
        self,
        placed_on: date,
        estimate: int,
        delivery: int | None,
        reason: sp.ClaimReason,
        marketplace: sp.Marketplace,
    ) -> None:
        order = evolve(
            ORDER,
            placed_on=placed_on,
            marketplace=marketplace,
            deliver_by=placed_on + timedelta(days=estimate),
            delivered_on=sp.NEVER if delivery is None else placed_on + timedelta(days=delivery),
        )
        window = filing_window(order, reason)
        assert window is not None
        assert placed_on <= window.first <= window.last
        assert window.last in (placed_on + timedelta(days=90), placed_on + timedelta(days=estimate + 90))

    @given(
        placed_on=st.dates(date(2014, 1, 1), date(2026, 6, 30)),
        estimate=st.integers(0, 100),
        delivery=st.none() | st.integers(0, 100),
        filed_after=st.integers(0, 250),
        reason=st.sampled_from([REASON.NOT_RECEIVED, REASON.NOT_AS_DESCRIBED]),
    )
    def test_eligibility_is_never_early_or_late_within_it_and_always_outside(
        self, placed_on: date, estimate: int, delivery: int | None, filed_after: int, reason: sp.ClaimReason
    ) -> None:
        order = evolve(
            ORDER,
            placed_on=placed_on,
            deliver_by=placed_on + timedelta(days=estimate),
            delivered_on=sp.NEVER if delivery is None else placed_on + timedelta(days=delivery),
        )
        day = placed_on + timedelta(days=filed_after)
        window = filing_window(order, reason)
        assert window is not None
        outcome = eligibility(filed(evolve(DIFFERENT, reason=reason), day), order).outcome
        expected = (
            {Eligibility.TOO_EARLY}
            if day < window.first
            else {Eligibility.TOO_LATE}
            if day > window.last
            else set(Eligibility) - {Eligibility.TOO_EARLY, Eligibility.TOO_LATE}
        )
        assert outcome in expected


class TestTwoDays:
    """The day the order was placed picks the time for filing, the day the claim was filed all the rest."""

    ORDERED = evolve(ORDER, placed_on=date(2019, 12, 20), deliver_by=date(2020, 1, 20), delivered_on=date(2020, 1, 4))
    CLAIM = filed(MISSING, date(2020, 1, 5))

    def test_an_order_before_the_change_keeps_its_time_for_filing(self) -> None:
        decision = eligibility(self.CLAIM, self.ORDERED)
        assert decision.outcome is Eligibility.TOO_EARLY
        assert doubts(decision) == [("opens_at_delivery", Eligibility.ELIGIBLE)]
        assert decision.policy_day == date(2020, 1, 5)

    def test_an_order_after_it_has_the_new_one(self) -> None:
        decision = eligibility(self.CLAIM, evolve(self.ORDERED, placed_on=date(2019, 12, 31)))
        assert decision.outcome is Eligibility.ELIGIBLE
        assert not decision.contested

    @pytest.mark.parametrize(
        ("placed_on", "disputed"),
        [(date(2019, 12, 30), []), (date(2019, 12, 31), [("opens_after_estimate", Eligibility.TOO_EARLY)])],
    )
    def test_the_dispute_about_the_third_day_is_that_of_the_orders_text(
        self, placed_on: date, disputed: list[tuple[str, object]]
    ) -> None:
        order = evolve(ORDER, placed_on=placed_on, deliver_by=date(2020, 1, 10))
        decision = eligibility(filed(MISSING, date(2020, 1, 13)), order)
        assert decision.outcome is Eligibility.ELIGIBLE
        assert doubts(decision) == disputed

    def test_where_the_orders_day_has_no_text_the_day_filed_does_not_stand_in(self) -> None:
        order = evolve(
            ARRIVED,
            marketplace=sp.Marketplace.SA,
            placed_on=date(2019, 12, 31),
            deliver_by=date(2020, 1, 10),
            delivered_on=date(2020, 1, 8),
        )
        claim = filed(evolve(DIFFERENT, marketplace=sp.Marketplace.SA), date(2020, 1, 20))
        assert eligibility(claim, order).outcome is Eligibility.ELIGIBLE
        with pytest.raises(sp.errors.NoPolicyText):
            eligibility(claim, evolve(order, placed_on=date(2019, 12, 30)))

    def test_the_rest_is_the_text_of_the_day_filed(self) -> None:
        terms = eligibility(self.CLAIM, self.ORDERED).terms
        assert not terms.opens_at_delivery  # type: ignore[attr-defined]
        assert not terms.counts_business_days  # type: ignore[attr-defined]

    def test_every_reason_keeps_its_reference(self) -> None:
        decision = eligibility(self.CLAIM, self.ORDERED)
        assert WHAT_IF not in decision.references
        assert {reason.id: reason.since for reason in decision.reasons}["a_to_z.is_old"] == date.min

    def test_on_takes_all_from_one_day(self) -> None:
        assert eligibility(self.CLAIM, self.ORDERED, on=date(2020, 1, 5)).outcome is Eligibility.ELIGIBLE
        old = eligibility(self.CLAIM, evolve(self.ORDERED, placed_on=date(2019, 12, 31)), on=date(2019, 12, 30))
        assert old.outcome is Eligibility.TOO_EARLY
        assert old.policy_day == date(2019, 12, 30)

    def test_what_if_takes_all_from_the_given_terms(self) -> None:
        terms = evolve(Terms.on(date(2024, 3, 20)), closes_after=days(18))
        decision = eligibility(MISSING, ORDER, terms=terms)
        assert decision.outcome is Eligibility.TOO_LATE
        assert WHAT_IF in decision.references
        assert eligibility(filed(MISSING, date(2024, 3, 19)), ORDER, terms=terms).outcome is Eligibility.ELIGIBLE


class TestElsewhere:
    """Other marketplaces, where texts give the values; where there is none, nothing is guessed."""

    UK_ORDER = evolve(ARRIVED, marketplace=sp.Marketplace.UK)

    def uk(self, day: date, **changes: Any) -> tuple[sp.Claim, sp.Order]:
        claim = evolve(filed(evolve(DIFFERENT, marketplace=sp.Marketplace.UK), day, zone=LONDON), **changes)
        order = evolve(
            self.UK_ORDER,
            placed_on=day - timedelta(days=30),
            deliver_by=day - timedelta(days=20),
            delivered_on=day - timedelta(days=22),
        )
        return claim, order

    @pytest.mark.parametrize(
        ("written_on", "outcome", "contested"),
        [
            (date(2013, 6, 14), Eligibility.ELIGIBLE, False),  # Friday: Monday to Thursday follow
            (date(2013, 6, 17), Eligibility.ELIGIBLE, True),  # Monday: Tuesday to Thursday
            (date(2013, 6, 18), Eligibility.CONTACT_SELLER_FIRST, False),  # Tuesday
        ],
    )
    def test_three_business_days_in_the_uk_of_old(
        self, written_on: date, outcome: sp.a_to_z.Eligibility, contested: bool
    ) -> None:
        written = datetime(written_on.year, written_on.month, written_on.day, 10, tzinfo=LONDON)
        claim, order = self.uk(date(2013, 6, 20), contacted_seller_at=written, return_requested_at=sp.NEVER)
        decision = eligibility(claim, evolve(order, delivered_on=date(2013, 6, 10)))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    @pytest.mark.parametrize(
        ("written_on", "outcome", "contested"),
        [
            (date(2019, 6, 14), Eligibility.ELIGIBLE, False),  # Friday: Monday to Wednesday follow
            (date(2019, 6, 17), Eligibility.ELIGIBLE, True),  # Monday: Tuesday and Wednesday
            (date(2019, 6, 18), Eligibility.CONTACT_SELLER_FIRST, False),  # Tuesday
        ],
    )
    def test_then_two_business_days_in_the_uk(
        self, written_on: date, outcome: sp.a_to_z.Eligibility, contested: bool
    ) -> None:
        written = datetime(written_on.year, written_on.month, written_on.day, 10, tzinfo=LONDON)
        claim, order = self.uk(date(2019, 6, 19), contacted_seller_at=written, return_requested_at=sp.NEVER)
        decision = eligibility(claim, order)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2020, 12, 30), Eligibility.CONTACT_SELLER_FIRST, False),
            (date(2022, 1, 3), Eligibility.CONTACT_SELLER_FIRST, True),  # a Monday
            (date(2024, 1, 8), Eligibility.ELIGIBLE, False),  # a Monday
        ],
    )
    def test_from_business_days_to_hours_in_the_uk(
        self, day: date, outcome: sp.a_to_z.Eligibility, contested: bool
    ) -> None:
        hours = 49 if day.weekday() == 0 else 24
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)
        claim, order = self.uk(
            day,
            reason=REASON.PROMISE_NOT_KEPT,
            contacted_seller_at=noon - timedelta(hours=hours),
            return_requested_at=sp.NEVER,
        )
        decision = eligibility(claim, order)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    @pytest.mark.parametrize(
        ("returned_on", "outcome", "contested"),
        [
            (date(2024, 6, 12), Eligibility.ELIGIBLE, False),
            (date(2024, 6, 13), Eligibility.ELIGIBLE, True),
            (date(2024, 6, 14), Eligibility.TOO_EARLY, False),
        ],
    )
    def test_seven_days_for_the_refund_in_the_uk(
        self, returned_on: date, outcome: sp.a_to_z.Eligibility, contested: bool
    ) -> None:
        claim, order = self.uk(
            date(2024, 6, 20), reason=REASON.REFUND_MISSING, return_delivered_on=returned_on, return_lost=False
        )
        decision = eligibility(claim, order)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_a_return_lost_with_the_sellers_label_waits_for_nothing(self) -> None:
        claim, order = self.uk(
            date(2024, 6, 20), reason=REASON.REFUND_MISSING, return_delivered_on=sp.NEVER, return_lost=True
        )
        assert eligibility(claim, order).outcome is Eligibility.ELIGIBLE

    def test_in_the_us_no_text_asks_for_that_wait(self) -> None:
        claim = evolve(DIFFERENT, reason=REASON.REFUND_MISSING)
        assert eligibility(claim, ARRIVED).outcome is Eligibility.ELIGIBLE

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.UK, sp.Marketplace.CA])
    def test_there_a_buyer_without_the_parcel_must_write_first(self, marketplace: sp.Marketplace) -> None:
        order = evolve(ORDER, marketplace=marketplace)
        claim = evolve(MISSING, marketplace=marketplace)
        assert eligibility(claim, order).outcome is Eligibility.ELIGIBLE
        silent = evolve(claim, contacted_seller_at=sp.NEVER)
        assert eligibility(silent, order).outcome is Eligibility.CONTACT_SELLER_FIRST
        assert not eligibility(silent, order).contested

    def test_in_canada_a_message_is_enough_and_that_is_disputed(self) -> None:
        """Its page takes a message or a return request; that a return is asked for first, the US and the UK say."""
        order = evolve(ARRIVED, marketplace=sp.Marketplace.CA)
        claim = evolve(DIFFERENT, marketplace=sp.Marketplace.CA, return_requested_at=sp.NEVER)
        decision = eligibility(claim, order)
        assert decision.outcome is Eligibility.ELIGIBLE
        assert doubts(decision) == [("asks_return", Eligibility.REQUEST_RETURN_FIRST)]
        silent = evolve(claim, contacted_seller_at=NOON - timedelta(hours=48))
        decision = eligibility(silent, order)
        assert (decision.outcome, decision.contested) == (Eligibility.CONTACT_SELLER_FIRST, False)
        asked = evolve(silent, return_requested_at=NOON - timedelta(hours=49))
        decision = eligibility(asked, order)
        assert (decision.outcome, decision.contested) == (Eligibility.ELIGIBLE, False)

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.UK, sp.Marketplace.CA])
    def test_the_old_time_for_filing_was_the_same(self, marketplace: sp.Marketplace) -> None:
        order = evolve(TestFilingWindow.LONG, marketplace=marketplace)
        assert filing_window(order, REASON.NOT_RECEIVED) == filing_window(TestFilingWindow.LONG, REASON.NOT_RECEIVED)

    @pytest.mark.parametrize(
        "marketplace", [sp.Marketplace.UK, sp.Marketplace.CA, sp.Marketplace.AE, sp.Marketplace.SA]
    )
    def test_the_present_time_for_filing_is_the_same(self, marketplace: sp.Marketplace) -> None:
        order = evolve(ORDER, marketplace=marketplace)
        assert filing_window(order, REASON.NOT_RECEIVED) == filing_window(ORDER, REASON.NOT_RECEIVED)

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.UK, sp.Marketplace.CA, sp.Marketplace.SA])
    def test_the_third_day_is_disputed_there_too_and_the_fourth_is_not(self, marketplace: sp.Marketplace) -> None:
        order, claim = evolve(ORDER, marketplace=marketplace), evolve(MISSING, marketplace=marketplace)
        third, fourth = (eligibility(filed(claim, date(2024, 3, day)), order) for day in (4, 5))
        assert doubts(third) == [("opens_after_estimate", Eligibility.TOO_EARLY)]
        assert fourth.outcome is Eligibility.ELIGIBLE
        assert not fourth.contested

    def test_no_text_for_a_time_for_filing(self) -> None:
        german = evolve(ORDER, marketplace=sp.Marketplace.DE)
        with pytest.raises(sp.errors.NoPolicyText, match="opens_after_estimate: no policy text for de") as silence:
            filing_window(german, REASON.NOT_RECEIVED)
        assert silence.value.first_known is None
        old = evolve(german, placed_on=date(2015, 12, 30), deliver_by=date(2016, 1, 4))
        with pytest.raises(sp.errors.NoPolicyText, match="closes_after: no policy text for de") as silence:
            filing_window(old, REASON.NOT_AS_DESCRIBED)
        assert silence.value.first_known == date(2015, 12, 31)

    def test_everywhere_a_claim_may_be_filed_for_90_days(self) -> None:
        window = filing_window(evolve(ORDER, marketplace=sp.Marketplace.DE), REASON.NOT_AS_DESCRIBED)
        assert window == sp.Window(first=date(2024, 2, 20), last=date(2024, 5, 30))
        late = filed(evolve(DIFFERENT, marketplace=sp.Marketplace.DE), date(2024, 6, 3))
        decision = eligibility(late, evolve(ARRIVED, marketplace=sp.Marketplace.DE))
        assert decision.outcome is Eligibility.TOO_LATE

    def test_no_text_for_eligibility_where_it_hangs_on_it(self) -> None:
        german = evolve(ORDER, marketplace=sp.Marketplace.DE)
        with pytest.raises(sp.errors.NoPolicyText):
            eligibility(evolve(MISSING, marketplace=sp.Marketplace.DE), german)
        amazons = evolve(german, fulfilled_by=sp.Fulfiller.AMAZON)
        decision = eligibility(evolve(MISSING, marketplace=sp.Marketplace.DE), amazons)
        assert decision.outcome is Eligibility.NOT_COVERED

    def test_no_text_for_the_wait_before_2014(self) -> None:
        order = evolve(ARRIVED, placed_on=date(2013, 5, 1), deliver_by=date(2013, 5, 9), delivered_on=date(2013, 5, 8))
        with pytest.raises(sp.errors.NoPolicyText) as silence:
            eligibility(filed(DIFFERENT, date(2013, 6, 3)), order)
        assert silence.value.first_known == date(2014, 1, 1)

    @pytest.mark.parametrize(
        "names",
        [("opens_after_estimate", "opens_at_delivery", "opens_by_age"), ("closes_by_estimate", "closes_after")],
    )
    def test_texts_for_the_time_for_filing_come_together(self, names: tuple[str, ...]) -> None:
        for marketplace in sp.Marketplace:
            for _, terms in Terms.eras(marketplace):
                assert len({terms.text(name) is None for name in names}) == 1
                if terms.opens_by_age:
                    assert terms.text("opens_after_order") is not None


class TestCalendar:
    """On which days texts begin, as far as they are known: (first seen, certainly not yet on) for each term."""

    CONTACT = frozenset({"asks_contact_if_missing", "counts_business_days", "wait_in_business_days", "wait_in_hours"})
    OPENING = frozenset({"opens_after_estimate", "opens_at_delivery", "opens_by_age"})
    CLOSING = frozenset({"closes_by_estimate", "closes_after"})
    WINDOW = OPENING | CLOSING
    RETURNS = frozenset({"return_asked_within", "posted_after_arrangement"})
    EVERYWHERE = RETURNS | {"contact_within", "hears_others", "asks_contact_if_returning"}
    ABROAD = EVERYWHERE | {"covers_gift_cards", "covers_forwarded"}
    APPEAL = frozenset({"time_to_appeal"})
    BY_MARKETPLACE: ClassVar[dict[sp.Marketplace, dict[tuple[str, str | None], frozenset[str]]]] = {
        sp.Marketplace.US: {
            ("2014-01-01", None): CONTACT
            | {"asks_return", "wait_for_refund", "covers_abroad", "covers_services"}
            | {"asks_tracked_return", "hears_refused", "covers_gift_cards", "covers_forwarded"},
            ("2015-12-31", "2014-02-28"): frozenset({"closes_by_estimate"}),
            ("2016-11-14", None): frozenset(
                {
                    "asks_contact_if_missing",
                    "asks_return_answer",
                    "counts_from_filing",
                    "time_to_answer",
                    "time_to_inform",
                }
            ),
            ("2019-08-31", None): APPEAL,
            ("2019-11-30", "2014-12-31"): frozenset({"counts_business_days", "asks_return"}),
            ("2019-11-30", "2016-11-14"): frozenset({"time_to_answer_return"}),
            ("2019-11-30", None): frozenset({"asks_return_answer"}),
            ("2018-12-31", None): frozenset({"covers_forwarded"}),
            ("2019-12-31", "2014-12-31"): frozenset({"opens_at_delivery", "opens_by_age"}),
            ("2019-12-31", "2018-12-31"): frozenset({"covers_gift_cards"}),
            ("2019-12-31", "2016-11-14"): frozenset({"asks_answer", "punishes_silence", "time_to_inform"}),
            ("2019-12-31", None): frozenset({"opens_after_estimate"}),
            ("2020-12-31", "2014-12-31"): frozenset({"asks_tracked_return"}),
            ("2020-12-31", "2019-11-30"): RETURNS,
            ("2021-01-01", None): frozenset({"time_to_answer_message", "time_to_answer_return"}),
            ("2021-05-24", None): frozenset({"asks_contact_if_returning"}),
            ("2021-12-31", "2014-12-31"): frozenset({"covers_abroad"}),
            ("2023-12-31", "2020-12-31"): RETURNS,
            ("2023-12-31", None): frozenset({"asks_tracked_return"}),
            ("2025-01-01", "2022-12-31"): frozenset({"time_to_inform"}),
        },
        sp.Marketplace.UK: {
            ("2015-12-31", "2014-02-28"): frozenset({"closes_by_estimate"}),
            ("2018-12-31", "2014-02-28"): frozenset({"wait_in_business_days"}),
            ("2018-12-31", "2015-12-31"): frozenset({"contact_within"}),
            ("2019-12-31", "2014-02-28"): frozenset({"opens_at_delivery", "opens_by_age"}),
            ("2019-12-31", None): frozenset({"opens_after_estimate"}),
            ("2020-12-31", "2019-11-30"): RETURNS,
            ("2021-05-24", None): frozenset({"asks_contact_if_returning"}),
            ("2021-12-31", "2014-02-28"): frozenset({"covers_abroad"}),
            ("2022-12-31", None): APPEAL
            | {
                "asks_answer",
                "asks_return_answer",
                "counts_from_filing",
                "punishes_silence",
                "time_to_answer_message",
                "time_to_answer_return",
                "time_to_inform",
            },
            ("2023-12-31", "2020-12-31"): RETURNS | {"counts_business_days", "asks_return", "wait_for_refund"},
        },
        sp.Marketplace.CA: {
            ("2015-12-31", "2014-02-28"): frozenset({"closes_by_estimate"}),
            ("2019-11-30", None): CONTACT - {"wait_in_business_days"} | {"asks_return"},
            ("2019-12-31", "2014-02-28"): frozenset({"opens_at_delivery", "opens_by_age"}),
            ("2019-12-31", None): frozenset({"opens_after_estimate", "wait_for_refund", "asks_tracked_return"}),
        },
        sp.Marketplace.AE: {("2019-12-31", None): WINDOW | {"wait_for_refund", "asks_tracked_return"}},
        sp.Marketplace.SA: {
            ("2019-11-30", None): CONTACT - {"wait_in_business_days"},
            ("2019-12-31", None): WINDOW | {"wait_for_refund", "asks_tracked_return"},
        },
        sp.Marketplace.FR: {("2015-12-31", None): CLOSING, ("2022-12-31", None): APPEAL | {"time_to_inform"}},
        sp.Marketplace.AU: {("2015-12-31", None): CLOSING, ("2022-12-31", None): frozenset({"time_to_inform"})},
        sp.Marketplace.IN: {
            ("2015-12-31", None): CLOSING,
            ("2022-12-31", None): APPEAL,
            ("2025-01-01", None): frozenset({"time_to_inform"}),
        },
        sp.Marketplace.PL: {
            ("2015-12-31", None): CLOSING,
            ("2022-12-31", None): APPEAL,
            ("2023-09-24", None): frozenset({"time_to_inform"}),
        },
        sp.Marketplace.JP: {
            ("2015-12-31", None): CLOSING,
            ("2024-01-01", None): OPENING | CONTACT - {"wait_in_business_days"},
        },
        sp.Marketplace.BR: {("2015-12-31", None): CLOSING},
    }

    @pytest.mark.parametrize("marketplace", BY_MARKETPLACE)
    def test_every_first_day(self, marketplace: sp.Marketplace) -> None:
        found: dict[tuple[str, str | None], set[str]] = {}
        for entry in Terms.history():
            text = entry.text
            if marketplace in text.marketplaces and text.since > date.min:
                after = None if text.after is None else text.after.isoformat()
                found.setdefault((text.since.isoformat(), after), set()).add(entry.id.removeprefix("a_to_z."))
        assert found == self.BY_MARKETPLACE[marketplace]

    FROM_THE_BEGINNING: ClassVar[dict[sp.Marketplace, frozenset[str]]] = {
        sp.Marketplace.US: WINDOW
        | EVERYWHERE
        | {
            "opens_after_order",
            "covers_unauthorized",
            "asks_answer",
            "counts_from_filing",
            "time_to_answer",
            "punishes_silence",
            "time_to_answer_message",
            "asks_return_answer",
            "time_to_answer_return",
        },
        sp.Marketplace.UK: WINDOW
        | CONTACT
        | ABROAD
        | {
            "opens_after_order",
            "asks_return",
            "wait_for_refund",
            "covers_unauthorized",
            "covers_abroad",
            "covers_services",
            "asks_tracked_return",
            "hears_refused",
        },
        sp.Marketplace.CA: WINDOW
        | ABROAD
        | {"opens_after_order", "covers_unauthorized", "covers_services", "hears_refused"},
        sp.Marketplace.AE: ABROAD | {"covers_services", "hears_refused"},
        sp.Marketplace.SA: ABROAD | {"covers_services", "hears_refused"},
        sp.Marketplace.JP: ABROAD | {"asks_tracked_return", "hears_refused"},
    }

    @pytest.mark.parametrize("marketplace", FROM_THE_BEGINNING)
    def test_what_has_text_from_the_beginning(self, marketplace: sp.Marketplace) -> None:
        oldest = Terms.on(date(2005, 1, 1), marketplace)
        assert set(oldest.texts) == self.FROM_THE_BEGINNING[marketplace]

    def test_in_the_uk_no_claim_as_such_is_to_be_answered(self) -> None:
        terms = Terms.on(date(2024, 1, 1), sp.Marketplace.UK)
        assert terms.asks_answer is False
        assert terms.counts_from_filing is False


class TestFactsThatDoNotFit:
    """A claim is judged with its own order, of its own marketplace."""

    def test_another_order(self) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"Claim.order_id: expected the id of the order, 'O-1', got 'O-2'"):
            eligibility(evolve(MISSING, order_id="O-2"), ORDER)

    def test_another_marketplace(self) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"Claim.marketplace: expected that of the order, 'us', got 'uk'"):
            eligibility(evolve(MISSING, marketplace=sp.Marketplace.UK), ORDER)

    @pytest.mark.parametrize(("claim", "order", "wrong"), [(ORDER, MISSING, "claim"), (MISSING, None, "order")])
    def test_what_is_no_claim_about_an_order(self, claim: Any, order: Any, wrong: str) -> None:
        with pytest.raises(sp.errors.BadFact, match=f"^{wrong}: expected a fact of the kind {wrong.title()}, got"):
            eligibility(claim, order)


def by(claim: sp.Claim, what: str) -> list[date | None]:
    """When that is due, as often as it is listed."""
    return [deadline.by for deadline in deadlines(claim) if deadline.what == what]


class TestAnsweringAmazon:
    """004-10: answer every claim early, with evidence."""

    QUIET = evolve(MISSING, contacted_seller_at=sp.NEVER, information_requested_at=sp.NEVER)

    def told(self, day: date, *, after: timedelta = timedelta()) -> sp.Claim:
        claim = filed(self.QUIET, day)
        return evolve(claim, notified_at=claim.filed_at + after)

    @pytest.mark.parametrize(
        ("day", "last", "contested"),
        [
            (date(2015, 3, 2), date(2015, 3, 9), False),
            (date(2016, 11, 13), date(2016, 11, 20), False),
            (date(2016, 11, 14), date(2016, 11, 17), True),
            (date(2019, 12, 30), date(2020, 1, 2), True),
        ],
    )
    def test_seven_days_then_three(self, day: date, last: date, contested: bool) -> None:
        (deadline,) = deadlines(self.told(day))
        assert (deadline.what, deadline.by, deadline.contested) == ("answer Amazon", last, contested)
        assert deadline.is_duty

    def test_seven_days_ran_from_the_filing_and_three_from_the_notice(self) -> None:
        assert by(self.told(date(2015, 3, 2), after=timedelta(days=2)), "answer Amazon") == [date(2015, 3, 9)]
        assert by(self.told(date(2018, 3, 2), after=timedelta(days=2)), "answer Amazon") == [date(2018, 3, 7)]

    def test_the_three_days_are_also_printed_as_72_hours(self) -> None:
        (deadline,) = deadlines(self.told(date(2016, 11, 14)))
        assert deadline.other == datetime(2016, 11, 17, 12, tzinfo=PACIFIC)

    def test_since_the_end_of_2019_nobody_need_answer_a_claim_as_such(self) -> None:
        assert deadlines(self.told(date(2019, 12, 31))) == ()
        assert deadlines(self.told(date(2024, 3, 20))) == ()

    def test_an_unknown_notice_is_needed(self) -> None:
        (deadline,) = deadlines(filed(self.QUIET, date(2018, 3, 2)))
        assert (deadline.by, deadline.needs) == (None, ("notified_at",))

    @pytest.mark.parametrize(
        ("filed_on", "told_on", "last"),
        [
            (date(2016, 11, 12), date(2016, 11, 13), date(2016, 11, 19)),
            (date(2016, 11, 13), date(2016, 11, 14), date(2016, 11, 17)),
            (date(2016, 11, 14), date(2016, 11, 15), date(2016, 11, 18)),
        ],
    )
    def test_one_answer_alone_by_the_text_of_the_day_of_the_notice(
        self, filed_on: date, told_on: date, last: date
    ) -> None:
        assert by(self.told(filed_on, after=told_on - filed_on), "answer Amazon") == [last]

    def test_while_the_notice_is_unknown_or_there_was_none_the_day_filed_picks_the_text(self) -> None:
        claim = filed(self.QUIET, date(2016, 11, 13))
        assert by(claim, "answer Amazon") == [date(2016, 11, 20)]
        assert by(evolve(claim, notified_at=sp.NEVER), "answer Amazon") == [date(2016, 11, 20)]

    def test_a_decided_claim_needs_no_answer(self) -> None:
        for status in set(sp.ClaimStatus) - {sp.ClaimStatus.UNDER_REVIEW, sp.ClaimStatus.GRANTED}:
            assert deadlines(evolve(self.told(date(2015, 3, 2)), status=status)) == ()

    def test_the_text_of_another_day(self) -> None:
        (deadline,) = deadlines(self.told(date(2024, 3, 20)), on=date(2015, 3, 2))
        assert deadline.by == date(2024, 3, 27)

    def test_what_if(self) -> None:
        terms = evolve(Terms.on(date(2015, 3, 2)), time_to_answer=days(1))
        (deadline,) = deadlines(self.told(date(2015, 3, 2)), terms=terms)
        assert deadline.by == date(2015, 3, 3)
        assert WHAT_IF in deadline.references


class TestInformation:
    """004-10: give Amazon the information that it asks for, in time."""

    def asked(self, instant: datetime, **changes: Any) -> sp.Claim:
        claim = evolve(
            MISSING,
            filed_at=instant - timedelta(hours=6),
            contacted_seller_at=sp.NEVER,
            information_requested_at=instant,
            information_answered_at=sp.NEVER,
            notified_at=instant - timedelta(hours=6),
        )
        return evolve(claim, **changes)

    @pytest.mark.parametrize(
        ("asked_at", "due_at", "contested"),
        [
            (datetime(2021, 6, 4, 17, tzinfo=PACIFIC), datetime(2021, 6, 6, 17, tzinfo=PACIFIC), False),
            (datetime(2024, 6, 7, 17, tzinfo=PACIFIC), datetime(2024, 6, 9, 17, tzinfo=PACIFIC), True),
            (datetime(2026, 6, 5, 17, tzinfo=PACIFIC), datetime(2026, 6, 8, 17, tzinfo=PACIFIC), True),
        ],
    )
    def test_48_hours_then_72(self, asked_at: datetime, due_at: datetime, contested: bool) -> None:
        (deadline,) = deadlines(self.asked(asked_at))
        assert (deadline.what, deadline.by) == ("answer the information request", due_at)
        assert deadline.contested is contested

    @pytest.mark.parametrize(("day", "other"), [(date(2024, 12, 31), 3), (date(2025, 1, 1), 2), (date(2026, 6, 5), 2)])
    def test_both_stand_on_pages_of_amazons(self, day: date, other: int) -> None:
        """One page says 72 hours and another 48, on days that nobody knows."""
        asked_at = datetime(day.year, day.month, day.day, 17, tzinfo=PACIFIC)
        (deadline,) = deadlines(self.asked(asked_at))
        assert deadline.by == asked_at + timedelta(days=5 - other)
        assert deadline.other == asked_at + timedelta(days=other)

    def test_before_that_three_calendar_days(self) -> None:
        claim = self.asked(datetime(2018, 6, 8, 17, tzinfo=PACIFIC))
        assert by(claim, "answer the information request") == [date(2018, 6, 11)]

    def test_the_three_days_are_also_printed_as_72_hours(self) -> None:
        (deadline,) = (
            due
            for due in deadlines(self.asked(datetime(2018, 6, 8, 17, tzinfo=PACIFIC)))
            if due.what == "answer the information request"
        )
        assert deadline.contested
        assert deadline.other == datetime(2018, 6, 11, 17, tzinfo=PACIFIC)

    def test_hours_are_hours_when_the_clocks_change(self) -> None:
        claim = self.asked(datetime(2021, 3, 13, 12, tzinfo=PACIFIC))
        assert by(claim, "answer the information request") == [datetime(2021, 3, 15, 13, tzinfo=PACIFIC)]

    def test_once_answered_nothing_is_due(self) -> None:
        instant = datetime(2026, 6, 5, 17, tzinfo=PACIFIC)
        assert deadlines(self.asked(instant, information_answered_at=instant + timedelta(hours=1))) == ()

    def test_an_answer_that_is_not_known(self) -> None:
        (deadline,) = deadlines(self.asked(datetime(2026, 6, 5, 17, tzinfo=PACIFIC), information_answered_at=None))
        assert deadline.by == datetime(2026, 6, 8, 17, tzinfo=PACIFIC)
        assert deadline.needs == ("information_answered_at",)

    def test_in_the_uk_48_hours_and_another_page_says_three_days(self) -> None:
        claim = self.asked(datetime(2024, 6, 7, 17, tzinfo=LONDON), marketplace=sp.Marketplace.UK)
        (deadline,) = deadlines(claim)
        assert deadline.by == datetime(2024, 6, 9, 17, tzinfo=LONDON)
        assert deadline.other == date(2024, 6, 10)

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.FR, sp.Marketplace.AU])
    def test_elsewhere_48_hours(self, marketplace: sp.Marketplace) -> None:
        assert Terms.on(date(2024, 6, 7), marketplace).time_to_inform == hours(48)

    def test_no_text_in_japan(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText):
            deadlines(self.asked(datetime(2024, 6, 7, 17, tzinfo=UTC), marketplace=sp.Marketplace.JP))


class TestAnsweringTheBuyer:
    """004-10, 001-6: a claim is granted where the seller leaves the buyer without an answer for 48 hours."""

    def written(self, before: timedelta, **changes: Any) -> sp.Claim:
        quiet = evolve(MISSING, contacted_seller_at=sp.NEVER, information_requested_at=sp.NEVER)
        return evolve(quiet, contacted_seller_at=NOON - before, **changes)

    def test_in_the_uk_too(self) -> None:
        before = timedelta(hours=40)
        claim = self.written(before, marketplace=sp.Marketplace.UK, return_requested_at=NOON - before)
        assert by(claim, "answer the buyer") == [NOON + timedelta(hours=8)]
        assert by(claim, "answer the return request") == [NOON + timedelta(hours=8)]

    def test_while_the_time_runs(self) -> None:
        (deadline,) = deadlines(self.written(timedelta(hours=48), seller_answered_at=sp.NEVER))
        assert (deadline.what, deadline.by, deadline.needs) == ("answer the buyer", NOON, ())
        assert not deadline.contested
        assert deadlines(self.written(timedelta(hours=48, seconds=1))) == ()

    @pytest.mark.parametrize("what", ["answer the buyer", "answer the return request"])
    @pytest.mark.parametrize(("day", "contested"), [(date(2020, 12, 31), True), (date(2021, 1, 1), False)])
    def test_until_2020_another_page_said_72_hours(self, what: str, day: date, contested: bool) -> None:
        steps = {"contacted_seller_at": sp.NEVER, "return_requested_at": sp.NEVER, "seller_answered_at": sp.NEVER}
        step = "contacted_seller_at" if what == "answer the buyer" else "return_requested_at"
        asked_at = datetime(day.year, day.month, day.day, 9, tzinfo=PACIFIC)
        claim = evolve(MISSING, filed_at=asked_at + timedelta(hours=48), **{**steps, step: asked_at})
        answers = [deadline for deadline in deadlines(claim) if deadline.what == what]
        assert [(each.by, each.contested) for each in answers] == [(asked_at + timedelta(hours=48), contested)]
        assert answers[0].other == (asked_at + timedelta(hours=72) if contested else None)
        later = evolve(claim, filed_at=asked_at + timedelta(hours=48, seconds=1))
        assert by(later, what) == ([None] if contested else [])

    def test_an_unknown_message(self) -> None:
        claim = evolve(self.written(timedelta(), seller_answered_at=sp.NEVER), contacted_seller_at=None)
        (deadline,) = deadlines(claim)
        assert (deadline.by, deadline.needs) == (None, ("contacted_seller_at",))

    def test_once_answered_nothing_is_due(self) -> None:
        wrote = NOON - timedelta(hours=3)
        for answered in (wrote, wrote + timedelta(hours=1), NOON + timedelta(hours=1)):
            assert deadlines(self.written(timedelta(hours=3), seller_answered_at=answered)) == ()
            asked = self.written(timedelta(days=9), return_requested_at=wrote, seller_answered_at=answered)
            assert deadlines(asked) == ()

    @pytest.mark.parametrize("what", ["answer the buyer", "answer the return request"])
    def test_an_answer_that_is_not_known(self, what: str) -> None:
        """What is due stays due; that it hangs on the answer is said, as of the information that Amazon asks for."""
        asked_at = NOON - timedelta(hours=3)
        claim = evolve(self.written(timedelta(hours=3)), return_requested_at=asked_at)
        (deadline,) = (each for each in deadlines(claim) if each.what == what)
        assert (deadline.by, deadline.needs) == (asked_at + timedelta(hours=48), ("seller_answered_at",))

    def test_an_answer_to_the_message_answers_no_later_return_request(self) -> None:
        asked_at = NOON - timedelta(hours=3)
        claim = self.written(timedelta(hours=9), return_requested_at=asked_at)
        early = evolve(claim, seller_answered_at=asked_at - timedelta(seconds=1))
        assert by(early, "answer the buyer") == []
        assert by(early, "answer the return request") == [asked_at + timedelta(hours=48)]
        assert deadlines(evolve(claim, seller_answered_at=asked_at)) == ()

    def test_a_return_request(self) -> None:
        claim = self.written(timedelta(days=9), return_requested_at=NOON - timedelta(hours=3))
        (deadline,) = deadlines(claim)
        assert (deadline.what, deadline.by) == ("answer the return request", NOON + timedelta(hours=45))

    def test_a_return_request_while_the_time_runs(self) -> None:
        claim = self.written(timedelta(days=9), return_requested_at=NOON - timedelta(hours=48))
        assert by(claim, "answer the return request") == [NOON]
        later = evolve(claim, return_requested_at=NOON - timedelta(hours=48, seconds=1))
        assert by(later, "answer the return request") == []

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2016, 11, 13), []),
            (date(2016, 11, 14), [date(2016, 11, 16)]),
            (date(2019, 11, 29), [date(2019, 12, 1)]),
            (date(2019, 11, 30), [datetime(2019, 12, 2, 9, tzinfo=PACIFIC)]),
        ],
    )
    def test_return_requests_in_every_era(self, day: date, expected: list[date]) -> None:
        claim = filed(self.written(timedelta(days=9), return_requested_at=NOON - timedelta(hours=3)), day)
        assert by(claim, "answer the return request") == expected

    @pytest.mark.parametrize(
        ("day", "due_at", "contested"),
        [
            (date(2016, 11, 14), None, None),
            (date(2019, 12, 29), None, True),
            (date(2019, 12, 31), datetime(2020, 1, 2, 9, tzinfo=PACIFIC), True),
        ],
    )
    def test_messages_in_every_era(self, day: date, due_at: datetime | None, contested: bool | None) -> None:
        claim = filed(self.written(timedelta(hours=3)), day)
        found = [deadline for deadline in deadlines(claim) if deadline.what == "answer the buyer"]
        assert [(deadline.by, deadline.contested) for deadline in found] == (
            [] if contested is None else [(due_at, contested)]
        )


class TestAppeal:
    """004-10: a claim that was granted at the seller's cost may be appealed within 30 calendar days."""

    GRANTED = evolve(
        MISSING,
        filed_at=datetime(2024, 1, 20, 12, tzinfo=PACIFIC),
        contacted_seller_at=sp.NEVER,
        status=sp.ClaimStatus.GRANTED,
        paid_by=sp.Payer.SELLER,
        decided_on=date(2024, 1, 31),
    )

    @pytest.mark.parametrize(
        ("decided_on", "last"),
        [
            (date(2024, 1, 31), date(2024, 3, 1)),
            (date(2024, 2, 29), date(2024, 3, 30)),
            (date(2025, 1, 31), date(2025, 3, 2)),
        ],
    )
    def test_the_last_day(self, decided_on: date, last: date) -> None:
        (deadline,) = deadlines(evolve(self.GRANTED, decided_on=decided_on))
        assert (deadline.what, deadline.by, deadline.contested) == ("appeal", last, False)
        assert not deadline.is_duty

    def test_not_at_amazons_cost(self) -> None:
        assert deadlines(evolve(self.GRANTED, paid_by=sp.Payer.AMAZON)) == ()

    def test_who_paid_is_not_known(self) -> None:
        (deadline,) = deadlines(evolve(self.GRANTED, paid_by=None))
        assert (deadline.by, deadline.needs) == (date(2024, 3, 1), ("paid_by",))

    def test_the_day_decided_is_not_known(self) -> None:
        (deadline,) = deadlines(evolve(self.GRANTED, decided_on=None))
        assert (deadline.by, deadline.needs) == (None, ("decided_on",))

    def test_once_it_is_won_there_is_nothing_to_appeal(self) -> None:
        assert deadlines(evolve(self.GRANTED, reversed_on=date(2024, 2, 9))) == ()
        (deadline,) = deadlines(evolve(self.GRANTED, reversed_on=sp.NEVER))
        assert (deadline.by, deadline.needs) == (date(2024, 3, 1), ())

    def test_an_appeal_of_which_nothing_is_said_is_not_won(self) -> None:
        (deadline,) = deadlines(self.GRANTED)
        assert (deadline.by, deadline.needs) == (date(2024, 3, 1), ())

    def test_nothing_but_a_granted_claim(self) -> None:
        for status in set(sp.ClaimStatus) - {sp.ClaimStatus.GRANTED}:
            assert by(evolve(self.GRANTED, status=status), "appeal") == []

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.UK, sp.Marketplace.FR, sp.Marketplace.IN])
    def test_elsewhere(self, marketplace: sp.Marketplace) -> None:
        (deadline,) = deadlines(evolve(self.GRANTED, marketplace=marketplace))
        assert deadline.by == date(2024, 3, 1)

    def test_no_text_before(self) -> None:
        claim = evolve(self.GRANTED, filed_at=datetime(2019, 7, 1, 12, tzinfo=PACIFIC), decided_on=date(2019, 8, 30))
        with pytest.raises(sp.errors.NoPolicyText, match="time_to_appeal") as silence:
            deadlines(claim)
        assert silence.value.first_known == date(2019, 8, 31)


class TestRulesInOrder:
    """001-1, 004-10: which of two steps comes first, and what is a duty."""

    def test_while_business_days_count_a_return_request_is_no_message(self) -> None:
        order = evolve(
            ARRIVED, placed_on=date(2014, 5, 1), deliver_by=date(2014, 5, 12), delivered_on=date(2014, 5, 10)
        )
        claim = evolve(filed(DIFFERENT, date(2014, 6, 10)), contacted_seller_at=sp.NEVER)
        assert eligibility(claim, order).outcome is Eligibility.CONTACT_SELLER_FIRST

    def test_what_is_too_late_is_not_too_early_by_another_reading(self) -> None:
        order = evolve(ORDER, placed_on=date(2015, 2, 20), deliver_by=date(2015, 7, 1))
        decision = eligibility(filed(MISSING, date(2015, 6, 1)), order)
        assert decision.outcome is Eligibility.TOO_LATE
        assert "opens_at_delivery" not in dict(doubts(decision))

    def test_return_requests_have_other_readings(self) -> None:
        def others(name: str, day: date) -> list[object]:
            return [reading.value for _, reading, _ in Terms.on(day).readings([name])]

        assert others("asks_return_answer", date(2016, 11, 14)) == [False]
        assert others("time_to_answer_return", date(2019, 11, 30)) == [hours(72)]


class TestDuties:
    """004-10: answers are duties; an appeal is a right, which lapses."""

    def test_only_the_appeal_is_a_right(self) -> None:
        duties = {ticking.what: ticking.is_duty for ticking in sp.a_to_z.CLOCKS}
        assert duties == {
            "answer Amazon": True,
            "answer the information request": True,
            "answer the buyer": True,
            "answer the return request": True,
            "appeal": False,
        }
