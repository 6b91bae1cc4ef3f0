"""Decisions as cards."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

import pytest
from attrs import evolve, frozen

import sellerpolicy as sp
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    DecisionTable,
    Limit,
    Note,
    Rule,
    anything,
    at_most,
    below,
    dated,
    originally,
    since,
    symbols,
)
from sellerpolicy.logic.references import Kind, Reference
from sellerpolicy.views import proof
from sellerpolicy.views.markdown import markdown
from sellerpolicy.views.proof import decision_card

PAGE = Reference("page", "Page", "https://example.com/page", Kind.POLICY_PAGE, read="2026-11-21")
NEWS = Reference("news", "News", None, Kind.ANNOUNCEMENT, published="2021-08-10")


class Payer(Enum):
    """Who pays."""

    NOBODY = "nobody"
    AMAZON = "amazon"
    THE_SELLER = "the_seller"


@frozen
class Terms(DatedTerms):
    """A small policy."""

    limit: Limit = dated(
        "claims that are small", since("2021-09-01", below(sp.usd(1000)), NEWS, but=PAGE.says(at_most(sp.usd(1000))))
    )
    places: Limit = dated("amounts that are looked at", originally(anything, PAGE))


claim, terms = symbols(sp.InjuryClaim), symbols(Terms)
is_valid = Condition("the claim is valid", claim.is_valid, PAGE)
is_small = Condition(f"the claim of {claim.amount} is {terms.limit}", terms.limit.admits(claim.amount))
is_seen = Condition(f"the claim of {claim.amount} is looked at", terms.places.admits(claim.amount))
is_insured = Condition("the seller is insured", claim.seller_insured, PAGE)
answers = Condition("the seller answers", claim.seller_responded, PAGE)

TABLE = DecisionTable(
    "who pays",
    case=sp.InjuryClaim,
    terms=Terms,
    day=claim.filed_on,
    reference=PAGE,
    notes=(Note("Keep the receipts.", NEWS, (Payer.THE_SELLER,)),),
    rules=(
        Rule(~is_seen | ~is_valid, then=Payer.NOBODY),
        Rule((is_seen | ~is_seen) & is_small & (is_insured | (answers & is_valid)), then=Payer.AMAZON),
        Rule(is_valid & ~(is_small & (is_insured | answers)), then=Payer.THE_SELLER),
    ),
)
CLAIM = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PERSONAL_INJURY,
    amount=sp.usd("1000.00"),
    filed_on=date(2023, 5, 2),
    is_valid=True,
    seller_insured=True,
    seller_responded=False,
)


def told(case: sp.InjuryClaim, table: DecisionTable[Any, Any, Any] = TABLE) -> str:
    return markdown(decision_card(table.decide(case)))


class TestDecisionCard:
    """The answer and its doubts in sight, the proof behind a fold."""

    def test_the_answer_stands_first(self) -> None:
        card = decision_card(TABLE.decide(CLAIM))
        assert card.label == "Who pays: THE SELLER"
        assert markdown(card).startswith("Who pays: **THE SELLER** **disputed** by the text of 2023-05-02\n")

    def test_what_to_find_out_is_in_sight_with_its_meaning(self) -> None:
        card = told(evolve(CLAIM, is_valid=None))
        assert card.startswith("Who pays: **UNKNOWN**")
        assert (
            "To know it, find out:\n\n"
            "- <code>is\\_valid</code> Amazon found the claim valid, its scope and filing time included.\n"
        ) in card
        assert "**Why: 3 rules asked**" in card
        assert "**What would settle it**" in card

    def test_where_much_is_unknown_the_smallest_changes_are_found_too(self) -> None:
        """Of a marketing message nothing else is known; a request for a review takes the fewest other facts."""
        little = sp.Message(purpose=sp.Purpose.MARKETING, sent_on=date(2026, 11, 20))
        card = markdown(decision_card(sp.messaging.permitted(little)))
        assert "**What would change it**" in card
        assert "- **PERMITTED** if " in card
        assert "<code>purpose</code> is review request, not marketing" in card

    def test_where_much_is_unknown_every_outcome_is_in_sight(self) -> None:
        """There are twenty ways in which a message turns out to be forbidden, and a longer one to send it."""
        little = sp.Message(
            purpose=sp.Purpose.RETURN_QUESTION, sent_on=date(2026, 11, 20), channel=sp.Channel.MESSAGING
        )
        card = markdown(decision_card(sp.messaging.permitted(little)))
        ways = card.partition("**What would settle it**")[2].partition("**The facts")[0].strip().splitlines()
        assert ways[2:4] == [
            "- **FORBIDDEN** if one of these:",
            "  - <code>offers\\_incentive</code> is yes **in your hands**",
        ]
        rest = next(place for place, line in enumerate(ways) if "more way" in line)
        assert rest == 3 + proof.MOST_WAYS
        assert ways[rest].startswith("  - or one of ")
        assert ways[rest].endswith(" more ways: see .flips()")
        permitted = ways[rest + 1 :]
        assert permitted[0] == "- **PERMITTED** if one of these:"
        assert permitted[1] == "  - all of these:"
        # what many facts have in common is said once
        assert "    - yes: <code>names\\_order</code> <code>in\\_buyers\\_language</code>" in permitted
        assert any(
            line.startswith("    - no: <code>offers\\_incentive</code> <code>presses</code> ") for line in permitted
        )
        # a long way is told once, and others are counted
        assert permitted[-1].startswith("  - or one of ")
        assert len(permitted) <= 6

    def test_a_dispute_is_in_sight_with_its_source(self) -> None:
        card = told(CLAIM)
        assert (
            "- **Disputed:** claims that are small: read here as below USD 1,000.00; another text reads "
            "at most USD 1,000.00, which would make it AMAZON [\\[1\\]](<https://example.com/page>)"
        ) in card
        assert card.index("**Disputed:**") < card.index("**Why:")

    def test_an_undisputed_decision_says_nothing_of_disputes(self) -> None:
        assert "isputed" not in told(evolve(CLAIM, is_valid=False))

    def test_the_proof_is_a_tree_of_the_rules_that_were_asked(self) -> None:
        """What the policy's text settles by itself is left out, and a group of one needs no line of its own."""
        folded = told(CLAIM).partition("**Why: 3 rules asked, the last one decides**")[2]
        lines = [line.partition(" [")[0] for line in folded.partition("**What would")[0].strip().splitlines()]
        assert lines == [
            "- **does not fit** rule 1, **NOBODY**",
            "  - **yes** must be no: the claim is valid",
            "- **does not fit** rule 2, **AMAZON**",
            "  - **no** the claim of USD 1,000.00 is below USD 1,000.00 (since 2021-09-01) \\[2\\]",
            "  - one of these:",
            "    - **yes** the seller is insured",
            "    - all of these:",
            "      - **no** the seller answers",
            "      - **yes** the claim is valid",
            "- **fits** rule 3, **THE SELLER**",
            "  - **yes** the claim is valid",
            "  - one of these:",
            "    - **no** must be no: the claim of USD 1,000.00 is below USD 1,000.00 (since 2021-09-01) \\[2\\]",
            "    - all of these:",
            "      - **yes** must be no: the seller is insured",
            "      - **no** must be no: the seller answers",
        ]

    def test_what_is_unknown_may_fit(self) -> None:
        card = told(evolve(CLAIM, is_valid=None))
        assert "- **may fit** rule 1, **NOBODY**\n  - **?** must be no: the claim is valid" in card

    def test_what_would_change_it_names_facts_and_who_can_change_them(self) -> None:
        changes = told(CLAIM).partition("**What would change it**")[2].partition("**The facts")[0].strip().splitlines()
        assert changes == [
            "Days and amounts are examples: others may lead there too.",
            "",
            "- **NOBODY** if <code>is\\_valid</code> is no, not yes",
            "- **AMAZON** if <code>amount</code> is USD 999.99, not USD 1,000.00",
        ]
        small = told(evolve(CLAIM, amount=sp.usd(500), seller_insured=False))
        assert "- **AMAZON** if one of these:\n" in small
        assert "  - <code>seller\\_insured</code> is yes, not no **in your hands**" in small

    def test_several_facts_of_one_way_are_told_together(self) -> None:
        card = told(evolve(CLAIM, amount=sp.usd(500), is_valid=None, seller_insured=None))
        assert "- **AMAZON** if <code>is\\_valid</code> is yes and <code>seller\\_insured</code> is yes\n" in card

    def test_of_many_ways_to_an_outcome_the_first_are_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(proof, "MOST_WAYS", 1)
        card = told(evolve(CLAIM, amount=sp.usd(500), seller_insured=False))
        assert "  - or one more way: see .flips()" in card

    def test_where_nothing_would_change_it_no_fold_promises_more(self) -> None:
        always = DecisionTable(
            "who pays",
            case=sp.InjuryClaim,
            terms=Terms,
            day=claim.filed_on,
            reference=PAGE,
            rules=(Rule(is_valid, then=Payer.NOBODY), Rule(~is_valid, then=Payer.NOBODY)),
        )
        assert "What would" not in told(CLAIM, always)

    def test_the_facts_that_are_asked_for_are_listed(self) -> None:
        card = told(CLAIM)
        assert "**The facts: 4 facts asked for**" in card
        assert (
            "| <code>amount</code> | USD 1,000.00 | what the customer claims, in the marketplace's currency. |" in card
        )
        assert "| <code>seller\\_responded</code> | no | the seller (or insurer) answered the notice. |" in card

    def test_sources_are_links_that_say_when_they_were_last_read(self) -> None:
        card = told(CLAIM)
        assert "**Sources: 2 texts**" in card
        assert "- \\[1\\] [Page (policy page, read 2026-11-21)](<https://example.com/page>)" in card
        assert "- \\[2\\] News (announcement, published 2021-08-10)" in card

    def test_a_note_is_in_sight(self) -> None:
        assert "\n\nKeep the receipts. \\[2\\]\n\n" in told(CLAIM)
        assert "receipts" not in told(evolve(CLAIM, is_valid=False))
