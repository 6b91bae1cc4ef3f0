"""One injury claim at a time: a decision table beside a hand-written if-chain, and beside two rules engines.

The chain is the best that its author can write for the text in force: it reads the same fact objects, compares
Decimals, returns the same enum members, and knows nothing of days, doubts, unknown facts or reasons.

    python benchmarks/decisions.py
"""

from __future__ import annotations

import itertools
from datetime import date
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


def main() -> None:
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
    main()
