"""What a seller can still act on: facts that depend on what the seller does, by their field's name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

ACTIONABLE: Final = frozenset(
    {
        # messages to buyers
        "channel",
        "sent_on",
        "uses_critical_template",
        "offers_incentive",
        "presses",
        "steers",
        "names_order",
        "in_buyers_language",
        "Message.is_abusive",
        "is_offensive",
        "has_outside_link",
        "links_are_secure",
        "has_email_address",
        "has_phone_number",
        "has_other_attachment",
        "has_logo_with_address",
        "has_opt_out_link",
        "has_tracking_pixel",
        "TemplateText.characters",
        "TemplateText.attachments",
        "TemplateText.has_html",
        "Layout.widest_margin",
        "Layout.widest_image",
        "Layout.font_sizes",
        "Layout.line_breaks",
        "Layout.has_emoji",
        "Layout.is_centred",
        "Layout.overrides_style",
        "Layout.has_insecure_image",
        # messages from buyers, and returns
        "answered_at",
        "is_auto_reply",
        "needs_no_answer",
        "option_given_at",
        "withheld",
        "ReturnCase.kept",
        "photo_given",
        "refunded_by_hand",
        "wrongly_rejected",
        # violations, notices, deactivations and assurance
        "addressed_on",
        "answered_on",
        "cured_on",
        "AssuranceRecord.has_professional_plan",
        "AssuranceRecord.has_emergency_phone",
        # injury claims
        "seller_insured",
        "follows_policy",
        "seller_responded",
        "seller_accepts",
        "proof_given_on",
        # orders
        "shipped_on",
        "ship_confirmed_on",
        "tracking_valid",
        "bought_shipping",
        "claims_protected",
        "shipped_on_time",
        # packages and invoices
        "tracking_entered_on",
        "uploaded_on",
        # A-to-z claims
        "refunded_at",
        "information_answered_at",
        "seller_answered_at",
        "partly_refunded",
        # insurance policies
        "per_occurrence",
        "aggregate",
        "deductible",
        "starts_on",
        "ends_on",
        "names_amazon",
        "occurrence_based",
        "covers_products",
        "deductible_on_certificate",
        "insurer_rating_ok",
        "insured_name_matches",
        "cancellation_notice_days",
        "signed",
        # appeals
        "new_information",
        "removal_ground",
        "records",
        "explanations",
        "history",
        "root_cause",
        "actions_taken",
        "prevention",
        "quiz_passed",
        "sent",
    }
)
"""Cases that are worked out from several facts name such a field as the fact does. Where a field has the name of
another that is not the seller's, or is a case's own, its class stands before it."""


def is_in_sellers_hands(kind: type, names: Iterable[str]) -> bool:
    """Whether each of these fields of a fact, or of a case, depends on what the seller does."""
    return all(name in ACTIONABLE or f"{kind.__name__}.{name}" in ACTIONABLE for name in names)
