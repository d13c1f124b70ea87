"""Every name that this room knows, in Latin, Hangul and Han script."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from coalface.claims.definitions import read_list
from coalface.claims.mentions.types import Actor, Commodity, MentionType, Place, PlaceKind, Vessel
from coalface.vocabulary.definitions import Definition

__all__ = ["Gazetteer", "Name", "load_gazetteer"]

_HAN = re.compile(r"[가-힣一-鿿㐀-䶿]")
_BRACKET = re.compile(r" *\([^)]*\)")
_CODE_LENGTH = 5
#: "US dollars" speak of money, not of the State.
_MONEY_WORDS = frozenset({"dollar", "dollars"})


class _Place(Definition):
    id: str
    kind: PlaceKind
    names: list[str]


class _Places(Definition):
    places: list[_Place]
    needs_suffix: list[str]
    suffixes: list[str]
    never: list[str]


class _Good(Definition):
    name: str
    names: list[str]
    not_after: list[str] = []  # noqa: RUF012 - pydantic copies it
    not_before: list[str] = []  # noqa: RUF012 - pydantic copies it


class _Goods(Definition):
    commodities: list[_Good]


class _Body(Definition):
    name: str
    kind: str
    names: list[str]


class _Bodies(Definition):
    actors: list[_Body]


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of one thing.

    Attributes:
        spelling: As it is written in text.
        type: Kind of mention that it makes.
        value: What it stands for.
        case: `any`, `capital` (the first letter must be one) or `exact`.
        not_after: Words before it that make it another word.
        not_before: Words after it that make it another word.
        suffixes: If any, one of these must follow at once.
    """

    spelling: str
    type: MentionType
    value: Place | Vessel | Commodity | Actor
    case: str = "any"
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names; `latin` are found by words, `han` by signs."""

    latin: tuple[Name, ...]
    han: tuple[Name, ...]


@cache
def load_gazetteer() -> Gazetteer:
    """Give the packaged names.

    A spelling that two places share goes to our own list, then to the port, then to the State.

    Returns:
        The gazetteer, read once.
    """
    places = read_list("places.yml", _Places)
    never = frozenset(places.never)
    first: dict[tuple[str, MentionType], Name] = {}
    every = [
        *_listed_places(places),
        *_ports(places),
        *_countries(places),
        *_goods(),
        *_bodies(),
        *_vessels(),
    ]
    for name in every:
        if name.spelling not in never:
            first.setdefault((name.spelling, name.type), name)
    names = first.values()
    return Gazetteer(
        tuple(name for name in names if not _HAN.search(name.spelling)),
        tuple(name for name in names if _HAN.search(name.spelling)),
    )


def _place(spelling: str, place_id: str, kind: PlaceKind, lists: _Places) -> Name:
    suffixes = tuple(lists.suffixes) if spelling in lists.needs_suffix else ()
    is_code = spelling.isupper() and len(spelling.replace(".", "")) <= _CODE_LENGTH
    case = "exact" if is_code else "capital"
    money = _MONEY_WORDS if place_id == "US" else frozenset()
    value = Place(place_id, spelling, kind)
    return Name(spelling, "place", value, case, not_before=money, suffixes=suffixes)


def _listed_places(lists: _Places) -> Iterator[Name]:
    for place in lists.places:
        for spelling in place.names:
            yield _place(spelling, place.id, place.kind, lists)


def _ports(lists: _Places) -> Iterator[Name]:
    for row in _rows("ports/ports.csv"):
        cells = [row["name"], *(row[key] for key in ("aliases", "name_hangul", "name_hanzi"))]
        for spelling in _spellings("|".join(cells)):
            yield _place(spelling, row["port_id"], "port", lists)


def _countries(lists: _Places) -> Iterator[Name]:
    codes = {}
    for row in _rows("countries/countries.csv"):
        codes[row["iso3"]] = row["iso2"]
        for spelling in _spellings(f"{row['name']}|{row['aliases']}"):
            if "," not in spelling:  # "Korea, Republic of" stands in tables, not in prose
                yield _place(spelling, row["iso2"], "country", lists)
    for row in _rows("countries/names_zh.csv"):
        if row["iso3"] in codes and "（" not in row["name"]:
            for spelling in _spellings(row["name"]):
                yield _place(spelling, codes[row["iso3"]], "country", lists)


def _goods() -> Iterator[Name]:
    for good in read_list("commodities.yml", _Goods).commodities:
        value = Commodity(good.name.replace(" ", "_"), good.name)
        around = frozenset(good.not_after), frozenset(good.not_before)
        for spelling in good.names:
            yield Name(spelling, "commodity", value, "any", *around)


def _bodies() -> Iterator[Name]:
    for body in read_list("actors.yml", _Bodies).actors:
        value = Actor(body.name, body.kind)
        for spelling in body.names:
            is_code = spelling.isupper() and len(spelling.replace(".", "")) <= _CODE_LENGTH
            case = "exact" if is_code else "capital" if spelling[0].isupper() else "any"
            yield Name(spelling, "actor", value, case)


def _vessels() -> Iterator[Name]:
    """Give the names of listed ships; one of one word counts in capitals, one of digits not."""
    for row in _rows("vessels/vessels.csv"):
        for spelling in _spellings(f"{row['name']}|{row['aliases']}"):
            if not any(map(str.isalpha, spelling)):  # 7-28 is met in days and ranges
                continue
            case = "capital" if " " in spelling else "exact"
            yield Name(spelling, "vessel", Vessel(spelling), case)


def _spellings(cell: str) -> Iterable[str]:
    parts = (_BRACKET.sub("", part).strip() for part in cell.split("|"))
    return [part for part in parts if len(part) > 1 or _HAN.search(part)]


def _rows(path: str) -> Iterator[dict[str, str]]:
    with files("coalface").joinpath("data", path).open("r", encoding="utf-8") as file:
        yield from csv.DictReader(file)
