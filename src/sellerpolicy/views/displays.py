"""What notebooks show: for each kind of value the view that tells it, as HTML and as Markdown."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from sellerpolicy.account import AccountReport
from sellerpolicy.amazon.reading import Read
from sellerpolicy.amazon.reconciliation import Reconciliation
from sellerpolicy.logic.clocks import Deadline, Deadlines
from sellerpolicy.logic.decisions import Decision
from sellerpolicy.logic.measuring import MeasuredRate
from sellerpolicy.logic.tables import DecisionTable
from sellerpolicy.logic.terms import DatedTerms, History
from sellerpolicy.rules.order_defect_rate import DefectRate, Outlook
from sellerpolicy.rules.revisions import Changes
from sellerpolicy.views.account_card import account_card
from sellerpolicy.views.blocks import Card
from sellerpolicy.views.deadlines import deadlines_card
from sellerpolicy.views.html import html
from sellerpolicy.views.markdown import markdown
from sellerpolicy.views.policies import changes_card, history_card, table_card, terms_card
from sellerpolicy.views.proof import decision_card
from sellerpolicy.views.rates import defect_rate_card, measured_card, outlook_card
from sellerpolicy.views.reading import read_card
from sellerpolicy.views.reconciliation import reconciliation_card


def as_html(value: object) -> str:
    """A value as HTML, with its style."""
    return html(card(value))


def as_markdown(value: object) -> str:
    """A value as Markdown."""
    return markdown(card(value))


@singledispatch
def card(value: object) -> Card:
    """The card of a value that has one; of a class of terms it is their history."""
    if isinstance(value, type) and issubclass(value, DatedTerms):
        return history_card(value.history())
    raise TypeError(f"no view shows {value!r}")


@card.register(Deadline)
def _deadline(value: Deadline) -> Card:
    return deadlines_card([value])


@card.register(Read)
def _read(value: Read[Any]) -> Card:
    return read_card(value)


card.register(AccountReport, account_card)
card.register(Changes, changes_card)
card.register(DatedTerms, terms_card)
card.register(Deadlines, deadlines_card)
card.register(Decision, decision_card)
card.register(DecisionTable, table_card)
card.register(DefectRate, defect_rate_card)
card.register(History, history_card)
card.register(MeasuredRate, measured_card)
card.register(Outlook, outlook_card)
card.register(Reconciliation, reconciliation_card)
