"""Cards as HTML: escaped, closed, and readable as they stand."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from hypothesis import given, strategies as st

from sellerpolicy.views.blocks import (
    Badge,
    Bullets,
    Card,
    Code,
    Faint,
    Fold,
    Item,
    Layout,
    Lines,
    Link,
    Paragraph,
    Row,
    Strong,
    Table,
    Title,
    Tone,
    words,
)
from sellerpolicy.views.html import STYLE, blocks, html, unstyled

TAGS = {
    *("article", "p", "strong", "span", "code", "time", "a", "details", "summary", "ul", "li", "pre"),
    *("div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"href", "class", "title", "aria-label", "role", "tabindex", "scope", "open"}


class Seen(HTMLParser):
    """The tags, links and words of a card; every tag must be closed in its turn, and be one of ours."""

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
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def everything(text: str) -> Card:
    """A card in which a text stands wherever one can stand."""
    line = words(text, Strong(text), Faint(text), Code(text), Badge(text), Link(text, "https://example.com/", text))
    table = Table(text, (text, text), (Row(line, (line,)), Row(text, ((),), is_last=True)))
    return Card(
        text,
        (
            Title(line),
            Paragraph(line),
            Bullets((Item(line, (Item(text),)),)),
            table,
            Fold(text, (Paragraph(text),)),
            Lines(text),
        ),
    )


class TestHtml:
    """A card as HTML."""

    def test_a_card_is_an_article_that_says_what_it_is(self) -> None:
        card = Card("Who pays", (Paragraph("Amazon"),))
        assert unstyled(card) == '<article class="sellerpolicy" aria-label="Who pays"><p>Amazon</p></article>'

    def test_notebooks_get_the_style_with_it(self) -> None:
        card = Card("Who pays", ())
        assert html(card) == f"<style>{STYLE}</style>{unstyled(card)}"

    def test_every_rule_of_the_style_is_scoped(self) -> None:
        rules = [rule.strip() for rule in STYLE.split("}") if rule.strip()]
        assert len(rules) > 20
        for rule in rules:
            for selector in rule.partition("{")[0].split(","):
                inside = selector.strip()
                assert inside.startswith(".sellerpolicy") or inside in {"td)", "th)"}, rule

    def test_the_style_loads_nothing(self) -> None:
        assert "url(" not in STYLE
        assert "@import" not in STYLE

    def test_words_stand_in_a_row(self) -> None:
        line = words("It is", Strong("so"), Code("x"), Faint("since"), Badge("yes", Tone.GOOD))
        assert blocks([Paragraph(line)]) == (
            '<p>It is <strong>so</strong> <code>x</code> <span class="faint">since</span> '
            '<span class="badge good">yes</span></p>'
        )

    def test_lists_nest(self) -> None:
        assert blocks([Bullets((Item("all", (Item("one"),)), Item("none")))]) == (
            "<ul><li>all<ul><li>one</li></ul></li><li>none</li></ul>"
        )

    def test_a_table_has_a_caption_heads_and_scrolls_by_itself(self) -> None:
        table = Table("Counts", ("what", "number"), (Row("orders", (words("3"),), is_last=True),), Layout.MATRIX)
        assert blocks([table]) == (
            '<div class="scroll" role="region" aria-label="Counts" tabindex="0"><table class="matrix">'
            '<caption>Counts</caption><thead><tr><th scope="col">what</th><th scope="col">number</th></tr></thead>'
            '<tbody><tr class="last"><th scope="row">orders</th><td>3</td></tr></tbody></table></div>'
        )

    def test_folds_need_no_script(self) -> None:
        assert blocks([Fold("Why", (Paragraph("so"),))]) == "<details><summary>Why</summary><p>so</p></details>"
        assert blocks([Fold("Why", (), is_open=True)]) == "<details open><summary>Why</summary></details>"

    def test_a_link_that_is_only_a_number_says_where_it_leads(self) -> None:
        link = Link("[1]", "https://example.com/?a=1&b=2", 'The "page"')
        assert blocks([Paragraph(link)]) == (
            '<p><a href="https://example.com/?a=1&amp;b=2" title="The &quot;page&quot;" '
            'aria-label="The &quot;page&quot;">[1]</a></p>'
        )

    def test_only_web_addresses_become_links(self) -> None:
        assert blocks([Paragraph(Link("text", None))]) == "<p>text</p>"
        assert blocks([Paragraph(Link("text", "javascript:alert(1)"))]) == "<p>text</p>"
        assert (
            blocks([Paragraph(Link("text", "http://example.com/"))]) == '<p><a href="http://example.com/">text</a></p>'
        )

    @given(st.text())
    def test_no_text_becomes_markup(self, text: str) -> None:
        assert set(Seen(unstyled(everything(text))).tags) <= TAGS

    def test_markup_in_a_text_is_shown_as_written(self) -> None:
        text = '<script>alert("1")</script>'
        card = unstyled(everything(text))
        assert text not in card
        assert escape(text) in card
        assert text in Seen(card).words

    def test_a_day_by_itself_is_not_broken(self) -> None:
        assert blocks([Paragraph("2024-03-05")]) == "<p><time>2024-03-05</time></p>"
        assert blocks([Paragraph("on 2024-03-05")]) == "<p>on 2024-03-05</p>"

    def test_what_cannot_be_seen_is_made_visible(self) -> None:
        assert "a\\u202eb" in unstyled(everything("a\u202eb"))
