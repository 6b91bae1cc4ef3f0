"""Formats, and how a source's is found: by its columns or keys, never by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from attrs import frozen

from sellerpolicy.amazon.contents import Content, Table
from sellerpolicy.amazon.markup import Markup
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadReport, nearest
from sellerpolicy.facts import Marketplace

MOST_NAMED = 8


@frozen
class Format:
    """One format that can be read.

    Args:
        kind: its name, such as ``"orders"``.
        gives: what it is read into.
        names: the columns, or the keys of its outermost object, that it knows.
        needs: those of them that it cannot do without.
        recognises: whether a source is of this format, by its content alone.
        read: reads such a source; rows that do not name their marketplace belong to the one that is given.
    """

    kind: str
    gives: type
    names: tuple[str, ...]
    needs: tuple[str, ...]
    recognises: Callable[[Content], bool]
    read: Callable[[Content, Reading, Marketplace | None], None]


def format_of(content: Content, formats: Sequence[Format]) -> Format:
    """Find the one format that a source is of.

    Raises:
        BadReport: it is of none, and what keeps it from the one that it resembles most; or it could be of several.
    """
    found = [known for known in formats if known.recognises(content)]
    if not found:
        raise _misfit(content, max(formats, key=lambda known: _likeness(content, known)))
    if len(found) > 1:
        could_be = " or ".join(known.kind for known in found)
        raise BadReport(f"ambiguous: this could be {could_be}", file=content.file, line=content.line)
    return found[0]


def _likeness(content: Content, known: Format) -> tuple[int, int, float]:
    """How many names are like a format's, how many are among those that it needs, and how like they are."""
    near = [(name, meant) for name in content.names if (meant := nearest(name, known.names)) is not None]
    alike = sum(SequenceMatcher(None, name.lower(), meant.lower()).ratio() for name, meant in near)
    return len(near), len(set(content.names) & set(known.needs)), alike


def _misfit(content: Content, closest: Format) -> BadReport:
    what = "columns" if isinstance(content, Table) else "elements" if isinstance(content, Markup) else "keys"
    if isinstance(content, Markup) or not _likeness(content, closest)[0]:
        names = ", ".join(map(repr, content.names[:MOST_NAMED])) or "none"
        return BadReport(f"no known report has its {what}: {names}", file=content.file, line=content.line)
    for name in content.names:
        if name and name not in closest.names:
            meant = nearest(name, closest.names)
            hint = f"did you mean {meant!r}?" if meant else f"they are {', '.join(closest.names)}"
            problem = f"not among the {what} of {closest.kind}; {hint}"
            return BadReport(problem, file=content.file, line=content.line, column=name)
    missing = next((name for name in closest.needs if name not in content.names), None)
    if missing is None:
        problem = f"the {what} of {closest.kind}, and not what it has under them"
        return BadReport(problem, file=content.file, line=content.line)
    problem = f"missing, and {closest.kind} cannot do without it"
    return BadReport(problem, file=content.file, line=content.line, column=missing)
