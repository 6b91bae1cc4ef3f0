"""Messaging: on which days its texts begin, where they hold, and which other readings they leave."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from attrs import evolve

import sellerpolicy as sp
from sellerpolicy.logic import days, hours
from sellerpolicy.rules.messaging import READ
from sellerpolicy.rules.order_defect_rate import WARNING

messaging = sp.messaging
US = {sp.Marketplace.US}
EVERYWHERE = set(sp.Marketplace)
BEGINNING = date.min.isoformat()
NOVEMBER_2020 = "2020-11-06"
BUTTON = "2019-11-30"


def texts(name: str) -> list[tuple[str, str | None, object, list[object], set[sp.Marketplace]]]:
    """The texts of a term: first day, last day certainly before it, value, other readings, marketplaces."""
    found = []
    for entry in messaging.Terms.history():
        if entry.id == f"messaging.{name}":
            text = entry.text
            after = None if text.after is None else text.after.isoformat()
            others = [each.value for each in text.others]
            found.append((text.since.isoformat(), after, text.value, others, set(text.marketplaces)))
    return found


class TestCalendar:
    """004-1, 004-3, 004-4, 004-12: since when what is asked of messages, and where."""

    @pytest.mark.parametrize(
        ("name", "value", "others"),
        [
            ("time_to_write", sp.at_most(days(30)), []),
            ("completes_by_delivery", True, [False]),
            ("restricts_contents", True, []),
            ("spares_needed_links", True, [False]),
            ("margins", sp.at_most(20), []),
            ("image_widths", sp.at_most(80), []),
            ("font_sizes", sp.at_most(3), []),
            ("line_breaks", sp.at_most(2), []),
            ("forbids_courtesies", True, []),
        ],
    )
    def test_the_guidelines_of_november_2020(self, name: str, value: object, others: list[object]) -> None:
        assert texts(name) == [(NOVEMBER_2020, None, value, others, EVERYWHERE)]

    @pytest.mark.parametrize(
        ("name", "most"),
        [("text_lengths", 2000), ("customization_lengths", 800), ("key_lengths", 400), ("attachments", 5)],
    )
    def test_what_the_interface_takes(self, name: str, most: int) -> None:
        """004-2: as its documentation stood in August 2026."""
        assert texts(name) == [("2026-08-31", None, sp.at_most(most), [], EVERYWHERE)]

    def test_to_ask_for_a_change_of_feedback(self) -> None:
        assert texts("forbids_asking_for_change") == [
            (BEGINNING, None, True, [False], EVERYWHERE),
            (NOVEMBER_2020, None, True, [False], EVERYWHERE),
        ]

    def test_own_words(self) -> None:
        assert texts("allows_own_words") == [(BEGINNING, None, True, [False], EVERYWHERE)]

    def test_amazons_own_request(self) -> None:
        assert texts("opens_after") == [
            (BUTTON, None, days(4), [], EVERYWHERE),
            (READ, BUTTON, days(5), [], EVERYWHERE),
        ]
        assert texts("closes_after") == [(BUTTON, None, days(30), [], EVERYWHERE)]
        assert texts("counts_from_estimate") == [
            (BUTTON, None, False, [], EVERYWHERE),
            (READ, BUTTON, True, [False], EVERYWHERE),
        ]

    def test_opting_out(self) -> None:
        assert texts("heeds_opt_out") == [
            (BEGINNING, None, False, [True], EVERYWHERE),
            (READ, None, True, [], EVERYWHERE),
        ]

    def test_the_time_to_answer(self) -> None:
        assert texts("time_to_answer") == [
            (BEGINNING, None, hours(24), [], EVERYWHERE),
            ("2015-12-01", None, hours(12), [], US),
            ("2016-01-01", None, hours(24), [], US),
        ]


class TestWhatHangsOnThem:
    """What the first day decides."""

    def test_before_the_guidelines_nobody_says_what_a_message_must_name(self) -> None:
        """004-3: a message that names no order was first forbidden on 6 November 2020."""
        message = sp.Message(
            purpose=sp.Purpose.INVOICE,
            sent_on=date(2020, 11, 6),
            channel=sp.Channel.MESSAGING,
            presses=False,
            offers_incentive=False,
            steers=False,
            is_abusive=False,
            names_order=False,
        )
        assert messaging.permitted(message).outcome is messaging.Permission.FORBIDDEN
        assert messaging.permitted(evolve(message, sent_on=date(2020, 11, 5))).outcome is None

    def test_the_prohibition_to_ask_for_a_change_cites_the_text_of_its_day(self) -> None:
        def cited(sent_on: date) -> set[str]:
            asked = sp.Message(purpose=sp.Purpose.FEEDBACK_CHANGE, sent_on=sent_on)
            return {reference.id for reference in messaging.permitted(asked, on=sent_on).references}

        assert messaging.GUIDELINES.id in cited(date(2020, 11, 6))
        assert WARNING.id in cited(date(2020, 11, 5))

    def test_in_the_last_instant_an_answer_is_in_time(self) -> None:
        received = datetime(2026, 11, 20, 9, tzinfo=UTC)
        message = sp.BuyerMessage(
            message_id="M-1",
            received_at=received,
            answered_at=received.replace(day=21),
            is_auto_reply=False,
        )
        decision = messaging.answer(message, at=received.replace(day=22))
        assert (decision.outcome, decision.contested) == (messaging.Answer.IN_TIME, True)
