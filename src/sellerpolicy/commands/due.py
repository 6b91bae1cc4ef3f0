"""``sellerpolicy due``: every deadline of an account, the soonest first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

from sellerpolicy.account import AccountReport
from sellerpolicy.commands.accounts import accounts, complaints
from sellerpolicy.commands.answers import HEALTHY, ILL, UNREADABLE, Answer
from sellerpolicy.commands.arguments import require_writable, takes_account, written
from sellerpolicy.errors import SellerPolicyError
from sellerpolicy.views.account import due_told
from sellerpolicy.views.text import counted, safe


def takes_due(command: ArgumentParser) -> None:
    """The arguments of ``due``."""
    takes_account(command)
    command.add_argument(
        "--ics", type=Path, metavar="FILE", help="write the deadlines to a calendar file too (iCalendar)"
    )


def due(arguments: Namespace) -> Answer:
    """List every deadline, the soonest first."""
    if arguments.ics is not None:
        require_writable(arguments.ics)
    found = accounts(arguments)
    reports = [report for account in found for report in account.reports]
    if len(found) == 1:
        told = due_told(reports)
    else:
        told = "\n\n\n".join(f"ACCOUNT {safe(account.name)}\n\n{due_told(account.reports)}" for account in found)
    if arguments.ics is not None:
        told = f"{told}\n\n{_calendar(reports, arguments.ics)}"
    unread = complaints(found)
    is_ill = any(report.duties for report in reports) and not arguments.exit_zero
    return Answer(told, UNREADABLE if unread else ILL if is_ill else HEALTHY, unread)


def _calendar(reports: Iterable[AccountReport], file: Path) -> str:
    """Write a calendar, and say what is in it."""
    try:
        from sellerpolicy.views.calendar import calendar, dated
    except ImportError:
        raise SellerPolicyError("--ics needs icalendar: install the extra sellerpolicy[cli]") from None
    listed = tuple(reports)
    written(file, calendar(listed))
    held = sum(len(dated(report)) for report in listed)
    found = sum(due.deadline.is_sellers for report in listed for due in report.due)
    are = "is" if found - held == 1 else "are"
    lacking = "" if held == found else f"; {counted(found - held, 'deadline')} without a day {are} not in it"
    return f"{counted(held, 'deadline')} written to {safe(str(file))}{lacking}."
