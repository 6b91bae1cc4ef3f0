"""References: what each maker of references fills in, and how a reference is said."""

from __future__ import annotations

from datetime import date

import pytest

import sellerpolicy as sp
from sellerpolicy.logic import WHAT_IF, agreement, announcement, forum_post, guide, help_page, policy_page
from sellerpolicy.logic.limits import Reading
from sellerpolicy.logic.references import Confidence, Kind, Reference

ADDRESS = "https://example.com/text"
PUBLISHED, READ = date(2019, 8, 16), date(2026, 11, 21)


class TestHelpPages:
    """A page of Amazon's help is known by its page id and stands in Seller Central, unless an address is given."""

    def test_in_seller_central(self) -> None:
        assert help_page("A page", "P1", read="2026-11-21") == Reference(
            id="help:P1",
            title="A page",
            url="https://sellercentral.amazon.com/help/hub/reference/external/P1",
            kind=Kind.HELP_PAGE,
            published=None,
            read=READ,
            confidence=Confidence.AMAZON,
        )

    def test_elsewhere(self) -> None:
        made = help_page(
            "A page",
            "P1",
            read="2026-11-21",
            url=ADDRESS,
            published="2019-08-16",
            kind=Kind.SCHEMA,
            confidence=Confidence.UNCONFIRMED,
        )
        assert made == Reference(
            id="help:P1",
            title="A page",
            url=ADDRESS,
            kind=Kind.SCHEMA,
            published=PUBLISHED,
            read=READ,
            confidence=Confidence.UNCONFIRMED,
        )


class TestPolicyPages:
    """A page of Amazon's policies is a help page that is policy: Amazon's own words."""

    def test_in_seller_central(self) -> None:
        assert policy_page("A policy", "P2", read="2026-11-21") == Reference(
            id="help:P2",
            title="A policy",
            url="https://sellercentral.amazon.com/help/hub/reference/external/P2",
            kind=Kind.POLICY_PAGE,
            published=None,
            read=READ,
            confidence=Confidence.AMAZON,
        )

    def test_elsewhere(self) -> None:
        assert policy_page("A policy", "P2", read="2026-11-21", url=ADDRESS, published="2019-08-16") == Reference(
            id="help:P2",
            title="A policy",
            url=ADDRESS,
            kind=Kind.POLICY_PAGE,
            published=PUBLISHED,
            read=READ,
            confidence=Confidence.AMAZON,
        )


class TestForumPosts:
    """A thread of a forum is known by its number, and relays Amazon's words unless it is said whose they are."""

    def test_without_a_day(self) -> None:
        assert forum_post("A thread", "77", url=ADDRESS, read="2026-11-21") == Reference(
            id="forum:77",
            title="A thread",
            url=ADDRESS,
            kind=Kind.FORUM_POST,
            published=None,
            read=READ,
            confidence=Confidence.RELAYED,
        )

    def test_of_a_day_and_in_amazons_own_words(self) -> None:
        made = forum_post(
            "A thread", "77", url=ADDRESS, read="2026-11-21", published="2019-08-16", confidence=Confidence.AMAZON
        )
        assert made == Reference(
            id="forum:77",
            title="A thread",
            url=ADDRESS,
            kind=Kind.FORUM_POST,
            published=PUBLISHED,
            read=READ,
            confidence=Confidence.AMAZON,
        )


class TestAnnouncements:
    """An announcement is Amazon's own words, unless it is said whose they are."""

    def test_without_a_day(self) -> None:
        assert announcement("A change", "change", url=ADDRESS, read="2026-11-21") == Reference(
            id="announcement:change",
            title="A change",
            url=ADDRESS,
            kind=Kind.ANNOUNCEMENT,
            published=None,
            read=READ,
            confidence=Confidence.AMAZON,
        )

    def test_of_a_day_and_relayed(self) -> None:
        made = announcement(
            "A change", "change", url=ADDRESS, read="2026-11-21", published="2019-08-16", confidence=Confidence.RELAYED
        )
        assert made == Reference(
            id="announcement:change",
            title="A change",
            url=ADDRESS,
            kind=Kind.ANNOUNCEMENT,
            published=PUBLISHED,
            read=READ,
            confidence=Confidence.RELAYED,
        )


class TestAgreements:
    """A contract is Amazon's own words, unless it is said whose they are."""

    def test_without_a_day(self) -> None:
        assert agreement("A contract", "contract", url=ADDRESS, read="2026-11-21") == Reference(
            id="agreement:contract",
            title="A contract",
            url=ADDRESS,
            kind=Kind.AGREEMENT,
            published=None,
            read=READ,
            confidence=Confidence.AMAZON,
        )

    def test_of_a_day_and_relayed(self) -> None:
        made = agreement(
            "A contract",
            "contract",
            url=ADDRESS,
            read="2026-11-21",
            published="2019-08-16",
            confidence=Confidence.RELAYED,
        )
        assert made == Reference(
            id="agreement:contract",
            title="A contract",
            url=ADDRESS,
            kind=Kind.AGREEMENT,
            published=PUBLISHED,
            read=READ,
            confidence=Confidence.RELAYED,
        )


class TestGuides:
    """Somebody else's explanation is a secondary source."""

    @pytest.mark.parametrize(("text", "published"), [(None, None), ("2019-08-16", PUBLISHED)])
    def test_a_guide(self, text: str | None, published: date | None) -> None:
        assert guide("A guide", "g", url=ADDRESS, read="2026-11-21", published=text) == Reference(
            id="guide:g",
            title="A guide",
            url=ADDRESS,
            kind=Kind.GUIDE,
            published=published,
            read=READ,
            confidence=Confidence.SECONDARY,
        )


class TestReferences:
    """A reference is said with its days, can say something else, and is the only one with its id."""

    def test_said_with_its_days(self) -> None:
        contract = agreement("A contract", "bsa", url=ADDRESS, read="2026-11-21", published="2019-08-16")
        assert str(contract) == "A contract (agreement, published 2019-08-16, read 2026-11-21)"

    def test_said_without_the_day_that_is_not_known(self) -> None:
        assert str(help_page("A page", "P1", read="2026-11-21")) == "A page (help page, read 2026-11-21)"
        assert str(WHAT_IF) == "Your own what-if (what-if)"

    def test_days_may_be_given_as_days(self) -> None:
        made = Reference("own", "My own", None, Kind.SOURCE, PUBLISHED, READ)
        assert (made.published, made.read, made.confidence) == (PUBLISHED, READ, Confidence.AMAZON)

    def test_what_it_says_is_a_reading_of_it(self) -> None:
        page = help_page("A page", "P1", read="2026-11-21")
        assert page.says(7) == Reading(value=7, reference=page)

    def test_every_reference_of_every_policy_has_its_own_id(self) -> None:
        by_id: dict[str, object] = {}
        for module in sp.rules.modules():
            for reference in vars(module).values():
                if isinstance(reference, Reference):
                    assert by_id.setdefault(reference.id, reference) == reference
        assert by_id
