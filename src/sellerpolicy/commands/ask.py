"""``sellerpolicy ask``: one case decided by asking for the facts that it hangs on."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from io import TextIOWrapper

from sellerpolicy.asking import Conversation
from sellerpolicy.commands.answers import STOPPED, Answer
from sellerpolicy.errors import BadFact
from sellerpolicy.questions import question, questions
from sellerpolicy.views.text import explained, paragraph, safe


def takes_rule(command: ArgumentParser) -> None:
    """The arguments of ``ask``."""
    command.add_argument("rule", metavar="RULE", help=", ".join(questions()))
    command.add_argument(
        "known",
        nargs="*",
        default=(),
        metavar="NAME=VALUE",
        help="what is known beforehand, such as marketplace=uk or fulfilled_by=amazon",
    )


def ask(arguments: Namespace) -> Answer:
    """Decide one case by asking for the facts it hangs on, one after the other."""
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
