"""One cell, one meaning: what is empty is unknown, what is doubtful is refused by its column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import sellerpolicy as sp
from sellerpolicy.amazon.cells import Cells
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.amazon.shops import SITES, Whereabouts, is_elsewhere, of_currency, of_site
from sellerpolicy.errors import BadFact


def cell(value: object) -> Cells:
    return Cells(2, {"x": value})


def beside(whereabouts: Whereabouts) -> Reading:
    return Reading("orders", None, "raise", whereabouts)


def placed(values: dict[str, object], *, asked: str | None = None, reading: Reading | None = None) -> sp.Marketplace:
    shop = next((shop for shop in sp.Marketplace if shop.value == asked), None)
    account = reading or Reading("orders", None, "raise")
    return Cells(2, values).place(account, asked=shop, order="order", currency="currency", site="channel")


class NAType:
    """Named as pandas names what is missing."""


class TestText:
    @pytest.mark.parametrize("empty", [None, "", " ", "\t ", float("nan"), Decimal("NaN"), NAType(), '""'])
    def test_empty_is_unknown(self, empty: object) -> None:
        assert cell(empty).text("x") is None
        assert Cells(2, {}).text("x") is None

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (" a b ", "a b"),
            ('"a ""b"""', 'a "b"'),
            ('5" pipe', '5" pipe'),
            ('"', '"'),
            (7, "7"),
            (Decimal("1.50"), "1.50"),
            (1.5, "1.5"),
            (True, "True"),
            (date(2026, 10, 1), "2026-10-01"),
            (datetime(2026, 10, 1, 12, tzinfo=UTC), "2026-10-01T12:00:00+00:00"),
        ],
    )
    def test_it_is_what_stands_there(self, value: object, text: str) -> None:
        assert cell(value).text("x") == text

    @pytest.mark.parametrize(
        "odd", [[], {}, b"a", object(), 10**40, -(10**40), float("inf"), pytest.param(10**5000, id="too long")]
    )
    def test_anything_else_is_refused(self, odd: object) -> None:
        with pytest.raises(BadFact, match="x: expected text"):
            cell(odd).text("x")

    def test_what_is_needed(self) -> None:
        assert cell("a").needed("x") == "a"
        with pytest.raises(BadFact, match="x: expected something, not an empty cell, got None"):
            cell(" ").needed("x")


REFUSED: list[tuple[Callable[[Cells], object], object, str]] = [
    (lambda cells: cells.identifier("x"), "a\nb", "an identifier"),
    (lambda cells: cells.identifier("x"), "a" * 201, "an identifier"),
    (lambda cells: cells.order_id("x"), "111-0000001-000000", "an order id of Amazon's"),
    (lambda cells: cells.order_id("x"), "FBA19CD9HGQ8", "an order id of Amazon's"),
    (lambda cells: cells.order_id("x"), '="111-0000001-0000001"', "an order id of Amazon's"),
    (lambda cells: cells.order_id("x"), "٣11-0000001-0000001", "an order id of Amazon's"),
    (lambda cells: cells.order_id("x"), "", "an order id of Amazon's"),
    (lambda cells: cells.instant("x"), "01.10.2026", "an instant"),
    (lambda cells: cells.instant("x"), "0001-01-01T00:00:00+14:00", "an instant"),
    (lambda cells: cells.instant("x"), "1899-12-31T23:59:59Z", "an instant"),
    (lambda cells: cells.instant("x"), "9998-01-01", "an instant"),
    (lambda cells: cells.needed_instant("x"), "", "an instant"),
    (lambda cells: cells.whole("x"), "-1", "a whole number"),
    (lambda cells: cells.whole("x"), "1.5", "a whole number"),
    (lambda cells: cells.whole("x"), "1234567890", "a whole number"),
    (lambda cells: cells.number("x"), "95,00", "a number written as 1234.56"),
    (lambda cells: cells.number("x"), "2,329.86", "a number written as 1234.56"),
    (lambda cells: cells.number("x"), "1e5", "a number written as 1234.56"),
    (lambda cells: cells.number("x"), "=1+1", "a number written as 1234.56"),
    (lambda cells: cells.number("x"), "9" * 13, "a number written as 1234.56"),
    (lambda cells: cells.number("x"), 1e30, "text, or a number or day of a size that files have"),
    (lambda cells: cells.truth("x"), "maybe", "true or false"),
    (lambda cells: cells.fulfiller("x"), "Merchand", "Amazon or Merchant"),
    (lambda cells: cells.fulfiller("x"), None, "Amazon or Merchant"),
]


class TestValues:
    @pytest.mark.parametrize(("read", "value", "expected"), REFUSED)
    def test_the_column_and_what_was_expected_are_said(
        self, read: Callable[[Cells], object], value: object, expected: str
    ) -> None:
        with pytest.raises(BadFact, match=expected) as refused:
            read(cell(value))
        assert refused.value.field == "x"

    def test_empty_is_unknown(self) -> None:
        cells = cell(" ")
        read = (cells.identifier, cells.instant, cells.whole, cells.number, cells.truth)
        assert {method("x") for method in read} == {None}

    def test_instants_are_in_utc(self) -> None:
        late = datetime(2026, 10, 2, 6, 30, tzinfo=UTC)
        assert cell("2026-10-01T23:30:00-07:00").instant("x") == late
        assert cell("2026-10-02T06:30:00Z").needed_instant("x") == late
        assert cell("2026-10-02 06:30:00").instant("x") == late
        assert cell(datetime(2026, 10, 2, 6, 30, tzinfo=UTC)).instant("x") == late
        assert cell("1900-01-01").instant("x") == datetime(1900, 1, 1, tzinfo=UTC)

    def test_numbers(self) -> None:
        assert [cell(text).whole("x") for text in ("0", "12", "2.0", 3, 4.0)] == [0, 12, 2, 3, 4]
        assert [cell(text).number("x") for text in ("19.90", "-1", 7, 1.25)] == [
            Decimal("19.90"),
            Decimal(-1),
            Decimal(7),
            Decimal("1.25"),
        ]

    def test_truths(self) -> None:
        assert [cell(text).truth("x") for text in ("true", "Y", "yes", "1", True)] == [True] * 5
        assert [cell(text).truth("x") for text in ("FALSE", "n", "No", "0", False)] == [False] * 5

    def test_order_ids(self) -> None:
        assert cell(" D01-0000001-0000001 ").order_id("x") == "D01-0000001-0000001"

    def test_fulfillers(self) -> None:
        assert {cell(word).fulfiller("x") for word in ("Amazon", "AFN", "fba")} == {sp.Fulfiller.AMAZON}
        assert {cell(word).fulfiller("x") for word in ("Merchant", "MFN", "Seller")} == {sp.Fulfiller.SELLER}


class TestShops:
    """A site's name is a marketplace's; a currency is only where no other marketplace has it."""

    def test_every_marketplace_has_its_site(self) -> None:
        assert set(SITES.values()) == set(sp.Marketplace)
        assert of_site(" Amazon.CO.uk ") is sp.Marketplace.UK
        odd = {
            "be": "com.be",
            "mx": "com.mx",
            "br": "com.br",
            "tr": "com.tr",
            "au": "com.au",
            "jp": "co.jp",
            "za": "co.za",
        }
        assert {place.value: name.partition(".")[2] for name, place in SITES.items() if place.value in odd} == odd
        assert of_site("Amazon.example") is None

    def test_sales_elsewhere(self) -> None:
        assert [is_elsewhere(name) for name in ("Non-Amazon", "Non-Amazon US", "Amazon.com")] == [True, True, False]

    def test_currencies(self) -> None:
        assert of_currency("usd") == (sp.Marketplace.US,)
        assert len(of_currency("EUR")) == 7
        assert of_currency("XXX") == ()

    @pytest.mark.parametrize(
        ("site", "code", "asked", "place"),
        [
            ("Amazon.fr", "EUR", None, "fr"),
            ("Amazon.fr", "EUR", "fr", "fr"),
            (None, "GBP", None, "uk"),
            (None, "EUR", "it", "it"),
            (None, None, "it", "it"),
            (None, None, None, "us"),
        ],
    )
    def test_the_rows_own_word_comes_first(
        self, site: str | None, code: str | None, asked: str | None, place: str
    ) -> None:
        assert placed({"channel": site, "currency": code}, asked=asked).value == place

    @pytest.mark.parametrize(
        ("site", "code", "asked", "problem"),
        [
            ("Amazon.fr", "EUR", "de", "channel: expected a site of marketplace 'de', which was asked for"),
            (
                "Amazon.cm",
                "USD",
                None,
                "channel: expected the name of a site such as Amazon.com.*did you mean 'amazon.com'",
            ),
            (None, "EUR", None, "currency: expected marketplace= to be given .*, for the row may be of ie or de or fr"),
            (None, "XXX", None, "currency: expected the currency of a marketplace"),
            (None, "USD", "uk", "currency: expected GBP, the currency of 'uk', which was asked for"),
        ],
    )
    def test_what_contradicts_or_says_too_little_is_refused(
        self, site: str | None, code: str, asked: str | None, problem: str
    ) -> None:
        with pytest.raises(BadFact, match=problem):
            placed({"channel": site, "currency": code}, asked=asked)

    @pytest.mark.parametrize(
        ("site", "code", "order", "place"),
        [
            ("Amazon.fr", "EUR", "305-0000001-0000001", "fr"),
            (None, "GBP", "305-0000001-0000001", "uk"),
            (None, "EUR", "305-0000001-0000001", "de"),
            (None, "EUR", "171-0000001-0000001", "it"),
            (None, None, "305-0000001-0000001", "de"),
            (None, None, "171-0000001-0000001", "it"),
        ],
    )
    def test_then_the_marketplace_of_its_order_and_of_everything_else(
        self, site: str | None, code: str | None, order: str, place: str
    ) -> None:
        reading = beside(Whereabouts({"305-0000001-0000001": sp.Marketplace.DE}, sp.Marketplace.IT))
        assert placed({"channel": site, "currency": code, "order": order}, reading=reading).value == place
        assert (reading.unplaced, reading.guessed) == (0, 0)

    def test_a_row_of_which_nothing_tells_is_counted_and_guessed_at(self) -> None:
        reading = beside(Whereabouts())
        assert placed({"order": "1"}, reading=reading) is sp.Marketplace.US
        assert (reading.unplaced, reading.guessed) == (1, 1)
        read = reading.done()
        assert (read.unplaced, read.guessed) == (1, 1)

    def test_it_is_not_where_several_marketplaces_are_in_question(self) -> None:
        reading = beside(Whereabouts(may_guess=False))
        with pytest.raises(BadFact, match=r"currency: expected marketplace= to be given .*several are in question"):
            placed({"order": "1"}, reading=reading)
        assert (reading.unplaced, reading.guessed) == (1, 0)
