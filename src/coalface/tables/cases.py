"""Table `cases`: one row is one shipment, flow or service to be screened against the law."""

import polars as pl

from coalface.errors import TableError

__all__ = ["AMOUNTS", "CASES", "DIRECTIONS", "check_cases"]

DIRECTIONS = ("from_dprk", "to_dprk", "other")

CASES: dict[str, type[pl.DataType]] = {
    "case_id": pl.String,
    "on": pl.Date,
    "period_start": pl.Date,
    "period_end": pl.Date,  # exclusive
    "hs_code": pl.String,
    "hs_revision": pl.String,
    "commodity": pl.String,
    "activity": pl.String,
    "direction": pl.String,
    "value_usd": pl.Float64,
    "mass_t": pl.Float64,
    "quantity": pl.Float64,
    "unit": pl.String,
    "origin": pl.String,  # ISO 3166-1 alpha-3
    "via": pl.String,
    "importer": pl.String,  # ISO 3166-1 alpha-3
    "livelihood_evidence": pl.Boolean,
    "contract_on": pl.Date,
    "shipped_on": pl.Date,
    "committee_notified": pl.Boolean,
    "committee_approved": pl.Boolean,
    "ledger": pl.String,
    "ledger_mass_t": pl.Float64,
    "ledger_value_usd": pl.Float64,
    "ledger_quantity": pl.Float64,
    "ledger_unit": pl.String,
    "ledger_2": pl.String,
    "ledger_2_quantity": pl.Float64,
    "ledger_2_unit": pl.String,
    "description": pl.String,
}

AMOUNTS = tuple(name for name, kind in CASES.items() if kind is pl.Float64)


def check_cases(cases: pl.DataFrame) -> None:
    """Check that a frame is a table `cases`; null means unknown, zero means zero.

    Args:
        cases: The frame to check.

    Raises:
        TableError: If a column is missing or of another type, an amount is negative, a time is
            missing or double, or a direction is unknown.
    """
    _check_columns(cases)
    problems = cases.select(**_problems()).row(0, named=True)
    found = [f"{problem} (rows: {count:,})" for problem, count in problems.items() if count]
    if found:
        raise TableError(
            f"table cases: {'; '.join(found)}. Read users' files with "
            "coalface.sources.cases.read_cases, which sets such rows aside with their reason."
        )


def _check_columns(cases: pl.DataFrame) -> None:
    for name, kind in CASES.items():
        if name not in cases.columns:
            raise TableError(
                f"table cases has no column {name!r}. Add it as {kind.__name__}; null is unknown."
            )
        if cases.schema[name] != kind:
            raise TableError(
                f"table cases: column {name!r} is {cases.schema[name]}, expected {kind.__name__}. "
                "Cast it before screening."
            )


def _problems() -> dict[str, pl.Expr]:
    has_period = pl.col("period_start").is_not_null() & pl.col("period_end").is_not_null()
    return {
        "neither hs_code nor activity": (
            pl.col("hs_code").is_null() & pl.col("activity").is_null()
        ).sum(),
        "not exactly one of on and period": (pl.col("on").is_not_null() == has_period).sum(),
        "period_end not after period_start": (pl.col("period_end") <= pl.col("period_start")).sum(),
        f"direction not one of {', '.join(DIRECTIONS)}": (
            ~pl.col("direction").is_in(DIRECTIONS).fill_null(value=False)
        ).sum(),
        "negative amount": pl.sum_horizontal((pl.col(name) < 0).sum() for name in AMOUNTS),
    }
