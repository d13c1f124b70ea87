"""What was truly traded: gravity-like values, heavy tails, zeros, trends, entry and exit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from bench.world_places import Floats, Ints, Places, stream

__all__ = ["Block", "Nature", "Pool", "make_nature", "make_pool", "trade_of_year"]

Singles = npt.NDArray[np.float32]
Keys = npt.NDArray[np.int32]
BASE_YEAR = 2012
SHIFT_YEARS = (2004, 2023)  # years in which a planted shift may begin, both in
LAGS = 3
SMALLEST_USD = 100.0
MARGIN = 3.0  # how far below the threshold a cell may lie and still trade in some years
SAMPLE = 400_000
COMES_AND_GOES = 1.5  # how much larger a bad year is for being there at all than for the value
GONE = 0.06  # share of the cells above the threshold that this takes out of a year


@dataclass(frozen=True, slots=True)
class Nature:
    """What holds in all years; rows are States, columns goods or States."""

    seed: int
    places: Places
    supply: Singles  # (exporter, good)
    demand: Singles  # (importer, good)
    affinity: Singles  # (exporter, importer): distance, size and history
    volatility: Singles  # (good,)
    usd_per_kg: Singles  # (good,)
    freight: Singles  # (good,) log of the freight share at 5,000 km
    freight_slope: float
    trend: Singles  # (exporter,)
    stretch: float
    bend: float
    tail_df: float
    threshold: float
    shift_share: float


@dataclass(frozen=True, slots=True)
class Pool:
    """The cells of one exporter that trade in some year. `key` is importer * n_goods + good."""

    key: Keys
    log_usd: Singles
    slope: Singles
    shift_year: Keys
    shift_log: Singles


@dataclass(frozen=True, slots=True)
class Block:
    """What one exporter truly sold in one year, by `key`."""

    key: Ints
    fob_usd: Floats
    mass_kg: Floats
    log_margin: Floats


def make_nature(seed: int, places: Places, density: float, shift_share: float) -> Nature:
    """Draw the laws of one world, and the threshold that leaves `density` of the cells alive."""
    rng = stream(seed, 2)
    n, g = len(places.iso3), len(places.goods)
    size = places.size
    good_size = 1.1 * rng.standard_t(5, g)
    pull = rng.uniform(0.7, 1.1)
    affinity = (
        0.9 * size[:, None] + 0.8 * size[None, :] + rng.normal(0, 0.8, (n, n))
        - pull * np.log(places.distance_km / 3000.0)
    )  # fmt: skip
    np.fill_diagonal(affinity, -50.0)
    _set_koreas(affinity, places)
    nature = {
        "supply": rng.normal(0, 1.4, (n, g)) + good_size,
        "demand": rng.normal(0, 0.7, (n, g)),
        "affinity": affinity,
        "volatility": np.exp(rng.normal(np.log(0.35), 0.35, g)),
        "usd_per_kg": np.exp(rng.normal(1.3, 1.6, g)),
        "freight": rng.normal(np.log(0.06), 0.55, g),
        "trend": rng.normal(0.02, 0.03, n),
    }
    singles = {name: values.astype(np.float32) for name, values in nature.items()}
    made = Nature(
        seed=seed,
        places=places,
        freight_slope=rng.uniform(0.2, 0.4),
        stretch=rng.uniform(3.4, 4.2),
        bend=rng.uniform(0.5, 0.6),
        tail_df=rng.uniform(4.0, 8.0),
        threshold=0.0,
        shift_share=shift_share,
        **singles,
    )
    return _with_threshold(made, rng, density)


def make_pool(nature: Nature, exporter: int) -> Pool:
    """Draw the cells of one exporter that can trade, with what is theirs in all years."""
    rng = stream(nature.seed, 3, exporter)
    n, g = nature.demand.shape
    latent = nature.demand + nature.supply[exporter] + nature.affinity[exporter][:, None]
    latent += 1.4 * rng.standard_normal((n, g), dtype=np.float32)
    deepest = (MARGIN / nature.stretch) ** (1 / nature.bend)
    key = np.flatnonzero(latent > nature.threshold - deepest).astype(np.int32)
    above = latent.ravel()[key] - np.float32(nature.threshold)
    bent = np.sign(above) * np.abs(above) ** nature.bend  # thinner than the tail of the latent
    surprise = 0.4 * rng.standard_t(nature.tail_df, len(key)).astype(np.float32)
    is_shifted = rng.random(len(key), dtype=np.float32) < nature.shift_share
    size = rng.uniform(np.log(2), np.log(20), len(key)) * rng.choice([-1, 1], len(key))
    first, last = SHIFT_YEARS
    year = rng.integers(first, last + 1, len(key))
    return Pool(
        key=key,
        log_usd=(np.log(SMALLEST_USD) + nature.stretch * bent + surprise).astype(np.float32),
        slope=(nature.trend[exporter] + rng.normal(0, 0.03, len(key))).astype(np.float32),
        shift_year=np.where(is_shifted, year, 0).astype(np.int32),
        shift_log=np.where(is_shifted, size, 0).astype(np.float32),
    )


def trade_of_year(nature: Nature, pool: Pool, exporter: int, year: int) -> Block:
    """Give what one exporter sold in one year; no other year need be made for it."""
    n_goods = nature.demand.shape[1]
    good, importer = pool.key % n_goods, pool.key // n_goods
    noise = np.zeros(len(pool.key), dtype=np.float32)
    for lag in range(LAGS):
        rng = stream(nature.seed, 4, exporter, year - lag)
        noise += 0.75**lag * rng.standard_normal(len(pool.key), dtype=np.float32)
    log_usd = pool.log_usd + pool.slope * (year - BASE_YEAR)
    log_usd += nature.volatility[good] * noise + _prices(nature, year)[good]
    log_usd += np.where((pool.shift_year > 0) & (year >= pool.shift_year), pool.shift_log, 0)
    alive = log_usd + np.minimum(COMES_AND_GOES * noise, 0) > np.log(SMALLEST_USD)
    rng = stream(nature.seed, 5, exporter, year)
    key, good, importer = pool.key[alive].astype(np.int64), good[alive], importer[alive]
    fob_usd = np.exp(log_usd[alive].astype(np.float64))
    spread = 0.35 * rng.standard_normal(len(key))
    distance = nature.places.distance_km[exporter, importer]
    margin = np.exp(
        nature.freight[good] + nature.freight_slope * np.log(distance / 5000.0)
        + 0.5 * rng.standard_normal(len(key))
    )  # fmt: skip
    return Block(
        key=key,
        fob_usd=fob_usd,
        mass_kg=fob_usd / (nature.usd_per_kg[good] * np.exp(spread)),
        log_margin=np.log1p(np.minimum(margin, 1.5)),
    )


def _set_koreas(affinity: Floats, places: Places) -> None:
    """No trade between the two Koreas in these books; the North's is mostly with China."""
    south, north, china = (places.iso3.index(code) for code in ("KOR", "PRK", "CHN"))
    for one, other in ((south, north), (north, south)):
        affinity[one, other] = -50.0
    for one, other in ((north, china), (china, north)):
        affinity[one, other] += 1.0


def _prices(nature: Nature, year: int) -> Singles:
    """Give the world price of each good in one year, in log units."""
    total = np.zeros(nature.demand.shape[1])
    for lag in range(2 * LAGS):
        rng = stream(nature.seed, 6, year - lag)
        total += 0.8**lag * rng.normal(0, 0.08, len(total))
    return total.astype(np.float32)


def _with_threshold(nature: Nature, rng: np.random.Generator, density: float) -> Nature:
    n, g = nature.demand.shape
    exporter, importer = rng.integers(0, n, SAMPLE), rng.integers(0, n, SAMPLE)
    good = rng.integers(0, g, SAMPLE)
    latent = nature.supply[exporter, good] + nature.demand[importer, good]
    latent = latent + nature.affinity[exporter, importer] + 1.4 * rng.standard_normal(SAMPLE)
    fields = {name: getattr(nature, name) for name in nature.__slots__}
    return Nature(
        **(fields | {"threshold": float(np.quantile(latent, 1 - min(density / (1 - GONE), 0.9)))})
    )
