"""Pages written from the code before each build: one for each policy, one of all references, one of all statements.

The pages are MyST notebooks: their examples are executed with the rest. Nothing of them is kept in the repository.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable, Iterator
from inspect import getdoc, getsourcefile
from pathlib import Path
from types import ModuleType
from typing import Any

import api_pages
from sphinx.application import Sphinx
from witnesses import examples

from sellerpolicy import rules, statements
from sellerpolicy.logic import Clock, Condition, DecisionTable, Reference
from sellerpolicy.logic.measuring import Metric
from sellerpolicy.logic.terms import DatedTerms, Text, dated_terms
from sellerpolicy.logic.words import in_words
from sellerpolicy.views import html
from sellerpolicy.views.displays import card
from sellerpolicy.views.policies import clocks_card
from sellerpolicy.views.text import described, places, said, sentence

HEAD = """---
file_format: mystnb
kernelspec:
  name: python3
---
"""
FIGURE = re.compile(r"\{(?:case|terms)[.]\w+\}")
CHECKED = "sequence, parts, worked_out_from"
"""What only the checks of facts read."""
MARKS = re.compile(r"([\\`*_\[\]<>|$~])")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages before sources are read, and the cards' style among the static files."""
    app.connect("builder-inited", write)
    app.connect("missing-reference", api_pages.resolve)
    app.connect("autodoc-process-docstring", api_pages.docstrings)
    app.connect("autodoc-process-signature", api_pages.signatures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write(app: Sphinx) -> None:
    """Write every page that is not as it should be."""
    folder = Path(app.srcdir)
    pages = {f"rules/{short_name(module)}.md": "\n".join(policy_page(module)) for module in rules.modules()}
    pages["rules/index.md"] = "\n".join(index_page())
    pages["references.md"] = "\n".join(references_page())
    pages["statements.md"] = "\n".join(statements_page())
    pages["_static/cards.css"] = html.STYLE
    pages.update(api_pages.pages())
    for path, text in pages.items():
        put(folder / path, text)
    app.add_css_file("cards.css")


def put(path: Path, text: str) -> None:
    """Write a file unless it already says so, so that an unchanged page is not built again."""
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def short_name(module: ModuleType) -> str:
    """The module's own name."""
    return module.__name__.rpartition(".")[2]


def title_of(module: ModuleType) -> str:
    """What the policy is called: the first words of its module."""
    return str(module.__doc__).splitlines()[0].partition(":")[0].rstrip(".")


def plain(text: str) -> str:
    """A text in which no sign is a mark of Markdown."""
    return MARKS.sub(r"\\\1", text)


def terms_of(module: ModuleType) -> type[DatedTerms]:
    """What the policy fixes."""
    terms: type[DatedTerms] = module.Terms
    return terms


def shown(value: object) -> str:
    """A value's card, without the style that the pages have once."""
    return html.unstyled(card(value))


# --- a policy ---------------------------------------------------------------------------------------------------------


def policy_page(module: ModuleType) -> Iterator[str]:
    """The page of one policy."""
    name = short_name(module)
    yield HEAD
    yield f"({name})="
    yield f"# {title_of(module)}"
    yield ""
    yield from introduction(module)
    yield from contents(module)
    yield "## What is decided\n"
    yield "Rules are read from the left; the first that fits decides. A figure in ‹ › stands for the case's own fact,"
    yield "or for the term of that name below.\n"
    for table in module.TABLES:
        yield from table_part(module, table)
    if clocks(module):
        yield "## By when\n"
        yield html.unstyled(clocks_card(clocks(module))) + "\n"
    yield "## What it fixes, and since when\n"
    yield shown(terms_of(module)) + "\n"
    yield from readings(module)
    yield from statements_part(name)
    yield from references_part(module)
    yield from code_part(module)


def introduction(module: ModuleType) -> Iterator[str]:
    """The module's own words, up to its examples."""
    told = re.split(r"\n\s*Examples?:", str(getdoc(module)))[0]
    told = told.removeprefix(f"{title_of(module)}:").strip()
    yield sentence(told).replace("``", "`")
    yield ""


def contents(module: ModuleType) -> Iterator[str]:
    """Where the policy stands in code, and how to ask it."""
    name = short_name(module)
    source = f'<a href="../_modules/sellerpolicy/rules/{name}.html"><code>src/sellerpolicy/rules/{name}.py</code></a>'
    yield f"In Python it is `sellerpolicy.{name}`, written in {source};"
    yield f"[its functions](#{name}-functions) are at the end of this page."
    yield f"On a terminal `sellerpolicy terms {name}` shows what it fixes.\n"


def table_part(module: ModuleType, table: DecisionTable[Any, Any, Any]) -> Iterator[str]:
    """A table drawn, with a case for each of its rules that anybody can decide again."""
    yield f"### {sentence(table.title)}\n"
    yield shown(table) + "\n"
    yield '<details class="witnesses"><summary>A case for each rule, executed</summary>\n'
    for example in examples(module, table):
        yield f"Rule {example.number}, {plain(said(example.outcome))}{plain(example.remark)}:\n"
        yield "```{code-cell} python"
        yield example.code
        yield "```\n"
    yield "</details>\n"


def clocks(module: ModuleType) -> tuple[Clock, ...]:
    """The policy's clocks."""
    found: tuple[Clock, ...] = getattr(module, "CLOCKS", ())
    return found


def readings(module: ModuleType) -> Iterator[str]:
    """Where texts differ: what is taken, what is not, and what the author notes beside it."""
    yield "## Readings taken and not taken\n"
    rows = [
        (term.label, text, reading)
        for term in dated_terms(terms_of(module)).values()
        for text in term.texts
        for reading in text.others
    ]
    if not rows:
        yield "The texts of this policy do not contradict each other.\n"
    else:
        yield "A decision that hangs on one of these is *contested*, and says so.\n"
        yield "| what | since | where | taken here | another text says |"
        yield "| --- | --- | --- | --- | --- |"
        for label, text, reading in rows:
            taken = f"{plain(in_words(text.value))} {cite(text.reference)}"
            other = f"{plain(in_words(reading.value))} {cite(reading.reference)}"
            yield f"| {plain(label)} | {first_day(text)} | {places(text.marketplaces)} | {taken} | {other} |"
        yield ""
    notes = list(noted(module))
    if notes:
        yield "Notes on how the texts are read, from the code:\n"
        for line, note in notes:
            yield f"- {plain(note)} <small>line {line}</small>"
        yield ""


def first_day(text: Text[Any]) -> str:
    """Since when a value holds."""
    return "the beginning" if text.since.year == 1 else text.since.isoformat()


def noted(module: ModuleType) -> Iterator[tuple[int, str]]:
    """The comments that explain a reading, joined, with the line on which each begins."""
    found: list[tuple[int, str]] = []
    last = 0
    with Path(str(getsourcefile(module))).open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type == tokenize.COMMENT:
                line, words = token.start[0], token.string.lstrip("# ")
                if words.startswith("Reading:"):
                    found.append((line, words.removeprefix("Reading:").strip()))
                    last = line
                elif found and line == last + 1:
                    found[-1] = (found[-1][0], f"{found[-1][1]} {words}")
                    last = line
    yield from found


def cite(reference: Reference) -> str:
    """A link to where the library's references list a text."""
    return f"[{plain(reference.title)}](#{anchor(reference)})"


def anchor(reference: Reference) -> str:
    """The name under which a text is listed."""
    return "ref-" + re.sub(r"[^a-z0-9]+", "-", reference.id.lower()).strip("-")


def statements_part(name: str) -> Iterator[str]:
    """The statements of the articles that the policy answers."""
    answered = [
        (covered.statement, [answer.name for answer in covered.answers if answer.policy == name])
        for covered in statements.coverage()
        if any(answer.policy == name for answer in covered.answers)
    ]
    yield "## Statements covered\n"
    yield "| statement | in short | answered by |"
    yield "| --- | --- | --- |"
    for statement, by in answered:
        told = ", ".join(f"`{each}`" for each in by)
        yield f"| {statement.id} | {plain(statement.words)} | {told} |"
    yield "\n[All statements](../statements.md)\n"


def references_part(module: ModuleType) -> Iterator[str]:
    """The texts that the policy rests on."""
    yield "## References\n"
    for reference in used_by(module):
        yield f"- {cite(reference)}: {plain(described(reference).removeprefix(reference.title).strip())}"
    yield ""


def code_part(module: ModuleType) -> Iterator[str]:
    """The functions and classes that users call, from their docstrings."""
    name = short_name(module)
    public = [
        each
        for each, held in vars(module).items()
        if not each.startswith("_") and getattr(held, "__module__", None) == module.__name__ and callable(held)
    ]
    yield f"({name}-functions)="
    yield "## In code\n"
    yield "```{eval-rst}"
    yield f".. py:module:: sellerpolicy.rules.{name}"
    yield f"   :synopsis: {title_of(module)}"
    yield ""
    yield f".. currentmodule:: sellerpolicy.rules.{name}"
    yield ""
    for each in public:
        directive = "autoclass" if isinstance(getattr(module, each), type) else "autofunction"
        yield f".. {directive}:: {each}"
        if directive == "autoclass":
            yield "   :no-members:" if each == "Terms" else f"   :exclude-members: {CHECKED}"
    for each, held in vars(module).items():
        if isinstance(held, Metric):
            yield f".. autodata:: {each}"
            yield "   :no-value:"
    yield "```\n"


# --- all policies -----------------------------------------------------------------------------------------------------


def index_page() -> Iterator[str]:
    """The list of policies."""
    yield "# What policy says\n"
    yield "One page for each policy, written from its module each time this documentation is built:"
    yield "what is decided and how, by when to act, every figure since its first day with its source,"
    yield "and where the sources contradict each other.\n"
    yield "| policy | what it decides |"
    yield "| --- | --- |"
    for module in rules.modules():
        titles = "; ".join(plain(table.title) for table in module.TABLES)
        yield f"| [{title_of(module)}]({short_name(module)}.md) | {titles} |"
    yield "\n```{toctree}\n:hidden:\n"
    yield from (short_name(module) for module in rules.modules())
    yield "```\n"


def used_by(module: ModuleType) -> tuple[Reference, ...]:
    """The texts that a policy rests on, each once."""
    return tuple(dict.fromkeys(reference for reference, _ in uses(module)))


def uses(module: ModuleType) -> Iterator[tuple[Reference, str]]:
    """Each text with what rests on it."""
    for table in module.TABLES:
        yield table.reference, f"decides: {table.title}"
        yield from asked(table.conditions)
        yield from ((note.reference, f"notes: {FIGURE.sub('…', note.text)}") for note in table.notes)
    for clock in clocks(module):
        yield from asked(clock.conditions)
    for term in dated_terms(terms_of(module)).values():
        for text in term.texts:
            yield text.reference, f"fixes: {term.label}"
            for reading in text.others:
                yield reading.reference, f"says otherwise: {term.label}"


def asked(conditions: Iterable[Condition]) -> Iterator[tuple[Reference, str]]:
    """The texts that ask some conditions."""
    for condition in conditions:
        if condition.reference is not None:
            yield condition.reference, f"asks: {FIGURE.sub('…', condition.text)}"


def references_page() -> Iterator[str]:
    """Every text with what rests on it."""
    found: dict[Reference, dict[str, dict[str, None]]] = {}
    for module in rules.modules():
        for reference, what in uses(module):
            found.setdefault(reference, {}).setdefault(short_name(module), {})[what] = None
    titles = {short_name(module): title_of(module) for module in rules.modules()}
    yield "# References\n"
    yield f"The {len(found)} texts that the library rests on, and where each is used."
    yield "None is quoted here: addresses lead to the texts themselves.\n"
    for reference in sorted(found, key=lambda each: each.title.lower()):
        yield f"({anchor(reference)})="
        yield f"**{plain(reference.title)}** {plain(described(reference).removeprefix(reference.title).strip())}  "
        yield f"<{reference.url}>\n" if reference.url else "No address is known.\n"
        for policy, used in found[reference].items():
            yield f"- [{titles[policy]}](rules/{policy}.md): {'; '.join(map(plain, used))}"
        yield ""


def statements_page() -> Iterator[str]:
    """Every statement beside what answers it."""
    yield "# Statements\n"
    yield "The library began with five articles. These are their statements, in our words, and what answers each.\n"
    policies = {short_name(module) for module in rules.modules()}
    for number, article in statements.ARTICLES.items():
        yield f"## {plain(article)}\n"
        yield "| statement | in short | answered by |"
        yield "| --- | --- | --- |"
        for covered in statements.coverage():
            if covered.statement.id.startswith(f"{number}-"):
                told = "; ".join(answers_told(covered.answers, policies))
                yield f"| {covered.statement.id} | {plain(covered.statement.words)} | {told} |"
        yield ""


def answers_told(answers: Iterable[statements.Answer], policies: set[str]) -> Iterator[str]:
    """What answers a statement, each policy a link."""
    by_policy: dict[str, list[str]] = {}
    for answer in answers:
        by_policy.setdefault(answer.policy, []).append(answer.name)
    for policy, names in by_policy.items():
        where = f"[{policy}](rules/{policy}.md)" if policy in policies else f"`{policy}`"
        yield f"{where}: {', '.join(f'`{name}`' for name in names)}"
