"""The price at which the company breaks even, and the chance that it lost money in a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from coalface.earnings.branches import Branch, TermsInForce, all_branches, terms_on
from coalface.earnings.draws import Draws, Floats, draw_named
from coalface.earnings.ledgers import company_ledger
from coalface.earnings.model import Good, Model, load_model
from coalface.earnings.parameters import Parameter, load_parameters
from coalface.earnings.stages import parameters_of, parameters_used, simulate_flows
from coalface.errors import TableError
from coalface.trade.figures import Figure, ratio, total
from coalface.trade.observations import Observation, find_series
from coalface.vocabulary.numbers import Number

__all__ = [
    "CANT_TELL",
    "Loss",
    "UnitValue",
    "break_even",
    "break_even_numbers",
    "estimate_losses",
    "find_unit_values",
    "name_silent_years",
]

LOW, HIGH = 0.05, 0.95
CANT_TELL = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class UnitValue:
    """The customs unit value that speaks for a year: of all its months with both sides.

    `period` names the months where they are not the whole year: `2017, Jan only`; `mass_t` is what
    the prints of those months weigh together, where it is known.
    """

    year: int
    period: str
    usd_per_t: Figure
    mass_t: float | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """The chance that the company lost money in one year under one branch."""

    year: int
    period: str
    branch: str
    probability: Number
    verdict: str


def break_even(costs: Floats, levies: Floats, kickback: Floats | float = 0.0) -> Floats:
    """Give the price at which the company's result is nil, in USD per t.

    Args:
        costs: What a tonne costs at the port, USD per t.
        levies: Share of the price owed to authorities.
        kickback: Share of the price received off the books, on which nothing is owed.
    """
    return np.asarray(costs / (1 - levies + kickback))


def break_even_numbers(
    n: int, *, rng: np.random.Generator, model: Model | None = None
) -> tuple[Number, ...]:
    """Give the break-even price at the modes and in 90 % of draws, without and with a kick-back.

    The price compares with a customs unit value from which no freight is taken, and the cost of
    money, for which nothing was found, is left out.
    """
    model = model or load_model()
    good = model.goods[0]
    kiep = next(k for k in model.kickbacks if k.id == "kiep").share
    names = (good.costs, model.levies.unconditional, model.levies.other, kiep)
    draws = draw_named(names, n, rng=rng)
    modes = {name: np.array([_mode(load_parameters()[name])]) for name in names}
    return tuple(
        _break_even_number(good, key, used, modes, draws)
        for key, used in (("without_kickback", names[:3]), ("with_kickback", names))
    )


def find_unit_values(flows: pl.DataFrame, good: Good) -> tuple[UnitValue, ...]:
    """Find the customs unit value of a good for each year, as China recorded it.

    A year without value and mass of the same months has none. Where no whole year has both, its
    parts that have them are pooled, the longest first and none counted twice, and are named.
    """
    series = next((s for s in find_series((flows,)) if s.good.code == good.hs_code), None)
    observed = series.observations if series else ()
    by_year: dict[int, list[Observation]] = {}
    for at in observed:
        if at.unit_value is not None:
            by_year.setdefault(at.year, []).append(at)
    return tuple(_unit_value(year, found) for year, found in sorted(by_year.items()))


def name_silent_years(years: Iterable[int]) -> str:
    """Name the years around and between some years, of which nothing speaks."""
    known = sorted(years)
    gaps = [str(y) for y in range(known[0], known[-1]) if y not in known]
    return ", ".join((*gaps, f"before {known[0]}", f"after {known[-1]}"))


def estimate_losses(
    unit_values: tuple[UnitValue, ...],
    n: int,
    *,
    rng: np.random.Generator,
    good: Good | None = None,
    branches: tuple[Branch, ...] | None = None,
    model: Model | None = None,
) -> tuple[Loss, ...]:
    """Estimate the chance that the trading company lost money, by year and branch.

    It rests on one cost range for all years and mines. Between 0.1 and 0.9 it says "can't tell".

    Args:
        unit_values: Customs unit values by year.
        n: Number of draws.
        rng: Names the streams of draws.
        good: The good; the model's first if None.
        branches: Which to show; all if None.
        model: The packaged one if None.

    Raises:
        TableError: If there is no unit value at all.
    """
    if not unit_values:
        raise TableError("flows: no period has both value and mass of the good. Add one.")
    model = model or load_model()
    good = good or model.goods[0]
    chosen = all_branches(model) if branches is None else branches
    draws = draw_named(parameters_of(good, model), n, rng=rng)
    found = []
    for value in unit_values:
        terms = terms_on(date(value.year, 1, 1), model)
        found += [_loss(value, good, branch, terms, draws) for branch in chosen]
    return tuple(found)


def _mode(parameter: Parameter) -> float:
    return parameter.range[1]


def _break_even_number(
    good: Good, key: str, names: tuple[str, ...], modes: Draws, draws: Draws
) -> Number:
    def price(values: Draws) -> Floats:
        costs, unconditional, other, *kickback = (values[name] for name in names)
        return break_even(costs, unconditional + other, kickback[0] if kickback else 0.0)

    low, high = np.quantile(price(draws), (LOW, HIGH))
    at_modes = ", ".join(f"{name} {float(modes[name][0]):g}" for name in names)
    return Number(
        id=f"earnings/break_even/{good.id}/{key}",
        label=f"Price at which a trading company breaks even, {good.title.lower()}, "
        + key.replace("_", " "),
        value=float(price(modes)[0]),
        low=float(low),
        high=float(high),
        unit="USD/t",
        how=f"costs / (1 - levies + kick-back) at {at_modes}; range: 5 to 95 % of draws",
        inputs=tuple(f"parameters/{name}" for name in names),
        note="at customs value, freight and cost of money left out",
    )


def _unit_value(year: int, found: list[Observation]) -> UnitValue:
    parts: list[Observation] = []
    for at in sorted(found, key=lambda o: (-o.n_months, o.starts_on)):
        if all(at.ends_on <= o.starts_on or o.ends_on <= at.starts_on for o in parts):
            parts.append(at)
    parts.sort(key=lambda o: o.starts_on)
    pairs = [o.both for o in parts if o.both is not None]
    pooled = ratio(total([value for value, _ in pairs]), total([mass for _, mass in pairs]))
    figure = parts[0].unit_value if len(parts) == 1 else pooled
    assert figure is not None, "only observations with both sides are kept"
    is_whole = len(parts) == 1 and parts[0].is_full_year
    period = str(year) if is_whole else f"{year}, {_months(parts)} only"
    return UnitValue(year, period, figure, sum(mass.value for _, mass in pairs))


def _months(parts: Iterable[Observation]) -> str:
    """Name months, those of a longer part by its first and last."""
    named = []
    for at in parts:
        last = at.ends_on - timedelta(days=1)
        until = "" if at.n_months == 1 else f" to {last:%b}"
        named.append(f"{at.starts_on:%b}{until}")
    *before, final = named
    return f"{', '.join(before)} and {final}" if before else final


def _loss(value: UnitValue, good: Good, branch: Branch, terms: TermsInForce, draws: Draws) -> Loss:
    flows = simulate_flows(value.usd_per_t.value, good, branch, terms, draws)
    probability = float((company_ledger(flows).left < 0).mean())
    used = [f"parameters/{name}" for name in parameters_used(good, branch, terms)]
    low, high = CANT_TELL
    verdict = "can't tell"
    if not low <= probability <= high:
        verdict = "likely lost" if probability > high else "likely earned"
    notes = [f"unit value of {value.period}"]
    if terms.is_carried:
        notes.append(f"terms of payment carried on from {terms.terms.id}")
    number = Number(
        id=f"earnings/losses/{value.year}/{branch.id}",
        label=f"Chance that the trading company lost money, {value.period}, {branch.title}",
        value=probability,
        unit="share",
        mark="assumed",
        how=f"share of {len(flows.paid):,} draws with a negative result at "
        f"{value.usd_per_t.value:.1f} USD/t",
        inputs=(*value.usd_per_t.inputs, *used),
        note="; ".join((*notes, "costs, finance and supplies rest on assumptions")),
    )
    return Loss(value.year, value.period, branch.id, number, verdict)
