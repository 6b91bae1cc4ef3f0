"""Settlements: the rows of one claim make one posting; amounts and days are as each marketplace writes them."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import Cause, Posting
from sellerpolicy.errors import BadReport

from .samples import FIRST, SECOND, V1_COLUMNS, V2_COLUMNS, flat, moved, settlement_v2, summary

CLAIM = Posting(
    cause=Cause.GUARANTEE_CLAIM,
    order_id=FIRST,
    posted_on=date(2026, 10, 20),
    amount=sp.usd("-51.65"),
    marketplace=sp.Marketplace.US,
)


def postings(*rows: dict[str, str], **chosen: str) -> list[Posting]:
    return list(amazon.read_postings(flat(V2_COLUMNS, *rows), **chosen))  # type: ignore[arg-type]


class TestV2:
    def test_the_rows_of_a_claim_are_one_posting(self) -> None:
        """55.00 and 4.90 went to the buyer, 8.25 of the fee came back; the fee of an order is no chargeback."""
        found = amazon.read(settlement_v2())
        assert (found.kind, list(found)) == ("settlement_v2", [CLAIM])
        assert (found.used, found.rows) == (3, 5)
        assert found.ignored == {
            "summary of the settlement": 1,
            "'Order': neither a claim nor a chargeback": 1,
        }

    @pytest.mark.parametrize("kind", ["A-to-z Guarantee Refund", "a to z guarantee refund", "A-TO-Z GUARANTEE CLAIM"])
    def test_types_are_compared_by_their_letters(self, kind: str) -> None:
        assert [posting.cause for posting in postings(moved("-1.00", kind))] == [Cause.GUARANTEE_CLAIM]

    def test_a_chargeback(self) -> None:
        assert [posting.cause for posting in postings(moved("-1.00", "Chargeback Refund"))] == [Cause.CHARGEBACK]

    @pytest.mark.parametrize("kind", ["Order", "Refund", "Order_Retrocharge", "other-transaction", "FBAFees", ""])
    def test_all_others_are_left_out(self, kind: str) -> None:
        assert postings(moved("-1.00", kind)) == []

    def test_each_order_time_and_type_is_a_posting_of_its_own(self) -> None:
        found = postings(
            summary(),
            moved("-1.00"),
            moved("-2.00", **{"order-id": SECOND}),
            moved("-4.00", **{"posted-date-time": "2026-10-20 23:30:01 UTC"}),
            moved("-8.00", "Chargeback Refund"),
            moved("-16.00"),
        )
        assert [str(posting.amount) for posting in found] == ["USD -17.00", "USD -2.00", "USD -4.00", "USD -8.00"]

    def test_a_claim_without_an_orders_number(self) -> None:
        found = amazon.read(
            flat(V2_COLUMNS, moved("-1.00", **{"order-id": ""}), moved("-1.00", **{"order-id": "FBA19CD9HGQ8"}))
        )
        assert found.ignored == {"claim or chargeback without an order's number": 2}

    def test_columns_in_any_order_and_as_records(self) -> None:
        """A copy in a spreadsheet or dataframe."""
        rows = list(csv.DictReader(io.StringIO(settlement_v2()), delimiter="\t"))
        assert list(amazon.read(rows)) == [CLAIM]
        out = io.StringIO()
        writer = csv.DictWriter(out, list(reversed(V2_COLUMNS)))
        writer.writeheader()
        writer.writerows(rows)
        assert list(amazon.read(out.getvalue())) == [CLAIM]

    def test_names_that_the_caller_knows(self) -> None:
        text = flat(V2_COLUMNS, moved("-1.00", "Reclamation"))
        assert amazon.read(text).facts == ()
        (posting,) = amazon.read_postings(text, causes={"reclamation": Cause.GUARANTEE_CLAIM})
        assert posting.cause is Cause.GUARANTEE_CLAIM

    def test_articles_and_promotions_are_left_where_they_are(self) -> None:
        assert "LAMP" not in repr(amazon.read(settlement_v2()).facts)


class TestCurrency:
    """It stands in the first row of a settlement alone."""

    def test_it_holds_for_the_rows_of_its_settlement(self) -> None:
        found = postings(
            summary(),
            summary(**{"settlement-id": "2", "currency": "CAD"}),
            moved("-1.00"),
            moved("-2.00", **{"settlement-id": "2"}),
        )
        assert [str(posting.amount) for posting in found] == ["USD -1.00", "CAD -2.00"]

    def test_without_that_row_it_is_the_marketplaces(self) -> None:
        (posting,) = postings(moved("-1.00", **{"marketplace-name": "Amazon.de"}))
        assert posting.amount == sp.Money(-1, "EUR")

    def test_without_either_the_amount_is_unknown(self) -> None:
        (posting,) = postings(moved("-1.00", **{"marketplace-name": "Somewhere"}))
        assert (posting.amount, posting.marketplace) == (None, None)

    def test_where_no_site_is_named_the_caller_says_it(self) -> None:
        (posting,) = postings(moved("-1.00", **{"marketplace-name": ""}), marketplace="uk")
        assert (posting.amount, posting.marketplace) == (sp.Money(-1, "GBP"), sp.Marketplace.UK)

    def test_a_currency_that_is_none(self) -> None:
        with pytest.raises(BadReport, match="line 2, column currency: expected an ISO 4217 code"):
            postings(summary(currency="dollars"))


class TestAmounts:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("-95.00", "-95.00"),
            ("-95,00", "-95.00"),
            ("-95", "-95"),
            ("95.5", "95.5"),
            ("0,0125", "0.0125"),
            ("-1.234,56", "-1234.56"),
            ("-1,234.56", "-1234.56"),
            ("-1,234,567.80", "-1234567.80"),
            ("-1.234.567,80", "-1234567.80"),
            ("", "0"),
        ],
    )
    def test_a_decimal_point_or_comma(self, text: str, amount: str) -> None:
        (posting,) = postings(summary(), moved(text))
        assert posting.amount == sp.usd(amount)

    @pytest.mark.parametrize(
        "text",
        ["1,234", "1.234", "--5", "5-", "1.23.4", "12,34.5", "$5", "1e9", "NaN", "5\N{NO-BREAK SPACE}0", "9" * 20],
    )
    def test_what_can_be_read_in_two_ways_or_none_is_refused(self, text: str) -> None:
        with pytest.raises(BadReport, match="line 3, column amount: expected an amount such as -95.00 or -95,00"):
            postings(summary(), moved(text))

    def test_where_a_row_is_refused_the_whole_is_unknown(self) -> None:
        text = flat(V2_COLUMNS, summary(), moved("-1.00"), moved("1,234"))
        found = amazon.read_postings(text, on_error="collect")
        assert [posting.amount for posting in found] == [None]
        assert (found.used, len(found.refused), found.rows) == (1, 1, 3)
        assert amazon.read_postings(flat(V2_COLUMNS, moved("x")), on_error="collect").facts == ()


class TestDays:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-10-20 23:30:00 UTC",
            "20.10.2026 23:30:00 UTC",
            "2026/10/20 23:30:00 UTC",
            "2026-10-20T23:30:00+00:00",
            "2026-10-20T16:30:00-07:00",
            "2026-10-20",
            "20.10.2026 23:30 GMT",
        ],
    )
    def test_as_marketplaces_write_them(self, text: str) -> None:
        (posting,) = postings(moved("-1.00", **{"posted-date-time": text}))
        assert posting.posted_on == date(2026, 10, 20)

    @pytest.mark.parametrize(
        "text",
        ["10/20/2026", "03/04/2026 10:00:00 UTC", "20.10.26", "2026-10-20 23:30:00 PST", "2026-13-01 UTC", "soon", "5"],
    )
    def test_what_can_be_read_in_two_ways_or_none_is_refused(self, text: str) -> None:
        with pytest.raises(BadReport, match="column posted_date_time: expected a day in UTC"):
            postings(moved("-1.00", **{"posted-date-time": text}))

    def test_the_day_alone_serves_where_the_time_is_missing(self) -> None:
        (posting,) = postings(moved("-1.00", **{"posted-date-time": "", "posted-date": "20.10.2026"}))
        assert posting.posted_on == date(2026, 10, 20)
        with pytest.raises(BadReport, match="column posted_date: expected a day in UTC"):
            postings(moved("-1.00", **{"posted-date-time": "", "posted-date": "10/20/26"}))
        with pytest.raises(BadReport, match="column posted_date: expected a day in UTC .*, got nothing"):
            postings(moved("-1.00", **{"posted-date-time": "", "posted-date": ""}))


class TestV1:
    """The archived layout: a pair of columns for every kind of amount."""

    ROW = {  # noqa: RUF012
        "settlement-id": "1",
        "transaction-type": "Chargeback Refund",
        "order-id": FIRST,
        "marketplace-name": "Amazon.ca",
        "posted-date": "2026-10-20T23:30:00+00:00",
    }

    def test_its_amounts_are_added_up(self) -> None:
        rows = (
            summary(currency="CAD"),
            {**self.ROW, "quantity-purchased": "1"},
            {**self.ROW, "price-type": "Principal", "price-amount": "-50.00"},
            {**self.ROW, "item-related-fee-type": "Commission", "item-related-fee-amount": "7.50"},
            {**self.ROW, "promotion-amount": "1.00", "direct-payment-amount": "99.00", "other-amount": "-0.25"},
        )
        found = amazon.read(flat(V1_COLUMNS, *rows) + "\n\n")
        assert found.kind == "settlement_v1"
        assert list(found) == [
            Posting(
                cause=Cause.CHARGEBACK,
                order_id=FIRST,
                posted_on=date(2026, 10, 20),
                amount=sp.Money("-41.75", "CAD"),
                marketplace=sp.Marketplace.CA,
            )
        ]
        assert found.used == 4

    def test_without_the_columns_of_promotions(self) -> None:
        columns = [name for name in V1_COLUMNS if not name.startswith("promotion")]
        assert len(columns) == 33
        (posting,) = amazon.read(flat(columns, {**self.ROW, "price-amount": "-1,50"}))
        assert posting.amount == sp.Money("-1.50", "CAD")
