"""What Amazon's account health report says: metrics, counters of policy violations, the health rating, warnings."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from attrs import frozen

from sellerpolicy.facts import Fulfiller, Marketplace, Window

# Amazon rounds the rates that it reports: one that differs by less than a hundredth of a percent says the same.
SAME_RATE = Fraction(1, 10_000)


class Verdict(Enum):
    """Whether a metric meets the target in the document; not measured where there is nothing to measure or compare."""

    MET = "met"
    MISSED = "missed"
    NOT_MEASURED = "not_measured"


# Strict: a value at its target meets neither LESS_THAN nor GREATER_THAN.
MEETS = {
    "LESS_THAN": lambda value, target: value < target,
    "GREATER_THAN": lambda value, target: value > target,
    "EQUALS": lambda value, target: value == target,
}
# NONE is no verdict, and what other words would mean is written nowhere.
SAYS = {"GOOD": Verdict.MET, "BAD": Verdict.MISSED}


def compared(value: Fraction | int | None, condition: str | None, target: Fraction | None) -> Verdict:
    """Compare a value with a target by one of Amazon's conditions; nothing unknown is guessed."""
    if value is None or target is None or condition not in MEETS:
        return Verdict.NOT_MEASURED
    return Verdict.MET if MEETS[condition](value, target) else Verdict.MISSED


def agreement(verdict: Verdict, amazon_status: str | None) -> bool | None:
    """Whether Amazon's status says the same; ``None`` where either of them says nothing."""
    said = SAYS.get(amazon_status or "")
    return None if said is None or verdict is Verdict.NOT_MEASURED else said is verdict


@frozen
class Component:
    """One of the counts behind a metric. An order may be in several: they need not add up to the metric's count.

    Args:
        name: as in the document: ``"claims"``, ``"chargebacks"``, ``"negativeFeedback"``, ``"missingInvoice"``, …
        count: how many; ``None`` where the document lacks it.
        amazon_status: Amazon's word, nearly always ``"NONE"``, which is no verdict.
    """

    name: str
    count: int | None
    amazon_status: str | None


@frozen(kw_only=True)
class Metric:
    """One rate, as Amazon measured it.

    Args:
        name: as in the document, ``"orderDefectRate"``; older spellings are given in the newer one.
        fulfilled_by: whose shipping it is about, where the document tells them apart.
        window: the days measured (UTC), both included; ``None`` where the document lacks them or ends before it starts.
        count: how many of them: defective, late or cancelled orders; for the tracking and delivery rates the good ones.
        total: out of how many: orders, shipments or units.
        reported_rate: the rate that Amazon shows, a fraction (0.01 is 1 %), rounded.
        target: what the rate is compared with, a fraction; from the document, not from a policy text.
        target_condition: ``"LESS_THAN"``, ``"GREATER_THAN"`` or ``"EQUALS"``.
        amazon_status: Amazon's own word: ``"GOOD"``, ``"BAD"``, ``"NONE"`` (no verdict) or another, in capitals with
            ``_`` for spaces.
        components: the counts behind ``count``.
        doubts: what the document contradicts itself in, in words.

    Every count, rate, target and status is ``None`` where the document lacks it: unknown, not 0.
    """

    name: str
    fulfilled_by: Fulfiller | None = None
    window: Window | None = None
    count: int | None = None
    total: int | None = None
    reported_rate: Fraction | None = None
    target: Fraction | None = None
    target_condition: str | None = None
    amazon_status: str | None = None
    components: tuple[Component, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def rate(self) -> Fraction | None:
        """The rate from the counts where they are given, else the reported one; ``None`` for none out of none."""
        if self.total == 0:
            return None
        if self.count is not None and self.total is not None:
            return Fraction(self.count, self.total)
        return self.reported_rate

    @property
    def verdict(self) -> Verdict:
        """Whether the rate meets the target and condition in the document."""
        return compared(self.rate, self.target_condition, self.target)

    @property
    def agrees(self) -> bool | None:
        """Whether Amazon's status says the same as the verdict; ``None`` where either says nothing."""
        return agreement(self.verdict, self.amazon_status)


@frozen(kw_only=True)
class ViolationCount:
    """How many policy violations or complaints of one kind Amazon counted, usually over 180 days.

    Args:
        name: as in the document, ``"listingPolicyViolations"``.
        window: the days counted (UTC), both included.
        count: how many.
        target: how many there may be.
        target_condition: as of a ``Metric``.
        amazon_status: as of a ``Metric``.
        doubts: as of a ``Metric``.
    """

    name: str
    window: Window | None = None
    count: int | None = None
    target: Fraction | None = None
    target_condition: str | None = None
    amazon_status: str | None = None
    doubts: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Whether the count meets the target and condition in the document."""
        return compared(self.count, self.target_condition, self.target)

    @property
    def agrees(self) -> bool | None:
        """Whether Amazon's status says the same as the verdict; ``None`` where either says nothing."""
        return agreement(self.verdict, self.amazon_status)


@frozen(kw_only=True)
class ReportedRating:
    """The account health rating as Amazon's report has it: perhaps a word alone.

    Args:
        amazon_status: Amazon's word, ``"GREAT"``, ``"WARNED"`` or another.
        score: the rating's number, where given.
        window: the days that it is about.
        doubts: as of a ``Metric``.
    """

    amazon_status: str | None = None
    score: int | None = None
    window: Window | None = None
    doubts: tuple[str, ...] = ()


@frozen
class WarningState:
    """One warning that Amazon keeps on the account, such as ``"spammingSellerMessaging"``, and its status."""

    warning_type: str | None
    amazon_status: str | None


@frozen(kw_only=True)
class PerformanceReport:
    """The account health of one marketplace.

    Args:
        marketplace: the shop.
        account_status: ``"NORMAL"``, ``"AT_RISK"``, ``"DEACTIVATED"``, ``"SUSPENDED"`` or another word of Amazon's, in
            capitals with ``_`` for spaces; ``None`` where the document does not say.
        metrics: the rates.
        violations: the counters of policy violations.
        health_rating: the account health rating, where there is one.
        warnings: the states of Amazon's warnings.
        undeclared: keys in the document that nobody declared and nothing here reads.
    """

    marketplace: Marketplace
    account_status: str | None = None
    metrics: tuple[Metric, ...] = ()
    violations: tuple[ViolationCount, ...] = ()
    health_rating: ReportedRating | None = None
    warnings: tuple[WarningState, ...] = ()
    undeclared: tuple[str, ...] = ()
