"""GET_V1_SELLER_PERFORMANCE_REPORT, "XML Customer Metrics": the older account health report, with several time frames.

It names no marketplace and no targets, and nothing says whether its rates are fractions or percent: rates are worked
out from counts alone, and the reported ones are kept as the text that they are. Its names are not those of the newer
report, so that neither is taken for the other. Orders are the whole only of what is counted among orders.

Parsers of others and lists of its elements were seen, never a real file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from attrs import Factory, define, frozen

from sellerpolicy.amazon.cells import Cells
from sellerpolicy.amazon.contents import Content
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.markup import Markup
from sellerpolicy.amazon.metrics import Metric
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadFact, BadReport
from sellerpolicy.facts import Marketplace, Window

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ROOT, RECORD = "sellerPerformanceReports", "sellerPerformanceReport"
CHECKLIST, TIME_FRAME, TOTAL = "performanceChecklist", "timeFrame", "orderCount"
COUNT, RATE = "count", "rate"
OF_ORDERS = ("orderDefectMetrics", "customerExperienceMetrics")
"""The elements in which everything is counted among the orders."""


@frozen
class Check:
    """One line of the report's checklist: what was checked, and Amazon's word, ``"Good"``, ``"Fair"`` or ``"Poor"``."""

    name: str
    amazon_status: str | None


@frozen
class Figure:
    """A figure that is kept as it is written, for nothing says in which unit it is.

    Args:
        name: as in the document: ``"averageResponseTimeInHours"``; of a rate ``"orderWithDefects.rate"``.
        window: the days measured (UTC), both included; ``None`` where the document lacks them.
        text: what stands there.
    """

    name: str
    window: Window | None
    text: str


@frozen(kw_only=True)
class CustomerMetricsReport:
    """What the older report says of an account.

    Args:
        marketplace: the shop, as whoever read the report says.
        checklist: Amazon's words on single matters.
        metrics: what was counted, a metric for each time frame: ``"orderWithDefects"``, ``"a_z_claims"``,
            ``"chargebacks"``, ``"negativeFeedbacks"``, ``"lateShipment"``, … Without targets none is met or missed.
        figures: reported rates, and hours, as they are written.
    """

    marketplace: Marketplace
    checklist: tuple[Check, ...] = ()
    metrics: tuple[Metric, ...] = ()
    figures: tuple[Figure, ...] = ()


@define
class Draft:
    """A report while its elements are being read."""

    checklist: list[Check] = Factory(list)
    metrics: list[Metric] = Factory(list)
    figures: list[Figure] = Factory(list)
    rows: int = 0

    def take(self, reading: Reading, report: Element) -> None:
        """Read all of a report: each line of the checklist is a row, and each time frame of a block."""
        for block in report:
            if block.tag == CHECKLIST:
                self.checklist += [Check(check.tag, _word(check)) for check in block]
                self.rows += len(block)
                continue
            frames = [entry for entry in block.iter() if entry.find(TIME_FRAME) is not None]
            for entry in frames:
                self.take_frame(reading, entry)
            if not frames:
                reading.ignore("undeclared element")

    def take_frame(self, reading: Reading, entry: Element) -> None:
        """Read what was measured in one time frame."""
        try:
            window, doubts = _window(cast("Element", entry.find(TIME_FRAME)))
            total = _count(entry, TOTAL) if entry.tag in OF_ORDERS else None
            metrics = [_metric(counted, window, total, doubts) for counted in entry if counted.find(COUNT) is not None]
        except BadFact as problem:
            reading.refuse(problem, line=None, column=problem.field)
            return
        self.metrics += metrics
        self.figures += [Figure(name, window, text) for name, text in _figures(entry)]
        self.rows += 1

    def report(self, marketplace: Marketplace) -> CustomerMetricsReport:
        """The report, as far as it was read."""
        return CustomerMetricsReport(
            marketplace=marketplace,
            checklist=tuple(self.checklist),
            metrics=tuple(self.metrics),
            figures=tuple(self.figures),
        )


def _metric(counted: Element, window: Window | None, total: int | None, doubts: tuple[str, ...]) -> Metric:
    count = _count(counted, COUNT)
    if count is None or total is None:
        doubts = (*doubts, "counts are missing: no rate can be worked out")
    elif count > total:
        doubts = (*doubts, f"more are counted than there are: {count} of {total}")
    return Metric(name=counted.tag, window=window, count=count, total=total, doubts=doubts)


def _count(entry: Element, name: str) -> int | None:
    path = f"{entry.tag}.{name}"
    return Cells(0, {path: entry.findtext(name)}).whole(path)


def _window(frame: Element) -> tuple[Window | None, tuple[str, ...]]:
    """The days measured, and what is odd about them."""
    cells = Cells(0, {f"{TIME_FRAME}.{edge.tag}": edge.text for edge in frame})
    first, last = cells.instant(f"{TIME_FRAME}.start"), cells.instant(f"{TIME_FRAME}.end")
    if first is None or last is None:
        return None, ("the time frame lacks its first or last day",)
    if last < first:
        return None, (f"the time frame ends before it starts: {first.date()} to {last.date()}",)
    return Window(first=first.date(), last=last.date()), ()


def _figures(entry: Element) -> Iterator[tuple[str, str]]:
    """Reported rates, and whatever stands alone, by name."""
    for child in entry:
        inner = child.find(RATE)
        if inner is not None and (text := (inner.text or "").strip()):
            yield f"{child.tag}.{RATE}", text
        elif not len(child) and child.tag != TOTAL and (text := (child.text or "").strip()):
            yield child.tag, text


def _word(check: Element) -> str | None:
    return (check.findtext("status") or check.text or "").strip() or None


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    found = False
    for _, report in cast("Markup", content).records(RECORD):
        draft = Draft()
        draft.take(reading, report)
        found = found or draft.rows > 0
        if draft.rows:
            _use(draft, reading, marketplace)
    if not found and not reading.refused:
        raise BadReport("empty: no checklist and no time frames", file=reading.file)


def _use(draft: Draft, reading: Reading, marketplace: Marketplace | None) -> None:
    try:
        report = draft.report(marketplace or reading.place_or_guess(None, RECORD))
    except BadFact as problem:
        for _ in range(draft.rows):
            reading.refuse(problem, line=None, column=RECORD)
    else:
        reading.use(report, rows=draft.rows)


def _recognises(content: Content) -> bool:
    return isinstance(content, Markup) and content.names[:1] in ((ROOT,), (RECORD,))


FORMAT = Format(
    "customer_metrics",
    gives=CustomerMetricsReport,
    names=(ROOT, RECORD, CHECKLIST, *OF_ORDERS),
    needs=(ROOT, RECORD),
    recognises=_recognises,
    read=_read,
)
