"""Truth: Kleene's logic over the tree of a condition, value by value, known and unknown."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any, cast

import pytest
from attrs import evolve, frozen

import sellerpolicy as sp
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    Limit,
    Span,
    dated,
    days,
    elapsed,
    known,
    one_of,
    share,
    since,
    symbols,
)
from sellerpolicy.logic.truth import admitted, both, left_open, opposite, share_of, silent_terms, truth, value

PAGE = sp.injury_and_damage.POLICY_PAGE
CLAIM = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PROPERTY_DAMAGE,
    amount=sp.usd(250),
    filed_on=date(2024, 5, 2),
    incident_on=date(2024, 4, 22),
)


@frozen
class Terms(DatedTerms):
    """Terms of the tests' own policy."""

    is_open: bool = dated("open to all", since("2020-01-01", True, PAGE))
    price: Limit = dated("a fair price", since("2020-01-01", sp.below(sp.usd(300)), PAGE))
    time: Span = dated("time to pay", since("2020-01-01", days(30), PAGE))


TERMS = Terms.on(date(2024, 5, 2))
WITHOUT = evolve(TERMS, **cast("dict[str, Any]", dict.fromkeys(("is_open", "price", "time"))))
claim, terms = cast("Any", symbols(sp.InjuryClaim)), cast("Any", symbols(Terms))


class TestValues:
    """What an expression comes to; unknown where any part of it is."""

    def test_what_is_written(self) -> None:
        assert value((claim.amount == sp.usd(9)).right, CLAIM, TERMS) == sp.usd(9)

    def test_a_fact_and_a_term(self) -> None:
        assert value(claim.amount, CLAIM, TERMS) == sp.usd(250)
        assert value(terms.time, CLAIM, TERMS) == days(30)
        assert value(claim.notified_on, CLAIM, TERMS) is None
        assert value(terms.time, CLAIM, WITHOUT) is None

    def test_the_time_from_one_day_to_another(self) -> None:
        assert value(elapsed(claim.incident_on, claim.filed_on), CLAIM, TERMS) == timedelta(days=10)
        assert value(elapsed(claim.notified_on, claim.filed_on), CLAIM, TERMS) is None
        assert value(elapsed(claim.incident_on, claim.notified_on), CLAIM, TERMS) is None

    def test_a_day_and_a_span(self) -> None:
        assert value(claim.filed_on + terms.time, CLAIM, TERMS) == date(2024, 6, 1)
        assert value(known(claim.notified_on) + terms.time, CLAIM, TERMS) is None
        assert value(claim.filed_on + terms.time, CLAIM, WITHOUT) is None

    def test_a_share(self) -> None:
        counted = cast("Any", symbols(sp.order_defect_rate.CountedOrders))
        case = sp.order_defect_rate.CountedOrders(day=date(2024, 5, 2), orders=200, defective=3)
        rate = share(counted.defective, counted.orders)
        assert value(rate, case, TERMS) == Fraction(3, 200)
        assert value(rate, evolve(case, defective=None), TERMS) is None
        assert value(rate, evolve(case, orders=0, defective=0), TERMS) is None

    @pytest.mark.parametrize(
        ("part", "whole", "rate"),
        [
            (1, 4, Fraction(1, 4)),
            (0, 4, Fraction(0)),
            (None, 4, None),
            (1, None, None),
            (0, 0, None),
            (1, 1, Fraction(1)),
        ],
    )
    def test_a_share_of_numbers(self, part: int | None, whole: int | None, rate: Fraction | None) -> None:
        assert share_of(part, whole) == rate

    def test_a_proposition_is_no_value(self) -> None:
        with pytest.raises(TypeError, match="is no expression"):
            value(cast("Any", claim.is_valid & claim.seller_insured), CLAIM, TERMS)


class TestPropositions:
    """Whether a proposition holds; unknown where that hangs on something unknown."""

    @pytest.mark.parametrize("held", [True, False, None])
    def test_a_fact(self, held: bool | None) -> None:
        assert truth(claim.is_valid, evolve(CLAIM, is_valid=held), TERMS) is held
        assert truth(~claim.is_valid, evolve(CLAIM, is_valid=held), TERMS) is opposite(held)

    def test_a_term(self) -> None:
        assert truth(terms.is_open, CLAIM, TERMS) is True
        assert truth(terms.is_open, CLAIM, WITHOUT) is None

    @pytest.mark.parametrize("left", [True, False, None])
    @pytest.mark.parametrize("right", [True, False, None])
    def test_two_joined(self, left: bool | None, right: bool | None) -> None:
        case = evolve(CLAIM, is_valid=left, seller_insured=right)
        every = False if False in (left, right) else None if None in (left, right) else True
        some = True if True in (left, right) else None if None in (left, right) else False
        assert truth(claim.is_valid & claim.seller_insured, case, TERMS) is every
        assert truth(claim.is_valid | claim.seller_insured, case, TERMS) is some
        assert both(left, right) is every

    @pytest.mark.parametrize(
        ("day", "before", "until", "on", "not_on", "since_then", "after"),
        [
            (date(2024, 5, 1), False, False, False, True, True, True),
            (date(2024, 5, 2), False, True, True, False, True, False),
            (date(2024, 5, 3), True, True, False, True, False, False),
            (None, None, None, None, None, None, None),
        ],
    )
    def test_two_compared(
        self,
        day: date | None,
        before: bool | None,
        until: bool | None,
        on: bool | None,
        not_on: bool | None,
        since_then: bool | None,
        after: bool | None,
    ) -> None:
        case, other = evolve(CLAIM, incident_on=None, decided_on=None, proof_given_on=day), known(claim.proof_given_on)
        assert truth(claim.filed_on < other, case, TERMS) is before
        assert truth(claim.filed_on <= other, case, TERMS) is until
        assert truth(claim.filed_on == other, case, TERMS) is on
        assert truth(claim.filed_on != other, case, TERMS) is not_on
        assert truth(claim.filed_on >= other, case, TERMS) is since_then
        assert truth(claim.filed_on > other, case, TERMS) is after

    def test_one_of_several(self) -> None:
        harms = cast("Any", one_of(claim.harm, sp.Harm.PROPERTY_DAMAGE, sp.Harm.PERSONAL_INJURY))
        assert truth(harms, CLAIM, TERMS) is True
        proofs = cast("Any", one_of(known(claim.proof_given_on), date(2024, 5, 2), sp.NEVER))
        assert truth(proofs, evolve(CLAIM, proof_given_on=date(2024, 5, 3)), TERMS) is False
        assert truth(proofs, evolve(CLAIM, proof_given_on=sp.NEVER), TERMS) is True
        assert truth(proofs, CLAIM, TERMS) is None

    def test_a_limit(self) -> None:
        fair = terms.price.admits(claim.amount)
        assert truth(fair, CLAIM, TERMS) is True
        assert truth(fair, evolve(CLAIM, amount=sp.usd(300)), TERMS) is False
        assert truth(fair, CLAIM, WITHOUT) is None

    def test_a_limit_that_is_none_asks_for_nothing(self) -> None:
        assert admitted(sp.logic.anything, None) is True
        assert admitted(sp.logic.nothing, None) is False
        assert admitted(sp.below(3), None) is None
        assert admitted(None, 2) is None
        assert admitted(sp.below(3), 2) is True

    def test_a_value_is_no_proposition(self) -> None:
        with pytest.raises(TypeError, match="is no proposition"):
            truth(cast("Any", claim.filed_on + terms.time), CLAIM, TERMS)


@frozen
class Promise:
    """A case that has what is a term elsewhere: a seller's own limit and span."""

    day: date = date(2024, 5, 2)
    pieces: int = 3
    own_limit: Limit = sp.at_most(3)
    own_time: Span = days(10)


@frozen
class Figures(DatedTerms):
    """Terms that are what facts are elsewhere: a day and a count."""

    start: date = dated("the start", since("2020-01-01", date(2024, 5, 1), PAGE))
    count: int = dated("a count", since("2020-01-01", 4, PAGE))


class TestLeftOpen:
    """What is unknown hangs on those conditions alone to which nothing settled leads."""

    IS_OPEN = Condition(terms.is_open)
    IS_FAIR = Condition("a fair price", terms.price.admits(claim.amount))
    IS_VALID = Condition("valid", claim.is_valid, PAGE)
    IS_LATE = Condition("late", claim.filed_on > date(2024, 5, 2), PAGE)

    def test_nothing_does_where_all_is_settled(self) -> None:
        assert list(left_open(self.IS_VALID & self.IS_LATE, CLAIM, TERMS)) == []
        assert list(left_open(~self.IS_LATE | self.IS_VALID, CLAIM, TERMS)) == []

    def test_on_either_side_of_what_is_unknown(self) -> None:
        for node in (self.IS_VALID & self.IS_FAIR, ~self.IS_VALID | self.IS_FAIR, ~(self.IS_VALID & ~self.IS_FAIR)):
            assert list(left_open(node, CLAIM, WITHOUT)) == [self.IS_VALID, self.IS_FAIR]
            assert list(left_open(node, CLAIM, TERMS)) in ([self.IS_VALID], [])

    def test_not_on_what_cannot_matter(self) -> None:
        assert list(left_open((self.IS_LATE & self.IS_FAIR) | self.IS_VALID, CLAIM, WITHOUT)) == [self.IS_VALID]
        assert silent_terms(((self.IS_LATE & self.IS_FAIR) | self.IS_VALID,), CLAIM, WITHOUT) == ()

    def test_the_terms_without_text_among_them(self) -> None:
        rules = (self.IS_VALID & self.IS_OPEN, self.IS_FAIR | self.IS_OPEN)
        assert silent_terms(rules, CLAIM, WITHOUT) == ("is_open", "price")
        assert silent_terms(rules, CLAIM, TERMS) == ()


class TestTermsAndFactsAlike:
    """A term may stand wherever a fact may, and a fact wherever a term may."""

    figures, promise = cast("Any", symbols(Figures)), cast("Any", symbols(Promise))
    text = Figures.on(date(2024, 5, 2))

    def test_of_truths(self) -> None:
        figures, promise = self.figures, self.promise
        for held, written in (
            (True, figures.count > promise.pieces),
            (False, figures.count < promise.pieces),
            (True, one_of(figures.count, 4, 5)),
            (False, one_of(figures.count, 3)),
            (True, promise.own_limit.admits(promise.pieces)),
            (False, promise.own_limit.admits(figures.count)),
        ):
            assert truth(cast("Any", written), Promise(), self.text) is held

    def test_of_values(self) -> None:
        figures, promise = self.figures, self.promise
        for held, written in (
            (timedelta(days=1), elapsed(figures.start, promise.day)),
            (timedelta(days=-1), elapsed(promise.day, figures.start)),
            (date(2024, 5, 11), figures.start + promise.own_time),
            (Fraction(4, 3), share(figures.count, promise.pieces)),
            (Fraction(3, 4), share(promise.pieces, figures.count)),
        ):
            assert value(cast("Any", written), Promise(), self.text) == held
