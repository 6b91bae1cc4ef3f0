"""The command line: it parses arguments, reads files, asks, prints, and is the only part that reads a clock."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import Any

from attrs import frozen

from sellerpolicy import amazon, rules
from sellerpolicy.account import AccountReport, account_reports
from sellerpolicy.amazon.contents import Document
from sellerpolicy.amazon.metrics import PerformanceReport
from sellerpolicy.amazon.plain import TABLES, columns
from sellerpolicy.amazon.reading import Read
from sellerpolicy.amazon.sources import opened
from sellerpolicy.asking import Conversation
from sellerpolicy.errors import BadFact, BadReport, SellerPolicyError, nearest
from sellerpolicy.facts import Fact, Marketplace
from sellerpolicy.questions import question, questions
from sellerpolicy.rules import conformance, verification
from sellerpolicy.statements import coverage
from sellerpolicy.views.account import account_told, due_told
from sellerpolicy.views.changes import gone, progress
from sellerpolicy.views.data import account_data
from sellerpolicy.views.text import counted, explained, paragraph, safe, terms_told
from sellerpolicy.views.verification import answers_told, checks_told, coverage_told, sources_told

HEALTHY, ILL, UNREADABLE, STOPPED = 0, 1, 2, 130

FILES = (".csv", ".tsv", ".txt", ".json", ".xml", ".gz")
"""How the names of the files end that are read of a folder."""

STYLES = {
    r"(?m)^(Amazon \w+ on .*|[A-Z][A-Z',. -]+|Sources)$": "bold",
    r"\b(NOT HEALTHY|MISSED|LATE|AT RISK|SUSPENDED|DEACTIVATED|INADEQUATE)\b": "bold red",
    r"\b(MUST|UNKNOWN|AT THE LIMIT)\b": "bold yellow",
    r"(?<!NOT )\bHEALTHY\b|\b(met|ON TARGET|(?<!IN)ADEQUATE)\b": "green",
    r"(?m)^ +(yes|no )  (?=\S)": "cyan",
    r"(?m)^ +\?    (?=\S)|\bdisputed\b": "yellow",
    r"(\[\d+\])+": "dim",
}
"""How words look on a terminal; they are the same words without it."""


@frozen
class Answer:
    """What a command prints, and its exit status."""

    text: str
    status: int = HEALTHY


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 healthy, 1 a target missed or a duty due, 2 unreadable input.

    A conversation that was broken off is 130.
    """
    arguments = _parser().parse_args(argv)
    try:
        answer: Answer = arguments.command(arguments)
    except SellerPolicyError as error:
        for line in str(error).split("\n"):
            print(f"sellerpolicy: {safe(line)}", file=sys.stderr)
        return UNREADABLE
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _show(answer.text)
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader, such as `head`, has seen enough; nothing may be flushed into the pipe at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.status


def _parser() -> ArgumentParser:
    parser = ArgumentParser("sellerpolicy", description="Amazon's seller policies, applied to your own account.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="say where an account stands, and what must be done by when")
    _takes_account(check)
    check.add_argument("--full", action="store_true", help="show every condition of every decision, not the gist alone")
    check.add_argument("--json", action="store_true", help="print the report as JSON")
    check.add_argument(
        "--since", type=Path, metavar="LAST.json", help="say what changed since an earlier --json report"
    )
    check.set_defaults(command=_check)

    due = commands.add_parser("due", help="list every deadline of an account, the soonest first")
    _takes_account(due)
    due.add_argument("--ics", type=Path, metavar="FILE", help="write the deadlines to a calendar file too (iCalendar)")
    due.set_defaults(command=_due)

    template = commands.add_parser("template", help="print the header of a CSV file to fill in")
    template.add_argument("kind", choices=TABLES, metavar="KIND", help=", ".join(TABLES))
    template.set_defaults(command=_template)

    decide = commands.add_parser("decide", help="decide one case, and say what it hangs on")
    decide.add_argument("rule", metavar="RULE", help=", ".join(questions()))
    decide.add_argument("file", metavar="FILE.json", type=Path, help="a JSON object of argument names and facts")
    decide.add_argument("--json", action="store_true", help="print the decision as JSON")
    decide.set_defaults(command=_decide)

    ask = commands.add_parser("ask", help="decide one case by asking for the facts it hangs on, one after the other")
    ask.add_argument("rule", metavar="RULE", help=", ".join(questions()))
    ask.add_argument(
        "known",
        nargs="*",
        metavar="NAME=VALUE",
        help="what is known beforehand, such as marketplace=uk or fulfilled_by=amazon",
    )
    ask.set_defaults(command=_ask)

    verify = commands.add_parser("verify", help="prove that the rules are complete, and say where they are not")
    verify.add_argument("modules", nargs="*", metavar="MODULE", help="rule modules (default: all)")
    verify.add_argument("--sources", action="store_true", help="list when each text was read, and readings not taken")
    verify.add_argument("--as-of", type=_day, metavar="DAY", help="the day from which ages are seen (default: today)")
    verify.add_argument(
        "--write", type=Path, metavar="FILE", help="write the conformance cases of all modules to a file"
    )
    verify.add_argument(
        "--against", metavar="FILE", help="list each recorded conformance case that is answered otherwise now"
    )
    verify.set_defaults(command=_verify)

    coverage = commands.add_parser("coverage", help="list what the articles state, and what answers each statement")
    coverage.add_argument("--missing", action="store_true", help="only statements that lack an answer")
    coverage.set_defaults(command=_coverage)

    terms = commands.add_parser("terms", help="list what policies fix, since when, and who says so")
    terms.add_argument("word", nargs="?", default="", metavar="WORD", help="only terms with it in name, label or value")
    terms.set_defaults(command=_terms)
    return parser


def _takes_account(command: ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="+", metavar="PATH", type=Path, help="a performance report, plain CSV files, or folders of them"
    )
    command.add_argument("--as-of", type=_day, metavar="DAY", help="the day to judge by (default: today)")
    command.add_argument("--exit-zero", action="store_true", help="exit with 0 also where something is due")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"expected a day such as 2026-11-21, got {text!r}") from None


def _calendar(reports: Iterable[AccountReport], file: Path) -> str:
    """Write a calendar, and say what is in it."""
    try:
        from sellerpolicy.views.calendar import calendar, dated
    except ImportError:
        raise SellerPolicyError("--ics needs icalendar: install the extra sellerpolicy[cli]") from None
    listed = tuple(reports)
    _write(file, calendar(listed))
    held = sum(len(dated(report)) for report in listed)
    found = sum(due.deadline.is_sellers for report in listed for due in report.due)
    are = "is" if found - held == 1 else "are"
    lacking = "" if held == found else f"; {counted(found - held, 'deadline')} without a day {are} not in it"
    return f"{counted(held, 'deadline')} written to {safe(str(file))}{lacking}."


def _as_of(arguments: Namespace) -> date:
    return arguments.as_of or datetime.now().astimezone().date()


def _check(arguments: Namespace) -> Answer:
    reports = _reports(arguments)
    ill = not all(report.is_healthy for report in reports) and not arguments.exit_zero
    earlier = None if arguments.since is None else _earlier(arguments.since)
    if arguments.json:
        text = json.dumps([_told(report, earlier, arguments.since) for report in reports], indent=2)
    elif earlier is None:
        text = account_told(reports, in_full=arguments.full)
    else:
        changed = {
            report.marketplace: progress(earlier, account_data(report), file=str(arguments.since)) for report in reports
        }
        text = account_told(reports, in_full=arguments.full, progress=changed)
        lost = gone(earlier, (account_data(report) for report in reports))
        text += f"\n\nThe earlier report also speaks of: {safe(', '.join(lost))}." if lost else ""
    return Answer(text, ILL if ill else HEALTHY)


def _told(report: AccountReport, earlier: Sequence[Mapping[str, Any]] | None, file: Path) -> dict[str, Any]:
    """A report as JSON; with an earlier one, what changed since."""
    told = account_data(report)
    if earlier is None:
        return told
    changed = progress(earlier, told, file=str(file))
    return {**told, "progress": None if changed is None else changed.to_dict()}


def _earlier(path: Path) -> list[Mapping[str, Any]]:
    with opened(path) as content:
        return [row.values for row in content.rows()]


def _due(arguments: Namespace) -> Answer:
    reports = _reports(arguments)
    duties = any(report.duties for report in reports)
    told = due_told(reports)
    if arguments.ics is not None:
        told = f"{told}\n\n{_calendar(reports, arguments.ics)}"
    return Answer(told, ILL if duties and not arguments.exit_zero else HEALTHY)


def _reports(arguments: Namespace) -> tuple[AccountReport, ...]:
    on = _as_of(arguments)
    facts: list[Fact] = []
    performance: dict[Marketplace, PerformanceReport] = {}
    for read in _read(arguments.paths):
        for found in read:
            if not isinstance(found, PerformanceReport):
                facts.append(found)
            elif found.marketplace in performance:
                place = found.marketplace.value
                raise BadReport(f"a second performance report for {place!r}: give one of them", file=read.file)
            else:
                performance[found.marketplace] = found
    reports = account_reports(facts, performance, on=on)
    if not reports:
        raise BadReport(f"nothing to report on in {', '.join(map(str, arguments.paths))}: no fact, no metric")
    return reports


def _read(paths: Iterable[Path]) -> list[Read[Any]]:
    """Read every file; what cannot be read is told all at once."""
    read = [amazon.read(path, on_error="collect") for path in _files(paths)]
    refused = [
        str(BadReport(row.reason, file=found.file, line=row.line, column=row.column))
        for found in read
        for row in found.refused
    ]
    if refused:
        raise BadReport("\n".join(refused))
    return read


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.iterdir() if _is_report(file))
        if not found:
            raise BadReport(f"no file in it whose name ends in {', '.join(FILES)}", file=str(path))
        yield from found


def _is_report(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".") and file.name.lower().endswith(FILES)


def _template(arguments: Namespace) -> Answer:
    return Answer(",".join(columns(TABLES[arguments.kind])))


def _decide(arguments: Namespace) -> Answer:
    asked = question(arguments.rule)
    with opened(arguments.file) as content:
        if not isinstance(content, Document):
            raise BadReport("expected one JSON object of argument names and facts", file=str(arguments.file))
        decision = asked.answer(content.values)
    return Answer(json.dumps(decision.to_dict(), indent=2) if arguments.json else explained(decision))


def _ask(arguments: Namespace) -> Answer:
    known = dict(_known(arguments.known))
    asked = question(arguments.rule)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="backslashreplace")
    print(f"{safe(asked.name)}: what you do not know, answer with unknown; Ctrl-D ends.")
    try:
        found = Conversation(_tell, _hear, known).decide(asked)
    except (EOFError, KeyboardInterrupt):
        return Answer("\n\nStopped: nothing is decided.", STOPPED)
    taken = f"\n\nTaken for granted: {', '.join(found.assumed)}." if found.assumed else ""
    return Answer(f"\n{explained(found.decision)}{taken}")


def _known(given: Iterable[str]) -> Iterator[tuple[str, str]]:
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise BadFact("NAME=VALUE", each, "a fact's name, an equals sign and its value: marketplace=uk")
        yield name.strip(), value


def _tell(text: str) -> None:
    for line in text.split("\n"):
        print("\n".join(paragraph(line.lstrip(), indent=len(line) - len(line.lstrip()))))


def _hear() -> str:
    return input("> ")


def _terms(arguments: Namespace) -> Answer:
    entries = [entry for module in rules.modules() for entry in module.Terms.history()]
    found = [entry for entry in entries if arguments.word.lower() in str(entry).lower()]
    if not found:
        names = [part for entry in entries for part in entry.id.split(".")]
        expected = "a word in a term's name, label or value"
        raise BadFact("WORD", arguments.word, expected, meant=nearest(arguments.word, names))
    return Answer(terms_told(found))


def _verify(arguments: Namespace) -> Answer:
    modules = _rule_modules(arguments.modules)
    checks = tuple(verification.verify(modules))
    told = [checks_told(checks)]
    if arguments.sources:
        cited, readings = verification.sources(modules), verification.contested_readings(modules)
        told.append(sources_told(cited, readings, on=_as_of(arguments)))
    flaws = [flaw for check in checks for flaw in check.flaws]
    if arguments.against is not None:
        recorded = _recorded(arguments.against)
        changed = tuple(conformance.compare(recorded))
        told.append(answers_told(changed, among=len(recorded["cases"])))
        flaws += changed
    if arguments.write is not None:
        cases = conformance.document()
        _write(arguments.write, conformance.text(cases).encode())
        told.append(f"{len(cases['cases']):,} conformance cases written to {safe(str(arguments.write))}.")
    return Answer("\n\n".join(told), ILL if flaws else HEALTHY)


def _recorded(path: str) -> Mapping[str, Any]:
    """Open the conformance cases that were written some time ago."""
    with opened(Path(path)) as content:
        values = content.values if isinstance(content, Document) else {}
    if not conformance.is_document(values):
        raise BadReport(f"expected conformance cases, {conformance.VERSION}", file=path)
    return values


def _rule_modules(names: Sequence[str]) -> tuple[ModuleType, ...]:
    known = {module.__name__.rpartition(".")[2]: module for module in rules.modules()}
    for name in names:
        if name not in known:
            raise BadFact("MODULE", name, f"one of {', '.join(known)}", meant=nearest(name, known))
    return tuple(known[name] for name in names or known)


def _coverage(arguments: Namespace) -> Answer:
    found = coverage()
    entries = [entry for module in rules.modules() for entry in module.Terms.history()]
    is_open = any(each.is_open for each in found)
    return Answer(coverage_told(found, entries, missing=arguments.missing), ILL if is_open else HEALTHY)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadReport(f"cannot be written: {error.strerror}", file=str(path)) from None


def _show(text: str) -> None:
    """Print; in colour where rich is installed and the output is a terminal, in the same words."""
    try:
        from rich.console import Console
        from rich.text import Text
    except ImportError:
        print(text)
        return
    console = Console()
    if not console.is_terminal:
        print(text)
        return
    coloured = Text(text)
    for words, style in STYLES.items():
        coloured.highlight_regex(words, style)
    console.print(coloured, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
