"""What claims are held against: one bundle of tables, handed in by who opened them."""

from dataclasses import dataclass

import polars as pl

from coalface.law.rulebook import Rulebook

__all__ = ["Facts"]


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only, so what is read of it is kept
class Facts:
    """Tables outside the claims; None means "not at hand", and the check that needs it is silent.

    That a claim agrees with a table does not make either true: both may copy one source.

    Attributes:
        rulebook: The measures of the law, with their days and goods.
        flows: Table `flows`: published figures of trade.
        fx: Table `fx`: mean exchange rates.
        prices: Table `prices`: benchmarks.
        indicators: Table `indicators`: national output.
        ports: Table `ports`: positions, for distances.
        ships: Ships as named in reports with the identity in the tracks: columns `name`, `imo`
            and `mmsi`; any may be null.
        gaps: Table `gaps`, from the user's tracks.
        port_visits: Table `port_visits`, from the user's tracks.
        encounters: Table `encounters`, from the user's tracks.
        coverage: When each ship was heard at all: columns `mmsi`, `day` (date), `n_positions`.
    """

    rulebook: Rulebook | None = None
    flows: pl.DataFrame | None = None
    fx: pl.DataFrame | None = None
    prices: pl.DataFrame | None = None
    indicators: pl.DataFrame | None = None
    ports: pl.DataFrame | None = None
    ships: pl.DataFrame | None = None
    gaps: pl.DataFrame | None = None
    port_visits: pl.DataFrame | None = None
    encounters: pl.DataFrame | None = None
    coverage: pl.DataFrame | None = None
