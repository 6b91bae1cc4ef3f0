"""What happened: frozen nouns and money, with no policy in them."""

from sellerpolicy.facts.account_health import HealthRating, Violation, ViolationKind
from sellerpolicy.facts.appeal import Appeal, Matter
from sellerpolicy.facts.chargeback import Chargeback, ChargebackKind
from sellerpolicy.facts.claim import Claim, ClaimReason, ClaimStatus, OdrEffect, Payer
from sellerpolicy.facts.deactivation import Deactivation, Ground
from sellerpolicy.facts.fact import Fact
from sellerpolicy.facts.feedback import Feedback
from sellerpolicy.facts.feedback_comment import FeedbackComment
from sellerpolicy.facts.injury_claim import Harm, InjuryClaim
from sellerpolicy.facts.insurance_policy import InsurancePolicy
from sellerpolicy.facts.invoice import Invoice
from sellerpolicy.facts.marketplace import EUROPE, Marketplace
from sellerpolicy.facts.message import BuyerMessage, Channel, Message, Purpose
from sellerpolicy.facts.money import Money, usd
from sellerpolicy.facts.monthly_sales import MonthlySales
from sellerpolicy.facts.never import NEVER, NEVER_AT
from sellerpolicy.facts.notice import Notice, NoticeKind
from sellerpolicy.facts.order import Canceller, Fulfiller, Order, Product
from sellerpolicy.facts.package import Package
from sellerpolicy.facts.related_account import RelatedAccount
from sellerpolicy.facts.return_request import Return, ReturnCondition
from sellerpolicy.facts.window import Window

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

KINDS: tuple[type[Fact], ...] = tuple(
    kind
    for kind in (globals().get(name) for name in __all__)
    if isinstance(kind, type) and issubclass(kind, Fact) and kind is not Fact
)
"""Every kind of fact, found by being there."""
