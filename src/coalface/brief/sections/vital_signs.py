"""Block 2b: did it bite? Published signs of the economy, graded, with no composite index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import polars as pl

from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.scales import decimal_year
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.figures.vital_signs import Reading, Sign, SignsPicture, render_vital_signs
from coalface.brief.model import Block, Cell, Cite, Column, Figure, Table, Text
from coalface.brief.sentences import say_disagreement, say_signs
from coalface.vocabulary.numbers import Number

__all__ = ["build_vital_signs"]


@dataclass(frozen=True, slots=True)
class _Panel:
    indicator: str
    name: str
    unit: str
    joins_years: bool = False


PANELS = (
    _Panel("market_rate_usd", "Market exchange rate", "KPW per USD"),
    _Panel("rice_price", "Rice on the market", "KPW per kg"),
    _Panel("gasoline_price", "Gasoline on the market", "KPW per kg"),
    _Panel("food_crop_production", "Food crops", "Mt"),
    _Panel("boats_warned_japan_eez", "Boats warned off Japan's waters", "boats"),
    _Panel("real_gdp_growth", "Real growth", "percent", joins_years=True),
)
SHORT_NAMES = {
    "ROK Rural Development Administration": "RDA",
    "United Nations (needs and priorities 2019)": "UN",
    "KDI Review of the North Korean Economy, January 2026": "KDI",
    "M. Mimura, quoted by NKR/Yonsei 2019": "Mimura",
    "Fisheries Agency of Japan, via Nikkei 2018-10-30": "Fisheries Agency",
    "Fisheries Agency of Japan": "Fisheries Agency",
    "FAO, as read by NKR/Yonsei 2019": "NKR/Yonsei on FAO",
}
LONGEST_POINT_DAYS = 400
NOTES: tuple[Text, ...] = (
    (
        "No composite index is built: the signs measure different things, with different care. "
        "Growth is in ROK prices; crops of the RDA and of the FAO are not comparable; warnings "
        "are not boats, and two agencies count them.",
    ),
)


def build_vital_signs(indicators: pl.DataFrame, evidence: Evidence, *, first_year: int) -> Block:
    """Build block 2b from table `indicators`."""
    rows = {p.indicator: _rows(indicators, p) for p in PANELS}
    signs = tuple(_sign(p, rows[p.indicator]) for p in PANELS)
    every = [row for p in PANELS for row in rows[p.indicator]]
    last_year = max((row["period_end"] - timedelta(days=1)).year for row in every)
    picture = SignsPicture(
        signs=tuple(_since(sign, first_year) for sign in signs),
        first_year=first_year,
        last_year=last_year,
        heading="Six published signs of the DPRK's economy",
        description="Small panels of every published reading: market exchange rate, rice, "
        "gasoline, food crops, boats warned off Japan's waters and real growth. Full dots are high "
        "confidence, half dots medium, rings low; bars are ranges.",
    )
    shown = [_number(row) for row in every]
    heading = _heading(rows["market_rate_usd"])
    return Block(
        id="vital-signs",
        number="2b",
        heading=heading,
        subtitle=f"Published readings, {first_year} to {last_year}, each with its publisher and "
        "how sure it is; no composite index",
        strength=strength_of((n for n in heading if isinstance(n, Number)), evidence),
        figures=(
            Figure(
                id="vital-signs",
                title=picture.heading,
                description=picture.description,
                wide=render_vital_signs(picture, WIDE),
                narrow=render_vital_signs(picture, NARROW),
                table=_table(rows, evidence),
            ),
        ),
        notes=(*_disagreements(rows), *_other_units(indicators), *NOTES),
        sources=sources_of(shown, evidence),
    )


def _rows(indicators: pl.DataFrame, panel: _Panel) -> list[dict[str, Any]]:
    mine = indicators.filter(pl.col("indicator") == panel.indicator)
    has_unit = pl.col("unit").str.starts_with(panel.unit.split(",")[0])
    if panel.unit == "boats":
        has_unit = pl.lit(value=True)
    found = mine.filter(
        has_unit & (pl.col("value_low").is_not_null() | pl.col("value_high").is_not_null())
    )
    return found.sort("period_start", "who", "row_id").rows(named=True)


def _number(row: Mapping[str, Any]) -> Number:
    low, high = row["value_low"], row["value_high"]
    is_single = low == high
    return Number(
        id=f"{row['row_id']}/value",
        label=f"{row['indicator'].replace('_', ' ')}, {_when(row)}, {row['who']}",
        value=low if is_single else None,
        low=None if is_single else low,
        high=None if is_single else high,
        unit="percent" if row["unit"].startswith("percent") else row["unit"],
        mark="derived" if "derived" in (row["note"] or "") else "published",
        how="as published",
        inputs=(row["row_id"],),
        note=row["note"] or "",
    )


def _when(row: Mapping[str, Any]) -> str:
    start: date = row["period_start"]
    end: date = row["period_end"] - timedelta(days=1)
    if start == end:
        return start.isoformat()
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}-{end.year}"
    first, last = start.isoformat()[:7], end.isoformat()[:7]
    return first if first == last else f"{first} to {last}"


def _sign(panel: _Panel, rows: Sequence[Mapping[str, Any]]) -> Sign:
    readings = tuple(
        Reading(
            at=_middle(row),
            when=_when(row),
            number=_number(row),
            who=_short(row["who"]),
            confidence=row["confidence"],
        )
        for row in rows
        if (row["period_end"] - row["period_start"]).days <= LONGEST_POINT_DAYS
    )
    return Sign(panel.name, panel.unit, readings, panel.joins_years)


def _since(sign: Sign, first_year: int) -> Sign:
    kept = tuple(reading for reading in sign.readings if reading.at >= first_year)
    return Sign(sign.name, sign.unit, kept, sign.joins_years)


def _short(who: str) -> str:
    return SHORT_NAMES.get(who, who)


def _middle(row: Mapping[str, Any]) -> float:
    return (decimal_year(row["period_start"]) + decimal_year(row["period_end"])) / 2


def _heading(rows: Sequence[Mapping[str, Any]]) -> Text:
    points = [row for row in rows if row["value_low"] is not None]
    if not points:
        return ("No market exchange rate was published",)
    last = max(points, key=lambda row: (row["period_start"], row["row_id"]))
    first = next((row for row in points if row["period_start"].year >= 2016), points[0])  # noqa: PLR2004
    ends = (_when(first), _number(first)), (_when(last), _number(last))
    return say_signs("Market exchange rate", *ends)


def _disagreements(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterable[Text]:
    for panel in PANELS:
        for one, two in combinations(rows[panel.indicator], 2):
            is_same_time = one["period_start"].year == two["period_start"].year
            is_whole = {len(_when(one)), len(_when(two))} == {4}
            if is_same_time and is_whole and _differ(one, two):
                sources = tuple(dict.fromkeys((one["source_id"], two["source_id"])))
                ends = (one["who"], _number(one)), (two["who"], _number(two))
                yield say_disagreement(panel.name.lower(), _when(one), *ends, sources)


def _differ(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    ends = [row[end] for row in (one, two) for end in ("value_low", "value_high")]
    return None not in ends and one["value_low"] != two["value_low"]


def _other_units(indicators: pl.DataFrame) -> Iterable[Text]:
    for panel in PANELS:
        if panel.unit == "boats":
            continue
        mine = indicators.filter(pl.col("indicator") == panel.indicator)
        for row in mine.rows(named=True):
            if not row["unit"].startswith(panel.unit):
                words = f"Not drawn, other unit: {panel.name.lower()}, {_when(row)}, {row['who']}, "
                yield (words, _number(row), ". ", Cite((row["source_id"],)))


def _table(rows: Mapping[str, Sequence[Mapping[str, Any]]], evidence: Evidence) -> Table:
    cells: list[tuple[Cell, ...]] = []
    for panel in PANELS:
        for row in rows[panel.indicator]:
            cite = Cite((row["source_id"],))
            number = _number(row)
            cells.append((panel.name, _when(row), number, row["who"], row["confidence"], cite))
    return Table(
        id="vital-signs",
        caption="Vital signs, every published reading",
        columns=(
            Column("Sign"),
            Column("When"),
            Column("Reading", "right"),
            Column("Who"),
            Column("Confidence"),
            Column("Source"),
        ),
        rows=tuple(cells),
        note="More readings (mining, power, prices of other goods) are in the bundle.",
    )
