"""Clocks: what is due, by when, and what it hangs on."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve, frozen

import sellerpolicy as sp
from sellerpolicy.errors import BadFact, NoPolicyText
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    Deadline,
    Span,
    business_days,
    clock,
    dated,
    days,
    due,
    hours,
    known,
    since,
    symbols,
)
from sellerpolicy.logic.clocks import Clock, SilentClock, gathered

PAGE, OTHER = sp.injury_and_damage.POLICY_PAGE, sp.injury_and_damage.ANNOUNCED
THIRD = sp.insurance.DEMANDS_PAGE
PACIFIC = ZoneInfo("America/Los_Angeles")


@frozen(kw_only=True)
class Letter:
    """A case of the tests' own policy."""

    marketplace: sp.Marketplace = sp.Marketplace.US
    sent_on: date = date(2024, 1, 1)
    came_at: datetime | None = None
    came_on: date | None = None
    urgent: bool | None = None


@frozen
class Terms(DatedTerms):
    """Terms of the tests' own policy."""

    to_answer: Span = dated("time to answer", since("2024-01-01", hours(48), PAGE))
    to_think: Span = dated(
        "time to think",
        since("2024-01-01", days(7), PAGE, but=OTHER.says(days(5))),
        since("2024-07-01", business_days(2), PAGE),
    )
    to_wonder: Span = dated("time to wonder", since("2025-01-01", days(1), PAGE))
    asks: bool = dated("Amazon asks", since("2024-01-01", False, PAGE, but=OTHER.says(True)))
    insists: bool = dated("Amazon insists", since("2025-01-01", True, PAGE))


letter, terms = cast("Any", symbols(Letter)), cast("Any", symbols(Terms))
is_urgent = Condition("urgent", letter.urgent, PAGE)
came_late = Condition(
    f"it came on {letter.came_on}, {terms.to_think} after {letter.sent_on} or later",
    known(letter.came_on) >= letter.sent_on + terms.to_think,
    THIRD,
)
asks = Condition(terms.asks)

ANSWER = clock(
    "answer", when=is_urgent, counted_from=letter.came_at, within=terms.to_answer, while_unknown=letter.sent_on
)


def thinking(what: str, **said: Any) -> Clock:
    """A clock of the time to think, with whatever else is said of it."""
    return clock(
        what,
        when=is_urgent,
        counted_from=letter.came_on,
        within=terms.to_think,
        while_unknown=letter.sent_on,
        **said,
    )


THINK = thinking("think")
WONDER = clock(
    "wonder", when=is_urgent, counted_from=letter.came_on, within=terms.to_wonder, while_unknown=letter.sent_on
)
ASKED = clock("reply", when=asks, counted_from=letter.came_on, within=terms.to_think, while_unknown=letter.sent_on)
URGENT = Letter(urgent=True, came_on=date(2024, 3, 1), came_at=datetime(2024, 3, 1, 17, tzinfo=UTC))


class TestHours:
    def test_they_run_from_the_instant_over_the_weekend(self) -> None:
        (answer,) = due((ANSWER,), URGENT)
        assert answer.by == datetime(2024, 3, 3, 17, tzinfo=UTC)
        assert answer.counted_from == URGENT.came_at

    def test_they_are_elapsed_hours_also_where_the_clocks_change(self) -> None:
        came_at = datetime(2024, 3, 9, 12, tzinfo=PACIFIC)
        (answer,) = due((ANSWER,), evolve(URGENT, came_at=came_at))
        assert isinstance(answer.by, datetime)
        assert answer.by.astimezone(UTC) == datetime(2024, 3, 11, 20, tzinfo=UTC)


class TestDays:
    def test_the_last_day_is_included(self) -> None:
        (think,) = due((THINK,), URGENT)
        assert think.by == date(2024, 3, 8)

    def test_of_an_instant_they_run_from_its_day_in_the_marketplace(self) -> None:
        came_at = datetime(2024, 3, 1, 7, 59, tzinfo=UTC)
        ticking = clock(
            "think", when=is_urgent, counted_from=letter.came_at, within=terms.to_think, while_unknown=letter.sent_on
        )
        (think,) = due((ticking,), evolve(URGENT, came_at=came_at))
        assert think.by == date(2024, 3, 7)

    def test_business_days_skip_weekends_and_holidays(self) -> None:
        friday = evolve(URGENT, came_on=date(2024, 7, 5))
        assert [deadline.by for deadline in due((THINK,), friday)] == [date(2024, 7, 9)]
        holiday = {date(2024, 7, 8): "a Monday off"}
        assert [deadline.by for deadline in due((THINK,), friday, holidays=holiday)] == [date(2024, 7, 10)]


class TestUnknown:
    def test_while_the_start_is_unknown_so_is_the_end(self) -> None:
        (think,) = due((THINK,), evolve(URGENT, came_on=None))
        assert (think.what, think.by, think.counted_from, think.needs) == ("think", None, None, ("came_on",))

    def test_what_makes_no_difference_is_not_needed(self) -> None:
        """An urgent letter must be answered whenever it was sent, and a clock that runs needs to know no more."""
        ticking = clock(
            "think",
            when=is_urgent | came_late,
            counted_from=letter.sent_on,
            within=terms.to_think,
            while_unknown=letter.sent_on,
        )
        (think,) = due((ticking,), evolve(URGENT, came_on=None))
        assert think.needs == ()

    def test_of_a_condition_only_what_is_unknown_is_needed(self) -> None:
        ticking = clock(
            "think", when=came_late, counted_from=letter.sent_on, within=terms.to_think, while_unknown=letter.sent_on
        )
        (think,) = due((ticking,), Letter())
        assert think.needs == ("came_on",)

    def test_while_it_is_unknown_whether_the_clock_runs_the_day_is_shown_with_what_it_hangs_on(self) -> None:
        (answer,) = due((ANSWER,), evolve(URGENT, urgent=None))
        assert answer.by == datetime(2024, 3, 3, 17, tzinfo=UTC)
        assert answer.needs == ("urgent",)

    def test_a_clock_that_does_not_run_gives_nothing(self) -> None:
        assert due((ANSWER, THINK), evolve(URGENT, urgent=False)) == ()

    def test_what_never_happened_starts_no_clock(self) -> None:
        never = evolve(URGENT, came_on=sp.NEVER, came_at=datetime(9999, 1, 1, 12, tzinfo=UTC))
        assert due((ANSWER, THINK), never) == ()

    def test_a_clock_without_text_says_so(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="test_clocks.to_wonder") as refusal:
            due((WONDER,), URGENT)
        assert refusal.value.first_known == date(2025, 1, 1)

    def test_a_clock_that_would_not_run_anyway_needs_no_text(self) -> None:
        shut = evolve(URGENT, urgent=False, marketplace=sp.Marketplace.JP)
        assert due((ANSWER, THINK), shut) == ()
        with pytest.raises(sp.errors.NoPolicyText, match="no text is known there for any day"):
            due((ANSWER,), evolve(shut, urgent=True))

    def test_a_clock_that_runs_by_no_text_says_so(self) -> None:
        """What it hangs on besides is told first; a clock that does not run whatever is said needs no text."""
        insists = clock(
            "obey",
            when=is_urgent & Condition(terms.insists),
            counted_from=letter.came_on,
            within=terms.to_think,
            while_unknown=letter.sent_on,
        )
        with pytest.raises(sp.errors.NoPolicyText, match="test_clocks.insists") as refusal:
            due((insists,), URGENT)
        assert refusal.value.first_known == date(2025, 1, 1)
        assert [each.needs for each in due((insists,), evolve(URGENT, urgent=None))] == [("urgent",)]
        assert [each.needs for each in due((insists,), evolve(URGENT, came_on=None))] == [("came_on",)]
        assert due((insists,), evolve(URGENT, urgent=False)) == ()
        assert due((insists,), URGENT, on=date(2025, 1, 1))[0].needs == ()

    def test_a_missing_text_is_named_with_the_day_asked_for(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText) as refusal:
            due((WONDER,), URGENT, on=date(2024, 5, 6))
        assert refusal.value.day == date(2024, 5, 6)


class TestContested:
    def test_another_reading_gives_another_day(self) -> None:
        (think,) = due((THINK,), URGENT)
        assert think.contested
        assert think.other == date(2024, 3, 6)
        assert OTHER in think.references

    def test_a_deadline_that_only_another_reading_knows(self) -> None:
        (asked,) = due((ASKED,), evolve(URGENT, came_on=date(2024, 7, 5)))
        assert (asked.what, asked.counted_from) == ("reply", date(2024, 7, 5))
        assert (asked.by, asked.contested, asked.other) == (None, True, date(2024, 7, 9))

    def test_conditions_and_terms_are_cited_in_their_order(self) -> None:
        ticking = clock(
            "think", when=came_late, counted_from=letter.came_on, within=terms.to_think, while_unknown=letter.sent_on
        )
        (think,) = due((ticking,), evolve(URGENT, came_on=date(2024, 3, 8)))
        assert think.references == (THIRD, PAGE, OTHER)

    def test_without_other_readings_nothing_is_contested(self) -> None:
        (answer,) = due((ANSWER,), URGENT)
        assert not answer.contested
        assert answer.other is None


class TestTexts:
    def test_the_day_of_the_start_picks_the_text(self) -> None:
        assert [deadline.by for deadline in due((THINK,), evolve(URGENT, came_on=date(2024, 6, 30)))] == [
            date(2024, 7, 7)
        ]

    def test_another_days_text_can_be_asked_for(self) -> None:
        assert [deadline.by for deadline in due((THINK,), URGENT, on=date(2024, 7, 1))] == [date(2024, 3, 5)]

    def test_so_can_other_terms(self) -> None:
        changed = evolve(Terms.on(date(2024, 3, 1)), to_think=days(1))
        assert [deadline.by for deadline in due((THINK,), URGENT, terms=changed)] == [date(2024, 3, 2)]


class TestSilence:
    """A clock of which no text is known keeps no other clock from being heard."""

    def test_the_others_are_told_with_the_silence(self) -> None:
        wonder = clock(
            "wonder",
            when=is_urgent,
            counted_from=letter.came_on,
            within=terms.to_wonder,
            while_unknown=letter.sent_on,
        )
        with pytest.raises(SilentClock, match="to_wonder: no policy text for us on 2024-03-01") as silent:
            due((wonder, THINK, wonder), URGENT)
        assert [deadline.what for deadline in silent.value.others] == ["think"]
        assert [silence.what for silence in silent.value.silences] == ["test_clocks.to_wonder"] * 2
        assert pickle.loads(pickle.dumps(silent.value)).others == silent.value.others  # noqa: S301

    def test_parts_of_several_policies_are_gathered(self) -> None:
        def silent() -> tuple[Deadline, ...]:
            raise NoPolicyText("x.y", date(2024, 3, 1), "us", None)

        with pytest.raises(SilentClock) as heard:
            gathered((silent, lambda: due((THINK,), URGENT)))
        assert [deadline.what for deadline in heard.value.others] == ["think"]
        assert gathered(()) == ()

    def test_parts_that_know_a_part(self) -> None:
        """What is silent in each, and what is told in each, is kept."""
        parts = [partial(due, (WONDER, THINK), URGENT), partial(due, (ANSWER, WONDER), URGENT)]
        with pytest.raises(SilentClock) as heard:
            gathered(parts)
        assert [deadline.what for deadline in heard.value.others] == ["think", "answer"]
        assert [silence.what for silence in heard.value.silences] == ["test_clocks.to_wonder"] * 2


def test_facts_of_another_kind_are_refused() -> None:
    with pytest.raises(BadFact, match=r"^test_clocks.deadlines: expected a fact of the kind Letter, got 'a letter'$"):
        due((THINK,), "a letter")


def test_a_deadline_as_json() -> None:
    """Days and instants become text, references their ids."""
    (think,) = due((THINK,), URGENT)
    assert think.to_dict() == {
        "what": "think",
        "by": "2024-03-08",
        "counted_from": "2024-03-01",
        "needs": [],
        "contested": True,
        "other": "2024-03-06",
        "references": [PAGE.id, OTHER.id],
        "is_duty": True,
        "is_sellers": True,
    }
    assert Deadline("x", None, None).to_dict()["by"] is None


def test_a_right_that_lapses_is_told_from_a_duty() -> None:
    """A deadline is a duty unless its clock says that it is a right."""
    appeal = thinking("appeal", is_duty=False)
    assert [deadline.is_duty for deadline in due((THINK, appeal), URGENT)] == [True, False]


def test_a_clock_names_the_statements_that_it_answers() -> None:
    answering = thinking("think", answers=("T-1", "T-2"))
    assert (answering.answers, THINK.answers) == (("T-1", "T-2"), ())


def test_what_somebody_else_may_do_is_told_from_what_the_seller_does() -> None:
    reply = thinking("they reply", is_sellers=False)
    assert [deadline.is_sellers for deadline in due((THINK, reply), URGENT)] == [True, False]
