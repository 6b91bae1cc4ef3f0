"""Answers of any kind, as lines and as JSON-ready values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen

import sellerpolicy as sp
from sellerpolicy.rules.order_defect_rate import DailyRate
from sellerpolicy.views.answers import answer_data, answer_told

CLAIM = sp.Claim(
    claim_id="C-1",
    order_id="O-1",
    reason=sp.ClaimReason.NOT_RECEIVED,
    filed_at=datetime(2024, 3, 5, 18, tzinfo=UTC),
    status=sp.ClaimStatus.GRANTED,
    paid_by=sp.Payer.SELLER,
    decided_on=date(2024, 3, 12),
)
FEEDBACK = sp.Feedback(order_id="O-1", rating=1, left_on=date(2024, 3, 9))
WINDOW = sp.Window(first=date(2024, 2, 1), last=date(2024, 3, 31))
ORDERS = [sp.Order(order_id=f"O-{number}", placed_on=date(2024, 3, 1)) for number in (1, 2)]


@frozen
class Inner:
    """Something within something."""

    name: str


@frozen
class Outer:
    """Something with everything in it."""

    inner: tuple[Inner, ...]
    daily: tuple[DailyRate, ...]
    rate: Fraction
    never: date
    money: sp.Money
    holds: bool
    unknown: str | None = None

    @property
    def twice(self) -> int:
        """Worked out."""
        return 2


OUTER = Outer(
    (Inner("x"),),
    (DailyRate(date(2024, 3, 1), 60, 2, 1, 1, 0, 0),),
    Fraction(1, 200),
    sp.NEVER,
    sp.usd("1.50"),
    holds=True,
)


class TestLines:
    """Whatever a rule answers can be read."""

    def test_decisions_and_deadlines(self) -> None:
        decision = sp.order_defect_rate.defect(FEEDBACK)
        assert answer_told(decision) == decision.explain()
        deadlines = sp.a_to_z.deadlines(CLAIM)
        assert answer_told(deadlines).startswith("appeal: by 2024-04-11 [1]")
        assert answer_told(deadlines[0]) == answer_told(deadlines)
        assert answer_told(()) == "Nothing is due."

    def test_a_rate(self) -> None:
        lines = answer_told(sp.order_defect_rate.rate(ORDERS, feedback=[FEEDBACK], window=WINDOW)).splitlines()
        assert lines[:2] == ["window: 2024-02-01 to 2024-03-31", "orders: 2"]
        assert {"defective_orders: O-1", "claims: 0", "unmatched: none", "fulfilled_by: -", "rate: 50 %"} <= set(lines)

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (None, "nothing: there is none, or it hangs on a fact that was not given"),
            (date(2024, 3, 1), "2024-03-01"),
            (WINDOW, "first: 2024-02-01\nlast: 2024-03-31\ndays: 60"),
            ((WINDOW,), "- 2024-02-01 to 2024-03-31"),
        ],
    )
    def test_plain_values(self, value: Any, said: str) -> None:
        assert answer_told(value) == said

    def test_everything(self) -> None:
        assert answer_told(OUTER).splitlines() == [
            "inner:",
            "  -",
            "    name: x",
            "daily:",
            "  - last 2024-03-01, days 60, orders 2, defective 1, negative_feedback 1, claims 0, chargebacks",
            "    0",
            "rate: 0.5 %",
            "never: never",
            "money: USD 1.50",
            "holds: yes",
            "unknown: -",
            "twice: 2",
        ]


class TestJson:
    """Whatever a rule answers can be stored."""

    def test_what_tells_itself(self) -> None:
        decision = sp.order_defect_rate.defect(FEEDBACK)
        assert answer_data(decision) == decision.to_dict()
        assert answer_data(sp.a_to_z.deadlines(CLAIM)) == [each.to_dict() for each in sp.a_to_z.deadlines(CLAIM)]
        assert answer_data(FEEDBACK) == FEEDBACK.to_dict()

    def test_everything(self) -> None:
        told = json.loads(json.dumps(answer_data(OUTER)))
        assert told["inner"] == [{"name": "x"}]
        assert told["daily"][0]["last"] == "2024-03-01"
        assert told["daily"][0]["rate"] == "1/2"
        assert (told["rate"], told["never"], told["holds"], told["unknown"], told["twice"]) == (
            "1/200",
            "never",
            True,
            None,
            2,
        )
        assert answer_data(sp.Marketplace.US) == "us"
        assert answer_data("text") == "text"
        assert told["money"] == "1.50 USD"
