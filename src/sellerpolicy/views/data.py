"""The account report as JSON-ready values, with all that the text says and every proof in full."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from sellerpolicy.account import AccountReport, ChannelReport, DefectiveOrder, Due
from sellerpolicy.account.reports import Measured
from sellerpolicy.amazon import Metric, PerformanceReport
from sellerpolicy.facts import NEVER, Window
from sellerpolicy.findings import MeasureReport
from sellerpolicy.logic import Decision
from sellerpolicy.rules.appeals import Contestable
from sellerpolicy.rules.feedback import Score, Scores
from sellerpolicy.views.account_words import TIMES

SCHEMA = "sellerpolicy/account/1"

Json = dict[str, Any]


def unread_data(on: date) -> Json:
    """What stands for an account of which nothing could be read: no marketplace, neither healthy nor not."""
    return {"schema": SCHEMA, "marketplace": None, "on": on.isoformat(), "healthy": None, "missed": [], "due": []}


def account_data(report: AccountReport) -> Json:
    """One marketplace's report as JSON-ready values; ``"schema"`` names the version of their form.

    Days are ISO text, rates exact fractions (``"2/195"``), and ``null`` is unknown.
    """
    performance, insurance = report.records.performance, report.insurance
    return {
        "schema": SCHEMA,
        "marketplace": report.marketplace.value,
        "on": report.on.isoformat(),
        "healthy": report.is_healthy,
        "missed": [_name(missed) for missed in report.missed],
        "due": [_due(due) for due in report.due],
        "decisions": [
            {
                "about": about,
                "table": decision.table.id,
                "title": decision.table.title,
                "outcome": None if decision.outcome is None else decision.outcome.value,
                "contested": decision.contested,
            }
            for about, decision in report.decisions
        ],
        "lacking": list(report.lacking),
        "amazon": None if performance is None else _performance(performance),
        "order_defect_rates": [_channel(channel) for channel in report.channels],
        "measures": [_measure(measure) for measure in report.measures],
        "reconciliation": None if report.reconciliation is None else report.reconciliation.to_dict(),
        "feedback_scores": None if report.scores is None else _scores(report.scores),
        "insurance": None
        if insurance is None
        else {"requirement": _decision(insurance.requirement), "adequacy": _decision(insurance.adequacy)},
        "claims": [
            {
                "claim": claim.claim.to_dict(),
                "eligibility": _decision(claim.eligibility),
                "defect": _decision(claim.defect),
                "due": [_due(due) for due in claim.due],
            }
            for claim in report.claims
        ],
        "injury_claims": [
            {
                "claim": claim.claim.to_dict(),
                "who_pays": _decision(claim.who_pays),
                "defect": _decision(claim.defect),
                "due": [_due(due) for due in claim.due],
            }
            for claim in report.injury_claims
        ],
        "findings": [
            {
                "section": found.section,
                "about": found.about,
                "kind": type(found.fact).__name__,
                "fact": found.fact.to_dict(),
                "decisions": [_decision(decision) for decision in found.decisions],
                "due": [deadline.to_dict() for deadline in found.deadlines],
                "remarks": list(found.remarks),
            }
            for found in report.findings
        ],
    }


def _decision(decision: Decision[Any] | None) -> Json | None:
    return None if decision is None else decision.to_dict()


def _due(due: Due) -> Json:
    last_day = None if due.last_day is None else due.last_day.isoformat()
    return {"about": due.about, "matter": due.matter, "last_day": last_day, **due.deadline.to_dict()}


def _name(missed: Measured | ChannelReport | MeasureReport) -> str:
    if isinstance(missed, ChannelReport):
        return f"orderDefectRate.{missed.fulfilled_by.value}"
    if isinstance(missed, MeasureReport):
        return missed.name
    by = missed.fulfilled_by if isinstance(missed, Metric) else None
    return missed.name if by is None else f"{missed.name}.{by.value}"


def _performance(performance: PerformanceReport) -> Json:
    rating = performance.health_rating
    return {
        "account_status": performance.account_status,
        "metrics": [_measured(metric) for metric in performance.metrics],
        "violations": [_measured(counter) for counter in performance.violations],
        "health_rating": None if rating is None else {"status": rating.amazon_status, "score": rating.score},
        "warnings": {warning.warning_type or "": warning.amazon_status for warning in performance.warnings},
    }


def _measured(metric: Measured) -> Json:
    told: Json = {
        "name": _name(metric),
        "window": _window(metric.window),
        "count": metric.count,
        "target": _rate(metric.target),
        "target_condition": metric.target_condition,
        "verdict": metric.verdict.value,
        "amazon_status": metric.amazon_status,
        "agrees": metric.agrees,
        "doubts": list(metric.doubts),
    }
    if isinstance(metric, Metric):
        told |= {"total": metric.total, "rate": _rate(metric.rate), "reported_rate": _rate(metric.reported_rate)}
    return told


def _rate(rate: Fraction | None) -> str | None:
    return None if rate is None else str(rate)


def _window(window: Window | None) -> Json | None:
    return None if window is None else {"first": window.first.isoformat(), "last": window.last.isoformat()}


def _channel(channel: ChannelReport) -> Json:
    rate, outlook = channel.rate, channel.outlook
    return {
        "fulfilled_by": channel.fulfilled_by.value,
        "window": _window(channel.window),
        "lag": channel.lag,
        "orders": rate.orders,
        "defective": rate.defective,
        "rate": _rate(rate.rate),
        "negative_feedback": rate.negative_feedback,
        "claims": rate.claims,
        "chargebacks": rate.chargebacks,
        "standing": _decision(channel.standing),
        "outlook": {
            "orders_per_day": channel.orders_per_day,
            "on_target_on": "never" if outlook.on_target_on == NEVER else outlook.on_target_on.isoformat(),
            "missed": [_window(missed) for missed in outlook.missed],
            "clean_orders_needed": outlook.clean_orders_needed,
            "headroom": outlook.headroom,
        },
        "defective_orders": [_defective(defective) for defective in channel.defective],
        "contest_first": [_contestable(each) for each in channel.contestable],
        "causes": {
            by: [
                {"what": cause.what, "defective": cause.defective, "orders": cause.orders}
                for cause in getattr(channel.causes, f"by_{by}")
            ]
            for by in ("reason", "sku", "carrier", "week")
        },
    }


def _contestable(each: Contestable) -> Json:
    return {
        "order_id": each.event.order_id,
        "kind": type(each.event).__name__,
        "event": each.event.to_dict(),
        "remedy": _decision(each.remedy),
        "deadline": None if each.deadline is None else each.deadline.to_dict(),
        "rate": _rate(each.rate),
        "rate_with_others": _rate(each.rate_with_others),
    }


def _measure(measure: MeasureReport) -> Json:
    rate = measure.rate
    return {
        "name": measure.name,
        "window": _window(rate.window),
        "lag": measure.lag,
        "part": rate.part,
        "whole": rate.whole,
        "rate": _rate(rate.rate),
        "part_ids": list(rate.part_ids),
        "undetermined": list(rate.undetermined),
        "unknown": list(measure.unknown),
        "standing": _decision(measure.standing),
    }


def _scores(scores: Scores) -> Json:
    return {"shown": _decision(scores.shown), **{name: _score(getattr(scores, name)) for name in TIMES}}


def _score(score: Score) -> Json:
    return {
        "window": _window(score.window),
        "positive": score.positive,
        "neutral": score.neutral,
        "negative": score.negative,
        "score": _rate(score.score),
    }


def _defective(defective: DefectiveOrder) -> Json:
    return {
        "order_id": defective.order.order_id,
        "placed_on": defective.order.placed_on.isoformat(),
        "leaves_on": defective.leaves_on.isoformat(),
        "counts": defective.counts,
        "because_of": [
            {"kind": type(judged.event).__name__, "event": judged.event.to_dict(), "defect": _decision(judged.decision)}
            for judged in defective.judged
        ],
    }
