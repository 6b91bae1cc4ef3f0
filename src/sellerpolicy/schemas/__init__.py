"""JSON Schemas (2020-12) of what ``to_dict`` gives: one for each fact, and one for decisions.

The files beside this module are written by ``python -m sellerpolicy.schemas`` and ship with the package, so that other
languages find them too.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from sellerpolicy.errors import BadFact, nearest

Json = dict[str, Any]


@cache
def names() -> tuple[str, ...]:
    """What there are schemas of: ``"claim"``, ``"decision"``, ``"order"`` and so on, in alphabetical order."""
    files = (file.name for file in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in files if name.endswith(".json")))


def schema(name: str) -> Json:
    """The JSON Schema of that name; an unknown one raises ``BadFact`` with the nearest."""
    if name not in names():
        raise BadFact("schema", name, f"one of {', '.join(names())}", meant=nearest(name, names()))
    text = resources.files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    read: Json = json.loads(text)
    return read
