"""Formats, and how a source's is found: by its columns or keys, never by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from attrs import frozen

from sellerpolicy.amazon.contents import Content, Table
from sellerpolicy.amazon.markup import Markup
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadReport, nearest
from sellerpolicy.facts import Marketplace

MOST_NAMED = 8
A_SLIP = 0.8
"""From this likeness on a name is a slip of the pen for another: ``placd_on``, but not ``amount`` for ``month``."""


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


def format_of(content: Content, formats: Sequence[Format], *, others: Iterable[Format] = ()) -> Format:
    """Find the one format that a source is of.

    Args:
        content: the source.
        formats: those that are wanted.
        others: those that it may be of as well, to say so.

    Raises:
        BadReport: it is of none, and what keeps it from the one that it resembles most; it is another; or it could be
            of several.
    """
    found = [known for known in formats if known.recognises(content)]
    if not found:
        _refuse_others(content, formats, others)
        is_asked_for = len({known.gives for known in formats}) == 1
        raise _misfit(content, [known for known in formats if is_asked_for or _resembles(content, known)])
    if len(found) > 1:
        could_be = " or ".join(known.kind for known in found)
        raise BadReport(f"ambiguous: this could be {could_be}", file=content.file, line=content.line)
    return found[0]


def _refuse_others(content: Content, formats: Sequence[Format], others: Iterable[Format]) -> None:
    other = next((known for known in others if known.recognises(content)), None)
    if other is not None:
        wanted = " or ".join(dict.fromkeys(known.gives.__name__ for known in formats))
        problem = f"of the kind {other.kind}, which is read as {other.gives.__name__} and not as {wanted}"
        raise BadReport(problem, file=content.file, line=content.line)


def _near(content: Content, known: Format) -> dict[str, str]:
    """The source's names that are like names of a format, with those that they are like."""
    near = {name: nearest(name, known.names) for name in content.names}
    return {name: meant for name, meant in near.items() if meant is not None}


def _alike(name: str, meant: str) -> float:
    return SequenceMatcher(None, name.lower(), meant.lower()).ratio()


def _resembles(content: Content, known: Format) -> bool:
    """Whether a source may have been meant as of a format: one name that both have is not enough for many."""
    slips = [meant for name, meant in _near(content, known).items() if _alike(name, meant) >= A_SLIP]
    met = len(set(slips) & set(known.needs))
    return 2 * met >= len(known.needs) and (met > 1 or 2 * len(slips) > len(content.names))


def _likeness(content: Content, known: Format) -> tuple[int, int, float]:
    """How many names are like a format's, how many are among those that it needs, and how like they are."""
    near = _near(content, known)
    alike = sum(_alike(name, meant) for name, meant in near.items())
    return len(near), len(set(content.names) & set(known.needs)), alike


def _misfit(content: Content, meant: Sequence[Format]) -> BadReport:
    """What keeps a source from the format that it resembles most, if it resembles any."""
    what = "columns" if isinstance(content, Table) else "elements" if isinstance(content, Markup) else "keys"
    if isinstance(content, Markup) or not any(_near(content, known) for known in meant):
        names = ", ".join(map(repr, content.names[:MOST_NAMED])) or "none"
        return BadReport(f"no known report has its {what}: {names}", file=content.file, line=content.line)
    closest = max(meant, key=lambda known: _likeness(content, known))
    for name in content.names:
        if name and name not in closest.names:
            like = nearest(name, closest.names)
            hint = f"did you mean {like!r}?" if like else f"they are {', '.join(closest.names)}"
            problem = f"not among the {what} of {closest.kind}; {hint}"
            return BadReport(problem, file=content.file, line=content.line, column=name)
    missing = next((name for name in closest.needs if name not in content.names), None)
    if missing is None:
        problem = f"the {what} of {closest.kind}, and not what it has under them"
        return BadReport(problem, file=content.file, line=content.line)
    problem = f"missing, and {closest.kind} cannot do without it"
    return BadReport(problem, file=content.file, line=content.line, column=missing)
