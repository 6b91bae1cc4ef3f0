"""Amazon's own figures in words: what its report calls things, and what they are to be."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sellerpolicy.amazon import Metric, ViolationCount
from sellerpolicy.facts import Window
from sellerpolicy.logic.words import percent

CONDITIONS = {"LESS_THAN": "under", "GREATER_THAN": "over", "EQUALS": ""}
SIGNS = {"LESS_THAN": "<", "GREATER_THAN": ">", "EQUALS": "="}


def metric_named(metric: Metric | ViolationCount) -> str:
    """A figure of Amazon's by its name, and whose shipping it is about: ``order defect rate (seller)``."""
    by = metric.fulfilled_by if isinstance(metric, Metric) else None
    return f"{spaced(metric.name)}{'' if by is None else f' ({by.value})'}"


def spaced(name: str) -> str:
    """A key of Amazon's in words: ``orderDefectRate`` is ``order defect rate``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def aim(metric: Metric | ViolationCount, conditions: Mapping[str, str] = CONDITIONS) -> str:
    """The target and on which side of it the figure is to be: ``under 1 %``, ``< 1 %``."""
    if metric.target is None:
        return "-"
    target = percent(metric.target) if isinstance(metric, Metric) else str(metric.target)
    return f"{conditions.get(metric.target_condition or '', '')} {target}".lstrip()


def window_briefly(window: Window | None) -> str:
    """A window by its length and its last day: ``60 d to 11-05``."""
    return "" if window is None else f"{window.days} d to {window.last:%m-%d}"
