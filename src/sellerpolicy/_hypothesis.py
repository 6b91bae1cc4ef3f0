"""Hypothesis's entry point: ``st.from_type(sp.Order)`` works without importing ``sellerpolicy.strategies``.

Hypothesis calls ``register`` as soon as it is imported itself; the strategies are loaded when one is drawn from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sellerpolicy import facts

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def register() -> None:
    """Tell Hypothesis how to draw each kind of fact, money and windows."""
    from hypothesis import strategies

    for kind in facts.KINDS:
        strategies.register_type_strategy(kind, _facts)
    strategies.register_type_strategy(facts.Money, lambda _: _strategies().money())
    strategies.register_type_strategy(facts.Window, lambda _: _strategies().windows())


def _facts(kind: type[Any]) -> SearchStrategy[Any]:
    drawn: SearchStrategy[Any] = _strategies().facts(kind)
    return drawn


def _strategies() -> Any:
    from sellerpolicy import strategies

    return strategies
