"""Block 9c: did the trading companies lose money? The chance by year and reading."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coalface.brief.assumptions import caption_of
from coalface.brief.earnings_sentences import say_losses
from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.loss_chances import ChancePicture, ChanceRow, render_loss_chances
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.model import Block, Cell, Column, Figure, Table, Text
from coalface.brief.readings import KICKBACKS, VALUATIONS
from coalface.earnings.branches import Branch, all_branches
from coalface.earnings.breakeven import CANT_TELL, name_silent_years
from coalface.earnings.claim_forms import CompanyLoss
from coalface.earnings.claims import CheckedEarnings
from coalface.earnings.model import load_model
from coalface.vocabulary.numbers import Number

__all__ = ["build_losses"]

SETTLEMENT = "A"
Chances = Mapping[tuple[int, str], Number]


def build_losses(claims: Sequence[CheckedEarnings], evidence: Evidence) -> Block | None:
    """Build block 9c, or nothing where no chance of a loss was estimated."""
    for checked in claims:
        if isinstance(checked.statement.test, CompanyLoss) and checked.readings:
            return _block(checked, checked.statement.test, evidence)
    return None


def _block(checked: CheckedEarnings, test: CompanyLoss, evidence: Evidence) -> Block:
    good = load_model().good(test.good).title
    chances = {
        (_year(n), reading.id): replace(n, note="")
        for reading in checked.readings
        for n in reading.numbers
    }
    years = sorted({year for year, _ in chances})
    prices = {_year(n): n for n in checked.beside if n.id.startswith("earnings/unit_values/")}
    picture = _picture(chances, prices, years)
    lost = [y for y in years if _all_lost([n for (year, _), n in chances.items() if year == y])]
    shown = (*chances.values(), *prices.values())
    return Block(
        id="losses",
        number="9c",
        heading=say_losses(lost, len(years)),
        subtitle=f"Chance of a loss on a tonne of {good.lower()}, by year, valuation and reading "
        f"of the kick-back; between {_percent(CANT_TELL[0])} and {_percent(CANT_TELL[1])} nobody "
        "can tell; * months of the year only",
        strength=strength_of(shown, evidence),
        figures=(
            Figure(
                id="loss-chances",
                title=picture.heading,
                description=picture.description,
                wide=render_loss_chances(picture, WIDE),
                narrow=render_loss_chances(picture, NARROW),
                table=_table(chances, prices, years),
            ),
        ),
        notes=(*_break_even(checked), *_settlement(chances), *caption_of(shown, checked.caption)),
        sources=sources_of(shown, evidence),
    )


def _year(number: Number) -> int:
    return int(next(part for part in number.id.split("/") if part.isdigit()))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _all_lost(numbers: Sequence[Number]) -> bool:
    return all((n.value or 0.0) > CANT_TELL[1] for n in numbers)


def _branches() -> dict[tuple[str, str], Branch]:
    """Give the branches that are drawn, by kick-back with its direction and by valuation."""
    found = {}
    for branch in all_branches():
        kickback, settlement, valuation = branch.id.split(".")
        if settlement == SETTLEMENT:
            found[kickback, valuation] = branch
    return found


def _picture(chances: Chances, prices: Mapping[int, Number], years: Sequence[int]) -> ChancePicture:
    branches = _branches()
    names = tuple(dict.fromkeys(kickback for kickback, _ in branches))
    rows = tuple(
        ChanceRow(
            year,
            VALUATIONS.get(valuation, valuation),
            prices[year],
            tuple(chances[year, branches[name, valuation].id] for name in names),
            _period(prices[year]).partition(", ")[2],
        )
        for year in years
        for valuation in dict.fromkeys(valuation for _, valuation in branches)
    )
    return ChancePicture(
        rows=rows,
        readings=tuple(KICKBACKS.get(name, name) for name in names),
        cant_tell=CANT_TELL,
        heading="Chance that a trading company lost money on a tonne of coal",
        description="A row for each year and valuation with a mark for each reading of the "
        "kick-back, from no chance on the left to certainty on the right; between the ends of the "
        "grey band nobody can tell.",
    )


def _break_even(checked: CheckedEarnings) -> tuple[Text, ...]:
    found = [n for n in checked.beside if n.id.startswith("earnings/break_even/")]
    if not found:
        return ()
    bare = [replace(n, note="") for n in found]
    said: Text = ("At customs value a company breaks even at ", bare[0], " without a kick-back")
    if len(bare) > 1:
        said = (*said, " and at ", bare[1], " with one")
    return (
        (
            *said,
            "; the cost of money is left out.",
        ),
    )


def _settlement(chances: Chances) -> tuple[Text, ...]:
    """Say how little the other reading of the settlement changes."""
    gaps = []
    for (year, branch), number in chances.items():
        kickback, settlement, valuation = branch.split(".")
        drawn = chances.get((year, f"{kickback}.{SETTLEMENT}.{valuation}"))
        if settlement != SETTLEMENT and drawn is not None:
            gaps.append((abs((number.value or 0.0) - (drawn.value or 0.0)), number, drawn))
    if not gaps:
        return ()
    largest, number, drawn = max(gaps, key=lambda gap: gap[0])
    gap = Number(
        id="brief/earnings/losses/settlement_gap",
        label="Largest difference that the reading of the settlement makes to a chance of loss",
        value=largest,
        unit="share",
        mark="assumed",
        how=f"largest of |{number.id} - {drawn.id}| over years and branches",
        inputs=number.inputs,
    )
    words = (
        "Drawn with 30 % prepaid and the rest paid 70 and 30 %; where the prepayment counts toward "
        "the 70 % no chance differs by more than "
    )
    return ((words, gap, ". Those chances are in the bundle."),)


def _table(chances: Chances, prices: Mapping[int, Number], years: Sequence[int]) -> Table:
    head: tuple[Cell, ...] = ("Unit value at customs", "", *(_bare(prices[y]) for y in years))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            KICKBACKS.get(kickback, kickback),
            VALUATIONS.get(valuation, valuation),
            *(chances[year, branch.id] for year in years),
        )
        for (kickback, valuation), branch in _branches().items()
    )
    return Table(
        id="loss-chances",
        caption="Chance that the trading company lost money on a tonne of coal",
        columns=(
            Column("Kick-back"),
            Column("Valuation"),
            *(Column(_period(prices[year]), "right") for year in years),
        ),
        rows=(head, *rows),
        note="One range of costs for all years and mines. No figure for want of value and mass of "
        f"the same months: {name_silent_years(years)}.",
    )


def _bare(number: Number) -> Number:
    return replace(number, note="")


def _period(price: Number) -> str:
    """Give the year, with its months where they are not all of it."""
    return price.label.split(", ", 2)[-1]
