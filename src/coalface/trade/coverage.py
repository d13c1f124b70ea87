"""Which published goods a measure covers, in which year, and which it covered first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coalface.law import Match, Measure, Rulebook
from coalface.trade.figures import Figure, total
from coalface.trade.goods import load_trade_goods
from coalface.trade.observations import Observation, Series, is_within, without_overlaps
from coalface.trade.standing import find_first_measure, find_measures

__all__ = [
    "Coverage",
    "Published",
    "Still",
    "find_coverage",
    "lent_years",
    "nearest_years",
    "still_declared",
]

Published = tuple[tuple[Series, Observation], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The published trade in the goods of one measure.

    Attributes:
        starts_on: First day of the measure.
        covered: Goods by China's books that it decides on, overlaps still in.
        mirror: The same goods by KOTRA's mirror figures for the whole world.
        first_codes: Codes that no earlier measure covered.
        note: Contested goods and codes too wide to count.
    """

    starts_on: date
    covered: tuple[Series, ...]
    mirror: tuple[Series, ...]
    first_codes: frozenset[str]
    note: str

    @property
    def base_year(self) -> int:
        """Give the last calendar year that ended before the measure began."""
        return self.starts_on.year - 1

    @property
    def base(self) -> Published:
        """Give the goods published for the base year, none of them twice."""
        return in_year(self.covered, self.base_year)


def find_coverage(
    measure: Measure,
    direction: str,
    series: tuple[Sequence[Series], Sequence[Series]],
    book: Rulebook,
) -> Coverage:
    """Find the published goods that a measure decides on.

    Args:
        measure: The measure.
        direction: `from_dprk` or `to_dprk`.
        series: What China published, and what KOTRA's mirror gives.
        book: The rules.

    Returns:
        The goods with a note on what is contested or too wide.
    """
    china, mirror = series
    reached = [(s, m) for s in china if (m := _match(s, measure, direction, book)) is not None]
    covered = tuple(s for s, match in reached if match.decides)
    first = frozenset(
        s.good.code
        for s in covered
        if (found := find_first_measure(s.good, book, direction=direction)) is not None
        and found.measure.id == measure.id
    )
    contested = sorted(s.good.code for s, match in reached if match.reach == "contested")
    wide = sorted(s.good.code for s, match in reached if not match.decides)
    notes = [f"contested among them: {', '.join(contested)}"] if contested else []
    notes += [f"too wide or unnamed to count: {', '.join(wide)}"] if wide else []
    notes += _parts_of(measure.starts_on.year - 1, covered)
    notes += _zeros_of(measure.starts_on.year - 1, covered)
    return Coverage(
        starts_on=measure.starts_on,
        covered=covered,
        mirror=tuple(
            s
            for s in mirror
            if (match := _match(s, measure, direction, book)) is not None and match.decides
        ),
        first_codes=first,
        note="; ".join(notes),
    )


def in_year(covered: Sequence[Series], year: int) -> Published:
    """Give the most detailed goods published for one calendar year, nothing twice."""
    there = without_overlaps(s for s in covered if s.year(year) is not None)
    return tuple((s, o) for s in there if (o := s.year(year)) is not None)


def nearest_years(coverage: Coverage) -> Published:
    """Give each good in its base year, or in the nearest published year.

    The year in which the measure began may stand in, later years may not; of two years as near,
    the earlier. Further than the packaged limit is no figure, and neither is a printed zero of
    another year: it says that customs print nothing, not what was traded.
    """
    chosen = [(s, o) for s in coverage.covered if (o := _nearest(s, coverage)) is not None]
    kept = {s.good.code for s in without_overlaps(s for s, _ in chosen)}
    return tuple((s, o) for s, o in chosen if s.good.code in kept)


def lent_years(
    mine: Published, first_codes: frozenset[str], later: Sequence[Published]
) -> Published:
    """Give goods that a measure covered first, but of which only a later measure has a year.

    A total that counts each good under its first measure would drop such goods: the year nearest
    to the next measure on them stands in, and is named.

    Args:
        mine: What the measure itself has, from `nearest_years`.
        first_codes: Codes that no earlier measure covered.
        later: The same of the later measures, in order.
    """
    lent = list(mine)
    for pairs in later:
        for series, at in pairs:
            good = series.good
            is_new = all(
                good.code != s.good.code
                and not is_within(good.code, s.good)
                and not is_within(s.good.code, good)
                for s, _ in lent
            )
            if good.code in first_codes and is_new:
                lent.append((series, at))
    return tuple(lent[len(mine) :])


@dataclass(frozen=True, slots=True)
class Still:
    """What is declared since a measure began.

    Attributes:
        figure: The value, or None where nothing was published.
        period: Of which year or month, with the books where they are not China's, or "".
        words: Which goods, period and books it is of.
        goods: Codes of the goods.
    """

    figure: Figure | None
    period: str
    words: str
    goods: tuple[str, ...] = ()


def still_declared(coverage: Coverage) -> Still:
    """Give what is declared since the measure began: the latest year, else the latest part.

    China's own years come first, then KOTRA's mirror figures for all partners, then the latest
    month or months that China's figures give.
    """
    for covered, books in ((coverage.covered, "China"), (coverage.mirror, "KOTRA mirror, world")):
        since = [o for s in covered for o in s.full_years if o.starts_on >= coverage.starts_on]
        if since:
            year = max(o.year for o in since)
            goods = in_year(covered, year)
            period = str(year) if books == "China" else f"{year}, {books}"
            words = f"still declared in {year}: {_codes(goods)} ({books})"
            return Still(_sum(goods), period, words, tuple(s.good.code for s, _ in goods))
    parts = [
        (s, o)
        for s in coverage.covered
        for o in s.observations
        if o.starts_on >= coverage.starts_on and o.value is not None
    ]
    if not parts:
        return Still(None, "", "nothing published since it began")
    last = max(parts, key=lambda pair: (pair[1].ends_on, pair[1].starts_on))[1]
    goods = tuple((s, o) for s, o in parts if o.period == last.period)
    kept = {s.good.code for s in without_overlaps(s for s, _ in goods)}
    goods = tuple((s, o) for s, o in goods if s.good.code in kept)
    words = f"still declared in {last.period}, no later figure: {_codes(goods)} (China)"
    period = f"{last.period} alone, no later figure"
    return Still(_sum(goods), period, words, tuple(s.good.code for s, _ in goods))


def _codes(goods: Published) -> str:
    return ", ".join(s.good.code for s, _ in goods)


def _parts_of(year: int, covered: Sequence[Series]) -> list[str]:
    """Name what is known only for part of the base year, which is not added up."""
    return [
        f"{s.good.code}: {o.value.value:,.0f} USD in {o.period} only, not counted"
        for s in covered
        if s.year(year) is None
        for o in s.observations
        if o.year == year and o.value is not None and o.n_months > 1
    ]


def _zeros_of(year: int, covered: Sequence[Series]) -> list[str]:
    """Name the goods of which customs print a zero near the base year, and nothing for it."""
    limit = load_trade_goods().max_years_away
    return [
        f"{s.good.code}: customs print none in {zeros[0].year} and nothing for {year}, which is no "
        "figure; what is believed to cross unrecorded: coalface earnings"
        for s in covered
        if s.year(year) is None
        and (zeros := [o for o in s.full_years if _is_zero(o) and 0 < year - o.year <= limit])
    ]


def _is_zero(at: Observation) -> bool:
    return at.value is not None and at.value.value == 0


def _match(series: Series, measure: Measure, direction: str, book: Rulebook) -> Match | None:
    matches = find_measures(series.good, book, direction=direction)
    return next((m for m in matches if m.measure.id == measure.id), None)


def _nearest(series: Series, coverage: Coverage) -> Observation | None:
    limit = load_trade_goods().max_years_away
    years = [
        o
        for o in series.full_years
        if o.year <= coverage.starts_on.year
        and abs(o.year - coverage.base_year) <= limit
        and not (o.year != coverage.base_year and _is_zero(o))
    ]
    return min(years, key=lambda o: (abs(o.year - coverage.base_year), o.year), default=None)


def _sum(goods: Published) -> Figure | None:
    return total([o.value for _, o in goods if o.value is not None])
