"""Account status: what Amazon does about an account, and what the seller can do then.

Amazon rates an account in points by the policy violations on it: it is healthy, at risk, or unhealthy. Rates such
as the order defect rate are judged apart: a missed target brings a warning, and may in time cost the account. A locked
account sells no more, and its money is held. Amazon publishes no figure for what one violation costs.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import Enum
from functools import partial
from typing import ClassVar

from attrs import evolve, frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import EUROPE, NEVER, Deactivation, Fact, Ground, HealthRating, Marketplace, Notice, NoticeKind
from sellerpolicy.facts import RelatedAccount, Violation, ViolationKind, Window
from sellerpolicy.facts.fact import Count as Number, Follows
from sellerpolicy.facts.given import each_once, one, one_marketplace, several
from sellerpolicy.facts.window import require_day
from sellerpolicy.logic import EVERYWHERE, Condition, Confidence, DatedTerms, Deadline, Decision, DecisionTable, Limit
from sellerpolicy.logic import Note, Rule, Span, above, agreement, announcement, at_least, at_most, below
from sellerpolicy.logic import (
    clock,
    dated,
    days,
    due,
    elapsed,
    forum_post,
    guide,
    help_page,
    hours,
    known,
    nothing,
    one_of,
)
from sellerpolicy.logic import originally, since, symbols
from sellerpolicy.logic.clocks import gathered
from sellerpolicy.logic.counting import Count, Standing, decide_count, in_force
from sellerpolicy.rules.appeals import COMING_BACK, MANIPULATION as LOCKED, QUIZ
from sellerpolicy.rules.feedback import ARTICLE as SERVICE_ARTICLE
from sellerpolicy.rules.order_defect_rate import ARTICLE as DEFECTS_ARTICLE, PAGE as DEFECT_RATE, VOLUME
from sellerpolicy.rules.order_defect_rate import WARNING as WARNING_ARTICLE
from sellerpolicy.rules.shipping_performance import TRACKING_PAGE

READ = "2026-11-21"
POSTS = "https://sellercentral.amazon.com/seller-forums/discussions/t"
HEALTH_PAGE = help_page(
    "Account health rating (as quoted in July 2022)",
    "account-health-rating-2022",
    url="https://www.ecommercebytes.com/2022/07/21/amazon-gives-sellers-new-holistic-metric-to-check-account-health/",
    published="2022-07-21",
    read=READ,
    confidence=Confidence.RELAYED,
)
HEALTH_MODERATOR = forum_post(
    "Account health rating: the colours",
    "c8ecc58e",
    url=f"{POSTS}/c8ecc58e-70ff-4e1a-974a-57536c395feb",
    read=READ,
    confidence=Confidence.AMAZON,
)
HEALTH_ANSWERS = forum_post(
    "Account health rating: questions and answers",
    "7f6e4141",
    url="https://sellercentral.amazon.in/seller-forums/discussions/t/7f6e4141-5823-4ea0-9e8c-3ad061f44f0b",
    read=READ,
    confidence=Confidence.AMAZON,
)
ORDER_POINTS = announcement(
    "Maintain a good account health rating during the holiday season",
    "order-points",
    url="https://sipranshecommgrowth.com/maintain-a-good-account-health-rating-during-the-holiday-season",
    read=READ,
    confidence=Confidence.RELAYED,
)
LASTING = guide(
    "How long does an account stay at risk?",
    "sellerassurance-at-risk",
    url="https://www.sellerassurance.com/blog-posts/how-long-does-an-amazon-seller-account-stay-at-risk",
    read=READ,
)
ASSURANCE_POST = announcement(
    "Account health assurance",
    "assurance",
    url=(
        "https://sellercentral.amazon.com/forums/t/"
        "account-health-assurance-helps-you-address-issues-without-account-deactivation/1404381"
    ),
    read=READ,
)
AGREEMENT = agreement(
    "Business Solutions Agreement, section 3 (since August 2019)",
    "bsa-3-2019",
    url=f"{POSTS}/6a68d599-2bef-4f58-b1fb-dda42750c154",
    read=READ,
)
MODERATOR = forum_post(
    "What an account at risk asks of the seller",
    "17378aec",
    url=f"{POSTS}/17378aec-19e0-4487-8fd8-bf7292c05f5d",
    read=READ,
    confidence=Confidence.AMAZON,
)
ELIGIBLE = announcement(
    "Update to the funds withholding policy page",
    "funds-2024",
    url="https://seller-forum.com/t/update-to-the-funds-withholding-policy-page/6534",
    read=READ,
    confidence=Confidence.RELAYED,
)
OLD_ACCOUNTS = help_page(
    "Several accounts (UK, 2015)",
    "3149131",
    url="http://www.amazon.co.uk/gp/help/customer/display.html?nodeId=3149131",
    read=READ,
    confidence=Confidence.RELAYED,
)
CONDUCT = help_page(
    "Selling policies and seller code of conduct (as of November 2021)",
    "code-of-conduct-2021",
    url="https://zquared.com/amazon-sellers-policy-code-of-conduct-updated-november-2021/",
    published="2021-12-20",
    read=READ,
    confidence=Confidence.RELAYED,
)
RELATED_GUIDE = guide(
    "Can you have two seller accounts?",
    "e-cabilly-two-accounts",
    url="https://www.e-cabilly.com/can-you-have-two-amazon-seller-accounts/",
    read=READ,
)
MESSAGES = forum_post(
    "Messages to buyers: what a breach brings",
    "127a23ce",
    url="https://sellercentral.amazon.sa/seller-forums/discussions/t/127a23ce-b7d7-48d3-b3c8-be5260ac8c12",
    read=READ,
    confidence=Confidence.AMAZON,
)
REPEATED = forum_post(
    "Repeated violations (as quoted from Amazon's policy)",
    "amazonsellerforum-15347",
    url="https://amazonsellerforum.net/forums/reply/15347/",
    read=READ,
    confidence=Confidence.RELAYED,
)
ZEROED = guide(
    "Repeated violations since October 2024", "sellerclass-9148", url="https://sellerclass.com/p/9148.html", read=READ
)
SEVEN_DAYS = guide(
    "Understanding Amazon's new account health rating",
    "seller-union-rating",
    url="https://seller-union.com/understanding-amazons-new-account-health-rating",
    read=READ,
)
THREE_DAYS = guide(
    "Account health: what affects the score",
    "amzmonitor-score",
    url="https://amzmonitor.com/blogs/amazon-account-health-what-effects-your-score",
    read=READ,
)
REVIEWED = help_page(
    "Reviews of an account's deliveries (Italy)",
    "200320980-it",
    url="https://sellercentral.amazon.it/gp/help/external/help.html?itemID=200320980&language=en_IT",
    read=READ,
)
BLOCKED = guide(
    "How to avoid a suspension for messages",
    "edesk-messages",
    url="https://support.edesk.com/tips-to-avoid-amazon-suspension-when-sending-proactive-feedback-messages",
    read=READ,
)
FIRST_RATED = (Marketplace.US, Marketplace.CA)
LATER_RATED = tuple(marketplace for marketplace in Marketplace if marketplace not in FIRST_RATED)
LATER_ASSURED = tuple(marketplace for marketplace in LATER_RATED if marketplace is not Marketplace.JP)


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference.

    Most texts bear no day of their own: a value of "2023" stands from the last day of that year on.
    """

    healthy: Limit = dated(
        "ratings that are healthy",
        since("2022-07-21", at_least(200), HEALTH_PAGE, marketplace=FIRST_RATED),
        since("2023-12-31", at_least(200), HEALTH_PAGE, marketplace=LATER_RATED),
    )
    # Reading: the page gives 100 to 199; a moderator says "above 100" and is silent about 100 itself.
    at_risk: Limit = dated(
        "ratings that are at risk, if not healthy",
        since(
            "2022-07-21",
            at_least(100),
            HEALTH_PAGE,
            but=HEALTH_MODERATOR.says(above(100)),
            marketplace=FIRST_RATED,
        ),
        since(
            "2023-12-31",
            at_least(100),
            HEALTH_PAGE,
            but=HEALTH_MODERATOR.says(above(100)),
            marketplace=LATER_RATED,
        ),
    )
    lowest: int = dated(
        "lowest rating",
        since("2022-07-21", 0, HEALTH_PAGE, marketplace=FIRST_RATED),
        since("2023-12-31", 0, HEALTH_PAGE, marketplace=LATER_RATED),
    )
    highest: int = dated(
        "highest rating",
        since("2022-07-21", 1000, HEALTH_PAGE, marketplace=FIRST_RATED),
        since("2023-12-31", 1000, HEALTH_PAGE, marketplace=LATER_RATED),
    )
    start: int = dated(
        "rating of a new account",
        since("2022-07-21", 200, HEALTH_PAGE, marketplace=FIRST_RATED),
        since("2023-12-31", 200, HEALTH_PAGE, marketplace=LATER_RATED),
    )
    orders_for_points: int = dated(
        "fulfilled orders of 180 days that earn points",
        since("2022-07-21", 200, ORDER_POINTS, marketplace=FIRST_RATED),
        since("2023-12-31", 200, ORDER_POINTS, marketplace=LATER_RATED),
    )
    points_for_orders: int = dated(
        "points for so many orders",
        since("2022-07-21", 4, ORDER_POINTS, marketplace=FIRST_RATED),
        since("2023-12-31", 4, ORDER_POINTS, marketplace=LATER_RATED),
    )
    # Reading: a window of 180 days, both ends included, as Amazon's reports have them; or 180 days gone by.
    weighs: Limit = dated(
        "ages of violations that weigh on the rating",
        since("2022-07-21", below(days(180)), LASTING, but=LASTING.says(at_most(days(180))), marketplace=FIRST_RATED),
        since("2023-12-31", below(days(180)), LASTING, but=LASTING.says(at_most(days(180))), marketplace=LATER_RATED),
    )
    # In the US and Canada it began late in 2022, in Japan probably in April 2023, elsewhere on unknown days.
    assured: Limit = dated(
        "ratings that assurance asks for",
        since("2022-12-31", at_least(250), ASSURANCE_POST, marketplace=FIRST_RATED),
        since("2023-12-31", at_least(250), ASSURANCE_POST, marketplace=Marketplace.JP),
        since("2026-11-21", at_least(250), ASSURANCE_POST, marketplace=LATER_ASSURED),
    )
    time_to_reach: Span = dated(
        "time in which Amazon must reach a seller with assurance",
        since("2022-12-31", hours(72), ASSURANCE_POST, marketplace=FIRST_RATED),
        since("2023-12-31", hours(72), ASSURANCE_POST, marketplace=Marketplace.JP),
        since("2026-11-21", hours(72), ASSURANCE_POST, marketplace=LATER_ASSURED),
    )
    months_assured: int = dated(
        "months of such ratings that assurance asks for",
        since("2022-12-31", 6, ASSURANCE_POST, marketplace=FIRST_RATED),
        since("2023-12-31", 6, ASSURANCE_POST, marketplace=Marketplace.JP),
        since("2026-11-21", 6, ASSURANCE_POST, marketplace=LATER_ASSURED),
    )
    days_excused: Limit = dated(
        "days with a lower rating that assurance forgives",
        since("2022-12-31", at_most(10), ASSURANCE_POST, marketplace=FIRST_RATED),
        since("2023-12-31", at_most(10), ASSURANCE_POST, marketplace=Marketplace.JP),
        since("2026-11-21", at_most(10), ASSURANCE_POST, marketplace=LATER_ASSURED),
    )
    spared: Limit = dated(
        "numbers of orders at fault too small for a deactivation",
        originally(nothing, VOLUME, but=WARNING_ARTICLE.says(at_most(3)), marketplace=EVERYWHERE),
    )
    notice: Span = dated(
        "notice before Amazon ends the agreement for no fault of the seller",
        since("2019-08-16", days(30), AGREEMENT, marketplace=EVERYWHERE),
    )
    time_to_cure: Span = dated(
        "time to put a breach right after the notice",
        since("2019-08-16", days(7), AGREEMENT, marketplace=EVERYWHERE),
    )
    # Reading: the money may be asked for on the last day of that time; "after 90 days" may also mean the day after it.
    # The text of the day of asking applies, whenever the account was locked; no text says so.
    time_held: Span = dated(
        "time for which the money of a locked account is held",
        originally(days(90), LOCKED, but=LOCKED.says(days(91)), marketplace=EVERYWHERE),
        since("2024-10-25", days(60), ELIGIBLE, but=COMING_BACK.says(days(90))),
    )
    keeps_grave: bool = dated(
        "money may be kept for good after fraud, counterfeits or repeated violations",
        originally(False, LOCKED, marketplace=EVERYWHERE),
        since("2024-10-25", True, ELIGIBLE),
    )
    asks_for_approval: bool = dated(
        "a second account in a region needs Amazon's approval, not merely a business need",
        originally(True, OLD_ACCOUNTS, marketplace=EVERYWHERE),
        since("2021-12-20", False, CONDUCT, after="2015-12-31", marketplace=EVERYWHERE),
    )
    forbids_same_products: bool = dated(
        "two accounts of a seller may not sell the same products",
        originally(True, OLD_ACCOUNTS, marketplace=EVERYWHERE),
        since("2021-12-20", False, CONDUCT, after="2015-12-31", marketplace=EVERYWHERE),
    )
    # What the texts call common limits; Amazon publishes no table of them.
    infringements: Limit = dated(
        "numbers of infringements for which an account may be locked, whatever its rating",
        since("2022-12-31", at_least(5), REPEATED, after="2021-12-31", marketplace=EVERYWHERE),
    )
    restricted_products: Limit = dated(
        "numbers of restricted products for which an account may be locked, whatever its rating",
        since("2022-12-31", at_least(2), REPEATED, after="2021-12-31", marketplace=EVERYWHERE),
    )
    time_of_repetition: Span = dated(
        "time in which violations of one rule are counted together",
        since("2022-12-31", days(180), REPEATED, after="2021-12-31", marketplace=EVERYWHERE),
    )
    zeroes: bool = dated(
        "so many violations set the rating to zero, and leave some days before the account is locked",
        originally(False, REPEATED, marketplace=EVERYWHERE),
        since("2024-10-31", True, ZEROED, marketplace=EVERYWHERE),
    )
    grace: Span = dated("those days", since("2024-10-31", days(3), ZEROED, marketplace=EVERYWHERE))
    time_at_risk: Span = dated(
        "time to address violations while the rating is at risk",
        since("2023-12-31", days(7), SEVEN_DAYS, marketplace=EVERYWHERE),
    )
    time_unhealthy: Span = dated(
        "time to address violations while the rating is unhealthy", since("2025-12-31", hours(72), THREE_DAYS)
    )
    time_to_review: Span = dated(
        "time in which Amazon should end a review of deliveries",
        originally(days(30), REVIEWED, marketplace=EUROPE),
    )
    restricts_messages: bool = dated(
        "a breach of the rules for messages may limit messages, or selling",
        since("2020-11-06", True, MESSAGES, marketplace=EVERYWHERE),
    )
    shortest_block: Span = dated(
        "shortest time for which messages were blocked, as tools report",
        since("2020-11-06", days(5), BLOCKED, marketplace=EVERYWHERE),
    )
    longest_block: Span = dated(
        "longest time for which messages were blocked, as tools report",
        since("2020-11-06", days(30), BLOCKED, marketplace=EVERYWHERE),
    )


class Health(Enum):
    """How Amazon rates an account."""

    HEALTHY = "healthy"
    AT_RISK = "at_risk"
    UNHEALTHY = "unhealthy"


class Weight(Enum):
    """Whether a violation still weighs on the rating."""

    WEIGHS = "weighs"
    ADDRESSED = "addressed"
    LAPSED = "lapsed"


class Sanction(Enum):
    """What may follow from a violation."""

    RESTRICTED_MESSAGES = "restricted_messages"
    DISCIPLINE = "discipline"
    LOWER_RATING = "lower_rating"


class Repetition(Enum):
    """Whether violations of one rule are so many that they may cost the account, whatever its rating."""

    MAY_COST_THE_ACCOUNT = "may_cost_the_account"
    BELOW_THE_LIMIT = "below_the_limit"
    NO_LIMIT_KNOWN = "no_limit_known"


class Assurance(Enum):
    """Whether Amazon calls before it locks an account."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"


class TargetMetric(Enum):
    """A rate for which Amazon sets a target."""

    ORDER_DEFECT_RATE = "order_defect_rate"
    LATE_SHIPMENT_RATE = "late_shipment_rate"
    CANCELLATION_RATE = "cancellation_rate"
    VALID_TRACKING_RATE = "valid_tracking_rate"
    ON_TIME_DELIVERY_RATE = "on_time_delivery_rate"


class Consequence(Enum):
    """What a rate brings on the account."""

    NOTHING = "nothing"
    WARNING = "warning"
    OFFERS_MAY_BE_SUSPENDED = "offers_may_be_suspended"
    ACCOUNT_MAY_BE_DEACTIVATED = "account_may_be_deactivated"


class Response(Enum):
    """What a notice asks of the seller."""

    NOTHING = "nothing"
    QUIZ = "quiz"
    APPEAL = "appeal"
    CURE = "cure"


class AdvanceNotice(Enum):
    """Whether Amazon gave the notice that the agreement promises before it locks an account."""

    NOT_NEEDED = "not_needed"
    GIVEN = "given"
    SHORTER_ALLOWED = "shorter_allowed"
    TOO_SHORT = "too_short"
    CURED = "cured"


class Funds(Enum):
    """What becomes of the money of a locked account."""

    HELD = "held"
    MAY_BE_ASKED_FOR = "may_be_asked_for"
    MAY_BE_KEPT = "may_be_kept"
    RESERVED = "reserved"


class Relation(Enum):
    """What another account means for the seller's own."""

    NOT_LINKED = "not_linked"
    ALLOWED = "allowed"
    NOT_ALLOWED = "not_allowed"
    MAY_BE_DEACTIVATED = "may_be_deactivated"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class AgedViolation(Fact):
    """A violation on one day.

    Args:
        day: the day asked about.
        recorded_on: the day it was recorded.
        addressed_on: the day it was settled; ``NEVER`` if it is open.
        marketplace: the shop.
    """

    day: date
    recorded_on: date
    addressed_on: date | None = None
    marketplace: Marketplace = Marketplace.US

    sequence: ClassVar = (Follows("day", "recorded_on"),)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class AssuranceRecord(Fact):
    """What assurance looks at.

    Args:
        day: the day asked about.
        days_below: on how many of the last days the rating was too low; unknown while days without a rating matter.
        has_professional_plan: the account is on the professional plan.
        has_emergency_phone: a valid telephone number for emergencies is on record.
        marketplace: the shop.
    """

    day: date
    days_below: Number | None
    has_professional_plan: bool | None = None
    has_emergency_phone: bool | None = None
    marketplace: Marketplace = Marketplace.US


@frozen(kw_only=True, weakref_slot=False, repr=False)
class TargetStanding(Fact):
    """Where one rate stands against its target.

    Args:
        day: the day asked about.
        metric: which rate.
        standing: where it stands, as the rate's own policy says. ``AT_RISK``: beyond what the target allows.
        faulty: how many orders are at fault.
        was_warned: Amazon has warned of this before, and the rate has been beyond the target since.
        marketplace: the shop.
    """

    day: date
    metric: TargetMetric
    standing: Standing | None
    faulty: Number | None = None
    was_warned: bool | None = None
    marketplace: Marketplace = Marketplace.US


@frozen(kw_only=True, weakref_slot=False, repr=False)
class HeldFunds(Fact):
    """The money of a locked account on one day.

    Args:
        day: the day asked about.
        deactivated_on: the day the account was locked.
        is_grave: Amazon speaks of fraud, counterfeit goods or repeated violations.
        reinstated_on: the day the account could sell again; ``NEVER`` if it cannot.
        marketplace: the shop.
    """

    day: date
    deactivated_on: date
    is_grave: bool | None = None
    reinstated_on: date | None = None
    marketplace: Marketplace = Marketplace.US

    sequence: ClassVar = (Follows("day", "deactivated_on"),)


shown, violation, aged, record = (
    symbols(HealthRating),
    symbols(Violation),
    symbols(AgedViolation),
    symbols(AssuranceRecord),
)
target, notice, locked, held = symbols(TargetStanding), symbols(Notice), symbols(Deactivation), symbols(HeldFunds)
other, terms = symbols(RelatedAccount), symbols(Terms)

is_healthy = Condition(f"a rating of {shown.points} is {terms.healthy}", terms.healthy.admits(shown.points))
is_rated_at_risk = Condition(f"a rating of {shown.points} is {terms.at_risk}", terms.at_risk.admits(shown.points))

HEALTH = DecisionTable(
    "how healthy is the account",
    case=HealthRating,
    terms=Terms,
    day=shown.shown_on,
    reference=HEALTH_PAGE,
    answers=("002-8",),
    notes=(
        Note(
            "Only violations of policies count here; the order defect rate and its like are judged apart.",
            HEALTH_PAGE,
            (Health.AT_RISK, Health.UNHEALTHY),
        ),
        Note(
            "Points come back when a violation is addressed; to delete the listing does not help.",
            HEALTH_ANSWERS,
            (Health.AT_RISK, Health.UNHEALTHY),
        ),
    ),
    rules=(
        Rule(is_healthy, then=Health.HEALTHY),
        Rule(~is_healthy & is_rated_at_risk, then=Health.AT_RISK),
        Rule(~is_healthy & ~is_rated_at_risk, then=Health.UNHEALTHY),
    ),
)

is_recent = Condition(
    f"from {aged.recorded_on} to {aged.day} is {terms.weighs}", terms.weighs.admits(elapsed(aged.recorded_on, aged.day))
)
is_addressed = Condition(
    f"by {aged.day} it was addressed (on: {aged.addressed_on})", known(aged.addressed_on) <= aged.day, HEALTH_ANSWERS
)

WEIGHT = DecisionTable(
    "does the violation still weigh on the rating",
    case=AgedViolation,
    terms=Terms,
    day=aged.day,
    reference=HEALTH_ANSWERS,
    answers=("000-10",),
    notes=(
        Note(
            "Amazon publishes no figure for it; each repetition of a breach costs more than the one before.",
            HEALTH_ANSWERS,
            (Weight.WEIGHS,),
        ),
    ),
    rules=(
        Rule(~is_recent, then=Weight.LAPSED),
        Rule(is_addressed, then=Weight.ADDRESSED),
        Rule(is_recent & ~is_addressed, then=Weight.WEIGHS),
    ),
)

is_about_messages = Condition(
    "it broke the rules for messages", violation.kind == ViolationKind.COMMUNICATION, MESSAGES
)
restricts_messages = Condition(terms.restricts_messages)
is_about_defects = Condition(
    "a defective product was sold", violation.kind == ViolationKind.DEFECTIVE_PRODUCT, DEFECTS_ARTICLE
)
is_repeated = Condition("the same rule was broken before", violation.is_repeated, DEFECTS_ARTICLE)

limits_messages = is_about_messages & restricts_messages
disciplines = is_about_defects & is_repeated

SANCTION = DecisionTable(
    "what may follow from the violation",
    case=Violation,
    terms=Terms,
    day=violation.recorded_on,
    reference=HEALTH_ANSWERS,
    answers=("000-10", "004-12"),
    notes=(
        Note(
            "Messages may be limited to Amazon's templates, or the account may stop selling.",
            MESSAGES,
            (Sanction.RESTRICTED_MESSAGES,),
        ),
        Note(
            "One article also speaks of fines; no text of Amazon's names any.",
            SERVICE_ARTICLE,
            (Sanction.RESTRICTED_MESSAGES,),
        ),
        Note(
            f"Tools report that messages were blocked for {terms.shortest_block} to {terms.longest_block}.",
            BLOCKED,
            (Sanction.RESTRICTED_MESSAGES,),
        ),
        Note(
            "Who sells defective products again and again ranks lower and may be disciplined; no figure is known.",
            DEFECTS_ARTICLE,
            (Sanction.DISCIPLINE,),
        ),
    ),
    rules=(
        Rule(limits_messages, then=Sanction.RESTRICTED_MESSAGES),
        Rule(disciplines, then=Sanction.DISCIPLINE),
        Rule(~limits_messages & ~disciplines, then=Sanction.LOWER_RATING),
    ),
)

is_infringement = Condition("it infringed others' rights", violation.kind == ViolationKind.INFRINGEMENT, REPEATED)
is_restricted = Condition("a restricted product was sold", violation.kind == ViolationKind.RESTRICTED_PRODUCT, REPEATED)
are_many_infringements = Condition(
    f"{violation.number} infringements are {terms.infringements}",
    terms.infringements.admits(known(violation.number)),
)
are_many_restricted = Condition(
    f"{violation.number} restricted products are {terms.restricted_products}",
    terms.restricted_products.admits(known(violation.number)),
)
zeroes = Condition(terms.zeroes)

is_too_often = (is_infringement & are_many_infringements) | (is_restricted & are_many_restricted)

REPETITION = DecisionTable(
    "do violations of one rule cost the account",
    case=Violation,
    terms=Terms,
    day=violation.recorded_on,
    reference=REPEATED,
    answers=("000-10",),
    notes=(
        Note("The limits are called common ones; Amazon publishes no table of them.", REPEATED, tuple(Repetition)),
        Note(
            f"Violations of one rule are counted together for {terms.time_of_repetition}.",
            REPEATED,
            (Repetition.MAY_COST_THE_ACCOUNT, Repetition.BELOW_THE_LIMIT),
        ),
        Note(
            f"The rating falls to zero at the limit, and about {terms.grace} are left.",
            ZEROED,
            (Repetition.MAY_COST_THE_ACCOUNT,),
        ),
    ),
    rules=(
        Rule(~is_infringement & ~is_restricted, then=Repetition.NO_LIMIT_KNOWN),
        Rule(is_infringement & are_many_infringements, then=Repetition.MAY_COST_THE_ACCOUNT),
        Rule(is_infringement & ~are_many_infringements, then=Repetition.BELOW_THE_LIMIT),
        Rule(is_restricted & are_many_restricted, then=Repetition.MAY_COST_THE_ACCOUNT),
        Rule(is_restricted & ~are_many_restricted, then=Repetition.BELOW_THE_LIMIT),
    ),
)

is_steady = Condition(
    f"{record.days_below} days with too low a rating are {terms.days_excused}",
    terms.days_excused.admits(record.days_below),
)
is_professional = Condition("the account is on the professional plan", record.has_professional_plan, ASSURANCE_POST)
has_phone = Condition("a valid emergency number is on record", record.has_emergency_phone, ASSURANCE_POST)

ASSURANCE = DecisionTable(
    "does Amazon call before it locks the account",
    case=AssuranceRecord,
    terms=Terms,
    day=record.day,
    reference=ASSURANCE_POST,
    answers=("002-2",),
    notes=(
        Note(
            f"Who is reached within {terms.time_to_reach} and works with Amazon is not deactivated, fraud and harm"
            " apart.",
            ASSURANCE_POST,
            (Assurance.ELIGIBLE,),
        ),
    ),
    rules=(
        Rule(is_steady & is_professional & has_phone, then=Assurance.ELIGIBLE),
        Rule(~is_steady | ~is_professional | ~has_phone, then=Assurance.NOT_ELIGIBLE),
    ),
)

is_beyond = Condition("the rate is beyond its target", known(target.standing) == Standing.AT_RISK, DEFECT_RATE)
is_of_offers = Condition(
    "the rate costs single offers, not the account",
    one_of(target.metric, TargetMetric.VALID_TRACKING_RATE, TargetMetric.ON_TIME_DELIVERY_RATE),
    TRACKING_PAGE,
)
was_warned = Condition("Amazon warned of it before, and it went on", target.was_warned, DEFECT_RATE)
is_small = Condition(
    f"{target.faulty} orders at fault are too few for a deactivation: {terms.spared}",
    terms.spared.admits(known(target.faulty)),
)

CONSEQUENCE = DecisionTable(
    "what follows from the rate",
    case=TargetStanding,
    terms=Terms,
    day=target.day,
    reference=DEFECT_RATE,
    answers=("002-2", "002-3", "002-5", "002-6", "004-7"),
    notes=(
        Note("A warning by itself asks for no plan of action.", WARNING_ARTICLE, (Consequence.WARNING,)),
        Note(
            "Some sellers are given a quiz; who passes it is spared plan and deactivation.",
            QUIZ,
            (Consequence.WARNING,),
        ),
        Note(
            "Amazon weighs the number of orders before it acts; it names no minimum.",
            VOLUME,
            (Consequence.WARNING, Consequence.ACCOUNT_MAY_BE_DEACTIVATED),
        ),
        Note(
            "One article also speaks of fines; no text of Amazon's names any.",
            SERVICE_ARTICLE,
            (Consequence.ACCOUNT_MAY_BE_DEACTIVATED,),
        ),
    ),
    rules=(
        Rule(~is_beyond, then=Consequence.NOTHING),
        Rule(is_of_offers, then=Consequence.OFFERS_MAY_BE_SUSPENDED),
        Rule(~was_warned | is_small, then=Consequence.WARNING),
        Rule(is_beyond & ~is_of_offers & was_warned & ~is_small, then=Consequence.ACCOUNT_MAY_BE_DEACTIVATED),
    ),
)

asks_for_appeal = Condition("the notice asks for an appeal", notice.asks_for_appeal, MODERATOR)
asks_for_quiz = Condition("the notice asks for a quiz or an acknowledgement", notice.asks_for_quiz, QUIZ)
asks_for_cure = Condition("the notice asks to put a breach right", notice.kind == NoticeKind.CURE, AGREEMENT)
is_review = Condition("Amazon looks at the account's deliveries", notice.kind == NoticeKind.REVIEW, REVIEWED)
ends_agreement = Condition(
    "Amazon ends the agreement for no fault of the seller", notice.kind == NoticeKind.TERMINATION, AGREEMENT
)

RESPONSE = DecisionTable(
    "what does the notice ask for",
    case=Notice,
    terms=Terms,
    day=notice.received_on,
    reference=MODERATOR,
    answers=("002-5",),
    notes=(Note("A warning by itself asks for no plan of action.", WARNING_ARTICLE, (Response.NOTHING,)),),
    rules=(
        Rule(asks_for_appeal, then=Response.APPEAL),
        Rule(asks_for_quiz, then=Response.QUIZ),
        Rule(asks_for_cure, then=Response.CURE),
        Rule(~asks_for_appeal & ~asks_for_quiz & ~asks_for_cure, then=Response.NOTHING),
    ),
)

is_at_once = Condition(
    "deception or harm ends the agreement at once", one_of(locked.ground, Ground.DECEPTION, Ground.HARM), AGREEMENT
)
is_for_convenience = Condition(
    "Amazon ends the agreement for no fault of the seller", known(locked.ground) == Ground.CONVENIENCE, AGREEMENT
)
had_notice = Condition(
    f"from the notice (on: {locked.notified_on}) to {locked.deactivated_on} are {terms.notice} or more",
    known(locked.notified_on) + terms.notice <= locked.deactivated_on,
)
was_told = Condition(f"there was a notice (on: {locked.notified_on})", known(locked.notified_on) < NEVER, AGREEMENT)
was_cured = Condition(
    f"the breach was put right (on: {locked.cured_on}) within {terms.time_to_cure} of the notice",
    known(locked.cured_on) <= known(locked.notified_on) + terms.time_to_cure,
)
had_time = Condition(
    f"from the notice (on: {locked.notified_on}) to {locked.deactivated_on} are more than {terms.time_to_cure}",
    known(locked.notified_on) + terms.time_to_cure < locked.deactivated_on,
)
exposes_amazon = Condition("the breach exposes Amazon to liability", locked.exposes_amazon, AGREEMENT)

ADVANCE_NOTICE = DecisionTable(
    "was there notice enough",
    case=Deactivation,
    terms=Terms,
    day=locked.deactivated_on,
    reference=AGREEMENT,
    answers=("002-2",),
    rules=(
        Rule(is_at_once, then=AdvanceNotice.NOT_NEEDED),
        Rule(is_for_convenience & had_notice, then=AdvanceNotice.GIVEN),
        Rule(is_for_convenience & ~had_notice, then=AdvanceNotice.TOO_SHORT),
        Rule(was_told & was_cured, then=AdvanceNotice.CURED),
        Rule(had_time, then=AdvanceNotice.GIVEN),
        Rule(exposes_amazon, then=AdvanceNotice.SHORTER_ALLOWED),
        Rule(~had_time & ~exposes_amazon, then=AdvanceNotice.TOO_SHORT),
    ),
)

is_reinstated = Condition(
    f"by {held.day} the account could sell again (on: {held.reinstated_on})",
    known(held.reinstated_on) <= held.day,
    COMING_BACK,
)
is_over = Condition(
    f"from {held.deactivated_on} to {held.day} are {terms.time_held} or more",
    held.deactivated_on + terms.time_held <= held.day,
)
is_grave = Condition("Amazon speaks of fraud, counterfeits or repeated violations", held.is_grave, ELIGIBLE)
keeps_grave = Condition(terms.keeps_grave)

FUNDS = DecisionTable(
    "what becomes of the money",
    case=HeldFunds,
    terms=Terms,
    day=held.day,
    reference=LOCKED,
    answers=("003-1", "003-7"),
    notes=(
        Note("The listings of a locked account are cancelled.", COMING_BACK, (Funds.HELD,)),
        Note("Claims and chargebacks are paid out of the money first; it may be held longer.", LOCKED, (Funds.HELD,)),
        Note("To ask is a right; no text promises that the money comes.", ELIGIBLE, (Funds.MAY_BE_ASKED_FOR,)),
        Note(
            "After a reinstatement Amazon watches the account and holds money for a time; no figure is known.",
            COMING_BACK,
            (Funds.RESERVED,),
        ),
    ),
    rules=(
        Rule(is_reinstated, then=Funds.RESERVED),
        Rule(~is_over, then=Funds.HELD),
        Rule(is_grave & keeps_grave, then=Funds.MAY_BE_KEPT),
        Rule(~is_reinstated & is_over & ~(is_grave & keeps_grave), then=Funds.MAY_BE_ASKED_FOR),
    ),
)

shares_name = Condition("both accounts have the same name", other.shares_name, COMING_BACK)
shares_address = Condition("both accounts have the same postal address", other.shares_address, COMING_BACK)
shares_email = Condition("both accounts have the same e-mail address", other.shares_email, COMING_BACK)
is_in_good_standing = Condition("the other account is in good standing", other.is_in_good_standing, RELATED_GUIDE)
is_in_same_region = Condition("both accounts sell in the same region", other.is_in_same_region, CONDUCT)
asks_for_approval = Condition(terms.asks_for_approval)
is_approved = Condition("Amazon approved the other account", other.is_approved, OLD_ACCOUNTS)
is_needed = Condition("there is a business need for the other account", other.is_needed, CONDUCT)

forbids_same_products = Condition(terms.forbids_same_products)
sells_same_products = Condition("both accounts sell the same products", other.sells_same_products, OLD_ACCOUNTS)

is_linked = shares_name | shares_address | shares_email
is_permitted = ((asks_for_approval & is_approved) | (~asks_for_approval & is_needed)) & ~(
    forbids_same_products & sells_same_products
)

RELATION = DecisionTable(
    "what does the other account mean",
    case=RelatedAccount,
    terms=Terms,
    day=other.day,
    reference=RELATED_GUIDE,
    answers=("003-4",),
    notes=(
        Note(
            "The other account is to be reinstated first; then appeal for this one.",
            RELATED_GUIDE,
            (Relation.MAY_BE_DEACTIVATED,),
        ),
        Note(
            "A closure is called permanent, and yet sellers have been reinstated.",
            COMING_BACK,
            (Relation.MAY_BE_DEACTIVATED,),
        ),
    ),
    rules=(
        Rule(~is_linked, then=Relation.NOT_LINKED),
        Rule(~is_in_good_standing, then=Relation.MAY_BE_DEACTIVATED),
        Rule(~is_in_same_region | is_permitted, then=Relation.ALLOWED),
        Rule(is_linked & is_in_good_standing & is_in_same_region & ~is_permitted, then=Relation.NOT_ALLOWED),
    ),
)
TABLES = (HEALTH, WEIGHT, SANCTION, REPETITION, ASSURANCE, CONSEQUENCE, RESPONSE, ADVANCE_NOTICE, FUNDS, RELATION)

CLOCKS = (
    clock(
        "address the violations",
        when=~is_healthy & is_rated_at_risk,
        counted_from=shown.fell_at,
        within=terms.time_at_risk,
        while_unknown=shown.shown_on,
        answers=("002-2",),
    ),
    clock(
        "address the violations before Amazon acts",
        when=~is_healthy & ~is_rated_at_risk,
        counted_from=shown.fell_at,
        within=terms.time_unhealthy,
        while_unknown=shown.shown_on,
        answers=("002-2",),
    ),
    clock(
        "address the violations before the account is locked",
        when=is_too_often & zeroes,
        counted_from=violation.recorded_on,
        within=terms.grace,
        while_unknown=violation.recorded_on,
        answers=("000-10",),
    ),
    clock(
        "Amazon's review of deliveries should be over",
        when=is_review,
        counted_from=notice.received_on,
        within=terms.time_to_review,
        while_unknown=notice.received_on,
        is_duty=False,
        is_sellers=False,
        answers=("003-1",),
    ),
    clock(
        "put the breach right",
        when=asks_for_cure,
        counted_from=notice.received_on,
        within=terms.time_to_cure,
        while_unknown=notice.received_on,
        answers=("002-2",),
    ),
    clock(
        "the agreement ends",
        when=ends_agreement,
        counted_from=notice.received_on,
        within=terms.notice,
        while_unknown=notice.received_on,
        is_duty=False,
        is_sellers=False,
        answers=("002-2",),
    ),
)


def health(rating: HealthRating, *, on: date | None = None, terms: Terms | None = None) -> Decision[Health]:
    """Say how healthy an account is by its rating.

    Args:
        rating: the account health rating that Amazon shows.
        on: judge by the text of this day instead of that of the day on which it was shown.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: ratings in figures were not known in that marketplace on that day.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> rating = sp.HealthRating(shown_on=date(2024, 3, 5), points=199)
        >>> sp.account_status.health(rating).outcome
        <Health.AT_RISK: 'at_risk'>
    """
    return HEALTH.decide(rating, terms, on=on)


def expected_rating(
    *,
    fulfilled: int,
    points_lost: int,
    on: date,
    marketplace: Marketplace = Marketplace.US,
    terms: Terms | None = None,
) -> HealthRating:
    """Work out the account health rating as far as Amazon tells how: the start, and points for orders, less losses.

    Args:
        fulfilled: orders fulfilled in the last 180 days; only full batches earn points.
        points_lost: what the violations cost. Amazon publishes no figures: the account health page shows them.
        on: the day of the rating, whose text applies.
        marketplace: the shop.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: a number is negative or no whole number.
        NoPolicyText: ratings in figures were not known there on that day.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> sp.account_status.expected_rating(fulfilled=1_000, points_lost=30, on=date(2024, 3, 5)).points
        190
    """
    for name, number in (("fulfilled", fulfilled), ("points_lost", points_lost)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise BadFact(name, number, "a whole number, at least 0")
    own = Terms.given_or_on(terms, on, marketplace)
    _require_text(own, "start", on)
    points = own.start + own.points_for_orders * (fulfilled // own.orders_for_points) - points_lost
    return HealthRating(shown_on=on, points=max(own.lowest, min(points, own.highest)), marketplace=own.marketplace)


def weight(violation: Violation, *, on: date, terms: Terms | None = None) -> Decision[Weight]:
    """Say whether a violation still weighs on the account health rating on a day.

    Args:
        violation: the breach.
        on: the day asked about, whose text applies; a day before the breach was recorded raises ``BadFact``.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: ratings in figures were not known in that marketplace on that day.
    """
    one("violation", violation, Violation)
    _require_not_before(violation.recorded_on, on, "the violation was recorded")
    case = AgedViolation(
        day=on,
        recorded_on=violation.recorded_on,
        addressed_on=violation.addressed_on,
        marketplace=violation.marketplace,
    )
    return WEIGHT.decide(case, terms)


def sanction(violation: Violation, *, on: date | None = None, terms: Terms | None = None) -> Decision[Sanction]:
    """Say what may follow from a violation, apart from what it costs in points.

    Args:
        violation: the breach.
        on: judge by the text of this day instead of that of the day on which it was recorded.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text is known of what a breach of the rules for messages brought on that day.
    """
    return SANCTION.decide(violation, terms, on=on)


def repetition(violation: Violation, *, on: date | None = None, terms: Terms | None = None) -> Decision[Repetition]:
    """Say whether violations of one rule are so many that they may cost the account, whatever its rating.

    Args:
        violation: the latest breach, with its number among those of the same rule that are counted together.
        on: judge by the text of this day instead of that of the day on which it was recorded.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no limit was known on that day.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> violation = sp.Violation(kind="restricted_product", recorded_on=date(2024, 3, 5), number=2)
        >>> sp.account_status.repetition(violation).outcome
        <Repetition.MAY_COST_THE_ACCOUNT: 'may_cost_the_account'>
    """
    return REPETITION.decide(violation, terms, on=on)


def assurance(
    ratings: Iterable[HealthRating],
    *,
    on: date,
    has_professional_plan: bool | None,
    has_emergency_phone: bool | None,
    terms: Terms | None = None,
) -> Decision[Assurance]:
    """Say whether Amazon calls the seller before it locks the account (account health assurance).

    The rating must have been high enough on all days of the last calendar months but a few. Days that are not listed
    are unknown: where they matter, ``days_below`` is needed.

    Args:
        ratings: the ratings of one marketplace, one for each day.
        on: the last of those days, whose text applies.
        has_professional_plan: the account is on the professional plan.
        has_emergency_phone: a valid telephone number for emergencies is on record.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: a day has two ratings, or the ratings are of several marketplaces.
        NoPolicyText: assurance was not known there on that day.

    Example:
        >>> from datetime import date, timedelta
        >>> import sellerpolicy as sp
        >>> ratings = [
        ...     sp.HealthRating(shown_on=date(2024, 1, 1) + timedelta(days=number), points=260) for number in range(182)
        ... ]
        >>> sp.account_status.assurance(
        ...     ratings, on=date(2024, 6, 30), has_professional_plan=True, has_emergency_phone=True
        ... ).outcome
        <Assurance.ELIGIBLE: 'eligible'>
    """
    shown = several("ratings", ratings, HealthRating)
    marketplace = one_marketplace(shown, "ratings")
    each_once("HealthRating.shown_on", (rating.shown_on for rating in shown), "day")
    own = Terms.given_or_on(terms, on, marketplace)
    _require_text(own, "assured", on)
    window = _months_ending(on, own.months_assured)
    within = [rating for rating in shown if rating.shown_on in window]
    days_below = sum(not own.assured.admits(rating.points) for rating in within)
    fewest = AssuranceRecord(
        day=on,
        days_below=days_below,
        has_professional_plan=has_professional_plan,
        has_emergency_phone=has_emergency_phone,
        marketplace=marketplace,
    )
    missing = window.days - len(within)
    if not missing:
        return ASSURANCE.decide(fewest, terms)
    count = Count(fewest, evolve(fewest, days_below=days_below + missing), evolve(fewest, days_below=None))
    return decide_count(ASSURANCE, count, (), on=on, terms=own)


def _months_ending(last: date, months: int) -> Window:
    """So many calendar months that end with a day."""
    from dateutil.relativedelta import relativedelta

    return Window(first=last + timedelta(days=1) - relativedelta(months=months), last=last)


def consequence(
    standing: TargetStanding, *, on: date | None = None, terms: Terms | None = None
) -> Decision[Consequence]:
    """Say what a rate brings on the account: nothing, a warning, or worse if it goes on after the warning.

    Args:
        standing: where the rate stands, as its own policy says.
        on: judge by the text of this day instead.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> standing = sp.account_status.TargetStanding(
        ...     day=date(2024, 3, 5), metric="order_defect_rate", standing="at_risk", was_warned=False
        ... )
        >>> sp.account_status.consequence(standing).outcome
        <Consequence.WARNING: 'warning'>
    """
    return CONSEQUENCE.decide(standing, terms, on=on)


def response(notice: Notice, *, on: date | None = None, terms: Terms | None = None) -> Decision[Response]:
    """Say what a notice asks of the seller. What it does not ask for need not be sent.

    Args:
        notice: what Amazon told the seller.
        on: judge by the text of this day instead of that of the day on which it came.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> notice = sp.Notice(
        ...     kind="warning", received_on=date(2024, 3, 5), asks_for_appeal=False, asks_for_quiz=False
        ... )
        >>> sp.account_status.response(notice).outcome
        <Response.NOTHING: 'nothing'>
    """
    return RESPONSE.decide(notice, terms, on=on)


def deadlines(
    event: Notice | HealthRating | Violation, *, on: date | None = None, terms: Terms | None = None
) -> tuple[Deadline, ...]:
    """Say by when the seller must do what a notice asks for, or act on a rating or a violation.

    Clocks in days give a calendar day, the last one included, clocks in hours an instant. The time for an appeal or a
    quiz is the notice's own: 72 hours, 7 and 17 days have been seen, and no text settles it. The times to act on
    ratings and violations rest on guides.

    Args:
        event: the notice, rating or violation.
        on: judge by the text of this day instead of that of the day of the event.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: a clock runs of which no text is known for that day or marketplace.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> fell_at = datetime(2024, 3, 5, 18, tzinfo=UTC)
        >>> rating = sp.HealthRating(shown_on=date(2024, 3, 6), points=150, fell_at=fell_at)
        >>> [(each.what, str(each.by)) for each in sp.account_status.deadlines(rating)]
        [('address the violations', '2024-03-12')]
    """
    one("event", event, Notice, HealthRating, Violation)
    running = [ticking for ticking in CLOCKS if isinstance(event, ticking.case)]
    clocks = partial(due, running, event, on=on, terms=terms)
    if not isinstance(event, Notice):
        return clocks()
    asked = RESPONSE.decide(event, terms, on=on)
    return gathered((partial(_answer, event, asked), clocks))


def _answer(notice: Notice, asked: Decision[Response]) -> Iterator[Deadline]:
    is_asked = asked.outcome in {None, Response.APPEAL, Response.QUIZ}
    if is_asked and notice.answer_by != NEVER and notice.answered_on in {None, NEVER}:
        open_facts = [name for name in ("answer_by", "answered_on") if getattr(notice, name) is None]
        yield Deadline(
            "answer the notice",
            notice.answer_by,
            notice.received_on,
            (*asked.needs, *open_facts),
            references=asked.references,
        )


def advance_notice(
    deactivation: Deactivation, *, on: date | None = None, terms: Terms | None = None
) -> Decision[AdvanceNotice]:
    """Say whether Amazon gave the notice that the agreement promises (calendar days).

    For no fault of the seller it takes a notice in advance. For a breach it takes a notice first, and a time to put the
    breach right, which ends with its last day. For deception and harm it takes none.

    Args:
        deactivation: how the account was locked.
        on: judge by the text of this day instead of that of the day on which it was locked.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: the agreement's text is not known for that day.
    """
    return ADVANCE_NOTICE.decide(deactivation, terms, on=on)


def funds(deactivation: Deactivation, *, on: date, terms: Terms | None = None) -> Decision[Funds]:
    """Say what becomes of the money of a locked account.

    Args:
        deactivation: how the account was locked.
        on: the day asked about, whose text applies; a day before the account was locked raises ``BadFact``.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> locked = sp.Deactivation(deactivated_on=date(2023, 3, 1), reinstated_on=sp.NEVER)
        >>> sp.account_status.funds(locked, on=date(2023, 5, 29)).outcome
        <Funds.HELD: 'held'>
    """
    one("deactivation", deactivation, Deactivation)
    _require_not_before(deactivation.deactivated_on, on, "the account was locked")
    case = HeldFunds(
        day=on,
        deactivated_on=deactivation.deactivated_on,
        is_grave=deactivation.is_grave,
        reinstated_on=deactivation.reinstated_on,
        marketplace=deactivation.marketplace,
    )
    return FUNDS.decide(case, terms)


def first_day_to_ask(deactivation: Deactivation, *, terms: Terms | None = None) -> date:
    """Say from which day on the money of a locked account may be asked for.

    The text of that day itself applies: money that was held under an older text may be asked for as soon as a newer
    one allows it. Money that may be kept for good, and that of a reinstated account, are not looked at.

    Args:
        deactivation: how the account was locked.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> str(sp.account_status.first_day_to_ask(sp.Deactivation(deactivated_on=date(2024, 8, 10))))
        '2024-10-25'
    """
    one("deactivation", deactivation, Deactivation)
    locked_on, marketplace = deactivation.deactivated_on, deactivation.marketplace
    texts = [own for _, own in Terms.eras(marketplace)] if terms is None else [Terms.own(terms)]
    latest = max(locked_on + own.time_held for own in texts)
    parts = in_force(Terms, Window(first=locked_on, last=latest), marketplace, terms)
    opened = ((max(part.first, locked_on + own.time_held), part.last) for part, own in parts)
    return next(day for day, last in opened if day <= last)


def relation(account: RelatedAccount, *, on: date | None = None, terms: Terms | None = None) -> Decision[Relation]:
    """Say what another account means for the seller's own: linked or not, allowed or not, and a danger or not.

    Amazon does not publish by what it links accounts; an article names the name, the postal and the e-mail address.

    Args:
        account: what the other account has in common with the seller's own.
        on: judge by the text of this day instead of the day asked about.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> account = sp.RelatedAccount(day=date(2024, 3, 5), shares_name=True, is_in_good_standing=False)
        >>> sp.account_status.relation(account).outcome
        <Relation.MAY_BE_DEACTIVATED: 'may_be_deactivated'>
    """
    return RELATION.decide(account, terms, on=on)


def _require_not_before(happened_on: date, on: date, what: str) -> None:
    """Refuse a day asked about that lies before what is asked about."""
    require_day("on", on)
    if on < happened_on:
        raise BadFact("on", on, f"a day on or after {happened_on}, when {what}")


def _require_text(terms: Terms, name: str, day: date) -> None:
    """Refuse a day on which no text of a term was known."""
    if getattr(terms, name) is None:
        raise Terms.silence(name, day, terms.marketplace)
