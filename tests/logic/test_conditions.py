"""Conditions: written once, kept as a tree, and never computed while they are written."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest
from attrs import frozen

import sellerpolicy as sp
from sellerpolicy.logic import Condition, DatedTerms, Limit, Span, dated, days, known, one_of, since, symbols
from sellerpolicy.logic.conditions import Both, Compare, Either, OneOf, Opposite, facts_read, symbols_in
from sellerpolicy.logic.truth import truth

PAGE = sp.injury_and_damage.POLICY_PAGE


@frozen
class Terms(DatedTerms):
    """Terms of the tests' own policy."""

    open_to_all: bool = dated("open to all", since("2020-01-01", True, PAGE))
    price: Limit = dated("a fair price", since("2020-01-01", sp.below(sp.usd(10)), PAGE))
    time: Span = dated("time", since("2020-01-01", days(2), PAGE))


# Any, since the tests also misuse the symbols on purpose
claim, terms = cast("Any", symbols(sp.InjuryClaim)), cast("Any", symbols(Terms))


class TestSymbols:
    def test_a_misspelt_fact_fails_with_the_nearest_name(self) -> None:
        with pytest.raises(AttributeError, match="InjuryClaim has no field 'ammount'; did you mean 'amount'?"):
            claim.ammount  # noqa: B018

    def test_a_name_like_no_other_fails_without_a_guess(self) -> None:
        with pytest.raises(AttributeError, match="InjuryClaim has no field 'zzz'$"):
            claim.zzz  # noqa: B018

    def test_a_misspelt_term_fails_with_the_nearest_name(self) -> None:
        with pytest.raises(AttributeError, match="Terms has no field 'prize'; did you mean 'price'?"):
            terms.prize  # noqa: B018

    def test_a_symbol_in_a_text_stands_for_its_value(self) -> None:
        assert f"{claim.amount} is {terms.price}" == "{case.amount} is {terms.price}"
        assert str(claim.amount) == "{case.amount}"

    def test_special_names_are_left_to_python(self) -> None:
        with pytest.raises(AttributeError, match="^__wrapped__$"):
            claim.__wrapped__  # noqa: B018


class TestWriting:
    @pytest.mark.parametrize(
        "misuse",
        [
            lambda: bool(claim.is_valid),
            lambda: bool(claim.amount == sp.usd(1)),
            lambda: claim.is_valid and claim.seller_insured,
            lambda: not claim.is_valid,
            lambda: claim.harm in (sp.Harm.PROPERTY_DAMAGE, sp.Harm.PERSONAL_INJURY),
            lambda: sp.Harm.PROPERTY_DAMAGE in claim.harm,
            lambda: list(claim.harm),
            lambda: claim.filed_on < claim.incident_on < claim.decided_on,
        ],
    )
    def test_pythons_own_truth_tests_fail_with_advice(self, misuse: Any) -> None:
        with pytest.raises(TypeError, match="use & for and, | for or, ~ for not, and one_of"):
            misuse()

    def test_a_comparison_with_none_fails_with_advice(self) -> None:
        with pytest.raises(TypeError) as refusal:
            claim.incident_on == None  # noqa: B015, E711
        assert str(refusal.value) == (
            "nothing can be compared with None: an unknown fact makes its condition unknown by itself"
        )

    def test_a_plain_value_is_no_condition(self) -> None:
        with pytest.raises(TypeError, match="True is no condition"):
            Condition("always", cast("Any", True), PAGE)

    def test_a_condition_that_reads_no_term_names_its_reference(self) -> None:
        with pytest.raises(TypeError, match="'the claim is valid' reads no term, so it must name the reference"):
            Condition("the claim is valid", claim.is_valid)

    def test_a_condition_keeps_the_reference_that_asks_it(self) -> None:
        assert Condition("the claim is valid", claim.is_valid, PAGE).reference is PAGE
        assert Condition(terms.open_to_all).reference is None

    def test_a_yes_or_no_term_has_its_label_for_a_text(self) -> None:
        assert Condition(terms.open_to_all).text == "open to all"

    @pytest.mark.parametrize("asked", [claim.is_valid, claim.filed_on > date(2021, 1, 1), 3])
    def test_nothing_else_stands_for_itself(self, asked: Any) -> None:
        with pytest.raises(TypeError, match="^only a yes/no term stands for itself: anything else needs a text"):
            Condition(asked)

    def test_operators_build_the_tree(self) -> None:
        valid, small = Condition("valid", claim.is_valid, PAGE), Condition("small", terms.price.admits(claim.amount))
        assert isinstance(valid & small, Both)
        assert isinstance(valid | small, Either)
        assert isinstance(~valid, Opposite)
        assert isinstance(one_of(claim.harm, sp.Harm.PERSONAL_INJURY), OneOf)
        for written in (
            claim.filed_on == date(2021, 1, 1),
            claim.filed_on != date(2021, 1, 1),
            claim.filed_on >= date(2021, 1, 1),
            claim.filed_on > date(2021, 1, 1),
        ):
            assert isinstance(written, Compare)

    def test_symbols_come_in_the_order_in_which_they_were_written(self) -> None:
        written = Condition("in order", (claim.filed_on <= known(claim.decided_on)) & terms.price.admits(claim.amount))
        assert [symbol.name for symbol in symbols_in(written)] == ["filed_on", "decided_on", "price", "amount"]

    def test_facts_are_named_once_and_terms_are_none(self) -> None:
        earlier = claim.filed_on <= known(claim.decided_on)
        written = Condition("twice", earlier & terms.price.admits(claim.amount) & earlier)
        assert facts_read(written) == ("filed_on", "decided_on", "amount")


class TestTruth:
    """Kleene's logic: what is unknown is neither true nor false, and may not matter."""

    case = sp.InjuryClaim(
        claim_id="K", harm=sp.Harm.PERSONAL_INJURY, amount=sp.usd(5), filed_on=date(2021, 5, 5), is_valid=True
    )
    terms = Terms.on(date(2021, 5, 5))

    def holds(self, proposition: Any) -> bool | None:
        return truth(proposition, self.case, self.terms)

    def test_and(self) -> None:
        true, false, unknown = claim.is_valid, ~claim.is_valid, claim.seller_insured
        assert self.holds(true & true) is True
        assert self.holds(true & false) is False
        assert self.holds(true & unknown) is None
        assert self.holds(unknown & false) is False

    def test_or(self) -> None:
        true, false, unknown = claim.is_valid, ~claim.is_valid, claim.seller_insured
        assert self.holds(false | true) is True
        assert self.holds(false | false) is False
        assert self.holds(false | unknown) is None
        assert self.holds(unknown | true) is True

    def test_not(self) -> None:
        assert self.holds(~claim.is_valid) is False
        assert self.holds(~claim.seller_insured) is None

    def test_a_span_may_be_added_to_a_plain_day(self) -> None:
        assert self.holds(claim.filed_on <= date(2021, 5, 3) + terms.time) is True
        assert self.holds(claim.filed_on <= date(2021, 5, 2) + terms.time) is False

    def test_comparisons_with_the_unknown_are_unknown(self) -> None:
        assert self.holds(claim.filed_on < claim.decided_on) is None
        assert self.holds(one_of(claim.incident_on, date(2021, 1, 1))) is None

    def test_a_limit_of_a_plain_value_admits_a_symbol(self) -> None:
        assert self.holds(sp.at_most(sp.usd(5)).admits(claim.amount)) is True
        assert self.holds(sp.below(sp.usd(5)).admits(claim.amount)) is False
