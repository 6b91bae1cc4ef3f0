"""What `import sellerpolicy` costs, beside `import attr`, in fresh processes.

python benchmarks/imports.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 15
CASES = ("pass", "import attr", "import sellerpolicy", "import sellerpolicy; sellerpolicy.rules.modules()")


def seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
    return time.perf_counter() - start


def main() -> None:
    found: dict[str, list[float]] = {code: [] for code in CASES}
    for _ in range(ROUNDS):
        for code in CASES:
            found[code].append(seconds(code))
    empty, attr = (statistics.median(found[code]) for code in CASES[:2])
    for code in CASES[1:]:
        print(f"{code:55} {(statistics.median(found[code]) - empty) / (attr - empty):5.2f} × import attr")


if __name__ == "__main__":
    main()
