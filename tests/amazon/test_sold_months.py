"""Monthly sales, added up from orders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon, strategies

NUMBERS = count(1)


def sale(day: date, amount: str | None, currency: str = "USD", **fields: object) -> sp.Order:
    place = next(shop for shop in sp.Marketplace if shop.currency == currency)
    total = None if amount is None else sp.Money(amount, currency)
    plain = {"order_id": f"o-{next(NUMBERS)}", "placed_on": day, "marketplace": place, "total": total}
    return sp.Order(**{**plain, **fields})  # type: ignore[arg-type]


class TestMonths:
    def test_the_month_in_which_an_order_was_placed(self) -> None:
        orders = [sale(date(2026, 10, 31), "1.10"), sale(date(2026, 10, 1), "2.00"), sale(date(2026, 11, 1), "4.00")]
        assert amazon.monthly_sales(orders) == (
            sp.MonthlySales(month=date(2026, 10, 1), gross=sp.usd("3.10"), amazon_fulfilled=sp.usd(0)),
            sp.MonthlySales(month=date(2026, 11, 1), gross=sp.usd("4.00"), amazon_fulfilled=sp.usd(0)),
        )

    def test_marketplaces_apart_and_what_amazon_sent(self) -> None:
        day = date(2026, 10, 1)
        sent = [sale(day, amount, fulfilled_by=sp.Fulfiller.AMAZON) for amount in ("7", "3")]
        orders = [sale(day, "5", "JPY"), sent[0], sale(day, "1"), sent[1]]
        us, jp = amazon.monthly_sales(iter(orders))
        assert (us.gross, us.amazon_fulfilled) == (sp.usd(11), sp.usd(10))
        assert (jp.marketplace, jp.gross) == (sp.Marketplace.JP, sp.Money(5, "JPY"))

    def test_cancelled_orders_and_unknown_totals_add_nothing(self) -> None:
        day = date(2026, 10, 1)
        cancelled = [sale(day, "1", cancelled_by=by) for by in sp.Canceller if by is not sp.Canceller.NOBODY]
        assert amazon.monthly_sales([*cancelled, sale(day, None)]) == ()
        kept = [sale(day, "1", cancelled_by=by) for by in (None, sp.Canceller.NOBODY)]
        assert [month.gross for month in amazon.monthly_sales(kept)] == [sp.usd(2)]

    def test_nothing_sold_is_no_month(self) -> None:
        assert amazon.monthly_sales([]) == ()

    @given(st.lists(strategies.orders()))
    def test_all_of_them_together_are_the_orders(self, orders: list[sp.Order]) -> None:
        sums: dict[sp.Marketplace, Decimal] = dict.fromkeys(sp.Marketplace, Decimal(0))
        for order in orders:
            if order.total is not None and order.cancelled_by in (None, sp.Canceller.NOBODY):
                sums[order.marketplace] += order.total.amount
        months = amazon.monthly_sales(orders)
        for place, total in sums.items():
            assert sum(month.gross.amount for month in months if month.marketplace is place) == total
        assert len({(month.marketplace, month.month) for month in months}) == len(months)
