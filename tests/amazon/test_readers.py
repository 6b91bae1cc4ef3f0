"""The readers together: what they have in common, and that nothing but ``BadReport`` comes out of bad input."""

from __future__ import annotations

import copy
import gzip
import json
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given, strategies as st

import sellerpolicy as sp
from sellerpolicy import amazon
from sellerpolicy.amazon import formats
from sellerpolicy.amazon.contents import Document
from sellerpolicy.errors import BadFact, BadReport

from .documents import live
from .test_plain import FACTS, written

READERS: dict[str, Callable[..., amazon.Read[Any]]] = {
    "orders": amazon.read_orders,
    "feedback": amazon.read_feedback,
    "claims": amazon.read_claims,
    "chargebacks": amazon.read_chargebacks,
    "injury_claims": amazon.read_injury_claims,
    "monthly_sales": amazon.read_monthly_sales,
    "insurance_policies": amazon.read_insurance_policies,
    "packages": amazon.read_packages,
    "invoices": amazon.read_invoices,
    "feedback_comments": amazon.read_feedback_comments,
    "health_ratings": amazon.read_health_ratings,
    "violations": amazon.read_violations,
    "notices": amazon.read_notices,
    "deactivations": amazon.read_deactivations,
    "related_accounts": amazon.read_related_accounts,
    "appeals": amazon.read_appeals,
    "returns": amazon.read_returns,
    "messages": amazon.read_messages,
    "buyer_messages": amazon.read_buyer_messages,
}


class TestReadersOfOneFact:
    @pytest.mark.parametrize("kind", READERS)
    def test_they_read_their_own_facts(self, kind: str) -> None:
        facts = [fact for fact in FACTS[kind] if getattr(fact, "marketplace", None) is not sp.Marketplace.DE]
        assert list(READERS[kind](written(facts), marketplace="us")) == facts

    def test_other_facts_are_refused_by_what_they_are(self) -> None:
        with pytest.raises(BadReport, match="line 1: of the kind feedback, which is read as Feedback and not as Order"):
            amazon.read_orders(written(FACTS["feedback"]), marketplace="us")
        said = "of the kind orders, which is read as Order and not as PerformanceReport or CustomerMetricsReport"
        with pytest.raises(BadReport, match=said):
            amazon.read_performance_report(written(FACTS["orders"]))

    def test_what_is_nothing_known_is_refused_by_what_is_missing(self) -> None:
        with pytest.raises(BadReport, match="column stars: not among the columns of orders; they are order_id"):
            amazon.read_orders("order_id,placed_on,stars\n", marketplace="us")

    def test_every_plain_table_has_its_reader(self) -> None:
        assert set(READERS) == set(amazon.TABLES) < {known.kind for known in amazon.FORMATS}


class TestOnError:
    def test_any_other_word_is_the_callers_mistake(self) -> None:
        with pytest.raises(
            BadFact, match="on_error: expected 'raise' or 'collect', got 'colect'; did you mean 'collect'"
        ):
            amazon.read("order_id,placed_on\n", on_error="colect")  # type: ignore[arg-type]


class TestAmbiguity:
    """A source that several formats recognise is not guessed at."""

    def test_all_that_it_could_be_are_named(self) -> None:
        first, second = amazon.FORMATS[0], amazon.plain.FORMATS[0]
        both = [formats.Format(known.kind, int, (), (), lambda _: True, known.read) for known in (first, second)]
        with pytest.raises(BadReport, match="ambiguous: this could be performance_report or orders"):
            formats.format_of(Document({"a": 1}, None), both)


class TestRead:
    def test_it_pickles(self) -> None:
        found = amazon.read("order_id,placed_on\no,x\no,2026-10-01\n", on_error="collect")
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
        report = amazon.read(live())
        assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301

    def test_html_in_a_value_stays_text(self) -> None:
        (order,) = amazon.read("order_id,placed_on\n<script>alert(1)</script>,2026-10-01\n")
        assert order.order_id == "<script>alert(1)</script>"


@frozen
class Place:
    """One place in a nested document: what holds it, and its key or index."""

    holder: Any
    key: Any


def places(value: Any) -> Iterator[Place]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in list(inner):
        yield Place(value, key)
        yield from places(held)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["NaN", "AT RISK", "ATVPDKIKX0DER", "mfn", "9999-12-31", "0001-01-01T00:00:00+14:00", "never"])
)
# drawn by way of a function, for Hypothesis cannot write such a number either
TOO_LONG = st.none().map(lambda _: 10**5000)
JUNK = st.recursive(
    SCALARS | TOO_LONG,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
BASES = [live(), *([fact.to_dict() for fact in facts] for facts in FACTS.values())]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A made-up document or list of facts with a few places changed, removed, renamed or doubled."""
    base = copy.deepcopy(draw(st.sampled_from(BASES)))
    for _ in range(draw(st.integers(1, 4))):
        found = list(places(base))
        if not found:
            break
        place = draw(st.sampled_from(found))
        match draw(st.sampled_from(["change", "remove", "rename", "wrap"])):
            case "change":
                place.holder[place.key] = draw(JUNK)
            case "remove":
                del place.holder[place.key]
            case "rename" if isinstance(place.holder, dict):
                place.holder[draw(st.text(max_size=12))] = place.holder.pop(place.key)
            case _:
                place.holder[place.key] = [place.holder[place.key]] * draw(st.integers(0, 3))
    return base


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A made-up file with bytes cut off, overwritten, inserted or repeated, perhaps compressed before or after."""
    text = draw(st.sampled_from([json.dumps(live()), *(written(facts) for facts in FACTS.values())]))
    data = bytearray(text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))))
    if draw(st.booleans()):
        data = bytearray(gzip.compress(data, mtime=0))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 40)))
        data[start:stop] = draw(
            st.binary(max_size=8)
            | st.sampled_from(
                [b"\0", b'"', b"\n", b"\r", b",", b"{", b"[", b"NaN", b"1e999999", b"\xff\xfe", b"\x1f\x8b"]
            )
            | st.just(bytes(data[start:stop]) * 2)
        )
    return gzip.compress(data, mtime=0) if draw(st.booleans()) else bytes(data)


def read_or_refused(source: Any, marketplace: str | None = None) -> amazon.Read[Any] | None:
    """Read a source in both ways, and hold what is true of every reading; ``None`` where it was refused as a whole."""
    try:
        found = amazon.read(source, marketplace=marketplace, on_error="collect")
    except BadReport:
        with pytest.raises(BadReport):
            amazon.read(source, marketplace=marketplace)
        return None
    assert found.rows == found.used + len(found.refused) + sum(found.ignored.values())
    assert all(row.reason for row in found.refused)
    if found.refused:
        with pytest.raises(BadReport) as first:
            amazon.read(source, marketplace=marketplace)
        assert first.value.problem == found.refused[0].reason
    else:
        assert list(amazon.read(source, marketplace=marketplace)) == list(found)
    return found


class TestFuzz:
    """Only ``BadReport`` may come out of bad input, and every row is accounted for."""

    @given(mutated(), st.sampled_from([None, "us", "de"]))
    def test_changed_documents(self, document: Any, marketplace: str | None) -> None:
        found = read_or_refused(document, marketplace)
        if found is not None and isinstance(document, list):
            assert found.rows == len(document)

    @given(mutated())
    def test_changed_documents_as_text(self, document: Any) -> None:
        try:
            text = json.dumps(document)
        except ValueError:
            return  # a number too long for Python to write
        read_or_refused(text + "\n")

    @given(damaged())
    def test_damaged_files(self, data: bytes) -> None:
        read_or_refused(data)

    @given(st.text().map(lambda text: text + "\n") | st.binary())
    def test_noise(self, source: str | bytes) -> None:
        read_or_refused(source)

    @given(st.text())
    def test_noise_under_a_header(self, text: str) -> None:
        read_or_refused("order_id,placed_on,total\n" + text)
