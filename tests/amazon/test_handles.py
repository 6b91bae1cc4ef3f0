"""Open files: read from where they stand, never closed, whatever they are."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sellerpolicy import amazon
from sellerpolicy.amazon import handles
from sellerpolicy.errors import BadReport

from .samples import FIRST, orders_v0

TEXT = f"order_id,placed_on,sku\n{FIRST},2026-10-01,Lampe grün\n"


def skus(source: Any, **chosen: Any) -> list[str | None]:
    return [order.sku for order in amazon.read(source, **chosen)]


class Watched(io.BytesIO):
    """Bytes that tell how many were asked for at once."""

    largest = 0

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert size >= 0
        self.largest = max(self.largest, size)
        return super().read(size)


class TestBytes:
    def test_an_open_file_is_read_and_stays_open(self, tmp_path: Path) -> None:
        path = tmp_path / "orders.csv"
        path.write_text(TEXT, encoding="utf-8")
        with path.open("rb") as file:
            assert skus(file) == ["Lampe grün"]
            assert not file.closed

    def test_it_is_read_from_where_it_stands(self) -> None:
        file = io.BytesIO(b"%PDF what came before\n" + TEXT.encode())
        file.readline()
        assert skus(file) == ["Lampe grün"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_its_encoding_is_found_out(self, encoding: str) -> None:
        assert skus(io.BytesIO(TEXT.encode(encoding))) == ["Lampe grün"]

    def test_gzip_in_it_and_around_it(self) -> None:
        packed = gzip.compress(TEXT.encode())
        assert skus(io.BytesIO(packed)) == ["Lampe grün"]
        with gzip.open(io.BytesIO(packed)) as file:
            assert skus(file) == ["Lampe grün"]

    def test_one_that_cannot_go_back_is_kept_meanwhile(self) -> None:
        class Stream(io.RawIOBase):
            """What comes over a network."""

            def __init__(self, data: bytes) -> None:
                self.rest = data

            def readable(self) -> bool:
                return True

            def readinto(self, buffer: Any) -> int:
                taken, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
                buffer[: len(taken)] = taken
                return len(taken)

        assert skus(io.BufferedReader(Stream(TEXT.encode()))) == ["Lampe grün"]

    def test_one_that_only_reads(self) -> None:
        class Answer:
            """An answer of a client that has nothing but ``read``."""

            def __init__(self) -> None:
                self.file = io.BytesIO(TEXT.encode())

            def read(self, size: int = -1) -> bytes:
                return self.file.read(size)

        assert skus(Answer()) == ["Lampe grün"]

    def test_its_name_stands_in_errors(self, tmp_path: Path) -> None:
        path = tmp_path / "orders.csv"
        path.write_bytes(b"order_id,placed_on\no,soon\n")
        with path.open("rb") as file, pytest.raises(BadReport, match="orders.csv, line 2, column placed_on"):
            amazon.read(file)

    def test_a_document_too(self) -> None:
        (order,) = amazon.read(io.BytesIO(json.dumps(orders_v0()).encode()))
        assert order.order_id == FIRST

    def test_an_empty_one(self) -> None:
        with pytest.raises(BadReport, match="empty"):
            amazon.read(io.BytesIO())

    def test_a_long_one_is_read_in_pieces(self) -> None:
        file = Watched((TEXT + f"{FIRST},2026-10-01,x\n" * 50_000).encode())
        assert len(amazon.read(file)) == 50_001
        assert file.largest <= 1 << 20


class TestText:
    def test_text_is_never_a_path(self) -> None:
        with pytest.raises(BadReport, match="orders.csv"):
            amazon.read(io.StringIO("orders.csv"))

    def test_text_in_memory(self) -> None:
        assert skus(io.StringIO(TEXT)) == ["Lampe grün"]

    def test_latin_1_is_mended(self) -> None:
        assert skus(io.StringIO(TEXT.encode().decode("latin-1"))) == ["Lampe grün"]

    @pytest.mark.parametrize(("written", "opened"), [("utf-8", "latin-1"), ("cp1252", "utf-8"), ("utf-8-sig", "utf-8")])
    def test_one_opened_in_a_usual_encoding_is_read_from_its_bytes(
        self, tmp_path: Path, written: str, opened: str
    ) -> None:
        path = tmp_path / "orders.csv"
        path.write_bytes(TEXT.encode(written))
        with path.open(encoding=opened) as file:
            assert skus(file) == ["Lampe grün"]
            assert not file.closed

    def test_a_chosen_encoding_is_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "orders.csv"
        path.write_bytes("order_id,placed_on,sku\no,2026-10-01,ランプ\n".encode("euc-jp"))
        with path.open(encoding="euc-jp") as file:
            assert skus(file) == ["ランプ"]

    def test_one_that_was_read_from_already_goes_on_as_text(self, tmp_path: Path) -> None:
        path = tmp_path / "orders.csv"
        path.write_text("a line ahead\n" + TEXT, encoding="utf-8")
        with path.open(encoding="utf-8") as file:
            file.readline()
            assert skus(file) == ["Lampe grün"]

    def test_what_cannot_be_decoded_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "orders.csv"
        path.write_bytes(b"order_id\n\xff\xff\xff")
        with path.open(encoding="euc-jp") as file, pytest.raises(BadReport, match="cannot be read: 'euc_jp' codec"):
            amazon.read(file)


class TestOthers:
    def test_a_closed_file_is_refused(self) -> None:
        file = io.BytesIO(TEXT.encode())
        file.close()
        with pytest.raises(BadReport, match="cannot be read: I/O operation on closed file"):
            amazon.read(file)

    def test_a_file_of_neither_is_refused(self) -> None:
        class Numbers:
            def read(self, size: int = -1) -> int:
                return 5

        with pytest.raises(BadReport, match="expected a file of bytes or text"):
            amazon.read(Numbers())  # type: ignore[arg-type]

    def test_a_name_that_is_no_text_is_no_name(self) -> None:
        class Piped(io.BytesIO):
            name = 3

        with pytest.raises(BadReport, match="^empty$"):
            amazon.read(Piped())

    def test_seeking_counts_from_where_the_file_stood(self) -> None:
        file = io.BytesIO(b"0123456789")
        view = handles.Borrowed(file, 4)
        assert view.seek(2) == 2
        assert view.read(2) == b"67"
        assert view.seek(0, io.SEEK_END) == 6
        assert view.seek(-1, io.SEEK_CUR) == 5
        assert (view.readable(), view.seekable(), view.tell()) == (True, True, 5)


class TestLinesOfJson:
    """One JSON object on each line: JSONL, also called NDJSON."""

    ROWS = ('{"order_id": "a", "placed_on": "2026-10-01"}', '{"order_id": "b", "placed_on": "2026-10-02"}')

    def sources(self, text: str) -> Iterator[Any]:
        yield from (text, text.encode(), gzip.compress(text.encode()), io.StringIO(text), io.BytesIO(text.encode()))

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
    def test_each_line_is_a_row(self, end: str) -> None:
        for source in self.sources(end.join((*self.ROWS, ""))):
            assert [order.order_id for order in amazon.read(source)] == ["a", "b"]

    def test_blank_lines_before_are_none(self) -> None:
        assert len(amazon.read("\n \n" + "\n".join(self.ROWS))) == 2

    def test_a_line_that_is_no_json_is_refused_with_its_number(self) -> None:
        text = f"{self.ROWS[0]}\n\n{{broken\n{self.ROWS[1]}\n[1]\n"
        with pytest.raises(BadReport, match="line 3: expected one JSON object on a line .not JSON: "):
            amazon.read(text)
        found = amazon.read(text, on_error="collect")
        assert [(row.line, row.column) for row in found.refused] == [(3, None), (5, None)]
        assert (found.used, found.rows) == (2, 4)

    def test_numbers_and_keys_are_checked_on_each_line(self) -> None:
        text = f'{self.ROWS[0]}\n{{"order_id": "c", "units": NaN}}\n{{"order_id": "d", "order_id": "e"}}\n'
        refused = amazon.read(text, on_error="collect").refused
        assert ["finite number" in row.reason or "each key once" in row.reason for row in refused] == [True, True]

    def test_a_document_on_one_line_is_no_row(self) -> None:
        assert amazon.read(json.dumps(orders_v0()) + "\n").kind == "orders_v0"

    def test_a_document_after_which_anything_else_stands_is_refused(self) -> None:
        with pytest.raises(BadReport, match="not JSON: Extra data"):
            amazon.read(self.ROWS[0] + "\nwhat is this?\n")

    def test_many_are_read_in_pieces(self) -> None:
        text = "\n".join(self.ROWS * 5_000)
        file = Watched(text.encode())
        assert len(amazon.read(file)) == 10_000
        assert file.largest <= 1 << 20
