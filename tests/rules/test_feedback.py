"""Seller feedback: scores, which of them is shown, and what may be removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.logic import days

Terms = sp.feedback.Terms
Kind = sp.feedback.RatingKind
Removal = sp.feedback.Removal
Shown = sp.feedback.ShownScore
removal = sp.feedback.removal
deadlines = sp.feedback.deadlines

LAST = date(2024, 3, 31)
MARCH = sp.Window.ending(LAST, days=30)
US, UK = sp.Marketplace.US, sp.Marketplace.UK
PLAIN = sp.FeedbackComment(
    order_id="111-1",
    left_on=date(2026, 11, 21),
    is_obscene=False,
    has_personal_data=False,
    is_product_review=False,
    is_about_delivery=False,
    is_about_amazon=False,
    bought_shipping=False,
    shipped_on_time=False,
    is_abusive=False,
    breaks_guidelines=False,
)
BY_AMAZON = evolve(PLAIN, fulfilled_by=sp.Fulfiller.AMAZON)
BOUGHT = evolve(PLAIN, is_about_delivery=True, bought_shipping=True, shipped_on_time=True)


def ratings(*stars: int, left_on: date = date(2024, 3, 5)) -> list[sp.Feedback]:
    """Ratings of as many orders, all left on one day."""
    return [sp.Feedback(order_id=f"111-{number}", rating=each, left_on=left_on) for number, each in enumerate(stars)]


def left(*days_left: date) -> list[sp.Feedback]:
    """Ratings of five stars left on these days."""
    return [sp.Feedback(order_id=f"111-{number}", rating=5, left_on=day) for number, day in enumerate(days_left)]


class TestSilentBuyers:
    """003-3: of 50 sales one is rated well and two badly: the score is bad, and silent buyers do not help it."""

    def test_the_score_is_a_third_while_one_sale_in_twenty_five_went_wrong(self) -> None:
        score = sp.feedback.score(ratings(5, 1, 1), window=MARCH)
        assert score.score == Fraction(1, 3)
        assert score.negative_share == Fraction(2, 3)
        assert score.neutral_share == 0
        assert score.negative_share_of(50) == Fraction(2, 50)

    def test_the_order_defect_rate_counts_the_sales(self) -> None:
        orders = [sp.Order(order_id=f"111-{number}", placed_on=date(2024, 3, 4)) for number in range(50)]
        rate = sp.order_defect_rate.rate(orders, feedback=ratings(5, 1, 1), window=MARCH)
        assert (rate.negative_feedback, rate.orders) == (2, 50)

    def test_amazon_shows_it_in_whole_percents(self) -> None:
        shown = sp.feedback.score(ratings(5, 1, 1), window=MARCH).shown
        assert shown == sp.feedback.ShownShares(33, 0, 67, contested=False)

    @pytest.mark.parametrize("sales", [2, -1, True, "50", 50.0])
    def test_there_cannot_be_fewer_sales_than_ratings(self, sales: Any) -> None:
        score = sp.feedback.score(ratings(5, 1, 1), window=MARCH)
        with pytest.raises(sp.errors.BadFact, match="sales: expected a whole number, at least 3"):
            score.negative_share_of(sales)

    def test_as_many_sales_as_ratings(self) -> None:
        assert sp.feedback.score(ratings(5, 1, 1), window=MARCH).negative_share_of(3) == Fraction(2, 3)

    def test_of_no_sales_there_is_no_share(self) -> None:
        assert sp.feedback.score([], window=MARCH).negative_share_of(0) is None


class TestKinds:
    """003-3: four and five stars are positive, three are neutral and lower the score, one and two are negative."""

    @pytest.mark.parametrize(
        ("stars", "kind"),
        [(1, Kind.NEGATIVE), (2, Kind.NEGATIVE), (3, Kind.NEUTRAL), (4, Kind.POSITIVE), (5, Kind.POSITIVE)],
    )
    def test_by_stars(self, stars: int, kind: sp.feedback.RatingKind) -> None:
        decision = sp.feedback.kind(ratings(stars)[0])
        assert decision.outcome is kind
        assert not decision.contested

    @pytest.mark.parametrize("change", [{"removed": True}, {"struck_through": True}])
    def test_what_was_taken_away_does_not_count(self, change: dict[str, Any]) -> None:
        (gone,) = (evolve(each, **change) for each in ratings(1))
        assert sp.feedback.kind(gone).outcome is Kind.NOT_COUNTED
        score = sp.feedback.score([*ratings(5, 5), evolve(gone, order_id="gone")], window=MARCH)
        assert (score.positive, score.negative) == (2, 0)
        assert score.score == 1

    def test_a_neutral_rating_lowers_the_score(self) -> None:
        score = sp.feedback.score(ratings(5, 4, 3, 2), window=MARCH)
        assert (score.positive, score.neutral, score.negative, score.ratings) == (2, 1, 1, 4)
        assert score.score == Fraction(1, 2)

    def test_another_days_text_and_other_terms_can_be_asked_for(self) -> None:
        three = ratings(3)[0]
        assert sp.feedback.kind(three, on=date(2015, 1, 1)).policy_day == date(2015, 1, 1)
        generous = evolve(Terms.on(LAST), positive=sp.at_least(3))
        assert sp.feedback.kind(three, terms=generous).outcome is Kind.POSITIVE
        assert sp.feedback.score([three], window=MARCH, terms=generous).positive == 1


class TestShownShares:
    """004-11: the feedback score is one of the figures to watch; Amazon rounds each share by itself."""

    def test_thirds_add_up_to_99(self) -> None:
        shown = sp.feedback.score(ratings(5, 3, 1), window=MARCH).shown
        assert shown == sp.feedback.ShownShares(33, 33, 33, contested=False)

    def test_half_way_is_rounded_up_and_no_text_says_so(self) -> None:
        shown = sp.feedback.score(ratings(5, 1, 1, 1, 1, 1, 1, 1), window=MARCH).shown  # 12.5 % and 87.5 %
        assert shown == sp.feedback.ShownShares(13, 0, 88, contested=True)

    def test_half_way_abroad(self) -> None:
        abroad = [evolve(each, marketplace=UK) for each in ratings(5, 1, 1, 1, 1, 1, 1, 1)]
        shown = sp.feedback.score(abroad, window=MARCH).shown
        assert shown == sp.feedback.ShownShares(13, 0, 88, contested=True)

    def test_half_way_by_the_other_reading(self) -> None:
        down = evolve(Terms.on(LAST), rounds_up=False)
        shown = sp.feedback.score(ratings(5, 1, 1, 1, 1, 1, 1, 1), window=MARCH, terms=down).shown
        assert shown == sp.feedback.ShownShares(12, 0, 87, contested=False)

    def test_off_the_half_both_readings_agree(self) -> None:
        down = evolve(Terms.on(LAST), rounds_up=False)
        for terms in (None, down):
            shown = sp.feedback.score(ratings(5, 5, 3), window=MARCH, terms=terms).shown
            assert shown == sp.feedback.ShownShares(67, 33, 0, contested=False)

    def test_of_no_ratings_nothing_is_shown(self) -> None:
        score = sp.feedback.score([], window=MARCH)
        assert (score.shown, score.score, score.neutral_share, score.negative_share) == (None, None, None, None)

    @given(st.lists(st.integers(1, 5), min_size=1, max_size=60))
    def test_each_is_within_half_a_percent_of_the_exact_share(self, stars: list[int]) -> None:
        score = sp.feedback.score(ratings(*stars), window=MARCH)
        assert score.shown is not None
        pairs = (
            (score.shown.positive, score.score),
            (score.shown.neutral, score.neutral_share),
            (score.shown.negative, score.negative_share),
        )
        distances = [abs(Fraction(percent) - 100 * share) for percent, share in pairs if share is not None]
        assert len(distances) == 3
        assert max(distances) <= Fraction(1, 2)
        assert score.shown.contested is (Fraction(1, 2) in distances)


class TestScores:
    """004-11: the feedback score is one of the figures to watch: of 30, 90 and 365 days, and of all time."""

    @pytest.mark.parametrize(
        ("name", "first"),
        [("month", date(2024, 3, 2)), ("quarter", date(2024, 1, 2)), ("year", date(2023, 4, 2))],
    )
    def test_the_first_and_the_last_day_count_and_the_days_beside_them_do_not(self, name: str, first: date) -> None:
        given_days = (first - timedelta(days=1), first, LAST, LAST + timedelta(days=1))
        score: sp.feedback.Score = getattr(sp.feedback.scores(left(*given_days), last=LAST), name)
        assert score.window == sp.Window(first=first, last=LAST)
        assert score.positive == 2

    def test_the_lifetime_begins_with_the_first_rating(self) -> None:
        lifetime = sp.feedback.scores(left(date(2019, 5, 6), LAST), last=LAST).lifetime
        assert lifetime.window == sp.Window(first=date(2019, 5, 6), last=LAST)
        assert lifetime.positive == 2

    def test_without_ratings_the_lifetime_is_the_day_itself(self) -> None:
        scores = sp.feedback.scores([], last=LAST)
        assert scores.lifetime.window == sp.Window(first=LAST, last=LAST)
        assert scores.lifetime.ratings == 0

    def test_a_rating_after_the_last_day_is_not_there_yet(self) -> None:
        lifetime = sp.feedback.scores(left(date(2024, 5, 1)), last=LAST).lifetime
        assert (lifetime.window.days, lifetime.ratings) == (1, 0)

    def test_other_terms(self) -> None:
        short = evolve(Terms.on(LAST), month=days(1))
        scores = sp.feedback.scores(left(date(2024, 3, 30), LAST), last=LAST, terms=short)
        assert scores.month.positive == 1
        assert scores.quarter.positive == 2

    def test_abroad_the_same_holds(self) -> None:
        abroad = [evolve(each, marketplace=UK) for each in ratings(5, 1)]
        scores = sp.feedback.scores(abroad, last=LAST)
        assert scores.month.score == Fraction(1, 2)
        assert scores.shown.case.marketplace is UK


class TestWhichScoreIsShown:
    """004-11: buyers see the year's score of a seller with more than ten ratings in it, else that of the lifetime."""

    @pytest.mark.parametrize(
        ("in_year", "older", "shown", "contested"),
        [
            (9, 1, Shown.LIFETIME, False),
            (10, 1, Shown.LIFETIME, True),
            (11, 1, Shown.YEAR, False),
            (9, 0, Shown.LIFETIME, False),
            (10, 0, Shown.LIFETIME, False),
            (11, 0, Shown.LIFETIME, True),
            (0, 0, Shown.LIFETIME, False),
        ],
    )
    def test_by_the_number_of_ratings(
        self, in_year: int, older: int, shown: sp.feedback.ShownScore, contested: bool
    ) -> None:
        feedback = left(*[LAST] * in_year, *[date(2020, 1, 1)] * older)
        decision = sp.feedback.scores(feedback, last=LAST).shown
        assert (decision.outcome, decision.contested) == (shown, contested)

    @pytest.mark.parametrize(
        ("in_year", "shown", "contested"),
        [(9, Shown.LIFETIME, False), (10, Shown.LIFETIME, True), (11, Shown.YEAR, False)],
    )
    def test_abroad(self, in_year: int, shown: sp.feedback.ShownScore, contested: bool) -> None:
        feedback = [evolve(each, marketplace=UK) for each in left(*[LAST] * in_year, date(2020, 1, 1))]
        decision = sp.feedback.scores(feedback, last=LAST).shown
        assert (decision.outcome, decision.contested) == (shown, contested)

    def test_exactly_ten_are_in_neither_text(self) -> None:
        decision = sp.feedback.scores(left(*[LAST] * 10, date(2020, 1, 1)), last=LAST).shown
        (doubt,) = decision.disagreements
        assert (doubt.term, doubt.reading, doubt.other) == ("feedback.shows_year", sp.above(10), sp.at_least(10))
        assert doubt.outcome is Shown.YEAR

    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_where_all_are_of_the_year_both_texts_apply(self, marketplace: sp.Marketplace) -> None:
        feedback = [evolve(each, marketplace=marketplace) for each in left(*[LAST] * 11)]
        decision = sp.feedback.scores(feedback, last=LAST).shown
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [
            ("feedback.shows_young_lifetime", Shown.YEAR)
        ]


class TestDailyScores:
    """001-5: watch negative feedback for trends."""

    def test_a_bad_rating_comes_and_goes(self) -> None:
        feedback = [*left(date(2024, 3, 1)), sp.Feedback(order_id="bad", rating=1, left_on=date(2024, 3, 3))]
        scores = sp.feedback.daily_scores(feedback, first=date(2024, 3, 1), last=date(2024, 3, 6), days=3)
        assert [(score.positive, score.negative) for score in scores] == [
            (1, 0),
            (1, 0),
            (1, 1),
            (0, 1),
            (0, 1),
            (0, 0),
        ]
        assert scores[0].window == sp.Window(first=date(2024, 2, 28), last=date(2024, 3, 1))

    @given(
        st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))),
        st.integers(0, 25),
        st.integers(0, 9),
        st.integers(1, 12),
    )
    def test_each_is_what_score_gives(
        self, given_ratings: list[tuple[int, int]], start: int, run: int, length: int
    ) -> None:
        feedback = [
            sp.Feedback(order_id=str(number), rating=stars, left_on=date(2024, 3, 1) + timedelta(days=day))
            for number, (day, stars) in enumerate(given_ratings)
        ]
        first = date(2024, 3, 1) + timedelta(days=start)
        last = first + timedelta(days=run)
        daily = sp.feedback.daily_scores(feedback, first=first, last=last, days=length)
        lasts = [first + timedelta(days=number) for number in range(run + 1)]
        assert list(daily) == [
            sp.feedback.score(feedback, window=sp.Window.ending(each, days=length)) for each in lasts
        ]

    def test_an_empty_run_is_refused(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="Window.last"):
            sp.feedback.daily_scores([], first=LAST, last=date(2024, 3, 30), days=3)


class TestBadRatings:
    """003-3: what cannot be counted is refused, and named."""

    @pytest.mark.parametrize(
        ("feedback", "problem"),
        [
            (
                [*ratings(5), *ratings(1)],
                "Feedback.order_id: expected one rating that counts for each order, got '111-0'",
            ),
            (
                [*ratings(5), sp.Feedback(order_id="2", rating=1, left_on=LAST, marketplace=UK)],
                "Feedback.marketplace: expected 'us', one marketplace for all ratings, got 'uk'",
            ),
            ([PLAIN], "feedback: expected only facts of the kind Feedback"),
        ],
    )
    def test_refused(self, feedback: Iterable[Any], problem: str) -> None:
        with pytest.raises(sp.errors.BadFact, match=problem):
            sp.feedback.score(feedback, window=MARCH)

    def test_a_removed_rating_may_have_a_follower(self) -> None:
        (gone,) = (evolve(each, removed=True) for each in ratings(1))
        assert sp.feedback.score([gone, *ratings(5)], window=MARCH).score == 1
        assert sp.feedback.score([*ratings(5), gone], window=MARCH).score == 1


class TestRemoval:
    """004-9: feedback may be removed where it is abusive, breaks the policies, or is about Amazon's service alone."""

    @pytest.mark.parametrize("ground", ["is_obscene", "has_personal_data", "is_product_review"])
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_grounds(self, ground: str, marketplace: sp.Marketplace) -> None:
        changes: dict[str, Any] = {ground: True, "marketplace": marketplace}
        decision = removal(evolve(PLAIN, **changes))
        assert decision.outcome is Removal.REMOVED
        assert not decision.contested
        assert len(decision.notes) == 1

    def test_without_a_ground_it_stays(self) -> None:
        decision = removal(PLAIN)
        assert decision.outcome is Removal.STAYS
        assert not decision.contested
        assert [note.text for note in decision.notes] == [
            "A comment that is about the seller in any part stays as it is."
        ]

    @pytest.mark.parametrize("offence", ["is_abusive", "breaks_guidelines"])
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_abuse_and_other_breaches_are_grounds_by_an_article_alone(
        self, offence: str, marketplace: sp.Marketplace
    ) -> None:
        changes: dict[str, Any] = {offence: True, "marketplace": marketplace}
        decision = removal(evolve(PLAIN, **changes))
        assert decision.outcome is Removal.STAYS
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [
            ("feedback.removes_offences", Removal.REMOVED)
        ]

    def test_a_delivery_by_amazon_is_struck_through(self) -> None:
        decision = removal(evolve(BY_AMAZON, is_about_delivery=True))
        assert decision.outcome is Removal.STRUCK_THROUGH
        assert not decision.contested

    def test_a_delivery_by_the_seller_is_not(self) -> None:
        assert removal(evolve(PLAIN, is_about_delivery=True)).outcome is Removal.STAYS

    def test_a_comment_about_more_than_the_delivery_stays(self) -> None:
        assert removal(BY_AMAZON).outcome is Removal.STAYS

    def test_removal_comes_before_striking_through(self) -> None:
        assert removal(evolve(BY_AMAZON, is_about_delivery=True, is_obscene=True)).outcome is Removal.REMOVED

    @pytest.mark.parametrize(
        ("left_on", "outcome", "contested"),
        [
            (date(2012, 10, 29), Removal.STRUCK_THROUGH, False),
            (date(2012, 10, 30), Removal.STRUCK_THROUGH, True),
            (date(2017, 12, 31), Removal.STRUCK_THROUGH, True),
            (date(2018, 1, 1), Removal.STAYS, True),
            (date(2026, 11, 21), Removal.STAYS, True),
        ],
    )
    def test_in_2012_all_of_amazons_service_was_meant(
        self, left_on: date, outcome: sp.feedback.Removal, contested: bool
    ) -> None:
        decision = removal(evolve(BY_AMAZON, is_about_amazon=True, left_on=left_on))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_abroad_delivery_alone_was_ever_meant(self) -> None:
        decision = removal(evolve(BY_AMAZON, is_about_amazon=True, marketplace=UK, left_on=date(2012, 1, 1)))
        assert decision.outcome is Removal.STAYS
        assert [doubt.outcome for doubt in decision.disagreements] == [Removal.STRUCK_THROUGH]

    @pytest.mark.parametrize("marketplace", [US, UK])
    @pytest.mark.parametrize("left_on", [date(2012, 10, 29), date(2026, 11, 21)])
    def test_amazons_service_on_an_order_that_the_seller_sent_is_a_ground_by_an_article_alone(
        self, left_on: date, marketplace: sp.Marketplace
    ) -> None:
        decision = removal(evolve(PLAIN, is_about_amazon=True, left_on=left_on, marketplace=marketplace))
        assert decision.outcome is Removal.STAYS
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [
            ("feedback.strikes_sellers_orders", Removal.STRUCK_THROUGH)
        ]

    def test_what_amazon_sent_and_is_about_more_than_amazon_stays(self) -> None:
        """In 2015 too, when comments on Amazon's service as a whole were struck through."""
        decision = removal(evolve(BY_AMAZON, is_about_amazon=False, left_on=date(2015, 3, 1)))
        assert (decision.outcome, decision.contested) == (Removal.STAYS, False)

    def test_what_the_seller_sent_and_is_about_more_than_amazon_stays(self) -> None:
        decision = removal(PLAIN)
        assert (decision.outcome, decision.contested) == (Removal.STAYS, False)

    @pytest.mark.parametrize(
        ("left_on", "outcome", "contested"),
        [
            (date(2012, 10, 29), Removal.STAYS, False),
            (date(2012, 10, 30), Removal.STAYS, True),
            (date(2017, 12, 31), Removal.STAYS, True),
            (date(2018, 1, 1), Removal.STRUCK_THROUGH, True),
            (date(2026, 11, 20), Removal.STRUCK_THROUGH, True),
            (date(2026, 11, 21), Removal.STRUCK_THROUGH, False),
        ],
    )
    def test_a_delivery_bought_from_amazon_and_sent_in_time(
        self, left_on: date, outcome: sp.feedback.Removal, contested: bool
    ) -> None:
        decision = removal(evolve(BOUGHT, left_on=left_on))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    @pytest.mark.parametrize("missing", ["is_about_delivery", "bought_shipping", "shipped_on_time"])
    def test_all_of_it_is_needed(self, missing: str) -> None:
        changes: dict[str, Any] = {missing: False}
        assert removal(evolve(BOUGHT, **changes)).outcome is Removal.STAYS
        unknown: dict[str, Any] = {missing: None}
        decision = removal(evolve(BOUGHT, **unknown))
        assert (decision.outcome, decision.needs) == (None, (missing,))

    @pytest.mark.parametrize(
        ("comment", "problem"),
        [
            (
                evolve(BOUGHT, left_on=date(2012, 10, 28)),
                "no policy text for us on 2012-10-28; the first day with a text there is 2012-10-29",
            ),
            (
                evolve(BY_AMAZON, is_about_amazon=True, left_on=date(2012, 10, 28)),
                "strikes_service: no policy text for us on 2012-10-28; the first day with a text there is 2012-10-29",
            ),
            (evolve(BOUGHT, marketplace=UK), "strikes_bought_shipping: no policy text for uk"),
        ],
    )
    def test_where_no_text_is_known_nothing_is_guessed(self, comment: sp.FeedbackComment, problem: str) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match=problem):
            removal(comment)

    def test_what_nobody_read_is_needed(self) -> None:
        decision = removal(evolve(PLAIN, is_obscene=None))
        assert decision.outcome is None
        assert decision.needs == ("is_obscene",)

    def test_another_days_text_and_other_terms_can_be_asked_for(self) -> None:
        assert removal(BOUGHT, on=date(2012, 10, 29)).outcome is Removal.STAYS
        strict = evolve(Terms.on(PLAIN.left_on), removes_offences=True)
        assert removal(evolve(PLAIN, is_abusive=True), terms=strict).outcome is Removal.REMOVED

    @given(strategies.feedback_comments(marketplace=US, left_on=date(2026, 11, 21)))
    def test_obscene_words_settle_it_whatever_else_it_says(self, comment: sp.FeedbackComment) -> None:
        assert removal(evolve(comment, is_obscene=True)).outcome is Removal.REMOVED


class TestDeadlines:
    """004-9: the removal can be asked for while time is; so long the buyer, too, may change what was said."""

    def test_ninety_days_to_ask_and_sixty_for_the_buyer(self) -> None:
        comment = evolve(PLAIN, is_product_review=True, left_on=date(2024, 3, 5))
        ask, change = deadlines(comment)
        assert (ask.what, ask.by, ask.counted_from) == (
            "ask Amazon to remove the feedback",
            date(2024, 6, 3),
            date(2024, 3, 5),
        )
        assert (change.what, change.by) == ("the buyer may change or delete the feedback", date(2024, 5, 4))
        assert not ask.is_duty
        assert not change.is_duty
        assert {reference.confidence.value for reference in (*ask.references[-1:], *change.references)} == {
            "a secondary source"
        }

    @pytest.mark.parametrize(
        "comment",
        [
            evolve(PLAIN, is_obscene=True),
            evolve(PLAIN, has_personal_data=True),
            evolve(BY_AMAZON, is_about_delivery=True),
            BOUGHT,
        ],
    )
    def test_whatever_may_be_taken_away_may_be_asked_for(self, comment: sp.FeedbackComment) -> None:
        assert len(deadlines(comment)) == 2

    def test_what_stays_need_not_be_asked_for(self) -> None:
        (change,) = deadlines(PLAIN)
        assert change.what == "the buyer may change or delete the feedback"

    def test_what_nobody_read_may_be_asked_for(self) -> None:
        ask, _ = deadlines(evolve(PLAIN, is_product_review=None, left_on=date(2024, 3, 5)))
        assert (ask.by, ask.needs) == (date(2024, 6, 3), ("is_product_review",))

    def test_abuse_may_be_asked_for_by_an_article_alone(self) -> None:
        ask, _ = deadlines(evolve(PLAIN, is_abusive=True, left_on=date(2024, 3, 5)))
        assert (ask.by, ask.other, ask.contested) == (None, date(2024, 6, 3), True)

    def test_before_the_first_text_nothing_is_guessed(self) -> None:
        comment = evolve(PLAIN, is_product_review=True, left_on=date(2023, 4, 29))
        with pytest.raises(sp.errors.NoPolicyText, match="feedback.time_to_ask: no policy text for us on 2023-04-29"):
            deadlines(comment)
        assert len(deadlines(evolve(comment, left_on=date(2023, 4, 30)))) == 2
        assert len(deadlines(comment, on=date(2023, 4, 30))) == 2
        assert len(deadlines(comment, terms=Terms.on(date(2024, 1, 1)))) == 2

    def test_abroad_no_text_is_known(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="feedback.lets_change: no policy text for uk"):
            deadlines(evolve(PLAIN, marketplace=UK))


class TestLeavingWindow:
    """001-5: negative feedback comes late: a buyer has three months for it."""

    ORDER = sp.Order(order_id="111-1", placed_on=date(2024, 3, 1))

    def test_from_three_days_to_ninety(self) -> None:
        window = sp.feedback.leaving_window(self.ORDER)
        assert window == sp.Window(first=date(2024, 3, 4), last=date(2024, 5, 30))
        assert sp.feedback.leaving_window(self.ORDER, on=date(2020, 1, 1)) == window

    def test_other_terms(self) -> None:
        short = evolve(Terms.on(LAST), time_to_leave=days(10))
        assert sp.feedback.leaving_window(self.ORDER, terms=short).last == date(2024, 3, 11)

    def test_abroad_no_text_is_known(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="time_to_leave: no policy text for uk on 2024-03-01; no text"):
            sp.feedback.leaving_window(evolve(self.ORDER, marketplace=UK))

    def test_abroad_with_an_end_of_your_own(self) -> None:
        own = evolve(Terms.on(LAST, UK), time_to_leave=days(60))
        window = sp.feedback.leaving_window(evolve(self.ORDER, marketplace=UK), terms=own)
        assert window == sp.Window(first=date(2024, 3, 4), last=date(2024, 4, 30))


class TestTables:
    """003-3, 004-9, 004-11: every case meets a rule, every rule is met, and every condition makes a difference."""

    @pytest.mark.parametrize("table", sp.feedback.TABLES, ids=lambda table: table.id)
    def test_nothing_is_wrong_with_them(self, table: Any) -> None:
        check = table.check()
        assert check.complete
        assert check.flaws == ()

    def test_the_public_name_is_the_policy(self) -> None:
        assert sp.feedback.__name__ == "sellerpolicy.rules.feedback"
        assert sp.feedback in sp.rules.modules()
        assert sp.Feedback.__module__ == "sellerpolicy.facts.feedback"
