"""Charts: rates through time, what lies ahead, causes of defects, policies through time, Amazon's counts beside ours.

Each function turns values of this library into an Altair chart, with all data in it and nothing loaded from outside.
What comes back is an ordinary chart: add ``.properties(width=…)``, ``.configure_axis(…)`` or layers of your own.
Colours tell apart for the colour-blind too, and nothing is told by colour alone. Exact rates become floats here and
nowhere else. Needs the extra ``notebook``.
"""

from sellerpolicy.views.charts.counts import reconciliation
from sellerpolicy.views.charts.parts import svg
from sellerpolicy.views.charts.policies import changes, policy_timeline
from sellerpolicy.views.charts.rates import daily_rates, defects, outlook

__all__ = ["changes", "daily_rates", "defects", "outlook", "policy_timeline", "reconciliation", "svg"]
