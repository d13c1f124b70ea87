"""Block 10: what would change if enforcement or the law did, as an ensemble with ranges."""

from collections.abc import Mapping
from dataclasses import replace

from coalface.brief.evidence import Evidence, sources_of
from coalface.brief.figures.scenario_fans import (
    Fan,
    FanPanel,
    FanPicture,
    FanYear,
    render_scenario_fans,
)
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.model import Block, Cell, Column, Figure, Table, Text
from coalface.brief.numerals import format_range
from coalface.scenarios.comparison import Comparison
from coalface.scenarios.outlook import FanLine, Outlook
from coalface.vocabulary.numbers import Number

__all__ = ["build_outlook"]

FIRST_YEAR = 2012
TOLD_YEARS = (2013, 2016, 2018, 2020, 2024, 2028)
#: Measures of the table of differences, those who live of the mines first.
TOLD = ("households", "miners-food", "authorities", "currency-earned", "unrecorded-exports")
GIVEN = "Given and not varied"
#: Words of notes on the marks of lines: here every number is marked, and few draws are drawn.
OF_MARKS = ("lines rest on parameters", "Too few draws to tell")
MILLION = 1e6
UNITS = {"USD": (MILLION, "US$ m a year")}


def build_outlook(outlook: Outlook | None, evidence: Evidence) -> Block | None:
    """Build block 10; None where no scenarios were run."""
    if outlook is None:
        return None
    figure, table = _figure(outlook), _differences(outlook)
    shown = [c for row in (*figure.table.rows, *table.rows) for c in row if isinstance(c, Number)]
    return Block(
        id="outlook",
        number="10",
        heading=_heading(outlook),
        subtitle=f"{outlook.n_draws} paired draws of a model of mines, trading companies and "
        "traders: middle, and the range of 90 % of the draws. Illustration, not a forecast",
        strength="low",
        figures=(figure,),
        tables=(table,),
        notes=tuple(_notes(outlook)),
        sources=sources_of(shown, evidence),
    )


def _heading(outlook: Outlook) -> Text:
    first = outlook.comparisons[0]
    title = _bare_title(first)
    currency, pay = (_difference(first, name) for name in ("currency-earned", "households"))
    return (
        f"Illustration: {title[0].lower()}{title[1:]} would change currency from minerals by ",
        currency,
        f" ({format_range(currency)}) in {first.n_months} months, and the pay of miners and staff "
        "by ",
        pay,
        f" ({format_range(pay)})",
    )


def _bare_title(comparison: Comparison) -> str:
    return comparison.title.removeprefix("Illustration: ")


def _difference(comparison: Comparison, measure: str) -> Number:
    return _bare(next(a.difference for a in comparison.answers if a.measure.id == measure))


def _bare(number: Number) -> Number:
    """Give a number without its list of assumptions, which `coalface explain` prints."""
    return replace(number, note="")


def _figure(outlook: Outlook) -> Figure:
    names = list(dict.fromkeys(line.scenario for line in outlook.lines))
    measures = list(dict.fromkeys(line.measure for line in outlook.lines))
    by_key = {(line.scenario, line.measure.id): line for line in outlook.lines}
    begins = {c.other: c.first.year - 1 for c in outlook.comparisons if c.first is not None}
    panels = []
    for measure in measures:
        size, unit = UNITS[measure.unit]
        fans = tuple(
            Fan(place, _years(by_key[name, measure.id], size, begins.get(name, FIRST_YEAR)))
            for place, name in enumerate(names)
        )
        panels.append(FanPanel(f"{measure.title.split(', ')[0]}, {unit}", fans))
    last = outlook.lines[0].years[-1]
    picture = FanPicture(
        panels=tuple(panels),
        names=tuple(outlook.titles[name] for name in names),
        first_year=FIRST_YEAR,
        last_year=last,
        heading="What the model gives for scenarios, by year",
        description=f"{len(panels)} panels, {FIRST_YEAR} to {last}, each with a line a scenario, "
        "from the year before it parts from the first, and the range of 90 % of its draws. All "
        "values are in the table.",
    )
    return Figure(
        id="scenario-fans",
        title="Scenarios",
        description=picture.description,
        wide=render_scenario_fans(picture, WIDE),
        narrow=render_scenario_fans(picture, NARROW),
        table=_told_years(outlook, names, by_key),
    )


def _years(line: FanLine, size: float, begins: int) -> tuple[FanYear, ...]:
    """Give a scenario's years from where it parts from the first one."""
    low, lower, mid, upper, high = (row / size for row in line.quantiles)
    return tuple(
        FanYear(year, mid[i], (lower[i], upper[i]), (low[i], high[i]))
        for i, year in enumerate(line.years)
        if year >= max(begins, FIRST_YEAR)
    )


def _told_years(
    outlook: Outlook, names: list[str], by_key: Mapping[tuple[str, str], FanLine]
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for measure in dict.fromkeys(line.measure for line in outlook.lines):
        for year in TOLD_YEARS:
            lines = [by_key[name, measure.id] for name in names]
            numbers = (_number(line, year, outlook) for line in lines)
            rows.append((measure.title.split(", ")[0], str(year), *numbers))
    return Table(
        id="scenario-fans",
        caption="What the model gives: middle of the draws, and the range of 90 % of them",
        columns=(
            Column("What"),
            Column("Year"),
            *(Column(outlook.titles[name], "right") for name in names),
        ),
        rows=tuple(rows),
        note="Sums of a year. Years past are simulated too, and are no record.",
    )


def _number(line: FanLine, year: int, outlook: Outlook) -> Number:
    low, _, mid, _, high = (float(q) for q in line.quantiles[:, line.years.index(year)])
    first = outlook.comparisons[0].answers[0].base
    stem = first.id.split("/")[-3]
    return Number(
        id=f"outlook/{line.scenario}/{stem}/{line.measure.id}/{year}",
        label=f"{line.measure.title}, {outlook.titles[line.scenario]}, {year}",
        value=mid,
        low=low,
        high=high,
        unit=line.measure.unit,
        mark="assumed",
        how=f"5, 50 and 95 % of {outlook.n_draws} draws from the priors",
        inputs=first.inputs,
    )


def _differences(outlook: Outlook) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name in TOLD:
        answers = [next(a for a in c.answers if a.measure.id == name) for c in outlook.comparisons]
        rows.append((answers[0].measure.title, *(_bare(a.difference) for a in answers)))
    return Table(
        id="scenario-differences",
        caption=f"Differences from “"
        f"{next(iter(outlook.titles.values()))}” "
        f"in the first {outlook.comparisons[0].n_months} months",
        columns=(
            Column("What"),
            *(Column(_bare_title(c), "right") for c in outlook.comparisons),
        ),
        rows=tuple(rows),
        note="Draw by draw: both runs share parameters and luck. A range that spans nought does "
        "not tell the direction.",
    )


def _notes(outlook: Outlook) -> list[Text]:
    notes = (note for c in outlook.comparisons for note in c.notes)
    told = dict.fromkeys(note for note in notes if not any(w in note for w in OF_MARKS))
    given = [note for note in told if note.startswith(GIVEN)]
    kept = [note for note in told if note not in given[:-1]]
    return [(note,) for note in kept]
