"""Errors say what was wrong and where, whatever the value is."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

import sellerpolicy as sp
from sellerpolicy.errors import BadFact, BadReport, CurrencyMismatch, NoPolicyText, NoRule, nearest, shown


class TestShown:
    def test_a_long_value_is_cut(self) -> None:
        assert shown("x" * 200) == "'" + "x" * 78 + "…"

    def test_a_value_that_just_fits_is_not(self) -> None:
        assert shown("x" * 78) == "'" + "x" * 78 + "'"

    def test_a_number_too_long_for_python_to_write_is_named_by_its_type(self) -> None:
        assert shown(10**5000) == "<int too large to show>"

    def test_a_value_nested_too_deeply_is_named_by_its_type(self) -> None:
        nested: list[object] = []
        for _ in range(100_000):
            nested = [nested]
        assert shown(nested) == "<list too large to show>"


class TestNearest:
    def test_what_was_probably_meant(self) -> None:
        assert nearest("delivered_at", ["placed_on", "delivered_on"]) == "delivered_on"

    def test_capitals_do_not_matter(self) -> None:
        assert nearest("ORDERID", ["orderId", "sku"]) == "orderId"

    def test_nothing_is_like_it(self) -> None:
        assert nearest("zzz", ["placed_on", "delivered_on"]) is None

    @pytest.mark.parametrize("name", [None, 5, "x" * 100_000, pytest.param(10**5000, id="a number too long to write")])
    def test_whatever_is_asked(self, name: object) -> None:
        assert nearest(name, ["placed_on"]) is None


class TestBadFact:
    def test_what_it_says(self) -> None:
        error = BadFact("Feedback.rating", 6, "a whole number of stars from 1 to 5")
        assert str(error) == "Feedback.rating: expected a whole number of stars from 1 to 5, got 6"
        assert error.meant is None

    def test_what_was_meant(self) -> None:
        error = BadFact("Claim.reason", "lost", "a reason", meant="not_received")
        assert str(error) == "Claim.reason: expected a reason, got 'lost'; did you mean 'not_received'?"


class TestBadReport:
    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (BadReport("it is empty"), "it is empty"),
            (BadReport("it is empty", file="a.csv"), "a.csv: it is empty"),
            (BadReport("no day", file="a.csv", line=3, column="left_on"), "a.csv, line 3, column left_on: no day"),
            (BadReport("no JSON", line=1, column=1), "line 1, column 1: no JSON"),
        ],
    )
    def test_what_it_says_and_where(self, error: BadReport, said: str) -> None:
        assert str(error) == said


class TestNoPolicyText:
    def test_the_first_day_with_a_text(self) -> None:
        error = NoPolicyText("insurance", date(2001, 1, 1), "us", date(2011, 12, 31))
        assert str(error) == (
            "insurance: no policy text for us on 2001-01-01; the first day with a text there is 2011-12-31"
        )

    def test_no_text_at_all(self) -> None:
        error = NoPolicyText("insurance", date(2001, 1, 1), "eg", None)
        assert str(error) == "insurance: no policy text for eg on 2001-01-01; no text is known there for any day"


EVERY = (
    BadFact("Claim.reason", "lost", "a reason", meant="not_received"),
    BadReport("no day", file="a.csv", line=3, column="left_on"),
    NoPolicyText("insurance", date(2001, 1, 1), "eg", None),
    NoRule("a gap"),
    CurrencyMismatch("two currencies"),
)


class TestAll:
    @pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
    def test_they_pickle(self, error: sp.errors.SellerPolicyError) -> None:
        twin = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)

    @pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
    def test_they_are_ours_and_pythons(self, error: sp.errors.SellerPolicyError) -> None:
        assert isinstance(error, sp.errors.SellerPolicyError)
        assert isinstance(error, ValueError | LookupError | TypeError)
