"""What may explain a silence: a probability for each cause, from stated priors and weights."""

from collections.abc import Callable
from functools import lru_cache
from importlib import resources
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import model_validator

from coalface.tables.gaps import CAUSES
from coalface.vessels.silence_evidence import RATE_SHAPE
from coalface.vessels.silence_settings import CauseSettings
from coalface.vessels.silence_signs import SIGNS, signs_of
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = [
    "SilenceWeights",
    "is_reception_known",
    "load_weights",
    "p_deliberate",
    "posterior_of_causes",
]

Floats = NDArray[np.float64]
FILE = "data/vessels/silence_weights.yml"
FLOOR, LARGE = 1e-9, 500.0


class SilenceWeights(Definition):
    """Weights of the signs for a deliberate silence, and where they come from.

    Attributes:
        fitted_on: Made-up traffic, seeds and sizes on which they were fitted.
        method: How.
        read_on: When.
        prior: Share of deliberate silences at which they are calibrated.
        intercept: Log odds where all signs are 0.
        weights: Log odds that one unit of each sign adds.
        ratios: Likelihood ratios by which other causes are told apart, with their reason.
        min_support: Half hours of other ships, in the ship's waters, below which reception is
            not known and the prior stands.
        min_watched: Share of a silence in which other ships were in its waters, likewise.
    """

    fitted_on: str
    method: str
    read_on: str
    prior: float
    intercept: float
    weights: dict[str, float]
    ratios: dict[str, dict[str, float | str]]
    min_support: float
    min_watched: float

    @model_validator(mode="after")
    def _weighs_every_sign(self) -> Self:
        if set(self.weights) != set(SIGNS):
            raise ValueError(f"weights for {sorted(set(self.weights) ^ set(SIGNS))} do not fit")
        return self

    def ratio(self, name: str) -> float:
        """Give one likelihood ratio."""
        return float(self.ratios[name]["value"])


@lru_cache
def load_weights() -> SilenceWeights:
    """Read the packaged weights.

    Raises:
        DefinitionError: If their file is wrong.
    """
    file = resources.files("coalface").joinpath(FILE)
    return read_definition(file.read_text(encoding="utf-8"), file.name, SilenceWeights)


def p_deliberate(evidence: pl.DataFrame, causes: CauseSettings, weights: SilenceWeights) -> Floats:
    """Give the chance that each silence was a set switched off at sea, on purpose.

    It rests on traffic that was made up: on real ships the order is worth more than the number.
    Where too few other ships tell what reception was like, the prior stands. A silence that begins
    or ends amid interference with many ships is discounted, and so is one of a number that two
    ships send.

    Args:
        evidence: One row a silence; `is_interfered` and `is_shared` may be missing.
        causes: Priors.
        weights: Weights of the signs.
    """
    signs = signs_of(evidence)
    log_odds = weights.intercept + sum(weights.weights[name] * signs[name] for name in SIGNS)
    log_odds = log_odds - _logit(weights.prior) + _logit(causes.p_deliberate)
    for ratio, mark in (
        ("deliberate_in_area", "is_interfered"),
        ("deliberate_of_two", "is_shared"),
    ):
        log_odds = log_odds + np.log(weights.ratio(ratio)) * _marks(evidence, mark)
    p = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -LARGE, LARGE)))
    is_known = evidence.select(is_reception_known(weights)).to_series().to_numpy()
    return np.asarray(np.where(is_known, p, np.minimum(p, causes.p_deliberate)))


def is_reception_known(weights: SilenceWeights) -> pl.Expr:
    """Say whether enough other ships tell what reception was like, there and then."""
    enough = pl.col("region_support").fill_null(0.0) >= weights.min_support
    watched = pl.col("watched_share").fill_null(0.0) >= weights.min_watched
    is_out = pl.col("outage_share").fill_null(0.0) > weights.ratio("outage_share")
    return enough & watched & ~is_out


def posterior_of_causes(
    evidence: pl.DataFrame, causes: CauseSettings, weights: SilenceWeights
) -> pl.DataFrame:
    """Give the probability of every cause of every silence; they sum to 1.

    Args:
        evidence: One row a silence, with `p_deliberate` and `p_same_ship`.
        causes: Priors.
        weights: Ratios by which the honest causes are told apart.

    Returns:
        Columns `cause_NAME`, in the order of `CAUSES`.
    """
    scores = _scores(evidence, weights)
    priors = {name: getattr(causes, f"p_{name}") for name in CAUSES}
    honest = [name for name in CAUSES if name != "deliberate"]
    shares = np.stack([np.maximum(priors[n] * scores[n], FLOOR) for n in honest])
    shares /= shares.sum(axis=0)
    p = evidence["p_deliberate"].to_numpy()
    columns = {name: shares[i] * (1.0 - p) for i, name in enumerate(honest)} | {"deliberate": p}
    return pl.DataFrame({f"cause_{name}": columns[name] for name in CAUSES})


def _scores(evidence: pl.DataFrame, weights: SilenceWeights) -> dict[str, Floats]:
    """Give the likelihood of each honest cause up to a common factor."""
    cell = _cells(evidence)
    expected = cell["least_expected_slots"]
    p_none = (1.0 + expected / RATE_SHAPE) ** -RATE_SHAPE
    is_still = (cell["sog_kn"] < 1.0) | (cell["end_sog_kn"] < 1.0)
    in_port = (cell["port_km"] < weights.ratio("near_port_km")) & is_still
    is_b = (evidence["transponder_class"] == "B").fill_null(value=False).to_numpy()
    weak = is_b | (cell["ship_odds"] < weights.ratio("weak_odds"))
    lost = (cell["n_neighbours_expected"] >= weights.ratio("enough_neighbours")) & (
        cell["n_neighbours_heard"] < 0.2 * cell["n_neighbours_expected"]
    )
    two = cell["p_same_ship"] < weights.ratio("surely_same_ship")
    two |= (_marks(evidence, "is_shared") > 0) | (_marks(evidence, "is_elsewhere") > 0)
    outage = cell["outage_share"] > weights.ratio("outage_share")
    either = _either(weights)
    satellite = 1.0 + cell["satellite_share"] * weights.ratio("heard_by_satellite")
    return {
        "reception_hole": p_none,
        "satellite_revisit": p_none * satellite,
        "moored_off": either("lies_in_port", in_port),
        "low_power": either("is_weak", weak) * np.maximum(p_none, weights.ratio("weak_is_lost")),
        "identity_switch": either("two_ships", two),
        "area_interference": either("neighbours_lost", lost)
        * np.where(_marks(evidence, "is_interfered") > 0, weights.ratio("in_area"), 1.0),
        "provider_cut": either("all_lost", outage),
        "unknown": np.ones(len(expected)),
    }


def _marks(evidence: pl.DataFrame, name: str) -> Floats:
    if name not in evidence.columns:
        return np.zeros(len(evidence))
    return evidence[name].cast(pl.Float64).to_numpy()


def _either(weights: SilenceWeights) -> Callable[[str, NDArray[np.bool_]], Floats]:
    def choose(name: str, is_so: NDArray[np.bool_]) -> Floats:
        yes, no = weights.ratio(f"{name}"), weights.ratio(f"not_{name}")
        return np.where(is_so, yes, no)

    return choose


def _cells(evidence: pl.DataFrame) -> dict[str, Floats]:
    defaults = {
        "least_expected_slots": 0.0,
        "sog_kn": 99.0,
        "end_sog_kn": 99.0,
        "port_km": 300.0,
        "ship_odds": 1.0,
        "n_neighbours_expected": 0.0,
        "n_neighbours_heard": 0.0,
        "p_same_ship": 1.0,
        "outage_share": 0.0,
        "satellite_share": 0.0,
    }
    return {
        name: evidence[name].cast(pl.Float64).fill_null(value).fill_nan(value).to_numpy()
        for name, value in defaults.items()
    }


def _logit(p: float) -> float:
    return float(np.log(p / (1.0 - p)))
