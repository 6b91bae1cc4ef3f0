"""Tables, terms, histories, changes and clocks as cards."""

from __future__ import annotations

import re
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
    Span,
    below,
    clock,
    dated,
    days,
    originally,
    since,
    symbols,
)
from sellerpolicy.logic.conditions import Proposition
from sellerpolicy.views.blocks import Card, Table
from sellerpolicy.views.markdown import markdown
from sellerpolicy.views.policies import changes_card, clocks_card, history_card, table_card, terms_card

PAGE, ANNOUNCED = sp.injury_and_damage.POLICY_PAGE, sp.injury_and_damage.ANNOUNCED


class Payer(Enum):
    """Who pays."""

    AMAZON = "amazon"
    SELLER = "seller"


@frozen
class Terms(DatedTerms):
    """A small policy."""

    limit: Limit = dated(
        "claims that are small",
        since("2020-01-01", below(sp.usd(500)), PAGE),
        since("2022-01-01", below(sp.usd(1000)), ANNOUNCED, but=PAGE.says(below(sp.usd(2000))), after="2021-06-30"),
    )
    is_open: bool = dated(
        "claims are taken", originally(True, PAGE), since("2022-01-01", False, PAGE, marketplace=sp.Marketplace.CA)
    )
    time: Span = dated("time to answer", since("2023-01-01", days(7), PAGE))


claim, terms = symbols(sp.InjuryClaim), symbols(Terms)
is_small = Condition(f"the claim of {claim.amount} is {terms.limit}", terms.limit.admits(claim.amount))
is_valid = Condition("the claim is valid", claim.is_valid, PAGE)
is_insured = Condition("the seller is insured", claim.seller_insured, ANNOUNCED)
answers = Condition("the seller answers", claim.seller_responded, ANNOUNCED)


def table(*rules: tuple[Proposition, Payer], notes: tuple[Note, ...] = ()) -> DecisionTable[Any, Any, Any]:
    return DecisionTable(
        "who pays",
        case=sp.InjuryClaim,
        terms=Terms,
        day=claim.filed_on,
        reference=PAGE,
        notes=notes,
        rules=tuple(Rule(when, then=then) for when, then in rules),
    )


def bare(card: Card) -> str:
    """A card as Markdown, without the numbers by which texts are cited."""
    return re.sub(r" ?\[\\\[[0-9]+\\\]\]\(<[^>]*>\)", "", markdown(card))


def rows(told: str, first: str) -> list[str]:
    """The lines of the table whose head starts so."""
    return told[told.index(f"| {first}") :].partition("\n\n")[0].splitlines()


class TestTableCard:
    """Conditions as rows, rules as columns, what follows below."""

    def test_what_each_rule_asks_of_each_condition(self) -> None:
        card = bare(table_card(table((is_valid & ~is_small, Payer.SELLER), (is_small, Payer.AMAZON))))
        assert card.startswith("**Who pays** test_policies.who_pays".replace("_", "\\_"))
        assert rows(card, "condition") == [
            "| condition | 1 | 2 |",
            "| --- | --- | --- |",
            "| the claim is valid | **yes** |  |",
            "| the claim of ‹amount› is ‹limit› | **no** | **yes** |",
            "| then | SELLER | AMAZON |",
        ]
        assert "same letter" not in card

    def test_alternatives_share_a_letter(self) -> None:
        card = bare(table_card(table(((is_valid | is_small) & (is_valid | ~is_insured), Payer.AMAZON))))
        assert rows(card, "condition")[2:5] == [
            "| the claim is valid | **yes** a b |",
            "| the claim of ‹amount› is ‹limit› | **yes** a |",
            "| the seller is insured | **no** b |",
        ]
        assert "- In a column, of all cells with the same letter at least one must be so." in card

    def test_a_rule_that_is_easier_told_by_what_it_leaves_out_is_told_so(self) -> None:
        """Nine alternatives, each of two demands, would be 512 clauses; that none holds is nine."""
        pairs = [
            Condition(f"pair {number}", claim.is_valid, PAGE) & Condition(f"and {number}", claim.is_valid, PAGE)
            for number in range(9)
        ]
        none: Proposition = pairs[0]
        for pair in pairs[1:]:
            none = none | pair
        # the first eight of its clauses bear letters a to i
        card = bare(table_card(table((none, Payer.SELLER), (is_valid, Payer.AMAZON))))
        assert "| condition | 1 |" in card
        assert "| pair 0 | • |  |" in card
        assert "A column with dots asks these conditions in a way that is told below in words." in card
        few: Proposition = pairs[0]
        for pair in pairs[1:6]:
            few = few | pair
        card = bare(table_card(table((few, Payer.SELLER))))
        assert "| condition | 1 unless |" in card
        assert "| pair 0 | **no** a |" in card
        assert "- A column headed “unless” says when its rule does not fit." in card

    def test_a_condition_that_counts_both_ways_shows_both(self) -> None:
        card = bare(table_card(table(((is_valid | is_small) & (~is_valid | is_insured), Payer.AMAZON))))
        assert "**yes** a **no** b" in card

    def test_the_rules_in_words(self) -> None:
        card = markdown(
            table_card(table(((~is_valid | (is_small & answers)) & is_insured, Payer.AMAZON), (is_valid, Payer.SELLER)))
        )
        told = card.partition("**The rules in words**")[2].partition("**Sources")[0].strip().splitlines()
        assert told == [
            "- 1\\. **AMAZON** if",
            "  - one of these:",
            "    - **not:** the claim is valid",
            "    - all of these:",
            "      - the claim of ‹amount› is ‹limit›",
            "      - the seller answers",
            "  - the seller is insured",
            "- 2\\. **SELLER** if",
            "  - the claim is valid",
        ]

    def test_notes_and_sources(self) -> None:
        noted = table(
            (is_valid, Payer.AMAZON),
            notes=(
                Note("Keep receipts.", ANNOUNCED, (Payer.AMAZON, Payer.SELLER)),
                Note(f"Small is {terms.limit}.", ANNOUNCED, (Payer.AMAZON,), since=date(2022, 1, 1)),
            ),
        )
        card = markdown(table_card(noted))
        assert "**AMAZON:** Small is ‹limit›. (since 2022-01-01) [" in card
        assert "**AMAZON, SELLER:** Keep receipts. [\\[2\\]](<https://" in card
        assert "**Sources: 2 texts**" in card

    @pytest.mark.parametrize("module", sp.rules.modules(), ids=lambda module: module.__name__.rpartition(".")[2])
    def test_every_table_is_drawn_whole(self, module: Any) -> None:
        for each in module.TABLES:
            card = table_card(each)
            (drawn,) = [block for block in card.blocks if isinstance(block, Table)]
            assert len(drawn.rows) == len(each.conditions) + 1
            assert all(len(row.cells) == len(each.rules) for row in drawn.rows)


class TestTermsCard:
    """What a policy fixes on a day."""

    def test_values_with_their_day_source_and_doubts(self) -> None:
        card = markdown(terms_card(Terms.on(date(2022, 6, 1))))
        assert card.startswith("**test\\_policies** in US")
        assert (
            "| claims that are small limit | **below USD 1,000.00** | 2022-01-01 "
            "first seen then; it began on an unknown day after 2021-06-30 | [" in card
        )
        assert "| below USD 2,000.00 [" in card
        assert "| claims are taken is\\_open | **yes** | from the beginning | [" in card
        assert "| time to answer time | no text yet |  |  |  |" in card

    def test_a_what_if_says_so(self) -> None:
        card = markdown(terms_card(evolve(Terms.on(date(2022, 6, 1)), is_open=False)))
        assert "**no** | from the beginning |" in card
        assert "Your own what-if" in card


class TestHistoryCard:
    """Every value of every term."""

    def test_terms_in_turn_each_value_since_its_day(self) -> None:
        card = markdown(history_card(Terms.history()))
        assert "| claims that are small limit | 2020-01-01 | US | **below USD 500.00** |" in card
        assert "| … | 2022-01-01 first seen then" in card
        assert "| … | 2022-01-01 | CA | **no** |" in card


class TestChangesCard:
    """Changes of all policies."""

    def test_what_held_before_and_since(self) -> None:
        card = changes_card(sp.rules.changes(since=date(2021, 9, 1), until=date(2021, 9, 1)))
        told = markdown(card)
        assert (
            card.label == f"{len(sp.rules.changes(since=date(2021, 9, 1), until=date(2021, 9, 1)))} changes of policy"
        )
        assert (
            "| 2021-09-01 | <code>injury\\_and\\_damage</code> | claims that Amazon pays itself pays\\_itself "
            "| no text | **below USD 1,000.00 (or at most USD 1,000.00)** | US | [" in told
        )
        assert "| Amazon takes such claims takes\\_claims | no | **yes** | US |" in told


class TestClocksCard:
    """When a policy's time runs."""

    def test_what_is_due_when_and_for_how_long(self) -> None:
        ticking = (
            clock(
                "answer",
                when=is_valid & (~is_small | answers),
                counted_from=claim.notified_on,
                within=terms.time,
                while_unknown=claim.filed_on,
            ),
            clock(
                "dispute",
                when=~is_valid,
                counted_from=claim.decided_on,
                within=terms.time,
                while_unknown=claim.filed_on,
                is_duty=False,
            ),
            clock(
                "prove",
                when=(is_valid & answers) | is_insured,
                counted_from=claim.decided_on,
                within=terms.time,
                while_unknown=claim.filed_on,
            ),
            clock(
                "Amazon decides",
                when=~is_insured,
                counted_from=claim.filed_on,
                within=terms.time,
                while_unknown=claim.filed_on,
                is_duty=False,
                is_sellers=False,
            ),
        )
        card = markdown(clocks_card(ticking))
        assert (
            "| Answer | **must** | the claim is valid; (not: the claim of ‹amount› is ‹limit› or the seller answers) "
            "| <code>notified\\_on</code> | time to answer time |" in card
        )
        assert "| Dispute | **may** | not: the claim is valid | <code>decided\\_on</code> |" in card
        assert "| Amazon decides | **info** | not: the seller is insured | <code>filed\\_on</code> |" in card
        assert "| Prove | **must** | ((the claim is valid and the seller answers) or the seller is insured) |" in card
