"""Seller-fulfilled returns, as a flat file and as XML: rows of one return are one return, with its A-to-z flag."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.errors import BadReport

from .flat_files import FIRST, INSTANTS, ORDER_IDS, RETURN_XML, RETURNS, SECOND, asked_back, tabbed

MIDNIGHT = datetime(2025, 7, 10, 7, tzinfo=UTC)  # in Seattle


def read(*rows: dict[str, object], **asked: Any) -> amazon.Read[sp.Return]:
    found: amazon.Read[sp.Return] = amazon.read(tabbed(RETURNS, *rows), **asked)
    assert found.kind == "seller_returns"
    assert found.rows == len(rows) == found.used + len(found.refused)
    return found


def only(*rows: dict[str, object], **asked: Any) -> sp.Return:
    (found,) = read(*rows, **asked)
    return found


class TestOneRow:
    def test_it_is_a_return(self) -> None:
        assert only(asked_back()) == sp.Return(
            return_id="DexampleRRMA",
            order_id=FIRST,
            requested_at=MIDNIGHT,
            in_policy=True,
            amazon_label=False,
            claim_filed=False,
        )

    def test_the_flag_of_a_claim(self) -> None:
        rows = asked_back(), asked_back(SECOND)
        rows[1]["A-to-Z Claim"] = "Y"
        assert [each.claim_filed for each in read(*rows)] == [False, True]
        rows[1]["A-to-Z Claim"] = " "
        assert [each.claim_filed for each in read(*rows)] == [False, None]

    def test_it_may_end_before_the_last_columns(self) -> None:
        row = [str(asked_back()[name]) for name in RETURNS]
        (found,) = amazon.read(tabbed(RETURNS, row[:26]))
        assert found == only(asked_back())

    @pytest.mark.parametrize(
        ("kind", "prepaid"), [("AmazonPrePaidLabel", True), ("AmazonUnPaidLabel", False), ("Odd", None), (" ", None)]
    )
    def test_labels(self, kind: str, *, prepaid: bool | None) -> None:
        assert only(asked_back(Label_type=kind)).amazon_label is prepaid

    def test_the_day_on_which_it_came_back(self) -> None:
        assert only(asked_back(Return_delivery_date="20-Jul-2025")).received_on == date(2025, 7, 20)
        assert only(asked_back(Return_delivery_date="2025-07-21T03:00:00Z")).received_on == date(2025, 7, 20)

    @pytest.mark.parametrize("written", ["10-Jul-2025", "10-JUL-2025", "2025-07-10", "2025-07-10T07:00:00Z"])
    def test_a_day_is_read_as_its_first_instant(self, written: str) -> None:
        assert only(asked_back(Return_request_date=written)).requested_at == MIDNIGHT

    def test_a_return_without_a_number_has_its_orders(self) -> None:
        assert only(asked_back(Amazon_RMA_ID=" ")).return_id == FIRST
        assert only(asked_back(Amazon_RMA_ID=" ", Merchant_RMA_ID="R-1")).return_id == "R-1"

    @pytest.mark.parametrize(
        ("code", "asked", "place"), [("GBP", None, "uk"), ("EUR", "fr", "fr"), (" ", "fr", "fr"), (" ", None, "us")]
    )
    def test_the_currency_tells_the_marketplace_where_it_can(self, code: str, asked: str | None, place: str) -> None:
        assert only(asked_back(Currency_code=code), marketplace=asked).marketplace.value == place

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"Order_ID": "x"}, "order_id"),
            ({"Return_request_date": " "}, "return_request_date"),
            ({"Return_request_date": "10-Juil-2025"}, "return_request_date"),
            ({"Return_request_date": "10-Jux-2025"}, "return_request_date"),
            ({"Return_request_date": "31-Feb-2025"}, "return_request_date"),
            ({"Return_request_date": "10-Jul-0999"}, "return_request_date"),
            ({"Return_request_date": "9998-01-01"}, "return_request_date"),
            ({"Return_delivery_date": "soon"}, "return_delivery_date"),
            ({"Currency_code": "EUR"}, "currency_code"),
            ({"Currency_code": "US dollars"}, "currency_code"),
            ({"In_policy": "perhaps"}, "in_policy"),
            ({"Amazon_RMA_ID": "a\0b"}, "amazon_rma_id"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_place(self, cells: dict[str, str], column: str) -> None:
        with pytest.raises(BadReport) as refused:
            read(asked_back(SECOND), asked_back(**cells))
        assert (refused.value.line, refused.value.column) == (3, column)

    @pytest.mark.parametrize("written", ["31-Feb-2025", "10-Juli-2025", "soon", "2025-07-10T99:00Z"])
    def test_a_day_that_is_none_is_shown_with_how_days_are_written(self, written: str) -> None:
        said = f"a day, written as 10-Jul-2025 or 2025-07-10, or an instant, got '{written}'"
        with pytest.raises(BadReport, match=said):
            read(asked_back(Return_request_date=written))

    def test_nothing_of_the_buyer_is_kept(self) -> None:
        row = asked_back(Item_Name="SECRET", Tracking_ID="SECRET", Return_Reason="SECRET", Invoice_number="SECRET")
        assert "SECRET" not in repr(read(row).facts)

    def test_returns_are_read_by_their_own_reader_too(self) -> None:
        assert list(amazon.read_returns(tabbed(RETURNS, asked_back()), marketplace="us")) == [only(asked_back())]


class TestItems:
    """Rows of one return are one return; what they do not agree on is unknown."""

    def test_equal_rows_are_one_return(self) -> None:
        found = read(asked_back(), asked_back(SECOND), asked_back())
        assert [each.order_id for each in found] == [FIRST, SECOND]
        assert found.used == 3

    def test_the_same_number_in_another_order_is_another_return(self) -> None:
        assert len(read(asked_back(), asked_back(SECOND))) == 2

    def test_what_differs_is_unknown(self) -> None:
        found = only(
            asked_back(Label_type="AmazonPrePaidLabel", Return_delivery_date="20-Jul-2025"),
            asked_back(In_policy="N", Return_delivery_date="21-Jul-2025"),
        )
        assert (found.in_policy, found.amazon_label, found.received_on) == (None, None, None)
        kept = only(
            asked_back(Label_type="AmazonPrePaidLabel", Return_delivery_date="20-Jul-2025"),
            asked_back(Label_type="AmazonPrePaidLabel", Return_delivery_date="20-Jul-2025", In_policy="N"),
        )
        assert (kept.in_policy, kept.amazon_label, kept.received_on) == (None, True, date(2025, 7, 20))

    @pytest.mark.parametrize(
        ("flags", "filed"),
        [(("Y", "N"), True), (("N", "Y"), True), ((" ", "Y"), True), (("N", " "), None), (("N", "N"), False)],
    )
    def test_one_row_that_speaks_of_a_claim_is_enough(self, flags: tuple[str, str], *, filed: bool | None) -> None:
        rows = [{**asked_back(Label_cost=place), "A-to-Z Claim": flag} for place, flag in enumerate(flags)]
        rows[0]["In policy"] = "N"
        assert only(*rows).claim_filed is filed

    @pytest.mark.parametrize(
        ("cells", "column"),
        [({"Return_request_date": "11-Jul-2025"}, "return_request_date"), ({"Currency_code": "CAD"}, "currency_code")],
    )
    def test_one_return_cannot_be_two(self, cells: dict[str, str], column: str) -> None:
        moved = {"Return_request_date": "2025-07-10T07:00:00Z"} if column == "currency_code" else {}
        found = read(asked_back(**moved), asked_back(**{**moved, **cells}), on_error="collect")
        assert [(row.line, row.column) for row in found.refused] == [(3, column)]
        assert "as in another row of the same return" in found.refused[0].reason


class TestXml:
    def test_a_return_with_its_items(self) -> None:
        found = amazon.read(RETURN_XML)
        assert (found.kind, found.used) == ("seller_returns", 3)
        assert list(found) == [
            sp.Return(
                return_id="DexampleRRMA",
                order_id=FIRST,
                requested_at=datetime(2026, 10, 12, 12, 44, 17, tzinfo=UTC),
                marketplace=sp.Marketplace.UK,
                amazon_label=True,
                claim_filed=True,
            ),
            sp.Return(
                return_id=SECOND,
                order_id=SECOND,
                requested_at=datetime(2026, 10, 13, 9, tzinfo=UTC),
                claim_filed=False,
            ),
        ]

    def test_a_request_that_cannot_be_read_is_refused_by_its_place(self) -> None:
        found = amazon.read(RETURN_XML.replace("<a_to_z_claim>false", "<a_to_z_claim>perhaps"), on_error="collect")
        assert [(row.line, row.column, row.value) for row in found.refused] == [(2, "a_to_z_claim", "perhaps")]
        assert found.used == 2


@st.composite
def returns(draw: st.DrawFn) -> sp.Return:
    order_id = draw(ORDER_IDS)
    place = draw(st.sampled_from([shop for shop in sp.Marketplace if shop.currency != "EUR"]))
    return sp.Return(
        return_id=draw(st.from_regex(r"D[A-Za-z]{8}RMA", fullmatch=True)),
        order_id=order_id,
        requested_at=draw(INSTANTS),
        marketplace=place,
        in_policy=draw(st.none() | st.booleans()),
        amazon_label=draw(st.none() | st.booleans()),
        received_on=draw(st.none() | st.dates(date(2010, 1, 1), date(2090, 1, 1))),
        claim_filed=draw(st.none() | st.booleans()),
    )


FLAGS = {None: " ", True: "Y", False: "N"}
LABELS = {None: " ", True: "AmazonPrePaidLabel", False: "AmazonUnPaidLabel"}


def as_row(asked: sp.Return) -> dict[str, object]:
    row = asked_back(
        asked.order_id,
        Amazon_RMA_ID=asked.return_id,
        Return_request_date=asked.requested_at.isoformat(),
        Currency_code=asked.marketplace.currency,
        Label_type=LABELS[asked.amazon_label],
        In_policy=FLAGS[asked.in_policy],
        Return_delivery_date=f"{asked.received_on:%d-%b-%Y}" if asked.received_on else " ",
    )
    return {**row, "A-to-Z Claim": FLAGS[asked.claim_filed]}


class TestRoundTrip:
    """Returns, written and read again, are the same returns."""

    @given(st.lists(returns(), unique_by=lambda asked: asked.order_id), st.integers(1, 3))
    def test_returns(self, asked: list[sp.Return], items: int) -> None:
        rows = [as_row(each) for each in asked] * items
        found = amazon.read(tabbed(RETURNS, *rows).encode())
        assert (list(found), found.used) == (asked, len(rows))
