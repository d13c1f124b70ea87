"""Run, compare and reproduce scenarios: tables and files in, the room's functions, results out."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from coalface.errors import InputError
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.scenario_inputs import read_world_tables
from coalface.scenarios.blocks import read_columns
from coalface.scenarios.build_forcing import build_forcing
from coalface.scenarios.calibrate.posterior import Posterior, read_posterior
from coalface.scenarios.comparison import Comparison, Ensemble, compare_runs
from coalface.scenarios.manifest import FILE_NAME, Manifest, read_manifest
from coalface.scenarios.measures import HEADLINE
from coalface.scenarios.model_run import Keep, ScenarioModel, plan_run
from coalface.scenarios.runs import RunPlan, read_parameters_of, run_scenario
from coalface.scenarios.scenario_file import load_scenario
from coalface.scenarios.summaries import FAN, check_draws
from coalface.scenarios.world import World
from coalface.scenarios.world_files import small_world
from coalface.scenarios.world_register import register_world

__all__ = [
    "WORLDS",
    "Reproduction",
    "RunOptions",
    "compare_scenarios",
    "plan_scenario",
    "read_ensemble",
    "reproduce_run",
    "simulate_scenario",
]

WORLDS: Mapping[str, Callable[[], World]] = {"small": small_world, "register": register_world}
Tell = Callable[[str, int, int], None]


def _silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What is asked for beside the scenario.

    Attributes:
        draws: How many; as the scenario says where None.
        seed: Of all chance; as the scenario says where None.
        world: `small` or `register`.
        executor: `serial`, `processes:N` or `dask:ADDRESS`.
        keep: What is written.
        posterior: Folder of a posterior; that of the scenario, if it names one, where None.
    """

    draws: int | None = None
    seed: int | None = None
    world: str = "small"
    executor: str = "serial"
    keep: Keep = "aggregates"
    posterior: str | None = None


@dataclass(frozen=True, slots=True)
class Reproduction:
    """A run made again.

    Attributes:
        manifest: Of the run as it was.
        n_same: Blocks whose values are the same to the last bit.
        differing: Numbers of the blocks that differ.
        largest: Largest relative difference found in them, on the digits that are kept; None where
            the old blocks are not there.
    """

    manifest: Manifest
    n_same: int
    differing: tuple[int, ...]
    largest: float | None


def plan_scenario(
    name_or_path: str, options: RunOptions, *, facts: Facts = PACKAGED_FACTS
) -> RunPlan:
    """Plan a run of a scenario.

    Args:
        name_or_path: Name of a packaged scenario, or path of a file.
        options: What is asked for beside it.
        facts: Where tables come from.

    Raises:
        InputError: If something asked for is not there.
        DefinitionError: If the scenario is wrong.
    """
    scenario = load_scenario(name_or_path)
    if options.world not in WORLDS:
        raise InputError(f"--world {options.world!r} is none of {', '.join(WORLDS)}.")
    n_draws = scenario.ensemble.draws if options.draws is None else options.draws
    seed = scenario.ensemble.seed if options.seed is None else options.seed
    if n_draws < 1 or seed < 0:
        raise InputError(f"--draws {n_draws} --seed {seed}: give 1 draw or more, a seed from 0.")
    posterior = _posterior(options.posterior or scenario.ensemble.posterior, options.world)
    forcing = build_forcing(scenario, read_world_tables(facts))
    plan = plan_run(
        scenario,
        WORLDS[options.world](),
        forcing,
        n_draws=n_draws,
        seed=seed,
        keep=options.keep,
        posterior=posterior,
    )
    asked = {
        "scenario": _asked(name_or_path),
        "is_proven": _is_proven(posterior),
        "posterior": str(Path(posterior.name).resolve()) if posterior else None,
        "quantiles": sorted({*FAN, *scenario.ensemble.quantiles}),
    }
    return replace(plan, inputs={**plan.inputs, **asked})


def simulate_scenario(
    name_or_path: str,
    out: Path,
    options: RunOptions,
    *,
    facts: Facts = PACKAGED_FACTS,
    tell: Tell = _silent,
) -> tuple[RunPlan, Manifest]:
    """Run a scenario into a folder, or finish one that was interrupted there.

    Args:
        name_or_path: Name of a packaged scenario, or path of a file.
        out: Folder of the results.
        options: What is asked for beside it.
        facts: Where tables come from.
        tell: Is told what is done, how many blocks of how many.

    Raises:
        InputError: If the folder holds another run, something asked for is not there, or there
            are too few draws for a range; with the agents kept, few are enough.
    """
    plan = plan_scenario(name_or_path, options, facts=facts)
    if options.keep != "agents":
        check_draws(plan.n_draws, plan.inputs["quantiles"])
    name = plan.content.scenario
    manifest = run_scenario(
        plan, out, executor=options.executor, tell=lambda n, total: tell(name, n, total)
    )
    return plan, manifest


def reproduce_run(
    path: Path, *, executor: str = "serial", facts: Facts = PACKAGED_FACTS, tell: Tell = _silent
) -> Reproduction:
    """Make a run again from its manifest and compare digests of all values, block by block.

    Args:
        path: The manifest, or the folder that holds it.
        executor: Where to run it; need not be where it was run.
        facts: Where tables come from.
        tell: Is told what is done.

    Raises:
        InputError: If scenario, rules, parameters or the model changed since: names which.
    """
    manifest = read_manifest(path)
    plan = _plan_again(manifest, path, facts)
    with tempfile.TemporaryDirectory(prefix="coalface-") as place:
        again = run_scenario(
            plan,
            Path(place),
            executor=executor,
            tell=lambda n, total: tell(plan.content.scenario, n, total),
        )
        pairs = list(zip(manifest.blocks, again.blocks, strict=False))
        differing = tuple(a.number for a, b in pairs if a.content_sha256 != b.content_sha256)
        folder = path if path.is_dir() else path.parent
        chosen = (
            [a for a, _ in pairs if a.number in differing],
            [b for _, b in pairs if b.number in differing],
        )
        largest = _largest(folder, Path(place), *chosen) if differing else 0.0
    return Reproduction(manifest, len(pairs) - len(differing), differing, largest)


def compare_scenarios(
    base: str,
    other: str,
    options: RunOptions,
    *,
    n_months: int = 36,
    out: Path | None = None,
    facts: Facts = PACKAGED_FACTS,
    tell: Tell = _silent,
) -> Comparison:
    """Compare two scenarios, or two runs, draw by draw.

    Args:
        base: Name or path of the first scenario, or the folder of a run.
        other: The same of the second.
        options: For scenarios that are not yet run; the first one's draws and seed hold for both.
        n_months: Months to look at from the first difference.
        out: Folder to keep both runs in, one folder each; nowhere where None.
        facts: Where tables come from.
        tell: Is told what is done.

    Raises:
        InputError: If they can't be paired, or have too few draws.
    """
    if n_months < 1:
        raise InputError(f"--months {n_months}: give 1 or more.")
    shared = _shared_options(base, options)
    with _folder(out) as place:
        ensembles = []
        for i, name in enumerate((base, other)):
            if (Path(name) / FILE_NAME).is_file():
                ensembles.append(read_ensemble(Path(name), facts=facts))
                continue
            folder = place / (Path(name).stem if i == 0 or Path(name).stem != Path(base).stem
                              else f"{Path(name).stem}-2")  # fmt: skip
            simulate_scenario(name, folder, shared, facts=facts, tell=tell)
            ensembles.append(read_ensemble(folder, facts=facts))
        is_proven = all(e.pairing["is_proven"] == "True" for e in ensembles)
        return compare_runs(*ensembles, n_months=n_months, is_proven=is_proven)


def read_ensemble(
    folder: Path, names: Sequence[str] = tuple(sorted(HEADLINE)), *, facts: Facts = PACKAGED_FACTS
) -> Ensemble:
    """Read a run as the room compares it.

    Args:
        folder: Of the run.
        names: Series to read.
        facts: Where tables come from, for what drove it.

    Raises:
        InputError: If it is not whole, or was made from what has changed since.
    """
    manifest = read_manifest(folder)
    if not manifest.is_complete:
        raise InputError(
            f"{folder}: the run was interrupted, {len(manifest.blocks)} blocks are done. Give the "
            "same `coalface simulate` again: only what is missing is run."
        )
    plan = _plan_again(manifest, folder, facts)
    assert isinstance(plan.model, ScenarioModel)
    content = manifest.content
    pairing = {
        "id": f"{content.world}-{manifest.n_draws}-{content.seed}",
        "seed": f"{content.seed}",
        "world": content.world,
        "draws": f"{manifest.n_draws}",
        "posterior": content.digests["posterior"],
        "is_proven": f"{manifest.inputs['is_proven']}",
    }
    return Ensemble(
        content.scenario,
        content.title,
        plan.months,
        plan.model.forcing,
        read_parameters_of(folder),
        read_columns(folder, manifest.blocks, names),
        pairing,
        plan.model.branches,
    )


def _shared_options(base: str, options: RunOptions) -> RunOptions:
    """Give options that hold for both runs: those of the first, written out."""
    folder = Path(base)
    if (folder / FILE_NAME).is_file():
        manifest = read_manifest(folder)
        found = manifest.n_draws, manifest.content.seed
        world = manifest.content.world
    else:
        ensemble = load_scenario(base).ensemble
        found = ensemble.draws, ensemble.seed
        world = options.world
    n_draws = found[0] if options.draws is None else options.draws
    check_draws(n_draws)
    seed = found[1] if options.seed is None else options.seed
    return replace(options, draws=n_draws, seed=seed, world=world, keep="headline")


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is not None:
        yield out
        return
    with tempfile.TemporaryDirectory(prefix="coalface-") as place:
        yield Path(place)


def _plan_again(manifest: Manifest, path: Path, facts: Facts) -> RunPlan:
    """Plan a run as its manifest says, and refuse if it would be another."""
    content = manifest.content
    options = RunOptions(
        manifest.n_draws,
        content.seed,
        content.world,
        keep=content.keep,  # type: ignore[arg-type]
        posterior=manifest.inputs["posterior"],
    )
    plan = plan_scenario(str(manifest.inputs["scenario"]), options, facts=facts)
    if plan.content.key == content.key:
        return plan
    names = sorted(set(content.digests) | set(plan.content.digests))
    changed = [n for n in names if content.digests.get(n) != plan.content.digests.get(n)]
    raise InputError(
        f"{path}: {', '.join(changed) or 'something'} changed since this run was made. Put back "
        "what it was, or run the scenario again into a new folder."
    )


def _largest(a: Path, b: Path, old: Sequence[Any], new: Sequence[Any]) -> float | None:
    """Give the largest relative difference between blocks; None where the old ones are gone."""
    try:
        names = sorted(HEADLINE)
        before, after = read_columns(a, old, names), read_columns(b, new, names)
    except InputError:
        return None
    sizes = [np.abs(before[n]).max(initial=0.0) for n in names]
    return max(
        float(np.abs(before[n] - after[n]).max(initial=0.0) / size)
        for n, size in zip(names, sizes, strict=True)
        if size > 0
    )


def _posterior(name: str | None, world: str) -> Posterior | None:
    if name is None:
        return None
    found = read_posterior(Path(name))
    fitted = found.report.get("options", {}).get("world")
    if fitted != world:
        raise InputError(
            f"posterior {name}: fitted in world {fitted}, not {world}. Give --world {fitted}, or "
            "calibrate that world."
        )
    return found


def _is_proven(posterior: Posterior | None) -> bool:
    return posterior is not None and posterior.beats_baselines


def _asked(name_or_path: str) -> str:
    path = Path(name_or_path)
    return str(path.resolve()) if path.suffix else name_or_path
