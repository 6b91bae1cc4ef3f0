"""Many accounts at a glance: one line each, the nearest deadline first, the worst first where that is equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from sellerpolicy.account import AccountReport, Due
from sellerpolicy.dossier import Dossier
from sellerpolicy.views.text import counted, safe, time_left

LONGEST_NAME = 28


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
        """What is to be heeded first, in whatever marketplace."""
        pressing = [due for report in self.reports for due in report.pressing]
        return min(pressing, key=lambda due: due.order, default=None)

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
    """One line for each account."""
    listed = in_order(accounts)
    width = min(max((len(account.name) for account in listed), default=0), LONGEST_NAME)
    ill = sum(not account.is_healthy for account in listed)
    lines = [f"{counted(len(listed), 'ACCOUNT', 'ACCOUNTS')} ON {on}: {ill or 'NONE'} NOT HEALTHY", ""]
    return "\n".join([*lines, *(_line(account, on, width) for account in listed)])


def _line(account: Account, on: date, width: int) -> str:
    name = account.name if len(account.name) <= width else f"{account.name[: width - 1]}…"
    return safe(f"  {name:<{width}}  {verdict(account):<11}  {' - '.join(_told(account, on))}").rstrip()


def verdict(account: Account) -> str:
    """In one or two words how the account is."""
    if not account.reports:
        return "NOT READ"
    return "HEALTHY" if account.is_healthy else "NOT HEALTHY"


def _told(account: Account, on: date) -> Iterator[str]:
    yield nearest_told(account, on)
    missed = sum(len(report.missed) for report in account.reports)
    if missed:
        yield f"{counted(missed, 'target')} missed"
    duties = sum(len(report.duties) for report in account.reports)
    if duties:
        yield f"{counted(duties, 'duty', 'duties')} due"
    if any(report.is_locked for report in account.reports):
        yield "locked"
    if not account.is_read:
        yield "NOT READ whole"


def nearest_told(account: Account, on: date) -> str:
    """The nearest deadline: how far, what, and where."""
    nearest = account.nearest
    if nearest is None or nearest.last_day is None:
        return "no deadline" if account.reports else "nothing to report on"
    urgency = "MUST" if nearest.is_duty else "may"
    left = "LATE" if nearest.last_day < on else time_left(nearest.last_day, on=on)
    return f"{left} {urgency} {nearest.deadline.what}, by {nearest.last_day} ({nearest.marketplace.name})"
