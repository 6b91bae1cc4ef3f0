"""Arguments that several commands share, and what they mean."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryFile

from sellerpolicy.errors import BadReport, nearest
from sellerpolicy.facts import Marketplace

MARKETPLACES = {place.value: place for place in Marketplace}


def takes_account(command: ArgumentParser) -> None:
    """A command that reads an account's files."""
    command.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        type=Path,
        help="Amazon's reports and plain tables, or folders of them; each sub-folder is an account of its own",
    )
    command.add_argument(
        "--as-of", type=day, metavar="DAY", help="the day to judge by (default: today); what is dated later is left out"
    )
    command.add_argument(
        "--marketplace",
        type=marketplace,
        metavar="NAME",
        help=f"the marketplace of whatever names none, such as uk: {', '.join(MARKETPLACES)}",
    )
    command.add_argument("--exit-zero", action="store_true", help="exit with 0 also where something is due")


def day(text: str) -> date:
    """A day as typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"expected a day such as 2026-11-21, got {text!r}") from None


def marketplace(text: str) -> Marketplace:
    """A marketplace as typed."""
    name = text.strip().lower()
    if name not in MARKETPLACES:
        meant = nearest(name, MARKETPLACES)
        hint = f"; did you mean {meant!r}?" if meant else ""
        raise ArgumentTypeError(f"expected one of {', '.join(MARKETPLACES)}, got {text!r}{hint}")
    return MARKETPLACES[name]


def as_of(arguments: Namespace) -> date:
    """The day that was asked for, or today: nothing else reads a clock."""
    asked: date | None = arguments.as_of
    return asked or datetime.now().astimezone().date()


def written(path: Path, content: bytes) -> None:
    """Write a file; one that cannot be written raises ``BadReport``."""
    with _saying_why_not(path):
        path.write_bytes(content)


def require_writable(path: Path) -> None:
    """Raise ``BadReport`` where a file cannot be written; nothing is changed yet."""
    with _saying_why_not(path):
        if path.exists():
            path.open("ab").close()
        else:
            TemporaryFile(dir=path.parent).close()


@contextmanager
def _saying_why_not(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadReport(f"cannot be written: {error.strerror}", file=str(path)) from None
