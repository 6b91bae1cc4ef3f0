"""Settlement reports, flat files V2 and V1, for what claims and chargebacks cost.

V2 (GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2) is recognised by ``amount-description``, V1, which is archived, by
``price-amount``; columns are found by name, V1 has three fewer where nothing was promoted. Several rows make one
posting: those of one order, one type of transaction and one time. Amounts have a decimal point or comma, days are
written as the marketplace does; what can be read in two ways is refused. The currency stands in the first row alone.
Of every row only these are read; articles, shipments and promotions are left where they are.

``ShippingChargeback`` and ``GiftwrapChargeback`` are names of fees in rows of ordinary orders, and no chargebacks.
Days are those of posting, and a file covers two weeks: from neither can the sales of a month be told.
Never seen on a real file: the columns and types of transactions are those that others describe.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from typing import cast

from attrs import Factory, define, frozen

from sellerpolicy.amazon.blocks import day_of as iso_day
from sellerpolicy.amazon.cells import Cells, each_row, names_of
from sellerpolicy.amazon.contents import Content, Records, Table
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.postings import Cause, Causes, Posting, left_out
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.amazon.shops import of_site
from sellerpolicy.errors import BadFact, shown
from sellerpolicy.facts import Marketplace, Money

IN_BOTH = ("settlement_id", "transaction_type", "order_id", "posted_date")
V2_AMOUNTS = ("amount",)
V1_AMOUNTS = (
    "price_amount",
    "item_related_fee_amount",
    "shipment_fee_amount",
    "order_fee_amount",
    "misc_fee_amount",
    "other_fee_amount",
    "promotion_amount",
    "other_amount",
)

_ORDER_ID = re.compile(r"[A-Z0-9]{3}-[0-9]{7}-[0-9]{7}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
# a single mark before three digits may part thousands or decimals
_AMOUNTS = (
    (re.compile(r"-?[0-9]{1,12}([.,]([0-9]{1,2}|[0-9]{4,6}))?", re.ASCII), ""),
    (re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]{1,2}", re.ASCII), ","),
    (re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+,[0-9]{1,2}", re.ASCII), "."),
)
# the year first, or dots between: what 03/04/2026 is, nobody can tell
_DAYS = (
    re.compile(r"(?P<y>[0-9]{4})(?P<mark>[-/.])(?P<m>[0-9]{1,2})(?P=mark)(?P<d>[0-9]{1,2})", re.ASCII),
    re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})", re.ASCII),
)
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", re.ASCII)
IN_UTC = {"UTC", "GMT", "Z"}


def amount_of(cells: Cells, name: str) -> Decimal:
    """The amount in a cell, 0 for an empty one."""
    text = cells.text(name)
    if text is None:
        return Decimal(0)
    for pattern, thousands in _AMOUNTS:
        if pattern.fullmatch(text):
            return Decimal((text.replace(thousands, "") if thousands else text).replace(",", "."))
    raise BadFact(name, text, "an amount such as -95.00 or -95,00 that can be read in one way only")


def day_of(cells: Cells, *names: str) -> date:
    """The UTC day in the first of some cells that is not empty."""
    name = next((name for name in names if cells.text(name)), names[-1])
    text = cells.text(name)
    found = None if text is None else iso_day(text) or _written_day(text)
    if found is None:
        raise BadFact(name, text, "a day in UTC such as 2026-11-05 14:30:00 UTC or 05.11.2026")
    return found


def _written_day(text: str) -> date | None:
    day, *rest = text.split()
    clock_and_zone = [word for word in rest if not _CLOCK.fullmatch(word)]
    if clock_and_zone not in ([], *([zone] for zone in IN_UTC)):
        return None
    found = next((match for pattern in _DAYS if (match := pattern.fullmatch(day))), None)
    if found is None:
        return None
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


@define
class _Group:
    """The rows of one posting."""

    currency: str | None
    marketplace: Marketplace | None
    amount: Decimal = Decimal(0)
    rows: int = 0
    is_whole: bool = True

    def money(self) -> Money | None:
        """What the rows moved; unknown where a row was refused, or nothing says the currency."""
        return Money(self.amount, self.currency) if self.is_whole and self.currency else None


@frozen
class _Key:
    """What the rows of one posting have in common."""

    settlement: str | None
    cause: Cause
    order_id: str
    posted_on: date
    at: str | None


@define
class _Settlement:
    """The postings of one source while they are being read."""

    reading: Reading
    asked: Marketplace | None
    causes: Causes
    amounts: tuple[str, ...]
    currencies: dict[str | None, str] = Factory(dict)
    groups: dict[_Key, _Group] = Factory(dict)

    def take(self, cells: Cells) -> None:
        """Read one row."""
        settlement, kind = cells.text("settlement_id"), cells.text("transaction_type")
        currency = cells.text("currency")
        if currency is not None:
            if not _CURRENCY.fullmatch(currency):
                raise BadFact("currency", currency, 'an ISO 4217 code such as "USD"')
            self.currencies[settlement] = currency
        cause = self.causes.of_type(kind)
        if kind is None and cells.text("total_amount") is not None:
            self.reading.ignore("summary of the settlement")
        elif cause is None:
            self.reading.ignore(left_out(kind and shown(kind)))
        elif not _ORDER_ID.fullmatch(cells.text("order_id") or ""):
            self.reading.ignore("claim or chargeback without an order's number")
        else:
            self._take_moved(cells, settlement, cause)

    def _take_moved(self, cells: Cells, settlement: str | None, cause: Cause) -> None:
        site = cells.text("marketplace_name")
        place = (self.asked or self.reading.place_of(cells.text("order_id"))) if site is None else of_site(site)
        key = _Key(
            settlement,
            cause,
            cells.needed("order_id"),
            day_of(cells, "posted_date_time", "posted_date"),
            cells.text("posted_date_time"),
        )
        currency = self.currencies.get(settlement) or (place.currency if place else None)
        group = self.groups.setdefault(key, _Group(currency, place))
        try:
            group.amount += sum(amount_of(cells, name) for name in self.amounts)
        except BadFact:
            group.is_whole = False
            raise
        group.rows += 1

    def post(self) -> None:
        """Make a posting of every group."""
        for key, group in self.groups.items():
            if group.rows:
                posting = Posting(
                    cause=key.cause,
                    order_id=key.order_id,
                    posted_on=key.posted_on,
                    amount=group.money(),
                    marketplace=group.marketplace,
                )
                self.reading.use(posting, rows=group.rows)


def _read(
    content: Content, reading: Reading, marketplace: Marketplace | None, *, causes: Causes, amounts: tuple[str, ...]
) -> None:
    settlement = _Settlement(reading, marketplace, causes, amounts)
    each_row(cast("Table | Records", content), reading, settlement.take)
    settlement.post()


def _recognises(content: Content, *, by: str) -> bool:
    return names_of(content).issuperset((*IN_BOTH, by))


def formats(causes: Causes) -> tuple[Format, ...]:
    """The formats, with what types of transactions are called."""
    return tuple(
        Format(
            kind,
            gives=Posting,
            names=(*IN_BOTH, "currency", "total_amount", "marketplace_name", "posted_date_time", by, *amounts),
            needs=(*IN_BOTH, by),
            recognises=partial(_recognises, by=by),
            read=partial(_read, causes=causes, amounts=amounts),
        )
        for kind, by, amounts in (
            ("settlement_v2", "amount_description", V2_AMOUNTS),
            ("settlement_v1", "price_amount", V1_AMOUNTS),
        )
    )
