"""Checks of tables: what they prove of the rules as they are, and what they say of rules that are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, cast

import pytest
from attrs import evolve, frozen

import sellerpolicy as sp
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    DecisionTable,
    Limit,
    Note,
    Rule,
    at_least,
    dated,
    nothing,
    one_of,
    originally,
    share,
    since,
    symbols,
)
from sellerpolicy.logic.checks import Example, TableCheck, Witness, unfounded, unreferenced_terms
from sellerpolicy.logic.spaces import followed
from sellerpolicy.logic.truth import truth
from sellerpolicy.rules import injury_and_damage
from sellerpolicy.rules.injury_and_damage import InjuryPayer

Table = DecisionTable[Any, Any, Any]
TABLES = sp.rules.tables()
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)

PAGE = injury_and_damage.POLICY_PAGE
WHO_PAYS = injury_and_damage.WHO_PAYS
claim = symbols(sp.InjuryClaim)


def who_pays(*rules: Rule[InjuryPayer], title: str = "who pays") -> Table:
    """A table like that of the injury rule, with other rules."""
    return DecisionTable(
        title, case=sp.InjuryClaim, terms=injury_and_damage.Terms, day=claim.filed_on, reference=PAGE, rules=rules
    )


@cache
def checked(table: Table) -> TableCheck:
    """The check of one of the library's tables."""
    return table.check()


def truths(table: Table, example: Example) -> dict[Condition, bool | None]:
    return {condition: truth(condition, example.case, example.terms) for condition in table.conditions}


def pairs(table: Table) -> Iterator[tuple[Condition, Witness]]:
    witnesses = {witness.id: witness for witness in checked(table).witnesses}
    for condition in table.conditions:
        yield condition, witnesses[table.id_of(condition)]


class TestEveryTable:
    """Each table of each rule module is complete, each of its rules is reached, and each condition decides."""

    @every_table
    def test_has_no_flaw(self, table: Table) -> None:
        check = checked(table)
        assert list(map(str, check.flaws)) == []
        assert check.complete
        assert check.table == table.id

    @every_table
    def test_has_an_example_for_each_rule(self, table: Table) -> None:
        witnesses = {witness.id: witness for witness in checked(table).witnesses}
        for rule in table.rules:
            (example,) = witnesses[table.id_of_rule(rule)].examples
            assert table.outcome(example.case, example.terms) is example.outcome is rule.then
            held = [each for each in table.rules if truth(each.when, example.case, example.terms) is not False]
            assert held[0] is rule

    @every_table
    def test_has_a_pair_for_each_condition(self, table: Table) -> None:
        for condition, witness in pairs(table):
            one, other = witness.examples
            assert truth(condition, one.case, one.terms) is True
            assert truth(condition, other.case, other.terms) is False
            assert table.outcome(one.case, one.terms) is one.outcome
            assert table.outcome(other.case, other.terms) is other.outcome
            assert one.outcome is not other.outcome

    @every_table
    def test_in_a_pair_nothing_else_matters(self, table: Table) -> None:
        for condition, witness in pairs(table):
            one, other = witness.examples
            before, after = truths(table, one), truths(table, other)
            assert (
                followed(table, {**before, condition: False}) is other.outcome
                or followed(table, {**after, condition: True}) is one.outcome
            )

    @every_table
    def test_names_a_reference_everywhere(self, table: Table) -> None:
        assert checked(table).unreferenced == ()

    @pytest.mark.parametrize("module", sp.rules.modules(), ids=lambda module: module.__name__)
    def test_has_no_value_older_than_its_text(self, module: Any) -> None:
        assert list(map(str, unfounded(module.Terms))) == []


class TestWitnessesOfTheInjuryRule:
    """The examples lie where the policy turns: a cent around the limit, the day before and the day."""

    def witness(self, name: str) -> tuple[Example, Example]:
        found = {witness.id: witness.examples for witness in checked(WHO_PAYS).witnesses}
        one, other = found[f"injury_and_damage.{name}"]
        return one, other

    def test_a_small_claim_is_a_cent_below(self) -> None:
        one, other = self.witness("is_small")
        assert one.case.amount == sp.usd("999.99")
        assert other.case.amount == sp.usd("1000.00")
        assert evolve(one.case, amount=other.case.amount) == other.case

    def test_each_rule_has_an_example_with_its_outcome(self) -> None:
        found = {witness.id: witness.examples for witness in checked(WHO_PAYS).witnesses}
        for rule in WHO_PAYS.rules:
            assert [example.outcome for example in found[WHO_PAYS.id_of_rule(rule)]] == [rule.then]

    def test_the_process_starts_on_its_day(self) -> None:
        one, other = self.witness("is_taken")
        assert one.case.filed_on == date(2021, 9, 1)
        assert other.case.filed_on == date(2021, 8, 31)
        assert other.outcome is InjuryPayer.BETWEEN_THE_PARTIES

    def test_a_reading_not_taken_decides_too(self) -> None:
        one, other = self.witness("stands_in")
        assert one.case == other.case
        assert (one.reading, other.reading) == (None, "injury_and_damage.stands_in: no")
        assert other.outcome is InjuryPayer.SELLER


class TestPairs:
    """Between the two cases of a pair lies as little as can be."""

    @pytest.mark.parametrize("is_below", [True, False])
    def test_of_two_conditions_on_one_fact_but_one_turns(self, *, is_below: bool) -> None:
        """At 10 and at 5: nine and ten differ in the one alone, four and ten would differ in both."""
        asks = counted.part < 5 if is_below else counted.part >= 5
        at_ten, at_five = Condition("below 10", counted.part < 10, PAGE), Condition("at 5", asks, PAGE)
        table = of_counts(
            "few",
            Rule(at_ten & at_five, then=Verdict.GOOD),
            Rule(at_ten & ~at_five, then=Verdict.BAD),
            Rule(~at_ten, then=Verdict.UGLY),
        )
        found = {witness.id: witness.examples for witness in table.check().witnesses}
        assert [example.case.part for example in found["test_checks.below 10"]] == [9, 10]
        assert {example.case.part for example in found["test_checks.at 5"]} == {4, 5}


class TestAGap:
    """A case that no rule fits is shown."""

    @pytest.mark.parametrize(("dropped", "accepts"), [(6, True), (7, False)])
    def test_a_dropped_rule_leaves_one(self, *, dropped: int, accepts: bool) -> None:
        table = who_pays(*(rule for rule in WHO_PAYS.rules if rule is not WHO_PAYS.rules[dropped]))
        check = table.check()
        assert not check.complete
        for gap in check.gaps:
            assert (gap.case.seller_responded, gap.case.seller_accepts) == (True, accepts)
            with pytest.raises(sp.errors.NoRule):
                table.outcome(gap.case, gap.terms)
        assert {(flaw.id, flaw.reason) for flaw in check.flaws if flaw.reason == "no rule fits"} == {
            (table.id, "no rule fits")
        }
        assert f"seller_accepts={accepts}" in str(check.flaws[0])

    def test_a_share_of_nothing_is_one(self) -> None:
        """An unknown outcome although everything is known is as bad as none."""
        check = RATE.check()
        assert [(gap.case.part, gap.case.whole) for gap in check.gaps] == [(1, 0)]
        with_nothing = of_counts(
            "rate",
            Rule(is_nothing, then=Verdict.BAD),
            Rule(~is_nothing & is_high, then=Verdict.BAD),
            Rule(~is_nothing & ~is_high, then=Verdict.GOOD),
        )
        assert with_nothing.check().complete

    def test_where_the_policy_is_silent_too(self) -> None:
        """Before February 2020 nobody knows whether Amazon asks; that no rule fits is sure all the same."""
        is_some = Condition("something is counted", counted.part > 0, PAGE)
        table = DecisionTable(
            "some",
            case=Counted,
            terms=AnswerTerms,
            day=counted.day,
            reference=PAGE,
            rules=(Rule(is_some & asks, then=Verdict.GOOD), Rule(is_some & ~asks, then=Verdict.BAD)),
        )
        gaps = table.check().gaps
        assert {gap.policy_day for gap in gaps} == {date(2020, 1, 31), date(2020, 2, 1)}
        assert {gap.case.part for gap in gaps} == {0}


class TestWhatFactsCannotProduce:
    """Combinations that no case can have are no gaps, reach no rule and make no pair."""

    def test_three_things_that_are_never_together(self) -> None:
        check = TRIO.check()
        assert check.complete
        assert [flaw.id for flaw in check.unreachable] == [TRIO.id_of_rule(TRIO.rules[0])]
        for witness in check.witnesses:
            for example in witness.examples:
                assert not (example.case.has_first and example.case.has_second and example.case.has_third)

    def test_it_takes_a_rule_to_say_so(self) -> None:
        """The same without the rule for what cannot be."""
        without = DecisionTable(
            "trio", case=Trio, terms=AnswerTerms, day=trio.day, reference=PAGE, rules=TRIO.rules[1:]
        )
        assert without.check().complete
        assert without.check().unreachable == ()

    def test_nothing_flips_to_it(self) -> None:
        """The outcome of three together is no way out."""
        flips = TRIO.decide(Trio(day=date(2021, 1, 1), has_first=True, has_second=False, has_third=False)).flips()
        assert {flip.outcome for flip in flips} == {Verdict.BAD}

    def test_one_goes_for_another_to_come(self) -> None:
        """With the first and the third the second cannot come alone."""
        flips = TRIO.decide(Trio(day=date(2021, 1, 1), has_first=True, has_second=False, has_third=True)).flips()
        changes = [{reason.text.split()[1]: reason.holds for reason in flip.changes} for flip in flips]
        assert changes == [{"first": False, "third": False}, {"second": True, "third": False}]


class TestAnUnreachableRule:
    """A rule that nothing reaches is named, with what takes its cases."""

    def test_two_rules_swapped(self) -> None:
        """Every spared seller's small claim is taken for one whose seller is not spared."""
        rules = list(WHO_PAYS.rules)
        rules[3], rules[4] = rules[4], rules[3]
        table = who_pays(*rules)
        check = table.check()
        assert check.complete
        (flaw,) = check.unreachable
        assert flaw.id == table.id_of_rule(rules[4])
        assert table.id_of_rule(rules[3]) in flaw.reason
        assert flaw.text.startswith("AMAZON: ")

    def test_a_rule_below_a_wider_one(self) -> None:
        is_valid, is_small = injury_and_damage.is_valid, injury_and_damage.is_small
        table = who_pays(
            Rule(~is_valid, then=InjuryPayer.NOBODY),
            Rule(is_valid, then=InjuryPayer.SELLER),
            Rule(is_valid & is_small, then=InjuryPayer.AMAZON),
        )
        (flaw,) = table.check().unreachable
        assert flaw.id == table.id_of_rule(table.rules[2])
        assert flaw.reason == f"every case that it fits is decided before, by {table.id_of_rule(table.rules[1])}"
        assert flaw.text.startswith("AMAZON: Amazon found the claim valid & the claim of")

    def test_a_rule_below_two_that_share_its_cases(self) -> None:
        is_valid, is_small = injury_and_damage.is_valid, injury_and_damage.is_small
        table = who_pays(
            Rule(~is_valid, then=InjuryPayer.NOBODY),
            Rule(is_valid & is_small, then=InjuryPayer.AMAZON),
            Rule(is_valid & ~is_small, then=InjuryPayer.SELLER),
            Rule(is_valid, then=InjuryPayer.AMAZON),
        )
        (flaw,) = table.check().unreachable
        assert flaw.id == "injury_and_damage.who_pays/4"
        assert set(flaw.reason.removeprefix("every case that it fits is decided before, by ").split(", ")) == {
            "injury_and_damage.who_pays/2",
            "injury_and_damage.who_pays/3",
        }

    def test_a_rule_that_only_may_fit(self) -> None:
        """Of nothing there is no share: whether it is high and not high at once is then unknown, never true."""
        table = of_counts(
            "rate",
            Rule(is_high, then=Verdict.BAD),
            Rule(is_high & ~is_high, then=Verdict.UGLY),
            Rule(~is_high, then=Verdict.GOOD),
        )
        (flaw,) = table.check().unreachable
        assert (flaw.id, flaw.reason) == ("test_checks.rate/2", "it fits no case")

    def test_a_rule_that_contradicts_itself(self) -> None:
        hurt = Condition("a person was hurt", claim.harm == sp.Harm.PERSONAL_INJURY, PAGE)
        broke = Condition("a thing was damaged", claim.harm == sp.Harm.PROPERTY_DAMAGE, PAGE)
        table = who_pays(
            Rule(hurt & broke, then=InjuryPayer.AMAZON),
            Rule(hurt, then=InjuryPayer.SELLER),
            Rule(broke, then=InjuryPayer.NOBODY),
        )
        (flaw,) = table.check().unreachable
        assert flaw.id == table.id_of_rule(table.rules[0])
        assert flaw.reason == "it fits no case"


class TestAnIndecisiveCondition:
    """A condition that makes no difference is named, and why it makes none."""

    def test_it_always_holds(self) -> None:
        is_harm = Condition("there is harm", one_of(claim.harm, *sp.Harm), PAGE)
        rules = [Rule(rule.when & is_harm, then=rule.then) for rule in WHO_PAYS.rules]
        check = who_pays(*rules).check()
        (flaw,) = check.indecisive
        assert (flaw.text, flaw.reason) == ("there is harm", "it holds in every case")
        assert check.complete

    def test_an_amount_is_never_negative(self) -> None:
        is_debt = Condition("the claim is negative", claim.amount < sp.usd(0), PAGE)
        is_valid = injury_and_damage.is_valid
        table = who_pays(
            Rule(is_debt | ~is_valid, then=InjuryPayer.NOBODY), Rule(~is_debt & is_valid, then=InjuryPayer.SELLER)
        )
        (flaw,) = table.check().indecisive
        assert (flaw.text, flaw.reason) == ("the claim is negative", "it holds in no case")

    def test_it_changes_nothing(self) -> None:
        is_hurt = Condition("a person was hurt", claim.harm == sp.Harm.PERSONAL_INJURY, PAGE)
        is_valid = injury_and_damage.is_valid
        table = who_pays(
            Rule(is_hurt & ~is_valid, then=InjuryPayer.NOBODY),
            Rule(~is_valid, then=InjuryPayer.NOBODY),
            Rule(is_valid, then=InjuryPayer.SELLER),
        )
        (flaw,) = table.check().indecisive
        assert flaw.text == "a person was hurt"
        assert flaw.reason == "there are no two cases in which it alone changes the outcome"

    def test_a_yes_from_the_beginning_and_for_ever(self) -> None:
        (flaw,) = ANSWERS.check().indecisive
        assert (flaw.text, flaw.reason) == ("Amazon answers", "it holds in every case")

    def test_a_yes_since_some_day_decides(self) -> None:
        """Before that day the policy may have said no: the pair shows what then would follow."""
        found = {witness.id: witness.examples for witness in ANSWERS.check().witnesses}
        one, other = found[ANSWERS.id_of(asks)]
        assert (one.reading, other.reading) == (None, f"{ANSWERS.id_of_term('asks')}: no")


class TestAMissingReference:
    """What names no reference is named."""

    def test_a_table(self) -> None:
        table = DecisionTable(
            "who pays",
            case=sp.InjuryClaim,
            terms=injury_and_damage.Terms,
            day=claim.filed_on,
            reference=cast("Any", None),
            rules=WHO_PAYS.rules,
        )
        (flaw,) = table.check().flaws
        assert str(flaw) == "injury_and_damage.who_pays: the table names no reference (who pays)"

    def test_a_note(self) -> None:
        table = DecisionTable(
            "who pays",
            case=sp.InjuryClaim,
            terms=injury_and_damage.Terms,
            day=claim.filed_on,
            reference=PAGE,
            rules=WHO_PAYS.rules,
            notes=(Note("It is so.", PAGE, (InjuryPayer.SELLER,)), Note("Or so.", cast("Any", None), ())),
        )
        (flaw,) = table.check().unreferenced
        assert str(flaw) == "injury_and_damage.who_pays: the note names no reference (Or so.)"

    def test_a_condition(self) -> None:
        is_valid = Condition("the claim is valid", claim.is_valid, PAGE)
        object.__setattr__(is_valid, "reference", None)
        table = who_pays(Rule(is_valid, then=InjuryPayer.SELLER), Rule(~is_valid, then=InjuryPayer.NOBODY))
        (flaw,) = table.check().unreferenced
        assert flaw.id == "injury_and_damage.the claim is valid"
        assert flaw.reason == "the condition names no reference"

    def test_a_value_of_a_term(self) -> None:
        (flaw,) = UNSOURCED.check().unreferenced
        assert flaw.id.endswith(".limit")
        assert flaw.text == "what is much: at least 3"
        assert flaw.reason == "the value since 2020-02-01 names no reference"

    def test_of_a_table_only_the_terms_that_it_reads(self) -> None:
        is_asked = Condition(symbols(Rootless).asks)
        table = DecisionTable(
            "asked",
            case=Counted,
            terms=Rootless,
            day=counted.day,
            reference=PAGE,
            rules=(Rule(is_asked, then=Verdict.GOOD), Rule(~is_asked, then=Verdict.BAD)),
        )
        assert [flaw.id for flaw in table.check().unreferenced] == ["test_checks.asks"]

    def test_all_values_of_a_policy(self) -> None:
        """What holds from the beginning has no day."""
        assert list(map(str, unreferenced_terms(Rootless))) == [
            "test_checks.limit: the value from the beginning names no reference (what is much: at least 3)",
            "test_checks.limit: the value since 2020-02-01 names no reference (what is much: at least 4)",
            "test_checks.asks: the value from the beginning names no reference (Amazon asks: yes)",
        ]

    def test_the_values_of_some_terms(self) -> None:
        assert [flaw.id for flaw in unreferenced_terms(Rootless, ["asks"])] == ["test_checks.asks"]


class TestUnfounded:
    """No value is older than the text that it rests on, unless it says why it may be."""

    def test_a_value_before_its_text(self) -> None:
        (flaw,) = unfounded(Hasty)
        assert flaw.id.endswith(".limit")
        assert flaw.reason == f"the value since 2021-08-09 rests on a text of {ANNOUNCED.published}"

    def test_a_value_without_a_text_is_told_as_that_alone(self) -> None:
        assert list(unfounded(Rootless)) == []

    def test_the_days_of_the_flaws_are_the_policys_own(self) -> None:
        assert str(ANNOUNCED.published) == "2021-08-10"


# --- policies that are wrong on purpose -------------------------------------------------------------------------------

ANNOUNCED = injury_and_damage.ANNOUNCED


class Verdict(Enum):
    """What a count comes to."""

    GOOD = "good"
    BAD = "bad"
    UGLY = "ugly"


@frozen(kw_only=True)
class Counted:
    """A plain case, with no checks of its own."""

    day: date
    part: int
    whole: int
    marketplace: sp.Marketplace = sp.Marketplace.US


@frozen
class RateTerms(DatedTerms):
    """What is too much of all."""

    much: Limit = dated("what is too much", originally(at_least(1), PAGE))


counted, rate_terms = symbols(Counted), symbols(RateTerms)
is_nothing = Condition("nothing is counted", counted.whole < 1, PAGE)
is_high = Condition(
    f"{counted.part} of {counted.whole} is {rate_terms.much}",
    rate_terms.much.admits(share(counted.part, counted.whole)),
)


def of_counts(title: str, *rules: Rule[Verdict]) -> DecisionTable[Counted, RateTerms, Verdict]:
    """A table of counts."""
    return DecisionTable(title, case=Counted, terms=RateTerms, day=counted.day, reference=PAGE, rules=rules)


RATE = of_counts("rate", Rule(is_high, then=Verdict.BAD), Rule(~is_high, then=Verdict.GOOD))


@frozen
class AnswerTerms(DatedTerms):
    """One demand for ever, one since some day."""

    answers: bool = dated("Amazon answers", originally(True, PAGE))
    asks: bool = dated("it asks", since("2020-02-01", True, PAGE))


answer_terms = symbols(AnswerTerms)
answers, asks = Condition(answer_terms.answers), Condition(answer_terms.asks)
ANSWERS = DecisionTable(
    "answers",
    case=Counted,
    terms=AnswerTerms,
    day=counted.day,
    reference=PAGE,
    rules=(Rule(answers & asks, then=Verdict.GOOD), Rule(~answers | ~asks, then=Verdict.BAD)),
)


@frozen(kw_only=True)
class Trio:
    """Three facts, of which at most two hold."""

    day: date
    has_first: bool | None = None
    has_second: bool | None = None
    has_third: bool | None = None
    marketplace: sp.Marketplace = sp.Marketplace.US

    def __attrs_post_init__(self) -> None:
        if self.has_first and self.has_second and self.has_third:
            raise ValueError(self)


trio = symbols(Trio)
first, second, third = (
    Condition("the first holds", trio.has_first, PAGE),
    Condition("the second holds", trio.has_second, PAGE),
    Condition("the third holds", trio.has_third, PAGE),
)
TRIO = DecisionTable(
    "trio",
    case=Trio,
    terms=AnswerTerms,
    day=trio.day,
    reference=PAGE,
    rules=(
        Rule(first & second & third, then=Verdict.UGLY),
        Rule(first & second & ~third, then=Verdict.BAD),
        Rule(~(first & second) & (first | third), then=Verdict.GOOD),
        Rule(~(first & second) & ~(first | third), then=Verdict.BAD),
    ),
)


@frozen
class Unsourced(DatedTerms):
    """A value without a reference."""

    limit: Limit = dated("what is much", originally(nothing, PAGE), since("2020-02-01", at_least(3), cast("Any", None)))


@frozen
class Rootless(DatedTerms):
    """Values of which but one has a reference."""

    limit: Limit = dated(
        "what is much",
        originally(at_least(3), cast("Any", None)),
        since("2020-02-01", at_least(4), cast("Any", None)),
        since("2020-03-01", at_least(5), PAGE),
    )
    asks: bool = dated("Amazon asks", originally(True, cast("Any", None)))


unsourced = symbols(Unsourced)
is_much = Condition(f"{counted.part} is {unsourced.limit}", unsourced.limit.admits(counted.part))
UNSOURCED = DecisionTable(
    "much",
    case=Counted,
    terms=Unsourced,
    day=counted.day,
    reference=PAGE,
    rules=(Rule(is_much, then=Verdict.BAD), Rule(~is_much, then=Verdict.GOOD)),
)


@frozen
class Hasty(DatedTerms):
    """Values around the day on which their text was published."""

    limit: Limit = dated(
        "what is much",
        originally(nothing, ANNOUNCED),
        since("2021-08-01", at_least(1), ANNOUNCED, after="2021-07-01"),
        since("2021-08-08", at_least(2), PAGE),
        since("2021-08-09", at_least(3), ANNOUNCED),
        since("2021-08-10", at_least(4), ANNOUNCED),
    )
