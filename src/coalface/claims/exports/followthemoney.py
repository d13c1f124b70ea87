"""Entities and statements in the shape of FollowTheMoney: vessels, companies and people.

The package itself is not needed. Only actors of *public* claims that are named become entities,
each with the publication that names it: nobody is named without a source.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import polars as pl

from coalface.claims.statements import state_claim
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["DATASET", "Entity", "entity_lines", "find_entities", "find_statements"]

PATH = "claims/entities.yml"
DATASET = "coalface_claims"
ID_DIGITS = 20
_IMO = re.compile(r"\bIMO\s*(?:no\.?|number)?\s*:?\s*([0-9]{7})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:/[^\W_]+)?", re.UNICODE)
_MIN_WORDS = 2  # a prefix alone names nobody


class _Prefixes(Definition):
    prefixes: tuple[str, ...]


class _Words(Definition):
    words: tuple[str, ...]


class _Forms(Definition):
    source: str
    vessel: _Prefixes
    company: _Words
    person: _Prefixes


@dataclass(frozen=True, slots=True)
class Entity:
    """One vessel, company or person, with what it is said to be or to have done.

    Attributes:
        id: Made of schema and name, or of the hull's number: the same name gives the same id, which
            does not show that it is the same one. Ships and companies take each other's names.
        schema: `Vessel`, `Company` or `Person`.
        properties: Values by FollowTheMoney's name of each property.
    """

    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]


def find_entities(
    claims: pl.DataFrame, documents: pl.DataFrame, ships: Collection[str] = ()
) -> tuple[Entity, ...]:
    """Find who is named in claims.

    Args:
        claims: Table `claims` as `handed_on` gives it, so that none is protected and restricted
            ones name nobody.
        documents: Table `documents`.
        ships: Names of listed ships, in small letters: a name alone does not show which hull.

    Returns:
        Entities by id; each has `sourceUrl` or `publisher`, and `notes` in our words.
    """
    found: dict[str, dict[str, dict[str, None]]] = {}
    schemas: dict[str, str] = {}
    for row in find_statements(claims, documents, ships).iter_rows(named=True):
        schemas[row["entity_id"]] = row["schema"]
        values = found.setdefault(row["entity_id"], {})
        values.setdefault(row["prop"], {})[row["value"]] = None
    return tuple(
        Entity(name, schemas[name], {prop: tuple(v) for prop, v in sorted(values.items())})
        for name, values in sorted(found.items())
    )


def find_statements(
    claims: pl.DataFrame, documents: pl.DataFrame, ships: Collection[str] = ()
) -> pl.DataFrame:
    """Give one row for each entity, property, value and claim that says it.

    Args:
        claims: See `find_entities`.
        documents: See `find_entities`.
        ships: See `find_entities`.

    Returns:
        `entity_id, schema, prop, value, dataset, origin` (the claim), `first_seen`, `last_seen`
        (the day of publication), ordered.
    """
    about = {row["document_id"]: row for row in documents.iter_rows(named=True)}
    public = claims.filter(pl.col("sensitivity") == "public")
    rows = [
        {"entity_id": name, "schema": schema, "prop": prop, "value": value, "dataset": DATASET,
         "origin": claim["claim_id"], "first_seen": claim["published"],
         "last_seen": claim["published"]}
        for claim in public.iter_rows(named=True)
        for name, schema, prop, value in _told(claim, about.get(claim["document_id"], {}), ships)
    ]  # fmt: skip
    texts = ("entity_id", "schema", "prop", "value", "dataset", "origin")
    schema: dict[str, pl.DataType] = {
        **dict.fromkeys(texts, pl.String()),
        **dict.fromkeys(("first_seen", "last_seen"), pl.Date()),
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.unique(maintain_order=True).sort(texts)


def entity_lines(entities: tuple[Entity, ...]) -> bytes:
    """Write entities as JSON, one a line, as FollowTheMoney's tools read them."""
    lines = [
        json.dumps(
            {
                "id": entity.id,
                "schema": entity.schema,
                "properties": {name: list(values) for name, values in entity.properties.items()},
                "datasets": [DATASET],
            },
            ensure_ascii=False,
        )
        for entity in entities
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _told(
    claim: Mapping[str, Any], document: Mapping[str, Any], ships: Collection[str]
) -> Iterator[tuple[str, str, str, str]]:
    source = {"sourceUrl": document.get("url"), "publisher": document.get("publisher")}
    if not any(source.values()):
        return  # nobody is named without a published source
    for actor in (claim["actor"], claim["counterparty"], *_ships(claim, frozenset(ships))):
        for name in (actor or "").split(";"):
            entity = _entity(name.strip(), ships)
            if entity is None:
                continue
            entity_id, schema, own = entity
            told = own | source | {"notes": state_claim(claim)}
            yield from ((entity_id, schema, p, v) for p, v in told.items() if v)


def _ships(claim: Mapping[str, Any], ships: frozenset[str]) -> Iterator[str]:
    """Give the ships of a claim: listed names in its goods and words, a number beside its name."""
    words = f"{claim['commodity'] or ''}\n{claim['locator'] or ''}"
    names = list(dict.fromkeys(m[0] for m in _names(ships).finditer(words) if m[0][0].isupper()))
    numbers = list(dict.fromkeys(m[1] for m in _IMO.finditer(words)))
    if len(numbers) == 1 and len(names) <= 1:
        yield f"{''.join(names)} IMO {numbers[0]}"
        return
    yield from names
    yield from (f"IMO {number}" for number in numbers)


@lru_cache(maxsize=4)
def _names(ships: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(ships, key=lambda name: (-len(name), name))
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})\b", re.IGNORECASE
    )


def _entity(text: str, ships: Collection[str]) -> tuple[str, str, dict[str, str | None]] | None:
    """Tell what a name names: its id, schema and own properties; None where no word tells."""
    imo = _IMO.search(text)
    is_ship = imo is not None or text.casefold() in ships
    schema = "Vessel" if is_ship else _schema(text)
    if schema is None:
        return None
    rest = _IMO.sub("", text).strip(" ,;()")
    name = rest if any(letter.isupper() for letter in rest) or not rest.isascii() else None
    key = f"IMO{imo[1]}" if imo else " ".join(_WORD.findall(text.casefold()))
    digest = hashlib.sha256(f"{schema}/{key}".encode()).hexdigest()[:ID_DIGITS]
    number = {"imoNumber": f"IMO{imo[1]}"} if imo else {}
    return f"coalface-{digest}", schema, {"name": name, **number}


def _schema(text: str) -> str | None:
    words = [word.casefold() for word in _WORD.findall(text)]
    is_named = len(words) >= _MIN_WORDS and any(part[:1].isupper() for part in text.split()[1:])
    forms = _forms()
    if any(word in forms.company.words for word in words[1:]) and text[:1].isupper():
        return "Company"
    if is_named and words[0] in forms.vessel.prefixes:
        return "Vessel"
    if is_named and words[0] in forms.person.prefixes:
        return "Person"
    return None


@cache
def _forms() -> _Forms:
    text = (files("coalface") / "data" / PATH).read_text(encoding="utf-8")
    return read_definition(text, PATH.rsplit("/", 1)[-1], _Forms)
