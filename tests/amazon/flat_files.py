"""Made-up files in the shape of Amazon's flat files and XML, for tests to bend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from hypothesis import strategies as st

ALL_ORDERS = (
    *("amazon-order-id", "merchant-order-id", "purchase-date", "last-updated-date", "order-status"),
    *("fulfillment-channel", "sales-channel", "order-channel", "ship-service-level", "product-name"),
    *("sku", "asin", "item-status", "quantity", "currency"),
    *("item-price", "item-tax", "shipping-price", "shipping-tax", "gift-wrap-price"),
    *("gift-wrap-tax", "item-promotion-discount", "ship-promotion-discount", "ship-city", "ship-state"),
    *("ship-postal-code", "ship-country", "promotion-ids", "is-business-order", "purchase-order-number"),
    *("price-designation", "is-replacement-order", "is-exchange-order", "original-order-id"),
)
TO_SHIP = (
    *("order-id", "order-item-id", "purchase-date", "payments-date", "reporting-date"),
    *("promise-date", "days-past-promise", "buyer-email", "buyer-name", "buyer-phone-number"),
    *("sku", "product-name", "quantity-purchased", "quantity-shipped", "quantity-to-ship"),
    *("ship-service-level", "recipient-name", "ship-address-1", "ship-city", "is-business-order"),
    *("is-prime",),
)
FEEDBACK = ("Date", "Rating", "Comments", "Your Response", "Order ID", "Rater Email")
RETURNS = (
    *("Order ID", "Order date", "Return request date", "Return request status", "Amazon RMA ID", "Merchant RMA ID"),
    *("Label type", "Label cost", "Currency code", "Return carrier", "Tracking ID", "Label to be paid by"),
    *("A-to-Z Claim", "Is prime", "ASIN", "Merchant SKU", "Item Name", "Return quantity", "Return Reason"),
    *("In policy", "Return type", "Resolution", "Invoice number", "Return delivery date", "Order Amount"),
    *("Order quantity", "SafeT Action reason", "SafeT claim id", "SafeT claim state", "SafeT claim creation time"),
    *("SafeT claim reimbursement amount", "Refunded Amount"),
)
FBA_RETURNS = (
    *("return-date", "order-id", "sku", "asin", "fnsku"),
    *("product-name", "quantity", "fulfillment-center-id", "detailed-disposition", "reason"),
    *("status", "license-plate-number", "customer-comments"),
)

ORDER_IDS = st.from_regex(r"[0-9]{3}-[0-9]{7}-[0-9]{7}", fullmatch=True)
INSTANTS = st.datetimes(
    datetime(2010, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    datetime(2090, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    timezones=st.just(UTC),
)

FIRST, SECOND, THIRD = "111-0000001-0000001", "111-0000002-0000002", "111-0000003-0000003"


def tabbed(columns: Iterable[str], *rows: Mapping[str, object] | Iterable[object], end: str = "\r\n") -> str:
    """A file with tabs and without quotes, as Amazon writes them."""
    names = list(columns)
    lines = [names]
    for row in rows:
        cells = [row.get(name, "") for name in names] if isinstance(row, Mapping) else list(row)
        lines.append([str(cell) for cell in cells])
    return "".join("\t".join(line) + end for line in lines)


def sold(order_id: str = FIRST, **cells: object) -> dict[str, object]:
    """One row of an all-orders file; cells by their columns' names with ``_`` for hyphens."""
    plain: dict[str, object] = {
        "amazon-order-id": order_id,
        "merchant-order-id": order_id,
        "purchase-date": "2026-10-01T08:04:21+00:00",
        "last-updated-date": "2026-10-03T08:04:21+00:00",
        "order-status": "Shipped",
        "fulfillment-channel": "Merchant",
        "sales-channel": "Amazon.com",
        "ship-service-level": "Standard",
        "product-name": 'Pipe, 5" long',
        "sku": "PIPE-5",
        "asin": "B000000001",
        "item-status": "Shipped",
        "quantity": 1,
        "currency": "USD",
        "item-price": "20.00",
        "item-tax": "1.65",
        "ship-city": "ZÜRICH",
        "ship-country": "US",
        "is-business-order": "false",
    }
    return {**plain, **{name.replace("_", "-"): value for name, value in cells.items()}}


def waiting(order_id: str = FIRST, **cells: object) -> dict[str, object]:
    """One row of a file of unshipped orders."""
    plain: dict[str, object] = {
        "order-id": order_id,
        "order-item-id": "00000000000001",
        "purchase-date": "2026-10-01T20:00:00-07:00",
        "payments-date": "2026-10-01T20:00:00-07:00",
        "reporting-date": "2026-10-02T20:00:00-07:00",
        "promise-date": "2026-10-05T23:59:59-07:00",
        "days-past-promise": "-3",
        "buyer-email": "buyer@example.com",
        "buyer-name": "A. Buyer",
        "sku": "PIPE-5",
        "product-name": 'Pipe, 5" long',
        "quantity-purchased": "2",
        "quantity-shipped": "0",
        "quantity-to-ship": "2",
        "ship-address-1": "1 Street",
        "is-business-order": "true",
        "is-prime": "false",
    }
    return {**plain, **{name.replace("_", "-"): value for name, value in cells.items()}}


def left(day: str, rating: object = 2, order_id: str = FIRST, comment: str = 'not "good') -> tuple[object, ...]:
    """One row of a feedback file."""
    return (day, rating, comment, "", order_id, "rater@example.com")


def asked_back(order_id: str = FIRST, **cells: object) -> dict[str, object]:
    """One row of a file of seller-fulfilled returns; empty cells are a space, as in the row that was seen."""
    plain: dict[str, object] = {
        **dict.fromkeys(RETURNS, " "),
        "Order ID": order_id,
        "Order date": "28-Jun-2025",
        "Return request date": "10-Jul-2025",
        "Return request status": "Approved",
        "Amazon RMA ID": "DexampleRRMA",
        "Label type": "AmazonUnPaidLabel",
        "Label cost": "0.0",
        "Currency code": "USD",
        "A-to-Z Claim": "N",
        "Is prime": "N",
        "Item Name": 'Pipe, 5" long',
        "Return quantity": "1",
        "In policy": "Y",
    }
    return {**plain, **{name.replace("_", " "): value for name, value in cells.items()}}


def came_back(order_id: str = FIRST, **cells: object) -> dict[str, object]:
    """One row of a file of FBA returns."""
    plain: dict[str, object] = {
        "return-date": "2026-10-20T00:12:11+00:00",
        "order-id": order_id,
        "sku": "PIPE-5",
        "asin": "B000000001",
        "product-name": 'Pipe, 5" long',
        "quantity": 1,
        "fulfillment-center-id": "LGB8",
        "detailed-disposition": "SELLABLE",
        "reason": "UNWANTED_ITEM",
        "status": "Unit returned to inventory",
        "customer-comments": "I am A. Buyer of 1 Street",
    }
    return {**plain, **{name.replace("_", "-"): value for name, value in cells.items()}}


ORDER_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="amzn-envelope.xsd">
 <Header><DocumentVersion>1.01</DocumentVersion></Header>
 <MessageType>OrderReport</MessageType>
 <Message><MessageID>1</MessageID>
  <OrderReport>
   <AmazonOrderID>{FIRST}</AmazonOrderID>
   <OrderDate>2026-10-01T20:00:00-07:00</OrderDate>
   <OrderPostedDate>2026-10-01T20:00:00-07:00</OrderPostedDate>
   <BillingData><BuyerEmailAddress>buyer@example.com</BuyerEmailAddress><BuyerName>A. Büyer</BuyerName></BillingData>
   <FulfillmentData><FulfillmentMethod>Ship</FulfillmentMethod>
    <Address><Name>A. Büyer</Name><City>Zürich</City></Address></FulfillmentData>
   <IsBusinessOrder>false</IsBusinessOrder><IsPrime>true</IsPrime>
   <Item><AmazonOrderItemCode>1</AmazonOrderItemCode><SKU>PIPE-5</SKU><Quantity>2</Quantity>
    <ItemPrice>
     <Component><Type>Principal</Type><Amount currency="USD">40.00</Amount></Component>
     <Component><Type>Shipping</Type><Amount currency="USD">4.50</Amount></Component>
     <Component><Type>Tax</Type><Amount currency="USD">3.30</Amount></Component>
    </ItemPrice>
    <Promotion><Component><Type>Shipping</Type><Amount currency="USD">-4.50</Amount></Component>
     <Component><Type>Principal</Type><Amount currency="USD">-1.00</Amount></Component></Promotion>
   </Item>
   <Item><AmazonOrderItemCode>2</AmazonOrderItemCode><SKU>BOWL</SKU><Quantity>1</Quantity>
    <ItemPrice><Component><Type>Principal</Type><Amount currency="USD">5.25</Amount></Component></ItemPrice></Item>
  </OrderReport>
 </Message>
 <Message><MessageID>2</MessageID>
  <OrderReport><AmazonOrderID>{SECOND}</AmazonOrderID><OrderDate>2026-10-02T01:00:00Z</OrderDate></OrderReport>
 </Message>
</AmazonEnvelope>
"""

RETURN_XML = f"""<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<Header><DocumentVersion>1.00</DocumentVersion></Header><MessageType>Returns-Report</MessageType><Message>
<return_details>
 <item_details><item_name>Tamaño</item_name><asin>B1</asin><return_reason_code>CR-DEFECTIVE</return_reason_code>
  <merchant_sku>PIPE-5</merchant_sku><in_policy>Y</in_policy><return_quantity>1</return_quantity></item_details>
 <item_details><item_name>Tamaño</item_name><asin>B2</asin><merchant_sku>BOWL</merchant_sku><in_policy>N</in_policy>
  <return_quantity>1</return_quantity></item_details>
 <order_id>{FIRST}</order_id><order_date>2026-10-01T17:08:47Z</order_date><amazon_rma_id>DexampleRRMA</amazon_rma_id>
 <return_request_date>2026-10-12T12:44:17Z</return_request_date>
 <return_request_status>Approved</return_request_status><a_to_z_claim>true</a_to_z_claim><is_prime>N</is_prime>
 <label_details><currency_code>GBP</currency_code><label_cost>0.0</label_cost>
  <label_type>AmazonPrePaidLabel</label_type></label_details>
 <label_to_be_paid_by>Customer</label_to_be_paid_by><order_amount>59.9</order_amount>
</return_details>
<return_details><order_id>{SECOND}</order_id><return_request_date>2026-10-13T09:00:00Z</return_request_date>
 <return_request_status>Closed</return_request_status><a_to_z_claim>false</a_to_z_claim></return_details>
</Message></AmazonEnvelope>
"""


def time_frame(first: str = "2026-09-07", last: str = "2026-11-05") -> str:
    """A time frame of the older performance report."""
    return f"<timeFrame><start>{first}T00:00:00Z</start><end>{last}T23:59:59Z</end></timeFrame>"


CUSTOMER_METRICS = f"""<?xml version="1.0" encoding="UTF-8"?>
<sellerPerformanceReports><sellerPerformanceReport>
<performanceChecklist><orderDefectRate><status>Good</status></orderDefectRate>
 <policyViolation><status>Fair</status></policyViolation><contactResponseTime/></performanceChecklist>
<orderDefects>
 <orderDefectMetrics>{time_frame()}<orderCount>400</orderCount>
  <orderWithDefects><rate>0.75</rate><count>3</count></orderWithDefects>
  <negativeFeedbacks><rate>0.25</rate><count>1</count></negativeFeedbacks>
  <a_z_claims><rate>0.5</rate><count>2</count></a_z_claims>
  <chargebacks><rate>0.0</rate><count>0</count></chargebacks></orderDefectMetrics>
 <orderDefectMetrics>{time_frame("2026-08-08")}<orderCount>600</orderCount>
  <orderWithDefects><rate>1.0</rate><count>6</count></orderWithDefects></orderDefectMetrics>
</orderDefects>
<customerExperience><customerExperienceMetrics>{time_frame("2026-10-30")}<orderCount>50</orderCount>
  <lateShipment><rate>4.0</rate><count>2</count></lateShipment></customerExperienceMetrics></customerExperience>
<trackingInformation><trackingMetrics>{time_frame("2026-10-07")}
  <validTracking><rate>97.5</rate><count>39</count></validTracking></trackingMetrics></trackingInformation>
<buyerSellerContactResponseTimeMetrics><responseTimeMetrics>{time_frame()}
  <averageResponseTimeInHours>7.5</averageResponseTimeInHours><responseUnder24Hours/></responseTimeMetrics>
</buyerSellerContactResponseTimeMetrics>
<somethingNew>1</somethingNew>
</sellerPerformanceReport></sellerPerformanceReports>
"""
