"""What the fuel account is made from, and each of its amounts in tonnes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

import polars as pl

from coalface.earnings.cells import Span, year_span
from coalface.earnings.parameters import load_parameters
from coalface.law import LedgerEntry, Rulebook
from coalface.trade.reported_windows import ReportedWindow, find_reported_windows
from coalface.vocabulary.definitions import Definition, read_definition
from coalface.vocabulary.numbers import Mark

__all__ = ["Amount", "FuelModel", "FuelTables", "load_fuel_model"]


class Allegation(Definition):
    """Who alleges transfers: a ledger of the rulebook, or an estimator of the estimates.

    `holds_reported` where the figure is of all imports, the reported ones with them.
    """

    id: str
    title: str
    ledger: str = ""
    who: str = ""
    item: str = "refined petroleum"
    holds_reported: bool = False


class Window(Definition):
    """A part of a year that is accounted for beside the years."""

    starts_on: date
    ends_on: date


class FuelModel(Definition):
    """The packaged `data/parameters/fuel.yml`."""

    opening: str
    use: tuple[str, ...]
    use_rows: tuple[str, ...]
    refinery_yield: str
    coal_need_row: str
    conversion: str
    other_conversions: tuple[str, ...]
    crude_conversion: str
    crude_recorded_until: int
    crude_floor_row: str
    crude_rows: tuple[str, ...]
    alleged: tuple[Allegation, ...]
    windows: tuple[Window, ...]
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Amount:
    """Tonnes with their range, and what they rest on.

    `high` None means "or more", `is_ceiling` "or less"; `holds_crude` where oil used is of crude
    and products alike.
    """

    low: float
    mid: float
    high: float | None
    inputs: tuple[str, ...]
    mark: Mark = "published"
    how: str = ""
    note: str = ""
    who: str = ""
    id: str = ""
    n_months: int = 0
    holds_reported: bool = False
    holds_crude: bool = False
    is_ceiling: bool = False

    def times(self, low: float, mid: float, high: float) -> "Amount":
        """Give the product with a range that is not negative."""
        top = None if self.high is None else self.high * high
        mark: Mark = "derived" if self.mark == "published" else self.mark
        return replace(self, low=self.low * low, mid=self.mid * mid, high=top, mark=mark)


@dataclass(frozen=True, slots=True)
class FuelTables:
    """The tables that the fuel account rests on."""

    flows: pl.DataFrame
    estimates: pl.DataFrame
    indicators: pl.DataFrame
    book: Rulebook
    model: FuelModel

    def reported(self, span: Span) -> Amount | None:
        """Give refined petroleum as suppliers reported it to the 1718 Committee."""
        opening = load_parameters()[self.model.opening]
        if opening.valid_from == span.starts_on and opening.valid_to == span.ends_on:
            low, mid, high = opening.range
            return Amount(low, mid, high, (opening.row_id,), opening.mark, note=opening.note)
        year = year_span(span.year)
        rows = self.flows.filter(
            (pl.col("dataset") == "refined_1718")
            & (pl.col("period_start") >= year.starts_on)
            & (pl.col("period_end") <= year.ends_on)
        )
        windows = find_reported_windows(rows, year.starts_on, year.ends_on)
        fitting = [w for w in windows if (w.starts_on, w.ends_on) == (span.starts_on, span.ends_on)]
        in_tonnes = sorted(fitting, key=lambda w: w.unit != "t")
        if not in_tonnes and span.is_year:
            in_tonnes = list(windows[-1:])
        return self._window(in_tonnes[0], span) if in_tonnes else None

    def alleged(self, span: Span) -> tuple[Amount, ...]:
        """Give what is alleged to have come outside the reports, each ledger on its own.

        The one that covers most months comes first; among equals the order of the model.
        """
        found: list[Amount] = []
        for allegation in self.model.alleged:
            if allegation.ledger:
                entries = (e for e in self.book.ledger if e.measure_id == allegation.ledger)
                found += [
                    self._entry(e, allegation)
                    for e in entries
                    if e.ledger == allegation.id and e.quantity_bbl and _within_span(e, span)
                ]
            else:
                found += self._alleged_rows(allegation, span)
        ordered = sorted(found, key=lambda amount: -amount.n_months)
        return tuple(replace(a, high=None) if a.n_months < span.n_months else a for a in ordered)

    def crude(self, span: Span) -> Amount | None:
        """Give crude oil: recorded until China's books fall silent, then estimated or carried."""
        if span.year <= self.model.crude_recorded_until:
            return self._recorded_crude(span)
        rows = {row["row_id"]: row for row in self._rows(self.estimates, self.model.crude_rows)}
        whole = year_span(span.year)
        for row_id in self.model.crude_rows:
            row = rows[row_id]
            if row["period_start"] == whole.starts_on:
                return _part(_quantity(row, str(row["who"])), span)
        earlier = [r for r in rows.values() if r["period_start"] < whole.starts_on]
        if not earlier:
            return None
        last = max(earlier, key=lambda row: row["period_start"])
        floor = self._rows(self.estimates, [self.model.crude_floor_row])[0]
        amount = _quantity(last, f"{last['who']}, carried on")
        carried = replace(
            amount,
            low=min(amount.low, floor["quantity_low"] * 12),
            inputs=(*amount.inputs, floor["row_id"]),
            mark="assumed",
            how=f"as in {last['period_start'].year}; low: twelve months of the lowest monthly flow",
            note="no estimate speaks of this period: the last one is carried on",
        )
        return _part(carried, span)

    def used(self, span: Span) -> Amount | None:
        """Give the oil used in a year, where a source says it."""
        for name in self.model.use:
            parameter = load_parameters()[name]
            if (parameter.valid_from, parameter.valid_to) == (span.starts_on, span.ends_on):
                low, mid, high = parameter.range
                rows = (parameter.row_id,)
                found = Amount(low, mid, high, rows, parameter.mark, note=parameter.note)
                return replace(found, holds_crude=True)
        for row in self._rows(self.estimates, self.model.use_rows):
            if (row["period_start"], row["period_end"]) == (span.starts_on, span.ends_on):
                crude = self._factor(self.model.crude_conversion)
                refined = self._factor(self.model.conversion)
                barrels = row["quantity_low"]
                return Amount(
                    barrels / refined,
                    barrels / refined,
                    barrels / crude,
                    (row["row_id"], *self._conversion_rows()),
                    "derived",
                    how="barrels as refined petroleum; high: as crude",
                    note=row["note"] or "",
                )
        return None

    def coal_need(self) -> tuple[float, float, str]:
        """Give the tonnes of coal for a tonne of liquid fuel, low and high, and their row."""
        row = self._rows(self.indicators, [self.model.coal_need_row])[0]
        return row["value_low"], row["value_high"], row["row_id"]

    def _window(self, window: ReportedWindow, span: Span) -> Amount:
        amount = window.amount
        low, mid, high = amount.low, amount.value, amount.high
        how = f"reports of {window.reporters}"
        is_floor = bool(window.unreported) or window.ends_on < span.ends_on
        found = Amount(low, mid, high, amount.inputs, "published", how, window.note)
        if window.unit == "bbl":
            found = self._tonnes(found)
        if len(amount.inputs) > 1 and found.mark == "published":
            found = replace(found, mark="derived")
        return replace(found, high=None) if is_floor else found

    def _entry(self, entry: LedgerEntry, allegation: Allegation) -> Amount:
        barrels = entry.quantity_bbl or 0.0
        row = f"law/ledger/{entry.measure_id}/{entry.ledger}/{entry.starts_on}_{entry.ends_on}"
        amount = Amount(barrels, barrels, barrels, (row,), how=f"{barrels:,.0f} bbl")
        note = f"{entry.label}; {entry.note}"
        return replace(
            self._tonnes(amount),
            note=note,
            who=allegation.title,
            id=allegation.id,
            n_months=Span(entry.starts_on, entry.ends_on).n_months,
        )

    def _alleged_rows(self, allegation: Allegation, span: Span) -> list[Amount]:
        rows = self.estimates.filter(
            (pl.col("channel") == "import_unrecorded")
            & (pl.col("unit") == "bbl")
            & pl.col("item").str.to_lowercase().str.starts_with(allegation.item.lower())
            & pl.col("who").str.starts_with(allegation.who)
            & (pl.col("period_start") >= span.starts_on)
            & (pl.col("period_end") <= span.ends_on)
        ).sort("period_end", "row_id", descending=[True, False])
        found: list[Amount] = []
        for row in rows.iter_rows(named=True):
            low, high = row["quantity_low"], row["quantity_high"]
            amount = self._tonnes(Amount(low, low, high, (row["row_id"],), how=f"{low:,.0f} bbl"))
            period = f"{row['period_start']} to before {row['period_end']}"
            note = "; ".join(part for part in (period, row["note"] or "") if part)
            key = allegation.id if not found else f"{allegation.id}-{len(found) + 1}"
            found.append(
                replace(
                    amount,
                    note=note,
                    who=allegation.title,
                    id=key,
                    n_months=Span(row["period_start"], row["period_end"]).n_months,
                    holds_reported=allegation.holds_reported,
                )
            )
        return found

    def _recorded_crude(self, span: Span) -> Amount | None:
        rows = self.flows.filter(
            (pl.col("hs_code") == "2709")
            & (pl.col("reporter") == "CHN")
            & (pl.col("period_start") == span.starts_on)
            & (pl.col("period_end") == span.ends_on)
            & pl.col("mass_t").is_not_null()
        ).to_dicts()
        if not rows:
            return None
        mass = rows[0]["mass_t"]
        return Amount(mass, mass, mass, (rows[0]["row_id"],), how="China customs, HS 2709")

    def _tonnes(self, barrels: Amount) -> Amount:
        """Turn barrels into tonnes; other factors than the official one give the range."""
        factor = self._factor(self.model.conversion)
        others = [self._factor(name) for name in (self.model.conversion, *self._other())]
        return replace(
            barrels,
            low=barrels.low / max(others),
            mid=barrels.mid / factor,
            high=None if barrels.high is None else barrels.high / min(others),
            inputs=(*barrels.inputs, *self._conversion_rows()),
            mark="derived",
            how=f"{barrels.how} / {factor:g} bbl a tonne ({min(others):g} to {max(others):g})",
        )

    def _other(self) -> tuple[str, ...]:
        return self.model.other_conversions

    def _conversion_rows(self) -> tuple[str, ...]:
        return tuple(f"law/conversions/{c}" for c in (self.model.conversion, *self._other()))

    def _factor(self, name: str) -> float:
        factor = next(c for c in self.book.conversions if c.id == name).bbl_per_t
        assert factor is not None
        return factor

    def _rows(self, table: pl.DataFrame, row_ids: Iterable[str]) -> list[dict[str, Any]]:
        return table.filter(pl.col("row_id").is_in(list(row_ids))).sort("row_id").to_dicts()


@lru_cache(maxsize=1)
def load_fuel_model() -> FuelModel:
    """Read the packaged `data/parameters/fuel.yml`.

    Raises:
        DefinitionError: If it is wrong; names file and line.
    """
    path = resources.files("coalface") / "data" / "parameters" / "fuel.yml"
    return read_definition(path.read_text(encoding="utf-8"), path.name, FuelModel)


def _within_span(entry: LedgerEntry, span: Span) -> bool:
    return span.starts_on <= entry.starts_on and entry.ends_on <= span.ends_on


def _quantity(row: Mapping[str, Any], who: str) -> Amount:
    low, high = row["quantity_low"], row["quantity_high"]
    mark: Mark = "published" if low == high else "derived"
    return Amount(low, (low + high) / 2, high, (row["row_id"],), mark, how=who)


def _part(amount: Amount, span: Span) -> Amount:
    """Take a span's share of a year, month for month."""
    if span.is_year:
        return amount
    share = span.n_months / 12
    how = f"{amount.how}; {span.n_months} of 12 months"
    return replace(amount.times(share, share, share), how=how)
