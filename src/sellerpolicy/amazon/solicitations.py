"""Solicitations API: whether Amazon offers to ask the buyer of an order for a review and feedback.

Recognised by ``_links`` with ``actions``. The order and marketplace are in the addresses of the links.
Seen on Amazon's example only, never on a real answer.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from attrs import frozen

from sellerpolicy.amazon.blocks import Block
from sellerpolicy.amazon.contents import Content
from sellerpolicy.amazon.entries import IDS, Entry, each_entry, holds, needed_name
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Marketplace

REVIEW_REQUEST = "productReviewAndSellerFeedback"
_ORDER = re.compile(r"/solicitations/v1/orders/(?P<order_id>[^/]{1,40})", re.ASCII)


@frozen(kw_only=True)
class Solicitation:
    """What Amazon offers to do for a seller about one order, at the time of the answer.

    Args:
        order_id: the order.
        may_request_review: Amazon offers the request for a review and feedback, which it sends itself.
        marketplace: the shop; ``None`` where the answer does not name one that is known.
    """

    order_id: str
    may_request_review: bool
    marketplace: Marketplace | None = None


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    def take(entry: Entry) -> None:
        links = Block.of(entry.path, entry.value).inner("_links")
        # Amazon's own kit, for which self is a word of its own, calls it otherwise
        this = next((key for key in ("self", "varSelf") if links.has(key)), "self")
        address = needed_name(links.inner(this), "href", "the address of the order's solicitations")
        path, query = _parted(links, address)
        order = _ORDER.match(path)
        if order is None:
            raise BadFact(f"{links.path}.self.href", address, "/solicitations/v1/orders/ and the order's number")
        ids = parse_qs(query).get("marketplaceIds", [])
        offered = {action.name("name") for action in links.blocks("actions")}
        reading.use(
            Solicitation(
                order_id=unquote(order["order_id"]),
                may_request_review=REVIEW_REQUEST in offered,
                marketplace=IDS.get(ids[0]) if len(ids) == 1 else marketplace,
            )
        )

    each_entry(content, reading, take, under=())


def _parted(links: Block, address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise BadFact(f"{links.path}.self.href", address, "an address") from None
    return parts.path, parts.query


FORMAT = Format(
    "solicitations",
    gives=Solicitation,
    names=("_links",),
    needs=("_links",),
    recognises=lambda content: holds(content, "_links", "actions"),
    read=_read,
)
