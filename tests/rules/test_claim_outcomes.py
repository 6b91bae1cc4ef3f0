"""What becomes of an A-to-z claim: who bears its cost, how much the buyer recovers, and what is still to come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp

Bearer = sp.claim_outcomes.Bearer
Recovery = sp.claim_outcomes.Recovery
Terms = sp.claim_outcomes.Terms
bearer = sp.claim_outcomes.bearer
recovery = sp.claim_outcomes.recovery
awaited = sp.claim_outcomes.awaited
REASON, STATUS = sp.ClaimReason, sp.ClaimStatus
US, UK, CA, DE, ES, SA = (
    sp.Marketplace.US,
    sp.Marketplace.UK,
    sp.Marketplace.CA,
    sp.Marketplace.DE,
    sp.Marketplace.ES,
    sp.Marketplace.SA,
)

ORDER = sp.Order(
    order_id="O-1",
    placed_on=date(2022, 3, 1),
    ship_by=date(2022, 3, 4),
    shipped_on=date(2022, 3, 4),
    ship_confirmed_on=date(2022, 3, 4),
    first_scan_on=date(2022, 3, 4),
    deliver_by=date(2022, 3, 10),
    delivered_on=sp.NEVER,
    tracking_valid=True,
    bought_shipping=False,
    claims_protected=False,
)
WROTE = datetime(2022, 3, 11, 20, tzinfo=UTC)
CLAIM = sp.Claim(
    claim_id="C-1",
    order_id="O-1",
    reason=REASON.NOT_RECEIVED,
    filed_at=datetime(2022, 3, 15, 20, tzinfo=UTC),
    contacted_seller_at=WROTE,
    return_requested_at=sp.NEVER,
    seller_answered_at=WROTE + timedelta(hours=3),
)
DIFFERENT = evolve(CLAIM, reason=REASON.NOT_AS_DESCRIBED, return_requested_at=WROTE)
LABELLED = evolve(ORDER, bought_shipping=True)
MARKED = evolve(LABELLED, claims_protected=True)


def moved(claim: sp.Claim, order: sp.Order, day: date) -> tuple[sp.Claim, sp.Order]:
    """Claim and order with all their days as far from one another, the claim filed on that day."""
    by = day - date(2022, 3, 15)

    def shifted(fact: Any) -> Any:
        held = {name: getattr(fact, name) for name in fact.to_dict()}
        return evolve(
            fact,
            **{name: when + by for name, when in held.items() if isinstance(when, date) and when.year != sp.NEVER.year},
        )

    return shifted(claim), shifted(order)


def answer(claim: sp.Claim, order: sp.Order) -> tuple[object, bool]:
    decision = bearer(claim, order)
    return decision.outcome, decision.contested


class TestWhatIsSettled:
    """Denied or withdrawn costs nobody; Amazon bears its own; a refund after filing is the seller's (001-6)."""

    @pytest.mark.parametrize("status", [STATUS.DENIED, STATUS.WITHDRAWN])
    def test_nobody(self, status: sp.ClaimStatus) -> None:
        bare = sp.Order(order_id="O-1", placed_on=date(2022, 3, 1))
        claim = sp.Claim(claim_id="C-1", order_id="O-1", reason=REASON.OTHER, filed_at=CLAIM.filed_at, status=status)
        assert answer(claim, bare) == (Bearer.NOBODY, False)

    def test_nobody_even_where_amazon_fulfils(self) -> None:
        amazons = evolve(ORDER, fulfilled_by=sp.Fulfiller.AMAZON)
        assert bearer(evolve(CLAIM, status=STATUS.DENIED), amazons).outcome is Bearer.NOBODY

    @pytest.mark.parametrize("status", [STATUS.UNDER_REVIEW, STATUS.GRANTED, STATUS.REFUNDED])
    def test_amazon_bears_what_it_fulfils(self, status: sp.ClaimStatus) -> None:
        amazons = sp.Order(order_id="O-1", placed_on=date(2022, 3, 1), fulfilled_by=sp.Fulfiller.AMAZON)
        assert answer(evolve(CLAIM, status=status), amazons) == (Bearer.AMAZON, False)

    def test_a_refund_by_the_seller_loses_all_protection(self) -> None:
        assert answer(evolve(CLAIM, status=STATUS.REFUNDED), LABELLED) == (Bearer.SELLER, False)

    def test_whether_a_cancelled_order_has_a_defect_is_disputed(self) -> None:
        decision = bearer(evolve(CLAIM, status=STATUS.ORDER_CANCELLED), LABELLED)
        assert decision.outcome is Bearer.SELLER
        assert [each.outcome for each in decision.disagreements] == [Bearer.SELLER_WITHOUT_DEFECT]

    @pytest.mark.parametrize(
        ("refunded", "expected"),
        [
            (timedelta(0), (Bearer.SELLER_WITHOUT_DEFECT, True)),
            (timedelta(seconds=1), (Bearer.SELLER, False)),
        ],
    )
    def test_a_refund_before_the_claim_is_no_defect_and_disputed(
        self, refunded: timedelta, expected: tuple[object, bool]
    ) -> None:
        claim = evolve(CLAIM, status=STATUS.REFUNDED, refunded_at=CLAIM.filed_at + refunded)
        assert answer(claim, LABELLED) == expected

    @pytest.mark.parametrize("status", [STATUS.GRANTED, STATUS.REFUNDED, STATUS.ORDER_CANCELLED])
    def test_a_purchase_that_the_buyer_did_not_make_is_no_defect(self, status: sp.ClaimStatus) -> None:
        claim = evolve(CLAIM, reason=REASON.UNAUTHORIZED_PURCHASE, status=status)
        assert answer(claim, ORDER) == (Bearer.SELLER_WITHOUT_DEFECT, False)
        unanswered = evolve(claim, seller_answered_at=sp.NEVER)
        assert answer(unanswered, ORDER) == (Bearer.SELLER_WITHOUT_DEFECT, False)


class TestParcelThatComesBack:
    """Refused or undeliverable and tracked on its way back: refunded at the seller's cost, and no defect."""

    BACK = evolve(CLAIM, parcel_refused=True, return_tracked=True)

    def test_the_seller_without_a_defect(self) -> None:
        assert answer(self.BACK, ORDER) == (Bearer.SELLER_WITHOUT_DEFECT, False)

    def test_even_with_a_protected_label(self) -> None:
        assert answer(self.BACK, MARKED) == (Bearer.SELLER_WITHOUT_DEFECT, False)

    @pytest.mark.parametrize("changes", [{"parcel_refused": False}, {"return_tracked": False}])
    def test_else_not(self, changes: dict[str, Any]) -> None:
        assert answer(evolve(self.BACK, **changes), ORDER) == (Bearer.TO_BE_DECIDED, False)

    def test_it_hangs_on_the_tracking(self) -> None:
        decision = bearer(evolve(self.BACK, return_tracked=None), ORDER)
        assert (decision.outcome, decision.needs) == (None, ("return_tracked",))

    def test_refunded_at_once_is_only_what_did_not_arrive(self) -> None:
        claim = evolve(DIFFERENT, parcel_refused=True, return_tracked=True)
        assert answer(claim, ORDER) == (Bearer.TO_BE_DECIDED, False)
        assert answer(evolve(claim, status=STATUS.GRANTED), ORDER) == (Bearer.SELLER_WITHOUT_DEFECT, False)

    def test_whether_the_return_of_another_parcel_is_tracked_does_not_matter(self) -> None:
        granted = evolve(CLAIM, status=STATUS.GRANTED, return_tracked=True)
        assert answer(granted, ORDER) == (Bearer.SELLER, False)
        assert answer(evolve(granted, return_tracked=None), ORDER) == (Bearer.SELLER, False)

    @pytest.mark.parametrize(
        ("marketplace", "day", "expected"),
        [
            (UK, date(2021, 5, 24), (Bearer.SELLER_WITHOUT_DEFECT, False)),
            (US, date(2021, 5, 23), (Bearer.TO_BE_DECIDED, False)),
            (US, date(2021, 5, 24), (Bearer.SELLER_WITHOUT_DEFECT, False)),
            (CA, date(2021, 5, 23), (Bearer.AMAZON, False)),
            (CA, date(2021, 5, 24), (Bearer.AMAZON, True)),
            (CA, date(2024, 12, 30), (Bearer.AMAZON, True)),
            (CA, date(2024, 12, 31), (Bearer.SELLER_WITHOUT_DEFECT, False)),
        ],
    )
    def test_since_when(self, marketplace: sp.Marketplace, day: date, expected: tuple[object, bool]) -> None:
        claim, order = moved(self.BACK, ORDER if marketplace is US else MARKED, day)
        assert answer(evolve(claim, marketplace=marketplace), evolve(order, marketplace=marketplace)) == expected


class TestParcelLostByTheCarrier:
    """A tracked parcel that the carrier lost or damaged has no effect on the order defect rate (US, May 2021)."""

    LOST = evolve(CLAIM, lost_by_carrier=True, status=STATUS.GRANTED)

    @pytest.mark.parametrize("reason", [REASON.NOT_RECEIVED, REASON.NOT_AS_DESCRIBED])
    def test_without_a_defect_where_it_was_granted(self, reason: sp.ClaimReason) -> None:
        lost = evolve(self.LOST, reason=reason)
        assert answer(lost, ORDER) == (Bearer.SELLER_WITHOUT_DEFECT, False)
        assert answer(evolve(lost, lost_by_carrier=False), ORDER) == (Bearer.SELLER, False)
        assert answer(evolve(lost, status=STATUS.UNDER_REVIEW), ORDER) == (Bearer.TO_BE_DECIDED, False)

    def test_amazon_bears_it_where_it_protects_the_label(self) -> None:
        assert answer(self.LOST, LABELLED) == (Bearer.AMAZON, False)

    @pytest.mark.parametrize(
        ("day", "outcome"), [(date(2021, 5, 23), Bearer.SELLER), (date(2021, 5, 24), Bearer.SELLER_WITHOUT_DEFECT)]
    )
    def test_since_when(self, day: date, outcome: sp.claim_outcomes.Bearer) -> None:
        assert answer(*moved(self.LOST, ORDER, day)) == (outcome, False)


class TestBuyShipping:
    """Amazon bears a claim that nothing arrived if its own label was used, scanned in time, and the buyer answered."""

    def test_amazon_bears_it(self) -> None:
        assert answer(CLAIM, LABELLED) == (Bearer.AMAZON, False)

    @pytest.mark.parametrize(("scan", "outcome"), [(4, Bearer.AMAZON), (5, Bearer.TO_BE_DECIDED)])
    def test_the_first_scan_on_the_last_day_is_in_time(self, scan: int, outcome: sp.claim_outcomes.Bearer) -> None:
        assert answer(CLAIM, evolve(LABELLED, first_scan_on=date(2022, 3, scan))) == (outcome, False)

    def test_when_the_shipment_was_confirmed_does_not_matter(self) -> None:
        assert answer(CLAIM, evolve(LABELLED, ship_confirmed_on=sp.NEVER)) == (Bearer.AMAZON, False)

    @pytest.mark.parametrize(
        ("answered", "outcome"),
        [
            (timedelta(hours=48), Bearer.AMAZON),
            (timedelta(hours=48, seconds=1), Bearer.SELLER),
            (None, Bearer.SELLER),
        ],
    )
    def test_the_buyer_was_answered_within_48_hours(
        self, answered: timedelta | None, outcome: sp.claim_outcomes.Bearer
    ) -> None:
        at = sp.NEVER if answered is None else WROTE + answered
        assert answer(evolve(CLAIM, seller_answered_at=at), LABELLED) == (outcome, False)

    def test_a_buyer_who_never_wrote_needs_no_answer(self) -> None:
        claim = evolve(CLAIM, contacted_seller_at=sp.NEVER, seller_answered_at=None)
        assert answer(claim, LABELLED) == (Bearer.AMAZON, False)

    @pytest.mark.parametrize(
        ("changes", "needs"),
        [
            ({"contacted_seller_at": None, "seller_answered_at": None}, ("answer_due_at", "seller_answered_at")),
            ({"seller_answered_at": None}, ("seller_answered_at",)),
        ],
    )
    def test_it_hangs_on_the_answer(self, changes: dict[str, Any], needs: tuple[str, ...]) -> None:
        decision = bearer(evolve(CLAIM, **changes), LABELLED)
        assert (decision.outcome, decision.needs) == (None, needs)

    @pytest.mark.parametrize(
        "reason", [each for each in REASON if each not in (REASON.NOT_RECEIVED, REASON.DELIVERED_BUT_MISSING)]
    )
    def test_only_of_what_did_not_arrive(self, reason: sp.ClaimReason) -> None:
        assert answer(evolve(CLAIM, reason=reason), LABELLED) == (Bearer.TO_BE_DECIDED, False)

    def test_delivered_by_tracking_counts_as_well(self) -> None:
        order = evolve(LABELLED, delivered_on=date(2022, 3, 9))
        assert answer(evolve(CLAIM, reason=REASON.DELIVERED_BUT_MISSING), order) == (Bearer.AMAZON, False)

    @pytest.mark.parametrize("marketplace", [US, CA])
    @pytest.mark.parametrize(
        ("day", "order", "expected"),
        [
            (date(2016, 12, 31), LABELLED, (Bearer.TO_BE_DECIDED, False)),
            (date(2017, 1, 1), LABELLED, (Bearer.TO_BE_DECIDED, True)),
            (date(2018, 12, 31), LABELLED, (Bearer.TO_BE_DECIDED, True)),
            (date(2019, 1, 1), LABELLED, (Bearer.AMAZON, False)),
            (date(2023, 12, 31), LABELLED, (Bearer.AMAZON, False)),
            (date(2024, 1, 1), LABELLED, (Bearer.AMAZON, True)),
            (date(2025, 7, 30), LABELLED, (Bearer.AMAZON, True)),
            (date(2025, 7, 31), LABELLED, (Bearer.TO_BE_DECIDED, False)),
            (date(2025, 7, 31), MARKED, (Bearer.AMAZON, False)),
        ],
    )
    def test_since_when_and_the_mark(
        self, marketplace: sp.Marketplace, day: date, order: sp.Order, expected: tuple[object, bool]
    ) -> None:
        claim, placed = moved(evolve(CLAIM, marketplace=marketplace), evolve(order, marketplace=marketplace), day)
        assert answer(claim, placed) == expected

    def test_whether_canada_grants_what_was_not_tracked_no_text_says(self) -> None:
        order = evolve(ORDER, marketplace=CA, tracking_valid=False)
        with pytest.raises(sp.errors.NoPolicyText, match="grants_untracked"):
            bearer(evolve(CLAIM, marketplace=CA), order)

    def test_elsewhere_no_text_says_so(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText, match="protects_labels"):
            bearer(evolve(CLAIM, marketplace=UK), evolve(LABELLED, marketplace=UK))


class TestGrantedAtOnce:
    """001-4, 004-10: not shipped in time, nothing to track, no answer to the buyer: granted at the seller's cost."""

    @pytest.mark.parametrize(
        ("changes", "outcome"),
        [
            ({"shipped_on": date(2022, 3, 5)}, Bearer.SELLER),
            ({"shipped_on": sp.NEVER}, Bearer.SELLER),
            ({"ship_confirmed_on": sp.NEVER}, Bearer.SELLER),
            ({"ship_confirmed_on": date(2022, 3, 16)}, Bearer.SELLER),
            ({"ship_confirmed_on": date(2022, 3, 15)}, Bearer.TO_BE_DECIDED),
            ({"tracking_valid": False}, Bearer.SELLER),
            ({}, Bearer.TO_BE_DECIDED),
        ],
    )
    def test_what_did_not_arrive(self, changes: dict[str, Any], outcome: sp.claim_outcomes.Bearer) -> None:
        assert bearer(CLAIM, evolve(ORDER, **changes)).outcome is outcome

    def test_of_other_claims_shipping_and_tracking_are_not_asked(self) -> None:
        order = evolve(ORDER, shipped_on=sp.NEVER, first_scan_on=sp.NEVER, tracking_valid=False)
        assert answer(DIFFERENT, order) == (Bearer.TO_BE_DECIDED, False)

    @pytest.mark.parametrize(
        ("day", "outcome"), [(date(2021, 5, 23), Bearer.TO_BE_DECIDED), (date(2021, 5, 24), Bearer.SELLER)]
    )
    def test_unshipped_since_may_2021(self, day: date, outcome: sp.claim_outcomes.Bearer) -> None:
        late = evolve(ORDER, shipped_on=date(2022, 3, 5))
        assert answer(*moved(CLAIM, late, day)) == (outcome, False)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2019, 12, 31), (Bearer.TO_BE_DECIDED, False)),
            (date(2020, 1, 1), (Bearer.TO_BE_DECIDED, True)),
            (date(2020, 12, 31), (Bearer.TO_BE_DECIDED, True)),
            (date(2021, 1, 1), (Bearer.SELLER, True)),
        ],
    )
    def test_untracked_since_2021_and_disputed(self, day: date, expected: tuple[object, bool]) -> None:
        assert answer(*moved(CLAIM, evolve(ORDER, tracking_valid=False), day)) == expected

    def test_untracked_in_spain(self) -> None:
        assert Terms.on(date(2020, 12, 31), ES).grants_untracked is True
        assert list(Terms.on(date(2020, 12, 31), ES).readings(["grants_untracked"])) == []
        assert Terms.on(date(2020, 12, 30), ES).grants_untracked is None
        untracked = evolve(ORDER, marketplace=ES, tracking_valid=False, bought_shipping=False)
        terms = evolve(
            Terms.on(date(2022, 3, 15), ES), refunds_returning=True, protects_labels=True, grants_unshipped=True
        )
        claim = evolve(CLAIM, marketplace=ES)
        assert bearer(claim, untracked, terms=terms).outcome is Bearer.SELLER
        assert bearer(claim, evolve(untracked, tracking_valid=True), terms=terms).outcome is Bearer.TO_BE_DECIDED

    @pytest.mark.parametrize(
        ("claim", "day", "outcome"),
        [
            (CLAIM, date(2020, 1, 3), Bearer.TO_BE_DECIDED),  # written on 30 December, before the duty began
            (CLAIM, date(2020, 1, 4), Bearer.SELLER),
            (DIFFERENT, date(2019, 12, 3), Bearer.TO_BE_DECIDED),  # asked on 29 November
            (DIFFERENT, date(2019, 12, 4), Bearer.SELLER),
        ],
    )
    def test_silence_granted_nothing_before(
        self, claim: sp.Claim, day: date, outcome: sp.claim_outcomes.Bearer
    ) -> None:
        assert bearer(*moved(evolve(claim, seller_answered_at=sp.NEVER), ORDER, day)).outcome is outcome

    @pytest.mark.parametrize(
        ("answered", "outcome"),
        [(timedelta(hours=48), Bearer.TO_BE_DECIDED), (timedelta(hours=48, seconds=1), Bearer.SELLER)],
    )
    @pytest.mark.parametrize("marketplace", [US, UK])
    def test_a_return_request_is_answered_in_48_hours(
        self, marketplace: sp.Marketplace, answered: timedelta, outcome: sp.claim_outcomes.Bearer
    ) -> None:
        later = WROTE + timedelta(days=1)
        claim = evolve(DIFFERENT, return_requested_at=later, seller_answered_at=later + answered)
        claim, order = moved(claim, ORDER, date(2023, 3, 15))
        assert bearer(evolve(claim, marketplace=marketplace), evolve(order, marketplace=marketplace)).outcome is outcome

    def test_of_what_did_not_arrive_no_return_request_is_asked(self) -> None:
        """The message counts, whatever else is said: a parcel that is not there cannot be sent back."""
        claim = evolve(
            CLAIM, return_requested_at=WROTE + timedelta(days=1), seller_answered_at=WROTE + timedelta(hours=49)
        )
        assert bearer(claim, ORDER).outcome is Bearer.SELLER
        in_time = evolve(claim, seller_answered_at=WROTE + timedelta(hours=48))
        assert bearer(in_time, ORDER).outcome is Bearer.TO_BE_DECIDED

    def test_an_answer_to_the_message_is_none_to_the_return_request_that_came_later(self) -> None:
        later = WROTE + timedelta(days=1)
        claim = evolve(DIFFERENT, return_requested_at=later, seller_answered_at=later - timedelta(seconds=1))
        assert bearer(claim, ORDER).outcome is Bearer.SELLER
        assert bearer(evolve(claim, seller_answered_at=later), ORDER).outcome is Bearer.TO_BE_DECIDED
        missing = evolve(claim, reason=REASON.NOT_RECEIVED)
        assert bearer(missing, ORDER).outcome is Bearer.TO_BE_DECIDED

    @pytest.mark.parametrize("claim", [CLAIM, DIFFERENT], ids=["message", "return request"])
    @pytest.mark.parametrize("order", [ORDER, LABELLED], ids=["plain", "label"])
    @pytest.mark.parametrize("answered", [None, sp.NEVER, WROTE, WROTE + timedelta(hours=49)], ids=str)
    def test_no_change_of_facts_answers_before_it_was_asked(
        self, claim: sp.Claim, order: sp.Order, answered: Any
    ) -> None:
        found = bearer(evolve(claim, seller_answered_at=answered), order).flips()
        answers = [flip.case.seller_answered_at for flip in found if "seller_answered_at" in flip.facts]
        assert all(at is None or at >= WROTE for at in answers)
        if answered == sp.NEVER:
            assert any(at <= WROTE + timedelta(hours=48) for at in answers)

    def test_without_a_return_request_the_message_is(self) -> None:
        claim = evolve(DIFFERENT, return_requested_at=sp.NEVER, seller_answered_at=WROTE + timedelta(hours=49))
        assert bearer(claim, ORDER).outcome is Bearer.SELLER

    def test_where_no_text_asks_for_an_answer_none_is_missed(self) -> None:
        claim = evolve(DIFFERENT, seller_answered_at=sp.NEVER, marketplace=DE)
        assert bearer(claim, evolve(ORDER, marketplace=DE)).outcome is Bearer.TO_BE_DECIDED


class TestTheRest:
    """What nothing settles is decided by what both sides show; what was granted then costs the seller."""

    def test_under_review(self) -> None:
        decision = bearer(CLAIM, ORDER)
        assert decision.outcome is Bearer.TO_BE_DECIDED
        assert [note.text.split()[1] for note in decision.notes] == ["signature", "Amazon"]

    def test_granted(self) -> None:
        decision = bearer(evolve(CLAIM, status=STATUS.GRANTED), ORDER)
        assert (decision.outcome, decision.contested) == (Bearer.SELLER, False)
        assert any("need not send the item back" in note.text for note in decision.notes)

    @pytest.mark.parametrize(("day", "contested"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True)])
    def test_granted_although_tracking_shows_the_delivery(self, day: date, contested: bool) -> None:
        claim, order = moved(evolve(CLAIM, status=STATUS.GRANTED), evolve(ORDER, delivered_on=date(2022, 3, 15)), day)
        decision = bearer(claim, order)
        assert (decision.outcome, decision.contested) == (Bearer.SELLER, contested)
        assert [each.outcome for each in decision.disagreements] == [Bearer.SELLER_WITHOUT_DEFECT] * contested
        later = evolve(order, delivered_on=day + timedelta(days=1))
        assert not bearer(claim, later).contested

    @pytest.mark.parametrize("delivered_on", [None, sp.NEVER, date(2024, 6, 2)])
    def test_the_reason_alone_says_that_tracking_shows_it_too(self, delivered_on: Any) -> None:
        claim, order = moved(
            evolve(CLAIM, status=STATUS.GRANTED, reason=REASON.DELIVERED_BUT_MISSING), ORDER, date(2024, 6, 3)
        )
        assert answer(claim, evolve(order, delivered_on=delivered_on)) == (Bearer.SELLER, True)

    def test_of_another_claim_the_delivery_says_nothing(self) -> None:
        claim, order = moved(
            evolve(DIFFERENT, status=STATUS.GRANTED), evolve(ORDER, delivered_on=date(2022, 3, 9)), date(2024, 6, 3)
        )
        assert answer(claim, order) == (Bearer.SELLER, False)

    def test_who_bears_it_now_is_left_aside(self) -> None:
        for paid_by in sp.Payer:
            assert bearer(evolve(CLAIM, paid_by=paid_by), LABELLED).outcome is Bearer.AMAZON

    def test_another_order(self) -> None:
        with pytest.raises(sp.errors.BadFact, match=r"Claim\.order_id: expected the id of the order, 'O-1'"):
            bearer(evolve(CLAIM, order_id="O-2"), ORDER)

    def test_what_is_no_claim(self) -> None:
        stranger: Any = ORDER
        for asked in (lambda: bearer(stranger, ORDER), lambda: recovery(stranger), lambda: awaited(stranger)):
            with pytest.raises(sp.errors.BadFact, match="^claim: expected a fact of the kind Claim, got Order"):
                asked()

    def test_the_text_of_another_day_is_that_of_the_answer_too(self) -> None:
        """In 2018 silence granted nothing, nor was anything else granted at once."""
        silent = evolve(CLAIM, seller_answered_at=sp.NEVER)
        assert bearer(silent, ORDER).outcome is Bearer.SELLER
        assert bearer(silent, ORDER, on=date(2018, 6, 1)).outcome is Bearer.TO_BE_DECIDED
        old, order = moved(silent, ORDER, date(2018, 6, 1))
        assert bearer(old, order).outcome is Bearer.TO_BE_DECIDED
        assert bearer(old, order, on=date(2022, 3, 15)).outcome is Bearer.SELLER


class TestWithTheOrderDefectRate:
    """002-1: the seller bears a claim with a defect where it is one, and without where it is none."""

    COUNTS: ClassVar[dict[Any, sp.order_defect_rate.Defect]] = {
        Bearer.NOBODY: sp.order_defect_rate.Defect.NO_DEFECT,
        Bearer.SELLER: sp.order_defect_rate.Defect.DEFECT,
        Bearer.SELLER_WITHOUT_DEFECT: sp.order_defect_rate.Defect.NO_DEFECT,
    }

    @given(
        shop=st.sampled_from([US, US, US, UK, CA, ES]),
        day=st.sampled_from([date(2021, 1, 1), date(2021, 5, 23), date(2021, 5, 24), date(2024, 1, 1)])
        | st.dates(date(2021, 1, 1), date(2026, 11, 1)),
        status=st.sampled_from([each for each in STATUS if each is not STATUS.UNDER_REVIEW]),
        reason=st.sampled_from(REASON),
        refused=st.booleans(),
        tracked=st.sampled_from([True, False]),
        lost=st.booleans(),
        refunded=st.sampled_from([None, timedelta(0), timedelta(seconds=1)]),
        answered=st.sampled_from([None, timedelta(hours=48), timedelta(hours=49)]),
        delivered=st.sampled_from([sp.NEVER, date(2022, 3, 15)]),
        order=st.sampled_from([ORDER, MARKED, evolve(ORDER, shipped_on=sp.NEVER), evolve(ORDER, tracking_valid=False)]),
    )
    def test_they_say_the_same(
        self,
        shop: sp.Marketplace,
        day: date,
        status: sp.ClaimStatus,
        reason: sp.ClaimReason,
        refused: bool,
        tracked: bool,
        lost: bool,
        refunded: timedelta | None,
        answered: timedelta | None,
        delivered: date,
        order: sp.Order,
    ) -> None:
        """Of what Amazon bears, and of claims under review, the two ask different questions."""
        if reason is REASON.NOT_RECEIVED and delivered != sp.NEVER:
            reason = REASON.DELIVERED_BUT_MISSING  # what tracking shows, a claim says by its reason
        claim = evolve(
            CLAIM,
            status=status,
            reason=reason,
            paid_by=sp.Payer.SELLER,
            parcel_refused=refused,
            return_tracked=tracked,
            lost_by_carrier=lost,
            refunded_at=None if refunded is None else CLAIM.filed_at + refunded,
            seller_answered_at=sp.NEVER if answered is None else WROTE + answered,
            marketplace=shop,
        )
        claim, order = moved(claim, evolve(order, delivered_on=delivered, marketplace=shop), day)
        try:
            borne = bearer(claim, order)
        except sp.errors.NoPolicyText:
            return
        counted = sp.order_defect_rate.defect(claim)
        if borne.outcome in self.COUNTS:
            assert counted.outcome is self.COUNTS[borne.outcome]
            by_readings = {self.COUNTS.get(each.outcome, counted.outcome) for each in borne.disagreements}
            assert (by_readings - {counted.outcome} != set()) is counted.contested


class TestRecovery:
    """001-1, 001-2: what the buyer may recover, and the highest amounts and numbers of older texts."""

    @staticmethod
    def claim(day: date, marketplace: sp.Marketplace = US, **changes: Any) -> sp.Claim:
        amount = changes.pop("amount", "10.00")
        return sp.Claim(
            claim_id="C-1",
            order_id="O-1",
            reason=REASON.NOT_RECEIVED,
            filed_at=datetime(day.year, day.month, day.day, 20, tzinfo=UTC),
            marketplace=marketplace,
            amount=None if amount is None else sp.Money(amount, marketplace.currency),
            **{"claims_of_buyer": 1, **changes},
        )

    OLD: ClassVar = [
        (US, date(2016, 6, 1), "2500.00"),
        (UK, date(2013, 6, 1), "2000.00"),
        (DE, date(2013, 6, 1), "2500.00"),
    ]

    @pytest.mark.parametrize(("marketplace", "day", "most"), OLD)
    def test_the_highest_amount_is_included(self, marketplace: sp.Marketplace, day: date, most: str) -> None:
        cent = sp.Money("0.01", marketplace.currency)
        at = self.claim(day, marketplace, amount=most)
        assert at.amount is not None
        assert recovery(at).outcome is Recovery.WHOLE
        assert recovery(evolve(at, amount=at.amount + cent)).outcome is Recovery.UP_TO_THE_LIMIT

    @pytest.mark.parametrize(("marketplace", "day", "number"), [(US, date(2016, 6, 1), 50), (UK, date(2013, 6, 1), 5)])
    def test_the_highest_number_is_included(self, marketplace: sp.Marketplace, day: date, number: int) -> None:
        assert recovery(self.claim(day, marketplace, claims_of_buyer=number)).outcome is Recovery.WHOLE
        assert recovery(self.claim(day, marketplace, claims_of_buyer=number + 1)).outcome is Recovery.NOTHING

    @pytest.mark.parametrize(("marketplace", "day", "most"), OLD)
    def test_no_text_took_the_amount_back(self, marketplace: sp.Marketplace, day: date, most: str) -> None:
        now = self.claim(date(2024, 6, 1), marketplace, amount=most)
        assert now.amount is not None
        decision = recovery(now)
        assert (decision.outcome, decision.contested) == (Recovery.WHOLE, False)
        decision = recovery(evolve(now, amount=now.amount + sp.Money("0.01", marketplace.currency)))
        assert decision.outcome is Recovery.WHOLE
        assert [each.outcome for each in decision.disagreements] == [Recovery.UP_TO_THE_LIMIT]

    @pytest.mark.parametrize(("marketplace", "number"), [(US, 50), (UK, 5)])
    def test_no_text_took_the_number_back(self, marketplace: sp.Marketplace, number: int) -> None:
        now = self.claim(date(2024, 6, 1), marketplace, claims_of_buyer=number)
        assert not recovery(now).contested
        decision = recovery(evolve(now, claims_of_buyer=number + 1))
        assert decision.outcome is Recovery.WHOLE
        assert [each.outcome for each in decision.disagreements] == [Recovery.NOTHING]

    def test_in_germany_no_number_is_known(self) -> None:
        assert recovery(self.claim(date(2013, 6, 1), DE, claims_of_buyer=500)).outcome is Recovery.WHOLE

    @pytest.mark.parametrize("changes", [{"amount": "99999"}, {"claims_of_buyer": 500}])
    @pytest.mark.parametrize(
        ("marketplace", "last", "undated_since", "first"),
        [
            (US, date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31)),
            (UK, date(2013, 12, 31), date(2014, 1, 1), date(2014, 12, 31)),
        ],
    )
    def test_until_when(
        self,
        marketplace: sp.Marketplace,
        last: date,
        undated_since: date,
        first: date,
        changes: dict[str, Any],
    ) -> None:
        def found(day: date) -> tuple[bool, bool]:
            decision = recovery(self.claim(day, marketplace, **changes))
            return decision.outcome is Recovery.WHOLE, decision.contested

        assert found(last) == (False, False)
        assert found(undated_since) == (False, True)
        assert found(first - timedelta(days=1)) == (False, True)
        assert found(first) == (True, True)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2013, 12, 31), (Recovery.UP_TO_THE_LIMIT, False)),
            (date(2014, 1, 1), (Recovery.UP_TO_THE_LIMIT, True)),
            (date(2015, 12, 30), (Recovery.UP_TO_THE_LIMIT, True)),
            (date(2015, 12, 31), (Recovery.WHOLE, True)),
        ],
    )
    def test_until_when_in_germany(self, day: date, expected: tuple[object, bool]) -> None:
        decision = recovery(self.claim(day, DE, amount="99999"))
        assert (decision.outcome, decision.contested) == expected

    def test_in_the_us_no_text_is_known_before_2014(self) -> None:
        with pytest.raises(sp.errors.NoPolicyText) as silence:
            recovery(self.claim(date(2013, 12, 31)))
        assert silence.value.first_known == date(2014, 1, 1)

    @pytest.mark.parametrize("marketplace", [CA, sp.Marketplace.AE, SA])
    def test_where_the_pages_name_no_limit(self, marketplace: sp.Marketplace) -> None:
        claim = self.claim(date(2019, 12, 31), marketplace, amount="99999", claims_of_buyer=500)
        decision = recovery(claim)
        assert (decision.outcome, decision.contested) == (Recovery.WHOLE, False)
        with pytest.raises(sp.errors.NoPolicyText) as silence:
            recovery(claim, on=date(2019, 12, 30))
        assert silence.value.first_known == date(2019, 12, 31)

    @pytest.mark.parametrize("marketplace", [sp.Marketplace.FR, sp.Marketplace.JP])
    def test_elsewhere_no_text_is_known(self, marketplace: sp.Marketplace) -> None:
        with pytest.raises(sp.errors.NoPolicyText) as silence:
            recovery(self.claim(date(2024, 6, 1), marketplace))
        assert silence.value.first_known is None

    def test_now_neither_amount_nor_number_need_be_known(self) -> None:
        assert recovery(self.claim(date(2024, 6, 1), amount=None, claims_of_buyer=None)).outcome is Recovery.WHOLE

    def test_then_both_had_to_be(self) -> None:
        decision = recovery(self.claim(date(2016, 6, 1), amount=None, claims_of_buyer=None))
        assert (decision.outcome, decision.needs) == (None, ("claims_of_buyer", "amount"))

    def test_after_a_partial_refund_no_text_says_how_much(self) -> None:
        claim = self.claim(date(2024, 6, 1), partly_refunded=True)
        assert recovery(claim).outcome is Recovery.REMAINDER
        old = self.claim(date(2016, 6, 1), partly_refunded=True, amount="3000.00")
        assert recovery(old).outcome is Recovery.REMAINDER
        assert recovery(evolve(old, claims_of_buyer=51)).outcome is Recovery.NOTHING

    def test_what_if_there_were_a_limit(self) -> None:
        terms = evolve(Terms.on(date(2024, 6, 1)), recoverable=sp.below(sp.usd(10)))
        assert recovery(self.claim(date(2024, 6, 1)), terms=terms).outcome is Recovery.UP_TO_THE_LIMIT

    def test_the_text_of_another_day(self) -> None:
        claim = self.claim(date(2024, 6, 1), amount="2500.01")
        assert recovery(claim, on=date(2016, 6, 1)).outcome is Recovery.UP_TO_THE_LIMIT


class TestAwaited:
    """What the buyer or Amazon may still do: none of it is the seller's to do."""

    DECIDED: ClassVar = {"decided_on": date(2024, 3, 12)}

    def found(self, **changes: Any) -> list[tuple[str, date | None]]:
        claim = evolve(CLAIM, filed_at=datetime(2024, 3, 5, 20, tzinfo=UTC), **changes)
        return [(deadline.what, deadline.by) for deadline in awaited(claim)]

    def test_a_denied_claim_may_be_appealed_for_30_days(self) -> None:
        assert self.found(status=STATUS.DENIED, **self.DECIDED) == [("the buyer may appeal", date(2024, 4, 11))]

    @pytest.mark.parametrize("status", [each for each in STATUS if each not in (STATUS.DENIED, STATUS.GRANTED)])
    def test_no_other_one(self, status: sp.ClaimStatus) -> None:
        assert self.found(status=status, **self.DECIDED) == []

    def test_it_is_no_duty_and_not_the_sellers(self) -> None:
        assert not any(ticking.is_duty or ticking.is_sellers for ticking in sp.claim_outcomes.CLOCKS)
        (deadline,) = awaited(evolve(CLAIM, status=STATUS.DENIED, decided_on=date(2024, 3, 12)))
        assert not deadline.is_sellers

    def test_no_such_text_before(self) -> None:
        claim = evolve(CLAIM, status=STATUS.DENIED, decided_on=date(2023, 12, 30))
        assert awaited(claim) == ()
        assert len(awaited(evolve(claim, decided_on=date(2023, 12, 31)))) == 1

    def test_in_saudi_arabia_amazon_decides_in_two_weeks(self) -> None:
        assert self.found(marketplace=SA) == [("Amazon tells the buyer what it decided", date(2024, 3, 19))]
        assert self.found(marketplace=SA, status=STATUS.GRANTED, **self.DECIDED) == []
        old = evolve(CLAIM, marketplace=SA, filed_at=datetime(2019, 12, 30, 9, tzinfo=UTC))
        assert awaited(old) == ()
        assert len(awaited(evolve(old, filed_at=datetime(2019, 12, 31, 9, tzinfo=UTC)))) == 1

    @pytest.mark.parametrize(("day", "by"), [(date(2025, 1, 1), [date(2025, 1, 8)]), (date(2024, 12, 31), [])])
    def test_a_won_appeal_shows_within_seven_days(self, day: date, by: list[date]) -> None:
        claim = evolve(CLAIM, status=STATUS.GRANTED, decided_on=date(2024, 12, 2), reversed_on=day)
        assert [deadline.by for deadline in awaited(claim)] == by

    @pytest.mark.parametrize("status", [each for each in STATUS if each is not STATUS.GRANTED])
    def test_only_a_granted_claim_is_appealed(self, status: sp.ClaimStatus) -> None:
        filed_at = datetime(2025, 3, 5, 20, tzinfo=UTC)
        claim = evolve(CLAIM, filed_at=filed_at, status=status, decided_on=sp.NEVER, reversed_on=sp.NEVER)
        assert awaited(evolve(claim, reversed_on=None)) == awaited(claim) == ()

    def test_no_appeal_no_change(self) -> None:
        granted = evolve(CLAIM, filed_at=datetime(2025, 3, 5, 20, tzinfo=UTC), status=STATUS.GRANTED)
        assert awaited(evolve(granted, reversed_on=sp.NEVER)) == ()
        (maybe,) = awaited(granted)
        assert (maybe.by, maybe.needs) == (None, ("reversed_on",))

    def test_of_a_text_that_is_not_known_nothing_is_asked(self) -> None:
        assert self.found(status=STATUS.GRANTED, **self.DECIDED) == []

    def test_in_canada_a_late_delivery_within_30_days_is_the_buyers_to_pay(self) -> None:
        granted = {"status": STATUS.GRANTED, "marketplace": CA, "reversed_on": sp.NEVER, **self.DECIDED}
        what = "if the item still comes, the buyer sends it back or is charged"
        assert self.found(**granted) == [(what, date(2024, 4, 11))]
        assert self.found(**granted, reason=REASON.DELIVERED_BUT_MISSING) == [(what, date(2024, 4, 11))]
        assert self.found(**granted, reason=REASON.NOT_AS_DESCRIBED) == []
        assert self.found(**{**granted, "status": STATUS.REFUNDED}) == []

    def test_there_since_2024(self) -> None:
        claim = evolve(CLAIM, status=STATUS.GRANTED, marketplace=CA, reversed_on=sp.NEVER)
        assert awaited(evolve(claim, decided_on=date(2023, 12, 31))) == ()
        assert len(awaited(evolve(claim, decided_on=date(2024, 1, 1)))) == 1

    def test_an_unknown_day_is_needed(self) -> None:
        (deadline,) = awaited(evolve(CLAIM, filed_at=datetime(2024, 3, 5, 20, tzinfo=UTC), status=STATUS.DENIED))
        assert (deadline.by, deadline.needs) == (None, ("decided_on",))

    def test_the_text_of_another_day_and_what_if(self) -> None:
        claim = evolve(CLAIM, status=STATUS.DENIED, decided_on=date(2023, 12, 1))
        assert awaited(claim) == ()
        assert [each.by for each in awaited(claim, on=date(2024, 1, 1))] == [date(2023, 12, 31)]
        assert [each.by for each in awaited(claim, terms=Terms.on(date(2024, 1, 1)))] == [date(2023, 12, 31)]
        undated = evolve(claim, decided_on=None)
        assert awaited(undated) == ()
        assert [each.needs for each in awaited(undated, terms=Terms.on(date(2024, 1, 1)))] == [("decided_on",)]


class TestCalendar:
    """On which days texts begin: (first seen, certainly not yet on) for each term."""

    NORTH = frozenset({"refunds_returning", "protects_labels", "asks_mark"})
    LIMITS = frozenset({"recoverable", "claims_of_a_life"})
    COUNTED = frozenset({"counts_delivered", "counts_lost", "counts_settled", "counts_called_off"})
    EVERYWHERE: ClassVar[dict[tuple[str, str | None], frozenset[str]]] = {
        ("2017-01-01", None): frozenset({"counts_called_off"}),
        ("2021-01-01", "2016-12-31"): frozenset({"counts_settled"}),
    }
    BY_MARKETPLACE: ClassVar[dict[sp.Marketplace, dict[tuple[str, str | None], frozenset[str]]]] = {
        US: {
            ("2014-01-01", None): LIMITS,
            ("2019-01-01", "2016-12-31"): frozenset({"protects_labels"}),
            ("2019-12-31", "2018-12-31"): LIMITS,
            ("2021-01-01", "2019-12-31"): frozenset({"grants_untracked"}),
            ("2021-05-24", None): frozenset({"refunds_returning", "grants_unshipped", "counts_lost"}),
            ("2023-12-31", None): frozenset({"time_for_buyers_appeal"}),
            ("2024-01-01", None): frozenset({"counts_delivered"}),
            ("2025-01-01", None): frozenset({"time_to_recover"}),
            ("2025-07-31", "2023-12-31"): frozenset({"asks_mark"}),
        },
        CA: {
            ("2019-01-01", "2016-12-31"): frozenset({"protects_labels"}),
            ("2019-12-31", None): LIMITS,
            ("2024-01-01", None): frozenset({"time_to_come_late"}),
            ("2024-12-31", "2021-05-23"): frozenset({"refunds_returning"}),
            ("2025-07-31", "2023-12-31"): frozenset({"asks_mark"}),
        },
        UK: {
            ("2014-12-31", "2013-12-31"): LIMITS,
            ("2021-05-24", None): frozenset({"refunds_returning", "grants_unshipped", "counts_lost"}),
        },
        DE: {("2015-12-31", "2013-12-31"): frozenset({"recoverable"})},
        ES: {("2020-12-31", None): frozenset({"grants_untracked"})},
        SA: {("2019-12-31", None): LIMITS | {"time_to_decide"}},
        sp.Marketplace.JP: {},
    }

    @pytest.mark.parametrize("marketplace", BY_MARKETPLACE)
    def test_every_first_day(self, marketplace: sp.Marketplace) -> None:
        found: dict[tuple[str, str | None], set[str]] = {}
        for entry in Terms.history():
            text = entry.text
            if marketplace in text.marketplaces and text.since > date.min:
                after = None if text.after is None else text.after.isoformat()
                name = entry.id.removeprefix("claim_outcomes.")
                found.setdefault((text.since.isoformat(), after), set()).add(name)
        assert found == {**self.EVERYWHERE, **self.BY_MARKETPLACE[marketplace]}

    @pytest.mark.parametrize(
        ("marketplace", "names"),
        [
            (US, NORTH | {"grants_unshipped", "grants_untracked"}),
            (CA, NORTH),
            (UK, LIMITS | {"refunds_returning", "grants_unshipped"}),
            (DE, LIMITS),
            (sp.Marketplace.JP, frozenset()),
        ],
    )
    def test_what_has_text_from_the_beginning(self, marketplace: sp.Marketplace, names: frozenset[str]) -> None:
        assert set(Terms.on(date(2005, 1, 1), marketplace).texts) == names | self.COUNTED
