"""Accounts of sellers as frames: what the tests of rates on all engines have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import duckdb
import ibis
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
from attrs import evolve, frozen
from hypothesis import strategies as st

import sellerpolicy as sp
from sellerpolicy import strategies
from sellerpolicy.facts.fact import Fact, fields_of

TYPES: dict[type, Any] = {
    bool: pl.Boolean(),
    int: pl.Int64(),
    date: pl.Date(),
    datetime: pl.Datetime("us", "UTC"),
    sp.Money: pl.Decimal(22, 6),
}
EVENTS = {"feedback": sp.Feedback, "claims": sp.Claim, "chargebacks": sp.Chargeback}


def objects(frame: pl.DataFrame) -> pd.DataFrame:
    """The frame in pandas, with Python's own objects wherever numpy has no type for them."""
    return pd.DataFrame({name: pd.Series(frame[name].to_list(), dtype=object) for name in frame.columns})


ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars, lazy": lambda frame: frame.lazy(),
    "pyarrow": lambda frame: frame.to_arrow(),
    "pandas": lambda frame: frame.to_pandas(),
    "pandas, objects": objects,
    "pandas, Arrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "DuckDB": lambda frame: duckdb.from_arrow(frame.to_arrow()),
    "Ibis": lambda frame: ibis.memtable(frame.to_arrow()),
}


def rows(frame: Any, *names: str) -> list[tuple[Any, ...]]:
    """The rows of these columns of any frame, ordered by the first two."""
    opened = nw.from_native(frame)
    eager = opened if isinstance(opened, nw.DataFrame) else opened.collect()
    columns = [eager[name].to_arrow().to_pylist() for name in names]
    plain = ([cell.date() if isinstance(cell, datetime) else cell for cell in column] for column in columns)
    return sorted(zip(*plain, strict=True), key=lambda row: row[:2])


def cell(value: object) -> object:
    """A fact as a frame holds it."""
    return value.value if isinstance(value, Enum) else value.amount if isinstance(value, sp.Money) else value


def frame_of(kind: type[Fact], facts: Iterable[tuple[str, Any]], **more: Callable[[Any], object]) -> pl.DataFrame:
    """Facts of sellers as a polars frame: the seller, the facts' fields, and further days worked out of them."""
    given = list(facts)
    fields = [field for field in fields_of(kind) if field.name != "seller_id"]
    columns: dict[str, list[object]] = {"seller_id": [seller for seller, _ in given]}
    for field in fields:
        columns[field.name] = [cell(getattr(fact, field.name)) for _, fact in given]
    for name, worked_out in more.items():
        columns[name] = [worked_out(fact) for _, fact in given]
    schema = {
        "seller_id": pl.String(),
        **{field.name: TYPES.get(field.kind, pl.String()) for field in fields},
        **dict.fromkeys(more, pl.Date()),
    }
    return pl.DataFrame(columns, schema=schema)


@frozen
class Sellers:
    """The accounts of several sellers.

    Args:
        accounts: each seller's.
        shared_numbers: order numbers of several sellers may be the same.
    """

    accounts: Mapping[str, strategies.Account]
    shared_numbers: bool

    def frames(self) -> dict[str, Any]:
        """Their orders and events; the seller of an event is told where that is needed."""
        found: dict[str, Any] = {"orders": frame_of(sp.Order, self._all("orders"))}
        for name, kind in EVENTS.items():
            days = {"filed_on": _day_filed} if kind is sp.Claim else {}
            events = frame_of(kind, self._all(name), **days)
            found[name] = events if self.shared_numbers else events.drop("seller_id")
        return found

    def _all(self, name: str) -> list[tuple[str, Any]]:
        return [(seller, fact) for seller, account in self.accounts.items() for fact in getattr(account, name)]


def _day_filed(claim: sp.Claim) -> date:
    return claim.marketplace.day_of(claim.filed_at)


@st.composite
def sellers(draw: st.DrawFn, today: date) -> Sellers:
    """Up to three sellers, each in some marketplace, with orders and what befell them; some events are of no order."""
    shared = draw(st.booleans())
    accounts = {}
    for seller in "ABC"[: draw(st.integers(1, 3))]:
        account = draw(strategies.accounts(today=today))
        if not shared:
            account = _renumbered(account, seller)
        if account.orders:
            accounts[seller] = account
    return Sellers(accounts, shared_numbers=shared)


def _renumbered(account: strategies.Account, seller: str) -> strategies.Account:
    def numbered(facts: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(evolve(fact, order_id=f"{seller}-{fact.order_id}") for fact in facts)

    changed: dict[str, Any] = {name: numbered(getattr(account, name)) for name in ("orders", *EVENTS)}
    # the first order is left out, so that its events are of no order
    changed["orders"] = changed["orders"][1:]
    return evolve(account, **changed)
