"""What the processes do that the crash tests of scenario runs start, and kill."""

import resource
from multiprocessing.connection import Connection
from pathlib import Path

from coalface.errors import CoalfaceError
from coalface.pipeline.scenarios import RunOptions, simulate_scenario

__all__ = ["simulate_all", "simulate_seed", "simulate_with_small_files"]

N_DRAWS = 600


def simulate_all(scenario: Path, out: Path, told: Connection) -> None:
    """Run a scenario; tell when it begins and each block that is done."""
    told.send("begun")
    simulate_scenario(
        str(scenario),
        out,
        RunOptions(draws=N_DRAWS),
        tell=lambda _, n, total: told.send((n, total)),
    )
    told.send("done")


def simulate_with_small_files(scenario: Path, out: Path, told: Connection, *, n_bytes: int) -> None:
    """Run a scenario where no file may grow beyond a size, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
    try:
        simulate_scenario(str(scenario), out, RunOptions(draws=N_DRAWS))
    except (CoalfaceError, OSError) as error:
        told.send(f"{type(error).__name__}: {error}")
    else:
        told.send("done")


def simulate_seed(scenario: Path, out: Path, told: Connection, *, seed: int) -> None:
    """Run a scenario of a seed where another may be at work; tell how it ended."""
    told.send("begun")
    try:
        simulate_scenario(str(scenario), out, RunOptions(draws=N_DRAWS, seed=seed))
    except CoalfaceError as error:
        told.send(f"{type(error).__name__}: {error}")
    else:
        told.send("done")
