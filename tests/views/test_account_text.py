"""The account report in plain lines: read as a seller would, from the top."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy.account import AccountReport, account_reports
from sellerpolicy.amazon import Metric, PerformanceReport, ReportedRating, ViolationCount, WarningState
from sellerpolicy.logic import days
from sellerpolicy.strategies import Account, accounts
from sellerpolicy.views.account import account_told, due_told
from sellerpolicy.views.account_words import scores_told
from sellerpolicy.views.changes import Change, Progress

TODAY = date(2026, 11, 21)
WINDOW = sp.Window(first=date(2026, 9, 7), last=date(2026, 11, 5))
RATE = Metric(
    name="orderDefectRate",
    fulfilled_by=sp.Fulfiller.SELLER,
    window=WINDOW,
    count=2,
    total=195,
    target=Fraction(1, 100),
    target_condition="LESS_THAN",
    amazon_status="BAD",
)
VIOLATIONS = ViolationCount(
    name="listingPolicyViolations", count=3, target=Fraction(0), target_condition="EQUALS", amazon_status="BAD"
)
CLAIM = sp.Claim(
    claim_id="C-1",
    order_id="O-1",
    reason=sp.ClaimReason.NOT_RECEIVED,
    filed_at=datetime(2026, 10, 20, 18, tzinfo=UTC),
)
ASKED = evolve(
    CLAIM,
    information_requested_at=datetime(2026, 11, 19, 23, 20, tzinfo=UTC),
    information_answered_at=sp.NEVER,
)
APPEALABLE = evolve(CLAIM, status=sp.ClaimStatus.GRANTED, paid_by=sp.Payer.SELLER, decided_on=date(2026, 10, 30))
INJURY = sp.InjuryClaim(
    claim_id="K-1",
    harm=sp.Harm.PERSONAL_INJURY,
    amount=sp.usd("1000.00"),
    filed_on=date(2026, 11, 12),
    is_valid=True,
    seller_insured=True,
    insurance_required=True,
    follows_policy=True,
    seller_responded=False,
    notified_on=date(2026, 11, 16),
    proof_given_on=sp.NEVER,
)
POSITIVE = sp.Feedback(order_id="O-9", rating=5, left_on=date(2026, 10, 9))
SALES = sp.MonthlySales(month=date(2026, 10, 1), gross=sp.usd(12_000), reached_on=date(2026, 10, 28))


def order(number: int = 1, **known: Any) -> sp.Order:
    return sp.Order(**{"order_id": f"O-{number}", "placed_on": date(2026, 10, 1), **known})


def negative(number: int = 1) -> sp.Feedback:
    return sp.Feedback(order_id=f"O-{number}", rating=1, left_on=date(2026, 10, 9))


def amazons(*metrics: Metric, **known: Any) -> PerformanceReport:
    return PerformanceReport(marketplace=sp.Marketplace.US, metrics=metrics, **known)


def reports(*facts: Any, performance: PerformanceReport | None = None, on: date = TODAY) -> tuple[AccountReport, ...]:
    return account_reports(facts, {} if performance is None else {performance.marketplace: performance}, on=on)


def told(*facts: Any, performance: PerformanceReport | None = None, on: date = TODAY) -> list[str]:
    return account_told(reports(*facts, performance=performance, on=on)).splitlines()


def section(lines: list[str], title: str) -> list[str]:
    """The lines of a section, without its title."""
    start = next(number for number, line in enumerate(lines) if line.startswith(title)) + 1
    return lines[start : [*lines, ""].index("", start)]


class TestHead:
    """The first line says whether all is well, and if not, what is not."""

    def test_a_healthy_account(self) -> None:
        assert told(performance=amazons(evolve(RATE, count=1, amazon_status="GOOD")))[0] == (
            "Amazon US on 2026-11-21: HEALTHY as far as the facts go"
        )

    def test_all_that_is_ill(self) -> None:
        performance = amazons(
            RATE, violations=(VIOLATIONS,), account_status="AT_RISK", warnings=(WarningState("spam", "BAD"),)
        )
        assert " ".join(told(INJURY, performance=performance)[:2]) == (
            "Amazon US on 2026-11-21: NOT HEALTHY - 2 targets missed, 1 duty due, 1 warning, Amazon calls the account "
            "AT_RISK"
        )

    def test_several_duties(self) -> None:
        assert told(INJURY, ASKED)[0].startswith("Amazon US on 2026-11-21: NOT HEALTHY - 2 duties due")

    def test_nothing_lacking_is_healthy_without_reserve(self) -> None:
        (found,) = reports(performance=amazons())
        assert account_told([evolve(found, lacking=())]).splitlines()[0] == "Amazon US on 2026-11-21: HEALTHY"

    def test_insurance_with_a_deadline_is_a_duty(self) -> None:
        assert told(SALES)[0] == "Amazon US on 2026-11-21: NOT HEALTHY - 1 duty due"

    def test_insurance_without_a_deadline(self) -> None:
        (found,) = reports(SALES)
        assert found.insurance is not None
        lines = account_told([evolve(found, insurance=evolve(found.insurance, due=()))]).splitlines()
        assert lines[0] == "Amazon US on 2026-11-21: NOT HEALTHY - insurance required"
        assert section(lines, "TO DO") == ["  now          MUST   Become insured as Amazon asks"]

    def test_each_marketplace_has_its_own(self) -> None:
        abroad = sp.Order(order_id="O-2", placed_on=TODAY, marketplace=sp.Marketplace.CA)
        heads = [line for line in told(order(), abroad) if line.startswith("Amazon ") and " on 2026-11-21" in line]
        assert [head[:9] for head in heads] == ["Amazon US", "Amazon CA"]


class TestToDo:
    """What must be done comes first: by when, about what, and what is disputed."""

    def test_a_duty_in_hours_has_the_local_hour(self) -> None:
        assert section(told(ASKED), "TO DO")[:3] == [
            "  tomorrow     MUST   Answer the information request, by 2026-11-22 15:20 PST",
            "                      C-1, order O-1, counted from 2026-11-19 15:20 PST [1][2][3]",
            "                      disputed: another text says 2026-11-21 15:20 PST",
        ]

    def test_on_its_last_day_it_still_must_be_done(self) -> None:
        lines = section(told(INJURY, on=date(2026, 11, 23)), "TO DO")
        assert lines[0] == "  today        MUST   Accept or reject the claim, by 2026-11-23"

    def test_a_right_is_a_may(self) -> None:
        assert section(told(APPEALABLE), "TO DO")[0] == "  in 8 days    may    Appeal, by 2026-11-29"

    def test_a_duty_that_was_missed_is_late(self) -> None:
        lines = section(told(INJURY, on=date(2026, 11, 25)), "TO DO")
        assert lines[0] == "  2 days ago   LATE   Accept or reject the claim, by 2026-11-23"

    def test_what_another_text_alone_asks_for_is_a_maybe(self) -> None:
        lines = section(told(INJURY), "TO DO")
        at = lines.index("  in 2 days    maybe  Prove your insurance, by 2026-11-23")
        assert lines[at + 1].startswith("                      K-1, personal injury, counted from 2026-11-16 [")
        assert lines[at + 2] == "                      disputed: only another text asks for it, by 2026-11-23"

    def test_insurance_says_what_asks_for_it(self) -> None:
        lines = section(told(SALES), "TO DO")
        assert lines[0] == "  in 6 days    MUST   Become insured as Amazon asks, by 2026-11-27"
        assert lines[1].strip().startswith("required by your sales; no policy is at hand, counted from")

    def test_a_missed_target_says_what_to_reach(self) -> None:
        late = Metric(
            name="lateShipmentRate", count=5, total=100, target=Fraction(4, 100), target_condition="LESS_THAN"
        )
        (line,) = section(told(performance=amazons(late)), "TO DO")
        assert line == "  now          MUST   Bring the late shipment rate under 4 %; now 5 %"

    def test_a_missed_target_without_a_rate(self) -> None:
        known = evolve(RATE, count=None, total=None, amazon_status="BAD")
        (line,) = section(told(performance=amazons(known)), "TO DO")
        assert line == "  now          MUST   See to the order defect rate (seller), which Amazon calls BAD"

    def test_the_order_defect_rate_says_when_it_recovers(self) -> None:
        performance = amazons(evolve(RATE, count=1, total=2))
        to_do = section(told(order(1), order(2), negative(), performance=performance), "TO DO")
        lines = " ".join(line.strip() for line in to_do[:-2])
        # the order leaves on the 60th day after 1 October, seen 16 days later; 99 more orders make it one of 101
        assert lines == (
            "now          MUST   Bring the order defect rate (seller) under 1 %; now 50 %; by your files not "
            "back on target with no new orders and nothing new going wrong; or with 99 further orders without a defect"
        )

    def test_by_our_own_count(self) -> None:
        lines = section(told(order(1), order(2), negative()), "TO DO")
        assert lines[0].startswith(
            "  now          MUST   Bring down the order defect rate of the orders that you send: "
        )

    def test_what_may_be_done_stands_below_what_must_be_done(self) -> None:
        to_do = section(told(ASKED, order(1), order(2), negative()), "TO DO")
        urgency = [line[15:22].strip() for line in to_do if line[:3].strip()]
        assert urgency == ["MUST", "MUST", "may"]
        assert to_do[-2].startswith("  in 47 days   may    Ask for the feedback's removal, by 2027-01-07")

    def test_violations(self) -> None:
        (line,) = section(told(performance=amazons(violations=(VIOLATIONS,))), "TO DO")
        assert line == "  now          MUST   Settle the listing policy violations: 3 counted, target 0"
        unknown = evolve(VIOLATIONS, count=None, target=None)
        (line,) = section(told(performance=amazons(violations=(unknown,))), "TO DO")
        assert line == "  now          MUST   Settle the listing policy violations: an unknown number counted, target -"

    def test_warnings(self) -> None:
        warnings = (WarningState("spammingSellerMessaging", "BAD"), WarningState(None, "BAD"))
        assert section(told(performance=amazons(warnings=warnings)), "TO DO") == [
            "  now          MUST   Heed Amazon's warning: spamming seller messaging",
            "  now          MUST   Heed Amazon's warning: unnamed",
        ]

    def test_nothing_to_do_is_no_section(self) -> None:
        assert "TO DO" not in told(performance=amazons())


class TestAmazonsReport:
    """Each metric against its target: counts, rate, our verdict and Amazon's (002-8, 004-11)."""

    def test_a_metric(self) -> None:
        header, line, *_ = section(told(performance=amazons(RATE)), "AMAZON'S REPORT")
        assert header.split() == ["count", "out", "of", "rate", "target", "ours", "Amazon's", "window"]
        assert " ".join(line.split()) == "order defect rate (seller) 2 195 1.02… % < 1 % MISSED BAD 60 d to 11-05"
        assert header.index("count") + len("count") == line.index(" 2 ") + 2

    def test_a_metric_of_which_nothing_is_known(self) -> None:
        _, line, *_ = section(told(performance=amazons(Metric(name="validTrackingRate"))), "AMAZON'S REPORT")
        assert " ".join(line.split()) == "valid tracking rate - - - -"

    def test_doubts_stand_below_it(self) -> None:
        doubtful = evolve(RATE, doubts=("the rate is not that of the counts",))
        lines = section(told(performance=amazons(doubtful)), "AMAZON'S REPORT")
        assert lines[2] == "      the rate is not that of the counts"

    def test_clean_counters_are_summed_up(self) -> None:
        clean = evolve(VIOLATIONS, count=0, amazon_status="GOOD")
        lines = section(told(performance=amazons(violations=(clean, VIOLATIONS, clean))), "AMAZON'S REPORT")
        assert " ".join(lines[1].split()) == "listing policy violations 3 = 0 MISSED BAD"
        assert lines[2:] == ["  nothing under 2 other counters of policy violations"]

    def test_a_long_name_pushes_no_further_than_it_must(self) -> None:
        long = evolve(VIOLATIONS, name="productAuthenticityCustomerComplaints", count=12)
        lines = section(told(performance=amazons(violations=(VIOLATIONS, long))), "AMAZON'S REPORT")
        assert lines[2].startswith("  product authenticity customer complaints 12 ")
        assert lines[1].index("= 0") == lines[2].index("= 0")

    def test_health_rating_and_warnings(self) -> None:
        warnings = (WarningState("spammingSellerMessaging", "GOOD"), WarningState(None, None))
        performance = amazons(health_rating=ReportedRating(amazon_status="GREAT", score=208), warnings=warnings)
        assert section(told(performance=performance), "AMAZON'S REPORT") == [
            "  account health rating: GREAT, 208 points",
            "  warning, spamming seller messaging: GOOD",
            "  warning, unnamed: no word",
        ]
        performance = amazons(health_rating=ReportedRating())
        assert section(told(performance=performance), "AMAZON'S REPORT") == ["  account health rating: no word"]

    def test_a_report_that_says_nothing_is_no_section(self) -> None:
        assert not any(line.startswith("AMAZON'S REPORT") for line in told(performance=amazons()))

    def test_text_of_the_document_is_shown_and_never_obeyed(self) -> None:
        named = evolve(RATE, name="\x1b[31morderDefectRate\nHEALTHY", amazon_status="\x9bBAD", doubts=("\x1b]0;x\x07",))
        text = account_told(reports(performance=amazons(named, account_status="\x1b[2JNORMAL")))
        assert all(line.isprintable() for line in text.split("\n"))
        assert r"\x1b[2JNORMAL" in text


class TestOrderDefectRate:
    """The defective orders, why, and the day each leaves the window; what comes if nothing new goes wrong."""

    def lines(self, *facts: Any, performance: PerformanceReport | None = None) -> list[str]:
        return section(told(*facts, performance=performance), "ORDER DEFECT RATE OF THE ORDERS THAT YOU SEND")

    def test_the_defective_orders(self) -> None:
        refunded = evolve(CLAIM, status=sp.ClaimStatus.REFUNDED)
        disputed = sp.Chargeback(order_id="O-2", kind=sp.ChargebackKind.FRAUD, filed_on=date(2026, 10, 9))
        undetermined = evolve(CLAIM, order_id="O-3", status=sp.ClaimStatus.GRANTED)
        lines = self.lines(order(1), order(2), order(3), negative(), refunded, disputed, undetermined)
        at = lines.index("  order                placed      leaves on   counts  because of")
        shown = [line.partition(" [")[0] for line in lines[at + 1 :]]
        assert shown[0] == "  O-1                  2026-10-01  2026-11-30  yes     feedback of 1 star on 2026-10-09"
        assert shown[1] == "                                                       C-1 (not received), refunded"
        text = " ".join(" ".join(lines[at + 1 :]).split())
        assert "O-2 2026-10-01 2026-11-30 no fraud chargeback on 2026-10-09; disputed [" in text
        assert "O-3 2026-10-01 2026-11-30 ? C-1 (not received), granted; hangs on paid_by; disputed [" in text

    def test_our_count_and_amazons(self) -> None:
        text = " ".join(self.lines(order(), negative(), performance=amazons(RATE)))
        assert "Of 1 order placed 2026-09-07 to 2026-11-05 (it ended 16 days ago), 1 defective: " in " ".join(
            text.split()
        )
        assert "Amazon's report counts 2 of 195 orders." in text
        unknown = evolve(RATE, count=None, total=None)
        text = " ".join(self.lines(order(), performance=amazons(unknown)))
        assert "Amazon's report counts an unknown number of an unknown number orders." in text

    def test_amazons_count_is_left_out_where_it_is_ours(self) -> None:
        same = evolve(RATE, count=0, total=1, amazon_status="GOOD")
        assert not any("Amazon's report counts" in line for line in self.lines(order(), performance=amazons(same)))

    def test_a_window_that_ends_on_the_day(self) -> None:
        assert any("(it ended today)" in line for line in self.lines(order()))

    def test_the_outlook_of_a_rate_on_target(self) -> None:
        orders = [order(number) for number in range(201)]
        # with 2 of 201 defective it is 0.995 %, with 3 no longer under 1 %
        assert "  Outlook: on target, and still so if 2 more orders of the window became defective." in self.lines(
            *orders
        )

    def test_the_outlook_of_a_rate_above_it(self) -> None:
        orders = [order(number, placed_on=date(2026, 10, 2)) for number in range(2, 61)]
        text = " ".join(" ".join(self.lines(order(1), *orders, negative(1))).split())
        # 60 orders in 60 days; the defective one, of 1 October, leaves on 30 November
        assert (
            "Outlook: back on target on 2026-11-30 with 1 new order a day and nothing new going wrong; "
            "or with 41 further orders without a defect." in text
        )

    def test_the_outlook_of_a_rate_that_misses_its_target_again(self) -> None:
        """The 150 orders of 25 September leave on 24 November, six days before the defective one."""
        early = [order(number, placed_on=date(2026, 9, 25)) for number in range(2, 152)]
        text = " ".join(" ".join(self.lines(order(1), *early, negative(1))).split())
        assert (
            "Outlook: on target, and still so if no order more of the window became defective; with 2 new orders a "
            "day off target again from 2026-11-24 to 2026-11-29, as good orders leave the window." in text
        )

    def test_the_outlook_of_a_rate_that_comes_back_for_a_while(self) -> None:
        """Of two defective orders one leaves on 24 November; 118 good ones leave a week before the other."""
        good = [order(number, placed_on=date(2026, 9, 28)) for number in range(3, 121)]
        bad = [order(1, placed_on=date(2026, 9, 25)), order(2, placed_on=date(2026, 10, 5))]
        text = " ".join(" ".join(self.lines(*bad, *good, negative(1), negative(2))).split())
        assert (
            "Outlook: back on target on 2026-11-24 with 2 new orders a day and nothing new going wrong, off again "
            "from 2026-11-27 to 2026-12-03 as good orders leave the window; "
            "or with 81 further orders without a defect." in text
        )

    def test_the_outlook_without_orders_in_the_window(self) -> None:
        lines = self.lines(order(placed_on=date(2026, 1, 1)))
        assert "  Outlook: no orders in the window, nothing to measure." in lines

    def test_orders_that_amazon_sends_have_a_section_of_their_own(self) -> None:
        lines = told(order(fulfilled_by=sp.Fulfiller.AMAZON))
        assert "ORDER DEFECT RATE OF THE ORDERS THAT AMAZON SENDS, COUNTED FROM YOUR FILES" in lines


class TestDecisions:
    """Each claim and the insurance: the answer, the gist of its proof, and what is not told above."""

    def test_an_injury_claim(self) -> None:
        lines = section(told(INJURY), "CLAIMS FOR DAMAGE AND INJURY")
        assert lines[:2] == [
            "  K-1: personal injury, USD 1,000.00, filed on 2026-11-12",
            "    Who pays: AMAZON THEN SELLER (disputed), by the text of 2026-11-12",
        ]
        assert "      no   the claim of USD 1,000.00 is below USD 1,000.00 (since 2021-09-01) [2]" in lines[2:4]

    def test_in_full_every_condition_is_told(self) -> None:
        found = reports(INJURY)
        brief, full = account_told(found), account_told(found, in_full=True)
        assert "Amazon found the claim valid" not in brief
        assert "Amazon found the claim valid" in full

    def test_an_a_to_z_claim(self) -> None:
        lines = section(told(CLAIM, order(deliver_by=date(2026, 10, 8), delivered_on=sp.NEVER)), "A-TO-Z CLAIMS")
        assert lines[:2] == [
            "  C-1, order O-1: not received, filed on 2026-10-20, under review",
            "    May the buyer make this claim: ELIGIBLE (disputed), by the text of 2026-10-20",
        ]
        assert "    Does the claim count: DEFECT (disputed), by the text of 2026-10-20" in lines

    def test_a_deadline_told_above_is_not_told_again(self) -> None:
        assert not any("Appeal" in line for line in section(told(APPEALABLE), "A-TO-Z CLAIMS"))
        passed = section(told(APPEALABLE, on=date(2026, 12, 1)), "A-TO-Z CLAIMS")
        assert "    2 days ago   past   Appeal, by 2026-11-29" in passed

    def test_a_deadline_of_an_unknown_day(self) -> None:
        unknown = evolve(ASKED, information_requested_at=None)
        lines = section(told(unknown), "A-TO-Z CLAIMS")
        at = lines.index("    day unknown  maybe  Answer the information request")
        assert lines[at + 2] == "                        to know the day, find out: information_requested_at"

    def test_insurance(self) -> None:
        lines = section(told(SALES), "INSURANCE")
        assert lines[0] == "    Must the seller be insured: REQUIRED, by the text of 2026-10-31"

    def test_what_was_lacking(self) -> None:
        lines = section(told(SALES), "NOT KNOWN")
        assert "  - insurance policies: whether yours is what Amazon asks for" in lines


class TestDeadlines:
    """Every deadline, the soonest first, with the time left."""

    def test_nothing_is_due(self) -> None:
        assert due_told(reports(order())) == "Nothing is due."

    def test_all_of_them_past_and_unknown_too(self) -> None:
        unknown = evolve(ASKED, claim_id="C-2", information_requested_at=None)
        lines = due_told(reports(ASKED, APPEALABLE, unknown, on=date(2026, 12, 1))).splitlines()
        assert lines[0] == "DEADLINES, SEEN FROM 2026-12-01"
        firsts = [line for line in lines if " Answer " in line or " Appeal" in line]
        assert [line.split(", by")[0] for line in firsts[:2]] == [
            "  9 days ago   LATE   Answer the information request",
            "  2 days ago   past   Appeal",
        ]
        assert "  day unknown  maybe  Answer the information request" in firsts

    def test_each_cites_its_texts(self) -> None:
        text = due_told(reports(APPEALABLE))
        assert "C-1, order O-1, counted from 2026-10-30 [1]" in text
        assert "Sources\n  [1] " in text


class TestAnyAccount:
    @given(accounts(), st.booleans())
    def test_every_line_is_printable_and_every_number_listed(self, account: Account, in_full: bool) -> None:
        facts = [*account.orders, *account.feedback, *account.claims, *account.chargebacks, *account.injury_claims]
        found = account_reports([*facts, *account.monthly_sales, *account.insurance_policies], {}, on=account.today)
        lines = account_told(found, in_full=in_full).split("\n")
        assert all(line.isprintable() for line in lines)
        assert due_told(found)


class TestRatesOfShipments:
    """Each rate counted from files has its verdict, its figures and what is at fault."""

    def late(self, *late: bool) -> list[sp.Order]:
        due = date(2026, 11, 16)
        return [
            order(
                number,
                placed_on=due,
                ship_by=due,
                ship_confirmed_on=date(2026, 11, 17) if is_late else due,
                cancelled_by=sp.Canceller.NOBODY,
            )
            for number, is_late in enumerate(late)
        ]

    def test_a_rate(self) -> None:
        lines = section(told(*self.late(True, False)), "LATE SHIPMENT RATE OF 10 DAYS, COUNTED FROM YOUR FILES")
        assert lines[0] == "  Standing of the late shipment rate: AT RISK (disputed), by the text of 2026-11-21"
        assert "  1 of 2, 50 %, 2026-11-12 to 2026-11-21 (it ended today)." in lines
        assert lines[-1] == "  Confirmed late: O-0"

    def test_it_is_to_do(self) -> None:
        lines = section(told(*self.late(True, False)), "TO DO")
        assert lines[-2:] == [
            "  now          MUST   Bring the late shipment rate of 10 days back on target; now 1 of 2 by your",
            "                      files",
        ]

    def test_amazons_count_and_what_may_count(self) -> None:
        window = sp.Window(first=date(2026, 11, 12), last=TODAY)
        metric = Metric(name="lateShipmentRate", window=window, count=3)
        unknown = order(7, placed_on=date(2026, 11, 16))
        lines = section(
            told(*self.late(False), unknown, performance=amazons(metric)),
            "LATE SHIPMENT RATE OF 10 DAYS, COUNTED FROM YOUR FILES",
        )
        assert lines[-3:] == [
            "  0 of 1, 0 %, 2026-11-12 to 2026-11-21 (it ended today); 1 more may count, for lack of",
            "  ship_confirmed_on, ship_by.",
            "  Amazon's report counts 3 of an unknown number.",
        ]

    def test_nothing_measured_is_no_section(self) -> None:
        assert not any(line.startswith("LATE SHIPMENT") for line in told(order()))

    def test_none_of_none(self) -> None:
        lines = section(told(order()), "PRE FULFILLMENT CANCELLATION RATE OF 7 DAYS, COUNTED FROM YOUR FILES")
        assert lines[-1] == "  0 of 0, 2026-11-15 to 2026-11-21 (it ended today)."


class TestContestingAndCauses:
    """What to contest first, and what the defective orders have in common (002-4, 001-5)."""

    HEADING = "ORDER DEFECT RATE OF THE ORDERS THAT YOU SEND, COUNTED FROM YOUR FILES"

    def test_what_to_contest_first(self) -> None:
        both = sp.Chargeback(order_id="O-2", kind=sp.ChargebackKind.SERVICE, filed_on=date(2026, 11, 9))
        lines = section(told(order(1), order(2), negative(1), negative(2), both), self.HEADING)
        start = lines.index("  To contest, first what brings most:")
        assert lines[start + 1 : start + 7] == [
            "    1. O-1, feedback of 1 star on 2026-10-09: removal by 2027-01-07; the rate would be 50 %",
            "    2. O-2, feedback of 1 star on 2026-10-09: removal by 2027-01-07; alone it changes nothing;",
            "       with the order's other defects the rate would be 50 %",
            "    3. O-2, service chargeback on 2026-11-09: representation; alone it changes nothing; with the",
            "       order's other defects the rate would be 50 %",
            "  Defective orders by kind of defect: negative feedback 2 (of 2 orders), chargeback: service 1",
        ]

    def test_causes(self) -> None:
        orders = [order(1, sku="CUP"), order(2, sku="CUP"), order(3, sku="PLATE"), order(4)]
        lines = section(told(*orders, negative(1), negative(2), negative(4)), self.HEADING)
        assert "  Defective orders by SKU: CUP 2 (of 2 orders), unknown 1 (of 1 order)" in lines
        assert not any("by carrier" in line for line in lines)
        assert lines[-1] == "  Defective orders by week: 2026-W40 3 (of 4 orders)"

    def test_one_defective_order_has_nothing_in_common_with_others(self) -> None:
        assert not any("Defective orders by" in line for line in told(order(1), order(2), negative(1)))


class TestFeedbackScore:
    """The feedback score is among what to watch (004-11)."""

    def test_scores(self) -> None:
        lines = section(told(order(), negative(), POSITIVE), "FEEDBACK SCORE")
        assert lines[-4:] == [
            "  30 days, 0 ratings",
            "  90 days, 2 ratings: 50 % positive, 0 % neutral, 50 % negative",
            "  365 days, 2 ratings: 50 % positive, 0 % neutral, 50 % negative",
            "  All days, 2 ratings: 50 % positive, 0 % neutral, 50 % negative",
        ]

    def test_of_bad_ratings_alone_there_is_none(self) -> None:
        """Amazon's own file of feedback has the others left out."""
        lines = told(order(), negative())
        assert "FEEDBACK SCORE" not in lines
        lacking = " ".join(line.strip() for line in section(lines, "NOT KNOWN"))
        assert "- positive feedback, of which Amazon's own file of feedback has none: your feedback score" in lacking

    def test_the_days_are_those_that_were_counted(self) -> None:
        terms = evolve(sp.feedback.Terms.on(TODAY), month=days(1), quarter=days(60))
        scores = sp.feedback.scores([negative()], last=TODAY, terms=terms)
        assert [line.split(",")[0] for line in scores_told(scores)] == ["1 day", "60 days", "365 days", "All days"]


class TestFindings:
    """Notices, deactivations and so on, each with its decisions, past deadlines and remarks."""

    def test_a_notice_and_its_past_deadline(self) -> None:
        notice = sp.Notice(
            kind=sp.NoticeKind.TERMINATION,
            received_on=date(2026, 10, 1),
            asks_for_appeal=False,
            asks_for_quiz=False,
        )
        lines = section(told(notice), "NOTICES")
        assert lines[0] == "  Termination of 2026-10-01"
        assert lines[1] == "    What does the notice ask for: NOTHING, by the text of 2026-10-01"
        assert any(line.startswith("    21 days ago  past   ") for line in lines)

    def test_a_remark(self) -> None:
        locked = sp.Deactivation(
            deactivated_on=date(2026, 11, 1), ground=sp.Ground.HARM, is_grave=False, reinstated_on=sp.NEVER
        )
        lines = section(told(locked), "DEACTIVATIONS")
        head = told(locked, sp.HealthRating(shown_on=TODAY, points=150))[0]
        assert head == "Amazon US on 2026-11-21: NOT HEALTHY - the account is locked, the account health rating is not"
        # 60 days from 1 November
        assert lines[-1] == "    The money may be asked for from 2026-12-31 on."


class TestProgress:
    """What changed since an earlier report stands right below the verdict."""

    def test_it_comes_first(self) -> None:
        found = Progress("2026-11-14", (Change("defect", "order O-1", None, "counts"),))
        text = account_told(reports(order(), negative()), progress={sp.Marketplace.US: found})
        assert "\n\nCHANGED SINCE 2026-11-14\n  defect    order O-1: new, counts\n\nTO DO\n" in text
        assert "CHANGED" not in account_told(reports(order(), negative()))

    def test_of_a_marketplace_that_was_not_there(self) -> None:
        text = account_told(reports(order()), progress={sp.Marketplace.US: None})
        assert "CHANGED SINCE THE EARLIER REPORT\n  it says nothing of this marketplace\n" in text


class TestManyAlike:
    """The same thing to be done by the same time is one task, whatever it is about."""

    def to_send(self, number: int, day: date) -> sp.Order:
        unsent = {"ship_confirmed_on": sp.NEVER, "cancelled_by": sp.Canceller.NOBODY}
        return order(number, placed_on=date(2026, 11, 20), ship_by=day, **unsent)

    def test_orders_to_be_sent(self) -> None:
        """Two by Monday, one by Tuesday; each is cancelled later. None is late, so that none makes the account ill."""
        orders = [self.to_send(1, date(2026, 11, 23)), self.to_send(2, date(2026, 11, 23))]
        lines = told(*orders, self.to_send(3, date(2026, 11, 24)))
        assert lines[0] == "Amazon US on 2026-11-21: HEALTHY as far as the facts go - 3 orders to send"
        to_do = section(lines, "TO DO")
        assert to_do[0] == "  in 2 days    MUST   Confirm the shipment, by 2026-11-23"
        assert to_do[1].startswith("                      order O-1, order O-2 [")
        assert to_do[2] == "  in 3 days    MUST   Confirm the shipment, by 2026-11-24"
        assert to_do[3].startswith("                      order O-3, counted from 2026-11-24 [")

    def test_an_order_that_is_late(self) -> None:
        lines = told(self.to_send(1, date(2026, 11, 20)), self.to_send(2, date(2026, 11, 23)))
        assert lines[0] == "Amazon US on 2026-11-21: NOT HEALTHY - 1 duty due, 1 order to send"
        assert section(lines, "TO DO")[0] == "  yesterday    LATE   Confirm the shipment, by 2026-11-20"


def test_what_must_be_done_at_once_comes_after_what_is_due_by_tomorrow() -> None:
    known = {"asks_for_appeal": True, "asks_for_quiz": False, "answered_on": sp.NEVER}
    due = [date(2026, 11, day) for day in (21, 22, 23)]
    notices = [
        sp.Notice(kind=sp.NoticeKind.WARNING, received_on=date(2026, 11, 16), answer_by=day, **known) for day in due
    ]
    to_do = section(told(order(), negative(), *notices), "TO DO")
    urgent = [line[2:15].strip() for line in to_do if "MUST" in line]
    assert urgent == ["today", "tomorrow", "now", "in 2 days"]


def test_of_many_rights_the_first_are_told_so_that_duties_are_seen() -> None:
    """Each rating can be contested; `due` lists them all."""
    left = {number: evolve(negative(number), left_on=date(2026, 10, number)) for number in range(1, 16)}
    lines = section(told(*map(order, left), *left.values()), "TO DO")
    assert sum("Ask for the feedback's removal" in line for line in lines) == 12
    assert lines[-1] == "  later        may    3 more rights that lapse: `due` lists them"
