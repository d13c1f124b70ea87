"""What is known of all lines in a year: imputed values that agree with what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from coalface.earnings.cells import Cell, year_span
from coalface.earnings.evidence import Evidence
from coalface.earnings.precedence import FlowChoice, LineRule, Reading, load_lines
from coalface.earnings.whole_lines import WholeYears, find_whole_years

__all__ = ["EXPORTS", "IMPORTS", "KnownYears", "find_known_years"]

EXPORTS, IMPORTS = "declared_exports", "declared_imports"
IMPUTED, RECORDED = "imputed", "recorded"
CUSTOMS, CUSTOMS_MARK, OTHER_MARK = "CHN", "(GACC)", "KOTRA"  # as `locator` names the books
Cells = dict[str, Cell | None]


@dataclass(frozen=True, slots=True)
class _Total:
    """Both directions of trade in one year, as one book printed them."""

    value: float
    row_id: str
    is_attributed: bool


@dataclass(frozen=True)
class KnownYears:
    """All lines under one reading, year by year.

    Attributes:
        evidence: The tables.
        reading: Which choices come first.
        lines: Each line's years, by its name.
    """

    evidence: Evidence
    reading: Reading
    lines: Mapping[str, WholeYears]

    def cells(self, year: int) -> Cells:
        """Give each line's cell; imputed ones hold their parts and add up to printed totals."""
        cells: Cells = {name: line.cell(year) for name, line in self.lines.items()}
        cells[EXPORTS] = _above_parts(cells)
        exports, imports = (self.lines[name].line for name in (EXPORTS, IMPORTS))
        for line, other in ((exports, imports), (imports, exports)):
            cells[line.id] = self._less(line, other, year, cells[line.id]) or cells[line.id]
        both = self._total(self.reading.ordered(exports)[0], year)
        one, two = cells[EXPORTS], cells[IMPORTS]
        if both and one and two and one.choice == IMPUTED == two.choice:
            cells[EXPORTS], cells[IMPORTS] = _held(one, two, both), _held(two, one, both)
        return cells

    def _less(self, line: LineRule, other: LineRule, year: int, taken: Cell | None) -> Cell | None:
        """Give a side as the total of both directions less the other side, of the same book.

        A book that comes after the one that the side was printed in is not asked.
        """
        for choice in self.reading.ordered(line):
            if taken is not None and _is_published(taken) and taken.choice == choice.id:
                return None
            total = self._total(choice, year)
            beside = _same_book(choice, other)
            if total is None or beside is None:
                continue
            cell = self.evidence.cell(beside, year_span(year))
            if cell is None or None in (cell.low, cell.mid, cell.high):
                continue
            if total.is_attributed or self._is_of_source(total, cell):
                return _difference(choice, other, total, cell)
        return None

    def _is_of_source(self, total: _Total, cell: Cell) -> bool:
        """Say whether one source printed the total and the side that is taken off it."""
        prints = self.evidence.prints
        return {prints[row].source_id for row in cell.inputs} == {prints[total.row_id].source_id}

    def _total(self, choice: object, year: int) -> _Total | None:
        if not isinstance(choice, FlowChoice):
            return None
        span = year_span(year)
        rows = self.evidence.flows.filter(
            (pl.col("reporter") == choice.reporter)
            & (pl.col("partner") == choice.partner)
            & (pl.col("flow") == "total_trade")
            & (pl.col("hs_code") == choice.code)
            & (pl.col("period_start") == span.starts_on)
            & (pl.col("period_end") == span.ends_on)
            & pl.col("value_mixed_usd").is_not_null()
        ).sort("row_id")
        for row in rows.iter_rows(named=True):
            is_customs = choice.reporter == CUSTOMS
            if is_customs and OTHER_MARK in row["locator"]:
                continue
            is_attributed = not is_customs or CUSTOMS_MARK in row["locator"]
            return _Total(row["value_mixed_usd"], row["row_id"], is_attributed)
        return None


def find_known_years(evidence: Evidence, reading: Reading) -> KnownYears:
    """Find what is known of all lines, year by year.

    Args:
        evidence: The tables.
        reading: Which choices come first.
    """
    lines = {line.id: find_whole_years(evidence, line, reading) for line in load_lines()}
    return KnownYears(evidence, reading, lines)


def _is_published(cell: Cell | None) -> bool:
    return cell is not None and cell.basis != IMPUTED


def _same_book(choice: object, other: LineRule) -> FlowChoice | None:
    for candidate in other.choices:
        if isinstance(choice, FlowChoice) and isinstance(candidate, FlowChoice):
            ours = (choice.reporter, choice.partner, choice.code)
            if ours == (candidate.reporter, candidate.partner, candidate.code):
                return candidate
    return None


def _difference(choice: object, other: LineRule, total: _Total, beside: Cell) -> Cell:
    assert isinstance(choice, FlowChoice)
    low, mid, high = (total.value - (v or 0.0) for v in (beside.high, beside.mid, beside.low))
    return Cell(
        choice=choice.id,
        title=choice.title,
        low=low,
        mid=mid,
        high=high,
        basis="recorded",
        valuation="FOB" if choice.flow == "export" else "CIF",
        mark="derived",
        inputs=(total.row_id, *beside.inputs),
        how=f"{choice.title}: both directions less {other.title.lower()}",
        note="this side was not printed: the difference of two printed figures",
    )


def _held(cell: Cell, other: Cell, total: _Total) -> Cell:
    """Scale an imputed side so that both sides add up to the total, and cut its band to it."""
    ends = (cell.low, cell.mid, cell.high, other.low, other.mid, other.high)
    low, mid, high, low_2, mid_2, high_2 = (v or 0.0 for v in ends)
    if not mid + mid_2:
        return cell
    part = total.value * mid / (mid + mid_2)
    return replace(
        cell,
        low=min(max(low, total.value - high_2, 0.0), part),
        mid=part,
        high=max(min(high, total.value - low_2), part),
        inputs=(*cell.inputs, total.row_id),
        how=f"{cell.how}; scaled so that both sides add up to the printed total",
        note=f"{cell.note}; only the total of both directions was printed",
    )


def _above_parts(cells: Cells) -> Cell | None:
    """Give all exports; the low of an imputed year is no less than what was recorded of it."""
    whole = cells[EXPORTS]
    if whole is None or whole.choice != IMPUTED:
        return whole
    lines = [line for line in load_lines() if line.part_of == EXPORTS]
    covered = {name for line in lines if cells.get(line.id) for name in line.overlaps}
    parts = [cells[line.id] for line in lines if line.id not in covered]
    return _raised(whole, [cell for cell in parts if cell and cell.basis == RECORDED])


def _raised(whole: Cell, parts: Sequence[Cell]) -> Cell:
    least = sum(cell.low or 0.0 for cell in parts)
    if whole.low is None or whole.mid is None or whole.low >= least:
        return whole
    mid = max(whole.mid, least)
    return replace(
        whole,
        low=least,
        mid=mid,
        high=max(whole.high or mid, mid),
        inputs=tuple(dict.fromkeys(i for cell in (whole, *parts) for i in cell.inputs)),
        how=f"{whole.how}, no less than the goods of it that were recorded",
    )
