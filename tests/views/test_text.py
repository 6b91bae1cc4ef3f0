"""Decisions, deadlines and terms in plain lines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.facts import EUROPE
from sellerpolicy.logic import DatedTerms, Note, Span, dated, days, guide, originally, since
from sellerpolicy.views import text

SMALL = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PROPERTY_DAMAGE,
    amount=sp.usd("999.99"),
    filed_on=date(2023, 5, 2),
    is_valid=True,
    seller_insured=True,
    insurance_required=True,
    follows_policy=True,
)
LEAFLET = guide("A leaflet", "leaflet", url="https://example.com/leaflet", read="2026-11-21")


def lines(decision: sp.Decision[Any]) -> list[str]:
    return decision.explain().splitlines()


class TestSafe:
    """Text from files is shown, never obeyed."""

    def test_plain_text_stays(self) -> None:
        assert text.safe("Ship by 5 p.m. – größer") == "Ship by 5 p.m. – größer"

    @pytest.mark.parametrize(
        ("given_text", "shown"),
        [
            ("\x1b[31mred", r"\x1b[31mred"),
            ("two\nlines", r"two\nlines"),
            ("bell\x07", r"bell\x07"),
            ("c1 \x9b31m", r"c1 \x9b31m"),
            ("right \u202eto left", r"right \u202eto left"),
            ("zero\u200bwidth", r"zero\u200bwidth"),
        ],
    )
    def test_what_a_terminal_obeys_is_made_visible(self, given_text: str, shown: str) -> None:
        assert text.safe(given_text) == shown

    @given(st.text())
    def test_nothing_unprintable_is_left(self, given_text: str) -> None:
        assert text.safe(given_text).isprintable()


class TestParagraph:
    """Texts are set in lines below their mark."""

    def test_a_short_text_is_one_line(self) -> None:
        assert text.paragraph("it holds", indent=2, mark="yes  ") == ["  yes  it holds"]

    def test_a_long_text_continues_below_its_start(self) -> None:
        first, second = text.paragraph("word " * 20, indent=2, mark="no   ")
        assert first.startswith("  no   word")
        assert second.startswith("       word")
        assert len(first) <= text.WIDTH

    def test_no_text_leaves_the_mark(self) -> None:
        assert text.paragraph("", mark="note: ") == ["note:"]


class TestExplained:
    """The answer comes first; then what to find out, why, what is disputed, and where it is written."""

    def test_the_answer_comes_first(self) -> None:
        assert lines(sp.injury_and_damage.who_pays(SMALL))[0] == "Who pays: AMAZON, by the text of 2023-05-02"

    def test_what_to_find_out_comes_second(self) -> None:
        decision = sp.injury_and_damage.who_pays(evolve(SMALL, is_valid=None))
        assert lines(decision)[:3] == [
            "Who pays: UNKNOWN, by the text of 2023-05-02",
            "  To know it, find out:",
            "    is_valid: Amazon found the claim valid, its scope and filing time included.",
        ]

    def test_what_weighs_nothing_need_not_be_found_out(self) -> None:
        """Since December 2021 no second account needs Amazon's approval; a business need is asked for."""
        other = sp.RelatedAccount(
            day=date(2024, 3, 5), shares_name=True, is_in_good_standing=True, is_in_same_region=True
        )
        newer, older = (sp.account_status.relation(other, on=day) for day in (other.day, date(2015, 3, 5)))
        assert [name for name, _ in text.needed(newer)] == ["is_needed"]
        assert [name for name, _ in text.needed(older)] == ["is_approved"]

    def test_what_follows_from_another_fact_need_not_be_found_out(self) -> None:
        order = sp.Order(order_id="111-1", placed_on=date(2024, 3, 1), marketplace=sp.Marketplace.DE, business=True)
        invoice = sp.Invoice(order_id="111-1", uploaded_on=date(2024, 3, 5), marketplace=sp.Marketplace.DE)
        decision = sp.shipping_performance.invoicing(order, (invoice,))
        assert "working_days" in decision.needs
        assert [name for name, _ in text.needed(decision)] == ["ship_confirmed_on"]

    def test_what_was_worked_out_is_told_with_its_origin(self) -> None:
        orders = [
            sp.Order(order_id=str(number), placed_on=date(2026, 11, 22), marketplace=sp.Marketplace.DE)
            for number in range(2)
        ]
        ((name, meaning),) = text.needed(sp.shipping_performance.offer(orders, on=date(2026, 11, 22)))
        assert name == "in_a_row"
        assert meaning.endswith("It is worked out from cancelled_by.")

    def test_every_condition_has_its_truth_its_day_and_its_source(self) -> None:
        told = lines(sp.injury_and_damage.who_pays(evolve(SMALL, seller_insured=None)))
        assert "  yes  the claim of USD 999.99 is below USD 1,000.00 (since 2021-09-01) [1]" in told
        assert "  ?    the seller is insured as Amazon asks [2]" in told

    def test_a_condition_that_does_not_hold_is_marked_so(self) -> None:
        told = lines(sp.injury_and_damage.who_pays(evolve(SMALL, is_valid=False)))
        assert "  no   Amazon found the claim valid [2]" in told

    def test_what_always_held_bears_no_day(self) -> None:
        told = lines(sp.injury_and_damage.who_pays(evolve(SMALL, filed_on=date(2021, 8, 31))))
        assert told[1] == "  no   Amazon takes such claims [1]"

    def test_a_dispute_says_both_readings_and_what_would_follow(self) -> None:
        told = lines(sp.injury_and_damage.who_pays(evolve(SMALL, amount=sp.usd("1000.00"), seller_responded=False)))
        assert told[0] == "Who pays: AMAZON THEN SELLER (disputed), by the text of 2023-05-02"
        at = next(place for place, line in enumerate(told) if line.startswith("  disputed: "))
        said = " ".join(line.strip() for line in told[at : at + 2])
        assert said == (
            "disputed: claims that Amazon pays itself: read here as below USD 1,000.00; "
            "another text reads at most USD 1,000.00, which would make it AMAZON [2]"
        )

    def test_a_note_bears_its_source(self) -> None:
        table = sp.injury_and_damage.WHO_PAYS
        noting = type(table)(
            table.title,
            case=sp.InjuryClaim,
            terms=sp.injury_and_damage.Terms,
            day=sp.injury_and_damage.claim.filed_on,
            rules=table.rules,
            reference=table.reference,
            notes=(
                Note("Keep the receipts.", LEAFLET, (sp.injury_and_damage.InjuryPayer.AMAZON,)),
                Note(
                    f"Up to {sp.injury_and_damage.claim.amount}.",
                    LEAFLET,
                    (sp.injury_and_damage.InjuryPayer.AMAZON,),
                    since=date(2021, 9, 1),
                    marketplaces=(sp.Marketplace.US, sp.Marketplace.DE),
                ),
                Note(
                    "Ask for a copy.",
                    LEAFLET,
                    (sp.injury_and_damage.InjuryPayer.AMAZON,),
                    marketplaces=(sp.Marketplace.US,),
                ),
            ),
        )
        told = lines(noting.decide(SMALL))
        assert "  note: Keep the receipts. [4]" in told
        assert f"  note: Up to {SMALL.amount}. (since 2021-09-01, US, DE) [4]" in told
        assert "  note: Ask for a copy. (US) [4]" in told
        assert "  [4] A leaflet (guide, read 2026-11-21) - a secondary source" in told
        assert told[-1] == "      https://example.com/leaflet"

    def test_each_source_is_listed_once_with_its_address(self) -> None:
        told = lines(sp.injury_and_damage.who_pays(SMALL))
        assert told[told.index("Sources") + 1 :] == [
            "  [1] Expanding A-to-z Guarantee (US) (announcement, published 2021-08-10, read 2026-11-21)",
            f"      {sp.injury_and_damage.FORUM}",
            "  [2] A-to-z Claims Process: damage and injury (policy page, read 2026-11-21)",
            "      https://sellercentral.amazon.com/help/hub/reference/external/GTY6NYZDFD5CENYH",
            "  [3] Resellers (guide, read 2026-11-21) - a secondary source",
            "      https://dicommerce.de/erweiterung-der-a-bis-z-garantie/",
        ]

    def test_only_some_conditions_are_told_where_only_these_are_given(self) -> None:
        decision = sp.injury_and_damage.who_pays(SMALL)
        some = decision.reasons[1:2]
        assert set(text.texts_named(decision, some)) == {sp.injury_and_damage.POLICY_PAGE}
        sources = text.numbered(text.texts_named(decision, some))
        told = list(text.proof(decision, sources, reasons=some))
        assert told[0] == "  yes  Amazon found the claim valid [1]"
        assert told[1].startswith("  note: While Amazon looks into a small claim ")
        assert not any(line.startswith(("  yes  ", "  no   ", "  ?    ")) for line in told[1:])

    def test_a_what_if_has_no_address(self) -> None:
        terms = evolve(sp.injury_and_damage.Terms.on(date(2023, 5, 2)), pays_itself=sp.below(sp.usd(500)))
        told = lines(sp.injury_and_damage.who_pays(SMALL, terms=terms))
        at = told.index("  [3] Your own what-if (what-if) - unconfirmed")
        assert told[at + 1].startswith("  [4] ")

    def test_what_is_disputed_without_being_a_term_is_called_by_its_name(self) -> None:
        decision = sp.injury_and_damage.who_pays(evolve(SMALL, amount=sp.usd("1000.00"), seller_responded=False))
        other = evolve(decision.disagreements[0], term="order_defect_rate.contested_orders")
        assert text.disputed(decision, other).startswith("order_defect_rate.contested_orders: read here as below")

    @given(st.text(min_size=1))
    def test_lines_bear_nothing_that_a_terminal_obeys(self, reason: str) -> None:
        told = "\n".join(text.paragraph(reason))
        assert all(line.isprintable() for line in told.split("\n"))


class TestDeadlines:
    """What is to be done, by when, what it hangs on, and what other texts say."""

    def told(self, **known: Any) -> list[str]:
        return text.deadlines_told([sp.Deadline("answer Amazon", **known)]).splitlines()

    def test_nothing_due_is_said(self) -> None:
        assert text.deadlines_told(()) == "Nothing is due."

    def test_a_day_and_its_text(self) -> None:
        assert self.told(by=date(2026, 11, 24), counted_from=date(2026, 11, 21), references=(LEAFLET,)) == [
            "answer Amazon: by 2026-11-24 [1]",
            "Sources",
            "  [1] A leaflet (guide, read 2026-11-21) - a secondary source",
            "      https://example.com/leaflet",
        ]

    def test_what_it_hangs_on(self) -> None:
        told = self.told(by=None, counted_from=None, needs=("notified_at", "status"))
        assert told[:2] == ["answer Amazon: day unknown", "  to know the day, find out: notified_at, status"]

    def test_a_day_that_may_be_no_deadline(self) -> None:
        told = self.told(by=date(2026, 11, 24), counted_from=None, needs=("seller_responded",))
        assert told[:2] == ["answer Amazon: by 2026-11-24", "  to be sure, find out: seller_responded"]

    @pytest.mark.parametrize(
        ("by", "other", "said"),
        [
            (date(2026, 11, 24), date(2026, 11, 22), "disputed: another text says 2026-11-22"),
            (date(2026, 11, 24), None, "disputed: another text asks for nothing"),
            (None, date(2026, 11, 22), "disputed: only another text asks for it, by 2026-11-22"),
            (None, None, "disputed: only another text asks for it"),
        ],
    )
    def test_what_another_text_says(self, by: date | None, other: date | None, said: str) -> None:
        deadline = sp.Deadline("answer Amazon", by, None, contested=True, other=other)
        assert list(text.doubts_of(deadline, sp.Marketplace.US)) == [said]

    def test_what_hangs_on_unknown_facts_is_not_called_disputed_too(self) -> None:
        deadline = sp.Deadline("answer Amazon", None, None, needs=("notified_at",), contested=True)
        assert list(text.doubts_of(deadline, sp.Marketplace.US)) == ["to know the day, find out: notified_at"]


class TestMoments:
    """Days as they are; instants on the marketplace's own clock."""

    def test_a_day(self) -> None:
        assert text.moment(date(2026, 11, 24), sp.Marketplace.US) == "2026-11-24"

    def test_an_instant_in_winter_and_in_summer(self) -> None:
        assert text.moment(datetime(2026, 11, 24, 7, 30, tzinfo=UTC), sp.Marketplace.US) == "2026-11-23 23:30 PST"
        assert text.moment(datetime(2026, 6, 24, 7, 30, tzinfo=UTC), sp.Marketplace.US) == "2026-06-24 00:30 PDT"

    @pytest.mark.parametrize(
        ("day", "left"),
        [(19, "2 days ago"), (20, "yesterday"), (21, "today"), (22, "tomorrow"), (23, "in 2 days")],
    )
    def test_the_time_left(self, day: int, left: str) -> None:
        assert text.time_left(date(2026, 11, day), on=date(2026, 11, 21)) == left


class TestPlaces:
    """Marketplaces in words."""

    def test_one_several_europe_and_all(self) -> None:
        us, ca = sp.Marketplace.US, sp.Marketplace.CA
        assert text.places([us]) == "US"
        assert text.places([ca, us]) == "US, CA"
        assert text.places([ca, *EUROPE]) == "CA, Europe"
        assert text.places(EUROPE) == "Europe"
        assert text.places(sp.Marketplace) == "everywhere"


OTHER = guide("Another leaflet", "another", url="https://example.com/other", read="2026-11-21")


@frozen
class Terms(DatedTerms):
    taken: bool = dated(
        "claims are taken",
        originally(False, LEAFLET),
        since("2021-09-01", True, LEAFLET, but=OTHER.says(False)),
        since("2024-05-31", True, LEAFLET, after="2024-04-30", marketplace=sp.Marketplace.CA),
    )
    time_to_answer: Span = dated("time to answer", since("2021-09-01", days(3), OTHER))


NAME = __name__.rpartition(".")[2]


class TestTerms:
    """The history of terms: every value, since when, where, and what other texts say."""

    def test_every_value_has_its_day_place_and_source(self) -> None:
        assert text.terms_told(Terms.history()).splitlines() == [
            f"Claims are taken ({NAME}.taken)",
            "  originally        US: no [1]",
            "  since 2021-09-01  US: yes [1]; another text: no [2]",
            "  since 2024-05-31  CA: yes (first seen then; it began on an unknown day after 2024-04-30) [1]",
            "",
            f"Time to answer ({NAME}.time_to_answer)",
            "  since 2021-09-01  US: 3 days [2]",
            "",
            "Sources",
            "  [1] A leaflet (guide, read 2026-11-21) - a secondary source",
            "      https://example.com/leaflet",
            "  [2] Another leaflet (guide, read 2026-11-21) - a secondary source",
            "      https://example.com/other",
        ]
