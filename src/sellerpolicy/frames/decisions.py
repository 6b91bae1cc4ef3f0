"""Decisions in frames: a table's rules as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
from attrs import define, field

from sellerpolicy.errors import BadFact
from sellerpolicy.frames.engines import decided_through_arrow, require_nulls
from sellerpolicy.frames.facts import ANSWERS, Facts, check_names, fields_read, opened
from sellerpolicy.frames.truths import FALSE, TRUE, Kleene, Plan, Truth, any_of
from sellerpolicy.frames.wordings import Eras, Readings, Wording, readings, shops
from sellerpolicy.frames.writing import Writer
from sellerpolicy.logic.conditions import (
    Both,
    Condition,
    Either,
    Opposite,
    Proposition,
    conditions_in,
    symbols_in,
)
from sellerpolicy.logic.decisions import terms_read
from sellerpolicy.logic.tables import DecisionTable

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

    from sellerpolicy.frames.facts import Frame

    Table = DecisionTable[Any, Any, Any]

Conditions = Mapping[Condition, Kleene]
Rules = tuple[Kleene, ...]


def decide(table: DecisionTable[Any, Any, Any], frame: IntoFrameT, *, on: date | None = None) -> IntoFrameT:
    """Decide every row of a frame, each by the policy text of its own day and marketplace.

    Columns have the names of the case's fields: Boolean, integer and Date columns, Datetime columns with a time zone,
    text for enums (the member's lower-case name), Decimal amounts in the marketplace's currency; ``NEVER`` is
    9999-01-01. A null is an unknown fact. So is a column that is not there, unless the field has another default.
    Only the columns that the table reads are looked at; all are kept.

    Args:
        table: a rule module's table, such as ``injury_and_damage.WHO_PAYS``.
        frame: a pandas, polars or pyarrow frame, a DuckDB relation, a Spark frame or another that narwhals knows.
        on: judge all rows by the text of this day instead.

    Returns:
        The same kind of frame with three columns more: ``outcome`` (the member's text; null while it is not known),
        ``contested`` (whether another reading of the sources would change the outcome) and ``problem`` (why the
        outcome is null: the unknown facts, a value that cannot be, or no policy text for that day and marketplace).

    Raises:
        BadReport: a column is missing, misspelt, there twice or of the wrong type; found before any row is read.

    Example:
        >>> from datetime import date
        >>> from decimal import Decimal
        >>> import polars as pl
        >>> import sellerpolicy as sp
        >>> from sellerpolicy import frames
        >>> claims = pl.DataFrame({"amount": [Decimal("999.99")], "filed_on": [date(2023, 5, 2)], "is_valid": [False]})
        >>> frames.decide(sp.injury_and_damage.WHO_PAYS, claims)["outcome"].to_list()
        ['nobody']
    """
    if on is not None and (not isinstance(on, date) or isinstance(on, datetime)):
        raise BadFact("on", on, "a calendar day (a date, not a datetime)")
    given, fields = opened(frame), fields_read(table, on)
    check_names(table, given.columns, fields)
    if given.implementation.is_pandas():
        return cast("IntoFrameT", decided_through_arrow(given, fields, lambda arrow: _decided(table, arrow, on)))
    require_nulls(given.implementation)
    if isinstance(given, nw.DataFrame) and given.implementation.is_polars():
        # polars shares work between columns, and its cores, where it sees the whole plan
        return cast("IntoFrameT", cast("nw.LazyFrame[Any]", _decided(table, given.lazy(), on)).collect().to_native())
    return cast("IntoFrameT", _decided(table, given, on).to_native())


def _decided(table: Table, given: Frame, on: date | None) -> Frame:
    """The frame with its answers, worked out layer by layer."""
    draft = Draft(table, Facts.of(table, given, on), on)
    answers = draft.answers()
    worked = given
    for layer in draft.plan.layers:
        worked = worked.with_columns(*layer)
    return worked.select(*given.columns, *(answer.alias(name) for name, answer in zip(ANSWERS, answers, strict=True)))


@define
class Draft:
    """A table as columns of a plan: which text applies where, the conditions, the rules, and what follows.

    Args:
        table: the table.
        facts: the frame's columns.
        on: the day by whose text all rows are judged, if it is one.
        plan: where the columns are worked out.
    """

    table: Table
    facts: Facts
    on: date | None
    plan: Plan = field(factory=Plan)
    _asked: dict[object, Kleene] = field(factory=dict)

    def answers(self) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
        """Outcome, contested and problem, for a frame in which the plan has been worked out."""
        here = {eras: self.plan.column(self._is_in(names)) for eras, names in shops(self.table, self.on).items()}
        applies = self._applies(here)
        asked = [self._conditions(said, applies) for said in readings(applies)]
        judged = [self._rules(conditions) for conditions in asked]
        met = self._met(judged[0])
        outcomes = {outcome: self.plan.column(known) for outcome, known in only(met).items()}
        known = self.plan.column(any_of(outcomes.values()))
        needs = self._needs(judged[0], asked[0])
        silences = self._silences(judged[0], asked[0], applies)
        refused = [*self.facts.bad, *self._without_text(here, applies)]
        open_for = [
            (any_of(needs.values()), nw.concat_str(nw.lit("unknown: "), listed(needs))),
            *((where, f"no policy text for {self.table.id_of_term(name)}") for name, where in silences.items()),
            (~any_of(met.values()), "no rule fits"),
        ]
        decided = self.plan.column(~any_of(where for where, _ in refused))
        silent = any_of(silences.values()) & ~any_of(needs.values()) & ~known
        return (
            chosen([(decided & where, outcome.value) for outcome, where in outcomes.items()]),
            (decided & ~silent & self._contested(outcomes, judged)).written,
            chosen([*refused, (known, NOTHING), *open_for, (TRUE, "undecided")]),
        )

    def _is_in(self, names: Sequence[str]) -> Truth:
        marketplace = self.facts.values["marketplace"]
        if isinstance(marketplace, nw.Expr):
            return Truth(marketplace.is_in(names).fill_null(value=False))
        return Truth(marketplace in names)

    def _applies(self, here: Mapping[Eras, Truth]) -> dict[Wording, Truth]:
        """Where each wording applies."""
        reached = {start: self._reached(start) for start in sorted({start for eras in here for start, _ in eras})}
        found: dict[Wording, Truth] = {}
        for eras, shop in here.items():
            goes_on = [*(~reached[start] for start, _ in eras[1:]), TRUE]
            for (start, wording), lasts in zip(eras, goes_on, strict=True):
                found[wording] = found.get(wording, FALSE) | (shop & reached[start] & lasts)
        return {wording: self.plan.column(where) for wording, where in found.items()}

    def _reached(self, start: date) -> Truth:
        if start == date.min:
            return TRUE
        day = self.facts.values[self.table.day_fact]
        return self.plan.column(Truth((day >= start).fill_null(value=False)))

    def _without_text(
        self, here: Mapping[Eras, Truth], applies: Mapping[Wording, Truth]
    ) -> Iterator[tuple[Truth, str]]:
        """Where no text applies, and since when there is one."""
        silent = self.plan.column(~any_of(applies.values()))
        for eras, shop in here.items():
            if eras[0][0] != date.min:
                yield shop & silent, f"no policy text before {eras[0][0]}"
        yield silent, f"no policy text for this marketplace{'' if self.on is None else f' on {self.on}'}"

    def _conditions(self, said: Readings, applies: Mapping[Wording, Truth]) -> Conditions:
        """Each condition's truth, by what is read out of the text that applies to each row."""
        return {condition: self._condition(condition, said, applies) for condition in self.table.conditions}

    def _condition(self, condition: Condition, said: Readings, applies: Mapping[Wording, Truth]) -> Kleene:
        names = terms_read(condition)
        places = [self.table.term_names.index(name) for name in names]
        read = {wording: tuple(values[place] for place in places) for wording, values in said.items()}
        key = (condition, tuple(read.values()))
        if key not in self._asked:
            said_so = {
                each: Writer(self.facts, dict(zip(names, each, strict=True))).truth(condition) for each in read.values()
            }
            # where all texts say the same it does not matter which one applies
            parts = (
                [said_so[each].where(applies[wording]) for wording, each in read.items()]
                if len(said_so) > 1
                else said_so.values()
            )
            self._asked[key] = self.plan.columns(reduce(or_, parts, Kleene(FALSE, FALSE)))
        return self._asked[key]

    def _rules(self, conditions: Conditions) -> Rules:
        """Each rule's truth."""
        return tuple(self._rule(rule.when, conditions) for rule in self.table.rules)

    def _rule(self, when: Proposition, conditions: Conditions) -> Kleene:
        key = (when, *(conditions[condition] for condition in conditions_in(when)))
        if key not in self._asked:
            self._asked[key] = self.plan.columns(composed(when, conditions))
        return self._asked[key]

    def _met(self, rules: Rules) -> dict[Enum, Truth]:
        """Where each outcome is that of a rule in question."""
        thens = [rule.then for rule in self.table.rules]
        return {
            outcome: self.plan.column(in_question(rules, [TRUE if then is outcome else FALSE for then in thens]))
            for outcome in dict.fromkeys(thens)
        }

    def _contested(self, outcomes: Mapping[Enum, Truth], judged: Iterable[Rules]) -> Truth:
        """Where another reading of one term would change the outcome."""
        _, *others = dict.fromkeys(judged)
        return any_of(
            known.differs(outcomes[outcome]) for rules in others for outcome, known in only(self._met(rules)).items()
        )

    def _needs(self, rules: Rules, conditions: Conditions) -> dict[str, Truth]:
        """For each fact that may be unknown: where it is, and a rule in question hangs on it."""
        return {
            name: self._hanging_on(self.facts.is_unknown(name), ("case", name), rules, conditions)
            for name in self.table.read_names
            if name in self.facts.optional
        }

    def _silences(self, rules: Rules, conditions: Conditions, applies: Mapping[Wording, Truth]) -> dict[str, Truth]:
        """For each term: where it has no text, and a rule in question hangs on it."""
        found = {}
        for place, name in enumerate(self.table.term_names):
            missing = any_of(where for wording, where in applies.items() if wording.taken[place] is None)
            found[name] = self._hanging_on(missing, ("terms", name), rules, conditions)
        return found

    def _hanging_on(self, unknown: Truth, symbol: tuple[str, str], rules: Rules, conditions: Conditions) -> Truth:
        """Where something is unknown that undecided conditions of a rule in question read."""
        undecided = (
            any_of(
                conditions[condition].undecided
                for condition in conditions_in(rule.when)
                if symbol in ((read.place, read.name) for read in symbols_in(condition))
            )
            for rule in self.table.rules
        )
        return self.plan.column(in_question(rules, [unknown & held for held in undecided]))


def in_question(rules: Rules, holds: Sequence[Truth]) -> Truth:
    """Where something holds of a rule in question: one that is possible, and before which none is certain."""
    found = FALSE
    for rule, held in reversed(list(zip(rules, holds, strict=True))):
        found = (rule.possibly & held) | (~rule.certainly & found)
    return found


def only(met: Mapping[Enum, Truth]) -> dict[Enum, Truth]:
    """Where each outcome is the only one."""
    return {
        outcome: where & ~any_of(other for another, other in met.items() if another is not outcome)
        for outcome, where in met.items()
    }


NOTHING = nw.lit(None, nw.String)


def chosen(texts: Sequence[tuple[Truth, Any]]) -> nw.Expr:
    """The first text whose truth holds; null where none does."""
    found = NOTHING
    for truth, text in reversed(texts):
        written = nw.lit(text) if isinstance(text, str) else text
        if truth.held is True:
            found = written
        elif truth.held is not False:
            found = nw.when(truth.held).then(written).otherwise(found)
    return found


def listed(names: Mapping[str, Truth]) -> nw.Expr:
    """The names whose truth holds, as one text."""
    return nw.concat_str([chosen([(truth, name)]) for name, truth in names.items()], separator=", ", ignore_nulls=True)


def composed(when: Proposition, conditions: Conditions) -> Kleene:
    """A rule's truth, from those of its conditions."""
    match when:
        case Condition():
            return conditions[when]
        case Both():
            return composed(when.left, conditions) & composed(when.right, conditions)
        case Either():
            return composed(when.left, conditions) | composed(when.right, conditions)
        case Opposite():
            return ~composed(when.of, conditions)
    raise TypeError(f"{when!r} is not made of conditions")
