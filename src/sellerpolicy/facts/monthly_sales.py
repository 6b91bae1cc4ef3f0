"""Monthly sales: the gross proceeds of one calendar month in one marketplace.

What counts as sold is said here, for whatever adds up orders: an order that is not known to be cancelled.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import ClassVar

from attrs import frozen

from sellerpolicy.errors import BadFact
from sellerpolicy.facts.fact import Amount, EventDay, Fact, require_currency
from sellerpolicy.facts.marketplace import Marketplace
from sellerpolicy.facts.order import Canceller

# Reading: the texts speak of the gross proceeds of sales, and an order that is cancelled brings none. No text speaks of
# cancelled orders. Refunds come after a sale, and are not taken off.
NOT_SOLD = tuple(canceller for canceller in Canceller if canceller is not Canceller.NOBODY)
"""Who cancelled an order that adds nothing to the sales of its month; while that is not known, the order counts."""


@frozen(kw_only=True, weakref_slot=False, repr=False)
class MonthlySales(Fact):
    """What the seller took in one calendar month, before refunds and fees.

    Args:
        month: any day of the month.
        gross: gross proceeds of the orders placed in that month, in the marketplace's currency.
        marketplace: the shop.
        reached_on: the day on which the insurance threshold was passed, where known; a day of that month.
        amazon_fulfilled: the part of ``gross`` that Amazon fulfilled (FBA); some older texts count it alone.
        european_gross: the month's gross proceeds in all of Amazon's European shops together, in the marketplace's own
            currency; asked for of a shop in Europe alone.
        complete: all that was sold is in ``gross``. ``False``: it is the least that was sold, for of some orders the
            totals are not known.
    """

    month: EventDay
    gross: Amount
    marketplace: Marketplace = Marketplace.US
    reached_on: EventDay | None = None
    amazon_fulfilled: Amount | None = None
    european_gross: Amount | None = None
    complete: bool = True

    parts: ClassVar = {"amazon_fulfilled": "gross", "gross": "european_gross"}

    def _check(self) -> None:
        require_currency(MonthlySales, "gross", self.gross, self.marketplace)
        require_currency(MonthlySales, "amazon_fulfilled", self.amazon_fulfilled, self.marketplace)
        require_currency(MonthlySales, "european_gross", self.european_gross, self.marketplace)
        if self.reached_on is not None and not self.first_day <= self.reached_on <= self.last_day:
            expected = f"a day of the month, {self.first_day} to {self.last_day}"
            raise BadFact("MonthlySales.reached_on", self.reached_on, expected)

    @property
    def first_day(self) -> date:
        """The month's first day."""
        return self.month.replace(day=1)

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return self.month.replace(day=monthrange(self.month.year, self.month.month)[1])
