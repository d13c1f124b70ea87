"""Published sums over several years weighed as mix-ups: no history, so little is certain."""

import math
from collections.abc import Mapping
from typing import Any

import polars as pl
from scipy import stats

from coalface.tables.mirror_quality import check_mirror_quality
from coalface.trade.distances import distances_km
from coalface.trade.mixup_settings import MixupSettings, load_mixup_settings

__all__ = ["weigh_summaries"]

Row = Mapping[str, Any]
DAYS_A_YEAR = 365.25
TO_TONNES = {"t": 1.0, "kg": 1e-3}
DF = 4.0
DIFFERING = "same reporter, differing sources"
ABSENT = "not in the reporter's books"
PROBABLE, UNLIKELY = "probable mix-up", "no sign of a mix-up"
UNKNOWN = "cannot be weighed"
SCHEMA = {
    "row_id": pl.String,
    "reporter": pl.String,
    "flow": pl.String,
    "hs_code": pl.String,
    "years": pl.String,
    "quantity": pl.Float64,
    "unit": pl.String,
    "mass_t_a_year": pl.Float64,
    "reference": pl.String,
    "reference_t_a_year": pl.Float64,
    "finding": pl.String,
    "probability": pl.Float64,
    "is_probable": pl.Boolean,
    "reasons": pl.String,
    "source_id": pl.String,
}


def weigh_summaries(
    quality: pl.DataFrame, flows: pl.DataFrame, *, settings: MixupSettings | None = None
) -> pl.DataFrame:
    """Weigh known gaps between books as mix-ups of the two Koreas.

    A sum over years has no history and no cell of the South beside it. What is left is its size:
    beside what reporters record whose own office confirms it, at their distance, and whether the
    reporter trades with the North at all in any table. That is weak evidence but for large
    amounts. A gap between two sources of one reporter is never called a mix-up.

    Args:
        quality: Table `mirror_quality`, rows with the DPRK as partner.
        flows: Table `flows`, to see who else trades with the North.
        settings: Priors; the packaged ones where not given.

    Returns:
        One row a case: `row_id, reporter, flow, hs_code, years, quantity, unit, mass_t_a_year,
        reference, reference_t_a_year, finding, probability, is_probable, reasons, source_id`;
        `probability` is empty where the case is no question of it.
    """
    check_mirror_quality(quality)
    settings = settings or load_mixup_settings()
    rows = quality.filter(pl.col("partner") == settings.north).sort("row_id").to_dicts()
    known = _reporters(flows, settings.north)
    weighed = [_weighed(row, _reference(row, rows), known, settings) for row in rows]
    table = pl.DataFrame(weighed, schema=SCHEMA, orient="row")
    return table.sort("probability", "row_id", descending=[True, False], nulls_last=True)


def _reporters(flows: pl.DataFrame, north: str) -> set[str]:
    return set(flows.filter(pl.col("partner") == north)["reporter"].to_list())


def _rate_t(row: Row) -> float | None:
    """Give tonnes a year, or None where the amount is no mass."""
    years = (row["period_end"] - row["period_start"]).days / DAYS_A_YEAR
    factor = TO_TONNES.get(row["unit"])
    if factor is None or row["quantity"] is None:
        return None
    return float(row["quantity"] * factor / years)


def _reference(row: Row, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Find the largest sum of the same chapter that its reporter's own office confirms."""
    confirmed = [
        r
        for r in rows
        if r["hs_code"][:2] == row["hs_code"][:2]
        and r["flow"] == row["flow"]
        and r["row_id"] != row["row_id"]
        and r["compared_quantity"]
        and _rate_t(r)
    ]
    return max(confirmed, key=lambda r: (_rate_t(r) or 0.0, r["row_id"]), default=None)


def _weighed(
    row: Row, reference: Row | None, known: set[str], settings: MixupSettings
) -> tuple[Any, ...]:
    rate = _rate_t(row)
    of_reference = _rate_t(reference) if reference else None
    probability: float | None = None
    if row["compared_source"]:
        finding, why = _compared(row)
    elif not rate or reference is None or not of_reference:
        finding = UNKNOWN
        why = "No reporter whose own office confirms its figure records this chapter."
    else:
        probability = _probability(row, rate, reference, known, settings)
        finding = PROBABLE if probability >= settings.probable_at else UNLIKELY
        why = _why(row, rate, reference, known, settings)
    years = f"{row['period_start'].year}-{row['period_end'].year - 1}"
    return (
        *(row["row_id"], row["reporter"], row["flow"], row["hs_code"], years),
        *(row["quantity"], row["unit"], rate),
        reference["row_id"] if reference and probability is not None else None,
        of_reference if probability is not None else None,
        *(finding, probability, finding == PROBABLE, why, row["source_id"]),
    )


def _compared(row: Row) -> tuple[str, str]:
    source, unit = row["compared_source"], row["unit"]
    if row["quantity"] == 0:
        return ABSENT, f"Nothing stands in the books; {source} has some. No sign of the South."
    other = row["compared_quantity"]
    told = "nothing" if other == 0 else "no figure" if other is None else f"{other:,.0f} {unit}"
    return DIFFERING, (
        f"Two sources of the same reporter differ: {row['quantity']:,.6g} {unit} here, {told} at "
        f"{source}. Which is right is a question to that office; it says nothing of the South."
    )


def _expected_log(row: Row, reference: Row, settings: MixupSettings) -> float:
    """Give the log tonnes a year to expect of a reporter at its distance."""
    prior = settings.summary
    far = distances_km([settings.north, row["reporter"], reference["reporter"]])
    ratio = float(far[0, 1] / far[0, 2])
    apart = math.log(ratio) if math.isfinite(ratio) else 0.0
    base = math.log(_rate_t(reference) or 1.0)
    return base + math.log(prior.share_of_reference) - prior.distance_power * max(apart, 0.0)


def _probability(
    row: Row, rate: float, reference: Row, known: set[str], settings: MixupSettings
) -> float:
    prior = settings.summary
    genuine = stats.t.logpdf(
        math.log(rate), DF, _expected_log(row, reference, settings), prior.spread
    )
    mixed = stats.t.logpdf(
        math.log(rate), DF, math.log(_rate_t(reference) or 1.0), prior.mixed_spread
    )
    odds = math.log(prior.prior / (1 - prior.prior)) + float(mixed - genuine)
    if row["reporter"] not in known:
        odds += math.log(prior.no_other_trade)
    return round(1 / (1 + math.exp(-odds)), 4)


def _why(row: Row, rate: float, reference: Row, known: set[str], settings: MixupSettings) -> str:
    expected = math.exp(_expected_log(row, reference, settings))
    far = distances_km([settings.north, row["reporter"]])[0, 1]
    times = rate / (_rate_t(reference) or 1.0)
    other = (
        "It stands in no other table as a partner of the North."
        if row["reporter"] not in known
        else "Other tables have it as a partner of the North too."
    )
    return (
        f"{rate:,.0f} t a year is {times:.2g} times what {reference['reporter']} records of "
        f"{reference['hs_code']} ({reference['description']}), whose own office confirms it; a "
        f"capital {far:,.0f} km away would lead one to expect about {expected:,.0f} t. {other} "
        "It rests on size, distance and absence alone: no yearly history and no row with the "
        "South is at hand, and the source itself does not call it a mix-up."
    )
