"""What a seller can act on is named as the facts name it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

import sellerpolicy as sp
from sellerpolicy import facts
from sellerpolicy.facts.actionable import ACTIONABLE, is_in_sellers_hands
from sellerpolicy.facts.fact import fields_of

FIELDS = {field.name for kind in facts.KINDS for field in fields_of(kind)}
CASES = {table.case for module in sp.rules.modules() for table in module.TABLES}
FIELDS_OF_ONE = {f"{kind.__name__}.{field.name}" for kind in {*facts.KINDS, *CASES} for field in fields_of(kind)}


class TestActionable:
    """Each name is that of a field of some fact; whose day it was filed, or what was claimed, no seller changes."""

    @pytest.mark.parametrize("name", sorted(ACTIONABLE))
    def test_is_a_field(self, name: str) -> None:
        assert name in FIELDS | FIELDS_OF_ONE

    def test_what_a_buyer_writes_is_the_buyers(self) -> None:
        assert is_in_sellers_hands(sp.Message, ("is_abusive", "steers"))
        assert not is_in_sellers_hands(sp.FeedbackComment, ("is_abusive",))
        assert not is_in_sellers_hands(sp.Message, ("steers", "buyer_opted_out"))

    @pytest.mark.parametrize(
        "name", ["amount", "filed_on", "reason", "rating", "marketplace", "placed_on", "unresolved"]
    )
    def test_is_none_of_the_buyers_or_amazons(self, name: str) -> None:
        assert name in FIELDS
        assert name not in ACTIONABLE


class TestFlips:
    """What only the seller does is said to be in the seller's hands."""

    RETURN = sp.Return(
        return_id="R-1",
        order_id="O-1",
        requested_at=datetime(2024, 4, 10, 20, tzinfo=UTC),
        in_policy=False,
        condition=sp.ReturnCondition.USED,
        sellers_fault=False,
        price=sp.usd(100),
        withheld=sp.usd(30),
        photo_given=False,
    )

    def test_a_fee_that_needs_a_photograph(self) -> None:
        order = sp.Order(order_id="O-1", placed_on=date(2024, 3, 1))
        ways = {
            flip.facts: flip.can_be_acted_on
            for flip in sp.returns.restocking_fee(self.RETURN, order).flips()
            if flip.outcome is sp.returns.RestockingFee.ALLOWED
        }
        assert ways[("photo_given",)] is True
        assert ways[("kept",)] is True

    def test_a_message_that_does_not_name_the_order(self) -> None:
        decent = {
            field.name: False
            for field in fields_of(sp.Message)
            if field.name.startswith(("has_", "is_")) or field.name in ("offers_incentive", "presses", "steers")
        }
        message = sp.Message.from_dict(
            decent
            | {
                "purpose": "information_needed",
                "channel": "messaging",
                "sent_on": "2024-04-10",
                "ordered_on": "2024-04-01",
                "delivered_on": "2024-04-05",
            }
            | {"names_order": False, "in_buyers_language": True, "buyer_awaits_answer": False, "buyer_opted_out": False}
        )
        decision = sp.messaging.permitted(message)
        assert decision.outcome is sp.messaging.Permission.FORBIDDEN
        ways = {flip.facts: flip.can_be_acted_on for flip in decision.flips()}
        assert ways[("names_order",)] is True
        assert ways[("purpose",)] is False

    def test_a_violation_that_can_be_addressed(self) -> None:
        violation = sp.Violation(
            kind=sp.ViolationKind.RESTRICTED_PRODUCT, recorded_on=date(2024, 3, 1), addressed_on=sp.NEVER
        )
        flips = sp.account_status.weight(violation, on=date(2024, 4, 1)).flips()
        assert [flip.can_be_acted_on for flip in flips if flip.facts == ("addressed_on",)] == [True]
