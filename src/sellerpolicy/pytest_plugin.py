"""A pytest plugin: which rules and conditions of the policies a test suite exercised.

It is there once the library is installed, and silent unless asked for: ``pytest --policy-coverage``. The report names
each rule that never applied and each condition that was never true or never false in any decision of the suite.
Suites that are spread over processes by pytest-xdist are added up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from attrs import define, field

if TYPE_CHECKING:
    from sellerpolicy.logic import DecisionTable

    Table = DecisionTable[Any, Any, Any]

OPTION = "--policy-coverage"
OUTPUT = "sellerpolicy_exercised"

Exercised = set[tuple[str, bool | None]]
"""Ids of rules with ``None``, and ids of conditions with the truths that they had."""


@define
class PolicyCoverage:
    """Watches every table's decisions, and reports what none of them exercised."""

    tables: tuple[Table, ...]
    exercised: Exercised = field(factory=set)

    def watch(self) -> None:
        """Put a watched function in front of every table's ``decide`` and ``outcome``."""
        for table in self.tables:
            vars(table).update(decide=self._watched(table, "decide"), outcome=self._watched(table, "outcome"))

    def unwatch(self) -> None:
        """Take the watched functions away."""
        for table in self.tables:
            for name in ("decide", "outcome"):
                vars(table).pop(name)

    def _watched(self, table: Table, name: str) -> Callable[..., Any]:
        from sellerpolicy.logic import Decision

        decide = getattr(type(table), name)

        def watched(case: Any, terms: Any = None, **options: Any) -> Any:
            answer = decide(table, case, terms, **options)
            if isinstance(answer, Decision):
                terms = answer.terms
            elif terms is None:
                terms = table.terms.on(getattr(case, table.day_fact), case.marketplace)
            self.exercised.update(_exercised_by(table, case, terms))
            return answer

        return watched

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand what a worker process saw to the process that reports."""
        self.unwatch()
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[OUTPUT] = sorted(self.exercised, key=str)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a worker process saw."""
        self.exercised.update((name, truth) for name, truth in node.workeroutput.get(OUTPUT, ()))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was exercised, and name what was not."""
        terminalreporter.section("policies exercised")
        for table in self.tables:
            for line in self._lines(table):
                terminalreporter.line(line)

    def _lines(self, table: Table) -> Iterator[str]:
        rules = [table.id_of_rule(rule) for rule in table.rules]
        unapplied = [name for name in rules if (name, None) not in self.exercised]
        wanted = [(table.id_of(condition), truth) for condition in table.conditions for truth in (True, False)]
        unasked = [(name, truth) for name, truth in wanted if (name, truth) not in self.exercised]
        yield (
            f"{table.id}: {len(rules) - len(unapplied)} of {len(rules)} rules, "
            f"{len(wanted) - len(unasked)} of {len(wanted)} truths of conditions"
        )
        for rule, name in zip(table.rules, rules, strict=True):
            if name in unapplied:
                yield f"  never applied: {name}, {rule.then.name}"
        for name, truth in unasked:
            yield f"  never {str(truth).lower()}: {name}"


def _exercised_by(table: Table, case: Any, terms: Any) -> Iterator[tuple[str, bool | None]]:
    from sellerpolicy.logic.conditions import conditions_in
    from sellerpolicy.logic.decisions import walk
    from sellerpolicy.logic.truth import truth

    for rule, held in walk(table, case, terms):
        for condition in conditions_in(rule.when):
            decided = truth(condition, case, terms)
            if decided is not None:
                yield table.id_of(condition), decided
        if held:
            yield table.id_of_rule(rule), None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that asks for the report."""
    group = parser.getgroup("sellerpolicy")
    group.addoption(OPTION, action="store_true", help="report which policy rules and conditions the suite exercised")


def pytest_configure(config: pytest.Config) -> None:
    """Watch the tables where the report was asked for; else not even the library is loaded."""
    if config.getoption(OPTION):
        from sellerpolicy import rules

        coverage = PolicyCoverage(rules.tables())
        coverage.watch()
        config.pluginmanager.register(coverage, "sellerpolicy-coverage")
