"""The schemas as the code has them, and the text of their files."""

from __future__ import annotations

import json

from sellerpolicy import facts
from sellerpolicy.facts.fact import Json
from sellerpolicy.facts.schema import DIALECT, VERSION, snake_case
from sellerpolicy.logic.decisions import SCHEMA
from sellerpolicy.logic.references import Confidence, Kind
from sellerpolicy.rules import conformance

TEXT: Json = {"type": "string", "minLength": 1}
NAME: Json = {"type": "string", "pattern": r"^\w+$"}
DAY: Json = {"type": "string", "format": "date"}
DAY_OR_NULL: Json = {"anyOf": [DAY, {"type": "null"}]}
TEXT_OR_NULL: Json = {"type": ["string", "null"]}
REFERENCE_ID: Json = {**TEXT, "description": "The id of one of the references."}


def written() -> dict[str, str]:
    """The text of each file, by its name."""
    schemas = {snake_case(kind.__name__): kind.json_schema() for kind in facts.KINDS}
    schemas["decision"] = decision_schema()
    schemas["conformance"] = conformance.SCHEMA
    return {f"{name}.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in schemas.items()}


def decision_schema() -> Json:
    """The JSON Schema of ``Decision.to_dict()``."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:sellerpolicy:decision:{VERSION}",
        "title": "Decision",
        "description": "The answer of a decision table to one case, with its proof.",
        **_object(
            schema={"const": SCHEMA},
            table={**TEXT, "description": "The table's id: its module and name."},
            title={**TEXT, "description": "What is decided."},
            outcome={**TEXT_OR_NULL, "description": "What follows; null while it hangs on unknown facts."},
            needs={**_list(NAME), "description": "The unknown facts on which the outcome hangs."},
            contested={"type": "boolean", "description": "Whether the sources disagree about the outcome."},
            policy_day={**DAY, "description": "The day whose policy text was applied."},
            case={
                "type": "object",
                "description": "The facts that the table reads, by name; null is unknown.",
                "propertyNames": NAME,
                "additionalProperties": {"type": ["string", "integer", "boolean", "null"]},
            },
            reasons={
                **_list(
                    _object(
                        id={**TEXT, "description": "Stable name of the condition."},
                        text={**TEXT, "description": "The proposition, with the case's own figures."},
                        holds={"type": ["boolean", "null"], "description": "Null where it is unknown."},
                        since={**DAY_OR_NULL, "description": "Since when the dated values that it reads hold."},
                        reference=REFERENCE_ID,
                    )
                ),
                "description": "Every condition of each rule up to the one that applied.",
            },
            disagreements={
                **_list(
                    _object(
                        term={**TEXT, "description": "Stable name of what is read in two ways."},
                        reading={**TEXT, "description": "The reading taken."},
                        other={**TEXT, "description": "The reading not taken."},
                        reference=REFERENCE_ID,
                        outcome={**TEXT_OR_NULL, "description": "The outcome under the other; null where unknown."},
                    )
                ),
                "description": "The readings not taken that would change the outcome, each alone.",
            },
            notes={
                **_list(
                    _object(
                        text={**TEXT, "description": "A sentence, with the figures of the case and the terms."},
                        since={**DAY_OR_NULL, "description": "The first day of which it is true; null if always."},
                        reference=REFERENCE_ID,
                    )
                ),
                "description": "Information that belongs to this outcome.",
            },
            references={
                **_list(
                    _object(
                        id=TEXT,
                        title=TEXT,
                        url={**TEXT_OR_NULL, "description": "Null where no address is known."},
                        kind={"enum": [kind.value for kind in Kind]},
                        published=DAY_OR_NULL,
                        read={**DAY_OR_NULL, "description": "When it was last read for this library."},
                        confidence={"enum": [confidence.value for confidence in Confidence]},
                    )
                ),
                "description": "Every text that the answer rests on, each once.",
            },
        ),
    }


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}
