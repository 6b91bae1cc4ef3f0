"""Orders API v0: what an order says, what it does not, and how its items come to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.errors import BadReport

from .samples import DE, FIRST, SECOND, THIRD, US, items_v0, order_v0, orders_v0


def read(**changes: Any) -> sp.Order:
    (order,) = amazon.read(order_v0(**changes))
    assert isinstance(order, sp.Order)
    return order


class TestAnOrder:
    def test_all_that_it_says(self) -> None:
        """Placed on a UTC day, due on days of the marketplace: 06:59:59 UTC is the last second of the day before."""
        assert read() == sp.Order(
            order_id=FIRST,
            placed_on=date(2026, 10, 1),
            marketplace=sp.Marketplace.US,
            fulfilled_by=sp.Fulfiller.SELLER,
            units=2,
            total=sp.usd("59.90"),
            ship_by=date(2026, 10, 3),
            deliver_by=date(2026, 10, 10),
            cancelled_by=sp.Canceller.NOBODY,
            prime=True,
            business=False,
        )

    def test_nothing_personal_is_kept(self) -> None:
        held = repr(read()) + repr(read().to_dict())
        assert not any(word in held for word in ("Ann", "Example", "@", "555"))

    def test_amazon_sends_it(self) -> None:
        assert read(FulfillmentChannel="AFN").fulfilled_by is sp.Fulfiller.AMAZON

    @pytest.mark.parametrize("channel", [None, "FBA"])
    def test_who_sends_it_is_never_guessed(self, channel: str | None) -> None:
        with pytest.raises(BadReport, match=r"FulfillmentChannel: expected MFN or AFN, got"):
            read(FulfillmentChannel=channel)

    @pytest.mark.parametrize("name", ["AmazonOrderId", "PurchaseDate", "OrderStatus"])
    def test_what_amazon_always_gives_cannot_be_missing(self, name: str) -> None:
        with pytest.raises(BadReport, match=f"{name}: expected .*, got nothing"):
            amazon.read(orders_v0({**order_v0(), name: None}))

    def test_a_replacement_names_its_original(self) -> None:
        assert read(IsReplacementOrder=True, ReplacedOrderId=THIRD).replacement_of == THIRD

    def test_a_pending_order_has_no_total(self) -> None:
        order = read(OrderStatus="Pending", OrderTotal=None, NumberOfItemsShipped=0, NumberOfItemsUnshipped=0)
        assert (order.total, order.units) == (None, None)

    @pytest.mark.parametrize("missing", ["NumberOfItemsShipped", "NumberOfItemsUnshipped"])
    def test_pieces_are_unknown_without_both_numbers(self, missing: str) -> None:
        assert read(**{missing: None}).units is None

    def test_an_amount_is_exact_text(self) -> None:
        for amount in ("1e3", "12,50", "", "NaN", 1e400):
            with pytest.raises(BadReport, match="OrderTotal: expected an exact amount"):
                read(OrderTotal={"CurrencyCode": "USD", "Amount": amount})

    def test_an_amount_in_another_currency_is_refused(self) -> None:
        with pytest.raises(BadReport, match="column document, total: expected an amount in USD"):
            read(OrderTotal={"CurrencyCode": "EUR", "Amount": "5"})


class TestStatus:
    """What the status tells of shipment and cancellation, as of the day of the document."""

    @pytest.mark.parametrize("status", ["Pending", "PendingAvailability", "Unshipped", "UNSHIPPED"])
    def test_not_sent_yet(self, status: str) -> None:
        order = read(OrderStatus=status)
        assert {order.shipped_on, order.ship_confirmed_on, order.delivered_on} == {sp.NEVER}
        assert order.cancelled_by is sp.Canceller.NOBODY

    @pytest.mark.parametrize("status", ["Shipped", "PartiallyShipped", "InvoiceUnconfirmed"])
    def test_sent_on_an_unknown_day(self, status: str) -> None:
        order = read(OrderStatus=status)
        assert {order.shipped_on, order.ship_confirmed_on, order.delivered_on} == {None}
        assert order.cancelled_by is sp.Canceller.NOBODY

    @pytest.mark.parametrize("status", ["Canceled", "Cancelled"])
    def test_cancelled_by_nobody_knows_whom(self, status: str) -> None:
        order = read(OrderStatus=status)
        assert {order.shipped_on, order.ship_confirmed_on, order.delivered_on} == {sp.NEVER}
        assert order.cancelled_by is None

    @pytest.mark.parametrize("status", ["Unfulfillable", "Something new"])
    def test_other_words_say_nothing(self, status: str) -> None:
        order = read(OrderStatus=status)
        assert (order.shipped_on, order.cancelled_by) == (None, None)


class TestMarketplace:
    def test_its_id_says_it(self) -> None:
        order = read(MarketplaceId=DE, OrderTotal={"CurrencyCode": "EUR", "Amount": "5"})
        assert (order.marketplace, order.ship_by) == (sp.Marketplace.DE, date(2026, 10, 4))

    def test_without_an_id_the_site_says_it(self) -> None:
        assert read(MarketplaceId=None, SalesChannel="amazon.CA", OrderTotal=None).marketplace is sp.Marketplace.CA

    def test_without_either_the_caller_says_it(self) -> None:
        order = order_v0(MarketplaceId=None, SalesChannel=None, OrderTotal=None)
        (found,) = amazon.read_orders(order, marketplace="uk")
        assert found.marketplace is sp.Marketplace.UK
        with pytest.raises(BadReport, match="MarketplaceId: expected the id of a marketplace, for nothing else says"):
            amazon.read(order)

    @pytest.mark.parametrize(
        ("changes", "column"),
        [({"MarketplaceId": US + "X"}, "MarketplaceId"), ({"MarketplaceId": "", "SalesChannel": "x"}, "SalesChannel")],
    )
    def test_an_unknown_one_is_refused(self, changes: dict[str, Any], column: str) -> None:
        with pytest.raises(BadReport, match=f"{column}: expected a marketplace that is known"):
            read(**changes)

    def test_one_that_was_not_asked_for_is_refused(self) -> None:
        with pytest.raises(BadReport, match="MarketplaceId: expected 'de', the marketplace that was asked for"):
            amazon.read_orders(order_v0(), marketplace="de")

    def test_sales_outside_amazon_are_left_out(self) -> None:
        found = amazon.read(orders_v0(order_v0(), order_v0(SECOND, SalesChannel="Non-Amazon US", MarketplaceId=None)))
        assert (len(found), found.ignored) == (1, {"order from outside Amazon": 1})


class TestItems:
    def test_put_into_their_order(self) -> None:
        (order,) = amazon.read(order_v0(OrderItems=items_v0()["OrderItems"]))
        assert (order.sku, order.units) == ("LAMP-01", 2)

    def test_given_beside_it_in_any_order(self) -> None:
        for pages in ([orders_v0(), items_v0()], [items_v0(), order_v0()]):
            found = amazon.read(pages)
            assert [(order.sku, order.units) for order in found] == [("LAMP-01", 2)]
            assert (found.used, found.rows, found.ignored) == (2, 2, {})

    def test_alone_they_give_nothing(self) -> None:
        found = amazon.read({"payload": items_v0()})
        assert (found.facts, found.ignored) == ((), {"items without their order": 1})

    def test_several_articles_have_no_common_sku(self) -> None:
        items = [*items_v0()["OrderItems"], *items_v0(QuantityOrdered=5)["OrderItems"]]
        assert (read(OrderItems=items).sku, read(OrderItems=items).units) == (None, 7)

    @pytest.mark.parametrize("quantity", [None, 0])
    def test_an_unknown_quantity_leaves_the_orders_own(self, quantity: int | None) -> None:
        assert read(OrderItems=items_v0(QuantityOrdered=quantity)["OrderItems"]).units == 2

    @pytest.mark.parametrize(
        ("status", "canceller"), [("Canceled", sp.Canceller.BUYER), ("Shipped", sp.Canceller.NOBODY)]
    )
    def test_what_the_buyer_asked_to_cancel(self, status: str, canceller: sp.Canceller) -> None:
        """A request alone cancels nothing; of a cancelled order it says whose wish it was."""
        items = items_v0(BuyerRequestedCancel={"IsBuyerRequestedCancel": "true"})["OrderItems"]
        assert read(OrderStatus=status, OrderItems=items).cancelled_by is canceller

    def test_the_items_of_an_order_come_once(self) -> None:
        with pytest.raises(BadReport, match="line 2, column document.AmazonOrderId: expected the items of each order"):
            amazon.read([items_v0(), items_v0()])

    def test_items_without_a_number_are_refused(self) -> None:
        with pytest.raises(BadReport, match="AmazonOrderId: expected Amazon's order number"):
            amazon.read([items_v0(), {**items_v0(), "AmazonOrderId": " "}])


class TestRecognition:
    """By keys alone, on the wire or in snake case, one document or several."""

    @pytest.mark.parametrize("source", [orders_v0(), [order_v0()], order_v0(), {"payload": order_v0()}])
    def test_the_same_orders(self, source: Any) -> None:
        found = amazon.read(source)
        assert (found.kind, [order.order_id for order in found]) == ("orders_v0", [FIRST])

    def test_a_page_without_orders(self) -> None:
        found = amazon.read({"payload": {"Orders": [], "CreatedBefore": "2026-11-01"}})
        assert (found.kind, found.facts, found.rows) == ("orders_v0", (), 0)

    def test_a_key_that_is_misspelt(self) -> None:
        with pytest.raises(BadReport, match="column Oders: not among the keys of orders_.*; did you mean '[Oo]rders'"):
            amazon.read({"Oders": [order_v0()]})

    def test_by_the_reader_of_orders_too(self) -> None:
        assert len(amazon.read_orders(orders_v0(), marketplace="us")) == 1


class TestAccount:
    def test_every_order_is_one_row(self) -> None:
        page = orders_v0(order_v0(), order_v0(SECOND, PurchaseDate="soon"), order_v0(THIRD, SalesChannel="Non-Amazon"))
        page["payload"]["Orders"].append("no order")
        found = amazon.read(page, on_error="collect")
        assert (found.used, found.rows, found.ignored) == (1, 4, {"order from outside Amazon": 1})
        assert [(row.line, row.column) for row in found.refused] == [
            (None, "Orders[1].PurchaseDate"),
            (None, "Orders[3]"),
        ]

    def test_a_list_that_is_none(self) -> None:
        found = amazon.read([orders_v0(), {"Orders": "none"}, {"Orders": None}], on_error="collect")
        assert [(row.line, row.column) for row in found.refused] == [(2, "document.Orders")]
        assert found.used == 1

    def test_a_page_with_a_key_twice(self) -> None:
        page = {"Orders": [order_v0()], "orders": [order_v0(SECOND)]}
        with pytest.raises(BadReport, match="column document: expected each key once, got 'orders'"):
            amazon.read(page)
