"""Table `positions`: one row is one AIS position, as it was received.

What is unknown is null, never a reserved value (91 N, 102.3 kn, 511 degrees). `row` counts the rows
of the input from 0: it identifies a position in all evidence. Rows may stand in any order.
"""

from coalface.tables.schema import Column, Table, checker

__all__ = ["IN_TIME", "POSITIONS", "check_positions"]

POSITIONS = Table(
    name="positions",
    columns=(
        Column("row", "integer", required=True, low=0),
        Column("mmsi", "integer", required=True, low=0),
        Column("sent_at", "instant", required=True),
        Column("lat_deg", "number", required=True, low=-90, high=90),
        Column("lon_deg", "number", required=True, low=-180, high=180),
        Column("sog_kn", "number", low=0, high=102.2),
        Column("cog_deg", "number", low=0, high=360),
        Column("heading_deg", "number", low=0, high=360),
        Column("nav_status", "integer", low=0, high=15),
        Column("transponder_class", choices=frozenset({"A", "B"})),
        Column("receiver"),
        Column("is_coarse", "boolean"),
        Column("source_id"),
    ),
    key=("row",),
)
check_positions = checker(POSITIONS)

#: The order in which a ship's positions are read: `row` parts those of one instant.
IN_TIME = ("mmsi", "sent_at", "row")
