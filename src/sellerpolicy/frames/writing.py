"""Conditions as expressions over a frame's columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from attrs import frozen

from sellerpolicy.frames.facts import Facts
from sellerpolicy.frames.truths import Kleene
from sellerpolicy.frames.values import is_column, is_one_of, moved, plain
from sellerpolicy.logic.conditions import (
    Admits,
    Both,
    Compare,
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
from sellerpolicy.logic.limits import COMPARISONS, Edge
from sellerpolicy.logic.truth import COMPARE

Comparing = Callable[[Any, Any], Any]


@frozen
class Writer:
    """Writes conditions as expressions, with what the terms say put in; ``logic.truth`` defines what they mean.

    Args:
        facts: the columns.
        said: the value of each term that the conditions read; ``None`` where it has no text.
    """

    facts: Facts
    said: Mapping[str, Any]

    def truth(self, node: Proposition) -> Kleene:
        """Where a proposition holds."""
        match node:
            case Condition():
                return self.truth(node.asks)
            case Both():
                return self.truth(node.left) & self.truth(node.right)
            case Either():
                return self.truth(node.left) | self.truth(node.right)
            case Opposite():
                return ~self.truth(node.of)
        return Kleene.of(
            self.held(node),
            has_nulls=self.reads(self.facts.nullable, node),
            optional=self.reads(self.facts.optional, node),
        )

    def reads(self, names: Collection[str], node: Proposition | Expression) -> bool:
        """Whether it reads one of these facts, or a share, which is unknown where the whole is nothing."""
        if isinstance(node, Share) or (isinstance(node, Symbol) and node.name in names):
            return True
        return any(self.reads(names, part) for part in parts(node))

    def held(self, node: Proposition) -> Any:
        """What a proposition comes to that asks about values; null, or ``None``, where it is unknown."""
        match node:
            case Symbol():
                return self.value(node)
            case Compare():
                return self.compared(COMPARE[node.how], node.left, self.value(node.right))
            case Admits():
                limit = self.value(node.limit)
                if limit is None or limit.is_settled:
                    return None if limit is None else limit.edge is Edge.ANYTHING
                return self.compared(COMPARISONS[limit.edge], node.value, limit.value)
            case OneOf():
                value, members = self.value(node.value), [plain(member) for member in node.members]
                if is_column(value):
                    return is_one_of(value, members)
                return None if value is None else value in members
        raise TypeError(f"{node!r} is no proposition about values")

    def compared(self, how: Comparing, node: Expression, bound: Any) -> Any:
        """Whether a value compares so with a bound.

        Time that has elapsed is not worked out: that it is more than a span means that its end lies after the start
        and the span. Nor is a share: both sides are multiplied by the whole.
        """
        if isinstance(node, Elapsed):
            return _compared(how, self.value(node.end), self.later(node.start, bound))
        if isinstance(node, Share):
            return self._share_compared(how, node, bound)
        return _compared(how, self.value(node), bound)

    def _share_compared(self, how: Comparing, node: Share, bound: Any) -> Any:
        part, whole = self.value(node.part), self.value(node.whole)
        if part is None or whole is None or bound is None:
            return None
        rate = Fraction(bound)
        compared = how(part * rate.denominator, whole * rate.numerator)
        if is_column(compared):
            return self.facts.language.when(whole != 0).then(compared)
        return compared if whole else None

    def value(self, node: Expression) -> Any:
        """What an expression comes to: an expression of the engine's, or a plain value."""
        match node:
            case Constant():
                return plain(node.value)
            case Symbol():
                return self.said[node.name] if node.is_term else self.facts.values[node.name]
            case Later():
                return self.later(node.start, self.value(node.span))
        raise TypeError(f"{node!r} is no expression over columns")

    def later(self, node: Expression, span: timedelta | None) -> Any:
        """The day or instant that lies a span after another."""
        start = self.value(node)
        return None if start is None or span is None else moved(start, span, is_day=self.is_day(node))

    def is_day(self, node: Expression) -> bool:
        """Whether an expression is a calendar day, and no instant."""
        if isinstance(node, Later):
            return self.is_day(node.start)
        return isinstance(node, Symbol) and node.name in self.facts.days


def _compared(how: Comparing, left: Any, right: Any) -> Any:
    return None if left is None or right is None else how(left, right)
