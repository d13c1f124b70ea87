"""Sums over lines of the account, and what they say of the gap between income and outgo."""

from collections.abc import Mapping, Sequence

from coalface.earnings.cells import Basis, Cell
from coalface.earnings.precedence import LineRule, load_lines
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
Balance = tuple[str, str, Cell | None, str]


def find_balances(cells: Cells) -> tuple[Balance, ...]:
    """Find what is left of declared trade, and what could finance it.

    Args:
        cells: The lines of one period under one reading, by name; None where no figure.

    Returns:
        Name, title, cell and why there is none, for each of the sums.
    """
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
    goods = _difference(cells.get(EXPORTS), cells.get(IMPORTS))
    spent = _sum(outgo, cells, inside)
    earned = _sum(income, cells, ())
    return (
        ("balance_declared", "Balance of declared goods", goods, "a side has no figure"),
        ("undeclared_outgo", "Spent outside the statistics", spent, "no line has a figure"),
        ("channels_counted", "Earned outside declared goods", earned, "no line has a figure"),
        (
            "channels_not_counted",
            "Earned or stolen, not known to be received",
            _sum(uncounted, cells, ()),
            "no line has a figure",
        ),
        (
            "left",
            "Left for reserves, debt, aid and what is not counted",
            _left(goods, spent, earned),
            "the balance of declared goods has no figure",
        ),
    )


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
    """Add lines up; a missing low counts nothing, a missing high leaves the sum open above."""
    found = [(line, cell) for line in lines if (cell := cells.get(line.id)) is not None]
    if not found:
        return None
    highs = [cell.high for _, cell in found]
    missing = [line.title for line in lines if cells.get(line.id) is None]
    without_mid = [line.title for line, cell in found if cell.mid is None]
    notes = (
        f"no figure: {', '.join(missing)}" if missing else "",
        f"no central value: {', '.join(without_mid)}" if without_mid else "",
        f"already inside declared goods: {', '.join(i.title for i in inside)}" if inside else "",
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


def _difference(left: Cell | None, right: Cell | None) -> Cell | None:
    if left is None or right is None or left.mid is None or right.mid is None:
        return None
    low = None if left.low is None or right.high is None else left.low - right.high
    high = None if left.high is None or right.low is None else left.high - right.low
    how = f"declared exports ({left.title}) less declared imports ({right.title})"
    note = "" if left.title == right.title else "the two sides are of different books"
    return _cell([left, right], (low, left.mid - right.mid, high), how=how, note=note)


def _left(goods: Cell | None, spent: Cell | None, earned: Cell | None) -> Cell | None:
    """Give the balance of goods, less what was spent, plus what was earned beside them."""
    if goods is None or goods.mid is None:
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
    return _cell(
        parts,
        (low, mid, high),
        how="balance of declared goods, less what was spent, plus what was earned outside them",
        note="below zero: what reserves, debt, aid, theft or arms would have to finance",
    )


def _cell(
    parts: Sequence[Cell],
    ends: tuple[float | None, float | None, float | None],
    *,
    how: str,
    note: str = "",
) -> Cell:
    basis = max((part.basis for part in parts), key=WEAKEST.index)
    valuations = dict.fromkeys(part.valuation for part in parts)
    return Cell(
        "sum",
        "sum",
        *ends,
        basis,
        " and ".join(valuations),
        MARKS[basis],
        tuple(dict.fromkeys(i for part in parts for i in part.inputs)),
        how,
        note,
    )
