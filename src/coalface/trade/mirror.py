"""Reconcile the two books of the same trade: one FOB value and mass a cell, with an interval."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from coalface.trade.distances import distances_km
from coalface.trade.mirror_intervals import Estimate, estimate_from_both, estimate_from_one
from coalface.trade.mirror_margins import Levels, Ratios, Starts, fit_levels
from coalface.trade.mirror_pairs import Pairs, pair_records
from coalface.trade.mirror_parameters import MirrorParameters, load_mirror_parameters
from coalface.trade.mirror_reliability import Care, first_care, fit_spreads

__all__ = ["BASES", "Mirror", "estimate_mirror"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
CHAPTER = 2
DIRECT_SD = 0.05  # ours: CIF over FOB of one import, printed by one State, strays by its freight
FIRST_SCALE = 0.25  # ours: spread of ratios before any is known; the second round uses their own
ROUNDS = (15, 15, 40)  # steps of the reliability after each fit of the levels
N_SIZES = 11  # tenfold bands of size, the middling cell in the middle one
HALF_TRUSTED = 200.0  # ours: pairs of a band of size at which its own spread counts half
TINY = 1e-6
BASES = (
    "both",
    "importer only, exporter reports nothing",
    "importer only, not in the exporter's books",
    "exporter only, importer reports nothing",
    "exporter only, not in the importer's books",
    "none",
)


@dataclass(frozen=True, slots=True)
class Mirror:
    """One year of trade as both sides' books together tell it.

    Attributes:
        cells: One a cell, sorted: `exporter, importer, hs_code, period_start, period_end, basis,
            fob_usd, fob_low_usd, fob_high_usd, margin_share` (of FOB), `mass_basis, mass_t,
            mass_low_t, mass_high_t`, and what was printed: `export_fob_usd, import_cif_usd,
            import_fob_usd, export_mass_t, import_mass_t`.
        margins: `distance_band, goods_group, margin_share, prior_share, n_pairs`.
        reliability: `state, role, n_pairs, lean_share, typical_error_share, gross_share` of values.
        left_out: Rows that no cell was made of: `reason, n_rows`.
    """

    cells: pl.DataFrame
    margins: pl.DataFrame
    reliability: pl.DataFrame
    left_out: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Books:
    """One amount (value or mass) in both books, log, NaN where not printed, and its levels."""

    imported: Floats
    exported: Floats
    margin: Ints
    good: Ints
    importer: Ints
    exporter: Ints


def estimate_mirror(
    flows: pl.LazyFrame | pl.DataFrame,
    *,
    year: int,
    parameters: MirrorParameters | None = None,
) -> Mirror:
    """Reconcile importers' and exporters' records of one year.

    The interval speaks of trade that took place and was declared somewhere. It does not cover trade
    that neither side declared, cells that stand in one book by mistake, or a slip that both
    share. Where one side alone printed a cell, `basis` says which; the DPRK prints nothing, so that
    its cells rest on its partners' books.

    Args:
        flows: Table `flows`; all reporters of the year, not only those asked about: reliability is
            judged from every pair.
        year: Periods that begin in it.
        parameters: Where margins and reliability start; the packaged ones if None.

    Raises:
        InputError: If the year has no trade between two States at six digits.

    Source:
        In the spirit of Gaulier and Zignago (2010), BACI, CEPII Working Paper 2010-23; the
        differences are listed in docs/mirror.md.
    """
    known = parameters or load_mirror_parameters()
    pairs = pair_records(flows, year=year, reconciled=known.reconciled_sources)
    value, margins, reliability = _estimate_values(pairs, known)
    mass = _estimate_masses(pairs, known)
    cells = pl.concat([pairs.named(), value, mass, pairs.printed()], how="horizontal")
    return Mirror(cells, margins, reliability, pairs.left_out)


def _estimate_values(
    pairs: Pairs, known: MirrorParameters
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    cif, fob = pairs.amounts["import_cif_usd"], pairs.amounts["import_fob_usd"]
    prior, margin = _margin_index(pairs, known)
    is_fob = ~np.isnan(fob)
    good = pairs.good
    books = _Books(
        imported=np.log(np.where(is_fob, fob, cif)),
        exported=np.log(pairs.amounts["export_fob_usd"]),
        margin=np.where(is_fob, len(prior) - 1, margin),
        good=np.where(is_fob, len(pairs.goods), good),
        importer=pairs.importer,
        exporter=pairs.exporter,
    )
    says_both = is_fob & ~np.isnan(cif)
    none = np.full(int(says_both.sum()), len(pairs.states))
    direct = Ratios(
        np.log(cif[says_both] / fob[says_both]), margin[says_both], good[says_both], none, none
    )
    levels, care, size = _fit(books, pairs, prior, direct, known)
    middle, low, high = _estimate(books, levels, care, size, known.interval_share)
    is_pair = ~np.isnan(books.imported) & ~np.isnan(books.exported)
    n_pairs = np.bincount(books.margin[is_pair], minlength=len(prior))[:-1]
    freight = np.expm1(_freight(levels, margin, good))
    frame = pl.DataFrame(
        {
            "basis": _basis(books, pairs),
            "fob_usd": np.exp(middle),
            "fob_low_usd": np.exp(low),
            "fob_high_usd": np.exp(high),
            "margin_share": freight,
        }
    )
    return frame, _margins(levels, prior, n_pairs, known), _reliability(levels, care, pairs)


def _estimate_masses(pairs: Pairs, known: MirrorParameters) -> pl.DataFrame:
    """Reconcile mass: the same, without a margin."""
    n = len(pairs.good)
    books = _Books(
        imported=np.log(pairs.amounts["import_mass_t"]),
        exported=np.log(pairs.amounts["export_mass_t"]),
        margin=np.zeros(n, dtype=np.int64),
        good=np.full(n, len(pairs.goods)),
        importer=pairs.importer,
        exporter=pairs.exporter,
    )
    nothing = np.zeros(0, dtype=np.int64)
    direct = Ratios(np.zeros(0), nothing, nothing, nothing, nothing)
    levels, care, size = _fit(books, pairs, np.zeros(1), direct, known)
    middle, low, high = _estimate(books, levels, care, size, known.interval_share)
    amounts = {"mass_t": middle, "mass_low_t": low, "mass_high_t": high}
    return pl.DataFrame(
        {"mass_basis": _basis(books, pairs)} | {k: np.exp(v) for k, v in amounts.items()}
    ).with_columns(pl.col(list(amounts)).fill_nan(None))


def _fit(
    books: _Books, pairs: Pairs, prior: Floats, direct: Ratios, known: MirrorParameters
) -> tuple[Levels, Care, Floats]:
    """Fit levels and reliability in turn; give them, and how each cell's size widens its error."""
    is_both = ~np.isnan(books.imported) & ~np.isnan(books.exported)
    sides = (books.importer[is_both], books.exporter[is_both])
    ratio = books.imported[is_both] - books.exported[is_both]
    own = Ratios(ratio, books.margin[is_both], books.good[is_both], *sides)
    ratios = Ratios(*(np.concatenate([getattr(own, n), getattr(direct, n)]) for n in own.__slots__))
    scale = np.append(np.full(len(ratio), FIRST_SCALE), np.full(len(direct.margin), DIRECT_SD))
    n_states = len(pairs.states)
    starts = Starts(
        len(pairs.goods), n_states, known.margin_prior_sd, known.good_effect_sd,
        known.reporter_bias_sd,
    )  # fmt: skip
    band = _size_band(books)
    widths = np.ones(N_SIZES)
    levels = None
    care = first_care(known.reliability_prior, known.wide_factor, n_states)
    for k, rounds in enumerate(ROUNDS, start=1):
        is_last = k == len(ROUNDS)
        levels = fit_levels(ratios, scale, prior, starts, levels, is_last=is_last)
        left = ratio - levels.of(own)
        width = widths[band[is_both]]
        care = fit_spreads(left / width, *sides, known.reliability_prior, care, rounds=rounds)
        spread = np.hypot(care.importer.typical[sides[0]], care.exporter.typical[sides[1]])
        widths = _widths(np.abs(left) / spread, band[is_both])
        scale[: len(ratio)] = spread * widths[band[is_both]]
    assert levels is not None
    return levels, care, widths[band]


def _estimate(
    books: _Books, levels: Levels, care: Care, width: Floats, share: float
) -> tuple[Floats, Floats, Floats]:
    """Give middle, low and high of each cell, log."""
    margin = _freight(levels, books.margin, books.good)
    imported = books.imported - margin - levels.importer[books.importer]
    exported = books.exported - levels.exporter[books.exporter]
    has_import, has_export = ~np.isnan(imported), ~np.isnan(exported)
    found = np.full((3, len(imported)), np.nan)

    def put(at: npt.NDArray[np.bool_], record: Floats, estimate: Estimate) -> None:
        for k, end in enumerate((estimate.mid, estimate.low, estimate.high)):
            found[k, at] = record[at] + end * width[at]

    both = has_import & has_export
    residual = (imported[both] - exported[both]) / width[both]
    sides = (books.importer[both], books.exporter[both])
    put(both, exported, estimate_from_both(residual, *sides, care, share))
    alone = has_import & ~has_export
    put(alone, imported, estimate_from_one(books.importer[alone], care.importer, share))
    alone = has_export & ~has_import
    put(alone, exported, estimate_from_one(books.exporter[alone], care.exporter, share))
    return found[0], found[1], found[2]


def _freight(levels: Levels, margin: Ints, good: Ints) -> Floats:
    """Give the log margin of each cell; goods do not arrive for less than they left for."""
    found: Floats = np.maximum(levels.margin[margin] + levels.good[good], 0.0)
    return found


def _margin_index(pairs: Pairs, known: MirrorParameters) -> tuple[Floats, Ints]:
    """Give the start of each margin (the last is none), and the margin of each cell."""
    km = distances_km(list(pairs.states))
    ends = [band.from_km for band in known.distance_bands]
    bands = np.where(np.isnan(km), len(ends), np.searchsorted(ends, np.nan_to_num(km), "right") - 1)
    firsts = [group.from_chapter for group in known.goods_groups]
    chapters = np.array([int(code[:CHAPTER]) for code in pairs.goods])
    groups = np.maximum(np.searchsorted(firsts, chapters, side="right") - 1, 0)
    shares = [band.margin for band in known.distance_bands]
    starts = np.log1p([*shares, float(np.mean(shares))])
    prior = np.append(np.repeat(starts, len(firsts)), 0.0)
    band = bands[pairs.exporter, pairs.importer]
    return prior, band * len(firsts) + groups[pairs.good]


def _size_band(books: _Books) -> Ints:
    """Give the tenfold band of the mean size in both books, or the size in the one there is."""
    one = np.where(np.isnan(books.imported), books.exported, books.imported)
    other = np.where(np.isnan(books.exported), books.imported, books.exported)
    size = (one + other) / 2 / np.log(10)
    known = size[~np.isnan(size)]
    middle = float(np.median(known)) if len(known) else 0.0
    steps = np.round(np.nan_to_num(size - middle)) + N_SIZES // 2
    band: Ints = np.clip(steps, 0, N_SIZES - 1).astype(np.int64)
    return band


def _widths(relative: Floats, band: Ints) -> Floats:
    """Give how far the middling pair of each band of size strays, beside that of all."""
    widths = np.ones(N_SIZES)
    if len(relative):
        middle = max(float(np.median(relative)), TINY)
        for k in np.unique(band):
            own = relative[band == k]
            trust = len(own) / (len(own) + HALF_TRUSTED)
            widths[k] = (max(float(np.median(own)), TINY) / middle) ** trust
    return widths


def _basis(books: _Books, pairs: Pairs) -> pl.Series:
    """Say which side a cell rests on, and why the other is missing."""
    n = len(pairs.states)
    has_import, has_export = ~np.isnan(books.imported), ~np.isnan(books.exported)
    imports = np.bincount(books.importer[has_import], minlength=n) > 0
    exports = np.bincount(books.exporter[has_export], minlength=n) > 0
    code = np.select(
        [
            has_import & has_export,
            has_import & ~exports[books.exporter],
            has_import,
            has_export & ~imports[books.importer],
            has_export,
        ],
        [0, 1, 2, 3, 4],
        5,
    )
    return pl.Series(code, dtype=pl.UInt32).cat.to(pl.Enum(BASES))


def _margins(levels: Levels, prior: Floats, n_pairs: Ints, known: MirrorParameters) -> pl.DataFrame:
    groups = [group.name for group in known.goods_groups]
    names = [(band, group) for band in known.band_names for group in groups]
    return pl.DataFrame(
        {
            "distance_band": [band for band, _ in names],
            "goods_group": [group for _, group in names],
            "margin_share": np.expm1(levels.margin[:-1]),
            "prior_share": np.expm1(prior[:-1]),
            "n_pairs": n_pairs,
        }
    )


def _reliability(levels: Levels, care: Care, pairs: Pairs) -> pl.DataFrame:
    roles = (
        ("importer", levels.importer, care.importer),
        ("exporter", levels.exporter, care.exporter),
    )
    frames = [
        pl.DataFrame(
            {
                "state": pairs.states,
                "role": [role] * len(pairs.states),
                "n_pairs": spreads.n_pairs,
                "lean_share": np.expm1(lean[:-1]),
                "typical_error_share": np.expm1(spreads.typical),
                "gross_share": spreads.share[:, -1],
            }
        )
        for role, lean, spreads in roles
    ]
    return pl.concat(frames).filter(pl.col("n_pairs") > 0)
