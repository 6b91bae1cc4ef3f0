"""What the page in the browser asks: one question of the library, put and answered in JSON."""

from __future__ import annotations

import json

from sellerpolicy.errors import BadFact, SellerPolicyError
from sellerpolicy.questions import question


def answer(name: str, case: str) -> str:
    """Decide a case: as JSON the decision's card and what it lacks, or what is wrong with the case.

    Args:
        name: the question, such as ``injury_and_damage.who_pays``.
        case: a JSON object of argument names and facts.
    """
    try:
        given = json.loads(case)
        if not isinstance(given, dict):
            return _problem("A case is a JSON object: { … } with the names of arguments and their facts.")
        decision = question(name).answer(given)
    except json.JSONDecodeError as problem:
        return _problem(f"Line {problem.lineno}, column {problem.colno} is no JSON: {problem.msg}.")
    except BadFact as problem:
        return _problem(f"{problem}.", problem.field.rpartition(".")[2])
    except SellerPolicyError as problem:
        return _problem(f"{problem}.")
    outcome = None if decision.outcome is None else decision.outcome.name
    shown = {"outcome": outcome, "contested": decision.contested, "needs": decision.needs}
    return json.dumps({**shown, "html": decision._repr_html_()})


def _problem(told: str, field: str | None = None) -> str:
    return json.dumps({"problem": told, "field": field})
