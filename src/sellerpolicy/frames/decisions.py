"""Decisions in frames: a table's rules as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
from attrs import define, field

from sellerpolicy.facts.window import require_day
from sellerpolicy.frames.engines import decided_through_arrow, require_nulls
from sellerpolicy.frames.facts import ANSWERS, Facts, check_names, fields_read, opened
from sellerpolicy.frames.truths import FALSE, TRUE, Kleene, Plan, Truth, any_of, several_of
from sellerpolicy.frames.wordings import Eras, Readings, Wording, other_readings, shops
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
    if on is not None:
        require_day("on", on)
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
    _places: dict[Wording, Truth] = field(factory=dict)
    _groups: dict[frozenset[Wording], Truth] = field(factory=dict)
    _held: dict[object, Kleene] = field(factory=dict)
    _reached: dict[Rules, Truth] = field(factory=dict)
    _in_question: dict[Rules, Truth] = field(factory=dict)
    _met: dict[tuple[Truth, ...], Truth] = field(factory=dict)

    def answers(self) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
        """Outcome, contested and problem, for a frame in which the plan has been worked out."""
        here = {eras: self.plan.column(self._is_in(names)) for eras, names in shops(self.table, self.on).items()}
        self._places = self._applies(here)
        conditions = self._conditions({wording: wording.taken for wording in self._places})
        rules = self._rules(conditions)
        met = self._outcomes(rules)
        several = self.plan.column(several_of(met.values()))
        known = self.plan.column(any_of(met.values()) & ~several)
        hanging = self._hanging(conditions, rules)
        needs, silences = self._needs(hanging), self._silences(hanging)
        needy = self.plan.column(any_of(needs.values()))
        refused = [*self.facts.bad, *self._without_text(here)]
        decided = self.plan.column(~any_of(where for where, _ in refused))
        silent = any_of(silences.values()) & ~needy & ~known
        contested = any_of(self._changes(met, several, other) for other in self._other_rules(conditions))
        still_open = [
            (needy, listed(needs)),
            *((where, f"no policy text for {self.table.id_of_term(name)}") for name, where in silences.items()),
            (~any_of(met.values()), "no rule fits"),
            (TRUE, "undecided"),
        ]
        return (
            chosen([(decided & known & where, outcome.value) for outcome, where in met.items()]),
            (decided & ~silent & contested).written,
            chosen([*refused, (known, NOTHING), *still_open]),
        )

    # --- which text applies where

    def _is_in(self, names: Sequence[str]) -> Truth:
        marketplace = self.facts.values["marketplace"]
        if isinstance(marketplace, nw.Expr):
            return Truth(marketplace.is_in(names).fill_null(value=False))
        return Truth(marketplace in names)

    def _applies(self, here: Mapping[Eras, Truth]) -> dict[Wording, Truth]:
        """Where each wording applies."""
        since = {start: self._since(start) for start in sorted({start for eras in here for start, _ in eras})}
        found: dict[Wording, Truth] = {}
        for eras, shop in here.items():
            until = [*(~since[start] for start, _ in eras[1:]), TRUE]
            for (start, wording), lasts in zip(eras, until, strict=True):
                found[wording] = found.get(wording, FALSE) | (shop & since[start] & lasts)
        return {wording: self.plan.column(where) for wording, where in found.items()}

    def _since(self, start: date) -> Truth:
        if start == date.min:
            return TRUE
        day = self.facts.values[self.table.day_fact]
        return self.plan.column(Truth((day >= start).fill_null(value=False)))

    def _where(self, wordings: Iterable[Wording]) -> Truth:
        """Where one of several wordings applies."""
        group = frozenset(wordings)
        if group not in self._groups:
            self._groups[group] = self.plan.column(
                any_of(where for each, where in self._places.items() if each in group)
            )
        return self._groups[group]

    def _without_text(self, here: Mapping[Eras, Truth]) -> Iterator[tuple[Truth, str]]:
        """Where no text applies, and since when there is one."""
        silent = ~self._where(self._places)
        for eras, shop in here.items():
            if eras[0][0] != date.min:
                yield shop & silent, f"no policy text before {eras[0][0]}"
        yield silent, f"no policy text for this marketplace{'' if self.on is None else f' on {self.on}'}"

    # --- conditions and rules

    def _conditions(self, said: Readings) -> Conditions:
        """Each condition's truth, by what is read out of the text that applies to each row."""
        return {condition: self._condition(condition, said) for condition in self.table.conditions}

    def _condition(self, condition: Condition, said: Readings) -> Kleene:
        names = terms_read(condition)
        places = [self.table.term_names.index(name) for name in names]
        saying: dict[tuple[Any, ...], list[Wording]] = {}
        for wording, values in said.items():
            saying.setdefault(tuple(values[place] for place in places), []).append(wording)
        parts = []
        for read, wordings in saying.items():
            # where all texts say the same it does not matter which one applies
            where = self._where(wordings) if len(saying) > 1 else TRUE
            held = Writer(self.facts, dict(zip(names, read, strict=True))).truth(condition)
            parts.append(held & Kleene(where, where))
        return self.plan.columns(reduce(or_, parts, NOWHERE))

    def _rules(self, conditions: Conditions) -> Rules:
        """Each rule's truth."""
        return tuple(self._rule(rule.when, conditions) for rule in self.table.rules)

    def _rule(self, when: Proposition, conditions: Conditions) -> Kleene:
        # a reading leaves most rules as they are
        asked = (when, *(conditions[condition] for condition in conditions_in(when)))
        if asked not in self._held:
            self._held[asked] = self.plan.columns(composed(when, conditions))
        return self._held[asked]

    def _other_rules(self, conditions: Conditions) -> Iterator[Rules]:
        """The rules' truths under each other reading of one term."""
        for place, said in other_readings(self._places):
            term = self.table.term_names[place]
            changed = {each: self._condition(each, said) for each in conditions if term in terms_read(each)}
            yield self._rules({**conditions, **changed})

    # --- what follows

    def _questions(self, rules: Rules) -> tuple[Truth, ...]:
        """Where each rule is in question: where it is possible, and none before it is certain."""
        reached, found = TRUE, []
        for place, rule in enumerate(rules, 1):
            # readings that differ in later rules alone share these columns
            first = rules[:place]
            if first not in self._in_question:
                self._in_question[first] = self.plan.column(reached & rule.possibly)
                further = reached & ~rule.certainly
                self._reached[first] = further if place % MOST_NESTED else self.plan.column(further)
            found.append(self._in_question[first])
            reached = self._reached[first]
        return tuple(found)

    def _outcomes(self, rules: Rules) -> dict[Enum, Truth]:
        """Where each outcome is that of a rule in question."""
        then: dict[Enum, list[Truth]] = {}
        for rule, where in zip(self.table.rules, self._questions(rules), strict=True):
            then.setdefault(rule.then, []).append(where)
        for places in map(tuple, then.values()):
            if places not in self._met:
                self._met[places] = self.plan.column(any_of(places))
        return {outcome: self._met[tuple(places)] for outcome, places in then.items()}

    def _changes(self, met: Mapping[Enum, Truth], several: Truth, other: Rules) -> Truth:
        """Where the outcome is another one under other rules, or known under the ones alone."""
        other_met = self._outcomes(other)
        another = any_of(where.differs(other_met[outcome]) for outcome, where in met.items())
        other_several = several_of(other_met.values())
        return self.plan.column(several.differs(other_several) | (~several & another))

    def _hanging(self, conditions: Conditions, rules: Rules) -> dict[Condition, Truth]:
        """Where each condition is undecided, and a rule in question asks it."""
        asking: dict[Condition, list[Truth]] = {}
        for rule, where in zip(self.table.rules, self._questions(rules), strict=True):
            for condition in dict.fromkeys(conditions_in(rule.when)):
                asking.setdefault(condition, []).append(where)
        return {
            condition: self.plan.column(conditions[condition].undecided & any_of(places))
            for condition, places in asking.items()
        }

    def _needs(self, hanging: Mapping[Condition, Truth]) -> dict[str, Truth]:
        """For each fact that may be unknown: where it is, and the outcome hangs on it."""
        return {
            name: self.plan.column(self.facts.is_unknown(name) & reading("case", name, hanging))
            for name in self.table.read_names
            if name in self.facts.optional
        }

    def _silences(self, hanging: Mapping[Condition, Truth]) -> dict[str, Truth]:
        """For each term: where it has no text, and the outcome hangs on it."""
        found = {}
        for place, name in enumerate(self.table.term_names):
            missing = self._where(wording for wording in self._places if wording.taken[place] is None)
            found[name] = self.plan.column(missing & reading("terms", name, hanging))
        return found


MOST_NESTED = 4
"""After so many rules a column holds what has been reached, so that expressions stay short."""

NOWHERE = Kleene(FALSE, FALSE)


def reading(place: str, name: str, hanging: Mapping[Condition, Truth]) -> Truth:
    """Where one of the conditions that read a fact or term is left open."""
    return any_of(
        where
        for condition, where in hanging.items()
        if (place, name) in ((symbol.place, symbol.name) for symbol in symbols_in(condition))
    )


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
    texts = [chosen([(truth, name)]) for name, truth in names.items()] or [NOTHING]
    return nw.concat_str(nw.lit("unknown: "), nw.concat_str(texts, separator=", ", ignore_nulls=True))


def composed(node: Proposition, conditions: Conditions) -> Kleene:
    """A rule's truth, from those of its conditions."""
    match node:
        case Condition():
            return conditions[node]
        case Both():
            return composed(node.left, conditions) & composed(node.right, conditions)
        case Either():
            return composed(node.left, conditions) | composed(node.right, conditions)
        case Opposite():
            return ~composed(node.of, conditions)
    raise TypeError(f"{node!r} is not made of conditions")
