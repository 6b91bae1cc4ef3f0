"""Writing: conditions as Python over local variables, one for each fact."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, cast

import pytest
from attrs import frozen

import sellerpolicy as sp
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    DecisionTable,
    Limit,
    Rule,
    anything,
    dated,
    elapsed,
    nothing,
    since,
    symbols,
)
from sellerpolicy.logic.writing import Program, Writer

PAGE = sp.injury_and_damage.POLICY_PAGE


class Answer(Enum):
    """What becomes of a parcel."""

    TAKEN = "taken"


@frozen(kw_only=True)
class Parcel:
    """A case of the tests' own policy."""

    day: date
    marketplace: sp.Marketplace = sp.Marketplace.US
    heavy: bool | None = None
    dear: bool | None = None
    wet: bool = False
    pieces: int | None = None


@frozen
class Terms(DatedTerms):
    """Terms of the tests' own policy."""

    few: Limit = dated(
        "few pieces",
        since("2020-01-01", anything, PAGE),
        since("2021-01-01", nothing, PAGE),
        since("2022-01-01", sp.at_most(3), PAGE),
    )


# Any, since the tests also write what no rule may ask
parcel, terms = cast("Any", symbols(Parcel)), cast("Any", symbols(Terms))
is_heavy = Condition("heavy", parcel.heavy, PAGE)
is_dear = Condition("dear", parcel.dear, PAGE)
is_wet = Condition("wet", parcel.wet, PAGE)
is_heavy_and_dear = Condition("heavy and dear", parcel.heavy & parcel.dear, PAGE)
is_few = Condition("few", terms.few.admits(parcel.pieces))
TABLE = DecisionTable(
    "parcels", case=Parcel, terms=Terms, day=parcel.day, reference=PAGE, rules=(Rule(is_heavy, then=Answer.TAKEN),)
)


def writer(day: date = date(2024, 5, 1)) -> Writer:
    """A writer by the text of a day."""
    return Writer(TABLE, Terms.on(day), Program("parcels"))


SURELY_HEAVY = "(not (case_heavy is None) and case_heavy)"
SURELY_DEAR = "(not (case_dear is None) and case_dear)"
MAYBE_HEAVY = "((case_heavy is None) or case_heavy)"
MAYBE_DEAR = "((case_dear is None) or case_dear)"


class TestCertainly:
    """Python that is true exactly where a proposition is true: what is unknown is not."""

    def test_a_condition(self) -> None:
        assert writer().certainly(is_heavy) == SURELY_HEAVY

    def test_a_fact_that_is_always_known(self) -> None:
        assert writer().certainly(is_wet) == "(case_wet)"

    def test_both(self) -> None:
        assert writer().certainly(is_heavy & is_dear) == f"({SURELY_HEAVY} and {SURELY_DEAR})"
        assert writer().certainly(is_heavy_and_dear) == f"({SURELY_HEAVY} and {SURELY_DEAR})"

    def test_either(self) -> None:
        """One of them is enough, whether the other is known or not."""
        assert writer().certainly(is_heavy | is_dear) == f"({SURELY_HEAVY} or {SURELY_DEAR})"

    def test_an_opposite(self) -> None:
        """What is certainly not so is not even possible."""
        assert writer().certainly(~is_heavy) == f"(not {MAYBE_HEAVY})"
        assert writer().certainly(~(is_heavy & is_dear)) == f"(not ({MAYBE_HEAVY} and {MAYBE_DEAR}))"


class TestPossibly:
    """Python that is true exactly where a proposition is not false: what is unknown is possible."""

    def test_a_condition(self) -> None:
        assert writer().possibly(is_heavy) == MAYBE_HEAVY

    def test_both(self) -> None:
        """One that is false is enough, whether the other is known or not."""
        assert writer().possibly(is_heavy & is_dear) == f"({MAYBE_HEAVY} and {MAYBE_DEAR})"
        assert writer().possibly(is_heavy_and_dear) == f"({MAYBE_HEAVY} and {MAYBE_DEAR})"

    def test_either(self) -> None:
        assert writer().possibly(is_heavy | is_dear) == f"({MAYBE_HEAVY} or {MAYBE_DEAR})"

    def test_an_opposite(self) -> None:
        """What is possibly not so is not certain."""
        assert writer().possibly(~is_heavy) == f"(not {SURELY_HEAVY})"
        assert writer().possibly(~(is_heavy | is_dear)) == f"(not ({SURELY_HEAVY} or {SURELY_DEAR}))"


class TestLimits:
    """A limit's figure stands in the text; one that admits anything or nothing asks no fact."""

    @pytest.mark.parametrize(
        ("day", "text", "doubts"),
        [
            (date(2020, 5, 1), "True", []),
            (date(2021, 5, 1), "False", []),
            (date(2022, 5, 1), "(case_pieces <= 3)", ["(case_pieces is None)"]),
        ],
    )
    def test_admission(self, day: date, text: str, doubts: list[str]) -> None:
        assert writer(day).plainly(is_few) == text
        assert writer(day).doubts(is_few) == doubts


class TestRefusals:
    """What cannot be written is refused."""

    def test_a_value_where_a_truth_is_wanted(self) -> None:
        written = elapsed(parcel.day, parcel.day)
        with pytest.raises(TypeError) as refusal:
            writer().plainly(written)
        assert str(refusal.value) == f"{written!r} cannot be compiled"

    def test_a_truth_where_a_value_is_wanted(self) -> None:
        with pytest.raises(TypeError) as refusal:
            writer().expression(cast("Any", is_heavy))
        assert str(refusal.value) == f"{is_heavy!r} cannot be compiled"


class TestConstants:
    """A constant has one name in a program; so have equal lengths of time, and equal numbers."""

    @pytest.mark.parametrize("held", [Answer.TAKEN, (1, 2), date(2024, 5, 1), timedelta(days=1), Decimal("1.5")])
    def test_the_same_object(self, held: object) -> None:
        program = Program("parcels")
        assert [program.constant(held), program.constant(held)] == ["k0", "k0"]
        assert program.constants == {"k0": held}

    @pytest.mark.parametrize(
        ("first", "second"),
        [(timedelta(days=1), timedelta(hours=24)), (Decimal("1.5"), Decimal("1.50"))],
    )
    def test_equal_ones(self, first: object, second: object) -> None:
        program = Program("parcels")
        assert [program.constant(first), program.constant(second)] == ["k0", "k0"]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (timedelta(days=1), timedelta(days=2)),
            (Decimal("1.5"), Decimal("1.6")),
            (1, Decimal(1)),
            (tuple("ab"), tuple("ab")),
            (date(2024, 5, 1), date(2024, 5, 1)),
        ],
    )
    def test_others(self, first: object, second: object) -> None:
        """Equal is not enough for other kinds, nor for numbers of two kinds."""
        program = Program("parcels")
        assert [program.constant(first), program.constant(second)] == ["k0", "k1"]
        assert [program.constant(first), program.constant(second)] == ["k0", "k1"]
