"""Writing: conditions as Python over local variables, one for each fact, with the terms' values folded in."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import count
from types import NoneType
from typing import TYPE_CHECKING, Any, cast, get_args, get_type_hints

from attrs import define, field

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
    parts,
)
from sellerpolicy.logic.limits import Edge, Limit
from sellerpolicy.logic.spans import Span, Unit
from sellerpolicy.logic.truth import value

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable
    from sellerpolicy.logic.terms import DatedTerms

    Table = DecisionTable[Any, Any, Any]

OPERATORS = {Edge.BELOW: "<", Edge.AT_MOST: "<=", Edge.AT_LEAST: ">=", Edge.ABOVE: ">"}
IDENTITY = {Comparison.EQ: "is", Comparison.NE: "is not"}
INDENT = "    "


@define
class Program:
    """Source text under construction, with the constants that it names."""

    name: str
    lines: list[str] = field(factory=list)
    constants: dict[str, object] = field(factory=dict)
    _names: Iterator[int] = field(factory=count)

    def constant(self, held: object) -> str:
        """The name of a constant in the program; an equal one keeps its name."""
        for name, known in self.constants.items():
            if known is held or (isinstance(held, timedelta | Decimal) and type(known) is type(held) and known == held):
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
            operator = IDENTITY.get(node.how, operator)
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
                return f"{local(node.name)}.amount" if node.name in self._money else local(node.name)
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
        return f"({local(name)} is None)"

    def load(self, depth: int, names: Iterable[str]) -> None:
        """Read facts into local variables."""
        for name in names:
            self.program.add(depth, f"{local(name)} = case.{name}")


def local(name: str) -> str:
    """The local variable of a fact, whose own name may be one of the program's."""
    return f"case_{name}"
