"""The rules we are measured against, on the same positions.

Each gives event tables with the columns of the contract. A rule states no probability: a silence
it names has `p_deliberate` between 0.5 and 1, ranked by duration, so that it has a curve.
"""

from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from bench.traffic.sea import KM_PER_DEG, load_sea

__all__ = [
    "BASELINES",
    "away_from_ports",
    "clean",
    "encounters_sql",
    "gap_rule",
    "ranked",
    "sql_gaps",
    "visits_sql",
    "welch",
]

NMI_KM = 1.852
WELCH_GAP_H, WELCH_SHORE_NMI, WELCH_CELL_PER_DAY, WELCH_BEFORE = 12.0, 50.0, 10.0, 14


def clean(positions: pl.DataFrame) -> pl.DataFrame:
    """Drop what no rule would take: reserved values, equal instants of a ship, odd numbers."""
    is_place = (pl.col("lat_deg").abs() <= 90) & (pl.col("lon_deg").abs() <= 180)
    return (
        positions.filter(is_place & (pl.col("lat_deg") != 0))
        .sort("mmsi", "sent_at", "row")
        .unique(["mmsi", "sent_at"], keep="first", maintain_order=True)
    )


def consecutive(positions: pl.DataFrame) -> pl.DataFrame:
    """Successive positions of a number; the last one is open until the end of the data."""
    end = positions["sent_at"].max()
    ends_at = pl.col("sent_at").shift(-1).over("mmsi")
    frame = positions.with_columns(
        starts_at=pl.col("sent_at"), ends_at=ends_at.fill_null(end), is_open=ends_at.is_null()
    )
    hours = (pl.col("ends_at") - pl.col("starts_at")).dt.total_seconds() / 3600
    return frame.with_columns(duration_h=hours)


def ranked() -> pl.Expr:
    """Between 0.5 and 1, growing with duration."""
    return 1.0 - 0.5 / (1.0 + pl.col("duration_h") / 24.0)


def gap_rule(positions: pl.DataFrame, hours: float) -> pl.DataFrame:
    """Every silence longer than so many hours (12: pipe-gaps and others; 6: practitioners)."""
    found = consecutive(positions).filter(pl.col("duration_h") > hours)
    return found.select("mmsi", "starts_at", "ends_at", p_deliberate=ranked())


def welch(positions: pl.DataFrame) -> pl.DataFrame:
    """Welch et al. (2022): 12 h, over 50 nmi from shore, good satellite cells, heard before."""
    days = (positions["sent_at"].max() - positions["sent_at"].min()).total_seconds() / 86400  # type: ignore[operator, union-attr]
    is_space = pl.col("receiver") == "satellite"
    moves = (
        pl.when(pl.col("transponder_class") == "A")
        .then(pl.col("sog_kn").is_between(0.5, 14))
        .otherwise(pl.col("sog_kn") > 2)
    )
    cell = (pl.col("lat_deg").floor(), pl.col("lon_deg").floor())
    keyed = positions.with_columns(cell_lat=cell[0], cell_lon=cell[1])
    keys = ["cell_lat", "cell_lon", "transponder_class"]
    ships_days = (
        keyed.filter(moves)
        .group_by(keys)
        .agg(
            n=is_space.sum(),
            ship_days=pl.struct("mmsi", pl.col("sent_at").dt.date()).n_unique(),
        )
    )
    rates = ships_days.with_columns(per_day=pl.col("n") / pl.col("ship_days")).drop("n")
    counted = keyed.with_columns(seen=is_space.cast(pl.Int64).cum_sum().over("mmsi"))
    before = counted.rolling("sent_at", period="12h", group_by="mmsi").agg(
        space_before=is_space.sum()
    )
    frame = pl.concat([counted, before.select("space_before")], how="horizontal")
    found = consecutive(frame).filter(pl.col("duration_h") >= WELCH_GAP_H)
    found = found.join(rates, on=keys, how="left")
    shore = load_sea().land_km(found["lat_deg"].to_numpy(), found["lon_deg"].to_numpy())
    is_far = pl.Series(shore > WELCH_SHORE_NMI * NMI_KM)
    found = found.filter(
        is_far & (pl.col("per_day") > WELCH_CELL_PER_DAY) & (pl.col("space_before") >= WELCH_BEFORE)
    )
    assert days > 0
    return found.select("mmsi", "starts_at", "ends_at", p_deliberate=ranked())


def sql_gaps(positions: pl.DataFrame | Path) -> pl.DataFrame:
    """What an analyst writes in SQL: over 6 h, off under way, and 3 nmi or more from any port."""
    return run_sql(SQL_GAPS, positions)


def run_sql(text: str, positions: pl.DataFrame | Path) -> pl.DataFrame:
    """Run a query over `positions` (a cleaned frame, or a Parquet file as it is) and `ports`."""
    here = load_sea().ports
    ports = {"port_id": [p.port_id for p in here], "lat": [p.lat for p in here]}
    ports_frame = pl.DataFrame({**ports, "lon": [p.lon for p in here]})
    with duckdb.connect() as db:
        if isinstance(positions, Path):
            db.sql(f"CREATE VIEW positions AS FROM read_parquet('{positions}') WHERE lat_deg < 90")
        else:
            columns = positions.select("mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn")
            db.register("positions", columns.to_arrow())
        db.register("ports", ports_frame.to_arrow())
        db.execute("SET TimeZone = 'UTC'")
        table = db.sql(text).to_arrow_table()
    frame = pl.DataFrame(table)
    stamps = [name for name, kind in frame.schema.items() if kind == pl.Datetime]
    return frame.with_columns(pl.col(stamps).dt.convert_time_zone("UTC").dt.cast_time_unit("us"))


SQL_GAPS = """
WITH steps AS (
    SELECT mmsi, sent_at AS starts_at, lat_deg, lon_deg, sog_kn,
           lead(sent_at) OVER (PARTITION BY mmsi ORDER BY sent_at) AS ends_at
    FROM positions
)
SELECT mmsi, starts_at, ends_at,
       1 - 0.5 / (1 + epoch(ends_at - starts_at) / 86400) AS p_deliberate
FROM steps
WHERE epoch(ends_at - starts_at) > 6 * 3600 AND sog_kn > 1
  AND NOT EXISTS (
    SELECT 1 FROM ports
    WHERE abs(lat - lat_deg) < 0.05 AND abs(lon - lon_deg) < 0.0625)
ORDER BY mmsi, starts_at
"""


def encounters_sql(positions: pl.DataFrame | Path) -> pl.DataFrame:
    """The published definition of GFW in SQL: 500 m, 2 h, median below 2 kn, anywhere.

    Positions are put on a grid of ten minutes; a run ends where the pair is not seen for 4 h.
    """
    return run_sql(SQL_ENCOUNTERS, positions)


def away_from_ports(encounters: pl.DataFrame, km: float) -> pl.DataFrame:
    """The port mask of that definition: farther than so many km from any port."""
    lat, lon = encounters["lat_deg"].to_numpy(), encounters["lon_deg"].to_numpy()
    east = np.cos(np.radians(lat))
    away = [np.hypot(lat - p.lat, (lon - p.lon) * east) * KM_PER_DEG for p in load_sea().ports]
    return encounters.filter(pl.Series(np.min(away, axis=0) >= km))


SQL_ENCOUNTERS = """
WITH grid AS (
    SELECT mmsi, epoch(sent_at)::BIGINT // 600 AS slot, avg(lat_deg) AS lat, avg(lon_deg) AS lon,
           avg(sog_kn) AS kn
    FROM positions GROUP BY ALL
), cells AS (
    SELECT *, floor(lat / 0.005)::BIGINT AS r, floor(lon / 0.00625)::BIGINT AS c FROM grid
), near AS (
    SELECT a.mmsi AS mmsi_1, b.mmsi AS mmsi_2, a.slot, (a.lat + b.lat) / 2 AS lat,
           (a.lon + b.lon) / 2 AS lon, (a.kn + b.kn) / 2 AS kn
    FROM cells a, (VALUES (-1), (0), (1)) i(dr), (VALUES (-1), (0), (1)) j(dc), cells b
    WHERE b.slot = a.slot AND b.r = a.r + dr AND b.c = a.c + dc AND b.mmsi > a.mmsi
      AND sqrt(pow((a.lat - b.lat) * 111.195, 2)
               + pow((a.lon - b.lon) * 111.195 * cos(radians(a.lat)), 2)) < 0.5
), marked AS (
    SELECT *, slot - lag(slot, 1, slot) OVER w > 24 AS breaks FROM near
    WINDOW w AS (PARTITION BY mmsi_1, mmsi_2 ORDER BY slot)
), runs AS (
    SELECT *, sum(breaks::INT) OVER (PARTITION BY mmsi_1, mmsi_2 ORDER BY slot) AS run FROM marked
), merged AS (
    SELECT mmsi_1, mmsi_2, min(slot) AS s, max(slot) + 1 AS e, avg(lat) AS lat_deg,
           avg(lon) AS lon_deg, median(kn) AS kn
    FROM runs GROUP BY mmsi_1, mmsi_2, run
)
SELECT mmsi_1, mmsi_2, to_timestamp(s * 600) AS starts_at, to_timestamp(e * 600) AS ends_at,
       lat_deg, lon_deg, 1.0 AS score
FROM merged
WHERE (e - s) >= 12 AND kn < 2
ORDER BY mmsi_1, mmsi_2, s
"""


def visits_sql(positions: pl.DataFrame | Path) -> pl.DataFrame:
    """Below 0.5 kn within 3 km of a port, runs parted by 4 h, an hour or more."""
    return run_sql(SQL_VISITS, positions)


SQL_VISITS = """
WITH near AS (
    SELECT mmsi, sent_at, port_id FROM positions, ports
    WHERE abs(lat - lat_deg) < 0.027 AND abs(lon - lon_deg) < 0.034 AND sog_kn < 0.5
), marked AS (
    SELECT *, coalesce(epoch(sent_at - lag(sent_at) OVER w) > 4 * 3600, true) AS breaks FROM near
    WINDOW w AS (PARTITION BY mmsi, port_id ORDER BY sent_at)
), runs AS (
    SELECT *, sum(breaks::INT) OVER (PARTITION BY mmsi, port_id ORDER BY sent_at) AS run FROM marked
)
SELECT mmsi, port_id, min(sent_at) AS arrived_at, max(sent_at) AS departed_at,
       'observed' AS kind, 1.0 AS p
FROM runs GROUP BY mmsi, port_id, run
HAVING epoch(max(sent_at) - min(sent_at)) >= 3600
ORDER BY mmsi, arrived_at
"""

BASELINES = {
    "12 h rule": lambda positions: gap_rule(positions, 12.0),
    "6 h rule": lambda positions: gap_rule(positions, 6.0),
    "Welch 2022": welch,
    "SQL: 6 h under way": sql_gaps,
}
