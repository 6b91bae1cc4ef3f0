"""The score of the mutants of function bodies, as ``mutmut export-cicd-stats`` left it; exit code 1 below 95 %.

What no test reaches counts as not killed. Equivalent mutants are marked ``# pragma: no mutate`` where they would stand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

LEFT_BY_MUTMUT = Path("mutants/mutmut-cicd-stats.json")
LEAST_SCORE = Fraction(95, 100)
KILLED = ("killed", "timeout", "segfault")


def score(counts: Mapping[str, int]) -> Fraction:
    """The share of mutants that were killed; 0 where there are none."""
    judged = counts["total"] - counts["skipped"]
    return Fraction(sum(counts[how] for how in KILLED), judged) if judged else Fraction(0)


def main() -> int:
    """Say the score; 1 if it is too low."""
    counts = json.loads(LEFT_BY_MUTMUT.read_text(encoding="utf-8"))
    found = score(counts)
    print(f"function bodies: {counts['total']} mutants, {float(found):.1%} killed")  # noqa: T201 - a command prints
    return 0 if found >= LEAST_SCORE else 1


if __name__ == "__main__":
    raise SystemExit(main())
