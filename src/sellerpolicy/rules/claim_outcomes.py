"""What becomes of an A-to-z claim: who bears its cost, how much the buyer recovers, and what is still to come.

Amazon bears claims that nothing arrived where the seller did all that its Buy Shipping asks for. Others it grants at
once, at the seller's cost: nothing was sent, nothing can be tracked, the buyer got no answer. A parcel that comes back
costs the seller the money, but not the order defect rate. The rest is decided by what both sides can show.
``bearer`` says who should bear a claim by these texts; ``paid_by`` of the claim says who does, which may be worth an
appeal.
"""

from datetime import date, datetime
from enum import Enum
from itertools import chain
from typing import ClassVar

from attrs import frozen

from sellerpolicy.errors import NoPolicyText
from sellerpolicy.facts import NEVER_AT, Claim, ClaimReason, ClaimStatus, Fact, Fulfiller, Marketplace, Order
from sellerpolicy.facts import usd
from sellerpolicy.facts.fact import Amount, EventDay, Follows, PositiveCount
from sellerpolicy.facts.given import one, require_own_order
from sellerpolicy.logic import Clock, Condition, Confidence, DatedTerms, Deadline, Decision, DecisionTable, Limit, Note
from sellerpolicy.logic import Reference, Rule, Span, anything, at_most, clock, dated, days, due
from sellerpolicy.logic import forum_post, help_page, known, local, one_of, originally, since, symbols
from sellerpolicy.logic.references import Kind
from sellerpolicy.logic.spans import Unit
from sellerpolicy.logic.terms import stated_in
from sellerpolicy.rules import a_to_z
from sellerpolicy.rules import order_defect_rate
from sellerpolicy.rules.a_to_z import APPEALS, ARTICLE, CLAIMS, GUARANTEE, GULF, MISSING, OLD_CONDITIONS, OLDEST_ANSWERS
from sellerpolicy.rules.a_to_z import READ, SAUDI_GUARANTEE, TRACKING, US_GUARANTEE
from sellerpolicy.rules.order_defect_rate import BUY_SHIPPING as PREVENTING, LABELS, MODERATOR, OUTCOMES
from sellerpolicy.rules.order_defect_rate import PROVED_DELIVERY, UK_TRACKING

HELP = "https://sellercentral.amazon.com/gp/help/external"
PREVENTING_SPANISH = help_page(
    "Preventing claims (US, in Spanish)",
    "CRVNRBZBVGBK543-es-us",
    url=f"{HELP}/help.html?itemID=CRVNRBZBVGBK543&language=es_ES&ref=efph_CRVNRBZBVGBK543_relt_27951",
    read=READ,
)
PREVENTING_SPAIN = help_page(
    "Preventing claims (Spain)",
    "CRVNRBZBVGBK543-es",
    url="https://sellercentral.amazon.es/gp/help/external/help.html?itemID=CRVNRBZBVGBK543&language=es_ES",
    read=READ,
)
MARKS = forum_post(
    "The help page on Buy Shipping, quoted in July 2025",
    "sellersasksellers-6291",
    url="https://sellersasksellers.com/t/change-in-amazon-buy-shipping-policy/6291",
    read=READ,
)
NO_DUTY = forum_post(
    "After a grant the buyer need not return the item",
    "f13f00dc",
    url="https://sellercentral.amazon.com/seller-forums/discussions/t/f13f00dc-a610-4b25-9010-98d89eeb17a9",
    read=READ,
)
DOOR = Reference(
    "help:a-to-z-door",
    "Who answers for a parcel on its way (an old answer of Amazon's)",
    None,
    Kind.HELP_PAGE,
    read=READ,
    confidence=Confidence.UNCONFIRMED,
)
CAPPED = help_page(
    "About A-to-z Guarantee (US, about 2014 to 2018)",
    "200783670-older",
    url="http://www.amazon.com/gp/help/customer/display.html?nodeId=200783670",
    read=READ,
)
CAPPED_UK = help_page(
    "Safe Buying Guarantee (UK, oldest)",
    "3149571",
    url="http://www.amazon.co.uk/gp/help/customer/display.html/ref=hp_502480_faq_azg_1?nodeId=3149571",
    read=READ,
)
FIVE_CLAIMS = help_page(
    "A-to-z Guarantee (UK, a copy of an old text)",
    "a-to-z-uk-old",
    url="http://www.oakgrainleather.co.uk/?page_id=96",
    read=READ,
    confidence=Confidence.RELAYED,
)
CAPPED_DE = Reference(
    "guide:a-to-z-de-cap",
    "The guarantee in Germany before 2014",
    None,
    Kind.GUIDE,
    read=READ,
    confidence=Confidence.SECONDARY,
)
BUYERS_APPEALS = Reference(
    "help:a-to-z-buyers-appeal",
    "Appeal a denied A-to-z Guarantee refund (for buyers)",
    None,
    Kind.HELP_PAGE,
    read=READ,
    confidence=Confidence.RELAYED,
)
LATE_DELIVERY = forum_post(
    "An item that came after its refund (Canada)",
    "df49b1a1",
    url="https://sellercentral.amazon.ca/seller-forums/discussions/t/df49b1a1-b532-4253-b3da-42b9f5d9bbac",
    read=READ,
    confidence=Confidence.SECONDARY,
)
US, UK, CA, DE, SA = Marketplace.US, Marketplace.UK, Marketplace.CA, Marketplace.DE, Marketplace.SA
NORTH = (US, CA)
COUNTED = order_defect_rate.Terms


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference."""

    refunds_returning: bool = dated(
        "Amazon refunds at once what tracking shows on its way back, and no defect is counted",
        originally(False, TRACKING, marketplace=(*NORTH, UK)),
        since("2021-05-24", True, TRACKING),
        since("2021-05-24", True, UK_TRACKING, marketplace=UK),
        since("2024-12-31", True, LABELS, after="2021-05-23", marketplace=CA),
    )
    protects_labels: bool = dated(
        "Amazon bears claims that nothing arrived if its Buy Shipping sent the parcel in time",
        originally(False, PREVENTING, marketplace=NORTH),
        since("2019-01-01", True, PREVENTING, after="2016-12-31"),
        since("2019-01-01", True, LABELS, after="2016-12-31", marketplace=CA),
    )
    asks_mark: bool = dated(
        "such a label must be marked Claims Protected",
        originally(False, PREVENTING, marketplace=NORTH),
        since("2025-07-31", True, MARKS, after="2023-12-31"),
        since("2025-07-31", True, LABELS, after="2023-12-31", marketplace=CA),
    )
    grants_unshipped: bool = dated(
        "a claim that nothing arrived is granted at once if the order was not shipped and confirmed in time",
        originally(False, TRACKING, marketplace=(US, UK)),
        since("2021-05-24", True, TRACKING),
        since("2021-05-24", True, UK_TRACKING, marketplace=UK),
    )
    grants_untracked: bool = dated(
        "a claim that nothing arrived is granted at once if nothing tracks the parcel",
        originally(False, OUTCOMES),
        since("2021-01-01", True, OUTCOMES, but=PREVENTING_SPANISH.says(False), after="2019-12-31"),
        since("2020-12-31", True, PREVENTING_SPAIN, marketplace=Marketplace.ES),
    )
    # What counts as a defect the order defect rate says; a claim that costs the seller the money alone is told apart.
    counts_delivered: bool = stated_in(COUNTED, "counts_delivered")
    counts_lost: bool = stated_in(COUNTED, "counts_lost")
    counts_settled: bool = stated_in(COUNTED, "counts_settled")
    counts_called_off: bool = stated_in(COUNTED, "counts_called_off")
    # Reading: a limit that no page repeats has ended; no page takes one back, so that it may hold on.
    recoverable: Limit = dated(
        "amount that the buyer may recover, with shipping",
        originally(at_most(local(2_000)), CAPPED_UK, marketplace=UK),
        originally(at_most(local(2_500)), CAPPED_DE, marketplace=DE),
        since("2014-01-01", at_most(usd(2_500)), CAPPED),
        since(
            "2014-12-31",
            anything,
            OLD_CONDITIONS,
            but=CAPPED_UK.says(at_most(local(2_000))),
            after="2013-12-31",
            marketplace=UK,
        ),
        since(
            "2015-12-31",
            anything,
            GUARANTEE,
            but=CAPPED_DE.says(at_most(local(2_500))),
            after="2013-12-31",
            marketplace=DE,
        ),
        since("2019-12-31", anything, US_GUARANTEE, but=CAPPED.says(at_most(usd(2_500))), after="2018-12-31"),
        since("2019-12-31", anything, GUARANTEE, marketplace=(CA, *GULF)),
    )
    claims_of_a_life: Limit = dated(
        "number of claims that a buyer may make in a lifetime, without those withdrawn",
        originally(at_most(5), FIVE_CLAIMS, marketplace=UK),
        originally(anything, CAPPED_DE, marketplace=DE),
        since("2014-01-01", at_most(50), CAPPED),
        since(
            "2014-12-31",
            anything,
            OLD_CONDITIONS,
            but=FIVE_CLAIMS.says(at_most(5)),
            after="2013-12-31",
            marketplace=UK,
        ),
        since("2019-12-31", anything, US_GUARANTEE, but=CAPPED.says(at_most(50)), after="2018-12-31"),
        since("2019-12-31", anything, GUARANTEE, marketplace=(CA, *GULF)),
    )
    time_for_buyers_appeal: Span = dated(
        "time in which the buyer may appeal a denied claim",
        since("2023-12-31", days(30), BUYERS_APPEALS),
    )
    time_to_decide: Span = dated(
        "time in which Amazon tells the buyer what became of a claim",
        since("2019-12-31", days(14), SAUDI_GUARANTEE, marketplace=SA),
    )
    time_to_recover: Span = dated(
        "time after a won appeal until the order defect rate shows it",
        since("2025-01-01", days(7), APPEALS),
    )
    time_to_come_late: Span = dated(
        "time after the refund in which a late delivery is charged to the buyer",
        since("2024-01-01", days(30), LATE_DELIVERY, marketplace=CA),
    )


class Bearer(Enum):
    """Who should bear a claim. ``SELLER_WITHOUT_DEFECT``: it costs the seller the money, but not the defect rate."""

    NOBODY = "nobody"
    AMAZON = "amazon"
    SELLER = "seller"
    SELLER_WITHOUT_DEFECT = "seller_without_defect"
    TO_BE_DECIDED = "to_be_decided"


class Recovery(Enum):
    """How much the buyer may recover. ``REMAINDER``: a part was refunded before, and no text says what remains."""

    WHOLE = "whole"
    UP_TO_THE_LIMIT = "up_to_the_limit"
    REMAINDER = "remainder"
    NOTHING = "nothing"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class BearerCase(Fact):
    """What the question who bears a claim asks of the claim and its order, side by side.

    Args:
        filed_on: the day on which the buyer filed the claim, in the marketplace's time zone.
        reason: why the buyer claims.
        status: what became of the claim.
        marketplace: the shop.
        fulfilled_by: who sends the goods.
        ship_by: last day to ship, as Amazon expects it.
        shipped_on: day the parcel left; ``NEVER`` if it certainly did not.
        ship_confirmed_on: day the seller confirmed the shipment to Amazon; ``NEVER`` if not at all.
        first_scan_on: day of the carrier's first scan; ``NEVER`` if there was none.
        delivered_on: day of delivery according to tracking; ``NEVER`` if certainly not delivered.
        tracking_valid: the tracking number is valid, with a carrier's scan.
        bought_shipping: the label was bought through Amazon's Buy Shipping.
        claims_protected: that label carried Amazon's "Claims Protected" mark.
        asked_at: when the buyer's message, or return request, came that was to be answered; ``NEVER`` if none did.
        answer_due_at: the last instant at which it was to be answered, as ``a_to_z`` has it; ``NEVER`` where there was
            none, or no text asks for an answer.
        seller_answered_at: when the seller answered it; ``NEVER`` if not at all.
        parcel_refused: the buyer refused the parcel, or it could not be delivered.
        return_tracked: tracking shows it on its way back.
        lost_by_carrier: tracking shows that the carrier lost or damaged the parcel.
        settled_before: the seller had refunded the buyer by the time the claim was filed.
    """

    filed_on: EventDay
    reason: ClaimReason
    status: ClaimStatus = ClaimStatus.UNDER_REVIEW
    marketplace: Marketplace = Marketplace.US
    fulfilled_by: Fulfiller = Fulfiller.SELLER
    ship_by: date | None = None
    shipped_on: date | None = None
    ship_confirmed_on: date | None = None
    first_scan_on: date | None = None
    delivered_on: date | None = None
    tracking_valid: bool | None = None
    bought_shipping: bool | None = None
    claims_protected: bool | None = None
    asked_at: datetime | None = None
    answer_due_at: datetime | None = None
    seller_answered_at: datetime | None = None
    parcel_refused: bool = False
    return_tracked: bool | None = None
    lost_by_carrier: bool = False
    settled_before: bool = False

    sequence: ClassVar = (Follows("answer_due_at", "asked_at"), Follows("seller_answered_at", "asked_at"))
    worked_out_from: ClassVar = {
        "asked_at": ("contacted_seller_at", "return_requested_at"),
        "answer_due_at": ("contacted_seller_at", "return_requested_at"),
        "settled_before": ("refunded_at",),
    }


@frozen(kw_only=True, weakref_slot=False, repr=False)
class RecoveryCase(Fact):
    """What the question how much the buyer recovers asks of a claim.

    Args:
        filed_on: the day on which the buyer filed the claim, in the marketplace's time zone.
        amount: what is claimed: price, shipping and tax.
        claims_of_buyer: how many claims the buyer has ever made, with this one and without those withdrawn.
        partly_refunded: the seller refunded a part before.
        marketplace: the shop.
    """

    filed_on: EventDay
    amount: Amount | None = None
    claims_of_buyer: PositiveCount | None = None
    partly_refunded: bool = False
    marketplace: Marketplace = Marketplace.US


case, recovering, terms = symbols(BearerCase), symbols(RecoveryCase), symbols(Terms)

is_dropped = Condition(
    "the claim was denied or withdrawn", one_of(case.status, ClaimStatus.DENIED, ClaimStatus.WITHDRAWN), CLAIMS
)
is_amazons = Condition("Amazon fulfils the order", case.fulfilled_by == Fulfiller.AMAZON, GUARANTEE)
is_refunded = Condition("the seller refunded it", case.status == ClaimStatus.REFUNDED, OUTCOMES)
was_settled = Condition("the seller had refunded the buyer by the filing", case.settled_before, OUTCOMES)
counts_settled = Condition(terms.counts_settled)
is_called_off = Condition("the claim's order was cancelled", case.status == ClaimStatus.ORDER_CANCELLED, MODERATOR)
counts_called_off = Condition(terms.counts_called_off)
is_unauthorized = Condition(
    "the buyer did not make the purchase", case.reason == ClaimReason.UNAUTHORIZED_PURCHASE, ARTICLE
)
is_missing = Condition("the buyer says that nothing arrived", one_of(case.reason, *MISSING), GUARANTEE)
refunds_returning = Condition(terms.refunds_returning)
was_refused = Condition("the buyer refused the parcel, or it could not be delivered", case.parcel_refused, TRACKING)
is_coming_back = Condition("tracking shows it on its way back", case.return_tracked, TRACKING)
protects_labels = Condition(terms.protects_labels)
has_label = Condition("the label was bought through Buy Shipping", case.bought_shipping, PREVENTING)
asks_mark = Condition(terms.asks_mark)
has_mark = Condition("the label was marked Claims Protected", case.claims_protected, MARKS)
# Reading: what an older page calls shipped on time is the carrier's first scan too, as the newer ones say.
is_scanned_in_time = Condition(
    f"the carrier first scanned it ({case.first_scan_on}) by the last day to ship ({case.ship_by})",
    known(case.first_scan_on) <= known(case.ship_by),
    LABELS,
)
is_answered = Condition(
    f"the seller answered the buyer ({case.seller_answered_at}) in time, by {case.answer_due_at}",
    known(case.answer_due_at) >= known(case.seller_answered_at),
    OUTCOMES,
)
nothing_to_answer = Condition(
    f"there was nothing to answer within a time (by {case.answer_due_at})",
    known(case.answer_due_at) == NEVER_AT,
    OUTCOMES,
)
grants_unshipped = Condition(terms.grants_unshipped)
is_shipped_in_time = Condition(
    f"the parcel left ({case.shipped_on}) by the last day to ship ({case.ship_by})",
    known(case.shipped_on) <= known(case.ship_by),
    TRACKING,
)
is_confirmed = Condition(
    f"the shipment was confirmed ({case.ship_confirmed_on}) before the claim was filed",
    known(case.ship_confirmed_on) <= case.filed_on,
    TRACKING,
)
grants_untracked = Condition(terms.grants_untracked)
is_tracked = Condition("the tracking number is valid, with a scan", case.tracking_valid, OUTCOMES)
is_open = Condition("Amazon has not decided the claim", case.status == ClaimStatus.UNDER_REVIEW, CLAIMS)
is_delivered = Condition(
    f"tracking shows a delivery ({case.delivered_on}) before the claim was filed",
    known(case.delivered_on) <= case.filed_on,
    PROVED_DELIVERY,
)
is_said_to_be_delivered = Condition(
    "nothing arrived, though tracking shows a delivery", case.reason == ClaimReason.DELIVERED_BUT_MISSING, GUARANTEE
)
counts_delivered = Condition(terms.counts_delivered)
was_lost = Condition("tracking shows that the carrier lost or damaged the parcel", case.lost_by_carrier, TRACKING)
counts_lost = Condition(terms.counts_lost)

is_replied_to = is_answered | nothing_to_answer
is_protected = protects_labels & has_label & (~asks_mark | has_mark) & is_scanned_in_time & is_replied_to
is_unshipped = grants_unshipped & ~(is_shipped_in_time & is_confirmed)
is_granted_at_once = (is_missing & (is_unshipped | (grants_untracked & ~is_tracked))) | ~is_replied_to
is_returning = was_refused & is_coming_back & refunds_returning
is_proved = is_said_to_be_delivered | (is_missing & is_delivered)
# What costs the seller the money, and no defect: where it was refunded or called off, and where it is granted.
is_settled = is_refunded | is_called_off
is_settled_without = (
    is_unauthorized | (is_refunded & was_settled & ~counts_settled) | (is_called_off & ~counts_called_off)
)
is_granted_without = is_unauthorized | is_returning | (was_lost & ~counts_lost) | (is_proved & ~counts_delivered)

BEARER = DecisionTable(
    "who should bear the claim",
    case=BearerCase,
    terms=Terms,
    day=case.filed_on,
    reference=OUTCOMES,
    answers=("001-4", "001-6", "004-10"),
    notes=(
        Note(
            "A signature at delivery is evidence, but no protection by itself; from which value on to ask for one is"
            " the seller's choice.",
            PREVENTING,
            (Bearer.TO_BE_DECIDED,),
        ),
        Note(
            "Tell Amazon of every refund or other concession that the buyer already has.",
            OLDEST_ANSWERS,
            (Bearer.TO_BE_DECIDED,),
        ),
        Note(
            "After a grant the buyer need not send the item back.",
            NO_DUTY,
            (Bearer.SELLER, Bearer.SELLER_WITHOUT_DEFECT),
        ),
        Note("The seller answers for a parcel until the buyer has it.", DOOR, (Bearer.SELLER,)),
    ),
    rules=(
        Rule(is_dropped, then=Bearer.NOBODY),
        Rule(is_amazons, then=Bearer.AMAZON),
        Rule(is_settled & is_settled_without, then=Bearer.SELLER_WITHOUT_DEFECT),
        Rule(is_settled & ~is_settled_without, then=Bearer.SELLER),
        Rule(is_missing & is_returning, then=Bearer.SELLER_WITHOUT_DEFECT),
        Rule(is_missing & is_protected, then=Bearer.AMAZON),
        Rule(is_open & ~is_granted_at_once, then=Bearer.TO_BE_DECIDED),
        Rule((~is_open | is_granted_at_once) & is_granted_without, then=Bearer.SELLER_WITHOUT_DEFECT),
        Rule((~is_open | is_granted_at_once) & ~is_granted_without, then=Bearer.SELLER),
    ),
)

is_within_number = Condition(
    f"claim number {recovering.claims_of_buyer} of the buyer is {terms.claims_of_a_life}",
    terms.claims_of_a_life.admits(known(recovering.claims_of_buyer)),
)
is_partly_refunded = Condition("the seller refunded a part before", recovering.partly_refunded, OLDEST_ANSWERS)
is_within_amount = Condition(
    f"the claim of {recovering.amount} is {terms.recoverable}", terms.recoverable.admits(known(recovering.amount))
)

RECOVERY = DecisionTable(
    "how much may the buyer recover",
    case=RecoveryCase,
    terms=Terms,
    day=recovering.filed_on,
    reference=GUARANTEE,
    answers=("001-1", "001-2"),
    rules=(
        Rule(~is_within_number, then=Recovery.NOTHING),
        Rule(is_partly_refunded, then=Recovery.REMAINDER),
        Rule(~is_within_amount, then=Recovery.UP_TO_THE_LIMIT),
        Rule(is_within_number & ~is_partly_refunded & is_within_amount, then=Recovery.WHOLE),
    ),
)
TABLES = (BEARER, RECOVERY)

claim = symbols(Claim)

was_denied = Condition("Amazon denied the claim", claim.status == ClaimStatus.DENIED, CLAIMS)
is_pending = Condition("Amazon has not decided the claim", claim.status == ClaimStatus.UNDER_REVIEW, CLAIMS)
was_granted = Condition("Amazon granted the claim", claim.status == ClaimStatus.GRANTED, CLAIMS)
is_about_delivery = Condition("the claim is that nothing arrived", one_of(claim.reason, *MISSING), LATE_DELIVERY)

CLOCKS = (
    clock(
        "the buyer may appeal",
        when=was_denied,
        counted_from=claim.decided_on,
        within=terms.time_for_buyers_appeal,
        while_unknown=claim.filed_at,
        is_duty=False,
        is_sellers=False,
    ),
    clock(
        "Amazon tells the buyer what it decided",
        when=is_pending,
        counted_from=claim.filed_at,
        within=terms.time_to_decide,
        while_unknown=claim.filed_at,
        is_duty=False,
        is_sellers=False,
    ),
    clock(
        "the order defect rate shows the appeal that was won",
        when=was_granted,
        counted_from=claim.reversed_on,
        within=terms.time_to_recover,
        while_unknown=claim.filed_at,
        is_duty=False,
        is_sellers=False,
    ),
    clock(
        "if the item still comes, the buyer sends it back or is charged",
        when=was_granted & is_about_delivery,
        counted_from=claim.decided_on,
        within=terms.time_to_come_late,
        while_unknown=claim.filed_at,
        is_duty=False,
        is_sellers=False,
    ),
)


def bearer(claim: Claim, order: Order, *, on: date | None = None, terms: Terms | None = None) -> Decision[Bearer]:
    """Say who should bear a claim: Amazon, the seller, nobody, or that it is still to be decided.

    ``paid_by``, ``odr_effect`` and ``reversed_on`` of the claim, Amazon's own word, are left aside, so that the two can
    be compared. Whether the seller bears it with a defect or without, ``order_defect_rate.defect`` says too; here the
    order is known, and with it that tracking shows a delivery, whatever reason the buyer gives.

    The text of the day on which the claim was filed decides. Days are inclusive: a first scan on the last day to ship
    is in time, and so is an answer in the very last instant.

    Args:
        claim: the facts; what is ``None`` is unknown, and is named in ``needs`` where the outcome hangs on it.
        order: the order that the claim is about.
        on: judge by the text of this day instead.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        BadFact: the claim is about another order, or of another marketplace.
        NoPolicyText: the outcome hangs on what no text of the marketplace says.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> order = sp.Order(
        ...     order_id="O-1", placed_on=date(2024, 2, 20), ship_by=date(2024, 2, 22), first_scan_on=date(2024, 2, 22),
        ...     bought_shipping=True,
        ... )
        >>> claim = sp.Claim(
        ...     claim_id="C-1", order_id="O-1", reason="not_received", filed_at=datetime(2024, 3, 5, 18, tzinfo=UTC),
        ...     contacted_seller_at=sp.NEVER,
        ... )
        >>> sp.claim_outcomes.bearer(claim, order).outcome
        <Bearer.AMAZON: 'amazon'>
    """
    require_own_order("claim", claim, Claim, order)
    return BEARER.decide(_case(claim, order, on), terms, on=on)


def recovery(claim: Claim, *, on: date | None = None, terms: Terms | None = None) -> Decision[Recovery]:
    """Say how much of a claim the buyer may recover: the whole amount, a part, or nothing.

    Older texts set a highest amount, shipping included, and a highest number of claims in a buyer's life; both are
    inclusive. Arguments are those of ``bearer``.

    Raises:
        NoPolicyText: the outcome hangs on what no text of the marketplace says.

    Example:
        >>> from datetime import UTC, datetime
        >>> import sellerpolicy as sp
        >>> claim = sp.Claim(
        ...     claim_id="C-1", order_id="O-1", reason="not_received", filed_at=datetime(2016, 3, 5, tzinfo=UTC),
        ...     amount=sp.usd("2500.01"), claims_of_buyer=1,
        ... )
        >>> sp.claim_outcomes.recovery(claim).outcome
        <Recovery.UP_TO_THE_LIMIT: 'up_to_the_limit'>
    """
    one("claim", claim, Claim)
    recovering = RecoveryCase(
        filed_on=claim.marketplace.day_of(claim.filed_at),
        amount=claim.amount,
        claims_of_buyer=claim.claims_of_buyer,
        partly_refunded=claim.partly_refunded,
        marketplace=claim.marketplace,
    )
    return RECOVERY.decide(recovering, terms, on=on)


def awaited(claim: Claim, *, on: date | None = None, terms: Terms | None = None) -> tuple[Deadline, ...]:
    """Say what the buyer or Amazon may still do about a claim, and by when, the last day included.

    None of it is for the seller to do: a denied claim may be appealed by the buyer, a claim under review is decided,
    a won appeal shows in the order defect rate, and a parcel may still come after its refund. What is of one
    marketplace alone is told for no other. ``on`` and ``terms`` are as in ``bearer``.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> import sellerpolicy as sp
        >>> claim = sp.Claim(
        ...     claim_id="C-1", order_id="O-1", reason="not_received", filed_at=datetime(2024, 3, 5, 18, tzinfo=UTC),
        ...     status="denied", decided_on=date(2024, 3, 12),
        ... )
        >>> [(deadline.what, str(deadline.by)) for deadline in sp.claim_outcomes.awaited(claim)]
        [('the buyer may appeal', '2024-04-11')]
    """
    one("claim", claim, Claim)
    return tuple(chain.from_iterable(_told(ticking, claim, on, terms) for ticking in CLOCKS))


def _told(ticking: Clock, claim: Claim, on: date | None, terms: Terms | None) -> tuple[Deadline, ...]:
    """What one clock says of a claim: nothing where there is no text for it."""
    try:
        found = due((ticking,), claim, on=on, terms=terms)
    except NoPolicyText:
        return ()
    own = Terms.given_or_on(terms, on or claim.marketplace.day_of(claim.filed_at), claim.marketplace)
    return tuple(each for each in found if each.by is not None or own.text(ticking.within.name) is not None)


def _case(claim: Claim, order: Order, on: date | None) -> BearerCase:
    """Put the facts of a claim and its order side by side."""
    asked_at, answered_at = _asked_at(claim), claim.seller_answered_at
    if asked_at is not None and answered_at is not None and answered_at < asked_at != NEVER_AT:
        answered_at = NEVER_AT  # to the message, and not to the return request that came later
    return BearerCase(
        filed_on=claim.marketplace.day_of(claim.filed_at),
        reason=claim.reason,
        status=claim.status,
        marketplace=claim.marketplace,
        fulfilled_by=order.fulfilled_by,
        ship_by=order.ship_by,
        shipped_on=order.shipped_on,
        ship_confirmed_on=order.ship_confirmed_on,
        first_scan_on=order.first_scan_on,
        delivered_on=order.delivered_on,
        tracking_valid=order.tracking_valid,
        bought_shipping=order.bought_shipping,
        claims_protected=order.claims_protected,
        asked_at=asked_at,
        answer_due_at=_answer_due_at(claim, asked_at, on),
        seller_answered_at=answered_at,
        parcel_refused=claim.parcel_refused,
        return_tracked=claim.return_tracked if claim.parcel_refused else False,
        lost_by_carrier=claim.lost_by_carrier,
        settled_before=claim.was_settled_before,
    )


def _asks_return(claim: Claim) -> bool:
    """Whether a return request is to be answered, or may be, rather than a message."""
    return claim.reason not in MISSING and claim.return_requested_at != NEVER_AT


def _asked_at(claim: Claim) -> datetime | None:
    """When the buyer's message came, or the return request where there is one."""
    return claim.return_requested_at if _asks_return(claim) else claim.contacted_seller_at


def _answer_due_at(claim: Claim, asked_at: datetime | None, on: date | None) -> datetime | None:
    """By when the buyer was to be answered, or the claim is granted; ``NEVER`` where that is not so.

    The text is that of the day of the message, or of the return request, unless that of another day is asked for.
    """
    if asked_at == NEVER_AT:
        return NEVER_AT
    own_day = claim.marketplace.day_of(claim.filed_at if asked_at is None else asked_at)
    fixed = a_to_z.Terms.on(on or own_day, claim.marketplace)
    if _asks_return(claim):
        # until November 2019 the time was in days, and to let it pass granted nothing yet
        within = fixed.time_to_answer_return
        grants = fixed.asks_return_answer and within.unit is Unit.HOURS
    else:
        grants, within = fixed.punishes_silence, fixed.time_to_answer_message
    if not grants:
        return NEVER_AT
    return None if asked_at is None else within.after(asked_at)
