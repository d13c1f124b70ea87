"""One draw told in dated sentences: what turned, by how much, and what changed most around it.

A story is one possible course, chosen because it lies in the middle. It is no account of what
happened, and what changed at the same time need not be the cause.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.flows import FLOWS, SECTORS
from coalface.scenarios.forcing import Forcing

__all__ = ["Turn", "find_turns", "middle_draw", "tell_story"]

Floats = NDArray[np.float64]
YEAR = 12
N_TURNS = 12  # a page, not a book
TOGETHER = 4  # months
N_CAUSES, N_FLOWS = 3, 3
LEAST = 0.15  # a year's mean that moves less is no turn
LEAST_TRADE = 0.03  # of the most that is ever traded around a month
MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a story watches.

    Attributes:
        title: What it is.
        columns: Series that are added up.
        scale: What a printed unit is worth.
        unit: Of what is printed.
        is_plural: Whether its verb is.
    """

    title: str
    columns: tuple[str, ...]
    scale: float
    unit: str
    is_plural: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A month around which a series changes most.

    Attributes:
        month: Number of the month.
        line: What changes.
        before: Mean of the twelve months before, in the line's unit.
        after: Mean of the twelve months from it.
    """

    month: int
    line: Line
    before: float
    after: float


LINES = (
    Line("declared exports", ("declared_value_cif_usd/anthracite",
         "declared_value_cif_usd/iron_ore"), MILLION, "million USD a month", is_plural=True),
    Line("unrecorded exports", ("unrecorded_value_usd/anthracite",
         "unrecorded_value_usd/iron_ore"), MILLION, "million USD a month", is_plural=True),
    Line("pay of miners and company staff", ("receipts_households_usd",), MILLION,
         "million USD a month"),
    Line("receipts of the authorities", ("receipts_authorities_usd",), MILLION,
         "million USD a month", is_plural=True),
    Line("the coal that mines could produce", ("capacity_t/anthracite",), MILLION,
         "million t a month"),
    Line("the part of miners' need for food that is met", ("food_met_share",), 0.01, "%"),
    Line("the part of orders paid in advance", ("prepayment_share",), 0.01, "%"),
    Line("sales of goods that no sanction names", ("substitutes_usd",), MILLION,
         "million USD a month", is_plural=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cause:
    words: str
    read: Callable[[Forcing], Floats]
    unit: float
    form: str


#: What comes from outside, each with the change that counts as one unit of a cause.
CAUSES = (
    _Cause("days on which coal may not be declared", lambda f: f.ban_share[:, 0], 0.25, "{:.0%}"),
    _Cause("days on which iron ore may not be declared", lambda f: f.ban_share[:, 1], 0.5,
           "{:.0%}"),
    _Cause("price of coal elsewhere, USD/t", lambda f: f.world_price_usd_per_t[:, 0], 20.0,
           "{:.0f}"),
    _Cause("demand for coal, Mt a month", lambda f: f.demand_t[:, 0] / MILLION, 0.3, "{:.2f}"),
    _Cause("openness of the border", lambda f: f.border, 0.25, "{:.0%}"),
    _Cause("power supplied", lambda f: f.power, 0.15, "{:.0%}"),
    _Cause("fuel supplied", lambda f: f.fuel, 0.15, "{:.0%}"),
    _Cause("enforcement in the news", lambda f: f.news, 0.25, "{:.0%}"),
)  # fmt: skip


def middle_draw(values: Floats) -> int:
    """Give the number of the draw whose value is nearest to the median; the first of equals."""
    return int(np.abs(values - np.median(values)).argmin())


def find_turns(
    columns: Mapping[str, Floats], draw: int, n_turns: int = N_TURNS
) -> tuple[Turn, ...]:
    """Find the months around which one draw's series change most, one a year and series at most.

    Args:
        columns: Series by name, `(draw, month)`.
        draw: Number of the draw.
        n_turns: At most so many.

    Returns:
        In order of time.
    """
    found: list[tuple[float, Turn]] = []
    traded = np.sum([columns[c][draw] for line in LINES[:2] for c in line.columns], axis=0)
    around = np.convolve(traded, np.ones(2 * YEAR), mode="same")
    for line in LINES:
        if any(name not in columns for name in line.columns):
            continue
        values = np.sum([columns[name][draw] for name in line.columns], axis=0) / line.scale
        turns = _turns_of(line, values)
        # A share of next to no trade turns for nothing.
        found += [(s, t) for s, t in turns if around[t.month] >= LEAST_TRADE * around.max()]
    best = sorted(found, key=lambda f: (-f[0], f[1].month))[:n_turns]
    return tuple(turn for _, turn in sorted(best, key=lambda f: f[1].month))


def tell_story(
    columns: Mapping[str, Floats],
    flows: Mapping[str, Floats],
    forcing: Forcing,
    draw: int,
) -> tuple[str, ...]:
    """Tell one draw in dated sentences.

    Args:
        columns: Series by name, `(draw, month)`.
        flows: Flows of money by name, `(draw, month)`, USD.
        forcing: What drove the run.
        draw: Number of the draw.

    Returns:
        First a sentence on what this is, then one for turns of a few months.
    """
    opening = (
        f"One draw of many (number {draw}), in the middle of what the draws earn: a possible "
        "course, no account of what happened. What changed at the same time need not be the cause."
    )
    turns = find_turns(columns, draw)
    return (opening, *(_sentence(group, flows, forcing, draw) for group in _grouped(turns)))


def _turns_of(line: Line, values: Floats) -> list[tuple[float, Turn]]:
    n = len(values)
    if n < 2 * YEAR:
        return []
    total = np.concatenate(([0.0], np.cumsum(values)))
    means = (total[YEAR:] - total[:-YEAR]) / YEAR  # of the twelve months from each
    before, after = means[: n - 2 * YEAR + 1], means[YEAR:]
    size = np.abs(after - before) / max(float(np.abs(means).max()), 1e-12)
    found = []
    while size.max() >= LEAST:
        month = int(size.argmax())
        turn = Turn(month + YEAR, line, float(before[month]), float(after[month]))
        found.append((float(size[month]), turn))
        size[max(0, month - 2 * YEAR) : month + 2 * YEAR] = 0.0
    return found


def _grouped(turns: Sequence[Turn]) -> list[list[Turn]]:
    """Put turns of a few months together: they share what changed around them."""
    groups: list[list[Turn]] = []
    for turn in turns:
        if groups and turn.month - groups[-1][0].month <= TOGETHER:
            groups[-1].append(turn)
        else:
            groups.append([turn])
    return groups


def _sentence(
    turns: Sequence[Turn], flows: Mapping[str, Floats], forcing: Forcing, draw: int
) -> str:
    first = turns[0].month
    causes = _causes(forcing, first)
    money = _largest_flows(flows, draw, first)
    told = "; ".join(_turn(turn, forcing, first) for turn in turns)
    text = f"{_month(forcing.months[first])}: {told} (a year's mean before and after)."
    if causes:
        text += f" From outside, most: {'; '.join(causes)}."
    if money:
        text += f" Payments that change most, million USD a month: {'; '.join(money)}."
    return text


def _turn(turn: Turn, forcing: Forcing, first: int) -> str:
    verb = ("rise" if turn.after > turn.before else "fall") + ("" if turn.line.is_plural else "s")
    start = "" if turn.month == first else f"from {_month(forcing.months[turn.month])} "
    return (
        f"{start}{turn.line.title} {verb} from {_amount(turn.before)} to {_amount(turn.after)} "
        f"{turn.line.unit}"
    )


def _causes(forcing: Forcing, month: int) -> list[str]:
    found = []
    for cause in CAUSES:
        before, after = _around(cause.read(forcing), month)
        size = abs(after - before) / cause.unit
        if size >= 1.0:
            change = f"{cause.form.format(before)} to {cause.form.format(after)}"
            found.append((size, f"{cause.words} {change}"))
    return [words for _, words in sorted(found, key=lambda f: -f[0])[:N_CAUSES]]


def _largest_flows(flows: Mapping[str, Floats], draw: int, month: int) -> list[str]:
    found = []
    for flow in FLOWS:
        if flow.name not in flows or not flow.moves_money:
            continue
        before, after = _around(flows[flow.name][draw], month)
        change = (after - before) / MILLION
        who = f"{SECTORS[flow.payer]} to {SECTORS[flow.payee]}"
        found.append((abs(change), f"{flow.meaning} ({who}) {change:+,.1f}"))
    largest = sorted(found, key=lambda f: -f[0])[:N_FLOWS]
    return [words for size, words in largest if size >= 0.1]  # noqa: PLR2004 - as printed


def _around(values: Floats, month: int) -> tuple[float, float]:
    return float(values[month - YEAR : month].mean()), float(values[month : month + YEAR].mean())


def _amount(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:,.2f}"  # noqa: PLR2004


def _month(month: date) -> str:
    return f"{month:%Y-%m}"
