"""``sellerpolicy check``: where accounts stand, and what must be done by when."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sellerpolicy.amazon.contents import Document, Records
from sellerpolicy.amazon.sources import opened
from sellerpolicy.commands.accounts import accounts, complaints
from sellerpolicy.commands.answers import HEALTHY, ILL, UNREADABLE, Answer
from sellerpolicy.commands.arguments import as_of, require_writable, takes_account, written
from sellerpolicy.errors import BadReport
from sellerpolicy.views.account import account_told
from sellerpolicy.views.changes import Progress, gone, progress
from sellerpolicy.views.data import account_data, unread_data
from sellerpolicy.views.dossiers import dossier_data
from sellerpolicy.views.overview import Account, accounts_told
from sellerpolicy.views.text import safe

Json = dict[str, Any]
Earlier = Sequence[Mapping[str, Any]]


def takes_check(command: ArgumentParser) -> None:
    """The arguments of ``check``."""
    takes_account(command)
    command.add_argument(
        "--full", action="store_true", help="every condition of every decision, and every account's whole report"
    )
    command.add_argument("--json", action="store_true", help="print the reports as JSON")
    command.add_argument("--html", type=Path, metavar="FILE", help="write the whole report to one web page too")
    command.add_argument(
        "--since", type=Path, metavar="LAST.json", help="say what changed since an earlier --json report"
    )


def check(arguments: Namespace) -> Answer:
    """Say where each account stands, and what must be done by when."""
    if arguments.html is not None:
        require_writable(arguments.html)
    found = accounts(arguments)
    earlier = None if arguments.since is None else _earlier(arguments.since)
    text = _json(found, earlier, arguments) if arguments.json else _text(found, earlier, arguments)
    if arguments.html is not None:
        from sellerpolicy.views.page import page

        written(arguments.html, page(found, on=as_of(arguments)).encode())
        if not arguments.json:
            text += f"\n\nWritten to {safe(str(arguments.html))}."
    unread = complaints(found)
    is_ill = not all(account.is_healthy for account in found) and not arguments.exit_zero
    return Answer(text, UNREADABLE if unread else ILL if is_ill else HEALTHY, unread)


def _text(found: Sequence[Account], earlier: Earlier | None, arguments: Namespace) -> str:
    if len(found) > 1:
        told = accounts_told(found, on=as_of(arguments))
        whole = [_whole(account, earlier, arguments) for account in found if arguments.full or earlier is not None]
        return "\n\n\n".join([told, *whole])
    text = _whole(found[0], earlier, arguments)
    known = [report for report in earlier or () if report.get("marketplace") is not None]
    lost = () if earlier is None else gone(known, (account_data(report) for report in found[0].reports))
    return f"{text}\n\nThe earlier report also speaks of: {safe(', '.join(lost))}." if lost else text


def _whole(account: Account, earlier: Earlier | None, arguments: Namespace) -> str:
    """The whole report of one account."""
    changed: dict[Any, Progress | None] | None = None
    if earlier is not None:
        own = _of_account(earlier, account)
        changed = {
            report.marketplace: progress(own, account_data(report), file=str(arguments.since))
            for report in account.reports
        }
    text = account_told(account.reports, in_full=arguments.full, progress=changed, dossier=account.dossier)
    return f"ACCOUNT {safe(account.name)}\n\n{text}" if account.name else text


def _json(found: Sequence[Account], earlier: Earlier | None, arguments: Namespace) -> str:
    return json.dumps([told for account in found for told in _told(account, earlier, arguments)], indent=2)


def _told(account: Account, earlier: Earlier | None, arguments: Namespace) -> list[Json]:
    """The reports of an account as JSON; with earlier ones, what changed since.

    An account of which nothing could be read has one that says so: of no marketplace, neither healthy nor not.
    """
    told = []
    if not account.reports:
        told.append({**unread_data(as_of(arguments)), **_of(account)})
    for report in account.reports:
        data = {**account_data(report), **_of(account)}
        if earlier is not None:
            changed = progress(_of_account(earlier, account), data, file=str(arguments.since))
            data["progress"] = None if changed is None else changed.to_dict()
        told.append(data)
    return told


def _of(account: Account) -> Json:
    return {"account": account.dossier.name, "reading": dossier_data(account.dossier)}


def _earlier(path: Path) -> list[Mapping[str, Any]]:
    with opened(path) as content:
        if not isinstance(content, Document | Records):
            raise BadReport("expected the reports that `check --json` prints", file=str(path))
        return [row.values for row in content.rows()]


def _of_account(earlier: Earlier, account: Account) -> list[Mapping[str, Any]]:
    return [report for report in earlier if report.get("account") == account.dossier.name]
