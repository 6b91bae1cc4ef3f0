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

    def test_cancelled_orders_add_nothing_whatever_their_total(self) -> None:
        day = date(2026, 10, 1)
        off = [by for by in sp.Canceller if by is not sp.Canceller.NOBODY]
        cancelled = [sale(day, total, cancelled_by=by) for by in off for total in ("1", None)]
        assert amazon.monthly_sales(cancelled) == ()
        kept = [sale(day, "1", cancelled_by=by) for by in (None, sp.Canceller.NOBODY)]
        (month,) = amazon.monthly_sales([*kept, *cancelled])
        assert (month.gross, month.complete) == (sp.usd(2), True)

    def test_with_an_unknown_total_the_sum_is_the_least(self) -> None:
        day = date(2026, 10, 1)
        october, november = amazon.monthly_sales(
            [sale(day, "6000"), sale(day, None), sale(date(2026, 11, 1), "1"), sale(day, "1")]
        )
        assert (october.gross, october.complete) == (sp.usd(6001), False)
        assert (november.gross, november.complete) == (sp.usd(1), True)

    def test_of_a_month_nothing_at_all_may_be_known(self) -> None:
        (month,) = amazon.monthly_sales([sale(date(2026, 10, 1), None)])
        assert (month.gross, month.amazon_fulfilled, month.complete) == (sp.usd(0), sp.usd(0), False)

    def test_an_unknown_total_leaves_open_whether_insurance_is_required(self) -> None:
        day, on = date(2026, 10, 1), date(2026, 11, 1)
        unsure = sp.insurance.requirement(amazon.monthly_sales([sale(day, "6000"), sale(day, None)]), on=on)
        assert (unsure.outcome, unsure.needs) == (None, ("gross",))
        enough = sp.insurance.requirement(amazon.monthly_sales([sale(day, "12000"), sale(day, None)]), on=on)
        assert enough.outcome is sp.insurance.Requirement.REQUIRED
        off = sale(day, "6000", cancelled_by=sp.Canceller.BUYER)
        sure = sp.insurance.requirement(amazon.monthly_sales([sale(day, "6000"), off]), on=on)
        assert sure.outcome is sp.insurance.Requirement.NOT_REQUIRED

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
