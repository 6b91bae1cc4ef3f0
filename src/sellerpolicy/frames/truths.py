"""Truths: what holds of each row, and the columns in which it is worked out.

A truth that may be unknown is kept as two plain ones, *certainly* and *possibly*. So nothing after the first comparison
hangs on how an engine treats nulls, and Kleene's logic is ``&``, ``|`` and ``~``.

Truths are written down first and become an engine's expressions last: what is written twice is the same truth, and
what is asked several times becomes a column, so that it is worked out once and expressions stay short.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from enum import Enum, auto
from functools import reduce
from itertools import count
from operator import and_, or_
from types import ModuleType
from typing import Any, Self

from attrs import define, field, frozen

from sellerpolicy.frames.sql import Dialect

Expr = Any
"""An expression of narwhals, or of polars, whose expressions are written in the same way."""


class How(Enum):
    """How a truth is come by."""

    SETTLED = auto()
    ASKED = auto()
    OPPOSITE = auto()
    BOTH = auto()
    EITHER = auto()

    # Enum's own hash is slow, and truths are looked up by the thousand
    __hash__ = object.__hash__


@frozen(eq=False)
class Truth:
    """Whether something holds: for all rows alike, or for each row by an expression that is never null.

    Args:
        how: how it is come by.
        held: the constant, or the expression of the engine's.
        parts: the truths of which it is made.
    """

    how: How
    held: Any = None
    parts: tuple[Truth, ...] = ()
    _made: dict[Hashable, Truth] = field(factory=dict, init=False, repr=False)

    def __and__(self, other: Truth) -> Truth:
        if self.held is False or other.held is True or self is other:
            return self
        if other.held is False or self.held is True:
            return other
        return self._joined(How.BOTH, other)

    def __or__(self, other: Truth) -> Truth:
        if self.held is True or other.held is False or self is other:
            return self
        if other.held is True or self.held is False:
            return other
        return self._joined(How.EITHER, other)

    def _joined(self, how: How, other: Truth) -> Truth:
        found = self._made.get((how, other)) or other._made.get((how, self))
        if found is None:
            found = self._made[how, other] = Truth(how, parts=(self, other))
        return found

    def __invert__(self) -> Truth:
        if self.how is How.SETTLED:
            return FALSE if self.held else TRUE
        if self.how is How.OPPOSITE:
            return self.parts[0]
        if How.OPPOSITE not in self._made:
            self._made[How.OPPOSITE] = Truth(How.OPPOSITE, parts=(self,))
        return self._made[How.OPPOSITE]

    def differs(self, other: Truth) -> Truth:
        """Where this holds and the other does not, or the other way round."""
        if self is other:
            return FALSE
        return (self & ~other) | (~self & other)

    def chosen(self, where: Truth, other: Truth) -> Truth:
        """This truth where something holds, and another where it does not."""
        if self is other:
            return self
        return (where & self) | (~where & other)


TRUE, FALSE = Truth(How.SETTLED, held=True), Truth(How.SETTLED, held=False)


def asked(held: Expr) -> Truth:
    """The truth of an expression, which is never null, or of a plain value."""
    return Truth(How.ASKED, held) if not isinstance(held, bool) else TRUE if held else FALSE


def any_of(truths: Iterable[Truth]) -> Truth:
    """Where at least one of them holds."""
    return reduce(or_, truths, FALSE)


def several_of(truths: Iterable[Truth]) -> Truth:
    """Where more than one of them holds."""
    once, twice = FALSE, FALSE
    for truth in truths:
        twice, once = twice | (once & truth), once | truth
    return twice


@frozen(eq=False)
class Kleene:
    """A truth that may be unknown: where it certainly holds, and where it possibly does.

    Both are the same truth where it cannot be unknown, so that it is worked out once.
    """

    certainly: Truth
    possibly: Truth

    @classmethod
    def of(cls, held: Any, *, has_nulls: bool, optional: bool) -> Self:
        """A plain value, ``None`` for unknown, or an expression: null where it is unknown, if it can be."""
        if held is None or isinstance(held, bool):
            return cls(asked(held is True), asked(held is not False))
        certainly = asked(held.fill_null(value=False) if has_nulls else held)
        return cls(certainly, asked(held.fill_null(value=True)) if optional else certainly)

    def __and__(self, other: Kleene) -> Kleene:
        return self._joined(and_, other)

    def __or__(self, other: Kleene) -> Kleene:
        return self._joined(or_, other)

    def _joined(self, join: Callable[[Truth, Truth], Truth], other: Kleene) -> Kleene:
        return Kleene(join(self.certainly, other.certainly), join(self.possibly, other.possibly))

    def __invert__(self) -> Kleene:
        return Kleene(~self.possibly, ~self.certainly)

    def chosen(self, where: Truth, other: Kleene) -> Kleene:
        """This truth where something holds, and another where it does not."""
        return Kleene(
            self.certainly.chosen(where, other.certainly),
            self.possibly.chosen(where, other.possibly),
        )

    @property
    def undecided(self) -> Truth:
        """Where it is unknown."""
        return FALSE if self.certainly is self.possibly else self.possibly & ~self.certainly


Language = ModuleType | Dialect
"""What expressions are written in: narwhals, polars, whose expressions narwhals took over, or SQL."""

LONGEST = 40
"""An expression of more steps becomes a column in any case."""


@define
class Plan:
    """Columns in which truths are worked out, layer on layer: each reads the frame's own and the layers before it.

    Args:
        language: in which the expressions are written.
        layers: the columns; those that are there at first are made before all others.
        repeated: so many steps may be written out again rather than made a column.
    """

    language: Language
    layers: list[list[Expr]] = field(factory=list)
    repeated: int = 0
    _first: int = field(init=False)
    _expressions: dict[Truth, Expr] = field(factory=dict)
    _places: dict[Truth, tuple[int, int]] = field(factory=dict)
    _names: Iterator[int] = field(factory=count)

    def __attrs_post_init__(self) -> None:
        self._first = len(self.layers)

    def lay_out(self, truths: Iterable[Truth]) -> None:
        """Plan everything that these truths are made of."""
        times: dict[Truth, int] = {}
        ordered: list[Truth] = []
        for truth in truths:
            _asked(truth, times, ordered)
        for truth in ordered:
            self._place(truth, times[truth])

    def written(self, truth: Truth) -> Expr:
        """The expression of a truth that was laid out, for a frame in which the plan has been worked out."""
        return self.language.lit(truth.held) if truth.how is How.SETTLED else self._expressions[truth]

    def _place(self, truth: Truth, times: int) -> None:
        written = [self.written(part) for part in truth.parts]
        layer = max((self._places[part][0] for part in truth.parts), default=self._first)
        steps = 1 + sum(self._places[part][1] for part in truth.parts)
        match truth.how:
            case How.ASKED:
                expression = truth.held
            case How.OPPOSITE:
                expression = ~written[0]
            case How.BOTH:
                expression = written[0] & written[1]
            case _:
                expression = written[0] | written[1]
        if truth.how is not How.OPPOSITE and (steps * (times - 1) > self.repeated or steps > LONGEST):
            name = f"sellerpolicy {next(self._names)}"
            if layer == len(self.layers):
                self.layers.append([])
            self.layers[layer].append(expression.alias(name))
            expression, layer, steps = self.language.col(name), layer + 1, 0
        self._expressions[truth] = expression
        self._places[truth] = layer, steps


def _asked(truth: Truth, times: dict[Truth, int], ordered: list[Truth]) -> None:
    """How often each truth is asked, and an order in which a truth comes after its parts.

    An opposite is written out wherever it is asked: it counts for what it is the opposite of.
    """
    if truth.how is How.SETTLED:
        return
    is_new = truth not in times
    times[truth] = times.get(truth, 0) + 1
    if is_new or truth.how is How.OPPOSITE:
        for part in truth.parts:
            _asked(part, times, ordered)
    if is_new:
        ordered.append(truth)
