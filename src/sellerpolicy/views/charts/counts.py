"""Charts of Amazon's counts beside ours."""

from __future__ import annotations

from collections.abc import Iterator

import altair as alt

from sellerpolicy.amazon.reconciliation import Figure, Reconciliation, Recount
from sellerpolicy.views.charts.parts import BLUE, GREEN, INK, ORANGE, RED, WIDTH, Row, beneath, drawn, layered, titled


def reconciliation(found: Reconciliation) -> alt.VConcatChart:
    """Amazon's counts beside ours: from our count, step by step, by what explains the difference, to Amazon's.

    Only figures that differ are drawn; where none does, the counts of both sides are.

    Args:
        found: what ``amazon.reconcile`` gave.
    """
    differing = [(recount, figure) for recount in found.recounts for figure in recount.differences]
    drawn = differing or [
        (recount, figure) for recount in found.recounts for figure in recount.figures if figure.amazons is not None
    ]
    if not drawn:
        raise ValueError("nothing was counted on both sides")
    title = titled("Amazon's counts beside yours", "all agree" if not differing else "what explains the difference")
    panels = [_steps(recount, figure) for recount, figure in drawn]
    return beneath(*panels, title=title, share_x=False)


def _steps(recount: Recount, figure: Figure) -> alt.LayerChart:
    rows = list(_step_rows(recount, figure))
    by = "" if recount.metric.fulfilled_by is None else f" ({recount.metric.fulfilled_by.value})"
    window = "" if recount.window is None else f", {recount.window}"
    title = titled(f"{_spaced(recount.name)}{by}: {figure.name.replace('_', ' ')}", f"number counted{window}", size=12)
    base = drawn(rows, width=WIDTH - 160, height=24 * len(rows), title=title)
    x = alt.X("from:Q", title=figure.name.replace("_", " "), axis=alt.Axis(tickMinStep=1, format="d"))
    y = alt.Y("step:N", sort=None, title=None, axis=alt.Axis(labelLimit=260, labelColor=INK))
    kinds = alt.Scale(domain=["yours", "explained", "unexplained", "Amazon's"], range=[BLUE, GREEN, RED, ORANGE])
    color = alt.Color("kind:N", scale=kinds, legend=alt.Legend(title=None, orient="bottom"))
    bars = base.mark_bar(height=15, cornerRadius=2).encode(
        x=x, x2="to:Q", y=y, color=color, tooltip=["step:N", "told:N"]
    )
    words = base.mark_text(align="left", dx=5, fontSize=11, color=INK).encode(x="end:Q", y=y, text="told:N")
    return layered(bars, words)


def _step_rows(recount: Recount, figure: Figure) -> Iterator[Row]:
    """Our count, what each explanation adds or takes away, what stays unexplained, and Amazon's count."""
    yield _step("your files", "yours", 0, figure.ours, f"{figure.ours:,}")
    so_far = figure.ours
    for explanation in recount.causes(figure.name):
        change = explanation.change(recount.place(figure.name))
        yield _step(explanation.cause.value.replace("_", " "), "explained", so_far, so_far + change, f"{change:+,}")
        so_far += change
    if figure.unexplained:
        change = figure.unexplained
        yield _step("unexplained", "unexplained", so_far, so_far + change, f"{change:+,}")
    yield _step("Amazon", "Amazon's", 0, figure.amazons or 0, f"{figure.amazons or 0:,}")


def _step(step: str, kind: str, start: int, end: int, told: str) -> Row:
    return {"step": step, "kind": kind, "from": start, "to": end, "end": max(start, end), "told": told}


def _spaced(name: str) -> str:
    """A key of Amazon's in words."""
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name)
