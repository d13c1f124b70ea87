"""Table `ports`: one row is one port, with its spellings and how good its position is."""

import polars as pl

from coalface.tables.schema import CONFIDENCE, Column, Table, check_table

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
        Column("source_id", required=True),
        Column("vintage"),
        Column("locator", required=True),
        Column("confidence", required=True, choices=CONFIDENCE),
        Column("note"),
    ),
)


def check_ports(ports: pl.DataFrame) -> None:
    """Check the table `ports`.

    Args:
        ports: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(ports, PORTS)
