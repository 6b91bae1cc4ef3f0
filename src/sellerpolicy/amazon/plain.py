"""Plain tables: one row, one fact, and the columns are the fact's fields.

CSV with comma, semicolon or tab; a JSON list of objects; mappings one after the other. Which fact a table holds is
found from its columns. An empty cell is unknown, ``never`` has certainly not happened, money is ``999.99 USD`` or a
bare number in the marketplace's currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, cast

from sellerpolicy.amazon.contents import Content, Document, Records, Row, Table
from sellerpolicy.amazon.formats import Format
from sellerpolicy.amazon.markup import Markup
from sellerpolicy.amazon.reading import Reading
from sellerpolicy.errors import BadFact
from sellerpolicy.facts import (
    Appeal,
    BuyerMessage,
    Chargeback,
    Claim,
    Deactivation,
    Fact,
    Feedback,
    FeedbackComment,
    HealthRating,
    InjuryClaim,
    InsurancePolicy,
    Invoice,
    Marketplace,
    Message,
    Money,
    MonthlySales,
    Notice,
    Order,
    Package,
    RelatedAccount,
    Return,
    Violation,
)
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR, fields_of

TABLES: dict[str, type[Fact]] = {
    "orders": Order,
    "feedback": Feedback,
    "claims": Claim,
    "chargebacks": Chargeback,
    "injury_claims": InjuryClaim,
    "monthly_sales": MonthlySales,
    "insurance_policies": InsurancePolicy,
    "packages": Package,
    "invoices": Invoice,
    "feedback_comments": FeedbackComment,
    "health_ratings": HealthRating,
    "violations": Violation,
    "notices": Notice,
    "deactivations": Deactivation,
    "related_accounts": RelatedAccount,
    "appeals": Appeal,
    "returns": Return,
    "messages": Message,
    "buyer_messages": BuyerMessage,
}
"""The plain tables, by name; each one's columns are the fields of its fact."""

# what a fact's own errors say of days and truths is for programmers
WRITTEN: dict[type, str] = {
    date: "a day, written as 2026-11-05",
    datetime: "an instant with its offset from UTC, written as 2026-11-05T14:30:00Z",
    bool: "yes or no",
}
FAR_DAY = f"a day in the years {FIRST_YEAR} to {LAST_YEAR}"


def columns(fact: type[Fact]) -> tuple[str, ...]:
    """The columns of a fact's plain table, in order."""
    return tuple(field.name for field in fields_of(fact))


def required(fact: type[Fact]) -> tuple[str, ...]:
    """The columns that its table cannot lack."""
    return tuple(field.name for field in fields_of(fact) if field.required)


def _recognises(content: Content, *, fact: type[Fact]) -> bool:
    names = set() if isinstance(content, Markup) else set(content.names) - {""}
    return names.issuperset(required(fact)) and names.issubset(columns(fact))


def _read(content: Content, reading: Reading, marketplace: Marketplace | None, *, fact: type[Fact]) -> None:
    for row in cast("Document | Records | Table", content).rows():
        if row.problem is None and not row.values:
            reading.ignore("empty row")
            continue
        try:
            reading.use(fact_of(row, fact, marketplace or _beside(row, reading)))
        except BadFact as problem:
            told, column = in_words(problem, fact)
            reading.refuse(told, line=row.line, column=column)


def _beside(row: Row, reading: Reading) -> Marketplace | None:
    """The marketplace of a row that names none, by what is known beside the file."""
    if _is_named(row.values.get("marketplace")):
        return None
    order_id = row.values.get("order_id")
    return reading.place_of(order_id.strip() if isinstance(order_id, str) else None)


def _is_named(given: object) -> bool:
    return given is not None and not (isinstance(given, str) and not given.strip())


def in_words(problem: BadFact, fact: type[Fact]) -> tuple[BadFact, str | None]:
    """What a fact refused, told for whoever writes cells, and the field that it is about, if it is one."""
    named = problem.field.removeprefix(f"{fact.__name__}.")
    field = next((field for field in fields_of(fact) if field.name == named), None)
    is_given = problem.value is not None
    if field is not None and is_given and not isinstance(problem.value, field.kind) and field.kind in WRITTEN:
        unknown = ", or nothing for unknown" if field.optional else ""
        words = FAR_DAY if field.kind is date and _is_day(problem.value) else WRITTEN[field.kind]
        problem = BadFact(problem.field, problem.value, f"{words}{unknown}")
    return problem, None if field is None else field.name


def _is_day(value: object) -> bool:
    try:
        date.fromisoformat(cast("str", value))
    except (TypeError, ValueError):
        return False
    return True


def fact_of(row: Row, fact: type[Fact], asked: Marketplace | None) -> Fact:
    """Build the fact of a row whose columns are its fields; one of a marketplace not asked for is refused."""
    if row.problem is not None:
        raise row.problem
    if asked is None:
        return fact.from_dict(row.values)
    if "marketplace" not in columns(fact):
        return fact.from_dict(_in_currency(row.values, fact, asked.currency))
    given = row.values.get("marketplace")
    if not _is_named(given):
        return fact.from_dict({**row.values, "marketplace": asked})
    built: Any = fact.from_dict(row.values)
    if built.marketplace is not asked:
        raise BadFact(f"{fact.__name__}.marketplace", given, f"{asked.value!r}, the marketplace that was asked for")
    return cast("Fact", built)


def _in_currency(values: Mapping[str, object], fact: type[Fact], currency: str) -> dict[str, object]:
    """Write the currency beside bare numbers, for a fact that names no marketplace of its own."""
    money = {field.name for field in fields_of(fact) if field.kind is Money}
    bare = {name for name in money if isinstance(given := values.get(name), str) and len(given.split()) == 1}
    return {name: f"{value} {currency}" if name in bare else value for name, value in values.items()}


FORMATS = tuple(
    Format(
        kind,
        gives=fact,
        names=columns(fact),
        needs=required(fact),
        recognises=partial(_recognises, fact=fact),
        read=partial(_read, fact=fact),
    )
    for kind, fact in TABLES.items()
)
