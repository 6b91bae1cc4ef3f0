"""GET_SELLER_FEEDBACK_DATA: what buyers gave the seller, without anything above three stars; six columns with tabs.

The columns always stand in the same order, under headers that are translated in part, so they are read by their place.
Days are written as each marketplace writes them, mostly with years of two digits, which are years after 2000.
Comments, answers and e-mail addresses are dropped. The file does not say which feedback was removed or struck through.

Headers and days of real accounts were seen in the parsers of others, never a whole real file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import cast

from attrs import Factory, define, frozen

from sellerpolicy.amazon.cells import Cells, Flat, each_row, is_order_id
from sellerpolicy.amazon.contents import Content, Records, Table, spelt
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.amazon.shops import GIVEN, Whereabouts
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Feedback, Marketplace
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR

HEADERS = (
    ("date", "datum", "fecha"),
    ("rating", "bewertung"),
    ("comments", "kommentar", "comentarios"),
    ("your_response", "response", "ihre_antwort"),
    ("order_id", "transaktionsnummer", "número_de_pedido"),
    ("rater_email", "e_mail_des_bewertenden", "e_mail_del_cliente"),
)
"""The six columns in their order, each as ``spelt`` writes the headers that were seen."""
ENOUGH_KNOWN = 3
DATE, RATING, ORDER_ID = 0, 1, 4
STARS = range(1, 6)
CENTURY, SHORT = 2000, 2

MONTH_FIRST, DAY_FIRST, YEAR_FIRST = "month/day/year", "day/month/year", "year/month/day"
DOTTED, DASHED = "day.month.year", "year-month-day"
LAYOUTS = {
    Marketplace.US: MONTH_FIRST,
    Marketplace.DE: DOTTED,
    Marketplace.SE: DASHED,
    Marketplace.JP: YEAR_FIRST,
    **dict.fromkeys(
        (
            *(Marketplace.AE, Marketplace.AU, Marketplace.BE, Marketplace.BR, Marketplace.CA, Marketplace.EG),
            *(Marketplace.ES, Marketplace.FR, Marketplace.IE, Marketplace.IN, Marketplace.IT, Marketplace.MX),
            *(Marketplace.NL, Marketplace.PL, Marketplace.SA, Marketplace.SG, Marketplace.TR, Marketplace.UK),
        ),
        DAY_FIRST,
    ),
}
"""How marketplaces write days; of those that are missing it is not known."""
ALL_LAYOUTS = tuple(dict.fromkeys(LAYOUTS.values()))

PATTERNS = {
    layout: re.compile(
        layout.replace(".", r"\.")
        .replace("year", "(?P<year>[0-9]{2}|[0-9]{4})")
        .replace("month", "(?P<month>[0-9]{1,2})")
        .replace("day", "(?P<day>[0-9]{1,2})"),
        re.ASCII,
    )
    for layout in ALL_LAYOUTS
}
# a day of which there is no doubt anywhere
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})", re.ASCII)


def day_of(text: str, layout: str) -> date | None:
    """The day that a text is in a layout, or as 2026-11-05 in every layout; ``None`` where it is none."""
    found = _ISO.fullmatch(text) or PATTERNS[layout].fullmatch(text)
    if found is None:
        return None
    year = int(found["year"]) + (CENTURY if len(found["year"]) == SHORT else 0)
    try:
        day = date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return day if FIRST_YEAR <= year <= LAST_YEAR else None


@frozen
class Given:
    """One row: the feedback with its day as it is written."""

    line: int
    written: str
    rating: int
    order_id: str


@define
class Gathered:
    """The rows of a file whose marketplace nobody named, until the days of all of them have been seen."""

    rows: list[Given] = Factory(list)

    def marketplace(self) -> Marketplace | None:
        """The only marketplace that writes all days as they are written here; ``None`` if several do, or none."""
        told = {row.written for row in self.rows if not _ISO.fullmatch(row.written)}
        fitting = [place for place, layout in LAYOUTS.items() if all(day_of(text, layout) for text in told)]
        return fitting[0] if told and len(fitting) == 1 else None

    def known(self, whereabouts: Whereabouts) -> Marketplace | None:
        """The only marketplace of the orders here that are known beside the file, else that of everything else."""
        places = {whereabouts.orders.get(row.order_id) for row in self.rows} - {None}
        return places.pop() if len(places) == 1 else whereabouts.otherwise


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    names = [spelt(name) for name in content.names]
    gathered = Gathered()

    def take(cells: Cells) -> None:
        given = _given(cells, names)
        if marketplace is None:
            gathered.rows.append(given)
        else:
            reading.use(_feedback(given, marketplace, names[DATE]))

    each_row(cast("Flat", content), reading, take)
    place = gathered.marketplace()
    if place is None:
        place = gathered.known(reading.whereabouts)
        reading.unplaced += len(gathered.rows) if place is None else 0
    for given in gathered.rows:
        try:
            if place is None:
                raise _ambiguous(given, names[DATE])
            reading.use(_feedback(given, place, names[DATE]))
        except BadFact as problem:
            reading.refuse(problem, line=given.line, column=problem.field)


def _given(cells: Cells, names: list[str]) -> Given:
    stars = cells.whole(names[RATING])
    if stars is None or stars not in STARS:
        raise BadFact(names[RATING], stars, "a whole number of stars from 1 to 5")
    written = cells.needed(names[DATE], "a day")
    if not any(day_of(written, layout) for layout in ALL_LAYOUTS):
        raise BadFact(names[DATE], written, f"a day written as {' or '.join(ALL_LAYOUTS)}")
    return Given(cells.line, written, stars, cells.order_id(names[ORDER_ID]))


def _feedback(given: Given, place: Marketplace, column: str) -> Feedback:
    layout = LAYOUTS.get(place, DASHED)
    left_on = day_of(given.written, layout)
    if left_on is None:
        raise BadFact(column, given.written, f"a day written as {layout}, for marketplace {place.value!r}")
    return Feedback(order_id=given.order_id, rating=given.rating, left_on=left_on, marketplace=place)


def _ambiguous(given: Given, column: str) -> BadFact:
    places: dict[date, list[str]] = {}
    for place, layout in LAYOUTS.items():
        left_on = day_of(given.written, layout)
        if left_on is not None:
            places.setdefault(left_on, []).append(place.value)
    meant = "; ".join(f"in {', '.join(shops)} it is {left_on}" for left_on, shops in places.items())
    why = f"marketplaces write days differently: {meant}" if len(places) > 1 else "this day may be of any of them"
    return BadFact(column, given.written, f"{GIVEN}, for {why}")


def _recognises(content: Content) -> bool:
    names = [spelt(name) for name in content.names]
    if not isinstance(content, Table | Records) or len(names) != len(HEADERS) or "" in names:
        return False
    if sum(name in known for name, known in zip(names, HEADERS, strict=True)) >= ENOUGH_KNOWN:
        return True
    return isinstance(content, Table) and any(
        map(_is_feedback, (line.split(content.delimiter) for line in content.beginning))
    )


def _is_feedback(cells: Sequence[str]) -> bool:
    return (
        len(cells) == len(HEADERS)
        and any(day_of(cells[DATE].strip(), layout) for layout in ALL_LAYOUTS)
        and cells[RATING].strip() in map(str, STARS)
        and is_order_id(cells[ORDER_ID].strip())
    )


FORMAT = Format(
    "seller_feedback",
    gives=Feedback,
    names=tuple(known[0] for known in HEADERS),
    needs=tuple(known[0] for known in HEADERS),
    recognises=_recognises,
    read=_read,
)
