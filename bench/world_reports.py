"""What the books say of it: each reporter's bias, care, gaps and slips."""

from dataclasses import dataclass

import numpy as np
from bench.world_cells import Block
from bench.world_places import Floats, Ints, Places, stream

__all__ = ["Habits", "Sheet", "book_exports", "book_imports", "make_habits"]

HUBS = ("NLD", "SGP", "HKG", "DEU")
NEVER_REPORT = ("PRK",)
GIVE_BOTH = ("AUS", "ZAF", "BRA")  # their imports are booked CIF and FOB
KG_PER_T = 1000.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How each State keeps the books of one flow; `partner` is its habit with each other State."""

    reports: np.ndarray
    bias: Floats
    spread: Floats
    tail_df: Floats
    p_gross: Floats
    gross_spread: Floats
    p_missing: Floats
    p_misplaced: Floats
    smallest_usd: Floats
    rounds_to_usd: Floats
    p_no_mass: Floats
    mass_spread: Floats
    partner: Floats
    good_care: Floats
    hubs: Ints


@dataclass(frozen=True, slots=True)
class Sheet:
    """The booked rows of one flow with one exporter, by `key` (importer * n_goods + good)."""

    key: Ints
    usd: Floats
    mass_kg: Floats
    other_usd: Floats


def make_habits(seed: int, places: Places, flow: int, silent_share: float) -> Habits:
    """Draw the habits of all States as importers (`flow` 0) or exporters (1)."""
    rng = stream(seed, 8, flow)
    n = len(places.iso3)
    spread = np.exp(rng.normal(np.log(0.12), 0.8, n))
    never = stream(seed, 9).random(n) < silent_share  # the same States in both flows
    keeps = np.isin(places.iso3, ("KOR", "CHN", *GIVE_BOTH))
    return Habits(
        reports=(~never | keeps) & ~np.isin(places.iso3, NEVER_REPORT),
        bias=rng.normal(0, 0.04, n) + (rng.random(n) < 0.1) * rng.normal(0, 0.2, n),
        spread=np.clip(spread, 0.02, 1.0),
        tail_df=rng.uniform(2.5, 12, n),
        p_gross=rng.beta(1.2, 18, n),
        gross_spread=rng.uniform(1.0, 2.5, n),
        p_missing=rng.beta(1.5, 14, n),
        p_misplaced=rng.beta(1.5, 50, n),
        smallest_usd=np.exp(rng.normal(np.log(300), 1.0, n)),
        rounds_to_usd=rng.choice([1.0, 1.0, 1.0, 1000.0], n),
        p_no_mass=rng.beta(1.2, 9, n),
        mass_spread=np.exp(rng.normal(np.log(0.15), 0.6, n)),
        partner=rng.standard_t(4, (n, n)) * 0.4 * spread[:, None],
        good_care=np.exp(rng.normal(0, 0.3, len(places.goods))),
        hubs=np.array([places.iso3.index(c) for c in HUBS if c in places.iso3], dtype=np.int64),
    )


def book_exports(habits: Habits, block: Block, exporter: int, rng: np.random.Generator) -> Sheet:
    """Book what one exporter sold, as that exporter does."""
    n_goods = len(habits.good_care)
    importer = block.key // n_goods
    who = np.full(len(block.key), exporter)
    usd, mass = _blurred(habits, block, who, importer, rng)
    to_hub = rng.random(len(usd)) < 0.4 * habits.p_misplaced[exporter]
    hub = habits.hubs[rng.integers(0, max(len(habits.hubs), 1), len(usd))]
    importer = np.where(to_hub & (hub != exporter), hub, importer)
    key = importer * n_goods + _booked_goods(habits, block.key % n_goods, who, rng)
    kept = _is_kept(habits, usd, who, rng) & habits.reports[exporter]
    return _summed(habits, key[kept], usd[kept], mass[kept], np.full(kept.sum(), exporter))


def book_imports(habits: Habits, block: Block, exporter: int, rng: np.random.Generator) -> Sheet:
    """Book the same trade as each importer does, at its own border."""
    n_goods = len(habits.good_care)
    importer = block.key // n_goods
    fob, mass = _blurred(habits, block, importer, np.full(len(importer), exporter), rng)
    cif = fob * np.exp(block.log_margin)
    key = importer * n_goods + _booked_goods(habits, block.key % n_goods, importer, rng)
    kept = _is_kept(habits, cif, importer, rng) & habits.reports[importer]
    sheet = _summed(habits, key[kept], cif[kept], mass[kept], importer[kept])
    size = len(habits.bias) * n_goods
    at_origin = np.bincount(key[kept], fob[kept], minlength=size)[sheet.key]
    return Sheet(sheet.key, sheet.usd, sheet.mass_kg, np.round(at_origin).astype(np.float64))


def _blurred(
    habits: Habits, block: Block, who: Ints, other: Ints, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Give value (at the exporter's border) and mass as booked; no mass is 0."""
    n = len(who)
    good = block.key % len(habits.good_care)
    common = rng.normal(0, 1, n)  # a slip in the papers touches value and mass alike
    tail = np.sqrt(habits.tail_df[who] / rng.chisquare(habits.tail_df[who]))
    error = habits.bias[who] + habits.partner[who, other]
    error += habits.spread[who] * habits.good_care[good] * tail * rng.normal(0, 1, n)
    is_gross = rng.random(n) < habits.p_gross[who]
    gross = np.where(is_gross, habits.gross_spread[who] * common, 0.0)
    mass_error = np.clip(habits.mass_spread[who] * rng.standard_t(3, n), -5, 5) + gross
    unit_slip = (rng.random(n) < 0.004) * rng.choice([-1, 1], n) * np.log(KG_PER_T)
    mass = block.mass_kg * np.exp(mass_error + unit_slip)
    has_mass = rng.random(n) >= habits.p_no_mass[who]
    return block.fob_usd * np.exp(np.clip(error, -7, 7) + gross), np.where(has_mass, mass, 0.0)


def _booked_goods(habits: Habits, good: Ints, who: Ints, rng: np.random.Generator) -> Ints:
    """Give the good that was written down: sometimes one of the next codes."""
    is_misplaced = rng.random(len(good)) < habits.p_misplaced[who]
    step = rng.integers(1, 4, len(good)) * rng.choice([-1, 1], len(good))
    return np.clip(good + np.where(is_misplaced, step, 0), 0, len(habits.good_care) - 1)


def _is_kept(habits: Habits, usd: Floats, who: Ints, rng: np.random.Generator) -> np.ndarray:
    return (rng.random(len(usd)) >= habits.p_missing[who]) & (usd >= habits.smallest_usd[who])


def _summed(habits: Habits, key: Ints, usd: Floats, mass: Floats, who: Ints) -> Sheet:
    """Add up what was booked under one key, rounded as its reporter does."""
    size = len(habits.bias) * len(habits.good_care)
    total = np.bincount(key, usd, minlength=size).astype(np.float64)  # whole where key is empty
    kilos = np.bincount(key, mass, minlength=size).astype(np.float64)
    step = np.zeros(size)
    step[key] = habits.rounds_to_usd[who]
    keys = np.flatnonzero(total >= 1)
    rounded = np.maximum(np.round(total[keys] / step[keys]), 1) * step[keys]
    return Sheet(keys, rounded, np.round(kilos[keys], 1), np.zeros(len(keys)))
