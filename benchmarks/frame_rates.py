"""Order defect rates of many sellers in frames, beside queries written by hand in each engine for that alone.

Every case gives the rates of all sellers for 730 last days, and all are compared before any is timed. Those by hand
know two counts (orders, and orders with a defect) unless they say otherwise, trust every row, and take the generator's
few kinds of event as they are.

    python benchmarks/frame_rates.py [--orders N] [--sellers N] [--text] [--times N] [--engines polars,pandas,…]
    python benchmarks/frame_rates.py --memory
    python benchmarks/frame_rates.py --small
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

import sellerpolicy as sp
from sellerpolicy import frames

DAYS = 730
WINDOW = 60
FIRST = date(2023, 1, 1)
LAST = FIRST + timedelta(days=DAYS - 1)
START = (FIRST - date(1970, 1, 1)).days
ASKED: Any = {"first": FIRST, "last": LAST, "days": WINDOW}
NAMES = ("orders", "feedback", "claims", "chargebacks")

Work = Callable[[], Any]
Data = dict[str, pl.DataFrame]


def generated(orders: int, sellers: int, *, text: bool) -> Data:
    """So many orders over two years in the order of their days, of sellers of very different sizes.

    4 % have feedback (3 % of it with one or two stars), 0.5 % a claim, 0.15 % a chargeback.
    """
    draw = np.random.default_rng(7)
    # no two alike, and in no order
    number = np.arange(orders, dtype=np.int64) * 0x9E3779B97F & (1 << 40) - 1
    day = np.sort(draw.integers(0, DAYS, orders)) + START
    shares = draw.lognormal(0.0, 1.0, sellers).cumsum()
    seller = np.searchsorted(shares / shares[-1], draw.random(orders)).clip(max=sellers - 1)
    seller[:sellers] = np.arange(sellers)
    placed = pl.DataFrame({"order_id": number, "seller_id": seller.astype(np.int32), "placed_on": day.astype(np.int32)})
    placed = placed.cast({"placed_on": pl.Date})
    if text:
        parts = [(pl.col("order_id") // (1 << 34)) + 100, pl.col("order_id") // (1 << 17) % (1 << 17)]
        parts.append(pl.col("order_id") % (1 << 17))
        texts = [part.cast(pl.String).str.zfill(width) for part, width in zip(parts, (3, 7, 7), strict=True)]
        sold_by = pl.format("A{}", pl.col("seller_id") + 1_000_000_000)
        placed = placed.with_columns(order_id=pl.concat_str(texts, separator="-"), seller_id=sold_by)

    def some(share: float) -> tuple[pl.DataFrame, int]:
        rows = np.sort(draw.choice(orders, int(orders * share), replace=False))
        found = placed[rows].select("order_id", day=pl.col("placed_on") + pl.duration(days=pl.lit(20)))
        return found, len(found)

    left, many = some(0.04)
    filed, few = some(0.005)
    charged, least = some(0.0015)
    stars = draw.choice(np.array([1, 2, 3, 4, 5]), many, p=[0.015, 0.015, 0.02, 0.06, 0.89])
    status = draw.choice(np.array(["granted", "denied", "under_review"]), few, p=[0.45, 0.35, 0.20])
    return {
        "orders": placed.rechunk(),
        "feedback": left.rename({"day": "left_on"}).with_columns(rating=pl.Series(stars)),
        "claims": filed.rename({"day": "filed_on"}).with_columns(
            status=pl.Series(status.tolist()), reason=pl.lit("not_received"), paid_by=pl.lit("seller")
        ),
        "chargebacks": charged.rename({"day": "filed_on"}).with_columns(
            kind=pl.Series(draw.choice(np.array(["service", "fraud"]), least).tolist())
        ),
    }


# --- by hand


def polars_defects(data: Data) -> pl.LazyFrame:
    return pl.concat(
        [
            data["feedback"].lazy().filter(pl.col("rating") <= 2).select("order_id"),
            data["claims"].lazy().filter(pl.col("status") != "denied").select("order_id"),
            data["chargebacks"].lazy().filter(pl.col("kind") == "service").select("order_id"),
        ]
    )


def polars_rolling(data: Data) -> pl.DataFrame:
    """Grouped by seller and day, laid out over a grid, summed over a rolling window."""
    orders = data["orders"].lazy().rename({"placed_on": "day"})
    placed = orders.group_by("seller_id", "day").agg(orders=pl.len())
    faulty = orders.join(polars_defects(data), on="order_id", how="semi").group_by("seller_id", "day")
    days = pl.LazyFrame({"day": pl.date_range(FIRST, LAST, eager=True)})
    grid = orders.select("seller_id").unique().join(days, how="cross")
    counts = pl.col("orders", "defective")
    return (
        grid.join(placed, on=["seller_id", "day"], how="left")
        .join(faulty.agg(defective=pl.len()), on=["seller_id", "day"], how="left")
        .with_columns(counts.fill_null(0).cast(pl.Int64))
        .with_columns(counts.rolling_sum(WINDOW, min_samples=1).over("seller_id", order_by="day"))
        .with_columns(rate=pl.col("defective") / pl.col("orders"))
        .collect()
    )


def polars_rolling_all(data: Data) -> pl.DataFrame:
    """The same with all seven counts that ours has; what is contested is taken to be what is under review, or fraud."""
    orders = data["orders"].lazy().rename({"placed_on": "day"})
    marks = {
        "negative_feedback": data["feedback"].lazy().filter(pl.col("rating") <= 2),
        "claims": data["claims"].lazy().filter(pl.col("status") != "denied"),
        "chargebacks": data["chargebacks"].lazy().filter(pl.col("kind") == "service"),
        "contested": pl.concat(
            [
                data["claims"].lazy().filter(pl.col("status") == "under_review").select("order_id"),
                data["chargebacks"].lazy().filter(pl.col("kind") == "fraud").select("order_id"),
            ]
        ),
    }
    told = pl.concat(
        [
            frame.select("order_id", *((pl.lit(int(name == mark))).alias(name) for name in marks))
            for mark, frame in marks.items()
        ]
    )
    told = told.group_by("order_id").agg(pl.col(*marks).max())
    kinds = ("negative_feedback", "claims", "chargebacks")
    told = told.with_columns(defective=pl.max_horizontal(*kinds), undetermined=pl.lit(0))
    counts = ("orders", "defective", *kinds, "undetermined", "contested")
    placed = orders.group_by("seller_id", "day").agg(orders=pl.len())
    faulty = orders.join(told, on="order_id").group_by("seller_id", "day").agg(pl.col(*counts[1:]).sum())
    days = pl.LazyFrame({"day": pl.date_range(FIRST, LAST, eager=True)})
    grid = orders.select("seller_id").unique().join(days, how="cross")
    return (
        grid.join(placed, on=["seller_id", "day"], how="left")
        .join(faulty, on=["seller_id", "day"], how="left")
        .with_columns(pl.col(*counts).fill_null(0).cast(pl.Int64))
        .with_columns(pl.col(*counts).rolling_sum(WINDOW, min_samples=1).over("seller_id", order_by="day"))
        .with_columns(rate=pl.col("defective") / pl.col("orders"))
        .collect()
    )


def polars_trick(data: Data) -> pl.DataFrame:
    """Scattered into a grid with 60 empty days before each seller's, then one running sum minus itself."""
    stride = DAYS + WINDOW
    orders = data["orders"].lazy()
    sellers = data["orders"].lazy().select("seller_id").unique().sort("seller_id").collect()["seller_id"]
    count = len(sellers)
    if sellers.dtype == pl.String:
        numbered = pl.LazyFrame({"seller_id": sellers, "seller": np.arange(count)})
        orders = orders.join(numbered, on="seller_id", how="left")
    else:
        orders = orders.rename({"seller_id": "seller"})
    orders = orders.with_columns(
        place=pl.col("seller").cast(pl.Int64) * stride + (pl.col("placed_on").cast(pl.Int32) - (START - WINDOW))
    )
    cells = pl.collect_all(
        [
            orders.group_by("place").agg(count=pl.len()),
            orders.join(polars_defects(data), on="order_id", how="semi").group_by("place").agg(count=pl.len()),
        ]
    )
    columns = {}
    for name, found in zip(("orders", "defective"), cells, strict=True):
        grid = pl.zeros(count * stride, dtype=pl.Int64, eager=True)
        sums = grid.scatter(found["place"], found["count"].cast(pl.Int64)).cum_sum()
        columns[name] = sums - sums.shift(WINDOW, fill_value=0)
    real = pl.select(pl.int_range(count * stride) % stride >= WINDOW).to_series()
    days = pl.date_range(FIRST, LAST, eager=True)
    return (
        pl.DataFrame(columns)
        .filter(real)
        .with_columns(
            seller_id=sellers.gather(np.repeat(np.arange(count), DAYS)),
            day=days.gather(np.tile(np.arange(DAYS), count)),
            rate=pl.col("defective") / pl.col("orders"),
        )
    )


def pandas_rolling(data: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    orders, feedback, claims, chargebacks = (data[name] for name in NAMES)
    defects = pd.concat(
        [
            feedback.loc[feedback["rating"] <= 2, "order_id"],
            claims.loc[claims["status"] != "denied", "order_id"],
            chargebacks.loc[chargebacks["kind"] == "service", "order_id"],
        ]
    ).unique()
    days = pd.date_range(FIRST, periods=DAYS)

    def rolled(rows: pd.DataFrame, sellers: Any) -> pd.DataFrame:
        counts = rows.groupby(["placed_on", "seller_id"]).size().unstack(fill_value=0)  # noqa: PD010  that fast
        return counts.reindex(index=days, columns=sellers, fill_value=0).rolling(WINDOW, min_periods=1).sum()

    sellers = np.sort(orders["seller_id"].unique())
    placed = rolled(orders[["placed_on", "seller_id"]], sellers)
    faulty = rolled(orders.loc[orders["order_id"].isin(defects), ["placed_on", "seller_id"]], sellers)
    return placed, faulty, faulty / placed


GRID = f"""
    SELECT seller_id, day FROM (SELECT DISTINCT seller_id FROM orders),
    (SELECT unnest(generate_series(DATE '{FIRST}', DATE '{LAST}', INTERVAL 1 DAY))::DATE AS day)
"""  # noqa: S608  two days
PAST = f"(PARTITION BY seller_id ORDER BY day ROWS BETWEEN {WINDOW - 1} PRECEDING AND CURRENT ROW)"
DUCKDB = f"""
WITH defects AS (
    SELECT order_id FROM feedback WHERE rating <= 2
    UNION SELECT order_id FROM claims WHERE status <> 'denied'
    UNION SELECT order_id FROM chargebacks WHERE kind = 'service'
), daily AS (
    SELECT seller_id, placed_on AS day, count(*) AS orders, count(defects.order_id) AS defective
    FROM orders LEFT JOIN defects ON orders.order_id = defects.order_id GROUP BY seller_id, placed_on
), grid AS ({GRID}), rolled AS (
    SELECT seller_id, day, sum(coalesce(orders, 0)) OVER past AS orders,
        sum(coalesce(defective, 0)) OVER past AS defective
    FROM grid LEFT JOIN daily USING (seller_id, day) WINDOW past AS {PAST}
)
SELECT seller_id, day, orders::BIGINT AS orders, defective::BIGINT AS defective, defective / orders AS rate FROM rolled
"""  # noqa: S608  what stands above
KINDS = ("negative_feedback", "claims", "chargebacks", "undetermined", "contested")
DUCKDB_ALL = f"""
WITH told AS (
    SELECT order_id, max(a) AS negative_feedback, max(b) AS claims, max(c) AS chargebacks, max(d) AS contested,
        greatest(max(a), max(b), max(c)) AS defective, 0 AS undetermined
    FROM (
        SELECT order_id, 1 AS a, 0 AS b, 0 AS c, 0 AS d FROM feedback WHERE rating <= 2
        UNION ALL SELECT order_id, 0, (status <> 'denied')::INT, 0, (status = 'under_review')::INT FROM claims
        UNION ALL SELECT order_id, 0, 0, (kind = 'service')::INT, (kind = 'fraud')::INT FROM chargebacks
    ) GROUP BY order_id
), daily AS (
    SELECT seller_id, placed_on AS day, count(*) AS orders, sum(defective) AS defective,
        {", ".join(f"sum({kind}) AS {kind}" for kind in KINDS)}
    FROM orders LEFT JOIN told ON orders.order_id = told.order_id GROUP BY seller_id, placed_on
), grid AS ({GRID}), rolled AS (
    SELECT seller_id, day,
        {", ".join(f"sum(coalesce({name}, 0)) OVER past AS {name}" for name in ("orders", "defective", *KINDS))}
    FROM grid LEFT JOIN daily USING (seller_id, day) WINDOW past AS {PAST}
)
SELECT *, defective / orders AS rate FROM rolled
"""  # noqa: S608  what stands above


def pyarrow_rolling(data: dict[str, pa.Table]) -> pa.Table:
    """is_in, group_by, numpy for the sums."""
    orders, feedback, claims, chargebacks = (data[name] for name in NAMES)
    parts = [
        feedback.filter(pc.less_equal(feedback["rating"], 2))["order_id"],
        claims.filter(pc.not_equal(claims["status"], "denied"))["order_id"],
        chargebacks.filter(pc.equal(chargebacks["kind"], "service"))["order_id"],
    ]
    defects = pa.chunked_array([chunk for part in parts for chunk in part.chunks])
    encoded = orders["seller_id"].combine_chunks().dictionary_encode()
    sellers = len(encoded.dictionary)
    number = pc.subtract(orders["placed_on"].cast(pa.int32()), START)
    place = pc.add(pc.multiply(encoded.indices.cast(pa.int64()), DAYS), number)
    table = pa.table({"place": place})
    found = []
    for rows in (table, table.filter(pc.is_in(orders["order_id"], value_set=defects))):
        counts = rows.group_by("place").aggregate([([], "count_all")])
        cells = np.zeros(sellers * DAYS, np.int64)
        cells[counts["place"].to_numpy()] = counts["count_all"].to_numpy()
        sums = cells.reshape(sellers, DAYS).cumsum(axis=1)
        sums[:, WINDOW:] -= sums[:, :-WINDOW].copy()
        found.append(pa.array(sums.ravel()))
    names = encoded.dictionary.take(pa.array(np.repeat(np.arange(sellers), DAYS)))
    days = pa.array(np.tile(np.arange(START, START + DAYS, dtype=np.int32), sellers)).cast(pa.date32())
    rate = pc.divide(found[1].cast(pa.float64()), found[0].cast(pa.float64()))
    return pa.table({"seller_id": names, "day": days, "orders": found[0], "defective": found[1], "rate": rate})


def facts_and_daily_rates(data: Data) -> list[Any]:
    """Pure Python: facts made of the rows, and each seller's daily rates."""
    zone = sp.Marketplace.US
    noon = timedelta(hours=20)
    events = (
        [
            sp.Feedback(order_id=str(row["order_id"]), rating=row["rating"], left_on=row["left_on"])
            for row in data["feedback"].to_dicts()
        ],
        [
            sp.Claim(
                claim_id="-",
                order_id=str(row["order_id"]),
                reason=row["reason"],
                status=row["status"],
                paid_by=row["paid_by"],
                filed_at=datetime.combine(row["filed_on"], datetime.min.time(), zone_of(zone)) + noon,
            )
            for row in data["claims"].to_dicts()
        ],
        [
            sp.Chargeback(order_id=str(row["order_id"]), kind=row["kind"], filed_on=row["filed_on"])
            for row in data["chargebacks"].to_dicts()
        ],
    )
    sellers: dict[Any, list[sp.Order]] = {}
    for order_id, seller, day in data["orders"].select("order_id", "seller_id", "placed_on").iter_rows():
        sellers.setdefault(seller, []).append(sp.Order(order_id=str(order_id), placed_on=day))
    return [
        sp.order_defect_rate.daily_rates(orders, feedback=events[0], claims=events[1], chargebacks=events[2], **ASKED)
        for orders in sellers.values()
    ]


def zone_of(shop: sp.Marketplace) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(shop.zone)


# --- cases


def figures(frame: Any) -> list[tuple[int, int]]:
    """Orders and defective orders of every seller and day, in that order."""
    if isinstance(frame, tuple):
        placed, faulty = (part.to_numpy().T.ravel().astype(int).tolist() for part in frame[:2])
        return list(zip(placed, faulty, strict=True))
    found = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    return found.sort("seller_id", "day").select(pl.col("orders", "defective").cast(pl.Int64)).rows()


def cases_of(engine: str, data: Data) -> dict[str, Work]:
    """The work of one engine: by hand first, then ours."""
    given = tuple(data[name] for name in NAMES)
    if engine == "polars":
        lazy = tuple(frame.lazy() for frame in given)
        return {
            "polars, by hand: group_by, grid, rolling": lambda: polars_rolling(data),
            "polars, by hand: all seven counts": lambda: polars_rolling_all(data),
            "polars, by hand: scatter and cum_sum": lambda: polars_trick(data),
            "polars, ours": lambda: frames.order_defect_rate(*given, **ASKED),
            "polars, ours, lazy": lambda: frames.order_defect_rate(*lazy, **ASKED).collect(),
        }
    if engine == "pandas":
        in_pandas = {name: frame.to_pandas() for name, frame in data.items()}
        for frame in in_pandas.values():
            for name in frame.columns:
                if name.endswith("_on"):
                    frame[name] = pd.to_datetime(frame[name])
        return {
            "pandas, by hand: groupby, unstack, rolling": lambda: pandas_rolling(in_pandas),
            "pandas, ours": lambda: frames.order_defect_rate(*in_pandas.values(), **ASKED),
        }
    if engine == "pyarrow":
        in_arrow = {name: plain(frame.to_arrow()) for name, frame in data.items()}
        return {
            "pyarrow, by hand: group_by and numpy": lambda: pyarrow_rolling(in_arrow),
            "pyarrow, ours": lambda: frames.order_defect_rate(*in_arrow.values(), **ASKED),
        }
    connection = duckdb.connect()
    for name, frame in data.items():
        connection.register("given", plain(frame.to_arrow()))
        connection.execute(f"CREATE TABLE {name} AS FROM given")
        connection.unregister("given")
    tables = tuple(connection.table(name) for name in NAMES)
    return {
        "DuckDB, by hand: SQL": lambda: connection.sql(DUCKDB).to_arrow_table(),
        "DuckDB, by hand: all seven counts": lambda: connection.sql(DUCKDB_ALL).to_arrow_table(),
        "DuckDB, ours": lambda: frames.order_defect_rate(*tables, **ASKED).to_arrow_table(),
    }


def plain(table: pa.Table) -> pa.Table:
    """The table with the strings that most tools make."""
    fields = [
        field.with_type(pa.string())
        if pa.types.is_large_string(field.type) or field.type == pa.string_view()
        else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields)).combine_chunks()


def timed(work: Work) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compared(title: str, cases: Mapping[str, Work], times: int) -> None:
    """Time cases in turn, by the clock, for most use several cores; ratios are the rounds' medians."""
    names = list(cases)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(times):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            found[name].append(timed(cases[name]))
    print(f"\n{title}\n{'case':48} {'median':>10} {'fastest':>10} {'of the first':>14}")
    for name, seconds in found.items():
        share = statistics.median(own / base for own, base in zip(seconds, found[names[0]], strict=True))
        print(f"{name:48} {statistics.median(seconds) * 1e3:7.1f} ms {min(seconds) * 1e3:7.1f} ms {share:14.2f}")


def memory(data: Data) -> None:
    """The peak of resident memory beside the input, by Linux's own account."""
    given = tuple(data[name] for name in NAMES)
    used = sum(frame.estimated_size() for frame in given)
    small = {name: frame.head(1000) for name, frame in data.items()}
    frames.order_defect_rate(*small.values(), **ASKED)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    before = resident("VmRSS")
    rates = frames.order_defect_rate(*given, **ASKED)
    peak, answer = resident("VmHWM") - before, rates.estimated_size()
    print(
        f"columns used {used / 1e6:.0f} MB, the answer {answer / 1e6:.0f} MB, peak beside the input {peak / 1e6:.0f} MB"
    )
    print(f"beside input and answer {(peak - answer) / used:.2f} × the columns used")


def resident(name: str) -> int:
    """A figure of this process's memory, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--orders", type=int, default=1_000_000)
    given.add_argument("--sellers", type=int, default=1_000)
    given.add_argument("--text", action="store_true", help="numbers of orders and sellers as Amazon writes them")
    given.add_argument("--times", type=int, default=9)
    given.add_argument("--engines", default="polars,pandas,pyarrow,DuckDB")
    given.add_argument("--memory", action="store_true")
    given.add_argument("--small", action="store_true", help="the fixed cost of a call, and pure Python beside it")
    asked = given.parse_args()
    if asked.small:
        for orders in (1_000, 10_000, 100_000):
            data = generated(orders, 1, text=True)
            cases = cases_of("polars", data)
            cases["pure Python: facts, then daily_rates"] = lambda data=data: facts_and_daily_rates(data)
            compared(f"{orders:,} orders of 1 seller", cases, asked.times)
        return
    data = generated(asked.orders, asked.sellers, text=asked.text)
    if asked.memory:
        memory(data)
        return
    kind = "text" if asked.text else "whole numbers"
    for engine in asked.engines.split(","):
        cases = cases_of(engine, data)
        expected, *others = (figures(work()) for work in cases.values())
        assert all(other == expected for other in others), engine
        compared(f"{asked.orders:,} orders of {asked.sellers:,} sellers, numbers as {kind}", cases, asked.times)


if __name__ == "__main__":
    main()
