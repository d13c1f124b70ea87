"""Where the parameters of a run's draws are from, in words: it must stand beside what is told."""

from collections.abc import Mapping
from typing import Any

__all__ = ["PRIORS", "parameter_words"]

PRIORS = "Parameters: drawn from the priors."


def parameter_words(inputs: Mapping[str, Any], n_draws: int) -> str:
    """Give one sentence: the priors, or which posterior and how many of its members.

    Args:
        inputs: Of the run's plan.
        n_draws: Of the run; they are the posterior's first members.
    """
    folder, n_members = inputs["posterior"], inputs["n_members"]
    if folder is None:
        return PRIORS
    part = f"the first {n_draws:,} of " if n_draws < n_members else ""
    return f"Parameters: posterior {folder}, {part}{n_members:,} members."
