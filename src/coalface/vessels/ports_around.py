"""The ports before and after a silence: what the detector of calls saw, put beside it."""

import polars as pl

from coalface.tables.gaps import JOINED_LATER

__all__ = ["with_ports_around"]

MIN_P = 0.5  # calls less likely than not are no port that a ship came from; ours


def with_ports_around(gaps: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """Name the last port seen before each silence and the next one seen after it.

    Seen calls only: an inferred one would rest on the silence that it is to explain. A silence in
    port has that port on both sides if the ship was seen there on both.

    Args:
        gaps: Table `gaps`.
        visits: Table `port_visits` of the same run.

    Returns:
        `gaps` with `last_port` and `next_port`, in the same order; null where none was seen, and
        `next_port` where the silence is open.
    """
    seen = visits.filter(
        (pl.col("kind") == "observed") & (pl.col("p").fill_null(1.0) >= MIN_P)
    ).select(
        "mmsi",
        "port_id",
        first_at="arrived_at",
        last_at=pl.coalesce("departed_at", "departed_latest_at", "arrived_at"),
    )
    before = seen.drop_nulls("first_at").sort("first_at", "last_at", "port_id")
    after = seen.drop_nulls("last_at").sort("last_at", "first_at", "port_id")
    rows = gaps.drop(JOINED_LATER, strict=False).with_row_index("gap_no")
    last = rows.sort("starts_at").join_asof(
        before.select("mmsi", "first_at", last_port="port_id"),
        left_on="starts_at", right_on="first_at", by="mmsi", check_sortedness=False,
    )  # fmt: skip
    following = rows.filter(~pl.col("is_open")).sort("ends_at").join_asof(
        after.select("mmsi", "last_at", next_port="port_id"),
        left_on="ends_at", right_on="last_at", by="mmsi", strategy="forward",
        check_sortedness=False,
    )  # fmt: skip
    return (
        rows.join(last.select("gap_no", "last_port"), on="gap_no", how="left")
        .join(following.select("gap_no", "next_port"), on="gap_no", how="left")
        .sort("gap_no")
        .drop("gap_no")
        .select(gaps.columns)
    )
