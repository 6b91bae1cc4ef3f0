"""Compiled tables: what is written at first use, kept, and used for the text now in force."""

from __future__ import annotations

import linecache
from datetime import date
from enum import Enum
from functools import reduce
from operator import and_
from typing import Any

import pytest
from attrs import evolve, frozen

import sellerpolicy as sp
from sellerpolicy.errors import BadFact
from sellerpolicy.logic import Condition, DatedTerms, DecisionTable, Limit, Rule, dated, days, elapsed, since, symbols

PAGE = sp.injury_and_damage.POLICY_PAGE
US, CA = sp.Marketplace.US, sp.Marketplace.CA


class Answer(Enum):
    """What becomes of a parcel."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


@frozen(kw_only=True)
class Parcel:
    """A case of the tests' own policy."""

    day: date
    marketplace: sp.Marketplace = US
    is_heavy: bool | None = None
    price: sp.Money | None = None
    sent_on: date | None = None
    came_on: date | None = None
    pieces: int = 0


@frozen
class Terms(DatedTerms):
    """Terms of the tests' own policy."""

    dear: Limit = dated(
        "dear",
        since("2020-01-01", sp.above(sp.usd(10)), PAGE),
        since("2021-01-01", sp.above(sp.usd(20)), PAGE),
        since("2020-01-01", sp.above(sp.Money(30, "CAD")), PAGE, marketplace=CA),
    )
    late: Limit = dated("late", since("2020-01-01", sp.above(days(3)), PAGE, marketplace=(US, CA)))


parcel, terms = symbols(Parcel), symbols(Terms)
is_heavy = Condition("heavy", parcel.is_heavy, PAGE)
is_dear = Condition("dear", terms.dear.admits(parcel.price))
is_late = Condition("late", terms.late.admits(elapsed(parcel.sent_on, parcel.came_on)))
came_in_2022 = Condition("it came in 2022 or later", parcel.came_on >= date(2022, 1, 1), PAGE)  # type: ignore[operator]
NOW = Parcel(day=date(2022, 5, 5), is_heavy=True, price=sp.usd(15), sent_on=date(2022, 5, 1), came_on=date(2022, 5, 5))
THEN = evolve(NOW, day=date(2020, 5, 5))


class Asked(DecisionTable[Any, Any, Any]):
    """A table that counts how often its class's own methods are asked."""

    times = 0

    def decide(self, case: Any, terms: Any = None, *, on: date | None = None) -> Any:
        """Count, and decide."""
        self.times += 1
        return super().decide(case, terms, on=on)

    def outcome(self, case: Any, terms: Any = None) -> Any:
        """Count, and decide."""
        self.times += 1
        return super().outcome(case, terms)


def table(title: str, *rules: Rule[Answer]) -> Asked:
    """A table of parcels that was not used yet."""
    return Asked(title, case=Parcel, terms=Terms, day=parcel.day, reference=PAGE, rules=rules)


def yes_if(title: str, condition: Condition) -> Asked:
    """A table of one condition."""
    return table(title, Rule(condition, then=Answer.YES), Rule(~condition, then=Answer.NO))


def written(name: str) -> str:
    """The program of that name."""
    return "".join(linecache.getlines(f"<sellerpolicy test_compiled.{name}>"))


class TestFirstUse:
    """At first use a table writes functions for the text now in force and puts them in front of its class's own."""

    def test_nothing_is_written_before(self) -> None:
        assert not {"decide", "outcome"} & vars(yes_if("new", is_dear)).keys()

    def test_both_are_written_by_a_decision(self) -> None:
        used = yes_if("decided", is_dear)
        used.decide(NOW)
        assert {"decide", "outcome"} <= vars(used).keys()

    def test_both_are_written_by_an_outcome(self) -> None:
        used = yes_if("found", is_dear)
        used.outcome(NOW)
        assert {"decide", "outcome"} <= vars(used).keys()

    def test_they_are_written_once(self) -> None:
        used = yes_if("kept", is_dear)
        used.decide(NOW)
        kept = used.decide, used.outcome
        for case in (NOW, THEN, evolve(NOW, marketplace=CA, price=None)):
            used.decide(case)
            used.outcome(case)
        assert (used.decide, used.outcome) == kept


class TestTheTextNowInForce:
    """A case of the newest text is decided without the class's own methods; every other case by them."""

    def test_its_decision(self) -> None:
        used = yes_if("decisions", is_dear)
        used.decide(NOW)
        times = used.times
        assert used.decide(NOW).outcome is Answer.NO
        assert used.decide(evolve(NOW, price=sp.usd(21), day=date(2021, 1, 1))).outcome is Answer.YES
        assert used.times == times

    def test_the_outcome_under_its_terms(self) -> None:
        used = yes_if("outcomes", is_dear)
        used.decide(NOW)
        times = used.times
        assert used.outcome(NOW, Terms.current()[1]) is Answer.NO
        assert used.times == times

    @pytest.mark.parametrize("marketplace", [US, CA])
    def test_where_no_amount_is_compared_the_marketplace_does_not_matter(self, marketplace: sp.Marketplace) -> None:
        used = yes_if("weights", is_heavy)
        used.decide(NOW)
        times = used.times
        assert used.outcome(evolve(NOW, marketplace=marketplace), Terms.current()[1]) is Answer.YES
        assert used.times == times

    def test_where_an_amount_is_compared_it_does(self) -> None:
        used = yes_if("amounts", is_dear)
        used.decide(NOW)
        for text in (Terms.current()[1], Terms.on(date(2020, 5, 5))):
            with pytest.raises(sp.errors.CurrencyMismatch) as refusal:
                used.outcome(evolve(NOW, marketplace=CA), text)
            assert str(refusal.value) == "test_compiled.amounts: terms for us, facts from ca"

    def test_terms_of_another_currency_decide_what_is_no_amount(self) -> None:
        assert yes_if("weights elsewhere", is_heavy).outcome(THEN, Terms.on(date(2020, 5, 5), CA)) is Answer.YES

    @pytest.mark.parametrize(
        ("case", "outcome"),
        [
            (THEN, Answer.YES),
            (evolve(NOW, day=date(2020, 12, 31)), Answer.YES),
            (evolve(NOW, marketplace=CA, price=sp.Money(30, "CAD")), Answer.NO),
            (evolve(NOW, marketplace=CA, price=sp.Money(31, "CAD")), Answer.YES),
        ],
    )
    def test_a_case_of_another_day_or_marketplace(self, case: Parcel, outcome: Answer) -> None:
        used = yes_if("others", is_dear)
        used.decide(NOW)
        times = used.times
        assert used.decide(case).outcome is used.outcome(case) is outcome
        assert used.times == times + 2

    def test_a_wish(self) -> None:
        """The text of another day, or another text."""
        used = yes_if("wishes", is_dear)
        assert used.decide(NOW, on=date(2020, 12, 31)).outcome is Answer.YES
        assert used.decide(NOW, evolve(Terms.current()[1], dear=sp.above(sp.usd(14)))).outcome is Answer.YES

    def test_the_same_by_name_however_often(self) -> None:
        """The functions written at first use take what the class's own take."""
        used = yes_if("names", is_dear)
        dearer = evolve(Terms.current()[1], dear=sp.above(sp.usd(14)))
        for _ in range(2):
            assert used.decide(case=NOW, terms=dearer).outcome is Answer.YES
            assert used.outcome(case=NOW, terms=dearer) is Answer.YES
            assert used.decide(case=NOW, terms=None).outcome is used.outcome(case=NOW, terms=None) is Answer.NO

    def test_another_kind_of_case_is_refused_by_name(self) -> None:
        used = yes_if("kinds", is_dear)
        for refused in (used.decide, used.outcome):
            with pytest.raises(BadFact) as refusal:
                refused("a parcel")
            assert str(refusal.value) == "test_compiled.kinds: expected a fact of the kind Parcel, got 'a parcel'"


class TestAnotherText:
    """For every other text programs are written too, once."""

    def test_they_are_kept(self) -> None:
        used = yes_if("old texts", is_dear)
        assert used.decide(THEN).outcome is Answer.YES
        entry = linecache.cache["<sellerpolicy test_compiled.old_texts by the terms of us since 2020-01-01>"]
        used.decide(THEN)
        used.outcome(THEN)
        assert linecache.cache["<sellerpolicy test_compiled.old_texts by the terms of us since 2020-01-01>"] is entry

    def test_each_has_lines_of_its_own_for_tracebacks(self) -> None:
        used = yes_if("two texts", is_dear)
        used.outcome(THEN)
        used.outcome(NOW)
        used.outcome(evolve(NOW, price=None), Terms.current()[1])
        assert written("two_texts by the terms of us since 2020-01-01").startswith("def outcome(case):")
        assert written("two_texts by the text now in force").startswith("def outcome(case, terms=None):")
        for first in ("2020-01-01", "2021-01-01"):
            facts_unknown = written(f"two_texts by the terms of us since {first}, facts unknown")
            assert facts_unknown.startswith("def undecided(case, terms):")

    def test_of_what_is_unknown_too_the_values_are_folded_in(self) -> None:
        """Only what-if terms are read while a case is decided."""
        used = yes_if("folded", is_dear)
        assert used.decide(evolve(THEN, price=None)).outcome is None
        by_its_terms = written("folded by the terms of us since 2020-01-01, facts unknown")
        assert by_its_terms.startswith("def undecided(case, terms):")
        assert "truth(" not in by_its_terms
        assert used.outcome(evolve(THEN, price=None), evolve(Terms.on(THEN.day), dear=sp.above(sp.usd(1)))) is None
        assert "truth(" in written("folded by any terms")


class Watched:
    """A case that remembers which of its facts were read."""

    def __init__(self, case: Parcel) -> None:
        self.case = case
        self.read: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.read.append(name)
        return getattr(self.case, name)


class TestWhatIsWritten:
    """The programs ask as little as they can."""

    def test_each_fact_is_read_once(self) -> None:
        """Two conditions read the day on which it came."""
        late = table(
            "read once",
            Rule(is_late & is_heavy & came_in_2022, then=Answer.YES),
            Rule(~is_late | ~is_heavy | ~came_in_2022, then=Answer.NO),
        )
        late.decide(NOW)
        watched = Watched(NOW)
        assert late.outcome(watched, Terms.current()[1]) is Answer.YES
        assert watched.read == ["sent_on", "came_on", "is_heavy"]

    def test_a_yes_or_no_fact_that_holds_is_not_asked_whether_it_is_known(self) -> None:
        yes_if("bare", is_heavy).decide(NOW)
        lines = [line.strip() for line in written("bare by the text now in force").splitlines()]
        asked = lines.index("if case_is_heavy:")
        assert lines[asked - 1] == "case_is_heavy = case.is_heavy"
        assert lines[asked + 2].startswith("if (case_is_heavy is None): return ")

    def test_what_is_reached_on_several_ways_is_the_same_on_each(self) -> None:
        """Heavy or not, what is not heavy and dear at once hangs on seven conditions more."""
        counts = [Condition(f"more than {count}", parcel.pieces > count, PAGE) for count in range(7)]
        many = reduce(and_, counts[1:], counts[0])
        used = table(
            "several ways",
            Rule(is_heavy & is_dear, then=Answer.PERHAPS),
            Rule(many, then=Answer.YES),
            Rule(~many, then=Answer.NO),
        )
        for is_it in (True, False):
            for pieces, outcome in ((7, Answer.YES), (6, Answer.NO)):
                case = evolve(NOW, is_heavy=is_it, price=sp.usd(20), pieces=pieces)
                assert used.outcome(case) is used.decide(case).outcome is outcome
        assert used.decide(evolve(NOW, price=sp.usd(21))).outcome is Answer.PERHAPS
        assert "def part0(case):" in written("several_ways by the text now in force")


@frozen
class Taken(DatedTerms):
    """Terms that settle a rule by themselves."""

    takes: bool = dated("it is taken", since("2020-01-01", True, PAGE))


class TestARuleThatTheTermsSettle:
    """Where facts are unknown it is followed too: it holds whatever they are."""

    takes = Condition(symbols(Taken).takes)
    settled = DecisionTable(
        "settled",
        case=Parcel,
        terms=Taken,
        day=parcel.day,
        reference=PAGE,
        rules=(
            Rule(is_heavy & came_in_2022, then=Answer.YES),
            Rule(takes, then=Answer.NO),
            Rule(~takes, then=Answer.PERHAPS),
        ),
    )

    @pytest.mark.parametrize(
        ("came_on", "outcome"),
        [(date(2021, 12, 31), Answer.NO), (date(2022, 1, 1), None), (None, None)],
    )
    def test_the_weight_is_unknown(self, came_on: date | None, outcome: Answer | None) -> None:
        case = evolve(NOW, is_heavy=None, came_on=came_on)
        assert self.settled.outcome(case) is outcome
        assert self.settled.decide(case, on=date(2020, 5, 5)).outcome is outcome
