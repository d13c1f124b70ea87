"""What of each dollar declared to China in a base year is declared later, and under what law."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import polars as pl

from coalface.law import Rulebook
from coalface.trade.books import CHINA_CUSTOMS, KOTRA_CHINA, KOTRA_WORLD, Book, find_totals
from coalface.trade.figures import Figure, difference, number, ratio, total
from coalface.trade.goods import TradeGood
from coalface.trade.observations import Series, find_series, without_overlaps
from coalface.trade.standing import find_standing
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = [
    "STATUSES",
    "DeclaredItem",
    "DeclaredPart",
    "ReplacementYear",
    "Status",
    "find_replacement",
    "numbers",
    "replacement_table",
]

Status = Literal["no_measure", "contested", "part_of_year", "covered", "not_itemised"]
#: In the order in which they are drawn. `part_of_year`: a measure began within the year.
STATUSES: tuple[Status, ...] = (
    "no_measure",
    "contested",
    "part_of_year",
    "covered",
    "not_itemised",
)
STATUS_LABELS: dict[Status, str] = {
    "no_measure": "goods that no measure covered",
    "contested": "goods on which authoritative readings differ",
    "part_of_year": "goods that a measure reached within the year",
    "covered": "goods under a measure, whatever it left open",
    "not_itemised": "declared, but in no item figure that was found and could be judged",
}
#: The totals tried in turn: the first with a print of the year stands for it.
TOTALS = (CHINA_CUSTOMS, KOTRA_CHINA, KOTRA_WORLD)


@dataclass(frozen=True, slots=True)
class DeclaredItem:
    """One good's declared value in one year, gross of inputs, with the law of that year.

    Attributes:
        code: HS code or documented union.
        name: The good.
        status: One of `STATUSES`, judged on the first and the last day of the year.
        verdicts: The law's verdict on those two days.
        measures: Ids of the measures that decide on the last day.
        value_usd: Declared value, CIF.
        share: Share of the year's declared total; no figure where that is of other partners.
    """

    code: str
    name: str
    status: Status
    verdicts: tuple[str, str]
    measures: tuple[str, ...]
    value_usd: Number
    share: Number


@dataclass(frozen=True, slots=True)
class DeclaredPart:
    """All of one year's declared value with one legal status.

    Attributes:
        status: One of `STATUSES`.
        value_usd: Declared value.
        per_base_dollar: Dollars per dollar declared in the base year.
    """

    status: Status
    value_usd: Number
    per_base_dollar: Number


@dataclass(frozen=True, slots=True)
class ReplacementYear:
    """One year against the base year.

    Attributes:
        year: Calendar year.
        book: Id of the books that the total is from.
        is_china_only: False where only a total of all partners was published.
        declared_usd: Total declared.
        per_base_dollar: Dollars per dollar declared in the base year; no figure unless
            `is_china_only`.
        parts: One for each of `STATUSES`, in that order.
        items: The goods, by value.
    """

    year: int
    book: str
    is_china_only: bool
    declared_usd: Number
    per_base_dollar: Number
    parts: tuple[DeclaredPart, ...]
    items: tuple[DeclaredItem, ...]


def find_replacement(
    flows: pl.DataFrame,
    processing_inputs: pl.DataFrame,
    book: Rulebook,
    *,
    base_year: int = 2016,
    last_year: int | None = None,
) -> tuple[ReplacementYear, ...]:
    """Find what each year since the base year replaces of it, split by the law of that year.

    Goods are counted at their whole declared value, gross of imported inputs; only goods whose
    value for the whole year was published are items, each once. What the items do not explain
    is `not_itemised`: missing, not zero. A good is judged on the first and on the last day of
    the year; if the two differ it is `part_of_year`.

    Args:
        flows: Table `flows`.
        processing_inputs: Table `processing_inputs`; prints of wigs and watch parts stand there.
        book: The rules.
        base_year: Year whose dollars are replaced.
        last_year: Last year wanted; by default the last with a total.

    Returns:
        One row a year with a published total, from the base year on.

    Raises:
        ValueError: If China's customs total of the base year is not there.
    """
    totals = {b.id: find_totals(flows, b, b.exports_flow) for b in TOTALS}
    base = totals[CHINA_CUSTOMS.id].get(base_year)
    if base is None:
        raise ValueError(
            f"flows: no total of China's imports from the DPRK for {base_year}; choose another "
            f"base_year among {sorted(totals[CHINA_CUSTOMS.id])}."
        )
    series = find_series([flows, processing_inputs])
    years = sorted({year for found in totals.values() for year in found if year >= base_year})
    return tuple(
        _year(year, totals, base, _items(series, year, book))
        for year in years
        if last_year is None or year <= last_year
    )


def numbers(rows: Iterable[ReplacementYear]) -> tuple[Number, ...]:
    """Give every number of the rows, in order."""
    found: list[Number] = []
    for row in rows:
        found += [row.declared_usd, row.per_base_dollar]
        found += [n for part in row.parts for n in (part.value_usd, part.per_base_dollar)]
        found += [n for item in row.items for n in (item.value_usd, item.share)]
    return tuple(found)


def replacement_table(rows: Iterable[ReplacementYear]) -> pl.DataFrame:
    """Give one row a year and status, with the range of each value and its inputs."""
    return pl.DataFrame(
        [
            {
                "year": row.year,
                "book": row.book,
                "status": part.status,
                "declared_usd": row.declared_usd.value,
                "value_usd": part.value_usd.value,
                "value_low_usd": part.value_usd.low,
                "value_high_usd": part.value_usd.high,
                "per_base_dollar": part.per_base_dollar.value,
                "goods": ";".join(i.code for i in row.items if i.status == part.status),
                "inputs": ";".join(inputs_of((row.declared_usd, part.value_usd))),
            }
            for row in rows
            for part in row.parts
        ],
        infer_schema_length=None,
    )


_Item = tuple[TradeGood, Figure, Status, tuple[str, str], tuple[str, ...]]


def _items(series: Iterable[Series], year: int, book: Rulebook) -> list[_Item]:
    of_year = (
        replace(s, observations=(observed,))
        for s in series
        if (observed := s.year(year)) is not None
    )
    items = [_item(s, year, book) for s in without_overlaps(of_year)]
    kept = [item for item in items if item is not None and item[1].high > 0]
    return sorted(kept, key=lambda item: -item[1].value)


def _item(series: Series, year: int, book: Rulebook) -> _Item | None:
    """Judge a good in a year; None where its code is too wide or unclear to be judged."""
    value = series.observations[0].value
    assert value is not None
    first_day, last_day = date(year, 1, 1), date(year + 1, 1, 1) - timedelta(days=1)
    first = find_standing(series.good, book, on=first_day)
    last = find_standing(series.good, book, on=last_day)
    if last.needs_review and (series.good.is_chapter or last.verdict == "not_listed"):
        return None
    statuses = {_status(first.verdict), _status(last.verdict)}
    status: Status = statuses.pop() if len(statuses) == 1 else "part_of_year"
    return series.good, value, status, (first.verdict, last.verdict), last.measures


def _status(verdict: str) -> Status:
    if verdict == "not_listed":
        return "no_measure"
    return "contested" if verdict in ("contested", "mixed") else "covered"


def _year(
    year: int, totals: dict[str, dict[int, Figure]], base: Figure, items: list[_Item]
) -> ReplacementYear:
    source = next(b for b in TOTALS if year in totals[b.id])
    declared = totals[source.id][year]
    is_china_only = source is not KOTRA_WORLD
    return ReplacementYear(
        year=year,
        book=source.id,
        is_china_only=is_china_only,
        declared_usd=number(
            declared,
            f"replacement/{year}/declared_usd",
            f"Declared exports of the DPRK, {year}, {source.name}",
            "USD",
            how="as published",
        ),
        per_base_dollar=_per_dollar(
            declared if is_china_only else None, base, year, "declared", source
        ),
        parts=tuple(_part(s, year, declared, base, items, source) for s in STATUSES),
        items=tuple(_declared(item, year, declared if is_china_only else None) for item in items),
    )


def _part(
    status: Status, year: int, declared: Figure, base: Figure, items: list[_Item], source: Book
) -> DeclaredPart:
    if status == "not_itemised":
        known = total([item[1] for item in items])
        figure = declared if known is None else _at_least_zero(difference(declared, known))
        how = "declared total less the items"
    else:
        chosen = [item for item in items if item[2] == status]
        figure = total([item[1] for item in chosen])
        how = "sum of " + ", ".join(item[0].name for item in chosen) if chosen else ""
    return DeclaredPart(
        status=status,
        value_usd=number(
            figure,
            f"replacement/{year}/{status}/value_usd",
            f"Declared exports to China, {year}: {STATUS_LABELS[status]}",
            "USD",
            how=how,
            note="" if figure else "no item with this status was published",
        ),
        per_base_dollar=_per_dollar(
            None if status == "not_itemised" and source is KOTRA_WORLD else figure,
            base,
            year,
            status,
            source,
        ),
    )


def _at_least_zero(figure: Figure | None) -> Figure | None:
    if figure is None:
        return None
    return replace(
        figure, value=max(figure.value, 0), low=max(figure.low, 0), high=max(figure.high, 0)
    )


def _per_dollar(figure: Figure | None, base: Figure, year: int, what: str, source: Book) -> Number:
    note = "" if source is not KOTRA_WORLD else "only a total of all partners was published"
    return number(
        ratio(figure, base),
        f"replacement/{year}/{what}/per_base_dollar",
        f"Dollars of {year} ({what.replace('_', ' ')}) per dollar declared in the base year",
        "ratio",
        how="value of the year over China's customs total of the base year" if figure else "",
        note=note,
    )


def _declared(item: _Item, year: int, declared: Figure | None) -> DeclaredItem:
    good, value, status, verdicts, measures = item
    key = f"replacement/{year}/items/{good.code}"
    return DeclaredItem(
        code=good.code,
        name=good.name,
        status=status,
        verdicts=verdicts,
        measures=measures,
        value_usd=number(
            value,
            f"{key}/value_usd",
            f"{good.name}, China's imports from the DPRK, {year}",
            "USD",
            how="as published",
            note="gross of imported inputs" if good.input_code else "",
        ),
        share=number(
            ratio(value, declared),
            f"{key}/share",
            f"{good.name}, share of declared exports to China, {year}",
            "share",
            how="value over the declared total of the year",
            note="gross of imported inputs" if good.input_code else "",
        ),
    )
