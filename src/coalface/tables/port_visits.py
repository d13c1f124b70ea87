"""Table `port_visits`: one row is one call. `observed` and `inferred` calls are never mixed.

An inferred call lies within a silence: the ship could have reached the berth, nobody saw it there.
A preset that is a bare rule gives no `p`.
"""

from coalface.tables.schema import Column, Table, checker

__all__ = ["PORT_VISITS", "check_port_visits"]

PORT_VISITS = Table(
    name="port_visits",
    columns=(
        Column("mmsi", "integer", required=True),
        Column("segment_id"),
        Column("port_id", required=True),
        Column("country"),
        Column("arrived_at", "instant", required=True),
        Column("departed_at", "instant"),
        Column("arrived_earliest_at", "instant"),
        Column("arrived_latest_at", "instant"),
        Column("departed_earliest_at", "instant"),
        Column("departed_latest_at", "instant"),
        Column("kind", required=True, choices=frozenset({"observed", "inferred"})),
        Column("gfw_confidence", "integer", low=1, high=4),
        Column("lat_deg", "number"),
        Column("lon_deg", "number"),
        Column("p", "number", low=0, high=1),
        Column("evidence_id", required=True),
    ),
    key=("evidence_id",),
)
check_port_visits = checker(PORT_VISITS)
