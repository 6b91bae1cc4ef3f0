"""A-to-z Guarantee: what else a claim takes, in which shops and years, beside its reason, its time and a message."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import hours

Eligibility = sp.a_to_z.Eligibility
REASON = sp.ClaimReason
US, UK, CA, JP = sp.Marketplace.US, sp.Marketplace.UK, sp.Marketplace.CA, sp.Marketplace.JP

ORDER = sp.Order(
    order_id="O-1", placed_on=date(2022, 1, 3), deliver_by=date(2022, 1, 10), delivered_on=date(2022, 1, 8)
)
CLAIM = sp.Claim(
    claim_id="C-1",
    order_id="O-1",
    reason=REASON.NOT_AS_DESCRIBED,
    filed_at=datetime(2022, 3, 1, 20, tzinfo=UTC),
    contacted_seller_at=datetime(2022, 1, 10, 20, tzinfo=UTC),
    return_requested_at=datetime(2022, 1, 12, 20, tzinfo=UTC),
)
SENT_BACK = evolve(
    CLAIM,
    reason=REASON.REFUND_MISSING,
    return_arranged_on=date(2022, 1, 13),
    return_posted_on=date(2022, 1, 15),
    return_delivered_on=date(2022, 1, 20),
    return_lost=False,
)


def moved(claim: sp.Claim, day: date, marketplace: sp.Marketplace = US, **changes: Any) -> tuple[sp.Claim, sp.Order]:
    """Claim and order, with all their days and instants as far from one another, so that the claim is of that day."""
    by = day - date(2022, 3, 1)

    def shifted(fact: Any) -> Any:
        days = {name: getattr(fact, name) for name in fact.to_dict()}
        return evolve(
            fact,
            marketplace=marketplace,
            **{
                name: held + by
                for name, held in days.items()
                if isinstance(held, date) and held.year != sp.NEVER.year and name != "marketplace"
            },
        )

    return evolve(shifted(claim), **changes), shifted(ORDER)


def answer(claim: sp.Claim, order: sp.Order) -> tuple[object, bool]:
    decision = sp.a_to_z.eligibility(claim, order)
    return decision.outcome, decision.contested


def doubts(decision: sp.Decision[Any]) -> list[tuple[str, object]]:
    return [(found.term.removeprefix("a_to_z."), found.outcome) for found in decision.disagreements]


class TestWrittenWithinFourteenDays:
    """In the UK of old the buyer wrote within 14 days of receipt that an item was not as described."""

    ORDER = sp.Order(
        order_id="O-1",
        placed_on=date(2013, 5, 20),
        deliver_by=date(2013, 6, 5),
        delivered_on=date(2013, 6, 1),
        marketplace=UK,
    )

    def claim(self, *, written: date | None, filed: date = date(2013, 6, 25), **changes: Any) -> sp.Claim:
        wrote = None if written is None else datetime(written.year, written.month, written.day, 9, tzinfo=UTC)
        return sp.Claim(
            claim_id="C-1",
            order_id="O-1",
            reason=changes.pop("reason", REASON.NOT_AS_DESCRIBED),
            filed_at=datetime(filed.year, filed.month, filed.day, 12, tzinfo=UTC),
            contacted_seller_at=wrote,
            return_requested_at=sp.NEVER,
            marketplace=UK,
            **changes,
        )

    @pytest.mark.parametrize(
        ("written", "outcome"),
        [
            (date(2013, 6, 2), Eligibility.ELIGIBLE),
            (date(2013, 6, 15), Eligibility.ELIGIBLE),
            (date(2013, 6, 16), Eligibility.TOO_LATE),
        ],
    )
    def test_the_fourteenth_day_is_in_time(self, written: date, outcome: sp.a_to_z.Eligibility) -> None:
        assert answer(self.claim(written=written), self.ORDER) == (outcome, False)

    def test_an_order_that_came_later_was_complained_of_in_time(self) -> None:
        order = evolve(self.ORDER, delivered_on=date(2013, 6, 2))
        assert answer(self.claim(written=date(2013, 6, 16)), order) == (Eligibility.ELIGIBLE, False)

    @pytest.mark.parametrize(
        ("filed", "outcome"),
        [
            (date(2013, 6, 15), Eligibility.CONTACT_SELLER_FIRST),
            (date(2013, 6, 16), Eligibility.TOO_LATE),
        ],
    )
    def test_who_never_wrote_may_still_until_then(self, filed: date, outcome: sp.a_to_z.Eligibility) -> None:
        claim = evolve(self.claim(written=None, filed=filed), contacted_seller_at=sp.NEVER)
        assert answer(claim, self.ORDER) == (outcome, False)

    def test_what_was_written_after_the_claim_does_not_count(self) -> None:
        claim = self.claim(written=date(2013, 6, 15), filed=date(2013, 6, 14))
        assert answer(claim, self.ORDER)[0] is Eligibility.CONTACT_SELLER_FIRST
        later = self.claim(written=date(2013, 6, 27))
        assert answer(later, self.ORDER)[0] is Eligibility.TOO_LATE

    def test_it_hangs_on_the_message(self) -> None:
        decision = sp.a_to_z.eligibility(self.claim(written=None), self.ORDER)
        assert (decision.outcome, decision.needs) == (None, ("contacted_seller_at",))

    def test_it_hangs_on_the_delivery(self) -> None:
        decision = sp.a_to_z.eligibility(self.claim(written=date(2013, 6, 16)), evolve(self.ORDER, delivered_on=None))
        assert (decision.outcome, decision.needs) == (None, ("delivered_on",))

    def test_of_what_never_arrived_or_was_promised_nothing_of_that_is_asked(self) -> None:
        for reason in (REASON.PROMISE_NOT_KEPT, REASON.RETURN_REFUSED):
            claim = self.claim(written=date(2013, 6, 16), reason=reason)
            assert answer(claim, self.ORDER) == (Eligibility.ELIGIBLE, False)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2015, 12, 31), (Eligibility.TOO_LATE, False)),
            (date(2016, 1, 1), (Eligibility.TOO_LATE, True)),
            (date(2018, 12, 30), (Eligibility.TOO_LATE, True)),
            (date(2018, 12, 31), (Eligibility.ELIGIBLE, False)),
        ],
    )
    def test_until_when(self, day: date, expected: tuple[object, bool]) -> None:
        claim, order = moved(evolve(CLAIM, contacted_seller_at=datetime(2022, 1, 23, 20, tzinfo=UTC)), day, UK)
        assert answer(claim, order) == expected

    def test_in_the_us_no_text_says_so(self) -> None:
        claim, order = moved(evolve(CLAIM, contacted_seller_at=datetime(2022, 2, 10, 20, tzinfo=UTC)), date(2015, 6, 3))
        assert answer(claim, order)[0] is Eligibility.ELIGIBLE


class TestReturnAskedWithinThirtyDays:
    """From about 2020 to 2023 a claim about a return took a request within 30 days of delivery (US and UK)."""

    @pytest.mark.parametrize(
        ("asked", "outcome"),
        [
            (datetime(2022, 2, 7, 20, tzinfo=UTC), Eligibility.ELIGIBLE),
            (datetime(2022, 2, 8, 20, tzinfo=UTC), Eligibility.TOO_LATE),
        ],
    )
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_the_thirtieth_day_is_in_time(
        self, marketplace: sp.Marketplace, asked: datetime, outcome: sp.a_to_z.Eligibility
    ) -> None:
        claim = evolve(SENT_BACK, return_requested_at=asked, marketplace=marketplace)
        late = outcome is Eligibility.TOO_LATE
        assert answer(claim, evolve(ORDER, marketplace=marketplace)) == (outcome, late)

    def test_a_day_is_one_of_the_shop(self) -> None:
        late_evening = datetime(2022, 2, 8, 7, 59, tzinfo=UTC)  # 7 February, 23:59 in Los Angeles
        assert answer(evolve(SENT_BACK, return_requested_at=late_evening), ORDER)[0] is Eligibility.ELIGIBLE
        midnight = late_evening + timedelta(minutes=1)
        assert answer(evolve(SENT_BACK, return_requested_at=midnight), ORDER)[0] is Eligibility.TOO_LATE

    def test_a_holiday_extension_covers_later_ones(self) -> None:
        claim = evolve(SENT_BACK, return_requested_at=datetime(2022, 2, 20, 20, tzinfo=UTC), return_extended=True)
        assert answer(claim, ORDER)[0] is Eligibility.ELIGIBLE

    @pytest.mark.parametrize(
        ("filed", "outcome"),
        [(date(2022, 2, 7), Eligibility.ELIGIBLE), (date(2022, 2, 8), Eligibility.TOO_LATE)],
    )
    def test_who_never_asked_may_still_until_then(self, filed: date, outcome: sp.a_to_z.Eligibility) -> None:
        claim = evolve(
            SENT_BACK,
            filed_at=datetime(filed.year, filed.month, filed.day, 20, tzinfo=UTC),
            return_requested_at=sp.NEVER,
        )
        assert answer(claim, ORDER)[0] is outcome

    def test_it_hangs_on_the_request(self) -> None:
        decision = sp.a_to_z.eligibility(evolve(SENT_BACK, return_requested_at=None), ORDER)
        assert (decision.outcome, decision.needs) == (None, ("return_requested_at",))

    def test_a_request_after_the_claim_does_not_count(self) -> None:
        claim = evolve(SENT_BACK, return_requested_at=SENT_BACK.filed_at + timedelta(minutes=1))
        assert answer(claim, ORDER)[0] is Eligibility.TOO_LATE

    @pytest.mark.parametrize(
        ("reason", "outcome"),
        [
            (REASON.REFUND_MISSING, Eligibility.TOO_LATE),
            (REASON.CHANGED_MIND, Eligibility.TOO_LATE),
            (REASON.RETURN_REFUSED, Eligibility.TOO_LATE),
            (REASON.PROMISE_NOT_KEPT, Eligibility.ELIGIBLE),
            (REASON.NOT_AS_DESCRIBED, Eligibility.ELIGIBLE),
        ],
    )
    def test_of_which_claims(self, reason: sp.ClaimReason, outcome: sp.a_to_z.Eligibility) -> None:
        claim = evolve(SENT_BACK, reason=reason, return_requested_at=datetime(2022, 2, 8, 20, tzinfo=UTC))
        assert answer(claim, ORDER)[0] is outcome

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2019, 11, 30), (Eligibility.ELIGIBLE, False)),
            (date(2019, 12, 1), (Eligibility.ELIGIBLE, True)),
            (date(2020, 12, 30), (Eligibility.ELIGIBLE, True)),
            (date(2020, 12, 31), (Eligibility.TOO_LATE, False)),
            (date(2021, 1, 1), (Eligibility.TOO_LATE, True)),
            (date(2023, 12, 30), (Eligibility.TOO_LATE, True)),
            (date(2023, 12, 31), (Eligibility.ELIGIBLE, False)),
        ],
    )
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_when(self, marketplace: sp.Marketplace, day: date, expected: tuple[object, bool]) -> None:
        late = evolve(SENT_BACK, return_requested_at=datetime(2022, 2, 9, 20, tzinfo=UTC))
        assert answer(*moved(late, day, marketplace)) == expected

    def test_in_canada_no_text_says_so(self) -> None:
        late = evolve(SENT_BACK, return_requested_at=datetime(2022, 2, 9, 20, tzinfo=UTC))
        assert answer(*moved(late, date(2022, 3, 1), CA)) == (Eligibility.ELIGIBLE, False)


class TestPostmark:
    """In the same years the return was postmarked within 14 days after it was arranged."""

    @pytest.mark.parametrize(
        ("posted", "outcome"),
        [(date(2022, 1, 27), Eligibility.ELIGIBLE), (date(2022, 1, 28), Eligibility.TOO_LATE)],
    )
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_the_fourteenth_day_is_in_time(
        self, marketplace: sp.Marketplace, posted: date, outcome: sp.a_to_z.Eligibility
    ) -> None:
        claim = evolve(SENT_BACK, return_posted_on=posted, return_delivered_on=date(2022, 2, 2))
        assert answer(*moved(claim, date(2022, 3, 1), marketplace))[0] is outcome

    @pytest.mark.parametrize("name", ["return_arranged_on", "return_posted_on"])
    def test_it_hangs_on_both_days(self, name: str) -> None:
        decision = sp.a_to_z.eligibility(evolve(SENT_BACK, **cast("Any", {name: None})), ORDER)
        assert (decision.outcome, decision.needs) == (None, (name,))

    def test_only_of_what_was_sent_back(self) -> None:
        claim = evolve(SENT_BACK, reason=REASON.RETURN_REFUSED, return_posted_on=None)
        assert answer(claim, ORDER) == (Eligibility.ELIGIBLE, False)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2019, 11, 30), (Eligibility.ELIGIBLE, False)),
            (date(2019, 12, 1), (Eligibility.ELIGIBLE, True)),
            (date(2020, 12, 31), (Eligibility.TOO_LATE, False)),
            (date(2021, 1, 1), (Eligibility.TOO_LATE, True)),
            (date(2023, 12, 31), (Eligibility.ELIGIBLE, False)),
        ],
    )
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_when(self, marketplace: sp.Marketplace, day: date, expected: tuple[object, bool]) -> None:
        claim = evolve(SENT_BACK, return_posted_on=date(2022, 1, 28), return_delivered_on=date(2022, 2, 2))
        assert answer(*moved(claim, day, marketplace)) == expected


class TestTrackedReturn:
    """A refund is missing: older texts of the US, Canada and the Gulf count a return only if it can be tracked."""

    ON_ITS_WAY = evolve(SENT_BACK, return_delivered_on=sp.NEVER)

    @pytest.mark.parametrize(
        ("changes", "outcome"),
        [
            ({"return_tracked": True}, Eligibility.ELIGIBLE),
            ({"return_tracked": False}, Eligibility.NOT_COVERED),
            ({"return_tracked": False, "return_lost": True}, Eligibility.ELIGIBLE),
            ({"return_tracked": False, "return_delivered_on": date(2022, 1, 20)}, Eligibility.ELIGIBLE),
            ({"return_tracked": None}, None),
        ],
    )
    def test_what_has_not_arrived_needs_tracking(
        self, changes: dict[str, Any], outcome: sp.a_to_z.Eligibility | None
    ) -> None:
        decision = sp.a_to_z.eligibility(evolve(self.ON_ITS_WAY, **changes), ORDER)
        assert decision.outcome is outcome
        assert decision.needs == (("return_tracked",) if outcome is None else ())

    def test_a_promise_that_was_not_kept_needs_none(self) -> None:
        claim = evolve(self.ON_ITS_WAY, reason=REASON.PROMISE_NOT_KEPT, return_tracked=False)
        assert answer(claim, ORDER)[0] is Eligibility.ELIGIBLE

    @pytest.mark.parametrize(
        ("marketplace", "day", "expected"),
        [
            (US, date(2014, 12, 31), (Eligibility.ELIGIBLE, False)),
            (US, date(2015, 1, 1), (Eligibility.ELIGIBLE, True)),
            (US, date(2020, 12, 30), (Eligibility.ELIGIBLE, True)),
            (US, date(2020, 12, 31), (Eligibility.NOT_COVERED, False)),
            (US, date(2023, 12, 30), (Eligibility.NOT_COVERED, False)),
            (US, date(2023, 12, 31), (Eligibility.ELIGIBLE, True)),
            (UK, date(2020, 6, 3), (Eligibility.ELIGIBLE, False)),
            (CA, date(2020, 6, 3), (Eligibility.NOT_COVERED, False)),
            (sp.Marketplace.AE, date(2020, 6, 3), (Eligibility.NOT_COVERED, False)),
            (sp.Marketplace.SA, date(2020, 6, 3), (Eligibility.NOT_COVERED, False)),
        ],
    )
    def test_where_and_when(self, marketplace: sp.Marketplace, day: date, expected: tuple[object, bool]) -> None:
        claim, order = moved(
            evolve(self.ON_ITS_WAY, return_tracked=False, return_delivered_on=sp.NEVER), day, marketplace
        )
        assert answer(claim, order) == expected

    def test_elsewhere_no_text_asks_for_it(self) -> None:
        for marketplace in (JP, sp.Marketplace.DE, sp.Marketplace.BR):
            assert sp.a_to_z.Terms.on(date(2024, 6, 3), marketplace).asks_tracked_return is False

    def test_in_canada_none_was_asked_before(self) -> None:
        assert sp.a_to_z.Terms.on(date(2019, 12, 30), CA).asks_tracked_return is None


class TestRefusedParcel:
    """A buyer who refused the parcel, with no tracking of its way back, may be denied: it is in dispute."""

    REFUSED = evolve(CLAIM, reason=REASON.PROMISE_NOT_KEPT, parcel_refused=True, return_tracked=False)

    @pytest.mark.parametrize(
        ("marketplace", "day"), [(UK, date(2013, 6, 3)), (UK, date(2024, 6, 3)), (US, date(2024, 6, 3))]
    )
    def test_heard_and_disputed(self, marketplace: sp.Marketplace, day: date) -> None:
        decision = sp.a_to_z.eligibility(*moved(self.REFUSED, day, marketplace))
        assert decision.outcome is Eligibility.ELIGIBLE
        assert doubts(decision) == [("hears_refused", Eligibility.NOT_COVERED)]

    def test_with_tracking_there_is_no_doubt(self) -> None:
        assert answer(evolve(self.REFUSED, return_tracked=True), ORDER) == (Eligibility.ELIGIBLE, False)

    def test_a_parcel_that_was_taken_needs_no_way_back(self) -> None:
        assert answer(evolve(self.REFUSED, parcel_refused=False), ORDER) == (Eligibility.ELIGIBLE, False)

    def test_in_canada_no_text_says_so(self) -> None:
        assert answer(*moved(self.REFUSED, date(2024, 6, 3), CA)) == (Eligibility.ELIGIBLE, False)

    def test_nor_in_any_other_shop(self) -> None:
        for marketplace in set(sp.Marketplace) - {US, UK}:
            terms = sp.a_to_z.Terms.on(date(2024, 6, 3), marketplace)
            assert terms.hears_refused is True
            assert list(terms.readings(["hears_refused"])) == []


class TestForwarder:
    """What a freight forwarder of the buyer's lost or damaged is not covered (US, about 2015 to 2018, or longer)."""

    LOST = evolve(CLAIM, lost_by_forwarder=True)

    @pytest.mark.parametrize(
        ("day", "contested"), [(date(2016, 6, 3), False), (date(2018, 12, 30), False), (date(2018, 12, 31), True)]
    )
    def test_not_covered(self, day: date, contested: bool) -> None:
        assert answer(*moved(self.LOST, day)) == (Eligibility.NOT_COVERED, contested)

    def test_whatever_the_reason(self) -> None:
        for reason in (REASON.NOT_RECEIVED, REASON.PROMISE_NOT_KEPT):
            assert answer(evolve(self.LOST, reason=reason), ORDER)[0] is Eligibility.NOT_COVERED

    def test_elsewhere_no_text_says_so(self) -> None:
        assert answer(*moved(self.LOST, date(2024, 6, 3), UK)) == (Eligibility.ELIGIBLE, False)


class TestGiftCards:
    """Gift cards of paper or plastic were covered in older US texts; what is as good as cash never is."""

    def order(self, order: sp.Order) -> sp.Order:
        return evolve(order, product=sp.Product.GIFT_CARD)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2016, 6, 3), (Eligibility.ELIGIBLE, False)),
            (date(2018, 12, 31), (Eligibility.ELIGIBLE, False)),
            (date(2019, 12, 30), (Eligibility.ELIGIBLE, True)),
            (date(2019, 12, 31), (Eligibility.NOT_COVERED, False)),
        ],
    )
    def test_until_when(self, day: date, expected: tuple[object, bool]) -> None:
        claim, order = moved(CLAIM, day)
        assert answer(claim, self.order(order)) == expected

    @pytest.mark.parametrize(("day", "disputed"), [(date(2018, 12, 31), False), (date(2019, 1, 1), True)])
    def test_from_when_that_is_in_dispute(self, day: date, disputed: bool) -> None:
        claim, order = moved(CLAIM, day)
        found = doubts(sp.a_to_z.eligibility(claim, self.order(order)))
        assert (("covers_gift_cards", Eligibility.NOT_COVERED) in found) is disputed

    def test_elsewhere_they_are_not(self) -> None:
        claim, order = moved(CLAIM, date(2016, 6, 3), UK)
        assert answer(claim, self.order(order)) == (Eligibility.NOT_COVERED, False)

    def test_stored_value_never(self) -> None:
        claim, order = moved(CLAIM, date(2016, 6, 3))
        assert answer(claim, evolve(order, product=sp.Product.STORED_VALUE)) == (Eligibility.NOT_COVERED, False)


class TestOtherProblems:
    """A problem that no page lists: not covered, though Amazon may hear it (US and Canada)."""

    @pytest.mark.parametrize("marketplace", [US, CA])
    def test_in_dispute(self, marketplace: sp.Marketplace) -> None:
        claim, order = moved(evolve(CLAIM, reason=REASON.OTHER), date(2024, 6, 3), marketplace)
        decision = sp.a_to_z.eligibility(claim, order)
        assert decision.outcome is Eligibility.NOT_COVERED
        assert doubts(decision) == [("hears_others", Eligibility.ELIGIBLE)]

    def test_elsewhere_no_text_says_so(self) -> None:
        claim, order = moved(evolve(CLAIM, reason=REASON.OTHER), date(2024, 6, 3), UK)
        assert answer(claim, order) == (Eligibility.NOT_COVERED, False)


class TestJapan:
    """In Japan nothing arrived: three days after the estimate, and 48 hours after the first message."""

    TOKYO = ZoneInfo("Asia/Tokyo")
    ORDER = sp.Order(
        order_id="O-1",
        placed_on=date(2024, 5, 20),
        deliver_by=date(2024, 6, 1),
        delivered_on=date(2024, 5, 30),
        marketplace=JP,
    )

    def claim(self, filed: datetime, *, waited: timedelta) -> sp.Claim:
        return sp.Claim(
            claim_id="C-1",
            order_id="O-1",
            reason=REASON.NOT_RECEIVED,
            filed_at=filed,
            contacted_seller_at=filed - waited,
            return_requested_at=sp.NEVER,
            marketplace=JP,
        )

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (3, (Eligibility.TOO_EARLY, False)),
            (4, (Eligibility.ELIGIBLE, True)),
            (5, (Eligibility.ELIGIBLE, False)),
        ],
    )
    def test_the_third_day(self, day: int, expected: tuple[object, bool]) -> None:
        claim = self.claim(datetime(2024, 6, day, 9, tzinfo=self.TOKYO), waited=timedelta(days=4))
        assert answer(claim, self.ORDER) == expected

    @pytest.mark.parametrize(
        ("waited", "expected"),
        [
            (timedelta(hours=48, seconds=1), (Eligibility.ELIGIBLE, False)),
            (timedelta(hours=48), (Eligibility.CONTACT_SELLER_FIRST, True)),
            (timedelta(hours=48, seconds=-1), (Eligibility.CONTACT_SELLER_FIRST, False)),
        ],
    )
    def test_the_wait(self, waited: timedelta, expected: tuple[object, bool]) -> None:
        claim = self.claim(datetime(2024, 6, 10, 9, tzinfo=self.TOKYO), waited=waited)
        assert answer(claim, self.ORDER) == expected

    def test_the_time_for_filing(self) -> None:
        window = sp.a_to_z.filing_window(self.ORDER, REASON.NOT_RECEIVED)
        assert window == sp.Window(first=date(2024, 6, 4), last=date(2024, 8, 30))

    def test_no_text_before(self) -> None:
        old = evolve(self.ORDER, placed_on=date(2023, 12, 31), deliver_by=date(2024, 1, 5), delivered_on=sp.NEVER)
        with pytest.raises(sp.errors.NoPolicyText, match="opens_after_estimate") as silence:
            sp.a_to_z.filing_window(old, REASON.NOT_RECEIVED)
        assert silence.value.first_known == date(2024, 1, 1)


class TestNoEstimate:
    """An order that certainly has no estimated delivery: there is no day to count from."""

    BARE = evolve(ORDER, deliver_by=sp.NEVER)

    @pytest.mark.parametrize("reason", [REASON.NOT_RECEIVED, REASON.NOT_AS_DESCRIBED])
    @pytest.mark.parametrize("delivered_on", [date(2022, 1, 8), sp.NEVER])
    def test_no_window(self, reason: sp.ClaimReason, delivered_on: date) -> None:
        assert sp.a_to_z.filing_window(evolve(self.BARE, delivered_on=delivered_on), reason) is None

    def test_where_the_order_was_counted_from_there_is_one(self) -> None:
        old = evolve(self.BARE, placed_on=date(2013, 10, 1), delivered_on=sp.NEVER)
        window = sp.a_to_z.filing_window(old, REASON.NOT_RECEIVED)
        assert window == sp.Window(first=date(2013, 10, 31), last=date(2013, 12, 30))

    def test_a_claim_is_never_too_late(self) -> None:
        claim = evolve(CLAIM, reason=REASON.PROMISE_NOT_KEPT, filed_at=datetime(2025, 3, 1, tzinfo=UTC))
        assert answer(claim, self.BARE)[0] is Eligibility.ELIGIBLE


class TestWhatAReasonShows:
    """A reason states nothing about a message that nobody knows of."""

    def test_business_days_are_counted_from_a_day_that_is_named(self) -> None:
        order = evolve(ORDER, placed_on=date(2014, 6, 2), deliver_by=date(2014, 6, 10), delivered_on=date(2014, 6, 9))
        claim = evolve(
            CLAIM,
            reason=REASON.PROMISE_NOT_KEPT,
            filed_at=datetime(2014, 6, 20, 20, tzinfo=UTC),
            contacted_seller_at=None,
            return_requested_at=sp.NEVER,
        )
        decision = sp.a_to_z.eligibility(claim, order)
        texts = {reason.id: (reason.text, reason.holds) for reason in decision.reasons}
        # from Sunday 1 June to Friday the 20th: three weeks of five days
        assert texts["a_to_z.has_waited_business_days"] == (
            "business days from 2014-06-01 to the filing: 15, which is at least 2",
            True,
        )
        assert texts["a_to_z.has_written"] == ("the buyer wrote to the seller (unknown) before filing", None)
        assert decision.needs == ("contacted_seller_at",)

    def test_with_the_message_they_are_counted_from_it(self) -> None:
        order = evolve(ORDER, placed_on=date(2014, 6, 2), deliver_by=date(2014, 6, 10), delivered_on=date(2014, 6, 9))
        claim = evolve(
            CLAIM,
            reason=REASON.PROMISE_NOT_KEPT,
            filed_at=datetime(2014, 6, 20, 20, tzinfo=UTC),
            contacted_seller_at=datetime(2014, 6, 19, 20, tzinfo=UTC),
            return_requested_at=sp.NEVER,
        )
        decision = sp.a_to_z.eligibility(claim, order)
        texts = {reason.id: reason.text for reason in decision.reasons}
        text = "business days from 2014-06-19 to the filing: 1, which is at least 2"
        assert texts["a_to_z.has_waited_business_days"] == text
        assert decision.outcome is Eligibility.CONTACT_SELLER_FIRST


class TestReturnRequestForMessage:
    """In the years of unknown change a return request may have been all that was asked for."""

    @pytest.mark.parametrize(("marketplace", "day"), [(US, date(2016, 6, 3)), (UK, date(2021, 6, 3))])
    def test_a_request_without_a_message(self, marketplace: sp.Marketplace, day: date) -> None:
        claim, order = moved(CLAIM, day, marketplace)
        decision = sp.a_to_z.eligibility(evolve(claim, contacted_seller_at=sp.NEVER), order)
        assert decision.outcome is Eligibility.CONTACT_SELLER_FIRST
        assert ("asks_return", Eligibility.ELIGIBLE) in doubts(decision)


class TestDecidedClaims:
    """Once Amazon has decided, neither the buyer's message nor the return request is to be answered for the claim."""

    FRESH = evolve(
        CLAIM,
        filed_at=datetime(2024, 3, 20, 20, tzinfo=UTC),
        contacted_seller_at=datetime(2024, 3, 20, 10, tzinfo=UTC),
        return_requested_at=datetime(2024, 3, 20, 10, tzinfo=UTC),
        information_requested_at=sp.NEVER,
    )

    @pytest.mark.parametrize(
        "status",
        [each for each in sp.ClaimStatus if each not in (sp.ClaimStatus.UNDER_REVIEW, sp.ClaimStatus.GRANTED)],
    )
    def test_nothing_is_due(self, status: sp.ClaimStatus) -> None:
        assert len(sp.a_to_z.deadlines(self.FRESH)) == 2
        assert sp.a_to_z.deadlines(evolve(self.FRESH, status=status)) == ()

    def test_what_if_no_answer_were_asked_for(self) -> None:
        old = evolve(
            self.FRESH, filed_at=datetime(2015, 3, 20, 20, tzinfo=UTC), contacted_seller_at=sp.NEVER,
            return_requested_at=sp.NEVER,
        )  # fmt: skip
        assert [deadline.what for deadline in sp.a_to_z.deadlines(old)] == ["answer Amazon"]
        terms = evolve(sp.a_to_z.Terms.on(date(2015, 3, 20)), asks_answer=False)
        assert sp.a_to_z.deadlines(old, terms=terms) == ()


class TestInformationElsewhere:
    """Information that Amazon asks for: 48 hours in Europe, 72 in India."""

    @pytest.mark.parametrize(
        ("marketplace", "day", "length"),
        [
            (sp.Marketplace.DE, date(2023, 9, 24), 48),
            (sp.Marketplace.PL, date(2023, 9, 24), 48),
            (sp.Marketplace.IN, date(2025, 1, 1), 72),
        ],
    )
    def test_how_long(self, marketplace: sp.Marketplace, day: date, length: int) -> None:
        assert sp.a_to_z.Terms.on(day, marketplace).time_to_inform == hours(length)
        assert sp.a_to_z.Terms.on(day - timedelta(days=1), marketplace).time_to_inform is None


class TestProperties:
    """What holds of all such claims."""

    @given(
        delivered=st.integers(0, 40),
        written=st.none() | st.integers(0, 60),
        filed=st.integers(0, 80),
        marketplace=st.sampled_from([US, UK]),
        year=st.sampled_from([2014, 2016, 2019]),
        reason=st.sampled_from([REASON.NOT_AS_DESCRIBED, REASON.REFUND_MISSING, REASON.CHANGED_MIND]),
    )
    def test_knowing_more_never_changes_what_is_known(
        self,
        delivered: int,
        written: int | None,
        filed: int,
        marketplace: sp.Marketplace,
        year: int,
        reason: sp.ClaimReason,
    ) -> None:
        start = datetime(year, 3, 4, 15, tzinfo=UTC)
        order = sp.Order(
            order_id="O-1",
            placed_on=start.date(),
            deliver_by=start.date() + timedelta(days=20),
            delivered_on=start.date() + timedelta(days=delivered),
            marketplace=marketplace,
        )
        told = sp.Claim(
            claim_id="C-1",
            order_id="O-1",
            reason=reason,
            filed_at=start + timedelta(days=filed),
            contacted_seller_at=sp.NEVER if written is None else start + timedelta(days=written),
            return_requested_at=sp.NEVER if written is None else start + timedelta(days=written),
            return_delivered_on=sp.NEVER,
            return_lost=False,
            return_tracked=False,
            return_arranged_on=start.date(),
            return_posted_on=start.date(),
            marketplace=marketplace,
        )
        untold = evolve(told, contacted_seller_at=None, return_requested_at=None, return_tracked=None)
        known, unknown = (sp.a_to_z.eligibility(claim, order).outcome for claim in (told, untold))
        assert known is not None
        assert unknown in (None, known)
