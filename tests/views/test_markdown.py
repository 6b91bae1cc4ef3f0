"""Cards as Markdown: every mark in a text is only a mark in a text."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from sellerpolicy.views.blocks import (
    Badge,
    Bullets,
    Card,
    Code,
    Faint,
    Fold,
    Inline,
    Item,
    Lines,
    Link,
    Paragraph,
    Row,
    Strong,
    Table,
    Title,
    words,
)
from sellerpolicy.views.markdown import markdown, shown


def told(inline: Inline) -> str:
    return markdown(Card("", (Paragraph(inline),)))


class TestMarkdown:
    """A card as Markdown."""

    def test_blocks_stand_apart(self) -> None:
        card = Card("", (Title(("Who pays:", Badge("SELLER"))), Paragraph("since then")))
        assert markdown(card) == "Who pays: **SELLER**\n\nsince then"

    def test_words(self) -> None:
        assert told(Strong("so")) == "**so**"
        assert told(Faint("2024-03-05")) == "2024-03-05"
        assert told(Code("seller_insured")) == r"<code>seller\_insured</code>"
        assert told(Link("[1]", "https://example.com/a|b<c>\\")) == r"[\[1\]](<https://example.com/a%7Cb%3Cc%3E%5C>)"
        assert told(Link("page", "javascript:alert(1)")) == "page"

    def test_lists_nest(self) -> None:
        card = Card("", (Bullets((Item("all", (Item("one"),)), Item("none"))),))
        assert markdown(card) == "- all\n  - one\n- none"

    def test_a_table(self) -> None:
        table = Table("Counts", ("what", ""), (Row("a|b", (words("3"),)), Row("none", ((),))))
        assert markdown(Card("", (table,))) == "**Counts**\n\n| what |  |\n| --- | --- |\n| a\\|b | 3 |\n| none |  |"

    def test_what_is_folded_elsewhere_follows_its_line(self) -> None:
        assert markdown(Card("", (Fold("Why", (Paragraph("so"),)),))) == "**Why**\n\nso"

    def test_no_line_ends_the_fence_around_it(self) -> None:
        assert markdown(Card("", (Lines("a\n  b"),))) == "```text\na\n  b\n```"
        assert markdown(Card("", (Lines("a\n```\nb"),))) == "````text\na\n```\nb\n````"

    @pytest.mark.parametrize(
        ("text", "escaped"),
        [
            ("<b>", r"\<b\>"),
            ("[a](b)", r"\[a\](b)"),
            ("a*b_c`d", r"a\*b\_c\`d"),
            ("# no heading", r"\# no heading"),
            ("- no item", r"\- no item"),
            ("1. no number", r"1\. no number"),
            ("12) no number", r"12\) no number"),
            ("https://example.com a@example.com", r"https\://example.com a\@example.com"),
            ("$x$", r"\$x\$"),
            ("&lt;", r"\&lt;"),
            ("2024-03-05: 1.5 %", "2024-03-05: 1.5 %"),
        ],
    )
    def test_marks_in_a_text(self, text: str, escaped: str) -> None:
        assert shown(text) == escaped

    @given(st.text())
    def test_no_mark_of_a_tag_or_cell_is_left_unescaped(self, text: str) -> None:
        left = shown(text).replace("\\\\", "").replace("\\<", "").replace("\\|", "").replace("\\`", "")
        assert not set(left) & set("<|`\n\r")
