"""Silences of single ships, each weighed: reception, neighbours, place and ship, cause by cause."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.tables.gaps import GAPS
from coalface.tables.schema import dtypes_of, empty_table
from coalface.tables.suppressed import SUPPRESSED
from coalface.vessels.causes import load_weights, p_deliberate, posterior_of_causes
from coalface.vessels.gap_evidence import gap_evidence
from coalface.vessels.gap_identity import p_same_ship_of
from coalface.vessels.identity_settings import FalsificationSettings
from coalface.vessels.interference import ends_in_area
from coalface.vessels.presets import Preset
from coalface.vessels.segments import SegmentsFound
from coalface.vessels.shared_numbers import find_shared_numbers, mark_silences, seen_at_once
from coalface.vessels.silence_settings import CauseSettings, SilenceSettings, TrackSettings
from coalface.vessels.silence_table import P_OFF_AT_FIRST, weigh_silences
from coalface.vessels.silences import Silences, find_silences
from coalface.vessels.windows import Window

__all__ = ["GapsFound", "find_gaps"]


@dataclass(frozen=True, slots=True)
class GapsFound:
    """What `find_gaps` gives.

    Attributes:
        events: Table `gaps`, by number, start and row; `evidence_id` still empty.
        evidence: One row an event, in the same order: `inputs`, `alternatives`,
            `counter_evidence`, `sensitivity`, `reason_codes`, and what is known of the silence.
        suppressed: Table `suppressed` without rows: this detector sets nothing aside.
    """

    events: pl.DataFrame
    evidence: pl.DataFrame
    suppressed: pl.DataFrame


def find_gaps(
    segments: SegmentsFound,
    statics: pl.DataFrame | None = None,
    *,
    preset: Preset,
    interfered: pl.DataFrame | None = None,
    shared: pl.DataFrame | None = None,
    window: Window | None = None,
) -> GapsFound:
    """Find the silences of each ship and weigh what may explain them.

    A gap says that nothing was received. `p_deliberate` is a degree of belief under stated priors
    and made-up traffic; it is no proof that anyone switched a transponder off, and below 0.5 it
    says only that this cannot be told.

    Args:
        segments: Result of `find_segments`.
        statics: Table `statics`, if there is one.
        preset: Its sections `tracks`, `reception`, `silences` and `causes`.
        interfered: Hours of ships and places in which many failed alike, by
            `interference.interfered_hours`; None if that was not looked for.
        shared: Numbers that two ships may send, by `shared_numbers.find_shared_numbers`, where the
            whole input says more than these segments; None: they say it.
        window: Silences of this stretch alone are told, weighed beside all others; None: all.

    Returns:
        Events, evidence and what was set aside.
    """
    whole, segments = [segments], segments.without_positions()
    found = [find_silences(whole.pop(), preset.need(SilenceSettings))]
    is_wanted = _is_wanted(found[0], window)
    if not is_wanted.any():
        return GapsFound(_no_events(), gap_evidence(None, preset), _nothing_suppressed())
    names = segments.segments["segment_id"]
    # Given away: positions may go as soon as they are slots.
    table = weigh_silences(found.pop(), names, statics, preset=preset, is_wanted=is_wanted)
    causes, weights = preset.need(CauseSettings), load_weights()
    table = _mark_interfered(table, interfered, preset)
    tracks = preset.need(TrackSettings)
    if shared is None:
        shared = find_shared_numbers([seen_at_once(segments.segments, tracks)], statics, tracks)
    table = mark_silences(table, shared, statics, tracks)
    same = p_same_ship_of(table, segments.joins, statics, tracks)
    table = table.with_columns(p_same_ship=pl.Series(same))
    is_one = _is_one_ship(table, tracks)
    p = pl.Series("p_deliberate", p_deliberate(table, causes, weights))
    table = table.with_columns(
        p_deliberate=pl.when(is_one).then(p).otherwise(0.0), is_one_ship=is_one
    )
    posterior = posterior_of_causes(table, causes, weights)
    table = pl.concat([table, posterior], how="horizontal").sort("mmsi", "starts_at", "row")
    return GapsFound(
        _events(table, preset.need(SilenceSettings)),
        gap_evidence(table, preset),
        _nothing_suppressed(),
    )


def _is_one_ship(table: pl.DataFrame, settings: TrackSettings) -> pl.Series:
    """Say of which silences it is sure enough that one ship fell silent, and its number with it.

    While a silence lasts, nobody can tell who of two ships will be heard next.
    """
    unknown = pl.when("is_shared").then(1.0 - settings.p_shared_if_seen).otherwise(1.0)
    p = pl.col("p_same_ship").fill_nan(None).fill_null(unknown)
    sure = (p >= settings.min_p_same_ship) & ~pl.col("is_elsewhere")
    return table.select(sure.alias("is_one_ship")).to_series()


def _is_wanted(silences: Silences, window: Window | None) -> NDArray[np.bool_]:
    if window is None:
        return np.ones(len(silences.off), bool)
    starts = silences.frame["sent_at"].gather(silences.off).to_physical().to_numpy()
    return window.owns(starts, silences.is_open)


def _mark_interfered(
    table: pl.DataFrame, interfered: pl.DataFrame | None, preset: Preset
) -> pl.DataFrame:
    if interfered is None or interfered.is_empty():
        return table.with_columns(is_interfered=pl.lit(value=False))
    side_deg = preset.need(FalsificationSettings).area_deg
    return table.with_columns(ends_in_area(table, interfered, side_deg=side_deg))


def _events(table: pl.DataFrame, settings: SilenceSettings) -> pl.DataFrame:
    level = (
        pl.when(~pl.col("is_one_ship"))
        .then(pl.lit("possible_two_ship_gap"))
        .when(pl.col("p_deliberate") >= settings.likely)
        .then(pl.lit("likely_disabled"))
        .when(pl.col("p_deliberate") >= settings.possible)
        .then(pl.lit("possible"))
        .otherwise(pl.lit("not_distinguishable"))
    )
    off = (pl.lit(1.0) - pl.col("p_on")).clip(1e-12, 1 - 1e-12)
    named = table.with_columns(
        level=level,
        start_row="row",
        log_bayes_factor=(off / (1 - off)).log() - np.log(P_OFF_AT_FIRST / (1 - P_OFF_AT_FIRST)),
        expected_messages=pl.col("expected_slots"),
        evidence_id=pl.lit(None, pl.String),
        last_port=pl.lit(None, pl.String),
        next_port=pl.lit(None, pl.String),
    )
    types = dtypes_of(GAPS)
    return named.select(pl.col(name).cast(dtype) for name, dtype in types.items())


def _no_events() -> pl.DataFrame:
    return empty_table(GAPS)


def _nothing_suppressed() -> pl.DataFrame:
    return empty_table(SUPPRESSED)
