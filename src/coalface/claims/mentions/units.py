"""Units, currencies and the words of "per": how they are written, and what they are called here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from coalface.claims.definitions import read_list
from coalface.claims.mentions.figures import SCALES
from coalface.claims.mentions.tries import one_of
from coalface.vocabulary.definitions import Definition

__all__ = ["PER_STARTS", "Unit", "UnitBook", "load_units", "standard", "unit_with_scale"]

#: First three signs of all that `per_pattern` finds without a stroke.
_PER_WORDS = "a an daily each every for monthly per the to weekly yearly"
PER_STARTS = frozenset({"-a-", "-pe", *(f" {word} "[:3] for word in _PER_WORDS.split())})


class Unit(Definition):
    """One unit: how many standard units it is, and its spellings."""

    id: str
    kind: str
    std: str
    factor: float
    spellings: list[str]


class _UnitList(Definition):
    units: list[Unit]
    counters: dict[str, str]
    per_words: dict[str, str]


class _Currency(Definition):
    code: str
    before: list[str]
    after: list[str]
    near: list[str] = []  # noqa: RUF012 - pydantic copies it


class _CurrencyList(Definition):
    currencies: list[_Currency]


@dataclass(frozen=True, slots=True)
class UnitBook:
    """All units and currencies by spelling, and the patterns that find them beside a figure.

    Attributes:
        units: Unit by spelling.
        counters: Counted noun by East Asian counter.
        per_words: Name of what a figure is for one of, by word.
        before: Currency by what stands before a figure.
        before_ends: Last signs of these.
        after: Currency by what stands after one.
        near: Words that tell between two currencies of one name, by currency.
        before_pattern: Finds a currency that ends where a figure starts.
        tail_pattern: Finds percent, fold, currency, unit or counter where a figure ends.
        per_pattern: Finds "a ton" where an amount ends.
    """

    units: Mapping[str, Unit]
    counters: Mapping[str, str]
    per_words: Mapping[str, str]
    before: Mapping[str, str]
    before_ends: frozenset[str]
    after: Mapping[str, str]
    near: Mapping[str, tuple[str, ...]]
    before_pattern: re.Pattern[str]
    tail_pattern: re.Pattern[str]
    per_pattern: re.Pattern[str]


@cache
def load_units() -> UnitBook:
    """Give the packaged units and currencies.

    Returns:
        The book of units, read once.
    """
    listed = read_list("units.yml", _UnitList)
    money = read_list("currencies.yml", _CurrencyList).currencies
    units = {spelling: unit for unit in listed.units for spelling in unit.spellings}
    before = {spelling: item.code for item in money for spelling in item.before}
    after: dict[str, str] = {}
    for item in money:
        for spelling in item.after:
            after.setdefault(spelling, item.code)
    return UnitBook(
        units,
        listed.counters,
        listed.per_words,
        before,
        frozenset(spelling[-1] for spelling in before),
        after,
        {item.code: tuple(item.near) for item in money},
        re.compile(rf"(?<![A-Za-z]){one_of(before)} ?$"),
        _tail_pattern(units, after, listed.counters),
        _per_pattern(units, after, listed.per_words),
    )


def _tail_pattern(
    units: Iterable[str], after: Iterable[str], counters: Iterable[str]
) -> re.Pattern[str]:
    end = r"(?![A-Za-z0-9])"
    return re.compile(
        rf"(?P<over> ?(?:여|餘|余|多)(?= ?[가-힣一-鿿tkm%]))?[ -]?(?:"
        rf"(?P<points>percentage points?{end}|%p{end}|%포인트|pp{end}|个百分点|個百分點)"
        rf"|(?P<percent>%|percent{end}|per cent{end}|pct{end}|퍼센트|프로(?![가-힣]))"
        rf"|(?P<fold>-?fold{end}|[x×](?![A-Za-z0-9])|배(?!럴)|倍"
        rf"|times(?= (?:as|the|more|higher|larger|greater|bigger|that|its|their|what|over|last|this"
        rf"|lower|less|cheaper|smaller|fewer)\b))"
        rf"|(?P<currency>{one_of(after)})(?![A-Za-z])"
        rf"|(?P<rate>b/d|bpd|bopd){end}"
        rf"|(?P<unit>{one_of(units)}){end}"
        rf"|(?P<counter>{one_of(counters)}))"
    )


def _per_pattern(
    units: Mapping[str, Unit], after: Iterable[str], per_words: Iterable[str]
) -> re.Pattern[str]:
    end = r"(?![A-Za-z0-9])"
    plain = [*units, *after]
    goods = [word for word, unit in units.items() if unit.kind in ("mass", "oil", "volume")]
    return re.compile(
        r"(?:(?: ?/ ?| (?:an?|per|each|every|for (?:each|every|an?|one)|to (?:the|one|a)) "
        rf"|-(?:a|per)-)(?P<what>{one_of([*plain, *per_words])})"
        rf"| the (?P<whole>{one_of([*goods, *after])})){end}"
        rf"| (?P<adverb>annually|yearly|monthly|daily|weekly|per annum){end}"
    )


def unit_with_scale(unit: str, scale: str) -> str:
    """Name a unit with its scale word as the guide does: `kt`, `Mt`, `thousand bbl`.

    Args:
        unit: Id of the unit; may be empty.
        scale: Key of `SCALES`; may be empty.

    Returns:
        The name.
    """
    if not scale:
        return unit
    if unit == "t" and scale in ("thousand", "million"):
        return {"thousand": "kt", "million": "Mt"}[scale]
    return f"{scale} {unit}".strip()


def standard(value: float | None, scale: str, factor: float = 1.0) -> float | None:
    """Multiply out a scale word and a unit's factor.

    Args:
        value: The figure, or None.
        scale: Key of `SCALES`.
        factor: Standard units in one unit.

    Returns:
        The value in standard units to twelve digits, or None.
    """
    if value is None or (not scale and factor == 1.0):
        return value
    return float(f"{value * SCALES[scale] * factor:.12g}")
