"""The dated history of one listed ship: what its listings say, and what a run of ours found.

Hull, name and number are kept apart: who sends a hull's number need not be that hull.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl

from coalface.errors import InputError
from coalface.vessels.dossier_entries import Entry, in_order
from coalface.vessels.listed import (
    find_events_told,
    find_listing_entries,
    say_delistings,
    say_linked,
    say_sources,
)
from coalface.vessels.looked_for import IMO_SENT
from coalface.vessels.numbers import has_imo_check_digit
from coalface.vessels.sentences import CAUSE_WORDS, share_words, strength_word
from coalface.vessels.shown import NUMBERS, shown_sentence, without_free_text

__all__ = ["Dossier", "make_dossier"]

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
#: A finding counts as of the hull if it touches the time in which its IMO was sent, so much wider.
AROUND = timedelta(days=1)
STARTS, ENDS = ("starts_at", "arrived_at", "at", "departed_at"), ("ends_at", "departed_at")
SENT = "listed_imo"
MADE_UP = "Probabilities were set on made-up traffic: of real ships their order says more."
NO_CLAIMS = "No claims are held in this version."


@dataclass(frozen=True, slots=True)
class _Hull:
    """A listed hull: its number, the names it is listed under, and what is shown of numbers."""

    imo: str
    names: tuple[str, ...]
    name_of: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is held of one ship.

    Attributes:
        imo: Its hull number.
        names: Under which it is listed.
        owner: Whom lists link it to, as owner or else, each with its list, or `owner unknown`.
        delisting: Day of each, or that removals are not packaged.
        entries: By date; those without one come last.
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
    not_looked: Mapping[str, str] | None = None,
) -> Dossier:
    """Put together the dated history of a listed ship.

    Args:
        imo: Seven digits.
        tables: Packaged tables `designations`, `vessel_events`, `vessels` and `sources`.
        events: Event tables of a run, if there is one.
        bundles: Its evidence.
        name_of: What is shown of a number: a pseudonym, as a number may be another hull's.
        not_looked: Tables that the run did not fill, and why: none of these is "none found".

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
    told = tables["vessel_events"].filter(pl.col("imo") == imo)
    entries = [*find_listing_entries(listings), *find_events_told(told)]
    notes = [*say_sources([listings, told], tables["sources"]), CAVEAT, NO_CLAIMS]
    names = _names(imo, tables["vessels"], listings)
    if events is not None:
        spans = _spans(imo, events["identity_events"])
        hull = _Hull(imo, names, name_of)
        found, n_other = _found(hull, spans, events, _evidence(bundles))
        entries += found
        notes += _notes_of_run(spans, n_other, not_looked or {}, name_of)
    return Dossier(
        imo, names, say_linked(listings), say_delistings(listings), in_order(entries), tuple(notes)
    )


def _spans(imo: str, identity_events: pl.DataFrame) -> pl.DataFrame:
    """Give the numbers that sent this IMO, and from when to when each did; null: not known."""
    mine = identity_events.filter(pl.col("imo") == imo)
    either = pl.concat(
        [
            mine.select(
                pl.col(number).alias("mmsi"), "at", "ends_at", is_sent=pl.col("kind") == SENT
            )
            for number in ("mmsi", "mmsi_2")
        ]
    ).drop_nulls("mmsi")
    sent = pl.col("is_sent")
    return (
        either.group_by("mmsi")
        .agg(
            first_at=pl.col("at").filter(sent).min(),
            last_at=pl.coalesce("ends_at", "at").filter(sent).max(),
        )
        .sort("mmsi")
    )


def _notes_of_run(
    spans: pl.DataFrame,
    n_other: int,
    not_looked: Mapping[str, str],
    name_of: Callable[[int], str],
) -> list[str]:
    """Say who sent the IMO, what the run did not look for, and what was left out."""
    notes = [f"The run did not look for {t.replace('_', ' ')}: {w}." for t, w in not_looked.items()]
    sent = ", ".join(name_of(n) for n in spans["mmsi"])
    if not sent:
        unknown = IMO_SENT in not_looked
        sent = "not known, as the run did not look" if unknown else "none"
    notes += [f"Numbers that sent this IMO in the run: {sent}.", MADE_UP]
    if n_other:
        notes.append(
            f"Left out: {n_other} of their findings, at times when this IMO was not being sent."
        )
    return notes


def _found(
    hull: _Hull,
    spans: pl.DataFrame,
    events: Mapping[str, pl.DataFrame],
    evidence: Mapping[str, Mapping[str, Any]],
) -> tuple[list[Entry], int]:
    """Give the findings of the hull, and how many of its numbers are of other times."""
    entries: dict[str, Entry] = {}
    left_out: set[str] = set()
    for frame in events.values():
        for column in NUMBERS:
            if column not in frame.columns:
                continue
            ships = spans.rename({"mmsi": column})
            mine = frame.join(ships, on=column, maintain_order="left").filter(
                _speaks_of(frame, hull)
            )
            mine = mine.with_columns(is_then=_is_then(mine.columns).fill_null(value=True))
            left_out.update(mine.filter(~pl.col("is_then"))["evidence_id"])
            for row in mine.filter("is_then").iter_rows(named=True):
                entries[row["evidence_id"]] = _entry(hull, row, evidence)
    return list(entries.values()), len(left_out - set(entries))


def _speaks_of(frame: pl.DataFrame, hull: _Hull) -> pl.Expr:
    """Say which events name this hull or none; a change away from it names both."""
    if "imo" not in frame.columns:
        return pl.lit(value=True)
    is_named = pl.col("detail").str.contains(rf"\b{hull.imo}\b")
    return pl.col("imo").is_null() | (pl.col("imo") == hull.imo) | is_named


def _is_then(columns: list[str]) -> pl.Expr:
    """Say which events touch the time in which the number sent the IMO; null: not known."""
    starts = pl.coalesce(c for c in STARTS if c in columns)
    ends = pl.coalesce(*(c for c in ENDS if c in columns), starts)
    return (starts <= pl.col("last_at") + AROUND) & (ends >= pl.col("first_at") - AROUND)


def _entry(hull: _Hull, row: Mapping[str, Any], evidence: Mapping[str, Mapping[str, Any]]) -> Entry:
    bundle = evidence[row["evidence_id"]]
    parts = bundle["evidence"]
    against = "; ".join(parts.get("counter_evidence") or [])
    return Entry(
        on=next((row[c] for c in STARTS if row.get(c)), None),
        kind=bundle["kind"],
        what=shown_sentence(
            bundle["kind"], row, hull.name_of, imo=hull.imo, names=hull.names,
            is_cut=bool((parts.get("facts") or {}).get("is_cut")),
        ),
        strength=_strength(row),
        innocent=_best(parts.get("alternatives") or []),
        against=without_free_text(against, imo=hull.imo) or NONE_AGAINST,
        source=row["evidence_id"],
    )  # fmt: skip


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
