"""Displays: notebooks show a value's card, and print a long tuple as its count."""

from __future__ import annotations

from datetime import date

import pytest

import sellerpolicy as sp
from sellerpolicy.logic.displayed import Displayed, DisplayedTuple, OfClassToo
from sellerpolicy.views import displays

CLAIM = sp.InjuryClaim(claim_id="K", harm=sp.Harm.PERSONAL_INJURY, amount=sp.usd(5), filed_on=date(2021, 9, 1))


class Marks(DisplayedTuple[int]):
    """A tuple with a name of its own."""

    __slots__ = ()


class Sign:
    """Something that is shown, and whose class is shown too."""

    told = OfClassToo(repr)

    def __repr__(self) -> str:
        return "one sign"


class TestCards:
    """A notebook asks a value for its card, as HTML and as Markdown."""

    def test_a_decision(self) -> None:
        decision = sp.injury_and_damage.who_pays(CLAIM)
        assert decision._repr_html_() == displays.as_html(decision)
        assert decision._repr_markdown_() == displays.as_markdown(decision)

    def test_a_class_of_terms_and_terms(self) -> None:
        for shown in (sp.injury_and_damage.Terms, sp.injury_and_damage.Terms.on(date(2024, 1, 1))):
            assert shown._repr_html_() == displays.as_html(shown)
            assert shown._repr_markdown_() == displays.as_markdown(shown)

    def test_a_value_without_a_card(self) -> None:
        class Plain(Displayed):
            def __repr__(self) -> str:
                return "something plain"

        with pytest.raises(TypeError) as refusal:
            Plain()._repr_html_()
        assert str(refusal.value) == "no view shows something plain"


class TestTuples:
    """A tuple of up to ten members is printed as one; a longer one is counted."""

    @pytest.mark.parametrize(
        ("length", "printed"),
        [
            (0, "()"),
            (1, "(0,)"),
            (10, "(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)"),
            (11, "<Marks: 11>"),
            (200, "<Marks: 200>"),
        ],
    )
    def test_printed(self, length: int, printed: str) -> None:
        assert repr(Marks(range(length))) == printed


class TestOfClassToo:
    """A display that is asked of the class shows the class, asked of an instance it shows the instance."""

    def test_of_an_instance(self) -> None:
        assert Sign().told() == "one sign"

    def test_of_the_class(self) -> None:
        assert Sign.told() == repr(Sign)
