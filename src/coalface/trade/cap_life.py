"""A cap that ended inside its period: the level on its last day, and what was counted later."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from coalface.law import CapPeriod, LedgerEntry, Measure, Rulebook
from coalface.trade.cap_ledgers import LedgerAmount, Unit, law_row_of
from coalface.trade.figures import Figure, total

__all__ = ["CapLife", "find_cap_life"]

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CapLife:
    """What the ledgers hold of a cap that ended before its period did.

    Attributes:
        amounts: All amounts, those that run past the cap's last day with a warning, and for each
            ledger that reports month by month the sum of its months within the cap's life.
        later: What customs print from the month of the cap's end on, in each unit.
        later_words: Which months that is, or "".
    """

    amounts: tuple[LedgerAmount, ...]
    later: dict[Unit, Figure]
    later_words: str


def find_cap_life(
    amounts: Sequence[LedgerAmount], measure: Measure, period: CapPeriod, book: Rulebook
) -> CapLife:
    """Tell apart what a ledger counts within the life of a cap and what runs past its end.

    A month is not split: the month in which the cap ended stands with what came later.

    Args:
        amounts: What every ledger holds for the period.
        measure: A measure with a cap.
        period: One period of that cap.
        book: The rules, with the ledger entries of the measures that followed.

    Returns:
        The amounts unchanged where the cap lasted as long as its period.
    """
    ends_on = measure.ends_on
    if ends_on is None or period.ends_on <= ends_on:
        return CapLife(tuple(amounts), {}, "")
    entries = sorted(_later(measure, period, book), key=lambda entry: entry.starts_on)
    later = _totals(entries)
    words = ", ".join(f"{entry.starts_on:%Y-%m}" for entry in entries)
    known = [_warned(amount, ends_on, later, words) for amount in amounts]
    known += _levels(amounts, period, ends_on)
    return CapLife(
        amounts=tuple(sorted(known, key=lambda a: (a.ledger, a.starts_on, a.ends_on))),
        later=later,
        later_words=words,
    )


def _later(measure: Measure, period: CapPeriod, book: Rulebook) -> Iterator[LedgerEntry]:
    """Give what is on record against the measures that followed, in the rest of the period."""
    assert measure.ends_on is not None
    first = measure.ends_on.replace(day=1)
    for entry in book.ledger:
        is_after = first <= entry.starts_on and entry.ends_on <= period.ends_on
        if entry.measure_id in measure.superseded_by and is_after:
            yield entry


def _totals(entries: Iterable[LedgerEntry]) -> dict[Unit, Figure]:
    stated: dict[Unit, list[Figure]] = {"USD": [], "t": [], "bbl": []}
    for entry in entries:
        values = (entry.value_usd, entry.quantity_t, entry.quantity_bbl)
        for unit, value in zip(stated, values, strict=True):
            if value is not None:
                stated[unit].append(Figure(value, value, value, (law_row_of(entry),)))
    found = {unit: total(figures) for unit, figures in stated.items()}
    return {unit: figure for unit, figure in found.items() if figure is not None}


def _warned(
    amount: LedgerAmount, ends_on: date, later: dict[Unit, Figure], words: str
) -> LedgerAmount:
    """Say of a count that runs past the cap's last day what of it lies there."""
    if amount.ends_on <= ends_on or not amount.amounts:
        return amount
    said = [f"runs past the cap's last day, {ends_on - DAY}"]
    held = [f"{later[unit].value:,.0f} {unit}" for unit in amount.amounts if unit in later]
    if held and amount.starts_on.month == 1:
        said.append(f"customs of {words}, from other sources and not taken off: {', '.join(held)}")
    return replace(amount, note="; ".join(part for part in (*said, amount.note) if part))


def _levels(
    amounts: Sequence[LedgerAmount], period: CapPeriod, ends_on: date
) -> Iterator[LedgerAmount]:
    """Give for each ledger the sum of its months from the period's first to the cap's end."""
    for ledger in dict.fromkeys(amount.ledger for amount in amounts):
        months = {a.starts_on: a for a in amounts if a.ledger == ledger and a.ends_on <= ends_on}
        chain = [months[period.starts_on]] if period.starts_on in months else []
        while chain and chain[-1].ends_on in months:
            chain.append(months[chain[-1].ends_on])
        if len(chain) > 1:
            yield _level(chain, ends_on)


def _level(chain: Sequence[LedgerAmount], ends_on: date) -> LedgerAmount:
    assert all(one.ends_on == two.starts_on for one, two in pairwise(chain))
    units = [unit for unit in chain[0].amounts if all(unit in a.amounts for a in chain)]
    sums = {unit: total([a.amounts[unit] for a in chain]) for unit in units}
    reporters = dict.fromkeys(a.reporters for a in chain)
    return LedgerAmount(
        ledger=chain[0].ledger,
        reporters="; ".join(reporters),
        starts_on=chain[0].starts_on,
        ends_on=chain[-1].ends_on,
        amounts={unit: figure for unit, figure in sums.items() if figure is not None},
        unreported=tuple(_months(chain[-1].ends_on, ends_on)),
        note=f"level on the cap's last day, {ends_on - DAY}, as far as reported month by month",
        is_level=True,
    )


def _months(starts_on: date, ends_on: date) -> Iterator[str]:
    day = starts_on
    while day < ends_on:
        yield f"{day:%Y-%m}"
        day = (day.replace(day=1) + 32 * DAY).replace(day=1)
