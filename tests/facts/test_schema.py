"""Schemas: what a class declares and what its docstring says, written out in JSON Schema."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from attrs import frozen

import sellerpolicy as sp
from sellerpolicy.facts.fact import Amount, Count, EventDay, EventTime, Fact, Identifier, Json
from sellerpolicy.facts.schema import descriptions, schema_of, snake_case


class Colour(Enum):
    """What a parcel is painted."""

    RED = "red"
    PALE_BLUE = "pale_blue"


@frozen(kw_only=True)
class OddParcel(Fact):
    """One parcel,
    as ``somebody`` saw it.

    Args:
        name: its name.
        colour: what it is painted: ``RED`` or
            ``PALE_BLUE``.
        seen_on: the day it was seen.
        seen_at: when it was seen.
        opened_on: the day it was opened; ``NEVER`` if not.
        shut_at: when it was shut.
        value: what it is worth.
        paid: what was paid for it.
        pieces: how many things are in it.
        heavy: it is heavy.
        note: what is written on it.
    """

    name: Identifier
    colour: Colour
    seen_on: EventDay
    seen_at: EventTime | None
    opened_on: date
    shut_at: datetime | None
    value: Amount
    paid: sp.Money | None = None
    pieces: Count = 1
    heavy: bool | None = None
    note: str = "by hand"


DAY: Json = {"type": "string", "format": "date"}
INSTANT: Json = {"type": "string", "format": "date-time"}
NEVER: Json = {"const": "never"}
UNKNOWN: Json = {"type": "null"}


def test_a_schema_word_by_word() -> None:
    """Each kind of field, known and unknown, bounded and not, with and without a default."""
    assert schema_of(OddParcel) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:sellerpolicy:odd_parcel:1",
        "title": "OddParcel",
        "description": "One parcel, as somebody saw it.",
        "type": "object",
        "properties": {
            "name": {"description": "its name.", "type": "string", "pattern": r"^\S(.*\S)?$"},
            "colour": {"description": "what it is painted: RED or PALE_BLUE.", "enum": ["red", "pale_blue"]},
            "seen_on": {"description": "the day it was seen.", **DAY},
            "seen_at": {"description": "when it was seen.", "anyOf": [INSTANT, UNKNOWN]},
            "opened_on": {"description": "the day it was opened; NEVER if not.", "anyOf": [DAY, NEVER]},
            "shut_at": {"description": "when it was shut.", "anyOf": [INSTANT, NEVER, UNKNOWN]},
            "value": {
                "description": "what it is worth.",
                "type": "string",
                "pattern": r"^[0-9]+(\.[0-9]{1,6})? [A-Z]{3}$",
            },
            "paid": {
                "description": "what was paid for it.",
                "anyOf": [{"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]{1,6})? [A-Z]{3}$"}, UNKNOWN],
                "default": None,
            },
            "pieces": {"description": "how many things are in it.", "type": "integer", "minimum": 0, "default": 1},
            "heavy": {"description": "it is heavy.", "anyOf": [{"type": "boolean"}, UNKNOWN], "default": None},
            "note": {"description": "what is written on it.", "type": "string", "default": "by hand"},
        },
        "required": ["name", "colour", "seen_on", "seen_at", "opened_on", "shut_at", "value"],
        "additionalProperties": False,
    }


class TestWords:
    """Names and docstrings as they stand in a schema."""

    def test_names_of_files(self) -> None:
        assert [snake_case(name) for name in ("Claim", "InjuryClaim", "BuyerMessage")] == [
            "claim",
            "injury_claim",
            "buyer_message",
        ]

    def test_what_is_not_described(self) -> None:
        def bare() -> None: ...

        assert descriptions(bare) == {"": ""}

    def test_arguments_are_named_once(self) -> None:
        """The word for arguments in a description is no second list."""

        def told() -> None:
            """Do it.

            Args:
                one: what is called Args: elsewhere.
                two: the second.
            """

        assert descriptions(told) == {"": "Do it.", "one": "what is called Args: elsewhere.", "two": "the second."}
