"""Dossiers for people: which files were read, what could not be, and what was known when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sellerpolicy.dossier import Dossier, FileRead
from sellerpolicy.views.blocks import Code, Row, Table
from sellerpolicy.views.text import counted, paragraph

Json = dict[str, Any]


def unread_told(dossier: Dossier) -> Iterator[str]:
    """What of reports could not be read, with its place and reason."""
    for line in unread(dossier):
        yield from paragraph(line, indent=2, mark="- ")


def unread(dossier: Dossier) -> Iterator[str]:
    """What of reports could not be read, a line each."""
    for file in dossier.files:
        yield from file.complaints


def knowledge_told(dossier: Dossier) -> Iterator[str]:
    """What was left out because it is of a later day, and what several files say of the same thing."""
    for text in remarks(dossier):
        yield from paragraph(text, indent=2, mark="- ")


def remarks(dossier: Dossier) -> Iterator[str]:
    """What is to be known of how the files were put together, a sentence each without its full stop."""
    guessed = tuple(str(file.path) for file in dossier.files if file.is_guessed)
    if guessed:
        are = "is" if len(guessed) == 1 else "are"
        yield (
            f"guessed: nothing names the marketplace of {', '.join(guessed)}, which {are} read as Amazon US; "
            "if that is wrong, say --marketplace"
        )
    if dossier.later:
        yield f"of a later day, and left out: {kinds(dossier.later)}"
    if dossier.in_part:
        yield f"known on that day, and told with what happened later: {kinds(dossier.in_part)}"
    if dossier.older:
        older = counted(dossier.older, "older report")
        yield f"{older} of Amazon's left aside: the newest of each marketplace is taken"
    if dossier.doubles:
        yield f"in several places, and taken once: {kinds(dossier.doubles)}"
    yield from map(str, dossier.contradictions)


def kinds(numbers: Mapping[str, int]) -> str:
    """How many of each kind: ``3 Order, 1 Claim``."""
    return ", ".join(f"{number:,} {kind}" for kind, number in numbers.items())


def files_told(dossier: Dossier) -> Iterator[str]:
    """Each file: what it is, and what became of its rows."""
    for file in dossier.files:
        yield from paragraph(f"{file.path}: {_became(file)}", indent=2)


def _became(file: FileRead) -> str:
    if file.read is None:
        return "not read" if file.is_report else f"no report: {reason(file)}"
    read = file.read
    ignored = "".join(f", {number:,} without a fact ({why})" for why, number in read.ignored.items())
    refused = f", {len(read.refused):,} NOT READ" if read.refused else ""
    return f"{read.kind.replace('_', ' ')}, {counted(read.used, 'row')} used{ignored}{refused}{_placed(file)}"


def _placed(file: FileRead) -> str:
    """Of which marketplace a file is taken to be that names none, and why."""
    places = ", ".join(f"Amazon {place.name}" for place in file.placed)
    told = f"; it names no marketplace and is read as one of {places}" if file.placed else ""
    guessed = "; GUESSED to be of Amazon US, for nothing names a marketplace" if file.is_guessed else ""
    return f"{told}{guessed}"


def files_shown(dossier: Dossier) -> Table:
    """Each file: what it is, and what became of its rows."""
    rows = tuple(Row(Code(str(file.path)), ((_became(file),),)) for file in dossier.files)
    return Table("Read by their content, whatever their names", ("File", "What became of it"), rows)


def reason(file: FileRead) -> str:
    """Why a file could not be read, without its name."""
    return (file.problem or "").removeprefix(f"{file.path}: ").removeprefix(f"{file.path}, ")


def dossier_data(dossier: Dossier) -> Json:
    """What was read, as JSON-ready values."""
    return {
        "files": [_file(file) for file in dossier.files],
        "later": dict(dossier.later),
        "in_part": dict(dossier.in_part),
        "older_reports": dossier.older,
        "doubles": dict(dossier.doubles),
        "contradictions": [
            {
                "about": each.about,
                "field": each.field,
                "taken": each.taken,
                "other": each.other,
                "files": list(each.files),
            }
            for each in dossier.contradictions
        ],
    }


def _file(file: FileRead) -> Json:
    read = file.read
    return {
        "path": str(file.path),
        "kind": None if read is None else read.kind,
        "used": 0 if read is None else read.used,
        "ignored": {} if read is None else dict(read.ignored),
        "refused": 0 if read is None else len(read.refused),
        "placed": [place.value for place in file.placed],
        "guessed": file.is_guessed,
        "complaints": list(file.complaints),
        "problem": file.problem,
    }
