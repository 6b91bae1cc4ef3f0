"""Strategies: what is drawn can be, lies where the policies turn, goes together, and shrinks to what is easily read."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, TypeVar

import pytest
from attrs import field, frozen
from hypothesis import HealthCheck, Phase, find, given, settings, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.errors import BadFact, NoPolicyText
from sellerpolicy.facts import KINDS, NEVER_AT, Fact
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    DecisionTable,
    Limit,
    Rule,
    Span,
    above,
    at_least,
    at_most,
    below,
    business_days,
    dated,
    days,
    elapsed,
    guide,
    hours,
    local,
    nothing,
    originally,
    share,
    since,
    symbols,
)
from sellerpolicy.rules.injury_and_damage import InjuryPayer
from sellerpolicy.strategies import PLAIN_DAY, Account, Edges, Held, edges_of, held_against

T = TypeVar("T")
LEAFLET = guide("A leaflet", "leaflet", url="https://example.com", read="2026-01-01")
PLAIN_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
TABLES = sp.rules.tables()
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)


@frozen
class Terms(DatedTerms):
    """The terms of a shop that takes things back."""

    price: Limit = dated(
        "prices that are too low",
        since("2020-02-01", below(sp.usd(30)), LEAFLET, but=LEAFLET.says(at_most(sp.usd(29)))),
        since("2022-02-01", below(local(40)), LEAFLET, marketplace=(sp.Marketplace.UK, sp.Marketplace.JP)),
    )
    faults: Limit = dated("shares of faulty things that are too high", originally(above(Fraction(1, 40)), LEAFLET))
    pieces: Limit = dated("numbers that make a batch", since("2020-02-01", at_least(7), LEAFLET, after="2019-12-31"))
    wait: Limit = dated("waits that are too long", since("2020-02-01", above(hours(36)), LEAFLET))
    time: Span = dated("time to bring it back", since("2020-02-01", days(14), LEAFLET))
    time_to_write: Span = dated("time to write", since("2020-02-01", business_days(2), LEAFLET))
    first_day: Limit = dated("days that are early", since("2020-02-01", at_most(date(2021, 5, 5)), LEAFLET))
    is_open: bool = dated("the shop is open", since("2020-02-01", True, LEAFLET))
    refused: Limit = dated("what is refused", since("2020-02-01", nothing, LEAFLET))


class Answer(Enum):
    YES = "yes"
    NO = "no"


@frozen
class Batch:
    """A case worked out from facts: plain fields, and a check of its own."""

    marketplace: sp.Marketplace
    day: date
    sold: int
    faulty: int
    price: sp.Money
    bought_at: datetime
    returned_at: datetime | None
    colour: str
    is_odd: bool
    share_before: Fraction | None
    late: timedelta
    answer: Answer
    seen_on: date | None = field(default=None)

    def __attrs_post_init__(self) -> None:
        if self.is_odd and self.late:
            raise BadFact("Batch.late", self.late, "no time at all for an odd batch")


batch, terms = symbols(Batch), symbols(Terms)
is_faulty = Condition(
    f"{batch.faulty} of {batch.sold} is {terms.faults}", terms.faults.admits(share(batch.faulty, batch.sold))
)
is_late = Condition(f"it took too long: {terms.wait}", terms.wait.admits(elapsed(batch.bought_at, batch.returned_at)))
IS_TAKEN = DecisionTable(
    "is it taken",
    case=Batch,
    terms=Terms,
    day=batch.day,
    reference=LEAFLET,
    rules=(Rule(is_faulty & is_late, then=Answer.NO), Rule(~(is_faulty & is_late), then=Answer.YES)),
)
BATCHES = strategies.cases(IS_TAKEN)

SEARCH = settings(
    max_examples=20_000,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SHRINK = settings(SEARCH, phases=[Phase.generate, Phase.shrink], max_examples=2000)


PLAIN: dict[str, Any] = {
    "marketplace": sp.Marketplace.US,
    "day": PLAIN_DAY,
    "sold": 1000,
    "faulty": 0,
    "price": sp.usd(50),
    "bought_at": PLAIN_NOON,
    "returned_at": None,
    "colour": "red",
    "is_odd": False,
    "share_before": None,
    "late": timedelta(0),
    "answer": Answer.YES,
    "seen_on": None,
}


def batches(*free: str) -> st.SearchStrategy[Batch]:
    """Plain batches of which only some facts are drawn."""
    return strategies.cases(IS_TAKEN, **{name: value for name, value in PLAIN.items() if name not in free})


def drawn(strategy: st.SearchStrategy[T], wanted: Any) -> T:
    """Something that a strategy draws of its own accord; ``NoSuchExample`` where it draws nothing like it."""
    return find(strategy, wanted, settings=SEARCH)


def simplest(strategy: st.SearchStrategy[T], wanted: Any = lambda _: True) -> T:
    """What Hypothesis would show as the simplest such example."""
    return find(strategy, wanted, settings=SHRINK)


def often(strategy: st.SearchStrategy[T], wanted: Callable[[T], bool], *, examples: int = 1_000) -> float:
    """How large a part of what is drawn is wanted; the same at each run."""
    seen: Counter[bool] = Counter()

    @settings(max_examples=examples, derandomize=True, database=None, phases=[Phase.generate], deadline=None)
    @given(strategy)
    def count(each: T) -> None:
        seen[wanted(each)] += 1

    count()
    return seen[True] / seen.total()


class TestHeldAgainst:
    """Which term a field is held against is read from the conditions of the policies."""

    def test_a_field_itself_and_the_time_between_two(self) -> None:
        found = held_against(Batch)
        assert found == {}
        rating = {(held.term, held.other, held.way) for held in held_against(sp.Feedback)["rating"]}
        assert ("negative", None, 0) in rating
        claim = held_against(sp.Claim)
        assert {(held.term, held.other, held.way) for held in claim["return_requested_at"]} == {
            ("wait_in_hours", "filed_at", -1)
        }
        assert ("wait_in_hours", "return_requested_at", 1) in {
            (held.term, held.other, held.way) for held in claim["filed_at"]
        }

    def test_its_edges_are_those_of_a_shop_and_a_day(self) -> None:
        """Thirty dollars, by another reading 29; in London forty pounds, from 2022 on; nothing in Germany."""
        price = Held(Terms, "price")
        assert price.edges(sp.Marketplace.US, date(2021, 1, 1)) == (Decimal(30), Decimal(29))
        assert price.edges(sp.Marketplace.UK, date(2023, 1, 1)) == (Decimal(40),)
        assert price.edges(sp.Marketplace.DE, date(2023, 1, 1)) == ()

    def test_without_a_day_or_before_the_first_text_all_serve(self) -> None:
        price = Held(Terms, "price")
        assert price.edges(sp.Marketplace.UK, None) == (Decimal(40),)
        assert price.edges(sp.Marketplace.US, date(2019, 1, 1)) == (Decimal(30), Decimal(29))

    @given(strategies.insurance_policies(deductible=sp.Money(1, "XTS")))
    def test_a_currency_of_no_marketplace(self, policy: sp.InsurancePolicy) -> None:
        assert policy.per_occurrence.currency == "XTS"


class TestEdges:
    """What a policy turns on is read from its terms, whatever their day, marketplace or reading."""

    def test_they_are_found_in_every_kind_of_term(self) -> None:
        found = edges_of((Terms,))
        assert found.days == (date(2019, 12, 31), date(2020, 2, 1), date(2021, 5, 5), date(2022, 2, 1))
        assert found.amounts == (Decimal(29), Decimal(30), Decimal(40))
        assert found.counts == (7, 40)
        assert found.rates == (Fraction(1, 40),)
        assert found.waits == (timedelta(hours=36), timedelta(days=2), timedelta(days=14))
        assert found.shops == (sp.Marketplace.US, sp.Marketplace.UK, sp.Marketplace.JP)

    def test_those_of_all_policies_hold_those_of_each(self) -> None:
        everything = strategies.all_edges()
        for table in TABLES:
            for name in ("days", "amounts", "counts", "rates", "waits", "shops"):
                assert set(getattr(edges_of((table.terms,)), name)) <= set(getattr(everything, name))

    def test_no_policy_is_left_out(self) -> None:
        for module in sp.rules.modules():
            for entry in module.Terms.history():
                assert {entry.text.since, date.min} & {date.min, *strategies.all_edges().days}

    def test_a_policy_that_turns_on_nothing(self) -> None:
        nowhere = edges_of(())
        assert nowhere.days == nowhere.amounts == nowhere.counts == nowhere.rates == nowhere.waits == ()
        assert Edges().shops == (sp.Marketplace.US,)


class TestAroundEdges:
    """A cent around each limit, a day around each change, a second around each wait, both ends of each window."""

    @pytest.mark.parametrize("amount", ["28.99", "29.00", "29.01", "29.99", "30.00", "30.01", "40.00"])
    def test_a_cent(self, amount: str) -> None:
        assert drawn(batches("price"), lambda case: case.price == sp.usd(amount)).price.currency == "USD"

    def test_the_cents_around_a_facts_own_limits_are_frequent(self) -> None:
        limits = (sp.usd(1_000), sp.usd(1_000_000))
        cent = sp.usd("0.01")
        near = {amount for limit in limits for amount in (limit - cent, limit, limit + cent)}
        claims = strategies.injury_claims(marketplace=sp.Marketplace.US)
        assert often(claims, lambda claim: claim.amount in near) > 0.08

    @pytest.mark.parametrize("beside", ["-0.01", "0.00", "0.01"])
    def test_so_are_those_that_hold_in_its_shop_on_its_day(self, beside: str) -> None:
        """Since September 2021 a month of 10,000 dollars asks for insurance in the United States."""
        months = strategies.monthly_sales(marketplace="us", month=st.dates(date(2022, 1, 1), date(2026, 10, 31)))
        wanted = sp.usd(10_000) + sp.usd(beside)
        assert 0.015 < often(months, lambda sales: sales.gross == wanted) < 0.5

    @pytest.mark.parametrize("name", ["contacted_seller_at", "return_requested_at"])
    def test_so_is_the_time_that_a_buyer_must_wait(self, name: str) -> None:
        """A buyer waits for more than 48 hours: not one second less, and not 48 hours."""

        def waited(claim: sp.Claim) -> timedelta | None:
            since = getattr(claim, name)
            return None if since in (None, NEVER_AT) else claim.filed_at - since

        claims = strategies.claims(marketplace="us", filed_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
        assert 0.03 < often(claims, lambda claim: waited(claim) == timedelta(hours=48)) < 0.5
        assert 0.01 < often(claims, lambda claim: waited(claim) == timedelta(hours=48, seconds=-1)) < 0.5

    def test_so_are_the_stars_that_are_just_not_negative(self) -> None:
        """Three stars that stand as they were given are no defect."""

        def stands(feedback: sp.Feedback) -> bool:
            return feedback.rating == 3 and not feedback.removed and not feedback.struck_through

        def is_in(account: Account) -> bool:
            window = sp.Window.ending(account.today, days=60)
            orders = {order.order_id for order in account.orders if order.placed_on in window}
            return any(stands(feedback) and feedback.order_id in orders for feedback in account.feedback)

        assert 0.025 < often(strategies.feedback(), stands) < 0.5
        assert 0.015 < often(strategies.accounts(), is_in, examples=600) < 0.5

    @pytest.mark.parametrize("amount", [39, 40, 41])
    def test_the_smallest_coin_of_a_currency_without_cents(self, amount: int) -> None:
        anywhere = batches("price", "marketplace")
        assert drawn(anywhere, lambda case: case.price == sp.Money(amount, "JPY")).marketplace is sp.Marketplace.JP

    @pytest.mark.parametrize("edge", [date(2019, 12, 31), date(2020, 2, 1), date(2021, 5, 5), date(2022, 2, 1)])
    @pytest.mark.parametrize("beside", [-1, 0, 1])
    def test_a_day(self, edge: date, beside: int) -> None:
        wanted = edge + timedelta(days=beside)
        assert drawn(batches("day"), lambda case: case.day == wanted).day == wanted

    @pytest.mark.parametrize("beside", [-1, 0, 1])
    def test_a_second(self, beside: int) -> None:
        wanted = timedelta(hours=36, seconds=beside)
        found = drawn(
            batches("returned_at"),
            lambda case: case.returned_at not in (None, NEVER_AT) and case.returned_at - case.bought_at == wanted,
        )
        assert found.returned_at is not None

    @pytest.mark.parametrize("beside", [-1, 0, 1])
    def test_a_piece(self, beside: int) -> None:
        assert drawn(batches("sold"), lambda case: case.sold == 7 + beside).sold == 7 + beside

    @pytest.mark.parametrize("beside", [-1, 0, 1])
    def test_one_of_a_share(self, beside: int) -> None:
        """One of forty is exactly the share; so for one fewer and one more."""
        found = drawn(batches("sold", "faulty"), lambda case: (case.sold, case.faulty) == (40, 1 + beside))
        assert found.faulty <= found.sold

    @given(BATCHES)
    def test_a_part_is_never_more_than_the_whole(self, case: Batch) -> None:
        assert 0 <= case.faulty <= case.sold

    @pytest.mark.parametrize("beside", [-1, 0, 1])
    def test_of_an_elapsed_time_and_a_rate(self, beside: int) -> None:
        late = timedelta(hours=36, seconds=beside)
        assert drawn(batches("late"), lambda case: case.late == late).late == late
        rate = Fraction(1, 100) + beside * Fraction(1, 100_000)
        assert drawn(strategies.rates(), lambda each: each == rate) == rate

    @pytest.mark.parametrize("length", [1, 59, 60, 61])
    def test_lengths_of_windows(self, length: int) -> None:
        """The order defect rate is of sixty days."""
        assert drawn(strategies.windows(), lambda window: window.days == length).days == length

    @pytest.mark.parametrize("beside", [-1, 0, 1])
    def test_of_the_real_policies(self, beside: int) -> None:
        """1,000 dollars, and 1 September 2021."""
        cents = sp.Money(Decimal(1000) + beside * Decimal("0.01"), "USD")
        day = date(2021, 9, 1) + timedelta(days=beside)
        unknown = {each.name: None for each in fields_of(sp.InjuryClaim) if each.optional}
        claims = strategies.injury_claims(marketplace="us", **unknown)
        assert drawn(claims, lambda claim: claim.amount == cents).amount == cents
        assert drawn(claims, lambda claim: claim.filed_on == day).filed_on == day


class TestUnknownAndNever:
    """What may be unknown is so regularly, and what may never have happened too."""

    @every_kind
    def test_each_field_that_may_be_unknown_is_at_times(self, kind: type[Fact]) -> None:
        names = [each.name for each in fields_of(kind) if each.optional]
        seen: Counter[str] = Counter()

        @settings(max_examples=200, derandomize=True, database=None)
        @given(st.from_type(kind))
        def check(fact: Fact) -> None:
            seen.update(name for name in names if getattr(fact, name) is None)

        check()
        assert {name: seen[name] for name in names if not 20 <= seen[name] <= 180} == {}

    @every_kind
    def test_each_day_and_instant_that_may_be_never_is_at_times(self, kind: type[Fact]) -> None:
        names = [each.name for each in fields_of(kind) if issubclass(each.kind, date) and each.bound is None]
        seen: Counter[str] = Counter()

        @settings(max_examples=300, derandomize=True, database=None)
        @given(st.from_type(kind))
        def check(fact: Fact) -> None:
            seen.update(name for name in names if getattr(fact, name) in (sp.NEVER, NEVER_AT))

        check()
        assert all(seen[name] for name in names)

    def test_in_flat_cases(self) -> None:
        assert drawn(BATCHES, lambda case: case.returned_at is None).returned_at is None
        assert drawn(BATCHES, lambda case: case.returned_at == NEVER_AT).returned_at == NEVER_AT
        assert drawn(BATCHES, lambda case: case.seen_on == sp.NEVER).seen_on == sp.NEVER

    @given(BATCHES)
    def test_a_flat_case_is_always_of_some_day(self, case: Batch) -> None:
        assert case.day != sp.NEVER
        assert case.bought_at != NEVER_AT


def pays(claim: sp.InjuryClaim) -> InjuryPayer | None:
    """Who pays a claim; nobody known where no text speaks."""
    try:
        return sp.injury_and_damage.who_pays(claim).outcome
    except NoPolicyText:
        return None


class TestShrinking:
    """The simplest examples are of the United States, small amounts, short names, and a plain day."""

    def test_facts(self) -> None:
        order = sp.Order(order_id="1", placed_on=PLAIN_DAY)
        claim = sp.Claim(claim_id="1", order_id="1", reason=sp.ClaimReason.NOT_RECEIVED, filed_at=PLAIN_NOON)
        feedback = sp.Feedback(order_id="1", rating=1, left_on=PLAIN_DAY)
        sales = sp.MonthlySales(month=PLAIN_DAY, gross=sp.usd(1))
        assert simplest(strategies.orders()) == order
        assert simplest(strategies.claims()) == claim
        assert simplest(strategies.feedback()) == feedback
        assert simplest(strategies.monthly_sales()) == sales

    def test_what_is_needed_for_a_failure_is_kept_and_nothing_else(self) -> None:
        order = simplest(strategies.orders(), lambda each: each.delivered_on not in (None, sp.NEVER))
        assert order == sp.Order(order_id="1", placed_on=PLAIN_DAY, delivered_on=PLAIN_DAY)
        large = simplest(strategies.injury_claims(), lambda each: each.amount >= sp.Money(1000, each.amount.currency))
        assert (large.amount, large.marketplace, large.filed_on) == (sp.usd(1000), sp.Marketplace.US, PLAIN_DAY)

    @pytest.mark.parametrize("payer", [InjuryPayer.SELLER, InjuryPayer.AMAZON])
    def test_what_makes_no_difference_is_no(self, payer: InjuryPayer) -> None:
        claim = simplest(strategies.injury_claims(), lambda each: pays(each) is payer)
        assert (claim.bought_elsewhere, claim.excluded_losses, claim.resold) == (False, False, False)

    def test_nothing_happens_on_the_plain_day(self) -> None:
        near = {PLAIN_DAY + timedelta(days=beside) for beside in (-1, 0, 1)}
        assert not near & set(strategies.all_edges().days)
        assert PLAIN_DAY.weekday() == 0

    def test_values(self) -> None:
        assert simplest(strategies.money()) == sp.usd(1)
        assert simplest(strategies.windows()) == sp.Window(first=PLAIN_DAY, last=PLAIN_DAY)
        assert simplest(strategies.days()) == PLAIN_DAY
        assert simplest(strategies.instants()) == PLAIN_NOON
        assert simplest(strategies.marketplaces()) is sp.Marketplace.US
        assert simplest(strategies.identifiers()) == "1"
        assert simplest(strategies.rates()) == 0

    def test_accounts(self) -> None:
        empty = simplest(strategies.accounts())
        assert (empty.orders, empty.monthly_sales, empty.insurance_policies) == ((), (), ())
        account = simplest(strategies.accounts(), lambda each: each.claims)
        assert [order.order_id for order in account.orders] == ["1"]
        assert account.monthly_sales == (sp.MonthlySales(month=date(2026, 3, 1), gross=sp.usd(1)),)


class TestValues:
    @given(strategies.money(currency="GBP", lowest="2.50"))
    def test_amounts_from_the_lowest_on(self, money: sp.Money) -> None:
        assert money.currency == "GBP"
        assert money >= sp.Money("2.50", "GBP")

    @given(strategies.money(currency=st.sampled_from(["USD", "EUR"])))
    def test_currencies_from_a_strategy(self, money: sp.Money) -> None:
        assert money.currency in {"USD", "EUR"}

    @given(strategies.money())
    def test_no_more_decimals_than_there_are_coins(self, money: sp.Money) -> None:
        decimals = 0 if money.currency == "JPY" else 2
        assert money.amount == round(money.amount, decimals)

    def test_debts_unless_there_is_a_lowest(self) -> None:
        assert drawn(strategies.money(), lambda money: money.amount < 0).amount < 0

    @given(strategies.instants(marketplace=sp.Marketplace.JP))
    def test_instants_are_aware(self, instant: datetime) -> None:
        assert instant.utcoffset() in (timedelta(0), timedelta(hours=9))

    @pytest.mark.parametrize("second", ["00:00:00", "23:59:59"])
    def test_instants_at_both_ends_of_the_shops_day(self, second: str) -> None:
        tokyo = strategies.instants(marketplace=sp.Marketplace.JP)
        found = drawn(tokyo, lambda each: each.utcoffset() and f"{each:%H:%M:%S}" == second)
        assert sp.Marketplace.JP.day_of(found) == found.date()

    @given(strategies.identifiers())
    def test_identifiers_are_good_names(self, name: str) -> None:
        assert sp.Order(order_id=name, placed_on=PLAIN_DAY).order_id == name

    @given(strategies.marketplaces())
    def test_marketplaces(self, marketplace: sp.Marketplace) -> None:
        assert isinstance(marketplace, sp.Marketplace)


class TestFixed:
    """Any field can be fixed, to a value or to a strategy; the others go with it."""

    @every_kind
    def test_any_fields_of_a_fact_that_can_be(self, kind: type[Fact]) -> None:
        names = [each.name for each in fields_of(kind)]

        @given(st.data(), st.from_type(kind), st.sets(st.sampled_from(names)))
        def check(data: st.DataObject, fact: Fact, fixed: set[str]) -> None:
            fields = {name: getattr(fact, name) for name in fixed}
            other = data.draw(strategies.facts(kind, **fields))
            assert {name: getattr(other, name) for name in fixed} == fields

        check()

    @given(
        strategies.claims(
            reason=sp.ClaimReason.NOT_RECEIVED, marketplace=st.sampled_from([sp.Marketplace.UK, sp.Marketplace.JP])
        )
    )
    def test_a_value_and_a_strategy(self, claim: sp.Claim) -> None:
        assert claim.reason is sp.ClaimReason.NOT_RECEIVED
        assert claim.marketplace.currency in {"GBP", "JPY"}
        assert claim.amount is None or claim.amount.currency == claim.marketplace.currency

    @given(strategies.orders(marketplace="uk", total=sp.Money(5, "GBP")), strategies.orders(product="digital"))
    def test_members_by_their_text(self, british: sp.Order, digital: sp.Order) -> None:
        assert british.marketplace is sp.Marketplace.UK
        assert digital.product is sp.Product.DIGITAL

    @given(strategies.orders(total=sp.Money(5, "EUR")))
    def test_the_shop_goes_with_the_currency(self, order: sp.Order) -> None:
        assert order.marketplace.currency == "EUR"

    @given(strategies.orders(delivered_on=date(2021, 9, 1)))
    def test_an_order_is_placed_before_its_fixed_delivery(self, order: sp.Order) -> None:
        assert order.placed_on <= date(2021, 9, 2)

    @given(strategies.insurance_policies(deductible=sp.Money(1, "SEK")))
    def test_one_currency_for_all_amounts(self, policy: sp.InsurancePolicy) -> None:
        assert policy.aggregate.currency == policy.per_occurrence.currency == "SEK"

    @given(strategies.monthly_sales(amazon_fulfilled=sp.usd(7)), strategies.monthly_sales(reached_on=date(2024, 2, 29)))
    def test_a_whole_and_a_month_go_with_their_parts(self, sales: sp.MonthlySales, leap: sp.MonthlySales) -> None:
        assert sales.gross >= sp.usd(7)
        assert (leap.month.year, leap.month.month) == (2024, 2)

    @given(strategies.feedback(rating=st.integers(1, 2)), strategies.chargebacks(kind=sp.ChargebackKind.FRAUD))
    def test_the_small_facts(self, feedback: sp.Feedback, chargeback: sp.Chargeback) -> None:
        assert feedback.rating <= 2
        assert chargeback.kind is sp.ChargebackKind.FRAUD

    def test_a_misspelt_field(self) -> None:
        with pytest.raises(TypeError, match=r"Claim has no field 'raeson'; did you mean 'reason'\?"):
            strategies.claims(raeson=sp.ClaimReason.NOT_RECEIVED)
        with pytest.raises(TypeError, match=r"Batch has no field 'zzz'$"):
            strategies.cases(IS_TAKEN, zzz=1)

    def test_what_cannot_be_is_refused_as_ever(self) -> None:
        @settings(database=None, phases=[Phase.generate])
        @given(strategies.feedback(rating=6))
        def draw(_: sp.Feedback) -> None:
            raise AssertionError

        with pytest.raises(BadFact, match=r"Feedback\.rating: expected a whole number of stars"):
            draw()

    def test_days_that_cannot_be_together(self) -> None:
        @settings(database=None, phases=[Phase.generate])
        @given(strategies.orders(placed_on=date(2024, 3, 10), delivered_on=date(2024, 3, 1)))
        def draw(_: sp.Order) -> None:
            raise AssertionError

        with pytest.raises(BadFact, match=r"Order\.delivered_on: expected a day on or after 2024-03-09"):
            draw()


class TestCases:
    @given(BATCHES)
    def test_what_the_class_refuses_is_left_out(self, case: Batch) -> None:
        assert not case.is_odd or case.late == timedelta(0)

    @given(BATCHES)
    def test_every_field_has_a_value_of_its_type(self, case: Batch) -> None:
        assert case.price.currency == case.marketplace.currency
        assert case.bought_at.tzinfo is UTC
        assert case.returned_at is None or case.returned_at.tzinfo is UTC
        assert isinstance(case.late, timedelta)
        assert isinstance(case.share_before, Fraction | None)
        assert isinstance(case.answer, Answer)
        assert isinstance(case.colour, str)

    def test_both_outcomes_are_met(self) -> None:
        known = strategies.cases(IS_TAKEN, day=date(2024, 1, 2), marketplace=sp.Marketplace.US)
        for outcome in Answer:
            case = drawn(known, lambda each, outcome=outcome: IS_TAKEN.decide(each).outcome is outcome)
            assert IS_TAKEN.decide(case).outcome is outcome

    @every_table
    def test_every_table_decides_what_is_drawn_for_it(self, table: DecisionTable[Any, Any, Any]) -> None:
        @given(strategies.cases(table))
        def check(case: Any) -> None:
            try:
                decision = table.decide(case)
            except NoPolicyText:
                return
            assert decision.outcome is not None or decision.needs

        check()

    @every_table
    def test_many_of_them_fall_under_some_text(self, table: DecisionTable[Any, Any, Any]) -> None:
        seen: Counter[bool] = Counter()

        @settings(max_examples=200, derandomize=True, database=None)
        @given(strategies.cases(table))
        def check(case: Any) -> None:
            try:
                table.decide(case)
            except NoPolicyText:
                seen[False] += 1
            else:
                seen[True] += 1

        check()
        assert 20 * seen[True] > seen.total()


class TestAccounts:
    """The records of an account go together."""

    @given(strategies.accounts())
    def test_each_order_has_a_number_of_its_own(self, account: Account) -> None:
        ids = [order.order_id for order in account.orders]
        assert len(ids) == len(set(ids))

    @given(strategies.accounts())
    def test_one_shop_and_one_currency(self, account: Account) -> None:
        everything: tuple[Fact, ...] = (*account.orders, *account.feedback, *account.claims, *account.chargebacks)
        shops = {
            fact.to_dict()["marketplace"] for fact in (*everything, *account.injury_claims, *account.monthly_sales)
        }
        assert shops <= {account.marketplace.value}
        assert {policy.aggregate.currency for policy in account.insurance_policies} <= {account.marketplace.currency}

    @given(strategies.accounts())
    def test_events_are_about_orders_and_come_after_them(self, account: Account) -> None:
        placed = {order.order_id: order.placed_on for order in account.orders}
        for feedback in account.feedback:
            assert placed[feedback.order_id] <= feedback.left_on <= account.today
        for chargeback in account.chargebacks:
            assert placed[chargeback.order_id] <= chargeback.filed_on <= account.today
        for claim in account.claims:
            assert placed[claim.order_id] <= account.marketplace.day_of(claim.filed_at) <= account.today

    @given(strategies.accounts())
    def test_nothing_happened_after_today(self, account: Account) -> None:
        for fact in (*account.orders, *account.claims, *account.injury_claims):
            for each in fields_of(type(fact)):
                moment = getattr(fact, each.name)
                if isinstance(moment, date) and moment not in (sp.NEVER, NEVER_AT) and not each.name.endswith("_by"):
                    day = account.marketplace.day_of(moment) if isinstance(moment, datetime) else moment
                    assert day <= account.today

    @given(strategies.accounts())
    def test_claims_are_over_no_more_than_the_order(self, account: Account) -> None:
        totals = {order.order_id: order.total for order in account.orders}
        for claim in account.claims:
            total = totals[claim.order_id]
            assert total is not None
            assert claim.amount is None or claim.amount <= total

    @given(strategies.accounts())
    def test_monthly_sales_are_the_sums_of_the_orders(self, account: Account) -> None:
        sums: dict[date, Decimal] = {}
        for order in account.orders:
            assert order.total is not None
            if order.cancelled_by in {sp.Canceller.BUYER, sp.Canceller.SELLER, sp.Canceller.AMAZON}:
                continue
            month = order.placed_on.replace(day=1)
            sums[month] = sums.get(month, Decimal(0)) + order.total.amount
        assert {sales.month: sales.gross.amount for sales in account.monthly_sales} == sums

    @given(strategies.accounts(marketplace=sp.Marketplace.UK, today=date(2024, 3, 31), most_orders=2))
    def test_shop_day_and_size_can_be_fixed(self, account: Account) -> None:
        assert (account.marketplace, account.today) == (sp.Marketplace.UK, date(2024, 3, 31))
        assert len([order for order in account.orders if not order.order_id.startswith("plain")]) <= 2

    @given(
        strategies.accounts(today=st.dates(date(2024, 1, 1), date(2024, 1, 31)), marketplace=st.just(sp.Marketplace.JP))
    )
    def test_or_be_drawn(self, account: Account) -> None:
        assert account.today.month == 1
        assert account.marketplace is sp.Marketplace.JP

    @pytest.mark.parametrize("orders", [99, 100, 101])
    def test_the_numbers_of_orders_around_one_in_a_hundred(self, orders: int) -> None:
        found = drawn(strategies.accounts(), lambda account: len(account.orders) == orders)
        assert len(found.orders) == orders

    @pytest.mark.parametrize("ago", [59, 60, 61])
    def test_orders_at_the_edge_of_the_window(self, ago: int) -> None:
        def at_the_edge(account: Account) -> bool:
            return any((account.today - order.placed_on).days == ago for order in account.orders)

        accounts = strategies.accounts(today=PLAIN_DAY, marketplace=sp.Marketplace.US, most_orders=3)
        assert at_the_edge(drawn(accounts, at_the_edge))


PROJECT = """
from hypothesis import given, strategies as st

import sellerpolicy as sp


@given(st.from_type(sp.Order), st.from_type(sp.Money), st.from_type(sp.Window))
def test_of_a_user(order: sp.Order, money: sp.Money, window: sp.Window) -> None:
    assert sp.Order.from_dict(order.to_dict()) == order
    assert money - money == sp.Money(0, money.currency)
    assert window.first in window


@given(...)
def test_of_annotations(claim: sp.Claim, feedback: sp.Feedback) -> None:
    assert claim.amount is None or claim.amount.currency == claim.marketplace.currency
    assert 1 <= feedback.rating <= 5
"""


class TestEntryPoint:
    """In a project that has Hypothesis, facts can be drawn by their type."""

    def test_a_project_that_never_imports_the_strategies(self, tmp_path: Path) -> None:
        (tmp_path / "test_project.py").write_text(PROJECT, encoding="utf-8")
        ran = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", str(tmp_path)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "2 passed" in ran.stdout

    def test_it_is_declared(self) -> None:
        (entry,) = (each for each in entry_points(group="hypothesis") if each.value.startswith("sellerpolicy."))
        assert entry.value == "sellerpolicy._hypothesis:register"

    @pytest.mark.parametrize(
        ("program", "loaded"),
        [
            ("import sellerpolicy", "hypothesis"),
            ("import hypothesis, sellerpolicy", "sellerpolicy.strategies"),
        ],
    )
    def test_nothing_is_loaded_before_it_is_used(self, program: str, loaded: str) -> None:
        check = f"import sys; {program}; sys.exit({loaded!r} in sys.modules)"
        assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0  # noqa: S603

    @every_kind
    def test_every_kind_of_fact(self, kind: type[Fact]) -> None:
        assert isinstance(simplest(st.from_type(kind)), kind)


@pytest.mark.parametrize(
    ("named", "kind"),
    [(strategies.packages, sp.Package), (strategies.invoices, sp.Invoice), (strategies.appeals, sp.Appeal)],
)
@given(data=st.data())
def test_later_facts_have_a_strategy_of_their_own_name(
    named: Callable[[], st.SearchStrategy[object]], kind: type[Fact], data: st.DataObject
) -> None:
    assert isinstance(data.draw(named()), kind)
