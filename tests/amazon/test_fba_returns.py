"""FBA returns: what came back to Amazon's warehouses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import WarehouseReturn
from sellerpolicy.errors import BadReport

from .flat_files import FBA_RETURNS, FIRST, INSTANTS, ORDER_IDS, SECOND, came_back, tabbed


class TestRows:
    def test_one_row(self) -> None:
        found = amazon.read(tabbed(FBA_RETURNS, came_back(), end="\n"), marketplace="de")
        assert (found.kind, found.used) == ("fba_returns", 1)
        assert list(found) == [
            WarehouseReturn(
                order_id=FIRST,
                returned_at=datetime(2026, 10, 20, 0, 12, 11, tzinfo=UTC),
                marketplace=sp.Marketplace.DE,
                sku="PIPE-5",
                units=1,
                disposition="SELLABLE",
                reason="UNWANTED_ITEM",
                status="Unit returned to inventory",
            )
        ]

    def test_without_a_marketplace_it_is_the_us(self) -> None:
        (found,) = amazon.read(tabbed(FBA_RETURNS, came_back(sku="", quantity="", reason=" ", status="")))
        assert (found.marketplace, found.sku, found.units, found.reason) == (sp.Marketplace.US, None, None, None)

    def test_equal_rows_are_returns_each(self) -> None:
        assert len(amazon.read(tabbed(FBA_RETURNS, came_back(), came_back()))) == 2

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"order_id": "FBA19CD9HGQ8"}, "order_id"),
            ({"return_date": ""}, "return_date"),
            ({"quantity": "-1"}, "quantity"),
            ({"reason": "a\0"}, "reason"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_place(self, cells: dict[str, str], column: str) -> None:
        with pytest.raises(BadReport) as refused:
            amazon.read(tabbed(FBA_RETURNS, came_back(SECOND), came_back(**cells)))
        assert (refused.value.line, refused.value.column) == (3, column)

    def test_nothing_of_the_buyer_is_kept(self) -> None:
        assert "A. Buyer" not in repr(amazon.read(tabbed(FBA_RETURNS, came_back())).facts)


WORDS = st.none() | st.from_regex(r"[A-Z][A-Z_]{0,20}", fullmatch=True)
RETURNED = st.builds(
    WarehouseReturn,
    order_id=ORDER_IDS,
    returned_at=INSTANTS,
    marketplace=st.just(sp.Marketplace.JP),
    sku=WORDS,
    units=st.none() | st.integers(0, 999),
    disposition=WORDS,
    reason=WORDS,
    status=WORDS,
)


class TestRoundTrip:
    """What came back, written and read again, is the same."""

    @given(st.lists(RETURNED))
    def test_returns(self, returned: list[WarehouseReturn]) -> None:
        rows = [
            came_back(
                each.order_id,
                return_date=each.returned_at.isoformat(),
                sku=each.sku or "",
                quantity="" if each.units is None else each.units,
                detailed_disposition=each.disposition or "",
                reason=each.reason or " ",
                status=each.status or "",
                customer_comments="表示ソ",
            )
            for each in returned
        ]
        assert list(amazon.read(tabbed(FBA_RETURNS, *rows).encode("cp932"), marketplace="jp")) == returned
