"""The generator: truth, transmissions, channel, provider; block by block of hulls.

    python -m bench.traffic.generate OUT --seed 11 --tier 5M [--layout shifted] [--prevalence 0.01]

writes positions.parquet, statics.parquet and labels/*.parquet (silences, meetings, calls,
identity).
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
from bench.traffic.channel import Channel, draw_channel
from bench.traffic.labels import call_labels, event_labels, false_labels, silence_labels
from bench.traffic.provider import as_positions, hear, heard_if_on
from bench.traffic.slots import Slots, make_slots, uniform
from bench.traffic.spec import DAY_S, HOUR_S, MIN_SILENCE_S, Array, Spec
from bench.traffic.statics import make_statics
from bench.traffic.transmission import Policy, draw_policy, on_mask
from bench.traffic.truth import Truth, make_truth

__all__ = ["COLUMNS", "Traffic", "make_blocks", "make_traffic", "number_rows", "write_traffic"]

BLOCK = 64  # hulls; an even number, and pairs are moved into one block
COLUMNS = [
    "row", "mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn", "cog_deg", "heading_deg",
    "nav_status", "transponder_class", "receiver", "source_id",
]  # fmt: skip
LABELS = ("silences", "meetings", "calls")


@dataclass(frozen=True)
class Traffic:
    """What a detector sees (`positions`, `statics`), and what it must not (`labels`, `truth`)."""

    spec: Spec
    positions: pl.DataFrame
    statics: pl.DataFrame
    labels: dict[str, pl.DataFrame]
    hulls: pl.DataFrame  # (row, hull, is_false): whose message a row is
    truth: Truth
    policy: Policy


@dataclass(frozen=True)
class Block:
    positions: pl.DataFrame
    statics: pl.DataFrame
    labels: dict[str, pl.DataFrame]


def make_traffic(spec: Spec) -> Traffic:
    """Make traffic in memory (for the small tiers)."""
    truth, policy, channel = prepare(spec)
    blocks = list(make_blocks(truth, policy, channel))
    positions = pl.concat([b.positions for b in blocks])
    positions = positions.sort("arrival", "hull", "sent_at", maintain_order=True)
    positions = number_rows(positions)
    statics = pl.concat([b.statics for b in blocks])
    labels = {name: pl.concat([b.labels[name] for b in blocks]) for name in LABELS}
    labels["identity"] = false_labels(truth, policy)
    return Traffic(
        spec=spec,
        positions=positions.select(COLUMNS),
        statics=number_rows(statics.sort("received_at", "hull").drop("hull")),
        labels=labels,
        hulls=positions.select("row", "hull", "is_false"),
        truth=truth,
        policy=policy,
    )


def write_traffic(spec: Spec, folder: Path) -> int:
    """Write traffic to a folder block by block; return the number of positions."""
    (folder / "labels").mkdir(parents=True, exist_ok=True)
    truth, policy, channel = prepare(spec)
    writer = None
    n_rows, statics = 0, []
    labels: dict[str, list[pl.DataFrame]] = {name: [] for name in LABELS}
    for block in make_blocks(truth, policy, channel):
        rows = pl.int_range(n_rows, n_rows + len(block.positions), eager=True)
        table = block.positions.with_columns(row=rows).select(COLUMNS).to_arrow()
        writer = writer or pq.ParquetWriter(folder / "positions.parquet", table.schema)
        writer.write_table(table)
        n_rows += len(rows)
        statics.append(block.statics)
        for name in LABELS:
            labels[name].append(block.labels[name])
    assert writer is not None
    writer.close()
    messages = pl.concat(statics).sort("received_at", "hull").drop("hull")
    number_rows(messages).write_parquet(folder / "statics.parquet")
    for name, parts in labels.items():
        pl.concat(parts).write_parquet(folder / "labels" / f"{name}.parquet")
    false_labels(truth, policy).write_parquet(folder / "labels" / "identity.parquet")
    return n_rows


def number_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Count the rows from 0 in the column `row`."""
    return frame.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))


def prepare(spec: Spec) -> tuple[Truth, Policy, Channel]:
    truth = make_truth(spec)
    policy = draw_policy(truth)
    channel = draw_channel(spec, truth.world, truth.sea)
    return truth, take_candidates(truth, policy, channel), channel


def take_candidates(truth: Truth, policy: Policy, channel: Channel) -> Policy:
    """Take so many groups of candidates that the asked share of all silences is deliberate.

    Honest silences are counted on every seventh block of eight hulls.
    """
    n_honest, n_hulls = 0, 0
    for start in range(0, len(truth.fleet), 56):
        hulls = range(start, min(start + 8, len(truth.fleet)))
        n_honest += len(honest_silences(truth, policy, channel, hulls))
        n_hulls += len(hulls)
    expected = n_honest * len(truth.fleet) / n_hulls
    wanted = expected * truth.spec.prevalence / (1 - truth.spec.prevalence)
    end = truth.spec.days * DAY_S
    within = [o for o in policy.candidates if o.starts > HOUR_S and o.ends < end]
    groups = np.array(sorted({o.group for o in within}), dtype=np.int64)
    order = groups[np.argsort(uniform(groups.astype(np.uint64), truth.spec.seed + 77))]
    sizes: dict[int, float] = {}
    for off in within:
        parts = 1.0 + off.duty * (off.ends - off.starts) / truth.world["sample_s"]
        sizes[off.group] = sizes.get(off.group, 0.0) + 0.85 * parts
    total = np.cumsum([sizes[g] for g in order])
    taken = set(order[: int(np.searchsorted(total, wanted)) + 1].tolist())
    offs = policy.offs + tuple(o for o in policy.candidates if o.group in taken)
    return replace(policy, offs=offs)


def honest_silences(truth: Truth, policy: Policy, channel: Channel, hulls: range) -> Array:
    slots = make_slots(truth, policy, channel, hulls)
    heard = np.flatnonzero(heard_if_on(truth, slots) & masked(truth, policy, slots, hulls))
    same = slots.hull[heard[1:]] == slots.hull[heard[:-1]]
    return np.flatnonzero(same & (np.diff(slots.t[heard]) >= MIN_SILENCE_S))


def masked(truth: Truth, policy: Policy, slots: Slots, hulls: range) -> Array:
    rng = np.random.default_rng([truth.spec.seed, 9, hulls.start])
    offs = [off for off in policy.offs if off.hull in hulls]
    return on_mask(slots.hull, slots.t, offs, rng)


def make_blocks(truth: Truth, policy: Policy, channel: Channel) -> Iterator[Block]:
    last_t = truth.spec.days * DAY_S - 1.0
    for hulls in block_ranges(truth):
        rng = np.random.default_rng([truth.spec.seed, 10, hulls.start])
        slots = make_slots(truth, policy, channel, hulls)
        heard = hear(truth, policy, slots, masked(truth, policy, slots, hulls))
        labels = {
            "silences": silence_labels(truth, policy, slots, heard, last_t),
            "meetings": event_labels(truth, policy, heard, hulls),
            "calls": call_labels(truth, heard, hulls),
        }
        yield Block(
            as_positions(truth, policy, heard, rng),
            make_statics(truth, policy, heard, rng),
            labels,
        )


def block_ranges(truth: Truth) -> Iterator[range]:
    """Blocks of hulls that part no pair."""
    partner = {e.hulls[0]: e.hulls[1] for e in truth.events if len(e.hulls) == 2}
    partner |= {b: a for a, b in partner.items()}
    start, n = 0, len(truth.fleet)
    while start < n:
        stop = min(start + BLOCK, n)
        if partner.get(stop - 1) == stop:
            stop += 1
        yield range(start, stop)
        start = stop


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--tier", default="0.1M")
    parser.add_argument("--layout", choices=("usual", "shifted"), default="usual")
    parser.add_argument("--prevalence", type=float, default=0.01)
    given = parser.parse_args()
    began = time.perf_counter()
    spec = Spec(given.seed, given.tier, given.layout, given.prevalence)
    n_rows = write_traffic(spec, given.out)
    print(f"{n_rows:,} positions in {time.perf_counter() - began:.1f} s: {given.out}")


if __name__ == "__main__":
    main()
