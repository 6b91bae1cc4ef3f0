"""Solicitations: whether Amazon offers to ask a buyer for a review."""

from __future__ import annotations

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import Solicitation
from sellerpolicy.errors import BadReport

from .samples import FIRST, solicitation

OFFER = "productReviewAndSellerFeedback"


class TestOffers:
    def test_an_offer(self) -> None:
        found = amazon.read(solicitation(OFFER, "somethingElse"))
        assert (found.kind, list(found)) == (
            "solicitations",
            [Solicitation(order_id=FIRST, may_request_review=True, marketplace=sp.Marketplace.US)],
        )

    def test_no_offer(self) -> None:
        (found,) = amazon.read_solicitations(solicitation())
        assert found.may_request_review is False

    def test_its_marketplace(self) -> None:
        unknown = solicitation(marketplace="X")
        assert [offer.marketplace for offer in amazon.read_solicitations(unknown)] == [None]
        bare = solicitation()
        bare["_links"]["self"]["href"] = f"/solicitations/v1/orders/{FIRST}"
        assert [offer.marketplace for offer in amazon.read_solicitations(bare, marketplace="de")] == [sp.Marketplace.DE]

    def test_as_amazons_own_kit_hands_it_over(self) -> None:
        links = solicitation(OFFER)["_links"]
        answer = {"links": {"var_self": links["self"], "actions": links["actions"]}, "embedded": None, "errors": None}
        assert list(amazon.read(answer)) == list(amazon.read(solicitation(OFFER)))

    @pytest.mark.parametrize("address", [None, "", "/orders/1", "//[", "/solicitations/v1/orders/"])
    def test_an_address_without_an_order(self, address: str | None) -> None:
        answer = solicitation(OFFER)
        answer["_links"]["self"] = {"href": address}
        with pytest.raises(BadReport, match="_links.self.href: expected"):
            amazon.read(answer)

    def test_links_that_are_none(self) -> None:
        with pytest.raises(BadReport, match="the keys of solicitations, and not what it has under them"):
            amazon.read({"_links": "none"})
