"""The dated history of one listed ship: what its listings say, and what a run of ours found.

Hull, name and number are kept apart: who sends a hull's number need not be that hull.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from coalface.errors import InputError
from coalface.vessels.numbers import has_imo_check_digit
from coalface.vessels.pseudonyms import hide_numbers
from coalface.vessels.sentences import CAUSE_WORDS, share_words, strength_word

__all__ = ["Dossier", "Entry", "make_dossier"]

NO_OWNER = "owner unknown"
NOT_DELISTED = "no delisting found in the packaged lists; a listing may have been lifted since"
DATE_UNKNOWN = "date not known"
CAVEAT = (
    "A finding is no violation. An IMO number that was sent may be another hull's. "
    "No response of an owner is on file."
)
NONE_AGAINST = "none found in the data"
NOT_PROVEN = "as sent; who sent it is not known"
#: Explanations that lay something to the ship; every other one is innocent.
NOT_INNOCENT = frozenset(
    {"deliberate", "an unusual meeting", "a ship that was not heard", "call", "this leg"}
)
HULL_NUMBER = re.compile(r"(?<!\d)\d{7}(?!\d)")
NAMES_SENT = re.compile(r"\b(Name): .*$")
NO_CLAIMS = "No claims are held in this version."


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated line.

    Attributes:
        on: Day or instant; None where the source gives none.
        kind: `listing`, `event`, `identity`, `gap`, `encounter`, `port_visit` or `voyage`.
        what: In words.
        strength: How firm it is, in words.
        innocent: The best innocent explanation, or "".
        against: Counter-evidence, or "".
        source: `row_id` of the packaged row, or evidence id.
    """

    on: date | datetime | None
    kind: str
    what: str
    strength: str
    innocent: str
    against: str
    source: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is held of one ship.

    Attributes:
        imo: Its hull number.
        names: Under which it is listed.
        owner: As at listing, each with its source, or `owner unknown`.
        delisting: Day of each, or that none was found.
        entries: By date; those without one come first.
        notes: What a reader must know.
    """

    imo: str
    names: tuple[str, ...]
    owner: str
    delisting: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]


def make_dossier(
    imo: str,
    tables: Mapping[str, pl.DataFrame],
    events: Mapping[str, pl.DataFrame] | None = None,
    bundles: pl.DataFrame | None = None,
    name_of: Callable[[int], str] = str,
) -> Dossier:
    """Put together the dated history of a listed ship.

    Args:
        imo: Seven digits.
        tables: Packaged tables `designations`, `vessel_events` and `vessels`.
        events: Event tables of a run, if there is one.
        bundles: Its evidence.
        name_of: What is shown of a number: a pseudonym, as a number may be another hull's.

    Returns:
        Listings, events told in listings, and what the run found of numbers that sent this IMO.

    Raises:
        InputError: If the number is none, or no list names the ship: there is no dossier of an
            unlisted ship.
    """
    if not has_imo_check_digit(imo):
        raise InputError(f"{imo!r} is no IMO number: seven digits, the last one checks.")
    listings = tables["designations"].filter(pl.col("imo") == imo)
    if listings.is_empty():
        raise InputError(
            f"IMO {imo} stands on no packaged list. Dossiers are of listed ships only; that is "
            "not clearance."
        )
    entries = [*_listings(listings), *_told(tables["vessel_events"].filter(pl.col("imo") == imo))]
    notes = [CAVEAT, NO_CLAIMS]
    if events is not None:
        numbers = _numbers_that_sent(imo, events["identity_events"])
        entries += _found(imo, numbers, events, _evidence(bundles), name_of)
        sent = ", ".join(name_of(n) for n in sorted(numbers)) or "none"
        notes.append(f"Numbers that sent this IMO in the run: {sent}.")
    names = _names(imo, tables["vessels"], listings)
    return Dossier(
        imo, names, _owners(listings), _delisting(listings), tuple(sorted(entries, key=_when)),
        tuple(notes),
    )  # fmt: skip


def _listings(listings: pl.DataFrame) -> list[Entry]:
    entries = []
    for row in listings.iter_rows(named=True):
        legal = f" ({row['legal_basis']})" if row["legal_basis"] else ""
        what = f"{row['list']}: {row['measure']}{legal}, as {row['name']}; {row['date_basis']}"
        entries.append(
            Entry(row["listed_on"], "listing", what, row["confidence"], "", "", row["row_id"])
        )
        if row["delisted_on"]:
            entries.append(
                Entry(row["delisted_on"], "listing", f"{row['list']}: delisted", row["confidence"],
                      "", "", row["row_id"])
            )  # fmt: skip
    return entries


def _told(told: pl.DataFrame) -> list[Entry]:
    entries = []
    for row in told.iter_rows(named=True):
        words = [row["event"].replace("_", " "), row["place"], row["cargo"], row["counterpart"]]
        what = f"{'; '.join(w for w in words if w)} ({row['date_precision'].replace('_', ' ')})"
        entries.append(
            Entry(row["period_start"], "event", what, row["confidence"], "", row["note"] or "",
                  row["row_id"])
        )  # fmt: skip
    return entries


def _numbers_that_sent(imo: str, identity_events: pl.DataFrame) -> set[int]:
    rows = identity_events.filter(pl.col("imo") == imo)
    return {int(n) for column in ("mmsi", "mmsi_2") for n in rows[column].drop_nulls()}


def _found(
    imo: str,
    numbers: set[int],
    events: Mapping[str, pl.DataFrame],
    evidence: Mapping[str, Mapping[str, Any]],
    name_of: Callable[[int], str],
) -> list[Entry]:
    entries = []
    for frame in events.values():
        for column in ("mmsi", "mmsi_1", "mmsi_2"):
            if column not in frame.columns:
                continue
            mine = frame.filter(pl.col(column).is_in(sorted(numbers)))
            if "imo" in frame.columns:
                mine = mine.filter(pl.col("imo").is_null() | (pl.col("imo") == imo))
            rows = mine.iter_rows(named=True)
            entries += [_entry(imo, row, evidence, name_of) for row in rows]
    return list({entry.source: entry for entry in entries}.values())


def _entry(
    imo: str,
    row: Mapping[str, Any],
    evidence: Mapping[str, Mapping[str, Any]],
    name_of: Callable[[int], str],
) -> Entry:
    bundle = evidence[row["evidence_id"]]
    parts = bundle["evidence"]
    at = row.get("starts_at") or row.get("arrived_at") or row.get("at") or row.get("departed_at")
    return Entry(
        on=at,
        kind=bundle["kind"],
        what=_shown(imo, row, bundle["sentence"], name_of),
        strength=_strength(row),
        innocent=_best(parts.get("alternatives") or []),
        against="; ".join(parts.get("counter_evidence") or []) or NONE_AGAINST,
        source=row["evidence_id"],
    )


def _shown(imo: str, row: Mapping[str, Any], sentence: str, name_of: Callable[[int], str]) -> str:
    """Leave out what may name another ship: numbers, other hulls, names sent without this IMO."""
    numbers = [row[c] for c in ("mmsi", "mmsi_1", "mmsi_2") if row.get(c)]
    if numbers and name_of(numbers[0]) == str(numbers[0]):
        return sentence
    if row.get("imo") != imo:
        sentence = NAMES_SENT.sub(r"\1 withheld: it may be another ship's.", sentence)
    sentence = hide_numbers(sentence, numbers, name_of)
    return HULL_NUMBER.sub(lambda m: m[0] if m[0] == imo else "another hull's number", sentence)


def _strength(row: Mapping[str, Any]) -> str:
    """Say how firm a finding is: a word, and the probability that it rests on if there is one."""
    p = next((row[c] for c in ("p_deliberate", "score", "p") if row.get(c) is not None), None)
    if p is None:
        return NOT_PROVEN if "detail" in row else strength_word(None)
    return f"{strength_word(p)} ({share_words(p)})"


def _best(alternatives: Any) -> str:
    """Give the likeliest explanation that blames nobody."""
    if isinstance(alternatives, Mapping):
        alternatives = [{"cause": k, "p": v} for k, v in alternatives.items()]
    for each in alternatives:
        words = (
            each
            if isinstance(each, str)
            else next((str(v) for v in each.values() if isinstance(v, str)), "")
        )
        if words and words not in NOT_INNOCENT and not words.startswith("call at "):
            return CAUSE_WORDS.get(words, words.replace("_", " "))
    return ""


def _evidence(bundles: pl.DataFrame | None) -> dict[str, Any]:
    if bundles is None:
        return {}
    return {found: json.loads(body) for found, _, body in bundles.iter_rows()}


def _names(imo: str, vessels: pl.DataFrame, listings: pl.DataFrame) -> tuple[str, ...]:
    ships = vessels.filter(pl.col("imo") == imo)
    aliases = [a.strip() for cell in ships["aliases"].drop_nulls() for a in cell.split("|")]
    return tuple(dict.fromkeys([*listings["name"], *ships["name"], *aliases]))


def _owners(listings: pl.DataFrame) -> str:
    rows = listings.filter(pl.col("owner_or_linked_to").is_not_null())
    said = [
        f"{owner} ({on or DATE_UNKNOWN}, {source})"
        for owner, on, source in rows.select("owner_or_linked_to", "listed_on", "list").iter_rows()
    ]
    return "; ".join(dict.fromkeys(said)) or NO_OWNER


def _delisting(listings: pl.DataFrame) -> str:
    rows = listings.filter(pl.col("delisted_on").is_not_null())
    said = [f"{name} {on}" for name, on in rows.select("list", "delisted_on").iter_rows()]
    return "; ".join(said) or NOT_DELISTED


def _when(entry: Entry) -> tuple[str, str, str]:
    return ("" if entry.on is None else entry.on.isoformat(), entry.kind, entry.source)
