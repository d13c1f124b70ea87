"""What a finished run is summed up in, beside its blocks: fans, flows for the Sankey, a story."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.scenarios.blocks import read_columns
from coalface.scenarios.flows import FLOWS
from coalface.scenarios.manifest import FILE_NAME, Manifest, read_manifest
from coalface.scenarios.measures import HEADLINE
from coalface.scenarios.model_run import FLOW, ScenarioModel
from coalface.scenarios.run_folder import hold_folder, mend_of, write_whole
from coalface.scenarios.run_tables import fan_table, flow_table
from coalface.scenarios.runs import RunPlan
from coalface.scenarios.series_names import SERIES_BY_NAME
from coalface.scenarios.story import middle_draw, tell_story

__all__ = ["SUMMARY_FILES", "write_summaries"]

Floats = NDArray[np.float64]
SUMMARY_FILES = ("fans.parquet", "flows.parquet", "story.txt")
EARNED = "currency_earned_usd"


def write_summaries(plan: RunPlan, manifest: Manifest, out: Path) -> Mapping[str, Floats]:
    """Write fans, yearly flows and the story of one draw into the folder of a run.

    Their digests are written into its manifest.

    Args:
        plan: Of the run.
        manifest: Of the run, complete.
        out: Its folder.

    Returns:
        The series that were read, `(draw, month)`.

    Raises:
        InputError: If there are too few draws for a range, or no room; the run itself is kept.
    """
    assert isinstance(plan.model, ScenarioModel)
    named = {f"{FLOW}{flow.name}": flow.name for flow in FLOWS}
    read = read_columns(out, manifest.blocks, [*sorted(HEADLINE), *named])
    columns = {name: read[name] for name in sorted(HEADLINE)}
    flows = {own: read[name] for name, own in named.items()}
    units = {name: SERIES_BY_NAME[name.partition("/")[0]].unit for name in columns}
    fans = fan_table(columns, units, plan.months, plan.inputs["quantiles"])
    totals = flow_table(flows, plan.months)
    draw = middle_draw(columns[EARNED].sum(axis=1))
    text = "\n".join(tell_story(columns, flows, plan.model.forcing, draw)) + "\n"
    writers: tuple[Callable[[Path], object], ...] = (
        fans.write_parquet,
        totals.write_parquet,
        lambda draft: draft.write_text(text, encoding="utf-8"),
    )
    with hold_folder(out):
        if read_manifest(out).blocks != manifest.blocks:
            raise InputError(
                f"{out}: another run was written here meanwhile. Give another folder with --out."
            )
        digests = {
            name: _write(out / name, write)
            for name, write in zip(SUMMARY_FILES, writers, strict=True)
        }
        told = replace(manifest, exports=digests).to_json()
        _write(out / FILE_NAME, lambda draft: draft.write_text(told, encoding="utf-8"))
    return columns


def _write(path: Path, write: Callable[[Path], object]) -> str:
    try:
        return write_whole(path, write)
    except OSError as error:
        raise InputError(
            f"{path}: could not be written ({error.strerror or error}). The run itself is kept. "
            f"{mend_of(error)}"
        ) from error
