"""Table `statics`: one row is one AIS static message. All of it is typed by the crew.

Names, destinations and draughts are what was sent, not what is so. `imo` holds seven digits with a
valid check digit, or is null; what was sent instead stands in `imo_sent`.
"""

from coalface.tables.schema import Column, Table, checker

__all__ = ["STATICS", "check_statics"]

STATICS = Table(
    name="statics",
    columns=(
        Column("row", "integer", required=True, low=0),
        Column("mmsi", "integer", required=True, low=0),
        Column("received_at", "instant"),
        Column("imo", pattern=r"^[0-9]{7}$"),
        Column("imo_sent"),
        Column("name"),
        Column("call_sign"),
        Column("ship_type", "integer", low=0, high=255),
        Column("length_m", "number", low=0),
        Column("beam_m", "number", low=0),
        Column("draught_m", "number", low=0),
        Column("destination"),
        Column("transponder_class", choices=frozenset({"A", "B"})),
        Column("source_id"),
    ),
    key=("row",),
)
check_statics = checker(STATICS)
