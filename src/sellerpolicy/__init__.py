"""Amazon's seller policies as executable, dated, cited rules."""

from typing import TYPE_CHECKING, Any

from sellerpolicy import errors, facts, rules
from sellerpolicy.facts import (
    NEVER,
    Canceller,
    Chargeback,
    ChargebackKind,
    Claim,
    ClaimReason,
    ClaimStatus,
    Feedback,
    Fulfiller,
    Harm,
    InjuryClaim,
    InsurancePolicy,
    Marketplace,
    Money,
    MonthlySales,
    OdrEffect,
    Order,
    Payer,
    Product,
    Window,
    usd,
)
from sellerpolicy.logic import Deadline, Decision, above, at_least, at_most, below

if TYPE_CHECKING:
    from sellerpolicy.facts import (
        Appeal,
        BuyerMessage,
        Channel,
        Deactivation,
        FeedbackComment,
        Ground,
        HealthRating,
        Invoice,
        Matter,
        Message,
        Notice,
        NoticeKind,
        Package,
        Purpose,
        RelatedAccount,
        Return,
        ReturnCondition,
        Violation,
        ViolationKind,
    )
    from sellerpolicy.rules import (
        a_to_z,
        account_status,
        appeals,
        claim_outcomes,
        feedback,
        injury_and_damage,
        insurance,
        messaging,
        order_defect_rate,
        returns,
        satisfaction,
        shipping_performance,
    )

__all__ = [
    "NEVER",
    "Appeal",
    "BuyerMessage",
    "Canceller",
    "Channel",
    "Chargeback",
    "ChargebackKind",
    "Claim",
    "ClaimReason",
    "ClaimStatus",
    "Deactivation",
    "Deadline",
    "Decision",
    "Feedback",
    "FeedbackComment",
    "Fulfiller",
    "Ground",
    "Harm",
    "HealthRating",
    "InjuryClaim",
    "InsurancePolicy",
    "Invoice",
    "Marketplace",
    "Matter",
    "Message",
    "Money",
    "MonthlySales",
    "Notice",
    "NoticeKind",
    "OdrEffect",
    "Order",
    "Package",
    "Payer",
    "Product",
    "Purpose",
    "RelatedAccount",
    "Return",
    "ReturnCondition",
    "Violation",
    "ViolationKind",
    "Window",
    "a_to_z",
    "above",
    "account_status",
    "appeals",
    "at_least",
    "at_most",
    "below",
    "claim_outcomes",
    "errors",
    "feedback",
    "injury_and_damage",
    "insurance",
    "messaging",
    "order_defect_rate",
    "returns",
    "rules",
    "satisfaction",
    "shipping_performance",
    "usd",
]


def __getattr__(name: str) -> Any:
    """Load a policy or a fact that few need when it is first named, so that importing the library stays cheap."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(facts, name) if name in facts.LATER else import_module(f"{__name__}.rules.{name}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names alone, for completion in notebooks."""
    return __all__
