"""Cells of Amazon's flat files, read into what they mean: an empty one is unknown, and nothing doubtful is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isnan

from attrs import frozen

from sellerpolicy.amazon.contents import Content, Document, Records, Row, Table, spelt
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.amazon.shops import GIVEN, SITES, of_currency, of_site
from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import Fulfiller, Marketplace
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR

TRUTHS = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}
FULFILLERS = {
    "amazon": Fulfiller.AMAZON,
    "afn": Fulfiller.AMAZON,
    "fba": Fulfiller.AMAZON,
    "merchant": Fulfiller.SELLER,
    "seller": Fulfiller.SELLER,
    "mfn": Fulfiller.SELLER,
    "fbm": Fulfiller.SELLER,
}
LONGEST_IDENTIFIER = 200
TOO_LARGE = 10**30
EMPTY_IN_DATAFRAMES = ("NAType", "NaTType")

Flat = Table | Records | Document

INSTANT = f"an instant in the years {FIRST_YEAR} to {LAST_YEAR - 1}, written as 2026-11-05T14:30:00+00:00"

_ORDER_ID = re.compile(r"[A-Z0-9]{3}-[0-9]{7}-[0-9]{7}", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}(\.0)?", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)


def is_order_id(text: str) -> bool:
    """Whether a text has the shape of Amazon's order numbers: three, seven and seven characters."""
    return _ORDER_ID.fullmatch(text) is not None


@frozen
class Cells:
    """One row of a file, or one element of an XML document.

    Every method reads one cell and raises ``BadFact``, which names its column, where something else stands there.

    Args:
        line: the line on which it starts, or its place among others.
        values: what it holds, by the columns' names as ``spelt`` writes them.
    """

    line: int
    values: Mapping[str, object]

    def text(self, name: str) -> str | None:
        """The text without spaces around it; ``None`` for an empty cell."""
        value = self.values.get(name)
        if isinstance(value, str):
            text = value.strip()
            # spreadsheets put quotes around a cell; Amazon's files have none
            if len(text) > 1 and text[0] == text[-1] == '"':
                text = text[1:-1].replace('""', '"').strip()
            return text or None
        if value is None or type(value).__name__ in EMPTY_IN_DATAFRAMES:
            return None
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int | float | Decimal):
            if isinstance(value, float | Decimal) and isnan(value):
                return None
            if -TOO_LARGE < value < TOO_LARGE:
                return str(value)
        raise BadFact(name, value, "text, or a number or day of a size that files have")

    def needed(self, name: str, expected: str = "something, not an empty cell") -> str:
        """The text of a cell that cannot be empty."""
        text = self.text(name)
        if text is None:
            raise BadFact(name, None, expected)
        return text

    def identifier(self, name: str) -> str | None:
        """The text, if it can be an identifier: on one line, without control characters."""
        text = self.text(name)
        if text is not None and not (text.isprintable() and len(text) <= LONGEST_IDENTIFIER):
            raise BadFact(name, text, f"an identifier: at most {LONGEST_IDENTIFIER} characters, all printable")
        return text

    def order_id(self, name: str) -> str:
        """Amazon's number of an order."""
        expected = 'an order id of Amazon\'s, such as "111-0000001-0000001"'
        text = self.needed(name, expected)
        if not is_order_id(text):
            raise BadFact(name, text, expected)
        return text

    def instant(self, name: str) -> datetime | None:
        """The instant in UTC; one without an offset from UTC is in UTC, as all of these files are."""
        text = self.text(name)
        if text is None:
            return None
        try:
            instant = datetime.fromisoformat(text)
            instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
        except (ValueError, OverflowError):
            raise BadFact(name, text, INSTANT) from None
        if not FIRST_YEAR <= instant.year < LAST_YEAR:
            raise BadFact(name, text, INSTANT)
        return instant

    def needed_instant(self, name: str) -> datetime:
        """The instant in a cell that cannot be empty."""
        instant = self.instant(name)
        if instant is None:
            raise BadFact(name, None, INSTANT)
        return instant

    def whole(self, name: str) -> int | None:
        """The whole number, at least 0."""
        text = self.text(name)
        if text is None:
            return None
        if not _WHOLE.fullmatch(text):
            raise BadFact(name, text, "a whole number, at least 0")
        return int(text.partition(".")[0])

    def number(self, name: str) -> Decimal | None:
        """The number, exactly, with a decimal point and without thousands separators."""
        text = self.text(name)
        if text is None:
            return None
        if not _NUMBER.fullmatch(text):
            raise BadFact(name, text, "a number written as 1234.56")
        return Decimal(text)

    def truth(self, name: str) -> bool | None:
        """Yes or no."""
        text = self.text(name)
        if text is None:
            return None
        if text.lower() not in TRUTHS:
            raise BadFact(name, text, "true or false, or Y or N")
        return TRUTHS[text.lower()]

    def fulfiller(self, name: str) -> Fulfiller:
        """Who sends the goods, however the file calls them."""
        text = self.needed(name, "Amazon or Merchant")
        if text.lower() not in FULFILLERS:
            raise BadFact(name, text, "Amazon or Merchant", meant=nearest(text, FULFILLERS))
        return FULFILLERS[text.lower()]

    def place(
        self, reading: Reading, *, asked: Marketplace | None, order: str, currency: str, site: str | None = None
    ) -> Marketplace:
        """The row's marketplace.

        It is that of the site that the row names; of a row that names none the one that was asked for, else the only
        one with its currency, else what is known beside the file, else, without a currency, the US.

        Args:
            reading: what is known beside the file, and the account of its rows.
            asked: the marketplace that was asked for, which must be the row's.
            order: the column with the order's number.
            currency: the column with the currency.
            site: the column with a site's name, where there may be one.
        """
        name = None if site is None else self.text(site)
        if site is not None and name is not None:
            return _place_of_site(site, name, asked)
        code = self.text(currency)
        shops = () if code is None else of_currency(code)
        if asked is not None:
            if code is not None and asked not in shops:
                raise BadFact(currency, code, f"{asked.currency}, the currency of {asked.value!r}, which was asked for")
            return asked
        if code is not None and not shops:
            raise BadFact(currency, code, "the currency of a marketplace")
        if code is None:
            return reading.place_or_guess(self.text(order), currency)
        place = shops[0] if len(shops) == 1 else reading.place_of(self.text(order), shops)
        if place is None:
            which = " or ".join(shop.value for shop in shops)
            raise BadFact(currency, code, f"{GIVEN}, for the row may be of {which}")
        return place


def _place_of_site(column: str, name: str, asked: Marketplace | None) -> Marketplace:
    found = of_site(name)
    if found is None:
        raise BadFact(column, name, "the name of a site such as Amazon.com", meant=nearest(name, SITES))
    if asked is not None and asked is not found:
        raise BadFact(column, name, f"a site of marketplace {asked.value!r}, which was asked for")
    return found


def rows_of(content: Flat) -> Iterator[Row]:
    """The rows of a flat file or of a copy of one, their columns' names as ``spelt`` writes them.

    With tabs, as Amazon writes them, quotes are part of the text; with commas or semicolons a spreadsheet wrote it.
    """
    if isinstance(content, Table):
        yield from content.unquoted_rows() if content.delimiter == "\t" else content.rows()
    else:
        for row in content.rows():
            yield Row(row.line, {spelt(str(name)): value for name, value in row.values.items()}, row.problem)


def names_of(content: Content) -> frozenset[str]:
    """The columns of a flat file as ``spelt`` writes them; none of anything else."""
    return frozenset(map(spelt, content.names)) if isinstance(content, Table | Records | Document) else frozenset()


def each_row(content: Flat, reading: Reading, take: Callable[[Cells], None]) -> None:
    """Hand on every row that is not empty; one that is refused is accounted for.

    Args:
        content: the file.
        reading: the account of its rows.
        take: reads one row, and tells ``reading`` what became of it, or raises ``BadFact``.
    """
    for row in rows_of(content):
        if row.problem is not None:
            reading.refuse(row.problem, line=row.line, column=None)
        elif row.values:
            take_row(Cells(row.line, row.values), reading, take)
        else:
            reading.ignore("empty row")


def take_row(cells: Cells, reading: Reading, take: Callable[[Cells], None]) -> None:
    """Hand on one row; if it is refused, it is accounted for."""
    try:
        take(cells)
    except BadFact as problem:
        reading.refuse(problem, line=cells.line, column=problem.field)
