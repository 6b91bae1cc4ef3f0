"""Every kind of page, in a real browser: it fits, it can be read, it folds, and nothing comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import field, frozen
from playwright.sync_api import Browser, Page, Route

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
PAGES = (
    "docs/index.html",
    "docs/start.html",
    "docs/try.html",
    "docs/guides/at_risk.html",
    "docs/guides/test_suite.html",
    "docs/rules/injury_and_damage.html",
    "docs/rules/order_defect_rate.html",
    "docs/timeline.html",
    "docs/formats.html",
    "docs/reference/index.html",
    "docs/notebooks/small_account.html",
    "docs/notebooks/september_2021.html",
    "docs/notebooks/your_pipeline.html",
    "docs/notebooks/thousand_accounts.html",
    "notebook-light.html",
    "notebook-dark.html",
    "report.html",
)
JUPYTERS_OWN = ".jp-InputPrompt, .jp-OutputPrompt, .jp-InputArea .highlight"
"""Prompts and code, which JupyterLab colours in exported notebooks."""
CARDS = ("docs/start.html", "docs/notebooks/september_2021.html", "notebook-light.html", "report.html")
WIDTHS = {"phone": 390, "desktop": 1280}
SCHEMES = ("light", "dark")
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""By then a page has taken on another colour scheme; at once, on a busy machine, only parts of it have."""


@frozen
class Opened:
    """A page that was opened.

    Args:
        name: its path.
        page: the page.
        requested: every address that it asked for.
        problems: every error on its console, failed request and uncaught exception.
    """

    name: str
    page: Page
    requested: list[str] = field(factory=list)
    problems: list[str] = field(factory=list)

    def watch(self) -> None:
        """Take down what it asks for, and what goes wrong."""
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda told: self.problems.extend([told.text] * (told.type in {"error", "warning"})))

    def as_seen(self, *, width: str, scheme: str) -> Page:
        """The page on a screen of that width, in light or in dark."""
        self.page.set_viewport_size({"width": WIDTHS[width], "height": 900})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        self.page.evaluate(TWO_FRAMES)
        self.page.wait_for_function("document.getAnimations().length === 0")
        return self.page


@pytest.fixture(scope="module", params=PAGES)
def opened(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Opened]:
    context = browser.new_context(reduced_motion="reduce")
    found = Opened(request.param, context.new_page())
    found.watch()
    found.page.goto(f"{site}/{found.name}", wait_until="networkidle")
    yield found
    context.close()


class TestEveryPage:
    def test_nothing_comes_from_elsewhere(self, opened: Opened, site: str) -> None:
        assert f"{site}/{opened.name}" in opened.requested
        assert [url for url in opened.requested if not url.startswith((f"{site}/", "data:", "blob:"))] == []

    def test_nothing_goes_wrong(self, opened: Opened) -> None:
        assert opened.problems == []

    def test_it_has_an_icon(self, opened: Opened, site: str) -> None:
        icon = opened.page.evaluate(
            "document.querySelector('link[rel~=icon]')?.href ?? new URL('/favicon.ico', location).href"
        )
        assert icon.startswith("data:image/svg+xml") or opened.page.request.get(icon).ok

    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize("width", WIDTHS)
    def test_it_fits(self, opened: Opened, width: str, scheme: str, screenshots: Path) -> None:
        page = opened.as_seen(width=width, scheme=scheme)
        name = opened.name.removesuffix(".html").replace("/", "-")
        page.screenshot(path=screenshots / f"{name}-{width}-{scheme}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]

    @pytest.mark.parametrize("scheme", SCHEMES)
    def test_every_text_can_be_read(self, opened: Opened, scheme: str) -> None:
        """Unfolded too."""
        page = opened.as_seen(width="desktop", scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate(CONTRAST, JUPYTERS_OWN) == []


class TestThatTheseTestsCanFail:
    def test_grey_on_white_is_found(self, browser: Browser) -> None:
        page = browser.new_page()
        page.set_content("<body style='background:#fff'><p style='color:#888'>Faint</p><p style='color:#555'>Clear</p>")
        (found,) = page.evaluate(CONTRAST, JUPYTERS_OWN)
        assert found.startswith("3.54 < 4.5: P")
        page.close()

    def test_what_fades_is_found(self, browser: Browser) -> None:
        page = browser.new_page()
        page.set_content("<body style='background:#fff;color:#000'><p style='opacity:.4'>Faint</p><p>Clear</p>")
        assert len(page.evaluate(CONTRAST, JUPYTERS_OWN)) == 1
        page.close()


@pytest.mark.parametrize("name", CARDS)
class TestProofs:
    def test_a_proof_unfolds_and_folds(self, browser: Browser, site: str, name: str) -> None:
        page = browser.new_page()
        page.goto(f"{site}/{name}")
        summary = page.locator(".sellerpolicy details:not([open]) > summary").first.element_handle()
        inside = summary.evaluate_handle("summary => summary.nextElementSibling").as_element()
        assert inside is not None
        assert not inside.is_visible()
        summary.click()
        assert inside.is_visible()
        summary.press("Enter")
        assert not inside.is_visible()
        page.close()

    def test_a_reference_leads_to_its_source(self, browser: Browser, site: str, name: str) -> None:
        """The link is followed; what it asks for is answered here, so that nothing leaves this machine."""
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{site}/{name}")
        asked: list[str] = []

        def answer(route: Route) -> None:
            asked.append(route.request.url)
            route.fulfill(body="elsewhere")

        context.route(lambda url: not url.startswith(site), answer)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        link = page.locator(".sellerpolicy a[href^='https://']").first
        target = str(link.get_attribute("href"))
        link.click()
        page.wait_for_url(target)
        assert asked == [target]
        assert page.inner_text("body") == "elsewhere"
        context.close()
