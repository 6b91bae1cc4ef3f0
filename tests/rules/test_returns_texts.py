"""Returns: on which days its texts begin, where they hold, and which other readings they leave."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

import sellerpolicy as sp
from sellerpolicy.logic import anything, business_days, days, hours, nothing
from timelines import doubts, texts

SHOP = sp.Marketplace
BEGINNING = date.min.isoformat()
US, UK, AU, DE = {SHOP.US}, {SHOP.UK}, {SHOP.AU}, {SHOP.DE}
ADVISED = {SHOP.US, SHOP.BR, SHOP.JP}
EVERYWHERE = set(SHOP)
EUROPE = {SHOP.DE, SHOP.FR, SHOP.IT, SHOP.ES, SHOP.NL, SHOP.BE, SHOP.UK, SHOP.SE, SHOP.PL, SHOP.IE}

SEASONS = (
    # seen from, first day bought or shipped, last day, returnable until, marketplaces
    ("2015-11-01", date(2015, 11, 1), date(2015, 12, 31), date(2016, 1, 31), US),
    ("2016-11-01", date(2016, 11, 1), date(2016, 12, 31), date(2017, 1, 31), US | UK),
    ("2020-10-01", date(2020, 10, 1), date(2020, 12, 31), date(2021, 1, 31), US),
    ("2021-10-01", date(2021, 10, 1), date(2021, 12, 31), date(2022, 1, 31), US | AU),
    ("2022-10-07", date(2022, 10, 7), date(2022, 12, 31), date(2023, 1, 31), US),
    ("2023-11-01", date(2023, 11, 1), date(2023, 12, 31), date(2024, 1, 31), US),
    ("2025-11-01", date(2025, 11, 1), date(2025, 12, 31), date(2026, 1, 31), US),
)


class TestHolidays:
    """004-6: each year's extension: which orders it takes in, and until when they may be returned."""

    def test_the_season_begins(self) -> None:
        assert texts(sp.returns, "season_from") == [
            (seen, sp.at_least(first), where) for seen, first, _, _, where in SEASONS
        ]

    def test_the_season_ends(self) -> None:
        assert texts(sp.returns, "season_to") == [
            (seen, sp.at_most(last), where) for seen, _, last, _, where in SEASONS
        ]

    def test_the_extension_ends(self) -> None:
        assert texts(sp.returns, "extends_to") == [
            (seen, sp.at_most(until), where) for seen, _, _, until, where in SEASONS
        ]

    def test_until_2020_by_shipping_since_2021_by_purchase(self) -> None:
        assert texts(sp.returns, "extends_by_purchase") == [
            ("2015-11-01", False, US),
            ("2016-11-01", False, UK),
            ("2021-10-01", True, US | AU),
        ]

    def test_apples_goods_come_back_sooner(self) -> None:
        assert texts(sp.returns, "extends_apple_to") == [
            ("2015-11-01", anything, US),
            ("2016-11-01", anything, UK),
            ("2021-10-01", anything, AU),
            ("2023-11-01", sp.at_most(date(2024, 1, 15)), US),
            ("2024-01-16", nothing, US),
            ("2025-11-01", sp.at_most(date(2026, 1, 15)), US),
            ("2026-01-16", nothing, US),
        ]

    def test_of_other_seasons_no_text_is_known(self) -> None:
        """None begins before October or ends after January, so that in all other months nothing hangs on it."""
        assert texts(sp.returns, "knows_extension") == [
            (BEGINNING, False, US),
            ("2015-11-01", True, US),
            ("2016-11-01", True, UK),
            ("2017-10-01", False, US | UK),
            ("2018-02-01", True, US),
            ("2018-10-01", False, US),
            ("2019-02-01", True, US),
            ("2019-10-01", False, US),
            ("2020-02-01", True, US),
            ("2021-10-01", True, AU),
            ("2022-10-01", False, AU),
            ("2024-10-01", False, US),
            ("2025-02-01", True, US),
            ("2026-10-01", False, US),
        ]


class TestCalendar:
    """004-5, 004-6: since when the other figures hold, and where."""

    def test_the_ordinary_time(self) -> None:
        assert texts(sp.returns, "window") == [(BEGINNING, days(30), US), ("2020-12-31", days(30), UK)]
        assert texts(sp.returns, "counts_from_estimate") == [
            (BEGINNING, False, US),
            ("2018-01-01", False, US),
            ("2020-12-31", False, UK),
        ]
        assert doubts(sp.returns, "counts_from_estimate") == [([], None), ([True], None), ([], None)]

    def test_answers(self) -> None:
        elsewhere = EVERYWHERE - ADVISED - DE
        assert texts(sp.returns, "time_to_answer") == [
            (BEGINNING, hours(24), ADVISED),
            (BEGINNING, hours(24), DE),
            (BEGINNING, hours(48), elsewhere),
        ]
        assert texts(sp.returns, "advises_answer") == [
            (BEGINNING, True, ADVISED),
            (BEGINNING, False, DE),
            (BEGINNING, False, elsewhere),
        ]
        assert texts(sp.returns, "requires_answer") == [(BEGINNING, True, DE), (BEGINNING, False, EVERYWHERE - DE)]

    def test_refunds(self) -> None:
        assert texts(sp.returns, "refunds_at_scan") == [("2026-01-26", True, US | EUROPE)]
        assert texts(sp.returns, "time_to_cancel") == [(BEGINNING, hours(2), EVERYWHERE)]
        assert texts(sp.returns, "time_to_refund") == [
            (BEGINNING, business_days(2), US),
            (BEGINNING, business_days(2), EUROPE),
            ("2026-01-26", days(4), US),
        ]

    @pytest.mark.parametrize(
        ("name", "lines"),
        [
            (
                "late_share",
                [
                    ("2012-10-09", sp.at_most(Fraction(1, 5))),
                    ("2021-12-31", sp.at_most(Fraction(1, 5))),
                    ("2025-12-31", sp.at_most(Fraction(1, 5))),
                ],
            ),
            ("used_share", [("2012-10-09", sp.at_most(Fraction(1, 2))), ("2021-12-31", sp.at_most(Fraction(1, 2)))]),
            ("damaged_share", [("2012-10-09", anything), ("2021-12-31", sp.at_most(Fraction(1, 2)))]),
            ("media_share", [("2012-10-09", sp.at_most(Fraction(1, 2))), ("2021-12-31", sp.at_most(Fraction(1, 2)))]),
            ("gives_nothing_for_other", [("2021-12-31", True)]),
            ("shows_photo", [("2012-10-09", nothing), ("2020-09-30", sp.at_least(Fraction(1, 5)))]),
            ("spares_original", [("2020-09-30", True)]),
            ("keeps_luxury", [("2012-10-09", False), ("2025-12-31", True)]),
            ("keeps_software", [("2012-10-09", True), ("2021-12-31", True)]),
            ("spares_faulty", [("2021-12-31", True)]),
        ],
    )
    def test_restocking_fees(self, name: str, lines: list[tuple[str, object]]) -> None:
        assert texts(sp.returns, name) == [(day, value, US) for day, value in lines]

    def test_what_the_tables_of_fees_leave_open(self) -> None:
        assert doubts(sp.returns, "late_share") == [([], None), ([], None), ([anything], None)]
        assert doubts(sp.returns, "damaged_share") == [([sp.at_most(Fraction(1, 2))], None), ([], "2012-10-09")]
        assert doubts(sp.returns, "media_share") == [([], None), ([anything], None)]

    def test_dissatisfaction(self) -> None:
        assert texts(sp.returns, "dissatisfaction_target") == [("2015-12-31", sp.below(Fraction(1, 10)), EVERYWHERE)]
        assert doubts(sp.returns, "dissatisfaction_target") == [([], "2014-12-31")]

    def test_a_way_back_from_abroad(self) -> None:
        assert texts(sp.returns, "time_to_offer") == [("2021-08-16", days(5), US), ("2023-12-31", hours(48), UK)]
