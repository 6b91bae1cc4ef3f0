"""Errors say the value that was wrong, whatever it is."""

from __future__ import annotations

from sellerpolicy.errors import shown


class TestShown:
    def test_a_long_value_is_cut(self) -> None:
        assert shown("x" * 200) == "'" + "x" * 78 + "…"

    def test_a_number_too_long_for_python_to_write_is_named_by_its_type(self) -> None:
        assert shown(10**5000) == "<int too large to show>"

    def test_a_value_nested_too_deeply_is_named_by_its_type(self) -> None:
        nested: list[object] = []
        for _ in range(100_000):
            nested = [nested]
        assert shown(nested) == "<list too large to show>"
