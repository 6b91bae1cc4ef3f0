"""Account status: on which days its texts begin in each marketplace, and what hangs on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

import sellerpolicy as sp

status = sp.account_status
SHOP = sp.Marketplace
FIRST = {SHOP.US, SHOP.CA}
LATER = set(SHOP) - FIRST
BEGINNING = date.min.isoformat()
AdvanceNotice, Relation = status.AdvanceNotice, status.Relation


def first_days(name: str) -> dict[str, set[sp.Marketplace]]:
    """On which days a term gets a text, and in which marketplaces."""
    found: dict[str, set[sp.Marketplace]] = {}
    for entry in status.Terms.history():
        if entry.id == f"account_status.{name}":
            found.setdefault(entry.text.since.isoformat(), set()).update(entry.text.marketplaces)
    return found


class TestCalendar:
    """002-8: the rating was first seen in the US and Canada in July 2022, elsewhere by the end of 2023."""

    @pytest.mark.parametrize(
        "name",
        ["healthy", "at_risk", "lowest", "highest", "start", "orders_for_points", "points_for_orders", "weighs"],
    )
    def test_the_rating(self, name: str) -> None:
        assert first_days(name) == {"2022-07-21": FIRST, "2023-12-31": LATER}

    @pytest.mark.parametrize("name", ["assured", "months_assured", "days_excused", "time_to_reach"])
    def test_assurance(self, name: str) -> None:
        japan = {SHOP.JP}
        assert first_days(name) == {"2022-12-31": FIRST, "2023-12-31": japan, "2026-11-21": LATER - japan}

    @pytest.mark.parametrize(
        ("name", "since"),
        [
            ("forbids_same_products", [BEGINNING, "2021-12-20"]),
            ("infringements", ["2022-12-31"]),
            ("restricted_products", ["2022-12-31"]),
            ("time_of_repetition", ["2022-12-31"]),
            ("shortest_block", ["2020-11-06"]),
            ("longest_block", ["2020-11-06"]),
            ("time_at_risk", ["2023-12-31"]),
            ("zeroes", [BEGINNING, "2024-10-31"]),
            ("grace", ["2024-10-31"]),
        ],
    )
    def test_what_holds_everywhere(self, name: str, since: list[str]) -> None:
        """002-2, 003-4, 000-10: two accounts, violations once too often, and the time there is."""
        assert first_days(name) == {day: set(SHOP) for day in since}

    def test_72_hours_are_told_in_the_us(self) -> None:
        assert first_days("time_unhealthy") == {"2025-12-31": {SHOP.US}}

    @pytest.mark.parametrize("name", ["infringements", "restricted_products", "time_of_repetition"])
    def test_how_often_is_too_often_may_be_older(self, name: str) -> None:
        found = [entry.text.after for entry in status.Terms.history() if entry.id == f"account_status.{name}"]
        assert found == [date(2021, 12, 31)]

    def test_the_agreement_of_2019(self) -> None:
        assert first_days("notice") == first_days("time_to_cure") == {"2019-08-16": set(SHOP)}


class TestWhatHangsOnThem:
    """What the first day, or the right marketplace, decides."""

    @pytest.mark.parametrize("marketplace", [SHOP.US, SHOP.CA])
    def test_points_are_earned_there_since_july_2022(self, marketplace: sp.Marketplace) -> None:
        began = date(2022, 7, 21)
        rating = status.expected_rating(fulfilled=400, points_lost=0, on=began, marketplace=marketplace)
        assert rating.points == 208
        with pytest.raises(sp.errors.NoPolicyText, match="2022-07-20"):
            status.expected_rating(fulfilled=400, points_lost=0, on=date(2022, 7, 20), marketplace=marketplace)

    @pytest.mark.parametrize(("fulfilled", "points"), [(199, 200), (200, 204), (399, 204), (400, 208)])
    def test_elsewhere_too_only_full_batches_of_two_hundred_orders_earn_points(
        self, fulfilled: int, points: int
    ) -> None:
        rating = status.expected_rating(fulfilled=fulfilled, points_lost=0, on=date(2026, 11, 1), marketplace=SHOP.DE)
        assert rating.points == points

    def test_once_a_mere_need_did_not_permit_a_second_account(self) -> None:
        """003-4: until the end of 2015 Amazon's approval was needed."""
        needed = sp.RelatedAccount(
            day=date(2015, 12, 31),
            shares_name=True,
            is_in_good_standing=True,
            is_in_same_region=True,
            is_approved=False,
            is_needed=True,
        )
        assert status.relation(needed).outcome is Relation.NOT_ALLOWED
        assert status.relation(evolve(needed, day=date(2021, 12, 20))).outcome is Relation.ALLOWED

    @pytest.mark.parametrize(
        ("kind", "number", "is_locked"),
        [
            (sp.ViolationKind.INFRINGEMENT, 4, False),
            (sp.ViolationKind.INFRINGEMENT, 5, True),
            (sp.ViolationKind.RESTRICTED_PRODUCT, 1, False),
            (sp.ViolationKind.RESTRICTED_PRODUCT, 2, True),
            (sp.ViolationKind.DEFECTIVE_PRODUCT, 5, False),
        ],
    )
    def test_three_days_before_the_account_is_locked(
        self, kind: sp.ViolationKind, number: int, *, is_locked: bool
    ) -> None:
        """000-10: since the end of October 2024; the kind of the breach decides how many are too many."""
        violation = sp.Violation(kind=kind, recorded_on=date(2026, 11, 2), number=number)
        found = [(deadline.by, deadline.is_duty) for deadline in status.deadlines(violation)]
        assert found == ([(date(2026, 11, 5), True)] if is_locked else [])
        assert status.deadlines(evolve(violation, recorded_on=date(2024, 10, 30))) == ()

    def test_72_hours_while_unhealthy_are_a_duty(self) -> None:
        """002-2: counted from the instant at which the rating fell."""
        fell_at = datetime(2026, 11, 2, 18, tzinfo=UTC)
        (due,) = status.deadlines(sp.HealthRating(shown_on=date(2026, 11, 3), points=99, fell_at=fell_at))
        assert (due.by, due.is_duty) == (fell_at + timedelta(hours=72), True)
