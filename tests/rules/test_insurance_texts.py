"""Insurance: on which days its texts begin in each marketplace, and what they say there."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pytest

import sellerpolicy as sp
from sellerpolicy.logic import anything, days

Terms = sp.insurance.Terms
SHOP = sp.Marketplace
EURO = (SHOP.DE, SHOP.FR, SHOP.IT, SHOP.ES, SHOP.NL, SHOP.BE)
EUROPE = (*EURO, SHOP.UK, SHOP.SE, SHOP.PL)
OVERSEAS = (SHOP.CA, SHOP.MX, SHOP.JP)


def others(name: str, day: date, marketplace: sp.Marketplace) -> list[object]:
    """The readings not taken of one term."""
    return [reading.value for _, reading, _ in Terms.on(day, marketplace).readings([name])]


class TestCalendar:
    """000-8, 000-9: which terms have a new text on which day: (first seen, certainly not yet in force)."""

    DUTY = frozenset({"in_one_month", "in_three_months", "fulfilled_in_three_months", "in_europe"})
    TIME = frozenset({"time_to_insure", "starts_when_reached", "sales_for_deductible", "binds_individuals"})
    OLD_EUROPE: ClassVar[dict[tuple[str, str | None], frozenset[str]]] = {
        ("2021-02-09", None): DUTY | TIME,
        ("2021-09-01", None): frozenset({"notice"}),
        ("2024-05-29", None): (DUTY - {"in_three_months"}) | {"limits", "no_deductible", "deductible", "time_left"},
    }
    NEW_EUROPE: ClassVar[dict[tuple[str, str | None], frozenset[str]]] = {
        ("2024-05-29", None): DUTY | TIME | {"limits", "no_deductible", "notice", "time_left"},
    }
    OLD_OVERSEAS: ClassVar[dict[tuple[str, str | None], frozenset[str]]] = {("2018-12-31", None): DUTY | TIME}
    BY_MARKETPLACE: ClassVar[dict[sp.Marketplace, dict[tuple[str, str | None], frozenset[str]]]] = {
        SHOP.US: {
            ("2011-12-31", None): DUTY | TIME | {"limits"},
            ("2016-12-31", "2011-12-31"): frozenset({"in_three_months"}),
            ("2016-12-31", None): frozenset({"fulfilled_in_three_months"}),
            ("2018-12-31", None): frozenset({"asks_to_name_amazon"}),
            ("2021-02-28", None): frozenset({"adds_up"}),
            ("2021-09-01", None): frozenset(
                {
                    "in_one_month",
                    "in_three_months",
                    "adds_up",
                    "no_deductible",
                    "deductible",
                    "asks_for_certificate",
                    "asks_for_occurrence",
                    "asks_to_cover_products",
                    "asks_for_rating",
                    "asks_for_name",
                    "accepts_trade_name",
                    "binds_individuals",
                    "asks_to_sign",
                    "notice",
                    "time_left",
                }
            ),
            ("2022-06-27", None): frozenset({"deductible", "sales_for_deductible", "accepts_trade_name"}),
            ("2022-08-02", "2022-06-27"): frozenset({"deductible", "sales_for_deductible"}),
        },
        SHOP.CA: {
            **OLD_OVERSEAS,
            ("2024-05-31", "2021-09-01"): frozenset({"in_one_month"}),
            ("2024-05-31", None): frozenset({"in_three_months"}),
        },
        SHOP.MX: {**OLD_OVERSEAS, ("2021-10-01", None): frozenset({"in_one_month"})},
        SHOP.JP: OLD_OVERSEAS,
        SHOP.UK: OLD_EUROPE,
        **dict.fromkeys(EURO, OLD_EUROPE),
        SHOP.SE: NEW_EUROPE,
        SHOP.PL: NEW_EUROPE,
        SHOP.AU: {},
    }

    @pytest.mark.parametrize("marketplace", BY_MARKETPLACE)
    def test_every_first_day(self, marketplace: sp.Marketplace) -> None:
        found: dict[tuple[str, str | None], set[str]] = {}
        for entry in Terms.history():
            text = entry.text
            if marketplace in text.marketplaces:
                after = None if text.after is None else text.after.isoformat()
                found.setdefault((text.since.isoformat(), after), set()).add(entry.id.removeprefix("insurance."))
        assert found == self.BY_MARKETPLACE[marketplace]


class TestWhatTheTextsSay:
    """000-8, 000-9: what holds in each marketplace, and what another text says."""

    @pytest.mark.parametrize(
        ("marketplace", "day"),
        [
            (SHOP.US, date(2012, 1, 1)),
            *((shop, date(2019, 1, 1)) for shop in OVERSEAS),
            *((shop, date(2024, 5, 29)) for shop in EUROPE),
        ],
    )
    def test_thirty_days_from_the_day_the_threshold_was_passed(self, marketplace: sp.Marketplace, day: date) -> None:
        terms = Terms.on(day, marketplace)
        assert terms.time_to_insure == days(30)
        assert terms.starts_when_reached is True
        assert others("starts_when_reached", day, marketplace) == [False]

    @pytest.mark.parametrize("marketplace", [*OVERSEAS, *EUROPE])
    def test_abroad_a_deductible_takes_no_sales(self, marketplace: sp.Marketplace) -> None:
        assert Terms.on(date(2025, 1, 1), marketplace).sales_for_deductible == anything

    @pytest.mark.parametrize(
        ("marketplace", "amount"),
        [*((shop, 5_000) for shop in EURO), (SHOP.UK, 4_000), (SHOP.SE, 50_000), (SHOP.PL, 22_500)],
    )
    def test_a_guide_adds_the_shops_of_europe_up(self, marketplace: sp.Marketplace, amount: int) -> None:
        summed = sp.above(sp.Money(amount, marketplace.currency))
        assert others("in_europe", date(2024, 5, 28), SHOP.DE) == []
        assert others("in_europe", date(2024, 5, 29), marketplace) == [summed]

    @pytest.mark.parametrize("marketplace", EUROPE)
    def test_in_europe_no_deductible_is_exactly_none(self, marketplace: sp.Marketplace) -> None:
        none = sp.at_most(sp.Money(0, marketplace.currency))
        assert Terms.on(date(2024, 5, 29), marketplace).no_deductible == none

    @pytest.mark.parametrize(("marketplace", "amount"), [(SHOP.CA, 10_000), (SHOP.MX, 100_000), (SHOP.JP, 1_000_000)])
    def test_three_months_in_a_row_overseas(self, marketplace: sp.Marketplace, amount: int) -> None:
        limit = sp.above(sp.Money(amount, marketplace.currency))
        assert Terms.on(date(2019, 1, 1), marketplace).in_three_months == limit

    def test_limits_added_up_without_dispute_until_the_newer_demands(self) -> None:
        assert Terms.on(date(2021, 2, 28)).adds_up is True
        assert others("adds_up", date(2021, 8, 31), SHOP.US) == []
        assert others("adds_up", date(2021, 9, 1), SHOP.US) == [False]
