"""Verification: all rule modules prove themselves, and a module that does not is told what and where."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

import attrs

import sellerpolicy as sp
from sellerpolicy.logic import Condition, DatedTerms, DecisionTable, Rule, announcement, clock, dated, guide, since
from sellerpolicy.logic.checks import Flaw
from sellerpolicy.logic.terms import dated_terms
from sellerpolicy.rules import injury_and_damage
from sellerpolicy.rules.verification import Cited, checked, contested_readings, sources, verify

WHO_PAYS = injury_and_damage.WHO_PAYS


def module_with(*rules: Rule[Any], **others: Any) -> ModuleType:
    """A rule module like the injury rule, with other rules."""
    module = ModuleType("sellerpolicy.rules.wrong")
    held = {name: each for name, each in vars(injury_and_damage).items() if isinstance(each, Condition)}
    table = DecisionTable(
        "who pays",
        case=WHO_PAYS.case,
        terms=WHO_PAYS.terms,
        day=injury_and_damage.claim.filed_on,
        reference=WHO_PAYS.reference,
        rules=rules,
    )
    vars(module).update(held, TABLES=(table, injury_and_damage.ADMISSION), CLOCKS=injury_and_damage.CLOCKS, **others)
    return module


def evolved(table: DecisionTable[Any, Any, Any], terms: type[DatedTerms]) -> DecisionTable[Any, Any, Any]:
    """The injury table under other terms."""
    return DecisionTable(
        "who pays",
        case=table.case,
        terms=terms,
        day=injury_and_damage.claim.filed_on,
        reference=table.reference,
        rules=table.rules,
    )


def flaws_of(module: ModuleType) -> tuple[Flaw, ...]:
    return checked(module).flaws


class TestAllRules:
    """What the library says of itself."""

    def test_nothing_is_wrong(self) -> None:
        checks = tuple(verify())
        assert [str(flaw) for check in checks for flaw in check.flaws] == []
        assert [check.policy for check in checks] == [
            module.__name__.rpartition(".")[2] for module in sp.rules.modules()
        ]
        assert [table.table for check in checks for table in check.tables] == [
            table.id for module in sp.rules.modules() for table in module.TABLES
        ]

    def test_some_modules_alone(self) -> None:
        assert [check.policy for check in verify([injury_and_damage])] == ["injury_and_damage"]

    def test_the_injury_rule_written_again_is_right(self) -> None:
        assert list(flaws_of(module_with(*WHO_PAYS.rules))) == []


class TestADroppedRule:
    """A rule that is gone is noticed by what it leaves: a gap, an outcome or a condition that nobody uses."""

    def without(self, number: int) -> set[tuple[str, str]]:
        rules = [rule for place, rule in enumerate(WHO_PAYS.rules, 1) if place != number]
        return {(flaw.id, flaw.reason) for flaw in flaws_of(module_with(*rules))}

    def test_an_outcome_is_left(self) -> None:
        assert ("injury_and_damage.who_pays", "no rule leads to this outcome") in self.without(2)
        (flaw,) = flaws_of(module_with(*(rule for rule in WHO_PAYS.rules if rule is not WHO_PAYS.rules[1])))
        assert flaw.text == "InjuryPayer.NOBODY"

    def test_a_condition_is_left(self) -> None:
        assert ("wrong.treats_like_large", "no rule and no clock asks this condition") in self.without(5)

    def test_a_gap_is_left(self) -> None:
        assert ("injury_and_damage.who_pays", "no rule fits") in self.without(7)


class TestAModuleWithoutClocks:
    """Clocks are not asked of every module."""

    def test_it_is_checked_too(self) -> None:
        module = module_with(*WHO_PAYS.rules)
        del vars(module)["CLOCKS"]
        assert {flaw.id for flaw in flaws_of(module)} == {"wrong.is_unproved"}


class TestTermsOfAModule:
    """Terms are looked at too that no table reads."""

    def test_a_value_dated_before_its_text(self) -> None:
        later = announcement("Later", "later", url="https://example.com", published="2021-01-01", read="2026-11-22")
        declared: dict[str, Any] = {
            name: dated(term.label, *term.texts) for name, term in dated_terms(WHO_PAYS.terms).items()
        }
        idle = dated("what nobody asks", since("2020-01-01", True, later))
        terms = attrs.make_class("Terms", {**declared, "idle": idle}, bases=(DatedTerms,), frozen=True, kw_only=True)
        terms.__module__ = injury_and_damage.__name__
        module = module_with(*WHO_PAYS.rules)
        vars(module).update(TABLES=(evolved(WHO_PAYS, terms), injury_and_damage.ADMISSION))
        assert [flaw.reason for flaw in flaws_of(module) if "idle" in flaw.id] == [
            "the value since 2020-01-01 rests on a text of 2021-01-01"
        ]


class TestOutcomesOfSeveralTables:
    """An outcome that no rule leads to is told once, with all tables of its kind."""

    def test_two_tables(self) -> None:
        rules = [rule for place, rule in enumerate(WHO_PAYS.rules, 1) if place != 2]
        module = module_with(*rules)
        again = module_with(*rules).TABLES[0]
        vars(module).update(TABLES=(module.TABLES[0], again))
        (flaw,) = (flaw for flaw in flaws_of(module) if flaw.text == "InjuryPayer.NOBODY")
        assert flaw.id == "injury_and_damage.who_pays, injury_and_damage.who_pays"


class TestSources:
    """Every text that a policy rests on, by the day on which it was last read."""

    def test_texts_of_terms_readings_conditions_tables_and_notes(self) -> None:
        cited = {each.reference.id for each in sources([injury_and_damage])}
        assert cited == {
            reference.id
            for reference in (
                injury_and_damage.ANNOUNCED,
                injury_and_damage.POLICY_PAGE,
                injury_and_damage.BACKING,
                injury_and_damage.ABROAD_POST,
                injury_and_damage.INSURER,
                injury_and_damage.RESELLERS,
                injury_and_damage.CUSTOMERS,
            )
        }
        insurance = {each.reference for each in sources([sp.insurance])}
        assert {note.reference for table in sp.insurance.TABLES for note in table.notes} <= insurance

    def test_each_once_with_the_policies_that_rest_on_it(self) -> None:
        cited = sources()
        assert len({each.reference for each in cited}) == len(cited)
        (page,) = [each for each in cited if each.reference == injury_and_damage.POLICY_PAGE]
        assert "injury_and_damage" in page.policies

    def test_its_age(self) -> None:
        page = Cited(injury_and_damage.POLICY_PAGE, ("injury_and_damage",))
        assert page.age(date(2026, 11, 21)) == 0
        assert page.age(date(2027, 11, 21)) == 365
        (article,) = [each for each in sources([sp.a_to_z]) if each.reference.read is None]
        assert article.age(date(2026, 11, 21)) is None

    def test_the_longest_ago_first_and_those_without_a_day_last(self) -> None:
        days = [each.reference.read or date.max for each in sources()]
        assert days == sorted(days)

    def test_readings_not_taken(self) -> None:
        ids = [entry.id for entry in contested_readings([injury_and_damage])]
        assert ids.count("injury_and_damage.pays_itself") == 2
        assert "injury_and_damage.takes_claims" not in ids
        assert set(ids) < {entry.id for entry in contested_readings()}
        assert {entry.id.partition(".")[0] for entry in contested_readings([injury_and_damage])} == {
            "injury_and_damage"
        }

    def test_texts_of_conditions_that_clocks_alone_ask(self) -> None:
        """Every condition says where it stands, be it asked by a table or by a clock."""
        for module in sp.rules.modules():
            cited = {each.reference for each in sources([module])}
            clocks = getattr(module, "CLOCKS", ())
            asked = {condition.reference for clock in clocks for condition in clock.conditions}
            assert asked - {None} <= cited
        read = guide("A text of its own", "of-its-own", url="https://example.com", read="2026-11-22")
        ticking = clock(
            "answer",
            when=Condition("the claim is valid", injury_and_damage.claim.is_valid, read),
            counted_from=injury_and_damage.claim.filed_on,
            within=injury_and_damage.terms.time_to_dispute,
            while_unknown=injury_and_damage.claim.filed_on,
        )
        module = module_with(*WHO_PAYS.rules, Terms=WHO_PAYS.terms)
        vars(module).update(CLOCKS=(ticking,))
        assert read in {each.reference for each in sources([module])}
        assert read not in {each.reference for each in sources([injury_and_damage])}


class TestEachFlawOnce:
    """What a table's proof names is not named again."""

    def test_a_term_without_a_reference(self) -> None:
        flaws = flaws_of(module_with(*WHO_PAYS.rules[1:]))
        assert len(flaws) == len(set(flaws))
