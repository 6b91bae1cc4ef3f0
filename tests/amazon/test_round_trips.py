"""Facts written as Amazon's documents write them, and read back, are the same facts, as far as those can say them."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon, strategies
from sellerpolicy.amazon import Cause, Posting, Solicitation, shops
from sellerpolicy.facts.package import Package

from .samples import V1_COLUMNS, V2_COLUMNS, charge, flat, moved, solicitation, summary

PLACES = st.sampled_from(list(sp.Marketplace))
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
IDS = st.from_regex(r"[0-9]{3}-[0-9]{7}-[0-9]{7}", fullmatch=True)
SITES = {place: site for site, place in shops.SITES.items()}
CHANNELS = {sp.Fulfiller.SELLER: ("MFN", "MERCHANT"), sp.Fulfiller.AMAZON: ("AFN", "AMAZON")}
CANCELLERS = {sp.Canceller.BUYER: "BUYER", sp.Canceller.SELLER: "MERCHANT", sp.Canceller.AMAZON: "AMAZON"}
KNOWN_NOT = {"shipped_on": sp.NEVER, "ship_confirmed_on": sp.NEVER, "delivered_on": sp.NEVER}


def instant(day: date | None, place: sp.Marketplace | None = None) -> str | None:
    """The last second of a day: in UTC, or by the clocks of a marketplace."""
    if day is None:
        return None
    zone = UTC if place is None else ZoneInfo(place.zone)
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC).isoformat().replace("+00:00", "Z")


@st.composite
def orders(draw: st.DrawFn) -> sp.Order:
    """Orders of which the documents can say everything."""
    place = draw(PLACES)
    cancelled = draw(st.booleans())
    never = cancelled or draw(st.booleans())
    day = draw(DAYS)
    days = st.none() | st.dates(day, date(2100, 2, 1))
    return sp.Order(
        order_id=draw(IDS),
        placed_on=day,
        marketplace=place,
        fulfilled_by=draw(st.sampled_from(sp.Fulfiller)),
        units=draw(st.none() | st.integers(1, 10**6)),
        total=draw(st.none() | st.decimals(0, 10**9, places=2).map(lambda amount: sp.Money(amount, place.currency))),
        ship_by=draw(days),
        deliver_by=draw(days),
        cancelled_by=None if cancelled else sp.Canceller.NOBODY,
        prime=draw(st.booleans()),
        business=draw(st.booleans()),
        replacement_of=draw(st.none() | IDS),
        **(KNOWN_NOT if never else {}),
    )


def money(amount: sp.Money | None, code: str, number: str) -> dict[str, Any] | None:
    return None if amount is None else {code: amount.currency, number: f"{amount.amount:f}"}


def status(order: sp.Order, cancelled: str, unsent: str, sent: str) -> str:
    return (
        cancelled if order.cancelled_by is not sp.Canceller.NOBODY else unsent if order.shipped_on == sp.NEVER else sent
    )


def in_v0(order: sp.Order) -> dict[str, Any]:
    return {
        "AmazonOrderId": order.order_id,
        "PurchaseDate": instant(order.placed_on),
        "OrderStatus": status(order, "Canceled", "Unshipped", "Shipped"),
        "FulfillmentChannel": CHANNELS[order.fulfilled_by][0],
        "MarketplaceId": order.marketplace.id,
        "OrderTotal": money(order.total, "CurrencyCode", "Amount"),
        "NumberOfItemsShipped": order.units,
        "NumberOfItemsUnshipped": 0,
        "LatestShipDate": instant(order.ship_by, order.marketplace),
        "LatestDeliveryDate": instant(order.deliver_by, order.marketplace),
        "IsPrime": order.prime,
        "IsBusinessOrder": order.business,
        "ReplacedOrderId": order.replacement_of,
    }


def in_2026(order: sp.Order) -> dict[str, Any]:
    programs = [name for name, has in (("PRIME", order.prime), ("AMAZON_BUSINESS", order.business)) if has]
    packages = [
        {
            "packageReferenceId": "1",
            "createdTime": instant(order.ship_confirmed_on, order.marketplace),
            "shipTime": instant(order.shipped_on, order.marketplace),
        }
    ]
    by = CANCELLERS.get(order.cancelled_by or sp.Canceller.NOBODY)
    item = {
        "quantityOrdered": order.units,
        "product": {"sellerSku": order.sku},
        "cancellation": {"cancellationExecution": {"cancelledBy": by}},
    }
    return {
        "orderId": order.order_id,
        "createdTime": instant(order.placed_on),
        "programs": programs,
        "associatedOrders": [{"orderId": order.replacement_of, "associationType": "REPLACEMENT_ORIGINAL_ID"}],
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": order.marketplace.id},
        "proceeds": {"grandTotal": money(order.total, "currencyCode", "amount")},
        "fulfillment": {
            "fulfillmentStatus": status(order, "CANCELLED", "UNSHIPPED", "SHIPPED"),
            "fulfilledBy": CHANNELS[order.fulfilled_by][1],
            "shipByWindow": {"latestDateTime": instant(order.ship_by, order.marketplace)},
            "deliverByWindow": {"latestDateTime": instant(order.deliver_by, order.marketplace)},
        },
        "orderItems": [item],
        "packages": packages if order.shipped_on != sp.NEVER else [],
    }


class TestOrders:
    @given(st.lists(orders(), max_size=4, unique_by=lambda order: order.order_id))
    def test_v0(self, given_orders: list[sp.Order]) -> None:
        page = {"payload": {"Orders": [in_v0(order) for order in given_orders]}}
        assert list(amazon.read(page)) == list(amazon.read(json.dumps(page))) == given_orders

    @given(st.lists(orders(), max_size=4), st.data())
    def test_2026_with_days_of_shipment_and_who_cancelled(
        self, given_orders: list[sp.Order], data: st.DataObject
    ) -> None:
        expected = []
        for order in given_orders:
            days = st.dates(order.placed_on, date(2100, 2, 1))
            known: dict[str, Any] = {"sku": data.draw(st.none() | st.just("SKU-1"))}
            if order.cancelled_by is None:
                known["cancelled_by"] = data.draw(st.sampled_from([None, *CANCELLERS]))
            elif order.shipped_on != sp.NEVER:
                known |= {"shipped_on": data.draw(days), "ship_confirmed_on": data.draw(st.none() | days)}
            expected.append(evolve(order, **known))
        page = {"orders": [in_2026(order) for order in expected], "pagination": {}}
        assert list(amazon.read(page)) == list(amazon.read(json.dumps(page))) == expected

    @given(orders(), DAYS, st.integers(1, 10**6), st.none() | st.just("UPS"))
    def test_packages(self, order: sp.Order, day: date, units: int, carrier: str | None) -> None:
        assume(order.cancelled_by is sp.Canceller.NOBODY)
        package = Package(
            package_id=f"{order.order_id}/7",
            order_id=order.order_id,
            units=units,
            ship_confirmed_on=day,
            marketplace=order.marketplace,
            carrier=carrier,
            deliver_by=order.deliver_by,
        )
        written = {
            "packageReferenceId": "7",
            "createdTime": instant(day, order.marketplace),
            "carrier": carrier,
            "packageItems": [{"quantity": units}],
        }
        document = {"order": {**in_2026(order), "packages": [written]}}
        assert list(amazon.read_packages(document, marketplace=order.marketplace)) == [package]


def month_days(sold: sp.MonthlySales) -> list[date]:
    return [sold.first_day + timedelta(place) for place in range(monthrange(sold.month.year, sold.month.month)[1])]


def shares(sold: sp.MonthlySales, parts: int) -> list[sp.Money]:
    """The gross in parts: a cent on each day but the last, which has the rest."""
    cent = sp.Money("0.01", sold.gross.currency)
    rest = sold.gross
    for _ in range(parts - 1):
        rest -= cent
    return [cent] * (parts - 1) + [rest]


@st.composite
def sales(draw: st.DrawFn) -> sp.MonthlySales:
    place = draw(PLACES)
    gross = sp.Money(draw(st.decimals(1, 10**9, places=2)), place.currency)
    return sp.MonthlySales(month=draw(DAYS).replace(day=1), gross=gross, marketplace=place)


class TestSales:
    @given(sales(), st.booleans())
    def test_order_metrics(self, sold: sp.MonthlySales, by_day: bool) -> None:
        days = month_days(sold)
        starts = days if by_day else days[:1]
        zone = ZoneInfo(sold.marketplace.zone)
        bounds = [*starts, days[-1] + timedelta(1)]
        times = [datetime.combine(day, time(), zone).isoformat(timespec="seconds") for day in bounds]
        buckets = [
            {"interval": f"{start}--{end}", "totalSales": money(amount, "currencyCode", "amount")}
            for start, end, amount in zip(times[:-1], times[1:], shares(sold, len(starts)), strict=True)
        ]
        assert list(amazon.read({"payload": buckets}, marketplace=sold.marketplace)) == [sold]

    @given(sales(), st.sampled_from(["DAY", "MONTH"]))
    def test_sales_and_traffic(self, sold: sp.MonthlySales, granularity: str) -> None:
        days = month_days(sold)[: None if granularity == "DAY" else 1]
        report = {
            "reportSpecification": {
                "reportOptions": {"dateGranularity": granularity},
                "marketplaceIds": [sold.marketplace.id],
            },
            "salesAndTrafficByDate": [
                {"date": str(day), "salesByDate": {"orderedProductSales": number(amount)}}
                for day, amount in zip(days, shares(sold, len(days)), strict=True)
            ],
        }
        assert list(amazon.read(unquoted(report))) == [sold]

    @given(sales())
    def test_data_kiosk(self, sold: sp.MonthlySales) -> None:
        days = month_days(sold)
        lines = [
            {
                "startDate": str(day),
                "endDate": str(day),
                "marketplaceId": sold.marketplace.id,
                "sales": {"orderedProductSales": number(amount)},
            }
            for day, amount in zip(days, shares(sold, len(days)), strict=True)
        ]
        assert list(amazon.read("\n".join(map(unquoted, lines)))) == [sold]


def number(amount: sp.Money) -> dict[str, Any]:
    return {"amount": f"<{amount.amount:f}>", "currencyCode": amount.currency}


def unquoted(document: Any) -> str:
    """JSON in which amounts are numbers, with every digit."""
    return json.dumps(document).replace('"<', "").replace('>"', "")


@st.composite
def postings(draw: st.DrawFn) -> Posting:
    place = draw(PLACES)
    return Posting(
        cause=draw(st.sampled_from(Cause)),
        order_id=draw(IDS),
        posted_on=draw(DAYS),
        amount=sp.Money(draw(st.decimals(-(10**9), 10**9, places=2)), place.currency),
        marketplace=place,
    )


SEVERAL = st.lists(postings(), min_size=1, max_size=4, unique_by=lambda posting: posting.order_id)
TYPES = {Cause.GUARANTEE_CLAIM: "A-to-z Guarantee Refund", Cause.CHARGEBACK: "Chargeback Refund"}
LISTS = {Cause.GUARANTEE_CLAIM: "GuaranteeClaimEventList", Cause.CHARGEBACK: "ChargebackEventList"}


class TestPostings:
    @given(SEVERAL)
    def test_financial_events(self, given_postings: list[Posting]) -> None:
        lists: dict[str, list[Any]] = {name: [] for name in LISTS.values()}
        for posting in given_postings:
            assert posting.amount is not None
            assert posting.marketplace is not None
            lists[LISTS[posting.cause]].append(
                {
                    "AmazonOrderId": posting.order_id,
                    "PostedDate": instant(posting.posted_on),
                    "MarketplaceName": SITES[posting.marketplace],
                    "ShipmentItemAdjustmentList": [
                        {"ItemChargeAdjustmentList": [charge(str(posting.amount.amount), "x", posting.amount.currency)]}
                    ],
                }
            )
        expected = sorted(given_postings, key=lambda posting: list(LISTS).index(posting.cause))
        assert list(amazon.read({"payload": {"FinancialEvents": lists}})) == expected

    @given(SEVERAL)
    def test_transactions(self, given_postings: list[Posting]) -> None:
        written = [
            {
                "transactionType": TYPES[posting.cause],
                "relatedIdentifiers": [
                    {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": posting.order_id}
                ],
                "postedDate": instant(posting.posted_on),
                "totalAmount": money(posting.amount, "currencyCode", "currencyAmount"),
                "marketplaceDetails": {"marketplaceId": posting.marketplace.id if posting.marketplace else None},
            }
            for posting in given_postings
        ]
        assert list(amazon.read({"transactions": written})) == given_postings

    @pytest.mark.parametrize("mark", [".", ","])
    @given(given_postings=SEVERAL)
    def test_settlements(self, mark: str, given_postings: list[Posting]) -> None:
        second: list[dict[str, str]] = []
        first: list[dict[str, str]] = []
        for place, posting in enumerate(given_postings):
            assert posting.amount is not None
            assert posting.marketplace is not None
            amount = f"{posting.amount.amount:f}".replace(".", mark)
            common = {
                "settlement-id": str(place),
                "order-id": posting.order_id,
                "marketplace-name": SITES[posting.marketplace],
                "transaction-type": TYPES[posting.cause],
            }
            first_row = summary(**{"settlement-id": str(place), "currency": posting.amount.currency})
            day = f"{posting.posted_on:%d.%m.%Y} 10:00:00 UTC" if mark == "," else f"{posting.posted_on} 10:00:00 UTC"
            second += [first_row, {**moved(amount), **common, "posted-date-time": day}]
            first += [
                first_row,
                {**common, "posted-date": f"{posting.posted_on}T10:00:00+00:00", "price-amount": amount},
            ]
        assert list(amazon.read(flat(V2_COLUMNS, *second))) == given_postings
        assert list(amazon.read(flat(V1_COLUMNS, *first))) == given_postings


class TestOthers:
    @given(PLACES, DAYS, st.sampled_from([sp.NoticeKind.WARNING, sp.NoticeKind.DEACTIVATION]))
    def test_notices(self, place: sp.Marketplace, day: date, kind: sp.NoticeKind) -> None:
        change = {
            "marketplaceId": place.id,
            "currentAccountStatus": {"warning": "AT_RISK", "deactivation": "DEACTIVATED"}[kind.value],
        }
        message = {
            "notificationType": "ACCOUNT_STATUS_CHANGED",
            "eventTime": instant(day, place),
            "payload": {"accountStatusChangeNotification": change},
        }
        assert list(amazon.read(message)) == [sp.Notice(kind=kind, received_on=day, marketplace=place)]

    @given(IDS, PLACES, st.booleans())
    def test_solicitations(self, order_id: str, place: sp.Marketplace, may: bool) -> None:
        actions = ["productReviewAndSellerFeedback"] if may else []
        answer = solicitation(*actions, order_id=order_id, marketplace=place.id)
        expected = Solicitation(order_id=order_id, may_request_review=may, marketplace=place)
        assert list(amazon.read(answer)) == [expected]

    @given(st.lists(strategies.orders(), min_size=1, max_size=3))
    def test_any_fact_as_lines_of_json(self, given_orders: list[sp.Order]) -> None:
        lines = "\n".join(json.dumps(order.to_dict()) for order in given_orders)
        assert list(amazon.read(lines)) == given_orders
