"""Read the two quantities of a row of China customs: mass goes to `mass_t`, the other is kept."""

import polars as pl

from coalface.sources.case_fields import Field, read_coded
from coalface.sources.case_files import RawCases
from coalface.sources.flow_fields import read_figure
from coalface.sources.publishers import Publisher
from coalface.sources.spellings import Spelling

__all__ = ["read_quantities"]

Columns = dict[str, pl.Series]


def read_quantities(raw: RawCases, publisher: Publisher) -> tuple[Columns, list[Field]]:
    """Read both quantities with their units.

    Returns:
        `mass_t` from the first quantity in a unit of mass; `quantity` and `unit` from the first in
        any other; `note` holds what found no place. And the fields, for their rejects.
    """
    first, fields = _read_one(raw, publisher, "amount", "unit")
    second, more = _read_one(raw, publisher, "amount_2", "unit_2")
    frame = pl.DataFrame(first + second)
    is_mass = [(pl.col(f"unit{n}") == "t").fill_null(value=False) for n in ("", "_2")]
    is_other = [
        pl.col(f"unit{n}").is_not_null() & pl.col(f"amount{n}").is_not_null() & ~mass
        for n, mass in zip(("", "_2"), is_mass, strict=True)
    ]
    read = frame.select(
        mass_t=pl.coalesce(
            pl.when(is_mass[0]).then("amount"), pl.when(is_mass[1]).then("amount_2")
        ),
        quantity=pl.coalesce(
            pl.when(is_other[0]).then("amount"), pl.when(is_other[1]).then("amount_2")
        ),
        unit=pl.coalesce(pl.when(is_other[0]).then("unit"), pl.when(is_other[1]).then("unit_2")),
        note=pl.when(is_other[0] & is_other[1])
        .then(pl.format("second quantity {} {}", "amount_2", "unit_2"))
        .when(is_mass[0] & is_mass[1] & pl.col("amount_2").is_not_null())
        .then(pl.format("second quantity {} t", "amount_2")),
    )
    return read.to_dict(), [*fields, *more]


def _read_one(
    raw: RawCases, publisher: Publisher, amount: str, unit: str
) -> tuple[list[pl.Series], list[Field]]:
    def read_unit(text: str) -> Spelling:
        if text in publisher.missing:
            return Spelling(None)
        rule = publisher.units.get(text)
        reason = f"unit {text} is not known; add it with its factor to {publisher.file_name}"
        return Spelling(rule.unit) if rule else Spelling(None, reason)

    figure = read_figure(raw, amount, missing=publisher.missing, thousands=True)
    units = read_coded(raw, unit, read_unit, "a unit of the publisher's list")
    factors = {name: rule.factor for name, rule in publisher.units.items()}
    factor = raw.frame[unit].replace_strict(
        list(factors), list(factors.values()), default=1.0, return_dtype=pl.Float64
    )
    return [(figure.values * factor).alias(amount), units.values.alias(unit)], [figure, units]
