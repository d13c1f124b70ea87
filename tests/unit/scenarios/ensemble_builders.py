"""Smallest forcings and runs that can be compared, overridden by keyword."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.comparison import Ensemble
from coalface.scenarios.forcing import GOODS, ROUTES, Forcing, Span
from coalface.scenarios.measures import HEADLINE
from coalface.scenarios.months import month_axis

Floats = NDArray[np.float64]
MONTHS = month_axis(date(2015, 1, 1), date(2019, 12, 1))
N_DRAWS = 200


def make_forcing(**changed: Any) -> Forcing:
    """A world in which nothing is forbidden and nothing happens."""
    n, goods, routes = len(MONTHS), len(GOODS), len(ROUTES)
    arrays: dict[str, Any] = {
        "ban_share": np.zeros((n, goods)),
        "condition_share": np.zeros((n, goods)),
        "cap_t": np.full((n, goods), np.nan),
        "cap_usd": np.full((n, goods), np.nan),
        "cap_days_share": np.zeros((n, goods)),
        "cap_period": np.full((n, goods), -1),
        "enforcement": np.full((n, routes), 0.05),
        "world_price_usd_per_t": np.full((n, goods), 80.0),
        "freight_usd_per_t": np.full((n, goods), 8.0),
        "demand_t": np.full((n, goods), 1e6),
        "cny_per_usd": np.full(n, 6.5),
        "power": np.ones(n),
        "fuel": np.ones(n),
        "border": np.ones(n),
        "news": np.zeros(n),
        "prepayment_limit": np.ones(n),
    }
    spans = {"enforcement/ship-to-ship": (Span(MONTHS[0], MONTHS[-1], "assumed", "ours"),)}
    return Forcing(months=MONTHS, **(arrays | {"provenance": spans} | changed))


def ban_from(month: int, until: int | None = None) -> Floats:
    """A ban of both goods from a month on."""
    ban = np.zeros((len(MONTHS), len(GOODS)))
    ban[month:until] = 1.0
    return ban


def make_ensemble(
    name: str = "history",
    *,
    forcing: Forcing | None = None,
    columns: Mapping[str, Floats] | None = None,
    pairing: Mapping[str, str] | None = None,
) -> Ensemble:
    """A run whose series all stand at ten million, but for what is overridden."""
    rng = np.random.default_rng(1)
    flat = dict.fromkeys(sorted(HEADLINE), np.full((N_DRAWS, len(MONTHS)), 1e7))
    theta = {
        "model.enforcement_scale": rng.uniform(0.25, 4.0, N_DRAWS),
        "pay.prepay_share": rng.uniform(0.1, 0.5, N_DRAWS),
    }
    shared = {"id": "small-200-7", "seed": "7", "world": "small", "draws": "200"}
    return Ensemble(
        name, f"Title of {name}", MONTHS, forcing or make_forcing(), theta,
        flat | dict(columns or {}), dict(pairing or shared),
    )  # fmt: skip
