"""What a seller can act on is named as the facts name it."""

from __future__ import annotations

import pytest

from sellerpolicy import facts
from sellerpolicy.facts.actionable import ACTIONABLE
from sellerpolicy.facts.fact import fields_of

FIELDS = {field.name for kind in facts.KINDS for field in fields_of(kind)}


class TestActionable:
    """Each name is that of a field of some fact; whose day it was filed, or what was claimed, no seller changes."""

    @pytest.mark.parametrize("name", sorted(ACTIONABLE))
    def test_is_a_field(self, name: str) -> None:
        assert name in FIELDS

    @pytest.mark.parametrize("name", ["amount", "filed_on", "reason", "rating", "marketplace", "placed_on"])
    def test_is_none_of_the_buyers_or_amazons(self, name: str) -> None:
        assert name in FIELDS
        assert name not in ACTIONABLE
