"""Displays: what notebooks show of a value, as HTML and as Markdown.

The views are imported when something is shown, so that nothing that decides depends on them.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import TypeVar

from attrs import frozen

Member = TypeVar("Member")

FEW = 10
"""So many members are printed."""


class Displayed:
    """A value that notebooks show as a card."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return as_html(self)

    def _repr_markdown_(self) -> str:
        return as_markdown(self)


class DisplayedTuple(Displayed, tuple[Member, ...]):
    """A tuple that notebooks show as a card, and that is counted where it is too long to print; else it is a tuple."""

    __slots__ = ()

    def __repr__(self) -> str:
        return super().__repr__() if len(self) <= FEW else f"<{type(self).__name__}: {len(self)}>"


@frozen
class OfClassToo:
    """A display that a class has of itself, beside that of its instances.

    Args:
        show: what is called with the class or with the instance.
    """

    show: Callable[[object], str]

    def __get__(self, instance: object, owner: type) -> MethodType:
        """The display of an instance, or of the class where there is none."""
        return MethodType(self.show, owner if instance is None else instance)


def as_html(value: object) -> str:
    """A value's card as HTML."""
    from sellerpolicy.views import displays

    return displays.as_html(value)


def as_markdown(value: object) -> str:
    """A value's card as Markdown."""
    from sellerpolicy.views import displays

    return displays.as_markdown(value)
