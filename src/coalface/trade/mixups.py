"""Cells that a reporter probably booked under the North though the trade was the South's."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.trade.annual_books import AnnualBook, choose_book
from coalface.trade.mixup_cells import KoreaCells, find_korea_cells
from coalface.trade.mixup_evidence import CellEvidence, find_evidence
from coalface.trade.mixup_odds import CAME, OWN, RECODED, Odds, estimate_odds
from coalface.trade.mixup_reasons import basis_of, reasons_of
from coalface.trade.mixup_settings import MixupSettings, load_mixup_settings

__all__ = ["Mixups", "find_mixups"]

Floats = NDArray[np.float64]
EXPLAINED_FROM = 0.05  # below this a cell is listed without sentences: nothing speaks for it
OTHERS = {
    OWN: "trade as in other years",
    CAME: "a good that came and went",
    RECODED: "goods re-coded from a neighbouring code",
}


@dataclass(frozen=True, slots=True)
class Mixups:
    """Every cell booked under the North, with the probability that it was the South's.

    Attributes:
        table: One row a cell, the likeliest first; none is dropped.
        book: What was read, and what was left out.
        n_probable: Cells at or above the stated probability.
        mixed_share: Mix-ups a cell of the South, as the table has it.
    """

    table: pl.DataFrame
    book: AnnualBook
    n_probable: int
    mixed_share: float


def find_mixups(
    flows: pl.LazyFrame | pl.DataFrame,
    *,
    source_id: str | None = None,
    until: int | None = None,
    settings: MixupSettings | None = None,
) -> Mixups:
    """Find cells in which a reporter probably booked South Korean trade as the North's.

    A probability is a degree of belief under stated priors (`data/parameters/mixups.yml`), given
    the books alone. It accuses nobody: such slips happen at desks. Flagged rows stay in every
    analysis until a person takes them out. A low probability does not make a row right: mix-ups
    within the usual size of a cell that is traded every year leave no trace.

    Args:
        flows: Table `flows`, in any order.
        source_id: The publisher, where the table holds several.
        until: Last year to read.
        settings: Priors; the packaged ones where not given.

    Returns:
        All cells `reporter, flow, hs_code, year` with `value_usd, probability, is_probable,
        usual_usd, n_years_traded, n_years_known, south_usd, south_usual_usd, mirror_usd,
        unit_value_usd_per_t, south_unit_value_usd_per_t, n_other_reporters, n_other_codes,
        south_log_odds, price_log_odds, best_other, basis, reasons`.

    Raises:
        InputError: If the table holds no such publisher, or nothing with the North.

    Source:
        Own method, after the rule of trade.md to set a cell against its history and against the
        reporter's trade with the South in the same code.
    """
    settings = settings or load_mixup_settings()
    book = choose_book(flows, source_id=source_id, until=until)
    cells = find_korea_cells(flows, book, settings)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):  # NaN is not known
        evidence = find_evidence(cells, settings)
        odds = estimate_odds(cells, evidence, settings)
        found = _table(cells, evidence, odds, settings)
    table = _explained(found, settings)
    return Mixups(table, book, int(table["is_probable"].sum()), odds.mixed_share)


def _table(
    cells: KoreaCells, evidence: CellEvidence, odds: Odds, settings: MixupSettings
) -> pl.DataFrame:
    shapes = odds.shapes
    others = np.array(list(OTHERS.values()))
    of_cell = cells.series[evidence.series]
    south_uv = np.where(
        np.isfinite(evidence.south_uv.amount),
        evidence.south_uv.amount,
        np.exp(evidence.south_uv.expected_log),
    )
    year = np.array(cells.years)[evidence.year]
    found = of_cell.with_columns(
        year=pl.Series(year, dtype=pl.Int32),
        value_usd=_known(evidence.north.amount),
        probability=pl.Series(np.round(odds.probability, 6)),
        is_probable=pl.Series(odds.probability >= settings.probable_at),
        usual_usd=_known(np.exp(evidence.north.expected_log)),
        n_years_traded=pl.Series(evidence.north.n_traded, dtype=pl.Int32),
        n_years_known=pl.Series(evidence.n_known, dtype=pl.Int32),
        south_usd=_known(evidence.south.amount),
        south_usual_usd=_known(np.exp(evidence.south.expected_log)),
        mirror_usd=_known(evidence.mirror.amount),
        unit_value_usd_per_t=_known(evidence.north_uv.amount),
        south_unit_value_usd_per_t=_known(south_uv),
        n_other_reporters=pl.Series(evidence.n_others, dtype=pl.Int32),
        n_other_codes=_n_other_codes(evidence),
        south_log_odds=pl.Series(np.round(shapes.hole, 6)),
        price_log_odds=_price_odds(odds),
        best_other=pl.Series(others[odds.shares[:, :3].argmax(axis=1)]),
    )
    key = ("reporter", "flow", "hs_code", "year")
    return found.sort("probability", "value_usd", *key, descending=[True, True, *[False] * 4])


def _price_odds(odds: Odds) -> pl.Series:
    shapes = odds.shapes
    with np.errstate(invalid="ignore"):
        told = shapes.mixed - shapes.mixed_without_price - shapes.price_as_usual
    return pl.Series(np.round(np.nan_to_num(told, nan=0.0, posinf=0.0, neginf=0.0), 6))


def _n_other_codes(evidence: CellEvidence) -> pl.Series:
    place = evidence.book * (int(evidence.year.max()) + 1) + evidence.year
    return pl.Series(np.bincount(place)[place] - 1, dtype=pl.Int32)


def _known(values: Floats) -> pl.Series:
    """Give numbers as a column in which what is not known is empty."""
    return pl.Series(np.round(values, 2), nan_to_null=True)


def _explained(table: pl.DataFrame, settings: MixupSettings) -> pl.DataFrame:
    names = {"north": settings.north, "south": settings.south}
    texts = [
        (basis_of(row | names), reasons_of(row | names))
        if row["probability"] >= EXPLAINED_FROM
        else (None, None)
        for row in table.iter_rows(named=True)
    ]
    schema = {"basis": pl.String, "reasons": pl.String}
    return table.hstack(pl.DataFrame(texts, schema=schema, orient="row"))
