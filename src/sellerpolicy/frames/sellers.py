"""Sellers of lazy frames: each once, with what there is in their rows that cannot be."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from sellerpolicy.facts import Marketplace, Order
from sellerpolicy.facts.fact import FIRST_YEAR, LAST_YEAR, fields_of
from sellerpolicy.frames.asked import AT_HOME, SHOP

if TYPE_CHECKING:
    Lazy = nw.LazyFrame[Any]

A_SHOP = "sellerpolicy shop"
A_KEY = "text or a whole number"
EXPECTED = {declared.name: declared.expected for declared in fields_of(Order)}


def shop_in(frame: Lazy) -> nw.Expr:
    """The marketplace of each row."""
    return nw.col(SHOP).cast(nw.String) if SHOP in frame.collect_schema() else nw.lit(AT_HOME)


def sellers_of(frame: Lazy, by: Sequence[str], *, key: str, day: str | None = None) -> Lazy:
    """A row for each seller, with their marketplace, and with ``problem``: what cannot be in their rows, or null.

    Args:
        frame: rows with the column ``A_SHOP``.
        by: the columns that name the seller.
        key: the column that names a row, and so is never null.
        day: a column of days, none of them null.
    """
    shop = nw.col(A_SHOP)
    figures = {
        "sellerpolicy keys": nw.col(key).count(),
        "sellerpolicy shops": shop.count(),
        "sellerpolicy first shop": shop.min(),
        "sellerpolicy last shop": shop.max(),
    }
    if SHOP not in frame.collect_schema():
        figures = {"sellerpolicy keys": figures["sellerpolicy keys"]}
    if day is not None:
        figures["sellerpolicy days"] = nw.col(day).count()
        figures["sellerpolicy first day"] = nw.col(day).min()
        figures["sellerpolicy last day"] = nw.col(day).max()
    found = frame.group_by(*by).agg(nw.len().alias("sellerpolicy rows"), **figures)
    shop = nw.col("sellerpolicy first shop") if "sellerpolicy first shop" in figures else nw.lit(AT_HOME)
    return found.select(*by, _problem(by, figures, key, day), shop.alias(A_SHOP))


def _problem(by: Sequence[str], figures: Container[str], key: str, day: str | None) -> nw.Expr:
    """The first thing that cannot be, in words."""
    every, first, last = nw.col("sellerpolicy rows"), date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    oddities = [
        *((nw.col(name).is_null(), f"{name}: expected {A_KEY}") for name in by if name != SHOP),
        (nw.col("sellerpolicy keys") < every, f"{key}: expected {A_KEY}"),
    ]
    if "sellerpolicy shops" in figures:
        one = nw.col("sellerpolicy first shop")
        is_known = (nw.col("sellerpolicy shops") == every) & one.is_in([shop.value for shop in Marketplace])
        oddities += [
            (~is_known.fill_null(value=False), f"{SHOP}: expected {EXPECTED[SHOP]}"),
            (one != nw.col("sellerpolicy last shop"), f"{SHOP}: expected the same for all of a seller's rows"),
        ]
    if day is not None:
        is_in_years = (nw.col("sellerpolicy first day") >= first) & (nw.col("sellerpolicy last day") <= last)
        all_known = is_in_years.fill_null(value=False) & (nw.col("sellerpolicy days") == every)
        oddities.append((~all_known, f"{day}: expected {EXPECTED[day]}"))
    found = nw.lit(None, nw.String)
    for where, words in reversed(oddities):
        found = nw.when(where).then(nw.lit(words)).otherwise(found)
    return found.alias("problem")
