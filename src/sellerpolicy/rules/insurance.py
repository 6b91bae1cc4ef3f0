"""Commercial liability insurance: who must have it, by when, and what it must be.

A seller whose sales in one month reach a threshold must be insured, from then on and for good.
Until the end of August 2021 it took three such months in a row in the US; elsewhere other amounts and days hold.
Amazon may also ask for insurance at any time, whatever the sales.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import partial
from itertools import chain
from typing import ClassVar, TypeVar

from attrs import evolve, frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import NEVER, Fact, InsurancePolicy, Marketplace, Money, MonthlySales, usd
from sellerpolicy.facts.fact import Amount, Count, PositiveCount, require_currency
from sellerpolicy.facts.window import require_day
from sellerpolicy.facts.given import each_once, one, one_marketplace, require_truth, several
from sellerpolicy.logic import Condition, Confidence, DatedTerms, Deadline, Decision, DecisionTable, Limit, Note
from sellerpolicy.logic import Rule, Span, above, agreement, announcement, anything, at_least, at_most
from sellerpolicy.logic import clock, dated, days, due, elapsed, forum_post, guide, help_page, known, local, nothing
from sellerpolicy.logic import since, symbols
from sellerpolicy.logic.truth import truth

READ = "2026-11-21"
FORUM = "https://sellercentral.amazon.com/forums/t"
POSTS = "https://sellercentral.amazon.com/seller-forums/discussions/t"
ABOUT = "https://www.aboutamazon.com/news/how-amazon-works"
ANNOUNCED = announcement(
    "Update of the insurance requirement",
    "insurance-2021",
    url="http://wp-ecommerce.org/index-5793.html",
    published="2021-08-10",
    read=READ,
    confidence=Confidence.RELAYED,
)
AGREEMENT = agreement(
    "Business Solutions Agreement, section 9 (since September 2021)",
    "bsa-9-2021",
    url="https://ecom.insure/amazon-preferred-insurance-carriers/",
    read=READ,
)
AGREEMENT_2018 = agreement(
    "Business Solutions Agreement, section 9 (as of 2018)",
    "bsa-9-2018",
    url=f"{FORUM}/insurance-requirements/405523",
    read=READ,
)
OLDEST_AGREEMENT = agreement(
    "Participation agreement, insurance (about 2011 to 2016)",
    "bsa-insurance-oldest",
    url=f"{FORUM}/insurance-requirements-for-fba-pm-accounts/351",
    read=READ,
)
EU_AGREEMENT_2021 = agreement(
    "Business Solutions Agreement for Europe, section 9 (as of February 2021)",
    "bsa-9-eu-2021",
    url="https://www.thompsonandholt.com/post/why-is-amazon-cracking-down-on-liability-insurance",
    published="2021-02-09",
    read=READ,
)
EU_AGREEMENT = agreement(
    "Business Solutions Agreement for Europe, section 9 (since 2024)",
    "bsa-9-eu-2024",
    url="https://leaderteam.ro/en/everything-you-need-to-know-about-amazon-europe-new-insurance-requirements",
    read=READ,
    confidence=Confidence.SECONDARY,
)
EU_GUIDE = guide(
    "Amazon's insurance change in Europe", "insurance-eu-2024", url="https://ourinsuranceworld.com/?p=4505", read=READ
)
EU_LIMITS = guide(
    "Liability insurance for sellers in Europe",
    "insurance-eu-limits",
    url="https://retail-news.de/betriebshaftpflichtversicherung-amazon-seller/",
    read=READ,
)
PRO_SELLERS = announcement(
    "Update of the insurance requirement, an e-mail to Pro sellers",
    "insurance-2021-pro",
    url="https://ecom.insure/amazon-update-insurance-requirement-change/",
    read=READ,
    confidence=Confidence.RELAYED,
)
CANADA_POST = forum_post(
    "Canada: A-to-z Guarantee and commercial liability claims",
    "sellersasksellers-4129",
    url="https://sellersasksellers.com/t/canada-a-to-z-guarantee-to-support-commercial-liability-claims-external/4129",
    read=READ,
)
DEMANDS = forum_post(
    "Commercial liability insurance: the requirements",
    "4d4b6fe5",
    url=f"{POSTS}/4d4b6fe5-f6c1-4c65-bbe8-584326d76408",
    read=READ,
)
DEMANDS_PAGE = help_page(
    "Commercial liability insurance policy requirements",
    "insurance-requirements",
    url="https://bluepaddleinsurance.com/amazon-sellers-insurance/",
    read=READ,
    confidence=Confidence.RELAYED,
)
OLD_DEMANDS_PAGE = help_page(
    "Insurance requirements (as of February 2021)",
    "insurance-requirements-2021",
    url="https://eckey.cn/news/97340.html",
    read=READ,
    confidence=Confidence.RELAYED,
)
DEDUCTIBLES = announcement(
    "Updates to the Commercial Liability Insurance Program Policy",
    "insurance-deductible-2022",
    url=f"{FORUM}/updates-to-the-commercial-liability-insurance-program-policy/1071469",
    published="2022-06-20",
    read=READ,
)
REVERSAL = guide(
    "Amazon suspension risk for the uninsured",
    "insurance-reversal-2022",
    url="https://sostocked.com/amazon-suspension-risk-for-the-uninsured",
    published="2022-08-02",
    read=READ,
)
SIXTY_DAYS = guide(
    "Insurance for Amazon sellers (2021)", "insurance-60-days", url="https://www.koalacommerce.com/blog", read=READ
)
NINETY_DAYS = guide(
    "Amazon's commercial insurance policy interpreted",
    "insurance-90-days",
    url="https://www.amzwizard.net/interpret-amazons-commercial-insurance-policy-and-buy-amazons-insurance/",
    read=READ,
)
ACCELERATOR = announcement(
    "New A-to-z Guarantee better protects Amazon customers and sellers",
    "accelerator-2021",
    url=f"{ABOUT}/new-a-to-z-guarantee-better-protects-amazon-customers-and-sellers",
    published="2021-08-10",
    read=READ,
)
EURO = (Marketplace.DE, Marketplace.FR, Marketplace.IT, Marketplace.ES, Marketplace.NL, Marketplace.BE)
UK, SE, PL = Marketplace.UK, Marketplace.SE, Marketplace.PL
EURO_AND_UK = (*EURO, UK)
NAMED_IN_EUROPE = (*EURO_AND_UK, SE, PL)  # Ireland's shop is in no text
CA, MX, JP = OVERSEAS = (Marketplace.CA, Marketplace.MX, Marketplace.JP)

MONTHS_IN_A_ROW = 3
"""How many months make a row, in every text that asks for more than one."""

Value = TypeVar("Value", Money, int)
Outcome = TypeVar("Outcome", bound=Enum)


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference.

    Most texts bear no day of their own: a value of "2018" stands from the last day of that year on.
    """

    in_one_month: Limit = dated(
        "sales of one month that require insurance",
        since("2011-12-31", nothing, OLDEST_AGREEMENT),
        since("2021-09-01", at_least(usd(10_000)), ANNOUNCED, but=AGREEMENT.says(above(usd(10_000)))),
        since("2018-12-31", nothing, AGREEMENT_2018, marketplace=OVERSEAS),
        since("2024-05-31", above(local(10_000)), CANADA_POST, after="2021-09-01", marketplace=CA),
        # Reading: Mexico keeps the three months of 2021. No text says whether it then came to one, as Canada did.
        since("2021-10-01", nothing, AGREEMENT, but=CANADA_POST.says(above(local(100_000))), marketplace=MX),
        since("2021-02-09", nothing, EU_AGREEMENT_2021, marketplace=EURO_AND_UK),
        since("2024-05-29", above(local(5_000)), EU_GUIDE, marketplace=EURO),
        since("2024-05-29", above(local(4_000)), EU_AGREEMENT, marketplace=UK),
        since("2024-05-29", above(local(50_000)), EU_AGREEMENT, marketplace=SE),
        since("2024-05-29", above(local(22_500)), EU_AGREEMENT, marketplace=PL),
    )
    in_three_months: Limit = dated(
        "sales of each of three consecutive months that require insurance",
        since("2011-12-31", nothing, OLDEST_AGREEMENT),
        since("2016-12-31", above(usd(10_000)), AGREEMENT_2018, after="2011-12-31"),
        since("2021-09-01", nothing, AGREEMENT),
        since("2018-12-31", above(local(10_000)), AGREEMENT_2018, marketplace=CA),
        since("2024-05-31", nothing, CANADA_POST, marketplace=CA),
        since("2018-12-31", above(local(100_000)), AGREEMENT_2018, marketplace=MX),
        since("2018-12-31", above(local(1_000_000)), AGREEMENT_2018, marketplace=JP),
        since("2021-02-09", nothing, EU_AGREEMENT_2021, marketplace=EURO_AND_UK),
        since("2024-05-29", nothing, EU_AGREEMENT, marketplace=(SE, PL)),
    )
    fulfilled_in_three_months: Limit = dated(
        "sales fulfilled by Amazon, of each of three consecutive months, that require insurance",
        since("2011-12-31", above(usd(10_000)), OLDEST_AGREEMENT),
        since("2016-12-31", nothing, AGREEMENT_2018),
        since("2018-12-31", nothing, AGREEMENT_2018, marketplace=OVERSEAS),
        since("2021-02-09", above(local(5_000)), EU_AGREEMENT_2021, marketplace=EURO),
        since("2021-02-09", above(local(4_000)), EU_AGREEMENT_2021, marketplace=UK),
        since("2024-05-29", nothing, EU_GUIDE, marketplace=NAMED_IN_EUROPE),
    )
    # Reading: each shop of Europe counts alone. One guide adds them all up.
    in_europe: Limit = dated(
        "sales of one month in all shops of Europe together that require insurance",
        since("2011-12-31", nothing, OLDEST_AGREEMENT),
        since("2018-12-31", nothing, AGREEMENT_2018, marketplace=OVERSEAS),
        since("2021-02-09", nothing, EU_AGREEMENT_2021, marketplace=EURO_AND_UK),
        since("2024-05-29", nothing, EU_AGREEMENT, but=EU_GUIDE.says(above(local(5_000))), marketplace=EURO),
        since("2024-05-29", nothing, EU_AGREEMENT, but=EU_GUIDE.says(above(local(4_000))), marketplace=UK),
        since("2024-05-29", nothing, EU_AGREEMENT, but=EU_GUIDE.says(above(local(50_000))), marketplace=SE),
        since("2024-05-29", nothing, EU_AGREEMENT, but=EU_GUIDE.says(above(local(22_500))), marketplace=PL),
    )
    # Reading: the agreement makes no difference between the plans. A page and an e-mail speak to Pro sellers.
    binds_individuals: bool = dated(
        "sellers on the individual plan must be insured too",
        since("2011-12-31", True, OLDEST_AGREEMENT),
        since("2021-09-01", True, AGREEMENT, but=PRO_SELLERS.says(False)),
        since("2018-12-31", True, AGREEMENT_2018, marketplace=OVERSEAS),
        since("2021-02-09", True, EU_AGREEMENT_2021, marketplace=EURO_AND_UK),
        since("2024-05-29", True, EU_AGREEMENT, marketplace=(SE, PL)),
    )
    time_to_insure: Span = dated(
        "time to become insured",
        since("2011-12-31", days(30), OLDEST_AGREEMENT),
        since("2018-12-31", days(30), AGREEMENT_2018, marketplace=OVERSEAS),
        since("2021-02-09", days(30), EU_AGREEMENT_2021, marketplace=EURO_AND_UK),
        since("2024-05-29", days(30), EU_AGREEMENT, marketplace=(SE, PL)),
    )
    # Reading: the moderator speaks of exceeding the threshold, the agreement of the month in which that happens.
    starts_when_reached: bool = dated(
        "that time starts on the day on which the sales reached the threshold, not at the month's end",
        since("2011-12-31", True, DEMANDS, but=AGREEMENT.says(False)),
        since("2018-12-31", True, DEMANDS, but=AGREEMENT_2018.says(False), marketplace=OVERSEAS),
        since("2021-02-09", True, DEMANDS, but=EU_AGREEMENT_2021.says(False), marketplace=EURO_AND_UK),
        since("2024-05-29", True, DEMANDS, but=EU_AGREEMENT.says(False), marketplace=(SE, PL)),
    )
    limits: Limit = dated(
        "limits of the insurance, for one occurrence and in aggregate",
        since("2011-12-31", at_least(usd(1_000_000)), DEMANDS),
        since("2024-05-29", at_least(local(500_000)), EU_AGREEMENT, marketplace=EURO),
        since("2024-05-29", at_least(local(400_000)), EU_AGREEMENT, marketplace=UK),
        since("2024-05-29", at_least(local(5_000_000)), EU_AGREEMENT, marketplace=SE),
        since("2024-05-29", at_least(local(2_250_000)), EU_AGREEMENT, marketplace=PL),
    )
    # Reading: an older page let policies be combined; the current one asks for a policy of one of three kinds.
    adds_up: bool = dated(
        "the limits of several policies add up",
        since("2021-02-28", True, OLD_DEMANDS_PAGE),
        since("2021-09-01", True, OLD_DEMANDS_PAGE, but=DEMANDS.says(False)),
    )
    no_deductible: Limit = dated(
        "deductible that counts as none",
        since("2021-09-01", at_most(usd(0)), DEMANDS),
        since("2024-05-29", at_most(local(0)), EU_LIMITS, marketplace=NAMED_IN_EUROPE),
    )
    deductible: Limit = dated(
        "deductible",
        since("2021-09-01", at_most(usd(10_000)), DEMANDS),
        since("2022-06-27", anything, DEDUCTIBLES),
        since("2022-08-02", at_most(usd(10_000)), DEMANDS, after="2022-06-27"),
        since("2024-05-29", at_most(local(10_000)), EU_LIMITS, marketplace=EURO_AND_UK),
    )
    sales_for_deductible: Limit = dated(
        "sales of the last twelve months that allow a deductible",
        since("2011-12-31", anything, OLDEST_AGREEMENT),
        since("2022-06-27", above(usd(1_000_000)), DEDUCTIBLES),
        since("2022-08-02", anything, REVERSAL, after="2022-06-27"),
        since("2018-12-31", anything, AGREEMENT_2018, marketplace=OVERSEAS),
        since("2021-02-09", anything, EU_AGREEMENT_2021, marketplace=EURO_AND_UK),
        since("2024-05-29", anything, EU_AGREEMENT, marketplace=(SE, PL)),
    )
    asks_for_certificate: bool = dated("the certificate must show a deductible", since("2021-09-01", True, DEMANDS))
    asks_to_name_amazon: bool = dated("Amazon must be an additional insured", since("2018-12-31", True, AGREEMENT_2018))
    # Reading: the page accepts claims-made cover for some kinds of product, in a list that no copy shows.
    asks_for_occurrence: bool = dated(
        "the cover must be occurrence-based", since("2021-09-01", True, DEMANDS, but=DEMANDS.says(False))
    )
    asks_to_cover_products: bool = dated(
        "the cover must include products and bodily injury, for all that is sold", since("2021-09-01", True, DEMANDS)
    )
    asks_for_rating: bool = dated("the insurer must be rated A- or better", since("2021-09-01", True, DEMANDS_PAGE))
    asks_for_name: bool = dated("the insured name must be the account's", since("2021-09-01", True, DEMANDS))
    accepts_trade_name: bool = dated(
        "the insured name may be the account's trade name",
        since("2021-09-01", False, DEMANDS_PAGE),
        since("2022-06-27", True, DEDUCTIBLES),
    )
    asks_to_sign: bool = dated("the policy must be complete and signed", since("2021-09-01", True, DEMANDS_PAGE))
    notice: Limit = dated(
        "days of notice before the insurer cancels or changes the cover",
        since("2021-09-01", at_least(30), DEMANDS_PAGE, marketplace=(Marketplace.US, *EURO_AND_UK)),
        since("2024-05-29", at_least(30), DEMANDS_PAGE, marketplace=(SE, PL)),
    )
    # Reading: judged as if the policy were submitted on the day asked about. No text of Amazon's own sets a minimum.
    time_left: Limit = dated(
        "time for which the policy must still run",
        since(
            "2021-09-01",
            anything,
            DEMANDS,
            but=(SIXTY_DAYS.says(at_least(days(60))), NINETY_DAYS.says(above(days(90)))),
        ),
        since("2024-05-29", anything, EU_AGREEMENT, marketplace=NAMED_IN_EUROPE),
    )


class Requirement(Enum):
    """Whether the seller must be insured."""

    REQUIRED = "required"
    NOT_REQUIRED = "not_required"


class Adequacy(Enum):
    """Whether the insurance satisfies Amazon."""

    ADEQUATE = "adequate"
    INADEQUATE = "inadequate"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class DutyMonth(Fact):
    """One calendar month, with what the months before it add to the question whether insurance is required.

    Args:
        month_end: the month's last day, whose text applies.
        gross: gross proceeds of the month, all of them.
        lowest_gross: the lowest of the month's and the two earlier months' gross proceeds.
        amazon_fulfilled: what Amazon fulfilled of each of the three months' sales; here the lowest.
        european_gross: the month's gross proceeds in all shops of Europe, in this one's currency.
        reached_on: the day on which the threshold was passed.
        requested_on: the day on which Amazon asked for insurance; ``NEVER`` if it did not.
        professional: the seller is on the professional plan, not on the individual one.
        marketplace: the shop.
    """

    month_end: date
    gross: Amount | None
    lowest_gross: Amount | None
    amazon_fulfilled: Amount | None = None
    european_gross: Amount | None = None
    reached_on: date | None = None
    requested_on: date | None = NEVER
    professional: bool = True
    marketplace: Marketplace = Marketplace.US

    parts: ClassVar = {
        "amazon_fulfilled": "lowest_gross",
        "lowest_gross": "gross",
        "gross": "european_gross",
    }


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Cover(Fact):
    """What one policy, or several together, amount to on one day.

    Args:
        day: the day asked about.
        policies: how many policies there are.
        per_occurrence: the sum of their limits for one occurrence.
        aggregate: the sum of their limits in aggregate.
        deductible: the highest of their deductibles.
        starts_on: the first day on which all of them hold.
        ends_on: the last day on which all of them hold.
        names_amazon: Amazon is an additional insured of all of them; so for the yes/no facts that follow.
        occurrence_based: as in ``InsurancePolicy``.
        covers_products: as in ``InsurancePolicy``.
        deductible_on_certificate: certificates show all deductibles that there are.
        insurer_rating_ok: as in ``InsurancePolicy``.
        insured_name_matches: as in ``InsurancePolicy``.
        cancellation_notice_days: the shortest notice of all.
        signed: as in ``InsurancePolicy``.
        legal_name: the insured name of none of them is only the trade name.
        gross_of_year: the seller's gross proceeds of the twelve months before that day.
        marketplace: the shop.
    """

    day: date
    policies: PositiveCount
    per_occurrence: Amount
    aggregate: Amount
    deductible: Amount
    starts_on: date
    ends_on: date
    names_amazon: bool
    occurrence_based: bool | None = None
    covers_products: bool | None = None
    deductible_on_certificate: bool | None = None
    insurer_rating_ok: bool | None = None
    insured_name_matches: bool | None = None
    cancellation_notice_days: Count | None = None
    signed: bool | None = None
    legal_name: bool = True
    gross_of_year: Amount | None = None
    marketplace: Marketplace = Marketplace.US


month, cover, terms = symbols(DutyMonth), symbols(Cover), symbols(Terms)

was_requested = Condition(
    f"by {month.month_end} Amazon had asked for insurance (asked: {month.requested_on})",
    known(month.requested_on) <= month.month_end,
    AGREEMENT,
)
is_reached = Condition(
    f"the month's sales of {month.gross} are {terms.in_one_month}", terms.in_one_month.admits(month.gross)
)
is_reached_thrice = Condition(
    f"sales of {month.lowest_gross} in the lowest of three months are {terms.in_three_months}",
    terms.in_three_months.admits(month.lowest_gross),
)
may_be_reached_by_fulfilled = Condition(
    f"sales of {month.lowest_gross} in the lowest of three months are {terms.fulfilled_in_three_months}",
    terms.fulfilled_in_three_months.admits(month.lowest_gross),
)
is_reached_by_fulfilled = Condition(
    f"what Amazon fulfilled of them, {month.amazon_fulfilled}, is {terms.fulfilled_in_three_months}",
    terms.fulfilled_in_three_months.admits(month.amazon_fulfilled),
)
is_reached_in_europe = Condition(
    f"the month's sales in all of Europe, {month.european_gross}, are {terms.in_europe}",
    terms.in_europe.admits(month.european_gross),
)
is_professional = Condition("the seller is on the professional plan", month.professional, PRO_SELLERS)
binds_individuals = Condition(terms.binds_individuals)
starts_when_reached = Condition(terms.starts_when_reached)

is_bound = is_professional | binds_individuals
is_required_by_sales = is_bound & (
    is_reached | is_reached_thrice | (may_be_reached_by_fulfilled & is_reached_by_fulfilled) | is_reached_in_europe
)

REQUIREMENT = DecisionTable(
    "must the seller be insured",
    case=DutyMonth,
    terms=Terms,
    day=month.month_end,
    reference=AGREEMENT,
    notes=(
        Note(
            "in the US, insurance can be had through Amazon's own Insurance Accelerator",
            ACCELERATOR,
            (Requirement.REQUIRED,),
        ),
    ),
    answers=("000-8", "000-9"),
    rules=(
        Rule(was_requested, then=Requirement.REQUIRED),
        Rule(is_required_by_sales, then=Requirement.REQUIRED),
        Rule(~was_requested & ~is_required_by_sales, then=Requirement.NOT_REQUIRED),
    ),
)

has_begun = Condition(f"the cover begins on {cover.starts_on}", cover.starts_on <= cover.day, AGREEMENT)
still_runs = Condition(f"the cover runs until {cover.ends_on}", cover.day <= cover.ends_on, AGREEMENT)
runs_long_enough = Condition(
    f"from {cover.day} to {cover.ends_on} is {terms.time_left}",
    terms.time_left.admits(elapsed(cover.day, cover.ends_on)),
)
is_enough_once = Condition(
    f"{cover.per_occurrence} for one occurrence is {terms.limits}", terms.limits.admits(cover.per_occurrence)
)
is_enough_in_all = Condition(f"{cover.aggregate} in aggregate is {terms.limits}", terms.limits.admits(cover.aggregate))
is_one_policy = Condition(f"it is one policy, not several ({cover.policies})", cover.policies <= 1, DEMANDS)
adds_up = Condition(terms.adds_up)
has_no_deductible = Condition(
    f"the deductible of {cover.deductible} counts as none: {terms.no_deductible}",
    terms.no_deductible.admits(cover.deductible),
)
is_low_deductible = Condition(
    f"the deductible of {cover.deductible} is {terms.deductible}", terms.deductible.admits(cover.deductible)
)
may_have_deductible = Condition(
    f"sales of {cover.gross_of_year} in twelve months are {terms.sales_for_deductible}",
    terms.sales_for_deductible.admits(cover.gross_of_year),
)
asks_for_certificate = Condition(terms.asks_for_certificate)
is_on_certificate = Condition("the certificate shows the deductible", cover.deductible_on_certificate, DEMANDS)
asks_to_name_amazon = Condition(terms.asks_to_name_amazon)
names_amazon = Condition("Amazon is an additional insured", cover.names_amazon, DEMANDS)
asks_for_occurrence = Condition(terms.asks_for_occurrence)
is_occurrence_based = Condition("the cover is occurrence-based", cover.occurrence_based, DEMANDS)
asks_to_cover_products = Condition(terms.asks_to_cover_products)
covers_products = Condition(
    "products and bodily injury are covered, for all that is sold", cover.covers_products, DEMANDS
)
asks_for_rating = Condition(terms.asks_for_rating)
is_rated = Condition("the insurer has that rating or a better one", cover.insurer_rating_ok, DEMANDS_PAGE)
asks_for_name = Condition(terms.asks_for_name)
is_named_alike = Condition("the insured name is the account's", cover.insured_name_matches, DEMANDS)
is_legal_name = Condition("the insured name is that of the legal entity", cover.legal_name, DEDUCTIBLES)
accepts_trade_name = Condition(terms.accepts_trade_name)
asks_to_sign = Condition(terms.asks_to_sign)
is_signed = Condition("the policy is complete and signed", cover.signed, DEMANDS_PAGE)
gives_notice = Condition(
    f"the insurer's notice of {cover.cancellation_notice_days} days is {terms.notice}",
    terms.notice.admits(cover.cancellation_notice_days),
)

is_in_force = has_begun & still_runs & runs_long_enough
is_enough = is_enough_once & is_enough_in_all
is_shown = ~asks_for_certificate | is_on_certificate
bears_enough = has_no_deductible | (is_low_deductible & may_have_deductible & is_shown)
covers_amazon = ~asks_to_name_amazon | names_amazon
covers_sales = (~asks_for_occurrence | is_occurrence_based) & (~asks_to_cover_products | covers_products)
is_named = is_named_alike & (is_legal_name | accepts_trade_name)
is_reliable = (~asks_for_rating | is_rated) & (~asks_for_name | is_named) & (~asks_to_sign | is_signed)

meets_other_demands = is_in_force & bears_enough & covers_amazon & covers_sales & is_reliable & gives_notice
is_adequate = is_enough & meets_other_demands & (is_one_policy | adds_up)

ADEQUACY = DecisionTable(
    "is the insurance what Amazon asks for",
    case=Cover,
    terms=Terms,
    day=cover.day,
    reference=DEMANDS,
    notes=(
        Note(
            "who sells without the insurance asked for may lose categories or the account, after a notice and with a"
            " way to appeal",
            REVERSAL,
            (Adequacy.INADEQUATE,),
        ),
    ),
    answers=("000-8",),
    rules=(
        Rule(is_adequate, then=Adequacy.ADEQUATE),
        Rule(~is_adequate, then=Adequacy.INADEQUATE),
    ),
)
TABLES = (REQUIREMENT, ADEQUACY)

TO_INSURE = "become insured as Amazon asks"
CLOCKS = (
    clock(
        TO_INSURE,
        when=is_required_by_sales & starts_when_reached,
        counted_from=month.reached_on,
        within=terms.time_to_insure,
        while_unknown=month.month_end,
        answers=("000-8",),
    ),
    clock(
        TO_INSURE,
        when=is_required_by_sales,
        counted_from=month.month_end,
        within=terms.time_to_insure,
        while_unknown=month.month_end,
        answers=("000-8",),
    ),
    clock(
        TO_INSURE,
        when=was_requested,
        counted_from=month.requested_on,
        within=terms.time_to_insure,
        while_unknown=month.month_end,
    ),
)


def requirement(
    sales: MonthlySales | Iterable[MonthlySales],
    *,
    on: date,
    requested_on: date | None = NEVER,
    professional: bool = True,
    terms: Terms | None = None,
) -> Decision[Requirement]:
    """Say whether a seller must have commercial liability insurance, by sales or because Amazon asked.

    Each calendar month is judged by the text in force on its last day, with the sales before refunds. A month that is
    not listed had no sales, one that has begun counts with the sales given, later ones do not count. Of one that is not
    ``complete`` the sales given count where they require insurance; else it is unknown whether more do. Once required,
    insurance stays required. The decision is that of the first month that requires it without contest, else that
    requires it; else that hangs on an unknown, else that is contested; else of the latest month.

    Args:
        sales: the months of one marketplace, in any order, or a single one; of the US where there are none.
        on: the day asked about; what happens after it does not count, and so not the sales of a month that reached the
            threshold after it (``reached_on``).
        requested_on: the day on which Amazon asked for insurance; ``None`` if nobody knows.
        professional: the seller is on the professional plan, not on the individual one.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: what is given are no months, a month is listed twice, or the months are of several marketplaces.
        NoPolicyText: no text is known for the marketplace, or for one of the months.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> sales = [sp.MonthlySales(month=date(2021, 9, 1), gross=sp.usd("12500.00"))]
        >>> sp.insurance.requirement(sales, on=date(2021, 10, 4)).outcome
        <Requirement.REQUIRED: 'required'>
    """
    months = _duty_months(_months(sales), on=on, requested_on=requested_on, professional=professional)
    return _deciding(Requirement.REQUIRED, [REQUIREMENT.decide(_as_known(month, terms), terms) for month in months])


def deadline(
    sales: MonthlySales | Iterable[MonthlySales],
    *,
    on: date,
    requested_on: date | None = NEVER,
    professional: bool = True,
    terms: Terms | None = None,
) -> Deadline | None:
    """Say by which day the seller must be insured (calendar days, that day included); ``None`` where there is no duty.

    The time runs from the day on which the sales reached the threshold (``reached_on``) where that is known, else from
    the month's end; or from Amazon's request; whichever ends sooner. No text settles where it starts: the deadline is
    contested where that matters, and *needs* ``reached_on`` while an earlier day is possible.
    Arguments and errors are those of ``requirement``.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> march = sp.MonthlySales(month=date(2024, 3, 1), gross=sp.usd(12_500), reached_on=date(2024, 3, 12))
        >>> due = sp.insurance.deadline([march], on=date(2024, 4, 2))
        >>> str(due.by), due.contested, str(due.other)
        ('2024-04-11', True, '2024-04-30')
    """
    months = tuple(
        (month, Terms.given_or_on(terms, month[0].month_end, month[0].marketplace))
        for month in _duty_months(_months(sales), on=on, requested_on=requested_on, professional=professional)
    )
    taken = _soonest(months)
    if taken is None:
        return None
    others = [_soonest(reading) for reading in _other_readings(months)]
    differing = [other for other in others if other is None or (other.by, other.needs) != (taken.by, taken.needs)]
    other_days = (other.by for other in differing if other is not None and other.by != taken.by)
    return evolve(taken, contested=bool(differing), other=next(other_days, None))


LeastAndKnown = tuple[DutyMonth, DutyMonth]
"""A month with the least that was sold, and with what is known of its sales; both are one where these are complete."""

DatedMonths = tuple[tuple[LeastAndKnown, Terms], ...]


def _as_known(month: LeastAndKnown, terms: Terms | None) -> DutyMonth:
    """The month by which to decide: that of the least sales where they require insurance, for so do any more."""
    least, known_of = month
    if least is known_of or REQUIREMENT.outcome(least, terms) is Requirement.REQUIRED:
        return least
    return known_of


def _soonest(months: DatedMonths) -> Deadline | None:
    """The soonest of the deadlines that run by one reading, up to the first month that requires insurance."""
    found: list[Deadline] = []
    for both, text in months:
        month = _as_known(both, text)
        found += due(CLOCKS, month, terms=text)
        if REQUIREMENT.outcome(month, text) is Requirement.REQUIRED:
            break
    # without a day and without a need it runs by another reading alone
    running = [deadline for deadline in found if deadline.by is not None or deadline.needs]
    if not running:
        return None
    soonest = min(running, key=lambda deadline: deadline.by or NEVER)
    possibly_sooner = [deadline for deadline in running if deadline.by is None]
    needs = dict.fromkeys(name for deadline in (soonest, *possibly_sooner) for name in deadline.needs)
    return evolve(soonest, needs=tuple(needs))


def _other_readings(months: DatedMonths) -> Iterator[DatedMonths]:
    """The months under each reading not taken of one term."""
    names = tuple(dict.fromkeys(name for ticking in CLOCKS for name in ticking.term_names))
    found = [
        (month, text, {(name, reading): other for name, reading, other in text.readings(names)})
        for month, text in months
    ]
    for key in dict.fromkeys(chain.from_iterable(others for _, _, others in found)):
        yield tuple((month, others.get(key, text)) for month, text, others in found)


def _months(sales: MonthlySales | Iterable[MonthlySales]) -> tuple[MonthlySales, ...]:
    if isinstance(sales, MonthlySales):
        return (sales,)
    if not isinstance(sales, Iterable):
        raise BadFact("sales", sales, "MonthlySales, one or several")
    return several("sales", sales, MonthlySales)


def _duty_months(
    sales: tuple[MonthlySales, ...], *, on: date, requested_on: date | None, professional: bool
) -> tuple[LeastAndKnown, ...]:
    """Every month that may decide by the day ``on``, oldest first: those with sales, and that of Amazon's request."""
    require_day("on", on)
    require_truth("professional", professional)
    if requested_on is not None:
        require_day("requested_on", requested_on)
        requested_on = requested_on if requested_on <= on else NEVER
    marketplace = one_marketplace(sales, "months")
    each_once("MonthlySales.month", (f"{sold.month:%Y-%m}" for sold in sales), "month")
    begun = {_number(sold.month): sold for sold in sales if max(sold.first_day, sold.reached_on or on) <= on}
    for day in (requested_on, None if begun else on):
        if day is not None and day != NEVER:
            idle = MonthlySales(month=day, gross=Money(0, marketplace.currency), marketplace=marketplace)
            begun.setdefault(_number(day), idle)
    months = []
    for number in sorted(begun):
        least = evolve(_duty_month(number, begun), requested_on=requested_on, professional=professional)
        months.append((least, _with_unknown_sales(least, number, begun)))
    return tuple(months)


def _duty_month(number: int, begun: Mapping[int, MonthlySales]) -> DutyMonth:
    own = begun[number]
    nothing_sold = Money(0, own.marketplace.currency)
    row = _row(number, begun)
    return DutyMonth(
        month_end=own.last_day,
        gross=own.gross,
        lowest_gross=min(nothing_sold if sold is None else sold.gross for sold in row),
        amazon_fulfilled=_lowest(nothing_sold if sold is None else sold.amazon_fulfilled for sold in row),
        european_gross=own.european_gross,
        reached_on=own.reached_on,
        marketplace=own.marketplace,
    )


def _with_unknown_sales(least: DutyMonth, number: int, begun: Mapping[int, MonthlySales]) -> DutyMonth:
    """The month with what is known of its sales, from the one with the least of them."""
    row = _row(number, begun)
    if all(sold is None or sold.complete for sold in row):
        return least
    nothing_sold = Money(0, least.marketplace.currency)
    complete = [nothing_sold if sold is None else sold.gross for sold in row if sold is None or sold.complete]
    return evolve(
        least,
        gross=least.gross if begun[number].complete else None,
        # however much more was sold in other months, the lowest stays the lowest
        lowest_gross=least.lowest_gross if least.lowest_gross in complete else None,
        amazon_fulfilled=None,
    )


def _row(number: int, begun: Mapping[int, MonthlySales]) -> tuple[MonthlySales | None, ...]:
    """The month of that number and those before it that with it make a row."""
    return tuple(begun.get(number - earlier) for earlier in range(MONTHS_IN_A_ROW))


def _number(day: date) -> int:
    """The day's month, counted without a break over the years."""
    return day.year * 12 + day.month


def adequacy(
    policies: InsurancePolicy | Iterable[InsurancePolicy],
    *,
    on: date,
    marketplace: Marketplace = Marketplace.US,
    gross_of_year: Money | None = None,
    terms: Terms | None = None,
) -> Decision[Adequacy]:
    """Say whether a seller's insurance is what Amazon asks for, on one day and by the text of that day.

    Of several policies, such as a general and an umbrella one, one may do alone; else those in force are judged
    together: their limits add up, and each must meet every other demand.

    Args:
        policies: one policy or several, with amounts in the marketplace's currency.
        on: the day asked about.
        marketplace: the shop that asks for the insurance.
        gross_of_year: the seller's gross proceeds there in the twelve months before that day; only the text of
            summer 2022 asks for them.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: there is no policy, or an amount is in another currency.
        NoPolicyText: no text is known for the marketplace on that day, or none of what the outcome hangs on.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> policy = sp.InsurancePolicy(
        ...     per_occurrence=sp.usd(1_000_000), aggregate=sp.usd(2_000_000), deductible=sp.usd(0),
        ...     starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), names_amazon=False,
        ... )
        >>> sp.insurance.adequacy(policy, on=date(2024, 5, 2)).outcome
        <Adequacy.INADEQUATE: 'inadequate'>
    """
    require_day("on", on)
    text = Terms.given_or_on(terms, on, marketplace)
    _require_own_currency(gross_of_year, marketplace)
    covered_by = partial(_cover, day=on, marketplace=marketplace, gross_of_year=gross_of_year)
    covers = tuple(covered_by(group) for group in _groups(_policies(policies, marketplace), covered_by, text))
    held = {cover: truth(is_adequate, cover, text) for cover in covers}
    likeliest = True if True in held.values() else None if None in held.values() else False
    return _deciding(Adequacy.ADEQUATE, [ADEQUACY.decide(cover, terms) for cover in covers if held[cover] is likeliest])


def _require_own_currency(gross_of_year: Money | None, marketplace: Marketplace) -> None:
    if gross_of_year is not None and one("gross_of_year", gross_of_year, Money).currency != marketplace.currency:
        raise BadFact("gross_of_year", gross_of_year, f"an amount in {marketplace.currency}, for {marketplace.value}")


Policies = tuple[InsurancePolicy, ...]


def _policies(given: InsurancePolicy | Iterable[InsurancePolicy], marketplace: Marketplace) -> Policies:
    policies = (given,) if isinstance(given, InsurancePolicy) else several("policies", given, InsurancePolicy)
    if not policies:
        raise BadFact("policies", policies, "at least one InsurancePolicy")
    for policy in policies:
        require_currency(InsurancePolicy, "per_occurrence", policy.per_occurrence, marketplace)
    return policies


def _groups(policies: Policies, covered_by: Callable[[Policies], Cover], text: Terms) -> Iterator[Policies]:
    """Each policy alone; and together those that meet, and those that may meet, all demands but the limits."""
    fits = {policy: truth(meets_other_demands, covered_by((policy,)), text) for policy in policies}
    yield from ((policy,) for policy in policies)
    for possible in ({True}, {True, None}):
        group = tuple(policy for policy in policies if fits[policy] in possible)
        if len(group) > 1:
            yield group


def _cover(policies: Policies, *, day: date, marketplace: Marketplace, gross_of_year: Money | None) -> Cover:
    zero = Money(0, marketplace.currency)
    return Cover(
        day=day,
        policies=len(policies),
        per_occurrence=sum((policy.per_occurrence for policy in policies), zero),
        aggregate=sum((policy.aggregate for policy in policies), zero),
        deductible=max(policy.deductible for policy in policies),
        starts_on=max(policy.starts_on for policy in policies),
        ends_on=min(policy.ends_on for policy in policies),
        names_amazon=all(policy.names_amazon for policy in policies),
        occurrence_based=_all(policy.occurrence_based for policy in policies),
        covers_products=_all(policy.covers_products for policy in policies),
        deductible_on_certificate=_all(
            policy.deductible_on_certificate for policy in policies if policy.deductible > zero
        ),
        insurer_rating_ok=_all(policy.insurer_rating_ok for policy in policies),
        insured_name_matches=_all(policy.insured_name_matches for policy in policies),
        cancellation_notice_days=_lowest(policy.cancellation_notice_days for policy in policies),
        signed=_all(policy.signed for policy in policies),
        legal_name=not any(policy.insured_by_trade_name for policy in policies),
        gross_of_year=gross_of_year,
        marketplace=marketplace,
    )


def _all(held: Iterable[bool | None]) -> bool | None:
    """Whether all hold; unknown where that hangs on an unknown one."""
    truths = set(held)
    return False if False in truths else None if None in truths else True


def _lowest(values: Iterable[Value | None]) -> Value | None:
    """The lowest of them; unknown where one of them is."""
    given = tuple(values)
    known_ones = tuple(value for value in given if value is not None)
    return min(known_ones) if len(known_ones) == len(given) else None


def _deciding(wanted: Outcome, decisions: list[Decision[Outcome]]) -> Decision[Outcome]:
    """The first with the wanted outcome and no contest, else with that outcome; else what hangs open; else the last."""
    found = [decision for decision in decisions if decision.outcome is wanted]
    if found:
        return next((decision for decision in found if not decision.contested), found[0])
    unknown = (decision for decision in decisions if decision.outcome is None)
    contested = (decision for decision in decisions if decision.contested)
    return next(chain(unknown, contested), decisions[-1])
