"""Which goods the partner buys anew, again or no more, and what the law says of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from coalface.law import Rulebook
from coalface.trade.baselines import Comparison, find_comparisons, find_higher_part
from coalface.trade.figures import Figure, number
from coalface.trade.goods import TradeGood, load_trade_goods
from coalface.trade.observations import Observation, Series, find_series, is_within
from coalface.trade.processing import find_net
from coalface.trade.ranks import find_market_shares, find_rank, find_share_of_exports
from coalface.trade.standing import Standing, find_first_measure, find_standing
from coalface.vocabulary.numbers import Number, inputs_of, no_figure

__all__ = ["EmergingGood", "PartYear", "emerging_table", "find_emerging", "numbers"]

NO_YEAR = "no full year published"
NOT_KNOWN_BEFORE = "earlier trade may be unpublished"


@dataclass(frozen=True, slots=True)
class PartYear:
    """What was published of a part of a year; shown as such and never set against a year."""

    period: str
    value: Number
    mass: Number


@dataclass(frozen=True, slots=True)
class EmergingGood:
    """One good of China's imports from the DPRK.

    Attributes:
        code: HS code, or the documented union.
        name: What it is.
        is_chapter: The code is a whole chapter: it holds goods, gets no rank, and the law may not
            be able to decide on it.
        holds: Codes of the other goods found that are within this chapter; it is no good beside
            them, and its value holds theirs.
        within: Code of the documented union that holds this good's value, or "".
        latest_year: Last calendar year with a published value, or None.
        latest_value: Its value, competing prints as a range.
        latest_mass: Its mass.
        latest_quantity: Its quantity in another unit.
        first_seen: First year with a published trade above zero.
        rank: Rank among goods published for the latest year.
        share_of_exports: Share of all that China took that year.
        market_shares: Share of China's imports of the good from all the world.
        net: The latest value less declared inputs, for processing trade.
        net_basis: `not processing`, `declared inputs`, `share of other periods`, `gross only`.
        comparisons: Against the earlier high, the year before the first measure, and 2019.
        has_higher_part: A part of an earlier year alone was worth more than the latest year, or
            than the highest earlier full year.
        part_years: Parts of years published since the latest full year began.
        first_measure: Id of the first UN measure on the good, or "".
        standing_then: What the law says of the latest full year, or None without one.
        standing_now: What the law says on the day asked for.
    """

    code: str
    name: str
    is_chapter: bool
    holds: tuple[str, ...]
    within: str
    latest_year: int | None
    latest_value: Number
    latest_mass: Number
    latest_quantity: Number
    first_seen: Number
    rank: Number
    share_of_exports: Number
    market_shares: tuple[Number, ...]
    net: Number
    net_basis: str
    comparisons: tuple[Comparison, ...]
    has_higher_part: bool
    part_years: tuple[PartYear, ...]
    first_measure: str
    standing_then: Standing | None
    standing_now: Standing

    @property
    def is_new_high(self) -> bool | None:
        """Say whether the latest year beats all that is known before; None without any."""
        high, latest = self.comparisons[0].value, self.latest_value
        if high.value is None or latest.value is None:
            return None
        low = latest.value if latest.low is None else latest.low
        return low > (high.high or high.value) and not self.has_higher_part

    @property
    def printed(self) -> tuple[Number, ...]:
        """Give all numbers in order."""
        compared = (n for comparison in self.comparisons for n in comparison.printed)
        parts = (n for part in self.part_years for n in (part.value, part.mass))
        latest = (self.latest_value, self.latest_mass, self.latest_quantity, self.net)
        place = (self.first_seen, self.rank, self.share_of_exports, *self.market_shares)
        return (*latest, *place, *compared, *parts)


def find_emerging(
    flows: pl.DataFrame,
    processing_inputs: pl.DataFrame,
    shares: pl.DataFrame,
    book: Rulebook,
    *,
    as_of: date,
) -> tuple[EmergingGood, ...]:
    """Find each good in China's imports from the DPRK and how it has moved.

    Years stand against years; parts of years are listed apart. A year that nobody published is
    no zero. The standing is the law's word on the goods as named, not on parties or payment.

    Args:
        flows: Table `flows`.
        processing_inputs: Table `processing_inputs`; its prints of imports count too.
        shares: Table `shares`.
        book: The rules.
        as_of: Day of the account; later periods are left out.

    Returns:
        One row a good: goods with a full year first, the latest year and the largest value
        first, then goods of which only parts of years are known, then chapters of which goods
        are there.
    """
    tables = (flows, processing_inputs)
    everything = find_series(tables, until=as_of, also=("TOTAL",))
    totals = next((s for s in everything if s.good.code == "TOTAL"), None)
    goods = tuple(s for s in everything if s is not totals)
    world = find_series((flows,), partner="WLD", until=as_of)
    rows = []
    for series in goods:
        latest = series.full_years[-1] if series.full_years else None
        place = _place(series, latest, (goods, totals))
        market = find_market_shares(series, shares, world)
        row = _row(series, latest, (*place, *market), processing_inputs, (book, as_of))
        rows.append(replace(row, **_nested(series.good, [s.good for s in goods])))
    return tuple(sorted(rows, key=_order))


def numbers(rows: Sequence[EmergingGood]) -> tuple[Number, ...]:
    """Give all printed numbers of some goods, in order."""
    return tuple(n for row in rows for n in row.printed)


def emerging_table(rows: Sequence[EmergingGood]) -> pl.DataFrame:
    """Give the goods as a flat table, one row a good."""
    return pl.DataFrame([_flat(row) for row in rows], infer_schema_length=None)


def _place(
    series: Series, latest: Observation | None, among: tuple[tuple[Series, ...], Series | None]
) -> tuple[Number, Number]:
    goods, totals = among
    if latest is None:
        stem, name = f"emerging/{series.good.code}", series.good.name
        share = no_figure(f"{stem}/share_of_exports", f"{name}: share of exports", "share", NO_YEAR)
        return no_figure(f"{stem}/rank", f"{name}: rank by value", "rank", NO_YEAR), share
    rank = find_rank(series, goods, latest.year)
    return rank, find_share_of_exports(series, totals, latest.year)


def _nested(good: TradeGood, goods: Sequence[TradeGood]) -> dict[str, Any]:
    unions = [other.code for other in goods if other.parts and is_within(good.code, other)]
    holds = tuple(other.code for other in goods if good.is_chapter and is_within(other.code, good))
    return {"holds": holds, "within": next(iter(unions), "")}


def _row(
    series: Series,
    latest: Observation | None,
    place: tuple[Number, ...],
    processing_inputs: pl.DataFrame,
    law: tuple[Rulebook, date],
) -> EmergingGood:
    book, as_of = law
    good = series.good
    first = find_first_measure(good, book)
    net = find_net(series, latest, processing_inputs)
    stem, words = f"emerging/{good.code}", f"{good.name} ({good.code})"
    when = f"{words}, China's imports from the DPRK, {latest.period if latest else NO_YEAR}"
    return EmergingGood(
        code=good.code,
        name=good.name,
        is_chapter=good.is_chapter,
        holds=(),
        within="",
        latest_year=latest.year if latest else None,
        latest_value=_with_later_part(
            _latest(latest, "value", f"{stem}/latest_value_usd", f"{when}, CIF", "USD"),
            _recent_parts(series, latest),
        ),
        latest_mass=_latest(latest, "mass", f"{stem}/latest_mass_t", when, "t"),
        latest_quantity=_latest(
            latest, "quantity", f"{stem}/latest_quantity", when, latest.unit if latest else ""
        ),
        first_seen=_first_seen(series),
        rank=place[0],
        share_of_exports=place[1],
        market_shares=place[2:],
        net=number(net.value, f"{stem}/net_usd", f"{when}, net", "USD", how=net.how, note=net.note),
        net_basis=net.basis,
        comparisons=_comparisons(series, book),
        has_higher_part=find_higher_part(series) is not None,
        part_years=tuple(_part_year(series, o) for o in _recent_parts(series, latest)),
        first_measure=first.measure.id if first else "",
        standing_then=find_standing(good, book, period=(latest.starts_on, latest.ends_on))
        if latest
        else None,
        standing_now=find_standing(good, book, on=as_of),
    )


def _latest(latest: Observation | None, part: str, number_id: str, label: str, unit: str) -> Number:
    figure: Figure | None = getattr(latest, part) if latest else None
    return number(figure, number_id, label, unit, how="as published" if figure else "")


def _with_later_part(latest: Number, parts: Sequence[Observation]) -> Number:
    """Name the part of a later year that alone was worth more than the latest full year."""
    if latest.value is None:
        return latest
    known = [(o.value.value, o.period) for o in parts if o.value is not None]
    value, period = max(known, default=(0.0, ""))
    said = f"{period} alone was {value:,.0f} USD; not a full year"
    parts_of = "; ".join(part for part in (latest.note, said) if part)
    return replace(latest, note=parts_of) if value > latest.value else latest


def _comparisons(series: Series, book: Rulebook) -> tuple[Comparison, ...]:
    first = find_first_measure(series.good, book)
    if first is not None:
        why = f"first measure {first.measure.id} of {first.measure.starts_on}"
        why += "" if first.reach == "full" else f" (reach: {first.reach})"
        return find_comparisons(series, first.measure.starts_on.year, why)
    sectoral = book.measure(load_trade_goods().first_sectoral_measure)
    why = f"no measure on it; before the first sectoral measure, {sectoral.id}"
    return find_comparisons(series, sectoral.starts_on.year, why)


def _first_seen(series: Series) -> Number:
    stem, good = f"emerging/{series.good.code}/first_seen", series.good
    label = f"{good.name}: first year with a published trade"
    for at in series.observations:
        figure = at.value or at.mass
        if figure is not None and figure.high > 0:
            year = Figure(at.year, at.year, at.year, figure.inputs, "derived")
            zeros = [o.period for o in series.observations if o.starts_on < at.starts_on]
            note = f"published as zero in {zeros[-1]}" if zeros else NOT_KNOWN_BEFORE
            how = f"first period published above zero: {at.period}"
            return number(year, stem, label, "year", how=how, note=note)
    return no_figure(stem, label, "year", "only zeros published")


def _recent_parts(series: Series, latest: Observation | None) -> tuple[Observation, ...]:
    parts = (o for o in series.observations if not o.is_full_year)
    return tuple(o for o in parts if latest is None or o.starts_on >= latest.starts_on)


def _part_year(series: Series, at: Observation) -> PartYear:
    stem = f"emerging/{series.good.code}/part_year/{at.period}"
    words = f"{series.good.name}, {at.period} only"
    return PartYear(
        period=at.period,
        value=number(at.value, f"{stem}/value_usd", f"{words}, {at.valuation}", "USD"),
        mass=number(at.mass, f"{stem}/mass_t", words, "t"),
    )


def _order(row: EmergingGood) -> tuple[bool, int, float, str]:
    value = row.latest_value.value or 0.0
    return bool(row.holds), -(row.latest_year or 0), -value, row.code


def _flat(row: EmergingGood) -> dict[str, object]:
    flat: dict[str, object] = {
        "hs_code": row.code,
        "good": row.name,
        "is_chapter": row.is_chapter,
        "holds": ";".join(row.holds),
        "within": row.within,
        "latest_year": row.latest_year,
        "latest_value_usd": row.latest_value.value,
        "latest_value_low_usd": row.latest_value.low,
        "latest_value_high_usd": row.latest_value.high,
        "latest_mass_t": row.latest_mass.value,
        "net_low_usd": row.net.low if row.net.low is not None else row.net.value,
        "net_high_usd": row.net.high if row.net.high is not None else row.net.value,
        "net_basis": row.net_basis,
        "first_seen_year": row.first_seen.value,
        "rank": row.rank.value,
        "share_of_exports": row.share_of_exports.value,
        "is_new_high": row.is_new_high,
    }
    for comparison in row.comparisons:
        flat |= {
            f"{comparison.basis}_year": comparison.year,
            f"{comparison.basis}_value_usd": comparison.value.value,
            f"{comparison.basis}_value_ratio": comparison.value_ratio.value,
        }
    return flat | {
        "n_part_years": len(row.part_years),
        "first_measure": row.first_measure,
        "verdict_then": row.standing_then.verdict if row.standing_then else None,
        "verdict_now": row.standing_now.verdict,
        "most_now": row.standing_now.most,
        "why_now": row.standing_now.why,
        "needs_review_now": row.standing_now.needs_review,
        "inputs": ";".join(inputs_of(row.printed)),
    }
