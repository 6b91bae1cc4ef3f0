"""What a rule asks, laid out to be shown: its conditions, each to hold or not to hold, all of them or one of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, product
from math import prod

from attrs import frozen

from sellerpolicy.logic.conditions import Both, Condition, Either, Opposite, Proposition


@frozen
class Asked:
    """One condition, and whether it is to hold."""

    condition: Condition
    wanted: bool


@frozen
class AllOf:
    """Everything below must be so."""

    parts: tuple[Tree, ...]


@frozen
class OneOf:
    """At least one thing below must be so."""

    parts: tuple[Tree, ...]


Tree = Asked | AllOf | OneOf
Clause = frozenset[Asked]


def asked(node: Proposition, *, wanted: bool = True) -> Tree:
    """What a proposition asks, without any "not" but at single conditions."""
    match node:
        case Condition():
            return Asked(node, wanted)
        case Opposite():
            return asked(node.of, wanted=not wanted)
        case Both() | Either():
            kind = AllOf if isinstance(node, Both) is wanted else OneOf
            parts = (asked(node.left, wanted=wanted), asked(node.right, wanted=wanted))
            return kind(tuple(_flat(kind, parts)))
    raise TypeError(f"{node!r} is not made of conditions")


def _flat(kind: type[AllOf | OneOf], parts: Iterable[Tree]) -> Iterable[Tree]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def clauses(tree: Tree, *, most: int) -> tuple[Clause, ...] | None:
    """The tree as clauses, all of which must be so, each by at least one of its conditions.

    ``None`` where there would be more than ``most``.
    """
    if isinstance(tree, Asked):
        return (frozenset({tree}),)
    below = [found for part in tree.parts if (found := clauses(part, most=most)) is not None]
    if len(below) < len(tree.parts) or (isinstance(tree, OneOf) and prod(map(len, below)) > most):
        return None
    if isinstance(tree, AllOf):
        kept = _plainest(chain.from_iterable(below))
    else:
        kept = _plainest(frozenset(chain.from_iterable(choice)) for choice in product(*below))
    return kept if len(kept) <= most else None


def _plainest(found: Iterable[Clause]) -> tuple[Clause, ...]:
    """Without clauses that always are so, and those that follow from others."""
    telling = dict.fromkeys(
        clause for clause in found if not any(Asked(each.condition, not each.wanted) in clause for each in clause)
    )
    return tuple(clause for clause in telling if not any(other < clause for other in telling))
