"""Messages 5 and 24: typed by crews, wrong at times; one goes with a position that got through."""

import numpy as np
import polars as pl
from bench.traffic.diaries import Event
from bench.traffic.fleet import KINDS
from bench.traffic.provider import SOURCE_ID, Heard
from bench.traffic.spec import EPOCH, HOUR_S, Array
from bench.traffic.transmission import Policy
from bench.traffic.truth import Truth

__all__ = ["make_statics"]

EVERY_S = 8 * HOUR_S  # the provider keeps one a ship and so long
BALLAST = 0.62  # draught in ballast over draught laden
UPDATED = 0.75  # share of loadings after which the crew types a new draught


def make_statics(
    truth: Truth, policy: Policy, heard: Heard, rng: np.random.Generator
) -> pl.DataFrame:
    """One message a ship and eight hours, when anything was heard of it."""
    kind = truth.fleet.kind[heard.hull]
    bins = (heard.t / EVERY_S).astype(np.int64)
    first = np.ones(len(heard.t), dtype=bool)
    first[1:] = (bins[1:] != bins[:-1]) | (heard.hull[1:] != heard.hull[:-1])
    at = np.flatnonzero(first & (kind != "aton"))
    hull, t = heard.hull[at], heard.t[at]
    fleet = truth.fleet
    is_b = fleet.is_class_b[hull]
    for changed, change_t in policy.class_changes.items():
        is_b = is_b & ~((hull == changed) & (t >= change_t))
    draught, goal = voyage_fields(truth, hull, t)
    typed = np.array([KINDS[k][1] for k in KINDS])[[list(KINDS).index(k) for k in fleet.kind]]
    imo = imo_fields(truth, policy, hull, t, heard.mmsi[at])
    names = np.array([mistype(str(v), i) for i, v in enumerate(fleet.name)])
    frame = pl.DataFrame(
        {
            "mmsi": heard.mmsi[at],
            "received_at": EPOCH + (t * 1e6).astype("timedelta64[us]"),
            "imo": imo,
            "name": np.where(rng.random(len(at)) < 0.995, fleet.name[hull], names[hull]),
            "call_sign": fleet.call_sign[hull],
            "ship_type": typed[hull],
            "length_m": fleet.length_m[hull],
            "beam_m": np.round(fleet.length_m[hull] / 6.3),
            "draught_m": draught,
            "destination": goal,
            "transponder_class": np.where(is_b, "B", "A"),
            "hull": hull,
        }
    )
    sends_voyage = pl.col("transponder_class") == "A"
    return frame.with_columns(
        pl.col("received_at").dt.replace_time_zone("UTC"),
        imo=pl.when(sends_voyage & (pl.col("imo") > 0)).then(pl.col("imo").cast(pl.String)),
        draught_m=pl.when(sends_voyage & (pl.col("draught_m") > 0)).then(pl.col("draught_m")),
        destination=pl.when(sends_voyage).then(pl.col("destination")),
        source_id=pl.lit(SOURCE_ID),
    )


def voyage_fields(truth: Truth, hull: Array, t: Array) -> tuple[Array, Array]:
    """Draught changes at calls and transfers; the destination is the next port as crews write it.

    A ship bound for the DPRK, dark or not, writes a Chinese port in two of three cases.
    """
    draught, goal = np.zeros(len(hull)), np.full(len(hull), "", dtype="<U20")
    calls: dict[int, list[tuple[float, str]]] = {}
    for call in truth.calls:
        calls.setdefault(call.hull, []).append((call.ends, call.port_id))
    moved: dict[int, list[Event]] = {}
    for event in truth.events:
        if event.kind == "transfer":
            for h in event.hulls:
                moved.setdefault(h, []).append(event)
    for h in np.unique(hull):
        rows = slice(*np.searchsorted(hull, [h, h + 1]))
        draught[rows], goal[rows] = of_hull(
            truth, int(h), t[rows], calls.get(h, []), moved.get(h, [])
        )
    return draught, goal


def of_hull(
    truth: Truth, hull: int, t: Array, calls: list[tuple[float, str]], moved: list[Event]
) -> tuple[Array, Array]:
    rng = np.random.default_rng([truth.spec.seed, 8, hull])
    laden = float(truth.fleet.draught_m[hull])
    changes = sorted([(end, "call") for end, _ in calls] + [(e.ends, "transfer") for e in moved])
    steps, is_laden, value = [laden], bool(rng.random() < 0.5), laden
    for _, what in changes:
        if what == "transfer" or rng.random() < 0.8:
            is_laden = not is_laden
        if rng.random() < UPDATED:
            value = round(laden * (1.0 if is_laden else BALLAST) + rng.normal(0, 0.1), 1)
        steps.append(value)
    draught = np.array(steps)[np.searchsorted([c[0] for c in changes], t)]
    goals = [goal_text(port, rng) for _, port in calls] + [""]
    goal = np.array(goals)[np.searchsorted([end for end, _ in calls], t)]
    if truth.fleet.kind[hull] in ("fishing", "buoy"):
        draught = np.zeros(len(t))
    return draught, goal


def goal_text(port_id: str, rng: np.random.Generator) -> str:
    name = port_id.split("-")[1]
    if port_id.startswith("KP") and rng.random() < 0.67:
        name = str(rng.choice(["DALIAN", "YANTAI", "QINGDAO", "INCHEON"]))
    return str(rng.choice([name, f"{port_id[:2]} {name[:3]}", name.title(), "FOR ORDER", ""],
                          p=[0.55, 0.2, 0.1, 0.08, 0.07]))  # fmt: skip


def imo_fields(truth: Truth, policy: Policy, hull: Array, t: Array, mmsi: Array) -> Array:
    """A handshake changes the IMO too in half of the cases; a flag fraud sends another's number."""
    imo = truth.fleet.imo[hull].copy()
    for changed in policy.numbers:
        other = (hull == changed) & (mmsi != truth.fleet.mmsi[changed])
        if changed % 2:
            imo[other] = truth.fleet.imo[(changed + 5) % len(truth.fleet.imo)]
    fraud = truth.fleet.role[hull] == "flag_fraud"
    return np.where(fraud, truth.fleet.imo[(hull + 1) % len(truth.fleet.imo)], imo)


def mistype(name: str, hull: int) -> str:
    """One letter wrong."""
    at = hull % max(1, len(name))
    return name[:at] + "X" + name[at + 1 :]
