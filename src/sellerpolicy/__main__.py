"""The command line: it parses arguments, runs a command and prints its answer."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from io import TextIOWrapper

from sellerpolicy.commands import ask, check, decide, due, screen, verify
from sellerpolicy.commands.answers import HEALTHY, ILL, STOPPED, UNREADABLE, Answer
from sellerpolicy.errors import SellerPolicyError
from sellerpolicy.views.text import safe

__all__ = ["HEALTHY", "ILL", "STOPPED", "UNREADABLE", "main"]

Command = Callable[[Namespace], Answer]
Takes = Callable[[ArgumentParser], None]

COMMANDS: dict[str, tuple[str, Takes, Command]] = {
    "check": ("say where an account stands, and what must be done by when", check.takes_check, check.check),
    "due": ("list every deadline of an account, the soonest first", due.takes_due, due.due),
    "template": ("print the header of a CSV file to fill in", decide.takes_kind, decide.template),
    "decide": ("decide one case, and say what it hangs on", decide.takes_case, decide.decide),
    "ask": ("decide one case by asking for the facts it hangs on, one after the other", ask.takes_rule, ask.ask),
    "verify": ("prove that the rules are complete, and say where they are not", verify.takes_modules, verify.verify),
    "coverage": ("list what the articles state, and what answers each", verify.takes_missing, verify.coverage),
    "terms": ("list what policies fix, since when, and who says so", verify.takes_word, verify.terms),
}
"""Each command by name: what it does, how it takes its arguments, and what answers them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0 is healthy, 1 a target missed or a duty due, 2 something that could not be read, 130 a conversation broken off.
    """
    arguments = _parser().parse_args(argv)
    try:
        answer: Answer = arguments.command(arguments)
    except SellerPolicyError as error:
        answer = Answer("", UNREADABLE, tuple(str(error).split("\n")))
    for line in answer.complaints:
        print(f"sellerpolicy: {safe(line)}", file=sys.stderr)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        if answer.text:
            screen.show(answer.text)
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader, such as `head`, has seen enough; nothing may be flushed into the pipe at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.status


def _parser() -> ArgumentParser:
    parser = ArgumentParser("sellerpolicy", description="Amazon's seller policies, applied to your own account.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (does, takes, command) in COMMANDS.items():
        added = commands.add_parser(name, help=does)
        takes(added)
        added.set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
