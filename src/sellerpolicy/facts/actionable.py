"""What a seller can still act on: facts that depend on what the seller does, by their field's name."""

from __future__ import annotations

from typing import Final

ACTIONABLE: Final = frozenset(
    {
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
        # packages and invoices
        "tracking_entered_on",
        "uploaded_on",
        # A-to-z claims
        "refunded_at",
        "information_answered_at",
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
"""Cases that are worked out from several facts name such a field as the fact does."""
