"""Commercial liability insurance: who must have it, by when, and what it must be."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

import sellerpolicy as sp
from sellerpolicy.logic import WHAT_IF, days

US, CA, MX, JP, UK, DE, SE, PL = (
    sp.Marketplace.US,
    sp.Marketplace.CA,
    sp.Marketplace.MX,
    sp.Marketplace.JP,
    sp.Marketplace.UK,
    sp.Marketplace.DE,
    sp.Marketplace.SE,
    sp.Marketplace.PL,
)
REQUIRED = sp.insurance.Requirement.REQUIRED
NOT_REQUIRED = sp.insurance.Requirement.NOT_REQUIRED
ADEQUATE = sp.insurance.Adequacy.ADEQUATE
INADEQUATE = sp.insurance.Adequacy.INADEQUATE
Terms = sp.insurance.Terms
requirement = sp.insurance.requirement
deadline = sp.insurance.deadline
adequacy = sp.insurance.adequacy

LATER = date(2026, 11, 22)


def month(
    text: str,
    gross: str,
    marketplace: sp.Marketplace = US,
    *,
    reached_on: date | None = None,
    amazon_fulfilled: str | None = None,
    european_gross: str | None = None,
) -> sp.MonthlySales:
    """The sales of one month, such as ``month("2021-09", "10000.00")``."""
    fulfilled = None if amazon_fulfilled is None else sp.Money(amazon_fulfilled, marketplace.currency)
    return sp.MonthlySales(
        month=date.fromisoformat(f"{text}-15"),
        gross=sp.Money(gross, marketplace.currency),
        marketplace=marketplace,
        reached_on=reached_on,
        amazon_fulfilled=fulfilled,
        european_gross=None if european_gross is None else sp.Money(european_gross, marketplace.currency),
    )


def partly(text: str, gross: str) -> sp.MonthlySales:
    """The sales of a month of which not all are known."""
    return evolve(month(text, gross), complete=False)


def months(
    first: str, *gross: str, marketplace: sp.Marketplace = US, amazon_fulfilled: Sequence[str | None] = ()
) -> list[sp.MonthlySales]:
    """The sales of consecutive months of one year."""
    year, number = first.split("-")
    fulfilled = amazon_fulfilled or [None] * len(gross)
    return [
        month(f"{year}-{int(number) + after:02}", amount, marketplace, amazon_fulfilled=part)
        for after, (amount, part) in enumerate(zip(gross, fulfilled, strict=True))
    ]


POLICY = sp.InsurancePolicy(
    per_occurrence=sp.usd(1_000_000),
    aggregate=sp.usd(1_000_000),
    deductible=sp.usd(0),
    starts_on=date(2021, 9, 1),
    ends_on=date(2027, 8, 31),
    names_amazon=True,
    occurrence_based=True,
    covers_products=True,
    deductible_on_certificate=True,
    insurer_rating_ok=True,
    insured_name_matches=True,
    cancellation_notice_days=30,
    signed=True,
)
DEDUCTING = evolve(POLICY, deductible=sp.usd(5_000))


def changed(policy: sp.InsurancePolicy, **changes: Any) -> sp.InsurancePolicy:
    """The policy with some fields changed, by name."""
    return evolve(policy, **changes)


def abroad(
    marketplace: sp.Marketplace, limit: int, *, deductible: str = "0", signed: bool = True
) -> sp.InsurancePolicy:
    """The policy with another limit and deductible, in the marketplace's currency."""
    most = sp.Money(limit, marketplace.currency)
    return evolve(
        POLICY,
        per_occurrence=most,
        aggregate=most,
        deductible=sp.Money(deductible, marketplace.currency),
        signed=signed,
    )


class TestOneMonth:
    """000-8: insurance is needed once sales reach $10,000 in one month (US, since 1 September 2021)."""

    def test_a_cent_below(self) -> None:
        decision = requirement([month("2021-09", "9999.99")], on=LATER)
        assert decision.outcome is NOT_REQUIRED
        assert not decision.contested
        assert decision.policy_day == date(2021, 9, 30)

    def test_exactly_the_threshold_requires_it_and_the_sources_disagree(self) -> None:
        decision = requirement([month("2021-09", "10000.00")], on=LATER)
        assert decision.outcome is REQUIRED
        (disagreement,) = decision.disagreements
        assert disagreement.term == "insurance.in_one_month"
        assert disagreement.reading == sp.at_least(sp.usd(10_000))
        assert disagreement.other == sp.above(sp.usd(10_000))
        assert disagreement.reference is sp.insurance.AGREEMENT
        assert disagreement.outcome is NOT_REQUIRED

    def test_a_cent_above(self) -> None:
        decision = requirement([month("2021-09", "10000.01")], on=LATER)
        assert decision.outcome is REQUIRED
        assert not decision.contested
        assert decision.policy_day == date(2021, 9, 30)

    def test_the_month_before_is_judged_by_the_text_of_its_own_last_day(self) -> None:
        decision = requirement([month("2021-08", "50000.00")], on=LATER)
        assert decision.outcome is NOT_REQUIRED
        assert decision.policy_day == date(2021, 8, 31)

    def test_calendar_months_count_and_not_thirty_days_in_a_row(self) -> None:
        sales = [month("2023-01", "9000.00"), month("2023-02", "9000.00")]
        assert requirement(sales, on=LATER).outcome is NOT_REQUIRED

    def test_without_any_sales_nothing_is_required(self) -> None:
        decision = requirement([], on=date(2024, 2, 10))
        assert decision.outcome is NOT_REQUIRED
        assert decision.policy_day == date(2024, 2, 29)
        assert decision.case.marketplace is US

    def test_the_reason_names_sales_and_threshold_and_says_since_when(self) -> None:
        reason = requirement([month("2023-03", "12500.00")], on=LATER).reasons[-1]
        assert reason.id == "insurance.is_reached"
        assert reason.text == "the month's sales of USD 12,500.00 are at least USD 10,000.00"
        assert reason.holds is True
        assert reason.since == date(2021, 9, 1)
        assert reason.reference is sp.insurance.ANNOUNCED

    def test_what_if_the_threshold_were_lower(self) -> None:
        terms = evolve(Terms.on(date(2023, 3, 31)), in_one_month=sp.at_least(sp.usd(8_000)))
        decision = requirement([month("2023-03", "8000.00")], on=LATER, terms=terms)
        assert decision.outcome is REQUIRED
        assert not decision.contested
        assert WHAT_IF in decision.references

    @given(st.integers(0, 999_999), st.integers(1_000_001, 10**9), st.dates(date(2021, 9, 1), date(2026, 11, 30)))
    def test_every_amount_below_does_not_and_every_amount_above_does(self, less: int, more: int, day: date) -> None:
        for cents, outcome in ((less, NOT_REQUIRED), (more, REQUIRED)):
            sales = sp.MonthlySales(month=day, gross=sp.usd(Decimal(cents) / 100))
            decision = requirement([sales], on=day)
            assert decision.outcome is outcome
            assert not decision.contested


class TestThreeMonths:
    """000-8: before the change, $10,000 had to be exceeded in each of three consecutive months."""

    def test_three_months_in_a_row(self) -> None:
        decision = requirement(months("2021-06", "10001", "10001", "10001"), on=date(2021, 8, 31))
        assert decision.outcome is REQUIRED
        assert not decision.contested
        assert decision.policy_day == date(2021, 8, 31)

    @pytest.mark.parametrize(
        ("lowest", "outcome"), [("9999.99", NOT_REQUIRED), ("10000.00", NOT_REQUIRED), ("10000.01", REQUIRED)]
    )
    def test_each_month_must_exceed_and_exactly_is_not_enough(
        self, lowest: str, outcome: sp.insurance.Requirement
    ) -> None:
        for sales in (
            months("2020-01", lowest, "20000", "20000"),
            months("2020-01", "20000", lowest, "20000"),
            months("2020-01", "20000", "20000", lowest),
        ):
            decision = requirement(sales, on=LATER)
            assert decision.outcome is outcome
            assert not decision.contested

    def test_months_that_are_not_consecutive_do_not_add_up(self) -> None:
        sales = months("2020-01", "20000", "20000", "9000", "20000")
        assert requirement(sales, on=LATER).outcome is NOT_REQUIRED

    def test_a_month_not_listed_had_no_sales(self) -> None:
        sales = [month("2020-01", "20000"), month("2020-02", "20000"), month("2020-04", "20000")]
        assert requirement(sales, on=LATER).outcome is NOT_REQUIRED

    def test_three_months_across_a_new_year(self) -> None:
        sales = [month("2019-12", "20000"), month("2020-01", "20000"), month("2020-02", "20000")]
        decision = requirement(sales, on=LATER)
        assert decision.outcome is REQUIRED
        assert decision.policy_day == date(2020, 2, 29)

    def test_three_months_across_the_change_meet_neither_rule(self) -> None:
        sales = months("2021-07", "10001", "10001", "9000")
        assert requirement(sales, on=LATER).outcome is NOT_REQUIRED

    def test_the_change_brings_the_duty_one_month_later(self) -> None:
        decision = requirement(months("2021-07", "10001", "10001", "10001"), on=LATER)
        assert decision.outcome is REQUIRED
        assert decision.policy_day == date(2021, 9, 30)
        assert [reason.id.removeprefix("insurance.") for reason in decision.reasons] == [
            "was_requested",
            "is_professional",
            "binds_individuals",
            "is_reached",
        ]


class TestOldestText:
    """000-8: in the years 2011 to 2016 the US text counted only sales that Amazon fulfilled."""

    def test_while_the_change_is_not_dated_total_sales_are_a_reading_not_taken(self) -> None:
        decision = requirement(months("2014-01", "20000", "20000", "20000"), on=LATER)
        assert decision.outcome is None
        assert decision.needs == ("amazon_fulfilled",)
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [
            ("insurance.in_three_months", REQUIRED)
        ]

    def test_from_the_end_of_2016_all_sales_count(self) -> None:
        sales = months("2016-10", "20000", "20000", "20000", amazon_fulfilled=["0", "0", "0"])
        decision = requirement(sales, on=LATER)
        assert decision.outcome is REQUIRED
        assert not decision.contested

    def test_the_month_before_is_contested(self) -> None:
        sales = months("2016-09", "20000", "20000", "20000", amazon_fulfilled=["0", "0", "0"])
        decision = requirement(sales, on=LATER)
        assert decision.outcome is NOT_REQUIRED
        assert decision.contested

    def test_before_the_first_text_nothing_is_guessed(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="insurance: no policy text for us on 2011-11-30"):
            requirement([month("2011-11", "20000")], on=LATER)


class TestRequest:
    """000-8: Amazon may ask for insurance at any time, whatever the sales."""

    def test_a_request_requires_it_from_its_day_on(self) -> None:
        asked_on = date(2023, 5, 10)
        sales = [month("2023-04", "100.00")]
        assert requirement(sales, on=asked_on - timedelta(days=1), requested_on=asked_on).outcome is NOT_REQUIRED
        decision = requirement(sales, on=asked_on, requested_on=asked_on)
        assert decision.outcome is REQUIRED
        assert not decision.contested
        assert decision.policy_day == date(2023, 5, 31)
        assert requirement(sales, on=LATER, requested_on=asked_on).outcome is REQUIRED

    def test_without_any_sales(self) -> None:
        assert requirement([], on=LATER, requested_on=date(2023, 5, 10)).outcome is REQUIRED

    def test_an_unknown_request_leaves_it_open(self) -> None:
        decision = requirement([month("2023-04", "100.00")], on=LATER, requested_on=None)
        assert decision.outcome is None
        assert decision.needs == ("requested_on",)

    def test_an_unknown_request_does_not_matter_where_sales_require_it(self) -> None:
        assert requirement([month("2023-04", "10001")], on=LATER, requested_on=None).outcome is REQUIRED

    def test_a_request_in_a_month_with_sales_keeps_them(self) -> None:
        decision = requirement([month("2023-05", "100.00")], on=LATER, requested_on=date(2023, 5, 10))
        assert decision.case.gross == sp.usd("100.00")

    def test_a_month_without_sales_is_one_of_nothing_in_the_same_shop(self) -> None:
        """Before it in the table of sales nothing was sold either."""
        decision = requirement([month("2023-08", "100.00", CA)], on=LATER, requested_on=date(2023, 5, 10))
        assert decision.case.marketplace is CA
        assert decision.case.gross == decision.case.lowest_gross == sp.Money(0, "CAD")
        assert requirement([month("2023-08", "100.00")], on=LATER).case.lowest_gross == sp.usd(0)


class TestDuty:
    """000-8: the duty lasts; months after the day asked about do not count."""

    def test_it_lasts_through_a_year_without_sales(self) -> None:
        sales = [month("2023-01", "12000"), *(month(f"2024-{number:02}", "0") for number in range(1, 13))]
        assert requirement(sales, on=LATER).outcome is REQUIRED

    def test_a_month_that_has_begun_counts(self) -> None:
        sales = [month("2023-03", "12000")]
        assert requirement(sales, on=date(2023, 2, 28)).outcome is NOT_REQUIRED
        assert requirement(sales, on=date(2023, 2, 28)).policy_day == date(2023, 2, 28)
        assert requirement(sales, on=date(2023, 3, 1)).outcome is REQUIRED

    @pytest.mark.parametrize(
        ("on", "outcome"), [(date(2024, 3, 10), NOT_REQUIRED), (date(2024, 3, 19), NOT_REQUIRED), (LATER, REQUIRED)]
    )
    def test_a_threshold_that_was_reached_later_was_not_reached_yet(
        self, on: date, outcome: sp.insurance.Requirement
    ) -> None:
        march = month("2024-03", "12000.00", reached_on=date(2024, 3, 20))
        assert requirement(march, on=on).outcome is outcome
        assert (deadline(march, on=on) is None) is (outcome is NOT_REQUIRED)

    def test_on_the_very_day_on_which_it_is_reached_it_counts(self) -> None:
        march = month("2024-03", "12000.00", reached_on=date(2024, 3, 20))
        assert requirement(march, on=date(2024, 3, 20)).outcome is REQUIRED

    def test_an_uncontested_month_decides_before_an_earlier_contested_one(self) -> None:
        sales = months("2023-01", "10000.00", "9000", "12000", "15000")
        decision = requirement(sales, on=LATER)
        assert decision.policy_day == date(2023, 3, 31)
        assert not decision.contested

    def test_else_the_first_contested_month_that_requires_it(self) -> None:
        decision = requirement(months("2023-01", "5000", "10000.00", "10000.00", "9000"), on=LATER)
        assert decision.outcome is REQUIRED
        assert decision.policy_day == date(2023, 2, 28)

    def test_else_the_first_contested_month(self) -> None:
        sales = months("2022-01", "9000", "12000", "12000", "9000", marketplace=CA)
        decision = requirement(sales, on=LATER)
        assert decision.outcome is NOT_REQUIRED
        assert decision.contested
        assert decision.policy_day == date(2022, 2, 28)

    def test_else_the_latest_month(self) -> None:
        decision = requirement([month("2023-03", "10"), month("2023-01", "5")], on=LATER)
        assert decision.policy_day == date(2023, 3, 31)
        assert not decision.contested

    def test_a_month_that_hangs_on_an_unknown_is_not_hidden_by_a_later_one(self) -> None:
        sales = [
            *months("2024-01", "6000", "6000", "6000", marketplace=DE),
            month("2024-06", "10", DE),
        ]
        decision = requirement(sales, on=LATER)
        assert decision.outcome is None
        assert decision.needs == ("amazon_fulfilled",)
        assert decision.policy_day == date(2024, 3, 31)

    @given(
        st.dictionaries(st.integers(0, 60), st.integers(0, 1_500_000), max_size=8),
        st.integers(0, 60),
        st.integers(0, 1_500_000),
        st.randoms(use_true_random=False),
    )
    def test_more_sales_never_lift_it_and_the_order_does_not_matter(
        self, sold: dict[int, int], number: int, more: int, random: object
    ) -> None:
        def listed(cents: dict[int, int]) -> list[sp.MonthlySales]:
            return [
                sp.MonthlySales(month=date(2020 + after // 12, after % 12 + 1, 1), gross=sp.usd(Decimal(gross) / 100))
                for after, gross in cents.items()
            ]

        before = requirement(listed(sold), on=LATER)
        assert requirement(reversed(listed(sold)), on=LATER) == before
        after = requirement(listed({**sold, number: sold.get(number, 0) + more}), on=LATER)
        assert before.outcome is NOT_REQUIRED or after.outcome is REQUIRED

    @given(st.integers(0, 40), st.integers(0, 40))
    def test_it_is_never_lifted_by_time(self, first: int, later: int) -> None:
        sales = months("2021-06", "10001", "9000", "10000", "9999.99", "10000.00")
        day = date(2021, 6, 1) + timedelta(days=10 * first)
        if requirement(sales, on=day).outcome is REQUIRED:
            assert requirement(sales, on=day + timedelta(days=10 * later)).outcome is REQUIRED


class TestIncompleteMonths:
    """000-8: of a month of which not all sales are known, those that are known may be enough; else it is unknown."""

    def test_enough_is_known(self) -> None:
        decision = requirement(partly("2024-03", "10000.01"), on=LATER)
        assert decision.outcome is REQUIRED
        assert not decision.contested

    def test_more_may_have_been_sold(self) -> None:
        decision = requirement(partly("2024-03", "6000.00"), on=LATER)
        assert decision.outcome is None
        assert decision.needs == ("gross",)

    def test_another_month_requires_it(self) -> None:
        decision = requirement([partly("2024-03", "6000.00"), month("2024-04", "12000.00")], on=LATER)
        assert decision.outcome is REQUIRED
        assert decision.policy_day == date(2024, 4, 30)

    def test_a_later_month_does_not_hide_it(self) -> None:
        decision = requirement([partly("2024-03", "6000.00"), month("2024-04", "1.00")], on=LATER)
        assert (decision.outcome, decision.policy_day) == (None, date(2024, 3, 31))

    @pytest.mark.parametrize(
        ("sold", "outcome"),
        [
            # the months that are not listed had no sales
            ([("2020-03", "6000", False)], NOT_REQUIRED),
            ([("2020-01", "12000", True), ("2020-02", "12000", True), ("2020-03", "6000", False)], None),
            ([("2020-01", "12000", False), ("2020-02", "12000", False), ("2020-03", "12000", False)], REQUIRED),
            ([("2020-01", "5000", True), ("2020-02", "12000", False), ("2020-03", "5000", False)], NOT_REQUIRED),
            ([("2020-01", "5000", True), ("2020-02", "12000", True), ("2020-03", "4000", False)], None),
        ],
    )
    def test_of_three_months_the_lowest_may_be_known(
        self, sold: list[tuple[str, str, bool]], outcome: sp.insurance.Requirement | None
    ) -> None:
        given_months = [evolve(month(text, gross), complete=complete) for text, gross, complete in sold]
        assert requirement(given_months, on=date(2020, 3, 31)).outcome is outcome

    def test_what_amazon_fulfilled_of_it_may_be_more(self) -> None:
        row = months("2012-04", *["12000"] * 3, amazon_fulfilled=["9000"] * 3)
        assert requirement(row, on=date(2012, 6, 30)).outcome is NOT_REQUIRED
        decision = requirement([*row[:2], evolve(row[2], complete=False)], on=date(2012, 6, 30))
        assert decision.outcome is None
        assert decision.needs == ("amazon_fulfilled",)

    def test_the_deadline_is_that_of_what_is_known(self) -> None:
        due = deadline(partly("2024-03", "12000.00"), on=LATER)
        assert due is not None
        assert due.by == date(2024, 4, 30)
        perhaps = deadline(partly("2024-03", "6000.00"), on=LATER)
        assert perhaps is not None
        assert (perhaps.by, perhaps.needs) == (date(2024, 4, 30), ("gross", "reached_on"))

    def test_where_no_text_is_known_none_is_guessed(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="no policy text for au"):
            requirement(evolve(month("2024-03", "1", sp.Marketplace.AU), complete=False), on=LATER)

    @given(st.integers(0, 2_000_000), st.integers(0, 2_000_000), st.dates(date(2020, 1, 1), date(2026, 1, 1)))
    def test_what_is_known_of_it_stays_true_when_all_of_it_is(self, cents: int, more: int, day: date) -> None:
        least, whole = (
            sp.MonthlySales(month=day, gross=sp.usd(str(Decimal(sold) / 100)), complete=complete)
            for sold, complete in ((cents, False), (cents + more, True))
        )
        assert requirement(least, on=LATER).outcome in {None, requirement(whole, on=LATER).outcome}


class TestFlips:
    """000-8: what would change the answer is something that can be."""

    def test_no_month_is_lower_than_the_lowest_of_its_row(self) -> None:
        decision = requirement(months("2021-06", *["10000.00"] * 3), on=date(2021, 8, 31))
        flips = decision.flips()
        assert flips
        for flip in flips:
            case = flip.case
            assert isinstance(case, sp.insurance.DutyMonth)
            assert case.lowest_gross is not None
            assert case.gross is not None
            assert case.lowest_gross <= case.gross

    @pytest.mark.parametrize(
        ("field", "whole"),
        [("lowest_gross", "gross"), ("amazon_fulfilled", "lowest_gross"), ("gross", "european_gross")],
    )
    def test_a_part_is_no_greater_than_the_whole(self, field: str, whole: str) -> None:
        duty = sp.insurance.DutyMonth(
            month_end=date(2021, 8, 31),
            gross=sp.usd(5),
            lowest_gross=sp.usd(5),
            amazon_fulfilled=sp.usd(5),
            european_gross=sp.usd(5),
        )
        with pytest.raises(sp.errors.BadFact, match=f"DutyMonth.{field}: expected at most the {whole}"):
            evolve(duty, **{whole: sp.usd(4), **({"lowest_gross": sp.usd(4)} if whole == "lowest_gross" else {})})  # type: ignore[arg-type]


class TestOneMonthAlone:
    """A single month need not be put in a list."""

    def test_a_single_month(self) -> None:
        sold = month("2024-03", "10000.01")
        assert requirement(sold, on=LATER) == requirement([sold], on=LATER)
        assert deadline(sold, on=LATER) == deadline([sold], on=LATER)

    @pytest.mark.parametrize("sales", [None, 10_000, sp.usd(10_000)])
    def test_what_are_no_months(self, sales: Any) -> None:
        with pytest.raises(sp.errors.BadFact, match="sales: expected MonthlySales, one or several"):
            requirement(sales, on=LATER)
        with pytest.raises(sp.errors.BadFact, match="sales: expected MonthlySales, one or several"):
            deadline(sales, on=LATER)


class TestPlans:
    """000-8: the agreement binds sellers of every plan; a page and an e-mail of 2021 speak to Pro sellers."""

    @pytest.mark.parametrize(("text", "contested"), [("2021-08", False), ("2021-09", True), ("2024-03", True)])
    def test_the_individual_plan(self, text: str, contested: bool) -> None:
        sold = [month("2021-06", "20000"), month("2021-07", "20000"), month("2021-08", "20000")]
        if text != "2021-08":
            sold = [month(text, "10000.01")]
        decision = requirement(sold, on=LATER, professional=False)
        assert (decision.outcome, decision.contested) == (REQUIRED, contested)
        assert requirement(sold, on=LATER).outcome is REQUIRED
        assert not requirement(sold, on=LATER).contested

    def test_whom_amazon_asks_must_be_insured_on_any_plan(self) -> None:
        decision = requirement([], on=LATER, requested_on=date(2024, 3, 5), professional=False)
        assert (decision.outcome, decision.contested) == (REQUIRED, False)

    @pytest.mark.parametrize("marketplace", [UK, DE, SE, CA])
    def test_elsewhere_nobody_says_otherwise(self, marketplace: sp.Marketplace) -> None:
        assert Terms.on(date(2024, 6, 3), marketplace).binds_individuals is True
        assert list(Terms.on(date(2024, 6, 3), marketplace).readings(["binds_individuals"])) == []

    def test_the_deadline_is_contested_too(self) -> None:
        sold = month("2024-03", "10000.01", reached_on=date(2024, 3, 31))
        found = deadline(sold, on=LATER, professional=False)
        assert found is not None
        assert (found.by, found.contested) == (date(2024, 4, 30), True)


class TestProgramme:
    """000-9: insurance can be had through Amazon's own accelerator programme."""

    def test_a_seller_who_must_be_insured_is_told(self) -> None:
        decision = requirement([month("2023-03", "12000")], on=LATER)
        (note,) = decision.notes
        assert "Insurance Accelerator" in note.text
        assert note.reference in decision.references
        assert "Insurance Accelerator" in decision.explain()

    def test_others_are_not(self) -> None:
        assert requirement([month("2023-03", "9000")], on=LATER).notes == ()

    def test_the_table_says_which_statements_it_answers(self) -> None:
        assert sp.insurance.REQUIREMENT.answers == ("000-8", "000-9")
        assert sp.insurance.ADEQUACY.answers == ("000-8",)


class TestOtherMarketplaces:
    """000-8: elsewhere other amounts and other days hold; the amount itself is not enough."""

    @pytest.mark.parametrize(("marketplace", "amount"), [(UK, 4_000), (DE, 5_000), (SE, 50_000), (PL, 22_500)], ids=str)
    def test_europe_by_one_month(self, marketplace: sp.Marketplace, amount: int) -> None:
        def judged(cents: str) -> tuple[object, bool]:
            gross = str(Decimal(amount) + Decimal(cents))
            decision = requirement([month("2024-05", gross, marketplace)], on=LATER)
            return decision.outcome, decision.contested

        assert judged("-0.01") == (NOT_REQUIRED, True)
        assert judged("0") == (NOT_REQUIRED, True)
        assert judged("0.01") == (REQUIRED, False)

    def test_in_europe_all_shops_together_are_a_reading_not_taken(self) -> None:
        decision = requirement([month("2024-06", "3000", DE)], on=LATER)
        (disagreement,) = decision.disagreements
        assert disagreement.term == "insurance.in_europe"
        assert disagreement.other == sp.above(sp.Money(5_000, "EUR"))
        assert disagreement.outcome is None

    @pytest.mark.parametrize(("together", "contested"), [("5000.00", False), ("5000.01", True)])
    def test_with_the_sales_of_all_shops_it_is_known_where_that_matters(self, together: str, contested: bool) -> None:
        decision = requirement([month("2024-06", "3000", DE, european_gross=together)], on=LATER)
        assert (decision.outcome, decision.contested) == (NOT_REQUIRED, contested)
        assert [each.outcome for each in decision.disagreements] == ([REQUIRED] if contested else [])

    def test_under_that_reading_sales_in_all_shops_would_be_needed(self) -> None:
        terms = evolve(Terms.on(date(2024, 6, 30), DE), in_europe=sp.above(sp.Money(5_000, "EUR")))
        decision = requirement([month("2024-06", "3000", DE)], on=LATER, terms=terms)
        assert decision.outcome is None
        assert decision.needs == ("european_gross",)
        case = evolve(decision.case, european_gross=sp.Money("5000.01", "EUR"))
        assert sp.insurance.REQUIREMENT.outcome(case, terms) is REQUIRED

    @pytest.mark.parametrize(
        ("fulfilled", "outcome"),
        [(["5000.01"] * 3, REQUIRED), (["5000.00"] * 3, NOT_REQUIRED), (["9000", "9000", None], None)],
    )
    def test_europe_counted_what_amazon_fulfilled_in_three_months(
        self, fulfilled: list[str | None], outcome: sp.insurance.Requirement | None
    ) -> None:
        sales = months("2024-02", "9000", "9000", "9000", marketplace=DE, amazon_fulfilled=fulfilled)
        decision = requirement(sales, on=LATER)
        assert decision.outcome is outcome
        assert decision.needs == (("amazon_fulfilled",) if outcome is None else ())
        assert not decision.contested

    def test_what_amazon_fulfilled_need_not_be_known_where_all_sales_are_too_low(self) -> None:
        sales = months("2024-02", "9000", "5000.00", "9000", marketplace=DE)
        assert requirement(sales, on=LATER).outcome is NOT_REQUIRED

    def test_a_month_with_unknown_fulfilment_beside_months_without_sales(self) -> None:
        assert requirement([month("2024-03", "9000", DE)], on=LATER).outcome is NOT_REQUIRED

    def test_the_month_in_which_the_european_text_changed_is_judged_by_the_new_one(self) -> None:
        assert requirement([month("2024-04", "6000", UK)], on=LATER).outcome is NOT_REQUIRED
        assert requirement([month("2024-05", "6000", UK)], on=LATER).outcome is REQUIRED

    @pytest.mark.parametrize(
        ("year_month", "outcome", "contested"),
        [
            ("2021-08", NOT_REQUIRED, False),
            ("2021-09", NOT_REQUIRED, True),
            ("2024-04", NOT_REQUIRED, True),
            ("2024-05", REQUIRED, False),
        ],
    )
    def test_canada_came_to_one_month_on_an_unknown_day_until_may_2024(
        self, year_month: str, outcome: sp.insurance.Requirement, contested: bool
    ) -> None:
        decision = requirement([month(year_month, "10000.01", CA)], on=LATER)
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_canada_by_one_month_of_exactly_the_threshold(self) -> None:
        decision = requirement([month("2024-05", "10000.00", CA)], on=LATER)
        assert decision.outcome is NOT_REQUIRED
        assert not decision.contested

    @pytest.mark.parametrize(
        ("marketplace", "amount", "unit"), [(CA, "10000.00", "0.01"), (MX, "100000.00", "0.01"), (JP, "1000000", "1")]
    )
    def test_three_months_overseas(self, marketplace: sp.Marketplace, amount: str, unit: str) -> None:
        over = str(Decimal(amount) + Decimal(unit))
        assert requirement(months("2020-01", *[over] * 3, marketplace=marketplace), on=LATER).outcome is REQUIRED
        exactly = months("2020-01", over, amount, over, marketplace=marketplace)
        assert requirement(exactly, on=LATER).outcome is NOT_REQUIRED

    @pytest.mark.parametrize(
        ("year_month", "amount", "contested"),
        [
            ("2025-03", "5000000", True),
            ("2025-03", "100000.01", True),
            ("2025-03", "100000.00", False),
            ("2021-10", "100000.01", True),
            ("2021-09", "5000000", False),
        ],
    )
    def test_in_mexico_no_text_says_whether_one_month_is_enough_by_now(
        self, year_month: str, amount: str, contested: bool
    ) -> None:
        decision = requirement([month(year_month, amount, MX)], on=LATER)
        assert decision.outcome is NOT_REQUIRED
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [
            ("insurance.in_one_month", REQUIRED)
        ] * contested

    @pytest.mark.parametrize(
        ("marketplace", "year_month"),
        [
            (CA, "2018-11"),
            (UK, "2021-01"),
            (SE, "2024-04"),
            (sp.Marketplace.IE, "2025-01"),
            (sp.Marketplace.AU, "2025-01"),
        ],
    )
    def test_where_no_text_is_known_nothing_is_guessed(self, marketplace: sp.Marketplace, year_month: str) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match=f"no policy text for {marketplace.value}"):
            requirement([month(year_month, "900000", marketplace)], on=LATER)


class TestDeadline:
    """000-8: the seller has 30 days to become insured; no text settles where they start."""

    def test_from_the_day_the_threshold_was_passed_where_known(self) -> None:
        due = deadline([month("2024-03", "12500", reached_on=date(2024, 3, 12))], on=LATER)
        assert due is not None
        assert due.by == date(2024, 4, 11)
        assert due.counted_from == date(2024, 3, 12)
        assert due.contested
        assert due.other == date(2024, 4, 30)
        assert due.needs == ()
        assert due.is_duty
        assert {sp.insurance.DEMANDS, sp.insurance.AGREEMENT} <= set(due.references)

    def test_else_from_the_months_end(self) -> None:
        due = deadline([month("2024-03", "12500")], on=LATER)
        assert due is not None
        assert due.by == date(2024, 4, 30)
        assert due.counted_from == date(2024, 3, 31)
        assert due.contested
        assert due.other is None
        assert due.needs == ("reached_on",)

    @pytest.mark.parametrize(
        ("sales", "requested_on"),
        [
            ([("2024-03", date(2024, 3, 12))], sp.NEVER),
            ([("2024-03", None)], sp.NEVER),
            ([], date(2023, 5, 10)),
        ],
    )
    def test_it_is_a_duty_whatever_started_it(self, sales: list[tuple[str, date | None]], requested_on: date) -> None:
        due = deadline(
            [month(name, "12500", reached_on=day) for name, day in sales], on=LATER, requested_on=requested_on
        )
        assert due is not None
        assert due.is_duty

    def test_both_readings_agree_on_the_months_last_day(self) -> None:
        due = deadline([month("2024-03", "12500", reached_on=date(2024, 3, 31))], on=LATER)
        assert due is not None
        assert due.by == date(2024, 4, 30)
        assert not due.contested

    def test_from_amazons_request(self) -> None:
        due = deadline([], on=LATER, requested_on=date(2023, 5, 10))
        assert due is not None
        assert due.by == date(2023, 6, 9)
        assert due.counted_from == date(2023, 5, 10)
        assert not due.contested
        assert due.needs == ()

    @pytest.mark.parametrize(
        ("requested_on", "by", "other"),
        [
            (date(2024, 3, 11), date(2024, 4, 10), None),
            (date(2024, 3, 12), date(2024, 4, 11), None),
            (date(2024, 3, 13), date(2024, 4, 11), date(2024, 4, 12)),
            (date(2024, 4, 15), date(2024, 4, 11), date(2024, 4, 30)),
        ],
    )
    def test_the_sooner_of_sales_and_request(self, requested_on: date, by: date, other: date | None) -> None:
        sales = [month("2024-03", "12500", reached_on=date(2024, 3, 12))]
        due = deadline(sales, on=LATER, requested_on=requested_on)
        assert due is not None
        assert due.by == by
        assert due.other == other
        assert due.contested is (other is not None)

    def test_an_earlier_request_wins_over_later_sales(self) -> None:
        due = deadline([month("2024-03", "12500")], on=LATER, requested_on=date(2023, 5, 10))
        assert due is not None
        assert due.by == date(2023, 6, 9)
        assert not due.contested

    def test_later_months_change_nothing(self) -> None:
        first = month("2024-03", "12500", reached_on=date(2024, 3, 12))
        assert deadline([first, month("2024-04", "99000")], on=LATER) == deadline([first], on=LATER)

    def test_it_starts_with_the_first_month_that_requires_insurance(self) -> None:
        sales = [month("2024-03", "10000.00"), month("2024-04", "12500", reached_on=date(2024, 4, 2))]
        due = deadline(sales, on=LATER)
        assert due is not None
        assert due.by == date(2024, 4, 30)
        assert due.contested
        assert due.other == date(2024, 5, 2)

    def test_where_another_reading_asks_for_nothing(self) -> None:
        due = deadline([month("2024-03", "10000.00", reached_on=date(2024, 3, 31))], on=LATER)
        assert due is not None
        assert due.by == date(2024, 4, 30)
        assert due.contested
        assert due.other is None

    def test_without_a_duty_there_is_none(self) -> None:
        assert deadline([month("2024-03", "9999.99")], on=LATER) is None
        assert deadline([], on=LATER) is None

    def test_none_even_where_another_reading_asks_for_insurance(self) -> None:
        sales = [month("2023-03", "12000", CA)]
        assert requirement(sales, on=LATER).contested
        assert deadline(sales, on=LATER) is None

    def test_three_months_count_from_the_third(self) -> None:
        due = deadline(months("2020-01", "20000", "20000", "20000"), on=LATER)
        assert due is not None
        assert due.by == date(2020, 4, 30)

    def test_an_unknown_request_may_come_sooner(self) -> None:
        due = deadline([month("2024-03", "12500", reached_on=date(2024, 3, 12))], on=LATER, requested_on=None)
        assert due is not None
        assert due.by == date(2024, 4, 11)
        assert due.needs == ("requested_on",)

    def test_an_unknown_request_alone_gives_no_day(self) -> None:
        due = deadline([month("2024-03", "1")], on=LATER, requested_on=None)
        assert due is not None
        assert due.by is None
        assert due.needs == ("requested_on",)

    def test_a_duty_that_hangs_on_an_unknown_is_due_by_then_if_it_is_one(self) -> None:
        due = deadline(months("2024-01", "9000", "9000", "9000", marketplace=DE), on=LATER)
        assert due is not None
        assert due.by == date(2024, 4, 30)
        assert set(due.needs) == {"amazon_fulfilled", "reached_on"}

    def test_a_request_after_the_day_asked_about_does_not_count(self) -> None:
        assert deadline([], on=date(2023, 5, 9), requested_on=date(2023, 5, 10)) is None

    def test_what_if_there_were_more_time(self) -> None:
        terms = evolve(Terms.on(date(2023, 5, 31)), time_to_insure=days(45))
        due = deadline([], on=LATER, requested_on=date(2023, 5, 10), terms=terms)
        assert due is not None
        assert due.by == date(2023, 6, 24)

    @given(st.integers(1, 31), st.integers(-60, 60))
    def test_never_later_than_thirty_days_after_the_months_end(self, reached: int, asked: int) -> None:
        sales = [month("2024-03", "12500", reached_on=date(2024, 3, reached))]
        requested_on = date(2024, 3, 15) + timedelta(days=asked)
        due = deadline(sales, on=LATER, requested_on=requested_on)
        assert due is not None
        assert due.by == min(date(2024, 3, reached), requested_on) + timedelta(days=30)


class TestBadSales:
    """000-8: months that contradict each other are refused."""

    def test_a_month_listed_twice(self) -> None:
        sales = [month("2024-03", "1"), sp.MonthlySales(month=date(2024, 3, 31), gross=sp.usd(2))]
        with pytest.raises(sp.errors.BadFact, match=r"MonthlySales\.month: expected each month once, got '2024-03'"):
            requirement(sales, on=LATER)

    def test_months_of_two_marketplaces(self) -> None:
        sales = [month("2024-03", "6000"), month("2024-04", "6000", CA)]
        with pytest.raises(
            sp.errors.BadFact,
            match=r"MonthlySales\.marketplace: expected 'us', one marketplace for all months",
        ):
            deadline(sales, on=LATER)

    @pytest.mark.parametrize("plan", [None, "professional", 1])
    def test_a_plan_that_is_none(self, plan: object) -> None:
        with pytest.raises(sp.errors.BadFact, match="^professional: expected True or False"):
            requirement([], on=LATER, professional=plan)  # type: ignore[arg-type]
        with pytest.raises(sp.errors.BadFact, match="^professional: expected True or False"):
            deadline([], on=LATER, professional=plan)  # type: ignore[arg-type]

    def test_something_that_is_no_month(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="sales: expected only facts of the kind MonthlySales, got"):
            requirement([POLICY], on=LATER)  # type: ignore[list-item]

    @pytest.mark.parametrize("day", [datetime(2024, 3, 1), "2024-03-01", None])  # noqa: DTZ001
    def test_a_day_that_is_no_day(self, day: object) -> None:
        with pytest.raises(sp.errors.BadFact, match="on: expected a calendar day"):
            requirement([], on=day)  # type: ignore[arg-type]
        with pytest.raises(sp.errors.BadFact, match="on: expected a calendar day"):
            adequacy(POLICY, on=day)  # type: ignore[arg-type]

    def test_a_request_on_no_day(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="requested_on: expected a calendar day"):
            requirement([], on=LATER, requested_on="2024-03-01")  # type: ignore[arg-type]

    def test_more_fulfilled_by_amazon_than_sold(self) -> None:
        month("2024-03", "100.00", amazon_fulfilled="100.00")
        with pytest.raises(sp.errors.BadFact, match=r"MonthlySales\.amazon_fulfilled"):
            month("2024-03", "100.00", amazon_fulfilled="100.01")


class TestLimits:
    """000-8: the insurance must pay at least $1,000,000 for one occurrence and in aggregate."""

    @pytest.mark.parametrize(
        ("amount", "outcome"),
        [("999999.99", INADEQUATE), ("1000000.00", ADEQUATE), ("1000000.01", ADEQUATE)],
    )
    @pytest.mark.parametrize("field", ["per_occurrence", "aggregate"])
    def test_both_limits(self, field: str, amount: str, outcome: sp.insurance.Adequacy) -> None:
        decision = adequacy(changed(POLICY, **{field: sp.usd(amount)}), on=date(2024, 5, 2))
        assert decision.outcome is outcome
        assert not decision.contested

    @pytest.mark.parametrize(("marketplace", "limit"), [(UK, 400_000), (DE, 500_000), (SE, 5_000_000), (PL, 2_250_000)])
    def test_in_europe(self, marketplace: sp.Marketplace, limit: int) -> None:
        on = date(2024, 6, 2)
        enough = adequacy(abroad(marketplace, limit), on=on, marketplace=marketplace)
        assert enough.outcome is ADEQUATE
        too_little = adequacy(abroad(marketplace, limit - 1), on=on, marketplace=marketplace)
        assert too_little.outcome is INADEQUATE

    def test_what_europes_texts_do_not_say_is_not_guessed(self) -> None:
        policy = abroad(DE, 500_000, signed=False)
        with pytest.raises(sp.errors.NoPolicyText, match=r"insurance\.\w+: no policy text for de on 2024-06-02"):
            adequacy(policy, on=date(2024, 6, 2), marketplace=DE)

    def test_where_no_limit_is_known(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match=r"insurance\.limits: no policy text for ca"):
            adequacy(abroad(CA, 1_000_000), on=date(2025, 1, 1), marketplace=CA)

    def test_a_day_without_any_text(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="no policy text for us on 2010-01-01"):
            adequacy(POLICY, on=date(2010, 1, 1))


class TestSeveralPolicies:
    """000-8: a general and an umbrella policy may be combined."""

    GENERAL = evolve(POLICY, per_occurrence=sp.usd(600_000), aggregate=sp.usd(600_000))
    UMBRELLA = evolve(POLICY, per_occurrence=sp.usd(400_000), aggregate=sp.usd(400_000))
    ON = date(2024, 5, 2)

    def test_their_limits_add_up_and_the_sources_disagree(self) -> None:
        assert adequacy(self.GENERAL, on=self.ON).outcome is INADEQUATE
        decision = adequacy([self.GENERAL, self.UMBRELLA], on=self.ON)
        assert decision.outcome is ADEQUATE
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [("insurance.adds_up", INADEQUATE)]
        assert decision.case.policies == 2

    def test_a_cent_less_is_not_enough(self) -> None:
        umbrella = evolve(self.UMBRELLA, aggregate=sp.usd("399999.99"))
        assert adequacy([self.GENERAL, umbrella], on=self.ON).outcome is INADEQUATE

    def test_one_that_does_alone_is_enough_and_uncontested(self) -> None:
        decision = adequacy([evolve(self.GENERAL, names_amazon=False), POLICY], on=self.ON)
        assert decision.outcome is ADEQUATE
        assert not decision.contested
        assert decision.case.policies == 1

    def test_one_that_fails_by_itself_spoils_no_combination(self) -> None:
        unsigned = evolve(POLICY, signed=False)
        assert adequacy([unsigned, self.GENERAL, self.UMBRELLA], on=self.ON).outcome is ADEQUATE

    def test_one_that_is_over_adds_nothing(self) -> None:
        over = evolve(self.UMBRELLA, ends_on=date(2024, 5, 1))
        assert adequacy([self.GENERAL, over], on=self.ON).outcome is INADEQUATE

    def test_one_of_which_something_is_unknown_may_help(self) -> None:
        unknown = evolve(self.UMBRELLA, insurer_rating_ok=None)
        decision = adequacy([self.GENERAL, unknown], on=self.ON)
        assert decision.outcome is None
        assert decision.needs == ("insurer_rating_ok",)

    def test_one_of_which_something_is_unknown_spoils_no_combination(self) -> None:
        unknown = evolve(self.UMBRELLA, insurer_rating_ok=None)
        decision = adequacy([unknown, self.GENERAL, self.UMBRELLA], on=self.ON)
        assert decision.outcome is ADEQUATE
        assert decision.case.policies == 2

    def test_together_they_hold_on_the_days_on_which_all_hold(self) -> None:
        first = evolve(self.GENERAL, starts_on=date(2022, 1, 1), ends_on=date(2024, 12, 31), deductible=sp.usd(100))
        second = evolve(self.UMBRELLA, starts_on=date(2023, 1, 1), ends_on=date(2025, 12, 31), deductible=sp.usd(50))
        for policies in ([first, second], [second, first]):
            cover = adequacy(policies, on=self.ON).case
            assert (cover.starts_on, cover.ends_on) == (date(2023, 1, 1), date(2024, 12, 31))
            assert cover.deductible == sp.usd(100)
            assert (cover.per_occurrence, cover.aggregate) == (sp.usd(1_000_000), sp.usd(1_000_000))

    def test_the_shortest_notice_and_the_highest_deductible_count(self) -> None:
        short = evolve(self.UMBRELLA, cancellation_notice_days=29)
        assert adequacy([self.GENERAL, short], on=self.ON).outcome is INADEQUATE
        unstated = evolve(self.UMBRELLA, cancellation_notice_days=None)
        assert adequacy([self.GENERAL, unstated], on=self.ON).needs == ("cancellation_notice_days",)
        deducting = evolve(self.UMBRELLA, deductible=sp.usd("10000.01"))
        assert adequacy([self.GENERAL, deducting], on=self.ON).outcome is INADEQUATE

    def test_a_certificate_need_not_show_a_deductible_that_is_none(self) -> None:
        general = evolve(self.GENERAL, deductible=sp.usd(0), deductible_on_certificate=False)
        umbrella = evolve(self.UMBRELLA, deductible=sp.usd(100), deductible_on_certificate=True)
        assert adequacy([general, umbrella], on=self.ON).outcome is ADEQUATE

    def test_in_europe_no_text_says_so(self) -> None:
        halves = [abroad(DE, 250_000), abroad(DE, 250_000)]
        with pytest.raises(sp.errors.NoPolicyText, match=r"insurance\.\w+: no policy text for de on 2024-07-01"):
            adequacy(halves, on=self.ON + timedelta(days=60), marketplace=DE)

    def test_in_europe_one_that_does_alone_needs_no_such_text(self) -> None:
        policies = [abroad(DE, 250_000, signed=False), abroad(DE, 500_000)]
        assert adequacy(policies, on=self.ON + timedelta(days=60), marketplace=DE).outcome is ADEQUATE

    @given(st.lists(st.integers(0, 1_200_000), min_size=1, max_size=5))
    def test_another_policy_never_makes_it_worse(self, limits: list[int]) -> None:
        policies = [evolve(POLICY, per_occurrence=sp.usd(limit), aggregate=sp.usd(limit)) for limit in limits]
        outcomes = [adequacy(policies[:count], on=self.ON).outcome for count in range(1, len(policies) + 1)]
        found = [outcome is ADEQUATE for outcome in outcomes]
        assert found == sorted(found)
        assert found[-1] is (sum(limits) >= 1_000_000)


class TestDeductible:
    """000-8: a deductible of at most $10,000, on the certificate; in summer 2022 none, but for the largest sellers."""

    @pytest.mark.parametrize(
        ("amount", "outcome"), [("9999.99", ADEQUATE), ("10000.00", ADEQUATE), ("10000.01", INADEQUATE)]
    )
    def test_its_height(self, amount: str, outcome: sp.insurance.Adequacy) -> None:
        assert adequacy(evolve(POLICY, deductible=sp.usd(amount)), on=date(2024, 5, 2)).outcome is outcome

    def test_without_one_the_certificate_is_not_asked_for(self) -> None:
        unsure = evolve(POLICY, deductible_on_certificate=None, signed=None)
        assert adequacy(unsure, on=date(2024, 5, 2)).needs == ("signed",)

    def test_it_must_be_on_the_certificate(self) -> None:
        hidden = evolve(DEDUCTING, deductible_on_certificate=False)
        assert adequacy(hidden, on=date(2024, 5, 2)).outcome is INADEQUATE
        assert adequacy(evolve(hidden, deductible=sp.usd(0)), on=date(2024, 5, 2)).outcome is ADEQUATE
        unknown = adequacy(evolve(hidden, deductible_on_certificate=None), on=date(2024, 5, 2))
        assert unknown.needs == ("deductible_on_certificate",)

    @pytest.mark.parametrize(
        ("on", "outcome", "contested"),
        [
            (date(2022, 6, 26), ADEQUATE, False),
            (date(2022, 6, 27), INADEQUATE, False),
            (date(2022, 6, 28), INADEQUATE, True),
            (date(2022, 8, 1), INADEQUATE, True),
            (date(2022, 8, 2), ADEQUATE, False),
        ],
    )
    def test_none_was_allowed_in_summer_2022_until_an_unknown_day(
        self, on: date, outcome: sp.insurance.Adequacy, contested: bool
    ) -> None:
        decision = adequacy(DEDUCTING, on=on, gross_of_year=sp.usd("1000000.00"))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_then_sellers_above_a_million_a_year_might_have_one(self) -> None:
        on = date(2022, 6, 27)
        assert adequacy(DEDUCTING, on=on, gross_of_year=sp.usd("1000000.01")).outcome is ADEQUATE
        hidden = evolve(DEDUCTING, deductible_on_certificate=False)
        assert adequacy(hidden, on=on, gross_of_year=sp.usd("1000000.01")).outcome is INADEQUATE

    @pytest.mark.parametrize(
        ("on", "outcome", "contested"),
        [
            (date(2022, 6, 26), INADEQUATE, False),
            (date(2022, 6, 27), ADEQUATE, False),
            (date(2022, 7, 10), ADEQUATE, True),
            (date(2022, 8, 1), ADEQUATE, True),
            (date(2022, 8, 2), INADEQUATE, False),
        ],
    )
    def test_then_no_text_limits_its_height_for_them(
        self, on: date, outcome: sp.insurance.Adequacy, contested: bool
    ) -> None:
        high = evolve(POLICY, deductible=sp.usd(20_000))
        decision = adequacy(high, on=on, gross_of_year=sp.usd(2_000_000))
        assert (decision.outcome, decision.contested) == (outcome, contested)

    def test_then_the_sales_of_the_year_must_be_known(self) -> None:
        decision = adequacy(DEDUCTING, on=date(2022, 6, 27))
        assert decision.outcome is None
        assert decision.needs == ("gross_of_year",)

    def test_then_a_policy_without_one_was_fine(self) -> None:
        assert adequacy(POLICY, on=date(2022, 6, 27)).outcome is ADEQUATE

    def test_in_europe(self) -> None:
        on = date(2024, 6, 2)
        low = abroad(DE, 500_000, deductible="10000.00")
        assert adequacy(low, on=on, marketplace=DE).outcome is ADEQUATE
        high = abroad(DE, 500_000, deductible="10000.01")
        assert adequacy(high, on=on, marketplace=DE).outcome is INADEQUATE


class TestDemands:
    """000-8: the policy names Amazon as additional insured, and meets the further demands of Amazon's page."""

    ON = date(2024, 5, 2)

    @pytest.mark.parametrize(
        "field",
        [
            "names_amazon",
            "covers_products",
            "insurer_rating_ok",
            "insured_name_matches",
            "signed",
        ],
    )
    def test_each_is_needed(self, field: str) -> None:
        decision = adequacy(changed(POLICY, **{field: False}), on=self.ON)
        assert decision.outcome is INADEQUATE
        assert not decision.contested

    @pytest.mark.parametrize(
        "field",
        [
            "occurrence_based",
            "covers_products",
            "insurer_rating_ok",
            "insured_name_matches",
            "cancellation_notice_days",
            "signed",
        ],
    )
    def test_what_is_unknown_is_asked_for(self, field: str) -> None:
        decision = adequacy(changed(POLICY, **{field: None}), on=self.ON)
        assert decision.outcome is None
        assert decision.needs == (field,)

    @pytest.mark.parametrize(
        ("day", "outcome"),
        [(date(2022, 6, 26), INADEQUATE), (date(2022, 6, 27), ADEQUATE), (date(2026, 1, 1), ADEQUATE)],
    )
    def test_the_trade_name_has_been_enough_since_june_2022(self, day: date, outcome: sp.insurance.Adequacy) -> None:
        assert adequacy(evolve(POLICY, insured_by_trade_name=True), on=day).outcome is outcome
        assert adequacy(POLICY, on=day).outcome is ADEQUATE

    def test_one_trade_name_of_several_names(self) -> None:
        half = evolve(POLICY, per_occurrence=sp.usd(500_000), aggregate=sp.usd(500_000))
        policies = [half, evolve(half, insured_by_trade_name=True)]
        assert adequacy(policies, on=date(2022, 6, 26)).outcome is INADEQUATE
        assert adequacy([half, half], on=date(2022, 6, 26)).outcome is ADEQUATE

    def test_who_is_not_insured_so_is_told_what_may_follow(self) -> None:
        (note,) = adequacy(evolve(POLICY, names_amazon=False), on=date(2024, 5, 2)).notes
        assert "way to appeal" in note.text

    def test_claims_made_cover_is_contested_for_some_products_may_have_it(self) -> None:
        decision = adequacy(evolve(POLICY, occurrence_based=False), on=self.ON)
        assert decision.outcome is INADEQUATE
        assert [(doubt.term, doubt.outcome) for doubt in decision.disagreements] == [
            ("insurance.asks_for_occurrence", ADEQUATE)
        ]

    @pytest.mark.parametrize(("notice", "outcome"), [(29, INADEQUATE), (30, ADEQUATE), (31, ADEQUATE)])
    def test_notice_of_cancellation(self, notice: int, outcome: sp.insurance.Adequacy) -> None:
        assert adequacy(evolve(POLICY, cancellation_notice_days=notice), on=self.ON).outcome is outcome

    def test_it_must_be_in_force(self) -> None:
        policy = evolve(POLICY, starts_on=date(2024, 5, 2), ends_on=date(2025, 5, 1))
        assert adequacy(policy, on=date(2024, 5, 1)).outcome is INADEQUATE
        assert adequacy(policy, on=date(2024, 5, 2)).outcome is ADEQUATE
        assert adequacy(policy, on=date(2025, 5, 1)).outcome is ADEQUATE
        assert adequacy(policy, on=date(2025, 5, 2)).outcome is INADEQUATE

    @pytest.mark.parametrize(
        ("left", "others"),
        [
            (91, []),
            (90, [sp.above(days(90))]),
            (60, [sp.above(days(90))]),
            (59, [sp.at_least(days(60)), sp.above(days(90))]),
        ],
    )
    def test_a_least_time_left_is_a_reading_not_taken(self, left: int, others: list[object]) -> None:
        decision = adequacy(evolve(POLICY, ends_on=self.ON + timedelta(days=left)), on=self.ON)
        assert decision.outcome is ADEQUATE
        assert [doubt.other for doubt in decision.disagreements] == others

    def test_a_policy_that_runs_on(self) -> None:
        decision = adequacy(evolve(POLICY, ends_on=sp.NEVER), on=self.ON)
        assert decision.outcome is ADEQUATE
        assert not decision.contested

    def test_the_page_with_these_demands_is_known_from_september_2021_on(self) -> None:
        assert adequacy(POLICY, on=date(2021, 9, 1)).outcome is ADEQUATE
        earlier = evolve(POLICY, starts_on=date(2021, 1, 1))
        with pytest.raises(sp.errors.NoPolicyText, match="the first day with a text there is 2021-09-01"):
            adequacy(earlier, on=date(2021, 8, 31))

    def test_what_if_amazon_asked_for_less(self) -> None:
        terms = evolve(Terms.on(self.ON), asks_to_name_amazon=False)
        assert adequacy(evolve(POLICY, names_amazon=False), on=self.ON, terms=terms).outcome is ADEQUATE

    def test_what_if_of_two_policies_another_were_the_right_one(self) -> None:
        """The one that Amazon takes today has a deductible, the other does not name Amazon."""
        taken, other = evolve(POLICY, deductible=sp.usd(5000)), evolve(POLICY, names_amazon=False)
        none = sp.at_most(sp.usd(0))
        terms = evolve(Terms.on(self.ON), asks_to_name_amazon=False, no_deductible=none, deductible=none)
        assert adequacy(taken, on=self.ON).outcome is ADEQUATE
        assert adequacy([taken, other], on=self.ON, terms=terms).outcome is ADEQUATE
        assert adequacy([taken, other], on=self.ON, terms=terms).case.deductible == sp.usd(0)

    @given(
        st.fixed_dictionaries(
            {
                field: st.sampled_from([True, False, None])
                for field in (
                    "occurrence_based",
                    "covers_products",
                    "insurer_rating_ok",
                    "insured_name_matches",
                    "signed",
                )
            }
        ),
        st.booleans(),
    )
    def test_filling_in_an_unknown_changes_no_known_outcome(self, held: dict[str, bool | None], filled: bool) -> None:
        policy = changed(POLICY, **held)
        decision = adequacy(policy, on=self.ON)
        assume(None in held.values())
        known = {field: filled if value is None else value for field, value in held.items()}
        complete = adequacy(changed(policy, **known), on=self.ON)
        assert complete.outcome is not None
        assert decision.outcome in {None, complete.outcome}
        assert (decision.outcome is None) is bool(decision.needs)


class TestBadPolicies:
    """000-8: what is no insurance policy, or none in the marketplace's currency, is refused."""

    def test_no_policy_at_all(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="policies: expected at least one InsurancePolicy") as raised:
            adequacy([], on=LATER)
        assert raised.value.value == ()

    def test_something_that_is_no_policy(self) -> None:
        with pytest.raises(sp.errors.BadFact, match="policies: expected only facts of the kind InsurancePolicy"):
            adequacy([month("2024-03", "1")], on=LATER)  # type: ignore[list-item]

    @pytest.mark.parametrize(
        ("gross", "message"),
        [
            (sp.Money(1, "EUR"), "^gross_of_year: expected an amount in USD, for us, got"),
            (2_000_000, "^gross_of_year: expected a fact of the kind Money"),
        ],
    )
    def test_sales_of_a_year_that_are_no_amount_of_the_shop(self, gross: Any, message: str) -> None:
        with pytest.raises(sp.errors.BadFact, match=message):
            adequacy(POLICY, on=date(2024, 5, 2), gross_of_year=gross)

    def test_another_currency(self) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"InsurancePolicy\.per_occurrence: expected an amount in EUR"):
            adequacy(POLICY, on=LATER, marketplace=DE)


class TestDecisions:
    """000-8: every answer carries its proof."""

    @pytest.mark.parametrize(
        "decision",
        [
            requirement([month("2023-03", "12000")], on=LATER),
            requirement([month("2024-06", "3000", DE)], on=LATER),
            adequacy(POLICY, on=date(2024, 5, 2)),
            adequacy(DEDUCTING, on=date(2022, 6, 27)),
        ],
    )
    def test_they_are_values(self, decision: sp.Decision[sp.insurance.Requirement]) -> None:
        assert pickle.loads(pickle.dumps(decision)) == decision  # noqa: S301
        assert decision.to_dict()["outcome"] == (None if decision.outcome is None else decision.outcome.value)
        assert all(reason.reference is not None for reason in decision.reasons)

    def test_a_complete_check_list_and_not_only_the_first_failure(self) -> None:
        policy = evolve(POLICY, names_amazon=False, signed=False)
        failing = {reason.id for reason in adequacy(policy, on=date(2024, 5, 2)).reasons if reason.holds is False}
        assert failing == {"insurance.names_amazon", "insurance.is_signed"}

    def test_clocks_and_tables_are_listed(self) -> None:
        assert sp.insurance.TABLES == (sp.insurance.REQUIREMENT, sp.insurance.ADEQUACY)
        assert {clock.within.name for clock in sp.insurance.CLOCKS} == {"time_to_insure"}
        assert sp.insurance in sp.rules.modules()
