"""Messages between sellers and buyers: which may be written, which must be, and which must not.

A seller answers buyers within a day, and writes of their own accord only what an order or its buyer needs. One neutral
request for feedback is allowed for each order. Nothing may be given, promised or pressed for: neither for a good rating
nor for its removal, nor for the withdrawal of a claim. Who puts things right after bad feedback asks nothing for it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts import (
    NEVER,
    NEVER_AT,
    BuyerMessage,
    Channel,
    Fact,
    Marketplace,
    Message,
    Order,
    Purpose,
    Window,
)
from sellerpolicy.facts.fact import Count, EventDay, EventTime, Follows
from sellerpolicy.facts.given import each_once, one, one_marketplace, several
from sellerpolicy.facts.window import require_window
from sellerpolicy.logic import EVERYWHERE, Condition, Confidence, DatedTerms, Deadline, Decision, DecisionTable, Limit
from sellerpolicy.logic import Note, Reference, Rule, Span, announcement, at_most, below, clock, dated, days
from sellerpolicy.logic import due, elapsed, forum_post, guide, help_page, hours, known, one_of, originally, share
from sellerpolicy.logic import since, symbols
from sellerpolicy.logic.counting import Count as Counted, answers, decide_count
from sellerpolicy.logic.references import Kind
from sellerpolicy.logic.truth import share_of
from sellerpolicy.rules.a_to_z import ARTICLE as CLAIMS_ARTICLE
from sellerpolicy.rules.account_status import CONDUCT, MESSAGES as SANCTIONS
from sellerpolicy.rules.appeals import COMING_BACK
from sellerpolicy.rules.feedback import ARTICLE
from sellerpolicy.rules.order_defect_rate import WARNING

READ = "2026-11-21"
HELP = "https://sellercentral.amazon.com/gp/help/external"
ANSWERS = help_page("Answer buyers' messages", "202152030", url=f"{HELP}/202152030", read=READ)
RESPONSE_TIME = help_page("Contact response time", "200549770", url=f"{HELP}/200549770?language=en-US", read=READ)
REVIEWS = help_page("Questions and answers about product reviews", "G201972160", url=f"{HELP}/G201972160", read=READ)
UNPRESSED = help_page(
    "Feedback: what may be asked of buyers (Australia)",
    "202126280",
    url="https://sellercentral.amazon.com.au/gp/help/external/202126280?language=en_AU",
    read=READ,
)
NECESSARY = forum_post(
    "Communication guidelines: what is necessary",
    "0280ebb5",
    url="https://sellercentral.amazon.co.uk/seller-forums/discussions/t/0280ebb5-103d-41c8-a3a8-42d13097c519",
    published="2020-09-08",
    read=READ,
    confidence=Confidence.AMAZON,
)
GUIDELINES = announcement(
    "Communication guidelines (in force since 6 November 2020)",
    "messages-2020",
    url="https://www.ecomengine.com/en/help/are-my-emails-compliant-with-amazon-policy",
    read=READ,
    confidence=Confidence.RELAYED,
)
COMPLETION = guide(
    "The new communication guidelines, explained",
    "zonsupport-2020",
    url="https://www.zonsupport.com/amazon-messaging-update-sep-2020/",
    read=READ,
)
SCANNING = guide(
    "Amazon finds messages that break the rules",
    "zonmaster-2021",
    url="https://blog.zonmaster.com/2021/amazon-ai-identifies-non-compliant-emails",
    read=READ,
)
LAUNCH = guide(
    "A report on the new button to request a review (November 2019)",
    "vh455-54187",
    url="http://vh455.com/article/54187",
    read=READ,
)
SOLICITATIONS = Reference(
    "schema:solicitations",
    "Solicitations interface (model)",
    "https://github.com/amzn/selling-partner-api-models/blob/main/models/solicitations-api-model/solicitations.json",
    Kind.SCHEMA,
    read=READ,
)
SOLICITATIONS_GUIDE = Reference(
    "schema:solicitations-guide",
    "Solicitations interface (documentation)",
    "https://developer-docs.amazon.com/sp-api/docs/set-up-the-solicitations-api",
    Kind.SCHEMA,
    read=READ,
)
DECEMBER = guide(
    "Twelve hours to answer in December 2015",
    "bobsled-12-hours",
    url="https://blog.bobsledmarketing.com/blog/new-amazon-seller-requirement-12-hour-response-to-customer-messages",
    read=READ,
)
GOOD_PRACTICE = announcement(
    "Answers around the clock (as reported in February 2012)",
    "answers-2012",
    url="https://channelx.world/2012/02/amazon-introduce-247-communication-metric-requirements/",
    published="2012-02-29",
    read=READ,
    confidence=Confidence.RELAYED,
)
INTERFACE = Reference(
    "schema:messaging",
    "Messaging interface (model)",
    "https://github.com/amzn/selling-partner-api-models/blob/main/models/messaging-api-model/messaging.json",
    Kind.SCHEMA,
    read=READ,
)
REMOVED = announcement(
    "Changes of seller metrics in October 2018",
    "metrics-2018",
    url="https://feedvisor.com/resources/industry-news/amazon-voice-of-the-customer-and-other-seller-metric-updates/",
    published="2018-09-26",
    read=READ,
    confidence=Confidence.RELAYED,
)


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference."""

    time_to_answer: Span = dated(
        "time to answer a buyer's message, weekends and holidays included",
        originally(hours(24), ANSWERS, marketplace=EVERYWHERE),
        since("2015-12-01", hours(12), DECEMBER),
        since("2016-01-01", hours(24), ANSWERS),
    )
    counts_last_instant: bool = dated(
        "an answer in the last instant of that time is in time",
        originally(True, ANSWERS, but=ARTICLE.says(False), marketplace=EVERYWHERE),
    )
    rates_answers: bool = dated(
        "late answers have a rate by which the seller is judged",
        originally(True, RESPONSE_TIME),
        since("2018-10-01", False, REMOVED, but=ARTICLE.says(True)),
    )
    shortest_time: Span = dated("shortest time over which late answers are shown", originally(days(7), RESPONSE_TIME))
    middle_time: Span = dated("second time over which late answers are shown", originally(days(30), RESPONSE_TIME))
    longest_time: Span = dated("longest time over which late answers are shown", originally(days(90), RESPONSE_TIME))
    good_practice: Limit = dated(
        "shares of late answers that are good practice",
        since("2012-02-29", at_most(Fraction(1, 10)), GOOD_PRACTICE, marketplace=(Marketplace.US, Marketplace.UK)),
    )
    time_to_write: Limit = dated(
        "time since the order's completion in which a seller may write unasked",
        since("2020-11-06", at_most(days(30)), GUIDELINES, marketplace=EVERYWHERE),
    )
    completes_by_delivery: bool = dated(
        "an order is complete on the day of its delivery, not on that of the order",
        since("2020-11-06", True, GUIDELINES, but=COMPLETION.says(False), marketplace=EVERYWHERE),
    )
    restricts_contents: bool = dated(
        "the guidelines say what a message must and must not hold",
        since("2020-11-06", True, GUIDELINES, marketplace=EVERYWHERE),
    )
    spares_needed_links: bool = dated(
        "secure links that the order needs may lead away from Amazon",
        since("2020-11-06", True, GUIDELINES, but=ARTICLE.says(False), marketplace=EVERYWHERE),
    )
    margins: Limit = dated(
        "margins, in percent of the width",
        since("2020-11-06", at_most(20), SCANNING, marketplace=EVERYWHERE),
    )
    image_widths: Limit = dated(
        "widths of pictures, in percent of the width",
        since("2020-11-06", at_most(80), SCANNING, marketplace=EVERYWHERE),
    )
    font_sizes: Limit = dated(
        "numbers of font sizes", since("2020-11-06", at_most(3), SCANNING, marketplace=EVERYWHERE)
    )
    line_breaks: Limit = dated(
        "numbers of line breaks in a row", since("2020-11-06", at_most(2), SCANNING, marketplace=EVERYWHERE)
    )
    # The interface's model bears no date; the version that was read is of August 2026.
    text_lengths: Limit = dated(
        "numbers of characters of a text in a template",
        since("2026-08-31", at_most(2000), INTERFACE, marketplace=EVERYWHERE),
    )
    customization_lengths: Limit = dated(
        "numbers of characters of a question about a custom design",
        since("2026-08-31", at_most(800), INTERFACE, marketplace=EVERYWHERE),
    )
    key_lengths: Limit = dated(
        "numbers of characters of a digital key", since("2026-08-31", at_most(400), INTERFACE, marketplace=EVERYWHERE)
    )
    attachments: Limit = dated(
        "numbers of attachments of a template", since("2026-08-31", at_most(5), INTERFACE, marketplace=EVERYWHERE)
    )
    forbids_courtesies: bool = dated(
        "confirmations, and messages that only say thanks, are forbidden",
        since("2020-11-06", True, GUIDELINES, marketplace=EVERYWHERE),
    )
    forbids_asking_for_change: bool = dated(
        "a buyer may not be asked to change or remove feedback or a review",
        originally(True, WARNING, but=UNPRESSED.says(False), marketplace=EVERYWHERE),
        since("2020-11-06", True, GUIDELINES, but=UNPRESSED.says(False), marketplace=EVERYWHERE),
    )
    allows_own_words: bool = dated(
        "a seller may ask for feedback or a review in their own words",
        originally(True, SOLICITATIONS, but=ARTICLE.says(False), marketplace=EVERYWHERE),
    )
    requests: Limit = dated(
        "numbers of earlier requests after which one may be sent",
        originally(below(1), SOLICITATIONS, marketplace=EVERYWHERE),
    )
    # The documentation bears no date: it was first read for this library on the day from which its values hold here.
    opens_after: Span = dated(
        "time until Amazon's request for a review can be sent",
        since("2019-11-30", days(4), LAUNCH, marketplace=EVERYWHERE),
        since("2026-11-21", days(5), SOLICITATIONS_GUIDE, after="2019-11-30", marketplace=EVERYWHERE),
    )
    closes_after: Span = dated(
        "time in which Amazon's request for a review can be sent",
        since("2019-11-30", days(30), LAUNCH, marketplace=EVERYWHERE),
    )
    counts_from_estimate: bool = dated(
        "both are counted from the earliest and the latest estimated delivery, not from the delivery",
        since("2019-11-30", False, LAUNCH, marketplace=EVERYWHERE),
        since(
            "2026-11-21",
            True,
            SOLICITATIONS_GUIDE,
            but=LAUNCH.says(False),
            after="2019-11-30",
            marketplace=EVERYWHERE,
        ),
    )
    # Until a day that the thread does not name, a seller could mark a message as important and so reach such a buyer.
    heeds_opt_out: bool = dated(
        "a buyer who wants no messages gets none but critical ones, whatever the seller marks as important",
        originally(False, SANCTIONS, but=SANCTIONS.says(True), marketplace=EVERYWHERE),
        since("2026-11-21", True, SANCTIONS, marketplace=EVERYWHERE),
    )


class Permission(Enum):
    """Whether a seller may, must or must not send a message, or may and Amazon does not deliver it."""

    REQUIRED = "required"
    PERMITTED = "permitted"
    BLOCKED = "blocked"
    FORBIDDEN = "forbidden"


class Answer(Enum):
    """How a buyer's message was answered."""

    NOT_NEEDED = "not_needed"
    IN_TIME = "in_time"
    LATE = "late"
    AWAITED = "awaited"


class Effect(Enum):
    """What the answer, or its lack, does to the seller."""

    NONE = "none"
    BREACH = "breach"
    RATED = "rated"


class Practice(Enum):
    """Whether a seller answers as many messages in time as good practice has it."""

    GOOD = "good"
    POOR = "poor"
    NOT_MEASURED = "not_measured"


class TemplatePart(Enum):
    """What a text in one of Amazon's templates is."""

    TEXT = "text"
    CUSTOMIZATION = "customization"
    DIGITAL_KEY = "digital_key"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Responses(Fact):
    """The messages of a time, counted; ``practice`` puts it together.

    Args:
        day: the last day of the time.
        messages: how many needed an answer.
        late: how many were answered late, or have waited too long; unknown while that hangs on an unknown fact and
            makes a difference.
        marketplace: the shop.
    """

    day: date
    messages: Count
    late: Count | None
    marketplace: Marketplace = Marketplace.US

    parts: ClassVar[Mapping[str, str]] = {"late": "messages"}


@frozen(kw_only=True, weakref_slot=False, repr=False)
class TemplateText(Fact):
    """A text that a program puts into one of Amazon's templates for messages.

    Args:
        sent_on: the day it is sent.
        part: what it is. ``CUSTOMIZATION``: a question about a custom design.
        characters: how many characters it has.
        attachments: how many files are attached.
        has_html: it has HTML.
        has_email_address: it has an e-mail address.
        marketplace: the shop.
    """

    sent_on: EventDay
    part: TemplatePart
    characters: Count
    attachments: Count = 0
    has_html: bool | None = None
    has_email_address: bool | None = None
    marketplace: Marketplace = Marketplace.US


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Reply(Fact):
    """A buyer's message and its answer, as they stand at one instant; ``answer`` puts it together.

    Args:
        day: the day on which the message came, in the marketplace's time zone.
        received_at: when it came.
        seen_at: the instant asked about.
        answered_at: when the seller answered; ``NEVER`` if not yet.
        is_auto_reply: a machine sent that answer.
        needs_no_answer: the seller marked the message as needing no answer.
        marketplace: the shop.
    """

    day: EventDay
    received_at: EventTime
    seen_at: EventTime
    answered_at: datetime | None = None
    is_auto_reply: bool | None = None
    needs_no_answer: bool = False
    marketplace: Marketplace = Marketplace.US

    sequence: ClassVar = (Follows("seen_at", "received_at"), Follows("answered_at", "received_at"))


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Layout(Fact):
    """What a message looks like.

    Args:
        sent_on: the day it is sent.
        widest_margin: its widest margin, in whole percent of its width, rounded up.
        widest_image: its widest picture, in whole percent of its width, rounded up; 0 for none.
        font_sizes: how many sizes of letters it has.
        line_breaks: how many line breaks it has in a row at most.
        has_emoji: it has emoji or moving pictures (GIF).
        is_centred: its text is centred.
        overrides_style: it sets line heights, fonts or colours of its own.
        has_insecure_image: a picture in it is not fetched securely (http).
        marketplace: the shop.
    """

    sent_on: EventDay
    widest_margin: Count | None = None
    widest_image: Count | None = None
    font_sizes: Count | None = None
    line_breaks: Count | None = None
    has_emoji: bool | None = None
    is_centred: bool | None = None
    overrides_style: bool | None = None
    has_insecure_image: bool | None = None
    marketplace: Marketplace = Marketplace.US


UNSOLICITED = (Purpose.MARKETING, Purpose.OTHER)
COURTESIES = (Purpose.CONFIRMATION, Purpose.THANKS)

message, terms = symbols(Message), symbols(Terms)

# The edges of the time for Amazon's request: conditions compare with them, ``review_request_window`` works them out.
first_by_estimate = known(message.deliver_from) + terms.opens_after
last_by_estimate = known(message.deliver_by) + terms.closes_after
first_by_delivery = known(message.delivered_on) + terms.opens_after
last_by_delivery = known(message.delivered_on) + terms.closes_after

is_amazons = Condition(
    "Amazon itself words the request", message.channel == Channel.REQUEST_A_REVIEW, SOLICITATIONS_GUIDE
)
is_elsewhere = Condition("it goes another way than through Amazon", message.channel == Channel.ELSEWHERE, CONDUCT)
offers_incentive = Condition("something is offered for feedback or a claim", message.offers_incentive, UNPRESSED)
presses = Condition("the buyer is pressed for feedback or a claim", message.presses, UNPRESSED)
steers = Condition("it asks for good ratings, or content buyers only", message.steers, REVIEWS)
is_abusive = Condition("its language is abusive", message.is_abusive, ARTICLE)
is_unsolicited = Condition("neither the order nor its buyer needs it", one_of(message.purpose, *UNSOLICITED), NECESSARY)
is_courtesy = Condition("it only confirms, or says thanks", one_of(message.purpose, *COURTESIES), GUIDELINES)
forbids_courtesies = Condition(terms.forbids_courtesies)
asks_for_change = Condition(
    "it asks to change or remove feedback", message.purpose == Purpose.FEEDBACK_CHANGE, GUIDELINES
)
forbids_asking_for_change = Condition(terms.forbids_asking_for_change)
asks_to_withdraw = Condition("it asks to withdraw a claim", message.purpose == Purpose.CLAIM_WITHDRAWAL, WARNING)
is_request = Condition("it asks for feedback or a review", message.purpose == Purpose.REVIEW_REQUEST, GUIDELINES)
allows_own_words = Condition(terms.allows_own_words)
is_first_request = Condition(
    f"the order's buyer was asked {message.requests_before} times before: {terms.requests}",
    terms.requests.admits(known(message.requests_before)),
)
counts_from_estimate = Condition(terms.counts_from_estimate)
is_open_by_estimate = Condition(
    f"{message.sent_on} is {terms.opens_after} or more after the earliest estimated delivery, {message.deliver_from}",
    message.sent_on >= first_by_estimate,
)
is_past_by_estimate = Condition(
    f"{message.sent_on} is more than {terms.closes_after} after the latest estimated delivery, {message.deliver_by}",
    message.sent_on > last_by_estimate,
)
is_open_by_delivery = Condition(
    f"{message.sent_on} is {terms.opens_after} or more after the delivery on {message.delivered_on}",
    message.sent_on >= first_by_delivery,
)
is_past_by_delivery = Condition(
    f"{message.sent_on} is more than {terms.closes_after} after the delivery on {message.delivered_on}",
    message.sent_on > last_by_delivery,
)
is_answer = Condition("it answers the buyer", message.purpose == Purpose.ANSWER, NECESSARY)
completes_by_delivery = Condition(terms.completes_by_delivery)
is_soon_after_delivery = Condition(
    f"from the delivery ({message.delivered_on}) to {message.sent_on} is {terms.time_to_write}",
    terms.time_to_write.admits(elapsed(message.delivered_on, message.sent_on)),
)
is_soon_after_order = Condition(
    f"from the order ({message.ordered_on}) to {message.sent_on} is {terms.time_to_write}",
    terms.time_to_write.admits(elapsed(message.ordered_on, message.sent_on)),
)
restricts_contents = Condition(terms.restricts_contents)
names_order = Condition("it names the order's number", message.names_order, GUIDELINES)
in_buyers_language = Condition("it is in the buyer's language", message.in_buyers_language, GUIDELINES)
has_outside_link = Condition("a link leads away from Amazon", message.has_outside_link, GUIDELINES)
links_are_secure = Condition("all such links are secure", message.links_are_secure, GUIDELINES)
links_are_needed = Condition("the order needs these links", message.links_are_needed, GUIDELINES)
spares_needed_links = Condition(terms.spares_needed_links)
has_email_address = Condition("it has an e-mail address", message.has_email_address, GUIDELINES)
has_phone_number = Condition("it has a telephone number", message.has_phone_number, GUIDELINES)
number_is_excepted = Condition(
    "the number is a warranty's, a carrier's or a maker's", message.number_is_excepted, GUIDELINES
)
has_other_attachment = Condition(
    "something other than instructions, warranty or invoice is attached", message.has_other_attachment, GUIDELINES
)
has_logo_with_address = Condition("a logo shows a web address", message.has_logo_with_address, GUIDELINES)
has_opt_out_link = Condition("a link lets the buyer refuse messages", message.has_opt_out_link, GUIDELINES)
is_offensive = Condition("it has violent or adult content", message.is_offensive, GUIDELINES)
has_tracking_pixel = Condition("a hidden picture reports that it is read", message.has_tracking_pixel, GUIDELINES)
heeds_opt_out = Condition(terms.heeds_opt_out)
has_opted_out = Condition("the buyer wants no messages", message.buyer_opted_out, SANCTIONS)
is_critical = Condition("it uses a template for critical matters", message.uses_critical_template, SANCTIONS)
is_awaited = Condition("the buyer awaits an answer", message.buyer_awaits_answer, ANSWERS)

manipulates = offers_incentive | presses | steers
asks_too_much = (asks_for_change & forbids_asking_for_change) | asks_to_withdraw
has_way_out = (
    has_email_address
    | (has_phone_number & ~number_is_excepted)
    | has_logo_with_address
    | (has_outside_link & ~(links_are_secure & links_are_needed & spares_needed_links))
)
has_foreign_matter = has_other_attachment | has_opt_out_link | is_offensive | has_tracking_pixel
is_closed = (counts_from_estimate & (~is_open_by_estimate | is_past_by_estimate)) | (
    ~counts_from_estimate & (~is_open_by_delivery | is_past_by_delivery)
)
is_soon = (completes_by_delivery & is_soon_after_delivery) | (~completes_by_delivery & is_soon_after_order)
# Reading: only messages that the seller writes unasked must name the order, be in the buyer's language, and come soon.
is_own_accord = ~is_answer & ~is_amazons

PERMISSION = DecisionTable(
    "may the seller send this message",
    case=Message,
    terms=Terms,
    day=message.sent_on,
    reference=GUIDELINES,
    answers=("002-7", "004-1", "004-2", "004-3", "004-4", "004-12", "004-13"),
    notes=(
        Note(
            "Who breaks these rules may be limited to Amazon's templates, or may stop selling.",
            SANCTIONS,
            (Permission.FORBIDDEN,),
        ),
        Note("Amazon scans messages and stops such ones.", SCANNING, (Permission.FORBIDDEN,), since=date(2021, 3, 1)),
        Note("One article also speaks of fines; no text of Amazon's names any.", ARTICLE, (Permission.FORBIDDEN,)),
        Note(
            "Whatever is done to put things right, nothing may be asked for in exchange.",
            WARNING,
            (Permission.PERMITTED, Permission.REQUIRED),
        ),
    ),
    rules=(
        Rule(is_elsewhere | (is_amazons & ~is_request), then=Permission.FORBIDDEN),
        Rule(is_unsolicited | asks_too_much, then=Permission.FORBIDDEN),
        Rule(is_courtesy & forbids_courtesies, then=Permission.FORBIDDEN),
        Rule(is_request & ~is_first_request, then=Permission.FORBIDDEN),
        Rule(is_request & is_amazons & is_closed, then=Permission.FORBIDDEN),
        Rule(is_request & ~is_amazons & ~allows_own_words, then=Permission.FORBIDDEN),
        Rule(~is_amazons & (manipulates | is_abusive), then=Permission.FORBIDDEN),
        Rule(~is_amazons & restricts_contents & (has_way_out | has_foreign_matter), then=Permission.FORBIDDEN),
        Rule(is_own_accord & restricts_contents & ~(names_order & in_buyers_language), then=Permission.FORBIDDEN),
        Rule(is_own_accord & ~is_soon, then=Permission.FORBIDDEN),
        Rule(~is_answer & heeds_opt_out & has_opted_out & ~is_critical, then=Permission.BLOCKED),
        Rule(is_answer & is_awaited, then=Permission.REQUIRED),
        Rule(~is_answer | ~is_awaited, then=Permission.PERMITTED),
    ),
)

look = symbols(Layout)

is_narrow = Condition(
    f"its widest margin, {look.widest_margin} %, is {terms.margins}", terms.margins.admits(known(look.widest_margin))
)
has_small_images = Condition(
    f"its widest picture, {look.widest_image} %, is {terms.image_widths}",
    terms.image_widths.admits(known(look.widest_image)),
)
has_few_sizes = Condition(
    f"its {look.font_sizes} sizes of letters are {terms.font_sizes}", terms.font_sizes.admits(known(look.font_sizes))
)
has_few_breaks = Condition(
    f"its {look.line_breaks} line breaks in a row are {terms.line_breaks}",
    terms.line_breaks.admits(known(look.line_breaks)),
)
has_emoji = Condition("it has emoji or moving pictures", look.has_emoji, SCANNING)
is_centred = Condition("its text is centred", look.is_centred, SCANNING)
overrides_style = Condition("it sets line heights, fonts or colours of its own", look.overrides_style, SCANNING)
has_insecure_image = Condition("a picture is not fetched securely", look.has_insecure_image, SCANNING)

is_plain = is_narrow & has_small_images & has_few_sizes & has_few_breaks
is_gaudy = has_emoji | is_centred | overrides_style | has_insecure_image

LAYOUT = DecisionTable(
    "may a message look like this",
    case=Layout,
    terms=Terms,
    day=look.sent_on,
    reference=SCANNING,
    answers=("004-2",),
    rules=(
        Rule(~is_plain | is_gaudy, then=Permission.FORBIDDEN),
        Rule(is_plain & ~is_gaudy, then=Permission.PERMITTED),
    ),
)

template = symbols(TemplateText)

is_empty = Condition("it is empty", template.characters == 0, INTERFACE)
is_text = Condition("it is a text", template.part == TemplatePart.TEXT, INTERFACE)
is_key = Condition("it is a digital key", template.part == TemplatePart.DIGITAL_KEY, INTERFACE)
is_short_text = Condition(
    f"{template.characters} characters of a text are {terms.text_lengths}",
    terms.text_lengths.admits(template.characters),
)
is_short_key = Condition(
    f"{template.characters} characters of a key are {terms.key_lengths}", terms.key_lengths.admits(template.characters)
)
is_short_question = Condition(
    f"{template.characters} characters of a question are {terms.customization_lengths}",
    terms.customization_lengths.admits(template.characters),
)
has_few_attachments = Condition(
    f"{template.attachments} attachments are {terms.attachments}", terms.attachments.admits(template.attachments)
)
has_html = Condition("it has HTML", template.has_html, INTERFACE)
has_mail = Condition("it has an e-mail address", template.has_email_address, INTERFACE)

is_short = (
    (is_text & is_short_text) | (is_key & is_short_key) | (~is_text & ~is_key & is_short_question)
) & has_few_attachments

TEMPLATE = DecisionTable(
    "may a template hold this text",
    case=TemplateText,
    terms=Terms,
    day=template.sent_on,
    reference=INTERFACE,
    answers=("004-2", "004-4"),
    rules=(
        Rule(is_empty | ~is_short, then=Permission.FORBIDDEN),
        Rule(has_html | has_mail, then=Permission.FORBIDDEN),
        Rule(~is_empty & is_short & ~has_html & ~has_mail, then=Permission.PERMITTED),
    ),
)

reply = symbols(Reply)
last_instant = reply.received_at + terms.time_to_answer

is_marked = Condition("the seller marked it as needing no answer", reply.needs_no_answer, RESPONSE_TIME)
is_answered = Condition(
    f"at {reply.seen_at} it was answered (at: {reply.answered_at})", known(reply.answered_at) <= reply.seen_at, ANSWERS
)
is_by_machine = Condition("the answer came from a machine, which is none", reply.is_auto_reply, ANSWERS)
is_by_then = Condition(
    f"the answer ({reply.answered_at}) came within {terms.time_to_answer} of {reply.received_at}",
    known(reply.answered_at) <= last_instant,
)
is_before_then = Condition(
    f"the answer ({reply.answered_at}) came in less than {terms.time_to_answer} from {reply.received_at}",
    known(reply.answered_at) < last_instant,
)
counts_last_instant = Condition(terms.counts_last_instant)
is_overdue = Condition(
    f"at {reply.seen_at} more than {terms.time_to_answer} had passed since {reply.received_at}",
    reply.seen_at > last_instant,
)
rates_answers = Condition(terms.rates_answers)

is_truly_answered = is_answered & ~is_by_machine
is_in_time = is_before_then | (is_by_then & counts_last_instant)
is_late = ~is_marked & ((is_truly_answered & ~is_in_time) | (~is_truly_answered & is_overdue))

ANSWER = DecisionTable(
    "was the buyer answered in time",
    case=Reply,
    terms=Terms,
    day=reply.day,
    reference=ANSWERS,
    answers=("001-4", "003-2", "004-1"),
    notes=(
        Note("Whatever the reason, a late answer is late.", COMING_BACK, (Answer.LATE,)),
        Note("Quick answers keep claims away.", CLAIMS_ARTICLE, (Answer.AWAITED, Answer.LATE)),
    ),
    rules=(
        Rule(is_marked, then=Answer.NOT_NEEDED),
        Rule(is_truly_answered & is_in_time, then=Answer.IN_TIME),
        Rule(is_truly_answered & ~is_in_time, then=Answer.LATE),
        Rule(~is_truly_answered & is_overdue, then=Answer.LATE),
        Rule(~is_truly_answered & ~is_overdue, then=Answer.AWAITED),
    ),
)

EFFECT = DecisionTable(
    "what does a late answer do",
    case=Reply,
    terms=Terms,
    day=reply.day,
    reference=RESPONSE_TIME,
    answers=("003-2", "004-1"),
    rules=(
        Rule(is_late & rates_answers, then=Effect.RATED),
        Rule(is_late & ~rates_answers, then=Effect.BREACH),
        Rule(~is_late, then=Effect.NONE),
    ),
)
counted = symbols(Responses)

has_messages = Condition("messages needed an answer", counted.messages > 0, RESPONSE_TIME)
are_few_late = Condition(
    f"{counted.late} late of {counted.messages} answers are {terms.good_practice}",
    terms.good_practice.admits(share(counted.late, counted.messages)),
)

PRACTICE = DecisionTable(
    "are enough buyers answered in time",
    case=Responses,
    terms=Terms,
    day=counted.day,
    reference=RESPONSE_TIME,
    answers=("001-4", "003-2", "004-1"),
    notes=(Note("It was advice, and nothing followed from it alone.", GOOD_PRACTICE, (Practice.POOR,)),),
    rules=(
        Rule(~has_messages, then=Practice.NOT_MEASURED),
        Rule(has_messages & are_few_late, then=Practice.GOOD),
        Rule(has_messages & ~are_few_late, then=Practice.POOR),
    ),
)
TABLES = (PERMISSION, LAYOUT, TEMPLATE, ANSWER, EFFECT, PRACTICE)

buyers = symbols(BuyerMessage)

was_marked = Condition("the seller marked it as needing no answer", buyers.needs_no_answer, RESPONSE_TIME)
is_unanswered = Condition("it has no answer yet", known(buyers.answered_at) == NEVER_AT, ANSWERS)
has_auto_reply = Condition("all the answer it has is a machine's", buyers.is_auto_reply, ANSWERS)
CLOCKS = (
    clock(
        "answer the buyer",
        when=~was_marked & (is_unanswered | has_auto_reply),
        counted_from=buyers.received_at,
        within=terms.time_to_answer,
        while_unknown=buyers.received_at,
        answers=("001-4", "003-2", "004-1"),
    ),
)


def permitted(message: Message, *, on: date | None = None, terms: Terms | None = None) -> Decision[Permission]:
    """Say whether a seller may send a message to a buyer, must send it, or must not.

    What forbids a message is listed first, so that a forbidden answer is not required: another one is. Until
    6 November 2020 no text is known on what a message may hold and how soon it must come.

    Args:
        message: what the message is for, what is in it, when it is sent and which way it takes.
        on: judge by the text of this day instead of that of the day on which it is sent.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: the outcome hangs on something of which no text is known for that day.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> message = sp.Message(
        ...     purpose=sp.Purpose.CLAIM_WITHDRAWAL, sent_on=date(2024, 3, 5), channel=sp.Channel.MESSAGING
        ... )
        >>> sp.messaging.permitted(message).outcome
        <Permission.FORBIDDEN: 'forbidden'>
    """
    return PERMISSION.decide(message, terms, on=on)


def layout(layout: Layout, *, on: date | None = None, terms: Terms | None = None) -> Decision[Permission]:
    """Say whether a message may look as it does; ``permitted`` says whether it may be sent at all.

    Each limit's own edge is still allowed. The limits rest on a guide, not on words of Amazon's.

    Args:
        layout: what the message looks like.
        on: judge by the text of this day instead of that of the day on which it is sent.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text on layouts is known for that day; the first is of 6 November 2020.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> layout = sp.messaging.Layout(sent_on=date(2024, 3, 5), has_emoji=True)
        >>> sp.messaging.layout(layout).outcome
        <Permission.FORBIDDEN: 'forbidden'>
    """
    return LAYOUT.decide(layout, terms, on=on)


def template_text(text: TemplateText, *, on: date | None = None, terms: Terms | None = None) -> Decision[Permission]:
    """Say whether one of Amazon's templates may hold a text, as the interface for programs has it.

    Args:
        text: how long the text is, and what is in it.
        on: judge by the text of this day instead of that of the day on which it is sent.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: for days before September 2026 the limits are not known.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> text = sp.messaging.TemplateText(
        ...     sent_on=date(2026, 11, 20), part="text", characters=2001, has_html=False, has_email_address=False
        ... )
        >>> sp.messaging.template_text(text).outcome
        <Permission.FORBIDDEN: 'forbidden'>
    """
    return TEMPLATE.decide(text, terms, on=on)


def review_request_window(
    order: Order, *, on: date, deliver_from: date | None = None, terms: Terms | None = None
) -> Window | None:
    """Say on which days Amazon's own request for a review can be sent (calendar days, both ends included).

    At first the days were counted from the delivery, later from the earliest and the latest estimated delivery; when
    that changed is not known. ``permitted`` says where the two differ for a day.

    Args:
        order: the order, with its delivery and latest estimated delivery.
        on: the day whose text applies.
        deliver_from: earliest estimated delivery day, which an order does not hold.
        terms: what the policy fixes, to ask *what if*.

    Returns:
        The days; ``None`` while they hang on an unknown day, and where the day that they are counted from never comes.

    Raises:
        NoPolicyText: the request did not exist yet.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> order = sp.Order(order_id="111-1", placed_on=date(2020, 3, 1), delivered_on=date(2020, 3, 5))
        >>> print(sp.messaging.review_request_window(order, on=date(2020, 3, 10)))
        2020-03-09 to 2020-04-04
    """
    one("order", order, Order)
    own = Terms.given_or_on(terms, on, order.marketplace)
    if own.opens_after is None:  # there was no such request yet
        raise Terms.silence("opens_after", on, order.marketplace)
    start, end = (
        (deliver_from, order.deliver_by) if own.counts_from_estimate else (order.delivered_on, order.delivered_on)
    )
    if start is None or end is None or NEVER in (start, end):
        return None
    return Window(first=start + own.opens_after, last=end + own.closes_after)


def answer(
    message: BuyerMessage, *, at: datetime, on: date | None = None, terms: Terms | None = None
) -> Decision[Answer]:
    """Say whether a buyer's message was answered in time, late, or still awaits its answer.

    The time is elapsed time, weekends and holidays included. What a machine answers by itself is no answer.

    Args:
        message: the buyer's message, and the answer to it.
        at: the instant asked about, an aware datetime; one before the message came raises ``BadFact``.
        on: judge by the text of this day instead of that of the day on which the message came.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import UTC, datetime
        >>> import sellerpolicy as sp
        >>> message = sp.BuyerMessage(
        ...     message_id="M-1", received_at=datetime(2024, 3, 1, 18, tzinfo=UTC), answered_at=sp.NEVER
        ... )
        >>> sp.messaging.answer(message, at=datetime(2024, 3, 2, 18, 0, 1, tzinfo=UTC)).outcome
        <Answer.LATE: 'late'>
    """
    return ANSWER.decide(_reply(message, at), terms, on=on)


def effect(
    message: BuyerMessage, *, at: datetime, on: date | None = None, terms: Terms | None = None
) -> Decision[Effect]:
    """Say what a late answer does: it counts in a rate by which the seller is judged, or is a breach and no more.

    Arguments are those of ``answer``.

    Raises:
        NoPolicyText: the answer is late, and for the marketplace no text says whether there is such a rate.
    """
    return EFFECT.decide(_reply(message, at), terms, on=on)


def deadlines(message: BuyerMessage, *, on: date | None = None, terms: Terms | None = None) -> tuple[Deadline, ...]:
    """Say by which instant a buyer's message must be answered, if it must be and is not yet.

    ``on`` and ``terms`` are as in ``answer``.
    """
    return due(CLOCKS, message, on=on, terms=terms)


@frozen(kw_only=True)
class LateResponses:
    """How many of the messages that came in a time were answered late.

    Args:
        window: the days on which they came.
        messages: how many needed an answer.
        late: how many were answered late, or have waited too long.
        undetermined: names of messages of which that hangs on unknown facts; they are not among the late ones.
        marketplace: the shop; the US where there are no messages.
    """

    window: Window
    messages: int
    late: int
    undetermined: tuple[str, ...]
    marketplace: Marketplace = Marketplace.US

    @property
    def rate(self) -> Fraction | None:
        """The late share of the messages, exactly; ``None`` where there are none."""
        return share_of(self.late, self.messages)


@answers("001-4", "004-1")
def late_responses(
    messages: Iterable[BuyerMessage], *, window: Window, at: datetime, terms: Terms | None = None
) -> LateResponses:
    """Count the messages of a time that were answered late, or have waited too long at one instant.

    ``response_windows`` gives the times for which Amazon showed this rate. A message that waits is late only when its
    time is over.

    Args:
        messages: buyers' messages of one marketplace, each once.
        window: the days on which they came, in the marketplace's time zone, both ends included.
        at: the instant asked about, an aware datetime; messages that came after it are left out.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: a message is there twice, or the messages are of several marketplaces.
    """
    given = several("messages", messages, BuyerMessage)
    require_window("window", window)
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise BadFact("at", at, "an aware datetime (one with a time zone)")
    marketplace = one_marketplace(given, "messages")
    each_once("BuyerMessage.message_id", (each.message_id for each in given), "message")
    came = [each for each in given if each.received_at <= at and each.marketplace.day_of(each.received_at) in window]
    outcomes = {each.message_id: ANSWER.outcome(_reply(each, at), terms) for each in came}
    return LateResponses(
        window=window,
        messages=sum(outcome is not Answer.NOT_NEEDED for outcome in outcomes.values()),
        late=sum(outcome is Answer.LATE for outcome in outcomes.values()),
        undetermined=tuple(name for name, outcome in outcomes.items() if outcome is None),
        marketplace=marketplace,
    )


def response_windows(
    last: date, *, marketplace: Marketplace = Marketplace.US, terms: Terms | None = None
) -> tuple[Window, ...]:
    """The times over which Amazon showed late answers, the shortest first, that end on a day.

    Args:
        last: their last day, whose text applies.
        marketplace: the shop.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text is known for the marketplace.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> [window.days for window in sp.messaging.response_windows(date(2017, 3, 31))]
        [7, 30, 90]
    """
    own = Terms.given_or_on(terms, last, marketplace)
    if own.shortest_time is None:  # no text abroad
        raise Terms.silence("shortest_time", last, marketplace)
    spans = (own.shortest_time, own.middle_time, own.longest_time)
    return tuple(Window.ending(last, days=span.length) for span in spans)


def practice(counted: LateResponses, *, on: date | None = None, terms: Terms | None = None) -> Decision[Practice]:
    """Say whether as many messages are answered in time as good practice has it: ``Terms.good_practice``.

    Args:
        counted: what ``late_responses`` gave.
        on: judge by the text of this day instead of that of the time's last day.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text is known for that day or marketplace.
    """
    one("counted", counted, LateResponses)
    day = counted.window.last if on is None else on
    own = Terms.given_or_on(terms, day, counted.marketplace)

    def case(late: int | None) -> Responses:
        return Responses(day=counted.window.last, messages=counted.messages, late=late, marketplace=counted.marketplace)

    most = counted.late + len(counted.undetermined)
    return decide_count(PRACTICE, Counted(case(counted.late), case(most), case(None)), (), on=day, terms=own)


def _reply(message: BuyerMessage, at: datetime) -> Reply:
    one("message", message, BuyerMessage)
    try:
        return Reply(
            day=message.marketplace.day_of(message.received_at),
            received_at=message.received_at,
            seen_at=at,
            answered_at=message.answered_at,
            is_auto_reply=message.is_auto_reply,
            needs_no_answer=message.needs_no_answer,
            marketplace=message.marketplace,
        )
    except BadFact as refused:  # all else is of a message, which was made
        raise BadFact("at", refused.value, refused.expected) from None
