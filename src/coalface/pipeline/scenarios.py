"""Run and compare scenarios: tables and files in, the room's functions, results out."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from coalface.errors import InputError
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.scenario_inputs import read_world_tables
from coalface.scenarios.blocks import read_columns
from coalface.scenarios.build_forcing import build_forcing
from coalface.scenarios.calibrate.posterior import Posterior, read_posterior
from coalface.scenarios.change_years import change_years
from coalface.scenarios.comparison import Comparison, Ensemble, compare_runs
from coalface.scenarios.manifest import FILE_NAME, Manifest, read_manifest
from coalface.scenarios.measures import HEADLINE
from coalface.scenarios.model_run import Keep, ScenarioModel, plan_run
from coalface.scenarios.parameter_words import parameter_words
from coalface.scenarios.runs import RunPlan, read_parameters_of, run_scenario
from coalface.scenarios.scenario_file import load_scenario
from coalface.scenarios.scenario_text import packaged_names
from coalface.scenarios.summaries import FAN, check_draws
from coalface.scenarios.world import World
from coalface.scenarios.world_files import small_world
from coalface.scenarios.world_register import register_world

__all__ = [
    "WORLDS",
    "RunOptions",
    "compare_scenarios",
    "pairing_id",
    "plan_again",
    "plan_of",
    "plan_scenario",
    "read_ensemble",
    "read_whole",
    "simulate_scenario",
]

WORLDS: Mapping[str, Callable[[], World]] = {"small": small_world, "register": register_world}
DEFAULT_WORLD = "small"
Tell = Callable[[str, int, int], None]


def _silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What is asked for beside the scenario.

    Attributes:
        draws: How many; as the scenario says where None.
        seed: Of all chance; as the scenario says where None.
        world: `small` or `register`; that of a run compared with, else `small`, where None.
        executor: `serial`, `threads:N`, `processes:N` or `dask:ADDRESS`.
        keep: What is written.
        posterior: Folder of a posterior; that of the scenario, if it names one, where None.
    """

    draws: int | None = None
    seed: int | None = None
    world: str | None = None
    executor: str = "serial"
    keep: Keep = "aggregates"
    posterior: str | None = None


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
    world = options.world or DEFAULT_WORLD
    if world not in WORLDS:
        raise InputError(f"--world {world!r} is none of {', '.join(WORLDS)}.")
    n_draws = scenario.ensemble.draws if options.draws is None else options.draws
    seed = scenario.ensemble.seed if options.seed is None else options.seed
    if n_draws < 1 or seed < 0:
        raise InputError(f"--draws {n_draws} --seed {seed}: give 1 draw or more, a seed from 0.")
    posterior = _posterior(options.posterior or scenario.ensemble.posterior, world)
    forcing = build_forcing(scenario, read_world_tables(facts))
    plan = plan_run(
        scenario,
        WORLDS[world](),
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
        "n_members": posterior.n_members if posterior else None,
        "change_years": list(change_years(scenario)),
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
    for name in (base, other):
        _check_asked(name, options)
    shared = _shared_options(base, options)
    with _folder(out) as place:
        ensembles = []
        for i, name in enumerate((base, other)):
            if _is_run(name):
                ensembles.append(read_ensemble(Path(name), facts=facts))
                continue
            folder = place / (Path(name).stem if i == 0 or Path(name).stem != Path(base).stem
                              else f"{Path(name).stem}-2")  # fmt: skip
            simulate_scenario(name, folder, shared, facts=facts, tell=tell)
            ensembles.append(read_ensemble(folder, facts=facts))
        is_proven = all(e.pairing["is_proven"] == "True" for e in ensembles)
        return compare_runs(*ensembles, n_months=n_months, is_proven=is_proven)


def plan_of(
    name: str, options: RunOptions, *, facts: Facts = PACKAGED_FACTS
) -> tuple[RunPlan, Manifest | None]:
    """Plan a scenario, or plan a run that was made once more.

    Args:
        name: Name or path of a scenario, or the folder of a run.
        options: For a scenario; a run must fit those that are given.
        facts: Where tables come from.

    Returns:
        The plan; the run's manifest, or None of a scenario.

    Raises:
        InputError: If options do not fit the run, or what it was made from has changed.
    """
    if not _is_run(name):
        return plan_scenario(name, options, facts=facts), None
    _check_asked(name, options)
    manifest = read_whole(Path(name))
    return plan_again(manifest, Path(name), facts), manifest


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
    manifest = read_whole(folder)
    plan = plan_again(manifest, folder, facts)
    assert isinstance(plan.model, ScenarioModel)
    content = manifest.content
    pairing = {
        "id": pairing_id(manifest),
        "seed": f"{content.seed}",
        "world": content.world,
        "draws": f"{manifest.n_draws}",
        "posterior": content.digests["posterior"],
        "is_proven": f"{plan.inputs['is_proven']}",
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
        parameter_words(plan.inputs, plan.n_draws),
    )


def pairing_id(manifest: Manifest) -> str:
    """Give the part of numbers' ids that says how a run was made; a posterior is in it."""
    content = manifest.content
    found = f"{content.world}-{manifest.n_draws}-{content.seed}"
    digest = content.digests["posterior"]
    return found if manifest.inputs["posterior"] is None else f"{found}-of-{digest[:8]}"


def _shared_options(base: str, options: RunOptions) -> RunOptions:
    """Give options that hold for both runs: those of the first, written out."""
    world, posterior = options.world, options.posterior
    if _is_run(base):
        manifest = read_manifest(Path(base))
        found = manifest.n_draws, manifest.content.seed
        world, posterior = manifest.content.world, manifest.inputs["posterior"]
    else:
        ensemble = load_scenario(base).ensemble
        found = ensemble.draws, ensemble.seed
    n_draws = found[0] if options.draws is None else options.draws
    check_draws(n_draws)
    seed = found[1] if options.seed is None else options.seed
    return replace(
        options, draws=n_draws, seed=seed, world=world, posterior=posterior, keep="headline"
    )


def _is_run(name: str) -> bool:
    """Say whether a name is that of a run's folder: with a slash; a bare one is a scenario's."""
    if not (Path(name) / FILE_NAME).is_file():
        return False
    if {"/", os.sep} & set(name):
        return True
    if name in packaged_names():
        return False
    raise InputError(
        f"{name!r} is no packaged scenario, but the folder of a run is called so. Write "
        f"./{name} for that run."
    )


def _check_asked(name: str, options: RunOptions) -> None:
    """Refuse options that a run which is already made does not fit."""
    if not _is_run(name):
        return
    manifest = read_manifest(Path(name))
    posterior = options.posterior and str(Path(options.posterior).resolve())
    for option, asked, made in (
        ("draws", options.draws, manifest.n_draws),
        ("seed", options.seed, manifest.content.seed),
        ("world", options.world, manifest.content.world),
        ("posterior", posterior, manifest.inputs["posterior"]),
    ):
        if asked is not None and asked != made:
            raise InputError(
                f"{name}: a run made with {option} {made or 'none'}, and --{option} {asked} is "
                f"asked for. Leave --{option} out, or name the scenario instead of the run."
            )


def read_whole(path: Path) -> Manifest:
    """Read the manifest of a run that has ended.

    Args:
        path: The manifest, or the folder that holds it.

    Raises:
        InputError: If there is none, or the run was interrupted.
    """
    manifest = read_manifest(path)
    if not manifest.is_complete:
        raise InputError(
            f"{path}: the run was interrupted, {len(manifest.blocks)} blocks are done. Give the "
            "same `coalface simulate` again: only what is missing is run."
        )
    return manifest


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is not None:
        yield out
        return
    with tempfile.TemporaryDirectory(prefix="coalface-") as place:
        yield Path(place)


def plan_again(manifest: Manifest, path: Path, facts: Facts) -> RunPlan:
    """Plan a run as its manifest says, and refuse if it would be another.

    Args:
        manifest: Of the run.
        path: Where it was read.
        facts: Where tables come from.

    Raises:
        InputError: If what it was made from has changed since: names which.
    """
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
