"""Marketplaces: ids, currencies, and whose midnight ends the day."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.facts import NEVER_AT

US, UK, JP, AU = sp.Marketplace.US, sp.Marketplace.UK, sp.Marketplace.JP, sp.Marketplace.AU


class TestNames:
    def test_the_united_states(self) -> None:
        assert (US.value, US.id, US.currency, US.zone) == ("us", "ATVPDKIKX0DER", "USD", "America/Los_Angeles")

    @given(st.sampled_from(sp.Marketplace))
    def test_each_is_found_by_its_id_and_by_its_text(self, marketplace: sp.Marketplace) -> None:
        assert sp.Marketplace.from_id(marketplace.id) is marketplace
        assert (
            sp.Order.from_dict(
                {"order_id": "1", "placed_on": "2024-01-02", "marketplace": marketplace.value}
            ).marketplace
            is marketplace
        )

    def test_no_two_share_an_id(self) -> None:
        assert len({marketplace.id for marketplace in sp.Marketplace}) == len(sp.Marketplace)

    @given(st.sampled_from(sp.Marketplace))
    def test_each_has_a_zone_and_a_currency(self, marketplace: sp.Marketplace) -> None:
        assert ZoneInfo(marketplace.zone).key == marketplace.zone
        assert sp.Money(1, marketplace.currency).currency == marketplace.currency

    def test_an_unknown_id_names_the_nearest(self) -> None:
        with pytest.raises(sp.errors.BadFact) as raised:
            sp.Marketplace.from_id("ATVPDKIKX0DEX")
        assert str(raised.value) == (
            "marketplace id: expected an id that Amazon publishes, got 'ATVPDKIKX0DEX'; did you mean 'ATVPDKIKX0DER'?"
        )

    @given(st.sampled_from(sp.Marketplace))
    def test_pickles_to_itself(self, marketplace: sp.Marketplace) -> None:
        assert pickle.loads(pickle.dumps(marketplace)) is marketplace  # noqa: S301


class TestDays:
    """The day of an instant is its day in the marketplace's zone, summer time included."""

    @pytest.mark.parametrize(
        ("marketplace", "instant", "day"),
        [
            # Los Angeles: eight hours behind in winter, seven in summer
            (US, datetime(2024, 1, 2, 7, 59, 59, tzinfo=UTC), date(2024, 1, 1)),
            (US, datetime(2024, 1, 2, 8, 0, 0, tzinfo=UTC), date(2024, 1, 2)),
            (US, datetime(2024, 7, 2, 6, 59, 59, tzinfo=UTC), date(2024, 7, 1)),
            (US, datetime(2024, 7, 2, 7, 0, 0, tzinfo=UTC), date(2024, 7, 2)),
            # the night on which summer time begins, 10 March 2024, and the one on which it ends, 3 November 2024
            (US, datetime(2024, 3, 10, 7, 59, 59, tzinfo=UTC), date(2024, 3, 9)),
            (US, datetime(2024, 3, 11, 6, 59, 59, tzinfo=UTC), date(2024, 3, 10)),
            (US, datetime(2024, 3, 11, 7, 0, 0, tzinfo=UTC), date(2024, 3, 11)),
            (US, datetime(2024, 11, 3, 7, 0, 0, tzinfo=UTC), date(2024, 11, 3)),
            (US, datetime(2024, 11, 4, 7, 59, 59, tzinfo=UTC), date(2024, 11, 3)),
            (US, datetime(2024, 11, 4, 8, 0, 0, tzinfo=UTC), date(2024, 11, 4)),
            # London: on UTC in winter, an hour ahead in summer
            (UK, datetime(2024, 1, 1, 23, 59, 59, tzinfo=UTC), date(2024, 1, 1)),
            (UK, datetime(2024, 7, 1, 22, 59, 59, tzinfo=UTC), date(2024, 7, 1)),
            (UK, datetime(2024, 7, 1, 23, 0, 0, tzinfo=UTC), date(2024, 7, 2)),
            # Tokyo: nine hours ahead all year; Sydney: eleven in the southern summer, ten in winter
            (JP, datetime(2024, 7, 1, 14, 59, 59, tzinfo=UTC), date(2024, 7, 1)),
            (JP, datetime(2024, 7, 1, 15, 0, 0, tzinfo=UTC), date(2024, 7, 2)),
            (AU, datetime(2024, 1, 1, 13, 0, 0, tzinfo=UTC), date(2024, 1, 2)),
            (AU, datetime(2024, 7, 1, 13, 59, 59, tzinfo=UTC), date(2024, 7, 1)),
            (AU, datetime(2024, 7, 1, 14, 0, 0, tzinfo=UTC), date(2024, 7, 2)),
        ],
    )
    def test_midnight_in_the_shop(self, marketplace: sp.Marketplace, instant: datetime, day: date) -> None:
        assert marketplace.day_of(instant) == day

    @given(st.sampled_from(sp.Marketplace))
    def test_never_is_never_everywhere(self, marketplace: sp.Marketplace) -> None:
        assert marketplace.day_of(NEVER_AT) == sp.NEVER

    @given(strategies.instants(), st.sampled_from(sp.Marketplace))
    def test_the_zone_in_which_an_instant_is_given_does_not_matter(
        self, instant: datetime, marketplace: sp.Marketplace
    ) -> None:
        days = {marketplace.day_of(instant.astimezone(ZoneInfo(other.zone))) for other in sp.Marketplace}
        assert days == {marketplace.day_of(instant)}

    @given(strategies.instants(), st.sampled_from(sp.Marketplace))
    def test_a_day_is_at_most_one_from_the_one_in_utc(self, instant: datetime, marketplace: sp.Marketplace) -> None:
        assert abs(marketplace.day_of(instant) - instant.astimezone(UTC).date()) <= timedelta(days=1)


class TestBadText:
    @pytest.mark.parametrize("text", ["uks", "United Kingdom", "gb", ""])
    def test_in_a_fact(self, text: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"Order\.marketplace: expected one of 'us', 'ca', "):
            sp.Order(order_id="1", placed_on=date(2024, 1, 2), marketplace=text)
