"""What all facts have in common: nothing impossible is built, and what was refused is said."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs
import pytest
from attrs import evolve, frozen
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import KINDS, NEVER_AT, Fact
from sellerpolicy.facts.fact import fields_of

DAY = date(2024, 3, 1)
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
NAIVE = datetime(2024, 3, 1, 12)  # noqa: DTZ001
ORDER = sp.Order(order_id="111-1", placed_on=DAY)
CLAIM = sp.Claim(claim_id="C-1", order_id="111-1", reason=sp.ClaimReason.NOT_RECEIVED, filed_at=NOON)
FEEDBACK = sp.Feedback(order_id="111-1", rating=1, left_on=DAY)

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def refused(fact: Fact, **fields: Any) -> BadFact:
    """The error that a fact raises with other values."""
    with pytest.raises(BadFact) as raised:
        evolve(fact, **fields)  # type: ignore[misc]
    return raised.value


class TestDays:
    """A day is a plain date of the years 1900 to 9998, or ``NEVER``; a datetime is none."""

    @pytest.mark.parametrize("value", [NOON, NAIVE, "2024-03-01", 20240301, 1.5, (2024, 3, 1)])
    def test_what_is_no_day(self, value: Any) -> None:
        error = refused(ORDER, delivered_on=value)
        assert (error.field, error.value) == ("Order.delivered_on", value)
        assert error.expected == (
            "a calendar day (a date, not a datetime) in the years 1900 to 9998, or NEVER, or None for unknown"
        )

    @pytest.mark.parametrize("day", [date(1900, 1, 1), date(9998, 12, 31)])
    def test_the_first_and_the_last(self, day: date) -> None:
        assert evolve(FEEDBACK, left_on=day).left_on == day

    @pytest.mark.parametrize("day", [date(1899, 12, 31), date(9999, 1, 2), date.min, date.max])
    def test_the_days_beside_them(self, day: date) -> None:
        assert refused(FEEDBACK, left_on=day).field == "Feedback.left_on"
        assert refused(ORDER, deliver_by=day).field == "Order.deliver_by"

    def test_a_subclass_of_date_is_a_day(self) -> None:
        class Frozen(date):
            """As a library that freezes time makes its days."""

        assert evolve(ORDER, placed_on=Frozen(2024, 3, 1)) == ORDER

    def test_a_subclass_of_datetime_is_none(self) -> None:
        class Frozen(datetime):
            """As a library that freezes time makes its instants."""

        assert refused(ORDER, placed_on=Frozen(2024, 3, 1)).field == "Order.placed_on"

    def test_while_time_is_frozen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Such a library puts its own classes in the place of ``date`` and ``datetime`` in every module."""

        class AnyDay(type):
            def __instancecheck__(cls, value: object) -> bool:
                return isinstance(value, date)

            def __subclasscheck__(cls, kind: type) -> bool:
                return issubclass(kind, date)

        class AnyInstant(AnyDay):
            def __instancecheck__(cls, value: object) -> bool:  # noqa: N805
                return isinstance(value, datetime)

            def __subclasscheck__(cls, kind: type) -> bool:  # noqa: N805
                return issubclass(kind, datetime)

        class FrozenDay(date, metaclass=AnyDay):
            pass

        class FrozenInstant(datetime, metaclass=AnyInstant):
            pass

        from sellerpolicy.facts import chargeback, claim, fact

        for module in (chargeback, claim, fact):
            monkeypatch.setattr(module, "datetime", FrozenInstant, raising=False)
            monkeypatch.setattr(module, "date", FrozenDay, raising=False)
        for kind in (sp.Chargeback, sp.Claim):
            monkeypatch.delitem(fact._FIELDS, kind, raising=False)  # noqa: SLF001
        assert sp.Chargeback(order_id="1", kind=sp.ChargebackKind.FRAUD, filed_on=FrozenDay(2024, 3, 1)).filed_on == DAY
        assert evolve(CLAIM, filed_at=FrozenInstant(2024, 3, 1, 12, tzinfo=UTC)) == CLAIM
        assert refused(CLAIM, filed_at=NAIVE).field == "Claim.filed_at"
        assert refused(CLAIM, decided_on=NOON).field == "Claim.decided_on"


class TestInstants:
    """An instant is an aware datetime, whatever its zone; facts keep it in UTC."""

    @pytest.mark.parametrize("value", [NAIVE, DAY, "2024-03-01T12:00:00Z", 1709294400])
    def test_what_is_no_instant(self, value: Any) -> None:
        error = refused(CLAIM, refunded_at=value)
        assert (error.field, error.value) == ("Claim.refunded_at", value)
        assert error.expected == (
            "an aware datetime (one with a time zone) in the years 1900 to 9998, or NEVER, or None for unknown"
        )

    @pytest.mark.parametrize(
        "instant",
        [
            datetime.min.replace(tzinfo=UTC),
            datetime(1899, 12, 31, 23, tzinfo=UTC),
            datetime(9999, 1, 1, 0, tzinfo=UTC),
            datetime(9999, 1, 1, 13, tzinfo=UTC),
            datetime.max.replace(tzinfo=UTC),
        ],
    )
    def test_out_of_the_calendar(self, instant: datetime) -> None:
        assert refused(CLAIM, refunded_at=instant).field == "Claim.refunded_at"

    @pytest.mark.parametrize("year", [1900, 9998])
    def test_the_first_and_the_last_year(self, year: int) -> None:
        instant = datetime(year, 7, 1, tzinfo=UTC)
        assert evolve(CLAIM, filed_at=instant).filed_at == instant

    def test_an_instant_of_utc_is_kept_as_it_is(self) -> None:
        """Nothing is copied: most instants of reports are in UTC."""
        assert evolve(CLAIM, filed_at=NOON).filed_at is NOON

    def test_the_same_moment_in_two_zones_is_the_same_fact(self) -> None:
        tokyo = datetime(2024, 3, 1, 21, tzinfo=ZoneInfo("Asia/Tokyo"))
        assert evolve(CLAIM, filed_at=tokyo) == CLAIM
        assert hash(evolve(CLAIM, filed_at=tokyo)) == hash(CLAIM)
        assert evolve(CLAIM, filed_at=tokyo).filed_at.tzinfo is UTC

    def test_time_goes_on_evenly_when_clocks_are_turned_back(self) -> None:
        """From noon on 2 November 2024 to noon on the 4th, in Los Angeles, 49 hours pass."""
        los_angeles = ZoneInfo("America/Los_Angeles")
        claim = evolve(
            CLAIM,
            contacted_seller_at=datetime(2024, 11, 2, 12, tzinfo=los_angeles),
            filed_at=datetime(2024, 11, 4, 12, tzinfo=los_angeles),
        )
        assert claim.contacted_seller_at is not None
        assert claim.filed_at - claim.contacted_seller_at == timedelta(hours=49)

    def test_the_hour_that_comes_twice(self) -> None:
        """Half past one on 3 November 2024 in Los Angeles: first in summer time, then in winter time."""
        los_angeles = ZoneInfo("America/Los_Angeles")
        first, second = (datetime(2024, 11, 3, 1, 30, tzinfo=los_angeles, fold=fold) for fold in (0, 1))
        early, late = evolve(CLAIM, filed_at=first), evolve(CLAIM, filed_at=second)
        assert late.filed_at - early.filed_at == timedelta(hours=1)
        assert sp.Claim.from_dict(early.to_dict()) == early != late == sp.Claim.from_dict(late.to_dict())

    def test_a_subclass_of_datetime_becomes_a_plain_one(self) -> None:
        class Stamp(datetime):
            """As a dataframe library makes its instants."""

        kept = evolve(CLAIM, filed_at=Stamp(2024, 3, 1, 13, tzinfo=timezone(timedelta(hours=1)))).filed_at
        assert kept == NOON
        assert type(kept) is datetime


class TestNever:
    """``NEVER`` stands for a day and for an instant: it certainly did not happen."""

    def test_as_a_day(self) -> None:
        assert evolve(ORDER, delivered_on=sp.NEVER).delivered_on == date(9999, 1, 1)

    @pytest.mark.parametrize("never", [sp.NEVER, NEVER_AT, NEVER_AT.astimezone(ZoneInfo("Asia/Tokyo"))])
    def test_as_an_instant(self, never: Any) -> None:
        assert evolve(CLAIM, contacted_seller_at=never).contacted_seller_at is NEVER_AT

    def test_it_is_later_than_every_other_day(self) -> None:
        assert date(9998, 12, 31) < sp.NEVER
        assert datetime(9998, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12))) < NEVER_AT

    def test_its_instant_is_no_day(self) -> None:
        assert refused(ORDER, delivered_on=NEVER_AT).field == "Order.delivered_on"

    @pytest.mark.parametrize(
        ("fact", "field"),
        [
            (ORDER, "placed_on"),
            (CLAIM, "filed_at"),
            (FEEDBACK, "left_on"),
            (sp.Chargeback(order_id="1", kind=sp.ChargebackKind.FRAUD, filed_on=DAY), "filed_on"),
            (sp.MonthlySales(month=DAY, gross=sp.usd(1)), "month"),
            (sp.MonthlySales(month=DAY, gross=sp.usd(1)), "reached_on"),
        ],
    )
    def test_what_never_happened_is_no_fact_of_its_own(self, fact: Fact, field: str) -> None:
        error = refused(fact, **{field: sp.NEVER})
        assert error.field == f"{type(fact).__name__}.{field}"
        assert "of what happened" in error.expected
        assert "NEVER" not in error.expected


class TestOtherValues:
    @pytest.mark.parametrize("rating", [0, 6, -1, True, "5", 4.0, None, pytest.param(10**5000, id="huge")])
    def test_ratings(self, rating: Any) -> None:
        error = refused(FEEDBACK, rating=rating)
        assert str(error).startswith("Feedback.rating: expected a whole number of stars from 1 to 5, got ")

    @pytest.mark.parametrize("rating", [1, 5])
    def test_the_worst_and_the_best_rating(self, rating: int) -> None:
        assert evolve(FEEDBACK, rating=rating).rating == rating

    @pytest.mark.parametrize("units", [0, -1, True, "1", 1.0])
    def test_pieces(self, units: Any) -> None:
        assert refused(ORDER, units=units).expected == "a whole number, at least 1, or None for unknown"

    @pytest.mark.parametrize("value", [1, 0, "yes", "true"])
    def test_yes_and_no(self, value: Any) -> None:
        assert refused(ORDER, prime=value).expected == "True or False, or None for unknown"

    @pytest.mark.parametrize("amount", [999.99, float("nan"), float("inf"), 5, "5 USD", Decimal(5)])
    def test_what_is_no_money(self, amount: Any) -> None:
        assert str(refused(ORDER, total=amount)).startswith(
            "Order.total: expected an amount of Money that is not negative, or None for unknown, got "
        )

    def test_negative_money(self) -> None:
        assert refused(ORDER, total=sp.usd("-0.01")).value == sp.usd("-0.01")
        assert evolve(ORDER, total=sp.usd(0)).total == sp.usd(0)

    def test_money_of_another_marketplace(self) -> None:
        error = refused(ORDER, total=sp.Money(5, "EUR"))
        assert str(error) == (
            "Order.total: expected an amount in USD, the currency of marketplace 'us', got Money('5', 'EUR')"
        )

    @pytest.mark.parametrize(
        "name", ["", " ", "a\nb", "a\tb", "a\x00", "a\x1b[31m", "a\u202eb", "a\ud800", " a", "a ", 5, None, b"a"]
    )
    def test_names(self, name: Any) -> None:
        error = refused(ORDER, order_id=name)
        assert error.field == "Order.order_id"
        assert error.expected == "text on one line, not empty, without spaces around it or control characters"

    @pytest.mark.parametrize(
        "name", ["<script>alert(1)</script>", "a b", "注文", "=1+1", pytest.param("x" * 5000, id="long")]
    )
    def test_awkward_names_are_names(self, name: str) -> None:
        assert evolve(ORDER, order_id=name).order_id == name


class TestMembers:
    """Fields of a list of members also take the member's text; other text names the nearest member."""

    def test_the_members_text(self) -> None:
        assert evolve(CLAIM, reason="not_as_described").reason is sp.ClaimReason.NOT_AS_DESCRIBED  # type: ignore[arg-type]

    def test_other_text(self) -> None:
        error = refused(CLAIM, reason="not_recieved")
        assert error.meant == "not_received"
        assert str(error).endswith("got 'not_recieved'; did you mean 'not_received'?")
        assert "expected one of 'not_received', 'delivered_but_missing', " in str(error)

    def test_text_that_is_like_nothing(self) -> None:
        assert refused(CLAIM, reason="xyz").meant is None

    @pytest.mark.parametrize("value", [sp.ClaimStatus.GRANTED, 1, None])
    def test_what_is_no_text(self, value: Any) -> None:
        assert refused(CLAIM, reason=value).meant is None

    def test_none_where_unknown_is_allowed(self) -> None:
        assert evolve(CLAIM, paid_by=None).paid_by is None
        assert refused(CLAIM, paid_by="sellr").meant == "seller"


class TestValues:
    """Facts are values: immutable, equal if all fields are, hashed, pickled and copied."""

    @every_kind
    def test_they_survive_pickling_and_copying(self, kind: type[Fact]) -> None:
        @given(st.from_type(kind))
        def check(fact: Fact) -> None:
            for twin in (pickle.loads(pickle.dumps(fact)), copy.copy(fact), copy.deepcopy(fact), evolve(fact)):  # type: ignore[misc]  # noqa: S301
                assert twin == fact
                assert hash(twin) == hash(fact)
                assert repr(twin) == repr(fact)

        check()

    @every_kind
    def test_each_field_counts(self, kind: type[Fact]) -> None:
        @given(st.from_type(kind), st.from_type(kind))
        def check(one: Fact, other: Fact) -> None:
            assert (one == other) == (one.to_dict() == other.to_dict())

        check()

    @every_kind
    def test_they_cannot_be_changed(self, kind: type[Fact]) -> None:
        @given(st.from_type(kind))
        def check(fact: Fact) -> None:
            with pytest.raises(FrozenInstanceError):
                setattr(fact, fields_of(kind)[0].name, "other")
            with pytest.raises((FrozenInstanceError, AttributeError)):
                fact.unheard_of = 1  # type: ignore[attr-defined]

        check()

    def test_two_kinds_are_never_equal(self) -> None:
        assert len({ORDER, CLAIM, FEEDBACK, ORDER}) == 3

    def test_a_misspelt_keyword_is_pythons_own_error(self) -> None:
        with pytest.raises(TypeError, match="delivered_at"):
            sp.Order(order_id="1", placed_on=DAY, delivered_at=DAY)  # type: ignore[call-arg]

    def test_an_order_is_small(self) -> None:
        assert sys.getsizeof(ORDER) <= 224
        assert not hasattr(ORDER, "__dict__")


class TestRepr:
    def test_only_what_was_said(self) -> None:
        order = evolve(ORDER, delivered_on=sp.NEVER, fulfilled_by=sp.Fulfiller.AMAZON, total=sp.usd(5))
        assert repr(order) == (
            "Order(order_id='111-1', placed_on=datetime.date(2024, 3, 1), fulfilled_by=Fulfiller.AMAZON,"
            " total=Money('5', 'USD'), delivered_on=NEVER)"
        )

    def test_the_same_where_hypothesis_asks(self) -> None:
        printer = Printer()
        ORDER._repr_pretty_(printer, False)
        assert printer.said == repr(ORDER)

    def test_the_same_where_a_notebook_asks(self) -> None:
        """IPython takes the method from the class."""
        printer = Printer()
        sp.Order._repr_pretty_(ORDER, printer, False)
        assert printer.said == repr(ORDER)

    def test_a_class_is_printed_as_classes_are(self) -> None:
        printer = Printer()
        sp.Order._repr_pretty_(printer, False)
        assert printer.said == "sellerpolicy.facts.order.Order"


class Printer:
    """Takes down what it is told to print."""

    said = ""

    def text(self, words: str) -> None:
        self.said += words


class TestMappings:
    """``to_dict`` gives plain values, and ``from_dict`` reads them back."""

    @every_kind
    def test_round_trip(self, kind: type[Fact]) -> None:
        @given(st.from_type(kind))
        def check(fact: Fact) -> None:
            assert kind.from_dict(fact.to_dict()) == fact
            assert kind.from_dict(json.loads(json.dumps(fact.to_dict()))) == fact

        check()

    @every_kind
    def test_a_row_of_text(self, kind: type[Fact]) -> None:
        """As a table of plain text holds it: unknown is empty, yes and no are words."""

        @given(st.from_type(kind))
        def check(fact: Fact) -> None:
            row = {name: "" if value is None else str(value) for name, value in fact.to_dict().items()}
            assert kind.from_dict(row) == fact

        check()

    def test_plain_values(self) -> None:
        claim = evolve(
            CLAIM, amount=sp.usd("5.10"), contacted_seller_at=sp.NEVER, decided_on=date(2024, 3, 9), return_lost=False
        )
        told = claim.to_dict()
        assert told["filed_at"] == "2024-03-01T12:00:00+00:00"
        assert told["contacted_seller_at"] == "never"
        assert told["decided_on"] == "2024-03-09"
        assert told["amount"] == "5.10 USD"
        assert told["reason"] == "not_received"
        assert told["return_lost"] is False
        assert told["paid_by"] is None
        assert list(told) == [field.name for field in attrs.fields(sp.Claim)]

    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("5.10", sp.usd("5.10")),
            (" 5.10 ", sp.usd("5.10")),
            ("5.10 USD", sp.usd("5.10")),
            ("USD  5.10", sp.usd("5.10")),
            (5, sp.usd(5)),
            (Decimal("5.10"), sp.usd("5.10")),
            (sp.usd("5.10"), sp.usd("5.10")),
            ({"amount": "5.10", "currency": "USD"}, sp.usd("5.10")),
            ("", None),
            (None, None),
        ],
    )
    def test_ways_to_write_money(self, text: object, amount: sp.Money | None) -> None:
        assert sp.Order.from_dict({"order_id": "1", "placed_on": DAY, "total": text}).total == amount

    def test_a_bare_number_is_in_the_marketplaces_currency(self) -> None:
        for marketplace in (sp.Marketplace.UK, "uk", " UK "):
            row = {"order_id": "1", "placed_on": DAY, "total": "5", "marketplace": marketplace}
            assert sp.Order.from_dict(row).total == sp.Money(5, "GBP")

    @pytest.mark.parametrize(
        "value", [5.1, True, "five", "5,10", "$5", "5.10 USD extra", [5], {"amount": 5}, float("nan"), "NaN USD"]
    )
    def test_what_is_no_money(self, value: object) -> None:
        with pytest.raises(BadFact) as raised:
            sp.Order.from_dict({"order_id": "1", "placed_on": DAY, "total": value})
        assert raised.value.field == "Order.total"
        assert raised.value.value is value
        assert 'such as "999.99 USD" (never a float)' in raised.value.expected

    def test_a_currency_in_small_letters_names_what_was_meant(self) -> None:
        with pytest.raises(BadFact, match=r"Order\.total: .*got '5 usd'; did you mean 'USD'\?"):
            sp.Order.from_dict({"order_id": "1", "placed_on": DAY, "total": "5 usd"})

    def test_a_bare_number_where_there_is_no_marketplace(self) -> None:
        row = {"per_occurrence": 5, "aggregate": "5 USD", "deductible": "5 USD", "starts_on": DAY, "ends_on": DAY}
        with pytest.raises(
            BadFact, match=r"InsurancePolicy\.per_occurrence: expected an exact amount with its currency"
        ):
            sp.InsurancePolicy.from_dict({**row, "names_amazon": "yes"})

    @pytest.mark.parametrize(
        ("text", "holds"), [("yes", True), ("TRUE", True), ("1", True), ("n", False), (" 0 ", False)]
    )
    def test_yes_and_no_in_words(self, text: str, holds: bool) -> None:
        assert sp.Order.from_dict({"order_id": "1", "placed_on": DAY, "prime": text}).prime is holds

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("prime", "perhaps"),
            ("prime", 1),
            ("units", "1.0"),
            ("units", "one"),
            ("units", "٣"),
            pytest.param("units", "9" * 5000, id="units-huge"),
            ("units", 1.0),
            ("placed_on", "01/02/2024"),
            ("placed_on", "2024-02-30"),
            ("placed_on", "2024-03-01T12:00:00Z"),
            ("placed_on", "never"),
            ("deliver_by", "9999-12-31"),
            ("product", "pyhsical"),
        ],
    )
    def test_values_that_cannot_be_are_shown_as_they_were_given(self, field: str, value: object) -> None:
        with pytest.raises(BadFact) as raised:
            sp.Order.from_dict({"order_id": "1", "placed_on": "2024-03-01", field: value})
        assert raised.value.field == f"Order.{field}"
        assert raised.value.value == value

    @pytest.mark.parametrize("text", ["2024-03-01T12:00:00", "2024-03-01", "yesterday", "12:00"])
    def test_instants_need_their_offset(self, text: str) -> None:
        row = {"claim_id": "1", "order_id": "1", "reason": "not_received", "filed_at": text}
        with pytest.raises(BadFact, match=r"Claim\.filed_at: .*\(an aware datetime, one with a time zone\)") as raised:
            sp.Claim.from_dict(row)
        assert raised.value.value == text

    def test_numbers_and_members_in_text(self) -> None:
        feedback = sp.Feedback.from_dict({"order_id": "1", "rating": "2", "left_on": "2024-03-01", "marketplace": "DE"})
        assert (feedback.rating, feedback.marketplace) == (2, sp.Marketplace.DE)

    def test_a_misspelt_key_names_the_nearest(self) -> None:
        with pytest.raises(
            BadFact, match=r"Order, key: expected one of its fields: order_id, .* got 'delivered_at'; did"
        ):
            sp.Order.from_dict({"order_id": "1", "placed_on": DAY, "delivered_at": DAY})

    @pytest.mark.parametrize("key", [1, None, "zzz"])
    def test_a_key_that_is_like_nothing(self, key: Any) -> None:
        with pytest.raises(BadFact, match="Order, key: expected one of its fields") as raised:
            sp.Order.from_dict({"order_id": "1", "placed_on": DAY, key: DAY})
        assert raised.value.value == key

    @pytest.mark.parametrize("row", [{}, {"order_id": "1"}, {"order_id": "1", "placed_on": " "}, {"placed_on": DAY}])
    def test_a_missing_field(self, row: dict[str, object]) -> None:
        missing = "order_id" if "order_id" not in row else "placed_on"
        with pytest.raises(BadFact, match=rf"Order\.{missing}: expected .*, got None"):
            sp.Order.from_dict(row)

    @pytest.mark.parametrize("marketplace", ["uss", 5, ["us"]])
    def test_an_unknown_marketplace_is_said_before_its_currency(self, marketplace: object) -> None:
        with pytest.raises(BadFact, match=r"Order\.marketplace: expected one of"):
            sp.Order.from_dict({"order_id": "1", "placed_on": DAY, "total": "5", "marketplace": marketplace})

    @pytest.mark.parametrize("mapping", [None, [], "order", 5, [("order_id", "1")]])
    def test_what_is_no_mapping(self, mapping: Any) -> None:
        with pytest.raises(BadFact, match="Order: expected a mapping of field names to values") as raised:
            sp.Order.from_dict(mapping)
        assert raised.value.value is mapping


class TestErrors:
    def test_they_pickle(self) -> None:
        error = refused(CLAIM, reason="not_recieved")
        twin = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert (str(twin), twin.field, twin.value, twin.meant) == (
            str(error),
            "Claim.reason",
            "not_recieved",
            "not_received",
        )

    def test_a_marketplace_that_is_none_is_shown_as_it_was_given(self) -> None:
        """It is looked at before the other fields, for their currency."""
        with pytest.raises(BadFact) as raised:
            sp.Order.from_dict({"order_id": "1", "placed_on": DAY, "marketplace": 5})
        assert (raised.value.field, raised.value.value) == ("Order.marketplace", 5)

    def test_they_are_value_errors_of_ours(self) -> None:
        error = refused(FEEDBACK, rating=6)
        assert isinstance(error, ValueError)
        assert isinstance(error, sp.errors.SellerPolicyError)

    @every_kind
    def test_whatever_is_put_in_a_field_is_taken_or_refused(self, kind: type[Fact]) -> None:
        """No other error comes out of a constructor, and what is refused is said in words."""
        names = [field.name for field in fields_of(kind)]
        anything = st.sampled_from(ANYTHING)

        @given(st.from_type(kind), st.sampled_from(names), anything)
        def check(fact: Fact, name: str, value: Any) -> None:
            refusal: BadFact | None = None
            try:
                evolve(fact, **{name: value})  # type: ignore[misc]
            except BadFact as error:
                refusal = error
            assert refusal is None or str(refusal).startswith(f"{kind.__name__}.")
            assert refusal is None or ": expected " in str(refusal)

        check()


class TestOfCases:
    """Flat cases that are worked out from facts are described in the same way, and may also hold rates and times."""

    def test_rates_and_times(self) -> None:
        @frozen
        class Case:
            rate: Fraction | None
            late: timedelta = timedelta(0)

        rate, late = fields_of(Case)  # type: ignore[arg-type]
        assert (rate.kind, rate.optional, rate.required) == (Fraction, True, True)
        assert (late.kind, late.optional, late.default) == (timedelta, False, timedelta(0))

    @pytest.mark.parametrize("kind", [tuple[int, ...], float, Iterable, time, Literal["a"]])
    def test_other_types_are_refused(self, kind: Any) -> None:
        case = attrs.make_class("Case", {"odd": attrs.field(type=kind)})
        with pytest.raises(TypeError, match=r"Case\.odd: a field cannot be of type"):
            fields_of(case)


ANYTHING: tuple[Any, ...] = (
    *(None, True, 0, 1, -1, 10**30, 1.5, float("nan"), "", "us", "never", "x\x00", b"", (), [], {}, object()),
    *(DAY, sp.NEVER, NOON, NEVER_AT, NAIVE, date.min, date.max, datetime.max.replace(tzinfo=UTC), time(12)),
    *(sp.usd(1), sp.usd(-1), sp.Money(1, "EUR"), Decimal("NaN"), Fraction(1, 3), sp.Marketplace.JP, sp.Harm, ORDER),
)
