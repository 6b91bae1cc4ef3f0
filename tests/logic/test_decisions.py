"""Decisions: what the answer of a table carries, and how it is written out as JSON-ready values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, cast

import pytest
from attrs import evolve, frozen

import sellerpolicy as sp
from sellerpolicy.facts.never import NEVER_AT
from sellerpolicy.logic import (
    WHAT_IF,
    Condition,
    DatedTerms,
    DecisionTable,
    Disagreement,
    Limit,
    Note,
    Reason,
    Rule,
    agreement,
    announcement,
    anything,
    dated,
    forum_post,
    guide,
    help_page,
    originally,
    policy_page,
    since,
    symbols,
)
from sellerpolicy.views.text import explained

AT = "https://example.com"
HOUSE = policy_page("The shed", "HOUSE", read="2026-11-21", url=f"{AT}/shed")
STATUTES = agreement("The statutes", "statutes", url=f"{AT}/statutes", read="2026-11-20", published="2019-05-01")
LENDING = help_page("Lending tools", "LENDING", read="2026-11-19", url=f"{AT}/lending")
PRICES = announcement("Prices", "prices", url=f"{AT}/prices", read="2026-11-18")
NEW_PRICES = announcement("New prices", "new-prices", url=f"{AT}/new", read="2026-11-17", published="2019-12-24")
TIMES = announcement("Times", "times", url=f"{AT}/times", read="2026-11-16", published="2018-02-27")
NEW_TIMES = announcement("New times", "new-times", url=f"{AT}/new-times", read="2026-11-15", published="2021-02-26")
TRAINING = forum_post("Who is trained", "12", url=f"{AT}/12", read="2026-11-14")
BOARD = guide("What a member wrote", "board", url=f"{AT}/board", read="2026-11-13")
CLEAN = help_page("Clean tools", "CLEAN", read="2026-11-12", url=f"{AT}/clean")


class Tool(Enum):
    """What is lent."""

    DRILL = "power drill"
    SPADE = "spade"


class Answer(Enum):
    """What becomes of a request."""

    LENT = "lent out"
    KEPT = "kept here"
    ASKED = "a trainer is asked"


@frozen(kw_only=True)
class Request:
    """Somebody wants to borrow a tool; there is a fact of each kind, whether a condition reads it or not."""

    name: str = "R1"
    day: date
    marketplace: sp.Marketplace = sp.Marketplace.US
    tool: Tool | None = None
    worth: sp.Money | None = None
    days_wanted: int = 0
    trained: bool | None = None
    asked_at: datetime | None = None
    lost_on: date | None = None
    returned_at: datetime | None = None


@frozen
class Terms(DatedTerms):
    """What the shed fixed through the years."""

    lends: bool = dated("the shed lends tools", since("2019-05-01", True, STATUTES))
    cheap: Limit = dated(
        "what is cheap",
        originally(sp.at_most(sp.usd(50)), PRICES),
        since("2020-01-01", sp.below(sp.usd(80)), NEW_PRICES, but=BOARD.says(sp.at_most(sp.usd(80)))),
    )
    short: Limit = dated(
        "what is short", since("2018-03-01", sp.at_most(7), TIMES), since("2021-03-01", sp.at_most(14), NEW_TIMES)
    )


request, terms = cast("Any", symbols(Request)), cast("Any", symbols(Terms))

lends = Condition(terms.lends)
is_modest = Condition(
    f"worth {request.worth} ({terms.cheap}) or for {request.days_wanted} days ({terms.short})",
    terms.cheap.admits(request.worth) | terms.short.admits(request.days_wanted),
    LENDING,
)
is_trained = Condition("trained", request.trained, TRAINING)

LOAN = DecisionTable(
    "what becomes of the request",
    case=Request,
    terms=Terms,
    day=request.day,
    reference=HOUSE,
    notes=(Note("bring it back clean", CLEAN, (Answer.LENT, Answer.ASKED)),),
    rules=(
        Rule(~lends, then=Answer.KEPT),
        Rule(lends & is_modest & is_trained, then=Answer.LENT),
        Rule(lends & ~is_modest, then=Answer.KEPT),
        Rule(lends & is_modest & ~is_trained, then=Answer.ASKED),
    ),
)

# from 2021-03-01 fourteen days are short, before that seven; from 2020-01-01 less than USD 80 is cheap
LONG_AND_DEAR = Request(day=date(2020, 6, 15), worth=sp.usd(80), days_wanted=8, trained=True)
UNKNOWN = evolve(LONG_AND_DEAR, worth=sp.usd("79.99"), trained=None)
FORTNIGHT = Request(
    name="R7",
    day=date(2021, 6, 15),
    tool=Tool.DRILL,
    worth=sp.usd("1234.5"),
    days_wanted=14,
    trained=True,
    asked_at=datetime(2021, 6, 14, 9, 30, tzinfo=UTC),
    lost_on=sp.NEVER,
    returned_at=NEVER_AT,
)
OLD = Request(day=date(2019, 1, 1), worth=sp.usd(60), days_wanted=8, trained=True)


def written(reference: str, title: str, address: str, kind: str, *days: str | None, whose: str) -> dict[str, object]:
    """A reference as it stands in a written decision; the days are that of its publication and the last reading."""
    published, read = days
    return {
        "id": reference,
        "title": title,
        "url": f"https://example.com/{address}",
        "kind": kind,
        "published": published,
        "read": read,
        "confidence": whose,
    }


AMAZONS, RELAYED, SECONDARY = "Amazon's own words", "Amazon's words, relayed", "a secondary source"
WRITTEN_STATUTES = written(
    "agreement:statutes", "The statutes", "statutes", "agreement", "2019-05-01", "2026-11-20", whose=AMAZONS
)
WRITTEN_LENDING = written("help:LENDING", "Lending tools", "lending", "help page", None, "2026-11-19", whose=AMAZONS)
WRITTEN_NEW_PRICES = written(
    "announcement:new-prices", "New prices", "new", "announcement", "2019-12-24", "2026-11-17", whose=AMAZONS
)
WRITTEN_TIMES = written(
    "announcement:times", "Times", "times", "announcement", "2018-02-27", "2026-11-16", whose=AMAZONS
)
WRITTEN_NEW_TIMES = written(
    "announcement:new-times", "New times", "new-times", "announcement", "2021-02-26", "2026-11-15", whose=AMAZONS
)
WRITTEN_TRAINING = written("forum:12", "Who is trained", "12", "forum post", None, "2026-11-14", whose=RELAYED)
WRITTEN_BOARD = written("guide:board", "What a member wrote", "board", "guide", None, "2026-11-13", whose=SECONDARY)
WRITTEN_CLEAN = written("help:CLEAN", "Clean tools", "clean", "help page", None, "2026-11-12", whose=AMAZONS)


class TestWritten:
    """A decision is written out whole: the answer, what it hangs on, the case, each reason and each text."""

    def test_a_known_outcome_and_every_kind_of_fact(self) -> None:
        assert LOAN.decide(FORTNIGHT).to_dict() == {
            "schema": "sellerpolicy/decision/1",
            "table": "test_decisions.LOAN",
            "title": "what becomes of the request",
            "outcome": "lent out",
            "needs": [],
            "contested": False,
            "policy_day": "2021-06-15",
            "case": {
                "name": "R7",
                "day": "2021-06-15",
                "marketplace": "us",
                "tool": "power drill",
                "worth": "1234.5 USD",
                "days_wanted": 14,
                "trained": True,
                "asked_at": "2021-06-14T09:30:00+00:00",
                "lost_on": "never",
                "returned_at": "never",
            },
            "reasons": [
                {
                    "id": "test_decisions.lends",
                    "text": "the shed lends tools",
                    "holds": True,
                    "since": "2019-05-01",
                    "reference": "agreement:statutes",
                },
                {
                    "id": "test_decisions.is_modest",
                    "text": "worth USD 1,234.50 (below USD 80.00) or for 14 days (at most 14)",
                    "holds": True,
                    "since": "2021-03-01",
                    "reference": "announcement:new-times",
                },
                {
                    "id": "test_decisions.is_trained",
                    "text": "trained",
                    "holds": True,
                    "since": None,
                    "reference": "forum:12",
                },
            ],
            "disagreements": [],
            "notes": [{"text": "bring it back clean", "since": None, "reference": "help:CLEAN"}],
            "references": [
                WRITTEN_STATUTES,
                WRITTEN_LENDING,
                WRITTEN_NEW_PRICES,
                WRITTEN_NEW_TIMES,
                WRITTEN_TRAINING,
                WRITTEN_CLEAN,
            ],
        }

    def test_an_unknown_outcome_and_unknown_facts(self) -> None:
        assert LOAN.decide(UNKNOWN).to_dict() == {
            "schema": "sellerpolicy/decision/1",
            "table": "test_decisions.LOAN",
            "title": "what becomes of the request",
            "outcome": None,
            "needs": ["trained"],
            "contested": False,
            "policy_day": "2020-06-15",
            "case": {
                "name": "R1",
                "day": "2020-06-15",
                "marketplace": "us",
                "tool": None,
                "worth": "79.99 USD",
                "days_wanted": 8,
                "trained": None,
                "asked_at": None,
                "lost_on": None,
                "returned_at": None,
            },
            "reasons": [
                {
                    "id": "test_decisions.lends",
                    "text": "the shed lends tools",
                    "holds": True,
                    "since": "2019-05-01",
                    "reference": "agreement:statutes",
                },
                {
                    "id": "test_decisions.is_modest",
                    "text": "worth USD 79.99 (below USD 80.00) or for 8 days (at most 7)",
                    "holds": True,
                    "since": "2020-01-01",
                    "reference": "announcement:new-prices",
                },
                {
                    "id": "test_decisions.is_trained",
                    "text": "trained",
                    "holds": None,
                    "since": None,
                    "reference": "forum:12",
                },
            ],
            "disagreements": [],
            "notes": [],
            "references": [WRITTEN_STATUTES, WRITTEN_LENDING, WRITTEN_NEW_PRICES, WRITTEN_TIMES, WRITTEN_TRAINING],
        }

    def test_a_contested_outcome(self) -> None:
        told = LOAN.decide(LONG_AND_DEAR).to_dict()
        assert (told["outcome"], told["needs"], told["contested"]) == ("kept here", [], True)
        assert told["disagreements"] == [
            {
                "term": "test_decisions.cheap",
                "reading": "below USD 80.00",
                "other": "at most USD 80.00",
                "reference": "guide:board",
                "outcome": "lent out",
            }
        ]
        assert told["references"] == [
            WRITTEN_STATUTES,
            WRITTEN_LENDING,
            WRITTEN_NEW_PRICES,
            WRITTEN_TIMES,
            WRITTEN_TRAINING,
            WRITTEN_BOARD,
        ]

    def test_contested_by_a_reading_under_which_nothing_would_be_known(self) -> None:
        told = LOAN.decide(evolve(LONG_AND_DEAR, trained=None)).to_dict()
        assert (told["outcome"], told["needs"], told["contested"]) == ("kept here", [], True)
        assert told["disagreements"] == [
            {
                "term": "test_decisions.cheap",
                "reading": "below USD 80.00",
                "other": "at most USD 80.00",
                "reference": "guide:board",
                "outcome": None,
            }
        ]

    def test_a_what_if(self) -> None:
        asked = LOAN.decide(LONG_AND_DEAR, evolve(Terms.on(LONG_AND_DEAR.day), lends=False))
        told = asked.to_dict()
        assert told["outcome"] == "kept here"
        assert told["reasons"] == [
            {
                "id": "test_decisions.lends",
                "text": "the shed lends tools",
                "holds": False,
                "since": None,
                "reference": "what-if",
            }
        ]
        assert told["references"] == [
            {
                "id": "what-if",
                "title": "Your own what-if",
                "url": None,
                "kind": "what-if",
                "published": None,
                "read": None,
                "confidence": "unconfirmed",
            }
        ]

    def test_the_day_of_the_text_and_not_of_the_case(self) -> None:
        told = LOAN.decide(FORTNIGHT, on=date(2020, 6, 15)).to_dict()
        assert (told["policy_day"], told["case"]["day"], told["outcome"]) == ("2020-06-15", "2021-06-15", "kept here")

    @pytest.mark.parametrize("case", [FORTNIGHT, UNKNOWN, LONG_AND_DEAR, OLD])
    def test_json_keeps_it_as_it_is(self, case: Request) -> None:
        told = LOAN.decide(case).to_dict()
        assert repr(json.loads(json.dumps(told))) == repr(told)

    def test_the_case_reads_back_as_the_fact(self) -> None:
        claim = sp.InjuryClaim(
            claim_id="1",
            harm=sp.Harm.PROPERTY_DAMAGE,
            amount=sp.usd(1_000),
            filed_on=date(2024, 3, 5),
            decided_on=sp.NEVER,
        )
        told = sp.injury_and_damage.who_pays(claim).to_dict()["case"]
        assert told == claim.to_dict()
        assert sp.InjuryClaim.from_dict(told) == claim


class TestReason:
    """A reason rests on the latest text of the terms that it reads; without one on its own, then on the table's."""

    def test_the_later_of_two_texts(self) -> None:
        assert LOAN.decide(FORTNIGHT).reason(is_modest) == Reason(
            id="test_decisions.is_modest",
            text="worth USD 1,234.50 (below USD 80.00) or for 14 days (at most 14)",
            holds=True,
            reference=NEW_TIMES,
            since=date(2021, 3, 1),
        )
        assert LOAN.decide(UNKNOWN).reason(is_modest) == Reason(
            id="test_decisions.is_modest",
            text="worth USD 79.99 (below USD 80.00) or for 8 days (at most 7)",
            holds=True,
            reference=NEW_PRICES,
            since=date(2020, 1, 1),
        )

    def test_no_term_is_read(self) -> None:
        assert LOAN.decide(UNKNOWN).reason(is_trained) == Reason(
            id="test_decisions.is_trained", text="trained", holds=None, reference=TRAINING, since=None
        )

    def test_the_term_has_no_text_yet(self) -> None:
        decision = LOAN.decide(OLD)
        assert decision.outcome is Answer.KEPT
        assert decision.reasons[0] == Reason(
            id="test_decisions.lends", text="the shed lends tools", holds=None, reference=HOUSE, since=None
        )

    @pytest.mark.parametrize(
        ("day", "told"),
        [
            (date(2018, 2, 28), "worth unknown (at most USD 50.00) or for 8 days ((no text: what is short))"),
            (date(2018, 3, 1), "worth unknown (at most USD 50.00) or for 8 days (at most 7)"),
        ],
    )
    def test_a_silent_term_is_named(self, day: date, told: str) -> None:
        decision = sp.Decision(None, LOAN, evolve(OLD, worth=None), Terms.on(day), day)
        assert decision.reason(is_modest).text == told

    def test_the_caller_changed_the_term(self) -> None:
        decision = LOAN.decide(LONG_AND_DEAR, evolve(Terms.on(LONG_AND_DEAR.day), lends=False))
        assert decision.reasons == (
            Reason(id="test_decisions.lends", text="the shed lends tools", holds=False, reference=WHAT_IF, since=None),
        )

    @pytest.mark.parametrize("changed", [{"cheap": sp.at_most(sp.usd(90))}, {"short": sp.at_most(9)}], ids=str)
    def test_the_caller_changed_one_of_two_terms(self, changed: dict[str, Any]) -> None:
        """No text of the policy answers for a figure that is the caller's own."""
        reason = LOAN.decide(FORTNIGHT, evolve(Terms.on(FORTNIGHT.day), **changed)).reason(is_modest)
        assert (reason.reference, reason.since) == (WHAT_IF, None)


class TestReferences:
    """Every text that the answer rests on comes once: of conditions, terms, the table, doubts and notes."""

    def test_a_condition_names_its_own_text_and_those_of_its_terms(self) -> None:
        assert LOAN.decide(FORTNIGHT).references == (STATUTES, LENDING, NEW_PRICES, NEW_TIMES, TRAINING, CLEAN)

    def test_the_other_reading_comes_after_the_reasons(self) -> None:
        assert LOAN.decide(LONG_AND_DEAR).references == (STATUTES, LENDING, NEW_PRICES, TIMES, TRAINING, BOARD)

    def test_a_term_without_text_has_the_tables(self) -> None:
        assert LOAN.decide(OLD).references == (LENDING, PRICES, TIMES, TRAINING, HOUSE)

    def test_what_the_terms_settle_rests_on_nothing_of_the_case(self) -> None:
        decision = LOAN.decide(UNKNOWN, evolve(Terms.on(UNKNOWN.day), cheap=anything))
        assert [reason.id for reason in decision.reasons] == ["test_decisions.lends", "test_decisions.is_trained"]
        assert decision.references == (STATUTES, TRAINING)


class TestDisagreements:
    """A reading not taken that would change the outcome is named with the reading taken."""

    def test_the_readings(self) -> None:
        assert LOAN.decide(LONG_AND_DEAR).disagreements == (
            Disagreement(
                term="test_decisions.cheap",
                reading=sp.below(sp.usd(80)),
                other=sp.at_most(sp.usd(80)),
                reference=BOARD,
                outcome=Answer.LENT,
            ),
        )


class TestNotes:
    """Information holds of days and shops as the text does that it rests on, and shows figures that are dated."""

    NOTING = DecisionTable(
        "what is said about the request",
        case=Request,
        terms=Terms,
        day=request.day,
        reference=HOUSE,
        notes=(
            Note("bring it back clean", CLEAN, (Answer.LENT,)),
            Note("ask at the desk", CLEAN, (Answer.LENT,), since=date(2021, 6, 15)),
            Note("pay by card", CLEAN, (Answer.LENT,), marketplaces=(sp.Marketplace.DE, sp.Marketplace.FR)),
            Note(f"{request.days_wanted} days; short is {terms.short}", CLEAN, (Answer.LENT,)),
        ),
        rules=(Rule(is_trained, then=Answer.LENT), Rule(~is_trained, then=Answer.KEPT)),
    )

    def said(self, day: date, **others: Any) -> list[str]:
        return [note.text for note in self.NOTING.decide(Request(day=day, trained=True, days_wanted=3, **others)).notes]

    def test_from_their_first_day_on(self) -> None:
        assert "ask at the desk" not in self.said(date(2021, 6, 14))
        assert "ask at the desk" in self.said(date(2021, 6, 15))

    def test_the_day_is_that_of_the_text(self) -> None:
        case = Request(day=date(2021, 6, 15), trained=True)
        judged = self.NOTING.decide(case, on=date(2021, 6, 14))
        assert "ask at the desk" not in [note.text for note in judged.notes]

    def test_in_their_marketplaces(self) -> None:
        german = evolve(Terms.on(date(2021, 6, 15)), marketplace=sp.Marketplace.DE)
        case = Request(day=date(2021, 6, 15), marketplace=sp.Marketplace.DE, trained=True)
        assert "pay by card" in [note.text for note in self.NOTING.decide(case, german).notes]
        assert "pay by card" not in self.said(date(2021, 6, 15))

    def test_figures_are_those_of_the_case_and_the_day(self) -> None:
        assert self.said(date(2021, 2, 28)) == ["bring it back clean", "3 days; short is at most 7"]
        assert "3 days; short is at most 14" in self.said(date(2021, 3, 1))

    def test_a_figure_without_text_is_nothing_to_say(self) -> None:
        assert self.said(date(2018, 2, 28)) == ["bring it back clean"]
        assert "3 days; short is at most 7" in self.said(date(2018, 3, 1))

    def test_written_with_their_first_day(self) -> None:
        decision = self.NOTING.decide(Request(day=date(2021, 6, 15), trained=True, days_wanted=3))
        assert decision.to_dict()["notes"] == [
            {"text": "bring it back clean", "since": None, "reference": "help:CLEAN"},
            {"text": "ask at the desk", "since": "2021-06-15", "reference": "help:CLEAN"},
            {"text": "3 days; short is at most 14", "since": None, "reference": "help:CLEAN"},
        ]

    def test_a_note_that_is_not_shown_cites_nothing(self) -> None:
        silent = self.NOTING.decide(Request(day=date(2021, 6, 15), trained=False))
        assert silent.notes == ()
        assert CLEAN not in silent.references


class TestNoYes:
    """A decision has no truth of its own, whatever its outcome."""

    @pytest.mark.parametrize("case", [FORTNIGHT, UNKNOWN, OLD])
    def test_it_says_what_to_compare(self, case: Request) -> None:
        with pytest.raises(TypeError) as refusal:
            bool(LOAN.decide(case))
        assert str(refusal.value) == "a decision is not a yes or a no: compare its .outcome"


class TestExplained:
    """A decision explains itself as the plain view does."""

    @pytest.mark.parametrize(
        ("case", "first"),
        [
            (FORTNIGHT, "What becomes of the request: LENT, by the text of 2021-06-15"),
            (UNKNOWN, "What becomes of the request: UNKNOWN, by the text of 2020-06-15"),
            (LONG_AND_DEAR, "What becomes of the request: KEPT (disputed), by the text of 2020-06-15"),
        ],
    )
    def test_in_plain_lines(self, case: Request, first: str) -> None:
        told = LOAN.decide(case).explain()
        assert told == explained(LOAN.decide(case))
        assert told.splitlines()[0] == first
