"""Tables as plain Python: one function per snapshot of terms, written out and compiled once.

Two programs stand behind each table. The first assumes that every fact it comes across is known, asks each condition
at most once, and leaves for the second as soon as it meets an unknown. The second follows every rule that may still
fit. With a snapshot both have its values folded in; without one the second reads them at run time (*what if*).
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import count
from types import NoneType
from typing import TYPE_CHECKING, Any, cast, get_args, get_type_hints

from attrs import define, field, frozen

from sellerpolicy.errors import CurrencyMismatch
from sellerpolicy.facts.money import Money
from sellerpolicy.logic.conditions import (
    Admits,
    Both,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Elapsed,
    Expression,
    Later,
    OneOf,
    Opposite,
    Proposition,
    Share,
    Symbol,
    conditions_in,
    parts,
    symbols_in,
)
from sellerpolicy.logic.limits import Edge, Limit
from sellerpolicy.logic.spans import Span, Unit
from sellerpolicy.logic.truth import truth, value

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable
    from sellerpolicy.logic.terms import DatedTerms

    Table = DecisionTable[Any, Any, Any]

OPERATORS = {Edge.BELOW: "<", Edge.AT_MOST: "<=", Edge.AT_LEAST: ">=", Edge.ABOVE: ">"}
EVERY_EDGE = ((Comparison.EQ, "is"), (Comparison.NE, "is not"))
INDENT = "    "


@define
class Program:
    """Source text under construction, with the constants that it names."""

    name: str
    lines: list[str] = field(factory=list)
    constants: dict[str, object] = field(factory=dict)
    _names: Iterator[int] = field(factory=count)

    def constant(self, held: object) -> str:
        """The name of a constant in the program; the same object keeps its name."""
        for name, known in self.constants.items():
            if known is held:
                return name
        name = f"k{next(self._names)}"
        self.constants[name] = held
        return name

    def add(self, depth: int, line: str) -> None:
        """Write one line."""
        self.lines.append(f"{INDENT * depth}{line}")

    def function(self, name: str) -> Callable[..., Any]:
        """The function of that name; the source is compiled once, and kept where tracebacks find it."""
        if name not in self.constants:
            self._compile()
        return cast("Callable[..., Any]", self.constants[name])

    def _compile(self) -> None:
        source = "\n".join(self.lines) + "\n"
        file = f"<sellerpolicy {self.name}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), self.constants)  # noqa: S102


@define
class Writer:
    """Writes conditions as Python over local variables, one for each fact."""

    table: Table
    terms: DatedTerms | None
    program: Program
    _optional: dict[str, bool] = field(init=False)
    _money: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        hints = get_type_hints(self.table.case)
        self._optional = {name: NoneType in get_args(hint) for name, hint in hints.items()}
        self._money = frozenset(name for name, hint in hints.items() if hint is Money or Money in get_args(hint))

    def certainly(self, node: Proposition) -> str:
        """Python that is true exactly where the proposition is true."""
        match node:
            case Condition():
                return self.certainly(node.asks)
            case Both():
                return f"({self.certainly(node.left)} and {self.certainly(node.right)})"
            case Either():
                return f"({self.certainly(node.left)} or {self.certainly(node.right)})"
            case Opposite():
                return f"(not {self.possibly(node.of)})"
        doubts = self.doubts(node)
        return f"({' and '.join([*(f'not {doubt}' for doubt in doubts), self.plainly(node)])})"

    def possibly(self, node: Proposition) -> str:
        """Python that is true exactly where the proposition is not false."""
        match node:
            case Condition():
                return self.possibly(node.asks)
            case Both():
                return f"({self.possibly(node.left)} and {self.possibly(node.right)})"
            case Either():
                return f"({self.possibly(node.left)} or {self.possibly(node.right)})"
            case Opposite():
                return f"(not {self.certainly(node.of)})"
        doubts = self.doubts(node)
        return f"({' or '.join([*doubts, self.plainly(node)])})"

    def doubts(self, node: Proposition | Expression) -> list[str]:
        """Python tests, each of which is true where something that the node reads is unknown."""
        if isinstance(node, Admits) and self._limit(node) is not None and self._limit(node).is_settled:
            return []
        found = []
        if isinstance(node, Symbol):
            if node.is_term:
                found = ["True"] if getattr(self.terms, node.name) is None else []
            elif self._optional[node.name]:
                found = [self.is_unknown(node.name)]
        for part in parts(node):
            found += self.doubts(part)
        if isinstance(node, Share):
            found.append(f"(not {self.expression(node.whole)})")
        return list(dict.fromkeys(found))

    def plainly(self, node: Proposition) -> str:
        """Python for a proposition whose facts are all known."""
        match node:
            case Symbol():
                return self.expression(node)
            case Condition():
                return self.plainly(node.asks)
            case Both():
                return f"({self.plainly(node.left)} and {self.plainly(node.right)})"
            case Either():
                return f"({self.plainly(node.left)} or {self.plainly(node.right)})"
            case Opposite():
                return f"(not {self.plainly(node.of)})"
            case OneOf():
                return self._member(node)
            case Compare():
                return self._comparison(node)
            case Admits():
                return self._admission(node)
        raise TypeError(f"{node!r} cannot be compiled")

    def _limit(self, node: Admits) -> Limit:
        return cast("Limit", value(node.limit, None, cast("DatedTerms", self.terms)))

    def _member(self, node: OneOf) -> str:
        held = self.expression(node.value)
        if all(isinstance(member, Enum) for member in node.members):
            return f"({' or '.join(f'{held} is {self.program.constant(member)}' for member in node.members)})"
        return f"({held} in {self.program.constant(node.members)})"

    def _comparison(self, node: Compare) -> str:
        operator = node.how.value
        if any(isinstance(side, Constant) and isinstance(side.value, Enum) for side in (node.left, node.right)):
            operator = dict(EVERY_EDGE).get(node.how, operator)
        return f"({self.expression(node.left)} {operator} {self.expression(node.right)})"

    def _admission(self, node: Admits) -> str:
        limit = self._limit(node)
        if limit.is_settled:
            return str(limit.edge is Edge.ANYTHING)
        operator = OPERATORS[limit.edge]
        if isinstance(node.value, Share) and isinstance(limit.value, Fraction):
            part, whole = self.expression(node.value.part), self.expression(node.value.whole)
            return f"({part} * {limit.value.denominator} {operator} {limit.value.numerator} * {whole})"
        return f"({self.expression(node.value)} {operator} {self._held(limit.value)})"

    def expression(self, node: Expression) -> str:
        """Python for the value of an expression whose facts are all known."""
        match node:
            case Constant():
                return self._held(node.value)
            case Symbol():
                if node.is_term:
                    return self._held(getattr(self.terms, node.name))
                return f"{node.name}.amount" if node.name in self._money else node.name
            case Elapsed():
                return f"({self.expression(node.end)} - {self.expression(node.start)})"
            case Later():
                return f"({self.expression(node.start)} + {self.expression(node.span)})"
            case Share():
                return f"Fraction({self.expression(node.part)}, {self.expression(node.whole)})"
        raise TypeError(f"{node!r} cannot be compiled")

    def _held(self, held: object) -> str:
        if isinstance(held, bool | int):
            return repr(held)
        if isinstance(held, Span) and held.unit is not Unit.BUSINESS_DAYS:
            held = held.elapsed
        if isinstance(held, Money):
            own = cast("DatedTerms", self.terms).marketplace.currency
            if held.currency != own:
                raise CurrencyMismatch(f"{self.table.id}: {held} cannot be compared with amounts in {own}")
            held = held.amount
        return self.program.constant(held)

    @staticmethod
    def is_unknown(name: str) -> str:
        """Python that is true where a fact is unknown."""
        return f"({name} is None)"

    def load(self, depth: int, names: Iterable[str]) -> None:
        """Read facts into local variables."""
        for name in names:
            self.program.add(depth, f"{name} = case.{name}")


def facts_read(node: Proposition) -> tuple[str, ...]:
    """The names of the facts that a proposition reads, each once."""
    return tuple(dict.fromkeys(symbol.name for symbol in symbols_in(node) if not symbol.is_term))


def simplified(
    node: Proposition, known: Mapping[Condition, bool], values: Mapping[str, frozenset[object]]
) -> Proposition | bool:
    """What is left of a rule's conditions, where some are known and some enum facts can have only certain members."""
    match node:
        case Condition():
            return known[node] if node in known else _by_elimination(node, values)
        case Opposite():
            of = simplified(node.of, known, values)
            return not of if isinstance(of, bool) else Opposite(of)
        case Both() | Either():
            settling = isinstance(node, Either)
            sides = [simplified(side, known, values) for side in (node.left, node.right)]
            if any(side is settling for side in sides):
                return settling
            undecided = [side for side in sides if not isinstance(side, bool)]
            if undecided == sides:
                return type(node)(*undecided)
            return undecided[0] if undecided else not settling
    raise TypeError(f"a rule is made of conditions, not of {node!r}")


def _by_elimination(condition: Condition, values: Mapping[str, frozenset[object]]) -> Condition | bool:
    picked = _picked(condition)
    if picked is not None and picked[0] in values:
        left = values[picked[0]]
        if left <= picked[1]:
            return True
        if not left & picked[1]:
            return False
    return condition


def _picked(condition: Condition) -> tuple[str, frozenset[object]] | None:
    """The fact and the members that a condition on an enum picks; ``None`` for every other condition."""
    asks = condition.asks
    if isinstance(asks, OneOf) and isinstance(asks.value, Symbol) and isinstance(asks.members[0], Enum):
        return asks.value.name, frozenset(asks.members)
    if isinstance(asks, Compare) and asks.how is Comparison.EQ and isinstance(asks.left, Symbol):
        right = asks.right
        if isinstance(right, Constant) and isinstance(right.value, Enum):
            return asks.left.name, frozenset({right.value})
    return None


class _NothingKnown:
    """A case of which nothing is known."""

    def __getattr__(self, name: str) -> None:
        return None


NOTHING_KNOWN = _NothingKnown()


def settled_by(terms: DatedTerms, conditions: Iterable[Condition]) -> dict[Condition, bool]:
    """The conditions that the terms alone settle, whatever the facts."""
    found = ((condition, truth(condition, NOTHING_KNOWN, terms)) for condition in conditions)
    return {condition: held for condition, held in found if held is not None}


# --- the program for cases in which something is unknown --------------------------------------------------------------


def compile_undecided(table: Table, terms: DatedTerms | None = None) -> Callable[[Any, DatedTerms], Any]:
    """Write the program that follows every rule that may fit; with no terms, for any terms."""
    program = Program(f"{table.id}, any terms" if terms is None else f"{table.id}, unknown facts")
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
    program.add(2, f"if {_certain(node, asked)}:")
    program.add(3, f"return {outcome} if found is None or found is {outcome} else None")
    program.add(2, "if found is None:")
    program.add(3, f"found = {outcome}")
    program.add(2, f"elif found is not {outcome}:")
    program.add(3, "return None")


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


# --- the program for cases in which everything that is asked is known -------------------------------------------------


@frozen(eq=False)
class Leaf:
    """The end of a path: Python for the outcome."""

    outcome: str


@frozen(eq=False)
class Branch:
    """One condition asked, and what follows if it holds or not."""

    asks: Condition
    yes: Leaf | Branch
    no: Leaf | Branch


@define
class Tree:
    """A decision tree made from a table's rules: no path asks a condition twice, and equal remainders are one tree."""

    table: Table
    terms: DatedTerms
    program: Program
    _grown: dict[object, Leaf | Branch] = field(factory=dict)

    def grow(
        self, first: int, known: Mapping[Condition, bool], values: Mapping[str, frozenset[object]]
    ) -> Leaf | Branch:
        """The tree for the rules from ``first`` on, under what is known."""
        remainder: list[tuple[Proposition | bool, Enum]] = []
        for rule in self.table.rules[first:]:
            left = simplified(rule.when, known, values)
            if left is not False:
                remainder.append((left, rule.then))
            if left is True:
                break
        key = tuple((_key(left), then) for left, then in remainder)
        if key not in self._grown:
            self._grown[key] = self._grow(first, remainder, known, values)
        return self._grown[key]

    def _grow(
        self,
        first: int,
        remainder: list[tuple[Proposition | bool, Enum]],
        known: Mapping[Condition, bool],
        values: Mapping[str, frozenset[object]],
    ) -> Leaf | Branch:
        if not remainder:
            return Leaf("no_rule(case)")
        left, then = remainder[0]
        if isinstance(left, bool):
            return Leaf(self.program.constant(then))
        asks = next(conditions_in(left))
        if any(getattr(self.terms, symbol.name) is None for symbol in symbols_in(asks) if symbol.is_term):
            return Leaf("undecided(case, terms)")
        yes, no = _narrowed(asks, values)
        return Branch(asks, self.grow(first, {**known, asks: True}, yes), self.grow(first, {**known, asks: False}, no))


def _narrowed(
    asks: Condition, values: Mapping[str, frozenset[object]]
) -> tuple[Mapping[str, frozenset[object]], Mapping[str, frozenset[object]]]:
    """The members that enum facts can still have where a condition holds, and where it does not."""
    picked = _picked(asks)
    if picked is None:
        return values, values
    name, members = picked
    left = values[name] if name in values else frozenset(cast("type[Enum]", type(next(iter(members)))))
    return {**values, name: left & members}, {**values, name: left - members}


def _key(node: Proposition | bool) -> object:
    if isinstance(node, Both | Either):
        return type(node), _key(node.left), _key(node.right)
    return (Opposite, _key(node.of)) if isinstance(node, Opposite) else node


@frozen
class Compiled:
    """A table's programs for one snapshot of terms: the bare outcome of a case, and its decision on a day."""

    outcome: Callable[[Any], Any]
    decide: Callable[[Any, date], Any]


OUTCOME = "return {}"
DECISION = "return new(Decision, ({}, table, case, terms, day, ()))"


def compile_snapshot(table: Table, terms: DatedTerms) -> Compiled:
    """Write both programs of a table for one snapshot of terms."""
    pages = _opened(table, terms)
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
    pages = _opened(table, terms)
    program = pages.writer.program
    own = f"case.marketplace is {program.constant(terms.marketplace)}"
    elsewhere = type(table)
    program.constants.update(first=first, Case=table.case, decided=elsewhere.decide, outcome_of=elsewhere.outcome)
    program.add(0, "def outcome(case, given=None):")
    program.add(1, f"if not (given is terms and {own}):")
    program.add(2, "return outcome_of(table, case, given)")
    pages.write(OUTCOME)
    program.add(0, "def decide(case, given=None, *, on=None):")
    program.add(1, f"if not (given is None and on is None and case.__class__ is Case and {own}):")
    program.add(2, "return decided(table, case, given, on=on)")
    program.add(1, f"day = case.{table.day_fact}")
    program.add(1, "if day < first:")
    program.add(2, "return decided(table, case)")
    pages.write(DECISION)
    return Compiled(program.function("outcome"), program.function("decide"))


def _opened(table: Table, terms: DatedTerms) -> Pages:
    """Start the programs of one snapshot: the decision tree, and the parts that have a function of their own."""
    program = Program(f"{table.id} by the terms of {terms.marketplace.value}")
    undecided = compile_undecided(table, terms)
    if any(getattr(terms, name) is None for name in table.term_names):
        undecided = _heeding_silence(table, undecided)
    program.constants.update(
        no_rule=table.no_rule,
        undecided=undecided,
        terms=terms,
        Fraction=Fraction,
        new=tuple.__new__,
        Decision=table.decision,
        table=table,
    )
    root = Tree(table, terms, program).grow(0, settled_by(terms, table.conditions), {})
    pages = Pages(Writer(table, terms, program), root, _shared(root))
    for part, name in pages.shared.items():
        program.add(0, f"def {name}(case):")
        pages.write_part(part)
    return pages


def _heeding_silence(table: Table, undecided: Callable[[Any, DatedTerms], Any]) -> Callable[[Any, DatedTerms], Any]:
    """Raise, instead of saying *unknown*, where it is the policy's text that is missing."""

    def heeding(case: Any, terms: DatedTerms) -> Any:
        outcome = undecided(case, terms)
        if outcome is None:
            table.heed_silence(case, terms)
        return outcome

    return heeding


def _shared(root: Leaf | Branch) -> dict[Branch, str]:
    """The parts of a tree that are reached on several ways, each with a name."""
    ways: dict[Branch, int] = {}

    def count_ways(node: Leaf | Branch) -> None:
        if isinstance(node, Branch):
            ways[node] = ways.get(node, 0) + 1
            if ways[node] == 1:
                count_ways(node.yes)
                count_ways(node.no)

    count_ways(root)
    return {part: f"part{number}" for number, part in enumerate(part for part, times in ways.items() if times > 1)}


@frozen
class Pages:
    """A decision tree, and how it is written as nested questions."""

    writer: Writer
    root: Leaf | Branch
    shared: Mapping[Branch, str]

    def write(self, ending: str) -> None:
        """Write the whole tree into the function that was begun; ``ending`` says how each path ends."""
        self._write(self.root, ending, 1, frozenset())

    def write_part(self, part: Branch) -> None:
        """Write a part that is reached on several ways."""
        self._ask(part, OUTCOME, 1, frozenset())

    def _write(self, node: Leaf | Branch, ending: str, depth: int, loaded: frozenset[str]) -> None:
        if isinstance(node, Leaf):
            self.writer.program.add(depth, ending.format(node.outcome))
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
        if doubts:
            writer.program.add(depth, f"if {' or '.join(doubts)}:")
            writer.program.add(depth + 1, ending.format("undecided(case, terms)"))
        writer.program.add(depth, f"if {writer.plainly(node.asks)}:")
        now = loaded | set(facts)
        self._write(node.yes, ending, depth + 1, now)
        self._write(node.no, ending, depth, now)
