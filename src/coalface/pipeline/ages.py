"""How old is what we know: rules by the day they were last read, series by their last period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from coalface.law import Measure, NationalMeasure, Rulebook, load_rulebook
from coalface.law.definitions import LawSource
from coalface.pipeline.facts import PACKAGED_FACTS, Facts

__all__ = ["Age", "find_ages", "list_ages"]

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
    """One rule in force or one series, and when it was last looked at.

    Attributes:
        table: `rules`, or the table of the series.
        id: The rule, or the series' own words.
        last_on: Of a rule the newest legal date that we know: adopted, announced, begun. Of a
            series the last day of its last period. It is not the day of anybody's reading.
        read_on: The day on which one of the rule's sources was last read, where it was recorded.
        months: Whole months since `read_on` of a rule, since `last_on` of a series; None where
            that day is not known.
        look_at: Addresses to look at again; where none is known the titles.
    """

    table: str
    id: str
    last_on: date | None
    read_on: date | None
    months: int | None
    look_at: str


def find_ages(day: date, n_months: int, *, facts: Facts = PACKAGED_FACTS) -> tuple[Age, ...]:
    """Find the rules in force not read, and the series not continued, for N months or more.

    That a rule is listed does not say that it was changed: look whether it was. A rule of which
    no reading was recorded is always listed: a legal date says nothing of when it was checked.
    Nothing is fetched.

    Args:
        day: The day from which months are counted back.
        n_months: Age from which on something is listed.
        facts: Where the tables come from.

    Returns:
        Rules first, then series, the oldest first.
    """
    return list_ages(load_rulebook(), day, n_months, facts=facts)


def list_ages(book: Rulebook, day: date, n_months: int, *, facts: Facts) -> tuple[Age, ...]:
    """Do as `find_ages` does with the rules of one book."""
    rules = [_rule_age(rule, book, day) for rule in _rules(book) if rule.is_in_force(day)]
    series = [age for table, key in SERIES.items() for age in _series(facts, table, key, day)]
    old = [a for a in (*rules, *series) if a.months is None or a.months >= n_months]
    return tuple(sorted(old, key=_order))


def _order(age: Age) -> tuple[bool, date, date, str]:
    first = age.read_on or date.min
    return age.table != "rules", first, age.last_on or date.min, age.id


def _rules(book: Rulebook) -> Iterator[Measure | NationalMeasure]:
    yield from book.measures
    yield from book.national


def _rule_age(rule: Measure | NationalMeasure, book: Rulebook, day: date) -> Age:
    ids = rule.sources if isinstance(rule, Measure) else (rule.source,)
    sources = [book.sources[i] for i in ids if i in book.sources]
    first = rule.adopted_on if isinstance(rule, Measure) else rule.announced_on
    last_on = max((d for d in (first, rule.starts_on) if d and d <= day), default=None)
    read_on = max((s.read_on for s in sources if s.read_on and s.read_on <= day), default=None)
    return Age("rules", rule.id, last_on, read_on, _months(read_on, day), _look_at(sources))


def _look_at(sources: list[LawSource]) -> str:
    addresses = [s.url for s in sources if s.url]
    return "; ".join(addresses or [f"no address known: {s.title}" for s in sources])


def _series(facts: Facts, table: str, key: tuple[str, ...], day: date) -> Iterator[Age]:
    last = pl.col("period_end").max().dt.offset_by("-1d")
    rows = facts.read(table).filter(pl.col("period_start") <= day).group_by(key)
    found = rows.agg(last.alias("last_on"), pl.col("source_id").sort_by("period_end").last())
    for row in found.sort(key).iter_rows(named=True):
        words = " ".join(str(row[name]) for name in key)
        last_on = row["last_on"]
        yield Age(table, words, last_on, None, _months(last_on, day), row["source_id"])


def _months(last_on: date | None, day: date) -> int | None:
    if last_on is None:
        return None
    whole = (day.year - last_on.year) * MONTHS_A_YEAR + day.month - last_on.month
    return max(0, whole - (day.day < last_on.day))
