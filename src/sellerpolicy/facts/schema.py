"""JSON Schemas of facts: what ``to_dict`` gives, worked out from the annotations and the docstring of each class."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import Enum
from inspect import getdoc

from sellerpolicy.facts.fact import Fact, FactField, Json, fields_of, plain
from sellerpolicy.facts.money import Money

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1

KINDS: dict[type, Json] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: {"anyOf": [{"type": "string", "format": "date"}, {"const": "never"}]},
    datetime: {"anyOf": [{"type": "string", "format": "date-time"}, {"const": "never"}]},
    Money: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]{1,6})? [A-Z]{3}$"},
}


def schema_of(fact: type[Fact]) -> Json:
    """The JSON Schema (2020-12) of one kind of fact."""
    fields = fields_of(fact)
    said = descriptions(fact)
    return {
        "$schema": DIALECT,
        "$id": f"urn:sellerpolicy:{snake_case(fact.__name__)}:{VERSION}",
        "title": fact.__name__,
        "description": said.pop(""),
        "type": "object",
        "properties": {field.name: _property(field, said[field.name]) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _property(field: FactField, description: str) -> Json:
    schema = _kind(field)
    if field.optional:
        schema = {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}
    default = {} if field.required else {"default": plain(field.default)}
    return {"description": description, **schema, **default}


def _kind(field: FactField) -> Json:
    if issubclass(field.kind, Enum):
        return {"enum": [member.value for member in field.kind]}
    if issubclass(field.kind, date) and field.bound is not None:
        # of an event, which is never "never"
        schema: Json = KINDS[field.kind]["anyOf"][0]
        return schema
    return {**KINDS[field.kind], **(field.bound.schema if field.bound else {})}


def snake_case(name: str) -> str:
    """A class's name as a file's: ``InjuryClaim`` is ``injury_claim``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def descriptions(told: object) -> dict[str, str]:
    """What the docstring of a fact or function says of each field or argument; under ``""`` what of the whole."""
    summary, _, listed = (getdoc(told) or "").partition("Args:")
    entries = re.findall(r"^    (\w+): (.*(?:\n     +.*)*)", listed, flags=re.MULTILINE)
    return {"": _one_line(summary), **{name: _one_line(text) for name, text in entries}}


def _one_line(text: str) -> str:
    return " ".join(text.replace("``", "").split())
