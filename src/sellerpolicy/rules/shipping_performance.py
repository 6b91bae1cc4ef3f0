"""Shipping performance: how reliably a seller sends what buyers ordered, in five rates.

Late shipments and cancellations are counted in orders, valid tracking in packages, on-time delivery in units, and
invoice defects in orders of business buyers; only what the seller sends counts in the first four.
Each rate has a target. Whoever misses one is warned and may lose the right to sell; at the very target most texts name
no consequence.

Each of ``late_shipment``, ``cancellation``, ``valid_tracking``, ``on_time_delivery`` and ``invoice_defect`` has
``rate``, ``standing``, ``daily_rates`` and ``windows``; ``confirmation``, ``cancelling``, ``tracking``, ``delivery``
and ``invoicing`` say of one order or package how it counts.

Example:
    >>> from datetime import date
    >>> import sellerpolicy as sp
    >>> day = date(2025, 11, 12)
    >>> orders = [
    ...     sp.Order(order_id=f"111-{late}", placed_on=day, ship_by=day, ship_confirmed_on=date(2025, 11, 12 + late))
    ...     for late in (0, 1)
    ... ]
    >>> window = sp.Window.ending(date(2025, 11, 30), days=30)
    >>> rate = sp.shipping_performance.late_shipment.rate(orders, window=window)
    >>> rate.late, rate.orders, rate.rate
    (1, 2, Fraction(1, 2))
    >>> sp.shipping_performance.late_shipment.standing(rate, on=date(2025, 11, 30)).outcome
    <Standing.AT_RISK: 'at_risk'>
"""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import groupby
from typing import Any, ClassVar

from attrs import evolve, frozen

from sellerpolicy.facts import EUROPE, NEVER, Canceller, Fact, Fulfiller, Invoice, Marketplace, Money
from sellerpolicy.facts import Order, Package, Window, usd
from sellerpolicy.facts.fact import Count as Number, Identifier
from sellerpolicy.facts.order_book import OrderBook
from sellerpolicy.facts.given import one
from sellerpolicy.logic import EVERYWHERE, Condition, Confidence, DatedTerms, Deadline, Decision, DecisionTable, Limit
from sellerpolicy.logic import Note, Reference, Rule, Span, above, announcement, anything, at_least, at_most, below
from sellerpolicy.logic import business_days, clock, dated, days, due, elapsed, forum_post, guide, help_page, known
from sellerpolicy.logic import nothing, originally, policy_page, share, since, symbols
from sellerpolicy.logic.counting import Count, Standing, decide_count, standings
from sellerpolicy.logic.measuring import MeasuredRate, Metric
from sellerpolicy.logic.references import Kind
from sellerpolicy.logic.spans import is_business_day

READ = "2026-11-21"
HELP = "https://sellercentral.amazon.com/gp/help/external"
EU_HELP = "https://sellercentral-europe.amazon.com/gp/help/external"
FORUM = "https://sellercentral.amazon.com/forums/t"
TALK = "seller-forums/discussions"
LATE_PAGE = help_page(
    "Late shipment rate",
    "200285190-au",
    url="https://sellercentral.amazon.com.au/gp/help/external/help.html?itemID=200285190&language=en_AU",
    read=READ,
)
OLD_LATE_PAGE = help_page(
    "Late dispatch rate (older wording)",
    "200209380",
    url="http://www.amazon.co.uk/gp/help/customer/display.html?nodeId=200209380",
    read=READ,
)
TWO_WINDOWS = forum_post(
    "Late shipments of 10 days and of 30",
    "633347",
    url=f"{FORUM}/10-day-lsr-over-4-but-30-day-lsr-under-4/633347/6",
    read=READ,
    confidence=Confidence.AMAZON,
)
CANCELLING = help_page(
    "Cancellation rate",
    "200285210-ca",
    url="https://sellercentral.amazon.ca/gp/help/external/200285210?language=en_CA",
    read=READ,
)
OLD_CANCELLING = help_page(
    "Cancellation rate (older wording)",
    "200285210",
    url=f"{HELP}/help.html?itemID=200285210&language=en_US",
    read=READ,
)
EU_CANCELLING = help_page(
    "Cancellation rate (Europe)",
    "200285210-eu",
    url=f"{EU_HELP}/help.html?itemID=200285210&language=en_GB",
    read=READ,
)
WHY_CANCELLED = guide(
    "Why Amazon cancels orders by itself",
    "cedcommerce-auto-cancel",
    url="https://support.cedcommerce.com/portal/en/kb/articles/why-and-when-does-amazon-auto-cancel-orders",
    read=READ,
)
CANCELLING_ITSELF = announcement(
    "When Amazon cancels orders by itself",
    "auto-cancel-2020",
    url=f"{FORUM}/important-update-regarding-auto-cancellation-timeline/694871",
    read=READ,
)
IN_CANCELLING = guide(
    "When Amazon cancels orders by itself in India",
    "retailtantra-2024",
    url="https://retailtantra.com/amazon-new-auto-cancellation-window-effective-september-16-2024",
    read=READ,
)
JP_CANCELLING = forum_post(
    "Which cancellations count (Japan)",
    "7ff2b981",
    url=f"https://sellercentral.amazon.co.jp/{TALK}/t/7ff2b981-1e19-43c4-af51-a5c28a34a5b7",
    read=READ,
    confidence=Confidence.AMAZON,
)
TRACKING_PAGE = help_page("Valid tracking rate", "G201817070", url=f"{HELP}/G201817070?language=en_US", read=READ)
EU_TRACKING_PAGE = help_page(
    "Valid tracking rate (Europe)", "201817070-eu", url=f"{EU_HELP}/201817070?language=en_GB", read=READ
)
VALID_PAGE = help_page(
    "Valid tracking: questions and answers",
    "202014610",
    url=f"{HELP}/help.html?itemID=202014610&language=en_US",
    read=READ,
)
UK_TRACKING = help_page(
    "Valid tracking in the UK",
    "G202014610-uk",
    url="https://sellercentral.amazon.co.uk/gp/help/external/G202014610?language=en_GB",
    read=READ,
)
ES_TRACKING = help_page(
    "Valid tracking in Spain",
    "G202014610-es",
    url="https://sellercentral.amazon.es/gp/help/external/G202014610",
    read=READ,
)
IT_VALID_PAGE = help_page(
    "Valid tracking: questions and answers (Italy)",
    "202014610-it",
    url="https://sellercentral.amazon.it/gp/help/external/help.html?itemID=202014610&language=en_IT",
    read=READ,
)
EU_VALID = guide(
    "Valid tracking in Europe, retold",
    "oliverpiroska-vtr",
    url="https://oliverpiroska.wixsite.com/europe-market-eu/post/valid-tracking-rate-vtr-faq",
    published="2023-09-23",
    read=READ,
)
CHINA = guide(
    "Valid tracking of what is sent from China",
    "sellerinteractive-vtr",
    url="https://sellerinteractive.com/blog/amazon-suspension-appeal-service-valid-tracking-rate/",
    published="2023-02-03",
    read=READ,
)
CROSS_BORDER = forum_post(
    "Valid tracking across borders within Europe",
    "9b1ecee9",
    url=f"https://sellercentral-europe.amazon.com/{TALK}/t/9b1ecee9-b05b-4b28-b591-1f87e0bb91b5",
    read=READ,
)
EXEMPT = forum_post(
    "Which shipments valid tracking leaves out",
    "839035",
    url=f"{FORUM}/listing-deactivated-vtr-calcuations/839035/2",
    read=READ,
)
SCHEMA = Reference(
    "schema:account-health-report",
    "Account health report",
    "https://github.com/amzn/selling-partner-api-models/blob/main/schemas/reports/accountHealthReport-2020-11-18.json",
    Kind.SCHEMA,
    read=READ,
)
OLD_DELIVERY = help_page(
    "On-time delivery (older wording)",
    "200847280",
    url=f"{HELP}/help.html?itemID=200847280&language=en_US",
    read=READ,
)
DELIVERY_NEWS = announcement(
    "A minimum for on-time delivery",
    "on-time-delivery-2024",
    url=f"https://sellercentral.amazon.com/{TALK}/t/b7169872-e601-4727-81b8-50362dc1aa5b",
    read=READ,
)
DELIVERY_COUNT = forum_post(
    "How on-time delivery is calculated",
    "dc3819be",
    url=f"https://sellercentral.amazon.sg/{TALK}/t/dc3819be-814d-473b-988a-70089d72f6a8",
    read=READ,
    confidence=Confidence.AMAZON,
)
UK_DELIVERY = forum_post(
    "On-time delivery in the UK: questions and answers",
    "otdr-uk-2025",
    url=f"https://sellercentral-europe.amazon.com/{TALK}?categories%5B%5D=amzn1.spce.category.8b1ad526",
    read=READ,
    confidence=Confidence.AMAZON,
)
PROTECTION = guide(
    "Amazon revises its enforcement of on-time delivery",
    "estorefactory-otdr-2026",
    url=(
        "https://www.estorefactory.com/amazon-update/"
        "amazon-revises-on-time-delivery-rate-enforcement-%E2%80%93-february-18-2026"
    ),
    read=READ,
)
LISTINGS = guide(
    "Amazon narrows its enforcement of on-time delivery",
    "ppc-otdr-2026",
    url="https://ppc.land/amazon-narrows-otdr-enforcement-only-worst-listings-face-deactivation-from-feb-28",
    read=READ,
)
INVOICE_PAGE = policy_page(
    "Invoice defect rate",
    "44QSYRCU27EW4UK-fr",
    url="https://sellercentral.amazon.fr/gp/help/external/help.html?itemID=44QSYRCU27EW4UK&language=en_FR",
    read=READ,
)
UK_INVOICE_PAGE = policy_page(
    "Invoice defect rate (UK)",
    "44QSYRCU27EW4UK-uk",
    url="https://sellercentral.amazon.co.uk/gp/help/external/help.html?itemID=44QSYRCU27EW4UK&language=en_GB",
    read=READ,
)
PAUSE = announcement(
    "Pause on account suspensions for order performance",
    "pause-2020",
    url=f"{FORUM}/pause-on-account-suspensions-for-order-performance-extended-to-may-31/627821",
    read=READ,
)
VOLUME = forum_post(
    "How order volume is weighed", "1206474", url=f"{FORUM}/account-at-risk-because-usps/1206474", read=READ
)
WARNING = Reference(
    "source:002", "An article about the At Risk warning", None, Kind.SOURCE, confidence=Confidence.SECONDARY
)
US, UK, ES, IN = Marketplace.US, Marketplace.UK, Marketplace.ES, Marketplace.IN
WITH_INVOICES = (UK, Marketplace.DE, Marketplace.FR, Marketplace.IT, ES)
AT_HOME = (US, *EUROPE)
IT = Marketplace.IT
SCANNED_THROUGHOUT = (UK, IT)
SCANNED_ONCE = tuple(shop for shop in EVERYWHERE if shop not in SCANNED_THROUGHOUT)
WITH_SHORT_WINDOW = (*EUROPE, IN)
WITHOUT_SHORT_WINDOW = tuple(shop for shop in EVERYWHERE if shop not in WITH_SHORT_WINDOW)
IN_EURO = tuple(shop for shop in EUROPE if shop.currency == "EUR")
NOT_IN_EURO = tuple(shop for shop in EVERYWHERE if shop not in IN_EURO)
ABROAD = tuple(shop for shop in EVERYWHERE if shop is not US)
REST_OF_EUROPE = tuple(shop for shop in EUROPE if shop is not UK)


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference."""

    late_target: Limit = dated(
        "rates of late shipments that are on target",
        originally(below(Fraction(4, 100)), LATE_PAGE, marketplace=EVERYWHERE),
    )
    late_risk: Limit = dated(
        "rates of late shipments that put the account at risk",
        originally(above(Fraction(4, 100)), LATE_PAGE, marketplace=EVERYWHERE),
    )
    late_window: Span = dated(
        "length of the longer window of late shipments",
        since("2020-05-31", days(30), TWO_WINDOWS, after="2012-12-31", marketplace=EVERYWHERE),
    )
    late_short_window: Span = dated(
        "length of the shorter window of late shipments",
        since("2020-05-31", days(10), TWO_WINDOWS, after="2012-12-31", marketplace=EVERYWHERE),
    )
    # The newer wording is first quoted in September 2015; texts of about 2013 still have the older one, by which three
    # or more days after the expected ship date are late.
    time_to_confirm: Span = dated(
        "time to confirm a shipment after the expected ship date",
        originally(days(2), OLD_LATE_PAGE, marketplace=(US, UK)),
        since("2015-09-30", days(0), LATE_PAGE, after="2012-12-31", marketplace=EVERYWHERE),
    )
    cancelled_target: Limit = dated(
        "cancellation rates that are on target",
        originally(
            below(Fraction(25, 1000)),
            CANCELLING,
            but=OLD_CANCELLING.says(at_most(Fraction(25, 1000))),
            marketplace=EVERYWHERE,
        ),
    )
    cancelled_risk: Limit = dated(
        "cancellation rates that put the account at risk",
        originally(above(Fraction(25, 1000)), CANCELLING, marketplace=EVERYWHERE),
    )
    cancelled_window: Span = dated(
        "length of the window of cancellations", originally(days(7), CANCELLING, marketplace=EVERYWHERE)
    )
    # Reading: Amazon cancels what was never confirmed, which counts; a guide says that it also cancels for payment or
    # fraud, which does not. Orders do not tell why.
    counts_amazons: bool = dated(
        "cancellations by Amazon count",
        originally(True, EU_CANCELLING, but=WHY_CANCELLED.says(False), marketplace=EVERYWHERE),
    )
    says_when_cancelled: bool = dated(
        "a text says when Amazon cancels orders that were not confirmed",
        originally(True, CANCELLING_ITSELF, marketplace=AT_HOME),
        originally(True, IN_CANCELLING, marketplace=IN),
        originally(False, JP_CANCELLING, marketplace=tuple(shop for shop in EVERYWHERE if shop not in {*AT_HOME, IN})),
    )
    time_until_cancelled: Span = dated(
        "time from the expected ship date until Amazon cancels what was not confirmed",
        originally(days(30), CANCELLING_ITSELF, marketplace=AT_HOME),
        originally(days(90), IN_CANCELLING, marketplace=IN),
        since("2020-09-30", business_days(7), CANCELLING_ITSELF, marketplace=AT_HOME),
        since("2024-09-16", business_days(3), IN_CANCELLING, marketplace=IN),
    )
    # The page bears no date: it was first read for this library on the day from which its value holds for certain.
    in_a_row: Limit = dated(
        "the seller's cancellations of one article in a row for which its offer may be removed",
        originally(nothing, OLD_CANCELLING, marketplace=EUROPE),
        since("2026-11-21", at_least(2), EU_CANCELLING, after="2017-12-31", marketplace=EUROPE),
    )
    row_window: Span = dated(
        "length of the window in which they lie", originally(days(30), EU_CANCELLING, marketplace=EUROPE)
    )
    spared: Limit = dated(
        "numbers of late or cancelled orders too small for a risk",
        originally(nothing, VOLUME, but=WARNING.says(at_most(3)), marketplace=EVERYWHERE),
    )
    # What happened before 1 June 2020 was not held against the seller: windows that still hold such days are contested.
    acts: bool = dated(
        "Amazon acts on late shipments",
        originally(True, LATE_PAGE, marketplace=EVERYWHERE),
        since("2020-03-20", False, PAUSE, marketplace=AT_HOME),
        since("2020-06-01", True, PAUSE, but=PAUSE.says(False), marketplace=AT_HOME),
        since("2020-06-30", True, PAUSE, marketplace=AT_HOME),
    )
    acts_on_cancelled: bool = dated(
        "Amazon acts on cancellations",
        originally(True, CANCELLING, marketplace=EVERYWHERE),
        since("2020-03-20", False, PAUSE, marketplace=AT_HOME),
        since("2020-06-01", True, PAUSE, but=PAUSE.says(False), marketplace=AT_HOME),
        since("2020-06-07", True, PAUSE, marketplace=AT_HOME),
    )
    tracking_target: Limit = dated(
        "valid tracking rates that are on target",
        originally(
            at_least(Fraction(95, 100)),
            TRACKING_PAGE,
            but=SCHEMA.says(above(Fraction(95, 100))),
            marketplace=EVERYWHERE,
        ),
    )
    tracking_risk: Limit = dated(
        "valid tracking rates that put offers at risk",
        originally(
            below(Fraction(95, 100)),
            TRACKING_PAGE,
            marketplace=tuple(shop for shop in EVERYWHERE if shop not in {UK, ES}),
        ),
        originally(nothing, UK_TRACKING, marketplace=UK),
        originally(nothing, ES_TRACKING, marketplace=ES),
        since("2021-06-16", below(Fraction(95, 100)), UK_TRACKING, marketplace=UK),
        since("2021-07-15", below(Fraction(95, 100)), ES_TRACKING, marketplace=ES),
    )
    tracking_window: Span = dated(
        "length of the window of valid tracking", originally(days(30), TRACKING_PAGE, marketplace=EVERYWHERE)
    )
    # Where there is no shorter window it is as long as the longer one, and so the same.
    tracking_short_window: Span = dated(
        "length of the shorter window of valid tracking",
        originally(days(30), TRACKING_PAGE, marketplace=WITHOUT_SHORT_WINDOW),
        originally(days(7), EU_TRACKING_PAGE, marketplace=WITH_SHORT_WINDOW),
        since("2021-06-16", days(30), UK_TRACKING, marketplace=UK),
        since("2021-07-15", days(30), ES_TRACKING, marketplace=ES),
    )
    tracking_lag: Span = dated(
        "days by which valid tracking is shown late", originally(days(14), TRACKING_PAGE, marketplace=AT_HOME)
    )
    # Reading: a number entered on the day of delivery was entered before it. A day does not tell.
    entered: Limit = dated(
        "days from a tracking number's entry to the delivery that are enough",
        originally(at_least(days(0)), VALID_PAGE, but=VALID_PAGE.says(at_least(days(1))), marketplace=EVERYWHERE),
    )
    spares_letters: Limit = dated(
        "prices of letters that valid tracking leaves out",
        since("2021-12-31", below(usd(10)), EXEMPT, after="2020-12-31"),
        originally(nothing, EU_TRACKING_PAGE, marketplace=ABROAD),
    )
    spares_freight: bool = dated(
        "valid tracking leaves freight out",
        since("2021-12-31", True, EXEMPT, after="2020-12-31"),
        originally(False, EU_TRACKING_PAGE, marketplace=ABROAD),
    )
    spares_letters_abroad: Limit = dated(
        "prices, without tax, of letters across a border within the European Union that valid tracking leaves out",
        originally(nothing, EU_TRACKING_PAGE, marketplace=NOT_IN_EURO),
        originally(nothing, EU_TRACKING_PAGE, marketplace=IN_EURO),
        since(
            "2025-12-31",
            at_most(Money(20, "EUR")),
            CROSS_BORDER,
            after="2023-12-31",
            marketplace=IN_EURO,
        ),
    )
    spares_cheap_from_china: Limit = dated(
        "prices of packages from China that valid tracking leaves out",
        originally(at_most(usd(5)), TRACKING_PAGE),
        since("2023-02-03", nothing, CHINA, after="2017-12-31"),
        originally(nothing, EU_TRACKING_PAGE, marketplace=ABROAD),
    )
    needs_two_scans: Limit = dated(
        "prices from which a package from China needs a scan of the attempt and one of the delivery",
        originally(nothing, TRACKING_PAGE),
        since("2023-02-03", at_least(usd(5)), CHINA, after="2017-12-31"),
        originally(nothing, EU_TRACKING_PAGE, marketplace=ABROAD),
    )
    # Reading: one scan is enough, as the newer answers for Europe have it; an older page asks for scans all the way.
    needs_all_scans: bool = dated(
        "valid tracking needs scans all the way",
        originally(False, VALID_PAGE, marketplace=SCANNED_ONCE),
        originally(False, EU_VALID, but=IT_VALID_PAGE.says(True), marketplace=SCANNED_THROUGHOUT),
    )
    # Reading: the minimum of the US holds in the UK since 2025 and nowhere else in Europe, where the older page stands
    # undated; or it holds there too, for no text says that the older page outlived the change.
    delivery_target: Limit = dated(
        "on-time delivery rates that are on target",
        originally(above(Fraction(97, 100)), OLD_DELIVERY, marketplace=AT_HOME),
        since("2024-09-25", at_least(Fraction(90, 100)), DELIVERY_NEWS, but=SCHEMA.says(above(Fraction(90, 100)))),
        since(
            "2024-09-25",
            above(Fraction(97, 100)),
            OLD_DELIVERY,
            but=DELIVERY_NEWS.says(at_least(Fraction(90, 100))),
            marketplace=REST_OF_EUROPE,
        ),
        since("2025-09-16", at_least(Fraction(90, 100)), UK_DELIVERY, marketplace=UK),
    )
    delivery_risk: Limit = dated(
        "on-time delivery rates that put listings at risk",
        originally(nothing, OLD_DELIVERY, marketplace=AT_HOME),
        since("2024-09-25", below(Fraction(90, 100)), DELIVERY_NEWS),
        since(
            "2024-09-25",
            nothing,
            OLD_DELIVERY,
            but=DELIVERY_NEWS.says(below(Fraction(90, 100))),
            marketplace=REST_OF_EUROPE,
        ),
        since("2025-09-16", below(Fraction(90, 100)), UK_DELIVERY, marketplace=UK),
    )
    volume: Limit = dated(
        "numbers of units on which Amazon acts",
        originally(anything, OLD_DELIVERY, marketplace=AT_HOME),
        since("2025-09-16", at_least(20), UK_DELIVERY, marketplace=UK),
    )
    counts_units: bool = dated(
        "on-time delivery counts units, not packages",
        originally(False, OLD_DELIVERY, marketplace=AT_HOME),
        since("2024-09-25", True, DELIVERY_COUNT),
        since("2025-09-16", True, UK_DELIVERY, marketplace=UK),
    )
    counts_extensions: bool = dated(
        "Amazon's extensions of the promise count",
        originally(True, OLD_DELIVERY, marketplace=AT_HOME),
        since("2024-09-25", False, DELIVERY_NEWS),
        since("2024-09-25", True, OLD_DELIVERY, but=DELIVERY_NEWS.says(False), marketplace=REST_OF_EUROPE),
        since("2025-09-16", False, UK_DELIVERY, marketplace=UK),
    )
    counts_attempts: bool = dated(
        "a first attempt counts as delivery",
        originally(False, OLD_DELIVERY, marketplace=AT_HOME),
        since("2025-09-16", True, UK_DELIVERY, marketplace=UK),
    )
    counts_rescheduled: bool = dated(
        "a delivery day that the buyer chose counts as the promised one",
        originally(False, OLD_DELIVERY, marketplace=AT_HOME),
        since("2025-09-16", True, UK_DELIVERY, marketplace=UK),
    )
    protects_premium: bool = dated(
        "deliveries by Premium Shipping can be protected too",
        originally(False, OLD_DELIVERY, marketplace=AT_HOME),
        since("2026-02-28", True, PROTECTION),
    )
    spares_protected: bool = dated(
        "protected deliveries are not late",
        originally(False, OLD_DELIVERY, marketplace=AT_HOME),
        since("2024-09-25", True, DELIVERY_NEWS),
    )
    delivery_window: Span = dated(
        "length of the window of on-time delivery",
        since("2024-09-25", days(14), DELIVERY_COUNT),
        since("2025-09-16", days(14), UK_DELIVERY, marketplace=UK),
    )
    delivery_recommended: Limit = dated(
        "on-time delivery rates that Amazon recommends",
        since("2024-09-25", at_least(Fraction(95, 100)), DELIVERY_NEWS),
    )
    worst_listings_only: bool = dated(
        "below the minimum normally only the listings that hurt the rate most are deactivated",
        since("2024-09-25", False, DELIVERY_NEWS),
        since("2026-02-28", True, LISTINGS),
    )
    # Reading: of the last 21 days without the latest 7 the first is the 21st day before today, the last the 8th.
    delivery_lag: Span = dated(
        "days by which on-time delivery is shown late",
        since("2024-09-25", days(8), DELIVERY_COUNT, but=DELIVERY_COUNT.says(days(7))),
    )
    measures_invoices: bool = dated(
        "Amazon measures the invoices of business orders",
        since("2021-01-01", True, INVOICE_PAGE, after="2019-12-31", marketplace=WITH_INVOICES),
    )
    invoice_target: Limit = dated(
        "invoice defect rates that are on target",
        since("2021-01-01", below(Fraction(5, 100)), INVOICE_PAGE, after="2019-12-31", marketplace=WITH_INVOICES),
    )
    invoice_risk: Limit = dated(
        "invoice defect rates that put business offers at risk",
        since("2021-01-01", above(Fraction(5, 100)), INVOICE_PAGE, after="2019-12-31", marketplace=WITH_INVOICES),
    )
    # Reading: invoices are required. One page recommends them and announces the duty; the day of the change is unknown.
    demands_invoices: bool = dated(
        "Amazon demands invoices in time",
        since(
            "2021-01-01",
            True,
            INVOICE_PAGE,
            but=UK_INVOICE_PAGE.says(False),
            after="2019-12-31",
            marketplace=WITH_INVOICES,
        ),
    )
    prompt: Limit = dated(
        "working days from the confirmation to an invoice that are not too many",
        since("2021-01-01", at_most(1), INVOICE_PAGE, after="2019-12-31", marketplace=WITH_INVOICES),
    )
    # Reading: after a confirmation at the weekend the next working day is Monday.
    waits_for_monday: bool = dated(
        "a confirmation at the weekend counts as one of Monday",
        since(
            "2021-01-01",
            False,
            INVOICE_PAGE,
            but=INVOICE_PAGE.says(True),
            after="2019-12-31",
            marketplace=WITH_INVOICES,
        ),
    )
    invoice_window: Span = dated(
        "length of the window of invoice defects",
        since("2021-01-01", days(7), INVOICE_PAGE, after="2019-12-31", marketplace=WITH_INVOICES),
    )
    invoice_lag: Span = dated(
        "days by which invoice defects are shown late",
        since("2021-01-01", days(7), INVOICE_PAGE, after="2019-12-31", marketplace=WITH_INVOICES),
    )


class Confirmation(Enum):
    """Whether an order's shipment was confirmed late; not counted where the order does not belong in the rate."""

    ON_TIME = "on_time"
    LATE = "late"
    NOT_COUNTED = "not_counted"


class Cancelling(Enum):
    """Whether an order was cancelled on the seller's side; not counted where it does not belong in the rate."""

    NOT_BY_SELLER = "not_by_seller"
    BY_SELLER = "by_seller"
    NOT_COUNTED = "not_counted"


class Offer(Enum):
    """Whether Amazon may remove the offer of an article whose orders the seller cancelled."""

    STAYS = "stays"
    MAY_BE_REMOVED = "may_be_removed"


class Tracking(Enum):
    """Whether a package has valid tracking; not counted where it does not belong in the rate."""

    VALID = "valid"
    INVALID = "invalid"
    NOT_COUNTED = "not_counted"


class Delivery(Enum):
    """Whether a package was delivered as promised; not counted where it does not belong in the rate."""

    ON_TIME = "on_time"
    LATE = "late"
    NOT_COUNTED = "not_counted"


class Invoicing(Enum):
    """Whether a business order has its invoice in time; not counted where it does not belong in the rate."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    NOT_DUE = "not_due"
    NOT_COUNTED = "not_counted"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class InvoicedOrder(Fact):
    """An order together with its invoice.

    Args:
        order_id: Amazon's order number.
        placed_on: day on which the buyer ordered.
        marketplace: the shop.
        business: an Amazon Business order.
        ship_confirmed_on: day on which the shipment was confirmed to Amazon; ``NEVER`` if it was not.
        uploaded_on: day on which the invoice was uploaded; ``NEVER`` if there is none.
        working_days: working days (Monday to Friday, public holidays too) from the day after the confirmation to the
            upload, that day included; unknown without either.
        working_days_from_monday: the same, where a confirmation at the weekend counts as one of the Monday after it.
    """

    order_id: Identifier
    placed_on: date
    marketplace: Marketplace = Marketplace.US
    business: bool | None = None
    ship_confirmed_on: date | None = None
    uploaded_on: date | None = None
    working_days: Number | None = None
    working_days_from_monday: Number | None = None

    worked_out_from: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "working_days": ("ship_confirmed_on", "uploaded_on"),
        "working_days_from_monday": ("ship_confirmed_on", "uploaded_on"),
    }

    @classmethod
    def of(cls, order: Order, uploaded_on: date) -> "InvoicedOrder":
        """What matters here of an order, and of the day on which its invoice was uploaded."""
        confirmed_on = order.ship_confirmed_on
        return cls(
            order_id=order.order_id,
            placed_on=order.placed_on,
            marketplace=order.marketplace,
            business=order.business,
            ship_confirmed_on=confirmed_on,
            uploaded_on=uploaded_on,
            working_days=_working_days(confirmed_on, uploaded_on),
            working_days_from_monday=_working_days(_or_monday(confirmed_on), uploaded_on),
        )


def _working_days(after: date | None, until: date) -> int | None:
    """The working days after one day until another, that one included; ``None`` without either of them."""
    if after is None or NEVER in (after, until):
        return None
    later = (date.fromordinal(number) for number in range(after.toordinal() + 1, until.toordinal() + 1))
    return sum(map(is_business_day, later))


def _or_monday(day: date | None) -> date | None:
    """The day, or the Monday after it where it lies at a weekend."""
    return day if day is None or is_business_day(day) else business_days(1).after(day)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class CountedOrders(Fact):
    """The orders of a window, counted.

    Args:
        day: the window's last day.
        orders: how many orders count; unknown while that hangs on an unknown fact and makes a difference.
        faulty: how many of them are late, cancelled or without an invoice in time, as the rate asks; unknown likewise.
        marketplace: the shop.
    """

    day: date
    orders: Number | None
    faulty: Number | None
    marketplace: Marketplace = Marketplace.US

    parts: ClassVar = {"faulty": "orders"}


@frozen(kw_only=True, weakref_slot=False, repr=False)
class CancelledInARow(Fact):
    """How often a seller cancelled orders of one article, one after the other.

    Args:
        day: the window's last day.
        in_a_row: the most orders in a row that the seller cancelled; unknown while that hangs on an unknown fact and
            makes a difference.
        marketplace: the shop.
    """

    day: date
    in_a_row: Number | None
    marketplace: Marketplace = Marketplace.US

    worked_out_from: ClassVar[Mapping[str, tuple[str, ...]]] = {"in_a_row": ("cancelled_by",)}


@frozen(kw_only=True, weakref_slot=False, repr=False)
class CountedPackages(Fact):
    """The packages of a window, counted.

    Args:
        day: the window's last day.
        packages: how many packages count; unknown while that hangs on an unknown fact and makes a difference.
        valid: how many of them have valid tracking; unknown likewise.
        marketplace: the shop.
    """

    day: date
    packages: Number | None
    valid: Number | None
    marketplace: Marketplace = Marketplace.US

    parts: ClassVar = {"valid": "packages"}


@frozen(kw_only=True, weakref_slot=False, repr=False)
class CountedUnits(Fact):
    """The units of a window, counted.

    Args:
        day: the window's last day.
        units: how many units count (packages, where policy counts those); unknown while that hangs on an unknown fact
            and makes a difference.
        on_time: how many of them were delivered on time; unknown likewise.
        marketplace: the shop.
    """

    day: date
    units: Number | None
    on_time: Number | None
    marketplace: Marketplace = Marketplace.US

    parts: ClassVar = {"on_time": "units"}


order, package, invoiced_order, terms = symbols(Order), symbols(Package), symbols(InvoicedOrder), symbols(Terms)
orders, packages, units = symbols(CountedOrders), symbols(CountedPackages), symbols(CountedUnits)
row = symbols(CancelledInARow)

is_sellers = Condition("the seller sends the order", order.fulfilled_by == Fulfiller.SELLER, LATE_PAGE)
is_unconfirmed = Condition("the shipment was never confirmed", known(order.ship_confirmed_on) == NEVER, LATE_PAGE)
is_in_time = Condition(
    f"the shipment due on {order.ship_by} was confirmed on {order.ship_confirmed_on},"
    f" {terms.time_to_confirm} after that at most",
    known(order.ship_confirmed_on) <= known(order.ship_by) + terms.time_to_confirm,
)
is_kept = Condition("nobody cancelled the order", known(order.cancelled_by) == Canceller.NOBODY, CANCELLING)
is_cancelled_by_seller = Condition(
    "the seller cancelled the order", known(order.cancelled_by) == Canceller.SELLER, CANCELLING
)
is_cancelled_by_amazon = Condition(
    "Amazon cancelled the order", known(order.cancelled_by) == Canceller.AMAZON, EU_CANCELLING
)
counts_amazons = Condition(terms.counts_amazons)
says_when_cancelled = Condition(terms.says_when_cancelled)

is_sellers_package = Condition("the seller sent the package", package.fulfilled_by == Fulfiller.SELLER, TRACKING_PAGE)
is_letter = Condition("the package is a letter", package.letter, EXEMPT)
is_cheap = Condition(
    f"letters at {package.price} are left out: {terms.spares_letters}", terms.spares_letters.admits(package.price)
)
is_freight = Condition("the package is freight without tracking", package.freight, EXEMPT)
spares_freight = Condition(terms.spares_freight)
is_scanned = Condition(
    "the tracking number is the carrier's and was scanned", known(package.tracking_valid), VALID_PAGE
)
needs_all_scans = Condition(terms.needs_all_scans)
is_scanned_throughout = Condition("the carrier scanned it all the way", package.scanned_throughout, IT_VALID_PAGE)
crosses_border = Condition("it crosses a border within the European Union", package.crosses_border, CROSS_BORDER)
is_cheap_abroad = Condition(
    f"letters at {package.price} without tax across a border are left out: {terms.spares_letters_abroad}",
    terms.spares_letters_abroad.admits(package.price),
)
is_from_china = Condition("the package was sent from China", package.from_china, CHINA)
is_cheap_from_china = Condition(
    f"packages from China at {package.price} are left out: {terms.spares_cheap_from_china}",
    terms.spares_cheap_from_china.admits(package.price),
)
is_dear_from_china = Condition(
    f"packages from China at {package.price} need two scans: {terms.needs_two_scans}",
    terms.needs_two_scans.admits(package.price),
)
is_scanned_twice = Condition("attempt and delivery were scanned", package.scanned_twice, CHINA)
is_entered = Condition(
    f"the number was entered on {package.tracking_entered_on}, {terms.entered} before the delivery on"
    f" {package.delivered_on}",
    (known(package.tracking_entered_on) != NEVER)
    & terms.entered.admits(elapsed(package.tracking_entered_on, package.delivered_on)),
)
is_delivered = Condition("a scan shows the delivery", known(package.delivered_on) != NEVER, DELIVERY_COUNT)
counts_extensions = Condition(terms.counts_extensions)
is_as_promised = Condition(
    f"the package came on {package.delivered_on}, promised by {package.promised_by}",
    known(package.delivered_on) <= known(package.promised_by),
    DELIVERY_NEWS,
)
is_as_extended = Condition(
    f"the package came on {package.delivered_on}, due by {package.deliver_by}",
    known(package.delivered_on) <= known(package.deliver_by),
    OLD_DELIVERY,
)
counts_attempts = Condition(terms.counts_attempts)
is_attempted = Condition(
    f"delivery was first tried on {package.attempted_on}, promised by {package.promised_by}",
    known(package.attempted_on) <= known(package.promised_by),
    UK_DELIVERY,
)
counts_rescheduled = Condition(terms.counts_rescheduled)
was_rescheduled = Condition(
    f"the buyer chose another delivery day ({package.rescheduled_to})",
    package.rescheduled_to != NEVER,
    UK_DELIVERY,
)
is_as_rescheduled = Condition(
    f"the package came on {package.delivered_on}, the buyer chose {package.rescheduled_to}",
    known(package.delivered_on) <= package.rescheduled_to,
    UK_DELIVERY,
)
is_premium = Condition("it was sent by Premium Shipping", package.premium, PROTECTION)
protects_premium = Condition(terms.protects_premium)
spares_protected = Condition(terms.spares_protected)
is_protected = Condition("Amazon protects the delivery", package.protected, DELIVERY_NEWS)

measures_invoices = Condition(terms.measures_invoices)
is_business = Condition("a business buyer placed the order", known(invoiced_order.business), INVOICE_PAGE)
is_not_sent = Condition(
    "the shipment was never confirmed", known(invoiced_order.ship_confirmed_on) == NEVER, INVOICE_PAGE
)
is_missing = Condition("there is no invoice", known(invoiced_order.uploaded_on) == NEVER, INVOICE_PAGE)
is_prompt = Condition(
    f"the invoice came {invoiced_order.working_days} working days after the confirmation, {terms.prompt}",
    terms.prompt.admits(invoiced_order.working_days),
)
waits_for_monday = Condition(terms.waits_for_monday)
is_prompt_from_monday = Condition(
    f"the invoice came {invoiced_order.working_days_from_monday} working days after the confirmation, {terms.prompt},"
    " where the weekend counts as Monday",
    terms.prompt.admits(invoiced_order.working_days_from_monday),
)

has_orders = Condition("the window has orders", known(orders.orders) > 0, LATE_PAGE)
has_packages = Condition("the window has packages", known(packages.packages) > 0, TRACKING_PAGE)
has_units = Condition("the window has deliveries", known(units.units) > 0, DELIVERY_COUNT)
few_are_late = Condition(
    f"{orders.faulty} late of {orders.orders} orders are {terms.late_target}",
    terms.late_target.admits(share(orders.faulty, orders.orders)),
)
many_are_late = Condition(
    f"{orders.faulty} late of {orders.orders} orders are {terms.late_risk}",
    terms.late_risk.admits(share(orders.faulty, orders.orders)),
)
few_are_cancelled = Condition(
    f"{orders.faulty} cancelled of {orders.orders} orders are {terms.cancelled_target}",
    terms.cancelled_target.admits(share(orders.faulty, orders.orders)),
)
many_are_cancelled = Condition(
    f"{orders.faulty} cancelled of {orders.orders} orders are {terms.cancelled_risk}",
    terms.cancelled_risk.admits(share(orders.faulty, orders.orders)),
)
is_small = Condition(
    f"{orders.faulty} orders are too few for a risk: {terms.spared}", terms.spared.admits(orders.faulty)
)
acts = Condition(terms.acts)
acts_on_cancelled = Condition(terms.acts_on_cancelled)
most_are_valid = Condition(
    f"{packages.valid} of {packages.packages} packages with valid tracking are {terms.tracking_target}",
    terms.tracking_target.admits(share(packages.valid, packages.packages)),
)
too_few_are_valid = Condition(
    f"{packages.valid} of {packages.packages} packages with valid tracking are {terms.tracking_risk}",
    terms.tracking_risk.admits(share(packages.valid, packages.packages)),
)
most_are_on_time = Condition(
    f"{units.on_time} of {units.units} deliveries on time are {terms.delivery_target}",
    terms.delivery_target.admits(share(units.on_time, units.units)),
)
too_few_are_on_time = Condition(
    f"{units.on_time} of {units.units} deliveries on time are {terms.delivery_risk}",
    terms.delivery_risk.admits(share(units.on_time, units.units)),
)
is_large = Condition(f"Amazon acts on {units.units} units: {terms.volume}", terms.volume.admits(units.units))
few_lack_invoices = Condition(
    f"{orders.faulty} of {orders.orders} business orders without an invoice in time are {terms.invoice_target}",
    terms.invoice_target.admits(share(orders.faulty, orders.orders)),
)
many_lack_invoices = Condition(
    f"{orders.faulty} of {orders.orders} business orders without an invoice in time are {terms.invoice_risk}",
    terms.invoice_risk.admits(share(orders.faulty, orders.orders)),
)
demands_invoices = Condition(terms.demands_invoices)

are_too_many = Condition(
    f"{row.in_a_row} orders of the article that the seller cancelled in a row are {terms.in_a_row}",
    terms.in_a_row.admits(row.in_a_row),
)

is_cancelled = is_cancelled_by_seller | (is_cancelled_by_amazon & counts_amazons)
is_left_out = (
    (is_letter & is_cheap)
    | (is_letter & crosses_border & is_cheap_abroad)
    | (is_freight & spares_freight)
    | (is_from_china & is_cheap_from_china)
)
is_delivered_in_time = (
    (is_as_promised & ~counts_extensions)
    | (is_as_extended & counts_extensions)
    | (is_attempted & counts_attempts)
    | (was_rescheduled & is_as_rescheduled & counts_rescheduled)
)
is_spared = is_protected & spares_protected & (~is_premium | protects_premium)
is_counted = is_business & measures_invoices
is_invoiced_in_time = is_prompt | (is_prompt_from_monday & waits_for_monday)

CONFIRMATION = DecisionTable(
    "was the shipment confirmed late",
    case=Order,
    terms=Terms,
    day=order.placed_on,
    reference=LATE_PAGE,
    answers=("001-4", "004-8"),
    rules=(
        Rule(~is_sellers | is_unconfirmed, then=Confirmation.NOT_COUNTED),
        Rule(is_sellers & ~is_unconfirmed & is_in_time, then=Confirmation.ON_TIME),
        Rule(is_sellers & ~is_unconfirmed & ~is_in_time, then=Confirmation.LATE),
    ),
)
CANCELLING_ORDERS = DecisionTable(
    "was the order cancelled on the seller's side",
    case=Order,
    terms=Terms,
    day=order.placed_on,
    reference=CANCELLING,
    answers=("004-8",),
    rules=(
        Rule(~is_sellers, then=Cancelling.NOT_COUNTED),
        Rule(is_sellers & is_cancelled, then=Cancelling.BY_SELLER),
        Rule(is_sellers & ~is_cancelled, then=Cancelling.NOT_BY_SELLER),
    ),
)
OFFER = DecisionTable(
    "may the offer be removed",
    case=CancelledInARow,
    terms=Terms,
    day=row.day,
    reference=EU_CANCELLING,
    answers=("002-3", "004-8"),
    notes=(
        Note(
            "A history of cancellations may cost the offer too; no figure is known for it.",
            EU_CANCELLING,
            (Offer.STAYS,),
        ),
    ),
    rules=(
        Rule(are_too_many, then=Offer.MAY_BE_REMOVED),
        Rule(~are_too_many, then=Offer.STAYS),
    ),
)
TRACKING = DecisionTable(
    "does the package have valid tracking",
    case=Package,
    terms=Terms,
    day=package.ship_confirmed_on,
    reference=TRACKING_PAGE,
    answers=("001-4", "004-8"),
    rules=(
        Rule(~is_sellers_package | is_left_out, then=Tracking.NOT_COUNTED),
        Rule(needs_all_scans & ~is_scanned_throughout, then=Tracking.INVALID),
        Rule(is_from_china & is_dear_from_china & ~is_scanned_twice, then=Tracking.INVALID),
        Rule(is_sellers_package & ~is_left_out & is_scanned & is_entered, then=Tracking.VALID),
        Rule(is_sellers_package & ~is_left_out & ~(is_scanned & is_entered), then=Tracking.INVALID),
    ),
)
DELIVERY = DecisionTable(
    "was the package delivered on time",
    case=Package,
    terms=Terms,
    day=package.ship_confirmed_on,
    reference=DELIVERY_NEWS,
    answers=("001-4",),
    rules=(
        Rule(~is_sellers_package | ~is_scanned | ~is_delivered, then=Delivery.NOT_COUNTED),
        Rule(is_sellers_package & is_scanned & is_delivered & is_delivered_in_time, then=Delivery.ON_TIME),
        Rule(~is_delivered_in_time & is_spared, then=Delivery.NOT_COUNTED),
        Rule(is_sellers_package & is_scanned & is_delivered & ~is_delivered_in_time & ~is_spared, then=Delivery.LATE),
    ),
)
INVOICING = DecisionTable(
    "does the business order have its invoice in time",
    case=InvoicedOrder,
    terms=Terms,
    day=invoiced_order.placed_on,
    reference=INVOICE_PAGE,
    answers=("002-3",),
    rules=(
        Rule(~is_counted, then=Invoicing.NOT_COUNTED),
        Rule(is_counted & is_not_sent, then=Invoicing.NOT_DUE),
        Rule(is_counted & ~is_not_sent & is_missing, then=Invoicing.MISSING),
        Rule(is_counted & ~is_not_sent & ~is_missing & is_invoiced_in_time, then=Invoicing.IN_TIME),
        Rule(is_counted & ~is_not_sent & ~is_missing & ~is_invoiced_in_time, then=Invoicing.LATE),
    ),
)


WARNED = Note("Beyond the target comes a warning.", WARNING, (Standing.AT_RISK,))
WEIGHED = Note("Amazon weighs the number of orders before it acts; it names no minimum.", VOLUME, (Standing.AT_RISK,))

LATE_STANDING = DecisionTable(
    "standing of the late shipment rate",
    case=CountedOrders,
    terms=Terms,
    day=orders.day,
    reference=LATE_PAGE,
    answers=("002-3", "002-6", "004-8"),
    notes=(
        WARNED,
        WEIGHED,
        Note("A single late shipment cannot be contested.", TWO_WINDOWS, (Standing.AT_THE_LIMIT, Standing.AT_RISK)),
    ),
    rules=standings(measured=has_orders, on_target=few_are_late, missed=many_are_late, acted_on=acts & ~is_small),
)
CANCELLATION_STANDING = DecisionTable(
    "standing of the cancellation rate",
    case=CountedOrders,
    terms=Terms,
    day=orders.day,
    reference=CANCELLING,
    answers=("002-3", "002-6", "004-8"),
    notes=(WARNED, WEIGHED),
    rules=standings(
        measured=has_orders,
        on_target=few_are_cancelled,
        missed=many_are_cancelled,
        acted_on=acts_on_cancelled & ~is_small,
    ),
)
TRACKING_STANDING = DecisionTable(
    "standing of the valid tracking rate",
    case=CountedPackages,
    terms=Terms,
    day=packages.day,
    reference=TRACKING_PAGE,
    answers=("002-3", "004-8"),
    notes=(
        WARNED,
        Note("Offers of the product category that the seller sends may end.", UK_TRACKING, (Standing.AT_RISK,)),
    ),
    rules=(
        Rule(~has_packages, then=Standing.NOT_MEASURED),
        Rule(most_are_valid, then=Standing.ON_TARGET),
        Rule(~most_are_valid & ~too_few_are_valid, then=Standing.AT_THE_LIMIT),
        Rule(too_few_are_valid, then=Standing.AT_RISK),
    ),
)
DELIVERY_STANDING = DecisionTable(
    "standing of the on-time delivery rate",
    case=CountedUnits,
    terms=Terms,
    day=units.day,
    reference=DELIVERY_NEWS,
    answers=("002-3",),
    notes=(
        Note("Listings that the seller sends may be deactivated.", DELIVERY_NEWS, (Standing.AT_RISK,)),
        Note(f"Only those that hurt the rate most: {terms.worst_listings_only}.", LISTINGS, (Standing.AT_RISK,)),
        Note(
            f"Amazon recommends rates {terms.delivery_recommended}.",
            DELIVERY_NEWS,
            (Standing.ON_TARGET, Standing.AT_THE_LIMIT, Standing.AT_RISK),
        ),
    ),
    rules=standings(measured=has_units, on_target=most_are_on_time, missed=too_few_are_on_time, acted_on=is_large),
)
INVOICE_STANDING = DecisionTable(
    "standing of the invoice defect rate",
    case=CountedOrders,
    terms=Terms,
    day=orders.day,
    reference=INVOICE_PAGE,
    answers=("002-3",),
    rules=standings(
        measured=has_orders, on_target=few_lack_invoices, missed=many_lack_invoices, acted_on=demands_invoices
    ),
)
TABLES = (
    CONFIRMATION,
    CANCELLING_ORDERS,
    OFFER,
    TRACKING,
    DELIVERY,
    INVOICING,
    LATE_STANDING,
    CANCELLATION_STANDING,
    TRACKING_STANDING,
    DELIVERY_STANDING,
    INVOICE_STANDING,
)

CLOCKS = (
    clock(
        "confirm the shipment",
        when=is_sellers & is_unconfirmed & is_kept,
        counted_from=order.ship_by,
        within=terms.time_to_confirm,
        while_unknown=order.placed_on,
        answers=("004-8",),
    ),
    clock(
        "confirm the shipment before Amazon cancels the order",
        when=is_sellers & is_unconfirmed & is_kept & says_when_cancelled,
        counted_from=order.ship_by,
        within=terms.time_until_cancelled,
        while_unknown=order.placed_on,
        answers=("004-8",),
    ),
)


@frozen(kw_only=True, repr=False)
class LateShipmentRate(MeasuredRate):
    """The late shipment rate of one window: orders confirmed late, out of all confirmed orders that the seller sends.

    ``late_orders`` are ids; so are ``undetermined`` and ``contested``.
    """

    @property
    def orders(self) -> int:
        """How many orders count for certain."""
        return self.whole

    @property
    def late(self) -> int:
        """How many of them were certainly confirmed late."""
        return self.part

    @property
    def late_orders(self) -> tuple[str, ...]:
        """The ids of those confirmed late."""
        return self.part_ids


@frozen(kw_only=True, repr=False)
class CancellationRate(MeasuredRate):
    """The cancellation rate of one window: orders cancelled on the seller's side, out of all that the seller sends."""

    @property
    def orders(self) -> int:
        """How many orders count for certain."""
        return self.whole

    @property
    def cancelled(self) -> int:
        """How many of them the seller's side certainly cancelled."""
        return self.part

    @property
    def cancelled_orders(self) -> tuple[str, ...]:
        """The ids of those cancelled."""
        return self.part_ids


@frozen(kw_only=True, repr=False)
class ValidTrackingRate(MeasuredRate):
    """The valid tracking rate of one window: packages with valid tracking, out of all that the seller sent."""

    @property
    def packages(self) -> int:
        """How many packages count for certain."""
        return self.whole

    @property
    def valid(self) -> int:
        """How many of them certainly have valid tracking."""
        return self.part

    @property
    def valid_packages(self) -> tuple[str, ...]:
        """The ids of those with valid tracking."""
        return self.part_ids


@frozen(kw_only=True, repr=False)
class OnTimeDeliveryRate(MeasuredRate):
    """The on-time delivery rate of one window: units delivered on time, out of all tracked to their delivery.

    Where the text of the window's last day counts packages, ``units`` and ``on_time`` are packages.
    """

    @property
    def units(self) -> int:
        """How many units count for certain."""
        return self.whole

    @property
    def on_time(self) -> int:
        """How many of them were certainly delivered on time."""
        return self.part

    @property
    def on_time_packages(self) -> tuple[str, ...]:
        """The ids of the packages delivered on time."""
        return self.part_ids


@frozen(kw_only=True, repr=False)
class InvoiceDefectRate(MeasuredRate):
    """The invoice defect rate of one window: business orders without an invoice in time, out of all business orders."""

    @property
    def orders(self) -> int:
        """How many business orders count for certain."""
        return self.whole

    @property
    def defective(self) -> int:
        """How many of them certainly have a late invoice or none."""
        return self.part

    @property
    def defective_orders(self) -> tuple[str, ...]:
        """The ids of those with a late invoice or none."""
        return self.part_ids


def _counted_orders(*, day: date, part: int | None, whole: int | None, marketplace: Marketplace) -> CountedOrders:
    return CountedOrders(day=day, orders=whole, faulty=part, marketplace=marketplace)


def _counted_packages(*, day: date, part: int | None, whole: int | None, marketplace: Marketplace) -> CountedPackages:
    return CountedPackages(day=day, packages=whole, valid=part, marketplace=marketplace)


def _counted_units(*, day: date, part: int | None, whole: int | None, marketplace: Marketplace) -> CountedUnits:
    return CountedUnits(day=day, units=whole, on_time=part, marketplace=marketplace)


def _never_confirmed(given: Order) -> Order:
    """A cancelled order whose confirmation is unknown had none: once confirmed, it can only be refunded."""
    one("order", given, Order)
    if given.ship_confirmed_on is None and given.cancelled_by not in {None, Canceller.NOBODY}:
        return evolve(given, ship_confirmed_on=NEVER)
    return given


def _units_of(given: Package, own: Terms) -> int:
    return given.units if own.counts_units else 1


# Reading: a shipment belongs to the day on which it was confirmed, a cancellation and an invoice to the day of the
# order. No text names these days; orders are placed by their own day elsewhere.
late_shipment = Metric(
    counts=CONFIRMATION,
    stands=LATE_STANDING,
    kind=Order,
    id="order_id",
    day="ship_confirmed_on",
    part=frozenset({Confirmation.LATE}),
    outside=Confirmation.NOT_COUNTED,
    rate_class=LateShipmentRate,
    case=_counted_orders,
    window_terms=("late_window", "late_short_window"),
    not_before="placed_on",
    prepared=_never_confirmed,
)
"""The late shipment rate, of orders, by the day on which their shipment was confirmed."""

cancellation = Metric(
    counts=CANCELLING_ORDERS,
    stands=CANCELLATION_STANDING,
    kind=Order,
    id="order_id",
    day="placed_on",
    part=frozenset({Cancelling.BY_SELLER}),
    outside=Cancelling.NOT_COUNTED,
    rate_class=CancellationRate,
    case=_counted_orders,
    window_terms=("cancelled_window",),
)
"""The pre-fulfilment cancellation rate, of orders, by the day on which they were placed."""

valid_tracking = Metric(
    counts=TRACKING,
    stands=TRACKING_STANDING,
    kind=Package,
    id="package_id",
    day="promised_by",
    part=frozenset({Tracking.VALID}),
    outside=Tracking.NOT_COUNTED,
    rate_class=ValidTrackingRate,
    case=_counted_packages,
    window_terms=("tracking_window", "tracking_short_window"),
    lag_term="tracking_lag",
)
"""The valid tracking rate, of packages, by their promised delivery day. Amazon takes each product category alone."""

on_time_delivery = Metric(
    counts=DELIVERY,
    stands=DELIVERY_STANDING,
    kind=Package,
    id="package_id",
    day="promised_by",
    part=frozenset({Delivery.ON_TIME}),
    outside=Delivery.NOT_COUNTED,
    rate_class=OnTimeDeliveryRate,
    case=_counted_units,
    window_terms=("delivery_window",),
    lag_term="delivery_lag",
    weight=_units_of,
)
"""The on-time delivery rate, of the units in packages, by their promised delivery day."""

invoice_defect = Metric(
    counts=INVOICING,
    stands=INVOICE_STANDING,
    kind=InvoicedOrder,
    id="order_id",
    day="placed_on",
    part=frozenset({Invoicing.LATE, Invoicing.MISSING}),
    outside=Invoicing.NOT_COUNTED,
    rate_class=InvoiceDefectRate,
    case=_counted_orders,
    window_terms=("invoice_window",),
    lag_term="invoice_lag",
)
"""The invoice defect rate, of business orders (``invoiced`` joins them to their invoices), by the day placed."""

METRICS: tuple[Metric[Any, Any], ...] = (
    late_shipment,
    cancellation,
    valid_tracking,
    on_time_delivery,
    invoice_defect,
)


def confirmation(order: Order, *, on: date | None = None, terms: Terms | None = None) -> Decision[Confirmation]:
    """Say whether the shipment of an order was confirmed late.

    What counts is the day on which the seller entered the confirmation, not the day typed in as that of the shipment.
    On the expected ship date itself it is in time.

    Args:
        order: the order; of one that was cancelled, and of whose confirmation nothing is known, there was none.
        on: judge by the text of this day instead of the day on which the order was placed.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> first, due, done = date(2024, 3, 1), date(2024, 3, 4), date(2024, 3, 5)
        >>> order = sp.Order(order_id="111-1", placed_on=first, ship_by=due, ship_confirmed_on=done)
        >>> sp.shipping_performance.confirmation(order).outcome
        <Confirmation.LATE: 'late'>
    """
    return CONFIRMATION.decide(_never_confirmed(order), terms, on=on)


def cancelling(order: Order, *, on: date | None = None, terms: Terms | None = None) -> Decision[Cancelling]:
    """Say whether an order was cancelled on the seller's side.

    What the buyer cancelled by Amazon's own means does not count; what the seller cancelled because a message asked for
    it does. An order of which the seller cancelled one item counts as cancelled by the seller, once.

    Args:
        order: the order.
        on: judge by the text of this day instead of the day on which the order was placed.
        terms: what the policy fixes, to ask *what if*.
    """
    return CANCELLING_ORDERS.decide(order, terms, on=on)


def offer(orders: Iterable[Order], *, on: date, terms: Terms | None = None) -> Decision[Offer]:
    """Say whether Amazon may remove the offer of one article, for the seller cancelled its orders one after the other.

    Counted are the orders that the seller sends, placed in the window that ends on a day. Those of the same day are
    taken in the order in which they are given.

    Args:
        orders: the article's orders in one marketplace, each once.
        on: the window's last day, whose text applies.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: an order id occurs twice, or orders lie in two marketplaces.
        NoPolicyText: no text is known for the marketplace.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> orders = [
        ...     sp.Order(order_id=f"111-{day}", placed_on=date(2026, 11, day), marketplace="uk", cancelled_by="seller")
        ...     for day in (3, 9)
        ... ]
        >>> sp.shipping_performance.offer(orders, on=date(2026, 11, 22)).outcome
        <Offer.MAY_BE_REMOVED: 'may_be_removed'>
    """
    book = OrderBook.of(orders)
    own = Terms.given_or_on(terms, on, book.marketplace)
    if own.row_window is None:
        raise Terms.silence("row_window", on, book.marketplace)
    window = Window.ending(on, days=own.row_window.length)
    sold = sorted(
        (each for each in book.orders if each.fulfilled_by is Fulfiller.SELLER and each.placed_on in window),
        key=lambda each: each.placed_on,
    )
    fewest = _longest_run(each.cancelled_by is Canceller.SELLER for each in sold)
    most = _longest_run(each.cancelled_by in {Canceller.SELLER, None} for each in sold)

    def case(in_a_row: int | None) -> CancelledInARow:
        return CancelledInARow(day=on, in_a_row=in_a_row, marketplace=book.marketplace)

    return decide_count(OFFER, Count(case(fewest), case(most), case(None)), (), on=on, terms=own)


def _longest_run(held: Iterable[bool]) -> int:
    """How many in a row hold at most."""
    return max((len(list(run)) for holds, run in groupby(held) if holds), default=0)


def tracking(package: Package, *, on: date | None = None, terms: Terms | None = None) -> Decision[Tracking]:
    """Say whether a package has valid tracking: a number of its carrier's, scanned, and entered before the delivery.

    Args:
        package: the package.
        on: judge by the text of this day instead of the day on which the shipment was confirmed.
        terms: what the policy fixes, to ask *what if*.
    """
    return TRACKING.decide(package, terms, on=on)


def delivery(package: Package, *, on: date | None = None, terms: Terms | None = None) -> Decision[Delivery]:
    """Say whether a package was delivered on time.

    On the promised day itself it is on time; in the US that day ends at midnight in Pacific time, which is the shop's.
    Only what tracking shows as delivered counts.

    Args:
        package: the package.
        on: judge by the text of this day instead of the day on which the shipment was confirmed.
        terms: what the policy fixes, to ask *what if*.
    """
    return DELIVERY.decide(package, terms, on=on)


def invoicing(
    order: Order, invoices: Iterable[Invoice] = (), *, on: date | None = None, terms: Terms | None = None
) -> Decision[Invoicing]:
    """Say whether a business order has its invoice in time: by the end of the next working day after the confirmation.

    Working days are Monday to Friday; public holidays count as working days too.

    Args:
        order: the order.
        invoices: its invoices; without one, it has none. The first upload counts.
        on: judge by the text of this day instead of the day on which the order was placed.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: the marketplace has no such metric, as far as is known.
    """
    (case,) = invoiced((one("order", order, Order),), invoices)
    return INVOICING.decide(case, terms, on=on)


def invoiced(orders: Iterable[Order], invoices: Iterable[Invoice]) -> tuple[InvoicedOrder, ...]:
    """Join orders to their invoices, for ``invoice_defect``.

    Args:
        orders: all orders of one marketplace, each once.
        invoices: invoices of any orders; the first upload for an order counts, and an order without one has none.

    Raises:
        BadFact: an order id occurs twice, orders lie in two marketplaces, or an invoice in another than its order.
    """
    book = OrderBook.of(orders)
    uploaded: dict[str, date] = {}
    for invoice in book.events(Invoice, invoices):
        uploaded[invoice.order_id] = min(invoice.uploaded_on, uploaded.get(invoice.order_id, NEVER))
    return tuple(InvoicedOrder.of(order, uploaded.get(order.order_id, NEVER)) for order in book.orders)


def deadlines(
    order: Order, *, on: date | None = None, terms: Terms | None = None, holidays: Container[date] = ()
) -> tuple[Deadline, ...]:
    """Say by which day the seller must confirm an order's shipment, and on which day Amazon cancels it otherwise.

    Both run from the expected ship date, by the text of that day: the first in calendar days, the second since 2020 in
    business days. The last day is included.

    Args:
        order: the order.
        on: judge by the text of this day instead.
        terms: what the policy fixes, to ask *what if*.
        holidays: days that are no business days.
    """
    return due(CLOCKS, _never_confirmed(order), on=on, terms=terms, holidays=holidays)
