"""All-orders files: rows of items become orders, and every row is accounted for."""

from __future__ import annotations

import csv
import gzip
import io
import tracemalloc
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon.shops import SITES
from sellerpolicy.errors import BadReport

from .flat_files import ALL_ORDERS, FIRST, INSTANTS, ORDER_IDS, SECOND, THIRD, sold, tabbed

NAMES_OF_SITES = {place: name for name, place in SITES.items()}


def read(*rows: dict[str, object], **asked: Any) -> amazon.Read[sp.Order]:
    found: amazon.Read[sp.Order] = amazon.read(tabbed(ALL_ORDERS, *rows), **asked)
    assert found.kind == "all_orders"
    assert found.rows == len(rows) == found.used + len(found.refused) + sum(found.ignored.values())
    return found


def only(*rows: dict[str, object]) -> sp.Order:
    (order,) = read(*rows)
    return order


class TestRecognition:
    """The columns tell, whichever further ones a marketplace has; the same rows come from clients and spreadsheets."""

    NEEDED = (
        *("amazon-order-id", "purchase-date", "order-status", "fulfillment-channel", "sales-channel", "quantity"),
        *("currency", "item-price"),
    )

    def test_eight_columns_are_enough_and_others_do_not_matter(self) -> None:
        columns = (*reversed(self.NEEDED), "cpf", "customized-url")
        (order,) = amazon.read(tabbed(columns, sold()))
        assert (order.order_id, order.sku, order.business) == (FIRST, None, None)

    @pytest.mark.parametrize("column", NEEDED)
    def test_without_one_of_them_it_is_no_such_file(self, column: str) -> None:
        with pytest.raises(BadReport):
            amazon.read(tabbed([name for name in self.NEEDED if name != column], sold()))

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_may_end_in_any_way(self, end: str) -> None:
        assert len(amazon.read(tabbed(ALL_ORDERS, sold(), sold(SECOND), end=end))) == 2
        mixed = tabbed(ALL_ORDERS, sold(), end=end) + tabbed(ALL_ORDERS, sold(SECOND), end="\n").partition("\n")[2]
        assert len(amazon.read(mixed)) == 2

    def test_rows_of_a_reader_of_csv_and_records_of_a_warehouse(self) -> None:
        rows = list(csv.DictReader(io.StringIO(tabbed(ALL_ORDERS, sold()), newline=""), delimiter="\t"))
        snake = [{name.replace("-", "_"): value for name, value in row.items()} for row in rows]
        frame = [{**sold(), "quantity": 1.0, "item-price": 20.0, "item-tax": float("nan"), "is-business-order": False}]
        for records in (rows, snake, frame):
            found = amazon.read(records)
            assert (found.kind, list(found)) == (
                "all_orders",
                [only(sold(item_price="20.0" if records is frame else "20.00"))],
            )
        assert list(amazon.read(rows[0])) == [only(sold())]

    def test_a_spreadsheets_copy_with_commas_and_quotes(self) -> None:
        out = io.StringIO()
        table = csv.DictWriter(out, ALL_ORDERS, restval="")
        table.writeheader()
        table.writerow(sold(product_name='a "pipe",\nlong'))
        assert list(amazon.read(out.getvalue())) == [only(sold())]

    def test_bytes_packed_or_not(self) -> None:
        text = tabbed(ALL_ORDERS, sold())
        for data in (text.encode(), gzip.compress(text.encode()), text.encode("cp1252"), text.encode("utf-16")):
            assert list(amazon.read(data)) == [only(sold())]

    def test_orders_are_read_by_their_own_reader_too(self) -> None:
        text = tabbed(ALL_ORDERS, sold())
        assert list(amazon.read_orders(text, marketplace="us")) == [only(sold())]
        with pytest.raises(BadReport, match="sales_channel: expected a site of marketplace 'uk'"):
            amazon.read_orders(text, marketplace="uk")


class TestOrders:
    def test_one_row(self) -> None:
        assert only(sold(is_business_order="true", fulfillment_channel="Amazon")) == sp.Order(
            order_id=FIRST,
            placed_on=date(2026, 10, 1),
            fulfilled_by=sp.Fulfiller.AMAZON,
            sku="PIPE-5",
            units=1,
            total=sp.usd("20.00"),
            cancelled_by=sp.Canceller.NOBODY,
            business=True,
        )

    def test_the_day_is_a_utc_day(self) -> None:
        assert only(sold(purchase_date="2026-10-01T23:30:00-07:00")).placed_on == date(2026, 10, 2)

    def test_what_was_paid_is_prices_less_discounts_and_leaves_tax_columns_out(self) -> None:
        order = only(
            sold(
                item_price="40.00",
                item_tax="3.30",
                shipping_price="5.00",
                shipping_tax="0.41",
                gift_wrap_price="2.50",
                item_promotion_discount="-4.00",
                ship_promotion_discount="5.00",
            )
        )
        assert order.total == sp.usd("38.50")

    def test_more_discount_than_price_leaves_it_unknown(self) -> None:
        assert only(sold(item_promotion_discount="20.01")).total is None
        assert only(sold(item_promotion_discount="20.00")).total == sp.usd(0)

    def test_a_pending_order_has_no_price_yet(self) -> None:
        order = only(sold(order_status="Pending", item_price="", currency=""))
        assert (order.total, order.units, order.cancelled_by) == (None, 1, sp.Canceller.NOBODY)

    @pytest.mark.parametrize("status", ["Cancelled", "Canceled", "CANCELLED - by somebody"])
    def test_of_a_cancelled_order_nobody_says_who_did_it(self, status: str) -> None:
        order = only(sold(order_status=status, quantity=0, item_price="20.00"))
        assert (order.cancelled_by, order.total, order.units) == (None, sp.usd(0), None)

    @pytest.mark.parametrize(
        ("status", "by"),
        [
            ("Shipped - Delivered to Buyer", sp.Canceller.NOBODY),
            ("Unshipped", sp.Canceller.NOBODY),
            ("PartiallyShipped", sp.Canceller.NOBODY),
            ("Versandt", None),
        ],
    )
    def test_a_status_that_is_not_known_says_nothing(self, status: str, by: sp.Canceller | None) -> None:
        assert only(sold(order_status=status)).cancelled_by is by

    def test_a_replacement_names_the_order_that_it_replaces(self) -> None:
        assert only(sold(is_replacement_order="true", original_order_id=SECOND)).replacement_of == SECOND
        assert only(sold(is_replacement_order="true")).replacement_of is None
        assert only(sold(is_replacement_order="false", original_order_id=SECOND)).replacement_of is None

    @pytest.mark.parametrize("place", sp.Marketplace)
    def test_the_site_names_the_marketplace(self, place: sp.Marketplace) -> None:
        order = only(sold(sales_channel=NAMES_OF_SITES[place].upper(), currency=place.currency))
        assert order.marketplace is place

    def test_a_row_without_a_site_belongs_where_its_currency_does(self) -> None:
        assert only(sold(sales_channel="", currency="GBP")).marketplace is sp.Marketplace.UK


class TestItems:
    """Rows of one order are one order, wherever they stand; rows that are alike are not doubles."""

    def test_they_are_summed_up(self) -> None:
        found = read(
            sold(quantity=2, item_price="40.00"), sold(SECOND, item_price="1.00"), sold(sku="BOWL", item_price="5.25")
        )
        first, second = found
        assert (first.order_id, first.units, first.total, first.sku) == (FIRST, 3, sp.usd("45.25"), None)
        assert (second.order_id, second.total, found.used) == (SECOND, sp.usd("1.00"), 3)

    def test_equal_rows_count_each(self) -> None:
        order = only(sold(), sold())
        assert (order.units, order.total, order.sku) == (2, sp.usd("40.00"), "PIPE-5")

    def test_an_item_without_price_leaves_the_sum_unknown(self) -> None:
        order = only(sold(), sold(item_price="", currency=""))
        assert (order.total, order.units) == (None, 2)

    def test_an_item_cancelled_in_an_order_that_goes_on_was_not_paid(self) -> None:
        order = only(sold(), sold(sku="BOWL", item_status="Cancelled", quantity=1, item_price=""))
        assert (order.total, order.units) == (sp.usd("20.00"), 1)

    @pytest.mark.parametrize("cancelled_first", [False, True])
    def test_who_cancelled_an_item_of_an_order_that_goes_on_is_unknown(self, *, cancelled_first: bool) -> None:
        rows = [sold(item_status="Cancelled"), sold(sku="BOWL")]
        assert only(*(rows if cancelled_first else rows[::-1])).cancelled_by is None

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"purchase_date": "2026-10-02T08:04:21+00:00"}, "placed_on"),
            ({"sales_channel": "Amazon.ca", "currency": "CAD"}, "marketplace"),
            ({"fulfillment_channel": "Amazon"}, "fulfilled_by"),
        ],
    )
    def test_one_order_cannot_be_two(self, cells: dict[str, str], column: str) -> None:
        found = read(sold(), sold(**cells), on_error="collect")
        (refused,) = found.refused
        assert (refused.line, refused.column) == (3, column)
        assert "as in line 2 of the same order" in refused.reason

    def test_what_differs_otherwise_is_unknown(self) -> None:
        order = only(sold(is_business_order="true"), sold(is_business_order="false", order_status="Odd"))
        assert (order.business, order.cancelled_by) == (None, None)

    @pytest.mark.parametrize("bad_first", [False, True])
    def test_a_row_that_cannot_be_read_leaves_the_sums_of_its_order_unknown(self, *, bad_first: bool) -> None:
        rows = [sold(), sold(quantity="many")]
        found = read(*(reversed(rows) if bad_first else rows), sold(SECOND), on_error="collect")
        first, second = found
        assert (first.order_id, first.total, first.units, first.sku) == (FIRST, None, None, None)
        assert (second.total, second.units) == (sp.usd("20.00"), 1)
        assert [(row.column, row.value) for row in found.refused] == [("quantity", "many")]

    def test_a_sum_beyond_all_reason_refuses_every_row_of_its_order(self) -> None:
        rows = [sold(item_price="999999999999")] * 1_002
        found = read(*rows, sold(SECOND), on_error="collect")
        assert (len(found.refused), len(found), found.used) == (1_002, 1, 1)
        with pytest.raises(BadReport, match="line 2, column amount: expected a finite amount"):
            read(*rows)


class TestOtherRows:
    def test_what_was_not_sold_on_amazon_is_ignored_and_counted(self) -> None:
        found = read(
            sold(), sold("S01-0000001-0000001", sales_channel="Non-Amazon US"), sold("x", sales_channel="Non-Amazon")
        )
        assert (len(found), found.ignored) == (1, {"not sold on Amazon": 2})

    def test_rows_without_anything_are_ignored_and_blank_lines_are_none(self) -> None:
        text = tabbed(ALL_ORDERS, sold()) + "\r\n\n" + "\t" * 33 + "\n"
        found = amazon.read(text)
        assert (found.rows, found.ignored) == (2, {"empty row": 1})

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"amazon_order_id": "=HYPERLINK(1)"}, "amazon_order_id"),
            ({"amazon_order_id": ""}, "amazon_order_id"),
            ({"purchase_date": ""}, "purchase_date"),
            ({"purchase_date": "99999-01-01"}, "purchase_date"),
            ({"order_status": ""}, "order_status"),
            ({"fulfillment_channel": "FBX"}, "fulfillment_channel"),
            ({"sales_channel": "Ebay"}, "sales_channel"),
            ({"quantity": ""}, "quantity"),
            ({"quantity": "1e9"}, "quantity"),
            ({"currency": "EUR"}, "currency"),
            ({"currency": ""}, "currency"),
            ({"item_price": "20,00"}, "item_price"),
            ({"item_price": "-1"}, "item_price"),
            ({"shipping_price": "-1"}, "shipping_price"),
            ({"item_promotion_discount": "x"}, "item_promotion_discount"),
            ({"is_business_order": "maybe"}, "is_business_order"),
            ({"sku": "a\0b"}, "sku"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_place(self, cells: dict[str, str], column: str) -> None:
        with pytest.raises(BadReport) as refused:
            read(sold(SECOND), sold(**cells))
        assert (refused.value.line, refused.value.column) == (3, column)

    def test_a_row_that_a_line_break_cut_in_two_is_refused_in_both_parts(self) -> None:
        text = tabbed(ALL_ORDERS, sold(product_name="Pipe\nlong"), sold(SECOND))
        found = amazon.read(text, on_error="collect")
        assert [(row.line, row.column) for row in found.refused] == [(2, "quantity"), (3, "amazon_order_id")]
        assert [order.order_id for order in found] == [SECOND]

    def test_a_row_with_too_many_cells_is_refused_unless_they_are_empty(self) -> None:
        row = [str(sold().get(name, "")) for name in ALL_ORDERS]
        found = amazon.read(tabbed(ALL_ORDERS, [*row, ""], [*row, "more"]), on_error="collect")
        assert (found.used, found.refused[0].line, found.refused[0].column) == (1, 3, None)


class TestPrivacy:
    """What tells of buyers is not in the facts; text stays text."""

    def test_nothing_of_the_buyer_is_kept(self) -> None:
        found = read(sold(ship_city="<script>SECRET</script>", product_name="SECRET", purchase_order_number="SECRET"))
        assert "SECRET" not in repr(found.facts)

    def test_html_and_formulas_in_a_sku_stay_text(self) -> None:
        assert only(sold(sku="=cmd|'/c calc'!A1")).sku == "=cmd|'/c calc'!A1"
        assert only(sold(sku="<b>PIPE</b>")).sku == "<b>PIPE</b>"


SKUS = st.text(st.sampled_from("ABCÉé漢-_./ 09"), min_size=1).map(str.strip).filter(bool)
CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
ITEMS = st.tuples(SKUS, st.integers(1, 99), CENTS)


@st.composite
def orders_and_rows(draw: st.DrawFn) -> tuple[list[sp.Order], list[dict[str, object]]]:
    """Orders, and the rows in which an all-orders file would tell of them, in any order."""
    orders, rows = [], []
    for order_id in draw(st.lists(ORDER_IDS, max_size=6, unique=True)):
        place = draw(st.sampled_from(sp.Marketplace))
        items = draw(st.lists(ITEMS, min_size=1, max_size=4))
        status = draw(st.sampled_from(["Shipped", "Pending", "Cancelled"]))
        by = draw(st.sampled_from(sp.Fulfiller))
        business = draw(st.sampled_from([None, True, False]))
        placed_at = draw(INSTANTS)
        skus = {sku for sku, _, _ in items}
        total = sp.Money(sum((price for _, _, price in items), Decimal(0)), place.currency)
        orders.append(
            sp.Order(
                order_id=order_id,
                placed_on=placed_at.date(),
                marketplace=place,
                fulfilled_by=by,
                sku=skus.pop() if len(skus) == 1 else None,
                units=sum(units for _, units, _ in items),
                total=sp.Money(0, place.currency) if status == "Cancelled" else total,
                cancelled_by=None if status == "Cancelled" else sp.Canceller.NOBODY,
                business=business,
            )
        )
        rows += [
            sold(
                order_id,
                purchase_date=placed_at.isoformat(),
                sales_channel=NAMES_OF_SITES[place],
                fulfillment_channel={"seller": "Merchant", "amazon": "Amazon"}[by.value],
                order_status=status,
                sku=sku,
                quantity=units,
                currency=place.currency,
                item_price=f"{price:f}",
                is_business_order="" if business is None else str(business).lower(),
            )
            for sku, units, price in items
        ]
    return orders, draw(st.permutations(rows))


class TestRoundTrip:
    """Orders, written as rows and read again, are the same orders."""

    @given(orders_and_rows(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    def test_orders(self, drawn: tuple[list[sp.Order], list[dict[str, object]]], encoding: str) -> None:
        orders, rows = drawn
        found = amazon.read(tabbed(ALL_ORDERS, *rows).encode(encoding))
        assert sorted(found, key=lambda order: order.order_id) == sorted(orders, key=lambda order: order.order_id)
        assert (found.used, found.refused, found.ignored) == (len(rows), (), {})


class TestMemory:
    """Rows stream: a file takes no more memory than the orders in it."""

    def test_rows_that_are_ignored_cost_nothing(self) -> None:
        def records() -> Iterator[dict[str, object]]:
            yield sold()
            yield from (sold(THIRD, sales_channel="Non-Amazon") for _ in range(20_000))

        tracemalloc.start()
        found = amazon.read(records())
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (found.used, found.ignored) == (1, {"not sold on Amazon": 20_000})
        assert most < 2_000_000
