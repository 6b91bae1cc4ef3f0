"""The account report: where a seller's account stands on a day, what must be done by when, and why.

Facts and Amazon's own report go in, one frozen ``AccountReport`` for each marketplace comes out, the views tell it.
"""

from sellerpolicy.account.records import Records, sorted_out
from sellerpolicy.account.reporting import account_report, account_reports
from sellerpolicy.account.reports import (
    AccountReport,
    ChannelReport,
    ClaimReport,
    DefectiveOrder,
    Due,
    InjuryClaimReport,
    InsuranceReport,
    JudgedEvent,
)

__all__ = [
    "AccountReport",
    "ChannelReport",
    "ClaimReport",
    "DefectiveOrder",
    "Due",
    "InjuryClaimReport",
    "InsuranceReport",
    "JudgedEvent",
    "Records",
    "account_report",
    "account_reports",
    "sorted_out",
]
