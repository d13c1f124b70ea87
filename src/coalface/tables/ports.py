"""Table `ports`: one row is one port, with its spellings and how good its position is."""

from coalface.tables.schema import CITED, Column, Table, checker

__all__ = ["PORTS", "check_ports"]

PORTS = Table(
    name="ports",
    columns=(
        Column("row_id", required=True),
        Column("port_id", required=True),
        Column("name", required=True),
        Column("country", required=True, pattern=r"^[A-Z]{2}$"),
        Column("kind", required=True),
        Column("lat_deg", "number", required=True, low=-90, high=90),
        Column("lon_deg", "number", required=True, low=-180, high=180),
        Column("position_quality", required=True),
        Column("wpi_number"),
        Column("unlocode"),
        Column("unlocode_seen_in"),
        Column("aliases"),
        Column("name_hangul"),
        Column("name_hanzi"),
        Column("role"),
        *CITED,
        Column("note"),
    ),
)
check_ports = checker(PORTS)
