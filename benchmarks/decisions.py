"""One claim at a time: decision tables beside hand-written if-chains, and beside two rules engines.

Each chain is the best that its author can write for the US text in force: it reads the same fact objects, compares
Decimals and dates, returns the same enum members, and knows nothing of days, doubts, unknown facts or reasons.

    python benchmarks/decisions.py
"""

from __future__ import annotations

import itertools
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from json_logic import jsonLogic
from ratios import report
from zen import compile_expression

import sellerpolicy as sp

PAYER = sp.injury_and_damage.InjuryPayer
NOBODY, AMAZON, THEN_SELLER, SELLER = PAYER.NOBODY, PAYER.AMAZON, PAYER.AMAZON_THEN_SELLER, PAYER.SELLER
LIMIT = Decimal(1000)


def if_chain(claim: sp.InjuryClaim) -> sp.injury_and_damage.InjuryPayer:
    if not claim.is_valid:
        return NOBODY
    if claim.amount.amount < LIMIT:
        if claim.follows_policy and (claim.seller_insured or not claim.insurance_required):
            return AMAZON
        return THEN_SELLER
    if not claim.seller_responded:
        return THEN_SELLER
    if claim.seller_accepts:
        return SELLER
    return THEN_SELLER


EXPRESSION = (
    'not valid ? "nobody" : amount < 1000 ? (follows and (insured or not required) ? "amazon" : "amazon_then_seller")'
    ' : not responded ? "amazon_then_seller" : accepts ? "seller" : "amazon_then_seller"'
)
LOGIC = {
    "if": [
        {"!": [{"var": "valid"}]}, "nobody",
        {"<": [{"var": "amount"}, 1000]},
        {"if": [
            {"and": [{"var": "follows"}, {"or": [{"var": "insured"}, {"!": [{"var": "required"}]}]}]},
            "amazon", "amazon_then_seller",
        ]},
        {"!": [{"var": "responded"}]}, "amazon_then_seller",
        {"var": "accepts"}, "seller", "amazon_then_seller",
    ]
}  # fmt: skip


def claims() -> list[sp.InjuryClaim]:
    truths = itertools.product((True, False), repeat=6)
    amounts = ("12.50", "480.00", "999.99", "1000.00", "2600.00")
    made = [
        sp.InjuryClaim(
            claim_id=f"K-{number}", harm=sp.Harm.PERSONAL_INJURY, amount=sp.usd(amount), filed_on=date(2026, 3, 2),
            is_valid=valid, seller_insured=insured, insurance_required=required, follows_policy=follows,
            seller_responded=responded, seller_accepts=accepts,
        )
        for number, ((valid, insured, required, follows, responded, accepts), amount) in enumerate(
            itertools.product(truths, amounts)
        )
    ]  # fmt: skip
    return made * 20


def as_mapping(claim: sp.InjuryClaim) -> dict[str, object]:
    return {
        "valid": claim.is_valid, "amount": float(claim.amount.amount), "insured": claim.seller_insured,
        "required": claim.insurance_required, "follows": claim.follows_policy, "responded": claim.seller_responded,
        "accepts": claim.seller_accepts,
    }  # fmt: skip


DECIDES = sp.a_to_z.Eligibility
REASON, PRODUCT = sp.ClaimReason, sp.Product
# members looked up once: each look-up costs more than a comparison
CONTACT_SELLER_FIRST = DECIDES.CONTACT_SELLER_FIRST
ELIGIBLE = DECIDES.ELIGIBLE
NOT_COVERED = DECIDES.NOT_COVERED
REQUEST_RETURN_FIRST = DECIDES.REQUEST_RETURN_FIRST
TOO_EARLY = DECIDES.TOO_EARLY
TOO_LATE = DECIDES.TOO_LATE
PHYSICAL = PRODUCT.PHYSICAL
CHANGED_MIND = REASON.CHANGED_MIND
DELIVERED_BUT_MISSING = REASON.DELIVERED_BUT_MISSING
NOT_RECEIVED = REASON.NOT_RECEIVED
SERVICE_NOT_SATISFACTORY = REASON.SERVICE_NOT_SATISFACTORY
OTHER = REASON.OTHER
UNAUTHORIZED_PURCHASE = REASON.UNAUTHORIZED_PURCHASE
BY_AMAZON = sp.Fulfiller.AMAZON
RETURNABLE = (REASON.NOT_AS_DESCRIBED, REASON.NO_RETURN_OPTION)
TWO_DAYS, THREE_DAYS, NINETY_DAYS = timedelta(hours=48), timedelta(days=3), timedelta(days=90)


def eligibility_chain(case: sp.a_to_z.EligibilityCase) -> sp.a_to_z.Eligibility:
    product, reason = case.product, case.reason
    if case.fulfilled_by is BY_AMAZON or product is not PHYSICAL or case.chargeback_filed or case.lost_by_forwarder:
        return NOT_COVERED
    if reason is SERVICE_NOT_SATISFACTORY or reason is OTHER:
        return NOT_COVERED
    filed_on = case.filed_on
    if reason is CHANGED_MIND and not (case.return_delivered_on <= filed_on or case.return_lost):
        return NOT_COVERED
    if filed_on > case.deliver_by + NINETY_DAYS:
        return TOO_LATE
    if reason is NOT_RECEIVED or reason is DELIVERED_BUT_MISSING:
        if filed_on >= case.deliver_by + THREE_DAYS or case.delivered_on <= filed_on:
            return ELIGIBLE
        return TOO_EARLY
    filed_at = case.filed_at
    if reason in RETURNABLE:
        asked_at = case.return_requested_at
        if filed_at - asked_at > TWO_DAYS:
            return ELIGIBLE
        if asked_at <= filed_at or filed_at - case.contacted_seller_at > TWO_DAYS:
            return REQUEST_RETURN_FIRST
        return CONTACT_SELLER_FIRST
    if reason is UNAUTHORIZED_PURCHASE:
        return ELIGIBLE
    if filed_at - case.contacted_seller_at > TWO_DAYS or filed_at - case.return_requested_at > TWO_DAYS:
        return ELIGIBLE
    return CONTACT_SELLER_FIRST


def eligibility_cases(number: int) -> list[sp.a_to_z.EligibilityCase]:
    draw = random.Random(1)  # noqa: S311  the same cases every time

    def one() -> sp.a_to_z.EligibilityCase:
        filed_at = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(hours=draw.randrange(24 * 200))
        placed_on = filed_at.date() - timedelta(days=draw.randrange(8, 120))
        contacted_at = filed_at - timedelta(hours=draw.randrange(1, 120))
        return sp.a_to_z.EligibilityCase(
            reason=draw.choice(list(REASON)),
            filed_on=filed_at.date(),
            filed_at=filed_at,
            placed_on=placed_on,
            fulfilled_by=draw.choice([sp.Fulfiller.SELLER] * 9 + [sp.Fulfiller.AMAZON]),
            product=draw.choice([PRODUCT.PHYSICAL] * 9 + [PRODUCT.DIGITAL]),
            deliver_by=placed_on + timedelta(days=6),
            delivered_on=draw.choice([sp.NEVER, placed_on + timedelta(days=5)]),
            contacted_seller_at=draw.choice([sp.NEVER, contacted_at]),
            business_days_waited=0,
            return_requested_at=draw.choice([sp.NEVER, contacted_at]),
            return_delivered_on=draw.choice([sp.NEVER, filed_at.date()]),
            return_lost=draw.choice([True, False, False]),
        )

    return [one() for _ in range(number)]


def eligibility() -> None:
    table = sp.a_to_z.ELIGIBILITY
    terms = sp.a_to_z.Terms.on(date(2026, 3, 2))
    cases = eligibility_cases(6_000)
    assert [eligibility_chain(case) for case in cases] == [table.outcome(case, terms) for case in cases]

    def chain() -> None:
        for case in cases:
            eligibility_chain(case)

    def outcomes() -> None:
        outcome = table.outcome
        for case in cases:
            outcome(case, terms)

    def decisions() -> None:
        decide = table.decide
        for case in cases:
            decide(case)

    report(
        f"{len(cases):,} A-to-z claims, every fact known",
        {"hand-written if-chain": chain, "table.outcome": outcomes, "table.decide": decisions},
        base="hand-written if-chain",
        calls=len(cases),
    )


def injuries() -> None:
    table = sp.injury_and_damage.WHO_PAYS
    terms = sp.injury_and_damage.Terms.on(date(2026, 3, 2))
    cases = claims()
    unknown = [sp.InjuryClaim(**{**{name: getattr(case, name) for name in table.fact_names}, "follows_policy": None})
               for case in cases if case.is_valid and case.amount.amount < LIMIT]  # fmt: skip
    mappings = [as_mapping(case) for case in cases]
    expression = compile_expression(EXPRESSION)

    chain = [if_chain(case) for case in cases]
    assert chain == [table.outcome(case, terms) for case in cases]
    assert chain == [table.decide(case).outcome for case in cases]
    assert [outcome.value for outcome in chain] == [expression.evaluate(mapping) for mapping in mappings]
    assert [outcome.value for outcome in chain] == [jsonLogic(LOGIC, mapping) for mapping in mappings]

    def looped(decide, over):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        def work() -> None:
            for case in over:
                decide(case)

        return work

    def outcomes() -> None:
        outcome = table.outcome
        for case in cases:
            outcome(case, terms)

    report(
        f"{len(cases):,} injury claims, every fact known",
        {
            "hand-written if-chain": looped(if_chain, cases),
            "table.outcome": outcomes,
            "table.decide": looped(table.decide, cases),
            "zen-engine, compiled expression": looped(expression.evaluate, mappings),
            "json-logic": looped(lambda mapping: jsonLogic(LOGIC, mapping), mappings),
        },
        base="hand-written if-chain",
        calls=len(cases),
    )

    def known_ones() -> None:
        outcome = table.outcome
        for case in known:
            outcome(case, terms)

    def unknown_ones() -> None:
        outcome = table.outcome
        for case in unknown:
            outcome(case, terms)

    known = [case for case in cases if case.is_valid and case.amount.amount < LIMIT]
    report(
        f"{len(unknown):,} small valid claims, with and without one needed fact",
        {"known outcome": known_ones, "unknown outcome": unknown_ones},
        base="known outcome",
        calls=len(known),
    )


if __name__ == "__main__":
    injuries()
    eligibility()
