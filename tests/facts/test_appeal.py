"""Appeals as facts: what they refuse, and what is known of one of which little was said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from attrs import evolve, fields
from hypothesis import given

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.errors import BadFact

APPEAL = sp.Appeal(contests=sp.Matter.CHARGEBACK, arose_on=date(2024, 3, 10))


class TestAppeals:
    def test_nothing_is_said_of_its_parts(self) -> None:
        said = {field.name for field in fields(sp.Appeal) if getattr(APPEAL, field.name) is not None}
        assert said == {
            "contests",
            "arose_on",
            "marketplace",
            "plan_requested",
            "manipulation_alleged",
            "quiz_passed",
            "sent",
        }
        assert repr(APPEAL) == "Appeal(contests=Matter.CHARGEBACK, arose_on=datetime.date(2024, 3, 10))"

    @pytest.mark.parametrize("day", ["decided_on", "notified_on"])
    def test_decision_and_message_come_after(self, day: str) -> None:
        same = sp.Appeal.from_dict({"contests": "chargeback", "arose_on": "2024-03-10", day: "2024-03-10"})
        assert getattr(same, day) == date(2024, 3, 10)
        with pytest.raises(BadFact, match=rf"Appeal\.{day}: expected a day on or after 2024-03-10"):
            sp.Appeal.from_dict({"contests": "chargeback", "arose_on": "2024-03-10", day: "2024-03-09"})

    def test_what_certainly_did_not_happen(self) -> None:
        assert evolve(APPEAL, decided_on=sp.NEVER).decided_on == sp.NEVER

    def test_an_offer_has_a_time_zone(self) -> None:
        offered = datetime(2024, 3, 10, 12, tzinfo=UTC)
        assert evolve(APPEAL, quiz_offered_at=offered).quiz_offered_at == offered
        with pytest.raises(BadFact, match=r"Appeal\.quiz_offered_at: expected an aware datetime"):
            evolve(APPEAL, quiz_offered_at=datetime(2024, 3, 10, 12))  # noqa: DTZ001

    def test_misspelt(self) -> None:
        with pytest.raises(BadFact, match=r"Appeal\.contests: .*; did you mean 'chargeback'\?"):
            sp.Appeal.from_dict({"contests": "charge back", "arose_on": "2024-03-10"})
        with pytest.raises(BadFact, match="did you mean 'root_cause'"):
            sp.Appeal.from_dict({"contests": "deactivation", "arose_on": "2024-03-10", "rootcause": "yes"})

    @given(strategies.appeals())
    def test_there_and_back(self, appeal: sp.Appeal) -> None:
        assert sp.Appeal.from_dict(appeal.to_dict()) == appeal
