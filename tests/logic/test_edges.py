"""Edges: the values on either side of everything that a condition compares, found and not listed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    Limit,
    Span,
    above,
    anything,
    at_least,
    at_most,
    below,
    business_days,
    dated,
    days,
    elapsed,
    hours,
    known,
    one_of,
    originally,
    share,
    symbols,
)
from sellerpolicy.logic.edges import Form, distance, scale_of, values_that_matter

PAGE = sp.injury_and_damage.POLICY_PAGE
US, JP = sp.Marketplace.US, sp.Marketplace.JP
NOON = datetime(2020, 3, 1, 12, tzinfo=UTC)


class Colour(Enum):
    """Some kinds."""

    RED = "red"
    BLUE = "blue"


@frozen(kw_only=True)
class Thing:
    """A case with a field of every kind."""

    day: date
    other_day: date | None = None
    at: datetime | None = None
    other_at: datetime | None = None
    amount: sp.Money | None = None
    part: int = 0
    whole: int = 0
    rate: Fraction | None = None
    wait: timedelta | None = None
    colour: Colour | None = None
    sure: bool | None = None
    name: str = "x"
    odd: tuple[str, ...] = ()
    marketplace: sp.Marketplace = US


@frozen
class Terms(DatedTerms):
    """A limit of every kind."""

    money: Limit = dated("money", originally(below(sp.usd(1000)), PAGE))
    share: Limit = dated("share", originally(at_most(Fraction(1, 100)), PAGE))
    wait: Limit = dated("wait", originally(above(hours(48)), PAGE))
    age: Limit = dated("age", originally(at_least(days(3)), PAGE))
    free: Limit = dated("free", originally(anything, PAGE))
    span: Span = dated("span", originally(days(3), PAGE))
    working: Span = dated("working", originally(business_days(2), PAGE))


thing, terms = symbols(Thing), symbols(Terms)
TEXT = Terms.on(date(2020, 3, 1))


def found(condition: object, name: str, **facts: Any) -> set[Any]:
    """What is found for one fact, the others as given."""
    asked = Condition("?", condition, PAGE)  # type: ignore[arg-type]
    seeds = {name: Form(Thing).plainest(name, date(2020, 3, 1), US)[:1]}
    fixed = {"day": date(2020, 3, 1), **facts}
    return set(values_that_matter([asked], seeds, [(TEXT, fixed)], ())[name]) - set(seeds[name])


class TestEitherSide:
    """The last value on the one side and the first on the other."""

    def test_of_an_amount(self) -> None:
        assert found(terms.money.admits(known(thing.amount)), "amount") == {sp.usd("999.99"), sp.usd(1000)}

    def test_of_an_amount_without_cents(self) -> None:
        scale = scale_of(sp.Money, JP)
        assert scale is not None
        assert scale.value(scale.number(sp.Money(7, "JPY")) + 1) == sp.Money(8, "JPY")

    def test_of_a_day(self) -> None:
        later = thing.other_day >= thing.day + terms.span  # type: ignore[operator]
        assert found(later, "other_day") == {date(2020, 3, 3), date(2020, 3, 4)}

    def test_of_a_day_by_business_days(self) -> None:
        """1 March 2020 was a Sunday: two business days end on the Tuesday."""
        later = thing.other_day >= thing.day + terms.working  # type: ignore[operator]
        assert found(later, "other_day") == {date(2020, 3, 2), date(2020, 3, 3)}

    def test_of_elapsed_days(self) -> None:
        assert found(terms.age.admits(elapsed(thing.day, thing.other_day)), "other_day") == {
            date(2020, 3, 3),
            date(2020, 3, 4),
        }

    def test_of_elapsed_hours(self) -> None:
        longer = terms.wait.admits(elapsed(thing.at, thing.other_at))
        assert found(longer, "other_at", at=NOON) == {NOON + timedelta(days=2), NOON + timedelta(days=2, seconds=1)}

    def test_of_the_earlier_of_two(self) -> None:
        longer = terms.wait.admits(elapsed(thing.at, thing.other_at))
        assert found(longer, "at", other_at=NOON) == {NOON - timedelta(days=2), NOON - timedelta(days=2, seconds=1)}

    def test_of_a_count(self) -> None:
        assert found(thing.part > 3, "part") == {3, 4}

    def test_of_a_share(self) -> None:
        in_share = terms.share.admits(share(thing.part, thing.whole))
        assert found(in_share, "part", whole=500) == {5, 6}

    def test_of_what_a_share_is_of(self) -> None:
        """Of nothing there is no share."""
        in_share = terms.share.admits(share(thing.part, thing.whole))
        assert found(in_share, "whole", part=3) == {299, 300}

    def test_of_the_least_that_a_share_can_be_of(self) -> None:
        """One is all of one and half of two; one itself is given."""
        assert found(share(thing.part, thing.whole) <= Fraction(1, 2), "whole", part=1) == {2}

    def test_of_a_rate(self) -> None:
        assert found(terms.share.admits(known(thing.rate)), "rate") == {Fraction(1, 100), Fraction(10_001, 10**6)}

    def test_of_a_rate_that_is_no_whole_number_of_millionths(self) -> None:
        """A third itself, and a millionth step on either side of it."""
        assert found(at_most(Fraction(1, 3)).admits(known(thing.rate)), "rate") == {
            Fraction(1, 3),
            Fraction(333_333, 10**6),
            Fraction(333_334, 10**6),
        }

    def test_of_a_time(self) -> None:
        assert found(terms.wait.admits(known(thing.wait)), "wait") == {
            timedelta(days=2),
            timedelta(days=2, seconds=1),
        }

    def test_of_an_equality(self) -> None:
        assert found(known(thing.part) == 5, "part") == {4, 5, 6}

    def test_of_one_of_several(self) -> None:
        assert found(one_of(thing.part, 5, 9), "part") == {4, 5, 6, 8, 9, 10}

    def test_of_two_comparisons_in_one_condition(self) -> None:
        between = (thing.part > 3) & (thing.part < 9)
        assert found(between, "part") == {3, 4, 8, 9}

    def test_of_never(self) -> None:
        assert found(known(thing.other_day) == sp.NEVER, "other_day") == {sp.NEVER}

    def test_of_a_text(self) -> None:
        assert found(thing.name == "letter", "name") == {"letter"}

    def test_of_a_kind_without_an_order(self) -> None:
        """No value of it is given, so its kind is not known."""
        assert found(known(thing.odd) == ("a", "b"), "odd") == {("a", "b")}

    def test_of_the_other_side(self) -> None:
        assert found(symbols(Thing).other_day < thing.day, "other_day") == {date(2020, 2, 29)}  # type: ignore[operator]

    def test_nowhere(self) -> None:
        """A limit that admits all values, an unknown, and what never turns."""
        assert found(terms.free.admits(known(thing.amount)), "amount") == set()
        assert found(thing.part >= 0, "part") == {0}
        assert found(thing.other_day > thing.day, "other_day", day=None) == set()  # type: ignore[operator]

    @given(st.integers(0, 10**9), st.sampled_from([below, at_most, at_least, above]))
    def test_of_any_limit(self, cents: int, limit: Any) -> None:
        """Whatever the limit: of the two neighbours one is admitted."""
        amount = sp.usd(cents).amount / 100
        held = limit(sp.Money(amount, "USD"))
        values = found(held.admits(known(thing.amount)), "amount") | {sp.usd(100)}
        assert {held.admits(each) for each in values} == {True, False} or amount == 0


class TestForms:
    """What a case can be filled in with."""

    def test_of_every_kind(self) -> None:
        form = Form(Thing)
        day = date(2020, 3, 1)
        assert form.plainest("sure", day, US) == (True, False)
        assert form.plainest("colour", day, US) == tuple(Colour)
        assert form.plainest("marketplace", day, JP) == (JP,)
        assert form.plainest("other_day", day, US) == (day, date(2019, 3, 2), sp.NEVER)
        assert form.plainest("amount", day, JP)[0] == sp.Money(100, "JPY")

    def test_of_a_kind_that_it_does_not_know(self) -> None:
        assert Form(Thing).plainest("odd", date(2020, 3, 1), US) == ()

    def test_what_cannot_be_is_none(self) -> None:
        form = Form(sp.MonthlySales)
        march = {"month": date(2020, 3, 1), "gross": sp.usd(1)}
        assert form.filled(march) == sp.MonthlySales(month=date(2020, 3, 1), gross=sp.usd(1))
        assert form.filled({**march, "gross": sp.usd(-1)}) is None
        assert form.filled({**march, "reached_on": date(2020, 4, 1)}) is None

    def test_what_must_be_filled_in(self) -> None:
        blanks = Form(sp.InjuryClaim).blanks
        assert blanks["amount"].required
        assert not blanks["is_valid"].required


class TestDistance:
    """How far two values lie apart."""

    @pytest.mark.parametrize(
        ("one", "other", "apart"),
        [
            (date(2020, 3, 1), date(2020, 2, 28), 2),
            (NOON, NOON + timedelta(minutes=1), 60),
            (sp.usd("1.50"), sp.usd("1.00"), 50),
            (3, 5, 2),
            (None, 5, 0),
            (Colour.RED, Colour.BLUE, 0),
            (True, False, 0),
        ],
    )
    def test_of_two_values(self, one: Any, other: Any, apart: int) -> None:
        assert distance(one, other, US) == apart
