"""Envelopes: what clients and interfaces put around a document is taken off, and none of them is needed for it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.errors import BadReport

from .documents import report
from .samples import FIRST, SECOND, items_v0, metrics, order_v0, orders_2026, orders_v0

TABLE = "order_id,placed_on,sku\na,2026-10-01,Lampe grün\n"


class ApiResponse:
    """What python-amazon-sp-api hands over: the payload, or all keys of an answer without one; it has any attribute."""

    def __init__(self, payload: Any = None, errors: Any = None, pagination: Any = None, **others: Any) -> None:
        self.payload = payload or others
        self.errors = errors
        self.pagination = pagination

    def __getattr__(self, name: str) -> Any:
        return self.payload.get(name)


class SwaggerModel:
    """What Amazon's own kit hands over: attributes in snake case, and ``to_dict``."""

    attribute_map = {"orders": "Orders"}  # noqa: RUF012

    def to_dict(self) -> dict[str, Any]:
        order = {snake(key): value for key, value in order_v0().items()}
        order["order_total"] = {"currency_code": "USD", "amount": "59.90"}
        return {"payload": {"orders": [order], "next_token": None, "created_before": None}, "errors": None}


def snake(key: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key).lstrip("_")


def ids(source: Any) -> list[str]:
    return [order.order_id for order in amazon.read(source)]


class TestDocuments:
    @pytest.mark.parametrize("page", [orders_v0(), orders_v0()["payload"], {**orders_v0(), "errors": None}])
    def test_with_and_without_payload(self, page: dict[str, Any]) -> None:
        assert ids(page) == ids(json.dumps(page)) == ids(json.dumps(page).encode()) == [FIRST]

    def test_an_answer_of_python_amazon_sp_api(self) -> None:
        assert ids(ApiResponse(orders_v0()["payload"])) == [FIRST]
        (month,) = amazon.read(ApiResponse(metrics()["payload"]))
        assert month.gross == sp.usd(10_000)
        assert ids(ApiResponse(**orders_2026())) == [SECOND]

    def test_a_model_of_amazons_kit(self) -> None:
        (order,) = amazon.read(SwaggerModel())  # type: ignore[arg-type]
        assert (order.order_id, order.total, order.prime) == (FIRST, sp.usd("59.90"), True)

    def test_pages_one_after_the_other(self) -> None:
        pages = [orders_v0(), orders_v0(order_v0(SECOND))]
        assert ids(pages) == ids(iter(pages)) == ids([ApiResponse(**page) for page in pages]) == [FIRST, SECOND]
        assert ids("\n".join(map(json.dumps, pages))) == [FIRST, SECOND]

    def test_pages_that_are_lists(self) -> None:
        pages = [metrics(), {"payload": []}]
        assert len(amazon.read(pages)) == 1

    def test_orders_and_their_items_in_one_list(self) -> None:
        found = amazon.read([orders_v0(), {"payload": items_v0()}])
        assert [(order.sku, order.units) for order in found] == [("LAMP-01", 2)]

    def test_the_performance_report_too(self) -> None:
        assert amazon.read_performance_report({"payload": report()}).keys() == {sp.Marketplace.US}

    def test_an_example_of_amazons(self) -> None:
        assert ids({"request": {"parameters": {}}, "response": orders_v0()}) == [FIRST]


class TestDownloads:
    """``getReportDocument`` with the document itself under ``document``: text, text decoded wrongly, or bytes."""

    @pytest.mark.parametrize(
        "document",
        [TABLE, TABLE.encode(), TABLE.encode().decode("latin-1"), TABLE.encode("cp1252"), TABLE.rstrip("\n")],
    )
    def test_the_document_is_read(self, document: str | bytes) -> None:
        answer = {"reportDocumentId": "d", "url": "https://example.invalid", "document": document}
        for source in (answer, ApiResponse(answer)):
            (order,) = amazon.read(source)
            assert order.sku == "Lampe grün"

    def test_a_json_document_in_it(self) -> None:
        assert ids({"report_document_id": "d", "document": json.dumps(orders_v0())}) == [FIRST]

    def test_an_address_is_no_report(self) -> None:
        with pytest.raises(BadReport, match="no report, but the address of one: download it"):
            amazon.read({"reportDocumentId": "d", "url": "https://example.invalid"})

    @pytest.mark.parametrize("status", ["IN_QUEUE", "CANCELLED", "DONE"])
    def test_a_state_is_no_report(self, status: str) -> None:
        with pytest.raises(BadReport, match=f"no report, but the state of one .'{status}'."):
            amazon.read({"reportId": "r", "reportType": "X", "processingStatus": status})

    @pytest.mark.parametrize(
        ("status", "advice"),
        [
            ("IN_PROGRESS", "read the document when it is done"),
            ("DONE", "read the document when it is done"),
            ("CANCELLED", "there is no document; Amazon cancels what has no rows, and other reports too: ask for it"),
            ("FATAL", "there is no document: ask for it again"),
            (None, "read the document when it is done"),
        ],
    )
    def test_what_can_be_done_about_it(self, status: str | None, advice: str) -> None:
        with pytest.raises(BadReport, match=advice):
            amazon.read({"reportId": "r", "reportType": "X", "processingStatus": status})

    def test_an_error_is_no_report(self) -> None:
        answer = {"errors": [{"code": "Unauthorized", "message": "Access is denied."}]}
        with pytest.raises(BadReport, match="an error that Amazon answered: .*Unauthorized"):
            amazon.read(answer)
        with pytest.raises(BadReport, match="an error that Amazon answered"):
            amazon.read([orders_v0(), answer])


class TestLimits:
    def test_an_envelope_within_itself_ends(self) -> None:
        endless: dict[str, Any] = {}
        endless["payload"] = endless
        with pytest.raises(BadReport, match="column notificationType: missing"):
            amazon.read(endless)

    def test_more_envelopes_than_anybody_uses_are_left_on(self) -> None:
        page: Any = orders_v0()["payload"]
        for _ in range(3):
            page = {"payload": page}
        assert ids(page) == [FIRST]
        with pytest.raises(BadReport):
            amazon.read({"payload": {"payload": page}})

    @pytest.mark.parametrize("payload", [None, 5, "", "{}", []])
    def test_what_holds_nothing_is_refused(self, payload: object) -> None:
        with pytest.raises(BadReport):
            amazon.read({"payload": payload})

    @pytest.mark.parametrize("keys", [{}, {"pagination": {}}, {"errors": []}])
    def test_an_envelope_without_payload_is_no_report(self, keys: dict[str, Any]) -> None:
        with pytest.raises(BadReport, match="no known report|not among the keys"):
            amazon.read(keys)

    def test_a_key_that_is_no_text_is_no_envelope(self) -> None:
        with pytest.raises(BadReport, match="no known report"):
            amazon.read({5: "payload"})  # type: ignore[arg-type]
