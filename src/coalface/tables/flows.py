"""Table `flows`: one row is one published figure of trade. Competing figures are all kept.

Seen from the reporter: China's `import` from PRK is the DPRK's export. A value stands in the
column of its valuation; `value_mixed_usd` holds mirror figures (KOTRA) and total trade, which
mix CIF and FOB. Mass in tonnes stands in `mass_t`, any other amount in `quantity` with `unit`.
Missing is empty, never 0; a 0 was published as zero.
"""

import polars as pl

from coalface.tables.schema import CITED, HS_PATTERN, PERIOD, Column, Table, checker

__all__ = ["FLOWS", "PROCESSING_INPUTS", "check_flows", "check_processing_inputs", "value_usd"]

DATASETS = frozenset({"annual", "monthly", "period", "refined_1718", "context", "ingested"})
#: One or several ISO 3166 alpha-3 codes; WLD is the world.
PARTY_PATTERN = r"^[A-Z]{3}(\+[A-Z]{3})*$"

_MEASURES = (
    Column("value_cif_usd", "number", low=0),
    Column("value_fob_usd", "number", low=0),
    Column("value_mixed_usd", "number", low=0),
    Column("mass_t", "number", low=0),
    Column("quantity", "number", low=0),
    Column("unit"),
    Column("reporter_region"),
    Column("trade_mode"),
    Column("transport_mode"),
    *CITED,
    Column("note"),
)

FLOWS = Table(
    name="flows",
    columns=(
        Column("row_id", required=True),
        Column("dataset", required=True, choices=DATASETS),
        Column("reporter", required=True, pattern=PARTY_PATTERN),
        Column("partner", required=True, pattern=PARTY_PATTERN),
        Column("flow", required=True, choices=frozenset({"import", "export", "total_trade"})),
        *PERIOD,
        Column("hs_code", required=True, pattern=HS_PATTERN),
        Column("hs_revision", pattern=r"^HS[0-9]{4}$"),
        Column("description"),
        *_MEASURES,
    ),
    periods=(("period_start", "period_end"),),
)

#: Inputs that China sends for goods that come back. `reporter` may also be `derived` or
#: `estimate`, `flow` also `processing_margin`: those rows are arithmetic or opinion, not books.
PROCESSING_INPUTS = Table(
    name="processing_inputs",
    columns=(
        Column("row_id", required=True),
        Column("reporter", required=True, pattern=r"^([A-Z]{3}|derived|estimate)$"),
        Column("partner", required=True, pattern=PARTY_PATTERN),
        Column("flow", required=True, choices=frozenset({"import", "export", "processing_margin"})),
        *PERIOD,
        Column("hs_code", required=True),
        Column("description"),
        *_MEASURES,
    ),
    periods=(("period_start", "period_end"),),
)

check_flows = checker(FLOWS)
check_processing_inputs = checker(PROCESSING_INPUTS)


def value_usd() -> pl.Expr:
    """Give the value of a flow in dollars, whatever its valuation: say which beside it."""
    return pl.coalesce("value_cif_usd", "value_fob_usd", "value_mixed_usd")
