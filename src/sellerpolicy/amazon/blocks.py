"""Blocks: the objects of a JSON document, each with the path to it, read strictly however their keys are cased.

The wire has ``AmazonOrderId`` or ``amazonOrderId``; Amazon's own kit for Python hands over ``amazon_order_id``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from attrs import frozen

from sellerpolicy.errors import BadFact, shown
from sellerpolicy.facts import Fact, Money
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR

LARGEST = 10**15
MOST_DIGITS = 50
LONGEST_TIME = 40
LONGEST_NAME = 200
LONGEST_KNOWN = 60
TRUTHS = {"true": True, "false": False}

F = TypeVar("F", bound=Fact)


@frozen
class Block:
    """One object of a document, with the path to it for errors.

    Args:
        path: where it stands.
        values: what it holds, by key in camelCase.
        index: those keys, by their letters alone.
    """

    path: str
    values: Mapping[str, Any]
    index: Mapping[str, str]

    @classmethod
    def of(cls, path: str, value: object) -> Block:
        """Take an object of the document; anything else is refused."""
        if not isinstance(value, Mapping):
            raise BadFact(path, value, "an object")
        values: dict[str, Any] = {}
        index: dict[str, str] = {}
        for key, inner in value.items():
            name, letters = _spellings(key)
            if letters in index:
                raise BadFact(path, key, "each key once")
            values[name] = inner
            index[letters] = name
        return cls(path, values, index)

    def get(self, key: str) -> Any:
        """What stands under the key, however it is cased; ``None`` for nothing."""
        name = self.index.get(folded(key))
        return None if name is None else self.values[name]

    def has(self, key: str) -> bool:
        """Whether there is anything under the key; ``null`` is nothing."""
        return self.get(key) is not None

    def block(self, key: str) -> Block | None:
        """The object under the key."""
        value = self.get(key)
        return None if value is None else Block.of(f"{self.path}.{key}", value)

    def inner(self, key: str) -> Block:
        """The object under the key, an empty one for nothing."""
        return self.block(key) or Block(f"{self.path}.{key}", {}, {})

    def entries(self, key: str) -> list[tuple[str, object]]:
        """What the list under the key holds, each with its path; nothing is an empty list."""
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise BadFact(f"{self.path}.{key}", value, "a list of objects")
        return [(f"{self.path}.{key}[{place}]", item) for place, item in enumerate(value)]

    def blocks(self, key: str) -> list[Block]:
        """The objects listed under the key."""
        return [Block.of(path, item) for path, item in self.entries(key)]

    def text(self, key: str) -> str | None:
        """The text under the key."""
        value = self.get(key)
        if value is not None and not isinstance(value, str):
            raise BadFact(f"{self.path}.{key}", value, "text")
        return value

    def name(self, key: str) -> str | None:
        """The text under the key without spaces around it, on one line; ``None`` for empty text."""
        text = (self.text(key) or "").strip()
        if not text.isprintable() or len(text) > LONGEST_NAME:
            raise BadFact(f"{self.path}.{key}", text, f"a name of at most {LONGEST_NAME} characters, all printable")
        return text or None

    def word(self, key: str) -> str | None:
        """One of Amazon's words, in capitals with ``_`` for spaces."""
        text = self.text(key)
        return "_".join(text.upper().replace("-", " ").split()) or None if text is not None else None

    def words(self, key: str) -> frozenset[str] | None:
        """A list of Amazon's words."""
        value = self.get(key)
        if value is None:
            return None
        if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
            raise BadFact(f"{self.path}.{key}", value, "a list of words")
        return frozenset(word.strip().upper() for word in value)

    def truth(self, key: str) -> bool | None:
        """Whether it is so; some documents write a truth as text."""
        value = self.get(key)
        found = TRUTHS.get(value.strip().lower()) if isinstance(value, str) else value
        if value is not None and not isinstance(found, bool):
            raise BadFact(f"{self.path}.{key}", value, "true or false")
        return found

    def number(self, key: str) -> Fraction | None:
        """The number under the key, exactly; a parsed float counts as the shortest decimal that gives it."""
        value = self.get(key)
        if value is None:
            return None
        number = exactly(value)
        good = isinstance(number, int | Decimal) and not isinstance(number, bool)
        if good and isinstance(number, Decimal):
            good = (
                number.is_finite()
                and len(number.as_tuple().digits) <= MOST_DIGITS
                and abs(number.adjusted()) < MOST_DIGITS
            )
        if not good or not 0 <= number < LARGEST:
            raise BadFact(f"{self.path}.{key}", value, "a number, at least 0")
        return Fraction(number)

    def count(self, key: str) -> int | None:
        """The whole number under the key."""
        number = self.number(key)
        if number is not None and number.denominator != 1:
            raise BadFact(f"{self.path}.{key}", self.get(key), "a whole number, at least 0")
        return None if number is None else int(number)

    def counted(self, key: str) -> int | None:
        """The whole number under the key, or the ``count`` of the object that stands there."""
        if isinstance(self.get(key), Mapping):
            return self.inner(key).count("count")
        return self.count(key)

    def money(self, key: str) -> Money | None:
        """The amount under the key: an object of a currency's code and a number, or text of one."""
        block = self.block(key)
        if block is None:
            return None
        amount = block.get("amount")
        if amount is None:
            amount = block.get("currencyAmount")
        currency = block.get("currencyCode")
        if amount is None and currency is None:
            return None
        try:
            return Money(exactly(amount), currency)
        except BadFact as problem:
            expected = "an exact amount with the code of its currency"
            raise BadFact(block.path, {"amount": amount, "currency": currency}, expected, meant=problem.meant) from None

    def instant(self, key: str) -> datetime | None:
        """The instant under the key, in UTC; one that names no offset is refused."""
        value = self.get(key)
        if value is None:
            return None
        found = instant_of(value)
        if found is None:
            raise BadFact(f"{self.path}.{key}", value, 'an instant with its offset, such as "2026-08-26T00:00:00Z"')
        return found

    def day(self, key: str) -> date | None:
        """The day under the key, or the UTC day of the instant that stands there."""
        value = self.get(key)
        if value is None:
            return None
        found = day_of(value)
        if found is None:
            raise BadFact(f"{self.path}.{key}", value, 'an instant such as "2026-08-26T00:00:00Z"')
        return found

    def fact(self, kind: type[F], /, **fields: Any) -> F:
        """Build a fact out of what was read here; what it refuses is refused with the path."""
        try:
            return kind(**fields)
        except BadFact as problem:
            field = problem.field.removeprefix(f"{kind.__name__}.")
            raise BadFact(f"{self.path}, {field}", problem.value, problem.expected, meant=problem.meant) from None


def spelt(key: object) -> str:
    """A key in camelCase."""
    return _spellings(key)[0]


def folded(key: str) -> str:
    """A key's letters and digits alone, so that ``OrderID``, ``orderId`` and ``order_id`` are the same."""
    return _spellings(key)[1]


def _spellings(key: object) -> tuple[str, str]:
    if not isinstance(key, str):
        return _both(shown(key))
    return _known(key) if len(key) <= LONGEST_KNOWN else _both(key)


def _both(key: str) -> tuple[str, str]:
    camel = re.sub(r"_([a-z])", lambda found: found[1].upper(), key) if "_" in key else key
    return camel, key.replace("_", "").replace("-", "").lower()


# the same few keys come in every entry; long ones of strangers are not kept
_known = lru_cache(maxsize=2048)(_both)


def exactly(value: Any) -> Any:
    """A float as the shortest decimal that gives it, anything else as it is."""
    return Decimal(float.__repr__(value)) if isinstance(value, float) else value


def instant_of(value: object) -> datetime | None:
    """An instant in UTC, from ISO text with an offset or an aware datetime; ``None`` for anything else."""
    if isinstance(value, str) and len(value) <= LONGEST_TIME:
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if not isinstance(value, datetime) or value.utcoffset() is None or not FIRST_YEAR <= value.year <= LAST_YEAR:
        return None
    return value.astimezone(UTC)


def day_of(value: object) -> date | None:
    """A day, from ISO text or a date, or the UTC day of an instant; ``None`` for anything else."""
    if isinstance(value, str) and len(value) <= LONGEST_TIME:
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if not isinstance(value, date) or not FIRST_YEAR <= value.year <= LAST_YEAR:
        return None
    if not isinstance(value, datetime):
        return value
    return (value if value.tzinfo is None else value.astimezone(UTC)).date()
