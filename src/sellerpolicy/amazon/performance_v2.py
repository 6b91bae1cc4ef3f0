"""GET_V2_SELLER_PERFORMANCE_REPORT: the account health report, one JSON document for one or several marketplaces.

Its rates and targets are fractions. Live documents carry keys and status words that Amazon's schema lacks, and Amazon's
own example contradicts itself: what is merely odd is read and noted as a doubt, what cannot be read is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from attrs import Factory, define, evolve

from sellerpolicy.amazon.blocks import Block, spelt
from sellerpolicy.amazon.contents import Content, Document
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.metrics import (
    SAME_RATE,
    Component,
    Metric,
    PerformanceReport,
    ReportedRating,
    ViolationCount,
    WarningState,
)
from sellerpolicy.amazon.reading import Reading, reason_of
from sellerpolicy.errors import BadFact, BadReport, nearest
from sellerpolicy.facts import Fulfiller, Marketplace, Window
from sellerpolicy.logic.words import percent

STATUSES, METRICS = "accountStatuses", "performanceMetrics"
MARKETPLACE = "marketplaceId"
MARKETPLACES = {marketplace.id: marketplace for marketplace in Marketplace}
Entries = Iterator[tuple[str, object]]

# what is counted, out of what
COUNTS = {
    "orderDefectRate": ("orderWithDefects", "orderCount"),
    "lateShipmentRate": ("lateShipmentCount", "orderCount"),
    "preFulfillmentCancellationRate": ("cancellationCount", "orderCount"),
    "validTrackingRate": ("validTrackingCount", "shipmentCount"),
    "onTimeDeliveryRate": ("onTimeDeliveryCount", "shipmentCountWithValidTracking"),
    "unitOnTimeDeliveryRate": ("unitOnTimeDeliveryCount", "totalUnitCount"),
    "invoiceDefectRate": ("invoiceDefect", "orderCount"),
}
FULFILLERS = {"mfn": Fulfiller.SELLER, "afn": Fulfiller.AMAZON}
STATUS_WORDS = {"GOOD", "BAD", "NONE"}
VIOLATION_COUNTS = ("defectsCount", "warningsCount")
RATES_IN_A_LIST = {"lateShipmentRateList": "lateShipmentRate"}
OLD_SPELLINGS = {
    "prefulfillmentCancelRate": "preFulfillmentCancellationRate",
    "documentRequest": "documentRequests",
    "warningState": "warningStates",
}


@define
class Draft:
    """The report of one marketplace while its blocks are being read."""

    account_status: str | None = None
    metrics: list[Metric] = Factory(list)
    violations: list[ViolationCount] = Factory(list)
    health_rating: ReportedRating | None = None
    warnings: tuple[WarningState, ...] = ()
    undeclared: list[str] = Factory(list)
    rows: int = 0

    def take(self, name: str, path: str, value: object) -> bool:
        """Read one block by its name, or by its shape where nobody declared the name; say whether it had either."""
        if name == "warningStates":
            self.warnings = tuple(_warning(block) for block in _blocks(path, value))
        elif name == "accountHealthRating":
            self.health_rating = _health_rating(Block.of(path, value))
        elif name == "orderDefectRate":
            self.metrics += _order_defect_rates(Block.of(path, value))
        elif name in RATES_IN_A_LIST:
            listed = [_metric(RATES_IN_A_LIST[name], block) for block in _blocks(path, value)]
            # usually one of them repeats what stands in the block of that name
            known = set(self.metrics)
            self.metrics += [metric for metric in dict.fromkeys(listed) if metric not in known]
        elif name in COUNTS or _holds(value, "rate"):
            self.metrics.append(_metric(name, Block.of(path, value)))
        elif _holds(value, *VIOLATION_COUNTS):
            self.violations.append(_violations(name, Block.of(path, value)))
        else:
            self.undeclared.append(name)
            return False
        return True

    def report(self, marketplace: Marketplace) -> PerformanceReport:
        """The report, as far as it was read."""
        return PerformanceReport(
            marketplace=marketplace,
            account_status=self.account_status,
            metrics=tuple(self.metrics),
            violations=tuple(self.violations),
            health_rating=self.health_rating,
            warnings=self.warnings,
            undeclared=tuple(self.undeclared),
        )


def _holds(value: object, *keys: str) -> bool:
    return isinstance(value, Mapping) and any(spelt(key) in keys for key in value)


def _blocks(path: str, value: object) -> list[Block]:
    if not isinstance(value, list | tuple):
        raise BadFact(path, value, "a list of objects")
    return [Block.of(f"{path}[{place}]", item) for place, item in enumerate(value)]


def _order_defect_rates(block: Block) -> list[Metric]:
    found = []
    for key, value in block.values.items():
        if key in FULFILLERS and value is not None:
            inner = Block.of(f"{block.path}.{key}", value)
            said = inner.text("fulfillmentType")
            doubts = () if said is None or said.lower() == key else (f"the block {key!r} calls itself {said!r}",)
            found.append(_metric("orderDefectRate", inner, fulfilled_by=FULFILLERS[key], doubts=doubts))
        elif isinstance(value, Mapping):
            doubts = (f"undeclared block {key!r}",)
            found.append(_metric("orderDefectRate", Block.of(f"{block.path}.{key}", value), doubts=doubts))
    return found


def _metric(name: str, block: Block, *, fulfilled_by: Fulfiller | None = None, doubts: tuple[str, ...] = ()) -> Metric:
    counted, out_of = COUNTS.get(name, ("", ""))
    window, backwards = _window(block)
    metric = Metric(
        name=name,
        fulfilled_by=fulfilled_by,
        window=window,
        count=block.counted(counted),
        total=block.count(out_of),
        reported_rate=block.number("rate"),
        target=block.number("targetValue"),
        target_condition=block.word("targetCondition"),
        amazon_status=block.word("status"),
        components=tuple(_components(block, counted)),
    )
    return evolve(metric, doubts=(*doubts, *backwards, *_contradictions(metric)))


def _components(block: Block, counted: str) -> Iterator[Component]:
    for key, value in block.values.items():
        if key != counted and _holds(value, "count"):
            inner = Block.of(f"{block.path}.{key}", value)
            yield Component(key, inner.count("count"), inner.word("status"))


def _contradictions(metric: Metric) -> Iterator[str]:
    counts = f"{metric.count} of {metric.total}"
    if metric.name not in COUNTS:
        yield "Amazon's schema does not declare this metric: its counts are unknown"
    elif metric.count is None or metric.total is None:
        yield "counts are missing: the rate is the one that Amazon reports, rounded"
    elif metric.count > metric.total:
        yield f"more are counted than there are: {counts}"
    if metric.rate is not None and metric.reported_rate is not None:
        if abs(metric.rate - metric.reported_rate) > SAME_RATE:
            yield f"the reported rate, {percent(metric.reported_rate)}, is not that of the counts, {counts}"
        elif metric.reported_rate > 1:
            yield f"the reported rate, {percent(metric.reported_rate)}, is more than all"
    yield from _odd_status(metric)


def _odd_status(metric: Metric | ViolationCount) -> Iterator[str]:
    status = metric.amazon_status
    if metric.agrees is False:
        yield f"Amazon's status is {status}, though by its own figures the target is {metric.verdict.value}"
    if status is not None and status not in STATUS_WORDS:
        yield f"Amazon's schema does not declare the status {status!r}"


def _violations(name: str, block: Block) -> ViolationCount:
    window, backwards = _window(block)
    counted = next((key for key in VIOLATION_COUNTS if block.has(key)), VIOLATION_COUNTS[0])
    violations = ViolationCount(
        name=name,
        window=window,
        count=block.count(counted),
        target=block.number("targetValue"),
        target_condition=block.word("targetCondition"),
        amazon_status=block.word("status"),
    )
    return evolve(violations, doubts=(*backwards, *_odd_status(violations)))


def _health_rating(block: Block) -> ReportedRating:
    window, backwards = _window(block)
    status = block.word("ahrStatus") or block.word("accountHealthRatingStatus")
    return ReportedRating(amazon_status=status, score=block.count("ahrScore"), window=window, doubts=backwards)


def _warning(block: Block) -> WarningState:
    return WarningState(block.text("warningType"), block.word("status"))


def _window(block: Block) -> tuple[Window | None, tuple[str, ...]]:
    """The days measured, and what is odd about them; Amazon's own example has a window that ends before it starts."""
    days = block.block("reportingDateRange")
    if days is None:
        return None, ()
    first, last = days.day("reportingDateFrom"), days.day("reportingDateTo")
    if first is None or last is None:
        return None, ("the window lacks its first or last day",)
    if last < first:
        return None, (f"the window ends before it starts: {first} to {last}",)
    return Window(first=first, last=last), ()


@define
class Account:
    """The drafts of all marketplaces in one document, and the account of its rows."""

    reading: Reading
    asked: Marketplace | None
    drafts: dict[Marketplace, Draft] = Factory(dict)

    def entries(self, document: Block, key: str) -> Entries:
        """The objects listed under a key, each with the path to it."""
        entries = document.values.get(key) or ()
        if isinstance(entries, list | tuple):
            yield from ((f"{key}[{place}]", entry) for place, entry in enumerate(entries))
        else:
            self.refuse(BadFact(key, entries, "a list of objects"))

    def draft(self, block: Block, listed: set[Marketplace]) -> Draft:
        """The draft of the marketplace that a block names, which must not be listed twice."""
        given = block.text(MARKETPLACE)
        place = self.asked if given is None else MARKETPLACES.get(given)
        if place is None:
            expected = "the id of a known marketplace" if given else "an id, for nothing else says the marketplace"
            meant = nearest(given, MARKETPLACES) if given else None
            raise BadFact(f"{block.path}.{MARKETPLACE}", given, expected, meant=meant)
        if place in listed:
            raise BadFact(f"{block.path}.{MARKETPLACE}", given, "each marketplace once")
        listed.add(place)
        return self.drafts.setdefault(place, Draft())

    def take_statuses(self, entries: Entries) -> None:
        """Read the account statuses; each of them is a row."""
        listed: set[Marketplace] = set()
        for path, entry in entries:
            try:
                block = Block.of(path, entry)
                draft = self.draft(block, listed)
                draft.account_status = block.word("status")
                draft.rows += 1
            except BadFact as problem:
                self.refuse(problem)

    def take_metrics(self, entries: Entries) -> None:
        """Read the metrics; each block is a row, and is refused where its marketplace is not known."""
        listed: set[Marketplace] = set()
        for path, entry in entries:
            names: list[str] = []
            try:
                block = Block.of(path, entry)
                names = [name for name in block.values if name != MARKETPLACE]
                draft = self.draft(block, listed)
            except BadFact as problem:
                for _ in names or ("the entry itself",):
                    self.refuse(problem)
                continue
            for name in sorted(names, key=RATES_IN_A_LIST.__contains__):
                self.take_block(draft, name, f"{path}.{name}", block.values[name])

    def take_block(self, draft: Draft, name: str, path: str, value: object) -> None:
        """Read one block of a marketplace's metrics."""
        try:
            if value is None:
                self.reading.ignore("empty block")
            elif draft.take(OLD_SPELLINGS.get(name, name), path, value):
                draft.rows += 1
            else:
                self.reading.ignore("undeclared key")
        except BadFact as problem:
            self.refuse(problem)

    def refuse(self, problem: BadFact) -> None:
        """Refuse one row at the place that the problem names."""
        self.reading.refuse(problem, line=None, column=problem.field)


def _read(content: Content, reading: Reading, marketplace: Marketplace | None) -> None:
    """Read a report. A row of it is one account status, or one block of one marketplace's metrics."""
    (row,) = cast("Document", content).rows()
    try:
        document = Block.of("document", row.values)
    except BadFact as problem:
        raise BadReport(reason_of(problem), file=reading.file) from None
    account = Account(reading, marketplace)
    account.take_statuses(account.entries(document, STATUSES))
    account.take_metrics(account.entries(document, METRICS))
    for place, draft in account.drafts.items():
        reading.use(draft.report(place), rows=draft.rows)
    if not account.drafts and not reading.refused:
        raise BadReport("empty: no account status and no metrics", file=reading.file)


def _recognises(content: Content) -> bool:
    return isinstance(content, Document) and not {STATUSES, METRICS}.isdisjoint(map(spelt, content.names))


FORMAT = Format(
    "performance_report",
    gives=PerformanceReport,
    names=(STATUSES, METRICS),
    needs=(STATUSES, METRICS),
    recognises=_recognises,
    read=_read,
)
