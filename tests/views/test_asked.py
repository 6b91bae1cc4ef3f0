"""What a rule asks, laid out to be shown."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.facts import InjuryClaim
from sellerpolicy.logic import Condition, symbols
from sellerpolicy.logic.conditions import Both, Either, Opposite, Proposition
from sellerpolicy.views.asked import AllOf, Asked, Clause, OneOf, Tree, asked, clauses

claim = symbols(InjuryClaim)
PAGE = sp.injury_and_damage.POLICY_PAGE
A, B, C, D = CONDITIONS = tuple(Condition(name, claim.is_valid, PAGE) for name in "ABCD")

trees = st.recursive(
    st.sampled_from(CONDITIONS),
    lambda below: st.one_of(st.builds(Both, below, below), st.builds(Either, below, below), st.builds(Opposite, below)),
    max_leaves=8,
)


def holds(node: Proposition, truths: dict[Condition, bool]) -> bool:
    """The truth of a proposition, worked out by itself."""
    match node:
        case Condition():
            return truths[node]
        case Both():
            return holds(node.left, truths) and holds(node.right, truths)
        case Either():
            return holds(node.left, truths) or holds(node.right, truths)
        case Opposite():
            return not holds(node.of, truths)
    raise AssertionError(node)


def says(tree: Tree, truths: dict[Condition, bool]) -> bool:
    if isinstance(tree, Asked):
        return truths[tree.condition] is tree.wanted
    return (all if isinstance(tree, AllOf) else any)(says(part, truths) for part in tree.parts)


def every_truth() -> list[dict[Condition, bool]]:
    return [dict(zip(CONDITIONS, truths, strict=True)) for truths in product((True, False), repeat=len(CONDITIONS))]


def clause(*given: Condition | tuple[Condition]) -> Clause:
    """Conditions that are to hold; those in a tuple of their own are not to."""
    return frozenset(
        Asked(each[0], wanted=False) if isinstance(each, tuple) else Asked(each, wanted=True) for each in given
    )


class TestAsked:
    """ "Not" stands at single conditions alone."""

    def test_parts_that_must_hold_together_stand_side_by_side(self) -> None:
        assert asked(A & B & ~C) == AllOf((Asked(A, True), Asked(B, True), Asked(C, False)))

    def test_not_all_is_one_of_the_opposites(self) -> None:
        assert asked(~(A & (B | C))) == OneOf((Asked(A, False), AllOf((Asked(B, False), Asked(C, False)))))

    @given(trees)
    def test_it_means_the_same(self, node: Proposition) -> None:
        assert all(says(asked(node), truths) is holds(node, truths) for truths in every_truth())

    def test_what_is_not_made_of_conditions_is_refused(self) -> None:
        with pytest.raises(TypeError, match="is not made of conditions"):
            asked(Proposition())


class TestClauses:
    """All of the clauses must be so, each by one of its conditions."""

    def test_a_condition_is_a_clause(self) -> None:
        assert clauses(asked(~A), most=1) == (clause((A,)),)

    def test_alternatives_of_demands_are_multiplied_out(self) -> None:
        found = clauses(asked((A & B) | (C & D)), most=4)
        assert found == (clause(A, C), clause(A, D), clause(B, C), clause(B, D))

    def test_what_always_holds_and_what_follows_is_left_out(self) -> None:
        assert clauses(asked((A | ~A) & B & (B | C)), most=9) == (clause(B),)

    def test_too_many_are_not_told(self) -> None:
        assert clauses(asked((A & B) | (C & D)), most=3) is None
        assert clauses(asked(((A & B) | (C & D)) & A), most=3) is None
        assert clauses(asked(A & B), most=1) is None

    @given(trees)
    def test_they_mean_the_same(self, node: Proposition) -> None:
        found = clauses(asked(node), most=1000)
        assert found is not None
        for truths in every_truth():
            told = all(any(truths[each.condition] is each.wanted for each in one) for one in found)
            assert told is holds(node, truths)
