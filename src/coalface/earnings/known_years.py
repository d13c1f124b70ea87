"""What was published of a line of exports, one figure a year, and by which rule it was chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import log

import polars as pl

from coalface.earnings.imputation import scale_months
from coalface.earnings.model import Line
from coalface.trade.figures import Figure, scaled
from coalface.trade.figures import ratio as ratio_of
from coalface.trade.observations import MONTHS_A_YEAR, Observation, find_series

__all__ = [
    "BOUNDED",
    "IMPUTED",
    "MIRROR",
    "PART",
    "RECORDED",
    "YearFigure",
    "find_known_years",
    "is_nothing_after",
]

MIN_MONTHS = 6  # a shorter part of a year says too little of the whole
RECORDED, PART, MIRROR, IMPUTED = "recorded", "part of a year", "mirror", "imputed"
BOUNDED = "bounded"


@dataclass(frozen=True, slots=True)
class YearFigure:
    """One year of one line.

    Attributes:
        year: Calendar year.
        value: In USD; with a band where it is not published as such.
        basis: `recorded`, `part of a year` carried on to the whole, `mirror` (KOTRA's books,
            valuation mixed), `imputed` from the years around, or `bounded`.
        how: In words.
    """

    year: int
    value: Figure
    basis: str
    how: str


def find_known_years(flows: pl.DataFrame, line: Line) -> dict[int, YearFigure]:
    """Find the years of a line of which something was published.

    First China's record of the whole year; then the mass of the year at the unit value of a
    part; then a part of at least six months carried on; then KOTRA's mirror; then what a source
    says of the year by way of another. The first found stands, rivals are not averaged.

    Args:
        flows: Table `flows`.
        line: The line.

    Returns:
        By year.
    """
    observed = [at for code in line.hs_codes for at in _observed(flows, code)]
    parts = list(_longest_parts(observed))
    errors = _errors_of_parts(flows)
    found: dict[int, YearFigure] = {}
    rules = (
        (_recorded(at) for at in observed if at.is_full_year and at.value is not None),
        _by_mass(observed, parts),
        (_from_part(at, errors) for at in parts),
        _mirror(flows, line.mirror_codes),
        _points(line),
    )
    for rule in rules:
        for figure in rule:
            found.setdefault(figure.year, figure)
    return found


def is_nothing_after(flows: pl.DataFrame, line: Line, day: date) -> bool:
    """Say whether the months of the year from a day on were published, and published as zero."""
    observed = [at for code in line.hs_codes for at in _observed(flows, code)]
    after = [o for o in observed if o.starts_on >= day and o.year == day.year]
    return bool(after) and all(o.value is not None and o.value.value == 0 for o in after)


def _observed(flows: pl.DataFrame, code: str) -> tuple[Observation, ...]:
    found = find_series((flows,), also=(code,))
    return next((s.observations for s in found if s.good.code == code), ())


def _recorded(at: Observation) -> YearFigure:
    assert at.value is not None, "only observations with a value are passed"
    return YearFigure(at.year, at.value, RECORDED, f"China's customs, {at.year}")


def _longest_parts(observed: list[Observation]) -> Iterator[Observation]:
    """Give of each year the longest published part from January on."""
    longest: dict[int, Observation] = {}
    for at in observed:
        is_part = not at.is_full_year and at.starts_on.month == 1 and at.value is not None
        if is_part and at.n_months >= MIN_MONTHS:
            known = longest.get(at.year)
            longest[at.year] = at if known is None or at.n_months > known.n_months else known
    yield from longest.values()


def _by_mass(observed: list[Observation], parts: list[Observation]) -> Iterator[YearFigure]:
    """Value a year of which only the mass was published at the unit value of a part of it."""
    for year in observed:
        part = next((p for p in parts if p.year == year.year), None)
        if not year.is_full_year or year.value is not None or part is None:
            continue
        whole = scaled(year.mass, ratio_of(part.value, part.mass))
        if whole is None or part.value is None:
            continue
        top = part.value.value * MONTHS_A_YEAR / part.n_months
        low, high = min(part.value.value, whole.value), max(top, whole.value)
        figure = Figure(whole.value, low, high, whole.inputs, "imputed")
        how = (
            f"mass of {year.year} at the unit value of {part.period}; between what was published "
            f"and that times 12 / {part.n_months}"
        )
        yield YearFigure(year.year, figure, PART, how)


def _from_part(at: Observation, errors: list[tuple[int, float]]) -> YearFigure:
    assert at.value is not None, "only parts with a value are passed"
    like = [error for months, error in errors if months >= at.n_months - 1]
    band = scale_months(at.value.value, at.n_months, like)
    value = Figure(band.mid, band.low, band.high, at.value.inputs, "imputed")
    how = f"{at.period} times 12 / {at.n_months}; 90 % band of {len(like)} like cases"
    return YearFigure(at.year, value, PART, how)


def _errors_of_parts(flows: pl.DataFrame) -> list[tuple[int, float]]:
    """Give how far twelve months were from a part carried on, where both were published."""
    found = []
    for series in find_series((flows,)):
        whole = {o.year: o.value.value for o in series.full_years if o.value is not None}
        for at in _longest_parts(list(series.observations)):
            part = at.value.value if at.value is not None else 0.0
            if part > 0 and whole.get(at.year, 0.0) > 0:
                carried = part * MONTHS_A_YEAR / at.n_months
                found.append((at.n_months, log(whole[at.year] / carried)))
    return found


def _mirror(flows: pl.DataFrame, codes: tuple[str, ...]) -> Iterator[YearFigure]:
    """Give the DPRK's exports as KOTRA mirrors them, nearly all of which go to China."""
    rows = flows.filter(
        (pl.col("reporter") == "PRK")
        & (pl.col("partner") == "WLD")
        & (pl.col("flow") == "export")
        & pl.col("hs_code").is_in(codes)
        & pl.col("value_mixed_usd").is_not_null()
        & (pl.col("dataset") == "annual")
    ).sort("period_start", "row_id")
    for row in rows.iter_rows(named=True):
        value = float(row["value_mixed_usd"])
        figure = Figure(value, value, value, (row["row_id"],), "published", row["note"] or "")
        how = f"KOTRA's mirror of all partners, valuation mixed, HS {row['hs_code']}"
        yield YearFigure(row["period_start"].year, figure, MIRROR, how)


def _points(line: Line) -> Iterator[YearFigure]:
    for point in line.points:
        value = Figure(point.mid_usd, point.low_usd, point.high_usd, (point.row_id,), "derived")
        yield YearFigure(point.year, value, RECORDED, point.how)
