"""What changed in an account since an earlier report: verdicts, rates, defects, deadlines, decisions.

Reports are compared as the JSON-ready values that ``account_data`` makes of them, for that is what a user keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from sellerpolicy.errors import BadReport
from sellerpolicy.views.data import SCHEMA
from sellerpolicy.views.text import paragraph

Json = Mapping[str, Any]

COUNTS = {True: "counts", False: "does not count", None: "may count"}
HEALTH = {True: "healthy", False: "not healthy"}


@frozen
class Change:
    """One thing that is otherwise than it was.

    Args:
        kind: a verdict, a rate, a defect, a deadline or a decision.
        about: of what.
        before: what it was, in words; ``None`` where it was not there.
        after: what it is, in words; ``None`` where it is gone.
    """

    kind: str
    about: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.about}: new, {self.after}"
        if self.after is None:
            return f"{self.about}: gone, it was: {self.before}"
        return f"{self.about}: was {self.before}, is {self.after}"


@frozen
class Progress:
    """What changed in one marketplace.

    Args:
        since: the day of the earlier report, as ISO text.
        changes: verdicts first, then rates, defects, deadlines and decisions.
    """

    since: str
    changes: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """The changes as JSON-ready values."""
        changes = [
            {"kind": change.kind, "about": change.about, "before": change.before, "after": change.after}
            for change in self.changes
        ]
        return {"since": self.since, "changes": changes}


def progress(earlier: Iterable[Json], told: Json, *, file: str | None = None) -> Progress | None:
    """Compare a report with the earlier one of its marketplace; ``None`` where there is none.

    Args:
        earlier: reports as JSON values, one for each marketplace.
        told: the report as ``account_data`` gives it.
        file: where the earlier reports were read from, for errors.

    Raises:
        BadReport: an earlier report is not what ``account_data`` makes.
    """
    for report in earlier:
        if report.get("schema") != SCHEMA:
            raise BadReport(f"not a report that `check --json` wrote ({SCHEMA})", file=file)
        if report.get("marketplace") == told["marketplace"]:
            try:
                return Progress(str(report["on"]), tuple(_changes(_state(report), _state(told))))
            except (AttributeError, LookupError, TypeError) as error:
                raise BadReport(
                    f"not a whole report of `check --json`: {type(error).__name__} at {error}", file=file
                ) from None
    return None


def gone(earlier: Iterable[Json], told: Iterable[Json]) -> tuple[str, ...]:
    """The marketplaces of earlier reports of which there is none now."""
    present = {report["marketplace"] for report in told}
    return tuple(place for report in earlier if (place := str(report.get("marketplace"))) not in present)


def progress_told(found: Progress) -> Iterator[str]:
    """The changes as lines."""
    for change in found.changes:
        yield from paragraph(str(change), indent=2, mark=f"{change.kind:<10}")
    if not found.changes:
        yield "  nothing"


State = dict[tuple[str, str], str]


def _changes(before: State, after: State) -> Iterator[Change]:
    order = {kind: place for place, kind in enumerate(("verdict", "rate", "defect", "deadline", "decision"))}
    for kind, about in sorted(dict.fromkeys((*after, *before)), key=lambda key: order[key[0]]):
        was, now = before.get((kind, about)), after.get((kind, about))
        if was != now:
            yield Change(kind, about, was, now)


def _state(told: Json) -> State:
    """A report as one text for each thing; several of one name stand side by side."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, about, value in _told(told):
        found.setdefault((kind, about), []).append(value)
    return {key: ", ".join(sorted(values)) for key, values in found.items()}


def _told(told: Json) -> Iterator[tuple[str, str, str]]:
    yield "verdict", "the account", HEALTH[told["healthy"]]
    if told["amazon"] is not None:
        yield from _amazons(told["amazon"])
    for channel in told["order_defect_rates"]:
        about = f"order defect rate ({channel['fulfilled_by']}) by your files"
        yield "rate", about, f"{channel['defective']} of {channel['orders']}"
        for order in channel["defective_orders"]:
            yield "defect", f"order {order['order_id']}", COUNTS[order["counts"]]
    for measure in (each for each in told["measures"] if each["whole"] or not each["undetermined"]):
        yield (
            "rate",
            f"{measure['name']} ({_length(measure)}) by your files",
            f"{measure['part']} of {measure['whole']}",
        )
    for due in told["due"]:
        day = "on an unknown day" if due["last_day"] is None else f"by {due['last_day']}"
        yield "deadline", f"{due['what']} ({due['matter']})", day
    for decision in told["decisions"]:
        outcome = decision["outcome"] or "unknown"
        doubt = " (disputed)" if decision["contested"] else ""
        yield "decision", f"{decision['about']}, {decision['title']}", f"{outcome.replace('_', ' ')}{doubt}"


def _amazons(amazon: Json) -> Iterator[tuple[str, str, str]]:
    if amazon["account_status"] is not None:
        yield "verdict", "the account by Amazon's word", amazon["account_status"]
    for metric in amazon["metrics"]:
        about = f"{metric['name']} ({_length(metric)}) by Amazon's figures"
        yield "rate", about, f"{_known(metric['count'])} of {_known(metric['total'])}"
        yield "verdict", about, _verdict(metric)
    for counter in amazon["violations"]:
        yield "rate", counter["name"], _known(counter["count"])
        yield "verdict", counter["name"], _verdict(counter)
    if amazon["health_rating"] is not None:
        yield "rate", "account health rating by Amazon's word", _known(amazon["health_rating"]["score"])
    for warning, status in amazon["warnings"].items():
        yield "verdict", f"warning {warning}".rstrip(), _known(status)


def _verdict(metric: Json) -> str:
    return f"{metric['verdict'].replace('_', ' ')}, to Amazon {_known(metric['amazon_status'])}"


def _length(measured: Json) -> str:
    if measured["window"] is None:
        return "days unknown"
    first, last = (date.fromisoformat(measured["window"][end]) for end in ("first", "last"))
    return f"{(last - first).days + 1} d"


def _known(value: object) -> str:
    return "unknown" if value is None else str(value)
