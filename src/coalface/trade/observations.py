"""What was published of each good, period by period, competing prints kept as a range."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from coalface.trade.figures import Figure, ratio, total
from coalface.trade.goods import TradeGood, TradeGoods, load_trade_goods
from coalface.trade.prints import ranked_prints
from coalface.vocabulary.numbers import Mark

__all__ = ["Observation", "Series", "find_series", "is_within", "without_overlaps"]

VALUATIONS = {"value_cif_usd": "CIF", "value_fob_usd": "FOB", "value_mixed_usd": "mixed"}
MONTHS_A_YEAR = 12
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Observation:
    """All that was published of one good in one period.

    Attributes:
        code: The good.
        starts_on: First day of the period.
        ends_on: First day after it.
        value: Value in USD, or None where only a quantity was published.
        mass: Mass in t, or None.
        quantity: Quantity in `unit` where it is no mass (MWh, pieces), or None.
        unit: Unit of `quantity`.
        valuation: `CIF`, `FOB` or `mixed`.
        note: What the table says of the central print.
        both: Value and mass of the prints that give both, or None: a price must rest on one print
            and not on the value of one publisher and the mass of another.
        unit_value: USD per t of those prints, or None; its range is that of single prints.
    """

    code: str
    starts_on: date
    ends_on: date
    value: Figure | None
    mass: Figure | None
    quantity: Figure | None = None
    unit: str = ""
    valuation: str = "CIF"
    note: str = ""
    both: tuple[Figure, Figure] | None = None
    unit_value: Figure | None = None

    @property
    def n_months(self) -> int:
        """Give the length of the period in months."""
        years = self.ends_on.year - self.starts_on.year
        return years * MONTHS_A_YEAR + self.ends_on.month - self.starts_on.month

    @property
    def is_full_year(self) -> bool:
        """Say whether the period is one calendar year, the only thing set against a year."""
        return self.starts_on.month == 1 and self.n_months == MONTHS_A_YEAR

    @property
    def year(self) -> int:
        """Give the year in which the period starts."""
        return self.starts_on.year

    @property
    def period(self) -> str:
        """Give the period as printed and used in ids: `2022`, `2022-08`, `2022-01_2022-10`."""
        if self.is_full_year:
            return str(self.year)
        first = f"{self.starts_on:%Y-%m}"
        if self.n_months == 1:
            return first
        return f"{first}_{self.ends_on - timedelta(days=1):%Y-%m}"


@dataclass(frozen=True, slots=True)
class Series:
    """One good and everything published of it, ordered by period."""

    good: TradeGood
    observations: tuple[Observation, ...]

    @property
    def full_years(self) -> tuple[Observation, ...]:
        """Give the calendar years for which a value was published."""
        return tuple(o for o in self.observations if o.is_full_year and o.value is not None)

    def year(self, year: int) -> Observation | None:
        """Give the observation with a value of one calendar year."""
        return next((o for o in self.full_years if o.year == year), None)


def find_series(
    tables: Iterable[pl.DataFrame],
    *,
    reporter: str = "CHN",
    partner: str = "PRK",
    flow: str = "import",
    until: date | None = None,
    also: tuple[str, ...] = (),
) -> tuple[Series, ...]:
    """Find what one reporter published of each good in its trade with one partner.

    Competing prints of one period become one observation whose central value is that of the
    highest confidence, then of the most digits, then of the latest release; the others set its
    range. A good for which
    nothing was published in a period has no observation there: missing is not zero.

    Args:
        tables: `flows`, and other tables of the same columns (`processing_inputs`).
        reporter: Who published.
        partner: The other side.
        flow: `import` or `export`, seen from the reporter.
        until: Leave out periods that end after this day.
        also: Codes that are no goods but wanted too, such as `TOTAL`.

    Returns:
        One series a good, single HS codes and documented unions only, ordered by code.
    """
    goods = load_trade_goods()
    rows: dict[str, dict[tuple[date, date], list[_Row]]] = {}
    names: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for row in _rows(tables, (reporter, partner, flow), until):
        if goods.is_good(row["hs_code"]) or row["hs_code"] in also:
            periods = rows.setdefault(row["hs_code"], defaultdict(list))
            periods[row["period_start"], row["period_end"]].append(row)
            names[row["hs_code"]].append((row["period_start"], row["description"] or ""))
    found = {
        code: {period: _observation(code, prints) for period, prints in periods.items()}
        for code, periods in rows.items()
    }
    _add_unions(found, goods)
    return tuple(
        Series(
            good=goods.good(code, max(names[code])[1] if names[code] else ""),
            observations=tuple(found[code][period] for period in sorted(found[code])),
        )
        for code in sorted(found)
        if found[code]
    )


def is_within(code: str, wider: TradeGood) -> bool:
    """Say whether a code is part of another, wider good."""
    if wider.parts:
        return code != wider.code and any(code.startswith(part) for part in wider.parts)
    return code != wider.code and code.startswith(wider.code)


def without_overlaps(series: Iterable[Series]) -> tuple[Series, ...]:
    """Keep the most detailed goods, so that nothing is added twice.

    A chapter or heading goes where one of its subheadings is there; the parts of a documented
    union go where the union is there, because the union holds every print of them.
    """
    everything = tuple(series)
    unions = [s.good for s in everything if s.good.parts]
    kept = [s for s in everything if not any(is_within(s.good.code, union) for union in unions)]
    return tuple(
        s
        for s in kept
        if not any(
            is_within(part, s.good)
            for other in kept
            if other is not s and not s.good.parts
            for part in other.good.law_codes
        )
    )


def _rows(
    tables: Iterable[pl.DataFrame], trade: tuple[str, str, str], until: date | None
) -> Iterable[_Row]:
    reporter, partner, flow = trade
    for table in tables:
        chosen = table.filter(
            (pl.col("reporter") == reporter)
            & (pl.col("partner") == partner)
            & (pl.col("flow") == flow)
            & (pl.col("unit").is_null() | (pl.col("unit") != "percent"))
        )
        if until is not None:
            chosen = chosen.filter(pl.col("period_end") <= until)
        yield from chosen.sort("row_id").iter_rows(named=True)


def _observation(code: str, prints: list[_Row]) -> Observation:
    starts_on, ends_on = prints[0]["period_start"], prints[0]["period_end"]
    ranked = ranked_prints(prints, _value_of)
    unit = next((row["unit"] for row in ranked if row["quantity"] is not None), "") or ""
    valuation = next((v for row in ranked for c, v in VALUATIONS.items() if row[c] is not None), "")
    return Observation(
        code=code,
        starts_on=starts_on,
        ends_on=ends_on,
        value=_figure(ranked, _value_of),
        mass=_figure(ranked, _mass_of),
        quantity=_figure(ranked, lambda row: row["quantity"] if row["unit"] == unit else None),
        unit=unit,
        valuation=valuation,
        note=ranked[0]["note"] or "",
        both=_both(ranked),
        unit_value=_unit_value(ranked),
    )


def _both(ranked: list[_Row]) -> tuple[Figure, Figure] | None:
    """Give value and mass of the prints that give both."""
    rows = [row for row in ranked if _value_of(row) is not None and row["mass_t"] is not None]
    value, mass = _figure(rows, _value_of), _figure(rows, _mass_of)
    return None if value is None or mass is None else (value, mass)


def _unit_value(ranked: list[_Row]) -> Figure | None:
    """Give value over mass print by print, with the range over prints."""
    pairs = [_both([row]) for row in ranked]
    found = [f for pair in pairs if pair is not None and (f := ratio(*pair)) is not None]
    if not found:
        return None
    competing = "competing prints" if len({f.value for f in found}) > 1 else ""
    return replace(
        found[0],
        low=min(f.low for f in found),
        high=max(f.high for f in found),
        inputs=tuple(dict.fromkeys(i for f in found for i in f.inputs)),
        note=competing,
    )


def _mass_of(row: _Row) -> float | None:
    mass: float | None = row["mass_t"]
    return mass


def _value_of(row: _Row) -> float | None:
    return next((row[column] for column in VALUATIONS if row[column] is not None), None)


def _figure(ranked: list[_Row], value_of: Any) -> Figure | None:
    prints = [(value_of(row), row) for row in ranked if value_of(row) is not None]
    if not prints:
        return None
    values = [float(value) for value, _ in prints]
    mark: Mark = "derived" if _is_derived(prints[0][1]) else "published"
    notes = ["competing prints"] if min(values) != max(values) else []
    notes += ["low confidence"] if prints[0][1]["confidence"] == "low" else []
    notes += [prints[0][1]["note"] or ""] if values[0] == 0 else []
    inputs = tuple(row["row_id"] for _, row in prints)
    return Figure(
        values[0], min(values), max(values), inputs, mark, "; ".join(n for n in notes if n)
    )


def _is_derived(row: _Row) -> bool:
    return "derived:" in (row["note"] or "")


def _add_unions(found: dict[str, dict[tuple[date, date], Observation]], goods: TradeGoods) -> None:
    """Set the sum of the parts beside the union's own print, as one more competing figure."""
    for union in (good for good in goods.goods if good.parts):
        parts = [found.get(part, {}) for part in union.parts]
        for period in sorted(set.intersection(*(set(part) for part in parts))):
            pieces = [part[period] for part in parts]
            values = [piece.value for piece in pieces if piece.value is not None]
            if len(values) == len(pieces):
                summed = total(values)
                own = found.setdefault(union.code, {}).get(period)
                found[union.code][period] = _with_sum(union.code, pieces[0], own, summed)


def _with_sum(
    code: str, piece: Observation, own: Observation | None, summed: Figure | None
) -> Observation:
    if own is None or own.value is None or summed is None:
        mass = None if own is None else own.mass
        return Observation(code, piece.starts_on, piece.ends_on, summed, mass)
    value = Figure(
        value=own.value.value,
        low=min(own.value.low, summed.low),
        high=max(own.value.high, summed.high),
        inputs=tuple(dict.fromkeys((*own.value.inputs, *summed.inputs))),
        mark=own.value.mark,
        note="competing prints: the union and the sum of its parts",
    )
    return replace(own, code=code, value=value, valuation="CIF", note="")
