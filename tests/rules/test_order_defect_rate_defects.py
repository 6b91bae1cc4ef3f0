"""The order defect rate: which events make an order defective."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies

odr = sp.order_defect_rate
Defect = odr.Defect
DEFECT, NO_DEFECT = Defect.DEFECT, Defect.NO_DEFECT
Status = sp.ClaimStatus

FEEDBACK = sp.Feedback(order_id="111-1", rating=1, left_on=date(2024, 3, 5))
CLAIM = sp.Claim(
    claim_id="A-1",
    order_id="111-1",
    reason=sp.ClaimReason.NOT_RECEIVED,
    filed_at=datetime(2024, 3, 5, 20, tzinfo=UTC),
    status=Status.GRANTED,
    paid_by=sp.Payer.SELLER,
)
SERVICE = sp.Chargeback(order_id="111-1", kind=sp.ChargebackKind.SERVICE, filed_on=date(2024, 3, 5))
FRAUD = evolve(SERVICE, kind=sp.ChargebackKind.FRAUD)
INJURY = sp.InjuryClaim(
    claim_id="K-1", harm=sp.Harm.PROPERTY_DAMAGE, amount=sp.usd("999.99"), filed_on=date(2024, 3, 5)
)


def readings(decision: sp.Decision[Any]) -> set[tuple[str, Any]]:
    """What is read otherwise, and what would then follow."""
    return {(each.term.rpartition(".")[2], each.outcome) for each in decision.disagreements}


class TestNegativeFeedback:
    """002-1, 004-7: an order with negative feedback, one or two stars, is defective; product reviews never count."""

    @pytest.mark.parametrize(
        ("rating", "outcome"), [(1, DEFECT), (2, DEFECT), (3, NO_DEFECT), (4, NO_DEFECT), (5, NO_DEFECT)]
    )
    def test_one_and_two_stars_count(self, rating: int, outcome: odr.Defect) -> None:
        decision = odr.defect(evolve(FEEDBACK, rating=rating))
        assert decision.outcome is outcome
        assert not decision.contested

    @pytest.mark.parametrize("gone", [evolve(FEEDBACK, removed=True), evolve(FEEDBACK, struck_through=True)])
    def test_removed_or_struck_through_counts_no_more(self, gone: sp.Feedback) -> None:
        decision = odr.defect(gone)
        assert decision.outcome is NO_DEFECT
        assert not decision.contested
        assert odr.REMOVAL in decision.references

    def test_the_reasons_show_the_stars(self) -> None:
        (reason, *_) = odr.defect(evolve(FEEDBACK, rating=2)).reasons
        assert reason.text == "a rating of 2 of 5 stars is negative, at most 2"
        assert reason.holds is True


class TestClaims:
    """002-1: an order with an A-to-z claim that is not denied is defective."""

    @pytest.mark.parametrize("status", [Status.DENIED, Status.WITHDRAWN])
    def test_denied_or_withdrawn_does_not_count(self, status: sp.ClaimStatus) -> None:
        decision = odr.defect(evolve(CLAIM, status=status))
        assert decision.outcome is NO_DEFECT
        assert not decision.contested

    def test_under_review_counts_and_is_contested(self) -> None:
        decision = odr.defect(evolve(CLAIM, status=Status.UNDER_REVIEW, paid_by=None))
        assert decision.outcome is DEFECT
        assert readings(decision) == {("counts_open", NO_DEFECT)}

    def test_granted_and_paid_by_the_seller_counts(self) -> None:
        decision = odr.defect(CLAIM)
        assert decision.outcome is DEFECT
        assert not decision.contested

    def test_granted_and_paid_by_amazon_does_not_count_and_is_contested(self) -> None:
        decision = odr.defect(evolve(CLAIM, paid_by=sp.Payer.AMAZON))
        assert decision.outcome is NO_DEFECT
        assert readings(decision) == {("counts_borne", DEFECT)}

    def test_granted_and_nobody_knows_who_pays(self) -> None:
        decision = odr.defect(evolve(CLAIM, paid_by=None))
        assert decision.outcome is None
        assert decision.needs == ("paid_by",)
        assert readings(decision) == {("counts_borne", DEFECT)}

    def test_on_a_cancelled_order_counts_and_is_contested(self) -> None:
        decision = odr.defect(evolve(CLAIM, status=Status.ORDER_CANCELLED))
        assert decision.outcome is DEFECT
        assert readings(decision) == {("counts_called_off", NO_DEFECT)}

    @pytest.mark.parametrize("status", list(Status))
    def test_an_unauthorized_purchase_is_a_matter_of_payment(self, status: sp.ClaimStatus) -> None:
        claim = evolve(CLAIM, reason=sp.ClaimReason.UNAUTHORIZED_PURCHASE, status=status)
        decision = odr.defect(claim)
        assert decision.outcome is NO_DEFECT
        assert not decision.contested

    @pytest.mark.parametrize("status", list(Status))
    @pytest.mark.parametrize("reason", list(sp.ClaimReason))
    def test_what_amazon_says_wins(self, status: sp.ClaimStatus, reason: sp.ClaimReason) -> None:
        claim = evolve(CLAIM, status=status, reason=reason, paid_by=None)
        counted = odr.defect(evolve(claim, odr_effect=sp.OdrEffect.COUNTED))
        spared = odr.defect(evolve(claim, odr_effect=sp.OdrEffect.NOT_COUNTED))
        assert (counted.outcome, counted.contested) == (DEFECT, False)
        assert (spared.outcome, spared.contested) == (NO_DEFECT, False)

    def test_the_text_is_that_of_the_day_filed_where_the_shop_is(self) -> None:
        late = evolve(CLAIM, filed_at=datetime(2021, 1, 1, 7, 59, tzinfo=UTC), status=Status.DENIED)
        assert odr.defect(late).policy_day == date(2020, 12, 31)
        assert odr.defect(evolve(late, marketplace=sp.Marketplace.UK)).policy_day == date(2021, 1, 1)


class TestParcelsThatComeBack:
    """002-1: what tracking shows on its way back costs the seller the money, and no defect (US since 24 May 2021)."""

    COMING = evolve(CLAIM, parcel_refused=True, return_tracked=True)

    def test_no_defect(self) -> None:
        decision = odr.defect(self.COMING)
        assert decision.outcome is NO_DEFECT
        assert not decision.contested

    @pytest.mark.parametrize("changes", [{"parcel_refused": False}, {"return_tracked": False}])
    def test_a_parcel_of_which_that_is_not_so(self, changes: dict[str, Any]) -> None:
        assert odr.defect(evolve(self.COMING, **changes)).outcome is DEFECT

    def test_it_hangs_on_the_tracking_of_a_refused_parcel_alone(self) -> None:
        assert odr.defect(evolve(self.COMING, return_tracked=None)).needs == ("return_tracked",)
        assert odr.defect(evolve(CLAIM, return_tracked=None)).outcome is DEFECT

    @pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.REFUNDED, Status.ORDER_CANCELLED])
    def test_only_where_amazon_granted_it(self, status: sp.ClaimStatus) -> None:
        assert odr.defect(evolve(self.COMING, status=status, paid_by=None)).outcome is DEFECT

    @pytest.mark.parametrize(("day", "outcome"), [(date(2021, 5, 23), DEFECT), (date(2021, 5, 24), NO_DEFECT)])
    def test_since_when(self, day: date, outcome: odr.Defect) -> None:
        assert odr.defect(self.COMING, on=day).outcome is outcome

    @pytest.mark.parametrize(("day", "outcome"), [(date(2021, 5, 23), DEFECT), (date(2021, 5, 24), NO_DEFECT)])
    def test_in_the_uk_as_in_the_us(self, day: date, outcome: odr.Defect) -> None:
        decision = odr.defect(evolve(self.COMING, marketplace=sp.Marketplace.UK), on=day)
        assert (decision.outcome, decision.contested) == (outcome, False)

    def test_elsewhere_they_count(self) -> None:
        assert odr.defect(evolve(self.COMING, marketplace=sp.Marketplace.DE)).outcome is DEFECT


class TestParcelsThatTheCarrierLost:
    """002-1: a tracked parcel that the carrier lost or damaged is no defect (US since 24 May 2021)."""

    LOST = evolve(CLAIM, lost_by_carrier=True)

    @pytest.mark.parametrize("reason", [sp.ClaimReason.NOT_RECEIVED, sp.ClaimReason.NOT_AS_DESCRIBED])
    @pytest.mark.parametrize(("day", "outcome"), [(date(2021, 5, 23), DEFECT), (date(2021, 5, 24), NO_DEFECT)])
    def test_no_defect_since_then(self, reason: sp.ClaimReason, day: date, outcome: odr.Defect) -> None:
        decision = odr.defect(evolve(self.LOST, reason=reason), on=day)
        assert (decision.outcome, decision.contested) == (outcome, False)

    @pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.REFUNDED, Status.ORDER_CANCELLED])
    def test_only_where_amazon_granted_it(self, status: sp.ClaimStatus) -> None:
        assert odr.defect(evolve(self.LOST, status=status, paid_by=None)).outcome is DEFECT

    @pytest.mark.parametrize(("day", "contested"), [(date(2021, 5, 23), False), (date(2021, 5, 24), True)])
    def test_in_the_uk_it_is_the_other_reading(self, day: date, contested: bool) -> None:
        decision = odr.defect(evolve(self.LOST, marketplace=sp.Marketplace.UK), on=day)
        assert (decision.outcome, decision.contested) == (DEFECT, contested)
        assert readings(decision) == ({("counts_lost", NO_DEFECT)} if contested else set())

    def test_elsewhere_they_count(self) -> None:
        decision = odr.defect(evolve(self.LOST, marketplace=sp.Marketplace.DE))
        assert (decision.outcome, decision.contested) == (DEFECT, False)


class TestWonAppeals:
    """002-1: an appeal that was won takes the defect back, or gives back the money alone; which, Amazon may tell."""

    WON = evolve(CLAIM, decided_on=date(2024, 3, 12), reversed_on=date(2024, 3, 20))

    @pytest.mark.parametrize("paid_by", [*sp.Payer, None])
    def test_no_defect_and_disputed(self, paid_by: sp.Payer | None) -> None:
        decision = odr.defect(evolve(self.WON, paid_by=paid_by))
        assert decision.outcome is NO_DEFECT
        assert readings(decision) == {("counts_won", DEFECT)}

    def test_what_amazon_says_of_the_defect_wins(self) -> None:
        money_alone = odr.defect(evolve(self.WON, odr_effect=sp.OdrEffect.COUNTED, paid_by=sp.Payer.AMAZON))
        defect_alone = odr.defect(evolve(self.WON, odr_effect=sp.OdrEffect.NOT_COUNTED))
        assert (money_alone.outcome, money_alone.contested) == (DEFECT, False)
        assert (defect_alone.outcome, defect_alone.contested) == (NO_DEFECT, False)

    @pytest.mark.parametrize("reversed_on", [None, sp.NEVER])
    def test_an_appeal_that_was_not_won_or_of_which_nothing_is_said(self, reversed_on: Any) -> None:
        decision = odr.defect(evolve(self.WON, reversed_on=reversed_on))
        assert (decision.outcome, decision.contested) == (DEFECT, False)
        assert odr.defect(evolve(self.WON, reversed_on=reversed_on, paid_by=None)).needs == ("paid_by",)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2016, 11, 13), (DEFECT, False)),
            (date(2016, 11, 14), (NO_DEFECT, False)),
            (date(2019, 12, 30), (NO_DEFECT, False)),
            (date(2019, 12, 31), (NO_DEFECT, True)),
        ],
    )
    def test_since_when(self, day: date, expected: tuple[odr.Defect, bool]) -> None:
        decision = odr.defect(self.WON, on=day)
        assert (decision.outcome, decision.contested) == expected

    @pytest.mark.parametrize(("day", "contested"), [(date(2020, 12, 31), False), (date(2021, 1, 1), True)])
    def test_elsewhere_it_is_the_other_reading(self, day: date, contested: bool) -> None:
        decision = odr.defect(evolve(self.WON, marketplace=sp.Marketplace.DE), on=day)
        assert (decision.outcome, decision.contested) == (DEFECT, contested)

    @pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.REFUNDED, Status.ORDER_CANCELLED])
    def test_only_a_granted_claim_is_appealed(self, status: sp.ClaimStatus) -> None:
        claim = evolve(self.WON, status=status)
        assert odr.defect(claim).outcome is odr.defect(evolve(claim, reversed_on=sp.NEVER)).outcome is DEFECT


class TestProvedDeliveries:
    """002-1: a claim granted although tracking shows the delivery counts, and a seller was told otherwise in 2024."""

    PROVED = evolve(CLAIM, reason=sp.ClaimReason.DELIVERED_BUT_MISSING)

    @pytest.mark.parametrize(("day", "contested"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True)])
    def test_counts_and_is_contested(self, day: date, contested: bool) -> None:
        decision = odr.defect(self.PROVED, on=day)
        assert (decision.outcome, decision.contested) == (DEFECT, contested)
        assert readings(decision) == ({("counts_delivered", NO_DEFECT)} if contested else set())

    def test_under_review_that_is_no_matter(self) -> None:
        decision = odr.defect(evolve(self.PROVED, status=Status.UNDER_REVIEW, paid_by=None))
        assert readings(decision) == {("counts_open", NO_DEFECT)}

    def test_elsewhere_no_such_case_is_known(self) -> None:
        assert not odr.defect(evolve(self.PROVED, marketplace=sp.Marketplace.CA)).contested


class TestRefundsAfterFiling:
    """001-6: settle before a claim is filed; a refund after filing closes the claim and still counts."""

    def test_a_refund_after_filing_counts(self) -> None:
        decision = odr.defect(evolve(CLAIM, status=Status.REFUNDED, paid_by=None))
        assert decision.outcome is DEFECT
        assert not decision.contested

    FILED = datetime(2024, 3, 5, 10, 1, tzinfo=UTC)
    SETTLED = evolve(
        CLAIM,
        filed_at=FILED,
        status=Status.REFUNDED,
        paid_by=None,
        refunded_at=datetime(2024, 3, 5, 10, 0, tzinfo=UTC),
    )

    def test_a_refund_before_filing_does_not_and_is_contested(self) -> None:
        decision = odr.defect(self.SETTLED)
        assert decision.outcome is NO_DEFECT
        assert readings(decision) == {("counts_settled", DEFECT)}

    @pytest.mark.parametrize(
        ("refunded", "outcome"), [(-1, NO_DEFECT), (0, NO_DEFECT), (1, DEFECT), (None, DEFECT), (sp.NEVER, DEFECT)]
    )
    def test_strictly_after_filing(self, refunded: Any, outcome: odr.Defect) -> None:
        at = self.FILED + timedelta(seconds=refunded) if isinstance(refunded, int) else refunded
        assert odr.defect(evolve(self.SETTLED, refunded_at=at)).outcome is outcome

    @pytest.mark.parametrize("status", [Status.GRANTED, Status.UNDER_REVIEW, Status.ORDER_CANCELLED])
    def test_of_no_other_claim_the_refund_is_asked(self, status: sp.ClaimStatus) -> None:
        claim = evolve(self.SETTLED, status=status, paid_by=sp.Payer.SELLER)
        assert odr.defect(claim).outcome is DEFECT

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2016, 12, 31), (DEFECT, False)),
            (date(2017, 1, 1), (DEFECT, True)),
            (date(2020, 12, 31), (DEFECT, True)),
            (date(2021, 1, 1), (NO_DEFECT, True)),
        ],
    )
    def test_once_every_claim_counted(self, day: date, expected: tuple[odr.Defect, bool]) -> None:
        decision = odr.defect(self.SETTLED, on=day)
        assert (decision.outcome, decision.contested) == expected


class TestEarlierCounting:
    """002-1 over the years: once every claim counted, and nobody knows on which day that ended."""

    @pytest.mark.parametrize("status", [Status.DENIED, Status.WITHDRAWN])
    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2012, 6, 1), DEFECT, True),
            (date(2016, 12, 31), DEFECT, True),
            (date(2017, 1, 1), DEFECT, True),
            (date(2020, 12, 31), DEFECT, True),
            (date(2021, 1, 1), NO_DEFECT, False),
        ],
    )
    def test_denied_and_withdrawn(
        self, status: sp.ClaimStatus, day: date, outcome: odr.Defect, contested: bool
    ) -> None:
        decision = odr.defect(evolve(CLAIM, status=status), on=day)
        assert decision.outcome is outcome
        assert decision.contested is contested

    def test_the_newer_text_may_have_held_since_2017(self) -> None:
        denied = evolve(CLAIM, status=Status.DENIED)
        found = [
            [each.reference for each in odr.defect(denied, on=day).disagreements]
            for day in (date(2016, 12, 31), date(2017, 1, 1), date(2020, 12, 31))
        ]
        assert found == [[odr.HEARSAY], [odr.HEARSAY, odr.NEWER_PAGE], [odr.HEARSAY, odr.NEWER_PAGE]]

    @pytest.mark.parametrize(
        ("day", "outcome", "contested"),
        [
            (date(2016, 12, 31), DEFECT, False),
            (date(2017, 1, 1), DEFECT, True),
            (date(2018, 12, 31), DEFECT, True),
            (date(2019, 1, 1), NO_DEFECT, True),
        ],
    )
    def test_granted_and_paid_by_amazon(self, day: date, outcome: odr.Defect, contested: bool) -> None:
        decision = odr.defect(evolve(CLAIM, paid_by=sp.Payer.AMAZON), on=day)
        assert decision.outcome is outcome
        assert decision.contested is contested

    @pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.ORDER_CANCELLED])
    def test_every_claim_counted_then(self, status: sp.ClaimStatus) -> None:
        claim = evolve(CLAIM, status=status)
        assert odr.defect(claim, on=date(2016, 12, 31)).outcome is DEFECT
        assert not odr.defect(claim, on=date(2016, 12, 31)).contested
        assert odr.defect(claim, on=date(2017, 1, 1)).contested


class TestChargebacks:
    """002-1, 004-7: an order with a credit card chargeback is defective; the sources say any, Amazon says service."""

    def test_a_service_chargeback_counts(self) -> None:
        decision = odr.defect(SERVICE)
        assert decision.outcome is DEFECT
        assert not decision.contested

    def test_fraud_does_not_count_and_is_contested(self) -> None:
        decision = odr.defect(FRAUD)
        assert decision.outcome is NO_DEFECT
        assert readings(decision) == {("counts_fraud", DEFECT)}

    def test_a_reversed_one_does_not_count_and_is_contested(self) -> None:
        decision = odr.defect(evolve(SERVICE, reversed=True))
        assert decision.outcome is NO_DEFECT
        assert readings(decision) == {("counts_reversed", DEFECT)}

    def test_reversed_fraud_counts_by_no_single_reading(self) -> None:
        decision = odr.defect(evolve(FRAUD, reversed=True))
        assert decision.outcome is NO_DEFECT
        assert not decision.contested


class TestInjuryClaims:
    """000-6: the small claims for injury or damage that Amazon bears do not affect the order defect rate."""

    @pytest.mark.parametrize(("amount", "contested"), [("999.99", False), ("1000.00", True), ("1000.01", True)])
    def test_none_counts_and_larger_ones_are_contested(self, amount: str, contested: bool) -> None:
        decision = odr.defect(evolve(INJURY, amount=sp.usd(amount)))
        assert decision.outcome is NO_DEFECT
        assert decision.contested is contested
        assert readings(decision) == ({("harmless", DEFECT)} if contested else set())

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.CA, sp.Marketplace.UK, sp.Marketplace.DE])
    @pytest.mark.parametrize(("amount", "contested"), [("999.98", False), ("999.99", False), ("1000.00", True)])
    def test_abroad_it_is_the_same_amount_of_local_currency(
        self, marketplace: sp.Marketplace, amount: str, contested: bool
    ) -> None:
        claim = evolve(INJURY, amount=sp.Money(amount, marketplace.currency), marketplace=marketplace)
        assert odr.defect(evolve(claim, filed_on=date(2025, 3, 5))).contested is contested

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.SE, sp.Marketplace.PL])
    def test_of_other_currencies_no_text_gives_an_amount(self, marketplace: sp.Marketplace) -> None:
        claim = evolve(INJURY, amount=sp.Money(1000, marketplace.currency), marketplace=marketplace)
        decision = odr.defect(evolve(claim, filed_on=date(2025, 3, 5)))
        assert decision.outcome is NO_DEFECT
        assert not decision.contested

    @pytest.mark.parametrize(
        ("marketplace", "first"),
        [
            (sp.Marketplace.US, date(2021, 9, 1)),
            (sp.Marketplace.CA, date(2024, 5, 1)),
            (sp.Marketplace.DE, date(2024, 5, 1)),
        ],
    )
    def test_before_the_process_there_was_nothing_to_dispute(self, marketplace: sp.Marketplace, first: date) -> None:
        large = evolve(INJURY, amount=sp.Money("1000.00", marketplace.currency), marketplace=marketplace)
        before = date.fromordinal(first.toordinal() - 1)
        assert odr.defect(large, on=first).contested
        assert not odr.defect(large, on=before).contested
        assert odr.defect(large, on=before).outcome is NO_DEFECT


class TestJudging:
    """What is common to all events: the text of their own day, the policy asked what if, and bad input."""

    def test_a_what_if(self) -> None:
        strict = evolve(odr.Terms.on(date(2024, 3, 5)), negative=sp.at_most(3))
        decision = odr.defect(evolve(FEEDBACK, rating=3), terms=strict)
        assert decision.outcome is DEFECT

    @pytest.mark.parametrize(
        ("event", "day"),
        [(FEEDBACK, FEEDBACK.left_on), (SERVICE, SERVICE.filed_on), (INJURY, INJURY.filed_on)],
        ids=["feedback", "chargeback", "injury claim"],
    )
    def test_the_events_own_day(self, event: odr.Event, day: date) -> None:
        assert odr.defect(event).policy_day == day

    @pytest.mark.parametrize("event", [None, "111-1", sp.Window(first=date(2024, 1, 1), last=date(2024, 1, 2))])
    def test_anything_else_is_refused(self, event: Any) -> None:
        kinds = "Feedback or Claim or Chargeback or InjuryClaim"
        with pytest.raises(sp.errors.BadFact, match=f"^event: expected a fact of the kind {kinds}, got"):
            odr.defect(event)

    @pytest.mark.parametrize(("shop", "open_"), [(sp.Marketplace.US, ()), (sp.Marketplace.DE, ("1",))], ids=str)
    def test_a_refused_parcel_on_its_way_back_is_spared_in_the_us_whoever_pays(
        self, shop: sp.Marketplace, open_: tuple[str, ...]
    ) -> None:
        """In Germany it hangs on who paid, which is unknown."""
        order = sp.Order(order_id="1", placed_on=date(2024, 3, 1), marketplace=shop)
        claim = sp.Claim(
            claim_id="1",
            order_id="1",
            reason=sp.ClaimReason.NOT_RECEIVED,
            filed_at=datetime(2024, 3, 10, 20, tzinfo=UTC),
            status=sp.ClaimStatus.GRANTED,
            parcel_refused=True,
            return_tracked=True,
            marketplace=shop,
        )
        window = sp.Window(first=order.placed_on, last=order.placed_on)
        rate = odr.rate([order], claims=[claim], window=window)
        assert (rate.defective, rate.undetermined_orders) == (0, open_)

    @given(
        st.sampled_from([sp.Marketplace.US, sp.Marketplace.UK, sp.Marketplace.DE, sp.Marketplace.JP]).flatmap(
            lambda shop: st.one_of(
                strategies.claims(order_id="1", marketplace=shop),
                strategies.feedback(order_id="1", marketplace=shop),
                strategies.chargebacks(order_id="1", marketplace=shop),
            )
        )
    )
    def test_a_rate_counts_what_is_a_defect_by_the_text_of_its_own_shop(self, event: Any) -> None:
        order = sp.Order(order_id="1", placed_on=date(2024, 3, 1), marketplace=event.marketplace)
        names = {sp.Claim: "claims", sp.Feedback: "feedback", sp.Chargeback: "chargebacks"}
        given_events: dict[str, Any] = {names[type(event)]: [event]}
        expected = int(odr.defect(event).outcome is Defect.DEFECT)
        window = sp.Window(first=order.placed_on, last=order.placed_on)
        assert odr.rate([order], window=window, **given_events).defective == expected
        (day,) = odr.daily_rates([order], first=window.last, last=window.last, **given_events)
        assert day.defective == expected

    @given(strategies.claims())
    def test_filling_in_who_pays_changes_no_known_outcome(self, claim: sp.Claim) -> None:
        claim = evolve(claim, return_tracked=bool(claim.return_tracked))
        open_outcome = odr.defect(evolve(claim, paid_by=None)).outcome
        paid = {odr.defect(evolve(claim, paid_by=payer)).outcome for payer in sp.Payer}
        assert paid == {open_outcome} if open_outcome is not None else paid == {DEFECT, NO_DEFECT}

    @given(strategies.claims(), st.sampled_from([Status.DENIED, Status.WITHDRAWN]))
    def test_a_claim_taken_back_is_never_worse(self, claim: sp.Claim, status: sp.ClaimStatus) -> None:
        on = date(2024, 3, 5)
        if claim.odr_effect is not sp.OdrEffect.COUNTED:
            assert odr.defect(evolve(claim, status=status), on=on).outcome is NO_DEFECT

    @given(strategies.feedback(), st.integers(1, 5))
    def test_fewer_stars_are_never_better(self, feedback: sp.Feedback, rating: int) -> None:
        worse = evolve(feedback, rating=min(rating, feedback.rating))
        if odr.defect(feedback).outcome is DEFECT:
            assert odr.defect(worse).outcome is DEFECT
