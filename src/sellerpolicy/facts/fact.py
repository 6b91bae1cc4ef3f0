"""What all facts have in common: their annotations are checked when they are built, and they read from mappings.

A field's annotation is its whole contract: its type, ``| None`` where the fact may be unknown, and, in ``Annotated``,
the bounds of its value. The check, ``from_dict``, ``to_dict`` and the JSON Schemas all follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Annotated, Any, Self, cast, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.money import Money
from sellerpolicy.facts.never import NEVER, NEVER_AT

Json = dict[str, Any]


@frozen(eq=False)
class Bound:
    """What a value must be beyond its type, in words, as a test, and as JSON Schema keywords."""

    words: str
    admits: Callable[[Any], bool]
    schema: Json


def _is_identifier(text: str) -> bool:
    return bool(text.strip()) and text.isprintable()


Identifier = Annotated[str, Bound("text that is not empty, on one line", _is_identifier, {"minLength": 1})]
Amount = Annotated[Money, Bound("an amount that is not negative", lambda money: money.amount >= 0, {})]
Rating = Annotated[
    int, Bound("a whole number of stars from 1 to 5", range(1, 6).__contains__, {"minimum": 1, "maximum": 5})
]
Count = Annotated[int, Bound("a whole number, at least 0", lambda number: number >= 0, {"minimum": 0})]
PositiveCount = Annotated[int, Bound("a whole number, at least 1", lambda number: number >= 1, {"minimum": 1})]


@frozen
class FactField:
    """One field of a fact, as its annotation declares it."""

    name: str
    kind: type[Any]
    optional: bool
    required: bool
    bound: Bound | None

    @property
    def expected(self) -> str:
        """What may stand in this field, in words."""
        words = self.bound.words if self.bound else _in_words(self.kind)
        return f"{words}, or None for unknown" if self.optional else words

    def refuse(self, fact: type, value: object) -> BadFact:
        """The error for a value that cannot stand here."""
        meant = None
        if issubclass(self.kind, Enum) and isinstance(value, str):
            meant = nearest(value, (member.value for member in self.kind))
        return BadFact(f"{fact.__name__}.{self.name}", value, self.expected, meant=meant)

    def accept(self, fact: type, value: object) -> object:
        """Turn what a constructor takes into what the fact holds, or raise ``BadFact``."""
        if value is None and self.optional:
            return None
        kind = self.kind
        if kind is datetime:
            if value == NEVER and isinstance(value, date):
                return NEVER_AT
            good = isinstance(value, datetime) and value.utcoffset() is not None
        elif kind is date:
            good = isinstance(value, date) and not isinstance(value, datetime)
        elif issubclass(kind, Enum):
            if isinstance(value, str):
                value = _members(kind).get(value, value)
            good = isinstance(value, kind)
        elif kind is int:
            good = isinstance(value, int) and not isinstance(value, bool)
        else:
            good = isinstance(value, kind)
        if not good or (self.bound is not None and not self.bound.admits(value)):
            raise self.refuse(fact, value)
        return value


_WORDS = {
    str: "text",
    bool: "True or False",
    int: "a whole number",
    date: "a calendar day (a date, not a datetime)",
    datetime: "an aware datetime (one with a time zone)",
    Money: "Money",
}


def _in_words(kind: type) -> str:
    if issubclass(kind, Enum):
        return f"one of {', '.join(repr(member.value) for member in kind)}"
    return _WORDS[kind]


_MEMBERS: dict[type[Enum], dict[str, Enum]] = {}


def _members(kind: type[Enum]) -> dict[str, Enum]:
    if kind not in _MEMBERS:
        _MEMBERS[kind] = {member.value: member for member in kind}
    return _MEMBERS[kind]


def _declared(attribute: attrs.Attribute[Any], annotation: Any) -> FactField:
    options = get_args(annotation)
    optional = NoneType in options
    if optional:
        (annotation,) = (option for option in options if option is not NoneType)
    bound = None
    if get_origin(annotation) is Annotated:
        annotation, bound = get_args(annotation)
    return FactField(attribute.name, annotation, optional, attribute.default is attrs.NOTHING, bound)


_FIELDS: dict[type, tuple[FactField, ...]] = {}


def fields_of(fact: type[Fact]) -> tuple[FactField, ...]:
    """The declared fields of a fact class, in order."""
    if fact not in _FIELDS:
        hints = get_type_hints(fact, include_extras=True)
        _FIELDS[fact] = tuple(
            _declared(attribute, hints[attribute.name]) for attribute in attrs.fields(cast("Any", fact))
        )
    return _FIELDS[fact]


class Fact:
    """Something that happened, or that is known not to have happened: immutable, compared by value.

    In every fact ``None`` means *unknown*, and ``NEVER`` means *has certainly not happened*.
    """

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        """Check every field against its annotation; enum fields also take their member's text."""
        kind = type(self)
        for declared in _FIELDS.get(kind) or fields_of(kind):
            value = getattr(self, declared.name)
            if value.__class__ is not declared.kind or declared.bound is not None or declared.kind is datetime:
                accepted = declared.accept(kind, value)
                if accepted is not value:
                    object.__setattr__(self, declared.name, accepted)
        self._check()

    def _check(self) -> None:
        """Refuse fields that are possible one by one and impossible together."""

    @classmethod
    def from_dict(cls, mapping: Mapping[str, object]) -> Self:
        """Build the fact from a mapping of field names to plain values, as JSON or a row of a table gives them.

        Days are ISO text (``"2021-09-01"``), instants ISO text with an offset, ``"never"`` is ``NEVER``, money is
        ``"999.99 USD"`` or a bare number in the marketplace's currency, and empty text or ``None`` is unknown.
        A misspelt key, a missing field or a value that cannot be raises ``BadFact``.
        """
        declared = {field.name: field for field in fields_of(cls)}
        for key in mapping:
            if key not in declared:
                raise BadFact(
                    f"{cls.__name__}.{key}", mapping[key], "no field of that name", meant=nearest(key, declared)
                )
        missing = [name for name, field in declared.items() if field.required and _is_empty(mapping.get(name))]
        if missing:
            raise BadFact(f"{cls.__name__}.{missing[0]}", None, declared[missing[0]].expected)
        currency = _currency_of(cls, mapping)
        return cls(
            **{
                name: parsed(declared[name], cls, value, currency)
                for name, value in mapping.items()
                if not _is_empty(value)
            }
        )

    def to_dict(self) -> Json:
        """The fact as JSON-ready values, which ``from_dict`` reads back."""
        return {field.name: plain(getattr(self, field.name)) for field in fields_of(type(self))}


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _currency_of(fact: type, mapping: Mapping[str, object]) -> str | None:
    if not any(field.name == "marketplace" for field in fields_of(fact)):
        return None
    given = mapping.get("marketplace")
    if isinstance(given, Marketplace):
        return given.currency
    text = Marketplace.US.value if _is_empty(given) else str(given).strip().lower()
    known = _members(Marketplace).get(text)
    return known.currency if isinstance(known, Marketplace) else None


_TRUTHS = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}


def parsed(field: FactField, fact: type, value: object, currency: str | None) -> object:
    """Read one plain value into what its field's constructor takes, or raise ``BadFact``."""
    if field.kind is Money:
        return _money(field, fact, value, currency)
    if not isinstance(value, str):
        return value
    text = value.strip()
    try:
        if field.kind is datetime:
            return NEVER if text.lower() == "never" else datetime.fromisoformat(text)
        if field.kind is date:
            return NEVER if text.lower() == "never" else date.fromisoformat(text)
        if field.kind is int:
            return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 20 else value
    except ValueError:
        raise field.refuse(fact, value) from None
    if field.kind is bool:
        return _TRUTHS.get(text.lower(), value)
    return text.lower() if issubclass(field.kind, Enum) else text


def _money(field: FactField, fact: type, value: object, currency: str | None) -> object:
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        return Money(value["amount"], value["currency"])
    if isinstance(value, str):
        words = value.split()
        if len(words) == 2:
            number, code = sorted(words, key=str.isalpha)
            return Money(number, code)
        if len(words) == 1 and currency is not None:
            return Money(words[0], currency)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool) and currency is not None:
        return Money(value, currency)
    elif isinstance(value, Money):
        return value
    raise BadFact(f"{fact.__name__}.{field.name}", value, 'an amount with its currency, such as "999.99 USD"')


def plain(value: object) -> Any:
    """A fact's value in JSON: text for days, instants, enum members and money, ``"never"`` for ``NEVER``."""
    if value in (NEVER, NEVER_AT):
        return "never"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Money):
        return f"{value.amount:f} {value.currency}"
    return value


def require_currency(fact: type, name: str, money: Money | None, marketplace: Marketplace) -> None:
    """Refuse an amount that is not in its marketplace's own currency."""
    if money is not None and money.currency != marketplace.currency:
        expected = f"an amount in {marketplace.currency}, the currency of marketplace {marketplace.value!r}"
        raise BadFact(f"{fact.__name__}.{name}", money, expected)


def require_order(fact: type, earlier: tuple[str, date | None], later: tuple[str, date | None]) -> None:
    """Refuse a day that lies before one that it cannot precede; unknown days are not compared."""
    (first_name, first), (last_name, last) = earlier, later
    if first is not None and last is not None and last < first != NEVER:
        raise BadFact(f"{fact.__name__}.{last_name}", last, f"a day on or after {first_name}, {first}")
