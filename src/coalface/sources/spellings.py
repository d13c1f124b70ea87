"""What people write in a cell, and what it is stored as: countries, units, days, yes and no.

Every function here takes one spelling. Tables call them once for each distinct spelling, so that
a column of millions of rows costs what its few hundred different cells cost.
"""

import csv
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources

from coalface.vocabulary.goods import HS_REVISIONS

__all__ = [
    "N_CACHED",
    "UNKNOWN",
    "Spelling",
    "read_country",
    "read_day",
    "read_direction",
    "read_hs_revision",
    "read_unit",
    "read_yes_no",
]

UNKNOWN = frozenset({"", "unknown", "n/a", "?"})  # cells that say "not known", in any case
N_CACHED = 200_000
EARLIEST_YEAR, LATEST_YEAR = 1945, 2100  # outside: a typing error, not a day of trade

_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "t", "1"), "true"),
    **dict.fromkeys(("no", "n", "false", "f", "0"), "false"),
}
_DIRECTIONS = {
    **dict.fromkeys(("from_dprk", "from dprk", "from-dprk"), "from_dprk"),
    **dict.fromkeys(("to_dprk", "to dprk", "to-dprk"), "to_dprk"),
    "other": "other",
}
# Letters as UN Comtrade writes them: H0 is HS 1992 (1988/92), H6 is HS 2022.
_REVISIONS = {
    alias: revision
    for number, revision in enumerate(HS_REVISIONS)
    for alias in (
        revision.casefold(),
        f"hs {revision[2:]}",
        revision[2:],
        f"hs{revision[4:]}",
        f"h{number}",
    )
}


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one cell is read: `value` is None if it is unknown, `problem` says why it is refused."""

    value: str | None
    problem: str = ""
    factor: float = 1.0
    kind: str = ""
    note: str = ""
    until: date | None = None


Reader = Callable[[str], Spelling]


def read_country(text: str) -> Spelling:
    """Read a country: ISO code of two or three letters, or a common name; gives three letters."""
    key = _name_key(text)
    if key in UNKNOWN:
        return Spelling(None)
    if key in _countries():
        return Spelling(_countries()[key])
    return Spelling(None, _ambiguous_countries().get(key, "no country has this code or name"))


def read_unit(text: str) -> Spelling:
    """Read a unit: the one it is stored as, with the factor to multiply a quantity by."""
    bare = " ".join(text.split())
    if bare.casefold() in UNKNOWN:
        return Spelling(None)
    exact, folded = _units()
    return (
        exact.get(bare)
        or folded.get(bare.casefold().rstrip("."))
        or Spelling(None, "this unit is not known")
    )


def read_yes_no(text: str) -> Spelling:
    """Read a yes or a no."""
    return _look_up(_YES_NO, text, "neither yes nor no")


def read_direction(text: str) -> Spelling:
    """Read a direction of trade."""
    return _look_up(_DIRECTIONS, text, "no such direction")


def read_hs_revision(text: str) -> Spelling:
    """Read an edition of the Harmonized System: HS2012, HS 2012, 2012, HS12 or H4."""
    return _look_up(_REVISIONS, text, "no such edition of the Harmonized System")


@lru_cache(maxsize=N_CACHED)
def read_day(text: str) -> Spelling:
    """Read a day, a month or a year; `value` is its first day, `until` the day after its last.

    `kind` is `day`, `month` or `year`.
    """
    bare = re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", text.strip())
    if bare.casefold() in UNKNOWN:
        return Spelling(None)
    parts = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", bare)
    if parts is None:
        return Spelling(None, _why_no_day(bare))
    year, month, day = (int(part) if part else 0 for part in parts.groups())
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return Spelling(None, f"the year is outside {EARLIEST_YEAR} to {LATEST_YEAR}")
    return _span(year, month, day)


def _span(year: int, month: int, day: int) -> Spelling:
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return Spelling(None, "no such day in the calendar")
    if day:
        return Spelling(
            first.isoformat(), kind="day", until=date.fromordinal(first.toordinal() + 1)
        )
    if month:
        until = date(year + month // 12, month % 12 + 1, 1)
        return Spelling(first.isoformat(), kind="month", until=until)
    return Spelling(first.isoformat(), kind="year", until=date(year + 1, 1, 1))


def _why_no_day(text: str) -> str:
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return "a spreadsheet's day number; format the column as text, YYYY-MM-DD"
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", text):
        return "a time of day; a day is wanted"
    if re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", text):
        return "day and month cannot be told apart"
    return "not a date"


def _look_up(known: dict[str, str], text: str, problem: str) -> Spelling:
    key = " ".join(text.casefold().split())
    if key in UNKNOWN:
        return Spelling(None)
    return Spelling(known[key]) if key in known else Spelling(None, problem)


def _name_key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "")
    return " ".join(bare.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


@cache
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for row in _rows("countries", "countries.csv"):
        names = [row["iso3"], row["iso2"], row["name"], *row["aliases"].split("|")]
        known.update((_name_key(name), row["iso3"]) for name in names if name)
    return known


@cache
def _ambiguous_countries() -> dict[str, str]:
    return {_name_key(r["spelling"]): r["hint"] for r in _rows("countries", "ambiguous.csv")}


@cache
def _units() -> tuple[dict[str, Spelling], dict[str, Spelling]]:
    exact: dict[str, Spelling] = {}
    folded: dict[str, Spelling] = {}
    for row in _rows("units", "units.csv"):
        if row["kind"] == "ambiguous":
            read = Spelling(None, row["note"])
        else:
            note = f"{row['spelling']} {row['note']}" if row["note"] else ""
            read = Spelling(row["unit"], "", float(row["factor"]), row["kind"], note)
        if row["case_sensitive"] == "true":
            exact[row["spelling"]] = read
        else:
            folded[row["spelling"].casefold()] = read
    return exact, folded


def _rows(folder: str, name: str) -> list[dict[str, str]]:
    text = resources.files("coalface").joinpath("data", folder, name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
