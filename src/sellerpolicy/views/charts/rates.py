"""Charts of rates: day by day, ahead, and what defective orders have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import altair as alt

from sellerpolicy.facts import NEVER
from sellerpolicy.logic.limits import Limit
from sellerpolicy.logic.measuring import DailyMeasure
from sellerpolicy.rules import order_defect_rate
from sellerpolicy.rules.appeals import Cause, Causes
from sellerpolicy.rules.order_defect_rate import DailyRate, Outlook
from sellerpolicy.views.charts.parts import (
    BLUE,
    HEIGHT,
    INK,
    PAPER,
    SERIES,
    WIDTH,
    Row,
    beneath,
    days_across,
    drawn,
    in_percent,
    layered,
    percent_up,
    shaded,
    target_line,
    titled,
)
from sellerpolicy.views.text import counted

DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [1, 3]]
KINDS = ("negative feedback", "claims", "chargebacks")
"""What makes an order defective."""


def daily_rates(
    days: Iterable[DailyRate | DailyMeasure],
    *,
    target: Limit | None = None,
    title: str = "Order defect rate, day by day",
) -> alt.VConcatChart:
    """The rate of each day's window with its target, and below it how many are behind the rate.

    The newest window is shaded: what happened to orders in it is what the last rate counts.

    Args:
        days: what ``daily_rates`` gave, of the order defect rate or of a shipping rate.
        target: the limit that is drawn; by default, for order defect rates, that of the last day.
        title: what stands above.
    """
    rows = [_rate_row(day) for day in days]
    if not rows:
        raise ValueError("there is no day to draw")
    limit = target or (order_defect_rate.Terms.on(rows[-1]["last"]).target if "negative feedback" in rows[-1] else None)
    last = rows[-1]
    x = days_across("last day of the window")
    rates = drawn(rows, height=HEIGHT, title=titled(title, _span_told(rows)))
    line = rates.mark_line(color=BLUE, strokeWidth=2.5, interpolate="step-after").encode(
        x=x, y=percent_up("rate, % of orders" if "negative feedback" in last else "rate, %"), tooltip=_tooltip(rows[-1])
    )
    shade = shaded(max(last["first"], rows[0]["last"]), last["last"], f"newest window, {last['days']} days")
    parts = [*shade, line, *(target_line(limit) if limit is not None else ())]
    return beneath(layered(*parts), _behind(rows, x))


def _rate_row(day: DailyRate | DailyMeasure) -> Row:
    row: Row = {"first": day.window.first, "last": day.last, "days": day.days, "rate": in_percent(day.rate)}
    if isinstance(day, DailyRate):
        kinds = {
            "defective": day.defective,
            "negative feedback": day.negative_feedback,
            "claims": day.claims,
            "chargebacks": day.chargebacks,
        }
        return {**row, "orders": day.orders, **kinds}
    return {**row, "orders": day.whole, "defective": day.part}


def _behind(rows: Sequence[Row], x: alt.X) -> alt.LayerChart:
    """How many orders are behind each rate; of order defects also of which kind."""
    kinds: list[str] = [kind for kind in KINDS if kind in rows[-1]]
    told = [
        {"last": row["last"], "kind": kind, "number": row[kind]} for row in rows for kind in (kinds or ["defective"])
    ]
    base = drawn(told, height=90)
    y = alt.Y("number:Q", title="orders", axis=alt.Axis(tickMinStep=1, format="d", grid=True, titleColor=INK))
    scale = alt.Scale(domain=kinds or ["defective"], range=list(SERIES[1:4] if kinds else [BLUE]))
    color = alt.Color("kind:N", scale=scale, legend=alt.Legend(title="orders with", orient="bottom") if kinds else None)
    dash = alt.StrokeDash(
        "kind:N", legend=None, scale=alt.Scale(domain=kinds or ["defective"], range=[[1, 0], [6, 3], [2, 2]])
    )
    line = base.mark_line(strokeWidth=2, interpolate="step-after").encode(x=x, y=y, color=color, strokeDash=dash)
    return layered(line)


def outlook(ahead: Outlook | Mapping[str, Outlook], *, target: Limit | None = None) -> alt.LayerChart:
    """How the order defect rate goes on if nothing new goes wrong, and the day on which it is back on target.

    Args:
        ahead: one outlook, or several by what is assumed: ``{"no further orders": a, "20 orders a day": b}``.
        target: the limit that is drawn; by default that of the first day.
    """
    given = ahead if isinstance(ahead, Mapping) else {"nothing new": ahead}
    told = {f"{assumed}: {_back_told(one)}": one for assumed, one in given.items()}
    today = next(iter(told.values())).today
    names = list(told)
    title = titled("Order defect rate ahead, if nothing new goes wrong", f"as Amazon shows it from {today} on")
    legend = alt.Legend(title="assumed", orient="bottom", columns=1, labelLimit=WIDTH)
    scale = alt.Scale(domain=names, range=list(SERIES[: len(names)]))
    color = alt.Color("assumed:N", scale=scale, legend=legend)
    dash = alt.StrokeDash("assumed:N", scale=alt.Scale(domain=names, range=DASHES), legend=legend)
    x, y = days_across("day on which Amazon shows the rate", field="day"), percent_up("rate, % of orders")
    tooltip = ["day:T", "assumed:N", alt.Tooltip("rate:Q", format=".3f"), "defective:Q", "orders:Q"]
    line = drawn(_ahead(told), height=HEIGHT, title=title).mark_line(strokeWidth=2.5, interpolate="step-after")
    limit = target or order_defect_rate.Terms.on(today).target
    marks = line.encode(x=x, y=y, color=color, strokeDash=dash, tooltip=tooltip)
    back = drawn(_turned(told), height=HEIGHT).mark_point(
        size=90, filled=True, opacity=1, stroke=PAPER, strokeWidth=1.5
    )
    points = back.encode(x=x, y=y, color=alt.Color("assumed:N", scale=scale, legend=None), tooltip=tooltip)
    return layered(marks, *target_line(limit), points).properties(background=PAPER)


def _back_told(one: Outlook) -> str:
    if one.on_target_on == NEVER:
        return "never back on target"
    return "on target today" if one.on_target_on == one.today else f"on target from {one.on_target_on}"


def _ahead(told: Mapping[str, Outlook]) -> Iterator[Row]:
    """The rate of each day, for each assumption."""
    for name, one in told.items():
        for day in one.days:
            shown = day.last + timedelta(days=one.lag)
            rate = in_percent(day.rate)
            yield {"assumed": name, "day": shown, "rate": rate, "defective": day.defective, "orders": day.orders}


def _turned(told: Mapping[str, Outlook]) -> list[Row]:
    """The first day on target, for each assumption that has one ahead."""
    return [row for row in _ahead(told) if row["day"] == told[row["assumed"]].on_target_on]


def defects(causes: Causes, *, most: int = 8) -> alt.VConcatChart:
    """Defective orders by kind, SKU, carrier and week: what to look at first.

    Args:
        causes: what ``appeals.causes`` gave.
        most: how many bars of each sort are drawn, those with most defective orders first; all weeks are.
    """
    rate = causes.count
    panels = [
        _bars(part, title)
        for title, part in (
            ("kind of defect", causes.by_reason[:most]),
            ("SKU", causes.by_sku[:most]),
            ("carrier", causes.by_carrier[:most]),
            ("week of the order", causes.by_week),
        )
        if any(cause.what is not None for cause in part)
    ]
    told = f"{rate.defective:,} of {counted(rate.orders, 'order')}, {rate.window}"
    title = titled("Defective orders, and what they have in common", told)
    return beneath(*panels, title=title)


def _bars(causes: Sequence[Cause], what: str) -> alt.LayerChart:
    rows = [
        {
            "what": "unknown" if cause.what is None else cause.what.replace("_", " ").replace(":", ": "),
            "defective": cause.defective,
            "told": f"{cause.defective:,} of {cause.orders:,}" if cause.orders else f"{cause.defective:,}",
        }
        for cause in causes
    ]
    base = drawn(rows, width=WIDTH - 160, height=22 * len(rows))
    x = alt.X("defective:Q", title="defective orders", axis=alt.Axis(tickMinStep=1, format="d"))
    y = alt.Y("what:N", sort=None, title=what, axis=alt.Axis(labelLimit=220, titleColor=INK))
    bars = base.mark_bar(color=BLUE, cornerRadiusEnd=2).encode(x=x, y=y, tooltip=["what:N", "told:N"])
    words = base.mark_text(align="left", dx=4, fontSize=11, color=INK).encode(x=x, y=y, text="told:N")
    return layered(bars, words)


def _span_told(rows: Sequence[Row]) -> str:
    return f"windows of {rows[-1]['days']} days that end {rows[0]['last']} to {rows[-1]['last']}"


def _tooltip(row: Row) -> list[Any]:
    counts = [name for name in row if name not in {"first", "last", "days", "rate"}]
    return ["last:T", alt.Tooltip("rate:Q", format=".3f"), *(f"{name}:Q" for name in counts)]
