"""Truths: what holds of each row, and the plan of columns that works it out.

A truth that may be unknown is kept as two plain ones, *certainly* and *possibly*. So nothing after the first comparison
hangs on how an engine treats nulls, and Kleene's logic is ``&``, ``|`` and ``~``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import add, and_, or_
from typing import Any

import narwhals.stable.v2 as nw
from attrs import define, field, frozen


@frozen(eq=False)
class Truth:
    """Whether something holds: for all rows alike, or for each row by an expression that is never null.

    Args:
        held: the constant or the expression.
        layer: the plan's first layer that can work it out.
    """

    held: bool | nw.Expr
    layer: int = 0

    def __and__(self, other: Truth) -> Truth:
        if self.held is False or other.held is True:
            return self
        if other.held is False or self.held is True:
            return other
        return Truth(self.held & other.held, max(self.layer, other.layer))

    def __or__(self, other: Truth) -> Truth:
        if self.held is True or other.held is False:
            return self
        if other.held is True or self.held is False:
            return other
        return Truth(self.held | other.held, max(self.layer, other.layer))

    def __invert__(self) -> Truth:
        return Truth(not self.held if isinstance(self.held, bool) else ~self.held, self.layer)

    def differs(self, other: Truth) -> Truth:
        """Where this holds and the other does not, or the other way round."""
        if self is other:
            return FALSE
        if isinstance(self.held, bool):
            return ~other if self.held else other
        if isinstance(other.held, bool):
            return other.differs(self)
        return Truth(self.held != other.held, max(self.layer, other.layer))

    @property
    def written(self) -> nw.Expr:
        """The truth as an expression."""
        return nw.lit(self.held) if isinstance(self.held, bool) else self.held


TRUE, FALSE = Truth(held=True), Truth(held=False)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Where at least one of them holds."""
    return reduce(or_, truths, FALSE)


def several_of(truths: Iterable[Truth]) -> Truth:
    """Where more than one of them holds."""
    found = [truth for truth in truths if truth.held is not False]
    if len(found) < 2:  # noqa: PLR2004
        return FALSE
    count = reduce(add, (truth.written.cast(nw.Int8) for truth in found))
    return Truth(count > 1, max(truth.layer for truth in found))


@frozen(eq=False)
class Kleene:
    """A truth that may be unknown: where it certainly holds, and where it possibly does.

    Both are the same object where it cannot be unknown, so that it is worked out once.
    """

    certainly: Truth
    possibly: Truth

    @classmethod
    def of(cls, held: Any, *, optional: bool) -> Kleene:
        """A plain value, ``None`` for unknown, or an expression that is null where it is unknown, if it can be."""
        if not isinstance(held, nw.Expr):
            return cls(Truth(held is True), Truth(held is not False))
        certainly = Truth(held.fill_null(value=False))
        return cls(certainly, Truth(held.fill_null(value=True)) if optional else certainly)

    def __and__(self, other: Kleene) -> Kleene:
        return self._joined(and_, other)

    def __or__(self, other: Kleene) -> Kleene:
        return self._joined(or_, other)

    def _joined(self, join: Callable[[Truth, Truth], Truth], other: Kleene) -> Kleene:
        certainly = join(self.certainly, other.certainly)
        is_sure = self.certainly is self.possibly and other.certainly is other.possibly
        return Kleene(certainly, certainly if is_sure else join(self.possibly, other.possibly))

    def __invert__(self) -> Kleene:
        certainly = ~self.possibly
        return Kleene(certainly, certainly if self.certainly is self.possibly else ~self.certainly)

    @property
    def undecided(self) -> Truth:
        """Where it is unknown."""
        return FALSE if self.certainly is self.possibly else self.possibly & ~self.certainly


@define
class Plan:
    """Columns to be worked out, layer on layer: each reads the frame's own and those of the layers before it.

    What is asked several times is a column, so that it is worked out once and expressions stay short.
    """

    layers: list[list[nw.Expr]] = field(factory=list)
    _columns: set[Truth] = field(factory=set)

    def column(self, truth: Truth) -> Truth:
        """Make a truth a column; a constant, or what is one already, stays as it is."""
        if isinstance(truth.held, bool) or truth in self._columns:
            return truth
        if truth.layer == len(self.layers):
            self.layers.append([])
        name = f"sellerpolicy {len(self._columns)}"
        self.layers[truth.layer].append(truth.held.alias(name))
        column = Truth(nw.col(name), truth.layer + 1)
        self._columns.add(column)
        return column

    def columns(self, truth: Kleene) -> Kleene:
        """Make both sides of a truth columns."""
        certainly = self.column(truth.certainly)
        return Kleene(certainly, certainly if truth.certainly is truth.possibly else self.column(truth.possibly))
