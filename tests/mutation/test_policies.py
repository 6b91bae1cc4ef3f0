"""The mutator: what it changes, that it leaves everything as it was, and that each way of noticing is told apart."""

from __future__ import annotations

import sys
from fractions import Fraction

import pytest

import sellerpolicy as sp

from .policies import Mutant, Policy, Score, Verdict, main, mutants

INJURY = Policy.of("injury_and_damage")
UNTESTED = Policy(INJURY.name, INJURY.path, (), INJURY.cases)

TERMS = """
class Terms(DatedTerms):
    limit: Limit = dated(
        "what is admitted",
        originally(nothing, PAGE),
        since("2021-03-01", below(usd(10)), PAGE, but=POST.says(at_most(usd(9))), after="2020-12-31"),
    )
"""


def names(source: str) -> list[str]:
    return [mutant.name for mutant in mutants(source)]


def mutant(name: str) -> Mutant:
    (found,) = [mutant for mutant in mutants(INJURY.source()) if mutant.name == name]
    return found


class TestWhatIsChanged:
    """Each value, edge, day, reading, condition, rule and outcome; and only one of them in each mutant."""

    def test_a_term(self) -> None:
        assert names(TERMS) == [
            "limit: without originally(nothing, PAGE)",
            "limit: without since('2021-03-01', below(usd(10)), PAGE, but=POST.says(at_most(usd(9))), after…",
            "limit, text 1: anything",
            "limit, text 2: since '2021-02-28'",
            "limit, text 2: since '2021-03-02'",
            "limit, text 2: without but=POST.says(at_most(usd(9)))",
            "limit, text 2: without after='2020-12-31'",
            "limit, text 2: after '2020-12-30'",
            "limit, text 2: after '2021-01-01'",
            "limit, text 2: below(usd(10)) → at_most(usd(10))",
            'limit, text 2: usd(10) → usd("9.99")',
            'limit, text 2: usd(10) → usd("10.01")',
            "limit, text 2: at_most(usd(9)) → below(usd(9))",
            'limit, text 2: usd(9) → usd("8.99")',
            'limit, text 2: usd(9) → usd("9.01")',
        ]

    def test_a_day_that_has_a_name(self) -> None:
        """The day before and the day after are worked out in the module that names it."""
        before, after, *_ = mutants('READ = "2026-11-21"\ntime = since(READ, days(7), PAGE)')
        days: list[str] = []
        known = {"since": lambda day, *_: days.append(day), "days": int, "PAGE": None}
        for mutant in (before, after):
            exec(mutant.source, dict(known))  # noqa: S102 - the text above, changed
        assert days == ["2026-11-20", "2026-11-22"]

    def test_all_else_stays(self) -> None:
        (edge,) = [mutant for mutant in mutants(TERMS) if "→ at_most(usd(10))" in mutant.name]
        assert edge.source == TERMS.replace("below(usd(10))", "(at_most(usd(10)))")
        assert edge.line == 6

    @pytest.mark.parametrize(
        ("source", "changed"),
        [
            ("limit = at_least(30)", ["at_least(30) → above(30)", "30 → 29", "30 → 31"]),
            ("time = days(7)", ["7 → 6", "7 → 8"]),
            (
                "rate = Fraction(1, 100)",
                ["Fraction(1, 100) → Fraction(99, 10000)", "Fraction(1, 100) → Fraction(101, 10000)"],
            ),
            ("day = date(2024, 3, 1)", ["date(2024, 3, 1) → date(2024, 2, 29)", "date(2024, 3, 1) → date(2024, 3, 2)"]),
            ("SHOPS = (US, *EUROPE)", ["without US", "without *EUROPE"]),
            (
                "is_one = Condition('…', case.first <= case.last, PAGE)",
                ["case.first <= case.last → case.first < case.last"],
            ),
            ("is_one = Condition('…', case.kind == A, PAGE)", ["case.kind == A → case.kind != A"]),
            (
                "is_one = Condition('…', one_of(case.kind, A, B), PAGE)",
                ["not one_of(case.kind, A, B)", "without A", "without B"],
            ),
            ("is_on = Condition(terms.is_on)", []),
            ("either = ~a", ["~a → a"]),
            (
                "both = a & b",
                ["a & b → (a) | (b)", "a & b without a", "a & b without b", "a & b → ~a & b", "a & b → a & ~b"],
            ),
        ],
    )
    def test_what_policy_is_written_with(self, source: str, changed: list[str]) -> None:
        owner = source.partition(" ")[0]
        assert names(source) == [f"{owner}: {words}" for words in changed]

    def test_rules(self) -> None:
        rules = "rules=(Rule(a, then=X.A), Rule(~a & b, then=X.B), Rule(c | b, then=X.C))"
        table = f"TABLE = DecisionTable('…', answers=('1', '2'), {rules})"
        assert [name for name in names(table) if not name.startswith("TABLE, ")] == [
            "TABLE: without rule 1",
            "TABLE: rule 1 then X.B",
            "TABLE: without rule 2",
            "TABLE: rule 2 then X.C",
            "TABLE: without rule 3",
            "TABLE: rule 3 then X.A",
            # not the first two: what they ask is each other's opposite, so they have no order
            "TABLE: rules 2 and 3 swapped",
        ]
        assert "TABLE, rule 1: when ~a" in names(table)

    def test_clocks(self) -> None:
        clock = "CLOCK = clock('pay', when=a, counted_from=case.b, while_unknown=case.c, is_duty=False)"
        assert names(clock) == [
            "CLOCK: 'pay' when ~a",
            "CLOCK: 'pay' counted from case.c",
            "CLOCK: 'pay' is_duty=True",
        ]

    def test_functions_and_words_are_not(self) -> None:
        assert names('def f():\n    return days(3)\nPAGE = page("1", read="2026-01-01", answers=("a", "b"))') == []

    def test_no_two_have_one_name(self) -> None:
        found = names(INJURY.source())
        assert len(found) == len(set(found))


class TestWhoNotices:
    """000-5: each change of the $1,000 rule is noticed, and the rule itself stays as it is."""

    def test_nobody_what_is_unchanged(self) -> None:
        assert UNTESTED.judge(INJURY.source()) is Verdict.SAME

    @pytest.mark.parametrize(
        ("name", "verdict"),
        [
            ("pays_itself, text 1: below(usd(1000)) → at_most(usd(1000))", Verdict.CASES),
            ("takes_claims: without originally(False, ANNOUNCED)", Verdict.CASES),
            ("takes_claims, text 4: after '2024-05-01'", Verdict.CASES),
            ("WHO_PAYS: without rule 8", Verdict.CASES),
            ("CLOCKS: 'prove your insurance' is_duty=False", Verdict.SURVIVED),
        ],
    )
    def test_a_change(self, name: str, verdict: Verdict) -> None:
        assert UNTESTED.judge(mutant(name).source) is verdict

    @pytest.mark.parametrize(
        "name",
        [
            # the rule before has taken every claim that is accepted
            "WHO_PAYS, rule 8: ~is_accepted & stands_in without ~is_accepted",
            "WHO_PAYS, rule 9: ~is_accepted & ~stands_in → (~is_accepted) | (~stands_in)",
        ],
    )
    def test_nobody_what_makes_no_difference(self, name: str) -> None:
        assert UNTESTED.judge(mutant(name).source) is Verdict.SAME

    def test_a_clock_that_runs_otherwise_is_not_the_same(self) -> None:
        name = "is_pending: is_taken & is_covered & is_valid without is_valid"
        assert UNTESTED.judge(mutant(name).source) is Verdict.SURVIVED

    def test_the_import(self) -> None:
        assert UNTESTED.judge("raise ValueError") is Verdict.REFUSED

    def test_the_checks(self) -> None:
        unnoticed = Policy(INJURY.name, INJURY.path, (), ())
        assert unnoticed.judge(mutant("WHO_PAYS: without rule 8").source) is Verdict.CHECKS

    def test_everything_is_as_it_was(self) -> None:
        before, modules, finders = INJURY.source(), dict(sys.modules), list(sys.meta_path)
        assert UNTESTED.judge(mutant("WHO_PAYS: without rule 1").source) is Verdict.CASES
        assert INJURY.source() == before
        assert dict(sys.modules) == modules
        assert sys.meta_path == finders
        assert len(sp.injury_and_damage.WHO_PAYS.rules) == 9

    def test_a_module_that_is_none(self) -> None:
        with pytest.raises(SystemExit, match="there is no rule module injuries"):
            main(["injuries"])


class TestScore:
    """A module passes where 95 % is killed and the rest, at most 2 %, is listed."""

    KILLED = dict.fromkeys(map(str, range(98)), Verdict.CASES)
    LEFT = dict.fromkeys(("a", "b"), Verdict.SURVIVED)

    def test_all_are_killed(self) -> None:
        score = Score("m", self.KILLED, {})
        assert score.killed == 1
        assert list(score.faults()) == []
        assert str(score) == "m: 98 mutants, 100.0% killed (conformance cases 98)"

    def test_the_rest_is_listed(self) -> None:
        score = Score("m", {**self.KILLED, **self.LEFT}, {"a": "…", "b": "…"})
        assert score.killed == Fraction(98, 100)
        assert list(score.faults()) == []

    def test_what_is_proved_the_same_or_refused_by_types_counts_nowhere(self) -> None:
        verdicts = {"a": Verdict.CASES, "b": Verdict.SURVIVED, "c": Verdict.SAME, "d": Verdict.TYPES}
        assert Score("m", verdicts, {}).killed == Fraction(1, 2)

    def test_one_is_not_listed(self) -> None:
        assert list(Score("m", {**self.KILLED, **self.LEFT}, {"a": "…"}).faults()) == ["survives: b"]

    def test_one_that_is_listed_is_killed(self) -> None:
        faults = list(Score("m", {**self.KILLED, "a": Verdict.SURVIVED}, {"a": "…", "1": "…"}).faults())
        assert faults == ["more than 2% is listed as equivalent", "listed as equivalent, and is not: 1"]

    def test_too_few_are_killed(self) -> None:
        verdicts = {"a": Verdict.SURVIVED, "b": Verdict.TESTS}
        assert next(Score("m", verdicts, {}).faults()) == "less than 95% is killed"
