"""Statements: what the articles say that this library began with, and what in it answers each of them.

Tables, clocks and functions name the statements that they answer. A statement that a policy should answer, and of which
nothing there does, is open in that policy; one that nothing at all answers is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from inspect import isclass, isfunction
from types import ModuleType
from typing import Any

from attrs import frozen

from sellerpolicy import rules
from sellerpolicy.logic.tables import DecisionTable

ELSEWHERE = ("sellerpolicy.account", "sellerpolicy.rules.revisions")
"""Modules beside the policies whose functions answer statements."""

ARTICLES = {
    "000": "Defective products that do harm",
    "001": "The A-to-z Guarantee",
    "002": "The At Risk warning",
    "003": "Losing an account, and coming back",
    "004": "Communication and customer service",
}
"""The articles, by the number with which the ids of their statements begin."""


class Nature(Enum):
    """How a statement is answered: by a decision, a figure, a word on a decision, or a view of the account."""

    RULE = "rule"
    METRIC = "metric"
    INFORMATION = "information"
    VIEW = "view"


@frozen
class Statement:
    """One statement of an article.

    Args:
        id: the article's number, and the statement's place in it.
        nature: how it is answered.
        words: what it says, in short.
        policies: the modules in which it should be answered.
    """

    id: str
    nature: Nature
    words: str
    policies: tuple[str, ...]


@frozen
class Answer:
    """What answers a statement.

    Args:
        policy: the module.
        name: the table, function or clock in it.
    """

    policy: str
    name: str

    def __str__(self) -> str:
        return f"{self.policy}.{self.name}"


@frozen
class Coverage:
    """A statement, and what answers it.

    Args:
        statement: the statement.
        answers: what answers it, in alphabetical order of the modules.
    """

    statement: Statement
    answers: tuple[Answer, ...]

    @property
    def open_in(self) -> tuple[str, ...]:
        """The modules that should answer it and do not."""
        answering = {answer.policy for answer in self.answers}
        return tuple(policy for policy in self.statement.policies if policy not in answering)

    @property
    def is_open(self) -> bool:
        """Whether nothing answers it."""
        return not self.answers


def _rule(number: str, words: str, *policies: str) -> Statement:
    return Statement(number, Nature.RULE, words, policies)


def _metric(number: str, words: str, *policies: str) -> Statement:
    return Statement(number, Nature.METRIC, words, policies)


def _information(number: str, words: str, *policies: str) -> Statement:
    return Statement(number, Nature.INFORMATION, words, policies)


def _view(number: str, words: str, *policies: str) -> Statement:
    return Statement(number, Nature.VIEW, words, policies)


A_TO_Z, INJURY, INSURANCE, ODR = "a_to_z", "injury_and_damage", "insurance", "order_defect_rate"
SHIPPING, FEEDBACK, STATUS, APPEALS = "shipping_performance", "feedback", "account_status", "appeals"
MESSAGING, RETURNS = "messaging", "returns"

STATEMENTS = (
    _rule("000-1", "Since September 2021 the guarantee also covers what a defective product harms", A_TO_Z, INJURY),
    _rule("000-2", "Until then such harm was left to buyer and seller", INJURY),
    _rule("000-3", "Buyers may now turn to Amazon, which stands between them, the seller and the insurer", INJURY),
    _rule("000-4", "If the seller is silent, Amazon pays the buyer and turns to the seller", INJURY),
    _rule("000-5", "Amazon bears small valid claims itself if the seller is insured and keeps the rules", INJURY),
    _rule("000-6", "Claims that Amazon bears so are no order defects", ODR),
    _rule("000-7", "Sellers learn of every such claim and can act on it, each step by its day", INJURY),
    _rule("000-8", "Sales of a month, formerly of three in a row, can oblige a seller to be insured", INSURANCE),
    _information("000-9", "Amazon has a programme of its own through which insurance is to be had", INSURANCE),
    _information("000-10", "Selling defective goods again and again harms ranking and invites measures", STATUS),
    _rule("001-1", "Claim: the order did not come by its latest estimated day", A_TO_Z),
    _rule("001-2", "Claim: the item is much unlike its description", A_TO_Z),
    _rule("001-3", "Claim: somebody else bought with the buyer's account", A_TO_Z),
    _metric("001-4", "Fast, tracked shipping, honest dates and quick replies keep claims away", SHIPPING, MESSAGING),
    _metric("001-5", "Follow defects and bad ratings over time, and find what causes them", ODR, FEEDBACK, APPEALS),
    _rule("001-6", "Settling before a claim is filed helps; a refund afterwards still counts", A_TO_Z, ODR),
    _metric("002-1", "Order defects in 60 days: bad ratings, claims not denied, chargebacks", ODR),
    _rule("002-2", "Above 1 % comes a warning, and later perhaps a deactivation", ODR, STATUS),
    _rule("002-3", "Other rates have ceilings too, with a warning for each", SHIPPING, STATUS),
    _rule("002-4", "Every kind of defect can be contested", APPEALS),
    _rule("002-5", "A warning alone asks for no plan of action", STATUS, APPEALS),
    _rule("002-6", "With few orders one fault breaks a target; few faults suspend nobody", ODR, SHIPPING, STATUS),
    _rule("002-7", "Approaching buyers to undo feedback or claims may be a serious breach", MESSAGING),
    _view("002-8", "One page shows every rate beside its target", "account"),
    _rule("003-1", "A locked account loses its listings, and its money is kept for a time", STATUS),
    _rule("003-2", "Messages wait no longer than 24 hours, without excuse", MESSAGING),
    _metric("003-3", "The score counts ratings that were given, never the silence of the content", FEEDBACK),
    _rule("003-4", "A closure reaches accounts with the same name, postal address or e-mail", STATUS),
    _rule("003-5", "What an appeal holds, when a plan belongs in it, and by when it is sent", APPEALS),
    _view("003-6", "Rules and targets change unannounced", "revisions"),
    _information("003-7", "Who comes back is watched, and waits for money", STATUS),
    _rule("004-1", "Answer buyers in 24 hours; later answers count against the seller", MESSAGING),
    _rule("004-2", "Write only for an order, to help, or to settle an issue: no advertising", MESSAGING),
    _rule("004-3", "Nothing is given for ratings; Amazon's own button may ask for a review", MESSAGING),
    _rule("004-4", "No links away, no other channels, no abuse", MESSAGING),
    _rule("004-5", "Amazon takes back what it fulfilled, the seller takes back the rest in time", RETURNS),
    _rule("004-6", "Buyers may return for 30 days", RETURNS),
    _rule("004-7", "Stay under 1 % of defective orders, or selling may end", ODR, STATUS),
    _metric("004-8", "Late, cancelled and untracked shipments each have a rate", SHIPPING),
    _rule("004-9", "Ratings about Amazon alone, abuse and breaches can be taken away", FEEDBACK),
    _rule("004-10", "Answer each claim early, with proof", A_TO_Z, APPEALS),
    _view("004-11", "What to watch: defects, late shipments, cancellations, the feedback score", "account"),
    _information("004-12", "Breaking the rules for messages costs messages, or the account", MESSAGING, STATUS),
    _rule("004-13", "After a bad rating put things right, and ask nothing for it", MESSAGING),
)
"""Every statement, in the order of the articles."""


def coverage() -> tuple[Coverage, ...]:
    """Every statement beside what answers it."""
    found = {statement: tuple(answers) for statement, answers in _by_statement().items()}
    return tuple(Coverage(statement, found.get(statement.id, ())) for statement in STATEMENTS)


def unheard_of() -> tuple[tuple[str, Answer], ...]:
    """What claims to answer a statement that no article makes: the id, and what names it."""
    known = {statement.id for statement in STATEMENTS}
    return tuple(
        (number, answer) for number, found in _by_statement().items() if number not in known for answer in found
    )


def _by_statement() -> Mapping[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for module in sorted((*rules.modules(), *map(import_module, ELSEWHERE)), key=rules.policy_name):
        for answer, statements in answers_in(module):
            for statement in statements:
                known = found.setdefault(statement, [])
                if answer not in known:
                    known.append(answer)
    return found


def answers_in(module: ModuleType) -> Iterator[tuple[Answer, tuple[str, ...]]]:
    """The tables, clocks and functions of a module that answer statements, and which."""
    for name, held in _named(module):
        statements: tuple[str, ...] = getattr(held, "answers", ())
        if statements:
            yield Answer(rules.policy_name(module), name), statements


def _named(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """What may answer: tables and functions by their global names, methods after their class, clocks by their deed."""
    for name, held in vars(module).items():
        if isinstance(held, DecisionTable):
            yield name, held
        elif f"{getattr(held, '__module__', None)}.".startswith(f"{module.__name__}."):
            if isclass(held):
                yield from ((f"{name}.{each}", method) for each, method in vars(held).items() if isfunction(method))
            else:
                yield name, held
    yield from ((f"CLOCKS: {clock.what}", clock) for clock in getattr(module, "CLOCKS", ()))
