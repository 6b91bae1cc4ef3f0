"""Deadlines as a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from attrs import evolve
from hypothesis import given
from icalendar import Calendar, Component

import sellerpolicy as sp
from sellerpolicy.account import AccountReport, account_reports
from sellerpolicy.strategies import Account, accounts
from sellerpolicy.views.calendar import calendar, dated

TODAY = date(2026, 11, 21)
CLAIM = sp.Claim(
    claim_id="C-1",
    order_id="O-1",
    reason=sp.ClaimReason.NOT_RECEIVED,
    filed_at=datetime(2026, 10, 20, 18, tzinfo=UTC),
    information_requested_at=datetime(2026, 11, 19, 23, 20, tzinfo=UTC),
    information_answered_at=sp.NEVER,
)
INJURY = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PERSONAL_INJURY,
    amount=sp.usd("1000.00"),
    filed_on=date(2026, 11, 12),
    is_valid=True,
    seller_insured=True,
    insurance_required=True,
    follows_policy=True,
    seller_responded=False,
    notified_on=date(2026, 11, 16),
    proof_given_on=sp.NEVER,
)
NOTICE = sp.Notice(
    kind=sp.NoticeKind.WARNING,
    received_on=date(2026, 11, 14),
    asks_for_appeal=True,
    answer_by=date(2026, 11, 28),
    answered_on=sp.NEVER,
)


def reports(*facts: Any, on: date = TODAY) -> tuple[AccountReport, ...]:
    return account_reports(facts, {}, on=on)


def events(*facts: Any, on: date = TODAY) -> dict[str, Component]:
    """The events by their summaries, read back."""
    found = Calendar.from_ical(calendar(reports(*facts, on=on)))
    return {str(event["SUMMARY"]): event for event in found.walk("VEVENT")}


class TestEvents:
    def test_an_instant_is_in_utc(self) -> None:
        event = events(CLAIM)["Answer the information request (must): C-1, order O-1"]
        # 72 hours after it was asked
        assert event.decoded("DTSTART") == datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
        assert event["DTSTART"].to_ical() == b"20261122T232000Z"
        assert "DTEND" not in event

    def test_a_day_is_a_whole_day(self) -> None:
        event = events(INJURY)["Accept or reject the claim (must): K-1, personal injury"]
        assert event["DTSTART"].to_ical() == b"20261123"
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event["DTEND"].to_ical() == b"20261124"

    def test_rights_and_doubts_say_so(self) -> None:
        told = events(INJURY, sp.Feedback(order_id="O-1", rating=1, left_on=date(2026, 11, 1)), order())
        assert "Prove your insurance (maybe): K-1, personal injury" in told
        assert "Ask for the feedback's removal (may): feedback on order O-1" in told
        about = str(told["Prove your insurance (maybe): K-1, personal injury"]["DESCRIPTION"])
        assert "Disputed: only another text asks for it, by 2026-11-23" in about

    def test_what_it_rests_on(self) -> None:
        told = str(events(CLAIM)["Answer the information request (must): C-1, order O-1"]["DESCRIPTION"]).split("\n")
        assert told[:2] == ["By 2026-11-22 15:20 PST, Amazon US", "Counted from 2026-11-19 15:20 PST"]
        assert "https://sellercentral.amazon.com/help/hub/reference/external/G202041210" in told

    def test_a_source_without_address(self) -> None:
        told = str(events(NOTICE)["Answer the notice (must): warning of 2026-11-14"]["DESCRIPTION"])
        assert told.startswith("By 2026-11-28, Amazon US\nCounted from 2026-11-14\n")

    def test_a_deadline_that_nothing_started(self) -> None:
        (report,) = reports(NOTICE)
        (found,) = report.findings
        plain = evolve(found, deadlines=(sp.Deadline("act", TODAY, None),))
        (event,) = Calendar.from_ical(calendar([evolve(report, findings=(plain,))])).walk("VEVENT")
        assert str(event["DESCRIPTION"]) == "By 2026-11-21, Amazon US"

    def test_signs_that_mean_something_in_a_calendar_are_escaped(self) -> None:
        odd = evolve(CLAIM, claim_id="C;1,\\n:é")
        content = calendar(reports(odd)).decode()
        assert "C\\;1\\,\\\\n:é" in content.replace("\r\n ", "")
        assert all(line.isprintable() for line in content.split("\r\n"))
        assert list(events(odd)) == ["Answer the information request (must): C;1,\\n:é, order O-1"]

    def test_deadlines_without_a_day_are_left_out(self) -> None:
        chargeback = sp.Chargeback(order_id="O-1", kind=sp.ChargebackKind.SERVICE, filed_on=date(2026, 11, 9))
        (report,) = reports(order(), chargeback)
        assert len(report.due) == 1
        assert dated(report) == ()
        assert events(order(), chargeback) == {}


def order() -> sp.Order:
    return sp.Order(order_id="O-1", placed_on=date(2026, 10, 1))


class TestIdentity:
    """The same reports give the same calendar; a deadline keeps its identity."""

    def test_the_stamp_is_the_day_of_the_report(self) -> None:
        (event, *_) = events(CLAIM).values()
        assert event["DTSTAMP"].to_ical() == b"20261121T000000Z"

    def test_a_deadline_that_moves_stays_the_same_event(self) -> None:
        (one,) = events(NOTICE).values()
        (other,) = events(evolve(NOTICE, answer_by=date(2026, 11, 29)), on=date(2026, 11, 22)).values()
        assert one["UID"] == other["UID"]
        assert one["DTSTART"] != other["DTSTART"]

    def test_two_of_one_name_are_two_events(self) -> None:
        later = evolve(NOTICE, answer_by=date(2026, 11, 29))
        found = Calendar.from_ical(calendar(reports(NOTICE, later)))
        identities = [str(event["UID"]) for event in found.walk("VEVENT")]
        assert len(set(identities)) == len(identities) == 2

    def test_how_a_matter_stands_is_no_part_of_it(self) -> None:
        sales = sp.MonthlySales(month=date(2026, 10, 1), gross=sp.usd(12_000), reached_on=date(2026, 10, 28))
        policy = {"starts_on": "2026-01-01", "ends_on": "2027-01-01", "names_amazon": False, "deductible": sp.usd(0)}
        amounts = {"per_occurrence": sp.usd(1_000_000), "aggregate": sp.usd(1_000_000)}
        (one,) = events(sales).values()
        (other,) = events(sales, sp.InsurancePolicy.from_dict({**policy, **amounts})).values()
        assert one["SUMMARY"] != other["SUMMARY"]
        assert one["UID"] == other["UID"]

    @given(accounts())
    def test_any_account(self, account: Account) -> None:
        facts = [*account.orders, *account.feedback, *account.claims, *account.chargebacks, *account.injury_claims]
        found = reports(*facts, *account.monthly_sales, on=account.today)
        content = calendar(found)
        assert content == calendar(found)
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        told = Calendar.from_ical(content).walk("VEVENT")
        assert len(told) == sum(len(dated(report)) for report in found)
        assert len({str(event["UID"]) for event in told}) == len(told)
