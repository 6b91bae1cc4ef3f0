"""Ratios: cases timed in turn, round after round, in one process, so that a busy machine slows them all alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def timed(work: Work) -> float:
    """Seconds of processor time of one call, the collector run before it."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def rounds(cases: Mapping[str, Work], *, times: int = 9) -> dict[str, list[float]]:
    """Time every case once a round, beginning with another one each round; one warm-up before."""
    names = list(cases)
    found: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        cases[name]()
    for number in range(times):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            found[name].append(timed(cases[name]))
    return found


def report(title: str, cases: Mapping[str, Work], *, base: str, calls: int = 1, times: int = 9) -> dict[str, float]:
    """Print each case's median time a call and its speed as a share of the base's; the share is the rounds' median."""
    found = rounds(cases, times=times)
    print(f"\n{title}\n{'case':44} {'a call':>12} {'speed of base':>14}")
    shares = {}
    for name, seconds in found.items():
        shares[name] = statistics.median(slow / fast for slow, fast in zip(found[base], seconds, strict=True))
        print(f"{name:44} {statistics.median(seconds) / calls * 1e9:9,.0f} ns {shares[name]:13.0%}")
    return shares
