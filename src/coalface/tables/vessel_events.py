"""Table `vessel_events`: one row is one dated event of a designated ship, as its listing tells it.

Where the text says only that something came after a day, `period_end` is empty and
`date_precision` is `after_date_from`.
"""

from coalface.tables.schema import CITED, Column, Table, checker

__all__ = ["VESSEL_EVENTS", "check_vessel_events"]

EVENTS = frozenset({"load", "discharge", "sts", "identity_change"})

VESSEL_EVENTS = Table(
    name="vessel_events",
    columns=(
        Column("row_id", required=True),
        Column("imo", required=True, pattern=r"^[0-9]{7}$"),
        Column("vessel", required=True),
        Column("event", required=True, choices=EVENTS),
        Column("place"),
        Column("port_id"),
        Column("period_start", "date", required=True),
        Column("period_end", "date"),
        Column("date_precision", required=True),
        Column("cargo"),
        Column("counterpart"),
        *CITED,
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
)
check_vessel_events = checker(VESSEL_EVENTS)
