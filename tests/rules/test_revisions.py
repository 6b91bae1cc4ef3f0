"""Revisions: a timeline of all policies, and the cases that a change of policy concerns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import at_most
from sellerpolicy.rules.injury_and_damage import InjuryPayer, Terms

STARTED = date(2021, 9, 1)


def injury(**facts: Any) -> sp.InjuryClaim:
    told: dict[str, Any] = {
        "claim_id": "K-1",
        "harm": sp.Harm.PROPERTY_DAMAGE,
        "amount": sp.usd(500),
        "filed_on": date(2023, 5, 2),
        "is_valid": True,
        "seller_insured": True,
        "follows_policy": True,
        "seller_responded": True,
        "seller_accepts": True,
    }
    return sp.InjuryClaim(**told | facts)


class TestChanges:
    """Every dated change of every policy, oldest first, both ends of the time asked for included."""

    def test_the_day_of_the_injury_process(self) -> None:
        found = sp.rules.changes(since=STARTED, until=STARTED)
        assert {change.day for change in found} == {STARTED}
        takes = next(change for change in found if change.difference.id == "injury_and_damage.takes_claims")
        assert takes.marketplaces == (sp.Marketplace.US,)
        assert str(takes) == (
            "2021-09-01 injury_and_damage.takes_claims: Amazon takes such claims: yes since 2021-09-01; before: no (US)"
        )

    def test_a_day_on_which_nothing_changed(self) -> None:
        assert sp.rules.changes(since=date(2021, 9, 2), until=date(2021, 9, 2)) == ()

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"since": "2024-01-01"}, "since: expected a calendar day"),
            ({"until": datetime(2024, 1, 1, tzinfo=UTC)}, "until: expected a calendar day"),
            (
                {"since": date(2024, 1, 2), "until": date(2024, 1, 1)},
                "until: expected a day on or after 2024-01-02, which is since, got",
            ),
        ],
    )
    def test_days_that_are_none(self, asked: dict[str, Any], said: str) -> None:
        with pytest.raises(sp.errors.BadFact, match=f"^{said}"):
            sp.rules.changes(**asked)

    def test_all_in_order(self) -> None:
        days = [change.day for change in sp.rules.changes()]
        assert days == sorted(days)
        assert date.min not in days

    def test_shops_that_changed_alike_come_together(self) -> None:
        (abroad,) = (
            change
            for change in sp.rules.changes(since=date(2024, 5, 31), until=date(2024, 5, 31))
            if change.difference.id == "injury_and_damage.takes_claims"
        )
        assert sp.Marketplace.CA in abroad.marketplaces
        assert sp.Marketplace.DE in abroad.marketplaces
        assert str(abroad).endswith(f" ({', '.join(shop.value.upper() for shop in abroad.marketplaces)})")
        assert len(abroad.marketplaces) > 1

    def test_a_new_text_that_says_the_same_changes_nothing(self) -> None:
        """Neither the value is another, nor what other texts say."""
        found = [change.difference for change in sp.rules.changes() if change.difference.before is not None]
        assert found
        assert all(each.before is None or _what_it_says(each.before) != _what_it_says(each.after) for each in found)

    def test_every_change_of_a_shop_is_there(self) -> None:
        for module in sp.rules.modules():
            for marketplace in sp.Marketplace:
                eras = module.Terms.eras(marketplace)
                for first, _ in eras[1:]:
                    for difference in module.Terms.diff(first - timedelta(days=1), first, marketplace):
                        listed = [
                            change
                            for change in sp.rules.changes()
                            if change.difference.id == difference.id and marketplace in change.marketplaces
                        ]
                        assert any(change.day == first or _doubted(change, first) for change in listed)


def _doubted(change: Any, first: date) -> bool:
    """Between ``after`` and its first day a value is in doubt already."""
    after = change.difference.after.after
    return after is not None and after + timedelta(days=1) == first


def _what_it_says(text: Any) -> Any:
    return (text.value, {reading.value for reading in text.others}) if text is not None else None


class TestImpact:
    """Which cases two texts decide differently, and why."""

    def test_before_and_after_the_process_began(self) -> None:
        small, large = injury(), injury(claim_id="K-2", amount=sp.usd(1500))
        found = sp.rules.impact([small, large], before=date(2021, 8, 31), after=STARTED)
        assert [each.case.claim_id for each in found if _is_who_pays(each)] == ["K-1", "K-2"]
        first = next(each for each in found if each.case == small and _is_who_pays(each))
        assert first.before is not None
        assert first.after is not None
        assert (first.before.outcome, first.after.outcome) == (InjuryPayer.BETWEEN_THE_PARTIES, InjuryPayer.AMAZON)
        assert [reason.id for reason in first.changes] == [
            "injury_and_damage.is_taken",
            "injury_and_damage.is_small",
        ]
        assert {term.id for term in first.terms} == {
            "injury_and_damage.takes_claims",
            "injury_and_damage.pays_itself",
        }
        assert str(first) == f"BETWEEN_THE_PARTIES → AMAZON: {first.terms[0]}; {first.terms[1]}"

    def test_the_same_text(self) -> None:
        assert sp.rules.impact([injury()], before=date(2023, 5, 1), after=date(2023, 5, 2)) == ()

    def test_edited_terms_concern_the_cases_on_the_edge(self) -> None:
        cases = [injury(claim_id=amount, amount=sp.usd(amount)) for amount in ("999.99", "1000", "1000.01")]
        terms = evolve(Terms.on(date(2023, 5, 2)), pays_itself=at_most(sp.usd(1000)))
        (one,) = sp.rules.impact(cases, after=terms)
        assert one.case.claim_id == "1000"
        assert [reason.text for reason in one.changes] == ["the claim of USD 1,000.00 is at most USD 1,000.00"]
        assert [term.id for term in one.terms] == ["injury_and_damage.pays_itself"]

    def test_edited_terms_do_not_concern_other_shops_and_policies(self) -> None:
        terms = evolve(Terms.on(date(2023, 5, 2)), takes_claims=False)
        abroad = injury(amount=sp.Money(500, "EUR"), marketplace=sp.Marketplace.DE, filed_on=date(2025, 1, 2))
        feedback = sp.Feedback(order_id="1", rating=1, left_on=date(2023, 5, 2))
        assert sp.rules.impact([abroad, feedback], after=terms) == ()

    def test_decisions_are_made_again(self) -> None:
        decision = sp.injury_and_damage.who_pays(injury(amount=sp.usd(1000)))
        (one,) = sp.rules.impact([decision], before=date(2021, 8, 31))
        assert one.after == decision

    def test_an_unknown_outcome_differs_from_a_known_one(self) -> None:
        decision = sp.injury_and_damage.who_pays(injury(is_valid=None))
        (one,) = sp.rules.impact([decision], before=date(2021, 8, 31))
        assert str(one).startswith("BETWEEN_THE_PARTIES → unknown: ")

    def test_a_text_that_says_nothing(self) -> None:
        """In Japan no text of the process is known for any day; abroad none of the time before is needed."""
        sales = sp.insurance.requirement(
            [sp.MonthlySales(month=date(2024, 6, 1), gross=sp.Money(9000, "EUR"), marketplace=sp.Marketplace.DE)],
            on=date(2024, 7, 1),
        )
        (one,) = sp.rules.impact([sales], before=date(2001, 1, 1))
        assert one.before is None
        assert one.after == sales
        assert (one.case, one.changes, one.terms) == (sales.case, (), ())
        assert str(one) == "no text → REQUIRED: "
        (other,) = sp.rules.impact([sales], after=date(2001, 1, 1))
        assert (other.before, other.after) == (sales, None)
        assert sp.rules.impact([sales], before=date(2001, 1, 1), after=date(2001, 1, 2)) == ()

    def test_what_no_table_decides(self) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"^cases: expected a decision of any table, or a fact") as raised:
            sp.rules.impact([sp.usd(3)])
        assert raised.value.value == sp.usd(3)
        kinds = raised.value.expected.rpartition(": ")[2].split(", ")
        assert {"InjuryClaim", "FeedbackComment", "HealthRating"} <= set(kinds)
        assert not {"ClaimOfOrder", "DutyMonth", "CountedOrders"} & set(kinds)

    @pytest.mark.parametrize("given", [injury(), sp.injury_and_damage.who_pays(injury()), 3])
    def test_a_single_case(self, given: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match="^cases: expected several, in a list or the like, got"):
            sp.rules.impact(given)

    @given(st.dates(date(2020, 1, 1), date(2025, 1, 1)), st.dates(date(2020, 1, 1), date(2025, 1, 1)))
    def test_is_listed_exactly_where_the_outcomes_differ(self, one: date, other: date) -> None:
        decision = sp.injury_and_damage.who_pays(injury())
        outcomes = [sp.injury_and_damage.who_pays(injury(), on=day).outcome for day in (one, other)]
        found = sp.rules.impact([decision], before=one, after=other)
        assert bool(found) is (outcomes[0] is not outcomes[1])


def _is_who_pays(found: Any) -> bool:
    return bool(found.after.table is sp.injury_and_damage.WHO_PAYS)
