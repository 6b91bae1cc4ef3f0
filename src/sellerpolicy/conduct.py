"""Conduct: what policy says of an account's returns and messages, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sellerpolicy.facts import NEVER_AT, BuyerMessage, Marketplace, Message, Order, Return
from sellerpolicy.findings import Finding, Silences
from sellerpolicy.logic import Decision
from sellerpolicy.logic.words import in_words
from sellerpolicy.rules import messaging, returns
from sellerpolicy.rules.messaging import Answer

Ask = Callable[[Return, Order], Decision[Any]]


def returned(asked: Iterable[Return], orders: Mapping[str, Order], *, silences: Silences) -> Iterator[Finding]:
    """Judge each return whose order is known: who handles it, whether it was asked for in time, what is due by when."""
    for each in asked:
        order = orders.get(each.order_id)
        if order is not None:
            decisions = (silences.heard(ask, each, order) for ask in _asked_of(each))
            yield Finding(
                "Returns",
                f"return {each.return_id}, order {each.order_id}",
                each,
                tuple(decision for decision in decisions if decision is not None),
                silences.deadlines(returns.deadlines, each, order),
            )


def _asked_of(asked: Return) -> Iterator[Ask]:
    """What there is to decide; an answer that is still to come has its deadline instead."""
    yield from (returns.handler, returns.timeliness)
    if asked.answered_at not in (None, NEVER_AT):
        yield returns.answer
    if asked.international:
        yield returns.way_back
    yield returns.refund
    if asked.withheld is not None:
        yield returns.restocking_fee


def written(messages: Iterable[Message], *, silences: Silences) -> Iterator[Finding]:
    """Judge each message to a buyer: whether it must, may or must not be sent."""
    for each in messages:
        decision = silences.heard(messaging.permitted, each)
        if decision is not None:
            about = f"{in_words(each.purpose)} message of {each.sent_on}"
            yield Finding("Messages to buyers", about, each, (decision,))


def received(messages: Iterable[BuyerMessage], *, on: date, silences: Silences) -> Iterator[Finding]:
    """Say how many answers are late, and judge each message but those answered in time, or in no need of an answer.

    One that waits has the instant by which it must be answered; one that was answered late, or was already late when
    the day of the report began, also what that does to the seller.
    """
    given = tuple(messages)
    yield from _rates(given, on=on, silences=silences)
    for each in given:
        answer = messaging.answer(each, at=_seen_at(each, on))
        deadlines = silences.deadlines(messaging.deadlines, each)
        is_settled = answer.outcome in (Answer.IN_TIME, Answer.NOT_NEEDED) and not answer.contested
        if deadlines or not is_settled:
            effect = silences.heard(messaging.effect, each, at=_seen_at(each, on)) if _is_late(answer) else None
            decisions = (answer,) if effect is None else (answer, effect)
            yield Finding("Messages of buyers", f"message {each.message_id}", each, decisions, deadlines)


def _rates(messages: tuple[BuyerMessage, ...], *, on: date, silences: Silences) -> Iterator[Finding]:
    """How many answers were late in the times that ended before the day of the report, as they stood then."""
    if messages:
        marketplace = messages[0].marketplace
        last, began = on - timedelta(days=1), _beginning(on, marketplace)
        for window in silences.heard(messaging.response_windows, last, marketplace=marketplace) or ():
            counted = messaging.late_responses(messages, window=window, at=began)
            decision = silences.heard(messaging.practice, counted)
            if decision is not None and counted.messages:
                told = f"Late or left waiting: {counted.late} of {counted.messages}, {window}."
                yield Finding(
                    "Messages of buyers", f"answers of {window.days} days", decision.case, (decision,), (), (told,)
                )


def _is_late(answer: Decision[Answer]) -> bool:
    return answer.outcome is Answer.LATE or any(each.outcome is Answer.LATE for each in answer.disagreements)


def _seen_at(message: BuyerMessage, on: date) -> datetime:
    """The instant from which a message is seen: its answer, or else the beginning of the day of the report."""
    if message.answered_at not in (None, NEVER_AT):
        return message.answered_at
    return max(message.received_at, _beginning(on, message.marketplace))


def _beginning(day: date, marketplace: Marketplace) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(marketplace.zone))
