"""References: where a policy is written, who says so, and when it was last read."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TypeVar

from attrs import field, frozen

from sellerpolicy.logic.limits import Reading

T = TypeVar("T")


class Kind(Enum):
    """What sort of text a reference points to."""

    HELP_PAGE = "help page"
    POLICY_PAGE = "policy page"
    AGREEMENT = "agreement"
    ANNOUNCEMENT = "announcement"
    FORUM_POST = "forum post"
    SCHEMA = "schema"
    GUIDE = "guide"
    SOURCE = "source document"
    WHAT_IF = "what-if"


class Confidence(Enum):
    """Whose words they are: Amazon's own, Amazon's relayed by others, a guide's, or nobody's yet confirmed."""

    AMAZON = "Amazon's own words"
    RELAYED = "Amazon's words, relayed"
    SECONDARY = "a secondary source"
    UNCONFIRMED = "unconfirmed"


def _day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text


@frozen
class Reference:
    """One text that policy rests on.

    Args:
        id: stable short text, unique in the library.
        title: the text's title, or what it is.
        url: where it stands; ``None`` where no address is known.
        kind: what sort of text.
        published: the day it was published, ``None`` where it bears no date.
        read: the day it was last read for this library.
        confidence: whose words they are.
    """

    id: str
    title: str
    url: str | None
    kind: Kind
    published: date | None = field(default=None, converter=_day)
    read: date | None = field(default=None, converter=_day)
    confidence: Confidence = Confidence.AMAZON

    def says(self, value: T) -> Reading[T]:
        """Another reading: what this text says where the reading taken is another text's."""
        return Reading(value, self)

    def __str__(self) -> str:
        """Title, kind and the days: ``A-to-z … (announcement, published 2021-08-10, read 2026-11-21)``."""
        days = [
            f"{what} {day}" for what, day in (("published", self.published), ("read", self.read)) if day is not None
        ]
        return f"{self.title} ({', '.join([self.kind.value, *days])})"


WHAT_IF = Reference("what-if", "Your own what-if", None, Kind.WHAT_IF, confidence=Confidence.UNCONFIRMED)
"""The reference of a term that the caller changed."""

SELLER_CENTRAL = "https://sellercentral.amazon.com"


def help_page(
    title: str,
    page: str,
    *,
    read: str,
    url: str | None = None,
    published: str | None = None,
    kind: Kind = Kind.HELP_PAGE,
    confidence: Confidence = Confidence.AMAZON,
) -> Reference:
    """A page of Amazon's help, known by its page id; the address is Seller Central's unless another is given."""
    address = url or f"{SELLER_CENTRAL}/help/hub/reference/external/{page}"
    return Reference(f"help:{page}", title, address, kind, published, read, confidence)


def policy_page(title: str, page: str, *, read: str, url: str | None = None, published: str | None = None) -> Reference:
    """A page of Amazon's policies, known by its page id."""
    return help_page(title, page, read=read, url=url, published=published, kind=Kind.POLICY_PAGE)


def forum_post(
    title: str,
    thread: str,
    *,
    url: str,
    read: str,
    published: str | None = None,
    confidence: Confidence = Confidence.RELAYED,
) -> Reference:
    """A thread of a seller forum, known by its number."""
    return Reference(f"forum:{thread}", title, url, Kind.FORUM_POST, published, read, confidence)


def announcement(
    title: str,
    name: str,
    *,
    url: str,
    read: str,
    published: str | None = None,
    confidence: Confidence = Confidence.AMAZON,
) -> Reference:
    """An announcement of Amazon's, known by a short name of ours."""
    return Reference(f"announcement:{name}", title, url, Kind.ANNOUNCEMENT, published, read, confidence)


def agreement(
    title: str,
    name: str,
    *,
    url: str,
    read: str,
    published: str | None = None,
    confidence: Confidence = Confidence.AMAZON,
) -> Reference:
    """A contract between Amazon and its sellers, known by a short name of ours."""
    return Reference(f"agreement:{name}", title, url, Kind.AGREEMENT, published, read, confidence)


def guide(title: str, name: str, *, url: str, read: str, published: str | None = None) -> Reference:
    """Somebody else's explanation of Amazon's policy, known by a short name of ours."""
    return Reference(f"guide:{name}", title, url, Kind.GUIDE, published, read, Confidence.SECONDARY)
