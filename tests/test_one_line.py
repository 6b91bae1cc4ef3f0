"""A policy that changes its figure on a day is one added line in one file: nothing else is edited by hand."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import sellerpolicy as sp

LINE = '        since("2027-02-01", below(usd(2000)), ANNOUNCED),\n'


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[ModuleType]:
    """The injury rule's module with one line added below the $1,000."""
    lines = Path(sp.injury_and_damage.__file__).read_text(encoding="utf-8").splitlines(keepends=True)
    (place,) = [number for number, line in enumerate(lines, 1) if "below(usd(1000))" in line]
    file = tmp_path / "changed_policy.py"
    file.write_text("".join([*lines[:place], LINE, *lines[place:]]), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("changed_policy", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def claim(filed_on: date, amount: str) -> sp.InjuryClaim:
    """A valid claim on an insured seller who answers and accepts."""
    return sp.InjuryClaim(
        claim_id="K", harm=sp.Harm.PROPERTY_DAMAGE, amount=sp.usd(amount), filed_on=filed_on, is_valid=True,
        seller_insured=True, follows_policy=True, seller_responded=True, seller_accepts=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("filed_on", "amount", "outcome"),
    [
        (date(2027, 1, 31), "999.99", "amazon"),
        (date(2027, 1, 31), "1500.00", "seller"),
        (date(2027, 2, 1), "1500.00", "amazon"),
        (date(2027, 2, 1), "2000.00", "seller"),
    ],
)
def test_the_change_takes_effect_on_its_day(changed: ModuleType, filed_on: date, amount: str, outcome: str) -> None:
    decision = changed.who_pays(claim(filed_on, amount))
    assert decision.outcome.value == outcome


def test_the_proof_shows_the_new_figure_and_since_when(changed: ModuleType) -> None:
    decision = changed.who_pays(claim(date(2027, 2, 1), "1500.00"))
    (reason,) = [reason for reason in decision.reasons if reason.id.endswith("is_small")]
    assert reason.text == "the claim of USD 1,500.00 is below USD 2,000.00"
    assert reason.since == date(2027, 2, 1)


@pytest.mark.parametrize("filed_on", [date(2021, 8, 31), date(2021, 9, 1), date(2024, 5, 31), date(2027, 1, 31)])
@pytest.mark.parametrize("amount", ["999.99", "1000.00", "1000.01"])
def test_no_past_decision_changes(changed: ModuleType, filed_on: date, amount: str) -> None:
    before, after = sp.injury_and_damage.who_pays(claim(filed_on, amount)), changed.who_pays(claim(filed_on, amount))
    assert (after.outcome.value, after.contested) == (before.outcome and before.outcome.value, before.contested)
