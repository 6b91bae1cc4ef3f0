"""Merging: what several files say of the same order, claim or package becomes one fact.

What one file knows and another does not is put together. A value that is a field's default says nothing where another
file says something; what happened wins over what had not yet. Where two files contradict each other, the first is taken
and that is told; of two amounts the larger is taken, for it is the more careful one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from typing import Any

from attrs import evolve, frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import (
    NEVER,
    NEVER_AT,
    BuyerMessage,
    Claim,
    Fact,
    Feedback,
    FeedbackComment,
    InjuryClaim,
    Money,
    MonthlySales,
    Order,
    Package,
    Return,
)
from sellerpolicy.facts.fact import FactField, fields_of
from sellerpolicy.logic.words import in_words

IDENTITIES: Mapping[type, tuple[str, ...]] = {
    Order: ("order_id",),
    Claim: ("claim_id",),
    InjuryClaim: ("claim_id",),
    Package: ("package_id",),
    Return: ("return_id",),
    BuyerMessage: ("message_id",),
    Feedback: ("order_id", "left_on"),
    FeedbackComment: ("order_id", "left_on"),
    MonthlySales: ("month", "marketplace"),
}
"""What tells two facts of a kind apart. Facts of other kinds are the same only if all of both is."""


@frozen
class Contradiction:
    """What two files say otherwise of the same thing.

    Args:
        about: the thing.
        field: of which fact.
        taken: what is taken.
        other: what is not.
        files: the file that is taken, and the one that is not.
    """

    about: str
    field: str
    taken: str
    other: str
    files: tuple[str | None, str | None]

    def __str__(self) -> str:
        first, second = (f" ({file})" if file else "" for file in self.files)
        return f"{self.about}: {self.field} is {self.taken}{first}, and {self.other}{second}; the former is taken"


@frozen
class Merged:
    """Facts of several files, each once.

    Args:
        facts: the facts.
        doubles: how many were the same thing once more, by kind.
        contradictions: what they say otherwise of the same thing.
    """

    facts: tuple[Any, ...]
    doubles: Mapping[str, int]
    contradictions: tuple[Contradiction, ...]


def merged(reads: Iterable[tuple[str | None, Iterable[Any]]]) -> Merged:
    """Put together what several files say.

    Args:
        reads: the facts of each file, with its name.
    """
    found: dict[Hashable, tuple[Any, str | None]] = {}
    doubles: Counter[str] = Counter()
    contradictions: list[Contradiction] = []
    for file, facts in reads:
        times: Counter[Hashable] = Counter()
        for fact in facts:
            key = _identity(fact)
            if type(fact) not in IDENTITIES:
                # the second one of a file is a second one of all files
                times[key] += 1
                key = (key, times[key])
            if key not in found:
                found[key] = fact, file
                continue
            doubles[type(fact).__name__] += 1
            first, first_file = found[key]
            both, differing = _both(first, fact, (first_file, file))
            contradictions += differing
            found[key] = both, first_file
    return Merged(tuple(fact for fact, _ in found.values()), dict(doubles), tuple(contradictions))


def _identity(fact: Any) -> Hashable:
    kind = type(fact)
    if kind is MonthlySales:
        return kind, fact.month.replace(day=1), fact.marketplace
    names = IDENTITIES.get(kind)
    return (kind, fact) if names is None else (kind, *(getattr(fact, name) for name in names))


def _both(first: Any, second: Any, files: tuple[str | None, str | None]) -> tuple[Any, list[Contradiction]]:
    """One fact of two, and where they contradict each other."""
    if first == second:
        return first, []
    about = f"{type(first).__name__} {_named(first)}"
    taken, differing = {}, []
    for field in fields_of(type(first)):
        one, other = getattr(first, field.name), getattr(second, field.name)
        if one != other:
            taken[field.name], is_settled = _chosen(field, one, other)
            if not is_settled and field.name not in IDENTITIES[type(first)]:
                beside = other if taken[field.name] == one else one
                told = in_words(taken[field.name]), in_words(beside)
                differing.append(Contradiction(about, field.name, *told, files if beside is other else files[::-1]))
    try:
        return evolve(first, **taken), differing
    except BadFact as problem:
        # each is possible, and both together are not
        name = problem.field.rpartition(".")[2]
        values = in_words(getattr(first, name)), in_words(getattr(second, name))
        return first, [Contradiction(about, name, *values, files)]


def _chosen(field: FactField, one: Any, other: Any) -> tuple[Any, bool]:
    """What is taken of two different values, and whether they do not contradict each other."""
    for silent in (None, field.default, NEVER, NEVER_AT):
        if silent in (one, other):
            return (other if one == silent else one), True
    if isinstance(one, Money) and isinstance(other, Money) and one.currency == other.currency:
        return max(one, other), False
    return one, False


def _named(fact: Fact) -> str:
    names = (getattr(fact, name) for name in IDENTITIES[type(fact)])
    return ", ".join(value.isoformat() if isinstance(value, date) else in_words(value) for value in names)
