"""Sums over lines of the account, and what they say of the gap between income and outgo."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coalface.earnings.cells import Basis, Cell
from coalface.earnings.precedence import LineRule, find_book, load_lines
from coalface.trade.figures import Figure
from coalface.trade.prints import Print, difference_of_source
from coalface.vocabulary.numbers import Mark

__all__ = ["find_balances"]

EXPORTS, IMPORTS = "declared_exports", "declared_imports"
WEAKEST: tuple[Basis, ...] = ("recorded", "estimated", "imputed", "assumed")
MARKS: dict[Basis, Mark] = {
    "recorded": "derived",
    "estimated": "derived",
    "imputed": "imputed",
    "assumed": "assumed",
}
Cells = Mapping[str, Cell | None]
Choices = Mapping[str, Sequence[Cell]]
WORLD = "WLD"
NO_SCOPE = "one side is trade with China, the other with all partners"
NO_SIDE, NO_LINE = "a side has no figure", "no line has a figure"
NO_OUTSIDE = "no line outside declared goods has a figure"
Balance = tuple[str, str, Cell | None, str]


def find_balances(
    cells: Cells, choices: Choices | None = None, prints: Mapping[str, Print] | None = None
) -> tuple[Balance, ...]:
    """Find what is left of declared trade, and what could finance it.

    There is no balance of two sides of which one is trade with China and the other with the world.

    Args:
        cells: The lines of one period under one reading, by name; None where no figure.
        choices: All that there is on each side of declared trade, so that both can be taken from
            one book.
        prints: Printed values by their row, so that the sides of a balance are of one source.

    Returns:
        Name, title, cell and why there is none, for each of the sums.
    """
    cells = {**cells, **_one_book(cells, choices or {})}
    lines = load_lines()
    inside = [line for line in lines if _is_inside(line, cells)]
    counted = [
        line for line in lines if line.in_balance and line not in inside and _is_channel(line)
    ]
    outgo = [line for line in counted if line.side == "outgo"]
    income = [line for line in counted if line.side == "income"]
    uncounted = [
        line for line in lines if line.side == "income" and not (line.in_balance or line.part_of)
    ]
    goods, why_none = _goods(cells.get(EXPORTS), cells.get(IMPORTS), prints or {})
    spent = _sum(outgo, cells, inside)
    earned = _sum(income, cells, ())
    left_out = [line.title for line in counted if cells.get(line.id) is None]
    at_nothing = [
        line.title
        for line in counted
        if (cell := cells.get(line.id)) is not None and cell.mid is None
    ]
    return (
        ("balance_declared", "Balance of declared goods", goods, why_none),
        ("undeclared_outgo", "Spent outside the statistics", spent, NO_LINE),
        ("channels_counted", "Earned outside declared goods", earned, NO_LINE),
        (
            "channels_not_counted",
            "Earned or stolen, not known to be received",
            _sum(uncounted, cells, ()),
            NO_LINE,
        ),
        (
            "left",
            "Left for reserves, debt, aid and what is not counted",
            _left(goods, spent, earned, (left_out, at_nothing)),
            NO_OUTSIDE if goods is not None else "the balance of declared goods has no figure",
        ),
    )


def _one_book(cells: Cells, choices: Choices) -> dict[str, Cell]:
    """Take both sides of declared trade from one book, where one book has both.

    The book of the exports goes first, then that of the imports, then any other.
    """
    exports, imports = cells.get(EXPORTS), cells.get(IMPORTS)
    if exports is None or imports is None or "imputed" in (exports.basis, imports.basis):
        return {}
    sold = {cell.choice: cell for cell in (*choices.get(EXPORTS, ()), exports)}
    bought = {cell.choice: cell for cell in (*choices.get(IMPORTS, ()), imports)}
    for book in (exports.choice, imports.choice, *sold):
        if book in sold and book in bought:
            return {EXPORTS: sold[book], IMPORTS: bought[book]}
    return {}


def _is_channel(line: LineRule) -> bool:
    return line.id not in (EXPORTS, IMPORTS) and not line.part_of


def _is_inside(line: LineRule, cells: Cells) -> bool:
    """Say whether the figure taken for another line holds this one already."""
    for other, choices in line.inside.items():
        cell = cells.get(other)
        if cell is not None and cell.choice in choices:
            return True
    return False


def _sum(lines: Sequence[LineRule], cells: Cells, inside: Sequence[LineRule]) -> Cell | None:
    """Add lines up; a missing low counts nothing, a missing high leaves the sum open above.

    With an even part of a longer sum among them, the sum has a value and no range.
    """
    found = [(line, cell) for line in lines if (cell := cells.get(line.id)) is not None]
    if not found:
        return None
    highs = [cell.high for _, cell in found]
    missing = [line.title for line in lines if cells.get(line.id) is None]
    is_open = [line.title for line, cell in found if cell.high is None]
    without_mid = [line.title for line, cell in found if cell.mid is None]
    even = [line.title for line, cell in found if cell.is_even]
    notes = (
        f"no figure: {', '.join(missing)}" if missing else "",
        f"no central value: {', '.join(without_mid)}" if without_mid else "",
        f"already inside declared goods: {', '.join(i.title for i in inside)}" if inside else "",
        f"year not told apart: {', '.join(even)}" if even else "",
        f"or more: {', '.join(is_open)}" if is_open else "",
    )
    return _cell(
        [cell for _, cell in found],
        (
            _known([cell.low for _, cell in found]),
            _known([cell.mid for _, cell in found]),
            None if None in highs else _known(highs),
        ),
        how=" + ".join(line.title for line, _ in found),
        note="; ".join(n for n in notes if n),
    )


def _known(values: Sequence[float | None]) -> float | None:
    """Add up the ends that are known; None where none is."""
    there = [value for value in values if value is not None]
    return sum(there) if there else None


def _goods(
    sold: Cell | None, bought: Cell | None, prints: Mapping[str, Print]
) -> tuple[Cell | None, str]:
    """Give the balance of declared goods, or why there is none."""
    if sold is None or bought is None or sold.mid is None or bought.mid is None:
        return None, NO_SIDE
    if _partner(EXPORTS, sold) != _partner(IMPORTS, bought):
        return None, f"{NO_SCOPE}: {sold.title}; {bought.title}"
    is_whole = None not in (sold.low, sold.high, bought.low, bought.high)
    paired = difference_of_source(_figure(sold), _figure(bought), prints) if is_whole else None
    low = None if sold.low is None or bought.high is None else sold.low - bought.high
    high = None if sold.high is None or bought.low is None else sold.high - bought.low
    ends = (paired.low, paired.value, paired.high) if paired else (low, sold.mid - bought.mid, high)
    how = f"declared exports ({sold.title}) less declared imports ({bought.title})"
    if sold.title == bought.title:
        note = "" if sold.basis == "imputed" else f"both sides: {sold.title}"
    else:
        note = f"the two sides are of different books: {sold.title}, {bought.title}"
    notes = (note, paired.note if paired else "")
    cell = _cell([sold, bought], ends, how=how, note="; ".join(n for n in notes if n))
    one_title = sold.title if sold.title == bought.title else cell.title
    return replace(cell, title=one_title, inputs=paired.inputs if paired else cell.inputs), ""


def _figure(cell: Cell) -> Figure:
    return Figure(cell.mid or 0.0, cell.low or 0.0, cell.high or 0.0, cell.inputs)


def _partner(name: str, cell: Cell) -> str:
    """Give whose trade a cell is: the world's, or that of China alone."""
    book = find_book(name, cell.choice)
    return WORLD if book is None or book[1] == WORLD else "CHN"


def _left(
    goods: Cell | None,
    spent: Cell | None,
    earned: Cell | None,
    lacking: tuple[Sequence[str], Sequence[str]],
) -> Cell | None:
    """Give the balance of goods, less what was spent, plus what was earned beside them.

    Nothing is known of it where no line outside declared goods has a figure, and it is never
    better than estimated: most lines outside have none. `lacking` are the lines without a figure,
    and those without a middle one, which count nothing in the middle.
    """
    if goods is None or goods.mid is None or (spent is None and earned is None):
        return None
    parts = [cell for cell in (goods, spent, earned) if cell is not None]
    low, mid, high = goods.low, goods.mid, goods.high
    if spent is not None:
        low = None if low is None or spent.high is None else low - spent.high
        mid -= spent.mid or 0.0
        high = None if high is None else high - (spent.low or 0.0)
    if earned is not None:
        low = None if low is None else low + (earned.low or 0.0)
        mid += earned.mid or 0.0
        high = None if high is None or earned.high is None else high + earned.high
    note = "below zero: what reserves, debt, aid, theft or arms would have to finance"
    left_out, at_nothing = lacking
    missing = f"left out, no figure: {', '.join(left_out)}" if left_out else ""
    ends = (
        f"only the ends known, nought in the middle: {', '.join(at_nothing)}" if at_nothing else ""
    )
    return _cell(
        parts,
        (low, mid, high),
        how="balance of declared goods, less what was spent, plus what was earned outside them",
        note="; ".join(n for n in (note, missing, ends) if n),
        best="estimated",
    )


def _cell(
    parts: Sequence[Cell],
    ends: tuple[float | None, float | None, float | None],
    *,
    how: str,
    note: str = "",
    best: Basis = "recorded",
) -> Cell:
    basis = max((best, *(part.basis for part in parts)), key=WEAKEST.index)
    valuations = dict.fromkeys(v for part in parts for v in part.valuation.split(" and "))
    is_even = any(part.is_even for part in parts)
    low, mid, high = ends
    if is_even:
        low, high = None, high if mid is None else None
    return Cell(
        "sum",
        "sum",
        low,
        mid,
        high,
        basis,
        " and ".join(valuations),
        MARKS[basis],
        tuple(dict.fromkeys(i for part in parts for i in part.inputs)),
        how,
        note,
        is_even=is_even,
    )
