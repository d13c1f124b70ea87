"""What published estimates say of a period: rates, sums over years, parts of a year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from coalface.earnings.cells import MONTHS_A_YEAR, Cell, Span
from coalface.earnings.precedence import EstimateChoice

__all__ = ["estimated"]

CONFIDENCE = {"high": 0, "medium": 1, "low": 2}
AS_ESTIMATED = "as estimated"
EVEN = "an even part of a sum over several years: the years are not told apart"
_Row = Mapping[str, Any]
_Ranked = tuple[tuple[int, int], Cell]


def estimated(
    choice: EstimateChoice, rows: Sequence[_Row], span: Span, *, spread: bool = True
) -> Cell | None:
    """Give what published estimates say of a period, or None where they say nothing.

    Args:
        choice: Which estimates, by item and estimator.
        rows: The rows of its channel that have a value.
        span: The period.
        spread: Let a sum over several years speak for each of them.
    """
    spoken = [row for row in rows if _has_period(row) and row["who"].startswith(choice.who)]
    named = [row for row in spoken if row["item"].lower().startswith(choice.item.lower())]
    if choice.spread:
        found = [_even(choice, row, spoken, span) for row in named] if spread else []
    else:
        found = [_printed(choice, row, span) for row in named]
    ranked = sorted((pair for pair in found if pair is not None), key=lambda pair: pair[0])
    return ranked[0][1] if ranked else None


def _has_period(row: _Row) -> bool:
    return row["period_start"] is not None and row["period_end"] is not None


def _printed(choice: EstimateChoice, row: _Row, span: Span) -> _Ranked | None:
    """Give a row's cell, with a rank: whole periods before parts, surer before less sure."""
    period = _period(row)
    is_exact = (period.starts_on, period.ends_on) == (span.starts_on, span.ends_on)
    is_within = span.starts_on <= period.starts_on and period.ends_on <= span.ends_on
    rank = CONFIDENCE[row["confidence"]]
    if choice.yearly and _months_shared(period, span) == span.n_months:
        return (0, rank), _scaled(choice, row, choice.times * span.n_months / MONTHS_A_YEAR)
    if is_exact:
        return (0, rank), _scaled(choice, row, choice.times)
    if is_within:
        cell = _scaled(choice, row, choice.times)
        note = f"covers {period.starts_on} to before {period.ends_on} only; {cell.note}"
        floor = replace(cell, mid=cell.low, high=None, note=note.rstrip("; "))
        return ((1, rank), floor) if cell.low is not None else None
    return None


def _even(choice: EstimateChoice, row: _Row, spoken: Iterable[_Row], span: Span) -> _Ranked | None:
    """Give a period its even part of a longer sum, less what was printed apart of the sum."""
    period = _period(row)
    covers = _months_shared(period, span)
    if not span.is_year or not covers or period.n_months <= MONTHS_A_YEAR:
        return None
    apart = _apart(choice, spoken, period)
    covers -= sum(_months_shared(_period(part), span) for part in apart)
    n_months = period.n_months - sum(_period(part).n_months for part in apart)
    if covers <= 0:
        return None
    less = sum(part["value_low_usd"] for part in apart)
    names = ", ".join(f"{part['item']}, {_period(part).label}" for part in apart)
    rest = {
        **row,
        **{
            end: max(row[end] - less, 0.0)
            for end in ("value_low_usd", "value_high_usd")
            if row[end] is not None
        },
    }
    cell = _scaled(choice, rest, covers / n_months)
    even = replace(
        cell,
        basis="assumed",
        mark="assumed",
        inputs=(*cell.inputs, *(part["row_id"] for part in apart)),
        how=f"{covers} of the {n_months} months that the sum covers"
        + (f", less what was printed apart ({names})" if apart else ""),
        note=EVEN,
        is_even=True,
    )
    return (1, CONFIDENCE[row["confidence"]]), even


def _apart(choice: EstimateChoice, rows: Iterable[_Row], period: Span) -> list[_Row]:
    """Find what was printed of parts of a sum's period, each month once, as `apart` orders."""
    found: list[_Row] = []
    for item in choice.apart:
        for row in rows:
            own = _period(row)
            is_inside = _months_shared(own, period) == own.n_months
            is_taken = any(_months_shared(own, _period(other)) for other in found)
            if row["item"] == item and _is_point(row) and is_inside and not is_taken:
                found.append(row)
    return found


def _is_point(row: _Row) -> bool:
    return row["value_low_usd"] is not None and row["value_low_usd"] == row["value_high_usd"]


def _period(row: _Row) -> Span:
    return Span(row["period_start"], row["period_end"])


def _scaled(choice: EstimateChoice, row: _Row, factor: float) -> Cell:
    low, high = row["value_low_usd"], row["value_high_usd"]
    low, high = (None if v is None else v * factor for v in (low, high))
    is_range = low is not None and high is not None
    notes = [row["note"] or ""]
    if is_range and low != high:
        notes.append("mid is the middle of the printed range; no central value was printed")
    if choice.at_least:
        high = None
        notes.append("a floor")
    is_derived = factor != 1 or (is_range and low != high) or "derived" in (row["note"] or "")
    return Cell(
        choice=choice.id,
        title=choice.title,
        low=low,
        mid=(low + high) / 2 if low is not None and high is not None else low,
        high=high,
        basis="estimated",
        valuation=AS_ESTIMATED,
        mark="derived" if is_derived else "published",
        inputs=(row["row_id"],),
        how=f"{row['who']}: {row['item']}" + (f", times {factor:g}" if factor != 1 else ""),
        note="; ".join(n for n in notes if n),
    )


def _months_shared(one: Span, other: Span) -> int:
    shared = Span(max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on))
    return max(shared.n_months, 0)
