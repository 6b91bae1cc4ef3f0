"""JSON keeps every digit, and refuses what JSON does not allow or hides."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from sellerpolicy.amazon.exact_json import parse
from sellerpolicy.errors import BadReport

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


class TestNumbers:
    def test_whole_numbers_are_ints_and_others_keep_their_digits(self) -> None:
        assert parse('{"count": 12, "rate": 0.10}') == {"count": 12, "rate": Decimal("0.10")}
        assert str(parse("[0.10]")[0]) == "0.10"

    def test_the_largest_exponent_is_read_and_the_next_refused(self) -> None:
        assert parse("[1e30, 1e-30]") == [Decimal("1e30"), Decimal("1e-30")]
        for text in ("[1e31]", "[1e-31]"):
            with pytest.raises(BadReport, match="exponents up to 30"):
                parse(text)

    def test_as_many_digits_as_allowed_are_read_and_one_more_refused(self) -> None:
        assert parse(f"[0.{'3' * 48}]") == [Decimal(f"0.{'3' * 48}")]
        with pytest.raises(BadReport, match="at most 50 characters"):
            parse(f"[0.{'3' * 49}]")

    @pytest.mark.parametrize("text", ["1e999999", "-1e999999999", "0e999999", "9" * 5_001, "1." + "0" * 100_000])
    def test_a_number_beyond_all_reason_is_refused_by_name(self, text: str) -> None:
        with pytest.raises(BadReport, match="number: expected a number of at most"):
            parse(f'{{"rate": {text}}}')

    @pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
    def test_what_is_no_number_is_refused(self, text: str) -> None:
        with pytest.raises(BadReport, match=f"expected a finite number, got '{text}'"):
            parse(f"[{text}]")


class TestDocuments:
    def test_text_that_is_not_json_is_placed(self) -> None:
        with pytest.raises(BadReport) as refused:
            parse('{"a": 1,\n "b" 2}', file="report.json")
        assert (refused.value.file, refused.value.line, refused.value.column) == ("report.json", 2, 6)

    def test_a_document_that_breaks_off_is_refused(self) -> None:
        with pytest.raises(BadReport, match="not JSON"):
            parse('{"accountStatuses": [{"marketplaceId": "ATV')

    def test_deep_nesting_is_refused(self) -> None:
        with pytest.raises(BadReport, match="nested too deeply"):
            parse("[" * 200_000 + "]" * 200_000)

    def test_a_key_twice_in_one_object_is_refused(self) -> None:
        with pytest.raises(BadReport, match="expected each key once, got 'rate'"):
            parse('{"rate": 0.01, "count": 1, "rate": 0.02}')

    @given(VALUES)
    def test_what_json_writes_is_read_back(self, value: object) -> None:
        assert parse(json.dumps(value)) == value
