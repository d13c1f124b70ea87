"""Tests of what went to the authorities: the share needed, under each reading of the base."""

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from coalface.earnings.bases import BaseTotal, find_base, numbers, total_of
from coalface.earnings.claim_forms import AuthorityShare, Base, EarningsStatement
from coalface.earnings.claim_results import CheckedEarnings, EarningsInputs, Reading, figure_number
from coalface.earnings.model import Model, Valuation, load_model
from coalface.earnings.parameters import load_parameters
from coalface.earnings.precedence import find_line
from coalface.trade.figures import Figure
from coalface.vocabulary.numbers import Mark, Number

__all__ = ["Window", "check_authority_share", "find_windows"]

BILLION = 1e9
SIDES = 2  # authorities and market
Z_90 = 1.6449  # half of a 90 % band, in standard deviations


@dataclass(frozen=True, slots=True)
class Window:
    """The shares of the authorities under which a statement holds, for one base and valuation.

    Attributes:
        base: What the money is a share of.
        valuation: What is taken off or put on.
        total: The base so valued, in USD, with its 90 % band.
        factor: Value over customs value, with its range.
        amount_usd: What each side must have at least.
    """

    base: Base
    valuation: Valuation
    total: Figure
    factor: Figure
    amount_usd: float

    @property
    def id(self) -> str:
        """Give its name, e.g. `coal_and_ore.fob`."""
        return f"{self.base.id}.{self.valuation.id}"

    def shares(self, total_usd: float) -> tuple[float, float] | None:
        """Give the lowest and highest share that leave both sides enough, or None if none do."""
        if total_usd < SIDES * self.amount_usd:
            return None
        least = self.amount_usd / total_usd
        return least, 1 - least


def check_authority_share(
    statement: EarningsStatement, test: AuthorityShare, inputs: EarningsInputs
) -> CheckedEarnings:
    """Test that authorities and market each had at least an amount.

    It says which share of the authorities would make it true, never that the share was so: the
    share has no source but the statement itself.

    Args:
        statement: What was said.
        test: Its form.
        inputs: Tables.
    """
    windows, bases = find_windows(test, inputs)
    beside = tuple(n for base in bases for n in numbers(base))
    readings = tuple(_reading(statement, test, window, inputs) for window in windows)
    return CheckedEarnings(statement, readings, beside)


def find_windows(
    test: AuthorityShare, inputs: EarningsInputs
) -> tuple[tuple[Window, ...], tuple[BaseTotal, ...]]:
    """Give the window of each base and valuation, and the lines behind the bases."""
    model = load_model()
    names = dict.fromkeys(line for base in test.bases for line in base.lines)
    found = {
        name: find_base(
            inputs.evidence, find_line(name), starts_on=test.starts_on, ends_on=test.ends_on
        )
        for name in names
    }
    windows = [
        Window(base, valuation, *_valued(base, valuation, found, test, model), test.at_least_usd)
        for base in test.bases
        for valuation in model.valuations
        if valuation.id in test.valuations
    ]
    return tuple(windows), tuple(found.values())


def _valued(
    base: Base,
    valuation: Valuation,
    found: dict[str, BaseTotal],
    test: AuthorityShare,
    model: Model,
) -> tuple[Figure, Figure]:
    total = total_of([found[name] for name in base.lines])
    factor = _factor(valuation, test.kickback, model)
    value = total.value * factor.value
    below = sqrt((1 - total.low / total.value) ** 2 + (1 - factor.low / factor.value) ** 2)
    above = sqrt((total.high / total.value - 1) ** 2 + (factor.high / factor.value - 1) ** 2)
    inputs = (*total.inputs, *factor.inputs)
    figure = replace(
        total,
        value=value,
        low=value * (1 - below),
        high=value * (1 + above),
        inputs=inputs,
        mark="assumed" if factor.mark == "assumed" else total.mark,
    )
    return figure, factor


def _factor(valuation: Valuation, kickback: str, model: Model) -> Figure:
    factor = Figure(1.0, 1.0, 1.0, ())
    freight, on_top = (load_parameters()[name] for name in (model.freight_share, kickback))
    if valuation.less_freight:
        low, mode, high = freight.range
        factor = Figure(1 - mode, 1 - high, 1 - low, (freight.row_id,), freight.mark)
    if valuation.with_kickback:
        low, mode, high = on_top.range
        inputs = (*factor.inputs, on_top.row_id)
        mark: Mark = "assumed" if "assumed" in (factor.mark, on_top.mark) else "derived"
        factor = Figure(factor.value + mode, factor.low + low, factor.high + high, inputs, mark)
    return factor


def _reading(
    statement: EarningsStatement, test: AuthorityShare, window: Window, inputs: EarningsInputs
) -> Reading:
    stem = f"earnings/{statement.id}/{window.id}"
    title = f"{window.base.title}, {window.valuation.title}"
    period = f"{test.starts_on.year} to {test.ends_on:%B %Y}, end excluded"
    total = figure_number(
        window.total,
        f"{stem}/total_usd",
        f"{title}, {period}",
        "USD",
        how=f"customs values of the years, gaps imputed, times {window.factor.value:.3f}",
        note=_beside(window),
    )
    verdict, reason = _verdict(test, window)
    found = (total, *_share_numbers(stem, statement, window))
    if inputs.independent_share is not None:
        found = (*found, _probability(stem, window, inputs))
    return Reading(window.id, title, verdict, reason, found)


def _beside(window: Window) -> str:
    """Set what another hand came to beside ours, at customs value only."""
    if window.valuation.less_freight or window.valuation.with_kickback:
        return ""
    low, high = window.base.said_low_usd / BILLION, window.base.said_high_usd / BILLION
    return f"an earlier sum of the same books came to {low:.1f} to {high:.1f} billion USD"


def _verdict(test: AuthorityShare, window: Window) -> tuple[str, str]:
    """Say it of the middle of the base, and in the reason what its ends would change."""
    ends = f"base {window.total.low / BILLION:.1f} to {window.total.high / BILLION:.1f} billion USD"
    shares, best = window.shares(window.total.value), window.shares(window.total.high)
    needed = SIDES * test.at_least_usd / BILLION
    if shares is None:
        held = "excluded over the whole band"
        if best is not None:
            held = (
                f"excluded at the middle; the top of the band needs {best[0]:.2f} to {best[1]:.2f}"
            )
        return "excluded", f"both sides need {needed:.0f} billion USD together; {ends}; {held}"
    low, _, high = load_parameters()[test.share].range
    reason = f'{ends}; "about half" taken as {low:g} to {high:g}, a range of ours'
    if shares[0] <= low and high <= shares[1]:
        return "consistent", reason
    return f"needs {shares[0]:.2f} to {shares[1]:.2f}", reason


def _share_numbers(stem: str, statement: EarningsStatement, window: Window) -> tuple[Number, ...]:
    found = []
    for i, name in enumerate(("from", "to")):
        middle, best, worst = (
            window.shares(x) for x in (window.total.value, window.total.high, window.total.low)
        )
        ends = [pair[i] for pair in (best, worst, middle) if pair is not None]
        found.append(
            Number(
                id=f"{stem}/share_{name}",
                label=f"Share of the authorities needed, {name}, {window.base.title}, "
                f"{window.valuation.title}",
                value=None if middle is None else middle[i],
                low=min(ends) if len(ends) > 1 else None,
                high=max(ends) if len(ends) > 1 else None,
                unit="share",
                mark=window.total.mark,
                how=f"{window.amount_usd:,.0f} USD over the base, on either side of it",
                inputs=(statement.row_id, *window.total.inputs),
                note="" if middle else "no share does at the middle of the base",
            )
        )
    return tuple(found)


def _probability(stem: str, window: Window, inputs: EarningsInputs) -> Number:
    """Give the chance that the share lies in the window, by a share that the user brings."""
    assert inputs.independent_share is not None, "asked for only with a share"
    rng = inputs.rng
    share = rng.triangular(*inputs.independent_share, size=inputs.n_draws)
    error = rng.standard_normal(inputs.n_draws)
    below, above = (
        (window.total.value - window.total.low) / Z_90,
        (window.total.high - window.total.value) / Z_90,
    )
    total = window.total.value + error * np.where(error < 0, below, above)
    holds = np.minimum(share, 1 - share) * total >= window.amount_usd
    low, mode, high = inputs.independent_share
    return Number(
        id=f"{stem}/probability",
        label=f"Chance that it holds, {window.base.title}, {window.valuation.title}",
        value=float(holds.mean()),
        unit="share",
        mark="assumed",
        how=f"share of {inputs.n_draws:,} draws; share of the authorities {low:g}, {mode:g}, "
        f"{high:g} brought by the user, base by its 90 % band",
        inputs=window.total.inputs,
    )
