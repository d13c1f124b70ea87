"""Labels: every silence with its cause, and what happened with what of it could be known."""

import numpy as np
import polars as pl
from bench.traffic.provider import Heard
from bench.traffic.slots import Slots, outages
from bench.traffic.spec import DAY_S, EPOCH, HOUR_S, MIN_SILENCE_S, Array
from bench.traffic.transmission import Policy
from bench.traffic.truth import Truth

__all__ = ["GRADES", "call_labels", "event_labels", "false_labels", "silence_labels"]

#: Grade by the chance that a ship which sent all the while would have been silent just so.
GRADES = {"A": 1e-3, "B": 0.05, "C": 1.0}
MAIN_SHARE = 0.5  # of a silence that its cause must cover


def instants(t: Array) -> pl.Series:
    stamped = EPOCH + (np.asarray(t) * 1e6).astype("timedelta64[us]")
    return pl.Series(stamped).dt.replace_time_zone("UTC")


def silence_labels(
    truth: Truth, policy: Policy, slots: Slots, heard: Heard, last_t: float
) -> pl.DataFrame:
    """One row a silence of two hours or more of one hull; one is open at the end.

    Where a hull changed its number, the silence of each number is added, as mixed.
    """
    labels = silences_of(truth, policy, slots, heard, last_t)
    parts = [labels]
    for hull in policy.numbers:
        its = heard.hull == hull
        for number in np.unique(heard.mmsi[its]):
            of_number = silences_of(
                truth, policy, slots, only(heard, its & (heard.mmsi == number)), last_t
            )
            new = of_number.join(labels, on=["hull", "mmsi", "starts_at", "ends_at"], how="anti")
            parts.append(
                new.with_columns(
                    cause=pl.lit("identity"),
                    is_deliberate=pl.lit(value=False),
                    is_mixed=pl.lit(value=True),
                )
            )
    return pl.concat(parts)


def only(heard: Heard, keep: Array) -> Heard:
    fix = {name: values[keep] for name, values in heard.fix.items()}
    return Heard(
        heard.hull[keep], heard.slot[keep], heard.t[keep], heard.via[keep], heard.mmsi[keep], fix,
        heard.is_false[keep],
    )  # fmt: skip


def silences_of(
    truth: Truth, policy: Policy, slots: Slots, heard: Heard, last_t: float
) -> pl.DataFrame:
    n = len(heard.t)
    follows = np.append(heard.hull[1:] == heard.hull[:-1], False) if n else np.zeros(0, bool)
    ends = np.append(heard.t[1:], 0.0) if n else np.zeros(0)
    ends = np.where(follows, ends, last_t)
    picked = np.flatnonzero(ends - heard.t >= MIN_SILENCE_S)
    starts, ends, hull = heard.t[picked], ends[picked], heard.hull[picked]
    is_open = ~follows[picked]
    log_miss = np.append(0.0, np.cumsum(slots.log_miss))
    per_hull = len(slots.t) // len(np.unique(slots.hull)) if len(slots.t) else 1
    last_slot = (heard.slot[picked] // per_hull + 1) * per_hull
    following = np.where(is_open, last_slot, np.append(heard.slot[1:], 0)[picked])
    log_p = log_miss[following] - log_miss[heard.slot[picked] + 1]
    cause, group, is_mixed, dose = causes(truth, policy, hull, starts, ends)
    far = np.minimum(picked + 1, n - 1)
    new_number = ~is_open & (heard.mmsi[far] != heard.mmsi[picked])
    cause = np.where(new_number, "identity", cause)
    grade = np.select([log_p < np.log(GRADES["A"]), log_p < np.log(GRADES["B"])], ["A", "B"], "C")
    return pl.DataFrame(
        {
            "hull": hull,
            "mmsi": heard.mmsi[picked],
            "starts_at": instants(starts),
            "ends_at": instants(ends),
            "is_open": is_open,
            "cause": cause,
            "is_deliberate": (group >= 0) & ~is_mixed & ~new_number,
            "is_mixed": is_mixed | new_number | (cause == "handshake"),
            "group": group,
            "dose": dose,
            "log_p_on": log_p,
            "grade": grade,
            "kind": truth.fleet.kind[hull],
            "lat_1": heard.fix["lat"][picked] if n else np.zeros(0),
            "lon_1": heard.fix["lon"][picked] if n else np.zeros(0),
            "lat_2": np.where(is_open, np.nan, heard.fix["lat"][far]),
            "lon_2": np.where(is_open, np.nan, heard.fix["lon"][far]),
            "activity_1": heard.fix["activity"][picked],
            "activity_2": np.where(is_open, -1, heard.fix["activity"][far]),
            "shore_km": truth.sea.land_km(heard.fix["lat"][picked], heard.fix["lon"][picked]),
        }
    )


def causes(
    truth: Truth, policy: Policy, hull: Array, starts: Array, ends: Array
) -> tuple[Array, Array, Array, Array]:
    """The cause that covers most of a silence; `reception` if none covers half of it."""
    n = len(hull)
    best, cause = np.zeros(n), np.full(n, "reception", dtype="<U20")
    group, dose = np.full(n, -1), np.zeros(n)
    deliberate = np.zeros(n)
    for off in policy.offs:
        low, high = np.searchsorted(hull, [off.hull, off.hull + 1])
        rows = slice(low, high)
        overlap = np.minimum(ends[rows], off.ends) - np.maximum(starts[rows], off.starts)
        share = np.clip(overlap, 0, None) / (ends[rows] - starts[rows])
        if off.group >= 0:
            deliberate[rows] = np.maximum(deliberate[rows], share)
        better = share > best[rows]
        at = low + np.flatnonzero(better)
        best[at], cause[at], group[at], dose[at] = share[better], off.cause, off.group, off.dose
    for a, b, _ in outages(truth):
        share = np.clip(np.minimum(ends, b) - np.maximum(starts, a), 0, None) / (ends - starts)
        at = share > best
        best[at], cause[at], group[at] = share[at], "provider_outage", -1
    weak = best < MAIN_SHARE
    is_mixed = (deliberate > 0) & (weak | (group < 0))
    cause[weak], group[weak] = "reception", -1
    return cause, group, is_mixed, dose


def call_labels(truth: Truth, heard: Heard, hulls: range) -> pl.DataFrame:
    """Port calls of some hulls, and whether two messages or more were got during the stay."""
    calls = [c for c in truth.calls if c.hull in hulls]
    end = truth.spec.days * DAY_S
    calls = [c for c in calls if c.ends > 0 and c.starts < end]
    hull = np.array([c.hull for c in calls], dtype=np.int64)
    starts, ends = np.array([c.starts for c in calls]), np.array([c.ends for c in calls])
    key = heard.hull * 1e10 + heard.t + 1e9
    seen = key[~heard.is_false]
    n_heard = np.searchsorted(seen, hull * 1e10 + ends + 1e9) - np.searchsorted(
        seen, hull * 1e10 + starts + 1e9
    )
    return pl.DataFrame(
        {
            "hull": hull,
            "mmsi": truth.fleet.mmsi[hull] if len(hull) else hull,
            "port_id": [c.port_id for c in calls],
            "arrived_at": instants(starts),
            "departed_at": instants(ends),
            "n_heard": n_heard,
            "is_observed": n_heard >= 2,
            "is_cut": (starts < 0) | (ends > end),
            "kind": truth.fleet.kind[hull] if len(hull) else np.zeros(0, dtype="<U8"),
        },
        schema_overrides={"port_id": pl.String, "kind": pl.String},
    )


def event_labels(truth: Truth, policy: Policy, heard: Heard, hulls: range) -> pl.DataFrame:
    """Meetings and look-alikes of some hulls, and how many of the two were heard meanwhile."""
    taken = {off.group for off in policy.offs if off.group >= 0}
    end = truth.spec.days * DAY_S
    rows = []
    for event in truth.events:
        if event.hulls[0] not in hulls or event.ends <= 0 or event.starts >= end:
            continue
        second = event.hulls[1] if len(event.hulls) > 1 else -1
        sides = [heard_share(heard, h, event.starts, event.ends) for h in (event.hulls[0], second)]
        rows.append(
            {
                "kind": event.kind,
                "hull_1": event.hulls[0],
                "hull_2": second,
                "mmsi_1": int(truth.fleet.mmsi[event.hulls[0]]),
                "mmsi_2": int(truth.fleet.mmsi[second]) if second >= 0 else 0,
                "starts_s": event.starts,
                "ends_s": event.ends,
                "lat_deg": event.lat,
                "lon_deg": event.lon,
                "is_dark": event.group in taken,
                "metres": event.dose if event.kind == "transfer" else 0.0,
                "heard_1": sides[0],
                "heard_2": sides[1],
                "is_cut": event.starts < 0 or event.ends > end,
            }
        )
    schema = {
        "kind": pl.String, "hull_1": pl.Int64, "hull_2": pl.Int64, "mmsi_1": pl.Int64,
        "mmsi_2": pl.Int64, "starts_s": pl.Float64, "ends_s": pl.Float64, "lat_deg": pl.Float64,
        "lon_deg": pl.Float64, "is_dark": pl.Boolean, "metres": pl.Float64, "heard_1": pl.Float64,
        "heard_2": pl.Float64, "is_cut": pl.Boolean,
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema)
    seen = (pl.col("heard_1") >= 0.5).cast(pl.Int64) + (pl.col("heard_2") >= 0.5).cast(pl.Int64)
    return frame.with_columns(
        starts_at=instants(frame["starts_s"].to_numpy()),
        ends_at=instants(frame["ends_s"].to_numpy()),
        sides_seen=seen,
    ).drop("starts_s", "ends_s")


def heard_share(heard: Heard, hull: int, starts: float, ends: float) -> float:
    """Share of the half hours of a time in which a hull was heard."""
    low, high = np.searchsorted(heard.hull, [hull, hull + 1])
    t = heard.t[low:high]
    t = t[(t >= starts) & (t < ends)]
    n = max(1, int(np.ceil((ends - starts) / (HOUR_S / 2))))
    return len(np.unique(((t - starts) / (HOUR_S / 2)).astype(int))) / n


def false_labels(truth: Truth, policy: Policy) -> pl.DataFrame:
    """Identities and false positions: kind, hull, number, when, where."""
    end = truth.spec.days * DAY_S
    nowhere = (float("nan"), float("nan"))
    rows: list[tuple[str, int, int, int, float, float, float, float]] = []
    for event in policy.false:
        hull = event.hulls[0] if event.hulls else -1
        mmsi = int(truth.fleet.mmsi[hull]) if hull >= 0 else 0
        rows.append((event.kind, hull, mmsi, 0, event.starts, event.ends, event.lat, event.lon))
    for hull, changes in policy.numbers.items():
        kind = str(truth.fleet.role[hull])
        until = changes[1][0] if len(changes) > 1 else end
        was = int(truth.fleet.mmsi[hull])
        rows.append((kind, hull, was, changes[0][1], changes[0][0], until, *nowhere))
    frauds = np.flatnonzero(truth.fleet.role == "flag_fraud")
    rows += [
        ("flag_fraud", int(h), int(truth.fleet.mmsi[h]), 0, 0.0, end, *nowhere) for h in frauds
    ]
    numbers, counts = np.unique(truth.fleet.mmsi, return_counts=True)
    for shared in numbers[counts > 1]:
        hull = int(np.flatnonzero(truth.fleet.mmsi == shared)[0])
        rows.append(("shared_mmsi", hull, int(shared), 0, 0.0, end, *nowhere))
    names = ("kind", "hull", "mmsi", "mmsi_2", "starts_s", "ends_s", "lat_deg", "lon_deg")
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(
        starts_at=instants(frame["starts_s"].to_numpy()),
        ends_at=instants(frame["ends_s"].to_numpy()),
    ).drop("starts_s", "ends_s")
