"""Asking: a question put to a person, one fact after the other, until its answer is known.

Only what a fact cannot be built without is asked for, and then what the answer hangs on. How lines are told and answers
heard is for the caller to say: nothing here knows of terminals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, TypeVar

from attrs import evolve, frozen

from sellerpolicy.errors import BadFact, nearest, shown
from sellerpolicy.facts import Fact, Window
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.facts.schema import descriptions
from sellerpolicy.logic import Decision
from sellerpolicy.logic.words import in_words
from sellerpolicy.questions import Argument, Question
from sellerpolicy.replies import UNKNOWN, Reply, replies_to

T = TypeVar("T")

YES_OR_NO: Final = Reply("yes or no", {"yes": True, "y": True, "no": False, "n": False}.__getitem__, ("yes", "no"))
FORMS: Final[Mapping[type, str]] = {
    bool: "yes or no",
    Window: "the first and the last day, such as 2026-09-07 to 2026-11-05",
}
"""How the values of an argument are said in a conversation, where they are not said as in a file."""


@frozen
class Draft:
    """A fact as far as it is told.

    Args:
        argument: the name of what it is for in the question.
        kind: the class of the fact.
        told: the values of its fields that are told, also those that are told to be unknown.
    """

    argument: str
    kind: type[Fact]
    told: Mapping[str, object]

    @property
    def lacks(self) -> str | None:
        """The first field without which the fact cannot be built."""
        return next((each.name for each in fields_of(self.kind) if each.required and each.name not in self.told), None)

    def can_tell(self, name: str) -> bool:
        """Whether the fact has such a field, and nothing is told of it yet."""
        return name not in self.told and any(each.name == name for each in fields_of(self.kind))

    def telling(self, name: str, value: object) -> Draft:
        """The same with one more field told."""
        return evolve(self, told={**self.told, name: value})

    def without(self, name: str) -> Draft:
        """The same with one field taken back."""
        return evolve(self, told={each: value for each, value in self.told.items() if each != name})

    def fact(self) -> Fact:
        """The fact; one that cannot be raises ``BadFact``."""
        return self.kind(**self.told)


@frozen
class Found:
    """The answer that a conversation came to.

    Args:
        decision: the answer; it is unknown where what it hangs on was told to be unknown.
        assumed: what the answer rests on beside, without having been told: fields at their defaults, in words.
    """

    decision: Decision[Any]
    assumed: tuple[str, ...]


class Conversation:
    """Somebody who is asked, and what they said.

    Args:
        tell: shows a line.
        hear: waits for a line; whatever it raises ends the conversation.
        known: what is told beforehand, as text by field name; it holds for each fact that has the field.
    """

    def __init__(self, tell: Callable[[str], None], hear: Callable[[], str], known: Mapping[str, str]) -> None:
        self.tell = tell
        self.hear = hear
        self.known = dict(known)

    def decide(self, question: Question) -> Found:
        """Ask until the answer is known, or nothing is left to ask.

        Raises:
            BadFact: what is told beforehand is no field of the question's facts, or cannot be.
            NoPolicyText: no text is known for the day or marketplace that was told.
        """
        self._require_fields(question)
        arguments: dict[str, Any] = {}
        drafts: list[Draft] = []
        for argument in question.arguments:
            facts = tuple(kind for kind in argument.kinds if issubclass(kind, Fact))
            if facts:
                drafts += self._drafts(argument, facts)
            elif argument.name in self.known:
                reply = _reply_about(argument)
                arguments[argument.name] = reply.read(self.known[argument.name], called=argument.name)
            elif argument.is_required:
                meaning = descriptions(question.ask).get(argument.name, "")
                arguments[argument.name] = self._heard(argument.name, _reply_about(argument), meaning)
        return self._settled(question, arguments, drafts)

    def _settled(self, question: Question, arguments: Mapping[str, Any], drafts: list[Draft]) -> Found:
        """Decide, and ask for what the decision hangs on; take back what cannot be, and ask for that again."""
        last = ""
        while True:
            try:
                decision = question.ask(**arguments, **_facts(question, drafts))
            except BadFact as problem:
                self._take_back(problem, drafts, last)
                continue
            hanging = None if decision.outcome is not None else _hanging(decision, drafts)
            if hanging is None:
                return Found(decision, tuple(_assumed(decision, drafts)))
            place, last = hanging
            drafts[place] = self._asked(drafts[place], last)

    def _take_back(self, problem: BadFact, drafts: list[Draft], last: str) -> None:
        """Ask again for what was told last, or else for the field that the problem names."""
        name = last or problem.field.rpartition(".")[2]
        place = next((place for place, draft in enumerate(drafts) if name in draft.told), None)
        if place is None:
            raise problem
        self.tell(f"That cannot be: {problem}.")
        drafts[place] = self._asked(drafts[place].without(name), name)

    def _require_fields(self, question: Question) -> None:
        facts = [kind for argument in question.arguments for kind in argument.kinds if issubclass(kind, Fact)]
        names = [each.name for kind in facts for each in fields_of(kind)]
        names += [argument.name for argument in question.arguments]
        for name in self.known:
            if name not in names:
                raise BadFact(
                    "NAME=VALUE", name, f"one of {', '.join(dict.fromkeys(names))}", meant=nearest(name, names)
                )

    def _drafts(self, argument: Argument, facts: tuple[type[Fact], ...]) -> Iterator[Draft]:
        """The facts of one argument, each with what it cannot be built without."""
        about = in_words(argument.name).replace("_", " ")
        wanted = argument.is_required or self._is_so(f"Is there anything to tell of the {about}?")
        known = dict(self.known)
        while wanted:
            for kind in facts if argument.is_together else (self._kind(facts),):
                yield self._draft(argument.name, kind)
            wanted = argument.is_many and self._is_so(f"Is there more to tell of the {about}?")
            if wanted:
                # the next one has a name of its own
                self.known = dict(known)

    def _is_so(self, asked: str) -> bool:
        return self._heard(asked, YES_OR_NO, "")

    def _kind(self, facts: tuple[type[Fact], ...]) -> type[Fact]:
        if len(facts) == 1:
            return facts[0]
        names = {kind.__name__.lower(): kind for kind in facts}
        return self._heard(
            "What is it about?", Reply(f"one of {', '.join(names)}", names.__getitem__, tuple(names)), ""
        )

    def _draft(self, argument: str, kind: type[Fact]) -> Draft:
        self.tell(f"\n{descriptions(kind)[''].partition('. ')[0].rstrip('.')}.")
        draft = Draft(argument, kind, {})
        for each in fields_of(kind):
            if each.name in self.known:
                reply = replies_to(each, kind, draft.told)
                draft = draft.telling(each.name, reply.read(self.known[each.name], called=each.name))
        while draft.lacks is not None:
            draft = self._asked(draft, draft.lacks)
        return draft

    def _asked(self, draft: Draft, name: str) -> Draft:
        """The same with one field asked for; what two facts have in common is asked once."""
        (wanted,) = (each for each in fields_of(draft.kind) if each.name == name)
        reply = replies_to(wanted, draft.kind, draft.told)
        value = self._heard(name, reply, descriptions(draft.kind)[name].replace("NEVER", "never"))
        if reply.is_shared:
            self.known[name] = str(value)
        return draft.telling(name, value)

    def _heard(self, name: str, reply: Reply[T], meaning: str) -> T:
        """Ask until the answer can be read."""
        self.tell(f"\n{name}{f': {meaning}' if meaning else ''}")
        self.tell(f"  Answer with {reply.expected}.")
        while True:
            text = self.hear()
            try:
                return reply.read(text)
            except BadFact as problem:
                hint = f"Did you mean {problem.meant}?" if problem.meant else f"Please answer with {reply.expected}."
                self.tell(f"  That cannot be read: {shown(text.strip())}. {hint}")


def _reply_about(argument: Argument) -> Reply[Any]:
    """What may be answered when an argument of a question is asked for that is no fact."""
    (kind, *_) = argument.kinds
    words = (UNKNOWN,) * argument.may_be_unknown

    def take(text: str) -> object:
        if argument.may_be_unknown and text.lower() == UNKNOWN:
            return None
        return argument.read(SPOKEN[kind](text) if kind in SPOKEN else text)

    expected = " or ".join([FORMS.get(kind, argument.expected), *words])
    return Reply(expected, take, (*(("yes", "no") if kind is bool else ()), *words))


def _first_and_last(text: str) -> Mapping[str, str]:
    first, _, last = text.partition(" to ")
    return {"first": first, "last": last}


SPOKEN: Final[Mapping[type, Callable[[str], object]]] = {
    bool: lambda text: {"yes": True, "no": False}[text.lower()],
    Window: _first_and_last,
}
"""What a text in a conversation is in a file."""


def _facts(question: Question, drafts: list[Draft]) -> dict[str, Any]:
    """The facts, by argument."""
    told: dict[str, Any] = {}
    for argument in question.arguments:
        facts = tuple(draft.fact() for draft in drafts if draft.argument == argument.name)
        if facts:
            told[argument.name] = _as_taken(argument, facts)
    return told


def _as_taken(argument: Argument, facts: tuple[Fact, ...]) -> Any:
    """The facts as the argument takes them: one, several, or several times those that belong together."""
    if argument.is_together:
        every = iter(facts)
        return tuple(zip(*[every] * len(argument.kinds), strict=True))
    return facts if argument.is_many else facts[0]


def _hanging(decision: Decision[Any], drafts: list[Draft]) -> tuple[int, str] | None:
    """The first fact that the decision hangs on and that can still be told, with its draft's place."""
    worked_out = type(decision.case).worked_out_from
    for need in decision.needs:
        for name in worked_out.get(need, (need,)):
            for place, draft in enumerate(drafts):
                if draft.can_tell(name) and getattr(draft.fact(), name) is None:
                    return place, name
    return None


def _assumed(decision: Decision[Any], drafts: list[Draft]) -> Iterator[str]:
    """What the decision's table reads and nobody told: fields at their defaults, each once."""
    worked_out = type(decision.case).worked_out_from
    read = (worked_out.get(name, (name,)) for name in decision.table.read_names)
    names = {"marketplace", *chain.from_iterable(read)}
    held = {
        each.name: each.default
        for draft in drafts
        for each in fields_of(draft.kind)
        if each.name in names and each.default is not None and draft.can_tell(each.name)
    }
    yield from (f"{name}={in_words(value)}" for name, value in held.items())
