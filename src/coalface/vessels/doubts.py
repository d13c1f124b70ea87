"""What speaks against a finding of a ship: its own positions contradict themselves about then."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import polars as pl

__all__ = ["DOUBTS", "hours_in_doubt", "with_doubts"]

#: Hours of a ship in which its positions were of one kind that cannot be so.
DOUBTS = {"mmsi": pl.Int64(), "kind": pl.String(), "hour": pl.Datetime("us", "UTC")}
#: Kinds that a fault of the set, or others, may be behind. What is done to many ships, and
#: numbers that two ships send, have words of their own.
KINDS = ("drift", "frozen", "jump_and_return", "offset", "on_land", "replay", "ring")
NUMBERS = ("mmsi", "mmsi_1", "mmsi_2")
STARTS, ENDS = ("starts_at", "arrived_at"), ("ends_at", "departed_at")
HOUR = timedelta(hours=1)
WORDS = "Within an hour of its begin or end, positions of {} contradict themselves: {}."

Facts = pl.DataFrame | Sequence[Mapping[str, Any]]


def hours_in_doubt(contradictions: pl.DataFrame) -> pl.DataFrame:
    """List the hours in which positions of ships cannot be so.

    Args:
        contradictions: Table `identity_events` of single ships, sealed or not.

    Returns:
        Columns `DOUBTS`, each hour of a ship and kind once.
    """
    spans = contradictions.filter(pl.col("kind").is_in(KINDS), pl.col("at").is_not_null())
    hours = pl.datetime_ranges(
        pl.col("at").dt.truncate("1h"),
        pl.coalesce("ends_at", "at").dt.truncate("1h"),
        interval="1h",
    )
    told = spans.select("mmsi", "kind", hour=hours).explode("hour", empty_as_null=False)
    return told.select(pl.col(n).cast(d) for n, d in DOUBTS.items()).unique().sort(list(DOUBTS))


def with_doubts(events: pl.DataFrame, facts: Facts, doubts: pl.DataFrame) -> Facts:
    """Add to the counter-evidence of events that positions of their ships are in doubt about then.

    It says nothing of who is behind it: a fault of the set is likelier than a lie.

    Args:
        events: With one or two numbers of ships, a start, and an end where it is known.
        facts: Their evidence, in the same order.
        doubts: From `hours_in_doubt`, of all ships.
    """
    said = _said(events, doubts)
    if not said.list.len().sum():
        return facts
    if isinstance(facts, pl.DataFrame):
        had = facts["counter_evidence"].cast(pl.List(pl.String)).fill_null([])
        return facts.with_columns(counter_evidence=had.list.concat(said))
    return [
        {**fact, "counter_evidence": [*(fact.get("counter_evidence") or []), *words]}
        for fact, words in zip(facts, said.to_list(), strict=True)
    ]


def _said(events: pl.DataFrame, doubts: pl.DataFrame) -> pl.Series:
    """Give the sentences of each event; mostly none."""
    nothing = pl.Series("said", [[]] * len(events), dtype=pl.List(pl.String))
    numbers = [name for name in NUMBERS if name in events.columns]
    if events.is_empty() or doubts.is_empty() or not numbers:
        return nothing
    met = _hours(events, numbers).join(doubts, on=["mmsi", "hour"], how="inner")
    kinds = pl.col("kind").unique().sort().str.replace_all("_", " ", literal=True).str.join(", ")
    told = met.group_by("nth").agg(
        pl.format(WORDS, pl.lit("its ship" if numbers == ["mmsi"] else "one of its ships"), kinds)
        .first()
        .alias("words")
    )
    nths = pl.DataFrame({"nth": pl.Series(range(len(events)), dtype=pl.UInt32)})
    joined = nths.join(told, on="nth", how="left", maintain_order="left")
    return joined.select(said=pl.concat_list("words").list.drop_nulls())["said"]


def _hours(events: pl.DataFrame, numbers: Sequence[str]) -> pl.DataFrame:
    """Give the hours about the begin and the end of each event, once for each of its ships."""
    at = [pl.coalesce(n for n in names if n in events.columns) for names in (STARTS, ENDS)]
    around = [end.dt.truncate("1h") + k * HOUR for end in at for k in (-1, 0, 1)]
    rows = events.with_row_index("nth").select(
        "nth", *numbers, hour=pl.concat_list(around).list.drop_nulls().list.unique()
    )
    parts = [rows.select("nth", mmsi=pl.col(n).cast(pl.Int64), hour="hour") for n in numbers]
    whole = pl.concat(parts).filter(pl.col("mmsi").fill_null(0) != 0)
    return whole.explode("hour", empty_as_null=False)
