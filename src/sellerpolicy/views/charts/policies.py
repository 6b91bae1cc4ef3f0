"""Charts of policies through time: what one fixes, and when any changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, zip_longest
from typing import Any

import altair as alt

from sellerpolicy.facts import Marketplace
from sellerpolicy.logic.terms import BEGINNING, DatedTerms, Text, dated_terms, name_of
from sellerpolicy.logic.words import in_words
from sellerpolicy.rules.revisions import Change
from sellerpolicy.views.charts.parts import (
    BLUE,
    INK,
    PAPER,
    WIDTH,
    Row,
    day_axis,
    days_across,
    drawn,
    layered,
    titled,
)
from sellerpolicy.views.text import counted, sentence

AGREE, DISAGREE, UNSURE = "agree", "disagree", "the next value may hold already"
SOURCES = {AGREE: "#bfe0f5", DISAGREE: "#f5d491", UNSURE: "#dfe3e8"}
YEAR = timedelta(days=365)
LANE = 30
"""How high one lane of a timeline is, in pixels."""
LETTER = 6.2
"""How wide a letter is, in pixels, on average."""
FEWEST_LETTERS = 4


def policy_timeline(
    terms: type[DatedTerms],
    *,
    marketplace: Marketplace = Marketplace.US,
    first: date | None = None,
    last: date | None = None,
) -> alt.LayerChart:
    """What a policy fixes through time, a lane for each term; a value holds from its first day until the next.

    The colour says where sources disagree, and where a newer value may already hold because its first day is unknown.

    Args:
        terms: a policy's terms: ``sellerpolicy.insurance.Terms``.
        marketplace: the shop.
        first: where the picture begins; by default a year before the first dated value, or, where all always held,
            before the first day on which a text was read.
        last: where it ends; by default so long after the last such day that words have room.

    Raises:
        ValueError: no text is known in that shop.
    """
    timelines = {term.label: term.timeline(marketplace) for term in dated_terms(terms).values()}
    texts = [text for timeline in timelines.values() for text in timeline]
    if not texts:
        raise ValueError(f"{name_of(terms)} has no text for {marketplace.name}")
    dated = sorted(text.since for text in texts if text.since != BEGINNING) or _read(texts)
    begins = first or dated[0] - YEAR
    ends = last or dated[-1] + max(YEAR, (dated[-1] - begins) / 4)
    rows = [row for label, lane in timelines.items() for row in _stretches(label, lane, begins, ends)]
    title = titled(f"{_spaced(terms)}: what the policy fixes", f"{marketplace.name}, {begins} to {ends}")
    base = drawn(rows, height=LANE * len({row["term"] for row in rows}), title=title)
    span = alt.Scale(domain=[begins.isoformat(), ends.isoformat()])
    x = alt.X("from:T", title="day", axis=day_axis("%b %Y"), scale=span)
    y = alt.Y("term:N", sort=None, title=None, axis=alt.Axis(labelLimit=360, labelColor=INK, ticks=False))
    scale = alt.Scale(domain=list(SOURCES), range=list(SOURCES.values()))
    color = alt.Color("sources:N", scale=scale, legend=alt.Legend(title="sources", orient="bottom"))
    tooltip = ["term:N", "value:N", "since:N", "says:N", "otherwise:N", "sources:N"]
    bars = base.mark_bar(height=LANE - 10, stroke=PAPER, strokeWidth=2, cornerRadius=3)
    words = base.mark_text(align="left", dx=5, fontSize=11, color=INK, limit=WIDTH)
    marks = bars.encode(x=x, x2="until:T", y=y, color=color, tooltip=tooltip)
    return layered(marks, words.encode(x=x, y=y, text="short:N")).properties(background=PAPER)


def _read(texts: Iterable[Text[Any]]) -> list[date]:
    """The days on which texts were read, in order."""
    return sorted(text.reference.read for text in texts if text.reference.read is not None)


def _spaced(terms: type[DatedTerms]) -> str:
    return sentence(name_of(terms).replace("_", " "))


def _stretches(label: str, texts: Sequence[Text[Any]], begins: date, ends: date) -> Iterator[Row]:
    """The stretches of one lane in the picture; those in which the next value may already hold are by themselves."""
    for text, following in zip_longest(texts, texts[1:]):
        until = ends if following is None else following.since
        sure = until if following is None or following.after is None else following.after + timedelta(days=1)
        own = DISAGREE if text.others else AGREE
        for first, last, sources in ((text.since, sure, own), (max(sure, text.since), until, UNSURE)):
            start, end = max(first, begins), min(last, ends)
            if start < end:
                room = (end - start) / (ends - begins)
                yield {"term": label, "from": start, "until": end, "sources": sources, **_told(text, room)}


def _told(text: Text[Any], room: float) -> Row:
    """What a stretch says, cut to the share of the picture's width that it has."""
    value = in_words(text.value)
    letters = int(room * WIDTH / LETTER) - 1
    cut = f"{value[: letters - 1]}…" if letters >= FEWEST_LETTERS else ""
    return {
        "value": value,
        "short": value if len(value) <= letters else cut,
        "since": "the beginning" if text.since == BEGINNING else text.since.isoformat(),
        "says": text.reference.title,
        "otherwise": "; ".join(in_words(reading.value) for reading in text.others) or "–",
    }


def changes(found: Iterable[Change]) -> alt.LayerChart:
    """Changes of all policies through time, a lane for each policy; the larger a mark, the more changed that day.

    Args:
        found: what ``rules.changes`` gave.
    """
    ordered = sorted(
        ((change.difference.id.partition(".")[0], change.day, change) for change in found), key=lambda one: one[:2]
    )
    rows = [
        {
            "policy": policy.replace("_", " "),
            "day": day,
            "number": len(group),
            "what": "; ".join(dict.fromkeys(change.difference.label for *_, change in group)),
        }
        for (policy, day), group in ((key, list(each)) for key, each in groupby(ordered, key=lambda one: one[:2]))
    ]
    lanes = len({row["policy"] for row in rows})
    title = titled("Changes of policy", counted(sum(row["number"] for row in rows), "dated change"))
    base = drawn(rows, height=LANE * lanes, title=title)
    points = base.mark_circle(color=BLUE, opacity=0.75, stroke=PAPER, strokeWidth=1).encode(
        x=days_across("first day of the new text", field="day", form="%Y"),
        y=alt.Y("policy:N", title=None, axis=alt.Axis(grid=True, labelColor=INK, labelLimit=240)),
        size=alt.Size(
            "number:Q",
            title="terms changed",
            scale=alt.Scale(range=[40, 420]),
            legend=alt.Legend(orient="bottom", tickCount=3, format="d"),
        ),
        tooltip=["day:T", "policy:N", "number:Q", "what:N"],
    )
    return layered(points).properties(background=PAPER)
