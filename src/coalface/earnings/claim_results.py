"""What a test of a published statement gives: readings, each with a verdict and numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from coalface.earnings.claim_forms import EarningsStatement
from coalface.earnings.draws import Floats
from coalface.earnings.evidence import Evidence
from coalface.earnings.sensitivity import Driver, assumed_drivers
from coalface.trade.figures import Figure, number
from coalface.vocabulary.numbers import Mark, Number, inputs_of

__all__ = [
    "CheckedEarnings",
    "EarningsInputs",
    "Reading",
    "claims_table",
    "drawn_number",
    "figure_number",
]

LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95


@dataclass(frozen=True, slots=True)
class EarningsInputs:
    """The tables that statements are tested against, and how many draws.

    Attributes:
        evidence: The tables of the account.
        indicators: Table `indicators`.
        n_draws: Number of draws.
        seed: Names the streams of draws.
        independent_share: Low, most likely and high share of the authorities from a source that
            is independent of the statement; without one no probability is given.
    """

    evidence: Evidence
    indicators: pl.DataFrame
    n_draws: int = 20_000
    seed: int = 20_180_502
    independent_share: tuple[float, float, float] | None = None

    @property
    def flows(self) -> pl.DataFrame:
        """Give the table `flows`."""
        return self.evidence.flows

    @property
    def prices(self) -> pl.DataFrame:
        """Give the table `prices`."""
        return self.evidence.prices

    @property
    def fx(self) -> pl.DataFrame:
        """Give the table `fx`."""
        return self.evidence.fx

    @property
    def rng(self) -> np.random.Generator:
        """Give a fresh generator of the seed."""
        return np.random.default_rng(self.seed)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a statement, and what the data say to it.

    Attributes:
        id: Its name, e.g. `coal_and_ore.fob`.
        title: In words.
        verdict: `consistent`, `needs ...`, `excluded`, `can't tell`, `no figure` ...
        reason: Why, in one sentence.
        numbers: What it rests on, most important first.
    """

    id: str
    title: str
    verdict: str
    reason: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class CheckedEarnings:
    """One published statement, tested.

    Attributes:
        statement: What was said, where, how far one may rely on it.
        readings: Each reading with its verdict; never mixed into one.
        beside: Numbers that help to judge, such as the years behind a sum.
        drivers: What drives the result, largest part of its variance first.
    """

    statement: EarningsStatement
    readings: tuple[Reading, ...]
    beside: tuple[Number, ...] = ()
    drivers: tuple[Driver, ...] = ()

    @property
    def caption(self) -> tuple[Driver, ...]:
        """Give the drivers that matter and rest on assumptions, for the caption of a figure."""
        return assumed_drivers(self.drivers)

    @property
    def id(self) -> str:
        """Give the statement's name."""
        return self.statement.id

    @property
    def printed(self) -> tuple[Number, ...]:
        """Give every number, each once."""
        drivers = tuple(n for d in self.drivers for n in (d.share, d.total) if n.value is not None)
        numbers = (*(n for r in self.readings for n in r.numbers), *self.beside, *drivers)
        return tuple({n.id: n for n in numbers}.values())


def claims_table(checked: Iterable[CheckedEarnings]) -> pl.DataFrame:
    """Give tested statements as a flat table, one row a number of a reading."""
    return pl.DataFrame(
        [
            {
                "statement_id": row.id,
                "said": row.statement.said,
                "source_id": row.statement.source_id,
                "grade": row.statement.grade,
                "reading": reading.id,
                "verdict": reading.verdict,
                "reason": reading.reason,
                "number_id": n.id,
                "label": n.label,
                "low": n.low,
                "value": n.value,
                "high": n.high,
                "unit": n.unit,
                "mark": n.mark,
                "inputs": ";".join(inputs_of((n,))),
            }
            for row in checked
            for reading in row.readings
            for n in reading.numbers
        ],
        infer_schema_length=None,
    )


def drawn_number(
    draws: Floats,
    number_id: str,
    label: str,
    unit: str,
    *,
    inputs: Sequence[str],
    how: str,
    mark: Mark = "derived",
) -> Number:
    """Give the median of some draws with their 5 to 95 % range as a number."""
    low, middle, high = np.quantile(draws, (LOW, MIDDLE, HIGH))
    is_range = low != high
    return Number(
        id=number_id,
        label=label,
        value=float(middle),
        low=float(low) if is_range else None,
        high=float(high) if is_range else None,
        unit=unit,
        mark=mark,
        how=f"{how}; median and 5 to 95 % of {len(draws):,} draws",
        inputs=tuple(dict.fromkeys(inputs)),
    )


def figure_number(
    figure: Figure | None, number_id: str, label: str, unit: str, *, how: str = "", note: str = ""
) -> Number:
    """Give the printed number of a figure; without one it says "no figure"."""
    return number(figure, number_id, label, unit, how=how, note=note)
