"""Orders to ship, as a flat file and as XML: until when to ship, and what was paid."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.errors import BadReport

from .flat_files import FIRST, ORDER_IDS, ORDER_XML, SECOND, TO_SHIP, tabbed, waiting


def read(*rows: dict[str, object], **asked: str) -> amazon.Read[sp.Order]:
    found: amazon.Read[sp.Order] = amazon.read(tabbed(TO_SHIP, *rows), **asked)  # type: ignore[arg-type]
    assert found.kind == "orders_to_ship"
    assert found.rows == len(rows)
    return found


def only(*rows: dict[str, object]) -> sp.Order:
    (order,) = read(*rows)
    return order


class TestUnshippedOrders:
    def test_one_row(self) -> None:
        assert only(waiting()) == sp.Order(
            order_id=FIRST,
            placed_on=date(2026, 10, 2),  # 20:00 in Seattle is the next day in UTC
            sku="PIPE-5",
            units=2,
            ship_by=date(2026, 10, 5),  # a day of the marketplace
            ship_confirmed_on=sp.NEVER,
            cancelled_by=sp.Canceller.NOBODY,
            business=True,
            prime=False,
        )

    def test_the_day_of_the_promise_is_the_marketplaces(self) -> None:
        (order,) = read(waiting(promise_date="2026-10-05T22:00:00Z"), marketplace="jp")
        assert (order.marketplace, order.ship_by) == (sp.Marketplace.JP, date(2026, 10, 6))

    def test_items_that_were_sent_in_part_may_have_been_confirmed(self) -> None:
        assert only(waiting(quantity_shipped="1")).ship_confirmed_on is None
        assert only(waiting(), waiting(quantity_shipped="1")).ship_confirmed_on is None

    @pytest.mark.parametrize("left", ["0", ""])
    def test_where_nothing_is_left_to_ship_it_may_have_been_cancelled(self, left: str) -> None:
        assert only(waiting(quantity_to_ship=left)).cancelled_by is None

    def test_items_of_one_order_are_due_with_the_first(self) -> None:
        order = only(
            waiting(sku="A"),
            waiting(promise_date="2026-10-03T23:59:59-07:00"),
            waiting(promise_date="2026-10-09T23:59:59-07:00"),
        )
        assert (order.ship_by, order.units, order.sku) == (date(2026, 10, 3), 6, None)
        assert only(waiting(promise_date=""), waiting(promise_date="")).ship_by is None

    def test_newer_files_name_the_site(self) -> None:
        text = tabbed([*TO_SHIP, "sales-channel"], waiting(sales_channel="Amazon.de"))
        (order,) = amazon.read(text)
        assert order.marketplace is sp.Marketplace.DE

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"order_id": "111-1"}, "order_id"),
            ({"purchase_date": ""}, "purchase_date"),
            ({"promise_date": "soon"}, "promise_date"),
            ({"quantity_purchased": ""}, "quantity_purchased"),
            ({"quantity_shipped": "-1"}, "quantity_shipped"),
            ({"quantity_to_ship": "some"}, "quantity_to_ship"),
            ({"is_prime": "?"}, "is_prime"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_place(self, cells: dict[str, str], column: str) -> None:
        with pytest.raises(BadReport) as refused:
            read(waiting(SECOND), waiting(**cells))
        assert (refused.value.line, refused.value.column) == (3, column)

    def test_a_promise_before_the_purchase_refuses_every_row_of_its_order(self) -> None:
        rows = [waiting(promise_date="2026-09-05T23:59:59-07:00")] * 2
        found = amazon.read(tabbed(TO_SHIP, *rows, waiting(SECOND)), on_error="collect")
        assert [(row.line, row.column) for row in found.refused] == [(2, "ship_by")] * 2
        assert (found.used, found.rows) == (1, 3)

    def test_nothing_of_the_buyer_is_kept(self) -> None:
        secret = dict.fromkeys(("buyer_email", "buyer_name", "buyer_phone_number", "recipient_name"), "SECRET")
        assert "SECRET" not in repr(read(waiting(**secret, ship_address_1="SECRET", ship_city="SECRET")).facts)


class TestPaidOrders:
    """The reports of orders have prices; their rows are read in the same way."""

    COLUMNS = (*TO_SHIP, "currency", "item-price", "item-tax", "shipping-price", "item-promotion-discount")

    def test_prices_less_discounts(self) -> None:
        row = waiting(
            currency="GBP", item_price="40.00", item_tax="8.00", shipping_price="4.50", item_promotion_discount="1.00"
        )
        (order,) = amazon.read(tabbed(self.COLUMNS, row))
        assert (order.marketplace, order.total) == (sp.Marketplace.UK, sp.Money("43.50", "GBP"))


class TestXml:
    def test_an_order_with_its_items(self) -> None:
        found = amazon.read(ORDER_XML, on_error="collect")
        assert (found.kind, found.used, found.rows) == ("orders_to_ship", 2, 3)
        assert list(found) == [
            sp.Order(
                order_id=FIRST,
                placed_on=date(2026, 10, 2),
                units=3,
                total=sp.usd("44.25"),  # 40.00 + 4.50 - 4.50 - 1.00 + 5.25
                business=False,
                prime=True,
            )
        ]

    def test_an_order_without_items_is_refused(self) -> None:
        with pytest.raises(BadReport, match="line 2, column quantity_purchased") as refused:
            amazon.read(ORDER_XML)
        assert refused.value.line == 2

    def test_a_promotion_that_cannot_be_read_is_refused(self) -> None:
        found = amazon.read(ORDER_XML.replace(">-1.00<", ">a lot<"), on_error="collect")
        assert found.refused[0].value == "a lot"
        assert [(order.order_id, order.total, order.units) for order in found] == [(FIRST, None, None)]

    def test_parts_of_a_price_without_amount_or_of_another_kind_are_left_out(self) -> None:
        text = ORDER_XML.replace('<Amount currency="USD">4.50</Amount>', "").replace("Principal", "Odd", 1)
        found = amazon.read(text, on_error="collect")
        assert [order.total for order in found] == [None]

    def test_another_envelope_is_no_such_report(self) -> None:
        with pytest.raises(BadReport, match="no known report has its elements"):
            amazon.read("<AmazonEnvelope><Message><Odd/></Message></AmazonEnvelope>\n")


AMOUNTS = st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100)
ORDERS = st.builds(
    sp.Order,
    order_id=ORDER_IDS,
    placed_on=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    sku=st.text(st.sampled_from("ABÉ漢-<&> "), min_size=1).map(str.strip).filter(bool),
    units=st.integers(1, 999),
    total=AMOUNTS.map(sp.usd),
    business=st.none() | st.booleans(),
    prime=st.none() | st.booleans(),
)


def said(value: bool | None) -> str:
    return "" if value is None else str(value).lower()


def as_row(order: sp.Order) -> dict[str, object]:
    assert order.total is not None
    due = order.ship_by and datetime(*order.ship_by.timetuple()[:3], 20, tzinfo=UTC)
    return waiting(
        order.order_id,
        purchase_date=order.placed_on.isoformat(),
        promise_date="" if due is None else due.isoformat(),
        sku=order.sku,
        quantity_purchased=order.units,
        quantity_to_ship="1" if order.cancelled_by is sp.Canceller.NOBODY else "",
        quantity_shipped="0" if order.ship_confirmed_on == sp.NEVER else "",
        currency="USD",
        item_price=f"{order.total.amount:f}",
        is_business_order=said(order.business),
        is_prime=said(order.prime),
    )


def as_xml(order: sp.Order) -> str:
    assert order.total is not None
    return (
        f"<Message><OrderReport><AmazonOrderID>{order.order_id}</AmazonOrderID><OrderDate>{order.placed_on}</OrderDate>"
        f"<IsBusinessOrder>{said(order.business)}</IsBusinessOrder><IsPrime>{said(order.prime)}</IsPrime>"
        f"<Item><SKU>{escape(str(order.sku))}</SKU><Quantity>{order.units}</Quantity><ItemPrice><Component>"
        f'<Type>Principal</Type><Amount currency="USD">{order.total.amount:f}</Amount></Component></ItemPrice></Item>'
        "</OrderReport></Message>"
    )


WAITING = st.fixed_dictionaries(
    {},
    optional={
        "ship_by": st.dates(date(2090, 1, 1), date(2095, 1, 1)),
        "ship_confirmed_on": st.just(sp.NEVER),
        "cancelled_by": st.just(sp.Canceller.NOBODY),
    },
)


class TestRoundTrip:
    """Orders, written and read again, are the same orders."""

    @given(st.lists(ORDERS, unique_by=lambda order: order.order_id), st.data())
    def test_flat_files(self, orders: list[sp.Order], data: st.DataObject) -> None:
        due = [evolve(order, **data.draw(WAITING)) for order in orders]
        text = tabbed([*TO_SHIP, "currency", "item-price"], *map(as_row, due))
        assert list(amazon.read(text.encode())) == due

    @given(st.lists(ORDERS, min_size=1, unique_by=lambda order: order.order_id))
    def test_xml(self, orders: list[sp.Order]) -> None:
        text = f"<AmazonEnvelope>{''.join(map(as_xml, orders))}</AmazonEnvelope>"
        assert list(amazon.read(text)) == orders
