"""``sellerpolicy decide``: one case decided, with its proof; ``sellerpolicy template``: a table to fill in."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sellerpolicy.amazon.contents import Document
from sellerpolicy.amazon.plain import TABLES, columns, in_words
from sellerpolicy.amazon.reading import reason_of
from sellerpolicy.amazon.sources import opened
from sellerpolicy.commands.answers import Answer
from sellerpolicy.errors import BadFact, BadReport
from sellerpolicy.facts import KINDS
from sellerpolicy.questions import inquiries, question
from sellerpolicy.views.answers import answer_data, answer_told


def takes_case(command: ArgumentParser) -> None:
    """The arguments of ``decide``."""
    command.add_argument("rule", metavar="RULE", help=", ".join(inquiries()))
    command.add_argument("file", metavar="FILE.json", type=Path, help="a JSON object of argument names and facts")
    command.add_argument("--json", action="store_true", help="print the answer as JSON")


def decide(arguments: Namespace) -> Answer:
    """Decide one case, and say what it hangs on; or say what is due, counted or worked out of it."""
    asked = question(arguments.rule, among=inquiries())
    with opened(arguments.file) as content:
        if not isinstance(content, Document):
            raise BadReport("expected one JSON object of argument names and facts", file=str(arguments.file))
        try:
            answer = asked.answer(content.values)
        except BadFact as problem:
            raise _misread(problem, arguments.file) from None
    return Answer(json.dumps(answer_data(answer), indent=2) if arguments.json else answer_told(answer))


def _misread(problem: BadFact, file: Path) -> BadReport:
    """Why a case cannot be decided, for whoever wrote the file."""
    kind = next((kind for kind in KINDS if problem.field.startswith(f"{kind.__name__}.")), None)
    if kind is not None:
        problem, _ = in_words(problem, kind)
    if problem.value is None:
        return BadReport(f"{problem.field} is missing: expected {problem.expected}", file=str(file))
    return BadReport(f"{problem.field}: {reason_of(problem)}", file=str(file))


def takes_kind(command: ArgumentParser) -> None:
    """The arguments of ``template``."""
    command.add_argument("kind", choices=TABLES, metavar="KIND", help=", ".join(TABLES))


def template(arguments: Namespace) -> Answer:
    """Print the header of a CSV file to fill in."""
    return Answer(",".join(columns(TABLES[arguments.kind])))
