"""Terms: values since a day, with their references and the readings not taken."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, cast

import pytest
from attrs import evolve, frozen
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import (
    EVERYWHERE,
    WHAT_IF,
    DatedTerms,
    Limit,
    Span,
    anything,
    dated,
    days,
    local,
    originally,
    since,
)
from sellerpolicy.logic.terms import first_day_of

OLD = sp.injury_and_damage.ANNOUNCED
NEW = sp.injury_and_damage.POLICY_PAGE
US, CA, DE, JP = sp.Marketplace.US, sp.Marketplace.CA, sp.Marketplace.DE, sp.Marketplace.JP


@frozen
class Terms(DatedTerms):
    """Terms of the tests' own policy."""

    limit: Limit = dated(
        "what is small",
        since("2020-01-01", sp.below(sp.usd(10)), OLD, but=NEW.says(sp.at_most(sp.usd(10)))),
        since("2021-01-01", sp.below(sp.usd(10)), NEW),
        since("2022-06-01", sp.below(sp.usd(20)), NEW, after="2022-03-31"),
        since("2021-07-01", sp.below(local(15)), OLD, marketplace=(CA, DE)),
    )
    taken: bool = dated(
        "is taken",
        originally(False, OLD),
        since("2020-01-01", True, OLD),
    )
    time: Span = dated("time", since("2020-01-01", days(3), OLD), since("2023-01-01", days(5), OLD))
    later: Limit = dated("later", since("2024-01-01", anything, OLD))


@frozen
class Miswritten(DatedTerms):
    """An amount where a limit is meant."""

    price: Limit = dated("price", since("2021-01-01", cast("Any", local(5)), OLD))


@frozen
class Returning(DatedTerms):
    """A value that goes and comes back, and one that changes on the last day on which it was not back."""

    is_sent: bool = dated(
        "is sent",
        since("2020-01-01", True, OLD),
        since("2021-01-01", False, OLD),
        since("2022-06-01", True, NEW, after="2022-03-31"),
    )
    is_late: bool = dated("is late", since("2020-01-01", False, OLD), since("2022-03-31", True, OLD))


@frozen
class German(DatedTerms):
    """Terms of which nothing is known in the US."""

    time: Span = dated(
        "time",
        since("2021-01-01", days(3), OLD, marketplace=(DE, JP)),
        since("2022-02-02", days(4), OLD, marketplace=DE),
        since("2023-03-03", days(5), OLD, marketplace=JP),
    )


class TestOneDay:
    def test_a_value_holds_from_its_first_day_until_the_next(self) -> None:
        assert Terms.on(date(2022, 12, 31)).time == days(3)
        assert Terms.on(date(2023, 1, 1)).time == days(5)
        assert Terms.on(date(2099, 1, 1)).time == days(5)

    def test_what_held_originally_has_no_first_day(self) -> None:
        assert Terms.on(date(1999, 1, 1)).taken is False
        assert Terms.on(date(2019, 12, 31)).taken is False
        assert Terms.on(date(2020, 1, 1)).taken is True

    def test_a_term_without_text_on_that_day_is_unknown(self) -> None:
        assert Terms.on(date(2019, 12, 31)).limit is None
        assert Terms.on(date(2019, 12, 31)).text("limit") is None
        assert Terms.on(date(2023, 12, 31)).later is None

    def test_a_snapshot_is_made_once(self) -> None:
        assert Terms.on(date(2020, 1, 1)) is Terms.on(date(2020, 12, 31))
        assert Terms.on(date(2020, 1, 1)).is_snapshot

    def test_local_amounts_are_in_the_marketplaces_own_currency(self) -> None:
        assert Terms.on(date(2021, 7, 1), CA).limit == sp.below(sp.Money(15, "CAD"))
        assert Terms.on(date(2021, 7, 1), DE).limit == sp.below(sp.Money(15, "EUR"))

    def test_a_day_before_every_text_is_refused_with_the_first_day(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText) as refusal:
            Terms.on(date(2021, 6, 30), CA)
        assert refusal.value.first_known == date(2021, 7, 1)
        assert "no policy text for ca on 2021-06-30; the first day with a text there is 2021-07-01" in str(
            refusal.value
        )

    def test_a_marketplace_without_text_is_refused(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="no text is known there for any day") as refusal:
            Terms.on(date(2021, 6, 30), JP)
        assert refusal.value.first_known is None

    @pytest.mark.parametrize("given", ["jp", None, ["jp"], {}])
    def test_what_is_no_marketplace(self, given: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match="marketplace: expected a Marketplace, got"):
            Terms.on(date(2021, 6, 30), given)

    def test_what_is_no_marketplace_is_named(self) -> None:
        with pytest.raises(sp.errors.BadFact) as refusal:
            Terms.on(date(2021, 6, 30), cast("Any", "jp"))
        assert str(refusal.value) == "marketplace: expected a Marketplace, got 'jp'; did you mean 'Marketplace.JP'?"

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            (datetime(2021, 6, 30), "datetime.datetime(2021, 6, 30, 0, 0)"),  # noqa: DTZ001
            ("2021-06-30", "'2021-06-30'"),
        ],
    )
    def test_what_is_no_day_is_named(self, given: Any, told: str) -> None:
        with pytest.raises(sp.errors.BadFact) as refusal:
            Terms.on(given)
        assert str(refusal.value) == f"day: expected a calendar day (a date, not a datetime), got {told}"
        assert refusal.value.field == "day"


class TestTheNewestText:
    def test_it_is_that_of_the_us(self) -> None:
        first, newest = Terms.current()
        assert first == date(2024, 1, 1)
        assert newest is Terms.on(date(2024, 1, 1), US)

    def test_where_the_us_have_none_it_is_that_of_the_first_marketplace_that_has_one(self) -> None:
        first, newest = German.current()
        assert first == date(2022, 2, 2)
        assert (newest.marketplace, newest.time) == (DE, days(4))


class TestGiven:
    """Terms that are given to ask *what if* are used; where none are, those of the day in the marketplace."""

    def test_those_that_are_given(self) -> None:
        changed = evolve(Terms.on(date(2020, 5, 1)), time=days(9))
        assert Terms.given_or_on(changed, date(2021, 7, 1), CA) is changed

    def test_those_of_the_day_in_the_marketplace(self) -> None:
        assert Terms.given_or_on(None, date(2021, 7, 1), CA) is Terms.on(date(2021, 7, 1), CA)
        assert Terms.given_or_on(None, date(2022, 7, 1), US) is Terms.on(date(2022, 7, 1), US)

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            (sp.injury_and_damage.Terms.on(date(2023, 5, 5)), "those of injury_and_damage"),
            ("2021", "'2021'"),
        ],
    )
    def test_another_policys_are_refused(self, given: Any, told: str) -> None:
        with pytest.raises(TypeError) as refusal:
            Terms.given_or_on(given, date(2021, 7, 1), CA)
        assert str(refusal.value) == f"test_terms is decided by its own Terms, not by {told}"


class TestSilence:
    """Of a term without text the first day with one is told, as far as there is one."""

    def test_until_some_day(self) -> None:
        silence = Terms.silence("limit", date(2019, 5, 5), US)
        assert str(silence) == (
            "test_terms.limit: no policy text for us on 2019-05-05; the first day with a text there is 2020-01-01"
        )

    def test_for_ever(self) -> None:
        silence = Terms.silence("limit", date(2019, 5, 5), JP)
        assert str(silence) == (
            "test_terms.limit: no policy text for jp on 2019-05-05; no text is known there for any day"
        )


class TestReadings:
    def test_the_unbroken_run_of_a_value_counts_from_its_beginning(self) -> None:
        text = Terms.on(date(2021, 5, 1)).text("limit")
        assert text is not None
        assert (text.since, text.reference) == (date(2020, 1, 1), NEW)

    def test_a_value_that_comes_back_counts_from_its_return(self) -> None:
        text = Returning.on(date(2023, 5, 1)).text("is_sent")
        assert text is not None
        assert (text.value, text.since) == (True, date(2022, 6, 1))

    def test_on_the_last_day_before_it_the_newer_value_is_no_reading(self) -> None:
        """Another term changes on the very day."""
        on_the_day, day_after = Returning.on(date(2022, 3, 31)), Returning.on(date(2022, 4, 1))
        assert (on_the_day.is_late, day_after.is_late) == (True, True)
        assert [name for name, _, _ in on_the_day.readings(("is_sent",))] == []
        assert [name for name, _, _ in day_after.readings(("is_sent",))] == ["is_sent"]

    def test_another_reading_is_kept_beside_the_value(self) -> None:
        ((name, reading, other),) = Terms.on(date(2020, 5, 1)).readings(("limit", "time"))
        assert (name, reading.value, reading.reference) == ("limit", sp.at_most(sp.usd(10)), NEW)
        assert other.limit == sp.at_most(sp.usd(10))

    @pytest.mark.parametrize(
        ("day", "doubted"),
        [
            (date(2022, 3, 31), False),
            (date(2022, 4, 1), True),
            (date(2022, 5, 31), True),
            (date(2022, 6, 1), False),
        ],
    )
    def test_between_after_and_since_the_newer_value_is_a_reading(self, day: date, doubted: bool) -> None:
        found = Terms.on(day)
        others = [reading.value for _, reading, _ in found.readings(("limit",))]
        assert others == ([sp.below(sp.usd(20))] if doubted else [])
        assert found.limit == sp.below(sp.usd(20 if day >= date(2022, 6, 1) else 10))

    def test_a_term_without_text_has_no_readings(self) -> None:
        assert list(Terms.on(date(2019, 1, 1)).readings(("limit",))) == []


class TestWhatIf:
    def test_a_changed_term_has_no_source_and_no_other_readings(self) -> None:
        changed = evolve(Terms.on(date(2020, 5, 1)), limit=sp.below(sp.usd(99)))
        text = changed.text("limit")
        assert text is not None
        assert (text.value, text.reference) == (sp.below(sp.usd(99)), WHAT_IF)
        assert list(changed.readings(("limit",))) == []
        assert not changed.is_snapshot

    def test_an_unchanged_term_keeps_its_source(self) -> None:
        changed = evolve(Terms.on(date(2020, 5, 1)), limit=sp.below(sp.usd(99)))
        text = changed.text("time")
        assert text is not None
        assert text.reference is OLD

    def test_terms_can_be_made_from_nothing(self) -> None:
        made = Terms(limit=anything, taken=True, time=days(1), later=anything)
        text = made.text("taken")
        assert text is not None
        assert text.reference is WHAT_IF


class TestDeclaring:
    def test_what_held_originally_may_be_read_otherwise_and_hold_elsewhere(self) -> None:
        text = originally(days(3), OLD, but=NEW.says(days(4)), marketplace=(CA, DE))
        assert (text.value, text.since, text.reference) == (days(3), date.min, OLD)
        assert (text.others, text.marketplaces) == ((NEW.says(days(4)),), (CA, DE))
        assert originally(days(3), OLD).marketplaces == (US,)

    def test_terms_are_given_by_name(self) -> None:
        with pytest.raises(TypeError, match="takes 1 positional argument but 5 were given"):
            cast("Any", Terms)(anything, True, days(1), anything)

    def test_terms_show_whose_they_are_and_no_values(self) -> None:
        assert repr(Terms.on(date(2021, 7, 1), CA)) == "Terms(marketplace=<Marketplace.CA: 'ca'>)"

    def test_texts_out_of_order_fail(self) -> None:
        with pytest.raises(ValueError, match="x: texts for us must be given oldest first"):
            dated("x", since("2021-01-01", True, OLD), since("2020-01-01", False, OLD))

    def test_two_texts_for_one_day_fail(self) -> None:
        with pytest.raises(ValueError, match="one a day"):
            dated("x", since("2021-01-01", True, OLD), since("2021-01-01", False, OLD))

    def test_a_term_needs_a_text(self) -> None:
        with pytest.raises(ValueError, match="x: a term needs at least one text"):
            dated("x")

    def test_after_lies_before_the_first_day(self) -> None:
        with pytest.raises(ValueError, match="after=2021-01-01 is not before 2021-01-01"):
            since("2021-01-01", True, OLD, after="2021-01-01")

    def test_a_local_amount_stands_in_a_limit(self) -> None:
        text = since("2021-01-01", cast("Any", local(5)), OLD)
        with pytest.raises(TypeError, match=r"^local\(\) gives the amount of a limit: below\(local\(1000\)\)$"):
            text.local_to(US)

    def test_a_term_that_is_written_wrongly_is_not_blamed_on_the_day(self) -> None:
        with pytest.raises(TypeError, match=r"^local\(\) gives the amount of a limit"):
            Miswritten.on(date(2021, 5, 5))

    def test_everywhere_is_every_marketplace(self) -> None:
        assert set(EVERYWHERE) == set(sp.Marketplace)


class TestCopies:
    """A copy of what a policy fixes is what it fixes; a copy of a *what if* is an equal one."""

    @pytest.mark.parametrize(
        "copied",
        [copy.copy, copy.deepcopy, lambda terms: pickle.loads(pickle.dumps(terms))],  # noqa: S301
    )
    def test_they_stay_what_they_are(self, copied: Callable[[Terms], Terms]) -> None:
        for snapshot in (Terms.on(date(2020, 5, 1)), Terms.on(date(2022, 4, 1)), Terms.on(date(2021, 7, 1), CA)):
            assert copied(snapshot) is snapshot
        changed = evolve(Terms.on(date(2020, 5, 1)), time=days(9))
        assert copied(changed) == changed
        assert copied(changed).text("time") == changed.text("time")
        assert not copied(changed).is_snapshot

    def test_the_first_day(self) -> None:
        """In the US something changed on 2022-06-01, or on a day after 2022-03-31."""
        assert first_day_of(Terms.on(date(2022, 5, 31))) == date(2022, 4, 1)
        assert first_day_of(Terms.on(date(2022, 6, 1))) == date(2022, 6, 1)
        assert first_day_of(evolve(Terms.on(date(2022, 6, 1)), time=days(9))) is None


class TestHistory:
    def test_every_dated_value_is_listed_as_written(self) -> None:
        lines = [str(entry) for entry in Terms.history()]
        assert lines[0] == "test_terms.limit: what is small: since 2020-01-01 below USD 10.00"
        assert lines[4] == "test_terms.taken: is taken: originally no"
        assert len(lines) == 9


@given(st.dates(date(2019, 1, 1), date(2030, 1, 1)))
def test_a_change_takes_effect_on_its_day_and_not_before(day: date) -> None:
    """Two days in a row have the same terms, unless one of them is named in a text."""
    named = {text for entry in Terms.history() for text in (entry.text.since, entry.text.after) if text is not None}
    before = day - timedelta(days=1)
    if day not in named and before not in named:
        assert Terms.on(before) is Terms.on(day)


@pytest.mark.parametrize("module", sp.rules.modules(), ids=lambda module: module.__name__.rpartition(".")[2])
class TestEveryPolicy:
    def test_a_future_change_alters_no_past_day(self, module: Any) -> None:
        terms = module.Terms
        for entry in terms.history():
            for marketplace in entry.text.marketplaces:
                day = entry.text.since
                if day > date(1900, 1, 1):
                    name = entry.id.rpartition(".")[2]
                    assert getattr(terms.on(day, marketplace), name) == entry.text.local_to(marketplace).value
