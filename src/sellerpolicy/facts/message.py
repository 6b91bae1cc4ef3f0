"""Messages: what a seller writes to a buyer, and what buyers write to the seller."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from attrs import frozen

from sellerpolicy.facts.fact import Count, EventDay, EventTime, Fact, Follows, Identifier
from sellerpolicy.facts.marketplace import Marketplace


class Purpose(Enum):
    """What a seller's message to a buyer is for."""

    ANSWER = "answer"
    FULFILMENT_PROBLEM = "fulfilment_problem"
    INFORMATION_NEEDED = "information_needed"
    RETURN_QUESTION = "return_question"
    INVOICE = "invoice"
    BULKY_DELIVERY = "bulky_delivery"
    HOME_SERVICE_DATE = "home_service_date"
    DESIGN_CHECK = "design_check"
    SETTLEMENT = "settlement"
    REVIEW_REQUEST = "review_request"
    FEEDBACK_CHANGE = "feedback_change"
    CLAIM_WITHDRAWAL = "claim_withdrawal"
    CONFIRMATION = "confirmation"
    THANKS = "thanks"
    MARKETING = "marketing"
    OTHER = "other"


class Channel(Enum):
    """The way that a seller's message takes."""

    MESSAGING = "messaging"
    REQUEST_A_REVIEW = "request_a_review"
    ELSEWHERE = "elsewhere"


@frozen(kw_only=True, weakref_slot=False, repr=False)
class Message(Fact):
    """One message from a seller to a buyer, sent or about to be sent, by what is in it. Its words are not needed.

    Args:
        purpose: what it is for. ``ANSWER``: it answers the buyer. ``INFORMATION_NEEDED``: it asks for what the order
            cannot be completed without. ``BULKY_DELIVERY``: it fixes the delivery of something heavy or large.
            ``HOME_SERVICE_DATE``: it fixes the day of a service at the buyer's home. ``DESIGN_CHECK``: it has the buyer
            check a custom design. ``SETTLEMENT``: it puts something right that went wrong, after bad feedback or a
            complaint. ``REVIEW_REQUEST``: it asks for feedback or a review. ``FEEDBACK_CHANGE``: it asks to change or
            remove one. ``CLAIM_WITHDRAWAL``: it asks to withdraw a claim. ``CONFIRMATION``: it confirms the order or
            the shipment. ``THANKS``: it says thanks, or that the seller is there to help, and no more. ``MARKETING``:
            it advertises, or holds a coupon. ``OTHER``: nothing that the order or the buyer needs.
        sent_on: the day it is sent.
        marketplace: the shop.
        channel: the way it takes. ``MESSAGING``: Amazon's own messages between buyers and sellers.
            ``REQUEST_A_REVIEW``: Amazon's own request, by the button of that name or by its interface for programs.
            ``ELSEWHERE``: any other way, such as e-mail, telephone or a card in the parcel.
        buyer_awaits_answer: the buyer wrote, needs an answer, and has none yet.
        buyer_opted_out: the buyer wants no messages from sellers but the necessary ones.
        uses_critical_template: it uses one of Amazon's templates for critical matters.
        ordered_on: day on which the buyer ordered.
        delivered_on: day of delivery; ``NEVER`` if certainly not delivered.
        deliver_from: earliest estimated delivery day.
        deliver_by: latest estimated delivery day.
        requests_before: how often this order's buyer was asked for feedback or a review already, in whatever way.
        offers_incentive: it gives or promises something for feedback, for a review, for its change or removal, or for
            the withdrawal of a claim: money, a refund on top, a coupon, a gift.
        presses: it presses the buyer to do one of these.
        steers: it asks for a good rating, or only asks buyers who are content.
        names_order: it names the order's number.
        in_buyers_language: it is in the language that the buyer prefers.
        is_abusive: its language is abusive.
        is_offensive: it has violent or adult content.
        has_outside_link: it has a link that leads away from Amazon.
        links_are_secure: all such links are secure (https).
        links_are_needed: the order cannot be completed without them.
        has_email_address: it has an e-mail address.
        has_phone_number: it has a telephone number.
        number_is_excepted: each number is that of a warranty, a carrier or a maker.
        has_other_attachment: something is attached that is no instructions, warranty or invoice.
        has_logo_with_address: it has a logo that shows a web address.
        has_opt_out_link: it has a link to refuse further messages.
        has_tracking_pixel: it has an invisible picture that tells the seller when it is read.
    """

    purpose: Purpose
    sent_on: EventDay
    marketplace: Marketplace = Marketplace.US
    channel: Channel | None = None
    buyer_awaits_answer: bool | None = None
    buyer_opted_out: bool | None = None
    uses_critical_template: bool | None = None
    ordered_on: date | None = None
    delivered_on: date | None = None
    deliver_from: date | None = None
    deliver_by: date | None = None
    requests_before: Count | None = None
    offers_incentive: bool | None = None
    presses: bool | None = None
    steers: bool | None = None
    names_order: bool | None = None
    in_buyers_language: bool | None = None
    is_abusive: bool | None = None
    is_offensive: bool | None = None
    has_outside_link: bool | None = None
    links_are_secure: bool | None = None
    links_are_needed: bool | None = None
    has_email_address: bool | None = None
    has_phone_number: bool | None = None
    number_is_excepted: bool | None = None
    has_other_attachment: bool | None = None
    has_logo_with_address: bool | None = None
    has_opt_out_link: bool | None = None
    has_tracking_pixel: bool | None = None

    sequence: ClassVar = (Follows("deliver_by", "deliver_from"),)


@frozen(kw_only=True, weakref_slot=False, repr=False)
class BuyerMessage(Fact):
    """One message from a buyer to a seller, and the answer to it.

    Instants are aware datetimes of any time zone, kept in UTC.

    Args:
        message_id: any name of your own for it.
        received_at: when it came.
        marketplace: the shop.
        order_id: the order that it is about, if any.
        answered_at: when the seller answered; ``NEVER`` if not yet.
        is_auto_reply: a machine sent that answer.
        needs_no_answer: the seller marked the message as needing no answer. ``False``: the records hold no such mark.
    """

    message_id: Identifier
    received_at: EventTime
    marketplace: Marketplace = Marketplace.US
    order_id: Identifier | None = None
    answered_at: datetime | None = None
    is_auto_reply: bool | None = None
    needs_no_answer: bool = False

    sequence: ClassVar = (Follows("answered_at", "received_at"),)
