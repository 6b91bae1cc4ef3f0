"""In: Amazon's report files and API documents, read into facts."""

from sellerpolicy.amazon.metrics import (
    Component,
    HealthRating,
    Metric,
    PerformanceReport,
    Verdict,
    ViolationCount,
    WarningState,
)
from sellerpolicy.amazon.plain import TABLES
from sellerpolicy.amazon.readers import (
    FORMATS,
    read,
    read_chargebacks,
    read_claims,
    read_feedback,
    read_injury_claims,
    read_insurance_policies,
    read_invoices,
    read_monthly_sales,
    read_orders,
    read_packages,
    read_performance_report,
)
from sellerpolicy.amazon.reading import Read, RefusedRow

__all__ = [
    "FORMATS",
    "TABLES",
    "Component",
    "HealthRating",
    "Metric",
    "PerformanceReport",
    "Read",
    "RefusedRow",
    "Verdict",
    "ViolationCount",
    "WarningState",
    "read",
    "read_chargebacks",
    "read_claims",
    "read_feedback",
    "read_injury_claims",
    "read_insurance_policies",
    "read_invoices",
    "read_monthly_sales",
    "read_orders",
    "read_packages",
    "read_performance_report",
]
