"""Measure the simulation: draws a second, memory, what does not add up, beside a Mesa model.

    python -m bench.scenarios [--draws 10000] [--register 2000] [--workers 2] [--mesa 2]

Each world runs `history` over its 372 months: into a folder as `coalface simulate` does, with what
answers need and with everything, then in memory in worker processes that have begun. The Mesa
model (`bench/scenarios_mesa.py`) runs the same months of the same draws in one process; its rate is
counted twice for two cores. Its series must be those of the arrays, else nothing is printed.
"""

import argparse
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from bench.scenarios_mesa import MechanismModel

from coalface.allocators import keep_memory
from coalface.pipeline.scenarios import RunOptions, plan_scenario, simulate_scenario
from coalface.scenarios.blocks import BLOCK_DRAWS
from coalface.scenarios.model_run import ScenarioModel
from coalface.scenarios.runs import RunPlan
from coalface.scenarios.simulate import INTERDICTION, simulate
from coalface.scenarios.uniforms import uniforms

SCENARIO, SEED = "history", 7
TARGETS = {"small": 1000.0, "register": 200.0}
#: Draws at once in memory: a block has the same bits alone and among others (tested).
BATCHES = {"small": 500, "register": 200}
TARGET_GIB, TARGET_RESIDUAL, TARGET_TIMES = 1.5, 1e-9, 50.0
CLOSE = 1e-10
KIB_PER_GIB = 1024**2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000, help="of the small world")
    parser.add_argument("--register", type=int, default=2_000, help="of the register")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--mesa", type=int, default=2, help="draws of the Mesa model")
    chosen = parser.parse_args()
    is_met = True
    for world, n_draws in (("small", chosen.draws), ("register", chosen.register)):
        plan = plan_scenario(SCENARIO, RunOptions(draws=n_draws, seed=SEED, world=world))
        n_months = len(plan.months)
        print(f"\n{world}: {world_size(plan)}, {n_months} months, blocks of {BLOCK_DRAWS}")
        for keep in ("headline", "aggregates"):
            is_met &= into_folder(world, n_draws, chosen.workers, keep)
        held = peak_gib(chosen.workers)
        print(
            f"  memory of all processes at most {held:.2f} GiB (wanted {TARGET_GIB} for the small)"
        )
        is_met &= world != "small" or held <= TARGET_GIB
        rate = in_memory(plan, chosen.workers, BATCHES[world])
        goal = TARGETS[world]
        print(f"  in memory, {chosen.workers} processes, {BATCHES[world]} draws at once: "
              f"{rate:,.0f} draws/s (wanted {goal:,.0f})")  # fmt: skip
        mesa = mesa_rate(plan, chosen.mesa) * chosen.workers
        print(f"  Mesa, twice one process: {mesa:.2f} draws/s: {rate / mesa:,.0f} times slower")
        is_met &= rate >= goal and rate / mesa >= TARGET_TIMES
    is_met &= same_bytes(chosen.workers)
    return 0 if is_met else 1


def peak_gib(workers: int) -> float:
    """Give the most that this process and its workers can have held together so far."""
    own, child = (
        resource.getrusage(who).ru_maxrss / KIB_PER_GIB
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own + workers * child


def world_size(plan: RunPlan) -> str:
    w = model_of(plan).world
    return f"{w.n_mines} mines, {w.n_companies} companies, {w.n_traders} traders, {w.n_lanes} lanes"


def model_of(plan: RunPlan) -> ScenarioModel:
    assert isinstance(plan.model, ScenarioModel)
    return plan.model


def part_of(plan: RunPlan, draws: range) -> dict[str, Any]:
    return {name: values[draws.start : draws.stop] for name, values in plan.theta.items()}


def run_one(model: ScenarioModel, theta: dict[str, Any], first: int) -> float:
    """Run a block and give its largest residual, so that nothing large travels back."""
    keep_memory()
    n = len(next(iter(theta.values())))
    found = simulate(
        model.world, model.forcing, theta, branches=model.branches,
        draws=range(first, first + n), seed=SEED,
    )  # fmt: skip
    return max(float(np.max(values)) for values in found.residuals.values())


def in_memory(plan: RunPlan, workers: int, batch: int) -> float:
    model, starts = model_of(plan), range(0, plan.n_draws, batch)
    tasks = [(model, part_of(plan, range(s, min(s + batch, plan.n_draws))), s) for s in starts]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(run_one, *zip(*(tasks[0],) * workers, strict=True)))  # has begun
        begun = time.perf_counter()
        worst = max(pool.map(run_one, *zip(*tasks, strict=True)))
        taken = time.perf_counter() - begun
    print(f"  largest residual of {plan.n_draws:,} draws: {worst:.1e} of what moved (wanted below "
          f"{TARGET_RESIDUAL:g})")  # fmt: skip
    if worst >= TARGET_RESIDUAL:
        raise SystemExit("money does not add up")
    return plan.n_draws / taken


def mesa_rate(plan: RunPlan, n: int) -> float:
    model, theta = model_of(plan), part_of(plan, range(n))
    n_months, world = len(plan.months), model.world
    chances = uniforms(SEED, INTERDICTION, range(n), n_months, world.n_lanes)
    expected = simulate(
        world, model.forcing, theta, branches=model.branches, draws=range(n), seed=SEED
    ).series
    draws = []
    begun = time.perf_counter()
    for i in range(n):
        values = {name: float(array[i]) for name, array in theta.items()}
        told = [[float(u) for u in month] for month in chances[i]]
        draws.append(MechanismModel(world, model.forcing, values, model.branches, told))
        for _ in range(n_months):
            draws[-1].step()
    taken = time.perf_counter() - begun
    check_mesa(draws, expected)
    return n / taken


def check_mesa(draws: list[MechanismModel], expected: Any) -> None:
    for name in draws[0].series[0]:
        found = np.array([[month[name] for month in draw.series] for draw in draws])
        worst = float(np.abs(found - expected[name]).max())
        if worst > CLOSE * max(float(np.abs(found).max()), 1e-6):
            raise SystemExit(f"{name}: the Mesa model differs by {worst:g}; no rate is given")


def into_folder(world: str, n_draws: int, workers: int, keep: Any) -> bool:
    where = f"processes:{workers}"
    options = RunOptions(draws=n_draws, seed=SEED, world=world, executor=where, keep=keep)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        _, manifest = simulate_scenario(SCENARIO, Path(folder) / "run", options)
        taken = time.perf_counter() - begun
        size = sum(p.stat().st_size for p in Path(folder).rglob("*.parquet")) / 1e6
    worst = max(manifest.residuals.values())
    print(f"  into a folder, {keep}: {n_draws:,} draws in {taken:.1f} s, {n_draws / taken:,.0f} "
          f"draws/s, {size:,.0f} MB; largest residual {worst:.1e}")  # fmt: skip
    return worst < TARGET_RESIDUAL


def same_bytes(workers: int) -> bool:
    digests = []
    for where in ("serial", f"processes:{workers}"):
        with tempfile.TemporaryDirectory() as folder:
            options = RunOptions(draws=3 * BLOCK_DRAWS, seed=SEED, executor=where)
            _, manifest = simulate_scenario(SCENARIO, Path(folder) / "run", options)
            digests.append([block.sha256 for block in manifest.blocks])
    is_same = digests[0] == digests[1]
    print(
        f"three blocks, serial and processes:{workers}: {'the same bytes' if is_same else 'DIFFER'}"
    )
    return is_same


if __name__ == "__main__":
    raise SystemExit(main())
