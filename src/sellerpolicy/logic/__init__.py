"""How policy is written: dated terms, conditions, decision tables, clocks, and the decisions that come out."""

from sellerpolicy.logic.clocks import Clock, Deadline, clock, due
from sellerpolicy.logic.conditions import Condition, elapsed, known, one_of, share, symbols
from sellerpolicy.logic.decisions import Decision, Disagreement, Note, Reason
from sellerpolicy.logic.limits import Limit, above, anything, at_least, at_most, below, local, nothing
from sellerpolicy.logic.references import (
    WHAT_IF,
    Confidence,
    Reference,
    agreement,
    announcement,
    forum_post,
    guide,
    help_page,
    policy_page,
)
from sellerpolicy.logic.spans import Span, business_days, days, hours
from sellerpolicy.logic.tables import DecisionTable, Rule
from sellerpolicy.logic.terms import EVERYWHERE, DatedTerms, dated, originally, since

__all__ = [
    "EVERYWHERE",
    "WHAT_IF",
    "Clock",
    "Condition",
    "Confidence",
    "DatedTerms",
    "Deadline",
    "Decision",
    "DecisionTable",
    "Disagreement",
    "Limit",
    "Note",
    "Reason",
    "Reference",
    "Rule",
    "Span",
    "above",
    "agreement",
    "announcement",
    "anything",
    "at_least",
    "at_most",
    "below",
    "business_days",
    "clock",
    "dated",
    "days",
    "due",
    "elapsed",
    "forum_post",
    "guide",
    "help_page",
    "hours",
    "known",
    "local",
    "nothing",
    "one_of",
    "originally",
    "policy_page",
    "share",
    "since",
    "symbols",
]
