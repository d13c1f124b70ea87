"""Block 9e: the fuel account in tonnes, with the parts that nobody published named."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from coalface.brief.assumptions import caption_of
from coalface.brief.earnings_sentences import say_fuel
from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.fuel_bars import (
    BEFORE,
    FuelPart,
    FuelPeriod,
    FuelPicture,
    render_fuel_bars,
)
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.model import Block, Cell, Column, Figure, Table, Text
from coalface.earnings.fuel import FuelLine
from coalface.vocabulary.numbers import Number

__all__ = ["build_fuel"]

DRAWN = {
    "reported": "reported",
    "alleged": "alleged",
    "from_crude": "from crude",
    "used": "oil used",
}
HEADS = {
    "reported": "Reported",
    "alleged": "Alleged",
    "crude": "Crude",
    "from_crude": "From crude",
    "gasification": "From coal gas",
    "supply": "Supply",
    "used": "Used",
    "residual": "Residual",
    "short_of_2004": "Short of 2004",
    "coal_needed": "Coal needed",
}
NOTES: tuple[Text, ...] = (
    (
        "Alleged tonnes are what one named ledger or estimator says of a period, taken by a rule "
        "of precedence; rivals stand beside it and are never added. An allegation is no finding.",
    ),
    (
        "Fuel from coal gasification has no figure: no source prints an output. What is shown is "
        "the coal that it would need to fill what is missing.",
    ),
)
COMMITTEE_YEAR = 2006  # S/RES/1718 (2006): see data/regimes/un-1718/sources.yml
Periods = Mapping[str, Mapping[str, FuelLine]]


def build_fuel(lines: Sequence[FuelLine], evidence: Evidence) -> Block | None:
    """Build block 9e, or nothing where no line of the fuel account has a figure."""
    periods: dict[str, dict[str, FuelLine]] = {}
    for line in lines:
        periods.setdefault(line.period, {})[line.line] = line
    if not any(_is_known(line.figure) for line in lines):
        return None
    picture = _picture(periods)
    heading, said = _heading(periods)
    shown = [n for line in lines for n in (line.figure, *line.rivals)]
    names = list(periods)
    return Block(
        id="fuel",
        number="9e",
        heading=heading,
        subtitle=f"Thousand tonnes, {_when(names[0])} and {names[1][:4]} to {names[-1][:4]}; a "
        "part without a source is named, not drawn as zero",
        strength=strength_of(said, evidence),
        figures=(
            Figure(
                id="fuel-bars",
                title=picture.heading,
                description=picture.description,
                wide=render_fuel_bars(picture, WIDE),
                narrow=render_fuel_bars(picture, NARROW),
                table=_table(periods),
            ),
        ),
        notes=(*NOTES, *caption_of(shown)),
        sources=sources_of(shown, evidence),
    )


def _is_known(number: Number) -> bool:
    return any(v is not None for v in (number.value, number.low, number.high))


def _when(period: str) -> str:
    """Give a year as it is, a window as its months."""
    if "_" not in period:
        return period
    first, last = (date.fromisoformat(f"{end}-01") for end in period.split("_"))
    return f"{first:%B} to {last:%B} {last.year}"


def _short(period: str) -> str:
    if "_" not in period:
        return period
    first, last = (date.fromisoformat(f"{end}-01") for end in period.split("_"))
    return f"{first:%b}\N{EN DASH}{last:%b} {last.year}"


def _picture(periods: Periods) -> FuelPicture:
    return FuelPicture(
        periods=tuple(
            FuelPeriod(
                _short(period),
                tuple(
                    FuelPart(*_look(name, period), lines[name].figure, lines[name].rivals)
                    for name in DRAWN
                    if name in lines
                ),
            )
            for period, lines in periods.items()
        ),
        heading="Fuel of the DPRK in thousand tonnes: reported, alleged, from crude, used",
        description="A group of bars for each year or window. White is reported imports of a year "
        "before the 1718 Committee, solid is reported to it, hatched is what one ledger alleges "
        "with rings for its rivals, dotted is refined from crude at an assumed yield, dark is an "
        "estimate of the oil used; lines are ranges and parts without a figure are named.",
    )


def _look(line: str, period: str) -> tuple[str, str]:
    """Give a line's look and words: what was reported before the Committee was to nobody there."""
    if line == "reported" and int(period[:4]) < COMMITTEE_YEAR:
        return BEFORE, "reported imports"
    return line, DRAWN[line]


def _heading(periods: Periods) -> tuple[Text, tuple[Number, ...]]:
    """Set the opening year against the first whole year reported, or else against a window."""
    opening, *rest = periods
    known = [name for name in rest if _is_known(periods[name]["reported"].figure)]
    years = [name for name in known if "_" not in name]
    last = (years or known or [opening])[0]
    one, two = periods[opening]["reported"].figure, periods[last]["reported"].figure
    is_part = "_" in last
    return say_fuel((one, _when(opening)), (two, _when(last)), is_part=is_part), (one, two)


def _cell(number: Number) -> Cell:
    """Give a number; why one is missing is said once, below the table."""
    return number if _is_known(number) else replace(number, note="")


def _table(periods: Periods) -> Table:
    names = [name for name in HEADS if any(name in lines for lines in periods.values())]
    shown = [n for n in names if any(_is_known(lines[n].figure) for lines in periods.values())]
    silent = [HEADS[name].lower() for name in names if name not in shown]
    return Table(
        id="fuel",
        caption="The fuel account, tonnes",
        columns=(Column("Period"), *(Column(HEADS[name], "right") for name in shown)),
        rows=tuple(
            (_when(period), *(_cell(lines[name].figure) for name in shown))
            for period, lines in periods.items()
        ),
        note="Reported: to the 1718 Committee, set up in 2006; what stands before that year is "
        "what its source calls reported imports. Supply is reported, alleged and from crude; "
        "residual is oil used less crude and known products. Rival "
        f"allegations are in the bundle. No figure in any period: {'; '.join(silent) or 'none'}.",
    )
