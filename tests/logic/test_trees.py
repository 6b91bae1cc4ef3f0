"""Trees: a table's rules as questions, none of them asked twice on any path."""

from __future__ import annotations

from datetime import date
from enum import Enum

import pytest
from attrs import frozen

import sellerpolicy as sp
from sellerpolicy.logic import Condition, DatedTerms, DecisionTable, Rule, dated, one_of, since, symbols
from sellerpolicy.logic.trees import Branch, End, Leaf, Tree, shared_parts, simplified

PAGE = sp.injury_and_damage.POLICY_PAGE


class Fruit(Enum):
    """What may be sent back."""

    APPLE = "apple"
    PEAR = "pear"
    PLUM = "plum"


class Answer(Enum):
    """What becomes of it."""

    TAKEN = "taken"
    REFUSED = "refused"
    SWAPPED = "swapped"


@frozen(kw_only=True)
class Basket:
    """A case of the tests' own policy."""

    day: date
    marketplace: sp.Marketplace = sp.Marketplace.US
    fruit: Fruit | None = None
    is_fresh: bool | None = None
    is_cheap: bool | None = None
    is_heavy: bool | None = None


@frozen
class Terms(DatedTerms):
    """Terms of the tests' own policy."""

    takes_fruit: bool = dated("fruit is taken", since("2020-01-01", True, PAGE))


basket = symbols(Basket)
is_apple = Condition("an apple", basket.fruit == Fruit.APPLE, PAGE)
is_pear = Condition("a pear", basket.fruit == Fruit.PEAR, PAGE)
is_plum = Condition("a plum", basket.fruit == Fruit.PLUM, PAGE)
is_pome = Condition("an apple or a pear", one_of(basket.fruit, Fruit.APPLE, Fruit.PEAR), PAGE)
is_fresh = Condition("fresh", basket.is_fresh, PAGE)
is_cheap = Condition("cheap", basket.is_cheap, PAGE)
is_heavy = Condition("heavy", basket.is_heavy, PAGE)

END = Leaf(Answer.TAKEN)


def grown(*rules: Rule[Answer]) -> Branch:
    """The tree of a table of these rules."""
    table = DecisionTable("baskets", case=Basket, terms=Terms, day=basket.day, reference=PAGE, rules=rules)
    root = Tree(table, Terms.on(date(2024, 5, 1))).grow(0, {}, {})
    assert isinstance(root, Branch)
    return root


def followed(root: Branch, *, holding: set[Condition]) -> Enum:
    """The end of the path on which these conditions hold and no others."""
    node: Branch | Leaf = root
    while isinstance(node, Branch):
        node = node.yes if node.asks in holding else node.no
    return node.then


def asking(yes: Branch | Leaf = END, no: Branch | Leaf = END) -> Branch:
    """One question more."""
    return Branch(is_fresh, yes, no)


def chain(length: int) -> Branch:
    """So many questions, each asked where the one before it does not hold."""
    root = asking()
    for _ in range(length - 1):
        root = asking(no=root)
    return root


class TestElimination:
    """A condition on a fact of few values is settled as soon as the values that are left settle it."""

    def test_it_picks_all_that_are_left(self) -> None:
        assert simplified(is_pome, {}, {"fruit": frozenset({Fruit.APPLE, Fruit.PEAR})}) is True
        assert simplified(is_pome, {}, {"fruit": frozenset({Fruit.PEAR})}) is True

    def test_it_picks_none_that_is_left(self) -> None:
        assert simplified(is_pome, {}, {"fruit": frozenset({Fruit.PLUM})}) is False
        assert simplified(is_apple, {}, {"fruit": frozenset({Fruit.PEAR, Fruit.PLUM})}) is False

    def test_it_picks_some_that_are_left(self) -> None:
        assert simplified(is_pome, {}, {"fruit": frozenset({Fruit.PEAR, Fruit.PLUM})}) is is_pome
        assert simplified(is_apple, {}, {"fruit": frozenset(Fruit)}) is is_apple

    def test_the_values_of_another_fact_settle_nothing(self) -> None:
        assert simplified(is_apple, {}, {"vegetable": frozenset({Fruit.PLUM})}) is is_apple


class TestSimplified:
    """What is known is taken out of a rule."""

    def test_what_is_known(self) -> None:
        assert simplified(is_fresh & is_cheap, {is_fresh: True}, {}) is is_cheap
        assert simplified(is_fresh & is_cheap, {is_fresh: False}, {}) is False
        assert simplified(is_fresh | is_cheap, {is_cheap: True}, {}) is True
        assert simplified(is_fresh | is_cheap, {is_cheap: False}, {}) is is_fresh
        assert simplified(~is_fresh, {is_fresh: False}, {}) is True

    def test_what_is_no_condition_is_refused(self) -> None:
        bare = is_fresh.asks
        with pytest.raises(TypeError) as refusal:
            simplified(is_cheap & bare, {}, {})
        assert str(refusal.value) == f"a rule is made of conditions, not of {bare!r}"


class TestNarrowing:
    """Each question about a fact of few values leaves fewer of them, on either side."""

    def test_the_last_value_left_is_not_asked_for(self) -> None:
        root = grown(
            Rule(is_apple, then=Answer.TAKEN),
            Rule(is_pear, then=Answer.SWAPPED),
            Rule(is_plum, then=Answer.REFUSED),
        )
        assert isinstance(root.no, Branch)
        assert (root.asks, root.no.asks) == (is_apple, is_pear)
        assert isinstance(root.no.no, Leaf)
        assert root.no.no.then is Answer.REFUSED

    def test_what_was_not_picked_is_not_asked_for_where_a_condition_holds(self) -> None:
        """An apple or a pear is no plum; what is no apple then is a pear."""
        root = grown(
            Rule(is_pome & is_plum, then=Answer.REFUSED),
            Rule(is_pome & is_apple, then=Answer.TAKEN),
            Rule(is_pome & is_pear, then=Answer.SWAPPED),
        )
        assert isinstance(root.yes, Branch)
        assert (root.asks, root.yes.asks) == (is_pome, is_apple)
        assert isinstance(root.yes.no, Leaf)
        assert root.yes.no.then is Answer.SWAPPED


class TestEqualRemainders:
    """Where the same rules are left, the rest of the tree is one and the same; where others are, it is not."""

    def test_of_an_opposite(self) -> None:
        root = grown(Rule(is_fresh & ~is_cheap, then=Answer.TAKEN), Rule(~is_fresh & ~is_cheap, then=Answer.TAKEN))
        assert root.yes is root.no

    def test_of_two_that_must_both_hold(self) -> None:
        both = is_cheap & is_heavy
        root = grown(Rule(is_fresh & both, then=Answer.TAKEN), Rule(~is_fresh & both, then=Answer.TAKEN))
        assert root.yes is root.no

    def test_both_are_not_either(self) -> None:
        root = grown(
            Rule(is_fresh & (is_cheap & is_heavy), then=Answer.TAKEN),
            Rule(~is_fresh & (is_cheap | is_heavy), then=Answer.TAKEN),
        )
        assert followed(root, holding={is_fresh, is_cheap, is_heavy}) is Answer.TAKEN
        assert followed(root, holding={is_fresh, is_cheap}) is End.NO_RULE
        assert followed(root, holding={is_cheap}) is Answer.TAKEN
        assert followed(root, holding=set()) is End.NO_RULE

    def test_another_outcome(self) -> None:
        root = grown(Rule(is_fresh & is_cheap, then=Answer.TAKEN), Rule(~is_fresh & is_cheap, then=Answer.REFUSED))
        assert followed(root, holding={is_fresh, is_cheap}) is Answer.TAKEN
        assert followed(root, holding={is_cheap}) is Answer.REFUSED


class TestSharedParts:
    """A part of a tree has a name where it is reached in more than one way and asks more than six questions."""

    @pytest.mark.parametrize(
        "part",
        [
            chain(7),
            asking(yes=chain(6)),
            asking(yes=chain(3), no=chain(3)),
            asking(yes=chain(4), no=chain(2)),
        ],
    )
    def test_seven_questions_reached_twice(self, part: Branch) -> None:
        assert shared_parts(asking(part, part)) == {part: "part0"}

    @pytest.mark.parametrize("part", [chain(1), chain(6), asking(yes=chain(5)), asking(yes=chain(3), no=chain(2))])
    def test_six_questions_are_few(self, part: Branch) -> None:
        assert shared_parts(asking(part, part)) == {}

    def test_many_questions_reached_once(self) -> None:
        assert shared_parts(chain(20)) == {}

    def test_few_questions_reached_often(self) -> None:
        part = chain(2)
        assert shared_parts(asking(asking(part, part), asking(part, part))) == {}

    def test_reached_three_times(self) -> None:
        part = chain(7)
        assert shared_parts(asking(part, asking(part, part))) == {part: "part0"}

    def test_what_is_written_twice_counts_twice(self) -> None:
        """Three questions on either side and one before them are seven, though the three are the same."""
        few = chain(3)
        part = asking(few, few)
        assert shared_parts(asking(part, part)) == {part: "part0"}

    def test_names_are_numbered_as_they_are_first_reached(self) -> None:
        first, second = chain(7), chain(8)
        assert shared_parts(asking(asking(first, second), asking(second, first))) == {first: "part0", second: "part1"}

    def test_within_a_shared_part_another_one(self) -> None:
        """What only a shared part leads to is reached in one way, unless that part leads to it twice."""
        inner = chain(7)
        once, twice = asking(inner), asking(inner, inner)
        assert shared_parts(asking(once, once)) == {once: "part0"}
        assert shared_parts(asking(twice, twice)) == {twice: "part0", inner: "part1"}

    def test_an_end_alone(self) -> None:
        assert shared_parts(END) == {}
