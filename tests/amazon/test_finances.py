"""Finances: what claims and chargebacks moved, and nothing that only sounds like one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import Cause, Posting
from sellerpolicy.errors import BadFact, BadReport

from .samples import CA, FIRST, SECOND, charge, event_v0, events_v0, transaction, transactions

CLAIM = Posting(
    cause=Cause.GUARANTEE_CLAIM,
    order_id=FIRST,
    posted_on=date(2026, 10, 20),
    amount=sp.usd("-51.65"),
    marketplace=sp.Marketplace.US,
)


def claims(*events: Any, **chosen: Any) -> amazon.Read[Posting]:
    return amazon.read_postings({"FinancialEvents": {"GuaranteeClaimEventList": list(events)}}, **chosen)


class TestEvents:
    """The events of v0: 55.00 and 4.90 went to the buyer, 8.25 of the fee came back."""

    def test_claims_and_chargebacks(self) -> None:
        found = amazon.read(events_v0())
        assert found.kind == "financial_events"
        assert found.facts[0] == CLAIM
        assert [(posting.cause, posting.order_id) for posting in found] == [
            (Cause.GUARANTEE_CLAIM, FIRST),
            (Cause.CHARGEBACK, SECOND),
        ]

    def test_all_others_are_counted_by_their_list(self) -> None:
        """``ShippingChargeback`` is a fee of an ordinary shipment, and a retrocharge is a matter of taxes."""
        found = amazon.read(events_v0())
        assert found.ignored == {
            "ShipmentEventList: neither a claim nor a chargeback": 1,
            "RetrochargeEventList: neither a claim nor a chargeback": 1,
        }
        assert found.rows == 4

    def test_pages_and_bare_events(self) -> None:
        page = events_v0()
        assert len(amazon.read([page, page])) == 4
        assert amazon.read(page["payload"]["FinancialEvents"]).facts[0] == CLAIM
        assert amazon.read(json.dumps(page)).facts[0] == CLAIM

    def test_in_snake_case(self) -> None:
        event = {
            "amazon_order_id": FIRST,
            "marketplace_name": "Amazon.com",
            "posted_date": "2026-10-20T23:30:00Z",
            "shipment_item_adjustment_list": [
                {
                    "item_charge_adjustment_list": [
                        {"charge_type": "x", "charge_amount": {"currency_code": "USD", "currency_amount": -51.65}}
                    ],
                    "item_fee_adjustment_list": None,
                }
            ],
        }
        lists: dict[str, Any] = {
            "guarantee_claim_event_list": [event],
            "shipment_event_list": None,
            "retrocharge_event_list": [{}],
        }
        found = amazon.read({"financial_events": lists, "next_token": None})
        assert (list(found), found.rows) == ([CLAIM], 2)
        assert found.ignored == {"RetrochargeEventList: neither a claim nor a chargeback": 1}

    def test_none_posted_is_nothing(self) -> None:
        for lists in ("{}", '{"GuaranteeClaimEventList": [], "NextToken": "x"}'):
            found = amazon.read(f'{{"payload": {{"FinancialEvents": {lists}}}}}')
            assert (found.kind, found.rows) == ("financial_events", 0)

    def test_what_the_buyer_paid_directly_is_not_moved(self) -> None:
        direct = [{"DirectPaymentType": "x", "DirectPaymentAmount": {"CurrencyCode": "USD", "CurrencyAmount": 5}}]
        assert list(claims(event_v0(DirectPaymentList=direct))) == [CLAIM]

    @pytest.mark.parametrize("moved", [None, [], [{"ItemChargeAdjustmentList": [{"ChargeType": "Tax"}]}]])
    def test_an_amount_that_nothing_says_is_unknown(self, moved: Any) -> None:
        (posting,) = claims(event_v0(ShipmentItemAdjustmentList=moved))
        assert posting.amount is None

    def test_empty_amounts_move_nothing(self) -> None:
        empty = [{"ItemChargeAdjustmentList": [{"ChargeType": "Tax", "ChargeAmount": {}}, charge(-1)]}]
        (posting,) = claims(event_v0(ShipmentItemAdjustmentList=empty))
        assert posting.amount == sp.usd(-1)

    def test_two_currencies_cannot_be_added(self) -> None:
        mixed = [{"ItemChargeAdjustmentList": [charge(-1), charge(-1, currency="CAD")]}]
        with pytest.raises(
            BadReport, match=r"GuaranteeClaimEventList\[0\]: expected amounts of one currency, got 'CAD,"
        ):
            claims(event_v0(ShipmentItemAdjustmentList=mixed))

    @pytest.mark.parametrize("name", ["1", "Non-Amazon", "SI CA Prod Marketplace"])
    def test_a_site_that_is_none_is_an_unknown_marketplace(self, name: str) -> None:
        (posting,) = claims(event_v0(MarketplaceName=name), marketplace="de")
        assert posting.marketplace is None

    def test_where_no_site_is_named_the_caller_says_it(self) -> None:
        (posting,) = claims(event_v0(MarketplaceName=None), marketplace="de")
        assert posting.marketplace is sp.Marketplace.DE

    @pytest.mark.parametrize("name", ["AmazonOrderId", "PostedDate"])
    def test_what_makes_a_posting_cannot_be_missing(self, name: str) -> None:
        with pytest.raises(BadReport, match=f"{name}: expected"):
            claims({**event_v0(), name: None})

    def test_every_event_is_a_row(self) -> None:
        found = claims(event_v0(), "event", event_v0(PostedDate="soon"), on_error="collect")
        path = "FinancialEvents.GuaranteeClaimEventList"
        assert [row.column for row in found.refused] == [f"{path}[1]", f"{path}[2].PostedDate"]
        assert found.rows == 3

    def test_a_list_that_is_none(self) -> None:
        found = amazon.read_postings({"FinancialEvents": {"GuaranteeClaimEventList": 5}}, on_error="collect")
        assert [row.column for row in found.refused] == ["document.FinancialEvents.GuaranteeClaimEventList"]

    def test_lists_within_lists_end(self) -> None:
        nested: Any = [charge(-1)]
        for _ in range(50):
            nested = [{"List": nested}]
        with pytest.raises(BadReport, match="expected at most 8 lists within each other"):
            claims(event_v0(ShipmentItemAdjustmentList=nested))


class TestTransactions:
    """Transactions of 2024-06-19, whose type or description is a name that is known for claims and chargebacks."""

    def test_a_chargeback(self) -> None:
        found = amazon.read(transactions())
        assert (found.kind, list(found)) == (
            "transactions",
            [
                Posting(
                    cause=Cause.CHARGEBACK,
                    order_id=FIRST,
                    posted_on=date(2026, 10, 20),
                    amount=sp.usd("-51.65"),
                    marketplace=sp.Marketplace.US,
                )
            ],
        )

    def test_all_others_are_counted_by_their_type(self) -> None:
        """These are the words from which a user learns what Amazon calls the rest."""
        found = amazon.read(transactions(transaction("Shipment"), transaction("", description=None)))
        assert found.ignored == {
            "'Shipment', 'Refund Order': neither a claim nor a chargeback": 1,
            "no type: neither a claim nor a chargeback": 1,
        }

    def test_the_description_may_say_it(self) -> None:
        (posting,) = amazon.read(transactions(transaction("Adjustment", description="A-TO-Z GUARANTEE REFUND")))
        assert posting.cause is Cause.GUARANTEE_CLAIM

    def test_names_that_the_caller_knows(self) -> None:
        page = transactions(transaction("GuaranteeThing"), transaction("Chargeback"))
        found = amazon.read_postings(page, causes={"guarantee thing": Cause.GUARANTEE_CLAIM})
        assert [posting.cause for posting in found] == [Cause.GUARANTEE_CLAIM]
        assert sum(found.ignored.values()) == 1
        both = amazon.read_postings(page, causes={**amazon.CAUSES, "guarantee thing": Cause.GUARANTEE_CLAIM})
        assert len(both) == 2

    @pytest.mark.parametrize("causes", [None, ["x"], {"x": "chargeback"}, {5: Cause.CHARGEBACK}])
    def test_names_are_a_mapping_to_causes(self, causes: Any) -> None:
        with pytest.raises(BadFact, match="causes: expected a mapping of names"):
            amazon.read_postings(transactions(), causes=causes)

    def test_a_transaction_without_an_order(self) -> None:
        with pytest.raises(BadReport, match=r"transactions\[0\].relatedIdentifiers: expected an ORDER_ID among them"):
            amazon.read(transactions(transaction(relatedIdentifiers=[{"relatedIdentifierName": "REFUND_ID"}])))

    def test_its_marketplace(self) -> None:
        details = {"marketplaceId": CA, "marketplaceName": "Amazon.ca"}
        found = amazon.read(
            transactions(
                transaction(marketplaceDetails=details),
                transaction(sellingPartnerMetadata=None),
                transaction(sellingPartnerMetadata={"marketplaceId": "ATIV93840DER"}),
            ),
            marketplace="uk",
        )
        assert [posting.marketplace for posting in found] == [sp.Marketplace.CA, sp.Marketplace.UK, None]

    def test_an_amount_may_be_missing(self) -> None:
        (posting,) = amazon.read(transactions(transaction(totalAmount=None)))
        assert posting.amount is None

    def test_a_page_without_transactions(self) -> None:
        assert amazon.read({"payload": {"transactions": [], "nextToken": None}}).rows == 0
