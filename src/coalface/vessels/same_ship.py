"""How likely two messages of one number, some time apart, come from one ship."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.geodesy import M_PER_NMI, haversine_m
from coalface.vessels.silence_settings import TrackSettings

__all__ = ["ENDS", "log_odds_of_move", "log_odds_of_statics", "prior_log_odds"]

Floats = NDArray[np.float64]
#: Columns that each end of a join has.
ENDS = ("lat_deg", "lon_deg", "sog_kn", "cog_deg", "hours", "transponder_class")
NMI_PER_DEG = 60.0
IMPOSSIBLE = -50.0


def log_odds_of_move(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    settings: TrackSettings,
) -> Floats:
    """Weigh one ship against two by place, time, speed and transponder class.

    One ship goes on as it went (the longer the silence, the wider), or goes anywhere that it can
    reach; another ship that sends the same number is anywhere in waters of the stated width.

    Args:
        before: Columns `ENDS` of the earlier messages; `hours` since any epoch.
        after: Those of the later messages.
        settings: Widths and limits.

    Returns:
        Log likelihood ratio, one a pair; strongly negative where no ship is that fast.
    """
    lat_1, lon_1 = before["lat_deg"].astype(float), before["lon_deg"].astype(float)
    lat_2, lon_2 = after["lat_deg"].astype(float), after["lon_deg"].astype(float)
    hours = np.maximum((after["hours"] - before["hours"]).astype(float), 0.0)
    distance = haversine_m(lat_1, lon_1, lat_2, lon_2) / M_PER_NMI
    speed = np.nan_to_num(before["sog_kn"].astype(float))
    course = np.radians(before["cog_deg"].astype(float))
    way = np.where(np.isnan(course), 0.0, speed * np.minimum(hours, settings.hold_course_h))
    course = np.nan_to_num(course)
    per_lon = NMI_PER_DEG * np.cos(np.radians((lat_1 + lat_2) / 2))
    lon = (lon_2 - lon_1 + 180.0) % 360.0 - 180.0
    miss = np.hypot(
        NMI_PER_DEG * (lat_2 - lat_1) - way * np.cos(course), per_lon * lon - way * np.sin(course)
    )
    wide = settings.noise_nmi + settings.drift_share * np.maximum(speed, 2.0) * hours
    goes_on = np.exp(-0.5 * (miss / wide) ** 2) / (2 * np.pi * wide**2)
    reach = settings.noise_nmi + settings.cruise_kn * hours
    anywhere = np.exp(-distance / reach) / (2 * np.pi * reach**2)
    elsewhere = 1.0 / settings.other_ship_nmi**2
    ratio = np.log((0.5 * goes_on + 0.5 * anywhere) / elsewhere + np.exp(IMPOSSIBLE))
    ratio += _class_term(before["transponder_class"], after["transponder_class"], settings)
    too_fast = distance > settings.noise_nmi + settings.hard_limit_kn * hours
    return np.asarray(np.where(too_fast, IMPOSSIBLE, np.minimum(ratio, -IMPOSSIBLE)))


def log_odds_of_statics(
    before: pl.DataFrame, after: pl.DataFrame, settings: TrackSettings
) -> Floats:
    """Weigh one ship against two by hull number, name and dimensions sent around both messages.

    Args:
        before: `imo`, `name`, `length_m`, `beam_m` last sent before the earlier message, null
            where none was.
        after: Those first sent after the later one.
        settings: Weight of each agreement and contradiction.

    Returns:
        Log likelihood ratio, one a pair; 0 where nothing was sent.
    """
    total = np.zeros(before.height)
    for name, agree, differ in (
        ("imo", settings.imo_agrees, settings.imo_differs),
        ("name", settings.name_agrees, settings.name_differs),
        ("length_m", settings.length_agrees, settings.length_differs),
    ):
        both = (before[name].is_not_null() & after[name].is_not_null()).to_numpy()
        same = (before[name] == after[name]).fill_null(value=False).to_numpy()
        total += np.where(both, np.where(same, np.log(agree), np.log(differ)), 0.0)
    return total


def prior_log_odds(is_shared: NDArray[Any], settings: TrackSettings) -> Floats:
    """Give the odds before any message that a number is one ship's: low where two were seen."""
    p_shared = np.where(is_shared, settings.p_shared_if_seen, settings.p_shared)
    return np.asarray(np.log((1 - p_shared) / p_shared))


def _class_term(before: NDArray[Any], after: NDArray[Any], settings: TrackSettings) -> Floats:
    known = np.isin(before, ["A", "B"]) & np.isin(after, ["A", "B"])
    differs = known & (before != after)
    return np.where(differs, np.log(settings.class_differs), 0.0)
