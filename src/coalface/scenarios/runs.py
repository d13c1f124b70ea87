"""One scenario over all its draws, block by block: what is done stays done, wherever it ran."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from coalface.allocators import keep_memory
from coalface.errors import InputError
from coalface.executors import run_tasks
from coalface.scenarios.blocks import (
    BlockEntry,
    Columns,
    block_ranges,
    content_digest,
    find_done,
    write_block,
)
from coalface.scenarios.finite import check_finite
from coalface.scenarios.manifest import (
    FILE_NAME,
    Manifest,
    RunContent,
    find_git_id,
    read_manifest,
    software_now,
)
from coalface.scenarios.run_folder import hold_folder, mend_of, write_whole
from coalface.scenarios.theta import Theta

__all__ = [
    "PARAMETERS_FILE",
    "Model",
    "RunPlan",
    "flat_columns",
    "read_parameters_of",
    "run_blocks",
    "run_scenario",
]

PARAMETERS_FILE = "parameters.parquet"
#: What a run that was stopped may have left before its manifest.
OWN_FILES = frozenset({".lock", PARAMETERS_FILE, "blocks"})
Floats = NDArray[np.float64]
MONTHLY, BY_CLASS = 2, 3


#: Takes parameters, the numbers of the draws and the seed; of a module's top level, so that it can
#: be sent to a worker, or a dataclass with `__call__`. Residuals are one number, or one a draw. One
#: with `blocks_at_once` gives each draw the same bits among how many others it ever is run.
Model = Callable[[Theta, range, int], tuple[Columns, Mapping[str, float | Floats]]]
LEAST_TASKS = 16  # so that no worker waits long for another at the end


@dataclass(frozen=True)
class RunPlan:
    """All that a run needs.

    Attributes:
        content: What decides the results.
        model: The model with world, forcing and readings in it.
        months: First days of the months.
        theta: Parameters of all draws, `(draw,)` each.
        inputs: What the manifest records so that the run can be made again.
    """

    content: RunContent
    model: Model
    months: tuple[date, ...]
    theta: Theta
    inputs: Mapping[str, Any]

    @property
    def n_draws(self) -> int:
        """Give the number of draws."""
        return len(next(iter(self.theta.values())))


def run_scenario(
    plan: RunPlan,
    out: Path,
    *,
    executor: str = "serial",
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Manifest:
    """Run a scenario into a folder, or finish a run that was interrupted there.

    Args:
        plan: What to run.
        out: The folder; what is done in it of the same run is kept.
        executor: `serial`, `threads:N`, `processes:N` or `dask:ADDRESS`; the same bytes. The
            workers of a cluster must see the folder.
        tell: Is told how many blocks are done, of how many.

    Returns:
        The manifest, complete and written.

    Raises:
        InputError: If the folder holds another run, another process writes there, or the disk is
            full. Finished blocks are kept.
    """
    with hold_folder(out):
        return _run_alone(plan, out, executor, tell)


def run_blocks(
    folder: str,
    model: Model,
    months: tuple[date, ...],
    theta: Theta,
    first_draw: int,
    seed: int,
    key: str,
) -> list[BlockEntry]:
    """Run blocks that follow each other and write each: pure, and the same bytes each time.

    Args:
        folder: Of the run.
        model: The model.
        months: First days of the months.
        theta: Parameters of these blocks' draws.
        first_draw: Number of the first of them.
        seed: Of all chance.
        key: Digest of what the run is made of.

    Raises:
        InputError: If a value is no number, or a block can't be written.
    """
    keep_memory()
    n = len(next(iter(theta.values())))
    columns, residuals = model(theta, range(first_draw, first_draw + n), seed)
    entries = []
    for block in block_ranges(n):
        rows = slice(block.start, block.stop)
        draws = range(first_draw + block.start, first_draw + block.stop)
        part = {name: values[rows] for name, values in columns.items()}
        check_finite(part, draws, months)
        worst = {name: float(np.max(_rows_of(left, rows))) for name, left in residuals.items()}
        entries.append(write_block(Path(folder), draws, months, part, worst, key=key))
    return entries


def flat_columns(
    series: Mapping[str, Floats], classes: Mapping[str, tuple[str, ...]]
) -> dict[str, Floats]:
    """Give series with classes as one column a class, `series/class`.

    Args:
        series: Name to `(draw, month)` or `(draw, month, class)`.
        classes: Names of the classes of those with three axes.
    """
    found: dict[str, Floats] = {}
    for name, values in series.items():
        if values.ndim == MONTHLY:
            found[name] = values
            continue
        for i, label in enumerate(classes[name]):
            found[f"{name}/{label}"] = values[:, :, i]
    return found


def read_parameters_of(folder: Path) -> dict[str, Floats]:
    """Read the parameters of a run's draws, `(draw,)` each.

    Raises:
        InputError: If the file is gone, or is not the one that the manifest tells of.
    """
    path = folder / PARAMETERS_FILE
    manifest = read_manifest(folder)
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: {error}. Run the scenario again into the folder.") from error
    theta = {name: table.column(name).to_numpy() for name in table.column_names}
    if content_digest(theta) != manifest.parameters_sha256:
        raise InputError(
            f"{path}: altered since the run wrote it: its values are not those of the manifest. "
            "Run the scenario again into the same folder: finished blocks are kept."
        )
    return theta


def _run_alone(
    plan: RunPlan, out: Path, executor: str, tell: Callable[[int, int], None]
) -> Manifest:
    """Run what is missing; nobody else writes into the folder."""
    begun = time.perf_counter()
    _stop_at_another(plan, out)
    ranges = block_ranges(plan.n_draws)
    done = {r: find_done(out, r, key=plan.content.key) for r in ranges}
    _write_manifest(out, plan, [e for e in done.values() if e], {})  # first: the folder is a run's
    _write_parameters(out, plan)
    waiting = [r for r in ranges if done[r] is None]
    n_before = len(ranges) - len(waiting)
    tell(n_before, len(ranges))
    groups = _grouped(waiting, getattr(plan.model, "blocks_at_once", 1))
    found = run_tasks(
        executor,
        run_blocks,
        [(str(out.resolve()), *_part(plan, g), plan.content.key) for g in groups],
        tell=lambda n, _: tell(n_before + sum(len(g) for g in groups[:n]), len(ranges)),
    )
    done |= dict(zip(waiting, (entry for entries in found for entry in entries), strict=True))
    apart = {
        "executor": executor.partition(":")[0],
        "n_blocks_kept": n_before,
        "wall_s": round(time.perf_counter() - begun, 3),
        "ended_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "git": find_git_id(),
    }
    return _write_manifest(out, plan, [e for e in done.values() if e], apart)


def _grouped(waiting: Sequence[range], at_once: int) -> list[list[range]]:
    """Put blocks that follow each other together, some at once where there are many."""
    most = min(at_once, max(1, len(waiting) // LEAST_TASKS))
    groups: list[list[range]] = []
    for block in waiting:
        if groups and len(groups[-1]) < most and groups[-1][-1].stop == block.start:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _rows_of(residuals: float | Floats, rows: slice) -> float | Floats:
    return residuals[rows] if isinstance(residuals, np.ndarray) else residuals


def _part(plan: RunPlan, group: Sequence[range]) -> tuple[Any, ...]:
    first = group[0].start
    part = slice(first, group[-1].stop)
    theta = {name: values[part] for name, values in plan.theta.items()}
    return plan.model, plan.months, theta, first, plan.content.seed


def _stop_at_another(plan: RunPlan, out: Path) -> None:
    """Refuse a folder that holds a run of something else, and name what differs."""
    if not (out / FILE_NAME).exists():
        if not (out / "blocks").is_dir() and any(not _is_own(p.name) for p in out.iterdir()):
            raise InputError(f"{out}: not empty, and no run. Give another folder with --out.")
        return
    old = read_manifest(out).content
    if old.key == plan.content.key:
        return
    new = plan.content
    differing = [
        f"{name} {getattr(old, name)!r}, now {getattr(new, name)!r}"
        for name in ("scenario", "world", "branches", "seed", "keep")
        if getattr(old, name) != getattr(new, name)
    ]
    names = sorted(set(old.digests) | set(new.digests))
    differing += [f"other {n}" for n in names if old.digests.get(n) != new.digests.get(n)]
    raise InputError(
        f"{out}: holds another run ({'; '.join(differing)}). Give another folder with --out, or "
        "remove that one."
    )


def _is_own(name: str) -> bool:
    return name in OWN_FILES or name.startswith((f".{PARAMETERS_FILE}", f".{FILE_NAME}"))


def _write_manifest(
    out: Path, plan: RunPlan, blocks: list[BlockEntry], apart: Mapping[str, Any]
) -> Manifest:
    manifest = Manifest(
        content=replace(plan.content, digests=dict(sorted(plan.content.digests.items()))),
        n_draws=plan.n_draws,
        blocks=tuple(blocks),
        parameters_sha256=content_digest(plan.theta),
        software=software_now(),
        inputs=plan.inputs,
        apart=apart,
    )
    text = manifest.to_json()
    _write(out / FILE_NAME, lambda draft: draft.write_text(text, encoding="utf-8"))
    return manifest


def _write_parameters(out: Path, plan: RunPlan) -> None:
    table = pa.table({name: pa.array(plan.theta[name]) for name in sorted(plan.theta)})
    _write(out / PARAMETERS_FILE, lambda draft: pq.write_table(table, draft, use_dictionary=False))


def _write(path: Path, write: Callable[[Path], object]) -> None:
    try:
        write_whole(path, write)
    except OSError as error:
        raise InputError(
            f"{path}: could not be written ({error.strerror or error}). Finished blocks are kept. "
            f"{mend_of(error)}"
        ) from error
