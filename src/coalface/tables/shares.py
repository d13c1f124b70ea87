"""Table `shares`: one row is one published share, from 0 to 1."""

from coalface.tables.schema import CITED, HS_PATTERN, PERIOD, Column, Table, checker

__all__ = ["SHARES", "check_shares"]

SHARES = Table(
    name="shares",
    columns=(
        Column("row_id", required=True),
        Column("indicator", required=True),
        *PERIOD,
        Column("hs_code", required=True, pattern=HS_PATTERN),
        Column("partner", required=True),
        Column("share", "number", required=True, low=0, high=1),
        *CITED,
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
)
check_shares = checker(SHARES)
