"""The reference of public names, a page for each layer, from the docstrings; and names found wherever they stand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import Any

from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.ext.napoleon import Config, GoogleDocstring
from sphinx.util.nodes import make_refnode

import sellerpolicy as sp
from sellerpolicy import rules
from sellerpolicy.facts.fact import Fact, FactField, fields_of

LAYERS = {
    "facts": "What happened: orders, claims, feedback, sales, and the values in them.",
    "logic": "How policy is written: terms, conditions, tables, clocks, decisions.",
    "amazon": "In: Amazon's report files and API documents, read into facts.",
    "frames": "The same rules over any dataframe.",
}
FURTHER = {
    "logic": (
        "decisions.Reason decisions.Disagreement decisions.Note flips.Flip clocks.Deadlines terms.Text terms.Entry "
        "terms.History limits.Edge limits.Reading references.Kind references.Confidence spans.Unit "
        "differences.Difference "
        "checks.TableCheck checks.Witness checks.Example checks.Flaw counting.Standing counting.Target "
        "measuring.MeasuredRate measuring.Metric measuring.DailyMeasure measuring.Tallies measuring.Tally "
        "measuring.OtherTallies conditions.Proposition"
    ),
    "amazon": "reading.RefusedRow",
    "facts": "fact.Fact order_book.OrderBook",
}
BESIDE = (
    "errors",
    "account",
    "questions",
    "asking",
    "text",
    "statements",
    "rules.revisions",
    "strategies",
    "views.charts",
)


def pages() -> Iterator[tuple[str, str]]:
    """Every page of the reference: its path, and what it says."""
    yield "reference/index.md", "\n".join(index_page())
    for layer, what in LAYERS.items():
        package = import_module(f"sellerpolicy.{layer}")
        further = [_found(f"sellerpolicy.{layer}.{name}") for name in FURTHER.get(layer, "").split()]
        named = {name: getattr(package, name) for name in package.__all__}
        yield f"reference/{layer}.md", "\n".join(layer_page(package, what, {**named, **dict(further)}))
    yield "reference/beside.md", "\n".join(beside_page())


def _found(path: str) -> tuple[str, Any]:
    module, _, name = path.rpartition(".")
    return name, getattr(import_module(module), name)


def index_page() -> Iterator[str]:
    """The names that users import, each leading to where it is explained."""
    yield "# Reference\n"
    yield "`import sellerpolicy as sp` gives these names; every other public name is on the page of its layer."
    yield "The functions of a policy are on its own page, under [What policy says](../rules/index.md).\n"
    yield "| name | |"
    yield "| --- | --- |"
    policies = {module.__name__.rpartition(".")[2] for module in rules.modules()}
    for name in sp.__all__:
        yield f"| {_where(name, policies)} | {first_line(getattr(sp, name))} |"
    yield "\n```{toctree}\n:hidden:\n"
    yield from (*LAYERS, "beside")
    yield "```\n"


def _where(name: str, policies: set[str]) -> str:
    if name in policies:
        return f"[`sp.{name}`](../rules/{name}.md)"
    held = getattr(sp, name)
    if isinstance(held, ModuleType):
        return f"`sp.{name}`"
    return f"{{py:obj}}`sp.{name} <{getattr(held, '__module__', 'sellerpolicy.facts.never')}.{name}>`"


def first_line(found: object) -> str:
    """What a name is, in one line; values are told by themselves."""
    told = found.__doc__ if callable(found) or isinstance(found, ModuleType) else None
    return (told or "What certainly has not happened: a day later than every other.").splitlines()[0].replace("``", "`")


def layer_page(package: ModuleType, what: str, named: dict[str, Any]) -> Iterator[str]:
    """The public names of a layer, by the modules in which they stand."""
    yield f"# {package.__name__}\n"
    yield f"{what}\n"
    by_module: dict[str, list[str]] = {}
    for name, held in named.items():
        if not isinstance(held, ModuleType) and name != "KINDS":
            by_module.setdefault(_home(package, name, held), []).append(name)
    for module, names in sorted(by_module.items()):
        yield from _module_part(module, names)


def _home(package: ModuleType, name: str, held: Any) -> str:
    """The module in which a name is defined; a value knows none, so it is looked for."""
    home = getattr(held, "__module__", None) if callable(held) else None
    if home is not None and home.startswith("sellerpolicy"):
        return str(home)
    inside = (each for each in list(sys.modules) if each.startswith(f"{package.__name__}."))
    return next((each for each in inside if vars(sys.modules[each]).get(name) is held), package.__name__)


def _module_part(module: str, names: list[str]) -> Iterator[str]:
    told = str(import_module(module).__doc__).splitlines()[0].replace("``", "`")
    yield f"## {module.removeprefix('sellerpolicy.')}\n"
    yield f"{told}\n"
    yield "```{eval-rst}"
    yield f".. py:currentmodule:: {module}\n"
    for name in names:
        held = getattr(import_module(module), name)
        directive = "autoclass" if isinstance(held, type) else "autofunction" if callable(held) else "autodata"
        yield f".. {directive}:: {name}"
        yield from _options(held, directive)
    yield "```\n"


def _options(held: object, directive: str) -> Iterator[str]:
    """How a name is shown: classes with members, facts without what their checks alone read, data without value."""
    if directive == "autoclass":
        yield "   :members:"
        if isinstance(held, type) and issubclass(held, Enum):
            yield "   :undoc-members:"
        if isinstance(held, type) and issubclass(held, Fact) and held is not Fact:
            yield "   :exclude-members: sequence, parts, worked_out_from"
    elif directive == "autodata":
        yield "   :no-value:"
    yield ""


def beside_page() -> Iterator[str]:
    """What stands beside the layers."""
    yield "# Beside the layers\n"
    yield "The account report, questions asked by name or one fact after the other, texts, statements,"
    yield "changes of policy, strategies, charts and errors.\n"
    for each in BESIDE:
        module = import_module(f"sellerpolicy.{each}")
        own = [
            name
            for name, held in vars(module).items()
            if not name.startswith("_") and getattr(held, "__module__", None) == module.__name__ and callable(held)
        ]
        yield from _module_part(module.__name__, getattr(module, "__all__", own))


def signatures(_: Sphinx, what: str, __: str, held: object, *___: object) -> tuple[str, str | None] | None:
    """Say of a fact what it takes, without the bounds that stand in its annotations."""
    if what != "class" or not isinstance(held, type) or held is Fact:
        return None
    if issubclass(held, Enum):
        return "", None
    if not issubclass(held, Fact):
        return None
    return f"(*, {', '.join(map(_parameter, fields_of(held)))})", None


def _parameter(field: FactField) -> str:
    kind = f"{field.kind.__name__}{' | None' if field.optional else ''}"
    if field.required:
        return f"{field.name}: {kind}"
    default = str(field.default) if isinstance(field.default, Enum) else repr(field.default)
    return f"{field.name}: {kind} = {default}"


def docstrings(_: Sphinx, what: str, __: str, ___: object, ____: object, lines: list[str]) -> None:
    """Read Google's sections in docstrings; of values and properties the words are taken as they stand."""
    if what not in {"attribute", "data", "property"}:
        lines[:] = GoogleDocstring(lines, Config(napoleon_use_rtype=False), what=what).lines()


def resolve(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element) -> Element | None:
    """Find a name that is written without its module; names of our code that are not public stay plain words."""
    if node.get("refdomain") != "py":
        return None
    name = str(node["reftarget"]).rpartition(".")[2]
    objects: dict[str, Any] = env.domaindata["py"]["objects"]
    kinds = {"class", "exception", "function", "data"}
    found = [full for full in objects if full.rpartition(".")[2] == name and objects[full].objtype in kinds]
    if len(found) == 1:
        target = objects[found[0]]
        return make_refnode(app.builder, str(node["refdoc"]), target.docname, target.node_id, content, found[0])
    ours = (module for full, module in list(sys.modules.items()) if full.partition(".")[0] == "sellerpolicy")
    is_known = any(hasattr(module, name) for module in ours) or name in NAMED_FOR_CHECKERS
    return content if is_known else None


NAMED_FOR_CHECKERS = {"Table", "SearchStrategy", "IntoFrameT", "DType", "Compiled", "Flip", "Difference"}
"""Names that only a type checker sees."""
