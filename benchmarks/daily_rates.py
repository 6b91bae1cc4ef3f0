"""The order defect rate of every day, beside one loop over the same objects written by hand for that alone.

The hand-written loop gives the same figures and refuses what the library refuses: an order id that occurs twice, and a
second marketplace. A second one checks nothing at all.

    python benchmarks/daily_rates.py [ORDERS …]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from ratios import report

import sellerpolicy as sp

DAYS = 730
FIRST_ORDER = date(2023, 1, 1)
FIRST, LAST = date(2023, 3, 1), date(2024, 12, 30)
WINDOW = 60

Account = tuple[list[sp.Order], list[sp.Feedback], list[sp.Claim], list[sp.Chargeback]]
Day = tuple[date, int, int, int, int, int]


def account(number: int) -> Account:
    """So many orders over two years: 4 % with feedback, 0.5 % with a claim, 0.15 % with a chargeback."""
    draw = random.Random(1)  # noqa: S311  the same account every time
    orders = [
        sp.Order(
            order_id=f"{draw.randrange(100, 1000)}-{each:07}-{draw.randrange(10**7):07}",
            placed_on=FIRST_ORDER + timedelta(days=draw.randrange(DAYS)),
        )
        for each in range(number)
    ]
    return (
        orders,
        [_feedback(order, draw) for order in draw.sample(orders, number * 40 // 1000)],
        [_claim(order, draw) for order in draw.sample(orders, number * 5 // 1000)],
        [_chargeback(order, draw) for order in draw.sample(orders, number * 3 // 2000)],
    )


def _feedback(order: sp.Order, draw: random.Random) -> sp.Feedback:
    rating = draw.choice((1, 2) if draw.random() < 0.03 else (3, 4, 5, 5))
    return sp.Feedback(order_id=order.order_id, rating=rating, left_on=order.placed_on + timedelta(days=9))


def _claim(order: sp.Order, draw: random.Random) -> sp.Claim:
    filed_at = datetime.combine(order.placed_on + timedelta(days=15), datetime.min.time(), UTC)
    return sp.Claim(
        claim_id=f"A-{order.order_id}",
        order_id=order.order_id,
        reason=sp.ClaimReason.NOT_RECEIVED,
        filed_at=filed_at,
        status=draw.choice(list(sp.ClaimStatus)),
        paid_by=sp.Payer.SELLER,
    )


def _chargeback(order: sp.Order, draw: random.Random) -> sp.Chargeback:
    kind = draw.choice(list(sp.ChargebackKind))
    return sp.Chargeback(order_id=order.order_id, kind=kind, filed_on=order.placed_on + timedelta(days=30))


def by_the_library(account: Account) -> tuple[sp.order_defect_rate.DailyRate, ...]:
    orders, feedback, claims, chargebacks = account
    return sp.order_defect_rate.daily_rates(
        orders, feedback=feedback, claims=claims, chargebacks=chargebacks, first=FIRST, last=LAST
    )


def defects(account: Account) -> tuple[set[str], set[str], set[str]]:
    _, feedback, claims, chargebacks = account
    return (
        {each.order_id for each in feedback if each.rating <= 2 and not each.removed and not each.struck_through},
        {
            each.order_id
            for each in claims
            if each.status is not sp.ClaimStatus.DENIED and each.status is not sp.ClaimStatus.WITHDRAWN
        },
        {each.order_id for each in chargebacks if each.kind is sp.ChargebackKind.SERVICE and not each.reversed},
    )


def by_hand(account: Account) -> tuple[Day, ...]:
    orders = account[0]
    stars, claimed, charged = defects(account)
    defective = stars | claimed | charged
    start = FIRST.toordinal() - WINDOW + 1
    length = LAST.toordinal() - start + 1
    counts = [[0] * length for _ in range(5)]
    placed, faulty, with_stars, with_claim, with_chargeback = counts
    ids: set[str] = set()
    marketplace = orders[0].marketplace
    for order in orders:
        order_id = order.order_id
        ids.add(order_id)
        if order.marketplace is not marketplace:
            raise ValueError(order)
        day = order.placed_on.toordinal() - start
        if 0 <= day < length:
            placed[day] += 1
            if order_id in defective:
                faulty[day] += 1
                if order_id in stars:
                    with_stars[day] += 1
                if order_id in claimed:
                    with_claim[day] += 1
                if order_id in charged:
                    with_chargeback[day] += 1
    if len(ids) < len(orders):
        raise ValueError(orders)
    return windows(counts, start, length)


def unchecked(account: Account) -> tuple[Day, ...]:
    orders = account[0]
    stars, claimed, charged = defects(account)
    defective = stars | claimed | charged
    start = FIRST.toordinal() - WINDOW + 1
    length = LAST.toordinal() - start + 1
    counts = [[0] * length for _ in range(5)]
    placed, faulty, with_stars, with_claim, with_chargeback = counts
    for order in orders:
        day = order.placed_on.toordinal() - start
        if 0 <= day < length:
            placed[day] += 1
            order_id = order.order_id
            if order_id in defective:
                faulty[day] += 1
                if order_id in stars:
                    with_stars[day] += 1
                if order_id in claimed:
                    with_claim[day] += 1
                if order_id in charged:
                    with_chargeback[day] += 1
    return windows(counts, start, length)


def windows(counts: Iterable[Sequence[int]], start: int, length: int) -> tuple[Day, ...]:
    placed, faulty, stars, claims, chargebacks = (list(accumulate(each, initial=0)) for each in counts)
    found = []
    for day in range(length - WINDOW + 1):
        end = day + WINDOW
        found.append(
            (
                date.fromordinal(start + end - 1),
                placed[end] - placed[day],
                faulty[end] - faulty[day],
                stars[end] - stars[day],
                claims[end] - claims[day],
                chargebacks[end] - chargebacks[day],
            )
        )
    return tuple(found)


def main(numbers: Sequence[int]) -> None:
    for number in numbers:
        facts = account(number)
        figures = tuple((day.last, *day[2:]) for day in by_the_library(facts))
        assert figures == by_hand(facts) == unchecked(facts)
        report(
            f"{number:,} orders, {len(figures)} days",
            {
                "one loop by hand": lambda facts=facts: by_hand(facts),
                "one loop by hand that checks nothing": lambda facts=facts: unchecked(facts),
                "daily_rates": lambda facts=facts: by_the_library(facts),
            },
            base="one loop by hand",
            calls=number,
        )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1_000, 10_000, 100_000, 1_000_000])
