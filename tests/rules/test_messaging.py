"""Messages between sellers and buyers: permitted, required or forbidden, and answered in time or late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.logic import days, hours

Terms = sp.messaging.Terms
Permission = sp.messaging.Permission
Answer = sp.messaging.Answer
Effect = sp.messaging.Effect
Practice = sp.messaging.Practice
Purpose = sp.Purpose
Channel = sp.Channel
US, UK = sp.Marketplace.US, sp.Marketplace.UK

NEUTRAL = sp.Message(
    purpose=Purpose.FULFILMENT_PROBLEM,
    sent_on=date(2024, 3, 10),
    channel=Channel.MESSAGING,
    buyer_awaits_answer=False,
    buyer_opted_out=False,
    uses_critical_template=False,
    ordered_on=date(2024, 3, 1),
    delivered_on=date(2024, 3, 5),
    deliver_from=date(2024, 3, 4),
    deliver_by=date(2024, 3, 8),
    requests_before=0,
    offers_incentive=False,
    presses=False,
    steers=False,
    names_order=True,
    in_buyers_language=True,
    is_abusive=False,
    is_offensive=False,
    has_outside_link=False,
    links_are_secure=True,
    links_are_needed=False,
    has_email_address=False,
    has_phone_number=False,
    number_is_excepted=False,
    has_other_attachment=False,
    has_logo_with_address=False,
    has_opt_out_link=False,
    has_tracking_pixel=False,
)
ANSWERING = evolve(NEUTRAL, purpose=Purpose.ANSWER)
ASKING = evolve(NEUTRAL, purpose=Purpose.REVIEW_REQUEST)
BUTTON = sp.Message(
    purpose=Purpose.REVIEW_REQUEST,
    sent_on=date(2024, 3, 20),
    channel=Channel.REQUEST_A_REVIEW,
    buyer_opted_out=False,
    delivered_on=date(2024, 3, 5),
    deliver_from=date(2024, 3, 5),
    deliver_by=date(2024, 3, 5),
    requests_before=0,
)
FULL_BUTTON = evolve(ASKING, channel=Channel.REQUEST_A_REVIEW)
FRIDAY = datetime(2024, 3, 1, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WROTE = sp.BuyerMessage(message_id="M-1", received_at=FRIDAY, answered_at=sp.NEVER)
LATER = datetime(2024, 3, 20, tzinfo=UTC)


def changed(message: sp.Message, fields: dict[str, Any]) -> sp.Message:
    """The message with other fields."""
    return evolve(message, **fields)


def decided(message: sp.Message, **fields: Any) -> sp.Decision[sp.messaging.Permission]:
    """What is said of a message with other fields."""
    return sp.messaging.permitted(changed(message, fields))


def outcome(message: sp.Message, **fields: Any) -> sp.messaging.Permission | None:
    """The bare outcome for a message with other fields, on which the sources agree."""
    decision = decided(message, **fields)
    assert not decision.contested
    return decision.outcome


def answered(after: timedelta, *, received_at: datetime = FRIDAY, **fields: Any) -> sp.BuyerMessage:
    """A buyer's message that a person answered so long after it came."""
    told = {"is_auto_reply": False, **fields}
    return sp.BuyerMessage(message_id="M-1", received_at=received_at, answered_at=received_at + after, **told)


class TestPurposes:
    """004-2: no unsolicited or promotional messages, only what serves the order, the customer or an issue."""

    @pytest.mark.parametrize(
        "purpose",
        [
            Purpose.ANSWER,
            Purpose.FULFILMENT_PROBLEM,
            Purpose.INFORMATION_NEEDED,
            Purpose.RETURN_QUESTION,
            Purpose.INVOICE,
            Purpose.BULKY_DELIVERY,
            Purpose.HOME_SERVICE_DATE,
            Purpose.DESIGN_CHECK,
            Purpose.SETTLEMENT,
        ],
    )
    def test_what_serves_the_order_or_the_buyer(self, purpose: sp.Purpose) -> None:
        assert outcome(NEUTRAL, purpose=purpose) is Permission.PERMITTED

    @pytest.mark.parametrize("purpose", [Purpose.MARKETING, Purpose.OTHER])
    @pytest.mark.parametrize("day", [date(2015, 3, 1), date(2020, 11, 5), date(2024, 3, 10)])
    def test_what_nobody_needs_was_always_forbidden(self, purpose: sp.Purpose, day: date) -> None:
        message = sp.Message(purpose=purpose, sent_on=day)
        assert outcome(message) is Permission.FORBIDDEN

    @pytest.mark.parametrize("purpose", [Purpose.CONFIRMATION, Purpose.THANKS])
    def test_confirmations_and_thanks_since_the_guidelines_of_2020(self, purpose: sp.Purpose) -> None:
        message = sp.Message(purpose=purpose, sent_on=date(2020, 11, 6), channel=Channel.MESSAGING)
        assert outcome(message) is Permission.FORBIDDEN
        with pytest.raises(sp.errors.NoPolicyText, match="2020-11-06"):
            decided(NEUTRAL, purpose=purpose, sent_on=date(2020, 11, 5), ordered_on=date(2020, 11, 1))

    @pytest.mark.parametrize("absent", ["names_order", "in_buyers_language"])
    def test_the_order_is_named_in_the_buyers_language(self, absent: str) -> None:
        assert outcome(NEUTRAL, **{absent: False}) is Permission.FORBIDDEN
        assert outcome(ANSWERING, **{absent: False}) is Permission.PERMITTED

    def test_who_opted_out_gets_critical_messages_alone(self) -> None:
        late = evolve(
            NEUTRAL, sent_on=date(2026, 11, 21), delivered_on=date(2026, 11, 20), ordered_on=date(2026, 11, 15)
        )
        refused = evolve(late, buyer_opted_out=True)
        assert outcome(refused) is Permission.BLOCKED
        assert outcome(refused, uses_critical_template=True) is Permission.PERMITTED
        assert outcome(refused, purpose=Purpose.ANSWER) is Permission.PERMITTED
        assert outcome(refused, buyer_opted_out=False) is Permission.PERMITTED
        assert outcome(refused, is_abusive=True) is Permission.FORBIDDEN

    def test_before_that_day_it_is_in_dispute(self) -> None:
        early = evolve(NEUTRAL, sent_on=date(2026, 11, 20), delivered_on=date(2026, 11, 20), buyer_opted_out=True)
        decision = decided(early, ordered_on=date(2026, 11, 15))
        assert decision.outcome is Permission.PERMITTED
        assert [each.term for each in decision.disagreements] == ["messaging.heeds_opt_out"]

    @pytest.mark.parametrize("purpose", [Purpose.FULFILMENT_PROBLEM, Purpose.SETTLEMENT, Purpose.ANSWER])
    def test_amazons_button_only_asks_for_reviews(self, purpose: sp.Purpose) -> None:
        message = sp.Message(purpose=purpose, sent_on=date(2024, 3, 10), channel=Channel.REQUEST_A_REVIEW)
        assert outcome(message) is Permission.FORBIDDEN


class TestTiming:
    """004-2: what a seller writes unasked comes within 30 days of the order's completion, since November 2020."""

    @pytest.mark.parametrize(
        ("sent_on", "expected"),
        [
            (date(2024, 4, 3), Permission.PERMITTED),  # 29 days
            (date(2024, 4, 4), Permission.PERMITTED),  # 30 days
            (date(2024, 4, 5), Permission.FORBIDDEN),  # 31 days
        ],
    )
    def test_thirty_days(self, sent_on: date, expected: sp.messaging.Permission) -> None:
        assert outcome(NEUTRAL, sent_on=sent_on, ordered_on=date(2024, 3, 5)) is expected

    @pytest.mark.parametrize(
        ("sent_on", "contested"),
        [(date(2024, 3, 31), False), (date(2024, 4, 1), True), (date(2024, 4, 4), True), (date(2024, 4, 5), False)],
    )
    def test_from_the_delivery_or_else_from_the_order(self, sent_on: date, contested: bool) -> None:
        """Ordered on 1 March, delivered on the 5th: 30 days are over after 31 March, or after 4 April."""
        assert decided(NEUTRAL, sent_on=sent_on).contested is contested

    def test_an_order_that_did_not_arrive_is_not_complete(self) -> None:
        decision = decided(NEUTRAL, delivered_on=sp.NEVER, sent_on=date(2024, 6, 1))
        assert decision.outcome is Permission.PERMITTED
        assert [each.term for each in decision.disagreements] == ["messaging.completes_by_delivery"]

    def test_an_answer_may_come_at_any_time(self) -> None:
        assert outcome(ANSWERING, sent_on=date(2025, 3, 5)) is Permission.PERMITTED

    def test_the_first_day(self) -> None:
        first = {"ordered_on": date(2020, 11, 1), "delivered_on": date(2020, 11, 4)}
        assert outcome(NEUTRAL, sent_on=date(2020, 11, 6), **first) is Permission.PERMITTED
        with pytest.raises(sp.errors.NoPolicyText, match="2020-11-06"):
            decided(NEUTRAL, sent_on=date(2020, 11, 5), **first)


class TestSoliciting:
    """004-3: no soliciting with incentives; allowed are Amazon's own request and one neutral one."""

    def test_one_neutral_request_in_ones_own_words_is_in_dispute(self) -> None:
        decision = decided(ASKING)
        assert decision.outcome is Permission.PERMITTED
        assert [each.term for each in decision.disagreements] == ["messaging.allows_own_words"]

    @pytest.mark.parametrize("asked", [1, 2, 7])
    @pytest.mark.parametrize("request_", [ASKING, BUTTON], ids=["own words", "button"])
    def test_a_second_request_is_forbidden_in_whatever_way(self, request_: sp.Message, asked: int) -> None:
        assert outcome(request_, requests_before=asked) is Permission.FORBIDDEN

    @pytest.mark.parametrize("way", ["offers_incentive", "presses", "steers"])
    def test_no_incentive_no_pressure_no_steering(self, way: str) -> None:
        assert outcome(ASKING, **{way: True}) is Permission.FORBIDDEN

    @pytest.mark.parametrize("way", ["offers_incentive", "presses", "steers"])
    def test_not_in_an_answer_either_nor_before_2020(self, way: str) -> None:
        assert outcome(ANSWERING, **{way: True}) is Permission.FORBIDDEN
        assert outcome(ANSWERING, sent_on=date(2014, 3, 5), **{way: True}) is Permission.FORBIDDEN

    def test_amazons_request_holds_no_words_of_the_sellers(self) -> None:
        assert outcome(BUTTON) is Permission.PERMITTED


class TestRequestWindow:
    """004-3: "Request a Review" can be used from the 4th or 5th day to the 30th, by the day that starts the count."""

    @pytest.mark.parametrize(
        ("sent_on", "expected"),
        [
            (date(2024, 3, 8), Permission.FORBIDDEN),
            (date(2024, 3, 10), Permission.PERMITTED),
            (date(2024, 4, 4), Permission.PERMITTED),
            (date(2024, 4, 5), Permission.FORBIDDEN),
        ],
    )
    def test_days_three_five_thirty_and_thirty_one(self, sent_on: date, expected: sp.messaging.Permission) -> None:
        assert outcome(BUTTON, sent_on=sent_on) is expected

    def test_the_fourth_day_is_in_dispute_since_2019(self) -> None:
        decision = decided(BUTTON, sent_on=date(2024, 3, 9))
        assert decision.outcome is Permission.PERMITTED
        assert [each.term for each in decision.disagreements] == ["messaging.opens_after"]

    def test_at_launch_it_was_not(self) -> None:
        launch = {"delivered_on": date(2019, 11, 26), "deliver_from": date(2019, 11, 26)}
        decision = decided(BUTTON, sent_on=date(2019, 11, 30), deliver_by=date(2019, 11, 26), **launch)
        assert decision.outcome is Permission.PERMITTED
        assert not decision.contested
        with pytest.raises(sp.errors.NoPolicyText, match="2019-11-30"):
            decided(FULL_BUTTON, sent_on=date(2019, 11, 29), deliver_by=date(2019, 11, 26), **launch)

    @pytest.mark.parametrize(
        ("sent_on", "expected"),
        [
            (date(2026, 12, 4), Permission.FORBIDDEN),
            (date(2026, 12, 5), Permission.FORBIDDEN),
            (date(2026, 12, 6), Permission.PERMITTED),
            (date(2027, 1, 7), Permission.PERMITTED),
            (date(2027, 1, 8), Permission.FORBIDDEN),
        ],
    )
    def test_by_the_estimates_now(self, sent_on: date, expected: sp.messaging.Permission) -> None:
        """Estimated from 1 to 8 December: from the 6th to 7 January, whenever it was delivered."""
        estimated = {"deliver_from": date(2026, 12, 1), "deliver_by": date(2026, 12, 8)}
        decision = decided(BUTTON, sent_on=sent_on, delivered_on=date(2026, 12, 1), **estimated)
        assert decision.outcome is expected
        # by the delivery it would be 6 to 31 December
        assert decision.contested is (sent_on == date(2027, 1, 7))

    def test_the_same_for_an_order(self) -> None:
        order = sp.Order(order_id="111-1", placed_on=date(2024, 3, 1), delivered_on=date(2024, 3, 5))
        asked = sp.messaging.review_request_window(order, on=date(2024, 3, 10))
        assert asked == sp.Window(first=date(2024, 3, 9), last=date(2024, 4, 4))
        assert sp.messaging.review_request_window(evolve(order, delivered_on=None), on=date(2024, 3, 10)) is None
        undelivered = evolve(order, delivered_on=sp.NEVER)
        assert sp.messaging.review_request_window(undelivered, on=date(2024, 3, 10)) is None

    def test_the_same_for_an_order_by_the_estimates(self) -> None:
        order = sp.Order(order_id="111-1", placed_on=date(2026, 11, 25), deliver_by=date(2026, 12, 8))
        day, earliest = date(2026, 12, 10), date(2026, 12, 1)
        asked = sp.messaging.review_request_window(order, on=day, deliver_from=earliest)
        assert asked == sp.Window(first=date(2026, 12, 6), last=date(2027, 1, 7))
        assert sp.messaging.review_request_window(order, on=day) is None
        unknown = evolve(order, deliver_by=None)
        assert sp.messaging.review_request_window(unknown, on=day, deliver_from=earliest) is None
        assert sp.messaging.review_request_window(order, on=day, deliver_from=sp.NEVER) is None
        slower = evolve(Terms.on(day), opens_after=days(7))
        asked = sp.messaging.review_request_window(order, on=day, deliver_from=earliest, terms=slower)
        assert asked == sp.Window(first=date(2026, 12, 8), last=date(2027, 1, 7))

    def test_before_there_was_one(self) -> None:
        order = sp.Order(order_id="111-1", placed_on=date(2019, 10, 1), delivered_on=date(2019, 10, 5))
        with pytest.raises(sp.errors.NoPolicyText, match="messaging.opens_after") as raised:
            sp.messaging.review_request_window(order, on=date(2019, 11, 29))
        assert (raised.value.day, raised.value.first_known) == (date(2019, 11, 29), date(2019, 11, 30))

    @given(st.dates(date(2019, 11, 30), date(2030, 1, 1)), st.integers(0, 60), st.integers(0, 60), st.integers(0, 30))
    def test_permission_and_window_agree(self, sent: date, since_first: int, since_last: int, estimate: int) -> None:
        delivered = sent - timedelta(days=since_last)
        deliver_from = sent - timedelta(days=since_first)
        order = sp.Order(
            order_id="1",
            placed_on=min(delivered, deliver_from),
            delivered_on=delivered,
            deliver_by=deliver_from + timedelta(days=estimate),
        )
        window = sp.messaging.review_request_window(order, on=sent, deliver_from=deliver_from)
        assert window is not None
        decision = decided(
            BUTTON, sent_on=sent, delivered_on=delivered, deliver_from=deliver_from, deliver_by=order.deliver_by
        )
        told = evolve(decision.case, buyer_opted_out=False)
        expected = Permission.PERMITTED if sent in window else Permission.FORBIDDEN
        assert sp.messaging.permitted(told).outcome is expected


class TestContents:
    """004-4: no links out of Amazon, no contact elsewhere, no abuse; since November 2020 the guidelines list it."""

    @pytest.mark.parametrize(
        "content",
        [
            "is_abusive",
            "is_offensive",
            "has_outside_link",
            "has_email_address",
            "has_phone_number",
            "has_other_attachment",
            "has_logo_with_address",
            "has_opt_out_link",
            "has_tracking_pixel",
        ],
    )
    @pytest.mark.parametrize("message", [NEUTRAL, ANSWERING], ids=["unasked", "answer"])
    def test_what_no_message_may_hold(self, message: sp.Message, content: str) -> None:
        assert outcome(message, **{content: True}) is Permission.FORBIDDEN

    def test_links_that_the_order_needs_are_in_dispute(self) -> None:
        needed = evolve(NEUTRAL, has_outside_link=True, links_are_needed=True)
        decision = decided(needed)
        assert decision.outcome is Permission.PERMITTED
        assert [each.term for each in decision.disagreements] == ["messaging.spares_needed_links"]
        assert outcome(needed, links_are_secure=False) is Permission.FORBIDDEN
        assert outcome(needed, links_are_needed=False) is Permission.FORBIDDEN

    def test_the_telephone_of_warranty_carrier_or_maker(self) -> None:
        assert outcome(NEUTRAL, has_phone_number=True, number_is_excepted=True) is Permission.PERMITTED

    @pytest.mark.parametrize("day", [date(2014, 3, 10), date(2024, 3, 10)])
    def test_no_other_way_than_through_amazon(self, day: date) -> None:
        message = sp.Message(purpose=Purpose.ANSWER, sent_on=day, channel=Channel.ELSEWHERE)
        assert outcome(message) is Permission.FORBIDDEN

    def test_abuse_was_always_forbidden(self) -> None:
        assert outcome(ANSWERING, is_abusive=True, sent_on=date(2014, 3, 10)) is Permission.FORBIDDEN

    def test_other_contents_have_no_text_before(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="restricts_contents"):
            decided(ANSWERING, has_email_address=True, sent_on=date(2020, 11, 5))
        assert outcome(ANSWERING, has_email_address=True, sent_on=date(2020, 11, 6)) is Permission.FORBIDDEN
        assert outcome(ANSWERING, sent_on=date(2020, 11, 5)) is Permission.PERMITTED

    def test_what_is_not_known_is_asked(self) -> None:
        decision = decided(NEUTRAL, has_email_address=None)
        assert decision.outcome is None
        assert "has_email_address" in decision.needs
        assert outcome(NEUTRAL, has_email_address=None, is_abusive=True) is Permission.FORBIDDEN

    def test_the_same_in_other_marketplaces(self) -> None:
        assert outcome(NEUTRAL, marketplace=UK) is Permission.PERMITTED
        assert outcome(NEUTRAL, marketplace=UK, has_email_address=True) is Permission.FORBIDDEN


class TestLayout:
    """004-2: messages serve the order and do not advertise; since November 2020 that is a matter of looks too."""

    PLAIN = sp.messaging.Layout(
        sent_on=date(2024, 3, 10),
        widest_margin=20,
        widest_image=80,
        font_sizes=3,
        line_breaks=2,
        has_emoji=False,
        is_centred=False,
        overrides_style=False,
        has_insecure_image=False,
    )

    def test_at_every_limit(self) -> None:
        assert sp.messaging.layout(self.PLAIN).outcome is Permission.PERMITTED
        none = evolve(self.PLAIN, widest_margin=0, widest_image=0, font_sizes=0, line_breaks=0)
        assert sp.messaging.layout(none).outcome is Permission.PERMITTED

    @pytest.mark.parametrize(
        "fields",
        [
            {"widest_margin": 21},
            {"widest_image": 81},
            {"font_sizes": 4},
            {"line_breaks": 3},
            {"has_emoji": True},
            {"is_centred": True},
            {"overrides_style": True},
            {"has_insecure_image": True},
        ],
        ids=lambda fields: next(iter(fields)),
    )
    def test_beyond_one(self, fields: dict[str, Any]) -> None:
        decision = sp.messaging.layout(evolve(self.PLAIN, **fields))
        assert decision.outcome is Permission.FORBIDDEN
        assert not decision.contested

    @pytest.mark.parametrize("unknown", ["widest_margin", "line_breaks", "has_emoji"])
    def test_what_is_not_known_is_asked(self, unknown: str) -> None:
        fields: dict[str, Any] = {unknown: None}
        assert sp.messaging.layout(evolve(self.PLAIN, **fields)).needs == (unknown,)

    def test_the_first_day(self) -> None:
        first = evolve(self.PLAIN, sent_on=date(2020, 11, 6))
        assert sp.messaging.layout(first).outcome is Permission.PERMITTED
        early = evolve(self.PLAIN, sent_on=date(2020, 11, 5))
        with pytest.raises(sp.errors.NoPolicyText, match="2020-11-06"):
            sp.messaging.layout(early)
        assert sp.messaging.layout(early, on=date(2024, 3, 10)).outcome is Permission.PERMITTED

    def test_what_if(self) -> None:
        strict = evolve(Terms.on(date(2024, 3, 10)), font_sizes=sp.at_most(2))
        assert sp.messaging.layout(self.PLAIN, terms=strict).outcome is Permission.FORBIDDEN


class TestUndoing:
    """002-7: who writes to have feedback removed or a claim withdrawn risks a serious breach."""

    def test_asking_to_change_feedback_without_incentive_is_forbidden_and_in_dispute(self) -> None:
        decision = decided(NEUTRAL, purpose=Purpose.FEEDBACK_CHANGE)
        assert decision.outcome is Permission.FORBIDDEN
        assert [each.term for each in decision.disagreements] == ["messaging.forbids_asking_for_change"]
        assert decided(decision.case, sent_on=date(2015, 3, 10)).outcome is Permission.FORBIDDEN

    @pytest.mark.parametrize("way", ["offers_incentive", "presses"])
    def test_with_incentive_or_pressure_it_is_not_in_dispute(self, way: str) -> None:
        assert outcome(NEUTRAL, purpose=Purpose.FEEDBACK_CHANGE, **{way: True}) is Permission.FORBIDDEN

    @pytest.mark.parametrize("offers", [True, False])
    def test_a_claim_is_never_asked_back(self, offers: bool) -> None:
        message = evolve(NEUTRAL, purpose=Purpose.CLAIM_WITHDRAWAL, offers_incentive=offers)
        assert outcome(message) is Permission.FORBIDDEN
        assert outcome(message, sent_on=date(2015, 3, 10)) is Permission.FORBIDDEN


class TestSettling:
    """004-13: after bad feedback the issue is settled politely, by refund or replacement, and never in exchange."""

    def test_putting_it_right(self) -> None:
        decision = decided(NEUTRAL, purpose=Purpose.SETTLEMENT)
        assert decision.outcome is Permission.PERMITTED
        assert "nothing may be asked for in exchange" in decision.explain()

    @pytest.mark.parametrize("how", ["offers_incentive", "presses", "is_abusive"])
    def test_not_in_exchange_and_not_rudely(self, how: str) -> None:
        assert outcome(NEUTRAL, purpose=Purpose.SETTLEMENT, **{how: True}) is Permission.FORBIDDEN


class TestConsequences:
    """004-12: breaking the rules brings limits on messages, perhaps a ban; fines are not confirmed."""

    def test_are_told_with_what_is_forbidden(self) -> None:
        told = decided(NEUTRAL, is_abusive=True).explain()
        assert "limited to Amazon's templates" in told
        assert "no text of Amazon's names any" in told
        assert "limited to Amazon's templates" not in decided(NEUTRAL).explain()


class TestAnswers:
    """003-2 and 004-1: buyers are answered within 24 hours, whatever the reason for being late."""

    def test_an_answer_to_a_waiting_buyer_is_required(self) -> None:
        assert outcome(ANSWERING, buyer_awaits_answer=True) is Permission.REQUIRED
        assert outcome(ANSWERING, buyer_awaits_answer=True, sent_on=date(2014, 3, 5)) is Permission.REQUIRED
        assert outcome(ANSWERING, buyer_awaits_answer=True, is_abusive=True) is Permission.FORBIDDEN
        assert outcome(NEUTRAL, buyer_awaits_answer=True) is Permission.PERMITTED

    @pytest.mark.parametrize(
        ("after", "expected", "contested"),
        [
            (timedelta(0), Answer.IN_TIME, False),
            (timedelta(hours=24) - SECOND, Answer.IN_TIME, False),
            (timedelta(hours=24), Answer.IN_TIME, True),
            (timedelta(hours=24) + SECOND, Answer.LATE, False),
            (timedelta(days=9), Answer.LATE, False),
        ],
    )
    def test_from_friday_to_saturday(self, after: timedelta, expected: sp.messaging.Answer, contested: bool) -> None:
        decision = sp.messaging.answer(answered(after), at=LATER)
        assert decision.outcome is expected
        assert decision.contested is contested

    def test_within_or_under_is_what_is_in_dispute(self) -> None:
        decision = sp.messaging.answer(answered(timedelta(hours=24)), at=LATER)
        (disagreement,) = decision.disagreements
        assert disagreement.term == "messaging.counts_last_instant"
        assert disagreement.outcome is Answer.LATE

    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (FRIDAY, Answer.AWAITED),
            (FRIDAY + timedelta(hours=24), Answer.AWAITED),
            (FRIDAY + timedelta(hours=24) + SECOND, Answer.LATE),
        ],
    )
    def test_while_it_waits(self, at: datetime, expected: sp.messaging.Answer) -> None:
        assert sp.messaging.answer(WROTE, at=at).outcome is expected

    def test_an_answer_that_comes_after_the_instant_asked_about_is_not_there_yet(self) -> None:
        message = answered(timedelta(hours=20))
        assert sp.messaging.answer(message, at=FRIDAY + timedelta(hours=19)).outcome is Answer.AWAITED
        assert sp.messaging.answer(message, at=FRIDAY + timedelta(hours=20)).outcome is Answer.IN_TIME

    def test_holidays_do_not_stop_the_time(self) -> None:
        christmas = datetime(2023, 12, 24, 20, tzinfo=UTC)
        message = answered(timedelta(hours=24) + SECOND, received_at=christmas)
        assert sp.messaging.answer(message, at=LATER).outcome is Answer.LATE

    def test_it_is_elapsed_time_where_the_clocks_change(self) -> None:
        """In the night to 10 March 2024 clocks went forward: 24 hours from noon end at one o'clock."""
        noon = datetime(2024, 3, 9, 12, tzinfo=ZoneInfo("America/Los_Angeles"))
        (deadline,) = sp.messaging.deadlines(evolve(WROTE, received_at=noon))
        assert deadline.by == datetime(2024, 3, 10, 20, tzinfo=UTC)

    def test_a_machine_answers_nothing(self) -> None:
        by_machine = answered(timedelta(minutes=1), is_auto_reply=True)
        assert sp.messaging.answer(by_machine, at=FRIDAY + timedelta(hours=3)).outcome is Answer.AWAITED
        assert sp.messaging.answer(by_machine, at=LATER).outcome is Answer.LATE
        unknown = evolve(by_machine, is_auto_reply=None)
        assert sp.messaging.answer(unknown, at=LATER).needs == ("is_auto_reply",)

    def test_a_message_marked_as_needing_no_answer(self) -> None:
        marked = evolve(WROTE, needs_no_answer=True)
        assert sp.messaging.answer(marked, at=LATER).outcome is Answer.NOT_NEEDED
        assert sp.messaging.deadlines(marked) == ()

    def test_december_2015_asked_for_twelve_hours(self) -> None:
        def answered_on(day: date, hours: float) -> sp.messaging.Answer | None:
            came = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
            return sp.messaging.answer(answered(timedelta(hours=hours), received_at=came), at=LATER).outcome

        assert answered_on(date(2015, 11, 30), 13) is Answer.IN_TIME
        assert answered_on(date(2015, 12, 1), 13) is Answer.LATE
        assert answered_on(date(2015, 12, 31), 11) is Answer.IN_TIME
        assert answered_on(date(2015, 12, 31), 13) is Answer.LATE
        assert answered_on(date(2016, 1, 1), 13) is Answer.IN_TIME

    def test_nowhere_else(self) -> None:
        came = datetime(2015, 12, 10, 20, tzinfo=UTC)
        abroad = answered(timedelta(hours=13), received_at=came, marketplace=UK)
        assert sp.messaging.answer(abroad, at=LATER).outcome is Answer.IN_TIME

    def test_the_day_is_the_marketplaces_own(self) -> None:
        """At four in the morning of 1 December in UTC it is still November in Los Angeles."""
        came = datetime(2015, 12, 1, 4, tzinfo=UTC)
        decision = sp.messaging.answer(answered(timedelta(hours=13), received_at=came), at=LATER)
        assert decision.policy_day == date(2015, 11, 30)
        assert decision.outcome is Answer.IN_TIME
        by_december = sp.messaging.answer(answered(timedelta(hours=13)), at=LATER, on=date(2015, 12, 5))
        assert by_december.outcome is Answer.LATE

    def test_an_instant_before_the_message_is_refused(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="^at: expected "):
            sp.messaging.answer(WROTE, at=FRIDAY - SECOND)

    def test_what_if(self) -> None:
        quick = evolve(Terms.on(date(2024, 3, 1)), time_to_answer=hours(1))
        assert sp.messaging.answer(answered(timedelta(hours=2)), at=LATER, terms=quick).outcome is Answer.LATE

    @given(strategies.buyer_messages(), st.timedeltas(timedelta(0), timedelta(days=400)))
    def test_once_late_it_stays_late(self, message: sp.BuyerMessage, wait: timedelta) -> None:
        at = message.received_at + wait
        then, later = (sp.messaging.answer(message, at=each).outcome for each in (at, at + timedelta(days=1)))
        if then is Answer.LATE:
            assert later is Answer.LATE
        if then is Answer.IN_TIME:
            assert later is Answer.IN_TIME


class TestEffects:
    """004-1: late answers hurt the rating; since October 2018 no rate of them is kept, which the article disputes."""

    @pytest.mark.parametrize(
        ("day", "expected", "contested"),
        [
            (datetime(2018, 9, 30, 20, tzinfo=UTC), Effect.RATED, False),
            (datetime(2018, 10, 1, 20, tzinfo=UTC), Effect.BREACH, True),
            (FRIDAY, Effect.BREACH, True),
        ],
    )
    def test_of_a_late_answer(self, day: datetime, expected: sp.messaging.Effect, contested: bool) -> None:
        late = answered(timedelta(hours=25), received_at=day)
        decision = sp.messaging.effect(late, at=LATER)
        assert decision.outcome is expected
        assert decision.contested is contested
        assert sp.messaging.effect(evolve(late, answered_at=sp.NEVER), at=LATER).outcome is expected

    def test_of_one_in_time(self) -> None:
        assert sp.messaging.effect(answered(timedelta(hours=1)), at=LATER).outcome is Effect.NONE
        assert sp.messaging.effect(evolve(WROTE, needs_no_answer=True), at=LATER).outcome is Effect.NONE
        assert sp.messaging.effect(WROTE, at=FRIDAY).outcome is Effect.NONE

    def test_abroad_no_text_says(self) -> None:
        late = answered(timedelta(hours=25), marketplace=UK)
        with pytest.raises(sp.errors.NoPolicyText, match="rates_answers"):
            sp.messaging.effect(late, at=LATER)
        assert sp.messaging.effect(answered(timedelta(hours=1), marketplace=UK), at=LATER).outcome is Effect.NONE


class TestDeadlines:
    """003-2: the answer is due 24 hours after the message, weekends included."""

    def test_of_a_message_that_waits(self) -> None:
        (deadline,) = sp.messaging.deadlines(WROTE)
        assert deadline.what == "answer the buyer"
        assert deadline.by == FRIDAY + timedelta(hours=24)
        assert deadline.counted_from == FRIDAY
        assert deadline.is_duty
        assert deadline.needs == ()

    def test_an_answered_message_has_none(self) -> None:
        assert sp.messaging.deadlines(answered(timedelta(hours=1))) == ()

    def test_a_machines_answer_does_not_stop_it(self) -> None:
        (deadline,) = sp.messaging.deadlines(answered(timedelta(hours=1), is_auto_reply=True))
        assert deadline.by == FRIDAY + timedelta(hours=24)

    def test_what_is_unknown(self) -> None:
        (deadline,) = sp.messaging.deadlines(evolve(WROTE, answered_at=None))
        assert deadline.needs == ("answered_at", "is_auto_reply")

    def test_in_december_2015(self) -> None:
        (deadline,) = sp.messaging.deadlines(WROTE, on=date(2015, 12, 24))
        assert deadline.by == FRIDAY + timedelta(hours=12)
        quick = evolve(Terms.on(date(2024, 3, 1)), time_to_answer=hours(1))
        (deadline,) = sp.messaging.deadlines(WROTE, terms=quick)
        assert deadline.by == FRIDAY + timedelta(hours=1)


class TestLateResponses:
    """001-4: quick answers prevent claims; how many were late can be counted."""

    WINDOW = sp.Window.ending(date(2024, 3, 7), days=7)

    def count(self, *messages: sp.BuyerMessage, at: datetime = LATER, **fields: Any) -> sp.messaging.LateResponses:
        named = [evolve(each, message_id=f"M-{number}") for number, each in enumerate(messages)]
        return sp.messaging.late_responses(named, window=self.WINDOW, at=at, **fields)

    def test_late_ones_and_those_that_waited_too_long(self) -> None:
        counted = self.count(answered(timedelta(hours=1)), answered(timedelta(hours=25)), WROTE)
        assert (counted.messages, counted.late, counted.undetermined) == (3, 2, ())
        assert counted.rate == Fraction(2, 3)

    def test_those_that_wait_are_not_late_yet(self) -> None:
        counted = self.count(WROTE, at=FRIDAY + timedelta(hours=24))
        assert (counted.messages, counted.late, counted.rate) == (1, 0, Fraction(0))

    def test_marked_ones_are_left_out(self) -> None:
        counted = self.count(evolve(WROTE, needs_no_answer=True))
        assert (counted.messages, counted.late, counted.rate) == (0, 0, None)

    def test_unknown_ones_are_named(self) -> None:
        counted = self.count(WROTE, evolve(WROTE, answered_at=None))
        assert (counted.messages, counted.late, counted.undetermined) == (2, 1, ("M-1",))

    @pytest.mark.parametrize(
        ("came", "number"),
        [
            (datetime(2024, 3, 1, 8, tzinfo=UTC), 1),  # midnight in Los Angeles
            (datetime(2024, 3, 1, 8, tzinfo=UTC) - SECOND, 0),
            (datetime(2024, 3, 8, 8, tzinfo=UTC) - SECOND, 1),
            (datetime(2024, 3, 8, 8, tzinfo=UTC), 0),
        ],
    )
    def test_by_the_day_on_which_they_came(self, came: datetime, number: int) -> None:
        assert self.count(evolve(WROTE, received_at=came)).messages == number

    def test_what_came_later_is_left_out(self) -> None:
        assert self.count(WROTE, at=FRIDAY - SECOND).messages == 0
        assert self.count(WROTE, at=FRIDAY).messages == 1

    def test_what_if(self) -> None:
        quick = evolve(Terms.on(date(2024, 3, 1)), time_to_answer=hours(1))
        assert self.count(answered(timedelta(hours=2)), terms=quick).late == 1

    def test_each_message_once_and_one_marketplace(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="BuyerMessage.message_id: expected each message once, got 'M-"):
            sp.messaging.late_responses([WROTE, WROTE], window=self.WINDOW, at=LATER)
        with pytest.raises(
            sp.errors.BadFact,
            match="BuyerMessage.marketplace: expected 'us', one marketplace for all messages, got 'uk'",
        ):
            self.count(WROTE, evolve(WROTE, marketplace=UK))


class TestPractice:
    """004-1: late answers hurt; nine of ten in time were called good practice."""

    WINDOW = sp.Window.ending(date(2024, 3, 31), days=30)

    def practice(self, late: int, messages: int, *undetermined: str, **known: Any) -> sp.Decision[Any]:
        counted = sp.messaging.LateResponses(
            **{"window": self.WINDOW, "messages": messages, "late": late, "undetermined": undetermined, **known}
        )
        return sp.messaging.practice(counted)

    @pytest.mark.parametrize(
        ("late", "messages", "outcome"),
        [
            (0, 10, Practice.GOOD),
            (1, 10, Practice.GOOD),
            (2, 19, Practice.POOR),
            (10_001, 100_000, Practice.POOR),
            (0, 0, Practice.NOT_MEASURED),
        ],
    )
    def test_nine_of_ten(self, late: int, messages: int, outcome: Any) -> None:
        assert self.practice(late, messages).outcome is outcome
        assert self.practice(late, messages, marketplace=UK).outcome is outcome

    def test_unknown_ones_count_where_they_matter(self) -> None:
        assert self.practice(0, 10, "M-1").outcome is Practice.GOOD
        assert self.practice(1, 10, "M-1").needs == ("late",)
        assert self.practice(2, 10, "M-1").outcome is Practice.POOR

    def test_other_terms_and_days(self) -> None:
        counted = sp.messaging.LateResponses(window=self.WINDOW, messages=10, late=1, undetermined=())
        strict = evolve(Terms.on(self.WINDOW.last), good_practice=sp.at_most(Fraction(0)))
        assert sp.messaging.practice(counted, terms=strict).outcome is Practice.POOR
        with pytest.raises(sp.errors.NoPolicyText, match="messaging.good_practice"):
            sp.messaging.practice(counted, on=date(2012, 2, 28))
        assert sp.messaging.practice(counted, on=date(2012, 2, 29)).outcome is Practice.GOOD

    def test_it_takes_what_was_counted(self) -> None:
        counted = sp.messaging.late_responses([WROTE], window=sp.Window.ending(date(2024, 3, 30), days=30), at=LATER)
        assert sp.messaging.practice(counted).outcome is Practice.POOR
        assert counted.marketplace is US

    def test_the_times_over_which_it_was_shown(self) -> None:
        windows = sp.messaging.response_windows(date(2017, 3, 31))
        assert [(window.days, window.last) for window in windows] == [
            (7, date(2017, 3, 31)),
            (30, date(2017, 3, 31)),
            (90, date(2017, 3, 31)),
        ]
        own = evolve(Terms.on(date(2017, 3, 31)), shortest_time=days(5))
        assert sp.messaging.response_windows(date(2017, 3, 31), terms=own)[0].days == 5
        with pytest.raises(
            sp.errors.NoPolicyText, match="messaging.shortest_time: no policy text for uk on 2017-03-31"
        ):
            sp.messaging.response_windows(date(2017, 3, 31), marketplace=UK)


class TestTemplates:
    """004-2, 004-4: what Amazon's interface takes; no HTML and no e-mail addresses."""

    SHORT = sp.messaging.TemplateText(
        sent_on=date(2026, 11, 20),
        part=sp.messaging.TemplatePart.TEXT,
        characters=1,
        has_html=False,
        has_email_address=False,
    )

    @pytest.mark.parametrize(("part", "most"), [("text", 2000), ("customization", 800), ("digital_key", 400)])
    def test_lengths(self, part: str, most: int) -> None:
        for characters, outcome in ((0, False), (1, True), (most, True), (most + 1, False)):
            text = evolve(self.SHORT, part=sp.messaging.TemplatePart(part), characters=characters)
            expected = Permission.PERMITTED if outcome else Permission.FORBIDDEN
            assert sp.messaging.template_text(text).outcome is expected

    @pytest.mark.parametrize(
        ("fields", "outcome"),
        [
            ({"attachments": 5}, Permission.PERMITTED),
            ({"attachments": 6}, Permission.FORBIDDEN),
            ({"has_html": True}, Permission.FORBIDDEN),
            ({"has_email_address": True}, Permission.FORBIDDEN),
            ({"has_email_address": None}, None),
            ({"has_email_address": None, "has_html": True}, Permission.FORBIDDEN),
        ],
    )
    def test_contents(self, fields: dict[str, Any], outcome: Any) -> None:
        decision = sp.messaging.template_text(evolve(self.SHORT, **fields))
        assert (decision.outcome, decision.contested) == (outcome, False)

    def test_before_the_model_was_read(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="2026-08-30"):
            sp.messaging.template_text(evolve(self.SHORT, sent_on=date(2026, 8, 30)))
        assert sp.messaging.template_text(evolve(self.SHORT, sent_on=date(2026, 8, 31))).outcome is Permission.PERMITTED


class TestTables:
    """Every combination of facts meets a rule, every rule is reached, and every condition decides."""

    @pytest.mark.parametrize("table", sp.messaging.TABLES, ids=lambda table: str(table.id))
    def test_checks(self, table: Any) -> None:
        found = table.check()
        assert found.complete
        assert found.flaws == ()


class TestProperties:
    @given(strategies.messages(), st.sampled_from(["offers_incentive", "presses", "steers", "is_abusive"]))
    def test_worse_contents_are_never_better(self, message: sp.Message, how: str) -> None:
        if message.channel is Channel.REQUEST_A_REVIEW:
            return
        worse = changed(message, {"channel": Channel.MESSAGING, how: True})
        assert sp.messaging.permitted(worse).outcome is Permission.FORBIDDEN

    @given(strategies.messages())
    def test_only_answers_are_required(self, message: sp.Message) -> None:
        try:
            decision = sp.messaging.permitted(message)
        except sp.errors.NoPolicyText:
            return
        if decision.outcome is Permission.REQUIRED:
            assert message.purpose is Purpose.ANSWER
            assert message.buyer_awaits_answer

    def test_another_days_text_and_other_terms_can_be_asked_for(self) -> None:
        old = evolve(NEUTRAL, sent_on=date(2019, 3, 10), delivered_on=date(2019, 3, 5))
        decision = sp.messaging.permitted(old, on=date(2024, 3, 10))
        assert decision.outcome is Permission.PERMITTED
        assert decision.policy_day == date(2024, 3, 10)
        strict = evolve(Terms.on(date(2024, 3, 10)), time_to_write=sp.at_most(days(3)))
        assert sp.messaging.permitted(NEUTRAL, terms=strict).outcome is Permission.FORBIDDEN


class TestNotes:
    """004-12: what is said about a forbidden message is true of its day."""

    @pytest.mark.parametrize(("day", "is_scanned"), [(date(2021, 2, 28), False), (date(2021, 3, 1), True)])
    def test_messages_are_scanned_since_march_2021(self, day: date, *, is_scanned: bool) -> None:
        asking = sp.Message(purpose=sp.Purpose.CLAIM_WITHDRAWAL, sent_on=day, channel=sp.Channel.MESSAGING)
        decision = sp.messaging.permitted(asking)
        assert decision.outcome is sp.messaging.Permission.FORBIDDEN
        assert any("scans messages" in note.text for note in decision.notes) is is_scanned
