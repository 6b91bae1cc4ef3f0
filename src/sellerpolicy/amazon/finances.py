"""Finances: the financial events of v0, and the transactions of 2024-06-19, for what claims and chargebacks cost.

Recognised by ``FinancialEvents`` and by ``transactions``; one page or several; keys as on the wire or in snake case.
Of v0 the events in ``GuaranteeClaimEventList`` and ``ChargebackEventList`` are read, all others ignored and counted.
What 2024-06-19 calls such transactions Amazon does not publish: their type and their description are compared with
``postings.CAUSES``, or with names that the caller gives, and what is left out is counted by its type.
Seen on Amazon's examples only, never on a real answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial, reduce
from operator import add
from typing import Any

from sellerpolicy.amazon.blocks import Block, folded
from sellerpolicy.amazon.contents import Content
from sellerpolicy.amazon.entries import IDS, Entry, each_entry, has, holds, lists, needed_instant, needed_name
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.postings import Cause, Causes, Posting, left_out
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.amazon.shops import of_site
from sellerpolicy.errors import BadFact, CurrencyMismatch, shown
from sellerpolicy.facts import Marketplace, Money

EVENTS = {"guaranteeclaimeventlist": Cause.GUARANTEE_CLAIM, "chargebackeventlist": Cause.CHARGEBACK}
DEEPEST = 8
PAID_OTHERWISE = {"directpaymentlist"}
"""What the buyer paid past the seller's account."""


def _read_events(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    def take(entry: Entry) -> None:
        page = Block.of(entry.path, entry.value)
        events = page.inner("FinancialEvents") if page.has("FinancialEvents") else page
        for key in events.values:
            # the page's own keys may stand beside the lists
            if folded(key).endswith("list"):
                _take_list(events, key, entry.line)

    def _take_list(events: Block, key: str, line: int | None) -> None:
        cause = EVENTS.get(folded(key))
        try:
            listed = events.entries(key)
        except BadFact as problem:
            reading.refuse(problem, line=line, column=problem.field)
            return
        for path, value in listed:
            if cause is None:
                reading.ignore(left_out(f"{key[0].upper()}{key[1:]}"))
                continue
            try:
                reading.use(_event(Block.of(path.removeprefix("document."), value), cause, marketplace))
            except BadFact as problem:
                reading.refuse(problem, line=line, column=problem.field)

    each_entry(content, reading, take, under=())


def _event(block: Block, cause: Cause, asked: Marketplace | None) -> Posting:
    site = block.name("MarketplaceName")
    return Posting(
        cause=cause,
        order_id=needed_name(block, "AmazonOrderId", "Amazon's order number"),
        posted_on=needed_instant(block, "PostedDate").date(),
        amount=_sum(block),
        marketplace=asked if site is None else of_site(site),
    )


def _sum(block: Block) -> Money | None:
    """All that an event moved: the sum of every amount in it."""
    amounts = list(_amounts(block))
    try:
        return reduce(add, amounts) if amounts else None
    except CurrencyMismatch:
        currencies = ", ".join(sorted({amount.currency for amount in amounts}))
        raise BadFact(block.path, currencies, "amounts of one currency") from None


def _amounts(block: Block, depth: int = 0) -> Iterator[Money]:
    if depth > DEEPEST:
        raise BadFact(block.path, None, f"at most {DEEPEST} lists within each other")
    for key, value in block.values.items():
        if folded(key) in PAID_OTHERWISE:
            continue
        if isinstance(value, list | tuple):
            for inner in block.blocks(key):
                yield from _amounts(inner, depth + 1)
        elif isinstance(value, Mapping):
            amount = block.money(key)
            if amount is not None:
                yield amount


def _read_transactions(content: Content, reading: Reading, marketplace: Marketplace | None, *, causes: Causes) -> None:
    def take(entry: Entry) -> None:
        block = Block.of(entry.path, entry.value)
        named = block.name("transactionType"), block.name("description")
        cause = causes.of_type(*named)
        if cause is None:
            reading.ignore(left_out(shown_name(*named)))
        else:
            reading.use(_transaction(block, cause, marketplace))

    each_entry(content, reading, take, under=("transactions",))


def shown_name(kind: str | None, description: str | None) -> str:
    """A transaction by its type and description, as messages name it."""
    return ", ".join(shown(name) for name in (kind, description) if name)


def _transaction(block: Block, cause: Cause, asked: Marketplace | None) -> Posting:
    details, metadata = block.inner("marketplaceDetails"), block.inner("sellingPartnerMetadata")
    given = details.name("marketplaceId") or metadata.name("marketplaceId")
    return Posting(
        cause=cause,
        order_id=_order_id(block),
        posted_on=needed_instant(block, "postedDate").date(),
        amount=block.money("totalAmount"),
        marketplace=asked if given is None else IDS.get(given),
    )


def _order_id(block: Block) -> str:
    for related in block.blocks("relatedIdentifiers"):
        if related.word("relatedIdentifierName") == "ORDER_ID":
            return needed_name(related, "relatedIdentifierValue", "Amazon's order number")
    raise BadFact(f"{block.path}.relatedIdentifiers", None, "an ORDER_ID among them")


def _recognises_events(content: Content) -> bool:
    return holds(content, "FinancialEvents") or has(content, "GuaranteeClaimEventList")


def formats(causes: Causes) -> tuple[Format, ...]:
    """The formats, with what types of transactions are called."""
    read: Any = partial(_read_transactions, causes=causes)
    return (
        Format(
            "financial_events",
            gives=Posting,
            names=("FinancialEvents", "GuaranteeClaimEventList", "ChargebackEventList"),
            needs=("FinancialEvents",),
            recognises=_recognises_events,
            read=_read_events,
        ),
        Format(
            "transactions",
            gives=Posting,
            names=("transactions",),
            needs=("transactions",),
            recognises=lambda content: lists(content, "transactions", "transactionType"),
            read=read,
        ),
    )
