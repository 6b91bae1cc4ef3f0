"""Buyer satisfaction: what buyers say when Amazon asks them, and how many orders go without any trouble.

Amazon shows such rates, or showed them once, as advice: no penalty hangs on any of them. Feedback, claims and
chargebacks are something else; they count in the order defect rate.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Fact, Marketplace, Window
from sellerpolicy.facts.fact import Count, EventDay, EventTime, Identifier, Rating
from sellerpolicy.facts.given import one, one_marketplace, several
from sellerpolicy.facts.window import require_window
from sellerpolicy.logic import Condition, Confidence, DatedTerms, Decision, DecisionTable, Limit, Note
from sellerpolicy.logic import (
    Rule,
    Span,
    above,
    at_least,
    at_most,
    below,
    dated,
    days,
    guide,
    help_page,
    originally,
    share,
)
from sellerpolicy.logic import since, symbols
from sellerpolicy.rules.messaging import REMOVED

READ = "2026-11-21"
OLD_VOTES = help_page(
    "Customer service dissatisfaction rate",
    "dissatisfaction-old",
    url="https://th4.ilovetranslation.com/cNyA0mDtQAD=d",
    read=READ,
    confidence=Confidence.RELAYED,
)
UK_RATING = help_page(
    "Customer service rating (UK)",
    "LE8H7ZDEAUB3BMK",
    url="https://sellercentral.amazon.co.uk/gp/help/external/help.html?itemID=LE8H7ZDEAUB3BMK&language=en_GB",
    read=READ,
)
SURVEY = guide(
    "Amazon's buyer dissatisfaction rate",
    "northline-survey",
    url="https://www.northline-seller-recovery.com/blog/amazon-buyer-dissatisfaction-rate-1-to-5-survey-fbm-checklist",
    published="2026-06-06",
    read=READ,
)
PERFECT_2013 = guide(
    "What is the perfect order percentage?",
    "channeladvisor-perfect-orders",
    url="https://www.channeladvisor.com/blog/marketplaces/what-is-amazons-perfect-order-percentage-metric/",
    published="2013-04-24",
    read=READ,
)
PERFECT_2016 = guide(
    "How to improve your customer metrics",
    "zenstores-metrics",
    url="https://www.zenstores.com/blog/how-to-improve-your-amazon-customer-metrics",
    published="2016-10-19",
    read=READ,
)
US, UK = Marketplace.US, Marketplace.UK


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference."""

    asks_for_votes: bool = dated(
        "a text says that Amazon asks buyers whether the service solved their problem, and shows the rate",
        originally(True, OLD_VOTES),
        since("2018-10-01", False, REMOVED),
    )
    dissatisfaction_target: Limit = dated(
        "shares of dissatisfied votes that are on target", originally(below(Fraction(1, 4)), OLD_VOTES)
    )
    enough_votes: Limit = dated(
        "numbers of votes that make a customer service rating",
        since("2019-12-31", at_least(40), UK_RATING, marketplace=UK),
    )
    rating_time: Span = dated(
        "time over which the customer service rating runs", since("2019-12-31", days(28), UK_RATING, marketplace=UK)
    )
    dissatisfied: Limit = dated("answers to the survey that are dissatisfied", since("2026-06-06", at_most(2), SURVEY))
    satisfied: Limit = dated("answers to the survey that are satisfied", since("2026-06-06", at_least(4), SURVEY))
    shows_perfect: bool = dated(
        "a text says that Amazon shows how many orders were perfect",
        since("2013-04-24", True, PERFECT_2013, marketplace=(US, UK)),
        since("2018-12-31", False, PERFECT_2016, after="2016-10-19", marketplace=(US, UK)),
    )
    perfect_target: Limit = dated(
        "shares of perfect orders that are recommended",
        since("2013-04-24", above(Fraction(95, 100)), PERFECT_2013, marketplace=(US, UK)),
        since("2016-10-19", above(Fraction(97, 100)), PERFECT_2016, after="2013-04-24", marketplace=(US, UK)),
    )
    perfect_window: Span = dated(
        "length of the window of perfect orders",
        since("2013-04-24", days(90), PERFECT_2013, marketplace=(US, UK)),
    )


class Advice(Enum):
    """Whether a rate is as Amazon advises; ``NOT_SHOWN``: Amazon shows it no more, or there is nothing to measure."""

    MET = "met"
    MISSED = "missed"
    NOT_SHOWN = "not_shown"


class ServiceRating(Enum):
    """Whether there are votes enough for a customer service rating."""

    RATED = "rated"
    NOT_RATED = "not_rated"


class Mood(Enum):
    """What one answer to the survey is."""

    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"


class Course(Enum):
    """How an order went."""

    PERFECT = "perfect"
    TROUBLED = "troubled"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Vote(Fact):
    """One buyer's answer to the question whether the seller's service solved the problem.

    Args:
        matter_id: what it is about: the order, or, for the customer service rating, the conversation.
        cast_at: when it was given.
        is_content: the answer is yes.
        marketplace: the shop.
    """

    matter_id: Identifier
    cast_at: EventTime
    is_content: bool
    marketplace: Marketplace = Marketplace.US


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Votes(Fact):
    """The votes of a time, counted; ``counted`` puts them together.

    Args:
        day: the last day of the time.
        votes: how many matters have a vote.
        dissatisfied: of how many of them the latest vote is no.
        marketplace: the shop.
        days: how many calendar days the time has.
    """

    day: EventDay
    votes: Count
    dissatisfied: Count
    marketplace: Marketplace = Marketplace.US
    days: Count | None = None

    parts: ClassVar[Mapping[str, str]] = {"dissatisfied": "votes"}


@frozen(kw_only=True, weakref_slot=False, repr=False)
class SurveyAnswer(Fact):
    """One buyer's answer to Amazon's survey.

    Args:
        answered_on: the day it was given.
        stars: 1 (worst) to 5 (best).
        marketplace: the shop.
    """

    answered_on: EventDay
    stars: Rating
    marketplace: Marketplace = Marketplace.US


@frozen(kw_only=True, weakref_slot=False, repr=False)
class OrderCourse(Fact):
    """What happened to one order.

    Args:
        placed_on: day on which the buyer ordered.
        has_claim: there was an A-to-z claim.
        has_negative_feedback: there was negative feedback.
        has_chargeback: there was a chargeback.
        was_cancelled: it was cancelled.
        was_late: it was sent late.
        was_refunded: it was refunded.
        has_message: the buyer wrote about it.
        marketplace: the shop.
    """

    placed_on: EventDay
    has_claim: bool | None = None
    has_negative_feedback: bool | None = None
    has_chargeback: bool | None = None
    was_cancelled: bool | None = None
    was_late: bool | None = None
    was_refunded: bool | None = None
    has_message: bool | None = None
    marketplace: Marketplace = Marketplace.US


@frozen(kw_only=True, weakref_slot=False, repr=False)
class PerfectOrders(Fact):
    """The orders of a window, counted.

    Args:
        day: the window's last day.
        orders: how many there are.
        perfect: how many of them went without any trouble.
        marketplace: the shop.
    """

    day: EventDay
    orders: Count
    perfect: Count
    marketplace: Marketplace = Marketplace.US

    parts: ClassVar[Mapping[str, str]] = {"perfect": "orders"}


votes, survey, course, shown, terms = (
    symbols(Votes),
    symbols(SurveyAnswer),
    symbols(OrderCourse),
    symbols(PerfectOrders),
    symbols(Terms),
)

asks_for_votes = Condition(terms.asks_for_votes)
has_votes = Condition("there are votes", votes.votes > 0, OLD_VOTES)
are_few_dissatisfied = Condition(
    f"{votes.dissatisfied} dissatisfied of {votes.votes} votes are {terms.dissatisfaction_target}",
    terms.dissatisfaction_target.admits(share(votes.dissatisfied, votes.votes)),
)

SERVICE = DecisionTable(
    "is the customer service dissatisfaction rate on target",
    case=Votes,
    terms=Terms,
    day=votes.day,
    reference=OLD_VOTES,
    answers=("001-5",),
    rules=(
        Rule(~asks_for_votes | ~has_votes, then=Advice.NOT_SHOWN),
        Rule(are_few_dissatisfied, then=Advice.MET),
        Rule(asks_for_votes & has_votes & ~are_few_dissatisfied, then=Advice.MISSED),
    ),
)

are_enough = Condition(f"{votes.votes} votes are {terms.enough_votes}", terms.enough_votes.admits(votes.votes))

SERVICE_RATING = DecisionTable(
    "is there a customer service rating",
    case=Votes,
    terms=Terms,
    day=votes.day,
    reference=UK_RATING,
    answers=("001-5",),
    rules=(
        Rule(are_enough, then=ServiceRating.RATED),
        Rule(~are_enough, then=ServiceRating.NOT_RATED),
    ),
)

is_dissatisfied = Condition(
    f"{survey.stars} of five is dissatisfied, {terms.dissatisfied}", terms.dissatisfied.admits(survey.stars)
)
is_satisfied = Condition(
    f"{survey.stars} of five is satisfied, {terms.satisfied}", terms.satisfied.admits(survey.stars)
)

MOOD = DecisionTable(
    "what does the answer to the survey count as",
    case=SurveyAnswer,
    terms=Terms,
    day=survey.answered_on,
    reference=SURVEY,
    answers=("001-5",),
    rules=(
        Rule(is_dissatisfied, then=Mood.DISSATISFIED),
        Rule(is_satisfied, then=Mood.SATISFIED),
        Rule(~is_dissatisfied & ~is_satisfied, then=Mood.NEUTRAL),
    ),
)

has_claim = Condition("there was an A-to-z claim", course.has_claim, PERFECT_2013)
has_negative_feedback = Condition("there was negative feedback", course.has_negative_feedback, PERFECT_2013)
has_chargeback = Condition("there was a chargeback", course.has_chargeback, PERFECT_2013)
was_cancelled = Condition("it was cancelled", course.was_cancelled, PERFECT_2013)
was_late = Condition("it was sent late", course.was_late, PERFECT_2013)
was_refunded = Condition("it was refunded", course.was_refunded, PERFECT_2013)
has_message = Condition("the buyer wrote about it", course.has_message, PERFECT_2013)

is_troubled = has_claim | has_negative_feedback | has_chargeback | was_cancelled | was_late | was_refunded | has_message

COURSE = DecisionTable(
    "was the order perfect",
    case=OrderCourse,
    terms=Terms,
    day=course.placed_on,
    reference=PERFECT_2013,
    answers=("001-5",),
    rules=(
        Rule(is_troubled, then=Course.TROUBLED),
        Rule(~is_troubled, then=Course.PERFECT),
    ),
)

shows_perfect = Condition(terms.shows_perfect)
has_orders = Condition("the window has orders", shown.orders > 0, PERFECT_2013)
are_most_perfect = Condition(
    f"{shown.perfect} perfect of {shown.orders} orders are {terms.perfect_target}",
    terms.perfect_target.admits(share(shown.perfect, shown.orders)),
)

PERFECT = DecisionTable(
    "are enough orders perfect",
    case=PerfectOrders,
    terms=Terms,
    day=shown.day,
    reference=PERFECT_2013,
    answers=("001-5",),
    notes=(Note(f"Amazon counted the orders of {terms.perfect_window}.", PERFECT_2013, (Advice.MET, Advice.MISSED)),),
    rules=(
        Rule(~shows_perfect | ~has_orders, then=Advice.NOT_SHOWN),
        Rule(are_most_perfect, then=Advice.MET),
        Rule(shows_perfect & has_orders & ~are_most_perfect, then=Advice.MISSED),
    ),
)
TABLES = (SERVICE, SERVICE_RATING, MOOD, COURSE, PERFECT)


def counted(votes: Iterable[Vote], *, window: Window) -> Votes:
    """Count the votes of a time; of each matter only the latest vote counts.

    Args:
        votes: votes of one marketplace.
        window: the days on which they were given, in the marketplace's time zone, both ends included.

    Raises:
        BadFact: the votes are of several marketplaces.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> votes = [
        ...     sp.satisfaction.Vote(matter_id="O-1", cast_at=datetime(2018, 3, day, 18, tzinfo=UTC), is_content=yes)
        ...     for day, yes in ((1, False), (2, True))
        ... ]
        >>> found = sp.satisfaction.counted(votes, window=sp.Window.ending(date(2018, 3, 31), days=60))
        >>> found.votes, found.dissatisfied
        (1, 0)
    """
    given = several("votes", votes, Vote)
    require_window("window", window)
    marketplace = one_marketplace(given, "votes")
    latest: dict[str, Vote] = {}
    for each in sorted(given, key=_cast_at):
        if marketplace.day_of(each.cast_at) in window:
            latest[each.matter_id] = each
    return Votes(
        day=window.last,
        votes=len(latest),
        dissatisfied=sum(not each.is_content for each in latest.values()),
        marketplace=marketplace,
        days=window.days,
    )


def _cast_at(vote: Vote) -> datetime:
    return vote.cast_at


def service(votes: Votes, *, on: date | None = None, terms: Terms | None = None) -> Decision[Advice]:
    """Say whether the customer service dissatisfaction rate was on target: no votes out of all.

    Args:
        votes: what ``counted`` gave.
        on: judge by the text of this day instead of that of the time's last day.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text speaks of such votes in that marketplace; only in the US does one.
    """
    return SERVICE.decide(votes, terms, on=on)


def service_rating(votes: Votes, *, on: date | None = None, terms: Terms | None = None) -> Decision[ServiceRating]:
    """Say whether there are votes enough for a customer service rating, which runs over ``Terms.rating_time``.

    Arguments are those of ``service``; of each conversation the latest vote counts.

    Raises:
        BadFact: the votes are known to be those of a longer or shorter time.
        NoPolicyText: no text is known for that day or marketplace; the one that there is is the UK's, of 2019.
    """
    one("votes", votes, Votes)
    time = Terms.given_or_on(terms, votes.day if on is None else on, votes.marketplace).text("rating_time")
    if time is not None and votes.days not in (None, time.value.length):
        raise BadFact("Votes.days", votes.days, f"{time.value.length}, the days over which the rating runs")
    return SERVICE_RATING.decide(votes, terms, on=on)


def mood(answer: SurveyAnswer, *, on: date | None = None, terms: Terms | None = None) -> Decision[Mood]:
    """Say what one answer to Amazon's survey counts as. The account health rating does not hang on it.

    Args:
        answer: the stars.
        on: judge by the text of this day instead of that of the day on which it was given.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text is known for that day or marketplace; the survey is the US's, of 2026.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> sp.satisfaction.mood(sp.satisfaction.SurveyAnswer(answered_on=date(2026, 7, 1), stars=3)).outcome
        <Mood.NEUTRAL: 'neutral'>
    """
    return MOOD.decide(answer, terms, on=on)


def order_course(course: OrderCourse, *, on: date | None = None, terms: Terms | None = None) -> Decision[Course]:
    """Say whether an order was perfect: without any trouble, even a message of the buyer's.

    Args:
        course: what happened to it.
        on: judge by the text of this day instead of that of the day of the order.
        terms: what the policy fixes, to ask *what if*.
    """
    return COURSE.decide(course, terms, on=on)


def perfect_orders(orders: PerfectOrders, *, on: date | None = None, terms: Terms | None = None) -> Decision[Advice]:
    """Say whether as many orders were perfect as Amazon recommended.

    Args:
        orders: how many orders a window has, and how many of them were perfect.
        on: judge by the text of this day instead of that of the window's last day.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text speaks of perfect orders on that day or in that marketplace; those of the US and the UK
            do, since 2013.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> orders = sp.satisfaction.PerfectOrders(day=date(2013, 5, 1), orders=100, perfect=95)
        >>> sp.satisfaction.perfect_orders(orders).outcome
        <Advice.MISSED: 'missed'>
    """
    return PERFECT.decide(orders, terms, on=on)
