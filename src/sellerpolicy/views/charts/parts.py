"""What charts are made of: colours, axes, titles, the line of a target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, cast

import altair as alt

from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.words import percent

Row = dict[str, Any]
Chart = alt.LayerChart | alt.VConcatChart

INK, FAINT, PAPER = "#1f2933", "#5f6b7a", "#ffffff"
BLUE, ORANGE, GREEN, RED, PURPLE, SKY = "#0072b2", "#e69f00", "#009e73", "#b8430a", "#cc79a7", "#56b4e9"
SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, RED)
"""Colours that also the colour-blind tell apart, after Okabe and Ito."""
WIDTH, HEIGHT = 640, 260
"""The size of a picture, in pixels."""


def svg(chart: Chart) -> str:
    """A chart as SVG, drawn here without a browser and without a network."""
    import vl_convert

    return vl_convert.vegalite_to_svg(chart.to_dict())


def layered(*charts: alt.Chart) -> alt.LayerChart:
    """Charts over one another."""
    return cast("alt.LayerChart", alt.layer(*charts))


def beneath(*charts: alt.LayerChart, title: alt.TitleParams | None = None, share_x: bool = True) -> alt.VConcatChart:
    """Charts under one another, by default along the same axis."""
    found = alt.vconcat(*charts, background=PAPER, spacing=18)
    if title is not None:
        found = found.properties(title=title)
    return cast("alt.VConcatChart", found.resolve_scale(x="shared") if share_x else found)


def drawn(rows: Iterable[Row], *, height: int, width: int = WIDTH, title: alt.TitleParams | None = None) -> alt.Chart:
    """A chart of some rows, which it holds."""
    chart = alt.Chart(alt.InlineData(values=plain(rows)), width=width, height=height)
    return chart if title is None else chart.properties(title=title)


def titled(text: str, below: str, *, size: int = 15) -> alt.TitleParams:
    """A title, and below it what exactly is shown."""
    return alt.TitleParams(
        text,
        subtitle=below,
        anchor="start",
        fontSize=size,
        color=INK,
        subtitleColor=FAINT,
        subtitlePadding=4,
        offset=10,
    )


def days_across(title: str, *, field: str = "last", form: str = "%d %b %Y") -> alt.X:
    """Days from left to right."""
    return alt.X(f"{field}:T", title=title, axis=day_axis(form))


def day_axis(form: str) -> alt.Axis:
    """An axis of days whose labels do not run into each other, in a form of d3's."""
    return alt.Axis(
        format=form, labelColor=INK, titleColor=INK, grid=False, labelFlush=True, labelOverlap=True, tickCount=7
    )


def percent_up(title: str) -> alt.Y:
    """Rates in percent from zero upwards."""
    return alt.Y("rate:Q", title=title, axis=alt.Axis(labelColor=INK, titleColor=INK), scale=alt.Scale(zero=True))


def target_line(limit: Limit) -> Iterator[alt.Chart]:
    """A dashed line at the target, with its words on it."""
    at = float(cast("Fraction", limit.value) * 100)
    words = f"target: {limit.edge.value} {percent(limit.value)}"
    base = alt.Chart(alt.InlineData(values=[{"rate": at, "told": words}]))
    yield base.mark_rule(color=RED, strokeDash=[6, 4], strokeWidth=1.8).encode(y="rate:Q")
    text = base.mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=RED, fontSize=11, fontWeight="bold")
    halo = base.mark_text(
        align="left", baseline="bottom", dx=4, dy=-3, stroke=PAPER, strokeWidth=4, fontSize=11, fontWeight="bold"
    )
    yield from (each.encode(y="rate:Q", x=alt.value(0), text="told:N") for each in (halo, text))


def shaded(first: date, last: date, words: str) -> Iterator[alt.Chart]:
    """A stretch of days, with words on it."""
    base = alt.Chart(alt.InlineData(values=plain([{"first": first, "last": last, "told": words}])))
    yield base.mark_rect(color=SKY, opacity=0.16).encode(x=alt.X("first:T"), x2="last:T")
    text = base.mark_text(align="left", baseline="top", dx=4, dy=4, color=FAINT, fontSize=11)
    yield text.encode(x="first:T", y=alt.value(0), text="told:N")


def in_percent(rate: Fraction | None) -> float | None:
    """A rate in percent, for the picture alone."""
    return None if rate is None else float(rate * 100)


def plain(rows: Iterable[Row]) -> list[Row]:
    """Rows with days as text, as Vega reads them."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
