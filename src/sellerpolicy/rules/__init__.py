"""What policy says: one Amazon policy, one module."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

    from sellerpolicy.logic import DecisionTable
    from sellerpolicy.rules.revisions import changes, impact

__all__ = ["changes", "impact", "modules", "policy_name", "tables"]


def modules() -> tuple[ModuleType, ...]:
    """Every rule module, found by being there: a module of this package with ``TABLES``, in alphabetical order."""
    from pkgutil import iter_modules

    found = (import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__))
    return tuple(module for module in found if hasattr(module, "TABLES"))


def policy_name(module: ModuleType) -> str:
    """What a rule module's policy is called: the last part of the module's name."""
    return module.__name__.rpartition(".")[2]


def tables() -> tuple[DecisionTable[Any, Any, Any], ...]:
    """Every decision table of every rule module, in their order."""
    return tuple(table for module in modules() for table in module.TABLES)


def __getattr__(name: str) -> Any:
    """Load what compares policies when it is first named: few who decide need it."""
    if name in {"changes", "impact"}:
        return getattr(import_module(f"{__name__}.revisions"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
