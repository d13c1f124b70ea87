"""Table `account`: one row is one line of earnings in one period, in one branch."""

import polars as pl

from coalface.tables.schema import Column, Table, check_table

__all__ = ["ACCOUNT", "check_account"]

BASES = frozenset({"recorded", "estimated", "imputed", "assumed"})

#: A line without a source has no low, mid, high and basis: "no figure", never zero.
ACCOUNT = Table(
    name="account",
    columns=(
        Column("row_id", required=True),
        Column("period_start", "date", required=True),
        Column("period_end", "date", required=True),
        Column("line", required=True),
        Column("title", required=True),
        Column("channel", required=True),
        Column("side", required=True, choices=frozenset({"income", "outgo", "balance"})),
        Column("part_of"),
        Column("is_counted", "boolean", required=True),
        Column("low_usd", "number"),
        Column("mid_usd", "number"),
        Column("high_usd", "number"),
        Column("basis", choices=BASES),
        Column("valuation"),
        Column("choice"),
        Column("model"),
        Column("branch", required=True),
        Column("sources"),
        Column("rivals"),
        Column("how"),
        Column("note"),
        Column("inputs"),
    ),
    periods=(("period_start", "period_end"),),
    bounds=(("low_usd", "mid_usd"), ("mid_usd", "high_usd"), ("low_usd", "high_usd")),
)


def check_account(account: pl.DataFrame) -> None:
    """Check the table `account`.

    Args:
        account: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(account, ACCOUNT)
