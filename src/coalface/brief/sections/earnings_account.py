"""Block 9d: the account year by year, each figure with its basis and its rivals beside it."""

from collections.abc import Iterable, Sequence

from coalface.brief.assumptions import caption_of
from coalface.brief.earnings_sentences import say_account
from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.account_bars import (
    AccountBar,
    AccountPanel,
    AccountPicture,
    render_account_bars,
)
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.model import Block, Cell, Column, Figure, Table, Text
from coalface.earnings.account import AccountLine
from coalface.vocabulary.numbers import Number

__all__ = ["build_account"]

READING = "by_rule"
BALANCE, COUNTED = "balance_declared", "channels_counted"
BALANCES = (BALANCE, "left")
FEWEST = 3  # years with a figure that make a panel; rarer lines stand in the table
NOTES: tuple[Text, ...] = (
    (
        "Each line takes one figure by a rule of precedence that is data; rivals stand beside it, "
        "never averaged and never added. Stolen and promised money is shown and not counted.",
    ),
    (
        "An even part of a sum over several years is assumed: the years are not told apart. A line "
        "without a source has no figure and counts nowhere, which is not zero.",
    ),
)


def build_account(
    lines: Sequence[AccountLine], evidence: Evidence, *, first_year: int
) -> Block | None:
    """Build block 9d from the account, or nothing where no line of its years has a figure."""
    mine = [
        line
        for line in lines
        if line.branch == READING and line.span.is_year and line.span.year >= first_year
        if line.line in BALANCES or (line.side != "balance" and not line.part_of)
    ]
    known = [line for line in mine if _is_known(line.figure)]
    if not known:
        return None
    years = sorted({line.span.year for line in mine})
    picture = _picture(mine, years)
    heading, said = _heading([line for line in lines if line.branch == READING])
    shown = [n for line in known for n in (line.figure, *line.rivals)]
    return Block(
        id="account",
        number="9d",
        heading=heading,
        subtitle=f"US$ a year, {years[0]} to {years[-1]}; each panel has its own scale, and its "
        "largest bar says its value",
        strength=strength_of(said, evidence),
        figures=(
            Figure(
                id="account-bars",
                title=picture.heading,
                description=picture.description,
                wide=render_account_bars(picture, WIDE),
                narrow=render_account_bars(picture, NARROW),
                table=_table(mine, years),
            ),
        ),
        notes=(*NOTES, *caption_of(shown)),
        sources=sources_of(shown, evidence),
    )


def _is_known(number: Number) -> bool:
    return any(v is not None for v in (number.value, number.low, number.high))


def _titles(lines: Iterable[AccountLine]) -> dict[str, str]:
    return {line.line: line.title for line in lines}


def _picture(lines: Sequence[AccountLine], years: Sequence[int]) -> AccountPicture:
    panels: list[AccountPanel] = []
    rare: list[str] = []
    silent: list[str] = []
    for name, title in _titles(lines).items():
        of_line = [line for line in lines if line.line == name]
        bars = tuple(_bar(line) for line in of_line if line.cell and _is_known(line.figure))
        if len(bars) < FEWEST:
            (rare if bars else silent).append(title)
            continue
        is_counted = of_line[0].is_counted or name in BALANCES
        words = title if is_counted else f"{title} (not counted)"
        panels.append(AccountPanel(words, bars, is_outgo=of_line[0].side == "outgo"))
    return AccountPicture(
        panels=tuple(panels),
        rare=tuple(rare),
        silent=tuple(silent),
        first_year=years[0],
        last_year=years[-1],
        heading="The account of foreign currency, line by line and year by year",
        description="A small panel of yearly bars for each line, each on its own scale: solid is "
        "recorded, hatched is a published estimate, dotted is an even part of a longer sum, a "
        "dashed outline is imputed. Thin bars beside are rival figures; years without a bar have "
        "no figure.",
    )


def _bar(line: AccountLine) -> AccountBar:
    assert line.cell is not None, "only lines with a cell are drawn"
    return AccountBar(line.span.year, line.figure, line.cell.basis, line.rivals)


def _heading(lines: Sequence[AccountLine]) -> tuple[Text, tuple[Number, ...]]:
    """Say it of the last year with a recorded balance, if any with channels beside it."""
    counted = {line.span: line.figure for line in lines if line.line == COUNTED}
    balances = [line for line in lines if line.line == BALANCE and line.figure.value is not None]
    last = max(
        balances,
        key=lambda line: (
            line.cell is not None and line.cell.basis == "recorded",
            _is_known(counted[line.span]),
            line.span.year,
        ),
        default=None,
    )
    if last is None:
        return ("No year has both sides of declared trade",), ()
    beside = counted[last.span]
    return say_account(last.span.year, last.figure, beside), (last.figure, beside)


def _table(lines: Sequence[AccountLine], years: Sequence[int]) -> Table:
    """Give a row for each line and whoever gives it the figure that is taken."""
    rows: dict[tuple[str, str], dict[int, Number]] = {}
    for line in lines:
        if line.cell is None:
            continue
        rows.setdefault((line.line, line.cell.title), {})[line.span.year] = line.figure
    titles = _titles(lines)
    order = {name: i for i, name in enumerate(titles)}
    cells: list[tuple[Cell, ...]] = [
        (titles[name], who, *(of_year.get(year, "") for year in years))
        for (name, who), of_year in sorted(rows.items(), key=lambda row: order[row[0][0]])
    ]
    silent = [title for name, title in titles.items() if name not in {line for line, _ in rows}]
    return Table(
        id="account",
        caption="The account by line and by whose figure it is, US$",
        columns=(
            Column("Line"),
            Column("Whose figure"),
            *(Column(str(year), "right") for year in years),
        ),
        rows=tuple(cells),
        note=f"No figure in any year: {'; '.join(silent) or 'none'}. Groups of goods, quarters, "
        "rivals, other readings and the years before are in the bundle's table of the account.",
    )
