"""Property damage and personal injury: who pays when a product hurts someone or something.

Since 1 September 2021 the A-to-z Guarantee also covers the harm that a defective product does.
Amazon pays small valid claims itself and seeks nothing back from an insured seller who follows its policies.
For a larger claim it turns to the seller and the seller's insurer, and stands in where the seller is silent.
"""

from collections.abc import Container
from datetime import date
from enum import Enum

from attrs import frozen

from sellerpolicy.facts import EUROPE, NEVER, InjuryClaim, Marketplace, Product, usd
from sellerpolicy.logic import Condition, DatedTerms, Deadline, Decision, DecisionTable, Limit, Note, Rule, Span
from sellerpolicy.logic import announcement, anything, at_least, at_most, below, business_days, clock, dated, days, due
from sellerpolicy.logic import guide, known, local, originally, policy_page, since, symbols

READ = "2026-11-21"
FORUM = (
    "https://sellercentral.amazon.com/forums/t/expanding-a-to-z-guarantee-to-protect-customers-and-sellers-us/891493"
)
NEWS = (
    "https://www.aboutamazon.com/news/how-amazon-works/amazon-backs-all-products-in-its-store-with-new-a-to-z-guarantee"
)
CUSTOMER_HELP = "https://www.amazon.com/gp/help/customer/display.html?nodeId="
EU_FORUM = "https://sellercentral-europe.amazon.com/seller-forums/discussions/t/cbc31d46-c9dd-4c45-b6b1-8267577835b4"
ANNOUNCED = announcement("Expanding A-to-z Guarantee (US)", "a-to-z-2021", url=FORUM, published="2021-08-10", read=READ)
POLICY_PAGE = policy_page("A-to-z Claims Process: damage and injury", "GTY6NYZDFD5CENYH", read=READ)
BACKING = announcement("Amazon backs all products in its store", "backing-2021", url=NEWS, read=READ)
ABROAD_POST = announcement("Expanding A-to-z Guarantee (CA, UK, EU)", "a-to-z-2024", url=EU_FORUM, read=READ)
INSURER = guide("An insurer's answers", "yamasum-57", url="https://en.yamasum.com/show/57.html", read=READ)
RESELLERS = guide("Resellers", "dicommerce", url="https://dicommerce.de/erweiterung-der-a-bis-z-garantie/", read=READ)
CUSTOMERS = policy_page("Customers' conditions", "GTUXEP9L4KCBFSLU", read=READ, url=f"{CUSTOMER_HELP}GTUXEP9L4KCBFSLU")
ABROAD = (Marketplace.CA, *EUROPE)


@frozen
class Terms(DatedTerms):
    """What the policy fixes, each value since a day, each with its reference."""

    pays_itself: Limit = dated(
        "claims that Amazon pays itself",
        since("2021-09-01", below(usd(1000)), ANNOUNCED, but=POLICY_PAGE.says(at_most(usd(1000)))),
        since(
            "2024-05-01",
            below(local(1000)),
            ABROAD_POST,
            but=ABROAD_POST.says(at_most(local(1000))),
            # no text gives an amount in kronor or zlotys
            marketplace=(shop for shop in ABROAD if shop.currency in {"CAD", "GBP", "EUR"}),
        ),
    )
    takes_claims: bool = dated(
        "Amazon takes such claims",
        originally(False, ANNOUNCED),
        originally(False, ABROAD_POST, marketplace=ABROAD),
        since("2021-09-01", True, ANNOUNCED),
        since("2024-05-31", True, ABROAD_POST, after="2024-04-30", marketplace=ABROAD),
    )
    # Reading: a claim is under the process by the day it was filed. No text says whether that day, or the day of the
    # incident, must lie in it. From the 91st day on a claim about an earlier incident comes too late anyway.
    # Abroad, where no text says by when a customer must claim, the day of the filing decides alone.
    incidents: Limit = dated(
        "days of the incidents that the process covers",
        originally(anything, ANNOUNCED),
        originally(anything, ABROAD_POST, marketplace=ABROAD),
        since("2021-09-01", anything, ANNOUNCED, but=ANNOUNCED.says(at_least(date(2021, 9, 1)))),
        since("2021-11-30", anything, POLICY_PAGE),
    )
    spares_unobliged: bool = dated(
        "Amazon seeks nothing back from a seller who need not be insured",
        since("2021-09-01", True, POLICY_PAGE, but=ANNOUNCED.says(False)),
        since("2024-05-01", True, ABROAD_POST, but=ABROAD_POST.says(False), marketplace=ABROAD),
    )
    treats_like_large: bool = dated(
        "a small claim on a seller whom Amazon does not spare is treated like a large one",
        since("2021-09-01", False, POLICY_PAGE, but=BACKING.says(True)),
        since("2024-05-01", False, ABROAD_POST, but=BACKING.says(True), marketplace=ABROAD),
    )
    stands_in: bool = dated(
        "Amazon stands in for a seller who rejects a valid claim",
        since("2021-09-01", True, BACKING, but=ANNOUNCED.says(False)),
        since("2024-05-01", True, BACKING, but=ABROAD_POST.says(False), marketplace=ABROAD),
    )
    binds_resellers: bool = dated(
        "a reseller who names no producer, does not answer or is not insured owes what Amazon paid",
        originally(False, ANNOUNCED),
        originally(False, ABROAD_POST, marketplace=ABROAD),
        since("2024-07-31", True, RESELLERS, after="2024-04-30", marketplace=EUROPE),
    )
    time_to_prove: Span = dated(
        "time to prove the insurance after the notice",
        since("2021-09-01", days(7), POLICY_PAGE),
    )
    time_to_dispute: Span = dated(
        "time to dispute what the seller is to pay back",
        since("2021-09-01", days(30), POLICY_PAGE),
    )
    time_to_answer: Span = dated(
        "time to accept or reject a claim after the notice",
        since("2021-09-01", days(7), INSURER),
    )
    time_to_name: Span = dated(
        "time in which a reseller must answer and name the producer",
        since("2024-05-01", business_days(7), RESELLERS, marketplace=EUROPE),
    )
    most_paid: Limit = dated(
        "amounts that a customer may be paid",
        since("2021-09-01", at_most(usd(1_000_000)), CUSTOMERS),
    )
    time_to_claim: Span = dated(
        "time in which a customer must claim after the incident",
        since("2021-09-01", days(90), CUSTOMERS),
    )


class Admission(Enum):
    """Whether a claim for damage or injury can be valid. ``IN_PART``: it asks for more than is ever paid."""

    ADMITTED = "admitted"
    IN_PART = "in_part"
    TOO_LATE = "too_late"
    NOT_COVERED = "not_covered"


class InjuryPayer(Enum):
    """Who pays a claim for damage or injury."""

    BETWEEN_THE_PARTIES = "between_the_parties"
    NOBODY = "nobody"
    AMAZON = "amazon"
    AMAZON_THEN_SELLER = "amazon_then_seller"
    SELLER = "seller"


claim, terms = symbols(InjuryClaim), symbols(Terms)

is_taken = Condition(terms.takes_claims)
is_covered = Condition(
    f"the incident on {claim.incident_on} is covered: {terms.incidents}", terms.incidents.admits(claim.incident_on)
)
is_valid = Condition("Amazon found the claim valid", claim.is_valid, POLICY_PAGE)
is_small = Condition(f"the claim of {claim.amount} is {terms.pays_itself}", terms.pays_itself.admits(claim.amount))
is_insured = Condition("the seller is insured as Amazon asks", claim.seller_insured, POLICY_PAGE)
follows_policy = Condition("the seller follows Amazon's policies", claim.follows_policy, ANNOUNCED)
is_obliged = Condition("the seller must be insured", claim.insurance_required, POLICY_PAGE)
spares_unobliged = Condition(terms.spares_unobliged)
treats_like_large = Condition(terms.treats_like_large)
has_answered = Condition("the seller or the insurer answered", claim.seller_responded, ANNOUNCED)
is_accepted = Condition("the seller or the insurer accepts the claim", claim.seller_accepts, ANNOUNCED)
stands_in = Condition(terms.stands_in)
is_unproved = Condition("the insurance is not proved yet", known(claim.proof_given_on) == NEVER, POLICY_PAGE)

is_reseller = Condition("the seller resells what others produce", claim.resold, RESELLERS)
binds_resellers = Condition(terms.binds_resellers)
names_producer = Condition("the seller named the producer", claim.producer_named, RESELLERS)
is_intangible = Condition("the product is no physical one", claim.product != Product.PHYSICAL, CUSTOMERS)
is_foreign = Condition("it was not bought on Amazon's site", claim.bought_elsewhere, CUSTOMERS)
is_excluded = Condition("the claim is for losses that are never paid", claim.excluded_losses, CUSTOMERS)
is_late = Condition(
    f"{claim.filed_on} is more than {terms.time_to_claim} after the incident on {claim.incident_on}",
    claim.filed_on > known(claim.incident_on) + terms.time_to_claim,
)
is_payable = Condition(f"the claim of {claim.amount} is {terms.most_paid}", terms.most_paid.admits(claim.amount))

is_covered_product = ~is_intangible & ~is_foreign & ~is_excluded
owes_as_reseller = is_reseller & binds_resellers & (~names_producer | ~has_answered | ~is_insured)
is_spared = follows_policy & (is_insured | (~is_obliged & spares_unobliged))

ADMISSION = DecisionTable(
    "can the claim be valid",
    case=InjuryClaim,
    terms=Terms,
    day=claim.filed_on,
    reference=CUSTOMERS,
    answers=("000-3",),
    rules=(
        Rule(~is_taken | ~is_covered | ~is_covered_product, then=Admission.NOT_COVERED),
        Rule(is_late, then=Admission.TOO_LATE),
        Rule(~is_payable, then=Admission.IN_PART),
        Rule(is_taken & is_covered & is_covered_product & ~is_late & is_payable, then=Admission.ADMITTED),
    ),
)
WHO_PAYS = DecisionTable(
    "who pays",
    case=InjuryClaim,
    terms=Terms,
    day=claim.filed_on,
    reference=POLICY_PAGE,
    answers=("000-1", "000-2", "000-3", "000-4", "000-5"),
    notes=(
        Note(
            "While Amazon looks into a small claim you may show that the product was sound, or not the cause.",
            POLICY_PAGE,
            (InjuryPayer.AMAZON, InjuryPayer.AMAZON_THEN_SELLER),
        ),
        Note(
            "Where Amazon asks for proof of the insurance, you are spared only if it comes within"
            f" {terms.time_to_prove} of the notice.",
            POLICY_PAGE,
            (InjuryPayer.AMAZON,),
        ),
        Note(
            "What is to be paid back Amazon may take from what it owes you.",
            POLICY_PAGE,
            (InjuryPayer.AMAZON_THEN_SELLER,),
        ),
    ),
    rules=(
        Rule(~is_taken | ~is_covered, then=InjuryPayer.BETWEEN_THE_PARTIES),
        Rule(~is_valid, then=InjuryPayer.NOBODY),
        Rule(is_small & owes_as_reseller, then=InjuryPayer.AMAZON_THEN_SELLER),
        Rule(is_small & is_spared, then=InjuryPayer.AMAZON),
        Rule(is_small & ~treats_like_large, then=InjuryPayer.AMAZON_THEN_SELLER),
        Rule(~has_answered, then=InjuryPayer.AMAZON_THEN_SELLER),
        Rule(is_accepted, then=InjuryPayer.SELLER),
        Rule(~is_accepted & stands_in, then=InjuryPayer.AMAZON_THEN_SELLER),
        Rule(~is_accepted & ~stands_in, then=InjuryPayer.SELLER),
    ),
)
TABLES = (WHO_PAYS, ADMISSION)

is_pending = is_taken & is_covered & is_valid
CLOCKS = (
    clock(
        "prove your insurance",
        when=is_pending & is_small & is_obliged & is_unproved,
        counted_from=claim.notified_on,
        within=terms.time_to_prove,
        while_unknown=claim.filed_on,
        answers=("000-7",),
    ),
    clock(
        "accept or reject the claim",
        when=is_pending & ~is_small & ~has_answered,
        counted_from=claim.notified_on,
        within=terms.time_to_answer,
        while_unknown=claim.filed_on,
        answers=("000-4", "000-7"),
    ),
    clock(
        "answer, and name the producer",
        when=is_pending & is_reseller & binds_resellers & (~names_producer | ~has_answered),
        counted_from=claim.notified_on,
        within=terms.time_to_name,
        while_unknown=claim.filed_on,
        answers=("000-4", "000-7"),
    ),
    clock(
        "dispute what you are to pay back",
        when=is_pending & is_small & ~is_spared,
        counted_from=claim.decided_on,
        within=terms.time_to_dispute,
        while_unknown=claim.filed_on,
        is_duty=False,
        answers=("000-7",),
    ),
)


def admission(claim: InjuryClaim, *, on: date | None = None, terms: Terms | None = None) -> Decision[Admission]:
    """Say whether a claim for property damage or personal injury can be valid, and whether in full.

    It is Amazon that finds a claim valid (``is_valid``); this says what the customers' conditions leave room for: a
    physical product bought on the site, losses that are paid at all, so many calendar days from the incident on (the
    last one included), and a highest amount, itself included. Arguments and errors are those of ``who_pays``; the
    conditions are known of the US alone.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> claim = sp.InjuryClaim(
        ...     claim_id="K-1", harm=sp.Harm.PROPERTY_DAMAGE, amount=sp.usd(400), filed_on=date(2023, 5, 2),
        ...     incident_on=date(2023, 1, 31),
        ... )
        >>> sp.injury_and_damage.admission(claim).outcome
        <Admission.TOO_LATE: 'too_late'>
    """
    return ADMISSION.decide(claim, terms, on=on)


def who_pays(claim: InjuryClaim, *, on: date | None = None, terms: Terms | None = None) -> Decision[InjuryPayer]:
    """Say who pays a claim for property damage or personal injury.

    Amounts are compared in the marketplace's own currency, to the cent; the limit's own edge says whether the amount
    itself is still small. The text of the day on which the claim was filed decides, both ends of its time included.
    ``seller_insured`` means insured, and proved in time where proof was asked for (``deadlines`` says by when): it is
    ``False`` for who proved it too late. Who takes out the insurance when Amazon asks for it, and proves it then, is
    insured too.

    Args:
        claim: the facts; what is ``None`` is unknown, and is named in ``needs`` where the outcome hangs on it.
        on: judge by the text of this day instead.
        terms: what the policy fixes, to ask *what if*.

    Raises:
        NoPolicyText: no text is known for the marketplace.

    Example:
        >>> from datetime import date
        >>> import sellerpolicy as sp
        >>> claim = sp.InjuryClaim(
        ...     claim_id="K-1", harm=sp.Harm.PROPERTY_DAMAGE, amount=sp.usd("999.99"), filed_on=date(2023, 5, 2),
        ...     is_valid=True, seller_insured=True, follows_policy=True,
        ... )
        >>> sp.injury_and_damage.who_pays(claim).outcome
        <InjuryPayer.AMAZON: 'amazon'>
    """
    return WHO_PAYS.decide(claim, terms, on=on)


def deadlines(
    claim: InjuryClaim, *, on: date | None = None, terms: Terms | None = None, holidays: Container[date] = ()
) -> tuple[Deadline, ...]:
    """Say what the seller may or must still do about a claim, and by which day, the last one included.

    Each clock runs by the text of the day on which it started, in calendar days; only resellers in Europe have business
    days (Monday to Friday without ``holidays``). ``on`` and ``terms`` are as in ``who_pays``.
    """
    return due(CLOCKS, claim, on=on, terms=terms, holidays=holidays)
