"""The order defect rate: counts, standing, the rate day by day, and what becomes of it."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import anything, days as calendar_days

odr = sp.order_defect_rate
Standing = odr.Standing
LAST = date(2024, 4, 1)
WINDOW = sp.Window.ending(LAST, days=60)
ON = date(2024, 4, 16)


def orders(number: int, *, placed_on: date = LAST, **facts: Any) -> list[sp.Order]:
    """Orders with the ids 1, 2, …"""
    return [sp.Order(order_id=str(each), placed_on=placed_on, **facts) for each in range(1, number + 1)]


def stars(*order_ids: int, rating: int = 1) -> list[sp.Feedback]:
    """Feedback on orders, negative by default."""
    return [sp.Feedback(order_id=str(each), rating=rating, left_on=LAST) for each in order_ids]


def claims(*order_ids: int, status: sp.ClaimStatus = sp.ClaimStatus.REFUNDED, **facts: Any) -> list[sp.Claim]:
    """Claims on orders, which count by default."""
    return [
        sp.Claim(
            claim_id=f"A-{each}",
            order_id=str(each),
            reason=sp.ClaimReason.NOT_RECEIVED,
            filed_at=datetime(2024, 4, 2, 20, tzinfo=UTC),
            status=status,
            **facts,
        )
        for each in order_ids
    ]


def chargebacks(*order_ids: int, kind: sp.ChargebackKind = sp.ChargebackKind.SERVICE) -> list[sp.Chargeback]:
    """Chargebacks on orders, which count by default."""
    return [sp.Chargeback(order_id=str(each), kind=kind, filed_on=LAST) for each in order_ids]


def undetermined(*order_ids: int) -> list[sp.Claim]:
    """Claims that count or not, depending on who pays."""
    return claims(*order_ids, status=sp.ClaimStatus.GRANTED)


def measured(number: int, **events: Any) -> odr.DefectRate:
    """The rate of so many orders."""
    return odr.rate(orders(number), window=WINDOW, **events)


@frozen
class Account:
    """Orders and what happened to some of them."""

    orders: tuple[sp.Order, ...]
    feedback: tuple[sp.Feedback, ...]
    claims: tuple[sp.Claim, ...]
    chargebacks: tuple[sp.Chargeback, ...]

    @property
    def facts(self) -> dict[str, Any]:
        """The arguments that all counting functions take."""
        return {
            "orders": self.orders,
            "feedback": self.feedback,
            "claims": self.claims,
            "chargebacks": self.chargebacks,
        }

    def rate(self, window: sp.Window = WINDOW, **options: Any) -> odr.DefectRate:
        """Its rate."""
        return odr.rate(**self.facts, window=window, **options)


order_ids = st.sampled_from([*map(str, range(1, 13)), "nobody's"])
days_around = st.integers(-70, 8).map(lambda days: LAST + timedelta(days=days))
later_days = st.integers(0, 90).map(lambda days: LAST + timedelta(days=days))
ratings = st.builds(
    sp.Feedback, order_id=order_ids, rating=st.integers(1, 5), left_on=later_days, removed=st.booleans()
)
filed_claims = st.builds(
    sp.Claim,
    claim_id=st.just("A"),
    order_id=order_ids,
    reason=st.sampled_from([sp.ClaimReason.NOT_RECEIVED, sp.ClaimReason.UNAUTHORIZED_PURCHASE]),
    filed_at=st.just(datetime(2024, 4, 2, 20, tzinfo=UTC)),
    status=st.sampled_from(sp.ClaimStatus),
    paid_by=st.sampled_from([None, *sp.Payer]),
    odr_effect=st.sampled_from(sp.OdrEffect),
)
drawn_back = st.builds(
    sp.Chargeback,
    order_id=order_ids,
    kind=st.sampled_from(sp.ChargebackKind),
    filed_on=later_days,
    reversed=st.booleans(),
)


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """Small accounts with days on both sides of both ends of the window."""
    placed = draw(st.lists(days_around, max_size=12))
    cancelled = st.sampled_from([None, *sp.Canceller])
    sender = st.sampled_from(sp.Fulfiller)
    return Account(
        tuple(
            sp.Order(order_id=str(number), placed_on=day, fulfilled_by=draw(sender), cancelled_by=draw(cancelled))
            for number, day in enumerate(placed, start=1)
        ),
        tuple(draw(st.lists(ratings, max_size=6))),
        tuple(draw(st.lists(filed_claims, max_size=6))),
        tuple(draw(st.lists(drawn_back, max_size=6))),
    )


class TestTexts:
    """004-7: what the rate is made of is the same everywhere, but for injury claims and the pause of 2020."""

    EVERYWHERE = frozenset(
        {
            "target",
            "risk",
            "window",
            "negative",
            "counts_refused",
            "counts_open",
            "counts_borne",
            "counts_called_off",
            "counts_returning",
            "counts_delivered",
            "counts_lost",
            "counts_settled",
            "counts_won",
            "counts_fraud",
            "counts_reversed",
            "harmless",
            "counts_cancelled",
            "spared",
            "acts",
        }
    )

    @pytest.mark.parametrize("marketplace", sp.Marketplace)
    @pytest.mark.parametrize("day", [date(2010, 1, 1), date(2020, 8, 1), date(2026, 1, 1)])
    def test_everywhere(self, marketplace: sp.Marketplace, day: date) -> None:
        terms, american = odr.Terms.on(day, marketplace), odr.Terms.on(day)
        assert set(terms.texts) == self.EVERYWHERE
        for name in self.EVERYWHERE - {"counts_returning", "counts_lost", "counts_won"}:
            assert getattr(terms, name) == getattr(american, name)

    @pytest.mark.parametrize(
        ("marketplace", "day", "counts", "others"),
        [
            (sp.Marketplace.US, date(2021, 5, 23), True, []),
            (sp.Marketplace.US, date(2021, 5, 24), False, []),
            (sp.Marketplace.CA, date(2021, 5, 23), True, []),
            (sp.Marketplace.CA, date(2021, 5, 24), True, [False]),
            (sp.Marketplace.CA, date(2024, 12, 30), True, [False]),
            (sp.Marketplace.CA, date(2024, 12, 31), False, []),
            (sp.Marketplace.UK, date(2021, 5, 23), True, []),
            (sp.Marketplace.UK, date(2021, 5, 24), False, []),
            (sp.Marketplace.DE, date(2026, 1, 1), True, []),
        ],
    )
    def test_parcels_that_come_back(
        self, marketplace: sp.Marketplace, day: date, counts: bool, others: list[bool]
    ) -> None:
        terms = odr.Terms.on(day, marketplace)
        assert terms.counts_returning is counts
        assert [reading.value for _, reading, _ in terms.readings(["counts_returning"])] == others

    @pytest.mark.parametrize(
        ("marketplace", "paused"),
        [(sp.Marketplace.US, True), (sp.Marketplace.UK, True), (sp.Marketplace.DE, True), (sp.Marketplace.JP, False)],
    )
    def test_the_pause_of_2020(self, marketplace: sp.Marketplace, paused: bool) -> None:
        def others(day: date) -> list[bool]:
            return [reading.value for _, reading, _ in odr.Terms.on(day, marketplace).readings(["acts"])]

        assert others(date(2020, 3, 31)) == []
        assert others(date(2020, 4, 1)) == ([False] if paused else [])
        assert others(date(2020, 5, 31)) == ([False] if paused else [])
        assert others(date(2020, 6, 1)) == ([False] if paused else [])
        assert others(date(2020, 7, 29)) == ([False] if paused else [])
        assert others(date(2020, 7, 30)) == []

    @pytest.mark.parametrize("marketplace", sp.Marketplace)
    def test_claims_on_cancelled_orders_are_disputed_everywhere(self, marketplace: sp.Marketplace) -> None:
        terms = odr.Terms.on(date(2024, 3, 5), marketplace)
        assert [reading.value for _, reading, _ in terms.readings(["counts_called_off"])] == [False]

    @pytest.mark.parametrize(
        ("day", "window", "others"),
        [
            (date(2012, 1, 31), 90, [91]),
            (date(2016, 6, 30), 90, [91]),
            (date(2016, 7, 1), 90, [91, 60]),
            (date(2017, 12, 31), 90, [91, 60]),
            (date(2018, 1, 1), 60, []),
        ],
    )
    def test_the_window_and_its_other_readings(self, day: date, window: int, others: list[int]) -> None:
        terms = odr.Terms.on(day)
        assert terms.window == calendar_days(window)
        assert [reading.value for _, reading, _ in terms.readings(["window"])] == [
            calendar_days(length) for length in others
        ]


class TestRate:
    """002-1: defective orders out of all orders placed in a 60-day period."""

    @pytest.mark.parametrize("turned", [False, True])
    def test_claims_that_differ_in_the_refused_parcel_alone_are_decided_each(self, *, turned: bool) -> None:
        told: dict[str, Any] = {"status": sp.ClaimStatus.GRANTED, "paid_by": sp.Payer.SELLER, "return_tracked": True}
        both = [*claims(1, **told), *claims(2, **told, parcel_refused=True)]
        rate = odr.rate(orders(2), claims=both[::-1] if turned else both, window=WINDOW)
        assert (rate.defective_orders, rate.undetermined_orders) == (("1",), ())

    def test_the_counts_and_the_orders_behind_them(self) -> None:
        rate = odr.rate(orders(200), feedback=stars(7), claims=claims(8, 9), chargebacks=chargebacks(9), window=WINDOW)
        assert (rate.orders, rate.defective, rate.rate) == (200, 3, Fraction(3, 200))
        assert (rate.negative_feedback, rate.claims, rate.chargebacks) == (1, 2, 1)
        assert rate.defective_orders == ("7", "8", "9")
        assert rate.window == WINDOW

    def test_an_order_counts_once(self) -> None:
        rate = measured(10, feedback=stars(3, 3), claims=claims(3), chargebacks=chargebacks(3))
        assert (rate.defective, rate.negative_feedback, rate.claims, rate.chargebacks) == (1, 1, 1, 1)

    @pytest.mark.parametrize(
        ("placed_on", "counts"),
        [
            (date(2024, 2, 1), False),
            (date(2024, 2, 2), True),
            (date(2024, 4, 1), True),
            (date(2024, 4, 2), False),
        ],
    )
    def test_sixty_days_with_both_ends(self, placed_on: date, counts: bool) -> None:
        rate = odr.rate(orders(1, placed_on=placed_on), feedback=stars(1), window=WINDOW)
        assert rate.orders == rate.defective == rate.negative_feedback == int(counts)

    def test_a_defect_belongs_to_the_day_of_its_order(self) -> None:
        late = [evolve(each, left_on=LAST + timedelta(days=90)) for each in stars(1)]
        assert measured(4, feedback=late).defective == 1

    def test_no_orders_have_no_rate(self) -> None:
        rate = odr.rate([], window=WINDOW)
        assert (rate.orders, rate.defective, rate.rate) == (0, 0, None)

    def test_events_without_an_order_are_named(self) -> None:
        rate = measured(2, feedback=stars(2, 44), claims=claims(33, 44), chargebacks=chargebacks(1))
        assert rate.unmatched == ("33", "44")
        assert rate.defective_orders == ("1", "2")

    def test_orders_are_listed_by_day_then_id(self) -> None:
        placed = [
            sp.Order(order_id="b", placed_on=LAST),
            sp.Order(order_id="c", placed_on=LAST - timedelta(days=1)),
            sp.Order(order_id="a", placed_on=LAST),
        ]
        feedback = [sp.Feedback(order_id=each, rating=1, left_on=LAST) for each in "abc"]
        assert odr.rate(placed, feedback=feedback, window=WINDOW).defective_orders == ("c", "a", "b")

    def test_orders_that_one_side_sends(self) -> None:
        mixed = [*orders(3), sp.Order(order_id="4", placed_on=LAST, fulfilled_by=sp.Fulfiller.AMAZON)]
        counted = {
            fulfiller: odr.rate(mixed, feedback=stars(1, 4), window=WINDOW, fulfilled_by=fulfiller)
            for fulfiller in (None, *sp.Fulfiller)
        }
        assert counted[None].rate == Fraction(2, 4)
        assert counted[sp.Fulfiller.SELLER].defective_orders == ("1",)
        assert counted[sp.Fulfiller.SELLER].orders == 3
        assert counted[sp.Fulfiller.AMAZON].rate == 1
        assert counted[sp.Fulfiller.AMAZON].unmatched == ()

    def test_an_unknown_fact_leaves_an_order_undetermined(self) -> None:
        rate = measured(4, claims=undetermined(1, 2), feedback=stars(2))
        assert rate.undetermined_orders == ("1",)
        assert rate.defective_orders == ("2",)
        assert rate.claims == 0

    def test_contested_orders_hang_on_a_reading(self) -> None:
        rate = measured(
            9,
            feedback=stars(1, 4),
            claims=claims(1, 2, status=sp.ClaimStatus.UNDER_REVIEW),
            chargebacks=chargebacks(3, 4, kind=sp.ChargebackKind.FRAUD),
        )
        assert rate.defective_orders == ("1", "2", "4")
        assert rate.contested_orders == ("2", "3")

    @pytest.mark.parametrize("canceller", [sp.Canceller.BUYER, sp.Canceller.SELLER, sp.Canceller.AMAZON])
    def test_cancelled_orders_stay_in_and_are_named(self, canceller: sp.Canceller) -> None:
        mixed = [*orders(3), sp.Order(order_id="4", placed_on=LAST, cancelled_by=canceller)]
        rate = odr.rate(mixed, feedback=stars(4), window=WINDOW)
        assert (rate.rate, rate.cancelled_orders) == (Fraction(1, 4), ("4",))
        without = evolve(odr.Terms.on(LAST), counts_cancelled=False)
        rate = odr.rate(mixed, feedback=stars(4), window=WINDOW, terms=without)
        assert (rate.orders, rate.defective, rate.cancelled_orders, rate.unmatched) == (3, 0, (), ())

    @pytest.mark.parametrize("canceller", [None, sp.Canceller.NOBODY])
    def test_orders_that_nobody_is_known_to_have_cancelled(self, canceller: sp.Canceller | None) -> None:
        assert odr.rate(orders(3, cancelled_by=canceller), window=WINDOW).cancelled_orders == ()

    def test_a_what_if_judges_every_event(self) -> None:
        strict = evolve(odr.Terms.on(LAST), negative=sp.at_most(3))
        assert measured(4, feedback=stars(1, rating=3), terms=strict).defective == 1
        assert measured(4, feedback=stars(1, rating=3)).defective == 0

    def test_each_event_by_the_text_of_its_own_day(self) -> None:
        filed = [
            evolve(claim, filed_at=datetime(year, 6, 1, 20, tzinfo=UTC))
            for claim, year in zip(claims(1, 2, status=sp.ClaimStatus.DENIED), (2016, 2023), strict=True)
        ]
        assert measured(4, claims=filed).defective_orders == ("1",)

    def test_rates_are_values(self) -> None:
        rate = measured(4, feedback=stars(1))
        assert pickle.loads(pickle.dumps(rate)) == rate  # noqa: S301
        assert hash(rate) == hash(measured(4, feedback=stars(1)))


class TestBadOrders:
    """What cannot be is refused: orders given twice, two marketplaces at once, facts of another kind."""

    @pytest.fixture(params=["rate", "daily_rates", "outlook"])
    def count(self, request: pytest.FixtureRequest) -> Any:
        """Every function that counts."""
        options: dict[str, Any] = {
            "rate": {"window": WINDOW},
            "daily_rates": {"first": LAST, "last": LAST},
            "outlook": {"today": LAST, "lag": 0},
        }
        return partial(getattr(odr, request.param), **options[request.param])

    def test_an_order_id_twice(self, count: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"Order\.order_id: expected each order once, got '2'"):
            count([*orders(3), *orders(2)[1:]])

    def test_two_marketplaces(self, count: Any) -> None:
        abroad = sp.Order(order_id="4", placed_on=LAST, marketplace=sp.Marketplace.UK)
        with pytest.raises(sp.errors.BadFact, match=r"Order\.marketplace: expected 'us'.* in order 4, got 'uk'"):
            count([*orders(3), abroad])

    def test_an_event_in_another_marketplace_than_its_order(self, count: Any) -> None:
        abroad = [evolve(each, marketplace=sp.Marketplace.UK) for each in stars(2)]
        with pytest.raises(sp.errors.BadFact, match=r"Feedback\.marketplace: expected 'us'.* order 2, got 'uk'"):
            count(orders(3), feedback=abroad)

    def test_events_abroad_of_other_orders_are_none_of_its_business(self, count: Any) -> None:
        abroad = [evolve(each, marketplace=sp.Marketplace.UK) for each in stars(44)]
        assert count(orders(3), feedback=abroad)

    def test_another_kind_of_event(self, count: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"expected only facts of the kind Claim, got Feedback"):
            count(orders(3), claims=stars(1))

    def test_something_else_among_the_orders(self, count: Any) -> None:
        with pytest.raises(
            sp.errors.BadFact, match=r"orders: expected only facts of the kind Order, got \{'order_id': '4'\}"
        ):
            count([*orders(3), {"order_id": "4"}])

    def test_a_side_that_there_is_not(self, count: Any) -> None:
        with pytest.raises(
            sp.errors.BadFact, match="fulfilled_by: expected a Fulfiller, or the text of one.*got 'mfn'"
        ):
            count(orders(3), fulfilled_by="mfn")

    @pytest.mark.parametrize("side", sp.Fulfiller)
    def test_the_text_of_a_side_does_too(self, count: Any, side: sp.Fulfiller) -> None:
        both = [*orders(3), sp.Order(order_id="4", placed_on=LAST, fulfilled_by=sp.Fulfiller.AMAZON)]
        assert count(both, fulfilled_by=side.value) == count(both, fulfilled_by=side)


@pytest.mark.parametrize("window", [None, date(2024, 4, 1)])
def test_what_is_no_window(window: Any) -> None:
    with pytest.raises(sp.errors.BadFact, match="window: expected a Window of calendar days"):
        sp.order_defect_rate.rate([], window=window)


class TestStanding:
    """002-2, 004-7: the target is under 1 %; exceeding it puts the account at risk."""

    @pytest.mark.parametrize(
        ("defective", "number", "outcome"),
        [
            (0, 1, Standing.ON_TARGET),
            (1, 101, Standing.ON_TARGET),
            (1, 100, Standing.AT_THE_LIMIT),
            (4, 400, Standing.AT_THE_LIMIT),
            (4, 401, Standing.ON_TARGET),
            (4, 399, Standing.AT_RISK),
            (5, 5, Standing.AT_RISK),
            (0, 0, Standing.NOT_MEASURED),
        ],
    )
    def test_exactly_one_percent_is_neither(self, defective: int, number: int, outcome: odr.Standing) -> None:
        decision = odr.standing(measured(number, feedback=stars(*range(1, defective + 1))), on=ON)
        assert decision.outcome is outcome
        assert not decision.contested
        assert decision.policy_day == ON

    def test_the_reasons_show_the_figures(self) -> None:
        decision = odr.standing(measured(400, feedback=stars(1, 2, 3, 4)), on=ON)
        assert "4 defective of 400 orders are below 1 %" in [reason.text for reason in decision.reasons]

    def test_at_risk_says_what_follows(self) -> None:
        (warning, volume) = odr.standing(measured(4, feedback=stars(1, 2, 3, 4)), on=ON).notes
        assert "deactivated" in warning.text
        assert volume.reference is odr.VOLUME

    def test_a_what_if(self) -> None:
        lenient = evolve(odr.Terms.on(ON), target=sp.below(Fraction(1, 20)))
        assert odr.standing(measured(100, feedback=stars(1, 2, 3, 4)), on=ON, terms=lenient).outcome is (
            Standing.ON_TARGET
        )

    def test_more_defective_orders_than_orders_cannot_be(self) -> None:
        with pytest.raises(sp.errors.BadFact) as raised:
            odr.CountedOrders(day=LAST, orders=3, defective=4)
        assert (
            str(raised.value) == "CountedOrders.defective: expected at most the orders of which it is a part, 3, got 4"
        )

    @pytest.mark.parametrize(
        ("on", "contested"),
        [
            (date(2020, 3, 31), False),
            (date(2020, 4, 1), True),
            (date(2020, 5, 31), True),
            (date(2020, 6, 1), True),
            (date(2020, 7, 29), True),
            (date(2020, 7, 30), False),
        ],
    )
    def test_the_pause_of_2020(self, on: date, contested: bool) -> None:
        decision = odr.standing(measured(4, feedback=stars(1, 2, 3, 4)), on=on)
        assert decision.outcome is Standing.AT_RISK
        assert [each.reference for each in decision.disagreements] == ([odr.PAUSE] if contested else [])


class TestSmallSellers:
    """002-6: one defect of two orders is 50 %, no worse than 1.02 %; one to three alone suspend nobody."""

    @pytest.mark.parametrize(("defective", "contested"), [(1, True), (3, True), (4, False)])
    def test_up_to_three_defective_orders_are_contested(self, defective: int, contested: bool) -> None:
        decision = odr.standing(measured(10, feedback=stars(*range(1, defective + 1))), on=ON)
        assert decision.outcome is Standing.AT_RISK
        assert [(each.other, each.outcome, each.reference) for each in decision.disagreements] == (
            [(sp.at_most(3), Standing.AT_THE_LIMIT, odr.WARNING)] if contested else []
        )

    def test_a_fourth_that_is_undetermined_leaves_the_other_reading_unknown(self) -> None:
        decision = odr.standing(measured(10, feedback=stars(1, 2, 3), claims=undetermined(4)), on=ON)
        assert decision.outcome is Standing.AT_RISK
        assert [(each.other, each.outcome, each.reference) for each in decision.disagreements] == [
            (sp.at_most(3), None, odr.WARNING)
        ]

    def test_one_of_two_is_no_worse_than_one_of_ninety_eight(self) -> None:
        half, barely = (odr.standing(measured(number, feedback=stars(1)), on=ON) for number in (2, 98))
        assert half.outcome is barely.outcome is Standing.AT_RISK
        assert half.contested
        assert barely.contested

    def test_the_limit_itself_is_not_a_risk_however_few(self) -> None:
        assert not odr.standing(measured(100, feedback=stars(1)), on=ON).contested


class TestDoubtfulStanding:
    """Contract: unknown, or contested, where leaving out or counting all such orders together changes the standing."""

    def test_undetermined_orders_that_make_a_difference(self) -> None:
        rate = measured(300, feedback=stars(1, 2), claims=undetermined(3))
        decision = odr.standing(rate, on=ON)
        assert decision.outcome is None
        assert decision.needs == ("defective",)
        assert rate.undetermined_orders == ("3",)
        assert "undetermined_orders" in decision.explain()

    @pytest.mark.parametrize(("number", "outcome"), [(301, Standing.ON_TARGET), (199, Standing.AT_RISK)])
    def test_undetermined_orders_that_make_none(self, number: int, outcome: odr.Standing) -> None:
        decision = odr.standing(measured(number, feedback=stars(1, 2), claims=undetermined(3)), on=ON)
        assert decision.outcome is outcome
        assert decision.needs == ()

    def test_contested_orders_left_out(self) -> None:
        review = claims(1, 2, status=sp.ClaimStatus.UNDER_REVIEW)
        decision = odr.standing(measured(200, claims=review), on=ON)
        assert decision.outcome is Standing.AT_THE_LIMIT
        (disagreement,) = decision.disagreements
        assert disagreement.term == "contested_orders"
        assert (disagreement.reading, disagreement.other) == ("2 defective orders", "0 defective orders")
        assert disagreement.outcome is Standing.ON_TARGET

    def test_contested_orders_counted(self) -> None:
        fraud = chargebacks(1, kind=sp.ChargebackKind.FRAUD)
        decision = odr.standing(measured(100, chargebacks=fraud), on=ON)
        assert decision.outcome is Standing.ON_TARGET
        (disagreement,) = decision.disagreements
        assert (disagreement.reading, disagreement.other) == ("0 defective orders", "1 defective order")
        assert disagreement.outcome is Standing.AT_THE_LIMIT

    def test_contested_orders_that_make_no_difference(self) -> None:
        fraud = chargebacks(1, kind=sp.ChargebackKind.FRAUD)
        assert not odr.standing(measured(101, chargebacks=fraud), on=ON).contested

    def test_an_order_both_contested_and_undetermined(self) -> None:
        decision = odr.standing(measured(100, claims=undetermined(1)), on=ON)
        assert decision.outcome is None
        assert {(each.reading, each.other, each.outcome) for each in decision.disagreements} == {
            ("0 defective orders and 1 undetermined", "1 defective order", Standing.AT_THE_LIMIT),
            ("0 defective orders and 1 undetermined", "0 defective orders", Standing.ON_TARGET),
        }

    def test_cancelled_orders_left_out(self) -> None:
        mixed = [*orders(100), sp.Order(order_id="c", placed_on=LAST, cancelled_by=sp.Canceller.BUYER)]
        decision = odr.standing(odr.rate(mixed, feedback=stars(1), window=WINDOW), on=ON)
        assert decision.outcome is Standing.ON_TARGET
        (disagreement,) = decision.disagreements
        assert disagreement.term == "order_defect_rate.counts_cancelled"
        assert (disagreement.reading, disagreement.other) == (True, False)
        assert disagreement.outcome is Standing.AT_THE_LIMIT

    def test_cancelled_and_defective(self) -> None:
        mixed = [*orders(99), sp.Order(order_id="c", placed_on=LAST, cancelled_by=sp.Canceller.SELLER)]
        feedback = [sp.Feedback(order_id="c", rating=1, left_on=LAST)]
        decision = odr.standing(odr.rate(mixed, feedback=feedback, window=WINDOW), on=ON)
        assert decision.outcome is Standing.AT_THE_LIMIT
        assert [each.outcome for each in decision.disagreements] == [Standing.ON_TARGET]

    def test_all_orders_cancelled(self) -> None:
        rate = odr.rate(orders(1, cancelled_by=sp.Canceller.BUYER), feedback=stars(1), window=WINDOW)
        outcomes = {each.term.rpartition(".")[2]: each.outcome for each in odr.standing(rate, on=ON).disagreements}
        assert outcomes == {"spared": Standing.AT_THE_LIMIT, "counts_cancelled": Standing.NOT_MEASURED}

    def test_a_what_if_about_cancelled_orders_leaves_nothing_to_dispute(self) -> None:
        mixed = [*orders(100), sp.Order(order_id="c", placed_on=LAST, cancelled_by=sp.Canceller.BUYER)]
        without = evolve(odr.Terms.on(ON), counts_cancelled=False)
        rate = odr.rate(mixed, feedback=stars(1), window=WINDOW, terms=without)
        decision = odr.standing(rate, on=ON, terms=without)
        assert decision.outcome is Standing.AT_THE_LIMIT
        assert not decision.contested

    @given(accounts(), st.integers(0, 420))
    def test_the_standing_is_unknown_or_contested_exactly_where_counting_differs(
        self, account: Account, clean: int
    ) -> None:
        more = tuple(sp.Order(order_id=f"clean {each}", placed_on=LAST) for each in range(clean))
        rate = evolve(account, orders=(*account.orders, *more)).rate()
        ids, unsure, contested = map(set, (rate.defective_orders, rate.undetermined_orders, rate.contested_orders))

        def where(defective: set[str]) -> odr.Standing:
            share = Fraction(len(defective), rate.orders) if rate.orders else None
            if share is None:
                return Standing.NOT_MEASURED
            if share == Fraction(1, 100):
                return Standing.AT_THE_LIMIT
            return Standing.ON_TARGET if share < Fraction(1, 100) else Standing.AT_RISK

        def together(defective: set[str], open_ids: set[str]) -> odr.Standing | None:
            ends = {where(defective), where(defective | open_ids)}
            return ends.pop() if len(ends) == 1 else None

        decision = odr.standing(rate, on=ON)
        taken = together(ids, unsure)
        assert decision.outcome is taken
        others = {together(ids | contested, unsure - contested), together(ids - contested, unsure - contested)}
        named = {each.term for each in decision.disagreements}
        assert ("contested_orders" in named) is (others != {taken})


class TestDailyRates:
    """001-5: watch the order defect rate and its components for trends."""

    def test_a_defect_comes_and_goes_with_its_order(self) -> None:
        placed = [*orders(1), sp.Order(order_id="x", placed_on=LAST + timedelta(days=1))]
        days = odr.daily_rates(placed, claims=claims(1), first=LAST - timedelta(days=1), last=LAST + timedelta(days=61))
        assert len(days) == 63
        figures = [(day.orders, day.defective, day.claims, day.rate) for day in days]
        assert figures[0] == (0, 0, 0, None)
        assert figures[1] == (1, 1, 1, Fraction(1))
        assert set(figures[2:61]) == {(2, 1, 1, Fraction(1, 2))}
        assert figures[61] == (1, 0, 0, Fraction(0))
        assert figures[62] == (0, 0, 0, None)

    @pytest.mark.parametrize(
        ("told", "defective"),
        [
            ({}, 1),
            ({"return_tracked": True}, 1),
            ({"return_tracked": False}, 1),
            ({"parcel_refused": True, "return_tracked": False}, 1),
            ({"parcel_refused": True, "return_tracked": True}, 0),
            ({"parcel_refused": True}, 0),
        ],
    )
    def test_a_granted_claim_counts_unless_the_refused_parcel_comes_or_may_come_back(
        self, told: dict[str, Any], defective: int
    ) -> None:
        granted = claims(1, status=sp.ClaimStatus.GRANTED, paid_by=sp.Payer.SELLER, **told)
        (day,) = odr.daily_rates(orders(1), claims=granted, first=LAST, last=LAST)
        rate = odr.rate(orders(1), claims=granted, window=WINDOW)
        assert (day.defective, rate.defective) == (defective, defective)
        assert rate.undetermined_orders == (("1",) if told == {"parcel_refused": True} else ())

    def test_falling_sales_raise_the_rate_without_a_new_defect(self) -> None:
        early = [sp.Order(order_id=f"e{each}", placed_on=LAST - timedelta(days=each)) for each in range(1, 60)]
        days = odr.daily_rates([*orders(1), *early], feedback=stars(1), first=LAST, last=LAST + timedelta(days=59))
        rates = [day.rate for day in days]
        assert rates == [Fraction(1, 60 - gone) for gone in range(60)]

    def test_the_window_is_that_of_each_last_day(self) -> None:
        days = odr.daily_rates(orders(1), first=date(2017, 12, 30), last=date(2018, 1, 2))
        assert [day.window.days for day in days] == [90, 90, 60, 60]
        assert days[1].window == sp.Window(first=date(2017, 10, 3), last=date(2017, 12, 31))
        assert days[2].window == sp.Window(first=date(2017, 11, 3), last=date(2018, 1, 1))

    def test_another_length_by_what_if(self) -> None:
        longer = evolve(odr.Terms.on(LAST), window=calendar_days(7))
        (day,) = odr.daily_rates(orders(1), first=LAST, last=LAST, terms=longer)
        assert day.window.days == 7

    def test_what_counts_by_what_if(self) -> None:
        """Of the same rating, by terms under which two stars are no defect any more."""
        given: dict[str, Any] = {"feedback": stars(1, rating=2), "first": LAST, "last": LAST}
        milder = evolve(odr.Terms.on(LAST), negative=sp.at_most(1))
        ((counted,), (spared,)) = (odr.daily_rates(orders(1), terms=each, **given) for each in (None, milder))
        assert (counted.defective, spared.defective) == (1, 0)

    def test_days_reversed(self) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"Window\.last"):
            odr.daily_rates(orders(1), first=LAST, last=LAST - timedelta(days=1))

    @pytest.mark.parametrize("days", [0, -1, True, "60", 10**6])
    def test_lengths_that_cannot_be(self, days: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match="days"):
            odr.daily_rates(orders(1), first=LAST, last=LAST, days=days)

    @given(
        accounts(),
        st.integers(-4, 70),
        st.integers(0, 9),
        st.one_of(st.none(), st.integers(1, 80)),
        st.sampled_from([None, *sp.Fulfiller]),
        st.booleans(),
    )
    def test_each_day_is_the_rate_of_its_window(
        self,
        account: Account,
        start: int,
        more: int,
        days: int | None,
        fulfilled_by: sp.Fulfiller | None,
        counts_cancelled: bool,
    ) -> None:
        first = LAST + timedelta(days=start)
        last = first + timedelta(days=more)
        terms = None if counts_cancelled else evolve(odr.Terms.on(LAST), counts_cancelled=False)
        entries = odr.daily_rates(
            **account.facts, first=first, last=last, days=days, fulfilled_by=fulfilled_by, terms=terms
        )
        assert [entry.last for entry in entries] == [first + timedelta(days=each) for each in range(more + 1)]
        for entry in entries:
            rate = account.rate(sp.Window.ending(entry.last, days=days or 60), fulfilled_by=fulfilled_by, terms=terms)
            assert entry.window == rate.window
            assert (entry.orders, entry.defective, entry.rate) == (rate.orders, rate.defective, rate.rate)
            assert (entry.negative_feedback, entry.claims, entry.chargebacks) == (
                rate.negative_feedback,
                rate.claims,
                rate.chargebacks,
            )


class TestProperties:
    """What follows from the definition, whatever the account."""

    @given(accounts(), st.randoms())
    def test_the_order_of_the_facts_is_nothing(self, account: Account, random: Any) -> None:
        def shuffled(facts: Iterable[Any]) -> tuple[Any, ...]:
            return tuple(random.sample(tuple(facts), len(tuple(facts))))

        other = Account(*(shuffled(facts) for facts in account.facts.values()))
        assert other.rate() == account.rate()
        assert odr.outlook(**other.facts, today=ON, lag=15) == odr.outlook(**account.facts, today=ON, lag=15)

    @given(accounts())
    def test_facts_may_come_from_any_iterable(self, account: Account) -> None:
        passing = {name: iter(facts) for name, facts in account.facts.items()}
        assert odr.outlook(**passing, today=ON, lag=15) == odr.outlook(**account.facts, today=ON, lag=15)

    @given(accounts(), order_ids)
    def test_another_defect_never_lowers_the_rate(self, account: Account, order_id: str) -> None:
        worse = evolve(account, feedback=(*account.feedback, sp.Feedback(order_id=order_id, rating=1, left_on=LAST)))
        assert (worse.rate().rate or 0) >= (account.rate().rate or 0)
        assert set(worse.rate().defective_orders) >= set(account.rate().defective_orders)

    @given(accounts())
    def test_claims_withdrawn_never_raise_the_rate(self, account: Account) -> None:
        better = evolve(
            account, claims=tuple(evolve(claim, status=sp.ClaimStatus.WITHDRAWN) for claim in account.claims)
        )
        assert (better.rate().rate or 0) <= (account.rate().rate or 0)

    @given(accounts())
    def test_another_clean_order_never_raises_the_rate(self, account: Account) -> None:
        more = evolve(account, orders=(*account.orders, sp.Order(order_id="clean", placed_on=LAST)))
        assert (more.rate().rate or 0) <= (account.rate().rate or 1)

    @given(accounts())
    def test_between_the_largest_component_and_their_sum(self, account: Account) -> None:
        rate = account.rate()
        components = (rate.negative_feedback, rate.claims, rate.chargebacks)
        assert max(components) <= rate.defective <= min(sum(components), rate.orders)

    @given(accounts())
    def test_every_order_is_what_its_events_make_it(self, account: Account) -> None:
        rate = account.rate()
        inside = {order.order_id for order in account.orders if order.placed_on in WINDOW}
        events: list[sp.Feedback | sp.Claim | sp.Chargeback] = [
            *account.feedback,
            *account.claims,
            *account.chargebacks,
        ]
        judged = [(event.order_id, odr.defect(event)) for event in events if event.order_id in inside]
        counting = {each for each, decision in judged if decision.outcome is odr.Defect.DEFECT}
        surely = {each for each, decision in judged if decision.outcome is odr.Defect.DEFECT and not decision.contested}
        assert set(rate.defective_orders) == counting
        assert set(rate.undetermined_orders) == {each for each, by in judged if by.outcome is None} - counting
        assert set(rate.contested_orders) == {each for each, by in judged if by.contested} - surely
        assert set(rate.unmatched) == {event.order_id for event in events} - {
            order.order_id for order in account.orders
        }


class TestOutlook:
    """001-5: when does the rate recover, and because of which orders, if nothing new goes wrong."""

    def test_a_single_defect_leaves_after_its_window_and_the_lag(self) -> None:
        ahead = odr.outlook(orders(50), feedback=stars(1), today=ON, lag=15)
        assert ahead.leaves == (("1", date(2024, 6, 15)),)
        assert ahead.days[0].window == WINDOW
        assert ahead.days[0].rate == Fraction(1, 50)
        assert ahead.days[-1].window.last == date(2024, 5, 31)
        assert len(ahead.days) == 61

    def test_the_last_day_on_which_it_counts(self) -> None:
        placed = [*orders(1), sp.Order(order_id="x", placed_on=LAST + timedelta(days=5))]
        ahead = odr.outlook(placed, feedback=stars(1), today=ON, lag=15)
        assert ahead.days[-2].defective == 1
        assert ahead.days[-2].window.first == LAST
        assert ahead.days[-1].defective == 0
        assert ahead.on_target_on == date(2024, 6, 15)
        assert repr(ahead) == f"<Outlook from {ON}: on target 2024-06-15>"

    def test_nothing_is_wrong(self) -> None:
        ahead = odr.outlook(orders(50), today=ON, lag=15)
        assert (ahead.leaves, ahead.on_target_on, ahead.clean_orders_needed) == ((), ON, 0)
        assert [day.rate for day in ahead.days] == [0]

    def test_all_orders_leave_with_the_defect(self) -> None:
        assert odr.outlook(orders(50), feedback=stars(1), today=ON, lag=15).on_target_on == sp.NEVER

    def test_a_rate_on_target_misses_it_again_as_faultless_orders_leave_first(self) -> None:
        """150 orders of 12 February are last in the window shown on 26 April; the defect of 1 April until 14 June."""
        early = [sp.Order(order_id=f"early-{number}", placed_on=date(2024, 2, 12)) for number in range(150)]
        ahead = odr.outlook([*early, *orders(1)], feedback=stars(1), today=ON, lag=15)
        assert ahead.on_target_on == ON
        assert ahead.missed == (sp.Window(first=date(2024, 4, 27), last=date(2024, 6, 14)),)

    def test_the_days_on_which_the_target_is_missed(self) -> None:
        """None; all days until the defect has left; and those until ten orders a day have made it one of 110."""
        assert odr.outlook(orders(50), today=ON, lag=15).missed == ()
        until_it_leaves = sp.Window(first=ON, last=date(2024, 6, 14))
        assert odr.outlook(orders(50), feedback=stars(1), today=ON, lag=15).missed == (until_it_leaves,)
        diluted = odr.outlook(orders(50), feedback=stars(1), today=ON, lag=15, orders_per_day=10)
        assert diluted.missed == (sp.Window(first=ON, last=date(2024, 5, 6)),)

    def test_orders_to_come_dilute_the_rate(self) -> None:
        ahead = odr.outlook(orders(50), feedback=stars(1), today=ON, lag=15, orders_per_day=10)
        # the window shown on 2 May is the first with orders of tomorrow, 17 April: 60 orders then, 101 five days later
        assert [(day.last, day.orders) for day in ahead.days[15:18]] == [
            (date(2024, 4, 16), 50),
            (date(2024, 4, 17), 60),
            (date(2024, 4, 18), 70),
        ]
        assert ahead.on_target_on == date(2024, 5, 7)
        assert ahead.days[-1].orders == 450

    def test_orders_to_come_fill_at_most_the_window(self) -> None:
        ahead = odr.outlook(orders(1), feedback=stars(1), today=LAST, lag=0, orders_per_day=2, days=7)
        assert [day.orders for day in ahead.days] == [1, 3, 5, 7, 9, 11, 13, 14]

    def test_the_first_orders_come_after_the_last_defect_has_left(self) -> None:
        old = orders(1, placed_on=WINDOW.first)
        waiting = sp.Order(order_id="x", placed_on=LAST + timedelta(days=10))
        ahead = odr.outlook([*old, waiting], feedback=stars(1), today=ON, lag=15)
        assert ahead.leaves == (("1", ON + timedelta(days=1)),)
        assert len(ahead.days) == 2
        assert ahead.on_target_on == date(2024, 4, 26)
        assert odr.outlook(old, feedback=stars(1), today=ON, lag=15, orders_per_day=1).on_target_on == date(2024, 5, 2)

    def test_an_order_of_a_day_to_come_is_waited_for(self) -> None:
        coming = sp.Order(order_id="x", placed_on=ON + timedelta(days=9))
        ahead = odr.outlook([*orders(1, placed_on=WINDOW.first), coming], feedback=stars(1), today=ON, lag=15)
        assert ahead.on_target_on == ON + timedelta(days=24)

    def test_orders_to_come_are_those_of_the_windows_own_days(self) -> None:
        day = odr.DailyRate(LAST, 7, 1, 1, 1, 0, 0)
        expected = [day.with_expected(LAST - timedelta(days=ago), 2).orders for ago in (-1, 0, 1, 7, 8)]
        assert expected == [1, 1, 3, 15, 15]

    def test_a_defect_that_is_not_shown_yet(self) -> None:
        new = sp.Order(order_id="new", placed_on=LAST + timedelta(days=3))
        feedback = [sp.Feedback(order_id="new", rating=1, left_on=ON)]
        ahead = odr.outlook([*orders(50), new], feedback=feedback, today=ON, lag=15)
        assert [day.defective for day in ahead.days[:4]] == [0, 0, 0, 1]
        assert ahead.leaves == (("new", date(2024, 6, 18)),)
        assert ahead.on_target_on == ON

    def test_defects_that_have_left_are_not_listed(self) -> None:
        old = [sp.Order(order_id="old", placed_on=WINDOW.first - timedelta(days=1))]
        feedback = [sp.Feedback(order_id="old", rating=1, left_on=LAST)]
        assert odr.outlook([*orders(2), *old], feedback=feedback, today=ON, lag=15).leaves == ()

    @pytest.mark.parametrize(
        ("defective", "number", "needed"), [(0, 0, 1), (0, 5, 0), (1, 1, 100), (1, 100, 1), (1, 101, 0), (3, 250, 51)]
    )
    def test_clean_orders_needed(self, defective: int, number: int, needed: int) -> None:
        ahead = odr.outlook(orders(number), feedback=stars(*range(1, defective + 1)), today=ON, lag=15)
        assert ahead.clean_orders_needed == needed

    @pytest.mark.parametrize(
        ("defective", "number", "room"),
        [(0, 0, 0), (0, 100, 0), (0, 101, 1), (1, 101, 0), (2, 101, 0), (1, 301, 2), (0, 300, 2)],
    )
    def test_headroom(self, defective: int, number: int, room: int) -> None:
        ahead = odr.outlook(orders(number), feedback=stars(*range(1, defective + 1)), today=ON, lag=15)
        assert ahead.headroom == room

    @pytest.mark.parametrize("name", ["lag", "orders_per_day"])
    @pytest.mark.parametrize("number", [-1, True, 1.5, None])
    def test_figures_that_cannot_be(self, name: str, number: Any) -> None:
        given: dict[str, Any] = {"lag": 15, name: number}
        with pytest.raises(sp.errors.BadFact, match=rf"{name}: expected a whole number, at least 0"):
            odr.outlook(orders(1), today=ON, **given)

    @pytest.mark.parametrize("target", [sp.below(Fraction(0)), anything])
    def test_a_target_that_is_none(self, target: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"Terms\.target: expected a limit on a rate, above zero"):
            odr.outlook(orders(1), today=ON, lag=15, terms=evolve(odr.Terms.on(ON), target=target))

    @given(accounts(), st.integers(0, 20), st.integers(0, 3), st.sampled_from([None, *sp.Fulfiller]))
    def test_it_agrees_with_the_daily_rates(
        self, account: Account, lag: int, orders_per_day: int, fulfilled_by: sp.Fulfiller | None
    ) -> None:
        options: dict[str, Any] = {"fulfilled_by": fulfilled_by, "days": 30}
        ahead = odr.outlook(**account.facts, today=ON, lag=lag, orders_per_day=orders_per_day, **options)
        shown = ON - timedelta(days=lag)
        last = shown + timedelta(days=len(ahead.days) - 1)
        daily = odr.daily_rates(**account.facts, first=shown, last=last, **options)
        assert [day.defective for day in ahead.days] == [day.defective for day in daily]
        for day, known in zip(ahead.days, daily, strict=True):
            expected = sum(1 for each in range(30) if day.last - timedelta(days=each) > ON)
            assert day.orders == known.orders + expected * orders_per_day
        on_target = [
            day.last + timedelta(days=lag) for day in ahead.days if day.rate is not None and day.rate * 100 < 1
        ]
        if on_target:
            assert ahead.on_target_on == on_target[0]
        else:
            assert ahead.on_target_on > ON + timedelta(days=len(ahead.days) - 1)

    @given(accounts())
    def test_the_figures_are_the_turning_points(self, account: Account) -> None:
        ahead = odr.outlook(**account.facts, today=ON, lag=15)
        now = ahead.days[0]

        def is_met(defective: int, number: int) -> bool:
            return number > 0 and Fraction(defective, number) < Fraction(1, 100)

        needed, room = ahead.clean_orders_needed, ahead.headroom
        assert is_met(now.defective, now.orders + needed)
        assert needed == 0 or not is_met(now.defective, now.orders + needed - 1)
        assert room == 0 or is_met(now.defective + room, now.orders)
        assert now.defective + room == now.orders or not is_met(now.defective + room + 1, now.orders)
