"""The readers: which report a source is, is found from its content, never from its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from sellerpolicy.amazon import (
    all_orders,
    fba_returns,
    finances,
    notifications,
    order_report,
    orders_2026,
    orders_v0,
    performance_v1,
    performance_v2,
    plain,
    sales,
    seller_feedback,
    seller_returns,
    settlements,
    solicitations,
)
from sellerpolicy.amazon.contents import Table
from sellerpolicy.amazon.formats import Format, format_of
from sellerpolicy.amazon.metrics import PerformanceReport
from sellerpolicy.amazon.postings import CAUSES, Cause, Causes, Posting
from sellerpolicy.amazon.reading import OnError, Read, Reading
from sellerpolicy.amazon.shops import NOTHING_KNOWN, Whereabouts
from sellerpolicy.amazon.sources import Source, opened
from sellerpolicy.errors import BadFact, BadReport, nearest
from sellerpolicy.facts import (
    Appeal,
    BuyerMessage,
    Chargeback,
    Claim,
    Deactivation,
    Feedback,
    FeedbackComment,
    HealthRating,
    InjuryClaim,
    InsurancePolicy,
    Invoice,
    Marketplace,
    Message,
    MonthlySales,
    Notice,
    Order,
    Package,
    RelatedAccount,
    Return,
    Violation,
)

FORMATS: tuple[Format, ...] = (
    performance_v2.FORMAT,
    performance_v1.FORMAT,
    seller_feedback.FORMAT,
    all_orders.FORMAT,
    order_report.FORMAT,
    seller_returns.FORMAT,
    fba_returns.FORMAT,
    orders_v0.FORMAT,
    orders_2026.FORMAT,
    *sales.FORMATS,
    *finances.formats(Causes.of(CAUSES)),
    *settlements.formats(Causes.of(CAUSES)),
    *notifications.FORMATS,
    solicitations.FORMAT,
    *plain.FORMATS,
)
"""Every format that can be read: one module each (the plain tables share one)."""

ALONGSIDE: tuple[Format, ...] = (orders_2026.PACKAGES,)
"""What the same sources hold beside their own facts, for the reader of those facts alone."""


def read(source: Source, *, marketplace: Marketplace | str | None = None, on_error: OnError = "raise") -> Read[Any]:
    r"""Read a report or table of any known format into facts; which one it is, is found from its content.

    Args:
        source: a path; an open file of bytes or text, which is not closed; bytes or text (gzip is recognised; text of
            one line is a path unless it begins like JSON); a mapping; mappings one after the other, such as the rows of
            a ``csv.DictReader``; what clients of Amazon's interfaces hand over. JSON may be one document or one on each
            line.
        marketplace: the marketplace of rows that name none. Without it rows of plain tables belong to the US, and those
            of Amazon's own to the only marketplace with their currency, if it is one; without a currency they are taken
            for the US's, which ``Read.guessed`` counts. A row that names another one is refused; bare amounts are in
            its currency.
        on_error: ``"raise"`` raises for the first row that cannot be read; ``"collect"`` keeps every such row, with
            its reason, in ``Read.refused``.

    Raises:
        BadReport: the source cannot be read, its format is unknown or ambiguous, or a row is refused. It names file,
            line and column where there are any.
        BadFact: ``marketplace`` or ``on_error`` is none.

    Example:
        >>> from sellerpolicy import amazon
        >>> found = amazon.read("order_id,rating,left_on\n111-0000001-0000001,2,2026-10-30\n")
        >>> found.kind, found.facts[0].rating
        ('feedback', 2)
    """
    return _read(source, FORMATS, marketplace, on_error)


def read_beside(source: Source, whereabouts: Whereabouts) -> Read[Any]:
    """Read a source that lies beside others, which tell of the marketplaces of rows that name none.

    Rows that cannot be read are kept in ``Read.refused``; the errors are those of ``read``.
    """
    return _read(source, FORMATS, None, "collect", whereabouts)


def read_orders(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Order]:
    """Read orders; arguments and errors are those of ``read``."""
    return _read(source, _giving(Order), marketplace, on_error)


def read_feedback(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Feedback]:
    """Read seller feedback; arguments and errors are those of ``read``."""
    return _read(source, _giving(Feedback), marketplace, on_error)


def read_claims(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Claim]:
    """Read A-to-z claims; arguments and errors are those of ``read``."""
    return _read(source, _giving(Claim), marketplace, on_error)


def read_chargebacks(
    source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise"
) -> Read[Chargeback]:
    """Read chargebacks; arguments and errors are those of ``read``."""
    return _read(source, _giving(Chargeback), marketplace, on_error)


def read_injury_claims(
    source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise"
) -> Read[InjuryClaim]:
    """Read claims for damage and injury; arguments and errors are those of ``read``."""
    return _read(source, _giving(InjuryClaim), marketplace, on_error)


def read_monthly_sales(
    source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise"
) -> Read[MonthlySales]:
    """Read monthly sales; arguments and errors are those of ``read``."""
    return _read(source, _giving(MonthlySales), marketplace, on_error)


def read_insurance_policies(
    source: Source, *, marketplace: Marketplace | str | None = None, on_error: OnError = "raise"
) -> Read[InsurancePolicy]:
    """Read insurance policies; ``marketplace`` says the currency of bare numbers, the rest is as in ``read``."""
    return _read(source, _giving(InsurancePolicy), marketplace, on_error)


def read_packages(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Package]:
    """Read packages, also those inside the orders of Orders API 2026-01-01, of which ``read`` gives the orders alone.

    Arguments and errors are those of ``read``.
    """
    return _read(source, _giving(Package), marketplace, on_error)


def read_invoices(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Invoice]:
    """Read invoices; arguments and errors are those of ``read``."""
    return _read(source, _giving(Invoice), marketplace, on_error)


def read_feedback_comments(
    source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise"
) -> Read[FeedbackComment]:
    """Read what buyers wrote beside their stars, as somebody judged it; arguments and errors are those of ``read``."""
    return _read(source, _giving(FeedbackComment), marketplace, on_error)


def read_health_ratings(
    source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise"
) -> Read[HealthRating]:
    """Read account health ratings; arguments and errors are those of ``read``."""
    return _read(source, _giving(HealthRating), marketplace, on_error)


def read_violations(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Violation]:
    """Read policy violations; arguments and errors are those of ``read``."""
    return _read(source, _giving(Violation), marketplace, on_error)


def read_notices(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Notice]:
    """Read Amazon's notices; arguments and errors are those of ``read``."""
    return _read(source, _giving(Notice), marketplace, on_error)


def read_deactivations(
    source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise"
) -> Read[Deactivation]:
    """Read deactivations of the account; arguments and errors are those of ``read``."""
    return _read(source, _giving(Deactivation), marketplace, on_error)


def read_related_accounts(
    source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise"
) -> Read[RelatedAccount]:
    """Read what other accounts have in common with this one; arguments and errors are those of ``read``."""
    return _read(source, _giving(RelatedAccount), marketplace, on_error)


def read_appeals(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Appeal]:
    """Read appeals, sent or still to be written; arguments and errors are those of ``read``."""
    return _read(source, _giving(Appeal), marketplace, on_error)


def read_returns(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Return]:
    """Read what buyers ask to send back; arguments and errors are those of ``read``."""
    return _read(source, _giving(Return), marketplace, on_error)


def read_messages(source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise") -> Read[Message]:
    """Read messages to buyers, sent or about to be sent; arguments and errors are those of ``read``."""
    return _read(source, _giving(Message), marketplace, on_error)


def read_buyer_messages(
    source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise"
) -> Read[BuyerMessage]:
    """Read messages of buyers, and when they were answered; arguments and errors are those of ``read``."""
    return _read(source, _giving(BuyerMessage), marketplace, on_error)


def read_postings(
    source: Source,
    *,
    marketplace: Marketplace | str | None = None,
    causes: Mapping[str, Cause] = CAUSES,
    on_error: OnError = "raise",
) -> Read[Posting]:
    """Read what Amazon took from the account, or gave back, for claims and chargebacks: settlements and Finances.

    Args:
        source: as in ``read``.
        marketplace: the marketplace of what names none.
        causes: what Amazon calls such transactions, and what they are due to; compared without regard to case, spaces
            and hyphens. Not all names are public: ``Read.ignored`` tells which types were left out.
        on_error: as in ``read``.

    Raises:
        BadReport: as in ``read``.
        BadFact: as in ``read``, or ``causes`` is no mapping of names to causes.
    """
    if not isinstance(causes, Mapping) or not all(
        isinstance(name, str) and isinstance(cause, Cause) for name, cause in causes.items()
    ):
        raise BadFact("causes", causes, "a mapping of names of types of transactions to Cause")
    names = Causes.of(causes)
    return _read(source, (*finances.formats(names), *settlements.formats(names)), marketplace, on_error)


def read_solicitations(
    source: Source, *, marketplace: Marketplace | str | None = None, on_error: OnError = "raise"
) -> Read[solicitations.Solicitation]:
    """Read whether Amazon offers to ask buyers for reviews; arguments and errors are those of ``read``."""
    return _read(source, (solicitations.FORMAT,), marketplace, on_error)


def read_customer_metrics(
    source: Source, *, marketplace: Marketplace | str, on_error: OnError = "raise"
) -> Read[performance_v1.CustomerMetricsReport]:
    """Read the older account health report (V1, XML), which names no marketplace; the rest is as in ``read``."""
    return _read(source, (performance_v1.FORMAT,), marketplace, on_error)


def read_performance_report(document: Source) -> dict[Marketplace, PerformanceReport]:
    """Read Amazon's account health report (GET_V2_SELLER_PERFORMANCE_REPORT), one report for each marketplace in it.

    Args:
        document: the JSON document as a path, bytes (plain or gzip), text or parsed mapping.

    Raises:
        BadReport: it is no such report, or a block of it cannot be read. To read the rest nevertheless, use
            ``read(document, on_error="collect")``. The older report (V1, XML) says not of which marketplace it is:
            ``read_customer_metrics`` reads it.
    """
    reports = _read(document, (performance_v2.FORMAT, performance_v1.FORMAT), None, "raise")
    if reports.kind == performance_v1.FORMAT.kind:
        raise BadReport("the older report (V1), which read_customer_metrics reads", file=reports.file)
    return {report.marketplace: report for report in reports}


def _giving(fact: type) -> tuple[Format, ...]:
    return tuple(known for known in (*FORMATS, *ALONGSIDE) if known.gives is fact)


def _read(
    source: Source,
    formats: tuple[Format, ...],
    marketplace: Marketplace | str | None,
    on_error: OnError,
    whereabouts: Whereabouts = NOTHING_KNOWN,
) -> Read[Any]:
    place = asked_for(marketplace, on_error)
    with opened(source, marketplace=place) as content:
        found = format_of(content, formats, others=FORMATS)
        written = content.written if isinstance(content, Table) else {}
        reading = Reading(found.kind, content.file, on_error, whereabouts, written)
        found.read(content, reading, place)
        return reading.done()


def asked_for(marketplace: Marketplace | str | None, on_error: OnError) -> Marketplace | None:
    """Check what every reader takes beside its source, and find the marketplace."""
    if on_error not in get_args(OnError):
        raise BadFact("on_error", on_error, "'raise' or 'collect'", meant=nearest(on_error, get_args(OnError)))
    members = {member.value: member for member in Marketplace}
    if marketplace is None or isinstance(marketplace, Marketplace):
        return marketplace
    if marketplace not in members:
        expected = f"a Marketplace, or the text of one: {', '.join(members)}"
        raise BadFact("marketplace", marketplace, expected, meant=nearest(marketplace, members))
    return members[marketplace]
