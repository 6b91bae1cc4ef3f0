"""What all facts have in common: their annotations are checked when they are built, and they read from mappings.

A field's annotation is its whole contract: its type, ``| None`` where the fact may be unknown, and, in ``Annotated``,
the bounds of its value. The check, ``from_dict``, ``to_dict`` and the JSON Schemas all follow from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from types import NoneType
from typing import Annotated, Any, ClassVar, Final, Self, cast, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.money import Money
from sellerpolicy.facts.never import NEVER, NEVER_AT

Json = dict[str, Any]


# compared by identity: two bounds with the same words need not admit the same values
@frozen(eq=False)
class Bound:
    """What a value must be beyond its type, in words, as a test, and as JSON Schema keywords."""

    words: str
    admits: Callable[[Any], bool]
    schema: Json


def _is_identifier(text: str) -> bool:
    return text != "" and text.isprintable() and text == text.strip()


def _is_event(day: date) -> bool:
    return day not in (NEVER, NEVER_AT)


Identifier = Annotated[
    str,
    Bound(
        "text on one line, not empty, without spaces around it or control characters",
        _is_identifier,
        {"pattern": r"^\S(.*\S)?$"},
    ),
]
Amount = Annotated[
    Money,
    Bound(
        "an amount of Money that is not negative",
        lambda money: money.amount >= 0,
        {"pattern": r"^[0-9]+(\.[0-9]{1,6})? [A-Z]{3}$"},
    ),
]
Rating = Annotated[
    int, Bound("a whole number of stars from 1 to 5", range(1, 6).__contains__, {"minimum": 1, "maximum": 5})
]
Count = Annotated[int, Bound("a whole number, at least 0", lambda number: number >= 0, {"minimum": 0})]
PositiveCount = Annotated[int, Bound("a whole number, at least 1", lambda number: number >= 1, {"minimum": 1})]
EventDay = Annotated[date, Bound("the calendar day of what happened (a date, not a datetime)", _is_event, {})]
EventTime = Annotated[
    datetime, Bound("the instant of what happened (an aware datetime, one with a time zone)", _is_event, {})
]

FIRST_YEAR = 1900
LAST_YEAR = 9998
REFUSED: Final = object()


Take = Callable[[object], object]


def _day(value: object) -> object:
    if value.__class__ is not date and (not isinstance(value, date) or isinstance(value, datetime)):
        return REFUSED
    return value if FIRST_YEAR <= value.year <= LAST_YEAR or value == NEVER else REFUSED


def _instant(value: object) -> object:
    """Instants are kept in UTC: in a zone with summer time Python counts by the clock on the wall."""
    if isinstance(value, date) and value in (NEVER, NEVER_AT):
        return NEVER_AT
    if not isinstance(value, datetime) or value.utcoffset() is None or not FIRST_YEAR <= value.year <= LAST_YEAR:
        return REFUSED
    if value.__class__ is datetime and value.tzinfo is UTC:
        return value
    return datetime.combine(value.date(), value.timetz()).astimezone(UTC)


def _whole(value: object) -> object:
    return value if isinstance(value, int) and not isinstance(value, bool) else REFUSED


def _instance_of(kind: type) -> Take:
    return lambda value: value if isinstance(value, kind) else REFUSED


def _member_of(kind: type[Enum]) -> Take:
    members = _members(kind)

    def member(value: object) -> object:
        if isinstance(value, kind):
            return value
        return members.get(value, REFUSED) if isinstance(value, str) else REFUSED

    return member


def _bounded(take: Take, bound: Bound) -> Take:
    admits = bound.admits

    def bounded(value: object) -> object:
        taken = take(value)
        return taken if taken is not REFUSED and admits(taken) else REFUSED

    return bounded


_MEMBERS: dict[type[Enum], dict[str, Enum]] = {}


def _members(kind: type[Enum]) -> dict[str, Enum]:
    if kind not in _MEMBERS:
        _MEMBERS[kind] = {member.value: member for member in kind}
    return _MEMBERS[kind]


KINDS: dict[type, tuple[str, Take]] = {
    datetime: ("an aware datetime (one with a time zone)", _instant),
    date: ("a calendar day (a date, not a datetime)", _day),
    bool: ("True or False", _instance_of(bool)),
    int: ("a whole number", _whole),
    str: ("text", _instance_of(str)),
    Money: ("Money", _instance_of(Money)),
    Fraction: ("an exact rate (a Fraction)", _instance_of(Fraction)),
    timedelta: ("an elapsed time (a timedelta)", _instance_of(timedelta)),
}
"""The types that a field may have beside enums: in words, and how a given value becomes the fact's, or ``REFUSED``."""


@frozen
class FactField:
    """One field of a fact, as its annotation declares it.

    Args:
        name: the field's name.
        kind: its type, without ``None`` and bounds.
        optional: it may be unknown.
        default: what it is where nothing is given; ``attrs.NOTHING`` where something must be.
        bound: what a value must be beyond its type.
        take: how a given value becomes the fact's, or ``REFUSED``.
        passes: the classes whose values need no closer look.
    """

    name: str
    kind: type[Any]
    optional: bool
    default: object
    bound: Bound | None
    take: Take
    passes: frozenset[type]

    @property
    def required(self) -> bool:
        """Whether a constructor must be given it."""
        return self.default is attrs.NOTHING

    @property
    def expected(self) -> str:
        """What may stand in this field, in words."""
        if self.bound is not None:
            words = self.bound.words
        elif issubclass(self.kind, Enum):
            words = f"one of {', '.join(repr(member.value) for member in self.kind)}"
        else:
            words = KINDS[self.kind][0]
        if issubclass(self.kind, date):
            words += f" in the years {FIRST_YEAR} to {LAST_YEAR}{', or NEVER' if self.bound is None else ''}"
        return f"{words}, or None for unknown" if self.optional else words

    def refuse(self, fact: type, value: object) -> BadFact:
        """The error for a value that cannot stand here."""
        meant = None
        if issubclass(self.kind, Enum) and isinstance(value, str):
            meant = nearest(value, (member.value for member in self.kind))
        return BadFact(f"{fact.__name__}.{self.name}", value, self.expected, meant=meant)

    def accept(self, fact: type, value: object) -> object:
        """Turn what a constructor takes into what the fact holds, or raise ``BadFact``."""
        accepted = self.take(value)
        if accepted is REFUSED:
            raise self.refuse(fact, value)
        return accepted


def _declared(owner: type, attribute: attrs.Attribute[Any], annotation: Any) -> FactField:
    options = get_args(annotation)
    optional = NoneType in options
    if optional:
        (annotation,) = (option for option in options if option is not NoneType)
    bound = None
    if get_origin(annotation) is Annotated:
        annotation, bound = get_args(annotation)
    # by ancestry, for while a test has frozen time `date` is a class of the freezing library's own
    kind = next((known for known in getattr(annotation, "__mro__", ()) if known in KINDS), annotation)
    if kind in KINDS:
        take = KINDS[kind][1]
    elif isinstance(kind, type) and issubclass(kind, Enum):
        take = _member_of(kind)
    else:
        raise TypeError(f"{owner.__name__}.{attribute.name}: a field cannot be of type {kind!r}")
    passes = {NoneType} if optional else set()
    if bound is None and not issubclass(kind, date):
        passes.add(kind)
    if bound is not None:
        take = _bounded(take, bound)
    return FactField(attribute.name, kind, optional, attribute.default, bound, take, frozenset(passes))


_FIELDS: dict[type, tuple[FactField, ...]] = {}


def fields_of(fact: type[Fact]) -> tuple[FactField, ...]:
    """The declared fields of a fact class, or of a flat case worked out from facts, in order."""
    if fact not in _FIELDS:
        hints = get_type_hints(fact, include_extras=True)
        _FIELDS[fact] = tuple(
            _declared(fact, attribute, hints[attribute.name]) for attribute in attrs.fields(cast("Any", fact))
        )
    return _FIELDS[fact]


@frozen
class Follows:
    """One day or instant of a fact cannot lie before another; unknown ones and ``NEVER`` are not compared.

    Args:
        later: the field that cannot lie before the other.
        earlier: that other field. An instant is compared with a day by its own day in the marketplace.
        slack: by how much it may seem to lie before, where the two are days of different time zones.
    """

    later: str
    earlier: str
    slack: timedelta = timedelta(0)

    def check(self, fact: Any) -> None:
        """Refuse a fact in which the later, which is known, lies before the earlier."""
        later, earlier = getattr(fact, self.later), getattr(fact, self.earlier)
        if earlier is None or earlier in (NEVER, NEVER_AT):
            return
        if isinstance(earlier, datetime) and not isinstance(later, datetime):
            earlier = fact.marketplace.day_of(earlier)
        if later < earlier - self.slack:
            what = "an instant" if isinstance(later, datetime) else "a day"
            expected = f"{what} on or after {earlier - self.slack}, for {self.earlier} is {earlier}"
            raise BadFact(f"{type(fact).__name__}.{self.later}", later, expected)


def _require_part(fact: Fact, part: str, whole: str) -> None:
    given, total = getattr(fact, part), getattr(fact, whole)
    if given is not None and total is not None and given > total:
        raise BadFact(f"{type(fact).__name__}.{part}", given, f"at most the {whole} of which it is a part, {total}")


class _PrintedAsIs:
    """Prints a fact in IPython and in Hypothesis's reports as ``repr`` does; its class is printed like any class.

    IPython asks the class and passes the fact; Hypothesis asks what it prints, be it a fact or a class.
    """

    def __get__(self, fact: Fact | None, kind: type[Fact]) -> Callable[..., None]:
        def show(*given: Any) -> None:
            *facts, printer, _ = given
            printed = facts[0] if facts else fact
            printer.text(f"{kind.__module__}.{kind.__qualname__}" if printed is None else repr(printed))

        return show


class Fact:
    """Something that happened, or that is known not to have happened: immutable, compared by value.

    In every fact ``None`` means *unknown*, and ``NEVER`` means *has certainly not happened*.
    Days lie in the years 1900 to 9998. Instants may be given in any time zone and are kept in UTC.
    """

    __slots__ = ()

    sequence: ClassVar[tuple[Follows, ...]] = ()
    """Which of its days and instants cannot lie before which."""

    parts: ClassVar[Mapping[str, str]] = {}
    """Which of its amounts or counts are parts of which others, and so no greater."""

    worked_out_from: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Of a flat case: from which fields of facts its own are worked out, where they have other names."""

    def __attrs_post_init__(self) -> None:
        """Check every field against its annotation; enum fields also take their member's text."""
        kind = type(self)
        for declared in _FIELDS.get(kind) or fields_of(kind):
            value = getattr(self, declared.name)
            if value.__class__ not in declared.passes:
                accepted = declared.take(value)
                if accepted is not value:
                    if accepted is REFUSED:
                        raise declared.refuse(kind, value)
                    object.__setattr__(self, declared.name, accepted)
        for follows in self.sequence:
            if getattr(self, follows.later) is not None:
                follows.check(self)
        self._check()
        for part, whole in self.parts.items():
            _require_part(self, part, whole)

    def _check(self) -> None:
        """Refuse fields that are possible one by one and impossible together."""

    @classmethod
    def from_dict(cls, mapping: Mapping[str, object]) -> Self:
        """Build the fact from a mapping of field names to plain values, as JSON or a row of a table gives them.

        Days are ISO text (``"2021-09-01"``), instants ISO text with an offset, ``"never"`` is ``NEVER``, money is
        ``"999.99 USD"`` or a bare number in the marketplace's currency, and empty text or ``None`` is unknown.
        A misspelt key, a missing field or a value that cannot be raises ``BadFact``.
        """
        if not isinstance(mapping, Mapping):
            raise BadFact(cls.__name__, mapping, "a mapping of field names to values")
        declared = {field.name: field for field in fields_of(cls)}
        for key in mapping:
            if key not in declared:
                names = f"one of its fields: {', '.join(declared)}"
                raise BadFact(f"{cls.__name__}, key", key, names, meant=nearest(key, declared))
        missing = [name for name, field in declared.items() if field.required and _is_empty(mapping.get(name))]
        if missing:
            raise BadFact(f"{cls.__name__}.{missing[0]}", None, declared[missing[0]].expected)
        currency = _currency_of(cls, declared, mapping)
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

    @classmethod
    def json_schema(cls) -> Json:
        """The JSON Schema (2020-12) of what ``to_dict`` gives."""
        from sellerpolicy.facts.schema import schema_of

        return schema_of(cls)

    def __repr__(self) -> str:
        """What was said of the fact; fields at their defaults are left out."""
        held = ((field, getattr(self, field.name)) for field in fields_of(type(self)))
        said = (f"{field.name}={_said(value)}" for field, value in held if field.required or value != field.default)
        return f"{type(self).__name__}({', '.join(said)})"

    _repr_pretty_ = _PrintedAsIs()


def _said(value: object) -> str:
    if value in (NEVER, NEVER_AT):
        return "NEVER"
    return str(value) if isinstance(value, Enum) else repr(value)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _currency_of(fact: type[Fact], declared: Mapping[str, FactField], mapping: Mapping[str, object]) -> str | None:
    shop = declared.get("marketplace")
    if shop is None:
        return None
    given = mapping.get("marketplace")
    marketplace = shop.default if _is_empty(given) else shop.accept(fact, parsed(shop, fact, given, None))
    return cast("Marketplace", marketplace).currency


_TRUTHS = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}
_WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def parsed(field: FactField, fact: type, value: object, currency: str | None) -> object:
    """Read one plain value into what its field's constructor takes, or raise ``BadFact``."""
    if field.kind is Money:
        return _money(field, fact, value, currency)
    if not isinstance(value, str):
        return value
    read = _read(field, value.strip())
    # refused here, so that the error shows the text as it was given
    if field.take(read) is REFUSED:
        raise field.refuse(fact, value)
    return read


def _read(field: FactField, text: str) -> object:
    if field.kind is bool:
        return _TRUTHS.get(text.lower(), text)
    if field.kind is int:
        return int(text) if _WHOLE.fullmatch(text) else text
    if issubclass(field.kind, date):
        return _time(field.kind, text)
    return text.lower() if issubclass(field.kind, Enum) else text


def _time(kind: type[date], text: str) -> object:
    if text.lower() == "never":
        return NEVER
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return text


def _money(field: FactField, fact: type, value: object, currency: str | None) -> object:
    if isinstance(value, Money):
        return value
    number, code = value, currency
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        number, code = value["amount"], value["currency"]
    elif isinstance(value, str):
        number, _, code = " ".join(value.split()).partition(" ")
        if number.isalpha():
            number, code = code, number
        code = code or currency
    try:
        return Money(number, code)  # type: ignore[arg-type]
    except BadFact as problem:
        expected = 'an exact amount with its currency, such as "999.99 USD" (never a float)'
        raise BadFact(f"{fact.__name__}.{field.name}", value, expected, meant=problem.meant) from None


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
