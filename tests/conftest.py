"""How the tests draw: a few examples while developing, more in CI, many in the deep run."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

QUIET = (HealthCheck.too_slow, HealthCheck.differing_executors)

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=QUIET)
settings.register_profile("ci", max_examples=60, deadline=None, suppress_health_check=QUIET, derandomize=True)
settings.register_profile("deep", max_examples=5_000, deadline=None, suppress_health_check=QUIET)
# a change that is noticed needs no smallest example
settings.register_profile(
    "mutation", settings.get_profile("ci"), max_examples=30, database=None, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
