"""Plans: a table written as columns of an engine, and kept for the next frame that has the same columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, reduce
from operator import add
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from attrs import frozen

from sellerpolicy.frames.columns import Columns, fields_read
from sellerpolicy.frames.drafts import Answers, Draft
from sellerpolicy.frames.facts import Facts
from sellerpolicy.frames.numbers import UNKNOWN, Numbers
from sellerpolicy.frames.truths import Expr, Plan, Truth
from sellerpolicy.frames.wordings import shops

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]

LISTED: Final = object()
"""In the place of a text: the names of the facts on which a row hangs."""

REPEATED = 3
"""Outside polars each layer of columns has its price, and less is made a column."""

Choices = Sequence[tuple[Truth, Any]]
"""Texts, of which the first counts whose truth holds; ``None`` for no text."""


@frozen
class Text:
    """A column of texts.

    Args:
        column: the texts, or the numbers that stand for them.
        numbers: what the numbers stand for.
    """

    column: Expr
    numbers: Numbers | None = None

    @property
    def written(self) -> Expr:
        """The texts."""
        return self.column if self.numbers is None else self.numbers.written(self.column)


@frozen
class Written:
    """A table as columns, layer on layer, and the answers that follow from them.

    Args:
        layers: the columns.
        outcome: the outcome.
        contested: whether another reading would change the outcome.
        problem: why there is no outcome.
    """

    layers: Sequence[Sequence[Expr]]
    outcome: Text
    contested: Expr
    problem: Text


@lru_cache(maxsize=512)
def written(table: Table, columns: Columns, on: date | None) -> Written:
    """A table written for all frames with these columns."""
    facts = Facts.of(table, columns, fields_read(table, on))
    return told(facts, Draft(table, facts, shops(table, on), on).answers())


def told(facts: Facts, answers: Answers) -> Written:
    """The answers as columns."""
    prepared = [list(facts.prepared)] if facts.prepared else []
    plan = Plan(facts.language, prepared, repeated=0 if facts.language is pl else REPEATED)
    plan.lay_out(answers.truths)
    text = _numbered if facts.language is pl else _lettered
    why = [*answers.refused, (answers.known, None), (answers.hangs, LISTED), *answers.silences, *answers.open]
    return Written(
        plan.layers,
        text(plan, [(where, outcome.value) for outcome, where in answers.outcomes.items()], {}),
        plan.written(answers.contested),
        text(plan, why, answers.needs),
    )


def _lettered(plan: Plan, choices: Choices, needs: Mapping[str, Truth]) -> Text:
    """A column of texts."""
    language = plan.language
    nothing = language.lit(None, language.String)
    names = [_chosen(plan, [(truth, language.lit(name))], nothing) for name, truth in needs.items()] or [nothing]
    listed = language.concat_str(language.lit(UNKNOWN), language.concat_str(names, separator=", ", ignore_nulls=True))
    literals = ((truth, listed if text is LISTED else language.lit(text, language.String)) for truth, text in choices)
    return Text(_chosen(plan, literals, nothing))


def _numbered(plan: Plan, choices: Choices, needs: Mapping[str, Truth]) -> Text:
    """A column of numbers."""
    texts = tuple(dict.fromkeys((None, *(text for _, text in choices if text is not LISTED))))
    kind = pl.UInt32 if len(texts) + (1 << len(needs)) < 1 << 32 else pl.UInt64
    nothing = pl.lit(0, kind)
    bits = (_chosen(plan, [(truth, pl.lit(1 << place, kind))], nothing) for place, truth in enumerate(needs.values()))
    listed = reduce(add, bits, pl.lit(len(texts), kind))
    numbers = ((truth, listed if text is LISTED else pl.lit(texts.index(text), kind)) for truth, text in choices)
    return Text(_chosen(plan, numbers, nothing), Numbers(texts, tuple(needs)))


def _chosen(plan: Plan, choices: Iterable[tuple[Truth, Expr]], nothing: Expr) -> Expr:
    """The first value whose truth holds; nothing where none does."""
    found = nothing
    for truth, value in reversed(tuple(choices)):
        if truth.held is True:
            found = value
        elif truth.held is not False:
            found = plan.language.when(plan.written(truth)).then(value).otherwise(found)
    return found
