"""Reconciliation: our count beside Amazon's, and every difference explained by its cause, with the orders."""

from sellerpolicy.amazon.reconciliation.reconciling import reconcile
from sellerpolicy.amazon.reconciliation.recounts import Figure, Reconciliation, Recount
from sellerpolicy.amazon.reconciliation.remarks import About, Remark
from sellerpolicy.amazon.reconciliation.shifts import Cause, Explanation, Place, Rival

__all__ = [
    "About",
    "Cause",
    "Explanation",
    "Figure",
    "Place",
    "Reconciliation",
    "Recount",
    "Remark",
    "Rival",
    "reconcile",
]
