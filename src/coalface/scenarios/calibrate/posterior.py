"""Draws of the parameters given data, as a table that a scenario can name, and what was learnt."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from coalface import __version__
from coalface.errors import InputError
from coalface.scenarios.manifest import FORMAT
from coalface.scenarios.priors import load_priors

__all__ = ["Posterior", "read_posterior", "write_posterior"]

Floats = NDArray[np.float64]
TABLE, REPORT = "posterior.parquet", "calibration.json"
SCORES = ("log_score", "interval_score")
MARGINS = ("margins", "margins_prices_held")
N_BASELINES = 2


@dataclass(frozen=True)
class Posterior:
    """Draws given data.

    Attributes:
        name: Where they were read.
        theta: Parameter id to `(member,)`.
        digest: SHA-256 of the table.
        report: What the calibration found, as `coalface calibrate` wrote it.
    """

    name: str
    theta: Mapping[str, Floats]
    digest: str
    report: Mapping[str, Any]

    @property
    def n_members(self) -> int:
        """Give the number of draws."""
        return len(next(iter(self.theta.values())))

    @property
    def beats_baselines(self) -> bool:
        """Say whether its forecasts were scored better than both baselines, by both scores.

        It is read off the margins, with prices as they came and with prices held, not off the
        report's own verdict.
        """
        scores = self.report.get("scores", {})
        both = [scores.get(name, {}) for name in MARGINS]
        lows = [m[rival][which]["low"] for m in both for rival in m for which in SCORES]
        return min(map(len, both)) >= N_BASELINES and all(low > 0 for low in lows)


def write_posterior(folder: Path, theta: Mapping[str, Floats], report: Mapping[str, Any]) -> None:
    """Write draws and report into a folder; the report last, so that it stands for a whole one.

    Args:
        folder: Made where it is not there.
        theta: Parameter id to `(member,)`.
        report: What was found; plain values.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.table({name: pa.array(values) for name, values in sorted(theta.items())})
    told = {"format": FORMAT, "coalface": __version__, **report}
    drafts = {name: folder / f".{name}" for name in (TABLE, REPORT)}
    pq.write_table(table, drafts[TABLE], use_dictionary=False)
    drafts[REPORT].write_text(json.dumps(told, indent=1), encoding="utf-8")
    for name, draft in drafts.items():
        draft.replace(folder / name)


def read_posterior(folder: Path) -> Posterior:
    """Read draws that `write_posterior` wrote.

    Raises:
        InputError: If there are none, another version wrote them, a parameter is missing or lies
            outside its prior.
    """
    try:
        report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
        table = pq.read_table(folder / TABLE)
        data = (folder / TABLE).read_bytes()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(
            f"{folder}: no posterior can be read there ({error}). Give a folder that `coalface "
            "calibrate --out` wrote."
        ) from error
    if report.get("format") != FORMAT or report.get("coalface") != __version__:
        raise InputError(
            f"{folder / REPORT}: written by coalface {report.get('coalface')}; this is "
            f"{__version__}. Calibrate again."
        )
    theta = {name: table.column(name).to_numpy() for name in table.column_names}
    _check(folder, theta)
    return Posterior(str(folder), theta, hashlib.sha256(data).hexdigest(), report)


def _check(folder: Path, theta: Mapping[str, Floats]) -> None:
    for name, prior in load_priors().items():
        values = theta.get(name)
        if values is None:
            raise InputError(f"{folder / TABLE}: lacks parameter {name}. Calibrate again.")
        outside = np.flatnonzero(~((values >= prior.low) & (values <= prior.high)))
        if len(outside) and not prior.components:
            raise InputError(
                f"{folder / TABLE}, row {outside[0] + 1}: {name} is {values[outside[0]]:g}, "
                f"expected {prior.low:g} to {prior.high:g}. Calibrate again."
            )
