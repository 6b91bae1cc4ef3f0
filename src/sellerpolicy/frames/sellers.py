"""Sellers of lazy frames: each once, with what there is in their rows that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from sellerpolicy.facts import Marketplace, Order
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR, fields_of
from sellerpolicy.frames.asked import AT_HOME, SHOP

if TYPE_CHECKING:
    Lazy = nw.LazyFrame[Any]

A_SHOP = "sellerpolicy shop"
A_PROBLEM = "sellerpolicy problem"
A_KEY = "text or a whole number"
EXPECTED = {declared.name: declared.expected for declared in fields_of(Order)}


def shop_in(frame: Lazy) -> nw.Expr:
    """The marketplace of each row."""
    return nw.col(SHOP).cast(nw.String) if SHOP in frame.collect_schema() else nw.lit(AT_HOME)


@frozen(eq=False)
class Sellers:
    """The sellers of a lazy frame.

    Args:
        frame: a row for each, with the columns that name it, its marketplace, and the number of its problem.
        problems: what cannot be in a seller's rows, in words, by their numbers from 1 on.
    """

    frame: Lazy
    problems: tuple[str, ...]

    @classmethod
    def of(cls, frame: Lazy, by: Sequence[str], *, key: str, day: str | None = None) -> Sellers:
        """Find the sellers, and what cannot be in their rows.

        Args:
            frame: rows with the column ``A_SHOP``.
            by: the columns that name the seller.
            key: the column that names a row, and so is never null.
            day: a column of days, none of them null.
        """
        figures, shop = {"sellerpolicy rows": nw.len(), "sellerpolicy keys": nw.col(key).count()}, nw.lit(AT_HOME)
        has_shops = SHOP in frame.collect_schema()
        if has_shops:
            figures["sellerpolicy shops"] = nw.col(A_SHOP).count()
            figures["sellerpolicy first shop"] = nw.col(A_SHOP).min()
            figures["sellerpolicy last shop"] = nw.col(A_SHOP).max()
            shop = nw.col("sellerpolicy first shop")
        if day is not None:
            figures["sellerpolicy days"] = nw.col(day).count()
            figures["sellerpolicy first day"] = nw.col(day).min()
            figures["sellerpolicy last day"] = nw.col(day).max()
        oddities = [
            *_nameless(by, key),
            *(_shopless() if has_shops else ()),
            *(() if day is None else ((~_all_in_years(), f"{day}: expected {EXPECTED[day]}"),)),
        ]
        number = nw.lit(0)
        for place, (where, _) in reversed(list(enumerate(oddities, 1))):
            number = nw.when(where).then(nw.lit(place)).otherwise(number)
        found = frame.group_by(*by).agg(**figures)
        return cls(
            found.select(*by, shop.alias(A_SHOP), number.cast(nw.Int64).alias(A_PROBLEM)),
            tuple(words for _, words in oddities),
        )

    def only(self, within: Callable[[Lazy], Lazy]) -> Sellers:
        """Those of certain marketplaces."""
        return evolve(self, frame=within(self.frame))

    @property
    def problem(self) -> nw.Expr:
        """The problem in words, of the column of its number; null where there is none."""
        found = nw.lit(None, nw.String)
        for number, words in enumerate(self.problems, 1):
            found = nw.when(nw.col(A_PROBLEM) == number).then(nw.lit(words)).otherwise(found)
        return found


Oddity = tuple[nw.Expr, str]


def _nameless(by: Sequence[str], key: str) -> Iterator[Oddity]:
    for name in by:
        if name != SHOP:
            yield nw.col(name).is_null(), f"{name}: expected {A_KEY}"
    yield nw.col("sellerpolicy keys") < nw.col("sellerpolicy rows"), f"{key}: expected {A_KEY}"


def _shopless() -> Iterator[Oddity]:
    one, other = nw.col("sellerpolicy first shop"), nw.col("sellerpolicy last shop")
    all_known = nw.col("sellerpolicy shops") == nw.col("sellerpolicy rows")
    is_known = all_known & one.is_in([shop.value for shop in Marketplace]).fill_null(value=False)
    yield ~is_known, f"{SHOP}: expected {EXPECTED[SHOP]}"
    yield one != other, f"{SHOP}: expected the same for all of a seller's rows"


def _all_in_years() -> nw.Expr:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    in_years = (nw.col("sellerpolicy first day") >= first) & (nw.col("sellerpolicy last day") <= last)
    return in_years.fill_null(value=False) & (nw.col("sellerpolicy days") == nw.col("sellerpolicy rows"))


def apart(groups: Iterable[Sequence[str]]) -> Iterator[Callable[[Lazy], Lazy]]:
    """For each group of marketplaces what takes the rows that lie in them; what lies nowhere is in the first group."""
    _, *others = groups
    elsewhere = [shop for shops in others for shop in shops]
    yield partial(_outside, elsewhere) if elsewhere else _all
    for shops in others:
        yield partial(_inside, shops)


def _all(frame: Lazy) -> Lazy:
    return frame


def _outside(shops: Sequence[str], frame: Lazy) -> Lazy:
    return frame.filter(~nw.col(A_SHOP).is_in(shops).fill_null(value=False))


def _inside(shops: Sequence[str], frame: Lazy) -> Lazy:
    return frame.filter(nw.col(A_SHOP).is_in(shops))
