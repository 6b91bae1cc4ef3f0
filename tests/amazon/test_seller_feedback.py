"""Seller feedback: six columns by their place, days as each marketplace writes them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon.readers import read_beside
from sellerpolicy.amazon.seller_feedback import ALL_LAYOUTS, LAYOUTS, day_of
from sellerpolicy.amazon.shops import Whereabouts
from sellerpolicy.errors import BadReport

from .flat_files import FEEDBACK, FIRST, ORDER_IDS, SECOND, THIRD, left, tabbed

GERMAN = ("Datum", "Bewertung", "Kommentar ", "Ihre Antwort", "Transaktionsnummer", "E-Mail des Bewertenden")
SPANISH = ("Date", "Rating", "Comentarios", "Response", "Número de pedido", "E-mail del cliente")
UNHEARD = ("a", "b", "c", "d", "e", "f")


def days(*rows: tuple[object, ...], marketplace: str | None = None) -> list[date]:
    found = amazon.read(tabbed(FEEDBACK, *rows), marketplace=marketplace)
    assert (found.kind, found.used) == ("seller_feedback", len(rows))
    return [feedback.left_on for feedback in found]


class TestRecognition:
    """Headers are translated in part, so that six columns and what stands in them tell."""

    @pytest.mark.parametrize("header", [FEEDBACK, GERMAN, SPANISH, UNHEARD])
    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-8-sig", "utf-16"])
    def test_by_their_place(self, header: tuple[str, ...], encoding: str) -> None:
        data = tabbed(header, left("05.11.26", comment="schön")).encode(encoding)
        assert list(amazon.read_feedback(data, marketplace="de")) == [
            sp.Feedback(order_id=FIRST, rating=2, left_on=date(2026, 11, 5), marketplace=sp.Marketplace.DE)
        ]

    def test_a_known_header_is_enough(self) -> None:
        found = amazon.read(tabbed(SPANISH))
        assert (found.kind, found.rows) == ("seller_feedback", 0)

    @pytest.mark.parametrize(
        "row",
        [
            ("x", 2, "", "", FIRST, ""),
            ("05.11.26", 6, "", "", FIRST, ""),
            ("05.11.26", 2, "", FIRST, "", ""),
            ("05.11.26", 2, "", "", FIRST),
        ],
    )
    def test_an_unknown_header_needs_rows_that_are_feedback(self, row: tuple[object, ...]) -> None:
        with pytest.raises(BadReport, match="no known report"):
            amazon.read(tabbed(UNHEARD, row))

    @pytest.mark.parametrize("header", [FEEDBACK[:5], (*FEEDBACK, "More"), (*FEEDBACK[:5], "")])
    def test_there_are_six_columns(self, header: tuple[str, ...]) -> None:
        with pytest.raises(BadReport, match="not among|no known report|missing"):
            amazon.read(tabbed(header))

    def test_records_of_a_warehouse(self) -> None:
        record = {
            "date": "2026-11-05",
            "rating": 1,
            "comments": "bad",
            "response": None,
            "order_id": FIRST,
            "rater_email": "rater@example.com",
        }
        (feedback,) = amazon.read([record], marketplace="us")
        assert feedback == sp.Feedback(order_id=FIRST, rating=1, left_on=date(2026, 11, 5))

    def test_a_plain_table_of_feedback_is_none(self) -> None:
        text = "order_id,rating,left_on,marketplace,removed,struck_through\no,1,2026-11-05,us,no,no\n"
        assert amazon.read(text).kind == "feedback"


class TestDays:
    """A day is read as its marketplace writes it, and refused where that is not known."""

    @pytest.mark.parametrize(
        ("marketplace", "written"),
        [("us", "11/05/26"), ("de", "05.11.26"), ("se", "2026-11-05"), ("jp", "26/11/05"), ("uk", "05/11/26")],
    )
    def test_by_marketplace(self, marketplace: str, written: str) -> None:
        assert days(left(written), marketplace=marketplace) == [date(2026, 11, 5)]

    @pytest.mark.parametrize("place", LAYOUTS)
    def test_years_may_have_four_digits_and_days_one(self, place: sp.Marketplace) -> None:
        layout = LAYOUTS[place]
        written = layout.replace("year", "2026").replace("month", "3").replace("day", "4")
        assert days(left(written), marketplace=place.value) == [date(2026, 3, 4)]

    @pytest.mark.parametrize("place", sp.Marketplace)
    def test_a_day_of_which_there_is_no_doubt_is_read_everywhere(self, place: sp.Marketplace) -> None:
        assert days(left("2026-03-04"), marketplace=place.value) == [date(2026, 3, 4)]

    def test_other_layouts_than_the_marketplaces_are_refused(self) -> None:
        with pytest.raises(
            BadReport, match="column date: expected a day written as month/day/year, for marketplace 'us'"
        ):
            days(left("05.11.26"), marketplace="us")
        with pytest.raises(BadReport, match="a day written as year-month-day, for marketplace 'za'"):
            days(left("05/11/26"), marketplace="za")

    @pytest.mark.parametrize(
        "absurd", ["", "31/02/26", "13/13/13", "5/11", "05-11-26x", "０５.11.26", "99999/1/1", "0026-11-05"]
    )
    def test_what_is_no_day_anywhere_is_refused(self, absurd: str) -> None:
        with pytest.raises(BadReport, match="column date: expected a day"):
            days(left(absurd), marketplace="uk")

    @given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(ALL_LAYOUTS))
    def test_each_layout_reads_what_it_writes(self, day: date, layout: str) -> None:
        for year in (f"{day.year}", f"{day.year % 100:02}"):
            text = layout.replace("year", year).replace("month", f"{day.month:02}").replace("day", f"{day.day:02}")
            assert day_of(text, layout) == day


class TestWithoutMarketplace:
    """Where only one marketplace writes all of the days as they are, it is that one; else it must be given."""

    def test_months_beyond_twelve_are_days(self) -> None:
        assert days(left("03/04/26"), left("11/25/26", order_id=SECOND)) == [date(2026, 3, 4), date(2026, 11, 25)]

    def test_dots_and_dashes(self) -> None:
        (german,) = amazon.read(tabbed(FEEDBACK, left("03.04.26")))
        assert (german.marketplace, german.left_on) == (sp.Marketplace.DE, date(2026, 4, 3))
        (swedish,) = amazon.read(tabbed(FEEDBACK, left("26-04-03")))
        assert (swedish.marketplace, swedish.left_on) == (sp.Marketplace.SE, date(2026, 4, 3))

    @pytest.mark.parametrize("written", ["03/04/26", "25/11/26", "2026-04-03", "26/04/03"])
    def test_what_several_could_have_written_is_refused(self, written: str) -> None:
        with pytest.raises(BadReport, match="line 2, column date: expected marketplace= to be given"):
            days(left(written))

    def test_what_it_would_be_in_each_is_said(self) -> None:
        with pytest.raises(
            BadReport, match="in us it is 2026-03-04; in jp it is 2003-04-26; in ae, .* uk it is 2026-04-03"
        ):
            days(left("03/04/26"))

    def test_a_day_that_says_nothing_of_its_marketplace(self) -> None:
        with pytest.raises(
            BadReport, match=r"marketplace= to be given \(on .*\), for this day may be of any of them, got '2026-"
        ):
            days(left("2026-04-03"))

    def test_days_that_contradict_each_other_are_refused_each(self) -> None:
        text = tabbed(FEEDBACK, left("11/25/26"), left("25/11/26", order_id=SECOND), left("?"))
        found = amazon.read(text, on_error="collect")
        assert [(row.line, row.column) for row in found.refused] == [(4, "date"), (2, "date"), (3, "date")]
        assert (len(found), found.rows) == (0, 3)

    @pytest.mark.parametrize(
        ("whereabouts", "place"),
        [
            (Whereabouts({FIRST: sp.Marketplace.UK}), sp.Marketplace.UK),
            (Whereabouts({FIRST: sp.Marketplace.UK, SECOND: sp.Marketplace.UK}), sp.Marketplace.UK),
            (Whereabouts({FIRST: sp.Marketplace.UK}, sp.Marketplace.FR), sp.Marketplace.UK),
            (Whereabouts({FIRST: sp.Marketplace.UK, SECOND: sp.Marketplace.IT}, sp.Marketplace.FR), sp.Marketplace.FR),
            (Whereabouts({THIRD: sp.Marketplace.UK}, sp.Marketplace.FR), sp.Marketplace.FR),
        ],
    )
    def test_its_orders_tell_of_it_else_the_files_beside_it(
        self, whereabouts: Whereabouts, place: sp.Marketplace
    ) -> None:
        """A file is of one marketplace; orders of two tell of none."""
        text = tabbed(FEEDBACK, left("25/10/26"), left("05/11/26", order_id=SECOND))
        found = read_beside(text, whereabouts)
        assert [(each.marketplace, each.left_on) for each in found] == [
            (place, date(2026, 10, 25)),
            (place, date(2026, 11, 5)),
        ]
        assert found.unplaced == 0

    def test_days_of_one_marketplace_alone_come_first(self) -> None:
        (american,) = read_beside(tabbed(FEEDBACK, left("10/25/26")), Whereabouts({}, sp.Marketplace.UK))
        assert american.marketplace is sp.Marketplace.US

    def test_rows_of_which_nothing_tells_are_counted(self) -> None:
        found = read_beside(tabbed(FEEDBACK, left("25/10/26"), left("26/10/26")), Whereabouts())
        assert (found.unplaced, found.guessed, len(found.refused)) == (2, 0, 2)

    def test_a_file_without_rows_has_no_doubts(self) -> None:
        assert amazon.read(tabbed(FEEDBACK)).rows == 0


class TestRows:
    @pytest.mark.parametrize(
        ("row", "column"),
        [
            (left("11/05/26", rating=0), "rating"),
            (left("11/05/26", rating=6), "rating"),
            (left("11/05/26", rating=""), "rating"),
            (left("11/05/26", rating="***"), "rating"),
            (left("11/05/26", order_id="=1+1"), "order_id"),
            (left("11/05/26", comment="a\tb"), None),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_place(self, row: tuple[object, ...], column: str | None) -> None:
        found = amazon.read(tabbed(FEEDBACK, left("11/05/26"), row), marketplace="us", on_error="collect")
        assert [(refused.line, refused.column) for refused in found.refused] == [(3, column)]
        assert (found.used, found.rows) == (1, 2)

    def test_quotes_are_part_of_the_text(self) -> None:
        assert len(days(left("11/05/26", comment='"'), left("11/05/26", comment='a "b'), marketplace="us")) == 2

    def test_nothing_of_the_buyer_is_kept(self) -> None:
        found = amazon.read(tabbed(FEEDBACK, ("11/05/26", 1, "SECRET", "SECRET", FIRST, "SECRET")), marketplace="us")
        assert "SECRET" not in repr(found)

    def test_html_in_a_comment_does_not_matter(self) -> None:
        assert days(left("11/05/26", comment="<script>alert(1)</script>"), marketplace="us") == [date(2026, 11, 5)]


@st.composite
def feedback_of(draw: st.DrawFn, place: sp.Marketplace) -> sp.Feedback:
    return sp.Feedback(
        order_id=draw(ORDER_IDS),
        rating=draw(st.integers(1, 5)),
        left_on=draw(st.dates(date(2000, 1, 1), date(2099, 12, 31))),
        marketplace=place,
    )


class TestRoundTrip:
    """Feedback, written as its marketplace writes it and read again, is the same."""

    COMMENTS = st.text(st.characters(codec="cp1252", exclude_characters="\t\r\n", exclude_categories=["Cc"]))

    @given(st.sampled_from(list(LAYOUTS)), st.data())
    def test_feedback(self, place: sp.Marketplace, data: st.DataObject) -> None:
        feedback = data.draw(st.lists(feedback_of(place), max_size=5))
        rows = [
            left(
                LAYOUTS[place]
                .replace("year", f"{each.left_on:%y}" if place is not sp.Marketplace.SE else f"{each.left_on.year}")
                .replace("month", f"{each.left_on:%m}")
                .replace("day", f"{each.left_on:%d}"),
                each.rating,
                each.order_id,
                data.draw(self.COMMENTS),
            )
            for each in feedback
        ]
        assert list(amazon.read(tabbed(FEEDBACK, *rows).encode(), marketplace=place)) == feedback
