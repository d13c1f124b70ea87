"""Put together what drives a run: rules as changed, the world as it was, a scenario's steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.law.rulebook import Rulebook, load_rulebook
from coalface.scenarios.branches import Branches
from coalface.scenarios.demand_path import demand_path
from coalface.scenarios.forcing import GOODS, ROUTES, Forcing, Span
from coalface.scenarios.fuel_path import fuel_path
from coalface.scenarios.history import History, LawNews, load_history, spans_of_steps, step_path
from coalface.scenarios.law_path import LawPath, Spell, law_path
from coalface.scenarios.months import month_axis
from coalface.scenarios.overlay import overlay
from coalface.scenarios.scenario_file import Scenario
from coalface.scenarios.scenario_models import ScenarioFile, Step
from coalface.scenarios.steps import apply_driver, apply_enforcement, apply_terms
from coalface.scenarios.table_paths import monthly_price, monthly_rate, yearly_path

__all__ = ["WorldTables", "build_forcing"]

Floats = NDArray[np.float64]
PRICE_YEARS = month_axis(date(2000, 1, 1), date(2016, 12, 1))
LAW_ARRAYS = ("ban_share", "condition_share", "cap_t", "cap_usd", "cap_days_share", "cap_period")


@dataclass(frozen=True, slots=True)
class WorldTables:
    """The tables that a forcing is made from.

    Attributes:
        prices: Table `prices`, with the benchmarks.
        fx: Table `fx`.
        flows: Table `flows`, for recorded imports up to the last year of data.
        indicators: Table `indicators`, for power.
    """

    prices: pl.DataFrame
    fx: pl.DataFrame
    flows: pl.DataFrame
    indicators: pl.DataFrame


def build_forcing(
    scenario: Scenario,
    tables: WorldTables,
    *,
    branches: Branches | None = None,
    book: Rulebook | None = None,
    history: History | None = None,
) -> Forcing:
    """Make the deterministic inputs of a scenario.

    Nothing of it is a result: levels of enforcement are assumptions about whole classes of trade.

    Args:
        scenario: Checked whole by `load_scenario`.
        tables: Of published figures.
        branches: The readings that hold; the scenario's if None. Of them `law` counts here.
        book: The rulebook; the packaged one if None.
        history: The world as it was; the packaged paths if None.

    Returns:
        The forcing. A scenario equal to the one that it extends gives the same, bit for bit.

    Raises:
        InputError: If a table lacks a series that is needed.
    """
    past = history or load_history()
    rules = overlay(book or load_rulebook(), scenario.layers, scenario.base)
    reading = (branches or scenario.branches).law
    law = law_path(rules, scenario.months, GOODS, reading)
    made = _Made(scenario, past)
    made.law(law)
    made.enforcement()
    made.markets(tables)
    made.surroundings(tables, rules, law)
    return Forcing(months=scenario.months, provenance=made.provenance, **made.arrays)


class _Made:
    """Arrays in the making, with what they rest on; lives only inside `build_forcing`."""

    def __init__(self, scenario: Scenario, history: History) -> None:
        self.scenario, self.history = scenario, history
        self.months = scenario.months
        self.arrays: dict[str, NDArray] = {}  # type: ignore[type-arg]  # floats, and one of ints
        self.provenance: dict[str, tuple[Span, ...]] = {}

    def law(self, law: LawPath) -> None:
        for name in LAW_ARRAYS:
            self.arrays[name] = getattr(law, name)
        for good, spells in law.spells.items():
            self.provenance[f"law/{good}"] = tuple(_law_span(s, self.scenario) for s in spells)

    def enforcement(self) -> None:
        past = self.history.enforcement
        paths = np.stack([step_path(self.months, past[route]) for route in ROUTES], axis=1)
        for route in ROUTES:
            self.provenance[f"enforcement/{route}"] = spans_of_steps(self.months, past[route])
        for layer in self.scenario.layers:
            for step in layer.enforcement:
                apply_enforcement(paths, step, self.months)
                for route in step.routes:
                    self._changed(f"enforcement/{route}", step, layer)
        self.arrays["enforcement"] = paths

    def markets(self, tables: WorldTables) -> None:
        prices, demands = [], []
        for good, prefix in zip(GOODS, ("coal", "iron_ore"), strict=True):
            rule = self.history.prices[good]
            path, spans = monthly_price(tables.prices, rule.series, self.months)
            names = f"world_price_usd_per_t/{good}", f"demand_t/{good}"
            self.provenance[names[0]] = (*spans, self._all(rule.mark, rule.source))
            prices.append(self._driven(f"{prefix}_price", path * rule.factor, names[0]))
            yearly = _yearly_means(tables.prices, rule.series)
            demand, self.provenance[names[1]] = demand_path(
                tables.flows, self.history.demand, good, yearly, self.months
            )
            demands.append(self._driven(f"{prefix}_demand", demand, names[1]))
            freight = self.history.freight[good]
            name = f"freight_usd_per_t/{good}"
            self.provenance[name] = (self._all(freight.mark, freight.source),)
        rate, spans = monthly_rate(tables.fx, self.history.cny_per_usd.pair, self.months)
        self.provenance["cny_per_usd"] = spans
        freights = [self.history.freight[good].level for good in GOODS]
        self.arrays |= {
            "world_price_usd_per_t": np.stack(prices, axis=1),
            "demand_t": np.stack(demands, axis=1),
            "freight_usd_per_t": np.tile(freights, (len(self.months), 1)),
            "cny_per_usd": self._driven("cny_per_usd", rate, "cny_per_usd"),
        }

    def surroundings(self, tables: WorldTables, rules: Rulebook, law: LawPath) -> None:
        past, n = self.history, len(self.months)
        for name in ("border", "news"):
            steps = getattr(past, name)
            self.provenance[name] = spans_of_steps(self.months, steps)
            self.arrays[name] = self._driven(name, step_path(self.months, steps), name)
        loud = self.arrays["news"] + _law_news(law, past, self.months)
        self.arrays["news"] = np.minimum(1.0, loud)
        self.arrays["power"] = self._driven("power", self._power(tables), "power")
        evading = step_path(self.months, past.fuel.unrecorded)
        evading = self._driven("unrecorded_fuel", evading, "fuel/unrecorded")
        fuel = fuel_path(rules, past.fuel, evading, self.months)
        self.provenance["fuel"] = (self._all(past.fuel.mark, past.fuel.source),)
        self.arrays["fuel"] = self._driven("fuel", fuel, "fuel")
        self.arrays["prepayment_limit"] = np.ones(n)
        self.provenance["prepayment_limit"] = (self._all("assumed", "nothing limits it"),)
        for layer in self.scenario.layers:
            for step in layer.terms:
                apply_terms(self.arrays["prepayment_limit"], step, self.months)
                self._changed("prepayment_limit", step, layer)

    def _power(self, tables: WorldTables) -> Floats:
        power = self.history.power
        rows = tables.indicators.filter(pl.col("indicator") == power.indicator).select(
            pl.col("period_start").dt.year(), pl.mean_horizontal("value_low", "value_high")
        )
        points = dict(rows.sort("period_start").iter_rows())
        years = ", ".join(str(year) for year in sorted(points))
        source = f"indicator {power.indicator} of {years} over {power.full_twh:g} TWh, joined"
        self.provenance["power"] = (self._all("derived", source),)
        return np.minimum(1.0, yearly_path(points, self.months) / power.full_twh)

    def _driven(self, driver: str, path: Floats, name: str) -> Floats:
        """Apply the scenario's steps of one driver, layer by layer."""
        for layer in self.scenario.layers:
            for step in layer.drivers.get(driver, ()):
                path = apply_driver(path, step, self.months)
                self._changed(name, step, layer)
        return path

    def _all(self, mark: str, source: str) -> Span:
        return Span(self.months[0], self.months[-1], mark, source)  # type: ignore[arg-type]

    def _changed(self, name: str, step: Step, layer: ScenarioFile) -> None:
        why = f": {step.why}" if step.why else ""
        source = f"scenario {layer.scenario}{why}"
        span = Span(step.first, step.last or self.months[-1], "assumed", source)
        self.provenance[name] = (*self.provenance.get(name, ()), span)


def _law_span(spell: Spell, scenario: Scenario) -> Span:
    changed = any(x.rules.change or x.relaxation or x.tightening for x in scenario.layers)
    told = ", ".join(spell.measures) or "no measure reaches it"
    mark = "assumed" if changed or scenario.base != "un-1718" else "published"
    return Span(spell.starts_on, spell.ends_on, mark, told)


def _law_news(law: LawPath, past: History, months: Sequence[date]) -> Floats:
    """Give how loud changes of the rules are: loud in the month they begin, then fading."""
    rule = past.law_news
    began: dict[date, float] = {}
    for spells in law.spells.values():
        for before, spell in pairwise(spells):
            month = spell.starts_on.replace(day=1)
            began[month] = max(began.get(month, 0.0), _weight(before, spell, rule))
    fade = 0.5 ** (1.0 / rule.half_life_months)
    loud = np.zeros(len(months))
    for i, month in enumerate(months):
        loud[i] = max(began.get(month, 0.0), loud[i - 1] * fade if i else 0.0)
    return loud


def _weight(before: Spell, spell: Spell, rule: LawNews) -> float:
    if before.is_banned:
        return 0.0  # relief is no news of enforcement
    if spell.is_banned:
        return rule.ban
    if spell.cap is not None and before.cap is None:
        return rule.cap
    return rule.condition if spell.is_conditional and not before.is_conditional else 0.0


def _yearly_means(prices: pl.DataFrame, series: str) -> dict[int, float]:
    path, _ = monthly_price(prices, series, PRICE_YEARS)
    years = np.array([m.year for m in PRICE_YEARS])
    return {int(y): float(path[years == y].mean()) for y in np.unique(years)}
