"""Stages and receivers of many years under every branch, in draws, summed up as ranges.

Draws are made once and serve every year and branch, so that a difference between two branches
is theirs and not chance's. Results do not depend on the number of workers.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from coalface.earnings.branches import Branch, TermsInForce, all_branches, terms_on
from coalface.earnings.draws import Draws, Floats, draw_named
from coalface.earnings.ledgers import company_ledger, national_ledger
from coalface.earnings.model import Good, Model, load_model
from coalface.earnings.stages import FlowDraws, parameters_of, prepare, simulate_flows

__all__ = ["QUANTILES", "Summary", "simulate_years"]

QUANTILES = (0.05, 0.5, 0.95)
CHUNK = 32_768  # draws: few enough for a core's cache, enough to leave the interpreter rarely
Singles = NDArray[np.float32]
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Summary:
    """What draws come to, by year and branch.

    Attributes:
        years: The years.
        branches: Ids of the branches.
        stages: Share of each stage in what was paid, `(year, branch, stage, quantile)`.
        receivers: The same by receiver, `(year, branch, receiver, quantile)`.
        stays: What stays in the country of what it received, `(year, branch, quantile)`.
        p_loss: Share of draws in which the company loses, `(year, branch)`.
        gap: Largest gap of either ledger over the least that was paid, `(year, branch)`.
    """

    years: tuple[int, ...]
    branches: tuple[str, ...]
    stages: Floats
    receivers: Floats
    stays: Floats
    p_loss: Floats
    gap: Floats


def simulate_years(
    prices_usd_per_t: Mapping[int, float],
    n: int,
    *,
    rng: np.random.Generator,
    good: Good | None = None,
    branches: Sequence[Branch] | None = None,
    workers: int = 1,
) -> Summary:
    """Simulate the stages of some years under some branches and sum the draws up.

    Args:
        prices_usd_per_t: Customs value of one tonne, by year.
        n: Number of draws.
        rng: Names the streams of draws.
        good: The good; the model's first if None.
        branches: All if None.
        workers: Threads; the result is the same for any number.

    Raises:
        ValueError: If a ledger does not close; names year, branch and gap.
    """
    model = load_model()
    good = good or model.goods[0]
    chosen = all_branches(model) if branches is None else tuple(branches)
    draws = draw_named(parameters_of(good, model), n, rng=rng)
    order = sorted(range(len(chosen)), key=lambda i: _likeness(chosen[i]))
    plan = _Plan.of(model)

    def run(job: tuple[int, float]) -> list[list[Floats]]:
        terms = terms_on(date(job[0], 1, 1), model)
        rows, lost, gaps = _simulated(job[1], good, [chosen[i] for i in order], terms, draws)
        quantiles: list[Floats] = []
        for k, row in enumerate(rows):
            quantiles.append(_quantiles_of(row, rows[k - 1] if k else None, quantiles))
        found = {
            i: [*plan.parts(quantiles[k]), np.asarray(lost[k]), np.asarray(gaps[k])]
            for k, i in enumerate(order)
        }
        return [found[i] for i in range(len(chosen))]

    with ThreadPoolExecutor(max_workers=workers) as pool:
        found = [x for year in pool.map(run, prices_usd_per_t.items()) for x in year]
    shape = (len(prices_usd_per_t), len(chosen))
    parts = [np.stack(x).reshape(*shape, *x[0].shape) for x in zip(*found, strict=True)]
    summary = Summary(tuple(prices_usd_per_t), tuple(b.id for b in chosen), *parts)
    _check(summary)
    return summary


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which flows add up to which row: stages first, then receivers."""

    rows: tuple[tuple[int, ...], ...]
    n_stages: int

    @classmethod
    def of(cls, model: Model) -> "_Plan":
        stages = [_members([f.stage for f in model.flows], s.id) for s in model.stages]
        receivers = [_members([f.to for f in model.flows], r.id) for r in model.receivers]
        return cls((*stages, *receivers), len(stages))

    def parts(self, quantiles: Floats) -> list[Floats]:
        """Give the quantiles by stage and by receiver, and last of what stays."""
        return [quantiles[: self.n_stages], quantiles[self.n_stages : -1], quantiles[-1]]


def _members(of: list[str], group: str) -> tuple[int, ...]:
    return tuple(i for i, name in enumerate(of) if name == group)


def _likeness(branch: Branch) -> tuple[str, ...]:
    """Put branches side by side that share most of their flows."""
    direction = branch.direction.id if branch.direction else ""
    return (branch.valuation.id, branch.kickback.id, direction, branch.settlement.id)


def _simulated(
    price: float, good: Good, branches: list[Branch], terms: TermsInForce, draws: Draws
) -> tuple[Singles, Floats, Floats]:
    """Give shares `(branch, row, draw)`, share of losses and largest gap; chunks fit a cache."""
    model = load_model()
    plan, n = _Plan.of(model), len(draws[good.costs])
    rows = np.empty((len(branches), len(plan.rows) + 1, n), dtype=np.float32)
    lost, gaps = np.zeros(len(branches)), np.zeros(len(branches))
    for start in range(0, n, CHUNK):
        part = slice(start, start + CHUNK)
        some = {name: values[part] for name, values in draws.items()}
        prepared = prepare(good, terms, some, model, model.settlements)
        for k, branch in enumerate(branches):
            flows = simulate_flows(price, good, branch, terms, some, model=model, prepared=prepared)
            n_lost, gap = _fill(rows[k, :, part], flows, plan, model)
            lost[k] += n_lost
            gaps[k] = max(gaps[k], gap)
    return rows, lost / n, gaps


def _fill(rows: Singles, flows: FlowDraws, plan: _Plan, model: Model) -> tuple[int, float]:
    """Write the shares of one chunk into its rows; give how many lose, and the largest gap."""
    nation, company = national_ledger(flows, model=model), company_ledger(flows, model=model)
    gaps = [ledger.gap for ledger in (nation, company)]
    gap = max(max(g.max(), -g.min()) for g in gaps) / flows.paid.min()
    single = flows.amounts.T.astype(np.float32)
    single *= (1 / flows.paid).astype(np.float32)
    for k, group in enumerate(plan.rows):
        rows[k] = single[group[0]]
        for i in group[1:]:
            rows[k] += single[i]
    rows[-1] = nation.left / (flows.paid - flows.of("freight") - flows.of("kickback_abroad"))
    return int((company.left < 0).sum()), float(gap)


def _quantiles_of(rows: Singles, before: Singles | None, known: list[Floats]) -> Floats:
    """Give quantiles of rows; one equal to that of the branch before needs no second sorting."""
    return np.stack(
        [
            known[-1][i]
            if before is not None and np.array_equal(before[i], row)
            else _quantiles(row)
            for i, row in enumerate(rows)
        ]
    )


def _quantiles(row: Singles) -> Floats:
    """Give quantiles as `numpy.quantile` does; to sort singles is far faster."""
    if row.min() == row.max():
        return np.full(len(QUANTILES), float(row[0]))
    ordered = np.sort(row)
    places = np.array(QUANTILES) * (len(row) - 1)
    below = np.floor(places).astype(int)
    above = np.minimum(below + 1, len(row) - 1)
    left, right = ordered[below].astype(float), ordered[above].astype(float)
    return np.asarray(left + (right - left) * (places - below))


def _check(summary: Summary) -> None:
    if summary.gap.max(initial=0) > CLOSE:
        i, j = np.unravel_index(summary.gap.argmax(), summary.gap.shape)
        raise ValueError(
            f"{summary.years[i]}, branch {summary.branches[j]}: a ledger is off by "
            f"{summary.gap[i, j]:.3g} of what was paid. A flow stands on one side only."
        )
