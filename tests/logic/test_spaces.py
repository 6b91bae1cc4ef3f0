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
    days,
    local,
    originally,
    since,
    symbols,
)
from sellerpolicy.logic.decisions import unknown_facts
from sellerpolicy.logic.spaces import (
    Judged,
    as_set,
    eras,
    eras_in,
    followed,
    grouped,
    members,
    space_around,
    space_of,
    ties_of,
)
from sellerpolicy.logic.truth import silent_terms, truth

PAGE = sp.injury_and_damage.POLICY_PAGE
WHO_PAYS = sp.injury_and_damage.WHO_PAYS
US, CA, DE = sp.Marketplace.US, sp.Marketplace.CA, sp.Marketplace.DE
Table = DecisionTable[Any, Any, Any]
TABLES = sp.rules.tables()


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


@frozen
class Reread(DatedTerms):
    """A limit whose reading not taken changed, and nothing else."""

    part: Limit = dated(
        "part",
        since("2020-01-01", at_most(2), PAGE, but=PAGE.says(at_most(3))),
        since("2020-04-01", at_most(2), PAGE, but=PAGE.says(at_most(4))),
    )


@frozen
class UntilTheFirstDay(DatedTerms):
    """A limit that changed on 2 January 1990."""

    part: Limit = dated("part", originally(at_most(1), PAGE), since("1990-01-02", at_most(2), PAGE))


@frozen
class Before(DatedTerms):
    """A limit that changed on 1 January 1990."""

    part: Limit = dated("part", originally(at_most(1), PAGE), since("1990-01-01", at_most(2), PAGE))


def of_parts(own: type[DatedTerms]) -> Table:
    """A table that reads one limit."""
    few = Condition("few", symbols(own).part.admits(thing.part))  # type: ignore[attr-defined]
    return table_of(Thing, Rule(few, then=Verdict.YES), Rule(~few, then=Verdict.NO), own=own)


def table_of(case: type[Any], *rules: Rule[Verdict], own: type[DatedTerms] = Terms) -> Table:
    """A table of these rules."""
    return DecisionTable("things", case=case, terms=own, day=symbols(case).day, reference=PAGE, rules=rules)


REREAD = of_parts(Reread)
OLD = {"until the first day": of_parts(UntilTheFirstDay), "before": of_parts(Before)}


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
        assert other.reading == PAGE.says(at_most(3))

    def test_another_reading_not_taken_starts_a_new_one(self) -> None:
        assert [(era.first, era.last) for era in eras_in(REREAD, US)] == [
            (date(2020, 1, 1), date(2020, 3, 31)),
            (date(2020, 4, 1), None),
        ]

    @pytest.mark.parametrize(
        ("table", "starts"), [("until the first day", [date.min, date(1990, 1, 2)]), ("before", [date(1990, 1, 1)])]
    )
    def test_what_ended_before_1990_is_left_out(self, table: str, starts: list[date]) -> None:
        """A text whose last day was 1 January 1990 is kept."""
        assert [era.first for era in eras_in(OLD[table], US)] == starts


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


class TestSets:
    """A set has a bit for each of its items, the first item's the lowest."""

    def test_of_the_items_included(self) -> None:
        assert as_set([True, False, True, True]) == 0b1101
        assert as_set([False, False]) == 0
        assert as_set([]) == 0

    def test_members(self) -> None:
        assert list(members(0b1101)) == [0, 2, 3]
        assert list(members(0)) == []


@frozen(kw_only=True)
class Loan:
    """A case of which nothing but the first and the last day matters; it says more."""

    day: date
    opened_on: date
    closed_on: date
    note: str
    marketplace: sp.Marketplace = US


@frozen(kw_only=True)
class Bounded:
    """A loan that is not closed before it was opened."""

    day: date
    opened_on: date
    closed_on: date
    note: str
    marketplace: sp.Marketplace = US

    def __attrs_post_init__(self) -> None:
        if self.closed_on < self.opened_on:
            raise ValueError(self.closed_on)


@frozen(kw_only=True)
class Choice:
    """One of two must be so."""

    day: date
    is_red: bool
    is_blue: bool
    is_large: bool
    marketplace: sp.Marketplace = US

    def __attrs_post_init__(self) -> None:
        if not self.is_red and not self.is_blue:
            raise ValueError


DAY = date(2021, 5, 1)
loan, bounded = symbols(Loan), symbols(Bounded)


class TestWhatVaries:
    """A fact varies that the table reads, or that only suits some values of another; the marketplace never does."""

    def test_facts_that_are_tied(self) -> None:
        """The note is neither read nor tied; the day of closing is not read, but tied to that of opening."""
        early = Condition("early", bounded.opened_on < date(2021, 1, 1), PAGE)
        table = table_of(Bounded, Rule(early, then=Verdict.YES), Rule(~early, then=Verdict.NO))
        space = space_of(table, US, [(Terms.on(DAY), DAY)])
        assert {name for component in space.components for name in component.facts} == {"opened_on", "closed_on"}
        assert dict(space.fixed) == {"note": "1", "marketplace": US}

    def test_a_marketplace_that_is_read(self) -> None:
        german = Condition("in Germany", thing.marketplace == DE, PAGE)
        table = table_of(Thing, Rule(german, then=Verdict.YES), Rule(~german, then=Verdict.NO))
        case = Thing(day=DAY, part=1, amount=sp.usd(1))
        for space in (space_of(table, US, [(Terms.on(DAY), DAY)]), space_around(table, case, Terms.on(DAY), {})):
            assert [component.facts for component in space.components] == [()]
            assert space.fixed["marketplace"] is US

    def test_one_impossible_pair_ties(self) -> None:
        assert ties_of(Choice) == {frozenset({"is_red", "is_blue"})}

    def test_of_two_days_that_are_compared_one_moves(self) -> None:
        """The first that is written stays where both are compared equally often, however often one is read alone."""
        long = Condition("long", loan.closed_on >= loan.opened_on + days(3), PAGE)
        late = Condition("late", loan.opened_on > date(2022, 1, 1), PAGE)
        table = table_of(Loan, Rule(long & late, then=Verdict.YES), Rule(~long | ~late, then=Verdict.NO))
        space = space_of(table, US, [(Terms.on(DAY), DAY)])
        (together,) = (component for component in space.components if component.facts)
        values = dict(zip(together.facts, map(set, zip(*together.items, strict=True)), strict=True))
        assert values["closed_on"] == {DAY, date(2020, 5, 1), sp.NEVER}
        assert {date(2021, 4, 28), date(2021, 4, 29), date(2022, 1, 1), date(2022, 1, 2)} <= values["opened_on"]


@frozen(kw_only=True)
class Coin:
    """A case of two facts, either of which may be unknown."""

    day: date
    is_old: bool | None = None
    is_worn: bool | None = None
    marketplace: sp.Marketplace = US


coin = symbols(Coin)
is_old = Condition("old", coin.is_old, PAGE)
is_worn = Condition("worn", coin.is_worn, PAGE)
COINS = table_of(
    Coin,
    Rule(is_old, then=Verdict.YES),
    Rule(is_worn, then=Verdict.YES),
    Rule(~is_worn & is_old, then=Verdict.NO),
    Rule(~is_old, then=Verdict.YES),
)


class TestPaths:
    """A path names the rule that decides alone or leaves the outcome open, and no rule where several agree."""

    @pytest.mark.parametrize(
        ("case", "rule", "outcome"),
        [
            (Coin(day=DAY, is_old=True), 0, Verdict.YES),
            (Coin(day=DAY, is_old=False, is_worn=True), 1, Verdict.YES),
            (Coin(day=DAY, is_old=False, is_worn=False), 3, Verdict.YES),
            (Coin(day=DAY, is_worn=True), None, Verdict.YES),
        ],
    )
    def test_of_one_case(self, case: Coin, rule: int | None, outcome: Verdict) -> None:
        """Its own values are the plainest, the first of each."""
        judged = Judged(space_around(COINS, case, Terms.on(DAY), {}), Terms.on(DAY), DAY)
        (path,) = judged.paths(tuple(1 for _ in judged.space.components))
        assert path.rule is (None if rule is None else COINS.rules[rule])
        assert path.outcome is outcome
        assert not path.is_gap

    def test_rules_of_which_none_is_certain(self) -> None:
        """Old or not, it is taken."""
        table = table_of(Coin, Rule(is_old, then=Verdict.YES), Rule(~is_old, then=Verdict.YES))
        judged = Judged(space_around(table, Coin(day=DAY), Terms.on(DAY), {}), Terms.on(DAY), DAY)
        (path,) = judged.paths(tuple(1 for _ in judged.space.components))
        assert (path.rule, path.outcome, path.is_gap) == (None, Verdict.YES, False)

    def test_an_open_outcome(self) -> None:
        """Where it is not worn, its age decides between two outcomes."""
        case = Coin(day=DAY, is_worn=False)
        judged = Judged(space_around(COINS, case, Terms.on(DAY), {}), Terms.on(DAY), DAY)
        (path,) = judged.paths(tuple(1 for _ in judged.space.components))
        assert (path.rule, path.outcome, path.is_gap) == (COINS.rules[2], None, False)


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
            case = judged.case(path.state)
            assert unknown_facts(TABLE, case, terms) == ()
            assert silent_terms((rule.when for rule in TABLE.rules), case, terms) == ("amount",)


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
