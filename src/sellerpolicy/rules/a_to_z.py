"""A-to-z Guarantee: when a buyer may claim the money back from Amazon, and what the seller must do by when.

A buyer whose order did not arrive, or is not what was described, asks Amazon for the money: a *claim*. A claim has a
time of its own, for most reasons the buyer must turn to the seller first, and some orders are not covered at all.
The day the order was placed picks the text of the time for filing, the day the claim was filed picks all the rest.
"""

from collections.abc import Container, Iterable
from datetime import date, datetime, timedelta
from enum import Enum
from functools import partial
from typing import ClassVar, cast

from attrs import evolve, frozen

from sellerpolicy.facts import EUROPE, NEVER, NEVER_AT, Claim, ClaimReason, ClaimStatus, Fact, Fulfiller, Marketplace
from sellerpolicy.facts import Order, Payer, Product, Window
from sellerpolicy.facts.fact import Count, EventDay, EventTime
from sellerpolicy.facts.given import member, one, require_own_order
from sellerpolicy.facts.order import ZONE_SLACK
from sellerpolicy.logic import EVERYWHERE, Condition, Confidence, DatedTerms, Deadline, Decision, DecisionTable, Limit
from sellerpolicy.logic import Note, Reference, Rule, Span, above, announcement, anything, at_least, at_most, clock
from sellerpolicy.logic import dated, days, due, elapsed, forum_post, guide, help_page, hours, known, one_of, originally
from sellerpolicy.logic import since, symbols
from sellerpolicy.logic.clocks import gathered
from sellerpolicy.logic.conditions import Expression
from sellerpolicy.logic.references import Kind
from sellerpolicy.logic.spans import is_business_day
from sellerpolicy.logic.truth import value

READ = "2026-11-21"
FORUM = "https://sellercentral.amazon.com/forums/t"
HELP = "https://sellercentral.amazon.com/gp/help/external"
BUYERS = "https://www.amazon.co.uk/gp/help/customer/display.html?nodeId"
ARTICLE = Reference(
    "source:001", "An article about the A-to-z Guarantee", None, Kind.SOURCE, confidence=Confidence.SECONDARY
)
OLD_TIMES = forum_post(
    "Times for A-to-z claims, as Amazon's help had them",
    "113354",
    url="https://sellercentral.amazon.co.uk/forums/t/time-scale-for-customers-making-a-z-claims/113354/7",
    read=READ,
)
OLD_CONDITIONS = help_page("A-to-z claim conditions (UK)", "201460300", url=f"{BUYERS}=201460300", read=READ)
OLD_GUARANTEE = help_page(
    "About A-to-z Guarantee (US, about 2015 to 2018)",
    "a-to-z-2015",
    url="https://www.kingfisherflyshop.com/amazon-fly-shop-gift-card",
    read=READ,
    confidence=Confidence.RELAYED,
)
GUARANTEE = help_page(
    "A-to-z Guarantee (for buyers, Canada)",
    "201889410",
    url="https://arcus-www.amazon.ca/gp/help/customer/display.html?nodeId=201889410",
    read=READ,
)
US_GUARANTEE = help_page(
    "About A-to-z Guarantee (for buyers, US)",
    "200783670",
    url="https://www.amazon.com/gp/help/customer/display.html?nodeId=200783670",
    read=READ,
)
US_REASONS = help_page(
    "A-to-z Guarantee (US, about 2020 to 2023)",
    "a-to-z-2020",
    url="https://amzoner.com/amazon-a-to-z-services/",
    read=READ,
    confidence=Confidence.RELAYED,
)
OLD_UK_GUARANTEE = help_page("A-to-z Guarantee (UK)", "201889410-uk", url=f"{BUYERS}=201889410", read=READ)
UK_GUARANTEE = help_page(
    "A-to-z Guarantee (UK, newest)",
    "GQ37ZCNECJKTFYQV",
    url="https://digprjsurvey.amazon.co.uk/csad/help/node/GQ37ZCNECJKTFYQV",
    read=READ,
)
NEWEST_GUARANTEE = help_page(
    "A-to-z Guarantee (US, newest)",
    "GQ37ZCNECJKTFYQV-us",
    url="https://www.amazon.com/gp/help/customer/display.html?nodeId=GQ37ZCNECJKTFYQV",
    read=READ,
    confidence=Confidence.UNCONFIRMED,
)
OTHER_PROBLEMS = help_page(
    "A-to-z Guarantee: problems that the page does not list",
    "a-to-z-other",
    url="https://coachingsave.com/money-back-guarantee/",
    read=READ,
    confidence=Confidence.RELAYED,
)
SAUDI_GUARANTEE = help_page(
    "A-to-z Guarantee (for buyers, Saudi Arabia)",
    "201889410-sa",
    url="https://www.amazon.sa/-/en/gp/help/customer/display.html?nodeId=201889410",
    read=READ,
)
JAPAN = Reference(
    "guide:a-to-z-jp",
    "The A-to-z Guarantee in Japan, retold",
    None,
    Kind.GUIDE,
    read=READ,
    confidence=Confidence.SECONDARY,
)
INDIA = forum_post(
    "Information requests (India)",
    "e84fc533",
    url="https://sellercentral.amazon.in/forums",
    read=READ,
    confidence=Confidence.UNCONFIRMED,
)
EU_ANSWERS = guide(
    "Responding to a claim, retold for Europe",
    "oliverpiroska-a-to-z",
    url="https://oliverpiroska.wixsite.com/europe-market-eu/post/respond-to-an-a-to-z-guarantee-claim",
    published="2023-09-24",
    read=READ,
)
CHARGEBACKS = help_page(
    "Chargebacks", "202141250", url="http://www.amazon.com/gp/help/customer/display.html?nodeId=200223890", read=READ
)
CLAIMS = help_page(
    "About A-to-z Guarantee claims", "27951", url=f"{HELP}/help.html?itemID=27951&language=en_US", read=READ
)
OLD_CLAIMS = help_page("About A-to-z Guarantee claims (another version)", "27951-older", url=f"{HELP}/27951", read=READ)
UK_CLAIMS = help_page(
    "About A-to-z Guarantee claims (UK)",
    "27951-uk",
    url="https://sellercentral.amazon.co.uk/gp/help/external/help.html?itemID=27951&language=en_GB",
    read=READ,
)
OLDEST_ANSWERS = help_page(
    "Responding to a claim notification (until 2016)",
    "1781-oldest",
    url="http://th4.ilovetranslation.com/8YMV6cGvRRX=d/",
    read=READ,
    confidence=Confidence.RELAYED,
)
THREE_DAYS = announcement(
    "Time to respond to claims: from 7 days to 3 (October 2016)",
    "a-to-z-2016",
    url="https://channelx.world/2016/10/amazon-reduce-the-time-for-a-to-z-claims-from-7-to-3-days/",
    read=READ,
    confidence=Confidence.RELAYED,
)
RETURNS_FIRST = announcement(
    "Return requests before A-to-z claims (November 2019)",
    "a-to-z-2019-11",
    url="https://channelx.world/2019/11/changes-to-amazon-com-a-to-z-guarentee-policy/",
    read=READ,
    confidence=Confidence.RELAYED,
)
NO_ANSWER = announcement(
    "Seller response policy for the A-to-z Guarantee (December 2019)",
    "a-to-z-2019-12",
    url=f"{FORUM}/amazon-has-adjusted-the-seller-response-policy-for-the-a-to-z-guarantee/544611",
    read=READ,
)
US_ANSWERS = help_page("Responding to a claim notification (US)", "1781", url=f"{HELP}/1781?language=en_US", read=READ)
ANSWERS = help_page(
    "Responding to a claim notification (UK)",
    "1781-uk",
    url="https://sellercentral-europe.amazon.com/gp/help/external/1781?language=en_GB",
    read=READ,
)
APPEALS_2020 = help_page(
    "Appeal an A-to-z Guarantee claim (as of 2020)",
    "G202041210-2020",
    url=f"{HELP}/G202041210?language=en-US",
    read=READ,
)
APPEALS = help_page("Appeal an A-to-z Guarantee claim", "G202041210", read=READ)
FRENCH_APPEALS = help_page(
    "Appeal an A-to-z Guarantee claim (France, as of 2022)",
    "G202041210-fr",
    url="https://sellercentral.amazon.fr/gp/help/external/G202041210?language=en_FR",
    read=READ,
)
INVESTIGATION = help_page(
    "Investigate and appeal an A-to-z Guarantee claim",
    "G202041210-2021",
    url=f"{HELP}/G202041210?language=en_US",
    read=READ,
)
LATE_CLAIMS = help_page(
    "When buyers can file a claim",
    "late-claims",
    url="https://www4.ilovetranslation.com/ptQtz55Pk7A=d",
    read=READ,
    confidence=Confidence.RELAYED,
)
TRACKING = announcement(
    "Claims are checked by tracking (May 2021, with questions and answers of June)",
    "claims-tracking-2021",
    url=f"{FORUM}/policy-update-automatic-verification-of-customer-a-to-z-guarantee-claims-with-proof-of-tracking/841099",
    published="2021-05-17",
    read=READ,
)
SILENCE = forum_post(
    "When claims are granted at once (UK)",
    "6a30b8d6",
    url="https://sellercentral.amazon.co.uk/seller-forums/discussions/t/6a30b8d6c51aaacfd2ee60b67204f641",
    read=READ,
)
INJURIES = announcement(
    "Expanding A-to-z Guarantee (US)",
    "a-to-z-2021",
    url=f"{FORUM}/expanding-a-to-z-guarantee-to-protect-customers-and-sellers-us/891493",
    published="2021-08-10",
    read=READ,
)
US, UK, CA, JP = Marketplace.US, Marketplace.UK, Marketplace.CA, Marketplace.JP
SHOPS = (US, UK, CA)
GULF = AE, SA = (Marketplace.AE, Marketplace.SA)
ELSEWHERE = tuple(place for place in Marketplace if place not in (*SHOPS, *GULF))
BUT_US = tuple(place for place in Marketplace if place is not US)
BUT_UK = tuple(place for place in Marketplace if place is not UK)
REST_OF_EUROPE = tuple(place for place in EUROPE if place not in (UK, Marketplace.FR))
OPENING_TERMS = ("opens_after_estimate", "opens_at_delivery", "opens_by_age", "opens_after_order")
WINDOW_TERMS = (*OPENING_TERMS, "closes_by_estimate", "closes_after")


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference.

    Those named in ``WINDOW_TERMS`` are the time for filing: the day the order was placed picks their text.
    """

    # Reading: "three days have passed" on the third day after; the wording may also mean the day that follows.
    opens_after_estimate: Span = dated(
        "time after the latest estimated delivery until the buyer may say that nothing arrived",
        originally(days(3), OLD_TIMES, marketplace=SHOPS),
        since("2019-12-31", days(3), US_GUARANTEE, but=US_GUARANTEE.says(days(4))),
        since("2019-12-31", days(3), OLD_UK_GUARANTEE, but=OLD_UK_GUARANTEE.says(days(4)), marketplace=UK),
        since("2019-12-31", days(3), GUARANTEE, but=GUARANTEE.says(days(4)), marketplace=(CA, *GULF)),
        since("2024-01-01", days(3), JAPAN, but=JAPAN.says(days(4)), marketplace=JP),
    )
    opens_at_delivery: bool = dated(
        "a delivery that tracking shows lets the buyer say at once that nothing arrived",
        originally(False, OLD_TIMES, marketplace=SHOPS),
        since("2019-12-31", True, US_GUARANTEE, after="2014-12-31"),
        since("2019-12-31", True, OLD_UK_GUARANTEE, after="2014-02-28", marketplace=UK),
        since("2019-12-31", True, GUARANTEE, after="2014-02-28", marketplace=CA),
        since("2019-12-31", True, GUARANTEE, marketplace=GULF),
        since("2024-01-01", False, JAPAN, marketplace=JP),
    )
    opens_by_age: bool = dated(
        "the age of the order alone lets the buyer say that nothing arrived",
        originally(True, OLD_TIMES, marketplace=SHOPS),
        since("2019-12-31", False, US_GUARANTEE, after="2014-12-31"),
        since("2019-12-31", False, OLD_UK_GUARANTEE, after="2014-02-28", marketplace=UK),
        since("2019-12-31", False, GUARANTEE, after="2014-02-28", marketplace=CA),
        since("2019-12-31", False, GUARANTEE, marketplace=GULF),
        since("2024-01-01", False, JAPAN, marketplace=JP),
    )
    opens_after_order: Span = dated(
        "age of the order from which the buyer could say that nothing arrived",
        originally(days(30), OLD_TIMES, marketplace=SHOPS),
    )
    closes_by_estimate: bool = dated(
        "the time for filing is counted from the latest estimated delivery, no longer from the order",
        originally(False, OLD_TIMES, marketplace=SHOPS),
        since("2015-12-31", True, US_GUARANTEE, after="2014-02-28"),
        since("2015-12-31", True, OLD_UK_GUARANTEE, after="2014-02-28", marketplace=UK),
        since("2015-12-31", True, GUARANTEE, after="2014-02-28", marketplace=CA),
        since("2015-12-31", True, GUARANTEE, marketplace=ELSEWHERE),
        since("2019-12-31", True, GUARANTEE, marketplace=GULF),
    )
    closes_after: Span = dated(
        "time for filing a claim",
        originally(days(90), OLD_TIMES, marketplace=SHOPS),
        since("2015-12-31", days(90), GUARANTEE, marketplace=ELSEWHERE),
        since("2019-12-31", days(90), GUARANTEE, marketplace=GULF),
    )
    asks_contact_if_missing: bool = dated(
        "a buyer to whom nothing came must turn to the seller first",
        originally(True, OLD_CONDITIONS, marketplace=UK),
        since("2014-01-01", True, OLD_GUARANTEE),
        since("2016-11-14", False, OLD_CLAIMS, but=CLAIMS.says(True)),
        since("2019-11-30", True, GUARANTEE, marketplace=(CA, SA)),
        since("2024-01-01", True, JAPAN, marketplace=JP),
    )
    # Reading: the answers are the US forum's; in the UK, where the same began, they are the other reading.
    asks_contact_if_returning: bool = dated(
        "a buyer to whom nothing came must turn to the seller first although tracking shows the parcel on its way back",
        originally(True, GUARANTEE, marketplace=EVERYWHERE),
        since("2021-05-24", False, TRACKING),
        since("2021-05-24", True, OLD_UK_GUARANTEE, but=TRACKING.says(False), marketplace=UK),
    )
    # Reading: a page that says 14 days of no other item than one that is not as described, and names no other shop.
    contact_within: Limit = dated(
        "time from the delivery to the buyer's first message about an item that is not as described",
        originally(anything, GUARANTEE, marketplace=BUT_UK),
        originally(at_most(days(14)), OLD_CONDITIONS, marketplace=UK),
        since("2018-12-31", anything, OLD_UK_GUARANTEE, after="2015-12-31", marketplace=UK),
    )
    counts_business_days: bool = dated(
        "the buyer's wait for the seller's answer is counted in business days",
        originally(True, OLD_CONDITIONS, marketplace=UK),
        since("2014-01-01", True, OLD_GUARANTEE),
        since("2019-11-30", False, RETURNS_FIRST, after="2014-12-31"),
        since("2019-11-30", False, GUARANTEE, marketplace=(CA, SA)),
        since("2023-12-31", False, UK_GUARANTEE, after="2020-12-31", marketplace=UK),
        since("2024-01-01", False, JAPAN, marketplace=JP),
    )
    # Reading: the wait is over on the last of its business days; the wording may also mean the day that follows.
    wait_in_business_days: Limit = dated(
        "business days that a buyer must wait for the seller's answer",
        originally(at_least(3), OLD_CONDITIONS, but=OLD_CONDITIONS.says(above(3)), marketplace=UK),
        since("2014-01-01", at_least(2), OLD_GUARANTEE, but=OLD_GUARANTEE.says(above(2))),
        since(
            "2018-12-31",
            at_least(2),
            OLD_UK_GUARANTEE,
            but=OLD_UK_GUARANTEE.says(above(2)),
            after="2014-02-28",
            marketplace=UK,
        ),
    )
    wait_in_hours: Limit = dated(
        "hours that a buyer must wait for the seller's answer",
        originally(above(hours(48)), UK_CLAIMS, marketplace=UK),
        since("2014-01-01", above(hours(48)), CLAIMS),
        since("2019-11-30", above(hours(48)), GUARANTEE, marketplace=(CA, SA)),
        since("2024-01-01", above(hours(48)), JAPAN, but=JAPAN.says(at_least(hours(48))), marketplace=JP),
    )
    # Reading: in Canada a message is enough, as its page says; that a return comes first, other shops' pages say.
    asks_return: bool = dated(
        "a buyer who has the item must ask the seller to take it back first",
        originally(False, OLD_CONDITIONS, marketplace=UK),
        since("2014-01-01", False, OLD_GUARANTEE),
        since("2019-11-30", True, RETURNS_FIRST, after="2014-12-31"),
        since("2019-11-30", False, GUARANTEE, but=RETURNS_FIRST.says(True), marketplace=CA),
        since("2023-12-31", True, UK_GUARANTEE, after="2020-12-31", marketplace=UK),
    )
    return_asked_within: Limit = dated(
        "time from the delivery to the return request on which a claim rests",
        originally(anything, GUARANTEE, marketplace=EVERYWHERE),
        since("2020-12-31", at_most(days(30)), US_REASONS, after="2019-11-30", marketplace=(US, UK)),
        since("2023-12-31", anything, NEWEST_GUARANTEE, after="2020-12-31"),
        since("2023-12-31", anything, UK_GUARANTEE, after="2020-12-31", marketplace=UK),
    )
    posted_after_arrangement: Limit = dated(
        "time from arranging the return to its postmark",
        originally(anything, GUARANTEE, marketplace=EVERYWHERE),
        since("2020-12-31", at_most(days(14)), US_REASONS, after="2019-11-30", marketplace=(US, UK)),
        since("2023-12-31", anything, NEWEST_GUARANTEE, after="2020-12-31"),
        since("2023-12-31", anything, UK_GUARANTEE, after="2020-12-31", marketplace=UK),
    )
    # Reading: what has reached the seller needs no tracking to show it.
    asks_tracked_return: bool = dated(
        "a return must be tracked until it reaches the seller",
        originally(False, GUARANTEE, marketplace=ELSEWHERE),
        originally(False, OLD_CONDITIONS, marketplace=UK),
        since("2014-01-01", False, OLD_GUARANTEE),
        since("2019-12-31", True, GUARANTEE, marketplace=(CA, AE)),
        since("2019-12-31", True, SAUDI_GUARANTEE, marketplace=SA),
        since("2020-12-31", True, US_REASONS, after="2014-12-31"),
        since("2023-12-31", False, NEWEST_GUARANTEE, but=US_REASONS.says(True)),
    )
    # Reading: the text lets Amazon deny such a claim, and does not make it.
    hears_refused: bool = dated(
        "the buyer of a refused parcel may claim even where nothing tracks its way back",
        originally(True, GUARANTEE, marketplace=(CA, *GULF, *ELSEWHERE)),
        originally(True, OLD_CONDITIONS, but=OLD_CONDITIONS.says(False), marketplace=UK),
        since("2014-01-01", True, OLD_GUARANTEE, but=OLD_CONDITIONS.says(False)),
    )
    # Reading: "seven days have passed" on the seventh day after; the wording may also mean the day that follows.
    wait_for_refund: Limit = dated(
        "time since the returned item reached the seller",
        originally(anything, OLD_CONDITIONS, marketplace=UK),
        since("2014-01-01", anything, OLD_GUARANTEE),
        since("2019-12-31", anything, GUARANTEE, marketplace=(CA, *GULF)),
        since(
            "2023-12-31",
            at_least(days(7)),
            UK_GUARANTEE,
            but=UK_GUARANTEE.says(at_least(days(8))),
            after="2020-12-31",
            marketplace=UK,
        ),
    )
    covers_unauthorized: bool = dated(
        "the guarantee covers purchases that the buyer did not make",
        originally(True, ARTICLE, but=CHARGEBACKS.says(False), marketplace=SHOPS),
    )
    covers_abroad: bool = dated(
        "the guarantee covers extra charges, and sellers abroad who offer no way to return",
        originally(False, OLD_CONDITIONS, marketplace=UK),
        since("2014-01-01", False, OLD_GUARANTEE),
        since("2021-12-31", True, US_REASONS, after="2014-12-31"),
        since("2021-12-31", True, OLD_UK_GUARANTEE, after="2014-02-28", marketplace=UK),
    )
    covers_services: bool = dated(
        "the guarantee covers the quality of some services",
        originally(False, GUARANTEE, marketplace=(UK, CA, *GULF)),
        since("2014-01-01", False, US_GUARANTEE, but=OLD_GUARANTEE.says(True)),
    )
    covers_gift_cards: bool = dated(
        "the guarantee covers gift cards of paper or plastic",
        originally(False, GUARANTEE, marketplace=BUT_US),
        since("2014-01-01", True, OLD_GUARANTEE),
        since("2019-12-31", False, US_GUARANTEE, after="2018-12-31"),
    )
    # Reading: no later page takes the sentence back, and none repeats it.
    covers_forwarded: bool = dated(
        "the guarantee covers what the buyer's own forwarder lost or damaged",
        originally(True, GUARANTEE, marketplace=BUT_US),
        since("2014-01-01", False, OLD_GUARANTEE),
        since("2018-12-31", False, OLD_GUARANTEE, but=US_GUARANTEE.says(True)),
    )
    hears_others: bool = dated(
        "the guarantee covers problems that its pages do not name",
        originally(False, GUARANTEE, marketplace=tuple(place for place in Marketplace if place not in (US, CA))),
        originally(False, GUARANTEE, but=OTHER_PROBLEMS.says(True), marketplace=(US, CA)),
    )
    asks_answer: bool = dated(
        "the seller must answer a claim as such",
        originally(True, OLDEST_ANSWERS),
        since("2019-12-31", False, NO_ANSWER, after="2016-11-14"),
        since("2022-12-31", False, UK_CLAIMS, marketplace=UK),
    )
    counts_from_filing: bool = dated(
        "the time to answer a claim is counted from its filing, not from the notice",
        originally(True, OLDEST_ANSWERS),
        since("2016-11-14", False, THREE_DAYS),
        since("2022-12-31", False, UK_CLAIMS, marketplace=UK),
    )
    time_to_answer: Span = dated(
        "time to answer a claim",
        originally(days(7), OLDEST_ANSWERS),
        since("2016-11-14", days(3), THREE_DAYS, but=CLAIMS.says(hours(72))),
    )
    time_to_inform: Span = dated(
        "time to give Amazon the information that it asks for",
        since("2016-11-14", days(3), OLD_CLAIMS, but=CLAIMS.says(hours(72))),
        since("2019-12-31", hours(48), APPEALS_2020, after="2016-11-14"),
        since("2022-12-31", hours(48), ANSWERS, but=UK_CLAIMS.says(days(3)), marketplace=UK),
        since("2022-12-31", hours(48), FRENCH_APPEALS, marketplace=(Marketplace.FR, Marketplace.AU)),
        since("2023-09-24", hours(48), EU_ANSWERS, marketplace=REST_OF_EUROPE),
        since("2025-01-01", hours(72), APPEALS, but=US_ANSWERS.says(hours(48)), after="2022-12-31"),
        since("2025-01-01", hours(72), INDIA, marketplace=Marketplace.IN),
    )
    punishes_silence: bool = dated(
        "a claim is granted where the seller left the buyer's message unanswered",
        originally(False, NO_ANSWER),
        since("2019-12-31", True, NO_ANSWER, after="2016-11-14"),
        since("2022-12-31", True, SILENCE, marketplace=UK),
    )
    time_to_answer_message: Span = dated(
        "time to answer the buyer's message",
        originally(hours(48), NO_ANSWER, but=CLAIMS.says(hours(72))),
        since("2021-01-01", hours(48), INVESTIGATION),
        since("2022-12-31", hours(48), SILENCE, marketplace=UK),
    )
    asks_return_answer: bool = dated(
        "the seller must answer the buyer's return request",
        originally(False, RETURNS_FIRST),
        since("2016-11-14", True, OLD_CLAIMS, but=RETURNS_FIRST.says(False)),
        since("2019-11-30", True, RETURNS_FIRST),
        since("2022-12-31", True, SILENCE, marketplace=UK),
    )
    time_to_answer_return: Span = dated(
        "time to answer the buyer's return request",
        originally(days(2), OLD_CLAIMS),
        since("2019-11-30", hours(48), RETURNS_FIRST, but=CLAIMS.says(hours(72)), after="2016-11-14"),
        since("2021-01-01", hours(48), INVESTIGATION),
        since("2022-12-31", hours(48), SILENCE, marketplace=UK),
    )
    time_to_appeal: Span = dated(
        "time to appeal after the seller was charged",
        since("2019-08-31", days(30), APPEALS),
        since("2022-12-31", days(30), FRENCH_APPEALS, marketplace=(*EUROPE, Marketplace.IN)),
    )


class Eligibility(Enum):
    """Whether a claim may be made: now, not yet, no more, only after another step, or not at all."""

    ELIGIBLE = "eligible"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    CONTACT_SELLER_FIRST = "contact_seller_first"
    REQUEST_RETURN_FIRST = "request_return_first"
    NOT_COVERED = "not_covered"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class EligibilityCase(Fact):
    """What eligibility asks of a claim and its order, side by side; ``eligibility`` puts it together.

    Args:
        reason: why the buyer claims.
        filed_on: the day on which the buyer filed the claim, in the marketplace's time zone.
        filed_at: when the buyer filed it.
        placed_on: day on which the buyer ordered.
        marketplace: the shop.
        fulfilled_by: who sends the goods.
        product: what kind of thing was bought.
        deliver_by: latest estimated delivery day.
        delivered_on: day of delivery according to tracking; ``NEVER`` if certainly not delivered.
        contacted_seller_at: when the buyer first wrote to the seller; ``NEVER`` if certainly not.
        written_on: the day of that message; while it is unknown the earliest on which it can have been written.
        business_days_waited: business days after that day, up to and with the day filed.
        return_requested_at: when the buyer asked to return; ``NEVER`` if certainly not.
        asked_on: the day of that request; while it is unknown the earliest on which it can have been made.
        return_extended: a holiday extension of the return window covered that request.
        return_arranged_on: the day on which buyer and seller arranged the return.
        return_posted_on: the day of its postmark; ``NEVER`` if it was certainly not sent.
        return_tracked: tracking shows it, or the refused parcel, on its way to the seller.
        return_delivered_on: the day the returned item reached the seller; ``NEVER`` if certainly not.
        return_lost: the return was sent with the seller's prepaid label and is lost or undeliverable.
        chargeback_filed: the buyer's bank was asked for the money too.
        parcel_refused: the buyer refused the parcel, or it could not be delivered.
        parcel_returning: tracking shows that parcel on its way back. ``False``: nothing tells of that.
        lost_by_forwarder: the item was lost or damaged after its delivery to a forwarder of the buyer's.
    """

    reason: ClaimReason
    filed_on: EventDay
    filed_at: EventTime
    placed_on: EventDay
    marketplace: Marketplace = Marketplace.US
    fulfilled_by: Fulfiller = Fulfiller.SELLER
    product: Product = Product.PHYSICAL
    deliver_by: date | None = None
    delivered_on: date | None = None
    contacted_seller_at: datetime | None = None
    written_on: date | None = None
    business_days_waited: Count | None = None
    return_requested_at: datetime | None = None
    asked_on: date | None = None
    return_extended: bool = False
    return_arranged_on: date | None = None
    return_posted_on: date | None = None
    return_tracked: bool | None = None
    return_delivered_on: date | None = None
    return_lost: bool | None = None
    chargeback_filed: bool = False
    parcel_refused: bool = False
    parcel_returning: bool | None = False
    lost_by_forwarder: bool = False

    worked_out_from: ClassVar = {"parcel_returning": ("parcel_refused", "return_tracked")}


MISSING = (ClaimReason.NOT_RECEIVED, ClaimReason.DELIVERED_BUT_MISSING)
ABROAD = (ClaimReason.NO_RETURN_OPTION, ClaimReason.EXTRA_CHARGES)
RETURNABLE = (ClaimReason.NOT_AS_DESCRIBED, ClaimReason.NO_RETURN_OPTION)
RETURNED = (ClaimReason.REFUND_MISSING, ClaimReason.CHANGED_MIND)
ABOUT_RETURNS = (*RETURNED, ClaimReason.RETURN_REFUSED)
INTANGIBLE = (Product.DIGITAL, Product.STORED_VALUE)

case, terms = symbols(EligibilityCase), symbols(Terms)

# The edges of the time for filing: conditions compare with them, and ``filing_window`` works them out for an order.
estimate_past = known(case.deliver_by) + terms.opens_after_estimate
order_old = case.placed_on + terms.opens_after_order
last_by_estimate = known(case.deliver_by) + terms.closes_after
last_by_order = case.placed_on + terms.closes_after

is_amazons = Condition("Amazon fulfils the order", case.fulfilled_by == Fulfiller.AMAZON, GUARANTEE)
is_intangible = Condition("digital items or stored value were bought", one_of(case.product, *INTANGIBLE), GUARANTEE)
is_service = Condition("a service was bought", case.product == Product.SERVICE, GUARANTEE)
is_poor_service = Condition(
    "the claim is about the quality of a service", case.reason == ClaimReason.SERVICE_NOT_SATISFACTORY, OLD_GUARANTEE
)
covers_services = Condition(terms.covers_services)
has_chargeback = Condition("the buyer's bank was asked for the money", case.chargeback_filed, GUARANTEE)
is_gift_card = Condition("a gift card was bought", case.product == Product.GIFT_CARD, OLD_GUARANTEE)
covers_gift_cards = Condition(terms.covers_gift_cards)
is_forwarders = Condition("the buyer's own forwarder lost or damaged the item", case.lost_by_forwarder, OLD_GUARANTEE)
covers_forwarded = Condition(terms.covers_forwarded)
is_other = Condition(
    "the claim is about a problem that the pages do not name", case.reason == ClaimReason.OTHER, OTHER_PROBLEMS
)
hears_others = Condition(terms.hears_others)
is_unauthorized = Condition(
    "the buyer did not make the purchase", case.reason == ClaimReason.UNAUTHORIZED_PURCHASE, ARTICLE
)
covers_unauthorized = Condition(terms.covers_unauthorized)
is_abroad = Condition("the claim is about extra charges or a return abroad", one_of(case.reason, *ABROAD), US_REASONS)
covers_abroad = Condition(terms.covers_abroad)
is_regret = Condition("the buyer changed their mind", case.reason == ClaimReason.CHANGED_MIND, US_REASONS)
is_sent_back = Condition(
    f"the returned item reached the seller ({case.return_delivered_on}) before the claim was filed",
    known(case.return_delivered_on) <= case.filed_on,
    US_REASONS,
)
was_refused = Condition(
    "the buyer refused the parcel, or it could not be delivered", case.parcel_refused, OLD_CONDITIONS
)
is_tracked = Condition(
    "tracking shows the return, or the refused parcel, on its way to the seller", case.return_tracked, OLD_CONDITIONS
)
hears_refused = Condition(terms.hears_refused)
asks_tracked_return = Condition(terms.asks_tracked_return)
is_lost = Condition("the return was lost with the seller's own label", case.return_lost, UK_GUARANTEE)
closes_by_estimate = Condition(terms.closes_by_estimate)
is_past_estimate = Condition(
    f"{case.filed_on} is more than {terms.closes_after} after the latest estimated delivery, {case.deliver_by}",
    case.filed_on > last_by_estimate,
)
is_past_order = Condition(
    f"{case.filed_on} is more than {terms.closes_after} after the order of {case.placed_on}",
    case.filed_on > last_by_order,
)
is_missing = Condition("the buyer says that nothing arrived", one_of(case.reason, *MISSING), GUARANTEE)
is_overdue = Condition(
    f"{terms.opens_after_estimate} have passed since the latest estimated delivery, {case.deliver_by}",
    case.filed_on >= estimate_past,
)
opens_at_delivery = Condition(terms.opens_at_delivery)
is_delivered = Condition(
    f"tracking shows a delivery ({case.delivered_on}) before the claim was filed",
    known(case.delivered_on) <= case.filed_on,
    GUARANTEE,
)
opens_by_age = Condition(terms.opens_by_age)
is_old = Condition(
    f"{terms.opens_after_order} have passed since the order of {case.placed_on}", case.filed_on >= order_old
)
is_returned = Condition("the buyer sent the item back", one_of(case.reason, *RETURNED), GUARANTEE)
has_waited_for_refund = Condition(
    f"{terms.wait_for_refund} have passed since the return reached the seller ({case.return_delivered_on})",
    terms.wait_for_refund.admits(elapsed(case.return_delivered_on, case.filed_on)),
)
is_returnable = Condition(
    "the buyer has an item that can go back to the seller", one_of(case.reason, *RETURNABLE), RETURNS_FIRST
)
asks_return = Condition(terms.asks_return)
has_asked = Condition(
    f"the buyer asked for a return ({case.return_requested_at}) before filing",
    known(case.return_requested_at) <= case.filed_at,
    RETURNS_FIRST,
)
has_waited_for_return = Condition(
    f"the time from the return request ({case.return_requested_at}) to the filing is {terms.wait_in_hours}",
    terms.wait_in_hours.admits(elapsed(case.return_requested_at, case.filed_at)),
)
asks_contact_if_missing = Condition(terms.asks_contact_if_missing)
is_coming_back = Condition(
    "tracking shows the refused or undeliverable parcel on its way back", case.parcel_returning, TRACKING
)
asks_contact_if_returning = Condition(terms.asks_contact_if_returning)
counts_business_days = Condition(terms.counts_business_days)
has_written = Condition(
    f"the buyer wrote to the seller ({case.contacted_seller_at}) before filing",
    known(case.contacted_seller_at) <= case.filed_at,
    OLD_GUARANTEE,
)
has_waited_business_days = Condition(
    f"business days from {case.written_on} to the filing: {case.business_days_waited}, which is"
    f" {terms.wait_in_business_days}",
    terms.wait_in_business_days.admits(known(case.business_days_waited)),
)
has_waited_hours = Condition(
    f"the time from the buyer's message ({case.contacted_seller_at}) to the filing is {terms.wait_in_hours}",
    terms.wait_in_hours.admits(elapsed(case.contacted_seller_at, case.filed_at)),
)
is_unlike = Condition("the item is not as described", case.reason == ClaimReason.NOT_AS_DESCRIBED, OLD_CONDITIONS)
may_still_write = Condition(
    f"from the delivery ({case.delivered_on}) to the filing it is {terms.contact_within}",
    terms.contact_within.admits(elapsed(case.delivered_on, case.filed_on)),
)
has_written_in_time = Condition(
    f"from the delivery ({case.delivered_on}) to {case.written_on} it is {terms.contact_within}",
    terms.contact_within.admits(elapsed(case.delivered_on, case.written_on)),
)
is_about_return = Condition("the claim rests on a return", one_of(case.reason, *ABOUT_RETURNS), US_REASONS)
may_still_ask = Condition(
    f"from the delivery ({case.delivered_on}) to the filing it is {terms.return_asked_within}",
    terms.return_asked_within.admits(elapsed(case.delivered_on, case.filed_on)),
)
has_asked_in_time = Condition(
    f"from the delivery ({case.delivered_on}) to {case.asked_on} it is {terms.return_asked_within}",
    terms.return_asked_within.admits(elapsed(case.delivered_on, case.asked_on)),
)
is_extended = Condition("a holiday extension covered the return request", case.return_extended, US_REASONS)
is_posted_as_arranged = Condition(
    f"from arranging the return ({case.return_arranged_on}) to its postmark ({case.return_posted_on})"
    f" it is {terms.posted_after_arrangement}",
    terms.posted_after_arrangement.admits(elapsed(case.return_arranged_on, case.return_posted_on)),
)

is_excluded = is_amazons | is_intangible | has_chargeback
is_uncovered = (is_service | is_poor_service) & ~(is_poor_service & covers_services)
is_unheard = (is_gift_card & ~covers_gift_cards) | (is_forwarders & ~covers_forwarded) | (is_other & ~hears_others)
is_unproved = is_returned & asks_tracked_return & ~is_sent_back & ~is_lost
is_late = (closes_by_estimate & is_past_estimate) | (~closes_by_estimate & is_past_order)
is_open = is_overdue | (opens_at_delivery & is_delivered) | (opens_by_age & is_old)
is_written_late = is_unlike & ~may_still_write & ~(has_written & has_written_in_time)
is_asked_late = is_about_return & ~may_still_ask & ~is_extended & ~(has_asked & has_asked_in_time)
is_posted_late = is_returned & ~is_posted_as_arranged
has_waited = (counts_business_days & has_written & has_waited_business_days) | (
    ~counts_business_days & has_waited_hours
)
# Reading: nobody need ask the seller about a purchase that they did not make; no text says so, or otherwise.
must_contact = (is_missing & asks_contact_if_missing & ~(is_coming_back & ~asks_contact_if_returning)) | (
    ~is_missing & ~is_unauthorized
)
must_return = is_returnable & asks_return
# A return request is a way to turn to the seller too, as the texts that count hours say.
has_contacted = has_waited | (~counts_business_days & has_waited_for_return)

ELIGIBILITY = DecisionTable(
    "may the buyer make this claim",
    case=EligibilityCase,
    terms=Terms,
    day=case.filed_on,
    reference=GUARANTEE,
    answers=("000-1", "001-1", "001-2", "001-3", "001-6"),
    notes=(
        Note(
            "A refund after the claim was filed closes it, and it still counts in the order defect rate.",
            INVESTIGATION,
            (Eligibility.ELIGIBLE,),
        ),
        Note(
            "Amazon may hear such a claim all the same where it finds an investigation warranted.",
            LATE_CLAIMS,
            (Eligibility.TOO_EARLY, Eligibility.TOO_LATE),
        ),
        Note(
            "An ordinary defect is a matter for a return; damage or injury by a product is a claim of its own.",
            INJURIES,
            (Eligibility.REQUEST_RETURN_FIRST,),
        ),
    ),
    rules=(
        Rule(is_excluded | is_uncovered, then=Eligibility.NOT_COVERED),
        Rule(is_unheard, then=Eligibility.NOT_COVERED),
        Rule(is_unauthorized & ~covers_unauthorized, then=Eligibility.NOT_COVERED),
        Rule(is_abroad & ~covers_abroad, then=Eligibility.NOT_COVERED),
        Rule(is_regret & ~is_sent_back & ~is_lost, then=Eligibility.NOT_COVERED),
        Rule(was_refused & ~hears_refused & ~is_tracked, then=Eligibility.NOT_COVERED),
        Rule(is_unproved & ~is_tracked, then=Eligibility.NOT_COVERED),
        Rule(is_late, then=Eligibility.TOO_LATE),
        Rule(is_written_late, then=Eligibility.TOO_LATE),
        Rule(is_asked_late, then=Eligibility.TOO_LATE),
        Rule(is_posted_late, then=Eligibility.TOO_LATE),
        Rule(is_missing & ~is_open, then=Eligibility.TOO_EARLY),
        Rule(is_returned & ~is_lost & ~has_waited_for_refund, then=Eligibility.TOO_EARLY),
        Rule(must_return & ~has_waited_for_return & (has_asked | has_waited), then=Eligibility.REQUEST_RETURN_FIRST),
        Rule(must_return & ~has_waited_for_return, then=Eligibility.CONTACT_SELLER_FIRST),
        Rule(must_contact & ~must_return & ~has_contacted, then=Eligibility.CONTACT_SELLER_FIRST),
        Rule(must_return & has_waited_for_return, then=Eligibility.ELIGIBLE),
        Rule(~must_return & (~must_contact | has_contacted), then=Eligibility.ELIGIBLE),
    ),
)
TABLES = (ELIGIBILITY,)

claim = symbols(Claim)

is_pending = Condition("Amazon has not decided the claim", claim.status == ClaimStatus.UNDER_REVIEW, CLAIMS)
asks_answer = Condition(terms.asks_answer)
counts_from_filing = Condition(terms.counts_from_filing)
is_unanswered = Condition(
    "the seller has not given the information yet", known(claim.information_answered_at) == NEVER_AT, APPEALS
)
punishes_silence = Condition(terms.punishes_silence)
is_silent = Condition(
    "the seller has not answered the buyer", known(claim.seller_answered_at) == NEVER_AT, INVESTIGATION
)
answered_before = Condition(
    f"the seller's answer ({claim.seller_answered_at}) came before the return request ({claim.return_requested_at})",
    known(claim.seller_answered_at) < known(claim.return_requested_at),
    INVESTIGATION,
)
can_answer_message = Condition(
    f"the time to answer the message ({claim.contacted_seller_at}) was not over when the claim was filed",
    claim.filed_at <= known(claim.contacted_seller_at) + terms.time_to_answer_message,
)
asks_return_answer = Condition(terms.asks_return_answer)
can_answer_return = Condition(
    f"the time to answer the return request ({claim.return_requested_at}) was not over when the claim was filed",
    claim.filed_at <= known(claim.return_requested_at) + terms.time_to_answer_return,
)
is_granted = Condition("Amazon granted the claim", claim.status == ClaimStatus.GRANTED, CLAIMS)
is_charged = Condition("the seller was charged for it", claim.paid_by == Payer.SELLER, CLAIMS)

is_won = Condition("Amazon decided an appeal for the seller", known(claim.reversed_on) != NEVER, APPEALS)

# Whether the days run from the filing or from the notice, the text of the day of the notice says.
ANSWERING = (
    clock(
        "answer Amazon",
        when=is_pending & asks_answer & counts_from_filing,
        counted_from=claim.filed_at,
        within=terms.time_to_answer,
        while_unknown=claim.filed_at,
        answers=("004-10",),
    ),
    clock(
        "answer Amazon",
        when=is_pending & asks_answer & ~counts_from_filing,
        counted_from=claim.notified_at,
        within=terms.time_to_answer,
        while_unknown=claim.filed_at,
        answers=("004-10",),
    ),
)
CLOCKS = (
    *ANSWERING,
    clock(
        "answer the information request",
        when=is_pending & is_unanswered,
        counted_from=claim.information_requested_at,
        within=terms.time_to_inform,
        while_unknown=claim.filed_at,
        answers=("004-10",),
    ),
    clock(
        "answer the buyer",
        when=is_pending & punishes_silence & can_answer_message & is_silent,
        counted_from=claim.contacted_seller_at,
        within=terms.time_to_answer_message,
        while_unknown=claim.filed_at,
        answers=("001-6", "004-10"),
    ),
    clock(
        "answer the return request",
        when=is_pending & asks_return_answer & can_answer_return & (is_silent | answered_before),
        counted_from=claim.return_requested_at,
        within=terms.time_to_answer_return,
        while_unknown=claim.filed_at,
        answers=("004-10",),
    ),
    clock(
        "appeal",
        when=is_granted & is_charged & ~is_won,
        counted_from=claim.decided_on,
        within=terms.time_to_appeal,
        while_unknown=claim.filed_at,
        is_duty=False,
        answers=("004-10",),
    ),
)


def eligibility(
    claim: Claim,
    order: Order,
    *,
    on: date | None = None,
    terms: Terms | None = None,
    holidays: Container[date] = (),
) -> Decision[Eligibility]:
    """Say whether a claim may be made when it was filed, or what is missing.

    The day filed is a calendar day of the marketplace, both ends of the time for filing included. Waits in hours run
    from one instant to the other and must be exceeded; waits in business days (Monday to Friday without ``holidays``)
    end on their last day. The text of the day filed decides, but the time for filing is that of the day on which the
    order was placed, as in ``filing_window``: where the two texts differ, the decision's terms are put together from
    both, each value with its own references and doubts. ``ELIGIBILITY`` by itself takes all from the day filed.

    Args:
        claim: the facts; what is ``None`` is unknown, and is named in ``needs`` where the outcome hangs on it.
        order: the order that the claim is about.
        on: judge all of it by the text of this day instead.
        terms: what the policy fixes, to ask *what if*.
        holidays: days that are no business days, any container.

    Raises:
        BadFact: the claim is about another order, or of another marketplace.
        NoPolicyText: no text is known for the marketplace or the day.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> order = sp.Order(
        ...     order_id="O-1", placed_on=date(2024, 2, 20), deliver_by=date(2024, 3, 1), delivered_on=sp.NEVER
        ... )
        >>> claim = sp.Claim(
        ...     claim_id="C-1", order_id="O-1", reason="not_received", filed_at=datetime(2024, 3, 3, 18, tzinfo=UTC)
        ... )
        >>> sp.a_to_z.eligibility(claim, order).outcome
        <Eligibility.TOO_EARLY: 'too_early'>
    """
    require_own_order("claim", claim, Claim, order)
    filed = _case(claim, order, holidays)
    if terms is None and on is None:
        terms = _terms_of(filed)
    return ELIGIBILITY.decide(filed, terms, on=on)


def filing_window(
    order: Order, reason: ClaimReason | str, *, on: date | None = None, terms: Terms | None = None
) -> Window | None:
    """Say from which day to which day a claim about an order may be filed, both included.

    It is ``None`` while it hangs on an unknown, and where there is no estimated delivery to count from (``NEVER``).

    Only a buyer who says that nothing arrived must let some days pass; for every other reason the first day is that of
    the order. What else a claim takes (a message, a return request, the wait for a refund), ``eligibility`` says.

    Args:
        order: the facts; mostly ``deliver_by`` and ``delivered_on`` must be known, days or ``NEVER``.
        reason: why the buyer would claim; the text of a member does too.
        on: judge by the text of this day; by default that of the day the order was placed.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: the order is none, or the reason is.
        NoPolicyText: no text is known for the marketplace or the day.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> order = sp.Order(
        ...     order_id="O-1", placed_on=date(2024, 2, 20), deliver_by=date(2024, 3, 1), delivered_on=sp.NEVER
        ... )
        >>> print(sp.a_to_z.filing_window(order, sp.ClaimReason.NOT_RECEIVED))
        2024-03-04 to 2024-05-30
    """
    one("order", order, Order)
    reason = member("reason", reason, ClaimReason)
    day = order.placed_on if on is None else on
    fixed = Terms.given_or_on(terms, day, order.marketplace)
    _require_texts(("closes_after", *(OPENING_TERMS[:3] if reason in MISSING else ())), fixed, day, order.marketplace)
    first = _first_day(order, fixed) if reason in MISSING else order.placed_on
    last = _day(last_by_estimate if fixed.closes_by_estimate else last_by_order, order, fixed)
    # what is counted from an estimate that there never was, lies after the end of all days
    return None if first is None or last is None or max(first, last) >= NEVER else Window(first=first, last=last)


def deadlines(
    claim: Claim, *, on: date | None = None, terms: Terms | None = None, holidays: Container[date] = ()
) -> tuple[Deadline, ...]:
    """Say what the seller may or must still do about a claim, and by when, the last day or instant included.

    Clocks in days give a calendar day of the marketplace, clocks in hours an aware datetime. Each runs by the text of
    the day on which it started, the time to answer Amazon by that of the day of the notice. What is done is not told
    any more: an answer that was given, an appeal that was won. A claim under appeal is under review again: Amazon may
    ask for information then too.

    Args:
        claim: the facts; what is ``None`` is unknown, and a deadline names what it hangs on in its ``needs``.
        on: judge by the text of this day instead.
        terms: what the policy fixes, to ask *what if*.
        holidays: days that are no business days, any container.

    Raises:
        NoPolicyText: a clock runs for which no text is known on that day or in that marketplace.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> claim = sp.Claim(
        ...     claim_id="C-1", order_id="O-1", reason="not_received", filed_at=datetime(2024, 3, 5, 18, tzinfo=UTC),
        ...     status="granted", paid_by="seller", decided_on=date(2024, 3, 12),
        ... )
        >>> [(deadline.what, str(deadline.by)) for deadline in sp.a_to_z.deadlines(claim)]
        [('appeal', '2024-04-11')]
    """
    one("claim", claim, Claim)
    told = None if claim.notified_at in (None, NEVER_AT) else claim.marketplace.day_of(claim.notified_at)
    # an appeal of which nothing is said is not taken to be won
    judged = evolve(claim, reversed_on=NEVER) if claim.reversed_on is None else claim
    asked = partial(due, case=judged, terms=terms, holidays=holidays)
    return gathered((partial(asked, ANSWERING, on=on or told), partial(asked, CLOCKS[len(ANSWERING) :], on=on)))


def _case(claim: Claim, order: Order, holidays: Container[date]) -> EligibilityCase:
    """Put the facts of a claim and its order side by side."""
    filed_on, written_on = claim.marketplace.day_of(claim.filed_at), _earliest(claim.contacted_seller_at, order)
    return EligibilityCase(
        reason=claim.reason,
        filed_on=filed_on,
        filed_at=claim.filed_at,
        placed_on=order.placed_on,
        marketplace=claim.marketplace,
        fulfilled_by=order.fulfilled_by,
        product=order.product,
        deliver_by=order.deliver_by,
        delivered_on=order.delivered_on,
        contacted_seller_at=claim.contacted_seller_at,
        written_on=written_on,
        business_days_waited=_business_days(written_on, filed_on, holidays),
        return_requested_at=claim.return_requested_at,
        asked_on=_earliest(claim.return_requested_at, order),
        return_extended=claim.return_extended,
        return_arranged_on=claim.return_arranged_on,
        return_posted_on=claim.return_posted_on,
        return_tracked=claim.return_tracked,
        return_delivered_on=claim.return_delivered_on,
        return_lost=claim.return_lost,
        chargeback_filed=claim.chargeback_filed,
        parcel_refused=claim.parcel_refused,
        parcel_returning=claim.return_tracked if claim.parcel_refused else False,
        lost_by_forwarder=claim.lost_by_forwarder,
    )


def _earliest(step: datetime | None, order: Order) -> date:
    """The day of a buyer's step; while it is unknown the earliest that it can be, for nobody steps before the order."""
    ordered = order.placed_on - ZONE_SLACK
    return ordered if step is None else max(ordered, order.marketplace.day_of(step))


def _business_days(start: date, end: date, holidays: Container[date]) -> int:
    """The business days after one day, up to and with another."""
    following = (start + timedelta(days=day) for day in range(1, (end - start).days + 1))
    return sum(is_business_day(day, holidays=holidays) for day in following)


def _terms_of(filed: EligibilityCase) -> Terms | None:
    """The terms of the day filed with the time for filing of the order's day; ``None`` where that is the same."""
    own, ordered = (Terms.on(day, filed.marketplace) for day in (filed.filed_on, filed.placed_on))
    if own is ordered or all(own.text(name) == ordered.text(name) for name in WINDOW_TERMS):
        return None
    texts = {name: text for name in WINDOW_TERMS if (text := ordered.text(name)) is not None}
    values = {name: getattr(ordered, name) for name in WINDOW_TERMS}
    return evolve(own, texts={**own.texts, **texts}, **values)


def _first_day(order: Order, fixed: Terms) -> date | None:
    """The first day on which the buyer may say that nothing arrived."""
    days = [_day(estimate_past, order, fixed)]
    if fixed.opens_at_delivery:
        days.append(order.delivered_on)
    if fixed.opens_by_age:
        days.append(_day(order_old, order, fixed))
    given = [day for day in days if day is not None]
    return min(given) if len(given) == len(days) else None


def _day(edge: date, order: Order, fixed: Terms) -> date | None:
    """One of the edges above, worked out for an order, whose facts have the case's names."""
    return cast("date | None", value(cast("Expression", edge), order, fixed))


def _require_texts(names: Iterable[str], fixed: Terms, day: date, marketplace: Marketplace) -> None:
    for name in names:
        if fixed.text(name) is None:
            raise Terms.silence(name, day, marketplace)
