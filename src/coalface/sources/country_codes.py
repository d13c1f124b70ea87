"""Numeric codes of reporters and partners as UN trade statistics and BACI write them."""

import csv
from functools import cache, lru_cache
from importlib.resources import files

from coalface.sources.spellings import N_CACHED, Spelling

__all__ = ["TOTALS", "numeric_countries", "read_numeric_country"]

#: Groups whose rows are sums of other rows: the world, the European Union, ASEAN.
TOTALS = frozenset({"WLD", "XEU", "XAS"})


@cache
def numeric_countries() -> dict[int, str]:
    """Give the three letters of each numeric code, from `data/countries/numeric_codes.csv`."""
    path = files("coalface").joinpath("data", "countries", "numeric_codes.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    return {int(row["code"]): row["iso3"] for row in rows}


@lru_cache(maxsize=N_CACHED)
def read_numeric_country(text: str) -> Spelling:
    """Read a numeric code, with or without leading zeros; gives three letters.

    Letters that are no country's stand for areas that the statistics do not break down further;
    see the README of `data/countries`.
    """
    bare = text.strip().removesuffix(".0")
    if not bare:
        return Spelling(None, "empty")
    if not (bare.isascii() and bare.isdigit()):
        return Spelling(None, "not a numeric country code")
    iso3 = numeric_countries().get(int(bare[:9]))
    return Spelling(iso3, "" if iso3 else f"no country or area has the numeric code {bare[:9]}")
