"""A printed number with its range, its mark and the rows it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Mark", "Number", "inputs_of", "no_figure"]

Mark = Literal["published", "derived", "imputed", "assumed", "synthetic"]


@dataclass(frozen=True, slots=True)
class Number:
    """One figure as it may be printed, with what is needed to check it.

    Attributes:
        id: Stable, readable, unique in a run: `analysis/key/column`, e.g.
            `emerging/2611/latest_value_usd`. What `coalface explain` takes.
        label: What it is, in words, with place, time and valuation.
        value: Central value; None means "no figure", never zero.
        low: Lower end of the range, or None where the source gives no range.
        high: Upper end of the range, or None.
        unit: `USD`, `t`, `bbl`, `share` (0 to 1), `points` (a share less another, -1 to 1),
            `ratio`, `USD/t`, `MWh`, `rank`, `year` ...
        mark: `published` as printed by a source; `derived` by our arithmetic; `imputed`, `assumed`
            or `synthetic`, shown beside the number.
        how: The arithmetic in words, e.g. "China 12,874 t + Russia 15,104 t".
        inputs: `row_id`s of the packaged or ingested rows it rests on, in order of use.
        note: A warning that must stand beside it, or "".
    """

    id: str
    label: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    mark: Mark = "derived"
    how: str = ""
    inputs: tuple[str, ...] = ()
    note: str = ""


def no_figure(number_id: str, label: str, unit: str, note: str = "") -> Number:
    """Give the number that says that nothing was published."""
    return Number(id=number_id, label=label, value=None, unit=unit, note=note)


def inputs_of(numbers: Iterable[Number | None]) -> tuple[str, ...]:
    """Give the row ids that some numbers rest on, each once, in order of first use."""
    return tuple(dict.fromkeys(i for n in numbers if n is not None for i in n.inputs))
