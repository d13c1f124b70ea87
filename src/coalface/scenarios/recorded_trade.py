"""What customs would record of draws, by good: all of a run that a calibration may look at."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.blocks import block_ranges
from coalface.scenarios.branches import Branches
from coalface.scenarios.forcing import GOODS, Forcing
from coalface.scenarios.observe import observe
from coalface.scenarios.simulate import simulate
from coalface.scenarios.theta import Theta
from coalface.scenarios.world import World

__all__ = ["TradeRecorder"]

Floats = NDArray[np.float64]
MEASURES = {"t": "recorded_t", "usd": "recorded_value_cif_usd"}


@dataclass(frozen=True)
class TradeRecorder:
    """The model up to what customs record, run block by block.

    Attributes:
        world: Who takes part.
        forcing: What drives it from outside.
        branches: The readings that hold.
        seed: Of all chance.
    """

    world: World
    forcing: Forcing
    branches: Branches
    seed: int

    def __call__(self, theta: Theta, draws: range) -> Mapping[tuple[str, str], Floats]:
        """Give recorded trade by good and measure (`usd` CIF, `t`), `(draw, month)`."""
        parts = [self._block(theta, draws, block) for block in block_ranges(len(draws))]
        return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}

    def _block(self, theta: Theta, draws: range, block: range) -> Mapping[tuple[str, str], Floats]:
        part = {name: values[block.start : block.stop] for name, values in theta.items()}
        outcomes = simulate(
            self.world, self.forcing, part, branches=self.branches,
            draws=draws[block.start : block.stop], seed=self.seed,
        )  # fmt: skip
        found = observe(outcomes, part, self.forcing, seed=self.seed)
        return {
            (good, measure): found[name][:, :, g]
            for measure, name in MEASURES.items()
            for g, good in enumerate(GOODS)
        }
