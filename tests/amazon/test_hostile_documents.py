"""Hostile and broken documents: a correct reading or a clear error, in bounded time and memory."""

from __future__ import annotations

import gzip
import io
import json
import time
import tracemalloc
from decimal import Decimal
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import sources
from sellerpolicy.errors import BadReport

from .samples import (
    FIRST,
    V2_COLUMNS,
    by_date,
    event_v0,
    flat,
    items_v0,
    kiosk,
    metric,
    moved,
    order_2026,
    order_changed,
    order_v0,
    orders_2026,
    orders_v0,
    package_2026,
    settlement_v2,
    solicitation,
    status_changed,
    traffic,
    transaction,
    transactions,
)

SOURCES: dict[str, Any] = {
    "orders_v0": orders_v0(),
    "orders_2026_01_01": orders_2026(),
    "financial_events": {"FinancialEvents": {"GuaranteeClaimEventList": [event_v0()]}},
    "transactions": transactions(transaction()),
    "order_metrics": [metric("2026-10-01T00:00Z", "2026-11-01T00:00Z")],
    "sales_and_traffic": traffic(by_date("2026-10-05", 1), granularity="MONTH"),
    "data_kiosk_sales": [kiosk("2026-10-01", "2026-10-31")],
    "account_status_changed": status_changed(),
    "order_change": order_changed(),
    "solicitations": solicitation("x"),
}
MARKUP = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://example.invalid")'


@pytest.mark.parametrize("kind", SOURCES)
class TestText:
    """The text of every document in every encoding that it may have, and in none."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
    def test_encodings(self, kind: str, encoding: str) -> None:
        data = json.dumps(SOURCES[kind], ensure_ascii=False).encode(encoding)
        if encoding == "utf-16-le":
            with pytest.raises(BadReport, match="NUL"):
                amazon.read(data)
            return
        assert list(amazon.read(data)) == list(amazon.read(SOURCES[kind]))

    def test_mixed_ends_of_lines(self, kind: str) -> None:
        text = json.dumps(SOURCES[kind], indent=1)
        for end in ("\r\n", "\r", "\n\n\r\n"):
            assert list(amazon.read(text.replace("\n", end))) == list(amazon.read(SOURCES[kind]))

    def test_breaking_off(self, kind: str) -> None:
        text = json.dumps(SOURCES[kind])
        with pytest.raises(BadReport, match="not JSON"):
            amazon.read(text[: len(text) // 2])

    def test_gzip_that_breaks_off(self, kind: str) -> None:
        packed = gzip.compress(json.dumps(SOURCES[kind]).encode())
        with pytest.raises(BadReport, match="gzip that cannot be decompressed"):
            amazon.read(packed[:-9])


class TestJson:
    def test_nesting(self) -> None:
        for deep in ("[" * 100_000, '{"payload":' * 100_000, '{"Orders":' + "[" * 100_000):
            with pytest.raises(BadReport, match="nested too deeply|not JSON"):
                amazon.read(deep)

    def test_nesting_in_a_mapping(self) -> None:
        nested: Any = "deep"
        for _ in range(100_000):
            nested = [nested]
        with pytest.raises(BadReport, match=r"document.OrderTotal: expected an object, got <list too large to show>"):
            amazon.read(order_v0(OrderTotal=nested))
        events = {"FinancialEvents": {"GuaranteeClaimEventList": [event_v0(ShipmentItemList=nested)]}}
        with pytest.raises(BadReport, match="expected an object"):
            amazon.read(events)

    @pytest.mark.parametrize("number", ["1e999999999", "-1e999999999", "9" * 5000, "1" + "0" * 60, "NaN", "Infinity"])
    def test_numbers_beyond_all_reason(self, number: str) -> None:
        text = json.dumps(orders_v0(order_v0(NumberOfItemsShipped="N"))).replace('"N"', number)
        started = time.perf_counter()
        with pytest.raises(BadReport, match="number"):
            amazon.read(text)
        assert time.perf_counter() - started < 5

    def test_a_key_twice(self) -> None:
        text = json.dumps(order_v0()).replace('"IsPrime"', '"OrderStatus": "Canceled", "IsPrime"')
        with pytest.raises(BadReport, match="expected each key once, got 'OrderStatus'"):
            amazon.read(text)
        with pytest.raises(BadReport, match="expected each key once"):
            amazon.read({**order_v0(), "order_status": "Canceled"})

    def test_nul_characters(self) -> None:
        with pytest.raises(BadReport, match="NUL"):
            amazon.read(json.dumps(orders_v0()).encode() + b"\0")
        with pytest.raises(BadReport, match="AmazonOrderId: expected a name"):
            amazon.read(json.dumps(orders_v0(order_v0("o\0o"))))

    def test_half_a_character(self) -> None:
        with pytest.raises(BadReport, match="AmazonOrderId: expected a name"):
            amazon.read(json.dumps(orders_v0(order_v0("\ud800"))))

    def test_days_beyond_all_reason(self) -> None:
        for when in ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "-2026-10-01T00:00:00Z"):
            with pytest.raises(BadReport, match="PurchaseDate: expected an instant with its offset"):
                amazon.read(order_v0(PurchaseDate=when))
            with pytest.raises(BadReport, match="expected"):
                amazon.read([kiosk(when[:10], when[:10])])

    def test_a_number_as_a_name(self) -> None:
        with pytest.raises(BadReport, match="AmazonOrderId: expected text, got 10"):
            amazon.read(order_v0(AmazonOrderId=10))
        with pytest.raises(BadReport, match="AmazonOrderId: expected text, got <int too large to show>"):
            amazon.read(order_v0(AmazonOrderId=10**5000))


class TestTextOfStrangers:
    """HTML and formulas in text stay text: they are shown by nobody and evaluated by nobody here."""

    @pytest.mark.parametrize("text", [MARKUP, FORMULA, "+1", "@SUM(A1)", "-2+3"])
    def test_in_names(self, text: str) -> None:
        (order,) = amazon.read(order_v0(text, OrderItems=items_v0(SellerSKU=text)["OrderItems"]))
        assert (order.order_id, order.sku) == (text, text)
        (package,) = amazon.read_packages(
            orders_2026(order_2026(packages=[package_2026(carrier=text)])), marketplace="de"
        )
        assert package.carrier == text
        (posting,) = amazon.read(transactions(transaction(relatedIdentifiers=[
            {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": text}])))  # fmt: skip
        assert posting.order_id == text

    @pytest.mark.parametrize("text", [MARKUP, FORMULA])
    def test_in_a_settlement(self, text: str) -> None:
        found = amazon.read(flat(V2_COLUMNS, moved("-1.00", text), moved("-1.00", **{"order-id": text})))
        assert (found.facts, sum(found.ignored.values())) == ((), 2)
        with pytest.raises(BadReport, match="column amount: expected an amount"):
            amazon.read(flat(V2_COLUMNS, moved(text)))

    def test_personal_data_is_in_nothing_that_is_kept(self) -> None:
        given: list[Any] = [orders_v0(), orders_2026(), json.dumps(orders_2026())]
        for source in given:
            read = amazon.read(source)
            assert not any(word in repr([*read, read.ignored]) for word in ("Ann", "Example", "Beispiel", "@"))


class TestSettlements:
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
    def test_encodings(self, encoding: str) -> None:
        assert len(amazon.read(settlement_v2().encode(encoding))) == 1

    def test_nul_characters(self) -> None:
        with pytest.raises(BadReport, match="NUL"):
            amazon.read((settlement_v2() + "\0\n").encode())
        found = amazon.read(settlement_v2() + "\0\n")
        assert found.ignored["no type: neither a claim nor a chargeback"] == 1
        with pytest.raises(BadReport, match="column amount: expected an amount"):
            amazon.read(flat(V2_COLUMNS, moved("-1\0")))

    def test_quotes_are_text(self) -> None:
        (posting,) = amazon.read(flat(V2_COLUMNS, moved("-1.00", **{"promotion-id": '5" off "today'})))
        assert posting.order_id == FIRST

    def test_a_huge_one_holds_its_postings_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Rows of ordinary orders are not kept."""
        row = flat(V2_COLUMNS, moved("-1.00", "Order")).splitlines()[1]
        peaks = []
        monkeypatch.setattr(sources, "CHUNK", 1 << 14)
        for rows in (2_000, 6_000):
            data = io.BytesIO((settlement_v2() + f"{row}\n" * rows).encode())
            tracemalloc.start()
            found = amazon.read(data)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert (len(found), found.rows) == (1, rows + 5)
        assert peaks[1] - peaks[0] < 50_000


class TestExactness:
    def test_every_digit_of_an_amount_is_kept(self) -> None:
        text = json.dumps(traffic(by_date("2026-10-05", "A"), granularity="MONTH")).replace('"A"', "100000000000.01")
        (sold,) = amazon.read(text)
        assert sold.gross == sp.usd("100000000000.01")
        (sold,) = amazon.read([metric("2026-10-01T00:00Z", "2026-11-01T00:00Z", Decimal("0.10"))])
        assert sold.gross == sp.usd("0.10")
