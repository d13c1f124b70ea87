"""Make a run again, and say whether its values, and its files, are as they were."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coalface.errors import InputError
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.scenarios import plan_again, read_whole
from coalface.scenarios.blocks import BlockEntry, read_columns
from coalface.scenarios.manifest import Manifest
from coalface.scenarios.measures import HEADLINE
from coalface.scenarios.run_harm import find_harm, same_values
from coalface.scenarios.runs import PARAMETERS_FILE, run_scenario

__all__ = ["Reproduction", "reproduce_run"]


@dataclass(frozen=True, slots=True)
class Reproduction:
    """A run made again.

    Attributes:
        manifest: Of the run as it was.
        n_same: Blocks whose values are the same to the last bit.
        differing: Numbers of the blocks that differ.
        largest: Largest relative difference found in them, on the digits that are kept; None where
            the old blocks are not there, or altered.
        missing: Files of the run that are not there.
        altered: Files that are not as the run wrote them.
    """

    manifest: Manifest
    n_same: int
    differing: tuple[int, ...]
    largest: float | None
    missing: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Say whether every value came again, and every file is there as it was written."""
        return not (self.differing or self.missing or self.altered)


def reproduce_run(
    path: Path,
    *,
    executor: str = "serial",
    facts: Facts = PACKAGED_FACTS,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Reproduction:
    """Make a run again from its manifest and compare digests of all values, block by block.

    Args:
        path: The manifest, or the folder that holds it.
        executor: Where to run it; need not be where it was run.
        facts: Where tables come from.
        tell: Is told what is done.

    Raises:
        InputError: If the run was interrupted, or scenario, rules, parameters or the model changed
            since: names which.
    """
    manifest = read_whole(path)
    folder = path if path.is_dir() else path.parent
    missing, altered = find_harm(folder, manifest)
    plan = plan_again(manifest, path, facts)
    with tempfile.TemporaryDirectory(prefix="coalface-") as place:
        again = run_scenario(
            plan,
            Path(place),
            executor=executor,
            tell=lambda n, total: tell(plan.content.scenario, n, total),
        )
        pairs = list(zip(manifest.blocks, again.blocks, strict=True))
        whole = [a for a, _ in pairs if a.file not in {*missing, *altered}]
        differing = tuple(
            a.number
            for a, b in pairs
            if a.content_sha256 != b.content_sha256
            or (a in whole and not same_values(folder, Path(place), a, b))
        )
        if manifest.parameters_sha256 != again.parameters_sha256 and not altered:
            altered = (PARAMETERS_FILE,)
        chosen = (
            [a for a, _ in pairs if a.number in differing],
            [b for _, b in pairs if b.number in differing],
        )
        largest = _largest(folder, Path(place), *chosen) if differing else 0.0
    return Reproduction(manifest, len(pairs) - len(differing), differing, largest, missing, altered)


def _largest(
    a: Path, b: Path, old: Sequence[BlockEntry], new: Sequence[BlockEntry]
) -> float | None:
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
