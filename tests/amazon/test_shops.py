"""What is known beside a file tells the marketplace of its rows that name none, whatever the file is."""

from __future__ import annotations

from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon.readers import read_beside
from sellerpolicy.amazon.shops import NOTHING_KNOWN, Whereabouts
from sellerpolicy.errors import BadReport

from . import samples
from .flat_files import (
    ALL_ORDERS,
    CUSTOMER_METRICS,
    FBA_RETURNS,
    FIRST,
    RETURNS,
    SECOND,
    TO_SHIP,
    asked_back,
    came_back,
    sold,
    tabbed,
    waiting,
)

DE, IT, UK, US = sp.Marketplace.DE, sp.Marketplace.IT, sp.Marketplace.UK, sp.Marketplace.US
OF_ORDERS = Whereabouts({FIRST: DE}, IT)
"""One order is known to be German; everything else is taken for Italian."""
SEVERAL = Whereabouts(may_guess=False)

NAMELESS: dict[str, str] = {
    "to ship": tabbed(TO_SHIP, waiting(FIRST), waiting(SECOND)),
    "returns": tabbed(RETURNS, asked_back(FIRST, Currency_code=" "), asked_back(SECOND, Currency_code=" ")),
    "warehouse": tabbed(FBA_RETURNS, came_back(FIRST), came_back(SECOND)),
}
"""Files of Amazon's with one row for either order that name neither a marketplace nor a currency."""


def places(text: Any, whereabouts: Whereabouts) -> list[sp.Marketplace | None]:
    return [fact.marketplace for fact in read_beside(text, whereabouts)]


@pytest.mark.parametrize("text", NAMELESS.values(), ids=NAMELESS)
class TestRowsThatNameNothing:
    def test_the_order_comes_first_and_then_what_holds_for_all(self, text: str) -> None:
        assert places(text, OF_ORDERS) == [DE, IT]

    def test_one_that_nothing_tells_of_is_guessed_at_and_counted(self, text: str) -> None:
        found = read_beside(text, Whereabouts({FIRST: DE}))
        assert [fact.marketplace for fact in found] == [DE, US]
        assert (found.unplaced, found.guessed) == (1, 1)

    def test_it_is_refused_where_several_are_in_question(self, text: str) -> None:
        found = read_beside(text, SEVERAL)
        assert [row.reason for row in found.refused] == [
            "expected marketplace= to be given (on the command line --marketplace), for the row names none, and "
            "several are in question, got nothing"
        ] * 2

    def test_a_reader_alone_reads_it_as_ever(self, text: str) -> None:
        assert [fact.marketplace for fact in amazon.read(text)] == [US, US]
        assert [fact.marketplace for fact in amazon.read(text, marketplace="uk")] == [UK, UK]


class TestRowsWithACurrency:
    EUROS = tabbed(
        ALL_ORDERS,
        sold(FIRST, sales_channel="", currency="EUR"),
        sold(SECOND, sales_channel="", currency="EUR"),
    )

    def test_of_several_marketplaces_with_it_the_one_that_is_known(self) -> None:
        assert places(self.EUROS, OF_ORDERS) == [DE, IT]

    def test_a_marketplace_with_another_one_tells_nothing(self) -> None:
        found = read_beside(self.EUROS, Whereabouts({FIRST: UK}, UK))
        assert (len(found.refused), found.unplaced, found.guessed) == (2, 2, 0)

    def test_order_metrics(self) -> None:
        answer = samples.metrics(samples.metric("2026-10-01T00:00Z", "2026-11-01T00:00Z", 5, "EUR"))
        assert places(answer, OF_ORDERS) == [IT]
        assert read_beside(answer, NOTHING_KNOWN).unplaced == 1


class TestPlainTables:
    """They are of the United States by default, which is said and no guess."""

    FEEDBACK = f"order_id,rating,left_on\n{FIRST},1,2026-10-09\n {FIRST} ,1,2026-10-10\n{SECOND},1,2026-10-11\n"

    def test_their_orders_tell(self) -> None:
        assert places(self.FEEDBACK, OF_ORDERS) == [DE, DE, IT]
        found = read_beside(self.FEEDBACK, NOTHING_KNOWN)
        assert [fact.marketplace for fact in found] == [US] * 3
        assert (found.unplaced, found.guessed) == (3, 0)

    def test_a_row_that_names_one_is_of_that_one(self) -> None:
        text = f"order_id,rating,left_on,marketplace\n{FIRST},1,2026-10-09,uk\n{FIRST},1,2026-10-10, \n"
        assert places(text, OF_ORDERS) == [UK, DE]

    def test_rows_that_are_about_no_order(self) -> None:
        assert places([{"month": "2026-10-01", "gross": "10.00"}], OF_ORDERS) == [IT]
        assert places([{"order_id": 1, "rating": 1, "left_on": "2026-10-09"}], OF_ORDERS) == []


class TestSettlements:
    def test_a_posting_is_of_its_orders_marketplace(self) -> None:
        text = samples.settlement_v2(samples.moved("-1.00", **{"marketplace-name": ""}))
        assert places(text, Whereabouts({samples.FIRST: UK})) == [UK]

    def test_where_nothing_tells_it_has_none(self) -> None:
        text = samples.settlement_v2(samples.moved("-1.00", **{"marketplace-name": ""}))
        found = read_beside(text, NOTHING_KNOWN)
        assert ([each.marketplace for each in found], found.unplaced, found.guessed) == ([None], 1, 0)


class TestTheOlderReport:
    def test_it_is_of_what_everything_else_is(self) -> None:
        assert places(CUSTOMER_METRICS, OF_ORDERS) == [IT]
        assert read_beside(CUSTOMER_METRICS, NOTHING_KNOWN).guessed == 1

    def test_it_is_refused_where_several_are_in_question(self) -> None:
        found = read_beside(CUSTOMER_METRICS, SEVERAL)
        assert (len(found), len(found.refused)) == (0, amazon.read(CUSTOMER_METRICS).used)
        assert {row.column for row in found.refused} == {"sellerPerformanceReport"}

    def test_what_is_no_report_is_none(self) -> None:
        with pytest.raises(BadReport, match="no known report"):
            read_beside("a,b\n1,2\n", OF_ORDERS)
