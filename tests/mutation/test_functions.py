"""Mutants of function bodies: how mutmut's verdicts are read, that survivors meet all tests, how they are called."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from .functions import by_all_tests, difference, function, in_one, numbered, to_the_end, verdicts
from .policies import Verdict

SHOWN = """\
# sellerpolicy.facts.window.xǁWindowǁending__mutmut_3: survived
--- src/sellerpolicy/facts/window.py
+++ src/sellerpolicy/facts/window.py
@@ -1,3 +1,3 @@
 def ending(cls, last, *, days):
-    first = last - timedelta(
-        days=days - 1)
+    first = last - timedelta(days=days + 1)
     return cls(first=first, last=last)
"""
PROJECT = """
[tool.mutmut]
pytest_add_cli_args = ["--assert=plain", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = ["tests"]
"""
TESTS = """
import os

def test_it():
    assert os.environ["MUTANT_UNDER_TEST"] != "sellerpolicy.facts.odd.x_noticed__mutmut_1"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose one test notices one mutant."""
    (tmp_path / "mutants" / "tests").mkdir(parents=True)
    (tmp_path / "mutants" / "tests" / "test_odd.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judged(project: Path, module: str, codes: Mapping[str, int | None]) -> None:
    """Write down what mutmut says of a module's mutants."""
    path = project / "mutants" / "src" / f"{module}.py.meta"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"exit_code_by_key": codes}), encoding="utf-8")


class TestVerdicts:
    """Survivors are those that no test noticed, and those that met none; strict types refuse by themselves."""

    def test_what_the_codes_mean(self, project: Path) -> None:
        codes = {"0": 0, "1": 1, "3": 3, "5": 5, "33": 33, "36": 36, "37": 37, "255": 255, "-24": -24}
        judged(
            project, "facts/odd", {f"sellerpolicy.facts.odd.x_f__mutmut_{name}": code for name, code in codes.items()}
        )
        judged(project, "facts/empty", {})
        (found,) = verdicts().items()
        assert found[0] == "facts.odd"
        assert {name.rpartition("_")[2]: verdict for name, verdict in found[1].items()} == {
            **dict.fromkeys(("0", "5", "33"), Verdict.SURVIVED),
            **dict.fromkeys(("1", "3", "255", "-24"), Verdict.TESTS),
            "36": Verdict.TIME,
            "37": Verdict.TYPES,
        }

    def test_a_run_that_was_broken_off(self, project: Path) -> None:
        judged(project, "facts/odd", {"sellerpolicy.facts.odd.x_f__mutmut_1": None})
        with pytest.raises(SystemExit, match=r"odd\.py\.meta: not all mutants are judged; mutmut run"):
            verdicts()

    @pytest.mark.usefixtures("project")
    def test_no_run_at_all(self) -> None:
        with pytest.raises(SystemExit, match="there are no mutants yet; mutmut run"):
            verdicts()


@pytest.mark.usefixtures("project")
class TestToTheEnd:
    """What mutmut left alive meets every test."""

    def test_one_that_is_noticed(self) -> None:
        assert by_all_tests("facts.odd", "sellerpolicy.facts.odd.x_noticed__mutmut_1") is Verdict.TESTS

    def test_one_that_is_not(self) -> None:
        assert by_all_tests("facts.odd", "sellerpolicy.facts.odd.x_noticed__mutmut_2") is Verdict.SURVIVED

    def test_only_survivors_are_judged_again(self) -> None:
        name = "sellerpolicy.facts.odd.x_noticed__mutmut_1"
        others = {"a": Verdict.TYPES, "b": Verdict.TIME, "c": Verdict.TESTS}
        assert to_the_end("facts.odd", {name: Verdict.SURVIVED, **others}) == {name: Verdict.TESTS, **others}


class TestNames:
    """A mutant is called by its function and by what was changed: that stays when lines move."""

    @pytest.mark.parametrize(
        ("mutant", "name"),
        [
            ("sellerpolicy.facts.window.xǁWindowǁending__mutmut_3", "Window.ending"),
            ("sellerpolicy.facts.window.xǁWindowǁ__contains____mutmut_12", "Window.__contains__"),
            ("sellerpolicy.facts.fact.x__instant__mutmut_8", "_instant"),
            ("sellerpolicy.facts.fact.x_fields_of__mutmut_1", "fields_of"),
        ],
    )
    def test_the_function(self, mutant: str, name: str) -> None:
        assert function(mutant) == name

    def test_the_change(self) -> None:
        assert difference(SHOWN) == (
            "first = last - timedelta( days=days - 1) → first = last - timedelta(days=days + 1)"
        )

    def test_the_same_twice(self) -> None:
        assert list(numbered(["a", "b", "a", "a"])) == ["a", "b", "a (2)", "a (3)"]

    def test_all_modules_in_one(self) -> None:
        assert in_one({"facts.fact": {"f: a → b": 1}, "logic.truth": {"f: a → b": 2}}) == {
            "facts.fact.f: a → b": 1,
            "logic.truth.f: a → b": 2,
        }
