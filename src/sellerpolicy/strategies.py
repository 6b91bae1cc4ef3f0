"""Hypothesis strategies for every fact, for whole accounts, and for the cases of every decision table.

They draw what matters: the values around everything that the policies' own terms turn on (a cent around each limit, a
day around each change, a second around each wait), facts that are unknown, and what certainly did not happen. They
shrink to what is easily read: the United States, small amounts, short ids, plain days of a recent year.

Every fact can be fixed by name, to a value or to a strategy; the other facts are drawn so that they go with it::

    @given(strategies.claims(reason=sp.ClaimReason.NOT_RECEIVED, amount=strategies.money(currency="USD", lowest=0)))
    def test_my_own_code(claim: sp.Claim) -> None: ...

With the ``hypothesis`` extra installed, ``st.from_type(sp.Order)`` draws from here without an import of this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from inspect import getmembers, isfunction
from types import ModuleType
from typing import Any, TypeVar, cast, get_args, get_type_hints
from zoneinfo import ZoneInfo

from attrs import define, evolve, field, frozen
from hypothesis import reject, strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sellerpolicy import rules
from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import (
    NEVER,
    NEVER_AT,
    Appeal,
    BuyerMessage,
    Chargeback,
    Claim,
    Deactivation,
    Fact,
    Feedback,
    FeedbackComment,
    HealthRating,
    InjuryClaim,
    InsurancePolicy,
    Invoice,
    Marketplace,
    Message,
    Money,
    MonthlySales,
    Notice,
    Order,
    Package,
    RelatedAccount,
    Return,
    Violation,
    Window,
)
from sellerpolicy.facts.fact import FactField, Follows, fields_of
from sellerpolicy.facts.given import InAShop
from sellerpolicy.facts.money import NO_DECIMALS
from sellerpolicy.facts.monthly_sales import NOT_SOLD
from sellerpolicy.logic import DatedTerms, DecisionTable, Limit, Span
from sellerpolicy.logic.conditions import Admits, Elapsed, Proposition, Share, Symbol, parts
from sellerpolicy.logic.limits import LocalAmount
from sellerpolicy.logic.spans import Unit
from sellerpolicy.logic.terms import BEGINNING, Text, dated_terms

T = TypeVar("T")
AnyFact = TypeVar("AnyFact", bound=Fact)
AnyCase = TypeVar("AnyCase", bound=InAShop)
Values = dict[str, Any]

PLAIN_DAY = date(2026, 3, 2)
"""Where days shrink to: a Monday on which nothing happens."""
MOST_PLAIN_DAYS = 300
EARLIEST, LATEST = date(1995, 7, 16), date(2099, 12, 31)
MOST_COINS = 5_000_000
MOST_COUNTED = 10_000
MOST_PLAIN_ORDERS = 250
PLAIN_ORDERS_DAYS = 30
NEAR_YEARS = range(1950, 9000)
"""Years from which every wait leads to a day that a fact may have."""
A_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)


# --- what the policies turn on ----------------------------------------------------------------------------------------


@frozen(eq=False)
class Edges:
    """The values that dated terms turn on.

    Args:
        days: on which something changes, or which a limit names.
        amounts: of money, in whatever currency.
        counts: whole numbers.
        rates: exact rates.
        waits: lengths of time.
        shops: marketplaces for which anything is said.
    """

    days: tuple[date, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    counts: tuple[int, ...] = ()
    rates: tuple[Fraction, ...] = ()
    waits: tuple[timedelta, ...] = ()
    shops: tuple[Marketplace, ...] = (Marketplace.US,)


@cache
def edges_of(policies: tuple[type[DatedTerms], ...]) -> Edges:
    """The values that some policies' terms turn on, in order, whatever day or marketplace they hold for."""
    found: dict[type, set[Any]] = {kind: set() for kind in (date, Decimal, int, Fraction, timedelta)}
    entries = [entry for terms in policies for entry in terms.history()]
    for entry in entries:
        found[date].update(day for day in (entry.text.since, entry.text.after) if day not in (None, BEGINNING))
        for held in (entry.text.value, *(reading.value for reading in entry.text.others)):
            for value in _turning_on(held):
                found[type(value)].add(value)
    # a share of a whole turns where the whole is a multiple of the rate's denominator
    found[int].update(rate.denominator for rate in found[Fraction])
    shops = tuple(shop for shop in Marketplace if any(shop in entry.text.marketplaces for entry in entries))
    return Edges(
        days=tuple(sorted(found[date])),
        amounts=tuple(sorted(found[Decimal])),
        counts=tuple(sorted(found[int])),
        rates=tuple(sorted(found[Fraction])),
        waits=tuple(sorted(found[timedelta])),
        shops=shops,
    )


def _turning_on(held: object) -> Iterator[Any]:
    if isinstance(held, Limit):
        yield from _turning_on(held.value)
    elif isinstance(held, Money | LocalAmount):
        yield held.amount
    elif isinstance(held, Span):
        yield timedelta(days=held.length) if held.unit is Unit.BUSINESS_DAYS else held.elapsed
    elif isinstance(held, date | int | Fraction | timedelta) and not isinstance(held, bool):
        yield held


@cache
def all_edges() -> Edges:
    """The values that the terms of any rule module turn on."""
    return edges_of(tuple(dict.fromkeys(table.terms for table in rules.tables())))


@frozen
class Held:
    """What the conditions of a policy hold a field against: a term, or the time from another field to it.

    Args:
        policy: whose term it is.
        term: its name.
        other: the field from or to which time is counted; ``None`` where the field itself is held against the term.
        way: 1 where the field lies after the other one, -1 where it lies before it.
    """

    policy: type[DatedTerms]
    term: str
    other: str | None = None
    way: int = 0

    def edges(self, shop: Marketplace, day: date | None) -> tuple[Any, ...]:
        """What it turns on in a shop: by the text of a day, where that is known, and there is one."""
        texts = _texts(cast("Any", self.policy), self.term, shop)
        in_force = [text for text in texts if day is not None and text.since <= day][-1:] or texts
        held = [held for text in in_force for held in (text.value, *(reading.value for reading in text.others))]
        return tuple(dict.fromkeys(value for each in held for value in _turning_on(each)))


@cache
def _texts(policy: type[DatedTerms], term: str, shop: Marketplace) -> tuple[Text[Any], ...]:
    return dated_terms(policy)[term].timeline(shop)


@cache
def held_against(kind: type[Any]) -> Mapping[str, tuple[Held, ...]]:
    """By the name of each field of a fact or flat case what it is held against.

    Many facts are judged as part of a flat case, whose fields have the names of theirs.
    """
    names = {None, *(each.name for each in fields_of(kind))}
    found: dict[str, dict[Held, None]] = {}
    for module in rules.modules():
        is_taken = kind in _facts_taken(module)
        for table in module.TABLES:
            for name, held in _held(table.conditions) if is_taken or table.case is kind else ():
                if {name, held.other} <= names:
                    found.setdefault(name, {})[held] = None
    return {name: tuple(every) for name, every in found.items()}


@cache
def _facts_taken(module: ModuleType) -> frozenset[Any]:
    """The classes of what the public functions of a rule module take, alone or in collections."""
    functions = (function for name, function in getmembers(module, isfunction) if not name.startswith("_"))
    hints = (hint for function in functions for name, hint in get_type_hints(function).items() if name != "return")
    return frozenset(kind for hint in hints for kind in _classes(hint))


def _classes(hint: Any) -> Iterator[Any]:
    if isinstance(hint, type):
        yield hint
    for part in get_args(hint):
        yield from _classes(part)


def _held(nodes: Iterable[Any]) -> Iterator[tuple[str, Held]]:
    for node in nodes:
        match node:
            case Admits(limit=Symbol(owner=policy, name=term), value=Symbol(name=name)):
                yield name, Held(policy, term)
            case Admits(limit=Symbol(owner=policy, name=term), value=Elapsed(Symbol(name=start), Symbol(name=end))):
                yield start, Held(policy, term, end, -1)
                yield end, Held(policy, term, start, 1)
            case _:
                yield from _held(parts(cast("Proposition", node)))


# --- values -----------------------------------------------------------------------------------------------------------


def days() -> SearchStrategy[date]:
    """Plain recent days, days around every change of a policy, and any others from 1995 to 2099; never ``NEVER``."""
    return st.deferred(lambda: _days(all_edges()))


@cache
def _days(edges: Edges) -> SearchStrategy[date]:
    return st.one_of(_plain_days(), _around(edges.days, A_DAY), st.dates(EARLIEST, LATEST))


def _plain_days() -> SearchStrategy[date]:
    return st.integers(0, MOST_PLAIN_DAYS).map(lambda number: PLAIN_DAY + timedelta(days=number))


def _around(edges: Iterable[T], step: Any) -> SearchStrategy[T]:
    """Each edge itself, one step after it, and one step before it."""
    beside = [value for edge in edges for value in (edge, edge + step, edge - step)]
    return st.sampled_from(beside) if beside else st.nothing()


def instants(*, marketplace: Marketplace = Marketplace.US) -> SearchStrategy[datetime]:
    """Aware instants of such days: at noon, in the first and the last second of the shop's day, or at any time.

    Most are in UTC, some in the marketplace's own time zone.
    """
    zone = ZoneInfo(marketplace.zone)
    return st.builds(
        lambda instant, zone: instant.astimezone(zone),
        st.builds(_at, days(), _times(), st.just(marketplace)),
        st.sampled_from((UTC, UTC, zone)),
    )


NOON, FIRST_SECOND, LAST_SECOND = time(12), time(0, 0), time(23, 59, 59)


@cache
def _times() -> SearchStrategy[time]:
    return st.sampled_from((NOON, FIRST_SECOND, LAST_SECOND)) | st.times()


def _at(day: date, clock: time, marketplace: Marketplace) -> datetime:
    """A day's noon in UTC, or any other time of it by the clocks of the marketplace."""
    zone = UTC if clock == NOON else ZoneInfo(marketplace.zone)
    return datetime.combine(day, clock, zone).astimezone(UTC)


def money(
    *, currency: str | SearchStrategy[str] | None = None, lowest: int | str | Decimal | None = None
) -> SearchStrategy[Money]:
    """Amounts to the smallest coin: small ones, those around every limit, and any others up to 50,000 or so.

    Args:
        currency: an ISO 4217 code or a strategy for it; by default any marketplace's, dollars first.
        lowest: no amount is smaller; by default some are negative.
    """
    by_default = st.sampled_from([marketplace.currency for marketplace in Marketplace])
    codes = by_default if currency is None else currency if isinstance(currency, SearchStrategy) else st.just(currency)
    least = None if lowest is None else Decimal(lowest)
    return codes.flatmap(lambda code: _money(code, all_edges(), least))


@cache
def _money(
    currency: str, edges: Edges, lowest: Decimal | None = Decimal(0), own: tuple[Decimal, ...] = ()
) -> SearchStrategy[Money]:
    coin = Decimal(1) if currency in NO_DECIMALS else Decimal("0.01")
    floor = 0 if lowest is None else int(lowest / coin)
    drawn = [
        st.integers(1, 100).map(lambda number: floor * coin + number),
        *_turning(own, coin),
        _around(edges.amounts, coin),
        st.integers(floor, floor + MOST_COINS).map(lambda coins: coins * coin),
    ]
    if lowest is None:
        drawn.append(st.integers(-MOST_COINS, -1).map(lambda coins: coins * coin))
    amounts = st.one_of(drawn)
    if lowest is not None:
        amounts = amounts.map(lambda amount: max(amount, lowest))
    return amounts.map(lambda amount: Money(amount.quantize(coin), currency))


def _turning(own: Iterable[Any], step: Any) -> list[SearchStrategy[Any]]:
    """The edges on which a field turns, themselves as often as a step beside them, and twice as often as all others."""
    near = [value for edge in own for value in (edge, edge + step, edge, edge - step)]
    return [st.sampled_from(near)] * 2 if near else []


def marketplaces() -> SearchStrategy[Marketplace]:
    """Any marketplace; most often the United States and those of which the policies speak."""
    return st.deferred(lambda: _shops(all_edges()))


@cache
def _shops(edges: Edges) -> SearchStrategy[Marketplace]:
    return st.one_of(st.just(Marketplace.US), st.sampled_from(edges.shops), st.sampled_from(Marketplace))


def windows() -> SearchStrategy[Window]:
    """Windows of calendar days: of one day, of lengths around those that policies name, and any up to a year."""
    lengths = st.deferred(
        lambda: st.one_of(st.integers(1, 366), _around([wait.days for wait in all_edges().waits], 1))
    ).map(lambda length: max(length, 1))
    return st.builds(lambda last, length: Window.ending(last, days=length), days(), lengths)


@cache
def identifiers() -> SearchStrategy[str]:
    """Names of orders, claims and articles: short ones, Amazon's own form, and text that is awkward to show."""
    return st.one_of(
        st.integers(1, 9).map(str),
        st.integers(0, 999_999).map(lambda number: f"111-0000000-{number:07}"),
        st.sampled_from(("<b>1</b>", "'; --", "=1+1", "{claim}", "Ä ß 注文", "1,2", '"1"', "x" * 300)),
        st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20),
    )


@cache
def rates() -> SearchStrategy[Fraction]:
    """Exact rates from 0 to 1: those around every target, and any others."""
    step = Fraction(1, 100_000)
    percent = st.integers(0, 100).map(lambda number: Fraction(number, 100))
    return st.deferred(
        lambda: st.one_of(percent, _around(all_edges().rates, step), st.fractions(0, 1, max_denominator=1000))
    )


# --- facts ------------------------------------------------------------------------------------------------------------


def facts(kind: type[AnyFact], /, **fields: Any) -> SearchStrategy[AnyFact]:
    """Facts of one kind, all of which can be: ``facts(sp.Order)`` is ``orders()``.

    Args:
        kind: the class of the fact.
        fields: fields that are fixed, each to a value or to a strategy. What is fixed to something impossible raises
            ``BadFact`` when it is drawn; a name that is no field is a ``TypeError`` at once, with the nearest one.
    """
    return _cases(kind, fields, {}, all_edges)


def orders(**fields: Any) -> SearchStrategy[Order]:
    """Orders; see ``facts`` for the arguments."""
    return facts(Order, **fields)


def claims(**fields: Any) -> SearchStrategy[Claim]:
    """A-to-z claims; see ``facts`` for the arguments."""
    return facts(Claim, **fields)


def feedback(**fields: Any) -> SearchStrategy[Feedback]:
    """Buyers' feedback; see ``facts`` for the arguments."""
    return facts(Feedback, **fields)


def chargebacks(**fields: Any) -> SearchStrategy[Chargeback]:
    """Chargebacks; see ``facts`` for the arguments."""
    return facts(Chargeback, **fields)


def injury_claims(**fields: Any) -> SearchStrategy[InjuryClaim]:
    """Claims for damage or injury; see ``facts`` for the arguments."""
    return facts(InjuryClaim, **fields)


def monthly_sales(**fields: Any) -> SearchStrategy[MonthlySales]:
    """Months of sales; see ``facts`` for the arguments."""
    return facts(MonthlySales, **fields)


def insurance_policies(**fields: Any) -> SearchStrategy[InsurancePolicy]:
    """Insurance policies; see ``facts`` for the arguments."""
    return facts(InsurancePolicy, **fields)


def packages(**fields: Any) -> SearchStrategy[Package]:
    """Packages; see ``facts`` for the arguments."""
    return facts(Package, **fields)


def invoices(**fields: Any) -> SearchStrategy[Invoice]:
    """Invoices for business orders; see ``facts`` for the arguments."""
    return facts(Invoice, **fields)


def appeals(**fields: Any) -> SearchStrategy[Appeal]:
    """Appeals; see ``facts`` for the arguments."""
    return facts(Appeal, **fields)


def feedback_comments(**fields: Any) -> SearchStrategy[FeedbackComment]:
    """What buyers wrote beside the stars; see ``facts`` for the arguments."""
    return facts(FeedbackComment, **fields)


def health_ratings(**fields: Any) -> SearchStrategy[HealthRating]:
    """Account health ratings; see ``facts`` for the arguments."""
    return facts(HealthRating, **fields)


def violations(**fields: Any) -> SearchStrategy[Violation]:
    """Violations of policies; see ``facts`` for the arguments."""
    return facts(Violation, **fields)


def notices(**fields: Any) -> SearchStrategy[Notice]:
    """Notices about an account; see ``facts`` for the arguments."""
    return facts(Notice, **fields)


def deactivations(**fields: Any) -> SearchStrategy[Deactivation]:
    """Accounts that were locked; see ``facts`` for the arguments."""
    return facts(Deactivation, **fields)


def related_accounts(**fields: Any) -> SearchStrategy[RelatedAccount]:
    """Other accounts that may be linked to the seller's own; see ``facts`` for the arguments."""
    return facts(RelatedAccount, **fields)


def messages(**fields: Any) -> SearchStrategy[Message]:
    """Messages from sellers to buyers; see ``facts`` for the arguments."""
    return facts(Message, **fields)


def buyer_messages(**fields: Any) -> SearchStrategy[BuyerMessage]:
    """Messages from buyers to sellers; see ``facts`` for the arguments."""
    return facts(BuyerMessage, **fields)


def returns(**fields: Any) -> SearchStrategy[Return]:
    """What buyers ask to send back; see ``facts`` for the arguments."""
    return facts(Return, **fields)


def cases(table: DecisionTable[AnyCase, Any, Any], /, **fields: Any) -> SearchStrategy[AnyCase]:
    """Cases for a decision table, drawn around what the table's own terms turn on.

    A table that decides flat cases (worked out from facts) gets any values of the right types, those that its class
    refuses left out.

    Args:
        table: the table.
        fields: fields that are fixed, as for ``facts``.
    """
    return _cases(table.case, fields, dict(_shares(table.conditions)), lambda: edges_of((table.terms,)))


def _shares(nodes: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The facts of which one is asked as a share of the other: part and whole."""
    for node in nodes:
        match node:
            case Share(part=Symbol(name=part), whole=Symbol(name=whole)):
                yield part, whole
            case _:
                yield from _shares(parts(cast("Proposition", node)))


# --- how a case is drawn ----------------------------------------------------------------------------------------------

# Which optional facts are unknown: nearly all of them, some, or hardly any. Unknown stands first in each, so that a
# failing example sheds its facts one by one.
UNKNOWN = ((*[True] * 7, False), (True, *[False] * 4), (True, *[False] * 49), (True, *[False] * 49))
# How yes/no facts lie: evenly, or nearly all at yes, for many rules ask that much be in order, or nearly all at no, for
# others ask that nothing have been undone.
YES = ((False, True), (False, True, True, True, True, True, True), (False, False, False, False, False, False, True))


def _cases(
    kind: type[T],
    fixed: Mapping[str, Any],
    shares: Mapping[str, str],
    edges: Callable[[], Edges],
    *,
    latest: date | None = None,
) -> SearchStrategy[T]:
    names = [each.name for each in _fields(kind)]
    for name in fixed:
        if name not in names:
            meant = nearest(name, names)
            raise TypeError(f"{kind.__name__} has no field {name!r}{f'; did you mean {meant!r}?' if meant else ''}")
    return _drawn(kind, fixed, shares, edges, latest)


@st.composite
def _drawn(
    draw: DrawFn,
    kind: type[T],
    fixed: Mapping[str, Any],
    shares: Mapping[str, str],
    edges: Callable[[], Edges],
    latest: date | None,
) -> T:
    given = {name: draw(value) if isinstance(value, SearchStrategy) else value for name, value in fixed.items()}
    if isinstance(given.get("marketplace"), str):
        given["marketplace"] = cast("Any", Marketplace)(given["marketplace"])
    wholes = {**getattr(kind, "parts", {}), **shares}
    values = Draft(draw, kind, given, wholes, edges(), latest).completed()
    if issubclass(kind, Fact):
        return kind(**values)
    try:
        return kind(**values)
    except BadFact:
        # a flat case may refuse what its fields' types allow; a fact must not
        reject()


def _fields(kind: type[Any]) -> tuple[FactField, ...]:
    return fields_of(kind)


@define
class Draft:
    """A case under construction.

    Args:
        draw: Hypothesis's own.
        kind: the class of the case.
        values: what is fixed or was drawn of it so far.
        wholes: facts that are a part of another: part and whole.
        edges: what the policies turn on.
        latest: the last day on which anything happened.
    """

    draw: DrawFn
    kind: type[Any]
    values: Values
    wholes: Mapping[str, str]
    edges: Edges
    latest: date | None
    unknown: tuple[bool, ...] = field(init=False)
    yes: tuple[bool, ...] = field(init=False)

    def completed(self) -> Values:
        """The values of all fields."""
        self.unknown = self.draw(st.sampled_from(UNKNOWN))
        self.yes = self.draw(st.sampled_from(YES))
        declared = _fields(self.kind)
        # what others hang on comes first: the shop, what is required, wholes before their parts
        for each in sorted(
            declared, key=lambda one: (one.name != "marketplace", not one.required, one.name in self.wholes)
        ):
            if each.name not in self.values:
                self.values[each.name] = self._value(each)
        return self.values

    def _value(self, declared: FactField) -> Any:
        kind = declared.kind
        if declared.optional and self.draw(st.sampled_from(self.unknown)):
            return None
        if kind is Marketplace:
            return self._marketplace()
        if issubclass(kind, Enum):
            return self.draw(st.sampled_from(kind))
        if issubclass(kind, date):
            return self._moment(declared)
        return self.draw(self._plainly(declared))

    def _plainly(self, declared: FactField) -> SearchStrategy[Any]:
        """How a value is drawn that hangs on few others."""
        if declared.kind is Money:
            currency = self._currency()
            own = self._own(declared, Decimal, self.values.get("marketplace") or _shop_with(currency))
            return _money(currency, self.edges, own=own).map(lambda amount: self._fitting(amount, declared))
        if declared.kind is int:
            return self._counts(declared)
        known: dict[type, Callable[[], SearchStrategy[Any]]] = {
            # what is so by default is simpler
            bool: lambda: st.sampled_from(sorted(self.yes, reverse=declared.default is True)),
            str: identifiers,
            Fraction: rates,
            timedelta: lambda: _waits(self.edges),
        }
        return known[declared.kind]()

    def _held(self, declared: FactField) -> tuple[Held, ...]:
        return held_against(cast("Any", self.kind)).get(declared.name, ())

    def _own(self, declared: FactField, kind: type[T], shop: Marketplace) -> tuple[T, ...]:
        """The edges on which the field itself turns, in a shop and by the text of its day."""
        return tuple(
            edge
            for held in self._held(declared)
            if held.other is None
            for edge in held.edges(shop, self._day())
            if isinstance(edge, kind)
        )

    def _day(self) -> date | None:
        """The first of the days and instants that are known."""
        known = (value for value in self.values.values() if isinstance(value, date) and value.year in NEAR_YEARS)
        first = next(known, None)
        return None if first is None else _day_of(first, self._shop())

    def _marketplace(self) -> Marketplace:
        """Any shop whose currency is that of the amounts that are fixed."""
        currencies = {value.currency for value in self.values.values() if isinstance(value, Money)}
        fitting = [shop for shop in Marketplace if {shop.currency} >= currencies]
        return self.draw(st.sampled_from(fitting) if currencies else _shops(self.edges))

    def _currency(self) -> str:
        shop = self.values.get("marketplace")
        if shop is not None:
            return cast("Marketplace", shop).currency
        held = (value.currency for value in self.values.values() if isinstance(value, Money))
        return next(held, None) or self.draw(st.sampled_from([shop.currency for shop in Marketplace]))

    def _counts(self, declared: FactField) -> SearchStrategy[int]:
        bounds = declared.bound.schema if declared.bound else {}
        lowest, highest = bounds.get("minimum", 0), bounds.get("maximum", MOST_COUNTED)
        near = [count for count in self.edges.counts if lowest <= count <= highest]
        whole = self._whole(declared)
        if whole is not None:
            highest = whole
            near = [int(rate * whole) for rate in self.edges.rates]
        small = st.integers(lowest, min(lowest + 9, highest))
        own = () if whole is not None else self._own(declared, int, self._shop())
        drawn = st.one_of(small, *_turning(own, 1), st.integers(lowest, highest), _around(near, 1))
        return drawn.map(lambda count: self._fitting(min(max(count, lowest), highest), declared))

    def _fitting(self, amount: Any, declared: FactField) -> Any:
        """The amount or count, or the nearest one that is no more than its whole and no less than its parts."""
        whole = self._whole(declared)
        parts_of_it = [self.values.get(part) for part, its_whole in self.wholes.items() if its_whole == declared.name]
        return max(
            [amount if whole is None else min(amount, whole), *(part for part in parts_of_it if part is not None)]
        )

    def _whole(self, declared: FactField) -> Any:
        """That of which the field is a part; ``None`` where it is a part of nothing known."""
        return self.values.get(self.wholes.get(declared.name, ""))

    def _moment(self, declared: FactField) -> date:
        """A day or an instant within its bounds: a plain one, one that a wait leads to from another, or an edge."""
        is_instant = issubclass(declared.kind, datetime)
        others = [value for value in self.values.values() if isinstance(value, date) and value.year in NEAR_YEARS]
        waits = self._waits_to(declared)
        if waits and self.draw(st.sampled_from((False, True))):
            moment = self._waited(waits, is_instant=is_instant)
        elif others and self.draw(st.sampled_from((True, True, False))):
            moment = self._reached(self.draw(st.sampled_from(others)), is_instant=is_instant)
        else:
            moment = self.draw(_days(self.edges))
            if is_instant:
                moment = _at(moment, self.draw(_times()), self._shop())
        moment = self._clamped(moment, declared)
        # the day is drawn in any case, so that a plain one is simpler than NEVER
        if self._may_be_never(declared) and self.draw(st.sampled_from((False, False, False, False, True))):
            return cast("date", NEVER_AT if is_instant else NEVER)
        return moment

    def _waits_to(self, declared: FactField) -> tuple[tuple[date, timedelta], ...]:
        """The known days and instants from which time is counted to the field, each with a time that it turns on."""
        return tuple(
            (other, held.way * edge)
            for held in self._held(declared)
            if held.other is not None
            and isinstance(other := self.values.get(held.other), date)
            and other.year in NEAR_YEARS
            for edge in held.edges(self._shop(), self._day())
            if isinstance(edge, timedelta)
        )

    def _waited(self, waits: tuple[tuple[date, timedelta], ...], *, is_instant: bool) -> date:
        """What lies exactly such a time away, or one step beside that."""
        other, wait = self.draw(st.sampled_from(waits))
        step = A_SECOND if is_instant else A_DAY
        start = (_instant_of if is_instant else _day_of)(other, self._shop())
        return start + wait + self.draw(st.sampled_from((timedelta(), step, timedelta(), -step)))

    def _may_be_never(self, declared: FactField) -> bool:
        # a flat case is always of some day, for a table asks which text holds on it
        return declared.bound is None and (declared.optional or issubclass(self.kind, Fact))

    def _reached(self, other: date, *, is_instant: bool) -> date:
        """What lies a wait after or before another day or instant, or one step beside that."""
        start = (_instant_of if is_instant else _day_of)(other, self._shop())
        return start + self.draw(_offsets(self.edges, A_SECOND if is_instant else A_DAY))

    def _shop(self) -> Marketplace:
        return self.values.get("marketplace") or Marketplace.US

    def _clamped(self, moment: date, declared: FactField) -> date:
        """The day or instant, or the nearest one that it can be."""
        as_this = _instant_of if issubclass(declared.kind, datetime) else _day_of
        sequence = self.kind.sequence if issubclass(self.kind, Fact) else ()
        for name, slack in _linked(sequence, declared.name, later=False):
            earliest = self.values.get(name)
            if earliest not in (None, NEVER, NEVER_AT):
                moment = max(moment, as_this(earliest, self._shop(), FIRST_SECOND) - slack)
        if self.latest is not None and not declared.name.endswith("_by"):
            moment = min(moment, as_this(self.latest, self._shop(), LAST_SECOND))
        for name, slack in _linked(sequence, declared.name, later=True):
            latest = self.values.get(name)
            if latest not in (None, NEVER, NEVER_AT):
                moment = min(moment, as_this(latest, self._shop(), LAST_SECOND) + slack)
        return self._within_month(moment, declared.name) if self.kind is MonthlySales else moment

    def _within_month(self, day: date, name: str) -> date:
        known = self.values.get("reached_on" if name == "month" else "month")
        if known is None:
            return day
        month = MonthlySales(month=known, gross=Money(0, "USD"))
        return min(max(day, month.first_day), month.last_day)


def _shop_with(currency: str) -> Marketplace:
    return next((shop for shop in Marketplace if shop.currency == currency), Marketplace.US)


def _day_of(moment: date, shop: Marketplace, _: time = NOON) -> date:
    return shop.day_of(moment) if isinstance(moment, datetime) else moment


def _instant_of(moment: date, shop: Marketplace, clock: time = NOON) -> datetime:
    return moment if isinstance(moment, datetime) else _at(moment, clock, shop)


def _linked(sequence: Iterable[Follows], name: str, *, later: bool) -> Iterator[tuple[str, timedelta]]:
    """The fields that cannot lie before a field (``later``) or after it, directly or through others, and the slack."""
    for follows in sequence:
        here, there = (follows.earlier, follows.later) if later else (follows.later, follows.earlier)
        if here == name:
            yield there, follows.slack
            for further, slack in _linked(sequence, there, later=later):
                yield further, slack + follows.slack


@cache
def _offsets(edges: Edges, step: timedelta) -> SearchStrategy[timedelta]:
    ways = [way * wait for wait in (timedelta(), *edges.waits) for way in (1, -1)]
    # drawn at once, so that what lies beside something known is no longer to say than a day of its own
    return st.sampled_from([way + beside for way in ways for beside in (timedelta(), step, -step)])


@cache
def _waits(edges: Edges) -> SearchStrategy[timedelta]:
    return st.one_of(
        st.integers(0, 100).map(lambda number: timedelta(days=number)),
        _around(edges.waits, A_DAY),
        _around(edges.waits, A_SECOND),
    )


# --- whole accounts ---------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Account:
    """A seller's account in one marketplace, as its records stand at the end of a day.

    Args:
        marketplace: the shop.
        today: that day; nothing in the records happened after it.
        orders: all orders, each with a number of its own and a known total.
        feedback: at most one for each order.
        claims: at most one for each order, over no more than its total.
        chargebacks: at most one for each order.
        injury_claims: they are about products, not orders.
        monthly_sales: for each month with orders that nobody cancelled the sum of their totals.
        insurance_policies: amounts in the marketplace's currency.
    """

    marketplace: Marketplace
    today: date
    orders: tuple[Order, ...]
    feedback: tuple[Feedback, ...]
    claims: tuple[Claim, ...]
    chargebacks: tuple[Chargeback, ...]
    injury_claims: tuple[InjuryClaim, ...]
    monthly_sales: tuple[MonthlySales, ...]
    insurance_policies: tuple[InsurancePolicy, ...]


@st.composite
def accounts(
    draw: DrawFn,
    *,
    marketplace: Marketplace | SearchStrategy[Marketplace] | None = None,
    today: date | SearchStrategy[date] | None = None,
    most_orders: int = 6,
) -> Account:
    """Whole accounts whose records go together.

    Some have, beside the orders that are drawn one by one, as many plain orders without any event as it takes to come
    near the numbers of orders at which a rate's target turns.

    Args:
        draw: Hypothesis's own.
        marketplace: the shop or a strategy for it; by default any.
        today: the day on which the records end, or a strategy for it.
        most_orders: how many orders are drawn one by one at most.
    """
    shop = _either(draw, marketplace, marketplaces())
    day = _either(draw, today, days())
    drawn = draw(st.lists(_sold(shop, day), max_size=most_orders))
    numbered = [each.numbered(str(number)) for number, each in enumerate(drawn, start=1)]
    sold = (*(each.order for each in numbered), *draw(_plain_orders(len(drawn), shop, day)))
    return Account(
        marketplace=shop,
        today=day,
        orders=sold,
        feedback=tuple(each.feedback for each in numbered if each.feedback),
        claims=tuple(each.claim for each in numbered if each.claim),
        chargebacks=tuple(each.chargeback for each in numbered if each.chargeback),
        injury_claims=tuple(draw(st.lists(_until(InjuryClaim, day, marketplace=shop), max_size=2))),
        monthly_sales=_sales_of(sold, shop),
        insurance_policies=tuple(
            draw(st.lists(insurance_policies(per_occurrence=_money(shop.currency, all_edges())), max_size=2))
        ),
    )


def _either(draw: DrawFn, fixed: T | SearchStrategy[T] | None, otherwise: SearchStrategy[T]) -> T:
    if fixed is None:
        return draw(otherwise)
    return draw(fixed) if isinstance(fixed, SearchStrategy) else fixed


def _until(kind: type[AnyFact], today: date, **fields: Any) -> SearchStrategy[AnyFact]:
    return _cases(kind, fields, {}, all_edges, latest=today)


@frozen(kw_only=True)
class _Sold:
    """One order and what happened to it, drawn together so that Hypothesis can leave out all of it at once."""

    order: Order
    feedback: Feedback | None
    claim: Claim | None
    chargeback: Chargeback | None

    def numbered(self, order_id: str) -> _Sold:
        return _Sold(
            order=evolve(self.order, order_id=order_id),
            feedback=self.feedback and evolve(self.feedback, order_id=order_id),
            claim=self.claim and evolve(self.claim, order_id=order_id, claim_id=f"claim-{order_id}"),
            chargeback=self.chargeback and evolve(self.chargeback, order_id=order_id),
        )


@st.composite
def _sold(draw: DrawFn, shop: Marketplace, today: date) -> _Sold:
    order = draw(_order(shop, today))
    return _Sold(
        order=order,
        feedback=draw(_perhaps(_about(Feedback, order, today))),
        claim=draw(_perhaps(_claim_on(order, today))),
        chargeback=draw(st.none() | _about(Chargeback, order, today)),
    )


def _perhaps(event: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """Nothing, which is simpler, or twice as often something."""
    return st.one_of(st.none(), event, event)


def _order(shop: Marketplace, today: date) -> SearchStrategy[Order]:
    edges = all_edges()
    ago = st.integers(0, 100) | _around([wait.days for wait in edges.waits], 1)
    placed_on = ago.map(lambda number: today - timedelta(days=abs(number)))
    total = _money(shop.currency, edges)
    return _until(Order, today, marketplace=shop, placed_on=placed_on, seller_id="seller", total=total)


def _plain_orders(already: int, shop: Marketplace, today: date) -> SearchStrategy[tuple[Order, ...]]:
    wanted = [
        number - already
        for whole in {rate.denominator for rate in all_edges().rates}
        if whole <= MOST_PLAIN_ORDERS
        for number in (whole, whole + 1, whole - 1)
    ]
    numbers = st.sampled_from([0, *sorted(number for number in wanted if number > 0)])
    plain = Order(
        order_id="plain", marketplace=shop, placed_on=today, seller_id="seller", total=Money(10, shop.currency)
    )
    return numbers.map(
        lambda number: tuple(
            evolve(plain, order_id=f"plain-{index}", placed_on=today - timedelta(days=index % PLAIN_ORDERS_DAYS))
            for index in range(1, number + 1)
        )
    )


def _about(kind: type[AnyFact], order: Order, today: date, **fields: Any) -> SearchStrategy[AnyFact]:
    """What happened to one order on the day it was placed or later."""
    (event,) = (each for each in fields_of(kind) if each.required and issubclass(each.kind, date))
    days_since = st.integers(0, (today - order.placed_on).days)
    days_of_it = days_since.map(lambda number: order.placed_on + timedelta(days=number))
    if event.kind is datetime:
        fields[event.name] = days_of_it.map(lambda day: _at(day, NOON, order.marketplace))
    else:
        fields[event.name] = days_of_it
    return _until(kind, today, order_id=order.order_id, marketplace=order.marketplace, **fields)


def _claim_on(order: Order, today: date) -> SearchStrategy[Claim]:
    total = cast("Money", order.total)
    amounts = st.none() | _money(total.currency, all_edges()).map(lambda amount: min(amount, total))
    return _about(Claim, order, today, amount=amounts)


def _sales_of(orders: Iterable[Order], shop: Marketplace) -> tuple[MonthlySales, ...]:
    gross: dict[date, Money] = {}
    for order in orders:
        if order.cancelled_by in NOT_SOLD:
            continue
        month, total = order.placed_on.replace(day=1), cast("Money", order.total)
        gross[month] = gross[month] + total if month in gross else total
    return tuple(MonthlySales(month=month, gross=taken, marketplace=shop) for month, taken in sorted(gross.items()))
