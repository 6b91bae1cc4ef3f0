"""Records: all that is known of an account, sorted by marketplace and kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from attrs import frozen

from sellerpolicy.amazon import PerformanceReport
from sellerpolicy.amazon.postings import Posting
from sellerpolicy.facts import (
    BuyerMessage,
    Chargeback,
    Claim,
    Fact,
    Feedback,
    InjuryClaim,
    InsurancePolicy,
    Invoice,
    Marketplace,
    Message,
    MonthlySales,
    Order,
    Package,
    Return,
)
from sellerpolicy.findings import JUDGES

T = TypeVar("T")
Event = Feedback | Claim | Chargeback

EVENTS = ("feedback", "claims", "chargebacks")
COUNTED = (Order, Feedback, Claim, Chargeback, InjuryClaim, MonthlySales, InsurancePolicy, Package, Invoice)
CONDUCT = (Return, Message, BuyerMessage)
SINGLE = tuple(kind for kind in JUDGES if kind not in COUNTED)
JUDGED = (*COUNTED, *CONDUCT, *SINGLE, Posting)


@frozen(kw_only=True)
class Records:
    """All that is known of an account in one marketplace.

    Args:
        marketplace: the shop.
        performance: Amazon's account health report.
        orders: the orders, each once; and so on for the other kinds of facts.
        insurance_policies: those in the marketplace's currency.
        postings: money that Amazon moved because of claims and chargebacks.
        single: notices, violations, appeals and whatever else is judged by itself.
        others: facts of other kinds, which nothing in the report judges.
    """

    marketplace: Marketplace
    performance: PerformanceReport | None = None
    orders: tuple[Order, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    claims: tuple[Claim, ...] = ()
    chargebacks: tuple[Chargeback, ...] = ()
    injury_claims: tuple[InjuryClaim, ...] = ()
    monthly_sales: tuple[MonthlySales, ...] = ()
    insurance_policies: tuple[InsurancePolicy, ...] = ()
    packages: tuple[Package, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    returns: tuple[Return, ...] = ()
    messages: tuple[Message, ...] = ()
    buyer_messages: tuple[BuyerMessage, ...] = ()
    postings: tuple[Posting, ...] = ()
    single: tuple[Fact, ...] = ()
    others: tuple[Any, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Whatever may make an order defective."""
        return (*self.feedback, *self.claims, *self.chargebacks)


def sorted_out(facts: Iterable[Any], performance: Mapping[Marketplace, PerformanceReport]) -> tuple[Records, ...]:
    """Sort facts by marketplace and kind. Insurance policies go to every marketplace with their currency."""
    given: tuple[Any, ...] = tuple(facts)
    policies = [fact for fact in given if isinstance(fact, InsurancePolicy)]
    shops = _shops(fact for fact in given if not isinstance(fact, InsurancePolicy))
    places = {*performance, *(place for _, place in shops)}
    for policy in policies:
        of_currency = [place for place in Marketplace if place.currency == policy.per_occurrence.currency]
        if places.isdisjoint(of_currency):
            places.update(of_currency[:1])
    return tuple(
        _records(place, [*(fact for fact, shop in shops if shop is place), *policies], performance.get(place))
        for place in Marketplace
        if place in places
    )


def _shops(facts: Iterable[Any]) -> list[tuple[Any, Marketplace]]:
    """Each fact with its marketplace; one that names none has that of its order, or else of the other facts."""
    given = tuple(facts)
    by_order = {order.order_id: order.marketplace for order in given if isinstance(order, Order)}
    named = next((fact.marketplace for fact in given if fact.marketplace is not None), Marketplace.US)
    return [(fact, fact.marketplace or by_order.get(getattr(fact, "order_id", ""), named)) for fact in given]


def _records(marketplace: Marketplace, facts: Iterable[Any], performance: PerformanceReport | None) -> Records:
    own = [fact for fact in facts if not isinstance(fact, InsurancePolicy) or _covers(fact, marketplace)]

    def of(kind: type[T] | tuple[type[T], ...]) -> tuple[T, ...]:
        return tuple(fact for fact in own if isinstance(fact, kind))

    return Records(
        marketplace=marketplace,
        performance=performance,
        orders=of(Order),
        feedback=of(Feedback),
        claims=of(Claim),
        chargebacks=of(Chargeback),
        injury_claims=of(InjuryClaim),
        monthly_sales=of(MonthlySales),
        insurance_policies=of(InsurancePolicy),
        packages=of(Package),
        invoices=of(Invoice),
        returns=of(Return),
        messages=of(Message),
        buyer_messages=of(BuyerMessage),
        postings=of(Posting),
        single=of(SINGLE),
        others=tuple(fact for fact in own if not isinstance(fact, JUDGED)),
    )


def _covers(policy: InsurancePolicy, marketplace: Marketplace) -> bool:
    return policy.per_occurrence.currency == marketplace.currency
