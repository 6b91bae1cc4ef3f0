"""Truth: what a condition is in one case, by Kleene's logic, read straight from its tree.

This is the definition that the compiled tables and the dataframe expressions must agree with.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, cast

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
    symbols_in,
)
from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.terms import DatedTerms

COMPARE: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.LT: operator.lt,
    Comparison.LE: operator.le,
    Comparison.EQ: operator.eq,
    Comparison.NE: operator.ne,
    Comparison.GE: operator.ge,
    Comparison.GT: operator.gt,
}


class _NothingKnown:
    """A case, or terms, of which nothing is known."""

    def __getattr__(self, name: str) -> None:
        return None


NOTHING_KNOWN: Any = _NothingKnown()


def truth(node: Proposition, case: object, terms: DatedTerms) -> bool | None:
    """Whether a proposition holds in a case: true, false, or unknown (``None``)."""
    match node:
        case Symbol():
            held = getattr(terms if node.is_term else case, node.name)
            return None if held is None else bool(held)
        case Condition():
            return truth(node.asks, case, terms)
        case Both():
            return both(truth(node.left, case, terms), truth(node.right, case, terms))
        case Either():
            return opposite(both(opposite(truth(node.left, case, terms)), opposite(truth(node.right, case, terms))))
        case Opposite():
            return opposite(truth(node.of, case, terms))
        case Compare():
            left, right = value(node.left, case, terms), value(node.right, case, terms)
            return None if left is None or right is None else COMPARE[node.how](left, right)
        case OneOf():
            member = value(node.value, case, terms)
            return None if member is None else member in node.members
        case Admits():
            return admitted(value(node.limit, case, terms), value(node.value, case, terms))
    raise TypeError(f"{node!r} is no proposition")


def left_open(node: Proposition, case: object, terms: DatedTerms) -> Iterator[Condition]:
    """The conditions on which it hangs that a proposition is unknown: whatever leads to them is unknown too."""
    if truth(node, case, terms) is None:
        if isinstance(node, Condition):
            yield node
        else:
            for part in parts(node):
                yield from left_open(cast("Proposition", part), case, terms)


def silent_terms(propositions: Iterable[Proposition], case: object, terms: DatedTerms) -> tuple[str, ...]:
    """The terms without text on which it hangs that propositions are unknown, each once."""
    conditions = (condition for node in propositions for condition in left_open(node, case, terms))
    read = (symbol.name for condition in conditions for symbol in symbols_in(condition) if symbol.is_term)
    return tuple(dict.fromkeys(name for name in read if getattr(terms, name) is None))


def both(left: bool | None, right: bool | None) -> bool | None:
    """Kleene's *and*: false if either is false, else unknown if either is unknown."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def opposite(held: bool | None) -> bool | None:
    """Kleene's *not*: the unknown stays unknown."""
    return None if held is None else not held


def admitted(limit: Limit | None, measured: Any) -> bool | None:
    """Whether a limit admits a value, either of which may be unknown."""
    if limit is None or (measured is None and not limit.is_settled):
        return None
    return limit.admits(measured)


def value(node: Expression, case: object, terms: DatedTerms) -> Any:
    """What an expression comes to in a case; ``None`` where that hangs on something unknown."""
    match node:
        case Constant():
            return node.value
        case Symbol():
            return getattr(terms if node.is_term else case, node.name)
        case Elapsed():
            start, end = value(node.start, case, terms), value(node.end, case, terms)
            return None if start is None or end is None else end - start
        case Later():
            start, span = value(node.start, case, terms), value(node.span, case, terms)
            return None if start is None or span is None else start + span
        case Share():
            return share_of(value(node.part, case, terms), value(node.whole, case, terms))
    raise TypeError(f"{node!r} is no expression")


def share_of(part: int | None, whole: int | None) -> Fraction | None:
    """A part of a whole as an exact rate; unknown where either is, or where the whole is nothing."""
    return None if part is None or not whole else Fraction(part, whole)
