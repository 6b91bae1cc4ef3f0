"""Conditions: propositions over facts and terms, written once and kept as a small tree.

Symbols stand for the facts of a case and for the terms of a policy. What is written with them (comparisons, a limit's
``admits``, ``&``, ``|`` and ``~``) is not computed but remembered, so that one definition can be decided, explained,
compiled, sent to a dataframe engine and drawn in the documentation.

Every truth is Kleene's: true, false, or unknown (``None``). Unknown facts never count as false.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, NoReturn, TypeVar, cast

import attrs
from attrs import field, frozen

from sellerpolicy.errors import nearest
from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.references import Reference

T = TypeVar("T")

ADVICE = "a condition has no truth while it is being written: use & for and, | for or, ~ for not, and one_of() for in"


class Comparison(Enum):
    """How two values are compared; the member's text is Python's operator."""

    LT = "<"
    LE = "<="
    EQ = "=="
    NE = "!="
    GE = ">="
    GT = ">"


class Proposition:
    """Anything that is true, false or unknown of a case."""

    __slots__ = ()

    def __and__(self, other: Proposition) -> Proposition:
        return Both(self, proposition(other))

    def __or__(self, other: Proposition) -> Proposition:
        return Either(self, proposition(other))

    def __invert__(self) -> Proposition:
        return Opposite(self)

    def __bool__(self) -> NoReturn:
        raise TypeError(ADVICE)


class Expression:
    """Anything that has a value in a case: a fact, a term, or something worked out from them."""

    __slots__ = ()

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Any:
        return Compare(Comparison.EQ, self, expression(other))

    def __ne__(self, other: object) -> Any:
        return Compare(Comparison.NE, self, expression(other))

    def __lt__(self, other: object) -> Proposition:
        return Compare(Comparison.LT, self, expression(other))

    def __le__(self, other: object) -> Proposition:
        return Compare(Comparison.LE, self, expression(other))

    def __gt__(self, other: object) -> Proposition:
        return Compare(Comparison.GT, self, expression(other))

    def __ge__(self, other: object) -> Proposition:
        return Compare(Comparison.GE, self, expression(other))

    def __add__(self, span: object) -> Expression:
        return Later(self, expression(span))

    def __radd__(self, start: object) -> Expression:
        return Later(expression(start), self)

    def __contains__(self, _: object) -> NoReturn:
        raise TypeError(ADVICE)

    def __iter__(self) -> NoReturn:
        raise TypeError(ADVICE)

    def limited_by(self, limit: Limit) -> Proposition:
        """The proposition that ``limit`` admits this value."""
        return Admits(Constant(limit), self)

    def admits(self, value: object) -> Proposition:
        """The proposition that this term, a limit, admits ``value``."""
        return Admits(self, expression(value))


@frozen(eq=False, repr=False)
class Constant(Expression):
    """A value that is the same in every case."""

    value: object


@frozen(eq=False, repr=False)
class Symbol(Expression, Proposition):
    """A fact of a case or a term of a policy, by name. In a text it stands for its value."""

    owner: type
    name: str
    place: str = field(default="case")

    @property
    def is_term(self) -> bool:
        """Whether it is a term; else it is a fact."""
        return self.place == "terms"

    def __bool__(self) -> NoReturn:
        raise TypeError(ADVICE)

    def __format__(self, spec: str) -> str:
        return f"{{{self.place}.{self.name}}}"

    def __str__(self) -> str:
        return format(self)


@frozen(eq=False, repr=False)
class Elapsed(Expression):
    """The time from one day to another, or from one instant to another."""

    start: Expression
    end: Expression


@frozen(eq=False, repr=False)
class Later(Expression):
    """The day or instant that lies a span after another."""

    start: Expression
    span: Expression


@frozen(eq=False, repr=False)
class Share(Expression):
    """A part of a whole, as an exact rate; unknown while the whole is nothing."""

    part: Expression
    whole: Expression


@frozen(eq=False, repr=False)
class Compare(Proposition):
    """One value compared with another."""

    how: Comparison
    left: Expression
    right: Expression


@frozen(eq=False, repr=False)
class Admits(Proposition):
    """A limit admits a value."""

    limit: Expression
    value: Expression


@frozen(eq=False, repr=False)
class OneOf(Proposition):
    """A value is one of several."""

    value: Expression
    members: tuple[object, ...]


@frozen(eq=False, repr=False)
class Both(Proposition):
    """Two propositions hold."""

    left: Proposition
    right: Proposition


@frozen(eq=False, repr=False)
class Either(Proposition):
    """At least one of two propositions holds."""

    left: Proposition
    right: Proposition


@frozen(eq=False, repr=False)
class Opposite(Proposition):
    """A proposition does not hold."""

    of: Proposition


@frozen(eq=False, init=False)
class Condition(Proposition):
    """A proposition with a text and a reference: what a rule asks, and what a reason shows.

    ``Condition(terms.takes_claims)`` asks a yes/no term and takes its label for a text.
    A condition that reads no term must name the reference that asks it.
    """

    text: str
    asks: Proposition
    reference: Reference | None

    def __init__(
        self,
        text: str | bool,
        asks: bool | None = None,
        reference: Reference | None = None,
    ) -> None:
        given: Any = text if asks is None else asks
        label = text if isinstance(text, str) else _label(text)
        asked = proposition(given)
        if reference is None and not any(symbol.is_term for symbol in symbols_in(asked)):
            raise TypeError(f"{label!r} reads no term, so it must name the reference that asks it")
        self.__attrs_init__(label, asked, reference)


def _label(asked: object) -> str:
    """The label of a term that stands for itself."""
    if not isinstance(asked, Symbol) or not asked.is_term:
        raise TypeError("only a yes/no term stands for itself: anything else needs a text, and what it asks of facts")
    return str(attrs.fields_dict(asked.owner)[asked.name].metadata["dated"].label)


def proposition(value: object) -> Proposition:
    """Take what was written as a proposition; plain values are refused with advice."""
    if isinstance(value, Proposition):
        return value
    raise TypeError(f"{value!r} is no condition: {ADVICE}")


def expression(value: object) -> Expression:
    """Take a symbol or a plain value as an expression; ``None`` is refused, for it means unknown."""
    if isinstance(value, Expression):
        return value
    if value is None:
        raise TypeError("nothing can be compared with None: an unknown fact makes its condition unknown by itself")
    return Constant(value)


class _Symbols:
    """The fields of a case or of terms, as symbols."""

    __slots__ = ("_names", "_of", "_place")

    def __init__(self, of: type, place: str) -> None:
        self._of = of
        self._names = tuple(attribute.name for attribute in attrs.fields(of))
        self._place = place

    def __getattr__(self, name: str) -> Symbol:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._names:
            meant = nearest(name, self._names)
            hint = f"; did you mean {meant!r}?" if meant else ""
            raise AttributeError(f"{self._of.__name__} has no field {name!r}{hint}")
        return Symbol(self._of, name, self._place)


def symbols(of: type[T]) -> T:
    """Stand-ins for the facts of a case or the terms of a policy; to a type checker they are those values."""
    is_terms = any("dated" in attribute.metadata for attribute in attrs.fields(cast("Any", of)))
    return cast("T", _Symbols(of, "terms" if is_terms else "case"))


def known(fact: T | None) -> T:
    """An optional fact used as a value: where it is unknown, so is every condition that reads it."""
    return cast("T", fact)


def one_of(fact: T | None, *members: T) -> bool:
    """The proposition that the fact is one of ``members``."""
    return cast("bool", OneOf(expression(fact), members))


def elapsed(start: object, end: object) -> Any:
    """The time from ``start`` to ``end``: whole calendar days between days, exact time between instants."""
    return Elapsed(expression(start), expression(end))


def share(part: object, whole: object) -> Any:
    """``part`` of ``whole`` as an exact rate."""
    return Share(expression(part), expression(whole))


def parts(node: Proposition | Expression) -> tuple[Proposition | Expression, ...]:
    """The nodes directly below a node."""
    match node:
        case Condition():
            return (node.asks,)
        case Both() | Either() | Compare():
            return (node.left, node.right)
        case Opposite():
            return (node.of,)
        case Admits():
            return (node.limit, node.value)
        case OneOf():
            return (node.value,)
        case Elapsed():
            return (node.start, node.end)
        case Later():
            return (node.start, node.span)
        case Share():
            return (node.part, node.whole)
    return ()


def symbols_in(node: Proposition | Expression) -> Iterator[Symbol]:
    """Every symbol in a tree, in the order in which it was written; a symbol written twice comes twice."""
    if isinstance(node, Symbol):
        yield node
    for part in parts(node):
        yield from symbols_in(part)


def facts_read(node: Proposition | Expression) -> tuple[str, ...]:
    """The names of the facts that a tree reads, each once."""
    return tuple(dict.fromkeys(symbol.name for symbol in symbols_in(node) if not symbol.is_term))


def conditions_in(node: Proposition) -> Iterator[Condition]:
    """Every condition in a tree, in the order in which it was written."""
    if isinstance(node, Condition):
        yield node
    else:
        for part in parts(node):
            yield from conditions_in(cast("Proposition", part))
