"""Replies: what may be answered when a fact is asked for, in plain words, and how an answer is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, Generic, TypeVar, cast, get_args
from zoneinfo import ZoneInfo

from attrs import frozen

from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import Fact, Marketplace, Money
from sellerpolicy.facts.fact import FactField, Identifier, fields_of, parsed

T = TypeVar("T")

UNKNOWN: Final = "unknown"
NAME: Final = get_args(Identifier)[1]
FIRST: Final = "1"
"""What something is called whose name matters to nobody."""


@frozen
class Reply(Generic[T]):
    """What may be answered.

    Args:
        expected: that, in words.
        take: reads a text without spaces around it; one that cannot be raises ``BadFact`` or ``KeyError``.
        members: the texts among which the one that was meant is looked for.
        is_shared: it names something that several facts have in common.
    """

    expected: str
    take: Callable[[str], T]
    members: tuple[str, ...] = ()
    is_shared: bool = False

    def read(self, text: str, *, called: str = "answer") -> T:
        """The value that a text says; one that cannot be raises ``BadFact``, which calls the text so."""
        said = text.strip()
        try:
            return self.take(said)
        except (BadFact, KeyError):
            raise BadFact(called, text, self.expected, meant=nearest(said, self.members)) from None


def replies_to(field: FactField, fact: type[Fact], told: Mapping[str, object]) -> Reply[Any]:
    """What may be answered when a field is asked for.

    Args:
        field: the field.
        fact: the class whose field it is.
        told: what is told of the fact already: its marketplace says the currency, and the clock on the wall.
    """
    marketplace = _marketplace(fact, told)
    is_name = field.bound is NAME

    def take(text: str) -> object:
        if field.optional and text.lower() == UNKNOWN:
            return None
        said = FIRST if is_name and not text else text
        currency = None if marketplace is None else marketplace.currency
        return field.accept(fact, parsed(field, fact, _written(field, said, marketplace), currency))

    words = ("never",) * _can_be_never(field) + (UNKNOWN,) * field.optional
    expected = " or ".join([_form(field, marketplace), *words])
    return Reply(expected, take, (*_members(field), *words), is_shared=is_name)


def _marketplace(fact: type[Fact], told: Mapping[str, object]) -> Marketplace | None:
    """The marketplace of a fact, if it has one."""
    default = next((each.default for each in fields_of(fact) if each.name == "marketplace"), None)
    return cast("Marketplace | None", told.get("marketplace", default))


def _written(field: FactField, text: str, marketplace: Marketplace | None) -> object:
    """A text as facts are written: members with underscores, moments with a time zone."""
    if issubclass(field.kind, Enum):
        return text.lower().replace(" ", "_").replace("-", "_")
    if field.kind is datetime and marketplace is not None and not _is_day(text):
        return _moment(text, marketplace)
    return text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _moment(text: str, marketplace: Marketplace) -> object:
    """A moment; without a time zone it is by the clock in the marketplace."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(marketplace.zone))


def _can_be_never(field: FactField) -> bool:
    return issubclass(field.kind, date) and field.bound is None


def _members(field: FactField) -> tuple[str, ...]:
    if issubclass(field.kind, Enum):
        return tuple(member.value for member in field.kind)
    return ("yes", "no") if field.kind is bool else ()


def _form(field: FactField, marketplace: Marketplace | None) -> str:
    """How the values of a field are written."""
    members = _members(field)
    if members:
        return f"one of {', '.join(members)}" if issubclass(field.kind, Enum) else " or ".join(members)
    if field.kind is datetime:
        here = "" if marketplace is None else f"2026-11-05 14:30 by the clock in {marketplace.zone}, or "
        return f"a day and time such as {here}2026-11-05T14:30:00Z"
    if field.kind is date:
        return "a day such as 2026-11-05"
    if field.kind is Money:
        return f"an amount such as {'999.99 USD' if marketplace is None else f'999.99 (in {marketplace.currency})'}"
    if field.bound is NAME:
        return f"a name or number of your own choice (nothing for {FIRST})"
    return "a whole number" if field.bound is None else field.bound.words
