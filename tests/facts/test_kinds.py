"""What each kind of fact refuses beyond its fields one by one: days out of order, parts larger than their whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis.vendor.pretty import pretty

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import KINDS, Fact

ORDER = sp.Order(order_id="1", placed_on=date(2024, 3, 10))
CLAIM = sp.Claim(
    claim_id="1",
    order_id="1",
    reason=sp.ClaimReason.NOT_RECEIVED,
    filed_at=datetime(2024, 3, 10, 4, tzinfo=UTC),
    information_requested_at=datetime(2024, 3, 12, 12, tzinfo=UTC),
)
INJURY = sp.InjuryClaim(claim_id="1", harm=sp.Harm.PERSONAL_INJURY, amount=sp.usd(5), filed_on=date(2024, 3, 10))
POLICY = sp.InsurancePolicy(
    per_occurrence=sp.usd(1_000_000),
    aggregate=sp.usd(2_000_000),
    deductible=sp.usd(0),
    starts_on=date(2024, 3, 10),
    ends_on=date(2025, 3, 9),
    names_amazon=True,
)
MARCH = sp.MonthlySales(month=date(2024, 3, 10), gross=sp.usd(100), amazon_fulfilled=sp.usd(40))

PACKAGE = sp.Package(
    package_id="1", order_id="1", units=1, ship_confirmed_on=date(2024, 3, 10), attempted_on=date(2024, 3, 12)
)


def changed(fact: Fact, fields: dict[str, Any]) -> Fact:
    """The fact with other values."""
    other: Fact = evolve(fact, **fields)  # type: ignore[misc]
    return other


def refused(fact: Fact, **fields: Any) -> str:
    """What a fact says when it is given other values."""
    with pytest.raises(BadFact) as raised:
        evolve(fact, **fields)  # type: ignore[misc]
    return str(raised.value)


def test_every_kind_is_found() -> None:
    """The facts themselves, and nothing that only describes them."""
    assert {kind.__name__ for kind in KINDS} == {
        *("Appeal", "BuyerMessage", "Chargeback", "Claim", "Deactivation", "Feedback", "FeedbackComment"),
        *("HealthRating", "InjuryClaim", "InsurancePolicy", "Invoice", "Message", "MonthlySales", "Notice"),
        *("Order", "Package", "RelatedAccount", "Return", "Violation"),
    }


def test_what_is_no_fact_is_named() -> None:
    with pytest.raises(AttributeError, match=r"^module 'sellerpolicy\.facts' has no attribute 'Parcel'$"):
        assert sp.facts.Parcel


class TestOrders:
    """An order's day is one of UTC, a delivery's a local one: the two may seem to lie one day the wrong way round."""

    @pytest.mark.parametrize(
        "event",
        ["shipped_on", "ship_confirmed_on", "first_scan_on", "delivered_on", "ship_by", "promised_by", "deliver_by"],
    )
    def test_nothing_is_sent_or_promised_for_a_day_before_it_is_ordered(self, event: str) -> None:
        assert getattr(changed(ORDER, {event: date(2024, 3, 9)}), event) == date(2024, 3, 9)
        assert refused(ORDER, **{event: date(2024, 3, 8)}) == (
            f"Order.{event}: expected a day on or after 2024-03-09, for placed_on is 2024-03-10,"
            " got datetime.date(2024, 3, 8)"
        )

    def test_its_kinds_of_unknown(self) -> None:
        assert ORDER.cancelled_by is None
        assert evolve(ORDER, cancelled_by=sp.Canceller.NOBODY) != ORDER
        assert evolve(ORDER, delivered_on=sp.NEVER) != ORDER


class TestClaims:
    def test_decided_on_the_day_it_was_filed_in_the_shop(self) -> None:
        """At four in the morning of the 10th in UTC it is the 9th in Los Angeles, and the 10th in London."""
        assert evolve(CLAIM, decided_on=date(2024, 3, 9)).decided_on == date(2024, 3, 9)
        assert refused(CLAIM, decided_on=date(2024, 3, 8)).startswith(
            "Claim.decided_on: expected a day on or after 2024-03-09, for filed_at is 2024-03-09, got"
        )
        assert "on or after 2024-03-10" in refused(CLAIM, marketplace="uk", decided_on=date(2024, 3, 9))

    def test_the_seller_is_told_after_it_was_filed(self) -> None:
        assert evolve(CLAIM, notified_at=CLAIM.filed_at).notified_at == CLAIM.filed_at
        early = datetime(2024, 3, 10, 3, 59, 59, tzinfo=UTC)
        assert refused(CLAIM, notified_at=early).startswith(
            "Claim.notified_at: expected an instant on or after 2024-03-10 04:00:00+00:00, for filed_at is"
        )

    def test_an_answer_comes_after_the_question(self) -> None:
        asked = CLAIM.information_requested_at
        assert evolve(CLAIM, information_answered_at=asked).information_answered_at == asked
        early = datetime(2024, 3, 12, 11, 59, 59, tzinfo=UTC)
        assert "Claim.information_answered_at: expected an instant" in refused(CLAIM, information_answered_at=early)

    def test_the_answer_to_the_buyer_follows_the_message(self) -> None:
        wrote = CLAIM.filed_at - timedelta(days=3)
        claim = evolve(CLAIM, contacted_seller_at=wrote, return_requested_at=wrote + timedelta(days=1))
        assert evolve(claim, seller_answered_at=wrote).seller_answered_at == wrote
        early = wrote - timedelta(seconds=1)
        assert "Claim.seller_answered_at: expected an instant on or after" in refused(claim, seller_answered_at=early)
        for unsaid in (None, sp.NEVER):
            assert evolve(claim, contacted_seller_at=unsaid, seller_answered_at=early).seller_answered_at == early
        assert evolve(claim, seller_answered_at=sp.NEVER).contacted_seller_at == wrote

    @pytest.mark.parametrize("asked", [None, sp.NEVER])
    def test_an_answer_to_no_known_question(self, asked: Any) -> None:
        answered = datetime(2024, 3, 1, tzinfo=UTC)
        claim = evolve(CLAIM, information_requested_at=asked, information_answered_at=answered)
        assert claim.information_answered_at == answered

    def test_what_never_came(self) -> None:
        claim = evolve(CLAIM, information_answered_at=sp.NEVER, decided_on=sp.NEVER)
        assert claim.decided_on == sp.NEVER

    def test_its_amount_is_in_the_shops_currency(self) -> None:
        assert "Claim.amount: expected an amount in GBP" in refused(CLAIM, amount=sp.usd(5), marketplace="uk")


class TestInjuryClaims:
    def test_the_incident_comes_first(self) -> None:
        assert evolve(INJURY, incident_on=date(2024, 3, 10)).incident_on == date(2024, 3, 10)
        assert refused(INJURY, incident_on=date(2024, 3, 11)).startswith(
            "InjuryClaim.filed_on: expected a day on or after 2024-03-11, for incident_on is 2024-03-11"
        )

    @pytest.mark.parametrize("event", ["notified_on", "decided_on"])
    def test_notice_and_decision_come_after(self, event: str) -> None:
        assert getattr(changed(INJURY, {event: date(2024, 3, 10)}), event) == date(2024, 3, 10)
        assert f"InjuryClaim.{event}: expected a day" in refused(INJURY, **{event: date(2024, 3, 9)})

    def test_its_amount_is_in_the_shops_currency(self) -> None:
        assert "InjuryClaim.amount: expected an amount in JPY" in refused(INJURY, marketplace=sp.Marketplace.JP)


class TestInsurancePolicies:
    def test_one_day_of_cover(self) -> None:
        assert evolve(POLICY, ends_on=date(2024, 3, 10)).ends_on == date(2024, 3, 10)
        assert "InsurancePolicy.ends_on: expected a day" in refused(POLICY, ends_on=date(2024, 3, 9))

    def test_cover_that_runs_on(self) -> None:
        assert evolve(POLICY, ends_on=sp.NEVER).ends_on == sp.NEVER

    @pytest.mark.parametrize("amount", ["aggregate", "deductible"])
    def test_one_currency(self, amount: str) -> None:
        said = refused(POLICY, **{amount: sp.Money(5, "EUR")})
        assert said == f"InsurancePolicy.{amount}: expected an amount in USD, got Money('5', 'EUR')"

    def test_days_of_notice(self) -> None:
        assert evolve(POLICY, cancellation_notice_days=0).cancellation_notice_days == 0
        assert "a whole number, at least 0" in refused(POLICY, cancellation_notice_days=-1)


class TestMonthlySales:
    @pytest.mark.parametrize(
        ("day", "first", "last"),
        [
            (date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
            (date(2023, 2, 1), date(2023, 2, 1), date(2023, 2, 28)),
            (date(2024, 12, 31), date(2024, 12, 1), date(2024, 12, 31)),
        ],
    )
    def test_any_day_names_the_month(self, day: date, first: date, last: date) -> None:
        month = sp.MonthlySales(month=day, gross=sp.usd(1))
        assert (month.first_day, month.last_day) == (first, last)

    @pytest.mark.parametrize("day", [date(2024, 3, 1), date(2024, 3, 31)])
    def test_the_threshold_was_passed_in_the_month(self, day: date) -> None:
        assert evolve(MARCH, reached_on=day).reached_on == day

    @pytest.mark.parametrize("day", [date(2024, 2, 29), date(2024, 4, 1)])
    def test_or_not_at_all(self, day: date) -> None:
        assert refused(MARCH, reached_on=day) == (
            f"MonthlySales.reached_on: expected a day of the month, 2024-03-01 to 2024-03-31, got {day!r}"
        )

    def test_a_part_is_no_more_than_the_whole(self) -> None:
        assert evolve(MARCH, amazon_fulfilled=sp.usd(100)).amazon_fulfilled == sp.usd(100)
        assert refused(MARCH, amazon_fulfilled=sp.usd("100.01")) == (
            "MonthlySales.amazon_fulfilled: expected at most the gross of which it is a part, USD 100.00,"
            " got Money('100.01', 'USD')"
        )

    def test_no_shop_sells_more_than_all_of_europe(self) -> None:
        assert evolve(MARCH, european_gross=sp.usd(100)).european_gross == sp.usd(100)
        assert refused(MARCH, european_gross=sp.usd("99.99")) == (
            "MonthlySales.gross: expected at most the european_gross of which it is a part, USD 99.99,"
            " got Money('100', 'USD')"
        )

    @pytest.mark.parametrize("amount", ["gross", "amazon_fulfilled", "european_gross"])
    def test_the_shops_currency(self, amount: str) -> None:
        assert f"MonthlySales.{amount}: expected an amount in USD" in refused(MARCH, **{amount: sp.Money(5, "EUR")})


class TestReturns:
    @pytest.mark.parametrize("amount", ["price", "withheld"])
    def test_its_amounts_are_in_the_shops_currency(self, amount: str) -> None:
        asked = sp.facts.Return(return_id="R-1", order_id="1", requested_at=datetime(2024, 3, 10, tzinfo=UTC))
        assert refused(asked, **{amount: sp.Money(5, "EUR")}).startswith(f"Return.{amount}: expected an amount in USD")


class TestPackages:
    def test_the_first_attempt_comes_before_the_delivery(self) -> None:
        assert evolve(PACKAGE, delivered_on=date(2024, 3, 12)).delivered_on == date(2024, 3, 12)
        assert evolve(PACKAGE, delivered_on=sp.NEVER).delivered_on == sp.NEVER
        assert "Package.delivered_on: expected a day on or after 2024-03-12" in refused(
            PACKAGE, delivered_on=date(2024, 3, 11)
        )

    def test_a_shipment_may_be_confirmed_after_the_delivery(self) -> None:
        late = evolve(PACKAGE, attempted_on=sp.NEVER, delivered_on=date(2024, 3, 9))
        assert late.delivered_on == date(2024, 3, 9)

    def test_it_holds_something(self) -> None:
        assert "Package.units: expected a whole number, at least 1" in refused(PACKAGE, units=0)

    def test_its_price_is_in_the_shops_currency(self) -> None:
        assert "Package.price: expected an amount in USD" in refused(PACKAGE, price=sp.Money(5, "EUR"))


class TestSequences:
    """Every day and instant that is said to follow another is a field, and in no fact drawn does it come before."""

    @pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
    def test_they_name_fields(self, kind: type[Fact]) -> None:
        names = {follows.later for follows in kind.sequence} | {follows.earlier for follows in kind.sequence}
        assert names | set(kind.parts) | set(kind.parts.values()) <= set(kind.json_schema()["properties"])

    @given(strategies.orders())
    def test_orders(self, order: sp.Order) -> None:
        sent = (order.shipped_on, order.ship_confirmed_on, order.first_scan_on, order.delivered_on)
        assert all((order.placed_on - day).days <= 1 for day in sent if day is not None)

    def test_the_sequence_itself_cannot_be_changed_on_a_fact(self) -> None:
        with pytest.raises((FrozenInstanceError, AttributeError)):
            ORDER.sequence = ()  # type: ignore[misc]


def test_facts_and_their_classes_are_printed_in_reports() -> None:
    order = sp.Order(order_id="111-1", placed_on=date(2024, 5, 6))
    assert pretty(order) == repr(order)
    assert pretty(sp.Order) == "sellerpolicy.facts.order.Order"
