"""Returns: handling, time, holidays, answers, refunds, restocking fees, and ways back to sellers abroad."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.logic import days

returns = sp.returns
Handler = returns.Handler
Timeliness = returns.Timeliness
Answer = returns.Answer
Refund = returns.Refund
Experience, Target = returns.Experience, returns.DissatisfactionTarget
Fee = returns.RestockingFee
WayBack = returns.WayBack
IN_TIME, IN_EXTENSION, TOO_LATE = Timeliness.IN_TIME, Timeliness.IN_EXTENSION, Timeliness.TOO_LATE

US, UK, DE, JP, CA, AU = (sp.Marketplace(name) for name in ("us", "uk", "de", "jp", "ca", "au"))  # type: ignore[call-arg]
ASKED = datetime(2024, 4, 10, 20, tzinfo=UTC)
HOUR, SECOND, DAY = timedelta(hours=1), timedelta(seconds=1), timedelta(days=1)
ORDER = sp.Order(
    order_id="O-1", placed_on=date(2024, 3, 1), deliver_by=date(2024, 3, 20), delivered_on=date(2024, 3, 20)
)
RETURN = sp.Return(
    return_id="R-1",
    order_id="O-1",
    requested_at=ASKED,
    in_policy=False,
    answered_at=sp.NEVER,
    option_given_at=sp.NEVER,
    amazon_label=False,
    scanned_on=sp.NEVER,
    received_on=sp.NEVER,
    condition=sp.ReturnCondition.USED,
    sellers_fault=False,
    price=sp.usd(50),
    withheld=sp.usd(0),
    photo_given=False,
    refunded_at=sp.NEVER,
    refunded_by_hand=False,
)


def at(day: date) -> datetime:
    """The noon of a day, in UTC: in the United States, Europe and Australia the same day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def in_shop(marketplace: sp.Marketplace, **fields: Any) -> tuple[sp.Return, sp.Order]:
    """The return and its order in another shop."""
    returned = evolve(RETURN, marketplace=marketplace, price=None, withheld=None)
    return evolve(returned, **fields), evolve(ORDER, marketplace=marketplace)


def timely(order: sp.Order, day: date, **fields: Any) -> sp.Decision[sp.returns.Timeliness]:
    """Whether a request of a day is in time."""
    asked: sp.Return = evolve(RETURN, requested_at=at(day), marketplace=order.marketplace, price=None, withheld=None)
    return returns.timeliness(evolve(asked, **fields), order)


def by(found: tuple[sp.Deadline, ...]) -> dict[tuple[str, bool], date | None]:
    """What is due and whether it is a duty, and by when; nothing twice."""
    told = {(deadline.what, deadline.is_duty): deadline.by for deadline in found}
    assert len(told) == len(found)
    return told


class TestHandler:
    """004-5: Amazon handles the returns of orders that it fulfils; the seller handles the others."""

    @pytest.mark.parametrize("marketplace", list(sp.Marketplace))
    def test_amazon_handles_what_it_fulfilled(self, marketplace: sp.Marketplace) -> None:
        returned, order = in_shop(marketplace)
        assert returns.handler(returned, evolve(order, fulfilled_by=sp.Fulfiller.AMAZON)).outcome is Handler.AMAZON
        assert returns.handler(returned, order).outcome is Handler.SELLER

    @pytest.mark.parametrize(("marketplace", "outcome"), [
        (US, Handler.SELLER_AUTHORISED), (DE, Handler.SELLER_AUTHORISED), (UK, Handler.SELLER)
    ])  # fmt: skip
    def test_amazon_authorises_what_its_policy_covers(
        self, marketplace: sp.Marketplace, outcome: sp.returns.Handler
    ) -> None:
        returned, order = in_shop(marketplace, in_policy=True)
        assert returns.handler(returned, order).outcome is outcome
        assert returns.handler(evolve(returned, exempt=True), order).outcome is Handler.SELLER

    def test_that_began_by_2018(self) -> None:
        covered = evolve(RETURN, in_policy=True)
        assert returns.handler(covered, ORDER, on=date(2017, 12, 31)).outcome is Handler.SELLER
        assert returns.handler(covered, ORDER, on=date(2018, 1, 1)).outcome is Handler.SELLER_AUTHORISED

    def test_unknown_policy(self) -> None:
        decision = returns.handler(evolve(RETURN, in_policy=None), ORDER)
        assert (decision.outcome, decision.needs) == (None, ("in_policy",))

    @given(returned=strategies.returns(order_id="O-1", marketplace=US))
    def test_amazons_own_whatever_else_is_known(self, returned: sp.Return) -> None:
        order = evolve(ORDER, fulfilled_by=sp.Fulfiller.AMAZON)
        assert returns.handler(returned, order).outcome is Handler.AMAZON

    def test_another_order(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="Return.order_id: expected the id of the order, 'O-2'"):
            returns.handler(RETURN, evolve(ORDER, order_id="O-2"))
        with pytest.raises(sp.errors.BadFact, match="Return.marketplace: expected that of the order, 'uk'"):
            returns.handler(RETURN, evolve(ORDER, marketplace=UK))


class TestTimeliness:
    """004-6: returns follow the 30-day policy."""

    @pytest.mark.parametrize(
        ("day", "outcome"),
        [(date(2024, 4, 18), IN_TIME), (date(2024, 4, 19), IN_TIME), (date(2024, 4, 20), TOO_LATE)],
    )
    def test_thirty_days_from_delivery(self, day: date, outcome: sp.returns.Timeliness) -> None:
        """The 20th of March and thirty days are the 19th of April."""
        decision = timely(ORDER, day)
        assert (decision.outcome, decision.contested) == (outcome, False)
        assert "never worse" in decision.notes[0].text

    @pytest.mark.parametrize(
        ("delivered_on", "outcome", "other"),
        [(date(2024, 3, 19), TOO_LATE, IN_TIME), (date(2024, 3, 21), IN_TIME, IN_TIME)],
    )
    def test_or_from_the_estimate(
        self, delivered_on: date, outcome: sp.returns.Timeliness, other: sp.returns.Timeliness
    ) -> None:
        decision = timely(evolve(ORDER, delivered_on=delivered_on), date(2024, 4, 19))
        assert decision.outcome is outcome
        assert decision.contested is (outcome is not other)
        assert [doubt.outcome for doubt in decision.disagreements] == ([other] if outcome is not other else [])

    def test_until_2018_only_receipt_counted(self) -> None:
        order = evolve(ORDER, placed_on=date(2017, 3, 1), delivered_on=date(2017, 3, 19), deliver_by=date(2017, 3, 20))
        assert not timely(order, date(2017, 4, 19)).contested

    def test_what_never_arrived_is_not_late(self) -> None:
        assert timely(evolve(ORDER, delivered_on=sp.NEVER), date(2024, 9, 1)).outcome is IN_TIME

    def test_unknown_delivery(self) -> None:
        decision = timely(evolve(ORDER, delivered_on=None), date(2024, 4, 19))
        assert decision.outcome is None
        assert decision.needs[0] == "delivered_on"

    def test_no_text_elsewhere(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match=r"returns\.\w+"):
            timely(
                evolve(ORDER, marketplace=CA, shipped_on=date(2024, 3, 2)), date(2024, 4, 19), extended_until=sp.NEVER
            )
        with pytest.raises(sp.errors.NoPolicyText, match="returns.window"):
            returns.last_day(evolve(ORDER, marketplace=CA))

    def test_in_the_united_kingdom(self) -> None:
        order = evolve(ORDER, marketplace=UK)
        assert timely(order, date(2024, 4, 19)).outcome is IN_TIME
        assert "extended_until" in timely(order, date(2024, 4, 20)).needs
        assert timely(order, date(2024, 4, 20), extended_until=sp.NEVER).outcome is TOO_LATE

    def test_another_time(self) -> None:
        longer = evolve(returns.Terms.on(date(2024, 4, 20)), window=days(31))
        late = evolve(RETURN, requested_at=at(date(2024, 4, 20)))
        assert returns.timeliness(late, ORDER, terms=longer).outcome is IN_TIME
        assert returns.last_day(ORDER, terms=longer) == date(2024, 4, 20)


# each season: the event that counts, its first day, its last, and the last day of the extension
SEASONS = [
    ("shipped_on", date(2015, 11, 1), date(2015, 12, 31), date(2016, 1, 31)),
    ("shipped_on", date(2016, 11, 1), date(2016, 12, 31), date(2017, 1, 31)),
    ("shipped_on", date(2020, 10, 1), date(2020, 12, 31), date(2021, 1, 31)),
    ("placed_on", date(2021, 10, 1), date(2021, 12, 31), date(2022, 1, 31)),
    ("placed_on", date(2022, 10, 7), date(2022, 12, 31), date(2023, 1, 31)),
    ("placed_on", date(2023, 11, 1), date(2023, 12, 31), date(2024, 1, 31)),
    ("placed_on", date(2025, 11, 1), date(2025, 12, 31), date(2026, 1, 31)),
]


def bought(event: str, day: date) -> sp.Order:
    """An order with its event on a day, delivered two days later; the other event lies out of the season."""
    placed_on = day if event == "placed_on" else day - 90 * DAY
    shipped_on = day if event == "shipped_on" else None
    delivered_on = day + 2 * DAY
    return sp.Order(
        order_id="O-1", placed_on=placed_on, shipped_on=shipped_on, deliver_by=delivered_on, delivered_on=delivered_on
    )


class TestHolidays:
    """004-6: around the holidays the time is longer; each year's text has its own days and its own event."""

    @pytest.mark.parametrize(("event", "first", "last", "end"), SEASONS)
    def test_first_day_of_the_season(self, event: str, first: date, last: date, end: date) -> None:
        assert timely(bought(event, first), end).outcome is IN_EXTENSION
        assert timely(bought(event, first), end + DAY).outcome is TOO_LATE
        assert timely(bought(event, first - DAY), end).outcome is TOO_LATE
        assert returns.last_day(bought(event, first)) == end
        assert returns.last_day(bought(event, first - DAY), extended_until=sp.NEVER) == first + 31 * DAY

    @pytest.mark.parametrize(("event", "first", "last", "end"), SEASONS)
    def test_an_extension_only_ever_helps(self, event: str, first: date, last: date, end: date) -> None:
        """Sent on 31 December and delivered on 8 January, it may go back until 7 February."""
        order = evolve(bought(event, last), delivered_on=last + 8 * DAY)
        assert timely(order, end).outcome is IN_TIME
        assert timely(order, end + 7 * DAY).outcome is IN_TIME
        assert timely(order, end + 8 * DAY).outcome is TOO_LATE
        assert returns.last_day(order) == end + 7 * DAY

    @pytest.mark.parametrize(("event", "first", "last", "end"), SEASONS)
    def test_last_day_of_the_season(self, event: str, first: date, last: date, end: date) -> None:
        """Delivered on 31 December an order may go back until 30 January, or in the extension until the 31st."""
        order = evolve(bought(event, last), delivered_on=last)
        assert timely(order, end - DAY).outcome is IN_TIME
        assert timely(order, end).outcome is IN_EXTENSION
        # by the marketplace's clocks it can be the 31st still when the order's own day is the 1st
        after = evolve(bought(event, last + DAY), delivered_on=last)
        assert timely(after, end).outcome is TOO_LATE
        assert timely(evolve(bought(event, first), delivered_on=last), end).outcome is IN_EXTENSION

    def test_until_2020_shipping_counts(self) -> None:
        order = evolve(bought("shipped_on", date(2020, 10, 5)), placed_on=date(2020, 9, 20))
        assert timely(order, date(2021, 1, 10)).outcome is IN_EXTENSION
        unsent = evolve(order, placed_on=date(2020, 10, 3), shipped_on=None)
        assert timely(unsent, date(2021, 1, 10)).needs[0] == "shipped_on"
        assert returns.last_day(unsent) is None

    def test_since_2021_the_purchase_counts(self) -> None:
        order = evolve(bought("shipped_on", date(2021, 10, 5)), placed_on=date(2021, 9, 30))
        assert timely(order, date(2022, 1, 10)).outcome is TOO_LATE

    @pytest.mark.parametrize("year", [2023, 2025])
    def test_products_of_apples(self, year: int) -> None:
        order = bought("placed_on", date(year, 11, 1))
        assert timely(order, date(year + 1, 1, 15), apple=True).outcome is IN_EXTENSION
        assert timely(order, date(year + 1, 1, 16), apple=True).outcome is TOO_LATE
        assert timely(order, date(year + 1, 1, 16)).outcome is IN_EXTENSION
        assert returns.last_day(order, apple=True) == date(year + 1, 1, 15)
        assert returns.last_day(order, apple=True, on=date(year + 1, 1, 16)) == date(year, 12, 3)

    def test_in_other_years_they_are_no_exception(self) -> None:
        order = bought("placed_on", date(2022, 11, 1))
        assert timely(order, date(2023, 1, 31), apple=True).outcome is IN_EXTENSION
        assert returns.last_day(order, apple=True) == date(2023, 1, 31)

    @pytest.mark.parametrize("year", [2014, 2017, 2018, 2019, 2024, 2026])
    def test_seasons_without_text_hang_on_the_order(self, year: int) -> None:
        order, asked = bought("placed_on", date(year, 11, 1)), date(year + 1, 1, 20)
        decision = timely(order, asked)
        assert decision.outcome is None
        assert "extended_until" in decision.needs
        assert timely(order, asked, extended_until=sp.NEVER).outcome is TOO_LATE
        assert timely(order, asked, extended_until=asked).outcome is IN_EXTENSION
        assert timely(order, asked, extended_until=asked - DAY).outcome is TOO_LATE
        assert returns.last_day(order) is None
        assert returns.last_day(order, extended_until=asked) == asked
        assert returns.last_day(order, extended_until=sp.NEVER) == date(year, 12, 3)

    @pytest.mark.parametrize("year", [2018, 2019, 2020, 2025])
    def test_in_spring_no_season_is_left(self, year: int) -> None:
        assert timely(bought("placed_on", date(year, 4, 1)), date(year, 6, 1)).outcome is TOO_LATE

    def test_abroad(self) -> None:
        terms = returns.Terms.on(date(2021, 12, 1), AU)
        assert (terms.extends_to, terms.extends_by_purchase) == (sp.at_most(date(2022, 1, 31)), True)
        assert not returns.Terms.on(date(2022, 12, 1), AU).knows_extension
        terms = returns.Terms.on(date(2016, 12, 1), UK)
        assert (terms.extends_to, terms.extends_by_purchase) == (sp.at_most(date(2017, 1, 31)), False)

    @pytest.mark.parametrize("delivered_on", [None, sp.NEVER])
    def test_no_delivery_no_last_day(self, delivered_on: Any) -> None:
        assert returns.last_day(evolve(ORDER, delivered_on=delivered_on)) is None

    @given(
        placed_on=st.dates(date(2015, 2, 1), date(2026, 8, 1)),
        wait=st.integers(0, 20),
        apple=st.booleans(),
    )
    def test_the_last_day_is_the_last_that_is_in_time(self, placed_on: date, wait: int, apple: bool) -> None:
        delivered_on = placed_on + wait * DAY
        order = evolve(ORDER, placed_on=placed_on, shipped_on=placed_on, delivered_on=delivered_on, deliver_by=None)
        last = returns.last_day(order, apple=apple, extended_until=sp.NEVER)
        assert last is not None
        assert last >= delivered_on + 30 * DAY
        seasons = [season for season in SEASONS if season[1] <= placed_on <= season[2]]
        if not seasons:
            assert last == delivered_on + 30 * DAY
        if seasons and not apple:
            assert last == max(delivered_on + 30 * DAY, seasons[0][3])


def answered(after: timedelta | None, marketplace: sp.Marketplace = US) -> sp.Decision[sp.returns.Answer]:
    """How soon a request was answered that came so long before the answer; ``None``: never."""
    returned, order = in_shop(marketplace, answered_at=sp.NEVER if after is None else ASKED + after)
    return returns.answer(returned, order)


class TestAnswer:
    """004-5: the seller handles the returns of other orders in time: 24 hours are wanted, after 48 it is late."""

    @pytest.mark.parametrize("marketplace", [US, JP, DE, sp.Marketplace.BR])
    @pytest.mark.parametrize(
        ("after", "outcome"),
        [
            (24 * HOUR - SECOND, Answer.PROMPT),
            (24 * HOUR, Answer.PROMPT),
            (24 * HOUR + SECOND, Answer.SLOW),
            (48 * HOUR - SECOND, Answer.SLOW),
            (48 * HOUR, Answer.SLOW),
            (48 * HOUR + SECOND, Answer.LATE),
            (None, Answer.LATE),
        ],
    )
    def test_hours(self, marketplace: sp.Marketplace, after: timedelta | None, outcome: sp.returns.Answer) -> None:
        assert answered(after, marketplace).outcome is outcome

    def test_elsewhere_nothing_sooner_is_asked(self) -> None:
        assert answered(48 * HOUR, UK).outcome is Answer.PROMPT
        assert answered(48 * HOUR + SECOND, UK).outcome is Answer.LATE

    def test_what_amazon_does_needs_no_answer(self) -> None:
        assert returns.answer(evolve(RETURN, in_policy=True), ORDER).outcome is Answer.NOT_NEEDED
        own = evolve(ORDER, fulfilled_by=sp.Fulfiller.AMAZON)
        assert returns.answer(RETURN, own).outcome is Answer.NOT_NEEDED

    def test_late_answers_count_without_penalty(self) -> None:
        assert "no penalty" in answered(None).notes[0].text

    @given(first=st.integers(0, 100), more=st.integers(0, 100))
    def test_a_later_answer_is_never_better(self, first: int, more: int) -> None:
        ranks = [Answer.PROMPT, Answer.SLOW, Answer.LATE]
        early, late = answered(first * HOUR).outcome, answered((first + more) * HOUR).outcome
        assert early is not None
        assert late is not None
        assert ranks.index(early) <= ranks.index(late)


class TestRefund:
    """004-5: the seller refunds what came back, unless Amazon does."""

    def test_by_what_has_happened(self) -> None:
        assert returns.refund(RETURN, ORDER).outcome is Refund.NOT_DUE
        received = evolve(RETURN, received_on=date(2024, 4, 20))
        decision = returns.refund(received, ORDER)
        assert decision.outcome is Refund.DUE_FROM_SELLER
        assert "charge the seller" in decision.notes[0].text
        assert returns.refund(evolve(received, refunded_at=at(date(2024, 4, 21))), ORDER).outcome is Refund.REFUNDED
        own = evolve(ORDER, fulfilled_by=sp.Fulfiller.AMAZON)
        assert returns.refund(received, own).outcome is Refund.DUE_FROM_AMAZON

    def test_at_the_first_scan_of_amazons_label(self) -> None:
        on = date(2026, 1, 26)
        labelled = evolve(RETURN, amazon_label=True)
        assert returns.refund(labelled, ORDER, on=on).outcome is Refund.NOT_DUE
        scanned = evolve(labelled, scanned_on=date(2026, 2, 2))
        assert returns.refund(scanned, ORDER, on=on).outcome is Refund.DUE_FROM_AMAZON
        with pytest.raises(sp.errors.NoPolicyText, match="returns.refunds_at_scan.*2026-01-26"):
            returns.refund(scanned, ORDER, on=on - DAY)

    def test_unknown(self) -> None:
        decision = returns.refund(evolve(RETURN, refunded_at=None), ORDER)
        assert (decision.outcome, decision.needs) == (None, ("refunded_at",))


def fee(condition: str, withheld: str, asked: date = date(2024, 4, 10), **fields: Any) -> Any:
    """Whether so many of 100 dollars may be kept of what came back in a condition; a photograph is there."""
    returned = evolve(RETURN, condition=sp.ReturnCondition(condition), price=sp.usd(100), withheld=sp.usd(withheld))
    return returns.restocking_fee(evolve(returned, requested_at=at(asked), **{"photo_given": True, **fields}), ORDER)


class TestSilence:
    """Where no text can answer, that is said at once, and no fact is asked for that could not help."""

    LATE = at(date(2024, 4, 20))

    def test_whether_a_request_is_in_time(self) -> None:
        """Thirty-one days after the delivery, with nothing known of the estimate, the shipping or an extension."""
        returned, order = in_shop(DE, requested_at=self.LATE)
        unknown = evolve(order, deliver_by=None, shipped_on=None)
        with pytest.raises(sp.errors.NoPolicyText, match="returns.window: no policy text for de on 2024-04-20"):
            returns.timeliness(returned, unknown)
        with pytest.raises(sp.errors.NoPolicyText, match="returns.window: no policy text for de on 2024-05-01"):
            returns.timeliness(returned, unknown, on=date(2024, 5, 1))
        american = evolve(RETURN, requested_at=self.LATE)
        assert returns.timeliness(american, evolve(ORDER, delivered_on=None)).needs[0] == "delivered_on"

    def test_whether_amazon_refunds_at_the_first_scan(self) -> None:
        scanned = evolve(RETURN, amazon_label=True, scanned_on=date(2024, 4, 12), received_on=None)
        with pytest.raises(sp.errors.NoPolicyText, match="returns.refunds_at_scan"):
            returns.refund(scanned, ORDER)
        assert returns.refund(evolve(scanned, scanned_on=sp.NEVER), ORDER).needs == ("received_on",)
        assert returns.refund(evolve(scanned, refunded_at=ASKED), ORDER).outcome is Refund.REFUNDED
        assert "refunded_at" in returns.refund(evolve(scanned, refunded_at=None), ORDER).needs
        assert returns.refund(scanned, ORDER, on=date(2026, 1, 26)).outcome is Refund.DUE_FROM_AMAZON

    def test_whether_a_fee_may_be_kept(self) -> None:
        kept = {"price": sp.Money(100, "EUR"), "withheld": sp.Money(20, "EUR"), "condition": None}
        with pytest.raises(sp.errors.NoPolicyText, match="returns.late_share"):
            returns.restocking_fee(*in_shop(DE, **kept))
        assert returns.restocking_fee(*in_shop(DE, **{**kept, "withheld": None})).needs[0] == "kept"
        american = evolve(RETURN, price=sp.usd(100), withheld=sp.usd(20), condition=None)
        assert "condition" in returns.restocking_fee(american, ORDER).needs

    def test_how_it_goes_back(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="returns.refunds_abroad"):
            returns.way_back(*in_shop(DE, international=True, option_given_at=None))
        abroad = evolve(RETURN, international=True, price=None)
        assert returns.way_back(abroad, ORDER).needs == ("price",)


class TestNotes:
    """004-5: what is said beside an answer is true of its day and its shop."""

    def told(self, requested_on: date, marketplace: sp.Marketplace = US) -> list[str]:
        returned, order = in_shop(marketplace, requested_at=at(requested_on), received_on=requested_on + 3 * DAY)
        decision = returns.refund(returned, order)
        assert decision.outcome is Refund.DUE_FROM_SELLER
        return [note.text for note in decision.notes]

    @pytest.mark.parametrize(
        ("day", "count"),
        [(date(2020, 9, 29), 0), (date(2020, 9, 30), 1), (date(2026, 1, 25), 1), (date(2026, 1, 26), 2)],
    )
    def test_what_follows_a_late_refund(self, day: date, count: int) -> None:
        told = self.told(day)
        assert ["lost or misdelivered" in text for text in told] == [False, True][:count]

    def test_elsewhere_no_text_says_so(self) -> None:
        assert self.told(date(2026, 2, 1), DE) == []

    @pytest.mark.parametrize(("shop", "word"), [(US, "advice"), (JP, "advice")])
    def test_a_slow_answer(self, shop: sp.Marketplace, word: str) -> None:
        decision = returns.answer(*in_shop(shop, answered_at=ASKED + 30 * HOUR))
        assert decision.outcome is Answer.SLOW
        assert [word in note.text for note in decision.notes] == [True]

    def test_a_slow_answer_in_germany(self) -> None:
        (note,) = returns.answer(*in_shop(DE, answered_at=ASKED + 30 * HOUR)).notes
        assert note.text == "The sooner answer is a duty here."

    def test_a_late_answer(self) -> None:
        """The rate has been there since 2015."""
        late = evolve(RETURN, requested_at=at(date(2015, 12, 30)))
        assert returns.answer(late, ORDER).notes == ()
        assert len(returns.answer(late, ORDER, on=date(2015, 12, 31)).notes) == 1


class TestDissatisfaction:
    """004-5: the seller handles returns in time; negative requests have a target without a penalty."""

    ANSWERED = evolve(RETURN, answered_at=ASKED + 48 * HOUR)

    @pytest.mark.parametrize(
        ("fields", "outcome"),
        [
            ({}, Experience.NOT_NEGATIVE),
            ({"answered_at": ASKED + 48 * HOUR + SECOND}, Experience.NEGATIVE),
            ({"answered_at": sp.NEVER}, Experience.NEGATIVE),
            ({"answered_at": None}, None),
            ({"answered_at": None, "unresolved": True}, Experience.NEGATIVE),
            ({"answered_at": sp.NEVER, "in_policy": True}, Experience.NOT_NEGATIVE),
            ({"unresolved": True}, Experience.NEGATIVE),
            ({"wrongly_rejected": True}, Experience.NEGATIVE),
        ],
    )
    def test_what_is_negative(self, fields: dict[str, Any], outcome: Any) -> None:
        assert returns.experience(evolve(self.ANSWERED, **fields), ORDER).outcome is outcome

    def test_what_amazon_handles_needs_no_answer(self) -> None:
        amazons = evolve(ORDER, fulfilled_by=sp.Fulfiller.AMAZON)
        assert returns.experience(RETURN, amazons).outcome is Experience.NOT_NEGATIVE

    def rate(self, negative: int, good: int, unknown: int = 0, **known: Any) -> sp.Decision[Any]:
        given = [
            *[evolve(RETURN, return_id=f"N-{number}") for number in range(negative)],
            *[evolve(self.ANSWERED, return_id=f"G-{number}") for number in range(good)],
            *[evolve(RETURN, return_id=f"U-{number}", answered_at=None) for number in range(unknown)],
        ]
        window = sp.Window.ending(known.pop("last", date(2024, 4, 30)), days=30)
        return returns.dissatisfaction([(each, ORDER) for each in given], window=window, **known)

    @pytest.mark.parametrize(
        ("negative", "good", "outcome"),
        [(0, 0, Target.NOT_MEASURED), (0, 1, Target.MET), (1, 10, Target.MET), (1, 9, Target.MISSED)],
    )
    def test_under_a_tenth(self, negative: int, good: int, outcome: Any) -> None:
        decision = self.rate(negative, good)
        assert (decision.outcome, decision.case.requests, decision.case.negative) == (
            outcome,
            negative + good,
            negative,
        )

    def test_unknown_answers_count_where_they_matter(self) -> None:
        assert self.rate(0, 10, unknown=1).outcome is Target.MET
        assert self.rate(0, 9, unknown=1).needs == ("negative",)
        assert self.rate(1, 8, unknown=1).outcome is Target.MISSED

    def test_by_the_day_of_the_request(self) -> None:
        assert self.rate(1, 0, last=date(2024, 4, 9)).outcome is Target.NOT_MEASURED
        assert self.rate(1, 0, last=date(2024, 4, 10)).outcome is Target.MISSED
        assert self.rate(1, 0, last=date(2024, 5, 10)).outcome is Target.NOT_MEASURED

    def test_before_2015_and_other_terms(self) -> None:
        day = date(2014, 12, 31)
        order = evolve(ORDER, placed_on=day, deliver_by=day, delivered_on=day)
        with pytest.raises(sp.errors.NoPolicyText, match="dissatisfaction_target"):
            returns.dissatisfaction(
                [(evolve(RETURN, requested_at=at(day)), order)], window=sp.Window(first=day, last=day)
            )
        strict = evolve(returns.Terms.on(date(2024, 4, 30)), dissatisfaction_target=sp.below(Fraction(1, 100)))
        assert self.rate(1, 99, terms=strict).outcome is Target.MISSED

    def test_other_terms_say_what_is_negative_too(self) -> None:
        """A late answer is negative, and how late is late is fixed by the same terms."""
        terms = returns.Terms.on(date(2024, 4, 30))
        assert self.rate(0, 10, terms=terms).outcome is Target.MET
        assert self.rate(0, 10, terms=evolve(terms, time_until_late=sp.logic.hours(0))).outcome is Target.MISSED

    def test_each_return_once(self) -> None:
        given = [(RETURN, ORDER), (evolve(RETURN, return_id="R-2"), ORDER), (RETURN, ORDER)]
        with pytest.raises(sp.errors.BadFact, match="^Return.return_id: expected each return once, got 'R-1'$"):
            returns.dissatisfaction(given, window=sp.Window.ending(date(2024, 4, 30), days=30))

    def test_of_one_marketplace(self) -> None:
        with pytest.raises(
            sp.errors.BadFact, match="Return.marketplace: expected 'us', one marketplace for all returns"
        ):
            returns.dissatisfaction([(RETURN, ORDER), in_shop(UK)], window=sp.Window.ending(date(2024, 4, 30), days=30))


class TestRestockingFee:
    """004-5: what a seller may keep of the price; the shares stand in secondary sources."""

    @pytest.mark.parametrize(
        ("condition", "limit"), [("original", "20"), ("used", "50"), ("damaged", "50"), ("opened_media", "50")]
    )
    def test_shares(self, condition: str, limit: str) -> None:
        cent = sp.usd("0.01").amount
        most = sp.usd(limit).amount
        assert fee(condition, str(most - cent)).outcome is Fee.ALLOWED
        assert fee(condition, str(most)).outcome is Fee.ALLOWED
        assert fee(condition, str(most + cent)).outcome is Fee.TOO_HIGH

    @pytest.mark.parametrize("condition", ["opened_software", "different"])
    def test_all_of_it(self, condition: str) -> None:
        assert fee(condition, "100").outcome is Fee.ALLOWED

    @pytest.mark.parametrize(
        ("day", "luxury", "outcome"),
        [
            (date(2025, 12, 30), True, Fee.TOO_HIGH),
            (date(2025, 12, 31), True, Fee.ALLOWED),
            (date(2025, 12, 31), False, Fee.TOO_HIGH),
        ],
    )
    def test_all_of_damaged_luxury_goods_since_2025(self, day: date, outcome: Fee, *, luxury: bool) -> None:
        assert fee("damaged", "100", day, luxury=luxury).outcome is outcome
        assert fee("used", "100", day, luxury=luxury).outcome is Fee.TOO_HIGH

    def test_all_of_opened_collectibles_since_2025(self) -> None:
        assert fee("opened_collectible", "100", date(2025, 12, 31)).outcome is Fee.ALLOWED
        with pytest.raises(sp.errors.NoPolicyText, match="returns.keeps_collectibles"):
            fee("opened_collectible", "100", date(2025, 12, 30))

    def test_all_of_opened_software_since_2012_in_the_united_states(self) -> None:
        assert fee("opened_software", "100", date(2012, 10, 9)).outcome is Fee.ALLOWED
        with pytest.raises(sp.errors.NoPolicyText, match="returns.keeps_software.*2012-10-09"):
            fee("opened_software", "100", date(2012, 10, 8))

    @pytest.mark.parametrize("condition", list(sp.ReturnCondition))
    @pytest.mark.parametrize("currency_and_shop", [("EUR", DE), ("GBP", UK), ("JPY", JP)])
    @pytest.mark.parametrize("sellers_fault", [True, False])
    def test_of_other_shops_no_share_is_known(
        self, condition: sp.ReturnCondition, currency_and_shop: tuple[str, sp.Marketplace], *, sellers_fault: bool
    ) -> None:
        currency, shop = currency_and_shop
        price = sp.Money(100, currency)
        kept = {"price": price, "withheld": price, "condition": condition, "sellers_fault": sellers_fault}
        with pytest.raises(sp.errors.NoPolicyText):
            returns.restocking_fee(*in_shop(shop, photo_given=True, **kept))
        nothing_kept = {**kept, "withheld": sp.Money(0, currency)}
        assert returns.restocking_fee(*in_shop(shop, **nothing_kept)).outcome is Fee.NO_FEE

    def test_what_amazon_fulfilled_amazon_handles(self) -> None:
        returned = evolve(RETURN, price=sp.usd(100), withheld=sp.usd(5), photo_given=True)
        amazons = evolve(ORDER, fulfilled_by=sp.Fulfiller.AMAZON)
        assert returns.restocking_fee(returned, ORDER).outcome is Fee.ALLOWED
        for withheld in (sp.usd(5), sp.usd(0), None):
            kept = evolve(returned, withheld=withheld)
            assert returns.restocking_fee(kept, amazons).outcome is Fee.HANDLED_BY_AMAZON

    def test_a_share_of_the_price_says_the_table_of_2021(self) -> None:
        assert [note.text for note in fee("used", "10", date(2021, 12, 31)).notes] == [
            "The fee is a share of the item's price, not of shipping."
        ]
        assert fee("used", "10", date(2021, 12, 30)).notes == ()

    def test_none_of_what_is_the_sellers_fault(self) -> None:
        assert fee("damaged", "0.01", sellers_fault=True).outcome is Fee.NOT_ALLOWED
        assert fee("damaged", "0", sellers_fault=True).outcome is Fee.NO_FEE
        assert fee("damaged", "5", date(2021, 12, 31), sellers_fault=True).outcome is Fee.NOT_ALLOWED
        with pytest.raises(sp.errors.NoPolicyText, match="returns.spares_faulty.*2021-12-31"):
            fee("damaged", "5", date(2021, 12, 30), sellers_fault=True)

    def test_since_september_2020_none_in_policy_and_original_condition(self) -> None:
        assert fee("original", "0.01", in_policy=True).outcome is Fee.NOT_ALLOWED
        assert fee("original", "0.01", date(2020, 9, 30), in_policy=True).outcome is Fee.NOT_ALLOWED
        with pytest.raises(sp.errors.NoPolicyText, match="returns.spares_original"):
            fee("original", "0.01", date(2020, 9, 29), in_policy=True)
        assert fee("used", "10", in_policy=True).outcome is Fee.ALLOWED

    def test_a_fifth_and_more_needs_a_photograph(self) -> None:
        assert fee("used", "19.99", photo_given=False).outcome is Fee.ALLOWED
        assert fee("used", "20", photo_given=False).outcome is Fee.NEEDS_PHOTO
        assert fee("used", "20", date(2020, 9, 29), photo_given=False).outcome is Fee.ALLOWED
        assert fee("used", "20", date(2020, 9, 30), photo_given=False).outcome is Fee.NEEDS_PHOTO

    def test_in_2012(self) -> None:
        day = date(2012, 10, 9)
        assert fee("original", "20", day).outcome is Fee.ALLOWED
        assert fee("original", "20.01", day).outcome is Fee.TOO_HIGH
        half, more = fee("damaged", "50", day), fee("damaged", "50.01", day)
        assert (half.outcome, half.contested) == (Fee.ALLOWED, False)
        assert (more.outcome, more.contested) == (Fee.ALLOWED, True)
        with pytest.raises(sp.errors.NoPolicyText, match="2012-10-09"):
            fee("used", "20", day - DAY)

    def test_a_newer_table_differs_for_what_is_late(self) -> None:
        assert not fee("original", "21", date(2025, 12, 30)).contested
        assert fee("original", "21", date(2025, 12, 31)).contested

    def test_most_shares_are_secondary(self) -> None:
        assert fee("used", "50").reasons[-1].reference is not None
        confidences = {reference.confidence.name for reference in fee("used", "50").references}
        assert "SECONDARY" in confidences

    def test_unknown_prices(self) -> None:
        returned = evolve(RETURN, price=None, withheld=sp.usd(5))
        assert "paid" in returns.restocking_fee(returned, ORDER).needs
        assert "kept" in returns.restocking_fee(evolve(returned, withheld=None), ORDER).needs
        assert returns.restocking_fee(evolve(returned, withheld=sp.usd(0)), ORDER).outcome is Fee.NO_FEE

    def test_no_more_than_the_price(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="Return.withheld"):
            evolve(RETURN, withheld=sp.usd("50.01"))

    def test_amounts_are_counted_in_the_smallest_coin_of_either(self) -> None:
        case = fee("used", "33.3").case
        assert (case.kept, case.paid) == (333, 1000)
        assert Fraction(case.kept, case.paid) == Fraction(333, 1000)
        assert (fee("used", "30").case.kept, fee("used", "30").case.paid) == (30, 100)
        unknown = returns.restocking_fee(evolve(RETURN, price=None, withheld=None), ORDER).case
        assert (unknown.kept, unknown.paid) == (None, None)

    def test_a_share_that_no_decimal_can_write(self) -> None:
        """6.67 of 33.35 dollars is a fifth exactly; a cent more is too much."""
        exact = evolve(RETURN, condition=sp.ReturnCondition.ORIGINAL, price=sp.usd("33.35"), photo_given=True)
        assert returns.restocking_fee(evolve(exact, withheld=sp.usd("6.67")), ORDER).outcome is Fee.ALLOWED
        assert returns.restocking_fee(evolve(exact, withheld=sp.usd("6.68")), ORDER).outcome is Fee.TOO_HIGH


def way_back(price: str, asked: date = date(2024, 4, 10), **fields: Any) -> sp.Decision[sp.returns.WayBack]:
    """How something of a price goes back to a seller abroad."""
    returned = evolve(RETURN, international=True, price=sp.usd(price), requested_at=at(asked))
    return returns.way_back(evolve(returned, **fields), ORDER)


class TestWayBack:
    """004-5: a seller abroad offers a way to return; cheap things Amazon refunds without return."""

    @pytest.mark.parametrize(
        ("price", "outcome", "contested"),
        [
            ("24.99", WayBack.REFUNDED_WITHOUT_RETURN, False),
            ("25", WayBack.REFUNDED_WITHOUT_RETURN, True),
            ("25.01", WayBack.TO_BE_OFFERED, False),
        ],
    )
    def test_25_dollars(self, price: str, outcome: sp.returns.WayBack, contested: bool) -> None:
        decision = way_back(price)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    @pytest.mark.parametrize(
        ("price", "outcome", "contested"),
        [
            ("9.99", WayBack.REFUNDED_WITHOUT_RETURN, False),
            ("10", WayBack.TO_BE_OFFERED, True),
            ("25", WayBack.TO_BE_OFFERED, True),
            ("25.01", WayBack.TO_BE_OFFERED, False),
        ],
    )
    def test_10_dollars_until_an_unknown_day(self, price: str, outcome: sp.returns.WayBack, contested: bool) -> None:
        decision = way_back(price, date(2021, 8, 15))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_on_its_first_day_nothing_else_is_known(self) -> None:
        decision = way_back("10", date(2019, 11, 15))
        assert (decision.outcome, decision.contested) == (WayBack.TO_BE_OFFERED, False)
        with pytest.raises(sp.errors.NoPolicyText, match="2019-11-15"):
            way_back("10", date(2019, 11, 14))

    def test_one_offer_will_do(self) -> None:
        assert way_back("30", option_given_at=ASKED).outcome is WayBack.OFFERED

    @pytest.mark.parametrize(
        ("refunded_at", "outcome"),
        [(ASKED, WayBack.OFFERED), (sp.NEVER, WayBack.TO_BE_OFFERED), (None, WayBack.TO_BE_OFFERED)],
    )
    def test_a_refund_is_a_way_too(self, refunded_at: Any, outcome: WayBack) -> None:
        assert way_back("30", refunded_at=refunded_at).outcome is outcome
        assert way_back("30", refunded_at=refunded_at, option_given_at=None).needs == ("option_given_at",)

    def test_with_an_address_in_the_country(self) -> None:
        assert way_back("5", international=False).outcome is WayBack.LOCAL

    @pytest.mark.parametrize("international", [True, False])
    def test_what_amazon_fulfilled_amazon_handles(self, *, international: bool) -> None:
        returned = evolve(RETURN, international=international)
        amazons = evolve(ORDER, fulfilled_by=sp.Fulfiller.AMAZON)
        assert returns.way_back(returned, amazons).outcome is WayBack.HANDLED_BY_AMAZON

    def test_in_the_united_kingdom_whatever_the_price(self) -> None:
        returned, order = in_shop(UK, international=True)
        assert returned.price is None
        assert returns.way_back(returned, order).outcome is WayBack.TO_BE_OFFERED
        assert returns.way_back(evolve(returned, option_given_at=ASKED), order).outcome is WayBack.OFFERED
        cheap = evolve(returned, price=sp.Money("0.01", "GBP"))
        assert returns.way_back(cheap, order).outcome is WayBack.TO_BE_OFFERED
        assert returns.way_back(returned, order, on=date(2023, 12, 31)).outcome is WayBack.TO_BE_OFFERED
        with pytest.raises(sp.errors.NoPolicyText, match="returns.refunds_abroad.*2023-12-31"):
            returns.way_back(cheap, order, on=date(2023, 12, 30))

    def test_what_is_said_about_it_holds_where_its_text_holds(self) -> None:
        british = returns.way_back(*in_shop(UK, international=True))
        assert ["one will do" in note.text for note in british.notes] == [True]
        american = way_back("50")
        assert ["charge the seller" in note.text for note in american.notes] == [False, True]
        assert way_back("50", date(2021, 8, 15)).notes == ()
        assert len(way_back("50", date(2021, 8, 16)).notes) == 1


class TestDeadlines:
    """004-5: what the seller must do about a return, and by when."""

    def test_answers(self) -> None:
        assert by(returns.deadlines(RETURN, ORDER)) == {
            ("answer the return request early", False): ASKED + 24 * HOUR,
            ("answer the return request", True): ASKED + 48 * HOUR,
        }
        for marketplace, time in ((DE, 24 * HOUR), (UK, 48 * HOUR)):
            assert by(returns.deadlines(*in_shop(marketplace))) == {("answer the return request", True): ASKED + time}

    @pytest.mark.parametrize(
        ("received_on", "due"),
        [
            (date(2026, 1, 22), date(2026, 1, 26)),
            (date(2026, 1, 23), date(2026, 1, 27)),
            (date(2026, 1, 25), date(2026, 1, 27)),
            (date(2026, 1, 26), date(2026, 1, 30)),
            (date(2026, 1, 29), date(2026, 2, 2)),
            (date(2026, 1, 30), date(2026, 2, 3)),
        ],
    )
    def test_refunds(self, received_on: date, due: date) -> None:
        """Two business days until 25 January 2026, a Sunday; four calendar days from that Monday on."""
        returned = evolve(RETURN, answered_at=ASKED, received_on=received_on)
        assert by(returns.deadlines(returned, ORDER)) == {("refund the return", True): due}

    def test_business_days_skip_holidays(self) -> None:
        returned = evolve(RETURN, answered_at=ASKED, received_on=date(2026, 1, 16))
        (deadline,) = returns.deadlines(returned, ORDER, holidays={date(2026, 1, 19)})
        assert deadline.by == date(2026, 1, 21)
        in_germany = in_shop(DE, answered_at=ASKED, received_on=date(2026, 1, 30))
        assert by(returns.deadlines(*in_germany)) == {("refund the return", True): date(2026, 2, 3)}

    def test_amazon_refunds_at_the_first_scan(self) -> None:
        returned = evolve(
            RETURN,
            answered_at=ASKED,
            amazon_label=True,
            scanned_on=date(2026, 2, 2),
            received_on=date(2026, 2, 5),
        )
        assert returns.deadlines(returned, ORDER) == ()

    def test_offers_of_sellers_abroad(self) -> None:
        """Five days in the United States; two days of 24 hours in the United Kingdom."""
        abroad = evolve(RETURN, answered_at=ASKED, international=True)
        assert by(returns.deadlines(abroad, ORDER)) == {("offer a way to return", True): date(2024, 4, 15)}
        british = in_shop(UK, answered_at=ASKED, international=True)
        assert by(returns.deadlines(*british)) == {("offer a way to return", True): ASKED + 48 * HOUR}
        assert returns.deadlines(abroad, ORDER, on=date(2021, 8, 16))[0].by == date(2024, 4, 15)
        with pytest.raises(sp.errors.NoPolicyText, match="returns.time_to_offer"):
            returns.deadlines(abroad, ORDER, on=date(2021, 8, 15))

    def test_nothing_is_to_be_offered_for_what_amazon_refunds_without_return(self) -> None:
        abroad = evolve(RETURN, answered_at=ASKED, international=True, price=sp.usd("9.99"))
        assert returns.way_back(abroad, ORDER).outcome is WayBack.REFUNDED_WITHOUT_RETURN
        assert returns.deadlines(abroad, ORDER) == ()
        (edge,) = returns.deadlines(evolve(abroad, price=sp.usd(25)), ORDER)
        assert (edge.by, edge.contested, edge.other) == (None, True, date(2024, 4, 15))

    def test_a_refund_is_a_way_too(self) -> None:
        abroad = evolve(RETURN, answered_at=ASKED, international=True)
        assert returns.deadlines(evolve(abroad, refunded_at=ASKED + 60 * HOUR), ORDER) == ()

    def test_what_is_unknown_hides_no_duty(self) -> None:
        abroad = evolve(RETURN, answered_at=ASKED, international=True, refunded_at=None, price=None)
        (deadline,) = returns.deadlines(abroad, ORDER)
        assert (deadline.what, deadline.by) == ("offer a way to return", date(2024, 4, 15))
        assert deadline.needs == ("price", "refunded_at")

    def test_refunds_by_hand_can_be_taken_back(self) -> None:
        refunded_at = ASKED + 60 * HOUR
        returned = evolve(RETURN, answered_at=ASKED, refunded_at=refunded_at, refunded_by_hand=True)
        assert by(returns.deadlines(returned, ORDER)) == {("take the refund back", False): refunded_at + 2 * HOUR}
        assert returns.deadlines(evolve(returned, refunded_by_hand=False), ORDER) == ()

    @pytest.mark.parametrize(
        "done",
        [
            {"answered_at": sp.NEVER, "in_policy": True, "exempt": False},
            {"international": True, "option_given_at": ASKED},
            {"received_on": date(2024, 4, 20), "refunded_at": ASKED + 60 * HOUR},
        ],
        ids=["authorised by Amazon", "a way offered", "refunded"],
    )
    def test_nothing_is_left_to_do(self, done: dict[str, Any]) -> None:
        assert returns.deadlines(evolve(RETURN, **{"answered_at": ASKED, **done}), ORDER) == ()

    def test_nothing_of_what_amazon_fulfils(self) -> None:
        returned = evolve(RETURN, international=True, received_on=date(2024, 4, 20))
        assert returns.deadlines(returned, evolve(ORDER, fulfilled_by=sp.Fulfiller.AMAZON)) == ()
