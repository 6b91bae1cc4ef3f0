"""The page that runs the library in the browser decides as the library does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

LOADED = 120_000
"""Milliseconds in which Python has to be loaded, on a busy machine too."""


@pytest.fixture(scope="module")
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The page on a phone, Python loaded once."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    opened.goto(f"{site}/docs/try.html")
    decide(opened)
    yield opened
    context.close()


@pytest.fixture
def injury(page: Page) -> Page:
    """The claim with which the page begins, as nobody has touched it."""
    for question in ("insurance.requirement", "injury_and_damage.who_pays"):
        page.get_by_label("Question").select_option(question)
    return page


def decide(page: Page) -> None:
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("#try .sellerpolicy, #try .problem")).to_be_visible(timeout=LOADED)


def decide_json(page: Page, case: object) -> None:
    page.locator("#try details:has(#try-json)").evaluate("fold => { fold.open = true; }")
    page.get_by_label("Case, as JSON").fill(case if isinstance(case, str) else json.dumps(case))
    decide(page)


def test_one_thousand_dollars_is_the_sellers_and_disputed(injury: Page, screenshots: Path) -> None:
    """One text says under $1,000, another $1,000 or less."""
    injury.get_by_label("amount").fill("1000.00 USD")
    decide(injury)
    card = injury.locator("#try .sellerpolicy")
    expect(injury.get_by_role("status")).to_have_text("Decided: SELLER.")
    expect(card.locator(".badge", has_text="disputed")).to_be_visible()
    injury.screenshot(path=screenshots / "try-decided.png", full_page=True)


def test_a_cent_less_is_amazons(injury: Page) -> None:
    injury.get_by_label("amount").fill("999.99 USD")
    decide(injury)
    expect(injury.get_by_role("status")).to_have_text("Decided: AMAZON.")
    expect(injury.locator("#try .sellerpolicy .badge", has_text="disputed")).to_have_count(0)


def test_its_proof_unfolds(injury: Page) -> None:
    decide(injury)
    fold = injury.locator("#try .sellerpolicy details").first
    inside = fold.locator(":scope > :not(summary)").first
    expect(inside).to_be_hidden()
    fold.locator("summary").first.click()
    expect(inside).to_be_visible()


def test_what_is_unknown_is_named_and_shown(injury: Page) -> None:
    injury.get_by_label("is valid").select_option("unknown")
    decide(injury)
    expect(injury.get_by_role("status")).to_have_text("Not known yet; it hangs on: is valid.")
    assert injury.locator("#try .marked").get_attribute("data-field") == "is_valid"


def test_an_impossible_fact_is_told_kindly(injury: Page) -> None:
    injury.get_by_label("amount").fill("a lot")
    decide(injury)
    problem = injury.locator("#try .problem")
    expect(problem).to_contain_text("amount: expected an exact amount with its currency")
    expect(problem).to_contain_text("got 'a lot'")
    assert injury.locator("#try .marked").get_attribute("data-field") == "amount"


def test_a_misspelt_fact_in_json_names_the_nearest(injury: Page) -> None:
    claim = {"claim_id": "K-1", "harm": "property_damage", "amount": "5 USD", "filed_on": "2026-11-02", "is_vald": True}
    decide_json(injury, {"claim": claim})
    expect(injury.locator("#try .problem")).to_contain_text("did you mean 'is_valid'?")


def test_what_is_no_json_is_told_kindly(injury: Page) -> None:
    decide_json(injury, '{"claim": ')
    expect(injury.locator("#try .problem")).to_contain_text("Line 1, column 11 is no JSON")


def test_markup_in_a_case_is_text(injury: Page) -> None:
    injury.get_by_label("claim id").fill("<img src=x onerror=alert(1)>")
    decide(injury)
    assert injury.locator("#try img").count() == 0


def test_a_pasted_case_of_another_question_is_decided(injury: Page) -> None:
    injury.get_by_label("Question").select_option("insurance.requirement")
    sales = [{"month": "2026-10-01", "gross": "10752.00 USD"}]
    decide_json(injury, {"sales": sales, "on": "2026-11-21"})
    expect(injury.get_by_role("status")).to_have_text("Decided: REQUIRED.")


def test_nothing_comes_from_elsewhere(browser: Browser, site: str) -> None:
    """The worker's requests are seen too: Python itself is among them."""
    asked: list[str] = []
    context = browser.new_context()
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"{site}/docs/try.html")
    decide(page)
    assert f"{site}/docs/_static/try/pyodide/pyodide.asm.wasm" in asked
    assert [url for url in asked if not url.startswith((f"{site}/", "data:", "blob:"))] == []
    context.close()
