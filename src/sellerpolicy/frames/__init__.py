"""The same rules over any dataframe: pandas, polars, pyarrow, DuckDB or Spark, eager or lazy, of any size.

What comes in comes out, with columns added. A null is an unknown fact, 9999-01-01 is ``NEVER``, days are days of the
marketplace's own calendar. Nothing is collected that was lazy, and no Python function ever sees a row.
"""

from sellerpolicy.frames.decisions import decide
from sellerpolicy.frames.defect_rates import order_defect_rate
from sellerpolicy.frames.sales import insurance_requirement, monthly_sales
from sellerpolicy.frames.shipping import daily_rates

__all__ = ["daily_rates", "decide", "insurance_requirement", "monthly_sales", "order_defect_rate"]
