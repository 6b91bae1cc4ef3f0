"""Accounts: what was asked for, read and reported on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import timedelta

from sellerpolicy.account import account_reports
from sellerpolicy.commands.arguments import as_of
from sellerpolicy.commands.progress import watched
from sellerpolicy.dossier import FileRead, dossiers, files_read
from sellerpolicy.errors import BadReport
from sellerpolicy.views.dossiers import kinds
from sellerpolicy.views.overview import Account, in_order

ZONES = timedelta(days=1)
"""Somewhere it is tomorrow already, and Amazon's days are not those of the machine."""


def accounts(arguments: Namespace) -> tuple[Account, ...]:
    """Read the files of every account, and report on it.

    Raises:
        BadReport: there is nothing at all to report on; it says everything that could not be read.
    """
    on = as_of(arguments)
    until = on if arguments.as_of is not None else on + ZONES
    files = files_read(arguments.paths, marketplace=arguments.marketplace, opened=watched())
    found = dossiers(files, until=until)
    given = [Account(each, account_reports(each.facts, each.performance, on=on)) for each in found]
    if not any(account.reports for account in given):
        places = ", ".join(map(str, arguments.paths))
        left_out = [kinds(account.dossier.later) for account in given if account.dossier.later]
        later = f"; of a later day: {', '.join(left_out)}" if left_out else ""
        lacking = f"nothing to report on in {places}: no fact, no metric{later}"
        raise BadReport("\n".join((*complaints(given), lacking)))
    return in_order(given)


def complaints(given: Iterable[Account]) -> tuple[str, ...]:
    """What of all files could not be read, once: accounts of one file may share it.

    Of an account of which there is nothing to tell every file is named, also one that may never have been a report.
    """
    every = (
        complaint for account in given for file in account.dossier.files for complaint in _complaints(file, account)
    )
    return tuple(dict.fromkeys(every))


def _complaints(file: FileRead, account: Account) -> Iterator[str]:
    yield from file.complaints
    if account.reports or any(True for _ in file.complaints):
        return
    if file.problem is not None:
        yield file.problem
    elif file.read is not None and not file.read.facts:
        yield f"{file.path}: read as {file.read.kind.replace('_', ' ')}, and no fact in it"
