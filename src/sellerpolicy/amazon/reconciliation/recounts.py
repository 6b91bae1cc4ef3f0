"""Recounts: Amazon's figures beside ours, with what explains each difference, and what remains unexplained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from sellerpolicy.amazon.metrics import Metric
from sellerpolicy.amazon.reconciliation.remarks import DEFECTS, Remark
from sellerpolicy.amazon.reconciliation.shifts import Explanation, Place
from sellerpolicy.amazon.reconciliation.telling import told
from sellerpolicy.facts import Marketplace, Window
from sellerpolicy.logic.displayed import Displayed

SCHEMA = "sellerpolicy/reconciliation/1"

Json = dict[str, Any]


@frozen
class Figure:
    """One figure as Amazon counts it and as the seller's files have it.

    Args:
        name: what is counted: ``"orders"``, ``"defective"``, ``"late"``, …
        amazons: Amazon's count; ``None`` where its report lacks it.
        ours: our count.
        unexplained: how much of the difference nothing in the files explains.
    """

    name: str
    amazons: int | None
    ours: int
    unexplained: int = 0

    @property
    def difference(self) -> int | None:
        """Amazon's count less ours; ``None`` where Amazon's report lacks it."""
        return None if self.amazons is None else self.amazons - self.ours


@frozen
class Recount:
    """One of Amazon's rates, counted again over Amazon's own window.

    Args:
        metric: Amazon's figures.
        figures: each count beside ours; none where the facts do not allow a count, and a remark says why.
        explanations: what explains the differences, what explains most first.
        remarks: what else is to be known of Amazon's figures.
    """

    metric: Metric
    figures: tuple[Figure, ...]
    explanations: tuple[Explanation, ...]
    remarks: tuple[Remark, ...]

    @property
    def name(self) -> str:
        """The rate's name in Amazon's report."""
        return self.metric.name

    @property
    def window(self) -> Window | None:
        """Amazon's own window; ``None`` where its report lacks it."""
        return self.metric.window

    @property
    def differences(self) -> tuple[Figure, ...]:
        """The figures in which Amazon's count is not ours."""
        return tuple(figure for figure in self.figures if figure.difference)

    @property
    def unexplained(self) -> tuple[Figure, ...]:
        """The figures of whose difference some part remains unexplained."""
        return tuple(figure for figure in self.figures if figure.unexplained)

    def causes(self, figure: str) -> tuple[Explanation, ...]:
        """What explains the difference in one figure."""
        return tuple(each for each in self.explanations if each.change(self.place(figure)))

    def changes(self, explanation: Explanation) -> dict[str, int]:
        """What an explanation does to each figure of this rate."""
        own = {figure.name: explanation.change(self.place(figure.name)) for figure in self.figures}
        return {name: change for name, change in own.items() if change}

    def lines(self) -> Iterator[str]:
        """What is to be said of it, a sentence each without its full stop."""
        for explanation in self.explanations:
            yield f"{self.effect(explanation)}: {told(explanation)}"
        for figure in self.unexplained:
            more = "more" if figure.unexplained > 0 else "fewer"
            counts = f"{_spaced(figure.name)} {figure.unexplained:+,}"
            yield f"{counts}: unexplained; Amazon counts {more}, and nothing in your files says why"
        yield from (remark.text for remark in self.remarks)

    def place(self, figure: str) -> Place:
        """Where a figure of this rate stands in Amazon's report."""
        return Place(self.metric.fulfilled_by if self.name == DEFECTS else None, figure)

    def effect(self, explanation: Explanation) -> str:
        """What an explanation does to the figures of this rate, in words: ``orders +1, defective +1``."""
        return ", ".join(f"{_spaced(figure)} {change:+,}" for figure, change in self.changes(explanation).items())

    def to_dict(self) -> Json:
        """The recount as JSON-ready values."""
        by, window = self.metric.fulfilled_by, self.window
        return {
            "name": self.name,
            "fulfilled_by": None if by is None else by.value,
            "window": None if window is None else {"first": window.first.isoformat(), "last": window.last.isoformat()},
            "figures": [
                {
                    "name": figure.name,
                    "amazons": figure.amazons,
                    "ours": figure.ours,
                    "difference": figure.difference,
                    "unexplained": figure.unexplained,
                }
                for figure in self.figures
            ],
            "explanations": [_explanation(each, self) for each in self.explanations],
            "remarks": [
                {"about": remark.about.value, "text": remark.text, "order_ids": list(remark.order_ids)}
                for remark in self.remarks
            ],
        }


def _explanation(explanation: Explanation, recount: Recount) -> Json:
    return {
        "cause": explanation.cause.value,
        "number": explanation.number,
        "changes": recount.changes(explanation),
        "order_ids": list(explanation.order_ids),
        "rivals": [{"cause": rival.cause.value, "order_ids": list(rival.order_ids)} for rival in explanation.rivals],
        "text": told(explanation),
    }


def _spaced(name: str) -> str:
    return name.replace("_", " ")


@frozen
class Reconciliation(Displayed):
    """Amazon's account health report beside the seller's own files.

    Args:
        marketplace: the shop.
        recounts: every rate of the report, in its order.
        remarks: what is to be known of the report's other figures.
    """

    marketplace: Marketplace
    recounts: tuple[Recount, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether nothing that was counted differs from Amazon's count."""
        return not any(recount.differences for recount in self.recounts)

    @property
    def is_explained(self) -> bool:
        """Whether every difference is wholly explained."""
        return not any(recount.unexplained for recount in self.recounts)

    def explain(self) -> str:
        """All of it in plain lines."""
        from sellerpolicy.views.reconciliation import reconciliation_told

        return "\n".join(reconciliation_told(self))

    def to_dict(self) -> Json:
        """All of it as JSON-ready values; ``"schema"`` names the version of their form."""
        return {
            "schema": SCHEMA,
            "marketplace": self.marketplace.value,
            "agrees": self.agrees,
            "explained": self.is_explained,
            "recounts": [recount.to_dict() for recount in self.recounts],
            "remarks": [{"about": remark.about.value, "text": remark.text} for remark in self.remarks],
        }

    def __repr__(self) -> str:
        differing = sum(bool(recount.differences) for recount in self.recounts)
        return f"<Reconciliation {self.marketplace.name}: {len(self.recounts)} rates, {differing} differ>"
