"""What a finished run is summed up in, beside its blocks: fans, flows for the Sankey, a story."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.scenarios.blocks import read_columns
from coalface.scenarios.flows import FLOWS
from coalface.scenarios.manifest import Manifest
from coalface.scenarios.measures import HEADLINE
from coalface.scenarios.model_run import FLOW, ScenarioModel
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

    Args:
        plan: Of the run.
        manifest: Of the run, complete.
        out: Its folder.

    Returns:
        The series that were read, `(draw, month)`.

    Raises:
        InputError: If there are too few draws for a range; the run itself is kept.
    """
    assert isinstance(plan.model, ScenarioModel)
    columns = read_columns(out, manifest.blocks, sorted(HEADLINE))
    named = {f"{FLOW}{flow.name}": flow.name for flow in FLOWS}
    read = read_columns(out, manifest.blocks, list(named))
    flows = {named[name]: values for name, values in read.items()}
    units = {name: SERIES_BY_NAME[name.partition("/")[0]].unit for name in columns}
    fans = fan_table(columns, units, plan.months, plan.inputs["quantiles"])
    _write_table(fans, out / SUMMARY_FILES[0])
    _write_table(flow_table(flows, plan.months), out / SUMMARY_FILES[1])
    draw = middle_draw(columns[EARNED].sum(axis=1))
    story = tell_story(columns, flows, plan.model.forcing, draw)
    draft = out / f".{SUMMARY_FILES[2]}"
    draft.write_text("\n".join(story) + "\n", encoding="utf-8")
    draft.replace(out / SUMMARY_FILES[2])
    return columns


def _write_table(table: pl.DataFrame, path: Path) -> None:
    draft = path.with_name(f".{path.name}")
    table.write_parquet(draft)
    draft.replace(path)
