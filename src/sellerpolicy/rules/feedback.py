"""Seller feedback: what score it makes, which score buyers see, and what may be removed.

A buyer gives the seller one to five stars for an order: many are positive, few are negative, and what lies between is
neutral. The score is the positive share of all ratings left in a time: who stays silent is not in it. Amazon takes
feedback away, or strikes it through, on few grounds alone. Reviews of products are something else.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from itertools import chain
from math import ceil, floor
from typing import ClassVar, Self

from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import Fact, Feedback, FeedbackComment, Fulfiller, Marketplace, Order, Window
from sellerpolicy.facts.fact import Count
from sellerpolicy.facts.given import one, one_marketplace, several
from sellerpolicy.facts.window import require_window
from sellerpolicy.logic import EVERYWHERE, Condition, Confidence, DatedTerms, Deadline, Decision, DecisionTable, Limit
from sellerpolicy.logic import Note, Reference, Rule, Span, above, announcement, at_least, at_most, clock, dated, days
from sellerpolicy.logic import due, guide, help_page, originally, since, symbols
from sellerpolicy.logic.counting import DayCounts, answers
from sellerpolicy.logic.references import Kind
from sellerpolicy.logic.truth import share_of
from sellerpolicy.rules.order_defect_rate import REMOVAL as REMOVAL_PAGE

READ = "2026-11-21"
HELP = "https://sellercentral.amazon.com/gp/help/external/help.html?itemID="
EU_HELP = "https://sellercentral-europe.amazon.com/gp/help/external/help.html?itemID="
PAGE = help_page(
    "Feedback: how scores are worked out",
    "97692EVY8H3CZY9",
    url=f"{HELP}97692EVY8H3CZY9&language=en-US",
    read=READ,
)
EU_PAGE = help_page("Feedback (Europe)", "761", url=f"{EU_HELP}761&language=en_GB", read=READ)
EU_STRIKES = help_page(
    "Feedback on orders that Amazon fulfils (Europe)",
    "201101660",
    url=f"{EU_HELP}201101660&language=en_GB",
    read=READ,
)
BLOG = announcement(
    "What is acceptable feedback?",
    "acceptable-feedback-2012",
    url="http://www.amazonsellersupportblog.com/2012/10/what-is-acceptable-feedback.html",
    published="2012-10-29",
    read=READ,
)
MANUAL = guide(
    "Catalogue manual: removal of negative feedback (April 2023)",
    "scribd-660279952",
    url="https://www.scribd.com/document/660279952/Catalog-SOP-Negative-Feedback-Removal",
    read=READ,
)
BUYERS_TIMES = guide(
    "When buyers may leave, change and delete feedback",
    "sellerclass-13523",
    url="https://sellerclass.com/p/13523.html",
    read=READ,
)
ARTICLE = Reference(
    "source:004",
    "An article about communication and customer service",
    None,
    Kind.SOURCE,
    confidence=Confidence.SECONDARY,
)
ELSEWHERE = tuple(marketplace for marketplace in Marketplace if marketplace is not Marketplace.US)
HALF = Fraction(1, 2)


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference."""

    positive: Limit = dated("ratings that are positive", originally(at_least(4), PAGE, marketplace=EVERYWHERE))
    negative: Limit = dated("ratings that are negative", originally(at_most(2), PAGE, marketplace=EVERYWHERE))
    month: Span = dated("shortest time with a score", originally(days(30), PAGE, marketplace=EVERYWHERE))
    quarter: Span = dated("second time with a score", originally(days(90), PAGE, marketplace=EVERYWHERE))
    # Reading: the page speaks of 365 days and of twelve months on one screen; both are taken for the same time.
    year: Span = dated("longest time with a score", originally(days(365), PAGE, marketplace=EVERYWHERE))
    # Reading: shares are rounded to the nearest whole percent. No text says what happens half-way between two.
    rounds_up: bool = dated(
        "a share half-way between two whole percents is rounded up",
        originally(True, PAGE, but=PAGE.says(False), marketplace=EVERYWHERE),
    )
    # Reading: more than ten ratings show the year's score, fewer than ten that of the lifetime; ten is in neither text.
    shows_year: Limit = dated(
        "ratings of a year that show the year's score",
        originally(above(10), PAGE, but=PAGE.says(at_least(10)), marketplace=EVERYWHERE),
    )
    # Reading: where all ratings are of the past year, both texts of the page apply. The two scores are then the same.
    shows_young_lifetime: bool = dated(
        "the lifetime's score is shown where all ratings are of the past year",
        originally(True, PAGE, but=PAGE.says(False), marketplace=EVERYWHERE),
    )
    strikes_service: bool = dated(
        "comments about Amazon's service as a whole are struck through, not only those about delivery",
        originally(False, EU_STRIKES, but=ARTICLE.says(True), marketplace=ELSEWHERE),
        since("2012-10-29", True, BLOG),
        since("2018-01-01", False, REMOVAL_PAGE, but=ARTICLE.says(True), after="2012-10-29"),
    )
    # Reading: the pages speak of orders that Amazon sends. One article makes no such difference.
    strikes_sellers_orders: bool = dated(
        "comments about Amazon's service as a whole are struck through on orders that the seller sent too",
        originally(False, REMOVAL_PAGE, but=ARTICLE.says(True), marketplace=EVERYWHERE),
    )
    # The page that says so bears no date: it was live on some day from about 2018 on.
    strikes_bought_shipping: bool = dated(
        "comments about the delivery of orders sent in time with Buy Shipping are struck through",
        since("2012-10-29", False, BLOG),
        since("2018-01-01", True, REMOVAL_PAGE, but=BLOG.says(False), after="2012-10-29"),
        since("2026-11-21", True, REMOVAL_PAGE),
    )
    # Reading: the page's list of grounds is all there is. One article adds abuse, and any breach of the policies.
    removes_offences: bool = dated(
        "comments that are abusive, or break the guidelines in another way, are removed",
        originally(False, REMOVAL_PAGE, but=ARTICLE.says(True), marketplace=EVERYWHERE),
    )
    time_to_ask: Span = dated("time to ask Amazon to remove feedback", since("2023-04-30", days(90), MANUAL))
    lets_change: bool = dated("buyers may change or delete their feedback", originally(True, BUYERS_TIMES))
    time_to_change: Span = dated("time for the buyer to change or delete feedback", originally(days(60), BUYERS_TIMES))
    time_to_leave: Span = dated("time for the buyer to leave feedback", originally(days(90), BUYERS_TIMES))
    # Reading: the page counts from the order's confirmation, which is taken to come on the day of the order.
    time_to_open: Span = dated(
        "time from the order until feedback can be left", originally(days(3), EU_PAGE, marketplace=EVERYWHERE)
    )


class RatingKind(Enum):
    """What a rating is in the score."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    NOT_COUNTED = "not_counted"


class ShownScore(Enum):
    """Which score buyers see beside the seller's name."""

    YEAR = "year"
    LIFETIME = "lifetime"


class Removal(Enum):
    """What becomes of feedback when the seller asks Amazon to remove it."""

    REMOVED = "removed"
    STRUCK_THROUGH = "struck_through"
    STAYS = "stays"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class RatingCounts(Fact):
    """How many ratings there are.

    Args:
        day: the last day that counts.
        in_year: how many were left in the year up to that day.
        in_all: how many were left up to that day.
        marketplace: the shop.
    """

    day: date
    in_year: Count
    in_all: Count
    marketplace: Marketplace = Marketplace.US

    parts: ClassVar[Mapping[str, str]] = {"in_year": "in_all"}


rating, counts, comment, terms = symbols(Feedback), symbols(RatingCounts), symbols(FeedbackComment), symbols(Terms)

is_gone = Condition("the feedback was removed", rating.removed, REMOVAL_PAGE)
is_struck_through = Condition("Amazon struck the feedback through", rating.struck_through, REMOVAL_PAGE)
is_positive = Condition(
    f"a rating of {rating.rating} of 5 stars is positive, {terms.positive}", terms.positive.admits(rating.rating)
)
is_negative = Condition(
    f"a rating of {rating.rating} of 5 stars is negative, {terms.negative}", terms.negative.admits(rating.rating)
)

RATING = DecisionTable(
    "what kind of rating is it",
    case=Feedback,
    terms=Terms,
    day=rating.left_on,
    reference=PAGE,
    answers=("003-3", "004-11"),
    rules=(
        Rule(is_gone | is_struck_through, then=RatingKind.NOT_COUNTED),
        Rule(is_positive, then=RatingKind.POSITIVE),
        Rule(is_negative, then=RatingKind.NEGATIVE),
        Rule(~is_gone & ~is_struck_through & ~is_positive & ~is_negative, then=RatingKind.NEUTRAL),
    ),
)

is_young = Condition(
    f"of {counts.in_all} ratings {counts.in_year} were left within the year, and so all of them",
    counts.in_all <= counts.in_year,
    PAGE,
)
shows_young_lifetime = Condition(terms.shows_young_lifetime)
is_enough = Condition(
    f"{counts.in_year} ratings in the year are {terms.shows_year}", terms.shows_year.admits(counts.in_year)
)

SHOWN = DecisionTable(
    "which score is shown",
    case=RatingCounts,
    terms=Terms,
    day=counts.day,
    reference=PAGE,
    answers=("004-11",),
    rules=(
        Rule(is_young & shows_young_lifetime, then=ShownScore.LIFETIME),
        Rule(is_enough, then=ShownScore.YEAR),
        Rule(~is_enough, then=ShownScore.LIFETIME),
    ),
)

is_obscene = Condition("the comment has obscene or profane words", comment.is_obscene, REMOVAL_PAGE)
has_personal_data = Condition("the comment gives away personal data", comment.has_personal_data, REMOVAL_PAGE)
is_product_review = Condition("the whole comment is a review of the product", comment.is_product_review, REMOVAL_PAGE)
removes_offences = Condition(terms.removes_offences)
is_abusive = Condition("the comment is abusive", comment.is_abusive, ARTICLE)
breaks_guidelines = Condition("the comment breaks the guidelines in another way", comment.breaks_guidelines, ARTICLE)
is_sent_by_amazon = Condition("Amazon sent the order", comment.fulfilled_by == Fulfiller.AMAZON, REMOVAL_PAGE)
is_about_delivery = Condition(
    "the whole comment is about a late or missing delivery", comment.is_about_delivery, REMOVAL_PAGE
)
strikes_service = Condition(terms.strikes_service)
is_about_amazon = Condition("the whole comment is about Amazon's own service", comment.is_about_amazon, BLOG)
strikes_sellers_orders = Condition(terms.strikes_sellers_orders)
strikes_bought_shipping = Condition(terms.strikes_bought_shipping)
bought_shipping = Condition("the label was bought from Amazon", comment.bought_shipping, REMOVAL_PAGE)
shipped_on_time = Condition("the order was sent in time", comment.shipped_on_time, REMOVAL_PAGE)

is_removable = is_obscene | has_personal_data | is_product_review
is_offence = removes_offences & (is_abusive | breaks_guidelines)
is_amazons = (is_sent_by_amazon & (is_about_delivery | (strikes_service & is_about_amazon))) | (
    ~is_sent_by_amazon & strikes_sellers_orders & is_about_amazon
)
is_carriers = strikes_bought_shipping & is_about_delivery & bought_shipping & shipped_on_time

REMOVAL = DecisionTable(
    "what becomes of the feedback",
    case=FeedbackComment,
    terms=Terms,
    day=comment.left_on,
    reference=REMOVAL_PAGE,
    answers=("004-9",),
    notes=(
        Note(
            "Feedback that is removed or struck through leaves the score and the order defect rate.",
            REMOVAL_PAGE,
            (Removal.REMOVED, Removal.STRUCK_THROUGH),
        ),
        Note("A comment that is about the seller in any part stays as it is.", REMOVAL_PAGE, (Removal.STAYS,)),
    ),
    rules=(
        Rule(is_removable | is_offence, then=Removal.REMOVED),
        Rule(is_amazons | is_carriers, then=Removal.STRUCK_THROUGH),
        Rule(~is_removable & ~is_offence & ~is_amazons & ~is_carriers, then=Removal.STAYS),
    ),
)
TABLES = (RATING, SHOWN, REMOVAL)

lets_change = Condition(terms.lets_change)
CLOCKS = (
    clock(
        "ask Amazon to remove the feedback",
        when=is_removable | is_offence | is_amazons | is_carriers,
        counted_from=comment.left_on,
        within=terms.time_to_ask,
        while_unknown=comment.left_on,
        is_duty=False,
        answers=("004-9",),
    ),
    clock(
        "the buyer may change or delete the feedback",
        when=lets_change,
        counted_from=comment.left_on,
        within=terms.time_to_change,
        while_unknown=comment.left_on,
        is_duty=False,
        is_sellers=False,
    ),
)


def kind(feedback: Feedback, *, on: date | None = None, terms: Terms | None = None) -> Decision[RatingKind]:
    """Say what one rating is in the score: positive, neutral, negative, or not counted because it was taken away.

    Args:
        feedback: the stars.
        on: judge by the text of this day instead of that of the day on which it was left.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> feedback = sp.Feedback(order_id="111-1", rating=3, left_on=date(2024, 3, 5))
        >>> sp.feedback.kind(feedback).outcome
        <RatingKind.NEUTRAL: 'neutral'>
    """
    return RATING.decide(feedback, terms, on=on)


def removal(comment: FeedbackComment, *, on: date | None = None, terms: Terms | None = None) -> Decision[Removal]:
    """Say what becomes of feedback that the seller asks Amazon to remove.

    Obscene words and personal data are grounds wherever they stand in the comment; a review of the product, or a
    complaint about a delivery that is not the seller's, only where it is the whole comment. The rest stays.

    Args:
        comment: what the comment is about.
        on: judge by the text of this day instead of that of the day on which it was left.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: the outcome hangs on something of which no text is known for that day or marketplace, such as
            Buy Shipping outside the US.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> comment = sp.FeedbackComment(order_id="111-1", left_on=date(2026, 11, 21), is_product_review=True)
        >>> sp.feedback.removal(comment).outcome
        <Removal.REMOVED: 'removed'>
    """
    return REMOVAL.decide(comment, terms, on=on)


def deadlines(comment: FeedbackComment, *, on: date | None = None, terms: Terms | None = None) -> tuple[Deadline, ...]:
    """Say by which day the seller may ask for the removal, and the buyer may change the feedback, if it can be at all.

    Days are calendar days, the last one included. Both times rest on guides, not on words of Amazon's.
    ``on`` and ``terms`` are as in ``removal``.

    Raises:
        NoPolicyText: a time is needed of which no text is known for that day or marketplace.
    """
    return due(CLOCKS, comment, on=on, terms=terms)


def leaving_window(order: Order, *, on: date | None = None, terms: Terms | None = None) -> Window:
    """Say on which days a buyer may leave feedback on an order (calendar days, both ends included).

    The end rests on a guide, not on words of Amazon's.

    Args:
        order: the order; only the day on which it was placed matters.
        on: judge by the text of this day instead of that of the order's own.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text is known for the marketplace.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> order = sp.Order(order_id="111-1", placed_on=date(2024, 3, 1))
        >>> print(sp.feedback.leaving_window(order))
        2024-03-04 to 2024-05-30
    """
    one("order", order, Order)
    day = order.placed_on if on is None else on
    own = Terms.given_or_on(terms, day, order.marketplace)
    if own.time_to_leave is None:  # no text abroad
        raise Terms.silence("time_to_leave", day, order.marketplace)
    return Window(first=order.placed_on + own.time_to_open, last=order.placed_on + own.time_to_leave)


@frozen
class ShownShares:
    """The shares of the three kinds as Amazon shows them, in whole percent.

    Each is rounded to the nearest by itself, so that they need not add up to 100.

    Args:
        positive: percent.
        neutral: percent.
        negative: percent.
        contested: one of them lies half-way between two whole percents, and no text says which of them is shown.
    """

    positive: int
    neutral: int
    negative: int
    contested: bool


@frozen(kw_only=True)
class Score:
    """The ratings that were left in a time, and what they make.

    Args:
        window: the days on which they were left.
        positive: how many are positive.
        neutral: how many are neutral; they are in the whole, and so lower the score.
        negative: how many are negative.
        shown: their shares as Amazon shows them; ``None`` where there are no ratings.
    """

    window: Window
    positive: int
    neutral: int
    negative: int
    shown: ShownShares | None

    @property
    def ratings(self) -> int:
        """How many ratings count."""
        return self.positive + self.neutral + self.negative

    @property
    def score(self) -> Fraction | None:
        """The positive share of the ratings, exactly; ``None`` where there are none."""
        return share_of(self.positive, self.ratings)

    @property
    def neutral_share(self) -> Fraction | None:
        """The neutral share of the ratings, exactly; ``None`` where there are none."""
        return share_of(self.neutral, self.ratings)

    @property
    def negative_share(self) -> Fraction | None:
        """The negative share of the ratings, exactly; ``None`` where there are none."""
        return share_of(self.negative, self.ratings)

    @answers("003-3")
    def negative_share_of(self, sales: int) -> Fraction | None:
        """The negative share of all sales, those of silent buyers included; ``None`` for no sales.

        It shows what the score does not: how many buyers were content and said nothing. The order defect rate counts
        in this way, though by the day of the order.

        Args:
            sales: how many orders the ratings are from; fewer than there are ratings raise ``BadFact``.

        Example:
            >>> from datetime import date
            >>> import sellerpolicy as sp
            >>> feedback = [
            ...     sp.Feedback(order_id=f"111-{number}", rating=stars, left_on=date(2024, 3, 5))
            ...     for number, stars in enumerate((5, 1, 1))
            ... ]
            >>> score = sp.feedback.score(feedback, window=sp.Window.ending(date(2024, 3, 31), days=30))
            >>> score.score, score.negative_share_of(50)
            (Fraction(1, 3), Fraction(1, 25))
        """
        if isinstance(sales, bool) or not isinstance(sales, int) or sales < self.ratings:
            raise BadFact("sales", sales, f"a whole number, at least {self.ratings}, the number of ratings")
        return share_of(self.negative, sales)


@frozen(kw_only=True)
class Scores:
    """The four scores that Amazon shows a seller, each of the ratings left in a time that ends on the same day.

    Args:
        month: of the shortest time, ``Terms.month``.
        quarter: of the second time, ``Terms.quarter``.
        year: of the longest time, ``Terms.year``.
        lifetime: of all days from the first rating on.
        shown: which of them buyers see.
    """

    month: Score
    quarter: Score
    year: Score
    lifetime: Score
    shown: Decision[ShownScore]


@answers("003-3", "004-11")
def score(feedback: Iterable[Feedback], *, window: Window, terms: Terms | None = None) -> Score:
    """Count the ratings that were left in a time.

    A rating counts by the day on which it was left, whenever its order was placed; the window's first and last day are
    included. What was removed or struck through does not count.

    Args:
        feedback: ratings of one marketplace, at most one that counts for each order.
        window: calendar days.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: an order has two ratings that count, or the ratings are of several marketplaces.
    """
    require_window("window", window)
    ratings = Ratings.of(feedback, terms)
    return ratings.score(window, terms)


@answers("003-3", "004-11")
def scores(feedback: Iterable[Feedback], *, last: date, terms: Terms | None = None) -> Scores:
    """Work out the four scores that Amazon shows on one day, and which of them buyers see.

    Arguments and errors are those of ``score``; ``last`` is the last day of all four times, and its text applies.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> feedback = [
        ...     sp.Feedback(order_id="111-1", rating=5, left_on=date(2024, 3, 5)),
        ...     sp.Feedback(order_id="111-2", rating=1, left_on=date(2024, 1, 9)),
        ... ]
        >>> scores = sp.feedback.scores(feedback, last=date(2024, 3, 31))
        >>> scores.month.score, scores.quarter.score
        (Fraction(1, 1), Fraction(1, 2))
    """
    ratings = Ratings.of(feedback, terms)
    own = Terms.given_or_on(terms, last, ratings.marketplace)
    month, quarter, year = (
        ratings.score(Window.ending(last, days=span.length), terms) for span in (own.month, own.quarter, own.year)
    )
    lifetime = ratings.score(Window(first=min([last, *ratings.days]), last=last), terms)
    held = RatingCounts(day=last, in_year=year.ratings, in_all=lifetime.ratings, marketplace=ratings.marketplace)
    return Scores(month=month, quarter=quarter, year=year, lifetime=lifetime, shown=SHOWN.decide(held, terms))


@answers("001-5")
def daily_scores(
    feedback: Iterable[Feedback], *, first: date, last: date, days: int, terms: Terms | None = None
) -> tuple[Score, ...]:
    """Count the ratings of every window that ends on a day from ``first`` to ``last``, both included.

    Each is what ``score`` gives for that window. All take one pass over the ratings.

    Args:
        feedback: ratings of one marketplace, at most one that counts for each order.
        first: the last day of the first window.
        last: the last day of the last window.
        days: calendar days in each window; Amazon shows ``month``, ``quarter`` and ``year`` of ``Terms``.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: as ``score`` does, and where ``last`` is before ``first``.
    """
    ratings = Ratings.of(feedback, terms)
    lasts = Window(first=first, last=last)
    span = Window(first=Window.ending(first, days=days).first, last=last)
    columns = (DayCounts.of(each, span).rolling(lasts, days=days) for each in ratings.by_kind)
    windows = (Window.ending(first + timedelta(days=number), days=days) for number in range(lasts.days))
    return tuple(
        _score(window, counted, Terms.given_or_on(terms, window.last, ratings.marketplace))
        for window, *counted in zip(windows, *columns, strict=True)
    )


@frozen(eq=False)
class Ratings:
    """The ratings of one marketplace that count, by kind and by the day on which they were left.

    Args:
        marketplace: the shop; the US where there are no ratings.
        by_kind: how many were left on each day, positive, neutral and negative ones.
    """

    marketplace: Marketplace
    by_kind: tuple[Counter[date], Counter[date], Counter[date]]

    @classmethod
    def of(cls, feedback: Iterable[Feedback], terms: Terms | None) -> Self:
        """Read ratings; two of one order that count, or a second marketplace, raise ``BadFact``."""
        given = several("feedback", feedback, Feedback)
        marketplace = one_marketplace(given, "ratings")
        kinds = [(RATING.outcome(each, terms), each) for each in given]
        counting = [(kind, each) for kind, each in kinds if kind is not RatingKind.NOT_COUNTED]
        rated = Counter(each.order_id for _, each in counting)
        twice = next((order_id for order_id, times in rated.items() if times > 1), None)
        if twice is not None:
            raise BadFact("Feedback.order_id", twice, "one rating that counts for each order")

        def by_day(wanted: RatingKind) -> Counter[date]:
            return Counter(each.left_on for kind, each in counting if kind is wanted)

        kinds_by_day = (by_day(RatingKind.POSITIVE), by_day(RatingKind.NEUTRAL), by_day(RatingKind.NEGATIVE))
        return cls(marketplace, kinds_by_day)

    @property
    def days(self) -> Iterator[date]:
        """The days on which any were left."""
        return chain.from_iterable(self.by_kind)

    def score(self, window: Window, terms: Terms | None) -> Score:
        """The score of one window."""
        counted = [sum(number for day, number in each.items() if day in window) for each in self.by_kind]
        return _score(window, counted, Terms.given_or_on(terms, window.last, self.marketplace))


def _score(window: Window, counted: Iterable[int], terms: Terms) -> Score:
    positive, neutral, negative = counted
    return Score(
        window=window,
        positive=positive,
        neutral=neutral,
        negative=negative,
        shown=_shown(positive, neutral, negative, terms),
    )


def _shown(positive: int, neutral: int, negative: int, terms: Terms) -> ShownShares | None:
    whole = positive + neutral + negative
    if not whole:
        return None
    percents = [Fraction(100 * part, whole) for part in (positive, neutral, negative)]
    text = terms.text("rounds_up")
    is_halfway = any(percent % 1 == HALF for percent in percents)
    shown = [_rounded(percent, up=terms.rounds_up) for percent in percents]
    return ShownShares(shown[0], shown[1], shown[2], contested=is_halfway and text is not None and text.others != ())


def _rounded(percent: Fraction, *, up: bool) -> int:
    """The nearest whole percent; half-way between two, the upper or the lower one."""
    return floor(percent + HALF) if up else ceil(percent - HALF)
