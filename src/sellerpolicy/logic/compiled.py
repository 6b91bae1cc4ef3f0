"""Tables as plain Python: one function per snapshot of terms, written out and compiled once.

Two programs stand behind each table. The first assumes that every fact it comes across is known, asks each condition
at most once, and leaves for the second as soon as it meets an unknown. The second follows every rule that may still
fit. With a snapshot both have its values folded in; without one the second reads them at run time (*what if*).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from sellerpolicy.logic.conditions import (
    Both,
    Condition,
    Either,
    Opposite,
    Proposition,
    Symbol,
    conditions_in,
    facts_read,
    symbols_in,
)
from sellerpolicy.logic.terms import first_day_of
from sellerpolicy.logic.trees import Branch, End, Leaf, Tree, settled_by, shared_parts, simplified
from sellerpolicy.logic.truth import truth
from sellerpolicy.logic.writing import Program, Writer

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable
    from sellerpolicy.logic.terms import DatedTerms

    Table = DecisionTable[Any, Any, Any]


# --- the program for cases in which something is unknown --------------------------------------------------------------


def compile_undecided(table: Table, terms: DatedTerms | None = None) -> Callable[[Any, DatedTerms], Any]:
    """Write the program that follows every rule that may fit; with no terms, for any terms."""
    program = Program(f"{table.id} by any terms" if terms is None else f"{_file_of(table, terms)}, facts unknown")
    program.constants.update(truth=truth, Fraction=Fraction, no_rule=table.no_rule)
    writer = Writer(table, terms, program)
    known = {} if terms is None else settled_by(terms, table.conditions)
    program.add(0, "def undecided(case, terms):")
    program.add(1, "found = None")
    asked: dict[Condition, str] = {}
    for rule in table.rules:
        left = simplified(rule.when, known, {})
        if not isinstance(left, bool):
            _ask(left, asked, writer)
            _follow(left, rule.then, asked, program)
        elif left:
            outcome = program.constant(rule.then)
            program.add(1, f"return {outcome} if found is None or found is {outcome} else None")
            break
    else:
        program.add(1, "return no_rule(case) if found is None else found")
    return program.function("undecided")


def _ask(node: Proposition, asked: dict[Condition, str], writer: Writer) -> None:
    """Write the conditions of a rule that were not asked yet, each into a variable of its own."""
    loaded = {name for condition in asked for name in facts_read(condition)}
    for condition in dict.fromkeys(conditions_in(node)):
        if condition not in asked:
            writer.load(1, (name for name in facts_read(condition) if name not in loaded))
            loaded.update(facts_read(condition))
            asked[condition] = f"c{len(asked)}"
            writer.program.add(1, f"{asked[condition]} = {_three_valued(condition, writer)}")


def _follow(node: Proposition, then: Enum, asked: dict[Condition, str], program: Program) -> None:
    """Write what a rule that may fit does to the outcome found so far."""
    outcome = program.constant(then)
    program.add(1, f"if {_possible(node, asked)}:")
    program.add(2, f"if {_certain(node, asked)}: return {outcome} if found is None or found is {outcome} else None")
    program.add(2, f"if found is None: found = {outcome}")
    program.add(2, f"elif found is not {outcome}: return None")


def _three_valued(condition: Condition, writer: Writer) -> str:
    if writer.terms is None and any(symbol.is_term for symbol in symbols_in(condition)):
        return f"truth({writer.program.constant(condition)}, case, terms)"
    if isinstance(condition.asks, Both | Either | Opposite):
        return f"True if {writer.certainly(condition)} else None if {writer.possibly(condition)} else False"
    doubts = writer.doubts(condition.asks)
    if "True" in doubts:
        return "None"
    plain = writer.plainly(condition.asks)
    return f"None if {' or '.join(doubts)} else {plain}" if doubts else plain


def _certain(node: Proposition, asked: dict[Condition, str]) -> str:
    match node:
        case Condition():
            return asked[node]
        case Both():
            return f"({_certain(node.left, asked)} and {_certain(node.right, asked)})"
        case Either():
            return f"({_certain(node.left, asked)} or {_certain(node.right, asked)})"
        case Opposite():
            return f"(not {_possible(node.of, asked)})"
    raise TypeError(f"a rule is made of conditions, not of {node!r}")


def _possible(node: Proposition, asked: dict[Condition, str]) -> str:
    match node:
        case Condition():
            return f"({asked[node]} is not False)"
        case Both():
            return f"({_possible(node.left, asked)} and {_possible(node.right, asked)})"
        case Either():
            return f"({_possible(node.left, asked)} or {_possible(node.right, asked)})"
        case Opposite():
            return f"(not {_certain(node.of, asked)})"
    raise TypeError(f"a rule is made of conditions, not of {node!r}")


# --- the programs for cases in which everything that is asked is known -----------------------------------------------


@frozen
class Compiled:
    """A table's programs for one snapshot of terms: the bare outcome of a case, and its decision on a day."""

    outcome: Callable[[Any], Any]
    decide: Callable[[Any, date], Any]


OUTCOME = "return {}"
ENDS = {End.NO_RULE: "no_rule(case)", End.NO_TEXT: "undecided(case, own)"}
DECISION = "return new(Decision, ({}, table, case, own, day, ()))"


def compile_snapshot(table: Table, terms: DatedTerms) -> Compiled:
    """Write both programs of a table for one snapshot of terms."""
    pages = _opened(table, terms, _file_of(table, terms))
    program = pages.writer.program
    program.add(0, "def outcome(case):")
    pages.write(OUTCOME)
    program.add(0, "def decide(case, day):")
    pages.write(DECISION)
    return Compiled(program.function("outcome"), program.function("decide"))


def compile_current(table: Table, terms: DatedTerms, first: date) -> Compiled:
    """Write what ``table.outcome`` and ``table.decide`` do for the text now in force, which holds since ``first``.

    It is the same decision as ``compile_snapshot``'s with the call, the look-up of the terms and the checks of the
    arguments taken in: a case of another day or marketplace, and every special wish, goes to the table's own methods.
    """
    pages = _opened(table, terms, f"{table.id} by the text now in force")
    program = pages.writer.program
    is_here = f"case.marketplace is {program.constant(terms.marketplace)}"
    elsewhere = type(table)
    elsewhere_too = f" or not {is_here}" if table.compares_amounts else ""
    program.constants.update(first=first, Case=table.case, decided=elsewhere.decide, outcome_of=elsewhere.outcome)
    program.add(0, "def outcome(case, terms=None):")
    program.add(1, "try:")
    program.add(2, f"if terms is not own{elsewhere_too}: return outcome_of(table, case, terms)")
    pages.write(OUTCOME, depth=2)
    # the case lacks a fact that is read, of which the table's own method says so
    program.add(1, "except AttributeError: return outcome_of(table, case, terms)")
    program.add(0, "def decide(case, terms=None, *, on=None):")
    is_usual = f"terms is None and on is None and case.__class__ is Case and {is_here}"
    program.add(1, f"if not ({is_usual}): return decided(table, case, terms, on=on)")
    program.add(1, f"day = case.{table.day_fact}")
    program.add(1, "if day < first: return decided(table, case)")
    pages.write(DECISION)
    return Compiled(program.function("outcome"), program.function("decide"))


def _opened(table: Table, terms: DatedTerms, file: str) -> Pages:
    """Start the programs of one snapshot: the decision tree, and the parts that have a function of their own."""
    program = Program(file)
    undecided = compile_undecided(table, terms)
    if any(getattr(terms, name) is None for name in table.term_names):
        undecided = _heeding_silence(table, undecided)
    program.constants.update(
        no_rule=table.no_rule,
        undecided=undecided,
        own=terms,
        Fraction=Fraction,
        new=tuple.__new__,
        Decision=table.decision,
        table=table,
    )
    root = Tree(table, terms).grow(0, settled_by(terms, table.conditions), {})
    pages = Pages(Writer(table, terms, program), root, shared_parts(root))
    for part, name in pages.shared.items():
        program.add(0, f"def {name}(case):")
        pages.write_part(part)
    return pages


def _file_of(table: Table, terms: DatedTerms) -> str:
    """The name under which a traceback finds the program: each snapshot has lines of its own."""
    return f"{table.id} by the terms of {terms.marketplace.value} since {first_day_of(terms)}"


def _heeding_silence(table: Table, undecided: Callable[[Any, DatedTerms], Any]) -> Callable[[Any, DatedTerms], Any]:
    """Raise, instead of saying *unknown*, where it is the policy's text that is missing."""

    def heeding(case: Any, terms: DatedTerms) -> Any:
        outcome = undecided(case, terms)
        if outcome is None:
            table.heed_silence(case, terms)
        return outcome

    return heeding


@frozen
class Pages:
    """A decision tree, and how it is written as nested questions."""

    writer: Writer
    root: Leaf | Branch
    shared: Mapping[Branch, str]

    def write(self, ending: str, *, depth: int = 1) -> None:
        """Write the whole tree into the function that was begun; ``ending`` says how each path ends."""
        self._write(self.root, ending, depth, frozenset())

    def write_part(self, part: Branch) -> None:
        """Write a part that is reached on several ways."""
        self._ask(part, OUTCOME, 1, frozenset())

    def _write(self, node: Leaf | Branch, ending: str, depth: int, loaded: frozenset[str]) -> None:
        if isinstance(node, Leaf):
            then = ENDS[node.then] if isinstance(node.then, End) else self.writer.program.constant(node.then)
            self.writer.program.add(depth, ending.format(then))
        elif node in self.shared:
            self.writer.program.add(depth, ending.format(f"{self.shared[node]}(case)"))
        else:
            self._ask(node, ending, depth, loaded)

    def _ask(self, node: Branch, ending: str, depth: int, loaded: frozenset[str]) -> None:
        """Write one question; ``loaded`` are the facts that are in local variables already, and known."""
        writer = self.writer
        facts = [name for name in facts_read(node.asks) if name not in loaded]
        writer.load(depth, facts)
        settled = {writer.is_unknown(name) for name in loaded}
        doubts = [doubt for doubt in writer.doubts(node.asks) if doubt not in settled]
        now = loaded | set(facts)
        # a yes/no fact that holds is known: only where it does not hold need it be looked at again
        is_bare = isinstance(node.asks.asks, Symbol)
        if not is_bare:
            self._leave(doubts, ending, depth)
        writer.program.add(depth, f"if {writer.plainly(node.asks)}:")
        self._write(node.yes, ending, depth + 1, now)
        if is_bare:
            self._leave(doubts, ending, depth)
        self._write(node.no, ending, depth, now)

    def _leave(self, doubts: Sequence[str], ending: str, depth: int) -> None:
        """Write the way to the other program, which follows every rule that may fit."""
        if doubts:
            self.writer.program.add(depth, f"if {' or '.join(doubts)}: {ending.format(ENDS[End.NO_TEXT])}")
