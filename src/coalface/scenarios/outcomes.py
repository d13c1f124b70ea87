"""What a simulated block of draws gives: series, flows, and what did not add up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from coalface.scenarios.relations import Floats

__all__ = ["Outcomes"]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """One scenario over a range of draws; each draw is one possible world, none is a forecast.

    Attributes:
        months: First days of the months.
        draws: Numbers of the draws.
        series: Name (`series_names.SERIES`) to `(draw, month)` or `(draw, month, class)`.
        flow_names: Names along the last axis of `flow_totals`.
        flow_totals: USD in the month, `(draw, month, flow)`.
        blocks: Instrument and sector along the last axis of `balances`.
        balances: USD at the month's end by instrument and sector, `(draw, month, block)`.
        residuals: Identity to `(draw, month)`: what does not add up, as a part of what moved.
        agents: Only with `keep="agents"`: name to `(draw, month, row)`.
    """

    months: tuple[date, ...]
    draws: range
    series: Mapping[str, Floats]
    flow_names: tuple[str, ...]
    flow_totals: Floats
    blocks: tuple[tuple[str, str], ...]
    balances: Floats
    residuals: Mapping[str, Floats]
    agents: Mapping[str, Floats] = field(default_factory=dict)
