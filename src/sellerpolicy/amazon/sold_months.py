"""Monthly sales, added up from orders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sellerpolicy.facts import Fulfiller, Marketplace, Money, MonthlySales, Order
from sellerpolicy.facts.monthly_sales import NOT_SOLD


def monthly_sales(orders: Iterable[Order]) -> tuple[MonthlySales, ...]:
    """Add up the totals of orders by marketplace and by the calendar month in which they were placed.

    What a total includes is what the orders' source put into it: for the all-orders files the prices of items, shipping
    and gift wrap less promotions, and of taxes only those that the prices contain. Refunds are not taken off. Orders
    known to be cancelled add nothing, and nothing is paid for those of which a file does not say who cancelled them.
    Of a month with an order whose total is unknown (in those files a pending one) the sum is the least that was sold,
    and the month is not ``complete``. The month is that of the order's UTC day where the source gives UTC days.
    ``reached_on`` stays unknown.

    Args:
        orders: of any marketplaces, each once, in any order.

    Returns:
        Every month with an order that is not known to be cancelled, by marketplace and month; ``amazon_fulfilled`` is
        the part that Amazon fulfilled.

    Example:
        >>> import sellerpolicy as sp
        >>> from datetime import date
        >>> from sellerpolicy import amazon
        >>> day, half = date(2026, 10, 3), sp.usd(6_000)
        >>> sold = [sp.Order(order_id=number, placed_on=day, total=half) for number in ("111-1", "111-2")]
        >>> [(month.month, str(month.gross)) for month in amazon.monthly_sales(sold)]
        [(datetime.date(2026, 10, 1), 'USD 12,000.00')]
    """
    totals: dict[tuple[Marketplace, date], dict[Fulfiller, Money]] = {}
    incomplete = set()
    for order in orders:
        if order.cancelled_by in NOT_SOLD:
            continue
        key = order.marketplace, order.placed_on.replace(day=1)
        month = totals.setdefault(key, {})
        if order.total is None:
            incomplete.add(key)
        else:
            known = month.get(order.fulfilled_by)
            month[order.fulfilled_by] = order.total if known is None else known + order.total
    shops = list(Marketplace)
    return tuple(
        MonthlySales(
            month=first_day,
            gross=sum(month.values(), start=nothing),
            marketplace=place,
            amazon_fulfilled=month.get(Fulfiller.AMAZON, nothing),
            complete=(place, first_day) not in incomplete,
        )
        for (place, first_day), month in sorted(totals.items(), key=lambda item: (shops.index(item[0][0]), item[0][1]))
        for nothing in (Money(0, place.currency),)
    )
