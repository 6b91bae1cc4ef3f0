"""Appeals: what a seller can contest, by when, with what, and what to contest first.

Each kind of defect can be contested: an A-to-z claim by an appeal, feedback by asking for its removal, a service
chargeback by representing one's case to the bank. So can what Amazon paid for damage or injury, and a deactivation.
A deactivation for a missed target takes a plan of action: what went wrong, what was done about it, and what keeps it
from happening again. A warning takes none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set as AbstractSet
from contextlib import suppress
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from functools import partial
from itertools import chain

from attrs import evolve, frozen

from sellerpolicy.errors import NoPolicyText
from sellerpolicy.facts import EUROPE, NEVER, Appeal, Chargeback, ChargebackKind, Claim, ClaimStatus, Feedback
from sellerpolicy.facts import Fulfiller, InjuryClaim, Marketplace, Matter, Order, Package, Payer, Window
from sellerpolicy.facts.given import one, several
from sellerpolicy.facts.window import require_day
from sellerpolicy.logic import EVERYWHERE, Condition, Confidence, DatedTerms, Deadline, Decision, DecisionTable, Note
from sellerpolicy.logic import Reference, Rule, Span, clock, dated, days, due, forum_post, help_page, hours
from sellerpolicy.logic import originally, symbols
from sellerpolicy.logic.clocks import SilentClock, gathered
from sellerpolicy.logic.conditions import Proposition
from sellerpolicy.logic.counting import answers
from sellerpolicy.logic.references import Kind
from sellerpolicy.logic.truth import share_of, truth
from sellerpolicy.rules import a_to_z, feedback, injury_and_damage, order_defect_rate
from sellerpolicy.rules.order_defect_rate import Defect, DefectRate

READ, READ_AGAIN = "2026-11-21", "2026-11-22"
FORUM = "https://sellercentral.amazon.com/seller-forums/discussions/t"
CHARGEBACKS = help_page(
    "Chargebacks: represent your case",
    "G202145040",
    url="https://sellercentral.amazon.com/gp/help/external/G202145040?language=en_US",
    read=READ_AGAIN,
)
ELEVEN_DAYS = forum_post(
    "Understanding and managing chargebacks",
    "c0bbe9bc",
    url=f"{FORUM}/c0bbe9bc-81a9-406b-8ebc-5a2400f786ee",
    read=READ_AGAIN,
    confidence=Confidence.UNCONFIRMED,
)
PLANS = help_page(
    "Appeal the removal of selling privileges",
    "G200370560",
    url="https://sellercentral.amazon.com/gp/help/external/G200370560",
    read=READ,
)
NOTICES = forum_post(
    "Notices about the order defect rate, as sellers got them",
    "f4ca21d4",
    url="https://sellercentral-europe.amazon.com/seller-forums/discussions/t/f4ca21d4326030d719f4006c1f947554",
    read=READ,
)
MANIPULATION = forum_post(
    "A notice about manipulated sales, as a seller got it",
    "wearesellers-10216",
    url="https://wearesellers.com/question/10216",
    read=READ_AGAIN,
)
MISUSE = forum_post(
    "A notice about misused support, as a seller got it",
    "haixiangkuajing-182",
    url="http://haixiangkuajing.com/index.php?m=content&c=index&a=show&catid=10&id=182",
    read=READ_AGAIN,
)
QUIZ = help_page(
    "Order Defect Rate: the quiz",
    "200285170-quiz",
    url="https://www.hopted.com/integrations/amazon-sp-api/amazon-help-articles/seller-performance/order-defect-rate",
    read=READ,
    confidence=Confidence.RELAYED,
)
AT_RISK = forum_post(
    "What a warning asks for",
    "411aac2f",
    url="https://sellercentral.amazon.ca/seller-forums/discussions/t/411aac2f-36da-4c8c-a6d0-d40dde247f53",
    read=READ,
)
COMING_BACK = Reference(
    "source:003", "An article about being banned, and coming back", None, Kind.SOURCE, confidence=Confidence.SECONDARY
)
REMOVAL, WARNING = order_defect_rate.REMOVAL, order_defect_rate.WARNING
CLAIMS, CLAIM_APPEALS = a_to_z.CLAIMS, a_to_z.APPEALS
INJURIES = injury_and_damage.POLICY_PAGE


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference.

    The times to appeal a claim, to ask for the removal of feedback and to dispute an injury claim are terms of
    ``a_to_z``, ``feedback`` and ``injury_and_damage``.
    """

    time_to_answer_chargeback: Span = dated(
        "time to answer Amazon's e-mail about a chargeback",
        originally(days(7), CHARGEBACKS, but=ELEVEN_DAYS.says(days(11))),
        originally(days(7), CHARGEBACKS, marketplace=EUROPE),
    )
    time_for_quiz: Span = dated(
        "time to take a quiz that Amazon offers", originally(hours(72), QUIZ, marketplace=(Marketplace.US, *EUROPE))
    )
    time_to_plan: Span = dated(
        "time to send a plan of action after a notice about manipulation", originally(days(17), MANIPULATION)
    )
    usual_time: Span = dated(
        "time in which Amazon usually decides about a plan, without a promise",
        originally(days(2), PLANS, marketplace=EVERYWHERE),
    )
    # Reading: Amazon offers an appeal where it granted the claim at the seller's cost; the article speaks of any claim.
    hears_any_claim: bool = dated(
        "an appeal is open against any A-to-z claim",
        originally(False, CLAIMS, but=WARNING.says(True), marketplace=EVERYWHERE),
    )
    # Reading: a target was missed, or the notice itself asks for a plan; the page on plans names no such condition.
    spares_without_miss: bool = dated(
        "a plan of action is asked for only where a target was missed",
        originally(True, COMING_BACK, but=PLANS.says(False), marketplace=EVERYWHERE),
    )


class Remedy(Enum):
    """How something can be contested, if at all.

    ``REMOVAL``: Amazon is asked to take feedback away. ``REPRESENTATION``: the seller's case is put to the buyer's bank
    by way of Amazon. ``REINSTATEMENT``: Amazon is asked to let the account sell again.
    """

    APPEAL = "appeal"
    REMOVAL = "removal"
    REPRESENTATION = "representation"
    REINSTATEMENT = "reinstatement"
    NONE = "none"


class Presence(Enum):
    """Whether a part of an appeal is missing, there, or not asked for."""

    MISSING = "missing"
    THERE = "there"
    NOT_NEEDED = "not_needed"


class Part(Enum):
    """What an appeal may have to contain; the member's text is the field of ``Appeal`` that says whether it does."""

    NEW_INFORMATION = "new_information"
    REMOVAL_GROUND = "removal_ground"
    RECORDS = "records"
    EXPLANATIONS = "explanations"
    HISTORY = "history"
    ROOT_CAUSE = "root_cause"
    ACTIONS_TAKEN = "actions_taken"
    PREVENTION = "prevention"


appeal, terms = symbols(Appeal), symbols(Terms)

is_claim = Condition("the appeal is about an A-to-z claim", appeal.contests == Matter.CLAIM, CLAIM_APPEALS)
is_feedback = Condition("it is about feedback", appeal.contests == Matter.FEEDBACK, REMOVAL)
is_chargeback = Condition("it is about a chargeback", appeal.contests == Matter.CHARGEBACK, CHARGEBACKS)
is_injury_claim = Condition(
    "it is about a payment for damage or injury", appeal.contests == Matter.INJURY_CLAIM, INJURIES
)
is_warning = Condition("it is about a warning", appeal.contests == Matter.WARNING, AT_RISK)
is_deactivation = Condition("it is about a deactivation", appeal.contests == Matter.DEACTIVATION, PLANS)
is_charged = Condition("Amazon took the money from the seller", appeal.seller_charged, CLAIMS)
hears_any_claim = Condition(terms.hears_any_claim)
is_service = Condition(
    "the chargeback is about the seller's service", appeal.chargeback_kind == ChargebackKind.SERVICE, WARNING
)
is_offered = Condition("Amazon shows a button to appeal the warning", appeal.appeal_offered, AT_RISK)
is_sent = Condition("it was sent", appeal.sent, COMING_BACK)
passed_quiz = Condition("the seller passed a quiz instead", appeal.quiz_passed, QUIZ)
alleges_manipulation = Condition(
    "the notice speaks of manipulated sales, reviews or ranks", appeal.manipulation_alleged, MANIPULATION
)
requests_plan = Condition("the notice asks for a plan of action", appeal.plan_requested, MISUSE)
missed_target = Condition("a target was missed", appeal.target_missed, NOTICES)
spares_without_miss = Condition(terms.spares_without_miss)

has_new_information = Condition("it has new information", appeal.new_information, CLAIM_APPEALS)
has_ground = Condition("it names a ground for which Amazon takes feedback away", appeal.removal_ground, REMOVAL)
has_records = Condition("it has records of what is disputed", appeal.records, COMING_BACK)
has_explanations = Condition("it explains each negative comment", appeal.explanations, COMING_BACK)
has_history = Condition("it shows the seller's sales and service so far", appeal.history, COMING_BACK)
has_root_cause = Condition("it says what went wrong, and why", appeal.root_cause, PLANS)
has_actions = Condition("it says what was done about it", appeal.actions_taken, PLANS)
has_prevention = Condition("it says what keeps it from happening again", appeal.prevention, PLANS)

is_payable = is_claim | is_injury_claim
# What is about nothing else is about a warning.
is_nothing_else = ~(is_payable | is_feedback | is_chargeback | is_deactivation)
takes_records = is_claim | is_chargeback | is_injury_claim | is_deactivation
takes_plan = is_deactivation & ~passed_quiz & (requests_plan | missed_target | ~spares_without_miss)

REMEDY = DecisionTable(
    "how can it be contested",
    case=Appeal,
    terms=Terms,
    day=appeal.arose_on,
    reference=NOTICES,
    answers=("002-4", "003-5"),
    notes=(
        Note(
            "Of an A-to-z claim, a won appeal may give back the money, lift the effect on the order defect rate, or do"
            " only one of the two.",
            CLAIM_APPEALS,
            (Remedy.APPEAL,),
        ),
        Note(
            "Amazon takes away only certain comments, whether or not what they are about was settled.",
            REMOVAL,
            (Remedy.REMOVAL,),
        ),
        Note(
            "Say when and how the order was sent and give the tracking; messages with the buyer help.",
            CHARGEBACKS,
            (Remedy.REPRESENTATION,),
        ),
        Note(
            f"Amazon usually decides within {terms.usual_time}, and promises nothing. Watch for its message.",
            PLANS,
            (Remedy.REINSTATEMENT,),
        ),
    ),
    rules=(
        Rule(is_payable & is_charged, then=Remedy.APPEAL),
        Rule(is_claim & hears_any_claim, then=Remedy.APPEAL),
        Rule(is_payable & ~is_charged & ~(is_claim & hears_any_claim), then=Remedy.NONE),
        Rule(is_feedback, then=Remedy.REMOVAL),
        Rule(is_chargeback & is_service, then=Remedy.REPRESENTATION),
        Rule(is_chargeback & ~is_service, then=Remedy.NONE),
        Rule(is_deactivation, then=Remedy.REINSTATEMENT),
        Rule(is_nothing_else & is_offered, then=Remedy.APPEAL),
        Rule(is_nothing_else & ~is_offered, then=Remedy.NONE),
    ),
)


def _part(
    title: str, *, asked: Proposition, there: Condition, reference: Reference, statements: tuple[str, ...]
) -> DecisionTable[Appeal, Terms, Presence]:
    """The table that says whether one part of an appeal is missing."""
    return DecisionTable(
        title,
        case=Appeal,
        terms=Terms,
        day=appeal.arose_on,
        reference=reference,
        answers=statements,
        rules=(
            Rule(~asked, then=Presence.NOT_NEEDED),
            Rule(asked & there, then=Presence.THERE),
            Rule(asked & ~there, then=Presence.MISSING),
        ),
    )


PLANNED = ("002-5", "003-5")
NEW_INFORMATION = _part(
    "is new information missing",
    asked=is_claim,
    there=has_new_information,
    reference=CLAIM_APPEALS,
    statements=("002-4", "004-10"),
)
REMOVAL_GROUND = _part(
    "is the ground for a removal missing",
    asked=is_feedback,
    there=has_ground,
    reference=REMOVAL,
    statements=("002-4",),
)
RECORDS = _part(
    "are records missing",
    asked=takes_records,
    there=has_records,
    reference=COMING_BACK,
    statements=("003-5", "004-10"),
)
EXPLANATIONS = _part(
    "are explanations of negative comments missing",
    asked=is_deactivation,
    there=has_explanations,
    reference=COMING_BACK,
    statements=("003-5",),
)
HISTORY = _part(
    "is the history of sales and service missing",
    asked=is_deactivation,
    there=has_history,
    reference=COMING_BACK,
    statements=("003-5",),
)
ROOT_CAUSE = _part(
    "is the root cause missing", asked=takes_plan, there=has_root_cause, reference=PLANS, statements=PLANNED
)
ACTIONS_TAKEN = _part(
    "is what was done missing", asked=takes_plan, there=has_actions, reference=PLANS, statements=PLANNED
)
PREVENTION = _part(
    "is the prevention missing", asked=takes_plan, there=has_prevention, reference=PLANS, statements=PLANNED
)
PARTS = {
    Part.NEW_INFORMATION: NEW_INFORMATION,
    Part.REMOVAL_GROUND: REMOVAL_GROUND,
    Part.RECORDS: RECORDS,
    Part.EXPLANATIONS: EXPLANATIONS,
    Part.HISTORY: HISTORY,
    Part.ROOT_CAUSE: ROOT_CAUSE,
    Part.ACTIONS_TAKEN: ACTIONS_TAKEN,
    Part.PREVENTION: PREVENTION,
}
TABLES = (REMEDY, *PARTS.values())

TO_APPEAL = clock(
    "appeal the claim",
    when=is_claim & is_charged & ~is_sent,
    counted_from=appeal.decided_on,
    within=symbols(a_to_z.Terms).time_to_appeal,
    while_unknown=appeal.arose_on,
    is_duty=False,
    answers=("002-4", "004-10"),
)
CLOCKS = (
    TO_APPEAL,
    clock(
        "ask for the feedback's removal",
        when=is_feedback & ~is_sent,
        counted_from=appeal.arose_on,
        within=symbols(feedback.Terms).time_to_ask,
        while_unknown=appeal.arose_on,
        is_duty=False,
        answers=("002-4",),
    ),
    clock(
        "answer the chargeback",
        when=is_chargeback & ~is_sent,
        counted_from=appeal.notified_on,
        within=terms.time_to_answer_chargeback,
        while_unknown=appeal.arose_on,
        answers=("002-4", "004-10"),
    ),
    clock(
        "dispute what you are to pay back",
        when=is_injury_claim & is_charged & ~is_sent,
        counted_from=appeal.decided_on,
        within=symbols(injury_and_damage.Terms).time_to_dispute,
        while_unknown=appeal.arose_on,
        is_duty=False,
        answers=("000-7",),
    ),
    clock(
        "take the quiz",
        when=is_warning & ~passed_quiz,
        counted_from=appeal.quiz_offered_at,
        within=terms.time_for_quiz,
        while_unknown=appeal.arose_on,
        is_duty=False,
        answers=("002-5",),
    ),
    clock(
        "send the plan of action",
        when=is_deactivation & alleges_manipulation & ~is_sent,
        counted_from=appeal.notified_on,
        within=terms.time_to_plan,
        while_unknown=appeal.arose_on,
        is_duty=False,
        answers=("003-5",),
    ),
)


def remedy(appeal: Appeal, *, on: date | None = None, terms: Terms | None = None) -> Decision[Remedy]:
    """Say how something can be contested, if at all.

    The text of the day on which Amazon decided it applies; while that is unknown, of the day on which it came up.
    ``deadlines`` says until when.

    Args:
        appeal: the facts; what is ``None`` is unknown, and is named in ``needs`` where the outcome hangs on it.
        on: judge by the text of this day instead.
        terms: what the policy fixes, to ask *what if*.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> appeal = sp.Appeal(contests="chargeback", arose_on=date(2024, 3, 5), chargeback_kind="service")
        >>> sp.appeals.remedy(appeal).outcome
        <Remedy.REPRESENTATION: 'representation'>
    """
    return REMEDY.decide(appeal, terms, on=on or _policy_day(appeal))


def _policy_day(appeal: Appeal) -> date:
    one("appeal", appeal, Appeal)
    return appeal.arose_on if appeal.decided_on in (None, NEVER) else appeal.decided_on


@frozen
class Missing:
    """What an appeal lacks.

    Args:
        decisions: for each part that an appeal may have, whether it is missing.
    """

    decisions: tuple[tuple[Part, Decision[Presence]], ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that are asked for and certainly not there."""
        return tuple(part for part, decision in self.decisions if decision.outcome is Presence.MISSING)

    @property
    def needs(self) -> tuple[str, ...]:
        """The unknown facts on which it hangs whether more parts are missing."""
        return tuple(dict.fromkeys(chain.from_iterable(decision.needs for _, decision in self.decisions)))

    @property
    def contested(self) -> tuple[Part, ...]:
        """The parts about which the sources disagree."""
        return tuple(part for part, decision in self.decisions if decision.contested)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The texts that ask for the missing parts, each once."""
        asking = (decision.references for _, decision in self.decisions if decision.outcome is Presence.MISSING)
        return tuple(dict.fromkeys(chain.from_iterable(asking)))


@answers("002-5", "003-5")
def missing(appeal: Appeal, *, on: date | None = None, terms: Terms | None = None) -> Missing:
    """Name the parts that an appeal lacks.

    Arguments are as in ``remedy``.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> appeal = sp.Appeal(
        ...     contests="deactivation", arose_on=date(2024, 3, 5), target_missed=True, records=True,
        ...     explanations=True, history=True, root_cause=True, actions_taken=True, prevention=False,
        ... )
        >>> sp.appeals.missing(appeal).parts
        (<Part.PREVENTION: 'prevention'>,)
    """
    day = on or _policy_day(appeal)
    return Missing(tuple((part, table.decide(appeal, terms, on=day)) for part, table in PARTS.items()))


def deadlines(appeal: Appeal, *, on: date | None = None, terms: Terms | None = None) -> tuple[Deadline, ...]:
    """Say by when an appeal must be sent, or what else is to be done instead, the last day or instant included.

    Clocks in days give a calendar day, clocks in hours an aware datetime. Each runs by the text of the day on which it
    started. No text gives a time to answer other deactivations: answer at once. A time that Amazon's notice itself
    names goes before all of these: ``account_status.deadlines`` keeps it.

    Args:
        appeal: the facts; what is ``None`` is unknown, and a deadline names what it hangs on in its ``needs``.
        on: judge by the text of this day instead.
        terms: what the policy fixes, to ask *what if*; the times that other modules fix stay theirs.

    Raises:
        NoPolicyText: a clock runs for which no text is known on that day or in that marketplace.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> appeal = sp.Appeal(contests="chargeback", arose_on=date(2024, 3, 5), notified_on=date(2024, 3, 8))
        >>> [(deadline.what, str(deadline.by)) for deadline in sp.appeals.deadlines(appeal)]
        [('answer the chargeback', '2024-03-15')]
    """
    day = _policy_day(appeal) if on is None else on
    own = Terms.given_or_on(terms, day, appeal.marketplace)
    others = (each for each in CLOCKS if each is not TO_APPEAL and truth(each.when, appeal, own) is not False)
    return gathered(
        (
            partial(_to_appeal, appeal, own, on),
            *(partial(due, (each,), appeal, on=on, terms=terms if each.terms is Terms else None) for each in others),
        )
    )


def _to_appeal(appeal: Appeal, own: Terms, on: date | None) -> Iterator[Deadline]:
    """The deadline of an appeal against a claim, which by one reading is open to a seller who was not charged too."""
    taken = _while_heard(appeal, own, on)
    for _, reading, terms in own.readings(("hears_any_claim",)):
        with suppress(SilentClock):
            other = _while_heard(appeal, terms, on)
            if other is not None and other != taken:
                deadline = taken or evolve(other, by=None)
                cited = dict.fromkeys((*deadline.references, reading.reference))
                taken = evolve(deadline, contested=True, other=other.by, references=tuple(cited))
    if taken is not None:
        yield taken


def _while_heard(appeal: Appeal, terms: Terms, on: date | None) -> Deadline | None:
    """The deadline of an appeal against a claim by one reading of who is heard."""
    heard = evolve(appeal, seller_charged=True) if terms.hears_any_claim else appeal
    return next(iter(due((TO_APPEAL,), heard, on=on)), None)


Event = Feedback | Claim | Chargeback


def contesting(event: Event | InjuryClaim) -> Appeal:
    """The appeal against an event, with what the event tells, and no part of it known to be there.

    Give it the parts with ``attrs.evolve(appeal, records=True, …)``.

    Args:
        event: feedback, an A-to-z claim, a chargeback, or a claim for injury or damage.

    Raises:
        BadFact: it is a fact of another kind.
    """
    one("event", event, Claim, Feedback, Chargeback, InjuryClaim)
    match event:
        case Claim():
            return _contesting_claim(event)
        case Feedback():
            return Appeal(contests=Matter.FEEDBACK, arose_on=event.left_on, marketplace=event.marketplace)
        case Chargeback():
            return Appeal(
                contests=Matter.CHARGEBACK,
                arose_on=event.filed_on,
                chargeback_kind=event.kind,
                marketplace=event.marketplace,
            )
    return Appeal(
        contests=Matter.INJURY_CLAIM,
        arose_on=event.filed_on,
        decided_on=event.decided_on,
        notified_on=event.notified_on,
        marketplace=event.marketplace,
    )


def _contesting_claim(claim: Claim) -> Appeal:
    day_of = claim.marketplace.day_of
    pays = None if claim.paid_by is None else claim.paid_by is Payer.SELLER
    return Appeal(
        contests=Matter.CLAIM,
        arose_on=day_of(claim.filed_at),
        decided_on=claim.decided_on,
        notified_on=None if claim.notified_at is None else day_of(claim.notified_at),
        seller_charged=pays if claim.status is ClaimStatus.GRANTED else False,
        marketplace=claim.marketplace,
    )


@frozen(kw_only=True)
class Contestable:
    """One defect that can be contested, and what that would bring.

    Args:
        event: the feedback, claim or chargeback.
        remedy: how it can be contested.
        deadline: by when; ``None`` where no text tells.
        rate: the order defect rate if this defect alone fell.
        others: the defects that the same order has too. While one of them stands the order stays defective, and the
            rate as it is. One that cannot be contested has no line of its own among the results.
        rate_with_others: the rate if they fell as well.
    """

    event: Event
    remedy: Decision[Remedy]
    deadline: Deadline | None
    rate: Fraction
    others: tuple[Event, ...]
    rate_with_others: Fraction

    def is_too_late(self, day: date) -> bool:
        """Whether the last day, by every reading, lies before a day."""
        last = self.deadline.by if self.deadline else None
        other = self.deadline.other if self.deadline else None
        return last is not None and max(last, other or last) < day


@answers("002-4", "003-5")
def first_to_contest(
    orders: Iterable[Order],
    *,
    feedback: Iterable[Feedback] = (),
    claims: Iterable[Claim] = (),
    chargebacks: Iterable[Chargeback] = (),
    window: Window,
    on: date,
    fulfilled_by: Fulfiller | None = None,
    terms: Terms | None = None,
) -> tuple[Contestable, ...]:
    """Say which defects of a window can still be contested, those first that bring the most.

    An order counts once, so a defect that is its order's only one lowers the rate when it falls, and one of two on
    the same order changes nothing alone: it comes later, beside the others that would have to fall with it. Among
    equals the one whose time ends first comes first, and those whose last day is unknown come last. Left out are
    defects that cannot be contested (a claim under review is to be answered, one that the seller refunded is closed),
    and those whose time is over.

    Args:
        orders: all orders of one marketplace, each once.
        feedback: seller feedback on any orders.
        claims: A-to-z claims on any orders.
        chargebacks: chargebacks on any orders.
        window: calendar days.
        on: the day on which to begin.
        fulfilled_by: count only the orders that one side sends.
        terms: what the policy fixes about appeals, to ask *what if*.

    Raises:
        BadFact: as ``order_defect_rate.rate`` does.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> orders = [sp.Order(order_id=f"111-{number}", placed_on=date(2024, 3, 1)) for number in range(50)]
        >>> feedback = [sp.Feedback(order_id="111-7", rating=1, left_on=date(2024, 3, 9))]
        >>> (first,) = sp.appeals.first_to_contest(
        ...     orders, feedback=feedback, window=sp.Window.ending(date(2024, 4, 1), days=60), on=date(2024, 4, 10)
        ... )
        >>> first.remedy.outcome, str(first.deadline.by), first.rate
        (<Remedy.REMOVAL: 'removal'>, '2024-06-07', Fraction(0, 1))
    """
    require_day("on", on)
    own = None if terms is None else Terms.own(terms)
    stars = several("feedback", feedback, Feedback)
    filed, drawn = several("claims", claims, Claim), several("chargebacks", chargebacks, Chargeback)
    count = order_defect_rate.rate(
        orders, feedback=stars, claims=filed, chargebacks=drawn, window=window, fulfilled_by=fulfilled_by
    )
    of_order = defaultdict(list)
    for event in _defects(count, chain(stars, filed, drawn)):
        of_order[event.order_id].append(event)
    found = (_contestable(event, events, count, own) for events in of_order.values() for event in events)
    possible = [each for each in found if each.remedy.outcome is not Remedy.NONE and not each.is_too_late(on)]
    return tuple(sorted(possible, key=_turn))


def _defects(
    count: DefectRate, events: Iterable[Event], terms: order_defect_rate.Terms | None = None
) -> Iterator[Event]:
    """The events, each once, that make orders of a rate defective."""
    defective = frozenset(count.defective_orders)
    for event in dict.fromkeys(events):
        if event.order_id in defective and order_defect_rate.defect(event, terms=terms).outcome is Defect.DEFECT:
            yield event


def _contestable(event: Event, of_order: Iterable[Event], count: DefectRate, terms: Terms | None) -> Contestable:
    others = tuple(other for other in of_order if other != event)
    without = Fraction(count.defective - 1, count.orders)
    appeal = contesting(event)
    return Contestable(
        event=event,
        remedy=remedy(appeal, terms=terms),
        deadline=_deadline(appeal, terms),
        rate=Fraction(count.defective, count.orders) if others else without,
        others=others,
        rate_with_others=without,
    )


def _deadline(appeal: Appeal, terms: Terms | None) -> Deadline | None:
    try:
        return next(iter(deadlines(appeal, terms=terms)), None)
    except NoPolicyText:
        return None


def _turn(each: Contestable) -> tuple[Fraction, int, date, str]:
    last = each.deadline.by if each.deadline else None
    return each.rate, len(each.others), last or NEVER, each.event.order_id


@frozen(kw_only=True)
class Cause:
    """What some defective orders have in common.

    Args:
        what: the SKU, carrier, kind of defect or week; ``None`` for orders of which it is unknown.
        defective: how many defective orders have it.
        orders: how many orders have it in all; for a kind of defect, which clean orders cannot have, all orders.
        all_defective: how many orders of the window are defective.
    """

    what: str | None
    defective: int
    orders: int
    all_defective: int

    @property
    def share(self) -> Fraction | None:
        """The share of the defective orders that have it, exactly; ``None`` where no order is defective."""
        return share_of(self.defective, self.all_defective)

    @property
    def rate(self) -> Fraction | None:
        """The defective share of the orders that have it, exactly; ``None`` where there are none."""
        return share_of(self.defective, self.orders)


@frozen(kw_only=True)
class Causes:
    """Where the defects of a window come from, most defective orders first; weeks in their order.

    An order may have several kinds of defect, and several packages with several carriers: it counts under each.

    Args:
        count: the order defect rate of the window.
        by_reason: by kind of defect: ``"negative_feedback"``, ``"claim:not_received"`` and so on for each reason of a
            claim, ``"chargeback:service"`` and so on for each kind of chargeback.
        by_sku: by the seller's own article number.
        by_carrier: by who carried the order's packages.
        by_week: by the ISO week (Monday to Sunday) of the day on which the orders were placed, such as ``"2024-W09"``;
            every week of the window is there, its first and last with the days that lie in the window.
    """

    count: DefectRate
    by_reason: tuple[Cause, ...]
    by_sku: tuple[Cause, ...]
    by_carrier: tuple[Cause, ...]
    by_week: tuple[Cause, ...]


@answers("001-5", "003-5")
def causes(
    orders: Iterable[Order],
    *,
    feedback: Iterable[Feedback] = (),
    claims: Iterable[Claim] = (),
    chargebacks: Iterable[Chargeback] = (),
    packages: Iterable[Package] = (),
    window: Window,
    fulfilled_by: Fulfiller | None = None,
    terms: order_defect_rate.Terms | None = None,
) -> Causes:
    """Count the defective orders of a window by kind of defect, SKU, carrier and week, as a plan of action needs them.

    What counts as a defect, and which orders count, is as in ``order_defect_rate.rate``.

    Args:
        orders: all orders of one marketplace, each once.
        feedback: seller feedback on any orders.
        claims: A-to-z claims on any orders.
        chargebacks: chargebacks on any orders.
        packages: packages of any orders; only carriers are taken from them.
        window: calendar days.
        fulfilled_by: count only the orders that one side sends.
        terms: what ``order_defect_rate`` fixes, to ask *what if*.

    Raises:
        BadFact: as ``order_defect_rate.rate`` does.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> orders = [
        ...     sp.Order(order_id=f"111-{number}", placed_on=date(2024, 3, 1), sku="CUP" if number < 10 else "PLATE")
        ...     for number in range(50)
        ... ]
        >>> feedback = [sp.Feedback(order_id=f"111-{number}", rating=1, left_on=date(2024, 3, 9)) for number in (3, 4)]
        >>> found = sp.appeals.causes(orders, feedback=feedback, window=sp.Window.ending(date(2024, 4, 1), days=60))
        >>> [(cause.what, cause.share, cause.rate) for cause in found.by_sku]
        [('CUP', Fraction(1, 1), Fraction(1, 5))]
    """
    given, stars = several("orders", orders, Order), several("feedback", feedback, Feedback)
    filed, drawn = several("claims", claims, Claim), several("chargebacks", chargebacks, Chargeback)
    count = order_defect_rate.rate(
        given, feedback=stars, claims=filed, chargebacks=drawn, window=window, fulfilled_by=fulfilled_by, terms=terms
    )
    reasons: dict[str, set[str]] = defaultdict(set)
    for event in _defects(count, chain(stars, filed, drawn), terms):
        reasons[_reason(event)].add(event.order_id)
    carriers: dict[str, set[str | None]] = defaultdict(set)
    for package in several("packages", packages, Package):
        carriers[package.order_id].add(package.carrier)
    grouped = partial(_causes, given, count, terms)
    return Causes(
        count=count,
        by_reason=_ranked(
            Cause(what=what, defective=len(order_ids), orders=count.orders, all_defective=count.defective)
            for what, order_ids in reasons.items()
        ),
        by_sku=_ranked(grouped(lambda order: {order.sku})),
        by_carrier=_ranked(grouped(lambda order: carriers.get(order.order_id, {None}))),
        by_week=tuple(grouped(lambda order: {_week(order.placed_on)}, _weeks(window))),
    )


def _causes(
    orders: Iterable[Order],
    count: DefectRate,
    terms: order_defect_rate.Terms | None,
    names: Callable[[Order], AbstractSet[str | None]],
    wanted: Iterable[str] | None = None,
) -> Iterator[Cause]:
    """The orders by what they have in common: each of the names wanted, else each name that a defective order has."""
    defective = frozenset(count.defective_orders)
    found = chain.from_iterable(names(order) for order in orders if order.order_id in defective)
    groups: dict[str | None, list[Order]] = {name: [] for name in (found if wanted is None else wanted)}
    for order in orders:
        for name in names(order) & groups.keys():
            groups[name].append(order)
    for name, group in groups.items():
        counted = order_defect_rate.rate(group, window=count.window, fulfilled_by=count.fulfilled_by, terms=terms)
        yield Cause(
            what=name,
            defective=sum(order.order_id in defective for order in group),
            orders=counted.orders,
            all_defective=count.defective,
        )


def _reason(event: Event) -> str:
    if isinstance(event, Feedback):
        return "negative_feedback"
    return f"claim:{event.reason.value}" if isinstance(event, Claim) else f"chargeback:{event.kind.value}"


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _weeks(window: Window) -> Iterable[str]:
    return dict.fromkeys(_week(window.first + timedelta(days=number)) for number in range(window.days))


def _ranked(found: Iterable[Cause]) -> tuple[Cause, ...]:
    return tuple(sorted(found, key=lambda cause: (-cause.defective, cause.what is None, cause.what or "")))
