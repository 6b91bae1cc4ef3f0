"""The gist of a proof: the few conditions that carry an answer.

They are those of the rule that applied, as few as make it hold, and of the rules before it those that speak of the
case's own figures and kept it from applying. While the answer is unknown, they are the unknown ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from sellerpolicy.logic.conditions import Both, Condition, Either, Proposition, parts
from sellerpolicy.logic.decisions import Decision, Reason, walk
from sellerpolicy.logic.terms import DatedTerms
from sellerpolicy.logic.truth import truth

FIGURE = "{case."
"""How a figure of the case stands in a condition's text."""


def gist(decision: Decision[Any]) -> tuple[Reason, ...]:
    """The reasons that carry an answer, in the order of its proof."""
    carrying = {decision.table.id_of(condition) for condition in _carrying(decision)}
    return tuple(reason for reason in decision.reasons if reason.id in carrying)


def _carrying(decision: Decision[Any]) -> Iterator[Condition]:
    case, terms = decision.case, decision.terms
    for rule, held in walk(decision.table, case, terms):
        applies = held is not False
        for condition in _settling(rule.when, case, terms, every=applies):
            if applies or FIGURE in condition.text:
                yield condition


def _settling(node: Proposition, case: object, terms: DatedTerms, *, every: bool) -> Iterator[Condition]:
    """The conditions that make a proposition true, false or unknown.

    Where one part is enough to make it true, the first such part; where one is enough to make it false, the first, or
    ``every`` one.
    """
    if isinstance(node, Condition):
        yield node
        return
    below = [cast("Proposition", part) for part in parts(node)]
    if isinstance(node, Both | Either):
        held = truth(node, case, terms)
        below = [part for part in below if truth(part, case, terms) is held]
        if held is isinstance(node, Either) and not (every and held is False):
            below = below[:1]
    for part in below:
        yield from _settling(part, case, terms, every=every)
