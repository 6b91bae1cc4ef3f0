"""Texts: what is certain of a message or of a buyer's comment from its words alone."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import text
from sellerpolicy.errors import BadFact
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.rules.messaging import Permission
from sellerpolicy.text import Contacts, Leads, Link

MESSAGE = sp.Message(purpose=sp.Purpose.RETURN_QUESTION, sent_on=date(2026, 11, 20), channel=sp.Channel.MESSAGING)
COMMENT = sp.FeedbackComment(order_id="O-1", left_on=date(2026, 11, 20))
SHOP = "https://shop.example.com/"
READ = ("has_outside_link", "links_are_secure", "has_email_address", "has_phone_number", "names_order")


def links(words: str, **options: Any) -> list[tuple[str, Leads]]:
    return [(link.url, link.leads) for link in text.contacts(words, **options).links]


def calls(words: str, **options: Any) -> tuple[str, ...]:
    return text.contacts(words, **options).phone_numbers


def mails(words: str, **options: Any) -> tuple[str, ...]:
    return text.contacts(words, **options).email_addresses


class TestLinks:
    """No links out of Amazon (004-4): which addresses are there, and where they lead."""

    @pytest.mark.parametrize(
        ("words", "url", "leads"),
        [
            ("Look: https://www.amazon.com/dp/B000.", "https://www.amazon.com/dp/B000", Leads.TO_AMAZON),
            ("https://sellercentral.amazon.co.uk:443/x", "https://sellercentral.amazon.co.uk:443/x", Leads.TO_AMAZON),
            ("HTTPS://WWW.AMAZON.DE/", "HTTPS://WWW.AMAZON.DE/", Leads.TO_AMAZON),
            ("www.amazon.co.jp", "www.amazon.co.jp", Leads.TO_AMAZON),
            ("(see http://shop.example.com/a?b=c#d)", "http://shop.example.com/a?b=c#d", Leads.AWAY),
            ("www.example.com", "www.example.com", Leads.AWAY),
            ("ftp://example.com/file", "ftp://example.com/file", Leads.AWAY),
            ("http://192.168.0.1/x", "http://192.168.0.1/x", Leads.AWAY),
            # what only looks like Amazon
            ("https://amazon.com.example.com/", "https://amazon.com.example.com/", Leads.AWAY),
            ("https://www.amazon.com@example.com/", "https://www.amazon.com@example.com/", Leads.AWAY),
            ("https://notamazon.com/", "https://notamazon.com/", Leads.AWAY),
            ("https://\u0430mazon.com/", "https://\u0430mazon.com/", Leads.AWAY),
            ("https://xn--mazon-3ve.com/", "https://xn--mazon-3ve.com/", Leads.AWAY),
            ("https://bucket.s3.amazonaws.com/x", "https://bucket.s3.amazonaws.com/x", Leads.AWAY),
            ("שלום https://example.com/ תודה", "https://example.com/", Leads.AWAY),
            # full-width letters are Amazon's own host to a browser
            ("https://www.\uff41mazon.com/", "https://www.\uff41mazon.com/", Leads.TO_AMAZON),
            # short addresses do not say where they lead
            ("https://amzn.to/3xyz", "https://amzn.to/3xyz", Leads.UNSURE),
            ("https://a.co/d/1", "https://a.co/d/1", Leads.UNSURE),
            # programs differ about these
            ("https://amazon.com\\@example.com/", "https://amazon.com\\@example.com/", Leads.UNSURE),
            ("http://localhost:80/", "http://localhost:80/", Leads.UNSURE),
        ],
    )
    def test_where_they_lead(self, words: str, url: str, leads: Leads) -> None:
        assert links(words) == [(url, leads)]

    @pytest.mark.parametrize(
        "words",
        [
            "Thanks.It came on Monday.So good.",
            "example.com",
            "//example.com/x",
            "hxxps://example[.]com",
            "https colon slash slash example dot com",
            "https://example",
            "https://amazon。com/x",
            "https://amazon.com%2eexample.com/",
            "https://[::1/",
            "https:// example.com",
        ],
    )
    def test_what_is_none_for_certain(self, words: str) -> None:
        assert all(leads is Leads.UNSURE for _, leads in links(words))

    def test_each_once_in_order(self) -> None:
        assert [url for url, _ in links(f"{SHOP} www.example.com {SHOP}")] == [SHOP, "www.example.com"]


class TestEmailAddresses:
    """No contact outside Buyer-Seller Messaging (004-4): e-mail addresses."""

    @pytest.mark.parametrize(
        ("words", "address"),
        [
            ("Write to name@example.com.", "name@example.com"),
            ("<First.Last+shop@Example.co.uk>", "First.Last+shop@Example.co.uk"),
            ("mailto:name@example.com", "name@example.com"),
            ("abc@marketplace.amazon.com", "abc@marketplace.amazon.com"),
            ("שלחו אל name@example.com בבקשה", "name@example.com"),
        ],
    )
    def test_found(self, words: str, address: str) -> None:
        assert mails(words) == (address,)

    @pytest.mark.parametrize(
        "words",
        [
            "name at example dot com",
            "name (at) example.com",
            "name [at] example [dot] com",
            "name＠example．com",
            "name@ example.com",
            "na me @ exa mple . com",
            "name@exam\u200bple",
            "@example, 2@3, a@b",
            "\u202emoc.elpmaxe@eman",
            "\u202ename@example.com\u202c",
            "",
        ],
    )
    def test_what_is_hidden_is_not_claimed(self, words: str) -> None:
        message = text.read_message(words, MESSAGE)
        assert mails(words) == ()
        assert message.has_email_address is None


class TestPhoneNumbers:
    """No contact outside Buyer-Seller Messaging (004-4): telephone numbers."""

    @pytest.mark.parametrize(
        ("words", "number"),
        [
            ("+1 206 266 1000", "+12062661000"),
            ("+49 (0)30 901820", "+4930901820"),
            ("＋49 30 901820", "+4930901820"),
            ("+٤٩ ٣٠ ٩٠١٨٢٠", "+4930901820"),
            ("(206) 266-1000", "+12062661000"),
            ("Please call us: 206-266-1000", "+12062661000"),
            ("tel. 206.266.1000", "+12062661000"),
            ("WhatsApp 206 266 1000", "+12062661000"),
        ],
    )
    def test_found(self, words: str, number: str) -> None:
        assert calls(words) == (number,)

    @pytest.mark.parametrize(
        "words",
        [
            "111-2345678-9012345",
            "Order 206-2661000-2062661",
            "call about 206-2661000-2062661",
            "206-266-1000",
            "Your part 206-266-1000 has shipped",
            "2062661000",
            "call 12345",
            "(555) 123-4567",
            "1Z999AA10123456784",
            "9780306406157",
            "2026-11-20 10:00, $206.26",
            "two zero six, two six six, one thousand",
            "I will call you. My order is 206-266-1000",
        ],
    )
    def test_what_may_be_something_else_is_not_claimed(self, words: str) -> None:
        assert calls(words) == ()
        assert text.read_message(words, MESSAGE).has_phone_number is None

    def test_a_country_writes_its_own(self) -> None:
        assert calls("Call 020 7219 3000", marketplace=sp.Marketplace.UK) == ("+442072193000",)
        assert calls("Tel. 030 901820", marketplace=sp.Marketplace.DE) == ("+4930901820",)
        assert calls("Tel. 030 901820") == ()


class TestHtml:
    """Of HTML counts what a reader sees, and where its links lead."""

    @pytest.mark.parametrize(
        ("html", "found"),
        [
            (f'<a href="{SHOP}">amazon</a>', Contacts(links=(Link(SHOP, Leads.AWAY, is_insecure=False),))),
            ('<area href=" HTTP://example.com/ ">', Contacts(links=(Link("http://example.com/", Leads.AWAY, True),))),
            ('<a href="MailTo:a%40example.com?subject=x">x</a>', Contacts(email_addresses=("a@example.com",))),
            ('<a href="mailto:?subject=x">x</a>', Contacts()),
            ('<a href="tel:+1-206-266-1000">x</a>', Contacts(phone_numbers=("+12062661000",))),
            ("na<b>me@exam</b>ple.com", Contacts(email_addresses=("name@example.com",))),
            ("&#110;ame&#64;example&period;com", Contacts(email_addresses=("name@example.com",))),
            ("<td>name@example</td><td>.com</td>", Contacts()),
            ("<script>a@example.com</script><style>b@example.com</style>", Contacts()),
            ("</style><p>a@example.com", Contacts(email_addresses=("a@example.com",))),
            ("<!-- a@example.com --><!doctype html>", Contacts()),
            ('<img src="https://example.com/p.gif"><link href="https://example.com/s.css">', Contacts()),
            ('<a href="javascript:alert(1)">x</a><a href>y</a><a href="/gp/help">z</a>', Contacts()),
            (
                '<a href="https://exa mple.com">x</a>',
                Contacts(links=(Link("https://exa mple.com", Leads.UNSURE, False),)),
            ),
            ('<a href="https://[::1/">x</a>', Contacts(links=(Link("https://[::1/", Leads.UNSURE, False),))),
            ("<![foo[ name@example.com ]]>", Contacts()),
            ('a@example.com <a href="https://example.com/', Contacts(email_addresses=("a@example.com",))),
            ("1 < 2, a@example.com", Contacts(email_addresses=("a@example.com",))),
            ("<p>111-1234567-1234567</p>", Contacts(order_ids=("111-1234567-1234567",))),
        ],
    )
    def test_what_is_seen(self, html: str, found: Contacts) -> None:
        assert text.contacts(html, is_html=True) == found

    @given(st.text(alphabet="<>!-[]/ab@.\"'= &;#", max_size=40))
    def test_no_html_is_too_broken(self, html: str) -> None:
        assert isinstance(text.contacts(html, is_html=True), Contacts)


class TestMessages:
    """What is certain is filled in; all else stays unknown, and is named where the permission hangs on it."""

    def test_what_is_found(self) -> None:
        words = f"Order 111-1234567-1234567: see {SHOP}, call +1 206 266 1000 or write to a@example.com"
        found = text.read_message(words, MESSAGE, order_id="111-1234567-1234567")
        assert [getattr(found, name) for name in READ] == [True, None, True, True, True]

    def test_nothing_found_proves_nothing(self) -> None:
        found = text.read_message("We are sorry to hear that.", MESSAGE, order_id="111-1234567-1234567")
        assert found == MESSAGE
        assert set(READ) - {"links_are_secure"} <= set(sp.messaging.permitted(found).needs)

    def test_a_link_to_amazon_is_no_link_away_and_proves_nothing(self) -> None:
        assert text.read_message("https://www.amazon.com/ https://amzn.to/1", MESSAGE) == MESSAGE

    def test_another_orders_number_is_not_this_orders(self) -> None:
        assert text.read_message("Order 111-1234567-1234567", MESSAGE, order_id="111-1234567-7654321") == MESSAGE
        assert text.read_message("Order 111-1234567-1234567", MESSAGE) == MESSAGE

    @pytest.mark.parametrize(
        ("words", "secure"),
        [
            ("https://example.com/", None),
            ("www.example.com", None),
            ("http://example.com/", False),
            ("https://example.com/ http://example.com/", False),
            ("https://example.com/ http://www.amazon.com/", None),
        ],
    )
    def test_links_that_are_not_secure(self, words: str, *, secure: bool | None) -> None:
        found = text.read_message(words, MESSAGE)
        assert (found.has_outside_link, found.links_are_secure) == (True, secure)

    def test_what_is_known_stays(self) -> None:
        known = evolve(MESSAGE, has_email_address=False, number_is_excepted=True, has_phone_number=True)
        assert text.read_message("Call +1 206 266 1000", known) == known

    def test_what_the_text_refutes_is_refused(self) -> None:
        known = evolve(MESSAGE, has_email_address=False)
        with pytest.raises(
            BadFact, match=r"Message.has_email_address: expected True or None, for the text has 'a@b.de'"
        ):
            text.read_message("a@b.de", known)

    def test_it_decides(self) -> None:
        found = text.read_message("Write to a@example.com", MESSAGE)
        assert sp.messaging.permitted(found).outcome is Permission.FORBIDDEN

    @given(st.text(), st.booleans())
    def test_no_text_denies_anything_but_secure_links(self, words: str, is_html: bool) -> None:
        found = text.read_message(words, MESSAGE, order_id="111-1234567-1234567", is_html=is_html)
        changed = [
            each.name for each in fields_of(sp.Message) if getattr(found, each.name) != getattr(MESSAGE, each.name)
        ]
        assert set(changed) <= set(READ)
        assert all(getattr(found, name) is (name != "links_are_secure") for name in changed)

    @given(st.text(st.characters(exclude_characters="\u202d\u202e")))
    def test_words_around_an_address_do_not_hide_it(self, words: str) -> None:
        found = text.read_message(f"{words} a@example.com http://example.com/x\n{words}", MESSAGE)
        assert (found.has_email_address, found.has_outside_link, found.links_are_secure) == (True, True, False)

    @pytest.mark.parametrize(
        "piece", ["a@", "www.", "https://a", "(206) 266-1000 ", "12-", "<a href=", "&#64;", "<![", "x "]
    )
    def test_long_texts_take_seconds_at_most(self, piece: str) -> None:
        words = piece * (100_000 // len(piece))
        began = time.process_time()
        for is_html in (False, True):
            text.contacts(words, is_html=is_html)
        assert time.process_time() - began < 10


class TestNoText:
    """What is no text is refused by name."""

    @pytest.mark.parametrize("words", [None, 7, b"a@example.com"])
    @pytest.mark.parametrize("is_html", [False, True])
    def test_it(self, words: Any, *, is_html: bool) -> None:
        with pytest.raises(BadFact, match="words: expected text, got "):
            text.contacts(words, is_html=is_html)
        with pytest.raises(BadFact, match="words: expected text, got "):
            text.read_comment(words, COMMENT, sellers_own=())


class TestComments:
    """Feedback that gives away the seller's own data may be removed (004-9)."""

    OWN = ("Help@shop.example.com", "206-266-1000", "Mary Major", "Mary")

    @pytest.mark.parametrize(
        "words",
        ["I wrote to help@SHOP.example.com!", "Call +1 (206) 266-1000", "ask for mary  MAJOR.", "Mary\nMajor lied"],
    )
    def test_the_sellers_own(self, words: str) -> None:
        found = text.read_comment(words, COMMENT, sellers_own=self.OWN)
        assert found == evolve(COMMENT, has_personal_data=True)

    @pytest.mark.parametrize(
        "words", ["a@example.com", "+49 30 901820", "Mary was nice", "Rosemary Majors", "Mary M. Major", ""]
    )
    def test_others_and_halves_prove_nothing(self, words: str) -> None:
        assert text.read_comment(words, COMMENT, sellers_own=self.OWN) == COMMENT

    def test_what_the_text_refutes_is_refused(self) -> None:
        with pytest.raises(BadFact, match="FeedbackComment.has_personal_data: expected True or None"):
            text.read_comment("Mary Major", evolve(COMMENT, has_personal_data=False), sellers_own=self.OWN)
