"""How likely it is that a cell booked under the North was the South's: a mixture of explanations.

A row came about in one of four ways: trade as in other years; a good that came and went; goods
re-coded from a neighbouring code; or trade with the South booked under the North, beside whatever
was the North's own. Each way has a rate and says how large the row should be, what the South's
cell should show and what a tonne should cost. The probability is the share of the last way. Rates
of a table are found from the table itself by expectation and maximisation, without marked cases.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from coalface.trade.mixup_cells import KoreaCells
from coalface.trade.mixup_evidence import CellEvidence
from coalface.trade.mixup_histories import log_t
from coalface.trade.mixup_settings import MixupSettings
from coalface.trade.mixup_shapes import Shapes, find_shapes

__all__ = ["Odds", "estimate_odds"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
OWN, CAME, RECODED, MIXED = range(4)
GOOD_WEIGHT = 1.0  # our choice: reporters that a code never booked under the North counts as
SIZE_WEIGHT = 10.0  # our choice: cells at which a reporter's own usual size counts half


@dataclass(frozen=True, slots=True)
class Odds:
    """What the mixture says of each cell.

    Attributes:
        probability: That the South's trade is in it.
        shares: (cell, explanation) own history, came and went, re-coded, mixed up.
        mixed_share: Mix-ups a cell of the South, as estimated from the table.
        shapes: The log densities behind it.
    """

    probability: Floats
    shares: Floats
    mixed_share: float
    shapes: Shapes


@dataclass
class _Rates:
    mixed: float
    recoded: float
    came: Floats  # one a book
    size: Floats  # one a book: usual log size of what came and went


def estimate_odds(cells: KoreaCells, evidence: CellEvidence, settings: MixupSettings) -> Odds:
    """Estimate for each cell the probability that the South's trade was booked in it.

    A probability is a degree of belief under stated priors. It says nothing of anyone's intent,
    and a low one does not make a row right.

    Args:
        cells: The trade with the two Koreas.
        evidence: What each cell shows.
        settings: The stated priors.
    """
    shapes = find_shapes(evidence, settings)
    n_books = int(evidence.book.max()) + 1
    n_known = np.bincount(
        cells.books, weights=(~np.isnan(cells.north_usd)).mean(axis=1), minlength=n_books
    ) / np.maximum(np.bincount(cells.books, minlength=n_books), 1)
    room = np.maximum(n_known * cells.n_goods * len(cells.years), 1.0)
    at_first = settings.share_of_cells * len(evidence) / max(cells.n_south, 1.0)
    # Without other years every row looks new: then coming and going is no rare thing at the start.
    new_share = np.maximum(settings.came_and_went_share, 0.5**evidence.n_known)
    n_new = np.bincount(evidence.book, weights=new_share, minlength=n_books)
    rates = _Rates(
        mixed=at_first,
        recoded=settings.recoded_share,
        came=np.maximum(n_new, settings.came_and_went_share) / room,
        size=np.full(n_books, float(np.median(np.log(evidence.north.amount)))),
    )
    mean = len(cells.series) / cells.n_goods  # books a code, over all codes
    known_good = (evidence.n_others + GOOD_WEIGHT) / (mean + GOOD_WEIGHT)
    shares = np.zeros((len(evidence), 4))
    for _ in range(settings.rounds):
        logs = _explanations(evidence, shapes, rates, known_good, settings)
        shares = np.exp(logs - logsumexp(logs, axis=1, keepdims=True))
        rates = _rates_of(shares, evidence, (room, at_first, cells.n_south), settings)
    return Odds(shares[:, MIXED], shares, rates.mixed, shapes)


def _explanations(
    evidence: CellEvidence,
    shapes: Shapes,
    rates: _Rates,
    known_good: Floats,
    settings: MixupSettings,
) -> Floats:
    """Give the log rate of each explanation at what was seen, (cell, explanation)."""
    log_value = np.log(evidence.north.amount)
    usual = rates.size[evidence.book]
    came = np.log(rates.came[evidence.book] * known_good)
    came += log_t(log_value, usual, np.full(len(usual), settings.churn_spread), settings.tail_df)
    has_own = evidence.north.n_traded > 0
    came = np.where(has_own, -np.inf, came)
    recoded = np.log(rates.recoded) + shapes.recoded
    mixed = np.log(rates.mixed) + shapes.mixed
    usual_price = shapes.price_as_usual
    return np.stack(
        [shapes.own + usual_price, came + usual_price, recoded + usual_price, mixed], axis=1
    )


def _rates_of(
    shares: Floats,
    evidence: CellEvidence,
    of_table: tuple[Floats, float, float],
    settings: MixupSettings,
) -> _Rates:
    room, at_first, n_south = of_table
    n_books, book = len(room), evidence.book
    came = shares[:, CAME]
    log_value = np.log(evidence.north.amount)
    n_came = np.bincount(book, weights=came, minlength=n_books)
    usual = came.sum() / room.sum()
    weight = room.mean() / len(room) + 1.0
    middle = float(np.average(log_value, weights=came + 1e-9))
    total = np.bincount(book, weights=came * (log_value - middle), minlength=n_books)
    n = settings.prior_cells
    return _Rates(
        mixed=min(
            (n + shares[:, MIXED].sum()) / (n / at_first + n_south),
            settings.most_times * at_first,
        ),
        recoded=(n + shares[:, RECODED].sum()) / (n / settings.recoded_share + len(evidence)),
        came=(n_came + usual * weight + 1e-12) / (room + weight),
        size=middle + total / (n_came + SIZE_WEIGHT),
    )
