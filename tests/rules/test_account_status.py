"""Account status: health, violations, consequences of missed targets, notices, held money, related accounts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.logic import days
from sellerpolicy.logic.counting import Standing

status = sp.account_status
Terms = status.Terms
Health = status.Health
Weight = status.Weight
Sanction = status.Sanction
Repetition = status.Repetition
Assurance = status.Assurance
Metric = status.TargetMetric
Consequence = status.Consequence
Response = status.Response
AdvanceNotice = status.AdvanceNotice
Funds = status.Funds
Relation = status.Relation

US, CA, UK, JP = sp.Marketplace.US, sp.Marketplace.CA, sp.Marketplace.UK, sp.Marketplace.JP
DAY = date(2024, 3, 5)
RATING = sp.HealthRating(shown_on=DAY, points=200)
VIOLATION = sp.Violation(
    kind=sp.ViolationKind.OTHER, recorded_on=date(2024, 1, 1), is_repeated=False, addressed_on=sp.NEVER
)
STANDING = status.TargetStanding(
    day=DAY, metric=Metric.ORDER_DEFECT_RATE, standing=Standing.AT_RISK, faulty=20, was_warned=False
)
WARNING = sp.Notice(
    kind=sp.NoticeKind.WARNING,
    received_on=DAY,
    asks_for_appeal=False,
    asks_for_quiz=False,
    answer_by=sp.NEVER,
    answered_on=sp.NEVER,
)
LOCKED = sp.Deactivation(
    deactivated_on=DAY,
    ground=sp.Ground.BREACH,
    notified_on=sp.NEVER,
    cured_on=sp.NEVER,
    exposes_amazon=False,
    is_grave=False,
    reinstated_on=sp.NEVER,
)
RELATED = sp.RelatedAccount(
    day=DAY,
    shares_name=True,
    shares_address=False,
    shares_email=False,
    is_in_same_region=True,
    is_needed=False,
    is_approved=False,
    is_in_good_standing=True,
)


def notes(decision: sp.Decision[Any]) -> str:
    """All that is noted on a decision."""
    return "\n".join(note.text for note in decision.notes)


class TestHealth:
    """002-8: the account health page shows where an account stands: healthy from 200, at risk from 100."""

    @pytest.mark.parametrize(
        ("points", "outcome", "contested"),
        [
            (0, Health.UNHEALTHY, False),
            (99, Health.UNHEALTHY, False),
            (100, Health.AT_RISK, True),
            (101, Health.AT_RISK, False),
            (199, Health.AT_RISK, False),
            (200, Health.HEALTHY, False),
            (201, Health.HEALTHY, False),
            (1000, Health.HEALTHY, False),
        ],
    )
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_bands(
        self, points: int, outcome: sp.account_status.Health, contested: bool, marketplace: sp.Marketplace
    ) -> None:
        decision = status.health(evolve(RATING, points=points, marketplace=marketplace))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_at_exactly_100_a_moderator_says_otherwise(self) -> None:
        (doubt,) = status.health(evolve(RATING, points=100)).disagreements
        assert (doubt.term, doubt.reading, doubt.other) == ("account_status.at_risk", sp.at_least(100), sp.above(100))
        assert doubt.outcome is Health.UNHEALTHY

    @pytest.mark.parametrize(
        ("marketplace", "first"),
        [(US, date(2022, 7, 21)), (CA, date(2022, 7, 21)), (UK, date(2023, 12, 31)), (JP, date(2023, 12, 31))],
    )
    def test_before_ratings_had_figures_nothing_is_guessed(self, marketplace: sp.Marketplace, first: date) -> None:
        rating = evolve(RATING, marketplace=marketplace, shown_on=first)
        assert status.health(rating).outcome is Health.HEALTHY
        early = evolve(rating, shown_on=first - timedelta(days=1))
        with pytest.raises(sp.errors.NoPolicyText, match=f"the first day with a text there is {first}"):
            status.health(early)
        assert status.health(early, on=first).outcome is Health.HEALTHY

    def test_other_terms(self) -> None:
        strict = evolve(Terms.on(DAY), healthy=sp.at_least(201))
        assert status.health(RATING, terms=strict).outcome is Health.AT_RISK

    @given(strategies.health_ratings(shown_on=DAY, marketplace=US), strategies.health_ratings(shown_on=DAY))
    def test_more_points_are_never_worse(self, one: sp.HealthRating, other: sp.HealthRating) -> None:
        fewer, more = sorted((one, evolve(other, marketplace=US)), key=lambda rating: rating.points)
        order = [Health.UNHEALTHY, Health.AT_RISK, Health.HEALTHY, None]
        assert order.index(status.health(fewer).outcome) <= order.index(status.health(more).outcome) < 3

    def test_rates_are_judged_apart(self) -> None:
        assert "order defect rate" in notes(status.health(evolve(RATING, points=150)))
        assert notes(status.health(RATING)) == ""

    @pytest.mark.parametrize("points", [-1, True, "200", 200.0])
    def test_no_other_ratings_can_be(self, points: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match="HealthRating.points: expected a whole number, at least 0"):
            sp.HealthRating(shown_on=DAY, points=points)

    def test_the_end_of_the_scale_is_the_policys(self) -> None:
        assert status.health(evolve(RATING, points=1001)).outcome is Health.HEALTHY


class TestExpectedRating:
    """002-8: the rating as far as Amazon tells how: 200 to start with, 4 points for each 200 orders, less losses."""

    @pytest.mark.parametrize(
        ("fulfilled", "points"),
        [(0, 200), (199, 200), (200, 204), (399, 204), (400, 208), (40_000, 1000), (41_000, 1000)],
    )
    def test_only_full_batches_of_orders_earn_points(self, fulfilled: int, points: int) -> None:
        rating = status.expected_rating(fulfilled=fulfilled, points_lost=0, on=DAY)
        assert rating == sp.HealthRating(shown_on=DAY, points=points)

    @pytest.mark.parametrize(("points_lost", "points"), [(0, 200), (1, 199), (200, 0), (201, 0)])
    def test_losses_are_the_callers_to_give(self, points_lost: int, points: int) -> None:
        assert status.expected_rating(fulfilled=0, points_lost=points_lost, on=DAY).points == points

    @given(st.integers(0, 100_000))
    def test_without_losses_it_never_falls_below_the_start(self, fulfilled: int) -> None:
        rating = status.expected_rating(fulfilled=fulfilled, points_lost=0, on=DAY)
        assert status.health(rating).outcome is Health.HEALTHY

    @pytest.mark.parametrize("name", ["fulfilled", "points_lost"])
    @pytest.mark.parametrize("number", [-1, 1.5, True, "1"])
    def test_bad_numbers(self, name: str, number: Any) -> None:
        given_numbers: dict[str, Any] = {"fulfilled": 0, "points_lost": 0, name: number}
        with pytest.raises(sp.errors.BadFact, match=f"{name}: expected a whole number, at least 0") as raised:
            status.expected_rating(**given_numbers, on=DAY)
        assert raised.value.value is number

    @pytest.mark.parametrize(("fulfilled", "points_lost", "points"), [(0, 201, 0), (41_000, 0, 1000)])
    def test_abroad_the_scale_is_the_same(self, fulfilled: int, points_lost: int, points: int) -> None:
        rating = status.expected_rating(fulfilled=fulfilled, points_lost=points_lost, on=DAY, marketplace=UK)
        assert rating.points == points

    def test_abroad_from_its_own_day_on(self) -> None:
        rating = status.expected_rating(fulfilled=200, points_lost=0, on=date(2023, 12, 31), marketplace=UK)
        assert rating == sp.HealthRating(shown_on=date(2023, 12, 31), points=204, marketplace=UK)
        with pytest.raises(sp.errors.NoPolicyText, match="start: no policy text for uk on 2023-12-30; .* 2023-12-31"):
            status.expected_rating(fulfilled=200, points_lost=0, on=date(2023, 12, 30), marketplace=UK)

    def test_other_terms(self) -> None:
        terms = evolve(Terms.on(DAY), points_for_orders=5)
        assert status.expected_rating(fulfilled=200, points_lost=0, on=DAY, terms=terms).points == 205

    def test_another_scale(self) -> None:
        terms = evolve(Terms.on(DAY), lowest=50, highest=1200)
        best = status.expected_rating(fulfilled=80_000, points_lost=0, on=DAY, terms=terms)
        worst = status.expected_rating(fulfilled=0, points_lost=200, on=DAY, terms=terms)
        assert (best.points, worst.points) == (1200, 50)


class TestWeight:
    """000-10: violations count against the account, for 180 days or until they are addressed; no figure is known."""

    @pytest.mark.parametrize("marketplace", [US, UK])
    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2024, 1, 1), Weight.WEIGHS, False),
            (date(2024, 6, 28), Weight.WEIGHS, False),  # 179 days later, the 180th day
            (date(2024, 6, 29), Weight.LAPSED, True),
            (date(2024, 6, 30), Weight.LAPSED, False),
        ],
    )
    def test_for_180_days(
        self, day: date, outcome: sp.account_status.Weight, contested: bool, marketplace: sp.Marketplace
    ) -> None:
        decision = status.weight(evolve(VIOLATION, marketplace=marketplace), on=day)
        assert (decision.outcome, decision.contested) == (outcome, contested)
        assert decision.policy_day == day

    @pytest.mark.parametrize(
        ("addressed_on", "outcome"),
        [
            (date(2024, 2, 29), Weight.ADDRESSED),
            (date(2024, 3, 1), Weight.ADDRESSED),
            (date(2024, 3, 2), Weight.WEIGHS),
            (sp.NEVER, Weight.WEIGHS),
            (None, None),
        ],
    )
    def test_until_it_is_addressed(self, addressed_on: date | None, outcome: sp.account_status.Weight | None) -> None:
        decision = status.weight(evolve(VIOLATION, addressed_on=addressed_on), on=date(2024, 3, 1))
        assert decision.outcome is outcome
        assert decision.needs == (() if outcome else ("addressed_on",))

    def test_no_figure_is_invented(self) -> None:
        assert "no figure" in notes(status.weight(VIOLATION, on=date(2024, 1, 1)))

    def test_a_violation_of_the_future_weighs_nothing_yet(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="on: expected a day on or after 2024-01-01, when the violation"):
            status.weight(VIOLATION, on=date(2023, 12, 31))

    def test_before_ratings_had_figures_nothing_is_guessed(self) -> None:
        old = evolve(VIOLATION, recorded_on=date(2022, 7, 1))
        with pytest.raises(sp.errors.NoPolicyText, match="account_status.weighs: no policy text for us on 2022-07-20"):
            status.weight(old, on=date(2022, 7, 20))

    def test_other_terms(self) -> None:
        short = evolve(Terms.on(DAY), weighs=sp.below(days(30)))
        assert status.weight(VIOLATION, on=date(2024, 2, 1), terms=short).outcome is Weight.LAPSED


class TestDefectiveProducts:
    """000-10: selling defective products repeatedly hurts the ranking and may lead to disciplinary action."""

    DEFECT = evolve(VIOLATION, kind=sp.ViolationKind.DEFECTIVE_PRODUCT)

    def test_repeatedly(self) -> None:
        decision = status.sanction(evolve(self.DEFECT, is_repeated=True))
        assert decision.outcome is Sanction.DISCIPLINE
        assert "ranks lower" in notes(decision)
        assert "no figure" in notes(decision)

    def test_once(self) -> None:
        assert status.sanction(self.DEFECT).outcome is Sanction.LOWER_RATING

    def test_whether_repeated_is_needed(self) -> None:
        decision = status.sanction(evolve(self.DEFECT, is_repeated=None))
        assert (decision.outcome, decision.needs) == (None, ("is_repeated",))

    @given(strategies.violations(kind=sp.ViolationKind.DEFECTIVE_PRODUCT))
    def test_messages_are_not_restricted_for_a_defect(self, violation: sp.Violation) -> None:
        repeated = {True: Sanction.DISCIPLINE, False: Sanction.LOWER_RATING, None: None}
        assert status.sanction(violation).outcome is repeated[violation.is_repeated]

    def test_other_repeated_violations(self) -> None:
        assert status.sanction(evolve(VIOLATION, is_repeated=True)).outcome is Sanction.LOWER_RATING


class TestCommunicationRules:
    """004-12: breaking the rules for messages brings restrictions, fines (which nothing confirms) or a ban."""

    BREACH = evolve(VIOLATION, kind=sp.ViolationKind.COMMUNICATION)

    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_messages_may_be_restricted(self, marketplace: sp.Marketplace) -> None:
        decision = status.sanction(evolve(self.BREACH, marketplace=marketplace))
        assert decision.outcome is Sanction.RESTRICTED_MESSAGES
        assert "stop selling" in notes(decision)
        assert "blocked for 5 days to 30 days" in notes(decision)
        assert "no text of Amazon's names any" in notes(decision)

    def test_since_the_rules_of_2020(self) -> None:
        first = evolve(self.BREACH, recorded_on=date(2020, 11, 6))
        assert status.sanction(first).outcome is Sanction.RESTRICTED_MESSAGES
        earlier = evolve(self.BREACH, recorded_on=date(2020, 11, 5))
        with pytest.raises(sp.errors.NoPolicyText, match="restricts_messages: no policy text for us on 2020-11-05"):
            status.sanction(earlier)
        assert status.sanction(earlier, on=DAY).outcome is Sanction.RESTRICTED_MESSAGES

    def test_other_violations_do_not_need_that_text(self) -> None:
        assert status.sanction(evolve(VIOLATION, recorded_on=date(2020, 11, 5))).outcome is Sanction.LOWER_RATING

    def test_other_terms(self) -> None:
        mild = evolve(Terms.on(DAY), restricts_messages=False)
        assert status.sanction(self.BREACH, terms=mild).outcome is Sanction.LOWER_RATING


class TestRepeatedViolations:
    """000-10: what is done again and again may cost the account; the limits are called common, not fixed."""

    INFRINGED = evolve(VIOLATION, kind=sp.ViolationKind.INFRINGEMENT)
    SOLD = evolve(VIOLATION, kind=sp.ViolationKind.RESTRICTED_PRODUCT)

    @pytest.mark.parametrize(
        ("violation", "number", "outcome"),
        [
            (INFRINGED, 4, Repetition.BELOW_THE_LIMIT),
            (INFRINGED, 5, Repetition.MAY_COST_THE_ACCOUNT),
            (SOLD, 1, Repetition.BELOW_THE_LIMIT),
            (SOLD, 2, Repetition.MAY_COST_THE_ACCOUNT),
            (VIOLATION, 9, Repetition.NO_LIMIT_KNOWN),
            (VIOLATION, None, Repetition.NO_LIMIT_KNOWN),
        ],
    )
    def test_the_limits(self, violation: sp.Violation, number: int | None, outcome: Any) -> None:
        assert status.repetition(evolve(violation, number=number)).outcome is outcome

    @pytest.mark.parametrize(
        ("recorded_on", "told"), [(date(2024, 10, 30), False), (date(2024, 10, 31), True), (DAY, False)]
    )
    def test_that_the_rating_falls_to_zero_is_told_since_it_does(self, recorded_on: date, told: bool) -> None:
        decision = status.repetition(evolve(self.SOLD, number=2, recorded_on=recorded_on))
        assert decision.outcome is Repetition.MAY_COST_THE_ACCOUNT
        assert ("falls to zero at the limit, and about 3 days are left" in notes(decision)) is told

    @pytest.mark.parametrize("number", [1, 2])
    def test_for_how_long_they_are_counted(self, number: int) -> None:
        decision = status.repetition(evolve(self.SOLD, number=number))
        assert "counted together for 180 days" in notes(decision)
        assert f"{number} restricted products are at least 2" in decision.explain()

    def test_how_many_they_are_is_needed(self) -> None:
        assert status.repetition(self.SOLD).needs == ("number",)

    def test_before_2022_nothing_is_known(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="restricted_products"):
            status.repetition(evolve(self.SOLD, number=2), on=date(2021, 12, 31))
        with pytest.raises(sp.errors.NoPolicyText, match="infringements"):
            status.repetition(evolve(self.INFRINGED, number=5), on=date(2021, 12, 31))

    @pytest.mark.parametrize(
        ("recorded_on", "number", "due"),
        [
            (date(2024, 10, 30), 2, []),
            (date(2024, 10, 31), 2, [date(2024, 11, 3)]),
            (date(2024, 10, 31), 1, []),
        ],
    )
    def test_since_october_2024_three_days_are_left(self, recorded_on: date, number: int, due: list[date]) -> None:
        violation = evolve(self.SOLD, recorded_on=recorded_on, number=number)
        assert [each.by for each in status.deadlines(violation)] == due


class TestTimesToAddressViolations:
    """002-2: a warning that goes on may cost the account; the times rest on guides."""

    FELL_AT = datetime(2026, 3, 5, 18, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("points", "by"),
        [
            (200, None),
            (199, date(2026, 3, 12)),
            (100, date(2026, 3, 12)),
            (99, datetime(2026, 3, 8, 18, tzinfo=UTC)),
            (0, datetime(2026, 3, 8, 18, tzinfo=UTC)),
        ],
    )
    def test_by_the_band(self, points: int, by: date | None) -> None:
        rating = sp.HealthRating(shown_on=date(2026, 3, 6), points=points, fell_at=self.FELL_AT)
        assert [each.by for each in status.deadlines(rating) if each.by] == ([by] if by else [])

    def test_when_it_fell_is_needed(self) -> None:
        (due,) = status.deadlines(sp.HealthRating(shown_on=DAY, points=199))
        assert (due.by, due.needs, due.is_duty) == (None, ("fell_at",), True)

    def test_it_was_not_shown_before_it_fell(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="HealthRating.shown_on"):
            sp.HealthRating(shown_on=date(2026, 3, 4), points=99, fell_at=self.FELL_AT)

    def test_before_the_guides_nothing_is_known(self) -> None:
        early = sp.HealthRating(shown_on=date(2023, 12, 30), points=199, fell_at=datetime(2023, 12, 30, 18, tzinfo=UTC))
        with pytest.raises(sp.errors.NoPolicyText, match="time_at_risk"):
            status.deadlines(early)

    def test_reviews_of_deliveries_in_europe(self) -> None:
        review = evolve(WARNING, kind=sp.NoticeKind.REVIEW, marketplace=UK)
        (due,) = status.deadlines(review)
        assert (due.what, due.by) == ("Amazon's review of deliveries should be over", date(2024, 4, 4))
        assert (due.is_duty, due.is_sellers) == (False, False)
        with pytest.raises(sp.errors.NoPolicyText, match="time_to_review"):
            status.deadlines(evolve(review, marketplace=US))


class TestAssurance:
    """002-2: an account may be deactivated; who is assured is called first."""

    LAST = date(2024, 6, 30)
    FIRST = date(2024, 1, 1)

    def ratings(self, *, low: int = 0, missing: int = 0) -> list[sp.HealthRating]:
        """A rating for each of the 182 days but the first so many, of 249 on the last so many days."""
        points = [250] * (182 - missing - low) + [249] * low
        start = self.FIRST + timedelta(days=missing)
        return [
            sp.HealthRating(shown_on=start + timedelta(days=number), points=each) for number, each in enumerate(points)
        ]

    def decide(
        self,
        ratings: list[sp.HealthRating],
        *,
        plan: bool | None = True,
        phone: bool | None = True,
        on: date = LAST,
        terms: sp.account_status.Terms | None = None,
    ) -> sp.Decision[sp.account_status.Assurance]:
        return status.assurance(ratings, on=on, has_professional_plan=plan, has_emergency_phone=phone, terms=terms)

    @pytest.mark.parametrize(
        ("low", "outcome"),
        [(0, Assurance.ELIGIBLE), (9, Assurance.ELIGIBLE), (10, Assurance.ELIGIBLE), (11, Assurance.NOT_ELIGIBLE)],
    )
    def test_ten_days_below_250_are_forgiven(self, low: int, outcome: sp.account_status.Assurance) -> None:
        decision = self.decide(self.ratings(low=low))
        assert decision.outcome is outcome
        assert decision.case.days_below == low
        assert not decision.contested

    @pytest.mark.parametrize(("marketplace", "on"), [(JP, date(2024, 6, 30)), (UK, date(2027, 6, 30))])
    @pytest.mark.parametrize(("low", "outcome"), [(10, Assurance.ELIGIBLE), (11, Assurance.NOT_ELIGIBLE)])
    def test_abroad(
        self, low: int, outcome: sp.account_status.Assurance, marketplace: sp.Marketplace, on: date
    ) -> None:
        first = date(on.year, 1, 1)
        ratings = [
            sp.HealthRating(
                shown_on=first + timedelta(days=number), points=249 if number < low else 250, marketplace=marketplace
            )
            for number in range((on - first).days + 1)
        ]
        assert self.decide(ratings, on=on).outcome is outcome

    def test_the_note_speaks_of_72_hours(self) -> None:
        assert "reached within 72 hours" in notes(self.decide(self.ratings()))

    def test_the_first_day_of_the_six_months_counts_and_the_day_before_does_not(self) -> None:
        ratings = self.ratings(low=10)
        low_first = [evolve(ratings[0], points=249), *ratings[1:]]
        assert self.decide(low_first).outcome is Assurance.NOT_ELIGIBLE
        low_before = [sp.HealthRating(shown_on=date(2023, 12, 31), points=0), *ratings]
        assert self.decide(low_before).outcome is Assurance.ELIGIBLE

    @pytest.mark.parametrize(
        ("low", "missing", "outcome"),
        [
            (0, 10, Assurance.ELIGIBLE),
            (0, 11, None),
            (5, 5, Assurance.ELIGIBLE),
            (5, 6, None),
            (11, 50, Assurance.NOT_ELIGIBLE),
            (0, 182, None),
        ],
    )
    def test_days_without_a_rating_are_unknown(
        self, low: int, missing: int, outcome: sp.account_status.Assurance | None
    ) -> None:
        decision = self.decide(self.ratings(low=low, missing=missing))
        assert decision.outcome is outcome
        assert decision.needs == (() if outcome else ("days_below",))

    @pytest.mark.parametrize(
        ("plan", "phone", "outcome", "needs"),
        [
            (False, True, Assurance.NOT_ELIGIBLE, ()),
            (True, False, Assurance.NOT_ELIGIBLE, ()),
            (None, True, None, ("has_professional_plan",)),
            (True, None, None, ("has_emergency_phone",)),
            (None, False, Assurance.NOT_ELIGIBLE, ()),
        ],
    )
    def test_plan_and_telephone(
        self,
        plan: bool | None,
        phone: bool | None,
        outcome: sp.account_status.Assurance | None,
        needs: tuple[str, ...],
    ) -> None:
        decision = self.decide(self.ratings(), plan=plan, phone=phone)
        assert (decision.outcome, decision.needs) == (outcome, needs)

    def test_calendar_months(self) -> None:
        short = [
            sp.HealthRating(shown_on=date(2023, 9, 1) + timedelta(days=number), points=250) for number in range(182)
        ]
        assert self.decide(short, on=date(2024, 2, 29)).case.days_below == 0
        assert self.decide(short, on=date(2024, 2, 29)).outcome is Assurance.ELIGIBLE

    @pytest.mark.parametrize(
        ("marketplace", "first"),
        [(US, date(2022, 12, 31)), (CA, date(2022, 12, 31)), (JP, date(2023, 12, 31)), (UK, date(2026, 11, 21))],
    )
    def test_it_came_to_one_marketplace_after_the_other(self, marketplace: sp.Marketplace, first: date) -> None:
        rating = sp.HealthRating(shown_on=first, points=250, marketplace=marketplace)
        assert self.decide([rating], on=first).needs == ("days_below",)
        with pytest.raises(sp.errors.NoPolicyText, match=f"account_status.assured: .* {first}$"):
            self.decide([rating], on=first - timedelta(days=1))

    def test_other_terms(self) -> None:
        strict = evolve(Terms.on(self.LAST), assured=sp.at_least(251))
        decision = self.decide(self.ratings(), terms=strict)
        assert (decision.outcome, decision.terms) == (Assurance.NOT_ELIGIBLE, strict)
        assert decision.terms is not Terms.on(self.LAST)

    def test_of_the_shop_of_the_ratings(self) -> None:
        there = [evolve(each, marketplace=CA) for each in self.ratings()]
        assert self.decide(there).case.marketplace is CA

    def test_bad_ratings(self) -> None:
        twice = [RATING, evolve(RATING, points=300)]
        with pytest.raises(sp.errors.BadFact, match="HealthRating.shown_on: expected each day once"):
            self.decide(twice)
        mixed = [RATING, evolve(RATING, marketplace=UK, shown_on=date(2024, 3, 6))]
        with pytest.raises(
            sp.errors.BadFact, match="HealthRating.marketplace: expected 'us', one marketplace for all ratings"
        ):
            self.decide(mixed)

    def test_without_ratings_all_is_unknown(self) -> None:
        decision = self.decide([])
        assert (decision.outcome, decision.needs) == (None, ("days_below",))


class TestMissedTargets:
    """002-2, 002-3: a rate beyond its target brings a warning; if it goes on, the account may be deactivated."""

    @pytest.mark.parametrize("metric", [Metric.ORDER_DEFECT_RATE, Metric.LATE_SHIPMENT_RATE, Metric.CANCELLATION_RATE])
    def test_first_a_warning_then_perhaps_the_end(self, metric: sp.account_status.TargetMetric) -> None:
        first = status.consequence(evolve(STANDING, metric=metric))
        assert first.outcome is Consequence.WARNING
        assert not first.contested
        then = status.consequence(evolve(STANDING, metric=metric, was_warned=True))
        assert then.outcome is Consequence.ACCOUNT_MAY_BE_DEACTIVATED
        assert not then.contested

    @pytest.mark.parametrize("standing", [Standing.ON_TARGET, Standing.AT_THE_LIMIT, Standing.NOT_MEASURED])
    def test_without_a_risk_there_is_no_consequence(self, standing: Standing) -> None:
        decision = status.consequence(evolve(STANDING, standing=standing, was_warned=True))
        assert decision.outcome is Consequence.NOTHING

    @pytest.mark.parametrize("metric", [Metric.VALID_TRACKING_RATE, Metric.ON_TIME_DELIVERY_RATE])
    @pytest.mark.parametrize("was_warned", [True, False, None])
    def test_some_rates_cost_offers_alone(
        self, metric: sp.account_status.TargetMetric, was_warned: bool | None
    ) -> None:
        decision = status.consequence(evolve(STANDING, metric=metric, was_warned=was_warned))
        assert decision.outcome is Consequence.OFFERS_MAY_BE_SUSPENDED
        assert notes(decision) == ""

    def test_what_is_unknown_is_needed(self) -> None:
        assert status.consequence(evolve(STANDING, standing=None)).needs == ("standing",)
        assert status.consequence(evolve(STANDING, was_warned=None)).needs == ("was_warned",)

    def test_another_days_text_and_other_terms(self) -> None:
        assert status.consequence(STANDING, on=date(2020, 1, 1)).policy_day == date(2020, 1, 1)
        mild = evolve(Terms.on(DAY), spared=sp.at_most(20))
        warned = evolve(STANDING, was_warned=True)
        assert status.consequence(warned, terms=mild).outcome is Consequence.WARNING

    def test_the_standing_of_a_rate_goes_in(self) -> None:
        orders = [sp.Order(order_id=str(number), placed_on=date(2024, 2, 1)) for number in range(300)]
        feedback = [sp.Feedback(order_id=str(number), rating=1, left_on=date(2024, 2, 9)) for number in range(4)]
        rate = sp.order_defect_rate.rate(orders, feedback=feedback, window=sp.Window.ending(DAY, days=60))
        standing = sp.order_defect_rate.standing(rate, on=DAY).outcome
        decision = status.consequence(evolve(STANDING, standing=standing, faulty=rate.defective))
        assert decision.outcome is Consequence.WARNING


class TestBreachOfTheTarget:
    """004-7: an order defect rate of 1 % or more may bring fines (which nothing confirms), or cost the account."""

    def test_fines_are_unconfirmed(self) -> None:
        decision = status.consequence(evolve(STANDING, was_warned=True))
        assert "no text of Amazon's names any" in notes(decision)
        assert "fines" not in notes(status.consequence(STANDING))


class TestSmallVolume:
    """002-6: an article says that one to three orders at fault suspend nobody; Amazon names no minimum."""

    @pytest.mark.parametrize(("faulty", "contested"), [(1, True), (3, True), (4, False), (None, True)])
    def test_few_orders_make_the_deactivation_contested(self, faulty: int | None, contested: bool) -> None:
        decision = status.consequence(evolve(STANDING, faulty=faulty, was_warned=True))
        assert decision.outcome is Consequence.ACCOUNT_MAY_BE_DEACTIVATED
        assert decision.contested is contested
        assert "weighs the number of orders" in notes(decision)

    def test_the_article_would_leave_it_at_a_warning(self) -> None:
        (doubt,) = status.consequence(evolve(STANDING, faulty=1, was_warned=True)).disagreements
        assert (doubt.term, doubt.outcome) == ("account_status.spared", Consequence.WARNING)

    def test_abroad_too(self) -> None:
        decision = status.consequence(evolve(STANDING, faulty=3, was_warned=True, marketplace=UK))
        assert decision.outcome is Consequence.ACCOUNT_MAY_BE_DEACTIVATED
        assert decision.contested

    def test_a_warning_they_bring_all_the_same(self) -> None:
        decision = status.consequence(evolve(STANDING, faulty=1))
        assert decision.outcome is Consequence.WARNING
        assert not decision.contested


class TestWarnings:
    """002-5: a warning by itself asks for no plan of action."""

    def test_nothing_is_asked_for(self) -> None:
        decision = status.response(WARNING)
        assert decision.outcome is Response.NOTHING
        assert notes(decision) == "A warning by itself asks for no plan of action."
        assert status.deadlines(WARNING) == ()

    def test_the_consequence_says_so_too(self) -> None:
        assert "asks for no plan of action" in notes(status.consequence(STANDING))

    @pytest.mark.parametrize("kind", list(sp.NoticeKind))
    def test_an_appeal_is_due_where_one_is_asked_for(self, kind: sp.NoticeKind) -> None:
        notice = evolve(WARNING, kind=kind, asks_for_appeal=True, asks_for_quiz=True)
        assert status.response(notice).outcome is Response.APPEAL

    def test_a_quiz_is_due_where_one_is_asked_for(self) -> None:
        assert status.response(evolve(WARNING, asks_for_quiz=True)).outcome is Response.QUIZ

    def test_a_deactivation_without_a_way_to_appeal_asks_for_nothing(self) -> None:
        assert status.response(evolve(WARNING, kind=sp.NoticeKind.DEACTIVATION)).outcome is Response.NOTHING

    def test_whether_anything_is_asked_for_must_be_known(self) -> None:
        decision = status.response(evolve(WARNING, asks_for_appeal=None, asks_for_quiz=None))
        assert (decision.outcome, decision.needs) == (None, ("asks_for_appeal", "asks_for_quiz"))

    def test_another_days_text_and_terms(self) -> None:
        assert status.response(WARNING, on=date(2015, 1, 1)).policy_day == date(2015, 1, 1)
        assert status.response(WARNING, terms=Terms.on(DAY)).outcome is Response.NOTHING

    @given(strategies.notices(asks_for_appeal=False, asks_for_quiz=False))
    def test_only_a_breach_asks_for_something_by_itself(self, notice: sp.Notice) -> None:
        expected = Response.CURE if notice.kind is sp.NoticeKind.CURE else Response.NOTHING
        assert status.response(notice).outcome is expected


class TestDeadlines:
    """002-5: what a notice asks for is due by the day that it names."""

    ASKED = evolve(WARNING, asks_for_appeal=True, answer_by=date(2024, 3, 22))

    @pytest.mark.parametrize("change", [{}, {"asks_for_appeal": False, "asks_for_quiz": True}])
    def test_the_notice_names_the_day(self, change: dict[str, Any]) -> None:
        (answer,) = status.deadlines(evolve(self.ASKED, **change))
        assert (answer.what, answer.by, answer.counted_from) == ("answer the notice", date(2024, 3, 22), DAY)
        assert (answer.needs, answer.is_duty) == ((), True)
        assert answer.references

    @pytest.mark.parametrize(
        ("change", "needs"),
        [
            ({"answer_by": None}, ("answer_by",)),
            ({"answered_on": None}, ("answered_on",)),
            ({"asks_for_appeal": None}, ("asks_for_appeal",)),
        ],
    )
    def test_what_is_unknown_is_needed(self, change: dict[str, Any], needs: tuple[str, ...]) -> None:
        (answer,) = status.deadlines(evolve(self.ASKED, **change))
        assert answer.needs == needs
        assert answer.by == evolve(self.ASKED, **change).answer_by

    @pytest.mark.parametrize("change", [{"answer_by": sp.NEVER}, {"answered_on": date(2024, 3, 6)}])
    def test_what_names_no_day_or_is_answered_is_not_listed(self, change: dict[str, Any]) -> None:
        assert status.deadlines(evolve(self.ASKED, **change)) == ()


class TestNoticesOfTheAgreement:
    """002-2: the agreement gives seven days to put a breach right, and thirty where the seller is not at fault."""

    @pytest.mark.parametrize(
        ("kind", "what", "by", "is_sellers"),
        [
            (sp.NoticeKind.CURE, "put the breach right", date(2024, 3, 12), True),
            (sp.NoticeKind.TERMINATION, "the agreement ends", date(2024, 4, 4), False),
        ],
    )
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_days(
        self, kind: sp.NoticeKind, what: str, by: date, is_sellers: bool, marketplace: sp.Marketplace
    ) -> None:
        """The first is the seller's duty; the second is Amazon's doing, and only to be known."""
        (deadline,) = status.deadlines(evolve(WARNING, kind=kind, marketplace=marketplace))
        assert (deadline.what, deadline.by) == (what, by)
        assert (deadline.is_duty, deadline.is_sellers) == (is_sellers, is_sellers)
        assert not deadline.contested

    def test_before_the_agreement_said_so_nothing_is_guessed(self) -> None:
        cure = evolve(WARNING, kind=sp.NoticeKind.CURE, received_on=date(2019, 8, 16))
        assert len(status.deadlines(cure)) == 1
        early = evolve(cure, received_on=date(2019, 8, 15))
        with pytest.raises(sp.errors.NoPolicyText, match="time_to_cure: no policy text for us on 2019-08-15"):
            status.deadlines(early)
        assert len(status.deadlines(early, on=DAY)) == 1
        assert len(status.deadlines(early, terms=Terms.on(DAY))) == 1

    @pytest.mark.parametrize(
        ("change", "outcome"),
        [
            ({"ground": sp.Ground.DECEPTION}, AdvanceNotice.NOT_NEEDED),
            ({"ground": sp.Ground.HARM}, AdvanceNotice.NOT_NEEDED),
            ({"ground": sp.Ground.CONVENIENCE, "notified_on": date(2024, 2, 4)}, AdvanceNotice.GIVEN),  # 30 days
            ({"ground": sp.Ground.CONVENIENCE, "notified_on": date(2024, 2, 5)}, AdvanceNotice.TOO_SHORT),
            ({"ground": sp.Ground.CONVENIENCE}, AdvanceNotice.TOO_SHORT),
            ({}, AdvanceNotice.TOO_SHORT),
            ({"notified_on": date(2024, 2, 26)}, AdvanceNotice.GIVEN),  # 8 days: the seventh is over
            ({"notified_on": date(2024, 2, 27)}, AdvanceNotice.TOO_SHORT),  # 7 days
            ({"notified_on": date(2024, 2, 27), "exposes_amazon": True}, AdvanceNotice.SHORTER_ALLOWED),
            ({"notified_on": date(2024, 2, 26), "cured_on": date(2024, 3, 4)}, AdvanceNotice.CURED),  # on the seventh
            ({"notified_on": date(2024, 2, 25), "cured_on": date(2024, 3, 4)}, AdvanceNotice.GIVEN),
            ({"notified_on": date(2024, 2, 25), "cured_on": date(2024, 2, 25)}, AdvanceNotice.CURED),
        ],
    )
    def test_was_there_notice_enough(self, change: dict[str, Any], outcome: sp.account_status.AdvanceNotice) -> None:
        decision = status.advance_notice(evolve(LOCKED, **change))
        assert decision.outcome is outcome
        assert not decision.contested

    def test_what_is_unknown_is_needed(self) -> None:
        assert status.advance_notice(evolve(LOCKED, ground=None)).needs[0] == "ground"
        decision = status.advance_notice(evolve(LOCKED, notified_on=None))
        assert (decision.outcome, "notified_on" in decision.needs) == (None, True)

    def test_before_the_agreement_of_2019_only_what_needs_no_time_is_known(self) -> None:
        early = evolve(LOCKED, deactivated_on=date(2019, 8, 15), notified_on=date(2019, 8, 1))
        with pytest.raises(sp.errors.NoPolicyText, match="time_to_cure: no policy text for us on 2019-08-15"):
            status.advance_notice(early)
        assert status.advance_notice(evolve(early, ground=sp.Ground.HARM)).outcome is AdvanceNotice.NOT_NEEDED
        assert status.advance_notice(early, on=DAY).outcome is AdvanceNotice.GIVEN
        assert status.advance_notice(early, terms=Terms.on(DAY)).outcome is AdvanceNotice.GIVEN


class TestHeldMoney:
    """003-1: a locked account's listings are cancelled and its money is held for 90 days."""

    OLD = evolve(LOCKED, deactivated_on=date(2023, 3, 1))
    NEW = evolve(LOCKED, deactivated_on=date(2024, 11, 1))

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2023, 3, 1), Funds.HELD, False),
            (date(2023, 5, 29), Funds.HELD, False),  # day 89
            (date(2023, 5, 30), Funds.MAY_BE_ASKED_FOR, True),  # day 90
            (date(2023, 5, 31), Funds.MAY_BE_ASKED_FOR, False),
        ],
    )
    def test_for_ninety_days(self, day: date, outcome: sp.account_status.Funds, contested: bool) -> None:
        decision = status.funds(self.OLD, on=day)
        assert (decision.outcome, decision.contested) == (outcome, contested)
        assert decision.policy_day == day

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2024, 12, 30), Funds.HELD, False),  # day 59
            (date(2024, 12, 31), Funds.MAY_BE_ASKED_FOR, True),  # day 60
            (date(2025, 1, 29), Funds.MAY_BE_ASKED_FOR, True),  # day 89
            (date(2025, 1, 30), Funds.MAY_BE_ASKED_FOR, False),  # day 90
        ],
    )
    def test_since_25_october_2024_it_may_be_asked_for_after_sixty(
        self, day: date, outcome: sp.account_status.Funds, contested: bool
    ) -> None:
        decision = status.funds(self.NEW, on=day)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2024, 10, 24), Funds.HELD, False),  # day 84, the older text
            (date(2024, 10, 25), Funds.MAY_BE_ASKED_FOR, True),  # day 85, the newer one
            (date(2024, 10, 30), Funds.MAY_BE_ASKED_FOR, False),  # day 90
        ],
    )
    def test_money_that_was_held_when_the_text_changed(
        self, day: date, outcome: sp.account_status.Funds, contested: bool
    ) -> None:
        decision = status.funds(evolve(LOCKED, deactivated_on=date(2024, 8, 1)), on=day)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_abroad_nothing_is_kept_for_good(self) -> None:
        grave = evolve(self.NEW, marketplace=UK, is_grave=True)
        assert status.funds(grave, on=date(2025, 1, 30)).outcome is Funds.MAY_BE_ASKED_FOR

    def test_abroad_it_is_still_ninety_days(self) -> None:
        abroad = evolve(self.NEW, marketplace=UK)
        assert status.funds(abroad, on=date(2025, 1, 29)).outcome is Funds.HELD
        assert status.funds(abroad, on=date(2025, 1, 30)).outcome is Funds.MAY_BE_ASKED_FOR

    def test_what_else_becomes_of_the_account(self) -> None:
        held = notes(status.funds(self.OLD, on=date(2023, 3, 1)))
        assert "listings of a locked account are cancelled" in held
        assert "may be held longer" in held
        assert "no text promises" in notes(status.funds(self.OLD, on=date(2023, 6, 1)))

    @pytest.mark.parametrize(
        ("day", "outcome"), [(date(2024, 10, 24), Funds.MAY_BE_ASKED_FOR), (date(2024, 10, 25), Funds.MAY_BE_KEPT)]
    )
    def test_after_fraud_it_may_be_kept(self, day: date, outcome: sp.account_status.Funds) -> None:
        grave = evolve(LOCKED, deactivated_on=date(2024, 1, 1), is_grave=True)
        assert status.funds(grave, on=day).outcome is outcome

    def test_what_is_unknown_is_needed_where_it_matters(self) -> None:
        unclear = evolve(self.NEW, is_grave=None)
        assert status.funds(unclear, on=date(2024, 11, 5)).outcome is Funds.HELD
        assert status.funds(unclear, on=date(2025, 1, 30)).needs == ("is_grave",)
        assert status.funds(evolve(self.NEW, reinstated_on=None), on=date(2024, 11, 5)).needs == ("reinstated_on",)

    def test_before_the_account_was_locked_nothing_was_held(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="on: expected a day on or after 2023-03-01, when the account"):
            status.funds(self.OLD, on=date(2023, 2, 28))

    def test_other_terms(self) -> None:
        short = evolve(Terms.on(DAY), time_held=days(1))
        assert status.funds(self.OLD, on=date(2023, 3, 2), terms=short).outcome is Funds.MAY_BE_ASKED_FOR
        assert status.first_day_to_ask(self.OLD, terms=short) == date(2023, 3, 2)
        long = evolve(short, time_held=days(400))
        assert status.first_day_to_ask(self.OLD, terms=long) == date(2023, 3, 1) + timedelta(days=400)

    @pytest.mark.parametrize(
        ("deactivated_on", "marketplace", "first"),
        [
            (date(2023, 3, 1), US, date(2023, 5, 30)),
            (date(2024, 7, 26), US, date(2024, 10, 24)),  # 90 days, the last day of the older text
            (date(2024, 7, 27), US, date(2024, 10, 25)),  # 90 days, and the newer text
            (date(2024, 8, 1), US, date(2024, 10, 25)),
            (date(2024, 8, 26), US, date(2024, 10, 25)),  # 60 days
            (date(2024, 8, 27), US, date(2024, 10, 26)),
            (date(2024, 11, 1), US, date(2024, 12, 31)),
            (date(2024, 11, 1), UK, date(2025, 1, 30)),
        ],
    )
    def test_the_first_day_to_ask(self, deactivated_on: date, marketplace: sp.Marketplace, first: date) -> None:
        locked = evolve(LOCKED, deactivated_on=deactivated_on, marketplace=marketplace)
        assert status.first_day_to_ask(locked) == first

    @given(strategies.deactivations(is_grave=False, reinstated_on=sp.NEVER))
    def test_on_that_day_it_may_be_asked_for_and_on_the_day_before_it_is_held(self, locked: sp.Deactivation) -> None:
        first = status.first_day_to_ask(locked)
        assert status.funds(locked, on=first).outcome is Funds.MAY_BE_ASKED_FOR
        assert status.funds(locked, on=first - timedelta(days=1)).outcome is Funds.HELD


class TestReinstatement:
    """003-7: after reinstatement Amazon watches the account and keeps money for a time; there is no figure."""

    @pytest.mark.parametrize(("day", "outcome"), [(date(2024, 3, 31), Funds.HELD), (date(2024, 4, 1), Funds.RESERVED)])
    def test_from_that_day_on(self, day: date, outcome: sp.account_status.Funds) -> None:
        decision = status.funds(evolve(LOCKED, reinstated_on=date(2024, 4, 1)), on=day)
        assert decision.outcome is outcome

    def test_it_is_said_without_a_figure(self) -> None:
        said = notes(status.funds(evolve(LOCKED, reinstated_on=DAY), on=DAY))
        assert "watches the account" in said
        assert "no figure is known" in said


class TestRelatedAccounts:
    """003-4: a closure extends to accounts linked by name, postal address or e-mail address; it is called permanent."""

    @pytest.mark.parametrize("link", ["shares_name", "shares_address", "shares_email"])
    def test_each_link_is_enough(self, link: str) -> None:
        changes: dict[str, Any] = {"shares_name": False, link: True, "is_in_good_standing": False}
        decision = status.relation(evolve(RELATED, **changes))
        assert decision.outcome is Relation.MAY_BE_DEACTIVATED
        assert "called permanent" in notes(decision)
        assert "reinstated first" in notes(decision)

    def test_without_a_link_it_means_nothing(self) -> None:
        decision = status.relation(evolve(RELATED, shares_name=False, is_in_good_standing=False))
        assert decision.outcome is Relation.NOT_LINKED

    @pytest.mark.parametrize(
        ("change", "outcome"),
        [
            ({}, Relation.NOT_ALLOWED),
            ({"is_approved": True}, Relation.NOT_ALLOWED),
            ({"is_needed": True}, Relation.ALLOWED),
            ({"is_in_same_region": False}, Relation.ALLOWED),
            ({"is_in_same_region": False, "is_in_good_standing": False}, Relation.MAY_BE_DEACTIVATED),
            ({"is_needed": True, "is_in_good_standing": False}, Relation.MAY_BE_DEACTIVATED),
        ],
    )
    def test_accounts_in_good_standing(self, change: dict[str, Any], outcome: sp.account_status.Relation) -> None:
        decision = status.relation(evolve(RELATED, **change))
        assert decision.outcome is outcome
        assert not decision.contested

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2015, 12, 31), Relation.ALLOWED, False),
            (date(2016, 1, 1), Relation.ALLOWED, True),
            (date(2021, 12, 19), Relation.ALLOWED, True),
            (date(2021, 12, 20), Relation.NOT_ALLOWED, False),
        ],
    )
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_once_amazons_approval_was_enough(
        self, day: date, outcome: sp.account_status.Relation, contested: bool, marketplace: sp.Marketplace
    ) -> None:
        decision = status.relation(evolve(RELATED, day=day, is_approved=True, marketplace=marketplace))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2015, 12, 31), Relation.NOT_ALLOWED, False),
            (date(2016, 1, 1), Relation.NOT_ALLOWED, True),
            (date(2021, 12, 20), Relation.ALLOWED, False),
        ],
    )
    def test_once_they_could_not_sell_the_same_products(self, day: date, outcome: Any, contested: bool) -> None:
        same = evolve(RELATED, day=day, is_approved=True, is_needed=True, sells_same_products=True)
        decision = status.relation(same)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_what_is_unknown_is_needed(self) -> None:
        decision = status.relation(sp.RelatedAccount(day=DAY))
        assert decision.outcome is None
        assert decision.needs[:3] == ("shares_name", "shares_address", "shares_email")

    def test_another_days_text_and_other_terms(self) -> None:
        approved = evolve(RELATED, is_approved=True)
        assert status.relation(approved, on=date(2015, 12, 31)).outcome is Relation.ALLOWED
        assert status.relation(approved, terms=Terms.on(date(2015, 12, 31))).outcome is Relation.ALLOWED

    @given(strategies.related_accounts(is_in_good_standing=False, shares_email=True))
    def test_a_linked_account_that_is_closed_is_always_a_danger(self, account: sp.RelatedAccount) -> None:
        assert status.relation(account).outcome is Relation.MAY_BE_DEACTIVATED


class TestTables:
    """002-2, 002-3, 003-4: every case meets a rule, every rule is met, and every condition makes a difference."""

    @pytest.mark.parametrize("table", sp.account_status.TABLES, ids=lambda table: table.id)
    def test_nothing_is_wrong_with_them(self, table: Any) -> None:
        check = table.check()
        assert check.complete
        assert check.flaws == ()

    def test_each_names_what_it_answers(self) -> None:
        named = {statement for table in status.TABLES for statement in table.answers}
        assert named >= {
            *("000-10", "002-2", "002-3", "002-5", "002-6"),
            *("003-1", "003-4", "003-7", "004-7", "004-12"),
        }
