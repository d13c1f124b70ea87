"""Inputs that are no rows of a table: parameters, points of a series, published statements."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from coalface.earnings.claim_forms import load_earnings_statements
from coalface.earnings.parameters import load_parameters, load_publications
from coalface.earnings.series import load_series
from coalface.errors import UnknownNumberError

__all__ = ["DEFINED", "DefinedInput", "find_defined_input"]

DEFINED = ("parameters/", "statements/")
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class DefinedInput:
    """One input with where it was read and how far it is trusted."""

    row_id: str
    what: str
    figures: str
    source: str
    url: str
    locator: str
    confidence: str


def find_defined_input(row_id: str, sources: pl.DataFrame) -> DefinedInput:
    """Find the parameter, the point of a series or the statement that a row id names.

    Args:
        row_id: Begins with one of `DEFINED`.
        sources: Table `sources`, for statements.

    Raises:
        UnknownNumberError: If nothing has that id.
    """
    if row_id.startswith("statements/"):
        return _statement_row(row_id, sources)
    if row_id.startswith("parameters/series/"):
        return _point_row(row_id)
    return _parameter_row(row_id)


def _parameter_row(row_id: str) -> DefinedInput:
    parameter = load_parameters().get(row_id.removeprefix("parameters/"))
    if parameter is None:
        raise UnknownNumberError(f"no parameter has the row id {row_id!r}. Was its file renamed?")
    source, url = _published_by(parameter.sources or ("assumption",))
    prior = parameter.prior_if_needed
    figures = "not found"
    if prior is not None:
        low, mode, high = (f"{value:,.10g}" for value in prior.range)
        figures = f"not found; a prior of ours: {mode} {parameter.unit} ({low} to {high})"
    if parameter.is_found:
        low, mode, high = (f"{value:,.10g}" for value in parameter.range)
        figures = f"{mode} {parameter.unit}" + (f" ({low} to {high})" if low != high else "")
    return DefinedInput(
        row_id=row_id,
        what=f"{parameter.title}: {parameter.meaning} ({parameter.period})",
        figures=figures,
        source=source,
        url=url,
        locator=f"basis: {parameter.basis.replace('_', ' ')}",
        confidence=parameter.confidence,
    )


def _point_row(row_id: str) -> DefinedInput:
    name, _, year = row_id.removeprefix("parameters/series/").partition("/")
    series = load_series().get(name)
    point = series.point(int(year)) if series and year.isdigit() else None
    if series is None or point is None:
        raise UnknownNumberError(f"no series has a point {row_id!r}. Was its file changed?")
    source, url = _published_by(point.sources)
    given = (("value_usd", point.value_usd), ("mass_t", point.mass_t))
    months = "" if point.months == MONTHS_A_YEAR else f", first {point.months} months"
    return DefinedInput(
        row_id=row_id,
        what=f"{series.title}, {point.year}{months}",
        figures="; ".join(f"{n} {v:,.0f}" for n, v in given if v is not None),
        source=source,
        url=url,
        locator=point.note,
        confidence=point.confidence,
    )


def _published_by(ids: Sequence[str]) -> tuple[str, str]:
    cited = [load_publications()[i] for i in ids]
    source = "; ".join(f"{p.publisher}, {p.title}, {p.year or 'undated'}" for p in cited)
    return source, "; ".join(p.url for p in cited if p.url)


def _statement_row(row_id: str, sources: pl.DataFrame) -> DefinedInput:
    statement = load_earnings_statements().get(row_id.removeprefix("statements/"))
    if statement is None:
        raise UnknownNumberError(f"no statement has the row id {row_id!r}. Was its file renamed?")
    rows = sources.filter(pl.col("source_id") == statement.source_id).to_dicts()
    parts = (rows[0]["publisher"], rows[0]["title"], rows[0]["year"]) if rows else ()
    return DefinedInput(
        row_id=row_id,
        what=statement.title,
        figures=statement.said,
        source=", ".join(str(part) for part in parts if part),
        url=(rows[0]["url"] or "") if rows else "",
        locator=statement.locator,
        confidence=f"grade {statement.grade}",
    )
