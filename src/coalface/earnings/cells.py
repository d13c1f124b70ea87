"""One cell of the account: what one choice says of one line in one period."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from coalface.vocabulary.numbers import Mark, Number

__all__ = ["MONTHS_A_YEAR", "Basis", "Cell", "Span", "quarters_of", "year_span"]

Basis = Literal["recorded", "estimated", "imputed", "assumed"]
QUARTERS = (1, 4, 7, 10)
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A period of whole months, its end excluded."""

    starts_on: date
    ends_on: date

    @property
    def year(self) -> int:
        """Give the year in which it starts."""
        return self.starts_on.year

    @property
    def n_months(self) -> int:
        """Give its length."""
        years = self.ends_on.year - self.starts_on.year
        return years * MONTHS_A_YEAR + self.ends_on.month - self.starts_on.month

    @property
    def label(self) -> str:
        """Give it as printed and used in ids: `2018` or `2018-Q2`."""
        if self.n_months == MONTHS_A_YEAR:
            return str(self.year)
        return f"{self.year}-Q{(self.starts_on.month + 2) // 3}"

    @property
    def is_year(self) -> bool:
        """Say whether it is a calendar year."""
        return self.n_months == MONTHS_A_YEAR

    def months(self) -> tuple["Span", ...]:
        """Give its months."""
        return tuple(
            Span(_month(self.year, self.starts_on.month + i), _month(self.year, m + 1))
            for i, m in enumerate(range(self.starts_on.month, self.starts_on.month + self.n_months))
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with its range, how it came about, and what it rests on.

    Attributes:
        choice: Which of a line's choices it is.
        title: Who says it.
        low: Lower end, or None where the source gives none.
        mid: Central value, or None where the source gives only an upper end.
        high: Upper end, or None where the source gives none ("or more").
        basis: `recorded`, `estimated`, `imputed` or `assumed`.
        valuation: `CIF`, `FOB`, `mixed`, or how an estimate values.
        mark: Mark of the number.
        inputs: Row ids.
        how: The arithmetic in words.
        note: A warning.
        model: Named model of an imputed value, or "".
        is_even: It is, or holds, an even part of a sum over several years: the year is not told
            apart from the others, so that no range of it is known.
    """

    choice: str
    title: str
    low: float | None
    mid: float | None
    high: float | None
    basis: Basis
    valuation: str
    mark: Mark
    inputs: tuple[str, ...]
    how: str = ""
    note: str = ""
    model: str = ""
    is_even: bool = False

    def number(self, number_id: str, label: str) -> Number:
        """Give it as a number that may be printed."""
        is_range = not self.low == self.mid == self.high
        return Number(
            id=number_id,
            label=label,
            value=self.mid,
            low=self.low if is_range else None,
            high=self.high if is_range else None,
            unit="USD",
            mark=self.mark,
            how=self.how,
            inputs=self.inputs,
            note=self.note,
        )


def year_span(year: int) -> Span:
    """Give a calendar year."""
    return Span(date(year, 1, 1), date(year + 1, 1, 1))


def quarters_of(year: int) -> tuple[Span, ...]:
    """Give the four quarters of a year."""
    return tuple(Span(_month(year, month), _month(year, month + 3)) for month in QUARTERS)


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // MONTHS_A_YEAR, (month - 1) % MONTHS_A_YEAR + 1, 1)
