"""A made-up account health report in the shape of live ones, for tests to bend."""

from __future__ import annotations

from typing import Any

US, DE = "ATVPDKIKX0DER", "A1PA6795UKMFR9"


def days(first: str, last: str) -> dict[str, str]:
    return {"reportingDateFrom": f"{first}T00:00:00Z", "reportingDateTo": f"{last}T23:59:59Z"}


def defects(orders: int, defective: int, kind: str = "mfn") -> dict[str, Any]:
    return {
        "reportingDateRange": days("2026-09-07", "2026-11-05"),
        "orderCount": orders,
        "orderWithDefects": {"count": defective, "status": "GOOD"},
        "claims": {"count": defective, "status": "NONE"},
        "chargebacks": {"count": 0, "status": "NONE"},
        "negativeFeedback": {"count": 1, "status": "NONE"},
        "fulfillmentType": kind,
        "status": "GOOD",
        "rate": round(defective / orders, 4) if orders else 0,
        "targetValue": 0.01,
        "targetCondition": "LESS_THAN",
    }


def late(orders: int, late_ones: int, first: str = "2026-10-12") -> dict[str, Any]:
    return {
        "reportingDateRange": days(first, "2026-11-10"),
        "orderCount": orders,
        "lateShipmentCount": late_ones,
        "status": "GOOD",
        "rate": round(late_ones / orders, 4),
        "targetValue": 0.04,
        "targetCondition": "LESS_THAN",
    }


def violations(count: int = 0) -> dict[str, Any]:
    return {
        "reportingDateRange": days("2026-05-19", "2026-11-14"),
        "defectsCount": count,
        "status": "BAD" if count else "GOOD",
        "targetValue": 0,
        "targetCondition": "EQUALS",
    }


def report(**blocks: Any) -> dict[str, Any]:
    """A document for the US whose metrics are these blocks."""
    return {
        "accountStatuses": [{"marketplaceId": US, "status": "NORMAL"}],
        "performanceMetrics": [{"marketplaceId": US, **blocks}],
    }


def live() -> dict[str, Any]:
    """A document for two marketplaces with what live ones have beyond Amazon's schema."""
    document = report(
        orderDefectRate={"mfn": defects(400, 3), "afn": defects(0, 0, "afn")},
        lateShipmentRate=late(120, 3),
        lateShipmentRateList=[late(40, 1, "2026-11-01"), late(120, 3)],
        validTrackingRate={
            "reportingDateRange": days("2026-10-12", "2026-11-10"),
            "shipmentCount": 118,
            "validTrackingCount": 116,
            "status": "GOOD",
            "rate": 0.9831,
            "targetValue": 0.95,
            "targetCondition": "GREATER_THAN",
        },
        listingPolicyViolations=violations(),
        customerProductReviewsPolicyViolations=violations(1),
        policyViolationWarnings={"warningsCount": 2},
        accountHealthRating={
            "reportingDateRange": days("2026-05-19", "2026-11-14"),
            "ahrStatus": "GREAT",
            "ahrScore": 208,
        },
        warningStates=[{"warningType": "spammingSellerMessaging", "status": "NONE"}],
        somethingNew={"mood": "fine"},
    )
    document["accountStatuses"].append({"marketplaceId": DE, "status": "AT RISK"})
    document["performanceMetrics"].append({"marketplaceId": DE, "onTimeDeliveryRate": None})
    return document
