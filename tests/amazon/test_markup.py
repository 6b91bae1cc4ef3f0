"""XML is read a record at a time, and what could harm is refused."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from sellerpolicy import amazon
from sellerpolicy.amazon import markup
from sellerpolicy.amazon.markup import Markup
from sellerpolicy.errors import BadReport

from .flat_files import CUSTOMER_METRICS


def opened(text: str) -> Markup:
    return Markup.of(io.StringIO(text), "some.xml")


class TestNames:
    """A format is found by the names of the first elements, without their namespaces."""

    def test_the_outermost_comes_first(self) -> None:
        assert opened('<a xmlns="urn:x"><b><c/></b><b/></a>').names == ("a", "b", "c")

    def test_only_the_beginning_is_looked_at(self) -> None:
        found = opened("<a>" + "<b/>" * 100_000 + "<late/></a>")
        assert found.names == ("a", "b")


class TestRecords:
    """Every element of a name comes out whole and once, however deep it lies."""

    def test_each_with_its_place(self) -> None:
        text = "<a><x>0</x><m><r>1</r></m> <m><r>2<in>in</in></r></m></a>"
        found = [(place, record.text, len(record)) for place, record in opened(text).records("r")]
        assert found == [(1, "1", 0), (2, "2", 1)]

    def test_one_within_another_belongs_to_it(self) -> None:
        (found,) = opened("<a><r><r>in</r></r></a>").records("r")
        assert found[1].findtext("r") == "in"

    def test_a_record_can_be_the_whole_document(self) -> None:
        ((place, root),) = opened("<r><b>1</b></r>").records("r")
        assert (place, root.findtext("b")) == (1, "1")

    def test_they_are_not_kept(self) -> None:
        class Endless(io.StringIO):
            """Three hundred records of a hundred thousand characters each, never held as a whole."""

            def __init__(self) -> None:
                self.pieces = self.written()

            def written(self) -> Iterator[str]:
                yield "<a>"
                for _ in range(300):
                    yield f"<m><r>{'x' * 100_000}</r></m>"
                yield "</a>"

            def read(self, size: int | None = -1) -> str:
                return next(self.pieces, "")

        tracemalloc.start()
        count = sum(1 for _ in Markup.of(Endless(), None).records("r"))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == 300
        assert most < 3_000_000


class TestHarm:
    """Entities, document types, bombs, endless elements, deep nesting and torn documents are refused."""

    BOMB = (
        '<!DOCTYPE a [<!ENTITY x "ha">'
        + "".join(f'<!ENTITY x{n} "{f"&x{n - 1 or str()};" * 10}">' for n in range(1, 10))
        + "]><sellerPerformanceReports>&x9;</sellerPerformanceReports>"
    )

    @pytest.mark.parametrize(
        "text",
        [
            BOMB,
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>',
            "<!DOCTYPE page><page/>",
        ],
    )
    def test_document_types_and_entities(self, text: str) -> None:
        with pytest.raises(BadReport, match="a document type or entities of its own"):
            amazon.read(text + "\n")

    def test_deep_nesting(self) -> None:
        with pytest.raises(BadReport, match="nested too deeply"):
            amazon.read("<sellerPerformanceReports>" + "<a>" * 100_000)

    def test_an_endless_element(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(markup, "LONGEST_RECORD", 50_000)
        short = CUSTOMER_METRICS.replace("<status>Good</status>", f"<status>{'x' * 10_000}</status>")
        assert amazon.read(short).rows == 9
        with pytest.raises(BadReport, match="an element longer than 50,000 characters"):
            amazon.read(CUSTOMER_METRICS.replace("Good", "x" * 60_000))

    def test_a_gzip_bomb(self) -> None:
        packed = gzip.compress(b"<a>" + b"<b></b>" * (20 << 20))
        with pytest.raises(BadReport, match="expands more than 200-fold"):
            amazon.read(packed)

    @pytest.mark.parametrize(
        ("text", "line", "column"),
        [
            ("<a>\n", 2, 1),
            ("<a>\n</b>\n", 2, 3),
            ("<a>&unknown;</a>\n", 1, 4),
            ("<a>\0</a>\n", 1, 4),
            ("<a/><b/>\n", 1, 5),
        ],
    )
    def test_what_is_no_xml(self, text: str, line: int, column: int) -> None:
        with pytest.raises(BadReport, match="not XML") as refused:
            amazon.read(text)
        assert (refused.value.line, refused.value.column) == (line, column)

    def test_half_characters(self) -> None:
        with pytest.raises(BadReport, match="half a character"):
            amazon.read("<a>\ud800</a>\n")

    def test_without_the_reader_of_xml_it_is_said_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "defusedxml", None)
        with pytest.raises(BadReport, match=r"pip install 'sellerpolicy\[files\]'"):
            amazon.read("<a/>\n")
