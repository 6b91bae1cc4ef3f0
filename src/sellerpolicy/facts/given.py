"""What functions are given: refused by the argument's name where it is no fact of the kind that they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Protocol, TypeVar

from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.order import Order

T = TypeVar("T")
Member = TypeVar("Member", bound=Enum)


class InAShop(Protocol):
    """A fact that belongs to one marketplace."""

    @property
    def marketplace(self) -> Marketplace:
        """The shop."""


class OfAnOrder(InAShop, Protocol):
    """A fact that belongs to one order."""

    @property
    def order_id(self) -> str:
        """The order's number."""


def one(name: str, given: T, *kinds: type[T]) -> T:
    """Pass on a fact of that kind, or of one of several; anything else raises ``BadFact``."""
    if not isinstance(given, kinds):
        raise BadFact(name, given, f"a fact of the kind {' or '.join(kind.__name__ for kind in kinds)}")
    return given


def listed(name: str, given: Iterable[T], kind: type[T]) -> Iterable[T]:
    """Pass on what can be gone through, whatever is in it; a single fact raises ``BadFact``."""
    if not isinstance(given, Iterable):
        raise BadFact(name, given, f"a list, or the like, of facts of the kind {kind.__name__}")
    return given


def several(name: str, given: Iterable[T], kind: type[T]) -> tuple[T, ...]:
    """Pass on facts of that kind; anything else, or anything else among them, raises ``BadFact``."""
    facts = tuple(listed(name, given, kind))
    for fact in facts:
        if not isinstance(fact, kind):
            raise BadFact(name, fact, f"only facts of the kind {kind.__name__}")
    return facts


def member(name: str, given: Member | str, kind: type[Member]) -> Member:
    """Pass on a member of an enum, or the one that has the text given; anything else raises ``BadFact``."""
    if isinstance(given, kind):
        return given
    texts = {each.value: each for each in kind}
    found = texts.get(given) if isinstance(given, str) else None
    if found is None:
        expected = f"a {kind.__name__}, or the text of one: {', '.join(map(repr, texts))}"
        raise BadFact(name, given, expected, meant=nearest(given, texts))
    return found


def require_count(name: str, number: object) -> None:
    """Refuse anything but a whole number, at least 0; ``name`` says in the error what was given."""
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise BadFact(name, number, "a whole number, at least 0")


def require_truth(name: str, given: object) -> None:
    """Refuse anything but ``True`` and ``False``."""
    if not isinstance(given, bool):
        raise BadFact(name, given, "True or False")


def one_marketplace(given: Sequence[InAShop], things: str) -> Marketplace:
    """The marketplace that all facts lie in, the US where there are none; a second one raises ``BadFact``.

    Args:
        given: facts of one kind.
        things: what the facts are called, in the plural.
    """
    marketplace = given[0].marketplace if given else Marketplace.US
    for fact in given:
        if fact.marketplace is not marketplace:
            expected = f"{marketplace.value!r}, one marketplace for all {things}"
            raise BadFact(f"{type(fact).__name__}.marketplace", fact.marketplace.value, expected)
    return marketplace


def each_once(field: str, values: Iterable[object], thing: str) -> None:
    """Refuse a value that stands there twice: ``BadFact`` names the field, the value, and the thing that comes once."""
    given = tuple(values)
    if len(set(given)) < len(given):
        twice = next(value for value, times in Counter(given).items() if times > 1)
        raise BadFact(field, twice, f"each {thing} once")


def require_own_order(name: str, given: OfAnOrder, kind: type[OfAnOrder], order: Order) -> None:
    """Refuse what is no fact of that kind, or about another order than the one beside it, or in another shop."""
    one(name, given, kind)
    one("order", order, Order)
    if given.order_id != order.order_id:
        raise BadFact(f"{kind.__name__}.order_id", given.order_id, f"the id of the order, {order.order_id!r}")
    if given.marketplace is not order.marketplace:
        expected = f"that of the order, {order.marketplace.value!r}"
        raise BadFact(f"{kind.__name__}.marketplace", given.marketplace.value, expected)
