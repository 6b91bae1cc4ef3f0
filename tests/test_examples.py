"""Every example in the README and in the docstrings does what it shows."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

import sellerpolicy as sp

README = Path(__file__).parent.parent / "README.md"
MODULES = tuple(
    importlib.import_module(info.name)
    for info in pkgutil.walk_packages(sp.__path__, "sellerpolicy.")
    if not info.name.endswith("__main__")
)


def test_the_readme() -> None:
    text = README.read_text(encoding="utf-8").replace("```", "")
    examples = doctest.DocTestParser().get_doctest(text, {}, "README.md", str(README), 0)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples)
    assert results.attempted > 5
    assert results.failed == 0


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_docstrings(module: ModuleType) -> None:
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


def test_every_public_function_of_a_policy_shows_an_example() -> None:
    for module in sp.rules.modules():
        examples = doctest.DocTestFinder().find(module)
        assert any(example.examples for example in examples), module.__name__
