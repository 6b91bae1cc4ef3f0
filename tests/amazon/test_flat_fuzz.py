"""The readers of flat files and XML under damaged files: only ``BadReport`` comes out, and no row is lost."""

from __future__ import annotations

import gzip
import re

import pytest
from hypothesis import given, settings, strategies as st

from sellerpolicy import amazon
from sellerpolicy.errors import BadReport

from .flat_files import (
    ALL_ORDERS,
    CUSTOMER_METRICS,
    FBA_RETURNS,
    FEEDBACK,
    FIRST,
    ORDER_XML,
    RETURN_XML,
    RETURNS,
    SECOND,
    THIRD,
    TO_SHIP,
    asked_back,
    came_back,
    left,
    sold,
    tabbed,
    waiting,
)

# ten thousand in the deep run
TWICE = settings(max_examples=2 * settings().max_examples)

FILES = {
    "all_orders": tabbed(
        ALL_ORDERS,
        sold(),
        sold(SECOND, order_status="Cancelled", item_price="", currency=""),
        sold(sku="BOWL", item_promotion_discount="1.00", is_replacement_order="true", original_order_id=THIRD),
        sold("S01-0000001-0000001", sales_channel="Non-Amazon US"),
        sold(THIRD, sales_channel="Amazon.co.jp", currency="JPY", item_price="1980", sku="表示ソ", ship_city="東京"),
    ),
    "orders_to_ship": tabbed(TO_SHIP, waiting(), waiting(SECOND), waiting(sku="é", quantity_shipped="1")),
    "orders_to_ship, XML": ORDER_XML,
    "seller_feedback": tabbed(FEEDBACK, left("11/25/26"), left("03/04/26", 1, SECOND), left("2026-03-04", 3, THIRD)),
    "seller_returns": tabbed(RETURNS, asked_back(), asked_back(SECOND, Label_type="AmazonPrePaidLabel"), asked_back()),
    "seller_returns, XML": RETURN_XML,
    "fba_returns": tabbed(FBA_RETURNS, came_back(), came_back(SECOND)),
    "customer_metrics": CUSTOMER_METRICS,
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp932"]
ODD = [
    *("", " ", "\0", '"', "'", "\t", "\t\t", "\n", "\r", "\r\n", "\u2028", "\ufeff", "�", "\ud800", "NaN", "-1"),
    *("1e999", "9" * 40, "0001-01-01", "9999-12-31T23:59:59-14:00", "29/02/26", "31.11.26", "12-Foo-2026", "never"),
    *("=1+1", "<script>", "&x;", "<!DOCTYPE a>", "]]>", "<a>", "</a>", "<!--", "Amazon.de", "Non-Amazon", "EUR", "XXX"),
    *(FIRST, THIRD),
]


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """A file with a few cells or pieces of text changed, moved, doubled or lost."""
    for _ in range(draw(st.integers(1, 4))):
        parts = re.split(r"([\t\r\n<>])", text)
        place = draw(st.integers(0, len(parts) - 1))
        match draw(st.sampled_from(["change", "remove", "double", "swap", "cut", "insert"])):
            case "change":
                parts[place] = draw(st.sampled_from(ODD) | st.text(max_size=12))
            case "remove":
                del parts[place : place + draw(st.integers(1, 40))]
            case "double":
                parts[place:place] = parts[place : place + draw(st.integers(1, 80))]
            case "swap":
                other = draw(st.integers(0, len(parts) - 1))
                parts[place], parts[other] = parts[other], parts[place]
            case "cut":
                del parts[place:]
            case _:
                parts.insert(place, draw(st.sampled_from(ODD)))
        text = "".join(parts) or " "
    return text


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """The bytes of a file with some of them changed, perhaps packed before or after."""
    data = bytearray(text.encode(draw(st.sampled_from(ENCODINGS)), errors="replace"))
    if draw(st.booleans()):
        data = bytearray(gzip.compress(data, mtime=0))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 60)))
        data[start:stop] = draw(
            st.binary(max_size=8)
            | st.sampled_from([b"\0", b'"', b"\n", b"\r", b"\t", b"<", b"\xff\xfe", b"\x1f\x8b", b"\x81", b"\x83\x5c"])
            | st.just(bytes(data[start:stop]) * 3)
        )
    return gzip.compress(data, mtime=0) if draw(st.booleans()) else bytes(data)


MARKETPLACES = st.sampled_from([None, "us", "de", "jp", "za"])


def read_or_refused(source: str | bytes, marketplace: str | None) -> None:
    """Read a source in both ways, and hold what is true of every reading."""
    try:
        found = amazon.read(source, marketplace=marketplace, on_error="collect")
    except BadReport:
        with pytest.raises(BadReport):
            amazon.read(source, marketplace=marketplace)
        return
    assert found.rows == found.used + len(found.refused) + sum(found.ignored.values())
    assert all(row.reason for row in found.refused)
    if found.refused:
        with pytest.raises(BadReport) as first:
            amazon.read(source, marketplace=marketplace)
        assert (first.value.problem, first.value.line) == (found.refused[0].reason, found.refused[0].line)
    else:
        assert list(amazon.read(source, marketplace=marketplace)) == list(found)


@pytest.mark.parametrize("text", FILES.values(), ids=list(FILES))
class TestFuzz:
    """Whatever happened to a file on its way, it is read, or refused with a reason."""

    def test_undamaged_they_are_read(self, text: str) -> None:
        found = amazon.read(text, marketplace=None, on_error="collect")
        assert found.used > 0

    @TWICE
    @given(data=st.data(), marketplace=MARKETPLACES)
    def test_changed_text(self, text: str, data: st.DataObject, marketplace: str | None) -> None:
        read_or_refused(data.draw(mutated(text)) + "\n", marketplace)

    @TWICE
    @given(data=st.data(), marketplace=MARKETPLACES)
    def test_changed_bytes(self, text: str, data: st.DataObject, marketplace: str | None) -> None:
        read_or_refused(data.draw(damaged(text)), marketplace)


class TestRowsOfTables:
    """Of a table with tabs every line that is not blank is a row, whatever became of it."""

    @TWICE
    @given(st.sampled_from([text for name, text in FILES.items() if "\t" in text and "XML" not in name]), st.data())
    def test_none_is_lost(self, text: str, data: st.DataObject) -> None:
        header, _, rows = text.partition("\r\n")
        changed = data.draw(mutated(rows))
        try:
            found = amazon.read(f"{header}\r\n{changed}\n", marketplace="us", on_error="collect")
        except BadReport:
            return
        lines = [line for line in re.split("\r\n|\r|\n", changed) if line]
        assert found.rows == len(lines)
