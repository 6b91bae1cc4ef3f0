"""What reading gives: the facts, and an account of every row that gave none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, Literal, TypeVar

from attrs import Factory, define, field, frozen

from sellerpolicy.amazon.shops import GIVEN, NOTHING_KNOWN, Whereabouts
from sellerpolicy.errors import BadFact, BadReport, shown
from sellerpolicy.facts import Marketplace
from sellerpolicy.logic.displayed import Displayed

F_co = TypeVar("F_co", covariant=True)


OnError = Literal["raise", "collect"]


@frozen
class RefusedRow:
    """One row that could not be read, and why.

    Args:
        line: the line on which it starts, or its place in a list, counted from 1; ``None`` inside a JSON document.
        column: the column, or the path of keys in a JSON document; ``None`` where it is the row as a whole.
        value: what stands there.
        reason: what was expected instead.
    """

    line: int | None
    column: str | None
    value: object
    reason: str


@frozen
class Read(Displayed, Generic[F_co]):
    """What was read from one source. Iterating gives the facts.

    ``used`` + ``len(refused)`` + the sum of ``ignored`` are all the rows of the source: none is lost.
    Blank lines are no rows; of a JSON document each block is one.

    Args:
        kind: which format it was found to be, such as ``"orders"`` or ``"performance_report"``.
        facts: the facts, in the order of the source.
        used: how many rows they came from.
        refused: the rows that could not be read; none unless ``on_error="collect"`` was asked for.
        ignored: how many rows give no facts, by reason.
        file: the path that was read, if it was one.
        unplaced: how many rows name no marketplace while nothing else tells it.
        guessed: how many of those were taken for the United States' though Amazon wrote the file for any marketplace.
        written: the header as it stands in the file, by the names of the columns.
    """

    kind: str
    facts: tuple[F_co, ...]
    used: int
    refused: tuple[RefusedRow, ...]
    ignored: dict[str, int]
    file: str | None
    unplaced: int = 0
    guessed: int = 0
    written: Mapping[str, str] = field(factory=dict, eq=False)

    def __iter__(self) -> Iterator[F_co]:
        return iter(self.facts)

    def __len__(self) -> int:
        """How many facts there are."""
        return len(self.facts)

    def __repr__(self) -> str:
        return f"<Read {self.kind}: {len(self)} facts from {self.rows} rows, {len(self.refused)} refused>"

    @property
    def rows(self) -> int:
        """How many rows the source has: used, refused and ignored ones together."""
        return self.used + len(self.refused) + sum(self.ignored.values())


@define
class Reading:
    """A source while it is being read: a format's reader tells it what became of each row."""

    kind: str
    file: str | None
    on_error: OnError
    whereabouts: Whereabouts = NOTHING_KNOWN
    written: Mapping[str, str] = Factory(dict)
    facts: list[Any] = Factory(list)
    used: int = 0
    refused: list[RefusedRow] = Factory(list)
    ignored: dict[str, int] = Factory(dict)
    unplaced: int = 0
    guessed: int = 0

    def use(self, fact: object, *, rows: int = 1) -> None:
        """Take a fact that came from that many rows."""
        self.facts.append(fact)
        self.used += rows

    def ignore(self, reason: str) -> None:
        """Leave out a row that gives no fact."""
        self.ignored[reason] = self.ignored.get(reason, 0) + 1

    def refuse(self, problem: BadFact, *, line: int | None, column: str | None) -> None:
        """Keep a row that cannot be read, or raise ``BadReport`` where that was asked for."""
        reason = reason_of(problem)
        if self.on_error == "raise":
            raise BadReport(reason, file=self.file, line=line, column=column) from None
        self.refused.append(RefusedRow(line, column, problem.value, reason))

    def place_of(self, order_id: str | None, among: tuple[Marketplace, ...] = tuple(Marketplace)) -> Marketplace | None:
        """The marketplace of a row that names none, by what is known beside the file; where nothing tells, count it."""
        place = self.whereabouts.place_of(order_id, among)
        self.unplaced += place is None
        return place

    def place_or_guess(self, order_id: str | None, column: str) -> Marketplace:
        """That marketplace; else the United States, or ``BadFact`` where that is not to be guessed."""
        place = self.place_of(order_id)
        if place is not None:
            return place
        if not self.whereabouts.may_guess:
            raise BadFact(column, None, f"{GIVEN}, for the row names none, and several are in question")
        self.guessed += 1
        return Marketplace.US

    def done(self) -> Read[Any]:
        """What was read."""
        return Read(
            kind=self.kind,
            facts=tuple(self.facts),
            used=self.used,
            refused=tuple(self.refused),
            ignored=self.ignored,
            file=self.file,
            unplaced=self.unplaced,
            guessed=self.guessed,
            written=self.written,
        )


def reason_of(problem: BadFact) -> str:
    """What was expected, what stands there, and what was probably meant; the place is said apart."""
    given = "nothing" if problem.value is None else shown(problem.value)
    hint = f"; did you mean {problem.meant!r}?" if problem.meant else ""
    return f"expected {problem.expected}, got {given}{hint}"
