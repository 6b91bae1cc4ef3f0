"""Questions: what the rules decide, asked by name with plain values such as a JSON file holds.

Every public function of a rule module is a question, and its annotations say what it takes: facts, days, windows,
numbers, members of enums. Most are answered by a decision, the others by deadlines, rates and the like. A rule that is
added can be asked without a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from inspect import Parameter, getmembers, isfunction, signature
from types import ModuleType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import frozen

from sellerpolicy import rules
from sellerpolicy.errors import BadFact, nearest
from sellerpolicy.facts import NEVER, Fact, Window
from sellerpolicy.facts.fact import fields_of
from sellerpolicy.logic import Decision

WORDS: Mapping[type, str] = {
    Window: 'the first and last day, such as {"first": "2026-09-07", "last": "2026-11-05"}',
    bool: "true or false",
    int: "a whole number",
}
SAYABLE = (date, datetime, *WORDS)
"""The classes beside facts and enums whose values a JSON file can say."""


@frozen
class Argument:
    """What a question takes under one name.

    Args:
        name: the name.
        kinds: the classes of which the value may be; of facts any class that its keys fit.
        is_many: it takes a list of them.
        is_required: the question cannot be asked without it.
        is_together: each item of the list is one of every class, such as a return with its order.
        may_be_unknown: ``None`` says that it is unknown, which is not what it is when nothing is said.
    """

    name: str
    kinds: tuple[type, ...]
    is_many: bool
    is_required: bool
    is_together: bool = False
    may_be_unknown: bool = False

    @property
    def expected(self) -> str:
        """What it takes, in words."""
        words = (" and " if self.is_together else " or ").join(_in_words(kind) for kind in self.kinds)
        if self.is_together:
            return f"a list of lists, each of these: {words}"
        return f"a list of these: {words}" if self.is_many else words

    def read(self, value: object) -> Any:
        """Turn a plain value into what the question takes, or raise ``BadFact``."""
        if self.is_together:
            return tuple(self._together(item) for item in self._list(value))
        if self.is_many:
            return tuple(self._one(item) for item in (value if isinstance(value, list) else [value]))
        return self._one(value)

    def _together(self, item: object) -> tuple[Any, ...]:
        """One of every class, in their order."""
        given = self._list(item)
        if len(given) != len(self.kinds):
            raise BadFact(self.name, item, self.expected)
        each = (Argument(self.name, (kind,), is_many=False, is_required=True) for kind in self.kinds)
        return tuple(part.read(value) for part, value in zip(each, given, strict=True))

    def _list(self, value: object) -> list[Any]:
        if not isinstance(value, list):
            raise BadFact(self.name, value, self.expected)
        return value

    def _one(self, value: object) -> Any:
        if Window in self.kinds and isinstance(value, Mapping):
            return _window(self.name, value)
        if isinstance(value, bool | int) and type(value) in self.kinds:
            return value
        facts = [kind for kind in self.kinds if issubclass(kind, Fact)]
        if isinstance(value, Mapping) and facts:
            return max(facts, key=lambda fact: _likeness(fact, value)).from_dict(value)
        for kind in self.kinds:
            if isinstance(value, str) and kind not in WORDS and not issubclass(kind, Fact):
                try:
                    return _scalar(kind, value.strip().lower())
                except ValueError:
                    continue
        members = [member.value for kind in self.kinds if issubclass(kind, Enum) for member in kind]
        raise BadFact(self.name, value, self.expected, meant=nearest(value, members))


@frozen
class Question:
    """One function of a rule module.

    Args:
        name: module and function, ``injury_and_damage.who_pays``.
        ask: the function.
        arguments: what it takes.
        decides: it returns a decision; else deadlines, a window, a rate or another value.
    """

    name: str
    ask: Callable[..., Any]
    arguments: tuple[Argument, ...]
    decides: bool = True

    def answer(self, given: Mapping[str, object]) -> Any:
        """Ask with plain values by argument name: a decision, or whatever else the function gives.

        Raises:
            BadFact: an argument is missing, unknown, or cannot be what was given.
        """
        known = {argument.name: argument for argument in self.arguments}
        for name, value in given.items():
            if name not in known:
                raise BadFact(name, value, f"one of {', '.join(known)}", meant=nearest(name, known))
        unknown = {name: None for name, value in given.items() if value is None and known[name].may_be_unknown}
        for argument in self.arguments:
            if argument.is_required and given.get(argument.name) is None and argument.name not in unknown:
                raise BadFact(argument.name, None, argument.expected)
        told = {name: known[name].read(value) for name, value in given.items() if value is not None}
        return self.ask(**told, **unknown)


def questions() -> dict[str, Question]:
    """Every question that plain values can ask and a decision answers, by name."""
    return {name: asked for name, asked in inquiries().items() if asked.decides}


def inquiries() -> dict[str, Question]:
    """Every question that plain values can ask, by name: what is decided, due, counted or worked out."""
    return {question.name: question for module in rules.modules() for question in _asked_of(module)}


def question(name: str, *, among: Mapping[str, Question] | None = None) -> Question:
    """The question of that name; ``BadFact`` with the nearest name where there is none.

    Args:
        name: the name.
        among: the questions that may be meant; by default those that a decision answers.
    """
    known = questions() if among is None else among
    if name not in known:
        lacking = _unsayable(name)
        if lacking:
            expected = f"a rule that takes what a file can say; this one takes {lacking}, which other functions give"
            raise BadFact("rule", name, expected)
        raise BadFact("rule", name, f"one of {', '.join(known)}", meant=nearest(name, known))
    return known[name]


def _unsayable(name: str) -> str:
    """What a public function of that name takes that plain values cannot say; empty where there is none such."""
    short, _, called = name.partition(".")
    modules = {rules.policy_name(module): module for module in rules.modules()}
    function = vars(modules[short]).get(called) if short in modules else None
    if not isfunction(function) or function.__module__ != modules[short].__name__ or called.startswith("_"):
        return ""
    hints = get_type_hints(function)
    parameters = signature(function).parameters.values()
    required = [each for each in parameters if each.default is Parameter.empty and not _argument(each, hints).kinds]
    return " and ".join(getattr(hints[each.name], "__name__", str(hints[each.name])) for each in required)


def _asked_of(module: ModuleType) -> Iterator[Question]:
    for name, function in getmembers(module, isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            hints = get_type_hints(function)
            arguments = [_argument(parameter, hints) for parameter in signature(function).parameters.values()]
            can_be_said = all(argument.kinds or not argument.is_required for argument in arguments)
            if can_be_said:
                short = rules.policy_name(module)
                told = tuple(argument for argument in arguments if argument.kinds)
                yield Question(f"{short}.{name}", function, told, get_origin(hints.get("return")) is Decision)


def _argument(parameter: Parameter, hints: Mapping[str, Any]) -> Argument:
    """What a parameter takes; of what plain values cannot say (terms above all) there are no kinds."""
    options = list(_options(hints[parameter.name]))
    return Argument(
        parameter.name,
        tuple(dict.fromkeys(kind for kind, _ in options)),
        any(is_many for _, is_many in options),
        parameter.default is Parameter.empty,
        any(get_origin(item) is tuple and Ellipsis not in get_args(item) for item in get_args(hints[parameter.name])),
        NoneType in get_args(hints[parameter.name]) and parameter.default is not None,
    )


def _options(hint: Any) -> Iterator[tuple[type, bool]]:
    """The classes in an annotation that plain values can say, and whether each stands in a collection."""
    if get_origin(hint) in (Union, UnionType):
        for option in get_args(hint):
            yield from _options(option)
    elif get_origin(hint) is not None:
        yield from ((kind, True) for item in get_args(hint) for kind, _ in _options(item))
    elif isinstance(hint, type) and (hint in SAYABLE or issubclass(hint, Fact | Enum)):
        yield hint, False


def _likeness(fact: type[Fact], mapping: Mapping[str, object]) -> int:
    """How many of the keys are fields of a fact."""
    return len({field.name for field in fields_of(fact)} & set(mapping))


def _scalar(kind: type, text: str) -> object:
    """A member of an enum, a day or an instant; ``ValueError`` where the text is none."""
    if issubclass(kind, Enum):
        return kind(text)
    if kind is datetime:
        return _instant(text)
    return NEVER if text == "never" else date.fromisoformat(text)


def _window(name: str, value: Mapping[str, object]) -> Window:
    """A window of its first and last day."""
    days = {each: Argument(f"{name}.{each}", (date,), is_many=False, is_required=True) for each in ("first", "last")}
    for given in value:
        if given not in days:
            raise BadFact(f"{name}.{given}", value[given], "first and last alone", meant=nearest(given, days))
    return Window(**{each: argument.read(value.get(each)) for each, argument in days.items()})


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text.upper())
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant


def _in_words(kind: type) -> str:
    if kind in WORDS:
        return WORDS[kind]
    if kind is datetime:
        return 'an instant with its offset from UTC, such as "2026-11-21T14:30:00Z"'
    if kind is date:
        return 'a day such as "2026-11-21"'
    if issubclass(kind, Enum):
        return f"one of {', '.join(repr(member.value) for member in kind)}"
    return f"the fields of {kind.__name__}"
