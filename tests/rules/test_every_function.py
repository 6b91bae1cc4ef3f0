"""What holds for every public function of every policy: its terms and its day are heeded, strangers are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from inspect import Parameter, getmembers, isfunction, signature
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
import pytest
from attrs import evolve, frozen

import sellerpolicy as sp
from sellerpolicy import facts
from sellerpolicy.errors import BadFact
from sellerpolicy.logic import DatedTerms, Decision, Span, business_days
from sellerpolicy.rules import account_status, messaging, order_defect_rate, satisfaction

DAY = date(2025, 3, 10)
ANOTHER_DAY = date(2025, 3, 20)
NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)
WINDOW = sp.Window(first=date(2025, 1, 1), last=DAY)
ORDER = sp.Order(
    order_id="1",
    placed_on=date(2025, 2, 1),
    ship_by=date(2025, 2, 3),
    deliver_by=date(2025, 2, 10),
    delivered_on=date(2025, 2, 9),
)

SAMPLES: Mapping[type, Any] = {
    type(sample): sample
    for sample in (
        *(DAY, NOON, WINDOW, ORDER, 30, True, sp.Marketplace.US, sp.ClaimReason.NOT_RECEIVED),
        facts.Appeal(contests=facts.Matter.CLAIM, arose_on=DAY),
        facts.BuyerMessage(message_id="1", received_at=NOON),
        sp.Chargeback(order_id="1", kind=sp.ChargebackKind.SERVICE, filed_on=DAY),
        sp.Claim(
            claim_id="1",
            order_id="1",
            reason=sp.ClaimReason.NOT_RECEIVED,
            filed_at=NOON,
            information_requested_at=NOON,
        ),
        facts.Deactivation(deactivated_on=DAY),
        sp.Feedback(order_id="1", rating=1, left_on=DAY),
        facts.FeedbackComment(order_id="1", left_on=DAY),
        facts.HealthRating(shown_on=DAY, points=300),
        sp.InjuryClaim(claim_id="1", harm=sp.Harm.PERSONAL_INJURY, amount=sp.usd(900), filed_on=DAY, notified_on=DAY),
        sp.InsurancePolicy(
            per_occurrence=sp.usd(1_000_000),
            aggregate=sp.usd(1_000_000),
            deductible=sp.usd(0),
            starts_on=date(2025, 1, 1),
            ends_on=date(2025, 12, 31),
            names_amazon=True,
        ),
        facts.Invoice(order_id="1", uploaded_on=DAY),
        facts.Message(purpose=next(iter(facts.Purpose)), sent_on=DAY),
        sp.MonthlySales(month=date(2025, 2, 1), gross=sp.usd(20_000)),
        facts.Notice(kind=facts.NoticeKind.WARNING, received_on=DAY),
        sp.Package(package_id="1", order_id="1", units=1, ship_confirmed_on=date(2025, 2, 2)),
        facts.RelatedAccount(day=DAY),
        facts.Return(return_id="1", order_id="1", requested_at=NOON),
        facts.Violation(kind=next(iter(facts.ViolationKind)), recorded_on=DAY),
        account_status.TargetStanding(day=DAY, metric=next(iter(account_status.TargetMetric)), standing=None),
        messaging.Layout(sent_on=DAY),
        messaging.LateResponses(window=WINDOW, messages=100, late=1, undetermined=()),
        messaging.TemplateText(sent_on=DAY, part=next(iter(messaging.TemplatePart)), characters=10),
        order_defect_rate.rate([ORDER], window=WINDOW),
        satisfaction.OrderCourse(placed_on=DAY),
        satisfaction.PerfectOrders(day=DAY, orders=100, perfect=99),
        satisfaction.SurveyAnswer(answered_on=DAY, stars=5),
        satisfaction.Vote(matter_id="1", cast_at=NOON, is_content=True),
        satisfaction.Votes(day=DAY, votes=100, dissatisfied=1),
    )
}
"""One of every kind that any function takes."""


ELSEWHERE: Mapping[str, Mapping[str, Any]] = {
    "satisfaction.mood": {"answer": satisfaction.SurveyAnswer(answered_on=date(2026, 9, 1), stars=5)},
    "satisfaction.service_rating": {
        "votes": satisfaction.Votes(day=DAY, votes=100, dissatisfied=1, marketplace=sp.Marketplace.UK)
    },
    "shipping_performance.offer": {"orders": (evolve(ORDER, marketplace=sp.Marketplace.UK),)},
}
"""Arguments of functions for which there is no text of that day in the US."""


@frozen
class Function:
    """One public function of a policy, with arguments that it takes."""

    name: str
    call: Callable[..., Any]
    given: Mapping[str, Any]

    @property
    def takes(self) -> Mapping[str, Parameter]:
        """Its parameters, by name."""
        return signature(self.call).parameters

    @property
    def decides(self) -> bool:
        """Whether it gives a decision."""
        return get_origin(get_type_hints(self.call)["return"]) is Decision

    def asked(self, **given: Any) -> Any:
        """What it answers, with some arguments changed."""
        return self.call(**{**self.given, **given})

    def terms_class(self) -> type[DatedTerms]:
        """The class of the terms that it takes."""
        options: tuple[type[Any], ...] = get_args(get_type_hints(self.call)["terms"])
        return next(option for option in options if issubclass(option, DatedTerms))


def sample(hint: Any) -> Any:
    """A value for an annotation: of several the first, of many one, of a tuple one of each."""
    if get_origin(hint) in (Union, UnionType):
        return sample(get_args(hint)[0])
    if get_origin(hint) is Iterable:
        return (sample(get_args(hint)[0]),)
    if get_origin(hint) is tuple:
        return tuple(map(sample, get_args(hint)))
    return SAMPLES[hint]


def functions() -> Iterator[Function]:
    """Every public function of every policy that is asked something."""
    for policy in sp.rules.modules():
        for name, call in getmembers(policy, isfunction):
            # mutmut keeps a function's mutants beside it, under names of its own
            if call.__module__ == policy.__name__ and not name.startswith("_") and "__mutmut_" not in name:
                known = f"{policy.__name__.rpartition('.')[2]}.{name}"
                hints = get_type_hints(call)
                required = [each.name for each in signature(call).parameters.values() if each.default is each.empty]
                given = {argument: sample(hints[argument]) for argument in required}
                yield Function(known, call, {**given, **ELSEWHERE.get(known, {})})


FUNCTIONS = tuple(functions())
WITH_TERMS = tuple(each for each in FUNCTIONS if "terms" in each.takes)
BY_DAY = tuple(each for each in FUNCTIONS if "on" in each.takes and each.takes["on"].default is None)
MANY = 60


def of(chosen: Iterable[Function]) -> pytest.MarkDecorator:
    """For each of these functions."""
    return pytest.mark.parametrize("function", chosen, ids=lambda function: function.name)


def test_nearly_all_functions_are_looked_at() -> None:
    """As many at least as the policies had when this was written."""
    assert len(WITH_TERMS) >= MANY
    assert {each.name.partition(".")[0] for each in WITH_TERMS} == {
        policy.__name__.rpartition(".")[2] for policy in sp.rules.modules()
    }


def test_a_policy_that_there_is_not() -> None:
    with pytest.raises(AttributeError, match=r"^module 'sellerpolicy\.rules' has no attribute 'nothing'$"):
        sp.rules.nothing  # noqa: B018


class TestWhatIf:
    """``terms=`` asks what would follow if the policy were another; ``on=`` by the text of which day."""

    @of([each for each in WITH_TERMS if each.decides])
    def test_a_decision_is_by_the_terms_that_are_given(self, function: Function) -> None:
        in_force = function.asked().terms
        changed = evolve(in_force)
        assert function.asked(terms=changed).terms is changed
        assert changed is not in_force

    @of([each for each in BY_DAY if each.decides])
    def test_a_decision_is_by_the_text_of_the_day_that_is_given(self, function: Function) -> None:
        another = function.asked().policy_day + timedelta(days=10)
        assert function.asked(on=another).policy_day == another

    @of(BY_DAY)
    @pytest.mark.parametrize("day", ["2025-03-10", NOON], ids=["text", "instant"])
    def test_a_day_that_is_none(self, function: Function, day: object) -> None:
        with pytest.raises(BadFact) as raised:
            function.asked(on=day)
        assert (raised.value.field, raised.value.value) == ("day", day)

    @of([each for each in WITH_TERMS if each.decides and "on" in each.takes and each in BY_DAY])
    def test_a_decision_keeps_both(self, function: Function) -> None:
        decision = function.asked()
        another = decision.policy_day + timedelta(days=10)
        assert function.asked(terms=evolve(decision.terms), on=another).policy_day == another

    @of(WITH_TERMS)
    @pytest.mark.parametrize("terms", [sp.a_to_z.Terms, sp.insurance.Terms], ids=["a_to_z", "insurance"])
    def test_another_policys_terms_are_refused(self, function: Function, terms: type[DatedTerms]) -> None:
        """An answer by them would be about something else, and nobody would see it."""
        if terms is function.terms_class():
            return
        own, other = (each.__module__.rpartition(".")[2] for each in (function.terms_class(), terms))
        with pytest.raises(TypeError, match=f"^{own} is decided by its own Terms, not by those of {other}$"):
            function.asked(terms=terms.on(DAY))

    @of(WITH_TERMS)
    def test_what_are_no_terms_at_all(self, function: Function) -> None:
        own = function.terms_class().__module__.rpartition(".")[2]
        with pytest.raises(TypeError, match=f"^{own} is decided by its own Terms, not by '2025'$"):
            function.asked(terms="2025")


class Calendar:
    """Days that are no business days: none, and which were asked for."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def __contains__(self, day: object) -> bool:
        self.asked.append(day)
        return False


@of([each for each in FUNCTIONS if "holidays" in each.takes and not each.decides])
def test_holidays_are_heeded_wherever_a_time_is_in_business_days(function: Function) -> None:
    """No matter which of the times a policy states so today."""
    in_force = function.terms_class().on(DAY)
    names = (field.name for field in attrs.fields(type(in_force)))
    spans: dict[str, Any] = {name: business_days(3) for name in names if isinstance(getattr(in_force, name), Span)}
    calendar = Calendar()
    function.asked(terms=evolve(in_force, **spans), holidays=calendar)
    assert calendar.asked


def in_shop(given: Any, shop: sp.Marketplace) -> Any:
    """The same facts in another shop, amounts in its currency."""
    if isinstance(given, tuple):
        return tuple(in_shop(each, shop) for each in given)
    if not attrs.has(type(given)) or not hasattr(given, "marketplace"):
        return shop if isinstance(given, sp.Marketplace) else given
    amounts = {
        field.name: sp.Money(amount.amount, shop.currency)
        for field in attrs.fields(type(given))
        if isinstance(amount := getattr(given, field.name), sp.Money)
    }
    return evolve(given, marketplace=shop, **amounts)


def answer_or_silence(function: Function, given: Mapping[str, Any]) -> Decision[Any] | sp.errors.NoPolicyText:
    """What is decided, or the error that nothing is known."""
    try:
        decision: Decision[Any] = function.asked(**given)
    except sp.errors.NoPolicyText as silence:
        return silence
    return decision


class TestShops:
    """A decision about facts of a shop is by that shop's text, and says so where there is none."""

    @of([each for each in FUNCTIONS if each.decides and each.name != "insurance.adequacy"])
    @pytest.mark.parametrize("shop", [sp.Marketplace.UK, sp.Marketplace.DE, sp.Marketplace.JP], ids=str)
    def test_another_than_the_us(self, function: Function, shop: sp.Marketplace) -> None:
        facts_there = {name: in_shop(given, shop) for name, given in function.given.items()}
        found = answer_or_silence(function, facts_there)
        if isinstance(found, sp.errors.NoPolicyText):
            assert found.marketplace == shop.value
            assert found.day.year in {2025, 2026}
        else:
            assert found.case.marketplace is shop
            assert found.terms.marketplace is shop


KNOWN_AS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("on", "last", "today"), ("day",)),
    "fulfilled": ("orders",),
}
"""What else refusals call an argument: a day is a day, whatever it is for."""


class Stranger:
    """Nothing that any function takes."""


def asked_for() -> Iterator[tuple[Function, str, bool]]:
    """Every argument that is required or a list of facts, with its function and whether it is a list."""
    for function in FUNCTIONS:
        hints = get_type_hints(function.call)
        for argument in function.takes:
            is_list = any(get_origin(option) is Iterable for option in (hints[argument], *get_args(hints[argument])))
            if is_list or argument in function.given:
                yield function, argument, is_list


ARGUMENTS = tuple(asked_for())


class TestStrangers:
    """What is nothing of the kind that is asked for is refused by its name, never with an error of Python's own."""

    @pytest.mark.parametrize(
        ("function", "argument"),
        [pytest.param(each, argument, id=f"{each.name}, {argument}") for each, argument, _ in ARGUMENTS],
    )
    @pytest.mark.parametrize("stranger", [Stranger(), sp.Marketplace.JP, "2025"], ids=["object", "shop", "text"])
    def test_in_place_of_an_argument(self, function: Function, argument: str, stranger: object) -> None:
        refused(function, argument, stranger, stranger)

    @pytest.mark.parametrize(
        ("function", "argument"),
        [
            pytest.param(each, argument, id=f"{each.name}, {argument}")
            for each, argument, is_list in ARGUMENTS
            if is_list
        ],
    )
    def test_in_a_list(self, function: Function, argument: str) -> None:
        stranger = Stranger()
        refused(function, argument, [stranger], stranger)


def refused(function: Function, argument: str, given: object, stranger: object) -> None:
    """Refused is what does not belong there: by the argument's name, or by that of the function or its table."""
    with pytest.raises(BadFact) as raised:
        function.asked(**{argument: given})
    assert raised.value.value in ((stranger, stranger[0]) if isinstance(stranger, str) else (stranger,))
    asked, _, name = raised.value.field.rpartition(".")
    is_of_policy = asked == function.name.partition(".")[0] and (name.isupper() or raised.value.field == function.name)
    assert is_of_policy or name in {argument, *KNOWN_AS.get(argument, ())}
