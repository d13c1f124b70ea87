"""A seeded world of trade whose truth is known, in the formats of BACI and UN Comtrade.

    python -m bench.world --out FOLDER [--years 2018,2019] [--seed 1] [--countries 200]
        [--goods 5000] [--density 0.055] [--formats baci,comtrade,truth]

Full size is 200 States, 5,000 goods and about 11 million BACI rows a year. One year is the same
bytes whether it is made alone or with others. The shapes (tails, errors, freight) are drawn from
ranges that no detector is told; nothing here is imported by `coalface`.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
from bench.world_cells import Block, Nature, Pool, make_nature, make_pool, trade_of_year
from bench.world_files import write_baci, write_comtrade, write_truth
from bench.world_places import Places, make_places, stream
from bench.world_reports import (
    GIVE_BOTH,
    Habits,
    Sheet,
    book_exports,
    book_imports,
    make_habits,
)
from bench.world_swaps import swap_rows

from coalface.tables.flows import FLOWS
from coalface.tables.schema import dtypes_of

__all__ = ["World", "make_world"]

IMPORT, EXPORT = 0, 1
THREADS = 2
KG_PER_T = 1000.0
Made = TypeVar("Made")
Whole = npt.NDArray[np.integer[Any]]
FORMATS = {"baci": write_baci, "comtrade": write_comtrade, "truth": write_truth}


@dataclass(slots=True)
class World:
    """Truth and books of a seeded world. Whole numbers index `places`; frames carry codes.

    Attributes:
        seed: What all is drawn from.
        places: States, goods and distances.
        nature: Laws of the truth.
        habits: How importers and exporters keep their books.
        swap_share: Cells with the DPRK that are really the Republic of Korea's.
    """

    seed: int
    places: Places
    nature: Nature
    habits: tuple[Habits, Habits]
    swap_share: float
    _pools: dict[int, Pool] = field(default_factory=dict, repr=False)

    def truth(self, year: int) -> pl.DataFrame:
        """Give `exporter, importer, hs_code, fob_usd, mass_t, cif_usd` as they truly were."""
        parts = [
            pl.DataFrame(
                {
                    **self._sides(exporter, block.key),
                    "fob_usd": block.fob_usd,
                    "mass_t": block.mass_kg / KG_PER_T,
                    "cif_usd": block.fob_usd * np.exp(block.log_margin),
                }
            )
            for exporter, block in self._blocks(year)
        ]
        return self._named(pl.concat(parts))

    def shifts(self) -> pl.DataFrame:
        """Give the planted level shifts: `exporter, importer, hs_code, year, log_size`."""
        parts = []
        for exporter in range(len(self.places.iso3)):
            pool = self._pool(exporter)
            at = np.flatnonzero(pool.shift_year)
            shift = {"year": pool.shift_year[at], "log_size": pool.shift_log[at]}
            parts.append(pl.DataFrame({**self._sides(exporter, pool.key[at]), **shift}))
        return self._named(pl.concat(parts))

    def books(self, year: int) -> pl.DataFrame:
        """Give what was reported: columns of table `flows` that hold codes, values and mass.

        Returns:
            `reporter, partner, flow, hs_code, value_cif_usd, value_fob_usd, mass_t`; the codes are
            enumerations (cast them to text for a file of small size).
        """
        return self._books(year)[0]

    def swaps(self, year: int) -> pl.DataFrame:
        """Give the planted mix-ups: `reporter, flow, hs_code, moved_usd, size` (of the usual)."""
        return self._books(year)[1]

    def flows(self, years: int | Sequence[int]) -> pl.DataFrame:
        """Give the books of some years as table `flows`, whole: for worlds of small size."""
        several = [years] if isinstance(years, int) else years
        parts = [
            self.books(year).with_columns(
                pl.col("reporter", "partner", "flow", "hs_code").cast(pl.String),
                row_id=pl.format("w{}-{}", pl.lit(year), pl.int_range(pl.len())),
                period_start=pl.date(year, 1, 1),
                period_end=pl.date(year + 1, 1, 1),
            )
            for year in several
        ]
        known = {
            "dataset": "ingested",
            "hs_revision": "HS2017",
            "source_id": "world",
            "vintage": "1",
            "locator": "row",
            "confidence": "medium",
        }
        whole = pl.concat(parts).with_columns(pl.lit(v).alias(c) for c, v in known.items())
        absent = [c for c in dtypes_of(FLOWS) if c not in whole.columns]
        whole = whole.with_columns(pl.lit(None, dtypes_of(FLOWS)[c]).alias(c) for c in absent)
        return whole.select(list(dtypes_of(FLOWS)))

    def baci(self, year: int) -> Iterator[pl.DataFrame]:
        """Give `t, i, j, k, v, q` in parts: the truth with little noise, as a reconciled file."""
        numeric = np.array(self.places.numeric)
        for exporter, block in self._blocks(year):
            rng = stream(self.seed, 10, exporter, year)
            sides = self._sides(exporter, block.key)
            usd = block.fob_usd * np.exp(0.05 * rng.standard_t(3, len(block.key)))
            mass = pl.Series(np.round(block.mass_kg / KG_PER_T, 3))
            has_mass = pl.Series(rng.random(len(usd)) >= 0.03)
            yield pl.DataFrame(
                {
                    "t": np.full(len(usd), year, dtype=np.int32),
                    "i": numeric[sides["exporter"]],
                    "j": numeric[sides["importer"]],
                    "k": pl.Series(self.places.goods)[sides["good"]],
                    "v": np.round(np.maximum(usd, 1) / 1000, 3),
                    "q": pl.select(pl.when(has_mass).then(mass)).to_series(),
                }
            )

    def _books(self, year: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        sheets = list(self._each(lambda exporter: self._sheets(exporter, year)))
        books, swaps = [], []
        for flow, name in ((IMPORT, "import"), (EXPORT, "export")):
            rows = pl.concat([self._rows(flow, exporter, pair[flow]) for exporter, pair in sheets])
            if self.swap_share:
                rng = stream(self.seed, 11, flow, year)
                rows, moved = swap_rows(rows, 1, 0, self.swap_share, rng)
                swaps.append(moved.with_columns(flow=pl.lit(name)))
            books.append(self._as_flows(rows, name))
        empty: dict[str, Any] = {"reporter": pl.Int16, "good": pl.Int16, "moved_usd": pl.Float64}
        empty |= {"size": pl.Float64, "flow": pl.String}
        swapped = pl.concat(swaps) if swaps else pl.DataFrame(schema=empty)
        named = self._named(swapped)
        kept = ("reporter", "flow", "hs_code", "moved_usd", "size")
        return pl.concat(books), named.select(kept)

    def _sheets(self, exporter: int, year: int) -> tuple[Sheet, Sheet]:
        block = trade_of_year(self.nature, self._pool(exporter), exporter, year)
        by_importers = stream(self.seed, 12, IMPORT, exporter, year)
        by_exporter = stream(self.seed, 12, EXPORT, exporter, year)
        return (
            book_imports(self.habits[IMPORT], block, exporter, by_importers),
            book_exports(self.habits[EXPORT], block, exporter, by_exporter),
        )

    def _rows(self, flow: int, exporter: int, sheet: Sheet) -> pl.DataFrame:
        sides = self._sides(exporter, sheet.key)
        reporter, partner = ("importer", "exporter") if flow == IMPORT else ("exporter", "importer")
        return pl.DataFrame(
            {
                "reporter": sides[reporter],
                "partner": sides[partner],
                "good": sides["good"],
                "usd": sheet.usd,
                "mass_kg": sheet.mass_kg,
                "other_usd": sheet.other_usd,
            }
        )

    def _as_flows(self, rows: pl.DataFrame, name: str) -> pl.DataFrame:
        """Put values into the column of their valuation; what was not booked is empty."""
        named = self._named(rows)
        usd, none = pl.col("usd"), pl.lit(None, pl.Float64)
        both = pl.col("reporter").cast(pl.String).is_in(GIVE_BOTH)
        is_import = name == "import"
        return named.select(
            "reporter",
            "partner",
            flow=pl.lit(name, pl.Enum(["import", "export"])),
            hs_code="hs_code",
            value_cif_usd=usd if is_import else none,
            value_fob_usd=pl.when(both).then("other_usd") if is_import else usd,
            mass_t=pl.when(pl.col("mass_kg") > 0).then(pl.col("mass_kg") / KG_PER_T),
        )

    def _sides(self, exporter: int, key: Whole) -> dict[str, Whole]:
        n_goods = len(self.places.goods)
        return {
            "exporter": np.full(len(key), exporter, dtype=np.int16),
            "importer": (key // n_goods).astype(np.int16),
            "good": (key % n_goods).astype(np.int16),
        }

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Put codes in the place of whole numbers, as enumerations."""
        states, goods = pl.Enum(self.places.iso3), pl.Enum(self.places.goods)
        kinds = {"exporter": states, "importer": states, "reporter": states, "partner": states}
        coded = [
            pl.col(name).cast(pl.UInt32).cat.to(kind)
            for name, kind in kinds.items()
            if name in frame.columns
        ]
        good = pl.col("good").cast(pl.UInt32).cat.to(goods).alias("hs_code")
        order = ["hs_code" if c == "good" else c for c in frame.columns]
        return frame.with_columns(*coded, good).select(order)

    def _blocks(self, year: int) -> Iterator[tuple[int, Block]]:
        return self._each(
            lambda exporter: trade_of_year(self.nature, self._pool(exporter), exporter, year)
        )

    def _each(self, make: Callable[[int], Made]) -> Iterator[tuple[int, Made]]:
        """Make something of every exporter, in order, a few ahead on threads."""
        n = len(self.places.iso3)
        with ThreadPoolExecutor(THREADS) as threads:
            yield from zip(range(n), threads.map(make, range(n)), strict=True)

    def _pool(self, exporter: int) -> Pool:
        if exporter not in self._pools:
            self._pools[exporter] = make_pool(self.nature, exporter)
        return self._pools[exporter]


def make_world(
    seed: int,
    *,
    n_countries: int = 200,
    n_goods: int = 5000,
    density: float = 0.055,
    swap_share: float = 0.0,
    shift_share: float = 0.0,
    silent_share: float = 0.15,
) -> World:
    """Draw a world. Years are made when they are asked for.

    Args:
        seed: Any whole number of 0 or more.
        n_countries: States, 3 to 240; `KOR`, `PRK` and `CHN` are always among them.
        n_goods: HS6 codes of HS2017, 8 or more; 270111 and 290511 are always among them.
        density: Share of the cells exporter x importer x good that trade in a year.
        swap_share: Planted mix-ups beside the cells with the DPRK (0.01 is one in a hundred).
        shift_share: Cells with a planted level shift.
        silent_share: States that report nothing, beside the DPRK.
    """
    places = make_places(seed, n_countries, n_goods)
    return World(
        seed=seed,
        places=places,
        nature=make_nature(seed, places, density, shift_share),
        habits=(
            make_habits(seed, places, IMPORT, silent_share),
            make_habits(seed, places, EXPORT, silent_share),
        ),
        swap_share=swap_share,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--years", default="2019")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--countries", type=int, default=200)
    parser.add_argument("--goods", type=int, default=5000)
    parser.add_argument("--density", type=float, default=0.055)
    parser.add_argument("--swaps", type=float, default=0.0)
    parser.add_argument("--shifts", type=float, default=0.0)
    parser.add_argument("--formats", default="baci,comtrade,truth")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    world = make_world(
        chosen.seed,
        n_countries=chosen.countries,
        n_goods=chosen.goods,
        density=chosen.density,
        swap_share=chosen.swaps,
        shift_share=chosen.shifts,
    )
    for year in map(int, chosen.years.split(",")):
        for name in chosen.formats.split(","):
            started = time.perf_counter()
            path = FORMATS[name](world, year, chosen.out)
            size = path.stat().st_size / 1e6
            print(f"{path.name}: {size:,.0f} MB, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
