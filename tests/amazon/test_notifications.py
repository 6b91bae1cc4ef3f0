"""Notifications: a bad status is a notice, a changed order is the order as it then is."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.errors import BadReport

from .samples import DE, THIRD, order_changed, status_changed


class TestStatusChanges:
    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            ("AT_RISK", sp.NoticeKind.WARNING),
            ("at risk", sp.NoticeKind.WARNING),
            ("DEACTIVATED", sp.NoticeKind.DEACTIVATION),
        ],
    )
    def test_a_bad_status_is_a_notice(self, status: str, kind: sp.NoticeKind) -> None:
        """Half past three in the morning UTC on the 20th is still the 19th in Los Angeles."""
        found = amazon.read(status_changed(status))
        assert found.kind == "account_status_changed"
        assert list(found) == [sp.Notice(kind=kind, received_on=date(2026, 10, 19))]

    def test_a_good_one_announces_nothing(self) -> None:
        found = amazon.read(status_changed("NORMAL"))
        assert (found.facts, found.ignored) == ((), {"the status is normal: nothing is announced": 1})

    @pytest.mark.parametrize("status", ["", "AT_RISQUE"])
    def test_another_word_is_refused(self, status: str) -> None:
        with pytest.raises(BadReport, match="currentAccountStatus: expected one of AT_RISK, DEACTIVATED, NORMAL"):
            amazon.read(status_changed(status))

    def test_its_marketplace(self) -> None:
        changed = status_changed()
        change = changed["payload"]["accountStatusChangeNotification"]
        change["marketplaceId"] = DE
        assert [notice.marketplace for notice in amazon.read(changed)] == [sp.Marketplace.DE]
        change["marketplaceId"] = None
        assert [notice.marketplace for notice in amazon.read_notices(changed, marketplace="uk")] == [sp.Marketplace.UK]
        with pytest.raises(BadReport, match="marketplaceId: expected the id of a marketplace"):
            amazon.read(changed)

    @pytest.mark.parametrize("when", [None, "soon", "2026-10-20", "9999-12-31T23:59:59Z"])
    def test_a_time_that_is_none(self, when: str | None) -> None:
        with pytest.raises(BadReport, match="eventTime: expected an instant with its offset"):
            amazon.read(status_changed(eventTime=when))


class TestOrderChanges:
    def test_the_order(self) -> None:
        found = amazon.read(order_changed())
        assert found.kind == "order_change"
        assert list(found) == [
            sp.Order(
                order_id=THIRD,
                placed_on=date(2026, 10, 10),
                units=10,
                ship_by=date(2026, 10, 12),
                shipped_on=sp.NEVER,
                ship_confirmed_on=sp.NEVER,
                delivered_on=sp.NEVER,
                cancelled_by=sp.Canceller.NOBODY,
                business=True,
            )
        ]

    def test_its_programs(self) -> None:
        (order,) = amazon.read(order_changed(OrderPrograms=["Prime"]))
        assert (order.prime, order.business) == (True, None)

    def test_who_sends_it_is_never_guessed(self) -> None:
        with pytest.raises(BadReport, match="FulfillmentType: expected MFN or AFN"):
            amazon.read(order_changed(FulfillmentType=None))

    def test_without_a_number_it_is_none(self) -> None:
        with pytest.raises(BadReport, match="AmazonOrderId: expected Amazon's order number"):
            amazon.read(order_changed(""))


class TestRecognition:
    def test_as_lines_of_json(self) -> None:
        lines = "\n".join(map(json.dumps, [status_changed(), status_changed("DEACTIVATED")]))
        assert len(amazon.read(lines)) == 2

    def test_two_kinds_in_one_source(self) -> None:
        with pytest.raises(
            BadReport, match="line 2, column document.notificationType: expected ACCOUNT_STATUS_CHANGED"
        ):
            amazon.read([status_changed(), order_changed()])

    @pytest.mark.parametrize("kind", ["FEE_PROMOTION", None, ["ORDER_CHANGE"]])
    def test_other_kinds_are_unknown(self, kind: Any) -> None:
        with pytest.raises(BadReport):
            amazon.read(status_changed(notificationType=kind))

    def test_a_table_of_such_columns_is_none(self) -> None:
        with pytest.raises(BadReport):
            amazon.read("notificationType,payload\nORDER_CHANGE,x\n")
