"""The entries of a JSON document: what its lists hold, page after page, each accounted for as one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import cast

from attrs import frozen

from sellerpolicy.amazon.blocks import Block, folded
from sellerpolicy.amazon.contents import Content, Document, Records
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.amazon.shops import of_site
from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import Marketplace, Money

IDS = {place.id: place for place in Marketplace}


@frozen
class Entry:
    """One entry: its place among others or its line, where there are several documents, its path, and what it is."""

    line: int | None
    path: str
    value: object


def entries(content: Content, *under: str) -> Iterator[Entry]:
    """What a document, or each of its pages, lists under some keys; an object without them is one entry."""
    for row in cast("Document | Records", content).rows():
        line = None if isinstance(content, Document) else row.line
        try:
            if row.problem is not None:
                raise row.problem
            yield from _of_page(Block.of("document", row.values), line, under)
        except BadFact as problem:
            yield Entry(line, problem.field, problem)


def _of_page(page: Block, line: int | None, under: tuple[str, ...]) -> Iterator[Entry]:
    found = [key for key in under if folded(key) in page.index]
    if not found:
        yield Entry(line, "document", page.values)
    for key in found:
        try:
            listed = page.entries(key)
        except BadFact as problem:
            listed = [(problem.field, problem)]
        for path, value in listed:
            yield Entry(line, path.removeprefix("document."), value)


def each_entry(content: Content, reading: Reading, take: Callable[[Entry], None], *, under: tuple[str, ...]) -> None:
    """Hand on every entry; one that is refused is accounted for.

    Args:
        content: the document, or its pages.
        reading: the account of its entries.
        take: reads one entry, and tells ``reading`` what became of it, or raises ``BadFact``.
        under: the keys under which entries are listed.
    """
    for entry in entries(content, *under):
        try:
            if isinstance(entry.value, BadFact):
                raise entry.value
            take(entry)
        except BadFact as problem:
            reading.refuse(problem, line=entry.line, column=problem.field)


def has(content: Content, *keys: str) -> bool:
    """Whether a document, or the first of its pages, has all these keys, however they are cased."""
    return isinstance(content, Document | Records) and set(map(folded, keys)) <= set(map(folded, content.names))


def lists(content: Content, key: str, *keys: str) -> bool:
    """Whether a document, or the first of its pages, lists entries under a key, the first of which has further keys.

    A list without entries tells by how its key is cased.
    """
    if not has(content, key):
        return False
    page = cast("Document | Records", content).first
    name, value = next((name, value) for name, value in page.items() if folded(str(name)) == folded(key))
    if not isinstance(value, list | tuple) or not value:
        return name == key
    return isinstance(value[0], Mapping) and set(map(folded, keys)) <= set(map(folded, map(str, value[0])))


def holds(content: Content, key: str, *keys: str) -> bool:
    """Whether a document, or the first of its pages, has an object under a key, and that has further keys."""
    if not has(content, key):
        return False
    page = cast("Document | Records", content).first
    value = next(value for name, value in page.items() if folded(str(name)) == folded(key))
    return isinstance(value, Mapping) and set(map(folded, keys)) <= set(map(folded, map(str, value)))


def place_of(block: Block, *, asked: Marketplace | None, key: str = "MarketplaceId", site: str = "") -> Marketplace:
    """The marketplace that an entry names, else the one that was asked for.

    Args:
        block: the entry.
        asked: the marketplace that was asked for; an entry of another one is refused.
        key: where its id stands.
        site: where the name of its site stands.
    """
    named = next((name for name in (key, site) if name and block.name(name)), None)
    if named is None:
        if asked is None:
            raise BadFact(f"{block.path}.{key}", None, "the id of a marketplace, for nothing else says which it is")
        return asked
    given = str(block.name(named))
    place = IDS.get(given) if named == key else of_site(given)
    if place is None:
        meant = nearest(given, IDS) if named == key else None
        raise BadFact(f"{block.path}.{named}", given, "a marketplace that is known", meant=meant)
    if asked not in {None, place}:
        raise BadFact(f"{block.path}.{named}", given, f"{asked.value!r}, the marketplace that was asked for")
    return place


def needed_name(block: Block, key: str, expected: str) -> str:
    """Text that cannot be missing."""
    found = block.name(key)
    if found is None:
        raise BadFact(f"{block.path}.{key}", block.get(key), expected)
    return found


def needed_instant(block: Block, key: str) -> datetime:
    """An instant that cannot be missing."""
    found = block.instant(key)
    if found is None:
        raise BadFact(f"{block.path}.{key}", None, 'an instant with its offset, such as "2026-08-26T00:00:00Z"')
    return found


def needed_money(block: Block, key: str) -> Money:
    """An amount that cannot be missing."""
    found = block.money(key)
    if found is None:
        raise BadFact(f"{block.path}.{key}", None, "an exact amount with the code of its currency")
    return found


def local_day(block: Block, key: str, place: Marketplace) -> date | None:
    """The day, in the marketplace, of the instant under a key."""
    instant = block.instant(key)
    return None if instant is None else place.day_of(instant)
