"""The web page: everything on one page, escaped, nothing loaded from elsewhere, readable by everybody."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.account import account_reports
from sellerpolicy.amazon import PerformanceReport, ViolationCount
from sellerpolicy.dossier import dossiers, files_read
from sellerpolicy.views.overview import Account
from sellerpolicy.views.page import PAGE_STYLE, page

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TODAY = date(2026, 11, 21)
VOID = {"meta", "link"}
TAGS = {
    *("html", "head", "title", "style", "body", "header", "main", "footer", "nav", "section"),
    *("h1", "h2", "h3", "p", "strong", "span", "code", "a", "details", "summary", "ul", "ol", "li", "pre", "time"),
    *("div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}


class Seen(HTMLParser):
    """What is on a page; every tag must be closed in its turn, and be one of ours."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            assert tag in TAGS, tag
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)
            if self.open[-1] in {"h1", "h2", "h3"}:
                self.headings.append((self.open[-1], data))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(*paths: Path, on: date = TODAY) -> list[Account]:
    found = dossiers(files_read(paths), until=on)
    return [Account(each, account_reports(each.facts, each.performance, on=on)) for each in found]


@pytest.fixture(scope="module")
def example() -> str:
    return page(read(EXAMPLES), on=TODAY)


class TestTheExample:
    """What must be done, by when and why, is seen first; then all the rest."""

    def test_the_first_glance(self, example: str) -> None:
        text = Seen(example).text
        first = text.partition("Amazon's report")[0]
        assert "Amazon US on 2026-11-21 NOT HEALTHY 2 targets missed, 3 duties due" in first
        told = text.partition("Not known To do ")[2]
        assert told.startswith("tomorrow MUST Answer the information request, by 2026-11-22 15:20 PST")
        assert "claim-5, order 111-2068693-8090761, counted from 2026-11-19 15:20 PST" in text

    def test_every_section_is_there(self, example: str) -> None:
        headings = [words for _, words in Seen(example).headings]
        assert headings[:2] == ["Amazon US on 2026-11-21", "To do"]
        for section in ("Amazon's counts beside yours", "Shipments", "Insurance", "A-to-z claims", "Not known"):
            assert section in headings
        assert headings[-2:] == ["The files", "The texts cited"]

    def test_proofs_are_folded_with_their_outcome_in_sight(self, example: str) -> None:
        seen = Seen(example)
        assert len(seen.all("details")) > 20
        assert all("open" not in attributes for attributes in seen.all("details"))
        assert (
            "claim-4, order 113-8667562-3428073: not as described, filed on 2026-10-21, granted – ELIGIBLE" in seen.text
        )

    def test_amazons_counts_stand_beside_ours(self, example: str) -> None:
        text = Seen(example).text
        assert (
            "Late shipment rate, 30 d to 11-10 Counted Amazon Your files Difference Late 3 3 none Orders 105 113 -8"
            in text
        )


class TestForEverybody:
    """Headings in their order, tables with heads, names for what has none, and enough contrast."""

    def test_headings_are_in_order(self, example: str) -> None:
        levels = [int(tag[1]) for tag, _ in Seen(example).headings]
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))

    def test_tables_have_heads_and_captions(self, example: str) -> None:
        seen = Seen(example)
        assert seen.all("th")
        assert all(attributes.get("scope") in {"col", "row"} for attributes in seen.all("th"))
        assert len(seen.all("caption")) == len(seen.all("table"))

    def test_one_main_part(self, example: str) -> None:
        assert len(Seen(example).all("main")) == 1

    def test_language_and_width(self, example: str) -> None:
        seen = Seen(example)
        assert seen.all("html") == [{"lang": "en"}]
        assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in seen.all("meta")

    def test_links_within_the_page_lead_somewhere(self, example: str) -> None:
        seen = Seen(example)
        ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
        assert len(set(ids)) == len(ids)
        inner = [str(attributes["href"])[1:] for attributes in seen.all("a") if str(attributes["href"]).startswith("#")]
        assert inner
        assert set(inner) <= set(ids)

    @pytest.mark.parametrize("colour", re.findall(r"background:(#\w{6});color:#fff", PAGE_STYLE))
    def test_white_words_have_contrast(self, colour: str) -> None:
        """At least 4.5 to 1, as the Web Content Accessibility Guidelines ask."""

        def light(part: str) -> float:
            share = int(part, 16) / 255
            return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)

        red, green, blue = (light(colour[place : place + 2]) for place in (1, 3, 5))
        luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        assert 1.05 / (luminance + 0.05) >= 4.5

    def test_light_and_dark(self, example: str) -> None:
        assert "color-scheme:light dark" in example


class TestSelfContained:
    """Nothing is loaded from outside, and nothing runs."""

    def test_no_script_and_no_foreign_file(self, example: str) -> None:
        seen = Seen(example)
        assert not {tag for tag, _ in seen.tags} & {"script", "img", "iframe", "object", "embed", "form"}
        (icon,) = seen.all("link")
        assert str(icon["href"]).startswith("data:image/svg+xml;base64,")
        assert all(not name.startswith("on") for _, attributes in seen.tags for name in attributes)
        assert "url(" not in example
        assert "@import" not in example

    def test_a_policy_forbids_it_too(self, example: str) -> None:
        policies = [each["content"] for each in Seen(example).all("meta") if "http-equiv" in each]
        assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]

    def test_links_lead_to_the_web_or_stay(self, example: str) -> None:
        hrefs = [str(attributes["href"]) for attributes in Seen(example).all("a")]
        assert all(href.startswith(("https://", "http://", "#")) for href in hrefs)


HOSTILE = "<script>alert(1)</script><img src=x onerror=1>&amp;\"'"


class TestHostileText:
    """Markup in an account's files is no markup."""

    def test_ids_and_names(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            "acme<b>",
            "orders.csv",
            f'order_id,placed_on,sku\n"{HOSTILE.replace(chr(34), "")}",2026-11-01,"<i>"\n',
        )
        write(tmp_path, "beta", "feedback.csv", "order_id,rating,left_on\n<s>O,1,2026-11-03\n")
        text = page(read(tmp_path), on=TODAY)
        assert "<script" not in text
        assert "<img" not in text
        seen = Seen(text)
        assert "acme<b>" in seen.text
        assert "<s>O" in seen.text


def write(folder: Path, account: str, name: str, content: str) -> None:
    (folder / account).mkdir(exist_ok=True)
    (folder / account / name).write_text(content, encoding="utf-8")


class TestManyAccounts:
    """An overview leads to each account's own report."""

    def test_overview(self, tmp_path: Path) -> None:
        orders = "order_id,placed_on\nO-1,2026-11-01\n"
        write(tmp_path, "fine", "orders.csv", orders)
        write(tmp_path, "ill", "orders.csv", f"{orders}O-2,yesterday\n")
        write(tmp_path, "ill", "feedback.csv", "order_id,rating,left_on\nO-1,1,2026-11-03\n")
        write(tmp_path, "empty", "odd.csv", "a,b\n")
        seen = Seen(page(read(tmp_path), on=TODAY))
        assert [words for tag, words in seen.headings if tag == "h1"] == ["3 accounts on 2026-11-21"]
        assert [words for tag, words in seen.headings if tag == "h2"][:2] == [
            "ill: Amazon US on 2026-11-21",
            "fine: Amazon US on 2026-11-21",
        ]
        links = [str(attributes["href"]) for attributes in seen.all("a")][:2]
        assert links == ["#r1", "#r2"]
        assert "The nearest deadline first Account Verdict To be done first Why ill NOT HEALTHY" in seen.text
        assert "US: 1 target missed; not read whole" in seen.text
        assert "fine HEALTHY no deadline US: nothing wrong" in seen.text
        assert "empty NOT READ no deadline not read whole" in seen.text
        assert "Not read, and so not in what is said here:" in seen.text
        assert "orders.csv, line 3, column placed_on" in seen.text
        assert {"The files of ill", "The files of empty"} <= {words for _, words in seen.headings}


class TestLittleKnown:
    """A page of next to nothing is a page too."""

    def of(self, *facts: Any) -> Seen:
        (account,) = read(EXAMPLES / "orders.csv")
        reports = account_reports(facts, {}, on=TODAY)
        return Seen(page([evolve(account, reports=reports)], on=TODAY))

    def test_nothing_to_do(self) -> None:
        seen = self.of(sp.Order(order_id="O-1", placed_on=date(2026, 11, 1), fulfilled_by=sp.Fulfiller.AMAZON))
        assert "To do Nothing is to be done." in seen.text
        assert "HEALTHY as far as the facts go" in seen.text

    def test_what_the_files_say_twice(self, tmp_path: Path) -> None:
        for name in "ab":
            (tmp_path / f"{name}.csv").write_text(f"order_id,placed_on,sku\nO-1,2026-11-01,{name}\n", encoding="utf-8")
        seen = Seen(page(read(tmp_path), on=TODAY))
        assert "In several places, and taken once: 1 Order" in seen.text
        assert "Order O-1: sku is a" in seen.text

    def test_a_report_of_amazons_that_says_nothing(self) -> None:
        (account,) = read(EXAMPLES / "orders.csv")
        performance = {sp.Marketplace.US: PerformanceReport(marketplace=sp.Marketplace.US)}
        (report,) = account_reports([], performance, on=TODAY)
        seen = Seen(page([evolve(account, reports=(evolve(report, lacking=()),))], on=TODAY))
        assert [words for _, words in seen.headings][1:] == ["To do", "The files", "The texts cited"]
        assert "HEALTHY To do" in seen.text

    def test_counters_alone(self) -> None:
        (account,) = read(EXAMPLES / "orders.csv")
        counter = ViolationCount(name="listingPolicyViolations", count=0)
        performance = PerformanceReport(marketplace=sp.Marketplace.US, violations=(counter,))
        reports = account_reports([], {sp.Marketplace.US: performance}, on=TODAY)
        text = Seen(page([evolve(account, reports=reports)], on=TODAY)).text
        assert "Nothing under 1 other counter of policy violations" in text

    def test_a_claim_without_a_text(self) -> None:
        """Nothing of it is decided, and it is told all the same."""
        claim = sp.InjuryClaim(
            claim_id="K-1",
            harm=sp.Harm.PROPERTY_DAMAGE,
            amount=sp.Money(1000, "JPY"),
            filed_on=date(2026, 11, 1),
            marketplace=sp.Marketplace.JP,
        )
        assert "K-1: property damage, JPY 1,000, filed on 2026-11-01" in self.of(claim).text
