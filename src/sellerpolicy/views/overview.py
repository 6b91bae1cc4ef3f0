"""Many accounts at a glance: one line each, the nearest deadline first, the worst first where that is equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from sellerpolicy.account import AccountReport, Due
from sellerpolicy.dossier import Dossier
from sellerpolicy.views.account_words import urgency
from sellerpolicy.views.text import counted, safe, time_left

LONGEST_NAME, LONGEST_TASK = 24, 42


@frozen
class Account:
    """One account, as far as it was read.

    Args:
        dossier: its files.
        reports: a report for each marketplace.
    """

    dossier: Dossier
    reports: tuple[AccountReport, ...]

    @property
    def name(self) -> str:
        """What it is called; empty where there is only one."""
        return self.dossier.name or ""

    @property
    def is_healthy(self) -> bool:
        """Whether all of its marketplaces are."""
        return all(report.is_healthy for report in self.reports)

    @property
    def is_read(self) -> bool:
        """Whether everything in its files was read."""
        return not any(True for file in self.dossier.files for _ in file.complaints)

    @property
    def nearest(self) -> Due | None:
        """What is to be heeded first, in whatever marketplace; daily work only where there is nothing else."""
        pressing = [(due.is_in_time(report.on), due) for report in self.reports for due in report.pressing]
        return min(pressing, key=lambda found: (found[0], found[1].order), default=(False, None))[1]

    @property
    def ills(self) -> int:
        """How much is wrong."""
        return sum(len(report.missed) + len(report.duties) + len(report.warnings) for report in self.reports)

    @property
    def order(self) -> tuple[date, int, bool, int, str]:
        """The nearest deadline first, then the worst: locked, most wrong, not healthy."""
        nearest = self.nearest
        day = None if nearest is None else nearest.last_day
        locked = sum(report.is_locked for report in self.reports)
        return day or date.max, -locked, self.is_healthy, -self.ills, self.name


def in_order(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Accounts in the order in which they need somebody."""
    return tuple(sorted(accounts, key=lambda account: account.order))


def accounts_told(accounts: Iterable[Account], *, on: date) -> str:
    """One line for each account: what is to be done first, and what else is wrong."""
    listed = in_order(accounts)
    ill = sum(not account.is_healthy for account in listed)
    names = min(max((len(account.name) for account in listed), default=0), LONGEST_NAME)
    tasks = min(max((len(first_task(account)) for account in listed), default=0), LONGEST_TASK)
    lines = (
        f"  {_cut(account.name, names)}  {verdict(account):<11}  {first_left(account, on):<12} "
        f"{first_urgency(account, on):<5} {_cut(first_task(account), tasks)}  {', '.join(wrongs(account))}"
        for account in listed
    )
    head = f"{counted(len(listed), 'ACCOUNT', 'ACCOUNTS')} ON {on}: {ill or 'NONE'} NOT HEALTHY"
    return "\n".join([head, "", *(safe(line).rstrip() for line in lines)])


def _cut(text: str, width: int) -> str:
    return f"{text:<{width}}" if len(text) <= width else f"{text[: width - 1]}…"


def verdict(account: Account) -> str:
    """In one or two words how the account is."""
    if not account.reports:
        return "NOT READ"
    if account.is_healthy and account.dossier.strays:
        return "UNCLEAR"
    return "HEALTHY" if account.is_healthy else "NOT HEALTHY"


def first_left(account: Account, on: date) -> str:
    """How far off the nearest deadline is."""
    day = None if account.nearest is None else account.nearest.last_day
    return "no deadline" if day is None else time_left(day, on=on)


def first_urgency(account: Account, on: date) -> str:
    """Whether what it asks for must or may be done, or is late."""
    return "" if account.nearest is None else urgency(account.nearest, on)


def first_task(account: Account) -> str:
    """What is to be done by the nearest deadline, and where."""
    nearest = account.nearest
    return "" if nearest is None else f"{nearest.deadline.what} ({nearest.marketplace.name})"


def wrongs(account: Account) -> Iterator[str]:
    """What is wrong, in few words."""
    missed = sum(len(report.missed) for report in account.reports)
    if missed:
        yield f"{missed} missed"
    duties = sum(len(report.duties) for report in account.reports)
    if duties:
        yield f"{duties} due"
    if any(report.is_locked for report in account.reports):
        yield "locked"
    if account.dossier.strays:
        yield f"{account.dossier.strays:,} about orders that no file has"
    if not account.is_read:
        yield "not read whole"
