"""What checks, sources and statements look like in plain lines."""

from __future__ import annotations

from datetime import date

import sellerpolicy as sp
from sellerpolicy.logic.checks import Example, Flaw, TableCheck, Witness
from sellerpolicy.logic.references import Confidence, Kind, Reference
from sellerpolicy.rules.verification import Cited, PolicyCheck
from sellerpolicy.statements import Answer, Coverage, Nature, Statement
from sellerpolicy.views.verification import checks_told, coverage_told, sources_told

CLAIM = sp.InjuryClaim(claim_id="K-1", harm=sp.Harm.PROPERTY_DAMAGE, amount=sp.usd(1), filed_on=date(2023, 5, 2))
EXAMPLE = Example(CLAIM, sp.injury_and_damage.Terms.on(CLAIM.filed_on), CLAIM.filed_on, None)
PAGE = Reference("help:1", "A page", None, Kind.HELP_PAGE, read="2026-11-21")
BLOG = Reference("blog", "A blog", None, Kind.GUIDE, confidence=Confidence.SECONDARY)
WITNESSES = (Witness("a.RULES/1", (EXAMPLE,)), Witness("a.first", (EXAMPLE, EXAMPLE)))


def check(
    *,
    gaps: tuple[Example, ...] = (),
    unreachable: tuple[Flaw, ...] = (),
    indecisive: tuple[Flaw, ...] = (),
    unreferenced: tuple[Flaw, ...] = (),
) -> TableCheck:
    return TableCheck("a.RULES", gaps, unreachable, indecisive, unreferenced, WITNESSES)


def told(found: TableCheck, *others: Flaw) -> list[str]:
    return checks_told([PolicyCheck("a", (found,), others)]).splitlines()


class TestChecks:
    def test_a_proved_table(self) -> None:
        heading, row, _, *rest = told(check())
        assert heading.split() == [
            *("table", "rules", "conditions", "complete", "unreached", "indecisive", "no", "source"),
        ]
        assert row.split() == ["a.RULES", "1", "1", "yes", "-", "-", "-"]
        assert rest[0].startswith("1 table of 1 policy is proved: ")

    def test_what_is_wrong_is_named_with_its_place(self) -> None:
        unreached = Flaw("a.RULES/2", "NOBODY: it is Monday", "it fits no case")
        idle = Flaw("a.second", "it is late", "it holds in every case")
        unfounded = Flaw("a.third", "it is dark", "the condition names no reference")
        dated = Flaw("a.limit", "a limit: below 1", "rests on a text of 2024-01-01")
        _, row, _, *rest = told(
            check(gaps=(EXAMPLE,), unreachable=(unreached,), indecisive=(idle,), unreferenced=(unfounded,)), dated
        )
        assert row.split() == ["a.RULES", "2", "2", "NO", "1", "1", "1"]
        assert rest[0] == "5 flaws in 1 table of 1 policy:"
        assert rest[1].startswith("  - a.RULES: no rule fits (")
        assert rest[-4:] == [
            "  - a.RULES/2: it fits no case (NOBODY: it is Monday)",
            "  - a.second: it holds in every case (it is late)",
            "  - a.third: the condition names no reference (it is dark)",
            "  - a.limit: rests on a text of 2024-01-01 (a limit: below 1)",
        ]


class TestSources:
    def lines(self, on: date) -> list[str]:
        return sources_told([Cited(PAGE, ("a", "b")), Cited(BLOG, ("a",))], [], on=on).splitlines()

    def test_the_age_of_each_reading(self) -> None:
        assert self.lines(date(2026, 12, 1)) == [
            "LAST READ, SEEN FROM 2026-12-01",
            "  Read 10 days ago:",
            "    - A page (help page, read 2026-11-21): a, b",
            "  No day of reading is on record:",
            "    - A blog (guide) - a secondary source: a",
            "",
            "READINGS NOT TAKEN",
            "  none",
        ]

    def test_that_very_day_and_the_days_around(self) -> None:
        assert self.lines(date(2026, 11, 22))[1] == "  Read 1 day ago:"
        assert self.lines(date(2026, 11, 21))[1] == "  Read that day:"
        assert self.lines(date(2026, 11, 20))[1] == "  Read 1 day after that day:"

    def test_readings_not_taken(self) -> None:
        entries = [entry for entry in sp.injury_and_damage.Terms.history() if entry.id.endswith("pays_itself")]
        lines = sources_told([], entries, on=date(2026, 12, 1)).splitlines()
        assert "Claims that Amazon pays itself (injury_and_damage.pays_itself)" in lines
        assert any("another text: at most USD 1,000.00" in line for line in lines)


ANSWERED = Coverage(Statement("000-1", Nature.RULE, "all is well", ("a",)), (Answer("a", "RULES"),))
PARTLY = Coverage(Statement("000-2", Nature.VIEW, "much is well", ("a", "b")), (Answer("a", "RULES"),))
OPEN = Coverage(Statement("001-1", Nature.RULE, "nothing is well", ("b", "c")), ())


class TestCoverage:
    def lines(self, *coverage: Coverage, missing: bool) -> list[str]:
        return coverage_told(coverage, sp.injury_and_damage.Terms.history(), missing=missing).splitlines()

    def test_statements_beside_their_answers(self) -> None:
        lines = self.lines(ANSWERED, PARTLY, OPEN, missing=False)
        assert lines[:14] == [
            "000 DEFECTIVE PRODUCTS THAT DO HARM",
            "  000-1   All is well (rule)",
            "          - a.RULES",
            "  000-2   Much is well (view)",
            "          - a.RULES",
            "          OPEN: nothing in b answers it yet",
            "",
            "001 THE A-TO-Z GUARANTEE",
            "  001-1   Nothing is well (rule)",
            "          OPEN: nothing in b, c answers it yet",
            "",
            "2 of 3 statements are answered, 1 of them not yet wherever they should be; 1 is open: 001-1.",
            "",
            "DATED VALUES, AND READINGS NOT TAKEN",
        ]
        assert any(line.startswith("  since 2021-09-01  US: below USD 1,000.00 [1]") for line in lines)

    def test_only_what_is_missing(self) -> None:
        lines = self.lines(ANSWERED, PARTLY, OPEN, missing=True)
        assert not any("000-1" in line for line in lines)
        assert lines[-1].startswith("2 of 3 statements are answered")

    def test_nothing_is_missing(self) -> None:
        assert self.lines(ANSWERED, missing=True) == ["1 of 1 statement is answered."]
        assert self.lines(ANSWERED, ANSWERED, missing=True) == ["2 of 2 statements are answered."]
