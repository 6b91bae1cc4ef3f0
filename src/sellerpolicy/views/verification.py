"""What checks of the rules have found, how old the reading of their sources is, and what answers which statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from sellerpolicy.logic.checks import Flaw, TableCheck
from sellerpolicy.logic.terms import Entry
from sellerpolicy.rules.verification import Cited, PolicyCheck
from sellerpolicy.statements import ARTICLES, Coverage
from sellerpolicy.views.text import counted, described, paragraph, sentence, terms_told

PAIR = 2
WIDTHS = (6, 12, 10, 11, 12, 11)


def checks_told(checks: Iterable[PolicyCheck]) -> str:
    """For each table whether it is proved, and each flaw with its place."""
    listed = tuple(checks)
    tables = [table for check in listed for table in check.tables]
    flaws = [flaw for check in listed for flaw in check.flaws]
    lines = [_row("table", "rules", "conditions", "complete", "unreached", "indecisive", "no source")]
    lines += [_table(table) for table in tables]
    lines.append("")
    whole = f"{counted(len(tables), 'table')} of {counted(len(listed), 'policy', 'policies')}"
    if flaws:
        lines += paragraph(f"{counted(len(flaws), 'flaw')} in {whole}:")
        lines += [line for flaw in flaws for line in paragraph(str(flaw), indent=2, mark="- ")]
    else:
        lines += paragraph(
            f"{whole} {_are(len(tables))} proved: each meets every case, a case reaches each rule, each condition "
            "decides some case alone, each value names the text that it rests on."
        )
    return "\n".join(lines)


def _row(name: str, *figures: str) -> str:
    return f"{name:<42}" + "".join(f"{figure:>{width}}" for figure, width in zip(figures, WIDTHS, strict=True))


def _table(check: TableCheck) -> str:
    deciding = sum(len(witness.examples) == PAIR for witness in check.witnesses)
    return _row(
        check.table,
        str(len(check.witnesses) - deciding + len(check.unreachable)),
        str(deciding + len(check.indecisive)),
        "yes" if check.complete else "NO",
        _or_dash(len(check.unreachable)),
        _or_dash(len(check.indecisive)),
        _or_dash(len(check.unreferenced)),
    )


def _or_dash(number: int) -> str:
    return str(number) if number else "-"


def answers_told(changed: Iterable[Flaw], *, among: int) -> str:
    """Each recorded case that is answered otherwise now, with the rule or condition that it is there for."""
    listed = tuple(dict.fromkeys(changed))
    cases = len(dict.fromkeys((flaw.id, flaw.text) for flaw in listed))
    whole = f"{among:,} recorded cases"
    if not among:
        return "\n".join(paragraph("No recorded cases are at hand with which answers could be compared."))
    if not listed:
        return "\n".join(paragraph(f"All {whole} are answered as before."))
    lines = paragraph(f"{cases:,} of {whole} {_are(cases)} answered otherwise now:")
    lines += [line for flaw in listed for line in paragraph(str(flaw), indent=2, mark="- ")]
    return "\n".join(lines)


def sources_told(cited: Iterable[Cited], readings: Iterable[Entry], *, on: date) -> str:
    """Every text with its age since it was last read, the oldest reading first, and what texts disagree about."""
    lines = [f"LAST READ, SEEN FROM {on}"]
    for age, group in groupby(cited, key=lambda each: each.age(on)):
        lines += paragraph(_aged(age), indent=2)
        for each in group:
            title = f"{described(each.reference)}: {', '.join(each.policies)}"
            lines += paragraph(title, indent=4, mark="- ")
    lines += ["", "READINGS NOT TAKEN", terms_told(readings) or "  none"]
    return "\n".join(lines)


def _aged(age: int | None) -> str:
    if age is None:
        return "No day of reading is on record:"
    if age < 0:
        return f"Read {counted(-age, 'day')} after that day:"
    return f"Read {counted(age, 'day')} ago:" if age else "Read that day:"


def coverage_told(coverage: Iterable[Coverage], entries: Iterable[Entry], *, missing: bool = False) -> str:
    """Every statement beside what answers it, then every dated value; or what is ``missing`` alone."""
    listed = tuple(coverage)
    shown = [each for each in listed if each.open_in] if missing else listed
    lines: list[str] = []
    for article, group in groupby(shown, key=lambda each: each.statement.id[:3]):
        lines.append(f"{article} {ARTICLES[article]}".upper())
        for each in group:
            lines += _statement(each)
        lines.append("")
    lines += paragraph(_summed(listed))
    if not missing:
        lines += ["", "DATED VALUES, AND READINGS NOT TAKEN", terms_told(entries)]
    return "\n".join(lines)


def _statement(each: Coverage) -> Iterator[str]:
    statement = each.statement
    mark = f"{statement.id:<8}"
    yield from paragraph(f"{sentence(statement.words)} ({statement.nature.value})", indent=2, mark=mark)
    indent = 2 + len(mark)
    for answer in each.answers:
        yield from paragraph(str(answer), indent=indent, mark="- ")
    if each.open_in:
        yield from paragraph(f"OPEN: nothing in {', '.join(each.open_in)} answers it yet", indent=indent)


def _summed(coverage: Iterable[Coverage]) -> str:
    listed = tuple(coverage)
    unanswered = [each for each in listed if each.is_open]
    partly = [each for each in listed if each.open_in and not each.is_open]
    whole = f"{len(listed) - len(unanswered)} of {counted(len(listed), 'statement')} {_are(len(listed))} answered"
    if partly:
        whole += f", {len(partly)} of them not yet wherever they should be"
    if unanswered:
        ids = ", ".join(each.statement.id for each in unanswered)
        whole += f"; {len(unanswered)} {_are(len(unanswered))} open: {ids}"
    return f"{whole}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
