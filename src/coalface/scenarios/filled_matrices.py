"""The matrices filled from a run: what was paid, written off and held, with what does not add up.

What changed hands comes from the flows, what is held from the ledger's balances; that the two meet
in every column is worked out here, not built in.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from coalface.scenarios.flows import FLOWS, INSTRUMENTS, REVALUATIONS, SECTORS, Instrument
from coalface.scenarios.matrices import (
    BOTH_WAYS,
    Matrix,
    balance_sheet_matrix,
    effects,
    revaluation_matrix,
    transactions_matrix,
)
from coalface.scenarios.relations import Floats
from coalface.scenarios.spells import Spell

__all__ = ["fill_balance_sheet", "fill_transactions", "fill_write_offs", "residual_of"]

PLACES = {sector: i for i, sector in enumerate(SECTORS)}


def fill_transactions(spell: Spell) -> Matrix:
    """Fill the transactions-flow matrix with a spell's draw, or the mean of its draws.

    The rows of changes are balances after less before, write-offs taken off. Of goods against goods
    (barter) each side gives what it gets: the cell is zero, and its symbol tells how much. It is
    one scenario's supposed course, no account of what happened.

    Args:
        spell: Of a simulated run.
    """
    shape = transactions_matrix()
    rows: list[Floats] = []
    symbols = list(shape.symbols)
    for flow in (flow for flow in FLOWS if not flow.is_financing):
        line, paid = np.zeros(len(SECTORS)), float(spell.flows[flow.name].mean())
        if flow.settled in ("kind", "own"):
            at = len(rows)
            symbols[at] = tuple(f"{BOTH_WAYS}{paid!r}" if s else "" for s in symbols[at])
        else:
            line[PLACES[flow.payer]] -= paid
            line[PLACES[flow.payee]] += paid
        rows.append(line)
    before, after = _held(spell, "start"), _held(spell, "end")
    rows += [_written_off(spell, i) - (after[i] - before[i]) for i in INSTRUMENTS]
    return replace(shape, symbols=tuple(symbols), values=np.array(rows))


def fill_write_offs(spell: Spell) -> Matrix:
    """Fill the matrix of write-offs: no money moves, an owner loses what a debtor gains.

    Args:
        spell: Of a simulated run.
    """
    rows = []
    for row in REVALUATIONS:
        line = np.zeros(len(SECTORS))
        for _, sector, sign in effects(row):
            line[PLACES[sector]] += sign * float(spell.flows[row.name].mean())
        rows.append(line)
    return replace(revaluation_matrix(), values=np.array(rows))


def fill_balance_sheet(spell: Spell, at: Literal["start", "end"]) -> Matrix:
    """Fill the financial rows of the balance sheet with a spell's draw, or the mean of its draws.

    Real stocks are not valued, so their cells are NaN and net worth is that of financial claims.

    Args:
        spell: Of a simulated run.
        at: Before its first month, or after its last.
    """
    shape, held = balance_sheet_matrix(), _held(spell, at)
    values = np.full((len(shape.rows), len(SECTORS)), np.nan)
    values[: len(INSTRUMENTS)] = list(held.values())
    values[-1] = -values[: len(INSTRUMENTS)].sum(axis=0)
    return replace(shape, title=f"{shape.title}, {at} of the spell", values=values)


def residual_of(matrices: Sequence[Matrix]) -> float:
    """Give the largest sum that should be zero and is not, as a part of the largest cell.

    Args:
        matrices: Filled.

    Raises:
        ValueError: If one is not filled.
    """
    return max(_residual(matrix) for matrix in matrices)


def _residual(matrix: Matrix) -> float:
    if matrix.values is None:
        raise ValueError(f"{matrix.title}: not filled")
    cells = np.nan_to_num(matrix.values)
    sums = [cells.sum(axis=1)[list(matrix.balanced_rows)]]
    if matrix.columns_balance:
        sums.append(cells.sum(axis=0))
    largest = max(float(np.abs(cells).max()), 1.0)
    return float(np.abs(np.concatenate(sums)).max(initial=0.0)) / largest


def _held(spell: Spell, at: Literal["start", "end"]) -> dict[Instrument, Floats]:
    """Give what each sector holds (+) or owes (-) of each instrument, in the mean over draws."""
    balances = spell.opening if at == "start" else spell.closing
    found: dict[Instrument, Floats] = {}
    for instrument, (_, owner, debtor, _) in INSTRUMENTS.items():
        line = np.zeros(len(SECTORS))
        if owner is None or debtor is None:
            line[:] = [float(balances[instrument, sector].mean()) for sector in SECTORS]
        else:
            line[PLACES[owner]] = float(balances[instrument, owner].mean())
            line[PLACES[debtor]] = -line[PLACES[owner]]
        found[instrument] = line
    return found


def _written_off(spell: Spell, instrument: Instrument) -> Floats:
    """Give what write-offs changed of an instrument, by sector."""
    line = np.zeros(len(SECTORS))
    for row in REVALUATIONS:
        for changed, sector, sign in effects(row):
            if changed == instrument:
                line[PLACES[sector]] += sign * float(spell.flows[row.name].mean())
    return line
