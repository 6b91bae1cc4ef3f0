"""Plain tables: one row, one fact; columns are the fact's fields; nothing is dropped silently."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.errors import BadFact, BadReport

HEADERS = {kind: ",".join(amazon.plain.columns(fact)) for kind, fact in amazon.TABLES.items()}

ORDER = sp.Order(
    order_id="111-0000001-0000001", placed_on=date(2026, 10, 1), total=sp.usd("999.99"), shipped_on=sp.NEVER
)
FACTS: dict[str, list[Any]] = {
    "orders": [ORDER, sp.Order(order_id="o-2", placed_on=date(2026, 10, 2), marketplace=sp.Marketplace.DE, units=3)],
    "feedback": [sp.Feedback(order_id="o-1", rating=1, left_on=date(2026, 10, 3), removed=True)],
    "claims": [
        sp.Claim(
            claim_id="c-1",
            order_id="o-1",
            reason=sp.ClaimReason.NOT_RECEIVED,
            filed_at=datetime(2026, 10, 9, 12, tzinfo=UTC),
            information_answered_at=sp.NEVER,
        )
    ],
    "chargebacks": [sp.Chargeback(order_id="o-1", kind=sp.ChargebackKind.FRAUD, filed_on=date(2026, 10, 9))],
    "injury_claims": [
        sp.InjuryClaim(
            claim_id="i-1", harm=sp.Harm.PROPERTY_DAMAGE, amount=sp.usd("1000.00"), filed_on=date(2026, 11, 2)
        )
    ],
    "monthly_sales": [sp.MonthlySales(month=date(2026, 10, 1), gross=sp.usd("10000.01"))],
    "insurance_policies": [
        sp.InsurancePolicy(
            per_occurrence=sp.usd(1_000_000),
            aggregate=sp.usd(2_000_000),
            deductible=sp.usd(0),
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
            names_amazon=True,
        )
    ],
    "packages": [
        sp.Package(
            package_id="1Z-1", order_id="o-1", units=2, ship_confirmed_on=date(2026, 10, 2), delivered_on=sp.NEVER
        )
    ],
    "invoices": [sp.Invoice(order_id="o-1", uploaded_on=date(2026, 10, 5))],
    "feedback_comments": [
        sp.FeedbackComment(order_id="o-1", left_on=date(2026, 10, 3), is_about_delivery=True, bought_shipping=False)
    ],
    "health_ratings": [sp.HealthRating(shown_on=date(2026, 10, 3), points=199)],
    "violations": [
        sp.Violation(kind=sp.ViolationKind.COMMUNICATION, recorded_on=date(2026, 10, 3), addressed_on=sp.NEVER)
    ],
    "notices": [
        sp.Notice(kind=sp.NoticeKind.WARNING, received_on=date(2026, 10, 3), answer_by=sp.NEVER, asks_for_quiz=True)
    ],
    "deactivations": [sp.Deactivation(deactivated_on=date(2026, 10, 3), ground=sp.Ground.BREACH, is_grave=False)],
    "related_accounts": [sp.RelatedAccount(day=date(2026, 10, 3), shares_name=True, is_in_good_standing=False)],
    "appeals": [
        sp.Appeal(
            contests=sp.Matter.DEACTIVATION,
            arose_on=date(2026, 10, 3),
            quiz_offered_at=datetime(2026, 10, 9, 12, tzinfo=UTC),
            records=False,
        )
    ],
    "returns": [
        sp.Return(
            return_id="r-1",
            order_id="o-1",
            requested_at=datetime(2026, 10, 3, 12, tzinfo=UTC),
            extended_until=sp.NEVER,
            condition=sp.ReturnCondition.USED,
            price=sp.usd(20),
            withheld=sp.usd("9.99"),
        )
    ],
    "messages": [
        sp.Message(
            purpose=sp.Purpose.REVIEW_REQUEST,
            sent_on=date(2026, 10, 9),
            channel=sp.Channel.REQUEST_A_REVIEW,
            delivered_on=date(2026, 10, 3),
            requests_before=0,
            presses=False,
        )
    ],
    "buyer_messages": [
        sp.BuyerMessage(
            message_id="m-1",
            received_at=datetime(2026, 10, 3, 12, tzinfo=UTC),
            answered_at=sp.NEVER,
            needs_no_answer=True,
        )
    ],
}


def written(facts: list[Any], delimiter: str = ",") -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, amazon.plain.columns(type(facts[0])), delimiter=delimiter)
    table.writeheader()
    table.writerows(fact.to_dict() for fact in facts)
    return out.getvalue()


class TestRecognition:
    """The header tells what a table holds; the file's name does not."""

    @pytest.mark.parametrize("kind", FACTS)
    def test_every_fact_is_read_back_from_csv(self, kind: str) -> None:
        found = amazon.read(written(FACTS[kind]))
        assert (found.kind, list(found), found.used) == (kind, FACTS[kind], len(FACTS[kind]))

    @pytest.mark.parametrize("kind", FACTS)
    def test_every_fact_is_read_back_from_json(self, kind: str) -> None:
        found = amazon.read(json.dumps([fact.to_dict() for fact in FACTS[kind]]))
        assert (found.kind, list(found)) == (kind, FACTS[kind])

    @pytest.mark.parametrize("kind", HEADERS)
    def test_a_header_alone_is_a_table_without_rows(self, kind: str) -> None:
        found = amazon.read(HEADERS[kind] + "\n")
        assert (found.kind, list(found), found.rows) == (kind, [], 0)

    @pytest.mark.parametrize("kind", HEADERS)
    def test_the_required_columns_alone_are_enough(self, kind: str) -> None:
        header = ",".join(amazon.plain.required(amazon.TABLES[kind]))
        assert amazon.read(f"{header}\n").kind == kind

    def test_the_columns_may_come_in_any_order_case_and_spelling_of_spaces(self) -> None:
        (order,) = amazon.read(" Placed-On ,Order ID\n2026-10-01,o-1\n")
        assert order == sp.Order(order_id="o-1", placed_on=date(2026, 10, 1))

    def test_a_misspelt_column_is_named_with_the_nearest(self) -> None:
        with pytest.raises(BadReport, match="did you mean 'shipped_on'") as refused:
            amazon.read("\norder_id,placed_on,shiped_on\n1,2026-10-01,\n")
        assert (refused.value.line, refused.value.column) == (2, "shiped_on")

    def test_a_misspelt_column_that_is_needed_is_named_too(self) -> None:
        with pytest.raises(BadReport, match="column placd_on: not among the columns of orders; did you mean 'placed_"):
            amazon.read("order_id,placd_on\n1,2026-10-01\n")

    def test_a_column_like_no_other_is_answered_with_all(self) -> None:
        with pytest.raises(BadReport, match="column qqq: not among the columns of feedback; they are order_id, rating"):
            amazon.read("order_id,rating,left_on,qqq\no,5,2026-10-01,x\n")

    def test_a_missing_column_is_named(self) -> None:
        with pytest.raises(BadReport, match="column month: missing, and monthly_sales cannot do without it"):
            amazon.read("gross,reached_on\n1,\n")

    def test_a_table_like_none_is_shown(self) -> None:
        with pytest.raises(BadReport, match=r"line 1: no known report has its columns: 'q1', 'q2'"):
            amazon.read("q1,q2\n1,2\n")

    def test_a_document_like_none_is_shown(self) -> None:
        with pytest.raises(BadReport, match="no known report has its keys: 'q1'"):
            amazon.read({"q1": 1})

    @pytest.mark.parametrize(
        "source",
        [
            '{"reviews": [], "status": "x"}',
            '{"status": "ok", "items": [], "date": "2026-01-01"}',
            '{"amount": 5}',
            '[{"day": "2026-01-01", "claims": 4}]',
            "date,claims,amount\n2026-01-01,4,5\n",
            "asin,title,sku\nB0,x,5\n",
        ],
    )
    def test_one_name_in_common_is_no_likeness(self, source: str) -> None:
        with pytest.raises(BadReport, match="no known report has its "):
            amazon.read(source)

    def test_half_of_what_is_needed_is_a_likeness(self) -> None:
        with pytest.raises(BadReport, match="column colour: not among the columns of orders; they are "):
            amazon.read("order_id,placed_on,colour,weight,height\n1,2026-10-01,,,\n")
        with pytest.raises(BadReport, match="column claims: not among the columns of chargebacks; they are "):
            amazon.read("order_id,filed_on,claims,a,b,c\n1,2026-10-01,,,,\n")

    def test_items_that_are_no_objects_are_shown(self) -> None:
        with pytest.raises(BadReport, match="no known report has its keys: none"):
            amazon.read("[1, 2]")

    def test_no_two_plain_tables_can_be_mistaken_for_each_other(self) -> None:
        for header in HEADERS.values():
            assert len([kind for kind in FACTS if _fits(kind, set(header.split(",")))]) == 1


def _fits(kind: str, names: set[str]) -> bool:
    fact = amazon.TABLES[kind]
    return names.issuperset(amazon.plain.required(fact)) and names.issubset(amazon.plain.columns(fact))


class TestDelimiters:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_comma_semicolon_and_tab_and_every_newline(self, delimiter: str, newline: str) -> None:
        text = written(FACTS["orders"], delimiter).replace("\r\n", newline)
        assert list(amazon.read(text)) == FACTS["orders"]

    def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(self) -> None:
        text = 'order_id,placed_on,sku\n"o-1",2026-10-01,"a ""b"", c"\n'
        (order,) = amazon.read(text)
        assert order.sku == 'a "b", c'
        with pytest.raises(BadReport, match="line 2, column sku"):
            amazon.read('order_id,placed_on,sku\no-1,2026-10-01,"a\nb"\n')

    def test_a_quote_that_is_never_closed_is_refused_even_when_collecting(self) -> None:
        text = 'order_id,placed_on\no-1,2026-10-01\n"o-2,2026-10-02\no-3,2026-10-03\n'
        with pytest.raises(BadReport, match=r"line 3: cannot be split into cells, as if a quote were not closed"):
            amazon.read(text, on_error="collect")

    def test_a_quote_in_a_broken_header_is_refused(self) -> None:
        with pytest.raises(BadReport, match="line 2: no header of a table"):
            amazon.read('\n"order_id,placed_on\n')

    def test_a_column_twice_is_refused(self) -> None:
        with pytest.raises(BadReport, match="column order_id: two columns of that name"):
            amazon.read("order_id,placed_on,Order-ID\n")

    def test_more_columns_than_any_report_are_refused(self) -> None:
        with pytest.raises(BadReport, match="201 columns"):
            amazon.read(",".join(f"c{number}" for number in range(201)) + "\n")

    def test_a_line_longer_than_any_reports_is_refused(self) -> None:
        text = "order_id,placed_on\n" + "x" * 1_000_001
        with pytest.raises(BadReport, match="line 2: longer than 1,000,000 characters"):
            amazon.read(text)

    def test_a_cell_longer_than_any_is_refused(self) -> None:
        with pytest.raises(BadReport, match="line 2: cannot be split into cells"):
            amazon.read("order_id,placed_on\n" + "x" * 999_999 + "\n")


class TestValues:
    """Empty is unknown, ``never`` certainly did not happen, and money has a currency."""

    def test_an_empty_cell_is_unknown(self) -> None:
        (order,) = amazon.read("order_id,placed_on,shipped_on,total\no-1,2026-10-01, ,\n")
        assert (order.shipped_on, order.total) == (None, None)

    def test_never_is_never(self) -> None:
        (order,) = amazon.read("order_id,placed_on,shipped_on\no-1,2026-10-01,Never\n")
        assert order.shipped_on == sp.NEVER

    @pytest.mark.parametrize("text", ["999.99 USD", "USD 999.99", "999.99"])
    def test_money(self, text: str) -> None:
        (order,) = amazon.read(f"order_id,placed_on,total\no-1,2026-10-01,{text}\n")
        assert order.total == sp.usd("999.99")

    def test_a_bare_number_is_in_the_marketplaces_currency(self) -> None:
        (order,) = amazon.read("order_id,placed_on,total,marketplace\no-1,2026-10-01,9.50,de\n")
        assert order.total == sp.Money("9.50", "EUR")

    def test_json_numbers_are_money_to_the_last_digit(self) -> None:
        (sales,) = amazon.read('[{"month": "2026-10-01", "gross": 10000.10}]')
        assert sales.gross.amount == Decimal("10000.10")

    def test_a_formula_is_text(self) -> None:
        formula = '=HYPERLINK(""http://x"")'
        (order,) = amazon.read(f'order_id,placed_on,sku\no-1,2026-10-01,"{formula}"\n')
        assert order.sku == '=HYPERLINK("http://x")'

    @pytest.mark.parametrize(
        ("column", "text", "expected"),
        [
            ("placed_on", "10/1/2026", "expected a day, written as 2026-11-05, got '10/1/2026'"),
            ("placed_on", "1899-12-31", "expected a day in the years 1900 to 9998, got '1899-12-31'"),
            ("placed_on", "2026-02-30", "expected a day, written as 2026-11-05, got '2026-02-30'"),
            ("shipped_on", "0001-01-01", "a day in the years 1900 to 9998, or nothing for unknown, got '0001-01-01'"),
            ("shipped_on", "soon", "expected a day, written as 2026-11-05, or nothing for unknown, got 'soon'"),
            ("prime", "maybe", "expected yes or no, or nothing for unknown, got 'maybe'"),
            ("cancelled_by", "buyr", "got 'buyr'; did you mean 'buyer'?"),
            ("total", "1,5 USD", 'such as "999.99 USD"'),
            ("total", "-1 USD", "expected an amount of Money that is not negative"),
            ("total", "1 EUR", "expected an amount in USD"),
            ("total", "NaN", "got 'NaN'"),
            ("total", "1e400", "got '1e400'"),
            ("units", "0", "at least 1"),
            ("units", "9" * 5_000, "at least 1"),
            ("order_id", "a\0b", "text on one line"),
            ("order_id", "", "got nothing"),
            ("delivered_on", "2026-01-01", "a day on or after"),
        ],
    )
    def test_a_value_that_cannot_be_is_refused_with_its_place(self, column: str, text: str, expected: str) -> None:
        values = {"order_id": "o-1", "placed_on": "2026-10-01", column: text}
        table = f"{','.join(values)}\n" + ",".join(f'"{value}"' for value in values.values()) + "\n"
        with pytest.raises(BadReport) as refused:
            amazon.read(table)
        assert (refused.value.line, refused.value.column) == (2, column)
        assert expected in refused.value.problem

    def test_an_instant_needs_its_offset(self) -> None:
        with pytest.raises(BadReport, match="column filed_at: expected an instant with its offset from UTC"):
            amazon.read("claim_id,order_id,reason,filed_at\nc,o,not_received,2026-11-05T10:00:00\n")


class TestMarketplace:
    """``marketplace=`` is that of rows which name none; a row that names another contradicts it."""

    def test_without_it_rows_belong_to_the_us(self) -> None:
        (order,) = amazon.read("order_id,placed_on\no-1,2026-10-01\n")
        assert order.marketplace is sp.Marketplace.US

    @pytest.mark.parametrize("marketplace", ["de", sp.Marketplace.DE])
    @pytest.mark.parametrize("cell", ["", "  ", "de"])
    def test_it_fills_in(self, cell: str, marketplace: sp.Marketplace | str) -> None:
        text = f"order_id,placed_on,total,marketplace\no-1,2026-10-01,9.50,{cell}\n"
        (order,) = amazon.read_orders(text, marketplace=marketplace)
        assert (order.marketplace, order.total) == (sp.Marketplace.DE, sp.Money("9.50", "EUR"))

    def test_a_row_that_names_another_is_refused(self) -> None:
        text = "order_id,placed_on,marketplace\no-1,2026-10-01,us\n"
        with pytest.raises(
            BadReport, match="line 2, column marketplace: expected 'de', the marketplace that was asked"
        ):
            amazon.read(text, marketplace="de")

    def test_a_member_in_a_mapping_is_taken(self) -> None:
        row = {"order_id": "o-1", "placed_on": "2026-10-01", "marketplace": sp.Marketplace.DE}
        (order,) = amazon.read([row], marketplace=sp.Marketplace.DE)
        assert order.marketplace is sp.Marketplace.DE

    def test_for_a_policy_it_says_the_currency(self) -> None:
        header = "per_occurrence,aggregate,deductible,starts_on,ends_on,names_amazon"
        text = f"{header}\n1000000,2000000 USD,0,2026-01-01,never,yes\n"
        (policy,) = amazon.read_insurance_policies(text, marketplace="us")
        assert policy.per_occurrence == sp.usd(1_000_000)
        with pytest.raises(BadReport, match="column per_occurrence: expected an exact amount with its currency"):
            amazon.read_insurance_policies(text)

    def test_one_that_does_not_exist_is_the_callers_mistake(self) -> None:
        with pytest.raises(BadFact, match="did you mean 'us'"):
            amazon.read("order_id,placed_on\n", marketplace="usa")


class TestNothingIsLost:
    """Rows used, refused and ignored are together the rows of the file."""

    TEXT = (
        "order_id,placed_on,total,\n"
        "o-1,2026-10-01,1 USD,\n"
        "\n"
        "o-2,yesterday,1 USD,\n"
        ",,,\n"
        "o-3,2026-10-01\n"
        "o-4,2026-10-01,1 USD,,,\n"
        "o-5,2026-10-01,1 USD,note\n"
        "o-6,2026-10-02,,\n"
    )

    def test_good_rows_come_with_an_account_of_all_others(self) -> None:
        found = amazon.read(self.TEXT, on_error="collect")
        assert [order.order_id for order in found] == ["o-1", "o-6"]
        assert [(row.line, row.column, row.value) for row in found.refused] == [
            (4, "placed_on", "yesterday"),
            (6, None, 2),
            (7, None, 6),
            (8, None, ["o-5", "2026-10-01", "1 USD", "note"]),
        ]
        assert found.refused[1].reason == "expected 4 cells, one under each column, got 2"
        assert found.refused[3].reason.startswith("expected no value under a column without a name")
        assert found.ignored == {"empty row": 1}
        assert (found.used, found.rows, len(found)) == (2, 7, 2)

    def test_by_default_the_first_bad_row_raises(self) -> None:
        with pytest.raises(BadReport) as refused:
            amazon.read(self.TEXT)
        assert (refused.value.line, refused.value.column) == (4, "placed_on")
        assert refused.value.__suppress_context__

    def test_items_that_are_no_objects_are_refused_rows(self) -> None:
        found = amazon.read(
            '[{"order_id": "o", "rating": 2, "left_on": "2026-10-30"}, 7, {}, {"rating": 1}]', on_error="collect"
        )
        assert [(row.line, row.column, row.value) for row in found.refused] == [(2, None, 7), (4, "order_id", None)]
        assert (found.used, found.ignored) == (1, {"empty row": 1})

    def test_a_misspelt_key_in_a_later_row_is_refused_with_the_nearest(self) -> None:
        rows = [
            {"order_id": "o", "rating": 2, "left_on": "2026-10-30"},
            {"order_id": "o", "ratng": 2, "left_on": "2026-10-30"},
        ]
        with pytest.raises(BadReport, match="line 2: .*did you mean 'rating'"):
            amazon.read(rows)

    @given(
        st.lists(st.sampled_from(["o,5,2026-10-30", "o,6,2026-10-30", ",,", "o,5", "o,5,2026-10-30,", "", "o,,x"])),
        st.sampled_from(["\n", "\r\n"]),
    )
    def test_every_row_is_accounted_for(self, rows: list[str], newline: str) -> None:
        found = amazon.read(newline.join(["order_id,rating,left_on", *rows, ""]), on_error="collect")
        assert found.used == len(found) == rows.count("o,5,2026-10-30")
        assert found.ignored.get("empty row", 0) == rows.count(",,")
        assert found.rows == len([row for row in rows if row])
        assert [row.line for row in found.refused] == [
            line for line, row in enumerate(rows, start=2) if row not in ("o,5,2026-10-30", ",,", "")
        ]
