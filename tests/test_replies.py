"""Replies: what may be answered when a fact is asked for, and how an answer is read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Fact
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.replies import Reply, replies_to


def reply(fact: type[Fact], name: str, **told: Any) -> Reply[Any]:
    (field,) = (each for each in fields_of(fact) if each.name == name)
    return replies_to(field, fact, told)


class TestWhatIsExpected:
    """Each kind of fact says in plain words what may be answered."""

    @pytest.mark.parametrize(
        ("fact", "name", "expected"),
        [
            (sp.Feedback, "rating", "a whole number of stars from 1 to 5"),
            (sp.Feedback, "order_id", "a name or number of your own choice (nothing for 1)"),
            (sp.Feedback, "removed", "yes or no"),
            (sp.Claim, "return_lost", "yes or no or unknown"),
            (sp.Order, "placed_on", "a day such as 2026-11-05"),
            (sp.Order, "delivered_on", "a day such as 2026-11-05 or never or unknown"),
            (sp.Order, "total", "an amount such as 999.99 (in USD) or unknown"),
            (sp.InsurancePolicy, "deductible", "an amount such as 999.99 USD"),
            (sp.Chargeback, "kind", "one of service, fraud"),
            (sp.Message, "channel", "one of messaging, request_a_review, elsewhere or unknown"),
            (
                sp.Claim,
                "filed_at",
                "a day and time such as 2026-11-05 14:30 by the clock in America/Los_Angeles, or 2026-11-05T14:30:00Z",
            ),
        ],
    )
    def test_in_words(self, fact: type[Fact], name: str, expected: str) -> None:
        assert reply(fact, name).expected == expected

    def test_the_marketplace_says_the_currency(self) -> None:
        told = reply(sp.Order, "total", marketplace=sp.Marketplace.UK)
        assert told.expected == "an amount such as 999.99 (in GBP) or unknown"
        assert told.read("9.50") == sp.Money("9.50", "GBP")


class TestReading:
    """Answers are read kindly, and what cannot be is refused with the nearest member."""

    @pytest.mark.parametrize(
        ("fact", "name", "text", "value"),
        [
            (sp.Feedback, "rating", " 2 ", 2),
            (sp.Feedback, "order_id", "", "1"),
            (sp.Feedback, "order_id", "111-1", "111-1"),
            (sp.Claim, "reason", "Not Received", sp.ClaimReason.NOT_RECEIVED),
            (sp.Claim, "reason", "not-received", sp.ClaimReason.NOT_RECEIVED),
            (sp.Claim, "return_lost", "Y", True),
            (sp.Claim, "return_lost", "UNKNOWN", None),
            (sp.Claim, "amount", "999.99 USD", sp.usd("999.99")),
            (sp.Order, "delivered_on", "2026-11-05", date(2026, 11, 5)),
            (sp.Order, "delivered_on", "Never", sp.NEVER),
            (sp.Claim, "contacted_seller_at", "2026-11-05 14:30", datetime(2026, 11, 5, 22, 30, tzinfo=UTC)),
            (sp.Claim, "contacted_seller_at", "2026-07-05 14:30", datetime(2026, 7, 5, 21, 30, tzinfo=UTC)),
            (sp.Claim, "contacted_seller_at", "2026-11-05T14:30:00Z", datetime(2026, 11, 5, 14, 30, tzinfo=UTC)),
        ],
    )
    def test_what_can_be_read(self, fact: type[Fact], name: str, text: str, value: object) -> None:
        assert reply(fact, name).read(text) == value

    @pytest.mark.parametrize(
        ("fact", "name", "text", "meant"),
        [
            (sp.Feedback, "rating", "6", None),
            (sp.Feedback, "rating", "unknown", None),
            (sp.Order, "placed_on", "never", None),
            (sp.Order, "placed_on", "", None),
            (sp.Order, "delivered_on", "5 November", None),
            (sp.Order, "delivered_on", "nevver", "never"),
            (sp.Order, "delivered_on", "unknwon", "unknown"),
            (sp.Claim, "reason", "not recieved", "not_received"),
            (sp.Claim, "amount", "12 EUR EUR", None),
            # a day alone is no moment
            (sp.Claim, "contacted_seller_at", "2026-11-05", None),
            (sp.Claim, "contacted_seller_at", "this morning", None),
        ],
    )
    def test_what_cannot(self, fact: type[Fact], name: str, text: str, meant: str | None) -> None:
        with pytest.raises(BadFact) as refused:
            reply(fact, name).read(text)
        assert refused.value.meant == meant

    def test_without_a_marketplace_a_moment_names_its_time_zone(self) -> None:
        told = reply(sp.messaging.Reply, "seen_at")
        assert told.read("2026-11-05T14:30:00Z") == datetime(2026, 11, 5, 14, 30, tzinfo=UTC)
