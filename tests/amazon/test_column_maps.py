"""Column maps: any table becomes facts, and a map that cannot be is refused before any row is."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon, strategies
from sellerpolicy.errors import BadFact, BadReport
from sellerpolicy.facts import KINDS, Fact

from .samples import DE

COLUMNS = {"Order No": "order_id", "Bought": "placed_on", "Pieces": "units", "Paid": "total"}
TABLE = "Order No,Bought,Pieces,Paid,Buyer\nA-1,2026-10-01,2,12.50,Ann\nA-2,2026-10-02,,EUR 5,Bob\n"


def read(rows: Any = TABLE, **chosen: Any) -> amazon.Read[sp.Order]:
    return amazon.read_table(rows, **{"fact": sp.Order, "columns": COLUMNS, "marketplace": "de", **chosen})


class TestTables:
    EXPECTED = [  # noqa: RUF012
        sp.Order(
            order_id="A-1",
            placed_on=date(2026, 10, 1),
            marketplace=sp.Marketplace.DE,
            units=2,
            total=sp.Money("12.50", "EUR"),
        ),
        sp.Order(order_id="A-2", placed_on=date(2026, 10, 2), marketplace=sp.Marketplace.DE, total=sp.Money(5, "EUR")),
    ]

    def test_text_bytes_paths_files_and_records(self, tmp_path: Path) -> None:
        path = tmp_path / "anything"
        path.write_bytes(gzip.compress(TABLE.encode()))
        records = list(csv.DictReader(io.StringIO(TABLE)))
        sources: list[Any] = [
            TABLE,
            TABLE.encode("utf-16"),
            TABLE.replace(",", ";").replace("EUR 5", "5 EUR"),
            TABLE.replace(",", "\t"),
            path,
            io.StringIO(TABLE),
            records,
            iter(records),
            json.dumps(records),
            "\n".join(map(json.dumps, records)),
        ]
        for source in sources:
            found = read(source)
            assert (list(found), found.kind, found.rows) == (self.EXPECTED, "orders", 2)

    def test_one_record(self) -> None:
        assert list(read({"Order No": "A-1", "Bought": "2026-10-01", "Pieces": "2", "Paid": "12.50"})) == [
            self.EXPECTED[0]
        ]

    def test_columns_that_are_not_named_stay_where_they_are(self) -> None:
        assert "Ann" not in repr(read().facts)

    @pytest.mark.parametrize("name", ["order no", "ORDER-NO", "order_no", " Order No "])
    def test_capitals_spaces_hyphens_and_underscores_make_no_difference(self, name: str) -> None:
        found = amazon.read_table(TABLE, fact=sp.Order, columns={name: "order_id", "bought": "placed_on"})
        assert len(found) == 2

    def test_any_fact(self) -> None:
        found = amazon.read_table(
            "case,about,why,when\nc-1,A-1,not_received,2026-10-09T12:00:00Z\n",
            fact=sp.Claim,
            columns={"case": "claim_id", "about": "order_id", "why": "reason", "when": "filed_at"},
        )
        assert [claim.filed_at for claim in found] == [datetime(2026, 10, 9, 12, tzinfo=UTC)]

    def test_empty_rows_are_counted(self) -> None:
        found = read(TABLE + ",,,,\n")
        assert (found.used, found.ignored, found.rows) == (2, {"empty row": 1}, 3)


class TestRefusedRows:
    def test_the_callers_own_column_is_named(self) -> None:
        with pytest.raises(BadReport, match="line 3, column Bought: expected a day, written as 2026-11-05, got 'soon'"):
            read(TABLE.replace("2026-10-02", "soon"))

    def test_collected(self) -> None:
        found = read(TABLE + "A-3,2026-10-03\n,2026-10-04,1,1,x\n", on_error="collect")
        assert [(row.line, row.column) for row in found.refused] == [(4, None), (5, "Order No")]
        assert (found.used, found.rows) == (2, 4)

    def test_a_row_of_another_marketplace(self) -> None:
        columns = {"Order No": "order_id", "Bought": "placed_on", "Shop": "marketplace"}
        with pytest.raises(BadReport, match="column Shop: expected 'de', the marketplace that was asked for"):
            read("Order No,Bought,Shop\nA-1,2026-10-01,fr\n", columns=columns)


class TestMarketplaces:
    @pytest.mark.parametrize("text", ["de", DE, "Amazon.de", "amazon.de", "DE"])
    def test_as_its_text_its_id_or_its_site(self, text: str) -> None:
        columns = {"id": "order_id", "day": "placed_on", "shop": "marketplace"}
        (order,) = amazon.read_table(f"id,day,shop\no,2026-10-01,{text}\n", fact=sp.Order, columns=columns)
        assert order.marketplace is sp.Marketplace.DE


class TestDataframes:
    """Records of a dataframe have kinds of their own for days, whole numbers and what is missing."""

    def test_of_pandas(self) -> None:
        frame = pd.DataFrame(
            {
                "Order No": ["A-1", "A-2"],
                "Bought": pd.to_datetime(["2026-10-01", "2026-10-02"]),
                "Pieces": [2.0, None],
                "Paid": [Decimal("12.50"), Decimal(5)],
                "Sent": pd.to_datetime(["2026-10-03", None]),
                "Prime": pd.array([True, None], dtype="boolean"),
            }
        )
        found = read(frame.to_dict("records"), columns={**COLUMNS, "Sent": "shipped_on", "Prime": "prime"})
        assert [(order.units, order.shipped_on, order.prime) for order in found] == [
            (2, date(2026, 10, 3), True),
            (None, None, None),
        ]

    def test_of_numpy(self) -> None:
        (order,) = read([{"Order No": "A-1", "Bought": "2026-10-01", "Pieces": np.int64(3), "Paid": None}])
        assert order.units == 3

    @pytest.mark.parametrize("pieces", [2.5, float("inf")])
    def test_a_number_that_is_not_whole_is_refused(self, pieces: float) -> None:
        with pytest.raises(BadReport, match="column Pieces: expected a whole number"):
            read([{"Order No": "A-1", "Bought": "2026-10-01", "Pieces": pieces, "Paid": None}])

    def test_money_is_no_float(self) -> None:
        with pytest.raises(BadReport, match="column Paid: expected an exact amount"):
            read([{"Order No": "A-1", "Bought": "2026-10-01", "Pieces": None, "Paid": 12.5}])

    @pytest.mark.parametrize(
        "instant",
        [datetime(2026, 10, 1, 12), datetime(2026, 10, 1, tzinfo=UTC)],  # noqa: DTZ001
    )
    def test_an_instant_is_no_day(self, instant: datetime) -> None:
        """Which day it is depends on the time zone, and nobody said which."""
        with pytest.raises(BadReport, match="column Bought: expected the calendar day"):
            read([{"Order No": "A-1", "Bought": instant, "Pieces": None, "Paid": None}])

    def test_an_instant_stays_one(self) -> None:
        when = datetime(2026, 10, 9, tzinfo=UTC)
        rows = [{"c": "c", "o": "o", "r": "not_received", "f": when}]
        columns = {"c": "claim_id", "o": "order_id", "r": "reason", "f": "filed_at"}
        assert [claim.filed_at for claim in amazon.read_table(rows, fact=sp.Claim, columns=columns)] == [when]


class TestValues:
    """What is written otherwise is understood by a function or a mapping of the caller's."""

    def test_a_mapping(self) -> None:
        table = "id,day,by\no,2026-10-01, FBM \np,2026-10-01,FBA\nq,2026-10-01,\n"
        columns = {"id": "order_id", "day": "placed_on", "by": "cancelled_by"}
        words = {"FBM": "seller", "FBA": sp.Canceller.AMAZON}
        found = amazon.read_table(table, fact=sp.Order, columns=columns, values={"cancelled_by": words})
        assert [order.cancelled_by for order in found] == [sp.Canceller.SELLER, sp.Canceller.AMAZON, None]

    def test_a_function(self) -> None:
        table = TABLE.replace("2026-10-01", "10/01/2026").replace("2026-10-02", "10/02/2026")
        found = read(table, values={"placed_on": lambda text: datetime.strptime(text, "%m/%d/%Y")})  # noqa: DTZ007
        assert [order.placed_on.day for order in found] == [1, 2]

    def test_a_word_that_the_mapping_lacks(self) -> None:
        with pytest.raises(BadReport, match="line 2, column Pieces: expected one of 'two', got '2'"):
            read(values={"units": {"two": 2}})

    def test_a_cell_that_the_function_cannot_take(self) -> None:
        with pytest.raises(BadReport, match="line 2, column Pieces: expected what the function for units takes .Value"):
            read(values={"units": lambda text: int(text, base=2)})


class TestMaps:
    """A map is checked before any row is read; errors name what was probably meant."""

    def test_a_column_that_is_missing(self) -> None:
        with pytest.raises(BadReport, match="line 1, column Order Nr: no such column; did you mean 'order_no'?"):
            read(columns={"Order Nr": "order_id", "Bought": "placed_on"})
        with pytest.raises(BadReport, match="column zzz: no such column; there are 'Order No', 'Bought'"):
            read([{"Order No": 1, "Bought": 2}], columns={"zzz": "order_id", "Bought": "placed_on"})

    def test_a_table_without_columns(self) -> None:
        with pytest.raises(BadReport, match="no such column; there are none"):
            read([5])

    def test_a_field_that_is_none(self) -> None:
        with pytest.raises(
            BadFact, match="columns: expected a column's name and one of the fields of Order: .*did you m"
        ):
            read(columns={**COLUMNS, "Buyer": "skus"})

    def test_a_field_that_is_needed(self) -> None:
        with pytest.raises(BadFact, match="columns: expected a column for placed_on, without which there is no Order"):
            read(columns={"Order No": "order_id"})

    @pytest.mark.parametrize("columns", [{**COLUMNS, "Buyer": "order_id"}, {**COLUMNS, "order_no": "sku"}])
    def test_a_field_or_column_twice(self, columns: dict[str, str]) -> None:
        with pytest.raises(BadFact, match="each column and each field once"):
            read(columns=columns)

    @pytest.mark.parametrize("columns", [None, "order_id", [("a", "b")]])
    def test_a_map_that_is_none(self, columns: Any) -> None:
        with pytest.raises(BadFact, match="columns: expected a mapping"):
            read(columns=columns)

    def test_a_column_that_is_no_text(self) -> None:
        with pytest.raises(BadFact, match="expected a column's name"):
            read(columns={5: "order_id"})

    @pytest.mark.parametrize("fact", ["orders", Fact, int, None])
    def test_a_fact_that_is_none(self, fact: Any) -> None:
        with pytest.raises(BadFact, match="fact: expected a kind of fact"):
            read(fact=fact)

    def test_values_of_a_field_without_column(self) -> None:
        with pytest.raises(
            BadFact, match="values: expected a field that a column is mapped to: .*did you mean 'units'"
        ):
            read(values={"unit": int})

    def test_values_that_are_neither(self) -> None:
        with pytest.raises(BadFact, match="values, units: expected a function or a mapping"):
            read(values={"units": 5})
        with pytest.raises(BadFact, match="values: expected a mapping"):
            read(values=[5])

    @pytest.mark.parametrize("wrong", [{"on_error": "colect"}, {"marketplace": "germany"}])
    def test_what_every_reader_takes(self, wrong: dict[str, str]) -> None:
        with pytest.raises(BadFact):
            read(**wrong)

    def test_xml_has_no_columns(self) -> None:
        with pytest.raises(BadReport, match="no such column|no columns"):
            read("<a/>")
        with pytest.raises(BadReport, match="XML, which has no columns"):
            read("<bought><order_no/><pieces/><paid/></bought>")


class TestRoundTrips:
    """Facts in a table of any column names, read back by the map, are the same facts."""

    @pytest.mark.parametrize("kind", KINDS)
    @given(data=st.data())
    def test_every_kind_of_fact(self, kind: type[Fact], data: st.DataObject) -> None:
        fact = data.draw(st.from_type(kind))
        names = {f"Their {name.title()}": name for name in fact.to_dict()}
        rows = [{column: fact.to_dict()[name] for column, name in names.items()}]
        assert list(amazon.read_table(rows, fact=kind, columns=names)) == [kind.from_dict(fact.to_dict())]

    @given(st.lists(strategies.orders(), min_size=1, max_size=3))
    def test_through_text(self, orders: list[sp.Order]) -> None:
        out = io.StringIO()
        names = {f"{place} {name}": name for place, name in enumerate(orders[0].to_dict())}
        writer = csv.writer(out)
        writer.writerow(names)
        writer.writerows(order.to_dict().values() for order in orders)
        assert list(amazon.read_table(out.getvalue(), fact=sp.Order, columns=names)) == orders
