"""What the importer's record holds above the exporter's: freight, and each reporter's lean."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Levels", "Ratios", "Starts", "fit_levels"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
DEGREES = 4.0  # of Student's t: a ratio three scales off weighs a third of one in the middle
SWEEPS, LAST_SWEEPS = 12, 2
THINNED = 1_500_000  # ratios that most sweeps read, at least
TOLERANCE = 2e-4  # log units: a fiftieth of a percent on any level
SMALLEST_SD = 1e-3


@dataclass(frozen=True, slots=True)
class Ratios:
    """Log of importer's over exporter's value, one a cell, and what each cell belongs to.

    Attributes:
        log_ratio: Importer's record over exporter's, log.
        margin: Index of the band of distance and group of goods; the last one stands for none, as
            where an importer prints FOB.
        good: Index of the HS6 code; the last one stands for none.
        importer: Index of the State; the last one stands for none, as where one State prints both.
        exporter: The same on the other side.
    """

    log_ratio: Floats
    margin: Ints
    good: Ints
    importer: Ints
    exporter: Ints


@dataclass(frozen=True, slots=True)
class Starts:
    """How many levels there are, and how firmly each kind starts (log units)."""

    n_goods: int
    n_states: int
    margin_sd: float
    good_sd: float
    bias_sd: float


@dataclass(frozen=True, slots=True)
class Levels:
    """What the ratios add up to: `margin + good + importer - exporter`, all log.

    Attributes:
        margin: By band of distance and group of goods.
        good: By HS6 code, above or below its group.
        importer: Lasting lean of each State's import records (positive: too high).
        exporter: The same of its export records.
    """

    margin: Floats
    good: Floats
    importer: Floats
    exporter: Floats

    def of(self, ratios: Ratios) -> Floats:
        """Give what is expected of each ratio."""
        return (
            self.margin[ratios.margin]
            + self.good[ratios.good]
            + self.importer[ratios.importer]
            - self.exporter[ratios.exporter]
        )


@dataclass(slots=True)
class _Part:
    """One set of levels while it is fitted: where it starts from, and how firmly.

    A random part starts at zero, and its spread is fitted too. The last level stays: it is none.
    """

    index: Ints
    sign: float
    start: Floats
    sd: float
    level: Floats
    is_random: bool = True


def fit_levels(
    ratios: Ratios,
    scale: Floats,
    prior_margin: Floats,
    starts: Starts,
    before: Levels | None,
    *,
    is_last: bool,
) -> Levels:
    """Fit margins and leans to the ratios by weighted sweeps that outliers hardly move.

    A level with few ratios stays near its start. Importers' leans, and exporters', average zero:
    what all reporters share counts as margin, unless some print CIF and FOB of the same import,
    which says the margin outright. Most sweeps read every nth ratio, the last ones all.

    Args:
        ratios: One a cell that both sides printed, sorted by cell.
        scale: Spread of each ratio, log units.
        prior_margin: Where each margin starts, log; the last one is 0 and stays.
        starts: How firmly levels start, and how many there are.
        before: An earlier fit to go on from, if any.
        is_last: No other fit follows: read all ratios.

    Source:
        CIF/FOB ratios by distance and good as in Gaulier and Zignago (2010), CEPII WP 2010-23,
        with Student's t in place of their trimming (Lange, Little and Taylor 1989).
    """
    levels = before or Levels(
        margin=prior_margin,
        good=np.zeros(starts.n_goods + 1),
        importer=np.zeros(starts.n_states + 1),
        exporter=np.zeros(starts.n_states + 1),
    )
    every = max(len(scale) // THINNED, 1)
    if every > 1:
        thin = Ratios(*(getattr(ratios, name)[::every] for name in ratios.__slots__))
        levels = _fit(thin, scale[::every], prior_margin, starts, levels, SWEEPS)
        if not is_last:
            return levels
        return _fit(ratios, scale, prior_margin, starts, levels, LAST_SWEEPS)
    return _fit(ratios, scale, prior_margin, starts, levels, SWEEPS)


def _fit(
    ratios: Ratios,
    scale: Floats,
    prior: Floats,
    starts: Starts,
    levels: Levels,
    sweeps: int,
) -> Levels:
    lean, goods = np.zeros(starts.n_states + 1), np.zeros(starts.n_goods + 1)
    margin = _Part(ratios.margin, 1.0, prior, starts.margin_sd, levels.margin, is_random=False)
    importer = _Part(ratios.importer, 1.0, lean, starts.bias_sd, levels.importer)
    exporter = _Part(ratios.exporter, -1.0, lean, starts.bias_sd, levels.exporter)
    good = _Part(ratios.good, 1.0, goods, starts.good_sd, levels.good)
    is_free = (ratios.importer < starts.n_states) & (ratios.margin < len(prior) - 1)
    is_centred = bool(is_free.all())
    parts = [p for p in (margin, importer, exporter, good) if (p.index < len(p.start) - 1).any()]
    left = ratios.log_ratio - levels.of(ratios)
    for _ in range(sweeps):
        weight = (DEGREES + 1) / (DEGREES + (left / scale) ** 2) / scale**2
        moves = [_sweep(part, left, weight) for part in parts]
        if is_centred:
            margin.level = margin.level + _centre(importer) - _centre(exporter)
        if max(moves, default=0.0) < TOLERANCE:
            break
    return Levels(margin.level, good.level, importer.level, exporter.level)


def _sweep(part: _Part, left: Floats, weight: Floats) -> float:
    """Refit one set of levels, and what is `left` of the ratios; give the largest change."""
    n = len(part.level)
    total = np.bincount(part.index, weight, minlength=n)
    pull = part.sign * np.bincount(part.index, weight * left, minlength=n) + total * part.level
    firm = 1 / part.sd**2
    fitted = (pull + firm * part.start) / (total + firm)
    fitted[-1] = part.start[-1]
    if part.is_random:
        is_seen = np.flatnonzero(total[:-1] > 0)
        if len(is_seen) > 1:
            spread = np.mean(fitted[is_seen] ** 2 + 1 / (total[is_seen] + firm))
            part.sd = max(float(np.sqrt(spread)), SMALLEST_SD)
    change = fitted - part.level
    left -= part.sign * change[part.index]
    part.level = fitted
    return float(np.abs(change).max(initial=0.0))


def _centre(part: _Part) -> float:
    """Take from the leans what those that were seen share, and give it."""
    is_seen = part.level != 0
    shared = float(part.level[is_seen].mean()) if is_seen.any() else 0.0
    part.level = np.where(is_seen, part.level - shared, 0.0)
    return shared
