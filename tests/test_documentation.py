"""Every example in the documentation runs; the build of the documentation executes the generated pages too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import sellerpolicy as sp

DOCS = Path(__file__).parent.parent / "docs"
GENERATED = {DOCS / "rules", DOCS / "reference", DOCS / "_build", DOCS / "notebooks"}
PAGES = tuple(path for path in sorted(DOCS.rglob("*.md")) if not GENERATED.intersection(path.parents))
CELL = re.compile(r"^```\{code-cell\} python\n(?:---\n.*?^---\n)?((?:^:.*\n)*)(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def cells(page: Path) -> list[str]:
    """The code of a page that is executed, cell by cell."""
    return [found[2] for found in CELL.finditer(text_of(page))]


@pytest.mark.parametrize("page", [page for page in PAGES if cells(page)], ids=lambda page: page.stem)
def test_the_cells_of_a_page_run_one_after_the_other(page: Path) -> None:
    names: dict[str, Any] = {}
    assert len(cells(page)) == text_of(page).count("```{code-cell}")
    for number, cell in enumerate(cells(page), 1):
        exec(compile(cell, f"{page.name}, cell {number}", "exec"), names)  # noqa: S102  our own pages
    assert "sp" in names


@pytest.mark.parametrize("page", [page for page in PAGES if BLOCK.search(text_of(page))], ids=lambda page: page.stem)
def test_code_that_needs_an_account_or_a_cluster_is_python(page: Path) -> None:
    for block in BLOCK.findall(text_of(page)):
        compile(block, page.name, "exec")


def test_the_pipeline_of_the_guide_is_found_out() -> None:
    """It compares every amount with dollars: Hypothesis finds a claim in another currency."""
    (block,) = BLOCK.findall(text_of(DOCS / "guides" / "test_suite.md"))
    names: dict[str, Any] = {}
    exec(block, names)  # noqa: S102  our own page
    with pytest.raises(sp.errors.CurrencyMismatch):
        settings(max_examples=2000, database=None)(names["test_agrees_with_policy"])()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Generated pages are checked by the build, which takes no link for granted."""
    targets = [(page.parent / link).resolve() for link in LINK.findall(text_of(page))]
    own = [target for target in targets if not GENERATED.intersection(target.parents)]
    missing = [target.name for target in own if not target.exists()]
    assert set(missing) <= {"references.md", "statements.md"}


def test_guides_link_to_policies_that_there_are() -> None:
    """The build writes a page for each module with tables."""
    linked = {Path(link).stem for page in PAGES for link in LINK.findall(text_of(page)) if "rules/" in link}
    policies = {module.__name__.rpartition(".")[2] for module in sp.rules.modules()}
    assert linked - {"index"} <= policies
    assert {"a_to_z", "injury_and_damage", "order_defect_rate", "shipping_performance"} <= linked
