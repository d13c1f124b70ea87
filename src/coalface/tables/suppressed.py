"""Table `suppressed`: one row is an event that a rule set aside, with the reason. None is lost."""

from coalface.tables.schema import Column, Table, checker

__all__ = ["SUPPRESSED", "check_suppressed"]

SUPPRESSED = Table(
    name="suppressed",
    columns=(
        Column("kind", required=True),
        Column("mmsi", "integer", required=True),
        Column("mmsi_2", "integer"),
        Column("starts_at", "instant", required=True),
        Column("ends_at", "instant"),
        Column("lat_deg", "number"),
        Column("lon_deg", "number"),
        Column("suppressed_by", required=True),
        Column("reason", required=True),
        Column("inputs", "integers"),
    ),
    key=("kind", "mmsi", "mmsi_2", "starts_at", "suppressed_by"),
)
check_suppressed = checker(SUPPRESSED)
