"""Returns: who takes an order back, until when the buyer may ask, and what the seller must do by when.

Amazon handles the returns of orders that it fulfils; the seller handles the others. Most items may go back for some
weeks after delivery, around the holidays for longer. The seller answers the request in time, refunds in time once the
item is back, and may keep a part of the price only for some reasons. The day of the request picks the text.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import ClassVar, TypeVar

from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import EUROPE, NEVER, NEVER_AT, Fact, Fulfiller, Marketplace, Money, Order, Return
from sellerpolicy.facts import ReturnCondition, Window, usd
from sellerpolicy.facts.fact import Amount, Count, EventDay, EventTime
from sellerpolicy.facts.given import each_once, one, one_marketplace, require_own_order
from sellerpolicy.facts.window import require_day, require_window
from sellerpolicy.logic import EVERYWHERE, Condition, Confidence, DatedTerms, Deadline, Decision, DecisionTable, Limit
from sellerpolicy.logic import Note, Rule, Span, announcement, anything, at_least, at_most, below, business_days, clock
from sellerpolicy.logic import dated, days, due, forum_post, guide, help_page, hours, known, nothing, originally, since
from sellerpolicy.logic import share, symbols
from sellerpolicy.logic.conditions import Proposition
from sellerpolicy.logic.counting import Count as Counted, decide_count
from sellerpolicy.logic.truth import truth
from sellerpolicy.rules.a_to_z import UK_GUARANTEE, US_REASONS
from sellerpolicy.rules.feedback import ARTICLE

READ = "2026-11-21"
HELP = "gp/help/external/help.html?itemID"
FORUM = "https://sellercentral.amazon.com/forums/t"
OLD_RETURNS = help_page(
    "Returns policy (for buyers, an older version)",
    "15015721",
    url="http://www.amazon.com/gp/help/customer/display.html?nodeId=15015721",
    read=READ,
)
RETURNS = help_page(
    "Customer returns",
    "200708210",
    url=f"https://sellercentral.amazon.com/{HELP}=200708210&language=en_US",
    read=READ,
)
BETTER = help_page(
    "Customer returns (Brazil)",
    "200708210-br",
    url="https://sellercentral.amazon.com.br/gp/help/external/help-page.html?itemID=200708210&language=en_US",
    read=READ,
)
GERMAN_RETURNS = help_page(
    "Customer returns (Germany)",
    "200708210-de",
    url="https://sellercentral.amazon.de/gp/help/external/help-page.html?itemID=200708210&language=en_DE",
    read=READ,
)
DISSATISFACTION = help_page(
    "Return dissatisfaction rate",
    "201887610",
    url=f"https://sellercentral-europe.amazon.com/{HELP}=201887610&language=en_GB",
    read=READ,
)
AUTHORISED = help_page("Automatic authorisation of returns", "G9DH343PLXALFTUW", read=READ)
WORKFLOW = announcement(
    "Updates to the refund of seller-fulfilled returns (September 2020)",
    "returns-2020-09",
    url=f"{FORUM}/policy-update-updates-to-the-seller-fulfilled-returns-refund-workflow/698297",
    read=READ,
)
FOUR_DAYS = announcement(
    "Update to the refund of seller-fulfilled returns (January 2026)",
    "returns-2026-01",
    url="https://www.ecommercebytes.com/nvfx",
    published="2025-12-23",
    read=READ,
    confidence=Confidence.RELAYED,
)
FIRST_SCAN = forum_post(
    "Refunds at the first scan, and deductions from refunds",
    "0413b39c",
    url="https://sellercentral.amazon.com/seller-forums/discussions/t/0413b39c-276c-498d-9866-b7c1610ccc3e",
    read=READ,
    confidence=Confidence.AMAZON,
)
PENDING = help_page("Pending refunds", "JM9HNSV9FXU9MP3", read=READ)
OLD_SHARES = help_page(
    "Restocking fees (as quoted in October 2012)",
    "restocking-2012",
    url="https://www.ecommercebytes.com/cab/abn/y12/m10/i09/s02",
    published="2012-10-09",
    read=READ,
    confidence=Confidence.RELAYED,
)
SHARES = guide(
    "Restocking fees explained",
    "fbaclaims360-restocking",
    url="https://fbaclaims360.com/amazon-restocking-fee-explained/",
    read=READ,
)
BUYERS_SHARES = help_page(
    "Restocking fees (for buyers)",
    "restocking-buyers",
    url="https://truyenhinhcapsongthu.net/en/refunds-amazon-customer-service/ObKgF4TYI4wgAN9",
    read=READ,
    confidence=Confidence.RELAYED,
)
TEN_DOLLARS = announcement(
    "Changes to returns and refunds of seller-fulfilled orders (November 2019)",
    "returns-2019-11",
    url=f"{FORUM}/changes-to-return-and-refund-process-for-seller-fulfilled-orders/528662",
    read=READ,
)
ABROAD = help_page(
    "International returns",
    "201468550",
    url=f"https://sellercentral.amazon.com/{HELP}=201468550&language=en_US",
    read=READ,
)
ABROAD_MODERATOR = forum_post(
    "International returns: five days",
    "337efa3d",
    url="https://sellercentral.amazon.co.uk/seller-forums/discussions/t/337efa3d-4cdd-4a8b-9c00-cdbb0a2f3645",
    read=READ,
    confidence=Confidence.AMAZON,
)
HOLIDAYS_2015 = help_page(
    "Holiday returns 2015",
    "holidays-2015",
    url="https://th4.ilovetranslation.com/Sz-597Fvq2X=d",
    read=READ,
    confidence=Confidence.RELAYED,
)
HOLIDAYS_2016 = guide(
    "Returns (holidays of 2016)",
    "repricerexpress-returns",
    url="https://www.repricerexpress.com/amazon-fba-tips-returns/",
    read=READ,
)
HOLIDAYS_2020 = announcement(
    "2020 extended holiday returns policy",
    "holidays-2020",
    url=f"{FORUM}/2020-extended-holiday-returns-policy/698989",
    read=READ,
)
HOLIDAYS_2021 = help_page(
    "Holiday returns 2021",
    "G201722240",
    url="https://sellercentral.amazon.com.au/gp/help/external/G201722240?language=en_AU",
    read=READ,
)
HOLIDAYS_2022 = announcement(
    "2022 extended holiday returns",
    "holidays-2022",
    url="https://www.ecommercebytes.com/C/blog/blog.pl?/pl/2022/10/1664892694.html",
    read=READ,
    confidence=Confidence.RELAYED,
)
HOLIDAYS_2023 = announcement(
    "2023 extended holiday returns policy",
    "holidays-2023",
    url="https://www.eseller365.com/amazon-2023-extended-holiday-returns-policy/",
    read=READ,
    confidence=Confidence.RELAYED,
)
# The page read bears a day in December; it tells of the whole season.
HOLIDAYS_2025 = announcement(
    "Amazon's holiday return policy 2025",
    "holidays-2025",
    url="https://www.aboutamazon.com/news/retail/amazon-holiday-return-policy-2025",
    read=READ,
)
Answered = TypeVar("Answered", bound=Enum)
US, UK, DE, AU = Marketplace.US, Marketplace.UK, Marketplace.DE, Marketplace.AU
ADVISED = (US, Marketplace.BR, Marketplace.JP)
ELSEWHERE = tuple(marketplace for marketplace in Marketplace if marketplace not in (*ADVISED, DE))
NOT_GERMANY = tuple(marketplace for marketplace in Marketplace if marketplace is not DE)


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference.

    Pages without a day of their own stand from 2018 on, the earliest year in which their wording was seen.
    """

    # Reading: what an older page calls receipt is the day of delivery by tracking; nobody records another.
    window: Span = dated(
        "time in which the buyer may ask to return",
        originally(days(30), OLD_RETURNS),
        since("2020-12-31", days(30), US_REASONS, marketplace=UK),
    )
    counts_from_estimate: bool = dated(
        "the buyer's time is counted from the latest estimated delivery, not from the delivery",
        originally(False, OLD_RETURNS),
        since("2018-01-01", False, US_REASONS, but=RETURNS.says(True)),
        since("2020-12-31", False, US_REASONS, marketplace=UK),
    )
    # Reading: every extension that is known ended with January, and none began before October; so for the other seasons
    # only requests of those months hang on an extension of which no text is known.
    knows_extension: bool = dated(
        "the text of the season's holiday extension is known",
        originally(False, OLD_RETURNS),
        since("2015-11-01", True, HOLIDAYS_2015),
        since("2016-11-01", True, HOLIDAYS_2016, marketplace=UK),
        since("2017-10-01", False, HOLIDAYS_2016, marketplace=(US, UK)),
        since("2018-02-01", True, HOLIDAYS_2016),
        since("2018-10-01", False, HOLIDAYS_2016),
        since("2019-02-01", True, HOLIDAYS_2016),
        since("2019-10-01", False, HOLIDAYS_2016),
        since("2020-02-01", True, HOLIDAYS_2020),
        since("2021-10-01", True, HOLIDAYS_2021, marketplace=AU),
        since("2022-10-01", False, HOLIDAYS_2021, marketplace=AU),
        since("2024-10-01", False, HOLIDAYS_2023),
        since("2025-02-01", True, HOLIDAYS_2025),
        since("2026-10-01", False, HOLIDAYS_2025),
    )
    extends_by_purchase: bool = dated(
        "the extension is for orders bought in the season, not for those shipped in it",
        since("2015-11-01", False, HOLIDAYS_2015),
        since("2016-11-01", False, HOLIDAYS_2016, marketplace=UK),
        since("2021-10-01", True, HOLIDAYS_2021, marketplace=(US, AU)),
    )
    season_from: Limit = dated(
        "days from the beginning of the season on",
        since("2015-11-01", at_least(date(2015, 11, 1)), HOLIDAYS_2015),
        since("2016-11-01", at_least(date(2016, 11, 1)), HOLIDAYS_2016, marketplace=(US, UK)),
        since("2020-10-01", at_least(date(2020, 10, 1)), HOLIDAYS_2020),
        since("2021-10-01", at_least(date(2021, 10, 1)), HOLIDAYS_2021, marketplace=(US, AU)),
        since("2022-10-07", at_least(date(2022, 10, 7)), HOLIDAYS_2022),
        since("2023-11-01", at_least(date(2023, 11, 1)), HOLIDAYS_2023),
        since("2025-11-01", at_least(date(2025, 11, 1)), HOLIDAYS_2025),
    )
    season_to: Limit = dated(
        "days to the end of the season",
        since("2015-11-01", at_most(date(2015, 12, 31)), HOLIDAYS_2015),
        since("2016-11-01", at_most(date(2016, 12, 31)), HOLIDAYS_2016, marketplace=(US, UK)),
        since("2020-10-01", at_most(date(2020, 12, 31)), HOLIDAYS_2020),
        since("2021-10-01", at_most(date(2021, 12, 31)), HOLIDAYS_2021, marketplace=(US, AU)),
        since("2022-10-07", at_most(date(2022, 12, 31)), HOLIDAYS_2022),
        since("2023-11-01", at_most(date(2023, 12, 31)), HOLIDAYS_2023),
        since("2025-11-01", at_most(date(2025, 12, 31)), HOLIDAYS_2025),
    )
    extends_to: Limit = dated(
        "days to the end of the extension",
        since("2015-11-01", at_most(date(2016, 1, 31)), HOLIDAYS_2015),
        since("2016-11-01", at_most(date(2017, 1, 31)), HOLIDAYS_2016, marketplace=(US, UK)),
        since("2020-10-01", at_most(date(2021, 1, 31)), HOLIDAYS_2020),
        since("2021-10-01", at_most(date(2022, 1, 31)), HOLIDAYS_2021, marketplace=(US, AU)),
        since("2022-10-07", at_most(date(2023, 1, 31)), HOLIDAYS_2022),
        since("2023-11-01", at_most(date(2024, 1, 31)), HOLIDAYS_2023),
        since("2025-11-01", at_most(date(2026, 1, 31)), HOLIDAYS_2025),
    )
    # From the day after on these products are not extended at all, while others still are.
    extends_apple_to: Limit = dated(
        "days to the end of the extension for products of Apple's",
        since("2015-11-01", anything, HOLIDAYS_2015),
        since("2016-11-01", anything, HOLIDAYS_2016, marketplace=UK),
        since("2021-10-01", anything, HOLIDAYS_2021, marketplace=AU),
        since("2023-11-01", at_most(date(2024, 1, 15)), HOLIDAYS_2023),
        since("2024-01-16", nothing, HOLIDAYS_2023),
        since("2025-11-01", at_most(date(2026, 1, 15)), HOLIDAYS_2025),
        since("2026-01-16", nothing, HOLIDAYS_2025),
    )
    authorises: bool = dated(
        "Amazon authorises by itself what its return policy covers",
        originally(False, ARTICLE, marketplace=EVERYWHERE),
        since("2018-01-01", True, AUTHORISED, marketplace=(US, DE)),
    )
    time_until_late: Span = dated(
        "time after which an answer to a return request is late",
        originally(hours(48), DISSATISFACTION, marketplace=EVERYWHERE),
    )
    # Where no page asks for a sooner answer, an answer is prompt as long as it is not late.
    time_to_answer: Span = dated(
        "time in which Amazon wants a return request answered",
        originally(hours(24), RETURNS, marketplace=ADVISED),
        originally(hours(24), GERMAN_RETURNS, marketplace=DE),
        originally(hours(48), DISSATISFACTION, marketplace=ELSEWHERE),
    )
    advises_answer: bool = dated(
        "Amazon recommends an answer before it would be late",
        originally(True, RETURNS, marketplace=ADVISED),
        originally(False, GERMAN_RETURNS, marketplace=DE),
        originally(False, DISSATISFACTION, marketplace=ELSEWHERE),
    )
    requires_answer: bool = dated(
        "Amazon requires an answer before it would be late",
        originally(True, GERMAN_RETURNS, marketplace=DE),
        originally(False, RETURNS, marketplace=NOT_GERMANY),
    )
    dissatisfaction_target: Limit = dated(
        "shares of negative return requests that are on target",
        since("2015-12-31", below(Fraction(1, 10)), DISSATISFACTION, after="2014-12-31", marketplace=EVERYWHERE),
    )
    # Reading: the text of the day on which the return arrived holds, also where its time runs on past a change.
    time_to_refund: Span = dated(
        "time to refund a return that has arrived",
        originally(business_days(2), WORKFLOW),
        originally(business_days(2), GERMAN_RETURNS, marketplace=EUROPE),
        since("2026-01-26", days(4), FOUR_DAYS),
    )
    refunds_at_scan: bool = dated(
        "Amazon refunds what travels with its own label at the carrier's first scan",
        since("2026-01-26", True, FIRST_SCAN, marketplace=(US, *EUROPE)),
    )
    time_to_cancel: Span = dated(
        "time in which a refund made by hand can be taken back",
        originally(hours(2), PENDING, marketplace=EVERYWHERE),
    )
    spares_original: bool = dated(
        "no fee may be kept for what comes back in policy and in its original condition",
        since("2020-09-30", True, WORKFLOW),
    )
    # Reading: one fifth, however late; a newer table lets the seller keep all from the 31st day after the last.
    late_share: Limit = dated(
        "shares of the price that may be kept for what comes back late in its original condition",
        since("2012-10-09", at_most(Fraction(1, 5)), OLD_SHARES),
        since("2021-12-31", at_most(Fraction(1, 5)), SHARES),
        since("2025-12-31", at_most(Fraction(1, 5)), BUYERS_SHARES, but=BUYERS_SHARES.says(anything)),
    )
    # The table of 2012 speaks of used books; it names no other used goods.
    used_share: Limit = dated(
        "shares of the price that may be kept for what comes back used",
        since("2012-10-09", at_most(Fraction(1, 2)), OLD_SHARES),
        since("2021-12-31", at_most(Fraction(1, 2)), SHARES),
    )
    # Reading: "up to 50 %" of the price goes back to the buyer, so that more may be kept; or no more is kept.
    damaged_share: Limit = dated(
        "shares of the price that may be kept for what comes back damaged or incomplete",
        since("2012-10-09", anything, OLD_SHARES, but=OLD_SHARES.says(at_most(Fraction(1, 2)))),
        since("2021-12-31", at_most(Fraction(1, 2)), SHARES, after="2012-10-09"),
    )
    # Reading: the newer table's "software, games and the like" leaves music and films where they were.
    media_share: Limit = dated(
        "shares of the price that may be kept for opened music and films",
        since("2012-10-09", at_most(Fraction(1, 2)), OLD_SHARES),
        since("2021-12-31", at_most(Fraction(1, 2)), OLD_SHARES, but=SHARES.says(anything)),
    )
    keeps_software: bool = dated(
        "the whole price may be kept for opened software and games",
        since("2012-10-09", True, OLD_SHARES),
        since("2021-12-31", True, SHARES),
    )
    spares_faulty: bool = dated(
        "no fee may be kept for what was faulty, wrong or not as described",
        since("2021-12-31", True, SHARES),
    )
    keeps_luxury: bool = dated(
        "the whole price may be kept for luxury goods that come back damaged",
        since("2012-10-09", False, OLD_SHARES),
        since("2025-12-31", True, BUYERS_SHARES),
    )
    keeps_collectibles: bool = dated(
        "the whole price may be kept for opened collectibles and board games",
        since("2025-12-31", True, BUYERS_SHARES),
    )
    gives_nothing_for_other: bool = dated(
        "the whole price may be kept for what is materially different from what was sent",
        since("2021-12-31", True, FIRST_SCAN),
    )
    shows_photo: Limit = dated(
        "shares of the price that are kept only with a photograph",
        since("2012-10-09", nothing, OLD_SHARES),
        since("2020-09-30", at_least(Fraction(1, 5)), WORKFLOW),
    )
    # Reading: the larger amount stands beside the five days in one text, and so is taken as no younger than they are.
    refunds_abroad: Limit = dated(
        "prices that Amazon refunds without return where the seller has no return address in the country",
        since("2019-11-15", below(usd(10)), TEN_DOLLARS),
        since("2021-08-16", at_most(usd(25)), ABROAD, but=ABROAD_MODERATOR.says(below(usd(25))), after="2019-11-15"),
        # Reading: the British page asks for a way to return whatever the price.
        since("2023-12-31", nothing, UK_GUARANTEE, marketplace=UK),
    )
    time_to_offer: Span = dated(
        "time in which a seller abroad must offer a way to return",
        since("2021-08-16", days(5), ABROAD_MODERATOR),
        since("2023-12-31", hours(48), UK_GUARANTEE, marketplace=UK),
    )


class Handler(Enum):
    """Who handles a return. ``SELLER_AUTHORISED``: Amazon authorises it, the seller takes it back."""

    AMAZON = "amazon"
    SELLER_AUTHORISED = "seller_authorised"
    SELLER = "seller"


class Timeliness(Enum):
    """Whether the buyer asked in time: within the ordinary time, only within a holiday extension, or too late."""

    IN_TIME = "in_time"
    IN_EXTENSION = "in_extension"
    TOO_LATE = "too_late"


class Answer(Enum):
    """How soon the seller answered. ``SLOW``: later than Amazon wants, and not yet counted as late."""

    NOT_NEEDED = "not_needed"
    PROMPT = "prompt"
    SLOW = "slow"
    LATE = "late"


class Refund(Enum):
    """Whether a refund is due, and from whom."""

    REFUNDED = "refunded"
    DUE_FROM_AMAZON = "due_from_amazon"
    DUE_FROM_SELLER = "due_from_seller"
    NOT_DUE = "not_due"


class Experience(Enum):
    """How a return request counts in the return dissatisfaction rate."""

    NEGATIVE = "negative"
    NOT_NEGATIVE = "not_negative"


class DissatisfactionTarget(Enum):
    """Whether the return dissatisfaction rate is on target."""

    MET = "met"
    MISSED = "missed"
    NOT_MEASURED = "not_measured"


class RestockingFee(Enum):
    """Whether the seller may keep the part of the price that is withheld; of what Amazon handles it is not theirs."""

    HANDLED_BY_AMAZON = "handled_by_amazon"
    NO_FEE = "no_fee"
    ALLOWED = "allowed"
    NEEDS_PHOTO = "needs_photo"
    TOO_HIGH = "too_high"
    NOT_ALLOWED = "not_allowed"


class WayBack(Enum):
    """How an item goes back to a seller abroad; what Amazon fulfilled goes back to Amazon."""

    HANDLED_BY_AMAZON = "handled_by_amazon"
    LOCAL = "local"
    REFUNDED_WITHOUT_RETURN = "refunded_without_return"
    OFFERED = "offered"
    TO_BE_OFFERED = "to_be_offered"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class ReturnCase(Fact):
    """A return and its order side by side; the functions below put it together.

    Args:
        requested_on: the day on which the buyer asked, in the marketplace's time zone.
        requested_at: when the buyer asked.
        marketplace: the shop.
        placed_on: day on which the buyer ordered.
        fulfilled_by: who sent the goods.
        shipped_on: day the parcel left.
        deliver_by: latest estimated delivery day.
        delivered_on: day of delivery according to tracking.
        in_policy: Amazon's return policy covers the return.
        exempt: its category is exempt from automatic authorisation.
        apple: it is a product of Apple's.
        extended_until: last day of an extension that Amazon grants for the order; ``NEVER`` if there is none.
        answered_at: when the seller answered; ``NEVER`` if not at all.
        international: the seller has no return address in the buyer's country.
        option_given_at: when such a seller offered a way to return, or refunded; ``NEVER`` if not at all.
        amazon_label: it travels with a prepaid label of Amazon's.
        scanned_on: day of the carrier's first scan; ``NEVER`` if there was none.
        received_on: day on which it reached the seller; ``NEVER`` if it did not.
        condition: in what condition it came back.
        luxury: it belongs to the luxury goods.
        sellers_fault: it was faulty, the wrong one or not as described.
        price: what the buyer paid for the item.
        kept: how much of the price the seller keeps, as a whole number of some coin.
        paid: what the buyer paid for the item, as a whole number of that same coin.
        photo_given: the seller showed Amazon a photograph.
        refunded_at: when the buyer was refunded; ``NEVER`` if not at all.
        refunded_by_hand: the seller refunded it by hand.
        unresolved: the buyer told Amazon that the return did not solve the problem.
        wrongly_rejected: the seller rejected it against Amazon's policy.
    """

    requested_on: EventDay
    requested_at: EventTime
    marketplace: Marketplace = Marketplace.US
    placed_on: EventDay
    fulfilled_by: Fulfiller = Fulfiller.SELLER
    shipped_on: date | None = None
    deliver_by: date | None = None
    delivered_on: date | None = None
    in_policy: bool | None = None
    exempt: bool = False
    apple: bool = False
    extended_until: date | None = None
    answered_at: datetime | None = None
    international: bool = False
    option_given_at: datetime | None = None
    amazon_label: bool | None = None
    scanned_on: date | None = None
    received_on: date | None = None
    condition: ReturnCondition | None = None
    luxury: bool = False
    sellers_fault: bool | None = None
    price: Amount | None = None
    kept: Count | None = None
    paid: Count | None = None
    photo_given: bool | None = None
    refunded_at: datetime | None = None
    refunded_by_hand: bool | None = None
    unresolved: bool = False
    wrongly_rejected: bool = False

    parts: ClassVar[Mapping[str, str]] = {"kept": "paid"}
    worked_out_from: ClassVar[Mapping[str, tuple[str, ...]]] = {"kept": ("withheld", "price"), "paid": ("price",)}


@frozen(kw_only=True, weakref_slot=False, repr=False)
class ReturnRequests(Fact):
    """The return requests of a time, counted; ``dissatisfaction`` puts it together.

    Args:
        day: the last day of the time.
        requests: how many there were.
        negative: how many of them were negative; unknown while that hangs on an unknown fact and makes a difference.
        marketplace: the shop.
    """

    day: date
    requests: Count
    negative: Count | None
    marketplace: Marketplace = Marketplace.US

    parts: ClassVar[Mapping[str, str]] = {"negative": "requests"}
    worked_out_from: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "negative": ("fulfilled_by", "unresolved", "wrongly_rejected", "in_policy", "exempt", "answered_at")
    }


case, terms = symbols(ReturnCase), symbols(Terms)

is_amazons = Condition("Amazon fulfilled the order", case.fulfilled_by == Fulfiller.AMAZON, ARTICLE)
authorises = Condition(terms.authorises)
is_in_policy = Condition("Amazon's return policy covers it", case.in_policy, RETURNS)
is_exempt = Condition("its category is exempt from automatic authorisation", case.exempt, AUTHORISED)

is_authorised = authorises & is_in_policy & ~is_exempt

HANDLER = DecisionTable(
    "who handles the return",
    case=ReturnCase,
    terms=Terms,
    day=case.requested_on,
    reference=ARTICLE,
    answers=("004-5",),
    rules=(
        Rule(is_amazons, then=Handler.AMAZON),
        Rule(is_authorised, then=Handler.SELLER_AUTHORISED),
        Rule(~is_amazons & ~is_authorised, then=Handler.SELLER),
    ),
)

counts_from_estimate = Condition(terms.counts_from_estimate)
is_soon_after_delivery = Condition(
    f"{case.requested_on} is within {terms.window} of the delivery on {case.delivered_on}",
    case.requested_on <= known(case.delivered_on) + terms.window,
)
is_soon_after_estimate = Condition(
    f"{case.requested_on} is within {terms.window} of the latest estimated delivery, {case.deliver_by}",
    case.requested_on <= known(case.deliver_by) + terms.window,
)
knows_extension = Condition(terms.knows_extension)
extends_by_purchase = Condition(terms.extends_by_purchase)
is_bought_from = Condition(
    f"the day of the order, {case.placed_on}, is {terms.season_from}", terms.season_from.admits(case.placed_on)
)
is_bought_to = Condition(
    f"the day of the order, {case.placed_on}, is {terms.season_to}", terms.season_to.admits(case.placed_on)
)
is_shipped_from = Condition(
    f"the day of shipping, {case.shipped_on}, is {terms.season_from}", terms.season_from.admits(case.shipped_on)
)
is_shipped_to = Condition(
    f"the day of shipping, {case.shipped_on}, is {terms.season_to}", terms.season_to.admits(case.shipped_on)
)
is_before_end = Condition(
    f"the day of the request, {case.requested_on}, is {terms.extends_to}", terms.extends_to.admits(case.requested_on)
)
is_apple = Condition("it is a product of Apple's", case.apple, HOLIDAYS_2023)
is_before_apple_end = Condition(
    f"the day of the request, {case.requested_on}, is {terms.extends_apple_to}",
    terms.extends_apple_to.admits(case.requested_on),
)
is_granted = Condition(
    f"{case.requested_on} is no later than {case.extended_until}, to which Amazon extends the order's time",
    (case.requested_on <= known(case.extended_until)) & (known(case.extended_until) != NEVER),
    RETURNS,
)

is_soon = (counts_from_estimate & is_soon_after_estimate) | (~counts_from_estimate & is_soon_after_delivery)
is_of_season = (extends_by_purchase & is_bought_from & is_bought_to) | (
    ~extends_by_purchase & is_shipped_from & is_shipped_to
)
is_in_extension = is_of_season & is_before_end & (~is_apple | is_before_apple_end)
is_extended = (knows_extension & is_in_extension) | (~knows_extension & is_granted)

TIMELINESS = DecisionTable(
    "did the buyer ask in time",
    case=ReturnCase,
    terms=Terms,
    day=case.requested_on,
    reference=RETURNS,
    answers=("004-6",),
    notes=(
        Note(
            "The seller's own terms may be better for the buyer than Amazon's, never worse.",
            BETTER,
            tuple(Timeliness),
        ),
    ),
    rules=(
        Rule(is_soon, then=Timeliness.IN_TIME),
        Rule(~is_soon & is_extended, then=Timeliness.IN_EXTENSION),
        Rule(~is_soon & ~is_extended, then=Timeliness.TOO_LATE),
    ),
)

is_prompt = Condition(
    f"the answer ({case.answered_at}) came within {terms.time_to_answer} of the request",
    known(case.answered_at) <= case.requested_at + terms.time_to_answer,
)
is_not_late = Condition(
    f"the answer ({case.answered_at}) came within {terms.time_until_late} of the request",
    known(case.answered_at) <= case.requested_at + terms.time_until_late,
)

ANSWER = DecisionTable(
    "was the request answered in time",
    case=ReturnCase,
    terms=Terms,
    day=case.requested_on,
    reference=RETURNS,
    answers=("004-5",),
    notes=(
        Note("The sooner answer is a duty here.", GERMAN_RETURNS, (Answer.SLOW,), marketplaces=(DE,)),
        Note("The sooner answer is advice, not a duty.", RETURNS, (Answer.SLOW,), marketplaces=ADVISED),
        Note(
            "Such a request counts in the return dissatisfaction rate, whose target carries no penalty.",
            DISSATISFACTION,
            (Answer.LATE,),
            since=date(2015, 12, 31),
        ),
    ),
    rules=(
        Rule(is_amazons | is_authorised, then=Answer.NOT_NEEDED),
        Rule(is_prompt, then=Answer.PROMPT),
        Rule(~is_prompt & is_not_late, then=Answer.SLOW),
        Rule(~is_amazons & ~is_authorised & ~is_prompt & ~is_not_late, then=Answer.LATE),
    ),
)

is_unresolved = Condition("the buyer says that it did not solve the problem", case.unresolved, DISSATISFACTION)
is_wrongly_rejected = Condition("the seller rejected it wrongly", case.wrongly_rejected, DISSATISFACTION)

is_negative = is_unresolved | is_wrongly_rejected | (~is_amazons & ~is_authorised & ~is_not_late)

EXPERIENCE = DecisionTable(
    "how does the request count in the return dissatisfaction rate",
    case=ReturnCase,
    terms=Terms,
    day=case.requested_on,
    reference=DISSATISFACTION,
    answers=("004-5",),
    rules=(
        Rule(is_negative, then=Experience.NEGATIVE),
        Rule(~is_negative, then=Experience.NOT_NEGATIVE),
    ),
)

asked = symbols(ReturnRequests)

has_requests = Condition("buyers asked for returns", asked.requests > 0, DISSATISFACTION)
are_few_negative = Condition(
    f"{asked.negative} negative of {asked.requests} requests are {terms.dissatisfaction_target}",
    terms.dissatisfaction_target.admits(share(asked.negative, asked.requests)),
)

DISSATISFACTION_RATE = DecisionTable(
    "is the return dissatisfaction rate on target",
    case=ReturnRequests,
    terms=Terms,
    day=asked.day,
    reference=DISSATISFACTION,
    answers=("004-5",),
    notes=(Note("The target carries no penalty.", DISSATISFACTION, (DissatisfactionTarget.MISSED,)),),
    rules=(
        Rule(~has_requests, then=DissatisfactionTarget.NOT_MEASURED),
        Rule(has_requests & are_few_negative, then=DissatisfactionTarget.MET),
        Rule(has_requests & ~are_few_negative, then=DissatisfactionTarget.MISSED),
    ),
)

is_refunded = Condition(f"the buyer was refunded ({case.refunded_at})", known(case.refunded_at) != NEVER_AT, WORKFLOW)
has_amazon_label = Condition("it travels with a label of Amazon's", case.amazon_label, FIRST_SCAN)
is_scanned = Condition(f"the carrier scanned it ({case.scanned_on})", known(case.scanned_on) != NEVER, FIRST_SCAN)
refunds_at_scan = Condition(terms.refunds_at_scan)
is_received = Condition(f"it reached the seller ({case.received_on})", known(case.received_on) != NEVER, WORKFLOW)

is_scanned_for_amazon = has_amazon_label & is_scanned
is_for_amazon = is_amazons | (is_scanned_for_amazon & refunds_at_scan)

REFUND = DecisionTable(
    "is a refund due",
    case=ReturnCase,
    terms=Terms,
    day=case.requested_on,
    reference=WORKFLOW,
    answers=("004-5",),
    notes=(
        Note(
            "Without a refund in time Amazon may refund the buyer and charge the seller; what came back is taken as"
            " fit to be sold as new unless the seller says otherwise.",
            WORKFLOW,
            (Refund.DUE_FROM_SELLER,),
            since=date(2020, 9, 30),
            marketplaces=(US,),
        ),
        Note(
            "After such a refund by Amazon only lost or misdelivered returns can be claimed back.",
            FOUR_DAYS,
            (Refund.DUE_FROM_SELLER,),
            since=date(2026, 1, 26),
            marketplaces=(US,),
        ),
    ),
    rules=(
        Rule(is_refunded, then=Refund.REFUNDED),
        Rule(is_for_amazon, then=Refund.DUE_FROM_AMAZON),
        Rule(is_received & ~is_for_amazon, then=Refund.DUE_FROM_SELLER),
        Rule(~is_refunded & ~is_for_amazon & ~is_received, then=Refund.NOT_DUE),
    ),
)

is_withheld = Condition(f"a part of the price is kept: {case.kept} of {case.paid}", known(case.kept) > 0, OLD_SHARES)
is_sellers_fault = Condition("it was faulty, wrong or not as described", case.sellers_fault, SHARES)
spares_faulty = Condition(terms.spares_faulty)
is_original = Condition("it came back in its original condition", case.condition == ReturnCondition.ORIGINAL, WORKFLOW)
is_used = Condition("it came back used", case.condition == ReturnCondition.USED, OLD_SHARES)
is_damaged = Condition("it came back damaged or incomplete", case.condition == ReturnCondition.DAMAGED, OLD_SHARES)
is_media = Condition("opened music or films came back", case.condition == ReturnCondition.OPENED_MEDIA, OLD_SHARES)
is_software = Condition(
    "opened software or games came back", case.condition == ReturnCondition.OPENED_SOFTWARE, OLD_SHARES
)
keeps_software = Condition(terms.keeps_software)
is_collectible = Condition(
    "an opened collectible or board game came back",
    case.condition == ReturnCondition.OPENED_COLLECTIBLE,
    BUYERS_SHARES,
)
keeps_collectibles = Condition(terms.keeps_collectibles)
is_luxury = Condition("it belongs to the luxury goods", case.luxury, BUYERS_SHARES)
keeps_luxury = Condition(terms.keeps_luxury)
is_different = Condition(
    "what came back is materially different", case.condition == ReturnCondition.DIFFERENT, FIRST_SCAN
)
spares_original = Condition(terms.spares_original)
is_fair_if_late = Condition(
    f"{case.kept} of {case.paid} is {terms.late_share}", terms.late_share.admits(share(case.kept, case.paid))
)
is_fair_if_used = Condition(
    f"{case.kept} of {case.paid} is {terms.used_share}", terms.used_share.admits(share(case.kept, case.paid))
)
is_fair_if_damaged = Condition(
    f"{case.kept} of {case.paid} is {terms.damaged_share}", terms.damaged_share.admits(share(case.kept, case.paid))
)
is_fair_if_media = Condition(
    f"{case.kept} of {case.paid} is {terms.media_share}", terms.media_share.admits(share(case.kept, case.paid))
)
gives_nothing_for_other = Condition(terms.gives_nothing_for_other)
is_to_be_shown = Condition(
    f"{case.kept} of {case.paid} is {terms.shows_photo}", terms.shows_photo.admits(share(case.kept, case.paid))
)
has_photo = Condition("the seller showed a photograph", case.photo_given, WORKFLOW)

is_spared = (is_sellers_fault & spares_faulty) | (is_original & is_in_policy & spares_original)
is_fair = (
    (is_original & is_fair_if_late)
    | (is_used & is_fair_if_used)
    | (is_damaged & is_fair_if_damaged)
    | (is_media & is_fair_if_media)
    | (is_software & keeps_software)
    | (is_damaged & is_luxury & keeps_luxury)
    | (is_collectible & keeps_collectibles)
    | (is_different & gives_nothing_for_other)
)

RESTOCKING = DecisionTable(
    "may the seller keep a part of the price",
    case=ReturnCase,
    terms=Terms,
    day=case.requested_on,
    reference=WORKFLOW,
    answers=("004-5",),
    notes=(
        Note(
            "The fee is a share of the item's price, not of shipping.",
            SHARES,
            (RestockingFee.ALLOWED,),
            since=date(2021, 12, 31),
            marketplaces=(US,),
        ),
    ),
    rules=(
        Rule(is_amazons, then=RestockingFee.HANDLED_BY_AMAZON),
        Rule(~is_withheld, then=RestockingFee.NO_FEE),
        Rule(is_withheld & is_spared, then=RestockingFee.NOT_ALLOWED),
        Rule(is_withheld & ~is_fair, then=RestockingFee.TOO_HIGH),
        Rule(is_to_be_shown & ~has_photo, then=RestockingFee.NEEDS_PHOTO),
        Rule(
            ~is_amazons & is_withheld & ~is_spared & is_fair & (~is_to_be_shown | has_photo),
            then=RestockingFee.ALLOWED,
        ),
    ),
)

is_abroad = Condition("the seller has no return address in the buyer's country", case.international, ABROAD)
is_cheap = Condition(f"the price of {case.price} is {terms.refunds_abroad}", terms.refunds_abroad.admits(case.price))
has_offered = Condition(
    f"the seller offered a way to return ({case.option_given_at})", known(case.option_given_at) != NEVER_AT, ABROAD
)

WAY_BACK = DecisionTable(
    "how does it go back to a seller abroad",
    case=ReturnCase,
    terms=Terms,
    day=case.requested_on,
    reference=ABROAD,
    answers=("004-5",),
    notes=(
        Note(
            "A return address in the country, a prepaid international label, or a refund without return: one will do.",
            UK_GUARANTEE,
            (WayBack.TO_BE_OFFERED,),
            since=date(2021, 12, 31),
            marketplaces=(US, UK),
        ),
        Note(
            "If none is offered in time, Amazon may refund the buyer and charge the seller.",
            ABROAD_MODERATOR,
            (WayBack.TO_BE_OFFERED,),
            since=date(2021, 8, 16),
            marketplaces=(US,),
        ),
    ),
    rules=(
        Rule(is_amazons, then=WayBack.HANDLED_BY_AMAZON),
        Rule(~is_abroad, then=WayBack.LOCAL),
        Rule(is_abroad & is_cheap, then=WayBack.REFUNDED_WITHOUT_RETURN),
        Rule(has_offered & ~is_cheap, then=WayBack.OFFERED),
        Rule(~is_amazons & is_abroad & ~is_cheap & ~has_offered, then=WayBack.TO_BE_OFFERED),
    ),
)
TABLES = (HANDLER, TIMELINESS, ANSWER, EXPERIENCE, DISSATISFACTION_RATE, REFUND, RESTOCKING, WAY_BACK)

advises_answer = Condition(terms.advises_answer)
requires_answer = Condition(terms.requires_answer)
is_unanswered = Condition("the seller has not answered the request yet", known(case.answered_at) == NEVER_AT, RETURNS)
is_by_hand = Condition("the seller refunded it by hand", case.refunded_by_hand, PENDING)

is_to_be_answered = ~is_amazons & ~is_authorised & is_unanswered
CLOCKS = (
    clock(
        "answer the return request early",
        when=is_to_be_answered & advises_answer,
        counted_from=case.requested_at,
        within=terms.time_to_answer,
        while_unknown=case.requested_at,
        is_duty=False,
        answers=("004-5",),
    ),
    clock(
        "answer the return request",
        when=is_to_be_answered & requires_answer,
        counted_from=case.requested_at,
        within=terms.time_to_answer,
        while_unknown=case.requested_at,
        answers=("004-5",),
    ),
    clock(
        "answer the return request",
        when=is_to_be_answered & ~requires_answer,
        counted_from=case.requested_at,
        within=terms.time_until_late,
        while_unknown=case.requested_at,
        answers=("004-5",),
    ),
    clock(
        "offer a way to return",
        when=~is_amazons & is_abroad & ~is_cheap & ~has_offered & ~is_refunded,
        counted_from=case.requested_at,
        within=terms.time_to_offer,
        while_unknown=case.requested_at,
        answers=("004-5",),
    ),
    clock(
        "refund the return",
        when=~is_for_amazon & ~is_refunded,
        counted_from=case.received_on,
        within=terms.time_to_refund,
        while_unknown=case.requested_at,
        answers=("004-5",),
    ),
    clock(
        "take the refund back",
        when=is_by_hand,
        counted_from=case.refunded_at,
        within=terms.time_to_cancel,
        while_unknown=case.requested_at,
        is_duty=False,
        answers=("004-5",),
    ),
)


def handler(returned: Return, order: Order, *, on: date | None = None, terms: Terms | None = None) -> Decision[Handler]:
    """Say who handles a return: Amazon those of orders that it fulfilled, the seller the others.

    Args:
        returned: the return; what is ``None`` is unknown, and is named in ``needs`` where the outcome hangs on it.
        order: its order.
        on: judge by the text of this day instead of that of the day of the request.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: the return belongs to another order, or to another marketplace.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> order = sp.Order(order_id="O-1", placed_on=date(2024, 3, 1), fulfilled_by="amazon")
        >>> returned = sp.Return(return_id="R-1", order_id="O-1", requested_at=datetime(2024, 3, 20, tzinfo=UTC))
        >>> sp.returns.handler(returned, order).outcome
        <Handler.AMAZON: 'amazon'>
    """
    return HANDLER.decide(_case(returned, order), terms, on=on)


def timeliness(
    returned: Return, order: Order, *, on: date | None = None, terms: Terms | None = None
) -> Decision[Timeliness]:
    """Say whether the buyer asked for the return in time (calendar days, the last one included).

    The ordinary time starts at the delivery. A holiday extension only ever helps: a request is in time if it is within
    the one or the other. In seasons of which no text is known (2017 to 2019, 2024, and 2026) a request that is past
    the ordinary time hangs on ``extended_until``. Arguments and errors are as in ``handler``.

    Raises:
        NoPolicyText: no text is known for the marketplace.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> order = sp.Order(order_id="O-1", placed_on=date(2023, 11, 1), delivered_on=date(2023, 11, 4))
        >>> returned = sp.Return(return_id="R-1", order_id="O-1", requested_at=datetime(2024, 1, 20, tzinfo=UTC))
        >>> sp.returns.timeliness(returned, order).outcome
        <Timeliness.IN_EXTENSION: 'in_extension'>
    """
    return _unless_silent(TIMELINESS.decide(_case(returned, order), terms, on=on), "window")


def last_day(
    order: Order,
    *,
    apple: bool = False,
    extended_until: date | None = None,
    on: date | None = None,
    terms: Terms | None = None,
) -> date | None:
    """Say until which day the buyer of an order may ask to return it, that day included.

    It is ``None`` while it hangs on an unknown, and where there is no delivery to count from (``NEVER``).

    Args:
        order: the facts; ``delivered_on`` must be known and a day, in some seasons ``shipped_on`` too.
        apple: it is a product of Apple's.
        extended_until: last day of an extension that Amazon grants for the order, ``NEVER`` if there is none: for
            seasons of which no text is known.
        on: judge by the text of this day; by default that of the day of delivery.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text is known for the marketplace.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> order = sp.Order(order_id="O-1", placed_on=date(2023, 11, 1), delivered_on=date(2023, 11, 4))
        >>> print(sp.returns.last_day(order))
        2024-01-31
    """
    one("order", order, Order)
    if extended_until is not None:
        require_day("extended_until", extended_until)
    if order.delivered_on is None or order.delivered_on == NEVER:
        return None
    day = order.delivered_on if on is None else on
    fixed = Terms.given_or_on(terms, day, order.marketplace)
    if fixed.text("window") is None:
        raise Terms.silence("window", day, order.marketplace)
    extension = _extension(order, apple=apple, extended_until=extended_until, fixed=fixed)
    return None if extension is None else max(order.delivered_on + fixed.window, extension)


def answer(returned: Return, order: Order, *, on: date | None = None, terms: Terms | None = None) -> Decision[Answer]:
    """Say whether the seller answered a request in time (elapsed hours, the last instant included).

    An answer that certainly never came is late. Arguments and errors are as in ``handler``.
    """
    return ANSWER.decide(_case(returned, order), terms, on=on)


def experience(
    returned: Return, order: Order, *, on: date | None = None, terms: Terms | None = None
) -> Decision[Experience]:
    """Say whether a return request counts as negative: unresolved, wrongly rejected, or answered late.

    Arguments and errors are as in ``handler``.
    """
    return EXPERIENCE.decide(_case(returned, order), terms, on=on)


def dissatisfaction(
    requests: Iterable[tuple[Return, Order]], *, window: Window, terms: Terms | None = None
) -> Decision[DissatisfactionTarget]:
    """Say whether the return dissatisfaction rate is on target: negative requests out of all that came in a time.

    The counts are in the decision's ``case``. It is unknown where unknown facts make a difference.

    Args:
        requests: returns of one marketplace, each once and with its order.
        window: the days on which they were asked for, in the marketplace's time zone, both ends included.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: a return is there twice, belongs to another order, or returns lie in several marketplaces.
        NoPolicyText: there was no such target on the window's last day.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> order = sp.Order(order_id="O-1", placed_on=date(2024, 3, 1))
        >>> asked = sp.Return(
        ...     return_id="R-1", order_id="O-1", requested_at=datetime(2024, 3, 20, tzinfo=UTC), unresolved=True
        ... )
        >>> sp.returns.dissatisfaction([(asked, order)], window=sp.Window.ending(date(2024, 3, 31), days=30)).outcome
        <DissatisfactionTarget.MISSED: 'missed'>
    """
    require_window("window", window)
    pairs = tuple(_pairs(requests))
    cases = [_case(returned, order) for returned, order in pairs]
    given = [returned for returned, _ in pairs]
    marketplace = one_marketplace(given, "returns")
    each_once("Return.return_id", (returned.return_id for returned in given), "return")
    outcomes = [EXPERIENCE.outcome(each, terms) for each in cases if each.requested_on in window]
    fewest = outcomes.count(Experience.NEGATIVE)

    def counted(negative: int | None) -> ReturnRequests:
        return ReturnRequests(day=window.last, requests=len(outcomes), negative=negative, marketplace=marketplace)

    counts = Counted(counted(fewest), counted(fewest + outcomes.count(None)), counted(None))
    own = Terms.given_or_on(terms, window.last, marketplace)
    return decide_count(DISSATISFACTION_RATE, counts, (), on=window.last, terms=own)


def refund(returned: Return, order: Order, *, on: date | None = None, terms: Terms | None = None) -> Decision[Refund]:
    """Say whether a refund is due, and from whom; ``deadlines`` says by when. Arguments are as in ``handler``.

    Raises:
        NoPolicyText: no text is known for what travels with Amazon's label on that day or in that marketplace.
    """
    decision = REFUND.decide(_case(returned, order), terms, on=on)
    return _unless_silent(decision, "refunds_at_scan", ~is_refunded & ~is_amazons & is_scanned_for_amazon)


def restocking_fee(
    returned: Return, order: Order, *, on: date | None = None, terms: Terms | None = None
) -> Decision[RestockingFee]:
    """Say whether the seller may keep what is withheld of the price.

    The share is exact: ``withheld`` divided by ``price``, both without shipping; a share that is the limit itself may
    be kept. Most shares stand in secondary sources. Arguments and errors are as in ``handler``.

    Raises:
        NoPolicyText: no text is known for that day or marketplace.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> order = sp.Order(order_id="O-1", placed_on=date(2024, 3, 1))
        >>> returned = sp.Return(
        ...     return_id="R-1", order_id="O-1", requested_at=datetime(2024, 3, 20, tzinfo=UTC), condition="original",
        ...     in_policy=True, sellers_fault=False, price=sp.usd(50), withheld=sp.usd(5),
        ... )
        >>> sp.returns.restocking_fee(returned, order).outcome
        <RestockingFee.NOT_ALLOWED: 'not_allowed'>
    """
    decision = RESTOCKING.decide(_case(returned, order), terms, on=on)
    # wherever any share is known, that of what comes back late is
    return _unless_silent(decision, "late_share", ~is_amazons & is_withheld)


def way_back(
    returned: Return, order: Order, *, on: date | None = None, terms: Terms | None = None
) -> Decision[WayBack]:
    """Say how an item goes back to a seller who has no return address in the buyer's country.

    A refund without return is such a way too: the seller who gives it has offered one. Arguments and errors are as in
    ``handler``.

    Raises:
        NoPolicyText: no text is known for that day or marketplace.
    """
    decision = WAY_BACK.decide(_case(returned, order), terms, on=on)
    return _unless_silent(decision, "refunds_abroad", ~is_amazons & is_abroad)


def deadlines(
    returned: Return,
    order: Order,
    *,
    on: date | None = None,
    terms: Terms | None = None,
    holidays: Container[date] = (),
) -> tuple[Deadline, ...]:
    """Say what the seller must or may still do about a return, and by when, the last day or instant included.

    Clocks in days and business days give a calendar day of the marketplace, clocks in hours an aware datetime. Each
    runs by the text of the day on which it started.

    Args:
        returned: the return; what is ``None`` is unknown, and a deadline names what it hangs on in its ``needs``.
        order: its order.
        on: judge by the text of this day instead.
        terms: what the policy fixes, to ask *what if*.
        holidays: days that are no business days, any container.

    Raises:
        BadFact: the return belongs to another order, or to another marketplace.
        NoPolicyText: a clock runs for which no text is known on that day or in that marketplace.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> order = sp.Order(order_id="O-1", placed_on=date(2026, 1, 5))
        >>> returned = sp.Return(
        ...     return_id="R-1", order_id="O-1", requested_at=datetime(2026, 1, 20, 18, tzinfo=UTC), in_policy=True,
        ...     amazon_label=False, received_on=date(2026, 1, 26), refunded_at=sp.NEVER, refunded_by_hand=False,
        ... )
        >>> [(deadline.what, str(deadline.by)) for deadline in sp.returns.deadlines(returned, order)]
        [('refund the return', '2026-01-30')]
    """
    return due(CLOCKS, _case(returned, order), on=on, terms=terms, holidays=holidays)


def _pairs(requests: Iterable[tuple[Return, Order]]) -> Iterator[tuple[Return, Order]]:
    expected = "a list, or the like, of returns, each in a tuple with its order"
    if not isinstance(requests, Iterable):
        raise BadFact("requests", requests, expected)
    for pair in requests:
        match pair:
            case tuple((returned, order)):
                yield returned, order
            case _:
                raise BadFact("requests", pair, expected)


def _case(returned: Return, order: Order) -> ReturnCase:
    """Put the facts of a return and its order side by side."""
    require_own_order("returned", returned, Return, order)
    kept, paid = _coins(returned.withheld, returned.price)
    return ReturnCase(
        requested_on=returned.marketplace.day_of(returned.requested_at),
        requested_at=returned.requested_at,
        marketplace=returned.marketplace,
        placed_on=order.placed_on,
        fulfilled_by=order.fulfilled_by,
        shipped_on=order.shipped_on,
        deliver_by=order.deliver_by,
        delivered_on=order.delivered_on,
        in_policy=returned.in_policy,
        exempt=returned.exempt,
        apple=returned.apple,
        extended_until=returned.extended_until,
        answered_at=returned.answered_at,
        international=returned.international,
        option_given_at=_option_given_at(returned),
        amazon_label=returned.amazon_label,
        scanned_on=returned.scanned_on,
        received_on=returned.received_on,
        condition=returned.condition,
        luxury=returned.luxury,
        sellers_fault=returned.sellers_fault,
        price=returned.price,
        kept=kept,
        paid=paid,
        photo_given=returned.photo_given,
        refunded_at=returned.refunded_at,
        refunded_by_hand=returned.refunded_by_hand,
        unresolved=returned.unresolved,
        wrongly_rejected=returned.wrongly_rejected,
    )


def _option_given_at(returned: Return) -> datetime | None:
    """When a way to return was offered; a refund is one, where it is known that there was no other."""
    if returned.option_given_at == NEVER_AT and returned.refunded_at is not None:
        return returned.refunded_at
    return returned.option_given_at


def _unless_silent(decision: Decision[Answered], term: str, when: Proposition | None = None) -> Decision[Answered]:
    """Pass on a decision; one that a term without text keeps open raises, as no fact that is found out would help."""
    case, own = decision.case, decision.terms
    if decision.outcome is None and own.text(term) is None and (when is None or truth(when, case, own)):
        raise Terms.silence(term, decision.policy_day, case.marketplace)
    return decision


def _coins(withheld: Money | None, price: Money | None) -> tuple[int | None, int | None]:
    """Both amounts as whole numbers of the smallest coin in either."""
    coin = max((_decimals(money) for money in (withheld, price) if money is not None), default=0)
    kept, paid = (None if money is None else int(money.amount.scaleb(coin)) for money in (withheld, price))
    return kept, paid


def _decimals(money: Money) -> int:
    """How many digits an amount has behind the point."""
    return max(0, -int(money.amount.as_tuple().exponent))


def _extension(order: Order, *, apple: bool, extended_until: date | None, fixed: Terms) -> date | None:
    """The last day of a holiday extension; ``date.min`` where there is none, ``None`` while unknown."""
    if not fixed.knows_extension:
        return date.min if extended_until == NEVER else extended_until
    held = truth(is_of_season, order, fixed)
    if held is None:
        return None
    if not held or (apple and fixed.extends_apple_to == nothing):
        return date.min
    ends: list[date] = [limit.value for limit in (fixed.extends_to, *_for_apple(fixed, apple=apple))]
    return min(ends)


def _for_apple(fixed: Terms, *, apple: bool) -> tuple[Limit, ...]:
    return (fixed.extends_apple_to,) if apple and fixed.extends_apple_to != anything else ()
