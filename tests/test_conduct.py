"""Conduct: what the account report says of returns and messages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.account import AccountReport, account_reports
from sellerpolicy.findings import Finding
from sellerpolicy.rules.messaging import Answer, Effect, Permission, Practice
from sellerpolicy.rules.returns import Answer as ReturnAnswer, Handler, Refund, RestockingFee, Timeliness, WayBack

TODAY = date(2026, 11, 21)
ASKED = datetime(2026, 11, 19, 16, tzinfo=UTC)
ORDER = sp.Order(order_id="O-1", placed_on=date(2026, 11, 1), delivered_on=date(2026, 11, 5))
RETURN = sp.Return(
    return_id="R-1", order_id="O-1", requested_at=ASKED, in_policy=False, answered_at=sp.NEVER, received_on=sp.NEVER
)
PERMITTED = sp.Message.from_dict(
    {
        **dict.fromkeys(
            (
                *("offers_incentive", "presses", "steers", "is_abusive", "is_offensive", "has_outside_link"),
                *("has_email_address", "has_phone_number", "has_other_attachment", "has_logo_with_address"),
                *("has_opt_out_link", "has_tracking_pixel", "buyer_opted_out", "buyer_awaits_answer"),
            ),
            False,
        ),
        "purpose": "return_question",
        "channel": "messaging",
        "sent_on": "2026-11-20",
        "ordered_on": "2026-11-10",
        "delivered_on": "2026-11-15",
        "names_order": True,
        "in_buyers_language": True,
        "requests_before": 0,
    }
)
"""A message about a return that breaks no rule."""


def report(*facts: Any, on: date = TODAY) -> AccountReport:
    (found,) = account_reports(facts, {}, on=on)
    return found


def findings(*facts: Any, section: str) -> list[Finding]:
    return [each for each in report(*facts).findings if each.section == section]


def outcomes(found: Finding) -> list[Any]:
    return [decision.outcome for decision in found.decisions]


class TestReturns:
    """Returns: who handles them, in time (004-5), by the 30-day policy (004-6)."""

    def one(self, **known: Any) -> Finding:
        (found,) = findings(ORDER, evolve(RETURN, **known), section="Returns")
        return found

    def test_one_to_be_answered(self) -> None:
        found = self.one()
        assert found.about == "return R-1, order O-1"
        assert outcomes(found) == [Handler.SELLER, Timeliness.IN_TIME, None]
        assert found.decisions[-1].needs == ("refunded_at", "amazon_label", "scanned_on")
        due = [(each.deadline.what, each.by, each.is_duty) for each in report(ORDER, RETURN).due]
        # 24 hours are advice in the US, after 48 the answer is late
        assert due == [
            ("answer the return request early", datetime(2026, 11, 20, 16, tzinfo=UTC), False),
            ("answer the return request", datetime(2026, 11, 21, 16, tzinfo=UTC), True),
            ("take the refund back", None, False),
        ]

    def test_one_to_be_refunded(self) -> None:
        """Since 26 January 2026 within four calendar days."""
        back: dict[str, Any] = {"received_on": date(2026, 11, 20), "refunded_at": sp.NEVER, "amazon_label": False}
        answered: dict[str, Any] = {"answered_at": ASKED + timedelta(hours=48, seconds=1)}
        found = self.one(**answered, **back)
        assert outcomes(found) == [Handler.SELLER, Timeliness.IN_TIME, ReturnAnswer.LATE, Refund.DUE_FROM_SELLER]
        (due,) = report(ORDER, evolve(RETURN, **answered, **back)).duties
        assert (due.deadline.what, due.by) == ("refund the return", date(2026, 11, 24))

    def test_the_way_back_to_a_seller_abroad(self) -> None:
        assert outcomes(self.one(international=True, price=sp.usd(20)))[2] is WayBack.REFUNDED_WITHOUT_RETURN

    def test_what_is_kept_of_the_price(self) -> None:
        kept: dict[str, Any] = {"price": sp.usd(20), "withheld": sp.usd(0)}
        assert outcomes(self.one(**kept))[-1] is RestockingFee.NO_FEE

    def test_one_of_an_unknown_order_is_named(self) -> None:
        found = report(RETURN)
        assert found.findings == ()
        assert "orders O-1: who handles their returns, and what is due" in found.lacking

    def test_where_no_text_is_known_that_is_said(self) -> None:
        order = evolve(ORDER, marketplace=sp.Marketplace.JP, deliver_by=date(2026, 11, 6), shipped_on=date(2026, 11, 2))
        asked = evolve(RETURN, marketplace=sp.Marketplace.JP, extended_until=sp.NEVER)
        (found,) = findings(order, asked, section="Returns")
        assert [decision.table.id for decision in found.decisions] == ["returns.HANDLER", "returns.REFUND"]
        assert any("returns." in line and "no policy text for jp" in line for line in report(order, asked).lacking)


class TestMessagesOfBuyers:
    """Answer within 24 hours, whatever the reason for being late (003-2, 004-1)."""

    RECEIVED = datetime(2026, 11, 20, 18, tzinfo=UTC)
    WAITING = sp.BuyerMessage(message_id="M-1", received_at=RECEIVED, answered_at=sp.NEVER)

    def told(self, message: sp.BuyerMessage) -> list[list[Any]]:
        told = findings(message, section="Messages of buyers")
        return [outcomes(found) for found in told if not found.about.startswith("answers of")]

    def test_one_that_waits_is_due(self) -> None:
        (due,) = report(self.WAITING).due
        assert (due.about, due.by, due.is_duty) == ("message M-1", self.RECEIVED + timedelta(hours=24), True)
        assert self.told(self.WAITING) == [[Answer.AWAITED]]

    def test_one_that_came_on_the_day_itself(self) -> None:
        assert self.told(evolve(self.WAITING, received_at=datetime(2026, 11, 21, 18, tzinfo=UTC))) == [[Answer.AWAITED]]

    def test_one_that_has_waited_too_long(self) -> None:
        """The day begins at 08:00 UTC in the marketplace: 24 hours and a second earlier is late."""
        late = evolve(self.WAITING, received_at=datetime(2026, 11, 20, 7, 59, 59, tzinfo=UTC))
        assert self.told(late) == [[Answer.LATE, Effect.BREACH]]
        last = evolve(self.WAITING, received_at=datetime(2026, 11, 20, 8, tzinfo=UTC))
        assert self.told(last) == [[Answer.AWAITED]]

    def test_one_marked_as_needing_no_answer_is_not_told(self) -> None:
        assert self.told(evolve(self.WAITING, needs_no_answer=True)) == []

    @pytest.mark.parametrize(
        ("answered_after", "told"),
        [
            (timedelta(hours=23), []),
            (timedelta(hours=24, seconds=1), [[Answer.LATE, Effect.BREACH]]),
            # in the last instant another text disagrees
            (timedelta(hours=24), [[Answer.IN_TIME, Effect.NONE]]),
        ],
    )
    def test_a_late_answer_is_told(self, answered_after: timedelta, told: list[list[Any]]) -> None:
        answered = evolve(self.WAITING, answered_at=self.RECEIVED + answered_after, is_auto_reply=False)
        assert self.told(answered) == told

    def test_how_many_are_late(self) -> None:
        """Of one in time and one late half are late, within seven, thirty and ninety days before the day."""
        prompt = evolve(self.WAITING, answered_at=self.RECEIVED + timedelta(hours=1), is_auto_reply=False)
        months = {
            f"M-{days}": evolve(
                prompt,
                message_id=f"M-{days}",
                received_at=self.RECEIVED - timedelta(days=days),
                answered_at=self.RECEIVED - timedelta(days=days - 2),
            )
            for days in (7, 30, 90)
        }
        found = report(prompt, *months.values()).findings
        rates = [each for each in found if each.about.startswith("answers of")]
        assert [(each.about, each.remarks[0], *outcomes(each)) for each in rates] == [
            ("answers of 7 days", "Late or left waiting: 0 of 1, 2026-11-14 to 2026-11-20.", Practice.GOOD),
            ("answers of 30 days", "Late or left waiting: 1 of 2, 2026-10-22 to 2026-11-20.", Practice.POOR),
            ("answers of 90 days", "Late or left waiting: 2 of 3, 2026-08-23 to 2026-11-20.", Practice.POOR),
        ]

    def test_of_no_messages_no_rate_is_told(self) -> None:
        marked = evolve(self.WAITING, needs_no_answer=True)
        assert findings(marked, section="Messages of buyers") == []

    def test_an_answer_that_may_be_a_machines(self) -> None:
        unsure = evolve(self.WAITING, answered_at=self.RECEIVED + timedelta(hours=1))
        *_, found = findings(unsure, section="Messages of buyers")
        assert (outcomes(found), found.decisions[0].needs) == ([None], ("is_auto_reply",))
        assert found.deadlines[0].needs == ("is_auto_reply",)

    def test_where_no_text_says_what_a_late_answer_does(self) -> None:
        late = evolve(
            self.WAITING,
            answered_at=self.RECEIVED + timedelta(hours=25),
            is_auto_reply=False,
            marketplace=sp.Marketplace.DE,
        )
        assert self.told(late) == [[Answer.LATE]]
        assert any("messaging.rates_answers" in line for line in report(late).lacking)


class TestMessagesToBuyers:
    """Send nothing unsolicited (004-2), nothing for the removal of feedback (002-7)."""

    def test_each_is_judged(self) -> None:
        forbidden = sp.Message(purpose=sp.Purpose.MARKETING, sent_on=date(2026, 11, 20))
        found = findings(forbidden, PERMITTED, section="Messages to buyers")
        assert [(each.about, *outcomes(each)) for each in found] == [
            ("marketing message of 2026-11-20", Permission.FORBIDDEN),
            ("return question message of 2026-11-20", Permission.PERMITTED),
        ]

    def test_an_answer_that_is_awaited_is_required(self) -> None:
        answer = evolve(PERMITTED, purpose=sp.Purpose.ANSWER, buyer_awaits_answer=True)
        (found,) = findings(answer, section="Messages to buyers")
        assert outcomes(found) == [Permission.REQUIRED]

    def test_before_the_guidelines_there_is_no_text(self) -> None:
        old = evolve(PERMITTED, sent_on=date(2020, 11, 5), ordered_on=date(2020, 11, 2), delivered_on=date(2020, 11, 4))
        assert findings(old, section="Messages to buyers") == []
        assert any("messaging." in line and "no policy text" in line for line in report(old).lacking)
