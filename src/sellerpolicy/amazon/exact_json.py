"""JSON read exactly: numbers keep every digit, and what JSON does not allow, or hides, is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn

from sellerpolicy.errors import BadFact, BadReport, shown

LONGEST_NUMBER = 50
LARGEST_EXPONENT = 30


def parse(text: str, *, file: str | None = None) -> Any:
    """Parse one JSON document: ``int`` for whole numbers, ``Decimal`` for others.

    Raises:
        BadReport: it is not JSON, breaks off, is nested too deeply, has a key twice in one object, or has a number that
            is not finite or beyond all reason.
    """
    try:
        return json.loads(
            text,
            parse_int=_whole,
            parse_float=_bounded,
            parse_constant=_not_finite,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise BadReport(f"not JSON: {error.msg}", file=file, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise BadReport("nested too deeply", file=file) from None
    except BadFact as error:
        raise BadReport(f"{error.field}: expected {error.expected}, got {shown(error.value)}", file=file) from None


def _bounded(text: str) -> Decimal:
    number = Decimal(text) if len(text) <= LONGEST_NUMBER else None
    if number is None or abs(number.adjusted()) > LARGEST_EXPONENT:
        digits = f"at most {LONGEST_NUMBER} characters and exponents up to {LARGEST_EXPONENT}"
        raise BadFact("number", text, f"a number of {digits}")
    return number


def _whole(text: str) -> int:
    return int(_bounded(text))


def _not_finite(text: str) -> NoReturn:
    raise BadFact("number", text, "a finite number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadFact("object", key, "each key once")
        found[key] = value
    return found
