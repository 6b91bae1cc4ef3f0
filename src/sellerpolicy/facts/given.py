"""What functions are given: refused by the argument's name where it is no fact of the kind that they take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sellerpolicy.errors import BadFact

T = TypeVar("T")


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
