"""How well imputed years would have done in years that were published: leave one year out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from coalface.earnings.evidence import Evidence
from coalface.earnings.imputation import LEVEL, MODELS, Band, impute, interval_score
from coalface.earnings.precedence import find_line, find_reading
from coalface.earnings.years import find_years
from coalface.vocabulary.numbers import Number

__all__ = [
    "CHECKED_LINES",
    "ModelCheck",
    "check_imputation",
    "holds",
    "imputation_table",
    "numbers",
]

CHECKED_LINES = ("declared_coal", "declared_iron_ore", "declared_exports", "declared_imports")
ALL = "all"
NAIVE = ("last_value", "linear")
COVERED = (0.8, 1.0)


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """How one model did on one series, or on all.

    Attributes:
        series: Name of the line, or `all`.
        model: Name of the model.
        n_years: Years left out in turn: published ones with others on both sides.
        coverage: Share of them inside the 90 % band that the others gave.
        score: Mean interval score, in means of the series; lower is better.
    """

    series: str
    model: str
    n_years: int
    coverage: Number
    score: Number


@dataclass(frozen=True, slots=True)
class _Held:
    """One published year held back: its truth, each model's band, the size of its series."""

    truth: float
    scale: float
    bands: Mapping[str, Band]


def check_imputation(
    evidence: Evidence, lines: Sequence[str] = CHECKED_LINES
) -> tuple[ModelCheck, ...]:
    """Check every model on published years that it was not shown.

    The constants of `two_scale_bridge` were chosen with these series in sight, so the check
    flatters it somewhat; the naive rules have no constants.

    Args:
        evidence: The tables.
        lines: Lines whose published years are held back in turn.

    Returns:
        One row a series and model, `all` last; scores are in means of each series, so that a
        series of billions does not drown one of millions.
    """
    held: dict[str, list[_Held]] = {}
    inputs: dict[str, tuple[str, ...]] = {}
    for name in lines:
        years = find_years(evidence, find_line(name), find_reading("by_rule"))
        points = years.points
        cells = {**years.parts, **years.published}
        inputs[name] = tuple(dict.fromkeys(i for y in points for i in cells[y].inputs))
        scale = sum(points.values()) / len(points)
        for year in sorted(set(years.published) & set(points)):
            bands = {model: impute(points, year, model) for model in MODELS}
            found = {model: band for model, band in bands.items() if band is not None}
            if found:
                held.setdefault(name, []).append(_Held(points[year], scale, found))
    everything = [year for rows in held.values() for year in rows]
    inputs[ALL] = tuple(dict.fromkeys(i for rows in inputs.values() for i in rows))
    groups = {**held, ALL: everything}
    return tuple(
        _check(name, model, rows, inputs[name]) for name, rows in groups.items() for model in MODELS
    )


def holds(checks: Iterable[ModelCheck], series: str = ALL, model: str = "two_scale_bridge") -> bool:
    """Say whether a model's bands cover 80 to 100 % and score below both naive rules' bands."""
    rows = {check.model: check for check in checks if check.series == series}
    coverage, score = rows[model].coverage.value, rows[model].score.value
    naive = [rows[name].score.value for name in NAIVE]
    assert coverage is not None
    assert score is not None
    return COVERED[0] <= coverage <= COVERED[1] and all(n is not None and score < n for n in naive)


def numbers(checks: Iterable[ModelCheck]) -> tuple[Number, ...]:
    """Give every number of the check, in order."""
    return tuple(n for check in checks for n in (check.coverage, check.score))


def imputation_table(checks: Sequence[ModelCheck]) -> pl.DataFrame:
    """Give the check as a flat table."""
    return pl.DataFrame(
        [
            {
                "series": check.series,
                "model": check.model,
                "n_years": check.n_years,
                "coverage_share": check.coverage.value,
                "interval_score": check.score.value,
                "better_than_naive": holds(checks, check.series, check.model),
                "inputs": ";".join(check.coverage.inputs),
            }
            for check in checks
        ]
    )


def _check(series: str, model: str, rows: Sequence[_Held], inputs: tuple[str, ...]) -> ModelCheck:
    hits = sum(r.bands[model].low <= r.truth <= r.bands[model].high for r in rows)
    scores = [interval_score(r.bands[model], r.truth) / r.scale for r in rows]
    stem, what = f"imputation/{series}/{model}", f"{model.replace('_', ' ')} on {series}"
    how = f"each of {len(rows)} published years left out in turn"
    return ModelCheck(
        series,
        model,
        len(rows),
        Number(
            id=f"{stem}/coverage",
            label=f"Share of years inside the {LEVEL:.0%} band, {what}",
            value=hits / len(rows),
            unit="share",
            how=how,
            inputs=inputs,
        ),
        Number(
            id=f"{stem}/interval_score",
            label=f"Mean interval score over the mean of the series, {what}",
            value=sum(scores) / len(scores),
            unit="ratio",
            how=how,
            inputs=inputs,
        ),
    )
