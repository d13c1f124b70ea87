"""From event tables and labels to units: which findings are right, wrong, or do not count."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from bench.traffic.scoring import Units, match
from bench.traffic.spec import Array

__all__ = ["Silences", "call_units", "meeting_units", "one_sided_units", "silence_units"]

MERCHANT = "cargo"


@dataclass(frozen=True)
class Silences:
    """Units of gaps; `label` is the row of the label, -1 for a finding that fits none."""

    units: Units
    label: Array
    is_observable: Array
    is_cargo: Array


def silence_units(
    gaps: pl.DataFrame, labels: pl.DataFrame, cargo: set[int], *, min_iou: float
) -> Silences:
    """Every silence of two hours or more is a unit, found or not; so is each other finding.

    Mixed silences (a deliberate part covers less than half; a change of number) do not count,
    nor does a finding that fits one.
    """
    found = gaps.select("mmsi", "starts_at", "ends_at", score="p_deliberate")
    pairs = match(found, labels, ["mmsi"], min_iou=min_iou)
    score = np.zeros(len(labels))
    score[pairs["label"].to_numpy()] = found["score"].to_numpy()[pairs["found"].to_numpy()]
    rest = np.setdiff1d(np.arange(len(found)), pairs["found"].to_numpy())
    counts = ~labels["is_mixed"].to_numpy()
    ship = np.concatenate([labels["mmsi"].to_numpy()[counts], found["mmsi"].to_numpy()[rest]])
    is_true = labels["is_deliberate"].to_numpy()[counts]
    observable = ~is_true | (labels["grade"].to_numpy()[counts] != "C")
    n_rest = len(rest)
    return Silences(
        units=Units.of(
            np.concatenate([score[counts], found["score"].to_numpy()[rest]]),
            np.concatenate([is_true, np.zeros(n_rest, bool)]),
            ship,
        ),
        label=np.concatenate([np.flatnonzero(counts), np.full(n_rest, -1)]),
        is_observable=np.concatenate([observable, np.ones(n_rest, bool)]),
        is_cargo=np.isin(ship, list(cargo)),
    )


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    low, high = pl.min_horizontal("mmsi_1", "mmsi_2"), pl.max_horizontal("mmsi_1", "mmsi_2")
    return frame.with_columns(mmsi_1=low, mmsi_2=high)


def meeting_units(
    encounters: pl.DataFrame,
    meetings: pl.DataFrame,
    *,
    min_iou: float = 0.1,
    neutral: tuple[str, ...] = (),
) -> tuple[Units, pl.DataFrame]:
    """Two-sided encounters against transfers that both sides were heard in.

    Transfers heard from one side or none, or cut by the ends of the data, do not count; kinds in
    `neutral` neither. Also returns each found unit with the kind of meeting it fits, if any.
    """
    found = ordered(encounters.filter(pl.col("mmsi_2") != 0))
    labels = ordered(meetings.filter(pl.col("hull_2") >= 0))
    pairs = match(found, labels, ["mmsi_1", "mmsi_2"], min_iou=min_iou)
    is_sought = (pl.col("kind") == "transfer") & (pl.col("sides_seen") == 2) & ~pl.col("is_cut")
    labels = labels.with_columns(
        is_sought=is_sought,
        is_neutral=(pl.col("kind") == "transfer") & ~is_sought | pl.col("kind").is_in(neutral),
    )
    fits = np.full(len(found), -1)
    fits[pairs["found"].to_numpy()] = pairs["label"].to_numpy()
    kind = np.append(labels["kind"].to_numpy(), "none")[fits]
    sought = np.append(labels["is_sought"].to_numpy(), False)[fits]
    counts = ~np.append(labels["is_neutral"].to_numpy(), False)[fits]
    missed = np.setdiff1d(np.flatnonzero(labels["is_sought"].to_numpy()), fits)
    units = Units.of(
        np.concatenate([found["score"].to_numpy()[counts], np.zeros(len(missed))]),
        np.concatenate([sought[counts], np.ones(len(missed), bool)]),
        np.concatenate([found["mmsi_1"].to_numpy()[counts], labels["mmsi_1"].to_numpy()[missed]]),
    )
    return units, found.select("mmsi_1", "mmsi_2", "score").with_columns(fits=pl.Series(kind))


def one_sided_units(encounters: pl.DataFrame, meetings: pl.DataFrame) -> Units:
    """One-sided encounters against stays beside a barge or a ship that was not heard."""
    found = encounters.filter(pl.col("mmsi_2") == 0).with_columns(mmsi=pl.col("mmsi_1"))
    barge = pl.col("kind") == "unseen_barge"
    half = (pl.col("kind") == "transfer") & (pl.col("sides_seen") == 1)
    labels = meetings.filter((barge | half) & ~pl.col("is_cut")).with_columns(
        mmsi=pl.when((pl.col("heard_1") >= 0.5) | barge).then("mmsi_1").otherwise("mmsi_2")
    )
    pairs = match(found, labels, ["mmsi"], min_iou=0.1)
    right = np.zeros(len(found), bool)
    right[pairs["found"].to_numpy()] = True
    missed = np.setdiff1d(np.arange(len(labels)), pairs["label"].to_numpy())
    return Units.of(
        np.concatenate([found["score"].to_numpy(), np.zeros(len(missed))]),
        np.concatenate([right, np.ones(len(missed), bool)]),
        np.concatenate([found["mmsi"].to_numpy(), labels["mmsi"].to_numpy()[missed]]),
    )


def call_units(
    visits: pl.DataFrame, calls: pl.DataFrame, kind: str, *, of_port: bool = True
) -> Units:
    """Visits `observed` against calls that were heard, or `inferred` against those that were not.

    With `of_port` the port must be right too, not the time alone. A call cut by the ends of the
    data does not count, nor a visit that fits one.
    """
    renamed = {"arrived_at": "starts_at", "departed_at": "ends_at"}
    found = visits.filter(pl.col("kind") == kind).rename(renamed)
    found = found.filter(pl.col("starts_at") < pl.col("ends_at"))
    labels = calls.rename(renamed).with_columns(
        is_sought=(pl.col("is_observed") == (kind == "observed")) & ~pl.col("is_cut")
    )
    keys = ["mmsi", "port_id"] if of_port else ["mmsi"]
    pairs = match(found, labels, keys, min_iou=0.1)
    sought = labels["is_sought"].to_numpy()
    fits = np.full(len(found), -1)
    fits[pairs["found"].to_numpy()] = pairs["label"].to_numpy()
    right = np.append(sought, False)[fits]
    counts = right | (fits < 0)
    missed = np.setdiff1d(np.flatnonzero(sought), fits)
    return Units.of(
        np.concatenate([found["p"].to_numpy()[counts], np.zeros(len(missed))]),
        np.concatenate([right[counts], np.ones(len(missed), bool)]),
        np.concatenate([found["mmsi"].to_numpy()[counts], labels["mmsi"].to_numpy()[missed]]),
    )
