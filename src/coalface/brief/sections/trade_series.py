"""Block 2: did trade react to the rules? The series, the measures above, the reforms below."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.first_picture import Tick
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.figures.trade_series import (
    Observation,
    Reform,
    Series,
    SeriesPicture,
    Watershed,
    render_trade_series,
)
from coalface.brief.model import Block, Cell, Cite, Column, Figure, Table, Text
from coalface.brief.sentences import say_series
from coalface.vocabulary.numbers import Number

__all__ = ["build_trade_series"]

PANELS = (
    ("TOTAL", "All goods"),
    ("270111", "Anthracite (HS 270111)"),
    ("2601", "Iron ore (HS 2601)"),
)
GRADE_ORDER = {"high": 0, "medium": 1, "low": 2}
NOTES: tuple[Text, ...] = (
    (
        "A line joins only years that follow each other; a year without a published figure is left "
        "open. Rings are competing published values of the same year. Resolutions and rules are "
        "shown by date: that a curve bends after one does not say that it bent because of it.",
    ),
)


def build_trade_series(
    flows: pl.DataFrame, reforms: pl.DataFrame, ticks: Sequence[Tick], evidence: Evidence
) -> Block:
    """Build block 2 from the published yearly figures of China's customs."""
    series = tuple(_series(flows, code, name) for code, name in PANELS)
    years = [o.year for one in series for o in one.observations]
    dated = reforms.filter(pl.col("on").is_not_null()).sort("on", "row_id")
    rows = dated.rows(named=True)
    first, last = min(years), max(*years, *(row["on"].year for row in rows))
    numbered = tuple(
        Reform(row["on"], i, row["what"])
        for i, row in enumerate(rows, start=1)
        if first <= row["on"].year <= last
    )
    picture = SeriesPicture(
        series=series,
        watersheds=tuple(Watershed(t.on, t.label) for t in ticks if first <= t.on.year <= last),
        reforms=numbered,
        first_year=first,
        last_year=last,
        heading="China's imports from the DPRK, UN resolutions and DPRK trade rules",
        description=f"Three panels, {first} to {last}: all goods, anthracite, iron ore. "
        "Dashed lines mark UN resolutions, numbered circles below the DPRK's own trade rules.",
    )
    heading = _heading(series)
    shown = [o.number for one in series for o in one.observations]
    cited = sources_of(shown, evidence) + tuple(row["source_id"] for row in rows)
    return Block(
        id="trade-series",
        number="2",
        heading=heading,
        subtitle=f"China's imports from the DPRK as published, US$ million a year, CIF, "
        f"{first} to {last}; gaps in the data are gaps in the line",
        strength=strength_of((n for n in heading if isinstance(n, Number)), evidence),
        figures=(
            Figure(
                id="trade-series",
                title=picture.heading,
                description=picture.description,
                wide=render_trade_series(picture, WIDE),
                narrow=render_trade_series(picture, NARROW),
                table=_table(series, evidence),
            ),
        ),
        tables=(_register(rows),),
        notes=NOTES + _undated(reforms),
        sources=tuple(dict.fromkeys(cited)),
    )


def _series(flows: pl.DataFrame, code: str, name: str) -> Series:
    rows = flows.filter(
        (pl.col("dataset") == "annual")
        & (pl.col("reporter") == "CHN")
        & (pl.col("partner") == "PRK")
        & (pl.col("flow") == "import")
        & (pl.col("hs_code") == code)
        & pl.col("value_cif_usd").is_not_null()
    ).rows(named=True)
    ordered = sorted(rows, key=_rank)
    return Series(name, tuple(_observation(row) for row in ordered))


def _rank(row: Mapping[str, Any]) -> tuple[int, int, int, str]:
    n_digits = len(f"{row['value_cif_usd']:.0f}".rstrip("0"))
    return (row["period_start"].year, GRADE_ORDER[row["confidence"]], -n_digits, row["row_id"])


def _observation(row: Mapping[str, Any]) -> Observation:
    year = row["period_start"].year
    number = Number(
        id=f"{row['row_id']}/value_cif_usd",
        label=f"China's imports from the DPRK, {row['description']}, {year}, CIF",
        value=row["value_cif_usd"],
        unit="USD",
        mark="derived" if "derived" in (row["note"] or "") else "published",
        how="as published",
        inputs=(row["row_id"],),
    )
    return Observation(year, number, row["source_id"])


def _heading(series: Sequence[Series]) -> Text:
    anthracite = series[1]
    leading: dict[int, Number] = {}
    for observation in anthracite.observations:
        leading.setdefault(observation.year, observation.number)
    if not leading:
        return ("No yearly figure of anthracite was published",)
    highest = max(leading, key=lambda year: leading[year].value or 0.0)
    last = max(leading)
    return say_series("Declared anthracite", (highest, leading[highest]), (last, leading[last]))


def _table(series: Sequence[Series], evidence: Evidence) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (one.name, str(o.year), o.number, Cite(sources_of((o.number,), evidence)))
        for one in series
        for o in one.observations
    ]
    return Table(
        id="trade-series",
        caption="China's imports from the DPRK by year, CIF, every published figure",
        columns=(Column("Series"), Column("Year"), Column("Value", "right"), Column("Source")),
        rows=tuple(rows),
    )


def _register(rows: Sequence[Mapping[str, Any]]) -> Table:
    cells: list[tuple[Cell, ...]] = [
        (str(i), _day(row), row["what"], row["confidence"], Cite((row["source_id"],)))
        for i, row in enumerate(rows, start=1)
    ]
    return Table(
        id="reform-register",
        caption="Register of dated DPRK trade rules and reforms",
        columns=(
            Column("No.", "right"),
            Column("Date"),
            Column("What"),
            Column("Confidence"),
            Column("Source"),
        ),
        rows=tuple(cells),
        note="A date known only by month or year stands at its first day in the drawing.",
    )


def _day(row: Mapping[str, Any]) -> str:
    lengths = {"year": 4, "month": 7}
    text: str = row["on"].isoformat()
    return text[: lengths.get(row["precision"], 10)]


def _undated(reforms: pl.DataFrame) -> tuple[Text, ...]:
    rows = reforms.filter(pl.col("on").is_null()).rows(named=True)
    return tuple((f"Undated: {row['what']}. ", Cite((row["source_id"],))) for row in rows)
