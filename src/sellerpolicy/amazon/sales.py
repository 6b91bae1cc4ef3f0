"""Sales by time, added up to whole calendar months: the Sales API, the Sales and Traffic report, and Data Kiosk.

``getOrderMetrics`` (recognised by ``interval`` and ``totalSales``), GET_SALES_AND_TRAFFIC_REPORT (by
``salesAndTrafficByDate``) and Data Kiosk's ``analytics_salesAndTraffic`` as lines of JSON (by ``startDate`` and
``sales``). All three give *ordered product sales*: the price of the goods ordered, before refunds, without shipping and
gift wrap; orders that were cancelled later seem to be in. Whether gross proceeds mean more than that, no text says.

Only a month of which every hour is in the source becomes a fact; the entries of other months, weeks that cross months,
longer spans and sales of single products are left out and counted. An answer of the Sales API may have been asked for
one article, one kind of buyer or one channel alone: it does not say so, and the caller must know. Nor does it name its
marketplace: it is the one that is asked for, or the only one with its currency.
Seen on Amazon's examples only, never on a real answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import cast

from attrs import Factory, define, frozen

from sellerpolicy.amazon.blocks import LONGEST_TIME, Block
from sellerpolicy.amazon.contents import Content, Document
from sellerpolicy.amazon.entries import Entry, each_entry, has, needed_money, place_of
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.amazon.shops import of_currency
from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import Marketplace, Money, MonthlySales
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR

DAY = timedelta(days=1)
GRANULARITIES = ("DAY", "WEEK", "MONTH")
OF_A_PRODUCT = ("parentAsin", "childAsin", "sku")
INTERVAL = (
    'two instants with their offsets, the first included, such as "2026-10-01T00:00-07:00--2026-11-01T00:00-07:00"'
)


@frozen
class Stretch:
    """The sales of a stretch of time.

    Args:
        entry: where it stands.
        place: the marketplace.
        start: its first instant, by the clock there.
        end: the instant after its last.
        amount: what was ordered.
    """

    entry: Entry
    place: Marketplace
    start: datetime
    end: datetime
    amount: Money

    @property
    def month(self) -> date:
        """The first day of the month in which it starts."""
        return self.start.date().replace(day=1)


@define
class _Months:
    """The stretches of one source, by marketplace and month."""

    reading: Reading
    stretches: dict[tuple[Marketplace, date], list[Stretch]] = Factory(lambda: defaultdict(list))

    def take(self, stretch: Stretch) -> None:
        """Take one stretch; one that leaves its month is ignored."""
        if stretch.amount.currency != stretch.place.currency or stretch.amount.amount < 0:
            expected = f"an amount in {stretch.place.currency}, the currency of {stretch.place.value!r}, not below 0"
            raise BadFact(stretch.entry.path, stretch.amount, expected)
        if stretch.end <= stretch.start:
            raise BadFact(stretch.entry.path, stretch.end.isoformat(), f"an end after {stretch.start.isoformat()}")
        if _naive(stretch.end) > _naive_day(_next_month(stretch.month)):
            self.reading.ignore("longer than a month, or in two of them")
        else:
            self.stretches[stretch.place, stretch.month].append(stretch)

    def add_up(self) -> None:
        """Make a fact of every month that is whole."""
        for (place, month), stretches in self.stretches.items():
            kept = self._without_overlaps(sorted(stretches, key=lambda stretch: stretch.start))
            if _is_whole(kept, month):
                gross = sum((stretch.amount for stretch in kept[1:]), kept[0].amount)
                self.reading.use(MonthlySales(month=month, gross=gross, marketplace=place), rows=len(kept))
            else:
                for _ in kept:
                    self.reading.ignore("part of a month that is not whole here")

    def _without_overlaps(self, stretches: list[Stretch]) -> list[Stretch]:
        kept: list[Stretch] = []
        for stretch in stretches:
            if kept and stretch.start < kept[-1].end:
                expected = f"a start on or after {kept[-1].end.isoformat()}, when another entry ends"
                problem = BadFact(stretch.entry.path, stretch.start.isoformat(), expected)
                self.reading.refuse(problem, line=stretch.entry.line, column=problem.field)
            else:
                kept.append(stretch)
        return kept


def _is_whole(stretches: list[Stretch], month: date) -> bool:
    return (
        _naive(stretches[0].start) == _naive_day(month)
        and _naive(stretches[-1].end) == _naive_day(_next_month(month))
        and all(one.end == other.start for one, other in pairwise(stretches))
    )


def _naive(instant: datetime) -> datetime:
    return instant.replace(tzinfo=None)


def _naive_day(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _reader(
    stretch_of: Callable[[Entry, Reading, Marketplace | None], Stretch | str], *under: str
) -> Callable[[Content, Reading, Marketplace | None], None]:
    """A format's reader, made of what reads one entry, or says why it is left out."""

    def read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
        months = _Months(reading)

        def take(entry: Entry) -> None:
            found = stretch_of(entry, reading, marketplace)
            if isinstance(found, str):
                reading.ignore(found)
            else:
                months.take(found)

        each_entry(content, reading, take, under=under)
        months.add_up()

    return read


def _of_metrics(entry: Entry, reading: Reading, asked: Marketplace | None) -> Stretch:
    """Read one interval of ``getOrderMetrics``."""
    block = Block.of(entry.path, entry.value)
    amount = needed_money(block, "totalSales")
    path = f"{entry.path}.interval"
    first, _, last = (block.text("interval") or "").partition("--")
    start, end = _offset_instant(first), _offset_instant(last)
    if start is None or end is None:
        raise BadFact(path, block.get("interval"), INTERVAL)
    places = (asked,) if asked else of_currency(amount.currency)
    place = places[0] if len(places) == 1 else reading.place_of(None, places)
    if place is None:
        which = ", ".join(place.value for place in places) or "of none that is known"
        expected = f"a marketplace to be asked for, for this does not name one; its currency is that of {which}"
        raise BadFact(f"{entry.path}.totalSales", str(amount), expected)
    return Stretch(Entry(entry.line, path, None), place, start, end, amount)


def _offset_instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if len(text) <= LONGEST_TIME else None
    except ValueError:
        return None
    if found is None or found.utcoffset() is None or not FIRST_YEAR < found.year < LAST_YEAR:
        return None
    return found


def _of_days(entry: Entry, place: Marketplace, first: date, last: date, amount: Money) -> Stretch:
    if not FIRST_YEAR < first.year <= last.year < LAST_YEAR:
        raise BadFact(entry.path, f"{first} to {last}", "days in their order")
    return Stretch(entry, place, _naive_day(first), _naive_day(last + DAY), amount)


def _needed_day(block: Block, key: str) -> date:
    found = block.day(key)
    if found is None:
        raise BadFact(f"{block.path}.{key}", None, 'a day such as "2026-10-31"')
    return found


def _of_kiosk(entry: Entry, _: Reading, asked: Marketplace | None) -> Stretch | str:
    """Read one line of Data Kiosk."""
    block = Block.of(entry.path, entry.value)
    if any(block.has(key) for key in OF_A_PRODUCT):
        return "sales of one product"
    place = place_of(block, asked=asked)
    amount = needed_money(block.inner("sales"), "orderedProductSales")
    return _of_days(entry, place, _needed_day(block, "startDate"), _needed_day(block, "endDate"), amount)


def _read_report(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    """Read a Sales and Traffic report; every entry by date and by product is a row."""
    document = cast("Document", content).values

    def stretch_of(entry: Entry, _: Reading, asked: Marketplace | None) -> Stretch | str:
        block = Block.of(entry.path, entry.value)
        if any(block.has(key) for key in OF_A_PRODUCT):
            return "sales of one product"
        specification = Block.of("document", document).inner("reportSpecification")
        granularity = specification.inner("reportOptions").word("dateGranularity") or GRANULARITIES[0]
        if granularity not in GRANULARITIES:
            expected = f"one of {', '.join(GRANULARITIES)}"
            path = "reportSpecification.reportOptions.dateGranularity"
            raise BadFact(path, granularity, expected, meant=nearest(granularity, GRANULARITIES))
        first = _needed_day(block, "date")
        last = first
        if granularity == "WEEK":
            last = first + 6 * DAY
        elif granularity == "MONTH":
            first = first.replace(day=1)
            last = _next_month(first) - DAY
        amount = needed_money(block.inner("salesByDate"), "orderedProductSales")
        return _of_days(entry, _report_place(specification, asked), first, last, amount)

    _reader(stretch_of, "salesAndTrafficByDate", "salesAndTrafficByAsin")(content, reading, marketplace)


def _report_place(specification: Block, asked: Marketplace | None) -> Marketplace:
    ids = specification.words("marketplaceIds") or frozenset()
    if len(ids) > 1:
        raise BadFact("reportSpecification.marketplaceIds", sorted(ids), "one marketplace")
    named = {"marketplaceId": next(iter(ids))} if ids else {}
    return place_of(Block.of("reportSpecification", named), asked=asked, key="marketplaceId")


ORDER_METRICS = Format(
    "order_metrics",
    gives=MonthlySales,
    names=("interval", "totalSales", "unitCount", "orderItemCount", "orderCount", "averageUnitPrice"),
    needs=("interval", "totalSales"),
    recognises=lambda content: has(content, "interval", "totalSales"),
    read=_reader(_of_metrics),
)
SALES_AND_TRAFFIC = Format(
    "sales_and_traffic",
    gives=MonthlySales,
    names=("reportSpecification", "salesAndTrafficByDate", "salesAndTrafficByAsin"),
    needs=("reportSpecification", "salesAndTrafficByDate"),
    recognises=lambda content: isinstance(content, Document) and has(content, "salesAndTrafficByDate"),
    read=_read_report,
)
DATA_KIOSK = Format(
    "data_kiosk_sales",
    gives=MonthlySales,
    names=("startDate", "endDate", "marketplaceId", "sales", "traffic"),
    needs=("startDate", "endDate", "sales"),
    recognises=lambda content: has(content, "startDate", "endDate", "sales"),
    read=_reader(_of_kiosk),
)
FORMATS = (ORDER_METRICS, SALES_AND_TRAFFIC, DATA_KIOSK)
