"""Decisions as cards."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.logic import Condition, DecisionTable, Note, Rule
from sellerpolicy.logic.references import Kind, Reference
from sellerpolicy.rules.injury_and_damage import InjuryPayer, Terms, claim
from sellerpolicy.views.markdown import markdown
from sellerpolicy.views.proof import decision_card

CLAIM = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PERSONAL_INJURY,
    amount=sp.usd("1000.00"),
    filed_on=date(2023, 5, 2),
    is_valid=True,
    seller_insured=True,
    follows_policy=True,
    seller_responded=False,
)


def told(decision: sp.Decision[Any]) -> str:
    return markdown(decision_card(decision))


class TestDecisionCard:
    """The answer and its doubts in sight, the proof behind a fold."""

    def test_the_answer_stands_first(self) -> None:
        card = decision_card(sp.injury_and_damage.who_pays(CLAIM))
        assert card.label == "Who pays: AMAZON THEN SELLER"
        assert markdown(card).startswith("Who pays: **AMAZON THEN SELLER** **disputed** by the text of 2023-05-02\n")

    def test_what_to_find_out_is_in_sight(self) -> None:
        card = told(sp.injury_and_damage.who_pays(evolve(CLAIM, seller_responded=None)))
        assert card.startswith("Who pays: **UNKNOWN**")
        assert (
            "To know it, find out:\n\n"
            "- <code>seller\\_responded</code> the seller (or insurer) answered the notice.\n"
            "- <code>seller\\_accepts</code> the seller (or insurer) accepts the claim.\n"
        ) in card
        assert "**What would settle it**" in card

    def test_a_dispute_is_in_sight_with_its_source(self) -> None:
        card = told(sp.injury_and_damage.who_pays(CLAIM))
        assert (
            "- **Disputed:** claims that Amazon pays itself: read here as below USD 1,000.00; another text reads "
            "at most USD 1,000.00, which would make it AMAZON [\\[2\\]](<https://"
        ) in card
        assert card.index("**Disputed:**") < card.index("**Why:")

    def test_an_undisputed_decision_says_nothing_of_disputes(self) -> None:
        assert "isputed" not in told(sp.injury_and_damage.who_pays(evolve(CLAIM, is_valid=False)))

    def test_the_proof_is_a_tree_of_the_rules_that_were_asked(self) -> None:
        proof = told(sp.injury_and_damage.who_pays(CLAIM)).partition("**Why: 5 rules asked, the last one decides**")[2]
        lines = [line.partition(" [")[0] for line in proof.partition("**What would")[0].strip().splitlines()]
        assert lines == [
            "- **does not fit** rule 1, **BETWEEN THE PARTIES**",
            "  - **yes** must be no: Amazon takes such claims (since 2021-09-01)",
            "- **does not fit** rule 2, **NOBODY**",
            "  - **yes** must be no: Amazon found the claim valid",
            "- **does not fit** rule 3, **AMAZON**",
            "  - **no** the claim of USD 1,000.00 is below USD 1,000.00 (since 2021-09-01)",
            "  - **yes** the seller follows Amazon's policies",
            "  - one of these:",
            "    - **yes** the seller is insured as Amazon asks",
            "    - all of these:",
            "      - **?** must be no: the seller must be insured",
            "      - **yes** Amazon seeks nothing back from a seller who need not be insured (since 2021-09-01)",
            "- **does not fit** rule 4, **AMAZON THEN SELLER**",
            "  - **no** the claim of USD 1,000.00 is below USD 1,000.00 (since 2021-09-01)",
            "  - **no** must be no: a small claim on a seller whom Amazon does not spare is treated like a large one "
            "(since 2021-09-01)",
            "- **fits** rule 5, **AMAZON THEN SELLER**",
            "  - **no** must be no: the seller or the insurer answered",
        ]

    def test_what_would_change_it_names_facts_and_who_can_change_them(self) -> None:
        card = told(sp.injury_and_damage.who_pays(CLAIM))
        changes = card.partition("**What would change it**")[2].partition("**The facts")[0].strip().splitlines()
        assert "- **NOBODY** if is\\_valid: no instead of yes" in changes
        assert "- **AMAZON** if amount: USD 999.99 instead of USD 1,000.00" in changes
        assert any(
            "seller\\_responded: yes instead of no" in change and "in your hands" in change for change in changes
        )

    def test_where_nothing_would_change_it_no_fold_promises_more(self) -> None:
        every = tuple(Rule(valid, then=InjuryPayer.NOBODY) for valid in (is_valid, ~is_valid))
        assert "What would" not in told(evolved(every).decide(CLAIM))

    def test_of_many_ways_the_first_are_shown(self) -> None:
        claim = sp.a_to_z.ELIGIBILITY.check().witnesses[0].examples[0].case
        decision = sp.a_to_z.ELIGIBILITY.decide(claim)
        number = len(decision.flips())
        card = told(decision)
        assert card.count("instead of") >= min(number, 12)
        assert (f"and {number - 12} more ways: see .flips()" in card) is (number > 12)

    def test_the_facts_that_are_asked_for_are_listed(self) -> None:
        card = told(sp.injury_and_damage.who_pays(CLAIM))
        assert "**The facts: 8 facts asked for**" in card
        assert (
            "| <code>amount</code> | USD 1,000.00 | what the customer claims, in the marketplace's currency. |" in card
        )

    def test_sources_are_links_that_say_when_they_were_last_read(self) -> None:
        decision = sp.injury_and_damage.who_pays(CLAIM)
        card = told(decision)
        assert "**Sources: 2 texts**" in card
        assert "- \\[2\\] [A-to-z Claims Process: damage and injury (policy page, read 2026-11-21)](<https://" in card

    def test_a_note_is_in_sight(self) -> None:
        source = Reference("leaflet", "Leaflet", "https://example.com/", Kind.GUIDE)
        rules = (Rule(is_valid, then=InjuryPayer.AMAZON), Rule(~is_valid, then=InjuryPayer.NOBODY))
        table = evolved(rules, notes=(Note("Keep the receipts.", source, (InjuryPayer.AMAZON,)),))
        card = told(table.decide(CLAIM))
        assert "\n\nKeep the receipts. [\\[2\\]](<https://example.com/>)\n\n" in card


is_valid = Condition("Amazon found the claim valid", claim.is_valid, sp.injury_and_damage.POLICY_PAGE)


def evolved(rules: tuple[Rule[InjuryPayer], ...], notes: tuple[Note, ...] = ()) -> DecisionTable[Any, Any, Any]:
    """A table with rules of one's own."""
    return DecisionTable(
        "who pays",
        case=sp.InjuryClaim,
        terms=Terms,
        day=claim.filed_on,
        reference=sp.injury_and_damage.POLICY_PAGE,
        notes=notes,
        rules=rules,
    )
