"""One web page of an account's whole report, or of many accounts': nothing in it is loaded from elsewhere.

It needs no script; text from files is escaped; it is light or dark as the reader's screen is, and fits a phone.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import date
from string import Template

from attrs import frozen

from sellerpolicy.account import AccountReport
from sellerpolicy.views.account_blocks import Cites, Section, sections, sources_block, urgency_tone
from sellerpolicy.views.account_words import Task, reasons, tasks, verdict
from sellerpolicy.views.blocks import Bullets, Item, Link
from sellerpolicy.views.dossiers import files_shown, remarks, unread
from sellerpolicy.views.html import STYLE, blocks, shown
from sellerpolicy.views.overview import (
    Account,
    first_left,
    first_task,
    first_urgency,
    in_order,
    verdict as account_verdict,
)
from sellerpolicy.views.text import counted, sentence

FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f6feb"/>'
    '<path d="M8 17l5.5 5.5L24.5 10" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"'
    ' stroke-linejoin="round"/></svg>'
)

PAGE_STYLE = """
:root{color-scheme:light dark;--line:color-mix(in srgb,CanvasText 18%,Canvas)}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
 background:Canvas;color:CanvasText;overflow-wrap:anywhere}
header,.content,footer,nav{max-width:70rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.6rem}
h1{font-size:1.7rem;line-height:1.2;margin:.2em 0 .3em}
h2{font-size:1.35rem;line-height:1.25;margin:2.2em 0 .5em}
h3{font-size:1.12rem;line-height:1.3;margin:1.6em 0 .4em}
a{color:LinkText}
.verdict{display:inline-block;padding:.15em .6em;border-radius:.35em;font-weight:700}
.ill{background:#b3261e;color:#fff}.well{background:#1a7f37;color:#fff}
.why{margin:.5em 0 0;font-size:1.06rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2em 1.1em;list-style:none;margin:1em 0 0;padding:.6em 0;
 border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.tasks{list-style:none;margin:0;padding:0}
.tasks>li{display:grid;grid-template-columns:8.5rem 1fr;gap:.1em 1rem;padding:.65em .8em;margin:.5em 0;
 border:1px solid var(--line);border-left:.4rem solid var(--line);border-radius:.4rem}
.tasks>li.bad{border-left-color:#b3261e;background:color-mix(in srgb,#b3261e 7%,Canvas)}
.tasks>li.open{border-left-color:#b88500;background:none}
.tasks>li.plain{background:none}
.left{font-weight:700}
.left span{display:block;width:fit-content}
.tasks .badge{margin-top:.15em}
.tasks p{margin:.15em 0 0}
.what{font-weight:600}.about{font-size:.94em}
.part{border:0;padding:0;margin:0;max-width:none}
.sellerpolicy details{border-left:2px solid var(--line);padding-left:.7em}
.note{padding:.7em 1em;border:1px solid #b88500;border-radius:.4rem;background:color-mix(in srgb,#b88500 10%,Canvas)}
footer{margin-top:3em;padding-top:1em;padding-bottom:3em;border-top:1px solid var(--line);font-size:.92em}
:focus-visible{outline:3px solid LinkText;outline-offset:2px}
@media (max-width:40rem){body{font-size:15.5px}.tasks>li{grid-template-columns:1fr}
 .left{display:flex;gap:.6em;align-items:baseline}header,.content,footer,nav{padding-left:.9rem;padding-right:.9rem}}
@media print{nav{display:none}.tasks>li{break-inside:avoid}}
""".strip()

PAGE = Template(
    """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>$title</title>
<link rel="icon" href="data:image/svg+xml;base64,$icon">
<style>$style</style>
</head>
<body>
<main>$body</main>
<footer><p>Made by sellerpolicy for $day. It applies texts of Amazon's and others', cited by number, to the files named
here; it is no legal advice. Amazon's own word in Seller Central goes before it.</p></footer>
</body>
</html>
"""
)


@frozen(eq=False)
class Place:
    """One report on the page: its heading, and the names by which links reach it.

    Args:
        account: whose it is.
        report: the report.
        anchor: the name of its place.
    """

    account: Account
    report: AccountReport
    anchor: str

    @property
    def title(self) -> str:
        """The account, where there are several, and the marketplace."""
        name = f"{self.account.name}: " if self.account.name else ""
        return f"{name}Amazon {self.report.marketplace.name}"


def page(accounts: Iterable[Account], *, on: date) -> str:
    """The page of one or many accounts.

    Args:
        accounts: what was read of each, and its reports.
        on: the day.
    """
    listed = in_order(accounts)
    places = [Place(account, report, "") for account in listed for report in account.reports]
    places = [Place(place.account, place.report, f"r{number}") for number, place in enumerate(places, 1)]
    cites = Cites.everything(place.report for place in places)
    body = "".join(_body(listed, places, cites, on))
    title = places[0].title if len(places) == 1 else f"{counted(len(places), 'report')}"
    return PAGE.substitute(
        title=shown(f"{title} on {on} - sellerpolicy"),
        icon=b64encode(FAVICON.encode()).decode(),
        style=f"{STYLE}\n{PAGE_STYLE}",
        body=body,
        day=on,
    )


def _body(listed: tuple[Account, ...], places: list[Place], cites: Cites, on: date) -> Iterator[str]:
    alone = len(places) == 1
    if not alone:
        yield f"<header><h1>{counted(len(listed), 'account')} on {on}</h1></header>"
        yield f'<div class="content">{_part(_overview(listed, places, on))}</div>'
    for place in places:
        yield from _report(place, cites, level=1 if alone else 2)
    yield '<div class="content">'
    for account in listed:
        yield from _files(account)
    texts = blocks((sources_block(cites),))
    yield f'<h2 id="sources">The texts cited</h2>{_part(texts)}'
    yield "</div>"


def _overview(listed: tuple[Account, ...], places: list[Place], on: date) -> str:
    """One line for each account, with a link to its report."""
    anchors = {id(place.account): place.anchor for place in reversed(places)}
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Account", "Verdict", "To be done first", "Why"))
    rows = "".join(_overview_row(account, anchors.get(id(account)), on) for account in listed)
    return (
        '<div class="scroll" role="region" aria-label="The nearest deadline first" tabindex="0"><table>'
        "<caption>The nearest deadline first</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _overview_row(account: Account, anchor: str | None, on: date) -> str:
    name = shown(account.name)
    link = name if anchor is None else f'<a href="#{anchor}">{name}</a>'
    tone = "good" if account_verdict(account) == "HEALTHY" else "bad"
    badge = f'<span class="badge {tone}">{shown(account_verdict(account))}</span>'
    first = " ".join((first_left(account, on), first_urgency(account, on), first_task(account)))
    why = [f"{report.marketplace.name}: {', '.join(reasons(report)) or 'nothing wrong'}" for report in account.reports]
    why += [f"{account.dossier.strays:,} about orders that no file has"] if account.dossier.strays else []
    why += [] if account.is_read else ["not read whole"]
    cells = "".join(f"<td>{cell}</td>" for cell in (badge, shown(first.strip()), shown("; ".join(why))))
    return f'<tr><th scope="row">{link}</th>{cells}</tr>'


def _report(place: Place, cites: Cites, *, level: int) -> Iterator[str]:
    report = place.report
    tone = "well" if report.is_healthy else "ill"
    why = ", ".join(reasons(report))
    told = f'<p class="why">{shown(sentence(why))}.</p>' if why else ""
    yield (
        f'<header id="{place.anchor}"><h{level}>{shown(place.title)} on {report.on}</h{level}>'
        f'<p><span class="verdict {tone}">{shown(verdict(report))}</span></p>{told}</header>'
    )
    found = tuple(sections(report, cites))
    names = [f"{place.anchor}-{number}" for number in range(len(found))]
    links = "".join(
        f'<li><a href="#{name}">{shown(section.title)}</a></li>' for name, section in zip(names, found, strict=True)
    )
    first = f'<li><a href="#{place.anchor}-do">To do</a></li>'
    yield f'<nav aria-label="Contents of {shown(place.title)}"><ul>{first}{links}</ul></nav>'
    yield '<div class="content">'
    yield from _unread(place.account)
    yield f'<h{level + 1} id="{place.anchor}-do">To do</h{level + 1}>'
    yield _tasks(tuple(tasks(report)), cites)
    for name, section in zip(names, found, strict=True):
        yield _section(name, section, level + 1)
    yield "</div>"


def _unread(account: Account) -> Iterator[str]:
    """What could not be read, before anything else is believed."""
    missing = tuple(unread(account.dossier))
    if missing:
        items = blocks((Bullets(tuple(Item(line) for line in missing)),))
        title = "<strong>Not read, and so not in what is said here:</strong>"
        yield f'<div class="note" role="note">{title}{_part(items)}</div>'


def _tasks(found: tuple[Task, ...], cites: Cites) -> str:
    if not found:
        return "<p>Nothing is to be done.</p>"
    return _part(f'<ol class="tasks">{"".join(_task(each, cites) for each in found)}</ol>')


def _task(found: Task, cites: Cites) -> str:
    tone = urgency_tone(found.urgency)
    badge = f'<span class="badge {tone.value}">{shown(found.urgency)}</span>'
    about = "".join(f'<p class="about">{shown(line)}</p>' for line in (found.about, *found.doubts) if line)
    links = " ".join(
        f'<a href="{shown(str(link.url))}" title="{shown(link.says or "")}">{shown(link.text)}</a>'
        for link in cites.links(found.references)
        if isinstance(link, Link) and link.is_web
    )
    return (
        f'<li class="{tone.value}"><div class="left"><span>{shown(found.left)}</span>{badge}</div>'
        f'<div><span class="what">{shown(found.what)}</span> {links}{about}</div></li>'
    )


def _section(name: str, section: Section, level: int) -> str:
    heading = f'<h{level} id="{name}">{shown(section.title)}</h{level}>'
    return f'<section aria-labelledby="{name}">{heading}{_part(blocks(section.blocks))}</section>'


def _part(inside: str) -> str:
    return f'<div class="sellerpolicy part">{inside}</div>'


def _files(account: Account) -> Iterator[str]:
    called = f" of {account.name}" if account.name else ""
    told = tuple(Item(sentence(line)) for line in remarks(account.dossier))
    inside = blocks((files_shown(account.dossier), *((Bullets(told),) if told else ())))
    yield f"<section><h2>{shown(f'The files{called}')}</h2>{_part(inside)}</section>"
