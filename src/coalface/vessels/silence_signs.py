"""The signs of a silence that bear on its cause, as numbers on fixed scales: one column a sign."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["SIGNS", "signs_of"]

Floats = NDArray[np.float64]
STILL_KN, NEAR_KM, SMALL_M, MANY = 0.8, 5.0, 10.0, 10.0
MOORED, FISHING = (1, 5), 7  # navigational status: ITU-R M.1371
CARGO_TYPES, FISHING_TYPE = (70, 90), 30  # ship type, same
SAME_PLACE_NMI = 1.0


def signs_of(evidence: pl.DataFrame) -> dict[str, Floats]:
    """Compute every sign of every silence.

    Args:
        evidence: One row a silence, as `gaps.py` puts it together.

    Returns:
        Name and values of each sign, in the order of `SIGNS`.
    """
    cells = {
        name: evidence[name].cast(pl.Float64).fill_null(default).fill_nan(default).to_numpy()
        for name, default in _DEFAULTS.items()
    }
    is_b = (evidence["transponder_class"] == "B").fill_null(value=False).to_numpy()
    cells["class_b"] = is_b.astype(np.float64)
    cells["is_still"] = (cells["sog_kn"] < STILL_KN).astype(np.float64)
    slowest = np.minimum(cells["sog_kn"], cells["end_sog_kn"])
    cells["is_still_at_end"] = (slowest < STILL_KN).astype(np.float64)
    low, high = CARGO_TYPES
    cells["is_merchant"] = ((cells["ship_type"] >= low) & (cells["ship_type"] < high)).astype(
        np.float64
    )
    return {name: np.asarray(sign(cells), dtype=np.float64) for name, sign in SIGNS.items()}


#: What is taken where a silence has no such value.
_DEFAULTS: Mapping[str, float] = {
    "least_expected_uncapped": 0.0,
    "least_expected_slots": 0.0,
    "least_expected_usual": 0.0,
    "rate_first": 0.0,
    "rate_last": 0.0,
    "least_rate": 0.0,
    "duration_h": 0.0,
    "distance_nmi": 0.0,
    "implied_speed_kn": 0.0,
    "sog_kn": 0.0,
    "end_sog_kn": 99.0,
    "nav_status": 15.0,
    "ship_type": 0.0,
    "length_m": 30.0,
    "top_kn": 10.0,
    "habit": 0.0,
    "port_km": 300.0,
    "outage_share": 0.0,
    "support": 0.0,
    "watched_share": 0.0,
    "log_lost_here": -2.5,
    "log_found_here": -2.5,
    "is_ship": 1.0,
}
Cells = Mapping[str, Any]

#: Name and scale of each sign. `expected` counts half hours in which it would have been heard.
SIGNS: Mapping[str, Callable[[Cells], Any]] = {
    "log_expected": lambda c: np.log1p(c["least_expected_uncapped"]),
    "few_expected": lambda c: (
        np.minimum(np.minimum(c["least_expected_slots"], c["least_expected_usual"]), MANY) / MANY
    ),
    "rate_where_lost": lambda c: c["rate_first"],
    "rate_where_found": lambda c: c["rate_last"],
    "least_rate": lambda c: c["least_rate"],
    "log_duration": lambda c: np.log(np.maximum(c["duration_h"], 0.1) / 6.0),
    "stayed_in_place": lambda c: np.exp(-c["distance_nmi"] / SAME_PLACE_NMI) * c["is_still_at_end"],
    "came_back": lambda c: (
        np.exp(-c["distance_nmi"] / SAME_PLACE_NMI)
        * (1.0 - c["is_still_at_end"])
        * np.maximum(1.0 - c["is_merchant"], np.exp(-c["port_km"] / NEAR_KM))
    ),
    "was_still": lambda c: c["is_still"],
    "was_still_in_reach": lambda c: c["is_still"] * np.log1p(c["least_expected_uncapped"]),
    "said_moored": lambda c: np.isin(c["nav_status"], MOORED) * 1.0,
    "said_fishing": lambda c: (c["nav_status"] == FISHING) * 1.0,
    "merchant": lambda c: c["is_merchant"],
    "fishing_ship": lambda c: (c["ship_type"] == FISHING_TYPE) * 1.0,
    "merchant_slow": lambda c: (
        c["is_merchant"]
        * np.clip(1.0 - c["implied_speed_kn"] / np.maximum(c["sog_kn"], 2.0), 0.0, 1.0)
    ),
    "ship_number": lambda c: c["is_ship"],
    "very_small": lambda c: (c["length_m"] < SMALL_M) * 1.0,
    "habit": lambda c: np.log1p(c["habit"]),
    "habit_of_class_b": lambda c: c["class_b"] * np.log1p(c["habit"]),
    "top_speed": lambda c: np.minimum(c["top_kn"], 10.0) / 10.0,
    "lost_in_port": lambda c: np.exp(-c["port_km"] / NEAR_KM),
    "outage_share": lambda c: c["outage_share"],
    "support": lambda c: np.log1p(c["support"]),
    "others_both": lambda c: np.maximum(c["log_lost_here"] + c["log_found_here"] + 5.0, 0.0),
    "merchant_expected": lambda c: c["is_merchant"] * np.log1p(c["least_expected_uncapped"]),
    "watched_share": lambda c: c["watched_share"],
}
