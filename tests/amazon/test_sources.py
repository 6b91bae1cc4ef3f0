"""Whatever a user holds in hand is opened by what it is, not by what it is called."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from sellerpolicy import amazon
from sellerpolicy.amazon import contents, sources
from sellerpolicy.errors import BadReport

ROWS = "order_id,rating,left_on\n111-0000001-0000001,2,2026-10-30\n"


def rated(source: sources.Source) -> int:
    (feedback,) = amazon.read(source)
    return int(feedback.rating)


class TestWhatIsTaken:
    def test_text(self) -> None:
        assert rated(ROWS) == 2

    def test_bytes_of_every_kind(self) -> None:
        data = ROWS.encode()
        assert [rated(data), rated(bytearray(data)), rated(memoryview(data))] == [2, 2, 2]

    def test_a_path_as_text_or_as_a_path(self, tmp_path: Path) -> None:
        path = tmp_path / "whatever.txt"
        path.write_text(ROWS)
        assert [rated(path), rated(str(path))] == [2, 2]
        assert amazon.read(path).file == str(path)

    def test_mappings_one_after_the_other(self) -> None:
        row = {"order_id": "111-0000001-0000001", "rating": "2", "left_on": "2026-10-30"}
        assert rated([row]) == 2
        assert rated(iter([row])) == 2

    def test_one_mapping(self) -> None:
        assert rated({"order_id": "111-0000001-0000001", "rating": 2, "left_on": "2026-10-30"}) == 2

    @pytest.mark.parametrize("source", [5, None, 2.5])
    def test_anything_else_is_refused(self, source: object) -> None:
        with pytest.raises(BadReport, match="expected a path, an open file, bytes, text, a mapping"):
            amazon.read(source)  # type: ignore[arg-type]


class TestTextOrPath:
    """Text of one line is a path, unless it begins like a document."""

    @pytest.mark.parametrize("text", ["", "  ", "\ufeff", "{}", " \t[]", "\ufeff{", "ï»¿{", "<xml/>", "a,b\n", "a\rb"])
    def test_text(self, text: str) -> None:
        assert sources.is_text(text)

    @pytest.mark.parametrize("text", ["orders.csv", "order_id,placed_on", "C:\\orders.csv", "report.json"])
    def test_path(self, text: str) -> None:
        assert not sources.is_text(text)


class TestFiles:
    def test_one_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(BadReport, match=r"none\.csv: cannot be opened: No such file"):
            amazon.read(tmp_path / "none.csv")

    @pytest.mark.parametrize("path", ["a\0b", "x" * 5_000])
    def test_an_impossible_name_is_refused(self, path: str) -> None:
        with pytest.raises(BadReport, match="cannot be opened"):
            amazon.read(path)

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(BadReport, match="not a file, but a folder or a device"):
            amazon.read(tmp_path)

    def test_its_name_says_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "orders.xlsx.gz"
        path.write_text(ROWS)
        assert amazon.read(path).kind == "feedback"


class TestCompression:
    """Labels lie: documents called gzip are often plain, so the first bytes decide."""

    def test_gzip_is_expanded(self, tmp_path: Path) -> None:
        path = tmp_path / "feedback.csv"
        path.write_bytes(gzip.compress(ROWS.encode()))
        assert [rated(path), rated(gzip.compress(ROWS.encode()))] == [2, 2]

    def test_gzip_in_several_parts_is_read_whole(self) -> None:
        head, tail = ROWS[:20].encode(), ROWS[20:].encode()
        assert rated(gzip.compress(head) + gzip.compress(tail)) == 2

    @pytest.mark.parametrize("end", [1, 5, 11, -1, -5, -12])
    def test_gzip_that_breaks_off_is_refused(self, end: int) -> None:
        with pytest.raises(BadReport):
            amazon.read(gzip.compress(ROWS.encode())[: end or None])

    def test_damaged_gzip_is_refused(self) -> None:
        data = bytearray(gzip.compress(ROWS.encode()))
        data[15] ^= 0xFF
        with pytest.raises(BadReport, match="gzip that cannot be decompressed"):
            amazon.read(data)

    @pytest.mark.parametrize("filling", [b"0", b"\n", b'{"a":[', b"a,b\n"])
    def test_a_bomb_is_refused_before_it_has_grown(self, filling: bytes) -> None:
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb") as stream:
            for _ in range(128):
                stream.write(filling * (1 << 20))
        with pytest.raises(BadReport, match="expands more than 200-fold"):
            amazon.read(packed.getvalue())


class TestEncodings:
    COMMENT = 'claim_id,order_id,reason,filed_at\nCafé – "A",o-1,not_received,2026-11-05T10:00:00Z\n'

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_the_west(self, encoding: str) -> None:
        (claim,) = amazon.read(self.COMMENT.encode(encoding))
        assert claim.claim_id == 'Café – "A"'

    def test_utf_8_decoded_as_latin_1_by_a_client_is_mended(self) -> None:
        (claim,) = amazon.read(self.COMMENT.encode("utf-8-sig").decode("latin-1"))
        assert claim.claim_id == 'Café – "A"'

    def test_text_that_was_decoded_rightly_is_left_alone(self) -> None:
        (claim,) = amazon.read("\ufeff" + self.COMMENT)
        assert claim.claim_id == 'Café – "A"'

    def test_a_character_cut_at_the_end_is_not_utf_8(self) -> None:
        with pytest.raises(BadReport, match=r"expected text|no known report"):
            amazon.read("a,b\né".encode()[:-1])

    @pytest.mark.parametrize("data", [b"a,b\n\x81\n", b"\xef\xbb\xbfa,b\n\xff\n", b"\xff\xfea"])
    def test_what_is_text_in_no_encoding_is_refused(self, data: bytes) -> None:
        with pytest.raises(BadReport, match="not text in"):
            amazon.read(data)

    def test_nul_bytes_are_refused(self) -> None:
        with pytest.raises(BadReport, match="NUL bytes"):
            amazon.read(ROWS.encode("utf-16-le"))


class TestOtherKinds:
    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (b"PK\x03\x04\x14\x00", "Excel workbook: save the sheet as CSV"),
            (b"\xd0\xcf\x11\xe0\xa1", "old Excel workbook"),
            (b"%PDF-1.7", "PDF"),
            (b"PAR1\x00", "Parquet"),
            (b"<AmazonEnvelope><Message/></AmazonEnvelope>", "elements: 'AmazonEnvelope', 'Message'"),
            (b"<page><body/></page>", "no known report has its elements: 'page', 'body'"),
        ],
    )
    def test_what_it_is_instead_is_said(self, data: bytes, kind: str) -> None:
        with pytest.raises(BadReport, match=kind):
            amazon.read(data)

    @pytest.mark.parametrize(
        "source", ["", b"", " \n\t\n", b"\n\n", gzip.compress(b"", mtime=0), "\ufeff", b"\xef\xbb\xbf"]
    )
    def test_nothing_at_all_is_empty(self, source: str | bytes) -> None:
        with pytest.raises(BadReport, match="empty"):
            amazon.read(source)

    def test_white_space_before_a_document_is_passed_over(self) -> None:
        assert rated("\n" * 2_000_000 + '[{"order_id": "o", "rating": 2, "left_on": "2026-10-30"}]') == 2

    def test_a_json_document_too_long_to_hold_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text = '[{"order_id": "o", "rating": 2, "left_on": "2026-10-30"}]'
        monkeypatch.setattr(sources, "LONGEST_JSON", len(text))
        assert rated(text) == 2
        with pytest.raises(BadReport, match="give a table or lines of JSON instead"):
            amazon.read(text + " ")


class TestStreaming:
    def test_records_are_taken_one_at_a_time(self) -> None:
        taken = []

        def rows() -> Iterator[dict[str, object]]:
            for place in range(3):
                taken.append(place)
                yield {"order_id": f"o-{place}", "rating": 5, "left_on": "2026-10-30"}

        with sources.opened(rows()) as content:
            assert taken == [0]
            assert isinstance(content, contents.Records)
            assert [row.line for row in content.rows()] == [1, 2, 3]

    def test_a_table_is_read_a_piece_at_a_time(self, tmp_path: Path) -> None:
        path = tmp_path / "feedback.csv"
        with path.open("w") as file:
            file.write(ROWS)
            file.writelines(f"o-{place},5,2026-10-30\n" for place in range(200_000))
        with sources.opened(path) as content:
            assert isinstance(content, contents.Table)
            next(content.rows())
            path.write_text("")  # what was not read yet is gone
            assert sum(1 for _ in content.rows()) < 20_000


class TestWebPages:
    """A page saved from Seller Central is no report, however it begins."""

    @pytest.mark.parametrize("page", ["<html><body></html>", " \n<!DOCTYPE HTML>\n<p>", "<HTML lang='en'>"])
    def test_they_are_refused_as_what_they_are(self, page: str) -> None:
        with pytest.raises(BadReport, match="a web page, not a report: download the report itself"):
            amazon.read(page)
