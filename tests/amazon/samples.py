"""Made-up answers of Amazon's interfaces and a settlement, in the shapes of real ones, for tests to bend."""

from __future__ import annotations

from typing import Any

US, CA, DE, UK, JP = "ATVPDKIKX0DER", "A2EUQ1WTGCTBG2", "A1PA6795UKMFR9", "A1F83G8C2ARO7P", "A1VC38T7YXB528"
FIRST, SECOND, THIRD = "111-0000001-0000001", "111-0000002-0000002", "111-0000003-0000003"


def order_v0(order_id: str = FIRST, **changes: Any) -> dict[str, Any]:
    """An order as ``getOrders`` lists it: sent by the seller, due on 3 October in Los Angeles."""
    return {
        "AmazonOrderId": order_id,
        "PurchaseDate": "2026-10-01T02:30:00Z",
        "LastUpdateDate": "2026-10-03T18:00:00Z",
        "OrderStatus": "Shipped",
        "FulfillmentChannel": "MFN",
        "SalesChannel": "Amazon.com",
        "OrderTotal": {"CurrencyCode": "USD", "Amount": "59.90"},
        "NumberOfItemsShipped": 2,
        "NumberOfItemsUnshipped": 0,
        "MarketplaceId": US,
        "EarliestShipDate": "2026-10-01T07:00:00Z",
        "LatestShipDate": "2026-10-04T06:59:59Z",
        "LatestDeliveryDate": "2026-10-11T06:59:59Z",
        "IsBusinessOrder": False,
        "IsPrime": True,
        "BuyerInfo": {"BuyerName": "Ann Example", "BuyerEmail": "x@marketplace.amazon.com"},
        "ShippingAddress": {"Name": "Ann Example", "AddressLine1": "1 Example Street", "Phone": "+1 555 0100"},
        **changes,
    }


def items_v0(order_id: str = FIRST, **changes: Any) -> dict[str, Any]:
    """The items of an order, as ``getOrderItems`` gives them."""
    item = {
        "ASIN": "B000000001",
        "OrderItemId": "00000000000001",
        "SellerSKU": "LAMP-01",
        "Title": "A lamp",
        "QuantityOrdered": 2,
        "QuantityShipped": 2,
        "ItemPrice": {"CurrencyCode": "USD", "Amount": "55.00"},
        "BuyerRequestedCancel": {"IsBuyerRequestedCancel": "false"},
        "IsGift": "false",
    }
    return {"AmazonOrderId": order_id, "OrderItems": [{**item, **changes}]}


def orders_v0(*orders: dict[str, Any]) -> dict[str, Any]:
    """A page of ``getOrders`` as it comes over the wire."""
    return {"payload": {"Orders": list(orders) or [order_v0()], "NextToken": "next", "CreatedBefore": "2026-11-01"}}


def package_2026(**changes: Any) -> dict[str, Any]:
    """A package, confirmed on 2 October and handed over on 3 October in Berlin."""
    return {
        "packageReferenceId": "1",
        "createdTime": "2026-10-02T10:15:00.000Z",
        "packageStatus": {"status": "IN_TRANSIT", "detailedStatus": "OUT_FOR_DELIVERY"},
        "carrier": "DHL",
        "shipTime": "2026-10-02T22:30:00.000Z",
        "trackingNumber": "00340000000000000001",
        "shipFromAddress": {"name": "A warehouse", "addressLine1": "Lagerstr. 1"},
        "packageItems": [{"orderItemId": "01", "quantity": 3}],
        **changes,
    }


def item_2026(**changes: Any) -> dict[str, Any]:
    """An item of three pieces."""
    return {
        "orderItemId": "01",
        "quantityOrdered": 3,
        "product": {"asin": "B000000002", "title": "Ein Stuhl", "sellerSku": "STUHL-7"},
        **changes,
    }


def order_2026(order_id: str = SECOND, **changes: Any) -> dict[str, Any]:
    """An order as ``searchOrders`` lists it with all that can be asked for."""
    return {
        "orderId": order_id,
        "createdTime": "2026-09-30T23:10:00.000Z",
        "lastUpdatedTime": "2026-10-03T09:00:00.000Z",
        "programs": ["AMAZON_BUSINESS"],
        "associatedOrders": [],
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": DE, "marketplaceName": "Amazon.de"},
        "buyer": {"buyerName": "Anna Beispiel", "buyerEmail": "x@marketplace.amazon.de"},
        "recipient": {"deliveryAddress": {"name": "Anna Beispiel", "addressLine1": "Beispielweg 1"}},
        "proceeds": {"grandTotal": {"amount": "149.85", "currencyCode": "EUR"}},
        "fulfillment": {
            "fulfillmentStatus": "SHIPPED",
            "fulfilledBy": "MERCHANT",
            "shipByWindow": {"earliestDateTime": "2026-09-30T22:00:00Z", "latestDateTime": "2026-10-02T21:59:59Z"},
            "deliverByWindow": {"latestDateTime": "2026-10-07T21:59:59Z"},
        },
        "orderItems": [item_2026()],
        "packages": [package_2026()],
        **changes,
    }


def orders_2026(*orders: dict[str, Any]) -> dict[str, Any]:
    """A page of ``searchOrders``."""
    return {"orders": list(orders) or [order_2026()], "pagination": {"nextToken": "next"}}


def charge(amount: float | str, kind: str = "Principal", currency: str = "USD") -> dict[str, Any]:
    return {"ChargeType": kind, "ChargeAmount": {"CurrencyCode": currency, "CurrencyAmount": amount}}


def fee(amount: float, kind: str = "Commission") -> dict[str, Any]:
    return {"FeeType": kind, "FeeAmount": {"CurrencyCode": "USD", "CurrencyAmount": amount}}


def event_v0(order_id: str = FIRST, **changes: Any) -> dict[str, Any]:
    """What a guarantee claim moved: 59.90 back to the buyer, and a fee of 8.25 back to the seller."""
    return {
        "AmazonOrderId": order_id,
        "SellerOrderId": order_id,
        "MarketplaceName": "Amazon.com",
        "PostedDate": "2026-10-20T23:30:00Z",
        "ShipmentItemAdjustmentList": [
            {
                "SellerSKU": "LAMP-01",
                "OrderAdjustmentItemId": "1",
                "QuantityShipped": 2,
                "ItemChargeAdjustmentList": [charge(-55.0), charge(-4.9, "Tax")],
                "ItemFeeAdjustmentList": [fee(8.25)],
            }
        ],
        **changes,
    }


def events_v0(**lists: list[Any]) -> dict[str, Any]:
    """A page of financial events."""
    known = {
        "GuaranteeClaimEventList": [event_v0()],
        "ChargebackEventList": [event_v0(SECOND)],
        "ShipmentEventList": [
            {
                "AmazonOrderId": THIRD,
                "PostedDate": "2026-10-20T23:30:00Z",
                "ShipmentItemList": [{"ItemFeeList": [fee(-1.0, "ShippingChargeback")]}],
            }
        ],
        "RetrochargeEventList": [{"RetrochargeEventType": "Retrocharge"}],
    }
    return {"payload": {"NextToken": "next", "FinancialEvents": {**known, **lists}}}


def transaction(kind: str = "Chargeback", **changes: Any) -> dict[str, Any]:
    """A transaction of Finances 2024-06-19."""
    return {
        "sellingPartnerMetadata": {"sellingPartnerId": "A1", "accountType": "PAYABLE", "marketplaceId": US},
        "relatedIdentifiers": [
            {"relatedIdentifierName": "REFUND_ID", "relatedIdentifierValue": "r-1"},
            {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": FIRST},
        ],
        "transactionType": kind,
        "transactionStatus": "RELEASED",
        "description": "Refund Order",
        "postedDate": "2026-10-20T23:30:00Z",
        "totalAmount": {"currencyCode": "USD", "currencyAmount": -51.65},
        **changes,
    }


def transactions(*given: dict[str, Any]) -> dict[str, Any]:
    """A page of ``listTransactions``."""
    return {"payload": {"transactions": list(given) or [transaction(), transaction("Shipment")]}}


def metric(start: str, end: str, amount: Any = "100.00", currency: str = "USD") -> dict[str, Any]:
    """One interval of ``getOrderMetrics``."""
    return {
        "interval": f"{start}--{end}",
        "unitCount": 5,
        "orderItemCount": 5,
        "orderCount": 4,
        "averageUnitPrice": {"amount": "20.00", "currencyCode": currency},
        "totalSales": {"amount": amount, "currencyCode": currency},
    }


def metrics(*given: dict[str, Any]) -> dict[str, Any]:
    """An answer of ``getOrderMetrics``: by default October 2026 in Los Angeles."""
    october = metric("2026-10-01T00:00-07:00", "2026-11-01T00:00-07:00", "10000.00")
    return {"payload": list(given) or [october]}


def by_date(day: str, amount: Any, currency: str = "USD") -> dict[str, Any]:
    """One entry of a Sales and Traffic report."""
    return {
        "date": day,
        "salesByDate": {
            "orderedProductSales": {"amount": amount, "currencyCode": currency},
            "unitsOrdered": 23,
            "refundRate": 4.35,
            "claimsGranted": 1,
        },
        "trafficByDate": {"receivedNegativeFeedbackRate": 10.0},
    }


def traffic(*days: dict[str, Any], granularity: str | None = "DAY", **changes: Any) -> dict[str, Any]:
    """A Sales and Traffic report."""
    return {
        "reportSpecification": {
            "reportType": "GET_SALES_AND_TRAFFIC_REPORT",
            "reportOptions": {} if granularity is None else {"dateGranularity": granularity},
            "dataStartTime": "2026-02-01",
            "dataEndTime": "2026-02-28",
            "marketplaceIds": [US],
            **changes,
        },
        "salesAndTrafficByDate": list(days),
        "salesAndTrafficByAsin": [{"parentAsin": "B000000001", "salesByAsin": {"unitsOrdered": 1}}],
    }


def kiosk(first: str, last: str, amount: Any = 100.5, **changes: Any) -> dict[str, Any]:
    """One line of Data Kiosk."""
    return {
        "startDate": first,
        "endDate": last,
        "marketplaceId": US,
        "sales": {"orderedProductSales": {"amount": amount, "currencyCode": "USD"}, "unitsOrdered": 3},
        "traffic": {"pageViews": 12},
        **changes,
    }


def status_changed(status: str = "AT_RISK", **changes: Any) -> dict[str, Any]:
    """A notification that the account's status changed."""
    return {
        "notificationVersion": "1.0",
        "notificationType": "ACCOUNT_STATUS_CHANGED",
        "payloadVersion": "2021-01-01",
        "eventTime": "2026-10-20T03:30:00.000Z",
        "payload": {
            "accountStatusChangeNotification": {
                "merchantId": "A1",
                "marketplaceId": US,
                "previousAccountStatus": "NORMAL",
                "currentAccountStatus": status,
            }
        },
        "notificationMetadata": {"notificationId": "1"},
        **changes,
    }


def order_changed(order_id: str = THIRD, **summary: Any) -> dict[str, Any]:
    """A notification that an order changed, in its own casing."""
    return {
        "NotificationVersion": "1.0",
        "NotificationType": "ORDER_CHANGE",
        "PayloadVersion": "1.0",
        "EventTime": "2026-10-11T00:09:53.109Z",
        "Payload": {
            "OrderChangeNotification": {
                "NotificationLevel": "OrderLevel",
                "SellerId": "A1",
                "AmazonOrderId": order_id,
                "OrderChangeType": "OrderStatusChange",
                "Summary": {
                    "MarketplaceId": US,
                    "OrderStatus": "Unshipped",
                    "PurchaseDate": "2026-10-10T19:42:04.284Z",
                    "DestinationPostalCode": "48110",
                    "FulfillmentType": "MFN",
                    "NumberOfItemsShipped": 0,
                    "NumberOfItemsUnshipped": 10,
                    "LatestShipDate": "2026-10-13T06:59:59Z",
                    "OrderPrograms": ["Business"],
                    **summary,
                },
            }
        },
        "NotificationMetadata": {"NotificationId": "1"},
    }


def solicitation(*actions: str, order_id: str = FIRST, marketplace: str = US) -> dict[str, Any]:
    """What may be asked of the buyer of an order."""
    address = f"/solicitations/v1/orders/{order_id}"
    return {
        "_links": {
            "actions": [
                {"href": f"{address}/solicitations/{name}?marketplaceIds={marketplace}", "name": name}
                for name in actions
            ],
            "self": {"href": f"{address}?marketplaceIds={marketplace}"},
        }
    }


V2_COLUMNS = (  # noqa: SIM905 - shorter than a list
    "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency transaction-type"
    " order-id merchant-order-id adjustment-id shipment-id marketplace-name amount-type amount-description amount"
    " fulfillment-id posted-date posted-date-time order-item-code merchant-order-item-id merchant-adjustment-item-id"
    " sku quantity-purchased promotion-id"
).split()
V1_COLUMNS = (  # noqa: SIM905 - the same
    "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency transaction-type"
    " order-id merchant-order-id adjustment-id shipment-id marketplace-name shipment-fee-type shipment-fee-amount"
    " order-fee-type order-fee-amount fulfillment-id posted-date order-item-code merchant-order-item-id"
    " merchant-adjustment-item-id sku quantity-purchased price-type price-amount item-related-fee-type"
    " item-related-fee-amount misc-fee-amount other-fee-amount other-fee-reason-description promotion-id"
    " promotion-type promotion-amount direct-payment-type direct-payment-amount other-amount"
).split()


def flat(columns: list[str], *rows: dict[str, str]) -> str:
    """A flat file with tabs."""
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    return "".join("\t".join(cells) + "\n" for cells in lines)


def summary(**changes: str) -> dict[str, str]:
    """The first row of a settlement, which alone names the currency."""
    return {
        "settlement-id": "1",
        "settlement-start-date": "2026-10-10 00:00:00 UTC",
        "settlement-end-date": "2026-10-24 00:00:00 UTC",
        "total-amount": "1234.50",
        "currency": "USD",
        **changes,
    }


def moved(amount: str, kind: str = "A-to-z Guarantee Refund", **changes: str) -> dict[str, str]:
    """One row of V2: one component of what was moved for one order."""
    return {
        "settlement-id": "1",
        "transaction-type": kind,
        "order-id": FIRST,
        "marketplace-name": "Amazon.com",
        "amount-type": "ItemPrice",
        "amount-description": "Principal",
        "amount": amount,
        "posted-date": "10/20/26",
        "posted-date-time": "2026-10-20 23:30:00 UTC",
        "sku": "LAMP-01",
        **changes,
    }


def settlement_v2(*rows: dict[str, str]) -> str:
    """A settlement in which a claim cost 51.65, and a fee of an ordinary order is called a chargeback."""
    known = (
        summary(),
        moved("-55.00"),
        moved("-4.90", **{"amount-description": "Tax"}),
        moved("8.25", **{"amount-type": "ItemFees", "amount-description": "Commission"}),
        moved("-1.00", "Order", **{"amount-type": "ItemFees", "amount-description": "ShippingChargeback"}),
    )
    return flat(V2_COLUMNS, *(rows or known))
