"""Put together what drives a run: rules as changed, the world as it was, a scenario's steps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.law.rulebook import Rulebook, load_rulebook
from coalface.scenarios.branches import Branches
from coalface.scenarios.demand_path import demand_path
from coalface.scenarios.driver_ranges import check_path
from coalface.scenarios.forcing import GOODS, ROUTES, Forcing, Span
from coalface.scenarios.fuel_path import fuel_path
from coalface.scenarios.history import (
    History,
    HistoryStep,
    LawNews,
    load_history,
    spans_of_steps,
    step_path,
)
from coalface.scenarios.law_path import LawPath, Spell, law_path
from coalface.scenarios.months import month_axis
from coalface.scenarios.overlay import overlay
from coalface.scenarios.scenario_file import Scenario
from coalface.scenarios.scenario_models import ScenarioFile, Step
from coalface.scenarios.steps import apply_driver, apply_enforcement, apply_terms
from coalface.scenarios.table_paths import monthly_price, monthly_rate, yearly_path
from coalface.vocabulary.numbers import Mark

__all__ = ["WorldTables", "build_forcing"]

Floats = NDArray[np.float64]
Spans = tuple[Span, ...]
LAW_ARRAYS = ("ban_share", "condition_share", "cap_t", "cap_usd", "cap_days_share", "cap_period")
DRIVER_PREFIX = {"anthracite": "coal", "iron_ore": "iron_ore"}
ALL_RULES = "un-1718"
FIRST_MONTH = date(2000, 1, 1)


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


@dataclass(frozen=True, slots=True)
class _Part:
    """Some arrays of a forcing, with what they rest on."""

    arrays: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, Spans] = field(default_factory=dict)


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
    since = month_axis(FIRST_MONTH, scenario.months[-1])  # news of older changes still fades
    law = law_path(rules, since, GOODS, (branches or scenario.branches).law)
    parts = [
        _law_part(law, scenario),
        _enforcement_part(scenario, past),
        *(_good_part(good, scenario, past, tables) for good in GOODS),
        _rate_part(scenario, past, tables),
        _power_part(scenario, past, tables),
        _fuel_part(scenario, past, rules),
        _step_part("border", scenario, past.border),
        _news_part(scenario, past, law),
        _terms_part(scenario),
    ]
    arrays: dict[str, Any] = {}
    provenance: dict[str, Spans] = {}
    for part in parts:
        provenance |= part.provenance
        for name, found in part.arrays.items():
            arrays.setdefault(name, []).append(found)
    joined: dict[str, Any] = {
        k: v[0] if len(v) == 1 else np.stack(v, axis=1) for k, v in arrays.items()
    }
    return Forcing(months=scenario.months, provenance=provenance, **joined)


def _law_part(law: LawPath, scenario: Scenario) -> _Part:
    is_changed = scenario.base != ALL_RULES or any(
        layer.rules.change or layer.relaxation or layer.tightening for layer in scenario.layers
    )
    mark: Mark = "assumed" if is_changed else "published"
    provenance = {
        f"law/{good}": tuple(
            Span(s.starts_on, s.ends_on, mark, ", ".join(s.measures) or "no measure reaches it")
            for s in spells
            if s.ends_on > scenario.months[0]
        )
        for good, spells in law.spells.items()
    }
    n = len(scenario.months)
    return _Part({name: getattr(law, name)[-n:] for name in LAW_ARRAYS}, provenance)


def _enforcement_part(scenario: Scenario, past: History) -> _Part:
    months = scenario.months
    paths = np.stack([step_path(months, past.enforcement[route]) for route in ROUTES], axis=1)
    spans = {route: spans_of_steps(months, past.enforcement[route]) for route in ROUTES}
    for layer in scenario.layers:
        for step in layer.enforcement:
            apply_enforcement(paths, step, months)
            spans |= {r: (*spans[r], _changed(step, layer, months)) for r in step.routes}
    return _Part({"enforcement": paths}, {f"enforcement/{r}": s for r, s in spans.items()})


def _good_part(good: str, scenario: Scenario, past: History, tables: WorldTables) -> _Part:
    """Give price, freight and demand of one good."""
    months, rule, freight = scenario.months, past.prices[good], past.freight[good]
    price, price_spans = monthly_price(tables.prices, rule.series, months)
    yearly = _yearly_means(tables.prices, rule.series)
    demand, demand_spans = demand_path(tables.flows, past.demand, good, yearly, months)
    prefix = DRIVER_PREFIX[good]
    price, price_spans = _driven(scenario, f"{prefix}_price", price * rule.factor, price_spans)
    demand, demand_spans = _driven(scenario, f"{prefix}_demand", demand, demand_spans)
    return _Part(
        {
            "world_price_usd_per_t": price,
            "demand_t": demand,
            "freight_usd_per_t": np.full(len(months), freight.level),
        },
        {
            f"world_price_usd_per_t/{good}": price_spans,
            f"world_price_usd_per_t/{good}/factor": (_all(months, rule.mark, rule.source),),
            f"demand_t/{good}": demand_spans,
            f"freight_usd_per_t/{good}": (_all(months, freight.mark, freight.source),),
        },
    )


def _rate_part(scenario: Scenario, past: History, tables: WorldTables) -> _Part:
    found = monthly_rate(tables.fx, past.cny_per_usd.pair, scenario.months)
    rate, spans = _driven(scenario, "cny_per_usd", *found)
    return _Part({"cny_per_usd": rate}, {"cny_per_usd": spans})


def _power_part(scenario: Scenario, past: History, tables: WorldTables) -> _Part:
    rule, months = past.power, scenario.months
    rows = tables.indicators.filter(pl.col("indicator") == rule.indicator).select(
        pl.col("period_start").dt.year(), pl.mean_horizontal("value_low", "value_high")
    )
    points = dict(rows.sort("period_start").iter_rows())
    years = ", ".join(str(year) for year in sorted(points))
    source = f"indicator {rule.indicator} of {years} over {rule.full_twh:g} TWh, joined"
    path = np.minimum(1.0, yearly_path(points, months) / rule.full_twh)
    power, spans = _driven(scenario, "power", path, (_all(months, "derived", source),))
    return _Part({"power": power}, {"power": spans})


def _fuel_part(scenario: Scenario, past: History, rules: Rulebook) -> _Part:
    rule, months = past.fuel, scenario.months
    evading, evading_spans = _driven(
        scenario,
        "unrecorded_fuel",
        step_path(months, rule.unrecorded),
        spans_of_steps(months, rule.unrecorded),
    )
    path = fuel_path(rules, rule, evading, months)
    fuel, spans = _driven(scenario, "fuel", path, (_all(months, rule.mark, rule.source),))
    return _Part({"fuel": fuel}, {"fuel": spans, "fuel/unrecorded": evading_spans})


def _step_part(name: str, scenario: Scenario, steps: Sequence[HistoryStep]) -> _Part:
    months = scenario.months
    path, spans = step_path(months, steps), spans_of_steps(months, steps)
    path, spans = _driven(scenario, name, path, spans)
    return _Part({name: path}, {name: spans})


def _news_part(scenario: Scenario, past: History, law: LawPath) -> _Part:
    part = _step_part("news", scenario, past.news)
    loud = part.arrays["news"] + _law_news(law, past.law_news)[-len(scenario.months) :]
    return _Part({"news": np.minimum(1.0, loud)}, part.provenance)


def _terms_part(scenario: Scenario) -> _Part:
    months = scenario.months
    limit = np.ones(len(months))
    spans: Spans = (_all(months, "assumed", "nothing limits it"),)
    for layer in scenario.layers:
        for step in layer.terms:
            apply_terms(limit, step, months)
            spans = (*spans, _changed(step, layer, months))
    return _Part({"prepayment_limit": limit}, {"prepayment_limit": spans})


def _driven(scenario: Scenario, driver: str, path: Floats, spans: Spans) -> tuple[Floats, Spans]:
    """Apply the scenario's steps of one driver, layer by layer."""
    for layer in scenario.layers:
        for step in layer.drivers.get(driver, ()):
            path = apply_driver(path, step, scenario.months)
            spans = (*spans, _changed(step, layer, scenario.months))
    if any(layer.drivers.get(driver) for layer in scenario.layers):
        check_path(driver, path)
    return path, spans


def _all(months: Sequence[date], mark: Mark, source: str) -> Span:
    return Span(months[0], months[-1], mark, source)


def _changed(step: Step, layer: ScenarioFile, months: Sequence[date]) -> Span:
    why = f": {step.why}" if step.why else ""
    source = f"scenario {layer.scenario}{why}"
    return Span(step.first, step.last or months[-1], "assumed", source)


def _law_news(law: LawPath, rule: LawNews) -> Floats:
    """Give how loud changes of the rules are: loud in the month they begin, then fading."""
    began: dict[date, float] = {}
    for spells in law.spells.values():
        for before, spell in pairwise(spells):
            month = spell.starts_on.replace(day=1)
            began[month] = max(began.get(month, 0.0), _weight(before, spell, rule))
    fade = 0.5 ** (1.0 / rule.half_life_months)
    loud = np.zeros(len(law.months))
    for i, month in enumerate(law.months):
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
    """Give the mean price of each year that recorded values are divided by."""
    months = month_axis(FIRST_MONTH, date(2016, 12, 1))
    path, _ = monthly_price(prices, series, months)
    years = np.array([m.year for m in months])
    return {int(y): float(path[years == y].mean()) for y in np.unique(years)}
