"""The ledger's matrices of one run: of its middle draw, of another, or of the mean over draws."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from coalface.errors import InputError
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.scenarios import RunOptions, plan_of
from coalface.scenarios.blocks import block_ranges, read_columns
from coalface.scenarios.filled_matrices import (
    fill_balance_sheet,
    fill_transactions,
    fill_write_offs,
    residual_of,
)
from coalface.scenarios.finite import check_finite
from coalface.scenarios.matrices import Matrix
from coalface.scenarios.matrix_views import sankey_links
from coalface.scenarios.model_run import ScenarioModel
from coalface.scenarios.months import month_name
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.relations import Floats
from coalface.scenarios.runs import RunPlan
from coalface.scenarios.simulate import simulate
from coalface.scenarios.spells import Spell, find_spell, join_spells
from coalface.scenarios.story import middle_draw
from coalface.scenarios.summaries import check_draws

__all__ = ["MEAN", "MIDDLE", "FilledMatrices", "MatrixOptions", "fill_matrices"]

MIDDLE, MEAN = "middle", "mean"
EARNED = "currency_earned_usd"
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class MatrixOptions:
    """What is asked for.

    Attributes:
        first: First month of the spell.
        last: Last month, included.
        draw: `middle` (of what the draws earn, which the story of a run tells too), `mean` (over
            all draws), or the number of a draw.
        run: For a scenario that is not yet run.
    """

    first: date
    last: date
    draw: str = MIDDLE
    run: RunOptions = field(default_factory=RunOptions)


@dataclass(frozen=True)
class FilledMatrices:
    """The matrices of a spell of one run.

    Attributes:
        plan: What was run.
        spell: The draw, or the draws that the mean is of.
        matrices: Transactions, write-offs, balance sheet before and after; USD.
        links: Of the Sankey, see `sankey_links`.
        residual: Largest sum of the matrices that should be zero, as a part of the largest cell.
        run_residual: Largest residual of the run's identities, as a part of what moved.
    """

    plan: RunPlan
    spell: Spell
    matrices: tuple[Matrix, ...]
    links: pl.DataFrame
    residual: float
    run_residual: float


def fill_matrices(
    name: str,
    options: MatrixOptions,
    *,
    facts: Facts = PACKAGED_FACTS,
    tell: Tell = lambda _what, _done, _total: None,
) -> FilledMatrices:
    """Fill the matrices for a spell of a scenario, or of a run, which is made again for it.

    What a single draw shows is one supposed course of many: no account of what happened.

    Args:
        name: A scenario, or the folder of a run.
        options: The spell, and which draw.
        facts: Where tables come from.
        tell: Is told what is done, how many blocks of how many.

    Raises:
        InputError: If the run does not have the months or the draw.
    """
    plan, manifest = plan_of(name, options.run, facts=facts)
    _check_months(plan, options)
    if options.draw == MEAN:
        check_draws(plan.n_draws)
    number = _asked_draw(plan, options.draw)
    if number is None and options.draw == MIDDLE and manifest is not None:
        read = read_columns(Path(name), manifest.blocks, [EARNED])
        number = middle_draw(read[EARNED].sum(axis=1))
    blocks = block_ranges(plan.n_draws)
    if number is not None:
        blocks = tuple(block for block in blocks if number in block)
    spells, earned, residuals = _run(plan, blocks, options, tell)
    whole = join_spells(spells)
    if options.draw != MEAN:
        whole = whole.only(middle_draw(earned) if number is None else number)
    matrices = (
        fill_transactions(whole),
        fill_write_offs(whole),
        fill_balance_sheet(whole, "start"),
        fill_balance_sheet(whole, "end"),
    )
    links = sankey_links(whole)
    return FilledMatrices(plan, whole, matrices, links, residual_of(matrices), max(residuals))


def _run(
    plan: RunPlan, blocks: tuple[range, ...], options: MatrixOptions, tell: Tell
) -> tuple[list[Spell], Floats, list[float]]:
    """Simulate blocks of draws whole, and keep only the spell and what each draw earns."""
    assert isinstance(plan.model, ScenarioModel)
    world = plan.model.world
    spells, earned, residuals = [], [], []
    for done, block in enumerate(blocks):
        tell(plan.content.scenario, done, len(blocks))
        outcomes = _simulated(plan, block)
        names = (f"flow {name}" for name in outcomes.flow_names)
        paid = dict(zip(names, np.moveaxis(outcomes.flow_totals, 2, 0), strict=True))
        check_finite(paid, block, outcomes.months)
        spells.append(find_spell(outcomes, world, options.first, options.last))
        # As in the blocks of a run, so that both find the same draw in the middle.
        kept = outcomes.series[EARNED].astype(np.float32).astype(np.float64)
        earned.append(kept.sum(axis=1))
        residuals.append(max(float(np.max(r)) for r in outcomes.residuals.values()))
    tell(plan.content.scenario, len(blocks), len(blocks))
    return spells, np.concatenate(earned), residuals


def _simulated(plan: RunPlan, block: range) -> Outcomes:
    model = plan.model
    assert isinstance(model, ScenarioModel)
    theta = {name: values[block.start : block.stop] for name, values in plan.theta.items()}
    return simulate(
        model.world, model.forcing, theta, branches=model.branches, draws=block,
        seed=plan.content.seed,
    )  # fmt: skip


def _asked_draw(plan: RunPlan, draw: str) -> int | None:
    """Give the number that was asked for; None where it is to be found."""
    if draw in (MIDDLE, MEAN):
        return None
    if not (draw.isascii() and draw.isdigit()) or int(draw) >= plan.n_draws:
        raise InputError(
            f"--draw {draw}: give {MIDDLE}, {MEAN}, or a number from 0 to {plan.n_draws - 1}."
        )
    return int(draw)


def _check_months(plan: RunPlan, options: MatrixOptions) -> None:
    first, last = plan.months[0], plan.months[-1]
    if not first <= options.first <= options.last <= last:
        raise InputError(
            f"{plan.content.scenario} goes from {month_name(first)} to {month_name(last)}: it does "
            f"not have all of {month_name(options.first)}..{month_name(options.last)}. Give a "
            "--period within it."
        )
