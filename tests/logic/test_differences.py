"""Differences: what a policy changed between two days, in words and as data."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve, frozen

import sellerpolicy as sp
from sellerpolicy.logic import DatedTerms, Limit, above, anything, at_most, below, dated, local, originally, since
from sellerpolicy.logic.differences import differences

PAGE = sp.injury_and_damage.POLICY_PAGE
OTHER = sp.injury_and_damage.ANNOUNCED
US, CA = sp.Marketplace.US, sp.Marketplace.CA


@frozen
class Terms(DatedTerms):
    """A policy that changed twice, and whose doubts were cleared once."""

    small: Limit = dated(
        "what is small",
        originally(below(sp.usd(10)), PAGE),
        since("2020-02-01", below(sp.usd(20)), OTHER, but=PAGE.says(at_most(sp.usd(20)))),
        since("2020-03-01", below(sp.usd(20)), OTHER),
        since("2020-04-01", below(sp.usd(20)), PAGE),
        since("2020-02-01", above(local(5)), OTHER, marketplace=CA),
    )
    late: Limit = dated(
        "what is late",
        originally(above(3), PAGE),
        since("2021-02-01", above(4), PAGE, but=(OTHER.says(above(5)), OTHER.says(above(6)))),
    )
    asks: bool = dated("it asks", since("2020-02-15", True, PAGE), since("2020-02-15", False, PAGE, marketplace=CA))


class TestBetweenTwoDays:
    """Each term that is fixed differently, or left in doubt differently, comes once."""

    def test_the_same_day(self) -> None:
        assert Terms.diff(date(2020, 2, 1), date(2020, 2, 1)) == ()

    def test_the_day_before_and_the_day(self) -> None:
        (difference,) = Terms.diff(date(2020, 1, 31), date(2020, 2, 1))
        assert difference.id == "test_differences.small"
        assert difference.before is not None
        assert difference.after is not None
        assert difference.before.value == below(sp.usd(10))
        assert difference.after.value == below(sp.usd(20))
        assert difference.after.since == date(2020, 2, 1)
        assert difference.after.reference == OTHER
        assert not difference.is_doubt_alone
        assert str(difference) == (
            "test_differences.small: what is small: below USD 20.00 (or at most USD 20.00) since 2020-02-01; "
            "before: below USD 10.00"
        )

    def test_a_doubt_that_was_cleared(self) -> None:
        (difference,) = Terms.diff(date(2020, 2, 29), date(2020, 3, 1))
        assert difference.is_doubt_alone
        assert str(difference).endswith(
            "below USD 20.00 since 2020-02-01; before: below USD 20.00 (or at most USD 20.00) since 2020-02-01"
        )

    def test_two_doubts(self) -> None:
        (difference,) = Terms.diff(date(2021, 1, 31), date(2021, 2, 1))
        assert str(difference) == (
            "test_differences.late: what is late: above 4 (or above 5 or above 6) since 2021-02-01; before: above 3"
        )

    def test_the_same_said_again_elsewhere(self) -> None:
        assert Terms.diff(date(2020, 3, 31), date(2020, 4, 1)) == ()

    def test_a_first_text(self) -> None:
        (difference,) = Terms.diff(date(2020, 2, 14), date(2020, 2, 15))
        assert (difference.id, difference.before) == ("test_differences.asks", None)
        assert str(difference) == "test_differences.asks: it asks: yes since 2020-02-15; before: no text"

    def test_back_in_time(self) -> None:
        (difference,) = Terms.diff(date(2020, 2, 15), date(2020, 2, 14))
        assert difference.after is None
        assert str(difference).endswith("no text; before: yes since 2020-02-15")

    def test_all_at_once_in_the_order_of_the_terms(self) -> None:
        found = Terms.diff(date(2020, 1, 1), date(2021, 1, 1))
        assert [difference.id.partition(".")[2] for difference in found] == ["small", "asks"]

    def test_another_marketplace_has_its_own_currency(self) -> None:
        found = Terms.diff(date(2020, 2, 1), date(2020, 2, 15), CA)
        assert [difference.id.partition(".")[2] for difference in found] == ["asks"]
        (small,) = (text for text in (Terms.on(date(2020, 2, 1), CA).text("small"),) if text is not None)
        assert small.value == above(sp.Money(5, "CAD"))

    def test_a_day_without_text(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="2020-01-31"):
            Terms.diff(date(2020, 1, 31), date(2020, 2, 1), CA)


class TestEditedTerms:
    """What a caller changed is a difference too."""

    def test_a_changed_term(self) -> None:
        terms = Terms.on(date(2020, 3, 1))
        (difference,) = differences(terms, evolve(terms, small=anything))
        assert difference.after is not None
        assert difference.after.reference.id == "what-if"

    def test_only_the_terms_asked_for(self) -> None:
        terms = Terms.on(date(2020, 3, 1))
        assert differences(terms, evolve(terms, small=anything), ["asks"]) == ()


class TestTheInjuryRule:
    """Property damage and injury: the process of 1 September 2021."""

    def test_what_began(self) -> None:
        found = sp.injury_and_damage.Terms.diff(date(2021, 8, 31), date(2021, 9, 1))
        told = {difference.id: difference for difference in found}
        takes = told["injury_and_damage.takes_claims"]
        assert takes.before is not None
        assert takes.after is not None
        assert (takes.before.value, takes.after.value) == (False, True)
        assert told["injury_and_damage.pays_itself"].before is None
