"""Limits: a value together with its edge, so that ``<`` or ``<=`` is written once, where the source is."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from attrs import evolve, frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts.money import Money
from sellerpolicy.logic.spans import Span
from sellerpolicy.logic.words import in_words

if TYPE_CHECKING:
    from sellerpolicy.facts.marketplace import Marketplace
    from sellerpolicy.logic.references import Reference

T = TypeVar("T")


class Edge(Enum):
    """Which side of a limit's value is admitted, and whether the value itself is."""

    BELOW = "below"
    AT_MOST = "at most"
    AT_LEAST = "at least"
    ABOVE = "above"
    ANYTHING = "anything"
    NOTHING = "nothing"


COMPARISONS: dict[Edge, Callable[[Any, Any], bool]] = {
    Edge.BELOW: operator.lt,
    Edge.AT_MOST: operator.le,
    Edge.AT_LEAST: operator.ge,
    Edge.ABOVE: operator.gt,
}


@frozen
class Limit:
    """What values a policy admits: those on one side of ``value``, with or without it.

    ``anything`` and ``nothing`` are limits too: they admit every value, known or not, or none.
    """

    edge: Edge
    value: Any = None

    def __attrs_post_init__(self) -> None:
        """Refuse a float: what a limit is compared with is exact."""
        if isinstance(self.value, float):
            raise BadFact("limit", self.value, "an exact value, such as Fraction(1, 100), and never a float")

    def admits(self, value: Any) -> bool:
        """Whether the value is on the admitted side; amounts of another currency raise ``CurrencyMismatch``."""
        if self.edge is Edge.ANYTHING:
            return True
        if self.edge is Edge.NOTHING:
            return False
        if hasattr(value, "limited_by"):
            # a symbol: the limit becomes part of the condition that is being written
            return value.limited_by(self)  # type: ignore[no-any-return]
        return COMPARISONS[self.edge](_measured(value), _measured(self.value))

    @property
    def is_settled(self) -> bool:
        """Whether it admits all values alike, so that nothing needs to be known."""
        return self.edge in {Edge.ANYTHING, Edge.NOTHING}

    def local_to(self, marketplace: Marketplace) -> Self:
        """The limit with an amount "in the marketplace's own currency" put in that currency."""
        if isinstance(self.value, LocalAmount):
            return evolve(self, value=Money(self.value.amount, marketplace.currency))
        return self

    def __str__(self) -> str:
        return self.edge.value if self.is_settled else f"{self.edge.value} {in_words(self.value)}"


def _measured(value: Any) -> Any:
    return value.elapsed if isinstance(value, Span) else value


def below(value: Any) -> Limit:
    """Less than ``value``; the value itself is not admitted."""
    return Limit(Edge.BELOW, value)


def at_most(value: Any) -> Limit:
    """``value`` or less."""
    return Limit(Edge.AT_MOST, value)


def at_least(value: Any) -> Limit:
    """``value`` or more."""
    return Limit(Edge.AT_LEAST, value)


def above(value: Any) -> Limit:
    """More than ``value``; the value itself is not admitted."""
    return Limit(Edge.ABOVE, value)


anything = Limit(Edge.ANYTHING)
"""A limit that is none: a rule that ended, or does not hold yet."""

nothing = Limit(Edge.NOTHING)
"""A limit that nothing can keep."""


@frozen
class LocalAmount:
    """An amount in whatever currency the marketplace has."""

    amount: Decimal

    def __str__(self) -> str:
        return f"{self.amount:,f} in local currency"


def local(amount: int | str) -> LocalAmount:
    """That much in the marketplace's own currency."""
    return LocalAmount(Decimal(amount))


@frozen
class Reading(Generic[T]):
    """What one text says: a value and the text it stands in."""

    value: T
    reference: Reference
