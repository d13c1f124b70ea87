"""A matrix as a table, as Markdown and as LaTeX, and the money that passes as Sankey data."""

from datetime import date

import numpy as np
import polars as pl

from coalface.scenarios.flows import FLOWS, SECTORS
from coalface.scenarios.matrices import Matrix
from coalface.scenarios.outcomes import Outcomes

__all__ = ["latex", "markdown", "sankey_links", "table"]

LOW, HIGH = 0.05, 0.95
LATEX = {"_": r"\_", "&": r"\&", "%": r"\%", "#": r"\#", "$": r"\$"}


def table(matrix: Matrix) -> pl.DataFrame:
    """Give a matrix as a table: `row`, then a column a sector, `sum` last where it was filled.

    Args:
        matrix: In symbols (text) or filled (USD).
    """
    if matrix.values is None:
        cells = {c: [row[i] for row in matrix.symbols] for i, c in enumerate(matrix.columns)}
        return pl.DataFrame({"row": matrix.rows} | cells)
    values = {c: matrix.values[:, i] for i, c in enumerate(matrix.columns)}
    return pl.DataFrame({"row": matrix.rows} | values | {"sum": matrix.values.sum(axis=1)})


def markdown(matrix: Matrix) -> str:
    """Give a matrix as a Markdown table; money in millions of USD."""
    lines = [["", *matrix.columns], ["---"] * (len(matrix.columns) + 1)]
    lines += [[row, *cells] for row, cells in zip(matrix.rows, _cells(matrix), strict=True)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def latex(matrix: Matrix) -> str:
    """Give a matrix as a LaTeX `tabular`; money in millions of USD."""
    head = " & ".join(["", *map(_escaped, matrix.columns)])
    body = [
        " & ".join([_escaped(row), *map(_escaped, cells)]) + r" \\"
        for row, cells in zip(matrix.rows, _cells(matrix), strict=True)
    ]
    begin = rf"\begin{{tabular}}{{l{'r' * len(matrix.columns)}}}"
    return "\n".join([begin, rf"{head} \\", r"\hline", *body, r"\end{tabular}"]) + "\n"


def sankey_links(outcomes: Outcomes, first: date, last: date) -> pl.DataFrame:
    """Give the money and goods that pass between sectors in a spell of months.

    Links are means over draws, so that they add up; the range is that of each link alone.

    Args:
        outcomes: A simulated block.
        first: First month.
        last: Last month, included.

    Returns:
        Table `source`, `target`, `flow`, `meaning`, `mean_usd`, `low_usd`, `high_usd` (5 and 95 %
        of draws), largest first; flows that never pass are left out.
    """
    inside = [i for i, month in enumerate(outcomes.months) if first <= month <= last]
    totals = outcomes.flow_totals[:, inside].sum(axis=1)
    places = {name: i for i, name in enumerate(outcomes.flow_names)}
    rows = []
    for flow in FLOWS:
        if flow.settled in ("own", "claim"):
            continue
        drawn = totals[:, places[flow.name]]
        low, high = np.quantile(drawn, (LOW, HIGH))
        rows.append(
            {
                "source": SECTORS[flow.payer],
                "target": SECTORS[flow.payee],
                "flow": flow.name,
                "meaning": flow.meaning,
                "mean_usd": float(drawn.mean()),
                "low_usd": float(low),
                "high_usd": float(high),
            }
        )
    return pl.DataFrame(rows).filter(pl.col("high_usd") > 0).sort("mean_usd", descending=True)


def _cells(matrix: Matrix) -> list[list[str]]:
    if matrix.values is None:
        return [list(row) for row in matrix.symbols]
    return [[_millions(value) for value in row] for row in matrix.values]


def _millions(value: float) -> str:
    if np.isnan(value):
        return "not valued"
    return "" if value == 0 else f"{value / 1e6:,.2f}"


def _escaped(text: str) -> str:
    return "".join(LATEX.get(c, c) for c in text)
