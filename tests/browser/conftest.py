"""A real browser and what it looks at: the built documentation, an exported notebook, the report of an account.

`tox -e browser` builds the documentation and runs these tests. Everything is served over http on loopback; the browser
resolves no other name. Screenshots are kept below the documentation's build.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).parent.parent.parent
BUILD = PROJECT / "docs" / "_build"
EXPORTED = BUILD / "jupyter_execute" / "notebooks" / "small_account.ipynb"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and says nothing about it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name that the library gives
        """Nothing."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address below which everything is served."""
    root = tmp_path_factory.mktemp("site")
    assert (BUILD / "html" / "index.html").exists(), "the documentation is not built: run `tox -e docs` first"
    (root / "docs").symlink_to(BUILD / "html")
    shutil.copy(BUILD / "html" / "_static" / "favicon.svg", root / "favicon.ico")
    write_report(root / "report.html")
    for theme in ("light", "dark"):
        (root / f"notebook-{theme}.html").write_text(exported(EXPORTED, theme), encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def write_report(path: Path) -> None:
    """The web page of the account in the documentation's examples, as a user has it written."""
    options = ("--as-of", "2026-11-21", "--exit-zero", "--html", str(path))
    command = (sys.executable, "-m", "sellerpolicy", "check", str(PROJECT / "docs" / "examples"), *options)
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own command


def exported(notebook: Path, theme: str) -> str:
    """An executed notebook as one page, without the scripts that an export would load from elsewhere."""
    exporter = HTMLExporter(theme=theme, mathjax_url="", require_js_url="", embed_images=True)
    body, _ = exporter.from_notebook_node(nbformat.read(notebook, as_version=4))
    return str(body)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which can look up no name."""
    path = shutil.which("chromium")
    assert path, "there is no Chromium: run `python tests/browser/chromium.py` first"
    options = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=options)
        yield started
        started.close()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures are kept to be looked at; git ignores it."""
    folder = BUILD / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
