"""Messages as facts: what cannot have happened is refused, and what is unknown stays so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

import sellerpolicy as sp

CAME = datetime(2024, 3, 1, 18, tzinfo=UTC)
WROTE = sp.BuyerMessage(message_id="M-1", received_at=CAME)
SENT = sp.Message(purpose=sp.Purpose.INVOICE, sent_on=date(2024, 3, 10), deliver_from=date(2024, 3, 4))


class TestMessages:
    """What a seller writes to a buyer."""

    def test_texts_name_purpose_and_channel(self) -> None:
        read = sp.Message.from_dict({"purpose": "invoice", "sent_on": "2024-03-10", "deliver_from": "2024-03-04"})
        assert read == SENT
        assert read.channel is None
        assert sp.Message.from_dict(SENT.to_dict()) == SENT

    def test_a_misspelt_purpose(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="did you mean 'review_request'"):
            sp.Message.from_dict({"purpose": "review_requst", "sent_on": "2024-03-10"})

    def test_the_latest_estimate_is_not_before_the_earliest(self) -> None:
        assert evolve(SENT, deliver_by=date(2024, 3, 4)).deliver_by == SENT.deliver_from
        with pytest.raises(sp.errors.BadFact, match=r"Message\.deliver_by: expected a day on or after 2024-03-04"):
            evolve(SENT, deliver_by=date(2024, 3, 3))

    def test_requests_are_counted(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="a whole number, at least 0"):
            evolve(SENT, requests_before=-1)


class TestBuyersMessages:
    """What a buyer writes to the seller."""

    def test_an_answer_comes_after_the_message(self) -> None:
        assert evolve(WROTE, answered_at=CAME).answered_at == CAME
        with pytest.raises(sp.errors.BadFact, match=r"BuyerMessage\.answered_at: expected an instant on or after"):
            evolve(WROTE, answered_at=CAME - timedelta(seconds=1))

    def test_it_came_at_a_known_instant(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="an aware datetime"):
            evolve(WROTE, received_at=datetime(2024, 3, 1, 18))  # noqa: DTZ001
