"""What can be known before a fit: whether the priors reach the figures, and what figures can tell.

Both come from the same draws of the priors, through the model as it is fitted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from coalface.scenarios.blocks import BLOCK_DRAWS
from coalface.scenarios.calibrate.fit import CalibrationTask
from coalface.scenarios.calibrate.identifiability import (
    Identified,
    find_identified,
    n_draws_needed,
)
from coalface.scenarios.calibrate.prior_check import PriorCheck, check_prior, share_within
from coalface.scenarios.calibrate.targets import noise_of

__all__ = ["FEWEST_DRAWS", "BeforeFit", "look_before_fit"]

FEWEST_DRAWS = 2400  # with half of that ridges come and go from seed to seed; here faint members do


@dataclass(frozen=True)
class BeforeFit:
    """What draws of the priors tell, before any figure is fitted.

    Attributes:
        n_draws: How many draws.
        checks: Each figure beside what the priors give for it.
        known: What the figures can tell of parameters, and which only together.
    """

    n_draws: int
    checks: tuple[PriorCheck, ...]
    known: Identified

    @property
    def share_within(self) -> float:
        """Give the share of figures within the 90 % range of the priors."""
        return share_within(self.checks)

    @property
    def outside(self) -> tuple[PriorCheck, ...]:
        """Give the figures that are not within it."""
        return tuple(check for check in self.checks if check.verdict != "within")

    def as_values(self) -> dict[str, Any]:
        """Give it as plain values, for `calibration.json`."""
        return {
            "prior_check": {
                "n_draws": self.n_draws,
                "share_within": self.share_within,
                "figures": [
                    {
                        "figure": check.target.words,
                        "row_id": check.target.row_id,
                        "value": check.target.value,
                        "low": check.low,
                        "mid": check.mid,
                        "high": check.high,
                        "share_below": check.share_below,
                        "verdict": check.verdict,
                        "side": None if check.verdict == "within" else check.side,
                    }
                    for check in self.checks
                ],
            },
            "identified": {
                "n_draws": self.n_draws,
                "n_seen": self.known.n_seen,
                "yardstick": self.known.yardstick,
                "ridges": [
                    {
                        "parameters": list(ridge.parameters),
                        "weights": list(ridge.weights),
                        "strength": ridge.strength,
                        "words": ridge.words,
                    }
                    for ridge in self.known.ridges
                ],
                "alone": list(self.known.alone),
                "faint": list(self.known.faint),
                "unseen": list(self.known.unseen),
                "strengths": {
                    name: float(strength)
                    for name, strength in zip(self.known.names, self.known.strengths, strict=True)
                },
            },
        }


def look_before_fit(
    task: CalibrationTask, *, tell: Callable[[int, int], None] = lambda done, total: None
) -> BeforeFit:
    """Draw from the priors and see what they give for the figures, block by block.

    That a figure is within reach says little of the model, and what the figures could tell is not
    what they do tell: that is the fit's.

    Args:
        task: What is to be fitted.
        tell: Is told how many blocks are done of how many.
    """
    wanted = max(FEWEST_DRAWS, n_draws_needed(len(task.scores.names)))
    n_blocks = -(-wanted // BLOCK_DRAWS)
    scores = task.scores.draw(range(n_blocks * BLOCK_DRAWS), task.seed)
    parts = []
    tell(0, n_blocks)
    for at in range(n_blocks):
        parts.append(task.predict(scores[at * BLOCK_DRAWS : (at + 1) * BLOCK_DRAWS], at))
        tell(at + 1, n_blocks)
    predicted = np.concatenate(parts)
    return BeforeFit(
        len(scores),
        check_prior(task.fitted, predicted, rng=np.random.default_rng(task.seed)),
        find_identified(
            task.scores.names,
            scores,
            predicted / noise_of(task.fitted),
            rng=np.random.default_rng(task.seed),
        ),
    )
