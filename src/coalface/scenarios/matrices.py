"""Transactions-flow and balance-sheet matrices, all derived from the declared flows.

Every row sums to zero over sectors, and every column does too: what a sector earns and spends is
the change of what it holds less what it owes. Write-offs stand in a matrix of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coalface.scenarios.flows import (
    FLOWS,
    INSTRUMENTS,
    REVALUATIONS,
    SECTORS,
    Flow,
    Instrument,
    Revaluation,
    Sector,
)
from coalface.scenarios.relations import Floats

__all__ = [
    "BOTH_WAYS",
    "Effect",
    "Matrix",
    "balance_sheet_matrix",
    "effects",
    "revaluation_matrix",
    "transactions_matrix",
]

Effect = tuple[Instrument, Sector, int]
BOTH_WAYS = "\N{PLUS-MINUS SIGN}"
REAL_STOCKS: dict[str, tuple[Sector, ...]] = {
    "Stocks of minerals": ("mines", "companies"),
    "Coke and food": ("mines", "companies"),
    "Equipment": ("mines",),
}


@dataclass(frozen=True)
class Matrix:
    """A matrix of sectors: in symbols, and in USD where it was filled from a run.

    Attributes:
        title: What it shows.
        rows: Labels of the rows.
        columns: Labels of the columns, one a sector.
        symbols: What stands in each cell, `(row)(column)`; "" where nothing does.
        values: USD, `(row, column)`, or None.
        balanced_rows: Places of the rows that sum to zero.
        columns_balance: Whether every column sums to zero.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    symbols: tuple[tuple[str, ...], ...]
    values: Floats | None = None
    balanced_rows: tuple[int, ...] = ()
    columns_balance: bool = True


def effects(row: Flow | Revaluation) -> list[Effect]:
    """Give what one unit of a flow does to what each sector holds (+) or owes (-).

    Args:
        row: A declared flow or write-off.

    Returns:
        Instrument, sector and sign; a claim counts for its owner and against its debtor.
    """
    if isinstance(row, Revaluation):
        return _claim(row.claim, -1)
    found: list[Effect] = []
    if row.moves_money:
        found += _money(row.payer, -1, is_off_book=row.settled in ("off_book", "own"))
        found += _money(row.payee, 1, is_off_book=row.settled == "off_book")
    if row.claim is not None:
        found += _claim(row.claim, 1 if row.grows else -1)
    return found


def transactions_matrix() -> Matrix:
    """Give the transactions-flow matrix in symbols: what is paid, then what changes by it."""
    exchanges = [flow for flow in FLOWS if not flow.is_financing]
    rows = [_label(flow.name) for flow in exchanges]
    cells = [_exchange_symbols(flow) for flow in exchanges]
    for instrument in INSTRUMENTS:
        rows.append(_change_label(instrument))
        cells.append(tuple(_change_symbol(instrument, sector) for sector in SECTORS))
    return Matrix(
        "Transactions-flow matrix",
        tuple(rows),
        tuple(SECTORS.values()),
        tuple(cells),
        balanced_rows=tuple(range(len(rows))),
    )


def revaluation_matrix() -> Matrix:
    """Give the write-offs in symbols: what an owner of a claim loses its debtor gains."""
    cells = []
    for row in REVALUATIONS:
        signs = _net(effects(row))
        cells.append(tuple(_signed(signs.get(s, 0), row.name) for s in SECTORS))
    rows = tuple(_label(row.name) for row in REVALUATIONS)
    return Matrix(
        "Write-offs",
        rows,
        tuple(SECTORS.values()),
        tuple(cells),
        balanced_rows=tuple(range(len(rows))),
        columns_balance=False,
    )


def balance_sheet_matrix() -> Matrix:
    """Give the balance-sheet matrix in symbols: + is held, - is owed."""
    rows, cells = [], []
    for title, owner, debtor, _ in INSTRUMENTS.values():
        rows.append(title)
        if owner is None:
            cells.append(tuple("+" for _ in SECTORS))
        else:
            cells.append(tuple({owner: "+", debtor: "-"}.get(s, "") for s in SECTORS))
    for title, holders in REAL_STOCKS.items():
        rows.append(f"{title} (real)")
        cells.append(tuple("+" if s in holders else "" for s in SECTORS))
    rows.append("Net worth")
    cells.append(tuple("-" for _ in SECTORS))
    claims = [i for i, (_, owner, _, _) in enumerate(INSTRUMENTS.values()) if owner is not None]
    return Matrix(
        "Balance-sheet matrix",
        tuple(rows),
        tuple(SECTORS.values()),
        tuple(cells),
        balanced_rows=tuple(claims),
    )


def _money(sector: Sector, sign: int, *, is_off_book: bool) -> list[Effect]:
    if sector != "companies" or is_off_book:
        return [("currency", sector, sign)]
    return [
        ("deposit", "companies", sign), ("deposit", "banks", -sign), ("currency", "banks", sign)
    ]  # fmt: skip


def _claim(instrument: Instrument, sign: int) -> list[Effect]:
    _, owner, debtor, _ = INSTRUMENTS[instrument]
    assert owner is not None
    assert debtor is not None
    return [(instrument, owner, sign), (instrument, debtor, -sign)]


def _net(found: Sequence[Effect]) -> dict[Sector, int]:
    signs: dict[Sector, int] = {}
    for _, sector, sign in found:
        signs[sector] = signs.get(sector, 0) + sign
    return signs


def _exchange_symbols(flow: Flow) -> tuple[str, ...]:
    if flow.settled in ("kind", "own"):
        there = (flow.payer, flow.payee)
        return tuple(f"+{flow.name} -{flow.name}" if s in there else "" for s in SECTORS)
    signs = _net(effects(flow))
    return tuple(_signed(signs.get(sector, 0), flow.name) for sector in SECTORS)


def _change_symbol(instrument: Instrument, sector: Sector) -> str:
    _, owner, debtor, _ = INSTRUMENTS[instrument]
    if owner is None:
        return "-d currency"
    return {owner: f"-d {instrument}", debtor: f"+d {instrument}"}.get(sector, "")


def _change_label(instrument: Instrument) -> str:
    return f"Change in {INSTRUMENTS[instrument][0].lower()}"


def _signed(sign: int, name: str) -> str:
    return "" if sign == 0 else f"{'+' if sign > 0 else '-'}{name}"


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()
