"""Tests of what was said of prices, coke, the deficit, barter and gold."""

from datetime import date

import numpy as np
import polars as pl

from coalface.earnings.claim_forms import (
    Barter,
    BarterGood,
    CokeCover,
    Deficit,
    Discount,
    EarningsStatement,
    GoldWorth,
)
from coalface.earnings.claim_results import (
    CheckedEarnings,
    EarningsInputs,
    Reading,
    drawn_number,
    figure_number,
)
from coalface.earnings.draws import draw_named
from coalface.earnings.parameters import load_parameters
from coalface.trade.benchmarks import Quotes, find_quotes
from coalface.trade.discounts import Discount as Compared
from coalface.trade.discounts import find_discounts
from coalface.trade.figures import Figure, difference, ratio, scaled
from coalface.trade.observations import Observation, find_series
from coalface.vocabulary.numbers import Number, inputs_of, no_figure

__all__ = [
    "check_barter",
    "check_coke_cover",
    "check_deficit",
    "check_discount",
    "check_gold_worth",
]

MEGA = 1e6
TROY_OZ_PER_T = 1e6 / 31.1034768  # grams a troy ounce, by definition
FULL_COVER = 0.5  # of crude steel: below it recorded coke cannot carry the link
IMPLAUSIBLE = 3.0  # times all recorded exports of the year


def check_discount(
    statement: EarningsStatement, test: Discount, inputs: EarningsInputs
) -> CheckedEarnings:
    """Set a good's unit values beside world prices and beside the one comparison of its code.

    Args:
        statement: What was said.
        test: Its form.
        inputs: Tables.
    """
    low, _, high = load_parameters()[test.share].range
    rows = find_discounts(inputs.flows, inputs.prices, inputs.fx, as_of=test.until)
    chosen = [r for r in rows if r.code == test.code]
    proxies = [r for r in chosen if r.kind == "ratio to proxy" and r.ratio.value is not None]
    readings = [_proxy_reading(statement, r, low, high) for r in proxies]
    same = [r for r in rows if r.kind == "same HS6 difference"]
    readings += [_same_code_reading(statement, r) for r in same]
    return CheckedEarnings(statement, tuple(readings))


def check_coke_cover(
    statement: EarningsStatement, test: CokeCover, inputs: EarningsInputs
) -> CheckedEarnings:
    """Give the part of crude steel for which recorded imports of coke suffice, by year.

    Args:
        statement: What was said.
        test: Its form.
        inputs: Tables.
    """
    steel = _indicator(inputs.indicators, test.steel_indicator)
    if steel is None:
        numbers = (no_figure(f"earnings/{statement.id}/cover", "Cover of crude steel", "share"),)
        reading = Reading("all", "all years", "no figure", "no output of crude steel", numbers)
        return CheckedEarnings(statement, (reading,))
    output, steel_year = steel
    readings = []
    for year, name in test.imports.items():
        draws = draw_named((name, test.coke_rate), inputs.n_draws, rng=inputs.rng)
        rows = [f"parameters/{n}" for n in (name, test.coke_rate)]
        found = drawn_number(
            draws[name] / draws[test.coke_rate] / output.value,
            f"earnings/{statement.id}/{year}/cover",
            f"Part of crude steel for which recorded coke imports suffice, {year}",
            "share",
            inputs=(*rows, *output.inputs),
            how=f"coke imports / coke rate / crude steel of {steel_year}",
        )
        is_small = (found.high or found.value or 0.0) < FULL_COVER
        verdict = "uncertain" if is_small else "consistent"
        reason = "unrecorded coke, scrap or iron without coke must supply the rest"
        readings.append(Reading(str(year), f"coke of {year}", verdict, reason, (found,)))
    return CheckedEarnings(statement, tuple(readings))


def check_deficit(
    statement: EarningsStatement, test: Deficit, inputs: EarningsInputs
) -> CheckedEarnings:
    """Set a deficit and exports beside China's own record of the same months.

    Args:
        statement: What was said.
        test: Its form.
        inputs: Tables.
    """
    period = (test.starts_on, test.ends_on)
    sold = _total(inputs.flows, "import", period)
    bought = _total(inputs.flows, "export", period)
    stem = f"earnings/{statement.id}"
    found = []
    for key, words, said, figure in (
        ("exports", "Exports of the DPRK to China", test.exports_usd, sold),
        ("deficit", "Deficit of the DPRK with China", test.deficit_usd, difference(bought, sold)),
    ):
        shown = figure_number(
            figure,
            f"{stem}/{key}_usd",
            f"{words}, {test.starts_on:%B %Y} up to {test.ends_on:%B %Y}",
            "USD",
            how="China's customs" + (": exports less imports" if key == "deficit" else ""),
        )
        found.append((said, shown))
    slack = test.rounded_to_usd / 2
    missing = any(n.value is None for _, n in found)
    fits = all(n.value is not None and abs(n.value - said) <= slack for said, n in found)
    verdict = "no figure" if missing else "consistent" if fits else "excluded"
    reason = "; ".join(
        f"said {said / MEGA:,.0f}, found {(n.value or 0) / MEGA:,.0f} million USD"
        for said, n in found
    )
    numbers = tuple(n for _, n in found)
    return CheckedEarnings(
        statement, (Reading("china", "China's books", verdict, reason, numbers),)
    )


def check_barter(
    statement: EarningsStatement, test: Barter, inputs: EarningsInputs
) -> CheckedEarnings:
    """Give what the goods received are worth, and how much coal at a discount that buys.

    Args:
        statement: What was said.
        test: Its form.
        inputs: Tables.
    """
    stem = f"earnings/{statement.id}"
    priced = [good for good in test.goods if good.price and good.mass_t]
    prices = draw_named([g.price for g in priced], inputs.n_draws, rng=inputs.rng)
    worth = np.sum([prices[g.price] * (g.mass_t or 0.0) for g in priced], axis=0)
    rows = [statement.row_id, *(f"parameters/{g.price}" for g in priced)]
    each = tuple(_worth_of(stem, good, inputs) for good in test.goods)
    total = drawn_number(
        worth, f"{stem}/worth_usd", "Fertiliser received", "USD", inputs=rows, how="mass x price"
    )
    quote = _quote(inputs.prices, test.coal_series, test.month)
    if quote is None:
        reason = f"no price of {test.coal_series} for {test.month:%B %Y}"
        return CheckedEarnings(statement, (Reading("all", "all", "no figure", reason, each),))
    names = (test.discount, test.cargo)
    draws = draw_named(names, inputs.n_draws, rng=inputs.rng)
    coal_t = worth / (quote.figure.value * (1 - draws[test.discount]))
    rows += [*quote.figure.inputs, *(f"parameters/{n}" for n in names)]
    how = f"worth over {quote.figure.value:.1f} USD/t less the discount"
    coal = drawn_number(
        coal_t, f"{stem}/coal_t", "Coal that this buys", "t", inputs=rows, how=how, mark="assumed"
    )
    cargoes = drawn_number(
        coal_t / draws[test.cargo],
        f"{stem}/cargoes",
        "Cargoes that this is",
        "ratio",
        inputs=rows,
        how="coal over one cargo",
        mark="assumed",
    )
    low, high = (cargoes.low or 0.0), (cargoes.high or 0.0)
    verdict = f"buys {low:.1f} to {high:.1f} cargoes of coal"
    reason = "small: it pays for no more; what oil and maize came to has no figure"
    reading = Reading("fertiliser", "fertiliser", verdict, reason, (total, coal, cargoes, *each))
    return CheckedEarnings(statement, (reading,))


def check_gold_worth(
    statement: EarningsStatement, test: GoldWorth, inputs: EarningsInputs
) -> CheckedEarnings:
    """Give what a mass of gold is worth at the price of the month, beside all exports of the year.

    Args:
        statement: What was said.
        test: Its form.
        inputs: Tables.
    """
    stem = f"earnings/{statement.id}"
    quote = _quote(inputs.prices, test.series, test.month)
    ounces = test.mass_t * TROY_OZ_PER_T
    mass = Figure(ounces, ounces, ounces, (statement.row_id,))
    worth = scaled(quote.figure if quote else None, mass)
    exports = _whole_exports(inputs.flows, test.exports_year)
    times = ratio(worth, exports)
    numbers = (
        figure_number(
            worth,
            f"{stem}/worth_usd",
            f"{test.mass_t:g} t of gold",
            "USD",
            how=f"{ounces:,.0f} troy ounces at the price of {test.month:%B %Y}",
        ),
        figure_number(
            exports,
            f"{stem}/exports_usd",
            f"All recorded exports, {test.exports_year}",
            "USD",
            how="KOTRA's mirror",
        ),
        figure_number(times, f"{stem}/times_exports", "Gold over all recorded exports", "ratio"),
    )
    if times is None:
        reading = Reading("gold", "gold", "no figure", "no price or no exports", numbers)
        return CheckedEarnings(statement, (reading,))
    verdict = "implausible" if times.low > IMPLAUSIBLE else "can't tell"
    reason = f"{times.value:.0f} times all exports recorded that year"
    return CheckedEarnings(statement, (Reading("gold", "gold", verdict, reason, numbers),))


def _proxy_reading(statement: EarningsStatement, row: Compared, low: float, high: float) -> Reading:
    share = 1 - (row.ratio.value or 0.0)
    key = f"{row.period}.{row.benchmark.lower().replace(' ', '_')}"
    ends = (row.ratio.low, row.ratio.high)
    found = Number(
        id=f"earnings/{statement.id}/{key}/below",
        label=f"Below {row.benchmark}, {row.name}, {row.period}",
        value=share,
        low=None if ends[1] is None else 1 - ends[1],
        high=None if ends[0] is None else 1 - ends[0],
        unit="share",
        mark=row.ratio.mark,
        how="1 - unit value / benchmark",
        inputs=inputs_of((row.price, row.benchmark_price)),
        note=row.note,
    )
    where = "inside" if low <= share <= high else "outside"
    words = f"{abs(share):.0%} {'below' if share >= 0 else 'above'} it"
    reason = f"{words}, {where} {low:.0%} to {high:.0%} below; grades differ"
    return Reading(key, f"beside {row.benchmark}, {row.period}", "can't tell", reason, (found,))


def _same_code_reading(statement: EarningsStatement, row: Compared) -> Reading:
    dearer = (row.difference.value or 0.0) > 0
    verdict = f"{'excluded' if dearer else 'consistent'} for {row.period}"
    reason = f"same code and buyer: {row.difference.value:+.0f} USD/t, {row.period}"
    key = f"{row.period}.same_code"
    return Reading(key, f"same code, {row.period}", verdict, reason, (row.difference,))


def _indicator(indicators: pl.DataFrame, name: str) -> tuple[Figure, int] | None:
    """Give the latest value of an indicator in t, printed in Mt."""
    rows = indicators.filter(
        (pl.col("indicator") == name) & (pl.col("unit") == "Mt") & pl.col("value_low").is_not_null()
    ).sort("period_start")
    if rows.is_empty():
        return None
    last = rows.row(-1, named=True)
    low, high = float(last["value_low"]) * MEGA, float(last["value_high"]) * MEGA
    return Figure((low + high) / 2, low, high, (last["row_id"],)), last["period_start"].year


def _total(flows: pl.DataFrame, flow: str, period: tuple[date, date]) -> Figure | None:
    found: tuple[Observation, ...] = next(
        (
            s.observations
            for s in find_series((flows,), flow=flow, also=("TOTAL",))
            if s.good.code == "TOTAL"
        ),
        (),
    )
    return next((o.value for o in found if (o.starts_on, o.ends_on) == period), None)


def _whole_exports(flows: pl.DataFrame, year: int) -> Figure | None:
    found = find_series((flows,), reporter="PRK", partner="WLD", flow="export", also=("TOTAL",))
    series = next((s for s in found if s.good.code == "TOTAL"), None)
    at = series.year(year) if series else None
    return at.value if at else None


def _quote(prices: pl.DataFrame, series: str, month: date) -> Quotes | None:
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return find_quotes(prices, series, (month, after))


def _worth_of(stem: str, good: BarterGood, inputs: EarningsInputs) -> Number:
    key = good.name.lower().replace(" ", "_")
    if not good.price or good.mass_t is None:
        note = "mass and price were not reported"
        return no_figure(f"{stem}/{key}_usd", f"{good.name} received", "USD", note)
    draws = draw_named((good.price,), inputs.n_draws, rng=inputs.rng)[good.price]
    return drawn_number(
        draws * good.mass_t,
        f"{stem}/{key}_usd",
        f"{good.name} received, {good.mass_t:,.0f} t",
        "USD",
        inputs=(f"parameters/{good.price}",),
        how=f"{good.mass_t:,.0f} t x price",
    )
