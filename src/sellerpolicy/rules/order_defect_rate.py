"""The order defect rate: which share of a seller's orders went wrong, out of all orders of 60 days.

An order is defective if it got negative feedback, an A-to-z claim that counts, or a credit card chargeback that counts;
however much went wrong with it, it counts once. It belongs to the day on which it was placed, never to that of the
defect. The rate is to stay under 1 %; above it the account is at risk. Product reviews count nowhere here.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from functools import cache
from itertools import chain, groupby, repeat
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple

from attrs import evolve, frozen

from sellerpolicy.facts import EUROPE, NEVER, Canceller, Chargeback, ChargebackKind, Claim, ClaimReason, ClaimStatus
from sellerpolicy.facts import Fact, Feedback, Fulfiller, InjuryClaim, Marketplace, OdrEffect, Order, Payer, Window
from sellerpolicy.facts.fact import Count as Number
from sellerpolicy.facts.given import member, one, require_count, several
from sellerpolicy.facts.order_book import OrderBook
from sellerpolicy.facts.window import require_window
from sellerpolicy.logic import EVERYWHERE, Condition, Confidence, DatedTerms, Decision, DecisionTable, Limit, Note
from sellerpolicy.logic import Reference, Rule, Span, above, announcement, anything, at_most, below, dated
from sellerpolicy.logic import days, forum_post, guide, help_page, known, nothing, one_of, originally, share
from sellerpolicy.logic import since, symbols
from sellerpolicy.logic.counting import Count, DayCounts, OtherCount, Target, answers, decide_count, in_force
from sellerpolicy.logic.counting import standings
from sellerpolicy.logic.counting import Standing as Standing  # noqa: PLC0414  users find it here
from sellerpolicy.logic.displayed import Displayed
from sellerpolicy.logic.references import Kind
from sellerpolicy.logic.terms import dated_terms
from sellerpolicy.logic.truth import share_of
from sellerpolicy.logic.words import in_words
from sellerpolicy.rules import injury_and_damage
from sellerpolicy.rules.a_to_z import APPEALS, OLD_CLAIMS, TRACKING

READ = "2026-11-21"
HELP = "https://sellercentral.amazon.com/gp/help/external"
FORUM = "https://sellercentral.amazon.com/forums/t"
BUT_US = tuple(place for place in Marketplace if place is not Marketplace.US)
PAGE = help_page("Order Defect Rate", "G200285170", url=f"{HELP}/G200285170?language=en_US", read=READ)
NEWER_PAGE = help_page(
    "Order Defect Rate (newer wording)",
    "200285170-ae",
    url="https://sellercentral.amazon.sa/gp/help/external/help.html?itemID=200285170&language=en_AE",
    read=READ,
)
OLDER_PAGE = help_page(
    "Seller performance measurement (older wording)", "200370550", url=f"{HELP}/200370550", read=READ
)
OUTCOMES = help_page(
    "Investigate and appeal a claim: its four outcomes",
    "G202041210-outcomes",
    url=f"{HELP}/G202041210?language=en_US&ref=efph_G202041210_cont_201817830",
    read=READ,
)
BUY_SHIPPING = help_page(
    "Preventing claims",
    "CRVNRBZBVGBK543",
    url=f"{HELP}/help.html?itemID=CRVNRBZBVGBK543&language=en_US&ref=efph_CRVNRBZBVGBK543_cont_27951",
    read=READ,
)
REMOVAL = help_page("Feedback removal", "20231", url=f"{HELP}/help.html?itemID=20231&language=en_US", read=READ)
FRAUD = help_page("Chargebacks: fraud", "48781", url=f"{HELP}/help.html?itemID=48781&language=en_US", read=READ)
LABELS = announcement(
    "Claims protection by Buy Shipping (Canada)",
    "buy-shipping-ca",
    url="https://sellercentral.amazon.ca/seller-forums/discussions/t/fb56bd17-90c4-46cd-9fdb-0a25de1ee208",
    read=READ,
)
UK_TRACKING = announcement(
    "Claims are checked by tracking (May 2021, a copy from the UK)",
    "claims-tracking-2021-uk",
    url="https://www.brickpicker.com/leaderboard/?custom_date_end=1621252799&custom_date_start=1621252799",
    published="2021-05-17",
    read=READ,
    confidence=Confidence.RELAYED,
)
PROVED_DELIVERY = forum_post(
    "A claim that was granted in spite of tracking (December 2024)",
    "217107",
    url=f"{FORUM}/tracking-vs-label-number/217107",
    read=READ,
)
MODERATOR = forum_post(
    "Which claims count in the order defect rate",
    "e27a5203",
    url="https://sellercentral-europe.amazon.com/seller-forums/discussions/t/e27a52033a36eedaf1201a67d19c8266",
    read=READ,
)
VOLUME = forum_post(
    "How order volume is weighed", "1206474", url=f"{FORUM}/account-at-risk-because-usps/1206474", read=READ
)
PAUSE = announcement(
    "Pause on account suspensions for order performance",
    "pause-2020",
    url=f"{FORUM}/pause-on-account-suspensions-for-order-performance-extended-to-may-31/627821",
    read=READ,
)
SCREEN = guide(
    "A seller's own report of January 2012",
    "egrowthpartners-2012",
    url="https://egrowthpartners.com/amazing-amazon-customer-satisfaction/",
    read=READ,
)
EU_GUIDE = guide(
    "Order defect rate, retold for Europe",
    "oliverpiroska-odr",
    url="https://oliverpiroska.wixsite.com/europe-market-eu/post/order-defect-rate",
    published="2023-09-23",
    read=READ,
)
LAWYER = guide(
    "High order defect rate", "amzattorney-odr", url="https://www.amzattorney.com/high-order-defect", read=READ
)
HEARSAY = Reference(
    "guide:claims-won",
    "A report that claims won once did not count",
    None,
    Kind.GUIDE,
    confidence=Confidence.UNCONFIRMED,
)
ARTICLE = Reference("source:000", "An article about injury claims", None, Kind.SOURCE, confidence=Confidence.SECONDARY)
WARNING = Reference(
    "source:002", "An article about the At Risk warning", None, Kind.SOURCE, confidence=Confidence.SECONDARY
)


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference."""

    target: Limit = dated("rates that are on target", originally(below(Fraction(1, 100)), PAGE, marketplace=EVERYWHERE))
    risk: Limit = dated(
        "rates that put the account at risk", originally(above(Fraction(1, 100)), PAGE, marketplace=EVERYWHERE)
    )
    # Texts of 2011 to June 2016 speak of 90 days, those from about 2018 on of 60. The report of 2012 labels as 90 days
    # a window whose two ends are 90 days apart.
    window: Span = dated(
        "length of the window",
        originally(days(90), SCREEN, but=SCREEN.says(days(91)), marketplace=EVERYWHERE),
        since("2018-01-01", days(60), PAGE, after="2016-06-30", marketplace=EVERYWHERE),
    )
    negative: Limit = dated("ratings that are negative", originally(at_most(2), PAGE, marketplace=EVERYWHERE))
    counts_refused: bool = dated(
        "claims denied or withdrawn count too",
        originally(True, OLDER_PAGE, but=HEARSAY.says(False), marketplace=EVERYWHERE),
        since("2021-01-01", False, NEWER_PAGE, after="2016-12-31", marketplace=EVERYWHERE),
    )
    counts_open: bool = dated(
        "claims under review count",
        originally(True, OLDER_PAGE, marketplace=EVERYWHERE),
        since("2017-01-01", True, NEWER_PAGE, but=MODERATOR.says(False), marketplace=EVERYWHERE),
    )
    counts_borne: bool = dated(
        "granted claims that Amazon pays count",
        originally(True, OLDER_PAGE, marketplace=EVERYWHERE),
        since(
            "2019-01-01",
            False,
            BUY_SHIPPING,
            but=NEWER_PAGE.says(True),
            after="2016-12-31",
            marketplace=EVERYWHERE,
        ),
    )
    counts_called_off: bool = dated(
        "claims on cancelled orders count",
        originally(True, OLDER_PAGE, marketplace=EVERYWHERE),
        since("2017-01-01", True, MODERATOR, but=EU_GUIDE.says(False), marketplace=EVERYWHERE),
    )
    counts_returning: bool = dated(
        "granted claims on parcels that tracking shows on their way back count",
        originally(True, PAGE, marketplace=EVERYWHERE),
        since("2021-05-24", False, TRACKING),
        since("2021-05-24", False, UK_TRACKING, marketplace=Marketplace.UK),
        since("2024-12-31", False, LABELS, after="2021-05-23", marketplace=Marketplace.CA),
    )
    # Reading: the answers are the US forum's; in the UK, where the same began, they are the other reading.
    counts_lost: bool = dated(
        "granted claims on parcels that tracking shows to be lost or damaged by the carrier count",
        originally(True, PAGE, marketplace=EVERYWHERE),
        since("2021-05-24", False, TRACKING),
        since("2021-05-24", True, PAGE, but=TRACKING.says(False), marketplace=Marketplace.UK),
    )
    counts_settled: bool = dated(
        "claims count that were filed after the seller had refunded the buyer",
        originally(True, OLDER_PAGE, marketplace=EVERYWHERE),
        since(
            "2021-01-01",
            False,
            OUTCOMES,
            but=NEWER_PAGE.says(True),
            after="2016-12-31",
            marketplace=EVERYWHERE,
        ),
    )
    # Reading: an appeal that was won takes the defect back; by the newest page it may have given back the money alone.
    counts_won: bool = dated(
        "granted claims of which the seller won an appeal count",
        originally(True, OLDER_PAGE, marketplace=EVERYWHERE),
        since("2016-11-14", False, OLD_CLAIMS),
        since("2019-12-31", False, APPEALS, but=APPEALS.says(True)),
        since("2021-01-01", True, NEWER_PAGE, but=APPEALS.says(False), marketplace=BUT_US),
    )
    counts_delivered: bool = dated(
        "granted claims that nothing arrived count although tracking shows a delivery",
        originally(True, PAGE, marketplace=EVERYWHERE),
        since("2024-01-01", True, PAGE, but=PROVED_DELIVERY.says(False)),
    )
    counts_fraud: bool = dated(
        "fraud chargebacks count", originally(False, FRAUD, but=WARNING.says(True), marketplace=EVERYWHERE)
    )
    counts_reversed: bool = dated(
        "chargebacks decided for the seller count",
        originally(False, WARNING, but=LAWYER.says(True), marketplace=EVERYWHERE),
    )
    # The small ones are those that Amazon pays itself, wherever and since whenever it does.
    harmless: Limit = dated(
        "injury claims that never count",
        originally(anything, PAGE, marketplace=EVERYWHERE),
        *(
            evolve(small, value=anything, reference=PAGE, others=(ARTICLE.says(small.value),))
            for small in dated_terms(injury_and_damage.Terms)["pays_itself"].texts
        ),
    )
    counts_cancelled: bool = dated(
        "cancelled orders are among all orders", originally(True, PAGE, but=PAGE.says(False), marketplace=EVERYWHERE)
    )
    spared: Limit = dated(
        "numbers of defective orders too small for a risk",
        originally(nothing, PAGE, but=WARNING.says(at_most(3)), marketplace=EVERYWHERE),
    )
    # The pause began on an unknown day early in April 2020: the other reading holds from the first on. What happened
    # before 1 June 2020 was not held against the seller: windows that still hold such days are contested.
    acts: bool = dated(
        "Amazon acts on rates above the target",
        originally(True, PAGE, marketplace=EVERYWHERE),
        since("2020-04-01", True, PAGE, but=PAUSE.says(False), marketplace=(Marketplace.US, *EUROPE)),
        since("2020-06-01", True, PAUSE, but=PAUSE.says(False), marketplace=(Marketplace.US, *EUROPE)),
        since("2020-07-30", True, PAUSE, marketplace=(Marketplace.US, *EUROPE)),
    )


class Defect(Enum):
    """Whether an event makes its order defective."""

    DEFECT = "defect"
    NO_DEFECT = "no_defect"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class FiledClaim(Fact):
    """An A-to-z claim as the rate looks at it.

    Args:
        filed_on: the day it was filed, in the marketplace's time zone.
        reason: why the buyer claims.
        status: what became of it.
        paid_by: who bears the cost now, after any appeal.
        odr_effect: Amazon's own word on the order defect rate.
        return_tracked: tracking shows the parcel, which was refused or undeliverable, on its way back.
        lost_by_carrier: tracking shows that the carrier lost or damaged the parcel. ``False``: nothing tells of that.
        settled_before: the seller had refunded the buyer by the time it was filed. ``False``: nothing tells of that.
        appeal_won: Amazon decided an appeal for the seller. ``False``: nothing tells of that.
        marketplace: the shop.
    """

    filed_on: date
    reason: ClaimReason
    status: ClaimStatus
    paid_by: Payer | None = None
    odr_effect: OdrEffect = OdrEffect.NOT_STATED
    return_tracked: bool | None = None
    lost_by_carrier: bool = False
    settled_before: bool = False
    appeal_won: bool = False
    marketplace: Marketplace = Marketplace.US

    @classmethod
    def of(cls, claim: Claim) -> "FiledClaim":
        """What matters here of a claim."""
        return cls(
            filed_on=_day_filed(claim),
            reason=claim.reason,
            status=claim.status,
            paid_by=claim.paid_by,
            odr_effect=claim.odr_effect,
            return_tracked=claim.return_tracked if claim.parcel_refused else False,
            lost_by_carrier=claim.lost_by_carrier,
            settled_before=claim.was_settled_before,
            appeal_won=claim.reversed_on not in (None, NEVER),
            marketplace=claim.marketplace,
        )


@frozen(kw_only=True, weakref_slot=False, repr=False)
class CountedOrders(Fact):
    """The orders of a window, counted.

    Args:
        day: the window's last day.
        orders: how many orders there are.
        defective: how many of them are defective. It is unknown while some orders hang on an unknown fact and make a
            difference: ``undetermined_orders`` of the rate names them.
        marketplace: the shop.
    """

    day: date
    orders: Number
    defective: Number | None
    marketplace: Marketplace = Marketplace.US

    parts: ClassVar[Mapping[str, str]] = {"defective": "orders"}


feedback, claim, chargeback = symbols(Feedback), symbols(FiledClaim), symbols(Chargeback)
injury, counted, terms = symbols(InjuryClaim), symbols(CountedOrders), symbols(Terms)

is_negative = Condition(
    f"a rating of {feedback.rating} of 5 stars is negative, {terms.negative}", terms.negative.admits(feedback.rating)
)
is_removed = Condition("the feedback was removed", feedback.removed, REMOVAL)
is_struck_through = Condition("Amazon struck the feedback through", feedback.struck_through, REMOVAL)

is_spared = Condition("Amazon says that it does not count", claim.odr_effect == OdrEffect.NOT_COUNTED, OUTCOMES)
is_blamed = Condition("Amazon says that it counts", claim.odr_effect == OdrEffect.COUNTED, OUTCOMES)
is_unauthorized = Condition(
    "the buyer did not place the order", claim.reason == ClaimReason.UNAUTHORIZED_PURCHASE, FRAUD
)
is_refused = Condition(
    "the claim was denied or withdrawn", one_of(claim.status, ClaimStatus.DENIED, ClaimStatus.WITHDRAWN), OUTCOMES
)
is_open = Condition("the claim is under review", claim.status == ClaimStatus.UNDER_REVIEW, OUTCOMES)
is_granted = Condition("the claim was granted", claim.status == ClaimStatus.GRANTED, OUTCOMES)
is_borne = Condition("Amazon pays it", known(claim.paid_by) == Payer.AMAZON, BUY_SHIPPING)
is_called_off = Condition("the claim's order was cancelled", claim.status == ClaimStatus.ORDER_CANCELLED, MODERATOR)
is_coming_back = Condition(
    "tracking shows the refused or undeliverable parcel on its way back", known(claim.return_tracked), TRACKING
)
was_lost = Condition("tracking shows that the carrier lost or damaged the parcel", claim.lost_by_carrier, TRACKING)
is_refunded = Condition("the seller refunded it", claim.status == ClaimStatus.REFUNDED, OUTCOMES)
was_settled = Condition("the seller had refunded the buyer by the filing", claim.settled_before, OUTCOMES)
was_won = Condition("Amazon decided an appeal for the seller", claim.appeal_won, APPEALS)
was_delivered = Condition(
    "nothing arrived, though tracking shows a delivery",
    claim.reason == ClaimReason.DELIVERED_BUT_MISSING,
    PROVED_DELIVERY,
)
counts_returning = Condition(terms.counts_returning)
counts_delivered = Condition(terms.counts_delivered)
counts_lost = Condition(terms.counts_lost)
counts_settled = Condition(terms.counts_settled)
counts_won = Condition(terms.counts_won)
counts_refused = Condition(terms.counts_refused)
counts_open = Condition(terms.counts_open)
counts_borne = Condition(terms.counts_borne)
counts_called_off = Condition(terms.counts_called_off)

is_fraud = Condition("the cardholder denies the purchase", chargeback.kind == ChargebackKind.FRAUD, FRAUD)
is_reversed = Condition("the chargeback was decided for the seller", chargeback.reversed, WARNING)
counts_fraud = Condition(terms.counts_fraud)
counts_reversed = Condition(terms.counts_reversed)

is_harmless = Condition(
    f"a claim of {injury.amount} for injury or damage never counts: {terms.harmless}",
    terms.harmless.admits(injury.amount),
)

is_measured = Condition("the window has orders", counted.orders > 0, PAGE)
is_on_target = Condition(
    f"{counted.defective} defective of {counted.orders} orders are {terms.target}",
    terms.target.admits(share(counted.defective, counted.orders)),
)
is_above = Condition(
    f"{counted.defective} defective of {counted.orders} orders are {terms.risk}",
    terms.risk.admits(share(counted.defective, counted.orders)),
)
is_small = Condition(
    f"{counted.defective} defective orders are too few for a risk: {terms.spared}",
    terms.spared.admits(known(counted.defective)),
)
acts = Condition(terms.acts)

is_returning = is_granted & is_coming_back
is_proved = is_granted & was_delivered
is_left_out = (
    (is_refused & ~counts_refused)
    | (is_open & ~counts_open)
    | (is_granted & was_won & ~counts_won)
    | (is_granted & ~was_won & is_borne & ~counts_borne)
    | (is_called_off & ~counts_called_off)
    | (is_refunded & was_settled & ~counts_settled)
    | (is_returning & ~counts_returning)
    | (is_granted & was_lost & ~counts_lost)
    | (is_proved & ~counts_delivered)
)
is_excused = (is_fraud & ~counts_fraud) | (is_reversed & ~counts_reversed)
is_acted_on = ~is_small & acts

FEEDBACK = DecisionTable(
    "does the feedback count",
    case=Feedback,
    terms=Terms,
    day=feedback.left_on,
    reference=PAGE,
    answers=("002-1", "004-7"),
    rules=(
        Rule(~is_negative, then=Defect.NO_DEFECT),
        Rule(is_removed | is_struck_through, then=Defect.NO_DEFECT),
        Rule(is_negative & ~is_removed & ~is_struck_through, then=Defect.DEFECT),
    ),
)
CLAIM = DecisionTable(
    "does the claim count",
    case=FiledClaim,
    terms=Terms,
    day=claim.filed_on,
    reference=PAGE,
    answers=("001-6", "002-1", "004-7"),
    rules=(
        Rule(is_spared, then=Defect.NO_DEFECT),
        Rule(is_blamed, then=Defect.DEFECT),
        Rule(is_unauthorized, then=Defect.NO_DEFECT),
        Rule(is_left_out, then=Defect.NO_DEFECT),
        Rule(~is_left_out, then=Defect.DEFECT),
    ),
)
CHARGEBACK = DecisionTable(
    "does the chargeback count",
    case=Chargeback,
    terms=Terms,
    day=chargeback.filed_on,
    reference=PAGE,
    answers=("002-1", "004-7"),
    rules=(
        Rule(is_excused, then=Defect.NO_DEFECT),
        Rule(~is_excused, then=Defect.DEFECT),
    ),
)
INJURY = DecisionTable(
    "does the injury claim count",
    case=InjuryClaim,
    terms=Terms,
    day=injury.filed_on,
    reference=PAGE,
    answers=("000-6",),
    rules=(Rule(is_harmless, then=Defect.NO_DEFECT), Rule(~is_harmless, then=Defect.DEFECT)),
)
STANDING = DecisionTable(
    "standing of the order defect rate",
    case=CountedOrders,
    terms=Terms,
    day=counted.day,
    reference=PAGE,
    answers=("002-2", "002-6", "004-7"),
    notes=(
        Note(
            "Above the target comes a warning; if that goes on, the account may be deactivated.",
            PAGE,
            (Standing.AT_RISK,),
        ),
        Note("Amazon weighs the number of orders before it acts; it names no minimum.", VOLUME, (Standing.AT_RISK,)),
    ),
    rules=standings(measured=is_measured, on_target=is_on_target, missed=is_above, acted_on=is_acted_on),
)
TABLES = (FEEDBACK, CLAIM, CHARGEBACK, INJURY, STANDING)

Event = Feedback | Claim | Chargeback | InjuryClaim


def defect(event: Event, *, on: date | None = None, terms: Terms | None = None) -> Decision[Defect]:
    """Say whether an event makes its order defective.

    The text of the event's own day decides: the day the feedback was left, the claim or chargeback filed (a claim's in
    the marketplace's time zone). What Amazon itself says of a claim, in ``odr_effect``, wins over every rule.

    A claim is judged without its order: that tracking shows a delivery, its reason tells, ``DELIVERED_BUT_MISSING``.

    Args:
        event: feedback, an A-to-z claim, a chargeback, or a claim for injury or damage.
        on: judge by the text of this day instead.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> feedback = sp.Feedback(order_id="111-1", rating=2, left_on=date(2024, 3, 5))
        >>> sp.order_defect_rate.defect(feedback).outcome
        <Defect.DEFECT: 'defect'>
    """
    one("event", event, *JUDGED)
    judged = next(judged for kind, judged in JUDGED.items() if isinstance(event, kind))
    return judged.table.decide(judged.case(event), terms, on=on)


@frozen
class Judged:
    """How one kind of event is judged: by which table, by the text of which day, and as which case."""

    table: DecisionTable[Any, Terms, Defect]
    day: Callable[[Any], date]
    case: Callable[[Any], Any]


def _itself(event: Any) -> Any:
    return event


def _day_filed(claim: Claim) -> date:
    return claim.marketplace.day_of(claim.filed_at)


JUDGED: Mapping[type, Judged] = {
    Feedback: Judged(FEEDBACK, attrgetter("left_on"), _itself),
    Claim: Judged(CLAIM, _day_filed, FiledClaim.of),
    Chargeback: Judged(CHARGEBACK, attrgetter("filed_on"), _itself),
    InjuryClaim: Judged(INJURY, attrgetter("filed_on"), _itself),
}


@frozen(kw_only=True)
class DefectRate(Displayed):
    """The order defect rate of one window, and the orders behind it.

    Ids are listed by the day on which their orders were placed, then by id.

    Args:
        window: the days on which the orders were placed.
        orders: how many orders were placed.
        negative_feedback: how many of them have negative feedback that counts.
        claims: how many have an A-to-z claim that counts.
        chargebacks: how many have a chargeback that counts.
        defective_orders: ids of the orders with at least one of these.
        undetermined_orders: ids of orders that are defective or not, depending on a fact that is unknown.
        contested_orders: ids of orders that are defective or not, depending on how the sources are read.
        cancelled_orders: ids of orders among them that were certainly cancelled; no text says whether they belong in.
        unmatched: order ids, in order, of events of which no order was given.
        fulfilled_by: whose orders were counted; ``None`` for all.
        marketplace: the shop; the US where no order was given.
    """

    window: Window
    orders: int
    negative_feedback: int
    claims: int
    chargebacks: int
    defective_orders: tuple[str, ...]
    undetermined_orders: tuple[str, ...]
    contested_orders: tuple[str, ...]
    cancelled_orders: tuple[str, ...]
    unmatched: tuple[str, ...]
    fulfilled_by: Fulfiller | None
    marketplace: Marketplace

    @property
    def defective(self) -> int:
        """How many orders are defective, each counted once."""
        return len(self.defective_orders)

    @property
    def rate(self) -> Fraction | None:
        """The defective share of the orders, exactly; ``None`` where there are no orders."""
        return share_of(self.defective, self.orders)

    def __repr__(self) -> str:
        return f"<DefectRate {self.defective} of {self.orders} orders, {self.window}>"


@answers("002-1", "004-7")
def rate(
    orders: Iterable[Order],
    *,
    feedback: Iterable[Feedback] = (),
    claims: Iterable[Claim] = (),
    chargebacks: Iterable[Chargeback] = (),
    window: Window,
    fulfilled_by: Fulfiller | str | None = None,
    terms: Terms | None = None,
) -> DefectRate:
    """Count the order defect rate of one window.

    Orders count by the day on which they were placed, the window's first and last day included. Each event is judged
    by the text of its own day. What happened to orders outside the window, or sent by the other side, counts nothing.

    Args:
        orders: all orders of one marketplace, each once.
        feedback: seller feedback on any orders.
        claims: A-to-z claims on any orders.
        chargebacks: chargebacks on any orders.
        window: calendar days.
        fulfilled_by: count only the orders that one side sends; the text of a member does too.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: an order id occurs twice, orders lie in two marketplaces, or an event in another than its order.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> orders = [sp.Order(order_id=f"111-{number}", placed_on=date(2024, 3, 1)) for number in range(200)]
        >>> feedback = [sp.Feedback(order_id="111-7", rating=1, left_on=date(2024, 3, 9))]
        >>> window = sp.Window.ending(date(2024, 4, 1), days=60)
        >>> sp.order_defect_rate.rate(orders, feedback=feedback, window=window).rate
        Fraction(1, 200)
    """
    require_window("window", window)
    sender = None if fulfilled_by is None else member("fulfilled_by", fulfilled_by, Fulfiller)
    book = OrderBook.of(orders)
    own = Terms.given_or_on(terms, window.last, book.marketplace)
    placed = {
        order.order_id: order for order in book.sent_by(sender).orders if window.first <= order.placed_on <= window.last
    }
    cancelled = {order_id for order_id, order in placed.items() if not _is_kept(order)}
    if not own.counts_cancelled:
        placed = {order_id: order for order_id, order in placed.items() if order_id not in cancelled}
    given = (book.events(Feedback, feedback), book.events(Claim, claims), book.events(Chargeback, chargebacks))
    verdicts = [list(_verdicts(events, placed, terms)) for events in given]
    counting = [{verdict.order_id for verdict in each if verdict.outcome is Defect.DEFECT} for each in verdicts]
    every = list(chain.from_iterable(verdicts))
    defective = set().union(*counting)
    surely = {verdict.order_id for verdict in every if verdict.outcome is Defect.DEFECT and not verdict.contested}

    def listed(order_ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(order_ids, key=lambda order_id: (placed[order_id].placed_on, order_id)))

    return DefectRate(
        window=window,
        orders=len(placed),
        negative_feedback=len(counting[0]),
        claims=len(counting[1]),
        chargebacks=len(counting[2]),
        defective_orders=listed(defective),
        undetermined_orders=listed({verdict.order_id for verdict in every if verdict.outcome is None} - defective),
        contested_orders=listed({verdict.order_id for verdict in every if verdict.contested} - surely),
        cancelled_orders=listed(cancelled & placed.keys()),
        unmatched=tuple(sorted({event.order_id for events in given for event in events} - book.ids)),
        fulfilled_by=sender,
        marketplace=book.marketplace,
    )


def _is_kept(order: Order) -> bool:
    """Whether an order is not known to have been cancelled."""
    return order.cancelled_by is None or order.cancelled_by is Canceller.NOBODY


class Verdict(NamedTuple):
    """What one event means for its order, and whether the sources disagree about it."""

    order_id: str
    outcome: Defect | None
    contested: bool


def _verdicts(events: Collection[Any], placed: Collection[str], terms: Terms | None) -> Iterator[Verdict]:
    """Judge the events of certain orders. Events that a table cannot tell apart are decided once."""
    on = cache(Terms.on)
    decided: dict[object, tuple[Defect | None, bool]] = {}
    for event in events:
        if event.order_id in placed:
            judged = JUDGED[type(event)]
            own = terms or on(judged.day(event), event.marketplace)
            case = judged.case(event)
            key = (id(own), *(getattr(case, name) for name in judged.table.read_names))
            if key not in decided:
                decision = judged.table.decide(case, own)
                decided[key] = decision.outcome, decision.contested
            yield Verdict(event.order_id, *decided[key])


def standing(rate: DefectRate, *, on: date, terms: Terms | None = None) -> Decision[Standing]:
    """Say where an order defect rate stands against its target.

    It is unknown where leaving out or counting all undetermined orders makes a difference, and contested where leaving
    out or counting all contested orders does, or leaving cancelled orders out.

    Args:
        rate: the rate of a window.
        on: the day whose text applies.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> orders = [sp.Order(order_id=f"111-{number}", placed_on=date(2024, 3, 1)) for number in range(100)]
        >>> feedback = [sp.Feedback(order_id="111-7", rating=1, left_on=date(2024, 3, 9))]
        >>> window = sp.Window.ending(date(2024, 4, 1), days=60)
        >>> rate = sp.order_defect_rate.rate(orders, feedback=feedback, window=window)
        >>> sp.order_defect_rate.standing(rate, on=date(2024, 4, 10)).outcome
        <Standing.AT_THE_LIMIT: 'at_the_limit'>
    """
    one("rate", rate, DefectRate)
    own = Terms.given_or_on(terms, on, rate.marketplace)
    defective, undetermined = set(rate.defective_orders), set(rate.undetermined_orders)
    return decide_count(
        STANDING, _count(rate, rate.orders, defective, undetermined), _other_counts(rate, own), on=on, terms=own
    )


def _count(
    rate: DefectRate, orders: int, defective: Collection[str], undetermined: Collection[str]
) -> Count[CountedOrders]:
    def case(number: int | None) -> CountedOrders:
        return CountedOrders(day=rate.window.last, orders=orders, defective=number, marketplace=rate.marketplace)

    return Count(case(len(defective)), case(len(defective) + len(undetermined)), case(None))


def _other_counts(rate: DefectRate, terms: Terms) -> Iterator[OtherCount[CountedOrders]]:
    """What would be counted with all contested orders, with none of them, and without the cancelled ones."""
    defective, undetermined = set(rate.defective_orders), set(rate.undetermined_orders)
    contested, cancelled = set(rate.contested_orders), set(rate.cancelled_orders)
    taken = _in_figures(defective, undetermined)
    for others in (defective | contested, defective - contested):
        unsure = undetermined - contested
        count = _count(rate, rate.orders, others, unsure)
        yield OtherCount("contested_orders", taken, _in_figures(others, unsure), PAGE, count)
    text = terms.text("counts_cancelled")
    for reading in text.others if text else ():
        fewer = rate.orders - len(cancelled)
        count = _count(rate, fewer, defective - cancelled, undetermined - cancelled)
        yield OtherCount(
            STANDING.id_of_term("counts_cancelled"), terms.counts_cancelled, reading.value, reading.reference, count
        )


def _in_figures(defective: Collection[str], undetermined: Collection[str]) -> str:
    certain = f"{len(defective)} defective order{'' if len(defective) == 1 else 's'}"
    return f"{certain} and {len(undetermined)} undetermined" if undetermined else certain


class DailyRate(NamedTuple):
    """The order defect rate of the window that ends on one day.

    Args:
        last: the window's last day.
        days: how many calendar days the window has.
        orders: how many orders were placed in it.
        defective: how many of them are defective, each counted once.
        negative_feedback: how many of them have negative feedback that counts.
        claims: how many have an A-to-z claim that counts.
        chargebacks: how many have a chargeback that counts.
    """

    last: date
    days: int
    orders: int
    defective: int
    negative_feedback: int
    claims: int
    chargebacks: int

    @property
    def window(self) -> Window:
        """The days on which the orders were placed."""
        return Window.ending(self.last, days=self.days)

    @property
    def rate(self) -> Fraction | None:
        """The defective share of the orders, exactly; ``None`` where there are no orders."""
        return share_of(self.defective, self.orders)

    def with_expected(self, today: date, orders_per_day: int) -> "DailyRate":
        """The same rate with so many further orders on each of the window's days after ``today``."""
        to_come = min(max((self.last - today).days, 0), self.days)
        return self._replace(orders=self.orders + orders_per_day * to_come)


@answers("001-5")
def daily_rates(
    orders: Iterable[Order],
    *,
    feedback: Iterable[Feedback] = (),
    claims: Iterable[Claim] = (),
    chargebacks: Iterable[Chargeback] = (),
    first: date,
    last: date,
    days: int | None = None,
    fulfilled_by: Fulfiller | str | None = None,
    terms: Terms | None = None,
) -> tuple[DailyRate, ...]:
    """Count the order defect rate of every window that ends on a day from ``first`` to ``last``, both included.

    Each is what ``rate`` gives for that window, with every event as it is known today, whenever it became known. All
    take one pass over the orders.

    Args:
        orders: all orders of one marketplace, each once.
        feedback: seller feedback on any orders.
        claims: A-to-z claims on any orders.
        chargebacks: chargebacks on any orders.
        first: the last day of the first window.
        last: the last day of the last window.
        days: calendar days in each window; by default as many as policy says on its last day.
        fulfilled_by: count only the orders that one side sends; the text of a member does too.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: as ``rate`` does, and where ``last`` is before ``first``.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> orders = [sp.Order(order_id=f"111-{day}", placed_on=date(2024, 3, day)) for day in (1, 2, 3)]
        >>> chargeback = sp.Chargeback(
        ...     order_id="111-2", kind=sp.ChargebackKind.SERVICE, filed_on=date(2024, 4, 2)
        ... )
        >>> days = sp.order_defect_rate.daily_rates(
        ...     orders, chargebacks=[chargeback], first=date(2024, 3, 1), last=date(2024, 3, 3)
        ... )
        >>> [(day.defective, day.orders) for day in days]
        [(0, 1), (1, 2), (1, 3)]
    """
    book = OrderBook.of(orders)
    defective = (
        set(_defective(book.events(Feedback, feedback), JUDGED[Feedback], terms)),
        set(_defective(book.events(Claim, claims), JUDGED[Claim], terms)),
        set(_defective(book.events(Chargeback, chargebacks), JUDGED[Chargeback], terms)),
    )
    lasts = Window(first=first, last=last)
    runs = [
        (run, own.window.length if days is None else days, own.counts_cancelled)
        for run, own in in_force(Terms, lasts, book.marketplace, terms)
    ]
    longest = max(length for _, length, _ in runs)
    span = Window(first=Window.ending(first, days=longest).first, last=last)
    sent = book.sent_by(fulfilled_by)
    counts = {
        counts_cancelled: _day_counts(sent if counts_cancelled else sent.only(_is_kept), defective, span)
        for counts_cancelled in {counts_cancelled for _, _, counts_cancelled in runs}
    }
    return tuple(
        chain.from_iterable(_daily(run, length, counts[counts_cancelled]) for run, length, counts_cancelled in runs)
    )


def _defective(events: Iterable[Any], judged: Judged, terms: Terms | None) -> Iterator[str]:
    """The ids of orders with an event that counts."""
    on, day_of, outcome = cache(Terms.on), judged.day, judged.table.outcome
    for event in events:
        if outcome(judged.case(event), terms or on(day_of(event), event.marketplace)) is Defect.DEFECT:
            yield event.order_id


def _day_counts(book: OrderBook, defective: Collection[set[str]], span: Window) -> tuple[DayCounts, ...]:
    """By day: orders, defective orders, and orders with each kind of defect."""
    every = set().union(*defective)
    days = book.days_of(every)
    placed = (Counter(days[order_id] for order_id in order_ids & days.keys()) for order_ids in (every, *defective))
    return tuple(DayCounts.of(counts, span) for counts in (book.by_day, *placed))


def _daily(lasts: Window, days: int, counts: Iterable[DayCounts]) -> Iterator[DailyRate]:
    ends = map(date.fromordinal, range(lasts.first.toordinal(), lasts.last.toordinal() + 1))
    columns = (each.rolling(lasts, days=days) for each in counts)
    return map(tuple.__new__, repeat(DailyRate), zip(ends, repeat(days), *columns, strict=False))


def _missed(days: Iterable[DailyRate], target: Target, wait: timedelta) -> Iterator[Window]:
    """The stretches of days on which rates that miss their target are shown."""

    def is_missed(each: DailyRate) -> bool:
        return each.orders > 0 and not target.is_met(each.defective, each.orders)

    for missed, run in groupby(days, key=is_missed):
        if missed:
            shown_on = [each.last + wait for each in run]
            yield Window(first=shown_on[0], last=shown_on[-1])


@frozen(kw_only=True)
class Outlook(Displayed):
    """What becomes of the order defect rate if nothing new goes wrong.

    Args:
        today: the day of the outlook, the first of ``days``.
        lag: calendar days from a window's last day to the day on which Amazon shows its rate.
        days: the rate that Amazon shows on each day from today on, until the last present defect has left the window.
        on_target_on: the first day on which the rate is on target; ``NEVER`` if on none.
        missed: the stretches among ``days`` on which the rate misses its target, the last day of each included: as
            faultless orders leave the window before a defective one, a rate that was on target may miss it again.
        leaves: order ids of the present defective orders, each with the first day on which it no longer counts.
        clean_orders_needed: the fewest further orders without a defect in today's window that bring it on target.
        headroom: how many of the orders in today's window could still become defective with the rate on target.
    """

    today: date
    lag: int
    days: tuple[DailyRate, ...]
    on_target_on: date
    missed: tuple[Window, ...]
    leaves: tuple[tuple[str, date], ...]
    clean_orders_needed: int
    headroom: int

    def __repr__(self) -> str:
        return f"<Outlook from {self.today}: on target {in_words(self.on_target_on)}>"


@answers("001-5")
def outlook(
    orders: Iterable[Order],
    *,
    feedback: Iterable[Feedback] = (),
    claims: Iterable[Claim] = (),
    chargebacks: Iterable[Chargeback] = (),
    today: date,
    lag: int,
    orders_per_day: int = 0,
    days: int | None = None,
    fulfilled_by: Fulfiller | str | None = None,
    terms: Terms | None = None,
) -> Outlook:
    """Look ahead: how the order defect rate goes on if nothing new goes wrong.

    Orders whose defect hangs on an unknown fact are not counted as defective. The text of ``today`` applies to all
    days ahead.

    Args:
        orders: all orders of one marketplace, each once.
        feedback: seller feedback on any orders.
        claims: A-to-z claims on any orders.
        chargebacks: chargebacks on any orders.
        today: the day from which to look ahead.
        lag: calendar days from a window's last day to the day on which Amazon shows its rate, at least 0. Amazon
            publishes no figure; a performance report tells it.
        orders_per_day: how many clean orders are to come each day from tomorrow on.
        days: calendar days in each window; by default as many as policy says today.
        fulfilled_by: count only the orders that one side sends; the text of a member does too.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: as ``rate`` does, and for a lag or a number of orders that is negative or no whole number.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> orders = [sp.Order(order_id=f"111-{day}", placed_on=date(2024, 3, day)) for day in (1, 2, 3)]
        >>> feedback = [sp.Feedback(order_id="111-2", rating=1, left_on=date(2024, 3, 9))]
        >>> ahead = sp.order_defect_rate.outlook(orders, feedback=feedback, today=date(2024, 4, 20), lag=10)
        >>> ahead.leaves
        (('111-2', datetime.date(2024, 5, 11)),)
        >>> ahead.on_target_on, ahead.clean_orders_needed
        (datetime.date(2024, 5, 11), 98)
    """
    for name, number in (("lag", lag), ("orders_per_day", orders_per_day)):
        require_count(name, number)
    given, stars = several("orders", orders, Order), several("feedback", feedback, Feedback)
    filed, drawn = several("claims", claims, Claim), several("chargebacks", chargebacks, Chargeback)
    own = Terms.given_or_on(terms, today, OrderBook.of(given).marketplace)
    length, wait = own.window.length if days is None else days, timedelta(days=lag)
    placed = {order.order_id: order.placed_on for order in given}
    newest = max([today - wait, *placed.values()])
    present = rate(
        given,
        feedback=stars,
        claims=filed,
        chargebacks=drawn,
        window=Window(first=Window.ending(today - wait, days=length).first, last=newest),
        fulfilled_by=fulfilled_by,
        terms=terms,
    )
    leaves = tuple((each, placed[each] + timedelta(days=length) + wait) for each in present.defective_orders)
    end = max([today, *(day for _, day in leaves)])
    # Beyond the end of the outlook the first known or expected order may still be to come into the window.
    ahead = daily_rates(
        given,
        feedback=stars,
        claims=filed,
        chargebacks=drawn,
        first=today - wait,
        last=max(end - wait, newest, today + timedelta(days=1)),
        days=length,
        fulfilled_by=fulfilled_by,
        terms=terms,
    )
    shown_rates = [each.with_expected(today, orders_per_day) for each in ahead]
    target = Target(own.target)
    until_the_end = tuple(shown_rates[: (end - today).days + 1])
    return Outlook(
        today=today,
        lag=lag,
        days=until_the_end,
        on_target_on=next(
            (each.last + wait for each in shown_rates if target.is_met(each.defective, each.orders)), NEVER
        ),
        missed=tuple(_missed(until_the_end, target, wait)),
        leaves=leaves,
        clean_orders_needed=target.faultless_needed(shown_rates[0].defective, shown_rates[0].orders),
        headroom=target.headroom(shown_rates[0].defective, shown_rates[0].orders),
    )
