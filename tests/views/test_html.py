"""Decisions as HTML."""

from __future__ import annotations

from datetime import date
from html import escape
from html.parser import HTMLParser
from typing import Any

from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import Condition, DecisionTable, Note, Rule
from sellerpolicy.logic.references import Kind, Reference
from sellerpolicy.rules.injury_and_damage import InjuryPayer, Terms, claim
from sellerpolicy.views.html import decision_card

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
TAGS = {"article", "p", "strong", "code", "a", "details", "summary", "ul", "li", "b"}


class Seen(HTMLParser):
    """The tags, attributes and words of a card; every tag must be closed in its turn."""

    def __init__(self, card: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.words = ""
        self.feed(card)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        assert {name for name, _ in attrs} <= {"href", "class"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def noting(words: str, *, url: str | None = "https://example.com/") -> sp.Decision[Any]:
    """A decision whose only condition, note and source say these words."""
    source = Reference("leaflet", words, url, Kind.GUIDE)
    valid = Condition(words, claim.is_valid, source)
    table = DecisionTable(
        "who pays",
        case=sp.InjuryClaim,
        terms=Terms,
        day=claim.filed_on,
        reference=source,
        notes=(Note(words, source, (InjuryPayer.AMAZON,)),),
        rules=(Rule(valid, then=InjuryPayer.AMAZON), Rule(~valid, then=InjuryPayer.NOBODY)),
    )
    return table.decide(CLAIM)


class TestDecisionCard:
    """The answer and its doubts in sight, the proof behind a fold, all of it escaped."""

    def test_the_answer_stands_first(self) -> None:
        card = decision_card(sp.injury_and_damage.who_pays(CLAIM))
        assert card.startswith(
            '<article class="sellerpolicy-decision"><p>Who pays: <strong>AMAZON THEN SELLER</strong>, '
            "by the text of 2023-05-02</p>"
        )
        assert card == sp.injury_and_damage.who_pays(CLAIM)._repr_html_()

    def test_the_proof_is_folded_away(self) -> None:
        card = decision_card(sp.injury_and_damage.who_pays(CLAIM))
        assert "<li><b>no</b> the claim of USD 1,000.00 is below USD 1,000.00 (since 2021-09-01, " in card
        assert "<li><b>yes</b> Amazon found the claim valid (" in card
        assert card.index("<details><summary>Why</summary>") < card.index("<li>")

    def test_what_to_find_out_is_in_sight(self) -> None:
        card = decision_card(sp.injury_and_damage.who_pays(evolve(CLAIM, seller_responded=None)))
        assert "<strong>UNKNOWN</strong>" in card
        assert (
            "<p>To know it, find out:</p><ul>"
            "<li><code>seller_responded</code> the seller (or insurer) answered the notice.</li>"
            "<li><code>seller_accepts</code> the seller (or insurer) accepts the claim.</li></ul>"
        ) in card

    def test_a_dispute_is_in_sight_with_its_source(self) -> None:
        card = decision_card(sp.injury_and_damage.who_pays(CLAIM))
        assert card.index("<p>Disputed: claims that Amazon pays itself: read here as below") < card.index("<details>")
        assert sp.injury_and_damage.POLICY_PAGE.url in Seen(card).links

    def test_a_note_is_in_sight(self) -> None:
        card = decision_card(noting("Keep the receipts."))
        assert '<p>Keep the receipts. (<a href="https://example.com/">Keep the receipts. (guide)</a>)</p>' in card

    def test_only_web_addresses_become_links(self) -> None:
        assert Seen(decision_card(noting("Keep", url=None))).links == []
        assert Seen(decision_card(noting("Keep", url="javascript:alert(1)"))).links == []

    @given(st.text(min_size=1).filter(lambda words: "{" not in words and "}" not in words))
    def test_no_text_becomes_markup(self, words: str) -> None:
        seen = Seen(decision_card(noting(words)))
        assert set(seen.tags) <= TAGS

    def test_markup_in_a_text_is_shown_as_written(self) -> None:
        words = '<script>alert("1")</script>'
        card = decision_card(noting(words))
        assert words not in card
        assert escape(words) in card
        assert words in Seen(card).words


def test_a_card_says_when_its_sources_were_last_read() -> None:
    """Decisions show how old the reading of their sources is."""
    decision = sp.injury_and_damage.who_pays(CLAIM)
    words = Seen(decision_card(decision)).words
    assert {str(reference.read) for reference in decision.references} == {"2026-11-21"}
    assert all(str(reference) in words for reference in decision.references)
