"""Tests of what companies, buyers and mines are said to do: losses, fines, exports of output."""

import polars as pl

from coalface.earnings.branches import find_branch
from coalface.earnings.breakeven import (
    Loss,
    UnitValue,
    break_even_numbers,
    estimate_losses,
    find_unit_values,
    name_silent_years,
)
from coalface.earnings.claim_forms import (
    CompanyLoss,
    EarningsStatement,
    ExportShare,
    ExportYear,
    SmugglersCondition,
)
from coalface.earnings.claim_results import (
    CheckedEarnings,
    EarningsInputs,
    Reading,
    drawn_number,
    figure_number,
)
from coalface.earnings.draws import draw_named
from coalface.earnings.mines import mine_parameters, simulate_mines
from coalface.earnings.model import OutputSeries, load_model
from coalface.earnings.parameters import load_parameters
from coalface.earnings.profit import profit_drivers
from coalface.earnings.sensitivity import Driver, decompose_variance
from coalface.earnings.smuggling import deterring_chance, deterring_fine, simulate_buyer
from coalface.trade.figures import Figure, ratio
from coalface.trade.observations import find_series
from coalface.vocabulary.numbers import Number

__all__ = ["check_company_loss", "check_export_share", "check_smugglers_condition"]

CAPTION_BRANCH = "kiep.A.fob"
MEGA = 1e6
VERDICTS = ("likely lost", "can't tell", "likely earned")
ROUNDING = 0.005  # of a share printed in whole percent


def check_company_loss(
    statement: EarningsStatement, test: CompanyLoss, inputs: EarningsInputs
) -> CheckedEarnings:
    """Give the chance of a loss by year and branch, one reading a branch.

    Args:
        statement: What was said.
        test: Its form.
        inputs: Tables.
    """
    good = load_model().good(test.good)
    values = find_unit_values(inputs.flows, good)
    losses = estimate_losses(values, inputs.n_draws, rng=inputs.rng, good=good)
    by_branch: dict[str, list[Loss]] = {}
    for loss in losses:
        by_branch.setdefault(loss.branch, []).append(loss)
    readings = tuple(_branch_reading(branch, rows) for branch, rows in by_branch.items())
    drivers = profit_drivers(
        _middle(values), find_branch(CAPTION_BRANCH), inputs.n_draws, rng=inputs.rng, good=good
    )
    beside = (*break_even_numbers(inputs.n_draws, rng=inputs.rng), *map(_unit_value_number, values))
    return CheckedEarnings(statement, readings, beside, drivers)


def check_smugglers_condition(
    statement: EarningsStatement, test: SmugglersCondition, inputs: EarningsInputs
) -> CheckedEarnings:
    """Give the chance of seizure at which smuggled coal no longer pays, and the fine that deters.

    Args:
        statement: What was said.
        test: Its form; its chances are inputs, none is estimated.
        inputs: Tables.
    """
    buyer = simulate_buyer(inputs.n_draws, inputs.fx, year=test.rate_year, rng=inputs.rng)
    readings = []
    for key, title, is_prepaid in (
        ("prepaid", "cargo paid before: it is lost with the fine", True),
        ("after_delivery", "cargo paid after delivery: only the fine is at risk", False),
    ):
        stem, rows = f"earnings/{statement.id}/{key}", (statement.row_id, *buyer.inputs)
        chance = drawn_number(
            deterring_chance(buyer, is_prepaid=is_prepaid),
            f"{stem}/chance",
            f"Chance of seizure above which a buyer loses on average, {title}",
            "share",
            inputs=rows,
            how="gain / (gain + what is lost)",
        )
        fines = tuple(
            drawn_number(
                deterring_fine(buyer, p, is_prepaid=is_prepaid),
                f"{stem}/fine_usd_at_{p:g}",
                f"Fine that deters at a chance of seizure of {p:g}, {title}",
                "USD",
                inputs=rows,
                how="gain x (1 - chance) / chance, less the cargo where it is lost too",
            )
            for p in test.chances
        )
        low, high = chance.low or 0.0, chance.high or 0.0
        verdict = f"gains below a chance of {low:.2f} to {high:.2f}"
        reason = "the chance itself is unknown; one fine and one price, told by one report"
        readings.append(Reading(key, title, verdict, reason, (chance, *fines)))
    drivers = decompose_variance(
        deterring_chance(buyer, is_prepaid=True), buyer.draws, key=f"{statement.id}/prepaid"
    )
    return CheckedEarnings(statement, tuple(readings), drivers=drivers)


def check_export_share(
    statement: EarningsStatement, test: ExportShare, inputs: EarningsInputs
) -> CheckedEarnings:
    """Give exports over output by year and rival series, and the leakage that the quota needs.

    Args:
        statement: What was said.
        test: Its form.
        inputs: Tables.
    """
    readings: list[Reading] = []
    drivers: tuple[Driver, ...] = ()
    for year in test.years:
        exports = _mass(inputs.flows, year)
        for name, output in _outputs(inputs.indicators, year):
            readings.append(_export_reading(statement, test, year, name, exports, output))
        if year.is_by_series and exports is not None:
            readings += [_leakage(statement, exports, s, inputs) for s in load_model().series]
            drivers = _leakage_drivers(statement, exports, load_model().series[0], inputs)
    return CheckedEarnings(statement, tuple(readings), drivers=drivers)


def _branch_reading(branch: str, rows: list[Loss]) -> Reading:
    counts = {verdict: [r.period for r in rows if r.verdict == verdict] for verdict in VERDICTS}
    silent = name_silent_years(r.year for r in rows)
    parts = [f"{v}: {_listed(periods)}" for v, periods in counts.items() if periods]
    said = "; ".join((*parts, f"no figure: {silent}"))
    kinds = [v for v in VERDICTS if counts[v]]
    verdict = kinds[0] if len(kinds) == 1 else "differs by year"
    return Reading(
        branch, find_branch(branch).title, verdict, said, tuple(r.probability for r in rows)
    )


def _listed(periods: list[str]) -> str:
    """Give periods in a row; months that stand for a year go in brackets."""
    parts = (period.partition(", ") for period in periods)
    return ", ".join(f"{year} ({months})" if months else year for year, _, months in parts)


def _middle(values: tuple[UnitValue, ...]) -> UnitValue:
    return sorted(values, key=lambda v: v.usd_per_t.value)[len(values) // 2]


def _unit_value_number(value: UnitValue) -> Number:
    return figure_number(
        value.usd_per_t,
        f"earnings/unit_values/coal/{value.year}",
        f"Anthracite, unit value at customs, {value.period}",
        "USD/t",
        how="value / mass",
    )


def _mass(flows: pl.DataFrame, year: ExportYear) -> Figure | None:
    series = next((s for s in find_series((flows,)) if s.good.code == year.code), None)
    found = (o for o in (series.observations if series else ()) if o.is_full_year)
    return next((o.mass for o in found if o.year == year.year), None)


def _outputs(indicators: pl.DataFrame, year: ExportYear) -> list[tuple[str, Figure | None]]:
    """Give output in t by the indicator, or by each rival series, never their mean."""
    if year.is_by_series:
        return [(s.title, _series_output(s)) for s in load_model().series]
    rows = indicators.filter(
        (pl.col("indicator") == year.output_indicator)
        & (pl.col("period_start").dt.year() == year.year)
    )
    if rows.is_empty():
        return [("no estimate", None)]
    first = rows.row(0, named=True)
    low, high = float(first["value_low"]) * MEGA, float(first["value_high"]) * MEGA
    return [(first["who"], Figure((low + high) / 2, low, high, (first["row_id"],)))]


def _series_output(series: OutputSeries) -> Figure:
    value = series.value * MEGA
    return Figure(value, value, value, (load_parameters()[series.output].row_id,))


def _export_reading(
    statement: EarningsStatement,
    test: ExportShare,
    year: ExportYear,
    name: str,
    exports: Figure | None,
    output: Figure | None,
) -> Reading:
    low, _, high = load_parameters()[test.share].range
    key = f"{year.year}.{year.code}.{name.lower().replace(' ', '_')}"
    title = f"HS {year.code} in {year.year}, output by {name}"
    share = ratio(exports, output)
    found = figure_number(
        share,
        f"earnings/{statement.id}/{key}/share",
        f"Exports over output, {title}",
        "share",
        how="mass that China recorded / output",
        note="output is of all coals, so the share of anthracite alone is higher",
    )
    if share is None:
        missing = "mass exported" if exports is None else "output"
        return Reading(key, title, "no figure", f"the {missing} was not published", (found,))
    is_in = low - ROUNDING <= share.value <= high + ROUNDING
    verdict = "consistent" if is_in else "excluded"
    if not test.from_year <= year.year <= test.to_year:
        verdict = "outside the years of the statement"
    reason = f"{share.value:.2f}, against {low:.2f} to {high:.2f}"
    return Reading(key, title, verdict, reason, (found,))


def _leakage(
    statement: EarningsStatement, exports: Figure, series: OutputSeries, inputs: EarningsInputs
) -> Reading:
    names = mine_parameters()
    draws = draw_named(names, inputs.n_draws, rng=inputs.rng)
    rows = (*exports.inputs, *(f"parameters/{n}" for n in names))
    stem = f"earnings/{statement.id}/leakage.{series.id}"
    found = []
    for key, words, as_before in (
        ("fallen", "if the share of basic mines fell as the exports ask", False),
        ("as_before", "if basic mines kept their share of 2011", True),
    ):
        mines = simulate_mines(exports.value / MEGA, series, draws, as_before=as_before)
        label = f"Exports of basic mines beyond their quota, {series.title}, {words}"
        how = "exports less quota of basic mines less exports of the others"
        found.append(
            drawn_number(
                mines.leakage_mt * MEGA, f"{stem}/{key}_t", label, "t", inputs=rows, how=how
            )
        )
    always, before = ((n.low if n.low is not None else n.value) or 0.0 for n in found)
    verdict = "can't tell"
    if before > 0:
        verdict = "needs leakage" + ("" if always > 0 else " unless basic mines lost their share")
    reason = "shares of output by type of mine were never published; both ends are shown"
    title = f"What the 10 % quota leaves unexplained, output by {series.title}"
    return Reading(f"leakage.{series.id}", title, verdict, reason, tuple(found))


def _leakage_drivers(
    statement: EarningsStatement, exports: Figure, series: OutputSeries, inputs: EarningsInputs
) -> tuple[Driver, ...]:
    draws = draw_named(mine_parameters(), inputs.n_draws, rng=inputs.rng)
    mines = simulate_mines(exports.value / MEGA, series, draws, as_before=True)
    key = f"{statement.id}/leakage.{series.id}"
    return decompose_variance(mines.leakage_mt, draws, key=key)
