"""Verification: all rule modules prove themselves, and a module that does not is told what and where."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from sellerpolicy.logic import Condition, DecisionTable, Rule
from sellerpolicy.rules import injury_and_damage
from sellerpolicy.rules.verification import flaws_of, verify

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
    vars(module).update(held, TABLES=(table,), CLOCKS=injury_and_damage.CLOCKS, **others)
    return module


class TestAllRules:
    """What the library says of itself."""

    def test_nothing_is_wrong(self) -> None:
        assert list(map(str, verify())) == []

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
        assert ("wrong.treats_like_large", "no rule and no clock asks this condition") in self.without(4)

    def test_a_gap_is_left(self) -> None:
        assert ("injury_and_damage.who_pays", "no rule fits") in self.without(6)


class TestAModuleWithoutClocks:
    """Clocks are not asked of every module."""

    def test_it_is_checked_too(self) -> None:
        module = module_with(*WHO_PAYS.rules)
        del vars(module)["CLOCKS"]
        assert {flaw.id for flaw in flaws_of(module)} == {"wrong.is_unproved"}
