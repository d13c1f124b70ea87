"""Output and exports of coal by type of mine, and the leakage that the export quota needs."""

from dataclasses import dataclass

import numpy as np

from coalface.earnings.draws import Draws, Floats
from coalface.earnings.model import Model, OutputSeries, load_model

__all__ = ["MINE_TYPES", "MineDraws", "mine_parameters", "simulate_mines"]

MINE_TYPES = ("basic", "self", "private")


@dataclass(frozen=True, slots=True)
class MineDraws:
    """Output and exports in every draw, in Mt.

    Attributes:
        output_mt: Shape `(draw, mine type)`; sums to the series' output.
        within_quota_mt: Exports of basic mines within their quota, shape `(draw,)`.
        others_mt: Exports of self and private mines, shape `(draw, 2)`.
        leakage_mt: Exports that only basic mines beyond their quota could have supplied.
        not_needed_mt: Exports that the mines could have supplied beyond those recorded.
    """

    output_mt: Floats
    within_quota_mt: Floats
    others_mt: Floats
    leakage_mt: Floats
    not_needed_mt: Floats

    @property
    def exports_mt(self) -> Floats:
        """Give all exports, shape `(draw,)`."""
        supplied = self.within_quota_mt + self.others_mt.sum(axis=1) + self.leakage_mt
        return np.asarray(supplied - self.not_needed_mt)


def mine_parameters(model: Model | None = None) -> tuple[str, ...]:
    """Give the parameters that output and exports by type of mine draw on."""
    mines = (model or load_model()).mines
    shares = (mines.basic_share, mines.basic_share_before, mines.private_share)
    return (*shares, mines.quota, mines.other_export_share)


def simulate_mines(
    exports_mt: float,
    series: OutputSeries,
    draws: Draws,
    *,
    as_before: bool = False,
    model: Model | None = None,
) -> MineDraws:
    """Split output by type of mine, and find what basic mines exported beyond their quota.

    Output by type was never published: the shares are derived from the exports themselves. With
    `as_before` the share of basic mines is that of 2011, as if it had not fallen.

    Args:
        exports_mt: Recorded exports of the year.
        series: Which estimate of output.
        draws: Each of `mine_parameters`, shape `(draw,)`.
        as_before: Whether basic mines kept their earlier share of output.
        model: The packaged one if None.

    Raises:
        ValueError: If exports exceed output.
    """
    if exports_mt > series.value:
        raise ValueError(f"exports of {exports_mt} Mt exceed the output of {series.title}")
    mines = (model or load_model()).mines
    basic = draws[mines.basic_share_before if as_before else mines.basic_share]
    private = np.minimum(draws[mines.private_share], 1 - basic)
    output = np.stack([basic, 1 - basic - private, private], axis=1) * series.value
    within = output[:, 0] * draws[mines.quota]
    others = output[:, 1:] * draws[mines.other_export_share][:, None]
    short = exports_mt - within - others.sum(axis=1)
    return MineDraws(output, within, others, np.maximum(short, 0.0), np.maximum(-short, 0.0))
