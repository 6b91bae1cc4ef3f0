"""Spaces: all cases that differ for a table, taken apart; judging sets of them agrees with judging each."""

from __future__ import annotations

from datetime import date
from enum import Enum
from itertools import islice, product
from typing import Any

import pytest
from attrs import frozen

import sellerpolicy as sp
from sellerpolicy.logic import (
    EVERYWHERE,
    Condition,
    DatedTerms,
    DecisionTable,
    Limit,
    Rule,
    at_least,
    at_most,
    dated,
    local,
    originally,
    since,
    symbols,
)
from sellerpolicy.logic.decisions import undecided
from sellerpolicy.logic.spaces import Judged, eras, followed, grouped, space_of, ties_of
from sellerpolicy.logic.truth import truth

PAGE = sp.injury_and_damage.POLICY_PAGE
WHO_PAYS = sp.injury_and_damage.WHO_PAYS
US, CA, DE = sp.Marketplace.US, sp.Marketplace.CA, sp.Marketplace.DE
Table = DecisionTable[Any, Any, Any]
TABLES: tuple[Table, ...] = tuple(table for module in sp.rules.modules() for table in module.TABLES)


class Verdict(Enum):
    """What follows."""

    YES = "yes"
    NO = "no"


@frozen(kw_only=True)
class Thing:
    """A plain case."""

    day: date
    part: int
    amount: sp.Money
    marketplace: sp.Marketplace = US


@frozen
class Terms(DatedTerms):
    """Limits that changed; one of them is read by nothing."""

    part: Limit = dated(
        "part",
        originally(at_most(1), PAGE),
        since("2020-02-01", at_most(2), PAGE),
        since("2020-03-01", at_most(2), sp.injury_and_damage.ANNOUNCED),
        since("2020-04-01", at_most(2), PAGE, but=PAGE.says(at_most(3))),
        since("2020-02-01", at_most(2), PAGE, marketplace=(CA, DE)),
    )
    amount: Limit = dated("amount", since("2020-02-01", at_least(local(5)), PAGE, marketplace=EVERYWHERE))
    unread: bool = dated("unread", originally(False, PAGE), since("2020-02-15", True, PAGE))


thing, terms = symbols(Thing), symbols(Terms)
is_few = Condition(f"{thing.part} is {terms.part}", terms.part.admits(thing.part))
is_much = Condition(f"{thing.amount} is {terms.amount}", terms.amount.admits(thing.amount))
TABLE = DecisionTable(
    "thing",
    case=Thing,
    terms=Terms,
    day=thing.day,
    reference=PAGE,
    rules=(Rule(is_few & is_much, then=Verdict.YES), Rule(~is_few | ~is_much, then=Verdict.NO)),
)


class TestEras:
    """The times that a table can tell apart, shop by shop."""

    def test_of_one_shop(self) -> None:
        """What the table does not read, and another reference for the same value, start nothing new."""
        (us, *_) = eras(TABLE)
        assert [(era.first, era.last) for era in us] == [
            (date.min, date(2020, 1, 31)),
            (date(2020, 2, 1), date(2020, 3, 31)),
            (date(2020, 4, 1), None),
        ]

    def test_shops_that_differ_in_currency_alone_are_one(self) -> None:
        assert [timeline[0].terms.marketplace for timeline in eras(TABLE)] == [US, CA, sp.Marketplace.MX]

    def test_days_at_its_ends(self) -> None:
        (us, *_) = eras(TABLE)
        assert [era.days for era in us] == [
            (date(2020, 1, 31),),
            (date(2020, 2, 1), date(2020, 3, 31)),
            (date(2020, 4, 1),),
        ]

    def test_a_text_for_ever_has_some_day(self) -> None:
        (timeline,) = eras(sp.order_defect_rate.FEEDBACK)[:1]
        assert len(timeline[0].days) == 1

    def test_other_readings(self) -> None:
        (us, *_) = eras(TABLE)
        assert [list(era.other_readings(TABLE)) for era in us[:2]] == [[], []]
        (other,) = us[2].other_readings(TABLE)
        assert isinstance(other.terms, Terms)
        assert (other.term, other.terms.part) == ("part", at_most(3))


class TestTakingApart:
    """Facts that nothing reads together vary on their own."""

    def test_groups(self) -> None:
        groups = grouped("abcde", [("a", "b"), ("d", "b"), ("b", "a"), ("x", "c")])
        assert sorted(map(sorted, groups)) == [["a", "b", "d"], ["c"], ["e"]]

    def test_ties(self) -> None:
        """A claim is not notified of, or decided, before it was filed, nor filed before the incident."""
        tied = {pair for pair in ties_of(sp.InjuryClaim) if "filed_on" in pair}
        assert tied == {frozenset({"filed_on", name}) for name in ("incident_on", "notified_on", "decided_on")}
        assert ties_of(Thing) == frozenset()

    def test_every_item_can_be(self) -> None:
        space = space_of(WHO_PAYS, US, [(sp.injury_and_damage.Terms.on(date(2023, 5, 2)), date(2023, 5, 2))])
        for place, component in enumerate(space.components):
            for item in range(len(component.items)):
                state = tuple(1 << item if at == place else each.all for at, each in enumerate(space.components))
                assert space.case(state, day=date(2023, 5, 2)) is not None

    def test_no_case_of_an_empty_set(self) -> None:
        space = space_of(TABLE, US, [(Terms.on(date(2020, 5, 1)), date(2020, 5, 1))])
        assert space.case(tuple(0 for _ in space.components), day=date(2020, 5, 1)) is None

    def test_a_case_that_cannot_be_filled_in(self) -> None:
        with pytest.raises(TypeError, match="Impossible: no case could be filled in"):
            space_of(IMPOSSIBLE, US, [(Terms.on(date(2020, 5, 1)), date(2020, 5, 1))])


class TestJudging:
    """Sets of cases are judged as each of their cases is."""

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
    def test_paths_agree_with_single_cases(self, table: Table) -> None:
        for timeline in eras(table):
            for era in timeline:
                day = era.days[0]
                space = space_of(table, era.terms.marketplace, [(era.terms, day)])
                judged = Judged(space, era.terms, day)
                for path in islice(judged.paths(space.all), 30):
                    case = judged.case(path.state)
                    truths = {condition: truth(condition, case, era.terms) for condition in table.conditions}
                    assert judged.truths(path.state) == truths
                    assert followed(table, truths) is path.outcome
                    assert table.outcome_under(case, era.terms) is path.outcome
                    if path.rule is not None:
                        assert truth(path.rule.when, case, era.terms) is not False

    def test_paths_are_a_partition(self) -> None:
        """Each case goes one way."""
        day = date(2020, 4, 1)
        terms = Terms.on(day)
        space = space_of(TABLE, US, [(terms, day)])
        judged = Judged(space, terms, day)
        choices = list(product(*(range(len(component.items)) for component in space.components)))
        ways = [
            sum(all(items >> item & 1 for items, item in zip(path.state, choice, strict=True)) for path in paths)
            for paths in [list(judged.paths(space.all))]
            for choice in choices
        ]
        assert set(ways) == {1}

    def test_a_silent_term_leaves_the_outcome_open(self) -> None:
        day = date(2020, 1, 1)
        terms = Terms.on(day)
        space = space_of(TABLE, US, [(terms, day)])
        judged = Judged(space, terms, day)
        paths = list(judged.paths(space.all))
        open_paths = [path for path in paths if path.outcome is None]
        assert {path.outcome for path in paths} == {None, Verdict.NO}
        for path in open_paths:
            assert not path.is_gap
            assert undecided(TABLE, judged.case(path.state), terms) == ((), ("amount",))


@frozen(kw_only=True)
class Impossible:
    """Nothing can be so."""

    day: date
    part: int
    marketplace: sp.Marketplace = US

    def __attrs_post_init__(self) -> None:
        raise ValueError(self.part)


impossible = symbols(Impossible)
is_any = Condition("it is anything", impossible.part > 1, PAGE)
IMPOSSIBLE = DecisionTable(
    "impossible",
    case=Impossible,
    terms=Terms,
    day=impossible.day,
    reference=PAGE,
    rules=(Rule(is_any, then=Verdict.YES), Rule(~is_any, then=Verdict.NO)),
)
