"""GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE and its XML: what buyers ask to send back to the seller, by items.

Rows of one return (one RMA number) are put together; what differs between them is unknown. Whether an A-to-z claim was
filed for the order is kept: no other report says so. Names, tracking numbers and reasons are dropped.

The flat file has days alone: a request was made at some time of its day, and is read as its first instant, so that no
deadline comes out later than it is. The XML has instants. Neither names a marketplace, but both have the currency.

Single rows of each were seen in the programs of others, never a whole real file.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from attrs import Factory, define, evolve

from sellerpolicy.amazon.cells import Cells, each_row, names_of, take_row
from sellerpolicy.amazon.contents import Content
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.markup import Markup
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Marketplace, Return
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NEEDED = ("order_id", "return_request_date", "return_request_status")
READ = (
    *NEEDED,
    "amazon_rma_id",
    "merchant_rma_id",
    "a_to_z_claim",
    "currency_code",
    "label_type",
    "in_policy",
    "return_delivery_date",
)
RECORD, ITEM = "return_details", "item_details"
AMAZONS_LABELS = {"amazonprepaidlabel": True, "amazonunpaidlabel": False}
"""Whether it travels with a prepaid label of Amazon's, by the types of labels that were seen."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
A_DAY = "a day, written as 10-Jul-2025 or 2025-07-10, or an instant"
_NAMED_MONTH = re.compile(r"([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4})", re.ASCII)


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    requests = Requests(reading, marketplace)
    if isinstance(content, Markup):
        for place, request in content.records(RECORD):
            # a request without items is a row as well
            for item in [_values(item) for item in request.iterfind(ITEM)] or [{}]:
                take_row(Cells(place, {**_values(request), **item}), reading, requests.take)
    else:
        each_row(content, reading, requests.take)
    requests.done()


@define
class Requests:
    """The returns of a file while its rows are being read.

    Args:
        reading: the account of its rows.
        asked: the marketplace that was asked for.
        returns: what was read, by order and return.
        rows: from how many rows each came.
    """

    reading: Reading
    asked: Marketplace | None
    returns: dict[tuple[str, str], Return] = Factory(dict)
    rows: dict[tuple[str, str], int] = Factory(dict)

    def take(self, cells: Cells) -> None:
        """Read one row, and put it to the others of its return."""
        given = _return(cells, self.reading, self.asked)
        key = (given.order_id, given.return_id)
        known = self.returns.get(key)
        self.returns[key] = given if known is None else _joined(known, given)
        self.rows[key] = self.rows.get(key, 0) + 1

    def done(self) -> None:
        """Hand over the returns, each in the place of its first row."""
        for key in tuple(self.returns):
            self.reading.use(self.returns.pop(key), rows=self.rows.pop(key))


def _joined(known: Return, given: Return) -> Return:
    """What two rows say of one return."""
    if known == given:
        return known
    if known.requested_at != given.requested_at:
        expected = f"{known.requested_at.isoformat()}, as in another row of the same return"
        raise BadFact("return_request_date", given.requested_at.isoformat(), expected)
    if known.marketplace is not given.marketplace:
        expected = f"{known.marketplace.currency}, as in another row of the same return"
        raise BadFact("currency_code", given.marketplace.currency, expected)
    return evolve(
        known,
        in_policy=known.in_policy if known.in_policy is given.in_policy else None,
        amazon_label=known.amazon_label if known.amazon_label is given.amazon_label else None,
        received_on=known.received_on if known.received_on == given.received_on else None,
        # one row that says so is enough
        claim_filed=known.claim_filed if known.claim_filed is given.claim_filed else _either(known, given),
    )


def _either(known: Return, given: Return) -> bool | None:
    return True if known.claim_filed or given.claim_filed else None


def _return(cells: Cells, reading: Reading, asked: Marketplace | None) -> Return:
    order_id = cells.order_id("order_id")
    place = cells.place(reading, asked=asked, order="order_id", currency="currency_code")
    requested = _moment(cells, "return_request_date")
    if requested is None:
        raise BadFact("return_request_date", None, A_DAY)
    received = _moment(cells, "return_delivery_date")
    return Return(
        return_id=cells.identifier("amazon_rma_id") or cells.identifier("merchant_rma_id") or order_id,
        order_id=order_id,
        requested_at=requested if isinstance(requested, datetime) else _first_instant(requested, place),
        marketplace=place,
        in_policy=cells.truth("in_policy"),
        amazon_label=AMAZONS_LABELS.get((cells.text("label_type") or "").lower()),
        received_on=place.day_of(received) if isinstance(received, datetime) else received,
        claim_filed=cells.truth("a_to_z_claim"),
    )


def _moment(cells: Cells, name: str) -> date | datetime | None:
    """The day or the instant in a cell; months are numbers or have their English names."""
    text = cells.text(name)
    if text is None:
        return None
    named = _NAMED_MONTH.fullmatch(text)
    if named and named[2].lower() in MONTHS:
        text = f"{named[3]}-{MONTHS.index(named[2].lower()) + 1:02}-{named[1]:0>2}"
    try:
        if len(text) > len("2025-07-10"):
            return cells.instant(name)
        day = date.fromisoformat(text)
    except ValueError:  # BadFact is one too
        raise BadFact(name, cells.text(name), A_DAY) from None
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise BadFact(name, text, f"{A_DAY}, in the years {FIRST_YEAR} to {LAST_YEAR - 1}")
    return day


def _first_instant(day: date, place: Marketplace) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(place.zone)).astimezone(UTC)


def _values(element: Element) -> dict[str, object]:
    """The innermost elements of a request, or of one of its items, by their names."""
    own = (child for child in element if child.tag != ITEM)
    return {leaf.tag.lower(): leaf.text for child in own for leaf in child.iter() if not len(leaf)}


def _recognises(content: Content) -> bool:
    if isinstance(content, Markup):
        return content.names[:1] == ("AmazonEnvelope",) and RECORD in content.names
    return names_of(content).issuperset(NEEDED)


FORMAT = Format("seller_returns", gives=Return, names=READ, needs=NEEDED, recognises=_recognises, read=_read)
