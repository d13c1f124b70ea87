"""How old is what we know: rules by their newest source, series by their last period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from coalface.law import Measure, NationalMeasure, Rulebook, load_rulebook
from coalface.pipeline.facts import PACKAGED_FACTS, Facts

__all__ = ["Age", "find_ages"]

MONTHS_A_YEAR = 12
#: What one series of a table is.
SERIES = {
    "flows": ("reporter", "partner", "flow"),
    "processing_inputs": ("reporter", "partner", "flow"),
    "prices": ("series",),
    "fx": ("pair",),
    "indicators": ("indicator",),
    "estimates": ("channel",),
    "shares": ("indicator",),
}


@dataclass(frozen=True, slots=True)
class Age:
    """One rule in force or one series, and the last day that we know something of.

    Attributes:
        table: `rules`, or the table of the series.
        id: The rule, or the series' own words.
        last_on: Of a rule the newest date among its own and its sources'; of a series the last
            day of its last period. None where nothing is dated.
        months: Whole months since then.
        look_at: Sources to look at again.
    """

    table: str
    id: str
    last_on: date | None
    months: int | None
    look_at: str


def find_ages(day: date, n_months: int, *, facts: Facts = PACKAGED_FACTS) -> tuple[Age, ...]:
    """Find the rules in force and the series of which nothing newer is known than N months.

    That a rule is listed does not say that it was changed: look whether it was. Nothing is
    fetched.

    Args:
        day: The day from which months are counted back.
        n_months: Age from which on something is listed.
        facts: Where the tables come from.

    Returns:
        Rules first, then series, the oldest first.
    """
    book = load_rulebook()
    rules = [_rule_age(rule, book, day) for rule in _rules(book) if rule.is_in_force(day)]
    series = [age for table, key in SERIES.items() for age in _series(facts, table, key, day)]
    old = [a for a in (*rules, *series) if a.months is None or a.months >= n_months]
    return tuple(sorted(old, key=lambda a: (a.table != "rules", a.last_on or date.min, a.id)))


def _rules(book: Rulebook) -> Iterator[Measure | NationalMeasure]:
    yield from book.measures
    yield from book.national


def _rule_age(rule: Measure | NationalMeasure, book: Rulebook, day: date) -> Age:
    ids = rule.sources if isinstance(rule, Measure) else (rule.source,)
    sources = [book.sources[i] for i in ids if i in book.sources]
    first = rule.adopted_on if isinstance(rule, Measure) else rule.announced_on
    dates = [d for d in (first, rule.starts_on, *(_dated(s.dated) for s in sources)) if d]
    last_on = max((d for d in dates if d <= day), default=None)
    look_at = "; ".join(s.url for s in sources if s.url)
    return Age("rules", rule.id, last_on, _months(last_on, day), look_at)


def _dated(text: str) -> date | None:
    """Read `2017`, `2017-03` or `2017-03-01` as its first day; other words say no day."""
    parts = text.split("-")
    if not all(part.isdigit() for part in parts):
        return None
    year, month, day = (*map(int, parts), 1, 1)[:3]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _series(facts: Facts, table: str, key: tuple[str, ...], day: date) -> Iterator[Age]:
    last = pl.col("period_end").max().dt.offset_by("-1d")
    rows = facts.read(table).filter(pl.col("period_start") <= day).group_by(key)
    found = rows.agg(last.alias("last_on"), pl.col("source_id").sort_by("period_end").last())
    for row in found.sort(key).iter_rows(named=True):
        words = " ".join(str(row[name]) for name in key)
        yield Age(table, words, row["last_on"], _months(row["last_on"], day), row["source_id"])


def _months(last_on: date | None, day: date) -> int | None:
    if last_on is None:
        return None
    whole = (day.year - last_on.year) * MONTHS_A_YEAR + day.month - last_on.month
    return max(0, whole - (day.day < last_on.day))
