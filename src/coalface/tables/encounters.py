"""Table `encounters`: one row is two ships close to each other, or one that waits for nobody seen.

`mmsi_1` is the smaller number; `mmsi_2` is 0 where the other side was not seen. A meeting is not a
transfer: `score` is the probability that it is none of the usual meetings of that place; null where
the preset is a bare rule.
"""

from coalface.tables.schema import Column, Table, checker

__all__ = ["ENCOUNTERS", "check_encounters"]

ENCOUNTERS = Table(
    name="encounters",
    columns=(
        Column("mmsi_1", "integer", required=True),
        Column("mmsi_2", "integer", required=True),
        Column("kind", required=True, choices=frozenset({"two_sided", "one_sided"})),
        Column("starts_at", "instant", required=True),
        Column("ends_at", "instant", required=True),
        Column("duration_h", "number", required=True, low=0),
        Column("lat_deg", "number", required=True),
        Column("lon_deg", "number", required=True),
        Column("distance_m", "number", low=0),
        Column("median_speed_kn", "number", low=0),
        Column("interpolated_share", "number", low=0, high=1),
        Column("background", "number", low=0),
        Column("score", "number", low=0, high=1),
        Column("evidence_id", required=True),
    ),
    key=("evidence_id",),
)
check_encounters = checker(ENCOUNTERS)
