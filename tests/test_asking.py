"""Asking: a question put to a person, one fact after the other, until its answer is known."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from typing import Any

import pytest

import sellerpolicy as sp
from sellerpolicy.__main__ import main
from sellerpolicy.asking import Conversation, Found
from sellerpolicy.errors import BadFact, NoPolicyText
from sellerpolicy.questions import question
from sellerpolicy.rules.a_to_z import Eligibility
from sellerpolicy.rules.account_status import Assurance
from sellerpolicy.rules.injury_and_damage import InjuryPayer
from sellerpolicy.rules.insurance import Requirement
from sellerpolicy.rules.messaging import Answer
from sellerpolicy.rules.order_defect_rate import Defect
from sellerpolicy.rules.returns import DissatisfactionTarget, RestockingFee
from sellerpolicy.rules.shipping_performance import Invoicing, Offer


class Talk:
    """A conversation with answers written down beforehand."""

    def __init__(self, rule: str, *answers: str, **known: str) -> None:
        self.lines: list[str] = []
        self.answers = list(answers)
        self.found: Found = Conversation(self.lines.append, self.hear, known).decide(question(rule))

    def hear(self) -> str:
        return self.answers.pop(0)

    @property
    def asked(self) -> list[str]:
        """The names of what was asked for."""
        found = (re.match(r"\n(?:(\w+)(?::|$)|(.*\?)$)", line) for line in self.lines)
        return [match[1] or match[2] for match in found if match]

    @property
    def outcome(self) -> Any:
        assert self.answers == []
        return self.found.decision.outcome


class TestJustWhatIsNeeded:
    """It asks for what a fact cannot be built without, and then for what the answer hangs on, and for no more."""

    def test_a_fact_that_settles_it_ends_it(self) -> None:
        talk = Talk("injury_and_damage.who_pays", "", "property damage", "10", "2024-03-01", "no")
        assert talk.asked == ["claim_id", "harm", "amount", "filed_on", "is_valid"]
        assert talk.outcome is InjuryPayer.NOBODY

    def test_before_the_process_nothing_more_is_asked(self) -> None:
        talk = Talk("injury_and_damage.who_pays", "", "property_damage", "10", "2019-03-01")
        assert talk.outcome is InjuryPayer.BETWEEN_THE_PARTIES

    def test_what_two_facts_have_in_common_is_asked_once(self) -> None:
        talk = Talk("a_to_z.eligibility", "C-1", "O-1", "not_received", "2024-03-20 10:00", "2024-03-01", "2024-03-05")
        assert talk.asked == ["claim_id", "order_id", "reason", "filed_at", "placed_on", "deliver_by"]
        assert talk.outcome is Eligibility.ELIGIBLE

    def test_fields_of_facts_are_asked_for_where_a_case_has_others(self) -> None:
        """Restocking fees are judged in coins; what is asked for is what was withheld, and the price."""
        talk = Talk(
            *("returns.restocking_fee", "", "", "2024-03-20 10:00", "2024-03-01"),
            *("4.00", "no", "original", "no", "20", "yes"),
        )
        assert talk.asked[4:] == ["withheld", "sellers_fault", "condition", "in_policy", "price", "photo_given"]
        assert talk.outcome is RestockingFee.ALLOWED

    def test_an_instant_that_the_question_itself_takes(self) -> None:
        talk = Talk("messaging.answer", "", "2026-11-20T18:00:00Z", "2026-11-21T18:00:01Z", "never")
        assert talk.asked == ["message_id", "received_at", "at", "answered_at"]
        assert talk.outcome is Answer.LATE


class TestSeveralFacts:
    """A question may take several facts of a kind, or one of several kinds."""

    def test_one_month_after_the_other(self) -> None:
        talk = Talk("insurance.requirement", "2026-09-01", "9000", "yes", "2026-10-01", "10000.01", "no", "2026-11-21")
        assert talk.outcome is Requirement.REQUIRED

    def test_facts_that_need_not_be_told(self) -> None:
        known = {"marketplace": "uk"}
        order = ("", "2024-03-01")
        talk = Talk("shipping_performance.invoicing", *order, "no", "yes", "2024-03-02", **known)
        assert talk.outcome is Invoicing.MISSING
        assert "Is there anything to tell of the invoices?" in talk.asked
        told = Talk("shipping_performance.invoicing", *order, "yes", "2024-03-02", "no", "yes", "2024-03-02", **known)
        assert told.outcome is Invoicing.IN_TIME

    def test_several_with_names_of_their_own(self) -> None:
        first, second = ("O-1", "2026-10-20"), ("O-2", "2026-10-21")
        talk = Talk(
            *("shipping_performance.offer", *first, "yes", *second, "no", "2026-11-01"),
            marketplace="uk",
            cancelled_by="seller",
        )
        assert talk.asked.count("order_id") == 2
        assert (talk.outcome, talk.found.decision.case.in_a_row) == (Offer.STAYS, 2)
        assert [each.outcome for each in talk.found.decision.disagreements] == [Offer.MAY_BE_REMOVED]

    def test_facts_that_belong_together(self) -> None:
        """Each return with its order, whose number is asked once; the window as its first and last day."""
        first = ("R-1", "O-1", "2024-03-05 10:00", "2024-03-01")
        second = ("R-2", "O-2", "2024-03-06 10:00", "2024-03-01")
        talk = Talk(
            *("returns.dissatisfaction", *first, "yes", *second, "no"),
            *("2024-03-01 until 30", "2024-03-30 to 2024-03-01", "2024-03-01 to 2024-03-30"),
            unresolved="no",
            wrongly_rejected="no",
            answered_at="2024-03-06 11:00",
        )
        assert talk.asked.count("order_id") == 2
        assert (talk.outcome, talk.found.decision.case.requests) == (DissatisfactionTarget.MET, 2)
        said = "Please answer with the first and the last day, such as 2026-09-07 to 2026-11-05."
        assert f"  That cannot be read: '2024-03-01 until 30'. {said}" in talk.lines
        assert f"  That cannot be read: '2024-03-30 to 2024-03-01'. {said}" in talk.lines

    def test_what_a_count_hangs_on_is_asked_for(self) -> None:
        returned, order = ("R-1", "O-1", "2024-03-05 10:00"), ("2024-03-01",)
        window = "2024-03-01 to 2024-03-30"
        told = Talk("returns.dissatisfaction", *returned, *order, "no", window, "no", "2024-03-06 11:00")
        assert told.asked[-3:] == ["window", "in_policy", "answered_at"]
        assert told.outcome is DissatisfactionTarget.MET
        assert set(told.found.assumed) == {
            *("marketplace=us", "fulfilled_by=seller", "unresolved=no", "wrongly_rejected=no", "exempt=no"),
        }
        known = {"in_policy": "no", "answered_at": "never"}
        late = Talk("returns.dissatisfaction", *returned, *order, "no", window, **known)
        assert late.outcome is DissatisfactionTarget.MISSED

    def test_arguments_that_are_true_false_or_unknown(self) -> None:
        rating = ("2026-10-01", "150", "no", "2026-11-01")
        talk = Talk("account_status.assurance", *rating, "ja", "NO", "unknown")
        assert talk.outcome is Assurance.NOT_ELIGIBLE
        assert "  That cannot be read: 'ja'. Please answer with yes or no or unknown." in talk.lines
        known = Talk("account_status.assurance", *rating, has_professional_plan="no", has_emergency_phone="unknown")
        assert known.outcome is Assurance.NOT_ELIGIBLE
        with pytest.raises(BadFact, match="has_professional_plan: expected yes or no or unknown, got 'ja'"):
            Talk("account_status.assurance", *rating, has_professional_plan="ja")

    def test_one_of_several_kinds(self) -> None:
        talk = Talk("order_defect_rate.defect", "chargback", "chargeback", "", "service", "2024-03-01")
        assert talk.outcome is Defect.DEFECT
        assert "  That cannot be read: 'chargback'. Did you mean chargeback?" in talk.lines


class TestUnknown:
    """An unknown fact is an answer too; then the decision says what it hangs on."""

    def test_what_is_unknown_stays_unknown(self) -> None:
        talk = Talk("injury_and_damage.who_pays", "", "property_damage", "10", "2024-03-01", *["unknown"] * 4)
        assert talk.outcome is None
        assert talk.found.decision.needs == ("is_valid", "follows_policy", "seller_insured", "insurance_required")
        assert talk.asked[4:] == list(talk.found.decision.needs)


class TestBadAnswers:
    """A bad answer is asked for again; what contradicts the rest is taken back."""

    def test_it_is_asked_again(self) -> None:
        talk = Talk("feedback.kind", "", "six", "6", "2", "2024-03-01")
        assert talk.lines.count("  That cannot be read: 'six'. Please answer with a whole number of stars from 1 to 5.")
        assert talk.outcome is not None

    def test_what_contradicts_the_rest_is_taken_back(self) -> None:
        received, seen, before = "2026-11-20T18:00:00Z", "2026-11-21T18:00:00Z", "2026-11-20T17:59:59Z"
        talk = Talk("messaging.answer", "", received, seen, before, "never")
        assert any(line.startswith("That cannot be: BuyerMessage.answered_at: expected") for line in talk.lines)
        assert talk.outcome is Answer.AWAITED

    def test_so_are_required_facts(self) -> None:
        """A month's threshold cannot be passed on a day of another month."""
        talk = Talk(
            *("insurance.requirement", "2026-10-01", "10000.01", "no", "2026-11-21"),
            "2026-10-20",
            reached_on="2026-09-20",
        )
        assert any(line.startswith("That cannot be: MonthlySales.reached_on") for line in talk.lines)
        assert talk.outcome is Requirement.REQUIRED

    def test_what_nothing_can_mend_is_raised(self) -> None:
        with pytest.raises(BadFact, match="^at: expected an instant on or after"):
            Talk("messaging.answer", "", "2026-11-20T18:00:00Z", "2026-11-19T18:00:00Z")


class TestKnownBeforehand:
    """What is known beforehand is not asked for; what is taken for granted is said."""

    def test_defaults_are_said(self) -> None:
        talk = Talk("feedback.kind", "", "2", "2024-03-01")
        assert talk.found.assumed == ("marketplace=us", "removed=no", "struck_through=no")

    def test_known_facts_are_not_asked_for(self) -> None:
        talk = Talk("feedback.kind", "2024-03-01", order_id="O-1", rating="2", removed="no", marketplace="uk")
        assert talk.asked == ["left_on"]
        assert talk.found.decision.case.marketplace is sp.Marketplace.UK
        assert talk.found.assumed == ("struck_through=no",)

    def test_arguments_that_are_no_facts(self) -> None:
        talk = Talk("feedback.kind", "", "2", "2024-03-01", on="2024-04-01")
        assert str(talk.found.decision.policy_day) == "2024-04-01"

    def test_a_misspelt_name(self) -> None:
        with pytest.raises(BadFact, match=r"NAME=VALUE: expected one of order_id, .*did you mean 'marketplace'"):
            Talk("feedback.kind", marketplce="uk")

    def test_silence_of_the_texts_is_raised(self) -> None:
        with pytest.raises(NoPolicyText):
            Talk("account_status.health", "2019-01-01", "200")


class TestTheCommand:
    """Answers may also come from a pipe; what is known beforehand stands behind the rule's name."""

    def test_from_a_pipe(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr("sys.stdin", StringIO("O-1\n2024-03-01\n"))
        assert main(["ask", "feedback.kind", "rating=5"]) == 0
        assert "What kind of rating is it: POSITIVE" in capsys.readouterr().out

    def test_when_the_pipe_ends_too_soon(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.stdin", StringIO("O-1\n"))
        assert main(["ask", "feedback.kind"]) == 130
        assert capsys.readouterr().out.endswith("Stopped: nothing is decided.\n")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["feedback.kind", "rating"], "NAME=VALUE: expected a fact's name, an equals sign and its value"),
            (["feedback.kind", "rating=6"], "rating: expected a whole number of stars from 1 to 5, got '6'"),
            (["feedback.knd"], "did you mean 'feedback.kind'?"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["ask", *arguments]) == 2
        assert told in capsys.readouterr().err


def as_in_a_shell() -> None:
    """Give a new process its terminal, and Ctrl-C, which whoever runs the tests may have switched off."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A command in a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self.screen = ""
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "sellerpolicy", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=as_in_a_shell,  # noqa: PLW1509 - Ctrl-C needs a controlling terminal
            env={**os.environ, "TERM": "dumb"},  # no colours between the words
        )
        os.close(slave)

    def read(self) -> bool:
        """Read what comes; whether anything may come yet."""
        if not select.select([self.master], [], [], 60)[0]:
            raise TimeoutError(self.screen)
        try:
            shown = os.read(self.master, 4096)
        except OSError:  # the other side has closed
            return False
        self.screen += shown.decode(errors="replace").replace("\r\n", "\n")
        return bool(shown)

    def wait_until_it_asks(self) -> None:
        while not self.screen.endswith("> "):
            assert self.read(), self.screen
        self.screen += "\0"

    def type(self, keys: str | bytes) -> None:
        """Wait until it asks, and type."""
        self.wait_until_it_asks()
        os.write(self.master, keys if isinstance(keys, bytes) else keys.encode())

    def break_off(self, key: bytes) -> int:
        """Wait until it asks, and press a key until it ends: one pressed just before it listens is not heard."""
        self.wait_until_it_asks()
        while self.process.poll() is None:
            os.write(self.master, key)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(3)
        return self.end()

    def end(self) -> int:
        while self.read():
            pass
        return self.process.wait(60)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


@pytest.fixture
def terminal() -> Iterator[Any]:
    opened: list[Terminal] = []

    def start(*arguments: str) -> Terminal:
        opened.append(Terminal(*arguments))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


class TestInATerminal:
    """``sellerpolicy ask RULE`` asks in the terminal, and prints the decision with its proof."""

    def test_until_the_answer_is_known(self, terminal: Any) -> None:
        shown = terminal("ask", "injury_and_damage.who_pays")
        for keys in ("\n", "property damge\n", "property damage\n", "999.99\n", "2024-03-01\n", "no\n"):
            shown.type(keys)
        assert shown.end() == 0
        assert "Did you mean property_damage?" in shown.screen
        assert "Who pays: NOBODY" in shown.screen
        assert "no   Amazon found the claim valid" in shown.screen
        assert "\nSources\n" in shown.screen
        assert shown.screen.rstrip().endswith("Taken for granted: marketplace=us, resold=no.")

    def test_an_unknown_answer(self, terminal: Any) -> None:
        shown = terminal("ask", "feedback.removal", "marketplace=us")
        for keys in ("O-1\n", "2026-11-01\n", *["unknown\n"] * 9):
            shown.type(keys)
        assert shown.end() == 0
        assert "What becomes of the feedback: UNKNOWN" in shown.screen
        assert "To know it, find out:" in shown.screen

    @pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
    def test_it_can_be_broken_off(self, terminal: Any, key: bytes) -> None:
        shown = terminal("ask", "injury_and_damage.who_pays")
        shown.type("K-1\n")
        assert shown.break_off(key) == 130
        assert shown.screen.rstrip().endswith("Stopped: nothing is decided.")
        assert "Traceback" not in shown.screen

    def test_bytes_that_are_no_text(self, terminal: Any) -> None:
        shown = terminal("ask", "feedback.kind")
        shown.type("O-1\n")
        shown.type(b"\xff\n")
        shown.type("2\n")
        shown.type("2026-11-01\n")
        assert shown.end() == 0
        assert r"That cannot be read: '\\xff'." in shown.screen
        assert "What kind of rating is it: NEGATIVE" in shown.screen
