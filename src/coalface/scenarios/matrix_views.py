"""A matrix as a table, as Markdown and as LaTeX, and the money that passes as Sankey data."""

import numpy as np
import polars as pl

from coalface.scenarios.flows import FLOWS, SECTORS
from coalface.scenarios.matrices import BOTH_WAYS, Matrix
from coalface.scenarios.spells import Spell

__all__ = ["cells_of", "latex", "markdown", "sankey_links", "table"]

LOW, HIGH = 0.05, 0.95
SUM = "Sum"
LATEX = {BOTH_WAYS: r"$\pm$", "_": r"\_", "&": r"\&", "%": r"\%", "#": r"\#", "$": r"\$"}


def table(matrix: Matrix) -> pl.DataFrame:
    """Give a matrix as a table: `matrix`, `row`, then a column a sector.

    Where it was filled, `sum` and a row `Sum` stand last, and what is not valued is null.

    Args:
        matrix: In symbols (text) or filled (USD).
    """
    head = {"matrix": matrix.title, "row": matrix.rows}
    if matrix.values is None:
        cells = {c: [row[i] for row in matrix.symbols] for i, c in enumerate(matrix.columns)}
        return pl.DataFrame(head | cells)
    values, sums = matrix.values, np.nansum(matrix.values, axis=1)
    columns = {c: [*values[:, i], np.nansum(values[:, i])] for i, c in enumerate(matrix.columns)}
    is_empty = np.isnan(values).all(axis=1)
    by_row = [*np.where(is_empty, np.nan, sums), sums.sum()]
    return pl.DataFrame(
        head | {"row": [*matrix.rows, SUM]} | columns | {"sum": by_row}
    ).with_columns(pl.col(pl.Float64).fill_nan(None))


def cells_of(matrix: Matrix) -> tuple[list[str], list[list[str]]]:
    """Give headings and cells as they are shown, the row's label first.

    Args:
        matrix: In symbols, or filled: then in millions of USD, with the sums of rows and columns.
    """
    if matrix.values is None:
        rows = [[row, *cells] for row, cells in zip(matrix.rows, matrix.symbols, strict=True)]
        return ["", *matrix.columns], rows
    sums = np.nansum(matrix.values, axis=1)
    rows = []
    for i, (label, line) in enumerate(zip(matrix.rows, matrix.values, strict=True)):
        shown = [_cell(v, s) for v, s in zip(line, matrix.symbols[i], strict=True)]
        rows.append([label, *shown, "" if np.isnan(line).all() else _millions(sums[i])])
    below = [_millions(total) for total in np.nansum(matrix.values, axis=0)]
    rows.append([SUM, *below, _millions(sums.sum())])
    return ["", *matrix.columns, SUM], rows


def markdown(matrix: Matrix) -> str:
    """Give a matrix as a Markdown table; money in millions of USD."""
    heads, rows = cells_of(matrix)
    ruler = "---" if matrix.values is None else "---:"
    lines = [heads, ["---", *[ruler] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def latex(matrix: Matrix) -> str:
    """Give a matrix as a LaTeX `tabular`; money in millions of USD."""
    heads, rows = cells_of(matrix)
    lines = [" & ".join(map(_escaped, line)) + r" \\" for line in (heads, *rows)]
    if matrix.values is not None:
        lines.insert(-1, r"\hline")
    begin = rf"\begin{{tabular}}{{l{'r' * (len(heads) - 1)}}}"
    return "\n".join([begin, lines[0], r"\hline", *lines[1:], r"\end{tabular}"]) + "\n"


def sankey_links(spell: Spell) -> pl.DataFrame:
    """Give the money and goods that pass between sectors in a spell of months.

    Links are means over draws, so that they add up; the range is that of each link alone.

    Args:
        spell: One draw, or many.

    Returns:
        Table `source`, `target`, `flow`, `meaning`, `passes` (`money` or `goods`), `usd` (mean over
        draws), `low_usd`, `high_usd` (5 and 95 % of draws; null of a single one), largest first;
        flows that never pass are left out.
    """
    is_one = len(spell.draws) == 1
    rows = []
    for flow in FLOWS:
        drawn = spell.flows[flow.name]
        if flow.settled in ("own", "claim") or not drawn.any():
            continue
        low, high = (None, None) if is_one else map(float, np.quantile(drawn, (LOW, HIGH)))
        rows.append(
            {
                "source": SECTORS[flow.payer],
                "target": SECTORS[flow.payee],
                "flow": flow.name,
                "meaning": flow.meaning,
                "passes": "goods" if flow.settled == "kind" else "money",
                "usd": float(drawn.mean()),
                "low_usd": low,
                "high_usd": high,
            }
        )
    return pl.DataFrame(rows, schema=_LINKS).sort("usd", "flow", descending=[True, False])


_LINKS: dict[str, pl.DataType] = {
    **{name: pl.String() for name in ("source", "target", "flow", "meaning", "passes")},
    **{name: pl.Float64() for name in ("usd", "low_usd", "high_usd")},
}


def _cell(value: float, symbol: str) -> str:
    if np.isnan(value):
        return "not valued" if symbol else ""
    if symbol.startswith(BOTH_WAYS):
        return BOTH_WAYS + _millions(float(symbol.removeprefix(BOTH_WAYS)))
    return _millions(value) if symbol else ""


def _millions(value: float) -> str:
    return f"{round(value / 1e6, 2) + 0.0:,.2f}"


def _escaped(text: str) -> str:
    return "".join(LATEX.get(c, c) for c in text)
