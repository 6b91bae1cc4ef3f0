"""XML, read a record at a time, so that a long document takes no more memory than its longest record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING

from attrs import define, frozen

from sellerpolicy.errors import BadReport

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST_RECORD = 16 << 20
DEEPEST = 50
# the elements on the way to a report's first record, with room to spare
ELEMENTS_TO_LOOK_AT = 40

Event = tuple[str, "Element"]


@define
class _Bounded:
    """A text that is read in pieces, and refused where a single record of it grows beyond all reason."""

    text: IO[str]
    file: str | None
    since_record: int = 0

    def read(self, size: int) -> str:
        piece = self.text.read(size)
        self.since_record += len(piece)
        if self.since_record > LONGEST_RECORD:
            raise BadReport(f"an element longer than {LONGEST_RECORD:,} characters: no report has one", file=self.file)
        return piece


@frozen
class Markup:
    """An XML document.

    Args:
        names: the names of its first elements, without namespaces, the outermost ahead: by these its format is found.
        events: the starts and ends of its elements.
        text: the text from which they come.
        file: the file's name, for errors.
    """

    names: tuple[str, ...]
    events: Iterator[Event]
    text: _Bounded
    file: str | None

    line = None

    @classmethod
    def of(cls, text: IO[str], file: str | None) -> Markup:
        """Look at the first elements of a document.

        Raises:
            BadReport: it is no XML, declares a document type or entities, or the reader of XML is not installed.
        """
        bounded = _Bounded(text, file)
        events = _events(bounded, file)
        beginning: list[Event] = []
        names: dict[str, None] = {}
        for event in events:
            beginning.append(event)
            names[event[1].tag] = None
            if len(beginning) >= ELEMENTS_TO_LOOK_AT:
                break
        return cls(tuple(names), chain(beginning, events), bounded, file)

    def records(self, name: str) -> Iterator[tuple[int, Element]]:
        """Every element of a name, whole, with its place among them, counted from 1. They are not kept."""
        place, inside = 0, 0
        ancestors: list[Element] = []
        for event, element in self.events:
            if event == "start":
                ancestors.append(element)
                inside += element.tag == name
                continue
            ancestors.pop()
            if element.tag == name:
                inside -= 1
                if not inside:
                    place += 1
                    yield place, element
            if not inside:
                self.text.since_record = 0
                if ancestors:
                    ancestors[-1].remove(element)


def _events(text: _Bounded, file: str | None) -> Iterator[Event]:
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, iterparse
    except ImportError:
        problem = "XML, which is read with defusedxml: pip install 'sellerpolicy[files]'"
        raise BadReport(problem, file=file) from None
    depth = 0
    try:
        for event, element in iterparse(text, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise BadReport("nested too deeply", file=file)
            element.tag = element.tag.rpartition("}")[2]
            yield event, element
    except ParseError as error:
        line, column = error.position
        problem = str(error).partition(":")[0]
        raise BadReport(f"not XML: {problem}", file=file, line=line, column=column + 1) from None
    except DefusedXmlException:
        raise BadReport("XML with a document type or entities of its own: no report has any", file=file) from None
    except UnicodeError:
        raise BadReport("holds half a character: not text", file=file) from None
