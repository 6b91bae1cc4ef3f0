"""Encodings are told by marks, declarations, the marketplace and what fits; never by guessing single characters."""

from __future__ import annotations

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon.encodings import candidates, repaired
from sellerpolicy.errors import BadReport

from .flat_files import ALL_ORDERS, CUSTOMER_METRICS, FEEDBACK, left, sold, tabbed

JP, DE = sp.Marketplace.JP, sp.Marketplace.DE
SKU = "表示ソ-十"  # second bytes that are a backslash and a bar in ASCII


def japanese() -> str:
    row = sold(sku=SKU, sales_channel="Amazon.co.jp", currency="JPY", item_price="1980", ship_city="東京")
    return tabbed(ALL_ORDERS, row)


class TestJapan:
    """cp932 is read where the marketplace, the file's own words or nothing else that fits says so."""

    @pytest.mark.parametrize("marketplace", [None, JP])
    @pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
    def test_orders(self, encoding: str, marketplace: sp.Marketplace | None) -> None:
        (order,) = amazon.read(japanese().encode(encoding), marketplace=marketplace)
        assert (order.sku, order.marketplace, str(order.total)) == (SKU, JP, "JPY 1,980")

    def test_orders_that_a_client_decoded_as_latin_1(self) -> None:
        (order,) = amazon.read(japanese().encode("cp932").decode("latin-1"))
        assert order.sku == SKU

    def test_kana_in_the_header_are_a_sign(self) -> None:
        header = "日付\t評価\tコメント\t返答\t注文番号\t評価者のEメール\n".encode("cp932")
        assert candidates(header, None)[:2] == ("utf-8", "cp932")
        assert candidates("Número de pedido\n".encode("cp1252"), None)[:2] == ("utf-8", "cp1252")
        assert candidates("été\x81 ".encode("latin-1"), None)[:2] == ("utf-8", "cp1252")
        assert candidates(b"", None)[:2] == ("utf-8", "cp1252")

    def test_feedback(self) -> None:
        text = tabbed(FEEDBACK, left("26/11/05", comment=SKU))
        (feedback,) = amazon.read(text.encode("cp932"), marketplace="jp")
        assert feedback.left_on.isoformat() == "2026-11-05"

    def test_what_is_no_japanese_is_western(self) -> None:
        assert candidates(b"a", JP) == ("utf-8", "cp932", "cp1252")
        (order,) = amazon.read(tabbed(ALL_ORDERS, sold(sku="é")).encode("cp1252"))
        assert order.sku == "é"


class TestTheWest:
    """cp1252 holds whatever ISO-8859-1 does; what is neither it nor UTF-8 is refused where Japan is out of question."""

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "iso-8859-1"])
    def test_orders(self, encoding: str) -> None:
        text = tabbed(ALL_ORDERS, sold(sku="Größe-é", sales_channel="Amazon.de", currency="EUR"))
        (order,) = amazon.read(text.encode(encoding), marketplace="de")
        assert (order.sku, order.marketplace) == ("Größe-é", DE)

    def test_typographic_signs_that_a_client_decoded_as_latin_1(self) -> None:
        text = tabbed(ALL_ORDERS, sold(sku="5’"))
        assert [order.sku for order in amazon.read(text.encode("cp1252").decode("latin-1"))] == ["5’"]
        assert [order.sku for order in amazon.read(text.encode().decode("latin-1"))] == ["5’"]

    def test_the_wrong_encoding_is_refused(self) -> None:
        with pytest.raises(BadReport, match="not text in utf-8 or cp1252"):
            amazon.read(japanese().encode("cp932"), marketplace="us")

    def test_a_rightly_decoded_text_stays(self) -> None:
        assert repaired("Größe", None) == "Größe"
        assert repaired("Größe\x81", DE) == "Größe\x81"
        assert repaired("Größe 漢", JP) == "Größe 漢"


class TestDeclarations:
    """XML says its encoding in its first line; where that is wrong, what fits is taken."""

    TEXT = CUSTOMER_METRICS.replace("Good", "Größe")

    @pytest.mark.parametrize(
        ("declared", "encoding"),
        [
            ("UTF-8", "utf-8"),
            ("ISO-8859-1", "cp1252"),
            ("windows-1252", "cp1252"),
            ("UTF-8", "cp1252"),
            ("unheard-of", "utf-8"),
            ("UTF-16", "utf-16"),
        ],
    )
    def test_western(self, declared: str, encoding: str) -> None:
        data = self.TEXT.replace("UTF-8", declared).encode(encoding)
        (report,) = amazon.read(data)
        assert report.checklist[0].amazon_status == "Größe"

    def test_japanese(self) -> None:
        data = CUSTOMER_METRICS.replace("UTF-8", "Shift_JIS").replace("Good", "良い①").encode("cp932")
        (report,) = amazon.read(data)
        assert report.checklist[0].amazon_status == "良い①"
