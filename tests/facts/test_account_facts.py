"""Facts of an account: what cannot be is refused when it is built, and what is unknown may be left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.facts import Fact

DAY, BEFORE = date(2024, 3, 5), date(2024, 3, 4)
LOCKED = sp.Deactivation(deactivated_on=DAY, notified_on=DAY)
NOTICE = sp.Notice(kind=sp.NoticeKind.WARNING, received_on=DAY)
VIOLATION = sp.Violation(kind=sp.ViolationKind.OTHER, recorded_on=DAY)


class TestSequences:
    """003-1, 002-5: what follows from something cannot come before it."""

    @pytest.mark.parametrize(
        ("fact", "field", "earlier"),
        [
            (LOCKED, "reinstated_on", "deactivated_on"),
            (LOCKED, "cured_on", "notified_on"),
            (NOTICE, "answer_by", "received_on"),
            (NOTICE, "answered_on", "received_on"),
            (VIOLATION, "addressed_on", "recorded_on"),
        ],
    )
    def test_the_day_before_is_refused(self, fact: Any, field: str, earlier: str) -> None:
        same_day: dict[str, Any] = {field: DAY}
        assert getattr(evolve(fact, **same_day), field) == DAY
        never: dict[str, Any] = {field: sp.NEVER}
        assert getattr(evolve(fact, **never), field) == sp.NEVER
        too_early: dict[str, Any] = {field: BEFORE}
        with pytest.raises(sp.errors.BadFact, match=f"{field}: expected a day on or after 2024-03-05, for {earlier}"):
            evolve(fact, **too_early)


class TestWords:
    """002-5, 004-12: kinds are given by name, and the nearest name is told."""

    @pytest.mark.parametrize(
        ("kind", "mapping", "problem"),
        [
            (sp.Notice, {"kind": "warnings", "received_on": "2024-03-05"}, "Notice.kind: .* did you mean 'warning'"),
            (sp.Deactivation, {"deactivated_on": "2024-03-05", "ground": "breech"}, "did you mean 'breach'"),
            (sp.Violation, {"kind": "comunication", "recorded_on": "2024-03-05"}, "did you mean 'communication'"),
            (sp.RelatedAccount, {"day": "2024-03-05", "share_name": True}, "did you mean 'shares_name'"),
            (sp.FeedbackComment, {"order_id": "1", "left_on": "never"}, "FeedbackComment.left_on"),
            (sp.HealthRating, {"shown_on": "2024-03-05", "points": -1}, "a whole number, at least 0, got -1"),
        ],
    )
    def test_misspelt_or_impossible(self, kind: type[Fact], mapping: dict[str, Any], problem: str) -> None:
        with pytest.raises(sp.errors.BadFact, match=problem):
            kind.from_dict(mapping)


class TestUnknown:
    """004-9, 003-4: of a comment or another account nothing but its day need be known."""

    @pytest.mark.parametrize(
        "fact",
        [
            sp.FeedbackComment(order_id="1", left_on=DAY),
            sp.RelatedAccount(day=DAY),
            sp.HealthRating(shown_on=DAY, points=0),
            LOCKED,
            NOTICE,
            VIOLATION,
        ],
        ids=lambda fact: type(fact).__name__,
    )
    def test_it_comes_back_from_its_mapping(self, fact: Fact) -> None:
        assert type(fact).from_dict(fact.to_dict()) == fact
