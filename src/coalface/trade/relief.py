"""What each UN measure covers: the trade of the last full year before it, in dollars and tonnes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from coalface.law import Measure, Rulebook
from coalface.trade.benchmarks import find_latest_quotes
from coalface.trade.coverage import (
    Coverage,
    Published,
    find_coverage,
    lent_years,
    nearest_years,
    still_declared,
)
from coalface.trade.figures import Figure, number, scaled, total
from coalface.trade.goods import load_trade_goods
from coalface.trade.observations import MONTHS_A_YEAR, Observation, Series, find_series
from coalface.trade.standing import NOT_A_BAR
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["Relief", "find_relief", "find_relief_total", "numbers", "relief_table"]

FLOWS = {"from_dprk": "import", "to_dprk": "export"}


@dataclass(frozen=True, slots=True)
class Relief:
    """What one measure covers in one direction, by China's books.

    Attributes:
        measure_id: The measure.
        paragraph: Its citation.
        title: What it orders.
        direction: `from_dprk` or `to_dprk`.
        base_year: Last calendar year that ended before the measure began.
        goods: Codes counted, the most detailed that do not overlap.
        value: Declared value of the goods in the base year.
        mass: Their tonnage, as far as published.
        nearest: Value with the nearest published year where a good has none for the base year.
        proxy: The base year's tonnage at the latest benchmark price.
        still: What is still declared, in the latest year or the latest part of one.
        counted: The part of `value` in goods that no earlier measure covered.
        counted_nearest: The same part of `nearest`, and goods first covered here of which only a
            later measure has a published year near it.
        counted_years: The years that `counted_nearest` rests on.
        figure_of: Goods and years behind `nearest`; "alone" where the measure names more.
        still_period: Year or month of `still`, with its books where they are not China's.
        still_goods: Codes of what is in `still`.
        note: Contested goods, codes too wide to count, goods without a figure.
    """

    measure_id: str
    paragraph: str
    title: str
    direction: str
    base_year: int
    goods: tuple[str, ...]
    value: Number
    mass: Number
    nearest: Number
    proxy: Number
    still: Number
    counted: Number
    counted_nearest: Number
    counted_years: tuple[int, ...]
    figure_of: str
    still_period: str
    still_goods: tuple[str, ...]
    note: str

    @property
    def printed(self) -> tuple[Number, ...]:
        """Give the numbers in the order of the columns."""
        counted = (self.counted, self.counted_nearest)
        return (self.value, self.mass, self.nearest, self.proxy, self.still, *counted)


def find_relief(
    flows: pl.DataFrame,
    processing_inputs: pl.DataFrame,
    prices: pl.DataFrame,
    book: Rulebook,
    *,
    as_of: date,
) -> tuple[Relief, ...]:
    """Find what each UN measure on goods covers.

    This is declared trade before the measure, not what an end of the measure would bring: prices,
    buyers and mines have changed. Goods without a published figure give no figure, not zero.

    Args:
        flows: Table `flows`.
        processing_inputs: Table `processing_inputs`; its prints of trade count too.
        prices: Table `prices`, for the latest benchmark.
        book: The rules.
        as_of: Day of the account; later periods and measures are left out.

    Returns:
        One row a measure and direction, by first day of the measure.
    """
    tables = (flows, processing_inputs)
    china = {d: find_series(tables, flow=flow, until=as_of) for d, flow in FLOWS.items()}
    mirror = {
        "from_dprk": find_series(tables, reporter="PRK", partner="WLD", flow="export", until=as_of),
        "to_dprk": find_series(tables, reporter="PRK", partner="WLD", until=as_of),
    }
    measures = (m for m in book.measures if _is_on_goods(m) and m.starts_on <= as_of)
    found = [
        _Covered(measure, direction, coverage, nearest_years(coverage))
        for measure in sorted(measures, key=lambda m: (m.starts_on, m.id))
        for direction in sorted(measure.direction)
        for series in ((china[direction], mirror[direction]),)
        for coverage in (find_coverage(measure, direction, series, book),)
    ]
    return tuple(
        _row(row, [r.near for r in found[i + 1 :] if r.direction == row.direction], prices, as_of)
        for i, row in enumerate(found)
    )


def find_relief_total(rows: Sequence[Relief]) -> tuple[Number, ...]:
    """Add up what measures cover, each good once, under the first measure that covered it.

    Args:
        rows: All rows of `find_relief`.

    Returns:
        For exports of the DPRK: the sum over base years, the sum with nearest years where a base
        year has no figure, and the number of measures without a figure.
    """
    exports = [row for row in rows if row.direction == "from_dprk"]
    strict = (row.base_year for row in exports if row.counted.value is not None)
    near = (year for row in exports for year in row.counted_years)
    how = "each good once, under the first measure that covered it: "
    return (
        _sum(
            [row.counted for row in exports],
            "relief/total/value_usd",
            how,
            _said([row.value for row in exports], "for their base year", strict),
        ),
        _sum(
            [row.counted_nearest for row in exports],
            "relief/total/nearest_usd",
            how,
            _said([row.nearest for row in exports], "for a year near it", near),
        ),
    )


def numbers(rows: Sequence[Relief]) -> tuple[Number, ...]:
    """Give all printed numbers of some rows in order, their totals last."""
    return (*(n for row in rows for n in row.printed), *find_relief_total(rows))


def relief_table(rows: Sequence[Relief]) -> pl.DataFrame:
    """Give the rows as a flat table, one row a measure and direction."""
    return pl.DataFrame([_flat(row) for row in rows], infer_schema_length=None)


def _is_on_goods(measure: Measure) -> bool:
    is_bar = measure.kind not in NOT_A_BAR and measure.status != "never_applied"
    return is_bar and bool(measure.groups)


@dataclass(frozen=True, slots=True)
class _Covered:
    """A measure in one direction with its coverage and the years nearest to it."""

    measure: Measure
    direction: str
    coverage: Coverage
    near: Published


def _row(row: _Covered, later: Sequence[Published], prices: pl.DataFrame, as_of: date) -> Relief:
    measure, direction, coverage, near = row.measure, row.direction, row.coverage, row.near
    stem = f"relief/{measure.id}" + (f"/{direction}" if len(measure.direction) > 1 else "")
    words = f"{measure.short}, goods covered, China's {FLOWS[direction]}s"
    base, first = coverage.base, coverage.first_codes
    still = still_declared(coverage)
    when = ", ".join(f"{s.good.code} of {o.year}" for s, o in near)
    lent = lent_years(near, first, later)
    counted_near = (*(pair for pair in near if pair[0].good.code in first), *lent)
    return Relief(
        measure_id=measure.id,
        paragraph=measure.short,
        title=measure.title,
        direction=direction,
        base_year=coverage.base_year,
        goods=tuple(s.good.code for s, _ in base) or tuple(s.good.code for s, _ in near),
        value=number(
            _values(base),
            f"{stem}/value_usd",
            f"{words}, value in {coverage.base_year}",
            "USD",
            how=_how(base),
            note="" if base else f"not published for {coverage.base_year}",
        ),
        mass=number(
            total([o.mass for _, o in base if o.mass]),
            f"{stem}/mass_t",
            f"{words}, mass in {coverage.base_year}",
            "t",
            how=_how([(s, o) for s, o in base if o.mass]),
        ),
        nearest=number(
            _values(near),
            f"{stem}/nearest_usd",
            f"{words}, value: {when}",
            "USD",
            how=when,
            note="" if near else "no figure: nothing published of these goods near that year",
        ),
        proxy=_proxy(base, prices, as_of, f"{stem}/proxy_usd"),
        still=number(
            still.figure,
            f"{stem}/still_declared_usd",
            f"{words}, {still.words}",
            "USD",
            how=still.words,
        ),
        counted=_counted(base, first, f"{stem}/counted_usd", f"{words}, counted here"),
        counted_nearest=_counted(
            (*near, *lent),
            first,
            f"{stem}/counted_nearest_usd",
            f"{words}, counted here, nearest years",
        ),
        counted_years=tuple(sorted({o.year for _, o in counted_near})),
        figure_of=_figure_of(near, measure),
        still_period=still.period,
        still_goods=still.goods,
        note="; ".join(part for part in (coverage.note, _lent_words(lent)) if part),
    )


def _figure_of(near: Published, measure: Measure) -> str:
    """Name the goods and years of a figure, and say where it is one of several goods named."""
    words = ", ".join(f"{s.good.name} {o.year}" for s, o in near)
    return f"{words} alone" if len(near) == 1 and len(measure.groups) > 1 else words


def _lent_words(lent: Published) -> str:
    names = ", ".join(f"{s.good.code} of {o.year}" for s, o in lent)
    return f"counted here in the total with a later measure's nearest year: {names}" if lent else ""


def _values(pairs: Sequence[tuple[Series, Observation]]) -> Figure | None:
    return total([o.value for _, o in pairs if o.value is not None])


def _how(pairs: Sequence[tuple[Series, Observation]]) -> str:
    return " + ".join(f"{s.good.name} ({s.good.code}) of {o.year}" for s, o in pairs)


def _counted(
    pairs: Sequence[tuple[Series, Observation]],
    first_codes: frozenset[str],
    number_id: str,
    label: str,
) -> Number:
    mine = [(s, o) for s, o in pairs if s.good.code in first_codes]
    note = "" if mine or not pairs else "counted under an earlier measure"
    return number(_values(mine), number_id, label, "USD", how=_how(mine), note=note)


def _proxy(
    base: Sequence[tuple[Series, Observation]], prices: pl.DataFrame, as_of: date, number_id: str
) -> Number:
    """Give the same tonnage at the latest price of another grade, which is no forecast."""
    goods, worth, names = load_trade_goods(), [], []
    for series, at in base:
        for name in series.good.benchmarks[:1]:
            quotes = find_latest_quotes(prices, name, as_of, n_months=MONTHS_A_YEAR)
            value = scaled(at.mass, quotes.figure if quotes else None)
            if value is not None and quotes is not None:
                benchmark = goods.benchmark(name)
                worth.append(value)
                names.append(f"{series.good.code} at {benchmark.name}, {quotes.figure.note}")
    note = "proxy: another grade and valuation; range over the last 12 months"
    return number(
        total(worth),
        number_id,
        "The same tonnage at the latest benchmark price (proxy)",
        "USD",
        how=f"mass x price: {'; '.join(names)}" if names else "",
        note=note if worth else "no tonnage or no benchmark for these goods",
    )


def _said(figures: Sequence[Number], when: str, years: Iterable[int]) -> str:
    """Say of how many measures nothing is known, each total by its own years."""
    silent = sum(n.value is None for n in figures)
    return (
        f"{silent} of {len(figures)} measures have no figure {when}; "
        f"years differ by measure: {_years(years)}"
    )


def _years(years: Iterable[int]) -> str:
    return ", ".join(str(year) for year in sorted(set(years))) or "none"


def _sum(parts: Sequence[Number], number_id: str, how: str, note: str) -> Number:
    known = [n for n in parts if n.value is not None]
    figures = [
        Figure(
            value=float(n.value or 0.0),
            low=float((n.value if n.low is None else n.low) or 0.0),
            high=float((n.value if n.high is None else n.high) or 0.0),
            inputs=n.inputs,
            mark=n.mark,
        )
        for n in known
    ]
    listed = " + ".join(n.id.split("/")[1] for n in known)
    label = "Declared exports of the DPRK to China that measures cover"
    label += ", nearest published years" if number_id.endswith("nearest_usd") else ""
    return number(total(figures), number_id, label, "USD", how=how + listed, note=note)


def _flat(row: Relief) -> dict[str, object]:
    return {
        "measure_id": row.measure_id,
        "paragraph": row.paragraph,
        "title": row.title,
        "direction": row.direction,
        "base_year": row.base_year,
        "goods": ";".join(row.goods),
        "value_usd": row.value.value,
        "value_low_usd": row.value.low,
        "value_high_usd": row.value.high,
        "mass_t": row.mass.value,
        "nearest_value_usd": row.nearest.value,
        "nearest_years": row.nearest.how,
        "figure_of": row.figure_of,
        "proxy_usd": row.proxy.value,
        "proxy_low_usd": row.proxy.low,
        "proxy_high_usd": row.proxy.high,
        "still_declared_usd": row.still.value,
        "still_declared_period": row.still_period,
        "still_declared": row.still.how,
        "counted_usd": row.counted.value,
        "counted_nearest_usd": row.counted_nearest.value,
        "note": row.note,
        "inputs": ";".join(inputs_of(row.printed)),
    }
