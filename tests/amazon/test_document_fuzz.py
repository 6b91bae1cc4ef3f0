"""Every reader of Amazon's documents and settlements under damage: only ``BadReport`` comes out, and no row is lost."""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.errors import BadFact, BadReport

from .samples import (
    FIRST,
    SECOND,
    THIRD,
    V1_COLUMNS,
    by_date,
    event_v0,
    events_v0,
    flat,
    items_v0,
    kiosk,
    metric,
    metrics,
    order_2026,
    order_changed,
    order_v0,
    orders_2026,
    orders_v0,
    package_2026,
    settlement_v2,
    solicitation,
    status_changed,
    summary,
    traffic,
    transactions,
)
from .test_flat_fuzz import TWICE, damaged, mutated
from .test_readers import JUNK, places, read_or_refused

FEBRUARY = [f"2026-02-{day:02}" for day in range(1, 29)]
DOCUMENTS: dict[str, Any] = {
    "orders_v0": [orders_v0(order_v0(), order_v0(SECOND, OrderStatus="Canceled")), items_v0(), items_v0(SECOND)],
    "orders_2026_01_01": orders_2026(order_2026(), order_2026(THIRD, packages=[package_2026(), package_2026()])),
    "financial_events": events_v0(GuaranteeClaimEventList=[event_v0(), event_v0(SECOND)]),
    "transactions": transactions(),
    "order_metrics": metrics(
        metric("2026-10-01T00:00-07:00", "2026-10-31T00:00-07:00"),
        metric("2026-10-31T00:00-07:00", "2026-11-01T00:00-07:00", 12.5),
    ),
    "sales_and_traffic": traffic(*(by_date(day, 0.1) for day in FEBRUARY)),
    "data_kiosk_sales": [kiosk("2026-02-01", "2026-02-27"), kiosk("2026-02-28", "2026-02-28")],
    "account_status_changed": [status_changed(), status_changed("DEACTIVATED")],
    "order_change": order_changed(),
    "solicitations": solicitation("productReviewAndSellerFeedback"),
}
SETTLEMENTS = {
    "settlement_v2": settlement_v2(),
    "settlement_v1": flat(
        V1_COLUMNS,
        summary(),
        {
            "settlement-id": "1",
            "transaction-type": "Chargeback Refund",
            "order-id": FIRST,
            "posted-date": "2026-10-20T23:30:00+00:00",
            "price-amount": "-50,00",
        },
    ),
}
ODD = st.sampled_from(
    [
        *(
            "2026-10-01T02:30:00Z",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
            "2026-10-01",
            "1e999",
            "NaN",
        ),
        *(
            "Canceled",
            "AFN",
            "AMAZON",
            "EUR",
            "A1PA6795UKMFR9",
            "Amazon.de",
            FIRST,
            "-0.00",
            "<b>",
            "=1+1",
            "\0",
            "\ud800",
        ),
    ]
)
MARKETPLACES = st.sampled_from([None, "us", "de", "jp"])


@st.composite
def changed(draw: st.DrawFn, document: Any) -> Any:
    """A document with a few places changed, removed, renamed, moved or doubled."""
    base = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 4))):
        found = list(places(base))
        if not found:
            break
        place = draw(st.sampled_from(found))
        match draw(st.sampled_from(["change", "odd", "remove", "rename", "double", "move"])):
            case "change":
                place.holder[place.key] = draw(JUNK)
            case "odd":
                place.holder[place.key] = draw(ODD)
            case "remove":
                del place.holder[place.key]
            case "rename" if isinstance(place.holder, dict):
                place.holder[draw(st.text(max_size=12))] = place.holder.pop(place.key)
            case "double" if isinstance(place.holder, list):
                place.holder.insert(place.key, copy.deepcopy(place.holder[place.key]))
            case _:
                other = draw(st.sampled_from(found))
                place.holder[place.key] = copy.deepcopy(
                    other.holder.get(other.key) if isinstance(other.holder, dict) else None
                )
    return base


@pytest.mark.parametrize("kind", DOCUMENTS)
class TestDocuments:
    """As a mapping, as text, as lines and as an open file, whatever happened to it on its way."""

    def test_undamaged_they_are_read(self, kind: str) -> None:
        found = amazon.read(DOCUMENTS[kind])
        assert (found.kind, found.used > 0) == (kind, True)

    @TWICE
    @given(data=st.data(), marketplace=MARKETPLACES)
    def test_changed(self, kind: str, data: st.DataObject, marketplace: str | None) -> None:
        document = data.draw(changed(DOCUMENTS[kind]))
        if not isinstance(document, dict | list):
            return
        read_or_refused(document, marketplace)
        try:
            text = json.dumps(document)
        except ValueError:
            return  # a number too long for Python to write
        read_or_refused(text + "\n", marketplace)

    @given(data=st.data(), marketplace=MARKETPLACES)
    def test_changed_bytes(self, kind: str, data: st.DataObject, marketplace: str | None) -> None:
        read_or_refused(data.draw(damaged(json.dumps(DOCUMENTS[kind]))), marketplace)

    @given(data=st.data())
    def test_changed_lines_in_a_file(self, kind: str, data: st.DataObject) -> None:
        pages = DOCUMENTS[kind] if isinstance(DOCUMENTS[kind], list) else [DOCUMENTS[kind]] * 2
        try:
            lines = "\n".join(json.dumps(data.draw(changed(page))) for page in pages)
        except ValueError:
            return  # a number too long for Python to write
        try:
            amazon.read(io.BytesIO(lines.encode()), on_error="collect")
        except BadReport:
            return


class TestPackages:
    @TWICE
    @given(data=st.data(), marketplace=MARKETPLACES)
    def test_changed(self, data: st.DataObject, marketplace: Any) -> None:
        document = data.draw(changed(DOCUMENTS["orders_2026_01_01"]))
        try:
            found = amazon.read_packages(document, marketplace=marketplace, on_error="collect")
        except BadReport:
            return
        assert found.rows == found.used + len(found.refused) + sum(found.ignored.values())


@pytest.mark.parametrize("text", SETTLEMENTS.values(), ids=list(SETTLEMENTS))
class TestSettlements:
    @TWICE
    @given(data=st.data(), marketplace=MARKETPLACES)
    def test_changed_text(self, text: str, data: st.DataObject, marketplace: str | None) -> None:
        read_or_refused(data.draw(mutated(text)) + "\n", marketplace)

    @TWICE
    @given(data=st.data(), marketplace=MARKETPLACES)
    def test_changed_bytes(self, text: str, data: st.DataObject, marketplace: str | None) -> None:
        read_or_refused(data.draw(damaged(text)), marketplace)


class TestColumnMaps:
    """A table under any map: only ``BadReport``, and ``BadFact`` for the map itself."""

    TABLE = f"Order No\tBought\tPieces\tPaid\n{FIRST}\t2026-10-01\t2\t12.50\n{SECOND}\t2026-10-02\t\tUSD 5\n"
    COLUMNS = {"Order No": "order_id", "Bought": "placed_on", "Pieces": "units", "Paid": "total"}  # noqa: RUF012

    @TWICE
    @given(data=st.data(), marketplace=MARKETPLACES)
    def test_changed_tables(self, data: st.DataObject, marketplace: str | None) -> None:
        text = data.draw(mutated(self.TABLE)) + "\n"
        try:
            found = amazon.read_table(
                text, fact=sp.Order, columns=self.COLUMNS, marketplace=marketplace, on_error="collect"
            )
        except BadReport:
            return
        assert found.rows == found.used + len(found.refused) + sum(found.ignored.values())

    @given(st.lists(st.dictionaries(st.sampled_from(list(COLUMNS)), JUNK, min_size=4), max_size=3))
    def test_records_of_anything(self, rows: list[dict[str, Any]]) -> None:
        try:
            found = amazon.read_table(rows, fact=sp.Order, columns=self.COLUMNS, on_error="collect")
        except BadReport:
            return
        assert found.rows == len(rows)

    @given(
        JUNK
        | st.dictionaries(st.sampled_from(list(COLUMNS)) | st.text(max_size=3), st.sampled_from(["order_id", "x"])),
        JUNK,
    )
    def test_maps_of_anything(self, columns: Any, values: Any) -> None:
        try:
            amazon.read_table(self.TABLE, fact=sp.Order, columns=columns, values=values)
        except (BadFact, BadReport):
            return
