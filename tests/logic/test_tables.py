"""Decision tables: read from the top, decided by Kleene's logic, and written out as Python that agrees with it."""

from __future__ import annotations

import copy
import linecache
import pickle
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import attrs
import pytest
from attrs import evolve, frozen
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.errors import BadFact
from sellerpolicy.logic import (
    Condition,
    DatedTerms,
    Decision,
    DecisionTable,
    Limit,
    Note,
    Rule,
    Span,
    anything,
    dated,
    days,
    elapsed,
    hours,
    known,
    nothing,
    one_of,
    originally,
    share,
    since,
    symbols,
)
from sellerpolicy.logic.conditions import Both, Either, Opposite, Proposition
from sellerpolicy.logic.decisions import walk
from sellerpolicy.logic.trees import Branch, Leaf, Tree, settled_by
from sellerpolicy.logic.truth import both, opposite

PAGE = sp.injury_and_damage.POLICY_PAGE
OTHER = sp.injury_and_damage.ANNOUNCED
US, CA = sp.Marketplace.US, sp.Marketplace.CA


class Fruit(Enum):
    """What may be returned."""

    APPLE = "apple"
    PEAR = "pear"
    PLUM = "plum"


class Answer(Enum):
    """What becomes of a return."""

    REFUSED = "refused"
    TAKEN = "taken"
    LATE = "late"
    SWAPPED = "swapped"
    ASKED = "asked"


@frozen(kw_only=True)
class Basket:
    """A case of the tests' own policy: one field for each way of reading a fact."""

    day: date
    marketplace: sp.Marketplace = US
    fruit: Fruit | None = None
    price: sp.Money | None = None
    budget: sp.Money | None = None
    bought_on: date | None = None
    returned_on: date | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    rotten: int | None = None
    pieces: int = 0
    fresh: bool | None = None


@frozen
class Terms(DatedTerms):
    """Terms of the tests' own policy."""

    price: Limit = dated(
        "a fair price",
        since("2020-01-01", sp.at_most(sp.usd(5)), PAGE, but=OTHER.says(sp.below(sp.usd(5)))),
        since("2022-01-01", anything, PAGE),
        since("2023-01-01", nothing, PAGE),
    )
    rotten: Limit = dated("few rotten ones", since("2020-01-01", sp.below(Fraction(1, 4)), PAGE))
    time: Span = dated("time to return", since("2020-01-01", days(3), PAGE))
    wait: Limit = dated("a long wait", since("2020-01-01", sp.above(hours(48)), PAGE))
    swaps: bool = dated("plums are swapped", originally(False, PAGE), since("2021-01-01", True, PAGE))
    late_term: Limit = dated("known later", since("2021-06-01", sp.at_least(3), PAGE))
    later_term: Limit = dated("known later still", since("2021-09-01", sp.at_least(3), PAGE))


basket, terms = cast("Any", symbols(Basket)), cast("Any", symbols(Terms))

is_plum = Condition("a plum", basket.fruit == Fruit.PLUM, PAGE)
is_pome = Condition("apple or pear", one_of(basket.fruit, Fruit.APPLE, Fruit.PEAR), PAGE)
is_fair = Condition(f"{basket.price} is {terms.price}", terms.price.admits(basket.price))
is_affordable = Condition("within the budget", known(basket.price) <= basket.budget, PAGE)
is_sound = Condition("few rotten", terms.rotten.admits(share(basket.rotten, basket.pieces)))
is_in_time = Condition("in time", known(basket.returned_on) <= basket.bought_on + terms.time)
has_waited = Condition("a long wait", terms.wait.admits(elapsed(basket.asked_at, basket.answered_at)))
is_fresh = Condition("fresh", basket.fresh, PAGE)
is_odd = Condition("odd in one of two ways", (basket.fruit != Fruit.PEAR) & ~basket.fresh | (basket.pieces == 7), PAGE)
is_some = Condition("one or two pieces", one_of(basket.pieces, 1, 2), PAGE)
swaps = Condition(terms.swaps)
is_many = Condition("many", terms.late_term.admits(basket.pieces))
is_rich = Condition("rich", terms.later_term.admits(basket.pieces))

SHOP = DecisionTable(
    "what becomes of the return",
    case=Basket,
    terms=Terms,
    day=basket.day,
    reference=PAGE,
    notes=(Note("swaps are free", OTHER, (Answer.SWAPPED,)),),
    rules=(
        Rule(is_plum & swaps, then=Answer.SWAPPED),
        Rule(is_pome & ~is_fair, then=Answer.REFUSED),
        Rule(is_pome & is_fair & (is_sound | has_waited), then=Answer.TAKEN),
        Rule(is_plum & (is_odd | is_some), then=Answer.ASKED),
        Rule(~is_in_time, then=Answer.LATE),
        Rule(is_fresh & is_affordable, then=Answer.TAKEN),
        Rule(~is_fresh | ~is_affordable, then=Answer.REFUSED),
    ),
)
HALF = DecisionTable(
    "a table with a gap",
    case=Basket,
    terms=Terms,
    day=basket.day,
    reference=PAGE,
    rules=(Rule(is_fresh, then=Answer.TAKEN),),
)
MANY = DecisionTable(
    "a table over a young term",
    case=Basket,
    terms=Terms,
    day=basket.day,
    reference=PAGE,
    rules=(Rule(is_many & is_fresh, then=Answer.TAKEN), Rule(~is_many | ~is_fresh, then=Answer.LATE)),
)


is_taken = (is_plum & is_rich) | (is_fresh & is_many)
RICH = DecisionTable(
    "a table over two young terms",
    case=Basket,
    terms=Terms,
    day=basket.day,
    reference=PAGE,
    rules=(Rule(is_taken, then=Answer.TAKEN), Rule(~is_taken, then=Answer.LATE)),
)
has_odd_price = Condition("fair or fresh", terms.price.admits(basket.price) | basket.fresh)
is_half = Condition("half of them rotten", share(basket.rotten, basket.pieces) >= Fraction(1, 2), PAGE)
ODD = DecisionTable(
    "odd conditions",
    case=Basket,
    terms=Terms,
    day=basket.day,
    reference=PAGE,
    rules=(
        Rule(has_odd_price & is_half, then=Answer.TAKEN),
        Rule(has_odd_price & ~is_half, then=Answer.ASKED),
        Rule(~has_odd_price, then=Answer.REFUSED),
    ),
)


@frozen(kw_only=True)
class Priced:
    """A case with an amount."""

    day: date
    marketplace: sp.Marketplace
    price: sp.Money


@frozen
class ForeignTerms(DatedTerms):
    """Terms whose author forgot that Canada has dollars of its own."""

    price: Limit = dated("price", since("2020-01-01", sp.below(sp.usd(5)), PAGE, marketplace=(US, CA)))


priced, foreign = cast("Any", symbols(Priced)), cast("Any", symbols(ForeignTerms))
is_cheap = Condition("cheap", foreign.price.admits(priced.price))
FOREIGN = DecisionTable(
    "a text in a foreign currency",
    case=Priced,
    terms=ForeignTerms,
    day=priced.day,
    reference=PAGE,
    rules=(Rule(is_cheap, then=Answer.TAKEN), Rule(~is_cheap, then=Answer.REFUSED)),
)


@frozen(kw_only=True)
class Named:
    """A case whose facts have names that a program could have for something else."""

    day: date
    first: bool | None
    terms: bool | None
    given: bool | None
    found: bool | None
    on: date
    marketplace: sp.Marketplace = US


named = cast("Any", symbols(Named))
NAMES = DecisionTable(
    "names",
    case=Named,
    terms=Terms,
    day=named.day,
    reference=PAGE,
    rules=(
        Rule(Condition("early", named.day < date(2020, 1, 1), PAGE), then=Answer.LATE),
        Rule(Condition("first", named.first, PAGE) & Condition("terms", named.terms, PAGE), then=Answer.ASKED),
        Rule(Condition("given", named.given, PAGE) & Condition("found", named.found, PAGE), then=Answer.TAKEN),
        Rule(Condition("on", named.on > date(2020, 1, 1), PAGE), then=Answer.REFUSED),
    ),
)


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values that may be unknown."""
    return st.none() | values


PRICES = st.sampled_from([sp.usd("4.99"), sp.usd(5), sp.usd("5.01")])
DAYS = st.dates(date(2021, 5, 1), date(2021, 5, 6))
INSTANTS = st.datetimes(datetime(2021, 5, 1), datetime(2021, 5, 6), timezones=st.just(UTC))  # noqa: DTZ001
BASKETS = st.builds(
    Basket,
    day=st.dates(date(2020, 1, 1), date(2024, 1, 1)),
    fruit=optional(st.sampled_from(Fruit)),
    price=optional(PRICES),
    budget=optional(PRICES),
    bought_on=optional(DAYS),
    returned_on=optional(DAYS),
    asked_at=optional(INSTANTS),
    answered_at=optional(INSTANTS),
    rotten=optional(st.integers(0, 3)),
    pieces=st.integers(0, 9),
    fresh=optional(st.booleans()),
)


def by_definition(table: DecisionTable[Any, Any, Any], case: Any, snapshot: DatedTerms) -> Enum | None:
    """The outcome as the design defines it: all rules that may fit, up to one that does, must agree."""
    found = {rule.then for rule, held in walk(table, case, snapshot) if held is not False}
    assert found
    return found.pop() if len(found) == 1 else None


class TestCompiled:
    @given(BASKETS)
    def test_the_programs_agree_with_the_tree(self, case: Basket) -> None:
        snapshot = Terms.on(case.day)
        expected = by_definition(SHOP, case, snapshot)
        assert SHOP.outcome(case, snapshot) is expected
        assert SHOP.outcome(case) is expected
        assert SHOP.decide(case).outcome is expected
        assert SHOP.outcome_under(case, snapshot) is expected
        assert SHOP.decide(case, evolve(snapshot, time=days(4))).outcome is by_definition(
            SHOP, case, evolve(snapshot, time=days(4))
        )

    @given(BASKETS, st.sampled_from([date(2020, 6, 1), date(2022, 6, 1), date(2023, 6, 1)]))
    def test_another_days_text_is_another_program(self, case: Basket, on: date) -> None:
        decision = SHOP.decide(case, on=on)
        assert decision.outcome is by_definition(SHOP, case, Terms.on(on))
        assert decision.policy_day == on

    @pytest.mark.parametrize("day", [date(2020, 5, 5), date(2021, 5, 5), date(2022, 5, 5), date(2023, 5, 5)])
    def test_no_path_asks_a_condition_twice(self, day: date) -> None:
        snapshot = Terms.on(day)

        def follow(node: Leaf | Branch, asked: tuple[Condition, ...]) -> None:
            if isinstance(node, Branch):
                assert node.asks not in asked
                follow(node.yes, (*asked, node.asks))
                follow(node.no, (*asked, node.asks))

        follow(Tree(SHOP, snapshot).grow(0, settled_by(snapshot, SHOP.conditions), {}), ())

    def test_what_an_enum_fact_is_not_need_not_be_asked(self) -> None:
        snapshot = Terms.on(date(2021, 5, 5))
        root = Tree(SHOP, snapshot).grow(0, settled_by(snapshot, SHOP.conditions), {})
        assert isinstance(root, Branch)
        assert root.asks is is_plum
        assert isinstance(root.no, Branch)
        assert root.no.asks is is_fair

    def test_the_written_program_is_found_by_tracebacks(self) -> None:
        SHOP.outcome(Basket(day=date(2020, 5, 5)), Terms.on(date(2020, 5, 5)))
        assert any("test_tables.SHOP by the terms of us" in file for file in linecache.cache)

    def test_facts_may_have_any_name(self) -> None:
        case = Named(day=date(2021, 5, 5), first=True, terms=False, given=True, found=True, on=date(2020, 1, 2))
        decision = NAMES.decide(case, on=date(2022, 1, 1))
        assert decision.policy_day == date(2022, 1, 1)
        assert NAMES.decide(case).policy_day == date(2021, 5, 5)
        assert decision.outcome is NAMES.decide(case).outcome is Answer.TAKEN
        assert NAMES.outcome(evolve(case, found=None), Terms.on(case.day)) is None

    def test_a_rate_is_compared_exactly(self) -> None:
        case = Basket(day=date(2021, 5, 5), fruit=Fruit.APPLE, price=sp.usd(1), rotten=1, pieces=4,
                      asked_at=datetime(2021, 5, 1, tzinfo=UTC), answered_at=datetime(2021, 5, 1, tzinfo=UTC),
                      fresh=False, bought_on=date(2021, 5, 1), returned_on=date(2021, 5, 1))  # fmt: skip
        assert SHOP.outcome(evolve(case, pieces=5)) is Answer.TAKEN
        assert SHOP.outcome(case) is Answer.REFUSED

    def test_a_share_of_nothing_is_unknown(self) -> None:
        case = Basket(day=date(2021, 5, 5), fruit=Fruit.APPLE, price=sp.usd(1), rotten=0, pieces=0,
                      asked_at=datetime(2021, 5, 1, tzinfo=UTC), answered_at=datetime(2021, 5, 1, tzinfo=UTC),
                      fresh=False, bought_on=date(2021, 5, 1), returned_on=date(2021, 5, 1))  # fmt: skip
        assert SHOP.outcome(case) is None

    def test_exactly_the_wait_is_not_a_long_wait(self) -> None:
        case = Basket(day=date(2021, 5, 5), fruit=Fruit.APPLE, price=sp.usd(1), rotten=4, pieces=4, fresh=False,
                      asked_at=datetime(2021, 5, 1, tzinfo=UTC), answered_at=datetime(2021, 5, 3, tzinfo=UTC),
                      bought_on=date(2021, 5, 1), returned_on=date(2021, 5, 1))  # fmt: skip
        assert SHOP.outcome(case) is Answer.REFUSED
        longer = evolve(case, answered_at=datetime(2021, 5, 3, 0, 0, 1, tzinfo=UTC))
        assert SHOP.outcome(longer) is Answer.TAKEN


class TestOddConditions:
    """Conditions that no policy has yet, decided by both programs as by their tree."""

    @given(BASKETS)
    def test_settled_limits_and_shares_within_other_conditions(self, case: Basket) -> None:
        snapshot = Terms.on(case.day)
        expected = by_definition(ODD, case, snapshot)
        assert ODD.outcome(case, snapshot) is expected
        assert ODD.outcome_under(case, snapshot) is expected
        assert ODD.decide(case).outcome is expected

    def test_a_text_in_a_foreign_currency_is_refused_when_it_is_compiled(self) -> None:
        case = Priced(day=date(2021, 5, 5), marketplace=CA, price=sp.Money(4, "CAD"))
        with pytest.raises(sp.errors.CurrencyMismatch, match="USD 5.00 cannot be compared with amounts in CAD"):
            FOREIGN.decide(case)


class TestDecisions:
    @given(BASKETS)
    def test_replaying_the_reasons_gives_the_outcome(self, case: Basket) -> None:
        decision = SHOP.decide(case)
        held = {reason.id: reason.holds for reason in decision.reasons}
        settled = settled_by(decision.terms, SHOP.conditions)

        def replayed(node: Proposition) -> bool | None:
            match node:
                case Condition():
                    return settled[node] if node in settled else held[SHOP.id_of(node)]
                case Both():
                    return both(replayed(node.left), replayed(node.right))
                case Either():
                    return opposite(both(opposite(replayed(node.left)), opposite(replayed(node.right))))
            assert isinstance(node, Opposite)
            return opposite(replayed(node.of))

        found = set()
        for rule in SHOP:
            truth = replayed(rule.when)
            found |= set() if truth is False else {rule.then}
            if truth is True:
                break
        assert decision.outcome is (found.pop() if len(found) == 1 else None)

    @given(BASKETS)
    def test_every_reason_has_a_reference_and_a_text_without_gaps(self, case: Basket) -> None:
        decision = SHOP.decide(case)
        assert decision.reasons
        assert all(reason.reference in (PAGE, OTHER) and "{" not in reason.text for reason in decision.reasons)
        assert len({reason.id for reason in decision.reasons}) == len(decision.reasons)

    @given(BASKETS, st.data())
    def test_filling_in_an_unknown_fact_never_changes_a_known_outcome(self, case: Basket, data: st.DataObject) -> None:
        outcome = SHOP.outcome(case)
        filled = data.draw(BASKETS)
        known_too = {name: getattr(filled, name) for name in SHOP.fact_names if getattr(case, name) is None}
        if outcome is not None:
            assert SHOP.outcome(evolve(case, **known_too)) is outcome

    @given(BASKETS)
    def test_needs_are_unknown_facts_and_only_there_when_the_outcome_is(self, case: Basket) -> None:
        decision = SHOP.decide(case)
        if decision.outcome is not None:
            assert decision.needs == ()
        assert all(getattr(case, name) is None for name in decision.needs)

    def test_needs_come_in_the_tables_order(self) -> None:
        decision = SHOP.decide(Basket(day=date(2021, 5, 5), fruit=Fruit.APPLE, pieces=3))
        assert decision.needs == (
            "price", "rotten", "asked_at", "answered_at", "returned_on", "bought_on", "fresh", "budget"
        )  # fmt: skip

    def test_contested_is_exactly_where_another_reading_differs(self) -> None:
        case = Basket(day=date(2020, 5, 5), fruit=Fruit.PEAR, price=sp.usd(5), rotten=0, pieces=4)
        decision = SHOP.decide(case)
        assert decision.outcome is Answer.TAKEN
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [
            ("test_tables.price", Answer.REFUSED)
        ]
        assert OTHER in decision.references
        assert not SHOP.decide(evolve(case, price=sp.usd("4.99"))).contested
        assert not SHOP.decide(evolve(case, price=sp.usd("5.01"))).contested

    def test_what_the_terms_settle_is_left_out_of_the_reasons(self) -> None:
        case = Basket(day=date(2022, 5, 5), fruit=Fruit.PEAR, rotten=0, pieces=4)
        decision = SHOP.decide(case)
        assert decision.outcome is Answer.TAKEN
        assert "test_tables.is_fair" not in [reason.id for reason in decision.reasons]
        assert SHOP.outcome(evolve(case, day=date(2023, 5, 5))) is Answer.REFUSED

    def test_notes_belong_to_their_outcomes(self) -> None:
        swapped = SHOP.decide(Basket(day=date(2021, 5, 5), fruit=Fruit.PLUM))
        assert [note.text for note in swapped.notes] == ["swaps are free"]
        assert OTHER in swapped.references
        assert SHOP.decide(Basket(day=date(2022, 5, 5), fruit=Fruit.PEAR, rotten=0, pieces=4)).notes == ()

    def test_a_decision_is_no_yes(self) -> None:
        with pytest.raises(TypeError, match="compare its .outcome"):
            bool(SHOP.decide(Basket(day=date(2021, 5, 5), fruit=Fruit.PLUM)))

    def test_a_decision_is_a_value(self) -> None:
        case = Basket(day=date(2021, 5, 5), fruit=Fruit.PLUM)
        decision = SHOP.decide(case)
        assert decision == SHOP.decide(case)
        assert hash(decision) == hash(SHOP.decide(case))
        assert decision != SHOP.decide(evolve(case, fruit=Fruit.PEAR))
        assert copy.copy(decision) == copy.deepcopy(decision) == decision

    def test_a_decision_of_a_published_table_is_pickled_by_its_name(self) -> None:
        claim = sp.InjuryClaim(claim_id="K", harm=sp.Harm.PERSONAL_INJURY, amount=sp.usd(5), filed_on=date(2021, 5, 5))
        decision = sp.injury_and_damage.who_pays(claim)
        again = pickle.loads(pickle.dumps(decision))  # noqa: S301
        assert again == decision
        assert again.table is sp.injury_and_damage.WHO_PAYS
        assert again.reasons == decision.reasons

    def test_a_short_repr(self) -> None:
        plum = Basket(day=date(2021, 5, 5), fruit=Fruit.PLUM)
        assert repr(SHOP.decide(plum)) == "<Decision test_tables.SHOP: SWAPPED by the text of 2021-05-05>"
        unknown = repr(SHOP.decide(evolve(plum, fruit=None)))
        assert unknown.startswith("<Decision test_tables.SHOP: unknown by the text of 2021-05-05, needs=('fruit', ")
        contested = SHOP.decide(Basket(day=date(2020, 5, 5), fruit=Fruit.PEAR, price=sp.usd(5), rotten=0, pieces=4))
        assert repr(contested).endswith("2020-05-05, contested>")


class TestTable:
    def test_a_gap_is_an_error(self) -> None:
        with pytest.raises(sp.errors.NoRule, match="test_tables.HALF: no rule fits Basket"):
            HALF.decide(Basket(day=date(2021, 5, 5), fresh=False))
        with pytest.raises(sp.errors.NoRule):
            HALF.outcome_under(Basket(day=date(2021, 5, 5), fresh=False), Terms.on(date(2021, 5, 5)))
        assert HALF.outcome(Basket(day=date(2021, 5, 5))) is Answer.TAKEN

    def test_where_the_text_is_missing_and_matters_it_is_named(self) -> None:
        early = Basket(day=date(2021, 5, 31), pieces=9, fresh=True)
        for wrong in (
            lambda: MANY.decide(early),
            lambda: MANY.outcome(early, evolve(Terms.on(early.day), time=days(1))),
        ):
            with pytest.raises(sp.errors.NoPolicyText, match="test_tables.late_term") as refusal:
                wrong()
            assert refusal.value.first_known == date(2021, 6, 1)
        assert MANY.outcome(evolve(early, day=date(2021, 6, 1))) is Answer.TAKEN

    @pytest.mark.parametrize(
        ("fruit", "fresh", "silent", "first"),
        [
            (Fruit.APPLE, True, "late_term", date(2021, 6, 1)),
            (Fruit.PLUM, False, "later_term", date(2021, 9, 1)),
            (Fruit.PLUM, True, "later_term", date(2021, 9, 1)),
        ],
    )
    def test_the_text_that_is_named_is_one_on_which_the_outcome_hangs(
        self, fruit: Fruit, fresh: bool, silent: str, first: date
    ) -> None:
        """Whether an apple is rich makes no difference; of two texts that matter the table's first is named."""
        case = Basket(day=date(2021, 5, 31), pieces=9, fruit=fruit, fresh=fresh)
        for asked in (RICH.decide, RICH.outcome):
            with pytest.raises(sp.errors.NoPolicyText) as refusal:
                asked(case)
            assert (refusal.value.what, refusal.value.first_known) == (f"test_tables.{silent}", first)

    def test_where_the_text_is_missing_and_does_not_matter_the_outcome_is_known(self) -> None:
        assert MANY.outcome(Basket(day=date(2021, 5, 31), pieces=9, fresh=False)) is Answer.LATE

    def test_an_unknown_fact_comes_before_a_missing_text(self) -> None:
        decision = MANY.decide(Basket(day=date(2021, 5, 31), pieces=9))
        assert decision.outcome is None
        assert decision.needs == ("fresh",)

    def test_terms_of_another_marketplace_are_refused(self) -> None:
        with pytest.raises(sp.errors.CurrencyMismatch, match="terms for us, facts from ca"):
            SHOP.outcome(Basket(day=date(2021, 5, 5), marketplace=CA), Terms.on(date(2021, 5, 5)))

    def test_terms_of_another_marketplace_with_the_same_currency_are_a_what_if(self) -> None:
        case = Priced(day=date(2021, 5, 5), marketplace=sp.Marketplace.FR, price=sp.Money(4, "EUR"))
        german = evolve(ForeignTerms.on(case.day), marketplace=sp.Marketplace.DE, price=sp.below(sp.Money(5, "EUR")))
        assert FOREIGN.outcome(case, german) is Answer.TAKEN

    def test_a_table_is_the_same_in_every_copy(self) -> None:
        assert copy.copy(SHOP) is copy.deepcopy(SHOP) is SHOP

    def test_an_amount_of_another_currency_is_refused(self) -> None:
        case = Basket(day=date(2020, 5, 5), fruit=Fruit.PEAR, price=sp.usd(5), pieces=3)
        with pytest.raises(sp.errors.CurrencyMismatch, match="EUR"):
            SHOP.outcome(case, evolve(Terms.on(case.day), price=sp.below(sp.Money(5, "EUR"))))

    def test_another_kind_of_case_is_refused(self) -> None:
        with pytest.raises(BadFact, match="^test_tables.SHOP: expected a fact of the kind Basket, got 'pear'$"):
            SHOP.decide(cast("Any", "pear"))

    @pytest.mark.parametrize("text", [None, Terms.on(date(2021, 5, 5)), Terms.current()[1]])
    @pytest.mark.parametrize("case", ["pear", Priced(day=date(2024, 5, 5), marketplace=US, price=sp.usd(5))])
    def test_a_case_without_the_facts_has_no_outcome(self, case: object, text: Terms | None) -> None:
        with pytest.raises(BadFact, match="^test_tables.SHOP: expected a fact of the kind Basket, got "):
            SHOP.outcome(cast("Any", case), text)

    def test_a_case_with_the_same_facts_has_the_same_outcome(self) -> None:
        case = cast("Any", SimpleNamespace(**attrs.asdict(Basket(day=date(2024, 5, 5), fruit=Fruit.PLUM))))
        for text in (None, Terms.on(date(2021, 5, 5)), Terms.current()[1]):
            assert SHOP.outcome(case, text) is Answer.SWAPPED

    @pytest.mark.parametrize("text", ["2021", ForeignTerms.on(date(2021, 5, 5))])
    def test_terms_of_another_policy_are_refused(self, text: object) -> None:
        with pytest.raises(TypeError, match="^test_tables is decided by its own Terms, not by "):
            SHOP.outcome(Basket(day=date(2021, 5, 5)), cast("Any", text))
        with pytest.raises(TypeError, match="^test_tables is decided by its own Terms, not by "):
            SHOP.decide(Basket(day=date(2021, 5, 5)), cast("Any", text))

    def test_a_rule_is_made_of_conditions(self) -> None:
        with pytest.raises(TypeError, match="must be made of conditions"):
            Rule(is_plum & basket.fresh, then=Answer.LATE)
        with pytest.raises(TypeError, match="must be made of conditions"):
            Rule(cast("Any", True), then=Answer.LATE)

    def test_what_terms_settle_is_a_condition_about_facts(self) -> None:
        """In 2022 every price was fair, in 2021 not; that plums are swapped says nothing of facts."""
        assert SHOP.is_settled(is_fair, Terms.on(date(2022, 5, 5)))
        assert not SHOP.is_settled(is_fair, Terms.on(date(2021, 5, 5)))
        assert not SHOP.is_settled(swaps, Terms.on(date(2021, 5, 5)))

    def test_names_are_stable(self) -> None:
        assert SHOP.id == "test_tables.SHOP"
        assert SHOP.id_of(is_fair) == "test_tables.is_fair"
        assert SHOP.id_of_rule(SHOP.rules[1]) == "test_tables.SHOP/2"
        assert repr(SHOP) == "<DecisionTable test_tables.SHOP: 7 rules>"
        assert list(SHOP) == list(SHOP.rules)

    def test_a_table_that_is_nobodys_global_has_its_title_for_a_name_and_cannot_be_pickled(self) -> None:
        nameless = DecisionTable(
            "a loose table", case=Basket, terms=Terms, day=basket.day, reference=PAGE,
            rules=(Rule(Condition("loose", basket.fresh, PAGE), then=Answer.TAKEN),),
        )  # fmt: skip
        assert nameless.id == "test_tables.a_loose_table"
        assert nameless.decide(Basket(day=date(2021, 5, 5), fresh=True)).reasons[0].id == "test_tables.loose"
        with pytest.raises(TypeError, match="only a table that is a module's global"):
            pickle.dumps(nameless)

    def test_a_decision_can_be_made_by_hand(self) -> None:
        case = Basket(day=date(2021, 5, 5), fruit=Fruit.PLUM)
        made = Decision(Answer.SWAPPED, SHOP, case, Terms.on(case.day), case.day)
        assert made == SHOP.decide(case)
