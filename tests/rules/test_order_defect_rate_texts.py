"""Order defect rate: on which days Amazon said that it acts on it, and where that is said."""

from __future__ import annotations

from datetime import date

import sellerpolicy as sp
from sellerpolicy.rules.order_defect_rate import PAGE, PAUSE, Terms

SHOP = sp.Marketplace
EVERYWHERE = set(SHOP)
PAUSED = {SHOP.US, SHOP.UK, SHOP.IE, SHOP.DE, SHOP.FR, SHOP.IT, SHOP.ES, SHOP.NL, SHOP.BE, SHOP.SE, SHOP.PL}


class TestTheSpringOf2020:
    """002-2: for April and May 2020 two texts differ, and windows held such days until the end of July."""

    def test_the_texts(self) -> None:
        found = [entry.text for entry in Terms.history() if entry.id == "order_defect_rate.acts"]
        assert [(text.since, text.value, text.reference, set(text.marketplaces)) for text in found] == [
            (date.min, True, PAGE, EVERYWHERE),
            (date(2020, 4, 1), True, PAGE, PAUSED),
            (date(2020, 6, 1), True, PAUSE, PAUSED),
            (date(2020, 7, 30), True, PAUSE, PAUSED),
        ]
        assert [[reading.value for reading in text.others] for text in found] == [[], [False], [False], []]
