"""The pytest plugin, tried in a project of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SUITE = """
from datetime import date

import sellerpolicy as sp


def test_a_claim_that_is_not_valid():
    claim = sp.InjuryClaim(
        claim_id="K", harm="personal_injury", amount=sp.usd(5), filed_on=date(2024, 5, 5), is_valid=False
    )
    assert sp.injury_and_damage.who_pays(claim).outcome.name == "NOBODY"


def test_a_small_claim_by_its_bare_outcome():
    claim = sp.InjuryClaim(
        claim_id="K", harm="personal_injury", amount=sp.usd(5), filed_on=date(2024, 5, 5), is_valid=True,
        follows_policy=True, seller_insured=True,
    )
    table = sp.injury_and_damage.WHO_PAYS
    terms = sp.injury_and_damage.Terms.on(date(2024, 5, 5))
    assert table.outcome(claim, terms) is table.outcome(claim)
"""


def run(folder: Path, *options: str) -> str:
    """Run the project's suite in a process of its own."""
    (folder / "test_suite.py").write_text(SUITE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("processes", [(), ("-n", "2")])
def test_it_names_what_was_exercised_and_what_was_not(tmp_path: Path, processes: tuple[str, ...]) -> None:
    lines = run(tmp_path, "--policy-coverage", *processes).splitlines()
    (summary,) = [line for line in lines if line.startswith("injury_and_damage.WHO_PAYS:")]
    # two of nine rules; is_valid both ways, and seven more conditions one way
    assert summary == "injury_and_damage.WHO_PAYS: 2 of 9 rules, 10 of 30 truths of conditions"
    assert "  never applied: injury_and_damage.WHO_PAYS/1, BETWEEN_THE_PARTIES" in lines
    assert "  never applied: injury_and_damage.WHO_PAYS/2, NOBODY" not in lines
    assert "  never false: injury_and_damage.is_small" in lines
    assert "  never true: injury_and_damage.is_valid" not in lines


def test_it_is_silent_unless_asked_for(tmp_path: Path) -> None:
    assert "policies exercised" not in run(tmp_path)
