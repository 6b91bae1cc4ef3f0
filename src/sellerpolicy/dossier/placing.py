"""Placing: of which marketplace the rows are that name none, as far as the other files of an account tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sellerpolicy.amazon import TABLES
from sellerpolicy.amazon.reading import Read
from sellerpolicy.amazon.shops import Whereabouts
from sellerpolicy.dossier.files import FileRead
from sellerpolicy.facts import Marketplace, Order

Again = Callable[[FileRead, Whereabouts], FileRead]
"""How a file is read once more, with what is known beside it."""


def placed(files: Iterable[FileRead], *, asked: Marketplace | None, again: Again) -> tuple[FileRead, ...]:
    """Read those files of one account once more that name no marketplace, now that the others tell of it.

    A row that names none is of the marketplace of its order in the other files, else of the one that was asked for.
    Where none was asked for, a file of Amazon's is of the only one of which the other files are, and a plain table is
    of the United States. Where the others are of several, a file of Amazon's that names none is not guessed at.

    Args:
        files: the files of one account.
        asked: the marketplace that was asked for, for all that names none.
        again: reads a file once more.
    """
    given = tuple(files)
    sure = [read for file in given if (read := file.read) is not None and not read.unplaced]
    known = Whereabouts(_orders(sure), asked)
    given = tuple(_again(file, known, again, plain=True) for file in given)
    plain = [read for file in given if (read := file.read) is not None and read.unplaced and read.kind in TABLES]
    shops = marketplaces_of(*sure) or marketplaces_of(*plain)
    otherwise = asked or (shops[0] if len(shops) == 1 else None)
    known = Whereabouts({**_orders(plain), **known.orders}, otherwise, may_guess=not shops)
    return tuple(_again(file, known, again, plain=False) for file in given)


def _again(file: FileRead, known: Whereabouts, again: Again, *, plain: bool) -> FileRead:
    """The file read once more if there is anything new to know for it, and it is a plain table or is not."""
    read = file.read
    is_told = known.orders or known.otherwise or not known.may_guess
    if read is None or not read.unplaced or (read.kind in TABLES) is not plain or not is_told:
        return file
    found = again(file, known)
    # a plain table that cannot be of the marketplace of its orders is left as it was written
    return file if plain and found.read is not None and len(found.read.refused) > len(read.refused) else found


def _orders(reads: Iterable[Read[object]]) -> dict[str, Marketplace]:
    return {fact.order_id: fact.marketplace for read in reads for fact in read if isinstance(fact, Order)}


def marketplaces_of(*reads: Read[object]) -> tuple[Marketplace, ...]:
    """The marketplaces of which facts are, each once."""
    places = (getattr(fact, "marketplace", None) for read in reads for fact in read)
    return tuple(dict.fromkeys(place for place in places if place is not None))
