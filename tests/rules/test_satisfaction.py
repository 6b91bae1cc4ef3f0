"""Buyer satisfaction: votes on service, answers to surveys, perfect orders; all of it advice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies

rules = sp.satisfaction
Advice, Course, Mood, ServiceRating = rules.Advice, rules.Course, rules.Mood, rules.ServiceRating
US, UK = sp.Marketplace.US, sp.Marketplace.UK
A_DAY = timedelta(days=1)
NOON = datetime(2018, 3, 1, 20, tzinfo=UTC)
"""Noon in the shop's time zone."""
WINDOW = sp.Window(first=date(2018, 3, 1), last=date(2018, 3, 28))


def votes(dissatisfied: int, number: int, day: date = WINDOW.last, shop: sp.Marketplace = US) -> Any:
    return rules.Votes(day=day, votes=number, dissatisfied=dissatisfied, marketplace=shop)


def readings(decision: sp.Decision[Any]) -> set[Any]:
    return {each.outcome for each in decision.disagreements}


class TestVotes:
    """001-5: watch for trends; of each order the latest vote counted, under 25 % no; no penalty."""

    @pytest.mark.parametrize(
        ("dissatisfied", "number", "outcome"),
        [
            *((24, 100, Advice.MET), (25, 100, Advice.MISSED), (1, 3, Advice.MISSED), (0, 0, Advice.NOT_SHOWN)),
            (24_999, 100_000, Advice.MET),
        ],
    )
    def test_under_a_quarter(self, dissatisfied: int, number: int, outcome: Any) -> None:
        assert rules.service(votes(dissatisfied, number)).outcome is outcome

    @pytest.mark.parametrize(
        ("day", "outcome"), [(date(2018, 9, 30), Advice.MISSED), (date(2018, 10, 1), Advice.NOT_SHOWN)]
    )
    def test_until_october_2018(self, day: date, outcome: Any) -> None:
        assert rules.service(votes(25, 100, day)).outcome is outcome
        assert rules.service(votes(25, 100), on=day).outcome is outcome

    @pytest.mark.parametrize("shop", [UK, sp.Marketplace.DE])
    def test_abroad_nothing_is_known(self, shop: sp.Marketplace) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="no text is known there for any day"):
            rules.service(votes(1, 100, shop=shop))

    @pytest.mark.parametrize(
        ("number", "outcome"), [(39, ServiceRating.NOT_RATED), (40, ServiceRating.RATED), (0, ServiceRating.NOT_RATED)]
    )
    def test_the_uk_asks_for_forty(self, number: int, outcome: Any) -> None:
        decision = rules.service_rating(votes(0, number, date(2019, 12, 31), UK))
        assert (decision.outcome, decision.contested) == (outcome, False)
        assert rules.Terms.on(date(2019, 12, 31), UK).rating_time.length == 28

    @pytest.mark.parametrize("days", [27, 29])
    def test_votes_of_another_time_make_no_rating(self, days: int) -> None:
        """The rating runs over four weeks."""
        counted = rules.counted((), window=sp.Window.ending(date(2020, 1, 31), days=days))
        with pytest.raises(sp.errors.BadFact, match="Votes.days: expected 28, the days over which the rating runs"):
            rules.service_rating(evolve(counted, marketplace=UK))

    def test_votes_of_four_weeks_do(self) -> None:
        given = [
            rules.Vote(matter_id=f"C-{number}", cast_at=datetime(2020, 1, 4, 12, tzinfo=UTC), is_content=True)
            for number in range(40)
        ]
        given = [evolve(each, marketplace=UK) for each in given]
        four_weeks = sp.Window.ending(date(2020, 1, 31), days=28)
        assert rules.service_rating(rules.counted(given, window=four_weeks)).outcome is ServiceRating.RATED
        assert rules.counted(given, window=four_weeks).days == 28

    def test_how_long_the_rating_runs_is_told_with_the_rest(self) -> None:
        (text,) = (entry.text for entry in rules.Terms.history() if entry.id == "satisfaction.rating_time")
        assert (text.since, set(text.marketplaces)) == (date(2019, 12, 31), {UK})

    def test_before_the_text_of_2019_and_elsewhere_none_is_known(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="the first day with a text there is 2019-12-31"):
            rules.service_rating(votes(0, 40, date(2019, 12, 30), UK))
        with pytest.raises(sp.errors.NoPolicyText, match="no text is known there for any day"):
            rules.service_rating(votes(0, 40, date(2024, 1, 1)))


class TestCounting:
    """001-5: of each matter the latest vote counts, on the marketplace's own days."""

    def vote(self, matter: str, day: int, *, yes: bool, **known: Any) -> Any:
        return rules.Vote(matter_id=matter, cast_at=NOON + day * A_DAY, is_content=yes, **known)

    def test_the_latest_vote_counts_whatever_the_order(self) -> None:
        given = [self.vote("O-1", 2, yes=True), self.vote("O-1", 1, yes=False), self.vote("O-2", 1, yes=False)]
        for order in (given, given[::-1]):
            assert rules.counted([*order, self.vote("O-3", 3, yes=True)], window=WINDOW) == evolve(votes(1, 3), days=28)

    @pytest.mark.parametrize(("day", "number"), [(-1, 0), (0, 1), (27, 1), (28, 0)])
    def test_both_ends_are_included(self, day: int, number: int) -> None:
        assert rules.counted([self.vote("O-1", day, yes=True)], window=WINDOW).votes == number

    def test_none(self) -> None:
        assert rules.counted([], window=WINDOW) == evolve(votes(0, 0), days=28)

    def test_of_one_marketplace(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="Vote.marketplace: expected 'us', one marketplace for all votes"):
            rules.counted([self.vote("1", 1, yes=True), self.vote("2", 2, yes=True, marketplace=UK)], window=WINDOW)
        assert rules.counted([self.vote("1", 1, yes=True, marketplace=UK)], window=WINDOW).marketplace is UK

    def test_no_more_dissatisfied_than_votes(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="Votes.dissatisfied"):
            votes(2, 1)


class TestSurvey:
    """001-5: one and two stars are dissatisfied, three neutral, four and five satisfied."""

    @pytest.mark.parametrize(
        ("stars", "outcome"),
        [(1, Mood.DISSATISFIED), (2, Mood.DISSATISFIED), (3, Mood.NEUTRAL), (4, Mood.SATISFIED), (5, Mood.SATISFIED)],
    )
    def test_moods(self, stars: int, outcome: Any) -> None:
        answer = rules.SurveyAnswer(answered_on=date(2026, 6, 6), stars=stars)
        assert rules.mood(answer).outcome is outcome

    def test_before_the_text_of_2026_and_abroad_none_is_known(self) -> None:
        answer = rules.SurveyAnswer(answered_on=date(2026, 6, 5), stars=1)
        with pytest.raises(sp.errors.NoPolicyText, match="the first day with a text there is 2026-06-06"):
            rules.mood(answer)
        with pytest.raises(sp.errors.NoPolicyText, match="no text is known there for any day"):
            rules.mood(evolve(answer, answered_on=date(2026, 6, 6), marketplace=UK))


class TestPerfectOrders:
    """001-5: orders without any trouble; over 95 %, later over 97 % of 90 days were recommended."""

    SMOOTH = rules.OrderCourse(
        placed_on=date(2014, 3, 5),
        has_claim=False,
        has_negative_feedback=False,
        has_chargeback=False,
        was_cancelled=False,
        was_late=False,
        was_refunded=False,
        has_message=False,
    )

    @pytest.mark.parametrize(
        "trouble",
        [
            *("has_claim", "has_negative_feedback", "has_chargeback"),
            *("was_cancelled", "was_late", "was_refunded", "has_message"),
        ],
    )
    def test_any_trouble(self, trouble: str) -> None:
        assert rules.order_course(self.SMOOTH).outcome is Course.PERFECT
        troubled: dict[str, Any] = {trouble: True}
        unknown: dict[str, Any] = {trouble: None}
        assert rules.order_course(evolve(self.SMOOTH, **troubled)).outcome is Course.TROUBLED
        assert rules.order_course(evolve(self.SMOOTH, **unknown)).needs == (trouble,)

    @pytest.mark.parametrize(
        ("day", "perfect", "outcome", "others"),
        [
            (date(2013, 4, 24), 95, Advice.MISSED, set()),
            (date(2013, 4, 24), 96, Advice.MET, set()),
            (date(2013, 4, 25), 96, Advice.MET, {Advice.MISSED}),
            (date(2016, 10, 18), 97, Advice.MET, {Advice.MISSED}),
            (date(2016, 10, 19), 97, Advice.MISSED, set()),
            (date(2016, 10, 19), 98, Advice.MET, set()),
            (date(2016, 10, 20), 97, Advice.MISSED, {Advice.NOT_SHOWN}),
            (date(2018, 12, 31), 97, Advice.NOT_SHOWN, set()),
        ],
    )
    @pytest.mark.parametrize("shop", [US, UK])
    def test_targets(self, shop: sp.Marketplace, day: date, perfect: int, outcome: Any, others: Any) -> None:
        orders = rules.PerfectOrders(day=day, orders=100, perfect=perfect, marketplace=shop)
        decision = rules.perfect_orders(orders)
        assert (decision.outcome, readings(decision)) == (outcome, others)
        told = [] if outcome is Advice.NOT_SHOWN else ["Amazon counted the orders of 90 days."]
        assert [note.text for note in decision.notes] == told

    @pytest.mark.parametrize(("day", "share"), [(date(2014, 3, 5), 95_000), (date(2017, 3, 5), 97_000)])
    def test_one_order_more_than_the_share_is_enough(self, day: date, share: int) -> None:
        at_it = rules.PerfectOrders(day=day, orders=100_000, perfect=share)
        assert rules.perfect_orders(at_it).outcome is Advice.MISSED
        assert rules.perfect_orders(evolve(at_it, perfect=share + 1)).outcome is Advice.MET

    def test_no_orders(self) -> None:
        none = rules.PerfectOrders(day=date(2014, 3, 5), orders=0, perfect=0)
        assert rules.perfect_orders(none).outcome is Advice.NOT_SHOWN

    def test_before_2013_and_elsewhere_nothing_is_known(self) -> None:
        orders = rules.PerfectOrders(day=date(2013, 4, 23), orders=100, perfect=95)
        with pytest.raises(sp.errors.NoPolicyText, match="the first day with a text there is 2013-04-24"):
            rules.perfect_orders(orders)
        with pytest.raises(sp.errors.NoPolicyText, match="no text is known there for any day"):
            rules.perfect_orders(evolve(orders, day=date(2014, 1, 1), marketplace=sp.Marketplace.JP))


class TestTables:
    """Every combination of facts meets a rule, every rule is reached, and every condition decides."""

    @pytest.mark.parametrize("table", rules.TABLES, ids=lambda table: str(table.id))
    def test_checks(self, table: Any) -> None:
        found = table.check()
        assert found.complete
        assert found.flaws == ()

    @given(
        strategies.cases(rules.PERFECT, marketplace=US).filter(lambda orders: orders.day >= date(2013, 4, 24)),
        st.integers(1, 9),
    )
    def test_more_perfect_orders_are_never_worse(self, orders: Any, more: int) -> None:
        better = evolve(orders, orders=orders.orders + more, perfect=orders.perfect + more)
        if rules.perfect_orders(orders).outcome is Advice.MET:
            assert rules.perfect_orders(better).outcome is Advice.MET
