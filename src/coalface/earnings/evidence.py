"""What each choice of a line says of a period: statistics, estimates, products."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from coalface.earnings.cells import Cell, Span
from coalface.earnings.estimates import estimated
from coalface.earnings.parameters import Parameter, load_parameters
from coalface.earnings.precedence import (
    Choice,
    CrossingsChoice,
    EstimateChoice,
    FlowChoice,
    ProductChoice,
    SeriesChoice,
)
from coalface.earnings.series import load_series
from coalface.errors import InputError
from coalface.law import Rulebook
from coalface.trade.figures import Figure, total
from coalface.trade.observations import Observation, find_series
from coalface.trade.prints import Print, difference_of_compiler, find_prints
from coalface.vocabulary.numbers import Mark

__all__ = ["Evidence", "usd_per"]

_Row = Mapping[str, Any]


@dataclass(frozen=True)
class Evidence:
    """The tables that the account rests on, and what they say.

    Attributes:
        flows: Table `flows`.
        estimates: Table `estimates`.
        prices: Table `prices`.
        fx: Table `fx`.
        book: The rulebook, for barrels a tonne.
    """

    flows: pl.DataFrame
    estimates: pl.DataFrame
    prices: pl.DataFrame
    fx: pl.DataFrame
    book: Rulebook

    def cell(self, choice: Choice, span: Span, *, spread: bool = True) -> Cell | None:
        """Give what one choice says of one period, or None where it says nothing.

        Args:
            choice: The choice.
            span: The period.
            spread: Let a sum over several years speak for each of them.
        """
        if isinstance(choice, FlowChoice):
            return self._flow(choice, span)
        if isinstance(choice, EstimateChoice):
            return self._estimate(choice, span, spread=spread)
        if not span.is_year:
            return None
        if isinstance(choice, SeriesChoice):
            return self._point(choice, span)
        if isinstance(choice, ProductChoice):
            return self._product(choice, span)
        return self._crossings(choice, span)

    def months_of(self, choice: Choice, year: int) -> tuple[Figure, int] | None:
        """Give the value of the first months of a year and their number, 9 to 11, if published."""
        start = date(year, 1, 1)
        if isinstance(choice, SeriesChoice):
            point = load_series()[choice.series].point(year)
            if point is None or point.value_usd is None or not LEAST <= point.months < FULL:
                return None
            row_id = load_series()[choice.series].row_id(point)
            value = point.value_usd
            return Figure(value, value, value, (row_id,)), point.months
        if not isinstance(choice, FlowChoice):
            return None
        found = [
            (o.value, o.n_months)
            for (code, starts_on, _), o in self._observed(choice).items()
            if code == choice.code and starts_on == start and LEAST <= o.n_months < FULL
            if o.value is not None
        ]
        return max(found, key=lambda pair: pair[1]) if found else None

    @cached_property
    def prints(self) -> Mapping[str, Print]:
        """Give every printed value of the table `flows`, by its row."""
        return find_prints(self.flows)

    @cached_property
    def _kept(self) -> dict[tuple[str, str, str], dict[tuple[str, date, date], Observation]]:
        return {}

    @cached_property
    def _estimates(self) -> dict[str, list[_Row]]:
        rows: dict[str, list[_Row]] = {}
        has_value = pl.col("value_low_usd").is_not_null() | pl.col("value_high_usd").is_not_null()
        for row in self.estimates.filter(has_value).iter_rows(named=True):
            rows.setdefault(row["channel"], []).append(row)
        return rows

    def _observed(self, choice: FlowChoice) -> dict[tuple[str, date, date], Observation]:
        trade = (choice.reporter, choice.partner, choice.flow)
        if trade not in self._kept:
            reporter, partner, flow = trade
            codes = tuple(self.flows["hs_code"].unique().to_list())
            series = find_series(
                (self.flows,), reporter=reporter, partner=partner, flow=flow, also=codes
            )
            self._kept[trade] = {
                (o.code, o.starts_on, o.ends_on): o for s in series for o in s.observations
            }
        return self._kept[trade]

    def _flow(self, choice: FlowChoice, span: Span) -> Cell | None:
        found = {code: self._value(choice, code, span) for code in choice.codes}
        figures = {code: pair for code, pair in found.items() if pair is not None}
        if not figures:
            return None
        whole = total([figure for figure, _ in figures.values()])
        assert whole is not None
        notes = [figure.note for figure, _ in figures.values()]
        is_mixed = any(note.startswith(TWO_COMPILERS) for note in notes)
        if len(choice.codes) > 1:
            notes.append(f"HS {', '.join(figures)} only")
        return Cell(
            choice=choice.id,
            title=choice.title,
            low=whole.low,
            mid=whole.value,
            high=whole.high,
            basis="estimated" if choice.is_estimated(span.year) or is_mixed else "recorded",
            valuation=next(iter(figures.values()))[1],
            mark=whole.mark,
            inputs=whole.inputs,
            how=f"HS {' + '.join(figures)}, {choice.title}",
            note="; ".join(dict.fromkeys(n for n in notes if n)),
        )

    def _value(self, choice: FlowChoice, code: str, span: Span) -> tuple[Figure, str] | None:
        """Give the value of a span: printed whole, or its months, or a difference of sums."""
        seen = self._observed(choice)
        whole = seen.get((code, span.starts_on, span.ends_on))
        if whole is not None and whole.value is not None:
            return whole.value, whole.valuation or "CIF"
        if span.is_year:
            return None
        months = [seen.get((code, m.starts_on, m.ends_on)) for m in span.months()]
        values = [o.value for o in months if o is not None and o.value is not None]
        summed = total(values) if len(values) == len(months) else None
        start = date(span.year, 1, 1)
        to_end, to_start = (seen.get((code, start, e)) for e in (span.ends_on, span.starts_on))
        if summed is None and to_end is not None and to_start is not None:
            summed = self._step(to_end.value, to_start.value)
        if summed is None:
            return None
        return summed, next((o.valuation for o in (*months, to_end) if o is not None), "")

    def _step(self, to_end: Figure | None, to_start: Figure | None) -> Figure | None:
        """Give what came between two sums from January on, of one compiler where one has both."""
        found = difference_of_compiler(to_end, to_start, self.prints)
        if found is None:
            return None
        step, compilers = found
        names = " and ".join(name or "the customs" for name in compilers)
        return replace(step, note=f"{TWO_COMPILERS} {names}") if compilers else step

    def _point(self, choice: SeriesChoice, span: Span) -> Cell | None:
        series = load_series()[choice.series]
        point = series.point(span.year)
        if point is None or point.value_usd is None or point.months < FULL:
            return None
        mark: Mark = "derived" if "derived" in point.note else "published"
        value, rows = point.value_usd, (series.row_id(point),)
        return Cell(
            choice.id,
            choice.title,
            *(value, value, value),
            "recorded",
            series.valuation,
            mark,
            rows,
            how=f"{series.title}, as printed",
            note=point.note,
        )

    def _estimate(self, choice: EstimateChoice, span: Span, *, spread: bool) -> Cell | None:
        return estimated(choice, self._estimates.get(choice.channel, ()), span, spread=spread)

    def _product(self, choice: ProductChoice, span: Span) -> Cell | None:
        if span.year not in choice.years:
            return None
        quantity = self._quantity(choice)
        price = self._price(choice, span)
        factor = 1.0
        inputs = (*quantity.inputs, *price.inputs)
        if choice.conversion:
            conversion = next(c for c in self.book.conversions if c.id == choice.conversion)
            factor = conversion.bbl_per_t or 1.0
            inputs += (f"law/conversions/{conversion.id}",)
        return Cell(
            choice=choice.id,
            title=choice.title,
            low=quantity.low * price.low * factor,
            mid=quantity.value * price.value * factor,
            high=quantity.high * price.high * factor,
            basis="assumed" if quantity.mark == "assumed" else "estimated",
            valuation="quantity times price",
            mark=quantity.mark if quantity.mark == "assumed" else "derived",
            inputs=inputs,
            how="quantity times price, low with low and high with high; mid: middle of the prices",
        )

    def _quantity(self, choice: ProductChoice) -> Figure:
        if choice.quantity:
            return _parameter_figure(load_parameters()[choice.quantity], choice.quantity_factor)
        rows = self._rows(self.estimates, choice.quantity_rows)
        return _row_range(rows, "quantity_low", "quantity_high")

    def _price(self, choice: ProductChoice, span: Span) -> Figure:
        rows = self._rows(self.prices, choice.price_rows)
        if choice.price_series:
            at = (
                (pl.col("series") == choice.price_series)
                & (pl.col("period_start") == span.starts_on)
                & (pl.col("period_end") == span.ends_on)
            )
            rows = self.prices.filter(at).to_dicts()
        if not rows:
            raise InputError(
                f"{choice.id}: no price of {choice.price_series or choice.price_rows} in "
                f"{span.label}. Add one to the table prices, or another choice."
            )
        rate = usd_per(rows[0]["currency"], span.year, self.fx, where=choice.id)
        found = _row_range(rows, "price_low", "price_high")
        return replace(
            found,
            value=found.value * rate.value,
            low=found.low * rate.value,
            high=found.high * rate.value,
            inputs=(*found.inputs, *rate.inputs),
        )

    def _rows(self, table: pl.DataFrame, row_ids: Iterable[str]) -> list[dict[str, Any]]:
        wanted = list(row_ids)
        return table.filter(pl.col("row_id").is_in(wanted)).sort("row_id").to_dicts()

    def _crossings(self, choice: CrossingsChoice, span: Span) -> Cell | None:
        crossings = load_parameters()[choice.crossings]
        if not crossings.is_found:
            return None
        allowance = self._rows(self.estimates, [choice.allowance_row])[0]
        currency = str(allowance["unit"]).split()[0]
        rate = usd_per(currency, span.year, self.fx, where=choice.allowance_row)
        most = crossings.range[2] * allowance["quantity_high"] * rate.value
        inputs = (crossings.row_id, choice.allowance_row, *rate.inputs)
        return Cell(
            choice.id,
            choice.title,
            *(None, None, most),
            "assumed",
            "upper bound",
            "assumed",
            inputs,
            how="crossings times the allowance at the year's mean rate",
        )


TWO_COMPILERS = "the difference of two sums of different compilers:"
FULL, LEAST = 12, 9  # months: a whole year, and the fewest that stand for one


def usd_per(currency: str, year: int, fx: pl.DataFrame, *, where: str) -> Figure:
    """Give the dollars that one unit of a currency was worth on the mean of a year.

    Args:
        currency: Its three letters.
        year: The year.
        fx: Table `fx`.
        where: What asks for it, named in the error.

    Raises:
        InputError: If the table has no rate.
    """
    if currency == "USD":
        return Figure(1.0, 1.0, 1.0, ())
    rows = fx.filter(
        (pl.col("frequency") == "annual")
        & (pl.col("pair") == f"{currency} per USD")
        & (pl.col("period_start") == date(year, 1, 1))
    ).to_dicts()
    if not rows:
        raise InputError(
            f"{where}: no rate of {currency} to the dollar in {year}. "
            f"Add the yearly mean, {currency} per USD, to the table fx."
        )
    value = 1 / rows[0]["rate"]
    return Figure(value, value, value, (rows[0]["row_id"],))


def _parameter_figure(parameter: Parameter, factor: float) -> Figure:
    low, mode, high = (value * factor for value in parameter.range)
    return Figure(mode, low, high, (parameter.row_id,), parameter.mark)


def _row_range(rows: Iterable[_Row], low: str, high: str) -> Figure:
    """Give the range of some rows: their mean, the lowest low, the highest high."""
    found = [(r[low], r[high] if r[high] is not None else r[low], r["row_id"]) for r in rows]
    lows, highs = [f[0] for f in found], [f[1] for f in found]
    return Figure(
        value=(min(lows) + max(highs)) / 2,
        low=min(lows),
        high=max(highs),
        inputs=tuple(f[2] for f in found),
        mark="derived",
    )
