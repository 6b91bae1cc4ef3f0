"""Texts: what is certain of a message or of a buyer's comment from its words alone.

Links, e-mail addresses and telephone numbers are found with ``linkify-it-py`` and ``phonenumbers`` (the extra
``sellerpolicy[text]``). What is found is there for certain. What is *not* found proves nothing: an address may be
spelled out ("name at example dot com"), broken by invisible signs or shown in a picture. So a fact becomes ``True``
where something is found, and stays unknown where nothing is; the decision then names it in ``needs``, and whoever has
read the message says the rest. The one fact that a text can deny is that its links are secure.

Nothing is fetched, and nothing of a text is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from html.parser import HTMLParser
from typing import Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

from attrs import evolve, frozen
from linkify_it import LinkifyIt
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import FeedbackComment, Marketplace, Message

__all__ = ["Contacts", "Leads", "Link", "contacts", "read_comment", "read_message"]

T = TypeVar("T")
Known = TypeVar("Known", Message, FeedbackComment)

AMAZON: Final = frozenset(
    f"amazon.{ending}"
    for ending in (
        *("com", "ca", "com.mx", "com.br", "co.uk", "ie", "de", "fr", "it", "es", "nl", "com.be", "se", "pl"),
        *("com.tr", "ae", "sa", "eg", "co.za", "in", "co.jp", "sg", "com.au"),
    )
)
"""The sites of Amazon's shops."""
SHORT: Final = frozenset({"a.co", "amzn.to", "amzn.eu", "amzn.asia", "amzn.com"})
"""Short addresses of Amazon's, which do not say where they lead."""
COUNTRIES: Final = {Marketplace.UK: "GB"}
"""Countries whose code is not the marketplace's name."""

ORDER_ID = re.compile(r"(?<![\w-])[0-9]{3}-[0-9]{7}-[0-9]{7}(?![\w-])", re.ASCII)
OVERRIDE = re.compile("[\u202d\u202e]")
"""Signs that turn what follows round: what is read is not what is written."""
GOES_ON: Final = ("。", "．", "｡", "%", "\\", "@")
"""Signs with which an address may go on for a browser, where the finder of links sees its end."""
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
DECLARED = re.compile(r"<!\[[^>]*>?")
"""What HTML takes for a comment, and the standard library's parser stumbles over."""
TAG = re.compile(r"<[a-zA-Z/!?]")
"""How a tag begins."""
CALLED: Final = re.compile(
    r"\b(phone|telephone|tel|call|dial|mobile|cell|fax|whatsapp|sms|telefon|telefono|teléfono|téléphone|telefoon"
    r"|handy|appelez|llame|chiama|bel)\b\.?[^\d\n.!?]{0,16}$",
    re.IGNORECASE,
)
NEAR: Final = 40
"""How many signs before a number say what it is."""

MAIL, CALL, PAGE = "mailto:", "tel:", ("http:", "https:", "ftp:")
HIDDEN: Final = frozenset({"script", "style", "head", "template"})
APART: Final = frozenset(
    {"address", "blockquote", "br", "center", "div", "dd", "dl", "dt", "fieldset", "form", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "hr", "img", "li", "ol", "option", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
"""Elements of HTML whose words stand apart from those around them."""

FINDER: Final = LinkifyIt()


class Leads(Enum):
    """Where a link leads. ``UNSURE``: a short address, or one that programs may read in several ways."""

    TO_AMAZON = "to_amazon"
    AWAY = "away"
    UNSURE = "unsure"


@frozen
class Link:
    """A link that is certainly in a text.

    Args:
        url: the address as it stands there.
        leads: whether it leads away from Amazon.
        is_insecure: it names the insecure protocol (http) itself.
    """

    url: str
    leads: Leads
    is_insecure: bool


@frozen(kw_only=True)
class Contacts:
    """What was found in a text for certain, each once; there may be more that was not found.

    Args:
        links: addresses of pages that name their protocol or begin with ``www.``, and where links of HTML lead.
        email_addresses: e-mail addresses.
        phone_numbers: telephone numbers, written internationally (``+12062661000``).
        order_ids: Amazon's order numbers.
    """

    links: tuple[Link, ...] = ()
    email_addresses: tuple[str, ...] = ()
    phone_numbers: tuple[str, ...] = ()
    order_ids: tuple[str, ...] = ()


def contacts(words: str, *, marketplace: Marketplace = Marketplace.US, is_html: bool = False) -> Contacts:
    """Find links, e-mail addresses, telephone numbers and order numbers that are in a text for certain.

    A telephone number is certain if it begins with ``+`` and the code of its country, or if it is written as the
    marketplace's country writes its own and has brackets, or a word such as *call* before it: mere digits may be
    anything. Where signs turn the direction of reading round, nothing is certain.

    Args:
        words: the text. Of HTML counts what a reader sees, and where its links lead.
        marketplace: the shop, whose country's telephone numbers need no code.
        is_html: the text is HTML.

    Raises:
        BadFact: ``words`` is no text.

    Example:
        >>> from sellerpolicy import text
        >>> found = text.contacts("Call (206) 266-1000 about order 111-1234567-1234567: https://www.amazon.com/dp/B000")
        >>> found.links[0].leads, found.phone_numbers, found.order_ids
        (<Leads.TO_AMAZON: 'to_amazon'>, ('+12062661000',), ('111-1234567-1234567',))
    """
    if not isinstance(words, str):
        raise BadFact("words", words, "text")
    page = _Page.of(words) if is_html else _Page()
    seen = page.words if is_html else words
    if OVERRIDE.search(seen):
        return Contacts()
    found = (*page.targets, *_addresses(seen))
    calls = (f"tel {address.removeprefix(CALL)}" for address in found if address.startswith(CALL))
    return Contacts(
        links=_each_once(_link(address) for address in found if not address.startswith((MAIL, CALL))),
        email_addresses=_each_once(_mail(address) for address in found if address.startswith(MAIL)),
        phone_numbers=_each_once(_phone_numbers("\n".join((seen, *calls)), marketplace)),
        order_ids=_each_once(ORDER_ID.findall(seen)),
    )


def read_message(words: str, message: Message, *, order_id: str | None = None, is_html: bool = False) -> Message:
    """Fill in what the words of a message to a buyer say for certain, and nothing else.

    That is ``has_outside_link``, ``has_email_address`` and ``has_phone_number`` where there is one; ``names_order``
    where the order's number is there; and ``links_are_secure``, denied where a link that leads away is not.

    Args:
        words: the message's text.
        message: what else is known of the message.
        order_id: the number of its order.
        is_html: the text is HTML.

    Raises:
        BadFact: ``message`` denies what is in the text.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> from sellerpolicy import text
        >>> known = sp.Message(purpose="return_question", sent_on=date(2026, 11, 20), channel="messaging")
        >>> message = text.read_message("Write to us: help@shop.example.com", known)
        >>> message.has_email_address, message.has_phone_number
        (True, None)
    """
    found = contacts(words, marketplace=message.marketplace, is_html=is_html)
    away = [link for link in found.links if link.leads is Leads.AWAY]
    certain: dict[str, tuple[bool, str]] = {}
    if away:
        certain["has_outside_link"] = True, away[0].url
    if any(link.is_insecure for link in away):
        certain["links_are_secure"] = False, next(link.url for link in away if link.is_insecure)
    if found.email_addresses:
        certain["has_email_address"] = True, found.email_addresses[0]
    if found.phone_numbers:
        certain["has_phone_number"] = True, found.phone_numbers[0]
    if order_id in found.order_ids:
        certain["names_order"] = True, str(order_id)
    return _filled_in(message, certain)


def read_comment(words: str, comment: FeedbackComment, *, sellers_own: Iterable[str]) -> FeedbackComment:
    """Fill in what the words of a buyer's feedback say for certain: whether they give away the seller's own data.

    Args:
        words: the comment.
        comment: what else is known of it.
        sellers_own: the seller's e-mail addresses, telephone numbers and full names (of two words at least).

    Raises:
        BadFact: ``comment`` denies what is in the text.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> from sellerpolicy import text
        >>> known = sp.FeedbackComment(order_id="O-1", left_on=date(2026, 11, 20))
        >>> words = "Ask for Mary Major at +1 206 266 1000, she will not help."
        >>> text.read_comment(words, known, sellers_own=["Mary Major"]).has_personal_data
        True
    """
    found = contacts(words, marketplace=comment.marketplace)
    mails = {address.casefold() for address in found.email_addresses}
    for own in sellers_own:
        calls = set(_phone_numbers(f"tel {own}", comment.marketplace))
        if own.casefold() in mails or calls & set(found.phone_numbers) or _has_name(words, own):
            return _filled_in(comment, {"has_personal_data": (True, own)})
    return comment


def _filled_in(fact: Known, certain: Mapping[str, tuple[bool, str]]) -> Known:
    """The fact with what is certain; where it says the contrary that is refused."""
    told: dict[str, Any] = {}
    for name, (value, sign) in certain.items():
        if getattr(fact, name) not in (None, value):
            expected = f"{value} or None, for the text has {sign!r}"
            raise BadFact(f"{type(fact).__name__}.{name}", getattr(fact, name), expected)
        told[name] = value
    return evolve(fact, **told)


def _each_once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each for each in found if each))


class _Page(HTMLParser):
    """What a reader sees of HTML, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.targets: list[str] = []
        self.hidden = 0

    @classmethod
    def of(cls, html: str) -> _Page:
        page = cls()
        page.feed(_closed(DECLARED.sub("", html)))
        page.close()
        return page

    @property
    def words(self) -> str:
        return "".join(self.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in HIDDEN
        self.parts += "\n" * (tag in APART)
        target = (dict(attrs).get("href") or "").strip() if tag in ("a", "area") else ""
        if target.lower().startswith((MAIL, CALL, *PAGE)):
            scheme, colon, rest = target.partition(":")
            self.targets.append(f"{scheme.lower()}{colon}{rest}")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in HIDDEN))
        self.parts += "\n" * (tag in APART)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def _closed(html: str) -> str:
    """HTML without a tag at its end that is never closed: nobody sees it, and it costs the parser far too much time."""
    end = html.rfind(">") + 1
    return html[:end] + TAG.split(html[end:], maxsplit=1)[0]


def _addresses(words: str) -> Iterator[str]:
    """Web and e-mail addresses in a text; a web address without protocol only if it begins with ``www.``.

    What else looks like one may be two sentences without a space between them: "Thanks.It came".
    """
    for match in FINDER.match(words) or ():
        if match.schema in (MAIL, *PAGE):
            is_cut_off = words[match.last_index : match.last_index + 1] in GOES_ON
            if not is_cut_off:
                yield match.url
        elif match.text.lower().startswith("www."):
            yield match.text


def _mail(address: str) -> str:
    """The address that a ``mailto:`` link names, if it names one."""
    mail = unquote(address.removeprefix(MAIL).partition("?")[0])
    return mail if "@" in mail else ""


def _link(url: str) -> Link:
    return Link(url, _leads(url), url.lower().startswith("http:"))


def _leads(url: str) -> Leads:
    """Where an address leads, as far as every program reads it in the same way."""
    host = _host(url if ":" in url else f"http://{url}")
    if not HOST.fullmatch(host) or host in SHORT:
        return Leads.UNSURE
    parts = host.split(".")
    is_amazons = any(".".join(parts[place:]) in AMAZON for place in range(len(parts)))
    return Leads.TO_AMAZON if is_amazons else Leads.AWAY


def _host(url: str) -> str:
    """The host of an address as the name system knows it; nothing where programs differ about it."""
    if "\\" in url:
        return ""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").encode("idna").decode().lower()
    except ValueError:
        return ""


def _phone_numbers(words: str, marketplace: Marketplace) -> Iterator[str]:
    """Telephone numbers in a text, written internationally."""
    blanked = ORDER_ID.sub(lambda match: "x" * len(match[0]), words)
    country = COUNTRIES.get(marketplace, marketplace.name)
    for match in PhoneNumberMatcher(blanked, country, leniency=Leniency.VALID):
        if match.raw_string[0] in "+＋":
            yield format_number(match.number, PhoneNumberFormat.E164)
    for match in PhoneNumberMatcher(blanked, country, leniency=Leniency.EXACT_GROUPING):
        before = blanked[max(0, match.start - NEAR) : match.start]
        if "(" in match.raw_string or CALLED.search(before):
            yield format_number(match.number, PhoneNumberFormat.E164)


def _has_name(words: str, name: str) -> bool:
    """Whether a full name is in a text, in words of its own."""
    parts = name.split()
    pattern = r"\s+".join(map(re.escape, parts))
    return len(parts) > 1 and re.search(rf"(?<!\w){pattern}(?!\w)", words, re.IGNORECASE) is not None
