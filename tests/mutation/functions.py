"""Mutants of function bodies, judged to the end: what mutmut left alive meets all tests, and what then lives is said.

mutmut asks of a mutant only those tests that it saw run its function. Of a function that runs while its module is
imported it sees none but the first test: so what survives there, or met no test, is judged again by all of them. What
strict types refuse is told apart, and is not counted among what tests should notice.

    mutmut run
    python -m tests.mutation.functions [LAYER.MODULE …]

Exit code 1: less than 95 % is noticed, a survivor is not listed in ``functions.toml`` beside this file, what is listed
there is killed or gone, or more than 2 % is listed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .policies import Score, Verdict

MUTANTS = Path("mutants")
PACKAGE = "sellerpolicy."
AT_ONCE = 2
SECONDS = 900
VERDICTS = {0: Verdict.SURVIVED, 5: Verdict.SURVIVED, 33: Verdict.SURVIVED, 36: Verdict.TIME, 37: Verdict.TYPES}
"""What mutmut's exit codes mean; 33 and 5 met no test, all others were noticed by one."""
MANGLED = re.compile(r"(?:x_|xǁ(?P<owner>\w+?)ǁ)(?P<function>\w+)__mutmut_\d+")


def verdicts() -> dict[str, dict[str, Verdict]]:
    """What mutmut found, by module and by its own names for mutants."""
    found = {}
    for path in sorted(MUTANTS.glob("src/**/*.meta")):
        codes: Mapping[str, int | None] = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if None in codes.values():
            raise SystemExit(f"{path}: not all mutants are judged; mutmut run")
        if codes:
            judged = {name: VERDICTS.get(code or 0, Verdict.TESTS) for name, code in codes.items()}
            found[next(iter(codes)).removeprefix(PACKAGE).rpartition(".")[0]] = judged
    if not found:
        raise SystemExit("there are no mutants yet; mutmut run")
    return found


def to_the_end(module: str, found: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """The verdicts on a module's mutants by what was changed; survivors have met all tests."""
    alive = [name for name, verdict in found.items() if verdict is Verdict.SURVIVED]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        again = dict(zip(alive, pool.map(lambda name: by_all_tests(module, name), alive), strict=True))
    left = [name for name in alive if again[name] is Verdict.SURVIVED]
    words = dict(zip(left, numbered(map(change, left)), strict=True))
    return {words.get(name, name): again.get(name, verdict) for name, verdict in found.items()}


def by_all_tests(module: str, mutant: str) -> Verdict:
    """Who notices a mutant of all tests that mutmut may choose from, the module's own first."""
    configured = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    layer, _, name = module.partition(".")
    own = sorted(str(path) for path in Path("tests", layer).glob(f"test_{name}*.py"))
    tests = (*own, *configured["pytest_add_cli_args_test_selection"])
    command = (sys.executable, "-m", "pytest", "-x", "-q", *configured["pytest_add_cli_args"], *tests)
    about = {**os.environ, "PYTHONPATH": "src", "MUTANT_UNDER_TEST": mutant}
    try:
        done = subprocess.run(command, cwd=MUTANTS, env=about, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return Verdict.TIME
    return Verdict.TESTS if done.returncode else Verdict.SURVIVED


def change(mutant: str) -> str:
    """What a mutant changes, in words that stay when lines move: the function, what stood there, what stands there."""
    shown = subprocess.run(["mutmut", "show", mutant], capture_output=True, text=True, check=True)  # noqa: S603, S607
    return f"{function(mutant)}: {difference(shown.stdout)}"


def function(mutant: str) -> str:
    """The function of a mutant, with the class it belongs to: ``Window.ending``."""
    matched = MANGLED.fullmatch(mutant.rpartition(".")[2])
    assert matched is not None, mutant
    return ".".join(name for name in matched.group("owner", "function") if name)


def difference(diff: str) -> str:
    """The lines that differ, each side joined to one."""
    sides: dict[str, list[str]] = {"-": [], "+": []}
    for line in diff.splitlines():
        if line[:1] in sides and not line.startswith(("---", "+++")):
            sides[line[0]].append(line[1:].strip())
    return " → ".join(" ".join(lines) for lines in sides.values())


def numbered(words: Iterable[str]) -> Iterator[str]:
    """The same words twice are told apart."""
    seen: Counter[str] = Counter()
    for each in words:
        seen[each] += 1
        yield each if seen[each] == 1 else f"{each} ({seen[each]})"


def in_one(by_module: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What is said of each module, as one mapping."""
    return {f"{module}.{name}": said for module, all_said in by_module.items() for name, said in all_said.items()}


def main(names: Sequence[str]) -> int:
    """Judge the mutants of the named modules, or of all, and say what survives; 1 if that is too much."""
    listed = tomllib.loads((Path(__file__).parent / "functions.toml").read_text(encoding="utf-8"))
    found = {module: judged for module, judged in verdicts().items() if not names or module in names}
    if by_all_tests("", "") is not Verdict.SURVIVED:
        raise SystemExit("the tests fail where nothing is changed")
    judged = {}
    for module, mutants in found.items():
        judged[module] = to_the_end(module, mutants)
        print(Score(module, judged[module], {}), flush=True)  # noqa: T201 - a command prints
    whole = Score("function bodies", in_one(judged), in_one({module: listed.get(module, {}) for module in judged}))
    print(whole)  # noqa: T201 - the same
    faults = tuple(whole.faults())
    for fault in faults:
        print(f"  {fault}")  # noqa: T201 - the same
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
