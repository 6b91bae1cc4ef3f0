"""Plans: a table written as columns of an engine, and kept for the next frame that has the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache, reduce
from operator import add
from typing import TYPE_CHECKING, Any

import polars as pl
from attrs import frozen

from sellerpolicy.frames.columns import Columns, fields_read
from sellerpolicy.frames.drafts import Answers, Draft
from sellerpolicy.frames.facts import Facts
from sellerpolicy.frames.truths import Expr, Plan, Truth
from sellerpolicy.frames.wordings import shops

if TYPE_CHECKING:
    from sellerpolicy.logic.tables import DecisionTable

    Table = DecisionTable[Any, Any, Any]

Choices = Sequence[tuple[Truth, str | None]]
"""Texts, of which the first counts whose truth holds; ``None`` for no text."""

TOGETHER = 8
"""So many facts are named by one look-up, which lists every choice of them."""


@frozen
class Text:
    """A text for each row.

    Args:
        column: the text; with ``texts``, its place among them.
        texts: the texts, where rows have numbers that stand for them: far less work for polars.
    """

    column: Expr
    texts: tuple[str | None, ...] | None = None

    @property
    def written(self) -> Expr:
        """The text itself."""
        if self.texts is None:
            return self.column
        return self.column.replace_strict(range(len(self.texts)), self.texts, return_dtype=pl.String)


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
    plan = Plan(facts.language, [list(facts.prepared)] if facts.prepared else [])
    plan.lay_out(answers.truths)
    why = [*answers.refused, (answers.known, None), (answers.hangs, None), *answers.silences, *answers.open]
    problem = _text(plan, why)
    if answers.needs:
        hangs, needs = plan.written(answers.hangs), _listed(plan, answers.needs)
        problem = Text(plan.language.when(hangs).then(needs).otherwise(problem.written))
    outcome = _text(plan, [(where, outcome.value) for outcome, where in answers.outcomes.items()])
    return Written(plan.layers, outcome, plan.written(answers.contested), problem)


def _text(plan: Plan, choices: Choices) -> Text:
    """The first text whose truth holds."""
    language = plan.language
    if language is not pl:
        literals = [(truth, language.lit(text, language.String)) for truth, text in choices]
        return Text(_chosen(plan, literals, language.lit(None, language.String)))
    texts = tuple(dict.fromkeys((None, *(text for _, text in choices))))
    places = [(truth, pl.lit(texts.index(text), pl.UInt32)) for truth, text in choices]
    return Text(_chosen(plan, places, pl.lit(0, pl.UInt32)), texts)


def _chosen(plan: Plan, choices: Sequence[tuple[Truth, Expr]], nothing: Expr) -> Expr:
    """The first value whose truth holds."""
    found = nothing
    for truth, value in reversed(choices):
        if truth.held is True:
            found = value
        elif truth.held is not False:
            found = plan.language.when(plan.written(truth)).then(value).otherwise(found)
    return found


def _listed(plan: Plan, names: Mapping[str, Truth]) -> Expr:
    """The names whose truth holds, as one text."""
    language = plan.language
    if language is pl:
        given = list(names.items())
        parts = [_looked_up(plan, given[start : start + TOGETHER]) for start in range(0, len(given), TOGETHER)]
    else:
        nothing = language.lit(None, language.String)
        parts = [_chosen(plan, [(truth, language.lit(name))], nothing) for name, truth in names.items()]
    found = parts[0] if len(parts) == 1 else language.concat_str(parts, separator=", ", ignore_nulls=True)
    return language.concat_str(language.lit("unknown: "), found)


def _looked_up(plan: Plan, names: Sequence[tuple[str, Truth]]) -> Expr:
    """The names whose truth holds as one text: every choice of them has a number, of which each name is a bit."""
    bits = [
        _chosen(plan, [(truth, pl.lit(1 << place, pl.UInt32))], pl.lit(0, pl.UInt32))
        for place, (_, truth) in enumerate(names)
    ]
    texts = [
        ", ".join(name for place, (name, _) in enumerate(names) if choice >> place & 1) or None
        for choice in range(1 << len(names))
    ]
    return reduce(add, bits).replace_strict(range(len(texts)), texts, return_dtype=pl.String)
