"""Mutation of what policies fix: each value, edge, day, condition and rule changed a little, to see who notices.

mutmut changes the bodies of functions. What a rule module fixes stands outside of them, and is changed here: one
change at a time, in a copy of the module's text that only a process of its own ever imports. A mutant is killed by the
import that refuses it, by a conformance case that is decided otherwise, by the module's own tests, or by the checks of
the tables; asked in that order, the quickest first.

A rule may ask for what the rules before it leave anyway, and can lose that. What a solver proves to come to the same by
whatever is known and unknown (``proof``) is no mutant: it is only told.

    python -m tests.mutation.policies [MODULE …]

Exit code 1: a module's score is below 95 %, a survivor is not listed in ``equivalent.toml`` beside this file, what is
listed there is killed or gone, or more than 2 % is listed. It needs a system that can fork.
"""

from __future__ import annotations

import ast
import copy
import importlib
import json
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve, frozen

from sellerpolicy import rules
from sellerpolicy.errors import NoPolicyText
from sellerpolicy.logic import DecisionTable
from sellerpolicy.rules import conformance, verification

from .proof import decides_alike

TESTS = Path(__file__).parents[1]
RULES = "sellerpolicy.rules"
LEAST_SCORE = Fraction(95, 100)
MOST_EQUIVALENT = Fraction(2, 100)
SECONDS = 300
NEEDED_BY_TESTS = ("hypothesis", "_pytest.python", "_pytest.terminal")
"""Loaded once, not once for each mutant."""


# --- mutants: the module's text with one change ----------------------------------------------------------------------

CENT = Decimal("0.01")
BASIS_POINT = Fraction(1, 10_000)
LONGEST = 80
TURNED = {"below": "at_most", "at_most": "below", "at_least": "above", "above": "at_least"}
SETTLED = {"anything": "nothing", "nothing": "anything"}
COMPARED: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
}
PROSE = {"answers", "notes", "url", "published", "read"}


@frozen
class Mutant:
    """A module's text with one change."""

    name: str
    line: int
    source: str


@frozen
class Change:
    """What takes the place of a piece of the text, and how to call that."""

    node: ast.expr
    text: str
    words: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a rule module; their names are unlike each other, and stay when lines move."""
    seen: Counter[str] = Counter()
    lines = source.encode().splitlines(keepends=True)
    for owner, declared in _declared(ast.parse(source)):
        for place, change in _changes(declared, ""):
            name = f"{owner}{place}: {change.words}"
            seen[name] += 1
            numbered = name if seen[name] == 1 else f"{name} ({seen[name]})"
            yield Mutant(numbered, change.node.lineno, _edited(lines, change))


def _edited(lines: Sequence[bytes], change: Change) -> str:
    node = change.node
    assert node.end_lineno is not None
    before = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    after = lines[node.end_lineno - 1][node.end_col_offset :] + b"".join(lines[node.end_lineno :])
    return before.decode() + f"({change.text})" + after.decode()


def _declared(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The names that a policy fixes, with what is said of them: terms, groups, conditions, tables and clocks."""
    for statement in tree.body:
        match statement:
            case ast.ClassDef(bases=[ast.Name(id="DatedTerms")], body=body):
                for each in body:
                    if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and each.value:
                        yield each.target.id, each.value
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name.islower() or name.isupper():
                yield name, value


def _changes(node: ast.AST, place: str) -> Iterator[tuple[str, Change]]:
    """All changes of a piece of the text and of what is in it, each with its place."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.keyword) and node.arg in PROSE):
        return
    if isinstance(node, ast.expr):
        for text, words in _replacements(node):
            yield place, Change(node, text, words)
    for child, further in _inside(node):
        yield from _changes(child, f"{place}{further}")


def _inside(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """The pieces within a piece that are changed on their own, and how their place is called."""
    match node:
        case ast.Call(func=ast.Name(id="usd" | "local" | "Fraction" | "date")):
            return
        case ast.Call(func=ast.Name(id="dated"), args=[_, *texts]):
            yield from ((text, f", text {number}") for number, text in enumerate(texts, 1))
        case ast.keyword(arg="rules", value=ast.Tuple(elts=rules)):
            yield from ((rule, f", rule {number}") for number, rule in enumerate(rules, 1))
        case ast.Call(func=ast.Name(id="clock"), args=[ast.Constant(value=str(what))]):
            yield from ((each, f", {what}") for each in node.keywords)
        case _:
            yield from ((child, "") for child in ast.iter_child_nodes(node))


def _replacements(node: ast.expr) -> Iterator[tuple[str, str]]:
    """What may take the place of one piece of the text, each with its words."""
    plain = ast.unparse(node)
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in WORDS:
            yield from WORDS[name](node)
        case ast.Constant(value=int(number)) if not isinstance(number, bool):
            yield from (_exchanged(plain, str(number + step)) for step in (-1, 1))
        case ast.Tuple(elts=[_, _, *_]):
            yield from _without_each(node, node.elts)
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
            yield from _of_joined(node)
        case ast.UnaryOp(op=ast.Invert(), operand=operand):
            yield _exchanged(plain, ast.unparse(operand))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARED:
            yield _exchanged(plain, ast.unparse(ast.Compare(left, [COMPARED[type(op)]], [right])))


def _of_joined(node: ast.BinOp) -> Iterator[tuple[str, str]]:
    """Changes of two conditions joined: by the other word, one left out, one turned into its opposite."""
    plain, left, right = ast.unparse(node), ast.unparse(node.left), ast.unparse(node.right)
    other = "|" if isinstance(node.op, ast.BitAnd) else "&"
    yield _exchanged(plain, f"({left}) {other} ({right})")
    yield right, f"{_short(plain)} without {_short(left)}"
    yield left, f"{_short(plain)} without {_short(right)}"
    for name, operand in (("left", node.left), ("right", node.right)):
        if isinstance(operand, ast.Name):
            yield _exchanged(plain, _with(node, name, _negated(operand)))


def _of_amount(node: ast.Call) -> Iterator[tuple[str, str]]:
    amount = Decimal(ast.literal_eval(node.args[0]))
    for step in (-CENT, CENT):
        yield _exchanged(ast.unparse(node), f'{ast.unparse(node.func)}("{amount + step}")')


def _of_rate(node: ast.Call) -> Iterator[tuple[str, str]]:
    part, whole = map(ast.literal_eval, node.args)
    for rate in (Fraction(part, whole) + step for step in (-BASIS_POINT, BASIS_POINT)):
        yield _exchanged(ast.unparse(node), f"Fraction({rate.numerator}, {rate.denominator})")


def _of_day(node: ast.Call) -> Iterator[tuple[str, str]]:
    year, month, day = map(ast.literal_eval, node.args)
    for moved in (date(year, month, day) + timedelta(days=step) for step in (-1, 1)):
        yield _exchanged(ast.unparse(node), f"date({moved.year}, {moved.month}, {moved.day})")


def _of_limit(node: ast.Call) -> Iterator[tuple[str, str]]:
    assert isinstance(node.func, ast.Name)
    yield _exchanged(ast.unparse(node), _with(node, "func", ast.Name(TURNED[node.func.id])))


def _of_group(node: ast.Call) -> Iterator[tuple[str, str]]:
    """A text of a term, or a member of a group, left out where another one is left."""
    _, *members = node.args
    if len(members) > 1:
        yield from _without_each(node, members)


def _of_condition(node: ast.Call) -> Iterator[tuple[str, str]]:
    """The opposite; that of a comparison is made where it stands, and that of a yes/no term where it is asked."""
    match node.args:
        case [text, asks, *reference] if not isinstance(asks, ast.Compare):
            yield _with(node, "args", [text, _negated(asks), *reference]), f"not {_short(ast.unparse(asks))}"


def _of_rule(node: ast.Call) -> Iterator[tuple[str, str]]:
    if isinstance(node.args[0], ast.Name):
        opposite = _negated(node.args[0])
        yield _with(node, "args", [opposite]), f"when {ast.unparse(opposite)}"


def _of_text(node: ast.Call) -> Iterator[tuple[str, str]]:
    """Changes of a dated text: its day, its value, the readings not taken, where it holds."""
    assert isinstance(node.func, ast.Name)
    before = node.args[:1] if node.func.id == "since" else []
    value, *after = node.args[len(before) :]
    for day in before:
        for moved in _moved(day):
            yield _with(node, "args", [moved, value, *after]), f"since {ast.unparse(moved)}"
    other = _opposite(value)
    if other is not None:
        yield _with(node, "args", [*before, other, *after]), ast.unparse(other)
    for keyword in node.keywords:
        kept = [each for each in node.keywords if each is not keyword]
        yield _with(node, "keywords", kept), f"without {_short(ast.unparse(keyword))}"
        for moved in _moved(keyword.value) if keyword.arg == "after" else ():
            yield _said(node, after=moved), f"after {ast.unparse(moved)}"


def _opposite(value: ast.expr) -> ast.expr | None:
    match value:
        case ast.Constant(value=bool(held)):
            return ast.Constant(not held)
        case ast.Name(id="anything" | "nothing" as settled):
            return ast.Name(SETTLED[settled])
    return None


def _of_table(node: ast.Call) -> Iterator[tuple[str, str]]:
    """Changes of a table's rules: one dropped, two swapped, another outcome."""
    (rules,) = (keyword.value for keyword in node.keywords if keyword.arg == "rules")
    if not isinstance(rules, ast.Tuple):
        return  # a function joins them, whose body is mutmut's to change
    then = [_outcome(rule) for rule in rules.elts]
    outcomes = list(dict.fromkeys(then))
    for place, rule in enumerate(rules.elts):
        left = [each for each in rules.elts if each is not rule]
        yield _with_rules(node, left), f"without rule {place + 1}"
        other = outcomes[(outcomes.index(then[place]) + 1) % len(outcomes)]
        changed = [*rules.elts[:place], _leading_to(rule, other), *rules.elts[place + 1 :]]
        if other != then[place]:
            yield _with_rules(node, changed), f"rule {place + 1} then {other}"
    for earlier, later in pairwise(range(len(rules.elts))):
        if then[earlier] != then[later] and not _exclude_each_other(rules.elts[earlier], rules.elts[later]):
            swapped = [*rules.elts[:earlier], rules.elts[later], rules.elts[earlier], *rules.elts[later + 1 :]]
            yield _with_rules(node, swapped), f"rules {earlier + 1} and {later + 1} swapped"


def _of_clock(node: ast.Call) -> Iterator[tuple[str, str]]:
    """Changes of a clock: what starts it, whether it is a duty."""
    said = {keyword.arg: keyword.value for keyword in node.keywords}
    what = ast.unparse(node.args[0])
    if isinstance(said["when"], ast.Name):
        yield _said(node, when=_negated(said["when"])), f"{what} when {ast.unparse(_negated(said['when']))}"
    if ast.unparse(said["counted_from"]) != ast.unparse(said["while_unknown"]):
        other = said["while_unknown"]
        yield _said(node, counted_from=other), f"{what} counted from {ast.unparse(other)}"
    is_duty = ast.unparse(said["is_duty"]) == "True" if "is_duty" in said else True
    yield _said(node, is_duty=ast.Constant(not is_duty)), f"{what} is_duty={not is_duty}"


WORDS: dict[str, Callable[[ast.Call], Iterator[tuple[str, str]]]] = {
    "usd": _of_amount,
    "local": _of_amount,
    "Fraction": _of_rate,
    "date": _of_day,
    **dict.fromkeys(TURNED, _of_limit),
    "dated": _of_group,
    "one_of": _of_group,
    "Condition": _of_condition,
    "Rule": _of_rule,
    "since": _of_text,
    "originally": _of_text,
    "DecisionTable": _of_table,
    "clock": _of_clock,
}
"""The words in which policy is written, each with the changes of its own."""


def _exchanged(plain: str, text: str) -> tuple[str, str]:
    return text, f"{_short(plain)} → {_short(text)}"


def _without_each(node: ast.expr, members: Iterable[ast.expr]) -> Iterator[tuple[str, str]]:
    name = "args" if isinstance(node, ast.Call) else "elts"
    for member in members:
        left = [each for each in getattr(node, name) if each is not member]
        yield _with(node, name, left), f"without {_short(ast.unparse(member))}"


def _short(plain: str) -> str:
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def _moved(day: ast.expr) -> Iterator[ast.expr]:
    """The day before and the day after; of a day that has a name they are worked out where the name is known."""
    for step in (-1, 1):
        if isinstance(day, ast.Name):
            written = (
                f'str(__import__("datetime").date.fromisoformat({day.id}) + __import__("datetime").timedelta({step}))'
            )
            yield ast.parse(written, mode="eval").body
        else:
            yield ast.Constant((date.fromisoformat(ast.literal_eval(day)) + timedelta(days=step)).isoformat())


def _negated(node: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Invert(), node)


def _outcome(rule: ast.expr) -> str:
    assert isinstance(rule, ast.Call)
    return ast.unparse(rule.keywords[0].value)


def _exclude_each_other(one: ast.expr, other: ast.expr) -> bool:
    """Whether two rules have no order, because one asks for a condition and the other for its opposite."""
    return any(
        ast.unparse(_negated(asked)) in map(ast.unparse, _asked(b))
        for a, b in ((one, other), (other, one))
        for asked in _asked(a)
    )


def _asked(rule: ast.expr) -> list[ast.expr]:
    """What a rule asks for, joined by *and*."""
    assert isinstance(rule, ast.Call)
    joined, asked = [rule.args[0]], []
    while joined:
        match joined.pop():
            case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
                joined += [left, right]
            case single:
                asked.append(single)
    return asked


def _leading_to(rule: ast.expr, outcome: str) -> ast.expr:
    assert isinstance(rule, ast.Call)
    return ast.Call(rule.func, rule.args, [ast.keyword("then", ast.parse(outcome, mode="eval").body)])


def _with_rules(node: ast.Call, rules: list[ast.expr]) -> str:
    return _said(node, rules=ast.Tuple(rules))


def _said(node: ast.Call, **changed: ast.expr) -> str:
    """The call with other values of some keywords."""
    kept = [keyword for keyword in node.keywords if keyword.arg not in changed]
    return _with(node, "keywords", [*kept, *(ast.keyword(name, value) for name, value in changed.items())])


def _with(node: ast.expr, name: str, held: object) -> str:
    """The text of a piece with one of its parts exchanged."""
    changed = copy.copy(node)
    setattr(changed, name, held)
    return ast.unparse(changed)


# --- judging: who notices ---------------------------------------------------------------------------------------------


class Verdict(Enum):
    """What became of a mutant."""

    REFUSED = "refused at import"
    CASES = "conformance cases"
    TESTS = "the module's tests"
    CHECKS = "checks of the tables"
    TIME = "no end in time"
    SAME = "proved the same"
    TYPES = "refused by strict types"
    SURVIVED = "nobody"


NOT_COUNTED = (Verdict.SAME, Verdict.TYPES)
"""What no test is asked to notice."""

FIRST_CODE = 10
"""The exit code that stands for the first verdict; lower ones are a process's own misfortunes."""


@frozen
class InPlace(MetaPathFinder, Loader):
    """Imports a text in the place of a module's own."""

    module: str
    source: str
    path: str

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """Find the one module."""
        return spec_from_loader(fullname, self, origin=self.path) if fullname == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the text."""
        module.__file__ = self.path
        exec(compile(self.source, self.path, "exec"), vars(module))  # noqa: S102


def all_policies() -> tuple[str, ...]:
    """The names of all rule modules, none of which is imported here: only who judges a mutant imports its module."""
    paths = sorted(Path(*rules.__path__).glob("*.py"))
    return tuple(path.stem for path in paths if "\nTABLES = " in path.read_text(encoding="utf-8"))


@frozen
class Policy:
    """A rule module under mutation."""

    name: str
    path: Path
    tests: tuple[str, ...]
    cases: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, name: str) -> Policy:
        """Find the module's text, its own tests and the conformance cases of its tables."""
        path = Path(*rules.__path__) / f"{name}.py"
        if name not in all_policies():
            raise SystemExit(f"there is no rule module {name}")
        recorded = json.loads((TESTS / "conformance.json").read_text(encoding="utf-8"))["cases"]
        cases = tuple(record for record in recorded if record["table"].startswith(f"{name}."))
        tests = sorted(str(path) for path in (TESTS / "rules").glob(f"test_{name}*.py"))
        return cls(name, path, tuple(tests), cases)

    def source(self) -> str:
        """The module's text as it stands."""
        return self.path.read_text(encoding="utf-8")

    def judge(self, source: str) -> Verdict:
        """Who notices that the module's text is this one; found out in a process that ends with the answer."""
        process = get_context("fork").Process(target=self._answer, args=(source,))
        process.start()
        process.join(SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
            return Verdict.TIME
        code = (process.exitcode or 0) - FIRST_CODE
        if code not in range(len(Verdict)):
            raise RuntimeError(f"{self.name}: the judging process ended with {process.exitcode}")
        return list(Verdict)[code]

    def _answer(self, source: str) -> None:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os._exit(FIRST_CODE + list(Verdict).index(self._verdict(source)))

    def _verdict(self, source: str) -> Verdict:
        module = f"{RULES}.{self.name}"
        sys.meta_path.insert(0, InPlace(module, source, str(self.path)))
        sys.modules.pop(module, None)
        try:
            mutated = importlib.import_module(module)
        except Exception:  # noqa: BLE001 - however it is refused
            return Verdict.REFUSED
        tables = {table.id: table for table in mutated.TABLES}
        if _is_noticed(lambda: (case for case in self.cases if is_answered_otherwise(tables[case["table"]], case))):
            return Verdict.CASES
        options = ("-x", "-q", "--assert=plain", "--hypothesis-seed=0")
        if self.tests and pytest.main([*options, *self.tests]):
            return Verdict.TESTS
        if _is_noticed(lambda: verification.checked(mutated).flaws):
            return Verdict.CHECKS
        return Verdict.SAME if self._is_the_same(source, mutated) else Verdict.SURVIVED

    def _is_the_same(self, source: str, mutated: ModuleType) -> bool:
        """Whether nothing but the joining of conditions was changed, and provably makes no difference."""
        own = self.source()
        if _said_apart(source) != _said_apart(own):
            return False
        original = ModuleType(mutated.__name__)
        sys.modules[mutated.__name__] = original
        exec(compile(own, str(self.path), "exec"), vars(original))  # noqa: S102 - the module as it stands
        return decides_alike(original, mutated)


def _said_apart(source: str) -> list[str]:
    """All of a module but its tables and what only joins conditions."""
    kept = []
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(value=ast.BinOp() | ast.UnaryOp()):
                continue
            case ast.Assign(value=ast.Call(func=ast.Name(id="DecisionTable"))):
                continue
        kept.append(ast.unparse(statement))
    return kept


def is_answered_otherwise(table: DecisionTable[Any, Any, Any], recorded: Mapping[str, Any]) -> bool:
    """Whether a table decides a conformance case otherwise than is recorded.

    It decides by a copy of its terms, as it does for a *what if*: then it need not be compiled for each day of change.
    """
    case = table.case.from_dict(recorded["case"])
    try:
        terms = evolve(table.terms.on(getattr(case, table.day_fact), case.marketplace))
    except NoPolicyText:
        terms = None
    return any(recorded[name] != now for name, now in conformance.answer(table, case, terms).items())


def _is_noticed(flaws: Callable[[], Iterable[object]]) -> bool:
    """Whether there is any flaw; what cannot be decided or checked at all is one."""
    try:
        return any(True for _ in flaws())
    except Exception:  # noqa: BLE001 - however it fails
        return True


# --- the report -------------------------------------------------------------------------------------------------------


@frozen
class Score:
    """What became of all mutants of a module."""

    module: str
    verdicts: Mapping[str, Verdict]
    equivalent: Mapping[str, str]

    @property
    def survivors(self) -> tuple[str, ...]:
        """The mutants that nobody noticed."""
        return tuple(name for name, verdict in self.verdicts.items() if verdict is Verdict.SURVIVED)

    @property
    def counted(self) -> int:
        """How many mutants somebody should notice; what is listed as equivalent counts, what is proved does not."""
        return sum(verdict not in NOT_COUNTED for verdict in self.verdicts.values())

    @property
    def killed(self) -> Fraction:
        """The share of them that somebody noticed."""
        return 1 - Fraction(len(self.survivors), self.counted)

    def faults(self) -> Iterator[str]:
        """What keeps the module from passing."""
        if self.killed < LEAST_SCORE:
            yield f"less than {float(LEAST_SCORE):.0%} is killed"
        if len(self.equivalent) > MOST_EQUIVALENT * self.counted:
            yield f"more than {float(MOST_EQUIVALENT):.0%} is listed as equivalent"
        yield from (f"survives: {name}" for name in self.survivors if name not in self.equivalent)
        yield from (
            f"listed as equivalent, and is not: {name}" for name in self.equivalent if name not in self.survivors
        )

    def __str__(self) -> str:
        counts = Counter(self.verdicts.values())
        by = ", ".join(f"{verdict.value} {counts[verdict]}" for verdict in Verdict if counts[verdict])
        return f"{self.module}: {len(self.verdicts)} mutants, {float(self.killed):.1%} killed ({by})"


def score(policy: Policy, equivalent: Mapping[str, str]) -> Score:
    """Judge every mutant of a module; the module itself must be noticed by nobody."""
    source = policy.source()
    if (verdict := policy.judge(source)) is not Verdict.SAME:
        raise SystemExit(f"{policy.name}: unchanged, it is noticed already: {verdict.value}")
    return Score(policy.name, {mutant.name: policy.judge(mutant.source) for mutant in mutants(source)}, equivalent)


def main(names: Sequence[str]) -> int:
    """Judge the named modules, or all, and say what survives; 1 if a module does not pass."""
    listed = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8"))
    for needed in NEEDED_BY_TESTS:
        importlib.import_module(needed)
    passed = True
    for name in names or all_policies():
        found = score(Policy.of(name), listed.get(name, {}))
        print(found, flush=True)  # noqa: T201 - a command prints
        for fault in found.faults():
            print(f"  {fault}", flush=True)  # noqa: T201 - the same
            passed = False
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
