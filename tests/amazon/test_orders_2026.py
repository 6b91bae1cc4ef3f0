"""Orders API 2026-01-01: orders with the days of shipment and who cancelled, and the packages of the seller."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.errors import BadReport
from sellerpolicy.facts.package import Package

from .samples import FIRST, SECOND, THIRD, item_2026, order_2026, orders_2026, package_2026


def read(**changes: Any) -> sp.Order:
    (order,) = amazon.read(order_2026(**changes))
    assert isinstance(order, sp.Order)
    return order


def fulfilment(**changes: Any) -> dict[str, Any]:
    return {**order_2026()["fulfillment"], **changes}


def cancelled(by: str | None, requester: str | None = None) -> dict[str, Any]:
    cancellation: dict[str, Any] = {}
    if by is not None:
        cancellation["cancellationExecution"] = {"cancelledBy": by, "cancelReason": "a reason"}
    if requester is not None:
        cancellation["cancellationRequest"] = {"requester": requester}
    return item_2026(cancellation=cancellation)


class TestAnOrder:
    def test_all_that_it_says(self) -> None:
        """Placed late in the evening in UTC; due, sent and confirmed on days of Berlin, two hours ahead."""
        assert read() == sp.Order(
            order_id=SECOND,
            placed_on=date(2026, 9, 30),
            marketplace=sp.Marketplace.DE,
            fulfilled_by=sp.Fulfiller.SELLER,
            sku="STUHL-7",
            units=3,
            total=sp.Money("149.85", "EUR"),
            ship_by=date(2026, 10, 2),
            shipped_on=date(2026, 10, 3),
            ship_confirmed_on=date(2026, 10, 2),
            deliver_by=date(2026, 10, 7),
            cancelled_by=sp.Canceller.NOBODY,
            prime=False,
            business=True,
        )

    def test_nothing_personal_is_kept(self) -> None:
        held = repr(read()) + repr(read().to_dict())
        assert not any(word in held for word in ("Anna", "Beispiel", "@", "Lager"))

    def test_amazon_sends_it(self) -> None:
        order = read(fulfillment=fulfilment(fulfilledBy="AMAZON"), packages=None)
        assert (order.fulfilled_by, order.shipped_on) == (sp.Fulfiller.AMAZON, None)

    @pytest.mark.parametrize("block", [None, {}, {"fulfilledBy": "SELLER"}])
    def test_who_sends_it_is_never_guessed(self, block: dict[str, Any] | None) -> None:
        with pytest.raises(BadReport, match="fulfilledBy: expected MERCHANT or AMAZON, which comes with includedData"):
            read(fulfillment=block)

    def test_programs_that_are_not_named_are_unknown(self) -> None:
        order = read(programs=None)
        assert (order.prime, order.business) == (None, None)
        assert read(programs=["PRIME", "PREMIUM"]).prime is True

    @pytest.mark.parametrize("programs", ["PRIME", [5]])
    def test_programs_are_a_list_of_words(self, programs: Any) -> None:
        with pytest.raises(BadReport, match="programs: expected a list of words"):
            read(programs=programs)

    @pytest.mark.parametrize("kind", ["REPLACEMENT_ORIGINAL_ID", "EXCHANGE_ORIGINAL_ID"])
    def test_a_replacement_names_its_original(self, kind: str) -> None:
        others = [{"orderId": FIRST, "associationType": "SOMETHING"}, {"orderId": THIRD, "associationType": kind}]
        assert read(associatedOrders=others).replacement_of == THIRD
        assert read(associatedOrders=others[:1]).replacement_of is None

    def test_several_articles_have_no_common_sku(self) -> None:
        order = read(orderItems=[item_2026(), item_2026(quantityOrdered=2)])
        assert (order.sku, order.units) == (None, 5)

    @pytest.mark.parametrize("items", [None, [], [item_2026(quantityOrdered=None)], [item_2026(quantityOrdered=0)]])
    def test_pieces_may_be_unknown(self, items: Any) -> None:
        assert read(orderItems=items).units is None

    def test_sales_outside_amazon_are_left_out(self) -> None:
        outside = order_2026(THIRD, salesChannel={"channelName": "NON_AMAZON"})
        found = amazon.read(orders_2026(order_2026(), outside))
        assert (len(found), found.ignored) == (1, {"order from outside Amazon": 1})

    def test_the_marketplace_as_in_v0(self) -> None:
        by_name = read(salesChannel={"channelName": "AMAZON", "marketplaceName": "Amazon.de"})
        assert by_name.marketplace is sp.Marketplace.DE
        with pytest.raises(
            BadReport, match="salesChannel.marketplaceId: expected 'us', the marketplace that was asked"
        ):
            amazon.read_orders(orders_2026(), marketplace="us")


class TestShipment:
    """An order was sent, and its shipment confirmed, with its last package, once all of it is sent."""

    @pytest.mark.parametrize("status", ["PENDING_AVAILABILITY", "PENDING", "UNSHIPPED", "CANCELLED"])
    def test_not_sent(self, status: str) -> None:
        order = read(fulfillment=fulfilment(fulfillmentStatus=status))
        assert {order.shipped_on, order.ship_confirmed_on, order.delivered_on} == {sp.NEVER}

    @pytest.mark.parametrize("status", ["PARTIALLY_SHIPPED", "UNFULFILLABLE", "NEW_WORD", None])
    def test_not_known(self, status: str | None) -> None:
        order = read(fulfillment=fulfilment(fulfillmentStatus=status))
        assert {order.shipped_on, order.ship_confirmed_on, order.delivered_on} == {None}

    def test_the_last_of_several_packages(self) -> None:
        later = package_2026(createdTime="2026-10-05T08:00:00Z", shipTime="2026-10-06T08:00:00Z")
        order = read(packages=[later, package_2026()])
        assert (order.ship_confirmed_on, order.shipped_on) == (date(2026, 10, 5), date(2026, 10, 6))

    @pytest.mark.parametrize("status", ["PENDING", "CANCELLED"])
    def test_packages_that_were_not_sent_do_not_count(self, status: str) -> None:
        unsent = package_2026(shipTime="2026-10-09T08:00:00Z", packageStatus={"status": status})
        assert read(packages=[unsent, package_2026()]).shipped_on == date(2026, 10, 3)
        assert read(packages=[unsent]).shipped_on is None

    def test_a_package_without_a_time_leaves_the_day_open(self) -> None:
        order = read(packages=[package_2026(), package_2026(shipTime=None)])
        assert (order.shipped_on, order.ship_confirmed_on) == (None, date(2026, 10, 2))

    @pytest.mark.parametrize("program", ["AMAZON_EASY_SHIP", "DELIVERY_BY_AMAZON"])
    def test_where_amazon_fetches_it_the_day_of_confirmation_is_unknown(self, program: str) -> None:
        order = read(programs=[program])
        assert (order.shipped_on, order.ship_confirmed_on) == (date(2026, 10, 3), None)


class TestCancellation:
    CANCELLED = fulfilment(fulfillmentStatus="CANCELLED")

    @pytest.mark.parametrize(
        ("by", "canceller"),
        [
            ("BUYER", sp.Canceller.BUYER),
            ("MERCHANT", sp.Canceller.SELLER),
            ("AMAZON", sp.Canceller.AMAZON),
            ("SOMEBODY", None),
            (None, None),
        ],
    )
    def test_who_cancelled(self, by: str | None, canceller: sp.Canceller | None) -> None:
        assert read(fulfillment=self.CANCELLED, orderItems=[cancelled(by)]).cancelled_by is canceller

    def test_what_the_buyer_asked_for_is_the_buyers(self) -> None:
        assert (
            read(fulfillment=self.CANCELLED, orderItems=[cancelled("MERCHANT", "BUYER")]).cancelled_by
            is sp.Canceller.BUYER
        )
        assert read(orderItems=[cancelled(None, "BUYER")]).cancelled_by is sp.Canceller.NOBODY

    def test_the_sellers_part_outweighs(self) -> None:
        items = [cancelled("BUYER"), cancelled("AMAZON"), cancelled("MERCHANT")]
        assert read(fulfillment=self.CANCELLED, orderItems=items).cancelled_by is sp.Canceller.SELLER
        assert read(fulfillment=self.CANCELLED, orderItems=items[:2]).cancelled_by is sp.Canceller.AMAZON

    @pytest.mark.parametrize(("by", "canceller"), [("MERCHANT", sp.Canceller.SELLER), ("BUYER", sp.Canceller.NOBODY)])
    def test_an_item_of_an_order_that_was_sent(self, by: str, canceller: sp.Canceller) -> None:
        """Amazon's rate counts single items that the seller cancelled."""
        assert read(orderItems=[item_2026(), cancelled(by)]).cancelled_by is canceller


class TestPackages:
    def packages(self, *orders: dict[str, Any], **chosen: Any) -> amazon.Read[Package]:
        return amazon.read_packages(orders_2026(*orders), marketplace="de", **chosen)

    def test_all_that_a_package_says(self) -> None:
        assert list(self.packages()) == [
            Package(
                package_id=f"{SECOND}/1",
                order_id=SECOND,
                units=3,
                ship_confirmed_on=date(2026, 10, 2),
                marketplace=sp.Marketplace.DE,
                carrier="DHL",
                deliver_by=date(2026, 10, 7),
            )
        ]

    def test_one_that_cannot_be_delivered_never_was(self) -> None:
        (package,) = self.packages(order_2026(packages=[package_2026(packageStatus={"status": "UNDELIVERABLE"})]))
        assert package.delivered_on == sp.NEVER

    def test_every_package_is_a_row_and_every_order_without(self) -> None:
        found = self.packages(
            order_2026(packages=[package_2026(), package_2026(packageReferenceId="2")]),
            order_2026(FIRST, packages=[]),
            order_2026(THIRD, salesChannel={"channelName": "NON_AMAZON"}),
            order_2026(
                FIRST,
                packages=[
                    package_2026(packageStatus={"status": "PENDING"}),
                    package_2026(createdTime=None),
                    package_2026(packageItems=None),
                    package_2026(packageItems=[{"orderItemId": "1"}]),
                ],
            ),
        )
        assert (len(found), found.used, found.rows) == (2, 2, 8)
        assert found.ignored == {
            "order without packages": 1,
            "order from outside Amazon": 1,
            "package that was not sent": 1,
            "package without a day of confirmation": 1,
            "package without its items": 2,
        }

    def test_refused_ones_are_rows_too(self) -> None:
        bad = order_2026(packages=[package_2026(packageReferenceId=None), "box", package_2026()])
        found = self.packages(bad, on_error="collect")
        assert [row.column for row in found.refused] == [
            "orders[0].packages[0].packageReferenceId",
            "orders[0].packages[1]",
        ]
        assert found.rows == 3
        assert [row.column for row in self.packages(order_2026(packages=5), on_error="collect").refused] == [
            "orders[0].packages"
        ]

    def test_no_units_are_refused(self) -> None:
        with pytest.raises(BadReport, match="units: expected a whole number, at least 1"):
            self.packages(order_2026(packages=[package_2026(packageItems=[{"quantity": 0}])]))

    def test_reading_orders_does_not_give_packages(self) -> None:
        assert {type(fact) for fact in amazon.read(orders_2026())} == {sp.Order}


class TestRecognition:
    @pytest.mark.parametrize("source", [orders_2026(), {"order": order_2026()}, order_2026(), [order_2026()]])
    def test_the_same_order(self, source: Any) -> None:
        found = amazon.read(source)
        assert (found.kind, list(found)) == ("orders_2026_01_01", [read()])

    def test_in_snake_case(self) -> None:
        def snake(value: Any) -> Any:
            if isinstance(value, dict):
                return {
                    "".join(f"_{c.lower()}" if c.isupper() else c for c in key): snake(v) for key, v in value.items()
                }
            return [snake(inner) for inner in value] if isinstance(value, list) else value

        assert list(amazon.read(snake(orders_2026()))) == [read()]

    def test_a_page_without_orders(self) -> None:
        found = amazon.read({"orders": [], "pagination": {}})
        assert (found.kind, found.rows) == ("orders_2026_01_01", 0)

    def test_an_order_under_a_key_that_is_none(self) -> None:
        with pytest.raises(BadReport, match="no known report|not among the keys|missing"):
            amazon.read({"order": 5})
        with pytest.raises(BadReport, match="orderId: expected Amazon's order number"):
            amazon.read([{"order": order_2026()}, {"order": {**order_2026(), "orderId": None}}])

    def test_reading_changes_nothing(self) -> None:
        page = orders_2026()
        before = copy.deepcopy(page)
        amazon.read(page)
        assert page == before
