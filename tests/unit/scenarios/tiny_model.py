"""A model of four months that shows whether runs keep draws, seeds and parameters apart."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.manifest import RunContent
from coalface.scenarios.runs import RunPlan
from coalface.scenarios.uniforms import uniforms

Floats = NDArray[np.float64]
MONTHS = (date(2020, 1, 1), date(2020, 2, 1), date(2020, 3, 1), date(2020, 4, 1))


@dataclass(frozen=True)
class TinyModel:
    """Grows by a rate; `mark` names a file in whose absence a block kills its worker."""

    rate: float = 1.1
    mark: str = ""
    dies_at: int = -1

    def __call__(
        self, theta: Mapping[str, Floats], draws: range, seed: int
    ) -> tuple[dict[str, Floats], dict[str, float]]:
        if draws.start == self.dies_at and not Path(self.mark).exists():
            Path(self.mark).touch()
            os._exit(9)
        chance = uniforms(seed, "tiny", draws, len(MONTHS), 2)
        growth = self.rate ** np.arange(len(MONTHS))
        value = theta["a"][:, None] * growth + chance[:, :, 0]
        return {"value_usd": value, "seen/coal": chance[:, :, 1]}, {"money": 1e-16}


def make_plan(
    n_draws: int = 250, *, seed: int = 7, model: TinyModel | None = None, name: str = "tiny"
) -> RunPlan:
    chosen = model or TinyModel()
    content = RunContent(
        name, "A tiny scenario", "none", "kiep.A", seed, "aggregates",
        {"scenario": f"{chosen.rate}"},
    )  # fmt: skip
    theta = {"a": uniforms(seed, "theta/a", range(n_draws), 1, 1)[:, 0, 0], "b": np.ones(n_draws)}
    return RunPlan(content, chosen, MONTHS, theta, {"scenario": name})
