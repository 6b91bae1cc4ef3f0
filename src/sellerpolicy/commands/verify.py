"""``sellerpolicy verify``, ``coverage`` and ``terms``: what the rules are, and whether they prove themselves."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from sellerpolicy import rules
from sellerpolicy.amazon.contents import Document
from sellerpolicy.amazon.sources import opened
from sellerpolicy.commands.answers import HEALTHY, ILL, Answer
from sellerpolicy.commands.arguments import as_of, day, require_writable, written
from sellerpolicy.errors import BadFact, BadReport, nearest
from sellerpolicy.rules import conformance, verification
from sellerpolicy.statements import coverage as covered
from sellerpolicy.views.text import safe, terms_told
from sellerpolicy.views.verification import answers_told, checks_told, coverage_told, sources_told

HERE = Path(rules.__file__)
RECORDED = (HERE.with_name("conformance.json"), HERE.parents[3] / "tests" / "conformance.json")
"""Where the cases that this release recorded are: where it is installed, or where it is being written."""


def takes_modules(command: ArgumentParser) -> None:
    """The arguments of ``verify``."""
    command.add_argument("modules", nargs="*", metavar="MODULE", help="rule modules (default: all)")
    command.add_argument("--sources", action="store_true", help="list when each text was read, and readings not taken")
    command.add_argument("--as-of", type=day, metavar="DAY", help="the day from which ages are seen (default: today)")
    command.add_argument(
        "--write", type=Path, metavar="FILE", help="write the conformance cases of all modules to a file"
    )
    command.add_argument(
        "--against",
        metavar="FILE",
        help="list each conformance case of a file that is answered otherwise now (default: of this release's own)",
    )


def verify(arguments: Namespace) -> Answer:
    """Prove that the rules are complete, and say where they are not."""
    if arguments.write is not None:
        require_writable(arguments.write)
    modules = _rule_modules(arguments.modules)
    checks = tuple(verification.verify(modules))
    told = [checks_told(checks)]
    if arguments.sources:
        cited, readings = verification.sources(modules), verification.contested_readings(modules)
        told.append(sources_told(cited, readings, on=as_of(arguments)))
    flaws = [flaw for check in checks for flaw in check.flaws]
    if arguments.against is not None or arguments.write is None:
        cases = _earlier_cases(arguments.against, modules)
        changed = tuple(conformance.compare({"cases": cases}))
        told.append(answers_told(changed, among=len(cases)))
        flaws += changed
    if arguments.write is not None:
        document = conformance.document()
        written(arguments.write, conformance.text(document).encode())
        told.append(f"{len(document['cases']):,} conformance cases written to {safe(str(arguments.write))}.")
    return Answer("\n\n".join(told), ILL if flaws else HEALTHY)


def _earlier_cases(path: str | None, modules: Iterable[ModuleType]) -> list[Mapping[str, Any]]:
    """The cases of a file; without one those that this release recorded of some modules, as far as they are at hand."""
    if path is not None:
        return _recorded(path)
    policies = {rules.policy_name(module) for module in modules}
    own = next((str(place) for place in RECORDED if place.exists()), None)
    cases = [] if own is None else _recorded(own)
    return [case for case in cases if case["table"].partition(".")[0] in policies]


def _recorded(path: str) -> list[Mapping[str, Any]]:
    """Read the conformance cases that were written some time ago."""
    with opened(Path(path)) as content:
        values = content.values if isinstance(content, Document) else {}
    if not conformance.is_document(values):
        raise BadReport(f"expected conformance cases, {conformance.VERSION}", file=path)
    return cast("list[Mapping[str, Any]]", values["cases"])


def _rule_modules(names: Sequence[str]) -> tuple[ModuleType, ...]:
    known = {rules.policy_name(module): module for module in rules.modules()}
    for name in names:
        if name not in known:
            raise BadFact("MODULE", name, f"one of {', '.join(known)}", meant=nearest(name, known))
    return tuple(known[name] for name in names or known)


def takes_missing(command: ArgumentParser) -> None:
    """The arguments of ``coverage``."""
    command.add_argument("--missing", action="store_true", help="only statements that lack an answer")


def coverage(arguments: Namespace) -> Answer:
    """List what the articles state, and what answers each statement."""
    found = covered()
    entries = [entry for module in rules.modules() for entry in module.Terms.history()]
    is_open = any(each.is_open for each in found)
    return Answer(coverage_told(found, entries, missing=arguments.missing), ILL if is_open else HEALTHY)


def takes_word(command: ArgumentParser) -> None:
    """The arguments of ``terms``."""
    command.add_argument(
        "word", nargs="?", default="", metavar="WORD", help="only terms with it in name, label or value"
    )


def terms(arguments: Namespace) -> Answer:
    """List what policies fix, since when, and who says so."""
    entries = [entry for module in rules.modules() for entry in module.Terms.history()]
    found = [entry for entry in entries if arguments.word.lower() in str(entry).lower()]
    if not found:
        names = [part for entry in entries for part in entry.id.split(".")]
        expected = "a word in a term's name, label or value"
        raise BadFact("WORD", arguments.word, expected, meant=nearest(arguments.word, names))
    return Answer(terms_told(found))
