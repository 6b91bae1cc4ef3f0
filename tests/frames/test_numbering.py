"""Numbering of sellers and orders in frames."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, strategies as st

from sellerpolicy.frames import numbering

SHOPS = st.sampled_from(["US", "UK", "DE", None])
SELLERS = st.one_of(st.integers(0, 5), st.integers(-(2**62), 2**62), st.none())


class TestCoded:
    """Rows have the same number if, and only if, they have the same values; each number knows a row that has it."""

    @pytest.mark.parametrize("part", [1, 3, numbering.A_PART])
    @given(rows=st.lists(st.tuples(SELLERS, SHOPS), min_size=1, max_size=30))
    def test_numbers_stand_for_values(self, part: int, rows: list[tuple[int | None, str | None]]) -> None:
        sellers, shops = zip(*rows, strict=True)
        columns = (pl.Series(sellers, dtype=pl.Int64), pl.Series(shops, dtype=pl.String))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(numbering, "A_PART", part)
            coded = numbering.coded(columns)
        assert len(set(zip(rows, coded.codes.tolist(), strict=True))) == len(set(rows)) == len(coded.rows)
        assert [rows[row] for row in coded.rows[coded.codes]] == rows

    def test_no_rows(self) -> None:
        coded = numbering.coded([pl.Series([], dtype=pl.Int64)])
        assert (len(coded.codes), len(coded.rows)) == (0, 0)


class TestSuspects:
    """No id that is there twice is missed."""

    @given(st.lists(st.integers(0, 9), max_size=12), st.booleans())
    def test_all_rows_of_double_ids(self, ids: list[int], are_texts: bool) -> None:
        series = pl.Series(ids, dtype=pl.Int64)
        found = numbering.suspects(series.cast(pl.String) if are_texts else series)
        assert set(found.tolist()) == {row for row, each in enumerate(ids) if ids.count(each) > 1}

    def test_only_one_seller_cannot_have_an_id_twice(self) -> None:
        ids, rows = pl.Series(["O-1", "O-1", "O-2"]), np.array([0, 1])
        assert numbering.twice(ids, np.array([0, 1, 1]), rows) is None
        assert numbering.twice(ids, np.array([1, 1, 1]), rows) == "O-1"
