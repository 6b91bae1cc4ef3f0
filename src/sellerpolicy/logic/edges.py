"""Edges: the values of facts that can make a difference, those on either side of everything that is compared.

Nothing is listed by hand. For each comparison in a condition the turning point is searched for along the values of each
fact that it reads: days one by one, instants to the second, amounts to the smallest coin.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache
from itertools import islice, product
from types import NoneType, SimpleNamespace
from typing import Any, cast, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from sellerpolicy.errors import CurrencyMismatch
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.money import NO_DECIMALS, Money
from sellerpolicy.facts.never import NEVER, NEVER_AT
from sellerpolicy.logic.conditions import (
    Admits,
    Compare,
    Comparison,
    Condition,
    Constant,
    Expression,
    OneOf,
    Proposition,
    Symbol,
    facts_read,
    parts,
    symbols_in,
)
from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.spans import Span
from sellerpolicy.logic.terms import DatedTerms
from sellerpolicy.logic.truth import truth, value

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
MOST_EACH = 400
"""With how many combinations of the other facts one fact's turning points are searched for."""

Values = Mapping[str, Any]


@frozen
class Scale:
    """Values of one kind in their order, numbered: each day, each second, each coin."""

    number: Callable[[Any], int]
    value: Callable[[int], Any]
    lowest: int
    highest: int


DAYS = Scale(date.toordinal, date.fromordinal, EARLIEST.toordinal(), LATEST.toordinal())
SECONDS = Scale(
    lambda instant: int(instant.timestamp()),
    lambda number: datetime.fromtimestamp(number, UTC),
    int(datetime.combine(EARLIEST, time(), UTC).timestamp()),
    int(datetime.combine(LATEST, time(), UTC).timestamp()),
)
COUNTS = Scale(int, int, 0, 10**9)
RATES = Scale(lambda rate: int(rate * 10**6), lambda number: Fraction(number, 10**6), 0, 10**8)
TIMES = Scale(lambda elapsed: int(elapsed.total_seconds()), lambda number: timedelta(seconds=number), -(10**9), 10**9)
SCALES: dict[type, Scale] = {date: DAYS, datetime: SECONDS, int: COUNTS, Fraction: RATES, timedelta: TIMES}


def scale_of(kind: type, marketplace: Marketplace) -> Scale | None:
    """The order of a kind of values; ``None`` where the kind has none."""
    return _coins(marketplace.currency) if kind is Money else SCALES.get(kind)


@cache
def _coins(currency: str) -> Scale:
    coins = Decimal(1 if currency in NO_DECIMALS else 100)
    return Scale(
        lambda money: int(money.amount * coins), lambda number: Money(Decimal(number) / coins, currency), 0, 10**14
    )


@frozen
class Blank:
    """One field of a case: its type, and whether a case cannot be without it."""

    kind: type
    required: bool


@frozen(eq=False)
class Form:
    """The form that every case of one class is: its blanks, and whether it can be filled in so."""

    case: type
    blanks: Mapping[str, Blank] = field(init=False)

    @blanks.default
    def _read(self) -> Mapping[str, Blank]:
        hints = get_type_hints(self.case)
        return {
            declared.name: Blank(_kind_in(hints[declared.name]), declared.default is attrs.NOTHING)
            for declared in attrs.fields(cast("Any", self.case))
        }

    def filled(self, values: Values) -> object | None:
        """The case with these values, or ``None`` where there cannot be such a case."""
        try:
            return cast("object", self.case(**values))
        except (ValueError, CurrencyMismatch):
            return None

    def plainest(self, name: str, day: date, marketplace: Marketplace) -> tuple[Any, ...]:
        """Some values for a blank, the plainest first; unknown is none of them, and none are known for some types."""
        kind = self.blanks[name].kind
        if issubclass(kind, Enum):
            return (marketplace,) if kind is Marketplace else tuple(kind)
        earlier = day - timedelta(days=365)
        plain: dict[type, tuple[Any, ...]] = {
            bool: (True, False),
            str: ("1",),
            int: (1, 0, 1_000),
            date: (day, earlier, NEVER),
            datetime: (*(datetime.combine(each, time(20), UTC) for each in (day, earlier)), NEVER_AT),
            Money: tuple(Money(amount, marketplace.currency) for amount in (100, 0, 10_000_000)),
            Fraction: (Fraction(1), Fraction(0)),
            timedelta: (timedelta(days=1), timedelta()),
        }
        return plain.get(kind, ())


def _kind_in(hint: Any) -> type:
    """The type in an annotation, without ``None``."""
    options = get_args(hint)
    if NoneType in options:
        hint = next(option for option in options if option is not NoneType)
    return cast("type", get_origin(hint) or hint)


def comparisons_in(node: Proposition | Expression) -> Iterator[Compare | Admits]:
    """Every comparison in a tree that has one turning point; an equality counts as the two comparisons around it."""
    match node:
        case Compare(how=Comparison.EQ | Comparison.NE):
            yield Compare(Comparison.LT, node.left, node.right)
            yield Compare(Comparison.LE, node.left, node.right)
        case OneOf():
            for member in node.members:
                yield from comparisons_in(Compare(Comparison.EQ, node.value, Constant(member)))
        case Compare() | Admits():
            yield node
        case _:
            for part in parts(node):
                yield from comparisons_in(part)


@cache
def comparisons_of(condition: Condition) -> tuple[Compare | Admits, ...]:
    """The comparisons in one condition."""
    return tuple(comparisons_in(condition.asks))


def values_that_matter(
    conditions: Iterable[Condition],
    seeds: Mapping[str, tuple[Any, ...]],
    texts: Sequence[tuple[DatedTerms, Values]],
    anchors: Collection[str],
) -> dict[str, tuple[Any, ...]]:
    """The values of facts, the given ones first, that lie beside a turning point of some condition.

    Args:
        conditions: what is asked.
        seeds: for each fact that may vary some values that it can have.
        texts: the terms by which the conditions may be judged, each with the facts that do not vary.
        anchors: facts that others are measured from; where several facts are compared, the others move, not these.
    """
    found = {name: dict.fromkeys(given) for name, given in seeds.items()}
    comparisons = [comparison for condition in conditions for comparison in comparisons_of(condition)]
    # The second round finds what hangs on a value that the first has found.
    for _ in range(2):
        known = {name: tuple(given) for name, given in found.items()}
        for comparison, (terms, fixed) in product(comparisons, texts):
            varying = [name for name in facts_read(comparison) if name in known]
            for name in varying:
                if name not in anchors or len(varying) == 1:
                    found[name].update(dict.fromkeys(_beside(comparison, name, known, fixed, terms)))
    return {name: tuple(given) for name, given in found.items()}


def _beside(
    comparison: Compare | Admits, name: str, known: Mapping[str, tuple[Any, ...]], fixed: Values, terms: DatedTerms
) -> Iterator[Any]:
    read = [other for other in facts_read(comparison) if other != name]
    scale = scale_of(_kind(known[name]), terms.marketplace)
    fixes = tuple((symbol.name, getattr(terms, symbol.name)) for symbol in symbols_in(comparison) if symbol.is_term)
    choices = product(*(known.get(other) or (fixed[other],) for other in read))
    for values in islice(choices, MOST_EACH):
        if None not in values:
            yield from _turning(comparison, name, tuple(zip(read, values, strict=True)), fixes, scale)


def _kind(given: tuple[Any, ...]) -> type:
    return next((type(each) for each in given if each is not None), NoneType)


Given = tuple[tuple[str, Any], ...]


@lru_cache(maxsize=2**16)
def _turning(
    comparison: Compare | Admits, name: str, others: Given, fixes: Given, scale: Scale | None
) -> tuple[Any, ...]:
    """The value that a fact is compared with, and the two neighbours between which the comparison turns."""
    facts, terms = dict(others), cast("DatedTerms", SimpleNamespace(**dict(fixes)))
    itself = tuple(_itself(comparison, name, facts, terms))
    return itself if scale is None else (*itself, *_neighbours(comparison, name, facts, terms, scale))


def _itself(comparison: Compare | Admits, name: str, facts: Values, terms: DatedTerms) -> Iterator[Any]:
    """The very value that a fact is compared with, for kinds that have no smallest step."""
    sides = parts(comparison)
    for one, other in (sides, sides[::-1]):
        if isinstance(one, Symbol) and one.name == name and not one.is_term:
            compared = value(cast("Expression", other), SimpleNamespace(**{**facts, name: None}), terms)
            compared = compared.value if isinstance(compared, Limit) else compared
            compared = compared.elapsed if isinstance(compared, Span) else compared
            if compared is not None:
                yield compared


def _neighbours(
    comparison: Compare | Admits, name: str, facts: Values, terms: DatedTerms, scale: Scale
) -> tuple[Any, ...]:
    """The two neighbouring values of one fact between which a comparison turns; nothing where it does not turn."""

    def holds(number: int) -> bool | None:
        return truth(comparison, SimpleNamespace(**{**facts, name: scale.value(number)}), terms)

    low, high = scale.lowest, scale.highest
    if holds(low) is None:
        low += 1  # a share of nothing is unknown
    first, last = holds(low), holds(high)
    if first is last:
        return ()
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle) is first:
            low = middle
        else:
            high = middle
    return scale.value(low), scale.value(high)


def distance(before: Any, after: Any, marketplace: Marketplace) -> int:
    """How far two values of a fact lie apart, in days, seconds, coins or pieces; 0 for kinds without an order."""
    scale = scale_of(type(after), marketplace)
    return 0 if scale is None or before is None else abs(scale.number(after) - scale.number(before))
