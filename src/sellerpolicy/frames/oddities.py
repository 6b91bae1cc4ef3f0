"""Months and amounts in columns, and what cannot be in any frame of sales."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import narwhals.stable.v2 as nw

from sellerpolicy.facts import Marketplace
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR, fields_of
from sellerpolicy.frames.asked import AT_HOME, SHOP
from sellerpolicy.frames.columns import CURRENCY
from sellerpolicy.frames.values import moved

if TYPE_CHECKING:
    from sellerpolicy.facts.fact import Fact
    from sellerpolicy.frames.required import Lazy

FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
A_DAY, THE_LONGEST_MONTH = timedelta(days=1), timedelta(days=31)
FOREIGN = f"{CURRENCY}: expected that of the marketplace"


def first_day(day: nw.Expr) -> nw.Expr:
    """The first day of a day's month."""
    # some engines make an instant of it
    return day.dt.truncate("1mo").cast(nw.Date)


def last_day(first: nw.Expr) -> nw.Expr:
    """The last day of the month that begins on a day."""
    return cast("nw.Expr", moved(first_day(moved(first, THE_LONGEST_MONTH, is_day=True)), -A_DAY, is_day=True))


def flag(where: nw.Expr, name: str) -> nw.Expr:
    """A column that marks rows, to be summed."""
    return where.fill_null(value=False).cast(nw.Int64).alias(f"sellerpolicy {name}")


def raised(name: str) -> nw.Expr:
    """Whether some row bore that mark."""
    return nw.col(f"sellerpolicy {name}") > 0


def first_of(problems: Sequence[tuple[nw.Expr, str]]) -> nw.Expr:
    """The words of the first problem that there is; null where there is none."""
    found = nw.lit(None, nw.String)
    for where, words in reversed(problems):
        found = nw.when(where).then(nw.lit(words)).otherwise(found)
    return found.alias("problem")


def expected(fact: type[Fact], name: str) -> str:
    """What a column holds, as a problem says it."""
    (declared,) = (declared for declared in fields_of(fact) if declared.name == name)
    return f"{name}: expected {declared.expected}"


def oddities_of(fact: type[Fact], apart: Sequence[str], day: str) -> list[tuple[nw.Expr, str]]:
    """What cannot be in any frame of sales: who sold, where, when, and in which currency."""
    by = [(nw.col(name).is_null(), f"{name}: expected text or a whole number") for name in apart if name != SHOP]
    is_day = (nw.col(day) >= FIRST) & (nw.col(day) <= LAST)
    oddities = [*by, (~is_day.fill_null(value=False), expected(fact, day)), (raised("foreign"), FOREIGN)]
    if SHOP in apart:
        is_shop = nw.col(SHOP).cast(nw.String).is_in([shop.value for shop in Marketplace])
        oddities.insert(0, (~is_shop.fill_null(value=False), expected(fact, SHOP)))
    return oddities


def foreign(frame: Lazy) -> nw.Expr:
    """Whether a row's currency is said, and not that of its marketplace."""
    schema = frame.collect_schema()
    if CURRENCY not in schema:
        return nw.lit(value=False)
    shop = nw.col(SHOP).cast(nw.String) if SHOP in schema else nw.lit(AT_HOME)
    money = nw.concat_str(shop, nw.col(CURRENCY).cast(nw.String), separator=" ")
    return ~money.is_in([f"{each.value} {each.currency}" for each in Marketplace])
