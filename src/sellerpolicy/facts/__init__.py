"""What happened: frozen nouns and money, with no policy in them."""

from typing import TYPE_CHECKING, Any

from sellerpolicy.facts.chargeback import Chargeback, ChargebackKind
from sellerpolicy.facts.claim import Claim, ClaimReason, ClaimStatus, OdrEffect, Payer
from sellerpolicy.facts.fact import Fact
from sellerpolicy.facts.feedback import Feedback
from sellerpolicy.facts.injury_claim import Harm, InjuryClaim
from sellerpolicy.facts.insurance_policy import InsurancePolicy
from sellerpolicy.facts.marketplace import EUROPE, Marketplace
from sellerpolicy.facts.money import Money, usd
from sellerpolicy.facts.monthly_sales import MonthlySales
from sellerpolicy.facts.never import NEVER, NEVER_AT
from sellerpolicy.facts.order import Canceller, Fulfiller, Order, Product
from sellerpolicy.facts.window import Window

if TYPE_CHECKING:
    from sellerpolicy.facts.account_health import HealthRating, Violation, ViolationKind
    from sellerpolicy.facts.appeal import Appeal, Matter
    from sellerpolicy.facts.deactivation import Deactivation, Ground
    from sellerpolicy.facts.feedback_comment import FeedbackComment
    from sellerpolicy.facts.invoice import Invoice
    from sellerpolicy.facts.message import BuyerMessage, Channel, Message, Purpose
    from sellerpolicy.facts.notice import Notice, NoticeKind
    from sellerpolicy.facts.package import Package
    from sellerpolicy.facts.related_account import RelatedAccount
    from sellerpolicy.facts.return_request import Return, ReturnCondition

    KINDS: tuple[type[Fact], ...]

__all__ = [
    "EUROPE",
    "KINDS",
    "NEVER",
    "NEVER_AT",
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
    "Fact",
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
    "usd",
]

LATER = {
    "Appeal": "appeal",
    "BuyerMessage": "message",
    "Channel": "message",
    "Deactivation": "deactivation",
    "FeedbackComment": "feedback_comment",
    "Ground": "deactivation",
    "HealthRating": "account_health",
    "Invoice": "invoice",
    "Matter": "appeal",
    "Message": "message",
    "Notice": "notice",
    "NoticeKind": "notice",
    "Package": "package",
    "Purpose": "message",
    "RelatedAccount": "related_account",
    "Return": "return_request",
    "ReturnCondition": "return_request",
    "Violation": "account_health",
    "ViolationKind": "account_health",
}
"""Facts that few callers need, and the modules that they stand in."""


def __getattr__(name: str) -> Any:
    """Load a fact of ``LATER`` when it is first named, so that importing the library stays cheap."""
    if name == "KINDS":
        found: Any = _kinds()
    elif name in LATER:
        from importlib import import_module

        found = getattr(import_module(f"{__name__}.{LATER[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def _kinds() -> tuple[type[Fact], ...]:
    """Every kind of fact, found by being there."""
    named = (globals().get(name) or __getattr__(name) for name in __all__ if name != "KINDS")
    return tuple(kind for kind in named if isinstance(kind, type) and issubclass(kind, Fact) and kind is not Fact)
