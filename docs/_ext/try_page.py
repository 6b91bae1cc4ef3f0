"""The page that runs the library in the browser: Pyodide and the wheels are built into the documentation.

Pyodide comes from the npm registry, the wheels from the package index; at run time nothing comes from outside.
A build that cannot reach them ends, and says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from inspect import getdoc
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from sellerpolicy.errors import NoPolicyText
from sellerpolicy.facts import Fact, Marketplace
from sellerpolicy.facts.schema import KINDS, descriptions, schema_of
from sellerpolicy.questions import Argument, Question, questions

PYODIDE = "314.0.7"
PYODIDE_SHA256 = "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
FIRST = "injury_and_damage.who_pays"
BREACHES = (
    *("offers_incentive", "presses", "steers", "is_abusive", "is_offensive", "has_phone_number", "has_outside_link"),
    *("has_other_attachment", "has_logo_with_address", "has_opt_out_link", "has_tracking_pixel"),
)
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    FIRST: {
        "claim": {
            "claim_id": "K-1",
            "harm": "property_damage",
            "amount": "1000.00 USD",
            "filed_on": "2026-11-02",
            "is_valid": True,
            "seller_insured": True,
            "follows_policy": True,
            "seller_responded": True,
            "seller_accepts": True,
        }
    },
    "messaging.permitted": {
        "message": {
            "purpose": "return_question",
            "sent_on": "2026-11-02",
            "channel": "messaging",
            **dict.fromkeys(BREACHES, False),
        }
    },
}
"""Cases to begin with; those of other questions tell what is required, and nothing else."""

NAMES = {"order_id": "111-1234567-1234567"}
DAY, INSTANT = "2026-11-02", "2026-11-02T15:00:00Z"


def setup(app: Sphinx) -> dict[str, Any]:
    """Put what the page needs beside it, once the other files are written."""
    app.connect("build-finished", put)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def put(app: Sphinx, failure: Exception | None) -> None:
    """Write Pyodide, the wheels and the questions among the static files of the site."""
    if failure is not None or app.builder.format != "html":
        return
    store, place = Path(app.srcdir) / "_build" / "try", Path(app.outdir) / "_static" / "try"
    store.mkdir(parents=True, exist_ok=True)
    place.mkdir(parents=True, exist_ok=True)
    _unpack(_pyodide(store), place / "pyodide")
    wheels = _wheels(store / "wheels", Path(app.srcdir).parent)
    rmtree(place / "wheels", ignore_errors=True)
    copytree(wheels, place / "wheels")
    (place / "wheels.json").write_text(json.dumps(sorted(each.name for each in wheels.iterdir())), encoding="utf-8")
    (place / "questions.json").write_text(json.dumps(list(asked())), encoding="utf-8")


# --- what runs --------------------------------------------------------------------------------------------------------


def _pyodide(store: Path) -> Path:
    """Pyodide as the registry packs it; fetched once."""
    packed = store / f"pyodide-{PYODIDE}.tgz"
    if not packed.exists():
        _run("npm", "pack", f"pyodide@{PYODIDE}", "--silent", "--pack-destination", str(store))
    if sha256(packed.read_bytes()).hexdigest() != PYODIDE_SHA256:
        packed.unlink()
        raise ExtensionError(f"pyodide {PYODIDE} from the npm registry is not the one that this page was written for")
    return packed


def _unpack(packed: Path, place: Path) -> None:
    place.mkdir(exist_ok=True)
    with tarfile.open(packed) as archive:
        for name in PYODIDE_FILES:
            member = archive.extractfile(f"package/{name}")
            if member is None:
                raise ExtensionError(f"pyodide {PYODIDE} has no {name}")
            (place / name).write_bytes(member.read())


def _wheels(place: Path, project: Path) -> Path:
    """The wheels of the project as it stands and of what it needs; a browser has no time zones of its own."""
    rmtree(place, ignore_errors=True)
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    _run(*pip, "wheel", "--wheel-dir", str(place), str(project), "tzdata")
    impure = [each.name for each in place.iterdir() if not each.name.endswith("-none-any.whl")]
    if impure:
        raise ExtensionError(f"a browser runs wheels of pure Python alone, not {', '.join(impure)}")
    return place


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own commands
    except FileNotFoundError as problem:
        raise ExtensionError(
            f"the page that runs in the browser needs {command[0]}, which is not installed"
        ) from problem
    except subprocess.CalledProcessError as problem:
        told = problem.stderr.strip() or problem.stdout.strip()
        raise ExtensionError(
            f"the page that runs in the browser cannot be built: {' '.join(command)}\n{told}"
        ) from problem


# --- what is asked ----------------------------------------------------------------------------------------------------


def asked() -> Iterator[dict[str, Any]]:
    """Every question: its arguments as forms, and a case to begin with."""
    for name, question in questions().items():
        if any(each.is_many and len(each.kinds) > 1 for each in question.arguments):
            continue  # pairs of facts, which JSON says only awkwardly
        about = str(getdoc(question.ask)).splitlines()[0].replace("``", "")
        yield {
            "name": name,
            "told": _title(name),
            "about": about,
            "arguments": [_argument(question, each) for each in question.arguments],
            "example": EXAMPLES.get(name) or _example(question),
        }


def _title(name: str) -> str:
    policy, _, what = name.replace("_", " ").partition(".")
    return f"{policy.capitalize()}: {what}"


def _argument(question: Question, argument: Argument) -> dict[str, Any]:
    """How an argument is told: in fields, or as JSON where it is a list or may be one of several facts."""
    (kind, *others) = argument.kinds
    schema = None if argument.is_many or others else _schema(kind, argument.is_required)
    about = descriptions(question.ask).get(argument.name, "")
    return {
        "name": argument.name,
        "expected": argument.expected,
        "is_required": argument.is_required,
        "is_json": schema is None,
        "schema": None if schema is None else {"description": about, **schema},
    }


def _schema(kind: type, is_required: bool) -> dict[str, Any] | None:  # noqa: FBT001
    if issubclass(kind, Fact):
        return dict(schema_of(kind))
    form = {"enum": [member.value for member in kind]} if issubclass(kind, Enum) else KINDS.get(kind)
    if form is None or is_required:
        return form and dict(form)
    day_or_form = form.get("anyOf", [form])[0]  # a day to judge by is never "never"
    return {"anyOf": [day_or_form, {"type": "null"}]}


def _example(question: Question) -> dict[str, Any]:
    """The least that can be told, in the first marketplace that has a text about it; the library answers it here."""
    for marketplace in Marketplace:
        required = [each for each in question.arguments if each.is_required]
        example = {each.name: _told(each, marketplace) for each in required}
        try:
            question.answer(example)
        except NoPolicyText:
            continue
        return example
    raise ExtensionError(f"{question.name} cannot be shown: it has a text nowhere")


def _told(argument: Argument, marketplace: Marketplace) -> Any:
    told = _least(argument.kinds[0], marketplace)
    return [told] if argument.is_many else told


def _least(kind: type, marketplace: Marketplace) -> Any:
    if issubclass(kind, Fact):
        schema = schema_of(kind)
        told = {name: _plain(name, schema["properties"][name]) for name in schema["required"]}
        place = {} if marketplace is Marketplace.US else {"marketplace": marketplace.value}
        return {**told, **place} if "marketplace" in schema["properties"] else told
    if issubclass(kind, Enum):
        return next(iter(kind)).value
    return {bool: True, int: 1, date: DAY, datetime: INSTANT}.get(kind, {"first": "2026-09-07", "last": "2026-11-05"})


def _plain(name: str, schema: Mapping[str, Any]) -> Any:
    """A value that a required field may have."""
    form = next((each for each in schema.get("anyOf", [schema]) if "const" not in each), schema)
    if "enum" in form:
        return form["enum"][0]
    if form["type"] == "string":
        by_format = {"date": DAY, "date-time": INSTANT}
        money = "100.00 USD" if "[A-Z]{3}" in form.get("pattern", "") else NAMES.get(name, "1")
        return by_format.get(form.get("format", ""), money)
    return {"integer": form.get("minimum", 1), "boolean": True, "number": form.get("minimum", 1)}[form["type"]]
